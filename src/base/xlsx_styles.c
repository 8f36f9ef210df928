/* xlsx_styles.c - of a workbook's styles only what changes what a person reads: dates, leading zeros, old fonts. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "xlsx_private.h"

enum { STYLES_MAX = 65536, FONTS_MAX = 65536, FORMATS_MAX = 4096, ID_MAX = 0x7fffffff };

struct format {
	long id;
	bool date;
	uint8_t zeros;
};

struct reading {
	struct xlsx_zip *z;
	struct xlsx_styles *s;
	enum { OTHER, FORMATS, FONTS, STYLES } list;
	struct format *format;
	size_t formats;
	uint8_t *font;
	size_t fonts;
};

/* -- number formats: those with an id below 164 are known, not written -- */

static struct format built_in(long id)
{
	bool date = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58);
	return (struct format){.id = id, .date = date};
}

static struct format format_of(const struct reading *r, long id)
{
	for (size_t i = 0; i < r->formats; i++)
		if (r->format[i].id == id)
			return r->format[i];
	return built_in(id);
}

/* Formats that change nothing for us are not kept. */
static int add_format(struct reading *r, const char **attributes, struct err *e)
{
	const char *code = xlsx_attribute(attributes, "formatCode");
	long id = xlsx_whole(xlsx_attribute(attributes, "numFmtId"), ID_MAX);
	if (!code || id < 0)
		return xlsx_damaged(r->z, "numFmt", e);
	struct format f = {id, xlsx_format_is_date(code), (uint8_t)xlsx_format_zeros(code)};
	if (!f.date && !f.zeros && !built_in(id).date)
		return 0;
	if (r->formats == FORMATS_MAX)
		return xlsx_too_large(r->z, "numFmts", e);
	r->format[r->formats++] = f;
	return 0;
}

/* -- styles -- */

static int add_style(struct reading *r, const char **attributes, struct err *e)
{
	struct xlsx_styles *s = r->s;
	long font = xlsx_whole(xlsx_attribute(attributes, "fontId"), ID_MAX);
	struct format f = format_of(r, xlsx_whole(xlsx_attribute(attributes, "numFmtId"), ID_MAX));
	if (s->count == STYLES_MAX)
		return xlsx_too_large(r->z, "cellXfs", e);
	if ((s->count & (s->count - 1)) == 0)
		s->style = alloc_grow(s->style, s->count ? 2 * s->count : 1, sizeof *s->style);
	uint8_t old = font >= 0 && (size_t)font < r->fonts ? r->font[font] : TABLE_FONT_UNICODE;
	s->style[s->count++] = (struct xlsx_style){f.date, f.zeros, old ? old : (uint8_t)s->base};
	return 0;
}

/* -- the part -- */

static int start_item(struct reading *r, const char *name, const char **attributes, struct err *e)
{
	if (r->list == FORMATS && strcmp(name, "numFmt") == 0)
		return add_format(r, attributes, e);
	if (r->list == STYLES && strcmp(name, "xf") == 0)
		return add_style(r, attributes, e);
	if (r->list == FONTS && strcmp(name, "font") == 0) {
		if (r->fonts == FONTS_MAX)
			return xlsx_too_large(r->z, "fonts", e);
		r->font[r->fonts++] = TABLE_FONT_UNICODE;
	}
	return 0;
}

static int start(void *context, int depth, const char *name, const char **attributes, struct err *e)
{
	struct reading *r = context;
	const char *font;
	if (depth == 1 && strcmp(name, "styleSheet") != 0)
		return xlsx_damaged(r->z, name, e);
	if (depth == 2)
		r->list = strcmp(name, "numFmts") == 0   ? FORMATS
			  : strcmp(name, "fonts") == 0   ? FONTS
			  : strcmp(name, "cellXfs") == 0 ? STYLES
							 : OTHER;
	if (depth == 3)
		return start_item(r, name, attributes, e);
	if (depth == 4 && r->list == FONTS && r->fonts > 0 && strcmp(name, "name") == 0 &&
		(font = xlsx_attribute(attributes, "val")))
		r->font[r->fonts - 1] = (uint8_t)table_font_named(font);
	return 0;
}

static int end(void *context, int depth, const char *name, struct err *e)
{
	(void)context, (void)depth, (void)name, (void)e;
	return 0;
}

int xlsx_styles_read(struct xlsx_styles *s, struct xlsx_zip *z, const char *part, enum table_font base, struct err *e)
{
	static const struct xlsx_events events = {start, end, NULL};
	struct reading r = {.z = z, .s = s};
	s->base = base;
	r.format = alloc_zero(FORMATS_MAX, sizeof *r.format);
	r.font = alloc_bytes(FONTS_MAX);
	int rc = xlsx_xml_read(z, part, &events, &r, e);
	free(r.format);
	free(r.font);
	return rc;
}

void xlsx_styles_free(struct xlsx_styles *s)
{
	free(s->style);
}

struct xlsx_style xlsx_style_of(const struct xlsx_styles *s, size_t i)
{
	return i < s->count ? s->style[i] : (struct xlsx_style){.font = (uint8_t)s->base};
}
