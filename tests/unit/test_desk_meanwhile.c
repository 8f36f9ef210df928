/* test_desk_meanwhile.c - what is decided at the desk while somebody else looks at the same: the second is told who,
 * when and what, and nothing is written until he says it again. What cannot be decided is not offered. */
#include "../support/clerk.h"
#include "../support/moment.h"

#include <string.h>

#include <tungnha/app_decide.h>
#include <tungnha/html.h>

#include "../../src/aggregator/pages.h"

#define HOUSE7 "/duyet/ho/" SHELF_UNIT "/7"
#define APPROVE7 "/duyet/phe-duyet/" SHELF_UNIT "/7"
#define SHEET "/nhap-phieu/" SHELF_UNIT
#define ROW "/nhap-giay/" SHELF_UNIT

/* The hidden fields of the page shown, as a form of it posts them, and more. */
static void keep(struct clerk *c, const char *const *names, const char *more, char out[static 2048])
{
	struct buf b;
	buf_init(&b, 2047);
	for (size_t i = 0; names[i]; i++) {
		buf_print(&b, "%s=", names[i]);
		html_url(&b, caller_value(&c->caller, names[i]), "");
		buf_text(&b, "&");
	}
	snprintf(out, 2048, "%s%s", b.len ? b.data : "", more);
	buf_free(&b);
}
#define KEEP(c, out, more, ...) keep(c, (const char *const[]){__VA_ARGS__, NULL}, more, out)

/* Refused with these words, and nothing was written. */
static void is_told(struct clerk *c, const char *path, const char *body, const char *const *words)
{
	const int64_t before = store_changes(c->store);
	const int status = caller_post(&c->caller, path, body);
	if (status != 409)
		fail_msg("%s %s: %d", path, body, status);
	assert_int_equal(store_changes(c->store), before);
	for (size_t i = 0; words[i]; i++)
		if (!caller_reads(&c->caller, words[i]))
			fail_msg("%s %s lacks “%s”", path, body, words[i]);
}
#define TOLD(c, path, body, ...) is_told(c, path, body, (const char *const[]){__VA_ARGS__, NULL})

static void does(struct clerk *c, const char *path, const char *body)
{
	const int status = caller_post(&c->caller, path, body);
	if (status != 303)
		fail_msg("%s %s: %d", path, body, status);
}

static const char *when(char out[static 24])
{
	char stamp[CLOCK_STAMP];
	clock_stamp(clock_now(), stamp);
	snprintf(out, 24, "%.2s/%.2s/%.4s", stamp + 8, stamp + 5, stamp);
	return out;
}

static void whatever_the_second_decides_he_is_told_of_the_first(void **state)
{
	struct clerk c;
	char back[2048], number[2048], good[2048], sheet[2048], theirs[2048], today[24];
	clerk_begin(&c, *state);
	clerk_hears(&c, "7", 3);
	clerk_comes(&c, desk_pages, APP_APPROVER, "Tổng");
	CLERK_SEES(&c, HOUSE7, "phê duyệt");
	KEEP(&c, back, "viec=tra-lai&ly-do=xem+lai", "lan-ghi", "da-duyet");
	KEEP(&c, number, "viec=doi-so&so-moi=70&ly-do=nham", "lan-ghi", "da-duyet");
	KEEP(&c, good, "", "lan-ghi", "da-duyet");
	KEEP(&c, theirs, "viec=tra-lai&ly-do=hoi+lai+nha", "lan-ghi", "da-duyet");
	CLERK_SEES(&c, SHEET "?so=7", "dua-tren");
	KEEP(&c, sheet, "so=7&f-persons=5", "dua-tren", "da-duyet");
	clerk_is(&c, APP_CLERK, "Minh");
	does(&c, HOUSE7, theirs);
	clerk_is(&c, APP_APPROVER, "Tổng");
	when(today);
	TOLD(&c, HOUSE7, back, "Minh đã trả lại", "hoi lai nha", today);
	TOLD(&c, HOUSE7, number, "Minh đã trả lại", "hoi lai nha", today, "value=\"70\"");
	TOLD(&c, APPROVE7, good, "Minh đã trả lại", today);
	TOLD(&c, SHEET, sheet, "Minh đã trả lại", today, "value=\"5\"");
	KEEP(&c, sheet, "so=7&f-persons=5&ly-do=goi+lai", "dua-tren", "da-duyet"); /* has seen it, says it again */
	does(&c, SHEET, sheet);
	assert_int_equal(author_persons(c.store, "7"), 5);
	clerk_goes(&c);
}

static void a_household_that_got_another_number_is_found_again(void **state)
{
	struct clerk c;
	char back[2048], number[2048];
	clerk_begin(&c, *state);
	clerk_hears(&c, "7", 3);
	clerk_comes(&c, desk_pages, APP_CLERK, "Tổng");
	CLERK_SEES(&c, HOUSE7, "Đổi số");
	KEEP(&c, back, "viec=tra-lai&ly-do=xem+lai", "lan-ghi", "da-duyet");
	KEEP(&c, number, "viec=doi-so&so-moi=70&ly-do=ghi+nham", "lan-ghi", "da-duyet");
	clerk_is(&c, APP_CLERK, "Minh");
	does(&c, HOUSE7, number);
	clerk_is(&c, APP_CLERK, "Tổng");
	TOLD(&c, HOUSE7, back, "đổi thành số 70", "Mới nhất:", "Minh", "ghi nham", "/duyet/ho/" SHELF_UNIT "/70");
	clerk_goes(&c);
}

static void what_the_hamlet_wrote_meanwhile_is_shown_first(void **state)
{
	struct clerk c;
	char number[2048], good[2048];
	clerk_begin(&c, *state);
	struct name first = clerk_hears(&c, "7", 3);
	clerk_comes(&c, desk_pages, APP_APPROVER, "Tổng");
	CLERK_SEES(&c, HOUSE7, "Đổi số");
	KEEP(&c, number, "viec=doi-so&so-moi=70&ly-do=nham", "lan-ghi", "da-duyet");
	KEEP(&c, good, "", "lan-ghi", "da-duyet");
	clerk_hears_more(&c, 0, "7", 6, first);
	TOLD(&c, HOUSE7, number, "có số liệu mới trong lúc xem", "Mới nhất:", "3 → 6");
	TOLD(&c, APPROVE7, good, "có số liệu mới trong lúc xem", "Mới nhất:", "3 → 6");
	clerk_goes(&c);
}

static void of_a_conflict_the_second_sees_what_was_kept_or_asked(void **state)
{
	struct clerk c;
	char mine[2048], theirs[2048], back[2048];
	clerk_begin(&c, *state);
	clerk_hears(&c, "7", 3);
	clerk_hears(&c, "7", 5);
	clerk_comes(&c, desk_pages, APP_CLERK, "Tổng");
	CLERK_SEES(&c, HOUSE7, "Giữ phiên bản này");
	KEEP(&c, mine, "viec=giu", "lan-ghi", "da-duyet", "da-xem");
	KEEP(&c, theirs, "viec=tach&so-moi=70", "lan-ghi", "da-duyet", "da-xem");
	KEEP(&c, back, "viec=tra-lai&ly-do=hoi+lai", "lan-ghi", "da-duyet");
	clerk_is(&c, APP_CLERK, "Minh");
	does(&c, HOUSE7, back);
	clerk_is(&c, APP_CLERK, "Tổng");
	TOLD(&c, HOUSE7, mine, "Minh đã trả lại", "hoi lai");
	KEEP(&c, mine, "viec=giu", "lan-ghi", "da-duyet", "da-xem");
	clerk_is(&c, APP_CLERK, "Minh");
	CLERK_SEES(&c, HOUSE7, "Giữ phiên bản này");
	KEEP(&c, theirs, "viec=tach&so-moi=70", "lan-ghi", "da-duyet", "da-xem");
	does(&c, HOUSE7, theirs);
	clerk_is(&c, APP_CLERK, "Tổng");
	TOLD(&c, HOUSE7, mine, "người khác xử lý", "Minh");
	clerk_goes(&c);
}

static void a_row_is_not_written_over_one_nobody_saw(void **state)
{
	struct clerk c;
	char mine[2048], theirs[2048], away[2048];
	clerk_begin(&c, *state);
	clerk_comes(&c, desk_pages, APP_CLERK, "Tổng");
	CLERK_SEES(&c, ROW, "c-persons");
#define TYPED(persons) "dung=paper&c-households=8&c-persons=" persons "&nguon=giay&ngay=06/11/2025"
	KEEP(&c, mine, TYPED("33"), "da-xem");
	KEEP(&c, theirs, TYPED("31"), "da-xem");
	clerk_is(&c, APP_CLERK, "Minh");
	does(&c, ROW, theirs);
	clerk_is(&c, APP_CLERK, "Tổng");
	TOLD(&c, ROW, mine, "Minh đã ghi dòng này", "Đang có: 31", "value=\"33\"");
	KEEP(&c, away, "dung=paper&viec=rut", "da-xem");
	KEEP(&c, mine, TYPED("33"), "da-xem");
	does(&c, ROW, mine); /* once more, over what he has seen */
	clerk_is(&c, APP_CLERK, "Minh");
	TOLD(&c, ROW, away, "Tổng đã ghi dòng này");
	CLERK_SEES(&c, ROW, "value=\"33\"");
	KEEP(&c, mine, TYPED("34"), "da-xem");
	KEEP(&c, away, "dung=paper&viec=rut", "da-xem");
	does(&c, ROW, away);
	clerk_is(&c, APP_CLERK, "Tổng");
	TOLD(&c, ROW, mine, "Minh đã rút dòng này");
	clerk_goes(&c);
}

static void of_closed_figures_nothing_is_offered(void **state)
{
	struct clerk c;
	char good[2048];
	clerk_begin(&c, *state);
	clerk_hears(&c, "7", 3);
	clerk_comes(&c, desk_pages, APP_APPROVER, "Duyệt");
	CLERK_SEES(&c, HOUSE7, "phê duyệt</button>");
	KEEP(&c, good, "", "lan-ghi", "da-duyet");
	author_act(c.store, ENTRY_LOCK, NULL, author_through(c.store, NULL));
	TOLD(&c, APPROVE7, good, "đã chốt", "href=\"/khoa/" SHELF_UNIT "\"");
	CLERK_SEES(&c, HOUSE7, "không phê duyệt, trả lại hay sửa", "href=\"/khoa/" SHELF_UNIT "\"");
	assert_false(caller_reads(&c.caller, "phê duyệt</button>"));
	assert_false(caller_reads(&c.caller, "name=\"ly-do\""));
	CLERK_SEES(&c, "/duyet", "Cần xem lại");
	assert_false(caller_reads(&c.caller, "href=\"" HOUSE7 "\""));
	CLERK_SEES(&c, SHEET "?so=7", "đã chốt");
	assert_false(caller_reads(&c.caller, "f-persons"));
	clerk_goes(&c);
}

static void what_was_returned_waits_for_the_hamlet(void **state)
{
	struct clerk c;
	char back[2048];
	clerk_begin(&c, *state);
	struct name first = clerk_hears(&c, "7", 13);
	clerk_comes(&c, desk_pages, APP_CLERK, "Tổng");
	CLERK_SEES(&c, "/duyet", "href=\"" HOUSE7 "\"", "nhiều hơn 12");
	CLERK_SEES(&c, "/", "1 cần xem lại");
	CLERK_SEES(&c, HOUSE7, "nhiều hơn 12");
	KEEP(&c, back, "viec=tra-lai&ly-do=dem+lai", "lan-ghi", "da-duyet");
	does(&c, HOUSE7, back);
	CLERK_SEES(&c, "/duyet", "Không có việc nào chờ duyệt", "Đã trả lại: 1");
	assert_false(caller_reads(&c.caller, "href=\"" HOUSE7 "\""));
	CLERK_SEES(&c, "/duyet?don-vi=" SHELF_UNIT, "Không còn việc nào ở đây");
	assert_false(caller_reads(&c.caller, "href=\"" HOUSE7 "\""));
	CLERK_SEES(&c, "/duyet?loai=returned", "href=\"" HOUSE7 "?loai=returned\"", "dem lai");
	CLERK_SEES(&c, "/", "Chờ xử lý");
	assert_false(caller_reads(&c.caller, "cần xem lại</a>"));
	clerk_hears_more(&c, 0, "7", 14, first);
	CLERK_SEES(&c, "/duyet", "href=\"" HOUSE7 "\"", "Hộ có 14 khẩu");
	CLERK_SEES(&c, "/", "1 cần xem lại");
	clerk_goes(&c);
}

static void nobody_was_there_yet_is_no_version(void **state)
{
	struct clerk c;
	clerk_begin(&c, *state);
	struct name listed = clerk_hears(&c, "7", -1);
	struct name visited = clerk_hears_more(&c, 0, "7", 3, listed);
	clerk_comes(&c, desk_pages, APP_CLERK, "Tổng");
	CLERK_SEES(&c, HOUSE7, "Đang tính");
	assert_false(caller_reads(&c.caller, "Trước đó"));
	clerk_hears_more(&c, 0, "7", 4, visited);
	CLERK_SEES(&c, HOUSE7, "Trước đó", "≠");
	clerk_goes(&c);
}

/* Told as what was seen, with what to do; and no hamlet is sent it as a reason. */
static void signs_are_no_accusation(void **state)
{
	struct clerk c;
	char number[16];
	clerk_begin(&c, *state);
	clerk_hears(&c, "1", 3);
	struct line *l = c.line[0];
	for (int i = 2; i <= 5; i++) {
		snprintf(number, sizeof number, "%d", i);
		line_record(l, number, 3, 0, (const struct name *const[]){NULL});
		assert_int_equal(line_take(c.store, NULL, l, (uint32_t)i, (uint32_t)i).taken, TAKEN_NEW);
	}
	clerk_comes(&c, desk_pages, APP_CLERK, "Tổng");
	CLERK_SEES(&c, "/duyet/ho/" SHELF_UNIT "/1", "số liệu giống hệt: 1, 2, 3, 4, 5", "không phải kết luận về ai",
		"name=\"mau\" value=\"Có VNeID");
	assert_false(caller_reads(&c.caller, "value=\"Từ 5 hộ"));
	clerk_goes(&c);
}

static void a_forked_journal_is_the_same_on_every_page(void **state)
{
	struct clerk c;
	clerk_begin(&c, *state);
	clerk_hears(&c, "7", 3);
	struct line *copy = c.line[c.lines++] = line_fork(c.line[0], 0);
	line_record(copy, "8", 4, 0, (const struct name *const[]){NULL});
	line_take(c.store, NULL, copy, 1, 1);
	clerk_comes(&c, desk_pages, APP_CLERK, "Tổng");
	CLERK_SEES(&c, "/", "<a href=\"/duyet?loai=fork\">1 máy bị sao chép hoặc khôi phục");
	CLERK_SEES(&c, "/duyet?loai=fork", "Máy bị sao chép hoặc khôi phục: 1", "chia thành 2 nhánh", "href=\"/thiet-bi\"");
	clerk_goes(&c);
}

/* What is doubtful about a row is no part of what was done well. */
static void doubts_stand_apart_from_what_was_done(void **state)
{
	struct clerk c;
	clerk_begin(&c, *state);
	clerk_comes(&c, desk_pages, APP_CLERK, "Tổng");
	does(&c, ROW, "dung=paper&c-households=8&c-persons=90&nguon=giay&ngay=06/11/2025");
	CLERK_SEES(&c, ROW, "<p class=\"box good\">Đã ghi dòng nhập tay", "<p class=\"box warn\">8 hộ có 90 khẩu");
	clerk_goes(&c);
}

#define SAID "&f-persons=5&f-vneid=3&f-no_vneid=1&f-online_dossiers=2&f-eresult_dossiers=?&f-rated=no"

/* The number was a slip: what stands under it goes with it, not with the right one. */
static void a_number_put_right_takes_nothing_along(void **state)
{
	struct clerk c;
	char right[2048];
	clerk_begin(&c, *state);
	clerk_hears(&c, "7", 3);
	clerk_comes(&c, desk_pages, APP_CLERK, "Tổng");
	CLERK_SEES(&c, SHEET, "f-persons");
	TOLD(&c, SHEET, "so=7" SAID, "sửa lại số", "value=\"5\"", "name=\"dua-tren\"");
	KEEP(&c, right, "so=8" SAID, "so-cua", "dua-tren", "da-duyet");
	does(&c, SHEET, right);
	assert_int_equal(author_persons(c.store, "7"), 3);
	assert_int_equal(author_persons(c.store, "8"), 5);
	clerk_goes(&c);
}

/* Closed while it was typed: refused, and the sheet is still there to be copied. */
static void what_was_typed_stays_though_figures_were_closed(void **state)
{
	struct clerk c;
	clerk_begin(&c, *state);
	clerk_comes(&c, desk_pages, APP_CLERK, "Tổng");
	CLERK_SEES(&c, SHEET, "f-persons");
	author_act(c.store, ENTRY_LOCK, NULL, author_through(c.store, NULL));
	assert_int_not_equal(caller_post(&c.caller, SHEET, "so=9&f-persons=5"), 303);
	assert_true(caller_reads(&c.caller, "value=\"5\""));
	assert_int_not_equal(caller_post(&c.caller, ROW, "dung=paper&c-households=8&nguon=giay&ngay=06/11/2025"), 303);
	assert_true(caller_reads(&c.caller, "value=\"8\""));
	clerk_goes(&c);
}

#define T(name) cmocka_unit_test_setup_teardown(name, shelf_setup, shelf_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(whatever_the_second_decides_he_is_told_of_the_first),
		T(a_household_that_got_another_number_is_found_again),
		T(what_the_hamlet_wrote_meanwhile_is_shown_first),
		T(of_a_conflict_the_second_sees_what_was_kept_or_asked),
		T(a_row_is_not_written_over_one_nobody_saw),
		T(of_closed_figures_nothing_is_offered),
		T(what_was_returned_waits_for_the_hamlet),
		T(nobody_was_there_yet_is_no_version),
		T(signs_are_no_accusation),
		T(a_forked_journal_is_the_same_on_every_page),
		T(doubts_stand_apart_from_what_was_done),
		T(a_number_put_right_takes_nothing_along),
		T(what_was_typed_stays_though_figures_were_closed),
	};
	moment_stands = true; /* days and weeks are read here before and after */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
