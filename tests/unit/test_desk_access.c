/* test_desk_access.c - the desk over HTTP: signing in and out, what a sign-in carries, who may do what, the first
 * administrator, one's own account, users minded; what is decided on a page bears its person's name. */
#include "../support/visitor.h"
#include "../support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_collector.h>
#include <tungnha/clock.h>

#include "../../src/aggregator/page_users.h"

#define PASSWORD "mat khau cua ban"
#define PASSWORD_SENT "mat+khau+cua+ban"

struct desk {
	struct world world;
	struct store *store; /* beside the server's */
	struct web *web;
	struct visitor visitor;
	struct buf page; /* heard last, without its head */
	char cookie[APP_TOKEN + 40], token[80];
};

static void begin(struct desk *d, const struct page_route *pages)
{
	struct err e;
	*d = (struct desk){.cookie = "x=y"};
	app_access_forget();
	world_begin(&d->world);
	const struct web_options o = {.listen = "127.0.0.1:0",
		.folder = d->world.hub.folder,
		.version = "test",
		.lang = LANG_VI,
		.service = &web_hub,
		.pages = pages,
		.assets = web_assets_desk,
		.login = "/dang-nhap",
		.limits = &web_limits_desk};
	assert_int_equal(store_open_beside(d->world.hub.store, &d->store, &e), 0);
	assert_int_equal(web_start(d->world.hub.store, &o, &d->web, &e), 0);
	buf_init(&d->page, PAGE_BYTES_MAX);
	visitor_come(&d->visitor, d->web, NULL);
}

static void end(struct desk *d)
{
	visitor_leave(&d->visitor);
	web_stop(d->web);
	store_close(d->store);
	world_end(&d->world);
	buf_free(&d->page);
}

static int ask(struct desk *d, const char *method, const char *path, const char *body)
{
	struct buf b;
	const char *host = web_address(d->web);
	buf_init(&b, 64 * 1024);
	buf_print(&b, "%s %s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nCookie: %s\r\n", method, path, host, host,
		d->cookie);
	if (body)
		buf_print(&b, "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
			strlen(body), body);
	else
		buf_text(&b, "\r\n");
	buf_clear(&d->page);
	assert_true(visitor_text(&d->visitor, b.data));
	int status = visitor_hear(&d->visitor, d->web, &d->page);
	buf_free(&b);
	return status;
}

static int get(struct desk *d, const char *path)
{
	return ask(d, "GET", path, NULL);
}

/* The form's token is added. */
static int post(struct desk *d, const char *path, const char *fields)
{
	char body[2048];
	snprintf(body, sizeof body, "token=%s&%s", d->token, fields);
	return ask(d, "POST", path, body);
}

static bool reads(const struct desk *d, const char *text)
{
	return strstr(d->page.data, text) != NULL;
}

static bool was_sent(const struct desk *d, const char *location)
{
	char line[512];
	snprintf(line, sizeof line, "Location: %s\r\n", location);
	return visitor_was_told(&d->visitor, line);
}

static void add(struct desk *d, const char *name, enum app_role role)
{
	struct err e;
	struct app_user u;
	assert_int_equal(app_user_add(d->store, name, role, PASSWORD, "", clock_now(), &u, &e), 0);
}

/* From here on it is the browser that holds this session. */
static void is(struct desk *d, const char *token)
{
	snprintf(d->cookie, sizeof d->cookie, "tungnha-%s=%s", strrchr(web_address(d->web), ':') + 1, token);
}

static void read_token(struct desk *d)
{
	static const char wanted[] = " name=\"token\" value=\"";
	const char *at = strstr(d->page.data, wanted);
	assert_non_null(at);
	snprintf(d->token, sizeof d->token, "%.*s", (int)strcspn(at + sizeof wanted - 1, "\""), at + sizeof wanted - 1);
}

static void sign_in(struct desk *d, const char *name)
{
	struct err e;
	struct app_session x;
	char token[APP_TOKEN];
	assert_int_equal(app_user_in(d->store, name, PASSWORD, clock_now(), token, &x, &e), 0);
	is(d, token);
	assert_int_equal(get(d, "/toi"), 200);
	read_token(d);
}

/* --- */

static void one_signs_in_by_name_and_password(void **unused)
{
	(void)unused;
	struct desk d;
	begin(&d, desk_pages);
	add(&d, "Lan Anh", APP_CLERK);
	assert_int_equal(get(&d, "/toi"), 303);
	assert_true(was_sent(&d, "/dang-nhap?ve=/toi"));
	assert_int_equal(post(&d, "/dang-nhap", "ten=lan+anh&mk=khong+phai"), 403);
	assert_true(reads(&d, "value=\"lan anh\"")); /* what was typed, but for the password */
	assert_false(reads(&d, "khong phai"));
	assert_false(visitor_was_told(&d.visitor, "Set-Cookie: tungnha"));
	assert_int_equal(post(&d, "/dang-nhap", "ten=lan+anh&mk=" PASSWORD_SENT "&ve=//evil.example/"), 303);
	assert_true(was_sent(&d, "/"));
	assert_int_equal(post(&d, "/dang-nhap", "ten=lan+anh&mk=" PASSWORD_SENT "&ve=/toi"), 303);
	assert_true(was_sent(&d, "/toi"));
	sign_in(&d, "lan anh");
	assert_true(reads(&d, "<a href=\"/toi\">Lan Anh</a>"));
	assert_int_equal(post(&d, "/ra", ""), 303);
	assert_int_equal(get(&d, "/toi"), 303);
	end(&d);
}

static void what_was_posted_is_carried_over_a_sign_in_but_for_passwords(void **unused)
{
	(void)unused;
	struct desk d;
	begin(&d, desk_pages);
	add(&d, "Quan", APP_ADMIN);
	assert_int_equal(post(&d, "/nguoi-dung", "ten=Nong+Hanh&quyen=viewer&mk=bi+mat+lam&mk2=bi+mat+lam"), 401);
	assert_true(reads(&d, "name=\"g.ten\" value=\"Nong Hanh\""));
	assert_true(reads(&d, "name=\"di\" value=\"/nguoi-dung\""));
	assert_false(reads(&d, "bi mat"));
	assert_int_equal(post(&d, "/dang-nhap", "ten=Quan&mk=khong+phai&di=/nguoi-dung&g.ten=Nong+Hanh"), 403);
	assert_true(reads(&d, "name=\"g.ten\" value=\"Nong Hanh\"")); /* a wrong one loses nothing */
	assert_int_equal(
		post(&d, "/dang-nhap", "ten=Quan&mk=" PASSWORD_SENT "&di=/nguoi-dung&g.ten=Nong+Hanh&g.quyen=viewer"),
		200);
	assert_true(reads(&d, "action=\"/nguoi-dung\""));
	assert_true(reads(&d, "name=\"ten\" value=\"Nong Hanh\""));
	assert_int_equal(get(&d, "/dang-nhap?di=/nguoi-dung/xoa&g.ma=1"), 200); /* an address carries nothing */
	assert_false(reads(&d, "/nguoi-dung/xoa"));
	end(&d);
}

static bool is_more(enum page_who who, enum app_role role)
{
	return (who == PAGE_CLERK && role < APP_CLERK) || (who == PAGE_APPROVER && role < APP_APPROVER) ||
	       (who == PAGE_ADMIN && role < APP_ADMIN);
}

/* Every row of the table, by its address, as every role: what is above one's own is refused before it is looked at. */
static void who_may_not_is_told_whom_to_ask(void **unused)
{
	(void)unused;
	static const char *const names[] = {[APP_VIEWER] = "Xem", [APP_CLERK] = "Tong", [APP_APPROVER] = "Duyet"};
	struct desk d;
	int refused = 0;
	begin(&d, desk_pages);
	for (enum app_role role = APP_VIEWER; role <= APP_APPROVER; role++) {
		add(&d, names[role], role);
		sign_in(&d, names[role]);
		for (const struct page_route *r = desk_pages; r->method; r++) {
			char path[200];
			if (!is_more(r->who, role))
				continue;
			snprintf(path, sizeof path, "%s%s", r->path,
				strlen(r->path) > 1 && r->path[strlen(r->path) - 1] == '/' ? "x" : "");
			int status = strcmp(r->method, "GET") == 0 ? get(&d, path) : post(&d, path, "");
			if (status != 403)
				fail_msg("%s %s as %s: %d", r->method, path, names[role], status);
			refused++;
		}
	}
	assert_true(refused > 0);
	snprintf(d.cookie, sizeof d.cookie, "x=y");
	for (const struct page_route *r = desk_pages; r->method; r++) {
		char path[200];
		bool read = strcmp(r->method, "GET") == 0;
		if (r->who == PAGE_ANYBODY)
			continue;
		snprintf(path, sizeof path, "%s%s", r->path,
			strlen(r->path) > 1 && r->path[strlen(r->path) - 1] == '/' ? "x" : "");
		int status = read ? get(&d, path) : post(&d, path, "");
		if (status != (read ? 303 : 401))
			fail_msg("%s %s by nobody: %d", r->method, path, status);
	}
	end(&d);
}

static void the_first_administrator_is_made_once_by_who_may_open_the_store(void **unused)
{
	(void)unused;
	struct desk d;
	struct err e;
	char once[APP_TOKEN], path[APP_TOKEN + 32], kept[sizeof d.cookie];
	begin(&d, desk_pages);
	assert_int_equal(get(&d, "/dau-tien"), 200);
	assert_false(reads(&d, "action=\"/dau-tien\""));
	assert_int_equal(get(&d, "/dau-tien?ma=0000"), 403);
	assert_int_equal(app_once_show(d.store, clock_now(), once, &e), 0);
	snprintf(path, sizeof path, "/dau-tien?ma=%s", once);
	assert_int_equal(get(&d, path), 303);
	assert_int_equal(get(&d, path), 403); /* spent */
	assert_int_equal(
		app_session_begin(d.store, APP_OWNER, NULL, clock_now(), once, &(struct app_session){0}, &e), 0);
	is(&d, once);
	assert_int_equal(get(&d, "/dau-tien"), 200);
	read_token(&d);
	memcpy(kept, d.cookie, sizeof kept);
	assert_int_equal(get(&d, "/nguoi-dung"), 403); /* it may do this and nothing else */
	assert_int_equal(post(&d, "/dau-tien", "ten=Quan&mk=ngan&mk2=ngan"), 400);
	assert_int_equal(post(&d, "/dau-tien", "ten=Quan&mk=" PASSWORD_SENT "&mk2=khac"), 400);
	assert_int_equal(post(&d, "/dau-tien", "ten=Quan&mk=" PASSWORD_SENT "&mk2=" PASSWORD_SENT), 303);
	assert_true(was_sent(&d, "/nguoi-dung"));
	memcpy(d.cookie, kept, sizeof kept);
	assert_int_equal(
		post(&d, "/dau-tien", "ten=Hai&mk=" PASSWORD_SENT "&mk2=" PASSWORD_SENT), 401); /* its session ended */
	assert_int_equal(get(&d, "/dau-tien"), 303);
	sign_in(&d, "Quan");
	assert_int_equal(get(&d, "/nguoi-dung"), 200);
	end(&d);
}

static void one_minds_ones_own_account(void **unused)
{
	(void)unused;
	struct desk d;
	struct err e;
	struct app_session other;
	char token[APP_TOKEN], body[200], hex[ID_HEX];
	begin(&d, desk_pages);
	add(&d, "Lan", APP_VIEWER);
	add(&d, "Tu", APP_VIEWER);
	sign_in(&d, "Lan");
	assert_int_equal(post(&d, "/toi/nhin", "ngon-ngu=en&co-chu=2"), 303);
	assert_true(visitor_was_told(&d.visitor, "=en.2."));
	assert_int_equal(post(&d, "/toi/mat-khau", "mk-cu=khong+phai&mk=mot+cai+moi&mk2=mot+cai+moi"), 403);
	assert_int_equal(post(&d, "/toi/mat-khau", "mk-cu=" PASSWORD_SENT "&mk=mot+cai+moi&mk2=mot+cai+khac"), 400);
	assert_int_equal(post(&d, "/toi/mat-khau", "mk-cu=" PASSWORD_SENT "&mk=ngan&mk2=ngan"), 400);
	assert_int_equal(app_user_in(d.store, "Tu", PASSWORD, clock_now(), token, &other, &e), 0);
	snprintf(body, sizeof body, "phien=%s", id_hex(other.id, hex));
	assert_int_equal(post(&d, "/toi/phien", body), 409); /* another's */
	assert_int_equal(app_user_in(d.store, "Lan", PASSWORD, clock_now(), token, &other, &e), 0);
	snprintf(body, sizeof body, "phien=%s", id_hex(other.id, hex));
	assert_int_equal(post(&d, "/toi/phien", body), 303);
	assert_int_equal(post(&d, "/toi/mat-khau", "mk-cu=" PASSWORD_SENT "&mk=mot+cai+moi&mk2=mot+cai+moi"), 303);
	assert_int_equal(get(&d, "/toi"), 200); /* this session stays */
	assert_true(reads(&d, "class=\"box good\""));
	assert_int_equal(app_user_in(d.store, "Lan", "mot cai moi", clock_now(), token, &other, &e), 0);
	end(&d);
}

static struct app_user user(struct desk *d, const char *name)
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
	struct desk d;
	char body[200], path[100], hex[ID_HEX];
	begin(&d, desk_pages);
	add(&d, "Quan", APP_ADMIN);
	sign_in(&d, "Quan");
	assert_int_equal(post(&d, "/nguoi-dung", "ten=Lan&quyen=approver&mk=mot+cai+moi&mk2=mot+cai+moi"), 303);
	assert_int_equal(user(&d, "Lan").role, APP_APPROVER);
	assert_int_equal(post(&d, "/nguoi-dung", "ten=Lan&quyen=viewer&mk=mot+cai+moi&mk2=mot+cai+moi"), 400);
	assert_int_equal(post(&d, "/nguoi-dung", "ten=Tu&quyen=owner&mk=mot+cai+moi&mk2=mot+cai+moi"), 303);
	assert_int_equal(user(&d, "Tu").role, APP_VIEWER); /* what the form does not offer is the least */
	snprintf(path, sizeof path, "/nguoi-dung/%s", id_hex(user(&d, "Lan").id, hex));
	assert_int_equal(get(&d, path), 200);
	assert_int_equal(get(&d, "/nguoi-dung/00"), 404);
	snprintf(body, sizeof body, "ma=%s&quyen=clerk", hex);
	assert_int_equal(post(&d, "/nguoi-dung/quyen", body), 303);
	assert_int_equal(user(&d, "Lan").role, APP_CLERK);
	snprintf(body, sizeof body, "ma=%s&mk=them+mot+cai&mk2=them+mot+cai", hex);
	assert_int_equal(post(&d, "/nguoi-dung/mat-khau", body), 303);
	snprintf(body, sizeof body, "ma=%s", hex);
	assert_int_equal(post(&d, "/nguoi-dung/xoa", body), 303);
	assert_int_equal(post(&d, "/nguoi-dung/xoa", body), 404);
	snprintf(body, sizeof body, "ma=%s", id_hex(user(&d, "Quan").id, hex));
	assert_int_equal(post(&d, "/nguoi-dung/xoa", body), 409); /* the last one */
	snprintf(body, sizeof body, "ma=%s&quyen=viewer", hex);
	assert_int_equal(post(&d, "/nguoi-dung/quyen", body), 409);
	end(&d);
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
	struct desk d;
	begin(&d, acting);
	add(&d, "Lan", APP_VIEWER);
	sign_in(&d, "Lan");
	assert_true(reads(&d, "[Lan]"));
	assert_string_equal(store_acting(d.world.hub.store), ""); /* and nobody's after it */
	snprintf(d.cookie, sizeof d.cookie, "x=y");
	assert_int_equal(get(&d, "/ai"), 200);
	assert_true(reads(&d, "[]"));
	end(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_signs_in_by_name_and_password),
		cmocka_unit_test(what_was_posted_is_carried_over_a_sign_in_but_for_passwords),
		cmocka_unit_test(who_may_not_is_told_whom_to_ask),
		cmocka_unit_test(the_first_administrator_is_made_once_by_who_may_open_the_store),
		cmocka_unit_test(one_minds_ones_own_account),
		cmocka_unit_test(an_administrator_minds_users),
		cmocka_unit_test(an_act_bears_the_name_of_whose_page_it_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
