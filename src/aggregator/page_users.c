/* page_users.c - the users of a hub: who there is, somebody new, who is signed in now. */
#include <stdio.h>
#include <stdlib.h>

#include "page_users.h"

static void row(struct page *p, const struct app_user *u)
{
	char hex[ID_HEX], when[PAGE_WHEN];
	html_print(&p->out, "<tr><th scope=\"row\"><a class=\"cell\" href=\"/nguoi-dung/%s\">%s</a></th><td>%s",
		id_hex(u->id, hex), u->name, page_text(p, app_role_name(u->role)));
	if (u->waits_until > p->now) {
		html_markup_unescaped(&p->out, "<br><span class=\"warning\">");
		page_say(p, TEXT_USERS_WAITS, page_when(u->waits_until, when), NULL, NULL);
		html_markup_unescaped(&p->out, "</span>");
	}
	html_markup_unescaped(&p->out, "</td></tr>");
}

static void table(struct page *p)
{
	static const text_id heading[] = {TEXT_USERS_NAME, TEXT_USERS_COL_ROLE, TEXT_NONE};
	struct err e;
	struct app_user *u;
	size_t n;
	if (app_users(p->store, &u, &n, &e) != 0) {
		page_box_fail(p, &e);
		return;
	}
	page_table(p, "", TEXT_USERS_PAGE, heading);
	for (size_t i = 0; i < n; i++)
		row(p, &u[i]);
	page_table_end(p);
	free(u);
}

static void form(struct page *p, const char *name_problem, const char *problem)
{
	bool open = *name_problem || *problem;
	html_markup_unescaped(&p->out, open ? "<details open>" : "<details>");
	html_print(&p->out, "<summary>%s</summary>", page_text(p, TEXT_USERS_ADD));
	page_form(p, "/nguoi-dung", "card");
	page_input(p, &(struct page_input){.name = "ten",
			      .type = "text",
			      .label = TEXT_USERS_NAME,
			      .hint = TEXT_USERS_NAME_HINT,
			      .attributes = " autocomplete=\"off\" autocapitalize=\"words\" required",
			      .problem = name_problem});
	users_roles(p, page_has(p, "quyen") ? users_role_posted(p) : APP_CLERK);
	users_fields_new(p, problem);
	html_print(&p->out, "<p class=\"hint\">%s</p><button>%s</button>", page_text(p, TEXT_USERS_TELL),
		page_text(p, TEXT_USERS_ADD));
	page_form_end(p);
	html_markup_unescaped(&p->out, "</details>");
}

static void show(struct page *p, unsigned status, const char *name_problem, const char *problem)
{
	desk_begin(p, DESK_MANAGE, page_text(p, TEXT_USERS_PAGE));
	page_crumbs(p, "/quan-ly", TEXT_DESK_MANAGE);
	table(p);
	form(p, name_problem, problem);
	users_sessions(p, NULL, "/nguoi-dung/phien");
	desk_end_status(p, status);
}

void users_list(struct page *p)
{
	show(p, 200, "", "");
}

static void made(struct page *p, void *work)
{
	struct err e;
	struct app_user u;
	char sentence[1024];
	int rc = app_user_add_done(
		p->store, work, page_field(p, "ten"), users_role_posted(p), p->session->by, p->now, &u, &e);
	if (rc == 0)
		desk_done(p, "/nguoi-dung", TEXT_USERS_ADDED, u.name, page_text(p, app_role_name(u.role)), NULL);
	else
		show(p, e.code == ERR_DATA ? 400 : 409, users_said(p, &e, sentence), "");
}

void users_add(struct page *p)
{
	struct err e;
	struct app_user_work *w;
	char why[1024];
	if (!users_new_given(p, why))
		show(p, 400, "", why);
	else if (app_user_work_new(p->store, page_field(p, "ten"), NULL, page_secret(p, "mk"), p->now, &w, &e) != 0)
		show(p, 400, "", users_said(p, &e, why));
	else
		page_aside(p, app_user_work, made, app_user_work_free, w);
}

/* Whose it is, for the sentence: it is gone afterwards. */
static void holder(struct page *p, struct id session, char out[static ENTRY_BY_BYTES + 1])
{
	struct err ignored;
	struct app_session *x;
	size_t n;
	out[0] = '\0';
	if (app_user_sessions(p->store, NULL, p->now, &x, &n, &ignored) != 0)
		return;
	for (size_t i = 0; i < n; i++)
		if (id_equal(x[i].id, session))
			snprintf(out, ENTRY_BY_BYTES + 1, "%s", x[i].by);
	free(x);
}

void users_end(struct page *p)
{
	struct err e;
	struct id id = {0};
	char name[ENTRY_BY_BYTES + 1];
	id_read(page_field(p, "phien"), &id);
	holder(p, id, name);
	if (app_user_session_end(p->store, id, NULL, p->session->by, p->now, &e) != 0)
		page_fail(p, &e);
	else
		desk_done(p, "/nguoi-dung", TEXT_USERS_ENDED_ONE, name, NULL, NULL);
}
