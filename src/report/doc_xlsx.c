/* doc_xlsx.c - a report as a workbook: its text on the first sheet, each table and each annex on one of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "doc_sheet.h"

enum { LINE_POINTS = 17, RULE_POINTS = 8, DOTS_POINTS = 22, INK_ROWS = 4, LEFT_COLUMNS = 3, WIDE_FROM = 8, NAME = 32 };

/* Columns of a sheet of text: the nation's name needs five of eight. */
static const struct column text_column[] = {{NULL, 1, false}, {NULL, 1, false}, {NULL, 1, false}, {NULL, 1, false},
	{NULL, 1, false}, {NULL, 1, false}, {NULL, 1, false}, {NULL, 1, false}};
enum { TEXT_COLUMNS = sizeof text_column / sizeof *text_column };

struct writer {
	struct book book;
	const struct document *d;
	struct sheet text, other; /* the report's text; the table or annex being written */
	bool has_other, in_annex;
	size_t tables, annexes, parts; /* sheets so far: tables of the text, annexes, sheets of this annex */
};

static void left_span(struct sheet *s, const char *text, enum look look)
{
	doc_sheet_span(s, 0, LEFT_COLUMNS - 1, text, look);
}

static void right_span(struct sheet *s, const char *text, enum look look)
{
	doc_sheet_span(s, LEFT_COLUMNS, s->last, text, look);
}

static void rules(struct sheet *s, const struct print *p)
{
	char rule[400];
	if (p->heads) {
		book_dashes(p->head[p->heads - 1], 0.5, rule, sizeof rule);
		left_span(s, rule, LOOK_RULE);
	}
	book_dashes(PRINT_MOTTO, 0.8, rule, sizeof rule);
	right_span(s, rule, LOOK_RULE);
	doc_sheet_next(s, RULE_POINTS);
}

static void head(struct sheet *s, const struct document *d, const struct print *p)
{
	for (size_t i = 0; i < p->heads || i < 2; i++) {
		left_span(s, i < p->heads ? p->head[i] : NULL, LOOK_STRONG);
		if (i < 2)
			right_span(s, i == 0 ? PRINT_NATION : PRINT_MOTTO, i == 0 ? LOOK_STRONG : LOOK_MOTTO);
		doc_sheet_next(s, LINE_POINTS + 1);
	}
	rules(s, p);
	left_span(s, p->number, LOOK_PLAIN);
	right_span(s, p->date, LOOK_ITALIC);
	doc_sheet_next(s, LINE_POINTS);
	doc_sheet_next(s, RULE_POINTS);
	doc_sheet_text(s, d->state, LOOK_STATE);
	doc_sheet_text(s, d->title, LOOK_TITLE);
	doc_sheet_text(s, d->about, LOOK_TITLE);
	doc_sheet_next(s, RULE_POINTS);
}

/* Recipients on the left, each line on a row; beside them who signs. */
static void closing(struct sheet *s, const struct document *d, const struct print *p)
{
	size_t to = document_recipient_count(d), lines = p->right.titles + INK_ROWS + (p->right.name ? 1 : 0);
	doc_sheet_next(s, LINE_POINTS);
	for (size_t i = 0; i < lines || (to && i <= to); i++) {
		char *line = i > 0 && i <= to ? document_recipient(d, i - 1) : NULL;
		const char *signer = i < p->right.titles ? p->right.title[i] : i + 1 == lines ? p->right.name : NULL;
		size_t letters = (size_t)(s->letters[0] + 1) * LEFT_COLUMNS;
		size_t high = line ? document_lines(line, letters) : 1;
		if (i == 0 && to)
			left_span(s, PRINT_RECIPIENTS, LOOK_TO);
		left_span(s, line, LOOK_RECIPIENT);
		right_span(s, signer, LOOK_STRONG);
		doc_sheet_next(s, high > 20 ? LINE_POINTS * 20 : (double)(LINE_POINTS * high));
		free(line);
	}
}

static void end_other(struct writer *w)
{
	if (w->has_other)
		doc_sheet_end(&w->other);
	w->has_other = false;
}

static struct sheet *here(struct writer *w)
{
	return w->has_other ? &w->other : &w->text;
}

/* A sheet with the columns of a table, or of text. */
static void begin_other(struct writer *w, const char *name, const struct block *table, bool wide)
{
	end_other(w);
	doc_sheet_begin(&w->other, &w->book, name, table ? table->column : text_column,
		table ? table->columns : TEXT_COLUMNS, wide || (table && table->columns >= WIDE_FROM));
	w->has_other = true;
}

/* The first table of the annex at i: its columns are the sheet's. */
static const struct block *table_of_annex(const struct document *d, size_t i)
{
	for (i++; i < d->blocks && d->block[i].kind != BLOCK_ANNEX; i++)
		if (d->block[i].kind == BLOCK_TABLE)
			return &d->block[i];
	return NULL;
}

static void annex(struct writer *w, const struct block *b)
{
	char name[32], *title = document_annex_title(b), *belongs = document_belongs(w->d);
	w->in_annex = true;
	w->parts = 1;
	document_annex_name(w->d->lang, ++w->annexes, name);
	begin_other(w, name, table_of_annex(w->d, (size_t)(b - w->d->block)), b->wide);
	doc_sheet_text(&w->other, name, LOOK_TITLE);
	doc_sheet_text(&w->other, title, LOOK_TITLE);
	doc_sheet_text(&w->other, belongs, LOOK_ITALIC);
	doc_sheet_next(&w->other, RULE_POINTS);
	free(belongs);
	free(title);
}

static void sentence(struct writer *w, text_id id, const char *arg, char *out, size_t out_bytes)
{
	text_fill(w->d->lang, id, (const char *const[3]){arg, NULL, NULL}, out, out_bytes);
}

/* In the text: where the table is. */
static void see(struct writer *w, const struct block *b, const char *name)
{
	char words[128];
	sentence(w, TEXT_DOC_SEE_SHEET, name, words, sizeof words);
	char *line = *b->text ? alloc_print("%s %s", b->text, words) : alloc_copy(words);
	doc_sheet_text(&w->text, line, LOOK_SEE);
	free(line);
}

/* A table that is not the first of its annex, nor under the columns of the one before, has a sheet of its own. */
static void new_sheet(struct writer *w, const struct block *b)
{
	char number[16], name[NAME], annex_name[NAME];
	if (w->in_annex && !w->other.tables)
		return;
	if (w->in_annex) {
		document_annex_name(w->d->lang, w->annexes, annex_name);
		snprintf(name, sizeof name, "%.20s (%zu)", annex_name, ++w->parts % 1000);
	} else {
		snprintf(number, sizeof number, "%zu", ++w->tables);
		sentence(w, TEXT_DOC_SHEET, number, name, sizeof name);
		see(w, b, name);
	}
	begin_other(w, name, b, false);
}

static void table(struct writer *w, const struct block *b)
{
	if (b->same && w->has_other)
		doc_sheet_next(&w->other, RULE_POINTS);
	else
		new_sheet(w, b);
	doc_sheet_text(&w->other, b->text, LOOK_CAPTION);
	doc_sheet_table(&w->other, b);
	if (w->in_annex)
		doc_sheet_next(&w->other, RULE_POINTS);
}

static void typed(struct sheet *s, const struct block *b)
{
	if (*b->text) {
		doc_sheet_text(s, b->text, LOOK_TEXT);
		return;
	}
	for (int i = 0; i < DOCUMENT_DOTS; i++) {
		doc_sheet_span(s, 0, s->last, "", LOOK_DOTS);
		doc_sheet_next(s, DOTS_POINTS);
	}
}

static void block(struct writer *w, const struct block *b)
{
	bool of_table = b->kind == BLOCK_NOTE || b->kind == BLOCK_TABLE;
	if (!w->in_annex && !of_table)
		end_other(w);
	switch (b->kind) {
	case BLOCK_HEADING:
		doc_sheet_text(here(w), b->text, b->level < 3 ? LOOK_HEADING : LOOK_SMALL_HEADING);
		break;
	case BLOCK_PARAGRAPH:
		doc_sheet_text(here(w), b->text, LOOK_TEXT);
		break;
	case BLOCK_TYPED:
		typed(here(w), b);
		break;
	case BLOCK_NOTE:
		doc_sheet_text(here(w), b->text, LOOK_NOTE);
		break;
	case BLOCK_TABLE:
		table(w, b);
		break;
	case BLOCK_FORM_TITLE:
		doc_sheet_text(here(w), b->text, LOOK_TITLE);
		break;
	case BLOCK_FORM_SUBTITLE:
		doc_sheet_text(here(w), b->text, LOOK_ITALIC);
		break;
	case BLOCK_ANNEX:
		annex(w, b);
		break;
	}
}

static void write_all(struct writer *w)
{
	struct print p;
	document_print(w->d, &p);
	book_standard_font(w->book.workbook);
	doc_sheet_looks(&w->book);
	doc_sheet_begin(
		&w->text, &w->book, text_get(w->d->lang, TEXT_DOC_SHEET_TEXT), text_column, TEXT_COLUMNS, false);
	head(&w->text, w->d, &p);
	for (size_t i = 0; i < w->d->blocks; i++)
		block(w, &w->d->block[i]);
	end_other(w);
	closing(&w->text, w->d, &p);
	doc_sheet_end(&w->text);
	document_print_free(&p);
}

static lxw_error make_file(const void *what, char *folder, const char *path)
{
	const struct document *d = what;
	lxw_workbook_options options = {.tmpdir = folder};
	struct writer w = {.d = d, .book = {.d = d, .workbook = workbook_new_opt(path, &options)}};
	if (!w.book.workbook)
		return LXW_ERROR_MEMORY_MALLOC_FAILED;
	doc_sheet_keep(&w.book, book_properties(w.book.workbook, d->about ? d->about : d->title, d->at));
	write_all(&w);
	doc_sheet_keep(&w.book, workbook_close(w.book.workbook));
	return w.book.error;
}

int doc_xlsx(const struct document *d, struct buf *out, struct err *e)
{
	return book_write(make_file, d, out, e);
}
