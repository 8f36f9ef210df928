/* page_practice.c - entering and leaving practice: each session for itself, with made-up households in a store of their
 * own. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_practice.h>

#include "page_settings.h"

/* "Worth trying", then one thing after the other, a bar between two. */
static void things_to_try(struct page *p)
{
	const char *text = page_text(p, TEXT_DOOR_SET_TAP_TRY);
	char line[512];
	bool heading = true;
	while (*text) {
		size_t n = strcspn(text, "|"), fits = n < sizeof line ? n : sizeof line - 1;
		memcpy(line, text, fits);
		line[fits] = '\0';
		if (heading)
			html_print(&p->out, "<h2>%s</h2><ul>", line);
		else
			html_print(&p->out, "<li>%s</li>", line);
		heading = false;
		text += n + (text[n] == '|');
	}
	html_markup_unescaped(&p->out, "</ul>");
}

static void button(struct page *p, const char *what, const char *class, text_id label, text_id sure)
{
	html_print(&p->out, "<button class=\"%s\" name=\"viec\" value=\"%s\"", class, what);
	if (sure)
		html_print(&p->out, " data-confirm=\"%s\"", page_text(p, sure));
	html_print(&p->out, ">%s</button>", page_text(p, label));
}

void page_practice(struct page *p)
{
	bool only = p->practice && page_real(p, NULL) == p->store;
	settings_begin(p, TEXT_DOOR_SET_PRACTICE);
	page_para(p, "", TEXT_DOOR_SET_TAP_ABOUT, NULL, NULL, NULL);
	page_para(p, "", only ? TEXT_DOOR_SET_TAP_ONLY : TEXT_DOOR_SET_TAP_OWN, NULL, NULL, NULL);
	if (!only) {
		page_form(p, "/tap", "");
		if (p->practice)
			button(p, "thoi", "big", TEXT_DOOR_SET_TAP_LEAVE, TEXT_NONE);
		else
			button(p, "bat-dau", "big", TEXT_DOOR_SET_TAP_BEGIN, TEXT_NONE);
		if (p->practice && door_is_owner(p))
			button(p, "lai", "second", TEXT_DOOR_SET_TAP_ANEW, TEXT_DOOR_SET_TAP_ANEW_SURE);
		page_form_end(p);
	}
	things_to_try(p);
	door_end(p);
}

/* All who practise at the moment find the new hamlet. */
static int begin_again(struct page *p, struct err *e)
{
	const char *data;
	char *folder;
	struct store *real = page_real(p, &data);
	if (app_practice_make(data, real, p->now, p->lang, &folder, e) != 0)
		return -1;
	free(folder);
	page_practice_close(p);
	return 0;
}

void page_practice_set(struct page *p)
{
	const char *what = page_field(p, "viec");
	struct store *real = page_real(p, NULL);
	struct err e;
	int rc;
	if (p->practice && real == p->store)
		rc = err_set(&e, ERR_DENIED, TEXT_DOOR_SET_TAP_ONLY, "");
	else if (strcmp(what, "lai") == 0 && door_is_owner(p) && p->practice)
		rc = begin_again(p, &e);
	else
		rc = app_session_practice(real, p->session->id, strcmp(what, "bat-dau") == 0, &e);
	const char *back = page_field(p, "ve"); /* a household's form that waits there */
	if (rc == 0 && strncmp(back, "/ho", 3) == 0)
		page_redirect(p, back);
	else if (rc == 0)
		page_redirect(p, strcmp(what, "thoi") == 0 ? "/tap" : "/");
	else
		page_fail(p, &e);
}
