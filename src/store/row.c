/* row.c - a row of figures somebody typed for a unit, or took in from a file (kind `row`). */
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

static void imported_subject(const char *period, struct buf *subject)
{
	buf_init(subject, ENTRY_BYTES_MAX);
	buf_text(subject, uses[ROW_IMPORT]);
	buf_char(subject, '\0');
	buf_text(subject, period);
}

int store_imported_first(
	struct store *s, const char *unit, const char *period, char at[static CLOCK_STAMP], struct err *e)
{
	struct buf subject;
	struct store_row first = {.given = {false}};
	sqlite3_stmt *st;
	struct name n;
	int row;

	imported_subject(period, &subject);
	st = sql_start(s, SQL_ACT_OLDEST, "tib", unit, (int64_t)ENTRY_ROW, subject.data, subject.len);
	row = sql_row(s, st, e);
	if (row > 0) {
		n = (struct name){.journal = sql_id_at(st, 0),
			.seq = (uint32_t)sqlite3_column_int64(st, 1),
			.hash = sql_id_at(st, 2)};
		sql_end(st);
		read_author(s, &n, &first);
	}
	memcpy(at, first.at, CLOCK_STAMP);
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
	imported_subject(period, &subject);
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
