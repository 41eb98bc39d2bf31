// Data compiled into the binary: the shipped lexicons and the language model.
#pragma once
#include <stdint.h>

#pragma clang assume_nonnull begin

// A file's bytes; they live as long as the process.
typedef struct {
  const char *name;
  const uint8_t *bytes;
  int64_t count;
} earshot_embedded_file;

int32_t earshot_lexicon_count(void);
earshot_embedded_file earshot_lexicon(int32_t index);
earshot_embedded_file earshot_language_model(void);

#pragma clang assume_nonnull end
