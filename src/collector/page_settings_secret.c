/* page_settings_secret.c - what opens the data: the passphrase, the recovery key on paper, a key on a stick. Asked only
 * at this machine, and of whoever knows the passphrase. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/app_sticks.h>

#include "page_settings.h"

static bool is_under_passphrase(const struct page *p)
{
	return store_protection(p->store) == STORE_UNDER_PASSPHRASE;
}

/* --- the sheet --- */

void settings_sheet(struct page *p, const char *key)
{
	struct unit u;
	struct err none;
	char shown[ID_SHOWN], when[20];
	page_box_text(p, TONE_WARN, TEXT_DOOR_SET_SHEET_ONCE, NULL, NULL, NULL);
	html_print(&p->out, "<section class=\"card\"><h2>%s</h2><p class=\"secret\">%s</p><dl class=\"facts\">",
		page_text(p, TEXT_DOOR_SET_SHEET), key);
	if (door_unit(p, &u, &none) == 0)
		page_fact(p, TEXT_DOOR_SET_SHEET_OF, u.name);
	page_fact(p, TEXT_DOOR_SET_DEVICE, id_shown(store_id(p->store), shown));
	page_fact(p, TEXT_DOOR_SET_SHEET_DAY, page_when(p->now, when));
	html_print(&p->out, "</dl><p>%s</p></section>", page_text(p, TEXT_DOOR_SET_SHEET_USE));
	settings_print(p);
}

/* --- the passphrase --- */

/* Beside which field a sentence belongs. */
enum wrong_field { WRONG_OLD, WRONG_FRESH, WRONG_AGAIN };

static enum wrong_field place_of(const struct err *e)
{
	if (e->text == TEXT_PASSPHRASE_DIFFERS)
		return WRONG_AGAIN;
	return e->text == TEXT_PASSPHRASE_SHORT ? WRONG_FRESH : WRONG_OLD;
}

static void passphrase_form(struct page *p, const struct err *wrong)
{
	enum wrong_field at = wrong ? place_of(wrong) : WRONG_OLD;
	bool asked = is_under_passphrase(p);
	char sentence[2048];
	if (wrong && at == WRONG_OLD && !asked) {
		err_sentence(wrong, p->lang, sentence, sizeof sentence);
		page_box(p, TONE_BAD, sentence);
	}
	page_form(p, "/cai-dat/mat-khau", "");
	if (asked)
		settings_field(p, "cu", "password", TEXT_DOOR_SET_PASS_OLD, "", at == WRONG_OLD ? wrong : NULL);
	settings_field(p, "moi", "password", TEXT_DOOR_SET_PASS_NEW, "", at == WRONG_FRESH ? wrong : NULL);
	settings_field(p, "lai", "password", TEXT_DOOR_SET_PASS_AGAIN, "", at == WRONG_AGAIN ? wrong : NULL);
	page_button(p, "big", TEXT_DOOR_SET_PASS_SET);
	page_form_end(p);
}

static void show_passphrase(struct page *p, const struct err *wrong)
{
	static const text_id how[] = {[STORE_UNDER_PASSPHRASE] = TEXT_DOOR_SET_PASS_ABOUT,
		[STORE_UNDER_KEY_FILE] = TEXT_DOOR_SET_PASS_ABOUT_KEY,
		[STORE_UNPROTECTED] = TEXT_DOOR_SET_PASS_ABOUT_NONE};
	enum store_protection now = store_protection(p->store);
	settings_begin(p, TEXT_DOOR_SET_PASS);
	if (now == STORE_UNPROTECTED)
		page_box_text(p, TONE_WARN, how[now], NULL, NULL, NULL);
	else
		page_para(p, "", how[now], NULL, NULL, NULL);
	passphrase_form(p, wrong);
	html_print(
		&p->out, "<p><a href=\"/tro-giup/quen-mat-khau\">%s</a></p>", page_text(p, TEXT_HELP_FORGOTTEN_TITLE));
	door_end_status(p, wrong ? 422 : 200);
}

void page_settings_passphrase(struct page *p)
{
	if (settings_real(p))
		show_passphrase(p, NULL);
}

/* Whoever came in with the old one is out; the key shown once is shown whatever becomes of that. */
static void end_others(struct page *p)
{
	struct err e;
	char sentence[2048];
	if (app_sessions_end_others(p->store, p->session->id, &e) == 0) {
		page_para(p, "", TEXT_DOOR_SET_PASS_OTHERS, NULL, NULL, NULL);
		return;
	}
	err_sentence(&e, p->lang, sentence, sizeof sentence);
	page_box(p, TONE_BAD, sentence);
}

static void tell_set(struct page *p, const char *recovery)
{
	settings_begin(p, TEXT_DOOR_SET_PASS);
	page_box_text(p, TONE_GOOD, TEXT_KEEP_PASSPHRASE_SET, NULL, NULL, NULL);
	end_others(p);
	page_para(p, "", TEXT_KEEP_OLD_BACKUPS, NULL, NULL, NULL);
	if (*recovery)
		settings_sheet(p, recovery);
	html_print(&p->out,
		"<div class=\"actions no-print\"><a class=\"button second\" href=\"/cai-dat/sao-luu\">%s</a></div>",
		page_text(p, TEXT_DOOR_SET_BACKUP));
	door_end(p);
}

void page_settings_passphrase_set(struct page *p)
{
	char recovery[STORE_RECOVERY_TEXT];
	struct err e;
	const struct app_passphrase typed = {page_secret(p, "cu"), page_secret(p, "moi"), page_secret(p, "lai")};
	if (!settings_real(p))
		return;
	if (app_passphrase_set(p->store, &typed, recovery, &e) == 0)
		tell_set(p, recovery);
	else
		show_passphrase(p, &e);
	sodium_memzero(recovery, sizeof recovery);
}

/* --- the recovery key --- */

static bool protected(struct page *p)
{
	if (!settings_real(p))
		return false;
	if (store_protection(p->store) != STORE_UNPROTECTED)
		return true;
	page_redirect(p, "/cai-dat/mat-khau");
	return false;
}

static void ask_passphrase(struct page *p, const struct err *wrong)
{
	if (is_under_passphrase(p))
		settings_field(p, "cu", "password", TEXT_DOOR_SET_PASS_NOW, "", wrong);
}

static void show_recovery(struct page *p, const struct err *wrong)
{
	settings_begin(p, TEXT_DOOR_SET_RECOVERY);
	page_para(p, "", TEXT_DOOR_SET_RECOVERY_ABOUT, NULL, NULL, NULL);
	if (store_has_recovery(p->store))
		page_box_text(p, TONE_NOTE, TEXT_DOOR_SET_RECOVERY_REPLACES, NULL, NULL, NULL);
	page_form(p, "/cai-dat/ma-khoi-phuc", "");
	ask_passphrase(p, wrong);
	page_button(p, "big", TEXT_DOOR_SET_RECOVERY_DRAW);
	page_form_end(p);
	door_end_status(p, wrong ? 422 : 200);
}

void page_settings_recovery(struct page *p)
{
	if (protected(p))
		show_recovery(p, NULL);
}

void page_settings_recovery_draw(struct page *p)
{
	char key[STORE_RECOVERY_TEXT];
	struct err e;
	if (!protected(p))
		return;
	if (app_passphrase_known(p->store, page_secret(p, "cu"), &e) != 0 ||
		store_new_recovery(p->store, key, &e) != 0) {
		show_recovery(p, &e);
		return;
	}
	settings_begin(p, TEXT_DOOR_SET_RECOVERY);
	settings_sheet(p, key);
	sodium_memzero(key, sizeof key);
	door_end(p);
}

/* --- a key on a stick --- */

static void stick_form(struct page *p, const struct app_stick *stick, size_t n, const struct err *wrong)
{
	page_form(p, "/cai-dat/usb-khoa", "");
	ask_passphrase(p, wrong);
	for (size_t i = 0; i < n; i++) {
		char label[256];
		if (stick[i].read_only)
			continue;
		text_fill(p->lang, TEXT_DOOR_SET_STICK_WRITE, (const char *const[3]){stick[i].name, NULL, NULL}, label,
			sizeof label);
		html_print(
			&p->out, "<button class=\"big\" name=\"usb\" value=\"%s\">%s</button>", stick[i].path, label);
	}
	page_form_end(p);
}

static void show_stick(struct page *p, const struct err *wrong)
{
	struct app_stick stick[APP_STICKS_MAX];
	size_t n = app_sticks(stick, APP_STICKS_MAX);
	char sentence[2048];
	settings_begin(p, TEXT_DOOR_SET_STICK);
	page_para(p, "", TEXT_DOOR_SET_STICK_TEXT, NULL, NULL, NULL);
	if (wrong && !is_under_passphrase(p)) {
		err_sentence(wrong, p->lang, sentence, sizeof sentence);
		page_box(p, TONE_BAD, sentence);
	}
	if (n == 0) {
		page_box_text(p, TONE_NOTE, TEXT_DOOR_SET_NO_STICK, NULL, NULL, NULL);
		html_print(&p->out, "<p><a class=\"button second\" href=\"/cai-dat/usb-khoa\">%s</a></p>",
			page_text(p, TEXT_DOOR_SET_LOOK_AGAIN));
	} else {
		stick_form(p, stick, n, wrong);
	}
	door_end_status(p, wrong ? 422 : 200);
}

void page_settings_stick(struct page *p)
{
	if (protected(p))
		show_stick(p, NULL);
}

static int make_stick(struct page *p, char **path, struct err *e)
{
	const char *folder = page_field(p, "usb");
	if (!app_stick_is(folder))
		return err_set(e, ERR_NOT_FOUND, TEXT_DOOR_SET_STICK_GONE, "");
	if (app_passphrase_known(p->store, page_secret(p, "cu"), e) != 0)
		return -1;
	return app_stick_make(p->store, folder, path, e);
}

void page_settings_stick_make(struct page *p)
{
	char *path = NULL;
	struct err e;
	if (!protected(p))
		return;
	if (make_stick(p, &path, &e) != 0) {
		show_stick(p, &e);
		return;
	}
	settings_begin(p, TEXT_DOOR_SET_STICK);
	page_box_text(p, TONE_GOOD, TEXT_DOOR_SET_STICK_DONE, path, NULL, NULL);
	door_end(p);
	free(path);
}
