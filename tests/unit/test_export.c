/* test_export.c - figures for other systems: golden files of every format (tests/golden/export-*), and periods as DHIS2
 * names them. After a change that is meant: TUNGNHA_GOLDEN=write, run from the top folder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <expat.h>
#include <tungnha/clock.h>
#include <tungnha/csv.h>
#include <tungnha/export.h>
#include <tungnha/json.h>

#include "../support/golden.h"
#include "../support/prints.h"

/* --- golden files --- */

static const struct period_rule thursday = {.weekday = 4, .hour = 10, .kind = PERIOD_WEEK};
static const struct export_figure figures[] = {
	{"online", "05788", 23767, 39696, "Hệ thống một cửa, \"bảng 2\" & <3>", "2025-11-05"},
	{"paid", "05788-01", 0, 0, "", ""},
};
static const char *const late[] = {"05788-03"};

static struct export commune(struct report *r, bool closed)
{
	struct export x = {.report = r,
		.period = {.year = 2025, .number = 45, .kind = PERIOD_WEEK},
		.rule = thursday,
		.exported_at = 1762401600, /* 2025-11-06T11:00:00+07:00 */
		.figure = figures,
		.figures = 2,
		.reason = ""};
	if (closed) {
		snprintf(r->period.period, sizeof r->period.period, "2025-W45");
		snprintf(r->period.at, sizeof r->period.at, "2025-11-06T10:05:00+07:00");
		snprintf(r->period.code, sizeof r->period.code, "K7QX2M9D");
		r->period.version = 2;
		x.late = late;
		x.lates = 1;
		x.reason = "Xóm 3 gửi bổ sung";
		x.proof = (struct export_proof){
			.chain = {.unit = "05788", .generation = 1}, .seq = 1, .entry = "{\"seq\":1}", .bytes = 9};
	}
	return x;
}

static void write(const struct export *x, enum export_format format, struct buf *out)
{
	struct err e;
	buf_init(out, REPORT_BYTES_MAX);
	assert_int_equal(export_write(x, format, out, &e), 0);
}

static void compare(enum export_format format, bool closed, enum text_lang lang, const char *name)
{
	struct report r = prints_commune(lang);
	struct export x = commune(&r, closed);
	struct buf out;
	write(&x, format, &out);
	golden_compare(&out, "export", name);
	buf_free(&out);
	report_free(&r);
}

static void golden(void **state)
{
	(void)state;
	compare(EXPORT_CSV, true, LANG_VI, "commune.csv");
	compare(EXPORT_CSV, false, LANG_EN, "commune-open-en.csv");
	compare(EXPORT_JSON, true, LANG_VI, "commune.json");
	compare(EXPORT_JSON, false, LANG_VI, "commune-open.json");
	compare(EXPORT_DHIS2, true, LANG_VI, "commune.dhis2.json");
	compare(EXPORT_ADX, true, LANG_VI, "commune.adx.xml");
	compare(EXPORT_ADX, false, LANG_VI, "commune-open.adx.xml");
}

/* --- read back --- */

/* What the program's own readers make of a table: codes with their zeros, empty where nothing is known. */
static void csv_reads_back(void **state)
{
	(void)state;
	struct report r = prints_commune(LANG_VI);
	struct export x = commune(&r, true);
	struct buf out;
	struct err e;
	struct csv_row row;
	write(&x, EXPORT_CSV, &out);
	FILE *in = fmemopen(out.data, out.len, "r");
	struct csv_reader *reader = csv_open(in);
	assert_int_equal(csv_next(reader, &row, &e), 1);
	size_t columns = row.count;
	for (size_t i = 0; i < r.rows; i++) {
		assert_int_equal(csv_next(reader, &row, &e), 1);
		assert_int_equal(row.count, columns);
		assert_string_equal(row.field[0], r.row[i].unit.code);
		assert_string_equal(row.field[1], r.row[i].unit.name);
		assert_true((row.field[2][0] == '\0') == (r.row[i].source == REPORT_NEVER));
	}
	assert_int_equal(csv_next(reader, &row, &e), 1);
	assert_string_equal(row.field[0], "");
	assert_int_equal(csv_next(reader, &row, &e), 0);
	csv_close(reader);
	fclose(in);
	buf_free(&out);
	report_free(&r);
}

static void spreadsheet_text(void **state)
{
	(void)state;
	static const char text[] = "a;b\r\n=\"05788\";=\"x\"\"y\"\r\n\"=\"\"05789-01\"\"\";=\"\"\r\n=\"5;=1+1\r\n";
	static const char *const want[][2] = {{"a", "b"}, {"05788", "=\"x\"\"y\""}, {"05789-01", ""}, {"=\"5", "=1+1"}};
	struct csv_row row;
	struct err e;
	FILE *in = fmemopen((void *)(uintptr_t)text, sizeof text - 1, "r");
	struct csv_reader *reader = csv_open(in);
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		assert_int_equal(csv_next(reader, &row, &e), 1);
		assert_int_equal(row.count, 2);
		assert_string_equal(row.field[0], want[i][0]);
		assert_string_equal(row.field[1], want[i][1]);
	}
	csv_close(reader);
	fclose(in);
}

struct adx {
	int groups, values, outside;
	char unit[UNIT_CODE];
	long long sum;
};

static void start(void *context, const char *name, const char **a)
{
	struct adx *x = context;
	x->groups += strcmp(name, "group") == 0;
	x->values += strcmp(name, "dataValue") == 0;
	x->outside += strcmp(name, "adx") != 0 && strcmp(name, "group") != 0 && strcmp(name, "dataValue") != 0;
	for (; *a; a += 2) {
		if (strcmp(a[0], "orgUnit") == 0)
			snprintf(x->unit, sizeof x->unit, "%s", a[1]);
		if (strcmp(a[0], "value") == 0)
			x->sum += atoll(a[1]);
		if (strcmp(a[0], "period") == 0)
			assert_string_equal(a[1], "2025-11-06/P7D");
	}
}

/* Both formats of DHIS2 say the same values, and nothing of a unit nobody heard of but its official number. */
static void dhis2_says_the_same(void **state)
{
	(void)state;
	struct report r = prints_commune(LANG_VI);
	struct export x = commune(&r, true);
	struct buf json, xml;
	struct adx adx = {0};
	long long sum = 0;
	int unheard = 0;
	write(&x, EXPORT_DHIS2, &json);
	write(&x, EXPORT_ADX, &xml);
	XML_Parser p = XML_ParserCreate(NULL);
	XML_SetUserData(p, &adx);
	XML_SetElementHandler(p, start, NULL);
	assert_int_equal(XML_Parse(p, xml.data, (int)xml.len, 1), XML_STATUS_OK);
	XML_ParserFree(p);
	cJSON *root = json_parse(json.data, json.len, 8), *v;
	const cJSON *values = json_array(root, "dataValues");
	assert_string_equal(json_string(root, "period"), "2025ThuW45");
	assert_null(json_string(root, "orgUnit")); /* it would stand for the unit of every value */
	cJSON_ArrayForEach(v, values)
	{
		sum += atoll(json_string(v, "value"));
		unheard += strcmp(json_string(v, "orgUnit"), "05788-03") == 0;
	}
	assert_int_equal(cJSON_GetArraySize(values), adx.values);
	assert_int_equal(sum, adx.sum);
	assert_int_equal(unheard, 1);
	assert_int_equal(adx.groups, 5); /* four hamlets, and the commune's own figures */
	assert_int_equal(adx.outside, 0);
	cJSON_Delete(root);
	buf_free(&json);
	buf_free(&xml);
	report_free(&r);
}

/* --- periods --- */

static void name(struct period_rule rule, struct period p, const char *dhis2, const char *adx)
{
	char a[EXPORT_PERIOD], b[EXPORT_PERIOD];
	struct err e;
	assert_int_equal(export_period(&rule, p, a, b, &e), 0);
	assert_string_equal(a, dhis2);
	assert_string_equal(b, adx);
}

static struct period week(int year, int number)
{
	return (struct period){.year = year, .number = number, .kind = PERIOD_WEEK};
}

/* Numbered another way than the program does: week 1 begins on the last such weekday up to 4 January. */
enum { DAY = 86400 };
static int64_t first_week(int year, int weekday)
{
	char stamp[CLOCK_STAMP + 8];
	int64_t t = 0;
	snprintf(stamp, sizeof stamp, "%04d-01-04T00:00:00+00:00", year % 10000);
	assert_true(clock_read_stamp(stamp, &t));
	int64_t day = t / DAY;
	return day - ((day + 3) % 7 - (weekday - 1) + 7) % 7;
}

static void every_week(void **state)
{
	(void)state;
	static const char *const prefix[] = {NULL, "W", NULL, "WedW", "ThuW", "FriW", "SatW", "SunW"};
	char dhis2[EXPORT_PERIOD], adx[EXPORT_PERIOD], want[EXPORT_PERIOD], date[CLOCK_DATE];
	struct err e;
	for (int weekday = 1; weekday <= 7; weekday++) {
		struct period_rule rule = {.weekday = weekday, .hour = 10, .kind = PERIOD_WEEK};
		for (struct period p = week(2020, 1); p.year < 2040; p = period_after(p)) {
			int rc = export_period(&rule, p, dhis2, adx, &e);
			assert_int_equal(rc, prefix[weekday] ? 0 : -1);
			if (rc)
				continue;
			int64_t day = (period_end(&rule, p) + 7 * 3600) / DAY;
			int year = p.year + 1;
			while (day < first_week(year, weekday))
				year--;
			snprintf(want, sizeof want, "%d%s%d", year, prefix[weekday],
				(int)(day - first_week(year, weekday)) / 7 + 1);
			assert_string_equal(dhis2, want);
			snprintf(want, sizeof want, "%s/P7D", clock_date(day * DAY, date));
			assert_string_equal(adx, want);
		}
	}
}

static void periods(void **state)
{
	(void)state;
	struct period_rule rule = thursday, whole = {.kind = PERIOD_WEEK};
	char a[EXPORT_PERIOD], b[EXPORT_PERIOD];
	struct err e;
	name(rule, week(2025, 45), "2025ThuW45", "2025-11-06/P7D");
	name(rule, week(2025, 1), "2025ThuW1", "2025-01-02/P7D");
	name(rule, week(2020, 53), "2021ThuW1", "2020-12-31/P7D"); /* six of its days lie in 2021 */
	name(rule, week(2026, 53), "2027ThuW1", "2026-12-31/P7D");
	name(whole, week(2025, 45), "2025W45", "2025-11-03/P7D"); /* whole days: the very same week */
	rule.hour = 0;
	name(rule, week(2025, 45), "2025ThuW44", "2025-10-30/P7D");
	rule = (struct period_rule){.weekday = 2, .hour = 8, .kind = PERIOD_WEEK};
	assert_int_equal(export_period(&rule, week(2025, 45), a, b, &e), -1);
	assert_int_equal(e.code, ERR_DATA);
	name(thursday, (struct period){2024, 7, PERIOD_MONTH}, "202407", "2024-07-01/P1M");
	name(thursday, (struct period){2023, 3, PERIOD_QUARTER}, "2023Q3", "2023-07-01/P3M");
	name(thursday, (struct period){2023, 1, PERIOD_HALF}, "2023S1", "2023-01-01/P6M");
	name(thursday, (struct period){2023, 2, PERIOD_HALF}, "2023S2", "2023-07-01/P6M");
	name(thursday, (struct period){2023, 0, PERIOD_YEAR}, "2023", "2023-01-01/P1Y");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(golden),
		cmocka_unit_test(csv_reads_back),
		cmocka_unit_test(spreadsheet_text),
		cmocka_unit_test(dhis2_says_the_same),
		cmocka_unit_test(every_week),
		cmocka_unit_test(periods),
	};
	return cmocka_run_group_tests(tests, prints_begin, prints_end);
}
