/* test_reviews.c - the newest review of a household decides, and only while the household stands as it was seen. */
#include <tungnha/store_acts.h>

#include "../support/author.h"

static struct name review(
	struct store *hub, const char *number, const char *decision, const struct name *saw, const char *why)
{
	struct store_author a = {.by = "Minh", .at = 1763000000, .reason = why};
	char text[NAME_TEXT];
	cJSON *fields = cJSON_CreateObject();
	struct id key = line_key(number);
	struct name n;
	cJSON_AddStringToObject(fields, "decision", decision);
	cJSON_AddStringToObject(fields, "entry", name_text(saw, text));
	MUST(store_begin(hub, &e));
	MUST(store_write_act(hub, SHELF_UNIT, ENTRY_REVIEW, &key, fields, &a, &n, &e));
	MUST(store_commit(hub, &e));
	return n;
}

static int64_t returned(struct store *s)
{
	int64_t n;
	MUST(store_returned(s, SHELF_UNIT, &n, &e));
	return n;
}

static bool reviewed(struct store *s, const char *number, struct store_review *out)
{
	struct err e;
	int rc = store_review(s, SHELF_UNIT, line_key(number), out, &e);
	assert_true(rc >= 0);
	return rc > 0;
}

static void a_return_holds_until_the_household_is_answered(void **state)
{
	struct store *hub = author_hub(*state, "hub");
	struct author device = author_new(1);
	struct line *l = line_new(&device, SHELF_UNIT, 1, 0x11);
	struct store_review r;
	struct name first, act;
	author_admit(hub, &device);
	first = line_record(l, "12", 5, 1, (const struct name *const[]){NULL});
	line_take(hub, NULL, l, 1, 1);
	assert_false(reviewed(hub, "12", &r));
	assert_int_equal(returned(hub), 0);

	act = review(hub, "12", "return", &first, "Số khẩu không khớp sổ hộ khẩu");
	assert_true(reviewed(hub, "12", &r));
	assert_true(r.returned && r.current);
	assert_int_equal(name_compare(&r.act, &act), 0);
	assert_int_equal(name_compare(&r.saw, &first), 0);
	assert_true(id_equal(r.key, line_key("12")));
	assert_string_equal(r.by, "Minh");
	assert_string_equal(r.reason, "Số khẩu không khớp sổ hộ khẩu");
	assert_int_equal(returned(hub), 1);

	struct name again = line_record(l, "12", 6, 2, (const struct name *const[]){&first, NULL});
	line_take(hub, NULL, l, 1, 2);
	assert_true(reviewed(hub, "12", &r));
	assert_true(r.returned && !r.current);
	assert_int_equal(returned(hub), 0);

	review(hub, "12", "return", &again, "vẫn chưa đúng");
	assert_int_equal(returned(hub), 1);
	review(hub, "12", "approve", &again, NULL);
	assert_true(reviewed(hub, "12", &r));
	assert_true(!r.returned && r.current);
	assert_string_equal(r.reason, "");
	assert_int_equal(returned(hub), 0);
	line_free(l);
	shelf_sound(hub);
	store_close(hub);
}

struct gathered {
	struct store *s;
	struct store_review review[8];
	size_t n;
};

/* Who is called may ask for reviews itself. */
static int gather(void *context, const struct store_review *r, struct err *e)
{
	struct gathered *g = context;
	int64_t unused;
	g->review[g->n++] = *r;
	return store_returned(g->s, SHELF_UNIT, &unused, e);
}

static void reviews_are_listed_one_a_household(void **state)
{
	struct store *hub = author_hub(*state, "hub");
	struct author device = author_new(1);
	struct line *l = line_new(&device, SHELF_UNIT, 1, 0x11);
	struct gathered all = {.s = hub};
	struct store_review none;
	struct name n[3];
	author_admit(hub, &device);
	for (int i = 0; i < 3; i++)
		n[i] = line_record(l, (const char *[]){"1", "2", "3"}[i], 4, 1, (const struct name *const[]){NULL});
	line_take(hub, NULL, l, 1, 3);
	review(hub, "1", "return", &n[0], "a");
	review(hub, "3", "return", &n[2], "b");
	review(hub, "1", "approve", &n[0], NULL);
	MUST(store_reviews(hub, SHELF_UNIT, gather, &all, &e));
	assert_int_equal(all.n, 2);
	assert_true(id_compare(all.review[0].key, all.review[1].key) < 0);
	assert_int_equal(all.review[0].returned + all.review[1].returned, 1);
	assert_false(reviewed(hub, "2", &none));
	line_free(l);
	store_close(hub);
}

/* What a reviewer saw is void of meaning where nothing of the household counts: the device was never admitted. */
static void a_household_that_does_not_count_is_not_returned(void **state)
{
	struct store *hub = author_hub(*state, "hub");
	struct author device = author_new(1);
	struct line *l = line_new(&device, SHELF_UNIT, 1, 0x11);
	struct store_review r;
	struct name n = line_record(l, "12", 5, 1, (const struct name *const[]){NULL});
	review(hub, "12", "return", &n, "a");
	assert_true(reviewed(hub, "12", &r));
	assert_true(r.returned && !r.current);
	assert_int_equal(returned(hub), 0);
	author_admit(hub, &device); /* and in whatever order all this came */
	line_take(hub, NULL, l, 1, 1);
	assert_int_equal(returned(hub), 1);
	line_free(l);
	shelf_sound(hub);
	store_close(hub);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, shelf_setup, shelf_teardown)
	const struct CMUnitTest tests[] = {
		T(a_return_holds_until_the_household_is_answered),
		T(reviews_are_listed_one_a_household),
		T(a_household_that_does_not_count_is_not_returned),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
