/* page_overview_boxes.c - what somebody must know of this machine before he believes its figures. */
#include <stdlib.h>

#include <tungnha/store_keep.h>

#include "page_overview.h"

enum { DAY = 24 * 60 * 60, BACKUP_OLD = 7 };

static void backup(struct page *p)
{
	int64_t at, bytes;
	char days[32];
	const char *go = page_may(p, PAGE_ADMIN) ? "/sao-luu" : NULL;
	if (store_last_backup(p->store, &at, &bytes) && p->now - at < BACKUP_OLD * DAY)
		return;
	html_markup_unescaped(&p->out, "<p class=\"box warn\">");
	if (store_last_backup(p->store, &at, &bytes))
		page_say(p, TEXT_OVER_BACKUP_OLD, page_number(p, (p->now - at) / DAY, days), NULL, NULL);
	else
		page_say(p, TEXT_OVER_BACKUP_NEVER, NULL, NULL, NULL);
	if (go)
		html_print(&p->out, " <a href=\"%s\">%s</a>", go, page_text(p, TEXT_OVER_BACKUP_GO));
	html_markup_unescaped(&p->out, "</p>");
}

static void linked(struct page *p, text_id id, int64_t n, const char *path, text_id go)
{
	char shown[32];
	if (n <= 0)
		return;
	html_markup_unescaped(&p->out, "<p class=\"box warn\">");
	page_say(p, id, page_number(p, n, shown), NULL, NULL);
	if (path)
		html_print(&p->out, " <a href=\"%s\">%s</a>", path, page_text(p, go));
	html_markup_unescaped(&p->out, "</p>");
}

/* Units whose acts count for nothing. */
static void circles(struct page *p)
{
	char(*code)[UNIT_CODE];
	struct err none;
	size_t n;
	if (store_ignored_units(p->store, &code, &n, &none) != 0)
		return;
	for (size_t i = 0; i < n; i++)
		page_box_text(p, TONE_BAD, TEXT_OVER_IGNORED, code[i], NULL, NULL);
	free(code);
}

void over_boxes(struct page *p, const struct over *o)
{
	const struct app_hub_status *st = &o->st;
	if (!st->clock_trusted)
		page_box_text(p, TONE_BAD, TEXT_HUB_STATUS_CLOCK, NULL, NULL, NULL);
	if (st->restored)
		linked(p, TEXT_OVER_RESTORED, 1, "/thiet-bi", TEXT_OVER_DEVICES_GO);
	if (store_protection(p->store) == STORE_UNPROTECTED)
		page_box_text(p, TONE_WARN, TEXT_DATA_UNPROTECTED, NULL, NULL, NULL);
	linked(p, TEXT_OVER_WAITING, (int64_t)st->waiting, "/thiet-bi", TEXT_OVER_DEVICES_GO);
	linked(p, TEXT_OVER_UNCOMPARED, (int64_t)st->uncompared, "/thiet-bi", TEXT_OVER_DEVICES_GO);
	linked(p, TEXT_OVER_FORKS, (int64_t)st->forks, "/duyet?loai=fork", TEXT_OVER_REVIEW_GO);
	for (size_t i = 0; i < o->d.total.figures.count; i++)
		page_box(p, TONE_WARN, o->d.total.figures.item[i].sentence);
	circles(p);
	backup(p);
}
