/* app_totals_judge.c - a row that was read, held against what is known of its unit: its shape, its households, the row
 * of the period before, its own statement. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_units.h>

#include "decide.h"
#include "totals.h"
#include "warnings.h"

/* --- what changes --- */

void totals_compare(const struct form *f, const int64_t *before, const bool *had, const int64_t *now, const bool *has,
	struct app_total_change **out, size_t *n)
{
	for (size_t i = 0; i < f->columns; i++) {
		if (had[i] == has[i] && (!has[i] || before[i] == now[i]))
			continue;
		*out = alloc_grow(*out, *n + 1, sizeof **out);
		(*out)[(*n)++] = (struct app_total_change){(int)i, had[i], has[i], before[i], now[i]};
	}
}

char *totals_changes_text(
	const struct form *f, const struct app_total_change *c, size_t n, const char *between, enum text_lang lang)
{
	char before[32], now[32];
	struct buf b;
	buf_init(&b, 4 * FORM_SENTENCE);
	for (size_t i = 0; i < n; i++)
		buf_print(&b, "%s%s %s %s %s", i ? "; " : "", form_words(&f->column[c[i].column].label, lang),
			c[i].had ? text_number(lang, c[i].before, before) : "–", between,
			c[i].has ? text_number(lang, c[i].now, now) : "–");
	return buf_take(&b);
}

/* --- the unit --- */

static void fault_err(struct totals *p, struct app_total_line *l, const struct err *why)
{
	char sentence[FORM_SENTENCE];
	err_sentence(why, p->ask->lang, sentence, sizeof sentence);
	totals_fault(p, l, -1, text_name(why->text), sentence);
}

/* The row says what its households come to here: nothing is to be written. */
static int says_the_same(
	const struct totals *p, const struct app_total_line *l, const struct app_figures *f, bool *same, struct err *e)
{
	struct app_figures now;
	if (app_figures_of(p->s, &f->unit, &now, e) != 0)
		return -1;
	*same = true;
	for (size_t i = 0; i < p->form->columns; i++)
		*same = *same && (!l->given[i] || (now.given[i] && now.sums.value[i] == f->sums.value[i]));
	return 0;
}

/* Households known here go before anybody's total. */
static int judge_households(struct totals *p, struct app_total_line *l, const struct app_figures *f, struct err *e)
{
	struct store_totals t;
	char households[32];
	bool same = false;
	if (store_totals(p->s, f->unit.code, &t, e) != 0 || (t.records > 0 && says_the_same(p, l, f, &same, e) != 0))
		return -1;
	if (same)
		l->verdict = TOTAL_SAME;
	else if (t.records > 0)
		totals_fault_text(p, l, -1, TEXT_TOTALS_HAS_HOUSEHOLDS, f->unit.name,
			text_number(p->ask->lang, t.records, households), f->unit.code);
	return 0;
}

/* A unit that has a row of its own still, and whose figures may change. */
static int judge_unit(struct totals *p, struct app_total_line *l, const struct unit *u, struct err *e)
{
	struct store_shape shape;
	struct unit into;
	struct err why;
	bool locked;
	if (store_shape(p->s, u->code, &shape, e) != 0 || store_locked(p->s, u->code, &locked, e) != 0)
		return -1;
	if (shape.into[0] && store_unit(p->s, shape.into, &into, e) != 0)
		return -1;
	if (shape.into[0])
		totals_fault_text(p, l, p->columns.number, TEXT_TOTALS_MERGED, u->name, into.name, NULL);
	else if (locked && l->verdict != TOTAL_SAME && decide_open(p->s, u, &why) != 0)
		fault_err(p, l, &why);
	return 0;
}

/* --- the figures --- */

/* As the form sees them: the official number of households where one is set. */
static void figures_of(
	const struct totals *p, const struct app_total_line *l, const struct unit *u, struct app_figures *out)
{
	*out = (struct app_figures){.unit = *u, .form = p->form, .any = true};
	for (size_t i = 0; i < p->form->columns; i++) {
		bool official = p->form->column[i].listed && u->listed >= 0;
		out->sums.value[i] = official ? u->listed : l->value[i];
		out->given[i] = official || l->given[i];
	}
}

static void judge_rules(struct totals *p, struct app_total_line *l, const struct app_figures *f)
{
	int rule[FORM_RULES_MAX];
	char sentence[FORM_SENTENCE];
	size_t n = form_row_rules(p->form, &f->sums, f->given, rule);
	for (size_t i = 0; i < n; i++) {
		const struct form_rule *broken = &p->form->unit_rule[rule[i]];
		form_unit_sentence(p->form, broken, &f->sums, p->ask->lang, sentence);
		if (broken->refuses)
			totals_fault(p, l, -1, broken->id, sentence);
		else
			totals_warn_plain(p, l->line, f->unit.code, sentence);
	}
}

/* --- the period before --- */

struct before {
	const char *period;   /* rows of periods before this one */
	struct store_row row; /* the newest of them; its period "" = none */
	bool newer;           /* one of a later period is known */
};

static int look_back(void *context, const struct store_row *row, struct err *e)
{
	struct before *b = context;
	bool given = false;
	(void)e;
	for (size_t i = 0; i < FORM_COLUMNS_MAX; i++)
		given = given || row->given[i];
	if (given && strcmp(row->period, b->period) < 0)
		b->row = *row;
	else if (given && strcmp(row->period, b->period) > 0)
		b->newer = true;
	return 0;
}

/* The newest figures of a period before, signed or from a file; of one period the signed ones. */
static int find_before(struct totals *p, const struct unit *u, struct before *b, struct err *e)
{
	struct store_submit x;
	if (store_imported_rows(p->s, u->code, look_back, b, e) != 0)
		return -1;
	int row = store_submit_before(p->s, u->code, p->out->period, &x, e);
	if (row <= 0)
		return row;
	if (strcmp(x.period, b->row.period) >= 0) {
		b->row.sums = x.sums;
		memcpy(b->row.given, x.given, sizeof b->row.given);
		memcpy(b->row.period, x.period, sizeof b->row.period);
		memcpy(b->row.at, x.at, sizeof b->row.at);
	}
	store_submit_free(&x);
	return 0;
}

static int judge_before(struct totals *p, struct app_total_line *l, const struct app_figures *f, struct err *e)
{
	struct before b = {.period = p->out->period};
	struct app_warnings w = {0};
	if (find_before(p, &f->unit, &b, e) != 0)
		return -1;
	if (b.newer)
		totals_warn(p, l->line, l->unit, TEXT_TOTALS_OLDER, f->unit.name, p->out->period, NULL);
	if (!b.row.period[0])
		return 0;
	b.row.at[10] = '\0';
	int rc = warnings_since(p->s, f, &b.row.sums, b.row.given, b.row.at, APP_REVIEWER, p->ask->lang, &w, e);
	for (size_t i = 0; i < w.count; i++)
		totals_warn_plain(p, l->line, l->unit, w.item[i].sentence);
	app_warnings_free(&w);
	return rc;
}

/* --- what the unit itself signed --- */

/* Columns both give, and say differently. */
static void keep_common(struct app_total_line *l)
{
	size_t kept = 0;
	for (size_t i = 0; i < l->differs; i++)
		if (l->differ[i].had && l->differ[i].has)
			l->differ[kept++] = l->differ[i];
	l->differs = kept;
}

static int judge_signed(struct totals *p, struct app_total_line *l, const struct unit *u, struct err *e)
{
	struct store_submit x;
	int row = store_submit(p->s, u->code, p->out->period, &x, e);
	if (row > 0 && x.version == 0)
		store_submit_free(&x);
	if (row <= 0 || x.version == 0)
		return row < 0 ? -1 : 0;
	l->is_signed = true;
	totals_compare(p->form, x.sums.value, x.given, l->value, l->given, &l->differ, &l->differs);
	keep_common(l);
	char *text = totals_changes_text(p->form, l->differ, l->differs, "≠", p->ask->lang);
	totals_warn(p, l->line, l->unit, l->differs ? TEXT_TOTALS_SIGNED_DIFFERS : TEXT_TOTALS_SIGNED, u->name,
		p->out->period, text);
	free(text);
	store_submit_free(&x);
	return 0;
}

/* --- one row --- */

static int judge_known(struct totals *p, struct app_total_line *l, const struct unit *u, struct err *e)
{
	struct store_row now;
	int row = store_imported_row(p->s, u->code, p->out->period, &now, e);
	if (row < 0)
		return -1;
	if (row > 0)
		totals_compare(p->form, now.sums.value, now.given, l->value, l->given, &l->change, &l->changes);
	l->verdict = row == 0 ? TOTAL_NEW : l->changes ? TOTAL_CHANGED : TOTAL_SAME;
	return 0;
}

int totals_judge(struct totals *p, struct app_total_line *l, struct totals_unit *u, struct err *e)
{
	struct app_figures f;
	if (!u || l->verdict == TOTAL_EMPTY)
		return 0;
	figures_of(p, l, &u->unit, &f);
	judge_rules(p, l, &f);
	if (l->faults == 0 && (judge_known(p, l, &u->unit, e) != 0 || judge_households(p, l, &f, e) != 0))
		return -1;
	if (judge_unit(p, l, &u->unit, e) != 0)
		return -1;
	if (l->faults > 0)
		return 0;
	return judge_before(p, l, &f, e) != 0 ? -1 : judge_signed(p, l, &u->unit, e);
}
