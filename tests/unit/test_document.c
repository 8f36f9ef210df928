/* test_document.c - a report in its formats: what must hold whatever the golden files say, and the golden files,
 * tests/golden/document-*.
 *
 * After a change that is meant: TUNGNHA_GOLDEN=write, run from the top folder, look at the new papers
 * (TUNGNHA_PAPERS=dir leaves the files there; tests/support/html_to_png.sh, office_to_png.sh), and commit them with the
 * change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>

#include "../support/papers.h"
#include "../support/prints.h"

static void compare_bytes(const struct buf *got, const char *name)
{
	struct err e;
	struct buf want;
	char path[200];
	snprintf(path, sizeof path, "tests/golden/document-%s", name);
	const char *mode = getenv("TUNGNHA_GOLDEN");
	if (mode && strcmp(mode, "write") == 0)
		assert_int_equal(file_write(path, got->data, got->len, 0644, &e), 0);
	buf_init(&want, DOCUMENT_BYTES_MAX);
	assert_int_equal(file_read(path, &want, &e), 0);
	if (want.len != got->len || memcmp(want.data, got->data, got->len) != 0)
		print_message("%s differs\n", path);
	assert_int_equal(want.len, got->len);
	assert_memory_equal(want.data, got->data, got->len);
	buf_free(&want);
}

/* For whoever wants to look. */
static void keep(const struct buf *b, const char *name)
{
	struct err e;
	const char *folder = getenv("TUNGNHA_PAPERS");
	if (!folder)
		return;
	char *path = file_join(folder, name);
	assert_int_equal(file_write(path, b->data, b->len, 0644, &e), 0);
	free(path);
}

static void compare(struct document *d, enum document_format format, const char *name)
{
	struct buf out;
	papers_write(d, format, &out);
	keep(&out, name);
	compare_bytes(&out, name);
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

/* A line an element of the parts a person sees. */
static void part_lines(const struct buf *file, const char *name, const char *from, struct buf *out)
{
	struct buf xml;
	buf_init(&xml, DOCUMENT_BYTES_MAX);
	prints_part(file, name, &xml);
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

static void compare_docx(struct document *d, const char *name, bool all)
{
	static const char *const parts[] = {"word/document.xml", "[Content_Types].xml", "_rels/.rels",
		"word/_rels/document.xml.rels", "word/styles.xml", "word/settings.xml", "word/header1.xml",
		"word/footer1.xml", "docProps/core.xml"};
	struct buf docx, lines;
	char file[64];
	papers_write(d, DOCUMENT_DOCX, &docx);
	snprintf(file, sizeof file, "%s.docx", name);
	keep(&docx, file);
	buf_init(&lines, DOCUMENT_BYTES_MAX);
	for (size_t i = 0; i < (all ? sizeof parts / sizeof *parts : 1); i++)
		part_lines(&docx, parts[i], "<", &lines);
	snprintf(file, sizeof file, "%s.docx.txt", name);
	compare_bytes(&lines, file);
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
	keep(&xlsx, file);
	buf_init(&lines, DOCUMENT_BYTES_MAX);
	part_lines(&xlsx, "xl/workbook.xml", "<sheets>", &lines);
	for (size_t i = 1; i <= sheets; i++) {
		snprintf(file, sizeof file, "xl/worksheets/sheet%zu.xml", i);
		part_lines(&xlsx, file, "<sheetData>", &lines);
	}
	part_lines(&xlsx, "xl/sharedStrings.xml", "<si>", &lines);
	snprintf(file, sizeof file, "%s.xlsx.txt", name);
	compare_bytes(&lines, file);
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
