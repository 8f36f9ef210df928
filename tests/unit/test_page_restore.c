/* test_page_restore.c - a hamlet's machine without data gets them back over HTTP from a backup, on a stick or sent by
 * the browser, whole or not at all; and only at the machine itself. */
#include "../support/caller.h"
#include "../support/shelf.h"

#include <dirent.h>
#include <unistd.h>

#include <tungnha/app_restore.h>
#include <tungnha/file.h>

#include "../../src/collector/pages.h"

#define PASSPHRASE "lúa chín vàng đồng"
#define RIGHT "&mk=l%C3%BAa+ch%C3%ADn+v%C3%A0ng+%C4%91%E1%BB%93ng"
enum { HOUSES = 3, LARGE = 3 * 1024 * 1024 };

struct hamlet {
	const struct shelf *d;
	char old[SHELF_PATH], folder[SHELF_PATH], sticks[SHELF_PATH], file[2 * SHELF_PATH], ask[3 * SHELF_PATH];
	char recovery[STORE_RECOVERY_TEXT];
	struct caller caller;
};

/* A stick with a backup under a passphrase; the machine it was made on is gone. */
static void begin(struct hamlet *h, void **state)
{
	struct store *s;
	struct store_backup_done done;
	struct store_setup how = {.role = STORE_COLLECTOR,
		.protection = STORE_UNDER_PASSPHRASE,
		.passphrase = PASSPHRASE,
		.recovery = h->recovery};
	*h = (struct hamlet){.d = *state};
	how.recovery = h->recovery;
	shelf_path(h->d, "old", h->old);
	shelf_path(h->d, "new", h->folder);
	shelf_path(h->d, "sticks", h->sticks);
	setenv("TUNGNHA_STICKS", h->sticks, 1);
	snprintf(h->file, sizeof h->file, "%s/XANH/" APP_BACKUPS_FOLDER, h->sticks);
	MUST(file_make_folders(h->file, 0700, &e));
	MUST(file_make_folders(h->folder, 0700, &e));
	snprintf(h->file, sizeof h->file, "%s/XANH/" APP_BACKUPS_FOLDER "/tungnha-05788-01.tnb", h->sticks);
	MUST(store_create(h->old, &how, &s, &e));
	shelf_begin_unit(s);
	shelf_save(s, 1, HOUSES);
	MUST(store_backup(s, h->file, 1763000000, NULL, NULL, &done, &e));
	store_close(s);
	snprintf(h->ask, sizeof h->ask, "/khoi-phuc?tep=%s", h->file);
}

/* A server on the empty folder, and a browser nobody knows before it. */
static void serve(struct hamlet *h, bool behind_proxy)
{
	const struct web_options o = {.listen = "127.0.0.1:0",
		.folder = h->folder,
		.version = "test",
		.lang = LANG_VI,
		.pages = door_pages,
		.behind_proxy = behind_proxy,
		.keeps = true};
	buf_init(&h->caller.page, PAGE_BYTES_MAX);
	snprintf(h->caller.cookie, sizeof h->caller.cookie, "x=y");
	MUST(web_start(NULL, &o, &h->caller.web, &e));
	visitor_come(&h->caller.visitor, h->caller.web, NULL);
}

static void leave(struct hamlet *h)
{
	caller_end(&h->caller);
	unsetenv("TUNGNHA_STICKS");
}

static bool reads(struct hamlet *h, const char *text)
{
	return caller_reads(&h->caller, text);
}

static int restore(struct hamlet *h, const char *secret)
{
	char body[4 * SHELF_PATH];
	snprintf(body, sizeof body, "tep=%s&lan=0123456789abcdef%s", h->file, secret);
	return caller_post(&h->caller, "/khoi-phuc", body);
}

/* Nothing but what a server leaves while it runs. */
static void nothing_there(const struct hamlet *h)
{
	const struct dirent *f;
	DIR *d = opendir(h->folder);
	assert_non_null(d);
	while ((f = readdir(d)) != NULL)
		if (f->d_name[0] != '.' && strcmp(f->d_name, STORE_SERVED) != 0)
			fail_msg("%s is left behind", f->d_name);
		else if (strncmp(f->d_name, ".restoring", 10) == 0)
			fail_msg("%s is left behind", f->d_name);
	closedir(d);
}

static void refused(struct hamlet *h, const char *secret, const char *why)
{
	assert_int_equal(restore(h, secret), 400);
	if (!reads(h, why))
		fail_msg("it does not say: %s", why);
	nothing_there(h);
}

/* As a person would find it: households are there, and its passphrase opens it. */
static void is_restored(struct hamlet *h)
{
	struct store *s;
	leave(h);
	MUST(store_lock_again(h->folder, &e));
	MUST(store_open(h->folder, PASSPHRASE, &s, &e));
	assert_int_equal(shelf_records(s), HOUSES);
	store_close(s);
}

/* From here on the browser holds the session it was given. */
static void take_cookie(struct hamlet *h)
{
	const char *cookie = visitor_told(&h->caller.visitor, "Set-Cookie: tungnha-");
	assert_non_null(cookie);
	snprintf(h->caller.cookie, sizeof h->caller.cookie, "tungnha-%s", cookie);
}

static void a_stick_brings_a_hamlet_back(void **state)
{
	struct hamlet h;
	begin(&h, state);
	serve(&h, false);
	assert_int_equal(caller_get(&h.caller, "/bat-dau"), 200);
	assert_true(reads(&h, "href=\"/khoi-phuc\""));
	assert_int_equal(caller_get(&h.caller, "/khoi-phuc"), 200);
	assert_true(reads(&h, "<b>Xóm 1</b>, 13/11/2025"));
	assert_true(reads(&h, h.file));
	assert_int_equal(caller_get(&h.caller, h.ask), 200);
	assert_true(reads(&h, "name=\"mk\""));
	assert_int_equal(restore(&h, RIGHT), 200);
	assert_true(reads(&h, text_get(LANG_VI, TEXT_RESTORE_OTHER_MACHINE)));
	assert_true(reads(&h, text_get(LANG_VI, TEXT_RESTORE_P_NEXT_DEVICE)));
	assert_int_equal(restore(&h, RIGHT), 200); /* pressed twice, it says the same */
	assert_true(reads(&h, text_get(LANG_VI, TEXT_RESTORE_OTHER_MACHINE)));
	take_cookie(&h);
	assert_int_equal(caller_get(&h.caller, "/"), 200); /* this browser is the owner's */
	assert_int_equal(caller_get(&h.caller, "/cai-dat/sao-luu"), 200);
	assert_int_equal(caller_get(&h.caller, "/khoi-phuc"), 303);
	snprintf(h.caller.cookie, sizeof h.caller.cookie, "x=y");
	assert_int_equal(caller_get(&h.caller, "/"), 303); /* no other one is */
	is_restored(&h);
}

static void what_is_wrong_changes_nothing(void **state)
{
	struct hamlet h;
	char path[3 * SHELF_PATH], body[128];
	begin(&h, state);
	serve(&h, false);
	refused(&h, "", text_get(LANG_VI, TEXT_RESTORE_P_CLOSED));
	refused(&h, "&mk=sai", text_get(LANG_VI, TEXT_PASSPHRASE_WRONG));
	assert_true(reads(&h, "aria-invalid"));
	snprintf(body, sizeof body, "&ma=%s", h.recovery);
	body[4] = body[4] == 'A' ? 'B' : 'A';
	refused(&h, body, "Nhóm thứ 1 của mã khôi phục gõ sai");
	snprintf(path, sizeof path, "%s/anh-cuoi", h.folder);
	MUST(file_write(path, "x", 1, 0600, &e));
	assert_int_equal(restore(&h, RIGHT), 400);
	assert_true(reads(&h, "đã có tệp khác"));
	MUST(file_remove(path, &e));
	snprintf(path, sizeof path, "printf X | dd of='%s' bs=1 seek=9000 conv=notrunc 2>/dev/null", h.file);
	assert_int_equal(system(path), 0);
	refused(&h, RIGHT, "bị hỏng");
	assert_int_equal(unlink(h.file), 0); /* pulled out */
	assert_int_equal(restore(&h, RIGHT), 404);
	nothing_there(&h);
	leave(&h);
}

/* Only what the page lists; what it lists of the other program it does not take. */
static void no_browser_names_another_file(void **state)
{
	struct hamlet h;
	struct store *s;
	struct store_backup_done done;
	char other[SHELF_PATH];
	begin(&h, state);
	serve(&h, false);
	shelf_path(h.d, "elsewhere.tnb", other);
	assert_int_equal(rename(h.file, other), 0);
	snprintf(h.file, sizeof h.file, "%s", other);
	snprintf(h.ask, sizeof h.ask, "/khoi-phuc?tep=%s", other);
	assert_int_equal(caller_get(&h.caller, h.ask), 404);
	assert_false(reads(&h, "name=\"mk\""));
	assert_int_equal(restore(&h, RIGHT), 404);
	assert_int_equal(caller_post(&h.caller, "/khoi-phuc", "giu=0123456789abcdef"), 404);
	s = shelf_store(h.d, "hub", STORE_AGGREGATOR);
	snprintf(h.file, sizeof h.file, "%s/XANH/hub.tnb", h.sticks);
	MUST(store_backup(s, h.file, 1763000000, NULL, NULL, &done, &e));
	store_close(s);
	assert_int_equal(caller_get(&h.caller, "/khoi-phuc"), 200);
	assert_true(reads(&h, text_get(LANG_VI, TEXT_RESTORE_P_OTHER)));
	refused(&h, "", "hub.tnb là bản sao lưu của chương trình kia");
	leave(&h);
}

static void a_file_is_sent_and_the_paper_opens_it(void **state)
{
	struct hamlet h;
	char body[200], *junk = calloc(1, LARGE);
	struct buf b;
	begin(&h, state);
	serve(&h, false);
	buf_init(&b, LARGE);
	MUST(file_read(h.file, &b, &e));
	assert_int_equal(unlink(h.file), 0);
	const struct caller_file large = {"ảnh cưới.tnb", junk, LARGE}, file = {"bản sao.tnb", b.data, b.len};
	assert_int_equal(caller_upload(&h.caller, "/khoi-phuc/tep", &large, 1), 400); /* larger than other pages take */
	assert_true(reads(&h, "ảnh cưới.tnb không phải là bản sao lưu"));
	assert_int_equal(caller_upload(&h.caller, "/khoi-phuc/tep", NULL, 0), 400);
	nothing_there(&h);
	assert_int_equal(caller_upload(&h.caller, "/khoi-phuc/tep", &file, 1), 303);
	const char *mark = visitor_told(&h.caller.visitor, "/khoi-phuc?giu=");
	assert_non_null(mark);
	snprintf(body, sizeof body, "/khoi-phuc?giu=%s", mark);
	assert_int_equal(caller_get(&h.caller, body), 200);
	assert_true(reads(&h, "bản sao.tnb"));
	snprintf(body, sizeof body, "giu=%s&ma=%s", caller_value(&h.caller, "giu"), h.recovery);
	for (char *c = strstr(body, "&ma=") + 4; *c; c++) /* as one types from paper */
		*c = *c == '-' ? '+' : (char)(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
	assert_int_equal(caller_post(&h.caller, "/khoi-phuc", body), 200);
	assert_true(reads(&h, "href=\"/khoi-phuc-khoa\"")); /* the old passphrase is forgotten: a new one */
	is_restored(&h);
	buf_free(&b);
	free(junk);
}

static void nobody_restores_from_elsewhere(void **state)
{
	struct hamlet h;
	const struct caller_file small = {"a.tnb", "TNB1", 4};
	char head[400];
	begin(&h, state);
	serve(&h, true); /* then nobody is known to sit here */
	const char *host = web_address(h.caller.web);
	assert_int_equal(caller_get(&h.caller, "/khoi-phuc"), 403);
	assert_false(reads(&h, "Xóm 1"));
	assert_int_equal(restore(&h, RIGHT), 403);
	assert_int_equal(caller_upload(&h.caller, "/khoi-phuc/tep", &small, 1), 403);
	snprintf(head, sizeof head,
		"POST /khoi-phuc/tep HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nContent-Length: %d\r\n\r\n", host,
		host, LARGE);
	assert_true(visitor_text(&h.caller.visitor, head));
	assert_int_equal(visitor_hear(&h.caller.visitor, h.caller.web, NULL), 413);
	nothing_there(&h);
	leave(&h);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, shelf_setup, shelf_teardown)
	const struct CMUnitTest tests[] = {
		T(a_stick_brings_a_hamlet_back),
		T(what_is_wrong_changes_nothing),
		T(no_browser_names_another_file),
		T(a_file_is_sent_and_the_paper_opens_it),
		T(nobody_restores_from_elsewhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
