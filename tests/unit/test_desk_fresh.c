/* test_desk_fresh.c - whatever is done, by whom and through which door, the next look at the overview and at what waits
 * shows it: a page served is the page that would be made from nothing. */
#include "../support/world.h"

#include <stdlib.h>
#include <string.h>

#include <tungnha/app_decide.h>
#include <tungnha/app_hub.h>
#include <tungnha/app_submit.h>
#include <tungnha/app_units.h>
#include <tungnha/store_users.h>

#include "../support/caller.h"
#include "../support/plan.h"

#include "../../src/aggregator/pages.h"

#define MUST(call)                                                                                                     \
	do {                                                                                                           \
		struct err e;                                                                                          \
		must((call), &e, #call);                                                                               \
	} while (0)

static void must(int rc, const struct err *e, const char *what)
{
	char sentence[800];
	if (rc == 0)
		return;
	err_sentence(e, LANG_EN, sentence, sizeof sentence);
	fail_msg("%s: %s", what, sentence);
}

struct desk {
	struct world w;
	struct node a, b;
	struct caller caller;
	struct store *other; /* another program's handle */
	char *before;        /* the overview as it was shown last */
};

static void blank(char *text, const char *after, char until)
{
	char *at = strstr(text, after);
	for (at = at ? at + strlen(after) : NULL; at && *at != until && *at != '\0'; at++)
		*at = '0';
}

/* One page in one language, whole, but for the number that says whether it is fresh and the minute a print names. */
static char *shown(struct desk *d, const char *path, const char *lang)
{
	struct buf page;
	char request[600];
	const char *port = strrchr(web_address(d->caller.web), ':') + 1;
	snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: %s\r\nCookie: %s; nhin-%s=%s.0.\r\n\r\n", path,
		web_address(d->caller.web), d->caller.cookie, port, lang);
	buf_init(&page, 200000);
	assert_true(visitor_text(&d->caller.visitor, request));
	assert_int_equal(visitor_hear(&d->caller.visitor, d->caller.web, &page), 200);
	char *text = buf_take(&page);
	blank(text, "data-fresh=\"", '"');
	blank(text, "<p class=\"print-only\">", '<');
	buf_free(&page);
	return text;
}

/* Another program writes what no page tells of: whatever was kept of anything is made anew. */
static void forget(struct desk *d)
{
	static int times;
	char n[16];
	snprintf(n, sizeof n, "%d", ++times);
	MUST(store_begin(d->other, &e));
	MUST(store_set(d->other, "nothing", n, &e));
	MUST(store_commit(d->other, &e));
}

/* As it is shown now, and as it is when nothing of it was kept. */
static char *sees(struct desk *d, const char *path)
{
	char *now = shown(d, path, "vi");
	forget(d);
	char *other = shown(d, path, "en"), *anew = shown(d, path, "vi");
	assert_string_not_equal(anew, other);
	assert_string_equal(now, anew);
	free(other);
	free(anew);
	return now;
}

static void changed(struct desk *d, const char *what)
{
	char *now = sees(d, "/");
	if (strcmp(now, d->before) == 0)
		fail_msg("%s: not seen", what);
	free(d->before);
	d->before = now;
	static const char *const also[] = {"/duyet", "/duyet?don-vi=" WORLD_HAMLET, "/don-vi/" WORLD_HAMLET, "/mau-02",
		"/khai", "/chot", "/bao-cao/late"};
	for (size_t i = 0; i < sizeof also / sizeof *also; i++)
		free(sees(d, also[i]));
}

static void begin(struct desk *d)
{
	world_begin(&d->w);
	struct store_invitation one = world_invite(&d->w, WORLD_HAMLET, 2);
	world_device(&d->w, &one, &d->a);
	world_device(&d->w, &one, &d->b);
	world_save_many(&d->w, &d->a, 1, 6);
	world_exchange(&d->w, &d->a);
	world_exchange(&d->w, &d->b);
	caller_begin(&d->caller, d->w.hub.store, d->w.hub.folder, desk_pages, APP_ADMIN, "Lan");
	MUST(store_open(d->w.hub.folder, NULL, &d->other, &e));
	d->before = sees(d, "/");
}

static void end(struct desk *d)
{
	free(d->before);
	store_close(d->other);
	caller_end(&d->caller);
	world_close(&d->a);
	world_close(&d->b);
	world_end(&d->w);
}

static void review(struct store *s, const char *number, bool approve)
{
	struct app_reviewed done;
	const struct app_review r = {
		.unit = WORLD_HAMLET, .number = number, .approve = approve, .text = approve ? NULL : "đếm lại"};
	MUST(app_decide_review(s, &r, &done, &e));
	assert_true(done.written);
}

static void paper(struct desk *d, const char *households)
{
	const struct form *f;
	struct app_rowed done;
	MUST(store_form(d->w.hub.store, NULL, &f, &e));
	const struct app_row_value v = {form_column_index(f, "households"), households};
	const struct app_row row = {.unit = WORLD_OTHER,
		.use = ROW_PAPER,
		.value = &v,
		.values = households ? 1 : 0,
		.source = "Sổ của trưởng xóm",
		.date = "2023-01-01",
		.now = d->w.now,
		.lang = LANG_VI};
	MUST(app_decide_row(d->w.hub.store, &row, &done, &e));
	app_rowed_free(&done);
}

static void devices_are_seen(void **state)
{
	struct desk d;
	struct app_submitted declared;
	(void)state;
	begin(&d);
	world_save(&d.w, &d.a, 7, 3);
	world_exchange(&d.w, &d.a);
	changed(&d, "a household");
	world_save(&d.w, &d.a, 2, 4);
	world_save(&d.w, &d.b, 2, 5);
	world_exchange(&d.w, &d.a);
	world_exchange(&d.w, &d.b);
	changed(&d, "a conflict");
	world_void(&d.w, &d.a, 7);
	world_exchange(&d.w, &d.a);
	changed(&d, "a household taken away");
	const struct app_submit w = {.unit = WORLD_HAMLET, .period = "2025-W46", .now = d.w.now, .lang = LANG_VI};
	MUST(app_submit(d.a.store, &w, &declared, &e));
	app_submitted_free(&declared);
	world_exchange(&d.w, &d.a);
	changed(&d, "a declaration");
	world_revoke(&d.w, &d.b);
	changed(&d, "a device revoked");
	world_save(&d.w, &d.b, 9, 5);
	world_exchange(&d.w, &d.b);
	changed(&d, "an entry held");
	end(&d);
}

static void decisions_are_seen(void **state)
{
	struct desk d;
	struct app_closed closed;
	struct app_hub_purged purged;
	(void)state;
	begin(&d);
	world_lock(&d.w);
	changed(&d, "a lock");
	world_unlock(&d.w);
	changed(&d, "a lock taken back");
	paper(&d, "30");
	changed(&d, "a row from paper");
	paper(&d, NULL);
	changed(&d, "a row withdrawn");
	const char *const from[] = {WORLD_HAMLET};
	struct app_units_done done;
	MUST(app_units_merge(d.w.hub.store, from, 1, WORLD_OTHER, "2025-12-01", &done, &e));
	app_units_done_free(&done);
	changed(&d, "a merger here");
	MUST(app_units_separate(d.w.hub.store, WORLD_HAMLET, WORLD_OTHER, "2025-12-02", &done, &e));
	app_units_done_free(&done);
	changed(&d, "a merger taken back here");
	review(d.w.hub.store, "3", false);
	free(d.before);
	d.before = sees(&d, "/"); /* who waits for his hamlet need not be counted there, but the queue tells him */
	char *queue = sees(&d, "/duyet?loai=returned&don-vi=" WORLD_HAMLET);
	assert_non_null(strstr(queue, "đếm lại"));
	free(queue);
	review(d.w.hub.store, "3", true);
	queue = sees(&d, "/duyet?loai=returned&don-vi=" WORLD_HAMLET);
	assert_null(strstr(queue, "đếm lại"));
	free(queue);
	world_lock(&d.w);
	const struct app_close close = {.period = "2025-W46", .now = d.w.now};
	MUST(app_hub_close(d.w.hub.store, &close, &closed, &e));
	app_closed_free(&closed);
	changed(&d, "a period closed");
	const struct app_hub_purge purge = {.unit = WORLD_HAMLET, .reason = "hết hạn lưu", .now = d.w.now};
	MUST(app_hub_purge(d.w.hub.store, &purge, &purged, &e));
	assert_true(purged.done);
	free(d.before);
	d.before = sees(&d, "/");
	free(sees(&d, "/duyet"));
	end(&d);
}

/* As a command does, while the desk is served. */
static void another_program_is_seen(void **state)
{
	struct desk d;
	struct app_units_done done;
	struct app_hub_units set;
	const char *const from[] = {WORLD_HAMLET};
	(void)state;
	begin(&d);
	struct store *other = d.other;
	struct unit third = {
		.code = "05788-03", .name = "Xóm Ba", .level = "hamlet", .parent = WORLD_OWN, .listed = 44};
	MUST(app_hub_unit_set(other, &third, &set, &e));
	app_hub_units_free(&set);
	changed(&d, "a unit");
	snprintf(third.name, sizeof third.name, "Xóm Ba Mới");
	MUST(app_hub_unit_set(other, &third, &set, &e));
	app_hub_units_free(&set);
	changed(&d, "a name");
	MUST(app_units_merge(other, from, 1, third.code, "2025-11-11", &done, &e));
	app_units_done_free(&done);
	changed(&d, "a merger");
	world_save(&d.w, &d.a, 8, 4);
	world_exchange(&d.w, &d.a);
	changed(&d, "a household of a merged hamlet");
	MUST(app_units_separate(other, WORLD_HAMLET, third.code, "2025-11-12", &done, &e));
	app_units_done_free(&done);
	changed(&d, "a merger taken back");
	review(other, "3", true);
	free(sees(&d, "/"));
	plan_campaign(&d.w);
	plan_targets(&d.w);
	changed(&d, "another campaign");
	end(&d);
}

/* A unit between the hub and a hamlet has no entries of its own: it shows what comes of those below it. */
static void units_between_are_seen(void **state)
{
	struct desk d;
	struct app_hub_units set;
	(void)state;
	begin(&d);
	const struct unit between = {
		.code = "05788-C", .name = "Cụm Một", .level = "group", .parent = WORLD_OWN, .listed = -1};
	struct unit hamlet;
	MUST(store_unit(d.w.hub.store, WORLD_HAMLET, &hamlet, &e));
	MUST(app_hub_unit_set(d.other, &between, &set, &e));
	app_hub_units_free(&set);
	snprintf(hamlet.parent, sizeof hamlet.parent, "%s", between.code);
	MUST(app_hub_unit_set(d.other, &hamlet, &set, &e));
	app_hub_units_free(&set);
	changed(&d, "a unit between");
	world_save(&d.w, &d.a, 7, 3);
	world_exchange(&d.w, &d.a);
	changed(&d, "a household below it");
	end(&d);
}

/* What is shown together is of one state; who writes in between is seen by the next look, and writing ends the look. */
static void a_view_is_of_one_state(void **state)
{
	struct desk d;
	struct store *s, *hub;
	struct store_figures f;
	bool locked;
	(void)state;
	begin(&d);
	MUST(store_open(d.w.hub.folder, NULL, &s, &e));
	hub = d.w.hub.store;
	store_view(s);
	MUST(store_figures(s, WORLD_HAMLET, &f, &e));
	assert_int_equal(f.totals.records, 6);
	world_save(&d.w, &d.a, 7, 3);
	world_exchange(&d.w, &d.a);
	world_lock(&d.w);
	MUST(store_figures(s, WORLD_HAMLET, &f, &e));
	assert_int_equal(f.totals.records, 6);
	MUST(store_locked(s, WORLD_HAMLET, &locked, &e));
	assert_false(locked);
	MUST(store_figures(hub, WORLD_HAMLET, &f, &e));
	assert_int_equal(f.totals.records, 7);
	MUST(store_begin(s, &e)); /* of what is there now */
	MUST(store_figures(s, WORLD_HAMLET, &f, &e));
	assert_int_equal(f.totals.records, 7);
	store_rollback(s);
	store_view_end(s);
	MUST(store_locked(s, WORLD_HAMLET, &locked, &e));
	assert_true(locked);
	assert_true(store_changes(s) != store_changes(hub)); /* handles are told apart */
	store_close(s);
	end(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(devices_are_seen),
		cmocka_unit_test(decisions_are_seen),
		cmocka_unit_test(another_program_is_seen),
		cmocka_unit_test(units_between_are_seen),
		cmocka_unit_test(a_view_is_of_one_state),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
