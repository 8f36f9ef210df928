/* plain.c - entries as programs write them, read in one pass.
 *
 * A hub reads tens of thousands of them in a row, and parsing, writing again and comparing costs five times as much.
 * Each step takes only what the canonical form would write at that place, so what is read here to its last byte is
 * canonical; what is rarer (escapes, values within values) is left to entry_read, which decides. */
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/utf8.h>

#include "plain.h"

struct plain {
	const char *start, *at, *end;
};

/* A string of the bytes between two quotes. */
struct words {
	const char *s;
	size_t n;
};

static bool skip(struct plain *p, const char *text, size_t n)
{
	if ((size_t)(p->end - p->at) < n || memcmp(p->at, text, n) != 0)
		return false;
	p->at += n;
	return true;
}
#define SKIP(p, text) skip(p, text, sizeof(text) - 1)

static bool take_words(struct plain *p, struct words *out)
{
	bool ascii = true;
	const char *at = p->at;
	if (at == p->end || *at++ != '"')
		return false;
	out->s = at;
	for (; at < p->end && *at != '"'; at++) {
		unsigned char c = (unsigned char)*at;
		if (c < 0x20 || c == '\\')
			return false;
		ascii = ascii && c < 0x80;
	}
	if (at == p->end)
		return false;
	out->n = (size_t)(at - out->s);
	p->at = at + 1;
	return ascii || utf8_is_nfc(out->s, out->n);
}

/* Digits without a leading zero, up to JSON_INT_MAX. */
static bool take_digits(struct plain *p, int64_t *out)
{
	const char *start = p->at;
	int64_t n = 0;
	while (p->at < p->end && *p->at >= '0' && *p->at <= '9' && n <= JSON_INT_MAX)
		n = n * 10 + (*p->at++ - '0');
	*out = n;
	return p->at > start && n <= JSON_INT_MAX && (*start != '0' || p->at == start + 1);
}

static bool take_number(struct plain *p, int64_t max, uint32_t *out)
{
	int64_t n;
	if (!take_digits(p, &n) || n < 1 || n > max)
		return false;
	*out = (uint32_t)n;
	return true;
}

static bool take_text(struct plain *p, char *out, size_t out_bytes)
{
	struct words w;
	if (!take_words(p, &w) || w.n >= out_bytes)
		return false;
	memcpy(out, w.s, w.n);
	out[w.n] = '\0';
	return true;
}

static bool take_id(struct plain *p, struct id *out)
{
	char hex[ID_HEX];
	return take_text(p, hex, sizeof hex) && id_parse(hex, out);
}

static bool take_parents(struct plain *p, struct entry *en)
{
	char text[NAME_TEXT];
	if (!SKIP(p, ",\"parents\":["))
		return false;
	while (!SKIP(p, "]")) {
		if ((en->parents > 0 && !SKIP(p, ",")) || en->parents == ENTRY_PARENTS_MAX ||
			!take_text(p, text, sizeof text) || !name_parse(text, &en->parent[en->parents]))
			return false;
		en->parents++;
	}
	return true;
}

/* -- fields -- */

static cJSON *take_integer(struct plain *p)
{
	bool negative = SKIP(p, "-");
	int64_t n;
	if (!take_digits(p, &n) || (negative && n == 0))
		return NULL;
	return cJSON_CreateNumber((double)(negative ? -n : n));
}

static cJSON *take_string(struct plain *p)
{
	struct words w;
	if (!take_words(p, &w))
		return NULL;
	cJSON *v = cJSON_CreateNull();
	v->type = cJSON_String;
	v->valuestring = alloc_copy_n(w.s, w.n);
	return v;
}

static cJSON *take_value(struct plain *p)
{
	if (p->at < p->end && *p->at == '"')
		return take_string(p);
	if (SKIP(p, "null"))
		return cJSON_CreateNull();
	if (SKIP(p, "true"))
		return cJSON_CreateTrue();
	return SKIP(p, "false") ? cJSON_CreateFalse() : take_integer(p);
}

static bool ascends(const struct words *before, const struct words *key)
{
	size_t n = before->n < key->n ? before->n : key->n;
	int order = memcmp(before->s, key->s, n);
	return order < 0 || (order == 0 && before->n < key->n);
}

static bool take_fields(struct plain *p, cJSON *fields)
{
	struct words key, before = {NULL, 0};
	while (!SKIP(p, "}")) {
		if ((before.s && !SKIP(p, ",")) || !take_words(p, &key) || (before.s && !ascends(&before, &key)) ||
			!SKIP(p, ":"))
			return false;
		cJSON *v = take_value(p);
		if (!v)
			return false;
		v->string = alloc_copy_n(key.s, key.n);
		cJSON_AddItemToArray(fields, v);
		before = key;
	}
	return true;
}

/* -- entries -- */

static bool take_head(struct plain *p, struct entry *en)
{
	int64_t t;
	char word[16];
	return SKIP(p, "{\"seq\":") && take_number(p, JSON_INT_MAX, &en->seq) && SKIP(p, ",\"clock\":") &&
	       take_number(p, ENTRY_CLOCK_MAX, &en->clock) && SKIP(p, ",\"at\":") &&
	       take_text(p, en->at, sizeof en->at) && clock_read_stamp(en->at, &t) && SKIP(p, ",\"by\":") &&
	       take_text(p, en->by, sizeof en->by) && SKIP(p, ",\"kind\":") && take_text(p, word, sizeof word) &&
	       kind_read(word, &en->kind);
}

static bool take_subject(struct plain *p, struct entry *en)
{
	return (!kind_has_def(en->kind) || (SKIP(p, ",\"def\":") && take_id(p, &en->def))) &&
	       (!kind_bears_key(en->kind) || (SKIP(p, ",\"key\":") && take_id(p, &en->key)));
}

static bool take_rest(struct plain *p, struct entry *en)
{
	if (kind_has_fields(en->kind)) {
		if (!SKIP(p, ",\"fields\":{"))
			return false;
		en->fields = cJSON_CreateObject();
		en->fields_at = (size_t)(p->at - p->start) - 1;
		if (!take_fields(p, en->fields))
			return false;
		en->fields_bytes = (size_t)(p->at - p->start) - en->fields_at;
	}
	if (SKIP(p, ",\"reason\":") && (!take_text(p, en->reason, sizeof en->reason) || !en->reason[0]))
		return false;
	return SKIP(p, "}") && p->at == p->end;
}

bool plain_read(const char *bytes, size_t n, struct entry *out)
{
	struct plain p = {.start = bytes, .at = bytes, .end = bytes + n};
	if (take_head(&p, out) && take_subject(&p, out) && take_parents(&p, out) && take_rest(&p, out))
		return true;
	entry_free(out);
	entry_init(out);
	return false;
}
