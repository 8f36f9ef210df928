/* vectors.h - tests/vectors, whose values come from an implementation that shares no line with the programs
 * (tests/vectors/check.py). Read from the project's folder, or from $TUNGNHA_VECTORS. */
#ifndef TUNGNHA_TESTS_VECTORS_H
#define TUNGNHA_TESTS_VECTORS_H

#include <stdbool.h>
#include <stddef.h>

#include <cjson/cJSON.h>
#include <tungnha/id.h>
#include <tungnha/keys.h>

/* Runs one check over every case of file.json; the test fails where one does, and it is named. */
void vectors_each(const char *file, bool (*check)(const cJSON *in, const cJSON *out));

/* A member of a case; the test fails where it is none. */
void vectors_hex(const cJSON *object, const char *name, void *out, size_t n);
void vectors_keys(const cJSON *object, const char *name, struct keys_secret *out); /* from their seed */
struct id vectors_id(const cJSON *object, const char *name);
/* The bytes of a case: "text" as it is, or "b64" where they are no text. The caller frees. */
char *vectors_bytes(const cJSON *object, size_t *n);
/* … or do these bytes differ from it? */
bool vectors_is_hex(const cJSON *object, const char *name, const void *bytes, size_t n);
bool vectors_is_base64(const char *expected, const void *bytes, size_t n);

#endif
