/* page_access.c - signing in and out; the page that stands in place of one that may not be served. */
#include <string.h>

#include <tungnha/app_words.h>

#include "pages.h"

static bool is_own_path(const char *path)
{
	return path[0] == '/' && path[1] != '/' && !strchr(path, '\\');
}

static void form(struct page *p, const char *problem)
{
	html_markup_unescaped(&p->out, "<form method=\"post\" action=\"/dang-nhap\" class=\"card\">");
	page_hidden(p, "ve", is_own_path(page_field(p, "ve")) ? page_field(p, "ve") : "/");
	if (*problem)
		page_box(p, TONE_BAD, problem);
	html_print(&p->out,
		"<div class=\"field\"><label for=\"ten\">%s</label><input type=\"text\" id=\"ten\" name=\"ten\" "
		"value=\"%s\" "
		"autocomplete=\"username\" required></div>",
		page_text(p, TEXT_USERS_NAME), page_field(p, "ten"));
	html_print(&p->out,
		"<div class=\"field\"><label for=\"mk\">%s</label><input type=\"password\" id=\"mk\" name=\"mk\" "
		"autocomplete=\"current-password\" required></div><button class=\"big\">%s</button></form>",
		page_text(p, TEXT_USERS_PASSWORD), page_text(p, TEXT_USERS_SIGN_IN));
}

static void login(struct page *p, unsigned status, const char *problem)
{
	desk_begin(p, DESK_NONE, page_text(p, TEXT_USERS_SIGN_IN));
	form(p, problem);
	desk_end_status(p, status);
}

/* May not be done by who asks: whom to ask instead. */
static void refusal(struct page *p)
{
	desk_begin(p, DESK_NONE, page_text(p, TEXT_USERS_MAY_NOT));
	page_box_text(p, TONE_WARN, p->refused, NULL, NULL, NULL);
	html_print(&p->out, "<p><a class=\"button second\" href=\"/\">%s</a></p>", page_text(p, TEXT_DESK_OVERVIEW));
	desk_end_status(p, 403);
}

void desk_login(struct page *p)
{
	if (p->refused && p->session)
		refusal(p);
	else
		login(p, p->refused ? 401 : 200, p->refused ? page_text(p, p->refused) : "");
}

void desk_login_do(struct page *p)
{
	struct err e;
	struct app_session session;
	char token[APP_TOKEN], sentence[1024];
	const char *ve = page_field(p, "ve");
	if (app_user_in(p->store, page_field(p, "ten"), page_field(p, "mk"), p->now, token, &session, &e) != 0) {
		app_words_of(&e, p->lang, sentence, sizeof sentence);
		login(p, 403, sentence);
		return;
	}
	page_set_session(p, token, session.role);
	page_redirect(p, is_own_path(ve) ? ve : "/");
}

void desk_leave(struct page *p)
{
	struct err e;
	if (app_session_end(p->store, p->session->id, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	page_set_session(p, NULL, APP_VIEWER);
	page_redirect(p, "/dang-nhap");
}

/* For the script of a page that is to stay fresh: cheap, asked every few seconds by every browser. */
void desk_changes(struct page *p)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddNumberToObject(o, "changes", (double)store_changes(p->store));
	page_json(p, 200, o);
}
