/* test_document_golden.c - a report in its formats, against the files in tests/golden/document-* (support/golden.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../support/golden.h"
#include "../support/papers.h"
#include "../support/prints.h"

static void compare(struct document *d, enum document_format format, const char *name)
{
	struct buf out;
	papers_write(d, format, &out);
	golden_keep(&out, name);
	golden_compare(&out, "document", name);
	buf_free(&out);
	document_free(d);
}

static void golden_html(void **state)
{
	(void)state;
	compare(papers_everything(LANG_VI), DOCUMENT_HTML, "everything.html");
	compare(papers_everything(LANG_EN), DOCUMENT_HTML, "everything-en.html");
	compare(papers_week(), DOCUMENT_HTML, "week.html");
}

static void golden_text(void **state)
{
	(void)state;
	compare(papers_everything(LANG_VI), DOCUMENT_TEXT, "everything.txt");
	compare(papers_everything(LANG_EN), DOCUMENT_TEXT, "everything-en.txt");
	compare(papers_week(), DOCUMENT_TEXT, "week.txt");
}

static void compare_docx(struct document *d, const char *name, bool all)
{
	static const char *const parts[] = {"word/document.xml", "[Content_Types].xml", "_rels/.rels",
		"word/_rels/document.xml.rels", "word/styles.xml", "word/settings.xml", "word/header1.xml",
		"word/footer1.xml", "docProps/core.xml"};
	struct buf docx, lines;
	char file[64];
	papers_write(d, DOCUMENT_DOCX, &docx);
	snprintf(file, sizeof file, "%s.docx", name);
	golden_keep(&docx, file);
	buf_init(&lines, DOCUMENT_BYTES_MAX);
	for (size_t i = 0; i < (all ? sizeof parts / sizeof *parts : 1); i++)
		golden_part(&docx, parts[i], "<", &lines);
	snprintf(file, sizeof file, "%s.docx.txt", name);
	golden_compare(&lines, "document", file);
	buf_free(&lines);
	buf_free(&docx);
	document_free(d);
}

static void golden_docx(void **state)
{
	(void)state;
	compare_docx(papers_everything(LANG_VI), "everything", true);
	compare_docx(papers_everything(LANG_EN), "everything-en", false);
	compare_docx(papers_week(), "week", true);
}

static void compare_xlsx(struct document *d, const char *name, size_t sheets)
{
	struct buf xlsx, lines;
	char file[64];
	papers_write(d, DOCUMENT_XLSX, &xlsx);
	snprintf(file, sizeof file, "%s.xlsx", name);
	golden_keep(&xlsx, file);
	buf_init(&lines, DOCUMENT_BYTES_MAX);
	golden_part(&xlsx, "xl/workbook.xml", "<sheets>", &lines);
	for (size_t i = 1; i <= sheets; i++) {
		snprintf(file, sizeof file, "xl/worksheets/sheet%zu.xml", i);
		golden_part(&xlsx, file, "<sheetData>", &lines);
	}
	golden_part(&xlsx, "xl/sharedStrings.xml", "<si>", &lines);
	snprintf(file, sizeof file, "%s.xlsx.txt", name);
	golden_compare(&lines, "document", file);
	buf_free(&lines);
	buf_free(&xlsx);
	document_free(d);
}

static void golden_xlsx(void **state)
{
	(void)state;
	compare_xlsx(papers_everything(LANG_VI), "everything", 8);
	compare_xlsx(papers_everything(LANG_EN), "everything-en", 8);
	compare_xlsx(papers_week(), "week", 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(golden_html),
		cmocka_unit_test(golden_text),
		cmocka_unit_test(golden_docx),
		cmocka_unit_test(golden_xlsx),
	};
	return cmocka_run_group_tests(tests, prints_begin, prints_end);
}
