/* page_access.c - signing in and out, the first administrator; the page that stands in place of one that may not be
 * served: what was posted to that is carried along. A password is tried beside the store's thread. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page_users.h"

/* Guesses are counted by address, but for this machine's own and a proxy's. */
static const char *counted_from(const struct page *p)
{
	return p->here ? "" : p->from;
}

/* --- the page --- */

static void form(struct page *p, const char *problem)
{
	html_markup_unescaped(&p->out, "<form method=\"post\" action=\"/dang-nhap\" class=\"card\">");
	page_carry(p);
	if (*problem)
		page_box(p, TONE_BAD, problem);
	page_input(p, &(struct page_input){.name = "ten",
			      .type = "text",
			      .label = TEXT_USERS_NAME,
			      .attributes = " autocomplete=\"username\" autocapitalize=\"words\" required"});
	page_input(p, &(struct page_input){.name = "mk",
			      .type = "password",
			      .label = TEXT_USERS_PASSWORD,
			      .attributes = " autocomplete=\"current-password\" required"});
	html_print(&p->out, "<button class=\"big\">%s</button></form>", page_text(p, TEXT_USERS_SIGN_IN));
}

static void login(struct page *p, unsigned status, const char *problem)
{
	desk_begin(p, DESK_NONE, page_text(p, TEXT_USERS_SIGN_IN));
	if (p->refused)
		page_box_text(p, TONE_WARN, p->resend ? TEXT_USERS_ENDED : TEXT_USERS_ENDED_SECRET, NULL, NULL, NULL);
	else if (page_has(p, "het"))
		page_box_text(p, TONE_WARN, TEXT_USERS_ENDED_IDLE, NULL, NULL, NULL);
	if (!p->here && *p->from) /* whoever listens between reads it */
		page_box_text(p, TONE_NOTE, TEXT_USERS_PLAIN, NULL, NULL, NULL);
	if (!app_users_any(p->store))
		page_box_text(p, TONE_NOTE, TEXT_USERS_FIRST_HOW, NULL, NULL, NULL);
	form(p, problem);
	desk_end_status(p, status);
}

/* The store is closed: whoever asks is told, and what he had typed waits with him. */
static void closed(struct page *p, const char *problem)
{
	enum store_protection how;
	if (!store_look(p->folder, &how)) {
		page_redirect(p, "/bat-dau");
		return;
	}
	desk_begin(p, DESK_NONE, page_text(p, TEXT_USERS_CLOSED));
	bool may = p->here && how == STORE_UNDER_PASSPHRASE;
	page_box_text(p, TONE_WARN, may ? TEXT_USERS_CLOSED_HERE : TEXT_USERS_CLOSED_SAY, NULL, NULL, NULL);
	if (may) {
		page_unlock_form(p, problem);
	} else if (p->posted) {
		html_markup_unescaped(&p->out, "<form method=\"post\" action=\"/dang-nhap\" class=\"actions\">");
		page_carry(p);
		html_print(&p->out, "<button>%s</button></form>", page_text(p, TEXT_ACCESS_TRY_AGAIN));
	} else {
		html_print(&p->out, "<p><a class=\"button\" href=\"%s\">%s</a></p>",
			page_is_own_path(page_field(p, "ve")) ? page_field(p, "ve") : "/",
			page_text(p, TEXT_ACCESS_TRY_AGAIN));
	}
	if (p->here && how == STORE_UNDER_KEY_FILE)
		page_to_paper(p, TEXT_ACCESS_KEY_LOST);
	desk_end_status(p, 503);
}

/* May not be done by who asks: whom to ask instead; or once more, with the token of this session. */
static void refusal(struct page *p)
{
	bool again = p->refused == TEXT_ACCESS_TOKEN;
	desk_begin(p, DESK_NONE, page_text(p, again ? TEXT_ACCESS_NOT_YET : TEXT_USERS_MAY_NOT));
	page_box_text(p, TONE_WARN, p->refused, NULL, NULL, NULL);
	if (p->resend)
		page_send_on(p);
	html_print(&p->out, "<p><a class=\"button second\" href=\"/\">%s</a></p>", page_text(p, TEXT_DESK_OVERVIEW));
	desk_end_status(p, 403);
}

void users_login(struct page *p)
{
	if (!p->store)
		closed(p, "");
	else if (p->refused && p->session)
		refusal(p);
	else
		login(p, p->refused ? 401 : 200, "");
}

void users_unlock(struct page *p)
{
	struct err e;
	char sentence[1024] = "";
	if (!p->store && p->here && page_unlock(p, page_secret(p, "mk"), &e) != 0)
		users_said(p, &e, sentence);
	if (p->store)
		login(p, 200, "");
	else
		closed(p, sentence);
}

/* --- signing in --- */

/* The session is that of this answer; what was carried is sent on with one press. */
static void go_on(struct page *p, const struct app_session *session)
{
	p->session = session;
	if (page_go_back(p))
		return;
	desk_begin(p, DESK_NONE, page_text(p, TEXT_ACCESS_OPENED));
	page_box_text(p, TONE_GOOD, TEXT_ACCESS_SEND_ON_SAY, NULL, NULL, NULL);
	page_send_on(p);
	desk_end(p);
}

static void refuse_login(struct page *p, const struct err *e)
{
	char sentence[1024];
	login(p, 403, users_said(p, e, sentence));
}

static void tried(struct page *p, void *work)
{
	struct err e;
	struct app_session session;
	char token[APP_TOKEN];
	if (app_user_in_done(p->store, work, p->now, token, &session, &e) != 0) {
		refuse_login(p, &e);
		return;
	}
	if (p->session && p->session->role >= APP_VIEWER) /* this browser's, of whoever sat here before */
		(void)app_user_session_end(p->store, p->session->id, NULL, p->session->by, p->now, &e);
	page_set_session(p, token, session.role);
	go_on(p, &session);
}

void users_login_do(struct page *p)
{
	struct err e;
	struct app_user_work *w;
	if (!page_has(p, "mk")) /* from the page that says the store is closed, with what it carries */
		login(p, 200, "");
	else if (app_user_work_in(p->store, page_field(p, "ten"), page_secret(p, "mk"), counted_from(p),
			 users_device(p), p->now, &w, &e) != 0)
		refuse_login(p, &e);
	else
		page_aside(p, app_user_work, tried, app_user_work_free, w);
}

void users_leave(struct page *p)
{
	struct err e;
	const struct app_session *x = p->session;
	int rc = x->role >= APP_VIEWER ? app_user_session_end(p->store, x->id, NULL, x->by, p->now, &e)
				       : app_session_end(p->store, x->id, &e);
	if (rc != 0 && e.code != ERR_NOT_FOUND) {
		page_fail(p, &e);
		return;
	}
	page_set_session(p, NULL, APP_VIEWER);
	page_redirect(p, "/dang-nhap");
}

/* --- the first administrator: by who may open the store on this machine, while there is no user --- */

static void first_page(struct page *p, unsigned status, const char *name_problem, const char *password_problem)
{
	desk_begin(p, DESK_NONE, page_text(p, TEXT_USERS_FIRST));
	html_print(&p->out, "<p>%s</p>", page_text(p, TEXT_USERS_FIRST_SAY));
	page_form(p, "/dau-tien", "card");
	page_input(p, &(struct page_input){.name = "ten",
			      .type = "text",
			      .label = TEXT_USERS_NAME,
			      .hint = TEXT_USERS_NAME_HINT,
			      .attributes = " autocomplete=\"username\" autocapitalize=\"words\" required",
			      .problem = name_problem});
	users_fields_new(p, password_problem);
	html_print(&p->out, "<button class=\"big\">%s</button>", page_text(p, TEXT_USERS_FIRST_DO));
	page_form_end(p);
	desk_end_status(p, status);
}

/* The one-time token of `serve --open` makes a session that may do this and nothing else. */
static void enter_once(struct page *p)
{
	struct err e;
	struct app_session session;
	char token[APP_TOKEN], minutes[16];
	if (p->here && app_once(p->store, page_field(p, "ma"), p->now, token, &session, &e) == 0) {
		page_set_session(p, token, APP_OWNER);
		page_redirect(p, "/dau-tien");
		return;
	}
	snprintf(minutes, sizeof minutes, "%d", APP_ONCE_S / 60);
	desk_begin(p, DESK_NONE, page_text(p, TEXT_USERS_FIRST));
	page_box_text(p, TONE_WARN, TEXT_USERS_ONCE_WRONG, minutes, NULL, NULL);
	desk_end_status(p, 403);
}

void users_first(struct page *p)
{
	if (app_users_any(p->store))
		page_redirect(p, p->session && p->session->role >= APP_VIEWER ? "/" : "/dang-nhap");
	else if (page_has(p, "ma"))
		enter_once(p);
	else if (p->session && p->session->role == APP_OWNER && p->here)
		first_page(p, 200, "", "");
	else
		login(p, 200, "");
}

static void first_made(struct page *p, void *work)
{
	struct err e;
	struct app_session session;
	char token[APP_TOKEN], sentence[1024];
	if (app_user_first_done(p->store, work, page_field(p, "ten"), users_device(p), p->now, token, &session, &e) !=
		0) {
		first_page(p, e.code == ERR_DATA ? 400 : 409, users_said(p, &e, sentence), "");
		return;
	}
	page_set_session(p, token, session.role);
	p->session = &session;
	desk_done(p, "/nguoi-dung", TEXT_USERS_FIRST_DONE, session.by, NULL, NULL);
}

void users_first_do(struct page *p)
{
	struct err e;
	struct app_user_work *w;
	char why[1024];
	if (!users_new_given(p, why))
		first_page(p, 400, "", why);
	else if (app_user_work_new(p->store, page_field(p, "ten"), NULL, page_secret(p, "mk"), p->now, &w, &e) != 0)
		first_page(p, 400, "", users_said(p, &e, why));
	else
		page_aside(p, app_user_work, first_made, app_user_work_free, w);
}

/* For the script of a page that is to stay fresh: cheap, asked every few seconds by every browser. */
void users_changes(struct page *p)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddNumberToObject(o, "changes", (double)store_changes(p->store));
	page_json(p, 200, o);
}
