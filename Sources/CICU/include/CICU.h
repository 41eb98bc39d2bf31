// ICU behind a header of our own: none of ICU's headers is included here, so that this module can
// stand beside Foundation, whose private ICU declares the same names.
//
// One call a text, not one a word. All offsets are bytes of the UTF-8 text given; the text must be
// valid UTF-8.
#pragma once
#include <stdbool.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Iterators for words, sentences and graphemes (root rules), and the text they stand on.
// Used by one thread at a time.
typedef struct earshot_icu earshot_icu;

earshot_icu *_Nullable earshot_icu_open(void);
void earshot_icu_close(earshot_icu *icu);

// Takes a text in. False if memory runs out.
bool earshot_icu_set_text(earshot_icu *icu, const uint8_t *text, int32_t length);

// The stops of the segments of the text, ascending, the last being its length; at most as many as
// the text has bytes. `classes` gets ICU's rule status divided by 100: 0 none, 1 number, 2 letter,
// 3 kana, 4 ideograph. Returns their number, or -1 if ICU fails.
int32_t earshot_icu_words(earshot_icu *icu, int32_t *stops, uint8_t *classes);
int32_t earshot_icu_sentences(earshot_icu *icu, int32_t *stops);
int32_t earshot_icu_graphemes(earshot_icu *icu, int32_t *stops);

// NFKC case fold. Returns the length of the result, or -1 if it is above `capacity` or ICU fails.
int32_t earshot_icu_fold(
    const uint8_t *text, int32_t length, uint8_t *result, int32_t capacity);

// Whether a code point continues a grapheme in scripts that have no other rule for it
// (Grapheme_Cluster_Break Extend, SpacingMark or ZWJ; UAX #29, GB9 and GB9a).
bool earshot_icu_extends_grapheme(int32_t code_point);

// Whether a code point is a pictograph or a regional indicator, that is, begins an emoji.
bool earshot_icu_is_pictograph(int32_t code_point);

bool earshot_icu_is_letter(int32_t code_point);
bool earshot_icu_is_upper(int32_t code_point);
bool earshot_icu_is_lower(int32_t code_point);

// Columns on a terminal: 0, 1 or 2 (East_Asian_Width wide or full; marks and controls 0).
int32_t earshot_icu_columns(int32_t code_point);

// Offset changes of a time zone between 1900 and 2200: from `seconds[i]` (UTC since the epoch) on,
// local time is UTC plus `offsets[i]` seconds. Returns their number, or -1 for an unknown zone.
int32_t earshot_icu_zone(
    const char *name, int64_t *seconds, int32_t *offsets, int32_t capacity);

// "72.1" and the like.
void earshot_icu_version(char result[_Nonnull 20]);
void earshot_icu_cldr_version(char result[_Nonnull 20]);

#pragma clang assume_nonnull end
