#include "CLexiconData.h"


static const uint8_t common[] = {
#embed "lexicons/common.tsv"
};
static const uint8_t de[] = {
#embed "lexicons/de.tsv"
};
static const uint8_t en[] = {
#embed "lexicons/en.tsv"
};
static const uint8_t es[] = {
#embed "lexicons/es.tsv"
};
static const uint8_t fr[] = {
#embed "lexicons/fr.tsv"
};
static const uint8_t is[] = {
#embed "lexicons/is.tsv"
};
static const uint8_t ja[] = {
#embed "lexicons/ja.tsv"
};
static const uint8_t th[] = {
#embed "lexicons/th.tsv"
};

#define FILE_OF(name) {#name ".tsv", name, sizeof name}

// In the order in which they are laid over each other.
static const earshot_embedded_file lexicons[] = {
    FILE_OF(common), FILE_OF(de), FILE_OF(en), FILE_OF(es), FILE_OF(fr), FILE_OF(is), FILE_OF(ja),
    FILE_OF(th),
};

int32_t earshot_lexicon_count(void) { return sizeof lexicons / sizeof *lexicons; }
earshot_embedded_file earshot_lexicon(int32_t index) { return lexicons[index]; }

_Alignas(32) static const uint8_t language_model[] = {
#embed "language-model/language.model"
};

earshot_embedded_file earshot_language_model(void) {
  return (earshot_embedded_file){"language.model", language_model, sizeof language_model};
}
