/* test_app_hub.c - the hub's use cases where a scenario cannot set the clock or look at what was not written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_hub.h>
#include <tungnha/clock.h>
#include <tungnha/file.h>

#include "../support/world.h"

static int64_t at(const char *stamp)
{
	int64_t t;
	assert_true(clock_read_stamp(stamp, &t));
	return t;
}

/* --- who is late --- */

static struct app_hub_status status_at(struct world *w, const char *stamp)
{
	struct app_hub_status st;
	struct err e;
	assert_int_equal(app_hub_status(w->hub.store, at(stamp), &st, &e), 0);
	assert_int_equal(st.rows, 2);
	return st;
}

static void is_overdue(struct world *w, const char *stamp, bool expected)
{
	struct app_hub_status st = status_at(w, stamp);
	if (st.row[0].overdue != expected)
		fail_msg("%s: overdue is %d", stamp, st.row[0].overdue);
	assert_false(st.row[1].overdue); /* never heard of is another matter */
	app_hub_status_free(&st);
}

/* The campaign: due on Thursdays at 10:00, from 30/10 to 15/12/2025. Heard of once, on Thursday 13/11 at 9:13. */
static void test_overdue(void **state)
{
	struct world w;
	struct node n;
	(void)state;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &n);
	world_save(&w, &n, 1, 3);
	world_exchange(&w, &n);
	is_overdue(&w, "2025-11-13T10:00:00+07:00", false);
	is_overdue(&w, "2025-11-20T09:59:59+07:00", false);
	is_overdue(&w, "2025-11-20T10:00:00+07:00", true);
	is_overdue(&w, "2025-11-24T08:00:00+07:00", true);
	is_overdue(&w, "2026-03-01T08:00:00+07:00", true);
	world_close(&n);
	world_end(&w);
}

static void test_clock(void **state)
{
	struct world w;
	struct node n;
	struct app_hub_status st;
	(void)state;
	world_begin(&w);
	st = status_at(&w, "2024-12-31T23:59:59+07:00");
	assert_false(st.clock_trusted);
	app_hub_status_free(&st);
	st = status_at(&w, "2025-01-01T00:00:00+07:00");
	assert_true(st.clock_trusted);
	assert_int_equal(st.total.last_heard, 0);
	app_hub_status_free(&st);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &n);
	world_save(&w, &n, 1, 3);
	world_exchange(&w, &n);
	st = status_at(&w, "2025-11-12T00:00:00+07:00"); /* the day before the device was heard of */
	assert_false(st.clock_trusted);
	assert_int_equal(st.uncompared, 1);
	assert_int_equal(st.row[0].reviewed, 1);
	assert_int_equal(st.total.reviewed, 1);
	app_hub_status_free(&st);
	world_close(&n);
	world_end(&w);
}

/* --- devices --- */

static void test_second_device_of_an_invitation_gets_another_letter(void **state)
{
	struct world w;
	struct node a, b;
	struct app_hub_devices d;
	struct err e;
	char id[ID_HEX];
	(void)state;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_device(&w, &v, &b);
	world_exchange(&w, &a);
	world_exchange(&w, &b);
	assert_int_equal(app_hub_device_accept(w.hub.store, id_hex(store_id(b.store), id), &d, &e), 0);
	assert_int_equal(d.devices, 1);
	assert_int_equal(d.device[0].state, DEVICE_ACTIVE);
	assert_string_not_equal(d.device[0].letter, v.letter);
	app_hub_devices_free(&d);
	assert_int_equal(app_hub_device_accept(w.hub.store, id, &d, &e), 0);
	assert_int_equal(d.changed, 0);
	app_hub_devices_free(&d);
	world_close(&a);
	world_close(&b);
	world_end(&w);
}

/* --- beginning --- */

static char *copy_of(const char *id, const char *from, const char *to)
{
	size_t n;
	const char *bytes = form_shipped(id, &n);
	char *text = alloc_copy_n(bytes, n), *place = strstr(text, from);
	assert_non_null(place);
	assert_int_equal(strlen(from), strlen(to));
	memcpy(place, to, strlen(to));
	return text;
}

static void put_file(const char *folder, const char *name, const char *text)
{
	struct err e;
	char *path = file_join(folder, name);
	assert_int_equal(file_write(path, text, strlen(text), 0600, &e), 0);
	free(path);
}

static void test_own_form_beside_the_campaign_wins(void **state)
{
	struct world w;
	struct app_hub_setup setup = {.unit = {.code = "05788", .name = "Xã Phú Lạc"}, .protection = STORE_UNPROTECTED};
	struct app_hub_notes refused = {0}, doubtful = {0};
	struct store *s;
	struct err e;
	const struct form *f;
	(void)state;
	world_begin(&w);
	char *campaign = copy_of("phu-lac-2025", "91/KH-UBND", "92/KH-UBND"),
	     *form = copy_of("mau-02", "\"Tổng\"", "\"Cộng\"");
	put_file(w.dir, "c.json", campaign);
	put_file(w.dir, "mau-02.json", form);
	char *folder = file_join(w.dir, "new"), *file = file_join(w.dir, "c.json");
	setup.campaign_file = file;
	assert_int_equal(app_hub_init(folder, &setup, &s, &refused, &doubtful, &e), 0);
	assert_int_equal(store_form(s, "mau-02", &f, &e), 0);
	assert_string_equal(form_words(&f->total_label, LANG_VI), "Cộng");
	store_close(s);
	/* And a second hub in the same folder is refused. */
	assert_int_equal(app_hub_init(folder, &setup, &s, &refused, &doubtful, &e), -1);
	assert_int_equal(e.code, ERR_CREATE);
	free(campaign);
	free(form);
	free(folder);
	free(file);
	world_end(&w);
}

/* The list in `csv` is refused with these sentences, in order, and there is no store afterwards. */
static void refuses(struct world *w, const char *csv, const text_id *expected, size_t n)
{
	struct app_hub_setup setup = {.unit = {.code = "05788", .name = "Xã Phú Lạc"}, .protection = STORE_UNPROTECTED};
	struct app_hub_notes refused = {0}, doubtful = {0};
	struct store *s;
	struct err e;
	enum store_protection how;
	size_t bytes;
	const char *shipped = form_shipped("phu-lac-2025", &bytes);
	char *campaign = alloc_copy_n(shipped, bytes);
	put_file(w->dir, "c.json", campaign);
	put_file(w->dir, "units.csv", csv);
	char *folder = file_join(w->dir, "none"), *file = file_join(w->dir, "c.json"),
	     *units = file_join(w->dir, "units.csv");
	setup.campaign_file = file;
	setup.units.path = units;
	assert_int_equal(app_hub_init(folder, &setup, &s, &refused, &doubtful, &e), -1);
	assert_int_equal(e.code, ERR_DATA);
	assert_int_equal(refused.count, n);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(text_name(refused.note[i].text), text_name(expected[i]));
	assert_false(store_look(folder, &how));
	app_hub_notes_free(&refused);
	app_hub_notes_free(&doubtful);
	free(campaign);
	free(folder);
	free(file);
	free(units);
}
#define REFUSES(csv, ...)                                                                                              \
	do {                                                                                                           \
		const text_id sentences[] = {__VA_ARGS__};                                                             \
		refuses(&w, csv, sentences, sizeof sentences / sizeof *sentences);                                     \
	} while (0)

static void test_lists_refused(void **state)
{
	struct world w;
	(void)state;
	world_begin(&w);
	REFUSES("name,level\nA,hamlet\n", TEXT_HUB_LIST_NO_COLUMN);
	REFUSES("code,name\n05788,Xã\n", TEXT_HUB_LIST_OWN);
	REFUSES("code,name\n5788-01,A\n", TEXT_HUB_LIST_LOST_ZERO);
	REFUSES("code;name\nx;A\nx;B\n", TEXT_HUB_LIST_TWICE);
	REFUSES("code;name\nx y;A\nz;\n", TEXT_HUB_LIST_CODE, TEXT_HUB_LIST_NAME);
	REFUSES("code,name,level,parent,listed\na,A,village,,1\nb,B,,c,\nd,D,,,1 000\n", TEXT_HUB_LIST_LEVEL,
		TEXT_HUB_LIST_PARENT, TEXT_HUB_LIST_LISTED); /* by the line each stands in */
	REFUSES("code,name,parent\na,A,b\nb,B,a\n", TEXT_HUB_LIST_CIRCLE, TEXT_HUB_LIST_CIRCLE);
	world_end(&w);
}

static void test_units_known_before(void **state)
{
	struct world w;
	struct err e;
	struct app_hub_units done;
	struct unit u = {.code = WORLD_HAMLET, .name = "Xóm 1", .listed = 120}, now;
	(void)state;
	world_begin(&w);
	assert_int_equal(app_hub_unit_set(w.hub.store, &u, &done, &e), 0);
	assert_int_equal(done.changed, 1);
	app_hub_units_free(&done);
	u.listed = -1; /* not told: stays */
	assert_int_equal(app_hub_unit_set(w.hub.store, &u, &done, &e), 0);
	assert_int_equal(done.same, 1);
	app_hub_units_free(&done);
	assert_int_equal(store_unit(w.hub.store, WORLD_HAMLET, &now, &e), 0);
	assert_int_equal(now.listed, 120);
	/* A name like another under a new code is told, and a unit may hang below another. */
	u = (struct unit){.code = "05788-09", .name = "XÓM 2", .listed = -1};
	assert_int_equal(app_hub_unit_set(w.hub.store, &u, &done, &e), 0);
	assert_int_equal(done.doubtful.count, 1);
	app_hub_units_free(&done);
	u = (struct unit){.code = "05788-10", .name = "Tổ 1", .listed = -1, .parent = "05788-09", .level = "group"};
	assert_int_equal(app_hub_unit_set(w.hub.store, &u, &done, &e), 0);
	app_hub_units_free(&done);
	u = (struct unit){.code = "05788-09", .name = "XÓM 2", .listed = -1, .parent = "05788-10"};
	assert_int_equal(app_hub_unit_set(w.hub.store, &u, &done, &e), -1);
	assert_ptr_equal(e.text, TEXT_HUB_LIST_CIRCLE);
	app_hub_units_free(&done);
	world_end(&w);
}

/* --- closing figures --- */

static void test_lock_is_idempotent(void **state)
{
	struct world w;
	struct err e;
	size_t locked, already;
	bool unlocked;
	(void)state;
	world_begin(&w);
	assert_int_equal(app_hub_lock(w.hub.store, WORLD_HAMLET, &locked, &already, &e), 0);
	assert_int_equal(locked, 1);
	assert_int_equal(app_hub_lock(w.hub.store, NULL, &locked, &already, &e), 0);
	assert_int_equal(locked, 1);
	assert_int_equal(already, 1);
	assert_int_equal(app_hub_unlock(w.hub.store, WORLD_HAMLET, NULL, &unlocked, &e), -1);
	assert_int_equal(e.code, ERR_USAGE);
	assert_int_equal(app_hub_unlock(w.hub.store, WORLD_HAMLET, "sót hộ", &unlocked, &e), 0);
	assert_true(unlocked);
	assert_int_equal(app_hub_unlock(w.hub.store, WORLD_HAMLET, "sót hộ", &unlocked, &e), 0);
	assert_false(unlocked);
	assert_int_equal(app_hub_lock(w.hub.store, WORLD_OWN, &locked, &already, &e), -1);
	assert_int_equal(e.code, ERR_DATA);
	world_end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_overdue),
		cmocka_unit_test(test_clock),
		cmocka_unit_test(test_second_device_of_an_invitation_gets_another_letter),
		cmocka_unit_test(test_own_form_beside_the_campaign_wins),
		cmocka_unit_test(test_lists_refused),
		cmocka_unit_test(test_units_known_before),
		cmocka_unit_test(test_lock_is_idempotent),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
