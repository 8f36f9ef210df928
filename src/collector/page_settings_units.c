/* page_settings_units.c - the hamlets of this device: to whom each sends, which one is worked with, another invitation.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/invite.h>
#include <tungnha/page_upload.h>

#include "page_settings.h"

static text_id state_of(const struct store_enrolment *en)
{
	static const text_id state[] = {[STATE_NONE] = TEXT_DEVICE_NOT_SENT,
		[STATE_NEW] = TEXT_DEVICE_NEW,
		[STATE_ACTIVE] = TEXT_DEVICE_ACTIVE,
		[STATE_WAITING] = TEXT_DOOR_SET_WAITING,
		[STATE_REVOKED] = TEXT_STATUS_REVOKED,
		[STATE_UNKNOWN] = TEXT_DOOR_SET_UNKNOWN};
	return en->has_hub ? state[en->state] : TEXT_DOOR_SET_NO_HUB;
}

static void choose(struct page *p, const struct unit *u, bool chosen)
{
	if (chosen) {
		page_para(p, "hint", TEXT_DOOR_SET_UNIT_CHOSEN, NULL, NULL, NULL);
		return;
	}
	page_form(p, "/cai-dat/xom/chon", "");
	html_print(&p->out, "<input type=\"hidden\" name=\"xom\" value=\"%s\">", u->code);
	page_button(p, "second", TEXT_DOOR_SET_UNIT_CHOOSE);
	page_form_end(p);
}

static void show_unit(struct page *p, const struct store_enrolment *en, bool several, bool chosen)
{
	html_print(&p->out, "<section class=\"card\"><h2>%s</h2><dl class=\"facts\">", en->unit.name);
	page_fact(p, TEXT_DOOR_SET_UNIT_CODE, en->unit.code);
	if (en->has_hub)
		page_fact(p, TEXT_DOOR_SET_UNIT_HUB, en->hub_name);
	if (en->label[0])
		page_fact(p, TEXT_DOOR_SET_UNIT_LABEL, en->label);
	html_print(&p->out, "</dl><p>%s</p>", page_text(p, state_of(en)));
	if (several)
		choose(p, &en->unit, chosen);
	html_markup_unescaped(&p->out, "</section>");
}

static void show_units(struct page *p, const struct store_enrolment *en, size_t n)
{
	struct unit now;
	struct err none;
	bool known = door_unit(p, &now, &none) == 0;
	for (size_t i = 0; i < n; i++)
		show_unit(p, &en[i], n > 1, known && strcmp(now.code, en[i].unit.code) == 0);
}

static void take_form(struct page *p, const struct err *wrong)
{
	char sentence[2048];
	html_print(&p->out, "<h2>%s</h2><p>%s</p>", page_text(p, TEXT_DOOR_SET_INVITE),
		page_text(p, TEXT_DOOR_SET_INVITE_ABOUT));
	if (wrong) {
		err_sentence(wrong, p->lang, sentence, sizeof sentence);
		page_box(p, TONE_BAD, sentence);
	}
	page_form_of_files(p, "/cai-dat/xom/nhan", "");
	page_file_field(p, TEXT_DOOR_SET_INVITE_FILE, TEXT_NONE, " accept=\".tni,.txt\"");
	html_print(&p->out,
		"<div class=\"field\"><label for=\"dong\">%s</label><textarea id=\"dong\" name=\"dong\" rows=\"3\" "
		"autocomplete=\"off\" spellcheck=\"false\"></textarea></div>",
		page_text(p, TEXT_DOOR_SET_INVITE_LINE));
	page_button(p, "", TEXT_DOOR_SET_INVITE_TAKE);
	page_form_end(p);
}

static void taken(struct page *p)
{
	const char *moved = page_field(p, "chuyen");
	struct unit u;
	struct err none;
	if (app_unit(p->store, page_field(p, "nhan"), &u, &none) != 0)
		return;
	page_box_text(p, TONE_GOOD, TEXT_DOOR_SET_INVITE_TAKEN, u.name, u.code, NULL);
	if (*moved)
		page_box_text(p, TONE_NOTE, TEXT_JOIN_MOVED, moved, u.name, NULL);
	if (page_has(p, "muon"))
		page_box_text(p, TONE_WARN, TEXT_DOOR_SET_INVITE_EXPIRED, NULL, NULL, NULL);
}

static void show(struct page *p, const struct err *wrong)
{
	struct store_enrolment *en = NULL;
	struct err e;
	char shown[ID_SHOWN];
	size_t n = 0;
	if (store_enrolments(p->store, &en, &n, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	settings_begin(p, TEXT_DOOR_SET_UNITS);
	if (page_has(p, "nhan") && !p->posted)
		taken(p);
	html_print(&p->out, "<p>%s</p><p class=\"secret\">%s</p>", page_text(p, TEXT_DOOR_SET_DEVICE_ABOUT),
		id_shown(store_id(p->store), shown));
	show_units(p, en, n);
	take_form(p, wrong);
	door_end_status(p, wrong ? 422 : 200);
	if (n > 0)
		sodium_memzero(en, n * sizeof *en);
	free(en);
}

void page_settings_units(struct page *p)
{
	if (settings_real(p))
		show(p, NULL);
}

void page_settings_units_choose(struct page *p)
{
	struct unit u;
	struct err e;
	if (!settings_real(p))
		return;
	if (app_unit(p->store, page_field(p, "xom"), &u, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	page_set_unit(p, u.code);
	page_redirect(p, "/");
}

/* --- another invitation --- */

static int join(struct page *p, const char *bytes, size_t n, char back[static 128], struct err *e)
{
	struct app_join j = {0};
	size_t moved = 0;
	int rc = app_join_prepare(bytes, n, p->store, p->now, &j, e);
	if (rc == 0)
		rc = app_join_write(p->store, &j, NULL, NULL, p->now, &moved, e);
	if (rc == 0 && moved > 0)
		snprintf(back, 128, "/cai-dat/xom?nhan=%s&chuyen=%zu%s", j.invite.unit.code, moved,
			j.expired ? "&muon=1" : "");
	else if (rc == 0)
		snprintf(back, 128, "/cai-dat/xom?nhan=%s%s", j.invite.unit.code, j.expired ? "&muon=1" : "");
	app_join_free(&j);
	return rc;
}

void page_settings_units_take(struct page *p)
{
	const char *filename, *line = page_field(p, "dong");
	const void *bytes = line;
	size_t n = 0;
	char back[128];
	struct err e;
	int rc;
	if (!settings_real(p))
		return;
	if (!page_file(p, "tep", &filename, &bytes, &n) || n == 0) {
		bytes = line;
		n = strlen(line);
	}
	if (n == 0)
		rc = err_set(&e, ERR_USAGE, TEXT_DOOR_SET_INVITE_NONE, "");
	else if (n > INVITE_FILE_MAX)
		rc = err_set(&e, ERR_DATA, TEXT_DOOR_SET_INVITE_NONE, "");
	else
		rc = join(p, bytes, n, back, &e);
	if (rc == 0)
		page_redirect(p, back);
	else
		show(p, &e);
}
