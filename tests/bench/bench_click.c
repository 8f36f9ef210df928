/*
 * bench_click - clerks at the desk of a hub made by bench_desk: they sign in, all at one moment, then each opens one
 * page after another, a breath between, until a file is there.
 *
 *   bench_click 127.0.0.1:PORT CLERKS SECONDS UNTIL PATH…
 *
 * UNTIL: they stop when this file is there, or after SECONDS. Prints, in ms: the longest sign-in of all and how many
 * were told to come again; then of each page how often it was opened, p50, p95, the longest, and its bytes. Any answer
 * but 200 ends it.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "../support/dial.h"
#include "../support/mail.h"

#include <tungnha/alloc.h>

enum { CLERKS_MAX = 10, PATHS_MAX = 32, OPENED_MAX = 20000, BREATH_US = 300 * 1000, AGAIN_US = 1000 * 1000 };

static const char *address, *until;
static char *const *path;
static size_t clerks, paths;
static double seconds;
static pthread_barrier_t start;

struct clerk {
	pthread_t thread;
	size_t number, opened, again;
	int fd;
	char *answer, cookie[200];
	double signed_in;
	struct {
		size_t path;
		double took;
		size_t bytes;
	} page[OPENED_MAX];
};

_Noreturn static void fail(const char *what, const char *answer)
{
	fprintf(stderr, "bench_click: %s: %.600s\n", what, answer);
	exit(1);
}

static size_t ask(struct clerk *c, const char *request, int n)
{
	dial_put(c->fd, request, (size_t)n);
	return dial_hear(c->fd, c->answer);
}

static bool try_in(struct clerk *c)
{
	char request[600], body[100];
	int length = snprintf(body, sizeof body, "ten=Clerk+%zu&mk=clerk+password", c->number);
	int n = snprintf(request, sizeof request,
		"POST /dang-nhap HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\n"
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		address, address, length, body);
	ask(c, request, n);
	if (strncmp(c->answer, "HTTP/1.1 503 ", 13) == 0)
		return false;
	const char *cookie = strcasestr(c->answer, "\r\nSet-Cookie: tungnha-");
	if (strncmp(c->answer, "HTTP/1.1 303 ", 13) != 0 || !cookie)
		fail("signing in", c->answer);
	cookie += 14;
	snprintf(c->cookie, sizeof c->cookie, "%.*s", (int)strcspn(cookie, ";\r"), cookie);
	return true;
}

static void sign_in(struct clerk *c)
{
	double before = mail_seconds();
	while (!try_in(c)) {
		c->again++;
		usleep(AGAIN_US);
	}
	c->signed_in = mail_seconds() - before;
}

static void open_page(struct clerk *c, size_t which)
{
	char request[600];
	int n = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\n\r\n", path[which],
		address, c->cookie);
	double before = mail_seconds();
	size_t bytes = ask(c, request, n);
	if (strncmp(c->answer, "HTTP/1.1 200 ", 13) != 0)
		fail(path[which], c->answer);
	c->page[c->opened].path = which;
	c->page[c->opened].took = mail_seconds() - before;
	c->page[c->opened++].bytes = bytes;
}

static void *run(void *data)
{
	struct clerk *c = data;
	c->fd = dial(100 + (uint32_t)c->number);
	pthread_barrier_wait(&start);
	sign_in(c);
	double end = mail_seconds() + seconds;
	/* Each begins elsewhere, so that all pages are open at one time. */
	for (size_t i = c->number; c->opened < OPENED_MAX && mail_seconds() < end && access(until, F_OK) != 0; i++) {
		open_page(c, i % paths);
		usleep(BREATH_US);
	}
	close(c->fd);
	return NULL;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void print_path(const struct clerk *c, size_t which)
{
	double *took = alloc_zero(CLERKS_MAX * OPENED_MAX, sizeof *took);
	size_t n = 0, bytes = 0;
	for (size_t k = 0; k < clerks; k++)
		for (size_t i = 0; i < c[k].opened; i++)
			if (which == paths || c[k].page[i].path == which) {
				took[n++] = c[k].page[i].took * 1000;
				bytes = c[k].page[i].bytes > bytes ? c[k].page[i].bytes : bytes;
			}
	qsort(took, n, sizeof *took, compare);
	if (n)
		printf("  %-34s %5zu %8.0f %8.0f %8.0f %8zu\n", which == paths ? "all" : path[which], n, took[n / 2],
			took[n * 95 / 100], took[n - 1], bytes);
	free(took);
}

int main(int argc, char **argv)
{
	double longest = 0;
	size_t again = 0;
	clerks = argc > 5 ? (size_t)atoi(argv[2]) : 0;
	paths = argc > 5 ? (size_t)argc - 5 : 0;
	if (clerks == 0 || clerks > CLERKS_MAX || paths > PATHS_MAX) {
		fprintf(stderr, "bench_click 127.0.0.1:PORT CLERKS SECONDS UNTIL PATH…\n");
		return 64;
	}
	address = argv[1];
	seconds = atof(argv[3]);
	until = argv[4];
	path = argv + 5;
	dial_to(address);
	struct clerk *clerk = alloc_zero(clerks, sizeof *clerk);
	pthread_barrier_init(&start, NULL, (unsigned)clerks);
	for (size_t i = 0; i < clerks; i++) {
		clerk[i].number = i;
		clerk[i].answer = alloc_bytes(DIAL_ANSWER_MAX + 1);
		if (pthread_create(&clerk[i].thread, NULL, run, &clerk[i]) != 0)
			fail("thread", "");
	}
	for (size_t i = 0; i < clerks; i++) {
		pthread_join(clerk[i].thread, NULL);
		longest = clerk[i].signed_in > longest ? clerk[i].signed_in : longest;
		again += clerk[i].again;
		free(clerk[i].answer);
	}
	printf("  %zu signed in at one moment: the last after %.0f ms; told to come again: %zu times\n", clerks,
		longest * 1000, again);
	for (size_t i = 0; i <= paths; i++)
		print_path(clerk, i);
	free(clerk);
	return 0;
}
