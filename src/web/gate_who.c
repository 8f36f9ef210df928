/* gate_who.c - who asks for a page: the session its browser holds, what that may do, and of every change the form's
 * token. Who may not is answered by the program's own page of unlocking, which carries what was posted. */
#include <string.h>

#include <sodium.h>

#include "web_private.h"

#include <tungnha/html.h>

enum { BACK_BYTES = 1024 };

static const char *login_of(const struct page *p)
{
	const char *own = p->request->web->options.login;
	return own ? own : "/mo-khoa";
}

/* Where a phone goes instead. */
static const char *entrance(const struct page *p)
{
	return p->here || p->request->web->options.login ? login_of(p) : "/ghep";
}

/* 1: a session, 0: none, -1: e. */
static int find(struct page *p, struct err *e)
{
	struct request *r = p->request;
	char token[APP_TOKEN];
	cookie_own(r, "tungnha", token, sizeof token);
	if (!p->store || !*token)
		return 0;
	int rc = app_session_find(p->store, token, p->fetched && !p->posted, p->now, &r->session, e);
	if (rc == 0 && r->session.role == APP_ENTER_ONLY && r->session.noted)
		cookie_renew(r, token);
	sodium_memzero(token, sizeof token);
	if (rc != 0)
		return e->code == ERR_DENIED ? 0 : -1;
	p->session = &r->session;
	return 1;
}

static void say_to_script(struct page *p, unsigned status, text_id why)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "sentence", text_get(p->lang, why));
	cJSON_AddStringToObject(o, "code", text_name(why));
	if (status == 401)
		cJSON_AddStringToObject(o, "login", entrance(p));
	else if (why == TEXT_ACCESS_TOKEN) /* the session is good, only this page is of another one */
		cJSON_AddStringToObject(o, "token", page_token_text(p));
	page_json(p, status, o);
}

/* The page that says why, and how to go on. */
static bool answer_instead(struct page *p, text_id why, bool resend)
{
	const struct page_route *t = p->request->web->options.pages;
	for (; t->method; t++)
		if (strcmp(t->method, "GET") == 0 && strcmp(t->path, login_of(p)) == 0) {
			p->refused = why;
			p->resend = resend;
			t->serve(p);
			return false;
		}
	page_redirect(p, login_of(p));
	return false;
}

/* Secrets and files are not carried over a sign-in: they are typed and chosen again. */
static bool may_resend(const struct page *p, const struct page_route *route)
{
	const struct fields *f = &p->request->fields;
	for (size_t i = 0; i < f->count; i++)
		if (f->item[i].filename)
			return false;
	return p->posted && route->who != PAGE_OWNER_HERE;
}

/* To the page of unlocking, which leads back here. */
static void send_to_login(struct page *p)
{
	const struct fields *f = &p->request->fields;
	struct buf asked, to;
	buf_init(&asked, BACK_BYTES);
	buf_init(&to, 4 * BACK_BYTES);
	html_url(&asked, p->path, "_/");
	for (size_t i = 0; i < f->count; i++) {
		buf_char(&asked, i ? '&' : '?');
		html_url(&asked, f->item[i].name, "_/");
		buf_char(&asked, '=');
		html_url(&asked, f->item[i].value, "_/");
	}
	buf_text(&to, entrance(p));
	if (!asked.full && strcmp(p->path, "/") != 0) {
		buf_text(&to, "?ve=");
		html_url(&to, asked.data, "_/");
	}
	page_redirect(p, to.full ? login_of(p) : to.data);
	buf_free(&asked);
	buf_free(&to);
}

static bool refuse_unknown(struct page *p, const struct page_route *route)
{
	if (p->fetched)
		say_to_script(p, 401, p->request->web->options.login ? TEXT_USERS_ENDED : TEXT_ACCESS_ENDED);
	else if (p->posted)
		answer_instead(p, TEXT_ACCESS_ENDED, may_resend(p, route));
	else
		send_to_login(p);
	return false;
}

static bool refuse(struct page *p, text_id why, bool resend)
{
	if (!p->fetched)
		return answer_instead(p, why, resend);
	say_to_script(p, 403, why);
	return false;
}

bool page_may(const struct page *p, enum page_who who)
{
	if (who == PAGE_ANYBODY)
		return true;
	if (!p->session)
		return false;
	enum app_role role = p->session->role;
	switch (who) {
	case PAGE_OWNER:
	case PAGE_OWNER_HERE:
		return role == APP_OWNER;
	case PAGE_VIEWER:
		return role >= APP_VIEWER;
	case PAGE_CLERK:
		return role >= APP_CLERK;
	case PAGE_APPROVER:
		return role >= APP_APPROVER;
	case PAGE_ADMIN:
		return role >= APP_ADMIN;
	default:
		return true;
	}
}

static text_id may_not(const struct page *p, const struct page_route *route)
{
	if (page_may(p, route->who))
		return route->who == PAGE_OWNER_HERE && !p->here ? TEXT_ACCESS_OWNER_HERE : TEXT_NONE;
	switch (route->who) {
	case PAGE_CLERK:
		return TEXT_USERS_NEEDS_CLERK;
	case PAGE_APPROVER:
		return TEXT_USERS_NEEDS_APPROVER;
	case PAGE_ADMIN:
		return TEXT_USERS_NEEDS_ADMIN;
	default:
		return TEXT_ACCESS_ENTER_ONLY;
	}
}

static bool has_token(struct page *p)
{
	const struct field *f = fields_find(&p->request->fields, "token", false);
	const char *right = page_token_text(p);
	return f && f->posted && strlen(f->value) == strlen(right) &&
	       sodium_memcmp(f->value, right, strlen(right)) == 0;
}

bool gate_stays(struct page *p, const struct page_route *route)
{
	if (!p->posted || route->store != PAGE_STORE || !page_is_of_other(p))
		return true;
	return refuse(p, p->practice ? TEXT_SERVE_OF_REAL : TEXT_SERVE_OF_PRACTICE, false);
}

bool gate_enter(struct page *p, const struct page_route *route)
{
	struct err e;
	int known = find(p, &e);
	if (known < 0) {
		page_fail(p, &e);
		return false;
	}
	if (route->who == PAGE_ANYBODY) {
		if (!p->store && route->store != PAGE_WITHOUT_STORE && route->store != PAGE_LARGE)
			return refuse_unknown(p, route);
		return true;
	}
	if (!known)
		return refuse_unknown(p, route);
	text_id why = may_not(p, route);
	if (why)
		return refuse(p, why, false);
	if (p->posted && !has_token(p))
		return refuse(p, TEXT_ACCESS_TOKEN, may_resend(p, route));
	return true;
}
