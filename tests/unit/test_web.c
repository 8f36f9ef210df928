/* test_web.c - a hub's server over real sockets: messages, pages, refusals, stopping, and others at work on its store.
 */
#include "../support/visitor.h"
#include "../support/world.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>

#define GET(path, more) "GET " path " HTTP/1.1\r\nHost: x\r\n" more "\r\n"
#define POST(path, type, more) "POST " path " HTTP/1.1\r\nHost: x\r\nContent-Type: " type "\r\n" more
#define MESSAGE "application/vnd.tungnha.message"

struct served {
	struct world world;
	struct node device;
	struct web *web;
	struct visitor visitor;
	struct buf message, reply;
};

static void begin(struct served *d, const struct web_limits *limits)
{
	world_begin(&d->world);
	d->world.now = clock_now(); /* the server has no other */
	struct store_invitation v = world_invite(&d->world, WORLD_HAMLET, 1);
	world_device(&d->world, &v, &d->device);
	world_save(&d->world, &d->device, 1, 4);
	world_message(&d->world, &d->device, 0, &d->message);
	buf_init(&d->reply, MESSAGE_BYTES_MAX);
	d->web = visitor_host(d->world.hub.store, d->world.hub.folder, limits, NULL);
	visitor_come(&d->visitor, d->web, NULL);
}

static void end(struct served *d)
{
	visitor_leave(&d->visitor);
	web_stop(d->web);
	world_assert_sound(&d->world.hub);
	buf_free(&d->message);
	buf_free(&d->reply);
	world_close(&d->device);
	world_end(&d->world);
}

static void hear_reply(struct served *d, size_t receipts)
{
	struct exchange_result r;
	assert_int_equal(visitor_hear(&d->visitor, d->web, &d->reply), 200);
	assert_true(visitor_was_told(&d->visitor, "Content-Type: " MESSAGE "\r\n"));
	assert_int_equal(world_reply(&d->world, &d->device, &d->reply, &r), 0);
	assert_int_equal(world_progress(&d->device).confirmed, receipts);
}

/* -- messages -- */

static void a_message_is_answered_as_on_a_stick(void **unused)
{
	(void)unused;
	struct served d;
	begin(&d, NULL);
	visitor_post(&d.visitor, d.message.data, d.message.len);
	hear_reply(&d, 1);
	visitor_post(&d.visitor, d.message.data, d.message.len); /* the same connection, the same message */
	hear_reply(&d, 1);
	end(&d);
	assert_true(true);
}

static void two_messages_in_one_go_are_answered_in_order(void **unused)
{
	(void)unused;
	struct served d;
	struct buf both;
	begin(&d, NULL);
	buf_init(&both, 100000);
	buf_print(&both, POST("/exchange", MESSAGE, "Content-Length: %zu\r\n\r\n"), d.message.len);
	buf_add(&both, d.message.data, d.message.len);
	buf_text(&both, POST("/exchange", MESSAGE, "Content-Length: 3\r\n\r\nabc"));
	buf_text(&both, GET("/health", ""));
	visitor_say(&d.visitor, both.data, both.len);
	hear_reply(&d, 1);
	assert_int_equal(visitor_hear(&d.visitor, d.web, NULL), 400);
	assert_int_equal(visitor_hear(&d.visitor, d.web, NULL), 200);
	buf_free(&both);
	end(&d);
}

static void who_said_all_and_closed_that_side_is_answered(void **unused)
{
	(void)unused;
	struct served d;
	begin(&d, NULL);
	visitor_post(&d.visitor, d.message.data, d.message.len);
	shutdown(d.visitor.fd, SHUT_WR);
	hear_reply(&d, 1);
	end(&d);
}

static void a_body_may_come_in_chunks_and_after_a_question(void **unused)
{
	(void)unused;
	struct served d;
	char line[32];
	begin(&d, NULL);
	visitor_text(&d.visitor, POST("/exchange", MESSAGE "; x=y", "Transfer-Encoding: chunked\r\n\r\n"));
	size_t half = d.message.len / 2;
	snprintf(line, sizeof line, "%zx\r\n", half);
	visitor_text(&d.visitor, line);
	visitor_say(&d.visitor, d.message.data, half);
	snprintf(line, sizeof line, "\r\n%zx\r\n", d.message.len - half);
	visitor_text(&d.visitor, line);
	visitor_say(&d.visitor, d.message.data + half, d.message.len - half);
	visitor_text(&d.visitor, "\r\n0\r\n\r\n");
	hear_reply(&d, 1);
	snprintf(line, sizeof line, "%zu\r\n\r\n", d.message.len);
	visitor_text(&d.visitor, POST("/exchange", MESSAGE, "Expect: 100-continue\r\nContent-Length: "));
	visitor_text(&d.visitor, line);
	assert_int_equal(visitor_hear(&d.visitor, d.web, NULL), 100);
	visitor_say(&d.visitor, d.message.data, d.message.len);
	hear_reply(&d, 1);
	end(&d);
}

static void who_goes_away_meanwhile_harms_nobody(void **unused)
{
	(void)unused;
	struct served d;
	struct visitor v;
	begin(&d, NULL);
	for (int i = 0; i < 20; i++) {
		visitor_come(&v, d.web, NULL);
		visitor_post(&v, d.message.data, i % 2 ? d.message.len : d.message.len / 2);
		visitor_leave(&v);
	}
	visitor_post(&d.visitor, d.message.data, d.message.len);
	hear_reply(&d, 1);
	end(&d);
}

/* -- refusals -- */

static void what_is_no_message_is_refused_by_its_own_status(void **unused)
{
	(void)unused;
	static const struct {
		const char *say, *told, *code;
		int status;
	} cases[] = {
		{GET("/", ""), "application/problem+json", "WEB_NOTHING_HERE", 404},
		{GET("/exchange?x", ""), "Allow: POST\r\n", "WEB_METHOD", 405},
		{GET("/Exchange", ""), "", "WEB_NOTHING_HERE", 404},
		{POST("/health", MESSAGE, "Content-Length: 3\r\n\r\nabc"), "Allow: GET, HEAD\r\n", "WEB_METHOD", 405},
		{POST("/exchange", "text/plain", "Content-Length: 3\r\n\r\nabc"), "", "WEB_TYPE", 415},
		{POST("/exchange", MESSAGE "x", "Content-Length: 3\r\n\r\nabc"), "", "WEB_TYPE", 415},
		{"POST /exchange HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "", "WEB_TYPE", 415},
		{POST("/exchange", MESSAGE, "Content-Length: 0\r\n\r\n"), "", "MESSAGE_NOT_ONE", 400},
		{POST("/exchange", MESSAGE, "Content-Length: 5\r\n\r\nTNM1x"), "", "MESSAGE_NOT_ONE", 400},
		{POST("/exchange", MESSAGE, "Content-Length: 1048577\r\n\r\nTNM1"), "", "WEB_TOO_LARGE", 413},
		{POST("/exchange", MESSAGE, "Content-Length: 4294967296\r\n\r\nTNM1"), "", "WEB_TOO_LARGE", 413},
		{POST("/nowhere", MESSAGE, "Content-Length: 4294967296\r\n\r\nTNM1"), "", "WEB_TOO_LARGE", 413},
		{POST("/exchange", MESSAGE, "Content-Length: 9223372036854775807\r\n\r\nTNM1"), "", "WEB_TOO_LARGE",
			413},
	};
	struct served d;
	struct buf body;
	begin(&d, NULL);
	buf_init(&body, 100000);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(visitor_ask(d.web, cases[i].say, &body), cases[i].status);
		assert_true(visitor_was_told(NULL, cases[i].told));
		assert_true(visitor_was_told(NULL, "Content-Type: application/problem+json\r\n"));
		assert_non_null(strstr(body.data, cases[i].code));
	}
	buf_free(&body);
	end(&d);
}

static void a_message_for_another_hub_is_no_secret(void **unused)
{
	(void)unused;
	struct served d;
	struct buf body;
	begin(&d, NULL);
	buf_init(&body, 100000);
	d.message.data[4] ^= 1; /* to whom it goes stands in the clear */
	visitor_post(&d.visitor, d.message.data, d.message.len);
	assert_int_equal(visitor_hear(&d.visitor, d.web, &body), 400);
	assert_non_null(strstr(body.data, "\"MESSAGE_OTHER\""));
	d.message.data[4] ^= 1;
	d.message.data[200] ^= 1;
	visitor_post(&d.visitor, d.message.data, d.message.len);
	assert_int_equal(visitor_hear(&d.visitor, d.web, &body), 400);
	assert_non_null(strstr(body.data, "\"MESSAGE_UNREADABLE\""));
	buf_free(&body);
	end(&d);
}

static void a_node_nobody_knows_is_told_so_under_seal(void **unused)
{
	(void)unused;
	struct served d;
	struct exchange_result r;
	begin(&d, NULL);
	struct store_invitation v = world_invite(&d.world, WORLD_OTHER, 1);
	struct node stranger;
	struct buf m;
	v.secret[0] ^= 1; /* not what the hub wrote down */
	v.id.b[0] ^= 1;
	memcpy(v.unit, WORLD_HAMLET, sizeof WORLD_HAMLET);
	world_device(&d.world, &v, &stranger);
	world_save(&d.world, &stranger, 9, 9);
	world_message(&d.world, &stranger, 0, &m);
	visitor_post(&d.visitor, m.data, m.len);
	assert_int_equal(visitor_hear(&d.visitor, d.web, &d.reply), 200);
	assert_int_equal(world_reply(&d.world, &stranger, &d.reply, &r), 0);
	assert_int_equal(r.state, STATE_UNKNOWN);
	buf_free(&m);
	world_close(&stranger);
	end(&d);
}

/* -- pages -- */

static void a_person_is_told_what_this_is(void **unused)
{
	(void)unused;
	struct served d;
	struct buf body;
	begin(&d, NULL);
	buf_init(&body, 100000);
	assert_int_equal(
		visitor_ask(d.web, GET("/", "Accept: text/html,*/*\r\nAccept-Language: vi-VN,vi;q=0.9\r\n"), &body),
		200);
	assert_true(visitor_was_told(NULL, "Content-Security-Policy: default-src 'none'"));
	assert_true(visitor_was_told(NULL, "X-Content-Type-Options: nosniff"));
	assert_true(visitor_was_told(NULL, "Cache-Control: no-store"));
	assert_non_null(strstr(body.data, "<html lang=\"vi\">"));
	assert_non_null(strstr(body.data, "Máy nhận số liệu của xã"));
	assert_int_equal(visitor_ask(d.web, GET("/", "Accept: text/html\r\nAccept-Language: en\r\n"), &body), 200);
	assert_non_null(strstr(body.data, "lang=\"en\""));
	buf_free(&body);
	end(&d);
}

static void health_tells_whether_messages_can_be_taken(void **unused)
{
	(void)unused;
	struct served d;
	struct buf body;
	begin(&d, NULL);
	buf_init(&body, 100000);
	assert_int_equal(visitor_ask(d.web, GET("/health", ""), &body), 200);
	assert_non_null(strstr(body.data, "\"status\":\"ok\",\"version\":\"test\",\"waiting\":0"));
	assert_true(web_tick(d.web));

	/* the folder was emptied, or replaced, under the running server: nothing more is taken into a file without a
	 * name */
	char *file = store_file(d.world.hub.folder), *away = alloc_print("%s.away", file);
	assert_int_equal(rename(file, away), 0);
	fclose(fopen(file, "w"));
	visitor_post(&d.visitor, d.message.data, d.message.len);
	assert_int_equal(visitor_hear(&d.visitor, d.web, NULL), 503);
	assert_int_equal(visitor_ask(d.web, GET("/health", ""), &body), 503);
	assert_non_null(strstr(body.data, "\"status\":\"lost\""));
	assert_false(web_tick(d.web));
	assert_int_equal(rename(away, file), 0);
	free(file);
	free(away);
	buf_free(&body);
	end(&d);
}

/* -- others at work on the same store -- */

/* What each of a clerk's decisions changes is seen by the next message. */
static void decisions_made_meanwhile_are_seen(void **unused)
{
	(void)unused;
	struct served d;
	struct node serving;
	struct exchange_result r;
	struct err e;
	begin(&d, NULL);
	visitor_post(&d.visitor, d.message.data, d.message.len);
	hear_reply(&d, 1);
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
	end(&d);
}

static void one_server_at_a_time_has_a_folder(void **unused)
{
	(void)unused;
	struct served d;
	struct web *second;
	struct err e;
	begin(&d, NULL);
	struct web_options o = {.listen = "127.0.0.1:0", .folder = d.world.hub.folder, .version = "test"};
	assert_int_equal(web_start(d.world.hub.store, &o, &second, &e), -1);
	assert_int_equal(e.code, ERR_BUSY);
	assert_ptr_equal(e.text, TEXT_WEB_ALREADY);
	end(&d);
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
	struct served d;
	struct store *clerk;
	struct visitor late, next;
	struct exchange_result r;
	struct err e;
	pthread_t stopping;
	begin(&d, NULL);
	assert_int_equal(store_open(d.world.hub.folder, NULL, &clerk, &e), 0);
	assert_int_equal(store_begin(clerk, &e), 0);
	visitor_post(&d.visitor, d.message.data, d.message.len);
	visitor_ask(d.web, GET("/health", ""), NULL); /* the thread of sockets has read what came before */
	visitor_come(&next, d.web, NULL);
	visitor_post(&next, d.message.data, d.message.len);
	visitor_ask(d.web, GET("/health", ""), NULL);
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
	end(&d);
}

/* Bodies that become whole just when the server ends: each is answered or cut off, and none is used after its end. */
static void who_ends_with_the_server_harms_nothing(void **unused)
{
	(void)unused;
	enum { ROUNDS = 40, VISITORS = 48 };
	struct web_limits limits = web_limits_usual;
	struct visitor v[VISITORS];
	struct served d;
	pthread_t stopping;
	limits.stop_ms = 0;
	begin(&d, &limits);
	for (int round = 0; round < ROUNDS; round++) {
		for (int i = 0; i < VISITORS; i++) {
			visitor_come(&v[i], d.web, NULL);
			visitor_text(&v[i], POST("/exchange", MESSAGE, "Content-Length: 5\r\n\r\nTNM1"));
		}
		visitor_ask(d.web, GET("/health", ""), NULL);
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
	end(&d);
}

static void who_finds_the_queue_full_is_told_when_to_come_again(void **unused)
{
	(void)unused;
	enum { VISITORS = 8, QUEUE = 2 };
	struct web_limits limits = web_limits_usual;
	struct served d;
	struct store *clerk;
	struct visitor v[VISITORS];
	struct err e;
	int taken = 0, refused = 0;
	limits.queue = QUEUE;
	begin(&d, &limits);
	assert_int_equal(store_open(d.world.hub.folder, NULL, &clerk, &e), 0);
	assert_int_equal(store_begin(clerk, &e), 0);
	for (int i = 0; i < VISITORS; i++) {
		visitor_come(&v[i], d.web, NULL);
		visitor_post(&v[i], d.message.data, d.message.len);
		visitor_ask(d.web, GET("/health", ""), NULL);
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
	end(&d);
}

/* The store is written by another program for longer than anybody waits for. */
static void a_busy_store_is_said(void **unused)
{
	(void)unused;
	struct served d;
	struct store *clerk;
	struct err e;
	begin(&d, NULL);
	assert_int_equal(store_open(d.world.hub.folder, NULL, &clerk, &e), 0);
	assert_int_equal(store_begin(clerk, &e), 0);
	visitor_post(&d.visitor, d.message.data, d.message.len);
	assert_int_equal(visitor_hear(&d.visitor, d.web, &d.reply), 503);
	assert_true(visitor_was_told(&d.visitor, "Retry-After: "));
	store_rollback(clerk);
	store_close(clerk);
	visitor_post(&d.visitor, d.message.data, d.message.len);
	hear_reply(&d, 1);
	end(&d);
}

/* -- the log -- */

static void a_line_tells_who_sent_and_nothing_of_what(void **unused)
{
	(void)unused;
	struct served d;
	char *text = NULL;
	size_t n = 0;
	begin(&d, NULL);
	web_stop(d.web);
	visitor_leave(&d.visitor);
	FILE *log = open_memstream(&text, &n);
	d.web = visitor_host(d.world.hub.store, d.world.hub.folder, NULL, log);
	visitor_come(&d.visitor, d.web, NULL);
	visitor_post(&d.visitor, d.message.data, d.message.len);
	hear_reply(&d, 1);
	for (int i = 0; i < 200; i++)
		visitor_ask(d.web, GET("/secret", ""), NULL);
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
	end(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_is_answered_as_on_a_stick),
		cmocka_unit_test(two_messages_in_one_go_are_answered_in_order),
		cmocka_unit_test(who_said_all_and_closed_that_side_is_answered),
		cmocka_unit_test(a_body_may_come_in_chunks_and_after_a_question),
		cmocka_unit_test(who_goes_away_meanwhile_harms_nobody),
		cmocka_unit_test(what_is_no_message_is_refused_by_its_own_status),
		cmocka_unit_test(a_message_for_another_hub_is_no_secret),
		cmocka_unit_test(a_node_nobody_knows_is_told_so_under_seal),
		cmocka_unit_test(a_person_is_told_what_this_is),
		cmocka_unit_test(health_tells_whether_messages_can_be_taken),
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
