/* app_figures_read.c - a figure as a person types it: which target, two whole numbers, period, source, date. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/clock.h>
#include <tungnha/command.h>
#include <tungnha/utf8.h>

#include "figures.h"

static int unknown_target(const struct targets *t, const char *typed, struct err *e)
{
	const char *names[TARGETS_MAX];
	struct buf all;
	buf_init(&all, ERR_ARG_BYTES);
	for (size_t i = 0; i < t->count; i++) {
		names[i] = t->target[i].id;
		if (!*t->target[i].indicator)
			buf_print(&all, "%s%s", all.len ? ", " : "", names[i]);
	}
	const char *near = command_nearest(typed, names, t->count);
	err_set(e, ERR_USAGE, near ? TEXT_FIGURE_TARGET_NEAR : TEXT_FIGURE_TARGET, "%s" ERR_AND "%s", typed,
		near ? near : all.data);
	buf_free(&all);
	return -1;
}

int figures_target(const struct targets *t, const char *typed, const struct target **out, struct err *e)
{
	if (!t)
		return err_set(e, ERR_UNAVAILABLE, TEXT_FIGURE_NO_TARGETS, "");
	int i = targets_index(t, typed);
	if (i < 0)
		return unknown_target(t, typed, e);
	*out = &t->target[i];
	return *(*out)->indicator ? err_set(e, ERR_DATA, TEXT_FIGURE_COMPUTED, "%s", typed) : 0;
}

/* --- two whole numbers --- */

/* "23.767": groups of three behind the first; "23767". Nothing else is a whole number without a doubt. */
static bool read_whole(const char *s, size_t n, int64_t *out)
{
	size_t group = 0;
	bool grouped = false;
	*out = 0;
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '.') {
			if (group == 0 || group > 3 || (grouped && group != 3))
				return false;
			grouped = true;
			group = 0;
			continue;
		}
		if (s[i] < '0' || s[i] > '9' || *out > TARGET_NUMBER_MAX)
			return false;
		*out = 10 * *out + (s[i] - '0');
		group++;
	}
	return group > 0 && (!grouped || group == 3) && *out <= TARGET_NUMBER_MAX;
}

/* Why it is none, in words a person can act on. */
static int refuse_number(const char *typed, struct err *e)
{
	bool comma = strchr(typed, ',') != NULL, dot = strchr(typed, '.') != NULL;
	text_id why = comma && dot ? TEXT_FIGURE_BOTH_MARKS : comma ? TEXT_FIGURE_COMMA : TEXT_FIGURE_NUMBER;
	return err_set(e, ERR_DATA, why, "%s" ERR_AND "%d", typed, TARGET_NUMBER_MAX);
}

int figures_number(const char *typed, int64_t *out, struct err *e)
{
	return read_whole(typed, strlen(typed), out) ? 0 : refuse_number(typed, e);
}

int figures_ratio(const char *typed, int64_t *num, int64_t *den, struct err *e)
{
	const char *slash = strchr(typed, '/');
	if (!slash)
		return err_set(e, ERR_USAGE, TEXT_FIGURE_NO_RATIO, "%s", typed);
	if (!read_whole(typed, (size_t)(slash - typed), num) || !read_whole(slash + 1, strlen(slash + 1), den))
		return refuse_number(typed, e);
	return 0;
}

int figures_fit(const struct target *t, int64_t num, int64_t den, enum text_lang lang, struct err *e)
{
	char n[32], d[32];
	if (num <= den || t->may_exceed)
		return 0;
	return err_set(e, ERR_DATA, TEXT_FIGURE_EXCEEDS, "%s" ERR_AND "%s" ERR_AND "%s", text_number(lang, num, n),
		text_number(lang, den, d), t->id);
}

/* --- period, source, date --- */

int figures_period(struct store *s, const struct app_calendar *c, const char *typed, int64_t now,
	char out[static PERIOD_TEXT], struct err *e)
{
	struct period p = c->running;
	char running[PERIOD_TEXT];
	if (!typed && c->clock_unset)
		return app_period_needed(s, TEXT_FIGURE_PERIOD_NEEDED, now, e);
	if (typed && !period_parse(typed, &p))
		return err_set(e, ERR_DATA, TEXT_FIGURE_PERIOD, "%s", typed);
	if (typed && !c->clock_unset && period_begin(&c->rule, p) > now)
		return err_set(
			e, ERR_DATA, TEXT_PERIOD_FUTURE, "%s" ERR_AND "%s", typed, period_text(c->running, running));
	period_text(p, out);
	return 0;
}

int figures_source(const char *typed, char out[static APP_FIGURE_SOURCE_BYTES + 1], struct err *e)
{
	if (!typed)
		return err_set(e, ERR_USAGE, TEXT_FIGURE_SOURCE, "");
	char *clean = utf8_clean(typed, strlen(typed));
	size_t n = clean ? strlen(clean) : 0;
	if (n > 0 && n <= APP_FIGURE_SOURCE_BYTES)
		memcpy(out, clean, n + 1);
	free(clean);
	if (n > 0 && n <= APP_FIGURE_SOURCE_BYTES)
		return 0;
	return err_set(e, ERR_DATA, TEXT_HUB_OPTION_TEXT, "--source" ERR_AND "%d", APP_FIGURE_SOURCE_BYTES);
}

int figures_date(struct store *s, const char *typed, int64_t now, char out[static CLOCK_DATE], struct err *e)
{
	char today[CLOCK_DATE];
	if (!typed)
		return err_set(e, ERR_USAGE, TEXT_FIGURE_DATE, "");
	if (!clock_read_date(typed, out))
		return err_set(e, ERR_DATA, TEXT_DECIDE_ROW_DATE_WRONG, "%s", typed);
	if (app_clock_set(s, now) && strcmp(out, clock_date(now, today)) > 0)
		return err_set(e, ERR_DATA, TEXT_DECIDE_ROW_TO_COME, "%s", typed);
	return 0;
}
