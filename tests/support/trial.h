/* trial.h - random histories in children of this process: a failure, a crash or a hang names its seed and is shrunk to
 * the shortest list of steps that still fails alike. */
#ifndef TUNGNHA_TESTS_TRIAL_H
#define TUNGNHA_TESTS_TRIAL_H

#include <stddef.h>
#include <stdint.h>

/* One step: what, and three numbers it may use as it likes. Taking steps away must leave the others meaningful. */
struct trial_step {
	unsigned what, a, b, c;
};

struct trial {
	/* Draws the steps of a history; returns how many, at most max. */
	size_t (*draw)(uint64_t seed, struct trial_step *out, size_t max);
	/* Lives through them; returns if all is well, else calls trial_broke. */
	void (*live)(uint64_t seed, const struct trial_step *step, size_t n);
	const char *(*name)(unsigned what);
};

enum { TRIAL_STEPS_MAX = 72, TRIAL_COUNTERS = 48 };

/* Lives through `count` histories from seed `first` on, in one child per processor. 0: all well; else the first failure
 * was shrunk and printed. counter: what trial_count saw, summed up. */
int trial_many(const struct trial *t, uint64_t first, uint64_t count, uint64_t counter[static TRIAL_COUNTERS]);

/* In a child: the property called `what` does not hold. Failures with an equal `what` are alike. */
_Noreturn void trial_broke(const char *what, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void trial_say(const char *fmt, ...) __attribute__((format(printf, 1, 2))); /* printed when a shrunk history is shown */
void trial_count(unsigned counter);

/* A small generator of its own, and libsodium's (ids, keys, nonces) made to follow a seed. */
struct trial_random {
	uint64_t state;
};
uint64_t trial_next(struct trial_random *r);
unsigned trial_below(struct trial_random *r, unsigned n); /* 0 … n-1 */
void trial_follow(uint64_t seed);                         /* before anything else uses libsodium */

#endif
