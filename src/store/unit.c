/* Units as this node knows them; whether their figures are locked; numbers a device may assign; what of its own was
 * confirmed. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/store_recall.h>
#include <tungnha/utf8.h>

#include "store_private.h"

static void read_unit(sqlite3_stmt *st, struct unit *u)
{
	sql_text_at(st, 0, u->code, sizeof u->code);
	sql_text_at(st, 1, u->name, sizeof u->name);
	sql_text_at(st, 2, u->level, sizeof u->level);
	sql_text_at(st, 3, u->parent, sizeof u->parent);
	u->listed = sqlite3_column_int(st, 4);
}

int store_unit(struct store *s, const char *code, struct unit *out, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_UNIT_GET, "t", code);
	int row = sql_row(s, st, e);

	memset(out, 0, sizeof *out);
	if (row == 0)
		return err_set(e, ERR_NOT_FOUND, TEXT_UNIT_UNKNOWN, "%s", code);
	if (row > 0) {
		read_unit(st, out);
		sql_end(st);
	}
	return row < 0 ? -1 : 0;
}

static int compare_units(const void *a, const void *b)
{
	const struct unit *x = a, *y = b;
	int by_name = utf8_compare(x->name, y->name);

	return by_name ? by_name : strcmp(x->code, y->code);
}

static int list_units(struct store *s, sqlite3_stmt *st, struct unit **out, size_t *n, struct err *e)
{
	int row;

	*out = NULL;
	*n = 0;
	while ((row = sql_row(s, st, e)) > 0) {
		*out = alloc_grow(*out, *n + 1, sizeof **out);
		read_unit(st, &(*out)[(*n)++]);
	}
	if (*n)
		qsort(*out, *n, sizeof **out, compare_units);
	return row;
}

int store_units(struct store *s, const char *parent, struct unit **out, size_t *n, struct err *e)
{
	enum sql_id query = s->role == STORE_AGGREGATOR ? SQL_UNITS : SQL_UNITS_ENROLLED;
	const char *of = parent ? parent : "";
	size_t bytes;
	const void *seen = store_recall(s, RECALL_UNITS, of, "", &bytes);

	if (seen) {
		*n = bytes / sizeof **out;
		*out = alloc_zero(*n + 1, sizeof **out);
		memcpy(*out, seen, bytes);
		return 0;
	}
	if (list_units(s, sql_start(s, query, "t", parent), out, n, e))
		return -1;
	store_remember(s, RECALL_UNITS, of, "", *out, *n * sizeof **out);
	return 0;
}

int store_own_unit(struct store *s, struct unit *out, struct err *e)
{
	struct unit *u;
	size_t n;

	if (s->role == STORE_AGGREGATOR)
		return store_unit(s, s->own_unit, out, e);
	if (list_units(s, sql_start(s, SQL_UNITS_OWN, ""), &u, &n, e))
		return -1;
	if (n == 1)
		*out = u[0];
	free(u);
	if (n == 0)
		return err_set(e, ERR_NOT_FOUND, TEXT_NO_UNIT_YET, "");
	return n == 1 ? 0 : err_set(e, ERR_USAGE, TEXT_UNIT_NEEDED, "%zu", n);
}

int store_locked(struct store *s, const char *unit, bool *locked, struct err *e)
{
	size_t n;
	const bool *seen = store_recall(s, RECALL_LOCKED, unit, "", &n);
	const struct acts *a;

	if (!seen && acts_now(s, unit, &a, e))
		return -1;
	*locked = seen ? *seen : a->locked;
	if (!seen)
		store_remember(s, RECALL_LOCKED, unit, "", locked, sizeof *locked);
	return 0;
}

/* --- what became of one's own entries --- */

/* How far the unit's hub confirmed branch b. */
static int covered(struct store *s, const struct id *hub, const struct tree *t, size_t b, uint32_t *upto, int64_t *at,
	struct err *e)
{
	struct name n = {.journal = t->journal[t->branch[b].journal].chain.journal};
	sqlite3_stmt *st = sql_start(s, SQL_RECEIPTS_OF_JOURNAL, "dd", hub, &n.journal);
	uint32_t *reach = tree_reach(t);
	int row;

	*upto = 0;
	tree_cover(t, reach, b, t->branch[b].last);
	while ((row = sql_row(s, st, e)) > 0) {
		struct hash h = sql_hash_at(st, 1);
		uint32_t shared;
		struct found f;
		size_t end;

		n.seq = (uint32_t)sqlite3_column_int64(st, 0);
		n.hash = hash_start(&h);
		if (journal_find(s, &n, &f, e) < 0) {
			sql_end(st);
			row = -1;
			break;
		}
		end = f.branch && hash_equal(&f.hash, &h) ? tree_index(t, f.branch) : TREE_NONE;
		if (end == TREE_NONE)
			continue;
		shared = tree_shared(t, reach, end, n.seq);
		*upto = shared > *upto ? shared : *upto;
		*at = sqlite3_column_int64(st, 2) > *at ? sqlite3_column_int64(st, 2) : *at;
	}
	free(reach);
	return row;
}

static int count_sent(struct store *s, int64_t branch, uint32_t confirmed, int64_t *sent, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ENTRIES_SENT, "ii", branch, (int64_t)confirmed);
	int row = sql_row(s, st, e);

	if (row > 0) {
		*sent += sqlite3_column_int64(st, 0);
		sql_end(st);
	}
	return row < 0 ? -1 : 0;
}

static int count_held(struct store *s, const char *unit, struct store_progress *out, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_OWN_HELD, "td", unit, &s->id);
	int row = sql_row(s, st, e);

	if (row > 0) {
		out->held = sqlite3_column_int64(st, 0);
		out->rejected = sqlite3_column_int64(st, 1);
		sql_end(st);
	}
	return row < 0 ? -1 : 0;
}

int store_progress(struct store *s, const char *unit, struct store_progress *out, struct err *e)
{
	char own_unit[UNIT_CODE];
	struct tree t;
	struct id hub;
	int rc = 0;

	memset(out, 0, sizeof *out);
	if (unit_receiver(s, unit, &hub, own_unit, e) || tree_load(s, unit, NULL, &t, e))
		return -1;
	for (size_t i = 0; rc == 0 && i < t.branches; i++) {
		const struct branch *b = &t.branch[i];
		uint32_t upto;

		if (!t.journal[b->journal].own)
			continue;
		out->written += b->last - b->fork;
		rc = covered(s, &hub, &t, i, &upto, &out->last_confirmed_at, e);
		if (rc == 0 && upto > b->fork)
			out->confirmed += upto - b->fork;
		if (rc == 0)
			rc = count_sent(s, b->id, upto, &out->sent, e);
	}
	tree_free(&t);
	return rc ? rc : count_held(s, unit, out, e);
}

int store_mark_sent(struct store *s, const struct run *runs, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		if (id_equal(runs[i].chain.author, s->id) &&
			sql_run(s, e, SQL_ENTRIES_MARK_SENT, "ddii", &runs[i].chain.journal, &s->id,
				(int64_t)runs[i].first, (int64_t)runs[i].last))
			return -1;
	}
	return 0;
}

/* --- leaving journals, forks --- */

int store_leave_unplaced(struct store *s, const char *unit, const struct name *rows, size_t n, struct err *e)
{
	(void)unit; /* a journal's id says which unit it is of */
	for (size_t i = 0; i < n; i++) {
		struct found f;
		int row = journal_find(s, &rows[i], &f, e);

		if (row < 0)
			return -1;
		if (row == 0 && journal_leave(s, rows[i].journal, e))
			return -1;
	}
	return 0;
}

int store_leave_all(struct store *s, struct err *e)
{
	return sql_run(s, e, SQL_JOURNAL_LEAVE_ALL, "") ? -1 : number_new_letters(s, e);
}

int journal_leave(struct store *s, struct id journal, struct err *e)
{
	if (sql_run(s, e, SQL_JOURNAL_LEAVE_NAMED, "dd", &journal, &s->id))
		return -1;
	return sqlite3_changes(s->db) > 0 ? number_new_letters(s, e) : 0;
}

int store_forks(struct store *s, struct store_fork **out, size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_FORKS, "");
	int row;

	*out = NULL;
	*n = 0;
	while ((row = sql_row(s, st, e)) > 0) {
		struct store_fork *f;

		*out = alloc_grow(*out, *n + 1, sizeof **out);
		f = &(*out)[(*n)++];
		f->author = sql_id_at(st, 0);
		f->journal = sql_id_at(st, 1);
		sql_text_at(st, 2, f->unit, sizeof f->unit);
		f->branches = (size_t)sqlite3_column_int64(st, 3);
	}
	return row;
}

/* --- files left in folders --- */

int store_folder_file_add(struct store *s, const char *recipient, const char *unit, const char *name, struct err *e)
{
	return sql_run(s, e, SQL_FOLDER_ADD, "ttt", recipient, unit, name);
}

static int list_files(struct store *s, sqlite3_stmt *st, char (**names)[MESSAGE_FILE_NAME], size_t *n, struct err *e)
{
	int row;

	*names = NULL;
	*n = 0;
	while ((row = sql_row(s, st, e)) > 0) {
		*names = alloc_grow(*names, *n + 1, sizeof **names);
		sql_text_at(st, 0, (*names)[(*n)++], MESSAGE_FILE_NAME);
	}
	return row;
}

int store_folder_files(struct store *s, const char *recipient, const char *unit, char (**names)[MESSAGE_FILE_NAME],
	size_t *n, struct err *e)
{
	return list_files(s, sql_start(s, SQL_FOLDER_LIST, "tt", recipient, unit), names, n, e);
}

int store_folder_files_left(
	struct store *s, const char *recipient, char (**names)[MESSAGE_FILE_NAME], size_t *n, struct err *e)
{
	return list_files(s, sql_start(s, SQL_FOLDER_LEFT, "t", recipient), names, n, e);
}

int store_folder_file_forget(struct store *s, const char *recipient, const char *name, struct err *e)
{
	return sql_run(s, e, SQL_FOLDER_FORGET, "tt", recipient, name);
}
