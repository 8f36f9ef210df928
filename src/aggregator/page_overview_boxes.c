/* page_overview_boxes.c - what somebody must know of this machine before he believes its figures. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_queue.h>
#include <tungnha/store_keep.h>

#include "page_overview.h"

enum { DAY = 24 * 60 * 60, BACKUP_OLD = 7 };

static void backup(struct page *p)
{
	int64_t at, bytes;
	char days[32];
	const char *go = page_may(p, PAGE_CLERK) ? "/sao-luu" : NULL;
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

static void linked(struct page *p, text_id id, const char *path, text_id go)
{
	html_print(&p->out, "<p class=\"box warn\">%s <a href=\"%s\">%s</a></p>", page_text(p, id), path,
		page_text(p, go));
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

void over_alarms(struct page *p, const struct over *o)
{
	if (!o->st.clock_trusted)
		page_box_text(p, TONE_BAD, TEXT_HUB_STATUS_CLOCK, NULL, NULL, NULL);
	circles(p);
}

void over_boxes(struct page *p, const struct over *o)
{
	if (o->st.restored)
		linked(p, TEXT_OVER_RESTORED, "/thiet-bi", TEXT_OVER_DEVICES_GO);
	if (store_protection(p->store) == STORE_UNPROTECTED)
		page_box_text(p, TONE_WARN, TEXT_DATA_UNPROTECTED, NULL, NULL, NULL);
	for (size_t i = 0; i < o->d.total.figures.count; i++)
		page_box(p, TONE_WARN, o->d.total.figures.item[i].sentence);
	backup(p);
}

/* --- what waits for somebody here --- */

static void waiting(struct page *p, const char *path, text_id id, int64_t n, bool *any)
{
	if (n <= 0)
		return;
	html_print(&p->out, *any ? " · <a href=\"%s\">" : "<a href=\"%s\">", path);
	bool first = false;
	over_item(p, id, n, &first);
	html_markup_unescaped(&p->out, "</a>");
	*any = true;
}

/* What no tally tells: numbers borne twice, what an enumerator settled, what was decided twice. */
static void settling(struct page *p, int64_t of[static QUEUE_KINDS])
{
	struct app_queue_count *c;
	size_t n;
	struct err none;
	memset(of, 0, QUEUE_KINDS * sizeof *of);
	if (app_queue_counts(p->store, p->now, &c, &n, &none) != 0)
		return;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < QUEUE_KINDS; k++)
			of[k] += c[i].of[k];
	free(c);
}

void over_waiting(struct page *p, const struct over *o)
{
	const struct app_hub_status *st = &o->st;
	int64_t warned = 0, of[QUEUE_KINDS];
	settling(p, of);
	for (size_t i = 0; i < st->rows; i++)
		warned += over_warned(o, i);
	bool any = false, none = st->total.conflicts + st->total.held + warned + of[QUEUE_CLASH] + of[QUEUE_SETTLED] +
						 of[QUEUE_LOST] ==
					 0 &&
				 st->waiting + st->uncompared + st->forks == 0;
	if (none) {
		page_box_text(p, TONE_GOOD, TEXT_OVER_NO_WORK, NULL, NULL, NULL);
		return;
	}
	html_print(&p->out, "<p class=\"box note waits\"><b>%s</b> ", page_text(p, TEXT_OVER_WAITS));
	waiting(p, "/duyet?loai=conflict", TEXT_OVER_CONFLICTS, st->total.conflicts, &any);
	waiting(p, "/duyet?loai=clash", TEXT_OVER_CLASHES, of[QUEUE_CLASH], &any);
	waiting(p, "/duyet?loai=settled", TEXT_OVER_SETTLED, of[QUEUE_SETTLED], &any);
	waiting(p, "/duyet?loai=lost", TEXT_OVER_LOST, of[QUEUE_LOST], &any);
	waiting(p, "/duyet?loai=held", TEXT_OVER_HELD, st->total.held, &any);
	waiting(p, "/duyet", TEXT_OVER_WARNED, warned, &any);
	waiting(p, "/duyet?loai=fork", TEXT_OVER_FORKS, (int64_t)st->forks, &any);
	waiting(p, "/thiet-bi", TEXT_OVER_WAITING, (int64_t)st->waiting, &any);
	waiting(p, "/thiet-bi", TEXT_OVER_UNCOMPARED, (int64_t)st->uncompared, &any);
	html_markup_unescaped(&p->out, "</p>");
}
