/* place.h - a commune and one hamlet whose device has a clock the test sets, for tests of warnings. */
#ifndef TUNGNHA_TESTS_PLACE_H
#define TUNGNHA_TESTS_PLACE_H

#include <stdlib.h>

#include <tungnha/app_warnings.h>

#include "world.h"

#define MUST(call)                                                                                                     \
	do {                                                                                                           \
		struct err e;                                                                                          \
		char sentence[600] = "";                                                                               \
		int rc = (call);                                                                                       \
		if (rc != 0)                                                                                           \
			err_sentence(&e, LANG_EN, sentence, sizeof sentence);                                          \
		if (rc != 0)                                                                                           \
			fail_msg("%s: %s", #call, sentence);                                                           \
	} while (0)

#define NOON 1762923600 /* 2025-11-12T12:00:00+07:00, a Wednesday of 2025-W46 */
#define WEEK (7 * 86400)

/* A commune, and one hamlet's device whose wall clock the test sets. */
struct place {
	struct world w;
	struct node device;
	int64_t at;
};

#define PLAIN(persons) "persons=" persons "|vneid=1|no_vneid=0|online_dossiers=0|eresult_dossiers=0|rated=no|note=x"

/* Written on the device at p->at; `typed` as in door.h, without the number. */
void place_write(struct place *p, const char *number, const char *typed);
void place_put(struct place *p, const char *number, const char *typed);
int place_begin(void **state);
int place_end(void **state);
/* Households numbered `from` on, `seconds` apart, each unlike the one before. */
void place_put_many(struct place *p, int from, int count, int seconds);
/* "12 persons_many; 3 …": number and rule of everything found, "- rule" for the unit. */
const char *place_listed(struct app_warnings *w);
const char *place_at_door(struct place *p);
/* What the commune's reviewer is shown once the device was heard. */
const char *place_at_commune(struct place *p);
int64_t place_warned(struct place *p);
struct id place_key_of(struct place *p, const char *number);
void place_approve(struct place *p, const char *number);

#endif
