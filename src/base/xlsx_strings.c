/* xlsx_strings.c - the strings a workbook's cells point to, all of them in memory, within a bound. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "xlsx_private.h"

/* A cell of Excel has at most 32,767 characters. */
enum { STRING_BYTES = 4 * 32767, FIRST_ROOM = 1024 };
static const uint32_t settled_bit = 0x80000000;

struct reading {
	struct xlsx_zip *z;
	struct xlsx_strings *s;
	struct xlsx_text text;
};

static int start(void *context, int depth, const char *name, const char **attributes, struct err *e)
{
	struct reading *r = context;
	if (depth == 1 && strcmp(name, "sst") != 0)
		return xlsx_damaged(r->z, name, e);
	if (depth == 2)
		xlsx_text_clear(&r->text);
	else if (depth > 2)
		xlsx_text_start(&r->text, name, attributes);
	return 0;
}

static int add(struct reading *r, struct err *e)
{
	struct xlsx_strings *s = r->s;
	bool settled;
	const char *text = xlsx_text_get(&r->text, &settled);
	if (!text)
		return xlsx_too_large(r->z, "sharedStrings", e);
	if (s->count == s->room) {
		s->room = s->room ? s->room * 2 : FIRST_ROOM;
		s->at = alloc_grow(s->at, s->room, sizeof *s->at);
	}
	s->at[s->count++] = (uint32_t)s->text.len | (settled ? settled_bit : 0);
	buf_add(&s->text, text, strlen(text) + 1);
	if (s->text.full || s->text.len + s->count * sizeof *s->at > TABLE_STRINGS_BYTES)
		return xlsx_too_large(r->z, "sharedStrings", e);
	return 0;
}

static int end(void *context, int depth, const char *name, struct err *e)
{
	struct reading *r = context;
	if (depth == 2 && strcmp(name, "si") == 0)
		return add(r, e);
	xlsx_text_end(&r->text, name);
	return 0;
}

static void text(void *context, const char *s, size_t n)
{
	xlsx_text_add(&((struct reading *)context)->text, s, n);
}

int xlsx_strings_read(struct xlsx_strings *s, struct xlsx_zip *z, const char *part, enum table_font base, struct err *e)
{
	static const struct xlsx_events events = {start, end, text};
	struct reading r = {.z = z, .s = s};
	xlsx_text_init(&r.text, STRING_BYTES, base);
	buf_init(&s->text, TABLE_STRINGS_BYTES);
	int rc = xlsx_xml_read(z, part, &events, &r, e);
	xlsx_text_free(&r.text);
	return rc;
}

void xlsx_strings_free(struct xlsx_strings *s)
{
	if (s->text.data)
		buf_free(&s->text);
	free(s->at);
}

const char *xlsx_string(const struct xlsx_strings *s, size_t i, bool *settled)
{
	if (i >= s->count)
		return NULL;
	*settled = s->at[i] & settled_bit;
	return s->text.data + (s->at[i] & ~settled_bit);
}
