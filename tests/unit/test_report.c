/* test_report.c - Form 02 in its five formats, against the files in tests/golden/report-*.
 *
 * After a change that is meant: TUNGNHA_GOLDEN=write, run from the top folder, look at the new prints
 * (tests/support/html_to_png.sh, xlsx_to_png.sh), and commit them with the change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <zip.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>
#include <tungnha/html.h>
#include <tungnha/json.h>
#include <tungnha/report.h>

static const int64_t MORNING = 1762135200; /* 2025-11-03T09:00:00+07:00 */

static struct form *form;

static struct unit place[] = {
	{"05788", "Xã Phú Lạc", "commune", "19", -1},
};

static struct campaign campaign = {
	.id = "phu-lac-2025",
	.unit = place,
	.units = 1,
	.unit_word = {{"Xóm", "Hamlet"}},
	.issuer = {"ỦY BAN NHÂN DÂN", "XÃ PHÚ LẠC"},
	.issuers = 2,
	.number_line = "Số:       /BC-UBND",
	.place = "Phú Lạc",
	.signatures = {"KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Đinh Xuân Tuyên"},
	.signature_lines = 3,
	.unit_signatures = {"Người lập biểu", "Trưởng xóm"},
};

static int load_form(void **state)
{
	(void)state;
	struct err e;
	size_t n;
	alloc_init();
	const char *json = form_shipped("mau-02", &n);
	assert_non_null(json);
	return form_load(json, n, "mau-02.json", &form, &e);
}

static int free_form(void **state)
{
	(void)state;
	form_free(form);
	return 0;
}

/* --- building a report by hand --- */

static void set(struct form_sums *s, const char *column, int64_t value)
{
	int i = form_column_index(form, column);
	assert_true(i >= 0);
	s->value[i] = value;
}

static void set_unknown(struct form_sums *s, const char *column, int64_t households)
{
	int i = form_column_index(form, column);
	assert_true(i >= 0);
	s->unknown[i] = households;
}

static struct report make(enum text_lang lang, bool own)
{
	struct report r = {.form = form, .campaign = &campaign, .lang = lang, .own = own, .as_of = MORNING};
	r.unit = own ? (struct unit){"05788-02", "Xóm Đại Hà", "hamlet", "05788", 133} : place[0];
	r.row = alloc_zero(1, sizeof *r.row);
	return r;
}

static struct report_row *add_row(struct report *r, const char *code, const char *name, enum report_source source)
{
	r->row = alloc_grow(r->row, r->rows + 1, sizeof *r->row);
	struct report_row *row = &r->row[r->rows++];
	*row = (struct report_row){.source = source};
	snprintf(row->unit.code, sizeof row->unit.code, "%s", code);
	snprintf(row->unit.name, sizeof row->unit.name, "%s", name);
	return row;
}

static void numbers(struct report_row *row, const int64_t n[7], int64_t listed, int64_t with_vneid)
{
	static const char *const column[7] = {"households", "persons", "vneid", "no_vneid", "online_dossiers",
		"eresult_dossiers", "rated_households"};
	for (int i = 0; i < 7; i++)
		set(&row->sums, column[i], n[i]);
	set(&row->sums, "listed", listed);
	set(&row->sums, "with_vneid", with_vneid);
	snprintf(row->note, sizeof row->note, "đã rà soát %d/%d hộ", (int)n[0], (int)listed);
}

static void add_up(struct report *r)
{
	for (size_t i = 0; i < r->rows; i++) {
		for (size_t c = 0; c < form->columns; c++) {
			r->total.sums.value[c] += r->row[i].sums.value[c];
			r->total.sums.unknown[c] += r->row[i].sums.unknown[c];
		}
	}
}

static struct report hamlet(void)
{
	struct report r = make(LANG_VI, true);
	struct report_row *row = add_row(&r, "05788-02", "Xóm Đại Hà", REPORT_DEVICES);
	numbers(row, (const int64_t[]){118, 469, 314, 85, 136, 111, 43}, 133, 117);
	set_unknown(&row->sums, "online_dossiers", 12);
	set_unknown(&row->sums, "eresult_dossiers", 3);
	add_up(&r);
	return r;
}

static struct report commune(enum text_lang lang)
{
	struct report r = make(lang, false);
	struct report_row *row = add_row(&r, "05788-01", "Xóm 11", REPORT_DEVICES);
	numbers(row, (const int64_t[]){102, 390, 267, 58, 93, 79, 0}, 111, 99);
	set_unknown(&row->sums, "rated_households", 1);
	row = add_row(&r, "05788-02", "Xóm Đại Hà", REPORT_PAPER);
	numbers(row, (const int64_t[]){1118, 4469, 3314, 385, 1136, 111, 43}, 1133, 1117);
	snprintf(row->note, sizeof row->note, "nhập tay; <b>\"Tổ 2 & 3\"</b> ghi chung");
	row = add_row(&r, "05788-03", "Xóm Đầm Dím", REPORT_NEVER);
	set(&row->sums, "listed", 150);
	row = add_row(&r, "05788-04", "Xóm Đồng Tiến", REPORT_IMPORT);
	numbers(row, (const int64_t[]){108, 430, 278, 73, 100, 80, 40}, 119, 105);
	set_unknown(&row->sums, "online_dossiers", 1204);
	snprintf(row->note, sizeof row->note, "=HYPERLINK(0)");
	add_up(&r);
	return r;
}

static struct report blank(bool with_units)
{
	struct report r = commune(LANG_VI);
	r.blank = true;
	if (!with_units)
		r.rows = 0;
	for (size_t i = 0; i < r.rows; i++)
		r.row[i].note[0] = '\0';
	return r;
}

/* A hamlet on paper that left columns out, and what somebody else counted for two hamlets. */
static struct report paper(enum text_lang lang)
{
	struct report r = commune(lang);
	struct report_row *row = &r.row[1];
	for (size_t i = 0; i < form->columns; i++) {
		if (i == 0 || (int)i == form_column_index(form, "persons") || form->column[i].listed)
			continue;
		row->missing[i] = true;
		row->sums.value[i] = 0;
		row->sums.unknown[i] = 1118;
	}
	row->typed = row->typed_used = true;
	snprintf(row->typed_source, sizeof row->typed_source, "Trưởng xóm <báo>");
	snprintf(row->typed_date, sizeof row->typed_date, "2025-11-02");
	snprintf(row->note, sizeof row->note, "đã rà soát 1118/1133 hộ; nhập tay theo Trưởng xóm <báo>, 02/11/2025");
	memset(&r.total.sums, 0, sizeof r.total.sums);
	add_up(&r);
	r.references = 2;
	r.reference = alloc_zero(2, sizeof *r.reference);
	for (size_t k = 0; k < 2; k++) {
		struct report_reference *x = &r.reference[k];
		x->unit = r.row[k].unit;
		snprintf(x->source, sizeof x->source, "Công an xã");
		snprintf(x->date, sizeof x->date, "2025-11-01");
		for (int i = 0; i < 4; i++) {
			x->given[i] = i < 3 || k;
			x->value[i] = x->given[i] ? r.row[0].sums.value[i] + 1 - i : 0;
			x->compared[i] = x->given[i] && !r.row[k].missing[i];
			x->difference[i] = x->compared[i] ? x->value[i] - r.row[k].sums.value[i] : 0;
		}
	}
	return r;
}

/* --- golden files --- */

static void write_whole(const struct report *r, enum report_format format, struct buf *out)
{
	struct err e;
	buf_init(out, REPORT_BYTES_MAX);
	assert_int_equal(report_write(r, format, out, &e), 0);
}

static void compare_bytes(const struct buf *got, const char *name)
{
	struct err e;
	struct buf want;
	char path[200];
	snprintf(path, sizeof path, "tests/golden/report-%s", name);
	const char *mode = getenv("TUNGNHA_GOLDEN");
	if (mode && strcmp(mode, "write") == 0)
		assert_int_equal(file_write(path, got->data, got->len, 0644, &e), 0);
	buf_init(&want, REPORT_BYTES_MAX);
	assert_int_equal(file_read(path, &want, &e), 0);
	if (want.len != got->len || memcmp(want.data, got->data, got->len) != 0)
		print_message("%s differs. Written now:\n%s\n", path, got->data);
	assert_int_equal(want.len, got->len);
	assert_memory_equal(want.data, got->data, got->len);
	buf_free(&want);
}

static void compare(struct report r, enum report_format format, const char *name)
{
	struct buf out;
	write_whole(&r, format, &out);
	compare_bytes(&out, name);
	buf_free(&out);
	report_free(&r);
}

/* One part of a spreadsheet, appended as text. */
static void part(const struct buf *xlsx, const char *name, struct buf *out)
{
	zip_error_t error;
	zip_stat_t about;
	zip_source_t *source = zip_source_buffer_create(xlsx->data, xlsx->len, 0, &error);
	zip_t *z = zip_open_from_source(source, ZIP_RDONLY, &error);
	assert_non_null(z);
	assert_int_equal(zip_stat(z, name, 0, &about), 0);
	size_t n = (size_t)about.size;
	char *bytes = alloc_bytes(n);
	zip_file_t *f = zip_fopen(z, name, 0);
	assert_int_equal(zip_fread(f, bytes, n), (zip_int64_t)n);
	buf_add(out, bytes, n);
	free(bytes);
	zip_fclose(f);
	zip_close(z);
}

/* A line an element, from the first `from` on: what stands before it differs with the library's version. */
static void part_lines(const struct buf *xlsx, const char *name, const char *from, struct buf *out)
{
	struct buf xml;
	buf_init(&xml, REPORT_BYTES_MAX);
	part(xlsx, name, &xml);
	const char *s = strstr(xml.data, from);
	assert_non_null(s);
	buf_print(out, "== %s\n", name);
	for (; *s; s++) {
		if (*s == '\n')
			continue;
		buf_char(out, *s);
		if (s[0] == '>' && s[1] == '<')
			buf_char(out, '\n');
	}
	buf_char(out, '\n');
	buf_free(&xml);
}

static void compare_xlsx(struct report r, const char *name)
{
	struct buf xlsx, parts;
	write_whole(&r, REPORT_XLSX, &xlsx);
	buf_init(&parts, REPORT_BYTES_MAX);
	part_lines(&xlsx, "xl/workbook.xml", "<sheets>", &parts);
	part_lines(&xlsx, "xl/worksheets/sheet1.xml", "<sheetData>", &parts);
	part_lines(&xlsx, "xl/sharedStrings.xml", "<si>", &parts);
	compare_bytes(&parts, name);
	buf_free(&parts);
	buf_free(&xlsx);
	report_free(&r);
}

static void golden_hamlet(void **state)
{
	(void)state;
	compare(hamlet(), REPORT_HTML, "hamlet.html");
	compare(hamlet(), REPORT_TEXT, "hamlet.txt");
	compare(hamlet(), REPORT_JSON, "hamlet.json");
	compare(hamlet(), REPORT_CSV, "hamlet.csv");
	compare_xlsx(hamlet(), "hamlet.xlsx.txt");
}

static void golden_commune(void **state)
{
	(void)state;
	compare(commune(LANG_VI), REPORT_HTML, "commune.html");
	compare(commune(LANG_VI), REPORT_TEXT, "commune.txt");
	compare(commune(LANG_VI), REPORT_JSON, "commune.json");
	compare(commune(LANG_VI), REPORT_CSV, "commune.csv");
	compare_xlsx(commune(LANG_VI), "commune.xlsx.txt");
}

static void golden_english(void **state)
{
	(void)state;
	compare(commune(LANG_EN), REPORT_HTML, "commune-en.html");
	compare(commune(LANG_EN), REPORT_TEXT, "commune-en.txt");
	compare(commune(LANG_EN), REPORT_CSV, "commune-en.csv");
	compare_xlsx(commune(LANG_EN), "commune-en.xlsx.txt");
}

static void golden_paper(void **state)
{
	(void)state;
	compare(paper(LANG_VI), REPORT_HTML, "paper.html");
	compare(paper(LANG_VI), REPORT_TEXT, "paper.txt");
	compare(paper(LANG_EN), REPORT_TEXT, "paper-en.txt");
	compare(paper(LANG_VI), REPORT_JSON, "paper.json");
	compare(paper(LANG_VI), REPORT_CSV, "paper.csv");
	compare_xlsx(paper(LANG_VI), "paper.xlsx.txt");
}

static void golden_blank(void **state)
{
	(void)state;
	compare(blank(true), REPORT_HTML, "blank.html");
	compare(blank(true), REPORT_TEXT, "blank.txt");
	compare(blank(true), REPORT_CSV, "blank.csv");
	compare(blank(false), REPORT_HTML, "blank-no-units.html");
	compare_xlsx(blank(true), "blank.xlsx.txt");
	compare_xlsx(blank(false), "blank-no-units.xlsx.txt");
}

/* --- what must hold whatever the golden files say --- */

static bool contains(const struct buf *b, const char *s)
{
	return strstr(b->data, s) != NULL;
}

static void written(struct report r, enum report_format format, struct buf *out)
{
	write_whole(&r, format, out);
	report_free(&r);
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
	written(commune(LANG_VI), REPORT_HTML, &out);
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
	written(commune(LANG_VI), REPORT_HTML, &out);
	assert_true(contains(&out, "<td class=\"n\">1.118</td>"));
	assert_true(contains(&out, "<td class=\"n\">0</td>"));
	assert_true(contains(&out, "<td class=\"n\">–</td>"));
	assert_true(contains(&out, "1.204 hộ chưa rõ"));
	buf_free(&out);
	written(commune(LANG_EN), REPORT_HTML, &out);
	assert_true(contains(&out, "<td class=\"n\">1,118</td>"));
	assert_true(contains(&out, "Phú Lạc, 3 November 2025"));
	assert_true(contains(&out, "<html lang=\"en\">"));
	buf_free(&out);
}

static void markup_in_data_is_text(void **state)
{
	(void)state;
	struct buf out;
	written(commune(LANG_VI), REPORT_HTML, &out);
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
	written(hamlet(), REPORT_HTML, &out);
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
		struct report r = hamlet();
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
			struct report r = own ? hamlet() : commune(LANG_VI);
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
	written(commune(LANG_VI), REPORT_JSON, &out);
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
	written(commune(LANG_VI), REPORT_CSV, &out);
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
	written(commune(LANG_VI), REPORT_TEXT, &out);
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
	written(commune(LANG_VI), REPORT_XLSX, &xlsx);
	part(&xlsx, "xl/worksheets/sheet1.xml", &sheet);
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
	written(commune(LANG_VI), REPORT_XLSX, &a);
	sleep(1); /* a clock in the file would show */
	written(commune(LANG_VI), REPORT_XLSX, &b);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.data, b.data, a.len);
	buf_free(&a);
	buf_free(&b);
}

static struct report country(void)
{
	struct report r = make(LANG_VI, false);
	r.row = alloc_grow(r.row, 3321, sizeof *r.row);
	for (int i = 0; i < 3321; i++) {
		r.row[i] = (struct report_row){.source = REPORT_IMPORT};
		snprintf(r.row[i].unit.code, UNIT_CODE, "%05d", i);
		snprintf(r.row[i].unit.name, UNIT_NAME, "Xã %d", i);
		numbers(&r.row[i], (const int64_t[]){8000, 30000, 20000, 5000, 9000, 8000, 4000}, 8200, 7900);
	}
	r.rows = 3321;
	add_up(&r);
	return r;
}

static void a_country_of_communes(void **state)
{
	(void)state;
	struct buf out, sheet;
	buf_init(&sheet, REPORT_BYTES_MAX);
	written(country(), REPORT_XLSX, &out);
	part(&out, "xl/worksheets/sheet1.xml", &sheet);
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
	struct report r = hamlet();
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
		struct report r = commune(LANG_VI);
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
		cmocka_unit_test(golden_hamlet),
		cmocka_unit_test(golden_commune),
		cmocka_unit_test(golden_english),
		cmocka_unit_test(golden_paper),
		cmocka_unit_test(golden_blank),
		cmocka_unit_test(print_has_the_plans_words_and_order),
		cmocka_unit_test(print_writes_numbers_as_people_do),
		cmocka_unit_test(markup_in_data_is_text),
		cmocka_unit_test(a_hamlet_signs_and_has_no_number),
		cmocka_unit_test(months_after_february_have_no_zero),
		cmocka_unit_test(a_device_without_campaign_still_prints),
		cmocka_unit_test(json_is_the_contract),
		cmocka_unit_test(csv_is_for_vietnamese_excel),
		cmocka_unit_test(text_columns_stand_under_each_other),
		cmocka_unit_test(xlsx_total_is_live),
		cmocka_unit_test(xlsx_same_numbers_same_bytes),
		cmocka_unit_test(a_country_of_communes),
		cmocka_unit_test(a_temporary_folder_that_is_not_there),
		cmocka_unit_test(what_does_not_fit_is_refused),
		cmocka_unit_test(formats_are_words),
	};
	return cmocka_run_group_tests(tests, load_form, free_form);
}
