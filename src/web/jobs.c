/* jobs.c - the thread that alone uses the store, and what waits for it. A page is taken alone, messages that wait
 * together at one time; where both wait they take turns, so that neither people nor machines keep the others out. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "web_private.h"

#include <tungnha/alloc.h>

/* GROUP_BESIDE: messages a page waits for at most. */
enum { GROUP_MAX = 64, GROUP_BESIDE = 16, GROUP_BYTES = 4 * 1024 * 1024, LOOK_S = 2 };

struct waiting {
	struct request *first, **end;
	size_t count;
};

struct jobs {
	struct web *web;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t some;
	struct waiting page, message;
	bool was_page; /* what was taken last */
	bool stop;
};

static struct waiting *line_of(struct jobs *q, const struct route *route)
{
	return route->is_message ? &q->message : &q->page;
}

static void put(struct waiting *w, struct request *r)
{
	r->next = NULL;
	*w->end = r;
	w->end = &r->next;
	w->count++;
}

/* A page by itself; of messages the first and all of the same route that follow it, as many as share a commit. */
static size_t get(struct waiting *w, size_t most, struct request *out[static GROUP_MAX])
{
	size_t n = 0, bytes = 0;
	while (w->first && n < most) {
		struct request *r = w->first;
		bytes += r->body.len;
		if (n > 0 && (r->route != out[0]->route || bytes > GROUP_BYTES))
			break;
		out[n++] = r;
		w->first = r->next;
		w->count--;
	}
	if (!w->first)
		w->end = &w->first;
	return n;
}

static size_t take_turns(struct jobs *q, struct request *out[static GROUP_MAX])
{
	bool page = q->page.first && !(q->was_page && q->message.first);
	q->was_page = page;
	return page ? get(&q->page, 1, out) : get(&q->message, q->page.first ? GROUP_BESIDE : GROUP_MAX, out);
}

/* Waits for work; 0 with nothing to do for a while, or stopped: seen at one look, so that nothing comes in between and
 * is left behind. */
static size_t wait_for_some(struct jobs *q, struct request *out[static GROUP_MAX], bool *stopped)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += LOOK_S;
	pthread_mutex_lock(&q->lock);
	int rc = 0;
	while (!q->page.first && !q->message.first && !q->stop && rc != ETIMEDOUT)
		rc = pthread_cond_timedwait(&q->some, &q->lock, &until);
	size_t n = take_turns(q, out);
	*stopped = q->stop;
	pthread_mutex_unlock(&q->lock);
	return n;
}

static void refuse(struct request *const *r, size_t n, text_id why)
{
	for (size_t i = 0; i < n; i++)
		problem_later(r[i], 503, why, 5);
}

/* After this the requests are the other thread's, which may free them at once. */
static void work(struct web *w, struct request *const *r, size_t n, bool stopped)
{
	if (!stopped)
		watch_look(w);
	if (stopped)
		refuse(r, n, TEXT_WEB_STOPPING);
	else if (!health_look(w->health, w->store))
		refuse(r, n, TEXT_WEB_STORE_GONE);
	else if (n > 0)
		r[0]->route->take(w, r, n);
	for (size_t i = 0; i < n; i++)
		if (!aside_is_waited_for(r[i]))
			server_answered(r[i]);
}

static void *run(void *context)
{
	struct jobs *q = context;
	struct request *r[GROUP_MAX];
	for (;;) {
		bool stopped;
		size_t n = wait_for_some(q, r, &stopped);
		work(q->web, r, n, stopped);
		if (stopped && n == 0)
			return NULL;
	}
}

static void line_init(struct waiting *w)
{
	*w = (struct waiting){.end = &w->first};
}

int jobs_start(struct web *w, struct jobs **out, struct err *e)
{
	struct jobs *q = alloc_zero(1, sizeof *q);
	pthread_condattr_t steady;
	q->web = w;
	line_init(&q->page);
	line_init(&q->message);
	pthread_mutex_init(&q->lock, NULL);
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&q->some, &steady);
	pthread_condattr_destroy(&steady);
	int why = pthread_create(&q->thread, NULL, run, q);
	if (why != 0) {
		free(q);
		return err_errno(e, why, "thread");
	}
	*out = q;
	return 0;
}

bool jobs_full(struct jobs *q, const struct route *route)
{
	pthread_mutex_lock(&q->lock);
	bool full = q->stop || line_of(q, route)->count >= q->web->limit.queue;
	pthread_mutex_unlock(&q->lock);
	return full;
}

bool jobs_add(struct jobs *q, struct request *r)
{
	pthread_mutex_lock(&q->lock);
	bool taken = !q->stop; /* after that nobody may be there to answer it */
	if (taken) {
		put(line_of(q, r->route), r);
		pthread_cond_signal(&q->some);
	}
	pthread_mutex_unlock(&q->lock);
	return taken;
}

size_t jobs_waiting(struct jobs *q)
{
	pthread_mutex_lock(&q->lock);
	size_t n = q->page.count + q->message.count;
	pthread_mutex_unlock(&q->lock);
	return n;
}

void jobs_stop(struct jobs *q)
{
	if (!q)
		return;
	pthread_mutex_lock(&q->lock);
	q->stop = true;
	pthread_cond_signal(&q->some);
	pthread_mutex_unlock(&q->lock);
	pthread_join(q->thread, NULL);
}

void jobs_free(struct jobs *q)
{
	if (!q)
		return;
	pthread_cond_destroy(&q->some);
	pthread_mutex_destroy(&q->lock);
	free(q);
}
