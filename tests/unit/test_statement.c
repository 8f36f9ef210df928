/* test_statement.c - closing a period, closing it again, and what a past week says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_submit.h>
#include <tungnha/clock.h>

#include "../support/week.h"

static int try_close(struct world *w, const char *period, bool again, const char *reason, const char *now,
	struct app_closed *out, struct err *e)
{
	struct app_close wish = {.period = period, .again = again, .reason = reason, .now = week_at(now)};
	return app_hub_close(w->hub.store, &wish, out, e);
}

static int64_t value(const struct store_statement *x, const char *code, const char *column)
{
	struct store_statement_row row;
	const struct form *f = NULL;
	size_t n;
	const char *bytes = form_shipped("mau-02", &n);
	MUST(form_load(bytes, n, "mau-02", (struct form **)&f, &e));
	assert_true(store_statement_row(x, f, code, &row));
	int64_t v = row.sums.value[form_column_index(f, column)];
	form_free((struct form *)f);
	return v;
}

static void a_statement_holds_what_counted_then(void **state)
{
	struct world w;
	struct node n;
	struct app_closed k;
	struct app_statement past;
	struct err why;
	(void)state;
	week_begin(&w, &n);
	assert_int_equal(try_close(&w, "2025-W46", true, "x", "2025-11-13T10:30:00+07:00", &k, &why), -1);
	assert_ptr_equal(why.text, TEXT_CLOSED_NOT_YET);
	assert_int_equal(try_close(&w, "2025-W46", false, NULL, "2025-11-13T10:30:00+07:00", &k, &why), 0);
	assert_true(k.written && !k.early && k.statement.version == 1);
	assert_int_equal(strlen(k.statement.code), 8);
	assert_int_equal(value(&k.statement, WORLD_HAMLET, "households"), 5);
	assert_int_equal(value(&k.statement, WORLD_OTHER, "households"), 0);
	app_closed_free(&k);

	world_save_many(&w, &n, 6, 3);
	world_exchange(&w, &n);
	week_behind(&w.hub, "UPDATE peer SET heard = 1762000000");
	assert_int_equal(app_hub_statement(w.hub.store, "2025-W46", &past, &why), 0);
	assert_int_equal(
		value(&past.statement, WORLD_HAMLET, "households"), 5); /* what came later belongs to the next */
	assert_true(past.since.count > 0);
	assert_int_equal(past.since.change[0].before, 5);
	assert_int_equal(past.since.change[0].after, 8);
	app_statement_free(&past);

	assert_int_equal(try_close(&w, "2025-W46", false, NULL, "2025-11-13T11:00:00+07:00", &k, &why), -1);
	assert_ptr_equal(why.text, TEXT_CLOSED_ALREADY);
	assert_int_equal(try_close(&w, "2025-W46", true, NULL, "2025-11-13T11:00:00+07:00", &k, &why), -1);
	assert_int_equal(why.code, ERR_USAGE);
	assert_int_equal(try_close(&w, "2025-W46", true, "bổ sung", "2025-11-13T11:00:00+07:00", &k, &why), 0);
	assert_true(k.written && k.statement.version == 2 && k.changes.count > 0);
	assert_string_equal(k.statement.reason, "bổ sung");
	app_closed_free(&k);
	assert_int_equal(try_close(&w, "2025-W46", true, "nữa", "2025-11-13T11:00:00+07:00", &k, &why), 0);
	assert_false(k.written); /* nothing has changed since */
	assert_int_equal(k.statement.version, 2);
	app_closed_free(&k);
	assert_int_equal(app_hub_statement(w.hub.store, NULL, &past, &why), 0);
	assert_true(past.statement.version == 2 && past.changes.count > 0 && past.since.count == 0);
	app_statement_free(&past);
	week_end(&w, &n);
}

static int count_versions(void *context, const struct store_statement *x, struct err *e)
{
	char *seen = context;
	(void)e;
	snprintf(seen + strlen(seen), 64, "%s/%d ", x->period, x->version);
	return 0;
}

static void statements_travel_and_come_in_order(void **state)
{
	struct world w;
	struct node n;
	struct app_closed k;
	struct store_statement x;
	struct err why;
	char seen[256] = "";
	(void)state;
	week_begin(&w, &n);
	assert_int_equal(try_close(&w, "2025-W47", false, NULL, "2025-11-20T09:00:00+07:00", &k, &why), 0);
	assert_true(k.early);
	app_closed_free(&k);
	assert_int_equal(try_close(&w, "2025-W46", false, NULL, "2025-11-20T10:30:00+07:00", &k, &why), 0);
	assert_string_equal(k.newer, "2025-W47");
	app_closed_free(&k);
	world_save(&w, &n, 6, 2);
	world_exchange(&w, &n);
	week_behind(&w.hub, "UPDATE peer SET heard = 1762000000");
	assert_int_equal(try_close(&w, "2025-W46", true, "sót", "2025-11-20T11:00:00+07:00", &k, &why), 0);
	app_closed_free(&k);
	world_exchange(&w, &n);
	for (int side = 0; side < 2; side++) {
		struct store *s = side ? n.store : w.hub.store;
		seen[0] = '\0';
		assert_int_equal(store_statements(s, count_versions, seen, &why), 0);
		assert_string_equal(seen, "2025-W46/1 2025-W46/2 2025-W47/1 ");
		assert_int_equal(store_statement(s, NULL, &x, &why), 1);
		assert_string_equal(x.period, "2025-W47");
		store_statement_free(&x);
		assert_int_equal(store_statement(s, "2025-W46", &x, &why), 1);
		assert_int_equal(x.version, 2);
		store_statement_free(&x);
		assert_int_equal(store_statement(s, "2025-W48", &x, &why), 0);
		store_statement_free(&x);
	}
	week_end(&w, &n);
}

static void late_hamlets_are_named(void **state)
{
	struct world w;
	struct node n;
	struct app_closed k;
	struct err why;
	(void)state;
	week_begin(&w, &n);
	week_declare(&n, "2025-W46", "2025-11-12T19:00:00+07:00");
	world_exchange(&w, &n);
	week_behind(&w.hub, "UPDATE peer SET heard = 1762000000");
	week_arrived(&w, "2025-11-12T20:00:00+07:00");
	assert_int_equal(try_close(&w, "2025-W46", false, NULL, "2025-11-13T10:30:00+07:00", &k, &why), 0);
	const cJSON *late = cJSON_GetObjectItem(k.statement.fields, "late");
	assert_int_equal(cJSON_GetArraySize(late), 1);
	assert_string_equal(cJSON_GetArrayItem(late, 0)->valuestring, WORLD_OTHER);
	app_closed_free(&k);
	week_arrived(&w, "2025-11-13T20:00:00+07:00"); /* the verdict of then is not touched by what is found later */
	struct app_statement past;
	assert_int_equal(app_hub_statement(w.hub.store, "2025-W46", &past, &why), 0);
	assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(past.statement.fields, "late")), 1);
	app_statement_free(&past);
	week_end(&w, &n);
}

/* A hamlet on paper: the row the clerk typed within the week is its report, and goes into the statement as such. */
static void a_row_on_paper_is_in_time_in_its_week(void **state)
{
	struct world w;
	struct node n;
	struct app_hub_submits all;
	struct app_closed k;
	struct err why;
	struct store_author a = {.by = "", .at = week_at("2025-11-13T09:30:00+07:00")};
	cJSON *row = cJSON_CreateObject(), *columns = cJSON_AddObjectToObject(row, "columns");
	(void)state;
	week_begin(&w, &n);
	cJSON_AddNumberToObject(columns, "households", 30);
	cJSON_AddNumberToObject(columns, "persons", 120);
	cJSON_AddStringToObject(row, "date", "2025-11-12");
	cJSON_AddStringToObject(row, "source", "biểu của trưởng xóm");
	cJSON_AddStringToObject(row, "use", "paper");
	MUST(store_begin(w.hub.store, &e));
	MUST(store_write_act(w.hub.store, WORLD_OTHER, ENTRY_ROW, NULL, row, &a, NULL, &e));
	MUST(store_commit(w.hub.store, &e));
	for (int week = 46; week <= 47; week++) {
		char period[32];
		snprintf(period, sizeof period, "2025-W%d", week);
		assert_int_equal(app_hub_submits(w.hub.store, WORLD_OTHER, period, week_at("2025-11-20T11:00:00+07:00"),
					 LANG_VI, &all, &why),
			0);
		assert_false(all.row[0].any);
		assert_int_equal(all.row[0].on_time, week == 46 ? APP_ON_TIME : APP_LATE);
		app_hub_submits_free(&all);
	}
	assert_int_equal(try_close(&w, "2025-W46", false, NULL, "2025-11-13T10:30:00+07:00", &k, &why), 0);
	assert_int_equal(value(&k.statement, WORLD_OTHER, "persons"), 120);
	assert_string_equal(
		cJSON_GetObjectItem(cJSON_GetObjectItem(k.statement.fields, "sources"), WORLD_OTHER)->valuestring,
		"paper");
	app_closed_free(&k);
	struct buf out;
	buf_init(&out, REPORT_BYTES_MAX);
	MUST(app_form02_closed(w.hub.store, "2025-W46", NULL, REPORT_JSON, LANG_VI, &out, &e));
	assert_non_null(strstr(out.data, "\"source\":\"paper\""));
	buf_free(&out);
	week_end(&w, &n);
}

static void a_check_code_is_forty_bits_in_crockfords_digits(void **state)
{
	static const struct {
		unsigned char b[8];
		const char *code;
	} known[] = {
		{{0, 0, 0, 0, 0, 0xff, 0xff, 0xff}, "00000000"},
		{{0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0}, "ZZZZZZZZ"},
		{{0x00, 0x44, 0x32, 0x14, 0xc7, 1, 2, 3}, "01234567"},
		{{0x42, 0x54, 0xb6, 0x35, 0xcf, 1, 2, 3}, "89ABCDEF"},
		{{0x84, 0x65, 0x3a, 0x56, 0xd7, 1, 2, 3}, "GHJKMNPQ"},
		{{0xc6, 0x75, 0xbe, 0x77, 0xdf, 1, 2, 3}, "RSTVWXYZ"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		struct id hash;
		char code[STORE_CHECK_CODE];
		memcpy(hash.b, known[i].b, sizeof hash.b);
		store_check_code(&hash, code);
		assert_string_equal(code, known[i].code);
	}
}

/* A commune of 300 hamlets with three journals each fits into one entry, with room. */
static void three_hundred_hamlets_fit(void **state)
{
	struct world w;
	struct node n;
	struct app_closed k;
	struct err why;
	struct store_author a = {.by = "", .at = 1763000000};
	(void)state;
	week_begin(&w, &n);
	MUST(store_begin(w.hub.store, &e));
	for (int i = 3; i <= 300; i++) {
		char code[UNIT_CODE], name[64];
		cJSON *u = cJSON_CreateObject(), *lock = cJSON_CreateObject();
		snprintf(code, sizeof code, "05788-%02d", i);
		snprintf(name, sizeof name, "Xóm Phương Nam %d", i);
		cJSON_AddStringToObject(u, "code", code);
		cJSON_AddStringToObject(u, "from", "");
		cJSON_AddStringToObject(u, "level", "hamlet");
		cJSON_AddNumberToObject(u, "listed", 126);
		cJSON_AddStringToObject(u, "name", name);
		cJSON_AddStringToObject(u, "parent", WORLD_OWN);
		cJSON_AddObjectToObject(u, "predecessors");
		MUST(store_write_act(w.hub.store, WORLD_OWN, ENTRY_UNIT, NULL, u, &a, NULL, &e));
		for (int journal = 0; journal < 3; journal++) {
			cJSON_AddArrayToObject(lock, "through");
			MUST(store_write_act(w.hub.store, code, ENTRY_LOCK, NULL, lock, &a, NULL, &e));
			MUST(store_leave_all(w.hub.store, &e));
			lock = cJSON_CreateObject();
		}
		cJSON_Delete(lock);
	}
	MUST(store_commit(w.hub.store, &e));
	assert_int_equal(try_close(&w, "2025-W46", false, NULL, "2025-11-13T10:30:00+07:00", &k, &why), 0);
	char *text = cJSON_PrintUnformatted(k.statement.fields);
	size_t bytes = strlen(text);
	assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(k.statement.fields, "rows")), 300);
	assert_true(cJSON_GetArraySize(cJSON_GetObjectItem(k.statement.fields, "through")) >= 298 * 3);
	if (bytes > ENTRY_OWN_BYTES_MAX * 6 / 10)
		fail_msg("%zu bytes", bytes);
	print_message("300 hamlets, %d journals: %zu bytes\n",
		cJSON_GetArraySize(cJSON_GetObjectItem(k.statement.fields, "through")), bytes);
	cJSON_free(text);
	app_closed_free(&k);
	week_end(&w, &n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_statement_holds_what_counted_then),
		cmocka_unit_test(statements_travel_and_come_in_order),
		cmocka_unit_test(late_hamlets_are_named),
		cmocka_unit_test(a_row_on_paper_is_in_time_in_its_week),
		cmocka_unit_test(a_check_code_is_forty_bits_in_crockfords_digits),
		cmocka_unit_test(three_hundred_hamlets_fit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
