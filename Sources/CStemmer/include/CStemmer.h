// Snowball stemmers behind a header of our own.
#pragma once
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef struct earshot_stemmer earshot_stemmer;

// A stemmer by ISO 639 code ("en", "de"); NULL where Snowball has none. Used by one thread at a
// time.
earshot_stemmer *_Nullable earshot_stemmer_open(const char *language);
void earshot_stemmer_close(earshot_stemmer *stemmer);

// The stem of a lower-case UTF-8 word; valid until the next call.
const uint8_t *earshot_stemmer_stem(
    earshot_stemmer *stemmer, const uint8_t *word, int32_t length, int32_t *stem_length);

#pragma clang assume_nonnull end
