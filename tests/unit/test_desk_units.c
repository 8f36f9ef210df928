/* test_desk_units.c - the desk's pages about units and the campaign over HTTP: added, renamed, merged and separated,
 * from files after a look, a campaign looked at and put in force; help. */
#include "../support/caller.h"
#include "../support/shelf.h"
#include "../support/world.h"

#include <tungnha/clock.h>
#include <tungnha/file.h>

#include "../../src/aggregator/page_units.h"
#include "../../src/aggregator/pages.h"

struct desk {
	struct world world;
	struct caller caller;
};

static void begin(struct desk *d, enum app_role role)
{
	world_begin(&d->world);
	caller_begin(&d->caller, d->world.hub.store, d->world.hub.folder, desk_pages, role, "Hoa");
}

static void end(struct desk *d)
{
	caller_end(&d->caller);
	world_end(&d->world);
}

static struct unit known(struct desk *d, const char *code)
{
	struct unit u;
	MUST(store_unit(d->world.hub.store, code, &u, &e));
	return u;
}

static void merged_into(struct desk *d, const char *code, const char *into)
{
	struct store_shape shape;
	MUST(store_shape(d->world.hub.store, code, &shape, &e));
	assert_string_equal(shape.into, into);
}

static void a_hamlet_is_added_and_never_renamed_by_a_slip(void **state)
{
	struct desk d;
	(void)state;
	begin(&d, APP_ADMIN);
	assert_int_equal(caller_post(&d.caller, "/don-vi-ds", "ma=05788-03&ten=X%C3%B3m+3&so-ho=120"), 303);
	assert_true(caller_was_sent(&d.caller, "/don-vi-ds/05788-03"));
	assert_int_equal(known(&d, "05788-03").listed, 120);
	assert_int_equal(caller_get(&d.caller, "/don-vi-ds/05788-03"), 200);
	assert_int_equal(caller_post(&d.caller, "/don-vi-ds", "ma=" WORLD_HAMLET "&ten=Nh%E1%BA%A7m"), 400);
	assert_string_equal(known(&d, WORLD_HAMLET).name, "Xóm 1");
	assert_int_equal(caller_post(&d.caller, "/don-vi-ds", "ma=05788-04&ten=X%C3%B3m+4&so-ho=1.200"), 400);
	assert_true(caller_reads(&d.caller, "value=\"05788-04\"")); /* what was typed stays */
	assert_int_equal(caller_post(&d.caller, "/don-vi-ds/so-ho", "ma=05788-03&so-ho=131"), 303);
	assert_int_equal(known(&d, "05788-03").listed, 131);
	assert_string_equal(known(&d, "05788-03").name, "Xóm 3");
	end(&d);
}

static void hamlets_merge_and_separate(void **state)
{
	struct desk d;
	(void)state;
	begin(&d, APP_ADMIN);
	assert_int_equal(
		caller_post(&d.caller, "/don-vi-ds/ten", "ma=" WORLD_HAMLET "&ten=X%C3%B3m+M%E1%BB%9Bi&tu="), 400);
	assert_false(caller_reads(&d.caller, "--on")); /* pages name no command */
	assert_int_equal(
		caller_post(&d.caller, "/don-vi-ds/ten", "ma=" WORLD_HAMLET "&ten=X%C3%B3m+M%E1%BB%9Bi&tu=01/11/2025"),
		303);
	assert_string_equal(known(&d, WORLD_HAMLET).name, "Xóm Mới");
	assert_int_equal(
		caller_post(&d.caller, "/don-vi-ds/nhap", "ma=" WORLD_HAMLET "&vao=" WORLD_OTHER "&tu=02/11/2025"),
		303);
	merged_into(&d, WORLD_HAMLET, WORLD_OTHER);
	assert_int_equal(caller_get(&d.caller, "/don-vi-ds/" WORLD_HAMLET), 200);
	assert_false(caller_reads(&d.caller, "action=\"/don-vi-ds/nhap\""));
	assert_int_equal(
		caller_post(&d.caller, "/don-vi-ds/roi", "ma=" WORLD_OTHER "&roi=" WORLD_HAMLET "&tu=03/11/2025"), 303);
	merged_into(&d, WORLD_HAMLET, "");
	end(&d);
}

static void only_the_administrator_changes_units(void **state)
{
	struct desk d;
	(void)state;
	begin(&d, APP_APPROVER);
	assert_int_equal(caller_get(&d.caller, "/don-vi-ds"), 200);
	assert_false(caller_reads(&d.caller, "<form"));
	assert_int_equal(caller_post(&d.caller, "/don-vi-ds", "ma=05788-03&ten=X"), 403);
	assert_int_equal(caller_get(&d.caller, "/chien-dich"), 200);
	assert_false(caller_reads(&d.caller, "<form"));
	assert_int_equal(caller_post(&d.caller, "/chien-dich", "san=phu-lac-2025"), 403);
	end(&d);
}

/* A look writes nothing and says of each line what would become of it. */
static void a_list_is_looked_at_first(void **state)
{
	struct world w;
	struct app_hub_units x;
	struct app_hub_unit_line *line;
	struct unit u;
	struct err why;
	char path[300];
	size_t n;
	(void)state;
	world_begin(&w);
	snprintf(path, sizeof path, "%s/xom.csv", w.dir);
	static const char list[] =
		"code,name,listed\n" WORLD_HAMLET ",Xóm 1,\n" WORLD_OTHER ",Xóm Hai,7\n05788-09,Xóm 9,12\n";
	const struct app_hub_file file = {.path = path};
	MUST(file_write(path, list, strlen(list), 0600, &e));
	MUST(app_hub_unit_look(w.hub.store, &file, &x, &line, &n, &e));
	assert_int_equal(n, 3);
	assert_int_equal(line[0].fate, UNIT_SAME);
	assert_int_equal(line[1].fate, UNIT_CHANGED);
	assert_string_equal(line[1].before.name, "Xóm 2");
	assert_int_equal(line[2].fate, UNIT_ADDED);
	free(line);
	app_hub_units_free(&x);
	assert_int_equal(store_unit(w.hub.store, "05788-09", &u, &why), -1);
	MUST(file_write(path, "code,name\n5788-01,X\n", 20, 0600, &e));
	assert_int_equal(app_hub_unit_look(w.hub.store, &file, &x, &line, &n, &why), -1);
	assert_int_equal(x.refused.count, 1);
	app_hub_units_free(&x);
	world_end(&w);
}

static void a_campaign_is_looked_at_and_put_in_force(void **state)
{
	struct desk d;
	const struct campaign *c;
	char body[128];
	(void)state;
	begin(&d, APP_ADMIN);
	assert_int_equal(caller_get(&d.caller, "/chien-dich"), 200);
	assert_true(caller_reads(&d.caller, "91/KH-UBND"));
	assert_int_equal(caller_post(&d.caller, "/chien-dich", "san="), 400);
	assert_int_equal(caller_post(&d.caller, "/chien-dich", "san=loc-ha-2024"), 303);
	assert_int_equal(caller_get(&d.caller, "/chien-dich?xem=1"), 200);
	snprintf(body, sizeof body, "dau=%s", caller_value(&d.caller, "dau"));
	assert_int_equal(store_campaign(d.world.hub.store, &c), 0);
	assert_string_equal(c->id, "phu-lac-2025"); /* looked at only */
	assert_int_equal(caller_post(&d.caller, "/chien-dich/ghi", "dau=0"), 400);
	assert_int_equal(caller_post(&d.caller, "/chien-dich/ghi", body), 303);
	assert_int_equal(store_campaign(d.world.hub.store, &c), 0);
	assert_string_equal(c->id, "loc-ha-2024");
	assert_int_equal(caller_post(&d.caller, "/chien-dich", "san=loc-ha-2024"), 303);
	assert_int_equal(caller_get(&d.caller, "/chien-dich?xem=1"), 200);
	assert_false(caller_reads(&d.caller, "/chien-dich/ghi"));                         /* in force already */
	assert_int_equal(caller_post(&d.caller, "/chien-dich", "san=phu-lac-2025"), 303); /* and back */
	assert_int_equal(caller_get(&d.caller, "/chien-dich?xem=1"), 200);
	snprintf(body, sizeof body, "dau=%s", caller_value(&d.caller, "dau"));
	assert_int_equal(caller_post(&d.caller, "/chien-dich/ghi", body), 303);
	assert_int_equal(store_campaign(d.world.hub.store, &c), 0);
	assert_string_equal(c->id, "phu-lac-2025");
	end(&d);
}

/* Devices go by it from their next exchange on. */
static void a_new_campaign_reaches_devices(void **state)
{
	struct world w;
	struct node device;
	struct err why;
	const struct campaign *c;
	struct app_campaign_look look;
	size_t n;
	char path[300];
	bool written;
	(void)state;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &device);
	world_exchange(&w, &device);
	snprintf(path, sizeof path, "%s/other.json", w.dir);
	const char *bytes = form_shipped("loc-ha-2024", &n);
	MUST(file_write(path, bytes, n, 0600, &e));
	MUST(app_campaign_put(w.hub.store, path, &written, &e));
	assert_true(written);
	MUST(app_campaign_put(w.hub.store, path, &written, &e));
	assert_false(written);
	world_exchange(&w, &device);
	assert_int_equal(store_campaign(device.store, &c), 0);
	assert_string_equal(c->id, "loc-ha-2024");
	MUST(file_write(path, "{\"format\":", 10, 0600, &e));
	assert_int_equal(app_campaign_look(w.hub.store, path, &look, &why), -1);
	assert_int_equal(why.code, ERR_DATA);
	assert_int_equal(app_campaign_put(w.hub.store, path, &written, &why), -1);
	world_assert_sound(&w.hub);
	world_close(&device);
	world_end(&w);
}

static void help_has_a_page_for_every_task(void **state)
{
	static const char *const names[] = {"mot-tuan", "moi-may", "so-ma", "nhan-usb", "ra-duyet", "bao-cao", "chot",
		"mat-may", "nhap-tach-xom", "sao-luu"};
	struct desk d;
	char path[64];
	(void)state;
	begin(&d, APP_VIEWER);
	assert_int_equal(caller_get(&d.caller, "/tro-giup"), 200);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "/tro-giup/%s", names[i]);
		assert_int_equal(caller_get(&d.caller, path), 200);
		assert_true(caller_reads(&d.caller, "<ol class=\"steps\"><li>"));
	}
	assert_int_equal(caller_get(&d.caller, "/tro-giup/khong-co"), 404);
	end(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_hamlet_is_added_and_never_renamed_by_a_slip),
		cmocka_unit_test(hamlets_merge_and_separate),
		cmocka_unit_test(only_the_administrator_changes_units),
		cmocka_unit_test(a_list_is_looked_at_first),
		cmocka_unit_test(a_campaign_is_looked_at_and_put_in_force),
		cmocka_unit_test(a_new_campaign_reaches_devices),
		cmocka_unit_test(help_has_a_page_for_every_task),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
