/* test_plan.c - targets and tasks as definitions: in force, carried by an invitation, named by a first exchange. */
#include "../support/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_collector.h>
#include <tungnha/app_hub.h>

static void in_force_as_the_campaign_names_them(void **unused)
{
	(void)unused;
	struct world w;
	const struct targets *targets;
	const struct tasks *tasks;
	world_begin(&w);
	plan_targets(&w);
	assert_int_equal(store_targets(w.hub.store, &targets), -1); /* no campaign names them */
	plan_campaign(&w);
	assert_int_equal(store_targets(w.hub.store, &targets), 0);
	assert_string_equal(targets->id, "targets-thu");
	assert_int_equal(store_tasks(w.hub.store, &tasks), -1); /* named, not known */
	plan_tasks(&w);
	assert_int_equal(store_tasks(w.hub.store, &tasks), 0);
	assert_int_equal(tasks->count, 5);
	assert_int_equal(store_targets(w.hub.store, &targets), 0);
	world_end(&w);
}

static void invite(struct world *w, bool with_definitions, struct buf *text)
{
	struct app_hub_invite_wish wish = {
		.unit = WORLD_HAMLET, .uses = 1, .days = 30, .with_definitions = with_definitions};
	struct invite made;
	struct err e;
	buf_init(text, INVITE_FILE_MAX);
	assert_int_equal(app_hub_invite(w->hub.store, &wish, &made, text, &e), 0);
	assert_int_equal(made.definitions, 4);
	invite_wipe(&made);
}

static void carried_by_an_invitation(void **unused)
{
	(void)unused;
	struct world w;
	struct node a;
	struct app_join j;
	struct buf text;
	struct err e;
	struct id held[8];
	const struct targets *targets;
	size_t n, moved;
	world_begin(&w);
	plan_campaign(&w);
	plan_targets(&w);
	plan_tasks(&w);
	invite(&w, true, &text);
	struct store_setup how = {.role = STORE_COLLECTOR, .protection = STORE_UNPROTECTED};
	snprintf(a.folder, sizeof a.folder, "%s/joined", w.dir);
	assert_int_equal(store_create(a.folder, &how, &a.store, &e), 0);
	assert_int_equal(app_join_prepare(text.data, text.len, a.store, w.now, &j, &e), 0);
	assert_int_equal(app_join_write(a.store, &j, NULL, NULL, w.now, &moved, &e), 0);
	app_join_free(&j);
	assert_int_equal(store_given_definitions(a.store, held, 8, &n, &e), 0);
	assert_int_equal(n, 4);
	assert_int_equal(store_targets(a.store, &targets), 0);
	world_exchange(&w, &a);
	assert_int_equal(store_targets(a.store, &targets), 0);
	world_save(&w, &a, 1, 3);
	world_exchange(&w, &a);
	app_hub_invite_wipe(&(struct invite){.uses = 0}, &text);
	world_close(&a);
	world_end(&w);
}

/* Pasted as a line, targets of one's own are missing: the device collects all the same. The form must be there. */
static void a_line_needs_only_campaign_and_form(void **unused)
{
	(void)unused;
	struct world w;
	struct node a;
	struct app_join j;
	struct buf text;
	struct err e;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_OTHER, 1);
	world_device(&w, &v, &a);
	world_exchange_unit(&w, &a, WORLD_OTHER);
	plan_campaign(&w);
	plan_targets(&w);
	plan_tasks(&w);
	invite(&w, false, &text);
	assert_int_equal(app_join_prepare(text.data, text.len, NULL, w.now, &j, &e), -1); /* a campaign of its own */
	assert_int_equal(e.code, ERR_UNAVAILABLE);
	app_join_free(&j);
	const struct campaign *c;
	assert_int_equal(store_campaign(w.hub.store, &c), 0);
	assert_int_equal(store_begin(a.store, &e), 0);
	assert_int_equal(store_add_definition(a.store, c->id, c->bytes, c->size, &e), 0);
	assert_int_equal(store_commit(a.store, &e), 0);
	assert_int_equal(app_join_prepare(text.data, text.len, a.store, w.now, &j, &e), 0);
	assert_null(j.name[2]);
	assert_non_null(j.name[1]);
	app_join_free(&j);
	app_hub_invite_wipe(&(struct invite){.uses = 0}, &text);
	world_close(&a);
	world_end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_force_as_the_campaign_names_them),
		cmocka_unit_test(carried_by_an_invitation),
		cmocka_unit_test(a_line_needs_only_campaign_and_form),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
