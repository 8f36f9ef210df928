/* app_verify_markup.c - rows of cells out of a page or a word-processor's document, whatever else stands in it. Markup
 * is passed over, not obeyed: nothing is loaded, nothing expanded but the five named characters and numbers. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "verify.h"

enum { CELL_BYTES = 4096, NAME_BYTES = 16, ENTITY_BYTES = 12 };

struct markup {
	bool w, in_row, in_cell, in_text;
	struct buf text; /* of the row's cells, each NUL-ended */
	size_t start[TABLE_CELLS_MAX];
	size_t cells;
	verify_each_row each;
	void *context;
};

static int row_ends(struct markup *m, struct err *e)
{
	const char *cell[TABLE_CELLS_MAX];
	for (size_t i = 0; i < m->cells; i++)
		cell[i] = m->text.data + m->start[i];
	int rc = m->in_row && m->cells ? m->each(m->context, cell, m->cells, e) : 0;
	m->in_row = m->in_cell = false;
	m->cells = 0;
	buf_clear(&m->text);
	return rc;
}

static void cell_ends(struct markup *m)
{
	if (m->in_cell)
		buf_add(&m->text, "", 1);
	m->in_cell = false;
}

static void cell_begins(struct markup *m)
{
	cell_ends(m);
	m->in_cell = m->in_row && m->cells < TABLE_CELLS_MAX;
	if (m->in_cell)
		m->start[m->cells++] = m->text.len;
}

static bool is(const char *name, const char *a, const char *b)
{
	return strcasecmp(name, a) == 0 || (b && strcasecmp(name, b) == 0);
}

static int tag(struct markup *m, const char *name, bool closes, struct err *e)
{
	if (is(name, m->w ? "w:t" : "body", NULL))
		m->in_text = !closes;
	if (is(name, m->w ? "w:p" : "br", m->w ? "w:br" : "p") && m->in_cell && m->text.len > m->start[m->cells - 1])
		buf_char(&m->text, ' ');
	if (is(name, m->w ? "w:tc" : "td", m->w ? NULL : "th")) {
		if (closes)
			cell_ends(m);
		else
			cell_begins(m);
	}
	if (is(name, m->w ? "w:tr" : "tr", NULL)) {
		cell_ends(m);
		if (row_ends(m, e) != 0)
			return -1;
		m->in_row = !closes;
	}
	if (is(name, m->w ? "w:tbl" : "table", NULL)) {
		cell_ends(m);
		if (row_ends(m, e) != 0 || m->each(m->context, NULL, 0, e) != 0)
			return -1;
	}
	return 0;
}

static void put_code_point(struct markup *m, unsigned long c)
{
	if (c < 0x20 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		c = ' ';
	if (c < 0x80) {
		buf_char(&m->text, (char)c);
		return;
	}
	int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
	static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};
	buf_char(&m->text, (char)(lead[more] | c >> (6 * more)));
	while (more--)
		buf_char(&m->text, (char)(0x80 | (c >> (6 * more) & 0x3f)));
}

/* At "&": how many bytes it takes. What is not known stands for itself. */
static size_t entity(struct markup *m, const char *s, size_t n)
{
	static const struct {
		const char *name;
		char c;
	} known[] = {{"amp;", '&'}, {"lt;", '<'}, {"gt;", '>'}, {"quot;", '"'}, {"apos;", '\''}, {"nbsp;", ' '}};
	char text[ENTITY_BYTES] = "", *end;
	memcpy(text, s + 1, n - 1 < sizeof text - 1 ? n - 1 : sizeof text - 1);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (strncmp(text, known[i].name, strlen(known[i].name)) == 0) {
			buf_char(&m->text, known[i].c);
			return 1 + strlen(known[i].name);
		}
	}
	bool hex = text[0] == '#' && (text[1] | 0x20) == 'x';
	unsigned long c = text[0] == '#' ? strtoul(text + (hex ? 2 : 1), &end, hex ? 16 : 10) : 0;
	if (text[0] == '#' && *end == ';' && end > text + (hex ? 2 : 1)) {
		put_code_point(m, c);
		return (size_t)(end - text) + 2;
	}
	buf_char(&m->text, '&');
	return 1;
}

/* At "<": the tag's name, and how many bytes it takes up to its ">"; a ">" inside quotes belongs to them. */
static size_t read_tag(const char *s, size_t n, char name[static NAME_BYTES], bool *closes, bool *empty)
{
	size_t i = 1, len = 0;
	char quote = 0;
	*closes = n > 1 && s[1] == '/';
	if (n >= 4 && memcmp(s, "<!--", 4) == 0) {
		const char *end = memmem(s + 4, n - 4, "-->", 3);
		name[0] = '\0';
		return end ? (size_t)(end - s) + 3 : n;
	}
	for (i += *closes; i < n && !strchr(" \t\r\n/>", s[i]); i++)
		if (len < NAME_BYTES - 1)
			name[len++] = s[i];
	name[len] = '\0';
	for (; i < n && (quote || s[i] != '>'); i++) {
		if (quote ? s[i] == quote : s[i] == '"' || s[i] == '\'')
			quote = quote ? 0 : s[i];
	}
	*empty = i < n && s[i - 1] == '/';
	return i < n ? i + 1 : n;
}

int verify_markup(const char *text, size_t n, bool w, verify_each_row each, void *context, struct err *e)
{
	struct markup m = {.w = w, .each = each, .context = context};
	char name[NAME_BYTES];
	bool closes, empty;
	int rc = 0;
	buf_init(&m.text, (size_t)TABLE_CELLS_MAX * CELL_BYTES);
	for (size_t i = 0; rc == 0 && i < n;) {
		empty = false;
		if (text[i] == '<') {
			i += read_tag(text + i, n - i, name, &closes, &empty);
			rc = tag(&m, name, closes, e);
			if (rc == 0 && empty && w)
				rc = tag(&m, name, true, e);
		} else if (!m.in_cell || (w && !m.in_text)) {
			i++;
		} else if (text[i] == '&') {
			i += entity(&m, text + i, n - i);
		} else {
			buf_char(&m.text, text[i++] ? text[i - 1] : ' ');
		}
	}
	if (rc == 0)
		rc = row_ends(&m, e);
	if (rc == 0)
		rc = each(context, NULL, 0, e);
	buf_free(&m.text);
	return rc;
}
