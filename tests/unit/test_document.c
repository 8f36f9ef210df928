/* test_document.c - a report in its formats: what must hold whatever the golden files say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <expat.h>

#include "../support/papers.h"
#include "../support/prints.h"

static size_t count(const char *s, const char *what)
{
	size_t n = 0;
	for (; (s = strstr(s, what)); s += strlen(what))
		n++;
	return n;
}

static void assert_xml(const char *name, const struct buf *xml)
{
	XML_Parser p = XML_ParserCreate("UTF-8");
	if (XML_Parse(p, xml->data, (int)xml->len, 1) != XML_STATUS_OK)
		fail_msg("%s: %s in line %lu", name, XML_ErrorString(XML_GetErrorCode(p)),
			(unsigned long)XML_GetCurrentLineNumber(p));
	XML_ParserFree(p);
}

static void every_part_of_a_docx_is_xml(void **state)
{
	(void)state;
	static const char *const parts[] = {"[Content_Types].xml", "_rels/.rels", "word/document.xml",
		"word/_rels/document.xml.rels", "word/styles.xml", "word/settings.xml", "word/header1.xml",
		"word/footer1.xml", "docProps/core.xml"};
	struct document *d = papers_everything(LANG_VI);
	struct buf docx, xml;
	papers_write(d, DOCUMENT_DOCX, &docx);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		buf_init(&xml, DOCUMENT_BYTES_MAX);
		prints_part(&docx, parts[i], &xml);
		assert_xml(parts[i], &xml);
		buf_free(&xml);
	}
	buf_free(&docx);
	document_free(d);
}

/* Each w:pStyle names a style that is there, each table a header row that is repeated, each r:id a relation. */
static void a_docx_names_only_what_it_has(void **state)
{
	(void)state;
	struct document *d = papers_everything(LANG_VI);
	struct buf docx, text, styles;
	papers_write(d, DOCUMENT_DOCX, &docx);
	buf_init(&text, DOCUMENT_BYTES_MAX);
	buf_init(&styles, DOCUMENT_BYTES_MAX);
	prints_part(&docx, "word/document.xml", &text);
	prints_part(&docx, "word/styles.xml", &styles);
	for (const char *s = text.data; (s = strstr(s, "<w:pStyle w:val=\"")); s++) {
		char want[80];
		const char *id = s + strlen("<w:pStyle w:val=\"");
		snprintf(want, sizeof want, "w:styleId=\"%.*s\"", (int)strcspn(id, "\""), id);
		if (!strstr(styles.data, want))
			fail_msg("no style %s", want);
	}
	assert_int_equal(count(text.data, "<w:tblStyle"), count(text.data, "<w:tblHeader/>"));
	assert_int_equal(count(text.data, "<w:sectPr>"), 3);
	assert_int_equal(count(text.data, "w:orient=\"landscape\""), 1);
	assert_int_equal(count(text.data, "<w:titlePg/>"), 1);
	assert_int_equal(count(text.data, "<w:vMerge w:val=\"restart\"/>"), 2);
	buf_free(&styles);
	buf_free(&text);
	buf_free(&docx);
	document_free(d);
}

/* -- the order ECMA-376 asks of the children of some elements: Word refuses a file with another -- */

static const struct {
	const char *parent, *children;
} orders[] = {
	{"w:pPr", " w:pStyle w:keepNext w:keepLines w:pageBreakBefore w:pBdr w:tabs w:spacing w:ind w:jc w:outlineLvl "
		  "w:sectPr "},
	{"w:rPr", " w:rFonts w:b w:bCs w:i w:iCs w:sz w:szCs w:lang "},
	{"w:tblPr", " w:tblStyle w:tblW w:jc w:tblInd w:tblBorders w:tblLayout w:tblCellMar w:tblLook "},
	{"w:tcPr", " w:tcW w:gridSpan w:vMerge w:vAlign "},
	{"w:sectPr", " w:headerReference w:footerReference w:type w:pgSz w:pgMar w:titlePg "},
	{"w:style", " w:name w:basedOn w:qFormat w:pPr w:rPr w:tblPr "},
	{"w:tc", " w:tcPr w:p "},
	{"w:tbl", " w:tblPr w:tblGrid w:tr "},
	{"w:tr", " w:trPr w:tc "},
};
enum { DEPTH = 40 };
struct nesting {
	char name[DEPTH][32];
	size_t reached[DEPTH]; /* how far along its list of children */
	int depth;
};

static const char *children_of(const char *parent)
{
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
		if (strcmp(orders[i].parent, parent) == 0)
			return orders[i].children;
	return NULL;
}

static void begin_element(void *data, const char *name, const char **attributes)
{
	(void)attributes;
	struct nesting *n = data;
	const char *children = n->depth ? children_of(n->name[n->depth - 1]) : NULL;
	if (children) {
		char word[40];
		snprintf(word, sizeof word, " %.30s ", name);
		const char *at = strstr(children, word);
		if (!at || (size_t)(at - children) < n->reached[n->depth - 1])
			fail_msg("%s in %s: not there, or out of order", name, n->name[n->depth - 1]);
		n->reached[n->depth - 1] = (size_t)(at - children);
	}
	assert_true(n->depth < DEPTH);
	n->reached[n->depth] = 0;
	snprintf(n->name[n->depth++], sizeof n->name[0], "%.31s", name);
}

static void end_element(void *data, const char *name)
{
	(void)name;
	((struct nesting *)data)->depth--;
}

static void children_stand_in_the_order_of_the_schema(void **state)
{
	(void)state;
	static const char *const parts[] = {
		"word/document.xml", "word/styles.xml", "word/header1.xml", "word/footer1.xml"};
	struct document *d = papers_everything(LANG_VI);
	struct buf docx, xml;
	papers_write(d, DOCUMENT_DOCX, &docx);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		struct nesting n = {.depth = 0};
		buf_init(&xml, DOCUMENT_BYTES_MAX);
		prints_part(&docx, parts[i], &xml);
		XML_Parser p = XML_ParserCreate("UTF-8");
		XML_SetUserData(p, &n);
		XML_SetElementHandler(p, begin_element, end_element);
		assert_int_equal(XML_Parse(p, xml.data, (int)xml.len, 1), XML_STATUS_OK);
		XML_ParserFree(p);
		buf_free(&xml);
	}
	buf_free(&docx);
	document_free(d);
}

static void write_in_zone(const char *zone, enum document_format format, struct buf *out)
{
	struct document *d = papers_everything(LANG_VI);
	setenv("TZ", zone, 1);
	tzset();
	papers_write(d, format, out);
	unsetenv("TZ");
	tzset();
	document_free(d);
}

static void the_same_report_is_the_same_bytes(void **state)
{
	(void)state;
	for (int format = DOCUMENT_HTML; format <= DOCUMENT_TEXT; format++) {
		struct buf a, b;
		write_in_zone("UTC", (enum document_format)format, &a);
		write_in_zone("Asia/Ho_Chi_Minh", (enum document_format)format, &b);
		assert_int_equal(a.len, b.len);
		assert_memory_equal(a.data, b.data, a.len);
		buf_free(&a);
		buf_free(&b);
	}
}

static bool has_control(const struct buf *b)
{
	for (size_t i = 0; i < b->len; i++)
		if ((unsigned char)b->data[i] < 0x20 && b->data[i] != '\n')
			return true;
	return false;
}

static void what_was_typed_is_no_markup(void **state)
{
	(void)state;
	struct document *d = papers_everything(LANG_VI);
	struct buf html, text;
	papers_write(d, DOCUMENT_HTML, &html);
	papers_write(d, DOCUMENT_TEXT, &text);
	assert_null(strstr(html.data, "<họp>"));
	assert_non_null(strstr(html.data, "&lt;/td&gt;&lt;/tr&gt;]]&gt;&lt;w:p&gt;&amp;amp;"));
	assert_int_equal(count(html.data, "<table>"), count(html.data, "</table>"));
	assert_int_equal(count(html.data, "<script"), 0);
	assert_false(has_control(&html));
	assert_false(has_control(&text));
	buf_free(&text);
	buf_free(&html);
	document_free(d);
}

/* A browser may take the report from another machine: a code is shown, never run as a rule of style. */
static void a_code_cannot_leave_its_rule(void **state)
{
	(void)state;
	struct document_frame f = {.title = "BÁO CÁO", .code = "\"}</style><b>"};
	struct document *d = document_new(LANG_VI, &f);
	struct buf html;
	papers_write(d, DOCUMENT_HTML, &html);
	assert_int_equal(count(html.data, "</style>"), 1);
	assert_non_null(strstr(html.data, "\\000022\\00007d\\00003c\\00002fstyle"));
	buf_free(&html);
	document_free(d);
}

/* Signatures stand behind the body and before the annexes, each annex behind the last, what is empty on lines. */
static void blocks_stand_in_their_order(void **state)
{
	(void)state;
	static const char *const words[] = {"Số liệu chưa chốt", "<h1>BÁO CÁO</h1>", "<h2>I. KẾT QUẢ THỰC HIỆN</h2>",
		"<h3>1. Công tác tuyên truyền</h3>", "data-part=\"propaganda\"", "- Xóm 11: 3 buổi;",
		"<caption>Tiến độ rà soát đến hết kỳ</caption>", "+412", "87,77%", "Số liệu lũy kế từ đầu đợt.",
		"Không có.", "data-part=\"troubles\"", "class=\"dots\"", "Nơi nhận:", "- Thường trực HĐND xã;",
		"- Lưu: VT.", "KT. CHỦ TỊCH", "Nguyễn Văn Mẫu", "Phụ lục I</span>",
		"(Kèm theo Báo cáo số       /BC-UBND ngày 06 tháng 11 năm 2025 của Ủy ban nhân dân xã Phú Lạc)",
		"<h3 class=\"form\">BẢNG BÁO CÁO TIẾN ĐỘ", "Số liệu đối chiếu, không cộng vào biểu",
		"Phụ lục II</span>", "XÓM CHẬM VÀ SỐ LIỆU CẦN KIỂM TRA", "class=\"code\">Mã kiểm tra: K7QX-2M9D"};
	struct document *d = papers_everything(LANG_VI);
	struct buf html;
	papers_write(d, DOCUMENT_HTML, &html);
	const char *at = strstr(html.data, "<body>");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		at = strstr(at, words[i]);
		if (!at)
			fail_msg("not there, or out of order: %s", words[i]);
	}
	buf_free(&html);
	document_free(d);
}

static void a_workbook_adds_up_and_divides(void **state)
{
	(void)state;
	struct document *d = papers_everything(LANG_VI);
	struct buf xlsx, sheet;
	papers_write(d, DOCUMENT_XLSX, &xlsx);
	buf_init(&sheet, DOCUMENT_BYTES_MAX);
	prints_part(&xlsx, "xl/worksheets/sheet3.xml", &sheet);
	assert_non_null(strstr(sheet.data, "<f>SUM(B3:B47)</f><v>11430</v>"));
	assert_non_null(strstr(sheet.data, "<f>10440/11430</f>"));
	buf_free(&sheet);
	/* of one row there is nothing to add */
	buf_init(&sheet, DOCUMENT_BYTES_MAX);
	prints_part(&xlsx, "xl/worksheets/sheet4.xml", &sheet);
	assert_null(strstr(sheet.data, "SUM("));
	buf_free(&sheet);
	buf_free(&xlsx);
	document_free(d);
}

/* A total that is more than its rows (units that are not listed) stays the number it is. */
static void a_total_of_something_else_is_no_sum(void **state)
{
	(void)state;
	struct document_frame f = {.title = "BÁO CÁO"};
	const struct document_column column[] = {{"Xóm", 1}, {"Số hộ", 1}};
	struct document *d = document_new(LANG_VI, &f);
	struct buf xlsx, sheet;
	document_table(d, NULL, column, 2);
	for (int64_t i = 1; i <= 3; i++)
		document_row(d,
			(struct document_cell[]){
				{.kind = CELL_TEXT, .text = "Xóm"}, {.kind = CELL_NUMBER, .number = i}},
			i == 3);
	document_row(d, (struct document_cell[]){{.kind = CELL_EMPTY}, {.kind = CELL_NUMBER, .number = 7}}, true);
	papers_write(d, DOCUMENT_XLSX, &xlsx);
	buf_init(&sheet, DOCUMENT_BYTES_MAX);
	prints_part(&xlsx, "xl/worksheets/sheet2.xml", &sheet);
	assert_int_equal(count(sheet.data, "<f>SUM(B2:B3)</f><v>3</v>"), 1);
	assert_int_equal(count(sheet.data, "SUM("), 1);
	buf_free(&sheet);
	buf_free(&xlsx);
	document_free(d);
}

static void percentages_are_worked_out_in_integers(void **state)
{
	(void)state;
	static const struct {
		int64_t num, den, hundredths;
	} row[] = {{23767, 39696, 5987}, {12689, 15440, 8218}, {11078, 24256, 4567}, {14277, 18145, 7868},
		{52, 273, 1905}, {1, 8, 1250}, {1, 80000, 0}, {1, 20000, 1}, {0, 5, 0}, {3, 2, 15000},
		{INT64_MAX, INT64_MAX, 10000}};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct document_cell c = document_percent(row[i].num, row[i].den);
		assert_int_equal(c.kind, CELL_PERCENT);
		assert_int_equal(c.number, row[i].hundredths);
	}
	assert_int_equal(document_percent(0, 0).kind, CELL_NEVER);
}

static void annexes_have_roman_numbers(void **state)
{
	(void)state;
	char name[32];
	assert_string_equal(document_annex_name(LANG_VI, 1, name), "Phụ lục I");
	assert_string_equal(document_annex_name(LANG_VI, 4, name), "Phụ lục IV");
	assert_string_equal(document_annex_name(LANG_EN, 19, name), "Annex XIX");
	assert_string_equal(document_annex_name(LANG_VI, 78, name), "Phụ lục LXXVIII");
}

static void no_line_of_text_is_wider_than_the_screen(void **state)
{
	(void)state;
	struct document *d = papers_everything(LANG_VI);
	struct buf text;
	papers_write(d, DOCUMENT_TEXT, &text);
	for (const char *s = text.data; *s;) {
		size_t n = strcspn(s, "\n"), points = 0;
		for (size_t i = 0; i < n; i++)
			points += ((unsigned char)s[i] & 0xc0) != 0x80;
		if (points > 100)
			fail_msg("%zu letters: %.*s", points, (int)n, s);
		assert_true(n == 0 || s[n - 1] != ' ');
		s += n + 1;
	}
	buf_free(&text);
	document_free(d);
}

static void formats_are_named(void **state)
{
	(void)state;
	enum document_format format;
	assert_true(document_format_read("docx", &format));
	assert_int_equal(format, DOCUMENT_DOCX);
	assert_false(document_format_read("pdf", &format));
	assert_false(document_format_read(NULL, &format));
}

static void a_report_beyond_the_limit_is_refused(void **state)
{
	(void)state;
	struct err e;
	struct document *d = papers_everything(LANG_VI);
	for (int format = DOCUMENT_HTML; format <= DOCUMENT_TEXT; format++) {
		struct buf out;
		buf_init(&out, 4096);
		assert_int_equal(document_write(d, (enum document_format)format, &out, &e), -1);
		assert_true(out.len <= 4096);
		buf_free(&out);
	}
	document_free(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_part_of_a_docx_is_xml),
		cmocka_unit_test(a_docx_names_only_what_it_has),
		cmocka_unit_test(children_stand_in_the_order_of_the_schema),
		cmocka_unit_test(the_same_report_is_the_same_bytes),
		cmocka_unit_test(what_was_typed_is_no_markup),
		cmocka_unit_test(a_code_cannot_leave_its_rule),
		cmocka_unit_test(blocks_stand_in_their_order),
		cmocka_unit_test(a_workbook_adds_up_and_divides),
		cmocka_unit_test(a_total_of_something_else_is_no_sum),
		cmocka_unit_test(percentages_are_worked_out_in_integers),
		cmocka_unit_test(annexes_have_roman_numbers),
		cmocka_unit_test(no_line_of_text_is_wider_than_the_screen),
		cmocka_unit_test(formats_are_named),
		cmocka_unit_test(a_report_beyond_the_limit_is_refused),
	};
	return cmocka_run_group_tests(tests, prints_begin, prints_end);
}
