/* fuzz_form.c - any bytes as a definition; what loads is used: households are typed, stored, judged and counted. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/campaign.h>
#include <tungnha/json.h>
#include <tungnha/targets.h>
#include <tungnha/tasks.h>

#include "fuzz.h"

static const char *const typed[] = {"1", "0", "?", "99", "100000", "có", "2025-11-12", "", "x"};
enum { TYPED = sizeof typed / sizeof *typed };

/* What the door saves, the hub accepts, and reads as the same household. */
static void check_saved(const struct form *f, const struct form_record *r)
{
	struct form_record again;
	struct form_counts counts;
	struct err e;
	int broken[FORM_RULES_MAX];
	char *json = form_record_json(f, r);
	cJSON *fields = json_parse(json, strlen(json), 2);
	form_record_init(&again);
	assert(fields);
	assert(form_check(f, fields, LANG_VI, &again, &e) == 0);
	assert(form_record_equal(f, r, &again));
	form_count(f, r, &counts);
	assert(form_warnings(f, r, broken) <= f->rules);
	cJSON_Delete(fields);
	free(json);
	form_record_free(&again);
}

static void use(const struct form *f, size_t turn)
{
	struct form_change change[FORM_FIELDS_MAX];
	struct form_record r;
	struct err e;
	char sentence[FORM_SENTENCE];
	form_record_init(&r);
	for (size_t i = 0; i < f->fields; i++) {
		const struct form_field *d = &f->field[i];
		bool choice = d->type == FORM_CHOICE && d->options;
		change[i].field = (int)i;
		change[i].value = choice ? d->option[turn % d->options].id : typed[(turn + i) % TYPED];
	}
	if (f->fields && form_apply(f, NULL, change, f->fields, LANG_EN, &r, &e) == 0)
		check_saved(f, &r);
	else
		err_sentence(&e, LANG_EN, sentence, sizeof sentence);
	for (size_t i = 0; i < f->rules; i++)
		form_sentence(f, &f->rule[i], &r, LANG_VI, sentence);
	form_record_free(&r);
}

static void sum_up(const struct form *f)
{
	struct form_sums s = {.value = {3, 7, INT64_MAX, INT64_MIN, 0}};
	int broken[FORM_RULES_MAX];
	int64_t num, den;
	char sentence[FORM_SENTENCE];
	form_unit_warnings(f, &s, broken);
	for (size_t i = 0; i < f->unit_rules; i++)
		form_unit_sentence(f, &f->unit_rule[i], &s, LANG_EN, sentence);
	for (size_t i = 0; i < f->indicators; i++)
		form_indicate(f, &s, (int)i, &num, &den);
	for (size_t i = 0; i < f->checks; i++)
		form_check_sentence(&f->check[i], "12", LANG_VI, sentence);
}

/* Every goal is judged, every time read, whatever the file says. */
static void judge_all(const struct targets *t)
{
	int64_t needed;
	for (size_t i = 0; i < t->count; i++)
		for (size_t j = 0; j < t->target[i].goals; j++) {
			int64_t den = (int64_t)i * TARGET_NUMBER_MAX;
			if (target_judge(&t->target[i].goal[j], den / 3, den, &needed) == TARGET_NOT_MET)
				assert(target_judge(&t->target[i].goal[j], den / 3 + needed, den, &needed) ==
					TARGET_MET);
		}
}

static void try_plan(const char *json, size_t n)
{
	struct targets *targets;
	struct tasks *tasks;
	struct task_time when;
	struct err e;
	if (targets_load(json, n, "fuzz.json", &targets, &e) == 0) {
		judge_all(targets);
		targets_free(targets);
	}
	if (tasks_load(json, n, "fuzz.json", &tasks, &e) == 0) {
		for (size_t i = 0; i < tasks->count; i++)
			task_time_read(tasks->task[i].text[TASK_FINISH], &when);
		tasks_free(tasks);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct form *f;
	struct campaign *c;
	struct err e;
	char sentence[1000];
	if (form_load((const char *)data, size, "fuzz.json", &f, &e) == 0) {
		for (size_t turn = 0; turn < TYPED; turn++)
			use(f, turn);
		sum_up(f);
		form_free(f);
	} else {
		err_sentence(&e, LANG_VI, sentence, sizeof sentence);
	}
	if (campaign_load((const char *)data, size, "fuzz.json", &c, &e) == 0)
		campaign_free(c);
	try_plan((const char *)data, size);
	return 0;
}
