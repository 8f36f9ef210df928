/* xlsx_text.c - a text in runs: what they spell together, whichever fonts drew them. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "xlsx_private.h"

void xlsx_text_init(struct xlsx_text *t, size_t max, enum table_font base)
{
	*t = (struct xlsx_text){.base = base};
	buf_init(&t->raw, max);
	buf_init(&t->decoded, max);
	buf_init(&t->run, max);
}

void xlsx_text_free(struct xlsx_text *t)
{
	buf_free(&t->raw);
	buf_free(&t->decoded);
	buf_free(&t->run);
}

void xlsx_text_clear(struct xlsx_text *t)
{
	buf_clear(&t->raw);
	buf_clear(&t->decoded);
	buf_clear(&t->run);
	t->font = t->old = t->base ? t->base : TABLE_FONT_TCVN3;
	t->any_named = t->any_old = t->inside = t->phonetic = false;
}

/* A run without a font of its own has the cell's. Should another of the runs be in an old font, this one is too. */
void xlsx_text_start(struct xlsx_text *t, const char *name, const char **attributes)
{
	const char *font;
	if (strcmp(name, "rPh") == 0) {
		t->phonetic = true;
	} else if (strcmp(name, "t") == 0) {
		t->inside = !t->phonetic;
	} else if (strcmp(name, "r") == 0) {
		t->font = t->old;
	} else if (strcmp(name, "rFont") == 0 && (font = xlsx_attribute(attributes, "val"))) {
		t->any_named = true;
		t->font = table_font_named(font);
		if (t->font == TABLE_FONT_UNICODE)
			t->font = t->base;
		if (t->font != TABLE_FONT_UNICODE) {
			t->any_old = true;
			t->old = t->font;
		}
	}
}

void xlsx_text_end(struct xlsx_text *t, const char *name)
{
	if (strcmp(name, "rPh") == 0) {
		t->phonetic = false;
	} else if (strcmp(name, "t") == 0 && t->inside) {
		t->inside = false;
		buf_add(&t->raw, t->run.data, t->run.len);
		table_font_decode(t->font, t->run.data, &t->decoded);
		if (t->run.full)
			t->raw.full = true;
		buf_clear(&t->run);
	}
}

void xlsx_text_add(struct xlsx_text *t, const char *s, size_t n)
{
	if (t->inside)
		buf_add(&t->run, s, n);
}

const char *xlsx_text_get(struct xlsx_text *t, bool *settled)
{
	*settled = t->any_named;
	if (t->raw.full || (t->any_old && t->decoded.full))
		return NULL;
	struct buf *text = t->any_old ? &t->decoded : &t->raw;
	if (text->len > 0)
		xlsx_unescape(text->data);
	return text->data;
}

/* -- characters XML cannot hold, or not keep: _x000D_ -- */

static bool is_escape(const char *s)
{
	if (s[0] != '_' || s[1] != 'x')
		return false;
	for (int i = 2; i < 6; i++)
		if (!isxdigit((unsigned char)s[i]))
			return false;
	return s[6] == '_';
}

/* Half a pair (two escapes, one character beyond 0xffff) is nobody's name: U+FFFD. */
static size_t put_escaped(const char *s, char *to)
{
	char hex[5] = {s[2], s[3], s[4], s[5], '\0'};
	utf8proc_int32_t c = (utf8proc_int32_t)strtol(hex, NULL, 16);
	if (c == 0)
		c = ' ';
	if (c >= 0xd800 && c <= 0xdfff)
		c = 0xfffd;
	return (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)to);
}

void xlsx_unescape(char *s)
{
	char *to = strstr(s, "_x");
	for (s = to; s && *s;) {
		if (is_escape(s)) {
			to += put_escaped(s, to);
			s += 7;
		} else {
			*to++ = *s++;
		}
	}
	if (to)
		*to = '\0';
}
