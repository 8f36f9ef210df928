/* test_reports_golden.c - a report of every plan, from made-up offices, as it prints: tests/golden/report-<plan>-*
 * (support/golden.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <tungnha/app_figures.h>
#include <tungnha/app_tasks.h>

#include "../support/bureau.h"
#include "../support/golden.h"
#include "../support/prints.h"

/* --- comparing --- */

/* Keys are drawn anew for every office, so its check codes are, too: they become one that is always the same. */
static bool is_code(const char *s, size_t n)
{
	return strspn(s, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == n;
}

static void hide_code(struct buf *b, const char *code)
{
	static const char shown[] = "K7QX2M9D", shown_grouped[] = "K7QX-2M9D";
	for (char *s = b->data; code[0] && (s = strstr(s, code)) != NULL;)
		memcpy(s, shown, 8);
	for (char *s = strchr(b->data, '-'); s; s = strchr(s + 1, '-')) {
		if (s >= b->data + 4 && is_code(s - 4, 4) && is_code(s + 1, 4))
			memcpy(s - 4, shown_grouped, 9);
	}
}

/* The parts of a workbook or a word-processor file that a person sees, a line an element. */
static void read_parts(struct buf *file, const char *const *part)
{
	struct buf lines, xml;
	buf_init(&lines, DOCUMENT_BYTES_MAX);
	for (; *part; part++) {
		buf_init(&xml, DOCUMENT_BYTES_MAX);
		prints_part(file, *part, &xml);
		buf_print(&lines, "== %s\n", *part);
		for (const char *s = xml.data; *s; s++) {
			if (*s != '\n' && *s != '\r')
				buf_char(&lines, *s);
			if (s[0] == '>' && s[1] == '<')
				buf_char(&lines, '\n');
		}
		buf_char(&lines, '\n');
		buf_free(&xml);
	}
	buf_free(file);
	*file = lines;
}

static void written(const struct app_report *x, enum document_format format, struct buf *out)
{
	struct err e;
	buf_init(out, DOCUMENT_BYTES_MAX);
	assert_int_equal(document_write(x->document, format, out, &e), 0);
}

/* "weekly.html": as what it is called. */
static void compare(const struct app_report *x, const char *name)
{
	static const char *const docx[] = {"word/document.xml", NULL};
	static const char *const xlsx[] = {
		"xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", NULL};
	struct buf out;
	enum document_format format;
	char file[100];
	const char *ending = strrchr(name, '.') + 1;
	assert_true(document_format_read(strcmp(ending, "txt") == 0 ? "text" : ending, &format));
	written(x, format, &out);
	golden_keep(&out, name);
	if (format == DOCUMENT_DOCX || format == DOCUMENT_XLSX)
		read_parts(&out, format == DOCUMENT_DOCX ? docx : xlsx);
	hide_code(&out, x->code);
	snprintf(file, sizeof file, "%s%s", name, format == DOCUMENT_DOCX || format == DOCUMENT_XLSX ? ".txt" : "");
	golden_compare(&out, "report", file);
	buf_free(&out);
}

/* A report as text, and more ways of it for who wants to look. */
static void print(
	struct bureau *b, const char *at, const char *report, const char *period, enum text_lang lang, const char *name)
{
	static const enum document_format more[] = {DOCUMENT_HTML, DOCUMENT_DOCX, DOCUMENT_XLSX};
	static const char *const ending[] = {"html", "docx", "xlsx"};
	struct app_report x = bureau_report(b, at, report, period, lang);
	char file[100];
	snprintf(file, sizeof file, "%s.txt", name);
	compare(&x, file);
	for (size_t i = 0; i < 3; i++) {
		struct buf out;
		written(&x, more[i], &out);
		snprintf(file, sizeof file, "%s.%s", name, ending[i]);
		golden_keep(&out, file);
		buf_free(&out);
	}
	app_report_free(&x);
}

static void compare_all(
	struct bureau *b, const char *at, const char *report, const char *period, enum text_lang lang, const char *name)
{
	static const char *const ending[] = {"html", "txt", "docx", "xlsx"};
	struct app_report x = bureau_report(b, at, report, period, lang);
	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) {
		char file[100];
		snprintf(file, sizeof file, "%s.%s", name, ending[i]);
		compare(&x, file);
	}
	app_report_free(&x);
}

/* --- Phú Lạc: forty-two hamlets, week by week --- */

static const struct unit phu_lac = {"05788", "Xã Phú Lạc", "commune", "", -1};

enum { HAMLETS = 42 };

static void phu_lac_hamlets(char *out, size_t bytes)
{
	out[0] = '\0';
	for (int i = 1; i <= HAMLETS; i++) {
		size_t n = strlen(out);
		snprintf(out + n, bytes - n, "05788-%02d,Xóm %d,hamlet,%d\n", i, i, 110 + (i * 37) % 90);
	}
}

/* Hamlet i in week w of the work: cumulative, a little different everywhere. */
static void hamlet_row(struct bureau *b, const char *at, int i, int w)
{
	char unit[UNIT_CODE];
	int listed = 110 + (i * 37) % 90, done = listed * (40 + 10 * w + i % 7 + (i == 9 && w == 2 ? 12 : 0)) / 100;
	snprintf(unit, sizeof unit, "05788-%02d", i);
	bureau_row(b, at, unit,
		(const int64_t[]){
			done, done * 4 + 60 - i, done * 2 + i, done, done / 2 + i % 5, done / 3 + i % 3, done / 5});
}

/* Of the one-stop system. */
static void type_figure(struct bureau *b, const char *at, const char *target, const char *typed, const char *period)
{
	struct err e;
	struct app_figure_done done;
	struct app_figure_wish wish = {.indicator = target,
		.typed = typed,
		.period = period,
		.source = "Hệ thống thông tin giải quyết TTHC",
		.date = "2023-01-02",
		.now = bureau_time(at),
		.lang = LANG_VI};
	if (app_figure_set(b->hub, &wish, &done, &e) != 0)
		fail_msg("%s: %s %s", target, text_name(e.text), e.arg[0]);
	app_figure_done_free(&done);
}

static void begin_phu_lac(struct bureau *b)
{
	char units[HAMLETS * 64];
	phu_lac_hamlets(units, sizeof units);
	bureau_begin(b, "phu-lac-2025.json", &phu_lac, units);
}

static void run_weeks(struct bureau *b)
{
	type_figure(b, "2025-11-12 16:00", "ho-so-truc-tuyen", "1.184/1.262", "2025-W46");
	type_figure(b, "2025-11-12 16:00", "thanh-toan", "341/502", "2025-W46");
	for (int i = 1; i <= HAMLETS - 3; i++)
		hamlet_row(b, "2025-11-05 15:30", i, 1);
	bureau_close(b, "2025-11-06 10:02", "2025-W45");
	for (int i = 1; i <= HAMLETS - 1; i++)
		hamlet_row(b, "2025-11-12 15:30", i, 2);
	bureau_close(b, "2025-11-13 10:04", "2025-W46");
	bureau_type(b, "2025-11-06 09:00", "weekly", "2025-W45", "tuyen-truyen",
		"- Phát thanh 14 buổi trên hệ thống truyền thanh của xã và 42 xóm.\n"
		"- Phát 1.200 tờ rơi; 06 buổi họp xóm có lồng ghép hướng dẫn, 540 lượt người dự.");
	bureau_type(b, "2025-11-13 09:00", "weekly", "2025-W46", "phan-hoi",
		"Người dân phản ánh Cổng DVC quốc gia có lúc chậm vào buổi tối; đã hướng dẫn nộp vào buổi sáng.");
	bureau_type(b, "2025-11-13 09:10", "weekly", "2025-W46", "kho-khan", "Xóm 42 chưa có sóng di động ổn định.");
	bureau_type(b, "2025-11-13 09:20", "weekly", "2025-W46", "kien-nghi", "Không.");
}

static void phu_lac_reports(void **state)
{
	(void)state;
	struct bureau b;
	begin_phu_lac(&b);
	print(&b, "2025-11-06 09:00", "weekly", "2025-W45", LANG_VI, "phu-lac-weekly-nothing");
	hamlet_row(&b, "2025-11-05 15:30", 7, 1);
	print(&b, "2025-11-06 09:00", "weekly", "2025-W45", LANG_VI, "phu-lac-weekly-one");
	run_weeks(&b);
	compare_all(&b, "2025-11-13 10:30", "weekly", "2025-W46", LANG_VI, "phu-lac-weekly");
	print(&b, "2025-11-13 10:30", "weekly", "2025-W46", LANG_EN, "phu-lac-weekly-en");
	print(&b, "2025-11-20 09:30", "weekly", "2025-W47", LANG_VI, "phu-lac-weekly-open");
	print(&b, "2025-12-18 10:30", "final", NULL, LANG_VI, "phu-lac-final");
	print(&b, "2025-11-13 10:30", "late", "2025-W46", LANG_VI, "phu-lac-late");
	bureau_end(&b);
}

/* --- districts and a province, month by month; their codes and names are made up --- */

static const struct unit loc_ha = {"D1", "Huyện Lộc Hà", "district", "", -1};
static const struct unit lam_thao = {"D2", "Huyện Lâm Thao", "district", "", -1};
static const struct unit lai_chau = {"P1", "Tỉnh Lai Châu", "province", "", -1};
static const struct unit upland = {"D3", "Huyện ……………………", "district", "", -1};

static const char communes[] = "C1,Xã An Bình,commune,1520\nC2,Xã Hòa Lạc,commune,1810\nC3,Xã Minh Tân,commune,960\n"
			       "C4,Thị trấn Trung Tâm,commune,2240\n";
/* A plan without visits: nobody lists households. */
static const char offices[] = "C1,Xã An Bình,commune,\nC2,Xã Hòa Lạc,commune,\nC3,Xã Minh Tân,commune,\n"
			      "C4,Thị trấn Trung Tâm,commune,\nO1,Phòng Văn hóa và Thông tin,office,\n";
static const char districts[] = "T1,Huyện Mường A,district,\nT2,Huyện Mường B,district,\nT3,Thành phố C,district,\n";

static void commune_row(struct bureau *b, const char *at, int i, int month)
{
	char unit[UNIT_CODE];
	int done = 400 + 40 * month + 35 * i + (i == 3 ? 60 * month : 0);
	snprintf(unit, sizeof unit, "C%d", i);
	bureau_row(b, at, unit, (const int64_t[]){done, done * 4, done * 2, done, done / 2, done / 3, done / 5});
}

static void loc_ha_reports(void **state)
{
	(void)state;
	struct bureau b;
	bureau_begin(&b, "loc-ha-2024.json", &loc_ha, communes);
	for (int i = 1; i <= 4; i++)
		commune_row(&b, "2024-07-30 14:00", i, 1);
	bureau_close(&b, "2024-08-01 08:00", "2024-07");
	for (int i = 1; i <= 3; i++)
		commune_row(&b, "2024-08-30 14:00", i, 3);
	bureau_close(&b, "2024-09-01 08:00", "2024-08");
	print(&b, "2024-09-01 09:00", "monthly", "2024-08", LANG_VI, "loc-ha-monthly");
	for (int i = 1; i <= 4; i++)
		commune_row(&b, "2024-09-29 14:00", i, 6);
	bureau_close(&b, "2024-10-01 08:00", "2024-09");
	print(&b, "2024-10-01 09:00", "final", NULL, LANG_VI, "loc-ha-final");
	bureau_end(&b);
}

/* Months closed on the fifteenth, some never. */
static void close_months(struct bureau *b, int year, int first, int last, int never)
{
	for (int m = first; m <= last; m++) {
		char at[24], period[16];
		snprintf(at, sizeof at, "%d-%02d-15 08:00", year, m);
		snprintf(period, sizeof period, "%d-%02d", year, m);
		if (m != never)
			bureau_close(b, at, period);
	}
}

static void lam_thao_reports(void **state)
{
	(void)state;
	struct bureau b;
	bureau_begin(&b, "lam-thao-2023.json", &lam_thao, offices);
	close_months(&b, 2023, 1, 9, 5);
	bureau_type(&b, "2023-09-15 09:00", "monthly", "2023-09", "chi-dao", "Kiểm tra 04 xã, thị trấn.");
	print(&b, "2023-09-15 10:00", "monthly", "2023-09", LANG_VI, "lam-thao-monthly");
	print(&b, "2023-09-16 10:00", "quarterly", "2023-Q3", LANG_VI, "lam-thao-quarter");
	print(&b, "2023-06-16 10:00", "half-yearly", "2023-H1", LANG_VI, "lam-thao-half");
	close_months(&b, 2023, 10, 12, 0);
	print(&b, "2023-12-16 10:00", "yearly", "2023", LANG_VI, "lam-thao-year");
	bureau_end(&b);
}

static void lai_chau_reports(void **state)
{
	(void)state;
	struct bureau b;
	bureau_begin(&b, "lai-chau-2023.json", &lai_chau, districts);
	close_months(&b, 2023, 4, 12, 0);
	print(&b, "2023-09-16 10:00", "quarterly", "2023-Q3", LANG_VI, "lai-chau-quarter");
	print(&b, "2023-12-16 10:00", "yearly", NULL, LANG_EN, "lai-chau-year-en");
	bureau_end(&b);
}

static void thanh_hoa_reports(void **state)
{
	(void)state;
	struct bureau b;
	struct buf notice;
	bureau_begin(&b, "thanh-hoa-2024.json", &upland, communes);
	for (int i = 1; i <= 3; i++)
		commune_row(&b, "2024-05-10 14:00", i, 2);
	bureau_close(&b, "2024-05-15 08:00", "2024-05");
	for (int i = 2; i <= 3; i++)
		commune_row(&b, "2024-06-10 14:00", i, 4);
	bureau_close(&b, "2024-06-15 08:00", "2024-06");
	print(&b, "2024-06-15 09:00", "monthly", "2024-06", LANG_VI, "thanh-hoa-monthly");
	compare_all(&b, "2024-06-15 09:00", "late", "2024-06", LANG_VI, "thanh-hoa-late");
	struct app_report x = bureau_report(&b, "2024-06-15 09:00", "late", "2024-06", LANG_VI);
	buf_init(&notice, DOCUMENT_BYTES_MAX);
	buf_text(&notice, x.notice);
	golden_compare(&notice, "report", "thanh-hoa-notice.txt");
	buf_free(&notice);
	app_report_free(&x);
	bureau_end(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(phu_lac_reports),
		cmocka_unit_test(loc_ha_reports),
		cmocka_unit_test(lam_thao_reports),
		cmocka_unit_test(lai_chau_reports),
		cmocka_unit_test(thanh_hoa_reports),
	};
	return cmocka_run_group_tests_name("report-golden", tests, NULL, NULL);
}
