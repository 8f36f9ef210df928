/* test_audit.c - who decided what: every act once, newest first, however it is paged and filtered. */
#include "../support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_audit.h>
#include <tungnha/app_users.h>
#include <tungnha/clock.h>

enum { TURNS = 7, ALL = 1000 };

/* Two people and the machine itself close and open two hamlets by turns, most of it within one second. */
static void begin(struct world *w)
{
	static const char *const who[] = {"Lan", "Tú", ""};
	static const char *const unit[] = {WORLD_HAMLET, WORLD_OTHER};
	struct err e;
	struct app_user u;
	size_t n, already;
	bool was;
	world_begin(w);
	assert_int_equal(app_user_add(w->hub.store, "Lan", APP_CLERK, "mật khẩu dài", "Quản", clock_now(), &u, &e), 0);
	for (int i = 0; i < TURNS; i++) {
		store_acting_set(w->hub.store, who[i % 3]);
		assert_int_equal(app_hub_lock(w->hub.store, unit[i % 2], &n, &already, &e), 0);
		assert_int_equal(app_hub_unlock(w->hub.store, unit[i % 2], "nhập thêm phiếu", &was, &e), 0);
	}
	store_acting_set(w->hub.store, "");
}

static struct app_audit page(struct world *w, const struct app_audit_ask *ask)
{
	struct err e;
	struct app_audit a;
	assert_int_equal(app_audit(w->hub.store, ask, &a, &e), 0);
	return a;
}

static void every_page_goes_on_where_the_last_one_ended(void **unused)
{
	(void)unused;
	struct world w;
	begin(&w);
	struct app_audit all = page(&w, &(struct app_audit_ask){.most = ALL});
	assert_true(all.deeds > 2 * TURNS); /* forms, units and devices of the world's beginning too */
	assert_string_equal(all.next, "");
	for (size_t most = 1; most < 6; most++) {
		char next[APP_AUDIT_PLACE] = "";
		size_t at = 0;
		do {
			struct app_audit some = page(&w, &(struct app_audit_ask){.most = most, .before = next});
			assert_true(some.deeds <= most && at + some.deeds <= all.deeds);
			for (size_t i = 0; i < some.deeds; i++, at++) {
				assert_memory_equal(&some.deed[i], &all.deed[at], sizeof some.deed[i]);
				assert_true(at == 0 || strcmp(all.deed[at - 1].at, all.deed[at].at) >= 0);
			}
			memcpy(next, some.next, sizeof next);
			app_audit_free(&some);
		} while (*next);
		assert_int_equal(at, all.deeds);
	}
	app_audit_free(&all);
	world_end(&w);
}

static size_t count(struct world *w, const char *who, const char *kind, const char *unit)
{
	struct app_audit a = page(w, &(struct app_audit_ask){.who = who, .kind = kind, .unit = unit, .most = ALL});
	size_t n = a.deeds;
	for (size_t i = 0; i < n; i++) {
		assert_true(!who || strcmp(a.deed[i].by, who) == 0);
		assert_true(!unit || strcmp(a.deed[i].unit, unit) == 0);
	}
	app_audit_free(&a);
	return n;
}

static void one_asks_for_a_person_a_kind_a_unit(void **unused)
{
	(void)unused;
	struct world w;
	begin(&w);
	assert_int_equal(count(&w, "Lan", NULL, NULL), 2 * 3);
	assert_int_equal(count(&w, "Tú", NULL, NULL), 2 * 2);
	assert_int_equal(count(&w, NULL, "lock", NULL), TURNS);
	assert_int_equal(count(&w, NULL, "lock", WORLD_OTHER), TURNS / 2);
	assert_int_equal(count(&w, "Lan", "unlock", WORLD_HAMLET), 2);
	assert_int_equal(count(&w, "Quản", NULL, NULL), 1);
	assert_int_equal(count(&w, NULL, "user", NULL), 1);
	assert_int_equal(count(&w, "Không Ai", NULL, NULL), 0);
	struct app_audit a = page(&w, &(struct app_audit_ask){.kind = "unlock", .most = 1});
	assert_int_equal(a.deed[0].what, TEXT_AUDIT_UNLOCK);
	assert_string_equal(a.deed[0].reason, "nhập thêm phiếu");
	app_audit_free(&a);
	a = page(&w, &(struct app_audit_ask){.kind = "user", .most = 1});
	assert_int_equal(a.deed[0].what, TEXT_AUDIT_USER_ADD);
	assert_string_equal(a.deed[0].about, "Lan");
	assert_int_equal(a.deed[0].more, app_role_name(APP_CLERK));
	app_audit_free(&a);
	world_end(&w);
}

static void a_place_that_is_none_begins_anew(void **unused)
{
	(void)unused;
	struct world w;
	begin(&w);
	static const char *const places[] = {"x", "2025", "2025-11-12T19:40:00+07:00_", "'; DROP TABLE entry;--"};
	size_t all = count(&w, NULL, NULL, NULL);
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		struct app_audit a = page(&w, &(struct app_audit_ask){.before = places[i], .most = ALL});
		assert_int_equal(a.deeds, all);
		app_audit_free(&a);
	}
	world_end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_page_goes_on_where_the_last_one_ended),
		cmocka_unit_test(one_asks_for_a_person_a_kind_a_unit),
		cmocka_unit_test(a_place_that_is_none_begins_anew),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
