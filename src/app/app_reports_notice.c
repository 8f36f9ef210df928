/* app_reports_notice.c - who is late, as a few lines to copy into a message or to read out over the loudspeaker. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "reports.h"

enum { NOTICE_BYTES = 256 * 1024 };

static void line(struct buf *out, char *owned)
{
	buf_print(out, "%s\n", owned);
	free(owned);
}

static bool is_late(const struct reports_unit *u)
{
	return u->sent && u->on_time == APP_LATE;
}

static bool is_missing(const struct reports_unit *u)
{
	return !u->sent;
}

static bool is_doubtful(const struct reports_unit *u)
{
	return u->doubts.count > 0;
}

/* "Xóm 11 (lần thứ 2)": who has been late before is named with how often. */
static void add_name(const struct reports *r, const struct reports_unit *u, bool times, struct buf *out)
{
	char number[32];
	char *again = times && u->times > 1 ? reports_say(r, TEXT_REPORTS_NTH_TIME,
						      text_number(r->lang, u->times, number), NULL, NULL)
					    : alloc_copy("");
	buf_print(out, "%s%s%s", out->len ? ", " : "", u->unit.name, again);
	free(again);
}

static void names(
	const struct reports *r, text_id id, bool (*of)(const struct reports_unit *), bool times, struct buf *out)
{
	struct buf list;
	char number[32];
	long long n = 0;
	buf_init(&list, NOTICE_BYTES);
	for (size_t i = 0; i < r->units; i++) {
		if (!of(&r->unit[i]))
			continue;
		add_name(r, &r->unit[i], times, &list);
		n++;
	}
	/* A province's list is longer than a sentence may be. */
	char *head = n ? reports_say(r, id, text_number(r->lang, n, number), NULL, NULL) : NULL;
	if (head)
		buf_print(out, "%s %s.\n", head, list.data);
	free(head);
	buf_free(&list);
}

char *reports_late_notice(const struct reports *r)
{
	struct buf out;
	char a[32], b[32];
	long long sent = 0, missing = 0;
	for (size_t i = 0; i < r->units; i++) {
		sent += r->unit[i].sent;
		missing += !r->unit[i].sent;
	}
	buf_init(&out, NOTICE_BYTES);
	char *period = reports_period(r, r->period), *word = reports_unit_word(r);
	char *due = reports_due(r, period_end(&r->calendar.rule, r->period));
	line(&out, reports_say(r, TEXT_REPORTS_NOTICE_HEAD, r->own.name, period, due));
	line(&out, reports_say(r, TEXT_REPORTS_NOTICE_SENT, text_number(r->lang, sent, a),
			   text_number(r->lang, (long long)r->units, b), word));
	names(r, TEXT_REPORTS_NOTICE_LATE, is_late, true, &out);
	names(r, TEXT_REPORTS_NOTICE_MISSING, is_missing, true, &out);
	names(r, TEXT_REPORTS_NOTICE_DOUBTFUL, is_doubtful, false, &out);
	if (missing)
		line(&out, reports_say(r, TEXT_REPORTS_NOTICE_NEXT, word, NULL, NULL));
	free(due), free(word), free(period);
	return buf_take(&out);
}
