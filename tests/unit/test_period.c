/* test_period.c - weeks of reporting: names, ends, and which one a moment belongs to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <tungnha/clock.h>
#include <tungnha/period.h>

static const struct period_rule thursday = {.weekday = 4, .hour = 10}, none = {.weekday = 0},
				sunday = {.weekday = 7, .hour = 23, .minute = 59}, monday = {.weekday = 1};

static int64_t at(const char *stamp)
{
	int64_t t;
	assert_true(clock_read_stamp(stamp, &t));
	return t;
}

static void holds(const struct period_rule *r, const char *stamp, const char *expected)
{
	char text[PERIOD_TEXT];
	assert_string_equal(period_text(period_at(r, at(stamp)), text), expected);
}

static struct period of(const char *text)
{
	struct period p;
	assert_true(period_parse(text, &p));
	return p;
}

static void ends(const struct period_rule *r, const char *period, const char *expected)
{
	char stamp[CLOCK_STAMP];
	assert_string_equal(clock_stamp(period_end(r, of(period)), stamp), expected);
}

static void names_are_read_exactly(void **state)
{
	struct period p;
	char text[PERIOD_TEXT];
	(void)state;
	assert_true(period_parse("2025-W45", &p) && p.year == 2025 && p.number == 45);
	assert_string_equal(period_text(p, text), "2025-W45");
	assert_true(period_parse("2026-W53", &p)); /* a year of 53 weeks */
	assert_true(period_parse("2020-W53", &p));
	static const char *const bad[] = {"2025-W53", "2025-W00", "2025-W54", "2025-W4", "2025-45", "2025-w45",
		"25-W45", "2025-W45 ", " 2025-W45", "2025-W4x", "", "1969-W01", "2199-W01", "2025-W+5"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (period_parse(bad[i], &p))
			fail_msg("%s was taken", bad[i]);
}

static void a_period_ends_at_the_due_time_and_the_next_begins(void **state)
{
	(void)state;
	ends(&thursday, "2025-W45", "2025-11-06T10:00:00+07:00");
	ends(&none, "2025-W45", "2025-11-10T00:00:00+07:00");
	ends(&sunday, "2025-W45", "2025-11-09T23:59:00+07:00");
	ends(&monday, "2025-W45", "2025-11-03T00:00:00+07:00");
	holds(&thursday, "2025-11-06T09:59:59+07:00", "2025-W45");
	holds(&thursday, "2025-11-06T10:00:00+07:00", "2025-W46"); /* "before 10:00" */
	holds(&thursday, "2025-10-30T10:00:00+07:00", "2025-W45");
	holds(&thursday, "2025-10-30T09:59:59+07:00", "2025-W44");
	holds(&thursday, "2025-11-06T02:59:59+00:00", "2025-W45"); /* whatever zone a stamp is written in */
	holds(&none, "2025-11-09T23:59:59+07:00", "2025-W45");
	holds(&none, "2025-11-10T00:00:00+07:00", "2025-W46");
	assert_true(period_begin(&thursday, of("2025-W45")) == period_end(&thursday, of("2025-W44")));
}

static void years_end_where_iso_weeks_do(void **state)
{
	char text[PERIOD_TEXT];
	(void)state;
	holds(&none, "2026-12-31T12:00:00+07:00", "2026-W53");
	holds(&none, "2027-01-03T23:59:59+07:00", "2026-W53");
	holds(&none, "2027-01-04T00:00:00+07:00", "2027-W01");
	holds(&none, "2024-12-30T00:00:00+07:00", "2025-W01");
	holds(&none, "2023-01-01T12:00:00+07:00", "2022-W52");
	holds(&thursday, "2026-12-31T10:00:00+07:00", "2027-W01"); /* W53 has just ended */
	holds(&thursday, "2027-01-01T00:00:00+07:00", "2027-W01");
	assert_string_equal(period_text(period_after(of("2026-W53")), text), "2027-W01");
	assert_string_equal(period_text(period_before(of("2027-W01")), text), "2026-W53");
	assert_string_equal(period_text(period_before(of("2026-W01")), text), "2025-W52");
	assert_true(period_compare(of("2025-W52"), of("2026-W01")) < 0);
	assert_true(period_compare(of("2026-W10"), of("2026-W09")) > 0);
	assert_true(period_compare(of("2026-W10"), of("2026-W10")) == 0);
}

/* Every hour of many years lies in one period, which begins and ends around it, and the next follows on. */
static void periods_leave_no_gap(void **state)
{
	const struct period_rule *rules[] = {&thursday, &none, &sunday, &monday};
	(void)state;
	for (size_t r = 0; r < 4; r++) {
		for (int64_t t = at("1975-01-01T00:00:00+07:00"); t < at("2060-01-01T00:00:00+07:00"); t += 3607 * 31) {
			struct period p = period_at(rules[r], t), q;
			char text[PERIOD_TEXT];
			assert_true(period_begin(rules[r], p) <= t && t < period_end(rules[r], p));
			q = period_after(p);
			assert_true(period_begin(rules[r], q) == period_end(rules[r], p));
			assert_int_equal(period_compare(period_before(q), p), 0);
			assert_true(period_parse(period_text(p, text), &q));
			assert_int_equal(period_compare(q, p), 0);
		}
	}
}

static void a_clock_of_nowhere_still_gives_a_period(void **state)
{
	struct period p;
	char text[PERIOD_TEXT];
	(void)state;
	assert_true(period_parse(period_text(period_at(&thursday, -1000000), text), &p));
	assert_true(period_parse(period_text(period_at(&thursday, INT64_C(9000000000)), text), &p));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_read_exactly),
		cmocka_unit_test(a_period_ends_at_the_due_time_and_the_next_begins),
		cmocka_unit_test(years_end_where_iso_weeks_do),
		cmocka_unit_test(periods_leave_no_gap),
		cmocka_unit_test(a_clock_of_nowhere_still_gives_a_period),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
