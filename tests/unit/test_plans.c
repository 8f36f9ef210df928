/* test_plans.c - the five plans as data: every file loads, names only what is there, says what the documents say. */
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
#include <tungnha/file.h>
#include <tungnha/targets.h>
#include <tungnha/tasks.h>

static const char *const plans[] = {"phu-lac-2025", "loc-ha-2024", "lam-thao-2023", "lai-chau-2023", "thanh-hoa-2024"};

enum { PLANS = sizeof plans / sizeof *plans };

/* A plan as the program ships it. */
struct plan {
	struct campaign *campaign;
	struct targets *targets;
	struct tasks *tasks;
};

/* Ends the test with the sentence a person would read. */
static void must(int rc, const struct err *e)
{
	char out[1000];
	if (rc == 0)
		return;
	err_sentence(e, LANG_VI, out, sizeof out);
	fail_msg("%s", out);
}

static const char *shipped(const char *id, size_t *n)
{
	const char *bytes = form_shipped(id, n);
	if (!bytes)
		fail_msg("%s is not shipped", id);
	return bytes;
}

static void open_plan(const char *id, struct plan *p)
{
	struct err e;
	size_t n;
	const char *bytes = shipped(id, &n);
	must(campaign_load(bytes, n, id, &p->campaign, &e), &e);
	assert_string_equal(p->campaign->id, id);
	bytes = shipped(p->campaign->targets, &n);
	must(targets_load(bytes, n, p->campaign->targets, &p->targets, &e), &e);
	assert_string_equal(p->targets->id, p->campaign->targets);
	bytes = shipped(p->campaign->tasks, &n);
	must(tasks_load(bytes, n, p->campaign->tasks, &p->tasks, &e), &e);
	assert_string_equal(p->tasks->id, p->campaign->tasks);
}

static void close_plan(struct plan *p)
{
	tasks_free(p->tasks);
	targets_free(p->targets);
	campaign_free(p->campaign);
}

static struct form *open_form(const char *id)
{
	struct form *f;
	struct err e;
	size_t n;
	const char *bytes = shipped(id, &n);
	must(form_load(bytes, n, id, &f, &e), &e);
	assert_string_equal(f->id, id);
	return f;
}

static bool has_indicator(const struct form *f, const char *id)
{
	for (size_t i = 0; i < f->indicators; i++)
		if (strcmp(f->indicator[i].id, id) == 0)
			return true;
	return false;
}

/* Whatever a plan names is there, and what it computes can be computed. */
static void test_every_plan_loads(void **state)
{
	(void)state;
	for (size_t i = 0; i < PLANS; i++) {
		struct plan p;
		open_plan(plans[i], &p);
		struct form *f = open_form(p.campaign->form[0]);
		for (size_t t = 0; t < p.targets->count; t++)
			if (*p.targets->target[t].indicator && !has_indicator(f, p.targets->target[t].indicator))
				fail_msg("%s: %s has no indicator %s", plans[i], f->id, p.targets->target[t].indicator);
		assert_true(p.campaign->reports >= 1 && p.campaign->duties >= 1 && p.tasks->count >= 1);
		form_free(f);
		close_plan(&p);
	}
}

/* The bytes in the program are those of the files: a campaign given as a file is then known by its hash everywhere. */
static void test_shipped_are_the_files(void **state)
{
	static const char *const folders[] = {"forms/%s.json", "forms/campaigns/%s.json"};
	static const struct {
		const char *id;
	} list[] = {
#define SHIP(name, symbol, file) {name},
#include "../../src/form/shipped.def"
#undef SHIP
	};
	(void)state;
	for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
		struct err e;
		struct buf text;
		size_t n, found = 0;
		const char *bytes = shipped(list[i].id, &n);
		for (size_t k = 0; k < 2; k++) {
			char *path = alloc_print(folders[k], list[i].id);
			buf_init(&text, FORM_BYTES_MAX);
			if (file_exists(path)) {
				must(file_read(path, &text, &e), &e);
				assert_int_equal(n, text.len);
				assert_memory_equal(bytes, text.data, n);
				found++;
			}
			buf_free(&text);
			free(path);
		}
		assert_int_equal(found, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_plan_loads),
		cmocka_unit_test(test_shipped_are_the_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
