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

/* The values of an array (kind '[') or object ('{') one by one, never all of them in memory: each as the bytes it
 * stands in, which json_parse then judges; only where it ends is found here. false: bytes do not begin as one.
 * json_walk_next: 1 the next value, 0 the end, and nothing behind it, -1 malformed. */
struct json_walk {
	const char *name, *value; /* name: of an object's member, as written between its quotes */
	size_t name_bytes, value_bytes;
	const char *at, *end;
	char close;
	bool begun;
};
bool json_walk_begin(struct json_walk *w, const char *bytes, size_t n, char kind);
int json_walk_next(struct json_walk *w);

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
