/* app_network.c - sending over the network, for every hamlet of this device: round after round, each unit as far as the
 * line goes, and a pause that grows while nothing moves. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>
#include <tungnha/alloc.h>
#include <tungnha/app_exchanged.h>
#include <tungnha/app_practice.h>
#include <tungnha/clock.h>
#include <tungnha/file.h>

#include "sync_units.h"

enum {
	PAUSE_FIRST_MS = 1500,
	PAUSE_SHORT_MS = 10 * 1000,    /* the longest while a person waits */
	PAUSE_LONG_MS = 5 * 60 * 1000, /* the longest in the background */
	ROUNDS_MAX = 100,              /* while a person waits, whatever moves */
	ASKED_MAX_S = 15 * 60,         /* the longest a hub may ask for */
	PAUSE_SLICE_MS = 250,          /* how soon a request to stop is heard */
};

struct syncing {
	const struct app_network *how;
	struct network *network;
	struct app_network_done *out;
	char (*done)[UNIT_CODE]; /* nothing left on either side */
	size_t dones;
	bool moved;     /* in this round */
	int wait_s;     /* what a hub asked for in this round */
	bool failed;    /* some unit did, in this round */
	struct err why; /* the first one */
	bool later;     /* some unit may do in another round */
	struct err why_later;
};

static bool is_stopped(const struct syncing *y)
{
	const struct network_watch *w = &y->how->watch;
	return w->stopped && w->stopped(w->context);
}

/* -- a round: every unit that has something left -- */

static bool is_done(const struct syncing *y, const char *unit)
{
	for (size_t i = 0; i < y->dones; i++)
		if (strcmp(y->done[i], unit) == 0)
			return true;
	return false;
}

static void note_done(struct syncing *y, const char *unit)
{
	y->done = alloc_grow(y->done, y->dones + 1, sizeof *y->done);
	memcpy(y->done[y->dones++], unit, strlen(unit) + 1);
}

static void note_step(struct syncing *y, const struct network_sync *n)
{
	struct app_synced *out = &y->out->synced;
	out->messages += n->messages;
	out->sent += n->sent;
	out->received += n->received;
	y->moved |= n->moved;
	if (n->wait_s > y->wait_s)
		y->wait_s = n->wait_s < ASKED_MAX_S ? n->wait_s : ASKED_MAX_S;
	if (n->doubtful[0])
		memcpy(y->out->doubtful, n->doubtful, sizeof n->doubtful);
}

static void note_later(struct syncing *y, const struct err *why)
{
	if (why->code != ERR_BUSY || y->later)
		return;
	y->later = true;
	y->why_later = *why;
}

/* What fails for a unit is kept for the end: the others go on, in other rounds too. */
static int carry(void *context, struct store *s, const char *unit, struct err *e)
{
	struct syncing *y = context;
	struct network_sync n = {0};
	if (is_done(y, unit))
		return 0;
	int rc = network_sync(y->network, s, unit, y->how->via, &n, e);
	note_step(y, &n);
	if (rc == 0) {
		note_done(y, unit);
		return 0;
	}
	if (e->code == ERR_IO || e->code == ERR_BUG || is_stopped(y)) /* this machine's own trouble */
		return -1;
	if (!y->failed)
		y->why = *e;
	y->failed = true;
	note_later(y, e);
	return 0;
}

/* 0: nothing is left. */
static int one_round(struct syncing *y, struct store *s, struct err *e)
{
	size_t units = 0;
	y->moved = y->failed = y->later = false;
	y->wait_s = 0;
	network_try_again(y->network);
	if (sync_units(s, y->how->unit, carry, y, &units, e) != 0) {
		y->later = false; /* whatever other units wait for */
		note_later(y, e);
		return -1;
	}
	if (units == 0)
		return err_set(e, ERR_UNAVAILABLE, TEXT_SYNC_NO_HUB, "");
	if (y->failed)
		*e = y->why;
	return y->failed ? -1 : 0;
}

/* -- between two rounds -- */

static int64_t clock_running_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void pause_for(const struct syncing *y, int64_t ms)
{
	int64_t until = clock_running_ms() + ms;
	const struct timespec slice = {.tv_nsec = PAUSE_SLICE_MS * 1000000L};
	while (!is_stopped(y) && clock_running_ms() < until)
		nanosleep(&slice, NULL);
}

/* Longer each time, and never the same: sixty machines that lost one line must not all come back at once. */
static int64_t pause_ms(const struct syncing *y, int quiet)
{
	int64_t longest = y->how->wait ? PAUSE_LONG_MS : PAUSE_SHORT_MS, ms = PAUSE_FIRST_MS;
	for (int i = 1; i < quiet && ms < longest; i++)
		ms = ms * 5 / 2;
	ms = ms < longest ? ms : longest;
	ms = ms * 3 / 4 + randombytes_uniform((uint32_t)(ms / 2) + 1);
	return y->wait_s * 1000LL > ms ? y->wait_s * 1000LL : ms;
}

/* Does another round make sense, after so many in a row that moved nothing? */
static bool goes_on(const struct syncing *y, int quiet)
{
	if (is_stopped(y) || !y->later)
		return false;
	if (y->how->wait)
		return true;
	int tries = y->how->tries > 0 ? y->how->tries : APP_NETWORK_TRIES;
	return quiet < tries && y->wait_s * 1000 <= 2 * PAUSE_SHORT_MS;
}

static void tell_waiting(const struct syncing *y, const struct err *why, text_id *told)
{
	if (y->how->wait && y->how->waits && why->text != *told)
		y->how->waits(y->how->watch.context, why);
	*told = why->text;
}

static int all_rounds(struct syncing *y, struct store *s, struct err *e)
{
	text_id told = TEXT_NONE;
	int quiet = 0, rounds = 0, rc;
	while ((rc = one_round(y, s, e)) != 0) {
		quiet = y->moved ? 0 : quiet + 1;
		if (!goes_on(y, quiet) || (!y->how->wait && ++rounds == ROUNDS_MAX))
			break;
		tell_waiting(y, &y->why_later, &told);
		pause_for(y, pause_ms(y, quiet));
	}
	return rc != 0 && is_stopped(y) ? err_set(e, ERR_BUSY, TEXT_NET_STOPPED, "") : rc;
}

/* -- what stands afterwards -- */

struct standing {
	struct app_synced *synced;
	int64_t *left;
};

static int add_standing(void *context, struct store *s, const char *unit, struct err *e)
{
	struct standing *t = context;
	struct store_progress p;
	if (sync_add_unit(s, unit, t->synced, e) != 0 || store_progress(s, unit, &p, e) != 0)
		return -1;
	*t->left += p.written - p.confirmed;
	return 0;
}

static int look(struct store *s, const char *unit, struct app_synced *synced, int64_t *left, struct err *e)
{
	struct standing t = {.synced = synced, .left = left};
	size_t units;
	*left = 0;
	return sync_units(s, unit, add_standing, &t, &units, e);
}

/* -- the log -- */

static int take_address(void *context, struct store *s, const char *unit, struct err *e)
{
	char *first = context;
	(void)e;
	return network_address(s, unit, first) ? 1 : 0;
}

/* Nowhere to send is nothing that happened. */
static void note(
	struct store *s, const struct app_network *how, const struct app_network_done *d, const struct err *failed)
{
	if (d->synced.units == 0 || (failed && failed->text == TEXT_NET_WAITING))
		return;
	char first[NETWORK_ADDRESS] = "";
	if (!how->via)
		(void)sync_units(s, how->unit, take_address, first, &(size_t){0}, &(struct err){0});
	app_exchanged_note(s, &(struct app_exchange){.now = clock_now(),
				      .via = how->via ? how->via : first,
				      .unit = how->unit,
				      .done = &d->synced,
				      .confirmed = d->confirmed,
				      .failed = failed});
}

static int sync_all(struct store *s, const struct app_network *how, struct app_network_done *out, struct err *e)
{
	struct syncing y = {.how = how, .out = out};
	struct app_synced before = {0};
	struct err later;
	int64_t ignored;
	if (look(s, how->unit, &before, &ignored, e) != 0 || network_open(&how->watch, &y.network, e) != 0)
		return -1;
	int rc = all_rounds(&y, s, e);
	network_close(y.network);
	free(y.done);
	if (look(s, how->unit, &out->synced, &out->left, rc == 0 ? e : &later) != 0)
		return -1;
	out->confirmed = out->synced.confirmed - before.confirmed;
	return rc;
}

/* -- one waits, not two -- */

static int open_lock(const char *folder, int *fd, struct err *e)
{
	char *path = file_join(folder, "sync.lock");
	int rc = 0;
	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (*fd < 0)
		rc = err_errno(e, errno, path);
	else if (flock(*fd, LOCK_EX | LOCK_NB) != 0)
		rc = errno == EWOULDBLOCK ? err_set(e, ERR_BUSY, TEXT_NET_WAITING, "") : err_errno(e, errno, path);
	free(path);
	return rc;
}

int app_sync_network(struct store *s, const struct app_network *how, struct app_network_done *out, struct err *e)
{
	int fd = -1, rc = 0;
	*out = (struct app_network_done){0};
	if (app_is_practice(s))
		return err_set(e, ERR_DENIED, TEXT_PRACTICE_NO_SYNC, "");
	if (how->wait)
		rc = open_lock(how->folder, &fd, e);
	if (rc == 0)
		rc = sync_all(s, how, out, e);
	note(s, how, out, rc == 0 ? NULL : e);
	if (fd >= 0)
		close(fd);
	return rc;
}
