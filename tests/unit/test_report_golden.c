/* test_report_golden.c - Form 02 in its five formats, against the files in tests/golden/report-*.
 *
 * After a change that is meant: TUNGNHA_GOLDEN=write, run from the top folder, look at the new prints
 * (tests/support/html_to_png.sh, office_to_png.sh), and commit them with the change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>

#include "../support/prints.h"

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
	prints_write(&r, format, &out);
	compare_bytes(&out, name);
	buf_free(&out);
	report_free(&r);
}

/* A line an element, from the first `from` on: what stands before it differs with the library's version. */
static void part_lines(const struct buf *xlsx, const char *name, const char *from, struct buf *out)
{
	struct buf xml;
	buf_init(&xml, REPORT_BYTES_MAX);
	prints_part(xlsx, name, &xml);
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
	prints_write(&r, REPORT_XLSX, &xlsx);
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
	compare(prints_hamlet(), REPORT_HTML, "hamlet.html");
	compare(prints_hamlet(), REPORT_TEXT, "hamlet.txt");
	compare(prints_hamlet(), REPORT_JSON, "hamlet.json");
	compare(prints_hamlet(), REPORT_CSV, "hamlet.csv");
	compare_xlsx(prints_hamlet(), "hamlet.xlsx.txt");
}

static void golden_commune(void **state)
{
	(void)state;
	compare(prints_commune(LANG_VI), REPORT_HTML, "commune.html");
	compare(prints_commune(LANG_VI), REPORT_TEXT, "commune.txt");
	compare(prints_commune(LANG_VI), REPORT_JSON, "commune.json");
	compare(prints_commune(LANG_VI), REPORT_CSV, "commune.csv");
	compare_xlsx(prints_commune(LANG_VI), "commune.xlsx.txt");
}

static void golden_english(void **state)
{
	(void)state;
	compare(prints_commune(LANG_EN), REPORT_HTML, "commune-en.html");
	compare(prints_commune(LANG_EN), REPORT_TEXT, "commune-en.txt");
	compare(prints_commune(LANG_EN), REPORT_CSV, "commune-en.csv");
	compare_xlsx(prints_commune(LANG_EN), "commune-en.xlsx.txt");
}

static void golden_paper(void **state)
{
	(void)state;
	compare(prints_paper(LANG_VI), REPORT_HTML, "paper.html");
	compare(prints_paper(LANG_VI), REPORT_TEXT, "paper.txt");
	compare(prints_paper(LANG_EN), REPORT_TEXT, "paper-en.txt");
	compare(prints_paper(LANG_VI), REPORT_JSON, "paper.json");
	compare(prints_paper(LANG_VI), REPORT_CSV, "paper.csv");
	compare_xlsx(prints_paper(LANG_VI), "paper.xlsx.txt");
}

static void golden_blank(void **state)
{
	(void)state;
	compare(prints_blank(true), REPORT_HTML, "blank.html");
	compare(prints_blank(true), REPORT_TEXT, "blank.txt");
	compare(prints_blank(true), REPORT_CSV, "blank.csv");
	compare(prints_blank(false), REPORT_HTML, "blank-no-units.html");
	compare_xlsx(prints_blank(true), "blank.xlsx.txt");
	compare_xlsx(prints_blank(false), "blank-no-units.xlsx.txt");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(golden_hamlet),
		cmocka_unit_test(golden_commune),
		cmocka_unit_test(golden_english),
		cmocka_unit_test(golden_paper),
		cmocka_unit_test(golden_blank),
	};
	return cmocka_run_group_tests(tests, prints_begin, prints_end);
}
