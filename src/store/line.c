/* line.c - the living households of a unit one by one as their rows have them, for lists: nothing but the row is
 * opened, and only number and status are read. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "store_private.h"

struct lines {
	struct store *s;
	const char *unit;
	const struct form *form;
	struct id *twice; /* keys of those that bear one number, ascending */
	size_t twices;
	char *plain; /* room for one row's content */
	size_t room;
};

static int load_twice(struct lines *x, struct err *e)
{
	sqlite3_stmt *st = sql_start(x->s, SQL_RECORDS_TWICE, "t", x->unit);
	int row;

	while ((row = sql_row(x->s, st, e)) > 0) {
		x->twice = alloc_grow(x->twice, x->twices + 1, sizeof *x->twice);
		x->twice[x->twices++] = sql_id_at(st, 0);
	}
	return row;
}

static int by_key(const void *a, const void *b)
{
	return id_compare(*(const struct id *)a, *(const struct id *)b);
}

static bool open_row(struct lines *x, sqlite3_stmt *st, struct store_line *l)
{
	struct place p = record_place(x->unit, &l->key);
	size_t sealed = (size_t)sqlite3_column_bytes(st, 5), n;

	if (sealed < SEAL_MORE)
		return false;
	if (sealed > x->room)
		x->plain = alloc_grow(x->plain, x->room = 2 * sealed, 1);
	if (!seal_get(x->s->data_key, &p, sqlite3_column_blob(st, 5), sealed, (unsigned char *)x->plain))
		return false;
	n = sealed - SEAL_MORE;
	x->plain[n] = '\0';
	l->marks = record_marks(x->plain, n);
	l->fields = record_fields(x->plain, n);
	l->bytes = strlen(l->fields);
	return true;
}

static int pass(struct lines *x, sqlite3_stmt *st, store_each_line each, void *context, struct err *e)
{
	struct store_line l = {
		.unit = x->unit, .key = sql_id_at(st, 0), .form = x->form, .conflict = sqlite3_column_int(st, 4)};
	int rc;

	if (sqlite3_column_int(st, 3)) /* voided */
		return 0;
	if (!open_row(x, st, &l))
		return err_set(e, ERR_IO, TEXT_RECORD_DAMAGED, "%s", x->unit);
	l.clash = x->twices && bsearch(&l.key, x->twice, x->twices, sizeof *x->twice, by_key);
	form_value_pick(x->form, x->form->number, l.fields, l.bytes, &l.number);
	form_value_pick(x->form, x->form->status, l.fields, l.bytes, &l.status);
	rc = each(context, &l, e) ? -1 : 0;
	form_value_free(&l.number);
	form_value_free(&l.status);
	return rc;
}

int store_lines(struct store *s, const char *unit, store_each_line each, void *context, struct err *e)
{
	struct lines x = {.s = s, .unit = unit};
	sqlite3_stmt *st;
	int row = -1;

	if (store_form(s, NULL, &x.form, e) == 0 && load_twice(&x, e) == 0) {
		st = sql_start(s, SQL_RECORDS_OF, "t", unit);
		while ((row = sql_row(s, st, e)) > 0) {
			if (pass(&x, st, each, context, e)) {
				sql_end(st);
				row = -1;
				break;
			}
		}
	}
	free(x.twice);
	free(x.plain);
	return row;
}
