/* invite_read.c - an invitation read from whatever a person pasted or carried.
 *
 * As with entries, what was read is written again and compared: a payload that is not canonical is no invitation. */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "invite_parts.h"
#include "zip.h"

#include <tungnha/alloc.h>
#include <tungnha/json.h>

enum { PAYLOAD_DEPTH = 3, NAME_MIN = 1 };

/* -- the payload -- */

static bool read_text(const cJSON *object, const char *name, size_t min, char *out, size_t out_bytes)
{
	const char *s = json_string(object, name);
	size_t n = s ? strlen(s) : out_bytes;
	if (n < min || n >= out_bytes)
		return false;
	memcpy(out, s, n + 1);
	return true;
}

static bool read_number(const cJSON *object, const char *name, int min, int max, int *out)
{
	int64_t n;
	if (!json_int(object, name, min, max, &n))
		return false;
	*out = (int)n;
	return true;
}

static bool read_id(const cJSON *v, struct id *out)
{
	return cJSON_IsString(v) && id_parse(v->valuestring, out);
}

static bool read_key(const cJSON *object, const char *name, unsigned char out[static KEY_BYTES])
{
	const char *s = json_string(object, name);
	return s && base64_decode(s, out, KEY_BYTES);
}

static bool read_addresses(const cJSON *payload, struct invite *v)
{
	const cJSON *list = json_array(payload, "addresses");
	if (!list)
		return false;
	for (const cJSON *a = list->child; a; a = a->next) {
		const char *s = cJSON_GetStringValue(a);
		if (!s || v->addresses == INVITE_ADDRESSES_MAX || strlen(s) > INVITE_ADDRESS_BYTES)
			return false;
		memcpy(v->address[v->addresses++], s, strlen(s) + 1);
	}
	return true;
}

static bool read_forms(const cJSON *payload, struct invite *v)
{
	const cJSON *list = json_array(payload, "forms");
	if (!list || !read_id(cJSON_GetObjectItemCaseSensitive(payload, "campaign"), &v->definition[0]))
		return false;
	v->definitions = 1;
	for (const cJSON *f = list->child; f; f = f->next)
		if (v->definitions == INVITE_DEFINITIONS_MAX || !read_id(f, &v->definition[v->definitions++]))
			return false;
	return true;
}

static bool read_listed(const cJSON *payload, int *out)
{
	*out = -1;
	return cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(payload, "listed")) ||
	       read_number(payload, "listed", 0, JSON_INT_MAX, out);
}

static bool read_members(const cJSON *p, struct invite *v)
{
	bool good = read_addresses(p, v) && read_forms(p, v) && read_listed(p, &v->unit.listed) &&
		    read_key(p, "box", v->hub.box) && read_key(p, "sign", v->hub.sign) &&
		    read_key(p, "secret", v->secret) && read_id(cJSON_GetObjectItemCaseSensitive(p, "id"), &v->id) &&
		    read_number(p, "days", 1, INVITE_DAYS_MAX, &v->days) &&
		    read_number(p, "uses", 1, INVITE_USES_MAX, &v->uses) &&
		    read_text(p, "hub", NAME_MIN, v->hub_name, sizeof v->hub_name) &&
		    read_text(p, "hub_unit", NAME_MIN, v->hub_unit, sizeof v->hub_unit) &&
		    read_text(p, "issued", NAME_MIN, v->issued, sizeof v->issued) &&
		    read_text(p, "letter", NAME_MIN, v->letter, sizeof v->letter) &&
		    read_text(p, "level", NAME_MIN, v->unit.level, sizeof v->unit.level) &&
		    read_text(p, "name", NAME_MIN, v->unit.name, sizeof v->unit.name) &&
		    read_text(p, "unit", NAME_MIN, v->unit.code, sizeof v->unit.code);
	memcpy(v->unit.parent, v->hub_unit, sizeof v->unit.parent);
	return good;
}

/* The secret also stands in the parsed tree. */
static void forget(cJSON *payload)
{
	cJSON *secret = cJSON_GetObjectItemCaseSensitive(payload, "secret");
	if (cJSON_IsString(secret))
		sodium_memzero(secret->valuestring, strlen(secret->valuestring));
	cJSON_Delete(payload);
}

static bool same_payload(const struct invite *v, const unsigned char *payload, size_t n)
{
	struct buf again;
	invite_buf_init(&again, n);
	bool same = invite_payload(v, &again) && again.len == n && memcmp(again.data, payload, n) == 0;
	invite_buf_free(&again);
	return same;
}

static int read_payload(const unsigned char *payload, size_t n, struct invite *v, struct err *e)
{
	cJSON *root = json_parse((const char *)payload, n, PAYLOAD_DEPTH);
	bool good = cJSON_IsObject(root) && read_members(root, v);
	forget(root);
	const char *wrong = good ? invite_wrong_member(v) : "payload";
	if (!wrong && !same_payload(v, payload, n))
		wrong = "payload";
	return wrong ? err_set(e, ERR_DATA, TEXT_INVITE_VALUE, "%s", wrong) : 0;
}

/* -- lines -- */

struct line {
	const char *at;
	size_t n;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* The next line that is not empty, trimmed; false at the end. */
static bool next_line(const char **at, const char *end, struct line *out)
{
	while (*at < end) {
		const char *from = *at, *newline = memchr(from, '\n', (size_t)(end - from));
		const char *to = newline ? newline : end;
		*at = newline ? newline + 1 : end;
		while (from < to && is_blank(*from))
			from++;
		while (to > from && is_blank(to[-1]))
			to--;
		*out = (struct line){from, (size_t)(to - from)};
		if (out->n > 0)
			return true;
	}
	return false;
}

/* How many bytes n characters of base64 without padding stand for. */
static size_t decoded(size_t n)
{
	return n / 4 * 3 + (n % 4 ? n % 4 - 1 : 0);
}

/* The bytes the line stands for, check included, in a place of fixed size; 0: it is altered or cut. */
static size_t decode_line(struct line line, unsigned char out[static INVITE_PAYLOAD_MAX + INVITE_CHECK_BYTES])
{
	char text[INVITE_LINE_MAX + 1];
	size_t n = line.n - INVITE_MAGIC_BYTES, size = decoded(n);
	memcpy(text, line.at + INVITE_MAGIC_BYTES, n);
	text[n] = '\0';
	bool good = size > INVITE_CHECK_BYTES && size <= INVITE_PAYLOAD_MAX + INVITE_CHECK_BYTES &&
		    base64_decode(text, out, size);
	sodium_memzero(text, sizeof text);
	return good ? size : 0;
}

static int read_line(struct line line, struct invite *v, struct err *e)
{
	unsigned char payload[INVITE_PAYLOAD_MAX + INVITE_CHECK_BYTES], check[INVITE_CHECK_BYTES];
	if (line.n < INVITE_MAGIC_BYTES || memcmp(line.at, INVITE_MAGIC, INVITE_MAGIC_BYTES) != 0)
		return err_set(e, ERR_DATA, TEXT_INVITE_NOT_ONE, "");
	if (line.n > INVITE_LINE_MAX)
		return err_set(e, ERR_DATA, TEXT_INVITE_TOO_LARGE, "%d", INVITE_LINE_MAX);
	size_t n = decode_line(line, payload);
	if (n > 0)
		invite_check(payload, n - sizeof check, check);
	int rc;
	if (n > 0 && memcmp(check, payload + n - sizeof check, sizeof check) == 0)
		rc = read_payload(payload, n - sizeof check, v, e);
	else
		rc = err_set(e, ERR_DATA, TEXT_INVITE_ALTERED, "");
	sodium_memzero(payload, sizeof payload);
	return rc;
}

/* -- definitions -- */

static int read_definition(struct line line, struct id id, char **out, size_t *out_bytes, struct err *e)
{
	size_t size = decoded(line.n);
	unsigned char *packed = alloc_bytes(size);
	char *text = alloc_copy_n(line.at, line.n);
	int rc = -1;
	if (!base64_decode(text, packed, size) ||
		zip_unpack(packed, size, (struct zip_dictionary){0}, INVITE_DEFINITION_MAX, out, out_bytes) != ZIP_DONE)
		invite_definition_error(e, id);
	else if (!id_equal(form_definition_id(*out, *out_bytes), id))
		invite_definition_error(e, id);
	else
		rc = 0;
	free(text);
	free(packed);
	return rc;
}

/* The lines behind the first: none at all, or one for each definition and nothing else. */
static int read_definitions(
	const char *at, const char *end, const struct invite *v, struct invite_definitions *defs, struct err *e)
{
	struct line line;
	size_t i = id_is_zero(v->definition[0]) ? 1 : 0;
	if (!next_line(&at, end, &line))
		return 0;
	for (; i < v->definitions; i++) {
		if (read_definition(line, v->definition[i], &defs->text[i], &defs->bytes[i], e) != 0)
			return -1;
		bool more = next_line(&at, end, &line);
		if (more != (i + 1 < v->definitions))
			return invite_definition_error(e, v->definition[more ? i : i + 1]);
	}
	return 0;
}

int invite_read(const char *bytes, size_t n, struct invite *v, struct invite_definitions *defs, struct err *e)
{
	static const char bom[] = "\xef\xbb\xbf";
	const char *at = bytes, *end = bytes + n;
	struct line line;
	*v = (struct invite){0};
	*defs = (struct invite_definitions){0};
	if (n > INVITE_FILE_MAX)
		return err_set(e, ERR_DATA, TEXT_INVITE_TOO_LARGE, "%d", INVITE_FILE_MAX);
	if (n >= 3 && memcmp(at, bom, 3) == 0)
		at += 3;
	if (!next_line(&at, end, &line))
		return err_set(e, ERR_DATA, TEXT_INVITE_NOT_ONE, "");
	if (read_line(line, v, e) == 0 && read_definitions(at, end, v, defs, e) == 0)
		return 0;
	invite_wipe(v);
	invite_definitions_free(defs);
	return -1;
}
