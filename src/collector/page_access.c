/* page_access.c - unlocking, the one-time token of `serve --open`, signing out, locking; and the page that stands in
 * place of one that may not be served: what was posted to that is carried along and sent on with one press. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_words.h>

#include "page_access.h"

/* --- pieces --- */

void access_real(struct page *p)
{
	p->store = page_real(p, &p->folder);
}

const char *access_sentence(const struct page *p, const struct err *e, char out[static 1024])
{
	app_words_of(e, p->lang, out, 1024);
	return out;
}

/* --- what is carried over a sign-in --- */

void access_other_way(struct page *p, const char *path, text_id label)
{
	html_print(&p->out, "<form method=\"post\" action=\"%s\" class=\"actions\">", path);
	page_carry(p);
	html_print(&p->out, "<button class=\"second\">%s</button></form>", page_text(p, label));
}

void access_go_on(struct page *p)
{
	if (page_go_back(p))
		return;
	door_begin(p, DOOR_NONE, page_text(p, TEXT_ACCESS_OPENED));
	page_box_text(p, TONE_GOOD, TEXT_ACCESS_SEND_ON_SAY, NULL, NULL, NULL);
	page_send_on(p);
	door_end(p);
}

/* --- unlocking --- */

static void unlock_page(struct page *p, unsigned status, const char *problem)
{
	enum store_protection how;
	if (!store_look(p->folder, &how)) {
		page_redirect(p, "/bat-dau");
		return;
	}
	door_begin(p, DOOR_NONE, page_text(p, TEXT_ACCESS_UNLOCK));
	if (p->refused && p->resend)
		page_box_text(p, TONE_WARN, p->refused, NULL, NULL, NULL);
	if (how == STORE_UNDER_PASSPHRASE) {
		page_unlock_form(p, problem);
		access_other_way(p, "/ghep", TEXT_ACCESS_IS_PHONE);
	} else if (!p->store) {
		page_box_text(p, TONE_WARN, TEXT_ACCESS_NEEDS_KEY_FILE, NULL, NULL, NULL);
		page_to_paper(p, TEXT_ACCESS_KEY_LOST);
		html_print(&p->out, "<p><a class=\"button\" href=\"/mo-khoa\">%s</a></p>",
			page_text(p, TEXT_ACCESS_TRY_AGAIN));
	} else {
		page_box_text(p, TONE_NOTE, TEXT_ACCESS_NEEDS_ICON, NULL, NULL, NULL);
		access_other_way(p, "/ghep", TEXT_ACCESS_IS_PHONE);
	}
	door_end_status(p, status);
}

/* May never be done by who asks: what and whom to ask instead. */
static void refusal_page(struct page *p)
{
	bool other = p->refused == TEXT_SERVE_OF_REAL || p->refused == TEXT_SERVE_OF_PRACTICE;
	door_begin(p, DOOR_NONE, page_text(p, TEXT_ACCESS_NOT_YET));
	page_box_text(p, TONE_WARN, p->refused, NULL, NULL, NULL);
	if (p->resend)
		page_send_on(p);
	if (other)
		html_print(&p->out, "<p><a class=\"button\" href=\"/tap\">%s</a></p>",
			page_text(p, TEXT_DOOR_SET_PRACTICE));
	html_print(&p->out, "<p><a class=\"button second\" href=\"/\">%s</a></p>", page_text(p, TEXT_ACCESS_TO_HOME));
	door_end_status(p, other ? 409 : 403);
}

void access_gate(struct page *p)
{
	access_real(p);
	if (p->refused && p->session)
		refusal_page(p);
	else if (!p->here)
		access_pair(p);
	else
		unlock_page(p, p->refused ? 401 : 200, "");
}

/* Leaves the browser with an owner's session. */
static int enter(struct page *p, struct err *e)
{
	char token[APP_TOKEN];
	struct app_session session;
	if (app_session_begin(p->store, APP_OWNER, NULL, p->now, token, &session, e) != 0)
		return -1;
	page_set_session(p, token, APP_OWNER);
	return 0;
}

void access_unlock(struct page *p)
{
	struct err e;
	char sentence[1024];
	access_real(p);
	if (!p->here) {
		access_pair(p);
		return;
	}
	if (!page_has(p, "mk")) { /* from the page of pairing, with what it carries */
		unlock_page(p, 200, "");
		return;
	}
	if (page_unlock(p, page_secret(p, "mk"), &e) != 0 || enter(p, &e) != 0)
		unlock_page(p, 403, access_sentence(p, &e, sentence));
	else
		access_go_on(p);
}

void access_once(struct page *p)
{
	struct err e;
	char token[APP_TOKEN], sentence[1024];
	struct app_session session;
	access_real(p);
	if (!p->here || !p->store) {
		page_redirect(p, "/mo-khoa");
		return;
	}
	if (app_once(p->store, page_field(p, "ma"), p->now, token, &session, &e) == 0) {
		page_set_session(p, token, APP_OWNER);
		page_redirect(p, "/");
		return;
	}
	door_begin(p, DOOR_NONE, page_text(p, TEXT_ACCESS_NOT_YET));
	page_box(p, TONE_WARN, access_sentence(p, &e, sentence));
	html_print(&p->out, "<p><a class=\"button second\" href=\"/\">%s</a></p>", page_text(p, TEXT_ACCESS_TO_HOME));
	door_end_status(p, 403);
}

/* --- leaving --- */

void access_leave(struct page *p)
{
	access_real(p);
	door_begin(p, DOOR_SETTINGS, page_text(p, TEXT_ACCESS_LEAVE));
	html_print(&p->out, "<section class=\"card\"><p>%s</p>", page_text(p, TEXT_ACCESS_LEAVE_SAY));
	page_form(p, "/ra", "actions");
	html_print(&p->out, "<button class=\"second\">%s</button>", page_text(p, TEXT_ACCESS_LEAVE_DO));
	page_form_end(p);
	html_markup_unescaped(&p->out, "</section>");
	if (p->session->role == APP_OWNER && store_protection(p->store) == STORE_UNDER_PASSPHRASE) {
		html_print(&p->out, "<section class=\"card\"><p>%s</p>", page_text(p, TEXT_ACCESS_LOCK_SAY));
		page_form(p, "/khoa", "actions");
		html_print(&p->out, "<button class=\"danger\">%s</button>", page_text(p, TEXT_ACCESS_LOCK_DO));
		page_form_end(p);
		html_markup_unescaped(&p->out, "</section>");
	}
	door_end(p);
}

void access_sign_out(struct page *p)
{
	struct err e;
	access_real(p);
	if (app_session_end(p->store, p->session->id, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	page_set_session(p, NULL, APP_OWNER);
	page_redirect(p, p->session->role == APP_OWNER ? "/mo-khoa" : "/ghep");
}

/* What is under way has a handle of its own on the data: they would be open while the page says that they are not. */
static void lock_later(struct page *p)
{
	door_begin(p, DOOR_SETTINGS, page_text(p, TEXT_ACCESS_LEAVE));
	page_box_text(p, TONE_WARN, TEXT_ACCESS_LOCK_LATER, NULL, NULL, NULL);
	html_print(&p->out, "<p><a class=\"button\" href=\"/khoa\">%s</a></p>", page_text(p, TEXT_ACCESS_TRY_AGAIN));
	door_end_status(p, 409);
}

void access_lock(struct page *p)
{
	struct err e;
	access_real(p);
	if (page_working(p, NULL)) {
		lock_later(p);
		return;
	}
	if (store_lock_again(p->folder, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	app_access_forget();
	page_closed(p);
	page_set_session(p, NULL, APP_OWNER);
	page_redirect(p, "/mo-khoa");
}
