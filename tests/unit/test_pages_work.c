/* test_pages_work.c - work that takes long keeps no page waiting, and is waited for at the end. */
#include "../support/served.h"

#include <semaphore.h>
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

static const struct page_route routes[] = {
	{"GET", "/", PAGE_ANYBODY, true, show},
	{"POST", "/lam", PAGE_ANYBODY, false, work},
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(long_work_keeps_no_page_waiting),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
