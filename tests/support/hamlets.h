/* hamlets.h - hubs of many hamlets and their devices, quickly made, for measurements. Nothing here is random but keys:
 * each run makes the same households. A failure ends the program with a sentence. */
#ifndef TUNGNHA_TESTS_HAMLETS_H
#define TUNGNHA_TESTS_HAMLETS_H

#include <stdbool.h>
#include <stdio.h>

#include <tungnha/exchange.h>
#include <tungnha/store_acts.h>
#include <tungnha/store_journals.h>

#define HAMLETS_COMMUNE "05788"

void hamlets_must(int rc, const struct err *e, const char *what);
#define MUST(call)                                                                                                     \
	do {                                                                                                           \
		struct err e;                                                                                          \
		hamlets_must((call), &e, #call);                                                                       \
	} while (0)

/* What all of them share: moments pass one by one as something is written; devices live in `scratch`, best a file
 * system in memory; the campaign, as text (NULL: the shipped one of Phú Lạc). */
extern struct hamlets {
	int64_t now;
	const char *scratch;
	const char *campaign;
} hamlets;

struct store *hamlets_hub(const char *folder, int count);
void hamlets_act(struct store *hub, enum entry_kind kind, cJSON *fields);
void hamlets_define(struct store *hub, const char *id); /* a shipped definition, put in force */
void hamlets_code(int number, char out[static UNIT_CODE]);

struct store *hamlets_device(const char *name);
void hamlets_enrol(struct store *device, struct store *hub, const char *unit);
void hamlets_save(struct store *device, const char *unit, int first, int count); /* in one transaction */
/* One message and its reply, the message also to `mail` (NULL: not); true while either had something for the other. */
bool hamlets_exchange(struct store *device, struct store *hub, const char *unit, FILE *mail, size_t number);
void hamlets_exchange_all(struct store *device, struct store *hub, const char *unit);
/* Enrolled, written and exchanged. */
void hamlets_begin(struct store *device, struct store *hub, int hamlet, int households);

#endif
