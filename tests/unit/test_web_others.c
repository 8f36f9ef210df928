/* test_web_others.c - a hub's server when others are at work on its store, when it is full, when it stops; and its log.
 */
#include "../support/hosted.h"
#include "../support/moment.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tungnha/alloc.h>

/* -- others at work on the same store -- */

/* What each of a clerk's decisions changes is seen by the next message. */
static void decisions_made_meanwhile_are_seen(void **unused)
{
	(void)unused;
	struct hosted d;
	struct node serving;
	struct exchange_result r;
	struct err e;
	hosted_begin(&d, NULL);
	visitor_post(&d.visitor, d.message.data, d.message.len);
	hosted_hear(&d, 1);
	assert_int_equal(world_state(&d.device), STATE_NEW);

	serving = d.world.hub;
	assert_int_equal(store_open(serving.folder, NULL, &d.world.hub.store, &e), 0); /* another program */
	for (int step = 0; step < 4; step++) {
		struct buf m;
		switch (step) {
		case 0:
			world_accept_device(&d.world, &d.device);
			break;
		case 1:
			world_lock(&d.world);
			break;
		case 2:
			world_unlock(&d.world);
			break;
		default:
			world_revoke(&d.world, &d.device);
		}
		if (step == 0 || step == 3) /* in between it knows of the lock */
			world_save(&d.world, &d.device, 2, 3 + step);
		world_message(&d.world, &d.device, 0, &m);
		visitor_post(&d.visitor, m.data, m.len);
		assert_int_equal(visitor_hear(&d.visitor, d.web, &d.reply), 200);
		assert_int_equal(world_reply(&d.world, &d.device, &d.reply, &r), 0);
		assert_int_equal(r.state, step == 3 ? STATE_REVOKED : STATE_ACTIVE);
		bool locked;
		assert_int_equal(store_locked(d.device.store, WORLD_HAMLET, &locked, &e), 0);
		if (step < 3)
			assert_int_equal(locked, step == 1);
		buf_free(&m);
	}
	world_assert_sound(&d.world.hub);
	store_close(d.world.hub.store);
	d.world.hub = serving;
	hosted_end(&d);
}

static void one_server_at_a_time_has_a_folder(void **unused)
{
	(void)unused;
	struct hosted d;
	struct web *second;
	struct err e;
	hosted_begin(&d, NULL);
	struct web_options o = {.listen = "127.0.0.1:0", .folder = d.world.hub.folder, .version = "test"};
	assert_int_equal(web_start(d.world.hub.store, &o, &second, &e), -1);
	assert_int_equal(e.code, ERR_BUSY);
	assert_ptr_equal(e.text, TEXT_WEB_ALREADY);
	hosted_end(&d);
}

static void an_address_that_cannot_be_used_is_named(void **unused)
{
	(void)unused;
	static const struct {
		const char *listen;
		enum err_code code;
	} cases[] = {{"8030", ERR_USAGE}, {"127.0.0.1", ERR_USAGE}, {"127.0.0.1:", ERR_USAGE},
		{"127.0.0.1:x", ERR_USAGE}, {"127.0.0.1:65536", ERR_USAGE}, {"::1:80", ERR_USAGE},
		{"[::1:0", ERR_USAGE}, {"", ERR_USAGE}, {"192.0.2.1:0", ERR_UNAVAILABLE}};
	struct world w;
	struct web *web;
	struct err e;
	world_begin(&w);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct web_options o = {.listen = cases[i].listen, .folder = w.hub.folder, .version = "test"};
		assert_int_equal(web_start(w.hub.store, &o, &web, &e), -1);
		assert_int_equal(e.code, cases[i].code);
		assert_string_equal(e.arg[0], cases[i].listen);
	}
	struct web *first = visitor_host(w.hub.store, w.hub.folder, NULL, NULL);
	char *elsewhere = alloc_print("%s/elsewhere", w.hub.folder);
	assert_int_equal(mkdir(elsewhere, 0700), 0);
	struct web_options o = {.listen = web_address(first), .folder = elsewhere, .version = "test"};
	assert_int_equal(web_start(w.hub.store, &o, &web, &e), -1);
	assert_ptr_equal(e.text, TEXT_WEB_ADDRESS_TAKEN);
	free(elsewhere);
	web_stop(first);
	world_end(&w);
}

/* -- full, and stopping -- */

static void *stop(void *web)
{
	web_stop(web);
	return NULL;
}

/* Somebody writes for a moment, messages wait; then the server is told to stop. All that was received is answered. */
static void what_was_received_is_answered_before_the_end(void **unused)
{
	(void)unused;
	struct hosted d;
	struct store *clerk;
	struct visitor late, next;
	struct exchange_result r;
	struct err e;
	pthread_t stopping;
	hosted_begin(&d, NULL);
	assert_int_equal(store_open(d.world.hub.folder, NULL, &clerk, &e), 0);
	assert_int_equal(store_begin(clerk, &e), 0);
	visitor_post(&d.visitor, d.message.data, d.message.len);
	visitor_ask(d.web, HOSTED_GET("/health", ""), NULL); /* the thread of sockets has read what came before */
	visitor_come(&next, d.web, NULL);
	visitor_post(&next, d.message.data, d.message.len);
	visitor_ask(d.web, HOSTED_GET("/health", ""), NULL);
	assert_int_equal(pthread_create(&stopping, NULL, stop, d.web), 0);
	do { /* until nobody is let in any more */
		visitor_come(&late, d.web, NULL);
		bool refused = late.gone;
		visitor_leave(&late);
		if (refused)
			break;
		usleep(1000);
	} while (true);
	store_rollback(clerk);
	assert_int_equal(visitor_hear(&d.visitor, NULL, &d.reply), 200);
	assert_true(visitor_was_told(&d.visitor, "Connection: close"));
	assert_int_equal(world_reply(&d.world, &d.device, &d.reply, &r), 0);
	assert_true(r.receipts > 0);
	assert_int_equal(visitor_hear(&next, NULL, NULL), 200);
	visitor_leave(&next);
	pthread_join(stopping, NULL);
	store_close(clerk);
	d.web = NULL;
	hosted_end(&d);
}

/* Whoever lets go of a lock is held up a little. */
static atomic_bool hurry;

int pthread_mutex_unlock(pthread_mutex_t *lock)
{
	static int (*unlock)(pthread_mutex_t *);
	if (!unlock)
		*(void **)&unlock = dlsym(RTLD_NEXT, "pthread_mutex_unlock");
	int rc = unlock(lock);
	if (hurry)
		usleep(50);
	return rc;
}

/* Bodies that become whole just when the server ends: each is answered or cut off, and none is used after its end; also
 * when the store's thread has just found that there was nothing to do. */
static void who_ends_with_the_server_harms_nothing(void **unused)
{
	(void)unused;
	enum { ROUNDS = 20, VISITORS = 48 };
	struct web_limits limits = web_limits_usual;
	struct visitor v[VISITORS];
	struct hosted d;
	pthread_t stopping;
	limits.stop_ms = 0;
	hurry = true;
	moment_ahead_s = -10; /* whoever waits for a while finds that it is over already */
	hosted_begin(&d, &limits);
	for (int round = 0; round < ROUNDS; round++) {
		for (int i = 0; i < VISITORS; i++) {
			visitor_come(&v[i], d.web, NULL);
			visitor_text(&v[i], HOSTED_POST("/exchange", HOSTED_MESSAGE, "Content-Length: 5\r\n\r\nTNM1"));
		}
		visitor_ask(d.web, HOSTED_GET("/health", ""), NULL);
		assert_int_equal(pthread_create(&stopping, NULL, stop, d.web), 0);
		usleep(19000);
		for (int i = 0; i < VISITORS; i++) {
			visitor_text(&v[i], "x");
			usleep(50);
		}
		pthread_join(stopping, NULL);
		for (int i = 0; i < VISITORS; i++)
			visitor_leave(&v[i]);
		visitor_leave(&d.visitor);
		d.web = visitor_host(d.world.hub.store, d.world.hub.folder, &limits, NULL);
		visitor_come(&d.visitor, d.web, NULL);
	}
	hosted_end(&d);
	hurry = false;
	moment_ahead_s = 0;
}

static void who_finds_the_queue_full_is_told_when_to_come_again(void **unused)
{
	(void)unused;
	enum { VISITORS = 8, QUEUE = 2 };
	struct web_limits limits = web_limits_usual;
	struct hosted d;
	struct store *clerk;
	struct visitor v[VISITORS];
	struct err e;
	int taken = 0, refused = 0;
	limits.queue = QUEUE;
	hosted_begin(&d, &limits);
	assert_int_equal(store_open(d.world.hub.folder, NULL, &clerk, &e), 0);
	assert_int_equal(store_begin(clerk, &e), 0);
	for (int i = 0; i < VISITORS; i++) {
		visitor_come(&v[i], d.web, NULL);
		visitor_post(&v[i], d.message.data, d.message.len);
		visitor_ask(d.web, HOSTED_GET("/health", ""), NULL);
	}
	store_rollback(clerk);
	for (int i = 0; i < VISITORS; i++) {
		int status = visitor_hear(&v[i], d.web, NULL);
		assert_true(status == 200 || (status == 503 && visitor_was_told(NULL, "Retry-After: ")));
		taken += status == 200;
		refused += status == 503;
		visitor_leave(&v[i]);
	}
	assert_in_range(taken, QUEUE, 2 * QUEUE); /* as many again may be with the store already */
	assert_int_equal(taken + refused, VISITORS);
	store_close(clerk);
	hosted_end(&d);
}

/* The store is written by another program for longer than anybody waits for. */
static void a_busy_store_is_said(void **unused)
{
	(void)unused;
	struct hosted d;
	struct store *clerk;
	struct err e;
	hosted_begin(&d, NULL);
	assert_int_equal(store_open(d.world.hub.folder, NULL, &clerk, &e), 0);
	assert_int_equal(store_begin(clerk, &e), 0);
	visitor_post(&d.visitor, d.message.data, d.message.len);
	assert_int_equal(visitor_hear(&d.visitor, d.web, &d.reply), 503);
	assert_true(visitor_was_told(&d.visitor, "Retry-After: "));
	store_rollback(clerk);
	store_close(clerk);
	visitor_post(&d.visitor, d.message.data, d.message.len);
	hosted_hear(&d, 1);
	hosted_end(&d);
}

/* -- the log -- */

static void a_line_tells_who_sent_and_nothing_of_what(void **unused)
{
	(void)unused;
	struct hosted d;
	char *text = NULL;
	size_t n = 0;
	hosted_begin(&d, NULL);
	web_stop(d.web);
	visitor_leave(&d.visitor);
	FILE *log = open_memstream(&text, &n);
	d.web = visitor_host(d.world.hub.store, d.world.hub.folder, NULL, log);
	visitor_come(&d.visitor, d.web, NULL);
	visitor_post(&d.visitor, d.message.data, d.message.len);
	hosted_hear(&d, 1);
	for (int i = 0; i < 200; i++)
		visitor_ask(d.web, HOSTED_GET("/secret", ""), NULL);
	web_stop(d.web);
	d.web = NULL;
	fclose(log);
	char shown[ID_SHOWN], *line = strstr(text, " 127.0.0.1 200 ");
	assert_non_null(line);
	assert_non_null(strstr(line, WORLD_HAMLET));
	assert_non_null(strstr(line, id_shown(store_id(d.device.store), shown)));
	assert_null(strstr(text, "secret"));
	size_t lines = 0;
	for (const char *p = text; *p; p++)
		lines += *p == '\n';
	assert_in_range(lines, 2, 70);
	free(text);
	hosted_end(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decisions_made_meanwhile_are_seen),
		cmocka_unit_test(one_server_at_a_time_has_a_folder),
		cmocka_unit_test(an_address_that_cannot_be_used_is_named),
		cmocka_unit_test(what_was_received_is_answered_before_the_end),
		cmocka_unit_test(who_ends_with_the_server_harms_nothing),
		cmocka_unit_test(who_finds_the_queue_full_is_told_when_to_come_again),
		cmocka_unit_test(a_busy_store_is_said),
		cmocka_unit_test(a_line_tells_who_sent_and_nothing_of_what),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
