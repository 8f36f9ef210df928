/* campaign.c - a campaign from its file: forms/README.md is the format. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/campaign.h>

#include "campaign_parts.h"

static const char *const members[] = {"!format", "!id", "!title", "!plan", "!forms", "!drive", "unit_work", "dossiers",
	"final_from", "weekly_due", "monthly_due", "targets", "tasks", "reports", "duties", "!unit_word", "!team_word",
	"!print", "units", NULL};
static const char *const weekly_members[] = {"!weekday", "!time", "to", NULL};
static const char *const monthly_members[] = {"!day", "time", "to", NULL};
static const char *const print_members[] = {
	"issuer", "number", "place", "signatures", "unit_signatures", "recipients", NULL};

static const cJSON *member(const cJSON *object, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(object, name);
}

/* {"from": day, `last`: day}, the first not after the last. */
static int take_days(struct strict *s, const cJSON *root, const char *name, const char *last,
	char from[static CLOCK_DATE], char to[static CLOCK_DATE])
{
	const cJSON *days = member(root, name);
	char required[16];
	snprintf(required, sizeof required, "!%s", last);
	const char *const names[] = {"!from", required, NULL};
	if (!days)
		return 0;
	size_t mark = strict_enter(s, name);
	if (strict_members(s, days, names) < 0 || strict_date(s, days, "from", from) < 0 ||
		strict_date(s, days, last, to) < 0)
		return -1;
	if (strcmp(from, to) > 0)
		return strict_refuse(s, "", TEXT_CAMPAIGN_DATES, from, to);
	strict_leave(s, mark);
	return 0;
}

/* Exactly hh:mm. */
static bool read_time(const char *t, int *hour, int *minute)
{
	static const char shape[] = "00:00";
	if (strlen(t) != sizeof shape - 1)
		return false;
	for (size_t i = 0; shape[i]; i++)
		if (shape[i] == ':' ? t[i] != ':' : t[i] < '0' || t[i] > '9')
			return false;
	*hour = (t[0] - '0') * 10 + (t[1] - '0');
	*minute = (t[3] - '0') * 10 + (t[4] - '0');
	return *hour < 24 && *minute < 60;
}

/* hh:mm of the duty that was entered. */
static int take_time(struct strict *s, const cJSON *due, struct campaign *c)
{
	const char *time;
	if (strict_text(s, due, "time", CAMPAIGN_LINE_BYTES, &time) < 0 ||
		strict_text(s, due, "to", CAMPAIGN_LINE_BYTES, &c->report_to) < 0)
		return -1;
	if (*time && !read_time(time, &c->due_hour, &c->due_minute))
		return strict_refuse(s, "time", TEXT_CAMPAIGN_TIME, time, NULL);
	return 0;
}

static int take_weekly(struct strict *s, const cJSON *due, struct campaign *c)
{
	size_t mark = strict_enter(s, "weekly_due");
	if (strict_members(s, due, weekly_members) < 0 || strict_int(s, due, "weekday", 1, 7, &c->due_weekday) < 0 ||
		take_time(s, due, c) < 0)
		return -1;
	strict_leave(s, mark);
	return 0;
}

/* On the month's last day figures are counted to midnight: another time there would promise what is not kept. */
static int take_monthly(struct strict *s, const cJSON *due, struct campaign *c)
{
	size_t mark = strict_enter(s, "monthly_due");
	if (strict_members(s, due, monthly_members) < 0 || strict_int(s, due, "day", 0, 28, &c->due_day) < 0 ||
		take_time(s, due, c) < 0)
		return -1;
	if (c->due_day == 0 && (c->due_hour || c->due_minute))
		return strict_refuse(s, "time", TEXT_PERIOD_DUE_TIME, NULL, NULL);
	c->closes = PERIOD_MONTH;
	strict_leave(s, mark);
	return 0;
}

static int take_due(struct strict *s, const cJSON *root, struct campaign *c)
{
	const cJSON *weekly = member(root, "weekly_due"), *monthly = member(root, "monthly_due");
	c->report_to = "";
	c->has_due = weekly || monthly;
	if (weekly && monthly)
		return strict_refuse(s, "monthly_due", TEXT_PERIOD_DUE_BOTH, NULL, NULL);
	return weekly ? take_weekly(s, weekly, c) : monthly ? take_monthly(s, monthly, c) : 0;
}

static int take_id(struct strict *s, const cJSON *root, const char *name, const char **out)
{
	if (strict_text(s, root, name, STRICT_ID, out) < 0)
		return -1;
	return **out ? strict_id(s, name, *out, '-') : 0;
}

int campaign_take_lines(
	struct strict *s, const cJSON *object, const char *name, size_t max, const char *lines[], size_t *count)
{
	const cJSON *list, *item;
	if (strict_list(s, object, name, max, &list) < 0)
		return -1;
	*count = 0;
	cJSON_ArrayForEach(item, list)
	{
		size_t mark = strict_enter_item(s, name, *count);
		if (strict_text_item(s, item, CAMPAIGN_LINE_BYTES, &lines[(*count)++]) < 0)
			return -1;
		strict_leave(s, mark);
	}
	return 0;
}

static int take_print(struct strict *s, const cJSON *root, struct campaign *c)
{
	const cJSON *print = member(root, "print");
	size_t pair;
	size_t mark = strict_enter(s, "print");
	if (strict_members(s, print, print_members) < 0 ||
		campaign_take_lines(s, print, "issuer", CAMPAIGN_LINES_MAX, c->issuer, &c->issuers) < 0 ||
		strict_text(s, print, "number", CAMPAIGN_LINE_BYTES, &c->number_line) < 0 ||
		strict_text(s, print, "place", CAMPAIGN_LINE_BYTES, &c->place) < 0 ||
		campaign_take_lines(s, print, "signatures", CAMPAIGN_LINES_MAX, c->signatures, &c->signature_lines) <
			0 ||
		campaign_take_lines(s, print, "unit_signatures", 2, c->unit_signatures, &pair) < 0 ||
		campaign_take_lines(s, print, "recipients", CAMPAIGN_LINES_MAX, c->recipients, &c->recipient_lines) < 0)
		return -1;
	for (; pair < 2; pair++)
		c->unit_signatures[pair] = "";
	strict_leave(s, mark);
	return 0;
}

static int take_forms(struct strict *s, const cJSON *root, struct campaign *c)
{
	if (campaign_take_lines(s, root, "forms", CAMPAIGN_FORMS_MAX, c->form, &c->forms) < 0)
		return -1;
	if (c->forms == 0)
		return strict_refuse(s, "forms", TEXT_FORM_MEMBER_MISSING, NULL, NULL);
	for (size_t i = 0; i < c->forms; i++) {
		size_t mark = strict_enter_item(s, "forms", i);
		if (strict_id(s, "", c->form[i], '-') < 0)
			return -1;
		for (size_t j = 0; j < i; j++)
			if (strcmp(c->form[i], c->form[j]) == 0)
				return strict_refuse(s, "", TEXT_FORM_ID_TWICE, c->form[i], NULL);
		strict_leave(s, mark);
	}
	return 0;
}

/* --- the whole --- */

static int load(struct strict *s, const cJSON *root, struct campaign *c)
{
	if (strict_format(s, root, "tungnha-campaign 1") < 0 || strict_members(s, root, members) < 0 ||
		take_id(s, root, "id", &c->id) < 0 || strict_words(s, root, "title", STRICT_SENTENCE, &c->title) < 0 ||
		strict_text(s, root, "plan", STRICT_SENTENCE, &c->plan) < 0 || take_forms(s, root, c) < 0 ||
		take_days(s, root, "drive", "to", c->starts, c->ends) < 0 ||
		take_days(s, root, "unit_work", "before", c->work_from, c->work_before) < 0 ||
		take_days(s, root, "dossiers", "to", c->window_from, c->window_to) < 0 ||
		strict_date(s, root, "final_from", c->final_from) < 0 || take_due(s, root, c) < 0 ||
		take_id(s, root, "targets", &c->targets) < 0 || take_id(s, root, "tasks", &c->tasks) < 0 ||
		campaign_take_reports(s, root, c) < 0 || campaign_take_duties(s, root, c) < 0 ||
		strict_words(s, root, "unit_word", STRICT_SENTENCE, &c->unit_word) < 0 ||
		strict_words(s, root, "team_word", STRICT_SENTENCE, &c->team_word) < 0 || take_print(s, root, c) < 0)
		return -1;
	return campaign_take_units(s, root, c);
}

struct period_rule campaign_rule(const struct campaign *c)
{
	return (struct period_rule){.weekday = c->due_weekday,
		.hour = c->due_hour,
		.minute = c->due_minute,
		.kind = c->closes,
		.day = c->due_day};
}

bool campaign_outside(const struct campaign *c, const struct form *f, const struct form_record *r)
{
	if (f->visit < 0 || r->value[f->visit].state != FORM_GIVEN || !form_check_of(f, FORM_CHECK_DATE_OUTSIDE))
		return false;
	const char *date = r->value[f->visit].text;
	return (c->starts[0] && strcmp(date, c->starts) < 0) || (c->ends[0] && strcmp(date, c->ends) > 0);
}

int campaign_load(const char *json, size_t n, const char *place, struct campaign **out, struct err *e)
{
	struct strict s = {.place = place, .e = e};
	struct campaign *c = alloc_zero(1, sizeof *c);
	cJSON *root = strict_parse(&s, json, n);
	*out = NULL;
	c->root = root;
	c->bytes = alloc_copy_n(json, n);
	c->size = n;
	c->def = form_definition_id(json, n);
	if (!root || load(&s, root, c) < 0) {
		campaign_free(c);
		return -1;
	}
	*out = c;
	return 0;
}

void campaign_free(struct campaign *c)
{
	if (!c)
		return;
	cJSON_Delete(c->root);
	free((char *)(uintptr_t)c->bytes); /* borrowed as const by everyone else, owned here */
	free(c->unit);
	free(c);
}
