#include "CLexiconData.h"

int32_t earshot_lexicon_count(void) { return 0; }
earshot_embedded_file earshot_lexicon(int32_t index) { return (earshot_embedded_file){"", (const uint8_t *)"", 0}; }
earshot_embedded_file earshot_language_model(void) { return (earshot_embedded_file){"", (const uint8_t *)"", 0}; }
