/* loopback.c - a small HTTP server for tests. */
#include "loopback.h"

#include <arpa/inet.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

enum { HEAD_MAX = 8192, BODY_MAX = 2 * 1024 * 1024 };

bool loopback_send(int fd, const void *bytes, size_t n)
{
	const char *p = bytes;
	while (n > 0) {
		ssize_t wrote = send(fd, p, n, MSG_NOSIGNAL);
		if (wrote <= 0)
			return false;
		p += wrote;
		n -= (size_t)wrote;
	}
	return true;
}

bool loopback_text(int fd, const char *text)
{
	return loopback_send(fd, text, strlen(text));
}

bool loopback_reply(int fd, const char *head, const void *body, size_t n)
{
	char length[64];
	snprintf(length, sizeof length, "Content-Length: %zu\r\n\r\n", n);
	return loopback_text(fd, "HTTP/1.1 ") && loopback_text(fd, head) && loopback_text(fd, length) &&
	       loopback_send(fd, body, n);
}

/* Something to read, or the end of the test (false). */
static bool wait_for(struct loopback *v, int fd)
{
	struct pollfd p[2] = {{.fd = fd, .events = POLLIN}, {.fd = v->stop[0], .events = POLLIN}};
	return poll(p, 2, -1) > 0 && !(p[1].revents) && p[0].revents;
}

void loopback_hold(struct loopback *v, int fd)
{
	char byte;
	while (wait_for(v, fd) && recv(fd, &byte, 1, 0) > 0)
		;
}

/* Byte by byte up to the empty line: simple, and nothing of the body is taken with it. */
static bool read_head(struct loopback *v, int fd, char head[static HEAD_MAX])
{
	size_t n = 0;
	while (n < HEAD_MAX - 1 && wait_for(v, fd) && recv(fd, head + n, 1, 0) == 1) {
		head[++n] = '\0';
		if (head[0] == 0x16) /* a TLS client greets: not understood here */
			return false;
		if (n >= 4 && strcmp(head + n - 4, "\r\n\r\n") == 0)
			return true;
	}
	return false;
}

static bool read_body(struct loopback *v, int fd, const char *head, struct buf *body)
{
	const char *at = strcasestr(head, "\r\nContent-Length:");
	size_t left = at ? strtoul(at + 17, NULL, 10) : 0;
	char piece[4096];
	while (left > 0 && wait_for(v, fd)) {
		ssize_t n = recv(fd, piece, left < sizeof piece ? left : sizeof piece, 0);
		if (n <= 0)
			return false;
		buf_add(body, piece, (size_t)n);
		left -= (size_t)n;
	}
	return left == 0;
}

static void serve(struct loopback *v, int fd)
{
	char head[HEAD_MAX];
	struct buf body;
	bool more = true;
	while (more && read_head(v, fd, head)) {
		buf_init(&body, BODY_MAX);
		more = read_body(v, fd, head, &body);
		if (more) {
			v->requests++;
			more = v->answer(v, fd, head, &body);
		}
		buf_free(&body);
	}
	close(fd);
}

static void *run(void *context)
{
	struct loopback *v = context;
	while (wait_for(v, v->listening)) {
		int fd = accept(v->listening, NULL, NULL);
		if (fd < 0)
			break;
		v->connections++;
		serve(v, fd);
	}
	return NULL;
}

static int listen_anywhere(int *port)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t n = sizeof a;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &n), 0);
	*port = ntohs(a.sin_port);
	return fd;
}

void loopback_begin(struct loopback *v, loopback_answer answer, void *context)
{
	*v = (struct loopback){.answer = answer, .context = context};
	v->listening = listen_anywhere(&v->port);
	assert_int_equal(listen(v->listening, 16), 0);
	assert_int_equal(pipe(v->stop), 0);
	snprintf(v->url, sizeof v->url, "http://127.0.0.1:%d", v->port);
	assert_int_equal(pthread_create(&v->thread, NULL, run, v), 0);
}

void loopback_end(struct loopback *v)
{
	assert_int_equal(write(v->stop[1], "x", 1), 1);
	pthread_join(v->thread, NULL);
	close(v->listening);
	close(v->stop[0]);
	close(v->stop[1]);
}

int loopback_dead_port(void)
{
	int port, fd = listen_anywhere(&port);
	close(fd);
	return port;
}
