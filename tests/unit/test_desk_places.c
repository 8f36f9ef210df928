/* test_desk_places.c - sticks, files brought from another machine, backups and what follows a restore, cards: over
 * HTTP, at the desk's own addresses. */
#include "../support/seat.h"
#include "../support/shelf.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <tungnha/app_keep.h>
#include <tungnha/app_receive.h>
#include <tungnha/clock.h>
#include <tungnha/file.h>

#include "../../src/aggregator/pages.h"

enum { DAY = 24 * 60 * 60, LOOKS = 20000 };

struct desk {
	struct seat seat;
	struct node device;
	char stick[300];
};

/* A hub, a device with one household that was not sent yet, an empty stick plugged in. */
static void begin(struct desk *d, enum app_role role)
{
	struct err e;
	seat_begin(&d->seat, desk_pages);
	struct world *w = &d->seat.world;
	w->now = clock_now();
	struct store_invitation v = world_invite(w, WORLD_HAMLET, 1);
	world_device(w, &v, &d->device);
	world_save(w, &d->device, 1, 4);
	snprintf(d->stick, sizeof d->stick, "%s/sticks", w->dir);
	setenv("TUNGNHA_STICKS", d->stick, 1);
	snprintf(d->stick, sizeof d->stick, "%s/sticks/XANH", w->dir);
	assert_int_equal(file_make_folders(d->stick, 0700, &e), 0);
	seat_take(&d->seat, "Hoa", role);
}

static void end(struct desk *d)
{
	unsetenv("TUNGNHA_STICKS");
	world_close(&d->device);
	seat_end(&d->seat);
}

static bool reads(struct desk *d, const char *text)
{
	return caller_reads(&d->seat.caller, text);
}

/* Until the work the page began is over: its part answers 205. */
static void wait_for(struct desk *d, const char *part)
{
	int status = 200;
	for (int i = 0; i < LOOKS && status == 200; i++) {
		nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
		status = caller_fetched(&d->seat.caller, part);
	}
	assert_int_equal(status, 205);
}

static void post_path(struct desk *d, const char *where, const char *name, const char *path, int status)
{
	char body[400];
	snprintf(body, sizeof body, "%s=%s", name, path);
	assert_int_equal(caller_post(&d->seat.caller, where, body), status);
}

/* --- sticks --- */

/* What a collector leaves for the hub. */
static void put_on_stick(struct desk *d)
{
	struct err e;
	struct buf m;
	char folder[APP_RECEIVE_FOLDER], path[500];
	buf_init(&m, MESSAGE_BYTES_MAX);
	world_message(&d->seat.world, &d->device, 0, &m);
	snprintf(path, sizeof path, "%s/tungnha/%s", d->stick, app_receive_folder(d->seat.store, folder));
	assert_int_equal(file_make_folders(path, 0700, &e), 0);
	snprintf(path, sizeof path, "%s/tungnha/%s/1.tnm", d->stick, folder);
	assert_int_equal(file_write(path, m.data, m.len, 0600, &e), 0);
	buf_free(&m);
}

static void a_stick_is_noticed_taken_in_and_answered(void **state)
{
	struct desk d;
	(void)state;
	begin(&d, APP_CLERK);
	assert_int_equal(caller_get(&d.seat.caller, "/usb"), 200);
	assert_true(reads(&d, "Nhận số liệu từ USB “XANH”"));
	assert_true(reads(&d, "chưa thấy số liệu gửi cho xã"));
	put_on_stick(&d);
	assert_int_equal(
		caller_fetched(&d.seat.caller, "/usb?phan=cam"), 200); /* what the page asks while it is open */
	assert_false(reads(&d, "chưa thấy số liệu gửi cho xã"));
	post_path(&d, "/usb", "usb", d.stick, 303);
	wait_for(&d, "/usb?phan=viec");
	assert_int_equal(caller_get(&d.seat.caller, "/usb"), 200);
	assert_true(reads(&d, "Đã nhận 1 lô số liệu"));
	assert_true(reads(&d, "1 máy mới, cần gọi điện so mã"));
	assert_true(reads(&d, "Đã để 1 lô trả lời trên USB"));
	assert_true(reads(&d, "Rút USB “XANH” được rồi"));
	assert_int_equal(world_persons(&(struct node){.store = d.seat.store}, 1), 4);
	post_path(&d, "/usb", "usb", d.stick, 303);
	wait_for(&d, "/usb?phan=viec");
	assert_int_equal(caller_get(&d.seat.caller, "/usb"), 200);
	assert_true(reads(&d, "đều đã nhận từ trước"));
	end(&d);
}

static void files_of_another_machine_are_taken_and_replies_fetched(void **state)
{
	struct desk d;
	struct buf m;
	(void)state;
	begin(&d, APP_CLERK);
	buf_init(&m, MESSAGE_BYTES_MAX);
	world_message(&d.seat.world, &d.device, 0, &m);
	assert_int_equal(caller_get(&d.seat.caller, "/usb/tra-loi"), 404);
	assert_int_equal(caller_upload_one(&d.seat.caller, "/usb/tep", "../../a.tnm", m.data, m.len), 303);
	assert_int_equal(caller_get(&d.seat.caller, "/usb"), 200);
	assert_true(reads(&d, "Đã nhận 1 lô số liệu"));
	assert_true(reads(&d, "href=\"/usb/tra-loi\""));
	assert_int_equal(caller_get(&d.seat.caller, "/usb/tra-loi"), 200);
	assert_memory_equal(d.seat.caller.page.data, "PK\3\4", 4);
	seat_take(&d.seat, "Lan", APP_CLERK); /* replies are for whoever brought the files */
	assert_int_equal(caller_get(&d.seat.caller, "/usb/tra-loi"), 404);
	assert_int_equal(caller_upload_one(&d.seat.caller, "/usb/tep", "ảnh <b>.jpg", "xyz", 3), 303);
	assert_int_equal(caller_get(&d.seat.caller, "/usb"), 200);
	assert_true(reads(&d, "Có 1 tệp không nhận được"));
	assert_true(reads(&d, "&lt;b&gt;.jpg"));
	buf_free(&m);
	end(&d);
}

/* --- backups --- */

static void backup_to_stick(struct desk *d)
{
	post_path(d, "/sao-luu", "vao", d->stick, 303);
	wait_for(d, "/sao-luu?phan=1");
	assert_int_equal(caller_get(&d->seat.caller, "/sao-luu"), 200);
}

/* The first path the page offers to read again. */
static void offered(struct desk *d, char out[static 400])
{
	const char *at = strstr(d->seat.caller.page.data, "name=\"tep\" value=\"");
	assert_non_null(at);
	at += strlen("name=\"tep\" value=\"");
	snprintf(out, 400, "%.*s", (int)strcspn(at, "\""), at);
}

static void verify(struct desk *d, const char *path)
{
	post_path(d, "/sao-luu/kiem-ban", "tep", path, 303);
	wait_for(d, "/sao-luu?phan=1");
	assert_int_equal(caller_get(&d->seat.caller, "/sao-luu"), 200);
}

static void spoil(const char *path)
{
	struct err e;
	struct buf b;
	buf_init(&b, 64 * 1024 * 1024);
	assert_int_equal(file_read(path, &b, &e), 0);
	b.data[b.len - 100] ^= 1;
	assert_int_equal(file_write(path, b.data, b.len, 0600, &e), 0);
	buf_free(&b);
}

static void a_backup_is_made_and_read_again_later(void **state)
{
	struct desk d;
	char path[400];
	(void)state;
	begin(&d, APP_CLERK);
	assert_int_equal(caller_get(&d.seat.caller, "/sao-luu"), 200);
	assert_true(reads(&d, "CHƯA có bản sao lưu nào"));
	backup_to_stick(&d);
	assert_true(reads(&d, "Sao lưu gần nhất"));
	assert_true(reads(&d, "vừa xong"));
	offered(&d, path);
	assert_memory_equal(path, d.stick, strlen(d.stick));
	verify(&d, path);
	assert_true(reads(&d, "còn tốt: đọc lại được từ đầu đến cuối"));
	spoil(path);
	verify(&d, path);
	assert_false(reads(&d, "còn tốt"));
	assert_true(reads(&d, "<p class=\"box bad\" role=\"alert\">"));
	end(&d);
}

static void no_browser_names_a_file_to_read(void **state)
{
	struct desk d;
	char other[400];
	(void)state;
	begin(&d, APP_ADMIN);
	backup_to_stick(&d);
	snprintf(other, sizeof other, "%s/sao-luu/../../../hub/tungnha.db", d.stick);
	post_path(&d, "/sao-luu/kiem-ban", "tep", other, 409);
	post_path(&d, "/sao-luu/kiem-ban", "tep", "/etc/passwd", 409);
	assert_true(reads(&d, "Không còn thấy bản sao lưu đó"));
	end(&d);
}

static void an_old_backup_is_said_to_be_old(void **state)
{
	struct desk d;
	struct err e;
	struct app_backed_up done;
	(void)state;
	begin(&d, APP_CLERK);
	const struct app_backup b = {.path = d.stick, .folder = true, .now = clock_now() - 9 * DAY - DAY / 2};
	assert_int_equal(app_backup(d.seat.store, &b, &done, &e), 0);
	app_backup_free(&done);
	assert_int_equal(caller_get(&d.seat.caller, "/sao-luu"), 200);
	assert_true(reads(&d, "đã 9 ngày"));
	end(&d);
}

static void the_data_is_read_again(void **state)
{
	struct desk d;
	(void)state;
	begin(&d, APP_CLERK);
	assert_int_equal(caller_post(&d.seat.caller, "/sao-luu/kiem-tra", ""), 303);
	wait_for(&d, "/sao-luu?phan=1");
	assert_int_equal(caller_get(&d.seat.caller, "/sao-luu"), 200);
	assert_true(reads(&d, "đúng cả, tổng khớp"));
	end(&d);
}

/* Who restored it is told what is left to do, until the administrator says that machines were compared. */
static void after_a_restore_the_page_says_what_to_do(void **state)
{
	struct desk d;
	struct err e;
	(void)state;
	begin(&d, APP_CLERK);
	assert_int_equal(caller_get(&d.seat.caller, "/sao-luu"), 200);
	assert_false(reads(&d, "được khôi phục lúc"));
	assert_int_equal(store_begin(d.seat.store, &e), 0);
	assert_int_equal(store_set(d.seat.store, "restored", "1762900000", &e), 0);
	assert_int_equal(store_set(d.seat.store, "restored_from", "1762800000", &e), 0);
	assert_int_equal(store_note_ahead(d.seat.store, store_id(d.device.store), &e), 0);
	assert_int_equal(store_commit(d.seat.store, &e), 0);
	assert_int_equal(caller_get(&d.seat.caller, "/sao-luu"), 200);
	assert_true(reads(&d, "được khôi phục lúc 12/11/2025"));
	assert_true(reads(&d, "Nhắc các xóm gửi nhận một lần"));
	assert_true(reads(&d, "đã gửi số liệu sau bản sao lưu đó"));
	assert_false(reads(&d, "/sao-luu/khoi-phuc")); /* an administrator's */
	seat_take(&d.seat, "Quản", APP_ADMIN);
	assert_int_equal(caller_get(&d.seat.caller, "/sao-luu"), 200);
	assert_true(reads(&d, "/sao-luu/khoi-phuc"));
	assert_int_equal(caller_post(&d.seat.caller, "/sao-luu/khoi-phuc", ""), 303);
	assert_int_equal(caller_get(&d.seat.caller, "/sao-luu"), 200);
	assert_false(reads(&d, "được khôi phục lúc"));
	assert_int_equal(caller_get(&d.seat.caller, "/nhat-ky?loai=desk"), 200);
	assert_true(reads(&d, text_get(LANG_VI, TEXT_AUDIT_RESTORED)));
	assert_true(reads(&d, "11/11/2025 01:40")); /* of which backup */
	end(&d);
}

/* --- cards --- */

static void invite(struct desk *d, const char *address)
{
	char body[200];
	snprintf(body, sizeof body, "don-vi=" WORLD_OTHER "&may=1&ngay=14&dia-chi=%s", address);
	assert_int_equal(caller_post(&d->seat.caller, "/moi-may", body), 303);
}

static void a_card_says_what_to_press_and_whom_to_call(void **state)
{
	struct desk d;
	(void)state;
	begin(&d, APP_CLERK);
	invite(&d, "");
	assert_int_equal(caller_get(&d.seat.caller, "/moi-may/the?goi=Lan+%3Cb%3E+0912"), 200);
	assert_true(reads(&d, "moi-" WORLD_OTHER ".tni"));
	assert_true(reads(&d, "cắm USB, bấm “Gửi về xã”"));
	assert_true(reads(&d, "<b>Lan &lt;b&gt; 0912</b>"));
	invite(&d, "http%3A%2F%2F10.0.0.7%3A8030");
	assert_int_equal(caller_get(&d.seat.caller, "/moi-may/the"), 200);
	assert_true(reads(&d, "rồi “Gửi về xã ngay”"));
	assert_true(reads(&d, "http://10.0.0.7:8030"));
	end(&d);
}

/* A card names buttons of the door's pages: they are called so there. */
static void cards_name_buttons_as_the_door_does(void **state)
{
	static const struct {
		text_id step, button;
	} named[] = {{TEXT_DESK_CARD_STEP_2, TEXT_ACCESS_BEGIN}, {TEXT_DESK_CARD_STEP_3, TEXT_ACCESS_BEGIN_DO},
		{TEXT_DESK_CARD_STEP_5, TEXT_DOOR_HH_SAVE}, {TEXT_DESK_CARD_STEP_6_NET, TEXT_DOOR_EXCHANGE},
		{TEXT_DESK_CARD_STEP_6_NET, TEXT_PAPER_SEND}, {TEXT_DESK_CARD_STEP_6_STICK, TEXT_DOOR_EXCHANGE},
		{TEXT_DESK_CARD_STEP_7, TEXT_DOOR_EXCHANGE}};
	(void)state;
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		for (int l = 0; l < LANG_COUNT; l++)
			if (!strstr(text_get((enum text_lang)l, named[i].step),
				    text_get((enum text_lang)l, named[i].button)))
				fail_msg("“%s” does not name “%s”", text_get((enum text_lang)l, named[i].step),
					text_get((enum text_lang)l, named[i].button));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stick_is_noticed_taken_in_and_answered),
		cmocka_unit_test(files_of_another_machine_are_taken_and_replies_fetched),
		cmocka_unit_test(a_backup_is_made_and_read_again_later),
		cmocka_unit_test(no_browser_names_a_file_to_read),
		cmocka_unit_test(an_old_backup_is_said_to_be_old),
		cmocka_unit_test(the_data_is_read_again),
		cmocka_unit_test(after_a_restore_the_page_says_what_to_do),
		cmocka_unit_test(a_card_says_what_to_press_and_whom_to_call),
		cmocka_unit_test(cards_name_buttons_as_the_door_does),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
