/* test_desk_access.c - the desk over HTTP: signing in and out, what a sign-in carries, the first
 * administrator, one's own account, users minded; what is decided on a page bears its person's name. */
#include "../support/seat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_collector.h>
#include <tungnha/clock.h>

#include "../../src/aggregator/page_users.h"

/* --- */

static void one_signs_in_by_name_and_password(void **unused)
{
	(void)unused;
	struct seat d;
	seat_begin(&d, desk_pages);
	seat_add(&d, "Lan Anh", APP_CLERK);
	assert_int_equal(caller_get(&d.caller, "/toi"), 303);
	assert_true(caller_was_sent(&d.caller, "/dang-nhap?ve=/toi"));
	assert_int_equal(caller_post(&d.caller, "/dang-nhap", "ten=lan+anh&mk=khong+phai"), 403);
	assert_true(caller_reads(&d.caller, "value=\"lan anh\"")); /* what was typed, but for the password */
	assert_false(caller_reads(&d.caller, "khong phai"));
	assert_false(visitor_was_told(&d.caller.visitor, "Set-Cookie: tungnha"));
	assert_int_equal(
		caller_post(&d.caller, "/dang-nhap", "ten=lan+anh&mk=" SEAT_PASSWORD_SENT "&ve=//evil.example/"), 303);
	assert_true(caller_was_sent(&d.caller, "/"));
	assert_int_equal(caller_post(&d.caller, "/dang-nhap", "ten=lan+anh&mk=" SEAT_PASSWORD_SENT "&ve=/toi"), 303);
	assert_true(caller_was_sent(&d.caller, "/toi"));
	seat_sign_in(&d, "lan anh");
	assert_true(caller_reads(&d.caller, "<a href=\"/toi\">Lan Anh</a>"));
	assert_int_equal(caller_post(&d.caller, "/ra", ""), 303);
	assert_int_equal(caller_get(&d.caller, "/toi"), 303);
	seat_end(&d);
}

static void what_was_posted_is_carried_over_a_sign_in_but_for_passwords(void **unused)
{
	(void)unused;
	struct seat d;
	seat_begin(&d, desk_pages);
	seat_add(&d, "Quan", APP_ADMIN);
	assert_int_equal(
		caller_post(&d.caller, "/nguoi-dung", "ten=Nong+Hanh&quyen=viewer&mk=bi+mat+lam&mk2=bi+mat+lam"), 401);
	assert_true(caller_reads(&d.caller, "name=\"g.ten\" value=\"Nong Hanh\""));
	assert_true(caller_reads(&d.caller, "name=\"di\" value=\"/nguoi-dung\""));
	assert_false(caller_reads(&d.caller, "bi mat"));
	assert_int_equal(
		caller_post(&d.caller, "/dang-nhap", "ten=Quan&mk=khong+phai&di=/nguoi-dung&g.ten=Nong+Hanh"), 403);
	assert_true(caller_reads(&d.caller, "name=\"g.ten\" value=\"Nong Hanh\"")); /* a wrong one loses nothing */
	assert_int_equal(caller_post(&d.caller, "/dang-nhap",
				 "ten=Quan&mk=" SEAT_PASSWORD_SENT "&di=/nguoi-dung&g.ten=Nong+Hanh&g.quyen=viewer"),
		200);
	assert_true(caller_reads(&d.caller, "action=\"/nguoi-dung\""));
	assert_true(caller_reads(&d.caller, "name=\"ten\" value=\"Nong Hanh\""));
	assert_int_equal(
		caller_get(&d.caller, "/dang-nhap?di=/nguoi-dung/xoa&g.ma=1"), 200); /* an address carries nothing */
	assert_false(caller_reads(&d.caller, "/nguoi-dung/xoa"));
	seat_end(&d);
}

static void the_first_administrator_is_made_once_by_who_may_open_the_store(void **unused)
{
	(void)unused;
	struct seat d;
	struct err e;
	char once[APP_TOKEN], path[APP_TOKEN + 32], kept[sizeof d.caller.cookie];
	seat_begin(&d, desk_pages);
	assert_int_equal(caller_get(&d.caller, "/dau-tien"), 200);
	assert_false(caller_reads(&d.caller, "action=\"/dau-tien\""));
	assert_int_equal(caller_get(&d.caller, "/dau-tien?ma=0000"), 403);
	assert_int_equal(app_once_show(d.store, clock_now(), once, &e), 0);
	snprintf(path, sizeof path, "/dau-tien?ma=%s", once);
	assert_int_equal(caller_get(&d.caller, path), 303);
	assert_int_equal(caller_get(&d.caller, path), 403); /* spent */
	assert_int_equal(
		app_session_begin(d.store, APP_OWNER, NULL, clock_now(), once, &(struct app_session){0}, &e), 0);
	caller_holds(&d.caller, once);
	assert_int_equal(caller_get(&d.caller, "/dau-tien"), 200);
	caller_take_token(&d.caller);
	memcpy(kept, d.caller.cookie, sizeof kept);
	assert_int_equal(caller_get(&d.caller, "/nguoi-dung"), 403); /* it may do this and nothing else */
	assert_int_equal(caller_post(&d.caller, "/dau-tien", "ten=Quan&mk=ngan&mk2=ngan"), 400);
	assert_int_equal(caller_post(&d.caller, "/dau-tien", "ten=Quan&mk=" SEAT_PASSWORD_SENT "&mk2=khac"), 400);
	assert_int_equal(
		caller_post(&d.caller, "/dau-tien", "ten=Quan&mk=" SEAT_PASSWORD_SENT "&mk2=" SEAT_PASSWORD_SENT), 303);
	assert_true(caller_was_sent(&d.caller, "/nguoi-dung"));
	memcpy(d.caller.cookie, kept, sizeof kept);
	assert_int_equal(
		caller_post(&d.caller, "/dau-tien", "ten=Hai&mk=" SEAT_PASSWORD_SENT "&mk2=" SEAT_PASSWORD_SENT),
		401); /* its session ended */
	assert_int_equal(caller_get(&d.caller, "/dau-tien"), 303);
	seat_sign_in(&d, "Quan");
	assert_int_equal(caller_get(&d.caller, "/nguoi-dung"), 200);
	seat_end(&d);
}

static void one_minds_ones_own_account(void **unused)
{
	(void)unused;
	struct seat d;
	struct err e;
	struct app_session other;
	char token[APP_TOKEN], body[200], hex[ID_HEX];
	seat_begin(&d, desk_pages);
	seat_add(&d, "Lan", APP_VIEWER);
	seat_add(&d, "Tu", APP_VIEWER);
	seat_sign_in(&d, "Lan");
	assert_int_equal(caller_post(&d.caller, "/toi/nhin", "ngon-ngu=en&co-chu=2"), 303);
	assert_true(visitor_was_told(&d.caller.visitor, "=en.2."));
	assert_int_equal(
		caller_post(&d.caller, "/toi/mat-khau", "mk-cu=khong+phai&mk=mot+cai+moi&mk2=mot+cai+moi"), 403);
	assert_int_equal(
		caller_post(&d.caller, "/toi/mat-khau", "mk-cu=" SEAT_PASSWORD_SENT "&mk=mot+cai+moi&mk2=mot+cai+khac"),
		400);
	assert_int_equal(caller_post(&d.caller, "/toi/mat-khau", "mk-cu=" SEAT_PASSWORD_SENT "&mk=ngan&mk2=ngan"), 400);
	assert_int_equal(app_user_in(d.store, "Tu", SEAT_PASSWORD, clock_now(), token, &other, &e), 0);
	snprintf(body, sizeof body, "phien=%s", id_hex(other.id, hex));
	assert_int_equal(caller_post(&d.caller, "/toi/phien", body), 409); /* another's */
	assert_int_equal(app_user_in(d.store, "Lan", SEAT_PASSWORD, clock_now(), token, &other, &e), 0);
	snprintf(body, sizeof body, "phien=%s", id_hex(other.id, hex));
	assert_int_equal(caller_post(&d.caller, "/toi/phien", body), 303);
	assert_int_equal(
		caller_post(&d.caller, "/toi/mat-khau", "mk-cu=" SEAT_PASSWORD_SENT "&mk=mot+cai+moi&mk2=mot+cai+moi"),
		303);
	assert_int_equal(caller_get(&d.caller, "/toi"), 200); /* this session stays */
	assert_true(caller_reads(&d.caller, "class=\"box good\""));
	assert_int_equal(app_user_in(d.store, "Lan", "mot cai moi", clock_now(), token, &other, &e), 0);
	seat_end(&d);
}

static struct app_user user(struct seat *d, const char *name)
{
	struct err e;
	struct app_user *all, found = {0};
	size_t n;
	assert_int_equal(app_users(d->store, &all, &n, &e), 0);
	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i].name, name) == 0)
			found = all[i];
	free(all);
	return found;
}

static void an_administrator_minds_users(void **unused)
{
	(void)unused;
	struct seat d;
	char body[200], path[100], hex[ID_HEX];
	seat_begin(&d, desk_pages);
	seat_add(&d, "Quan", APP_ADMIN);
	seat_sign_in(&d, "Quan");
	assert_int_equal(
		caller_post(&d.caller, "/nguoi-dung", "ten=Lan&quyen=approver&mk=mot+cai+moi&mk2=mot+cai+moi"), 303);
	assert_int_equal(user(&d, "Lan").role, APP_APPROVER);
	assert_int_equal(
		caller_post(&d.caller, "/nguoi-dung", "ten=Lan&quyen=viewer&mk=mot+cai+moi&mk2=mot+cai+moi"), 400);
	assert_int_equal(
		caller_post(&d.caller, "/nguoi-dung", "ten=Tu&quyen=owner&mk=mot+cai+moi&mk2=mot+cai+moi"), 303);
	assert_int_equal(user(&d, "Tu").role, APP_VIEWER); /* what the form does not offer is the least */
	snprintf(path, sizeof path, "/nguoi-dung/%s", id_hex(user(&d, "Lan").id, hex));
	assert_int_equal(caller_get(&d.caller, path), 200);
	assert_int_equal(caller_get(&d.caller, "/nguoi-dung/00"), 404);
	snprintf(body, sizeof body, "ma=%s&quyen=clerk", hex);
	assert_int_equal(caller_post(&d.caller, "/nguoi-dung/quyen", body), 303);
	assert_int_equal(user(&d, "Lan").role, APP_CLERK);
	snprintf(body, sizeof body, "ma=%s&mk=them+mot+cai&mk2=them+mot+cai", hex);
	assert_int_equal(caller_post(&d.caller, "/nguoi-dung/mat-khau", body), 303);
	snprintf(body, sizeof body, "ma=%s", hex);
	assert_int_equal(caller_post(&d.caller, "/nguoi-dung/xoa", body), 303);
	assert_int_equal(caller_post(&d.caller, "/nguoi-dung/xoa", body), 404);
	snprintf(body, sizeof body, "ma=%s", id_hex(user(&d, "Quan").id, hex));
	assert_int_equal(caller_post(&d.caller, "/nguoi-dung/xoa", body), 409); /* the last one */
	snprintf(body, sizeof body, "ma=%s&quyen=viewer", hex);
	assert_int_equal(caller_post(&d.caller, "/nguoi-dung/quyen", body), 409);
	seat_end(&d);
}

/* --- whose name an act bears --- */

static void who_acts(struct page *p)
{
	char by[ENTRY_BY_BYTES + 1];
	html_print(&p->out, "[%s]", app_by_put(p->store, by));
	page_token(p);
	page_done(p, 200);
}

static const struct page_route acting[] = {
	{"GET", "/dang-nhap", PAGE_ANYBODY, true, users_login},
	{"GET", "/toi", PAGE_VIEWER, false, who_acts},
	{"GET", "/ai", PAGE_ANYBODY, false, who_acts},
	{0},
};

static void an_act_bears_the_name_of_whose_page_it_is(void **unused)
{
	(void)unused;
	struct seat d;
	seat_begin(&d, acting);
	seat_add(&d, "Lan", APP_VIEWER);
	seat_sign_in(&d, "Lan");
	assert_true(caller_reads(&d.caller, "[Lan]"));
	assert_string_equal(store_acting(d.world.hub.store), ""); /* and nobody's after it */
	snprintf(d.caller.cookie, sizeof d.caller.cookie, "x=y");
	assert_int_equal(caller_get(&d.caller, "/ai"), 200);
	assert_true(caller_reads(&d.caller, "[]"));
	seat_end(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_signs_in_by_name_and_password),
		cmocka_unit_test(what_was_posted_is_carried_over_a_sign_in_but_for_passwords),
		cmocka_unit_test(the_first_administrator_is_made_once_by_who_may_open_the_store),
		cmocka_unit_test(one_minds_ones_own_account),
		cmocka_unit_test(an_administrator_minds_users),
		cmocka_unit_test(an_act_bears_the_name_of_whose_page_it_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
