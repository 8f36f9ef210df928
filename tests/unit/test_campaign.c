/* test_campaign.c - campaigns, whole and broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <tungnha/alloc.h>
#include <tungnha/buf.h>
#include <tungnha/campaign.h>

static void broken(const char *from, const char *to, const char *sentence)
{
	struct campaign *c;
	struct err e;
	size_t n;
	char out[1000];
	const char *bytes = form_shipped("phu-lac-2025", &n);
	const char *at = strstr(bytes, from);
	assert_non_null(at);
	char *json = alloc_print("%.*s%s%s", (int)(at - bytes), bytes, to, at + strlen(from));
	assert_int_equal(campaign_load(json, strlen(json), "phu-lac.json", &c, &e), -1);
	assert_null(c);
	assert_int_equal(e.code, ERR_DATA);
	err_sentence(&e, LANG_EN, out, sizeof out);
	assert_string_equal(out, sentence);
	free(json);
}

/* What the plan 91/KH-UBND says. */
static void test_phu_lac(void **state)
{
	struct campaign *c;
	struct err e;
	size_t n;
	const char *bytes = form_shipped("phu-lac-2025", &n);
	(void)state;
	assert_int_equal(campaign_load(bytes, n, "phu-lac-2025.json", &c, &e), 0);
	assert_string_equal(c->id, "phu-lac-2025");
	assert_true(id_equal(c->def, form_definition_id(bytes, n)));
	assert_int_equal(c->forms, 1);
	assert_string_equal(c->form[0], "mau-02");
	assert_string_equal(c->starts, "2025-10-30");
	assert_string_equal(c->ends, "2025-12-15");
	assert_string_equal(c->work_from, "2025-11-03");
	assert_string_equal(c->work_before, "2025-12-10");
	assert_string_equal(c->window_from, "2025-07-01");
	assert_string_equal(c->window_to, "2025-11-30");
	assert_string_equal(c->final_from, "2025-12-01");
	assert_true(c->due_weekday == 4 && c->due_hour == 10 && c->due_minute == 0);
	assert_string_equal(c->report_to, "Phòng Văn hóa – Xã hội");
	assert_int_equal(c->units, 18);
	assert_string_equal(c->unit[0].code, "05788-01");
	assert_string_equal(c->unit[0].name, "Xóm 11");
	assert_string_equal(c->unit[0].level, "hamlet");
	assert_string_equal(c->unit[0].parent, "05788");
	assert_int_equal(c->unit[0].listed, 111);
	assert_string_equal(c->unit[17].name, "Xóm Văn Giang");
	assert_int_equal(c->unit[17].listed, 146);
	assert_int_equal(c->issuers, 2);
	assert_string_equal(c->issuer[1], "XÃ PHÚ LẠC");
	assert_string_equal(c->number_line, "Số:       /BC-UBND");
	assert_string_equal(c->unit_signatures[1], "Trưởng xóm");
	assert_string_equal(c->recipients[c->recipient_lines - 1], "Lưu: VT.");
	assert_string_equal(form_words(&c->unit_word, LANG_EN), "Hamlet");
	campaign_free(c);
	campaign_free(NULL);
}

static void test_optional_parts(void **state)
{
	static const char small[] =
		"{\"format\": \"tungnha-campaign 1\", \"id\": \"c\", \"title\": {\"vi\": \"a\", \"en\": \"a\"}, "
		"\"plan\": \"p\","
		"\"forms\": [\"mau-02\"], \"drive\": {\"from\": \"2025-01-01\", \"to\": \"2025-01-01\"},"
		"\"unit_word\": {\"vi\": \"thôn\", \"en\": \"hamlet\"}, \"team_word\": {\"vi\": \"tổ\", \"en\": "
		"\"team\"}, \"print\": {}}";
	struct campaign *c;
	struct err e;
	(void)state;
	assert_int_equal(campaign_load(small, sizeof small - 1, "c.json", &c, &e), 0);
	assert_int_equal(c->units, 0);
	assert_int_equal(c->due_weekday, 0);
	assert_string_equal(c->work_from, "");
	assert_string_equal(c->final_from, "");
	assert_string_equal(c->unit_signatures[0], "");
	assert_string_equal(c->place, "");
	campaign_free(c);
}

static void test_broken(void **state)
{
	(void)state;
	broken("tungnha-campaign 1", "tungnha-form 1",
		"phu-lac.json, format: must be “tungnha-campaign 1”. If the file says a higher number, it is for a "
		"newer version of the "
		"program.");
	broken("\"weekly_due\"", "\"weekly_dues\"",
		"phu-lac.json, weekly_dues: unknown member; did you mean “weekly_due”?");
	broken("\"plan\": ", "\"drive\": {}, \"plan\": ",
		"phu-lac.json, drive: this member is given twice. Remove one.");
	broken("2025-10-30", "30/10/2025",
		"phu-lac.json, drive.from: “30/10/2025” is not a date. Write year-month-day, such as 2025-11-30.");
	broken("2025-12-15", "2025-10-15",
		"phu-lac.json, drive: the first day 2025-10-30 must not be after the last day 2025-10-15.");
	broken("2025-12-01", "2025-02-29",
		"phu-lac.json, final_from: “2025-02-29” is not a date. Write year-month-day, such as 2025-11-30.");
	broken("10:00", "10h",
		"phu-lac.json, weekly_due.time: “10h” is not a time of day. Write hours:minutes, such as 10:00.");
	broken("10:00", "24:00",
		"phu-lac.json, weekly_due.time: “24:00” is not a time of day. Write hours:minutes, such as 10:00.");
	broken("10:00", "9:000",
		"phu-lac.json, weekly_due.time: “9:000” is not a time of day. Write hours:minutes, such as 10:00.");
	broken("\"weekday\": 4", "\"weekday\": 8",
		"phu-lac.json, weekly_due.weekday: must be a whole number from 1 to 7.");
	broken("[\"mau-02\"]", "[]", "phu-lac.json, forms: this member is missing. Add it as forms/README.md says.");
	broken("[\"mau-02\"]", "[\"mau-02\", \"mau-02\"]",
		"phu-lac.json, forms[1]: the id “mau-02” is used above. Use every id once.");
	broken("\"en\": \"Hamlet\"", "\"en\": \"\"",
		"phu-lac.json, unit_word.en: must be text in quotes, not empty, of at most 500 bytes.");
	broken("[\"Người lập biểu\", \"Trưởng xóm\"]", "[\"a\", \"b\", \"c\"]",
		"phu-lac.json, print.unit_signatures: must be a list in square brackets, of at most 2 items.");
}

static void test_broken_units(void **state)
{
	(void)state;
	broken("\"code\": \"05788-01\"", "\"code\": 5788",
		"phu-lac.json, units[0].code: the unit code “5788” is wrong. A code has letters, digits and hyphens, "
		"at most 32; keep "
		"leading zeros and put it in quotes.");
	broken("\"code\": \"05788-02\"", "\"code\": \"05788/02\"",
		"phu-lac.json, units[1].code: the unit code “05788/02” is wrong. A code has letters, digits and "
		"hyphens, at most 32; "
		"keep leading zeros and put it in quotes.");
	broken("\"code\": \"05788-02\"", "\"code\": \"05788-01\"",
		"phu-lac.json, units: the id “05788-01” is used above. Use every id once.");
	broken("\"level\": \"hamlet\"", "\"level\": \"village\"",
		"phu-lac.json, units[0].level: “village” cannot be used. Choose one of: hamlet, commune, office, "
		"district, province, "
		"group.");
	broken("\"parent\": \"05788\"", "\"parent\": \"05788-01\"",
		"phu-lac.json, units: the unit “05788-01” is above itself. Correct “parent”.");
	broken("\"listed\": 111", "\"listed\": -1",
		"phu-lac.json, units[0].listed: must be a whole number from 0 to 1000000.");
	broken("\"listed\": 111", "\"households\": 111",
		"phu-lac.json, units[0].households: unknown member. The members known here: code, name, level, parent, "
		"listed.");
}

static void test_unit_codes(void **state)
{
	(void)state;
	assert_true(unit_valid_code("05788"));
	assert_true(unit_valid_code("05788-01"));
	assert_true(unit_valid_code("12345678901234567890123456789012"));
	assert_false(unit_valid_code("123456789012345678901234567890123"));
	assert_false(unit_valid_code(""));
	assert_false(unit_valid_code("05788 01"));
	assert_false(unit_valid_code("../05788"));
	assert_false(unit_valid_code("xóm"));
}

static void test_shipped(void **state)
{
	size_t n;
	(void)state;
	assert_non_null(form_shipped("mau-02", &n));
	assert_null(form_shipped("", &n));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_phu_lac),
		cmocka_unit_test(test_optional_parts),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_broken_units),
		cmocka_unit_test(test_unit_codes),
		cmocka_unit_test(test_shipped),
	};
	alloc_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
