/* page_access_phone.c - phones: the code the owner shows, the phone that types it, who has one and who has it no more.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page_access.h"

/* --- on the phone --- */

static void pair_page(struct page *p, unsigned status, const char *problem)
{
	door_begin(p, DOOR_NONE, page_text(p, TEXT_ACCESS_PAIR));
	if (p->refused && p->resend)
		page_box_text(p, TONE_WARN, p->refused, NULL, NULL, NULL);
	if (!p->store)
		page_box_text(p, TONE_WARN, TEXT_ACCESS_PAIR_CLOSED, NULL, NULL, NULL);
	html_markup_unescaped(&p->out, "<form method=\"post\" action=\"/ghep\" class=\"card\">");
	page_carry(p);
	page_input(p, &(struct page_input){.name = "ma",
			      .type = "text",
			      .label = TEXT_ACCESS_CODE,
			      .hint = TEXT_ACCESS_CODE_HINT,
			      .value = "",
			      .attributes = " class=\"code-input\" inputmode=\"numeric\" autocomplete=\"one-time-code\""
					    " maxlength=\"9\" required autofocus",
			      .problem = problem});
	html_print(&p->out, "<button class=\"big\">%s</button></form>", page_text(p, TEXT_ACCESS_PAIR_DO));
	if (p->here)
		access_other_way(p, "/mo-khoa", TEXT_ACCESS_BY_PASSPHRASE);
	door_end_status(p, status);
}

static void pair(struct page *p)
{
	struct err e;
	char token[APP_TOKEN], sentence[1024];
	struct app_session session;
	if (!p->store) {
		pair_page(p, 503, "");
	} else if (app_pair(p->store, page_field(p, "ma"), p->from, p->now, token, &session, &e) != 0) {
		pair_page(p, 403, access_sentence(p, &e, sentence));
	} else {
		page_set_session(p, token, APP_ENTER_ONLY);
		access_go_on(p);
	}
}

void access_pair(struct page *p)
{
	access_real(p);
	if (p->posted && !p->refused && strcmp(p->path, "/ghep") == 0 && page_has(p, "ma"))
		pair(p);
	else
		pair_page(p, p->refused ? 401 : 200, "");
}

/* --- at the machine --- */

static void who_uses_it(struct page *p, const char *problem)
{
	struct app_names names;
	app_by_list(p->store, &names);
	html_print(&p->out, "<h2>%s</h2>", page_text(p, TEXT_ACCESS_PHONE_NEW));
	page_form(p, "/dien-thoai/ma", "card");
	page_input(p, &(struct page_input){.name = "ten",
			      .type = "text",
			      .label = TEXT_ACCESS_PHONE_WHO,
			      .attributes = " list=\"ten-quen\" autocomplete=\"off\" required",
			      .problem = problem});
	html_markup_unescaped(&p->out, "<datalist id=\"ten-quen\">");
	for (size_t i = 0; i < names.count; i++)
		html_print(&p->out, "<option value=\"%s\"></option>", names.name[i]);
	html_print(&p->out, "</datalist><button class=\"big\">%s</button>", page_text(p, TEXT_ACCESS_PHONE_SHOW));
	page_form_end(p);
	app_names_free(&names);
}

static void code(struct page *p)
{
	struct app_pair_shown shown;
	struct err none;
	char minutes[16], at[PAGE_ADDRESSES_MAX][PAGE_ADDRESS];
	size_t n = page_addresses(p, at);
	if (app_pair_shown(p->store, p->now, &shown, &none) != 0)
		return;
	snprintf(minutes, sizeof minutes, "%d", (int)((shown.left_s + 59) / 60));
	html_markup_unescaped(&p->out, "<section class=\"card\"><h2>");
	page_say(p, TEXT_ACCESS_CODE_FOR, shown.by, NULL, NULL);
	html_print(&p->out, "</h2><p class=\"secret figure\">%c%c%c %s</p><ol class=\"steps\">", shown.code[0],
		shown.code[1], shown.code[2], shown.code + 3);
	if (n > 0)
		html_print(&p->out, "<li>%s</li><li>%s", page_text(p, TEXT_ACCESS_CODE_STEP_WIFI),
			page_text(p, TEXT_ACCESS_CODE_STEP_ADDRESS));
	for (size_t i = 0; i < n; i++)
		html_print(&p->out, "<br><strong class=\"code\">%s/ghep</strong>", at[i]);
	html_markup_unescaped(&p->out, n > 0 ? "</li><li>" : "<li>");
	page_say(p, TEXT_ACCESS_CODE_STEP_CODE, minutes, NULL, NULL);
	html_markup_unescaped(&p->out, "</li></ol></section>");
}

static void one_phone(struct page *p, const struct app_session *x)
{
	char when[20], hex[ID_HEX], label[256];
	html_print(&p->out, "<li class=\"card\"><p><strong>%s</strong><br>", x->by);
	page_say(p, TEXT_ACCESS_PHONE_HEARD, page_when(x->heard, when), NULL, NULL);
	html_markup_unescaped(&p->out, "</p>");
	page_form(p, "/dien-thoai/ngung", "");
	text_fill(p->lang, TEXT_ACCESS_PHONE_STOP_OF, (const char *const[3]){x->by, NULL, NULL}, label, sizeof label);
	html_print(&p->out,
		"<input type=\"hidden\" name=\"may\" value=\"%s\"><button class=\"danger\" "
		"aria-label=\"%s\">%s</button>",
		id_hex(x->id, hex), label, page_text(p, TEXT_ACCESS_PHONE_STOP));
	page_form_end(p);
	html_markup_unescaped(&p->out, "</li>");
}

static int phones(struct page *p, struct err *e)
{
	struct app_session *x;
	size_t n;
	if (app_phones(p->store, &x, &n, e) != 0)
		return -1;
	html_print(&p->out, "<h2>%s</h2>", page_text(p, TEXT_ACCESS_PHONES_USED));
	html_markup_unescaped(&p->out, n ? "<ul class=\"links\">" : "<p>");
	for (size_t i = 0; i < n; i++)
		one_phone(p, &x[i]);
	html_print(&p->out, "%s", n ? "" : page_text(p, TEXT_ACCESS_PHONES_NONE));
	html_markup_unescaped(&p->out, n ? "</ul>" : "</p>");
	free(x);
	return 0;
}

static void nobody_reaches_it(struct page *p)
{
	page_box_text(p, TONE_WARN, TEXT_ACCESS_NO_HOTSPOT, NULL, NULL, NULL);
	html_print(&p->out, "<details class=\"more\"><summary>%s</summary><p>%s</p></details>",
		page_text(p, TEXT_ACCESS_NO_HOTSPOT_HOW), page_text(p, TEXT_ACCESS_NO_HOTSPOT_RUN));
}

static void phones_page(struct page *p, unsigned status, const char *problem)
{
	struct err e;
	char at[PAGE_ADDRESSES_MAX][PAGE_ADDRESS];
	door_begin(p, DOOR_SETTINGS, page_text(p, TEXT_ACCESS_PHONES));
	html_print(&p->out, "<p class=\"crumbs\"><a href=\"/cai-dat\">← %s</a></p><p>%s</p>",
		page_text(p, TEXT_DOOR_SETTINGS), page_text(p, TEXT_ACCESS_PHONES_SAY));
	if (page_addresses(p, at) == 0)
		nobody_reaches_it(p);
	if (!*problem)
		code(p);
	who_uses_it(p, problem);
	if (phones(p, &e) != 0)
		page_fail(p, &e);
	else
		door_end_status(p, status);
}

void access_phones(struct page *p)
{
	access_real(p);
	phones_page(p, 200, "");
}

void access_phone_code(struct page *p)
{
	struct err e;
	char made[APP_PAIR_CODE], sentence[1024];
	access_real(p);
	if (app_pair_show(p->store, page_field(p, "ten"), p->now, made, &e) != 0)
		phones_page(p, 400, access_sentence(p, &e, sentence));
	else
		page_redirect(p, "/dien-thoai");
}

void access_phone_stop(struct page *p)
{
	struct err e;
	struct app_session gone;
	access_real(p);
	if (app_phone_remove(p->store, page_field(p, "may"), &gone, &e) != 0 && e.code != ERR_NOT_FOUND)
		page_fail(p, &e);
	else
		page_redirect(p, "/dien-thoai");
}
