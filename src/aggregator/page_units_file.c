/* page_units_file.c - a list of units from a file: chosen, looked at line by line, taken in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_words.h>
#include <tungnha/page_upload.h>

#include "page_units.h"

#define KIND "units"
#define PATH "/don-vi-ds/tep"
enum { SHOWN = 60 };

/* "7:5" (the file's last part and a line) becomes "danh-sach.xlsx:5". */
static void rename_place(struct err *e, const struct page_upload *f)
{
	const char *slash = strrchr(f->path, '/'), *base = slash ? slash + 1 : f->path;
	char rest[ERR_ARG_BYTES];
	size_t n = strlen(base);
	if (strncmp(e->arg[0], base, n) == 0 && (e->arg[0][n] == ':' || e->arg[0][n] == '\0')) {
		snprintf(rest, sizeof rest, "%s", e->arg[0] + n);
		snprintf(e->arg[0], sizeof e->arg[0], "%.39s%.200s", f->path, rest);
	}
	page_upload_name(e, f);
}

static void notes(
	struct page *p, enum page_tone tone, text_id title, struct app_hub_notes *x, const struct page_upload *f)
{
	char sentence[2 * FORM_SENTENCE], n[32];
	if (x->count == 0)
		return;
	page_box_text(p, tone, title, page_number(p, (int64_t)x->count, n), NULL, NULL);
	html_markup_unescaped(&p->out, "<ul>");
	for (size_t i = 0; i < x->count && i < SHOWN; i++) {
		rename_place(&x->note[i], f);
		app_words_of(&x->note[i], p->lang, sentence, sizeof sentence);
		html_print(&p->out, "<li>%s</li>", sentence);
	}
	html_markup_unescaped(&p->out, "</ul>");
}

static const char *listed(struct page *p, const struct unit *u, char out[static 32])
{
	return u->listed >= 0 ? page_number(p, u->listed, out) : "–";
}

static void line(struct page *p, const struct app_hub_unit_line *l)
{
	char now[32], before[32];
	html_print(&p->out, "<tr><th scope=\"row\">%s</th><td class=\"fate\">", l->unit.name);
	if (l->fate == UNIT_ADDED)
		html_print(&p->out, "+ %s", page_text(p, TEXT_DESK_UNIT_LINE_NEW));
	else
		page_say(p, TEXT_DESK_UNIT_LINE_BEFORE, l->before.name, listed(p, &l->before, before), NULL);
	html_markup_unescaped(&p->out, "</td>");
	page_cell(p, "code", page_text(p, TEXT_HUB_COL_CODE));
	html_print(&p->out, "%s</td>", l->unit.code);
	page_cell(p, "number", page_text(p, TEXT_DESK_UNIT_COL_LISTED));
	html_print(&p->out, "%s</td></tr>", listed(p, &l->unit, now));
}

static size_t lines(struct page *p, const struct app_hub_unit_line *l, size_t n)
{
	static const text_id columns[] = {
		TEXT_HUB_COL_NAME, TEXT_DESK_UNIT_LINE, TEXT_HUB_COL_CODE, TEXT_DESK_UNIT_COL_LISTED, TEXT_NONE};
	size_t by[3] = {0}, shown = 0;
	char a[32], b[32], c[32];
	for (size_t i = 0; i < n; i++)
		by[l[i].fate]++;
	page_box_text(p, TONE_NOTE, TEXT_DESK_UNIT_WOULD, page_number(p, (int64_t)by[UNIT_ADDED], a),
		page_number(p, (int64_t)by[UNIT_CHANGED], b), page_number(p, (int64_t)by[UNIT_SAME], c));
	if (by[UNIT_ADDED] + by[UNIT_CHANGED] == 0)
		return 0;
	page_table(p, "said named", TEXT_DESK_UNIT_FILE, columns);
	for (size_t i = 0; i < n && shown < SHOWN; i++)
		if (l[i].fate != UNIT_SAME && ++shown)
			line(p, &l[i]);
	page_table_end(p);
	if (by[UNIT_ADDED] + by[UNIT_CHANGED] > shown)
		page_box_number(
			p, TONE_NOTE, TEXT_DESK_UNIT_LINES_MORE, (int64_t)(by[UNIT_ADDED] + by[UNIT_CHANGED] - shown));
	return by[UNIT_ADDED] + by[UNIT_CHANGED];
}

static void preview(struct page *p, const struct page_upload *f)
{
	struct err e;
	struct app_hub_units x;
	struct app_hub_unit_line *l;
	const struct app_hub_file file = {.path = f->path};
	size_t n, writes = 0;
	html_print(&p->out, "<h2>%s</h2>", f->name);
	int rc = app_hub_unit_look(p->store, &file, &x, &l, &n, &e);
	if (rc != 0 && x.refused.count == 0) {
		rename_place(&e, f);
		page_box_fail(p, &e);
	}
	notes(p, TONE_BAD, TEXT_DESK_UNIT_REFUSED, &x.refused, f);
	if (rc == 0)
		writes = lines(p, l, n);
	notes(p, TONE_WARN, TEXT_DESK_UNIT_DOUBTFUL, &x.doubtful, f);
	if (writes > 0) {
		page_form(p, PATH "/ghi", "");
		page_hidden(p, "dau", f->mark);
		page_button(p, "big", TEXT_DESK_UNIT_TAKE);
		page_form_end(p);
	}
	free(l);
	app_hub_units_free(&x);
}

static void show(struct page *p, const struct err *refused)
{
	struct page_upload f;
	bool there = page_has(p, "xem") && page_upload(p, KIND, &f);
	desk_begin(p, DESK_MANAGE, page_text(p, TEXT_DESK_UNIT_FILE));
	page_crumbs(p, "/don-vi-ds", TEXT_DESK_UNIT_TITLE);
	if (refused)
		page_box_fail(p, refused);
	if (there)
		preview(p, &f);
	else
		page_para(p, "", TEXT_DESK_UNIT_FILE_WHAT, NULL, NULL, NULL);
	page_form_of_files(p, PATH, "");
	page_file_field(p, TEXT_DESK_UNIT_FILE_CHOOSE, TEXT_NONE, PAGE_TABLES " required");
	page_button(p, there ? "second" : "big", TEXT_PAPER_LOOK);
	page_form_end(p);
	desk_end_status(p, refused ? 400 : 200);
}

void desk_units_file(struct page *p)
{
	show(p, NULL);
}

void desk_units_file_take(struct page *p)
{
	struct err e;
	if (page_upload_take(p, KIND, &e) == 0)
		page_redirect(p, PATH "?xem=1");
	else
		show(p, &e);
}

void desk_units_file_write(struct page *p)
{
	struct err e;
	struct page_upload f = {.path = ""};
	struct app_hub_units x = {0};
	char a[32], b[32], c[32];
	int rc = page_upload_seen(p, KIND, &f, &e);
	if (rc == 0) {
		const struct app_hub_file file = {.path = f.path};
		rc = app_hub_unit_import(p->store, &file, &x, &e);
	}
	if (rc == 0) {
		page_upload_drop(p, KIND);
		desk_done(p, "/don-vi-ds", TEXT_HUB_UNITS_DONE, page_number(p, (int64_t)x.added, a),
			page_number(p, (int64_t)x.changed, b), page_number(p, (int64_t)x.same, c));
	} else {
		rename_place(&e, &f);
		show(p, &e);
	}
	app_hub_units_free(&x);
}
