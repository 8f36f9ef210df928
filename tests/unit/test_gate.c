/* test_gate.c - who is let in: no cookie, one of nobody, of a session that ended; a form without its token or with
 * another's; a phone at the owner's pages. What was posted is carried along, but neither secrets nor files. */
#include "../support/gated.h"
#include "../support/visitor.h"

#include <tungnha/clock.h>
#include <tungnha/store_keep.h>

/* The browser forgets it when the phone lay still for a day, not a day after it was paired. */
static void a_phone_that_is_used_stays_paired(void **state)
{
	struct gated d;
	char token[APP_TOKEN], line[300];
	struct app_session x;
	gated_begin(&d, state);
	MUST(app_session_begin(d.store, APP_ENTER_ONLY, "Lan", clock_now() - 2 * APP_HEARD_S, token, &x, &e));
	snprintf(line, sizeof line, "Set-Cookie: tungnha-%s=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%d\r\n",
		strchr(d.host, ':') + 1, token, APP_PHONE_IDLE_S);
	assert_int_equal(gated_get(&d, "/ho/37", token), 200);
	assert_true(visitor_was_told(NULL, line));
	assert_int_equal(gated_get(&d, "/ho/37", token), 200); /* once a minute is enough */
	assert_false(visitor_was_told(NULL, "Set-Cookie"));
	assert_int_equal(gated_get(&d, "/ho/37", d.owner), 200);
	assert_false(visitor_was_told(NULL, "Set-Cookie"));
	gated_end(&d);
}

static void a_session_opens_what_its_role_may(void **state)
{
	struct gated d;
	gated_begin(&d, state);
	assert_int_equal(gated_get(&d, "/ho/37", d.owner), 200);
	assert_true(gated_says(&d, "who=Hòa role=0"));
	assert_int_equal(gated_get(&d, "/ho/37", d.phone), 200);
	assert_true(gated_says(&d, "who=Lan role=1"));
	assert_int_equal(gated_get(&d, "/cai-dat", d.owner), 200);
	assert_int_equal(gated_get(&d, "/cai-dat", d.phone), 401);
	assert_true(gated_says(&d, "why=ACCESS_ENTER_ONLY resend=0"));
	char token[64];
	gated_token_of(&d, d.phone, token);
	char body[200];
	snprintf(body, sizeof body, "so=5&token=%s", token);
	assert_int_equal(gated_post(&d, "/cai-dat", d.phone, body), 401);
	assert_true(gated_says(&d, "why=ACCESS_ENTER_ONLY resend=0"));
	assert_int_equal(gated_get(&d, "/ai", NULL), 200);
	assert_true(gated_says(&d, "who=- role=-1"));
	gated_end(&d);
}

static void without_a_session_one_is_sent_to_open_it(void **state)
{
	struct gated d;
	char foreign[APP_TOKEN];
	gated_begin(&d, state);
	snprintf(foreign, sizeof foreign, "%s", d.owner);
	foreign[0] = foreign[0] == '0' ? '1' : '0';
	for (int i = 0; i < 3; i++) {
		const char *cookie = (const char *[]){NULL, foreign, "x"}[i];
		assert_int_equal(gated_get(&d, "/ho/37?a=b%26c%3D&t=m%E1%BB%9Bi", cookie), 303);
		assert_true(visitor_was_told(
			NULL, "Location: /mo-khoa?ve=/ho/37%3Fa%3Db%2526c%253D%26t%3Dm%25E1%25BB%259Bi\r\n"));
		assert_int_equal(gated_post(&d, "/ho/luu", cookie, "so=37&ghi=nh%C3%A0%20m%E1%BB%9Bi&token=0"), 401);
		assert_true(gated_says(&d, "gate why=ACCESS_ENDED resend=1 path=/ho/luu so=37 ghi=nhà mới"));
		assert_false(gated_says(&d, "wrote"));
	}
	gated_end(&d);
}

static void a_script_is_told_in_its_own_words(void **state)
{
	struct gated d;
	gated_begin(&d, state);
	assert_int_equal(gated_ask(&d, "POST /ho/luu", NULL, "X-Tungnha: 1\r\n", "so=37"), 401);
	assert_true(gated_says(&d, "\"login\":\"/mo-khoa\""));
	assert_true(gated_says(&d, "\"code\":\"ACCESS_ENDED\""));
	assert_int_equal(gated_ask(&d, "GET /cai-dat", d.phone, "X-Tungnha: 1\r\n", NULL), 403);
	assert_true(gated_says(&d, "\"code\":\"ACCESS_ENTER_ONLY\""));
	gated_end(&d);
}

static void a_change_needs_the_token_of_its_own_session(void **state)
{
	struct gated d;
	char owner[64], phone[64], wrong[64];
	gated_begin(&d, state);
	gated_token_of(&d, d.owner, owner);
	gated_token_of(&d, d.phone, phone);
	assert_string_not_equal(owner, phone);
	assert_int_equal(gated_save(&d, d.owner, owner), 200);
	assert_true(gated_says(&d, "wrote so=37"));
	snprintf(wrong, sizeof wrong, "%s", owner);
	wrong[3] = wrong[3] == '0' ? '1' : '0';
	const char *const bad[] = {"", wrong, phone, d.owner};
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(gated_save(&d, d.owner, bad[i]), 401);
		assert_true(gated_says(&d, "gate why=ACCESS_TOKEN resend=1 path=/ho/luu so=37"));
	}
	char query[200]; /* one in the address would be known to whoever sees it */
	snprintf(query, sizeof query, "/ho/luu?token=%s", owner);
	assert_int_equal(gated_post(&d, query, d.owner, "so=37"), 401);
	assert_null(strstr(d.owner, owner));
	gated_end(&d);
}

static void secrets_are_typed_at_the_machine_alone(void **state)
{
	struct gated d;
	struct store *s;
	char token[64], body[100];
	gated_begin(&d, state);
	gated_token_of(&d, d.owner, token);
	snprintf(body, sizeof body, "mk=x&token=%s", token);
	assert_int_equal(gated_post(&d, "/mat-khau", d.owner, body), 200);
	web_stop(d.web);
	MUST(store_open(d.folder, "lúa chín vàng", &s, &e));
	d.behind_proxy = true;
	gated_serve(&d, s);
	assert_int_equal(gated_post(&d, "/mat-khau", d.owner, body), 401);
	assert_true(gated_says(&d, "why=ACCESS_OWNER_HERE resend=0"));
	assert_int_equal(gated_save(&d, d.owner, token), 200); /* anything else is the owner's from there too */
	gated_end(&d);
}

/* Whoever practises gets the made-up store, and the others at the same server their own. */
static void who_practises_touches_nothing_real(void **state)
{
	struct gated d;
	struct store *s;
	gated_begin(&d, state);
	assert_int_equal(gated_get(&d, "/ho/37", d.owner), 200);
	assert_true(gated_says(&d, "who=Hòa role=0 practice=0"));
	MUST(store_open(d.folder, "lúa chín vàng", &s, &e));
	MUST(app_session_practice(s, d.owner_id, true, &e));
	store_close(s);
	assert_int_equal(gated_get(&d, "/ho/37", d.owner), 200);
	assert_true(gated_says(&d, "who=Hòa role=0 practice=1"));
	assert_int_equal(gated_get(&d, "/ho/37", d.phone), 200);
	assert_true(gated_says(&d, "who=Lan role=1 practice=0"));
	char token[64], body[100];
	gated_token_of(&d, d.owner, token);
	for (int i = 0; i < 3; i++) { /* a form shown before acts in neither */
		snprintf(
			body, sizeof body, "so=37&token=%s%s", token, (const char *[]){"&kho=that", "&kho=tap", ""}[i]);
		assert_int_equal(gated_post(&d, "/ho/luu", d.owner, body), i ? 200 : 401);
		assert_true(gated_says(&d, i ? "wrote so=37" : "why=SERVE_OF_REAL resend=0"));
	}
	gated_token_of(&d, d.phone, token);
	snprintf(body, sizeof body, "so=37&kho=tap&token=%s", token);
	assert_int_equal(gated_post(&d, "/ho/luu", d.phone, body), 401);
	assert_true(gated_says(&d, "why=SERVE_OF_PRACTICE resend=0"));
	gated_end(&d);
}

static void secrets_and_files_are_not_carried(void **state)
{
	struct gated d;
	gated_begin(&d, state);
	assert_int_equal(gated_post(&d, "/mat-khau", NULL, "mk=bi-mat"), 401);
	assert_true(gated_says(&d, "resend=0"));
	static const char file[] = "--b\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"a.csv\"\r\n\r\n1"
				   "\r\n--b--\r\n";
	char more[300];
	snprintf(more, sizeof more, "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: %zu\r\n\r\n%s",
		sizeof file - 1, file);
	assert_int_equal(gated_ask(&d, "POST /ho/luu", NULL, more, NULL), 401);
	assert_true(gated_says(&d, "resend=0"));
	gated_end(&d);
}

static void a_session_that_begins_has_its_token_at_once(void **state)
{
	struct gated d;
	char cookie[APP_TOKEN], token[64];
	gated_begin(&d, state);
	assert_int_equal(gated_post(&d, "/vao", NULL, "a=1"), 200);
	assert_int_equal(sscanf(d.body.data, "%64s %63s", cookie, token), 2);
	assert_true(visitor_was_told(NULL, "; Path=/; HttpOnly; SameSite=Strict\r\n"));
	assert_int_equal(gated_save(&d, cookie, token), 200);
	gated_end(&d);
}

/* A server killed and started anew knows the sessions and the forms that are open in browsers. */
static void a_restart_loses_nobody(void **state)
{
	struct gated d;
	struct store *s;
	char token[64];
	gated_begin(&d, state);
	gated_token_of(&d, d.phone, token);
	web_stop(d.web);
	app_access_forget();
	MUST(store_open(d.folder, "lúa chín vàng", &s, &e));
	gated_serve(&d, s);
	assert_int_equal(gated_save(&d, d.phone, token), 200);
	gated_end(&d);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, shelf_setup, shelf_teardown)
	const struct CMUnitTest tests[] = {
		T(a_phone_that_is_used_stays_paired),
		T(a_session_opens_what_its_role_may),
		T(without_a_session_one_is_sent_to_open_it),
		T(a_script_is_told_in_its_own_words),
		T(a_change_needs_the_token_of_its_own_session),
		T(secrets_are_typed_at_the_machine_alone),
		T(who_practises_touches_nothing_real),
		T(secrets_and_files_are_not_carried),
		T(a_session_that_begins_has_its_token_at_once),
		T(a_restart_loses_nobody),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
