/* app_reports_sheet.c - the figures a report is made from: those of its period, those of the one before it, and how far
 * the work is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "hub.h"
#include "reports.h"

enum { DAY = 24 * 60 * 60 };

int reports_reviewed(const struct form *f)
{
	for (size_t i = 0; i < f->columns; i++) {
		if (f->column[i].printed)
			return (int)i;
	}
	return -1;
}

int reports_listed(const struct form *f)
{
	for (size_t i = 0; i < f->columns; i++) {
		if (f->column[i].listed)
			return (int)i;
	}
	return -1;
}

/* --- loading --- */

static int load_now(struct reports *r, struct err *e)
{
	const struct form *form;
	int row = store_statement(r->s, r->figures_text, &r->statement, e);
	if (row < 0)
		return -1;
	r->closed = row > 0;
	if (r->closed)
		return report_past(r->s, &r->statement, NULL, r->campaign, r->lang, &r->sheet, e);
	if (store_form(r->s, NULL, &form, e) != 0 ||
		report_gather(r->s, r->own.code, form, r->campaign, r->lang, false, &r->sheet, e) != 0)
		return -1;
	r->sheet.as_of = r->now;
	return 0;
}

/* The period of the same length before this one, where the drive had begun. */
static int load_before(struct reports *r, struct err *e)
{
	struct store_statement x;
	if (r->once || reports_nth(r) < 2)
		return 0;
	struct period p = period_before(r->period);
	if (p.kind != r->calendar.rule.kind)
		p = period_last_in(&r->calendar.rule, p);
	period_text(p, r->before_text);
	int row = store_statement(r->s, r->before_text, &x, e);
	if (row <= 0)
		return row;
	int rc = report_past(r->s, &x, NULL, r->campaign, r->lang, &r->before, e);
	store_statement_free(&x);
	r->has_before = rc == 0;
	return rc;
}

int reports_load(struct reports *r, struct err *e)
{
	return load_now(r, e) != 0 || load_before(r, e) != 0 ? -1 : 0;
}

void reports_unload(struct reports *r)
{
	reports_units_free(r);
	store_statement_free(&r->statement);
	report_free(&r->sheet);
	report_free(&r->before);
	document_free(r->document);
}

/* --- progress --- */

static int64_t total(const struct report *x, int column)
{
	return column < 0 ? 0 : x->total.sums.value[column];
}

/* By a column's id: the form may have changed between two periods. *known false: nothing to compare with. */
static int64_t increase(const struct reports *r, int column, bool *known)
{
	int then = r->has_before ? form_column_index(r->before.form, r->sheet.form->column[column].id) : -1;
	*known = then >= 0;
	return *known ? total(&r->sheet, column) - total(&r->before, then) : 0;
}

static void add_increase(cJSON *o, const char *name, int64_t n, bool known)
{
	cJSON_AddItemToObject(o, name, known ? cJSON_CreateNumber((double)n) : cJSON_CreateNull());
}

static char *increase_words(const struct reports *r, int column)
{
	bool known;
	char number[32];
	int64_t n = increase(r, column, &known);
	const char *before = reports_before_word(r);
	if (!known && !r->before_text[0])
		return alloc_copy("");
	if (!known)
		return reports_say(r, TEXT_REPORTS_NO_BEFORE, before, NULL, NULL);
	text_number(r->lang, n < 0 ? -n : n, number);
	return reports_say(r,
		n > 0   ? TEXT_REPORTS_MORE
		: n < 0 ? TEXT_REPORTS_LESS
			: TEXT_REPORTS_AS_MANY,
		number, before, NULL);
}

/* "Đến 10 giờ 00 ngày 06/11/2025, đã rà soát 5.612/6.104 hộ, đạt 91,94%, tăng 312 hộ so với tuần trước." */
static void show_coverage(struct reports *r, cJSON *facts)
{
	char a[32], b[32], percent[32];
	int column = reports_reviewed(r->sheet.form), listed_column = reports_listed(r->sheet.form);
	int64_t reviewed = total(&r->sheet, column), listed = total(&r->sheet, listed_column);
	bool known = false;
	int64_t more = column < 0 ? 0 : increase(r, column, &known);
	char *of = listed_column < 0
			   ? alloc_copy(text_number(r->lang, reviewed, a))
			   : alloc_print("%s/%s", text_number(r->lang, reviewed, a), text_number(r->lang, listed, b));
	char *when = reports_moment(r, r->sheet.as_of);
	char *said =
		reports_say(r, TEXT_REPORTS_PROGRESS, when, of, reports_percent(r->lang, reviewed, listed, percent));
	char *against = column < 0 ? alloc_copy("") : increase_words(r, column);
	char *line = alloc_print("%s%s.", said, against);
	document_paragraph(r->document, line);
	cJSON_AddNumberToObject(facts, "households", (double)reviewed);
	cJSON_AddNumberToObject(facts, "listed", (double)listed);
	add_increase(facts, "increase", more, known);
	cJSON_AddItemToObject(facts, "before", r->has_before ? cJSON_CreateString(r->before_text) : cJSON_CreateNull());
	free(line), free(against), free(said), free(when), free(of);
}

/* The other printed columns, with what they grew by. */
static void show_columns(struct reports *r, cJSON *facts)
{
	const struct form *f = r->sheet.form;
	cJSON *columns = cJSON_AddObjectToObject(facts, "columns"),
	      *grown = cJSON_AddObjectToObject(facts, "increases");
	struct buf list;
	buf_init(&list, (size_t)FORM_COLUMNS_MAX * FORM_SENTENCE);
	for (size_t i = 0; i < f->columns; i++) {
		bool known;
		char number[32], more[32];
		int64_t n = increase(r, (int)i, &known);
		if (!f->column[i].printed)
			continue;
		cJSON_AddNumberToObject(columns, f->column[i].id, (double)total(&r->sheet, (int)i));
		add_increase(grown, f->column[i].id, n, known);
		char *one = reports_say(r,
			!known || n == 0 ? TEXT_REPORTS_COLUMN
			: n > 0          ? TEXT_REPORTS_COLUMN_MORE
					 : TEXT_REPORTS_COLUMN_LESS,
			form_words(&f->column[i].label, r->lang),
			text_number(r->lang, total(&r->sheet, (int)i), number),
			text_number(r->lang, n < 0 ? -n : n, more));
		if ((int)i != reports_reviewed(f))
			buf_print(&list, "%s%s", list.len ? "; " : "", one);
		free(one);
	}
	char *line = reports_say(r, TEXT_REPORTS_COLUMNS, list.data, NULL, NULL);
	if (list.len)
		document_paragraph(r->document, line);
	free(line);
	buf_free(&list);
}

/* Households whose answer an indicator lacks: of the columns that would change it. */
static int64_t not_known(const struct reports *r, int indicator, int64_t num, int64_t den)
{
	enum { SHIFT = 1000 };
	const struct form *f = r->sheet.form;
	int64_t most = 0, a, b;
	for (size_t i = 0; i < f->columns; i++) {
		struct form_sums shifted = r->sheet.total.sums;
		if (shifted.unknown[i] <= most)
			continue;
		shifted.value[i] += SHIFT;
		form_indicate(f, &shifted, indicator, &a, &b);
		if (a != num || b != den)
			most = shifted.unknown[i];
	}
	return most;
}

static char *indicator_line(
	const struct reports *r, const struct form_indicator *x, int64_t num, int64_t den, int64_t unknown)
{
	char a[32], b[32], percent[32], number[32];
	char *is = alloc_print("%s (%s/%s)", reports_percent(r->lang, num, den, percent), text_number(r->lang, num, a),
		text_number(r->lang, den, b));
	char *line = reports_say(r, unknown ? TEXT_REPORTS_INDICATOR_UNKNOWN : TEXT_REPORTS_INDICATOR,
		form_words(&x->label, r->lang), is, unknown ? text_number(r->lang, unknown, number) : NULL);
	free(is);
	return line;
}

static cJSON *json_indicator(const struct form_indicator *x, int64_t num, int64_t den, int64_t unknown)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "id", x->id);
	cJSON_AddNumberToObject(o, "num", (double)num);
	cJSON_AddNumberToObject(o, "den", (double)den);
	cJSON_AddNumberToObject(o, "unknown", (double)unknown);
	return o;
}

/* What the form makes of its figures, but for how many were reviewed, which was said, and what nobody was asked (rows
 * on paper). */
static void show_indicators(struct reports *r, cJSON *facts)
{
	const struct form *f = r->sheet.form;
	cJSON *list = cJSON_AddArrayToObject(facts, "indicators");
	int64_t reviewed = total(&r->sheet, reports_reviewed(f));
	struct buf lines;
	buf_init(&lines, (size_t)FORM_INDICATORS_MAX * FORM_SENTENCE);
	for (size_t i = 0; i < f->indicators; i++) {
		int64_t num, den;
		report_indicate(&r->sheet, (int)i, &num, &den);
		int64_t unknown = not_known(r, (int)i, num, den);
		cJSON_AddItemToArray(list, json_indicator(&f->indicator[i], num, den, unknown));
		if (i == 0 || den == 0 || !f->indicator[i].percent || unknown >= reviewed)
			continue;
		char *line = indicator_line(r, &f->indicator[i], num, den, unknown);
		buf_print(&lines, "%s%s", lines.len ? ";\n" : "", line);
		free(line);
	}
	buf_char(&lines, '.');
	if (lines.len > 1)
		document_paragraph(r->document, lines.data);
	buf_free(&lines);
}

/* The days left, tomorrow first, before the units' own work is to be done. */
static int64_t days_left(const struct reports *r)
{
	int64_t end = reports_midnight(r->campaign->work_before);
	return end > r->sheet.as_of ? (end - r->sheet.as_of - 1) / DAY : 0;
}

static void show_pace(struct reports *r, cJSON *facts)
{
	char left[32], day[32], each[32];
	int listed_column = reports_listed(r->sheet.form);
	int64_t open = total(&r->sheet, listed_column) - total(&r->sheet, reports_reviewed(r->sheet.form));
	int64_t days = days_left(r), per_day = days > 0 && open > 0 ? (open + days - 1) / days : 0;
	add_increase(facts, "needed_per_day", per_day, days > 0);
	if (listed_column < 0 || per_day == 0)
		return;
	char *line = reports_say(r, TEXT_REPORTS_PACE, text_number(r->lang, open, left),
		reports_day(r, reports_midnight(r->campaign->work_before), day), text_number(r->lang, per_day, each));
	document_paragraph(r->document, line);
	free(line);
}

int reports_show_progress(struct reports *r, cJSON *facts, struct err *e)
{
	show_coverage(r, facts);
	if (reports_show_sent(r, facts, e) != 0)
		return -1;
	show_columns(r, facts);
	show_indicators(r, facts);
	show_pace(r, facts);
	return 0;
}
