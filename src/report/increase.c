/* How much more than in the period before: against the newest statement of an earlier one. */
#include <stdio.h>
#include <string.h>

#include <tungnha/period.h>
#include <tungnha/report.h>
#include <tungnha/store_acts.h>

static void subtract(const struct report *r, const int64_t *then, const bool *given, struct report_row *row)
{
	for (size_t i = 0; i < r->form->columns; i++) {
		row->increased[i] = given[i] && !row->missing[i];
		row->increase[i] = row->increased[i] ? row->sums.value[i] - then[i] : 0;
	}
}

/* A unit that was not there then, merged since, has nothing before it. */
static void subtract_row(const struct store_statement *x, struct report *r, struct report_row *row)
{
	struct store_statement_row then;

	if (store_statement_row(x, r->form, row->unit.code, &then))
		subtract(r, then.sums.value, then.given, row);
}

static int subtract_all(struct store *s, const struct store_statement *x, struct report *r, struct err *e)
{
	struct form_sums then;
	bool given[FORM_COLUMNS_MAX];
	struct unit own;

	if (store_own_unit(s, &own, e))
		return -1;
	for (size_t i = 0; i < r->rows; i++)
		subtract_row(x, r, &r->row[i]);
	if (store_role(s) != STORE_AGGREGATOR || strcmp(own.code, r->unit.code)) {
		subtract_row(x, r, &r->total); /* of a unit below the hub */
		return 0;
	}
	store_statement_total(x, r->form, &then, given);
	subtract(r, then.value, given, &r->total);
	return 0;
}

int report_increase(struct store *s, const char *period, struct report *r, struct err *e)
{
	struct store_statement x;
	struct period p;
	int row = store_statement_before(s, period, &x, e);

	if (row < 0)
		return -1;
	r->increase = (struct report_increase){.told = true};
	if (row == 0)
		return 0;
	snprintf(r->increase.since, sizeof r->increase.since, "%s", x.period);
	r->increase.version = x.version;
	if (period_parse(period, &p))
		period_text(period_before(p), r->increase.before);
	row = subtract_all(s, &x, r, e);
	store_statement_free(&x);
	return row;
}
