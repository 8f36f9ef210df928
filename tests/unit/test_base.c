/* test_base.c - alloc, buf, err, id, clock: the pieces everything stands on. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <tungnha/alloc.h>
#include <tungnha/buf.h>
#include <tungnha/clock.h>
#include <tungnha/err.h>
#include <tungnha/id.h>

static void test_alloc_never_gives_null(void **state)
{
	(void)state;
	void *none = alloc_bytes(0);
	assert_non_null(none);
	free(none);
	int *zeros = alloc_zero(3, sizeof *zeros);
	assert_int_equal(zeros[0] | zeros[1] | zeros[2], 0);
	zeros = alloc_grow(zeros, 4, sizeof *zeros);
	zeros[3] = 7;
	free(zeros);
	assert_null(alloc_copy(NULL));
	char *s = alloc_copy_n("abcdef", 3);
	assert_string_equal(s, "abc");
	free(s);
	s = alloc_print("%d-%s", 42, "x");
	assert_string_equal(s, "42-x");
	free(s);
}

static void test_buf_holds_what_was_added(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, 100000);
	assert_string_equal(b.data, "");
	for (int i = 0; i < 1000; i++)
		buf_print(&b, "%d,", i);
	assert_false(b.full);
	assert_int_equal(b.len, strlen(b.data));
	assert_int_equal(b.len, 10 * 2 + 90 * 3 + 900 * 4);
	assert_string_equal(b.data + b.len - 8, "998,999,");
	buf_clear(&b);
	assert_string_equal(b.data, "");
	buf_text(&b, NULL);
	buf_char(&b, 'a');
	buf_add(&b, "\0b", 2);
	assert_int_equal(b.len, 3);
	assert_memory_equal(b.data, "a\0b", 4);
	char *taken = buf_take(&b);
	assert_memory_equal(taken, "a\0b", 4);
	free(taken);
	taken = buf_take(&b);
	assert_string_equal(taken, "");
	free(taken);
	buf_free(&b);
	buf_free(&b);
	struct buf zeroed = {0};
	buf_free(&zeroed);
	assert_string_equal(zeroed.data, "");
}

static void test_buf_reserved_is_taken_at_once_and_never_beyond_the_maximum(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, 1000);
	buf_reserve(&b, 100);
	assert_int_equal(b.len, 0);
	assert_string_equal(b.data, "");
	const char *data = b.data;
	for (int i = 0; i < 100; i++)
		buf_char(&b, 'x');
	assert_ptr_equal(b.data, data);
	buf_reserve(&b, (size_t)-1);
	assert_int_equal(b.room, 1001);
	buf_reserve(&b, 10); /* there already */
	assert_int_equal(b.room, 1001);
	assert_int_equal(strlen(b.data), 100);
	buf_free(&b);
}

static void test_buf_beyond_its_maximum_adds_nothing_and_stays_full(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, 5);
	buf_text(&b, "12345");
	assert_false(b.full);
	assert_int_equal(b.room, 6);
	buf_char(&b, '6');
	assert_true(b.full);
	assert_string_equal(b.data, "12345");
	buf_clear(&b);
	assert_false(b.full);
	buf_text(&b, "123");
	buf_print(&b, "%s", "456");
	assert_true(b.full);
	assert_string_equal(b.data, "123");
	buf_char(&b, '4'); /* would fit, but comes after what did not */
	assert_string_equal(b.data, "123");
	buf_clear(&b);
	buf_print(&b, "%d", 12345);
	assert_false(b.full);
	assert_string_equal(b.data, "12345");
	buf_free(&b);
	assert_int_equal(b.max, 5);
}

static void test_err_splits_its_arguments(void **state)
{
	(void)state;
	struct err e;
	assert_int_equal(err_set(&e, ERR_IO, TEXT_FILE_IO, "%s" ERR_AND "%d", "a.csv", 5), -1);
	assert_int_equal(e.code, ERR_IO);
	assert_string_equal(e.arg[0], "a.csv");
	assert_string_equal(e.arg[1], "5");
	assert_string_equal(e.arg[2], "");
	char out[200];
	err_sentence(&e, LANG_EN, out, sizeof out);
	assert_string_equal(out, "Error reading or writing a.csv: 5.");
	err_set(&e, ERR_DATA, TEXT_NONE, "");
	assert_string_equal(e.arg[0], "");
}

static void test_err_cleans_what_it_is_given(void **state)
{
	(void)state;
	struct err e;
	err_set(&e, ERR_IO, TEXT_FILE_IO, "%s" ERR_AND "%s", "a\nb\x1b[2J\xc2\x9b",
		"\xff"
		"Đ\xc4");
	assert_string_equal(e.arg[0], "a b [2J ");
	assert_string_equal(e.arg[1], "?Đ?");
}

static void test_err_cuts_long_arguments_between_characters(void **state)
{
	(void)state;
	struct err e;
	char *s = alloc_zero(3001, 1);
	for (int i = 0; i < 3000; i += 3)
		memcpy(s + i, "ữ", 3);
	err_set(&e, ERR_IO, TEXT_FILE_IO, "x%s" ERR_AND "%s", s, "second");
	assert_int_equal(strlen(e.arg[0]), 253); /* 1 + 84 · 3; one more ữ would need 256 and the NUL */
	assert_string_equal(e.arg[0] + 250, "ữ");
	assert_string_equal(e.arg[1], "second");
	free(s);
}

static void test_err_errno_tells_kinds_apart(void **state)
{
	(void)state;
	struct err e;
	assert_int_equal(err_errno(&e, ENOENT, "p"), -1);
	assert_int_equal(e.code, ERR_NOT_FOUND);
	assert_ptr_equal(e.text, TEXT_FILE_MISSING);
	err_errno(&e, ENOSPC, "p");
	assert_int_equal(e.code, ERR_IO);
	assert_ptr_equal(e.text, TEXT_DISK_FULL);
	err_errno(&e, EROFS, "p");
	assert_int_equal(e.code, ERR_CREATE);
	err_errno(&e, EIO, "p");
	assert_int_equal(e.code, ERR_IO);
	assert_string_equal(e.arg[0], "p");
	assert_true(strlen(e.arg[1]) > 0);
}

static void test_id_text_forms(void **state)
{
	(void)state;
	struct id id, back;
	char hex[ID_HEX], shown[ID_SHOWN];
	assert_true(id_parse("05a1b2c3d4e5f607", &id));
	assert_int_equal(id.b[0], 0x05);
	assert_int_equal(id.b[7], 0x07);
	assert_string_equal(id_hex(id, hex), "05a1b2c3d4e5f607");
	assert_string_equal(id_shown(id, shown), "05a1 b2c3 d4e5 f607");
	assert_true(id_read("05A1-b2c3 D4e5-f607", &back));
	assert_true(id_equal(id, back));
	const char *wrong[] = {"", "05a1b2c3d4e5f60", "05a1b2c3d4e5f6071", "05a1b2c3d4e5f60g", "05A1b2c3d4e5f607",
		"05a1 b2c3 d4e5 f607", " 05a1b2c3d4e5f607"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(id_parse(wrong[i], &back));
	assert_false(id_read("05a1 b2c3 d4e5 f60", &back));
	assert_false(id_read("05a1 b2c3 d4e5 f607 8", &back));
	assert_false(id_read("05a1.b2c3.d4e5.f607", &back));
	assert_true(id_equal(id, back)); /* a refused text leaves the result alone */
}

static void test_id_order_and_chance(void **state)
{
	(void)state;
	struct id zero = {{0}}, low, high;
	assert_true(id_is_zero(zero));
	assert_true(id_parse("00000000000000ff", &low));
	assert_true(id_parse("0100000000000000", &high));
	assert_true(id_compare(low, high) < 0);
	assert_true(id_compare(high, low) > 0);
	assert_int_equal(id_compare(low, low), 0);
	assert_false(id_equal(id_random(), id_random()));
	assert_false(id_is_zero(id_random()));
}

static void test_base64_takes_exactly_what_it_wrote(void **state)
{
	(void)state;
	unsigned char in[32], back[32];
	char text[BASE64_32], long_text[BASE64_64];
	for (int i = 0; i < 32; i++)
		in[i] = (unsigned char)(255 - 7 * i);
	base64_encode(in, 32, text, sizeof text);
	assert_int_equal(strlen(text), BASE64_32 - 1);
	assert_null(strpbrk(text, "+/="));
	assert_true(base64_decode(text, back, 32));
	assert_memory_equal(in, back, 32);
	unsigned char all[64] = {0};
	base64_encode(all, 64, long_text, sizeof long_text);
	assert_int_equal(strlen(long_text), BASE64_64 - 1);
	assert_false(base64_decode(text, back, 31));
	assert_false(base64_decode(text + 1, back, 32));
	text[5] = '+';
	assert_false(base64_decode(text, back, 32));
	assert_true(base64_decode("_-8", back, 2));
	assert_int_equal(back[0], 0xff);
	assert_int_equal(back[1], 0xef);
	assert_false(base64_decode("_-9", back, 2)); /* left-over bits must be zero: one text for one value */
	assert_false(base64_decode("_-8=", back, 2));
}

static void test_clock_writes_vietnam_whatever_the_zone(void **state)
{
	(void)state;
	char stamp[CLOCK_STAMP], date[CLOCK_DATE];
	setenv("TZ", "America/New_York", 1);
	assert_string_equal(clock_stamp(1762951200, stamp), "2025-11-12T19:40:00+07:00");
	assert_string_equal(clock_date(1762951200, date), "2025-11-12");
	assert_string_equal(clock_date(1762966799, date), "2025-11-12");
	assert_string_equal(clock_date(1762966800, date), "2025-11-13"); /* 17:00 UTC is midnight here */
	assert_string_equal(clock_stamp(0, stamp), "1970-01-01T07:00:00+07:00");
	assert_string_equal(clock_stamp(951782399, stamp), "2000-02-29T06:59:59+07:00");
	assert_string_equal(clock_stamp(4107517199, stamp), "2100-02-28T23:59:59+07:00");
	assert_string_equal(clock_stamp(4107517200, stamp), "2100-03-01T00:00:00+07:00");
	assert_string_equal(clock_stamp(INT64_MIN, stamp), "1970-01-01T00:00:00+07:00");
	assert_string_equal(clock_stamp(INT64_MAX, stamp), "2199-12-31T23:59:59+07:00");
	unsetenv("TZ");
	assert_true(clock_now() > 1700000000);
	assert_true(clock_now_ms() / 1000 - clock_now() <= 1);
}

static void test_clock_reads_what_it_writes(void **state)
{
	(void)state;
	char stamp[CLOCK_STAMP], date[CLOCK_DATE];
	int64_t back;
	for (int64_t t = -25200; t < 7258093200; t += 86399 * 3 + 1234) {
		assert_true(clock_read_stamp(clock_stamp(t, stamp), &back));
		assert_int_equal(back, t);
		assert_memory_equal(clock_date(t, date), stamp, 10);
		assert_true(clock_valid_date(date));
	}
	assert_true(clock_read_stamp("2025-11-12T12:40:00+00:00", &back));
	assert_int_equal(back, 1762951200);
	assert_true(clock_read_stamp("2025-11-12T07:10:00-05:30", &back));
	assert_int_equal(back, 1762951200);
}

static void test_clock_refuses_other_stamps(void **state)
{
	(void)state;
	const char *wrong[] = {"", "2025-11-12", "2025-11-12T19:40:00", "2025-11-12T19:40:00Z",
		"2025-11-12 19:40:00+07:00", "2025-11-12T19:40:00+07:00 ", "2025-11-12T19:40:00+0700",
		"2025-11-12T24:00:00+07:00", "2025-11-12T19:60:00+07:00", "2025-11-12T19:40:60+07:00",
		"2025-13-12T19:40:00+07:00", "2025-02-29T19:40:00+07:00", "2025-11-12T19:40:00+24:00",
		"2025-11-12T19:40:00+07:60", "2025-11-12T19:40:00.5+07:00", "1969-11-12T19:40:00+07:00",
		"2200-01-01T00:00:00+07:00", "+025-11-12T19:40:00+07:00", "2025-11-12T-9:40:00+07:00",
		"1970-01-01T00:00:00+14:00"};
	int64_t t = 5;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		if (clock_read_stamp(wrong[i], &t))
			fail_msg("taken: %s", wrong[i]);
	assert_int_equal(t, 5);
}

static void test_clock_dates_are_real_days(void **state)
{
	(void)state;
	const char *real[] = {"2025-11-12", "2024-02-29", "2000-02-29", "1900-01-01", "2199-12-31"};
	const char *wrong[] = {"", "2025-11-1", "2025-11-31", "2025-02-29", "1900-02-29", "2100-02-29", "2025-00-10",
		"2025-10-00", "1899-12-31", "2200-01-01", "2025-11-12 ", "2025/11/12", "20251112", "12/11/2025"};
	for (size_t i = 0; i < sizeof real / sizeof *real; i++)
		assert_true(clock_valid_date(real[i]));
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		if (clock_valid_date(wrong[i]))
			fail_msg("taken: %s", wrong[i]);
}

static void test_clock_reads_typed_dates(void **state)
{
	(void)state;
	const char *typed[][2] = {{"2025-11-12", "2025-11-12"}, {"12/11/2025", "2025-11-12"},
		{"12-11-2025", "2025-11-12"}, {"5/3/2025", "2025-03-05"}, {"05/3/2025", "2025-03-05"},
		{"29/2/2024", "2024-02-29"}};
	const char *wrong[] = {"", "12/11", "12/11/25", "12/11-2025", "31/11/2025", "29/2/2025", "0/1/2025",
		"1/13/2025", "12/11/2025x", "123/1/2025", "2025/11/12", "12/11/20255", "12//2025",
		"2025-11-12T00:00:00+07:00"};
	char out[CLOCK_DATE] = "unchanged";
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		if (clock_read_date(wrong[i], out))
			fail_msg("taken: %s", wrong[i]);
	assert_string_equal(out, "unchanged");
	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
		assert_true(clock_read_date(typed[i][0], out));
		assert_string_equal(out, typed[i][1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alloc_never_gives_null),
		cmocka_unit_test(test_buf_holds_what_was_added),
		cmocka_unit_test(test_buf_reserved_is_taken_at_once_and_never_beyond_the_maximum),
		cmocka_unit_test(test_buf_beyond_its_maximum_adds_nothing_and_stays_full),
		cmocka_unit_test(test_err_splits_its_arguments),
		cmocka_unit_test(test_err_cleans_what_it_is_given),
		cmocka_unit_test(test_err_cuts_long_arguments_between_characters),
		cmocka_unit_test(test_err_errno_tells_kinds_apart),
		cmocka_unit_test(test_id_text_forms),
		cmocka_unit_test(test_id_order_and_chance),
		cmocka_unit_test(test_base64_takes_exactly_what_it_wrote),
		cmocka_unit_test(test_clock_writes_vietnam_whatever_the_zone),
		cmocka_unit_test(test_clock_reads_what_it_writes),
		cmocka_unit_test(test_clock_refuses_other_stamps),
		cmocka_unit_test(test_clock_dates_are_real_days),
		cmocka_unit_test(test_clock_reads_typed_dates),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
