/* test_period.c - spans of reporting: names, ends, and which one a moment belongs to. */
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
				sunday = {.weekday = 7, .hour = 23, .minute = 59}, monday = {.weekday = 1},
				fifteenth = {.kind = PERIOD_MONTH, .day = 15}, month_end = {.kind = PERIOD_MONTH},
				afternoon = {.kind = PERIOD_MONTH, .day = 28, .hour = 16, .minute = 30};

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
		"25-W45", "2025-W45 ", " 2025-W45", "2025-W4x", "", "1969-W01", "2199-W01", "2025-W+5", "2024-00",
		"2024-13", "2024-7", "2024/07", "07-2024", "2024-Q0", "2024-Q5", "2024-Q", "2024-q1", "2024-Q01",
		"2024-H0", "2024-H3", "2024-07-01", "1970", "2199", "202", "20245", "2024-", "2024-M1", "-024"};
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

static void longer_spans_are_named_too(void **state)
{
	static const struct {
		const char *text;
		enum period_kind kind;
		int year, number;
		const char *before, *after;
	} named[] = {
		{"2024-07", PERIOD_MONTH, 2024, 7, "2024-06", "2024-08"},
		{"2024-01", PERIOD_MONTH, 2024, 1, "2023-12", "2024-02"},
		{"2024-12", PERIOD_MONTH, 2024, 12, "2024-11", "2025-01"},
		{"2023-Q1", PERIOD_QUARTER, 2023, 1, "2022-Q4", "2023-Q2"},
		{"2023-Q4", PERIOD_QUARTER, 2023, 4, "2023-Q3", "2024-Q1"},
		{"2023-H1", PERIOD_HALF, 2023, 1, "2022-H2", "2023-H2"},
		{"2023-H2", PERIOD_HALF, 2023, 2, "2023-H1", "2024-H1"},
		{"2023", PERIOD_YEAR, 2023, 0, "2022", "2024"},
		{"1971", PERIOD_YEAR, 1971, 0, "1971", "1972"}, /* nothing before the first, nothing after the last */
		{"2198-12", PERIOD_MONTH, 2198, 12, "2198-11", "2198-12"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
		char text[PERIOD_TEXT];
		struct period p = of(named[i].text);
		assert_int_equal(p.kind, named[i].kind);
		assert_int_equal(p.year, named[i].year);
		assert_int_equal(p.number, named[i].number);
		assert_string_equal(period_text(p, text), named[i].text);
		assert_string_equal(period_text(period_before(p), text), named[i].before);
		assert_string_equal(period_text(period_after(p), text), named[i].after);
	}
}

/* A month whose figures are those from the 15th of the month before to the 14th. */
static void longer_spans_end_on_the_day_of_their_last_month(void **state)
{
	(void)state;
	ends(&fifteenth, "2024-07", "2024-07-15T00:00:00+07:00");
	ends(&fifteenth, "2024-01", "2024-01-15T00:00:00+07:00");
	ends(&fifteenth, "2023-Q3", "2023-09-15T00:00:00+07:00");
	ends(&fifteenth, "2023-H1", "2023-06-15T00:00:00+07:00");
	ends(&fifteenth, "2023", "2023-12-15T00:00:00+07:00");
	assert_true(period_begin(&fifteenth, of("2023")) == at("2022-12-15T00:00:00+07:00"));
	assert_true(period_begin(&fifteenth, of("2023-Q1")) == at("2022-12-15T00:00:00+07:00"));
	assert_true(period_begin(&fifteenth, of("2023-H2")) == at("2023-06-15T00:00:00+07:00"));
	ends(&afternoon, "2024-02", "2024-02-28T16:30:00+07:00");
	ends(&month_end, "2024-02", "2024-03-01T00:00:00+07:00");
	ends(&month_end, "2024-12", "2025-01-01T00:00:00+07:00");
	ends(&month_end, "2198-12", "2199-01-01T00:00:00+07:00");
	ends(&month_end, "2025-W45", "2025-11-10T00:00:00+07:00");
	ends(&thursday, "2025-11", "2025-12-01T00:00:00+07:00"); /* a month of a campaign by week */
	holds(&fifteenth, "2024-07-14T23:59:59+07:00", "2024-07");
	holds(&fifteenth, "2024-07-15T00:00:00+07:00", "2024-08");
	holds(&fifteenth, "2024-12-20T00:00:00+07:00", "2025-01");
	holds(&month_end, "2024-12-31T23:59:59+07:00", "2024-12");
}

static void last(const struct period_rule *r, const char *longer, const char *expected)
{
	char text[PERIOD_TEXT];
	assert_string_equal(period_text(period_last_in(r, of(longer)), text), expected);
}

static void a_longer_report_reads_the_last_one_in_it(void **state)
{
	(void)state;
	last(&fifteenth, "2023-Q3", "2023-09");
	last(&fifteenth, "2023-H1", "2023-06");
	last(&fifteenth, "2023", "2023-12");
	last(&fifteenth, "2023-04", "2023-04");
	last(&month_end, "2198", "2198-12");
	last(&thursday, "2025-11", "2025-W48"); /* ends 27/11; W49 ends 04/12 */
	last(&thursday, "2025-12", "2025-W52"); /* W01 ends 01/01/2026 10:00, after it */
	last(&thursday, "2025-W45", "2025-W45");
	last(&none, "2024-12", "2024-W52"); /* Sunday 29/12 */
}

/* --- an oracle of its own: days are walked one by one, and a calendar kept by hand --- */

struct walk {
	int year, month, day, weekday; /* 1 = Monday */
	int64_t t;                     /* its midnight */
};

static int month_days(int year, int month)
{
	if (month == 2)
		return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
	return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static void step(struct walk *w)
{
	w->t += 86400;
	w->weekday = w->weekday % 7 + 1;
	if (++w->day <= month_days(w->year, w->month))
		return;
	w->day = 1;
	if (++w->month > 12) {
		w->month = 1;
		w->year++;
	}
}

/* The month a day counts to, 0-based from year 0, when months end on `day` at midnight (0: with the month). */
static int month_of(const struct walk *w, int day)
{
	int month = w->year * 12 + w->month - 1;
	return day && w->day >= day ? month + 1 : month;
}

static void check_day(const struct walk *w, int day)
{
	static const int lengths[PERIOD_KINDS] = {
		[PERIOD_MONTH] = 1, [PERIOD_QUARTER] = 3, [PERIOD_HALF] = 6, [PERIOD_YEAR] = 12};
	const struct period_rule r = {.kind = PERIOD_MONTH, .day = day};
	int month = month_of(w, day);
	for (int kind = PERIOD_MONTH; kind < PERIOD_KINDS; kind++) {
		struct period p = period_holding(&r, (enum period_kind)kind, w->t + 43200);
		int number = kind == PERIOD_YEAR ? 0 : month % 12 / lengths[kind] + 1;
		if (p.year != month / 12 || p.number != number || (int)p.kind != kind)
			fail_msg("%d-%d-%d, day %d: %d/%d of kind %d", w->year, w->month, w->day, day, p.year, p.number,
				kind);
		if (period_begin(&r, p) > w->t || period_end(&r, p) <= w->t)
			fail_msg("%d-%d-%d, day %d: kind %d does not hold it", w->year, w->month, w->day, day, kind);
	}
}

static void every_day_lies_where_a_calendar_by_hand_says(void **state)
{
	struct walk w = {1971, 1, 1, 5, at("1971-01-01T00:00:00+07:00")}; /* a Friday */
	int week = 53, week_year = 1970;                                  /* of that day */
	(void)state;
	for (; w.year < 2198; step(&w)) {
		if (w.weekday == 1) { /* the week of the Thursday three days on */
			struct walk thursday_of = w;
			for (int i = 0; i < 3; i++)
				step(&thursday_of);
			week = thursday_of.year == week_year ? week + 1 : 1;
			week_year = thursday_of.year;
		}
		struct period p = period_holding(&none, PERIOD_WEEK, w.t + 43200);
		if (week_year >= 1971 && (p.year != week_year || p.number != week || p.kind != PERIOD_WEEK))
			fail_msg("%d-%d-%d: %d-W%d, by hand %d-W%d", w.year, w.month, w.day, p.year, p.number,
				week_year, week);
		check_day(&w, 0);
		check_day(&w, 15);
		check_day(&w, 28);
	}
	assert_int_equal(w.day + w.month, 2);
}

/* Of every longer span: the last of the rule's own kind ends in it, and the next one does not. */
static void the_last_one_in_is_the_last(void **state)
{
	static const struct period_rule *const rules[] = {
		&thursday, &none, &sunday, &fifteenth, &month_end, &afternoon};
	(void)state;
	for (size_t i = 0; i < 6; i++) {
		for (int kind = PERIOD_MONTH; kind < PERIOD_KINDS; kind++) {
			struct period p =
				period_holding(rules[i], (enum period_kind)kind, at("1990-06-01T00:00:00+07:00"));
			for (; p.year < 2080; p = period_after(p)) {
				struct period in = period_last_in(rules[i], p);
				assert_int_equal(in.kind, rules[i]->kind);
				assert_true(period_end(rules[i], in) <= period_end(rules[i], p));
				assert_true(period_end(rules[i], in) > period_begin(rules[i], p));
				assert_true(period_end(rules[i], period_after(in)) > period_end(rules[i], p));
			}
		}
	}
}

/* Every hour of many years lies in one period, which begins and ends around it, and the next follows on. */
static void periods_leave_no_gap(void **state)
{
	const struct period_rule *rules[] = {&thursday, &none, &sunday, &monday, &fifteenth, &month_end, &afternoon};
	(void)state;
	for (size_t r = 0; r < sizeof rules / sizeof *rules; r++) {
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
	assert_true(period_parse(period_text(period_at(&fifteenth, -1000000), text), &p));
	assert_true(period_parse(period_text(period_at(&fifteenth, INT64_C(9000000000)), text), &p));
	assert_true(period_parse(period_text(period_holding(&fifteenth, PERIOD_YEAR, INT64_C(9000000000)), text), &p));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_read_exactly),
		cmocka_unit_test(a_period_ends_at_the_due_time_and_the_next_begins),
		cmocka_unit_test(years_end_where_iso_weeks_do),
		cmocka_unit_test(longer_spans_are_named_too),
		cmocka_unit_test(longer_spans_end_on_the_day_of_their_last_month),
		cmocka_unit_test(a_longer_report_reads_the_last_one_in_it),
		cmocka_unit_test(every_day_lies_where_a_calendar_by_hand_says),
		cmocka_unit_test(the_last_one_in_is_the_last),
		cmocka_unit_test(periods_leave_no_gap),
		cmocka_unit_test(a_clock_of_nowhere_still_gives_a_period),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
