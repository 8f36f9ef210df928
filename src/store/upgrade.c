/* Versions of the schema: an append-only list, each step in a transaction of its own; a newer file is refused. */
#include "store_private.h"

extern const char store_schema[], store_upgrade_2[], store_upgrade_3[], store_upgrade_4[], store_upgrade_5[],
	store_upgrade_6[], store_upgrade_7[];

enum { APPLICATION = 0x544e4831 }; /* "TNH1" */

struct upgrade {
	int version;
	const char *sql;
};
static const struct upgrade upgrades[] = {
	{1, store_schema},
	{2, store_upgrade_2},
	{3, store_upgrade_3},
	{4, store_upgrade_4},
	{5, store_upgrade_5},
	{6, store_upgrade_6},
	{7, store_upgrade_7},
};
enum { NEWEST = sizeof upgrades / sizeof upgrades[0] };

/* -1: cannot be read. */
static int number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st;
	int v = -1;

	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
		v = sqlite3_column_int(st, 0);
	sqlite3_finalize(st);
	return v;
}

static int version_of(sqlite3 *db)
{
	return number(db, "PRAGMA user_version");
}

bool upgrade_is_empty(sqlite3 *db)
{
	return number(db, "SELECT count(*) FROM sqlite_schema") == 0;
}

int upgrade_check(struct store *s, struct err *e)
{
	int version = version_of(s->db), tables = number(s->db, "SELECT count(*) FROM sqlite_schema");

	if (version < 0 || tables < 0)
		return sql_fail(s, e);
	if (tables > 0 && number(s->db, "PRAGMA application_id") != APPLICATION)
		return err_set(e, ERR_DATA, TEXT_STORE_FOREIGN, "%s", s->folder);
	if (version > NEWEST)
		return err_set(e, ERR_DATA, TEXT_STORE_NEWER, "%d" ERR_AND "%d", version, NEWEST);
	return 0;
}

static int step(sqlite3 *db, const struct upgrade *u)
{
	char set[96];
	int rc;

	sqlite3_snprintf(sizeof set, set, "PRAGMA user_version = %d; PRAGMA application_id = %d; COMMIT", u->version,
		APPLICATION);
	rc = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	if (rc == SQLITE_OK && version_of(db) >= u->version)
		return sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL); /* another process was quicker */
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, u->sql, NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, set, NULL, NULL, NULL);
	return rc;
}

int store_upgrade(struct store *s, struct err *e)
{
	int version = version_of(s->db);

	for (int i = 0; i < NEWEST; i++) {
		if (upgrades[i].version <= version || step(s->db, &upgrades[i]) == SQLITE_OK)
			continue;
		sql_fail(s, e); /* before the rollback forgets why */
		if (!sqlite3_get_autocommit(s->db))
			sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
		return -1;
	}
	return 0;
}
