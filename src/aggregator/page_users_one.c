/* page_users_one.c - one user: another role, a new password, gone. */
#include <string.h>

#include "page_users.h"

static int asked(struct page *p, const char *hex, struct app_user *out, struct err *e)
{
	struct id id = {0};
	id_read(hex, &id);
	return app_user_of(p->store, id, out, e);
}

static void hidden_id(struct page *p, const struct app_user *u)
{
	char hex[ID_HEX];
	page_hidden(p, "ma", id_hex(u->id, hex));
}

static void role(struct page *p, const struct app_user *u)
{
	page_heading(p, TEXT_USERS_CHANGE_ROLE);
	page_form(p, "/nguoi-dung/quyen", "card");
	hidden_id(p, u);
	users_roles(p, u->role);
	html_print(&p->out, "<button>%s</button>", page_text(p, TEXT_USERS_CHANGE_ROLE));
	page_form_end(p);
}

static void password(struct page *p, const struct app_user *u, const char *problem)
{
	page_heading(p, TEXT_USERS_SET_PASSWORD);
	page_form(p, "/nguoi-dung/mat-khau", "card");
	hidden_id(p, u);
	users_fields_new(p, problem);
	html_print(&p->out, "<p class=\"hint\">%s</p><button>%s</button>", page_text(p, TEXT_USERS_TELL),
		page_text(p, TEXT_USERS_SET_PASSWORD));
	page_form_end(p);
}

static void removal(struct page *p, const struct app_user *u)
{
	html_print(&p->out, "<details><summary>%s</summary>", page_text(p, TEXT_USERS_REMOVE));
	page_form(p, "/nguoi-dung/xoa", "card");
	hidden_id(p, u);
	html_markup_unescaped(&p->out, "<p>");
	page_say(p, TEXT_USERS_REMOVE_SAY, u->name, NULL, NULL);
	html_markup_unescaped(&p->out, "</p><button class=\"danger\">");
	page_say(p, TEXT_USERS_REMOVE_DO, u->name, NULL, NULL);
	html_markup_unescaped(&p->out, "</button>");
	page_form_end(p);
	html_markup_unescaped(&p->out, "</details>");
}

static void show(struct page *p, const struct app_user *u, unsigned status, const char *wrong, const char *problem)
{
	char when[PAGE_WHEN];
	desk_begin(p, DESK_MANAGE, u->name);
	page_crumbs(p, "/nguoi-dung", TEXT_USERS_PAGE);
	if (*wrong)
		page_box(p, TONE_BAD, wrong);
	if (u->waits_until > p->now)
		page_box_text(p, TONE_WARN, TEXT_USERS_WAITS, page_when(u->waits_until, when), NULL, NULL);
	role(p, u);
	password(p, u, problem);
	users_sessions(p, u->name, "/nguoi-dung/phien");
	removal(p, u);
	desk_end_status(p, status);
}

void users_one(struct page *p)
{
	struct err e;
	struct app_user u;
	if (asked(p, p->tail, &u, &e) != 0)
		page_fail(p, &e);
	else
		show(p, &u, 200, "", "");
}

static void refuse(struct page *p, const struct app_user *u, const struct err *e)
{
	char sentence[1024];
	show(p, u, 409, users_said(p, e, sentence), "");
}

void users_one_role(struct page *p)
{
	struct err e;
	struct app_user u;
	enum app_role to = users_role_posted(p);
	if (asked(p, page_field(p, "ma"), &u, &e) != 0)
		page_fail(p, &e);
	else if (app_user_role(p->store, u.name, to, p->session->by, p->now, &e) != 0)
		refuse(p, &u, &e);
	else
		desk_done(p, "/nguoi-dung", TEXT_USERS_ROLE_SET, u.name, page_text(p, app_role_name(to)), NULL);
}

void users_one_remove(struct page *p)
{
	struct err e;
	struct app_user u;
	if (asked(p, page_field(p, "ma"), &u, &e) != 0)
		page_fail(p, &e);
	else if (app_user_remove(p->store, u.name, p->session->by, p->now, &e) != 0)
		refuse(p, &u, &e);
	else
		desk_done(p, "/nguoi-dung", TEXT_USERS_REMOVED, u.name, NULL, NULL);
}

static void set(struct page *p, void *work)
{
	struct err e;
	struct app_user u;
	if (asked(p, page_field(p, "ma"), &u, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	bool mine = strcmp(u.name, p->session->by) == 0; /* who sets his own stays where he is */
	if (app_user_password_done(p->store, work, u.name, p->session->by, mine ? &p->session->id : NULL, p->now, &e) !=
		0)
		refuse(p, &u, &e);
	else
		desk_done(p, "/nguoi-dung", TEXT_USERS_PASSWORD_SET, u.name, NULL, NULL);
}

void users_one_password(struct page *p)
{
	struct err e;
	struct app_user u;
	struct app_user_work *w;
	char why[1024];
	if (asked(p, page_field(p, "ma"), &u, &e) != 0)
		page_fail(p, &e);
	else if (!users_new_given(p, why))
		show(p, &u, 400, "", why);
	else if (app_user_work_new(p->store, u.name, NULL, page_secret(p, "mk"), p->now, &w, &e) != 0)
		show(p, &u, 400, "", users_said(p, &e, why));
	else
		page_aside(p, app_user_work, set, app_user_work_free, w);
}
