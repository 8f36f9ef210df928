/* page_list.c - the list of households: by what is to be done with them, searched, sixty at a time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page_home.h"

enum { ROWS_SHOWN = 60, WORD = 40 };

/* What the list was asked for. */
struct looking {
	struct page *p;
	struct unit unit;
	struct app_list_wish wish;
	struct app_list list;
	char only[WORD];  /* the word of the filter; "" = all */
	size_t from, end; /* rows shown */
};

/* --- filters --- */

struct filter {
	const char *word;
	text_id label;
	enum app_list_mark mark;
};
static const struct filter filters[] = {
	{"lam-lai", TEXT_DOOR_HOME_MARK_AGAIN, APP_MARK_AGAIN},
	{"tra-lai", TEXT_DOOR_HOME_MARK_RETURNED, APP_MARK_RETURNED},
	{"xung-dot", TEXT_FLAG_CONFLICT, APP_MARK_CONFLICT},
	{"trung-so", TEXT_FLAG_CLASH, APP_MARK_CLASH},
	{"nhap-do", TEXT_DOOR_HOME_MARK_DRAFT, APP_MARK_DRAFT},
	{"xem-lai", TEXT_FLAG_WARNED, APP_MARK_WARNED},
};
enum { FILTERS = sizeof filters / sizeof *filters };

/* A status is asked for by its option's id; the one nobody was at also by what is to be done. */
static const char *word_of(const struct form_option *o)
{
	return o->unvisited ? "chua-den" : o->id;
}

static void read_filter(struct looking *x, const struct form *f)
{
	const struct form_field *status = &f->field[f->status];
	const char *asked = page_field(x->p, "loc");
	x->wish.status = -1;
	for (size_t i = 0; i < status->options; i++)
		if (strcmp(asked, word_of(&status->option[i])) == 0)
			x->wish.status = (int)i;
	for (size_t i = 0; i < FILTERS; i++)
		if (strcmp(asked, filters[i].word) == 0)
			x->wish.marks = 1u << filters[i].mark;
	if (x->wish.status >= 0 || x->wish.marks)
		snprintf(x->only, sizeof x->only, "%s", asked);
}

/* This list with another filter. */
static void path_to(const struct looking *x, const char *only, struct buf *out)
{
	buf_init(out, PAGE_BYTES_MAX);
	buf_text(out, "/danh-sach");
	page_ask(out, "loc", only);
	page_ask(out, "tim", x->wish.search);
}

static void chip(struct looking *x, const char *word, const char *label, int64_t n)
{
	struct buf path;
	if (n == 0 && strcmp(word, x->only) != 0 && *word)
		return;
	path_to(x, word, &path);
	page_chip(x->p, path.data, strcmp(word, x->only) == 0, label, n);
	buf_free(&path);
}

static const char *filter_label(const struct looking *x)
{
	const struct form_field *status = &x->list.form->field[x->list.form->status];
	for (size_t i = 0; i < FILTERS; i++)
		if (x->wish.marks == 1u << filters[i].mark)
			return page_text(x->p, filters[i].label);
	return x->wish.status >= 0 ? form_words(&status->option[x->wish.status].label, x->p->lang)
				   : page_text(x->p, TEXT_DOOR_HOME_LIST_ALL);
}

/* Folded: on a phone they would fill the first screen, and the houses come after them. */
static void chips(struct looking *x)
{
	const struct form_field *status = &x->list.form->field[x->list.form->status];
	char n[32];
	html_print(&x->p->out, "<details class=\"more\"><summary>");
	page_say(x->p, TEXT_DOOR_HOME_FILTERED, filter_label(x), page_number(x->p, (int64_t)x->list.rows, n), NULL);
	html_print(&x->p->out, "</summary><nav aria-label=\"%s\"><ul class=\"filters\">",
		page_text(x->p, TEXT_DOOR_HOME_FILTERS));
	chip(x, "", page_text(x->p, TEXT_DOOR_HOME_LIST_ALL), x->list.all);
	for (int unvisited = 1; unvisited >= 0; unvisited--) /* what is to be done first */
		for (size_t i = 0; i < status->options; i++)
			if (status->option[i].unvisited == unvisited)
				chip(x, word_of(&status->option[i]), form_words(&status->option[i].label, x->p->lang),
					x->list.of_status[i]);
	for (size_t i = 0; i < FILTERS; i++)
		chip(x, filters[i].word, page_text(x->p, filters[i].label), x->list.of_mark[filters[i].mark]);
	html_markup_unescaped(&x->p->out, "</ul></nav></details>");
}

static void search(struct looking *x)
{
	struct page *p = x->p;
	html_print(&p->out,
		"<form action=\"/danh-sach\" role=\"search\"><input type=\"hidden\" name=\"loc\" value=\"%s\"><div "
		"class=\"field\"><label for=\"tim\">%s</label><div class=\"row find\"><input type=\"search\" "
		"id=\"tim\" "
		"name=\"tim\" value=\"%s\" autocomplete=\"off\"><button class=\"second\">%s</button>",
		x->only, page_text(p, TEXT_DOOR_HOME_SEARCH), x->wish.search, page_text(p, TEXT_DOOR_HOME_SEARCH_NOW));
	if (x->wish.search[0])
		html_print(&p->out, "<a class=\"button second\" href=\"/danh-sach?loc=%s\">%s</a>", x->only,
			page_text(p, TEXT_DOOR_HOME_SEARCH_END));
	html_markup_unescaped(&p->out, "</div></div></form>");
}

/* --- rows --- */

static void marks(struct looking *x, const struct app_list_row *r)
{
	const char *between = "<span class=\"mark\">";
	for (size_t i = 0; i < FILTERS; i++) {
		if (!(r->marks >> filters[i].mark & 1))
			continue;
		html_markup_unescaped(&x->p->out, between);
		html_text(&x->p->out, page_text(x->p, filters[i].label));
		between = " · ";
	}
	if (*between == ' ')
		html_markup_unescaped(&x->p->out, "</span>");
}

static const struct form_field *counted(const struct form *f)
{
	for (size_t i = 0; i < f->fields; i++)
		if (f->field[i].type == FORM_COUNT)
			return &f->field[i];
	return NULL;
}

/* One tap to the household; two that bear one number are told apart where they are settled. */
static void one(struct looking *x, const struct app_list_row *r)
{
	struct page *p = x->p;
	const struct form *f = x->list.form;
	const struct form_option *o = &f->field[f->status].option[r->status];
	html_markup_unescaped(&p->out, o->unvisited || o->again ? "<li><a " : "<li class=\"done\"><a ");
	if (r->marks >> APP_MARK_CLASH & 1)
		html_markup_unescaped(&p->out, "href=\"/xung-dot\"");
	else
		home_href(p, "/ho/", r->number, &x->unit, r->unit);
	html_print(&p->out, "><span class=\"no\">%s</span><span class=\"label\">%s</span><span class=\"status\">%s",
		r->number, r->label, form_words(&o->label, p->lang));
	if (r->count[0])
		html_print(&p->out, " <small>%s: %s</small>", form_words(&counted(f)->label, p->lang), r->count);
	html_markup_unescaped(&p->out, "</span>");
	marks(x, r);
	html_markup_unescaped(&p->out, "</a></li>");
}

/* --- pages of it --- */

/* By the numbers each page begins and ends with, so that one finds a household as in a book. */
static void jumps(struct looking *x)
{
	struct page *p = x->p;
	struct buf path;
	char page[24];
	html_print(&p->out, "<details><summary>%s</summary><ul class=\"filters\">", page_text(p, TEXT_DOOR_HOME_JUMP));
	for (size_t from = 0; from < x->list.rows; from += ROWS_SHOWN) {
		size_t last = from + ROWS_SHOWN < x->list.rows ? from + ROWS_SHOWN - 1 : x->list.rows - 1;
		path_to(x, x->only, &path);
		snprintf(page, sizeof page, "%zu", from / ROWS_SHOWN + 1);
		page_ask(&path, "trang", page);
		html_print(&p->out, "<li><a href=\"%s\">%s–%s</a></li>", path.data, x->list.row[from].number,
			x->list.row[last].number);
		buf_free(&path);
	}
	html_markup_unescaped(&p->out, "</ul></details>");
}

static void turns(struct looking *x)
{
	struct buf path;
	if (x->list.rows <= ROWS_SHOWN)
		return;
	path_to(x, x->only, &path);
	page_turns(x->p, path.data, "trang", x->list.rows, ROWS_SHOWN);
	buf_free(&path);
	jumps(x);
}

static void rows(struct looking *x)
{
	char from[32], to[32], of[32];
	page_number(x->p, (int64_t)x->list.rows, of);
	if (x->list.rows > ROWS_SHOWN)
		page_para(x->p, "", TEXT_DOOR_HOME_SHOWN, page_number(x->p, (int64_t)x->from + 1, from),
			page_number(x->p, (int64_t)x->end, to), of);
	html_markup_unescaped(&x->p->out, "<ul class=\"houses\">");
	for (size_t i = x->from; i < x->end; i++)
		one(x, &x->list.row[i]);
	html_markup_unescaped(&x->p->out, "</ul>");
	turns(x);
}

/* Nothing to show: why, and what to do. */
static void nothing(struct looking *x)
{
	struct page *p = x->p;
	bool owner = door_is_owner(p);
	if (x->wish.search[0])
		page_box_text(p, TONE_NOTE, TEXT_DOOR_HOME_NOT_FOUND, x->wish.search, NULL, NULL);
	else if (x->list.all > 0)
		page_box_text(p, TONE_GOOD, TEXT_DOOR_HOME_NONE_SUCH, NULL, NULL, NULL);
	else
		page_box_text(
			p, TONE_NOTE, owner ? TEXT_DOOR_HOME_EMPTY : TEXT_DOOR_HOME_EMPTY_PHONE, NULL, NULL, NULL);
	if (x->list.all == 0 && !x->wish.search[0] && owner)
		page_link(p, "big", "/dua-danh-sach", TEXT_DOOR_HOME_IMPORT);
}

static void show(struct looking *x)
{
	struct page *p = x->p;
	door_begin(p, DOOR_LIST, page_text(p, TEXT_DOOR_LIST));
	settle_told(p);
	if (x->list.all > 0 || x->wish.search[0]) {
		search(x);
		chips(x);
	}
	if (x->list.rows > 0)
		rows(x);
	else
		nothing(x);
	html_print(&p->out, "<p class=\"actions\"><a class=\"button second\" href=\"/ho-moi\">%s</a>",
		page_text(p, TEXT_DOOR_HOME_ADD_NEW));
	if (door_is_owner(p) && x->list.all > 0)
		html_print(&p->out,
			"<a class=\"button second\" href=\"/so-nha\">%s</a><a class=\"button second\" "
			"href=\"/dua-danh-sach\">%s</a>",
			page_text(p, TEXT_DOOR_HOME_ROSTER), page_text(p, TEXT_DOOR_HOME_IMPORT_MORE));
	html_markup_unescaped(&p->out, "</p>");
	door_end(p);
}

void page_list(struct page *p)
{
	struct looking x = {.p = p};
	const struct form *f;
	struct err e;
	if (door_unit(p, &x.unit, &e) != 0 || store_form(p->store, NULL, &f, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	x.wish = (struct app_list_wish){.unit = x.unit.code, .search = page_field(p, "tim"), .lang = p->lang};
	read_filter(&x, f);
	if (app_list(p->store, &x.wish, &x.list, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	page_span(p, "trang", x.list.rows, ROWS_SHOWN, &x.from, &x.end);
	if (app_list_look(p->store, &x.list, x.from, ROWS_SHOWN, p->lang, &e) == 0)
		show(&x);
	else
		page_fail(p, &e);
	app_list_free(&x.list);
}
