#include "CStemmer.h"

#include <libstemmer.h>

earshot_stemmer *earshot_stemmer_open(const char *language) {
  return (earshot_stemmer *)sb_stemmer_new(language, "UTF_8");
}

void earshot_stemmer_close(earshot_stemmer *stemmer) {
  sb_stemmer_delete((struct sb_stemmer *)stemmer);
}

const uint8_t *earshot_stemmer_stem(
    earshot_stemmer *stemmer, const uint8_t *word, int32_t length, int32_t *stem_length) {
  struct sb_stemmer *snowball = (struct sb_stemmer *)stemmer;
  const sb_symbol *stem = sb_stemmer_stem(snowball, word, length);
  *stem_length = stem ? sb_stemmer_length(snowball) : length;
  return stem ? stem : word;
}
