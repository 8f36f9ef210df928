/* loopback.h - a small HTTP server for tests, on a free port of 127.0.0.1, in a thread of its own: it answers with
 * whatever bytes the test says, right or wrong. */
#ifndef TUNGNHA_TESTS_LOOPBACK_H
#define TUNGNHA_TESTS_LOOPBACK_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include <tungnha/buf.h>

struct loopback;
/* Answers one request; false: the connection is closed after it. head ends with the empty line. */
typedef bool (*loopback_answer)(struct loopback *v, int fd, const char *head, const struct buf *body);

struct loopback {
	loopback_answer answer;
	void *context;
	char url[64]; /* http://127.0.0.1:PORT */
	int port;
	atomic_int connections, requests;
	int listening, stop[2];
	pthread_t thread;
};

void loopback_begin(struct loopback *v, loopback_answer answer, void *context);
void loopback_end(struct loopback *v);

bool loopback_send(int fd, const void *bytes, size_t n); /* false: the other side is gone */
bool loopback_text(int fd, const char *text);
/* A whole answer: status line and headers as given ("200 OK\r\nX: y\r\n"), Content-Length, the body. */
bool loopback_reply(int fd, const char *head, const void *body, size_t n);
void loopback_hold(struct loopback *v, int fd); /* says nothing until the client goes away or the test ends */

int loopback_dead_port(void); /* a port of 127.0.0.1 nobody listens on */

#endif
