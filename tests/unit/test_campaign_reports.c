/* test_campaign_reports.c - a campaign by month: its due day, reports, duties, targets and tasks; whole and broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <tungnha/alloc.h>
#include <tungnha/campaign.h>

static const char whole[] =
	"{\"format\": \"tungnha-campaign 1\", \"id\": \"c\", \"title\": {\"vi\": \"a\", \"en\": \"a\"}, \"plan\": "
	"\"p\",\n"
	"\"forms\": [\"mau-02\"], \"drive\": {\"from\": \"2024-01-01\", \"to\": \"2024-12-31\"},\n"
	"\"monthly_due\": {\"day\": 15, \"time\": \"16:30\", \"to\": \"UBND huyện\"},\n"
	"\"targets\": \"targets-c\", \"tasks\": \"tasks-c\",\n"
	"\"reports\": [\n"
	"  {\"id\": \"monthly\", \"every\": \"month\", \"title\": {\"vi\": \"BÁO CÁO\", \"en\": \"REPORT\"},\n"
	"   \"about\": {\"vi\": \"tháng {period}\", \"en\": \"of {period}\"},\n"
	"   \"basis\": {\"vi\": \"Từ {from} đến {to}, {unit}\", \"en\": \"{from} to {to}\"},\n"
	"   \"parts\": [{\"heading\": {\"vi\": \"I. Kết quả\", \"en\": \"I. Results\"}, \"shows\": \"progress\"},\n"
	"     {\"id\": \"hard\", \"heading\": {\"vi\": \"II. Khó khăn\", \"en\": \"II. Hard\"},\n"
	"      \"hint\": {\"vi\": \"gõ ở đây\", \"en\": \"type here\"}},\n"
	"     {\"heading\": {\"vi\": \"III\", \"en\": \"III\"}, \"shows\": \"targets\"},\n"
	"     {\"heading\": {\"vi\": \"IV\", \"en\": \"IV\"}, \"shows\": \"tasks\"}],\n"
	"   \"annexes\": [\"form\", \"late\"], \"recipients\": [\"Như trên;\", \"Lưu: VT.\"]},\n"
	"  {\"id\": \"final\", \"once\": true, \"title\": {\"vi\": \"TỔNG KẾT\", \"en\": \"FINAL\"}}],\n"
	"\"duties\": [\n"
	"  {\"id\": \"d1\", \"from\": \"Các xã\", \"to\": \"UBND huyện\", \"what\": {\"vi\": \"kết quả\", \"en\": "
	"\"results\"},\n"
	"   \"when\": {\"vi\": \"hằng tháng\", \"en\": \"monthly\"}, \"command\": \"report monthly --period P\",\n"
	"   \"source\": \"V, 2\"},\n"
	"  {\"id\": \"d2\", \"from\": \"UBND huyện\", \"what\": {\"vi\": \"tổng kết\", \"en\": \"sum\"},\n"
	"   \"when\": {\"vi\": \"10/10\", \"en\": \"10/10\"}, \"command\": \"report final\", \"before\": "
	"\"2024-10-10\"},\n"
	"  {\"id\": \"d3\", \"from\": \"UBND huyện\", \"what\": {\"vi\": \"quý\", \"en\": \"quarter\"},\n"
	"   \"when\": {\"vi\": \"quý\", \"en\": \"quarterly\"}, \"command\": \"statement list\", \"every\": "
	"\"quarter\"}],\n"
	"\"unit_word\": {\"vi\": \"Xã\", \"en\": \"Commune\"}, \"team_word\": {\"vi\": \"tổ\", \"en\": \"team\"}, "
	"\"print\": {}}";

static struct campaign *loaded(const char *json)
{
	struct campaign *c;
	struct err e;
	char out[1000];
	if (campaign_load(json, strlen(json), "c.json", &c, &e) != 0) {
		err_sentence(&e, LANG_EN, out, sizeof out);
		fail_msg("%s", out);
	}
	return c;
}

static char *with(const char *from, const char *to)
{
	const char *at = strstr(whole, from);
	assert_non_null(at);
	return alloc_print("%.*s%s%s", (int)(at - whole), whole, to, at + strlen(from));
}

static void broken(const char *from, const char *to, const char *sentence)
{
	struct campaign *c;
	struct err e;
	char out[1000];
	char *json = with(from, to);
	if (campaign_load(json, strlen(json), "c.json", &c, &e) != -1)
		fail_msg("%s was taken for %s", to, from);
	assert_null(c);
	assert_int_equal(e.code, ERR_DATA);
	err_sentence(&e, LANG_EN, out, sizeof out);
	assert_string_equal(out, sentence);
	free(json);
}

static void a_campaign_by_month_is_read(void **state)
{
	struct campaign *c = loaded(whole);
	struct period_rule r = campaign_rule(c);
	(void)state;
	assert_true(c->has_due && c->closes == PERIOD_MONTH && c->due_day == 15 && c->due_weekday == 0);
	assert_true(r.kind == PERIOD_MONTH && r.day == 15 && r.hour == 16 && r.minute == 30 && r.weekday == 0);
	assert_string_equal(c->report_to, "UBND huyện");
	assert_string_equal(c->targets, "targets-c");
	assert_string_equal(c->tasks, "tasks-c");
	assert_int_equal(c->reports, 2);
	assert_int_equal(c->duties, 3);
	campaign_free(c);
}

static void its_reports_are_read(void **state)
{
	struct campaign *c = loaded(whole);
	const struct campaign_report *r = &c->report[0];
	(void)state;
	assert_string_equal(r->id, "monthly");
	assert_true(!r->once && r->every == PERIOD_MONTH);
	assert_string_equal(form_words(&r->about, LANG_VI), "tháng {period}");
	assert_null(r->closing.in[0]);
	assert_int_equal(r->parts, 4);
	assert_string_equal(r->part[0].id, "");
	assert_int_equal(r->part[0].shows, SHOWS_PROGRESS);
	assert_null(r->part[0].hint.in[0]);
	assert_string_equal(r->part[1].id, "hard");
	assert_int_equal(r->part[1].shows, SHOWS_NOTHING);
	assert_string_equal(form_words(&r->part[1].hint, LANG_EN), "type here");
	assert_int_equal(r->part[2].shows, SHOWS_TARGETS);
	assert_int_equal(r->part[3].shows, SHOWS_TASKS);
	assert_int_equal(r->annexes, 2);
	assert_int_equal(r->annex[0], SHOWS_FORM);
	assert_int_equal(r->annex[1], SHOWS_LATE);
	assert_int_equal(r->recipient_lines, 2);
	assert_string_equal(r->recipients[1], "Lưu: VT.");
	assert_true(c->report[1].once);
	assert_int_equal(c->report[1].parts + c->report[1].annexes + c->report[1].recipient_lines, 0);
	assert_null(c->report[1].about.in[0]);
	campaign_free(c);
}

static void its_duties_are_read(void **state)
{
	struct campaign *c = loaded(whole);
	(void)state;
	assert_true(c->duty[0].again && c->duty[0].every == PERIOD_MONTH); /* as often as its report */
	assert_string_equal(c->duty[0].command, "report monthly --period P");
	assert_string_equal(c->duty[0].source, "V, 2");
	assert_string_equal(c->duty[0].before, "");
	assert_string_equal(form_words(&c->duty[0].what, LANG_VI), "kết quả");
	assert_false(c->duty[1].again);
	assert_string_equal(c->duty[1].to, "");
	assert_string_equal(c->duty[1].before, "2024-10-10");
	assert_true(c->duty[2].again && c->duty[2].every == PERIOD_QUARTER);
	campaign_free(c);
}

static void a_month_may_end_with_its_last_day(void **state)
{
	char *json = with("\"day\": 15, \"time\": \"16:30\"", "\"day\": 0");
	struct campaign *c = loaded(json);
	(void)state;
	assert_true(c->has_due && c->closes == PERIOD_MONTH && c->due_day == 0 && c->due_hour == 0);
	campaign_free(c);
	free(json);
}

static void a_file_may_have_128_kB_and_no_more(void **state)
{
	struct campaign *c;
	struct err e;
	(void)state;
	char *json = alloc_print("%s%*s", whole, FORM_BYTES_MAX - (int)sizeof whole + 1, " ");
	assert_int_equal(strlen(json), 128 * 1024);
	campaign_free(loaded(json));
	free(json);
	json = alloc_print("%s%*s", whole, FORM_BYTES_MAX - (int)sizeof whole + 2, " ");
	assert_int_equal(campaign_load(json, strlen(json), "c.json", &c, &e), -1);
	free(json);
}

static void broken_due_times_are_told(void **state)
{
	(void)state;
	broken("\"monthly_due\"", "\"weekly_due\": {\"weekday\": 4, \"time\": \"10:00\"}, \"monthly_due\"",
		"c.json, monthly_due: a campaign closes its figures by week (weekly_due) or by month (monthly_due). "
		"Remove "
		"one.");
	broken("\"day\": 15", "\"day\": 29", "c.json, monthly_due.day: must be a whole number from 0 to 28.");
	broken("\"day\": 15", "\"day\": 0",
		"c.json, monthly_due.time: at the month's last day (day 0) figures count to midnight. Leave this "
		"member "
		"out, or write a day from 1 to 28.");
	broken("16:30", "16h30",
		"c.json, monthly_due.time: “16h30” is not a time of day. Write hours:minutes, such as 10:00.");
	broken("\"day\": 15,", "", "c.json, monthly_due.day: this member is missing. Add it as forms/README.md says.");
	broken("targets-c", "Targets",
		"c.json, targets: the id “Targets” cannot be used. An id has small letters a–z, digits and “-”, begins "
		"with a letter and has at most 32.");
}

static void broken_reports_are_told(void **state)
{
	(void)state;
	broken("\"every\": \"month\"", "\"every\": \"monthly\"",
		"c.json, reports[0].every: “monthly” cannot be used. Choose one of: week, month, quarter, half, year.");
	broken("\"every\": \"month\"", "\"every\": \"week\"",
		"c.json, reports[0].every: this campaign closes its figures by month, so there are no weeks. Write "
		"month, "
		"quarter, half or year.");
	broken("\"every\": \"month\", ", "",
		"c.json, reports[0].every: say how often the report is made, such as \"every\": \"month\", or once at "
		"the "
		"end, \"once\": true; only one of the two.");
	broken("\"every\": \"month\"", "\"every\": \"month\", \"once\": true",
		"c.json, reports[0].every: say how often the report is made, such as \"every\": \"month\", or once at "
		"the "
		"end, \"once\": true; only one of the two.");
	broken("{from} đến", "{form} đến",
		"c.json, reports[0].basis.vi: the placeholder “{form}” is wrong. The names that can be filled in: n, "
		"period, from, to, year, unit.");
	broken("\"shows\": \"progress\"", "\"shows\": \"progres\"",
		"c.json, reports[0].parts[0].shows: “progres” cannot be used. Choose one of: progress, form, units, "
		"late, "
		"targets, tasks, periods.");
	broken("\"targets\": \"targets-c\", ", "",
		"c.json, reports[0].parts[2].shows: this campaign has no “targets” to show in a report. Add targets to "
		"the "
		"campaign's file, or leave this part out.");
	broken("\"id\": \"hard\", ", "",
		"c.json, reports[0].parts[1].hint: only a typed part has a hint. Give this part an id, or leave the "
		"hint "
		"out.");
	broken("\"shows\": \"targets\"", "\"id\": \"hard\"",
		"c.json, reports[0].parts[2].id: the id “hard” is used above. Use every id once.");
	broken("\"annexes\": [\"form\"", "\"annexes\": [\"mau\"",
		"c.json, reports[0].annexes[0]: “mau” cannot be used. Choose one of: progress, form, units, late, "
		"targets, "
		"tasks, periods.");
	broken("\"id\": \"final\"", "\"id\": \"monthly\"",
		"c.json, reports[1].id: the id “monthly” is used above. Use every id once.");
	broken("\"title\": {\"vi\": \"TỔNG KẾT\", \"en\": \"FINAL\"}", "\"recipients\": []",
		"c.json, reports[1].title: this member is missing. Add it as forms/README.md says.");
}

static void broken_duties_are_told(void **state)
{
	(void)state;
	broken("\"before\": \"2024-10-10\"", "\"before\": \"10/10/2024\"",
		"c.json, duties[1].before: “10/10/2024” is not a date. Write year-month-day, such as 2025-11-30.");
	broken("\"id\": \"d2\"", "\"id\": \"d1\"",
		"c.json, duties[1].id: the id “d1” is used above. Use every id once.");
	broken("\"command\": \"report final\", ", "",
		"c.json, duties[1].command: this member is missing. Add it as forms/README.md says.");
	broken("\"every\": \"quarter\"", "\"every\": \"week\"",
		"c.json, duties[2].every: this campaign closes its figures by month, so there are no weeks. Write "
		"month, "
		"quarter, half or year.");
	broken("\"from\": \"Các xã\"", "\"form\": \"Các xã\"",
		"c.json, duties[0].form: unknown member; did you mean “from”?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_campaign_by_month_is_read),
		cmocka_unit_test(its_reports_are_read),
		cmocka_unit_test(its_duties_are_read),
		cmocka_unit_test(a_month_may_end_with_its_last_day),
		cmocka_unit_test(a_file_may_have_128_kB_and_no_more),
		cmocka_unit_test(broken_due_times_are_told),
		cmocka_unit_test(broken_reports_are_told),
		cmocka_unit_test(broken_duties_are_told),
	};
	alloc_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
