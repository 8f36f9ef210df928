/* page_seen.c - a form carries what its page showed: nothing is done over what somebody else did meanwhile; and a
 * number of its own, so that what it makes is made once. */
#include <stdio.h>
#include <string.h>

#include <tungnha/id.h>

#include "pages.h"

#define SEEN "da-xem"
#define NUMBER "so-phieu"

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

void desk_stands(struct page *p, const struct err *refused, const char *name, const char *stands, const char *said)
{
	if (desk_refused(refused) != 409 || !page_has(p, name) || strcmp(page_field(p, name), stands) == 0)
		return;
	page_para(p, "warning", TEXT_REVIEW_STANDS_NOW, said ? said : *stands ? stands : "–", NULL, NULL);
}

/* --- once --- */

enum { MADE_MAX = 64 };

/* The store's thread alone comes here. */
static struct {
	char number[ID_HEX];
	uint64_t fields; /* going back and typing something else is no second press */
	char path[64];
} made[MADE_MAX];
static size_t made_next;

static uint64_t fields_sum(const struct page *p)
{
	uint64_t h = UINT64_C(14695981039346656037);
	const char *value, *name;
	for (size_t i = 0; (name = page_field_at(p, i, &value)) != NULL; i++)
		for (int part = 0; part < 2; part++)
			for (const char *c = part ? value : name;; c++) {
				h = (h ^ (unsigned char)*c) * UINT64_C(1099511628211);
				if (!*c)
					break;
			}
	return h;
}

void desk_once(struct page *p)
{
	char hex[ID_HEX];
	page_hidden(p, NUMBER, page_has(p, NUMBER) ? page_field(p, NUMBER) : id_hex(id_random(), hex));
}

bool desk_made(struct page *p)
{
	const char *number = page_field(p, NUMBER);
	uint64_t fields = fields_sum(p);
	for (size_t i = 0; *number && i < MADE_MAX; i++)
		if (made[i].fields == fields && strcmp(made[i].number, number) == 0) {
			page_redirect(p, made[i].path);
			return true;
		}
	return false;
}

void desk_made_done(struct page *p, const char *path, text_id id, const char *a0, const char *a1, const char *a2)
{
	size_t i = made_next++ % MADE_MAX;
	snprintf(made[i].number, sizeof made[i].number, "%s", page_field(p, NUMBER));
	snprintf(made[i].path, sizeof made[i].path, "%s", path);
	made[i].fields = fields_sum(p);
	desk_done(p, path, id, a0, a1, a2);
}
