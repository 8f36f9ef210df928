/* page_unit_list.c - a hamlet's households by number: status and marks, fifty at a time. No door label is known here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_home.h>

#include "page_overview.h"

struct looking {
	struct page *p;
	const struct unit *unit;
	struct app_list_wish wish;
	struct app_list list;
	char only[40];
};

struct filter {
	const char *word;
	text_id label;
	enum app_list_mark mark;
};
static const struct filter filters[] = {
	{"xung-dot", TEXT_FLAG_CONFLICT, APP_MARK_CONFLICT},
	{"trung-so", TEXT_FLAG_CLASH, APP_MARK_CLASH},
	{"xem-lai", TEXT_FLAG_WARNED, APP_MARK_WARNED},
	{"tra-lai", TEXT_OVER_RETURNED, APP_MARK_RETURNED},
	{"lam-lai", TEXT_DOOR_HOME_MARK_AGAIN, APP_MARK_AGAIN},
};
enum { FILTERS = sizeof filters / sizeof *filters };

static void read_filter(struct looking *x, const struct form *f)
{
	const struct form_field *status = &f->field[f->status];
	const char *asked = page_field(x->p, "loc");
	x->wish.status = -1;
	for (size_t i = 0; i < status->options; i++)
		if (strcmp(asked, status->option[i].id) == 0)
			x->wish.status = (int)i;
	for (size_t i = 0; i < FILTERS; i++)
		if (strcmp(asked, filters[i].word) == 0)
			x->wish.marks = 1u << filters[i].mark;
	if (x->wish.status >= 0 || x->wish.marks)
		snprintf(x->only, sizeof x->only, "%s", asked);
}

static void path_to(const struct looking *x, const char *only, struct buf *out)
{
	buf_init(out, PAGE_BYTES_MAX);
	buf_print(out, "/don-vi/%s", x->unit->code);
	page_ask(out, "loc", only);
	page_ask(out, "tim", x->wish.search);
	buf_text(out, "#ho");
}

static void chip(struct looking *x, const char *word, const char *label, int64_t n)
{
	struct buf path;
	if (n == 0 && *word && strcmp(word, x->only) != 0)
		return;
	path_to(x, word, &path);
	page_chip(x->p, path.data, strcmp(word, x->only) == 0, label, n);
	buf_free(&path);
}

static void chips(struct looking *x)
{
	struct page *p = x->p;
	const struct form_field *status = &x->list.form->field[x->list.form->status];
	html_print(
		&p->out, "<nav aria-label=\"%s\"><ul class=\"filters\">", page_text(p, TEXT_OVER_FILTERS_HOUSEHOLDS));
	chip(x, "", page_text(p, TEXT_OVER_ONLY_ALL), x->list.all);
	for (size_t i = 0; i < status->options; i++)
		chip(x, status->option[i].id, form_words(&status->option[i].label, p->lang), x->list.of_status[i]);
	for (size_t i = 0; i < FILTERS; i++)
		chip(x, filters[i].word, page_text(p, filters[i].label), x->list.of_mark[filters[i].mark]);
	html_print(&p->out,
		"</ul></nav><form action=\"/don-vi/%s#ho\" role=\"search\" class=\"row find no-print\"><input "
		"type=\"hidden\" "
		"name=\"loc\" value=\"%s\"><span><label for=\"tim\">%s</label> <input type=\"search\" id=\"tim\" "
		"name=\"tim\" "
		"value=\"%s\" autocomplete=\"off\"></span><button class=\"second\">%s</button></form>",
		x->unit->code, x->only, page_text(p, TEXT_OVER_SEARCH_HOUSEHOLD), x->wish.search,
		page_text(p, TEXT_OVER_SHOW));
}

/* --- rows --- */

void unit_household_href(struct page *p, const char *unit, const char *number)
{
	html_print(&p->out, "href=\"/ho/%s/", unit);
	html_url(&p->out, number, "");
	html_markup_unescaped(&p->out, "\"");
}

static void one(struct looking *x, const struct app_list_row *r)
{
	struct page *p = x->p;
	const struct form *f = x->list.form;
	const struct form_option *o = &f->field[f->status].option[r->status];
	bool any = false;
	html_markup_unescaped(&p->out, o->unvisited || o->again ? "<li><a " : "<li class=\"done\"><a ");
	unit_household_href(p, r->unit, r->number);
	html_print(&p->out, "><span class=\"no\">%s</span><span class=\"status\">%s</span>", r->number,
		form_words(&o->label, p->lang));
	for (size_t i = 0; i < FILTERS; i++) {
		if (!(r->marks >> filters[i].mark & 1))
			continue;
		html_print(&p->out, any ? " · %s" : "<span class=\"mark\">%s", page_text(p, filters[i].label));
		any = true;
	}
	html_markup_unescaped(&p->out, any ? "</span></a></li>" : "</a></li>");
}

static void rows(struct looking *x)
{
	struct buf path;
	size_t from, end;
	page_span(x->p, "trang", x->list.rows, PAGE_ROWS, &from, &end);
	html_markup_unescaped(&x->p->out, "<ul class=\"houses numbers\">");
	for (size_t i = from; i < end; i++)
		one(x, &x->list.row[i]);
	html_markup_unescaped(&x->p->out, "</ul>");
	path_to(x, x->only, &path);
	page_turns(x->p, path.data, "trang", x->list.rows, PAGE_ROWS);
	buf_free(&path);
}

void unit_households(struct page *p, const struct unit *u)
{
	struct looking x = {.p = p, .unit = u};
	const struct form *f;
	struct err e;
	html_print(&p->out, "<h2 id=\"ho\">%s</h2>", page_text(p, TEXT_OVER_HOUSEHOLDS));
	x.wish = (struct app_list_wish){.unit = u->code, .search = page_field(p, "tim"), .lang = p->lang};
	if (store_form(p->store, NULL, &f, &e) == 0)
		read_filter(&x, f);
	if (app_list(p->store, &x.wish, &x.list, &e) != 0) {
		page_box_fail(p, &e);
		return;
	}
	if (x.list.all > 0 || x.wish.search[0])
		chips(&x);
	if (x.list.rows > 0)
		rows(&x);
	else
		page_box_text(p, TONE_NOTE,
			x.list.all || x.wish.search[0] ? TEXT_OVER_NO_HOUSEHOLD_SUCH : TEXT_OVER_NO_HOUSEHOLDS, NULL,
			NULL, NULL);
	app_list_free(&x.list);
}
