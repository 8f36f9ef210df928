/* test_turns.c - people and machines ask for the one store: neither keeps the others out. */
#include "../support/hosted.h"
#include "../support/served.h"

#include <pthread.h>
#include <stdio.h>

#include <tungnha/clock.h>
#include <tungnha/store_acts.h>

enum { PAGES = 12 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool reached, let_go;
static size_t pages;
static size_t known_at[PAGES]; /* households in the store when the i-th of them was served */

static size_t households(struct store *s)
{
	struct store_figures x;
	struct err e;
	assert_int_equal(store_figures(s, WORLD_HAMLET, &x, &e), 0);
	return (size_t)x.totals.records;
}

/* Holds the store's thread until everybody else has come. */
static void wait_page(struct page *p)
{
	pthread_mutex_lock(&lock);
	reached = true;
	pthread_cond_broadcast(&changed);
	while (!let_go)
		pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
	page_done(p, 200);
}

static void count_page(struct page *p)
{
	known_at[pages++] = households(p->store);
	page_done(p, 200);
}

static const struct page_route routes[] = {
	{"GET", "/cho", PAGE_ANYBODY, false, wait_page}, {"GET", "/dem", PAGE_ANYBODY, false, count_page}, {0}};

static void come_and_ask(struct visitor *v, struct served *d, const char *path)
{
	char text[200];
	snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", path, d->host);
	visitor_come(v, d->web, NULL);
	visitor_text(v, text);
}

static void until_reached(void)
{
	pthread_mutex_lock(&lock);
	while (!reached)
		pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
}

static void let_everybody_go(void)
{
	pthread_mutex_lock(&lock);
	let_go = true;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

/* Twelve pages wait when a hamlet's message comes: it is taken before the second of them. */
static void a_message_does_not_wait_for_every_page(void **unused)
{
	(void)unused;
	struct served d;
	struct node device;
	struct visitor first, person[PAGES], machine;
	struct buf message, reply;
	served_begin(&d, routes);
	d.world.now = clock_now(); /* the server has no other */
	struct store_invitation v = world_invite(&d.world, WORLD_HAMLET, 1);
	world_device(&d.world, &v, &device);
	world_save(&d.world, &device, 1, 4);
	world_message(&d.world, &device, 0, &message);
	buf_init(&reply, 1024 * 1024);
	come_and_ask(&first, &d, "/cho");
	until_reached();
	for (size_t i = 0; i < PAGES; i++) {
		come_and_ask(&person[i], &d, "/dem");
		assert_int_equal(
			served_get(&d, "/health", ""), 200); /* the thread of sockets has read what came before */
	}
	visitor_come(&machine, d.web, NULL);
	visitor_post(&machine, message.data, message.len);
	assert_int_equal(served_get(&d, "/health", ""), 200);
	let_everybody_go();
	assert_int_equal(visitor_hear(&machine, d.web, &reply), 200);
	for (size_t i = 0; i < PAGES; i++) {
		assert_int_equal(visitor_hear(&person[i], d.web, NULL), 200);
		visitor_leave(&person[i]);
	}
	assert_int_equal(pages, PAGES);
	assert_true(known_at[1] > 0);
	visitor_leave(&machine);
	visitor_leave(&first);
	buf_free(&message);
	buf_free(&reply);
	world_close(&device);
	served_end(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(a_message_does_not_wait_for_every_page)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
