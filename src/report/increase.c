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

/* A unit's own sheet has its row for a total; a unit that was not there then, merged since, has nothing before it. */
static void subtract_rows(const struct store_statement *x, struct report *r)
{
	for (size_t i = 0; i < r->rows; i++) {
		struct store_statement_row then;

		if (store_statement_row(x, r->form, r->row[i].unit.code, &then))
			subtract(r, then.sums.value, then.given, &r->row[i]);
	}
	if (!r->own) {
		struct form_sums then;
		bool given[FORM_COLUMNS_MAX];

		store_statement_total(x, r->form, &then, given);
		subtract(r, then.value, given, &r->total);
	} else if (r->rows) {
		memcpy(r->total.increased, r->row[0].increased, sizeof r->total.increased);
		memcpy(r->total.increase, r->row[0].increase, sizeof r->total.increase);
	}
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
	subtract_rows(&x, r);
	store_statement_free(&x);
	return 0;
}
