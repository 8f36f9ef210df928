/* page_papers.c - the little the pages about sheets, sending and lists share. */
#include <stdio.h>
#include <string.h>

#include "page_papers.h"

bool papers_unit(struct page *p, struct unit *out)
{
	struct err e;
	if (door_unit(p, out, &e) == 0)
		return true;
	page_fail(p, &e);
	return false;
}

bool papers_locked(struct page *p, const struct unit *u)
{
	struct err none;
	bool locked;
	return store_locked(p->store, u->code, &locked, &none) == 0 && locked;
}

void papers_heading(struct page *p, text_id id)
{
	html_print(&p->out, "<h2>%s</h2>", page_text(p, id));
}

void papers_begin(struct page *p, enum door_tab tab, text_id title, const struct unit *u)
{
	char shown[UNIT_NAME + 128];
	snprintf(shown, sizeof shown, "%s – %s", page_text(p, title), u->name);
	door_begin(p, tab, shown);
}

void papers_link(struct page *p, const char *class, const char *path, text_id label)
{
	html_print(&p->out, "<a class=\"button %s\" href=\"%s\">%s</a>", class, path, page_text(p, label));
}

void papers_button(struct page *p, const char *class, text_id label)
{
	html_print(&p->out, "<button type=\"submit\" class=\"%s\">%s</button>", class, page_text(p, label));
}

void papers_fact(struct page *p, const char *label, const char *value)
{
	html_print(&p->out, "<dt>%s</dt><dd>%s</dd>", label, value);
}
