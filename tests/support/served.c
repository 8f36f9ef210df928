/* served.c - pages over real sockets, one request a connection. */
#include "served.h"

#include <stdio.h>
#include <string.h>

void served_begin(struct served *d, const struct page_route *pages)
{
	struct err e;
	world_begin(&d->world);
	const struct web_options o = {.listen = "127.0.0.1:0",
		.folder = d->world.hub.folder,
		.version = "test",
		.lang = LANG_VI,
		.service = &web_hub,
		.pages = pages,
		.assets = web_assets_door,
		.limits = &web_limits_pages};
	assert_int_equal(web_start(d->world.hub.store, &o, &d->web, &e), 0);
	snprintf(d->host, sizeof d->host, "%s", web_address(d->web));
	buf_init(&d->body, 4 * 1024 * 1024);
}

void served_end(struct served *d)
{
	web_stop(d->web);
	world_end(&d->world);
	buf_free(&d->body);
}

/* One request of the server's own host; `more` are lines of its head. */
int served_ask(struct served *d, const char *what, const char *more, const char *body, size_t n)
{
	struct buf b;
	struct visitor v;
	buf_init(&b, 4 * 1024 * 1024);
	buf_print(&b, "%s HTTP/1.1\r\nHost: %s\r\n%s", what, d->host, more);
	if (body)
		buf_print(&b, "Content-Length: %zu\r\n", n);
	buf_text(&b, "\r\n");
	buf_add(&b, body, n);
	visitor_come(&v, d->web, NULL);
	visitor_say(&v, b.data, b.len);
	int status = visitor_hear(&v, d->web, &d->body);
	visitor_leave(&v);
	buf_free(&b);
	return status;
}

int served_get(struct served *d, const char *path, const char *more)
{
	char what[1024];
	snprintf(what, sizeof what, "GET %s", path);
	return served_ask(d, what, more, NULL, 0);
}

int served_post(struct served *d, const char *path, const char *type, const char *body, size_t n)
{
	char what[100], more[300];
	snprintf(what, sizeof what, "POST %s", path);
	snprintf(more, sizeof more, "Origin: http://%s\r\nContent-Type: %s\r\n", d->host, type);
	return served_ask(d, what, more, body, n);
}

bool served_told(const char *text)
{
	return visitor_was_told(NULL, text);
}

void served_says(const struct served *d, const char *text)
{
	if (!strstr(d->body.data, text))
		fail_msg("it says: %s", d->body.data);
}
