/* page_seen.c - a form carries what its page showed: nothing is done over what somebody else did meanwhile. */
#include <string.h>

#include "pages.h"

#define SEEN "da-xem"

void desk_seen(struct page *p, const struct err *refused, const char *mark)
{
	bool still = refused && refused->code != ERR_BUSY && page_has(p, SEEN);
	page_hidden(p, SEEN, still ? page_field(p, SEEN) : mark);
}

const char *desk_saw(const struct page *p)
{
	return page_has(p, SEEN) ? page_field(p, SEEN) : NULL;
}

unsigned desk_refused(const struct err *refused)
{
	return !refused ? 200 : refused->code == ERR_BUSY ? 409 : 400;
}

void desk_stands(struct page *p, const struct err *refused, const char *name, const char *stands)
{
	if (desk_refused(refused) != 409 || !page_has(p, name) || strcmp(page_field(p, name), stands) == 0)
		return;
	html_markup_unescaped(&p->out, "<p class=\"warning\">");
	page_say(p, TEXT_REVIEW_STANDS_NOW, *stands ? stands : "–", NULL, NULL);
	html_markup_unescaped(&p->out, "</p>");
}
