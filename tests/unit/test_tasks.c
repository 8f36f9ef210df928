/* test_tasks.c - a table of tasks as data, whole and broken; when a task is due, as plans write it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <tungnha/alloc.h>
#include <tungnha/tasks.h>

static const char sample[] =
	"{\"format\":\"tungnha-tasks 1\",\"id\":\"tasks-thu\",\"title\":{\"vi\":\"BIỂU PHÂN CÔNG\",\"en\":\"TASKS\"},"
	"\"plan\":\"Kế hoạch thử\",\"headings\":{\"unit\":{\"vi\":\"Tên đơn vị\",\"en\":\"Unit\"},"
	"\"task\":{\"vi\":\"Tên nhiệm vụ\",\"en\":\"Task\"},\"finish\":{\"vi\":\"Thời gian hoàn "
	"thành\",\"en\":\"Finish\"}},"
	"\"tasks\":[{\"id\":\"ke-hoach\",\"unit\":\"TTPVHCC\",\"task\":\"- Tham mưu Kế hoạch\","
	"\"finish\":\"Xong trước ngày 03/11/2025.\"},{\"id\":\"bo-tri\",\"task\":\"- Bố trí\"}]}";

static void test_whole(void **state)
{
	struct tasks *t;
	struct err e;
	(void)state;
	assert_int_equal(tasks_load(sample, strlen(sample), "t.json", &t, &e), 0);
	assert_int_equal(t->count, 2);
	assert_null(t->subtitle.in[0]);
	assert_null(t->heading[TASK_START].in[0]);
	assert_string_equal(t->heading[TASK_UNIT].in[LANG_VI], "Tên đơn vị");
	assert_string_equal(t->task[0].text[TASK_FINISH], "Xong trước ngày 03/11/2025.");
	assert_string_equal(t->task[1].text[TASK_UNIT], "");
	assert_int_equal(tasks_index(t, "bo-tri"), 1);
	tasks_free(t);
}

static void broken(const char *from, const char *to, const char *sentence)
{
	struct tasks *t;
	struct err e;
	char out[1000];
	const char *at = strstr(sample, from);
	assert_non_null(at);
	char *json = alloc_print("%.*s%s%s", (int)(at - sample), sample, to, at + strlen(from));
	assert_int_equal(tasks_load(json, strlen(json), "t.json", &t, &e), -1);
	assert_null(t);
	err_sentence(&e, LANG_EN, out, sizeof out);
	assert_string_equal(out, sentence);
	free(json);
}

static void test_broken(void **state)
{
	(void)state;
	broken("\"bo-tri\"", "\"ke-hoach\"",
		"t.json, tasks[1].id: the id “ke-hoach” is used above. Use every id once.");
	broken("\"unit\":\"TTPVHCC\"", "\"units\":\"TTPVHCC\"",
		"t.json, tasks[0].units: unknown member; did you mean “unit”?");
	broken("\"task\":{\"vi\":\"Tên nhiệm vụ\",\"en\":\"Task\"},", "",
		"t.json, headings.task: this member is missing. Add it as forms/README.md says.");
}

static void when(const char *text, enum task_time_kind kind, const char *day, bool before)
{
	struct task_time t;
	task_time_read(text, &t);
	assert_int_equal(t.kind, kind);
	assert_string_equal(t.day, day);
	assert_int_equal(t.before, before);
}

/* Every shape that stands in the plans. */
static void test_when(void **state)
{
	struct task_time t;
	(void)state;
	when("", TASK_TIME_NONE, "", false);
	when("  ", TASK_TIME_NONE, "", false);
	when("03/11/2025", TASK_TIME_DAY, "2025-11-03", false);
	when("2025-11-03", TASK_TIME_DAY, "2025-11-03", false);
	when("Xong trước ngày 03/11/2025.", TASK_TIME_DAY, "2025-11-03", true);
	when("Hoàn thành trước 13/12/2025.", TASK_TIME_DAY, "2025-12-13", true);
	when("trước 17 giờ, ngày 03/11/2025", TASK_TIME_DAY, "2025-11-03", false);
	when("trước 17h00 ngày 03/11/2025", TASK_TIME_DAY, "2025-11-03", false);
	when("Bắt đầu từ ngày 05/11/2025.", TASK_TIME_DAY, "2025-11-05", false);
	when("Kết thúc nhiệm vụ 15/12/2025.", TASK_TIME_DAY, "2025-12-15", false);
	when("Hoàn thành trước ngày 10/11/2025 và tiếp tục thực hiện tuyên truyền định kỳ hàng tuần.", TASK_TIME_DAY,
		"2025-11-10", true);
	when("từ 01/11/2025 đến 30/11/2025", TASK_TIME_DAY, "2025-11-30", false);
	when("Thực hiện thường xuyên", TASK_TIME_ALWAYS, "", false);
	when("Hằng năm", TASK_TIME_ALWAYS, "", false);
	when("Hàng năm", TASK_TIME_ALWAYS, "", false);
	when("Tháng 7/2023", TASK_TIME_WORDS, "2023-07-31", false);
	when("Tháng 02 năm 2024", TASK_TIME_WORDS, "2024-02-29", false);
	when("Quý II/2023", TASK_TIME_WORDS, "2023-06-30", false);
	when("Quý 4 năm 2023", TASK_TIME_WORDS, "2023-12-31", false);
	when("Năm 2023", TASK_TIME_WORDS, "2023-12-31", false);
	when("Từ tháng 5 đến tháng 11/2023", TASK_TIME_WORDS, "2023-11-30", false);
	when("Sau khi có văn bản", TASK_TIME_WORDS, "", false);
	when("31/02/2025", TASK_TIME_WORDS, "", false);
	task_time_read("  Xong  trước ngày 03/11/2025. ", &t);
	assert_string_equal(t.words, "Xong trước ngày 03/11/2025.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_when),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
