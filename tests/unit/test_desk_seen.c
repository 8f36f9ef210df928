/* test_desk_seen.c - nobody at the desk writes over what he did not see: what a page showed is posted with its form;
 * when something else stands by then nothing is done, the page says who did what and when, and what was typed is kept.
 */
#include "../support/bureau.h"
#include "../support/caller.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tungnha/app_hub.h>
#include <tungnha/clock.h>

#include "../../src/aggregator/page_users.h"
#include "../../src/aggregator/pages.h"

static void a_form(struct page *p)
{
	page_form(p, "/", "");
	page_form_end(p);
	page_done(p, 200);
}

/* The desk's own, and the two that a caller signs in by. */
static struct page_route pages[512] = {
	{"GET", "/ho-moi", PAGE_ENTER, false, a_form},
	{"GET", "/mo-khoa", PAGE_ANYBODY, true, users_login},
};

struct desk {
	struct bureau b;
	struct caller caller;
	char hoa[APP_TOKEN + 32], minh[APP_TOKEN]; /* two at their browsers: a cookie, a session */
};

static void begin(struct desk *d, enum app_role role)
{
	static const struct unit commune = {"05788", "Xã Phú Lạc", "commune", "", -1};
	struct err e;
	struct app_session session;
	size_t n = 2;
	char folder[256];
	bureau_begin(&d->b, "phu-lac-2025.json", &commune,
		"05788-01,Xóm 11,hamlet,30\n05788-02,Xóm Đại Hà,hamlet,8\n05788-03,Xóm 2,hamlet,5\n");
	for (const struct page_route *r = desk_pages; r->method && n < 511; r++)
		pages[n++] = *r;
	pages[n] = (struct page_route){0};
	assert_int_equal(app_session_begin(d->b.hub, role, "Minh", clock_now(), d->minh, &session, &e), 0);
	snprintf(folder, sizeof folder, "%s/hub", d->b.dir);
	caller_begin(&d->caller, d->b.hub, folder, pages, role, "Hoa");
	memcpy(d->hoa, d->caller.cookie, sizeof d->hoa);
}

static void end(struct desk *d)
{
	caller_end(&d->caller);
	bureau_end(&d->b);
}

static void get(struct desk *d, const char *path)
{
	if (caller_get(&d->caller, path) != 200)
		fail_msg("%s: %s", path, d->caller.page.data);
}

/* The fields, with what a form of the page seen carries. */
static int post(struct desk *d, const char *path, const char *seen, const char *fields)
{
	struct buf body;
	buf_init(&body, 16 * 1024);
	buf_print(&body, "%s&da-xem=", fields);
	html_url(&body, seen, "");
	int status = caller_post(&d->caller, path, body.data);
	buf_free(&body);
	return status;
}

struct mark {
	char text[4096];
};
static struct mark mark(struct desk *d)
{
	struct mark m;
	snprintf(m.text, sizeof m.text, "%s", caller_value(&d->caller, "da-xem"));
	return m;
}

static void says(struct desk *d, const char *text)
{
	if (!caller_reads(&d->caller, text))
		fail_msg("“%s” is not in: %s", text, d->caller.page.data);
}

/* --- closing --- */

#define CLOSE "/chot?ky=2025-W45"

static int versions(struct desk *d)
{
	struct store_statement x;
	struct err e;
	int n = store_statement(d->b.hub, "2025-W45", &x, &e) > 0 ? x.version : 0;
	store_statement_free(&x);
	return n;
}

static void a_period_is_closed_with_what_was_looked_at(void **state)
{
	struct desk d;
	(void)state;
	begin(&d, APP_APPROVER);
	bureau_row(&d.b, "2025-11-05 08:00", "05788-01", (const int64_t[7]){25, 100, 50, 20, 1025, 30, 20});
	get(&d, CLOSE);
	struct mark was = mark(&d);
	bureau_row(&d.b, "2025-11-06 09:12", "05788-02", (const int64_t[7]){8, 30, 15, 5, 10, 9, 8});
	assert_int_equal(post(&d, "/chot", was.text, "ky=2025-W45"), 409);
	says(&d, "số liệu vừa đổi: Xóm Đại Hà (");
	says(&d, "06/11/2025 09:12");
	assert_false(caller_reads(&d.caller, "Xóm 11 ("));
	assert_int_equal(versions(&d), 0);
	struct mark now = mark(&d);
	assert_string_not_equal(was.text, now.text);
	assert_int_equal(post(&d, "/chot", now.text, "ky=2025-W45"), 303);
	assert_int_equal(versions(&d), 1);
	/* A second press finds what it did; an older page is told. */
	assert_int_equal(post(&d, "/chot", now.text, "ky=2025-W45"), 303);
	assert_true(caller_was_sent(&d.caller, "/chot/ban?ky=2025-W45"));
	caller_is(&d.caller, d.minh);
	assert_int_equal(post(&d, "/chot", was.text, "ky=2025-W45"), 409);
	says(&d, "Hoa đã chốt kỳ này");
	assert_int_equal(versions(&d), 1);
	end(&d);
}

static void it_is_closed_again_with_what_was_looked_at(void **state)
{
	struct desk d;
	(void)state;
	begin(&d, APP_APPROVER);
	bureau_row(&d.b, "2025-11-05 08:00", "05788-01", (const int64_t[7]){25, 100, 50, 20, 1025, 30, 20});
	bureau_close(&d.b, "2025-11-06 10:05", "2025-W45");
	bureau_row(&d.b, "2025-11-06 11:00", "05788-01", (const int64_t[7]){26, 100, 50, 20, 1025, 30, 20});
	get(&d, CLOSE);
	struct mark was = mark(&d);
	bureau_row(&d.b, "2025-11-06 11:30", "05788-02", (const int64_t[7]){8, 30, 15, 5, 10, 9, 8});
	assert_int_equal(post(&d, "/chot", was.text, "ky=2025-W45&lai=1&ly-do=sot+mot+ho"), 409);
	says(&d, "Xóm Đại Hà (");
	says(&d, "value=\"sot mot ho\"");
	assert_int_equal(versions(&d), 1);
	/* Refused for another reason, what was seen stays what was seen. */
	assert_int_equal(post(&d, "/chot", was.text, "ky=2025-W45&lai=1&ly-do="), 400);
	assert_string_equal(mark(&d).text, was.text);
	get(&d, CLOSE);
	assert_int_equal(post(&d, "/chot", mark(&d).text, "ky=2025-W45&lai=1&ly-do=sot+mot+ho"), 303);
	assert_int_equal(versions(&d), 2);
	end(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_period_is_closed_with_what_was_looked_at),
		cmocka_unit_test(it_is_closed_again_with_what_was_looked_at),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
