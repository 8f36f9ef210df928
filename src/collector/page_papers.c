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

void papers_begin(struct page *p, enum door_tab tab, text_id title, const struct unit *u)
{
	char shown[UNIT_NAME + 128];
	snprintf(shown, sizeof shown, "%s – %s", page_text(p, title), u->name);
	door_begin(p, tab, shown);
}
