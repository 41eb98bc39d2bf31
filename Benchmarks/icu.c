// The anchor: raw ICU word iteration over the texts of a JSON-lines file made by generate.py, one
// reused UTF-16 iterator, rule status fetched. Prints records, words and CPU seconds of the walk.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>

static double cpu(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_utime.tv_usec / 1e6;
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  FILE *file = fopen(argv[1], "rb");
  if (!file) return 4;
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char *bytes = malloc(size + 1);
  if (!bytes || fread(bytes, 1, size, file) != (size_t)size) return 4;
  fclose(file);
  bytes[size] = 0;
  UErrorCode error = U_ZERO_ERROR;
  UBreakIterator *words = ubrk_open(UBRK_WORD, "", NULL, 0, &error);
  UChar *units = malloc(sizeof(UChar) << 20);
  if (U_FAILURE(error) || !units) return 1;
  long records = 0, count = 0, text_bytes = 0;
  double start = cpu();
  const char *key = "\"text\": \"";
  for (char *line = bytes; (line = strstr(line, key));) {
    char *text = line + strlen(key), *end = text;
    while (*end != '"') end += *end == '\\' ? 2 : 1;
    int32_t length = 0;
    u_strFromUTF8WithSub(
        units, 1 << 20, &length, text, (int32_t)(end - text), 0xFFFD, NULL, &error);
    ubrk_setText(words, units, length, &error);
    ubrk_first(words);
    while (ubrk_next(words) != UBRK_DONE) count += ubrk_getRuleStatus(words) >= 100;
    records++;
    text_bytes += end - text;
    line = end;
  }
  printf("%ld records %ld words %ld text bytes %.3f s\n", records, count, text_bytes, cpu() - start);
  return 0;
}
