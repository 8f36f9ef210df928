/* test_desk_seen.c - nobody at the desk writes over what he did not see: what a page showed is posted with its form;
 * when something else stands by then nothing is done, the page says who did what and when, and what was typed is kept.
 */
#include "../support/office.h"
#include "../support/moment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tungnha/app_figures.h>
#include <tungnha/app_hub.h>
#include <tungnha/app_tasks.h>
#include <tungnha/app_totals.h>
#include <tungnha/clock.h>

#include "../../src/aggregator/pages.h"

static void get(struct office *d, const char *path)
{
	if (caller_get(&d->caller, path) != 200)
		fail_msg("%s: %s", path, d->caller.page.data);
}

/* The fields, with what a form of the page seen carries. */
static int post(struct office *d, const char *path, const char *seen, const char *fields)
{
	struct buf body;
	buf_init(&body, 16 * 1024);
	buf_print(&body, "%s&da-xem=", fields);
	html_url(&body, seen, "");
	int status = caller_post(&d->caller, path, body.data);
	buf_free(&body);
	return status;
}

struct mark {
	char text[4096];
};
static struct mark mark(struct office *d)
{
	struct mark m;
	snprintf(m.text, sizeof m.text, "%s", caller_value(&d->caller, "da-xem"));
	return m;
}

static void says(struct office *d, const char *text)
{
	if (!caller_reads(&d->caller, text))
		fail_msg("“%s” is not in: %s", text, d->caller.page.data);
}

/* --- closing --- */

#define CLOSE "/chot?ky=2025-W45"

static int versions(struct office *d)
{
	struct store_statement x;
	struct err e;
	int n = store_statement(d->b.hub, "2025-W45", &x, &e) > 0 ? x.version : 0;
	store_statement_free(&x);
	return n;
}

static void a_period_is_closed_with_what_was_looked_at(void **state)
{
	struct office d;
	(void)state;
	office_begin(&d, desk_pages, APP_APPROVER, NULL, NULL);
	bureau_row(&d.b, "2025-11-05 08:00", "05788-01", (const int64_t[7]){25, 100, 50, 20, 1025, 30, 20});
	get(&d, CLOSE);
	struct mark was = mark(&d);
	bureau_row(&d.b, "2025-11-06 09:12", "05788-02", (const int64_t[7]){8, 30, 15, 5, 10, 9, 8});
	assert_int_equal(post(&d, "/chot", was.text, "ky=2025-W45"), 409);
	says(&d, "số liệu vừa đổi: Xóm Đại Hà (");
	says(&d, "06/11/2025 09:12");
	assert_false(caller_reads(&d.caller, "Xóm 11 ("));
	assert_int_equal(versions(&d), 0);
	struct mark now = mark(&d);
	assert_string_not_equal(was.text, now.text);
	assert_int_equal(post(&d, "/chot", now.text, "ky=2025-W45"), 303);
	assert_int_equal(versions(&d), 1);
	/* A second press finds what it did; an older page is told. */
	assert_int_equal(post(&d, "/chot", now.text, "ky=2025-W45"), 303);
	assert_true(caller_was_sent(&d.caller, "/chot/ban?ky=2025-W45"));
	caller_is(&d.caller, d.minh);
	assert_int_equal(post(&d, "/chot", was.text, "ky=2025-W45"), 409);
	says(&d, "Hoa đã chốt kỳ này");
	assert_int_equal(versions(&d), 1);
	office_end(&d);
}

/* What is doubtful, looked at a moment later, is the same. */
static void a_mark_does_not_age(void **state)
{
	struct office d;
	char *mark[3];
	(void)state;
	office_begin(&d, desk_pages, APP_APPROVER, NULL, NULL);
	static const char *const facts[3] = {"{\"as_of\":\"2025-11-06T09:00:00+07:00\",\"late\":[\"05788-01\"]}",
		"{\"as_of\":\"2025-11-06T09:00:07+07:00\",\"late\":[\"05788-01\"]}",
		"{\"as_of\":\"2025-11-06T09:00:07+07:00\",\"late\":[\"05788-02\"]}"};
	for (size_t i = 0; i < 3; i++) {
		struct err e;
		cJSON *doubts = cJSON_Parse(facts[i]);
		const struct app_close c = {.period = "2025-W45", .now = clock_now(), .lang = LANG_VI};
		assert_int_equal(app_hub_closing(d.b.hub, &c, doubts, &mark[i], &e), 0);
		cJSON_Delete(doubts);
	}
	assert_string_equal(mark[0], mark[1]);
	assert_string_not_equal(mark[1], mark[2]);
	for (size_t i = 0; i < 3; i++)
		free(mark[i]);
	office_end(&d);
}

static void it_is_closed_again_with_what_was_looked_at(void **state)
{
	struct office d;
	(void)state;
	office_begin(&d, desk_pages, APP_APPROVER, NULL, NULL);
	bureau_row(&d.b, "2025-11-05 08:00", "05788-01", (const int64_t[7]){25, 100, 50, 20, 1025, 30, 20});
	bureau_close(&d.b, "2025-11-06 10:05", "2025-W45");
	bureau_row(&d.b, "2025-11-06 11:00", "05788-01", (const int64_t[7]){26, 100, 50, 20, 1025, 30, 20});
	get(&d, CLOSE);
	struct mark was = mark(&d);
	bureau_row(&d.b, "2025-11-06 11:30", "05788-02", (const int64_t[7]){8, 30, 15, 5, 10, 9, 8});
	assert_int_equal(post(&d, "/chot", was.text, "ky=2025-W45&lai=1&ly-do=sot+mot+ho"), 409);
	says(&d, "Xóm Đại Hà (");
	says(&d, "value=\"sot mot ho\"");
	assert_int_equal(versions(&d), 1);
	/* Refused for another reason, what was seen stays what was seen. */
	assert_int_equal(post(&d, "/chot", was.text, "ky=2025-W45&lai=1&ly-do="), 400);
	assert_string_equal(mark(&d).text, was.text);
	get(&d, CLOSE);
	assert_int_equal(post(&d, "/chot", mark(&d).text, "ky=2025-W45&lai=1&ly-do=sot+mot+ho"), 303);
	assert_int_equal(versions(&d), 2);
	office_end(&d);
}

/* --- one-stop figures --- */

#define FIGURE "chi-tieu=ho-so-truc-tuyen&ky=2025-W45&don-vi="
#define MINE "&mau-so=20&nguon=Cong&ngay=05/11/2025"

/* "10/20" of the one figure; "" none. */
static const char *figure(struct office *d)
{
	static char text[64];
	struct app_figure_list l;
	struct err e;
	assert_int_equal(app_figures(d->b.hub, &(struct app_figures_wish){.period = NULL}, &l, &e), 0);
	text[0] = '\0';
	if (l.rows)
		snprintf(text, sizeof text, "%lld/%lld", (long long)l.row[0].num, (long long)l.row[0].den);
	app_figures_free(&l);
	return text;
}

static void a_figure_is_not_written_over_unseen(void **state)
{
	struct office d;
	(void)state;
	office_begin(&d, desk_pages, APP_CLERK, NULL, NULL);
	get(&d, "/mot-cua");
	struct mark none = mark(&d);
	assert_int_equal(post(&d, "/mot-cua", none.text, FIGURE "&tu-so=10" MINE), 303);
	assert_int_equal(post(&d, "/mot-cua", none.text, FIGURE "&tu-so=10" MINE), 303); /* pressed twice */
	caller_is(&d.caller, d.minh);
	assert_int_equal(post(&d, "/mot-cua", none.text, FIGURE "&tu-so=11" MINE), 409);
	says(&d, "Hoa đã ghi số liệu này");
	says(&d, "10/20, Cong");
	says(&d, "Đang có: 10");
	says(&d, "name=\"tu-so\" value=\"11\"");
	assert_string_equal(figure(&d), "10/20");
	struct mark ten = mark(&d);
	assert_int_equal(post(&d, "/mot-cua", ten.text, FIGURE "&tu-so=x" MINE), 400);
	assert_string_equal(mark(&d).text, ten.text);
	assert_int_equal(post(&d, "/mot-cua", ten.text, FIGURE "&tu-so=11" MINE), 303);
	assert_string_equal(figure(&d), "11/20");
	get(&d, "/mot-cua?" FIGURE);
	says(&d, "name=\"tu-so\" value=\"11\"");
	office_end(&d);
}

static void a_figure_is_not_withdrawn_unseen(void **state)
{
	struct office d;
	(void)state;
	office_begin(&d, desk_pages, APP_CLERK, NULL, NULL);
	assert_int_equal(caller_post(&d.caller, "/mot-cua", FIGURE "&tu-so=10" MINE), 303);
	get(&d, "/mot-cua?bo=1&" FIGURE);
	says(&d, "10/20, nguồn Cong");
	struct mark ten = mark(&d);
	caller_is(&d.caller, d.minh);
	assert_int_equal(post(&d, "/mot-cua", ten.text, FIGURE "&tu-so=11" MINE), 303);
	caller_is(&d.caller, d.hoa);
	assert_int_equal(post(&d, "/mot-cua/bo", ten.text, FIGURE "&bo=1"), 409);
	says(&d, "Minh đã ghi số liệu này");
	says(&d, "11/20, nguồn Cong");
	assert_string_equal(figure(&d), "11/20");
	struct mark eleven = mark(&d);
	assert_int_equal(post(&d, "/mot-cua/bo", eleven.text, FIGURE "&bo=1"), 303);
	assert_string_equal(figure(&d), "");
	caller_is(&d.caller, d.minh);
	assert_int_equal(post(&d, "/mot-cua", eleven.text, FIGURE "&tu-so=12" MINE), 409);
	says(&d, "Hoa đã bỏ số liệu này");
	assert_string_equal(figure(&d), "");
	office_end(&d);
}

/* --- totals from files --- */

#define WITHDRAW "don-vi=05788-03&ky=2025-W45"

static void totals(struct office *d, const char *text)
{
	const struct caller_file f = {"tong.csv", text, strlen(text)};
	char body[200], mark_of_file[80], ky[32], day[32];
	assert_int_equal(caller_upload(&d->caller, "/nhap-tong", &f, 1), 303);
	get(d, "/nhap-tong?xem=1&ky=2025-W45");
	snprintf(mark_of_file, sizeof mark_of_file, "%s", caller_value(&d->caller, "dau"));
	snprintf(ky, sizeof ky, "%s", caller_value(&d->caller, "ky"));
	snprintf(day, sizeof day, "%s", caller_value(&d->caller, "ngay"));
	assert_string_equal(ky, "2025-W45");
	snprintf(body, sizeof body, "xem=1&dau=%s&ky=%s&ngay=%s", mark_of_file, ky, day);
	assert_int_equal(caller_post(&d->caller, "/nhap-tong/ghi", body), 303);
}

static void a_row_from_a_file_is_not_withdrawn_unseen(void **state)
{
	struct office d;
	(void)state;
	office_begin(&d, desk_pages, APP_CLERK, NULL, NULL);
	totals(&d, "Mã đơn vị;Số hộ;Số khẩu\n05788-03;5;20\n");
	get(&d, "/nhap-tong/rut?" WITHDRAW);
	says(&d, "tong.csv, dòng 2");
	struct mark was = mark(&d);
	caller_is(&d.caller, d.minh);
	totals(&d, "Mã đơn vị;Số hộ;Số khẩu\n05788-03;5;21\n");
	caller_is(&d.caller, d.hoa);
	assert_int_equal(post(&d, "/nhap-tong/rut", was.text, WITHDRAW "&ly-do=nham"), 409);
	says(&d, "Minh đã nhập dòng này");
	says(&d, "value=\"nham\"");
	struct mark now = mark(&d);
	assert_int_equal(post(&d, "/nhap-tong/rut", now.text, WITHDRAW "&ly-do=nham"), 303);
	caller_is(&d.caller, d.minh);
	assert_int_equal(post(&d, "/nhap-tong/rut", now.text, WITHDRAW "&ly-do=nham"), 409);
	says(&d, "Hoa đã rút dòng này");
	office_end(&d);
}

/* Midnight or a week's end may pass between looking at a file and writing it. */
static void a_file_is_written_for_the_week_it_was_judged_by(void **state)
{
	static const char *const path[] = {"/nhap-tong", "/mot-cua/tep"};
	static const char *const text[] = {"Mã đơn vị;Số hộ;Số khẩu\n05788-03;5;20\n",
		"Chỉ tiêu;Đơn vị;Tử số;Mẫu số;Nguồn;Ngày\nho-so-truc-tuyen;;10;20;Cổng;05/11/2025\n"};
	struct office d;
	struct app_calendar c;
	char running[PERIOD_TEXT], today[CLOCK_DATE], day[CLOCK_DATE], look[64];
	(void)state;
	office_begin(&d, desk_pages, APP_CLERK, NULL, NULL);
	app_calendar(d.b.hub, clock_now(), &c);
	period_text(c.running, running);
	for (size_t i = 0; i < 2; i++) {
		const struct caller_file f = {"tep.csv", text[i], strlen(text[i])};
		assert_int_equal(caller_upload(&d.caller, path[i], &f, 1), 303);
		snprintf(look, sizeof look, "%s?xem=1", path[i]);
		get(&d, look);
		says(&d, "/ghi\"");
		assert_string_equal(caller_value(&d.caller, "ky"), running);
		assert_string_equal(caller_value(&d.caller, "ngay"), clock_day(clock_date(clock_now(), today), day));
	}
	get(&d, "/mot-cua"); /* and what is typed, for the week that was running then */
	snprintf(look, sizeof look, "<option value=\"%s\" selected>", running);
	says(&d, look);
	office_end(&d);
}

/* --- tasks --- */

/* The result written of a task, NULL: it was taken off; *rows, how many there are. */
static bool task(struct office *d, const char *id, char result[static 64], size_t *rows)
{
	struct app_task_list l;
	struct err e;
	bool found = false;
	assert_int_equal(app_tasks(d->b.hub, &(struct app_tasks_wish){.now = clock_now()}, &l, &e), 0);
	*rows = l.rows;
	for (size_t i = 0; i < l.rows; i++)
		if (strcmp(l.row[i].id, id) == 0) {
			snprintf(result, 64, "%s", l.row[i].result);
			found = true;
		}
	app_tasks_free(&l);
	return found;
}

#define TASK "id=pvhcc-1&task=Viec"

static void a_task_is_not_changed_unseen(void **state)
{
	struct office d;
	char result[64];
	size_t rows;
	(void)state;
	office_begin(&d, desk_pages, APP_CLERK, NULL, NULL);
	get(&d, "/nhiem-vu/pvhcc-1");
	struct mark plan = mark(&d);
	assert_int_equal(post(&d, "/nhiem-vu/luu", plan.text, TASK "&state=doing&result=cua+Hoa"), 303);
	assert_int_equal(post(&d, "/nhiem-vu/luu", plan.text, TASK "&state=doing&result=cua+Hoa"), 303);
	caller_is(&d.caller, d.minh);
	assert_int_equal(post(&d, "/nhiem-vu/luu", plan.text, TASK "&state=todo&result=cua+Minh"), 409);
	says(&d, "Hoa đã sửa nhiệm vụ này");
	says(&d, ">cua Minh</textarea>");
	says(&d, "Đang có: cua Hoa");
	assert_true(task(&d, "pvhcc-1", result, &rows));
	assert_string_equal(result, "cua Hoa");
	struct mark hers = mark(&d);
	assert_int_equal(post(&d, "/nhiem-vu/luu", hers.text, TASK "&state=todo&result=cua+Minh"), 303);
	caller_is(&d.caller, d.hoa);
	assert_int_equal(post(&d, "/nhiem-vu/bo", hers.text, "id=pvhcc-1"), 409);
	says(&d, "Minh đã sửa nhiệm vụ này");
	struct mark his = mark(&d);
	assert_int_equal(post(&d, "/nhiem-vu/bo", his.text, "id=pvhcc-1"), 303);
	assert_false(task(&d, "pvhcc-1", result, &rows));
	/* It is gone: what the other typed is kept, to be added again. */
	caller_is(&d.caller, d.minh);
	assert_int_equal(post(&d, "/nhiem-vu/luu", his.text, TASK "&state=done&result=xong+roi"), 409);
	says(&d, "Hoa đã bỏ nhiệm vụ này");
	says(&d, "name=\"id\" value=\"moi\"");
	says(&d, ">xong roi</textarea>");
	assert_int_equal(post(&d, "/nhiem-vu/bo", his.text, "id=pvhcc-1"), 409);
	office_end(&d);
}

/* --- once --- */

static void pressed_twice_one_is_made(void **state)
{
	struct office d;
	struct store_invitation *v;
	struct err e;
	char result[64], body[256];
	size_t before, rows, n;
	(void)state;
	office_begin(&d, desk_pages, APP_CLERK, NULL, NULL);
	task(&d, "them-1", result, &before);
	get(&d, "/nhiem-vu/moi");
	snprintf(body, sizeof body, "id=moi&so-phieu=%s&task=Viec+moi&unit=Van+phong",
		caller_value(&d.caller, "so-phieu"));
	for (int i = 0; i < 2; i++)
		assert_int_equal(caller_post(&d.caller, "/nhiem-vu/luu", body), 303);
	assert_true(caller_was_sent(&d.caller, "/nhiem-vu"));
	assert_true(task(&d, "them-1", result, &rows));
	assert_int_equal(rows, before + 1);
	strcat(body, "+khac"); /* gone back, and another one typed: that is no second press */
	assert_int_equal(caller_post(&d.caller, "/nhiem-vu/luu", body), 303);
	task(&d, "them-2", result, &rows);
	assert_int_equal(rows, before + 2);

	get(&d, "/moi-may");
	snprintf(body, sizeof body, "so-phieu=%s&don-vi=moi-xom&may=1&ngay=14&dia-chi=http://10.0.0.2:8020",
		caller_value(&d.caller, "so-phieu"));
	for (int i = 0; i < 2; i++)
		assert_int_equal(caller_post(&d.caller, "/moi-may", body), 303);
	assert_true(caller_was_sent(&d.caller, "/moi-may/danh-sach"));
	assert_int_equal(store_invitations(d.b.hub, NULL, &v, &n, &e), 0);
	free(v);
	assert_int_equal(n, 3);
	get(&d, "/moi-may"); /* on purpose, once more */
	snprintf(body, sizeof body, "so-phieu=%s&don-vi=moi-xom&may=1&ngay=14&dia-chi=http://10.0.0.2:8020",
		caller_value(&d.caller, "so-phieu"));
	assert_int_equal(caller_post(&d.caller, "/moi-may", body), 303);
	assert_int_equal(store_invitations(d.b.hub, NULL, &v, &n, &e), 0);
	free(v);
	assert_int_equal(n, 6);
	office_end(&d);
}

/* --- typed parts of a report --- */

/* What the other one wrote makes the page go part by part: the words that came too late are on it all the same. */
static void a_part_typed_too_late_is_not_lost(void **state)
{
	struct office d;
	char text[12001], body[512];
	struct buf was;
	(void)state;
	office_begin(&d, desk_pages, APP_CLERK, NULL, NULL);
	get(&d, "/bao-cao/weekly?ky=2025-W45");
	buf_init(&was, 512);
	html_url(&was, caller_value(&d.caller, "goc-kho-khan"), "");
	memset(text, 'a', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	bureau_type(&d.b, "2025-11-06 09:00", "weekly", "2025-W45", "tuyen-truyen", text);
	bureau_type(&d.b, "2025-11-06 09:01", "weekly", "2025-W45", "kho-khan", "Lời của người kia.");
	snprintf(body, sizeof body, "ky=2025-W45&phan=&goc-kho-khan=%s&phan-kho-khan=Loi+cua+toi", was.data);
	buf_free(&was);
	assert_int_equal(caller_post(&d.caller, "/bao-cao/weekly", body), 409);
	says(&d, "Lời của người kia.");
	says(&d, "Loi cua toi</textarea>");
	says(&d, "phan=tuyen-truyen"); /* the others are a link each */
	assert_false(caller_reads(&d.caller, "phan=kho-khan"));
	office_end(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_period_is_closed_with_what_was_looked_at),
		cmocka_unit_test(a_mark_does_not_age),
		cmocka_unit_test(it_is_closed_again_with_what_was_looked_at),
		cmocka_unit_test(a_figure_is_not_written_over_unseen),
		cmocka_unit_test(a_figure_is_not_withdrawn_unseen),
		cmocka_unit_test(a_row_from_a_file_is_not_withdrawn_unseen),
		cmocka_unit_test(a_file_is_written_for_the_week_it_was_judged_by),
		cmocka_unit_test(a_task_is_not_changed_unseen),
		cmocka_unit_test(pressed_twice_one_is_made),
		cmocka_unit_test(a_part_typed_too_late_is_not_lost),
	};
	moment_stands = true; /* days and weeks are read here before and after */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
