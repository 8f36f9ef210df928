/* page_home_advice.c - what must be said before anything else (closed, merged, clock, disk), and what ought to be seen
 * to (backup, passphrase). */
#include <tungnha/clock.h>

#include "page_home.h"

enum { DAY = 24 * 3600, BACKUP_DAYS = 7, MEGABYTE = 1000 * 1000, DISK_LITTLE = 200, DISK_NOTHING = 20 };

static void say_clock(struct page *p, const struct app_status *s)
{
	char now[CLOCK_STAMP], shown[20], last[20] = "";
	int64_t then;
	if (s->clock_unset) {
		page_box_text(p, TONE_WARN, TEXT_CLOCK_UNSET, clock_stamp(p->now, now), NULL, NULL);
		return;
	}
	if (s->clock_behind && clock_read_stamp(s->last_at, &then))
		page_box_text(p, TONE_WARN, TEXT_DOOR_HOME_CLOCK_BEHIND, page_when(p->now, shown),
			page_when(then, last), NULL);
}

static void say_disk(struct page *p, int64_t bytes)
{
	if (bytes >= 0 && bytes < (int64_t)DISK_LITTLE * MEGABYTE)
		page_box_number(p, bytes < (int64_t)DISK_NOTHING * MEGABYTE ? TONE_BAD : TONE_WARN, TEXT_DOOR_HOME_DISK,
			bytes / MEGABYTE);
}

static void say_shape(struct page *p, const struct app_status *s)
{
	char day[CLOCK_DATE], when[20];
	int64_t t;
	if (s->merged_into[0])
		page_box_text(p, TONE_WARN,
			s->merged_on[0] ? TEXT_UNITS_STATUS_MERGED : TEXT_UNITS_STATUS_MERGED_UNDATED, s->unit.name,
			s->merged_into, clock_day(s->merged_on, day));
	if (s->with[0])
		page_box_text(p, TONE_NOTE, TEXT_UNITS_STATUS_WITH, s->with, NULL, NULL);
	if (s->purged_at[0] && clock_read_stamp(s->purged_at, &t))
		page_box_text(p, TONE_NOTE, TEXT_PURGED_UNIT, s->unit.name, page_when(t, when), NULL);
	else if (s->locked) /* what is gone cannot be opened again */
		page_box_text(p, TONE_WARN, TEXT_STATUS_LOCKED, NULL, NULL, NULL);
}

void home_urgent(struct page *p, const struct app_home *h)
{
	say_shape(p, &h->status);
	say_clock(p, &h->status);
	say_disk(p, h->free_bytes);
}

static void say_backup(struct page *p, const struct app_home *h)
{
	char when[20], days[32];
	int64_t age = (p->now - h->backup_at) / DAY;
	if (!h->backed_up)
		page_box_text(p, TONE_WARN, TEXT_DOOR_HOME_BACKUP_NEVER, NULL, NULL, NULL);
	else if (age >= BACKUP_DAYS)
		page_box_text(p, TONE_WARN, TEXT_DOOR_HOME_BACKUP_OLD, page_when(h->backup_at, when),
			page_number(p, age, days), NULL);
	else
		page_box_text(p, TONE_GOOD, TEXT_BACKUP_TODAY, page_when(h->backup_at, when), NULL, NULL);
}

void home_advice(struct page *p, const struct app_home *h)
{
	html_print(&p->out, "<section><h2>%s</h2>", page_text(p, TEXT_DOOR_HOME_CARE));
	say_backup(p, h);
	if (h->status.protection == STORE_UNPROTECTED)
		page_box_text(p, TONE_WARN, TEXT_DOOR_HOME_UNPROTECTED, NULL, NULL, NULL);
	if (!h->recovery)
		page_box_text(p, TONE_WARN, TEXT_DOOR_HOME_RECOVERY, NULL, NULL, NULL);
	html_markup_unescaped(&p->out, "</section>");
}
