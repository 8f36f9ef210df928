/* test_report.c - Form 02 in its five formats: what must hold whatever the golden files say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>
#include <tungnha/html.h>
#include <tungnha/json.h>
#include <tungnha/report.h>

#include "../support/prints.h"

static bool contains(const struct buf *b, const char *s)
{
	return strstr(b->data, s) != NULL;
}

static void written(struct report r, enum report_format format, struct buf *out)
{
	prints_write(&r, format, out);
	report_free(&r);
}

static void put(struct report_row *row, const struct form *f, const char *column, int64_t value, int64_t unknown)
{
	int i = form_column_index(f, column);
	assert_true(i >= 0);
	row->sums.value[i] = value;
	row->sums.unknown[i] = unknown;
}

/* 103 of one unit's and 2 of another's are no ratio: who gave only one side weighs on neither. */
static void ratios_add_up_who_knows_both_sides(void **state)
{
	(void)state;
	size_t n;
	const char *bytes = form_shipped("mau-02", &n);
	struct form *f;
	struct err e;
	assert_int_equal(form_load(bytes, n, "mau-02.json", &f, &e), 0);
	struct report_row row[3] = {0};
	struct report r = {.form = f, .row = row, .rows = 3};
	put(&row[0], f, "reviewed", 90, 0), put(&row[0], f, "listed", 100, 0);
	put(&row[1], f, "reviewed", 103, 0), put(&row[1], f, "listed", 0, 103);
	put(&row[2], f, "reviewed", 0, 40), put(&row[2], f, "listed", 200, 0);
	for (size_t c = 0; c < f->columns; c++)
		for (size_t i = 0; i < r.rows; i++) {
			r.total.sums.value[c] += row[i].sums.value[c];
			r.total.sums.unknown[c] += row[i].sums.unknown[c];
		}
	int64_t num, den;
	report_indicate(&r, form_indicator_index(f, "coverage"), &num, &den);
	assert_int_equal(num, 90);
	assert_int_equal(den, 100);
	form_free(f);
}

static void print_has_the_plans_words_and_order(void **state)
{
	(void)state;
	static const char *const words[] = {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
		"Phú Lạc, ngày 03 tháng 11 năm 2025",
		"BẢNG BÁO CÁO TIẾN ĐỘ RÀ SOÁT DỊCH VỤ CÔNG, SỐ HÓA HỒ SƠ VÀ ĐỊNH DANH ĐIỆN TỬ</h1>",
		"(Dành cho các xóm, Tổ công nghệ số cộng đồng)", ">Xóm</th>", ">Số hộ</th>", ">Số khẩu</th>",
		">Người có VNeID</th>", ">Người chưa có</th>", ">Hồ sơ DVC trực tuyến</th>",
		">Hồ sơ có kết quả điện tử</th>", ">Hộ đã đánh giá hài lòng</th>", ">Ghi chú</th></tr>", ">Xóm 11</th>",
		">Tổng</th>", "KT. CHỦ TỊCH", "Đinh Xuân Tuyên"};
	struct buf out;
	written(prints_commune(LANG_VI), REPORT_HTML, &out);
	const char *at = strstr(out.data, "<body>");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		at = strstr(at, words[i]);
		if (!at)
			fail_msg("not there, or out of order: %s", words[i]);
	}
	buf_free(&out);
}

static void print_writes_numbers_as_people_do(void **state)
{
	(void)state;
	struct buf out;
	written(prints_commune(LANG_VI), REPORT_HTML, &out);
	assert_true(contains(&out, "<td class=\"n\">1.118</td>"));
	assert_true(contains(&out, "<td class=\"n\">0</td>"));
	assert_true(contains(&out, "<td class=\"n\">–</td>"));
	assert_true(contains(&out, "1.204 hộ chưa rõ"));
	buf_free(&out);
	written(prints_commune(LANG_EN), REPORT_HTML, &out);
	assert_true(contains(&out, "<td class=\"n\">1,118</td>"));
	assert_true(contains(&out, "Phú Lạc, 3 November 2025"));
	assert_true(contains(&out, "<html lang=\"en\">"));
	buf_free(&out);
}

static void markup_in_data_is_text(void **state)
{
	(void)state;
	struct buf out;
	written(prints_commune(LANG_VI), REPORT_HTML, &out);
	assert_false(contains(&out, "<b>"));
	assert_false(contains(&out, "<script"));
	assert_true(contains(&out, "&lt;b&gt;&quot;Tổ 2 &amp; 3&quot;&lt;/b&gt;"));
	buf_clear(&out);
	html_text(&out, "a<b>&\"'c");
	html_text(&out, NULL);
	html_markup_unescaped(&out, "<br>");
	assert_string_equal(out.data, "a&lt;b&gt;&amp;&quot;&#39;c<br>");
	buf_free(&out);
}

static void a_hamlet_signs_and_has_no_number(void **state)
{
	(void)state;
	struct buf out;
	written(prints_hamlet(), REPORT_HTML, &out);
	assert_true(contains(&out, "XÃ PHÚ LẠC"));
	assert_true(contains(&out, "XÓM ĐẠI HÀ"));
	assert_true(contains(&out, "Người lập biểu"));
	assert_true(contains(&out, "Trưởng xóm"));
	assert_true(contains(&out, "(Ký, ghi rõ họ tên)"));
	assert_false(contains(&out, "BC-UBND"));
	assert_false(contains(&out, "CỘNG HÒA"));
	buf_free(&out);
}

static void months_after_february_have_no_zero(void **state)
{
	(void)state;
	static const struct {
		int64_t at;
		const char *words;
	} days[] = {{1738371600, "ngày 01 tháng 02 năm 2025"}, {1754359200, "ngày 05 tháng 8 năm 2025"},
		{1765299600, "ngày 10 tháng 12 năm 2025"}, {1735664400, "ngày 01 tháng 01 năm 2025"}};
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		struct buf out;
		struct report r = prints_hamlet();
		r.as_of = days[i].at;
		written(r, REPORT_HTML, &out);
		if (!contains(&out, days[i].words))
			fail_msg("%s", days[i].words);
		buf_free(&out);
	}
}

static void a_device_without_campaign_still_prints(void **state)
{
	(void)state;
	for (int own = 0; own < 2; own++) {
		for (int format = REPORT_TEXT; format <= REPORT_HTML; format++) {
			struct report r = own ? prints_hamlet() : prints_commune(LANG_VI);
			struct buf out;
			r.campaign = NULL;
			written(r, (enum report_format)format, &out);
			assert_true(out.len > 100);
			buf_free(&out);
		}
	}
}

static void json_is_the_contract(void **state)
{
	(void)state;
	struct buf out;
	int64_t n;
	written(prints_commune(LANG_VI), REPORT_JSON, &out);
	assert_ptr_equal(strchr(out.data, '\n'), out.data + out.len - 1);
	cJSON *root = json_parse(out.data, out.len, 8);
	assert_non_null(root);
	assert_string_equal(json_string(root, "form"), "mau-02");
	assert_string_equal(json_string(root, "as_of"), "2025-11-03T09:00:00+07:00");
	assert_string_equal(json_string(json_object(root, "unit"), "code"), "05788");
	assert_string_equal(json_string(json_object(root, "unit"), "level"), "commune");
	const cJSON *rows = json_array(root, "rows");
	assert_int_equal(cJSON_GetArraySize(rows), 4);
	const cJSON *never = cJSON_GetArrayItem(rows, 2);
	assert_true(cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(never, "source")));
	assert_true(json_int(never, "households", 0, 0, &n));
	assert_true(json_int(never, "listed", 150, 150, &n));
	assert_int_equal(cJSON_GetArraySize(json_object(never, "unknown")), 0);
	const cJSON *last = cJSON_GetArrayItem(rows, 3);
	assert_string_equal(json_string(last, "source"), "import");
	assert_int_equal(cJSON_GetArraySize(json_object(last, "unknown")), 1);
	assert_true(json_int(json_object(last, "unknown"), "online_dossiers", 1204, 1204, &n));
	assert_null(cJSON_GetObjectItemCaseSensitive(last, "absent"));
	assert_true(json_int(json_object(root, "total"), "persons", 5289, 5289, &n));
	assert_true(json_int(json_object(root, "total"), "with_vneid", 1321, 1321, &n));
	cJSON_Delete(root);
	buf_free(&out);
}

static void csv_is_for_vietnamese_excel(void **state)
{
	(void)state;
	struct buf out;
	written(prints_commune(LANG_VI), REPORT_CSV, &out);
	assert_memory_equal(out.data, "\xef\xbb\xbf", 3);
	assert_true(contains(&out, "\r\n\"05788-01\";Xóm 11;102;390;267;58;93;79;0;111;99;"));
	assert_true(contains(&out, ";'=HYPERLINK(0)\r\n"));
	assert_true(contains(&out, "\r\n\"05788-03\";Xóm Đầm Dím;;;;;;;;150;;"));
	assert_true(contains(&out, "\r\n\"\";Tổng;1328;5289;"));
	buf_free(&out);
}

static void text_columns_stand_under_each_other(void **state)
{
	(void)state;
	struct buf out;
	written(prints_commune(LANG_VI), REPORT_TEXT, &out);
	assert_true(contains(&out, "\nXóm Đại Hà         1.118"));
	assert_true(contains(&out, "\nXóm Đầm Dím            –"));
	assert_true(contains(&out, "\nTổng               1.328"));
	assert_false(contains(&out, " \n"));
	buf_free(&out);
}

/* --- spreadsheets --- */

static void xlsx_total_is_live(void **state)
{
	(void)state;
	struct buf xlsx, sheet;
	buf_init(&sheet, REPORT_BYTES_MAX);
	written(prints_commune(LANG_VI), REPORT_XLSX, &xlsx);
	prints_part(&xlsx, "xl/worksheets/sheet1.xml", &sheet);
	assert_true(contains(&sheet, "<f>SUM(B10:B13)</f><v>1328</v>"));
	assert_true(contains(&sheet, "orientation=\"landscape\""));
	assert_true(contains(&sheet, "fitToHeight=\"0\""));
	assert_true(contains(&sheet, "state=\"frozen\""));
	buf_free(&sheet);
	buf_free(&xlsx);
}

static void xlsx_same_numbers_same_bytes(void **state)
{
	(void)state;
	struct buf a, b;
	written(prints_commune(LANG_VI), REPORT_XLSX, &a);
	sleep(1); /* a clock in the file would show */
	written(prints_commune(LANG_VI), REPORT_XLSX, &b);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.data, b.data, a.len);
	buf_free(&a);
	buf_free(&b);
}

static struct report country(void)
{
	struct report r = prints_make(LANG_VI, false);
	r.row = alloc_grow(r.row, 3321, sizeof *r.row);
	for (int i = 0; i < 3321; i++) {
		r.row[i] = (struct report_row){.source = REPORT_IMPORT};
		snprintf(r.row[i].unit.code, UNIT_CODE, "%05d", i);
		snprintf(r.row[i].unit.name, UNIT_NAME, "Xã %d", i);
		prints_numbers(&r.row[i], (const int64_t[]){8000, 30000, 20000, 5000, 9000, 8000, 4000}, 8200, 7900);
	}
	r.rows = 3321;
	prints_add_up(&r);
	return r;
}

static void a_country_of_communes(void **state)
{
	(void)state;
	struct buf out, sheet;
	buf_init(&sheet, REPORT_BYTES_MAX);
	written(country(), REPORT_XLSX, &out);
	prints_part(&out, "xl/worksheets/sheet1.xml", &sheet);
	assert_true(contains(&sheet, "<f>SUM(C10:C3330)</f><v>99630000</v>"));
	buf_free(&sheet);
	buf_free(&out);
	written(country(), REPORT_HTML, &out);
	assert_true(contains(&out, "<td class=\"n\">99.630.000</td>"));
	buf_free(&out);
}

static void a_temporary_folder_that_is_not_there(void **state)
{
	(void)state;
	struct err e;
	struct buf out;
	const char *old = getenv("TMPDIR");
	char *kept = alloc_copy(old);
	struct report r = prints_hamlet();
	buf_init(&out, REPORT_BYTES_MAX);
	setenv("TMPDIR", "/nonexistent", 1);
	assert_int_equal(report_write(&r, REPORT_XLSX, &out, &e), -1);
	assert_int_equal(e.code, ERR_NOT_FOUND);
	if (kept)
		setenv("TMPDIR", kept, 1);
	else
		unsetenv("TMPDIR");
	free(kept);
	buf_free(&out);
	report_free(&r);
}

static void what_does_not_fit_is_refused(void **state)
{
	(void)state;
	for (int format = REPORT_TEXT; format <= REPORT_HTML; format++) {
		struct err e;
		struct buf out;
		struct report r = prints_commune(LANG_VI);
		buf_init(&out, 300);
		assert_int_equal(report_write(&r, (enum report_format)format, &out, &e), -1);
		assert_true(e.code == ERR_CREATE || e.code == ERR_DATA);
		buf_free(&out);
		report_free(&r);
	}
}

static void formats_are_words(void **state)
{
	(void)state;
	static const char *const words[] = {"text", "csv", "json", "xlsx", "html"};
	enum report_format f;
	for (int i = 0; i < 5; i++) {
		assert_true(report_format_read(words[i], &f));
		assert_int_equal(f, i);
	}
	assert_false(report_format_read("pdf", &f));
	assert_false(report_format_read("", &f));
	assert_false(report_format_read(NULL, &f));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(print_has_the_plans_words_and_order),
		cmocka_unit_test(print_writes_numbers_as_people_do),
		cmocka_unit_test(markup_in_data_is_text),
		cmocka_unit_test(a_hamlet_signs_and_has_no_number),
		cmocka_unit_test(months_after_february_have_no_zero),
		cmocka_unit_test(a_device_without_campaign_still_prints),
		cmocka_unit_test(json_is_the_contract),
		cmocka_unit_test(ratios_add_up_who_knows_both_sides),
		cmocka_unit_test(csv_is_for_vietnamese_excel),
		cmocka_unit_test(text_columns_stand_under_each_other),
		cmocka_unit_test(xlsx_total_is_live),
		cmocka_unit_test(xlsx_same_numbers_same_bytes),
		cmocka_unit_test(a_country_of_communes),
		cmocka_unit_test(a_temporary_folder_that_is_not_there),
		cmocka_unit_test(what_does_not_fit_is_refused),
		cmocka_unit_test(formats_are_words),
	};
	return cmocka_run_group_tests(tests, prints_begin, prints_end);
}
