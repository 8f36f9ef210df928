/* test_desk_begin.c - a machine without data becomes a commune's by page, once, by who sits before it; what is under a
 * passphrase is opened by page, by who knows it. */
#include "../support/seat.h"
#include "../support/shelf.h"

#include <tungnha/file.h>
#include <tungnha/store_keep.h>
#include <tungnha/store_records.h>

#include "../../src/aggregator/pages.h"

#define UNIT "ten=Xa+Phu+Lac&ma=05788&cap=commune&tren=&san=phu-lac-2025"
#define SECRET "&moi=lua+chin+day+dong&moi2=lua+chin+day+dong"

/* A server on an empty folder. */
static void begin(struct seat *c, const struct shelf *d, const char *name)
{
	*c = (struct seat){.caller.cookie = "x=y"};
	snprintf(c->world.hub.folder, sizeof c->world.hub.folder, "%s/%s", d->dir, name);
	MUST(file_make_folders(c->world.hub.folder, 0700, &e));
	buf_init(&c->caller.page, PAGE_BYTES_MAX);
	seat_serve(c, desk_pages);
}

static void leave(struct seat *c)
{
	visitor_leave(&c->caller.visitor);
	web_stop(c->caller.web);
}

static int post(struct seat *c, const char *path, const char *fields)
{
	return caller_ask(&c->caller, "POST", path, fields, strlen(fields));
}

static bool is_begun(const struct seat *c)
{
	enum store_protection how;
	return store_look(c->world.hub.folder, &how);
}

static void nothing_is_made_of_what_is_wrong(void **state)
{
	struct seat c;
	begin(&c, *state, "wrong");
	assert_int_equal(caller_get(&c.caller, "/duyet"), 303);
	assert_int_equal(caller_get(&c.caller, "/dang-nhap"), 303);
	assert_true(caller_was_sent(&c.caller, "/bat-dau"));
	assert_int_equal(caller_get(&c.caller, "/bat-dau"), 200);
	assert_int_equal(post(&c, "/bat-dau", "ten=&ma=05788&san=phu-lac-2025" SECRET), 400);
	assert_int_equal(post(&c, "/bat-dau", "ten=Xa+Phu+Lac&ma=5788!&san=phu-lac-2025" SECRET), 400);
	assert_true(caller_reads(&c.caller, "value=\"Xa Phu Lac\"")); /* what was typed stands there still */
	assert_false(caller_reads(&c.caller, "lua chin"));            /* but for the passphrase */
	assert_int_equal(post(&c, "/bat-dau", "ten=Xa&ma=05788&san=khong-co" SECRET), 400);
	assert_int_equal(post(&c, "/bat-dau", UNIT "&moi=lua&moi2=lua"), 400);
	assert_int_equal(post(&c, "/bat-dau", UNIT "&moi=lua+chin+day+dong&moi2=lua+chin"), 400);
	assert_int_equal(post(&c, "/bat-dau", UNIT), 400); /* none is chosen, not forgotten */
	c.caller.origin = "Origin: http://example.org\r\n";
	assert_int_equal(post(&c, "/bat-dau", UNIT "&khong=1"), 421);
	assert_false(is_begun(&c));
	leave(&c);
	buf_free(&c.caller.page);
}

static void a_plan_is_taken_over_without_the_hamlets_of_another_commune(void **state)
{
	struct seat c;
	struct store *s;
	struct unit own, *u;
	const struct campaign *campaign;
	size_t n;
	begin(&c, *state, "other");
	assert_int_equal(post(&c, "/bat-dau", "ten=Xa+Tan&ma=05790&cap=commune&san=phu-lac-2025&khong=1"), 303);
	assert_true(caller_was_sent(&c.caller, "/dau-tien"));
	leave(&c);
	MUST(store_open(c.world.hub.folder, NULL, &s, &e));
	MUST(store_own_unit(s, &own, &e));
	assert_string_equal(own.code, "05790");
	assert_string_equal(own.name, "Xa Tan");
	MUST(store_units(s, own.code, &u, &n, &e));
	assert_int_equal(n, 0);
	free(u);
	assert_int_equal(store_campaign(s, &campaign), 0);
	assert_string_equal(campaign->id, "phu-lac-2025");
	store_close(s);
	buf_free(&c.caller.page);
}

static void it_begins_once_and_is_opened_by_who_knows_the_passphrase(void **state)
{
	struct seat c;
	begin(&c, *state, "begun");
	assert_int_equal(post(&c, "/bat-dau", UNIT SECRET), 200);
	assert_true(caller_reads(&c.caller, "class=\"secret\""));
	assert_true(caller_reads(&c.caller, "href=\"/dau-tien\""));
	assert_int_equal(
		post(&c, "/bat-dau", "ten=Xa+Khac&ma=05790&san=phu-lac-2025&khong=1"), 303); /* pressed twice */
	assert_int_equal(caller_get(&c.caller, "/bat-dau"), 303);
	assert_int_equal(caller_get(&c.caller, "/dau-tien"), 200);
	assert_false(caller_reads(&c.caller, "action=\"/dau-tien\"")); /* not by a browser that did not begin */
	leave(&c);

	MUST(store_lock_again(c.world.hub.folder, &e));
	seat_serve(&c, desk_pages);
	assert_int_equal(caller_get(&c.caller, "/dang-nhap"), 503);
	assert_true(caller_reads(&c.caller, "action=\"/mo-khoa\""));
	assert_int_equal(post(&c, "/mo-khoa", "mk=lua+chin"), 503);
	assert_true(caller_reads(&c.caller, "aria-invalid"));
	assert_int_equal(post(&c, "/mo-khoa", "mk=lua+chin+day+dong&ve=%2Fduyet"), 200);
	assert_true(caller_reads(&c.caller, "name=\"ten\""));     /* who it is is asked as always, */
	assert_true(caller_reads(&c.caller, "value=\"/duyet\"")); /* and where one was going is known still */
	leave(&c);
	buf_free(&c.caller.page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_made_of_what_is_wrong),
		cmocka_unit_test(a_plan_is_taken_over_without_the_hamlets_of_another_commune),
		cmocka_unit_test(it_begins_once_and_is_opened_by_who_knows_the_passphrase),
	};
	return cmocka_run_group_tests(tests, shelf_setup, shelf_teardown);
}
