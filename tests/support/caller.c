/* caller.c - a browser of few words. */
#include "caller.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include <tungnha/app_practice.h>
#include <tungnha/clock.h>

enum { ASKED_MAX = 64 * 1024, POSTED_MAX = 8 * 1024 * 1024 };

int caller_ask(struct caller *c, const char *method, const char *path, const char *body, size_t n)
{
	struct buf b;
	const char *host = c->host ? c->host : web_address(c->web);
	buf_init(&b, ASKED_MAX);
	buf_print(&b, "%s %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\n%s", method, path, host, c->cookie,
		c->heads ? c->heads : "");
	if (c->origin)
		buf_text(&b, c->origin);
	else if (body)
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

int caller_get(struct caller *c, const char *path)
{
	return caller_ask(c, "GET", path, NULL, 0);
}

int caller_fetched(struct caller *c, const char *path)
{
	c->heads = "X-Tungnha: 1\r\n";
	int status = caller_get(c, path);
	c->heads = NULL;
	return status;
}

int caller_post(struct caller *c, const char *path, const char *body)
{
	struct buf b;
	buf_init(&b, POSTED_MAX);
	buf_print(&b, "token=%s&%s", c->token, body);
	int status = caller_ask(c, "POST", path, b.data, b.len);
	buf_free(&b);
	return status;
}

int caller_fetch(struct caller *c, const char *path, const char *body)
{
	c->heads = "X-Tungnha: 1\r\n";
	int status = caller_post(c, path, body);
	c->heads = NULL;
	return status;
}

static void part(struct buf *b, const char *name, const char *filename)
{
	buf_print(b, "--7b1e\r\nContent-Disposition: form-data; name=\"%s\"", name);
	if (filename)
		buf_print(b, "; filename=\"%s\"\r\nContent-Type: application/octet-stream", filename);
	buf_add(b, "\r\n\r\n", 4);
}

int caller_upload(struct caller *c, const char *path, const struct caller_file *f, size_t files)
{
	struct buf body;
	buf_init(&body, POSTED_MAX);
	part(&body, "token", NULL);
	buf_print(&body, "%s\r\n", c->token);
	for (size_t i = 0; i < files; i++) {
		part(&body, "tep", f[i].name);
		buf_add(&body, f[i].bytes, f[i].n);
		buf_add(&body, "\r\n", 2);
	}
	buf_print(&body, "--7b1e--\r\n");
	c->type = "multipart/form-data; boundary=7b1e";
	int status = caller_ask(c, "POST", path, body.data, body.len);
	c->type = NULL;
	buf_free(&body);
	return status;
}

int caller_upload_one(struct caller *c, const char *path, const char *name, const void *bytes, size_t n)
{
	return caller_upload(c, path, &(struct caller_file){name, bytes, n}, 1);
}

bool caller_was_sent(const struct caller *c, const char *location)
{
	char line[512];
	snprintf(line, sizeof line, "Location: %s\r\n", location);
	return visitor_was_told(&c->visitor, line);
}

const char *caller_value(const struct caller *c, const char *name)
{
	static char value[256];
	char wanted[96];
	snprintf(wanted, sizeof wanted, " name=\"%s\" value=\"", name);
	const char *at = strstr(c->page.data, wanted);
	assert_non_null(at);
	at += strlen(wanted);
	snprintf(value, sizeof value, "%.*s", (int)strcspn(at, "\""), at);
	return value;
}

bool caller_reads(const struct caller *c, const char *text)
{
	return strstr(c->page.data, text) != NULL;
}

void caller_holds(struct caller *c, const char *session)
{
	snprintf(c->cookie, sizeof c->cookie, "tungnha-%s=%s", strrchr(web_address(c->web), ':') + 1, session);
}

void caller_take_token(struct caller *c)
{
	snprintf(c->token, sizeof c->token, "%s", caller_value(c, "token"));
}

void caller_is(struct caller *c, const char *session)
{
	caller_holds(c, session);
	/* a page with a form, a hamlet's or a desk's; without one nothing can be posted */
	if (caller_get(c, "/ho-moi") == 200 || caller_get(c, "/toi") == 200)
		caller_take_token(c);
}

static int open_practice(void *context, struct store *like, struct store **out, struct err *e)
{
	const struct caller *c = context;
	return app_practice_open(c->folder, like, clock_now(), LANG_VI, out, e);
}

/* Where people of these pages sign in; NULL: as at the door. */
static const char *login_of(const struct page_route *pages)
{
	while (pages->method && strcmp(pages->path, "/dang-nhap") != 0)
		pages++;
	return pages->path;
}

void caller_begin(struct caller *c, struct store *s, const char *folder, const struct page_route *pages,
	enum app_role role, const char *by)
{
	const struct web_options o = {.listen = "127.0.0.1:0",
		.folder = folder,
		.version = "test",
		.lang = LANG_VI,
		.pages = pages,
		.login = login_of(pages),
		.practice = open_practice,
		.practice_context = c};
	char token[APP_TOKEN];
	struct app_session session;
	struct err e;
	memset(c, 0, sizeof *c);
	buf_init(&c->page, PAGE_BYTES_MAX);
	snprintf(c->folder, sizeof c->folder, "%s", folder);
	assert_int_equal(app_session_begin(s, role, by, clock_now(), token, &session, &e), 0);
	assert_int_equal(web_start(s, &o, &c->web, &e), 0);
	visitor_come(&c->visitor, c->web, NULL);
	caller_is(c, token);
}

void caller_end(struct caller *c)
{
	visitor_leave(&c->visitor);
	web_stop(c->web);
	buf_free(&c->page);
}
