/*
 * bench_post - so many senders, each with a connection of its own from an address of its own, post messages sealed
 * beforehand to a hub; each waits for the reply to one before it sends the next.
 *
 *   bench_post 127.0.0.1:PORT MAIL SENDERS
 *
 * Prints seconds and messages answered. Any answer but a sealed reply ends it.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../support/dial.h"
#include "../support/mail.h"

#include <tungnha/alloc.h>

enum { SENDERS_MAX = 64 };

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

static void read_reply(struct sender *s)
{
	size_t n = dial_hear(s->fd, s->reply);
	if (strncmp(s->reply, "HTTP/1.1 200 ", 13) != 0 || !strcasestr(s->reply, "application/vnd.tungnha.message")) {
		fprintf(stderr, "bench_post: %.*s\n", (int)(n < 600 ? n : 600), s->reply);
		exit(1);
	}
}

static void *run(void *data)
{
	struct sender *s = data;
	s->fd = dial((uint32_t)s->number + 1);
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
		dial_put(s->fd, head, (size_t)n);
		dial_put(s->fd, l->bytes, l->n);
		read_reply(s);
		s->answered++;
	}
	close(s->fd);
	return NULL;
}

int main(int argc, char **argv)
{
	static struct sender sender[SENDERS_MAX];
	size_t answered = 0;
	senders = argc == 4 ? (size_t)atoi(argv[3]) : 0;
	if (senders == 0 || senders > SENDERS_MAX) {
		fprintf(stderr, "bench_post 127.0.0.1:PORT MAIL SENDERS\n");
		return 64;
	}
	address = argv[1];
	dial_to(address);
	mail_read(argv[2], &mail);
	pthread_barrier_init(&start, NULL, (unsigned)senders + 1);
	for (size_t i = 0; i < senders; i++) {
		sender[i] = (struct sender){.number = i, .reply = alloc_bytes(DIAL_ANSWER_MAX + 1)};
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
