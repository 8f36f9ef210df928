/* test_desk_units_file.c - lists of units from files, looked at and written at the desk's own addresses; other kinds of
 * units; splitting; what a merged unit still shows; a campaign made one's own. */
#include "../support/seat.h"
#include "../support/shelf.h"

#include <stdio.h>
#include <stdlib.h>

#include <tungnha/app_submit.h>
#include <tungnha/clock.h>
#include <tungnha/file.h>
#include <xlsxwriter.h>

#include "../../src/aggregator/pages.h"

static void begin(struct seat *c)
{
	seat_begin(c, desk_pages);
	c->world.now = clock_now();
	seat_take(c, "Quản", APP_ADMIN);
}

static struct unit known(struct seat *c, const char *code)
{
	struct unit u;
	MUST(store_unit(c->store, code, &u, &e));
	return u;
}

static bool is_known(struct seat *c, const char *code)
{
	struct unit u;
	struct err none;
	return store_unit(c->store, code, &u, &none) == 0;
}

/* Looks at a file; the page with what would become of it. */
static void look(struct seat *c, const char *name, const void *bytes, size_t n)
{
	assert_int_equal(caller_upload_one(&c->caller, "/don-vi-ds/tep", name, bytes, n), 303);
	assert_true(caller_was_sent(&c->caller, "/don-vi-ds/tep?xem=1"));
	assert_int_equal(caller_get(&c->caller, "/don-vi-ds/tep?xem=1"), 200);
}

static void look_text(struct seat *c, const char *text)
{
	look(c, "xóm.csv", text, strlen(text));
}

static bool may_write(const struct seat *c)
{
	return caller_reads(&c->caller, "action=\"/don-vi-ds/tep/ghi\"");
}

/* Presses the button under what was looked at. */
static int write_it(struct seat *c)
{
	char body[64];
	const char *at = strstr(c->caller.page.data, "name=\"dau\" value=\"");
	assert_non_null(at);
	snprintf(body, sizeof body, "dau=%.32s", at + strlen("name=\"dau\" value=\""));
	return caller_post(&c->caller, "/don-vi-ds/tep/ghi", body);
}

static const char three[] =
	"\xEF\xBB\xBFMã;Tên;Số hộ\n" WORLD_HAMLET ";Xóm 1;31\n" WORLD_OTHER ";Xóm Hai;\n05788-09;Xóm Đầm Dím;12\n";

static void a_list_is_looked_at_then_written(void **state)
{
	struct seat c;
	(void)state;
	begin(&c);
	look_text(&c, three);
	assert_true(caller_reads(&c.caller, "Trong tệp: 1 xóm mới, 2 xóm đổi, 0 xóm như cũ"));
	assert_true(caller_reads(&c.caller, "trước là Xóm 2"));
	assert_false(is_known(&c, "05788-09"));
	assert_int_equal(write_it(&c), 303);
	assert_string_equal(known(&c, "05788-09").name, "Xóm Đầm Dím");
	assert_string_equal(known(&c, WORLD_OTHER).name, "Xóm Hai");
	assert_int_equal(known(&c, WORLD_HAMLET).listed, 31);
	assert_int_equal(caller_get(&c.caller, "/don-vi-ds"), 200);
	assert_true(caller_reads(&c.caller, "box good"));
	look_text(&c, three);
	assert_true(caller_reads(&c.caller, "0 xóm mới, 0 xóm đổi, 3 xóm như cũ"));
	assert_false(may_write(&c)); /* nothing to write */
	seat_end(&c);
}

/* As Excel saves it: a title, a heading, numbers as numbers. */
static void make_workbook(const char *path)
{
	lxw_workbook *book = workbook_new(path);
	lxw_worksheet *sheet = workbook_add_worksheet(book, NULL);
	worksheet_write_string(sheet, 0, 0, "DANH SÁCH CÁC XÓM XÃ PHÚ LẠC", NULL);
	const char *const heading[] = {"Mã", "Tên", "Số hộ"};
	for (lxw_col_t i = 0; i < 3; i++)
		worksheet_write_string(sheet, 2, i, heading[i], NULL);
	worksheet_write_string(sheet, 3, 0, "05788-07", NULL);
	worksheet_write_string(sheet, 3, 1, "Xóm Bản Ngoại", NULL);
	worksheet_write_number(sheet, 3, 2, 118, NULL);
	assert_int_equal(workbook_close(book), 0);
}

static void a_workbook_is_taken_as_excel_saves_it(void **state)
{
	struct seat c;
	struct buf bytes;
	char path[300];
	(void)state;
	begin(&c);
	snprintf(path, sizeof path, "%s/xom.xlsx", c.world.dir);
	make_workbook(path);
	buf_init(&bytes, 1024 * 1024);
	MUST(file_read(path, &bytes, &e));
	look(&c, "Danh sách xóm.xlsx", bytes.data, bytes.len);
	buf_free(&bytes);
	assert_true(caller_reads(&c.caller, "<h2>Danh sách xóm.xlsx</h2>"));
	assert_true(caller_reads(&c.caller, "Xóm Bản Ngoại"));
	assert_int_equal(write_it(&c), 303);
	assert_int_equal(known(&c, "05788-07").listed, 118);
	seat_end(&c);
}

/* Each is refused as a whole, by the line it stands in, in the file's own name. */
static void a_list_at_fault_is_refused_by_its_lines(void **state)
{
	static const struct {
		const char *text, *said;
	} faults[] = {{"code,name\n5788-01,X\n", "xóm.csv:2"},                              /* a zero was lost */
		{"code,name\n05788-21,Xóm A\n05788-21,Xóm B\n", "xóm.csv:3"},               /* twice */
		{"code,name,parent\n05788-21,Xóm A,\n05788-22,Xóm B,99999\n", "xóm.csv:3"}, /* below nobody */
		{"code,name,listed\n05788-21,Xóm A,\"1,200\"\n", "xóm.csv:2"},              /* which comma? */
		{"Họ tên;Năm sinh\nA;1960\n", "box bad"}, {"\x50\x4B\x03\x04 not a workbook", "box bad"}};
	struct seat c;
	(void)state;
	begin(&c);
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		look_text(&c, faults[i].text);
		if (!caller_reads(&c.caller, faults[i].said) || !caller_reads(&c.caller, "box bad") || may_write(&c) ||
			caller_reads(&c.caller, "/proc/"))
			fail_msg("%s: %s", faults[i].text, c.caller.page.data);
	}
	assert_false(is_known(&c, "05788-21"));
	assert_int_equal(caller_upload_one(&c.caller, "/don-vi-ds/tep", "", "", 0), 400);
	seat_end(&c);
}

/* What is written is what was looked at, not what somebody chose since in another window. */
static void another_file_in_between_writes_nothing(void **state)
{
	struct seat c;
	char body[64];
	(void)state;
	begin(&c);
	look_text(&c, three);
	const char *at = strstr(c.caller.page.data, "name=\"dau\" value=\"");
	assert_non_null(at);
	snprintf(body, sizeof body, "dau=%.32s", at + strlen("name=\"dau\" value=\""));
	look_text(&c, "code,name\n05788-31,Xóm khác\n");
	assert_int_equal(caller_post(&c.caller, "/don-vi-ds/tep/ghi", body), 400);
	assert_false(is_known(&c, "05788-09"));
	assert_false(is_known(&c, "05788-31"));
	seat_end(&c);
}

/* An office of the commune; a group, and a hamlet below it. */
static void other_kinds_of_units_are_added(void **state)
{
	struct seat c;
	(void)state;
	begin(&c);
	assert_int_equal(caller_get(&c.caller, "/don-vi-ds"), 200);
	assert_true(caller_reads(&c.caller, "<option value=\"hamlet\" selected>"));
	assert_false(caller_reads(&c.caller, "name=\"thuoc\""));
	assert_int_equal(caller_post(&c.caller, "/don-vi-ds", "ma=05788-CA&ten=C%C3%B4ng+an+x%C3%A3&cap=office"), 303);
	assert_string_equal(known(&c, "05788-CA").level, "office");
	assert_int_equal(caller_post(&c.caller, "/don-vi-ds", "ma=05788-A&ten=C%E1%BB%A5m+A&cap=group"), 303);
	assert_int_equal(caller_get(&c.caller, "/don-vi-ds"), 200);
	assert_true(caller_reads(&c.caller, "name=\"thuoc\""));
	assert_int_equal(
		caller_post(&c.caller, "/don-vi-ds", "ma=05788-11&ten=X%C3%B3m+11&cap=hamlet&thuoc=05788-A"), 303);
	assert_string_equal(known(&c, "05788-11").parent, "05788-A");
	assert_int_equal(caller_post(&c.caller, "/don-vi-ds", "ma=05788-12&ten=X%C3%B3m+12&cap=planet"), 400);
	seat_end(&c);
}

static void households_are_split_off_by_their_numbers(void **state)
{
	struct seat c;
	struct node device;
	struct store_totals t;
	(void)state;
	begin(&c);
	struct store_invitation v = world_invite(&c.world, WORLD_HAMLET, 1);
	world_device(&c.world, &v, &device);
	world_save_many(&c.world, &device, 1, 6);
	world_exchange(&c.world, &device);
	assert_int_equal(
		caller_post(&c.caller, "/don-vi-ds/tach",
			"ma=" WORLD_HAMLET "&so=2-3+5&vao=05788-50&ten-moi=X%C3%B3m+M%E1%BB%9Bi&tu=12/11/2025"),
		303);
	MUST(store_totals(c.store, "05788-50", &t, &e));
	assert_int_equal(t.records, 3);
	MUST(store_totals(c.store, WORLD_HAMLET, &t, &e));
	assert_int_equal(t.records, 3);
	assert_int_equal(
		caller_post(&c.caller, "/don-vi-ds/tach", "ma=" WORLD_HAMLET "&so=99&vao=05788-50&tu=12/11/2025"), 400);
	assert_true(caller_reads(&c.caller, "value=\"99\"")); /* the form stands open with what was typed */
	world_close(&device);
	seat_end(&c);
}

/* What it declared and recorded stays to be seen; what counts now is told to count elsewhere. */
static void a_merged_unit_shows_what_it_had_and_where_it_went(void **state)
{
	struct seat c;
	struct node device;
	(void)state;
	begin(&c);
	struct store_invitation v = world_invite(&c.world, WORLD_HAMLET, 1);
	world_device(&c.world, &v, &device);
	world_save_many(&c.world, &device, 1, 2);
	struct app_submitted done;
	MUST(app_submit(device.store,
		&(struct app_submit){.unit = WORLD_HAMLET, .period = "2025-W46", .now = c.world.now, .lang = LANG_VI},
		&done, &e));
	app_submitted_free(&done);
	world_exchange(&c.world, &device);
	assert_int_equal(caller_get(&c.caller, "/don-vi/" WORLD_HAMLET), 200);
	assert_true(caller_reads(&c.caller, "Đang tính"));
	assert_true(caller_reads(&c.caller, "/moi-may?don-vi="));
	assert_int_equal(
		caller_post(&c.caller, "/don-vi-ds/nhap", "ma=" WORLD_HAMLET "&vao=" WORLD_OTHER "&tu=12/11/2025"),
		303);
	assert_int_equal(caller_get(&c.caller, "/don-vi/" WORLD_HAMLET), 200);
	assert_true(caller_reads(&c.caller, "đã nhập vào Xóm 2 từ 12/11/2025"));
	assert_true(caller_reads(&c.caller, "href=\"/don-vi/" WORLD_OTHER "\""));
	assert_true(caller_reads(&c.caller, "Đã khai trước khi sáp nhập"));
	assert_false(caller_reads(&c.caller, "Đang tính")); /* nothing of it counts here */
	assert_false(caller_reads(&c.caller, "≠"));
	assert_true(caller_reads(&c.caller, "href=\"/ho/" WORLD_HAMLET "/1\""));
	assert_false(caller_reads(&c.caller, "/moi-may?don-vi=")); /* refused for it */
	world_close(&device);
	seat_end(&c);
}

/* --- a campaign of one's own --- */

#define COPY_DAYS "&dot-tu=01/03/2026&dot-den=15/4/2026&lam-tu=&lam-den=&ho-so-tu=&ho-so-den=&chinh-thuc="

static const struct campaign *in_force(struct seat *c)
{
	const struct campaign *x;
	assert_int_equal(store_campaign(c->store, &x), 0);
	return x;
}

/* Presses the button under the look at it. */
static void put_in_force(struct seat *c)
{
	char body[64];
	assert_int_equal(caller_get(&c->caller, "/chien-dich?xem=1"), 200);
	const char *at = strstr(c->caller.page.data, "name=\"dau\" value=\"");
	assert_non_null(at);
	snprintf(body, sizeof body, "dau=%.32s", at + strlen("name=\"dau\" value=\""));
	assert_int_equal(caller_post(&c->caller, "/chien-dich/ghi", body), 303);
}

static void a_campaign_is_made_ones_own(void **state)
{
	struct seat c;
	(void)state;
	begin(&c);
	assert_int_equal(caller_get(&c.caller, "/chien-dich/sua"), 200);
	assert_true(caller_reads(&c.caller, "value=\"XÃ PHÚ LẠC\""));
	assert_int_equal(
		caller_post(&c.caller, "/chien-dich/sua",
			"ten=M%C3%B9a+xu%C3%A2n&ke-hoach=12/KH&xa=X%C3%83+T%C3%82N+S%C6%A0N&dia-danh=T%C3%A2n+S%C6%A1n"
			"&thu=3&gio=16:30&noi=V%C4%83n+ph%C3%B2ng" COPY_DAYS),
		303);
	assert_int_equal(caller_get(&c.caller, "/chien-dich"), 200);
	assert_true(caller_reads(&c.caller, "91/KH-UBND")); /* looked at only */
	put_in_force(&c);
	const struct campaign *x = in_force(&c);
	assert_string_equal(x->id, "dot-05788-20260301");
	assert_string_equal(form_words(&x->title, LANG_VI), "Mùa xuân");
	assert_string_equal(x->plan, "12/KH");
	assert_string_equal(x->issuer[1], "XÃ TÂN SƠN");
	assert_string_equal(x->place, "Tân Sơn");
	assert_string_equal(x->starts, "2026-03-01");
	assert_string_equal(x->ends, "2026-04-15");
	assert_string_equal(x->final_from, "");
	assert_int_equal(x->due_weekday, 3);
	assert_int_equal(x->due_hour * 100 + x->due_minute, 1630);
	assert_string_equal(x->report_to, "Văn phòng");
	const char *about = form_words(&x->report[0].about, LANG_VI);
	assert_non_null(strstr(about, "xã Tân Sơn")); /* wherever it was said */
	assert_null(strstr(x->bytes, "Phú Lạc"));
	seat_end(&c);
}

/* Only days put right: it is the same campaign. What does not hold is said, with all that was typed. */
static void a_campaign_put_right_keeps_its_name(void **state)
{
	static const struct {
		const char *days, *said;
	} faults[] = {{"&dot-tu=31/02/2026&dot-den=15/4/2026", "không phải ngày"},
		{"&dot-tu=&dot-den=", "đợt cao điểm"}, {"&dot-tu=15/4/2026&dot-den=1/3/2026", "Ngày đầu phải trước"},
		{"&dot-tu=30/10/2025&dot-den=20/12/2025&lam-tu=3/11/2025&lam-den=", "cả hai ngày"}};
	struct seat c;
	char body[300];
	(void)state;
	begin(&c);
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		snprintf(body, sizeof body, "ten=T&ke-hoach=ngo%%C3%%A0i&dia-danh=Ph%%C3%%BA+L%%E1%%BA%%A1c%s",
			faults[i].days);
		assert_int_equal(caller_post(&c.caller, "/chien-dich/sua", body), 400);
		assert_true(caller_reads(&c.caller, faults[i].said));
		assert_true(caller_reads(&c.caller, "value=\"ngoài\""));
	}
	assert_int_equal(caller_post(&c.caller, "/chien-dich/sua",
				 "ten=T&dia-danh=Ph%C3%BA+L%E1%BA%A1c&dot-tu=30/10/2025&dot-den=20/12/2025&gio=10:00"),
		303);
	put_in_force(&c);
	assert_string_equal(in_force(&c)->id, "phu-lac-2025");
	assert_string_equal(in_force(&c)->ends, "2025-12-20");
	assert_int_equal(in_force(&c)->due_weekday, 4); /* as it was */
	seat_end(&c);
}

/* What is wrong with a file is said of the file as its owner calls it. */
static void a_wrong_campaign_is_refused_by_its_own_name(void **state)
{
	static const char wrong[] = "{\"format\":\"tungnha-campaign 1\",\"id\":\"x\"}";
	struct seat c;
	(void)state;
	begin(&c);
	assert_int_equal(caller_upload_one(&c.caller, "/chien-dich", "đợt mới.json", wrong, strlen(wrong)), 303);
	assert_int_equal(caller_get(&c.caller, "/chien-dich?xem=1"), 200);
	assert_true(caller_reads(&c.caller, "đợt mới.json, "));
	assert_true(caller_reads(&c.caller, "Chưa thay gì"));
	assert_false(caller_reads(&c.caller, "/proc/"));
	assert_false(caller_reads(&c.caller, "action=\"/chien-dich/ghi\""));
	seat_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_is_looked_at_then_written),
		cmocka_unit_test(a_workbook_is_taken_as_excel_saves_it),
		cmocka_unit_test(a_list_at_fault_is_refused_by_its_lines),
		cmocka_unit_test(another_file_in_between_writes_nothing),
		cmocka_unit_test(other_kinds_of_units_are_added),
		cmocka_unit_test(households_are_split_off_by_their_numbers),
		cmocka_unit_test(a_merged_unit_shows_what_it_had_and_where_it_went),
		cmocka_unit_test(a_campaign_is_made_ones_own),
		cmocka_unit_test(a_campaign_put_right_keeps_its_name),
		cmocka_unit_test(a_wrong_campaign_is_refused_by_its_own_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
