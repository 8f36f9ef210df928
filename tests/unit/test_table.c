/* test_table.c - text tables in every encoding offered, and files that are no tables at all. */
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
#include <tungnha/utf8.h>

#include "../support/workbook.h"

static char path[] = "/tmp/tungnha-table-XXXXXX";

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

static void write_file(const void *bytes, size_t n)
{
	FILE *out = fopen(path, "wb");
	assert_non_null(out);
	assert_int_equal(fwrite(bytes, 1, n, out), n);
	assert_int_equal(fclose(out), 0);
}

static void reads_as(const void *bytes, size_t n, const char *encoding, const char *expected)
{
	write_file(bytes, n);
	char *rows = table_dump(path, encoding, NULL);
	assert_string_equal(rows, expected);
	free(rows);
}

#define READS_AS(bytes, encoding, expected) reads_as(bytes, sizeof(bytes) - 1, encoding, expected)

/* "Hộ số;Nhãn nhà" and "1;Cổng đỏ" as old programs wrote them. */
static const char tcvn3[] = "H\xe9 s\xe8;Nh\xb7n nh\xb5\r\n1;C\xe6ng \xae\xe1\r\n";
static const char cp1258[] = "H\xf4\xf2 s\xf4\xec;Nha\xden nh\xe0\r\n1;C\xf4\xd2ng \xf0o\xd2\r\n";
#define AS_TEXT "1:Hộ số|Nhãn nhà 2:1|Cổng đỏ"

static void test_utf8(void **state)
{
	(void)state;
	READS_AS("", NULL, "");
	READS_AS("Hộ số,Số khẩu\n1,4\n", NULL, "1:Hộ số|Số khẩu 2:1|4");
	READS_AS("\xef\xbb\xbfHộ số;Số khẩu\r\n1;4\r\n", "UTF-8", "1:Hộ số|Số khẩu 2:1|4");
	READS_AS("a;\"b\n", NULL, "!CSV_QUOTE_OPEN 1 65536");
}

static void test_named_encodings(void **state)
{
	(void)state;
	READS_AS(tcvn3, "tcvn3", AS_TEXT);
	READS_AS(tcvn3, "TCVN", AS_TEXT);
	READS_AS(cp1258, "cp1258", AS_TEXT);
	READS_AS(cp1258, "Windows-1258", AS_TEXT);
	READS_AS(tcvn3, "klingon", "!TABLE_ENCODING_UNKNOWN klingon");
	READS_AS(tcvn3, "UTF-8//IGNORE", "!TABLE_ENCODING_UNKNOWN UTF-8//IGNORE");
	READS_AS(tcvn3, "", "!TABLE_ENCODING_UNKNOWN");
	READS_AS("a;b\n\xff\xff;\x81\x8d\n", "cp1258", "!TABLE_NOT_ENCODING 2 CP1258");
	READS_AS(tcvn3, "utf-8", "!TABLE_NOT_ENCODING 1 UTF-8");
}

/* Every Vietnamese letter with every tone comes out of CP1258, which writes tones apart, as one character. */
static void test_cp1258_is_composed(void **state)
{
	static const char plain[] = "ae\xe2\xe3\xea\xf4\xf5\xfdiouyAE\xc2\xc3\xca\xd4\xd5\xddIOUY";
	static const char tones[] = "\xcc\xd2\xde\xec\xf2";
	char text[2 * sizeof plain * sizeof tones];
	struct table *t;
	struct table_row row;
	struct err e;
	size_t n = 0;
	(void)state;
	for (const char *p = plain; *p; p++)
		for (const char *tone = tones; *tone; tone++) {
			text[n++] = *p;
			text[n++] = *tone;
		}
	write_file(text, n);
	assert_int_equal(table_open(path, "cp1258", NULL, &t, &e), 0);
	assert_int_equal(table_next(t, &row, &e), 1);
	assert_int_equal(utf8_length(row.cell[0]), n / 2);
	assert_true(utf8_is_nfc(row.cell[0], strlen(row.cell[0])));
	table_close(t);
}

static void test_utf16_needs_no_name(void **state)
{
	(void)state;
	READS_AS("\xff\xfeH\0\xd9\x1e\t\0"
		 "1\0\r\0\n\0",
		NULL, "1:Hộ|1");
	READS_AS("\xfe\xff\0H\x1e\xd9\0;\0"
		 "1\0\n",
		NULL, "1:Hộ|1");
	READS_AS("H\0\xd9\x1e;\0"
		 "1\0\n\0",
		NULL, "1:Hộ|1");
	READS_AS("H\0\xd9\x1e;\0"
		 "1\0\n\0",
		"utf-16", "1:Hộ|1");
	READS_AS("\xff\xfeH\0\xd9\x1e\t\0"
		 "1\0\n\0",
		"tcvn3", "1:Hộ|1"); /* the file knows better */
	READS_AS("\xff\xfeH\0\n\0\x00\xd8\n\0", NULL, "!TABLE_NOT_ENCODING 2 UTF-16LE");
	READS_AS("\xff\xfeH\0\n", NULL, "!TABLE_NOT_ENCODING 1 UTF-16LE"); /* half a character: a file cut short */
}

static void test_a_file_not_utf8_shows_what_it_would_read_as(void **state)
{
	(void)state;
	READS_AS(tcvn3, NULL, "!TABLE_NOT_UTF8 1 Hộ số;Nhãn nhà Hé sè;Nh·n nhµ");
	READS_AS(cp1258, NULL, "!TABLE_NOT_UTF8 1 Hụũ sụỡ;Nhaịn nhỔ Hộ số;Nhãn nhà");
	READS_AS("1;2;3;4;plain;C\xe6ng xanh, nh\xb5 hai t\xc7ng, sau tr\xad\xeang h\xe4"
		 "c, g\xc7n su\xe8i, c\xb9nh nh\xb5\n",
		NULL,
		"!TABLE_NOT_UTF8 1 Cổng xanh, nhà hai tầng, sau trường học, gần suối, cạnh nhà "
		"Cæng xanh, nhµ hai tÇng, sau trêng häc, gÇn suèi, c¹nh nhµ");
	READS_AS("So,Khau\r1,2\r2,\xb5\r", NULL, "!TABLE_NOT_UTF8 3 à µ");
	READS_AS("\xef\xbb\xbf"
		 "a;b\n\n\xb5\n",
		NULL, "!TABLE_NOT_UTF8 3 à µ");
}

static void readings_are(const void *bytes, size_t n, const char *expected)
{
	struct table_readings r;
	struct buf out;
	struct err e;
	buf_init(&out, 10000);
	write_file(bytes, n);
	assert_int_equal(table_readings(path, &r, &e), 0);
	for (size_t i = 0; i < r.count; i++)
		buf_print(&out, "%s%s: %s", i ? "\n" : "", r.reading[i].encoding, r.reading[i].text);
	assert_string_equal(out.data, expected);
	buf_free(&out);
	table_readings_free(&r);
	assert_int_equal(r.count, 0);
}

static void test_readings(void **state)
{
	static const char list[] = "STT;Nhan\nH\xe9;1\n2;plain\nC\xe6ng;3\n";
	(void)state;
	readings_are(list, sizeof list - 1,
		"tcvn3: Hộ;1 Cổng;3\ncp1258: Hé;1 Cæng;3\nvni: Hé;1 Cỉng;3\nviscii: Hé;1 Cững;3");
	readings_are("Hộ;1", strlen("Hộ;1"), "");
	readings_are("\xff\xfeH\0", 4, "");
	readings_are("So;1\n", strlen("So;1\n"), "");
	readings_are("Hé sè;Nh·n\n1;“Cæng”\n", strlen("Hé sè;Nh·n\n1;“Cæng”\n"),
		"tcvn3: Hộ số; Nhãn “Cổng”\nvni: Hé sè; Nh·n “Cỉng”");
	readings_are("Hé;ế\n", strlen("Hé;ế\n"), "");
}

/* The Latin letters under the fonts of the time before Unicode, in Unicode files and byte for byte. */
static void test_old_fonts(void **state)
{
	(void)state;
	READS_AS("Hé sè;Nh·n nhµ\n1;Cæng ®á\n", "tcvn3", AS_TEXT);
	READS_AS("\xff\xfeH\0\xe9\0;\0s\0\xe8\0", "tcvn3", "1:Hộ|số");
	READS_AS("Soá hoä;Nhaân khaåu\nÑòa chæ;ñöôïc löu yù\n", "vni", "1:Số hộ|Nhân khẩu 2:Địa chỉ|được lưu ý");
	READS_AS("So\xe1 ho\xe4;Nguye\xe3n\n", "vni", "1:Số hộ|Nguyễn");
	READS_AS("VIEÄT NAM;TYÛ LEÄ;QUYÙ;TRAÊNG;NAÊM;HOØA;SÖÛA;KYÕ THUAÄT;LAÉC\n", "VNI",
		"1:VIỆT NAM|TỶ LỆ|QUÝ|TRĂNG|NĂM|HÒA|SỬA|KỸ THUẬT|LẮC");
	READS_AS("kî;thò traán;ngöôøi;uoáng;Ñaëng;ñeå;moãi;nghæ;só\n", "vni",
		"1:kỵ|thị trấn|người|uống|Đặng|để|mỗi|nghỉ|sĩ");
	READS_AS("Hộ số;“được”\n", "tcvn3", "1:Hộ số|“được”"); /* Unicode all along */
}

/* Long enough that every piece of the converter is used more than once, letters cut at each of its ends. */
static void test_long_text(void **state)
{
	struct table *t;
	struct table_row row;
	struct err e;
	FILE *out = fopen(path, "wb");
	long rows = 0;
	(void)state;
	for (int i = 0; i < 20000; i++)
		fprintf(out, "%d;C\xf4\xd2ng \xf0o\xd2%s\r\n", i, i % 7 ? "" : "!");
	fclose(out);
	assert_int_equal(table_open(path, "cp1258", NULL, &t, &e), 0);
	while (table_next(t, &row, &e) == 1) {
		assert_int_equal(row.line, ++rows);
		assert_string_equal(row.cell[1], (rows - 1) % 7 ? "Cổng đỏ" : "Cổng đỏ!");
	}
	assert_int_equal(rows, 20000);
	table_close(t);
}

static void test_files_that_are_no_tables(void **state)
{
	struct err e;
	struct table *t;
	unsigned char compound[1024] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
	(void)state;
	READS_AS("%PDF-1.7\n", NULL, "!TABLE_PDF");
	READS_AS("\xff\xd8\xff\xe0..JFIF", NULL, "!TABLE_PICTURE");
	READS_AS("\0\0\0\x18"
		 "ftypheic\0\0",
		NULL, "!TABLE_PICTURE");
	READS_AS("  \n<HTML><body><table>", NULL, "!TABLE_WEB_PAGE");
	READS_AS("\xff\xfe<\0h\0t\0m\0l\0", NULL, "!TABLE_WEB_PAGE");
	READS_AS("\xef\xbb\xbf<?xml version=\"1.0\"?><Workbook>", NULL, "!TABLE_WEB_PAGE");
	READS_AS("Rar!\x1a\7", NULL, "!TABLE_ARCHIVE");
	READS_AS("a\0\0\0b\0\0\0c;\0\0", NULL, "!TABLE_NOT_ONE");
	reads_as(compound, sizeof compound, NULL, "!TABLE_NOT_ONE");
	memcpy(compound + 512, "W\0o\0r\0k\0b\0o\0o\0k\0\0", 18);
	compound[512 + 64] = 18;
	reads_as(compound, sizeof compound, NULL, "!TABLE_OLD_EXCEL");
	memcpy(compound + 512, "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0\0", 34);
	compound[512 + 64] = 34;
	reads_as(compound, sizeof compound, NULL, "!TABLE_PASSWORD");
	assert_int_equal(table_open("/tmp", NULL, NULL, &t, &e), -1);
	assert_ptr_equal(e.text, TEXT_FILE_NOT_REGULAR);
	assert_int_equal(table_open("/tmp/tungnha-no-such-file.csv", NULL, NULL, &t, &e), -1);
	assert_int_equal(e.code, ERR_NOT_FOUND);
	table_close(NULL);
}

static void test_column_names(void **state)
{
	char name[8];
	(void)state;
	assert_string_equal(table_column(0, name), "A");
	assert_string_equal(table_column(25, name), "Z");
	assert_string_equal(table_column(26, name), "AA");
	assert_string_equal(table_column(27, name), "AB");
	assert_string_equal(table_column(255, name), "IV");
	assert_string_equal(table_column(701, name), "ZZ");
	assert_string_equal(table_column(702, name), "AAA");
	assert_string_equal(table_column(16383, name), "XFD");
}

int main(void)
{
	alloc_init();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_named_encodings),
		cmocka_unit_test(test_cp1258_is_composed),
		cmocka_unit_test(test_utf16_needs_no_name),
		cmocka_unit_test(test_a_file_not_utf8_shows_what_it_would_read_as),
		cmocka_unit_test(test_readings),
		cmocka_unit_test(test_old_fonts),
		cmocka_unit_test(test_long_text),
		cmocka_unit_test(test_files_that_are_no_tables),
		cmocka_unit_test(test_column_names),
	};
	return cmocka_run_group_tests(tests, make_path, remove_path);
}
