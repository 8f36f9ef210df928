/* A device declares its row, and names what it was computed from. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/store_acts.h>

#include "store_private.h"

enum { HAVE_ROWS_MAX = 256 }; /* of a submit: an entry of 16 KiB holds them beside the row */

static int compare_longest(const void *a, const void *b)
{
	const struct name *x = a, *y = b;

	return x->seq != y->seq ? (x->seq > y->seq ? -1 : 1) : name_compare(x, y);
}

static int compare_names(const void *a, const void *b)
{
	return name_compare(a, b);
}

static int add_rows(struct store *s, const char *unit, struct name **out, size_t *n, struct err *e)
{
	cJSON *through = store_through(s, unit, NULL, e), *row;

	if (!through)
		return -1;
	*out = alloc_grow(*out, *n + (size_t)cJSON_GetArraySize(through) + 1, sizeof **out);
	cJSON_ArrayForEach(row, through)
	{
		if (entry_read_row(row, &(*out)[*n]))
			++*n;
	}
	cJSON_Delete(through);
	return 0;
}

/* The ends of all branches, those of predecessors too, in order of their names; of more than fit the longest, so that
 * an author with many branches keeps nobody from declaring: the rest is told as written since. */
static cJSON *have_rows(struct store *s, const char *unit, struct err *e)
{
	struct store_predecessor *before = NULL;
	struct name *name = NULL;
	cJSON *out = NULL;
	size_t n = 0, befores = 0;
	int rc = add_rows(s, unit, &name, &n, e);

	if (rc == 0)
		rc = store_predecessors(s, unit, &before, &befores, e);
	for (size_t i = 0; rc == 0 && i < befores; i++)
		rc = add_rows(s, before[i].unit.code, &name, &n, e);
	if (rc == 0) {
		qsort(name, n, sizeof *name, compare_longest);
		n = n > HAVE_ROWS_MAX ? HAVE_ROWS_MAX : n;
		qsort(name, n, sizeof *name, compare_names);
		out = cJSON_CreateArray();
	}
	for (size_t i = 0; rc == 0 && i < n; i++)
		cJSON_AddItemToArray(out, entry_row(&name[i]));
	free(before);
	free(name);
	return out;
}

static cJSON *fields_of(const struct form *f, const char *period, const struct form_sums *sums, cJSON *have)
{
	cJSON *fields = cJSON_CreateObject(), *row, *unknown;
	char hex[ID_HEX];

	cJSON_AddStringToObject(fields, "form", id_hex(f->def, hex));
	cJSON_AddItemToObject(fields, "have", have);
	cJSON_AddStringToObject(fields, "period", period);
	row = cJSON_AddObjectToObject(fields, "row");
	unknown = cJSON_AddObjectToObject(fields, "unknown");
	for (size_t i = 0; i < f->columns; i++) {
		cJSON_AddNumberToObject(row, f->column[i].id, (double)sums->value[i]);
		if (sums->unknown[i])
			cJSON_AddNumberToObject(unknown, f->column[i].id, (double)sums->unknown[i]);
	}
	return fields;
}

void sums_listed(const struct form *f, const struct unit *u, struct form_sums *sums)
{
	for (size_t i = 0; i < f->columns; i++) {
		if (f->column[i].listed && u->listed >= 0) {
			sums->value[i] = u->listed;
			sums->unknown[i] = 0;
		}
	}
}

int store_row_now(struct store *s, const char *unit, struct form_sums *out, struct err *e)
{
	const struct form *f;
	struct store_totals t;
	struct unit u;

	if (store_form(s, NULL, &f, e) || store_totals(s, unit, &t, e) || store_unit(s, unit, &u, e))
		return -1;
	*out = t.sums;
	sums_listed(f, &u, out);
	return 0;
}

static int may_submit(struct store *s, const char *unit, struct err *e)
{
	const struct acts *a;

	if (acts_now(s, unit, &a, e))
		return -1;
	return acts_revoke(a, &s->id) ? err_set(e, ERR_DENIED, TEXT_DEVICE_REVOKED, "") : 0;
}

int store_write_submit(struct store *s, const char *unit, const char *period, const struct store_author *a,
	struct name *written, struct err *e)
{
	const struct form *f;
	struct store_submit before;
	struct form_sums sums;
	struct entry en;
	cJSON *have;
	int rc;

	if (may_submit(s, unit, e) || store_form(s, NULL, &f, e) || store_row_now(s, unit, &sums, e))
		return -1;
	rc = store_submit(s, unit, period, &before, e);
	have = rc < 0 ? NULL : have_rows(s, unit, e);
	store_submit_free(&before);
	if (!have)
		return -1;
	entry_init(&en);
	en.kind = ENTRY_SUBMIT;
	en.fields = fields_of(f, period, &sums, have);
	clock_stamp(a->at, en.at);
	snprintf(en.by, sizeof en.by, "%s", a->by ? a->by : "");
	snprintf(en.reason, sizeof en.reason, "%s", a->reason ? a->reason : "");
	if (rc > 0)
		en.parent[en.parents++] = before.entry;
	rc = journal_write(s, unit, &en, written, e);
	entry_free(&en);
	return rc;
}
