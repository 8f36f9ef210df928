/* cmd_row.c - `row set|clear`, `reference set|clear`: a hamlet's row from paper, and figures shown beside. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>

#include "commands.h"

/* --- COLUMN=N --- */

static int refuse_column(const struct form *f, const char *typed, struct err *e)
{
	const char *names[FORM_COLUMNS_MAX];
	struct buf all;
	buf_init(&all, ERR_ARG_BYTES);
	for (size_t i = 0; i < f->columns; i++) {
		names[i] = f->column[i].id;
		if (f->column[i].printed)
			buf_print(&all, "%s%s", all.len ? ", " : "", names[i]);
	}
	const char *near = command_nearest(typed, names, f->columns);
	err_set(e, ERR_USAGE, near ? TEXT_DECIDE_ROW_COLUMN_NEAR : TEXT_DECIDE_ROW_COLUMN, "%s" ERR_AND "%s", typed,
		near ? near : all.data);
	buf_free(&all);
	return -1;
}

static int read_word(const struct form *f, char *word, struct app_row_value *value, size_t *values, struct err *e)
{
	char *equals = strchr(word, '=');
	if (!equals)
		return err_set(e, ERR_USAGE, TEXT_DECIDE_ROW_PAIR, "%s", word);
	*equals = '\0';
	int column = form_column_index(f, word);
	if (column < 0)
		return refuse_column(f, word, e);
	for (size_t i = 0; i < *values; i++) {
		if (value[i].column == column)
			return err_set(e, ERR_USAGE, TEXT_DECIDE_ROW_TWICE, "%s", word);
	}
	value[(*values)++] = (struct app_row_value){column, equals + 1};
	return 0;
}

/* --- what came of it --- */

static cJSON *facts(const struct form *f, const struct app_row *r, const struct app_rowed *d)
{
	cJSON *o = cJSON_CreateObject(), *columns, *warnings;
	cJSON_AddStringToObject(o, "unit", d->unit.code);
	cJSON_AddStringToObject(o, "use", store_row_use(r->use));
	columns = cJSON_AddObjectToObject(o, "columns");
	for (size_t i = 0; i < f->columns; i++) {
		if (d->row.given[i])
			cJSON_AddNumberToObject(columns, f->column[i].id, (double)d->row.sums.value[i]);
	}
	cJSON_AddStringToObject(o, "source", d->row.source);
	cJSON_AddStringToObject(o, "date", d->row.date);
	cJSON_AddBoolToObject(o, "used", r->use == ROW_PAPER && d->figures.row_used);
	cJSON_AddBoolToObject(o, "written", d->written);
	warnings = cJSON_AddArrayToObject(o, "warnings");
	for (size_t i = 0; i < d->warnings.count; i++)
		cJSON_AddItemToArray(warnings, cJSON_CreateString(d->warnings.sentence[i]));
	return o;
}

static void tell_missing(const struct command_context *c, const struct form *f, const struct app_rowed *d)
{
	struct buf names;
	buf_init(&names, (size_t)FORM_COLUMNS_MAX * FORM_SENTENCE);
	for (size_t i = 0; i < f->columns; i++) {
		if (f->column[i].printed && !d->row.given[i])
			buf_print(&names, "%s%s", names.len ? ", " : "", form_words(&f->column[i].label, c->lang));
	}
	if (names.len)
		command_say(c, TEXT_DECIDE_ROW_MISSING, names.data, NULL, NULL);
	buf_free(&names);
}

static int run(struct command_context *c, const struct form *f, const struct app_row *r)
{
	struct err e;
	struct app_rowed done;
	if (app_decide_row(c->store, r, &done, &e) != 0)
		return command_fail(c, &e);
	if (c->json) {
		command_print_json(c, facts(f, r, &done));
	} else {
		command_say(c, app_rowed_said(r, &done), done.unit.name, NULL, NULL);
		if (r->values > 0 && r->use == ROW_PAPER)
			tell_missing(c, f, &done);
		for (size_t i = 0; i < done.warnings.count; i++)
			command_say(c, TEXT_NOTE, done.warnings.sentence[i], NULL, NULL);
	}
	app_rowed_free(&done);
	return 0;
}

static int set(struct command_context *c, struct command_words *w, enum store_row_use use)
{
	struct err e;
	const struct form *f;
	struct app_row_value *value = alloc_zero((size_t)w->words + 1, sizeof *value);
	struct app_row r = {.unit = w->word[0],
		.use = use,
		.value = value,
		.source = command_option(c, w, "source"),
		.date = command_option(c, w, "date"),
		.now = clock_now(),
		.lang = c->lang};
	int rc = store_form(c->store, NULL, &f, &e);
	for (int i = 1; rc == 0 && i < w->words; i++)
		rc = read_word(f, w->word[i], value, &r.values, &e);
	if (rc == 0 && r.values == 0)
		rc = err_set(&e, ERR_USAGE, TEXT_DECIDE_ROW_EMPTY, "%s" ERR_AND "%s", c->name, r.unit);
	int code = rc == 0 ? run(c, f, &r) : command_fail(c, &e);
	free(value);
	return code;
}

static int clear(struct command_context *c, struct command_words *w, enum store_row_use use)
{
	struct err e;
	const struct form *f;
	struct app_row r = {.unit = w->word[0], .use = use, .now = clock_now(), .lang = c->lang};
	return store_form(c->store, NULL, &f, &e) == 0 ? run(c, f, &r) : command_fail(c, &e);
}

int cmd_row_set(struct command_context *c, struct command_words *w)
{
	return set(c, w, ROW_PAPER);
}

int cmd_row_clear(struct command_context *c, struct command_words *w)
{
	return clear(c, w, ROW_PAPER);
}

int cmd_reference_set(struct command_context *c, struct command_words *w)
{
	return set(c, w, ROW_REFERENCE);
}

int cmd_reference_clear(struct command_context *c, struct command_words *w)
{
	return clear(c, w, ROW_REFERENCE);
}
