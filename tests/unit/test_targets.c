/* test_targets.c - targets as data, whole and broken; judging a figure in integers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <tungnha/alloc.h>
#include <tungnha/targets.h>

static const char sample[] =
	"{\"format\":\"tungnha-targets 1\",\"id\":\"targets-thu\",\"title\":{\"vi\":\"Chỉ tiêu\",\"en\":\"Targets\"},"
	"\"plan\":\"Kế hoạch thử\",\"sections\":[{\"vi\":\"Trực tuyến\",\"en\":\"Online\"}],\"targets\":["
	"{\"id\":\"online\",\"number\":\"1\",\"section\":0,\"label\":{\"vi\":\"Hồ sơ trực tuyến\",\"en\":\"Filed "
	"online\"},"
	"\"numerator\":{\"vi\":\"hồ sơ trực tuyến\",\"en\":\"filed online\"},"
	"\"denominator\":{\"vi\":\"hồ sơ tiếp nhận\",\"en\":\"received\"},"
	"\"goals\":[{\"level\":\"commune\",\"at_least\":92},{\"level\":\"district\",\"more_than\":75},{}],"
	"\"lead\":\"Văn phòng\",\"due\":\"2025-12-15\",\"baselines\":[{\"period\":\"2022\",\"level\":\"commune\","
	"\"num\":23767,\"den\":39696,\"printed\":\"59,87%\"}]},"
	"{\"id\":\"vneid\",\"label\":{\"vi\":\"VNeID\",\"en\":\"VNeID\"},\"indicator\":\"vneid_rate\","
	"\"goals\":[{\"at_least\":100}]}]}";

static struct targets *load(const char *json)
{
	struct targets *t;
	struct err e;
	assert_int_equal(targets_load(json, strlen(json), "t.json", &t, &e), 0);
	return t;
}

static void broken(const char *from, const char *to, const char *sentence)
{
	struct targets *t;
	struct err e;
	char out[1000];
	const char *at = strstr(sample, from);
	assert_non_null(at);
	char *json = alloc_print("%.*s%s%s", (int)(at - sample), sample, to, at + strlen(from));
	assert_int_equal(targets_load(json, strlen(json), "t.json", &t, &e), -1);
	assert_null(t);
	assert_int_equal(e.code, ERR_DATA);
	err_sentence(&e, LANG_EN, out, sizeof out);
	assert_string_equal(out, sentence);
	free(json);
}

static void test_whole(void **state)
{
	struct targets *t = load(sample);
	(void)state;
	assert_int_equal(t->count, 2);
	const struct target *x = &t->target[0];
	assert_string_equal(x->number, "1");
	assert_int_equal(x->section, 0);
	assert_int_equal(x->goals, 3);
	assert_true(!x->goal[0].more_than && x->goal[0].percent == 92 && x->goal[1].more_than);
	assert_int_equal(x->goal[2].percent, -1);
	assert_string_equal(x->goal[2].level, "");
	assert_string_equal(x->due, "2025-12-15");
	assert_null(x->due_words.in[0]);
	assert_int_equal(target_hundredths(x->baseline[0].num, x->baseline[0].den), 5987);
	assert_string_equal(t->target[1].indicator, "vneid_rate");
	assert_int_equal(t->target[1].section, -1);
	assert_int_equal(targets_index(t, "vneid"), 1);
	assert_int_equal(targets_index(t, "none"), -1);
	targets_free(t);
}

static void test_broken(void **state)
{
	(void)state;
	broken("tungnha-targets 1", "tungnha-targets 2",
		"t.json, format: must be “tungnha-targets 1”. If the file says a higher number, it is for a newer "
		"version of the program.");
	broken("\"at_least\":92", "\"at_least\":101",
		"t.json, targets[0].goals[0].at_least: must be a whole number from 0 to 100.");
	broken("\"at_least\":92", "\"at_least\":92,\"more_than\":3",
		"t.json, targets[0].goals[0]: both \"at_least\" and \"more_than\" are given. Give one of them.");
	broken("\"district\"", "\"commune\"",
		"t.json, targets[0].goals[1].level: the level “commune” has two goals. One goal per level; remove "
		"one.");
	broken("\"section\":0", "\"section\":1", "t.json, targets[0].section: must be a whole number from 0 to 0.");
	broken("\"id\":\"vneid\"", "\"id\":\"online\"",
		"t.json, targets[1].id: the id “online” is used above. Use every id once.");
	broken("\"indicator\":\"vneid_rate\",", "",
		"t.json, targets[1].numerator: this member is missing. Say what numerator and denominator are, or name "
		"the "
		"\"indicator\" of the household form.");
	broken("\"more_than\":75", "\"more_than\":100",
		"t.json, targets[0].goals[1].more_than: must be a whole number from 0 to 99.");
}

static void judge(bool more_than, int percent, int64_t num, int64_t den, enum target_verdict want, int64_t want_needed)
{
	struct target_goal g = {.more_than = more_than, .percent = percent};
	int64_t needed;
	assert_int_equal(target_judge(&g, num, den, &needed), want);
	assert_int_equal(needed, want_needed);
}

static void test_judge(void **state)
{
	(void)state;
	/* 92 % of 39.696 is 36.520,32: 36.520 is shown as 92,00 % and is still one short. */
	judge(false, 92, 36520, 39696, TARGET_NOT_MET, 1);
	assert_int_equal(target_hundredths(36520, 39696), 9200);
	judge(false, 92, 36521, 39696, TARGET_MET, 0);
	judge(false, 80, 80, 100, TARGET_MET, 0);
	judge(true, 80, 80, 100, TARGET_NOT_MET, 1);
	judge(true, 75, 6, 8, TARGET_NOT_MET, 1);
	judge(true, 75, 7, 8, TARGET_MET, 0);
	judge(false, 100, 99, 100, TARGET_NOT_MET, 1);
	judge(false, 100, 100, 100, TARGET_MET, 0);
	judge(false, 0, 0, 5, TARGET_MET, 0);
	judge(true, 0, 0, 5, TARGET_NOT_MET, 1);
	judge(false, 92, 0, 0, TARGET_NO_FIGURE, -1);
	judge(false, -1, 3, 4, TARGET_NOT_JUDGED, -1);
	judge(false, 92, TARGET_SUM_MAX, TARGET_SUM_MAX, TARGET_MET, 0);
}

static void test_hundredths(void **state)
{
	(void)state;
	assert_int_equal(target_hundredths(23767, 39696), 5987);
	assert_int_equal(target_hundredths(1, 3), 3333);
	assert_int_equal(target_hundredths(2, 3), 6667);
	assert_int_equal(target_hundredths(1, 20000), 1); /* 0,005 % goes up */
	assert_int_equal(target_hundredths(1, 20001), 0);
	assert_int_equal(target_hundredths(3, 2), 15000);
	assert_int_equal(target_hundredths(0, 7), 0);
	assert_int_equal(target_hundredths(5, 0), -1);
	assert_int_equal(target_hundredths(TARGET_SUM_MAX, 1), TARGET_SUM_MAX * 10000);
	assert_int_equal(target_hundredths(TARGET_SUM_MAX - 1, TARGET_SUM_MAX), 10000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_judge),
		cmocka_unit_test(test_hundredths),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
