/* test_xlsx.c - workbooks: what Excel, LibreOffice and others write, and what people do to them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <tungnha/alloc.h>
#include <tungnha/table.h>
#include <xlsxwriter.h>

#include "../support/workbook.h"

static char path[] = "/tmp/tungnha-xlsx-XXXXXX";

static int make_path(void **state)
{
	(void)state;
	int fd = mkstemp(path);
	return fd < 0 || close(fd) != 0 ? -1 : 0;
}

static int remove_path(void **state)
{
	(void)state;
	return unlink(path);
}

static void file_reads_as(const char *file, const char *encoding, const char *sheet, const char *expected)
{
	char *rows = table_dump(file, encoding, sheet);
	assert_string_equal(rows, expected);
	free(rows);
}

static void book_reads_as(const struct workbook *w, const char *expected)
{
	workbook_write(path, w);
	file_reads_as(path, NULL, NULL, expected);
}

/* Only rows, the children of sheetData. */
static void rows_read_as(const char *rows, const char *expected)
{
	char *sheet = alloc_print("<sheetData>%s</sheetData>", rows);
	book_reads_as(&(struct workbook){.sheet = sheet, .strings = "<si><t>Hộ số</t></si><si><t>Số khẩu</t></si>"},
		expected);
	free(sheet);
}

/* -- what programs write -- */

static void write_list(lxw_workbook *book, lxw_worksheet *sheet)
{
	lxw_format *day = workbook_add_format(book), *code = workbook_add_format(book);
	format_set_num_format(day, "dd/mm/yyyy");
	format_set_num_format(code, "00000");
	worksheet_merge_range(sheet, 0, 0, 0, 5, "DANH SÁCH HỘ XÓM GÒ", NULL);
	worksheet_merge_range(sheet, 2, 0, 3, 0, "Hộ số", NULL);
	worksheet_merge_range(sheet, 2, 1, 2, 2, "Số người", NULL);
	worksheet_write_string(sheet, 3, 1, "Có VNeID", NULL);
	worksheet_write_string(sheet, 3, 2, "Chưa có", NULL);
	worksheet_write_string(sheet, 2, 3, "Ngày", NULL);
	worksheet_write_string(sheet, 2, 4, "Mã", NULL);
	worksheet_write_string(sheet, 2, 5, "Tổng", NULL);
	worksheet_write_number(sheet, 4, 0, 1, NULL);
	worksheet_write_number(sheet, 4, 1, 3, NULL);
	worksheet_write_number(sheet, 4, 2, 0.1 + 0.2, NULL);
	worksheet_write_datetime(sheet, 4, 3, &(lxw_datetime){2025, 11, 12, 0, 0, 0}, day);
	worksheet_write_number(sheet, 4, 4, 5788, code);
	worksheet_write_formula_num(sheet, 4, 5, "=B5+C5", NULL, 3.3);
	worksheet_write_boolean(sheet, 5, 0, 1, NULL);
	worksheet_write_blank(sheet, 6, 3, day);
	worksheet_write_formula_str(sheet, 7, 0, "=\"a\"&\"b\"", NULL, "ab");
}

#define LIST                                                                                                                              \
	"1:DANH SÁCH HỘ XÓM GÒ|DANH SÁCH HỘ XÓM GÒ|DANH SÁCH HỘ XÓM GÒ|DANH SÁCH HỘ XÓM GÒ|DANH SÁCH HỘ XÓM GÒ|" \
	"DANH SÁCH HỘ XÓM GÒ "                                                                                                       \
	"3:Hộ số|Số người|Số người|Ngày|Mã|Tổng 4:Hộ số|Có VNeID|Chưa có 5:1|3|0.3|2025-11-12|05788|3.3 6:1 8:ab"

static void make_book(bool constant_memory)
{
	lxw_workbook_options options = {.constant_memory = constant_memory};
	lxw_workbook *book = workbook_new_opt(path, &options);
	lxw_worksheet *hidden = workbook_add_worksheet(book, "Ẩn"), *list = workbook_add_worksheet(book, "Xóm Gò");
	lxw_chartsheet *chart = workbook_add_chartsheet(book, "Biểu đồ");
	lxw_chart *c = workbook_add_chart(book, LXW_CHART_COLUMN);
	chart_add_series(c, NULL, "='Xóm Gò'!$B$5:$B$6");
	chartsheet_set_chart(chart, c);
	worksheet_activate(list);
	worksheet_set_first_sheet(list);
	worksheet_hide(hidden);
	worksheet_write_string(hidden, 0, 0, "không ai thấy", NULL);
	if (constant_memory)
		worksheet_write_string(list, 0, 0, "chuỗi", NULL);
	else
		write_list(book, list);
	assert_int_equal(workbook_close(book), LXW_NO_ERROR);
}

static void test_what_a_program_writes(void **state)
{
	(void)state;
	make_book(false);
	file_reads_as(path, NULL, NULL, LIST);
	file_reads_as(path, NULL, "Xóm Gò", LIST);
	file_reads_as(path, NULL, "XÓM GÒ", LIST);
	file_reads_as(path, NULL, "Ẩn", "1:không ai thấy"); /* asked for by name */
	file_reads_as(path, NULL, "Biểu đồ", "!TABLE_NO_SHEET Biểu đồ “Xóm Gò”");
	file_reads_as(path, NULL, "Xóm 2", "!TABLE_NO_SHEET Xóm 2 “Xóm Gò”");
	make_book(true); /* strings in the cells themselves */
	file_reads_as(path, NULL, NULL, "1:chuỗi");
}

static void test_what_libreoffice_writes(void **state)
{
	(void)state;
	file_reads_as("tests/fuzz/seeds/xlsx/libreoffice.xlsx", NULL, NULL,
		"1:Danh sách hộ xóm Gò 2:Hộ số|Số khẩu|Ngày rà soát|Nhãn nhà 3:1|4|2025-11-12|cổng đỏ "
		"4:2|3.5|2025-11-13|sau trường, gần suối");
}

static void test_progress_reaches_the_end(void **state)
{
	struct table *t;
	struct table_row row;
	struct err e;
	size_t done, whole;
	(void)state;
	make_book(false);
	assert_int_equal(table_open(path, NULL, NULL, &t, &e), 0);
	while (table_next(t, &row, &e) == 1)
		;
	table_progress(t, &done, &whole);
	assert_true(whole > 0);
	assert_int_equal(done, whole);
	table_close(t);
}

/* -- cells -- */

static void test_numbers(void **state)
{
	(void)state;
	rows_read_as("<row><c><v>4</v></c><c><v>4.0</v></c><c><v>1E2</v></c><c><v>0.30000000000000004</v></c></row>",
		"1:4|4|100|0.3");
	rows_read_as("<row><c><v>-0</v></c><c><v>0.0</v></c><c><v>-12.50</v></c><c><v>1.2E-3</v></c></row>",
		"1:0|0|-12.5|0.0012");
	rows_read_as("<row><c><v>12345678901234567890</v></c><c><v>1.2345678901234568E+16</v></c></row>",
		"1:12345678901234567890|12345678901234600");
	rows_read_as("<row><c><v>0.99999999999999996</v></c><c><v>9.9999999999999996E-2</v></c></row>", "1:1|0.1");
	rows_read_as("<row><c><v>.5</v></c><c><v>5.</v></c><c><v>+7</v></c><c><v>007</v></c></row>", "1:0.5|5|7|7");
	rows_read_as("<row><c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c></row>", "1:1|0");
	rows_read_as("<row><c><v>1e9999</v></c></row>", "!TABLE_DAMAGED A1");
	rows_read_as("<row><c><v>1,5</v></c></row>", "!TABLE_DAMAGED A1");
	rows_read_as("<row><c><v>0x10</v></c></row>", "!TABLE_DAMAGED A1");
	rows_read_as("<row><c><v>nan</v></c></row>", "!TABLE_DAMAGED A1");
	rows_read_as("<row><c><v>1e</v></c></row>", "!TABLE_DAMAGED A1");
	rows_read_as("<row><c><v>-</v></c></row>", "!TABLE_DAMAGED A1");
}

static void test_texts(void **state)
{
	(void)state;
	rows_read_as(
		"<row><c t=\"s\"><v>1</v></c><c t=\"inlineStr\"><is><t>nhà &amp; <![CDATA[<cổng>]]></t></is></c></row>",
		"1:Số khẩu|nhà & <cổng>");
	rows_read_as("<row><c t=\"inlineStr\"><is><r><t>Có </t></r><r><rPr><b/></rPr><t>VNeID</t></r>"
		     "<rPh sb=\"0\" eb=\"1\"><t>bỏ</t></rPh></is></c></row>",
		"1:Có VNeID");
	rows_read_as("<row><c t=\"str\"><f>A1</f><v>a_x000D_b_x005F_x000D__x0000_c_xD800_</v></c></row>",
		"1:a\rb_x000D_ c\xef\xbf\xbd");
	rows_read_as("<row><c t=\"str\"><f>A1</f><v></v></c><c><v>2</v></c></row>", "1:|2");
	rows_read_as("<row><c t=\"d\"><v>2025-11-12T08:00:00</v></c></row>", "1:2025-11-12");
	rows_read_as("<row><c t=\"s\"><v>2</v></c></row>", "!TABLE_DAMAGED A1");
	rows_read_as("<row><c t=\"s\"><v>-1</v></c></row>", "!TABLE_DAMAGED A1");
	rows_read_as("<row><c t=\"s\"><v>99999999999999999999</v></c></row>", "!TABLE_DAMAGED A1");
	rows_read_as("<row><c t=\"x\"><v>1</v></c></row>", "!TABLE_DAMAGED A1");
}

static void test_shared_strings_in_runs(void **state)
{
	(void)state;
	book_reads_as(&(struct workbook){.sheet = "<sheetData><row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c>"
						  "<c t=\"s\"><v>2</v></c></row></sheetData>",
			      .strings = "<si><r><t>Hộ</t></r><r><rPr><i/></rPr><t xml:space=\"preserve\"> số</t></r>"
					 "<rPh sb=\"0\" eb=\"1\"><t>x</t></rPh><phoneticPr fontId=\"1\"/></si>"
					 "<si><t/></si><si/>"},
		"1:Hộ số");
}

static void test_formulas_and_errors(void **state)
{
	(void)state;
	rows_read_as("<row r=\"3\"><c r=\"B3\"><f>1+1</f><v>2</v></c></row>", "3:|2");
	rows_read_as("<row r=\"3\"><c r=\"B3\"><f>1+1</f><v/></c></row>", "3:|!TABLE_CELL_NO_RESULT B3");
	rows_read_as("<row r=\"3\"><c r=\"B3\"><f>1+1</f></c></row>", "3:|!TABLE_CELL_NO_RESULT B3");
	rows_read_as("<row r=\"3\"><c r=\"B3\" t=\"str\"><f>A1</f></c></row>", "3:|!TABLE_CELL_NO_RESULT B3");
	rows_read_as("<row><c><v>1</v></c></row><row r=\"17\"><c r=\"C17\" t=\"e\"><f>A1</f><v>#REF!</v></c></row>",
		"1:1 17:||!TABLE_CELL_ERROR C17 #REF!");
}

#define STYLES                                                                                                         \
	"<numFmts count=\"4\"><numFmt numFmtId=\"164\" formatCode=\"dd\\/mm\\/yyyy;@\"/>"                              \
	"<numFmt numFmtId=\"165\" formatCode=\"[h]:mm:ss\"/><numFmt numFmtId=\"166\" formatCode=\"000\"/>"             \
	"<numFmt numFmtId=\"167\" formatCode=\"0&quot; d\xc3\xb4i&quot;\\d\"/></numFmts>"                              \
	"<fonts><font><name val=\"Arial\"/></font><font><name val=\".VnTime\"/></font><font><name "                    \
	"val=\".VnArialH\"/></font>"                                                                                   \
	"<font><name val=\"VNI-Times\"/></font></fonts>"                                                               \
	"<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\" fontId=\"0\"/><xf "             \
	"numFmtId=\"14\"/>"                                                                                            \
	"<xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/><xf numFmtId=\"167\"/>"                     \
	"<xf numFmtId=\"0\" fontId=\"1\"/><xf numFmtId=\"0\" fontId=\"2\"/><xf numFmtId=\"0\" "                        \
	"fontId=\"3\"/></cellXfs>"                                                                                     \
	"<dxfs><dxf><numFmt numFmtId=\"0\" formatCode=\"dd\"/></dxf></dxfs>"

static void test_styles(void **state)
{
	(void)state;
	book_reads_as(
		&(struct workbook){
			.sheet = "<sheetData><row><c s=\"0\"><v>45973</v></c><c s=\"1\"><v>45973</v></c>"
				 "<c s=\"2\"><v>45973.75</v></c><c s=\"3\"><v>1.5</v></c><c s=\"4\"><v>7</v></c>"
				 "<c s=\"5\"><v>2</v></c><c s=\"99\"><v>1</v></c></row><row><c s=\"1\"><v>1</v></c>"
				 "<c s=\"1\"><v>59</v></c><c s=\"1\"><v>60</v></c><c s=\"1\"><v>61</v></c><c "
				 "s=\"1\"><v>0</v></c>"
				 "<c s=\"1\"><v>-3</v></c><c s=\"1\"><v>2958466</v></c></row></sheetData>",
			.styles = STYLES},
		"1:45973|2025-11-12|2025-11-12|1.5|007|2|1 2:1900-01-01|1900-02-28|60|1900-03-01|0|-3|2958466");
	book_reads_as(&(struct workbook){.sheet = "<sheetData><row><c s=\"1\"><v>44511</v></c><c s=\"1\"><v>0</v></c>"
						  "<c s=\"1\"><v>9223372036854775807</v></c></row></sheetData>",
			      .styles = STYLES,
			      .book = "<workbookPr date1904=\"1\"/>"},
		"1:2025-11-12|1904-01-01|9223372036854775807");
}

/* -- fonts of the time before Unicode -- */

static void test_old_fonts(void **state)
{
	(void)state;
	book_reads_as(
		&(struct workbook){
			.sheet = "<sheetData><row><c s=\"6\" t=\"s\"><v>0</v></c><c s=\"7\" t=\"s\"><v>0</v></c>"
				 "<c s=\"8\" t=\"s\"><v>1</v></c><c s=\"0\" t=\"s\"><v>0</v></c><c s=\"6\" "
				 "t=\"s\"><v>2</v></c>"
				 "<c s=\"6\"><v>12</v></c></row></sheetData>",
			.strings = "<si><t>Sè khÈu ®Çy ®ñ</t></si><si><t>Soá khaåu ÑUÛ ñöôïc</t></si>"
				   "<si><r><t>Hé </t></r><r><rPr><rFont val=\".VnTime\"/></rPr><t>sè</t></r>"
				   "<r><rPr><rFont val=\"Arial\"/></rPr><t> của tôi</t></r></si>",
			.styles = STYLES},
		"1:Số khẩu đầy đủ|SỐ KHẨU ĐẦY ĐỦ|Số khẩu ĐỦ được|Sè khÈu ®Çy ®ñ|Hộ số của tôi|12");
}

/* A cell that names no style has the first one. */
static void test_the_first_style_is_everybodys(void **state)
{
	(void)state;
	book_reads_as(
		&(struct workbook){
			.sheet = "<sheetData><row><c t=\"s\"><v>0</v></c><c t=\"str\"><v>sè</v></c></row></sheetData>",
			.strings = "<si><t>Hé</t></si>",
			.styles = "<fonts><font><name val=\".VnTime\"/></font></fonts><cellXfs><xf "
				  "fontId=\"0\"/></cellXfs>"},
		"1:Hộ|số");
}

/* Cells that name no such font, and hold its letters all the same: somebody has to say so. */
static void test_old_letters_under_another_font(void **state)
{
	struct table_readings r;
	struct err e;
	(void)state;
	workbook_write(path,
		&(struct workbook){.sheet = "<sheetData><row><c s=\"0\" t=\"s\"><v>0</v></c><c t=\"inlineStr\"><is>"
					    "<t>khÈu</t></is></c><c t=\"s\"><v>1</v></c><c s=\"1\"><v>45973</v></c>"
					    "</row></sheetData>",
			.strings = "<si><t>Hé sè</t></si><si><r><rPr><rFont val=\"Arial\"/></rPr><t>®ñ</t></r></si>",
			.styles = STYLES});
	file_reads_as(path, NULL, NULL, "1:Hé sè|khÈu|®ñ|2025-11-12");
	file_reads_as(path, "tcvn3", NULL, "1:Hộ số|khẩu|đủ|2025-11-12");
	file_reads_as(path, "cp1258", NULL, "1:Hé sè|khÈu|®ñ|2025-11-12");
	assert_int_equal(table_readings(path, &r, &e), 0);
	assert_int_equal(r.count, 2);
	assert_string_equal(r.reading[0].text, "Hộ số; khẩu; đủ");
	table_readings_free(&r);
}

/* -- merged cells -- */

static void test_merged_cells(void **state)
{
	(void)state;
	/* A count merged over two households is one count; a word is meant for both. What lies under is not seen. */
	book_reads_as(
		&(struct workbook){
			.sheet =
				"<sheetData><row r=\"1\"><c r=\"A1\"><v>4</v></c><c r=\"B1\" t=\"s\"><v>0</v></c></row>"
				"<row r=\"2\"><c r=\"A2\"><v>9</v></c><c r=\"B2\" t=\"s\"><v>1</v></c><c "
				"r=\"C2\"><v>1</v></c></row>"
				"<row r=\"40\"><c r=\"A40\" t=\"s\"><v>0</v></c></row>"
				"<row r=\"41\"><c r=\"B41\"><v>1</v></c></row></sheetData><mergeCells>"
				"<mergeCell ref=\"A1:A2\"/><mergeCell ref=\"B1:B3\"/><mergeCell ref=\"A40:B40\"/>"
				"<mergeCell ref=\"A40:A41\"/><mergeCell ref=\"C7\"/></mergeCells>",
			.strings = "<si><t>Vắng</t></si><si><t>cũ</t></si>"},
		"1:4|Vắng 2:|Vắng|1 40:Vắng|Vắng 41:|1");
	book_reads_as(&(struct workbook){.sheet = "<sheetData/><mergeCells><mergeCell ref=\"B2:A1\"/></mergeCells>"},
		"!TABLE_DAMAGED B2:A1");
	book_reads_as(&(struct workbook){.sheet = "<sheetData/><mergeCells><mergeCell ref=\"A1:XFE1\"/></mergeCells>"},
		"!TABLE_DAMAGED A1:XFE1");
	book_reads_as(&(struct workbook){.sheet = "<sheetData/><mergeCells><mergeCell/></mergeCells>"},
		"!TABLE_DAMAGED mergeCell");
}

/* Beyond the headers nothing is repeated, not even in those of its rows that lie among them. */
static void test_merged_cells_further_down(void **state)
{
	(void)state;
	book_reads_as(&(struct workbook){.sheet = "<sheetData><row r=\"39\"><c r=\"A39\" t=\"s\"><v>0</v></c></row>"
						  "<row r=\"40\"><c r=\"B40\"><v>1</v></c></row><row r=\"41\"><c "
						  "r=\"B41\"><v>2</v></c></row>"
						  "</sheetData><mergeCells><mergeCell ref=\"A39:A41\"/></mergeCells>",
			      .strings = "<si><t>Xóm Gò</t></si>"},
		"39:Xóm Gò 40:|1 41:|2");
}

static void test_a_title_over_every_column(void **state)
{
	struct table *t;
	struct table_row row;
	struct err e;
	(void)state;
	workbook_write(path, &(struct workbook){.sheet = "<sheetData><row><c t=\"str\"><v>x</v></c></row></sheetData>"
							 "<mergeCells><mergeCell ref=\"A1:XFD1\"/></mergeCells>"});
	assert_int_equal(table_open(path, NULL, NULL, &t, &e), 0);
	assert_int_equal(table_next(t, &row, &e), 1);
	assert_int_equal(row.count, TABLE_CELLS_MAX);
	assert_string_equal(row.cell[TABLE_CELLS_MAX - 1], "x");
	table_close(t);
}

/* -- rows and places -- */

static void test_places(void **state)
{
	(void)state;
	rows_read_as("", "");
	rows_read_as("<row/><row r=\"3\"/><row r=\"4\"><c r=\"D4\" s=\"1\"/></row><row><c><v>1</v></c></row>", "5:1");
	rows_read_as("<row r=\"2\"><c r=\"B2\"><v>1</v></c><c><v>2</v></c><c r=\"E2\"><v>3</v></c></row>", "2:|1|2||3");
	rows_read_as("<row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row>", "1048576:1");
	rows_read_as("<row r=\"1048577\"/>", "!TABLE_DAMAGED row");
	rows_read_as("<row r=\"1048576\"/><row/>", "!TABLE_DAMAGED row");
	rows_read_as("<row r=\"3\"><c><v>1</v></c></row><row r=\"3\"><c><v>1</v></c></row>", "3:1 !TABLE_DAMAGED row");
	rows_read_as("<row r=\"3\"/><row r=\"2\"/>", "!TABLE_DAMAGED row");
	rows_read_as("<row r=\"0\"/>", "!TABLE_DAMAGED row");
	rows_read_as("<row r=\"x\"/>", "!TABLE_DAMAGED row");
	rows_read_as("<row><c r=\"B1\"/><c r=\"A1\"/></row>", "!TABLE_DAMAGED A1");
	rows_read_as("<row><c r=\"B1\"/><c r=\"B1\"/></row>", "!TABLE_DAMAGED B1");
	rows_read_as("<row><c r=\"B2\"/></row>", "!TABLE_DAMAGED B2");
	rows_read_as("<row><c r=\"XFE1\"/></row>", "!TABLE_DAMAGED XFE1");
	rows_read_as("<row><c r=\"AAAAAAAAAAAAAAAAAAAA1\"/></row>", "!TABLE_DAMAGED AAAAAAAAAAAAAAAAAAAA1");
	rows_read_as("<row><c r=\"A1:B1\"/></row>", "!TABLE_DAMAGED A1:B1");
	rows_read_as("<row><c r=\"1\"/></row>", "!TABLE_DAMAGED 1");
	rows_read_as("<row><c r=\"XFD1\"/><c/></row>", "!TABLE_DAMAGED c");
	rows_read_as("<row><c r=\"IV1\" s=\"1\"/><c r=\"IW1\" s=\"1\"/><c r=\"XFD1\"/></row>", "");
	rows_read_as("<row><c r=\"IW1\"><v>1</v></c></row>", "!TABLE_TOO_WIDE IW1 256");
	rows_read_as("<row><c r=\"XFD1\" t=\"s\"><v>1</v></c></row>", "!TABLE_TOO_WIDE XFD1 256");
	rows_read_as("<c><v>1</v></c>", "!TABLE_DAMAGED c");
}

static void test_long_cells(void **state)
{
	char *row;
	struct buf text;
	(void)state;
	buf_init(&text, TABLE_CELL_BYTES + 1);
	while (text.len < TABLE_CELL_BYTES)
		buf_char(&text, 'a');
	row = alloc_print("<row><c t=\"str\"><v>%s</v></c></row>", text.data);
	char *expected = alloc_print("1:%s", text.data);
	rows_read_as(row, expected);
	free(row);
	buf_char(&text, 'a');
	row = alloc_print("<row><c/><c t=\"str\"><v>%s</v></c></row>", text.data);
	rows_read_as(row, "!TABLE_CELL_TOO_LONG B1 32768");
	free(row);
	row = alloc_print("<row><c/><c t=\"inlineStr\"><is><t>%s</t></is></c></row>", text.data);
	rows_read_as(row, "!TABLE_CELL_TOO_LONG B1 32768");
	free(row);
	row = alloc_print("<si><t>%s</t></si>", text.data);
	book_reads_as(&(struct workbook){.sheet = "<sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData>",
			      .strings = row},
		"!TABLE_CELL_TOO_LONG A1 32768");
	free(row);
	free(expected);
	buf_free(&text);
}

int main(void)
{
	alloc_init();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_a_program_writes),
		cmocka_unit_test(test_what_libreoffice_writes),
		cmocka_unit_test(test_progress_reaches_the_end),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_shared_strings_in_runs),
		cmocka_unit_test(test_formulas_and_errors),
		cmocka_unit_test(test_styles),
		cmocka_unit_test(test_old_fonts),
		cmocka_unit_test(test_the_first_style_is_everybodys),
		cmocka_unit_test(test_old_letters_under_another_font),
		cmocka_unit_test(test_merged_cells),
		cmocka_unit_test(test_merged_cells_further_down),
		cmocka_unit_test(test_a_title_over_every_column),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_long_cells),
	};
	return cmocka_run_group_tests(tests, make_path, remove_path);
}
