/* page_import_show.c - what would become of an uploaded list: nothing is written yet. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_words.h>

#include "page_import.h"

enum { SHOWN = 60 }; /* of each list: a page stays small; the rest is counted */

struct app_import import_asked(struct page *p, const struct unit *u, const struct page_upload *f)
{
	return (struct app_import){.unit = u->code,
		.path = f->path,
		.encoding = page_given(p, "bang-ma"),
		.sheet = page_given(p, "trang"),
		.reason = page_given(p, "ly-do"),
		.good_lines = page_has(p, "dung"),
		.page = true,
		.now = p->now,
		.lang = p->lang};
}

/* --- lists --- */

static void more(struct page *p, size_t n)
{
	char shown[32];
	if (n <= SHOWN)
		return;
	page_para(p, "", TEXT_IMPORT_MORE, text_number(p->lang, (long long)(n - SHOWN), shown), NULL, NULL);
}

static bool alike(const struct app_import_line *a, const struct app_import_line *b)
{
	return strcmp(a->column, b->column) == 0 && strcmp(a->sentence, b->sentence) == 0;
}

static bool is_first(const struct app_import_line *line, size_t i)
{
	for (size_t before = 0; before < i; before++)
		if (alike(&line[before], &line[i]))
			return false;
	return true;
}

/* "2–5, 9": every line, from the i-th on, of which the same is said. */
static void numbers(const struct app_import_line *line, size_t i, size_t n, struct buf *out)
{
	long from = line[i].line, to = from;
	bool first = true;
	for (size_t at = i + 1; at <= n; at++) {
		if (at < n && !alike(&line[at], &line[i]))
			continue;
		if (at < n && line[at].line == to + 1) {
			to++;
			continue;
		}
		buf_print(out, first ? "%ld" : ", %ld", from);
		if (to > from)
			buf_print(out, to == from + 1 ? ", %ld" : "–%ld", to);
		first = false;
		from = to = at < n ? line[at].line : 0;
	}
}

/* What is said of many lines is said once. */
static void sentence(struct page *p, const struct app_import_line *line, size_t i, size_t n)
{
	const struct app_import_line *l = &line[i];
	struct buf where;
	buf_init(&where, FORM_SENTENCE);
	numbers(line, i, n, &where);
	html_markup_unescaped(&p->out, "<li>");
	if (l->column[0])
		page_say(p, TEXT_IMPORT_AT_COLUMN, where.data, l->column, l->sentence);
	else
		page_say(p, TEXT_IMPORT_AT_LINE, where.data, l->sentence, NULL);
	html_markup_unescaped(&p->out, "</li>");
	buf_free(&where);
}

static void lines(struct page *p, text_id title, const struct app_import_line *line, size_t n)
{
	char count[32];
	size_t shown = n < SHOWN ? n : SHOWN;
	if (n == 0)
		return;
	html_print(&p->out, "<h3>%s (%s)</h3><ul>", page_text(p, title), text_number(p->lang, (long long)n, count));
	for (size_t i = 0; i < shown; i++)
		if (is_first(line, i))
			sentence(p, line, i, shown);
	html_markup_unescaped(&p->out, "</ul>");
	more(p, n);
}

/* Both lists side by side: one house renamed, or all of them moved? */
static void differing(struct page *p, const struct app_imported *x)
{
	static const text_id heading[] = {TEXT_LISTS_NUMBER, TEXT_LISTS_HERE, TEXT_LISTS_FILE, TEXT_NONE};
	if (x->differing == 0)
		return;
	page_table(p, "", TEXT_PAPER_DIFFER, heading);
	for (size_t i = 0; i < x->differing && i < SHOWN && i < APP_LABELS_SHOWN; i++)
		html_print(&p->out, "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td></tr>", x->differs[i].number,
			x->differs[i].here, x->differs[i].file);
	page_table_end(p);
	more(p, x->differing);
}

static void counts(struct page *p, const struct app_imported *x)
{
	const struct {
		text_id label;
		size_t n;
	} rows[] = {{TEXT_IMPORT_ADDED, x->added}, {TEXT_IMPORT_CHANGED, x->changed},
		{TEXT_IMPORT_LABELLED, x->labelled}, {TEXT_IMPORT_UNCHANGED, x->unchanged}};
	char n[32];
	page_box_number(p, TONE_NOTE, TEXT_IMPORT_TRIED, (int64_t)x->lines);
	html_markup_unescaped(&p->out, "<ul>");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (rows[i].n == 0)
			continue;
		html_markup_unescaped(&p->out, "<li>");
		page_say(p, rows[i].label, text_number(p->lang, (long long)rows[i].n, n), NULL, NULL);
		html_markup_unescaped(&p->out, "</li>");
	}
	html_markup_unescaped(&p->out, "</ul>");
}

/* --- taking it in --- */

static void reason(struct page *p)
{
	html_print(&p->out,
		"<div class=\"field\"><label for=\"ly-do\">%s</label><p class=\"hint\" id=\"ly-do-y\">%s</p><input "
		"type=\"text\" id=\"ly-do\" name=\"ly-do\" aria-describedby=\"ly-do-y\" value=\"%s\" "
		"maxlength=\"200\"></div>",
		page_text(p, TEXT_PAPER_REASON), page_text(p, TEXT_PAPER_REASON_HINT), page_field(p, "ly-do"));
}

/* Good lines can go without the others, unless the whole list may belong to other houses. */
static void take(struct page *p, const struct unit *u, const struct page_upload *f, const struct app_imported *x,
	bool needs_reason)
{
	size_t writes = x->added + x->changed + x->labelled;
	if (x->differing > 0 || (writes == 0 && !needs_reason))
		return;
	page_form(p, "/dua-danh-sach/ghi", "");
	page_hidden(p, "unit", u->code);
	page_hidden(p, "dau", f->mark);
	page_hidden(p, "bang-ma", page_field(p, "bang-ma"));
	page_hidden(p, "trang", page_field(p, "trang"));
	if (x->problems > 0 || x->changed > 0)
		reason(p);
	if (x->problems > 0 && writes > 0)
		html_print(&p->out,
			"<div class=\"choices field\"><label><input type=\"checkbox\" name=\"dung\" value=\"1\"> "
			"%s</label></div>",
			page_text(p, TEXT_PAPER_GOOD_LINES));
	page_button(p, "big", TEXT_PAPER_TAKE);
	page_form_end(p);
}

void import_preview(struct page *p, const struct unit *u, const struct page_upload *f)
{
	struct err e;
	struct app_imported *x = alloc_zero(1, sizeof *x);
	struct app_import ask = import_asked(p, u, f);
	ask.dry_run = true;
	int rc = app_import(p->store, &ask, x, &e);
	bool read = rc == 0 || x->problems > 0;
	html_print(&p->out, "<h2>%s</h2>", f->name);
	if (rc != 0) {
		page_upload_name(&e, f);
		page_box_fail(p, &e);
	}
	if (read) {
		counts(p, x);
		page_left_out(p, &x->left_out);
		if (x->left_out.count > 0 && x->list_only)
			page_box_text(p, TONE_NOTE, TEXT_PAPER_LIST_ONLY, NULL, NULL, NULL);
		differing(p, x);
		if (x->differing == 0)
			lines(p, TEXT_PAPER_PROBLEMS, x->problem, x->problems);
		lines(p, TEXT_PAPER_CHANGES, x->change, x->changes);
		lines(p, TEXT_PAPER_WARNINGS, x->warning, x->warnings);
		take(p, u, f, x, rc != 0 && e.code == ERR_USAGE);
	}
	page_readings(p, "/dua-danh-sach", &x->readings,
		!read && (e.text == TEXT_IMPORT_NO_HEADING_HERE || e.text == TEXT_TABLE_NO_SHEET));
	app_import_free(x);
	free(x);
}
