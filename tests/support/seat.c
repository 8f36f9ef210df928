/* seat.c - a browser at a hub's desk. */
#include "seat.h"

#include <stdio.h>
#include <string.h>

#include <tungnha/clock.h>

enum { HEAD_MAX = 16 * 1024, BODY_MAX = 4 * 1024 * 1024 };

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
	assert_int_equal(web_start(c->world.hub.store, &o, &c->web, &e), 0);
	visitor_come(&c->visitor, c->web, NULL);
}

void seat_begin(struct seat *c, const struct page_route *pages)
{
	struct err e;
	*c = (struct seat){.cookie = "x=y"};
	app_access_forget();
	world_begin(&c->world);
	assert_int_equal(store_open_beside(c->world.hub.store, &c->store, &e), 0);
	buf_init(&c->page, PAGE_BYTES_MAX);
	seat_serve(c, pages);
}

void seat_end(struct seat *c)
{
	visitor_leave(&c->visitor);
	web_stop(c->web);
	store_close(c->store);
	world_end(&c->world);
	buf_free(&c->page);
}

/* --- asking --- */

int seat_ask(struct seat *c, const char *method, const char *path, const char *body, size_t n)
{
	struct buf b;
	const char *host = c->host ? c->host : web_address(c->web);
	buf_init(&b, HEAD_MAX);
	buf_print(&b, "%s %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\n%s", method, path, host, c->cookie,
		c->heads ? c->heads : "");
	if (c->origin)
		buf_text(&b, c->origin);
	else
		buf_print(&b, "Origin: http://%s\r\n", host);
	if (body)
		buf_print(&b, "Content-Type: %s\r\nContent-Length: %zu\r\n",
			c->type ? c->type : "application/x-www-form-urlencoded", n);
	buf_text(&b, "\r\n");
	buf_clear(&c->page);
	assert_true(visitor_text(&c->visitor, b.data));
	buf_free(&b);
	if (n > 0)
		(void)visitor_say(&c->visitor, body, n); /* refused by its head, it may not be heard to its end */
	return visitor_hear(&c->visitor, c->web, &c->page);
}

int seat_get(struct seat *c, const char *path)
{
	return seat_ask(c, "GET", path, NULL, 0);
}

int seat_post(struct seat *c, const char *path, const char *fields)
{
	struct buf b;
	buf_init(&b, BODY_MAX);
	buf_print(&b, "token=%s&%s", c->token, fields);
	int status = seat_ask(c, "POST", path, b.data, b.len);
	buf_free(&b);
	return status;
}

int seat_poll(struct seat *c, const char *path)
{
	c->heads = "X-Tungnha: 1\r\n";
	int status = seat_get(c, path);
	c->heads = NULL;
	return status;
}

static void add_field(struct buf *b, const char *name, size_t name_n, const char *value, size_t n)
{
	buf_print(b, "--grenze\r\nContent-Disposition: form-data; name=\"%.*s\"\r\n\r\n%.*s\r\n", (int)name_n, name,
		(int)n, value);
}

int seat_upload(struct seat *c, const char *path, const char *fields, const char *filename, const void *bytes, size_t n)
{
	struct buf b;
	buf_init(&b, BODY_MAX);
	add_field(&b, "token", 5, c->token, strlen(c->token));
	for (const char *at = fields; *at; at += strcspn(at, "&"), at += *at == '&') {
		size_t name = strcspn(at, "="), pair = strcspn(at, "&");
		add_field(&b, at, name, at + name + 1, pair - name - 1);
	}
	buf_print(&b,
		"--grenze\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"%s\"\r\nContent-Type: "
		"application/octet-stream\r\n\r\n",
		filename);
	buf_add(&b, bytes, n);
	buf_text(&b, "\r\n--grenze--\r\n");
	c->type = "multipart/form-data; boundary=grenze";
	int status = seat_ask(c, "POST", path, b.data, b.len);
	c->type = NULL;
	buf_free(&b);
	return status;
}

bool seat_reads(const struct seat *c, const char *text)
{
	return strstr(c->page.data, text) != NULL;
}

bool seat_was_sent(const struct seat *c, const char *location)
{
	char line[512];
	snprintf(line, sizeof line, "Location: %s\r\n", location);
	return visitor_was_told(&c->visitor, line);
}

/* --- who it is --- */

void seat_add(struct seat *c, const char *name, enum app_role role)
{
	struct err e;
	struct app_user u;
	assert_int_equal(app_user_add(c->store, name, role, SEAT_PASSWORD, "", clock_now(), &u, &e), 0);
}

void seat_is(struct seat *c, const char *token)
{
	snprintf(c->cookie, sizeof c->cookie, "tungnha-%s=%s", strrchr(web_address(c->web), ':') + 1, token);
}

void seat_read_token(struct seat *c)
{
	static const char wanted[] = " name=\"token\" value=\"";
	const char *at = strstr(c->page.data, wanted);
	assert_non_null(at);
	snprintf(c->token, sizeof c->token, "%.*s", (int)strcspn(at + sizeof wanted - 1, "\""), at + sizeof wanted - 1);
}

static void enter(struct seat *c, const char *token)
{
	seat_is(c, token);
	assert_int_equal(seat_get(c, "/toi"), 200);
	seat_read_token(c);
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
		snprintf(c->cookie, sizeof c->cookie, "x=y");
		return;
	}
	assert_int_equal(app_session_begin(c->store, role, name, clock_now(), token, &x, &e), 0);
	enter(c, token);
}
