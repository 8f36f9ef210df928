/* carrier_http.c - a node's exchange of one unit over the network, message after message (sync/PROTOCOL.md, section 9).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "addresses.h"
#include "exchange_private.h"
#include "line_verdict.h"

#include <tungnha/alloc.h>
#include <tungnha/network.h>

enum {
	STEPS_MAX = 5000, /* messages for one unit in one sync */
	IDLE_MAX = 3,     /* answers, or passes, in a row that brought nothing, while something is lacking */
	SOFT_MAX = 20,    /* answers that brought neither entries nor receipts, and changed something all the same */
	GROW_AFTER = 4,   /* whole messages before a larger one is tried again */
};

/* How many entries a message holds: what is cut off is lost, so a bad line gets small ones. */
static const size_t sizes[] = {10, 50, MESSAGE_ENTRIES};
enum { SIZES = sizeof sizes / sizeof *sizes };

struct silent {
	char url[LINE_URL];
	struct err why;
	bool spoke; /* something answered there, though no hub */
};

struct network {
	struct network_watch watch;
	struct line *line;
	size_t size; /* in sizes[] */
	int whole;   /* messages answered since it was changed */
	struct silent *silent;
	size_t silents;
};

int network_open(const struct network_watch *w, struct network **out, struct err *e)
{
	struct line *line;
	*out = NULL;
	if (line_open(w->stopped, w->context, &line, e) != 0)
		return -1;
	*out = alloc_zero(1, sizeof **out);
	**out = (struct network){.watch = *w, .line = line, .size = SIZES - 1};
	return 0;
}

void network_try_again(struct network *n)
{
	free(n->silent);
	n->silent = NULL;
	n->silents = 0;
}

void network_close(struct network *n)
{
	if (!n)
		return;
	network_try_again(n);
	line_close(n->line);
	free(n);
}

/* One unit's exchange over one address. */
struct sending {
	struct network *n;
	struct store *s;
	const char *unit;
	const char *url;
	struct network_sync *out;
	struct store_progress before;
	bool answered; /* the hub did */
	bool spoke;    /* something did */
	int idle;      /* answers in a row that changed nothing */
	int soft;
	bool carried; /* something moved since the line broke off last */
	/* A pass goes through all that the hub lacks; begun anew whenever something was taken from its beginning. */
	size_t skip;      /* runs of this pass that the hub passed over */
	bool taken;       /* something of this pass was taken */
	bool own_left;    /* entries of this device were passed over in it */
	int fruitless;    /* passes in a row of which nothing was taken … */
	bool own_refused; /* … and own entries were passed over in the newest */
};

/* Of a step: 0 go on (or done), NOT_HERE another address may do, -1 nothing more for this unit now. */
enum { NOT_HERE = 1 };

/* -- the size of messages -- */

static void note_whole(struct network *n)
{
	if (n->size < SIZES - 1 && ++n->whole == GROW_AFTER) {
		n->size++;
		n->whole = 0;
	}
}

/* Messages smaller than one of so many entries from now on; false: they are as small as they get already. */
static bool shrink(struct network *n, size_t entries)
{
	size_t before = n->size;
	while (n->size > 0 && sizes[n->size] >= entries && entries > sizes[0])
		n->size--;
	if (n->size == before && n->size > 0 && entries > sizes[n->size]) /* a single run may be longer than asked */
		n->size--;
	n->whole = 0;
	return n->size < before;
}

/* -- one message and its reply -- */

static int mark_runs(struct store *s, const struct run *own, size_t n, struct err *e)
{
	if (n == 0)
		return 0;
	if (store_begin(s, e) != 0)
		return -1;
	if (store_mark_sent(s, own, n, e) == 0 && store_commit(s, e) == 0)
		return 0;
	store_rollback(s);
	return -1;
}

/* What a receipt covers is known to have been sent; this is for what left, and nobody can say yet if it came. */
static int mark_sent(struct sending *g, const struct store_runs *runs, struct err *e)
{
	struct id self = store_id(g->s);
	struct run *own = alloc_zero(runs->runs + 1, sizeof *own); /* borrows their entries */
	size_t n = 0;
	for (size_t i = 0; i < runs->runs; i++)
		if (id_equal(runs->run[i].chain.author, self))
			own[n++] = runs->run[i];
	int rc = mark_runs(g->s, own, n, e);
	free(own);
	return rc;
}

static int show_progress(struct sending *g, struct err *e)
{
	struct store_progress p;
	int64_t waited = g->before.written - g->before.confirmed;
	if (!g->n->watch.sent || waited <= 0)
		return 0;
	if (store_progress(g->s, g->unit, &p, e) != 0)
		return -1;
	int64_t done = p.confirmed - g->before.confirmed;
	g->n->watch.sent(g->n->watch.context, done < 0 ? 0 : done < waited ? done : waited, waited);
	return 0;
}

/* An answer that is no reply of this hub to this node proves nothing: somebody else's, an old one, half of one. */
static int no_reply(const struct sending *g, struct err *e)
{
	char host[LINE_HOST];
	if (e->code != ERR_DATA)
		return -1;
	if (e->text == TEXT_EXCHANGE_NOT_OUR_HUB)
		e->code = ERR_BUSY;
	else
		err_set(e, ERR_BUSY, TEXT_NET_GARBLED, "%s", line_host(g->url, host));
	return NOT_HERE;
}

static bool has_own(const struct sending *g, const struct store_runs *runs)
{
	for (size_t i = 0; i < runs->runs; i++)
		if (id_equal(runs->run[i].chain.author, store_id(g->s)))
			return true;
	return false;
}

/* A hub passes over what it cannot take, such as the acts of a former hub, whom it never heard of: what comes after
 * that in a pass is sent all the same, and what is passed over is not waited for unless it is this device's own. */
static void walk_on(struct sending *g, const struct store_runs *runs, bool moved)
{
	if (moved)
		g->fruitless = 0;
	if (moved && (g->skip == 0 || runs->more)) {
		g->taken = g->skip > 0;
		g->own_left &= g->skip > 0;
		return;
	}
	g->own_left |= !moved && has_own(g, runs);
	if (!moved && runs->more) {
		g->skip += runs->runs;
		return;
	}
	g->fruitless += !moved && !g->taken;
	g->own_refused = g->own_left;
	g->skip = 0;
	g->taken = g->own_left = false;
}

static int note_reply(struct sending *g, const struct exchange_result *r, const struct store_runs *runs, struct err *e)
{
	struct network_sync *out = g->out;
	bool solid = r->stored > 0 || r->receipts > 0;
	bool moved = solid || (r->changed && g->soft++ < SOFT_MAX); /* old answers in turn could go on for ever */
	g->idle = moved ? 0 : g->idle + 1;
	g->carried |= solid;
	out->moved |= solid;
	out->received += r->stored;
	if (strcmp(r->unit, g->unit) != 0) /* of another unit, late: it was taken, but it answers nothing here */
		return 0;
	g->answered = true;
	out->messages++;
	out->state = r->state;
	if (g->skip == 0) /* of another size runs would be others than those passed over */
		note_whole(g->n);
	walk_on(g, runs, moved);
	if (r->state == STATE_UNKNOWN)
		return 0;
	out->sent += runs->entries;
	if (r->receipts == 0 && mark_sent(g, runs, e) != 0)
		return -1;
	return show_progress(g, e);
}

static int take_reply(struct sending *g, const struct line_answer *a, const struct store_runs *runs, struct err *e)
{
	struct exchange_result r;
	if (exchange_take_reply(g->s, a->body.data, a->body.len, clock_now(), &r, e) != 0)
		return no_reply(g, e);
	return note_reply(g, &r, runs, e);
}

static bool is_size_matter(const struct line_answer *a)
{
	return a->fate == LINE_CUT || a->fate == LINE_SLOW || (a->fate == LINE_ANSWERED && a->status == 413);
}

/* Is all that the hub shows held here? */
static int hold_all(struct sending *g, const struct exchange_parts *p, bool *all, struct err *e)
{
	*all = true;
	for (size_t i = 0; *all && i < p->others; i++)
		if (store_holds(g->s, &p->other[i], NULL, all, e) != 0)
			return -1;
	return 0;
}

/* How many entries were on their way: of the message, or as many as its reply may hold where the hub is known to have
 * something, or not known at all. */
static size_t under_way(struct sending *g, const struct exchange_parts *p, const struct line_answer *a, size_t entries)
{
	struct err ignored;
	bool all = false;
	if (!a->uploaded || (p->others > 0 && (hold_all(g, p, &all, &ignored) != 0 || all)))
		return entries;
	return entries > sizes[g->n->size] ? entries : sizes[g->n->size];
}

/* After a cut; true: at once, since it is less now, or since the line carried something before it broke off (then it
 * was not too much). Where nothing was known to be large the reply may have been: it shall be smaller the next time. */
static bool take_less(struct sending *g, const struct exchange_parts *p, const struct line_answer *a, size_t entries)
{
	bool carried = g->carried && a->fate == LINE_CUT;
	bool smaller = !carried && shrink(g->n, under_way(g, p, a, entries));
	g->carried = false;
	if (smaller) { /* the same of runs that are others now */
		g->skip = 0;
		g->taken = g->own_left = false;
	} else if (!carried && a->uploaded && g->n->size > 0) {
		g->n->size--;
	}
	return (carried || smaller) && a->fate != LINE_SLOW;
}

static int not_answered(struct sending *g, const struct exchange_parts *p, const struct line_answer *a,
	const struct store_runs *runs, struct err *e)
{
	struct err own;
	bool on_the_way = a->fate == LINE_CUT || a->fate == LINE_SLOW || a->fate == LINE_STOPPED;
	if (on_the_way && a->uploaded && mark_sent(g, runs, &own) != 0) {
		*e = own;
		return -1;
	}
	if (a->fate == LINE_STOPPED)
		return -1;
	g->out->wait_s = a->retry_after > g->out->wait_s ? a->retry_after : g->out->wait_s;
	if (is_size_matter(a) && take_less(g, p, a, runs->entries))
		return 0; /* once more */
	return NOT_HERE;
}

static int post(struct sending *g, const struct exchange_parts *p, const struct buf *bytes,
	const struct store_runs *runs, struct err *e)
{
	struct line_answer a;
	line_post(g->n->line, g->url, bytes->data, bytes->len, &a);
	g->spoke |= a.fate == LINE_ANSWERED;
	if (a.doubtful)
		line_host(g->url, g->out->doubtful);
	int rc = line_verdict(&a, g->url, e);
	rc = rc == 0 ? take_reply(g, &a, runs, e) : not_answered(g, p, &a, runs, e);
	buf_free(&a.body);
	return rc;
}

/* -- until neither side lacks anything -- */

/* After an answer, before the next message: is there anything left to say or to ask for? A receipt that would be shown
 * whole is one the hub's have does not bear out: it may have lost something, and is to be told. */
static int judge(
	struct sending *g, const struct exchange_parts *p, const struct store_runs *runs, bool *done, struct err *e)
{
	bool said = (runs->runs == 0 && g->skip == 0) || (g->fruitless > 0 && !g->own_refused);
	*done = false;
	if (!g->answered)
		return 0;
	if (g->out->state == STATE_UNKNOWN)
		*done = g->idle > 0; /* asked to enrol, and unknown still */
	else if (said && (g->idle > 0 || p->message.receipts == 0) && hold_all(g, p, done, e) != 0)
		return -1;
	if (*done || (said ? g->idle : g->fruitless) < IDLE_MAX)
		return 0;
	return err_set(e, ERR_BUSY, said ? TEXT_NET_BEHIND : TEXT_NET_STUCK, "");
}

static int exchange_part(struct sending *g, struct exchange_parts *p, bool *done, struct err *e)
{
	struct buf bytes;
	struct store_runs runs;
	buf_init(&bytes, MESSAGE_BYTES_MAX);
	int rc = exchange_parts_next(g->s, p, &bytes, &runs, e);
	if (rc == 0) {
		rc = judge(g, p, &runs, done, e);
		if (rc == 0 && !*done)
			rc = post(g, p, &bytes, &runs, e);
		store_runs_free(&runs);
	}
	buf_free(&bytes);
	return rc;
}

static int step(struct sending *g, bool *done, struct err *e)
{
	struct exchange_wish wish = {.most = sizes[g->n->size], .shown_short = true};
	struct exchange_parts p;
	if (g->n->watch.stopped && g->n->watch.stopped(g->n->watch.context))
		return err_set(e, ERR_BUSY, TEXT_NET_STOPPED, "");
	int rc = exchange_node_parts(g->s, g->unit, &wish, clock_now(), &p, e);
	p.skip = g->skip;
	if (rc == 0)
		rc = exchange_part(g, &p, done, e);
	else if (g->answered && e->text == TEXT_EXCHANGE_NO_HUB) { /* let go by what was just taken */
		*done = true;
		rc = 0;
	}
	exchange_parts_free(&p);
	return rc;
}

static int exchange_all(struct sending *g, struct err *e)
{
	bool done = false;
	int rc = store_progress(g->s, g->unit, &g->before, e);
	for (int i = 0; rc == 0 && !done; i++)
		rc = i < STEPS_MAX ? step(g, &done, e) : err_set(e, ERR_BUSY, TEXT_NET_STUCK, "");
	return rc;
}

/* -- one address after another -- */

static const struct silent *find_silent(const struct network *n, const char *url)
{
	for (size_t i = 0; i < n->silents; i++)
		if (strcmp(n->silent[i].url, url) == 0)
			return &n->silent[i];
	return NULL;
}

static const struct silent *note_silent(struct network *n, const struct sending *g, const struct err *why)
{
	n->silent = alloc_grow(n->silent, n->silents + 1, sizeof *n->silent);
	struct silent *d = &n->silent[n->silents++];
	*d = (struct silent){.why = *why, .spoke = g->spoke};
	snprintf(d->url, sizeof d->url, "%s", g->url);
	return d;
}

/* One address: 0 all exchanged, NOT_HERE with why, -1. */
static int try_address(struct network *n, struct store *s, const char *unit, const struct addresses *a, const char *url,
	struct network_sync *out, struct silent *why, struct err *e)
{
	struct err ignored;
	const struct silent *known = find_silent(n, url);
	if (known) {
		*why = *known;
		return NOT_HERE;
	}
	struct sending g = {.n = n, .s = s, .unit = unit, .url = url, .out = out};
	int rc = exchange_all(&g, e);
	if (g.answered && addresses_remember(s, a, url, rc == 0 ? e : &ignored) != 0 && rc == 0)
		rc = -1;
	if (rc == NOT_HERE)
		*why = *note_silent(n, &g, e);
	return rc;
}

int network_sync(
	struct network *n, struct store *s, const char *unit, const char *via, struct network_sync *out, struct err *e)
{
	struct addresses a;
	struct silent best = {0}, why;
	int rc = addresses_list(s, unit, via, &a, e);
	if (rc != 0)
		return -1;
	rc = NOT_HERE;
	for (size_t i = 0; rc == NOT_HERE && i < a.count; i++) {
		rc = try_address(n, s, unit, &a, a.url[i], out, &why, e);
		if (rc == NOT_HERE && (i == 0 || (why.spoke && !best.spoke)))
			best = why; /* where something spoke, a person can do something about it */
	}
	if (rc == NOT_HERE)
		*e = best.why;
	return rc == 0 ? 0 : -1;
}
