/* A hash over what is derived, by names and never by local row numbers: equal for equal sets of entries, whatever the
 * order they came in. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "store_private.h"

/* Each query gives a table in an order that only names decide; a sealed column comes last, its place is built from the
 * columns before it. */
struct table {
	const char *name;
	enum sql_id query;
	enum { PLAIN, SEALED_ACT, SEALED_RECORD } sealed;
};
static const struct table tables[] = {
	{"act", SQL_DIGEST_ACT, SEALED_ACT},
	{"revision", SQL_DIGEST_REVISION, PLAIN},
	{"record", SQL_DIGEST_RECORD, SEALED_RECORD},
	{"tally", SQL_DIGEST_TALLY, PLAIN},
	{"unit", SQL_DIGEST_UNIT, PLAIN},
	{"predecessor", SQL_DIGEST_PREDECESSOR, PLAIN},
	{"definition", SQL_DIGEST_DEFINITION, PLAIN},
	{"submit", SQL_DIGEST_SUBMIT, PLAIN},
	{"clock", SQL_DIGEST_CLOCK, PLAIN},
};

static void add(crypto_generichash_state *h, int type, const void *bytes, size_t n)
{
	unsigned char head[5] = {(unsigned char)type, (unsigned char)n, (unsigned char)(n >> 8),
		(unsigned char)(n >> 16), (unsigned char)(n >> 24)};

	crypto_generichash_update(h, head, sizeof head);
	if (n)
		crypto_generichash_update(h, bytes, n);
}

static void add_column(crypto_generichash_state *h, sqlite3_stmt *st, int at)
{
	int type = sqlite3_column_type(st, at);
	const void *bytes = sqlite3_column_blob(st, at); /* integers as their decimal text */

	add(h, type, bytes, (size_t)sqlite3_column_bytes(st, at));
}

/* What no longer opens counts as different from whatever it was. */
static void add_sealed(struct store *s, crypto_generichash_state *h, const struct table *t, sqlite3_stmt *st, int at)
{
	struct name n = {
		.journal = sql_id_at(st, 1), .seq = (uint32_t)sqlite3_column_int64(st, 2), .hash = sql_id_at(st, 3)};
	struct id key = sql_id_at(st, 1);
	char unit[UNIT_CODE];
	struct place p;
	size_t bytes;
	char *plain;

	sql_text_at(st, 0, unit, sizeof unit);
	p = t->sealed == SEALED_ACT ? act_place(unit, &n) : record_place(unit, &key);
	plain = seal_column(s, &p, st, at, &bytes);
	if (plain)
		add(h, 'S', plain, bytes);
	else
		add(h, 'X', "", 0);
	free(plain);
}

static int add_table(struct store *s, crypto_generichash_state *h, const struct table *t, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, t->query, "");
	int row;

	add(h, 'T', t->name, strlen(t->name));
	while ((row = sql_row(s, st, e)) > 0) {
		int columns = sqlite3_column_count(st) - (t->sealed != PLAIN);

		for (int i = 0; i < columns; i++)
			add_column(h, st, i);
		if (t->sealed != PLAIN)
			add_sealed(s, h, t, st, columns);
	}
	return row;
}

int store_digest(struct store *s, const char *table, unsigned char out[static KEY_BYTES], struct err *e)
{
	crypto_generichash_state h;

	crypto_generichash_init(&h, NULL, 0, KEY_BYTES);
	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
		if ((!table || !strcmp(table, tables[i].name)) && add_table(s, &h, &tables[i], e))
			return -1;
	}
	crypto_generichash_final(&h, out, KEY_BYTES);
	return 0;
}
