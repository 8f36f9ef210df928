/* Transactions, and groups of them that share one commit. Inside a group a transaction is a savepoint of the one that
 * reaches the disk, and has the same guarantees but for that. */
#include <assert.h>

#include "memory.h"
#include "store_private.h"

static int run(struct store *s, const char *sql, struct err *e)
{
	return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : sql_fail(s, e);
}

/* SQLite rolls back by itself on some errors. */
static void roll_back(struct store *s)
{
	if (!sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

/* What is kept in memory of what the file says, where that may not be so any more. */
static void forget(struct store *s)
{
	acts_forget(s);
	succession_forget(s);
	touch_forget(s);
}

static void doubt(struct store *s)
{
	definition_doubt(s);
	counted_forget(s);
	forget(s);
	store_read_own_unit(s);
}

/* --- one --- */

static int begin_part(struct store *s, struct err *e)
{
	if (!s->group_lost)
		return run(s, "SAVEPOINT part", e);
	*e = s->group_why;
	return -1;
}

static int begin_alone(struct store *s, struct err *e)
{
	store_view_end(s);
	s->force_known = s->purged = false;
	if (run(s, "BEGIN IMMEDIATE", e))
		return -1;
	if (counted_check(s, e) == 0)
		return 0;
	roll_back(s);
	return -1;
}

int store_begin(struct store *s, struct err *e)
{
	assert(!s->in_transaction);
	if (s->in_group ? begin_part(s, e) : begin_alone(s, e))
		return -1;
	s->in_transaction = true;
	s->succession_moved = false;
	forget(s);
	return 0;
}

/* A device that becomes one of another unit learns to read what it holds of it: once more from the beginning. */
static int derive(struct store *s, struct err *e)
{
	do {
		if (s->renote ? rebuild_derived(s, e) : fold_touched(s, e))
			return -1;
		if (s->succession_moved && succession_enrol(s, e))
			return -1;
		s->succession_moved = false;
	} while (s->renote);
	return 0;
}

/* What a purge overwrote must not live on in the log; a reader in the way only delays it. */
static void empty_log(struct store *s)
{
	if (s->purged)
		sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	s->purged = false;
}

int store_commit(struct store *s, struct err *e)
{
	assert(s->in_transaction);
	if (derive(s, e) || run(s, s->in_group ? "RELEASE part" : "COMMIT", e))
		return -1;
	s->in_transaction = false;
	if (!s->in_group)
		empty_log(s);
	return 0;
}

static void lose_group(struct store *s, const struct err *why)
{
	if (s->group_lost)
		return;
	s->group_lost = true;
	s->group_why = *why;
}

void transaction_failed(struct store *s, const struct err *e)
{
	if (s->in_group && sqlite3_get_autocommit(s->db))
		lose_group(s, e);
}

/* A part that cannot be undone alone takes the group with it. */
static void roll_back_part(struct store *s)
{
	struct err why;

	if (!sqlite3_get_autocommit(s->db) && run(s, "ROLLBACK TO part; RELEASE part", &why) == 0)
		return;
	sql_fail(s, &why);
	lose_group(s, &why);
	roll_back(s);
}

void store_rollback(struct store *s)
{
	if (!s->in_transaction)
		return;
	if (s->in_group)
		roll_back_part(s);
	else
		roll_back(s);
	s->in_transaction = false;
	doubt(s);
}

/* --- one state, looked at --- */

void store_view(struct store *s)
{
	struct err ignored; /* without it each statement looks for itself */

	if (s->in_transaction || s->in_group || s->viewing)
		return;
	succession_forget(s);
	s->viewing = run(s, "BEGIN", &ignored) == 0;
	if (s->viewing)
		recall_look(s);
}

void store_view_end(struct store *s)
{
	struct err ignored;

	if (!s->viewing)
		return;
	s->viewing = false;
	succession_forget(s);
	recall_look_ends(s);
	if (run(s, "COMMIT", &ignored))
		roll_back(s);
}

/* --- several that share a commit --- */

int store_group_begin(struct store *s, struct err *e)
{
	assert(!s->in_group && !s->in_transaction);
	if (begin_alone(s, e))
		return -1;
	s->in_group = true;
	s->group_lost = false;
	return 0;
}

int store_group_commit(struct store *s, struct err *e)
{
	assert(s->in_group && !s->in_transaction);
	if (s->group_lost) {
		*e = s->group_why;
		return -1;
	}
	if (run(s, "COMMIT", e))
		return -1;
	s->in_group = false;
	empty_log(s);
	return 0;
}

void store_group_rollback(struct store *s)
{
	if (!s->in_group)
		return;
	s->in_group = s->in_transaction = s->purged = false;
	roll_back(s);
	doubt(s);
}
