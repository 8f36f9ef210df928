/* Counting for a report: one row for a hamlet's own sheet, a row per child for a commune. Reads tallies only, never
 * households. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>
#include <tungnha/report.h>
#include <tungnha/store_acts.h>

#include "gather.h"

/* The official number of households takes the place of the counted one where it is set. */
static void set_listed(const struct form *form, struct report_row *row)
{
	for (size_t i = 0; i < form->columns; i++) {
		if (form->column[i].listed && row->unit.listed >= 0) {
			row->sums.value[i] = row->unit.listed;
			row->sums.unknown[i] = 0;
			row->missing[i] = false;
		}
	}
}

/* The form's title says "tiến độ". */
void report_note(const struct form *form, enum text_lang lang, struct report_row *row)
{
	int64_t listed = -1, reviewed = form->columns ? row->sums.value[0] : 0;
	char a[32], b[32];

	for (size_t i = 0; i < form->columns; i++) {
		if (form->column[i].listed && !row->missing[i] && !row->sums.unknown[i])
			listed = row->sums.value[i];
	}
	if (listed < 0 || listed == reviewed || row->source == REPORT_NEVER || row->missing[0])
		return;
	text_fill(lang, TEXT_REPORT_PROGRESS,
		(const char *const[3]){text_number(lang, reviewed, a), text_number(lang, listed, b), NULL}, row->note,
		sizeof row->note);
}

/* … and what it was made of. */
static int add_past(struct store *s, enum text_lang lang, struct report_row *row, struct err *e)
{
	char past[REPORT_NOTE_BYTES], note[REPORT_NOTE_BYTES];

	if (report_made_of(s, row->unit.code, lang, past, e))
		return -1;
	memcpy(note, row->note, sizeof note);
	if (past[0] && note[0])
		text_fill(lang, TEXT_UNITS_NOTE, (const char *const[3]){note, past, NULL}, row->note, sizeof row->note);
	else if (past[0])
		memcpy(row->note, past, sizeof row->note);
	return 0;
}

static int read_row(struct store *s, struct report *r, const struct unit *u, struct report_row *row, struct err *e)
{
	struct store_figures x;

	memset(row, 0, sizeof *row);
	row->unit = *u;
	if (store_figures(s, u->code, &x, e))
		return -1;
	report_take(r->form, &x, row);
	set_listed(r->form, row);
	if (r->blank)
		return 0;
	report_note(r->form, r->lang, row);
	report_typed(r->lang, row);
	report_imported(r->lang, row);
	if (add_past(s, r->lang, row, e))
		return -1;
	return report_beside(s, r, row, e);
}

void report_add_up(struct report *r)
{
	memset(&r->total, 0, sizeof r->total);
	r->total.unit = r->unit;
	for (size_t i = 0; i < r->rows; i++) {
		for (size_t c = 0; c < r->form->columns; c++) {
			r->total.sums.value[c] += r->row[i].sums.value[c];
			r->total.sums.unknown[c] += r->row[i].sums.unknown[c];
		}
		if (r->row[i].source == REPORT_DEVICES || r->total.source == REPORT_NEVER)
			r->total.source = r->row[i].source;
	}
}

/* A hub may know a unit below it only by what that says itself, or a file. A collector knows its hub's units too, but
 * only hamlets of its own have figures there. */
static bool has_own_figures(struct store *s, const struct unit *u)
{
	struct unit own;
	struct err none;

	if (store_role(s) == STORE_AGGREGATOR)
		return store_own_unit(s, &own, &none) != 0 || strcmp(own.code, u->code) != 0;
	return strcmp(u->level, "commune") != 0;
}

int report_gather(struct store *s, const char *unit, const struct form *form, const struct campaign *campaign,
	enum text_lang lang, bool blank, struct report *out, struct err *e)
{
	struct unit *child;
	size_t n;
	int rc = 0;

	*out = (struct report){.form = form, .campaign = campaign, .blank = blank, .lang = lang, .as_of = clock_now()};
	if (store_unit(s, unit, &out->unit, e) || store_units(s, unit, &child, &n, e))
		return -1;
	out->own = n == 0 && has_own_figures(s, &out->unit);
	if (out->own) {
		child = alloc_zero(1, sizeof *child);
		child[0] = out->unit;
		n = 1;
	}
	out->row = alloc_zero(n + 1, sizeof *out->row);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = read_row(s, out, &child[i], &out->row[out->rows++], e);
	free(child);
	if (rc) {
		report_free(out);
		return -1;
	}
	if (!blank)
		report_periods(s, out, NULL);
	report_add_up(out);
	return 0;
}
