/* test_defined.c - entries that only name a definition: what must never go wrong with them. Bytes: tests/vectors/. */
#include "../support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "../../sync/defined.h"

/* The entries of the hub's journal for its own unit, and a store that holds their definitions. */
struct office {
	struct world w;
	struct store_scope scope;
	struct store_runs runs;
	struct id held[4];
	size_t helds;
};

static void begin(struct office *o)
{
	struct store_invitation v;
	struct node a;
	struct err e;
	world_begin(&o->w);
	v = world_invite(&o->w, WORLD_HAMLET, 1);
	world_device(&o->w, &v, &a);
	assert_int_equal(store_given_definitions(a.store, o->held, 4, &o->helds, &e), 0);
	assert_int_equal(o->helds, 2);
	world_exchange(&o->w, &a);
	world_close(&a);
	o->scope = (struct store_scope){.unit = WORLD_HAMLET, .hub_unit = WORLD_OWN, .hub = store_id(o->w.hub.store)};
	assert_int_equal(store_lacking(o->w.hub.store, &o->scope, NULL, 0, 0, 200, &o->runs, &e), 0);
	assert_string_equal(o->runs.run[0].chain.unit, WORLD_OWN);
}

static void end(struct office *o)
{
	store_runs_free(&o->runs);
	world_end(&o->w);
}

static size_t bytes_of(const struct run *r)
{
	size_t n = 0;
	for (size_t i = 0; i <= r->last - r->first; i++)
		n += r->entry_bytes[i];
	return n;
}

static void what_is_named_is_restored_to_its_very_bytes(void **unused)
{
	(void)unused;
	struct office o;
	struct defined_runs named, whole = {0};
	const struct run *r;
	begin(&o);
	r = o.runs.run;
	defined_send(&o.scope, o.runs.run, o.runs.runs, o.held, o.helds, &named);
	assert_int_equal(named.runs, o.runs.runs);
	assert_int_equal(named.lines, 2);
	assert_true(bytes_of(r) > 30000);
	assert_true(bytes_of(&named.run[0]) < 1500);
	assert_true(defined_take(o.w.hub.store, &named.run[0], &whole));
	for (size_t i = 0; i <= r->last - r->first; i++) {
		assert_int_equal(whole.run[0].entry_bytes[i], r->entry_bytes[i]);
		assert_memory_equal(whole.run[0].entry[i], r->entry[i], r->entry_bytes[i]);
	}
	defined_runs_free(&whole);
	defined_runs_free(&named);
	end(&o);
}

static void nothing_is_named_that_is_not_held_or_not_the_hubs(void **unused)
{
	(void)unused;
	struct office o;
	struct defined_runs named;
	begin(&o);
	o.held[0].b[0] ^= 1;
	defined_send(&o.scope, o.runs.run, o.runs.runs, o.held, o.helds, &named);
	assert_int_equal(named.lines, 1);
	defined_runs_free(&named);
	o.runs.run[0].chain.author.b[0] ^= 1;
	defined_send(&o.scope, o.runs.run, o.runs.runs, o.held, o.helds, &named);
	assert_int_equal(named.lines, 0);
	defined_runs_free(&named);
	end(&o);
}

/* The device has no such definition after all: the run waits, as one beyond a gap. It was sent whole the next time. */
static void a_definition_that_is_not_known_makes_the_run_wait(void **unused)
{
	(void)unused;
	struct office o;
	struct node stranger;
	struct defined_runs named, whole = {0};
	struct store_setup setup = {.role = STORE_COLLECTOR, .protection = STORE_UNPROTECTED};
	struct err e;
	begin(&o);
	snprintf(stranger.folder, sizeof stranger.folder, "%s/stranger", o.w.dir);
	assert_int_equal(store_create(stranger.folder, &setup, &stranger.store, &e), 0);
	defined_send(&o.scope, o.runs.run, o.runs.runs, o.held, o.helds, &named);
	assert_false(defined_take(stranger.store, &named.run[0], &whole));
	defined_runs_free(&whole);
	defined_runs_free(&named);
	world_close(&stranger);
	end(&o);
}

/* A few bytes on the line must not become hundreds of megabytes. */
static void what_lines_stand_for_is_bounded_together(void **unused)
{
	(void)unused;
	enum { MANY = 500 };
	static const char *entry[MANY];
	static size_t bytes[MANY];
	struct office o;
	struct defined_runs named, whole = {0};
	begin(&o);
	defined_send(&o.scope, o.runs.run, o.runs.runs, o.held, o.helds, &named);
	for (size_t i = 0; i < MANY; i++) {
		entry[i] = named.run[0].entry[1];
		bytes[i] = named.run[0].entry_bytes[1];
	}
	struct run r = named.run[0];
	r.first = 1, r.last = MANY, r.entry = entry, r.entry_bytes = bytes;
	assert_false(defined_take(o.w.hub.store, &r, &whole));
	assert_true(whole.lines < 140);
	defined_runs_free(&whole);
	defined_runs_free(&named);
	end(&o);
}

static void lines_that_stand_for_nothing(void **unused)
{
	(void)unused;
	static const char *const none[] = {"", "=", "=0123456789abcdef", "=0123456789abcdef ", "=0123456789ABCDEF {}",
		"=0123456789abcde  {}", "#0123456789abcdef {}", "{}"};
	struct id def;
	size_t n;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_false(defined_names(none[i], strlen(none[i]), &def));
	const char *line = "=0123456789abcdef {\"text\":\"\"}"; /* not behind another member */
	assert_true(defined_names(line, strlen(line), &def));
	assert_null(defined_restore(line, strlen(line), "x", &n));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_named_is_restored_to_its_very_bytes),
		cmocka_unit_test(nothing_is_named_that_is_not_held_or_not_the_hubs),
		cmocka_unit_test(a_definition_that_is_not_known_makes_the_run_wait),
		cmocka_unit_test(what_lines_stand_for_is_bounded_together),
		cmocka_unit_test(lines_that_stand_for_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
