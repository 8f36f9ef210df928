/* app_import.c - a household list or answers from a file: two passes over it, the first judges, the second writes. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "import.h"

enum { PROGRESS_EVERY = 500 /* rows */ };

/* --- the file --- */

static int take_row(struct import *p, const struct table_row *row, struct err *e)
{
	int heading = import_columns_take(&p->columns, p->form, row, p->ask->lang, e);
	if (heading != 0)
		return heading < 0 ? -1 : 0;
	if (import_totals_is(&p->columns, p->form, row)) {
		import_line_total(p, row);
		return 0;
	}
	return import_line(p, row, e);
}

static void show_progress(struct import *p, size_t rows)
{
	size_t done, whole;
	if (!p->ask->progress || rows % PROGRESS_EVERY != 0)
		return;
	table_progress(p->table, &done, &whole);
	p->ask->progress(p->ask->context, done + (p->second ? whole : 0), 2 * whole);
}

static void restart(struct import *p)
{
	bool sheet = table_is_sheet(p->table);
	import_columns_free(&p->columns);
	import_totals_free(&p->totals);
	p->columns.sheet = sheet;
}

/* Which encoding is meant a person must say: shown is how the file reads in each. Where no heading was found its
 * letters may be those of an old font, which are Latin ones to everybody else. */
static void show_readings(struct import *p, const struct err *why)
{
	struct err ignored;
	if (why->text == TEXT_TABLE_NOT_UTF8 || (why->text == TEXT_IMPORT_NO_HEADING && !p->ask->encoding))
		(void)table_readings(p->ask->path, &p->out->readings, &ignored);
}

static int pass(struct import *p, struct err *e)
{
	struct table_row *row = alloc_zero(1, sizeof *row);
	size_t rows = 0;
	int got = table_open(p->ask->path, p->ask->encoding, p->ask->sheet, &p->table, e);
	if (got == 0)
		restart(p);
	while (got == 0 && (got = table_next(p->table, row, e)) == 1) {
		show_progress(p, ++rows);
		got = take_row(p, row, e);
		if (got != 0)
			break;
	}
	table_close(p->table);
	p->table = NULL;
	free(row);
	if (got != 0)
		return -1;
	if (p->columns.stage == IMPORT_SEARCHING)
		return import_columns_missing(&p->columns, e);
	import_line_totals_finish(p);
	return 0;
}

static void name_left_out(struct import *p)
{
	struct app_names *out = &p->out->left_out;
	p->out->list_only = p->columns.alone;
	for (size_t i = 0; i < p->columns.count; i++) {
		if (p->columns.field[i] >= 0 || p->columns.twin[i] || !*p->columns.heading[i])
			continue;
		out->name = alloc_grow(out->name, out->count + 1, sizeof *out->name);
		out->name[out->count++] = alloc_copy(p->columns.heading[i]);
	}
}

/* --- the second pass --- */

static void forget_counts(struct app_imported *out)
{
	out->lines = out->added = out->changed = out->labelled = out->unchanged = 0;
}

/* Says of every line what would become of it, those refused too. */
static int try_pass(struct import *p, struct err *e)
{
	p->second = true;
	forget_counts(p->out);
	return pass(p, e);
}

/* Writes what the first pass found good. Should the file have changed in between, its lines are judged again. */
static int write_pass(struct import *p, struct err *e)
{
	bool figures = p->out->added + p->out->changed > 0; /* door labels are this device's own */
	p->second = p->writing = true;
	forget_counts(p->out);
	if (store_begin(p->s, e) != 0)
		return -1;
	int rc = figures ? import_numbers_may_write(&p->numbers, p->s, e) : 0;
	if (rc == 0)
		rc = import_numbers_again(&p->numbers, p->s, e);
	if (rc == 0)
		rc = pass(p, e);
	if (rc == 0 && p->moved)
		rc = err_set(e, ERR_DATA, TEXT_IMPORT_FILE_CHANGED, "%s", p->ask->path);
	if (rc == 0 && p->out->added + p->out->changed > 0)
		rc = collector_note_time(p->s, p->ask->now, e);
	if (rc == 0)
		rc = store_commit(p->s, e);
	if (rc != 0)
		store_rollback(p->s);
	p->out->written = rc == 0 && p->out->added + p->out->changed + p->out->labelled > 0;
	return rc;
}

static int verdict(const struct import *p, struct err *e)
{
	char shown[32];
	text_number(p->ask->lang, (long long)p->out->problems, shown);
	if (p->out->differing > 0)
		return err_set(e, ERR_DATA, TEXT_IMPORT_LABELS_DIFFER, "%s", p->ask->path);
	if (p->out->problems > 0 && p->reasons == p->out->problems && !p->ask->good_lines)
		return err_set(e, ERR_USAGE, TEXT_IMPORT_ONLY_REASONS, "%s" ERR_AND "%s", p->ask->path, shown);
	if (p->out->problems > 0 && !p->ask->good_lines)
		return err_set(e, ERR_DATA, TEXT_IMPORT_REFUSED, "%s" ERR_AND "%s", p->ask->path, shown);
	if (p->out->lines == 0 && p->out->problems == 0)
		return err_set(e, ERR_DATA, TEXT_IMPORT_EMPTY, "%s", p->ask->path);
	return 0;
}

static int run(struct import *p, struct err *e)
{
	struct err why;
	if (pass(p, e) != 0)
		return -1;
	name_left_out(p);
	int rc = verdict(p, &why);
	if (p->ask->dry_run && try_pass(p, e) != 0)
		return -1;
	if (rc == 0 && !p->ask->dry_run)
		return write_pass(p, e);
	if (rc != 0)
		*e = why;
	return rc;
}

int app_import(struct store *s, const struct app_import *ask, struct app_imported *out, struct err *e)
{
	char *reason = NULL, *by;
	*out = (struct app_imported){0};
	if (collector_reason(ask->reason, &reason, e) != 0)
		return -1;
	by = app_by(s);
	const struct store_author author = {.by = by, .at = ask->now, .reason = reason};
	struct import *p = alloc_zero(1, sizeof *p);
	p->s = s;
	p->ask = ask;
	p->out = out;
	p->author = &author;
	int rc = store_form(s, NULL, &p->form, e);
	if (rc == 0)
		rc = import_numbers_begin(&p->numbers, s, ask->unit, e);
	if (rc == 0)
		rc = run(p, e);
	if (rc != 0)
		show_readings(p, e);
	if (ask->progress)
		ask->progress(ask->context, 1, 1);
	import_columns_free(&p->columns);
	import_totals_free(&p->totals);
	import_numbers_free(&p->numbers);
	free(p);
	free(reason);
	free(by);
	return rc;
}

void app_import_free(struct app_imported *out)
{
	for (size_t i = 0; i < APP_IMPORT_SHOWN; i++) {
		free(out->problem[i].sentence);
		free(out->warning[i].sentence);
		free(out->change[i].sentence);
	}
	for (size_t i = 0; i < APP_LABELS_SHOWN; i++) {
		free(out->differs[i].here);
		free(out->differs[i].file);
	}
	app_names_free(&out->left_out);
	table_readings_free(&out->readings);
	*out = (struct app_imported){0};
}
