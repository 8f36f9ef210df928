/* test_submit.c - what a hamlet declared: which submit stands, what was written since, what it covers; whatever order
 * it all came in. */
#include "../support/author.h"

#include <tungnha/clock.h>
#include <tungnha/store_acts.h>

#define NAMES(...) ((const struct name *const[]){__VA_ARGS__, NULL})

struct office {
	struct store *hub;
	struct author a, b;
	struct line *la, *lb;
};

static struct office begin_as(void **state, const char *name)
{
	struct office o = {.hub = author_hub(*state, name), .a = author_new(1), .b = author_new(2)};
	o.la = line_new(&o.a, SHELF_UNIT, 1, 0xa1);
	o.lb = line_new(&o.b, SHELF_UNIT, 1, 0xb1);
	return o;
}

static struct office begin(void **state)
{
	return begin_as(state, "hub");
}

static void end(struct office *o)
{
	shelf_sound(o->hub);
	line_free(o->la);
	line_free(o->lb);
	store_close(o->hub);
}

static struct name add_submit(struct line *l, const char *period, int persons, const struct name *const *have,
	const struct name *replaces, uint32_t clock)
{
	struct entry en = {.kind = ENTRY_SUBMIT, .clock = clock};
	cJSON *rows = cJSON_CreateArray();
	char hex[ID_HEX];
	for (size_t i = 0; have[i]; i++)
		cJSON_AddItemToArray(rows, entry_row(have[i]));
	en.fields = cJSON_CreateObject();
	cJSON_AddStringToObject(en.fields, "form", id_hex(line_def(), hex));
	cJSON_AddItemToObject(en.fields, "have", rows);
	cJSON_AddStringToObject(en.fields, "period", period);
	cJSON_AddNumberToObject(cJSON_AddObjectToObject(en.fields, "row"), "persons", persons);
	cJSON_AddNumberToObject(cJSON_AddObjectToObject(en.fields, "unknown"), "online_dossiers", 2);
	if (replaces)
		en.parent[en.parents++] = *replaces;
	return line_entry(l, &en);
}

/* Persons of the submit that stands; -1: none does. */
static int64_t stands(struct store *s, const char *period, struct name *which)
{
	struct store_submit x;
	const struct form *f;
	struct err why;
	int row = store_submit(s, SHELF_UNIT, period, &x, &why);
	assert_true(row >= 0);
	if (row == 0)
		return -1;
	MUST(store_form(s, NULL, &f, &e));
	int at = form_column_index(f, "persons");
	assert_true(x.given[at]);
	assert_int_equal(x.sums.unknown[form_column_index(f, "online_dossiers")], 2);
	if (which)
		*which = x.entry;
	store_submit_free(&x);
	return x.sums.value[at];
}

static int64_t since(struct store *s, const char *period, struct id author)
{
	struct store_submit x;
	struct store_since *by;
	struct err why;
	size_t n;
	int64_t found = 0;
	assert_int_equal(store_submit(s, SHELF_UNIT, period, &x, &why), 1);
	MUST(store_since_submit(s, SHELF_UNIT, &x, &by, &n, &e));
	for (size_t i = 0; i < n; i++)
		found += id_equal(by[i].author, author) ? by[i].entries : 0;
	free(by);
	store_submit_free(&x);
	return found;
}

static size_t missing(struct store *s, const char *period)
{
	struct store_submit x;
	struct err why;
	size_t n;
	assert_int_equal(store_submit(s, SHELF_UNIT, period, &x, &why), 1);
	MUST(store_submit_missing(s, &x, &n, &e));
	store_submit_free(&x);
	return n;
}

static bool covers(struct store *s, const char *number, struct name entry)
{
	bool yes;
	MUST(store_covered(s, SHELF_UNIT, line_key(number), &entry, &yes, &e));
	return yes;
}

static void take(struct office *o, struct line *l, uint32_t upto)
{
	assert_int_equal(line_take(o->hub, NULL, l, 1, upto).taken, TAKEN_NEW);
}

static void the_greatest_of_a_period_stands(void **state)
{
	struct office o = begin(state);
	struct name r = line_record(o.la, "1", 4, 0, NULL), got;
	struct name one = add_submit(o.la, "2025-W45", 4, NAMES(&r), NULL, 0);
	struct name two = add_submit(o.la, "2025-W45", 5, NAMES(&one), &one, 0);
	add_submit(o.la, "2025-W46", 6, NAMES(&two), NULL, 0);
	author_admit(o.hub, &o.a);
	assert_int_equal(stands(o.hub, "2025-W45", NULL), -1);
	take(&o, o.la, 4);
	assert_int_equal(stands(o.hub, "2025-W45", &got), 5);
	assert_int_equal(name_compare(&got, &two), 0);
	assert_int_equal(stands(o.hub, NULL, NULL), 6);
	assert_int_equal(stands(o.hub, "2025-W44", NULL), -1);

	struct store_submit x;
	struct err why;
	assert_int_equal(store_submit_before(o.hub, SHELF_UNIT, "2025-W46", &x, &why), 1);
	assert_string_equal(x.period, "2025-W45");
	assert_int_equal(x.haves, 1);
	assert_true(x.arrived_at > 0 && x.arrived_at <= clock_now());
	store_submit_free(&x);
	assert_int_equal(store_submit_before(o.hub, SHELF_UNIT, "2025-W45", &x, &why), 0);
	store_submit_free(&x);
	end(&o);
}

static void a_stranger_a_revoked_device_and_a_wrong_clock_declare_nothing(void **state)
{
	struct office o = begin(state);
	struct name r = line_record(o.la, "1", 4, 0, NULL), s = line_record(o.lb, "2", 4, 0, NULL);
	struct name one = add_submit(o.la, "2025-W45", 4, NAMES(&r), NULL, 0);
	add_submit(o.lb, "2025-W45", 9, NAMES(&s), &one, 7); /* its clock is not one more than its parent's */
	author_admit(o.hub, &o.a);
	author_admit(o.hub, &o.b);
	take(&o, o.lb, 2);
	assert_int_equal(
		stands(o.hub, "2025-W45", NULL), 9); /* the parent is not known yet: nothing speaks against it */
	take(&o, o.la, 2);
	assert_int_equal(stands(o.hub, "2025-W45", NULL), 4);

	author_act(o.hub, ENTRY_REVOKE, &o.a.id, author_rows(NAMES(&r)));
	assert_int_equal(stands(o.hub, "2025-W45", NULL), -1);
	author_act(o.hub, ENTRY_REVOKE, &o.a.id, author_rows(NAMES(&one)));
	assert_int_equal(stands(o.hub, "2025-W45", NULL), 4);
	end(&o);
}

static void one_without_its_fields_says_nothing(void **state)
{
	struct office o = begin(state);
	static const char *const bad[] = {
		"{}",
		"{\"form\":\"0000000000000000\",\"have\":[],\"period\":\"2025-W53\",\"row\":{},\"unknown\":{}}",
		"{\"form\":\"0000000000000000\",\"have\":[1],\"period\":\"2025-W45\",\"row\":{},\"unknown\":{}}",
		("{\"form\":\"0000000000000000\",\"have\":[],\"period\":\"2025-W45\",\"row\":{\"persons\":null},"
		 "\"unknown\":{}}"),
		"{\"form\":\"0000000000000000\",\"have\":[],\"period\":\"2025-W45\",\"row\":[],\"unknown\":{}}",
		"{\"form\":\"00\",\"have\":[],\"period\":\"2025-W45\",\"row\":{},\"unknown\":{}}",
	};
	author_admit(o.hub, &o.a);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct entry en = {.kind = ENTRY_SUBMIT, .fields = cJSON_Parse(bad[i])};
		line_entry(o.la, &en);
	}
	take(&o, o.la, sizeof bad / sizeof *bad);
	struct store_submit x;
	struct err why;
	assert_int_equal(store_submit(o.hub, SHELF_UNIT, NULL, &x, &why), 0);
	end(&o);
}

/* Two devices, every order of four runs: what stands, and what was written since, is the same. */
static void the_order_of_arrival_changes_nothing(void **state)
{
	static const int orders[][4] = {
		{0, 1, 2, 3}, {1, 0, 3, 2}, {2, 3, 0, 1}, {3, 2, 1, 0}, {0, 2, 1, 3}, {2, 0, 3, 1}};
	unsigned char first[KEY_BYTES], digest[KEY_BYTES];
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
		char name[16];
		snprintf(name, sizeof name, "hub%zu", i);
		struct office o = begin_as(state, name);
		struct name a1 = line_record(o.la, "1", 4, 0, NULL), b1 = line_record(o.lb, "2", 5, 0, NULL);
		struct name sa = add_submit(o.la, "2025-W45", 4, NAMES(&a1), NULL, 0);
		struct name sb = add_submit(o.lb, "2025-W45", 9, NAMES(&sa, &b1), &sa, 2);
		line_record(o.la, "3", 6, 0, NULL);
		line_record(o.lb, "2", 6, 2, NAMES(&b1));
		author_admit(o.hub, &o.a);
		author_admit(o.hub, &o.b);
		for (int k = 0; k < 4; k++) {
			struct line *l = orders[i][k] < 2 ? o.la : o.lb;
			line_take(o.hub, NULL, l, 1, orders[i][k] % 2 ? 3 : 2);
			if (k < 3)
				stands(o.hub, "2025-W45", NULL); /* asking in between changes nothing either */
		}
		struct name got;
		assert_int_equal(stands(o.hub, "2025-W45", &got), 9);
		assert_int_equal(name_compare(&got, &sb), 0);
		assert_int_equal(since(o.hub, "2025-W45", o.a.id), 1);
		assert_int_equal(since(o.hub, "2025-W45", o.b.id), 1);
		assert_int_equal(missing(o.hub, "2025-W45"), 0);
		MUST(store_digest(o.hub, "submit", digest, &e));
		if (i == 0)
			memcpy(first, digest, sizeof first);
		assert_memory_equal(first, digest, sizeof first);
		end(&o);
	}
}

static void what_a_submit_names_may_come_after_it(void **state)
{
	struct office o = begin(state);
	struct name a1 = line_record(o.la, "1", 4, 0, NULL);
	struct name a2 = line_record(o.la, "2", 4, 0, NULL);
	add_submit(o.lb, "2025-W45", 8, NAMES(&a2), NULL, 0);
	author_admit(o.hub, &o.a);
	author_admit(o.hub, &o.b);
	take(&o, o.lb, 1);
	assert_int_equal(missing(o.hub, "2025-W45"), 1);
	assert_int_equal(line_take(o.hub, NULL, o.la, 1, 1).taken, TAKEN_NEW);
	assert_int_equal(since(o.hub, "2025-W45", o.a.id), 1); /* nobody can know yet that it lies before */
	assert_false(covers(o.hub, "1", a1));
	assert_int_equal(line_take(o.hub, NULL, o.la, 1, 2).taken, TAKEN_NEW);
	assert_int_equal(missing(o.hub, "2025-W45"), 0);
	assert_int_equal(since(o.hub, "2025-W45", o.a.id), 0);
	assert_true(covers(o.hub, "1", a1));
	end(&o);
}

static cJSON *reviewed(const struct name *saw)
{
	char text[NAME_TEXT];
	cJSON *f = cJSON_CreateObject();
	cJSON_AddStringToObject(f, "decision", "return");
	cJSON_AddStringToObject(f, "entry", name_text(saw, text));
	return f;
}

static void covered_is_what_was_declared_reviewed_or_closed(void **state)
{
	struct office o = begin(state);
	struct name one = line_record(o.la, "1", 4, 0, NULL), two = line_record(o.la, "2", 4, 0, NULL);
	struct name one2 = line_record(o.la, "1", 5, 0, NAMES(&one));
	add_submit(o.la, "2025-W45", 4, NAMES(&one), NULL, 0);
	struct name three = line_record(o.la, "3", 4, 0, NULL);
	author_admit(o.hub, &o.a);
	take(&o, o.la, 5);
	assert_true(covers(o.hub, "1", one));
	assert_false(covers(o.hub, "2", two));
	assert_false(covers(o.hub, "1", one2));
	assert_false(covers(o.hub, "3", three));

	struct id key = line_key("1");
	author_act(o.hub, ENTRY_REVIEW, &key, reviewed(&one2));
	assert_true(covers(o.hub, "1", one2));
	assert_true(covers(o.hub, "1", one));
	assert_false(covers(o.hub, "2", two));

	cJSON *closed = author_rows(NAMES(&one2));
	cJSON_AddStringToObject(closed, "period", "2025-W45");
	struct name act;
	MUST(store_begin(o.hub, &e));
	MUST(store_write_act(
		o.hub, SHELF_OWN, ENTRY_STATEMENT, NULL, closed, &(struct store_author){.at = 1763000000}, &act, &e));
	MUST(store_commit(o.hub, &e));
	assert_true(covers(o.hub, "2", two));
	assert_false(covers(o.hub, "3", three));
	end(&o);
}

static void a_fork_is_no_part_of_what_was_declared(void **state)
{
	struct office o = begin(state);
	struct name one = line_record(o.la, "1", 4, 0, NULL);
	struct line *fork = line_fork(o.la, 1);
	struct name two = line_record(o.la, "2", 4, 0, NULL), other = line_record(fork, "3", 4, 0, NULL);
	add_submit(o.la, "2025-W45", 4, NAMES(&two), NULL, 0);
	author_admit(o.hub, &o.a);
	take(&o, o.la, 3);
	assert_int_equal(line_take(o.hub, NULL, fork, 1, 2).taken, TAKEN_NEW);
	assert_true(covers(o.hub, "1", one));
	assert_true(covers(o.hub, "2", two));
	assert_false(covers(o.hub, "3", other));
	assert_int_equal(since(o.hub, "2025-W45", o.a.id), 1);
	line_free(fork);
	end(&o);
}

static struct name write_submit(struct store *s, const char *period)
{
	struct name n;
	MUST(store_begin(s, &e));
	MUST(store_write_submit(s, SHELF_UNIT, period, &(struct store_author){.by = "Lan", .at = 1763000000}, &n, &e));
	MUST(store_commit(s, &e));
	return n;
}

static void a_device_declares_its_row_and_replaces_it(void **state)
{
	struct store *s = shelf_collector(*state, "c");
	struct store_submit x;
	struct store_totals t;
	struct err why;
	shelf_save(s, 1, 10);
	struct name one = write_submit(s, "2025-W45"), got;
	MUST(store_totals(s, SHELF_UNIT, &t, &e));
	assert_int_equal(store_submit(s, SHELF_UNIT, "2025-W45", &x, &why), 1);
	assert_memory_equal(&x.sums, &t.sums, sizeof t.sums);
	assert_int_equal(x.haves, 1);
	assert_int_equal(x.have[0].seq, 10);
	assert_string_equal(x.by, "Lan");
	assert_true(id_equal(x.form, line_def()));
	store_submit_free(&x);
	assert_int_equal(since(s, "2025-W45", store_id(s)), 0);
	MUST(store_begin(s, &e)); /* more journals than one: their ends stand in order */
	MUST(store_leave_all(s, &e));
	MUST(store_commit(s, &e));
	shelf_save(s, 11, 1);
	MUST(store_begin(s, &e));
	MUST(store_leave_all(s, &e));
	MUST(store_commit(s, &e));
	shelf_save(s, 12, 1);
	assert_int_equal(since(s, "2025-W45", store_id(s)), 2);
	struct name two = write_submit(s, "2025-W45");
	assert_int_equal(store_submit(s, SHELF_UNIT, "2025-W45", &x, &why), 1);
	got = x.entry;
	assert_int_equal(x.haves, 3);
	for (size_t i = 1; i < x.haves; i++)
		assert_true(name_compare(&x.have[i - 1], &x.have[i]) < 0);
	store_submit_free(&x);
	assert_int_equal(name_compare(&got, &two), 0);
	assert_int_not_equal(name_compare(&one, &two), 0);
	shelf_sound(s);
	MUST(store_rebuild(s, &e)); /* when it came is not forgotten */
	assert_int_equal(store_submit(s, SHELF_UNIT, "2025-W45", &x, &why), 1);
	assert_true(x.arrived_at > 0);
	store_submit_free(&x);
	store_close(s);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, shelf_setup, shelf_teardown)
	const struct CMUnitTest tests[] = {
		T(the_greatest_of_a_period_stands),
		T(a_stranger_a_revoked_device_and_a_wrong_clock_declare_nothing),
		T(one_without_its_fields_says_nothing),
		T(the_order_of_arrival_changes_nothing),
		T(what_a_submit_names_may_come_after_it),
		T(covered_is_what_was_declared_reviewed_or_closed),
		T(a_fork_is_no_part_of_what_was_declared),
		T(a_device_declares_its_row_and_replaces_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
