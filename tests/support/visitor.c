/* visitor.c - a client of bytes. */
#include "visitor.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <tungnha/alloc.h>

enum { HEARD_MAX = 4 * 1024 * 1024, HEAD_MAX = 4096, SLICE_MS = 10, PATIENCE = 3000 };

static _Thread_local char last_head[HEAD_MAX];

struct web *visitor_host(struct store *s, const char *folder, const struct web_limits *limits, FILE *log)
{
	struct web_options o = {.listen = "127.0.0.1:0",
		.folder = folder,
		.service = &web_hub,
		.version = "test",
		.lang = LANG_EN,
		.limits = limits,
		.log = log};
	struct web *w = NULL;
	struct err e;
	if (web_start(s, &o, &w, &e) != 0)
		fail_msg("web_start: %s %s", text_name(e.text), e.arg[0]);
	return w;
}

static struct sockaddr_in at(const char *host, int port)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	inet_pton(AF_INET, host, &a.sin_addr);
	return a;
}

void visitor_plan(struct visitor *v, const char *from)
{
	struct sockaddr_in own = at(from ? from : "0.0.0.0", 0);
	*v = (struct visitor){.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
	buf_init(&v->heard, HEARD_MAX);
	assert_true(v->fd >= 0);
	if (from)
		assert_int_equal(bind(v->fd, (struct sockaddr *)&own, sizeof own), 0);
}

void visitor_go(struct visitor *v, const struct web *w)
{
	struct sockaddr_in to = at("127.0.0.1", atoi(strrchr(web_address(w), ':') + 1));
	v->gone = connect(v->fd, (struct sockaddr *)&to, sizeof to) != 0;
}

void visitor_come(struct visitor *v, const struct web *w, const char *from)
{
	visitor_plan(v, from);
	visitor_go(v, w);
}

void visitor_leave(struct visitor *v)
{
	close(v->fd);
	v->fd = -1;
	buf_free(&v->heard);
}

bool visitor_say(struct visitor *v, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t sent = send(v->fd, bytes, n, MSG_NOSIGNAL);
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		bytes += sent;
		n -= (size_t)sent;
	}
	return true;
}

bool visitor_text(struct visitor *v, const char *text)
{
	return visitor_say(v, text, strlen(text));
}

void visitor_post(struct visitor *v, const void *bytes, size_t n)
{
	char *head =
		alloc_print("POST /exchange HTTP/1.1\r\nHost: x\r\nContent-Type: application/vnd.tungnha.message\r\n"
			    "Content-Length: %zu\r\n\r\n",
			n);
	if (visitor_text(v, head))
		visitor_say(v, bytes, n);
	free(head);
}

/* Some more, or the end; false: neither in all patience. */
static bool hear_some(struct visitor *v, struct web *w)
{
	char bytes[16 * 1024];
	struct pollfd p = {.fd = v->fd, .events = POLLIN};
	for (int i = 0; i < PATIENCE; i++) {
		if (w)
			web_tick(w);
		if (poll(&p, 1, SLICE_MS) <= 0)
			continue;
		ssize_t n = recv(v->fd, bytes, sizeof bytes, 0);
		if (n > 0)
			buf_add(&v->heard, bytes, (size_t)n);
		v->gone = n <= 0;
		return true;
	}
	return false;
}

/* How long the first answer in what was heard is, with its body at *body; 0: not whole yet. */
static size_t whole(const struct buf *b, size_t *body)
{
	const char *end = strstr(b->data, "\r\n\r\n"), *length;
	if (!end || (size_t)(end - b->data) >= HEAD_MAX)
		return 0;
	*body = (size_t)(end - b->data) + 4;
	memcpy(last_head, b->data, *body - 2);
	last_head[*body - 2] = '\0';
	length = strstr(last_head, "Content-Length: ");
	if (strncmp(last_head, "HTTP/1.1 100", 12) == 0)
		length = NULL;
	size_t n = *body + (length ? strtoul(length + 16, NULL, 10) : 0);
	return n <= b->len ? n : 0;
}

int visitor_hear(struct visitor *v, struct web *w, struct buf *body)
{
	size_t at_body = 0, n;
	while ((n = whole(&v->heard, &at_body)) == 0) {
		if (v->gone)
			return 0;
		if (!hear_some(v, w))
			fail_msg("no answer, and not closed either");
	}
	int status = atoi(v->heard.data + 9);
	if (body) {
		buf_clear(body);
		buf_add(body, v->heard.data + at_body, n - at_body);
	}
	memmove(v->heard.data, v->heard.data + n, v->heard.len - n + 1);
	v->heard.len -= n;
	return status;
}

bool visitor_was_told(const struct visitor *v, const char *text)
{
	return visitor_told(v, text) != NULL;
}

const char *visitor_told(const struct visitor *v, const char *text)
{
	static char rest[HEAD_MAX];
	const char *at = strstr(last_head, text);
	(void)v;
	if (!at)
		return NULL;
	at += strlen(text);
	snprintf(rest, sizeof rest, "%.*s", (int)strcspn(at, ";\r"), at);
	return rest;
}

bool visitor_is_cut(struct visitor *v, struct web *w)
{
	while (!v->gone)
		if (!hear_some(v, w))
			return false;
	return true;
}

int visitor_ask(struct web *w, const char *text, struct buf *body)
{
	struct visitor v;
	visitor_come(&v, w, NULL);
	visitor_text(&v, text);
	int status = visitor_hear(&v, w, body);
	visitor_leave(&v);
	return status;
}
