/* test_xlsx_hostile.c - workbooks that are no workbooks, are broken, or are made to do harm. */
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
#include <zip.h>

#include "../../src/base/xlsx_private.h"
#include "../support/workbook.h"

static char path[] = "/tmp/tungnha-hostile-XXXXXX";

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

/* -- hostile XML -- */

static void test_hostile_xml(void **state)
{
	char *deep = alloc_zero(1, 100000);
	(void)state;
	book_reads_as(
		&(struct workbook){.sheet = "<sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData>",
			.head = "<!DOCTYPE worksheet [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>"},
		"!TABLE_HOSTILE xl/worksheets/sheet1.xml: DOCTYPE");
	book_reads_as(&(struct workbook){.sheet = "", .head = "<!DOCTYPE worksheet SYSTEM \"file:///etc/passwd\">"},
		"!TABLE_HOSTILE xl/worksheets/sheet1.xml: DOCTYPE");
	book_reads_as(
		&(struct workbook){.sheet = "<sheetData>"}, "!TABLE_DAMAGED xl/worksheets/sheet1.xml: mismatched tag");
	book_reads_as(
		&(struct workbook){.sheet = "&nbsp;"}, "!TABLE_DAMAGED xl/worksheets/sheet1.xml: undefined entity");
	book_reads_as(&(struct workbook){.sheet = "<sheetData/>", .head = "<other/>"}, "!TABLE_DAMAGED other");
	for (int i = 0; i < 70; i++)
		strcat(deep, "<a>");
	for (int i = 0; i < 70; i++)
		strcat(deep, "</a>");
	book_reads_as(&(struct workbook){.sheet = deep}, "!TABLE_DAMAGED xl/worksheets/sheet1.xml");
	free(deep);
}

/* One attribute of forty megabytes: the parser would have to hold it whole. */
static void test_the_parser_is_bounded(void **state)
{
	enum { LONG = 40 * 1024 * 1024 };
	char *sheet = alloc_bytes(LONG + 100);
	(void)state;
	size_t n = (size_t)sprintf(sheet, "<a b=\"");
	memset(sheet + n, 'x', LONG);
	strcpy(sheet + n + LONG, "\"/><sheetData/>");
	book_reads_as(&(struct workbook){.sheet = sheet}, "!TABLE_TOO_LARGE xl/worksheets/sheet1.xml");
	free(sheet);
}

static void test_the_strings_are_bounded(void **state)
{
	enum { STRING = 120000, STRINGS = TABLE_STRINGS_BYTES / STRING + 1 };
	struct buf strings;
	char *one = alloc_bytes(STRING + 1);
	(void)state;
	buf_init(&strings, 2 * (size_t)TABLE_STRINGS_BYTES);
	memset(one, 'x', STRING);
	one[STRING] = '\0';
	for (int i = 0; i < STRINGS; i++)
		buf_print(&strings, "<si><t>%s</t></si>", one);
	book_reads_as(
		&(struct workbook){.sheet = "<sheetData/>", .strings = strings.data}, "!TABLE_TOO_LARGE sharedStrings");
	buf_clear(&strings);
	buf_print(&strings, "<si><t>%s</t><t>%s</t></si>", one, one);
	book_reads_as(
		&(struct workbook){.sheet = "<sheetData/>", .strings = strings.data}, "!TABLE_TOO_LARGE sharedStrings");
	buf_free(&strings);
	free(one);
}

/* All parts together count, while they inflate, whatever the zip says of their sizes. */
static void test_inflation_is_counted(void **state)
{
	char bytes[64];
	struct xlsx_zip *z;
	struct xlsx_part *p;
	struct err e;
	(void)state;
	workbook_write(path, &(struct workbook){.sheet = "<sheetData/>"});
	FILE *in = fopen(path, "rb");
	assert_int_equal(xlsx_zip_open(in, path, &z, &e), 0);
	xlsx_zip_set_inflated(z, TABLE_INFLATED_MAX - sizeof bytes);
	assert_int_equal(xlsx_part_open(z, "xl/workbook.xml", &p, &e), 0);
	assert_int_equal(xlsx_part_read(p, bytes, sizeof bytes, &e), sizeof bytes);
	assert_int_equal(xlsx_zip_inflated(z), TABLE_INFLATED_MAX);
	assert_int_equal(xlsx_part_read(p, bytes, 1, &e), -1);
	assert_ptr_equal(e.text, TEXT_TABLE_TOO_LARGE);
	xlsx_part_close(p);
	xlsx_zip_close(z);
	fclose(in);
}

/* -- zips -- */

#define TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define ROOT(target)                                                                                                   \
	{                                                                                                              \
		"_rels/.rels",                                                                                         \
			"<R><Relationship Id=\"a\" Type=\"" TYPE "officeDocument\" Target=\"" target "\"/></R>", 0     \
	}

static void parts_read_as(const struct workbook_part *part, size_t count, const char *expected)
{
	workbook_zip(path, part, count);
	file_reads_as(path, NULL, NULL, expected);
}

static void test_other_zips(void **state)
{
	const struct workbook_part photos[] = {{"a.jpg", "x", 0}, {"b.jpg", "y", 0}};
	const struct workbook_part word[] = {ROOT("word/document.xml"), {"word/document.xml", "<d/>", 0}};
	const struct workbook_part binary[] = {ROOT("xl/workbook.bin"), {"xl/workbook.bin", "\x83", 0}};
	const struct workbook_part open[] = {{"mimetype", "application/vnd.oasis", 0}, {"content.xml", "<a/>", 0}};
	const struct workbook_part nothing[] = {{"_rels/.rels", "<R/>", 0}};
	const struct workbook_part missing[] = {ROOT("xl/workbook.xml")};
	const struct workbook_part above[] = {ROOT("../../etc/passwd")};
	(void)state;
	parts_read_as(photos, 2, "!TABLE_ARCHIVE");
	parts_read_as(word, 2, "!TABLE_WORD");
	parts_read_as(binary, 2, "!TABLE_BINARY");
	parts_read_as(open, 2, "!TABLE_OPEN_DOCUMENT");
	parts_read_as(nothing, 1, "!TABLE_NOT_ONE");
	parts_read_as(missing, 1, "!TABLE_DAMAGED xl/_rels/workbook.xml.rels");
	parts_read_as(above, 1, "!TABLE_DAMAGED");
}

/* Prefixes, absolute and relative targets, other cases: what other programs make of the same rules. */
static void test_other_ways_to_write_it(void **state)
{
	const struct workbook_part part[] = {
		{"_rels/.rels",
			"<p:R xmlns:p=\"p\"><p:Relationship Id=\"a\" "
			"Type=\"http://purl.oclc.org/ooxml/officeDocument\" "
			"Target=\"/Office/Book.xml\"/></p:R>",
			0},
		{"Office/Book.xml",
			"<x:workbook xmlns:x=\"x\" xmlns:q=\"q\"><x:sheets><x:sheet name=\"A\" state=\"hidden\" "
			"q:id=\"1\"/>"
			"<x:sheet name=\"B\" state=\"visible\" q:id=\"2\"/></x:sheets></x:workbook>",
			0},
		{"Office/_rels/Book.xml.rels",
			"<R><Relationship Id=\"1\" Type=\"x/worksheet\" Target=\"a.xml\"/>"
			"<Relationship Id=\"2\" Type=\"x/worksheet\" Target=\"./../SHEETS/b.xml\"/></R>",
			0},
		{"sheets/B.xml",
			"<x:worksheet xmlns:x=\"x\"><x:sheetData><x:row><x:c><x:v>5</x:v></x:c></x:row></x:sheetData>"
			"</x:worksheet>",
			0},
	};
	(void)state;
	parts_read_as(part, 4, "1:5");
	file_reads_as(path, NULL, "a", "!TABLE_DAMAGED Office/a.xml");
}

static void test_every_sheet_hidden(void **state)
{
	const struct workbook_part part[] = {ROOT("b.xml"),
		{"b.xml", "<workbook><sheets><sheet name=\"A\" state=\"veryHidden\" id=\"1\"/></sheets></workbook>", 0},
		{"_rels/b.xml.rels", "<R><Relationship Id=\"1\" Type=\"x/worksheet\" Target=\"a.xml\"/></R>", 0}};
	const struct workbook_part outside[] = {ROOT("b.xml"), part[1],
		{"_rels/b.xml.rels",
			"<R><Relationship Id=\"1\" Type=\"x/worksheet\" TargetMode=\"External\" "
			"Target=\"http://x\"/></R>",
			0}};
	(void)state;
	parts_read_as(part, 3, "!TABLE_ALL_HIDDEN");
	parts_read_as(outside, 3, "!TABLE_DAMAGED b.xml");
}

static void test_too_many_parts(void **state)
{
	struct workbook_part *part = alloc_zero(TABLE_PARTS_MAX + 1, sizeof *part);
	char(*name)[16] = alloc_zero(TABLE_PARTS_MAX + 1, sizeof *name);
	(void)state;
	for (int i = 0; i <= TABLE_PARTS_MAX; i++) {
		snprintf(name[i], sizeof name[i], "%d", i);
		part[i] = (struct workbook_part){name[i], "x", 0};
	}
	parts_read_as(part, TABLE_PARTS_MAX + 1, "!TABLE_TOO_LARGE zip");
	parts_read_as(part, TABLE_PARTS_MAX, "!TABLE_ARCHIVE");
	free(part);
	free(name);
}

static void number(unsigned char *to, unsigned long v)
{
	for (int i = 0; i < 4; i++, v >>= 8)
		to[i] = (unsigned char)v;
}

/* A zip64 end record may count what the old one cannot. */
static void test_too_many_parts_in_zip64(void **state)
{
	unsigned char zip[8 + 56 + 20 + 22] = "PK\3\4";
	(void)state;
	memcpy(zip + 8, "PK\6\6", 4);
	number(zip + 8 + 4, 44);
	number(zip + 8 + 24, 1000000);
	number(zip + 8 + 32, 1000000);
	memcpy(zip + 64, "PK\6\7", 4);
	number(zip + 64 + 8, 8);
	memcpy(zip + 84, "PK\5\6", 4);
	FILE *out = fopen(path, "wb");
	assert_int_equal(fwrite(zip, 1, sizeof zip, out), sizeof zip);
	fclose(out);
	file_reads_as(path, NULL, NULL, "!TABLE_TOO_LARGE zip");
}

/* A zip with a password of its own, not Excel's way, which wraps the workbook in a compound file (test_table.c). */
static void test_a_part_under_a_password(void **state)
{
	int why;
	(void)state;
	workbook_write(path, &(struct workbook){.sheet = "<sheetData/>"});
	zip_t *zip = zip_open(path, 0, &why);
	assert_non_null(zip);
	zip_int64_t sheet = zip_name_locate(zip, "xl/worksheets/sheet1.xml", 0);
	bool able = zip_file_set_encryption(zip, (zip_uint64_t)sheet, ZIP_EM_AES_256, "xom-go") == 0;
	assert_int_equal(zip_close(zip), 0);
	if (!able) /* libzip without cryptography */
		skip();
	file_reads_as(path, NULL, NULL, "!TABLE_PASSWORD");
}

/* What the library could inflate, but no workbook is written with. */
static void test_a_part_packed_another_way(void **state)
{
	int why;
	(void)state;
	if (!zip_compression_method_supported(ZIP_CM_BZIP2, 1))
		skip();
	workbook_write(path, &(struct workbook){.sheet = "<sheetData/>"});
	zip_t *zip = zip_open(path, 0, &why);
	assert_non_null(zip);
	zip_int64_t sheet = zip_name_locate(zip, "xl/worksheets/sheet1.xml", 0);
	assert_int_equal(zip_set_file_compression(zip, (zip_uint64_t)sheet, ZIP_CM_BZIP2, 0), 0);
	assert_int_equal(zip_close(zip), 0);
	file_reads_as(path, NULL, NULL, "!TABLE_DAMAGED xl/worksheets/sheet1.xml");
}

/* Something worth breaking. */
static void make_book(void)
{
	lxw_workbook *book = workbook_new(path);
	lxw_worksheet *sheet = workbook_add_worksheet(book, "Xóm Gò");
	for (lxw_row_t row = 0; row < 50; row++)
		worksheet_write_string(sheet, row, 0, row % 2 ? "cổng xanh" : "sau trường học", NULL);
	assert_int_equal(workbook_close(book), LXW_NO_ERROR);
}

/* A copy that stopped anywhere is refused, whatever it holds; no row of it is handed out as if it were whole. */
static void test_truncated(void **state)
{
	static char bytes[100000];
	(void)state;
	make_book();
	FILE *in = fopen(path, "rb");
	size_t n = fread(bytes, 1, sizeof bytes, in);
	fclose(in);
	for (size_t cut = n - 1; cut > 8; cut -= 97 < cut ? 97 : cut) {
		struct table *t;
		struct err e;
		FILE *out = fopen(path, "wb");
		assert_int_equal(fwrite(bytes, 1, cut, out), cut);
		fclose(out);
		assert_int_equal(table_open(path, NULL, NULL, &t, &e), -1);
		assert_ptr_equal(e.text, TEXT_TABLE_DAMAGED);
	}
}

/* A flipped bit inside a part is found by its checksum before the first row. */
static void test_flipped(void **state)
{
	static char bytes[100000];
	struct table *t;
	struct err e;
	(void)state;
	make_book();
	FILE *in = fopen(path, "rb");
	size_t n = fread(bytes, 1, sizeof bytes, in);
	fclose(in);
	char *data = memmem(bytes, n, "xl/sharedStrings.xml", 20);
	assert_non_null(data);
	data[60] ^= 4;
	FILE *out = fopen(path, "wb");
	assert_int_equal(fwrite(bytes, 1, n, out), n);
	fclose(out);
	assert_int_equal(table_open(path, NULL, NULL, &t, &e), -1);
	assert_ptr_equal(e.text, TEXT_TABLE_DAMAGED);
}

int main(void)
{
	alloc_init();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hostile_xml),
		cmocka_unit_test(test_the_parser_is_bounded),
		cmocka_unit_test(test_the_strings_are_bounded),
		cmocka_unit_test(test_inflation_is_counted),
		cmocka_unit_test(test_other_zips),
		cmocka_unit_test(test_other_ways_to_write_it),
		cmocka_unit_test(test_every_sheet_hidden),
		cmocka_unit_test(test_too_many_parts),
		cmocka_unit_test(test_too_many_parts_in_zip64),
		cmocka_unit_test(test_a_part_under_a_password),
		cmocka_unit_test(test_a_part_packed_another_way),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_flipped),
	};
	return cmocka_run_group_tests(tests, make_path, remove_path);
}
