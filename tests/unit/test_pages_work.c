/* test_pages_work.c - work that takes long keeps no page waiting, and is waited for at the end. */
#include "../support/served.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <tungnha/alloc.h>

static void show(struct page *p)
{
	page_done(p, 200);
}

static sem_t begun, may_end;
static int worked;

static void wait_and_write(struct store *s, void *context)
{
	struct err e;
	sem_post(&begun);
	sem_wait(&may_end);
	assert_int_equal(store_begin(s, &e), 0);
	assert_int_equal(store_set(s, "worked", context, &e), 0);
	assert_int_equal(store_commit(s, &e), 0);
	worked += page_work_must_end(NULL) ? 10 : 1;
}

static void work(struct page *p)
{
	int64_t since = 0;
	char *context = alloc_copy("yes");
	bool taken = page_work(p, "gửi", wait_and_write, context);
	if (!taken)
		free(context);
	const char *what = page_working(p, &since);
	html_print(&p->out, "taken=%d what=%s since=%d", taken, what ? what : "-", since > 0);
	page_done(p, 200);
}

/* --- beside the store's thread --- */

static atomic_int asides_worked, asides_dropped, asides_refused, asides_asked;

static void try_slowly(void *context)
{
	sem_post(&begun);
	sem_wait(&may_end);
	*(int *)context += 1;
	asides_worked++;
}

static void answer_at_last(struct page *p, void *context)
{
	html_print(&p->out, "tried=%d field=%s", *(int *)context, page_field(p, "ten"));
	page_done(p, 200);
}

static void drop(void *context)
{
	asides_dropped++;
	free(context);
}

static void aside(struct page *p)
{
	int *context = alloc_zero(1, sizeof *context);
	*context = 41;
	page_aside(p, try_slowly, answer_at_last, drop, context);
}

static void silent(struct page *p, void *context)
{
	(void)p, (void)context;
}

static void nothing(void *context)
{
	(void)context;
}

static void aside_silent(struct page *p)
{
	page_aside(p, nothing, silent, NULL, alloc_zero(1, 1));
}

static const struct page_route routes[] = {
	{"GET", "/", PAGE_ANYBODY, true, show},
	{"POST", "/lam", PAGE_ANYBODY, false, work},
	{"POST", "/ben", PAGE_ANYBODY, false, aside},
	{"POST", "/cam", PAGE_ANYBODY, false, aside_silent},
	{0},
};

static void long_work_keeps_no_page_waiting(void **unused)
{
	(void)unused;
	struct served d;
	served_begin(&d, routes);
	sem_init(&begun, 0, 0);
	sem_init(&may_end, 0, 0);
	worked = 0;
	assert_int_equal(served_post(&d, "/lam", SERVED_FORM, "", 0), 200);
	assert_string_equal(d.body.data, "taken=1 what=gửi since=1");
	sem_wait(&begun);
	assert_int_equal(served_post(&d, "/lam", SERVED_FORM, "", 0), 200); /* one at a time */
	assert_string_equal(d.body.data, "taken=0 what=gửi since=1");
	assert_int_equal(served_get(&d, "/", ""), 200);
	sem_post(&may_end);
	do {
		nanosleep(&(struct timespec){.tv_nsec = 20 * 1000 * 1000}, NULL);
		assert_int_equal(served_post(&d, "/lam", SERVED_FORM, "", 0), 200);
	} while (strstr(d.body.data, "taken=0"));
	sem_wait(&begun);
	sem_post(&may_end);
	web_stop(d.web); /* waits for it */
	d.web = NULL;
	assert_true(worked >= 2);
	char *set = store_setting(d.world.hub.store, "worked");
	assert_string_equal(set, "yes");
	free(set);
	served_end(&d);
	sem_destroy(&begun);
	sem_destroy(&may_end);
}

static void *let_go_later(void *unused)
{
	(void)unused;
	nanosleep(&(struct timespec){.tv_nsec = 100 * 1000 * 1000}, NULL);
	for (int i = 0; i < 3; i++)
		sem_post(&may_end);
	return NULL;
}

struct asker {
	struct served *d;
	pthread_t thread;
	int status;
	char told[200];
};

static void *ask_aside(void *context)
{
	struct asker *a = context;
	struct served mine = *a->d; /* the server is shared, the answer heard is not */
	buf_init(&mine.body, 4096);
	a->status = served_post(&mine, "/ben", SERVED_FORM, "ten=Lan", 7);
	snprintf(a->told, sizeof a->told, "%s", mine.body.data ? mine.body.data : "");
	buf_free(&mine.body);
	asides_refused += a->status == 503;
	return NULL;
}

/* While the server is being stopped nobody else may tick its clock. */
static void *ask_without_ticking(void *context)
{
	struct asker *a = context;
	struct visitor v;
	char head[400];
	visitor_come(&v, a->d->web, NULL);
	snprintf(head, sizeof head,
		"POST /ben HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nContent-Type: " SERVED_FORM
		"\r\nContent-Length: 0\r\n\r\n",
		a->d->host, a->d->host);
	visitor_text(&v, head);
	asides_asked++;
	a->status = visitor_hear(&v, NULL, NULL);
	visitor_leave(&v);
	return NULL;
}

static void asides_begin(struct served *d)
{
	served_begin(d, routes);
	sem_init(&begun, 0, 0);
	sem_init(&may_end, 0, 0);
	asides_worked = asides_dropped = asides_refused = asides_asked = 0;
}

static void what_is_tried_beside_keeps_no_page_waiting(void **unused)
{
	(void)unused;
	struct served d;
	asides_begin(&d);
	struct asker a = {.d = &d};
	assert_int_equal(pthread_create(&a.thread, NULL, ask_aside, &a), 0);
	sem_wait(&begun);
	for (int i = 0; i < 5; i++)
		assert_int_equal(served_get(&d, "/", ""), 200);
	sem_post(&may_end);
	pthread_join(a.thread, NULL);
	assert_int_equal(a.status, 200);
	assert_string_equal(a.told, "tried=42 field=Lan");
	assert_int_equal(served_post(&d, "/cam", SERVED_FORM, "", 0), 500); /* then() that answers nothing is a fault */
	served_end(&d);
	assert_int_equal(asides_dropped, 1);
}

enum { ASKERS = PAGE_ASIDES_MAX + 3 };

static void more_than_eight_are_told_to_come_again(void **unused)
{
	(void)unused;
	struct served d;
	struct asker a[ASKERS];
	int good = 0, later = 0;
	asides_begin(&d);
	for (int i = 0; i < ASKERS; i++) {
		a[i] = (struct asker){.d = &d};
		assert_int_equal(pthread_create(&a[i].thread, NULL, ask_aside, &a[i]), 0);
	}
	while (asides_refused < ASKERS - PAGE_ASIDES_MAX)
		nanosleep(&(struct timespec){.tv_nsec = 5 * 1000 * 1000}, NULL);
	for (int i = 0; i < ASKERS; i++)
		sem_post(&may_end);
	for (int i = 0; i < ASKERS; i++) {
		pthread_join(a[i].thread, NULL);
		good += a[i].status == 200;
		later += a[i].status == 503;
	}
	assert_int_equal(good, PAGE_ASIDES_MAX);
	assert_int_equal(later, ASKERS - PAGE_ASIDES_MAX);
	assert_int_equal(asides_worked, good);
	served_end(&d);
	assert_int_equal(asides_dropped, ASKERS);
}

/* One under way is waited for; the ones behind it are not begun, and hear so. */
static void a_server_that_stops_leaves_nobody_without_an_answer(void **unused)
{
	(void)unused;
	struct served d;
	struct asker a[3];
	asides_begin(&d);
	for (int i = 0; i < 3; i++) {
		a[i] = (struct asker){.d = &d};
		assert_int_equal(pthread_create(&a[i].thread, NULL, ask_without_ticking, &a[i]), 0);
	}
	while (asides_asked < 3)
		nanosleep(&(struct timespec){.tv_nsec = 5 * 1000 * 1000}, NULL);
	sem_wait(&begun);
	pthread_t helper;
	assert_int_equal(pthread_create(&helper, NULL, let_go_later, NULL), 0);
	web_stop(d.web);
	d.web = NULL;
	pthread_join(helper, NULL);
	for (int i = 0; i < 3; i++) {
		pthread_join(a[i].thread, NULL);
		assert_true(a[i].status == 200 || a[i].status == 503 || a[i].status <= 0);
	}
	served_end(&d);
	assert_true(asides_dropped <= 3 && asides_dropped >= asides_worked);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(long_work_keeps_no_page_waiting),
		cmocka_unit_test(what_is_tried_beside_keeps_no_page_waiting),
		cmocka_unit_test(more_than_eight_are_told_to_come_again),
		cmocka_unit_test(a_server_that_stops_leaves_nobody_without_an_answer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
