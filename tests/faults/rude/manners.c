/* manners.c - what each manner says, and how. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "rude.h"

struct manner manner = {.connections = 1, .count = 1};

/* ---- what is said ---- */

static struct bytes text(const char *head, struct bytes body)
{
	struct bytes b = {.n = strlen(head) + body.n};
	b.at = malloc(b.n + 1);
	if (!b.at)
		abort();
	memcpy(b.at, head, strlen(head));
	if (body.n > 0)
		memcpy(b.at + strlen(head), body.at, body.n);
	return b;
}

static struct bytes read_file(const char *path)
{
	FILE *f = path ? fopen(path, "rb") : NULL;
	struct bytes b = {.at = malloc(4 << 20)};
	if (!f || !b.at)
		fail("a file cannot be read");
	b.n = fread(b.at, 1, 4 << 20, f);
	fclose(f);
	return b;
}

static void say(struct bytes b)
{
	if (manner.requests == KINDS_MAX)
		fail("too many files");
	manner.request[manner.requests++] = b;
}

/* A request's head up to the lines about its body. */
static const char *head(const char *method, const char *path, const char *more)
{
	static char out[HEAD_MAX];
	snprintf(out, sizeof out, "%s %s HTTP/1.1\r\nHost: hub\r\n%s%s%s\r\n", method, path, option.header,
		*option.header ? "\r\n" : "", more);
	return out;
}

static const char *body_lines(const char *length)
{
	static char out[512];
	snprintf(out, sizeof out, "Content-Type: %s\r\n%s\r\n", option.type, length);
	return out;
}

static void say_message(const char *path)
{
	struct bytes body = read_file(path);
	char length[64];
	snprintf(length, sizeof length, "Content-Length: %zu", body.n);
	say(text(head(option.method, option.path, body_lines(length)), body));
	free(body.at);
}

static void say_unfinished(const char *length)
{
	say(text(head(option.method, option.path, body_lines(length)), (struct bytes){0}));
}

/* before, n times c, after: again and again, until this end is cut off. */
static void tail_of(char c, size_t n, const char *before, const char *after)
{
	struct bytes run = {.at = malloc(n), .n = n};
	if (!run.at)
		abort();
	memset(run.at, c, n);
	struct bytes first = text(before, run), last = text(after, (struct bytes){0});
	manner.stays = true;
	manner.tail = (struct bytes){.at = malloc(first.n + last.n), .n = first.n + last.n};
	memcpy(manner.tail.at, first.at, first.n);
	memcpy(manner.tail.at + first.n, last.at, last.n);
	free(first.at);
	free(last.at);
	free(run.at);
}

/* ---- manners: arguments a[0..n-1] ---- */

static void get(char **a, int n)
{
	say(text(head(strcmp(option.method, "POST") ? option.method : "GET", n ? a[0] : "/health", ""),
		(struct bytes){0}));
}

static void post(char **a, int n)
{
	for (int i = 0; i < n; i++)
		say_message(a[i]);
	manner.count = (size_t)n;
	manner.lockstep = true;
}

static void pipeline(char **a, int n)
{
	post(a + 1, n - 1);
	manner.count = (size_t)number(a[0], REPLIES_MAX) * (size_t)(n - 1);
	manner.lockstep = false;
}

/* One connection each, the files in turn. */
static void together(char **a, int n)
{
	post(a + 1, n - 1);
	manner.connections = (size_t)number(a[0], CONNECTIONS_MAX);
	manner.count = 1;
	manner.one_each = true;
}

static void half_close(char **a, int n)
{
	post(a, n);
	manner.half_close = true;
}

static void cut(char **a, int n)
{
	post(a + 1, n - 1);
	struct bytes *b = &manner.request[0];
	size_t keep = (size_t)(strstr(b->at, "\r\n\r\n") + 4 - b->at) + (size_t)number(a[0], 4 << 20);
	b->n = keep < b->n ? keep : b->n;
	manner.count = 1;
	manner.hang_up = true;
}

static void flood(char **a, int n)
{
	if (n > 1)
		say_message(a[1]);
	else
		get(NULL, 0);
	manner.lockstep = true;
	manner.count = (size_t)number(a[0], REQUESTS_MAX);
	manner.again = true;
}

static void idle(char **a, int n)
{
	manner.connections = (size_t)number(a[0], CONNECTIONS_MAX);
	say(text(n > 1 ? a[1] : "", (struct bytes){0}));
	manner.stays = true;
}

static void connect_flood(char **a, int n)
{
	idle(a, n);
	manner.hang_up = true;
}

static void slow_head(char **a, int n)
{
	(void)a, (void)n;
	say(text(head("POST", option.path, ""), (struct bytes){0}));
	manner.send_rate = 1;
	manner.stays = true;
}

static void slow_body(char **a, int n)
{
	(void)a, (void)n;
	say_unfinished("Content-Length: 4000");
	manner.prompt = manner.request[0].n;
	tail_of('T', 1, "", "");
	manner.send_rate = 1;
}

static void slow_read(char **a, int n)
{
	pipeline(a, n);
	manner.read_rate = 1;
	manner.stays = true;
}

static void length(char **a, int n)
{
	char line[128];
	(void)n;
	if (strcmp(a[0], "twice") == 0)
		snprintf(line, sizeof line, "Content-Length: 10\r\nContent-Length: 4000");
	else if (strcmp(a[0], "chunked") == 0)
		snprintf(line, sizeof line, "Content-Length: 10\r\nTransfer-Encoding: chunked");
	else
		snprintf(line, sizeof line, "Content-Length: %.60s", a[0]);
	say_unfinished(line);
	tail_of('x', 4096, "", "");
}

static void endless(char **a, int n)
{
	(void)a, (void)n;
	say_unfinished("Transfer-Encoding: chunked");
	tail_of('x', 4096, "1000\r\n", "\r\n");
}

static void garbage(char **a, int n)
{
	unsigned v = 1;
	struct bytes b = {.at = malloc(65536), .n = 65536};
	(void)a, (void)n;
	for (size_t i = 0; i < b.n; i++)
		b.at[i] = (char)((v = v * 1103515245u + 12345u) >> 16);
	say(b);
}

static void big_header(char **a, int n)
{
	(void)a, (void)n;
	say(text("POST /exchange HTTP/1.1\r\nHost: hub\r\nX-Long: ", (struct bytes){0}));
	tail_of('x', 4096, "", "");
}

static void many_headers(char **a, int n)
{
	(void)a, (void)n;
	say(text("POST /exchange HTTP/1.1\r\nHost: hub\r\n", (struct bytes){0}));
	tail_of('1', 1, "X: ", "\r\n");
}

static void methods(char **a, int n)
{
	static const char *const word[] = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"};
	(void)a, (void)n;
	manner.connections = sizeof word / sizeof *word;
	manner.one_each = true;
	for (size_t i = 0; i < manner.connections; i++)
		say(text(head(word[i], option.path, ""), (struct bytes){0}));
}

static const struct {
	const char *name;
	int arguments; /* at least */
	void (*set)(char **a, int n);
} manners[] = {{"get", 0, get}, {"post", 1, post}, {"pipeline", 2, pipeline}, {"together", 2, together},
	{"half-close", 1, half_close}, {"cut", 2, cut}, {"flood", 1, flood}, {"idle", 1, idle},
	{"connect-flood", 1, connect_flood}, {"slow-head", 0, slow_head}, {"slow-body", 0, slow_body},
	{"slow-read", 2, slow_read}, {"length", 1, length}, {"endless", 0, endless}, {"garbage", 0, garbage},
	{"big-header", 0, big_header}, {"many-headers", 0, many_headers}, {"methods", 0, methods}};

const struct bytes *request_of(size_t index, size_t k)
{
	return &manner.request[(manner.one_each ? index : k) % manner.requests];
}

void manner_set(const char *name, char **a, int n)
{
	size_t m = 0, known = sizeof manners / sizeof *manners;
	while (m < known && strcmp(manners[m].name, name) != 0)
		m++;
	if (m == known || n < manners[m].arguments)
		fail("a manner is not known, or lacks an argument");
	manners[m].set(a, n);
	if (manner.connections == 0)
		fail("no connections");
}
