/* relay.h - what the line of relay does, as its options say. */
#ifndef TUNGNHA_TESTS_RELAY_H
#define TUNGNHA_TESTS_RELAY_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

#define NEVER INT64_MAX

/* Of what comes in pairs: towards the hub, towards the node. */
struct line {
	struct sockaddr_in to, listen;
	int64_t cut[2], cut_both, rate[2], rate_both, delay[2], trickle, drop, refuse, skip, first, seed;
	double random, lose;
	bool fin;
};
extern struct line line;

/* Fills `line`, or says how to and ends the program. */
void relay_options(int argc, char **argv);

#endif
