/* cmd_report_text.c - `report text list REPORT`, `report text REPORT PART`: what a clerk types into a report. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_reports.h>
#include <tungnha/clock.h>
#include <tungnha/file.h>

#include "commands.h"

static struct app_report_wish wish_of(
	const struct command_context *c, const struct command_words *w, const char *report)
{
	return (struct app_report_wish){
		.report = report, .period = command_option(c, w, "period"), .now = clock_now(), .lang = c->lang};
}

/* --- the list --- */

static const char *state_of(const struct command_context *c, const struct app_report_part *p, char out[static 128])
{
	if (p->from[0])
		text_fill(c->lang, TEXT_REPORTS_STATE_CARRIED, (const char *const[3]){p->from, NULL, NULL}, out, 128);
	else
		snprintf(out, 128, "%s",
			text_get(c->lang, *p->text     ? TEXT_REPORTS_STATE_HERE
					  : p->cleared ? TEXT_REPORTS_STATE_CLEARED
						       : TEXT_REPORTS_STATE_NONE));
	return out;
}

static cJSON *json_part(const struct command_context *c, const struct app_report_part *p)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "id", p->part->id);
	cJSON_AddStringToObject(o, "heading", form_words(&p->part->heading, c->lang));
	cJSON_AddItemToObject(o, "hint",
		p->part->hint.in[0] ? cJSON_CreateString(form_words(&p->part->hint, c->lang)) : cJSON_CreateNull());
	cJSON_AddItemToObject(o, "text", *p->text ? cJSON_CreateString(p->text) : cJSON_CreateNull());
	cJSON_AddItemToObject(o, "carried_from", p->from[0] ? cJSON_CreateString(p->from) : cJSON_CreateNull());
	cJSON_AddItemToObject(o, "at", p->at[0] ? cJSON_CreateString(p->at) : cJSON_CreateNull());
	cJSON_AddBoolToObject(o, "cleared", p->cleared);
	return o;
}

static cJSON *facts(const struct command_context *c, const struct app_report *x)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "report", x->report->id);
	cJSON_AddItemToObject(o, "period", x->report->once ? cJSON_CreateNull() : cJSON_CreateString(x->period));
	cJSON *parts = cJSON_AddArrayToObject(o, "parts");
	for (size_t i = 0; i < x->parts; i++)
		cJSON_AddItemToArray(parts, json_part(c, &x->part[i]));
	return o;
}

/* The text, or what is to be written there. */
static void print_parts(const struct command_context *c, const struct app_report *x)
{
	const char *headings[] = {text_get(c->lang, TEXT_REPORTS_COL_PART), text_get(c->lang, TEXT_REPORTS_COL_HEADING),
		text_get(c->lang, TEXT_REPORTS_COL_TYPED), text_get(c->lang, TEXT_REPORTS_COL_SAYS)};
	struct command_table *t = command_table_new(sizeof headings / sizeof *headings, headings);
	for (size_t i = 0; i < x->parts; i++) {
		const struct app_report_part *p = &x->part[i];
		char state[128];
		const char *hint = p->part->hint.in[0] ? form_words(&p->part->hint, c->lang) : "";
		const char *cells[] = {p->part->id, form_words(&p->part->heading, c->lang), state_of(c, p, state),
			*p->text ? p->text : hint};
		command_table_row(t, cells);
	}
	command_table_print(t);
}

static int list_parts(struct command_context *c, struct command_words *w, const char *report)
{
	struct err e;
	struct app_report x;
	struct app_report_wish wish = wish_of(c, w, report);
	if (app_report_parts(c->store, &wish, &x, &e) != 0)
		return command_fail(c, &e);
	if (c->json) {
		command_print_json(c, facts(c, &x));
	} else {
		if (x.chosen)
			command_warn(c, TEXT_REPORTS_CHOSEN, x.period, x.ends, NULL);
		print_parts(c, &x);
	}
	app_report_free(&x);
	return 0;
}

/* --- typing --- */

/* Exactly one of --text, --file, --clear. *out NULL: cleared; the caller frees. */
static int take_text(const struct command_context *c, const struct command_words *w, char **out, struct err *e)
{
	const char *text = command_option(c, w, "text"), *file = command_option(c, w, "file");
	bool clear = command_option(c, w, "clear") != NULL;
	struct buf b;
	*out = NULL;
	if ((text != NULL) + (file != NULL) + clear != 1)
		return err_set(e, ERR_USAGE, TEXT_REPORTS_TEXT_ONE, "");
	if (!file) {
		*out = text ? strdup(text) : NULL;
		return 0;
	}
	buf_init(&b, 4 * APP_REPORT_TEXT_BYTES);
	int rc = file_read(file, &b, e);
	if (rc == 0 && strlen(b.data) != b.len)
		rc = err_set(e, ERR_DATA, TEXT_REPORTS_NOT_TEXT, "");
	if (rc == 0)
		*out = buf_take(&b);
	buf_free(&b);
	return rc;
}

static void say(
	const struct command_context *c, const struct app_report *x, const char *part, bool changed, const char *text)
{
	bool once = x->report->once;
	if (!changed) {
		command_say(c, TEXT_REPORTS_TEXT_SAME, part, NULL, NULL);
		return;
	}
	if (!text)
		command_say(c, once ? TEXT_REPORTS_TEXT_CLEARED_ONCE : TEXT_REPORTS_TEXT_CLEARED, part, x->report->id,
			x->period);
	else
		command_say(
			c, once ? TEXT_REPORTS_TEXT_DONE_ONCE : TEXT_REPORTS_TEXT_DONE, part, x->report->id, x->period);
	if (text && form_personal_number(text))
		command_warn(c, TEXT_DESK_RP_PERSONAL, NULL, NULL, NULL);
	command_say(c, once ? TEXT_REPORTS_TEXT_NEXT_ONCE : TEXT_REPORTS_TEXT_NEXT, x->report->id, x->period, NULL);
}

static int type_part(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_report x;
	char *text;
	bool changed;
	struct app_report_wish wish = wish_of(c, w, w->word[0]);
	if (take_text(c, w, &text, &e) != 0)
		return command_fail(c, &e);
	int rc = app_report_type(c->store, &wish, w->word[1], text, &x, &changed, &e);
	if (rc == 0 && c->json) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "report", x.report->id);
		cJSON_AddStringToObject(o, "part", w->word[1]);
		cJSON_AddItemToObject(o, "period", x.report->once ? cJSON_CreateNull() : cJSON_CreateString(x.period));
		cJSON_AddBoolToObject(o, "written", changed);
		command_print_json(c, o);
	} else if (rc == 0) {
		say(c, &x, w->word[1], changed, text);
	}
	free(text);
	if (rc != 0)
		return command_fail(c, &e);
	app_report_free(&x);
	return 0;
}

int cmd_report_text(struct command_context *c, struct command_words *w)
{
	if (w->words == 1)
		return list_parts(c, w, w->word[0]);
	return strcmp(w->word[0], "list") == 0 ? list_parts(c, w, w->word[1]) : type_part(c, w);
}
