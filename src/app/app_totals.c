/* app_totals.c - totals of units from a file: read, judged, and all of it written or none. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_submit.h>
#include <tungnha/app_words.h>
#include <tungnha/clock.h>
#include <tungnha/utf8.h>

#include "decide.h"
#include "totals.h"

enum { PROGRESS_EVERY = 200 /* rows */, SENTENCE_MAX = 2048, FILE_NAME_MAX = 150 /* bytes, in every row's source */ };

const char *app_total_word(enum app_total_verdict v)
{
	static const char *const words[TOTAL_VERDICTS] = {"new", "changed", "same", "empty", "refused"};
	return words[v];
}

/* --- what is told --- */

void totals_fault(struct totals *p, struct app_total_line *l, int column, const char *rule, const char *sentence)
{
	bool known = column >= 0 && (size_t)column < p->columns.count;
	l->fault = alloc_grow(l->fault, l->faults + 1, sizeof *l->fault);
	l->fault[l->faults++] = (struct app_total_fault){
		alloc_copy(known ? p->columns.heading[column] : ""), rule, alloc_copy(sentence)};
	l->verdict = TOTAL_REFUSED;
}

void totals_fault_text(struct totals *p, struct app_total_line *l, int column, text_id id, const char *a0,
	const char *a1, const char *a2)
{
	char sentence[SENTENCE_MAX];
	text_fill(p->ask->lang, p->ask->page ? app_words(id) : id, (const char *const[3]){a0, a1, a2}, sentence,
		sizeof sentence);
	totals_fault(p, l, column, text_name(id), sentence);
}

void totals_warn_plain(struct totals *p, long line, const char *unit, const char *sentence)
{
	struct app_totaled *o = p->out;
	o->warning = alloc_grow(o->warning, o->warnings + 1, sizeof *o->warning);
	struct app_total_note *w = &o->warning[o->warnings++];
	*w = (struct app_total_note){.line = line, .sentence = alloc_copy(sentence)};
	snprintf(w->unit, sizeof w->unit, "%s", unit);
}

void totals_warn(
	struct totals *p, long line, const char *unit, text_id id, const char *a0, const char *a1, const char *a2)
{
	char sentence[SENTENCE_MAX], said[APP_PERIOD_SAID];
	const char *a[3] = {a0, a1, a2};
	for (int i = 0; p->ask->page && i < 3; i++) /* a page counts no weeks */
		if (a[i] && strcmp(a[i], p->out->period) == 0)
			a[i] = app_period_said(p->out->period, p->ask->lang, said);
	text_fill(p->ask->lang, p->ask->page ? app_words(id) : id, a, sentence, sizeof sentence);
	totals_warn_plain(p, line, unit, sentence);
}

/* --- what was asked --- */

static int read_period(struct totals *p, struct err *e)
{
	struct app_calendar c;
	struct period period;
	app_calendar(p->s, p->ask->now, &c);
	period = c.running;
	if (p->ask->period && app_period(&c, p->ask->period, p->ask->now, &period, e) != 0)
		return -1;
	if (!p->ask->period && c.clock_unset)
		return app_period_needed(p->s, TEXT_TOTALS_NO_DATE, p->ask->now, e);
	period_text(period, p->out->period);
	return 0;
}

static int read_date(struct totals *p, struct err *e)
{
	char today[CLOCK_DATE];
	clock_date(p->ask->now, today);
	if (!p->ask->date)
		memcpy(p->date, today, sizeof p->date);
	else if (!clock_read_date(p->ask->date, p->date))
		return err_set(e, ERR_DATA, TEXT_DECIDE_ROW_DATE_WRONG, "%s", p->ask->date);
	if (app_clock_set(p->s, p->ask->now) && strcmp(p->date, today) > 0)
		return err_set(e, ERR_DATA, TEXT_DECIDE_ROW_TO_COME, "%s", p->ask->date);
	return 0;
}

static int read_reason(struct totals *p, struct err *e)
{
	return p->ask->total_differs ? app_hub_reason(p->ask->total_differs, &p->reason, e) : 0;
}

/* The name people know the file by. */
static void read_file_name(struct totals *p)
{
	const char *name = p->ask->name ? p->ask->name : p->ask->path, *slash = strrchr(name, '/');
	p->file = import_clean(slash ? slash + 1 : name);
	size_t n = strnlen(p->file, FILE_NAME_MAX);
	while (p->file[n] && n > 0 && ((unsigned char)p->file[n] & 0xc0) == 0x80)
		n--;
	p->file[n] = '\0';
}

/* --- reading the file --- */

static void show_progress(const struct totals *p, size_t rows)
{
	size_t done, whole;
	if (!p->ask->progress || rows % PROGRESS_EVERY != 0)
		return;
	table_progress(p->table, &done, &whole);
	p->ask->progress(p->ask->context, done, whole + 1);
}

static int take_row(struct totals *p, const struct table_row *row, struct err *e)
{
	int heading = import_headings_take(&p->columns, &p->sense.sense, row, e);
	if (heading != 0)
		return heading < 0 ? -1 : 0;
	if (import_totals_is(&p->columns, p->form, row)) {
		totals_total(p, row);
		return 0;
	}
	return totals_line(p, row, e);
}

static int read_rows(struct totals *p, struct err *e)
{
	struct table_row *row = alloc_zero(1, sizeof *row);
	size_t rows = 0;
	int got = table_open(p->ask->path, p->ask->encoding, p->ask->sheet, &p->table, e);
	if (got == 0)
		p->columns.sheet = table_is_sheet(p->table);
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
		return p->sense.sense.missing(&p->sense.sense, &p->columns, e);
	totals_finish(p);
	return 0;
}

static void name_left_out(struct totals *p)
{
	struct app_names *out = &p->out->left_out;
	for (size_t i = 0; i < p->columns.count; i++) {
		if (p->columns.field[i] >= 0 || p->columns.twin[i] || !*p->columns.heading[i])
			continue;
		out->name = alloc_grow(out->name, out->count + 1, sizeof *out->name);
		out->name[out->count++] = alloc_copy(p->columns.heading[i]);
	}
}

/* --- judging and writing, in one transaction --- */

static int judge(struct totals *p, struct err *e)
{
	struct app_totaled *o = p->out;
	for (size_t i = 0; i < o->lines; i++)
		if (totals_judge(p, &o->line[i], p->of[i], e) != 0)
			return -1;
	memset(o->count, 0, sizeof o->count);
	for (size_t i = 0; i < o->lines; i++)
		o->count[o->line[i].verdict]++;
	return 0;
}

/* What is closed stays as it was until somebody closes it again. */
static int warn_closed(struct totals *p, struct err *e)
{
	struct store_statement x;
	int row = store_statement(p->s, p->out->period, &x, e);
	if (row > 0 && p->out->count[TOTAL_NEW] + p->out->count[TOTAL_CHANGED] > 0)
		totals_warn(p, 0, "", TEXT_TOTALS_CLOSED, p->out->period, NULL, NULL);
	store_statement_free(&x);
	return row < 0 ? -1 : 0;
}

static int verdict(const struct totals *p, struct err *e)
{
	const struct app_totaled *o = p->out;
	char refused[32];
	text_number(p->ask->lang, (long long)o->count[TOTAL_REFUSED], refused);
	if (o->count[TOTAL_REFUSED] > 0)
		return err_set(e, ERR_DATA, TEXT_TOTALS_REFUSED, "%s" ERR_AND "%s", p->file, refused);
	if (o->lines == o->count[TOTAL_EMPTY])
		return err_set(e, ERR_DATA, TEXT_TOTALS_EMPTY, "%s", p->file);
	return 0;
}

static cJSON *fields_of(const struct totals *p, const struct app_total_line *l)
{
	cJSON *f = cJSON_CreateObject(), *columns = cJSON_AddObjectToObject(f, "columns");
	char *source = alloc_print("%s, dòng %ld", p->file, l->line);
	for (size_t i = 0; i < p->form->columns; i++)
		if (l->given[i])
			cJSON_AddNumberToObject(columns, p->form->column[i].id, (double)l->value[i]);
	cJSON_AddStringToObject(f, "date", p->date);
	cJSON_AddStringToObject(f, "period", p->out->period);
	cJSON_AddStringToObject(f, "source", source);
	cJSON_AddStringToObject(f, "use", store_row_use(ROW_IMPORT));
	free(source);
	return f;
}

static int write_rows(struct totals *p, struct err *e)
{
	char *by = app_by(p->s);
	struct store_author a = {.by = by, .at = p->ask->now, .reason = p->differs ? p->reason : NULL};
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < p->out->lines; i++) {
		const struct app_total_line *l = &p->out->line[i];
		if (l->verdict == TOTAL_NEW || l->verdict == TOTAL_CHANGED)
			rc = store_write_act(p->s, l->unit, ENTRY_ROW, NULL, fields_of(p, l), &a, NULL, e);
	}
	free(by);
	return rc;
}

static int work(struct store *s, void *context, struct err *e)
{
	struct totals *p = context;
	(void)s;
	if (judge(p, e) != 0 || warn_closed(p, e) != 0 || verdict(p, e) != 0)
		return -1;
	return p->ask->dry_run ? 0 : write_rows(p, e);
}

static int run(struct totals *p, struct err *e)
{
	const struct campaign *c;
	if (store_form(p->s, NULL, &p->form, e) != 0)
		return -1;
	p->out->form = p->form;
	totals_sense(&p->sense, p->form, store_campaign(p->s, &c) == 0 ? c : NULL, p->ask->lang);
	read_file_name(p);
	if (read_period(p, e) != 0 || read_date(p, e) != 0 || read_reason(p, e) != 0 ||
		totals_units_load(&p->units, p->s, e) != 0 || read_rows(p, e) != 0)
		return -1;
	name_left_out(p);
	return decide_run(p->s, work, p, e);
}

int app_totals_import(struct store *s, const struct app_totals *ask, struct app_totaled *out, struct err *e)
{
	struct totals *p = alloc_zero(1, sizeof *p);
	struct err ignored;
	*out = (struct app_totaled){.form = NULL};
	p->s = s;
	p->ask = ask;
	p->out = out;
	int rc = run(p, e);
	out->written = rc == 0 && !ask->dry_run && out->count[TOTAL_NEW] + out->count[TOTAL_CHANGED] > 0;
	if (rc != 0 && (e->text == TEXT_TABLE_NOT_UTF8 || (e->text == TEXT_TOTALS_NO_HEADING && !ask->encoding)))
		(void)table_readings(ask->path, &out->readings, &ignored);
	if (ask->progress)
		ask->progress(ask->context, 1, 1);
	import_columns_free(&p->columns);
	import_totals_free(&p->totals);
	totals_units_free(&p->units);
	free(p->of);
	free(p->file);
	free(p->reason);
	free(p);
	return rc;
}

static void free_line(struct app_total_line *l)
{
	for (size_t i = 0; i < l->faults; i++) {
		free(l->fault[i].column);
		free(l->fault[i].sentence);
	}
	free(l->fault);
	free(l->name);
	free(l->change);
	free(l->differ);
}

void app_totals_free(struct app_totaled *out)
{
	for (size_t i = 0; i < out->lines; i++)
		free_line(&out->line[i]);
	for (size_t i = 0; i < out->warnings; i++)
		free(out->warning[i].sentence);
	free(out->line);
	free(out->warning);
	app_names_free(&out->left_out);
	table_readings_free(&out->readings);
	*out = (struct app_totaled){.form = NULL};
}
