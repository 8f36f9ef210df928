/* test_haves.c - what one has, what the other lacks, what was confirmed (sync/PROTOCOL.md, section 8). */
#include "../support/author.h"

#include <tungnha/alloc.h>
#include <tungnha/json.h>

/* A hub, one admitted device, and the scope of their exchange. */
struct office {
	struct store *hub;
	struct author a;
	struct line *l;
	struct store_scope scope;
};

static struct office begin(void **state)
{
	struct office o = {.hub = author_hub(*state, "hub"), .a = author_new(1)};
	author_admit(o.hub, &o.a);
	o.l = line_new(&o.a, SHELF_UNIT, 1, 0xaa);
	o.scope = (struct store_scope){.unit = SHELF_UNIT, .hub_unit = SHELF_OWN, .hub = store_id(o.hub)};
	MUST(store_begin(o.hub, &e));
	MUST(store_sign_heads(o.hub, &o.scope, &e));
	MUST(store_commit(o.hub, &e));
	return o;
}

static void end(struct office *o)
{
	shelf_sound(o->hub);
	store_close(o->hub);
	line_free(o->l);
}

static void grow(struct line *l, uint32_t upto)
{
	while (l->last < upto)
		line_record(l, "1", 1 + (int)l->last % 9, 0, NULL);
}

static void take(struct office *o, const struct line *l, uint32_t first, uint32_t last)
{
	assert_int_equal(line_take(o->hub, NULL, l, first, last).taken, TAKEN_NEW);
}

/* The runs of the device's journal that a side with these rows lacks, as "1-200 201-250 "; all of them, part by part.
 */
static const char *lacks(struct office *o, const struct name *rows, size_t n)
{
	static char out[400];
	size_t at = 0, skip = 0;
	bool more = true;
	out[0] = '\0';
	while (more) {
		struct store_runs r;
		MUST(store_lacking(o->hub, &o->scope, rows, n, skip, 200, &r, &e));
		assert_true(r.entries <= 200 || r.runs == 1);
		for (size_t i = 0; i < r.runs; i++) {
			if (id_equal(r.run[i].chain.author, o->a.id))
				at += (size_t)snprintf(
					out + at, sizeof out - at, "%u-%u ", r.run[i].first, r.run[i].last);
		}
		skip += r.runs;
		more = r.more;
		assert_true(!more || r.runs > 0);
		store_runs_free(&r);
	}
	return out;
}

/* What is sent is what is held: a second hub takes it all and holds the same. */
static void passes_on(struct office *o, const struct shelf *d, const char *name)
{
	struct store *s = shelf_collector(d, name);
	struct store_runs r;
	struct name *ours, *theirs;
	size_t n, m;
	MUST(store_begin(s, &e));
	MUST(store_lacking(o->hub, &o->scope, NULL, 0, 0, 100000, &r, &e));
	for (size_t i = 0; i < r.runs; i++) {
		struct store_take t;
		const struct keys_public *sender =
			id_equal(r.run[i].chain.author, o->a.id) ? &o->a.keys.pub : &store_keys(o->hub)->pub;
		MUST(store_take_run(s, &o->scope, &r.run[i], sender, &t, &e));
		assert_int_equal(t.taken, TAKEN_NEW);
	}
	MUST(store_commit(s, &e));
	store_runs_free(&r);
	MUST(store_have(o->hub, &o->scope, NULL, 0, &ours, &n, &e));
	MUST(store_have(s, &o->scope, NULL, 0, &theirs, &m, &e));
	assert_int_equal(n, m);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(name_compare(&ours[i], &theirs[i]), 0);
	free(ours);
	free(theirs);
	shelf_sound(s);
	store_close(s);
}

/* -- lacking -- */

static void runs_end_where_heads_are_signed(void **state)
{
	struct office o = begin(state);
	grow(o.l, 450);
	take(&o, o.l, 1, 90);
	take(&o, o.l, 91, 200);
	take(&o, o.l, 201, 390);
	take(&o, o.l, 391, 410);
	assert_string_equal(lacks(&o, NULL, 0), "1-200 201-390 391-410 ");
	struct name have = line_name(o.l, 50);
	assert_string_equal(lacks(&o, &have, 1), "51-200 201-390 391-410 ");
	have = line_name(o.l, 200);
	assert_string_equal(lacks(&o, &have, 1), "201-390 391-410 ");
	have = line_name(o.l, 405);
	assert_string_equal(lacks(&o, &have, 1), "406-410 ");
	have = line_name(o.l, 410);
	assert_string_equal(lacks(&o, &have, 1), "");
	have = line_name(o.l, 450);
	assert_string_equal(lacks(&o, &have, 1), ""); /* the other is ahead */
	passes_on(&o, *state, "other");
	end(&o);
}

/* A run is longer than 200 only where no head was signed in between. */
static void a_single_run_may_be_longer(void **state)
{
	struct office o = begin(state);
	grow(o.l, 460);
	take(&o, o.l, 1, 20);
	take(&o, o.l, 21, 450);
	take(&o, o.l, 451, 460);
	assert_string_equal(lacks(&o, NULL, 0), "1-20 21-450 451-460 ");
	end(&o);
}

static void no_part_is_more_than_a_message_holds(void **state)
{
	struct office o = begin(state);
	char *junk = alloc_bytes(ENTRY_BYTES_MAX);
	memset(junk, 'x', ENTRY_BYTES_MAX);
	for (int i = 0; i < 100; i++)
		line_bytes(o.l, junk, ENTRY_BYTES_MAX);
	for (uint32_t at = 1; at <= 100; at += 10)
		take(&o, o.l, at, at + 9);
	size_t skip = 0;
	for (bool more = true; more;) {
		struct store_runs r;
		size_t bytes = 0;
		MUST(store_lacking(o.hub, &o.scope, NULL, 0, skip, 200, &r, &e));
		for (size_t i = 0; i < r.runs; i++)
			for (uint32_t k = 0; k <= r.run[i].last - r.run[i].first; k++)
				bytes += r.run[i].entry_bytes[k];
		assert_in_range(bytes, 1, 512 * 1024);
		skip += r.runs;
		more = r.more;
		store_runs_free(&r);
	}
	free(junk);
	end(&o);
}

static void forks_are_sent_from_where_they_part(void **state)
{
	struct office o = begin(state);
	grow(o.l, 10);
	struct line *x = line_fork(o.l, 6), *y = line_fork(o.l, 0);
	for (int i = 0; i < 8; i++) {
		line_record(x, "2", 2, 0, NULL);
		line_record(y, "3", 3, 0, NULL);
	}
	take(&o, o.l, 1, 6);
	take(&o, o.l, 7, 10);
	take(&o, x, 7, 14);
	take(&o, y, 1, 8);
	assert_string_equal(lacks(&o, NULL, 0), "1-10 1-14 1-8 ");
	struct name old = line_name(o.l, 10), common = line_name(o.l, 6), new = line_name(x, 9),
		    below = line_name(o.l, 3);
	assert_string_equal(lacks(&o, &old, 1), "7-14 1-8 ");
	assert_string_equal(lacks(&o, &common, 1), "7-10 7-14 1-8 ");
	assert_string_equal(lacks(&o, &new, 1), "7-10 10-14 1-8 ");
	assert_string_equal(lacks(&o, &below, 1), "4-10 4-14 1-8 ");
	assert_string_equal(lacks(&o, (struct name[]){old, new, line_name(y, 8)}, 3), "10-14 ");
	passes_on(&o, *state, "other");
	line_free(x);
	line_free(y);
	end(&o);
}

/* Rows that cannot be placed: beyond what is here the other is ahead; within it, it has another branch. */
static void rows_that_cannot_be_placed(void **state)
{
	struct office o = begin(state);
	grow(o.l, 450);
	take(&o, o.l, 1, 200);
	take(&o, o.l, 201, 400);
	struct line *x = line_fork(o.l, 250);
	for (int i = 0; i < 200; i++)
		line_record(x, "2", 2, 0, NULL);
	struct name ahead = line_name(o.l, 450), other = line_name(x, 300), far = line_name(x, 450),
		    rung = line_name(x, 200);
	assert_string_equal(lacks(&o, &ahead, 1), "");
	assert_string_equal(lacks(&o, &other, 1), "1-200 201-400 ");
	assert_string_equal(lacks(&o, &far, 1), ""); /* it may be ahead: it must show rungs first */
	assert_string_equal(lacks(&o, (struct name[]){far, rung, other}, 3), "201-400 ");
	assert_string_equal(lacks(&o, (struct name[]){far, rung}, 2), "");

	struct name *rows;
	size_t n;
	uint32_t seen[8] = {0};
	MUST(store_have(o.hub, &o.scope, NULL, 0, &rows, &n, &e));
	for (size_t i = 0; i < n; i++)
		assert_true(!id_equal(rows[i].journal, o.l->chain.journal) || rows[i].seq == 400);
	free(rows);
	MUST(store_have(o.hub, &o.scope, (struct name[]){far, other}, 2, &rows, &n, &e));
	for (size_t i = 0, k = 0; i < n; i++) {
		struct name mine = line_name(o.l, rows[i].seq);
		if (id_equal(rows[i].journal, o.l->chain.journal)) {
			assert_int_equal(name_compare(&rows[i], &mine), 0);
			seen[k++] = rows[i].seq;
		}
	}
	assert_true(seen[0] == 200 && seen[1] == 300 && seen[2] == 400 && seen[3] == 0);
	free(rows);
	line_free(x);
	end(&o);
}

/* A liar uses the journal id of another: its rows say nothing about the other's journal. */
static void rows_of_a_liar_hide_nothing(void **state)
{
	struct office o = begin(state);
	struct author liar = author_new(2);
	struct line *x = line_new(&liar, SHELF_UNIT, 1, 0xaa);
	author_admit(o.hub, &liar);
	grow(o.l, 10);
	for (int i = 0; i < 30; i++)
		line_record(x, "2", 2, 0, NULL);
	take(&o, o.l, 1, 10);
	take(&o, x, 1, 30);
	assert_string_equal(lacks(&o, (struct name[]){line_name(x, 30), line_name(o.l, 4)}, 2), "5-10 ");
	assert_string_equal(lacks(&o, (struct name[]){line_name(x, 5)}, 1), "1-10 ");
	grow(o.l, 20); /* the other is ahead, and the liar's row does not deny it */
	assert_string_equal(lacks(&o, (struct name[]){line_name(x, 8), line_name(o.l, 20)}, 2), "");
	line_free(x);
	end(&o);
}

/* -- whose eyes -- */

static size_t seen_journals(struct office *o, const struct store_scope *scope)
{
	struct name *rows;
	size_t n;
	struct store_runs r;
	MUST(store_have(o->hub, scope, NULL, 0, &rows, &n, &e));
	MUST(store_lacking(o->hub, scope, NULL, 0, 0, 200, &r, &e));
	assert_int_equal(r.runs, n);
	if (r.runs > 1 && !scope->only)
		assert_true(
			id_equal(r.run[0].chain.author, scope->hub)); /* the hub's first: they bring the others' keys */
	free(rows);
	store_runs_free(&r);
	return n;
}

static void each_is_shown_what_is_his_to_see(void **state)
{
	struct office o = begin(state);
	struct author waiting = author_new(2), third = author_new(3);
	struct line *w = line_new(&waiting, SHELF_UNIT, 1, 0xbb);
	grow(o.l, 2);
	grow(w, 3);
	take(&o, o.l, 1, 2);
	take(&o, w, 1, 3);
	static const char text[] =
		"{\"code\":\"05788\",\"level\":\"commune\",\"listed\":null,\"name\":\"X\",\"parent\":\"\"}";
	cJSON *unit = json_parse(text, sizeof text - 1, 3);
	assert_non_null(unit);
	author_act(o.hub, ENTRY_UNIT, NULL, unit);
	MUST(store_begin(o.hub, &e));
	MUST(store_sign_heads(o.hub, &o.scope, &e));
	MUST(store_commit(o.hub, &e));
	struct store_scope scope = o.scope;
	assert_int_equal(seen_journals(&o, &scope), 4); /* the hub's two, the device's, the waiting one's */
	scope.viewer = &o.a.id;
	assert_int_equal(seen_journals(&o, &scope), 3);
	scope.viewer = &third.id;
	assert_int_equal(seen_journals(&o, &scope), 3);
	scope.viewer = &waiting.id;
	assert_int_equal(seen_journals(&o, &scope), 4);
	scope.only = &waiting.id;
	assert_int_equal(seen_journals(&o, &scope), 1);
	scope = o.scope;
	scope.hub_unit = NULL;
	assert_int_equal(seen_journals(&o, &scope), 3);
	line_free(w);
	end(&o);
}

/* -- receipts -- */

static struct receipt receipt_of(const struct author *hub, const struct line *l, uint32_t through)
{
	struct receipt r = {.journal = l->chain.journal, .through = through, .hash = l->hash[through]};
	chain_receipt_sign(r.journal, through, &r.hash, &hub->keys, &r.signature);
	return r;
}

static void add_receipt(struct store *s, const struct author *hub, const struct line *l, uint32_t through)
{
	struct receipt r = receipt_of(hub, l, through);
	MUST(store_begin(s, &e));
	MUST(store_add_receipt(s, hub->id, &r, &e));
	MUST(store_commit(s, &e));
}

static size_t receipts(struct store *s, const struct author *hub, uint32_t *greatest)
{
	struct receipt *r;
	size_t n;
	*greatest = 0;
	MUST(store_receipts(s, hub->id, SHELF_UNIT, SHELF_OWN, &r, &n, &e));
	for (size_t i = 0; i < n; i++)
		*greatest = r[i].through > *greatest ? r[i].through : *greatest;
	free(r);
	return n;
}

static void only_the_newest_receipt_of_a_branch_is_kept(void **state)
{
	struct office o = begin(state);
	struct author h = author_new(7), another = author_new(8);
	uint32_t greatest;
	grow(o.l, 10);
	struct line *x = line_fork(o.l, 6);
	for (int i = 0; i < 3; i++)
		line_record(x, "2", 2, 0, NULL);
	take(&o, o.l, 1, 10);
	add_receipt(o.hub, &h, x, 8);
	assert_int_equal(receipts(o.hub, &h, &greatest), 0); /* not held here */
	take(&o, x, 7, 9);
	add_receipt(o.hub, &h, o.l, 4);
	add_receipt(o.hub, &h, o.l, 8);
	add_receipt(o.hub, &h, o.l, 5);
	assert_int_equal(receipts(o.hub, &h, &greatest), 1);
	assert_int_equal(greatest, 8);
	add_receipt(o.hub, &h, x, 9);
	assert_int_equal(receipts(o.hub, &h, &greatest), 2);
	add_receipt(o.hub, &h, o.l, 6); /* before the fork: both say more */
	add_receipt(o.hub, &h, x, 9);
	assert_int_equal(receipts(o.hub, &h, &greatest), 2);
	add_receipt(o.hub, &another, o.l, 10);
	assert_int_equal(receipts(o.hub, &another, &greatest), 1);
	assert_int_equal(receipts(o.hub, &h, &greatest), 2);
	struct receipt gone = receipt_of(&h, x, 9);
	MUST(store_begin(o.hub, &e));
	MUST(store_drop_receipt(o.hub, h.id, &gone, &e));
	MUST(store_commit(o.hub, &e));
	assert_int_equal(receipts(o.hub, &h, &greatest), 1);
	assert_int_equal(greatest, 8);
	line_free(x);
	end(&o);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, shelf_setup, shelf_teardown)
	const struct CMUnitTest tests[] = {
		T(runs_end_where_heads_are_signed),
		T(a_single_run_may_be_longer),
		T(no_part_is_more_than_a_message_holds),
		T(forks_are_sent_from_where_they_part),
		T(rows_that_cannot_be_placed),
		T(rows_of_a_liar_hide_nothing),
		T(each_is_shown_what_is_his_to_see),
		T(only_the_newest_receipt_of_a_branch_is_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
