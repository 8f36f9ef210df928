/* Journals, their branches and entries: finding them, and appending one's own. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "purge.h"
#include "store_private.h"

enum { SIGN_EVERY = 200 };

struct place entry_place(const struct chain *c, uint32_t seq, const struct hash *h)
{
	unsigned char where[ID_BYTES + 4];

	memcpy(where, c->journal.b, ID_BYTES);
	for (int i = 0; i < 4; i++)
		where[ID_BYTES + i] = (unsigned char)(seq >> (8 * i));
	return place_of("entry", where, sizeof where, h->b, sizeof h->b);
}

/* --- the journals of a unit in memory --- */

static void read_chain(sqlite3_stmt *st, int column, struct chain *c)
{
	memset(c, 0, sizeof *c);
	c->journal = sql_id_at(st, column);
	c->author = sql_id_at(st, column + 1);
	sql_text_at(st, column + 2, c->unit, sizeof c->unit);
	c->generation = (uint32_t)sqlite3_column_int64(st, column + 3);
}

static int compare_journals(const void *a, const void *b)
{
	int64_t x = ((const struct journal *)a)->id, y = ((const struct journal *)b)->id;

	return (x > y) - (x < y);
}

static int tree_load_journals(struct store *s, const char *unit, const char *other, struct tree *t, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_JOURNALS_OF, "tt", unit, other);
	size_t room = 0;
	int row;

	while ((row = sql_row(s, st, e)) > 0) {
		struct journal *j;

		if (t->journals == room)
			t->journal = alloc_grow(t->journal, room = room ? 2 * room : 16, sizeof *j);
		j = &t->journal[t->journals++];
		j->id = sqlite3_column_int64(st, 0);
		read_chain(st, 1, &j->chain);
		j->own = sqlite3_column_int(st, 5);
		j->ended = sqlite3_column_int(st, 6);
	}
	if (t->journals)
		qsort(t->journal, t->journals, sizeof *t->journal, compare_journals);
	return row;
}

static size_t tree_journal(const struct tree *t, int64_t id)
{
	size_t low = 0, high = t->journals;

	while (low < high) { /* journals are in order of id */
		size_t mid = low + (high - low) / 2;

		if (t->journal[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

size_t tree_index(const struct tree *t, int64_t branch)
{
	size_t low = 0, high = t->branches;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (t->branch[mid].id < branch)
			low = mid + 1;
		else
			high = mid;
	}
	return low < t->branches && t->branch[low].id == branch ? low : TREE_NONE;
}

static int compare_branches(const void *a, const void *b)
{
	int64_t x = ((const struct branch *)a)->id, y = ((const struct branch *)b)->id;

	return (x > y) - (x < y);
}

/* Parents are older: what says otherwise is a damaged file, and check will find that its hashes begin nowhere. */
static void tree_order_branches(struct tree *t)
{
	if (t->branches)
		qsort(t->branch, t->branches, sizeof *t->branch, compare_branches);
	for (size_t i = 0; i < t->branches; i++) {
		struct branch *b = &t->branch[i];

		b->parent_at = b->parent ? tree_index(t, b->parent) : 0;
		if (b->parent && (b->parent_at == TREE_NONE || b->parent_at >= i)) {
			b->parent = 0;
			b->parent_at = TREE_NONE;
		}
	}
}

static int tree_load_branches(struct store *s, const char *unit, const char *other, struct tree *t, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_BRANCHES_OF, "tt", unit, other);
	size_t room = 0;
	int row;

	while ((row = sql_row(s, st, e)) > 0) {
		struct branch *b;

		if (t->branches == room)
			t->branch = alloc_grow(t->branch, room = room ? 2 * room : 16, sizeof *b);
		b = &t->branch[t->branches++];
		b->id = sqlite3_column_int64(st, 0);
		b->journal = tree_journal(t, sqlite3_column_int64(st, 1));
		if (b->journal == t->journals || t->journal[b->journal].id != sqlite3_column_int64(st, 1)) {
			t->branches--; /* begun by another program since the journals were read */
			continue;
		}
		b->parent = sqlite3_column_int64(st, 2);
		b->fork = (uint32_t)sqlite3_column_int64(st, 3);
		b->last = (uint32_t)sqlite3_column_int64(st, 4);
		b->head = sql_hash_at(st, 5);
	}
	tree_order_branches(t);
	return row;
}

int tree_load(struct store *s, const char *unit, const char *other_unit, struct tree *out, struct err *e)
{
	const char *other = other_unit && *other_unit ? other_unit : unit;

	memset(out, 0, sizeof *out);
	if (tree_load_journals(s, unit, other, out, e) || tree_load_branches(s, unit, other, out, e)) {
		tree_free(out);
		return -1;
	}
	return 0;
}

void tree_free(struct tree *t)
{
	free(t->journal);
	free(t->branch);
	memset(t, 0, sizeof *t);
}

struct segment *tree_path(const struct tree *t, size_t b, size_t *n)
{
	struct segment *path;
	size_t depth = 1, at;
	uint32_t upto = t->branch[b].last;

	for (at = b; t->branch[at].parent; at = t->branch[at].parent_at)
		depth++;
	path = alloc_zero(depth, sizeof *path);
	*n = depth;
	for (at = b;; at = t->branch[at].parent_at) {
		depth--;
		path[depth] = (struct segment){.branch = t->branch[at].id, .upto = upto};
		if (!t->branch[at].parent)
			break;
		upto = t->branch[at].fork < upto ? t->branch[at].fork : upto;
	}
	return path;
}

int64_t tree_branch_at(const struct segment *path, size_t n, uint32_t seq)
{
	for (size_t i = 0; i < n; i++) {
		if (seq <= path[i].upto)
			return seq ? path[i].branch : 0;
	}
	return 0;
}

uint32_t *tree_reach(const struct tree *t)
{
	return alloc_zero(t->branches + 1, sizeof(uint32_t));
}

void tree_cover(const struct tree *t, uint32_t *reach, size_t at, uint32_t seq)
{
	while (reach[at] < seq) {
		reach[at] = seq;
		if (!t->branch[at].parent)
			return;
		seq = t->branch[at].fork < seq ? t->branch[at].fork : seq;
		at = t->branch[at].parent_at;
	}
}

uint32_t tree_shared(const struct tree *t, const uint32_t *reach, size_t at, uint32_t seq)
{
	while (!reach[at] && t->branch[at].parent) {
		seq = t->branch[at].fork < seq ? t->branch[at].fork : seq;
		at = t->branch[at].parent_at;
	}
	return seq < reach[at] ? seq : reach[at];
}

/* --- entries --- */

int journal_find(struct store *s, const struct name *n, struct found *out, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ENTRY_FIND, "did", &n->journal, (int64_t)n->seq, &n->hash);
	int row = sql_row(s, st, e);

	memset(out, 0, sizeof *out);
	if (row > 0) {
		out->branch = sqlite3_column_int64(st, 0);
		out->seq = n->seq;
		out->hash = sql_hash_at(st, 1);
		read_chain(st, 2, &out->chain);
		sql_end(st);
	}
	return row;
}

int journal_clock(struct store *s, const struct name *n, uint32_t *clock, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ENTRY_FIND, "did", &n->journal, (int64_t)n->seq, &n->hash);
	int row = sql_row(s, st, e);

	if (row > 0) {
		*clock = (uint32_t)sqlite3_column_int64(st, 6);
		sql_end(st);
	}
	return row;
}

int journal_spot(
	struct store *s, const struct chain *c, uint32_t seq, const struct hash *h, struct spot *out, struct err *e)
{
	struct id start = hash_start(h);
	sqlite3_stmt *st = sql_start(s, SQL_ENTRY_AT, "dibddti", &start, (int64_t)seq, h->b, sizeof h->b, &c->journal,
		&c->author, c->unit, (int64_t)c->generation);
	int row = sql_row(s, st, e);

	if (row > 0) {
		*out = (struct spot){.journal = sqlite3_column_int64(st, 0),
			.branch = sqlite3_column_int64(st, 1),
			.last = (uint32_t)sqlite3_column_int64(st, 2)};
		sql_end(st);
	}
	return row;
}

int journal_hash(struct store *s, int64_t branch, uint32_t seq, struct hash *out, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ENTRY_HASH, "ii", branch, (int64_t)seq);
	int row = sql_row(s, st, e);

	if (row > 0) {
		*out = sql_hash_at(st, 0);
		sql_end(st);
	}
	return row;
}

int journal_chain(struct store *s, int64_t branch, struct chain *out, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_BRANCH_CHAIN, "i", branch);
	int row = sql_row(s, st, e);

	if (row > 0) {
		read_chain(st, 0, out);
		sql_end(st);
	}
	return row;
}

int journal_bytes(
	struct store *s, const struct chain *c, int64_t branch, uint32_t seq, char **out, size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ENTRY_BYTES, "ii", branch, (int64_t)seq);
	int row = sql_row(s, st, e);
	struct place p;
	struct hash h;

	*out = NULL;
	if (row < 0)
		return -1;
	if (row == 0)
		return err_set(e, ERR_NOT_FOUND, TEXT_ENTRY_MISSING, "%u", seq);
	if (sqlite3_column_bytes(st, 1) == 0) {
		sql_end(st);
		return err_set(e, ERR_NOT_FOUND, TEXT_ENTRY_PURGED, "%u", seq);
	}
	h = sql_hash_at(st, 0);
	p = entry_place(c, seq, &h);
	*out = seal_column(s, &p, st, 1, n);
	sql_end(st);
	return *out ? 0 : err_set(e, ERR_IO, TEXT_ENTRY_DAMAGED, "%u", seq);
}

int journal_stub(struct store *s, int64_t branch, uint32_t seq, char **out, size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ENTRY_BYTES, "ii", branch, (int64_t)seq);
	int row = sql_row(s, st, e);
	struct hash h;

	*out = NULL;
	if (row <= 0)
		return row < 0 ? -1 : err_set(e, ERR_NOT_FOUND, TEXT_ENTRY_MISSING, "%u", seq);
	h = sql_hash_at(st, 0);
	*out = alloc_bytes(STUB_BYTES + 1);
	*n = purge_write_stub((uint32_t)sqlite3_column_int64(st, 2), &h, *out);
	sql_end(st);
	return 0;
}

int journal_insert(struct store *s, const struct chain *c, int64_t branch, uint32_t seq, const struct hash *h,
	const char *bytes, size_t n, bool own, struct err *e)
{
	struct place p = entry_place(c, seq, h);
	unsigned char *sealed;
	struct noted noted;
	int rc;

	if (note_entry(s, c, branch, seq, h, bytes, n, &noted, e))
		return -1;
	sealed = alloc_bytes(n + SEAL_MORE);
	seal_put(s->data_key, &p, bytes, n, sealed);
	rc = sql_run(s, e, SQL_ENTRY_INSERT, "iibiib", branch, (int64_t)seq, h->b, sizeof h->b, (int64_t)noted.clock,
		(int64_t)own, sealed, n + SEAL_MORE);
	if (rc == 0 && noted.submit)
		rc = sql_run(s, e, SQL_ARRIVAL_PUT, "iii", branch, (int64_t)seq, clock_now());
	free(sealed);
	return rc;
}

int journal_insert_stub(struct store *s, const struct chain *c, int64_t branch, uint32_t seq, const struct hash *h,
	uint32_t clock, struct err *e)
{
	if (note_stub(s, c, branch, seq, h, e))
		return -1;
	return sql_run(s, e, SQL_ENTRY_INSERT, "iibiib", branch, (int64_t)seq, h->b, sizeof h->b, (int64_t)clock,
		(int64_t)0, "", (size_t)0);
}

int journal_grow(
	struct store *s, int64_t branch, uint32_t last, const struct hash *head, size_t own_bytes, struct err *e)
{
	return sql_run(
		s, e, SQL_BRANCH_GROW, "ibii", (int64_t)last, head->b, sizeof head->b, (int64_t)own_bytes, branch);
}

/* --- writing one's own --- */

struct writing {
	int64_t branch;
	struct chain chain;
	uint32_t last;
	int64_t unsigned_bytes;
	struct hash head;
};

static int begin_journal(struct store *s, const char *unit, struct writing *w, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_JOURNAL_GENERATION, "td", unit, &s->id);
	int64_t generation = 1, journal;

	if (sql_row(s, st, e) < 0)
		return -1;
	generation += sqlite3_column_int64(st, 0);
	sql_end(st);
	memset(w, 0, sizeof *w);
	w->chain.author = s->id;
	snprintf(w->chain.unit, sizeof w->chain.unit, "%s", unit);
	w->chain.journal = id_random();
	w->chain.generation = (uint32_t)generation;
	chain_zero(&w->chain, &w->head);
	if (sql_run(s, e, SQL_JOURNAL_INSERT, "ddtii", &w->chain.journal, &s->id, unit, generation, (int64_t)1))
		return -1;
	journal = sqlite3_last_insert_rowid(s->db);
	if (sql_run(s, e, SQL_BRANCH_INSERT, "iniib", journal, (int64_t)0, (int64_t)0, w->head.b, sizeof w->head.b))
		return -1;
	w->branch = sqlite3_last_insert_rowid(s->db);
	return 0;
}

/* The journal now written for a unit: own, not left, hence of a single branch. */
static int writing_journal(struct store *s, const char *unit, struct writing *w, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_JOURNAL_WRITING, "td", unit, &s->id);
	int row = sql_row(s, st, e);

	if (row < 0)
		return -1;
	if (row == 0)
		return begin_journal(s, unit, w, e);
	w->branch = sqlite3_column_int64(st, 0);
	w->last = (uint32_t)sqlite3_column_int64(st, 1);
	w->head = sql_hash_at(st, 2);
	w->unsigned_bytes = sqlite3_column_int64(st, 3);
	read_chain(st, 4, &w->chain);
	sql_end(st);
	return 0;
}

static int clock_of_parents(struct store *s, struct entry *en, struct err *e)
{
	uint32_t greatest = 0, clock = 0;

	for (size_t i = 0; i < en->parents; i++) {
		if (journal_clock(s, &en->parent[i], &clock, e) < 0)
			return -1;
		if (clock > greatest)
			greatest = clock;
	}
	en->clock = greatest + 1;
	return 0;
}

int journal_write(struct store *s, const char *unit, struct entry *en, struct name *written, struct err *e)
{
	struct writing w;
	struct hash h;
	struct buf bytes;
	int rc;

	if (writing_journal(s, unit, &w, e) || clock_of_parents(s, en, e))
		return -1;
	en->seq = w.last + 1;
	buf_init(&bytes, s->own_unit[0] && !strcmp(unit, s->own_unit) ? ENTRY_OWN_BYTES_MAX : ENTRY_BYTES_MAX);
	if (en->clock > ENTRY_CLOCK_MAX || !entry_write(en, &bytes)) {
		buf_free(&bytes);
		return err_set(e, ERR_DATA, TEXT_ENTRY_TOO_LARGE, "%zu", bytes.max);
	}
	chain_next(&w.head, bytes.data, bytes.len, &h);
	rc = journal_insert(s, &w.chain, w.branch, en->seq, &h, bytes.data, bytes.len, true, e);
	if (rc == 0)
		rc = journal_grow(s, w.branch, en->seq, &h, bytes.len, e);
	if (rc == 0 && (en->seq % SIGN_EVERY == 0 || w.unsigned_bytes + (int64_t)bytes.len >= RUN_BYTES)) {
		struct signature sig;

		chain_sign(&w.chain, en->seq, &h, &s->keys, &sig);
		rc = sql_run(s, e, SQL_SIGNATURE_PUT, "iib", w.branch, (int64_t)en->seq, sig.b, sizeof sig.b);
		if (rc == 0)
			rc = sql_run(s, e, SQL_BRANCH_SIGNED, "i", w.branch);
	}
	buf_free(&bytes);
	if (rc == 0 && written)
		*written = (struct name){.journal = w.chain.journal, .seq = en->seq, .hash = hash_start(&h)};
	return rc;
}

void name_pack(const struct name *n, unsigned char out[static NAME_PACKED])
{
	memcpy(out, n->journal.b, ID_BYTES);
	for (int i = 0; i < 4; i++)
		out[ID_BYTES + i] = (unsigned char)(n->seq >> (8 * (3 - i))); /* big-endian: bytes sort as numbers */
	memcpy(out + ID_BYTES + 4, n->hash.b, ID_BYTES);
}

void name_unpack(const unsigned char in[static NAME_PACKED], struct name *n)
{
	memcpy(n->journal.b, in, ID_BYTES);
	n->seq = 0;
	for (int i = 0; i < 4; i++)
		n->seq = n->seq << 8 | in[ID_BYTES + i];
	memcpy(n->hash.b, in + ID_BYTES + 4, ID_BYTES);
}
