/* history_draw.h - the steps there are, and those of history_carry.c. */
#ifndef TUNGNHA_TESTS_HISTORY_DRAW_H
#define TUNGNHA_TESTS_HISTORY_DRAW_H

#include "history.h"

/* name, how often */
/* clang-format off */
#define STEPS(S) \
	S(save, 20) S(bulk, 0) S(void, 2) S(clerk, 2) S(clerkvoid, 1) S(http, 12) S(post, 3) S(deliver, 6) S(sync, 6) S(receive, 4) \
	S(half, 1) S(snap, 5) S(roll, 3) S(restore, 2) S(clone, 2) S(die, 1) S(join, 2) S(joinbad, 2) S(jump, 2) S(forge, 5) S(lock, 2) \
	S(unlock, 2) S(accept, 3) S(reject, 4) S(review, 1) S(define, 2) S(rename, 1) S(devaccept, 3) S(revoke, 2) S(submit, 3) S(row, 1) S(close, 1) S(place, 2) S(purge, 1)
/* clang-format on */

enum step {
#define S(name, often) STEP_##name,
	STEPS(S)
#undef S
		STEP_COUNT
};

void history_http(struct history *h, struct machine *n, unsigned c);
void history_post(struct history *h, struct machine *n);
void history_deliver(struct history *h, unsigned b, unsigned c);
void history_sync(struct history *h, struct machine *n);
void history_receive(struct history *h);
void history_half_copy(struct history *h, unsigned b);

#endif
