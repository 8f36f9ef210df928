/* row.c - a row of figures typed for a unit (kind `row`), and which figures of a unit count: its records, or that row.
 */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/period.h>
#include <tungnha/store_acts.h>

#include "store_private.h"

enum { COLUMN_MAX = 10000000 };

static const char *const uses[] = {[ROW_PAPER] = "paper", [ROW_REFERENCE] = "reference", [ROW_IMPORT] = "import"};

const char *store_row_use(enum store_row_use use)
{
	return uses[use];
}

/* --- the row --- */

/* true when any column of the form in force is given: a row without is withdrawn, or was never one. */
static bool read_columns(const struct form *f, const cJSON *fields, struct store_row *out)
{
	const cJSON *columns = json_object(fields, "columns"), *c;
	bool any = false;

	cJSON_ArrayForEach(c, columns)
	{
		int i = c->string ? form_column_index(f, c->string) : -1;
		int64_t n;

		if (i < 0 || !json_is_int(c, 0, COLUMN_MAX, &n))
			continue;
		out->sums.value[i] = n;
		out->given[i] = any = true;
	}
	return any;
}

static bool read_fields(const struct form *f, const cJSON *fields, struct store_row *out)
{
	const char *date = json_string(fields, "date"), *source = json_string(fields, "source");

	snprintf(out->date, sizeof out->date, "%s", date && clock_valid_date(date) ? date : "");
	snprintf(out->source, sizeof out->source, "%s", source ? source : "");
	return read_columns(f, fields, out);
}

/* Who wrote it and why; left empty where the entry cannot be read. */
static void read_author(struct store *s, const struct name *n, struct store_row *out)
{
	struct revision r = {.name = *n};
	struct found f;
	struct entry *en;
	struct err none;

	if (journal_find(s, n, &f, &none) <= 0)
		return;
	r.branch = f.branch;
	if (revision_entry(s, &r, &en, &none) == 0) {
		snprintf(out->at, sizeof out->at, "%s", en->at);
		snprintf(out->by, sizeof out->by, "%s", en->by);
		snprintf(out->reason, sizeof out->reason, "%s", en->reason);
	}
	revision_forget(&r);
}

static int row_of(struct store *s, const char *unit, const struct buf *subject, struct store_row *out, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ACT_NEWEST, "tib", unit, (int64_t)ENTRY_ROW, subject->data, subject->len);
	const struct form *f;
	struct err none;
	cJSON *fields;
	struct name n;
	bool any;
	int row;

	memset(out, 0, sizeof *out);
	row = sql_row(s, st, e);
	if (row <= 0)
		return row;
	n = (struct name){
		.journal = sql_id_at(st, 1), .seq = (uint32_t)sqlite3_column_int64(st, 2), .hash = sql_id_at(st, 3)};
	fields = act_fields(s, unit, &n, st, 4);
	sql_end(st);
	any = store_form(s, NULL, &f, &none) == 0 && read_fields(f, fields, out);
	cJSON_Delete(fields);
	read_author(s, &n, out);
	return any;
}

int store_row(struct store *s, const char *unit, enum store_row_use use, struct store_row *out, struct err *e)
{
	struct buf subject;
	int row;

	buf_init(&subject, ENTRY_BYTES_MAX);
	buf_text(&subject, uses[use]);
	row = row_of(s, unit, &subject, out, e);
	buf_free(&subject);
	return row;
}

int store_imported_row(struct store *s, const char *unit, const char *period, struct store_row *out, struct err *e)
{
	struct buf subject;
	struct period p;
	int row;

	memset(out, 0, sizeof *out);
	if (!period_parse(period, &p))
		return 0;
	buf_init(&subject, ENTRY_BYTES_MAX);
	buf_text(&subject, uses[ROW_IMPORT]);
	buf_char(&subject, '\0');
	buf_text(&subject, period);
	row = row_of(s, unit, &subject, out, e);
	snprintf(out->period, sizeof out->period, "%s", period);
	buf_free(&subject);
	return row;
}

/* Periods of which a row was imported, each once, ascending; what names no period says nothing. The caller frees. */
static int imported_periods(struct store *s, const char *unit, char (**out)[PERIOD_TEXT], size_t *n, struct err *e)
{
	const size_t skip = strlen(uses[ROW_IMPORT]) + 1;
	sqlite3_stmt *st = sql_start(s, SQL_FACTS, "ti", unit, (int64_t)ENTRY_ROW);
	int row;

	*out = NULL;
	*n = 0;
	while ((row = sql_row(s, st, e)) > 0) {
		size_t bytes = (size_t)sqlite3_column_bytes(st, 0);
		const char *subject = sqlite3_column_blob(st, 0);
		char period[PERIOD_TEXT] = "";
		struct period p;

		if (bytes <= skip || bytes - skip >= sizeof period || memcmp(subject, uses[ROW_IMPORT], skip))
			continue;
		memcpy(period, subject + skip, bytes - skip);
		if (!period_parse(period, &p) || (*n && !strcmp((*out)[*n - 1], period)))
			continue;
		*out = alloc_grow(*out, *n + 1, sizeof **out);
		memcpy((*out)[(*n)++], period, sizeof period);
	}
	if (row) {
		free(*out);
		*n = 0;
	}
	return row;
}

int store_imported_rows(struct store *s, const char *unit, store_each_row each, void *context, struct err *e)
{
	char(*period)[PERIOD_TEXT];
	size_t n;
	int rc = imported_periods(s, unit, &period, &n, e);

	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct store_row row;

		rc = store_imported_row(s, unit, period[i], &row, e) < 0 || each(context, &row, e) ? -1 : 0;
	}
	if (n)
		free(period);
	return rc;
}

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

/* What the paper does not say is unknown for every household it is about. */
static void use_row(
	const struct form *f, const struct store_row *row, const struct store_totals *sheets, struct store_figures *out)
{
	int64_t households = f->columns && row->given[0] ? row->sums.value[0] : 0;

	for (size_t i = 0; i < f->columns; i++) {
		out->totals.sums.value[i] += (row->given[i] ? row->sums.value[i] : 0) - sheets->sums.value[i];
		out->totals.sums.unknown[i] += (row->given[i]       ? 0
						       : households ? households
								    : 1) -
					       sheets->sums.unknown[i];
		out->given[i] = out->given[i] && row->given[i];
	}
	out->row_used = true;
}

/* One of the units whose figures make up the row, each on paper or not; *by_devices, *on_paper: whether any is. */
static int add_figures(struct store *s, const struct form *f, const char *unit, bool own, struct store_figures *out,
	bool *by_devices, bool *on_paper, struct err *e)
{
	struct store_totals sheets;
	struct store_row row;
	int reports, has;

	if (tally_of(s, unit, &sheets, e))
		return -1;
	reports = reported(s, unit, sheets.entries > 0, e);
	has = reports < 0 ? -1 : store_row(s, unit, ROW_PAPER, &row, e);
	if (has < 0)
		return -1;
	if (own) {
		out->row = row;
		out->has_row = has;
	}
	*by_devices |= reports;
	*on_paper |= has || sheets.records > 0;
	if (has && !reports)
		use_row(f, &row, &sheets, out);
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

int store_figures(struct store *s, const char *unit, struct store_figures *out, struct err *e)
{
	bool by_devices = false, on_paper = false;
	char(*of)[UNIT_CODE];
	const struct form *f;
	size_t n;
	int rc = 0;

	memset(out, 0, sizeof *out);
	if (store_form(s, NULL, &f, e) || store_totals(s, unit, &out->totals, e) ||
		succession_whole(s, unit, &of, &n, e))
		return -1;
	for (size_t i = 0; i < f->columns; i++)
		out->given[i] = true;
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = add_figures(s, f, of[i], i == 0, out, &by_devices, &on_paper, e);
	free(of);
	if (rc || parts_reported(s, unit, &by_devices, e))
		return -1;
	if (by_devices)
		out->source = SOURCE_DEVICES;
	else if (on_paper || out->totals.records > 0)
		out->source = SOURCE_PAPER;
	else if (out->totals.heard)
		out->source = SOURCE_DEVICES; /* heard of, though nothing counts */
	return 0;
}
