/* app_duty.c - the duties of the campaign, and when each is due next. */
#include <stdio.h>

#include <tungnha/alloc.h>
#include <tungnha/app_duty.h>
#include <tungnha/app_submit.h>
#include <tungnha/clock.h>

enum { DAY = 24 * 60 * 60 };

/* Midnight before a day; INT64_MIN for "". */
static int64_t midnight(const char *date)
{
	char stamp[CLOCK_STAMP + 8];
	int64_t t;
	snprintf(stamp, sizeof stamp, "%.10sT00:00:00+07:00", date);
	return date[0] && clock_read_stamp(stamp, &t) ? t : INT64_MIN;
}

/* The span that runs now or, before the drive, will run when it begins; none once one begins after the drive. */
static void again(const struct campaign *c, const struct app_calendar *k, int64_t now, struct app_duty *d)
{
	const int64_t first = midnight(c->starts), last = midnight(c->ends);
	struct period p = period_holding(&k->rule, d->duty->every, now < first ? first : now);
	if (last != INT64_MIN && period_begin(&k->rule, p) >= last + DAY) {
		d->when = DUTY_OVER;
		return;
	}
	d->when = DUTY_NEXT;
	d->next = period_end(&k->rule, p);
	period_text(p, d->period);
}

static void look(const struct campaign *c, const struct app_calendar *k, int64_t now, struct app_duty *d)
{
	const bool until = d->duty->before[0] && !k->clock_unset && now >= midnight(d->duty->before);
	if (d->duty->before[0] && (!d->duty->again || until)) {
		d->next = midnight(d->duty->before);
		d->when = until ? DUTY_PAST : DUTY_BEFORE;
	} else if (d->duty->again && !k->clock_unset) {
		again(c, k, now, d);
	}
}

void app_duties(struct store *s, int64_t now, struct app_duty **out, size_t *n)
{
	const struct campaign *c = NULL;
	struct app_calendar k;
	*n = 0;
	app_calendar(s, now, &k);
	if (store_campaign(s, &c) != 0)
		c = NULL;
	*out = alloc_zero((c ? c->duties : 0) + 1, sizeof **out);
	for (size_t i = 0; c && i < c->duties; i++) {
		(*out)[i].duty = &c->duty[i];
		look(c, &k, now, &(*out)[i]);
		++*n;
	}
}
