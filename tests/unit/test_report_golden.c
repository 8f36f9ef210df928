/* test_report_golden.c - Form 02 in its five formats, against the files in tests/golden/report-* (support/golden.h).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "../support/golden.h"
#include "../support/prints.h"

static void compare(struct report r, enum report_format format, const char *name)
{
	struct buf out;
	prints_write(&r, format, &out);
	golden_compare(&out, "report", name);
	buf_free(&out);
	report_free(&r);
}

static void compare_xlsx(struct report r, const char *name)
{
	struct buf xlsx, parts;
	prints_write(&r, REPORT_XLSX, &xlsx);
	buf_init(&parts, REPORT_BYTES_MAX);
	golden_part(&xlsx, "xl/workbook.xml", "<sheets>", &parts);
	golden_part(&xlsx, "xl/worksheets/sheet1.xml", "<sheetData>", &parts);
	golden_part(&xlsx, "xl/sharedStrings.xml", "<si>", &parts);
	golden_compare(&parts, "report", name);
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
