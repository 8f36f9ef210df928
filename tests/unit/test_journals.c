/* test_journals.c - taking runs, having and lacking (sync/PROTOCOL.md, section 8), with journals written by hand. */
#include "../support/author.h"

#include <tungnha/alloc.h>

#define TAKES(s, l, first, last) (line_take(s, NULL, l, first, last).taken)

/* A hub and one admitted device. */
struct office {
	struct store *hub;
	struct author a;
	struct line *l;
	struct id self;
};

static struct office begin(void **state)
{
	struct office o = {.hub = author_hub(*state, "hub"), .a = author_new(1)};
	o.self = store_id(o.hub);
	author_admit(o.hub, &o.a);
	o.l = line_new(&o.a, SHELF_UNIT, 1, 0xaa);
	return o;
}

static void end(struct office *o)
{
	shelf_sound(o->hub);
	store_close(o->hub);
	line_free(o->l);
}

static void add_records(struct line *l, int n)
{
	for (int i = 0; i < n; i++)
		line_record(l, "1", 1 + (int)l->last % 9, 0, NULL);
}

/* -- taking -- */

static void a_run_is_taken_once_from_where_it_continues(void **state)
{
	struct office o = begin(state);
	add_records(o.l, 12);
	assert_int_equal(TAKES(o.hub, o.l, 5, 8), TAKEN_GAP);
	struct store_take t = line_take(o.hub, NULL, o.l, 1, 4);
	assert_int_equal(t.taken, TAKEN_NEW);
	assert_int_equal(t.stored, 4);
	assert_false(t.forked || t.own);
	assert_int_equal(TAKES(o.hub, o.l, 1, 4), TAKEN_KNOWN);
	assert_int_equal(TAKES(o.hub, o.l, 2, 3), TAKEN_KNOWN);
	assert_int_equal(TAKES(o.hub, o.l, 6, 8), TAKEN_GAP);
	t = line_take(o.hub, NULL, o.l, 3, 9); /* begins at known entries */
	assert_int_equal(t.taken, TAKEN_NEW);
	assert_int_equal(t.stored, 5);
	t = line_take(o.hub, NULL, o.l, 1, 12);
	assert_int_equal(t.stored, 3);
	assert_false(t.forked);
	struct store_totals totals;
	MUST(store_totals(o.hub, SHELF_UNIT, &totals, &e));
	assert_int_equal(totals.entries, 12);
	end(&o);
}

static enum store_taken take_raw(struct office *o, const struct run *r, const struct keys_public *sender)
{
	struct store_scope scope = {.unit = SHELF_UNIT, .hub_unit = SHELF_OWN, .hub = o->self};
	struct store_take t;
	MUST(store_begin(o->hub, &e));
	MUST(store_take_run(o->hub, &scope, r, sender, &t, &e));
	MUST(store_commit(o->hub, &e));
	assert_int_equal(t.stored != 0, t.taken == TAKEN_NEW);
	return t.taken;
}

static void a_run_that_does_not_verify_is_refused_whole(void **state)
{
	struct office o = begin(state);
	struct author stranger = author_new(9);
	struct line *other = line_new(&stranger, SHELF_UNIT, 1, 0xee), *elsewhere = line_new(&o.a, "05788-02", 1, 0xab);
	const char *bytes[3];
	add_records(o.l, 3);
	add_records(other, 1);
	add_records(elsewhere, 1);
	for (int harm = 0; harm < 9; harm++) {
		struct run r = harm == 7 ? line_run(elsewhere, 1, 1) : line_run(o.l, 1, 3);
		const char *const *entry = r.entry;
		memcpy(bytes, r.entry, (harm == 7 ? 1 : 3) * sizeof *bytes);
		if (harm == 0)
			r.head_sig.b[5] ^= 1;
		else if (harm == 1)
			bytes[1] = bytes[0], r.entry = bytes; /* lengths differ by nothing, bytes do */
		else if (harm == 2)
			r.prev.b[0] ^= 1;
		else if (harm == 3)
			r.chain.generation = 2;
		else if (harm == 4)
			r.chain.generation = 0;
		else if (harm == 5)
			r.first = 0;
		else if (harm == 6)
			r.last = 0;
		else if (harm == 8)
			r.chain.author = stranger.id;
		assert_int_equal(take_raw(&o, &r, harm == 8 ? &stranger.keys.pub : NULL), TAKEN_BAD);
		r.entry = entry;
		run_free(&r);
	}
	struct run r = line_run(other, 1, 1);
	assert_int_equal(take_raw(&o, &r, NULL), TAKEN_STRANGER);
	assert_int_equal(take_raw(&o, &r, &o.a.keys.pub), TAKEN_STRANGER);
	assert_int_equal(take_raw(&o, &r, &stranger.keys.pub), TAKEN_NEW); /* its own sender may be a stranger: held */
	run_free(&r);
	assert_int_equal(TAKES(o.hub, o.l, 1, 3), TAKEN_NEW);
	line_free(other);
	line_free(elsewhere);
	end(&o);
}

static void a_journal_continued_twice_keeps_both(void **state)
{
	struct office o = begin(state);
	add_records(o.l, 6);
	struct line *x = line_fork(o.l, 4), *y = line_fork(o.l, 0);
	for (int i = 0; i < 3; i++) {
		line_record(x, "2", 2, 0, NULL);
		line_record(y, "3", 3, 0, NULL);
	}
	struct line *z = line_fork(x, 6);
	line_record(z, "2", 9, 0, NULL);
	assert_int_equal(TAKES(o.hub, o.l, 1, 6), TAKEN_NEW);
	struct store_take t = line_take(o.hub, NULL, x, 1, 6);
	assert_true(t.forked);
	assert_int_equal(t.stored, 2);
	t = line_take(o.hub, NULL, y, 1, 3); /* begun anew under the same id */
	assert_true(t.forked);
	assert_int_equal(t.stored, 3);
	t = line_take(o.hub, NULL, z, 7, 7);
	assert_false(t.forked); /* it extends x, whose 7th nobody saw yet */
	t = line_take(o.hub, NULL, x, 7, 7);
	assert_true(t.forked);
	add_records(o.l, 1);
	assert_false(line_take(o.hub, NULL, o.l, 7, 7).forked);
	struct store_fork *f;
	size_t n;
	MUST(store_forks(o.hub, &f, &n, &e));
	assert_int_equal(n, 1);
	assert_int_equal(f->branches, 4);
	assert_true(id_equal(f->author, o.a.id) && id_equal(f->journal, o.l->chain.journal));
	assert_string_equal(f->unit, SHELF_UNIT);
	free(f);
	for (int i = 0; i < 4; i++) {
		const struct line *l = i == 0 ? o.l : i == 1 ? x : i == 2 ? y : z;
		for (uint32_t seq = 1; seq <= l->last; seq++) {
			struct name name = line_name(l, seq);
			struct hash h;
			bool held;
			MUST(store_holds(o.hub, &name, &l->hash[seq], &held, &e));
			assert_true(held);
			MUST(store_hash(o.hub, &name, &h, &e));
			assert_memory_equal(&h, &l->hash[seq], sizeof h);
		}
	}
	line_free(x);
	line_free(y);
	line_free(z);
	end(&o);
}

/* An id is drawn at random, but a liar may draw another's. */
static void the_same_journal_id_of_another_author_is_another_journal(void **state)
{
	struct office o = begin(state);
	struct author liar = author_new(2);
	author_admit(o.hub, &liar);
	struct line *l = line_new(&liar, SHELF_UNIT, 1, 0xaa);
	add_records(o.l, 3);
	line_record(l, "2", 8, 0, NULL);
	line_record(l, "2", 8, 0, NULL);
	assert_int_equal(TAKES(o.hub, l, 1, 2), TAKEN_NEW);
	struct store_take t = line_take(o.hub, NULL, o.l, 1, 2);
	assert_int_equal(t.taken, TAKEN_NEW);
	assert_false(t.forked);
	assert_int_equal(TAKES(o.hub, o.l, 3, 3), TAKEN_NEW);
	struct store_fork *f;
	size_t n;
	MUST(store_forks(o.hub, &f, &n, &e));
	assert_int_equal(n, 0);
	free(f);
	line_free(l);
	end(&o);
}

static void nobody_may_fork_without_end(void **state)
{
	struct office o = begin(state);
	int branches = 1;
	add_records(o.l, 2);
	assert_int_equal(TAKES(o.hub, o.l, 1, 2), TAKEN_NEW);
	for (; branches < 1000; branches++) {
		struct line *x =
			branches % 2 ? line_fork(o.l, 1) : line_new(&o.a, SHELF_UNIT, 2, (unsigned char)(branches / 2));
		char no[16];
		snprintf(no, sizeof no, "%d", 10 + branches);
		line_record(x, no, 2, 0, NULL);
		enum store_taken taken = TAKES(o.hub, x, x->last, x->last);
		line_free(x);
		if (taken == TAKEN_BAD)
			break;
		assert_int_equal(taken, TAKEN_NEW);
	}
	assert_in_range(branches, 150, 250);
	cJSON *rows = author_through(o.hub, NULL); /* a lock over all of them still fits into an entry */
	author_act(o.hub, ENTRY_LOCK, NULL, rows);
	add_records(o.l, 1);
	assert_int_equal(TAKES(o.hub, o.l, 3, 3), TAKEN_NEW); /* what is there may go on */
	struct author b = author_new(2);
	struct line *other = line_new(&b, SHELF_UNIT, 1, 0xbb); /* and others may begin */
	add_records(other, 1);
	assert_int_equal(TAKES(o.hub, other, 1, 1), TAKEN_NEW);
	line_free(other);
	end(&o);
}

static void a_run_nobody_could_send_on_is_refused(void **state)
{
	struct office o = begin(state);
	unsigned char *junk = alloc_bytes(ENTRY_BYTES_MAX);
	uint32_t x = 1;
	for (int i = 0; i < 60; i++) {
		for (int k = 0; k < ENTRY_BYTES_MAX; k++)
			junk[k] = (unsigned char)('!' + ((x = x * 1664525 + 1013904223) >> 16) % 90);
		line_bytes(o.l, (const char *)junk, ENTRY_BYTES_MAX);
	}
	assert_int_equal(TAKES(o.hub, o.l, 1, 60), TAKEN_BAD);
	assert_int_equal(TAKES(o.hub, o.l, 1, 48), TAKEN_NEW);
	assert_int_equal(TAKES(o.hub, o.l, 49, 60), TAKEN_NEW);
	memset(junk, 'x', ENTRY_BYTES_MAX);
	for (int i = 0; i < 161; i++)
		line_bytes(o.l, (const char *)junk, ENTRY_BYTES_MAX);
	assert_int_equal(TAKES(o.hub, o.l, 61, 221), TAKEN_BAD);
	assert_int_equal(TAKES(o.hub, o.l, 61, 220), TAKEN_NEW); /* 2,560 KiB that deflate to next to nothing */
	free(junk);
	end(&o);
}

/* -- one's own journals -- */

static struct name write_own(struct store *s, struct chain *c)
{
	shelf_save(s, 1, 1);
	struct store_scope scope = {.unit = SHELF_UNIT};
	struct name *rows, newest = {.seq = 0};
	struct store_runs runs;
	size_t n;
	MUST(store_begin(s, &e));
	MUST(store_sign_heads(s, &scope, &e));
	MUST(store_commit(s, &e));
	MUST(store_have(s, &scope, NULL, 0, &rows, &n, &e));
	MUST(store_lacking(s, &scope, NULL, 0, 0, 200, &runs, &e));
	for (size_t i = 0; i < runs.runs; i++) {
		if (runs.run[i].chain.generation >= c->generation) {
			*c = runs.run[i].chain;
			for (size_t k = 0; k < n; k++)
				newest = id_equal(rows[k].journal, c->journal) ? rows[k] : newest;
		}
	}
	free(rows);
	store_runs_free(&runs);
	return newest;
}

static void an_own_journal_another_copy_wrote_in_is_left(void **state)
{
	struct store *s = shelf_collector(*state, "own");
	struct author me = author_of(s);
	struct chain c = {.generation = 1}, before;
	struct name n = write_own(s, &c);
	assert_int_equal(n.seq, 1);
	before = c;

	struct line *copy = line_new(&me, SHELF_UNIT, 1, 0);
	copy->chain = c;
	chain_zero(&c, &copy->hash[0]);
	add_records(copy, 2); /* as another copy of this node began it */
	struct store_take t = line_take(s, &me.id, copy, 1, 2);
	assert_true(t.own && t.forked);
	n = write_own(s, &c);
	assert_int_equal(n.seq, 1);
	assert_int_equal(c.generation, 2);
	assert_false(id_equal(c.journal, before.journal));

	struct name unknown = n, foreign = {.journal = {{1, 2}}, .seq = 7};
	unknown.seq = 2;
	MUST(store_begin(s, &e));
	MUST(store_leave_unplaced(
		s, SHELF_UNIT, (struct name[]){n, foreign}, 2, &e)); /* shows nothing that is not here */
	MUST(store_commit(s, &e));
	assert_int_equal(write_own(s, &c).seq, 2);
	unknown.seq = 3;
	MUST(store_begin(s, &e));
	MUST(store_leave_unplaced(s, SHELF_UNIT, &unknown, 1, &e));
	MUST(store_commit(s, &e));
	assert_int_equal(write_own(s, &c).seq, 1);
	assert_int_equal(c.generation, 3);
	MUST(store_begin(s, &e));
	MUST(store_leave_all(s, &e));
	MUST(store_commit(s, &e));
	write_own(s, &c);
	assert_int_equal(c.generation, 4);
	struct store_progress p;
	MUST(store_progress(s, SHELF_UNIT, &p, &e));
	assert_int_equal(p.written, 7); /* the copy's two are one's own too */
	line_free(copy);
	shelf_sound(s);
	store_close(s);
}

/* Every 200th entry is signed when it is written, and when 512 KiB were. */
static void heads_are_signed_as_one_writes(void **state)
{
	struct store *s = shelf_collector(*state, "own");
	struct store_scope scope = {.unit = SHELF_UNIT};
	struct store_runs runs;
	shelf_save(s, 1, 450);
	MUST(store_lacking(s, &scope, NULL, 0, 0, 512, &runs, &e));
	assert_int_equal(runs.runs, 2); /* the last fifty are not signed yet, so they are not sent */
	assert_int_equal(runs.run[1].last, 400);
	store_runs_free(&runs);
	for (int i = 0; i < 2; i++) {
		MUST(store_begin(s, &e));
		MUST(store_sign_heads(s, &scope, &e));
		MUST(store_commit(s, &e));
	}
	MUST(store_lacking(s, &scope, NULL, 0, 0, 512, &runs, &e));
	assert_int_equal(runs.runs, 3);
	assert_int_equal(runs.run[2].last, 450);
	store_runs_free(&runs);
	store_close(s);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, shelf_setup, shelf_teardown)
	const struct CMUnitTest tests[] = {
		T(a_run_is_taken_once_from_where_it_continues),
		T(a_run_that_does_not_verify_is_refused_whole),
		T(a_journal_continued_twice_keeps_both),
		T(the_same_journal_id_of_another_author_is_another_journal),
		T(nobody_may_fork_without_end),
		T(a_run_nobody_could_send_on_is_refused),
		T(an_own_journal_another_copy_wrote_in_is_left),
		T(heads_are_signed_as_one_writes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
