/* test_desk_devices.c - the desk's pages about machines over HTTP: comparing, accepting, revoking, inviting anew; files
 * posted and replies; who may. */
#include "../support/caller.h"
#include "../support/shelf.h"
#include "../support/world.h"

#include <tungnha/app_receive.h>
#include <tungnha/app_settings.h>
#include <tungnha/app_units.h>
#include <tungnha/clock.h>

#include "../../src/aggregator/page_devices.h"
#include "../../src/aggregator/pages.h"

struct desk {
	struct world world;
	struct node device;
	struct caller caller;
	char hex[ID_HEX], shown[ID_SHOWN];
};

/* A hub that has heard of one machine, which came by invitation and was not compared yet. */
static void begin(struct desk *d, enum app_role role)
{
	world_begin(&d->world);
	d->world.now = clock_now();
	struct store_invitation v = world_invite(&d->world, WORLD_HAMLET, 2);
	world_device(&d->world, &v, &d->device);
	world_save(&d->world, &d->device, 1, 4);
	world_exchange(&d->world, &d->device);
	id_hex(store_id(d->device.store), d->hex);
	id_shown(store_id(d->device.store), d->shown);
	caller_begin(&d->caller, d->world.hub.store, d->world.hub.folder, desk_pages, role, "Hoa");
}

static void end(struct desk *d)
{
	caller_end(&d->caller);
	world_close(&d->device);
	world_end(&d->world);
}

static int get(struct desk *d, const char *format, const char *word)
{
	char path[128];
	snprintf(path, sizeof path, format, word);
	return caller_get(&d->caller, path);
}

static int post(struct desk *d, const char *path, const char *format, const char *word)
{
	char body[256];
	snprintf(body, sizeof body, format, word);
	return caller_post(&d->caller, path, body);
}

static enum store_device_state state_of(struct desk *d)
{
	struct store_device *x;
	size_t n;
	MUST(store_devices(d->world.hub.store, WORLD_HAMLET, &x, &n, &e));
	assert_int_equal(n, 1);
	enum store_device_state state = x->state;
	free(x);
	return state;
}

static void a_new_machine_is_compared_and_accepted(void **state)
{
	struct desk d;
	(void)state;
	begin(&d, APP_CLERK);
	assert_int_equal(caller_get(&d.caller, "/thiet-bi"), 200);
	assert_true(caller_reads(&d.caller, d.shown));
	assert_int_equal(get(&d, "/thiet-bi/%s", d.hex), 200);
	assert_true(caller_reads(&d.caller, "class=\"secret\""));
	assert_string_equal(caller_value(&d.caller, "may"), d.hex);
	assert_int_equal(state_of(&d), DEVICE_NEW);
	assert_int_equal(post(&d, "/thiet-bi/nhan", "may=%s", d.hex), 303);
	assert_true(caller_was_sent(&d.caller, "/thiet-bi"));
	assert_int_equal(state_of(&d), DEVICE_ACTIVE);
	assert_int_equal(caller_get(&d.caller, "/thiet-bi"), 200);
	assert_true(caller_reads(&d.caller, "box good"));
	assert_int_equal(caller_get(&d.caller, "/thiet-bi"), 200);
	assert_false(caller_reads(&d.caller, "box good")); /* told once */
	assert_int_equal(caller_get(&d.caller, "/thiet-bi/0123456789abcdef"), 404);
	end(&d);
}

static void revoking_wants_a_reason_and_can_invite_anew(void **state)
{
	struct desk d;
	struct app_hub_invitation *x;
	size_t n;
	(void)state;
	begin(&d, APP_ADMIN);
	assert_int_equal(post(&d, "/thiet-bi/thu-hoi", "may=%s&ly-do=", d.hex), 400);
	assert_true(caller_reads(&d.caller, "box bad"));
	assert_int_equal(state_of(&d), DEVICE_NEW);
	assert_int_equal(post(&d, "/thiet-bi/thu-hoi", "may=%s&ly-do=mat&moi=1", d.hex), 303);
	assert_int_equal(state_of(&d), DEVICE_REVOKED);
	MUST(app_hub_invitations(d.world.hub.store, NULL, clock_now(), &x, &n, &e));
	assert_int_equal(n, 1); /* its own is withdrawn, the new one can be used */
	assert_string_equal(x->unit.code, WORLD_HAMLET);
	char hex[ID_HEX];
	id_hex(x->id, hex);
	free(x);
	assert_int_equal(get(&d, "/moi-may/%s", hex), 200);
	assert_true(caller_reads(&d.caller, "TN1."));
	assert_int_equal(get(&d, "/thiet-bi/%s", d.hex), 200);
	assert_false(caller_reads(&d.caller, "action=\"/thiet-bi/thu-hoi\""));
	end(&d);
}

/* What is downloaded twice is the same invitation: its use is counted once. */
static void an_invitation_is_fetched_as_often_as_needed(void **state)
{
	struct desk d;
	struct app_hub_invitation *x;
	struct invite v;
	struct invite_definitions defs;
	size_t n;
	char hex[ID_HEX];
	(void)state;
	begin(&d, APP_CLERK);
	assert_int_equal(
		caller_post(&d.caller, "/moi-may", "don-vi=" WORLD_OTHER "&may=3&ngay=5&dia-chi=http://10.0.0.7:8030"),
		303);
	MUST(app_hub_invitations(d.world.hub.store, WORLD_OTHER, clock_now(), &x, &n, &e));
	assert_int_equal(n, 1);
	assert_int_equal(x->uses, 3);
	id_hex(x->id, hex);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(get(&d, "/moi-may/%s.tni", hex), 200);
		MUST(invite_read(d.caller.page.data, d.caller.page.len, &v, &defs, &e));
		assert_true(id_equal(v.id, x->id));
		assert_string_equal(v.unit.code, WORLD_OTHER);
		assert_int_equal(v.days, 5);
		assert_string_equal(v.address[0], "http://10.0.0.7:8030");
		assert_non_null(defs.text[0]);
		invite_definitions_free(&defs);
	}
	assert_int_equal(caller_get(&d.caller, "/moi-may/the"), 200);
	assert_false(caller_reads(&d.caller, "TN1.")); /* paper bears no secret */
	assert_int_equal(caller_get(&d.caller, "/moi-may/tat-ca.zip"), 200);
	assert_memory_equal(d.caller.page.data, "PK\3\4", 4);
	assert_int_equal(post(&d, "/moi-may/huy", "ma=%s", hex), 303);
	assert_int_equal(get(&d, "/moi-may/%s.tni", hex), 404);
	free(x);
	end(&d);
}

static void what_is_typed_wrong_invites_nobody(void **state)
{
	static const char *const bodies[] = {"don-vi=" WORLD_OTHER "&may=0&ngay=14",
		"don-vi=" WORLD_OTHER "&may=1&ngay=", "don-vi=" WORLD_OTHER "&may=1&ngay=9&dia-chi=ftp://x",
		"don-vi=khong-co&may=1&ngay=14", "don-vi=&may=1&ngay=14"};
	struct desk d;
	struct app_hub_invitation *x;
	size_t n;
	(void)state;
	begin(&d, APP_CLERK);
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
		assert_int_equal(caller_post(&d.caller, "/moi-may", bodies[i]), 400);
		assert_true(caller_reads(&d.caller, "box bad"));
	}
	MUST(app_hub_invitations(d.world.hub.store, WORLD_OTHER, clock_now(), &x, &n, &e));
	assert_int_equal(n, 0);
	free(x);
	assert_int_equal(caller_post(&d.caller, "/moi-may", "don-vi=chua-co-may&may=1&ngay=14"), 303);
	MUST(app_hub_invitations(d.world.hub.store, NULL, clock_now(), &x, &n, &e));
	assert_int_equal(n, 2); /* the one hamlet without a machine; and what is left of the one used */
	free(x);
	end(&d);
}

static void a_viewer_sees_and_decides_nothing(void **state)
{
	struct desk d;
	(void)state;
	begin(&d, APP_VIEWER);
	assert_int_equal(caller_get(&d.caller, "/thiet-bi"), 200);
	assert_false(caller_reads(&d.caller, "href=\"/moi-may"));
	assert_int_equal(get(&d, "/thiet-bi/%s", d.hex), 200);
	assert_false(caller_reads(&d.caller, "<button"));
	assert_int_equal(post(&d, "/thiet-bi/nhan", "may=%s", d.hex), 403);
	assert_int_equal(caller_get(&d.caller, "/moi-may"), 403);
	assert_int_equal(caller_post(&d.caller, "/moi-may", "don-vi=moi-xom&may=1&ngay=14"), 403);
	assert_int_equal(caller_get(&d.caller, "/sao-luu"), 403);
	assert_int_equal(state_of(&d), DEVICE_NEW);
	end(&d);
}

static void a_clerk_does_not_revoke(void **state)
{
	struct desk d;
	(void)state;
	begin(&d, APP_CLERK);
	assert_int_equal(get(&d, "/thiet-bi/%s", d.hex), 200);
	assert_false(caller_reads(&d.caller, "/thiet-bi/thu-hoi"));
	assert_int_equal(post(&d, "/thiet-bi/thu-hoi", "may=%s&ly-do=mat", d.hex), 403);
	assert_int_equal(caller_post(&d.caller, "/sao-luu/giu", "giu=3"), 403);
	assert_int_equal(app_task_keep(d.world.hub.store), APP_TASK_KEEP);
	end(&d);
}

static void no_browser_names_a_folder(void **state)
{
	struct desk d;
	(void)state;
	begin(&d, APP_ADMIN);
	assert_int_equal(caller_post(&d.caller, "/usb", "usb=/etc"), 409);
	assert_int_equal(caller_post(&d.caller, "/sao-luu", "vao=/etc"), 409);
	assert_int_equal(caller_post(&d.caller, "/sao-luu/giu", "giu=0"), 409);
	assert_int_equal(caller_post(&d.caller, "/sao-luu/giu", "giu=3"), 303);
	assert_int_equal(app_task_keep(d.world.hub.store), 3);
	end(&d);
}

/* Its hamlet is part of another by now: revoked, and told why nobody is invited. */
static void revoked_is_said_where_inviting_is_refused(void **state)
{
	struct desk d;
	struct app_units_done done;
	const char *from[] = {WORLD_HAMLET};
	char path[64];
	(void)state;
	begin(&d, APP_ADMIN);
	MUST(app_units_merge(d.world.hub.store, from, 1, WORLD_OTHER, "20/11/2025", &done, &e));
	app_units_done_free(&done);
	assert_int_equal(post(&d, "/thiet-bi/thu-hoi", "may=%s&ly-do=mat&moi=1", d.hex), 303);
	assert_int_equal(state_of(&d), DEVICE_REVOKED);
	snprintf(path, sizeof path, "/thiet-bi/%s", d.hex);
	assert_true(caller_was_sent(&d.caller, path));
	assert_int_equal(caller_get(&d.caller, path), 200);
	assert_true(caller_reads(&d.caller, "box good"));
	assert_true(caller_reads(&d.caller, "box warn"));
	end(&d);
}

/* Two people post files: each fetches the replies to his own. */
static void replies_wait_for_each_who_posted(void **state)
{
	struct desk d;
	struct buf message;
	char first[APP_TOKEN], second[APP_TOKEN];
	struct app_session session;
	(void)state;
	begin(&d, APP_CLERK);
	buf_init(&message, MESSAGE_BYTES_MAX);
	world_message(&d.world, &d.device, 0, &message);
	const struct caller_file whole = {"a.tnm", message.data, message.len}, torn = {"b.tnm", "xyz", 3};
	MUST(app_session_begin(d.world.hub.store, APP_CLERK, "Lan", clock_now(), first, &session, &e));
	MUST(app_session_begin(d.world.hub.store, APP_CLERK, "Minh", clock_now(), second, &session, &e));
	caller_is(&d.caller, first);
	assert_int_equal(caller_upload(&d.caller, "/usb/tep", &whole, 1), 303);
	caller_is(&d.caller, second);
	assert_int_equal(caller_upload(&d.caller, "/usb/tep", &torn, 1), 303);
	assert_int_equal(caller_get(&d.caller, "/usb"), 200);
	assert_false(caller_reads(&d.caller, "href=\"/usb/tra-loi\""));
	assert_int_equal(caller_get(&d.caller, "/usb/tra-loi"), 404);
	caller_is(&d.caller, first);
	assert_int_equal(caller_get(&d.caller, "/usb"), 200);
	assert_true(caller_reads(&d.caller, "href=\"/usb/tra-loi\""));
	assert_int_equal(caller_get(&d.caller, "/usb/tra-loi"), 200);
	assert_memory_equal(d.caller.page.data, "PK\3\4", 4);
	buf_free(&message);
	end(&d);
}

/* However many a browser may post: none is left out in silence. */
static void every_file_posted_is_looked_at(void **state)
{
	enum { MANY = 80 };
	struct desk d;
	struct caller_file f[MANY];
	unsigned char torn[MANY];
	(void)state;
	begin(&d, APP_CLERK);
	for (size_t i = 0; i < MANY; i++)
		torn[i] = (unsigned char)i;
	for (size_t i = 0; i < MANY; i++)
		f[i] = (struct caller_file){"x.tnm", &torn[i], 1};
	assert_int_equal(caller_upload(&d.caller, "/usb/tep", f, MANY), 303);
	assert_int_equal(caller_get(&d.caller, "/usb"), 200);
	assert_true(caller_reads(&d.caller, "80 "));
	end(&d);
}

/* As from a stick: taken once, the rest is named, the reply lies in the archive under the name devices look for. */
static void files_posted_are_taken_as_from_a_stick(void **state)
{
	struct world w;
	struct node device;
	struct folder_receive r;
	struct buf message, zip;
	(void)state;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &device);
	world_save(&w, &device, 1, 4);
	buf_init(&message, MESSAGE_BYTES_MAX);
	buf_init(&zip, MESSAGE_BYTES_MAX);
	world_message(&w, &device, 0, &message);
	const struct app_receive_file f[] = {{"../../a.tnm", message.data, message.len}, {"anh.tnm", "xyz", 3}};
	MUST(app_receive_files(w.hub.store, w.hub.folder, f, 2, w.now, &r, &zip, &e));
	assert_int_equal(r.applied, 1);
	assert_int_equal(r.unreadable + r.refused, 1);
	assert_int_equal(r.problems, 1);
	assert_string_equal(r.problem[0].file, "anh.tnm");
	assert_memory_equal(zip.data, "PK\3\4", 4);
	assert_non_null(memmem(zip.data, zip.len, "tungnha/", 8));
	folder_receive_free(&r);
	buf_clear(&zip);
	MUST(app_receive_files(w.hub.store, w.hub.folder, f, 1, w.now, &r, &zip, &e));
	assert_int_equal(r.repeated, 1);
	folder_receive_free(&r);
	buf_free(&zip);
	buf_free(&message);
	world_close(&device);
	world_end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_machine_is_compared_and_accepted),
		cmocka_unit_test(revoking_wants_a_reason_and_can_invite_anew),
		cmocka_unit_test(an_invitation_is_fetched_as_often_as_needed),
		cmocka_unit_test(what_is_typed_wrong_invites_nobody),
		cmocka_unit_test(a_viewer_sees_and_decides_nothing),
		cmocka_unit_test(a_clerk_does_not_revoke),
		cmocka_unit_test(no_browser_names_a_folder),
		cmocka_unit_test(files_posted_are_taken_as_from_a_stick),
		cmocka_unit_test(revoked_is_said_where_inviting_is_refused),
		cmocka_unit_test(replies_wait_for_each_who_posted),
		cmocka_unit_test(every_file_posted_is_looked_at),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
