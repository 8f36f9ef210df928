/* test_desk_upwards.c - a commune, its district, the province: what one closes and carries up on a stick is what the
 * next one sees, with its differences, and who is missing; the files for other systems hold the page's figures. Pages
 * only. */
#include "../support/caller.h"
#include "../support/tiers.h"

#include <expat.h>
#include <sys/stat.h>
#include <time.h>
#include <tungnha/app_users.h>
#include <tungnha/json.h>

#include "../../src/aggregator/pages.h"

#define STICK "/cap-tren/usb"

struct desk {
	struct caller caller;
	char stick[SHELF_PATH];
};

static void begin(struct desk *d, const struct shelf *shelf, struct store *s, const char *folder)
{
	char sticks[SHELF_PATH], path[SHELF_PATH];
	shelf_path(shelf, "sticks", sticks);
	snprintf(d->stick, sizeof d->stick, "%.*s/USB", (int)sizeof d->stick - 8, sticks);
	(void)mkdir(sticks, 0700);
	(void)mkdir(d->stick, 0700);
	setenv("TUNGNHA_STICKS", sticks, 1);
	shelf_path(shelf, folder, path);
	caller_begin(&d->caller, s, path, desk_pages, APP_ADMIN, "Hòa");
}

static void reads(struct desk *d, const char *path, const char *text)
{
	assert_int_equal(caller_get(&d->caller, path), 200);
	if (!caller_reads(&d->caller, text))
		fail_msg("%s does not say “%s”", path, text);
}

/* Begun at its page; asked as the script asks, until it is over. */
static void stick(struct desk *d, const char *path, const char *asked)
{
	char body[SHELF_PATH + 8];
	snprintf(body, sizeof body, "usb=%s", d->stick);
	assert_int_equal(caller_post(&d->caller, path, body), 303);
	for (int i = 0; caller_fetched(&d->caller, asked) != 205; i++) {
		assert_true(i < 12000);
		nanosleep(&(struct timespec){.tv_nsec = 5 * 1000 * 1000}, NULL);
	}
}

static void carry(struct desk *d)
{
	stick(d, STICK, "/cap-tren/dang");
}

static void take(struct desk *d)
{
	stick(d, "/usb", "/usb?phan=viec");
}

static void close_period(struct desk *d, const char *more)
{
	char body[100];
	snprintf(body, sizeof body, "ky=" TIER_PERIOD "%s", more);
	assert_int_equal(caller_post(&d->caller, "/chot", body), 303);
}

/* --- three floors --- */

struct country {
	struct store *commune, *district, *province;
};

static struct country country(const struct shelf *shelf)
{
	struct country c = {tier_hub(shelf, "commune", "05788", "Xã Phú Lạc", "commune"),
		tier_hub(shelf, "district", "171", "Huyện Đại Từ", "district"),
		tier_hub(shelf, "province", "19", "Tỉnh Thái Nguyên", "province")};
	tier_unit(c.commune, "05788-01", "Xóm 1", "hamlet", "05788");
	tier_unit(c.commune, "05788-02", "Xóm 2", "hamlet", "05788");
	tier_unit(c.district, "05788", "Xã Phú Lạc", "commune", "171");
	tier_unit(c.district, "05790", "Xã Hòa An", "commune", "171");
	tier_unit(c.province, "171", "Huyện Đại Từ", "district", "19");
	tier_unit(c.province, "172", "Huyện Phú Lương", "district", "19");
	tier_join(c.commune, c.district);
	tier_join(c.district, c.province);
	tier_exchange(c.commune, c.district, "05788"); /* while the invitation was good */
	tier_exchange(c.district, c.province, "171");
	tier_paper(c.commune, "05788-01", 100, 380);
	tier_paper(c.commune, "05788-02", 20, 70);
	return c;
}

static void end(struct country *c)
{
	store_close(c->commune);
	store_close(c->district);
	store_close(c->province);
}

static void at_the_commune(void **state, struct country *c, const char *closing, const char *says)
{
	struct desk d;
	begin(&d, *state, c->commune, "commune");
	if (closing)
		close_period(&d, closing);
	carry(&d);
	reads(&d, "/cap-tren", says);
	assert_true(caller_reads(&d.caller, "Rút USB “USB” được rồi."));
	assert_false(caller_reads(&d.caller, "/cap-tren/dang")); /* it asks no more */
	caller_end(&d.caller);
}

static void what_a_commune_closes_climbs_to_the_province(void **state)
{
	struct country c = country(*state);
	struct desk d;
	at_the_commune(state, &c, "", "cấp trên chưa nhận");

	begin(&d, *state, c.district, "district");
	reads(&d, "/cap-tren", "Chưa chốt kỳ nào");
	take(&d);
	reads(&d, "/mau-02?don-vi=05788", "<td>450</td>");
	reads(&d, "/khai?ky=" TIER_PERIOD, "Xã Hòa An"); /* who is missing */
	reads(&d, "/moi-may", "Mọi xã chưa có máy nào");
	reads(&d, "/bao-cao/late?ky=" TIER_PERIOD, "Xã Hòa An");
	caller_end(&d.caller);

	at_the_commune(state, &c, NULL, "cấp trên đã nhận");
	tier_paper(c.commune, "05788-02", 20, 71);
	at_the_commune(state, &c, "&lai=1&ly-do=dem+lai", "bản 2");

	begin(&d, *state, c.district, "district");
	take(&d);
	reads(&d, "/khai/05788?ky=" TIER_PERIOD, "450 → 451"); /* version 2, and what it changed */
	assert_true(caller_reads(&d.caller, "dem lai"));
	tier_import(c.district, "05790", TIER_PERIOD, 50);
	close_period(&d, "");
	carry(&d);
	caller_end(&d.caller);

	begin(&d, *state, c.province, "province");
	take(&d);
	reads(&d, "/mau-02", "<td>501</td>"); /* 451 persons of the commune, 50 of the file */
	reads(&d, "/khai?ky=" TIER_PERIOD, "Huyện Phú Lương");
	reads(&d, "/moi-may", "Mọi huyện chưa có máy nào");
	reads(&d, "/don-vi/171", "Huyện Đại Từ");
	caller_end(&d.caller);
	end(&c);
}

static void only_what_is_plugged_in_is_written_to(void **state)
{
	struct country c = country(*state);
	struct desk d;
	begin(&d, *state, c.commune, "commune");
	reads(&d, "/cap-tren", "không ghi địa chỉ mạng");
	assert_false(caller_reads(&d.caller, "action=\"/cap-tren/gui\"")); /* which could only fail */
	assert_int_equal(caller_post(&d.caller, STICK, "usb=/etc"), 400);
	assert_true(caller_reads(&d.caller, "Không còn thấy USB đó"));
	assert_int_equal(caller_fetched(&d.caller, STICK), 200); /* what the page's script asks: the sticks alone */
	assert_true(caller_reads(&d.caller, "Chép ra USB “USB”"));
	assert_false(caller_reads(&d.caller, "<html"));
	assert_int_equal(caller_fetched(&d.caller, "/cap-tren/dang"), 205);
	assert_int_equal(caller_get(&d.caller, STICK), 303); /* who types the address comes to the page */
	caller_end(&d.caller);
	end(&c);
}

/* --- files for other systems --- */

struct adx {
	char unit[32];
	int groups;
	int64_t persons;
};

static const char *attribute(const char **a, const char *name)
{
	while (*a && strcmp(*a, name) != 0)
		a += 2;
	return *a ? a[1] : "";
}

static void element(void *context, const char *name, const char **a)
{
	struct adx *x = context;
	if (strcmp(name, "group") == 0) {
		x->groups++;
		snprintf(x->unit, sizeof x->unit, "%s", attribute(a, "orgUnit"));
		assert_string_equal(attribute(a, "period"), "2025-11-06/P7D");
	} else if (strcmp(name, "dataValue") == 0 && strcmp(attribute(a, "dataElement"), "mau-02.persons") == 0) {
		assert_int_equal(strncmp(x->unit, "057", 3), 0);
		x->persons += atoll(attribute(a, "value"));
	}
}

static void is_adx(const struct buf *file, int64_t persons)
{
	struct adx x = {.groups = 0};
	XML_Parser parser = XML_ParserCreate(NULL);
	XML_SetUserData(parser, &x);
	XML_SetStartElementHandler(parser, element);
	assert_int_equal(XML_Parse(parser, file->data, (int)file->len, 1), XML_STATUS_OK);
	XML_ParserFree(parser);
	assert_int_equal(x.groups, 2);
	assert_int_equal(x.persons, persons);
}

static void is_dhis2(const struct buf *file, int64_t persons)
{
	cJSON *all = json_parse(file->data, file->len, 8);
	const cJSON *v;
	int64_t sum = 0;
	assert_string_equal(json_string(all, "dataSet"), "mau-02");
	assert_string_equal(json_string(all, "orgUnitIdScheme"), "code");
	cJSON_ArrayForEach(v, json_array(all, "dataValues"))
	{
		assert_int_equal(strlen(json_string(v, "orgUnit")), 5);
		if (strcmp(json_string(v, "dataElement"), "mau-02.persons") == 0)
			sum += atoll(json_string(v, "value"));
	}
	assert_int_equal(sum, persons);
	cJSON_Delete(all);
}

static void is_json(const struct buf *file, int64_t persons)
{
	cJSON *all = json_parse(file->data, file->len, 32);
	int64_t n = 0;
	assert_true(json_int(json_object(json_object(all, "total"), "values"), "persons", 0, 1 << 30, &n));
	assert_int_equal(n, persons);
	cJSON_Delete(all);
}

static void is_csv(const struct buf *file, int64_t persons)
{
	char total[64];
	snprintf(total, sizeof total, "\n;Tổng;160;%lld;", (long long)persons);
	assert_int_equal(strncmp(file->data, "\xef\xbb\xbf", 3), 0);
	assert_non_null(strstr(file->data, "\n=\"05788\";Xã Phú Lạc;100;"));
	assert_non_null(strstr(file->data, total));
}

static void every_file_holds_what_the_page_shows(void **state)
{
	static const struct {
		const char *word, *type, *name;
		void (*is)(const struct buf *file, int64_t persons);
	} files[] = {{"csv", "text/csv; charset=utf-8", "tungnha-2025-W45.csv", is_csv},
		{"json", "application/json", "tungnha-2025-W45.json", is_json},
		{"dhis2", "application/json", "tungnha-2025-W45.dhis2.json", is_dhis2},
		{"adx", "application/xml", "tungnha-2025-W45.xml", is_adx}};
	struct store *s = tier_hub(*state, "province", "19", "Tỉnh Thái Nguyên", "province");
	struct desk d;
	char path[100], head[160];
	tier_unit(s, "05788", "Xã Phú Lạc", "commune", "19");
	tier_unit(s, "05790", "Xã Hòa An", "commune", "19");
	tier_import(s, "05788", TIER_PERIOD, 100);
	tier_import(s, "05790", TIER_PERIOD, 60);
	begin(&d, *state, s, "province");
	assert_int_equal(caller_get(&d.caller, "/xuat/tep?dang=adx&ky=2025-W44"), 400); /* closed by nobody */
	assert_true(caller_reads(&d.caller, "box bad"));
	close_period(&d, "");
	tier_import(s, "05790", TIER_PERIOD, 70); /* since then: no file tells it */
	reads(&d, "/mau-02?ky=" TIER_PERIOD, "<td>160</td><td>160</td>");
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		snprintf(path, sizeof path, "/xuat/tep?ky=" TIER_PERIOD "&dang=%s", files[i].word);
		assert_int_equal(caller_get(&d.caller, path), 200);
		snprintf(head, sizeof head, "Content-Type: %s\r\n", files[i].type);
		assert_true(visitor_was_told(&d.caller.visitor, head));
		snprintf(head, sizeof head, "filename=\"%s\"", files[i].name);
		assert_true(visitor_was_told(&d.caller.visitor, head));
		files[i].is(&d.caller.page, 160);
	}
	caller_end(&d.caller);
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_a_commune_closes_climbs_to_the_province, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(only_what_is_plugged_in_is_written_to, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(every_file_holds_what_the_page_shows, shelf_setup, shelf_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
