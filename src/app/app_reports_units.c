/* app_reports_units.c - who has sent figures, who is late, whose figures want a second look. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_warnings.h>

#include "collector.h"
#include "hub.h"
#include "reports.h"

/* --- gathering --- */

void reports_units_free(struct reports *r)
{
	for (size_t i = 0; i < r->units; i++)
		app_sentences_free(&r->unit[i].doubts);
	free(r->unit);
	r->unit = NULL;
	r->units = 0;
}

static bool is_named(const struct store_statement *x, const char *code)
{
	const cJSON *v;
	cJSON_ArrayForEach(v, cJSON_GetObjectItemCaseSensitive(x->fields, "late"))
	{
		if (cJSON_IsString(v) && strcmp(v->valuestring, code) == 0)
			return true;
	}
	return false;
}

/* A row on paper that counted when the period was closed after it was due, and was not called late then, came in time:
 * typed anew for a later period it no longer shows that. */
static bool was_on_paper(const struct reports *r, const char *code)
{
	struct store_statement_row row;
	int64_t closed_at;
	return clock_read_stamp(r->statement.at, &closed_at) &&
	       closed_at >= period_end(&r->calendar.rule, r->figures) &&
	       store_statement_row(&r->statement, r->sheet.form, code, &row) && row.source == SOURCE_PAPER;
}

/* What is closed stays as it was judged then. */
static int judge_time(struct reports *r, const struct app_hub_clock *c, struct reports_unit *u, struct err *e)
{
	struct app_hub_arrivals a;
	if (app_hub_judge_time(r->s, c, &u->unit, r->figures_text, &a, &u->on_time, e) != 0)
		return -1;
	u->sent = a.any || u->on_time == APP_ON_TIME;
	if (r->closed && is_named(&r->statement, u->unit.code))
		u->on_time = APP_LATE;
	else if (r->closed && u->on_time == APP_LATE)
		u->on_time = a.any ? APP_ON_TIME : APP_UNKNOWN_TIME; /* closed before it was due */
	if (r->closed && !a.any && u->on_time != APP_LATE && was_on_paper(r, u->unit.code)) {
		u->sent = true;
		u->on_time = r->calendar.duty ? APP_ON_TIME : APP_UNKNOWN_TIME;
	}
	return 0;
}

static void doubt(struct reports *r, struct reports_unit *u, text_id id, int64_t n)
{
	char number[32];
	if (n > 0)
		collector_sentence(&u->doubts, r->lang, id, text_number(r->lang, n, number), NULL, NULL);
}

/* Those of the period: as its statement says, else as they stand. */
static int figures_of(struct reports *r, const struct unit *u, struct app_figures *out, struct err *e)
{
	struct store_statement_row row;
	if (!r->closed)
		return app_figures_of(r->s, u, out, e);
	*out = (struct app_figures){.unit = *u, .form = r->sheet.form};
	out->any = store_statement_row(&r->statement, out->form, u->code, &row);
	out->sums = row.sums;
	memcpy(out->given, row.given, sizeof out->given);
	return 0;
}

static int doubt_figures(struct reports *r, const struct app_before *before, struct reports_unit *u, struct err *e)
{
	struct app_warnings warnings = {NULL, 0};
	struct app_figures figures;
	int rc = figures_of(r, &u->unit, &figures, e);
	if (rc == 0)
		rc = app_warnings_figures(r->s, &figures, before, APP_REVIEWER, r->lang, &warnings, e);
	for (size_t i = 0; rc == 0 && i < warnings.count; i++) {
		u->doubts.sentence = alloc_grow(u->doubts.sentence, u->doubts.count + 1, sizeof *u->doubts.sentence);
		u->doubts.sentence[u->doubts.count++] = alloc_copy(warnings.item[i].sentence);
	}
	app_warnings_free(&warnings);
	return rc;
}

/* Conflicts and what waits are those the statement names, where there is one; warnings are always of what is known
 * now. */
static int judge_figures(struct reports *r, const struct app_before *before, struct reports_unit *u, struct err *e)
{
	struct store_statement_row row;
	struct store_totals t;
	if (store_totals(r->s, u->unit.code, &t, e) != 0 || app_warned(r->s, u->unit.code, true, &u->warned, e) != 0)
		return -1;
	bool closed = r->closed && store_statement_row(&r->statement, r->sheet.form, u->unit.code, &row);
	u->conflicts = closed ? row.conflicts : t.conflicts;
	u->held = closed ? row.held : t.held;
	doubt(r, u, TEXT_REPORTS_DOUBT_CONFLICTS, u->conflicts);
	doubt(r, u, TEXT_REPORTS_DOUBT_HELD, u->held);
	doubt(r, u, TEXT_REPORTS_DOUBT_WARNED, u->warned);
	return u->any ? doubt_figures(r, before, u, e) : 0;
}

/* The periods before, and this one: of closed ones as their statements say. */
static int count_late(struct reports *r, const struct app_hub_clock *c, struct period p, struct err *e)
{
	struct store_statement x;
	char text[PERIOD_TEXT];
	int row = store_statement(r->s, period_text(p, text), &x, e);
	int rc = row < 0 ? -1 : 0;
	for (size_t i = 0; rc == 0 && i < r->units; i++) {
		enum app_on_time on_time = APP_UNKNOWN_TIME;
		if (row > 0)
			on_time = is_named(&x, r->unit[i].unit.code) ? APP_LATE : APP_ON_TIME;
		else
			rc = app_hub_on_time(r->s, c, &r->unit[i].unit, text, &on_time, e);
		r->unit[i].times += on_time == APP_LATE;
	}
	if (row > 0)
		store_statement_free(&x);
	return rc;
}

static void take_units(struct reports *r)
{
	int reviewed = reports_reviewed(r->sheet.form), listed = reports_listed(r->sheet.form);
	r->unit = alloc_zero(r->sheet.rows + 1, sizeof *r->unit);
	for (size_t i = 0; i < r->sheet.rows; i++) {
		const struct report_row *row = &r->sheet.row[i];
		struct reports_unit *u = &r->unit[r->units];
		struct unit known;
		struct err none;
		*u = (struct reports_unit){.unit = row->unit, .any = row->source != REPORT_NEVER};
		if (store_unit(r->s, row->unit.code, &known, &none) == 0)
			memcpy(u->unit.level, known.level, sizeof known.level);
		if (strcmp(u->unit.level, "office") == 0)
			continue;
		u->reviewed = reviewed < 0 ? 0 : row->sums.value[reviewed];
		u->listed = listed < 0 ? 0 : row->sums.value[listed];
		r->units++;
	}
}

int reports_judge_units(struct reports *r, struct err *e)
{
	struct app_hub_clock c;
	struct app_before before;
	if (r->judged)
		return 0;
	if (app_hub_clock(r->s, r->now, &c, e) != 0 ||
		app_before_load(r->s, period_end(&r->calendar.rule, r->figures) - 1, &before, e) != 0)
		return -1;
	take_units(r);
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < r->units; i++)
		rc = judge_time(r, &c, &r->unit[i], e) != 0 ? -1 : judge_figures(r, &before, &r->unit[i], e);
	for (struct period p = c.calendar.first; rc == 0 && period_compare(p, r->figures) <= 0; p = period_after(p))
		rc = count_late(r, &c, p, e);
	app_before_free(&before);
	app_hub_clock_free(&c);
	r->judged = rc == 0;
	return rc;
}

/* --- how many have sent --- */

/* A report of more than one period tells how often a unit was late, not how it did in the last of them. */
bool reports_is_long(const struct reports *r)
{
	return r->once || r->period.kind != r->figures.kind;
}

struct counts {
	size_t sent, on_time, late, unknown, missing;
};

static struct counts count(const struct reports *r)
{
	struct counts n = {0};
	for (size_t i = 0; i < r->units; i++) {
		const struct reports_unit *u = &r->unit[i];
		n.sent += u->sent;
		n.missing += !u->sent;
		n.on_time += u->on_time == APP_ON_TIME;
		n.late += u->sent && u->on_time == APP_LATE;
		n.unknown += u->sent && u->on_time == APP_UNKNOWN_TIME;
	}
	return n;
}

static void tell_counts(cJSON *facts, const struct reports *r, const struct counts *n)
{
	cJSON_AddNumberToObject(facts, "units", (double)r->units);
	cJSON_AddNumberToObject(facts, "sent", (double)n->sent);
	cJSON_AddNumberToObject(facts, "on_time", (double)n->on_time);
	cJSON_AddNumberToObject(facts, "late", (double)n->late);
	cJSON_AddNumberToObject(facts, "missing", (double)n->missing);
	cJSON_AddNumberToObject(facts, "unknown", (double)n->unknown);
}

void reports_tell_counts(const struct reports *r, cJSON *facts)
{
	struct counts n = count(r);
	tell_counts(facts, r, &n);
}

/* "42/42 xóm đã gửi số liệu: 40 đúng hạn, 2 muộn." */
int reports_show_sent(struct reports *r, cJSON *facts, struct err *e)
{
	char a[32], b[32], on_time[32], late[32], missing[32];
	if (reports_judge_units(r, e) != 0)
		return -1;
	struct counts n = count(r);
	tell_counts(facts, r, &n);
	if (r->units == 0 || reports_is_long(r))
		return 0;
	char *word = reports_unit_word(r);
	char *of = alloc_print(
		"%s/%s", text_number(r->lang, (long long)n.sent, a), text_number(r->lang, (long long)r->units, b));
	char *said = reports_say(r, TEXT_REPORTS_SENT, of, word, NULL);
	char *times =
		n.unknown || !r->calendar.duty
			? alloc_copy(n.sent && r->calendar.duty ? text_get(r->lang, TEXT_REPORTS_SENT_UNKNOWN) : "")
			: reports_say(r, TEXT_REPORTS_SENT_TIMES, text_number(r->lang, (long long)n.on_time, on_time),
				  text_number(r->lang, (long long)n.late, late),
				  text_number(r->lang, (long long)n.missing, missing));
	char *line = alloc_print("%s%s.", said, times);
	document_paragraph(r->document, line);
	free(line), free(times), free(said), free(of), free(word);
	return 0;
}
