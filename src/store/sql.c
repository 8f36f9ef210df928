/* Prepared statements: made when first wanted, kept in the handle, every value bound. */
#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/statvfs.h>

#include "store_private.h"

enum { LEAST_ROOM = 1024 * 1024 };

static const char *const sql_text[SQL_COUNT] = {
#define S(id, text) [SQL_##id] = text,
#include "statements.def"
#undef S
};

/* SQLite tells a full disk only where it writes pages; where it makes a file longer it is an I/O error like others. */
static bool no_room(sqlite3 *db, const char *folder)
{
	struct statvfs room;
	int why = sqlite3_system_errno(db);

	return why == ENOSPC || why == EDQUOT ||
	       (statvfs(folder, &room) == 0 && room.f_bavail < LEAST_ROOM / room.f_frsize);
}

int sql_error(int rc, sqlite3 *db, const char *path, struct err *e)
{
	const char *why = db ? sqlite3_errmsg(db) : sqlite3_errstr(rc);

	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(e, ERR_BUSY, TEXT_STORE_BUSY, "");
	case SQLITE_FULL:
		return err_set(e, ERR_IO, TEXT_DISK_FULL, "%s", path);
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return err_set(e, ERR_CREATE, TEXT_FILE_NO_PERMISSION, "%s", path);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return err_set(e, ERR_IO, TEXT_STORE_DAMAGED, "%s" ERR_AND "%s", path, why);
	case SQLITE_IOERR:
		if (db && no_room(db, path))
			return err_set(e, ERR_IO, TEXT_DISK_FULL, "%s", path);
		return err_set(e, ERR_IO, TEXT_FILE_IO, "%s" ERR_AND "%s", path, why);
	default:
		return err_set(e, ERR_BUG, TEXT_STORE_BUG, "%s", why);
	}
}

int sql_fail(struct store *s, struct err *e)
{
	sql_error(sqlite3_extended_errcode(s->db), s->db, s->folder, e);
	transaction_failed(s, e);
	return -1;
}

static void bind(sqlite3_stmt *st, const char *types, va_list args)
{
	int at = 1;

	for (const char *t = types; *t; t++, at++) {
		switch (*t) {
		case 'i':
			sqlite3_bind_int64(st, at, va_arg(args, int64_t));
			break;
		case 't': {
			const char *text = va_arg(args, const char *);
			sqlite3_bind_text(st, at, text, -1, SQLITE_STATIC);
			break;
		}
		case 'b': {
			const void *bytes = va_arg(args, const void *);
			size_t n = va_arg(args, size_t);
			sqlite3_bind_blob64(st, at, n ? bytes : "", n, SQLITE_STATIC);
			break;
		}
		case 'd': {
			const struct id *id = va_arg(args, const struct id *);
			sqlite3_bind_blob(st, at, id->b, ID_BYTES, SQLITE_STATIC);
			break;
		}
		case 'n':
			sqlite3_bind_null(st, at);
			break;
		default:
			assert(false && "letter of a binding");
		}
	}
}

static sqlite3_stmt *start(struct store *s, enum sql_id id, const char *types, va_list args)
{
	sqlite3_stmt **st = &s->statement[id];

	if (s->in_transaction && sqlite3_get_autocommit(s->db))
		return NULL; /* SQLite undid the transaction after an error: what follows must not be done alone */
	if (!*st && sqlite3_prepare_v3(s->db, sql_text[id], -1, SQLITE_PREPARE_PERSISTENT, st, NULL) != SQLITE_OK)
		return NULL;
	sqlite3_reset(*st);
	bind(*st, types, args);
	return *st;
}

sqlite3_stmt *sql_start(struct store *s, enum sql_id id, const char *types, ...)
{
	va_list args;
	sqlite3_stmt *st;

	va_start(args, types);
	st = start(s, id, types, args);
	va_end(args);
	return st;
}

int sql_row(struct store *s, sqlite3_stmt *st, struct err *e)
{
	int rc = st ? sqlite3_step(st) : SQLITE_ERROR;

	if (rc == SQLITE_ROW)
		return 1;
	if (rc == SQLITE_DONE) {
		sqlite3_reset(st);
		return 0;
	}
	sql_fail(s, e);
	if (st)
		sqlite3_reset(st);
	return -1;
}

int sql_run(struct store *s, struct err *e, enum sql_id id, const char *types, ...)
{
	va_list args;
	sqlite3_stmt *st;
	int row;

	va_start(args, types);
	st = start(s, id, types, args);
	va_end(args);
	while ((row = sql_row(s, st, e)) > 0)
		;
	return row;
}

void sql_end(sqlite3_stmt *st)
{
	if (st)
		sqlite3_reset(st);
}

bool sql_bytes_at(sqlite3_stmt *st, int column, void *out, size_t n)
{
	const void *bytes = sqlite3_column_blob(st, column);

	if (bytes && (size_t)sqlite3_column_bytes(st, column) == n) {
		memcpy(out, bytes, n);
		return true;
	}
	memset(out, 0, n);
	return false;
}

struct id sql_id_at(sqlite3_stmt *st, int column)
{
	struct id id;

	sql_bytes_at(st, column, id.b, sizeof id.b);
	return id;
}

struct hash sql_hash_at(sqlite3_stmt *st, int column)
{
	struct hash h;

	sql_bytes_at(st, column, h.b, sizeof h.b);
	return h;
}

void sql_text_at(sqlite3_stmt *st, int column, char *out, size_t out_bytes)
{
	const char *text = (const char *)sqlite3_column_text(st, column);
	size_t n = text ? (size_t)sqlite3_column_bytes(st, column) : 0;

	if (n >= out_bytes)
		n = out_bytes - 1;
	if (n)
		memcpy(out, text, n);
	out[n] = 0;
}
