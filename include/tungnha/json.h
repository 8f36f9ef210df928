/* json.h - cJSON, with what outside input needs: length, depth, exact integers, one canonical way to write. */
#ifndef TUNGNHA_JSON_H
#define TUNGNHA_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>
#include <tungnha/buf.h>

#define JSON_INT_MAX 2147483647

/* Exactly one JSON value in n bytes, nothing after it but white space, nested at most max_depth (1 = a scalar or an
 * empty container). NULL otherwise. The caller frees with cJSON_Delete. */
cJSON *json_parse(const char *bytes, size_t n, int max_depth);

/* Members, by exact (case-sensitive) name. The string is borrowed; NULL when missing or not a string. */
const char *json_string(const cJSON *object, const char *name);
bool json_int(const cJSON *object, const char *name, int64_t min, int64_t max, int64_t *out);
bool json_is_int(const cJSON *v, int64_t min, int64_t max, int64_t *out); /* a whole number, exactly */
bool json_bool(const cJSON *object, const char *name, bool fallback);
const cJSON *json_array(const cJSON *object, const char *name); /* NULL when missing or not an array */
const cJSON *json_object(const cJSON *object, const char *name);

/* The canonical form (PROTOCOL.md, "Canonical JSON"): no spaces; keys of every object ascending bytewise; integers
 * within ±JSON_INT_MAX; strings NFC; escapes only \" \\ \b \f \n \r \t and \u00xx (lower case) below 0x20.
 * false: a key twice, a number that is no such integer, text not NFC, or the buf is full. */
bool json_canonical(const cJSON *v, struct buf *out);
bool json_canonical_string(const char *s, struct buf *out); /* one string, quoted */

#endif
