/* app_hub_closing.c - what a period would be closed with, as a mark the page carries: who closes signs what he looked
 * at, and is told which units' figures came or changed since. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>

#include "hub.h"

/* The doubts, all rows, then each row for itself: which of them changed is told where they are not too many. */
enum { DOUBTS = 16, ALL = 16, EACH = 4, EACH_MAX = 500, NAMED = 4 };

/* FNV-1a: tells one list from another, not from a forgery; who may forge it may close the period. */
static uint64_t sum(uint64_t h, const void *bytes, size_t n)
{
	const unsigned char *b = bytes;
	for (size_t i = 0; i < n; i++)
		h = (h ^ b[i]) * UINT64_C(1099511628211);
	return h;
}

static uint64_t row_sum(const struct hub_closing *x, size_t i)
{
	const struct store_statement_row *r = &x->row[i];
	uint64_t h = sum(UINT64_C(14695981039346656037), r->code, strlen(r->code) + 1);
	h = sum(h, r->sums.value, x->form->columns * sizeof *r->sums.value);
	return sum(h, &x->late[i], sizeof x->late[i]);
}

/* But for when they were looked at: that is another second each time. */
static uint64_t doubts_sum(const cJSON *facts)
{
	cJSON *lasting = facts ? cJSON_Duplicate(facts, true) : NULL;
	cJSON_DeleteItemFromObjectCaseSensitive(lasting, "as_of");
	char *text = lasting ? cJSON_PrintUnformatted(lasting) : NULL;
	cJSON_Delete(lasting);
	uint64_t h = text ? sum(UINT64_C(14695981039346656037), text, strlen(text)) : 0;
	free(text);
	return h;
}

char *hub_closing_mark(const struct hub_closing *x, const cJSON *doubts)
{
	struct buf mark;
	uint64_t all = 0;
	buf_init(&mark, DOUBTS + ALL + EACH * EACH_MAX + 1);
	for (size_t i = 0; i < x->rows; i++) {
		uint64_t h = row_sum(x, i);
		all = sum(all, &h, sizeof h);
	}
	buf_print(&mark, "%016llx%016llx", (unsigned long long)doubts_sum(doubts), (unsigned long long)all);
	for (size_t i = 0; x->rows <= EACH_MAX && i < x->rows; i++)
		buf_print(&mark, "%04llx", (unsigned long long)(row_sum(x, i) & 0xffff));
	return mark.data;
}

/* --- what became of it --- */

bool hub_closing_same_rows(const char *seen, const char *now)
{
	return strlen(seen) == strlen(now) && strcmp(seen + DOUBTS, now + DOUBTS) == 0;
}

/* When anything came of a unit last: by its devices, or typed here from paper. */
static void came(struct store *s, const char *unit, struct buf *out)
{
	struct store_device *d = NULL;
	struct store_row row;
	struct err none;
	size_t n = 0;
	int64_t last = 0, typed;
	char at[CLOCK_STAMP];
	if (store_devices(s, unit, &d, &n, &none) != 0)
		n = 0;
	for (size_t i = 0; i < n; i++)
		if (d[i].last_heard > last)
			last = d[i].last_heard;
	free(d);
	bool paper = store_row(s, unit, ROW_PAPER, &row, &none) > 0 && clock_read_stamp(row.at, &typed) && typed > last;
	if (!paper && last == 0)
		return;
	if (!paper)
		clock_stamp(last, at);
	const char *when = paper ? row.at : at;
	buf_print(out, " (%s%s%.2s/%.2s/%.4s %.5s)", paper ? row.by : "", paper && row.by[0] ? ", " : "", when + 8,
		when + 5, when, when + 11);
}

static void names(struct store *s, const struct hub_closing *x, const char *seen, const char *now, struct buf *out)
{
	size_t changed = 0;
	for (size_t i = 0; i < x->rows; i++) {
		size_t at = DOUBTS + ALL + EACH * i;
		if (memcmp(seen + at, now + at, EACH) == 0 || changed++ >= NAMED)
			continue;
		buf_print(out, "%s%s", out->len ? "; " : "", x->row[i].name);
		came(s, x->row[i].code, out);
	}
	if (changed > NAMED)
		buf_print(out, "; … (+%zu)", changed - NAMED);
}

int hub_closing_seen(struct store *s, const struct hub_closing *x, const char *seen, const char *now, struct err *e)
{
	struct buf who;
	if (strcmp(seen, now) == 0)
		return 0;
	if (hub_closing_same_rows(seen, now))
		return err_set(e, ERR_BUSY, TEXT_CLOSING_DOUBTS, "");
	buf_init(&who, ERR_ARG_BYTES);
	if (strlen(seen) == strlen(now) && x->rows <= EACH_MAX)
		names(s, x, seen, now, &who);
	if (who.len)
		err_set(e, ERR_BUSY, TEXT_CLOSING_MEANWHILE, "%s", who.data);
	else
		err_set(e, ERR_BUSY, TEXT_CLOSING_FIGURES, "");
	buf_free(&who);
	return -1;
}
