/* test_upwards_hostile.c - communes that are enrolled, and sign statements no program of ours would write. */
#include "../support/author.h"
#include "../support/tiers.h"

#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#define PROVINCE "19"
#define COMMUNE "05788"
#define NEXT "05791"

struct country {
	const struct shelf *shelf;
	struct store *province, *commune, *next;
};

static struct store *commune(struct country *c, const char *folder, const char *code, int households)
{
	struct store *s = tier_hub(c->shelf, folder, code, folder, "commune");
	char hamlet[UNIT_CODE];
	snprintf(hamlet, sizeof hamlet, "%.8s-01", code);
	tier_unit(s, hamlet, "Xóm 1", "hamlet", code);
	tier_join(s, c->province);
	tier_paper(s, hamlet, households, 4 * households);
	tier_exchange(s, c->province, code);
	return s;
}

static struct country begin(void **state)
{
	struct country c = {.shelf = *state};
	c.province = tier_hub(c.shelf, "province", PROVINCE, "Thái Nguyên", "province");
	tier_unit(c.province, COMMUNE, "Phú Lạc", "commune", PROVINCE);
	tier_unit(c.province, NEXT, "La Bằng", "commune", PROVINCE);
	c.commune = commune(&c, "commune", COMMUNE, 100);
	c.next = commune(&c, "next", NEXT, 20);
	return c;
}

static void end(struct country *c)
{
	shelf_sound(c->province);
	shelf_sound(c->commune);
	store_close(c->province);
	store_close(c->commune);
	store_close(c->next);
}

/* --- what it signs --- */

struct said {
	int version;
	const char *row, *unknown; /* of its one unit, of households and persons */
	uint32_t clock;            /* 0: as it should be; else after an entry nobody knows */
};

static cJSON *fields_of(const struct said *x)
{
	char *text =
		alloc_print("{\"columns\":[\"households\",\"persons\"],\"form\":\"00\",\"period\":\"" TIER_PERIOD "\","
			    "\"rows\":{\"x\":%s},\"through\":[],\"total\":%s,\"unknown\":{\"x\":%s},\"version\":%d}",
			x->row, x->row, x->unknown ? x->unknown : "[0,0]", x->version);
	cJSON *fields = cJSON_Parse(text);
	assert_non_null(fields);
	free(text);
	return fields;
}

/* In a journal of its own, and the province takes it. */
static void sign(struct country *c, struct store *who, const char *unit, const struct said *x)
{
	static unsigned char journal = 40;
	struct author a = author_of(who);
	struct line *l = line_new(&a, unit, 1, journal++);
	struct store_scope scope = {.unit = unit, .hub_unit = PROVINCE, .hub = store_id(c->province)};
	struct store_take out;
	struct entry en;
	entry_init(&en);
	en.kind = ENTRY_STATEMENT;
	en.fields = fields_of(x);
	en.clock = x->clock;
	if (x->clock)
		en.parent[en.parents++] = (struct name){.journal = id_random(), .seq = 1, .hash = id_random()};
	clock_stamp(1763000000, en.at);
	line_entry(l, &en);
	struct run r = line_run(l, 1, 1);
	MUST(store_begin(c->province, &e));
	MUST(store_take_run(c->province, &scope, &r, &a.keys.pub, &out, &e));
	MUST(store_commit(c->province, &e));
	assert_int_equal(out.taken, TAKEN_NEW);
	run_free(&r);
	line_free(l);
	entry_free(&en);
}

/* --- who closes nothing --- */

static void a_hamlet_closes_nothing(void **state)
{
	struct country c = begin(state);
	sign(&c, c.commune, COMMUNE, &(struct said){.version = 1, .row = "[7,30]"});
	assert_int_equal(tier_households(c.province, COMMUNE, NULL), 7);
	tier_unit(c.province, COMMUNE, "Phú Lạc", "hamlet", PROVINCE);
	assert_int_not_equal(tier_figures(c.province, COMMUNE, NULL).source, SOURCE_STATEMENT);
	assert_int_equal(tier_households(c.province, PROVINCE, NULL), 0);
	tier_unit(c.province, COMMUNE, "Phú Lạc", "commune", PROVINCE); /* whatever order these come in */
	assert_int_equal(tier_households(c.province, COMMUNE, NULL), 7);
	end(&c);
}

/* --- sums nobody can have --- */

static void sums_below_nothing_say_nothing(void **state)
{
	struct country c = begin(state);
	tier_close(c.next, TIER_PERIOD);
	tier_exchange(c.next, c.province, NEXT);
	sign(&c, c.commune, COMMUNE, &(struct said){.version = 1, .row = "[-20,-80]"});
	assert_int_not_equal(tier_figures(c.province, COMMUNE, NULL).source, SOURCE_STATEMENT);
	assert_int_equal(tier_households(c.province, PROVINCE, NULL), 20);
	sign(&c, c.commune, COMMUNE, &(struct said){.version = 1, .row = "[5,20]", .unknown = "[0,-7]"});
	assert_int_equal(tier_households(c.province, COMMUNE, NULL), 0);
	sign(&c, c.commune, COMMUNE, &(struct said){.version = 1, .row = "[5,20]", .unknown = "[0,7]"});
	assert_int_equal(tier_households(c.province, COMMUNE, NULL), 5);
	assert_int_equal(tier_figures(c.province, COMMUNE, NULL).totals.sums.unknown[1], 7);
	end(&c);
}

static void what_is_too_great_together_is_told_by_its_greatest(void **state)
{
	struct country c = begin(state);
	struct store_author a = {.by = "", .at = 1763000500};
	struct err why;
	sign(&c, c.commune, COMMUNE, &(struct said){.version = 1, .row = "[100,2147483647]"});
	sign(&c, c.next, NEXT, &(struct said){.version = 1, .row = "[20,1]"});
	MUST(store_begin(c.province, &e));
	assert_int_equal(store_write_statement(c.province, TIER_PERIOD, NULL, 0, &a, NULL, &why), -1);
	store_rollback(c.province);
	assert_ptr_equal(why.text, TEXT_UP_TOO_GREAT);
	assert_string_equal(why.arg[0], "Phú Lạc");
	assert_string_equal(why.arg[1], COMMUNE);
	assert_string_equal(why.arg[2], "2147483647");
	tier_close(c.commune, TIER_PERIOD); /* mended there */
	tier_close(c.commune, TIER_PERIOD); /* and greater than what it signed before, which it has forgotten */
	tier_exchange(c.commune, c.province, COMMUNE);
	tier_close(c.province, TIER_PERIOD);
	end(&c);
}

static void a_name_too_long_ends_with_a_letter(void **state)
{
	struct country c = begin(state);
	char name[2 * UNIT_NAME] = "a"; /* the last letter that fits would be half of one */
	const struct form *f;
	struct store_statement_row row;
	for (size_t i = 1; i + 2 < sizeof name; i += 2)
		memcpy(name + i, "đ", 3);
	struct store_statement x = {.fields = cJSON_CreateObject()};
	cJSON_AddStringToObject(cJSON_AddObjectToObject(x.fields, "names"), "05788-01", name);
	MUST(store_form(c.province, NULL, &f, &e));
	store_statement_row(&x, f, "05788-01", &row);
	assert_true(utf8_valid(row.name, strlen(row.name)));
	assert_int_equal(strlen(row.name), UNIT_NAME - 2);
	store_statement_free(&x);
	end(&c);
}

/* --- numbers nothing comes after --- */

static void closes_after(void **state, const struct said *last)
{
	struct country c = begin(state);
	struct store *second = commune(&c, "second", COMMUNE, 7);
	sign(&c, second, COMMUNE, last);
	tier_exchange(c.commune, c.province, COMMUNE);
	tier_close(c.commune, TIER_PERIOD);
	tier_close(c.commune, TIER_PERIOD);
	tier_revoke(c.province, COMMUNE, second);
	tier_exchange(c.commune, c.province, COMMUNE);
	assert_int_equal(tier_households(c.province, COMMUNE, NULL), 100);
	shelf_sound(second);
	store_close(second);
	end(&c);
}

static void the_last_version_keeps_nobody_from_closing(void **state)
{
	closes_after(state, &(struct said){.version = 2147483647, .row = "[5,20]"});
}

static void the_last_clock_keeps_nobody_from_closing(void **state)
{
	closes_after(state, &(struct said){.version = 1, .row = "[5,20]", .clock = ENTRY_CLOCK_MAX});
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, shelf_setup, shelf_teardown)
	const struct CMUnitTest tests[] = {
		T(a_hamlet_closes_nothing),
		T(sums_below_nothing_say_nothing),
		T(what_is_too_great_together_is_told_by_its_greatest),
		T(a_name_too_long_ends_with_a_letter),
		T(the_last_version_keeps_nobody_from_closing),
		T(the_last_clock_keeps_nobody_from_closing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
