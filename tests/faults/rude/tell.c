/* tell.c - what was seen, as one line of JSON. */
#include <stdlib.h>

#include "rude.h"

static const char *const end_word[] = {"open", "closed", "reset", "refused", "left"};

static void tell_one(const struct connection *c)
{
	printf("{\"sent\":%zu,\"received\":%zu,\"end\":\"%s\",\"ms\":%ld,\"replies\":[", c->sent, c->received,
		end_word[c->end], (c->ended_ms ? c->ended_ms : now_ms()) - c->began_ms);
	for (size_t i = 0; i < c->replies && i < REPLIES_MAX; i++) {
		const struct reply *r = &c->reply[i];
		printf("%s{\"status\":%d,\"type\":\"%s\"", i ? "," : "", r->status, r->type);
		if (*r->to)
			printf(",\"to\":\"%s\"", r->to);
		if (*r->allow)
			printf(",\"allow\":\"%s\"", r->allow);
		if (r->retry_after >= 0)
			printf(",\"retry_after\":%ld", r->retry_after);
		printf("}");
	}
	printf("]}");
}

void tell(const char *name, const struct connection *all)
{
	size_t ends[LEFT + 1] = {0}, sent_bytes = 0, received = 0;
	for (size_t i = 0; i < manner.connections; i++) {
		ends[all[i].end]++;
		sent_bytes += all[i].sent;
		received += all[i].received;
	}
	printf("{\"manner\":\"%s\",\"connections\":%zu,\"sent\":%zu,\"received\":%zu", name, manner.connections,
		sent_bytes, received);
	for (size_t i = OPEN; i <= LEFT; i++)
		printf(",\"%s\":%zu", end_word[i], ends[i]);
	printf(",\"statuses\":{");
	const char *comma = "";
	for (size_t i = 0; i < 1000; i++)
		if (statuses[i] > 0)
			printf("%s\"%zu\":%zu", comma, i, statuses[i]), comma = ",";
	printf("},\"each\":[");
	for (size_t i = 0; i < manner.connections && i < EACH_MAX; i++) {
		printf("%s", i ? "," : "");
		tell_one(&all[i]);
	}
	printf("]}\n");
}
