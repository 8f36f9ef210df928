/* test_desk_hostile.c - what a machine that was let in writes of itself, its people and its households, and what a list
 * or a user is called, is shown on every page as letters and does nothing. */
#include "../support/call.h"
#include "../support/seat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_hub.h>
#include <tungnha/clock.h>
#include <tungnha/utf8.h>

#include "../../src/aggregator/pages.h"

#define EVIL "\"><script>alert(1)</script><img src=x>"
#define EVIL_SENT "%22%3E%3Cscript%3Ealert%281%29%3C%2Fscript%3E%3Cimg+src%3Dx%3E"

static void begin(struct seat *c, struct node device[static 2])
{
	seat_begin(c, desk_pages);
	visitor_leave(&c->caller.visitor);
	web_stop(c->caller.web);
	c->world.now = clock_now();
	c->world.says = EVIL;
	for (int i = 0; i < 2; i++) { /* two machines of one hamlet contradict each other */
		struct store_invitation v = world_invite(&c->world, WORLD_HAMLET, 1);
		world_device(&c->world, &v, &device[i]);
		world_save(&c->world, &device[i], 1, 4 + i);
		world_save(&c->world, &device[i], 2 + i, 13);
		if (i == 0)
			world_accept_device(&c->world, &device[i]);
		world_exchange(&c->world, &device[i]);
	}
	seat_serve(c, desk_pages);
	seat_take(c, EVIL, APP_ADMIN);
}

/* true: what was written there stands on this page. */
static bool is_shown_as_letters(struct seat *c, const char *path)
{
	int status = caller_get(&c->caller, path);
	bool page = visitor_was_told(&c->caller.visitor, "Content-Type: text/html");
	if (status >= 500)
		fail_msg("%s: %d", path, status);
	if (page && (caller_reads(&c->caller, "<script>alert") || caller_reads(&c->caller, "<img src=x")))
		fail_msg("%s: %.200s", path,
			strstr(c->caller.page.data,
				caller_reads(&c->caller, "<script>a") ? "<script>a" : "<img src=x"));
	if (!visitor_was_told(&c->caller.visitor, "X-Content-Type-Options: nosniff"))
		fail_msg("%s may be taken for something else", path);
	return page && caller_reads(&c->caller, "&lt;script&gt;alert(1)");
}

static void what_others_write_is_letters(void **unused)
{
	(void)unused;
	struct seat c;
	struct node device[2];
	struct app_hub_invitation *inv;
	size_t shown = 0, n;
	char hex[ID_HEX], path[300], invitation[ID_HEX];
	begin(&c, device);
	assert_int_equal(caller_post(&c.caller, "/don-vi-ds", "ma=05788-66&ten=" EVIL_SENT), 303);
	assert_int_equal(caller_post(&c.caller, "/moi-may", "don-vi=05788-66&may=1&ngay=14"), 303);
	MUST(app_hub_invitations(c.store, "05788-66", c.world.now, &inv, &n, &e));
	assert_int_equal(n, 1);
	id_hex(inv[0].id, invitation);
	free(inv);
	caller_upload_one(
		&c.caller, "/don-vi-ds/tep", "ds.csv", "code;name\n05788-67;" EVIL "\n", 21 + sizeof EVIL - 1);
	const char *const tails[] = {WORLD_HAMLET, "05788-66", WORLD_HAMLET "/1", WORLD_HAMLET "/2",
		id_hex(store_id(device[0].store), hex), invitation, "weekly", "danh-sach", EVIL_SENT};
	for (const struct page_route *r = desk_pages; r->method; r++) {
		bool tail = strlen(r->path) > 1 && r->path[strlen(r->path) - 1] == '/';
		if (strcmp(r->method, "GET") != 0)
			continue;
		for (size_t i = 0; i < (tail ? sizeof tails / sizeof *tails : 1); i++) {
			snprintf(path, sizeof path, "%s%s", r->path, tail ? tails[i] : "");
			shown += is_shown_as_letters(&c, path);
		}
	}
	static const char *const more[] = {"/don-vi-ds/tep?xem=1", "/nhat-ky?nguoi=" EVIL_SENT, "/?man-hinh=lon",
		"/duyet?loai=conflict", "/duyet?don-vi=" WORLD_HAMLET, "/moi-may?don-vi=05788-66", "/thiet-bi?xem=1",
		"/dang-nhap?ve=/" EVIL_SENT, "/" EVIL_SENT};
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		shown += is_shown_as_letters(&c, more[i]);
	assert_true(shown > 40); /* who signed in stands on every page */
	seat_take(&c, "Lan", APP_ADMIN);
	assert_true(is_shown_as_letters(&c, "/thiet-bi")); /* and what others wrote, on theirs */
	assert_true(is_shown_as_letters(&c, "/duyet/ho/" WORLD_HAMLET "/1"));
	assert_true(is_shown_as_letters(&c, "/ho/" WORLD_HAMLET "/1"));
	assert_true(is_shown_as_letters(&c, "/don-vi-ds"));
	assert_true(is_shown_as_letters(&c, "/nhat-ky"));
	assert_true(is_shown_as_letters(&c, "/"));
	for (int i = 0; i < 2; i++)
		world_close(&device[i]);
	seat_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_others_write_is_letters),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
