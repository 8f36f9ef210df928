/* tasks.h - a plan's table of tasks as data (Mẫu biểu số 01, Phụ lục II): title and headings as printed, and its rows.
 *
 * The file says what the plan says; what became of a task, and tasks a commune adds, are entries (store_facts.h). */
#ifndef TUNGNHA_TASKS_H
#define TUNGNHA_TASKS_H

#include <stdbool.h>
#include <stddef.h>

#include <tungnha/clock.h>
#include <tungnha/form.h>

enum { TASKS_MAX = 200, TASK_BYTES = 2000, TASK_UNIT_BYTES = 300 };

/* When: a day, always ("Thực hiện thường xuyên", "Hằng năm"), the plan's own words, or nothing at all. */
enum task_time_kind { TASK_TIME_NONE, TASK_TIME_DAY, TASK_TIME_ALWAYS, TASK_TIME_WORDS };
struct task_time {
	enum task_time_kind kind;
	char day[CLOCK_DATE]; /* the day named; "before": the day itself is too late */
	bool before;
	char words[TASK_UNIT_BYTES + 1]; /* as the plan prints it; "" when kind is NONE */
};
/* "", "03/11/2025", "Xong trước ngày 03/11/2025.", "Bắt đầu từ ngày 05/11/2025.", "Thực hiện thường xuyên", "Tháng
 * 7/2023" (words, day the month's last), "Năm 2023". Never fails: what it does not know are words. */
void task_time_read(const char *text, struct task_time *out);

enum task_column_id {
	TASK_SECTION,
	TASK_NUMBER,
	TASK_UNIT,
	TASK_TASK,
	TASK_SUPPORT,
	TASK_START,
	TASK_FINISH,
	TASK_COLUMNS
};

/* The member of the file and of a `task` entry that holds a column, and its greatest length in bytes. */
const char *tasks_column(enum task_column_id id, size_t *max);

struct task {
	const char *id;                 /* a-z 0-9 -: typed in `tasks set` */
	const char *text[TASK_COLUMNS]; /* by column; "" = empty */
};
struct tasks {
	const char *id;
	struct id def;
	const char *bytes;
	size_t size;
	struct form_words title, subtitle; /* subtitle.in[0] NULL = none */
	const char *plan;
	struct form_words heading[TASK_COLUMNS]; /* in[0] NULL: the form does not print that column */
	struct task task[TASKS_MAX];
	size_t count;
	void *root;
};
int tasks_load(const char *json, size_t n, const char *place, struct tasks **out, struct err *e);
void tasks_free(struct tasks *t);
int tasks_index(const struct tasks *t, const char *id); /* -1: none */

#endif
