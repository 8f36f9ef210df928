/* test_groups.c - messages that share one commit: each whole or not at all, and nobody sees half of them. */
#include "../support/posts.h"

#include <stdlib.h>

#include "../../src/store/store_private.h"

#include <tungnha/alloc.h>
#include <tungnha/store_acts.h>

static void a_group_is_as_one_message_after_the_other(void **state)
{
	struct posts *p = *state;
	struct node copy;
	unsigned char alone[KEY_BYTES], together[KEY_BYTES];
	struct fate one[POST_MAX], other[POST_MAX];
	posts_write(p);
	world_copy(&p->w, &p->w.hub, &copy);
	posts_take(p, one);
	posts_digest(&p->w.hub, alone);

	struct node hub = p->w.hub;
	p->w.hub = copy;
	MUST(store_group_begin(copy.store, &why_not));
	posts_take(p, other);
	MUST(store_group_commit(copy.store, &why_not));
	posts_digest(&copy, together);
	p->w.hub = hub;
	for (size_t i = 0; i < p->n; i++) {
		assert_int_equal(one[i].code, i == 2 || i == 3 ? ERR_DATA : 0);
		assert_int_equal(one[i].code, other[i].code);
		assert_int_equal(one[i].stored, other[i].stored);
		assert_int_equal(one[i].held, other[i].held);
	}
	assert_int_equal(one[5].stored, 200);
	assert_memory_equal(alone, together, KEY_BYTES);
	world_assert_same(&p->w, &hub, &copy);
	assert_int_equal(world_totals(&copy).records, 8);
	assert_int_equal(world_totals(&copy).conflicts, 2);
	world_assert_sound(&copy);
	world_close(&copy);
}

static void nobody_sees_a_group_before_it_is_committed(void **state)
{
	struct posts *p = *state;
	unsigned char before[KEY_BYTES], after[KEY_BYTES];
	struct fate fate[POST_MAX];
	struct store *other;
	posts_write(p);
	posts_digest(&p->w.hub, before);
	MUST(store_open(p->w.hub.folder, NULL, &other, &why_not));
	MUST(store_group_begin(p->w.hub.store, &why_not));
	posts_take(p, fate);
	assert_int_equal(world_totals(&p->w.hub).records, 8);
	MUST(store_digest(other, NULL, after, &why_not));
	assert_memory_equal(before, after, KEY_BYTES);
	store_group_rollback(p->w.hub.store);
	store_group_rollback(p->w.hub.store); /* harmless */
	posts_digest(&p->w.hub, after);
	assert_memory_equal(before, after, KEY_BYTES);

	MUST(store_group_begin(p->w.hub.store, &why_not));
	posts_take(p, fate);
	MUST(store_group_commit(p->w.hub.store, &why_not));
	posts_digest(&p->w.hub, before);
	MUST(store_digest(other, NULL, after, &why_not));
	assert_memory_equal(before, after, KEY_BYTES);
	store_close(other);
}

/* An invitation for one device: of two in one group the second waits, as it would later. */
static void what_a_part_did_is_known_to_the_next(void **state)
{
	struct posts *p = *state;
	struct store_invitation v = world_invite(&p->w, WORLD_HAMLET, 1);
	struct exchange_result r[2];
	struct node n[2];
	for (size_t i = 0; i < 2; i++) {
		world_device(&p->w, &v, &n[i]);
		posts_add(p, &n[i], WORLD_HAMLET);
		world_close(&n[i]);
	}
	MUST(store_group_begin(p->w.hub.store, &why_not));
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(world_take(&p->w, &p->message[i], &r[i], NULL), 0);
	MUST(store_group_commit(p->w.hub.store, &why_not));
	assert_int_equal(r[0].state, STATE_NEW);
	assert_int_equal(r[1].state, STATE_WAITING);
	world_assert_sound(&p->w.hub);
}

/* -- what a part did that is undone -- */

static void define_anew(struct world *w)
{
	struct store_author a = {.by = "", .at = w->now++};
	cJSON *fields = cJSON_CreateObject();
	size_t n;
	const char *bytes = form_shipped("mau-02", &n);
	char *text = alloc_print("%.*s\n", (int)n, bytes);
	cJSON_AddStringToObject(fields, "name", "mau-02");
	cJSON_AddStringToObject(fields, "text", text);
	MUST(store_write_act(w->hub.store, WORLD_OWN, ENTRY_DEFINE, NULL, fields, &a, NULL, &why_not));
	free(text);
}

static const struct form *in_force(const struct world *w)
{
	const struct form *f;
	MUST(store_form(w->hub.store, NULL, &f, &why_not));
	return f;
}

static void own_unit_is(const struct world *w, const char *code)
{
	struct unit own;
	MUST(store_own_unit(w->hub.store, &own, &why_not));
	assert_string_equal(own.code, code);
}

static void an_undone_part_leaves_no_trace_in_memory(void **state)
{
	struct posts *p = *state;
	struct world *w = &p->w;
	struct store *hub = w->hub.store;
	const struct form *before = in_force(w);
	struct fate fate[POST_MAX];
	posts_write(p);
	MUST(store_group_begin(hub, &why_not));
	MUST(store_begin(hub, &why_not));
	define_anew(w);
	MUST(store_commit(hub, &why_not));
	const struct form *anew = in_force(w);
	assert_ptr_not_equal(before, anew);
	MUST(store_begin(hub, &why_not));
	MUST(store_set(hub, "unit", WORLD_OTHER, &why_not));
	own_unit_is(w, WORLD_OTHER);
	store_rollback(hub);
	own_unit_is(w, WORLD_OWN);
	assert_ptr_equal(in_force(w), anew); /* of the part before */
	posts_take(p, fate);
	store_group_rollback(hub);
	assert_ptr_equal(in_force(w), before);
	assert_int_equal(world_totals(&w->hub).records, 0);
	posts_take(p, fate);
	assert_int_equal(world_totals(&w->hub).records, 8);
	world_assert_sound(&w->hub);
}

/* -- a purge in a group -- */

static void close_unit(struct world *w)
{
	struct store_author a = {.by = "", .at = w->now++, .reason = "Hết đợt"};
	cJSON *fields = cJSON_CreateObject(), *rows;
	struct err e;
	world_lock(w);
	rows = store_through(w->hub.store, WORLD_HAMLET, NULL, &e);
	assert_non_null(rows);
	cJSON_AddStringToObject(fields, "period", "2025-W45");
	cJSON_AddItemToObject(fields, "through", rows);
	MUST(store_begin(w->hub.store, &why_not));
	MUST(store_write_act(w->hub.store, WORLD_OWN, ENTRY_STATEMENT, NULL, fields, &a, NULL, &why_not));
	MUST(store_commit(w->hub.store, &why_not));
}

static void purge_part(struct world *w)
{
	struct store_author a = {.by = "", .at = w->now++, .reason = "Hết đợt"};
	MUST(store_begin(w->hub.store, &why_not));
	MUST(store_write_purge(w->hub.store, WORLD_HAMLET, &a, NULL, &why_not));
	MUST(store_commit(w->hub.store, &why_not));
}

static void what_a_purge_overwrote_leaves_the_log_with_the_group(void **state)
{
	struct posts *p = *state;
	struct world *w = &p->w;
	struct store_totals before;
	world_save_in(w, &p->a, WORLD_HAMLET, 1, 20);
	world_exchange(w, &p->a);
	close_unit(w);
	before = world_totals(&w->hub);
	MUST(store_group_begin(w->hub.store, &why_not));
	purge_part(w);
	MUST(store_begin(w->hub.store, &why_not)); /* another part after it is undone: the purge is not */
	store_rollback(w->hub.store);
	MUST(store_group_commit(w->hub.store, &why_not));
	assert_int_equal(posts_log_bytes(&w->hub), 0);
	assert_int_equal(world_totals(&w->hub).records, before.records);
	assert_int_equal(world_persons(&w->hub, 3), -1);
	world_assert_sound(&w->hub);
}

/* After an error that undid a transaction nothing may be written on its own, whoever overlooked the error. */
static void nothing_is_written_after_a_transaction_was_undone(void **state)
{
	struct posts *p = *state;
	struct store *hub = p->w.hub.store;
	struct err e;
	MUST(store_begin(hub, &why_not));
	assert_int_equal(sqlite3_exec(hub->db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(store_set(hub, "restored", "1", &e), -1);
	assert_int_equal(store_commit(hub, &e), -1);
	store_rollback(hub);
	assert_null(store_setting(hub, "restored"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, posts_setup, posts_teardown)
		T(a_group_is_as_one_message_after_the_other),
		T(nobody_sees_a_group_before_it_is_committed),
		T(what_a_part_did_is_known_to_the_next),
		T(an_undone_part_leaves_no_trace_in_memory),
		T(what_a_purge_overwrote_leaves_the_log_with_the_group),
		T(nothing_is_written_after_a_transaction_was_undone),
#undef T
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
