/* test_access.c - who may use the pages: sessions that end idle by a clock that cannot be fooled, codes that pair one
 * phone, one-time tokens; on disk nothing that opens anything. */
#include <inttypes.h>

#include <sodium.h>
#include <tungnha/alloc.h>
#include <tungnha/app_access.h>
#include <tungnha/app_collector.h>
#include <tungnha/store_keep.h>
#include <tungnha/store_pages.h>

#include "../support/shelf.h"

#define NOON INT64_C(1763440000) /* 2025-11-18T11:26:40+07:00 */
#define PHONE "10.42.0.17"
enum { HOUR = 3600, DAY = 24 * HOUR };

static int64_t awake;

static int64_t steady(void)
{
	return awake;
}

static int setup(void **state)
{
	app_access_steady = steady;
	app_access_forget();
	awake = 1000;
	return shelf_setup(state);
}

static struct app_session begin(struct store *s, enum app_role role, int64_t now, char token[static APP_TOKEN])
{
	struct app_session out;
	MUST(app_session_begin(s, role, role == APP_OWNER ? NULL : "Chị Lan", now, token, &out, &e));
	return out;
}

static bool finds(struct store *s, const char *token, int64_t now)
{
	struct app_session out;
	struct err e;
	if (app_session_find(s, token, false, now, &out, &e) == 0)
		return true;
	assert_int_equal(e.code, ERR_DENIED);
	return false;
}

/* Where the test holds an err of its own. */
#define DONE(call) shelf_must((call), &e, #call, __LINE__)

static void refused(int rc, const struct err *e, text_id text, const char *first)
{
	assert_int_equal(rc, -1);
	assert_string_equal(text_name(e->text), text_name(text));
	if (first)
		assert_string_equal(e->arg[0], first);
}

/* --- sessions --- */

static void a_browser_is_known_by_its_token(void **state)
{
	struct store *s = shelf_collector(*state, "data");
	char owner[APP_TOKEN], phone[APP_TOKEN];
	struct app_session x;
	MUST(app_by_add(s, "Bác Hòa", true, &e));
	begin(s, APP_OWNER, NOON, owner);
	begin(s, APP_ENTER_ONLY, NOON, phone);
	MUST(app_session_find(s, owner, false, NOON, &x, &e));
	assert_int_equal(x.role, APP_OWNER);
	assert_string_equal(x.by, "Bác Hòa");
	MUST(app_session_find(s, phone, false, NOON, &x, &e));
	assert_int_equal(x.role, APP_ENTER_ONLY);
	assert_string_equal(x.by, "Chị Lan");
	MUST(app_session_practice(s, x.id, true, &e));
	MUST(app_session_find(s, phone, false, NOON, &x, &e));
	assert_true(x.practice);
	phone[5] = phone[5] == 'a' ? 'b' : 'a';
	assert_false(finds(s, phone, NOON));
	assert_false(finds(s, "", NOON));
	assert_false(finds(s, "zz", NOON));
	MUST(app_session_end(s, x.id, &e));
	assert_true(finds(s, owner, NOON));
	MUST(app_sessions_end(s, &e));
	assert_false(finds(s, owner, NOON));
	store_close(s);
}

static void an_idle_session_ends(void **state)
{
	struct store *s = shelf_collector(*state, "data");
	char owner[APP_TOKEN], phone[APP_TOKEN];
	begin(s, APP_OWNER, NOON, owner);
	begin(s, APP_ENTER_ONLY, NOON, phone);
	for (int i = 1; i <= 3; i++) { /* who asks now and then stays */
		awake += APP_OWNER_IDLE_S;
		assert_true(finds(s, owner, NOON + i * APP_OWNER_IDLE_S));
	}
	awake += APP_OWNER_IDLE_S + 1;
	assert_false(finds(s, owner, NOON + 4 * APP_OWNER_IDLE_S + 1));
	assert_true(finds(s, phone, NOON + 4 * APP_OWNER_IDLE_S + 1));
	awake += APP_PHONE_IDLE_S + 1;
	assert_false(finds(s, phone, NOON + DAY));
	awake -= 2 * APP_PHONE_IDLE_S; /* ended is ended */
	assert_false(finds(s, phone, NOON));
	store_close(s);
}

/* A phone that was lost and is in use elsewhere does not stay paired for ever; who works with his pairs it on Mondays.
 */
static void a_phone_is_paired_anew_every_week(void **state)
{
	struct store *s = shelf_collector(*state, "data");
	char phone[APP_TOKEN], owner[APP_TOKEN];
	begin(s, APP_ENTER_ONLY, NOON, phone);
	begin(s, APP_OWNER, NOON, owner);
	for (int64_t t = HOUR / 2; t <= APP_PHONE_MOST_S; t += HOUR / 2) {
		awake += HOUR / 2;
		assert_true(finds(s, phone, NOON + t));
		assert_true(finds(s, owner, NOON + t));
	}
	awake += 60;
	assert_false(finds(s, phone, NOON + APP_PHONE_MOST_S + 60));
	assert_true(finds(s, owner, NOON + APP_PHONE_MOST_S + 60));
	begin(s, APP_ENTER_ONLY, 30, phone); /* in 1970, as far as that machine knows */
	assert_true(finds(s, phone, NOON));
	store_close(s);
}

static void all_but_one_can_be_ended(void **state)
{
	struct store *s = shelf_collector(*state, "data");
	char mine[APP_TOKEN], other[APP_TOKEN], phone[APP_TOKEN];
	struct app_session x = begin(s, APP_OWNER, NOON, mine);
	begin(s, APP_OWNER, NOON, other);
	begin(s, APP_ENTER_ONLY, NOON, phone);
	MUST(app_sessions_end_others(s, x.id, &e));
	assert_true(finds(s, mine, NOON));
	assert_false(finds(s, other, NOON));
	assert_false(finds(s, phone, NOON));
	store_close(s);
}

/* The clock of a Pi is put right while somebody works, or it wakes in 1970. */
static void a_clock_that_jumps_throws_nobody_out(void **state)
{
	struct store *s = shelf_collector(*state, "data");
	char owner[APP_TOKEN];
	begin(s, APP_OWNER, 30, owner); /* half a minute after 1970 began */
	awake += 60;
	assert_true(finds(s, owner, NOON));
	awake += 60;
	assert_true(finds(s, owner, NOON - 30 * DAY));
	awake += 60;
	assert_true(finds(s, owner, NOON + 400 * DAY));
	awake += APP_OWNER_IDLE_S + 1; /* and none that jumps back keeps an idle one open */
	assert_false(finds(s, owner, NOON));
	store_close(s);
}

static void after_a_restart_the_wall_clock_says_if_it_can_be_believed(void **state)
{
	struct store *s = shelf_collector(*state, "data");
	char a[APP_TOKEN], b[APP_TOKEN];
	begin(s, APP_OWNER, NOON, a);
	begin(s, APP_OWNER, NOON, b);
	app_access_forget();
	awake = 5;
	assert_true(finds(s, a, 40)); /* 1970: not believed */
	app_access_forget();
	assert_true(finds(s, a, NOON)); /* heard in 1970 last, as far as anybody knows */
	app_access_forget();
	assert_false(finds(s, a, NOON + APP_OWNER_IDLE_S + 1));
	app_access_forget();
	assert_true(finds(s, b, NOON + APP_OWNER_IDLE_S));
	app_access_forget();
	assert_false(finds(s, b, NOON + 3 * APP_OWNER_IDLE_S));
	store_close(s);
}

static int64_t heard(struct store *s)
{
	struct app_session *x;
	size_t n;
	MUST(app_phones(s, &x, &n, &e));
	assert_int_equal(n, 1);
	int64_t at = x->heard;
	free(x);
	return at;
}

static void heard_is_written_once_a_minute(void **state)
{
	struct store *s = shelf_collector(*state, "data");
	char phone[APP_TOKEN];
	begin(s, APP_ENTER_ONLY, NOON, phone);
	assert_true(finds(s, phone, NOON + APP_HEARD_S - 1));
	assert_int_equal(heard(s), NOON);
	assert_true(finds(s, phone, NOON + APP_HEARD_S));
	assert_int_equal(heard(s), NOON + APP_HEARD_S);
	store_close(s);
}

static void of_too_many_the_one_silent_longest_goes(void **state)
{
	struct store *s = shelf_collector(*state, "data");
	char first[APP_TOKEN], second[APP_TOKEN], other[APP_TOKEN];
	begin(s, APP_ENTER_ONLY, NOON, first);
	begin(s, APP_ENTER_ONLY, NOON + 1, second);
	assert_true(finds(s, first, NOON + HOUR));
	for (int i = 2; i <= STORE_SESSIONS_MAX; i++)
		begin(s, APP_ENTER_ONLY, NOON + HOUR, other);
	assert_false(finds(s, second, NOON + HOUR));
	assert_true(finds(s, first, NOON + HOUR));
	assert_true(finds(s, other, NOON + HOUR));
	struct app_session *x;
	size_t n;
	MUST(app_phones(s, &x, &n, &e));
	assert_int_equal(n, STORE_SESSIONS_MAX);
	free(x);
	store_close(s);
}

/* --- codes --- */

static const char *wrong_of(const char *code)
{
	static char wrong[APP_PAIR_CODE];
	memcpy(wrong, code, sizeof wrong);
	wrong[5] = (char)('0' + (wrong[5] - '0' + 1) % 10);
	return wrong;
}

static void a_code_pairs_one_phone(void **state)
{
	struct store *s = shelf_collector(*state, "data");
	char code[APP_PAIR_CODE], spaced[16], token[APP_TOKEN];
	struct app_session x;
	struct app_pair_shown shown;
	struct err e;
	refused(app_pair(s, "123456", PHONE, NOON, token, &x, &e), &e, TEXT_ACCESS_CODE_NONE, NULL);
	refused(app_pair_show(s, "  ", NOON, code, &e), &e, TEXT_ACCESS_NAME, NULL);
	DONE(app_pair_show(s, " Chị  Lan ", NOON, code, &e));
	assert_int_equal(strspn(code, "0123456789"), 6);
	DONE(app_pair_shown(s, NOON + 60, &shown, &e));
	assert_string_equal(shown.code, code);
	assert_string_equal(shown.by, "Chị Lan");
	assert_int_equal(shown.left_s, APP_PAIR_S - 60);
	snprintf(spaced, sizeof spaced, "%.3s %.3s", code, code + 3);
	DONE(app_pair(s, spaced, PHONE, NOON + 60, token, &x, &e));
	assert_int_equal(x.role, APP_ENTER_ONLY);
	assert_string_equal(x.by, "Chị Lan");
	assert_true(finds(s, token, NOON + 60));
	refused(app_pair(s, code, PHONE, NOON + 61, token, &x, &e), &e, TEXT_ACCESS_CODE_NONE, NULL);
	struct app_names names;
	app_by_list(s, &names);
	assert_int_equal(names.count, 1);
	app_names_free(&names);
	store_close(s);
}

static void five_wrong_codes_and_a_phone_waits_for_a_new_one(void **state)
{
	struct store *s = shelf_collector(*state, "data");
	char code[APP_PAIR_CODE], token[APP_TOKEN], seven[8];
	struct app_session x;
	struct err e;
	DONE(app_pair_show(s, "Lan", NOON, code, &e));
	const char *wrong = wrong_of(code);
	refused(app_pair(s, "", PHONE, NOON, token, &x, &e), &e, TEXT_ACCESS_CODE_WRONG, "4");
	refused(app_pair(s, wrong, PHONE, NOON, token, &x, &e), &e, TEXT_ACCESS_CODE_WRONG, "3");
	snprintf(seven, sizeof seven, "%s0", code);
	refused(app_pair(s, seven, PHONE, NOON, token, &x, &e), &e, TEXT_ACCESS_CODE_WRONG, "2");
	refused(app_pair(s, wrong, PHONE, NOON, token, &x, &e), &e, TEXT_ACCESS_CODE_WRONG, "1");
	refused(app_pair(s, wrong, PHONE, NOON, token, &x, &e), &e, TEXT_ACCESS_CODE_LOCKED, "5");
	refused(app_pair(s, code, PHONE, NOON, token, &x, &e), &e, TEXT_ACCESS_CODE_LOCKED, "5");
	DONE(app_pair(s, code, "10.42.0.18", NOON, token, &x, &e)); /* whoever stands beside him is not kept out */
	DONE(app_pair_show(s, "Lan", NOON, code, &e));
	DONE(app_pair(s, code, PHONE, NOON, token, &x, &e)); /* nor he, once the owner shows a new one */
	store_close(s);
}

/* From however many addresses: a guess stays hopeless, and one press of the owner's begins anew. */
static void a_hundred_wrong_codes_of_anybody_and_it_is_void(void **state)
{
	struct store *s = shelf_collector(*state, "data");
	char code[APP_PAIR_CODE], token[APP_TOKEN], from[32], folder[SHELF_PATH];
	struct app_session x;
	struct err e;
	DONE(app_pair_show(s, "Lan", NOON, code, &e));
	const char *wrong = wrong_of(code);
	for (int i = 1; i < APP_PAIR_TRIES_ALL; i++) {
		awake++;
		snprintf(from, sizeof from, "10.42.1.%d", i);
		refused(app_pair(s, wrong, from, NOON, token, &x, &e), &e, TEXT_ACCESS_CODE_WRONG, "4");
	}
	store_close(s); /* another process, or after a restart: counted all the same */
	app_access_forget();
	shelf_path(*state, "data", folder);
	DONE(store_open(folder, NULL, &s, &e));
	refused(app_pair(s, wrong, PHONE, NOON, token, &x, &e), &e, TEXT_ACCESS_CODE_LOCKED, "100");
	refused(app_pair(s, code, PHONE, NOON, token, &x, &e), &e, TEXT_ACCESS_CODE_NONE, NULL);
	DONE(app_pair_show(s, "Lan", NOON, code, &e));
	DONE(app_pair(s, code, PHONE, NOON, token, &x, &e));
	store_close(s);
}

static void an_old_code_and_one_of_tomorrow_are_refused(void **state)
{
	struct store *s = shelf_collector(*state, "data");
	char code[APP_PAIR_CODE], token[APP_TOKEN];
	struct app_session x;
	struct err e;
	DONE(app_pair_show(s, "Lan", NOON, code, &e));
	refused(app_pair(s, code, PHONE, NOON + APP_PAIR_S + 1, token, &x, &e), &e, TEXT_ACCESS_CODE_LATE, "10");
	DONE(app_pair_show(s, "Lan", NOON, code, &e));
	refused(app_pair(s, code, PHONE, NOON - 1, token, &x, &e), &e, TEXT_ACCESS_CODE_LATE, "10");
	DONE(app_pair_show(s, "Lan", NOON, code, &e));
	DONE(app_pair(s, code, PHONE, NOON + APP_PAIR_S, token, &x, &e));
	store_close(s);
}

/* --- one-time tokens --- */

static void a_one_time_token_opens_once(void **state)
{
	struct store *s = shelf_collector(*state, "data");
	char once[APP_TOKEN], again[APP_TOKEN], token[APP_TOKEN];
	struct app_session x;
	struct err e;
	refused(app_once(s, "", NOON, token, &x, &e), &e, TEXT_ACCESS_ONCE_WRONG, NULL);
	DONE(app_once_show(s, NOON, once, &e));
	assert_false(finds(s, once, NOON)); /* it is no session itself */
	DONE(app_once(s, once, NOON + 1, token, &x, &e));
	assert_int_equal(x.role, APP_OWNER);
	assert_true(finds(s, token, NOON + 1));
	refused(app_once(s, once, NOON + 1, again, &x, &e), &e, TEXT_ACCESS_ONCE_WRONG, "5");
	DONE(app_once_show(s, NOON, once, &e));
	refused(app_once(s, once, NOON + APP_ONCE_S + 1, again, &x, &e), &e, TEXT_ACCESS_ONCE_WRONG, "5");
	store_close(s);
}

/* --- the file --- */

/* Nothing in the store's files opens anything, or names anybody. */
static void on_disk_there_is_nothing_to_use(void **state)
{
	struct store *s = shelf_collector(*state, "data");
	char token[APP_TOKEN], once[APP_TOKEN], code[APP_PAIR_CODE], folder[SHELF_PATH], path[SHELF_PATH + 32];
	begin(s, APP_ENTER_ONLY, NOON, token);
	MUST(app_once_show(s, NOON, once, &e));
	MUST(app_pair_show(s, "Chị Lan", NOON, code, &e));
	shelf_path(*state, "data", folder);
	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof path, "%s/tungnha.db%s", folder, i ? "-wal" : "");
		char *hex = shelf_bytes(path);
		for (int j = 0; j < 4; j++) {
			const char *secret = (const char *[]){token, once, code, "Chị Lan"}[j];
			char as_text[2 * APP_TOKEN];
			sodium_bin2hex(as_text, sizeof as_text, (const unsigned char *)secret, strlen(secret));
			assert_null(strstr(hex, as_text));
			if (j < 2) /* nor as the bytes it stands for */
				assert_null(strstr(hex, secret));
		}
		free(hex);
	}
	store_close(s);
}

/* Who can write the file but has no key gets no more than before. */
static void a_row_that_was_altered_opens_nothing(void **state)
{
	struct store *s = shelf_collector(*state, "data");
	char phone[APP_TOKEN], owner[APP_TOKEN], folder[SHELF_PATH];
	begin(s, APP_ENTER_ONLY, NOON, phone);
	begin(s, APP_OWNER, NOON, owner);
	shelf_path(*state, "data", folder);
	shelf_sql(folder, "UPDATE session SET role = 0 WHERE role = 1");
	assert_false(finds(s, phone, NOON));
	assert_true(finds(s, owner, NOON));
	store_close(s);
}

static void the_passphrase_is_told_from_another(void **state)
{
	char folder[SHELF_PATH];
	struct store *s;
	struct err e;
	struct store_setup how = {
		.role = STORE_COLLECTOR, .protection = STORE_UNDER_PASSPHRASE, .passphrase = "lúa chín vàng"};
	shelf_path(*state, "closed", folder);
	DONE(store_create(folder, &how, &s, &e));
	DONE(store_passphrase_is(s, "lúa chín vàng", &e));
	DONE(store_passphrase_is(s,
		"lu\xcc\x81"
		"a chi\xcc\x81"
		"n va\xcc\x80"
		"ng",
		&e));                                                       /* another keyboard's letters */
	assert_int_equal(store_passphrase_is(s, "lúa chín  vàng", &e), -1); /* but nothing else is put right */
	assert_int_equal(store_passphrase_is(s, " lúa chín vàng", &e), -1);
	assert_int_equal(store_passphrase_is(s, "lúa chín xanh", &e), -1);
	assert_int_equal(e.code, ERR_DENIED);
	store_close(s);
	s = shelf_collector(*state, "open");
	assert_int_equal(store_passphrase_is(s, "lúa chín vàng", &e), -1);
	assert_int_equal(e.code, ERR_DATA);
	store_close(s);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, shelf_teardown)
	const struct CMUnitTest tests[] = {
		T(a_browser_is_known_by_its_token),
		T(an_idle_session_ends),
		T(a_phone_is_paired_anew_every_week),
		T(all_but_one_can_be_ended),
		T(a_clock_that_jumps_throws_nobody_out),
		T(after_a_restart_the_wall_clock_says_if_it_can_be_believed),
		T(heard_is_written_once_a_minute),
		T(of_too_many_the_one_silent_longest_goes),
		T(a_code_pairs_one_phone),
		T(five_wrong_codes_and_a_phone_waits_for_a_new_one),
		T(a_hundred_wrong_codes_of_anybody_and_it_is_void),
		T(an_old_code_and_one_of_tomorrow_are_refused),
		T(a_one_time_token_opens_once),
		T(on_disk_there_is_nothing_to_use),
		T(a_row_that_was_altered_opens_nothing),
		T(the_passphrase_is_told_from_another),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
