/* page_users_parts.c - what the pages of users are made of: fields, roles, sessions. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_words.h>

#include "page_users.h"

void users_fields_new(struct page *p, const char *problem)
{
	char least[16];
	snprintf(least, sizeof least, "%d", APP_PASSWORD_MIN);
	page_input(p, &(struct page_input){.name = "mk",
			      .type = "password",
			      .label = TEXT_USERS_PASSWORD_NEW,
			      .hint = TEXT_USERS_PASSWORD_HINT,
			      .a0 = least,
			      .attributes = " autocomplete=\"new-password\" required",
			      .problem = problem});
	page_input(p, &(struct page_input){.name = "mk2",
			      .type = "password",
			      .label = TEXT_USERS_AGAIN,
			      .attributes = " autocomplete=\"new-password\" required"});
}

bool users_new_given(const struct page *p, char why[static 1024])
{
	text_id id = !*page_secret(p, "mk")                                     ? TEXT_USERS_NO_PASSWORD_PAGE
		     : strcmp(page_secret(p, "mk"), page_secret(p, "mk2")) != 0 ? TEXT_USERS_AGAIN_DIFFERS
										: TEXT_NONE;
	snprintf(why, 1024, "%s", id ? page_text(p, id) : "");
	return id == TEXT_NONE;
}

const char *users_said(const struct page *p, const struct err *e, char out[static 1024])
{
	struct err said = *e;
	if (said.text == TEXT_USERS_UNKNOWN)
		said.text = TEXT_USERS_GONE;
	if (said.text == TEXT_USERS_THERE)
		said.text = TEXT_USERS_THERE_PAGE;
	app_words_of(&said, p->lang, out, 1024);
	return out;
}

const char *users_device(const struct page *p)
{
	return p->phone ? "phone" : "pc";
}

/* --- roles --- */

void users_roles(struct page *p, enum app_role chosen)
{
	static const text_id does[] = {[APP_VIEWER] = TEXT_USERS_VIEWER_DOES,
		[APP_CLERK] = TEXT_USERS_CLERK_DOES,
		[APP_APPROVER] = TEXT_USERS_APPROVER_DOES,
		[APP_ADMIN] = TEXT_USERS_ADMIN_DOES};
	html_print(&p->out, "<fieldset class=\"field\"><legend>%s</legend><div class=\"choices roles\">",
		page_text(p, TEXT_USERS_COL_ROLE));
	for (enum app_role r = APP_VIEWER; r <= APP_ADMIN; r++) {
		html_print(&p->out, "<label><input type=\"radio\" name=\"quyen\" value=\"%s\"", app_role_word(r));
		html_markup_unescaped(&p->out, r == chosen ? " checked>" : ">");
		html_print(&p->out, "<span><strong>%s</strong>: %s</span></label>", page_text(p, app_role_name(r)),
			page_text(p, does[r]));
	}
	html_markup_unescaped(&p->out, "</div></fieldset>");
}

enum app_role users_role_posted(const struct page *p)
{
	enum app_role role = APP_VIEWER; /* the least where a form was tampered with */
	app_role_read(page_field(p, "quyen"), &role);
	return role;
}

/* --- sessions --- */

static void cell(struct page *p, text_id label, const char *words)
{
	page_cell(p, "", page_text(p, label));
	html_print(&p->out, "%s</td>", words);
}

static void session_row(struct page *p, const struct app_session *x, const char *action)
{
	char begun[PAGE_WHEN], heard[PAGE_WHEN], hex[ID_HEX];
	bool mine = id_equal(x->id, p->session->id);
	page_when(x->begun, begun);
	html_print(&p->out, "<tr><th scope=\"row\">%s</th>", x->by);
	cell(p, TEXT_USERS_BEGUN, begun);
	cell(p, TEXT_USERS_HEARD, page_when(x->heard, heard));
	cell(p, TEXT_USERS_ON,
		!*x->device ? "–"
			    : page_text(p, *x->device == 'p' && x->device[1] == 'h' ? TEXT_USERS_ON_PHONE
										    : TEXT_USERS_ON_PC));
	html_markup_unescaped(&p->out, "<td>");
	if (mine) {
		html_print(&p->out, "%s", page_text(p, TEXT_USERS_THIS_ONE));
	} else {
		char label[512];
		text_fill(p->lang, TEXT_USERS_END_OF, (const char *const[3]){x->by, begun, NULL}, label, sizeof label);
		page_form(p, action, "");
		page_hidden(p, "phien", id_hex(x->id, hex));
		html_print(&p->out, "<button class=\"second\" aria-label=\"%s\">%s</button>", label,
			page_text(p, TEXT_USERS_END));
		page_form_end(p);
	}
	html_markup_unescaped(&p->out, "</td></tr>");
}

void users_sessions(struct page *p, const char *name, const char *action)
{
	static const text_id heading[] = {
		TEXT_AUDIT_WHO, TEXT_USERS_BEGUN, TEXT_USERS_HEARD, TEXT_USERS_ON, TEXT_USERS_END, TEXT_NONE};
	struct err e;
	struct app_session *x;
	size_t n;
	html_print(&p->out, "<h2 id=\"phien\">%s</h2>", page_text(p, TEXT_USERS_SESSIONS));
	if (app_user_sessions(p->store, name, p->now, &x, &n, &e) != 0) {
		page_box_fail(p, &e);
		return;
	}
	if (n == 0) {
		page_para(p, "", TEXT_USERS_SESSIONS_NONE, NULL, NULL, NULL);
		free(x);
		return;
	}
	page_table(p, "said", TEXT_USERS_SESSIONS, heading);
	for (size_t i = 0; i < n; i++)
		session_row(p, &x[i], action);
	page_table_end(p);
	free(x);
}
