/* test_page_household.c - the household page over HTTP: what it shows of a form, what comes of what is posted. */
#include "../support/caller.h"
#include "../support/shelf.h"

#include <tungnha/app_draft.h>
#include <tungnha/clock.h>
#include <tungnha/form.h>

#include "../../src/collector/page_household.h"

#define ANSWERS                                                                                                        \
	"f-persons=4&f-vneid=3&f-no_vneid=1&f-online_dossiers=2&f-eresult_dossiers=1&f-rated=yes&f-note=&f-label="

static const struct page_route pages[] = {
	{"GET", "/ho/", PAGE_ENTER, false, page_household},
	{"GET", "/ho-moi", PAGE_ENTER, false, page_household_new},
	{"POST", "/ho/luu", PAGE_ENTER, PAGE_EITHER_STORE, page_household_save},
	{"POST", "/ho/nhap", PAGE_ENTER, PAGE_EITHER_STORE, page_household_keep},
	{"POST", "/ho/mot-cham", PAGE_ENTER, PAGE_EITHER_STORE, page_household_touch},
	{"POST", "/ho/hoan-tac", PAGE_ENTER, PAGE_EITHER_STORE, page_household_undo},
	{"POST", "/ho/bo-nhap", PAGE_ENTER, PAGE_EITHER_STORE, page_household_drop},
	{"GET", "/phien", PAGE_ENTER, false, page_session},
	{0},
};

struct visit {
	struct shelf *shelf;
	struct store *store;
	char anew[APP_TOKEN], other[APP_TOKEN]; /* Lan's phone paired again, and Minh's */
	struct caller caller;
};

static void put(struct store *s, const char *number, const char *label, const char *persons)
{
	const struct form *f;
	struct app_put_done done;
	MUST(store_form(s, NULL, &f, &e));
	struct form_change change[8] = {{f->label, label}};
	size_t n = 1;
	static const char *const fields[] = {
		"persons", "vneid", "no_vneid", "online_dossiers", "eresult_dossiers", "rated"};
	const char *const values[] = {persons, "?", "0", "1", "1", "no"};
	for (size_t i = 0; persons && i < 6; i++)
		change[n++] = (struct form_change){form_field_index(f, fields[i]), values[i]};
	const struct app_put what = {
		.unit = SHELF_UNIT, .number = number, .change = change, .changes = n, .now = 1763440000};
	MUST(app_household_put(s, &what, &done, &e));
	app_sentences_free(&done.warnings);
}

/* Three households in the list; the second was visited. */
static void begin(struct visit *v, void **state)
{
	char folder[SHELF_PATH];
	v->shelf = *state;
	v->store = shelf_collector(v->shelf, "door");
	shelf_path(v->shelf, "door", folder);
	put(v->store, "1", "nhà <b>cổng</b> & \"xanh\"", NULL);
	put(v->store, "2", "nhà ngói", "5");
	put(v->store, "3", "nhà sàn", NULL);
	struct app_session x;
	MUST(app_session_begin(v->store, APP_ENTER_ONLY, "Lan", clock_now(), v->anew, &x, &e));
	MUST(app_session_begin(v->store, APP_ENTER_ONLY, "Minh", clock_now(), v->other, &x, &e));
	caller_begin(&v->caller, v->store, folder, pages, APP_ENTER_ONLY, "Lan");
}

static void end(struct visit *v)
{
	caller_end(&v->caller);
	shelf_sound(v->store);
	store_close(v->store);
}

/* What the form shown last posts besides its answers. */
static const char *with(struct visit *v, const char *more)
{
	static char body[4096];
	char so[64], draft[64], based_on[128];
	snprintf(so, sizeof so, "%s", caller_value(&v->caller, "so"));
	snprintf(draft, sizeof draft, "%s", caller_value(&v->caller, "nhap"));
	snprintf(based_on, sizeof based_on, "%s", caller_value(&v->caller, "dua-tren"));
	snprintf(body, sizeof body, "unit=" SHELF_UNIT "&so=%s&nhap=%s&dua-tren=%s&%s", so, draft, based_on, more);
	return body;
}

static char *value(struct visit *v, const char *number, const char *field)
{
	struct app_household h;
	struct err e;
	static char out[256];
	strcpy(out, "(none)");
	if (app_household_get(v->store, SHELF_UNIT, number, LANG_VI, &h, &e) != 0)
		return out;
	const struct form_value *x = &h.h.record.value[form_field_index(h.h.form, field)];
	snprintf(out, sizeof out, "%s", x->state == FORM_UNKNOWN ? "?" : x->text ? x->text : "");
	app_household_free(&h);
	return out;
}

static size_t count(const char *page, const char *what)
{
	size_t n = 0;
	for (const char *p = page; (p = strstr(p, what)); p++)
		n++;
	return n;
}

/* --- what is shown --- */

static void every_field_has_a_label_and_ids_are_unique(void **state)
{
	struct visit v;
	char id[128], wanted[256];
	begin(&v, state);
	assert_int_equal(caller_get(&v.caller, "/ho-moi"), 200);
	const char *page = v.caller.page.data;
	for (const char *p = page; (p = strstr(p, " id=\"")); p++) {
		snprintf(id, sizeof id, "%.*s", (int)strcspn(p + 5, "\""), p + 5);
		snprintf(wanted, sizeof wanted, " id=\"%s\"", id);
		assert_int_equal(count(page, wanted), 1);
		snprintf(wanted, sizeof wanted, "<label for=\"%s\"", id);
		if (strncmp(id, "f-", 2) == 0)
			assert_int_equal(count(page, wanted), 1);
	}
	/* each said-beside place that a field names is there */
	for (const char *p = page; (p = strstr(p, " aria-describedby=\"")); p++) {
		const char *list = p + strlen(" aria-describedby=\"");
		for (size_t n = strcspn(list, " \""); n > 0; n = strcspn(list, " \"")) {
			snprintf(wanted, sizeof wanted, " id=\"%.*s\"", (int)n, list);
			assert_int_equal(count(page, wanted), 1);
			list += n;
			if (*list++ == '"')
				break;
		}
	}
	assert_true(v.caller.page.len < 30000);
	end(&v);
}

static void what_people_wrote_is_text_never_markup(void **state)
{
	struct visit v;
	begin(&v, state);
	assert_int_equal(caller_get(&v.caller, "/ho/1"), 200);
	assert_false(caller_reads(&v.caller, "<b>"));
	assert_true(caller_reads(&v.caller, "nhà &lt;b&gt;cổng&lt;/b&gt; &amp; &quot;xanh&quot;"));
	assert_int_equal(caller_get(&v.caller, "/ho/%3Cscript%3E"), 400);
	assert_false(caller_reads(&v.caller, "<script>"));
	end(&v);
}

static void chua_ro_stays_chua_ro(void **state)
{
	struct visit v;
	begin(&v, state);
	assert_int_equal(caller_get(&v.caller, "/ho/2"), 200);
	assert_true(caller_reads(&v.caller, "name=\"u-vneid\" value=\"?\" checked"));
	assert_string_equal(caller_value(&v.caller, "f-vneid"), "");
	assert_string_equal(caller_value(&v.caller, "f-persons"), "5");
	assert_int_equal(caller_post(&v.caller, "/ho/luu",
				 with(&v, "luu=1&u-vneid=%3F&f-vneid=&f-persons=6&f-no_vneid=0&f-online_dossiers=1"
					  "&f-eresult_dossiers=1&f-rated=no&f-note=&f-label=nh%C3%A0")),
		303);
	assert_true(caller_was_sent(&v.caller, "/ho/2?xong=2"));
	caller_end(&v.caller);
	assert_string_equal(value(&v, "2", "vneid"), "?");
	assert_string_equal(value(&v, "2", "persons"), "6");
	assert_string_equal(value(&v, "2", "label"), "nhà");
	store_close(v.store);
}

static void a_number_and_chua_ro_at_once_are_asked_about(void **state)
{
	struct visit v;
	begin(&v, state);
	assert_int_equal(caller_get(&v.caller, "/ho/1"), 200);
	assert_int_equal(caller_post(&v.caller, "/ho/luu", with(&v, "sang=3&u-vneid=%3F&" ANSWERS)), 422);
	assert_true(caller_reads(&v.caller, "Vừa chọn “Chưa rõ” vừa ghi “3”"));
	assert_string_equal(caller_value(&v.caller, "f-persons"), "4");
	end(&v);
}

/* --- saving --- */

static void saved_and_on_to_the_next(void **state)
{
	struct visit v;
	begin(&v, state);
	assert_int_equal(caller_get(&v.caller, "/ho/1"), 200);
	assert_true(caller_reads(&v.caller, "Lưu, sang hộ 3"));
	assert_int_equal(caller_post(&v.caller, "/ho/luu", with(&v, "sang=3&" ANSWERS)), 303);
	assert_true(caller_was_sent(&v.caller, "/ho/3?xong=1"));
	assert_int_equal(caller_get(&v.caller, "/ho/3?xong=1"), 200);
	assert_true(caller_reads(&v.caller, "Đã lưu hộ 1 lúc "));
	assert_true(caller_reads(&v.caller, "Hoàn tác"));
	end(&v);
}

static void sent_twice_is_saved_once(void **state)
{
	struct visit v;
	char body[4096];
	begin(&v, state);
	assert_int_equal(caller_get(&v.caller, "/ho/1"), 200);
	snprintf(body, sizeof body, "%s", with(&v, "sang=3&" ANSWERS));
	assert_int_equal(caller_post(&v.caller, "/ho/luu", body), 303);
	assert_int_equal(caller_post(&v.caller, "/ho/luu", body), 303);
	assert_true(caller_was_sent(&v.caller, "/ho/3?xong=1"));
	/* the same form once more with another figure: nothing is passed over in silence, nothing overwritten */
	char *persons = strstr(body, "f-persons=4");
	persons[strlen("f-persons=")] = '7';
	assert_int_equal(caller_post(&v.caller, "/ho/luu", body), 409);
	assert_true(caller_reads(&v.caller, "Trang này đã được lưu một lần"));
	caller_end(&v.caller);
	assert_string_equal(value(&v, "1", "persons"), "4");
	assert_string_equal(value(&v, "1", "label"), ""); /* wiped on the page */
	store_close(v.store);
}

static void what_is_refused_comes_back_as_typed(void **state)
{
	struct visit v;
	begin(&v, state);
	assert_int_equal(caller_get(&v.caller, "/ho/1"), 200);
	assert_int_equal(caller_post(&v.caller, "/ho/luu",
				 with(&v, "sang=3&f-persons=4&f-vneid=9&f-no_vneid=b%E1%BB%91n&f-online_dossiers=&"
					  "f-eresult_dossiers=&f-note=%3Ci%3E")),
		422);
	assert_string_equal(caller_value(&v.caller, "f-vneid"), "9");
	assert_string_equal(caller_value(&v.caller, "f-no_vneid"), "bốn");
	assert_string_equal(caller_value(&v.caller, "f-note"), "&lt;i&gt;");
	assert_true(count(v.caller.page.data, "aria-invalid=\"true\"") >= 2);
	assert_int_equal(caller_post(&v.caller, "/ho/luu", with(&v, "luu=1&f-persons=&f-vneid=")), 422);
	assert_true(caller_reads(&v.caller, "Số khẩu"));
	caller_end(&v.caller);
	assert_string_equal(value(&v, "1", "status"), "not_visited");
	store_close(v.store);
}

static void another_version_is_shown_beside(void **state)
{
	struct visit v;
	char first[4096];
	begin(&v, state);
	assert_int_equal(caller_get(&v.caller, "/ho/1"), 200);
	snprintf(first, sizeof first, "%s", with(&v, "luu=1&f-visited_on=&" ANSWERS));
	assert_int_equal(caller_get(&v.caller, "/ho/1"), 200); /* a second form of the same household */
	assert_int_equal(caller_post(&v.caller, "/ho/mot-cham", with(&v, "cham=absent")), 303);
	assert_int_equal(caller_post(&v.caller, "/ho/luu", first), 409);
	assert_true(caller_reads(&v.caller, "Ghi đè bằng số vừa nhập"));
	assert_true(caller_reads(&v.caller, "Giữ số đã có"));
	assert_int_equal(caller_post(&v.caller, "/ho/luu", with(&v, "luu=1&f-visited_on=&" ANSWERS)), 303);
	caller_end(&v.caller);
	assert_string_equal(value(&v, "1", "status"), "reviewed");
	assert_string_not_equal(value(&v, "1", "visited_on"), ""); /* no day was typed: the one that stood stays */
	store_close(v.store);
}

static void a_new_one_under_a_taken_number_keeps_its_answers(void **state)
{
	struct visit v;
	begin(&v, state);
	assert_int_equal(caller_get(&v.caller, "/ho-moi"), 200);
	assert_int_equal(caller_post(&v.caller, "/ho/luu", with(&v, "sang=&f-household_no=2&" ANSWERS)), 409);
	assert_true(caller_reads(&v.caller, "href=\"/ho/2\""));
	assert_string_equal(caller_value(&v.caller, "f-persons"), "4");
	assert_int_equal(caller_post(&v.caller, "/ho/luu", with(&v, "so-moi=1&f-household_no=2&" ANSWERS)), 303);
	caller_end(&v.caller);
	assert_string_equal(value(&v, "2", "persons"), "5");
	store_close(v.store);
}

/* --- one key --- */

static void one_key_says_who_was_not_met(void **state)
{
	struct visit v;
	begin(&v, state);
	assert_int_equal(caller_get(&v.caller, "/ho/1"), 200);
	assert_true(caller_reads(&v.caller, ">Vắng nhà<"));
	assert_false(caller_reads(&v.caller, "Không thay đổi")); /* nobody was there yet */
	assert_int_equal(caller_post(&v.caller, "/ho/mot-cham", with(&v, "cham=absent&f-note=%C4%91i+l%C3%A0m")), 303);
	assert_true(caller_was_sent(&v.caller, "/ho/3?xong=1"));
	assert_int_equal(caller_get(&v.caller, "/ho/1"), 200);
	assert_false(caller_reads(&v.caller, "Không thay đổi")); /* nor was anybody met */
	assert_int_equal(caller_get(&v.caller, "/ho/2"), 200);
	assert_true(caller_reads(&v.caller, "Không thay đổi"));
	assert_int_equal(caller_post(&v.caller, "/ho/mot-cham", with(&v, "cham=nhu-cu")), 303);
	assert_int_equal(caller_get(&v.caller, "/ho/3"), 200);
	assert_int_equal(caller_post(&v.caller, "/ho/mot-cham", with(&v, "cham=xyz")), 400);
	caller_end(&v.caller);
	assert_string_equal(value(&v, "1", "status"), "absent");
	assert_string_equal(value(&v, "1", "note"), "đi làm");
	assert_string_not_equal(value(&v, "2", "visited_on"), "2025-11-18");
	assert_string_equal(value(&v, "3", "status"), "not_visited");
	store_close(v.store);
}

/* --- while it is typed --- */

static void what_is_typed_is_kept_and_comes_back(void **state)
{
	struct visit v;
	begin(&v, state);
	assert_int_equal(caller_get(&v.caller, "/ho/1"), 200);
	assert_int_equal(caller_fetch(&v.caller, "/ho/nhap", with(&v, "f-persons=4&f-vneid=5")), 200);
	assert_true(caller_reads(&v.caller, "\"kept\":\""));
	assert_true(caller_reads(&v.caller, "\"field\":\"vneid\""));
	assert_true(caller_reads(&v.caller, "\"refuses\":true"));
	assert_int_equal(caller_get(&v.caller, "/ho/1"), 200);
	assert_true(caller_reads(&v.caller, "Hộ 1 đang nhập dở từ "));
	assert_string_equal(caller_value(&v.caller, "f-vneid"), "5");
	assert_int_equal(caller_fetch(&v.caller, "/ho/nhap", with(&v, "f-persons=4&f-vneid=3&f-no_vneid=0")), 200);
	assert_true(caller_reads(&v.caller, "\"rest\":\"Người không thuộc diện: 1\""));
	assert_int_equal(caller_get(&v.caller, "/ho/1"), 200);
	assert_int_equal(caller_post(&v.caller, "/ho/bo-nhap", with(&v, "")), 303);
	assert_int_equal(caller_get(&v.caller, "/ho/1"), 200);
	assert_false(caller_reads(&v.caller, "đang nhập dở"));
	assert_string_equal(caller_value(&v.caller, "f-vneid"), "");
	end(&v);
}

/* What another phone is shown of a form that is half-typed gives it no way to write over it or drop it. */
static void only_the_page_that_holds_a_form_changes_what_is_kept(void **state)
{
	struct visit v;
	char held[4096], id[64], taken[4096], link[64];
	begin(&v, state);
	assert_int_equal(caller_get(&v.caller, "/ho/1"), 200);
	snprintf(id, sizeof id, "%s", caller_value(&v.caller, "nhap"));
	snprintf(held, sizeof held, "%s", with(&v, "f-persons=4&f-vneid=3"));
	assert_int_equal(caller_fetch(&v.caller, "/ho/nhap", held), 200);

	caller_is(&v.caller, v.anew); /* the same person: what was left half-typed is offered */
	assert_int_equal(caller_get(&v.caller, "/ho/1"), 200);
	assert_false(caller_reads(&v.caller, id));
	const char *at = strstr(v.caller.page.data, "?do=");
	assert_non_null(at);
	snprintf(link, sizeof link, "%.*s", (int)strcspn(at + 4, "\""), at + 4);
	caller_is(&v.caller, v.other);
	assert_int_equal(caller_get(&v.caller, "/ho/1"), 200);
	assert_false(caller_reads(&v.caller, id));
	snprintf(taken, sizeof taken, "unit=" SHELF_UNIT "&so=1&nhap=%s&f-persons=9", link);
	assert_int_equal(caller_fetch(&v.caller, "/ho/nhap", taken), 400);
	assert_int_equal(caller_post(&v.caller, "/ho/bo-nhap", taken), 303);
	assert_int_equal(caller_post(&v.caller, "/ho/luu", taken), 400);

	caller_is(&v.caller,
		v.anew); /* taken up under an id of its own; the page that stayed open goes on all the same */
	snprintf(taken, sizeof taken, "/ho/1?do=%s", link);
	assert_int_equal(caller_get(&v.caller, taken), 200);
	assert_string_equal(caller_value(&v.caller, "f-vneid"), "3");
	assert_string_not_equal(caller_value(&v.caller, "nhap"), id);
	snprintf(held + strlen(held), 64, "&f-note=x");
	assert_int_equal(caller_fetch(&v.caller, "/ho/nhap", held), 200);
	assert_int_equal(caller_post(&v.caller, "/ho/luu", held), 422); /* looked at as a whole: fields are missing */
	snprintf(held + strlen(held), 128, "&" ANSWERS);
	char *more = strstr(held, "&f-persons"), *whole = strstr(held, "&" ANSWERS);
	memmove(more, whole, strlen(whole) + 1);
	assert_int_equal(caller_post(&v.caller, "/ho/luu", held), 303);
	caller_end(&v.caller);
	assert_string_equal(value(&v, "1", "persons"), "4");
	store_close(v.store);
}

static void a_number_that_is_known_is_named_while_typing(void **state)
{
	struct visit v;
	begin(&v, state);
	assert_int_equal(caller_get(&v.caller, "/ho-moi"), 200);
	assert_int_equal(caller_fetch(&v.caller, "/ho/nhap", with(&v, "f-household_no=002")), 200);
	assert_true(caller_reads(&v.caller, "Hộ số 2 đã có: Đã rà soát, nhà ngói."));
	assert_true(caller_reads(&v.caller, "\"path\":\"/ho/2\""));
	end(&v);
}

static void the_last_save_is_taken_back(void **state)
{
	struct visit v;
	begin(&v, state);
	assert_int_equal(caller_get(&v.caller, "/ho/1"), 200);
	assert_int_equal(caller_post(&v.caller, "/ho/luu", with(&v, "sang=3&" ANSWERS)), 303);
	assert_int_equal(caller_post(&v.caller, "/ho/hoan-tac", "unit=" SHELF_UNIT "&so=1"), 303);
	assert_int_equal(caller_get(&v.caller, "/ho/1"), 200);
	assert_string_equal(caller_value(&v.caller, "f-persons"), "4"); /* typed, not saved */
	caller_end(&v.caller);
	assert_string_equal(value(&v, "1", "status"), "not_visited");
	store_close(v.store);
}

static void a_page_asks_for_its_token_only_by_the_script(void **state)
{
	struct visit v;
	begin(&v, state);
	assert_int_equal(caller_get(&v.caller, "/phien"), 404);
	assert_false(caller_reads(&v.caller, v.caller.token));
	end(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			every_field_has_a_label_and_ids_are_unique, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(what_people_wrote_is_text_never_markup, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(chua_ro_stays_chua_ro, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(
			a_number_and_chua_ro_at_once_are_asked_about, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(saved_and_on_to_the_next, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(sent_twice_is_saved_once, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(what_is_refused_comes_back_as_typed, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(another_version_is_shown_beside, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(
			a_new_one_under_a_taken_number_keeps_its_answers, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(one_key_says_who_was_not_met, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(what_is_typed_is_kept_and_comes_back, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(
			only_the_page_that_holds_a_form_changes_what_is_kept, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(
			a_number_that_is_known_is_named_while_typing, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(the_last_save_is_taken_back, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(
			a_page_asks_for_its_token_only_by_the_script, shelf_setup, shelf_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
