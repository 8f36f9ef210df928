/* app_duty.h - what a plan orders reported: who to whom, by when, with which command; and when it is due next. */
#ifndef TUNGNHA_APP_DUTY_H
#define TUNGNHA_APP_DUTY_H

#include <tungnha/campaign.h>
#include <tungnha/store.h>

enum app_duty_when {
	DUTY_NO_DATE, /* at all times, when asked for; or the machine does not know the date */
	DUTY_NEXT,    /* comes again: `next` is the end of `period` */
	DUTY_OVER,    /* came again, until the campaign ended */
	DUTY_BEFORE,  /* once, before the day that begins at `next` */
	DUTY_PAST,    /* that day has come; whether it was done, no program knows */
};
struct app_duty {
	const struct campaign_duty *duty; /* borrowed from the store */
	enum app_duty_when when;
	char period[PERIOD_TEXT]; /* DUTY_NEXT */
	int64_t next;             /* DUTY_NEXT, DUTY_BEFORE, DUTY_PAST; else 0 */
};
/* In the order of the campaign's file; the caller frees the array. */
void app_duties(struct store *s, int64_t now, struct app_duty **out, size_t *n);

#endif
