/* page_campaign_copy.c - a campaign of one's own: that in force, or the one looked at, with other words and days. What
 * is made is looked at as a file would be. */
#include <stdio.h>
#include <string.h>

#include <tungnha/page_upload.h>

#include "page_units.h"

#define PATH "/chien-dich/sua"

/* --- which one it is made of --- */

struct source {
	const struct campaign *c; /* NULL: there is none */
	struct app_campaign_look look;
};

static void source_open(struct page *p, struct source *x)
{
	struct page_upload f;
	struct err none;
	*x = (struct source){0};
	if (page_has(p, "xem") && page_upload(p, CAMPAIGN_KIND, &f) &&
		app_campaign_look(p->store, f.path, &x->look, &none) == 0)
		x->c = x->look.campaign;
	else if (store_campaign(p->store, &x->c) != 0)
		x->c = NULL;
}

static void source_close(struct source *x)
{
	app_campaign_look_free(&x->look);
}

/* --- the form --- */

/* What was typed, or what it says now. */
static void field(struct page *p, const char *name, text_id label, text_id hint, const char *now)
{
	page_text_field(p, name, label, hint, page_has(p, name) ? page_field(p, name) : now ? now : "", NULL);
}

static void day_field(struct page *p, const char *name, text_id label, const char *now)
{
	char day[CLOCK_DATE];
	field(p, name, label, TEXT_NONE, clock_day(now, day));
}

static void span(struct page *p, text_id what, const char *names[2], text_id until, const char *from, const char *to)
{
	html_print(&p->out, "<fieldset class=\"field\"><legend>%s</legend><div class=\"two\">", page_text(p, what));
	day_field(p, names[0], TEXT_DESK_COPY_FROM, from);
	day_field(p, names[1], until, to);
	html_markup_unescaped(&p->out, "</div></fieldset>");
}

static void due(struct page *p, const struct campaign *c)
{
	static const text_id days[] = {TEXT_DESK_CAMP_DAY_1, TEXT_DESK_CAMP_DAY_2, TEXT_DESK_CAMP_DAY_3,
		TEXT_DESK_CAMP_DAY_4, TEXT_DESK_CAMP_DAY_5, TEXT_DESK_CAMP_DAY_6, TEXT_DESK_CAMP_DAY_7};
	char time[16];
	int chosen = page_has(p, "thu") ? units_number(page_field(p, "thu")) : c->due_weekday;
	if (c->has_due && c->closes == PERIOD_WEEK) {
		html_print(&p->out,
			"<div class=\"two\"><div class=\"field\"><label for=\"thu\">%s</label><select id=\"thu\" "
			"name=\"thu\">",
			page_text(p, TEXT_DESK_COPY_WEEKDAY));
		for (int i = 0; i < 7; i++) {
			html_print(&p->out, "<option value=\"%d\"", i + 1);
			html_markup_unescaped(&p->out, chosen == i + 1 ? " selected>" : ">");
			html_print(&p->out, "%s</option>", page_text(p, days[i]));
		}
		page_select_end(p);
		snprintf(time, sizeof time, "%02d:%02d", c->due_hour, c->due_minute);
		field(p, "gio", TEXT_DESK_COPY_TIME, TEXT_NONE, time);
		html_markup_unescaped(&p->out, "</div>");
	}
	if (c->has_due)
		field(p, "noi", TEXT_DESK_CAMP_TO, TEXT_NONE, c->report_to);
}

static void form(struct page *p, const struct campaign *c)
{
	page_form(p, PATH, "");
	if (page_has(p, "xem"))
		page_hidden(p, "xem", "1");
	field(p, "ten", TEXT_DESK_COPY_NAME, TEXT_NONE, form_words(&c->title, LANG_VI));
	field(p, "ke-hoach", TEXT_DESK_COPY_PLAN, TEXT_NONE, c->plan);
	html_markup_unescaped(&p->out, "<div class=\"two\">");
	field(p, "xa", TEXT_DESK_COPY_ISSUER, TEXT_DESK_COPY_ISSUER_HINT, c->issuers ? c->issuer[c->issuers - 1] : "");
	field(p, "dia-danh", TEXT_DESK_COPY_PLACE, TEXT_DESK_COPY_PLACE_HINT, c->place);
	html_markup_unescaped(&p->out, "</div>");
	span(p, TEXT_DESK_CAMP_DRIVE, (const char *[]){"dot-tu", "dot-den"}, TEXT_DESK_COPY_TO, c->starts, c->ends);
	span(p, TEXT_DESK_COPY_WORK, (const char *[]){"lam-tu", "lam-den"}, TEXT_DESK_COPY_BEFORE, c->work_from,
		c->work_before);
	span(p, TEXT_DESK_CAMP_WINDOW, (const char *[]){"ho-so-tu", "ho-so-den"}, TEXT_DESK_COPY_TO, c->window_from,
		c->window_to);
	day_field(p, "chinh-thuc", TEXT_DESK_CAMP_FINAL, c->final_from);
	due(p, c);
	page_button(p, "big", TEXT_DESK_COPY_LOOK);
	page_form_end(p);
}

static void show(struct page *p, const struct campaign *c, const struct err *refused)
{
	desk_begin(p, DESK_MANAGE, page_text(p, TEXT_DESK_COPY_TITLE_PAGE));
	page_crumbs(p, "/chien-dich", TEXT_DESK_CAMP_TITLE);
	page_para(p, "", TEXT_DESK_COPY_WHAT, NULL, NULL, NULL);
	if (refused)
		page_box_fail(p, refused);
	if (c)
		form(p, c);
	else
		page_box_text(p, TONE_WARN, TEXT_DESK_COPY_NONE, NULL, NULL, NULL);
	desk_end_status(p, refused ? 400 : 200);
}

void desk_campaign_edit(struct page *p)
{
	struct source x;
	source_open(p, &x);
	show(p, x.c, NULL);
	source_close(&x);
}

static int make(struct page *p, const struct campaign *c, struct buf *out, struct err *e)
{
	int weekday = units_number(page_field(p, "thu"));
	const struct app_campaign_wish w = {.title = page_field(p, "ten"),
		.plan = page_field(p, "ke-hoach"),
		.issuer = page_field(p, "xa"),
		.place = page_field(p, "dia-danh"),
		.starts = page_field(p, "dot-tu"),
		.ends = page_field(p, "dot-den"),
		.work_from = page_field(p, "lam-tu"),
		.work_before = page_field(p, "lam-den"),
		.window_from = page_field(p, "ho-so-tu"),
		.window_to = page_field(p, "ho-so-den"),
		.final_from = page_field(p, "chinh-thuc"),
		.weekday = weekday > 0 ? weekday : 0,
		.time = page_field(p, "gio"),
		.report_to = page_field(p, "noi")};
	if (!c)
		return err_set(e, ERR_NOT_FOUND, TEXT_DESK_COPY_NONE, "");
	if (app_campaign_copy(p->store, c, &w, out, e) != 0)
		return -1;
	return page_upload_put(p, CAMPAIGN_KIND, w.title, out->data, out->len, e);
}

/* What does not hold together is said by the look at it, as of a file. */
void desk_campaign_edit_do(struct page *p)
{
	struct source x;
	struct buf made;
	struct err e;
	buf_init(&made, FORM_BYTES_MAX);
	source_open(p, &x);
	if (make(p, x.c, &made, &e) == 0)
		page_redirect(p, "/chien-dich?xem=1");
	else
		show(p, x.c, &e);
	source_close(&x);
	buf_free(&made);
}
