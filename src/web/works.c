/* works.c - what takes long and must not keep pages waiting: a network, a stick, a backup. On a thread of its own, one
 * at a time, with a handle of its own on the same store. */
#include <stdlib.h>
#include <string.h>

#include "web_private.h"

#include <tungnha/alloc.h>
#include <tungnha/clock.h>
#include <tungnha/store_pages.h>

enum { WHAT_BYTES = 32 };

/* `begun`, `what` and `since` belong to the store's thread. */
struct works {
	pthread_mutex_t lock;
	pthread_t thread;
	bool begun;        /* the thread is to be joined */
	bool running;      /* under the lock */
	atomic_bool stop;  /* no more works */
	atomic_bool hurry; /* this one is to end */
	char what[WHAT_BYTES];
	int64_t since;
	struct store *store;
	page_work_run run;
	void *context;
};

static _Thread_local struct works *mine;

struct works *works_new(void)
{
	struct works *k = alloc_zero(1, sizeof *k);
	pthread_mutex_init(&k->lock, NULL);
	return k;
}

static void *run(void *context)
{
	struct works *k = mine = context;
	k->run(k->store, k->context);
	free(k->context);
	store_close(k->store);
	pthread_mutex_lock(&k->lock);
	k->running = false;
	pthread_mutex_unlock(&k->lock);
	return NULL;
}

static bool is_running(struct works *k)
{
	pthread_mutex_lock(&k->lock);
	bool running = k->running;
	pthread_mutex_unlock(&k->lock);
	return running;
}

static void join(struct works *k)
{
	if (k->begun)
		pthread_join(k->thread, NULL);
	k->begun = false;
}

bool page_work(struct page *p, const char *what, page_work_run work, void *context)
{
	struct works *k = p->request->web->works;
	struct err e;
	if (!p->store || is_running(k) || atomic_load(&k->stop))
		return false;
	join(k);
	if (store_open_beside(p->store, &k->store, &e) != 0) {
		log_error(p->request->web->log, &e);
		return false;
	}
	snprintf(k->what, sizeof k->what, "%s", what);
	k->since = clock_now();
	k->run = work;
	k->context = context;
	atomic_store(&k->hurry, false);
	k->running = true;
	k->begun = pthread_create(&k->thread, NULL, run, k) == 0;
	if (!k->begun) {
		k->running = false;
		store_close(k->store);
	}
	return k->begun;
}

const char *page_working(const struct page *p, int64_t *since)
{
	struct works *k = p->request->web->works;
	if (!is_running(k))
		return NULL;
	if (since)
		*since = k->since;
	return k->what;
}

bool page_work_must_end(void *context)
{
	(void)context;
	return mine && (atomic_load(&mine->stop) || atomic_load(&mine->hurry));
}

void works_hurry(struct works *k)
{
	atomic_store(&k->hurry, true);
}

void works_stop(struct works *k)
{
	atomic_store(&k->stop, true);
}

/* The store's thread has ended; what is under way is waited for. */
void works_free(struct works *k)
{
	if (!k)
		return;
	works_stop(k);
	join(k);
	pthread_mutex_destroy(&k->lock);
	free(k);
}
