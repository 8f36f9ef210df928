/*
 * bench_post - so many senders, each with a connection of its own from an address of its own, post messages sealed
 * beforehand to a hub; each waits for the reply to one before it sends the next.
 *
 *   bench_post 127.0.0.1:PORT MAIL SENDERS
 *
 * Prints seconds and messages answered. Any answer but a sealed reply ends it.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../support/mail.h"

#include <tungnha/alloc.h>

enum { SENDERS_MAX = 64, REPLY_MAX = 2 * 1024 * 1024, HEAD_MAX = 16 * 1024 };

static struct sockaddr_in hub;
static const char *address;
static struct mail mail;
static size_t senders;
static pthread_barrier_t start;

struct sender {
	pthread_t thread;
	size_t number, answered;
	int fd;
	char *reply;
};

_Noreturn static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void call_hub(struct sender *s)
{
	struct sockaddr_in own = {.sin_family = AF_INET};
	int on = 1;
	own.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + (uint32_t)s->number);
	s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (s->fd < 0 || bind(s->fd, (struct sockaddr *)&own, sizeof own) != 0 ||
		connect(s->fd, (struct sockaddr *)&hub, sizeof hub) != 0)
		fail("connect");
	setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static void put(int fd, const void *bytes, size_t n)
{
	const char *at = bytes;
	while (n > 0) {
		ssize_t sent = send(fd, at, n, MSG_NOSIGNAL);
		if (sent <= 0)
			fail("send");
		at += sent;
		n -= (size_t)sent;
	}
}

static size_t body_bytes(const char *head)
{
	const char *line = strcasestr(head, "\r\nContent-Length:");
	if (!line)
		fail("reply without a length");
	return (size_t)strtoul(line + 17, NULL, 10);
}

/* The head and the whole body. */
static void read_reply(struct sender *s)
{
	size_t n = 0, whole = REPLY_MAX;
	while (n < whole) {
		ssize_t got = recv(s->fd, s->reply + n, REPLY_MAX - n, 0);
		if (got <= 0)
			fail("recv");
		n += (size_t)got;
		s->reply[n] = '\0';
		const char *end = whole == REPLY_MAX ? strstr(s->reply, "\r\n\r\n") : NULL;
		if (end)
			whole = (size_t)(end + 4 - s->reply) + body_bytes(s->reply);
	}
	if (strncmp(s->reply, "HTTP/1.1 200 ", 13) != 0 || !strcasestr(s->reply, "application/vnd.tungnha.message")) {
		fprintf(stderr, "bench_post: %.*s\n", (int)(n < 600 ? n : 600), s->reply);
		exit(1);
	}
}

static void *run(void *data)
{
	struct sender *s = data;
	call_hub(s);
	pthread_barrier_wait(&start);
	for (size_t i = 0; i < mail.letters; i++) {
		const struct mail_letter *l = &mail.letter[i];
		char head[200];
		if (l->device % senders != s->number)
			continue;
		int n = snprintf(head, sizeof head,
			"POST /exchange HTTP/1.1\r\nHost: %s\r\nContent-Type: application/vnd.tungnha.message\r\n"
			"Content-Length: %zu\r\n\r\n",
			address, l->n);
		put(s->fd, head, (size_t)n);
		put(s->fd, l->bytes, l->n);
		read_reply(s);
		s->answered++;
	}
	close(s->fd);
	return NULL;
}

static bool read_address(const char *text)
{
	char host[64];
	const char *colon = strrchr(text, ':');
	if (!colon || (size_t)(colon - text) >= sizeof host)
		return false;
	memcpy(host, text, (size_t)(colon - text));
	host[colon - text] = '\0';
	address = text;
	hub = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(colon + 1))};
	return inet_pton(AF_INET, host, &hub.sin_addr) == 1;
}

int main(int argc, char **argv)
{
	static struct sender sender[SENDERS_MAX];
	size_t answered = 0;
	senders = argc == 4 ? (size_t)atoi(argv[3]) : 0;
	if (senders == 0 || senders > SENDERS_MAX || !read_address(argv[1])) {
		fprintf(stderr, "bench_post 127.0.0.1:PORT MAIL SENDERS\n");
		return 64;
	}
	mail_read(argv[2], &mail);
	pthread_barrier_init(&start, NULL, (unsigned)senders + 1);
	for (size_t i = 0; i < senders; i++) {
		sender[i] = (struct sender){.number = i, .reply = alloc_bytes(REPLY_MAX + 1)};
		if (pthread_create(&sender[i].thread, NULL, run, &sender[i]) != 0)
			fail("thread");
	}
	pthread_barrier_wait(&start);
	double before = mail_seconds();
	for (size_t i = 0; i < senders; i++) {
		pthread_join(sender[i].thread, NULL);
		answered += sender[i].answered;
		free(sender[i].reply);
	}
	printf("%.4f %zu\n", mail_seconds() - before, answered);
	mail_free(&mail);
	return 0;
}
