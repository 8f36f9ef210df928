/* test_corrections.c - visited again, another number, voided and back; versions chosen by their code; what became of a
 * household, in order. Written at a hub's store, where versions of two devices meet. */
#include <tungnha/app_corrections.h>
#include <tungnha/clock.h>

#include "../support/author.h"

#define NOON 1763440000 /* 2025-11-18T11:26:40+07:00 */

static int correct(struct store *s, const char *verb, const char *number, const char *more, struct app_put_done *done,
	struct err *e)
{
	const struct app_correct c = {.unit = SHELF_UNIT,
		.number = number,
		.reason = *verb == 'c' ? NULL : "đếm lại",
		.now = NOON,
		.lang = LANG_VI};
	int rc = *verb == 'c'   ? app_household_confirm(s, &c, done, e)
		 : *verb == 'r' ? app_household_renumber(s, &c, more, done, e)
				: app_household_void(s, &c, done, e);
	if (rc == 0)
		app_sentences_free(&done->warnings);
	return rc;
}

static void done(struct store *s, const char *verb, const char *number, const char *more)
{
	struct app_put_done out;
	struct err e;
	shelf_must(correct(s, verb, number, more, &out, &e), &e, verb, __LINE__);
	assert_true(out.written);
}

static void refused(
	struct store *s, const char *verb, const char *number, const char *more, enum err_code code, text_id text)
{
	struct app_put_done out;
	struct err e;
	int64_t before = shelf_records(s);
	assert_int_equal(correct(s, verb, number, more, &out, &e), -1);
	assert_int_equal(e.code, code);
	assert_int_equal(e.text, text);
	assert_int_equal(shelf_records(s), before);
}

static char *value(struct store *s, const char *number, const char *field)
{
	static char text[64];
	struct app_household h;
	struct err e;
	shelf_must(app_household_get(s, SHELF_UNIT, number, LANG_VI, &h, &e), &e, number, __LINE__);
	const char *v = h.h.record.value[form_field_index(h.h.form, field)].text;
	snprintf(text, sizeof text, "%s", v ? v : "");
	app_household_free(&h);
	return text;
}

static bool alive(struct store *s, const char *number)
{
	struct app_household h;
	struct err e;
	if (app_household_get(s, SHELF_UNIT, number, LANG_VI, &h, &e) != 0)
		return false;
	app_household_free(&h);
	return true;
}

/* Two devices; each line begins with its household 12. */
struct commune {
	struct store *hub;
	struct author a, b;
	struct line *la, *lb;
};

static struct commune commune(void **state)
{
	struct commune c = {.hub = author_hub(*state, "hub"), .a = author_new(1), .b = author_new(2)};
	author_admit(c.hub, &c.a);
	author_admit(c.hub, &c.b);
	c.la = line_new(&c.a, SHELF_UNIT, 1, 0x11);
	c.lb = line_new(&c.b, SHELF_UNIT, 1, 0x22);
	return c;
}

static void close_commune(struct commune *c)
{
	line_free(c->la);
	line_free(c->lb);
	shelf_sound(c->hub);
	store_close(c->hub);
}

static void review(struct store *hub, const struct name *saw, const char *decision, const char *why, int64_t at)
{
	struct store_author a = {.by = "Minh", .at = at, .reason = why};
	char text[NAME_TEXT];
	cJSON *fields = cJSON_CreateObject();
	struct id key = line_key("12");
	cJSON_AddStringToObject(fields, "decision", decision);
	cJSON_AddStringToObject(fields, "entry", name_text(saw, text));
	MUST(store_begin(hub, &e));
	MUST(store_write_act(hub, SHELF_UNIT, ENTRY_REVIEW, &key, fields, &a, NULL, &e));
	MUST(store_commit(hub, &e));
}

static const struct name *const nobody[] = {NULL};

static const char *code(const struct line *l, uint32_t seq)
{
	static char text[2][NAME_TEXT];
	static int turn;
	char hex[ID_HEX];
	struct name n = line_name(l, seq);
	turn = !turn;
	snprintf(text[turn], NAME_TEXT, "%s:%u", id_hex(n.journal, hex), n.seq);
	return text[turn];
}

static void visited_again_keeps_the_figures_and_moves_the_date(void **state)
{
	struct commune c = commune(state);
	struct app_put_done out;
	struct err e;
	line_record(c.la, "12", 4, 0, nobody);
	line_record(c.la, "13", -1, 0, nobody);
	line_take(c.hub, NULL, c.la, 1, 2);
	done(c.hub, "confirm", "012", NULL);
	assert_string_equal(value(c.hub, "12", "persons"), "4");
	assert_string_equal(value(c.hub, "12", "visited_on"), "2025-11-18");
	assert_int_equal(correct(c.hub, "confirm", "12", NULL, &out, &e), 0);
	assert_true(out.written); /* whoever says it again has been there again */
	refused(c.hub, "confirm", "13", NULL, ERR_DATA, TEXT_CONFIRM_UNVISITED);
	refused(c.hub, "confirm", "14", NULL, ERR_NOT_FOUND, TEXT_HOUSEHOLD_MISSING);
	author_act(c.hub, ENTRY_LOCK, NULL, author_through(c.hub, NULL));
	refused(c.hub, "confirm", "12", NULL, ERR_DENIED, TEXT_FIGURES_LOCKED);
	refused(c.hub, "renumber", "12", "15", ERR_DENIED, TEXT_FIGURES_LOCKED);
	close_commune(&c);
}

static void a_number_moves_with_its_household_and_is_free_again(void **state)
{
	struct commune c = commune(state);
	struct id key;
	bool known;
	line_record(c.la, "12", 4, 0, nobody);
	line_record(c.la, "13", 5, 0, nobody);
	line_take(c.hub, NULL, c.la, 1, 2);
	refused(c.hub, "renumber", "12", "13", ERR_DATA, TEXT_RENUMBER_TAKEN);
	refused(c.hub, "renumber", "99", "14", ERR_NOT_FOUND, TEXT_HOUSEHOLD_MISSING);
	struct app_put_done out;
	struct err why;
	assert_int_equal(correct(c.hub, "renumber", "12", "012", &out, &why), 0);
	assert_false(out.written);
	done(c.hub, "renumber", "12", "14a");
	assert_false(alive(c.hub, "12"));
	assert_string_equal(value(c.hub, "14A", "persons"), "4");
	/* the same household, by key */
	MUST(store_key_for_number(c.hub, SHELF_UNIT, "14a", &key, &known, &e));
	assert_true(known && id_equal(key, line_key("12")));
	/* 12 is free: another household moves there, and a third one told that number gets a key of its own */
	MUST(store_key_for_number(c.hub, SHELF_UNIT, "12", &key, &known, &e));
	assert_false(known);
	assert_true(id_equal(key, chain_household_key(SHELF_UNIT, "12", 1)));
	done(c.hub, "renumber", "13", "12");
	assert_string_equal(value(c.hub, "12", "persons"), "5");
	MUST(store_key_for_number(c.hub, SHELF_UNIT, "13", &key, &known, &e));
	assert_false(known);
	assert_true(id_equal(key, chain_household_key(SHELF_UNIT, "13", 1)));
	/* a void frees a number as well; bringing that household back is then refused by none, but listed */
	done(c.hub, "void", "12", NULL);
	done(c.hub, "renumber", "14A", "12");
	assert_string_equal(value(c.hub, "12", "persons"), "4");
	close_commune(&c);
}

static void versions_are_chosen_by_their_code(void **state)
{
	struct commune c = commune(state);
	line_record(c.la, "12", 4, 0, nobody);
	line_record(c.lb, "12", 6, 0, nobody);
	line_take(c.hub, NULL, c.la, 1, 1);
	line_take(c.hub, NULL, c.lb, 1, 1);
	assert_true(author_conflict(c.hub, "12"));
	refused(c.hub, "confirm", "12", NULL, ERR_DATA, TEXT_VERSION_NEEDED);
	refused(c.hub, "renumber", "12", "15", ERR_DATA, TEXT_VERSION_NEEDED);
	refused(c.hub, "confirm", "1100000000000000:9", NULL, ERR_NOT_FOUND, TEXT_ENTRY_OF_NOTHING);
	int other = atoi(value(c.hub, "12", "persons")) == 4 ? 6 : 4; /* the one that is not shown */
	done(c.hub, "confirm", other == 4 ? code(c.la, 1) : code(c.lb, 1), NULL);
	assert_false(author_conflict(c.hub, "12"));
	assert_int_equal(author_persons(c.hub, "12"), other);
	refused(c.hub, "confirm", code(c.la, 1), NULL, ERR_DATA, TEXT_VERSION_REPLACED); /* no longer one that stands */
	close_commune(&c);
}

static void two_households_written_as_one_become_two(void **state)
{
	struct commune c = commune(state);
	line_record(c.la, "12", 4, 0, nobody);
	line_record(c.lb, "12", 6, 0, nobody);
	line_record(c.lb, "20", 2, 0, nobody);
	line_take(c.hub, NULL, c.la, 1, 1);
	line_take(c.hub, NULL, c.lb, 1, 2);
	refused(c.hub, "renumber", code(c.lb, 1), "12", ERR_DATA, TEXT_RENUMBER_SAME);
	refused(c.hub, "renumber", code(c.lb, 1), "20", ERR_DATA, TEXT_RENUMBER_TAKEN);
	done(c.hub, "renumber", code(c.lb, 1), "15");
	assert_string_equal(value(c.hub, "12", "persons"), "4");
	assert_string_equal(value(c.hub, "15", "persons"), "6");
	assert_false(author_conflict(c.hub, "12"));
	assert_int_equal(shelf_records(c.hub), 3);
	struct id key;
	bool known;
	MUST(store_key_for_number(c.hub, SHELF_UNIT, "15", &key, &known, &e));
	assert_true(known && id_equal(key, line_key("15")));
	close_commune(&c);
}

static void of_two_under_one_number_the_code_tells_which(void **state)
{
	struct commune c = commune(state);
	line_record(c.la, "12", 4, 0, nobody);
	line_record(c.la, "13", 5, 0, nobody);
	line_take(c.hub, NULL, c.la, 1, 2);
	/* one device moves 13 to 14; another, not knowing, gave 14 to a household */
	struct name thirteen = line_name(c.la, 2);
	line_record(c.lb, "14", 6, 0, nobody);
	done(c.hub, "renumber", "13", "14");
	line_take(c.hub, NULL, c.lb, 1, 1);
	(void)thirteen;
	refused(c.hub, "void", "14", NULL, ERR_DATA, TEXT_NUMBER_OF_TWO);
	refused(c.hub, "confirm", "14", NULL, ERR_DATA, TEXT_NUMBER_OF_TWO);
	done(c.hub, "confirm", code(c.lb, 1), NULL);
	done(c.hub, "renumber", code(c.lb, 1), "16");
	assert_string_equal(value(c.hub, "14", "persons"), "5");
	assert_string_equal(value(c.hub, "16", "persons"), "6");
	close_commune(&c);
}

static void a_voided_household_is_brought_back(void **state)
{
	struct commune c = commune(state);
	const struct form *f;
	MUST(store_form(c.hub, NULL, &f, &e));
	const struct form_change change[] = {{form_field_index(f, "status"), "absent"}};
	const struct app_put p = {
		.unit = SHELF_UNIT, .number = "12", .change = change, .changes = 1, .now = NOON, .lang = LANG_VI};
	struct app_put_done out;
	line_record(c.la, "12", 4, 0, nobody);
	line_take(c.hub, NULL, c.la, 1, 1);
	done(c.hub, "void", "12", NULL);
	assert_false(alive(c.hub, "12"));
	refused(c.hub, "void", "12", NULL, ERR_NOT_FOUND, TEXT_HOUSEHOLD_VOIDED);
	refused(c.hub, "confirm", code(c.la, 1), NULL, ERR_NOT_FOUND, TEXT_HOUSEHOLD_VOIDED);
	MUST(app_household_put(c.hub, &p, &out, &e));
	assert_true(out.brought_back && out.written);
	app_sentences_free(&out.warnings);
	assert_string_equal(value(c.hub, "12", "status"), "absent");
	assert_int_equal(author_heads(c.hub, "12"), 1);
	MUST(app_household_put(c.hub, &p, &out, &e));
	assert_false(out.brought_back);
	app_sentences_free(&out.warnings);
	close_commune(&c);
}

/* --- reasons --- */

static enum err_code put(struct store *s, const char *field, const char *now, const char *reason)
{
	const struct form *f;
	struct app_put_done out;
	struct err why;
	MUST(store_form(s, NULL, &f, &e));
	const struct form_change change[] = {{form_field_index(f, field), now}};
	const struct app_put p = {.unit = SHELF_UNIT,
		.number = "12",
		.change = change,
		.changes = 1,
		.reason = reason,
		.now = NOON,
		.lang = LANG_VI};
	if (app_household_put(s, &p, &out, &why) == 0) {
		app_sentences_free(&out.warnings);
		return ERR_NONE;
	}
	if (why.code == ERR_USAGE)
		assert_ptr_equal(why.text, TEXT_REASON_NEEDED);
	return why.code;
}

static struct name entry_of(struct store *s)
{
	struct store_household h;
	MUST(store_household(s, SHELF_UNIT, line_key("12"), &h, &e));
	struct name n = h.entry;
	store_household_free(&h);
	return n;
}

static void a_count_somebody_relied_on_changes_with_a_reason(void **state)
{
	struct commune c = commune(state);
	line_record(c.la, "12", 4, 0, nobody);
	line_take(c.hub, NULL, c.la, 1, 1);
	assert_int_equal(put(c.hub, "persons", "5", NULL), ERR_NONE); /* nobody saw it yet */
	struct name saw = entry_of(c.hub);
	review(c.hub, &saw, "approve", NULL, NOON);
	assert_int_equal(put(c.hub, "persons", "6", NULL), ERR_USAGE);
	assert_int_equal(author_persons(c.hub, "12"), 5);
	assert_int_equal(put(c.hub, "note", "cổng xanh", NULL), ERR_NONE); /* no count */
	done(c.hub, "confirm", "12", NULL);                                /* nor here */
	assert_int_equal(put(c.hub, "persons", "6", NULL), ERR_USAGE);     /* the same figures as were seen */
	assert_int_equal(put(c.hub, "persons", "5", NULL), ERR_NONE);      /* nothing changes */
	assert_int_equal(put(c.hub, "persons", "6", "đếm lại"), ERR_NONE);
	assert_int_equal(put(c.hub, "persons", "7", NULL), ERR_NONE); /* six nobody saw */
	close_commune(&c);
}

static void a_void_somebody_saw_is_undone_with_a_reason(void **state)
{
	struct commune c = commune(state);
	line_record(c.la, "12", 4, 0, nobody);
	line_take(c.hub, NULL, c.la, 1, 1);
	done(c.hub, "void", "12", NULL);
	struct name saw = entry_of(c.hub);
	review(c.hub, &saw, "approve", NULL, NOON);
	assert_int_equal(put(c.hub, "status", "absent", NULL), ERR_USAGE);
	assert_int_equal(put(c.hub, "status", "absent", "có nhà"), ERR_NONE);
	close_commune(&c);
}

/* --- history --- */

struct told {
	struct store *s;
	char text[16][1500];
	size_t n;
};

static int listen(void *context, const struct app_event *ev, struct err *e)
{
	struct told *t = context;
	char *line = app_event_line(t->s, SHELF_UNIT, ev, LANG_VI);
	(void)e;
	snprintf(t->text[t->n++], sizeof t->text[0], "%s", line);
	free(line);
	return 0;
}

static void what_became_of_a_household_is_told_in_order(void **state)
{
	struct commune c = commune(state);
	struct told *t = calloc(1, sizeof *t);
	struct name first = line_record(c.la, "12", 4, 0, nobody);
	line_take(c.hub, NULL, c.la, 1, 1);
	review(c.hub, &first, "return", "không khớp sổ", 1762990000); /* its clock is late */
	struct name second = line_record(c.la, "12", 5, 2, (const struct name *const[]){&first, NULL});
	struct name other = line_record(c.lb, "12", 6, 2, (const struct name *const[]){&first, NULL});
	line_take(c.hub, NULL, c.la, 1, 2);
	line_take(c.hub, NULL, c.lb, 1, 1);
	(void)second;
	author_decide(c.hub, false, other);
	done(c.hub, "void", "12", NULL);
	t->s = c.hub;
	MUST(app_household_history(c.hub, SHELF_UNIT, "12", LANG_VI, listen, t, &e));
	assert_int_equal(t->n, 6);
	assert_non_null(strstr(t->text[0], "Hộ 12: Tình trạng: Đã rà soát; Số khẩu: 4"));
	assert_non_null(strstr(t->text[1], "Hộ 12: xã trả lại, Minh, "));
	assert_non_null(strstr(t->text[1], "13/11/2025 06:26, lý do: không khớp sổ"));
	assert_non_null(strstr(t->text[2], "Số khẩu: 4 → "));
	assert_non_null(strstr(t->text[3], "Số khẩu: 4 → "));
	assert_non_null(strstr(t->text[4], "xã bác lần ghi"));
	assert_non_null(strstr(t->text[5], "hủy hộ"));
	free(t);
	close_commune(&c);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, shelf_setup, shelf_teardown)
	const struct CMUnitTest tests[] = {
		T(visited_again_keeps_the_figures_and_moves_the_date),
		T(a_number_moves_with_its_household_and_is_free_again),
		T(versions_are_chosen_by_their_code),
		T(two_households_written_as_one_become_two),
		T(of_two_under_one_number_the_code_tells_which),
		T(a_voided_household_is_brought_back),
		T(a_count_somebody_relied_on_changes_with_a_reason),
		T(a_void_somebody_saw_is_undone_with_a_reason),
		T(what_became_of_a_household_is_told_in_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
