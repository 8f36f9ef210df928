/* cmd_report.c - `report WHICH`, `report late`, `report list`: the reports of the plan as documents. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <tungnha/app_reports.h>
#include <tungnha/clock.h>
#include <tungnha/file.h>

#include "commands.h"

/* --- format --- */

static const char *ending_of(const char *file)
{
	const char *slash = file ? strrchr(file, '/') : NULL, *dot = file ? strrchr(slash ? slash : file, '.') : NULL;
	if (!dot)
		return "";
	return strcasecmp(dot + 1, "htm") == 0 ? "html" : strcasecmp(dot + 1, "txt") == 0 ? "text" : dot + 1;
}

static int choose_format(
	const struct command_context *c, const struct command_words *w, enum document_format *out, struct err *e)
{
	const char *file = command_option(c, w, "o"), *word = command_option(c, w, "format");
	*out = DOCUMENT_TEXT;
	if (word && !document_format_read(word, out))
		return err_set(e, ERR_USAGE, TEXT_REPORTS_FORMAT_UNKNOWN, "%s", word);
	if (!word && *ending_of(file) && !document_format_read(ending_of(file), out))
		return err_set(e, ERR_USAGE, TEXT_REPORTS_FORMAT_UNKNOWN, "%s", ending_of(file));
	if ((*out == DOCUMENT_DOCX || *out == DOCUMENT_XLSX) && !file && isatty(STDOUT_FILENO))
		return err_set(e, ERR_USAGE, TEXT_REPORTS_FORMAT_NEEDS_FILE, "%s", word);
	return 0;
}

/* --- what the clerk should know before anybody signs: on stderr, the report itself stays clean --- */

static void warn_parts(const struct command_context *c, const struct app_report *x, const char *facts, text_id id)
{
	struct buf list;
	const cJSON *v;
	buf_init(&list, FORM_SENTENCE);
	cJSON_ArrayForEach(v, cJSON_GetObjectItemCaseSensitive(x->facts, facts))
		buf_print(&list, "%s%s", list.len ? ", " : "", v->valuestring);
	if (list.len)
		command_warn(c, id, list.data, x->report->id, NULL);
	buf_free(&list);
}

static void warn(const struct command_context *c, const struct app_report *x)
{
	if (x->chosen)
		command_warn(c, TEXT_REPORTS_CHOSEN, x->period, x->ends, NULL);
	if (!x->closed)
		command_warn(c, TEXT_REPORTS_NOT_CLOSED, x->figures, NULL, NULL);
	warn_parts(c, x, "carried", TEXT_REPORTS_CARRIED);
	warn_parts(c, x, "missing", TEXT_REPORTS_MISSING);
}

/* --- report WHICH, report late --- */

static struct app_report_wish wish_of(
	const struct command_context *c, const struct command_words *w, const char *report)
{
	return (struct app_report_wish){
		.report = report, .period = command_option(c, w, "period"), .now = clock_now(), .lang = c->lang};
}

/* The list of late units as text is a message to copy, no sheet. */
static int write_report(struct command_context *c, struct command_words *w, const struct app_report *x, struct err *e)
{
	const char *file = command_option(c, w, "o");
	enum document_format format;
	struct buf out;
	if (choose_format(c, w, &format, e) != 0)
		return -1;
	buf_init(&out, REPORT_BYTES_MAX);
	int rc = 0;
	if (format == DOCUMENT_TEXT && x->notice)
		buf_text(&out, x->notice);
	else
		rc = document_write(x->document, format, &out, e);
	if (rc == 0)
		rc = file_output(file, out.data, out.len, e);
	buf_free(&out);
	return rc;
}

static int print_report(struct command_context *c, struct command_words *w, struct app_report *x)
{
	struct err e;
	const char *file = command_option(c, w, "o");
	if (c->json && !file) {
		cJSON *facts = x->facts;
		x->facts = NULL;
		app_report_free(x);
		return command_print_json(c, facts);
	}
	int rc = write_report(c, w, x, &e);
	if (rc == 0)
		warn(c, x);
	if (rc == 0 && c->json) {
		command_print_json(c, x->facts);
		x->facts = NULL;
	} else if (rc == 0 && file && strcmp(file, "-") != 0) {
		command_say(c, TEXT_HUB_WRITTEN, file, NULL, NULL);
	}
	app_report_free(x);
	return rc == 0 ? 0 : command_fail(c, &e);
}

int cmd_report(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_report x;
	enum document_format format;
	struct app_report_wish wish = wish_of(c, w, w->word[0]);
	if (choose_format(c, w, &format, &e) != 0 || app_report(c->store, &wish, &x, &e) != 0)
		return command_fail(c, &e);
	return print_report(c, w, &x);
}

int cmd_report_late(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_report x;
	enum document_format format;
	struct app_report_wish wish = wish_of(c, w, "late");
	if (choose_format(c, w, &format, &e) != 0 || app_report_late(c->store, &wish, &x, &e) != 0)
		return command_fail(c, &e);
	return print_report(c, w, &x);
}

/* --- report list --- */

static const char *every_word(const struct campaign_report *x)
{
	static const char *const word[PERIOD_KINDS] = {[PERIOD_WEEK] = "week",
		[PERIOD_MONTH] = "month",
		[PERIOD_QUARTER] = "quarter",
		[PERIOD_HALF] = "half",
		[PERIOD_YEAR] = "year"};
	return x->once ? "once" : word[x->every];
}

static cJSON *json_listed(const struct command_context *c, const struct app_report_listed *x)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "id", x->report->id);
	cJSON_AddStringToObject(o, "every", every_word(x->report));
	cJSON_AddStringToObject(o, "command", x->word);
	cJSON_AddStringToObject(o, "title", form_words(&x->report->title, c->lang));
	cJSON_AddStringToObject(o, "about", x->about);
	cJSON_AddItemToObject(o, "next", x->next[0] ? cJSON_CreateString(x->next) : cJSON_CreateNull());
	cJSON_AddItemToObject(o, "due", shared_json_time(x->due));
	return o;
}

static void print_listed(const struct app_report_listed *x, struct command_table *t)
{
	char when[COMMAND_WHEN], command[64];
	snprintf(command, sizeof command, "report %s", x->word);
	const char *cells[] = {x->report->id, command, x->next, shared_when(x->due, when), x->about};
	command_table_row(t, cells);
}

int cmd_report_list(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_report_list list;
	const char *headings[] = {text_get(c->lang, TEXT_REPORTS_COL_REPORT),
		text_get(c->lang, TEXT_REPORTS_COL_COMMAND), text_get(c->lang, TEXT_REPORTS_COL_NEXT),
		text_get(c->lang, TEXT_REPORTS_COL_DUE), text_get(c->lang, TEXT_REPORTS_COL_SAYS)};
	(void)w;
	if (app_report_list(c->store, clock_now(), c->lang, &list, &e) != 0)
		return command_fail(c, &e);
	cJSON *json = c->json ? cJSON_CreateArray() : NULL;
	struct command_table *t = json ? NULL : command_table_new(sizeof headings / sizeof *headings, headings);
	for (size_t i = 0; i < list.count; i++) {
		if (json)
			cJSON_AddItemToArray(json, json_listed(c, &list.item[i]));
		else
			print_listed(&list.item[i], t);
	}
	app_report_list_free(&list);
	if (json)
		return command_print_json(c, json);
	command_table_print(t);
	return 0;
}
