/* test_upwards_random.c - three levels at random: communes close, districts and provinces close, lock, revoke and take
 * in files; whatever order the entries come in, a hub says the same; and nothing of a household is above the commune.
 */
#include "../support/tiers.h"
#include "../support/trial.h"

#include <tungnha/alloc.h>
#include <tungnha/json.h>

#define PROVINCE "19"
#define DISTRICT "170"
#define COMMUNE "05788"
#define HAMLET "05788-01"
#define MARK "zq9hop"

enum { STEPS = 24, ROUNDS = 6, SHUFFLES = 2, UNITS = 2 };

struct tiers {
	const struct shelf *shelf;
	struct store *province, *district, *machine[2], *device;
	struct trial_random r;
	bool revoked[2];
	int household;
};

static struct store *commune(const struct tiers *t, const char *folder)
{
	struct store *s = tier_hub(t->shelf, folder, COMMUNE, "Phú Lạc", "commune");
	tier_unit(s, HAMLET, "Xóm 1", "hamlet", COMMUNE);
	tier_unit(s, "05788-02", "Xóm 2", "hamlet", COMMUNE);
	tier_join(s, t->district);
	return s;
}

/* A hamlet's device below the first machine, which writes households with words nobody above may see. */
static struct store *device(struct tiers *t)
{
	struct store *s = shelf_store(t->shelf, "device", STORE_COLLECTOR);
	size_t n;
	const char *form = form_shipped("mau-02", &n);
	MUST(store_begin(s, &e));
	MUST(store_add_definition(s, "mau-02", form, n, &e));
	MUST(store_commit(s, &e));
	tier_join_device(s, t->machine[0], HAMLET);
	return s;
}

static void save_household(struct tiers *t)
{
	const struct form *f;
	struct form_record r;
	char number[8], persons[8];
	bool known;
	struct id key;
	struct store_author a = {.by = "Bà " MARK, .at = 1763100000 + t->household};
	snprintf(number, sizeof number, "%d", 1 + t->household % 9);
	snprintf(persons, sizeof persons, "%d", 1 + t->household % 7);
	t->household++;
	MUST(store_form(t->device, NULL, &f, &e));
	const struct form_change change[] = {
		{form_field_index(f, "household_no"), number},
		{form_field_index(f, "persons"), persons},
		{form_field_index(f, "vneid"), "0"},
		{form_field_index(f, "no_vneid"), "0"},
		{form_field_index(f, "online_dossiers"), "0"},
		{form_field_index(f, "eresult_dossiers"), "0"},
		{form_field_index(f, "rated"), "no"},
		{form_field_index(f, "note"), MARK},
	};
	form_record_init(&r);
	MUST(form_apply(f, NULL, change, sizeof change / sizeof *change, LANG_VI, &r, &e));
	MUST(store_begin(t->device, &e));
	MUST(store_key_for_number(t->device, HAMLET, number, &key, &known, &e));
	MUST(store_write_record(t->device, HAMLET, key, f, &r, &a, NULL, &e));
	MUST(store_set_label(t->device, HAMLET, key, "nhà " MARK, &e));
	MUST(store_commit(t->device, &e));
	form_record_free(&r);
}

static void one_step(struct tiers *t)
{
	char period[16];
	unsigned m = trial_below(&t->r, 2);
	snprintf(period, sizeof period, "2025-W%u", 45 + trial_below(&t->r, 3));
	switch (trial_below(&t->r, 11)) {
	case 0:
	case 1:
		tier_close(t->machine[m], period);
		break;
	case 2:
		tier_paper(t->machine[m], "05788-02", (int)trial_below(&t->r, 90), 100);
		break;
	case 3:
	case 4:
		tier_exchange(t->machine[m], t->district, COMMUNE);
		break;
	case 5:
		tier_close(t->district, period);
		tier_exchange(t->district, t->province, DISTRICT);
		break;
	case 6:
		tier_import(t->district, COMMUNE, period, (int)trial_below(&t->r, 80) - 1);
		break;
	case 7:
		tier_lock(t->district, COMMUNE);
		break;
	case 8:
		tier_act(t->district, COMMUNE, ENTRY_UNLOCK, NULL, NULL);
		break;
	case 9:
		if (!t->revoked[m] && trial_below(&t->r, 3) == 0 && tier_knows(t->district, COMMUNE, t->machine[m])) {
			tier_revoke(t->district, COMMUNE, t->machine[m]);
			t->revoked[m] = true;
		}
		break;
	default:
		save_household(t);
		tier_exchange(t->device, t->machine[0], HAMLET);
		break;
	}
}

/* --- whatever order --- */

static void copy_early(const struct shelf *d, const char *from, const char *to)
{
	char a[SHELF_PATH], b[SHELF_PATH];
	shelf_path(d, from, a);
	shelf_path(d, to, b);
	shelf_copy(a, b);
}

static void drop(const struct shelf *d, const char *name)
{
	char path[SHELF_PATH];
	shelf_path(d, name, path);
	char *command = alloc_print("rm -rf '%s'", path);
	assert_int_equal(system(command), 0);
	free(command);
}

static void take(struct store *s, const struct store_scope *scope, const struct run *r, bool *gap, bool *moved)
{
	struct store_take out;
	MUST(store_begin(s, &e));
	MUST(store_take_run(s, scope, r, NULL, &out, &e));
	MUST(store_commit(s, &e));
	*gap |= out.taken == TAKEN_GAP || out.taken == TAKEN_STRANGER;
	*moved |= out.taken == TAKEN_NEW;
}

static void shuffle(struct trial_random *r, const struct run **run, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t k = trial_below(r, (unsigned)i);
		const struct run *x = run[i - 1];
		run[i - 1] = run[k];
		run[k] = x;
	}
}

/* All that `from` holds of a unit, run by run, into another store in a random order. */
static void pour(struct trial_random *r, struct store *from, struct store *to, const char *unit, const char *own)
{
	struct store_scope scope = {.unit = unit, .hub_unit = own, .hub = store_id(from)};
	struct store_runs runs;
	bool gap = true, moved = true;
	MUST(store_lacking(from, &scope, NULL, 0, 0, 100000, &runs, &e));
	assert_false(runs.more);
	assert_true(runs.runs > 0);
	const struct run **order = alloc_zero(runs.runs + 1, sizeof *order);
	for (size_t i = 0; i < runs.runs; i++)
		order[i] = &runs.run[i];
	shuffle(r, order, runs.runs);
	while (gap && moved) {
		gap = moved = false;
		for (size_t i = 0; i < runs.runs; i++)
			take(to, &scope, order[i], &gap, &moved);
	}
	assert_false(gap);
	free(order);
	store_runs_free(&runs);
}

static void sign(struct store *s, const char *unit, const char *own)
{
	struct store_scope scope = {.unit = unit, .hub_unit = own, .hub = store_id(s)};
	MUST(store_begin(s, &e));
	MUST(store_sign_heads(s, &scope, &e));
	MUST(store_commit(s, &e));
}

static void says_the_same(struct tiers *t, struct store *hub, const char *early, const char *unit, const char *own)
{
	static const char *const tables[] = {"act", "submit", "revision", "unit", "definition", "record"};
	for (int k = 0; k < SHUFFLES; k++) {
		unsigned char a[KEY_BYTES], b[KEY_BYTES];
		struct store *s;
		copy_early(t->shelf, early, "again");
		char folder[SHELF_PATH];
		shelf_path(t->shelf, "again", folder);
		MUST(store_open(folder, NULL, &s, &e));
		sign(hub, unit, own);
		pour(&t->r, hub, s, unit, own);
		for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
			MUST(store_digest(hub, tables[i], a, &e));
			MUST(store_digest(s, tables[i], b, &e));
			if (memcmp(a, b, sizeof a))
				fail_msg("%s of %s differs with the order", tables[i], own);
		}
		assert_int_equal(tier_households(hub, unit, NULL), tier_households(s, unit, NULL));
		store_close(s);
		drop(t->shelf, "again");
	}
}

/* --- nothing of a household --- */

static void look_for_households(struct store *s, const char *unit, const char *own)
{
	struct store_scope scope = {.unit = unit, .hub_unit = own, .hub = store_id(s)};
	struct store_runs runs;
	MUST(store_lacking(s, &scope, NULL, 0, 0, 100000, &runs, &e));
	for (size_t i = 0; i < runs.runs; i++) {
		const struct run *r = &runs.run[i];
		for (size_t k = 0; k <= r->last - r->first; k++) {
			struct entry en;
			bool has_key;
			assert_true(entry_read(r->entry[k], r->entry_bytes[k], ENTRY_OWN_BYTES_MAX, &en, &has_key));
			assert_true(en.kind != ENTRY_RECORD && en.kind != ENTRY_VOID && en.kind != ENTRY_REVIEW);
			assert_null(memmem(r->entry[k], r->entry_bytes[k], MARK, sizeof MARK - 1));
			if (en.kind != ENTRY_DEFINE) /* a form says which fields there are */
				assert_null(memmem(r->entry[k], r->entry_bytes[k], "household_no", 12));
			entry_free(&en);
		}
	}
	store_runs_free(&runs);
}

static int no_household(void *context, const struct store_household *h, struct err *e)
{
	(void)context;
	(void)h;
	(void)e;
	fail_msg("a household above the commune");
	return -1;
}

static void hold_no_household(struct tiers *t)
{
	MUST(store_households(t->district, COMMUNE, no_household, NULL, &e));
	MUST(store_households(t->district, HAMLET, no_household, NULL, &e));
	MUST(store_households(t->province, COMMUNE, no_household, NULL, &e));
	look_for_households(t->district, COMMUNE, DISTRICT);
	look_for_households(t->district, HAMLET, DISTRICT);
	look_for_households(t->province, DISTRICT, PROVINCE);
	look_for_households(t->province, COMMUNE, PROVINCE);
}

static void set_up(struct tiers *t)
{
	t->province = tier_hub(t->shelf, "province", PROVINCE, "Thái Nguyên", "province");
	tier_unit(t->province, DISTRICT, "Đại Từ", "district", PROVINCE);
	t->district = tier_hub(t->shelf, "district", DISTRICT, "Đại Từ", "district");
	tier_unit(t->district, COMMUNE, "Phú Lạc", "commune", DISTRICT);
	tier_join(t->district, t->province);
	t->machine[0] = commune(t, "machine-0");
	t->machine[1] = commune(t, "machine-1");
	t->device = device(t);
	copy_early(t->shelf, "province", "province-early");
	copy_early(t->shelf, "district", "district-early");
}

static void tear_down(struct tiers *t)
{
	static const char *const folders[] = {
		"province", "district", "machine-0", "machine-1", "device", "province-early", "district-early"};
	store_close(t->province);
	store_close(t->district);
	store_close(t->machine[0]);
	store_close(t->machine[1]);
	store_close(t->device);
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		drop(t->shelf, folders[i]);
}

static void what_counts_is_a_function_of_the_entries(void **state)
{
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct tiers t = {.shelf = *state, .r = {.state = 4100 + round}};
		set_up(&t);
		for (int i = 0; i < STEPS; i++)
			one_step(&t);
		says_the_same(&t, t.district, "district-early", COMMUNE, DISTRICT);
		says_the_same(&t, t.province, "province-early", DISTRICT, PROVINCE);
		hold_no_household(&t);
		shelf_sound(t.district);
		shelf_sound(t.province);
		shelf_sound(t.machine[0]);
		tear_down(&t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_counts_is_a_function_of_the_entries, shelf_setup, shelf_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
