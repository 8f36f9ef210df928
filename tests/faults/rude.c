/* rude.c - a client of bad manners, for scenarios against a hub.
 *
 *   rude [OPTION…] HOST:PORT MANNER [ARGUMENT…]          prints what it saw as one line of JSON
 *
 *   get PATH                one request without a body          post FILE…          these messages, one after another
 *   pipeline N FILE…        N times these, all written at once  half-close FILE     … and this end is closed behind it
 *   together N FILE…        N connections, a message each
 *   cut BYTES FILE          hangs up after so much of the body  flood N [FILE]      N requests as fast as replies come
 *   idle N [TEXT]           N connections that say TEXT or nothing, and stay   connect-flood N   N that go at once
 *   slow-head | slow-body   a byte a second                     slow-read N FILE    … reading the replies of N requests
 *   length VALUE            "Content-Length: VALUE"; twice, chunked: two contradicting lines; then bytes until cut off
 *   endless                 a chunked body without end          garbage | big-header | many-headers | methods
 *
 * --from ADDRESS  the address it comes from (127.0.0.2)  --type TEXT  content type  --path PATH  --method WORD
 * --seconds N     the end in any case (100)              --ready FILE made when every connection is open
 * --body FILE     the body of the newest reply           --header LINE  one more header
 * --until STATUS  the end of a flood
 *
 * Bounded: 127.0.0.0/8 only, at most 4096 connections, 100,000 requests, 64 MiB a connection, 120 seconds. */
#include <arpa/inet.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "rude/rude.h"

struct option option = {
	.type = "application/vnd.tungnha.message", .path = "/exchange", .method = "POST", .header = "", .seconds = 100};
static volatile sig_atomic_t stopped;

static void stop(int signal)
{
	(void)signal;
	stopped = 1;
}

void fail(const char *what)
{
	fprintf(stderr, "rude: %s\n", what);
	exit(64);
}

long now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

long number(const char *text, long max)
{
	char *end;
	long v = text ? strtol(text, &end, 10) : -1;
	if (v < 0 || v > max || !text || *end)
		fail("a number is wrong");
	return v;
}

static struct sockaddr_in address(const char *text, bool with_port)
{
	char host[64];
	struct sockaddr_in a = {.sin_family = AF_INET};
	const char *colon = strrchr(text, ':');
	size_t n = with_port && colon ? (size_t)(colon - text) : strlen(text);
	snprintf(host, sizeof host, "%.*s", (int)(n < 63 ? n : 63), text);
	if (with_port)
		a.sin_port = htons((uint16_t)number(colon ? colon + 1 : NULL, 65535));
	if (inet_pton(AF_INET, host, &a.sin_addr) != 1 || ntohl(a.sin_addr.s_addr) >> 24 != 127)
		fail("only addresses 127.x.x.x");
	return a;
}

static void set_option(const char *name, const char *value)
{
	if (strcmp(name, "--from") == 0)
		option.from = address(value, false);
	else if (strcmp(name, "--until") == 0)
		option.until = (int)number(value, 999);
	else if (strcmp(name, "--seconds") == 0)
		option.seconds = number(value, SECONDS_MAX);
	else {
		const struct {
			const char *name;
			const char **value;
		} texts[] = {{"--type", &option.type}, {"--path", &option.path}, {"--method", &option.method},
			{"--ready", &option.ready}, {"--body", &option.body}, {"--header", &option.header}};
		for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
			if (strcmp(name, texts[i].name) == 0) {
				*texts[i].value = value;
				return;
			}
		fail("an option is not known");
	}
}

int main(int argc, char **argv)
{
	int i = 1;
	for (; i + 1 < argc && strncmp(argv[i], "--", 2) == 0; i += 2)
		set_option(argv[i], argv[i + 1]);
	if (i + 1 >= argc)
		fail("usage: rude [OPTION…] HOST:PORT MANNER [ARGUMENT…]");
	option.to = address(argv[i], true);
	const char *name = argv[i + 1];
	manner_set(name, argv + i + 2, argc - i - 2);
	struct connection *all = calloc(manner.connections, sizeof *all);
	if (!all)
		fail("no connections");
	reply_open(option.body);
	signal(SIGTERM, stop);
	signal(SIGINT, stop);
	connections_run(all, &stopped);
	tell(name, all);
	reply_close();
	free(all);
	return 0;
}
