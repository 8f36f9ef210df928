/* asides.c - work of one page that needs no store: on a thread of its own, which is begun with the first of it. The
 * request goes from the store's thread to this one and back; whoever has it alone touches it. */
#include <assert.h>
#include <stdlib.h>

#include "web_private.h"

#include <tungnha/alloc.h>

struct aside {
	void (*work)(void *context);
	void (*then)(struct page *p, void *context);
	void (*drop)(void *context);
	void *context;
	struct request *next;
	bool done, undone; /* the other thread's, until it hands the request back */
	bool then_called;
};

struct asides {
	struct web *web;
	pthread_mutex_t lock;
	pthread_cond_t some;
	pthread_t thread;
	bool begun;
	struct request *first, **end;
	size_t count; /* waiting or under way */
	bool stop;
};

struct asides *asides_new(struct web *w)
{
	struct asides *a = alloc_zero(1, sizeof *a);
	a->web = w;
	a->end = &a->first;
	pthread_mutex_init(&a->lock, NULL);
	pthread_cond_init(&a->some, NULL);
	return a;
}

/* NULL: stopped, and none is left. *undone: it is not to be worked on any more. */
static struct request *next_of(struct asides *a, bool *undone)
{
	pthread_mutex_lock(&a->lock);
	while (!a->first && !a->stop)
		pthread_cond_wait(&a->some, &a->lock);
	struct request *r = a->first;
	if (r)
		a->first = r->aside->next;
	if (!a->first)
		a->end = &a->first;
	*undone = a->stop;
	pthread_mutex_unlock(&a->lock);
	return r;
}

static void *run(void *context)
{
	struct asides *a = context;
	struct request *r;
	bool undone;
	while ((r = next_of(a, &undone)) != NULL) {
		if (!undone)
			r->aside->work(r->aside->context);
		r->aside->undone = undone;
		r->aside->done = true;
		pthread_mutex_lock(&a->lock);
		a->count--;
		pthread_mutex_unlock(&a->lock);
		jobs_add(a->web->jobs, r); /* its thread is there until this one has ended */
	}
	return NULL;
}

/* false: too many, or no more. */
static bool take(struct asides *a, struct request *r)
{
	pthread_mutex_lock(&a->lock);
	if (!a->begun && !a->stop)
		a->begun = pthread_create(&a->thread, NULL, run, a) == 0;
	bool taken = a->begun && !a->stop && a->count < PAGE_ASIDES_MAX;
	if (taken) {
		*a->end = r;
		a->end = &r->aside->next;
		a->count++;
		pthread_cond_signal(&a->some);
	}
	pthread_mutex_unlock(&a->lock);
	return taken;
}

void page_aside(struct page *p, void (*work)(void *context), void (*then)(struct page *p, void *context),
	void (*drop)(void *context), void *context)
{
	struct request *r = p->request;
	struct aside *x = alloc_zero(1, sizeof *x);
	*x = (struct aside){.work = work, .then = then, .drop = drop ? drop : free, .context = context};
	assert(!r->aside && !r->answered); /* one a request */
	r->aside = x;
	if (take(r->web->asides, r))
		return;
	aside_free(r);
	problem_later(r, 503, TEXT_WEB_FULL, 2);
}

bool aside_is_waited_for(const struct request *r)
{
	return r->aside && !r->answered && !r->aside->then_called;
}

bool aside_is_done(const struct request *r)
{
	return r->aside && r->aside->done;
}

void aside_then(struct page *p)
{
	struct aside *x = p->request->aside;
	x->then_called = true;
	if (x->undone)
		problem_later(p->request, 503, TEXT_WEB_STOPPING, 5);
	else
		x->then(p, x->context);
}

void aside_free(struct request *r)
{
	struct aside *x = r->aside;
	if (!x)
		return;
	x->drop(x->context);
	free(x);
	r->aside = NULL;
}

void asides_stop(struct asides *a)
{
	if (!a)
		return;
	pthread_mutex_lock(&a->lock);
	a->stop = true;
	bool begun = a->begun;
	pthread_cond_signal(&a->some);
	pthread_mutex_unlock(&a->lock);
	if (begun)
		pthread_join(a->thread, NULL);
	a->begun = false;
}

void asides_free(struct asides *a)
{
	if (!a)
		return;
	pthread_cond_destroy(&a->some);
	pthread_mutex_destroy(&a->lock);
	free(a);
}
