/* test_csv.c - tables as spreadsheets write them, whole and broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <tungnha/alloc.h>
#include <tungnha/csv.h>

static FILE *stream(const void *bytes, size_t n)
{
	FILE *in = tmpfile();
	assert_non_null(in);
	assert_int_equal(fwrite(bytes, 1, n, in), n);
	rewind(in);
	return in;
}

/* The rows as text: fields between |, each row after its line: "1:a|b 2:c". An error ends it: "!TEXT_NAME line". */
static void dump(FILE *in, struct buf *out)
{
	struct csv_reader *r = csv_open(in);
	struct csv_row row;
	struct err e, again;
	int got;
	while ((got = csv_next(r, &row, &e)) > 0) {
		buf_print(out, "%s%ld:", out->len ? " " : "", row.line);
		for (size_t i = 0; i < row.count; i++)
			buf_print(out, "%s%s", i ? "|" : "", row.field[i]);
	}
	if (got < 0)
		buf_print(out, "!%s %s", text_name(e.text), e.arg[0]);
	assert_int_equal(csv_next(r, &row, &again), got); /* the end and an error last */
	csv_close(r);
}

static void reads_as(const char *text, const char *expected)
{
	struct buf out;
	buf_init(&out, 1 << 20);
	FILE *in = stream(text, strlen(text));
	dump(in, &out);
	fclose(in);
	assert_string_equal(out.data, expected);
	buf_free(&out);
}

static void test_line_ends(void **state)
{
	(void)state;
	reads_as("", "");
	reads_as("a,b\nc,d\n", "1:a|b 2:c|d");
	reads_as("a,b\r\nc,d\r\n", "1:a|b 2:c|d");
	reads_as("a,b\rc,d", "1:a|b 2:c|d");
	reads_as("a,b\n\n\r\nc\n", "1:a|b 2: 3: 4:c");
	reads_as("\n", "1:");
	reads_as("\n\r", "1: 2:"); /* LF, then CR: two ends */
	reads_as("a,", "1:a|");
	reads_as(",\n", "1:|");
}

static void test_byte_order_mark(void **state)
{
	(void)state;
	reads_as("\xef\xbb\xbf", "");
	reads_as("\xef\xbb\xbfSTT;Xóm\n", "1:STT|Xóm");
	reads_as("\xef\xbb\xbf\"a\";b", "1:a|b");
	reads_as("\xef\xbb", "!CSV_NOT_UTF8 1");
}

static void test_separator_comes_from_the_first_line_that_has_one(void **state)
{
	(void)state;
	reads_as("a;b,c\n1,5;2\n", "1:a|b,c 2:1,5|2");
	reads_as("a\tb;c,d\n", "1:a|b;c,d");
	reads_as("Danh sách hộ\n\nSTT;Xóm\n1;Gò, Đá\n", "1:Danh sách hộ 2: 3:STT|Xóm 4:1|Gò, Đá");
	reads_as("\"Tổ 1; Tổ 2\"\nSTT,Xóm\n", "1:Tổ 1; Tổ 2 2:STT|Xóm");
	reads_as("\"a;\"\"b\n;\",c\nd,e;f", "1:a;\"b\n;|c 3:d|e;f");
	reads_as("Ống 5\"; x\n", "1:Ống 5\"| x");
	reads_as("a\nb\n", "1:a 2:b");
}

static void test_quotes(void **state)
{
	(void)state;
	reads_as("\"a,b\",c\n", "1:a,b|c");
	reads_as("\"a\"\"b\",\"\"\n", "1:a\"b|");
	reads_as("\"a\nb\r\nc\rd\",e\nf,g", "1:a\nb\r\nc\rd|e 5:f|g");
	reads_as("a\"b\",c\n", "1:a\"b\"|c");
	reads_as(" \"a\", b\n", "1: \"a\"| b");
	reads_as("\"a\"b,c\n", "1:ab|c");
	reads_as("\"a\"b\"c,d\n", "1:ab\"c|d");
	reads_as("\"\"\"\"", "1:\"");
	reads_as("\"\",\"\"", "1:|");
}

static void test_what_is_refused(void **state)
{
	(void)state;
	reads_as("a,b\n\"c,d\n", "1:a|b!CSV_QUOTE_OPEN 2");
	reads_as("\"", "!CSV_QUOTE_OPEN 1");
	reads_as("a,\"b\"\"", "!CSV_QUOTE_OPEN 1");
	reads_as("a,b\nX\xf3m,c\n", "1:a|b!CSV_NOT_UTF8 2");
	struct buf out;
	buf_init(&out, 1000);
	FILE *in = stream("a,b\nc\0d,e\n", 10);
	dump(in, &out);
	assert_string_equal(out.data, "1:a|b!CSV_NOT_UTF8 2");
	fclose(in);
	buf_clear(&out);
	in = fopen("/", "r"); /* opens, and fails at the first read */
	dump(in, &out);
	assert_string_equal(out.data, "!FILE_IO CSV");
	fclose(in);
	buf_free(&out);
}

static void test_limits_of_a_row(void **state)
{
	(void)state;
	struct buf text;
	buf_init(&text, 1 << 20);
	for (int i = 0; i < CSV_FIELDS_MAX - 1; i++)
		buf_char(&text, ';');
	struct buf expected;
	buf_init(&expected, 1 << 20);
	buf_text(&expected, "1:");
	for (int i = 0; i < CSV_FIELDS_MAX - 1; i++)
		buf_char(&expected, '|');
	reads_as(text.data, expected.data);
	buf_char(&text, ';');
	reads_as(text.data, "!CSV_TOO_MANY_FIELDS 1");

	buf_clear(&text);
	buf_clear(&expected);
	for (int i = 0; i < CSV_ROW_BYTES - 1; i++)
		buf_char(&text, 'x');
	buf_print(&expected, "1:%s", text.data);
	reads_as(text.data, expected.data);
	buf_char(&text, 'x');
	reads_as(text.data, "!CSV_ROW_TOO_LONG 1");
	text.data[0] = '"';
	buf_text(&text, "xx");
	reads_as(text.data, "!CSV_QUOTE_OPEN 1");
	buf_free(&text);
	buf_free(&expected);
}

/* Rows lie across the ends of what is read at a time, whatever their length; line numbers and values survive it. */
static void test_a_long_file(void **state)
{
	(void)state;
	struct buf text;
	struct csv_row row;
	struct err e;
	enum { ROWS = 30000 };
	buf_init(&text, 1 << 24);
	for (int i = 0; i < ROWS; i++)
		buf_print(&text, "%d;\"%.*s\r\n\";%.*s\r\n", i, i % 37, "ữữữữữữữữữữữữữữ", i % 11, "abcdefghijk");
	/* %.*s may have cut a letter in two; an x takes the place of such a rest */
	for (size_t i = 0; i + 1 < text.len; i++)
		if ((unsigned char)text.data[i] >= 0x80 && strncmp(text.data + i, "ữ", 3) != 0)
			text.data[i] = 'x';
		else if ((unsigned char)text.data[i] >= 0x80)
			i += 2;
	FILE *in = stream(text.data, text.len);
	struct csv_reader *r = csv_open(in);
	for (int i = 0; i < ROWS; i++) {
		assert_int_equal(csv_next(r, &row, &e), 1);
		assert_int_equal(row.line, 2 * i + 1);
		assert_int_equal(row.count, 3);
		assert_int_equal(atoi(row.field[0]), i);
		assert_int_equal(strlen(row.field[1]), i % 37 + 2);
		assert_int_equal(strlen(row.field[2]), i % 11);
	}
	assert_int_equal(csv_next(r, &row, &e), 0);
	csv_close(r);
	fclose(in);
	buf_free(&text);
}

static void test_writer(void **state)
{
	(void)state;
	struct buf out;
	buf_init(&out, 1000);
	csv_begin(&out);
	csv_text(&out, "Xóm", true);
	csv_text(&out, "a;b", false);
	csv_text(&out, "a,b \"c\"\n", false);
	csv_text(&out, NULL, false);
	csv_text(&out, "a\tb", false);
	csv_end_row(&out);
	csv_number(&out, -5, true);
	csv_number(&out, 21105, false);
	csv_text(&out, "-5", false);
	csv_text(&out, "=A1;B1", false);
	csv_text(&out, "+84", false);
	csv_text(&out, "@x", false);
	csv_end_row(&out);
	assert_string_equal(out.data, "\xef\xbb\xbfXóm;\"a;b\";\"a,b \"\"c\"\"\n\";;\"a\tb\"\r\n"
				      "-5;21105;'-5;\"'=A1;B1\";'+84;'@x\r\n");
	reads_as(out.data, "1:Xóm|a;b|a,b \"c\"\n||a\tb 3:-5|21105|'-5|'=A1;B1|'+84|'@x");
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line_ends),
		cmocka_unit_test(test_byte_order_mark),
		cmocka_unit_test(test_separator_comes_from_the_first_line_that_has_one),
		cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_what_is_refused),
		cmocka_unit_test(test_limits_of_a_row),
		cmocka_unit_test(test_a_long_file),
		cmocka_unit_test(test_writer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
