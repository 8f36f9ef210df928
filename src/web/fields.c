/* fields.c - fields of a query and of a form: taken apart, limited, made clean Vietnamese text. Bytes alone. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "web_private.h"

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

enum { NAME_BYTES = 64 };
#define CARRIED "g." /* of a form that waits while somebody signs in (page_carry.c): counted apart */

bool fields_is_type(const char *given, const char *type)
{
	size_t n = strlen(type);
	return given && strncasecmp(given, type, n) == 0 && (given[n] == '\0' || given[n] == ';' || given[n] == ' ');
}

/* Line ends become \n, other control characters go, spaces at both ends too. In place; returns the length. */
static size_t plain(char *s, size_t n)
{
	size_t to = 0, from = 0;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		if (c == '\r' && i + 1 < n && s[i + 1] == '\n')
			continue;
		if (c == '\r')
			s[to++] = '\n';
		else if (c == '\t')
			s[to++] = ' ';
		else if (c == '\n' || (c >= ' ' && c != 0x7f))
			s[to++] = s[i];
	}
	while (to > 0 && (s[to - 1] == ' ' || s[to - 1] == '\n'))
		to--;
	while (from < to && (s[from] == ' ' || s[from] == '\n'))
		from++;
	memmove(s, s + from, to - from);
	s[to - from] = '\0';
	return to - from;
}

/* NULL: not text. */
static char *clean(const char *value, size_t n)
{
	if (!utf8_valid(value, n))
		return NULL;
	char *copy = alloc_copy_n(value, n);
	char *nfc = utf8_nfc(copy, plain(copy, n));
	free(copy);
	return nfc;
}

/* As it was typed, where cleaning changed it. */
static char *typed(const struct field *x, const char *value, size_t n)
{
	bool same = !x->value || memchr(value, '\0', n) || (strlen(x->value) == n && memcmp(x->value, value, n) == 0);
	return same ? NULL : alloc_copy_n(value, n);
}

/* Room for one more of this name; NULL: too many, or no name any page has. */
static struct field *one_more(struct fields *f, const char *name, size_t n)
{
	const size_t mark = sizeof CARRIED - 1;
	bool carried = n > mark && memcmp(name, CARRIED, mark) == 0;
	size_t *count = carried ? &f->carried : &f->own;
	if (*count >= PAGE_FIELDS_MAX || n > NAME_BYTES + (carried ? mark : 0) || !utf8_valid(name, n))
		return NULL;
	if (!f->item)
		f->item = alloc_zero((size_t)2 * PAGE_FIELDS_MAX, sizeof *f->item);
	++*count;
	f->item[f->count].name = alloc_copy_n(name, n);
	return &f->item[f->count++];
}

text_id fields_add(struct fields *f, const char *name, size_t name_n, const char *value, size_t n, bool posted)
{
	if (n > PAGE_FIELD_BYTES)
		return TEXT_SERVE_FIELD_LONG;
	struct field *x = one_more(f, name, name_n);
	if (!x)
		return TEXT_SERVE_FIELDS_MANY;
	x->posted = posted;
	x->value = clean(value, n);
	x->typed = typed(x, value, n);
	return x->value ? TEXT_NONE : TEXT_SERVE_FIELD_BYTES;
}

text_id fields_add_file(struct fields *f, const char *name, const char *filename, const char *bytes, size_t n)
{
	struct field *x = one_more(f, name, strlen(name));
	if (!x)
		return TEXT_SERVE_FIELDS_MANY;
	x->posted = true;
	x->value = alloc_copy("");
	x->filename = clean(filename, strlen(filename));
	x->bytes = bytes;
	x->n = n;
	return x->filename ? TEXT_NONE : TEXT_SERVE_FIELD_BYTES;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | ' ');
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* %20 and + undone, in place; what is no escape stays as it is. */
static size_t decode(char *s, size_t n)
{
	size_t to = 0;
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '%' && i + 2 < n && digit(s[i + 1]) >= 0 && digit(s[i + 2]) >= 0) {
			s[to++] = (char)(digit(s[i + 1]) * 16 + digit(s[i + 2]));
			i += 2;
		} else {
			s[to++] = s[i] == '+' ? ' ' : s[i];
		}
	}
	return to;
}

static text_id add_pair(struct fields *f, const char *pair, size_t n)
{
	if (n > 4 * (size_t)PAGE_FIELD_BYTES)
		return TEXT_SERVE_FIELD_LONG;
	char *copy = alloc_copy_n(pair, n), *equals = memchr(copy, '=', n);
	size_t name_n = equals ? (size_t)(equals - copy) : n;
	char *value = equals ? equals + 1 : copy + n;
	size_t value_n = decode(value, (size_t)(copy + n - value));
	text_id why = fields_add(f, copy, decode(copy, name_n), value, value_n, true);
	free(copy);
	return why;
}

text_id fields_urlencoded(struct fields *f, const char *body, size_t n)
{
	const char *end = body + n;
	text_id why = TEXT_NONE;
	while (body < end && why == TEXT_NONE) {
		const char *stop = memchr(body, '&', (size_t)(end - body));
		if (!stop)
			stop = end;
		if (stop > body)
			why = add_pair(f, body, (size_t)(stop - body));
		body = stop + 1;
	}
	return why;
}

bool fields_known_type(const char *type)
{
	return fields_is_type(type, "application/x-www-form-urlencoded") || fields_is_type(type, "multipart/form-data");
}

text_id fields_read(struct fields *f, const char *type, const char *body, size_t n)
{
	if (n == 0)
		return TEXT_NONE;
	if (fields_is_type(type, "multipart/form-data"))
		return fields_multipart(f, type, body, n);
	return fields_urlencoded(f, body, n);
}

const struct field *fields_find(const struct fields *f, const char *name, bool file)
{
	for (size_t i = 0; i < f->count; i++)
		if ((f->item[i].filename != NULL) == file && strcmp(f->item[i].name, name) == 0)
			return &f->item[i];
	return NULL;
}

void fields_free(struct fields *f)
{
	for (size_t i = 0; i < f->count; i++) {
		free(f->item[i].name);
		free(f->item[i].value);
		free(f->item[i].typed);
		free(f->item[i].filename);
	}
	free(f->item);
	*f = (struct fields){0};
}
