/* trial.c - children, seeds, shrinking. */
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>

#include "trial.h"

enum { WORKERS_MAX = 8, WHAT = 80, WHY = 1000, HANGS_AFTER_S = 120, SHRINK_S = 20 };

/* What children tell the parent; in shared memory. */
struct told {
	uint64_t seed;
	char what[WHAT];
	char why[WHY];
	uint64_t counter[TRIAL_COUNTERS];
};
static struct told *told; /* of this child */
static bool loud;

/* -- randomness -- */

uint64_t trial_next(struct trial_random *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15u; /* splitmix64 */
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

unsigned trial_below(struct trial_random *r, unsigned n)
{
	return (unsigned)(trial_next(r) % n);
}

static struct trial_random ids;

static const char *ids_name(void)
{
	return "a seed";
}

static uint32_t ids_random(void)
{
	return (uint32_t)trial_next(&ids);
}

static void ids_fill(void *const out, const size_t n)
{
	for (size_t i = 0; i < n; i++)
		((unsigned char *)out)[i] = (unsigned char)trial_next(&ids);
}

void trial_follow(uint64_t seed)
{
	static randombytes_implementation seeded = {
		.implementation_name = ids_name, .random = ids_random, .buf = ids_fill};
	ids.state = seed * 0x2545f4914f6cdd1du + 1;
	randombytes_set_implementation(&seeded);
}

/* -- in a child -- */

void trial_broke(const char *what, const char *fmt, ...)
{
	va_list args;
	snprintf(told->what, sizeof told->what, "%s", what);
	va_start(args, fmt);
	vsnprintf(told->why, sizeof told->why, fmt, args);
	va_end(args);
	_exit(1);
}

void trial_say(const char *fmt, ...)
{
	va_list args;
	if (!loud)
		return;
	va_start(args, fmt);
	fputs("      ", stdout);
	vprintf(fmt, args);
	putchar('\n');
	va_end(args);
	fflush(stdout);
}

void trial_count(unsigned counter)
{
	told->counter[counter]++;
}

static void live(const struct trial *t, uint64_t seed, const struct trial_step *step, size_t n)
{
	told->seed = seed;
	trial_follow(seed);
	alarm(HANGS_AFTER_S);
	t->live(seed, step, n);
}

static _Noreturn void work(const struct trial *t, uint64_t first, uint64_t count, uint64_t stride)
{
	struct trial_step step[TRIAL_STEPS_MAX];
	for (uint64_t i = 0; i < count; i += stride)
		live(t, first + i, step, t->draw(first + i, step, TRIAL_STEPS_MAX));
	_exit(0);
}

/* -- in the parent -- */

static void name_death(struct told *c, int status)
{
	if (WIFSIGNALED(status))
		snprintf(c->what, sizeof c->what, "%s",
			WTERMSIG(status) == SIGALRM ? "HANG: never ends" : "CRASH: killed by a signal");
	else if (!c->what[0])
		snprintf(c->what, sizeof c->what, "CRASH: exit without a word");
}

/* One history alone; true if it fails. */
static bool fails(const struct trial *t, struct told *c, uint64_t seed, const struct trial_step *step, size_t n)
{
	int status = 0;
	c->what[0] = c->why[0] = '\0';
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		told = c;
		live(t, seed, step, n);
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		abort();
	if (status)
		name_death(c, status);
	return status != 0;
}

static size_t without(const struct trial_step *step, size_t n, size_t from, size_t k, struct trial_step *out)
{
	memcpy(out, step, from * sizeof *step);
	memcpy(out + from, step + from + k, (n - from - k) * sizeof *step);
	return n - k;
}

/* Takes away halves, quarters, … single steps as long as it fails alike. */
static size_t shrink(const struct trial *t, struct told *c, uint64_t seed, struct trial_step *step, size_t n)
{
	struct trial_step less[TRIAL_STEPS_MAX];
	char what[WHAT];
	time_t until = time(NULL) + SHRINK_S;
	memcpy(what, c->what, sizeof what);
	for (size_t k = n / 2 ? n / 2 : 1; k; k /= 2)
		for (size_t i = 0; i + k <= n && time(NULL) < until;) {
			size_t m = without(step, n, i, k, less);
			if (fails(t, c, seed, less, m) && strcmp(c->what, what) == 0)
				memcpy(step, less, (n = m) * sizeof *step);
			else
				i += k;
		}
	return n;
}

static void show(const struct trial *t, struct told *c)
{
	struct trial_step step[TRIAL_STEPS_MAX];
	uint64_t seed = c->seed;
	size_t n = t->draw(seed, step, TRIAL_STEPS_MAX);
	printf("seed %llu fails (TUNGNHA_SEED=%llu TUNGNHA_HISTORIES=1): %s (%s)\n", (unsigned long long)seed,
		(unsigned long long)seed, c->what, c->why);
	n = shrink(t, c, seed, step, n);
	printf("  shrunk to %zu steps:", n);
	for (size_t i = 0; i < n; i++)
		printf(" %s(%u,%u,%u)", t->name(step[i].what), step[i].a, step[i].b, step[i].c);
	putchar('\n');
	loud = true;
	fails(t, c, seed, step, n);
	loud = false;
	printf("  %s: %s\n", c->what, c->why);
}

static struct told *share(size_t workers)
{
	void *m = mmap(NULL, workers * sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (m == MAP_FAILED)
		abort();
	return m;
}

static int wait_for_all(pid_t *pid, size_t workers, struct told *c)
{
	int failed = -1;
	for (size_t left = workers; left > 0; left--) {
		int status;
		pid_t ended = wait(&status);
		for (size_t w = 0; w < workers; w++) {
			if (pid[w] != ended)
				continue;
			pid[w] = 0;
			if (status && failed < 0) {
				name_death(&c[w], status);
				failed = (int)w;
			}
		}
		for (size_t w = 0; failed >= 0 && w < workers; w++)
			if (pid[w])
				kill(pid[w], SIGKILL); /* a child of this one */
	}
	return failed;
}

int trial_many(const struct trial *t, uint64_t first, uint64_t count, uint64_t counter[static TRIAL_COUNTERS])
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	size_t workers = cores < 1 ? 1 : cores > WORKERS_MAX ? WORKERS_MAX : (size_t)cores;
	struct told *c = share(workers);
	pid_t pid[WORKERS_MAX];
	if (workers > count)
		workers = count ? (size_t)count : 1;
	fflush(stdout);
	for (size_t w = 0; w < workers; w++) {
		pid[w] = fork();
		if (pid[w] == 0) {
			told = &c[w];
			work(t, first + w, count - w, workers);
		}
		if (pid[w] < 0)
			abort();
	}
	int failed = wait_for_all(pid, workers, c);
	memset(counter, 0, TRIAL_COUNTERS * sizeof *counter);
	for (size_t w = 0; w < workers; w++)
		for (size_t i = 0; i < TRIAL_COUNTERS; i++)
			counter[i] += c[w].counter[i];
	if (failed >= 0)
		show(t, &c[failed]);
	munmap(c, workers * sizeof *c);
	return failed >= 0;
}
