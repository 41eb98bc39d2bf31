#include "CICU.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/ucal.h>
#include <unicode/uchar.h>
#include <unicode/ulocdata.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

struct earshot_icu {
  UBreakIterator *words, *sentences, *graphemes;
  UChar *units;
  int32_t capacity, count;
};

earshot_icu *earshot_icu_open(void) {
  earshot_icu *icu = calloc(1, sizeof *icu);
  if (!icu) return NULL;
  UErrorCode error = U_ZERO_ERROR;
  icu->words = ubrk_open(UBRK_WORD, "", NULL, 0, &error);
  icu->sentences = ubrk_open(UBRK_SENTENCE, "", NULL, 0, &error);
  icu->graphemes = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &error);
  if (U_FAILURE(error)) {
    earshot_icu_close(icu);
    return NULL;
  }
  return icu;
}

void earshot_icu_close(earshot_icu *icu) {
  if (icu->words) ubrk_close(icu->words);
  if (icu->sentences) ubrk_close(icu->sentences);
  if (icu->graphemes) ubrk_close(icu->graphemes);
  free(icu->units);
  free(icu);
}

bool earshot_icu_set_text(earshot_icu *icu, const uint8_t *text, int32_t length) {
  if (length > icu->capacity || length + 65536 < icu->capacity / 8) {
    // A text never has more UTF-16 units than bytes. One giant text does not keep its buffer.
    int32_t capacity = length < 4096 ? 4096 : length;
    UChar *units = realloc(icu->units, (size_t)capacity * sizeof(UChar));
    if (!units) return false;
    icu->units = units;
    icu->capacity = capacity;
  }
  UChar *units = icu->units;
  int32_t count = 0, index = 0;
  while (index < length) {
    uint8_t lead = text[index];
    if (lead < 0x80) {
      units[count++] = lead;
      index += 1;
    } else if (lead < 0xE0) {
      units[count++] = (UChar)((lead & 0x1F) << 6 | (text[index + 1] & 0x3F));
      index += 2;
    } else if (lead < 0xF0) {
      units[count++] =
          (UChar)((lead & 0x0F) << 12 | (text[index + 1] & 0x3F) << 6 | (text[index + 2] & 0x3F));
      index += 3;
    } else {
      int32_t point = (lead & 0x07) << 18 | (text[index + 1] & 0x3F) << 12 |
                      (text[index + 2] & 0x3F) << 6 | (text[index + 3] & 0x3F);
      units[count++] = U16_LEAD(point);
      units[count++] = U16_TRAIL(point);
      index += 4;
    }
  }
  icu->count = count;
  return true;
}

// Walks an iterator over the text and turns its UTF-16 offsets into byte offsets on the way.
static int32_t walk(
    earshot_icu *icu, UBreakIterator *iterator, int32_t *stops, uint8_t *_Nullable classes) {
  UErrorCode error = U_ZERO_ERROR;
  ubrk_setText(iterator, icu->units, icu->count, &error);
  if (U_FAILURE(error)) return -1;
  const UChar *units = icu->units;
  int32_t found = 0, unit = 0, byte = 0, boundary;
  ubrk_first(iterator);
  while ((boundary = ubrk_next(iterator)) != UBRK_DONE) {
    for (; unit < boundary; unit++) {
      UChar c = units[unit];
      // Each half of a surrogate pair stands for two of its four bytes.
      byte += c < 0x80 ? 1 : c < 0x800 ? 2 : U16_IS_SURROGATE(c) ? 2 : 3;
    }
    stops[found] = byte;
    if (classes) classes[found] = (uint8_t)(ubrk_getRuleStatus(iterator) / 100);
    found++;
  }
  return found;
}

int32_t earshot_icu_words(earshot_icu *icu, int32_t *stops, uint8_t *classes) {
  return walk(icu, icu->words, stops, classes);
}

int32_t earshot_icu_sentences(earshot_icu *icu, int32_t *stops) {
  return walk(icu, icu->sentences, stops, NULL);
}

int32_t earshot_icu_graphemes(earshot_icu *icu, int32_t *stops) {
  return walk(icu, icu->graphemes, stops, NULL);
}

int32_t earshot_icu_fold(
    const uint8_t *text, int32_t length, uint8_t *result, int32_t capacity) {
  enum { small = 256 };
  UChar source_small[small], folded_small[small * 4];
  UChar *source = source_small, *folded = folded_small;
  int32_t folded_capacity = small * 4, written = -1, units = 0;
  UErrorCode error = U_ZERO_ERROR;
  if (length > small) {
    // U+FDFA grows to 18 code points, the largest growth under NFKC case folding.
    folded_capacity = length * 18;
    source = malloc((size_t)length * sizeof(UChar));
    folded = malloc((size_t)folded_capacity * sizeof(UChar));
  }
  if (source && folded) {
    u_strFromUTF8WithSub(
        source, length > small ? length : small, &units, (const char *)text, length, 0xFFFD, NULL,
        &error);
    const UNormalizer2 *normalizer = unorm2_getNFKCCasefoldInstance(&error);
    if (U_SUCCESS(error)) {
      int32_t count =
          unorm2_normalize(normalizer, source, units, folded, folded_capacity, &error);
      if (U_SUCCESS(error))
        u_strToUTF8((char *)result, capacity, &written, folded, count, &error);
      if (U_FAILURE(error) || written > capacity) written = -1;
    }
  }
  if (source != source_small) free(source);
  if (folded != folded_small) free(folded);
  return written;
}

bool earshot_icu_extends_grapheme(int32_t code_point) {
  switch (u_getIntPropertyValue(code_point, UCHAR_GRAPHEME_CLUSTER_BREAK)) {
    case U_GCB_EXTEND:
    case U_GCB_SPACING_MARK:
    case U_GCB_ZWJ:
      return true;
    default:
      return false;
  }
}

bool earshot_icu_is_pictograph(int32_t code_point) {
  return u_hasBinaryProperty(code_point, UCHAR_EXTENDED_PICTOGRAPHIC) ||
         u_hasBinaryProperty(code_point, UCHAR_REGIONAL_INDICATOR);
}

bool earshot_icu_is_letter(int32_t code_point) { return u_isalpha(code_point); }
bool earshot_icu_is_upper(int32_t code_point) { return u_isUUppercase(code_point); }
bool earshot_icu_is_lower(int32_t code_point) { return u_isULowercase(code_point); }

int32_t earshot_icu_columns(int32_t code_point) {
  switch (u_charType(code_point)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
      return 0;
    default:
      break;
  }
  int width = u_getIntPropertyValue(code_point, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

int32_t earshot_icu_zone(
    const char *name, int64_t *seconds, int32_t *offsets, int32_t capacity) {
  UChar zone[128], canonical[128];
  UErrorCode error = U_ZERO_ERROR;
  int32_t length = 0;
  u_strFromUTF8(zone, 128, &length, name, -1, &error);
  if (U_FAILURE(error)) return -1;
  UBool is_system_id = false;
  ucal_getCanonicalTimeZoneID(zone, length, canonical, 128, &is_system_id, &error);
  if (U_FAILURE(error) || !is_system_id) return -1;
  UCalendar *calendar = ucal_open(zone, length, "en_US_POSIX", UCAL_GREGORIAN, &error);
  if (U_FAILURE(error)) return -1;
  const UDate first = -2208988800000.0, last = 7258118400000.0;  // 1900-01-01, 2200-01-01
  UDate moment = first;
  int32_t count = 0;
  while (count < capacity) {
    ucal_setMillis(calendar, moment, &error);
    int32_t offset =
        ucal_get(calendar, UCAL_ZONE_OFFSET, &error) + ucal_get(calendar, UCAL_DST_OFFSET, &error);
    if (U_FAILURE(error)) break;
    seconds[count] = (int64_t)(moment / 1000);
    offsets[count] = offset / 1000;
    count++;
    UDate next;
    if (!ucal_getTimeZoneTransitionDate(calendar, UCAL_TZ_TRANSITION_NEXT, &next, &error)) break;
    if (U_FAILURE(error) || next >= last) break;
    moment = next;
  }
  ucal_close(calendar);
  return U_FAILURE(error) ? -1 : count;
}

static void print_version(const UVersionInfo version, char result[20]) {
  char text[U_MAX_VERSION_STRING_LENGTH];
  u_versionToString(version, text);
  strncpy(result, text, 19);
  result[19] = 0;
}

void earshot_icu_version(char result[20]) {
  UVersionInfo version;
  u_getVersion(version);
  print_version(version, result);
}

void earshot_icu_cldr_version(char result[20]) {
  UVersionInfo version;
  UErrorCode error = U_ZERO_ERROR;
  ulocdata_getCLDRVersion(version, &error);
  if (U_FAILURE(error)) memset(version, 0, sizeof version);
  print_version(version, result);
}
