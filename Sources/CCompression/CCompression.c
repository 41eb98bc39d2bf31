#include "CCompression.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

struct earshot_inflater {
  earshot_codec codec;
  z_stream gzip;
  bool gzip_open;
  ZSTD_DStream *zstd;
  // Inside a member or frame.
  bool inside;
  // Between gzip members: the first byte of the magic number has been seen.
  bool half_magic;
  // A whole member has been read.
  bool any_member;
  bool garbage;
  // The output was full at the last call, so that the library may still hold some.
  bool pending;
  const char *message;
};

static const uint8_t gzip_magic[2] = {0x1F, 0x8B};

earshot_codec earshot_codec_of(const uint8_t *bytes, size_t count) {
  if (count >= 2 && !memcmp(bytes, gzip_magic, 2)) return earshot_codec_gzip;
  // One byte of it alone is a gzip file cut short, and no text.
  if (count == 1 && bytes[0] == gzip_magic[0]) return earshot_codec_gzip;
  if (count < 3) return earshot_codec_none;
  // The magic numbers are FD2FB528 and 184D2A50 to 184D2A5F, little-endian (RFC 8878); three bytes
  // are enough to tell a frame cut short from text.
  if (bytes[0] == 0x28 && bytes[1] == 0xB5 && bytes[2] == 0x2F) return earshot_codec_zstd;
  if ((bytes[0] & 0xF0) == 0x50 && bytes[1] == 0x2A && bytes[2] == 0x4D && count >= 4 &&
      bytes[3] == 0x18)
    return earshot_codec_zstd;
  return earshot_codec_none;
}

earshot_inflater *earshot_inflater_open(earshot_codec codec) {
  earshot_inflater *inflater = calloc(1, sizeof *inflater);
  if (!inflater) return NULL;
  inflater->codec = codec;
  inflater->message = "";
  bool ready;
  if (codec == earshot_codec_zstd) {
    inflater->zstd = ZSTD_createDStream();
    ready = inflater->zstd != NULL;
  } else {
    // 15 bits of window, and 16 for "a gzip header is expected".
    ready = inflateInit2(&inflater->gzip, 15 + 16) == Z_OK;
    inflater->gzip_open = ready;
  }
  if (!ready) {
    earshot_inflater_close(inflater);
    return NULL;
  }
  return inflater;
}

void earshot_inflater_close(earshot_inflater *inflater) {
  if (inflater->gzip_open) inflateEnd(&inflater->gzip);
  if (inflater->zstd) ZSTD_freeDStream(inflater->zstd);
  free(inflater);
}

// Passes over padding and garbage; true where a member begins at input[*taken], its magic
// number's first byte perhaps already taken (half_magic).
static bool find_member(
    earshot_inflater *inflater, const uint8_t *input, size_t count, size_t *taken) {
  while (*taken < count) {
    if (inflater->garbage) {
      *taken = count;
      return false;
    }
    uint8_t byte = input[*taken];
    if (inflater->half_magic) {
      if (byte == gzip_magic[1] || !inflater->any_member) return true;
      inflater->half_magic = false;
      inflater->garbage = true;
    } else if (byte == gzip_magic[0]) {
      inflater->half_magic = true;
      *taken += 1;
    } else if (byte == 0 && inflater->any_member) {
      *taken += 1;
    } else if (inflater->any_member) {
      inflater->garbage = true;
    } else {
      return true;
    }
  }
  return false;
}

static uInt clamp(size_t count) { return count > UINT_MAX ? UINT_MAX : (uInt)count; }

static earshot_inflate_status run_gzip(
    earshot_inflater *inflater, const uint8_t *input, size_t count, size_t *taken,
    uint8_t *output, size_t capacity, size_t *given) {
  z_stream *stream = &inflater->gzip;
  while (true) {
    if (!inflater->inside) {
      if (!find_member(inflater, input, count, taken)) return earshot_inflate_needs_input;
      inflateReset(stream);
      inflater->inside = true;
      if (inflater->half_magic) {
        inflater->half_magic = false;
        stream->next_in = (Bytef *)gzip_magic;
        stream->avail_in = 1;
        stream->next_out = output + *given;
        stream->avail_out = clamp(capacity - *given);
        inflate(stream, Z_NO_FLUSH);
      }
    }
    if (*given == capacity) return earshot_inflate_output_full;
    stream->next_in = (Bytef *)(input + *taken);
    stream->avail_in = clamp(count - *taken);
    stream->next_out = output + *given;
    stream->avail_out = clamp(capacity - *given);
    uInt in = stream->avail_in, out = stream->avail_out;
    int result = inflate(stream, Z_NO_FLUSH);
    *taken += in - stream->avail_in;
    *given += out - stream->avail_out;
    switch (result) {
      case Z_STREAM_END:
        inflater->inside = false;
        inflater->any_member = true;
        break;
      case Z_OK:
        break;
      case Z_BUF_ERROR:
        // No progress was possible: not an error.
        return *given == capacity ? earshot_inflate_output_full : earshot_inflate_needs_input;
      case Z_MEM_ERROR:
        return earshot_inflate_no_memory;
      default:
        inflater->message = stream->msg ? stream->msg : "not gzip data";
        return earshot_inflate_damaged;
    }
  }
}

static earshot_inflate_status run_zstd(
    earshot_inflater *inflater, const uint8_t *input, size_t count, size_t *taken,
    uint8_t *output, size_t capacity, size_t *given) {
  ZSTD_inBuffer in = {input, count, 0};
  ZSTD_outBuffer out = {output, capacity, 0};
  earshot_inflate_status status = earshot_inflate_needs_input;
  // Once more without input after a full output, for what the library still holds.
  while (in.pos < in.size || inflater->pending) {
    size_t result = ZSTD_decompressStream(inflater->zstd, &out, &in);
    if (ZSTD_isError(result)) {
      inflater->message = ZSTD_getErrorName(result);
      status = ZSTD_getErrorCode(result) == ZSTD_error_memory_allocation
                   ? earshot_inflate_no_memory
                   : earshot_inflate_damaged;
      break;
    }
    inflater->inside = result != 0;
    inflater->pending = result != 0 && out.pos == out.size;
    if (out.pos == out.size) {
      status = earshot_inflate_output_full;
      break;
    }
  }
  *taken = in.pos;
  *given = out.pos;
  return status;
}

earshot_inflate_status earshot_inflater_run(
    earshot_inflater *inflater, const uint8_t *input, size_t count, size_t *taken,
    uint8_t *output, size_t capacity, size_t *given) {
  *taken = 0;
  *given = 0;
  return inflater->codec == earshot_codec_zstd
             ? run_zstd(inflater, input, count, taken, output, capacity, given)
             : run_gzip(inflater, input, count, taken, output, capacity, given);
}

bool earshot_inflater_may_end(const earshot_inflater *inflater) {
  if (inflater->codec == earshot_codec_gzip && !inflater->any_member) return false;
  return !inflater->inside;
}

bool earshot_inflater_saw_garbage(const earshot_inflater *inflater) {
  return inflater->garbage || inflater->half_magic;
}

const char *earshot_inflater_message(const earshot_inflater *inflater) {
  return inflater->message;
}
