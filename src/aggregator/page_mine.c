/* page_mine.c - one's own account: password, language, size of type, sessions, signing out. */
#include <string.h>

#include "page_users.h"

enum { SIZES = 3 };

static void choice(struct page *p, const char *name, const char *value, bool chosen, const char *label)
{
	html_print(&p->out, "<label><input type=\"radio\" name=\"%s\" value=\"%s\"", name, value);
	html_markup_unescaped(&p->out, chosen ? " checked>" : ">");
	html_print(&p->out, "%s</label>", label);
}

static void look(struct page *p)
{
	static const text_id size[SIZES] = {TEXT_DOOR_SET_SIZE_0, TEXT_DOOR_SET_SIZE_1, TEXT_DOOR_SET_SIZE_2};
	page_heading(p, TEXT_DOOR_SET_LOOK);
	page_form(p, "/toi/nhin", "card");
	html_print(&p->out, "<fieldset class=\"field\"><legend>%s</legend><div class=\"choices\">",
		page_text(p, TEXT_DOOR_SET_LANG));
	choice(p, "ngon-ngu", "vi", p->lang == LANG_VI, page_text(p, TEXT_DOOR_SET_LANG_VI));
	choice(p, "ngon-ngu", "en", p->lang == LANG_EN, page_text(p, TEXT_DOOR_SET_LANG_EN));
	html_print(&p->out, "</div></fieldset><fieldset class=\"field\"><legend>%s</legend><div class=\"choices\">",
		page_text(p, TEXT_DOOR_SET_SIZE));
	for (int i = 0; i < SIZES; i++)
		choice(p, "co-chu", (const char[2]){(char)('0' + i), '\0'}, p->size == i, page_text(p, size[i]));
	html_print(&p->out, "</div></fieldset><button class=\"second\">%s</button>", page_text(p, TEXT_DOOR_SET_SAVE));
	page_form_end(p);
}

static void password(struct page *p, const char *old_problem, const char *problem)
{
	page_heading(p, TEXT_USERS_CHANGE_PASSWORD);
	page_form(p, "/toi/mat-khau", "card");
	page_input(p, &(struct page_input){.name = "mk-cu",
			      .type = "password",
			      .label = TEXT_USERS_OLD,
			      .attributes = " autocomplete=\"current-password\" required",
			      .problem = old_problem});
	users_fields_new(p, problem);
	html_print(&p->out, "<button>%s</button>", page_text(p, TEXT_USERS_CHANGE_PASSWORD));
	page_form_end(p);
}

/* wrong: of the page as a whole, "" when nothing is; the others: of a field. */
static void show(struct page *p, unsigned status, const char *wrong, const char *old_problem, const char *problem)
{
	desk_begin(p, DESK_MANAGE, page_text(p, TEXT_DESK_MINE));
	if (*wrong)
		page_box(p, TONE_BAD, wrong);
	html_markup_unescaped(&p->out, "<p><strong>");
	page_say(p, TEXT_USERS_I_AM, p->session->by, page_text(p, app_role_name(p->session->role)), NULL);
	html_markup_unescaped(&p->out, "</strong></p>");
	page_form(p, "/ra", "");
	page_button(p, "second", TEXT_USERS_SIGN_OUT);
	page_form_end(p);
	look(p);
	password(p, old_problem, problem);
	users_sessions(p, p->session->by, "/toi/phien");
	desk_end_status(p, status);
}

void users_mine(struct page *p)
{
	show(p, 200, "", "", "");
}

static void changed(struct page *p, void *work)
{
	struct err e;
	char sentence[1024];
	const char *me = p->session->by;
	if (app_user_password_done(p->store, work, me, me, &p->session->id, p->now, &e) == 0)
		desk_done(p, "/toi", TEXT_USERS_PASSWORD_DONE, NULL, NULL, NULL);
	else if (e.text == TEXT_USERS_WRONG)
		show(p, 403, "", page_text(p, TEXT_USERS_OLD_WRONG), "");
	else
		show(p, 409, users_said(p, &e, sentence), "", "");
}

void users_mine_password(struct page *p)
{
	struct err e;
	struct app_user_work *w;
	char why[1024];
	if (!users_new_given(p, why))
		show(p, 400, "", "", why);
	else if (app_user_work_new(
			 p->store, p->session->by, page_secret(p, "mk-cu"), page_secret(p, "mk"), p->now, &w, &e) != 0)
		e.text == TEXT_USERS_PASSWORD_SHORT ? show(p, 400, "", "", users_said(p, &e, why))
						    : show(p, 400, users_said(p, &e, why), "", "");
	else
		page_aside(p, app_user_work, changed, app_user_work_free, w);
}

void users_mine_look(struct page *p)
{
	const char *size = page_field(p, "co-chu");
	bool known = strlen(size) == 1 && size[0] >= '0' && size[0] < '0' + SIZES;
	page_set_look(p, text_lang_of(page_field(p, "ngon-ngu"), p->lang), known ? size[0] - '0' : p->size);
	desk_done(p, "/toi", TEXT_DOOR_SET_LOOK_DONE, NULL, NULL, NULL);
}

void users_mine_end(struct page *p)
{
	struct err e;
	struct id id = {0};
	char sentence[1024];
	id_read(page_field(p, "phien"), &id);
	if (app_user_session_end(p->store, id, p->session->by, p->session->by, p->now, &e) != 0)
		show(p, 409, users_said(p, &e, sentence), "", "");
	else
		desk_done(p, "/toi", TEXT_USERS_ENDED_MINE, NULL, NULL, NULL);
}
