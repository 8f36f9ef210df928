/* test_cut.c - a connection cut at every byte of request and reply, between a real node and a real server over real
 * sockets: nothing lost, nothing doubled, nothing called confirmed that is not. */
#include "../support/world.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <tungnha/clock.h>
#include <tungnha/network.h>
#include <tungnha/web.h>

enum { ATTEMPTS_MAX = 20000, TURN_MS = 5000, KEPT = 65536 };

/* -- the line: one connection at a time, cut when a byte beyond a number would pass -- */

struct cutter {
	int listener;
	struct sockaddr_in hub;
	pthread_t thread;
	atomic_long most[2]; /* bytes that pass towards the hub, towards the node */
	atomic_bool reset, stop;
	atomic_long cuts, passed[2];
};

static void give_up(int fd, bool reset)
{
	struct linger now = {.l_onoff = 1, .l_linger = 0};
	if (reset)
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
	close(fd);
}

static bool send_all(int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);
		if (sent <= 0)
			return false;
		bytes += sent;
		n -= (size_t)sent;
	}
	return true;
}

/* Passes on what came one way; false: this connection is over. */
static bool pass(struct cutter *c, int way, int from, int to)
{
	static char bytes[KEPT];
	ssize_t n = recv(from, bytes, sizeof bytes, 0);
	if (n <= 0)
		return false;
	long left = c->most[way] - c->passed[way];
	long now = n < left ? n : left;
	c->passed[way] += now;
	if (!send_all(to, bytes, (size_t)now))
		return false;
	c->cuts += now < n;
	return now == n;
}

static void carry(struct cutter *c, int node)
{
	int hub = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool going = connect(hub, (struct sockaddr *)&c->hub, sizeof c->hub) == 0;
	c->passed[0] = c->passed[1] = 0;
	while (going && !c->stop) {
		struct pollfd p[2] = {{.fd = node, .events = POLLIN}, {.fd = hub, .events = POLLIN}};
		if (poll(p, 2, 50) < 0)
			break;
		for (int i = 0; going && i < 2; i++)
			if (p[i].revents)
				going = pass(c, i, p[i].fd, p[!i].fd);
	}
	give_up(node, c->reset);
	give_up(hub, c->reset);
}

static void *run_line(void *context)
{
	struct cutter *c = context;
	while (!c->stop) {
		struct pollfd p = {.fd = c->listener, .events = POLLIN};
		if (poll(&p, 1, 50) <= 0)
			continue;
		int node = accept4(c->listener, NULL, NULL, SOCK_CLOEXEC);
		if (node >= 0)
			carry(c, node);
	}
	return NULL;
}

static void cutter_start(struct cutter *c, const char *hub, char url[static 64])
{
	unsigned port;
	socklen_t size = sizeof c->hub;
	*c = (struct cutter){.hub = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}};
	struct sockaddr_in at = c->hub;
	assert_int_equal(sscanf(hub, "127.0.0.1:%u", &port), 1);
	c->hub.sin_port = htons((uint16_t)port);
	c->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(c->listener, (struct sockaddr *)&at, sizeof at), 0);
	assert_int_equal(listen(c->listener, 16), 0);
	assert_int_equal(getsockname(c->listener, (struct sockaddr *)&at, &size), 0);
	snprintf(url, 64, "http://127.0.0.1:%u", ntohs(at.sin_port));
	c->most[0] = c->most[1] = LONG_MAX;
	assert_int_equal(pthread_create(&c->thread, NULL, run_line, c), 0);
}

static void cutter_stop(struct cutter *c)
{
	c->stop = true;
	pthread_join(c->thread, NULL);
	close(c->listener);
}

/* -- a commune that serves, a device on that line -- */

struct scene {
	struct world w;
	struct node a;
	struct web *web;
	struct cutter line;
	char url[64];
	struct store *look; /* what the hub holds, seen by another handle as another command would */
};

static void scene_begin(struct scene *s)
{
	static struct web_limits limits;
	struct err e;
	limits = web_limits_usual;
	limits.rate_address = limits.burst_address = 1000000;
	limits.connections_address = 250;
	world_begin(&s->w);
	s->w.now = clock_now(); /* the server's clock is this machine's, and an invitation ends */
	struct store_invitation v = world_invite(&s->w, WORLD_HAMLET, 3);
	world_device(&s->w, &v, &s->a);
	assert_int_equal(store_open(s->w.hub.folder, NULL, &s->look, &e), 0);
	struct web_options o = {.listen = "127.0.0.1:0",
		.folder = s->w.hub.folder,
		.version = "test",
		.quiet = true,
		.service = &web_hub,
		.limits = &limits};
	assert_int_equal(web_start(s->w.hub.store, &o, &s->web, &e), 0);
	cutter_start(&s->line, web_address(s->web), s->url);
}

static void scene_end(struct scene *s)
{
	cutter_stop(&s->line);
	web_stop(s->web);
	world_assert_sound(&s->w.hub);
	world_assert_sound(&s->a);
	store_close(s->look);
	world_close(&s->a);
	world_end(&s->w);
}

static int sync_once(struct scene *s, const char *url, struct err *e)
{
	struct network_watch watch = {.stopped = NULL};
	struct network *n;
	struct network_sync out = {0};
	assert_int_equal(network_open(&watch, &n, e), 0);
	int rc = network_sync(n, s->a.store, WORLD_HAMLET, url, &out, e);
	network_close(n);
	return rc;
}

static int64_t records_at_hub(struct scene *s)
{
	struct store_totals t;
	struct err e;
	assert_int_equal(store_totals(s->look, WORLD_HAMLET, &t, &e), 0);
	return t.records;
}

/* What must hold after whatever happened to a connection. */
static void assert_honest(struct scene *s, int64_t before, int64_t written, bool through)
{
	struct store_progress p = world_progress(&s->a);
	int64_t arrived = records_at_hub(s);
	assert_int_equal(p.written, written);
	assert_true(arrived == before || arrived == written); /* a message is taken whole or not at all */
	assert_true(p.confirmed == before || p.confirmed == written);
	assert_true(p.confirmed <= arrived);
	assert_true(p.sent <= written);
	if (through)
		assert_int_equal(p.confirmed, written);
}

/* A person reads why, and that it is no fault of theirs. */
static void assert_plain(const struct err *e)
{
	char sentence[600];
	assert_int_equal(e->code, ERR_BUSY);
	err_sentence(e, LANG_VI, sentence, sizeof sentence);
	assert_null(strstr(sentence, "HTTP"));
	assert_null(strstr(sentence, "POST"));
	assert_non_null(strstr(sentence, "."));
}

/* Cuts the way `way` behind each stride-th byte, from the first on, until a sync goes through; gives how many
 * did not. A sync is several exchanges on one connection: when one of them got through, the cuts begin again at its
 * first byte. */
static long cut_everywhere(struct scene *s, int way, int64_t before, int64_t written, long stride)
{
	long failed = 0, at = 0, cuts = s->line.cuts;
	struct err e;
	int64_t confirmed = before;
	stride *= getenv("TUNGNHA_SMALL") ? 7 : 1;
	for (int i = 0; i < ATTEMPTS_MAX; i++, at += stride) {
		s->line.most[way] = at;
		s->line.reset = i % 8 != 0; /* an orderly end is noticed half a second later, and places are few */
		int rc = sync_once(s, s->url, &e);
		web_tick(s->web);
		assert_honest(s, before, written, rc == 0);
		if (rc == 0)
			break;
		assert_plain(&e);
		failed++;
		if (s->line.cuts == cuts) { /* it must have been the line, nothing else */
			char sentence[600];
			err_sentence(&e, LANG_EN, sentence, sizeof sentence);
			fail_msg("after %ld: %s", failed, sentence);
		}
		cuts = s->line.cuts; /* more than one: it was tried again at once */
		if (world_progress(&s->a).confirmed != confirmed) {
			confirmed = world_progress(&s->a).confirmed;
			at = -stride;
		}
	}
	s->line.most[way] = LONG_MAX;
	assert_int_equal(records_at_hub(s), written);
	assert_int_equal(world_progress(&s->a).confirmed, written);
	return failed;
}

static void requests_cut_at_every_byte(void **unused)
{
	(void)unused;
	struct scene s;
	scene_begin(&s);
	world_save_many(&s.w, &s.a, 1, 3);
	long cuts = cut_everywhere(&s, 0, 0, 3, 1);
	world_save(&s.w, &s.a, 4, 5);
	cuts += cut_everywhere(&s, 0, 3, 4, 1);
	assert_true(cuts > 100);
	print_message("%ld requests cut\n", cuts);
	scene_end(&s);
}

static void replies_cut_at_every_byte(void **unused)
{
	(void)unused;
	struct scene s;
	scene_begin(&s);
	world_save_many(&s.w, &s.a, 1, 3);
	long cuts = cut_everywhere(&s, 1, 0, 3, 16); /* long: the forms come with it */
	world_save(&s.w, &s.a, 4, 5);
	cuts += cut_everywhere(&s, 1, 3, 4, 1);
	assert_true(cuts > 100);
	print_message("%ld replies cut\n", cuts);
	scene_end(&s);
}

/* The reply never comes, after the hub has committed: as often as it happens, the same message changes nothing more. */
static void replies_lost_after_commit(void **unused)
{
	(void)unused;
	struct scene s;
	struct err e;
	scene_begin(&s);
	for (int n = 1; n <= 5; n++) {
		world_save(&s.w, &s.a, n, n);
		s.line.most[1] = 0;
		for (int again = 0; again < 3; again++)
			assert_int_equal(sync_once(&s, s.url, &e), -1);
		assert_int_equal(records_at_hub(&s), n);
		assert_int_equal(world_progress(&s.a).confirmed, n - 1);
		s.line.most[1] = LONG_MAX;
		assert_int_equal(sync_once(&s, s.url, &e), 0);
		assert_int_equal(records_at_hub(&s), n);
		assert_int_equal(world_progress(&s.a).confirmed, n);
	}
	scene_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_cut_at_every_byte),
		cmocka_unit_test(replies_cut_at_every_byte),
		cmocka_unit_test(replies_lost_after_commit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
