/* test_histories.c - random histories over real stores: saves, losses, repeats, sticks, forgeries, disks put back, a
 * hub's decisions. Whatever happened, the properties of sync/PROTOCOL.md must hold (tests/support/history_verdict.c).
 *
 * TUNGNHA_HISTORIES=N how many · TUNGNHA_SEED=N from which seed on · TUNGNHA_SMALL=1 a twentieth, for sanitizers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "../support/history.h"

#include <tungnha/alloc.h>

enum { HISTORIES = 1000, REMEMBERED_LIVES = 100, SMALLER = 20 };

static char folder[120];

static void live(uint64_t seed, const struct trial_step *step, size_t n)
{
	static struct history h;
	history_begin(&h, seed);
	for (size_t i = 0; i < n; i++)
		history_step(&h, &step[i]);
	history_verdict(&h);
	history_end(&h);
}

static uint64_t wanted(const char *name, uint64_t otherwise)
{
	const char *value = getenv(name);
	return value ? strtoull(value, NULL, 10) : otherwise;
}

/* A run that never sees a conflict, a fork or a held entry proves nothing. */
static void assert_saw_everything(const uint64_t *counter)
{
	static const char *const what[SAW_COUNTERS] = {"", "held 1", "held 2", "held 3", "held 4", "held 5", "held 6",
		"held 7", "conflicts", "clashes", "voided", "forks", "gaps", "refused runs", "hubs put back",
		"devices put back", "closed figures", "waiting", "repeats", "half copied", "sticks", "forged",
		"reordered", "same sets", "receipts", "forms", "rounds", "submits", "reviews", "rows", "purges",
		"places", "receipts as rows", "shown whole again"};
	for (int i = 1; i < SAW_COUNTERS; i++)
		printf("%s%s %llu", i > 1 ? ", " : "  saw: ", what[i], (unsigned long long)counter[i]);
	putchar('\n');
	for (int i = 1; i < SAW_COUNTERS; i++)
		if (counter[i] == 0)
			fail_msg("no history came by: %s", what[i]);
}

static void properties_hold_whatever_happens(void **unused)
{
	(void)unused;
	static const struct trial t = {.draw = history_draw, .live = live, .name = history_step_name};
	uint64_t counter[TRIAL_COUNTERS];
	uint64_t usual = getenv("TUNGNHA_SMALL") ? HISTORIES / SMALLER : HISTORIES;
	uint64_t count = wanted("TUNGNHA_HISTORIES", usual);
	int failed = trial_many(&t, wanted("TUNGNHA_SEED", 1), count, counter);
	if (failed)
		fail_msg("a history breaks a property");
	if (count >= HISTORIES)
		assert_saw_everything(counter);
}

static void what_broke_once_holds_now(void **unused)
{
	(void)unused;
	static const struct trial t = {.draw = history_draw_remembered, .live = live, .name = history_step_name};
	uint64_t counter[TRIAL_COUNTERS];
	if (trial_many(&t, 1, getenv("TUNGNHA_SMALL") ? REMEMBERED_LIVES / SMALLER : REMEMBERED_LIVES, counter))
		fail_msg("a history breaks a property again");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_broke_once_holds_now),
		cmocka_unit_test(properties_hold_whatever_happens),
	};
	const char *tmp = getenv("TMPDIR");
	snprintf(folder, sizeof folder, "%s/tungnha-histories-XXXXXX",
		access("/dev/shm", W_OK) == 0 ? "/dev/shm"
		: tmp                         ? tmp
					      : "/tmp");
	if (!mkdtemp(folder))
		return 1;
	alloc_init();
	trial_follow(20251122);
	if (sodium_init() < 0)
		return 1;
	history_prepare(folder);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	char *command = alloc_print("rm -rf '%s'", folder);
	failed |= system(command);
	free(command);
	return failed;
}
