/* page_campaign.c - the campaign in force; another one, shipped or from a file, looked at before it takes its place. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/page_upload.h>

#include "page_units.h"

#define KIND CAMPAIGN_KIND
#define PATH "/chien-dich"
enum { SHIPPED_MAX = 64 };

/* --- the one in force --- */

static void in_force(struct page *p)
{
	const struct campaign *c;
	const struct targets *t;
	const struct tasks *k;
	if (store_campaign(p->store, &c) != 0) {
		page_box_text(p, TONE_WARN, TEXT_DESK_CAMP_NONE, NULL, NULL, NULL);
		return;
	}
	campaign_said(p, c);
	html_markup_unescaped(&p->out, "<ul class=\"links\">");
	if (store_targets(p->store, &t) == 0)
		html_print(&p->out, "<li><a href=\"/chi-tieu\">%s (%zu)</a></li>", page_text(p, TEXT_DESK_CAMP_TARGETS),
			t->count);
	if (store_tasks(p->store, &k) == 0)
		html_print(&p->out, "<li><a href=\"/nhiem-vu\">%s (%zu)</a></li>", page_text(p, TEXT_DESK_CAMP_TASKS),
			k->count);
	html_markup_unescaped(&p->out, "</ul>");
}

/* --- another one --- */

const char *campaign_shipped(const struct page *p, size_t *i, size_t *n, char id[static 80], char title[static 256])
{
	struct campaign *c;
	struct err none;
	const char *bytes;
	while (*i < SHIPPED_MAX && (bytes = form_shipped_at((*i)++, n))) {
		if (campaign_load(bytes, *n, "", &c, &none) != 0)
			continue;
		snprintf(id, 80, "%s", c->id);
		snprintf(title, 256, "%s", form_words(&c->title, p->lang));
		campaign_free(c);
		return bytes;
	}
	return NULL;
}

static void choose(struct page *p)
{
	char id[80], title[256];
	size_t i = 0, n;
	html_print(&p->out, "<details class=\"more\"><summary>%s</summary><p>%s</p>",
		page_text(p, TEXT_DESK_CAMP_OTHER), page_text(p, TEXT_DESK_CAMP_OTHER_WHAT));
	page_form_of_files(p, PATH, "");
	page_select(p, "san", TEXT_DESK_CAMP_SHIPPED);
	page_option(p, "", false, "–");
	while (campaign_shipped(p, &i, &n, id, title))
		page_option(p, id, false, title);
	page_select_end(p);
	page_file_field(p, TEXT_DESK_CAMP_FILE, TEXT_DESK_CAMP_FILE_HINT, " accept=\".json\"");
	page_button(p, "", TEXT_PAPER_LOOK);
	page_form_end(p);
	html_markup_unescaped(&p->out, "</details>");
}

static void preview(struct page *p, const struct page_upload *f)
{
	struct err e;
	struct app_campaign_look l;
	if (app_campaign_look(p->store, f->path, &l, &e) != 0) {
		page_upload_name(&e, f);
		page_box_fail(p, &e);
		page_box_text(p, TONE_NOTE, TEXT_DESK_CAMP_NOTHING, NULL, NULL, NULL);
		return;
	}
	page_heading(p, TEXT_DESK_CAMP_LOOK);
	page_box_text(p, TONE_GOOD, TEXT_DESK_CAMP_SOUND, NULL, NULL, NULL);
	campaign_said(p, l.campaign);
	if (l.same) {
		page_box_text(p, TONE_NOTE, TEXT_DESK_CAMP_SAME, NULL, NULL, NULL);
	} else {
		page_para(p, "", TEXT_DESK_CAMP_FOLLOWS, NULL, NULL, NULL);
		if (l.other_form)
			page_box_text(p, TONE_WARN, TEXT_DESK_CAMP_OTHER_FORM, NULL, NULL, NULL);
		page_form(p, PATH "/ghi", "");
		page_hidden(p, "dau", f->mark);
		page_button(p, "danger", TEXT_DESK_CAMP_PUT);
		page_form_end(p);
	}
	page_link(p, "second", PATH "/sua?xem=1", TEXT_DESK_COPY_THIS);
	app_campaign_look_free(&l);
}

static void show(struct page *p, const struct err *refused)
{
	struct page_upload f;
	bool may = page_may(p, PAGE_ADMIN), there = may && page_has(p, "xem") && page_upload(p, KIND, &f);
	desk_begin(p, DESK_MANAGE, page_text(p, TEXT_DESK_CAMP_TITLE));
	page_crumbs(p, "/quan-ly", TEXT_DESK_MANAGE);
	if (refused)
		page_box_fail(p, refused);
	if (there)
		preview(p, &f);
	else
		in_force(p);
	if (may && !there)
		page_link(p, "second", PATH "/sua", TEXT_DESK_COPY_FORCE);
	if (may)
		choose(p);
	desk_end_status(p, refused ? 400 : 200);
}

void desk_campaign(struct page *p)
{
	show(p, NULL);
}

void desk_campaign_take(struct page *p)
{
	struct err e;
	char id[80], title[256];
	const char *wanted = page_field(p, "san"), *bytes = NULL;
	size_t i = 0, n = 0;
	while (*wanted && (bytes = campaign_shipped(p, &i, &n, id, title)) && strcmp(id, wanted) != 0)
		;
	int rc = bytes ? page_upload_put(p, KIND, wanted, bytes, n, &e) : page_upload_take(p, KIND, &e);
	if (rc == 0)
		page_redirect(p, PATH "?xem=1");
	else
		show(p, &e);
}

void desk_campaign_write(struct page *p)
{
	struct err e;
	struct page_upload f = {.path = ""};
	bool written;
	if (page_upload_seen(p, KIND, &f, &e) == 0 && app_campaign_put(p->store, f.path, &written, &e) == 0) {
		page_upload_drop(p, KIND);
		desk_done(p, PATH, written ? TEXT_DESK_CAMP_DONE : TEXT_DESK_CAMP_SAME, NULL, NULL, NULL);
	} else {
		page_upload_name(&e, &f);
		show(p, &e);
	}
}
