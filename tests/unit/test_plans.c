/* test_plans.c - the five plans as data: every file loads, names only what is there, says what the documents say. */
#include <dirent.h>
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

/* The bytes of one file are in the program under its name: a campaign given as a file is then known by its hash
 * everywhere. */
static void is_shipped(const char *folder, const char *name)
{
	struct err e;
	struct buf text;
	size_t n;
	char *path = alloc_print("%s/%s", folder, name), *id = alloc_copy_n(name, strlen(name) - strlen(".json"));
	buf_init(&text, FORM_BYTES_MAX);
	must(file_read(path, &text, &e), &e);
	const char *bytes = shipped(id, &n);
	assert_int_equal(n, text.len);
	assert_memory_equal(bytes, text.data, n);
	assert_int_equal(bytes[n], '\0');
	buf_free(&text);
	free(path);
	free(id);
}

static bool is_definition(const char *name)
{
	const char *dot = strrchr(name, '.');
	return dot && strcmp(dot, ".json") == 0;
}

/* Every file of forms/ is in the program, and nothing else is. */
static void test_shipped_are_the_files(void **state)
{
	static const char *const folders[] = {"forms", "forms/campaigns"};
	size_t files = 0, ships = 0, n;
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		DIR *d = opendir(folders[i]);
		assert_non_null(d);
		for (const struct dirent *f; (f = readdir(d));)
			if (is_definition(f->d_name)) {
				is_shipped(folders[i], f->d_name);
				files++;
			}
		closedir(d);
	}
	while (form_shipped_at(ships, &n))
		ships++;
	assert_int_equal(ships, files);
}

/* --- the tables of forms/README.md and the files, both ways --- */

static char *read_table(void)
{
	struct err e;
	struct buf text;
	buf_init(&text, 1024 * 1024);
	must(file_read("forms/README.md", &text, &e), &e);
	char *out = alloc_copy_n(text.data, text.len);
	buf_free(&text);
	return out;
}

static void add_goal(struct buf *row, const struct target_goal *g)
{
	static const char *const level[][2] = {
		{"", "chung"}, {"hamlet", "xóm"}, {"commune", "xã"}, {"district", "huyện"}, {"province", "tỉnh"}};
	const char *word = NULL;
	for (size_t i = 0; i < sizeof level / sizeof *level; i++)
		if (strcmp(level[i][0], g->level) == 0)
			word = level[i][1];
	assert_non_null(word);
	if (g->percent < 0)
		buf_print(row, "không ghi mức: %s", word);
	else
		buf_print(row, "%s %d%% %s", g->more_than ? ">" : "≥", g->percent, word);
}

static void add_due(struct buf *row, const struct target *t)
{
	if (t->due_words.in[LANG_VI])
		buf_print(row, "%s", t->due_words.in[LANG_VI]);
	else if (*t->due)
		buf_print(row, "%.2s/%.2s/%.4s", t->due + 8, t->due + 5, t->due);
	else
		buf_print(row, "–");
}

static void target_row(struct buf *row, const struct targets *all, const struct target *t)
{
	buf_print(row, "| `%s` | `%s` | %s | ", all->id, t->id, t->label.in[LANG_VI]);
	for (size_t g = 0; g < t->goals; g++) {
		if (g)
			buf_print(row, "; ");
		add_goal(row, &t->goal[g]);
	}
	buf_print(row, " | ");
	add_due(row, t);
	if (*t->indicator)
		buf_print(row, " | tính từ mẫu hộ: `%s` |\n", t->indicator);
	else
		buf_print(row, " | `figures set` |\n");
}

static void duty_row(struct buf *row, const struct campaign *c, const struct campaign_duty *d)
{
	buf_print(row, "| `%s` | `%s` | %s | %s | %s | %s | `%s` |\n", c->id, d->id, d->from, *d->to ? d->to : "–",
		d->what.in[LANG_VI], d->when.in[LANG_VI], d->command);
}

/* The row stands in the table once, whole. */
static void in_table(const char *table, const struct buf *row)
{
	const char *at = strstr(table, row->data);
	if (!at || (at > table && at[-1] != '\n') || strstr(at + 1, row->data))
		fail_msg("not once in forms/README.md: %s", row->data);
}

/* Rows that begin with a file and an id: "| `x` | `y` |". */
static size_t count_rows(const char *table)
{
	size_t rows = 0;
	for (const char *p = table; p; p = strchr(p, '\n')) {
		p += *p == '\n';
		if (strncmp(p, "| `", 3) != 0)
			continue;
		const char *second = strstr(p + 3, "` | `");
		rows += second && second < strchr(p, '\n') && strchr(p + 3, '|') == second + 2;
	}
	return rows;
}

static void test_tables_and_files(void **state)
{
	char *table = read_table();
	char *section = strstr(table, "## 8. Năm kế hoạch");
	size_t rows = 0;
	(void)state;
	assert_non_null(section);
	for (size_t i = 0; i < PLANS; i++) {
		struct plan p;
		struct buf row;
		open_plan(plans[i], &p);
		for (size_t k = 0; k < p.targets->count + p.campaign->duties; k++, rows++) {
			buf_init(&row, 8000);
			if (k < p.targets->count)
				target_row(&row, p.targets, &p.targets->target[k]);
			else
				duty_row(&row, p.campaign, &p.campaign->duty[k - p.targets->count]);
			in_table(section, &row);
			buf_free(&row);
		}
		close_plan(&p);
	}
	assert_int_equal(count_rows(section), rows);
	free(table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_plan_loads),
		cmocka_unit_test(test_shipped_are_the_files),
		cmocka_unit_test(test_tables_and_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
