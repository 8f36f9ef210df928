/* page_settings_by.c - who is recording: the names known on this machine, a new one, the current one. */
#include <stdlib.h>
#include <string.h>

#include "page_settings.h"

static void names(struct page *p)
{
	struct app_names all;
	char *now = app_by(p->store);
	app_by_list(p->store, &all);
	if (all.count > 0) {
		page_form(p, "/cai-dat/nguoi-ghi", "");
		html_print(&p->out, "<fieldset class=\"field\"><legend>%s</legend><div class=\"choices\">",
			page_text(p, TEXT_DOOR_SET_BY_CHOOSE));
		for (size_t i = 0; i < all.count; i++) {
			html_print(&p->out, "<label><input type=\"radio\" name=\"ten\" value=\"%s\"", all.name[i]);
			html_markup_unescaped(&p->out, strcmp(all.name[i], now) == 0 ? " checked>" : ">");
			html_print(&p->out, "%s</label>", all.name[i]);
		}
		html_markup_unescaped(&p->out, "</div></fieldset>");
		page_button(p, "big", TEXT_DOOR_SET_BY_USE);
		page_form_end(p);
	}
	app_names_free(&all);
	free(now);
}

static void show(struct page *p, const char *typed, const struct err *wrong)
{
	settings_begin(p, TEXT_DOOR_SET_BY);
	if (page_has(p, "xong") && !p->posted)
		page_box_text(p, TONE_GOOD, TEXT_DOOR_SET_BY_DONE, NULL, NULL, NULL);
	page_para(p, "", TEXT_DOOR_SET_BY_ABOUT, NULL, NULL, NULL);
	names(p);
	page_heading(p, TEXT_DOOR_SET_BY_NEW);
	page_form(p, "/cai-dat/nguoi-ghi", "");
	settings_field(p, "ten", "text", TEXT_DOOR_SET_BY_NAME, typed, wrong);
	page_button(p, "second", TEXT_DOOR_SET_BY_ADD);
	page_form_end(p);
	door_end_status(p, wrong ? 422 : 200);
}

void page_settings_by(struct page *p)
{
	if (settings_real(p))
		show(p, "", NULL);
}

void page_settings_by_set(struct page *p)
{
	struct err e;
	const char *name = page_field(p, "ten");
	if (!settings_real(p))
		return;
	if (app_by_add(p->store, name, true, &e) != 0)
		show(p, name, &e);
	else
		page_redirect(p, "/cai-dat/nguoi-ghi?xong=1");
}
