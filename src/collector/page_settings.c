/* page_settings.c - what can be set, as a list of large entries; language and size of type; about the program. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/command.h>

#include "page_settings.h"

/* --- what the pages of settings share --- */

void settings_begin(struct page *p, text_id title)
{
	door_begin(p, DOOR_SETTINGS, page_text(p, title));
	page_crumbs(p, "/cai-dat", TEXT_DOOR_SETTINGS);
}

bool settings_real(struct page *p)
{
	struct err e;
	if (!p->practice)
		return true;
	err_set(&e, ERR_DENIED, TEXT_DOOR_SET_NOT_PRACTISING, "");
	page_fail(p, &e);
	return false;
}

void settings_field(
	struct page *p, const char *name, const char *type, text_id label, const char *value, const struct err *wrong)
{
	char sentence[2048] = "";
	if (wrong)
		err_sentence(wrong, p->lang, sentence, sizeof sentence);
	page_input(p, &(struct page_input){.name = name,
			      .type = type,
			      .label = label,
			      .value = value,
			      .attributes = " autocomplete=\"off\"",
			      .problem = sentence});
}

void settings_print(struct page *p)
{
	html_print(&p->out,
		"<p class=\"no-print\"><button type=\"button\" class=\"second\" data-print hidden>%s</button></p>"
		"<noscript><p class=\"no-print hint\">%s</p></noscript>",
		page_text(p, TEXT_DOOR_SET_PRINT), page_text(p, TEXT_DOOR_SET_PRINT_KEYS));
}

/* --- the list --- */

static void heading(struct page *p, text_id title)
{
	html_print(&p->out, "<h2>%s</h2><ul class=\"links\">", page_text(p, title));
}

static void hamlet(struct page *p)
{
	struct unit u;
	struct err none;
	char *by = app_by(p->store);
	heading(p, TEXT_DOOR_SET_GROUP_HAMLET);
	page_entry(p, "/cai-dat/xom", TEXT_DOOR_SET_UNITS, door_unit(p, &u, &none) == 0 ? u.name : NULL);
	page_entry(p, "/cai-dat/nguoi-ghi", TEXT_DOOR_SET_BY, *by ? by : page_text(p, TEXT_DOOR_SET_BY_NOBODY));
	page_entry(p, "/dien-thoai", TEXT_DOOR_SET_PHONES, page_text(p, TEXT_DOOR_SET_PHONES_ABOUT));
	page_entry(p, "/dua-danh-sach", TEXT_DOOR_SET_IMPORT, page_text(p, TEXT_DOOR_SET_IMPORT_ABOUT));
	html_markup_unescaped(&p->out, "</ul>");
	free(by);
}

static const char *backup_about(const struct page *p, char out[static 400])
{
	int64_t at, bytes;
	char when[20];
	if (!store_last_backup(p->store, &at, &bytes))
		return page_text(p, TEXT_DOOR_SET_BACKUP_NEVER);
	text_fill(p->lang, TEXT_BACKUP_TODAY, (const char *const[3]){page_when(at, when), NULL, NULL}, out, 400);
	return out;
}

static void keeping(struct page *p)
{
	static const text_id how[] = {[STORE_UNDER_PASSPHRASE] = TEXT_DOOR_SET_PASS_THERE,
		[STORE_UNDER_KEY_FILE] = TEXT_DOOR_SET_PASS_KEY_FILE,
		[STORE_UNPROTECTED] = TEXT_DOOR_SET_PASS_NONE};
	enum store_protection now = store_protection(p->store);
	char about[400];
	heading(p, TEXT_DOOR_SET_GROUP_KEEP);
	page_entry(p, "/cai-dat/sao-luu", TEXT_DOOR_SET_BACKUP, backup_about(p, about));
	if (p->here)
		page_entry(p, "/cai-dat/mat-khau", TEXT_DOOR_SET_PASS, page_text(p, how[now]));
	if (p->here && now != STORE_UNPROTECTED) {
		page_entry(p, "/cai-dat/ma-khoi-phuc", TEXT_DOOR_SET_RECOVERY,
			page_text(p, store_has_recovery(p->store) ? TEXT_DOOR_SET_RECOVERY_THERE
								  : TEXT_DOOR_SET_RECOVERY_NONE));
		page_entry(p, "/cai-dat/usb-khoa", TEXT_DOOR_SET_STICK, page_text(p, TEXT_DOOR_SET_STICK_ABOUT));
	}
	page_entry(p, "/cai-dat/kiem-tra", TEXT_DOOR_SET_CHECK, page_text(p, TEXT_DOOR_SET_CHECK_ABOUT));
	html_markup_unescaped(&p->out, "</ul>");
}

static void everybody(struct page *p)
{
	heading(p, TEXT_DOOR_SET_GROUP_ALL);
	page_entry(p, "/cai-dat/hien-thi", TEXT_DOOR_SET_LOOK, NULL);
	page_entry(p, "/thong-bao", TEXT_NOTICE_TITLE, page_text(p, TEXT_NOTICE_ABOUT));
	page_entry(p, "/tro-giup", TEXT_DOOR_HELP_TITLE, page_text(p, TEXT_DOOR_HELP_ABOUT));
	page_entry(p, "/tap", TEXT_DOOR_SET_PRACTICE, page_text(p, TEXT_DOOR_SET_PRACTICE_ABOUT));
	page_entry(p, "/cai-dat/chuong-trinh", TEXT_DOOR_SET_ABOUT, NULL);
	page_entry(p, "/khoa", TEXT_ACCESS_LEAVE, NULL);
	html_markup_unescaped(&p->out, "</ul>");
}

void page_settings(struct page *p)
{
	bool owner = door_is_owner(p) && !p->practice;
	door_begin(p, DOOR_SETTINGS, page_text(p, TEXT_DOOR_SETTINGS));
	if (p->practice)
		page_box_text(p, TONE_NOTE, TEXT_DOOR_SET_NOT_PRACTISING, NULL, NULL, NULL);
	if (owner)
		hamlet(p);
	if (owner)
		keeping(p);
	everybody(p);
	door_end(p);
}

/* --- language and size of type --- */

static const char *const lang_value[LANG_COUNT] = {[LANG_VI] = "vi", [LANG_EN] = "en"};
enum { SIZES = 3 };

static void choice(
	struct page *p, const char *name, const char *value, bool chosen, const char *class, const char *label)
{
	html_print(&p->out, "<label class=\"%s\"><input type=\"radio\" name=\"%s\" value=\"%s\"", class, name, value);
	html_markup_unescaped(&p->out, chosen ? " checked>" : ">");
	html_print(&p->out, "%s</label>", label);
}

static void choices_of_size(struct page *p)
{
	const text_id label[SIZES] = {TEXT_DOOR_SET_SIZE_0, TEXT_DOOR_SET_SIZE_1, TEXT_DOOR_SET_SIZE_2};
	for (int i = 0; i < SIZES; i++) {
		char value[2] = {(char)('0' + i), '\0'}, class[] = "look-0";
		class[5] = value[0];
		choice(p, "co-chu", value, p->size == i, class, page_text(p, label[i]));
	}
}

void page_settings_look(struct page *p)
{
	static const text_id language[LANG_COUNT] = {
		[LANG_VI] = TEXT_DOOR_SET_LANG_VI, [LANG_EN] = TEXT_DOOR_SET_LANG_EN};
	settings_begin(p, TEXT_DOOR_SET_LOOK);
	if (page_has(p, "xong"))
		page_box_text(p, TONE_GOOD, TEXT_DOOR_SET_LOOK_DONE, NULL, NULL, NULL);
	page_form(p, "/cai-dat/hien-thi", "");
	html_print(&p->out, "<fieldset class=\"field\"><legend>%s</legend><div class=\"choices\">",
		page_text(p, TEXT_DOOR_SET_LANG));
	for (int l = 0; l < LANG_COUNT; l++)
		choice(p, "ngon-ngu", lang_value[l], p->lang == (enum text_lang)l, "", page_text(p, language[l]));
	html_print(&p->out, "</div></fieldset><fieldset class=\"field\"><legend>%s</legend><div class=\"choices\">",
		page_text(p, TEXT_DOOR_SET_SIZE));
	choices_of_size(p);
	html_print(&p->out, "</div></fieldset><p class=\"hint\">%s</p>", page_text(p, TEXT_DOOR_SET_LOOK_HINT));
	page_button(p, "big", TEXT_DOOR_SET_SAVE);
	page_form_end(p);
	door_end(p);
}

void page_settings_look_set(struct page *p)
{
	const char *size = page_field(p, "co-chu");
	bool known = strlen(size) == 1 && size[0] >= '0' && size[0] < '0' + SIZES;
	page_set_look(p, text_lang_of(page_field(p, "ngon-ngu"), p->lang), known ? size[0] - '0' : p->size);
	page_redirect(p, "/cai-dat/hien-thi?xong=1");
}

/* --- about --- */

void page_settings_about(struct page *p)
{
	char shown[ID_SHOWN];
	settings_begin(p, TEXT_DOOR_SET_ABOUT);
	html_markup_unescaped(&p->out, "<dl class=\"facts\">");
	page_fact(p, TEXT_DOOR_SET_VERSION, COMMAND_VERSION);
	page_fact(p, TEXT_DOOR_SET_DEVICE, id_shown(store_id(p->store), shown));
	if (door_is_owner(p) && p->here)
		page_fact(p, TEXT_DOOR_SET_FOLDER, p->folder);
	page_fact(p, TEXT_DOOR_SET_LICENCE, "MIT");
	html_print(&p->out, "</dl><p>%s</p><p>%s</p>", page_text(p, TEXT_DOOR_SET_ABOUT_TEXT),
		page_text(p, TEXT_DOOR_SET_ABOUT_PARTS));
	door_end(p);
}
