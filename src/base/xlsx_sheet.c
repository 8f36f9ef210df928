/* xlsx_sheet.c - the rows of a sheet, one at a time, while the XML is still being read. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "xlsx_private.h"

enum { ROW_BYTES = 1024 * 1024, MERGED_BYTES = 1024 * 1024, NOWHERE = -1 };

enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_INLINE, CELL_TRUTH, CELL_ERROR, CELL_DATE };

/* A cell of the row under way. */
struct slot {
	const char *shared; /* a shared string; NULL: own text at `at` */
	size_t at;
	bool text;     /* not a number: what a merged range may hand on */
	text_id fault; /* a formula's: it has no value */
};

struct xlsx_sheet {
	struct xlsx_zip *z;
	const struct xlsx_book *book;
	struct xlsx_xml *xml;
	struct xlsx_merges merges;
	size_t merged_bytes;
	bool in_rows;
	long row; /* number of the row under way or last read, from 1 */
	struct slot slot[TABLE_CELLS_MAX];
	size_t count;    /* up to the last cell that holds something */
	struct buf text; /* the row's own texts, NUL-ended; begins with an empty one */
	/* the cell under way */
	enum cell_type type;
	int column; /* of it, or of the last one; NOWHERE at a row's start */
	struct xlsx_style style;
	bool formula, has_value, in_value;
	struct buf value;
	struct xlsx_text inlined;
};

/* -- refusals -- */

static int refuse(const struct xlsx_sheet *s, text_id text, const char *why, struct err *e)
{
	char cell[XLSX_REF_BYTES];
	xlsx_reference_name(s->column, s->row, cell);
	return err_set(e, ERR_DATA, text, "%s" ERR_AND "%s" ERR_AND "%s", cell, why, xlsx_zip_path(s->z));
}

static int damaged_cell(const struct xlsx_sheet *s, struct err *e)
{
	char cell[XLSX_REF_BYTES];
	return xlsx_damaged(s->z, xlsx_reference_name(s->column, s->row, cell), e);
}

/* -- storing what a cell holds -- */

/* NULL: refused. */
static struct slot *reserve(struct xlsx_sheet *s, struct err *e)
{
	char limit[16];
	snprintf(limit, sizeof limit, "%d", TABLE_CELLS_MAX);
	if (s->column >= TABLE_CELLS_MAX) {
		refuse(s, TEXT_TABLE_TOO_WIDE, limit, e);
		return NULL;
	}
	while (s->count <= (size_t)s->column)
		s->slot[s->count++] = (struct slot){0};
	return &s->slot[s->column];
}

static int keep(struct xlsx_sheet *s, const char *text, bool is_text, struct err *e)
{
	struct slot *slot;
	char limit[16];
	size_t n = strlen(text);
	snprintf(limit, sizeof limit, "%d", TABLE_CELL_BYTES);
	if (n == 0)
		return 0;
	if (!(slot = reserve(s, e)))
		return -1;
	*slot = (struct slot){.at = s->text.len, .text = is_text};
	buf_add(&s->text, text, n + 1);
	return n > TABLE_CELL_BYTES || s->text.full ? refuse(s, TEXT_TABLE_CELL_TOO_LONG, limit, e) : 0;
}

/* A cell that lacks its value stands in the row all the same: who does not read it need not know. */
static int keep_fault(struct xlsx_sheet *s, text_id fault, struct err *e)
{
	struct slot *slot = reserve(s, e);
	if (!slot || keep(s, s->value.data, false, e) != 0)
		return -1;
	slot->fault = fault;
	return 0;
}

/* A text under the cell's font, unless its runs have fonts of their own. */
static int keep_text(struct xlsx_sheet *s, const char *text, bool settled, struct err *e)
{
	struct buf decoded;
	if (settled || s->style.font == TABLE_FONT_UNICODE)
		return keep(s, text, true, e);
	buf_init(&decoded, ROW_BYTES);
	table_font_decode((enum table_font)s->style.font, text, &decoded);
	int rc = keep(s, decoded.data, true, e);
	buf_free(&decoded);
	return rc;
}

/* Shared strings stay where they are, unless the font says otherwise. */
static int take_shared(struct xlsx_sheet *s, struct err *e)
{
	struct slot *slot;
	bool settled;
	long i = xlsx_whole(s->value.data, INT32_MAX);
	const char *text = i < 0 ? NULL : xlsx_string(&s->book->strings, (size_t)i, &settled);
	if (!text)
		return damaged_cell(s, e);
	if (!*text)
		return 0;
	if (!settled && s->style.font != TABLE_FONT_UNICODE)
		return keep_text(s, text, settled, e);
	if (strlen(text) > TABLE_CELL_BYTES)
		return keep(s, text, true, e); /* which refuses it */
	if (!(slot = reserve(s, e)))
		return -1;
	*slot = (struct slot){.shared = text, .text = true};
	return 0;
}

static int take_number(struct xlsx_sheet *s, struct err *e)
{
	char number[XLSX_NUMBER_BYTES], date[11];
	if (s->value.len == 0)
		return s->formula ? keep_fault(s, TEXT_TABLE_CELL_NO_RESULT, e) : 0;
	if (!xlsx_number(s->value.data, number))
		return damaged_cell(s, e);
	if (s->style.date && xlsx_date(number, s->book->dates_1904, date))
		return keep(s, date, false, e);
	xlsx_pad(number, s->style.zeros);
	return keep(s, number, false, e);
}

static int take_inline(struct xlsx_sheet *s, struct err *e)
{
	bool settled;
	const char *text = xlsx_text_get(&s->inlined, &settled);
	return text ? keep_text(s, text, settled, e) : keep(s, s->inlined.raw.data, true, e);
}

static int take_plain(struct xlsx_sheet *s, struct err *e)
{
	if (!s->has_value && s->formula)
		return keep_fault(s, TEXT_TABLE_CELL_NO_RESULT, e);
	if (s->value.len > 0)
		xlsx_unescape(s->value.data);
	return keep_text(s, s->value.data, false, e);
}

/* 2025-11-12T00:00:00 is the day. */
static int take_iso_date(struct xlsx_sheet *s, struct err *e)
{
	char *time = strchr(s->value.data, 'T');
	if (time)
		*time = '\0';
	return keep(s, s->value.data, false, e);
}

static int take_cell(struct xlsx_sheet *s, struct err *e)
{
	char limit[16];
	snprintf(limit, sizeof limit, "%d", TABLE_CELL_BYTES);
	if (s->value.full || s->inlined.raw.full)
		return refuse(s, TEXT_TABLE_CELL_TOO_LONG, limit, e);
	switch (s->type) {
	case CELL_SHARED:
		return s->has_value ? take_shared(s, e) : 0;
	case CELL_TEXT:
		return take_plain(s, e);
	case CELL_INLINE:
		return take_inline(s, e);
	case CELL_ERROR:
		return keep_fault(s, TEXT_TABLE_CELL_ERROR, e);
	case CELL_DATE:
		return take_iso_date(s, e);
	case CELL_TRUTH:
	case CELL_NUMBER:
		break;
	}
	return take_number(s, e);
}

/* -- merged ranges -- */

static const char *slot_text(const struct xlsx_sheet *s, size_t i)
{
	if (i >= s->count)
		return "";
	return s->slot[i].shared ? s->slot[i].shared : s->text.data + s->slot[i].at;
}

/* The text of a range's first cell, for the cells under it. A number is not handed on: a count merged over two
 * households is one count. */
static int remember(struct xlsx_sheet *s, struct xlsx_merge *m, struct err *e)
{
	size_t i = (size_t)m->first_column;
	if (i >= s->count || !s->slot[i].text)
		return 0;
	m->text = alloc_copy(slot_text(s, i));
	s->merged_bytes += strlen(m->text);
	return s->merged_bytes > MERGED_BYTES ? xlsx_too_large(s->z, "mergeCells", e) : 0;
}

/* What such a cell holds itself nobody sees. */
static void fill(struct xlsx_sheet *s, const struct xlsx_merge *m)
{
	for (int column = m->first_column; column <= m->last_column; column++) {
		if (s->row == m->first_row && column == m->first_column)
			continue;
		while (m->text && s->count <= (size_t)column)
			s->slot[s->count++] = (struct slot){0};
		if ((size_t)column < s->count)
			s->slot[column] = (struct slot){.shared = m->text, .text = m->text};
	}
}

static int apply_merges(struct xlsx_sheet *s, struct err *e)
{
	for (size_t i = 0; i < s->merges.count && s->row <= TABLE_MERGED_ROWS; i++) {
		struct xlsx_merge *m = &s->merges.merge[i];
		if (s->row < m->first_row || s->row > m->last_row)
			continue;
		if (s->row == m->first_row && !m->text && remember(s, m, e) != 0)
			return -1;
		fill(s, m);
	}
	while (s->count > 0 && !*slot_text(s, s->count - 1) && !s->slot[s->count - 1].fault)
		s->count--;
	return 0;
}

/* -- what the XML says -- */

/* Rows and cells come in order; a number left out is the next one. */
static int start_row(struct xlsx_sheet *s, const char **attributes, struct err *e)
{
	const char *number = xlsx_attribute(attributes, "r");
	long row = number ? xlsx_whole(number, XLSX_ROW_MAX) : s->row + 1;
	if (row <= s->row || row > XLSX_ROW_MAX)
		return xlsx_damaged(s->z, "row", e);
	s->row = row;
	s->column = NOWHERE;
	s->count = 0;
	buf_clear(&s->text);
	buf_add(&s->text, "", 1);
	return 0;
}

static bool read_type(const char *t, enum cell_type *out)
{
	static const char *const known[] = {[CELL_NUMBER] = "n",
		[CELL_SHARED] = "s",
		[CELL_TEXT] = "str",
		[CELL_INLINE] = "inlineStr",
		[CELL_TRUTH] = "b",
		[CELL_ERROR] = "e",
		[CELL_DATE] = "d"};
	*out = CELL_NUMBER;
	if (!t)
		return true;
	for (int i = CELL_NUMBER; i <= CELL_DATE; i++)
		if (strcmp(t, known[i]) == 0) {
			*out = (enum cell_type)i;
			return true;
		}
	return false;
}

static int start_cell(struct xlsx_sheet *s, const char **attributes, struct err *e)
{
	const char *reference = xlsx_attribute(attributes, "r");
	long style = xlsx_whole(xlsx_attribute(attributes, "s"), INT32_MAX), row = s->row;
	int column = s->column + 1;
	if (reference && (strchr(reference, ':') || !xlsx_reference(reference, &column, &row)))
		return xlsx_damaged(s->z, reference, e);
	if (row != s->row || column <= s->column || column >= XLSX_COLUMN_MAX)
		return xlsx_damaged(s->z, reference ? reference : "c", e);
	s->column = column;
	s->style = xlsx_style_of(&s->book->styles, style < 0 ? 0 : (size_t)style);
	s->formula = s->has_value = false;
	buf_clear(&s->value);
	xlsx_text_clear(&s->inlined);
	return read_type(xlsx_attribute(attributes, "t"), &s->type) ? 0 : damaged_cell(s, e);
}

enum { DEPTH_ROOT = 1, DEPTH_DATA, DEPTH_ROW, DEPTH_CELL, DEPTH_VALUE };

static int start(void *context, int depth, const char *name, const char **attributes, struct err *e)
{
	struct xlsx_sheet *s = context;
	if (depth == DEPTH_DATA)
		s->in_rows = strcmp(name, "sheetData") == 0;
	if (!s->in_rows)
		return 0;
	if (depth == DEPTH_ROW)
		return strcmp(name, "row") == 0 ? start_row(s, attributes, e) : xlsx_damaged(s->z, name, e);
	if (depth == DEPTH_CELL)
		return strcmp(name, "c") == 0 ? start_cell(s, attributes, e) : xlsx_damaged(s->z, name, e);
	if (depth == DEPTH_VALUE) {
		s->in_value = strcmp(name, "v") == 0;
		s->has_value = s->has_value || s->in_value;
		s->formula = s->formula || strcmp(name, "f") == 0;
	}
	if (depth > DEPTH_VALUE)
		xlsx_text_start(&s->inlined, name, attributes);
	return 0;
}

static int end(void *context, int depth, const char *name, struct err *e)
{
	struct xlsx_sheet *s = context;
	if (!s->in_rows)
		return 0;
	if (depth == DEPTH_DATA)
		s->in_rows = false;
	else if (depth == DEPTH_ROW)
		return apply_merges(s, e) != 0 ? -1 : s->count > 0;
	else if (depth == DEPTH_CELL)
		return take_cell(s, e);
	else if (depth == DEPTH_VALUE)
		s->in_value = false;
	else
		xlsx_text_end(&s->inlined, name);
	return 0;
}

static void text(void *context, const char *p, size_t n)
{
	struct xlsx_sheet *s = context;
	if (s->in_value)
		buf_add(&s->value, p, n);
	else if (s->in_rows)
		xlsx_text_add(&s->inlined, p, n);
}

/* -- the face -- */

int xlsx_sheet_open(struct xlsx_zip *z, const struct xlsx_book *book, struct xlsx_sheet **out, struct err *e)
{
	static const struct xlsx_events events = {start, end, text};
	struct xlsx_sheet *s = alloc_zero(1, sizeof *s);
	size_t inflated = xlsx_zip_inflated(z);
	*out = s;
	s->z = z;
	s->book = book;
	buf_init(&s->text, ROW_BYTES);
	buf_init(&s->value, TABLE_CELL_BYTES);
	xlsx_text_init(&s->inlined, TABLE_CELL_BYTES, book->base);
	if (xlsx_merges_read(&s->merges, z, book->sheet, e) != 0)
		return -1;
	xlsx_zip_set_inflated(z, inflated);
	return xlsx_xml_open(z, book->sheet, &events, s, &s->xml, e);
}

int xlsx_sheet_next(struct xlsx_sheet *s, struct table_row *row, struct err *e)
{
	int got = xlsx_xml_run(s->xml, e);
	row->count = 0;
	if (got != 1)
		return got;
	for (size_t i = 0; i < s->count; i++) {
		row->cell[i] = slot_text(s, i);
		row->fault[i] = s->slot[i].fault;
	}
	row->count = s->count;
	row->line = s->row;
	return 1;
}

void xlsx_sheet_close(struct xlsx_sheet *s)
{
	if (!s)
		return;
	xlsx_xml_close(s->xml);
	xlsx_merges_free(&s->merges);
	buf_free(&s->text);
	buf_free(&s->value);
	xlsx_text_free(&s->inlined);
	free(s);
}

void xlsx_sheet_progress(const struct xlsx_sheet *s, size_t *done, size_t *whole)
{
	xlsx_xml_progress(s->xml, done, whole);
}
