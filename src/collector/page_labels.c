/* page_labels.c - door labels for the hamlet's other devices: a sealed file out, a sealed file in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/page_upload.h>

#include "page_papers.h"

enum { SHOWN = 60 };

static void differs(struct page *p, const struct app_labels_imported *x)
{
	static const text_id heading[] = {TEXT_LISTS_NUMBER, TEXT_LISTS_HERE, TEXT_LISTS_FILE, TEXT_NONE};
	if (x->kept == 0)
		return;
	page_box_number(p, TONE_WARN, TEXT_LABELS_DIFFER, (int64_t)x->kept);
	page_table(p, "", TEXT_PAPER_DIFFER, heading);
	for (size_t i = 0; i < x->kept && i < SHOWN && i < APP_LABELS_SHOWN; i++)
		html_print(&p->out, "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td></tr>",
			x->differs[i].number[0] ? x->differs[i].number : "–", x->differs[i].here, x->differs[i].file);
	page_table_end(p);
	page_para(p, "", TEXT_PAPER_LABELS_MEND, NULL, NULL, NULL);
}

static void imported(struct page *p, const struct app_labels_imported *x)
{
	char when[20], newer[20], added[32], same[32];
	page_box_text(p, TONE_GOOD, TEXT_LABELS_FROM, x->from, page_stamp(x->at, when), NULL);
	if (x->newer[0])
		page_box_text(
			p, TONE_WARN, TEXT_LABELS_OLDER, page_stamp(x->at, when), page_stamp(x->newer, newer), NULL);
	page_para(p, "", TEXT_LABELS_IMPORTED, text_number(p->lang, (long long)x->added, added),
		text_number(p->lang, (long long)x->same, same), NULL);
	if (x->ahead > 0)
		page_box_number(p, TONE_NOTE, TEXT_LABELS_AHEAD, (int64_t)x->ahead);
	differs(p, x);
}

static void show(struct page *p, const struct unit *u, const struct app_labels_imported *x, const struct err *refused)
{
	papers_begin(p, DOOR_SETTINGS, TEXT_PAPER_LABELS, u);
	if (refused)
		page_box_fail(p, refused);
	if (x)
		imported(p, x);
	page_para(p, "", TEXT_PAPER_LABELS_WHAT, NULL, NULL, NULL);
	page_heading(p, TEXT_PAPER_LABELS_OUT);
	html_print(&p->out, "<p>%s</p><p>", page_text(p, TEXT_PAPER_LABELS_OUT_HOW));
	page_link(p, "", "/nhan-nha/tep", TEXT_PAPER_LABELS_SAVE);
	html_markup_unescaped(&p->out, "</p>");
	page_heading(p, TEXT_PAPER_LABELS_IN);
	page_form_of_files(p, "/nhan-nha", "");
	page_hidden(p, "unit", u->code);
	page_file_field(p, TEXT_PAPER_LABELS_FILE, TEXT_NONE, " accept=\".tnl\" required");
	page_button(p, "", TEXT_PAPER_LABELS_TAKE);
	page_form_end(p);
	door_end_status(p, refused ? 400 : 200);
}

void page_labels(struct page *p)
{
	struct unit u;
	if (papers_unit(p, &u))
		show(p, &u, NULL, NULL);
}

void page_labels_file(struct page *p)
{
	struct err e;
	struct unit u;
	struct buf out;
	struct app_labels_exported done = {0};
	char name[UNIT_CODE + 32];
	if (!papers_unit(p, &u))
		return;
	buf_init(&out, LABELS_FILE_MAX);
	snprintf(name, sizeof name, "nhan-nha-%s.tnl", u.code);
	if (app_labels_export(p->store, u.code, p->now, &out, &done, &e) == 0)
		page_send(p, "application/octet-stream", name, &out);
	else
		show(p, &u, NULL, &e);
	app_labels_exported_free(&done);
	buf_free(&out);
}

/* The answer is the page itself: which labels differ cannot be asked for again, and taken twice changes nothing. */
void page_labels_take(struct page *p)
{
	struct err e;
	struct unit u;
	const char *name;
	const void *bytes;
	size_t n;
	if (!papers_unit(p, &u))
		return;
	if (!page_file(p, "tep", &name, &bytes, &n) || n == 0) {
		err_set(&e, ERR_USAGE, TEXT_PAPER_NO_FILE, "");
		show(p, &u, NULL, &e);
		return;
	}
	struct app_labels_imported *x = alloc_zero(1, sizeof *x);
	if (app_labels_import(p->store, u.code, bytes, n, p->lang, x, &e) == 0)
		show(p, &u, x, NULL);
	else
		show(p, &u, NULL, &e);
	app_labels_imported_free(x);
	free(x);
}
