/* entry.c - one fact: its canonical bytes, made and read.
 *
 * Reading never judges byte by byte whether something is canonical: it takes the members in their one order, writes the
 * entry again and compares. What is not canonical comes out different. Most entries are plain enough to be read
 * without (plain.c). */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/entry.h>
#include <tungnha/json.h>

#include "plain.h"

/* -- kinds -- */

static const struct {
	const char *word;
	unsigned writers;
} kinds[ENTRY_KIND_COUNT] = {
#define K(id, word, writers) {#word, writers},
	ENTRY_KINDS(K)
#undef K
};

const char *entry_kind_word(enum entry_kind k)
{
	return kinds[k].word;
}

unsigned entry_kind_writers(enum entry_kind k)
{
	return kinds[k].writers;
}

bool kind_read(const char *word, enum entry_kind *out)
{
	for (int k = 0; word && k < ENTRY_KIND_COUNT; k++) {
		if (strcmp(word, kinds[k].word) == 0) {
			*out = (enum entry_kind)k;
			return true;
		}
	}
	return false;
}

bool kind_has_def(enum entry_kind k)
{
	return k == ENTRY_RECORD;
}

bool kind_bears_key(enum entry_kind k)
{
	return k == ENTRY_RECORD || k == ENTRY_VOID || k == ENTRY_REVIEW || k == ENTRY_DEVICE || k == ENTRY_REVOKE;
}

bool kind_has_fields(enum entry_kind k)
{
	return k != ENTRY_VOID && k != ENTRY_UNLOCK;
}

/* -- memory -- */

void entry_init(struct entry *en)
{
	memset(en, 0, sizeof *en);
}

void entry_free(struct entry *en)
{
	cJSON_Delete(en->fields);
	en->fields = NULL;
}

/* -- writing -- */

static void write_id(const char *member, struct id id, struct buf *out)
{
	char hex[ID_HEX];
	id_hex(id, hex);
	buf_text(out, member);
	buf_add(out, hex, ID_HEX - 1);
	buf_char(out, '"');
}

static bool write_parents(const struct entry *en, struct buf *out)
{
	char text[NAME_TEXT];
	buf_text(out, ",\"parents\":[");
	for (size_t i = 0; i < en->parents; i++) {
		if (en->parent[i].seq < 1 || en->parent[i].seq > JSON_INT_MAX)
			return false;
		buf_text(out, i ? ",\"" : "\"");
		buf_text(out, name_text(&en->parent[i], text));
		buf_char(out, '"');
	}
	buf_char(out, ']');
	return true;
}

/* true if v is nested at most `levels` deep, a scalar or an empty container being one level as in json_parse. */
static bool shallow(const cJSON *v, int levels)
{
	if (levels < 1)
		return false;
	for (v = v->child; v; v = v->next)
		if (!shallow(v, levels - 1))
			return false;
	return true;
}

static bool in_range(const struct entry *en)
{
	int64_t t;
	return en->seq >= 1 && en->seq <= JSON_INT_MAX && en->clock >= 1 && en->clock <= ENTRY_CLOCK_MAX &&
	       en->kind < ENTRY_KIND_COUNT && en->parents <= ENTRY_PARENTS_MAX && clock_read_stamp(en->at, &t);
}

/* The kind must have fields, or must not; they stand one level below the entry. */
static bool fields_fit(const struct entry *en)
{
	if (!kind_has_fields(en->kind))
		return en->fields == NULL;
	return cJSON_IsObject(en->fields) && shallow(en->fields, ENTRY_DEPTH_MAX - 1);
}

static bool write_text(const char *member, const char *text, struct buf *out)
{
	buf_text(out, member);
	return json_canonical_string(text, out);
}

bool entry_write(const struct entry *en, struct buf *out)
{
	if (!in_range(en) || !fields_fit(en))
		return false;
	buf_print(out, "{\"seq\":%u,\"clock\":%u,\"at\":\"%s\"", (unsigned)en->seq, (unsigned)en->clock, en->at);
	if (!write_text(",\"by\":", en->by, out))
		return false;
	buf_text(out, ",\"kind\":\"");
	buf_text(out, kinds[en->kind].word);
	buf_char(out, '"');
	if (kind_has_def(en->kind))
		write_id(",\"def\":\"", en->def, out);
	if (kind_bears_key(en->kind))
		write_id(",\"key\":\"", en->key, out);
	if (!write_parents(en, out))
		return false;
	if (en->fields) {
		buf_text(out, ",\"fields\":");
		if (!json_canonical(en->fields, out))
			return false;
	}
	if (en->reason[0] && !write_text(",\"reason\":", en->reason, out))
		return false;
	buf_char(out, '}');
	return !out->full;
}

/* -- reading -- */

/* The next member if it has this name, and the cursor moves on; else NULL. */
static cJSON *take(cJSON **next, const char *name)
{
	cJSON *v = *next;
	if (!v || strcmp(v->string, name) != 0)
		return NULL;
	*next = v->next;
	return v;
}

static bool take_number(cJSON **next, const char *name, int64_t max, uint32_t *out)
{
	int64_t n;
	cJSON *v = take(next, name);
	if (!v || !json_is_int(v, 1, max, &n))
		return false;
	*out = (uint32_t)n;
	return true;
}

static bool take_text(cJSON **next, const char *name, char *out, size_t out_bytes)
{
	const char *s = cJSON_GetStringValue(take(next, name));
	size_t n = s ? strlen(s) : out_bytes;
	if (n >= out_bytes)
		return false;
	memcpy(out, s, n + 1);
	return true;
}

static bool take_id(cJSON **next, const char *name, struct id *out)
{
	const char *s = cJSON_GetStringValue(take(next, name));
	return s && id_parse(s, out);
}

static bool take_parents(cJSON **next, struct entry *out)
{
	const cJSON *list = take(next, "parents");
	if (!cJSON_IsArray(list))
		return false;
	for (const cJSON *v = list->child; v; v = v->next) {
		const char *s = cJSON_GetStringValue(v);
		if (!s || out->parents == ENTRY_PARENTS_MAX || !name_parse(s, &out->parent[out->parents]))
			return false;
		out->parents++;
	}
	return true;
}

static bool take_fields(cJSON *root, cJSON **next, struct entry *out)
{
	cJSON *v = take(next, "fields");
	if (!cJSON_IsObject(v))
		return false;
	out->fields = cJSON_DetachItemViaPointer(root, v);
	return true;
}

static bool take_all(cJSON *root, struct entry *out)
{
	char word[16];
	cJSON *next = root->child;
	if (!take_number(&next, "seq", JSON_INT_MAX, &out->seq) ||
		!take_number(&next, "clock", ENTRY_CLOCK_MAX, &out->clock) ||
		!take_text(&next, "at", out->at, sizeof out->at) || !take_text(&next, "by", out->by, sizeof out->by) ||
		!take_text(&next, "kind", word, sizeof word) || !kind_read(word, &out->kind))
		return false;
	if (kind_has_def(out->kind) && !take_id(&next, "def", &out->def))
		return false;
	if (kind_bears_key(out->kind) && !take_id(&next, "key", &out->key))
		return false;
	if (!take_parents(&next, out))
		return false;
	if (kind_has_fields(out->kind) && !take_fields(root, &next, out))
		return false;
	if (next && !take_text(&next, "reason", out->reason, sizeof out->reason))
		return false;
	return next == NULL;
}

static bool same_bytes(const struct entry *en, const char *bytes, size_t n)
{
	struct buf again;
	buf_init(&again, n);
	bool same = entry_write(en, &again) && again.len == n && memcmp(again.data, bytes, n) == 0;
	buf_free(&again);
	return same;
}

/* What a malformed entry is about, wherever its members stand. */
static bool find_key(const cJSON *root, struct entry *out)
{
	const char *key = json_string(root, "key");
	return kind_read(json_string(root, "kind"), &out->kind) && kind_bears_key(out->kind) && key &&
	       id_parse(key, &out->key);
}

bool entry_read(const char *bytes, size_t n, size_t max, struct entry *out, bool *has_key)
{
	entry_init(out);
	*has_key = false;
	if (n <= max && plain_read(bytes, n, out)) {
		*has_key = kind_bears_key(out->kind);
		return true;
	}
	cJSON *root = n <= max ? json_parse(bytes, n, ENTRY_DEPTH_MAX) : NULL;
	bool good = cJSON_IsObject(root) && take_all(root, out) && same_bytes(out, bytes, n);
	if (good) {
		*has_key = kind_bears_key(out->kind);
	} else {
		entry_free(out);
		entry_init(out);
		*has_key = cJSON_IsObject(root) && find_key(root, out);
		if (!*has_key)
			entry_init(out);
	}
	cJSON_Delete(root);
	return good;
}

/* -- rows -- */

cJSON *entry_row(const struct name *n)
{
	char hex[ID_HEX];
	cJSON *row = cJSON_CreateArray();
	cJSON_AddItemToArray(row, cJSON_CreateString(id_hex(n->journal, hex)));
	cJSON_AddItemToArray(row, cJSON_CreateNumber(n->seq));
	cJSON_AddItemToArray(row, cJSON_CreateString(id_hex(n->hash, hex)));
	return row;
}

bool entry_read_row(const cJSON *row, struct name *out)
{
	const cJSON *journal = cJSON_IsArray(row) ? row->child : NULL;
	const cJSON *seq = journal ? journal->next : NULL;
	const cJSON *hash = seq ? seq->next : NULL;
	int64_t n;
	if (!hash || hash->next || !cJSON_IsString(journal) || !cJSON_IsString(hash) ||
		!json_is_int(seq, 1, JSON_INT_MAX, &n))
		return false;
	out->seq = (uint32_t)n;
	return id_parse(journal->valuestring, &out->journal) && id_parse(hash->valuestring, &out->hash);
}
