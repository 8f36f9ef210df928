/* What becomes of one entry: the derived rows that say it is there, and what commit must fold because of it. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>

#include "memory.h"
#include "note.h"

/* --- what was touched --- */

struct touched *touch(struct store *s, const char *unit)
{
	struct touched *t;

	for (size_t i = 0; i < s->touches; i++) {
		if (!strcmp(s->touched[i].unit, unit))
			return &s->touched[i];
	}
	if (s->touches == s->touch_room)
		s->touched = alloc_grow(
			s->touched, s->touch_room = s->touch_room ? 2 * s->touch_room : 4, sizeof *s->touched);
	recall_touched(s, unit);
	t = &s->touched[s->touches++];
	memset(t, 0, sizeof *t);
	snprintf(t->unit, sizeof t->unit, "%s", unit);
	return t;
}

void touch_key(struct touched *t, struct id key)
{
	if (t->keys && id_equal(t->key[t->keys - 1], key))
		return;
	if (t->keys == t->room)
		t->key = alloc_grow(t->key, t->room = t->room ? 2 * t->room : 16, sizeof *t->key);
	t->key[t->keys++] = key;
}

static void touch_branch(struct touched *t, int64_t branch, uint32_t seq)
{
	if (t->freshes && t->fresh[t->freshes - 1].branch == branch)
		return; /* seqs ascend */
	t->fresh = alloc_grow(t->fresh, t->freshes + 1, sizeof *t->fresh);
	t->fresh[t->freshes++] = (struct fresh){.branch = branch, .first = seq};
}

bool touch_is_fresh(const struct touched *t, int64_t branch, uint32_t seq)
{
	for (size_t i = 0; i < t->freshes; i++) {
		if (t->fresh[i].branch == branch && t->fresh[i].first <= seq)
			return true;
	}
	return false;
}

void touch_forget(struct store *s)
{
	for (size_t i = 0; i < s->touches; i++) {
		free(s->touched[i].key);
		free(s->touched[i].fresh);
		kept_forget(&s->touched[i]);
	}
	s->touches = s->kept = s->kept_bytes = 0;
	s->known.unit[0] = 0;
	s->waiting = WAITING_UNKNOWN;
	s->recount = s->renote = s->succession_stale = false;
}

/* --- whose acts decide --- */

int unit_hub(struct store *s, const char *unit, struct id *hub, char own_unit[static UNIT_CODE], struct err *e)
{
	if (s->role != STORE_AGGREGATOR)
		return unit_receiver(s, unit, hub, own_unit, e);
	*hub = s->id;
	snprintf(own_unit, UNIT_CODE, "%s", s->own_unit);
	return 0;
}

/* On a hub its parent, for its own unit; nobody for the units below. */
int unit_receiver(struct store *s, const char *unit, struct id *hub, char hub_unit[static UNIT_CODE], struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ENROLMENT_HUB, "t", unit);
	int row = sql_row(s, st, e);

	memset(hub, 0, sizeof *hub);
	hub_unit[0] = 0;
	if (row > 0) {
		*hub = sql_id_at(st, 0);
		sql_text_at(st, 1, hub_unit, UNIT_CODE);
		sql_end(st);
	}
	return row < 0 ? -1 : 0;
}

/* As what an author writes in a journal: the hub of its unit decides, whoever else writes there is a node of the unit;
 * what an aggregator hears from its own parent decides nothing here. A node may know several hubs of one office, so
 * each author is looked up, not the unit. */
struct writer {
	unsigned bits; /* of enum entry_writer */
	enum { WRITES_NODE, WRITES_HUB, WRITES_PARENT } is;
};

static int hub_of_enrolment(struct store *s, const struct chain *c, struct writer *w, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ENROLMENT_WRITER, "dt", &c->author, c->unit);
	int row = sql_row(s, st, e);

	if (row > 0 && sqlite3_column_type(st, 0) != SQLITE_NULL) {
		w->bits = sqlite3_column_int(st, 0) ? ENTRY_BY_HUB_OWN : ENTRY_BY_HUB_CHILD;
		w->is = s->role == STORE_AGGREGATOR ? WRITES_PARENT : WRITES_HUB;
	}
	sql_end(st);
	return row < 0 ? -1 : 0;
}

static int writer_of(struct store *s, const struct chain *c, struct writer *w, struct err *e)
{
	*w = (struct writer){.bits = ENTRY_BY_COLLECTOR | ENTRY_BY_HUB_OWN};
	if (s->role == STORE_AGGREGATOR && id_equal(c->author, s->id)) {
		w->bits = strcmp(c->unit, s->own_unit) ? ENTRY_BY_HUB_CHILD : ENTRY_BY_HUB_OWN;
		w->is = WRITES_HUB;
		return 0;
	}
	return hub_of_enrolment(s, c, w, e);
}

/* --- who must be judged again --- */

/* Nearly always nobody waits for anything, and one look says so for a whole message. */
static int look_who_waits(struct store *s, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_REVISION_ANY_WAITS, "");
	int row = sql_row(s, st, e);

	sql_end(st);
	s->waiting = row ? WAITING_SOME : WAITING_NONE;
	return row < 0 ? -1 : 0;
}

static int touch_waiting(struct store *s, const struct name *n, struct err *e)
{
	unsigned char packed[NAME_PACKED];
	sqlite3_stmt *st;
	int row;

	if (s->waiting == WAITING_UNKNOWN && look_who_waits(s, e))
		return -1;
	if (s->waiting == WAITING_NONE)
		return 0;
	name_pack(n, packed);
	st = sql_start(s, SQL_REVISION_WAITING, "b", packed, sizeof packed);
	while ((row = sql_row(s, st, e)) > 0) {
		char unit[UNIT_CODE];

		sql_text_at(st, 0, unit, sizeof unit);
		touch_key(touch(s, unit), sql_id_at(st, 1));
	}
	return row;
}

/* --- entries --- */

/* The revision of a record an entry is; it takes over the entry's fields. */
static struct revision revision_of(const struct chain *c, int64_t branch, const struct name *n, struct entry *en,
	bool malformed, const char *bytes)
{
	struct revision r = {.name = *n,
		.branch = branch,
		.key = en->key,
		.author = c->author,
		.kind = en->kind,
		.clock = en->clock,
		.malformed = malformed,
		.broken = -1,
		.late = -1,
		.held = malformed ? 2 : 0,
		.parents = en->parents};

	r.parent = alloc_zero(en->parents + 1, sizeof *r.parent);
	memcpy(r.parent, en->parent, en->parents * sizeof *r.parent);
	r.entry = alloc_bytes(sizeof *r.entry);
	*r.entry = *en;
	en->fields = NULL;
	if (!malformed && en->fields_bytes) {
		r.fields = alloc_copy_n(bytes + en->fields_at, en->fields_bytes);
		r.fields_bytes = en->fields_bytes;
	}
	return r;
}

static int insert_revision(struct store *s, const char *unit, const struct revision *r, bool has_key, struct err *e)
{
	unsigned char parents[ENTRY_PARENTS_MAX * NAME_PACKED], missing[NAME_PACKED];

	for (size_t i = 0; i < r->parents; i++)
		name_pack(&r->parent[i], parents + i * NAME_PACKED);
	name_pack(&r->missing, missing);
	if (r->waits)
		s->waiting = WAITING_SOME;
	return sql_run(s, e, SQL_REVISION_PUT, "tbiidddiiiibiib", unit, r->key.b,
		has_key ? (size_t)ID_BYTES : (size_t)0, r->branch, (int64_t)r->name.seq, &r->name.journal,
		&r->name.hash, &r->author, (int64_t)r->kind, (int64_t)r->clock, (int64_t)r->malformed, (int64_t)r->held,
		parents, r->parents * NAME_PACKED, (int64_t)r->broken, (int64_t)r->late, missing,
		r->waits ? sizeof missing : (size_t)0);
}

static int put_revision(struct store *s, const struct chain *c, int64_t branch, const struct name *n, struct entry *en,
	bool has_key, bool malformed, const char *bytes, size_t len, struct err *e)
{
	struct revision r = revision_of(c, branch, n, en, malformed, bytes);

	if (judge_ahead(s, c->unit, &r, e) || insert_revision(s, c->unit, &r, has_key, e)) {
		revision_forget(&r);
		return -1;
	}
	if (!has_key || malformed) {
		revision_forget(&r);
		if (has_key)
			touch_key(touch(s, c->unit), r.key);
		return 0;
	}
	touch_key(touch(s, c->unit), r.key);
	kept_add(s, touch(s, c->unit), &r, len);
	return 0;
}

/* Nothing is known of what it said; those who wait for it as a parent need wait no longer. */
int note_stub(struct store *s, const struct chain *c, int64_t branch, uint32_t seq, const struct hash *h, struct err *e)
{
	struct name name = {.journal = c->journal, .seq = seq, .hash = hash_start(h)};

	touch_branch(touch(s, c->unit), branch, seq);
	return touch_waiting(s, &name, e);
}

/* What a node that is a hub itself says of its own work is kept under its unit; its forms and units are its own affair.
 */
static int note_of_node(struct store *s, const struct chain *c, int64_t branch, const struct name *n,
	const struct entry *en, bool *declared, struct err *e)
{
	if (s->role != STORE_AGGREGATOR)
		return 0;
	if (en->kind == ENTRY_STATEMENT)
		return note_statement(s, c, branch, n, en, declared, e);
	return en->kind == ENTRY_FIGURE || en->kind == ENTRY_TASK || en->kind == ENTRY_TEXT
		       ? note_act(s, c, branch, n, en, e)
		       : 0;
}

/* A parent's word on devices, locks and lateness is shown; nothing of it applies to forms, units or figures here. */
static int note_of_parent(struct store *s, const struct chain *c, int64_t branch, const struct name *n,
	const struct entry *en, struct err *e)
{
	switch (en->kind) {
	case ENTRY_DEVICE:
	case ENTRY_REVOKE:
	case ENTRY_LOCK:
	case ENTRY_UNLOCK:
	case ENTRY_ACCEPT:
	case ENTRY_REJECT:
	case ENTRY_STATEMENT:
		return note_act(s, c, branch, n, en, e);
	default:
		return 0;
	}
}

/* An entry of a unit's own hub may be longer than a device's: a statement has a row for every unit below. What is too
 * long for its kind is not looked into at all. */
static bool read_as(const struct writer *w, const char *bytes, size_t n, uint32_t seq, struct entry *en, bool *has_key)
{
	bool may_be_long = w->bits & ENTRY_BY_HUB_OWN;
	bool good = entry_read(bytes, n, may_be_long ? ENTRY_OWN_BYTES_MAX : ENTRY_BYTES_MAX, en, has_key);

	if (n > ENTRY_BYTES_MAX && w->bits != ENTRY_BY_HUB_OWN &&
		!(good && entry_kind_writers(en->kind) == ENTRY_BY_HUB_OWN)) {
		entry_free(en);
		entry_init(en);
		return *has_key = false;
	}
	return good && en->seq == seq && (entry_kind_writers(en->kind) & w->bits);
}

static int note_good(struct store *s, const struct chain *c, int64_t branch, const struct name *n, struct entry *en,
	const struct writer *w, const char *bytes, size_t len, bool *declared, struct err *e)
{
	if (en->kind == ENTRY_RECORD || en->kind == ENTRY_VOID)
		return w->is == WRITES_PARENT ? 0 : put_revision(s, c, branch, n, en, true, false, bytes, len, e);
	*declared = en->kind == ENTRY_SUBMIT;
	if (en->kind == ENTRY_SUBMIT)
		return note_submit(s, c, branch, n, en, e);
	if (w->is == WRITES_NODE)
		return note_of_node(s, c, branch, n, en, declared, e);
	return w->is == WRITES_PARENT ? note_of_parent(s, c, branch, n, en, e) : note_act(s, c, branch, n, en, e);
}

int note_entry(struct store *s, const struct chain *c, int64_t branch, uint32_t seq, const struct hash *h,
	const char *bytes, size_t n, struct noted *out, struct err *e)
{
	struct name name = {.journal = c->journal, .seq = seq, .hash = hash_start(h)};
	struct writer w;
	struct entry en;
	bool has_key, good;
	int rc;

	*out = (struct noted){.clock = 0};
	touch_branch(touch(s, c->unit), branch, seq);
	if (touch_waiting(s, &name, e) || writer_of(s, c, &w, e))
		return -1;
	good = read_as(&w, bytes, n, seq, &en, &has_key);
	if (good)
		out->clock = en.clock;
	if (good)
		rc = note_good(s, c, branch, &name, &en, &w, bytes, n, &out->submit, e);
	else
		rc = put_revision(s, c, branch, &name, &en, has_key, true, bytes, n, e);
	entry_free(&en);
	return rc;
}
