/* page_audit.c - the log: who decided what, on this desk and on the machine itself; a page of it, or a file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_audit.h>
#include <tungnha/csv.h>

#include "page_users.h"

enum { ROWS = 50, FILE_ROWS = 5000, FILE_PAGES = 10, FILE_BYTES = 8 * 1024 * 1024, LINK = 2048 };
#define MACHINE "-" /* in an address: done on the machine itself, under no name */

static struct app_audit_ask asked(const struct page *p, size_t most)
{
	const char *who = page_field(p, "nguoi");
	return (struct app_audit_ask){.who = !*who                       ? NULL
					     : strcmp(who, MACHINE) == 0 ? ""
									 : who,
		.kind = page_field(p, "loai"),
		.unit = page_field(p, "don-vi"),
		.before = page_field(p, "truoc"),
		.most = most};
}

/* The same questions at another path, from another place. */
static const char *link_to(const struct page *p, const char *path, const char *before, char out[static LINK])
{
	static const char *const names[] = {"nguoi", "loai", "don-vi"};
	struct buf b;
	buf_init(&b, LINK);
	buf_text(&b, path);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		buf_print(&b, "%s%s=", i ? "&" : "?", names[i]);
		html_url(&b, page_field(p, names[i]), "_-");
	}
	buf_text(&b, "&truoc=");
	html_url(&b, before, "_-");
	snprintf(out, LINK, "%s", b.full ? path : b.data);
	buf_free(&b);
	return out;
}

/* --- what to show --- */

static void select_begin(struct page *p, const char *name, text_id label, text_id all)
{
	page_select(p, name, label);
	page_option(p, "", false, page_text(p, all));
}

static bool option(struct page *p, const char *name, const char *value, const char *label)
{
	return page_option(p, value, strcmp(page_field(p, name), value) == 0, label);
}

static void select_end(struct page *p)
{
	page_select_end(p);
}

/* Also one who is no user any more, where a link asks for him. */
static void choose_person(struct page *p)
{
	struct err ignored;
	struct app_user *u = NULL;
	size_t n = 0;
	const char *who = page_field(p, "nguoi");
	select_begin(p, "nguoi", TEXT_AUDIT_WHO, TEXT_AUDIT_ANYBODY);
	bool known = option(p, "nguoi", MACHINE, page_text(p, TEXT_AUDIT_MACHINE)) || !*who;
	if (app_users(p->store, &u, &n, &ignored) == 0)
		for (size_t i = 0; i < n; i++)
			known = option(p, "nguoi", u[i].name, u[i].name) || known;
	if (!known)
		option(p, "nguoi", who, who);
	select_end(p);
	free(u);
}

static void choose_unit(struct page *p)
{
	struct err ignored;
	struct unit *u = NULL;
	size_t n = 0;
	select_begin(p, "don-vi", TEXT_AUDIT_UNIT, TEXT_AUDIT_EVERYWHERE);
	if (store_units(p->store, NULL, &u, &n, &ignored) == 0)
		for (size_t i = 0; i < n; i++)
			option(p, "don-vi", u[i].code, u[i].name);
	select_end(p);
	free(u);
}

static void form(struct page *p)
{
	const char *word;
	text_id name;
	html_markup_unescaped(&p->out, "<form method=\"get\" action=\"/nhat-ky\" class=\"card no-print filter\">");
	choose_person(p);
	select_begin(p, "loai", TEXT_AUDIT_WHAT, TEXT_AUDIT_ANYTHING);
	for (size_t i = 0; (word = app_audit_kind(i, &name)) != NULL; i++)
		option(p, "loai", word, page_text(p, name));
	select_end(p);
	choose_unit(p);
	html_print(&p->out, "<button class=\"second\">%s</button></form>", page_text(p, TEXT_AUDIT_SHOW));
}

/* --- the list --- */

static const char *unit_name(struct page *p, const char *code, char out[static UNIT_NAME])
{
	struct err ignored;
	struct unit u;
	bool known = *code && store_unit(p->store, code, &u, &ignored) == 0;
	snprintf(out, UNIT_NAME, "%s", known ? u.name : code);
	return out;
}

enum { ABOUT = APP_AUDIT_ABOUT + 128 };

/* What it is about; "" = itself. */
static const char *about(struct page *p, const struct app_deed *d, char out[static ABOUT])
{
	if (*d->number)
		text_fill(p->lang, TEXT_AUDIT_NUMBER, (const char *const[3]){d->number, NULL, NULL}, out, ABOUT);
	else
		snprintf(out, ABOUT, d->more ? "%s – %s" : "%s", d->about, d->more ? page_text(p, d->more) : "");
	return out;
}

static const text_id heading[] = {
	TEXT_AUDIT_WHEN, TEXT_AUDIT_WHO, TEXT_AUDIT_WHAT, TEXT_AUDIT_UNIT, TEXT_AUDIT_ABOUT, TEXT_AUDIT_WHY, TEXT_NONE};

static void cell(struct page *p, text_id label, const char *words)
{
	page_cell(p, *words ? "" : "none", page_text(p, label));
	html_print(&p->out, "%s</td>", *words ? words : "–");
}

static void row(struct page *p, const struct app_deed *d)
{
	char when[PAGE_WHEN], unit[UNIT_NAME], said[ABOUT];
	html_print(&p->out, "<tr><td>%s</td><th scope=\"row\">%s</th>", page_stamp(d->at, when),
		*d->by ? d->by : page_text(p, TEXT_AUDIT_MACHINE));
	cell(p, TEXT_AUDIT_WHAT, page_text(p, d->what));
	cell(p, TEXT_AUDIT_UNIT, *d->unit ? unit_name(p, d->unit, unit) : "");
	cell(p, TEXT_AUDIT_ABOUT, about(p, d, said));
	cell(p, TEXT_AUDIT_WHY, d->reason);
	html_markup_unescaped(&p->out, "</tr>");
}

static void table(struct page *p, const struct app_audit *a)
{
	page_table(p, "said", TEXT_AUDIT_PAGE, heading);
	for (size_t i = 0; i < a->deeds; i++)
		row(p, &a->deed[i]);
	page_table_end(p);
}

void users_audit(struct page *p)
{
	struct err e;
	struct app_audit a;
	const struct app_audit_ask ask = asked(p, ROWS);
	char when[PAGE_WHEN], link[LINK];
	if (app_audit(p->store, &ask, &a, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	desk_begin_wide(p, DESK_MANAGE, page_text(p, TEXT_AUDIT_PAGE));
	page_crumbs(p, "/quan-ly", TEXT_DESK_MANAGE);
	form(p);
	if (a.deeds > 0)
		table(p, &a);
	else if (*a.looked)
		page_box_text(p, TONE_NOTE, TEXT_AUDIT_NONE_SO_FAR, page_stamp(a.looked, when), NULL, NULL);
	else
		page_box_text(p, TONE_NOTE, TEXT_AUDIT_NONE, NULL, NULL, NULL);
	html_markup_unescaped(&p->out, "<p class=\"row no-print\">");
	if (*a.next)
		html_print(&p->out, "<a class=\"button\" href=\"%s\">%s</a>", link_to(p, "/nhat-ky", a.next, link),
			page_text(p, TEXT_AUDIT_OLDER));
	html_print(&p->out, "<a class=\"button second\" href=\"%s\">%s</a></p>", link_to(p, "/nhat-ky/tep", "", link),
		page_text(p, TEXT_AUDIT_CSV));
	app_audit_free(&a);
	desk_end(p);
}

/* --- as a file --- */

static void headings(struct page *p, struct buf *out)
{
	for (size_t i = 0; heading[i]; i++)
		csv_text(out, page_text(p, heading[i]), i == 0);
	csv_end_row(out);
}

static void line(struct page *p, const struct app_deed *d, struct buf *out)
{
	char said[ABOUT];
	csv_text(out, d->at, true);
	csv_text(out, *d->by ? d->by : page_text(p, TEXT_AUDIT_MACHINE), false);
	csv_text(out, page_text(p, d->what), false);
	csv_text(out, d->unit, false);
	csv_text(out, about(p, d, said), false);
	csv_text(out, d->reason, false);
	csv_end_row(out);
}

/* So many pages of it: other people and machines wait meanwhile. */
void users_audit_file(struct page *p)
{
	struct err e;
	struct buf out;
	struct app_audit_ask ask = asked(p, FILE_ROWS);
	char next[APP_AUDIT_PLACE] = "", most[32];
	size_t rows = 0;
	buf_init(&out, FILE_BYTES);
	csv_begin(&out);
	headings(p, &out);
	for (int i = 0; i < FILE_PAGES && rows < FILE_ROWS; i++) {
		struct app_audit a;
		ask.before = next;
		ask.most = FILE_ROWS - rows;
		if (app_audit(p->store, &ask, &a, &e) != 0) {
			buf_free(&out);
			page_fail(p, &e);
			return;
		}
		for (size_t k = 0; k < a.deeds; k++)
			line(p, &a.deed[k], &out);
		rows += a.deeds;
		memcpy(next, a.next, sizeof next);
		app_audit_free(&a);
		if (!*next)
			break;
	}
	if (*next) {
		char said[512];
		const char *const args[3] = {page_number(p, (int64_t)rows, most)};
		text_fill(p->lang, TEXT_AUDIT_CSV_MORE, args, said, sizeof said);
		csv_text(&out, said, true);
		csv_end_row(&out);
	}
	page_send(p, "text/csv; charset=utf-8", "nhat-ky.csv", &out);
}
