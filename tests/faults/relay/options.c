/* options.c - relay's options. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "relay.h"

static const char *const help =
	"relay --to 127.0.0.1:PORT [--listen 127.0.0.1:0] [options]\n"
	"  --cut-up N --cut-down N --cut N   a connection ends when byte N+1 towards the hub, the node, both together, "
	"would pass\n"
	"  --fin                             … in an orderly way; otherwise it is reset\n"
	"  --delay MS --delay-up MS --delay-down MS         each way; setting up a connection costs one more there and "
	"back\n"
	"  --rate BITS --rate-up BITS --rate-down BITS      bits a second: both ways together, or each\n"
	"  --trickle MS                      one byte at a time, one every MS (0: as fast as it goes)\n"
	"  --drop MS                         takes connections and swallows what comes; ends them after MS\n"
	"  --refuse K                        every K-th connection is reset at once (1: all)\n"
	"  --random P --seed S               after every 256 bytes of a connection P % are cut\n"
	"  --lose P                          of P % of the connections the reply is lost (cut before its first byte)\n"
	"  --skip A --first K                cut, drop, refuse, random and lose only for K connections after the first "
	"A\n";

struct line line = {.cut = {NEVER, NEVER}, .cut_both = NEVER, .trickle = -1, .drop = -1, .first = NEVER, .seed = 1};

/* 127.x.y.z:PORT, nothing else: a test leaves this machine alone. */
static bool loopback(const char *text, struct sockaddr_in *address)
{
	char host[INET_ADDRSTRLEN];
	const char *colon = strrchr(text, ':');
	if (!colon || (size_t)(colon - text) >= sizeof host)
		return false;
	memcpy(host, text, (size_t)(colon - text));
	host[colon - text] = '\0';
	char *end;
	unsigned long port = strtoul(colon + 1, &end, 10);
	*address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	return *end == '\0' && end != colon + 1 && port <= 65535 && inet_pton(AF_INET, host, &address->sin_addr) == 1 &&
	       ntohl(address->sin_addr.s_addr) >> 24 == 127;
}

/* Each option with a number: where it goes, and for one that means both ways, where else. */
static const struct {
	const char *name;
	int64_t *value, *other;
} numbers[] = {{"cut-up", &line.cut[0], NULL}, {"cut-down", &line.cut[1], NULL}, {"cut", &line.cut_both, NULL},
	{"delay", &line.delay[0], &line.delay[1]}, {"delay-up", &line.delay[0], NULL},
	{"delay-down", &line.delay[1], NULL}, {"rate", &line.rate_both, NULL}, {"rate-up", &line.rate[0], NULL},
	{"rate-down", &line.rate[1], NULL}, {"trickle", &line.trickle, NULL}, {"drop", &line.drop, NULL},
	{"refuse", &line.refuse, NULL}, {"seed", &line.seed, NULL}, {"skip", &line.skip, NULL},
	{"first", &line.first, NULL}};
enum { NUMBERS = sizeof numbers / sizeof *numbers };

static double number(const char *text, double most)
{
	char *end;
	double value = strtod(text, &end);
	if (end != text && *end == '\0' && value >= 0 && value <= most)
		return value;
	fprintf(stderr, "relay: not a number from 0 to %.0f: %s\n", most, text);
	exit(64);
}

static bool take_number(const char *name, const char *text)
{
	for (size_t i = 0; i < NUMBERS; i++) {
		if (strcmp(numbers[i].name, name) != 0)
			continue;
		*numbers[i].value = (int64_t)number(text, 1e12);
		if (numbers[i].other)
			*numbers[i].other = *numbers[i].value;
		return true;
	}
	if (strcmp(name, "random") == 0)
		line.random = number(text, 100);
	else if (strcmp(name, "lose") == 0)
		line.lose = number(text, 100);
	else
		return false;
	return true;
}

static bool take_option(const char *name, const char *text)
{
	if (strcmp(name, "fin") == 0) {
		line.fin = true;
		return true;
	}
	if (!text)
		return false;
	if (strcmp(name, "to") == 0)
		return loopback(text, &line.to);
	if (strcmp(name, "listen") == 0)
		return loopback(text, &line.listen);
	return take_number(name, text);
}

void relay_options(int argc, char **argv)
{
	bool good_options = loopback("127.0.0.1:0", &line.listen);
	for (int i = 1; good_options && i < argc; i++) {
		bool alone = strcmp(argv[i], "--fin") == 0;
		good_options = strncmp(argv[i], "--", 2) == 0 && (alone || i + 1 < argc) &&
			       take_option(argv[i] + 2, alone ? NULL : argv[i + 1]);
		i += !alone;
	}
	if (good_options && line.to.sin_port)
		return;
	fputs(help, stderr);
	exit(64);
}
