/* history_draw.c - which steps a seed means: mostly chance, here and there a motif that is known to lead into trouble.
 */
#include "history_draw.h"

static const char *const step_names[] = {
#define S(name, often) #name,
	STEPS(S)
#undef S
};
const char *history_step_name(unsigned what)
{
	return step_names[what];
}

static const unsigned often[] = {
#define S(name, often) often,
	STEPS(S)
#undef S
};

/* -- motifs: steps of one device in a row; b and c of -1 are chance -- */

enum { MOTIF_MAX = 14 };
#define HUB 0 /* b of snap, roll, restore */
#define DEVICE 1

struct motif_step {
	enum step what;
	int b, c;
};

static const struct motif_step motifs[][MOTIF_MAX] = {
	/* a branch that comes to light after the figures were closed */
	{{STEP_save, -1, -1}, {STEP_http, -1, -1}, {STEP_snap, DEVICE, -1}, {STEP_save, -1, -1}, {STEP_save, -1, -1},
		{STEP_http, -1, -1}, {STEP_lock, -1, -1}, {STEP_roll, DEVICE, -1}, {STEP_save, -1, -1},
		{STEP_http, -1, -1}},
	/* decisions before and after the hub's disk was put back */
	{{STEP_http, -1, -1}, {STEP_snap, HUB, -1}, {STEP_lock, -1, -1}, {STEP_unlock, -1, -1}, {STEP_lock, -1, -1},
		{STEP_http, -1, -1}, {STEP_roll, HUB, -1}, {STEP_lock, -1, -1}, {STEP_unlock, -1, -1},
		{STEP_http, -1, -1}},
	/* the same, and the operator goes on by the book */
	{{STEP_lock, -1, -1}, {STEP_snap, HUB, -1}, {STEP_unlock, -1, -1}, {STEP_http, -1, -1}, {STEP_restore, HUB, -1},
		{STEP_lock, -1, -1}, {STEP_reject, -1, 2}, {STEP_http, -1, -1}},
	/* the middle of a household's history is rejected */
	{{STEP_save, 1, -1}, {STEP_save, 1, -1}, {STEP_save, 1, -1}, {STEP_http, -1, -1}, {STEP_reject, -1, 2},
		{STEP_reject, -1, 2}},
	/* who waits, or is barred, loses its disk */
	{{STEP_save, -1, -1}, {STEP_http, -1, -1}, {STEP_revoke, -1, 2}, {STEP_snap, DEVICE, -1}, {STEP_save, -1, -1},
		{STEP_http, -1, -1}, {STEP_roll, DEVICE, -1}},
	/* a stick with messages of two lives */
	{{STEP_save, -1, -1}, {STEP_snap, DEVICE, -1}, {STEP_save, -1, -1}, {STEP_sync, -1, -1}, {STEP_receive, -1, -1},
		{STEP_roll, DEVICE, -1}, {STEP_save, -1, -1}, {STEP_sync, -1, -1}, {STEP_receive, -1, -1},
		{STEP_sync, -1, -1}},
	/* two copies of a device write on, and go on writing */
	{{STEP_save, -1, -1}, {STEP_http, -1, -1}, {STEP_clone, -1, -1}, {STEP_save, -1, -1}, {STEP_http, -1, -1},
		{STEP_save, -1, -1}},
	/* more than a message, more than a rung, on both branches; the last, and once at most */
	{{STEP_bulk, -1, -1}, {STEP_http, -1, -1}, {STEP_snap, DEVICE, -1}, {STEP_bulk, -1, -1}, {STEP_http, -1, -1},
		{STEP_roll, DEVICE, -1}, {STEP_bulk, -1, -1}, {STEP_http, -1, -1}},
};
enum { MOTIFS = sizeof motifs / sizeof motifs[0] };

static unsigned or_chance(int fixed, struct trial_random *r)
{
	unsigned chance = trial_below(r, 1 << 16);
	return fixed < 0 ? chance : (unsigned)fixed;
}

static bool is_end(const struct motif_step *m)
{
	return m->what == 0 && m->b == 0 && m->c == 0;
}

/* Puts a motif before step `at`; returns how many steps there are now. */
static size_t insert_motif(struct trial_random *r, unsigned choice, struct trial_step *out, size_t n, size_t max)
{
	const struct motif_step *m = motifs[trial_below(r, choice)];
	unsigned device = trial_below(r, 1 << 16);
	size_t at = trial_below(r, (unsigned)n + 1), len = 0;
	while (len < MOTIF_MAX && !is_end(&m[len]))
		len++;
	if (n + len > max)
		return n;
	for (size_t i = n; i-- > at;)
		out[i + len] = out[i];
	for (size_t i = 0; i < len; i++)
		out[at + i] = (struct trial_step){m[i].what, device, or_chance(m[i].b, r), or_chance(m[i].c, r)};
	return n + len;
}

/* -- whole histories that once broke a property; the rest is chance: journals' ids, who, what is lost -- */

static const struct motif_step remembered[][MOTIF_MAX] = {
	/* a lock restated in a journal no newer than that of the unlock that came back */
	{{STEP_snap, HUB, -1}, {STEP_unlock, -1, -1}, {STEP_http, -1, -1}, {STEP_roll, HUB, -1}, {STEP_lock, -1, -1}},
	/* two replies on a stick that each take back what the other says */
	{{STEP_http, -1, -1}, {STEP_join, -1, -1}, {STEP_snap, HUB, -1}, {STEP_clone, -1, -1}, {STEP_http, -1, -1},
		{STEP_lock, -1, -1}, {STEP_http, -1, -1}, {STEP_roll, HUB, -1}, {STEP_save, -1, -1}},
	/* a purge comes back to a hub put back before it, the lock it names does not */
	{{STEP_save, -1, -1}, {STEP_http, -1, -1}, {STEP_clerk, -1, -1}, {STEP_snap, HUB, -1}, {STEP_purge, -1, 0},
		{STEP_http, -1, -1}, {STEP_http, -1, -1}, {STEP_roll, HUB, -1}},
};
enum { REMEMBERED = sizeof remembered / sizeof remembered[0] };

size_t history_draw_remembered(uint64_t seed, struct trial_step *out, size_t max)
{
	struct trial_random r = {.state = seed};
	const struct motif_step *m = remembered[seed % REMEMBERED];
	size_t n = 0;
	for (; n < max && n < MOTIF_MAX && !is_end(&m[n]); n++)
		out[n] = (struct trial_step){
			m[n].what, trial_below(&r, 1 << 16), or_chance(m[n].b, &r), or_chance(m[n].c, &r)};
	return n;
}

/* -- chance -- */

/* Disks put back, devices lost: in a third of all histories never (stricter promises hold), in a third often. */
static const unsigned storm[] = {0, 1, 4};

static bool is_fault(unsigned what)
{
	return what == STEP_snap || what == STEP_roll || what == STEP_restore || what == STEP_clone || what == STEP_die;
}

size_t history_draw(uint64_t seed, struct trial_step *out, size_t max)
{
	struct trial_random r = {.state = seed ^ 0x5eed};
	unsigned total = 0;
	size_t n = 4 + trial_below(&r, 36);
	unsigned weather = trial_below(&r, 3), weight[STEP_COUNT];
	for (unsigned i = 0; i < STEP_COUNT; i++)
		total += weight[i] = often[i] * (is_fault(i) ? storm[weather] : i >= STEP_lock && weather == 2 ? 2 : 1);
	n = n < max ? n : max;
	for (size_t i = 0; i < n; i++) {
		unsigned at = trial_below(&r, total), what = 0;
		while (at >= weight[what])
			at -= weight[what++];
		out[i] = (struct trial_step){
			what, trial_below(&r, 1 << 16), trial_below(&r, 1 << 16), trial_below(&r, 1 << 16)};
	}
	for (unsigned i = weather ? trial_below(&r, 3) : 0; i > 0; i--)
		n = insert_motif(&r, i == 1 ? MOTIFS : MOTIFS - 1, out, n, max);
	return n;
}
