/* expr.c - the second gate: SQLite computes what the lexer let through, and may do nothing else. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "expr.h"
#include "lexer.h"

enum {
	SQL_MAX = 64 * 1024,
	STEPS_BETWEEN_LOOKS = 1000, /* operations between two calls of the progress handler */
	LOOKS_MAX = 50,             /* calls in one run; a SELECT without tables has no loop and stays far below */
};

struct expr_engine {
	sqlite3 *db;
	int selects; /* seen by the authorizer in this prepare */
	int looks;   /* calls of the progress handler in this run */
};

static int authorize(void *data, int action, const char *a, const char *function, const char *c, const char *d)
{
	static const char *const functions[] = {"coalesce", "min", "max", "abs"};
	struct expr_engine *g = data;
	(void)a, (void)c, (void)d;
	if (action == SQLITE_SELECT)
		return g->selects++ == 0 ? SQLITE_OK : SQLITE_DENY;
	if (action != SQLITE_FUNCTION || !function)
		return SQLITE_DENY;
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
		if (strcmp(function, functions[i]) == 0)
			return SQLITE_OK;
	return SQLITE_DENY;
}

static int look(void *data)
{
	struct expr_engine *g = data;
	return ++g->looks > LOOKS_MAX;
}

static void set_limits(sqlite3 *db)
{
	static const struct {
		int limit, value;
	} limits[] = {
		{SQLITE_LIMIT_LENGTH, SQL_MAX},
		{SQLITE_LIMIT_SQL_LENGTH, SQL_MAX},
		{SQLITE_LIMIT_COLUMN, EXPR_SET_MAX},
		{SQLITE_LIMIT_EXPR_DEPTH, 100},
		{SQLITE_LIMIT_COMPOUND_SELECT, 1},
		{SQLITE_LIMIT_VDBE_OP, 20000},
		{SQLITE_LIMIT_FUNCTION_ARG, 8},
		{SQLITE_LIMIT_ATTACHED, 0},
		{SQLITE_LIMIT_VARIABLE_NUMBER, EXPR_NAMES_MAX},
		{SQLITE_LIMIT_TRIGGER_DEPTH, 0},
		{SQLITE_LIMIT_WORKER_THREADS, 0},
	};
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		sqlite3_limit(db, limits[i].limit, limits[i].value);
}

struct expr_engine *expr_open(void)
{
	struct expr_engine *g = alloc_zero(1, sizeof *g);
	int rc = sqlite3_open_v2(":memory:", &g->db,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);
	assert(rc == SQLITE_OK);
	(void)rc;
	sqlite3_db_config(g->db, SQLITE_DBCONFIG_LOOKASIDE, NULL, 0, 0);
	sqlite3_db_config(g->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(g->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(g->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(g->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	set_limits(g->db);
	sqlite3_set_authorizer(g->db, authorize, g);
	sqlite3_progress_handler(g->db, STEPS_BETWEEN_LOOKS, look, g);
	return g;
}

void expr_close(struct expr_engine *g)
{
	if (!g)
		return;
	sqlite3_close(g->db);
	free(g);
}

void expr_draft_init(struct expr_draft *d, struct expr_engine *g)
{
	*d = (struct expr_draft){.engine = g};
	buf_init(&d->sql, SQL_MAX);
	buf_text(&d->sql, "SELECT ");
}

void expr_draft_free(struct expr_draft *d)
{
	buf_free(&d->sql);
}

/* The word SQLite stumbled over, without the colon of our parameters; else its whole message. */
static void stumbled_at(const char *message, char out[static ERR_ARG_BYTES])
{
	const char *from = strstr(message, "near \"");
	const char *to = from ? strstr(from + 6, "\": ") : NULL;
	if (!to) {
		snprintf(out, ERR_ARG_BYTES, "%s", message);
		return;
	}
	from += 6 + (from[6] == ':');
	snprintf(out, ERR_ARG_BYTES, "%.*s", (int)(to - from), from);
}

static bool is_about_size(const char *message)
{
	return strstr(message, "too large") || strstr(message, "too many") || strstr(message, "overflow");
}

static int prepare(struct expr_engine *g, const char *sql, sqlite3_stmt **out, struct strict *s, const char *member)
{
	char at[ERR_ARG_BYTES];
	g->selects = 0;
	int rc = sqlite3_prepare_v3(g->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);
	if (rc == SQLITE_OK)
		return 0;
	const char *message = sqlite3_errmsg(g->db);
	if (rc == SQLITE_AUTH)
		return strict_refuse(s, member, TEXT_EXPR_REFUSED, message, NULL);
	if (rc == SQLITE_NOMEM || rc == SQLITE_TOOBIG || is_about_size(message))
		return strict_refuse(s, member, TEXT_EXPR_TOO_BIG, NULL, NULL);
	stumbled_at(message, at);
	return strict_refuse(s, member, TEXT_EXPR_SYNTAX, at, NULL);
}

int expr_try(struct expr_engine *g, const char *expression, struct strict *s, const char *member)
{
	sqlite3_stmt *alone = NULL;
	char *sql = alloc_print("SELECT (%s)", expression);
	int rc = prepare(g, sql, &alone, s, member);
	sqlite3_finalize(alone);
	free(sql);
	return rc;
}

int expr_add(
	struct expr_draft *d, const struct expr_scope *scope, const char *text, struct strict *s, const char *member)
{
	struct buf sql;
	assert(d->count < EXPR_SET_MAX);
	buf_init(&sql, SQL_MAX);
	int rc = lexer_translate(scope, text, &sql, s, member);
	if (rc == 0)
		rc = expr_try(d->engine, sql.data, s, member);
	if (rc == 0) {
		buf_print(&d->sql, "%s(%s)", d->count ? ", " : "", sql.data);
		d->count++;
		if (d->sql.full)
			rc = strict_refuse(s, member, TEXT_EXPR_TOO_BIG, NULL, NULL);
	}
	buf_free(&sql);
	return rc;
}

static void find_parameters(const struct expr_scope *scope, struct expr_set *set)
{
	char name[STRICT_ID + 2];
	for (size_t i = 0; i < scope->names; i++) {
		if (!scope->name[i])
			continue;
		snprintf(name, sizeof name, ":%s", scope->name[i]);
		int parameter = sqlite3_bind_parameter_index(set->statement, name);
		if (parameter > 0) {
			set->bind[set->values].parameter = parameter;
			set->bind[set->values++].value = i;
		}
	}
}

int expr_finish(struct expr_draft *d, const struct expr_scope *scope, struct expr_set *set, struct strict *s)
{
	*set = (struct expr_set){.engine = d->engine, .count = d->count};
	if (d->count == 0)
		return 0;
	if (prepare(d->engine, d->sql.data, &set->statement, s, "") < 0)
		return -1;
	if ((size_t)sqlite3_column_count(set->statement) != d->count)
		return strict_refuse(s, "", TEXT_EXPR_PARENTHESES, NULL, NULL);
	find_parameters(scope, set);
	return 0;
}

void expr_set_free(struct expr_set *set)
{
	sqlite3_finalize(set->statement);
	*set = (struct expr_set){0};
}

static struct expr_value take(sqlite3_stmt *statement, int column)
{
	switch (sqlite3_column_type(statement, column)) {
	case SQLITE_NULL:
		return (struct expr_value){.kind = EXPR_NULL};
	case SQLITE_INTEGER:
		return (struct expr_value){EXPR_INTEGER, sqlite3_column_int64(statement, column)};
	default: /* SQLite turns an integer that overflows into a REAL */
		return (struct expr_value){.kind = EXPR_WRONG};
	}
}

void expr_run(const struct expr_set *set, const struct expr_value *in, struct expr_value *out)
{
	sqlite3_stmt *statement = set->statement;
	if (!statement)
		return;
	set->engine->looks = 0;
	for (size_t i = 0; i < set->values; i++) {
		const struct expr_value *v = &in[set->bind[i].value];
		if (v->kind == EXPR_INTEGER)
			sqlite3_bind_int64(statement, set->bind[i].parameter, v->n);
		else
			sqlite3_bind_null(statement, set->bind[i].parameter);
	}
	bool row = sqlite3_step(statement) == SQLITE_ROW;
	for (size_t i = 0; i < set->count; i++)
		out[i] = row ? take(statement, (int)i) : (struct expr_value){.kind = EXPR_WRONG};
	sqlite3_reset(statement);
}
