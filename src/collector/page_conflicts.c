/* page_conflicts.c - what came back from the commune; versions of one household, and households under one number, side
 * by side, and what the hamlet can do. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/clock.h>

#include "page_home.h"

static unsigned status_of(const struct settling *x)
{
	return x ? 422 : 200;
}

/* --- returned --- */

static void decided(struct page *p, const struct app_return *r)
{
	struct store_enrolment en;
	struct err none;
	char when[20] = "";
	int64_t t;
	if (store_enrolment(p->store, r->h.unit, &en, &none) != 0)
		en.hub_name[0] = '\0';
	if (clock_read_stamp(r->review.at, &t))
		page_when(t, when);
	html_print(&p->out, "%s%s%s, %s", en.hub_name, r->review.by[0] ? ", " : "", r->review.by, when);
}

static void returned(struct page *p, const struct settling *x, const struct unit *shown, const struct app_return *r)
{
	const struct form *f = r->h.form;
	char label[FORM_SENTENCE] = "", code[NAME_TEXT];
	if (f->label >= 0)
		form_show(f, f->label, &r->h.record.value[f->label], p->lang, label);
	html_markup_unescaped(&p->out, "<section class=\"card\"><h2>");
	home_household(p, r->number, shown, r->h.unit);
	html_print(&p->out, "</h2>%s<p><strong>%s</strong> %s<br><small>", label, page_text(p, TEXT_DOOR_HOME_WHY),
		r->review.reason);
	decided(p, r);
	html_markup_unescaped(&p->out, "</small></p><div class=\"actions\"><a class=\"button\" ");
	const char *no = r->h.clash ? store_entry_text(p->store, &r->h.entry, code) : r->number;
	home_href(p, "/ho/", no, shown, r->h.unit);
	html_print(&p->out, ">%s</a>", page_text(p, TEXT_DOOR_HOME_ASK_AGAIN));
	const struct settle t = {"/tra-lai", r->h.unit, no, r->number};
	settle_keep(p, x, &t, TEXT_DOOR_HOME_UNCHANGED);
	html_markup_unescaped(&p->out, "</div></section>");
}

void returns_show(struct page *p, const struct settling *x)
{
	struct unit u;
	struct app_return *r;
	struct err e;
	size_t n;
	if (door_unit_chosen(p, &u, &e) != 0 || app_returns(p->store, u.code, &r, &n, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	door_begin(p, DOOR_HOME, page_text(p, TEXT_DOOR_HOME_RETURNS));
	page_crumbs(p, "/", TEXT_DOOR_HOME);
	settle_told(p);
	if (n)
		page_box_number(p, TONE_NOTE, TEXT_DOOR_HOME_RETURNS_DO, (int64_t)n);
	else
		page_box_text(p, TONE_GOOD, TEXT_DOOR_HOME_RETURNS_NONE, NULL, NULL, NULL);
	for (size_t i = 0; i < n; i++)
		returned(p, x, &u, &r[i]);
	app_returns_free(r, n);
	door_end_status(p, status_of(x));
}

void page_returns(struct page *p)
{
	returns_show(p, NULL);
}

/* --- versions --- */

static void facts(struct page *p, const struct app_beside *b, size_t rows, size_t column)
{
	html_markup_unescaped(&p->out, "<dl class=\"facts\">");
	for (size_t i = 0; i < rows; i++)
		html_print(&p->out, "<dt>%s</dt><dd>%s</dd>", b[i].label, b[i].cell[column]);
	html_markup_unescaped(&p->out, "</dl>");
}

/* What can be done with this one; a household of its own under a number two bear: open it, renumber, void. */
static void ways(struct page *p, const struct settling *x, const struct app_hub_conflict *k, const char *code)
{
	const struct settle t = {"/xung-dot", k->unit.code, code, k->number};
	if (!door_is_owner(p))
		return;
	if (!k->clash)
		settle_keep(p, x, &t, TEXT_DOOR_HOME_KEEP);
	if (!k->clash && k->versions != 2)
		return;
	bool refused = x && strcmp(x->no, code) == 0;
	html_print(&p->out, "<details%s", refused && strcmp(x->what, "doi-so") == 0 ? " open" : "");
	html_print(&p->out, "><summary>%s</summary>",
		page_text(p, k->clash ? TEXT_DOOR_HOME_RENUMBER : TEXT_DOOR_HOME_ANOTHER));
	settle_renumber(p, x, &t);
	html_markup_unescaped(&p->out, "</details>");
	if (!k->clash)
		return;
	html_print(&p->out, "<details%s", refused && strcmp(x->what, "huy") == 0 ? " open" : "");
	html_print(&p->out, "><summary>%s</summary>", page_text(p, TEXT_DOOR_HOME_VOID_TWICE));
	settle_void(p, x, &t);
	html_markup_unescaped(&p->out, "</details>");
}

static void version(struct page *p, const struct settling *x, const struct app_hub_conflict *k, size_t at,
	const struct app_beside *b, size_t rows, size_t column)
{
	const struct store_revision *r = &k->version[at];
	char code[NAME_TEXT];
	char *label = k->clash ? store_label(p->store, r->unit, r->key) : NULL; /* tells two households apart */
	store_entry_text(p->store, &r->entry, code);
	html_print(&p->out, "<section class=\"card\"><h3>%s</h3>",
		page_text(p, r->kind == ENTRY_VOID ? TEXT_DOOR_HOME_VERSION_VOID
			     : k->clash            ? TEXT_DOOR_HOME_VERSION_OWN
			     : r->shown            ? TEXT_DOOR_HOME_VERSION_SHOWN
						   : TEXT_DOOR_HOME_VERSION_OTHER));
	if (label)
		html_print(&p->out, "<p>%s</p>", label);
	free(label);
	facts(p, b, rows, column);
	html_markup_unescaped(&p->out, "<p><small>");
	page_writer(p, r->unit, r->by, r->author, r->at);
	html_markup_unescaped(&p->out, "</small></p>");
	if (r->kind == ENTRY_RECORD)
		ways(p, x, k, code);
	html_markup_unescaped(&p->out, "</section>");
}

static void versions(struct page *p, const struct settling *x, const struct form *f, const struct app_hub_conflict *k)
{
	struct app_beside b[FORM_FIELDS_MAX];
	for (size_t first = 0; first < k->versions; first += APP_BESIDE_MAX) {
		size_t n = k->versions - first < APP_BESIDE_MAX ? k->versions - first : APP_BESIDE_MAX;
		size_t rows = app_beside(f, &k->version[first], n, p->lang, b);
		html_markup_unescaped(&p->out, "<div class=\"versions\">");
		for (size_t i = 0; i < n; i++)
			version(p, x, k, first + i, b, rows, i);
		html_markup_unescaped(&p->out, "</div>");
		app_beside_free(b, rows);
	}
}

static void conflict(struct page *p, const struct settling *x, const struct form *f, const struct unit *shown,
	const struct app_hub_conflict *k)
{
	char count[32];
	html_markup_unescaped(&p->out, "<section><h2>");
	home_household(p, k->number, shown, k->unit.code);
	html_markup_unescaped(&p->out, "</h2>");
	page_box_text(p, TONE_WARN, k->clash ? TEXT_CONFLICTS_CLASH : TEXT_CONFLICTS_VERSIONS, k->number,
		page_number(p, (int64_t)k->versions, count), NULL);
	versions(p, x, f, k);
	if (!k->clash) {
		html_markup_unescaped(&p->out, "<p><a class=\"button second\" ");
		home_href(p, "/ho/", k->number, shown, k->unit.code);
		html_print(&p->out, ">%s</a></p>", page_text(p, TEXT_DOOR_HOME_WRITE_AGAIN));
	}
	html_markup_unescaped(&p->out, "</section>");
}

void conflicts_show(struct page *p, const struct settling *x)
{
	struct unit u;
	const struct form *f;
	struct app_hub_conflict *k;
	struct err e;
	size_t n;
	if (door_unit_chosen(p, &u, &e) != 0 || store_form(p->store, NULL, &f, &e) != 0 ||
		app_conflicts(p->store, &u, &k, &n, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	door_begin(p, DOOR_HOME, page_text(p, TEXT_DOOR_HOME_CONFLICTS_TITLE));
	page_crumbs(p, "/", TEXT_DOOR_HOME);
	settle_told(p);
	if (n == 0)
		page_box_text(p, TONE_GOOD, TEXT_HUB_CONFLICT_NONE, NULL, NULL, NULL);
	else
		page_box_text(p, TONE_NOTE,
			door_is_owner(p) ? TEXT_DOOR_HOME_CONFLICTS_HOW : TEXT_DOOR_HOME_CONFLICTS_PHONE, NULL, NULL,
			NULL);
	for (size_t i = 0; i < n; i++)
		conflict(p, x, f, &u, &k[i]);
	app_hub_conflicts_free(k, n);
	door_end_status(p, status_of(x));
}

void page_conflicts(struct page *p)
{
	conflicts_show(p, NULL);
}
