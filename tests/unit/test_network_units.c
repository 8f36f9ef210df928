/* test_network_units.c - several hamlets on one device, each with its commune (app_network.h): none keeps the others
 * waiting, and one machine waits in a folder. */
#include "../support/call.h"

#include <stdio.h>
#include <string.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

/* The device of c also keeps a hamlet of the commune of d, at that address. */
static void add_unit(struct call *c, struct call *d, const char *address)
{
	struct store_enrolment en;
	struct store_invitation v = world_invite(&d->w, WORLD_OTHER, 1);
	MUST(store_enrolment(d->a.store, WORLD_HAMLET, &en, &e));
	snprintf(en.unit.code, sizeof en.unit.code, "%s", WORLD_OTHER);
	en.invite = v.id;
	memcpy(en.secret, v.secret, sizeof en.secret);
	snprintf(en.address[0], sizeof en.address[0], "%s", address);
	en.addresses = 1;
	call_enrol(c, &en);
}

static text_id sync_device(struct call *c, struct app_network_done *out)
{
	struct app_network how = {.tries = 1, .folder = c->a.folder};
	struct err e = {0};
	return app_sync_network(c->a.store, &how, out, &e) == 0 ? TEXT_NONE : e.text;
}

static void a_hamlet_that_fails_does_not_keep_the_others(void **state)
{
	struct call c, d;
	struct app_network_done done;
	char dead[64];
	(void)state;
	call_begin(&c, 3);
	call_begin(&d, 1);
	snprintf(dead, sizeof dead, "http://127.0.0.1:%d", loopback_dead_port());
	add_unit(&c, &d, dead);
	call_addresses(&c, c.server.url, dead);
	assert_ptr_equal(sync_device(&c, &done), TEXT_NET_REFUSED);
	assert_int_equal(done.confirmed, 3);
	assert_int_equal(done.left, 0);
	assert_int_equal(done.synced.units, 2);
	assert_int_equal(world_progress(&c.a).confirmed, 3);
	add_unit(&c, &d, d.server.url);
	world_save(&c.w, &c.a, 4, 4);
	assert_ptr_equal(sync_device(&c, &done), TEXT_NONE);
	assert_int_equal(done.confirmed, 1);
	assert_int_equal(done.synced.confirmed, 4);
	assert_true(done.synced.messages >= 2);
	call_end(&d);
	call_end(&c);
}

/* One hamlet's address will never do; the other's commune is busy for a moment, and is waited for. */
static void who_waits_for_one_hamlet_is_not_stopped_by_another(void **state)
{
	struct call c, d;
	struct app_network_done done;
	struct err e = {0};
	(void)state;
	call_begin(&c, 3);
	call_begin(&d, 1);
	add_unit(&c, &d, d.server.url);
	call_addresses(&c, "ftp://127.0.0.1", "ftp://127.0.0.1");
	d.instead = "503 Service Unavailable\r\n";
	d.instead_of = 1;
	struct app_network how = {.wait = true, .folder = c.a.folder};
	assert_int_equal(app_sync_network(c.a.store, &how, &done, &e), -1);
	assert_ptr_equal(e.text, TEXT_NET_ADDRESS);
	assert_int_equal(done.left, 3);
	assert_true(done.synced.messages >= 1);
	assert_true(d.server.requests >= 2);
	call_end(&d);
	call_end(&c);
}

/* One machine waits in a folder, not two; and who is let go by SIGKILL leaves no lock behind. */
static void one_waits_in_a_folder(void **state)
{
	struct call c;
	struct app_network_done done;
	struct app_network how = {.wait = true};
	struct err e = {0};
	char path[300];
	(void)state;
	call_begin(&c, 3);
	call_addresses(&c, c.server.url, c.server.url);
	how.folder = c.a.folder;
	snprintf(path, sizeof path, "%s/sync.lock", c.a.folder);
	int fd = open(path, O_RDWR | O_CREAT, 0600);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(app_sync_network(c.a.store, &how, &done, &e), -1);
	assert_ptr_equal(e.text, TEXT_NET_WAITING);
	assert_int_equal(e.code, ERR_BUSY);
	close(fd);
	assert_int_equal(app_sync_network(c.a.store, &how, &done, &e), 0);
	assert_int_equal(done.confirmed, 3);
	call_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_hamlet_that_fails_does_not_keep_the_others),
		cmocka_unit_test(who_waits_for_one_hamlet_is_not_stopped_by_another),
		cmocka_unit_test(one_waits_in_a_folder),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
