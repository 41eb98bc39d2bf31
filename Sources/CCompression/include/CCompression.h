// Streaming decompression behind a header of our own: neither zlib's nor zstd's headers are
// included here.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef enum __attribute__((enum_extensibility(closed))) earshot_codec {
  earshot_codec_none,
  earshot_codec_gzip,
  earshot_codec_zstd,
} earshot_codec;

typedef enum __attribute__((enum_extensibility(closed))) earshot_inflate_status {
  // All input given was taken in; more may follow.
  earshot_inflate_needs_input,
  // The output is full; call again with the rest of the input.
  earshot_inflate_output_full,
  // The data is damaged; see earshot_inflater_message.
  earshot_inflate_damaged,
  earshot_inflate_no_memory,
} earshot_inflate_status;

// A decompressor of one input. Used by one thread at a time.
typedef struct earshot_inflater earshot_inflater;

// What the first bytes of an input say (4 are enough; skippable zstd frames included).
earshot_codec earshot_codec_of(const uint8_t *bytes, size_t count);

// NULL if memory runs out.
earshot_inflater *_Nullable earshot_inflater_open(earshot_codec codec);
void earshot_inflater_close(earshot_inflater *inflater);

// Decompresses from `input` to `output`; `taken` and `given` get the bytes read and written.
//
// gzip: members one after the other, empty ones too, are one stream; zero bytes between and after
// them are padding; other bytes after a member are garbage, which is passed over (see
// earshot_inflater_saw_garbage). zstd: frames one after the other are one stream, skippable ones
// are passed over; anything else after a frame is damage.
earshot_inflate_status earshot_inflater_run(
    earshot_inflater *inflater, const uint8_t *input, size_t count, size_t *taken,
    uint8_t *output, size_t capacity, size_t *given);

// Whether the input may end here: false inside a member or frame, which is damage.
bool earshot_inflater_may_end(const earshot_inflater *inflater);

// Whether bytes that belong to no member followed the last one.
bool earshot_inflater_saw_garbage(const earshot_inflater *inflater);

// What is wrong, in the library's words; valid until the inflater is closed.
const char *earshot_inflater_message(const earshot_inflater *inflater);

#pragma clang assume_nonnull end
