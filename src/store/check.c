/* The store checks itself: every entry read, hashed and verified again; everything derived made again and compared. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>

#include "memory.h"
#include "purge.h"
#include "store_private.h"

enum { PROBLEMS_MAX = 100 };

static void problem(struct store_check *c, text_id text, const char *what, uint32_t seq)
{
	if (c->problems == PROBLEMS_MAX)
		return;
	c->problem = alloc_grow(c->problem, c->problems + 1, sizeof *c->problem);
	err_set(&c->problem[c->problems++], ERR_IO, text, "%s" ERR_AND "%u", what, seq);
}

void store_check_free(struct store_check *c)
{
	free(c->problem);
	memset(c, 0, sizeof *c);
}

/* --- entries and chains --- */

static int check_signature(struct store *s, const struct chain *c, int64_t branch, uint32_t seq, const struct hash *h,
	struct store_check *out, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_SIGNATURE_GET, "ii", branch, (int64_t)seq);
	struct signature sig = {{0}};
	struct keys_public author;
	char hex[ID_HEX];
	int row = sql_row(s, st, e);

	if (row <= 0)
		return row;
	sql_bytes_at(st, 0, sig.b, sizeof sig.b);
	sql_end(st);
	if (id_equal(c->author, s->id))
		author = s->keys.pub;
	else if ((row = peer_keys(s, c->unit, &c->author, &author, e)) <= 0)
		return row; /* verified when it was taken; its keys went with a lost act */
	if (chain_verify(c, seq, h, &author, &sig))
		out->heads_verified++;
	else
		problem(out, TEXT_CHECK_SIGNATURE, id_hex(c->journal, hex), seq);
	return 0;
}

static int check_entry(struct store *s, const struct chain *c, int64_t branch, uint32_t seq, struct hash *h,
	struct store_check *out, struct err *e)
{
	struct err why;
	struct hash stored, made;
	char hex[ID_HEX], *bytes;
	size_t n;
	int row = journal_hash(s, branch, seq, &stored, e);

	if (row < 0)
		return -1;
	if (row > 0 && journal_bytes(s, c, branch, seq, &bytes, &n, &why) == 0) {
		chain_next(h, bytes, n, &made);
		free(bytes);
		out->entries++;
		if (!hash_equal(&made, &stored))
			problem(out, TEXT_CHECK_HASH, id_hex(c->journal, hex), seq);
	} else if (row > 0 && why.code == ERR_NOT_FOUND && purge_covers(s, c, seq, e) > 0) {
		out->purged++;
	} else {
		problem(out, row ? TEXT_CHECK_SEAL : TEXT_CHECK_MISSING, id_hex(c->journal, hex), seq);
		if (row)
			*h = stored;
		return 0;
	}
	*h = stored;
	return check_signature(s, c, branch, seq, h, out, e);
}

static int check_branch(struct store *s, const struct tree *t, size_t b, struct store_check *out, struct err *e)
{
	const struct branch *br = &t->branch[b];
	const struct chain *c = &t->journal[br->journal].chain;
	char hex[ID_HEX];
	struct hash h;

	chain_zero(c, &h);
	if (br->fork) {
		size_t depth;
		struct segment *path = tree_path(t, b, &depth);
		int row = journal_hash(s, tree_branch_at(path, depth, br->fork), br->fork, &h, e);

		free(path);
		if (row < 0)
			return -1;
	}
	for (uint32_t seq = br->fork + 1; seq <= br->last; seq++) {
		if (check_entry(s, c, br->id, seq, &h, out, e))
			return -1;
	}
	if (!hash_equal(&h, &br->head))
		problem(out, TEXT_CHECK_HEAD, id_hex(c->journal, hex), br->last);
	return 0;
}

static int units_with_journals(struct store *s, char (**unit)[UNIT_CODE], size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_REVISION_UNITS, "");
	int row;

	*unit = NULL;
	*n = 0;
	while ((row = sql_row(s, st, e)) > 0) {
		*unit = alloc_grow(*unit, *n + 1, sizeof **unit);
		sql_text_at(st, 0, (*unit)[(*n)++], UNIT_CODE);
	}
	return row;
}

static int check_journals(struct store *s, struct store_check *out, struct err *e)
{
	char(*unit)[UNIT_CODE];
	size_t n;
	int rc = units_with_journals(s, &unit, &n, e);

	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct tree t;

		rc = tree_load(s, unit[i], NULL, &t, e);
		for (size_t b = 0; rc == 0 && b < t.branches; b++)
			rc = check_branch(s, &t, b, out, e);
		tree_free(&t);
	}
	free(unit);
	return rc;
}

/* Did the hub sign it? One whose keys are not known any more cannot be asked. */
static int check_receipt_signature(struct store *s, sqlite3_stmt *st, const struct name *n, const struct hash *h,
	struct store_check *out, struct err *e)
{
	struct id hub = sql_id_at(st, 3);
	struct signature sig = {{0}};
	struct keys_public keys;
	char hex[ID_HEX];
	int row = hub_keys(s, &hub, &keys, e);

	sql_bytes_at(st, 4, sig.b, sizeof sig.b);
	if (row > 0 && !chain_receipt_verify(n->journal, n->seq, h, &keys, &sig))
		problem(out, TEXT_CHECK_SIGNATURE, id_hex(n->journal, hex), n->seq);
	return row < 0 ? -1 : 0;
}

/* A receipt names an entry this node must hold. */
static int check_receipts(struct store *s, struct store_check *out, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_RECEIPTS_ALL, "");
	char hex[ID_HEX];
	int row;

	while ((row = sql_row(s, st, e)) > 0) {
		struct name n = {.journal = sql_id_at(st, 0), .seq = (uint32_t)sqlite3_column_int64(st, 1)};
		struct found f;
		struct hash h;
		int found;

		h = sql_hash_at(st, 2);
		n.hash = hash_start(&h);
		found = journal_find(s, &n, &f, e);
		if (found < 0) {
			sql_end(st);
			return -1;
		}
		if (!found || !hash_equal(&f.hash, &h))
			problem(out, TEXT_CHECK_RECEIPT, id_hex(n.journal, hex), n.seq);
		else if (check_receipt_signature(s, st, &n, &h, out, e)) {
			sql_end(st);
			return -1;
		}
	}
	return row;
}

/* Definitions that came by hand have no journal; what they are called by is their hash. */
static int check_given(struct store *s, struct store_check *out, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_DEFINITIONS_GIVEN, "");
	int row;

	while ((row = sql_row(s, st, e)) > 0) {
		struct id def = form_definition_id(
			(const char *)sqlite3_column_text(st, 2), (size_t)sqlite3_column_bytes(st, 2));

		if (!id_equal(def, sql_id_at(st, 0)))
			problem(out, TEXT_CHECK_DEFINITION, (const char *)sqlite3_column_text(st, 1), 0);
	}
	return row;
}

static int check_wraps(struct store *s, struct store_check *out, struct err *e)
{
	bool sound;

	if (keyring_check(s, &sound, e))
		return -1;
	if (!sound)
		problem(out, TEXT_CHECK_WRAPS, "", 0);
	return 0;
}

/* --- making everything derived again --- */

static int note_all(struct store *s, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ENTRIES_ALL, "");
	int row;

	while ((row = sql_row(s, st, e)) > 0) {
		struct chain c = {.journal = sql_id_at(st, 4),
			.author = sql_id_at(st, 5),
			.generation = (uint32_t)sqlite3_column_int64(st, 7)};
		int64_t branch = sqlite3_column_int64(st, 0);
		uint32_t seq = (uint32_t)sqlite3_column_int64(st, 1);
		struct noted noted = {0};
		struct hash h;
		struct place p;
		size_t n;
		char *bytes;
		int rc = 0;

		sql_text_at(st, 6, c.unit, sizeof c.unit);
		h = sql_hash_at(st, 2);
		p = entry_place(&c, seq, &h);
		bytes = seal_column(s, &p, st, 3, &n);
		if (bytes) /* what no longer opens is named by the check of entries */
			rc = note_entry(s, &c, branch, seq, &h, bytes, n, &noted, e);
		if (rc == 0 && bytes && noted.clock != (uint32_t)sqlite3_column_int64(st, 8))
			rc = sql_run(s, e, SQL_ENTRY_SET_CLOCK, "iii", branch, (int64_t)seq, (int64_t)noted.clock);
		free(bytes);
		if (rc) {
			sql_end(st);
			return -1;
		}
	}
	return row;
}

int rebuild_derived(struct store *s, struct err *e)
{
	static const char drop[] =
		"DELETE FROM act; DELETE FROM revision; DELETE FROM record; DELETE FROM tally; DELETE FROM unit;"
		"DELETE FROM definition; DELETE FROM submit; DELETE FROM predecessor";
	char(*unit)[UNIT_CODE];
	size_t n;

	touch_forget(s);
	acts_forget(s);
	counted_forget(s);
	definition_doubt(s);
	succession_forget(s);
	if (sqlite3_exec(s->db, drop, NULL, NULL, NULL) != SQLITE_OK)
		return sql_fail(s, e);
	if (note_all(s, e) || units_with_journals(s, &unit, &n, e))
		return -1;
	for (size_t i = 0; i < n; i++)
		touch(s, unit[i])->all = true;
	free(unit);
	s->renote = false;
	s->succession_moved = true;
	acts_forget(s);
	return fold_touched(s, e);
}

int store_rebuild(struct store *s, struct err *e)
{
	if (store_begin(s, e))
		return -1;
	s->renote = true;
	if (store_commit(s, e)) {
		store_rollback(s);
		return -1;
	}
	return 0;
}

/* --- comparing --- */

static const char *const derived[] = {
	"act", "revision", "record", "tally", "unit", "predecessor", "definition", "submit", "clock"};
enum { DERIVED = sizeof derived / sizeof derived[0] };

static int compare_derived(struct store *s, struct store_check *out, struct err *e)
{
	unsigned char before[DERIVED][KEY_BYTES], after[KEY_BYTES];

	for (size_t i = 0; i < DERIVED; i++) {
		if (store_digest(s, derived[i], before[i], e))
			return -1;
	}
	if (rebuild_derived(s, e))
		return -1;
	out->totals_match = true;
	for (size_t i = 0; i < DERIVED; i++) {
		if (store_digest(s, derived[i], after, e))
			return -1;
		if (memcmp(before[i], after, KEY_BYTES)) {
			out->totals_match = false;
			problem(out, TEXT_CHECK_DERIVED, derived[i], 0);
		}
	}
	return 0;
}

int store_check(struct store *s, struct store_check *out, struct err *e)
{
	int rc;

	memset(out, 0, sizeof *out);
	if (store_begin(s, e))
		return -1;
	rc = check_journals(s, out, e) || check_receipts(s, out, e) || check_given(s, out, e) ||
			     check_wraps(s, out, e) || compare_derived(s, out, e)
		     ? -1
		     : 0;
	store_rollback(s); /* whatever was made again is forgotten */
	if (rc)
		store_check_free(out);
	return rc;
}
