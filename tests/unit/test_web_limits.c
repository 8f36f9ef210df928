/* test_web_limits.c - too many, too slow, too much: who is cut off, who gives way, and that others get through
 * meanwhile. */
#include "../support/moment.h"
#include "../support/visitor.h"
#include "../support/world.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>

#define HEALTH "GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
#define POST "POST /exchange HTTP/1.1\r\nHost: x\r\nContent-Type: application/vnd.tungnha.message\r\nContent-Length: "

struct hosted {
	struct world world;
	struct web *web;
};

/* How slow the machine is decides nothing: these are minutes, which pass when a test says so. */
static struct web_limits short_limits(void)
{
	struct web_limits l = web_limits_usual;
	l.idle_ms = 200 * 1000;
	l.head_ms = 400 * 1000;
	l.slow_ms = 200 * 1000;
	l.slow_bytes = 2000;
	return l;
}

static bool is_cut_in_time(struct visitor *v, struct web *w)
{
	moment_flies = true;
	bool cut = visitor_is_cut(v, w);
	moment_flies = false;
	return cut;
}

static void begin(struct hosted *d, const struct web_limits *limits)
{
	world_begin(&d->world);
	d->world.now = clock_now();
	d->web = visitor_host(d->world.hub.store, d->world.hub.folder, limits, NULL);
}

static void end(struct hosted *d)
{
	web_stop(d->web);
	world_end(&d->world);
}

static void others_get_through(struct hosted *d)
{
	assert_int_equal(visitor_ask(d->web, HEALTH, NULL), 200);
}

/* -- too slow -- */

static void who_says_nothing_is_let_go(void **unused)
{
	(void)unused;
	struct web_limits l = short_limits();
	struct hosted d;
	struct visitor v;
	begin(&d, &l);
	visitor_come(&v, d.web, NULL);
	assert_true(is_cut_in_time(&v, d.web));
	visitor_leave(&v);
	visitor_come(&v, d.web, NULL); /* nor after an answer */
	visitor_text(&v, HEALTH);
	assert_int_equal(visitor_hear(&v, d.web, NULL), 200);
	assert_true(is_cut_in_time(&v, d.web));
	visitor_leave(&v);
	others_get_through(&d);
	end(&d);
}

/* One byte at every tick, until nobody listens any more; at most so many. */
static bool trickle(struct visitor *v, struct web *w, const char *bytes, size_t most)
{
	struct pollfd p = {.fd = v->fd, .events = POLLIN | POLLHUP};
	bool over = false;
	moment_flies = true;
	for (size_t i = 0; i < most && !over; i++) {
		web_tick(w);
		over = poll(&p, 1, 10) > 0 || !visitor_say(v, bytes + i % strlen(bytes), 1);
	}
	moment_flies = false;
	return over;
}

static void a_head_that_never_ends_is_cut_off(void **unused)
{
	(void)unused;
	struct web_limits l = short_limits();
	struct hosted d;
	struct visitor v;
	begin(&d, &l);
	visitor_come(&v, d.web, NULL);
	visitor_text(&v, "GET / HTTP/1.1\r\n");
	assert_true(trickle(&v, d.web, "A: b\r\n", 3000));
	assert_true(is_cut_in_time(&v, d.web));
	visitor_leave(&v);
	others_get_through(&d);
	end(&d);
}

static void a_body_a_byte_at_a_time_is_cut_off(void **unused)
{
	(void)unused;
	struct web_limits l = short_limits();
	struct hosted d;
	struct visitor v;
	begin(&d, &l);
	char *much = alloc_zero(100000, 1);
	for (int fast = 0; fast <= 1; fast++) { /* a good beginning does not help */
		visitor_come(&v, d.web, NULL);
		visitor_text(&v, POST "200000\r\n\r\n");
		visitor_say(&v, much, fast ? 100000 : 1);
		assert_true(trickle(&v, d.web, "x", 3000));
		assert_true(is_cut_in_time(&v, d.web));
		visitor_leave(&v);
	}
	free(much);
	others_get_through(&d);
	end(&d);
}

/* Asks for more and more and takes none of it; when the network holds no more, the server does not wait. */
static void who_does_not_take_the_answers_is_cut_off(void **unused)
{
	(void)unused;
	struct web_limits l = short_limits();
	struct hosted d;
	struct visitor v;
	int small = 4096;
	l.rate_address = l.burst_address = 1000000;
	l.idle_ms = l.head_ms = 1000000000;
	begin(&d, &l);
	visitor_come(&v, d.web, NULL);
	setsockopt(v.fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	struct timeval tick = {.tv_usec = 20000};
	setsockopt(v.fd, SOL_SOCKET, SO_SNDTIMEO, &tick, sizeof tick);
	bool cut = false;
	for (int i = 0; i < 200000 && !cut; i++) {
		ssize_t n = send(v.fd, HEALTH, sizeof HEALTH - 1, MSG_NOSIGNAL);
		moment_flies = n < 0;
		if (n < 0)
			web_tick(d.web);
		struct pollfd p = {.fd = v.fd};
		cut = poll(&p, 1, 0) > 0 && (p.revents & (POLLHUP | POLLERR));
	}
	moment_flies = false;
	assert_true(cut);
	visitor_leave(&v);
	others_get_through(&d);
	end(&d);
}

/* -- too many -- */

static void the_one_idle_longest_gives_way(void **unused)
{
	(void)unused;
	struct web_limits l = web_limits_usual;
	struct hosted d;
	struct visitor v[6];
	l.connections = 4;
	begin(&d, &l);
	for (int i = 0; i < 4; i++) {
		visitor_come(&v[i], d.web, NULL);
		visitor_text(&v[i], HEALTH);
		assert_int_equal(visitor_hear(&v[i], d.web, NULL), 200);
	}
	for (int i = 4; i < 6; i++) {
		visitor_come(&v[i], d.web, NULL);
		visitor_text(&v[i], HEALTH);
		assert_int_equal(visitor_hear(&v[i], d.web, NULL), 200);
	}
	assert_true(visitor_is_cut(&v[0], d.web));
	assert_true(visitor_is_cut(&v[1], d.web));
	for (int i = 2; i < 6; i++) {
		visitor_text(&v[i], HEALTH);
		assert_int_equal(visitor_hear(&v[i], d.web, NULL), 200);
	}
	for (int i = 0; i < 6; i++)
		visitor_leave(&v[i]);
	end(&d);
}

static void one_address_cannot_take_every_place(void **unused)
{
	(void)unused;
	struct web_limits l = web_limits_usual;
	struct hosted d;
	struct visitor v[3], other;
	l.connections_address = 2;
	begin(&d, &l);
	for (int i = 0; i < 3; i++) { /* each has a body under way, which nobody gives up */
		visitor_come(&v[i], d.web, NULL);
		visitor_text(&v[i], POST "100\r\nExpect: 100-continue\r\n\r\n");
		if (i < 2)
			assert_int_equal(visitor_hear(&v[i], d.web, NULL), 100);
	}
	assert_true(visitor_is_cut(&v[2], d.web));
	visitor_come(&other, d.web, "127.0.0.9");
	visitor_text(&other, HEALTH);
	assert_int_equal(visitor_hear(&other, d.web, NULL), 200);
	visitor_leave(&other);
	for (int i = 0; i < 3; i++)
		visitor_leave(&v[i]);
	end(&d);
}

static void one_address_may_ask_only_so_often(void **unused)
{
	(void)unused;
	struct web_limits l = web_limits_usual;
	struct hosted d;
	struct visitor v, other;
	l.burst_address = 10;
	l.rate_address = 1;
	begin(&d, &l);
	visitor_come(&v, d.web, NULL);
	int good = 0, refused = 0;
	const time_t began = time(NULL);
	for (int i = 0; i < 30; i++) {
		visitor_text(&v, HEALTH);
		int status = visitor_hear(&v, d.web, NULL);
		good += status == 200;
		refused += status == 429 && visitor_was_told(&v, "Retry-After: ");
	}
	assert_in_range(good, 10, 11 + (time(NULL) - began)); /* a slow machine gives a second or two */
	assert_int_equal(good + refused, 30);
	visitor_come(&other, d.web, "127.0.0.9");
	visitor_text(&other, HEALTH);
	assert_int_equal(visitor_hear(&other, d.web, NULL), 200);
	visitor_leave(&other);
	visitor_leave(&v);
	end(&d);
}

static void behind_a_proxy_addresses_mean_nothing(void **unused)
{
	(void)unused;
	struct web_limits l = web_limits_usual;
	struct hosted d;
	struct visitor v;
	struct err e;
	l.burst_address = l.rate_address = l.connections_address = 1;
	world_begin(&d.world);
	struct web_options o = {.listen = "127.0.0.1:0",
		.folder = d.world.hub.folder,
		.version = "test",
		.limits = &l,
		.behind_proxy = true};
	assert_int_equal(web_start(d.world.hub.store, &o, &d.web, &e), 0);
	visitor_come(&v, d.web, NULL);
	for (int i = 0; i < 30; i++) {
		visitor_text(&v, HEALTH);
		assert_int_equal(visitor_hear(&v, d.web, NULL), 200);
		others_get_through(&d);
	}
	visitor_leave(&v);
	end(&d);
}

/* -- too much -- */

static void bodies_together_have_a_bound(void **unused)
{
	(void)unused;
	struct web_limits l = web_limits_usual;
	struct hosted d;
	struct visitor v[3];
	char *much = alloc_zero(60000, 1);
	l.bodies_bytes = 100000;
	l.slow_bytes = 0;
	begin(&d, &l);
	for (int i = 0; i < 2; i++) {
		visitor_come(&v[i], d.web, NULL);
		visitor_text(&v[i], POST "60000\r\n\r\n");
		visitor_say(&v[i], much, 59999);
		for (int k = 0; k < 20; k++) /* until that is read, a piece at each turn of the server's loop */
			others_get_through(&d);
	}
	visitor_say(&v[1], much, 1);
	assert_int_equal(visitor_hear(&v[1], d.web, NULL), 503);
	assert_true(visitor_was_told(&v[1], "Retry-After: "));
	moment_ahead_s += 300; /* the first holds its bytes too long: whoever comes next takes the place */
	visitor_come(&v[2], d.web, NULL);
	for (int status = 503, i = 0; status == 503 && i < 100; i++) {
		visitor_text(&v[2], POST "60000\r\n\r\n");
		visitor_say(&v[2], much, 60000);
		status = visitor_hear(&v[2], d.web, NULL);
		assert_true(status == 503 || status == 400);
		if (i == 99)
			fail();
	}
	assert_true(visitor_is_cut(&v[0], d.web));
	for (int i = 0; i < 3; i++)
		visitor_leave(&v[i]);
	free(much);
	end(&d);
}

/* The end of a connection that comes together with its last bytes is not told to a server that waits for more: nobody
 * would be let in until those who are gone were found to be slow. */
static void who_left_in_the_middle_keeps_nobody_out(void **unused)
{
	(void)unused;
	enum { FEW = 4 };
	struct web_limits l = web_limits_usual;
	struct hosted d;
	struct visitor v;
	l.connections_address = FEW;
	l.idle_ms = l.head_ms = l.slow_ms = 1000000000;
	begin(&d, &l);
	for (int i = 0; i < FEW; i++) {
		visitor_come(&v, d.web, NULL);
		visitor_text(&v, POST "1000\r\n\r\nhalf of it");
		visitor_leave(&v);
	}
	int status = 0;
	for (int turn = 0; status != 200 && turn < 200; turn++) {
		web_tick(d.web);
		poll(NULL, 0, 50);
		visitor_come(&v, d.web, NULL);
		visitor_text(&v, HEALTH);
		status = visitor_hear(&v, d.web, NULL);
		visitor_leave(&v);
	}
	assert_int_equal(status, 200);
	end(&d);
}

static void chunks_without_end_are_counted(void **unused)
{
	(void)unused;
	struct web_limits l = web_limits_usual;
	struct hosted d;
	struct visitor v;
	char chunk[1000 + 8];
	l.body_bytes = 50000;
	begin(&d, &l);
	memset(chunk, 'x', sizeof chunk);
	memcpy(chunk, "3e8\r\n", 5);
	memcpy(chunk + 1005, "\r\n", 2);
	visitor_come(&v, d.web, NULL);
	visitor_text(&v, "POST /exchange HTTP/1.1\r\nHost: x\r\nContent-Type: application/vnd.tungnha.message\r\n"
			 "Transfer-Encoding: chunked\r\n\r\n");
	int sent = 0;
	while (sent < 100000 && visitor_say(&v, chunk, 1007))
		sent++;
	assert_in_range(sent, 50, 99999);
	assert_int_equal(visitor_hear(&v, d.web, NULL), 413);
	assert_true(visitor_is_cut(&v, d.web));
	visitor_leave(&v);
	others_get_through(&d);
	end(&d);
}

static void a_head_has_a_bound(void **unused)
{
	(void)unused;
	struct web_limits l = web_limits_usual;
	struct hosted d;
	struct visitor v;
	begin(&d, &l);
	visitor_come(&v, d.web, NULL);
	visitor_text(&v, "GET / HTTP/1.1\r\nHost: x\r\n");
	int sent = 0;
	while (sent < 10000 && visitor_text(&v, "A-Header: of some length, again and again and again\r\n"))
		sent++;
	assert_in_range(sent, 10, 9999);
	assert_true(visitor_is_cut(&v, d.web));
	visitor_leave(&v);
	others_get_through(&d);
	end(&d);
}

/* A few descriptors are left, and many come: they are let in as others go. */
static void running_out_of_descriptors_is_survived(void **unused)
{
	(void)unused;
	enum { MANY = 20, LEFT = 4 };
	struct web_limits l = short_limits();
	struct hosted d;
	struct visitor v[MANY];
	struct rlimit usual, few;
	l.head_ms = 1000000000; /* who has asked is not cut off before he is answered */
	begin(&d, &l);
	for (int i = 0; i < MANY; i++)
		visitor_plan(&v[i], NULL);
	getrlimit(RLIMIT_NOFILE, &usual);
	few = usual;
	few.rlim_cur = (rlim_t)v[MANY - 1].fd + 1 + LEFT;
	setrlimit(RLIMIT_NOFILE, &few);
	for (int i = 0; i < MANY; i++) {
		visitor_go(&v[i], d.web);
		visitor_text(&v[i], HEALTH);
	}
	int answered = 0;
	moment_flies = true;
	for (int i = 0; i < MANY; i++)
		answered += visitor_hear(&v[i], d.web, NULL) == 200;
	moment_flies = false;
	setrlimit(RLIMIT_NOFILE, &usual);
	assert_true(answered > LEFT);
	for (int i = 0; i < MANY; i++)
		visitor_leave(&v[i]);
	others_get_through(&d);
	end(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_says_nothing_is_let_go),
		cmocka_unit_test(a_head_that_never_ends_is_cut_off),
		cmocka_unit_test(a_body_a_byte_at_a_time_is_cut_off),
		cmocka_unit_test(who_does_not_take_the_answers_is_cut_off),
		cmocka_unit_test(the_one_idle_longest_gives_way),
		cmocka_unit_test(one_address_cannot_take_every_place),
		cmocka_unit_test(one_address_may_ask_only_so_often),
		cmocka_unit_test(behind_a_proxy_addresses_mean_nothing),
		cmocka_unit_test(bodies_together_have_a_bound),
		cmocka_unit_test(who_left_in_the_middle_keeps_nobody_out),
		cmocka_unit_test(chunks_without_end_are_counted),
		cmocka_unit_test(a_head_has_a_bound),
		cmocka_unit_test(running_out_of_descriptors_is_survived),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
