/* figures.c - which figures of a unit count: its own hub's statement or a file's totals, its records, a row from paper,
 * or those of the units below it. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/store_recall.h>

#include "declared.h"
#include "memory.h"

/* --- which figures count --- */

/* Does any entry of a device count at this unit? Strangers' and held ones do not make a hamlet reported. After a purge
 * all that is left to tell is that devices wrote. */
static int reported(struct store *s, const char *unit, bool heard, struct err *e)
{
	char own_unit[UNIT_CODE], at[CLOCK_STAMP];
	struct id hub;
	sqlite3_stmt *st;
	int row = store_purged(s, unit, at, e);

	if (row)
		return row < 0 ? -1 : heard;
	if (unit_hub(s, unit, &hub, own_unit, e))
		return -1;
	st = sql_start(s, SQL_ROW_REPORTED, "td", unit, &hub);
	row = sql_row(s, st, e);
	sql_end(st);
	return row;
}

/* Figures that take the place of what records say. What they do not give is unknown for every household they are about.
 */
static void use_instead(const struct form *f, const struct form_sums *sums, const bool *given,
	const struct form_sums *records, struct store_figures *out)
{
	int64_t households = f->columns && given[0] ? sums->value[0] : 0;

	for (size_t i = 0; i < f->columns; i++) {
		out->totals.sums.value[i] += (given[i] ? sums->value[i] : 0) - records->value[i];
		out->totals.sums.unknown[i] += (given[i]            ? sums->unknown[i]
						       : households ? households
								    : 1) -
					       records->unknown[i];
		out->given[i] = out->given[i] && given[i];
	}
}

/* --- a statement, or totals from a file --- */

struct standing_row {
	struct store *s;
	const char *period;
	struct store_row *best;
	bool any;
};

static int look_at_import(void *context, const struct store_row *row, struct err *e)
{
	struct standing_row *x = context;
	bool given = false;

	(void)e;
	for (size_t i = 0; i < FORM_COLUMNS_MAX; i++)
		given |= row->given[i];
	if (!given || (x->period && store_period_order(x->s, row->period, x->period) > 0) ||
		(x->any && store_period_order(x->s, row->period, x->best->period) < 0))
		return 0;
	*x->best = *row;
	x->any = true;
	return 0;
}

/* The imported row that stands: 1, 0, -1. */
static int standing_import(struct store *s, const char *unit, const char *period, struct store_row *out, struct err *e)
{
	struct standing_row x = {.s = s, .period = period, .best = out};

	return store_imported_rows(s, unit, look_at_import, &x, e) ? -1 : x.any;
}

static void tell_stated(const struct declared *d, struct store_stated *out)
{
	out->entry = d->name;
	out->node = d->author;
	out->version = d->version;
	memcpy(out->period, d->period, sizeof out->period);
	memcpy(out->at, d->at, sizeof out->at);
	store_check_code(&d->name.hash, out->code);
}

static const struct form_sums nothing;

/* A hamlet that has moved from files to a device of its own would stay under its last file for ever: 1, 0 a device
 * reports, -1. */
static int stays_filed(struct store *s, const char *unit, struct err *e)
{
	struct store_totals sheets;
	int reports = tally_of(s, unit, &sheets, e) ? -1 : reported(s, unit, sheets.entries > 0, e);

	return reports < 0 ? -1 : !reports;
}

/* What a unit closed itself, or a file said of it while no device of it did, in place of the records: 1 there is such a
 * thing, 0, -1. own: it
 * becomes the source of out. */
static int use_closed(struct store *s, const struct form *f, const char *unit, const char *period, bool own,
	const struct form_sums *records, struct store_figures *out, struct err *e)
{
	struct declared d = {.parent = NULL};
	struct store_row file;
	struct form_sums sums = nothing;
	bool given[FORM_COLUMNS_MAX] = {false};
	int stated = declared_standing(s, unit, period, &d, e);
	int filed = stated < 0 ? -1 : standing_import(s, unit, period, &file, e);

	if (filed > 0 && !stated)
		filed = stays_filed(s, unit, e);
	if (filed > 0 && stated && store_period_order(s, d.period, file.period) >= 0)
		filed = 0;
	if (filed == 0 && stated > 0) {
		declared_sums(f, &d, &sums, given);
		use_instead(f, &sums, given, records, out);
	}
	if (filed > 0)
		use_instead(f, &file.sums, file.given, records, out);
	if (own && filed >= 0 && (stated || filed)) {
		out->source = filed ? SOURCE_IMPORT : SOURCE_STATEMENT;
		memcpy(out->period, filed ? file.period : d.period, sizeof out->period);
		if (filed)
			out->import = file;
		else
			tell_stated(&d, &out->statement);
	}
	free(d.parent);
	free(d.sums);
	return filed < 0 ? -1 : stated || filed;
}

/* --- records and paper --- */

/* Where the figures of one unit come from. */
struct sources {
	bool by_devices, on_paper, closed;
};

/* One of the units whose figures make up the row: closed there, or each on paper or not. */
static int add_figures(struct store *s, const struct form *f, const char *unit, bool own, const char *period,
	struct store_figures *out, struct sources *from, struct err *e)
{
	struct store_totals sheets;
	struct store_row row;
	int reports, has, closed = 0;

	if (tally_of(s, unit, &sheets, e))
		return -1;
	if (!own)
		closed = use_closed(s, f, unit, period, false, &sheets.sums, out, e);
	reports = closed < 0 ? -1 : reported(s, unit, sheets.entries > 0, e);
	has = reports < 0 ? -1 : store_row(s, unit, ROW_PAPER, &row, e);
	if (has < 0)
		return -1;
	if (own) {
		out->row = row;
		out->has_row = has;
	}
	from->closed |= closed;
	from->by_devices |= reports;
	from->on_paper |= has || sheets.records > 0;
	if (has && !reports && !closed) {
		use_instead(f, &row.sums, row.given, &sheets.sums, out);
		out->row_used = true;
	}
	return 0;
}

/* Households split off elsewhere make a unit reported when devices of their own unit did. */
static int parts_reported(struct store *s, const char *unit, bool *by_devices, struct err *e)
{
	struct store_predecessor *p;
	size_t n;
	int rc = 0;

	if (store_predecessors(s, unit, &p, &n, e))
		return -1;
	for (size_t i = 0; rc >= 0 && i < n && !*by_devices; i++) {
		rc = p[i].whole ? 0 : reported(s, p[i].unit.code, true, e);
		*by_devices |= rc > 0;
	}
	free(p);
	return rc < 0 ? -1 : 0;
}

static void clear_sums(const struct form *f, struct store_figures *out)
{
	for (size_t i = 0; i < f->columns; i++) {
		out->totals.sums.value[i] = out->totals.sums.unknown[i] = 0;
		out->given[i] = true;
	}
}

/* Of the units that make up this one, this one first. */
static int own_figures(struct store *s, const struct form *f, const char *unit, const char *period,
	struct store_figures *out, struct err *e)
{
	struct sources from = {.closed = false};
	char(*of)[UNIT_CODE];
	size_t n;
	int rc = 0;

	clear_sums(f, out);
	rc = use_closed(s, f, unit, period, true, &nothing, out, e);
	if (rc)
		return rc < 0 ? -1 : 0;
	if (store_totals(s, unit, &out->totals, e) || succession_whole(s, unit, &of, &n, e))
		return -1;
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = add_figures(s, f, of[i], i == 0, period, out, &from, e);
	free(of);
	if (rc || parts_reported(s, unit, &from.by_devices, e))
		return -1;
	if (from.by_devices || from.closed)
		out->source = SOURCE_DEVICES;
	else if (from.on_paper || out->totals.records > 0)
		out->source = SOURCE_PAPER;
	return 0;
}

/* What is held or in conflict, and a row on paper, whatever stands. */
static int add_beside(struct store *s, const char *unit, struct store_figures *out, struct err *e)
{
	struct form_sums sums = out->totals.sums;
	int has = 0;

	if (out->source != SOURCE_STATEMENT && out->source != SOURCE_IMPORT)
		return 0;
	if (store_totals(s, unit, &out->totals, e) || (has = store_row(s, unit, ROW_PAPER, &out->row, e)) < 0)
		return -1;
	out->totals.sums = sums;
	out->has_row = has;
	return 0;
}

/* --- a unit without a hub, between --- */

static int at_depth(struct store *s, const struct form *f, const char *unit, const char *period, int depth,
	struct store_figures *out, struct err *e);

static enum store_source stronger(enum store_source a, enum store_source b)
{
	static const int rank[SOURCES] = {
		[SOURCE_PAPER] = 1, [SOURCE_IMPORT] = 2, [SOURCE_STATEMENT] = 3, [SOURCE_DEVICES] = 3};
	enum store_source s = rank[a] >= rank[b] ? a : b;

	return s == SOURCE_STATEMENT ? SOURCE_DEVICES : s;
}

static void add_below(struct store *s, const struct form *f, const struct unit *u, struct store_figures *below,
	struct store_figures *out)
{
	struct store_totals *sum = &out->totals;

	sums_listed(f, u, &below->totals.sums);
	for (size_t i = 0; i < f->columns; i++) {
		sum->sums.value[i] += below->totals.sums.value[i];
		sum->sums.unknown[i] += below->totals.sums.unknown[i];
	}
	sum->records += below->totals.records;
	sum->conflicts += below->totals.conflicts;
	sum->held += below->totals.held;
	sum->warned += below->totals.warned;
	sum->warned_approved += below->totals.warned_approved;
	sum->warned_returned += below->totals.warned_returned;
	sum->returned += below->totals.returned;
	sum->warned_at_door += below->totals.warned_at_door;
	sum->again += below->totals.again;
	out->source = stronger(out->source, below->source);
	if (below->period[0] && (!out->period[0] || store_period_order(s, below->period, out->period) < 0))
		memcpy(out->period, below->period, sizeof out->period);
}

/* Nothing is known of the unit itself: what its units below come to, if anything is known of them. */
static int sum_below(struct store *s, const struct form *f, const char *unit, const char *period, int depth,
	struct store_figures *out, struct err *e)
{
	struct store_figures *below;
	struct unit *u;
	size_t n;
	int rc = 0;

	if (depth == STORE_GROUPS_DEEP || store_units(s, unit, &u, &n, e))
		return depth == STORE_GROUPS_DEEP ? 0 : -1;
	if (n)
		recall_widely(s);
	below = alloc_zero(1, sizeof *below);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (!strcmp(u[i].level, "office") || !strcmp(u[i].code, s->own_unit))
			continue;
		rc = at_depth(s, f, u[i].code, period, depth + 1, below, e);
		if (rc == 0 && below->source != SOURCE_NONE) {
			add_below(s, f, &u[i], below, out);
			out->summed = true;
		}
	}
	free(below);
	free(u);
	return rc;
}

static int at_depth(struct store *s, const struct form *f, const char *unit, const char *period, int depth,
	struct store_figures *out, struct err *e)
{
	memset(out, 0, sizeof *out);
	if (own_figures(s, f, unit, period, out, e) || add_beside(s, unit, out, e))
		return -1;
	if (out->source == SOURCE_NONE && s->role == STORE_AGGREGATOR && sum_below(s, f, unit, period, depth, out, e))
		return -1;
	if (out->source == SOURCE_NONE && out->totals.heard)
		out->source = SOURCE_DEVICES; /* heard of, though nothing counts */
	return 0;
}

/* --- whichever --- */

int store_figures_at(struct store *s, const char *unit, const char *period, struct store_figures *out, struct err *e)
{
	const char *until = period ? period : "";
	size_t n;
	const void *seen = store_recall(s, RECALL_FIGURES, unit, until, &n);
	const struct form *f;

	if (seen) {
		memcpy(out, seen, sizeof *out);
		return 0;
	}
	if (store_form(s, NULL, &f, e) || at_depth(s, f, unit, period, 0, out, e))
		return -1;
	store_remember(s, RECALL_FIGURES, unit, until, out, sizeof *out);
	return 0;
}

int store_figures(struct store *s, const char *unit, struct store_figures *out, struct err *e)
{
	return store_figures_at(s, unit, NULL, out, e);
}
