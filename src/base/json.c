/* json.c - cJSON behind a strict gate, and the canonical form.
 *
 * cJSON is lenient where outside input must not be: it takes control characters for white space, raw line ends and what
 * is no UTF-8 in strings, 01 and 1. as numbers, cuts a string at \u0000, and some versions read a byte past an object
 * that ends after a comma. One pass over the bytes refuses all that, and nesting, before cJSON sees them. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/utf8.h>

struct scan {
	const char *at, *end;
	int open; /* brackets not yet closed */
	int max_depth;
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_digit(const struct scan *s)
{
	return s->at < s->end && *s->at >= '0' && *s->at <= '9';
}

static bool digits(struct scan *s)
{
	if (!is_digit(s))
		return false;
	while (is_digit(s))
		s->at++;
	return true;
}

static bool scan_number(struct scan *s)
{
	if (*s->at == '-')
		s->at++;
	if (s->at < s->end && *s->at == '0')
		s->at++; /* no digit may follow: the next character would begin a second value, which cJSON refuses */
	else if (!digits(s))
		return false;
	if (is_digit(s))
		return false;
	if (s->at < s->end && *s->at == '.') {
		s->at++;
		if (!digits(s))
			return false;
	}
	if (s->at < s->end && (*s->at == 'e' || *s->at == 'E')) {
		s->at++;
		if (s->at < s->end && (*s->at == '+' || *s->at == '-'))
			s->at++;
		return digits(s);
	}
	return true;
}

static bool scan_string(struct scan *s)
{
	for (s->at++; s->at < s->end; s->at++) {
		unsigned char c = (unsigned char)*s->at;
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		if (c == '"')
			s->at++;
		if (c != '\\')
			return c == '"';
		if (s->end - s->at >= 6 && memcmp(s->at, "\\u0000", 6) == 0)
			return false;
		s->at++; /* the escaped character; cJSON judges which ones there are */
	}
	return false;
}

static bool scan_one(struct scan *s)
{
	char c = *s->at;
	if (is_space(c) || c == ',' || c == ':') {
		s->at++;
		return true;
	}
	if (c == ']' || c == '}') {
		s->at++;
		return s->open-- > 0;
	}
	if (s->open >= s->max_depth)
		return false;
	if (c == '"')
		return scan_string(s);
	if (c == '-' || (c >= '0' && c <= '9'))
		return scan_number(s);
	if (c == '[' || c == '{')
		s->open++;
	s->at++; /* a bracket, or a letter of true, false, null: cJSON reads those exactly */
	return (c >= 'a' && c <= 'z') || c == '[' || c == '{';
}

static bool acceptable(const char *bytes, size_t n, int max_depth)
{
	struct scan s = {.at = bytes, .end = bytes + n, .max_depth = max_depth};
	if (n == 0 || !utf8_valid(bytes, n))
		return false;
	while (s.at < s.end)
		if (!scan_one(&s))
			return false;
	return s.open == 0;
}

cJSON *json_parse(const char *bytes, size_t n, int max_depth)
{
	const char *end = NULL;
	if (!acceptable(bytes, n, max_depth))
		return NULL;
	cJSON *v = cJSON_ParseWithLengthOpts(bytes, n, &end, false);
	if (!v)
		return NULL;
	while (end < bytes + n && is_space(*end))
		end++;
	if (end == bytes + n)
		return v;
	cJSON_Delete(v);
	return NULL;
}

static const cJSON *member(const cJSON *object, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(object, name);
}

const char *json_string(const cJSON *object, const char *name)
{
	return cJSON_GetStringValue(member(object, name));
}

bool json_is_int(const cJSON *v, int64_t min, int64_t max, int64_t *out)
{
	const double exact = 9007199254740992.0; /* 2^53: beyond it a double no longer tells neighbours apart */
	if (!cJSON_IsNumber(v) || !(v->valuedouble > -exact && v->valuedouble < exact))
		return false;
	int64_t n = (int64_t)v->valuedouble;
	if ((double)n != v->valuedouble || n < min || n > max)
		return false;
	*out = n;
	return true;
}

bool json_int(const cJSON *object, const char *name, int64_t min, int64_t max, int64_t *out)
{
	return json_is_int(member(object, name), min, max, out);
}

bool json_bool(const cJSON *object, const char *name, bool fallback)
{
	const cJSON *v = member(object, name);
	return cJSON_IsBool(v) ? cJSON_IsTrue(v) : fallback;
}

const cJSON *json_array(const cJSON *object, const char *name)
{
	const cJSON *v = member(object, name);
	return cJSON_IsArray(v) ? v : NULL;
}

const cJSON *json_object(const cJSON *object, const char *name)
{
	const cJSON *v = member(object, name);
	return cJSON_IsObject(v) ? v : NULL;
}

/* -- the canonical form -- */

static void write_escape(unsigned char c, struct buf *out)
{
	static const char named[] = "\"\"\\\\\bb\ff\nn\rr\tt"; /* pairs: the character, the letter that stands for it */
	for (const char *p = named; *p; p += 2) {
		if ((unsigned char)*p == c) {
			buf_add(out, (char[]){'\\', p[1]}, 2);
			return;
		}
	}
	buf_print(out, "\\u%04x", c);
}

bool json_canonical_string(const char *s, struct buf *out)
{
	bool ascii = true;
	const char *run = s, *at = s;
	buf_char(out, '"');
	for (; *at; at++) {
		unsigned char c = (unsigned char)*at;
		if (c >= 0x80)
			ascii = false;
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add(out, run, (size_t)(at - run));
		write_escape(c, out);
		run = at + 1;
	}
	buf_add(out, run, (size_t)(at - run));
	buf_char(out, '"');
	return (ascii || utf8_is_nfc(s, (size_t)(at - s))) && !out->full;
}

static bool write_number(const cJSON *v, struct buf *out)
{
	int64_t n;
	if (!json_is_int(v, -JSON_INT_MAX, JSON_INT_MAX, &n))
		return false;
	char written[11], *p = written + sizeof written;
	uint32_t rest = (uint32_t)(n < 0 ? -n : n);
	do
		*--p = (char)('0' + rest % 10);
	while ((rest /= 10) > 0);
	if (n < 0)
		*--p = '-';
	buf_add(out, p, (size_t)(written + sizeof written - p));
	return true;
}

static bool write_member(const cJSON *v, bool first, struct buf *out)
{
	if (!first)
		buf_char(out, ',');
	if (!json_canonical_string(v->string, out))
		return false;
	buf_char(out, ':');
	return json_canonical(v, out);
}

static int by_key(const void *a, const void *b)
{
	return strcmp((*(const cJSON *const *)a)->string, (*(const cJSON *const *)b)->string);
}

static bool write_sorted(const cJSON *object, struct buf *out)
{
	size_t count = (size_t)cJSON_GetArraySize(object), i = 0;
	const cJSON **sorted = alloc_zero(count, sizeof *sorted);
	for (const cJSON *v = object->child; v; v = v->next)
		sorted[i++] = v;
	qsort(sorted, count, sizeof *sorted, by_key);
	bool ok = true;
	for (i = 0; ok && i < count; i++) {
		bool twice = i > 0 && strcmp(sorted[i - 1]->string, sorted[i]->string) == 0;
		ok = !twice && write_member(sorted[i], i == 0, out);
	}
	free(sorted);
	return ok;
}

/* Nearly every object comes with its keys in order already: then nothing is allocated. */
static bool write_object(const cJSON *object, struct buf *out)
{
	bool ok = true;
	for (const cJSON *v = object->child; v && v->next; v = v->next)
		ok = ok && strcmp(v->string, v->next->string) < 0;
	buf_char(out, '{');
	if (!ok) {
		ok = write_sorted(object, out);
	} else {
		for (const cJSON *v = object->child; ok && v; v = v->next)
			ok = write_member(v, v == object->child, out);
	}
	buf_char(out, '}');
	return ok;
}

static bool write_array(const cJSON *array, struct buf *out)
{
	bool ok = true;
	buf_char(out, '[');
	for (const cJSON *v = array->child; ok && v; v = v->next) {
		if (v != array->child)
			buf_char(out, ',');
		ok = json_canonical(v, out);
	}
	buf_char(out, ']');
	return ok;
}

static bool write_value(const cJSON *v, struct buf *out)
{
	switch (v->type & 0xff) {
	case cJSON_Object:
		return write_object(v, out);
	case cJSON_Array:
		return write_array(v, out);
	case cJSON_String:
		return json_canonical_string(v->valuestring, out);
	case cJSON_Number:
		return write_number(v, out);
	case cJSON_True:
		buf_add(out, "true", 4);
		return true;
	case cJSON_False:
		buf_add(out, "false", 5);
		return true;
	case cJSON_NULL:
		buf_add(out, "null", 4);
		return true;
	default:
		return false;
	}
}

bool json_canonical(const cJSON *v, struct buf *out)
{
	return write_value(v, out) && !out->full;
}
