/* test_wire.c - what exchanges cost in bytes, message and reply, without the headers of HTTP: budgets of a line at
 * which a kilobyte takes a quarter of a second, and every one is paid for. */
#include "../support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/form.h>

enum { HOUSEHOLDS = 300, HAMLETS = 42 };

struct cost {
	size_t up, down, exchanges;
};

/* -- a hamlet as it is -- */

static uint64_t state;

static unsigned draw(unsigned below)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(state >> 33) % below;
}

static void add_hamlet(struct world *w, int n)
{
	char code[20], name[20];
	struct store_author author = {.by = "", .at = w->now};
	struct err e;
	cJSON *fields = cJSON_CreateObject();
	snprintf(code, sizeof code, WORLD_OWN "-%02d", n);
	snprintf(name, sizeof name, "Xóm %d", n);
	cJSON_AddStringToObject(fields, "code", code);
	cJSON_AddStringToObject(fields, "level", "hamlet");
	cJSON_AddNumberToObject(fields, "listed", 60 + n * 7 % 190);
	cJSON_AddStringToObject(fields, "name", name);
	cJSON_AddStringToObject(fields, "parent", WORLD_OWN);
	assert_int_equal(store_write_act(w->hub.store, WORLD_OWN, ENTRY_UNIT, NULL, fields, &author, NULL, &e), 0);
}

/* The plan's targets and tasks, which the campaign names: 13 kB. */
static const char *const plan[] = {"targets-phu-lac-2025", "tasks-phu-lac-2025"};

static void add_plan(struct world *w)
{
	struct store_author author = {.by = "", .at = w->now};
	struct err e;
	for (size_t i = 0; i < sizeof plan / sizeof *plan; i++) {
		size_t n;
		cJSON *fields = cJSON_CreateObject();
		cJSON_AddStringToObject(fields, "name", plan[i]);
		cJSON_AddStringToObject(fields, "text", form_shipped(plan[i], &n));
		assert_int_equal(
			store_write_act(w->hub.store, WORLD_OWN, ENTRY_DEFINE, NULL, fields, &author, NULL, &e), 0);
	}
}

/* A device of the hamlet: the invitation it came by carries the plan too. */
static void join(struct world *w, const struct store_invitation *v, struct node *out)
{
	struct err e;
	world_device(w, v, out);
	assert_int_equal(store_begin(out->store, &e), 0);
	for (size_t i = 0; i < sizeof plan / sizeof *plan; i++) {
		size_t n;
		const char *text = form_shipped(plan[i], &n);
		assert_int_equal(store_add_definition(out->store, plan[i], text, n, &e), 0);
	}
	assert_int_equal(store_commit(out->store, &e), 0);
}

/* A commune of 42 hamlets; the definitions came with the invitation. */
static void begin(struct world *w)
{
	struct err e;
	state = 7;
	world_begin(w);
	w->wish.shown_short = true;
	assert_int_equal(store_begin(w->hub.store, &e), 0);
	for (int n = 3; n <= HAMLETS; n++)
		add_hamlet(w, n);
	add_plan(w);
	assert_int_equal(store_commit(w->hub.store, &e), 0);
}

/* What one finds at a door. */
struct visit {
	char text[6][16], on[16];
	const char *note, *rated;
};

static void visit(int number, struct visit *v)
{
	static const char *const notes[] = {"", "", "", "", "", "đi làm xa, hẹn buổi tối", "người già ở một mình",
		"cần hỗ trợ tại nhà", "hỏi con gái ở nhà bên", "máy điện thoại cũ, chưa cài được"};
	unsigned persons = 1 + draw(6), with = draw(persons + 1), without = draw(persons - with + 1);
	unsigned online = draw(5), result = draw(online + 1);
	const unsigned n[] = {(unsigned)number, persons, with, without, online, result};
	for (int i = 0; i < 6; i++)
		snprintf(v->text[i], sizeof v->text[i], "%u", n[i]);
	snprintf(v->on, sizeof v->on, "2025-11-%02u", 3 + (unsigned)number / 12 % 27);
	v->rated = online && draw(2) ? "yes" : "no";
	v->note = notes[draw(10)];
}

static void write_visit(struct world *w, struct node *n, const struct visit *v)
{
	static const char *const ids[] = {
		"household_no", "persons", "vneid", "no_vneid", "online_dossiers", "eresult_dossiers"};
	struct form_change c[9];
	const struct form *f;
	struct form_record r;
	struct store_author a = {.by = "Lan", .at = w->now};
	struct id key;
	bool known;
	struct err e;
	w->now += 120 + draw(900);
	assert_int_equal(store_form(n->store, "mau-02", &f, &e), 0);
	for (int i = 0; i < 6; i++)
		c[i] = (struct form_change){form_field_index(f, ids[i]), v->text[i]};
	c[6] = (struct form_change){form_field_index(f, "rated"), v->rated};
	c[7] = (struct form_change){form_field_index(f, "visited_on"), v->on};
	c[8] = (struct form_change){form_field_index(f, "note"), v->note};
	form_record_init(&r);
	assert_int_equal(form_apply(f, NULL, c, 9, LANG_EN, &r, &e), 0);
	assert_int_equal(store_key_for_number(n->store, WORLD_HAMLET, v->text[0], &key, &known, &e), 0);
	assert_int_equal(store_write_record(n->store, WORLD_HAMLET, key, f, &r, &a, NULL, &e), 0);
	form_record_free(&r);
}

static void visit_some(struct world *w, struct node *n, int from, int count)
{
	struct err e;
	assert_int_equal(store_begin(n->store, &e), 0);
	for (int i = 0; i < count; i++) {
		struct visit v;
		visit(from + i, &v);
		write_visit(w, n, &v);
	}
	assert_int_equal(store_commit(n->store, &e), 0);
}

/* -- exchanging as a node on a network does: until neither lacks anything -- */

static bool holds_all(struct world *w, struct node *n)
{
	struct name *row;
	struct err e;
	size_t rows;
	bool all = true;
	assert_int_equal(store_peer_have(n->store, store_id(w->hub.store), WORLD_HAMLET, &row, &rows, &e), 0);
	for (size_t i = 0; all && i < rows; i++)
		assert_int_equal(store_holds(n->store, &row[i], NULL, &all, &e), 0);
	free(row);
	return all;
}

static struct cost sync_once(struct world *w, struct node *n)
{
	struct cost c = {0};
	for (bool go_on = true; go_on;) {
		struct buf m, reply;
		struct exchange_result there, here;
		struct err e;
		size_t entries;
		bool more;
		buf_init(&m, MESSAGE_BYTES_MAX);
		buf_init(&reply, MESSAGE_BYTES_MAX);
		assert_int_equal(
			exchange_message_wished(n->store, WORLD_HAMLET, &w->wish, 0, w->now++, &m, &entries, &more, &e),
			0);
		assert_int_equal(world_take(w, &m, &there, &reply), 0);
		assert_int_equal(world_reply(w, n, &reply, &here), 0);
		c.up += m.len;
		c.down += reply.len;
		c.exchanges++;
		go_on = more || !holds_all(w, n);
		buf_free(&m);
		buf_free(&reply);
	}
	return c;
}

static size_t both_ways(const char *what, struct cost c)
{
	printf("  %s: %zu bytes up, %zu down, in %zu\n", what, c.up, c.down, c.exchanges);
	return c.up + c.down;
}

static void a_first_sync_of_300_households(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, b;
	begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 2);
	join(&w, &v, &a);
	join(&w, &v, &b);
	visit_some(&w, &a, 1, HOUSEHOLDS);
	struct cost c = sync_once(&w, &a);
	assert_in_range(both_ways("300 households", c), 1, 45 * HOUSEHOLDS);
	assert_int_equal(c.exchanges, 2);
	assert_int_equal(world_progress(&a).confirmed, HOUSEHOLDS);
	assert_int_equal(world_totals(&w.hub).records, HOUSEHOLDS);
	c = sync_once(&w, &b); /* and the second laptop of the hamlet, which gets them all */
	assert_in_range(both_ways("300 households to a second laptop", c), 1, 50 * HOUSEHOLDS);
	assert_int_equal(world_totals(&b).records, HOUSEHOLDS);
	world_close(&a);
	world_close(&b);
	world_end(&w);
}

static void one_household_of_a_hamlet_at_work(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, b;
	begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 2);
	join(&w, &v, &a);
	visit_some(&w, &a, 1, HOUSEHOLDS);
	world_exchange(&w, &a);
	assert_in_range(both_ways("nothing new", sync_once(&w, &a)), 1, 1200);
	visit_some(&w, &a, 17, 1);
	struct cost c = sync_once(&w, &a);
	assert_in_range(both_ways("one household", c), 1, 1400);
	assert_int_equal(c.exchanges, 1);
	assert_int_equal(world_progress(&a).confirmed, HOUSEHOLDS + 1);

	join(&w, &v, &b);
	visit_some(&w, &b, 400, 1);
	for (int i = 0; i < 2; i++) {
		world_exchange(&w, &b);
		world_exchange(&w, &a);
	}
	visit_some(&w, &b, 401, 1);
	assert_in_range(both_ways("one household, two laptops", sync_once(&w, &b)), 1, 1400);
	assert_in_range(both_ways("and it comes to the other", sync_once(&w, &a)), 1, 1700);
	assert_in_range(both_ways("nothing new, two laptops", sync_once(&w, &a)), 1, 1200);
	assert_int_equal(world_totals(&a).records, HOUSEHOLDS + 2);
	world_close(&a);
	world_close(&b);
	world_end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_first_sync_of_300_households),
		cmocka_unit_test(one_household_of_a_hamlet_at_work),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
