/* test_desk_uploads.c - files posted to the desk, well and badly: too large, cut off, of another kind, empty, oddly
 * named, no room on the disk; what is refused changes nothing and leaves nothing behind. And the log of what people
 * did. */
#include "../support/call.h"
#include "../support/seat.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <tungnha/app_audit.h>
#include <tungnha/app_receive.h>
#include <tungnha/clock.h>
#include <tungnha/store_users.h>
#include <tungnha/utf8.h>

#include "../../src/aggregator/pages.h"

/* Every page that takes a file, and the one that tells of it afterwards. */
static const struct taker {
	const char *path, *next;
} takers[] = {{"/usb/tep", "/usb"}, {"/don-vi-ds/tep", "/don-vi-ds/tep?xem=1"}, {"/chien-dich", "/chien-dich?xem=1"},
	{"/nhap-tong", "/nhap-tong?xem=1"}, {"/mot-cua/tep", "/mot-cua/tep?xem=1"},
	{"/nhiem-vu/tep", "/nhiem-vu/tep?xem=1"}, {"/cap-tren/nhan", ""}};
enum { TAKERS = sizeof takers / sizeof *takers };

/* What lies in the hub's folder; uploads in progress are named. */
static size_t files_in(const struct seat *c, size_t *uploads)
{
	size_t n = 0;
	DIR *d = opendir(c->world.hub.folder);
	*uploads = 0;
	assert_non_null(d);
	for (struct dirent *x; (x = readdir(d)) != NULL; n++)
		*uploads += strncmp(x->d_name, ".nhan-", 6) == 0;
	closedir(d);
	return n;
}

static void begin(struct seat *c)
{
	seat_begin(c, desk_pages);
	seat_take(c, "Quản", APP_ADMIN);
}

/* Refused with a sentence, or looked at and nothing in it: in no case is anything written but that it was tried. */
static void is_harmless(struct seat *c, const struct taker *t, int status)
{
	size_t uploads;
	if (status == 303) { /* what of it could be read is told on the page after it */
		if (!caller_was_sent(&c->caller, t->next))
			fail_msg("%s goes elsewhere", t->path);
		assert_int_equal(caller_get(&c->caller, t->next), 200);
	} else if (status < 400 || status >= 500) {
		fail_msg("%s: %d", t->path, status);
	}
	if (!caller_reads(&c->caller, "box bad") && !caller_reads(&c->caller, "box warn"))
		fail_msg("%s says nothing", t->path);
	assert_false(caller_reads(&c->caller, "<script>alert"));
	if (!utf8_valid(c->caller.page.data, c->caller.page.len))
		fail_msg("%s cuts a letter in two", t->path);
	if (caller_reads(&c->caller, "/proc/self")) /* no file of its owner is called so */
		fail_msg("%s: …%.200s", t->path, strstr(c->caller.page.data, "/proc/self") - 80);
	files_in(c, &uploads);
	assert_int_equal(uploads, 0);
}

static void what_is_no_such_file_is_refused_in_words(void **unused)
{
	(void)unused;
	static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1", zip[] = "PK\3\4\24\0\0\0\10\0", text[] = "x";
	static const struct {
		const char *name, *bytes;
		size_t n;
	} files[] = {{"anh.png", png, sizeof png}, {"so-lieu.xlsx", zip, sizeof zip}, {"so-lieu.xlsx", png, sizeof png},
		{"ds.csv", text, 1}, {"<script>alert(1)</script>.csv", "\xff\xfe\xff", 3}, {"rong.csv", "", 0},
		{"../../../../etc/passwd", text, 1}, {"a\\..\\b.tnm", "{\"v\":1}", 7}, {"", text, 1}};
	struct seat c;
	char named[290];
	begin(&c);
	for (size_t n = strlen(strcpy(named, "a")); n < sizeof named - 8; n = strlen(named)) /* cut within no letter */
		memcpy(named + n, "ộ", sizeof "ộ");
	const size_t before = files_in(&c, &(size_t){0});
	struct store_totals was = world_totals(&c.world.hub);
	for (size_t i = 0; i < TAKERS; i++)
		for (size_t k = 0; k < sizeof files / sizeof *files; k++)
			is_harmless(&c, &takers[i],
				caller_upload_one(
					&c.caller, takers[i].path, files[k].name, files[k].bytes, files[k].n));
	for (size_t i = 0; i < TAKERS; i++)
		is_harmless(&c, &takers[i], caller_upload_one(&c.caller, takers[i].path, named, "{\"x\":1}", 7));
	struct store_totals is = world_totals(&c.world.hub);
	assert_memory_equal(&was, &is, sizeof was);
	assert_int_equal(files_in(&c, &(size_t){0}), before);
	seat_end(&c);
}

/* The form itself is broken. */
static void a_form_that_is_broken_is_refused_whole(void **unused)
{
	(void)unused;
	struct seat c;
	struct buf large;
	char whole[2000], body[4000];
	begin(&c);
	int64_t before = store_changes(c.store);
	snprintf(whole, sizeof whole,
		"--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n%s\r\n--b\r\nContent-Disposition: "
		"form-data; "
		"name=\"tep\"; filename=\"a.csv\"\r\n\r\ncode;name\r\n05788-09;Xóm 9\r\n--b--\r\n",
		c.caller.token);
	c.caller.type = "multipart/form-data; boundary=b";
	assert_int_equal(
		caller_ask(&c.caller, "POST", "/don-vi-ds/tep", whole, strlen(whole)), 303); /* as it should be */
	assert_int_equal(caller_get(&c.caller, "/don-vi-ds/tep?xem=1"), 200);
	assert_true(caller_reads(&c.caller, "Xóm 9"));
	const size_t cuts[] = {1, 6, 30, 60, strlen(whole) / 2, strlen(whole) - 8};
	for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
		int status = caller_ask(&c.caller, "POST", "/don-vi-ds/tep", whole, cuts[i]);
		assert_int_equal(status, 400);
	}
	static const char *const types[] = {
		"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=other"};
	for (size_t i = 0; i < 3; i++) {
		c.caller.type = types[i];
		assert_int_equal(caller_ask(&c.caller, "POST", "/don-vi-ds/tep", whole, strlen(whole)), 400);
	}
	c.caller.type = "text/csv";
	assert_int_equal(caller_ask(&c.caller, "POST", "/don-vi-ds/tep", whole, strlen(whole)), 415);
	/* Two tokens, the first wrong: whoever could put one before the right one gains nothing. */
	c.caller.type = NULL;
	snprintf(body, sizeof body, "token=0&token=%s&ma=05788-55&ten=X", c.caller.token);
	assert_int_equal(caller_ask(&c.caller, "POST", "/don-vi-ds", body, strlen(body)), 403);
	buf_init(&large, 4 * 1024 * 1024);
	while (large.len <= web_limits_desk.body_bytes)
		buf_text(&large, "05788-09;mot xom rat dai;100\n");
	assert_int_equal(caller_upload_one(&c.caller, "/don-vi-ds/tep", "to.csv", large.data, large.len), 413);
	buf_free(&large);
	assert_int_equal(store_changes(c.store), before);
	seat_end(&c);
}

/* The line breaks in the middle: nobody is answered, nothing is kept. */
static void an_upload_that_breaks_off_leaves_nothing(void **unused)
{
	(void)unused;
	struct seat c;
	struct buf b;
	size_t uploads;
	begin(&c);
	int64_t before = store_changes(c.store);
	for (size_t i = 0; i < TAKERS; i++) {
		struct visitor v;
		buf_init(&b, 8192);
		buf_print(&b,
			"POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nCookie: %s\r\nContent-Type: "
			"multipart/form-data; boundary=b\r\nContent-Length: 500000\r\n\r\n--b\r\nContent-Disposition: "
			"form-data; name=\"tep\"; filename=\"a.csv\"\r\n\r\ncode;name\r\n",
			takers[i].path, web_address(c.caller.web), web_address(c.caller.web), c.caller.cookie);
		visitor_come(&v, c.caller.web, NULL);
		assert_true(visitor_say(&v, b.data, b.len));
		visitor_leave(&v);
		buf_free(&b);
	}
	assert_int_equal(caller_get(&c.caller, "/don-vi-ds/tep"), 200);
	assert_int_equal(store_changes(c.store), before);
	files_in(&c, &uploads);
	assert_int_equal(uploads, 0);
	seat_end(&c);
}

/* --- the disk --- */

static void a_full_disk_is_said_and_leaves_nothing(void **unused)
{
	(void)unused;
	struct seat c;
	struct buf message;
	struct node device;
	struct rlimit was, none;
	size_t uploads;
	seat_begin(&c, desk_pages);
	visitor_leave(&c.caller.visitor); /* a message of a machine, written while nobody serves */
	web_stop(c.caller.web);
	struct store_invitation v = world_invite(&c.world, WORLD_HAMLET, 1);
	world_device(&c.world, &v, &device);
	world_save(&c.world, &device, 1, 4);
	world_message(&c.world, &device, 0, &message);
	seat_serve(&c, desk_pages);
	seat_take(&c, "Quản", APP_ADMIN);
	signal(SIGXFSZ, SIG_IGN); /* a file can grow no more: as with a disk that is full, each write fails */
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	none = was;
	none.rlim_cur = 0;
	setrlimit(RLIMIT_FSIZE, &none);
	int status = caller_upload_one(&c.caller, "/usb/tep", "lo.tnm", message.data, message.len);
	setrlimit(RLIMIT_FSIZE, &was);
	assert_int_equal(status, 303);
	assert_int_equal(caller_get(&c.caller, "/usb"), 200);
	assert_true(caller_reads(&c.caller, "box bad"));
	files_in(&c, &uploads);
	assert_int_equal(uploads, 0);
	assert_int_equal(
		caller_upload_one(&c.caller, "/usb/tep", "lo.tnm", message.data, message.len), 303); /* room again */
	assert_int_equal(caller_get(&c.caller, "/usb"), 200);
	assert_true(caller_reads(&c.caller, "box good"));
	assert_false(caller_reads(&c.caller, "box bad"));
	buf_free(&message);
	world_close(&device);
	seat_end(&c);
}

/* Ended by force in the middle of it; found at the next start. */
static void what_a_crash_left_goes_at_the_next_start(void **unused)
{
	(void)unused;
	struct seat c;
	char path[400];
	size_t uploads;
	begin(&c);
	const char *const parts[] = {"", "/tungnha", "/tungnha/to-0123456789abcdef"};
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s/.nhan-a1B2c3%s", c.world.hub.folder, parts[i]);
		assert_int_equal(mkdir(path, 0700), 0);
	}
	snprintf(path, sizeof path, "%s/.nhan-a1B2c3%s/x.tnm", c.world.hub.folder, parts[2]);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fclose(f);
	size_t all = files_in(&c, &uploads);
	assert_int_equal(uploads, 1);
	app_receive_clear(c.world.hub.folder);
	assert_int_equal(files_in(&c, &uploads), all - 1); /* and nothing else */
	assert_int_equal(uploads, 0);
	seat_end(&c);
}

/* --- the log --- */

static struct app_deed newest(struct seat *c, const char *kind)
{
	struct app_audit a;
	const struct app_audit_ask ask = {.kind = kind, .most = 1};
	MUST(app_audit(c->store, &ask, &a, &e));
	assert_int_equal(a.deeds, 1);
	struct app_deed d = a.deed[0];
	app_audit_free(&a);
	return d;
}

static void was_logged(struct seat *c, const char *kind, text_id what, const char *about)
{
	struct app_deed d = newest(c, kind);
	assert_string_equal(text_name(d.what), text_name(what));
	assert_string_equal(d.by, "Quản");
	if (about)
		assert_string_equal(d.about, about);
}

/* What every POST of the desk leaves in the log: a word of app_audit.c; "": nothing is decided. Who adds an act says
 * here what tells of it. */
static const struct {
	const char *path, *word;
} acts[] = {{"/bat-dau", ""}, {"/mo-khoa", ""}, {"/khoi-phuc-khoa", ""}, {"/khoi-phuc", ""}, {"/khoi-phuc/tep", ""},
	{"/dang-nhap", "user"}, {"/dau-tien", "user"}, {"/ra", "user"}, {"/toi/mat-khau", "user"}, {"/toi/nhin", ""},
	{"/toi/phien", "user"}, {"/nguoi-dung", "user"}, {"/nguoi-dung/phien", "user"}, {"/nguoi-dung/quyen", "user"},
	{"/nguoi-dung/mat-khau", "user"}, {"/nguoi-dung/xoa", "user"}, {"/duyet/ho/", "review"},
	{"/duyet/phe-duyet/", "review"}, {"/duyet/tam-giu/", "accept"}, {"/nhap-phieu/", "record"},
	{"/nhap-giay/", "row"}, {"/thiet-bi/nhan", "device"}, {"/thiet-bi/thu-hoi", "revoke"}, {"/moi-may", "desk"},
	{"/moi-may/huy", "desk"}, {"/usb", "desk"}, {"/usb/tep", "desk"}, {"/sao-luu", "desk"},
	{"/sao-luu/giu", "desk"}, {"/don-vi-ds", "unit"}, {"/don-vi-ds/tep", ""}, {"/don-vi-ds/tep/ghi", "unit"},
	{"/don-vi-ds/so-ho", "unit"}, {"/don-vi-ds/ten", "unit"}, {"/don-vi-ds/nhap", "unit"},
	{"/don-vi-ds/tach", "unit"}, {"/don-vi-ds/roi", "unit"}, {"/chien-dich", ""}, {"/chien-dich/ghi", "define"},
	{"/bao-cao/", "text"}, {"/khai/", "row"}, {"/chot", "statement"}, {"/khoa", "lock"}, {"/khoa/", "unlock"},
	{"/mot-cua", "figure"}, {"/mot-cua/bo", "figure"}, {"/mot-cua/tep", ""}, {"/mot-cua/tep/ghi", "figure"},
	{"/nhiem-vu/tep", ""}, {"/nhiem-vu/tep/ghi", "task"}, {"/nhiem-vu/luu", "task"}, {"/nhiem-vu/bo", "task"},
	{"/nhap-tong", ""}, {"/nhap-tong/ghi", "row"}, {"/nhap-tong/rut", "row"}, {"/cap-tren/nhan", "desk"},
	{"/cap-tren/gui", "desk"}, {"/cap-tren/usb", "desk"}, {"/sao-luu/kiem-ban", ""}, {"/sao-luu/kiem-tra", ""},
	{"/sao-luu/khoi-phuc", "desk"}, {"/chien-dich/sua", ""}, {"/chot/doi-chieu", ""}};

static const char *word_of(const char *path)
{
	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
		if (strcmp(acts[i].path, path) == 0)
			return acts[i].word;
	return NULL;
}

static bool is_kind(const char *word)
{
	text_id name;
	const char *known;
	for (size_t i = 0; (known = app_audit_kind(i, &name)) != NULL; i++)
		if (strcmp(known, word) == 0)
			return true;
	return false;
}

static void every_act_has_its_word(void **unused)
{
	(void)unused;
	for (const struct page_route *r = desk_pages; r->method; r++) {
		const char *word = strcmp(r->method, "POST") == 0 ? word_of(r->path) : "";
		if (!word || (*word && !is_kind(word)))
			fail_msg("POST %s: what tells of it in the log?", r->path);
	}
	for (int k = 0; k < ENTRY_KIND_COUNT; k++)
		if ((entry_kind_writers((enum entry_kind)k) & (ENTRY_BY_HUB_CHILD | ENTRY_BY_HUB_OWN)) &&
			!is_kind(entry_kind_word((enum entry_kind)k)))
			fail_msg("%s cannot be asked for in the log", entry_kind_word((enum entry_kind)k));
}

/* What no journal says, done for real. */
static void what_no_journal_says_is_in_the_log(void **unused)
{
	(void)unused;
	struct seat c;
	struct app_hub_invitation *x;
	size_t n;
	char field[64], hex[ID_HEX];
	begin(&c);
	assert_int_equal(caller_post(&c.caller, "/moi-may", "don-vi=" WORLD_HAMLET "&may=1&ngay=14"), 303);
	was_logged(&c, "desk", TEXT_AUDIT_INVITE, NULL);
	assert_true(*newest(&c, "desk").about);
	MUST(app_hub_invitations(c.store, WORLD_HAMLET, clock_now(), &x, &n, &e));
	assert_int_equal(n, 1);
	snprintf(field, sizeof field, "ma=%s", id_hex(x[0].id, hex));
	free(x);
	assert_int_equal(caller_post(&c.caller, "/moi-may/huy", field), 303);
	was_logged(&c, "desk", TEXT_AUDIT_WITHDRAW, hex);
	assert_int_equal(caller_upload_one(&c.caller, "/usb/tep", "lo-xom-1.tnm", "x", 1), 303);
	was_logged(&c, "desk", TEXT_AUDIT_FILES, "lo-xom-1.tnm");
	assert_int_equal(caller_post(&c.caller, "/sao-luu/giu", "giu=9"), 303);
	was_logged(&c, "desk", TEXT_AUDIT_KEEP, "9");
	assert_int_equal(caller_post(&c.caller, "/sao-luu", ""), 303);
	was_logged(&c, "desk", TEXT_AUDIT_BACKUP, c.world.hub.folder);
	assert_int_equal(caller_post(&c.caller, "/don-vi-ds", "ma=05788-31&ten=X%C3%B3m+31"), 303);
	was_logged(&c, "unit", TEXT_AUDIT_UNIT_CHANGE, "Xóm 31");
	seat_end(&c);
}

static void the_log_says_roles_in_words_and_runs_no_formula(void **unused)
{
	(void)unused;
	struct seat c;
	begin(&c);
	seat_add(&c, "=HYPERLINK(\"http://x\";\"y\")", APP_VIEWER);
	MUST(app_user_role(c.store, "=HYPERLINK(\"http://x\";\"y\")", APP_CLERK, "+84", clock_now(), &e));
	assert_int_equal(caller_get(&c.caller, "/nhat-ky"), 200);
	assert_true(caller_reads(&c.caller, "– cán bộ tổng hợp</td>"));
	assert_true(caller_reads(&c.caller, "– người xem</td>"));
	assert_false(caller_reads(&c.caller, "viewer"));
	assert_false(caller_reads(&c.caller, "clerk"));
	assert_int_equal(caller_get(&c.caller, "/nhat-ky/tep"), 200);
	assert_true(caller_reads(&c.caller, ";\"'=HYPERLINK("));
	assert_true(caller_reads(&c.caller, ";'+84;"));
	assert_false(caller_reads(&c.caller, ";=HYPERLINK"));
	assert_false(caller_reads(&c.caller, "\"=HYPERLINK"));
	assert_false(caller_reads(&c.caller, "viewer"));
	seat_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_such_file_is_refused_in_words),
		cmocka_unit_test(a_form_that_is_broken_is_refused_whole),
		cmocka_unit_test(an_upload_that_breaks_off_leaves_nothing),
		cmocka_unit_test(a_full_disk_is_said_and_leaves_nothing),
		cmocka_unit_test(what_a_crash_left_goes_at_the_next_start),
		cmocka_unit_test(every_act_has_its_word),
		cmocka_unit_test(what_no_journal_says_is_in_the_log),
		cmocka_unit_test(the_log_says_roles_in_words_and_runs_no_formula),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
