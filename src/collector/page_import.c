/* page_import.c - taking in the hamlet head's list: choose a file, look at what would become of it, take it in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "page_home.h"
#include "page_import.h"

#define KIND "list"

/* --- choosing a file --- */

static void choose(struct page *p, const struct unit *u, bool again)
{
	page_form_of_files(p, "/dua-danh-sach", "");
	page_hidden(p, "unit", u->code);
	page_file_field(p, TEXT_PAPER_FILE, TEXT_PAPER_FILE_HINT, PAGE_TABLES " required");
	page_button(p, again ? "second" : "big", TEXT_PAPER_LOOK);
	page_form_end(p);
}

/* --- what came of it --- */

static void told(struct page *p, const char *name, text_id id)
{
	char n[32];
	long long count = strtoll(page_field(p, name), NULL, 10);
	if (count <= 0 || count > 1000 * 1000)
		return;
	html_markup_unescaped(&p->out, "<li>");
	page_say(p, id, text_number(p->lang, count, n), NULL, NULL);
	html_markup_unescaped(&p->out, "</li>");
}

/* What a list is taken in for: the first door. */
static void to_first(struct page *p, const struct unit *u)
{
	char next[40];
	struct err none;
	int64_t visited = 0, listed;
	if (app_next(p->store, u->code, "", next, &none) != 0 || !next[0])
		return;
	(void)app_progress(p->store, u, &visited, &listed, &none);
	html_markup_unescaped(&p->out, "<p><a class=\"button big\" ");
	home_href(p, "/ho/", next, NULL, "");
	html_markup_unescaped(&p->out, ">");
	page_say(p, visited > 0 ? TEXT_DOOR_HOME_ADD_NEXT : TEXT_PAPER_TAKEN_FIRST, next, NULL, NULL);
	html_markup_unescaped(&p->out, "</a></p>");
}

static void taken(struct page *p, const struct unit *u)
{
	if (!page_has(p, "xong"))
		return;
	page_box_text(p, TONE_GOOD, TEXT_PAPER_TAKEN, NULL, NULL, NULL);
	html_markup_unescaped(&p->out, "<ul>");
	told(p, "moi", TEXT_IMPORT_ADDED);
	told(p, "doi", TEXT_IMPORT_CHANGED);
	told(p, "nhan", TEXT_IMPORT_LABELLED);
	told(p, "cu", TEXT_IMPORT_UNCHANGED);
	told(p, "bo", TEXT_PAPER_LEFT);
	html_markup_unescaped(&p->out, "</ul>");
	to_first(p, u);
	html_markup_unescaped(&p->out, "<p>");
	page_link(p, "big second", "/danh-sach", TEXT_PAPER_TO_LIST);
	html_markup_unescaped(&p->out, "</p>");
}

/* Its lines are the reason, and the file is shown with them. */
static bool is_of_lines(const struct err *e)
{
	return e->text == TEXT_IMPORT_REFUSED || e->text == TEXT_IMPORT_ONLY_REASONS ||
	       e->text == TEXT_IMPORT_LABELS_DIFFER;
}

static void show(struct page *p, const struct unit *u, const struct page_upload *f, const struct err *refused)
{
	papers_begin(p, DOOR_SETTINGS, TEXT_PAPER_IMPORT, u);
	if (refused && !(f && is_of_lines(refused)))
		page_box_fail(p, refused);
	if (f)
		import_preview(p, u, f);
	else
		taken(p, u);
	if (f) {
		html_print(
			&p->out, "<details class=\"more\"><summary>%s</summary>", page_text(p, TEXT_PAPER_OTHER_FILE));
		choose(p, u, true);
		html_markup_unescaped(&p->out, "</details>");
	} else {
		page_para(p, "", TEXT_PAPER_IMPORT_WHAT, NULL, NULL, NULL);
		choose(p, u, page_has(p, "xong"));
		page_para(p, "hint", TEXT_PAPER_IMPORT_PRIVATE, NULL, NULL, NULL);
	}
	door_end_status(p, refused ? 400 : 200);
}

static void show_file(struct page *p, const struct unit *u, const struct err *refused)
{
	struct page_upload f;
	bool there = page_upload(p, KIND, &f) && page_has(p, "xem");
	show(p, u, there ? &f : NULL, refused);
}

void page_import(struct page *p)
{
	struct unit u;
	if (papers_unit(p, &u))
		show_file(p, &u, NULL);
}

void page_import_take(struct page *p)
{
	struct err e;
	struct unit u;
	if (!papers_unit(p, &u))
		return;
	if (page_upload_take(p, KIND, &e) == 0)
		page_redirect(p, "/dua-danh-sach?xem=1");
	else
		show(p, &u, NULL, &e);
}

/* --- taking it in --- */

void page_import_write(struct page *p)
{
	struct err e;
	struct unit u;
	struct page_upload f;
	char to[160];
	if (!papers_unit(p, &u))
		return;
	if (page_upload_seen(p, KIND, &f, &e) != 0) {
		show(p, &u, NULL, &e);
		return;
	}
	struct app_imported *out = alloc_zero(1, sizeof *out);
	struct app_import ask = import_asked(p, &u, &f);
	int rc = app_import(p->store, &ask, out, &e);
	snprintf(to, sizeof to, "/dua-danh-sach?xong=1&moi=%zu&doi=%zu&nhan=%zu&cu=%zu&bo=%zu", out->added,
		out->changed, out->labelled, out->unchanged, out->problems);
	app_import_free(out);
	free(out);
	if (rc == 0) {
		page_upload_drop(p, KIND);
		page_redirect(p, to);
		return;
	}
	page_upload_name(&e, &f);
	show(p, &u, &f, &e);
}
