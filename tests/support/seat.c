/* seat.c - a browser at a hub's desk. */
#include "seat.h"

#include <stdio.h>
#include <string.h>

#include <tungnha/clock.h>

void seat_serve(struct seat *c, const struct page_route *pages)
{
	struct err e;
	static struct web_limits limits; /* nobody here is measured by how fast he asks */
	limits = web_limits_desk;
	limits.burst_address = 1000000;
	const struct web_options o = {.listen = "127.0.0.1:0",
		.folder = c->world.hub.folder,
		.version = "test",
		.lang = LANG_VI,
		.service = &web_hub,
		.pages = pages,
		.assets = web_assets_desk,
		.login = "/dang-nhap",
		.limits = &limits};
	assert_int_equal(web_start(c->world.hub.store, &o, &c->caller.web, &e), 0);
	visitor_come(&c->caller.visitor, c->caller.web, NULL);
}

void seat_begin(struct seat *c, const struct page_route *pages)
{
	struct err e;
	*c = (struct seat){.caller.cookie = "x=y"};
	app_access_forget();
	world_begin(&c->world);
	assert_int_equal(store_open_beside(c->world.hub.store, &c->store, &e), 0);
	buf_init(&c->caller.page, PAGE_BYTES_MAX);
	seat_serve(c, pages);
}

void seat_end(struct seat *c)
{
	visitor_leave(&c->caller.visitor);
	web_stop(c->caller.web);
	store_close(c->store);
	world_end(&c->world);
	buf_free(&c->caller.page);
}

/* --- who it is --- */

void seat_add(struct seat *c, const char *name, enum app_role role)
{
	struct err e;
	struct app_user u;
	assert_int_equal(app_user_add(c->store, name, role, SEAT_PASSWORD, "", clock_now(), &u, &e), 0);
}

static void enter(struct seat *c, const char *token)
{
	caller_holds(&c->caller, token);
	assert_int_equal(caller_get(&c->caller, "/toi"), 200);
	caller_take_token(&c->caller);
}

void seat_sign_in(struct seat *c, const char *name)
{
	struct err e;
	struct app_session x;
	char token[APP_TOKEN];
	assert_int_equal(app_user_in(c->store, name, SEAT_PASSWORD, clock_now(), token, &x, &e), 0);
	enter(c, token);
}

void seat_take(struct seat *c, const char *name, enum app_role role)
{
	struct err e;
	struct app_session x;
	char token[APP_TOKEN];
	if (!name) {
		snprintf(c->caller.cookie, sizeof c->caller.cookie, "x=y");
		return;
	}
	assert_int_equal(app_session_begin(c->store, role, name, clock_now(), token, &x, &e), 0);
	enter(c, token);
}
