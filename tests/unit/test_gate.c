/* test_gate.c - who is let in: no cookie, one of nobody, of a session that ended; a form without its token or with
 * another's; a phone at the owner's pages; the store locked and opened while the server runs. What was posted is
 * carried along, but neither secrets nor files. */
#include "../support/visitor.h"
#include "../support/shelf.h"

#include <time.h>

#include <tungnha/app_access.h>
#include <tungnha/app_collector.h>
#include <tungnha/clock.h>
#include <tungnha/file.h>
#include <tungnha/page.h>
#include <tungnha/store_keep.h>

/* --- pages that tell who they think asks --- */

static void show(struct page *p)
{
	html_print(&p->out, "who=%s role=%d practice=%d", p->session ? p->session->by : "-",
		p->session ? (int)p->session->role : -1, p->practice && p->store != page_real(p, NULL));
	page_done(p, 200);
}

static void write_down(struct page *p)
{
	html_print(&p->out, "wrote so=%s", page_field(p, "so"));
	page_done(p, 200);
}

/* Stands in place of a page that may not be served. */
static void gate(struct page *p)
{
	const char *name, *value;
	html_print(
		&p->out, "gate why=%s resend=%d path=%s", p->refused ? text_name(p->refused) : "-", p->resend, p->path);
	for (size_t i = 0; (name = page_field_at(p, i, &value)); i++)
		html_print(&p->out, " %s=%s", name, value);
	page_done(p, p->refused ? 401 : 200);
}

static void close_it(struct page *p)
{
	page_closed(p);
	page_done(p, 200);
}

static void enter(struct page *p)
{
	struct err e;
	struct app_session x;
	char token[APP_TOKEN];
	if (app_session_begin(p->store, APP_OWNER, NULL, p->now, token, &x, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	page_set_session(p, token, APP_OWNER);
	html_print(&p->out, "%s %s", token, page_token_text(p));
	page_done(p, 200);
}

static const struct page_route routes[] = {
	{"GET", "/mo-khoa", PAGE_ANYBODY, true, gate},
	{"POST", "/vao", PAGE_ANYBODY, false, enter},
	{"GET", "/ai", PAGE_ANYBODY, true, show},
	{"GET", "/ho/", PAGE_ENTER, false, show},
	{"POST", "/ho/luu", PAGE_ENTER, false, write_down},
	{"GET", "/cai-dat", PAGE_OWNER, false, show},
	{"POST", "/cai-dat", PAGE_OWNER, false, write_down},
	{"POST", "/mat-khau", PAGE_OWNER_HERE, false, write_down},
	{"POST", "/dong", PAGE_OWNER, false, close_it},
	{0},
};

/* --- a server --- */

struct door {
	struct store *store;
	const struct shelf *shelf;
	struct web *web;
	char folder[SHELF_PATH], host[80];
	struct buf body;
	char owner[APP_TOKEN], phone[APP_TOKEN];
	struct id owner_id;
	bool behind_proxy; /* then nobody is known to sit at the machine */
};

static int make_up(void *context, struct store *like, struct store **out, struct err *e)
{
	const struct door *d = context;
	(void)like, (void)e;
	*out = shelf_collector(d->shelf, "made-up");
	return 0;
}

static void serve(struct door *d, struct store *s)
{
	struct err e;
	const struct web_options o = {.listen = "127.0.0.1:0",
		.folder = d->folder,
		.version = "test",
		.lang = LANG_VI,
		.pages = routes,
		.keeps = true,
		.behind_proxy = d->behind_proxy,
		.practice = make_up,
		.practice_context = d,
		.limits = &web_limits_pages};
	shelf_must(web_start(s, &o, &d->web, &e), &e, "web_start", __LINE__);
	snprintf(d->host, sizeof d->host, "%s", web_address(d->web));
}

static void begin(struct door *d, void **state)
{
	struct app_session x;
	struct store *s;
	d->shelf = *state;
	d->behind_proxy = false;
	shelf_path(*state, "data", d->folder);
	const struct store_setup how = {
		.role = STORE_COLLECTOR, .protection = STORE_UNDER_PASSPHRASE, .passphrase = "lúa chín vàng"};
	app_access_forget();
	MUST(store_create(d->folder, &how, &s, &e));
	shelf_begin_unit(s);
	MUST(app_by_add(s, "Hòa", true, &e));
	MUST(app_session_begin(s, APP_OWNER, NULL, clock_now(), d->owner, &x, &e));
	d->owner_id = x.id;
	MUST(app_session_begin(s, APP_ENTER_ONLY, "Lan", clock_now(), d->phone, &x, &e));
	buf_init(&d->body, 1024 * 1024);
	d->store = s;
	serve(d, s);
}

static void end(struct door *d)
{
	web_stop(d->web);
	buf_free(&d->body);
}

static int ask(struct door *d, const char *what, const char *cookie, const char *more, const char *body)
{
	struct buf b;
	struct visitor v;
	buf_init(&b, 1024 * 1024);
	buf_print(&b, "%s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\n%s", what, d->host, d->host, more);
	if (cookie)
		buf_print(&b, "Cookie: nhin=vi.0.; tungnha%s%s=%s\r\n", d->behind_proxy ? "" : "-",
			d->behind_proxy ? "" : strchr(d->host, ':') + 1, cookie); /* a proxy's port is not ours */
	if (body)
		buf_print(
			&b, "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n", strlen(body));
	buf_print(&b, "\r\n%s", body ? body : "");
	buf_clear(&d->body);
	visitor_come(&v, d->web, NULL);
	visitor_say(&v, b.data, b.len);
	int status = visitor_hear(&v, d->web, &d->body);
	visitor_leave(&v);
	buf_free(&b);
	return status;
}

static int get(struct door *d, const char *path, const char *cookie)
{
	char what[300];
	snprintf(what, sizeof what, "GET %s", path);
	return ask(d, what, cookie, "", NULL);
}

static int post(struct door *d, const char *path, const char *cookie, const char *body)
{
	char what[300];
	snprintf(what, sizeof what, "POST %s", path);
	return ask(d, what, cookie, "", body);
}

static bool says(const struct door *d, const char *text)
{
	return strstr(d->body.data, text) != NULL;
}

/* What a form of this session would carry: its script is told when it comes with another's. */
static void token_of(struct door *d, const char *cookie, char out[static 64])
{
	assert_int_equal(ask(d, "POST /ho/luu", cookie, "X-Tungnha: 1\r\n", "so=1"), 403);
	const char *at = strstr(d->body.data, "\"token\":\"");
	assert_non_null(at);
	snprintf(out, 64, "%.*s", (int)strcspn(at + 9, "\""), at + 9);
}

static int save(struct door *d, const char *cookie, const char *token)
{
	char body[200];
	snprintf(body, sizeof body, "so=37&token=%s", token);
	return post(d, "/ho/luu", cookie, body);
}

/* --- tests --- */

/* The browser forgets it when the phone lay still for a day, not a day after it was paired. */
static void a_phone_that_is_used_stays_paired(void **state)
{
	struct door d;
	char token[APP_TOKEN], line[300];
	struct app_session x;
	begin(&d, state);
	MUST(app_session_begin(d.store, APP_ENTER_ONLY, "Lan", clock_now() - 2 * APP_HEARD_S, token, &x, &e));
	snprintf(line, sizeof line, "Set-Cookie: tungnha-%s=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%d\r\n",
		strchr(d.host, ':') + 1, token, APP_PHONE_IDLE_S);
	assert_int_equal(get(&d, "/ho/37", token), 200);
	assert_true(visitor_was_told(NULL, line));
	assert_int_equal(get(&d, "/ho/37", token), 200); /* once a minute is enough */
	assert_false(visitor_was_told(NULL, "Set-Cookie"));
	assert_int_equal(get(&d, "/ho/37", d.owner), 200);
	assert_false(visitor_was_told(NULL, "Set-Cookie"));
	end(&d);
}

static void a_session_opens_what_its_role_may(void **state)
{
	struct door d;
	begin(&d, state);
	assert_int_equal(get(&d, "/ho/37", d.owner), 200);
	assert_true(says(&d, "who=Hòa role=0"));
	assert_int_equal(get(&d, "/ho/37", d.phone), 200);
	assert_true(says(&d, "who=Lan role=1"));
	assert_int_equal(get(&d, "/cai-dat", d.owner), 200);
	assert_int_equal(get(&d, "/cai-dat", d.phone), 401);
	assert_true(says(&d, "why=ACCESS_ENTER_ONLY resend=0"));
	char token[64];
	token_of(&d, d.phone, token);
	char body[200];
	snprintf(body, sizeof body, "so=5&token=%s", token);
	assert_int_equal(post(&d, "/cai-dat", d.phone, body), 401);
	assert_true(says(&d, "why=ACCESS_ENTER_ONLY resend=0"));
	assert_int_equal(get(&d, "/ai", NULL), 200);
	assert_true(says(&d, "who=- role=-1"));
	end(&d);
}

static void without_a_session_one_is_sent_to_open_it(void **state)
{
	struct door d;
	char foreign[APP_TOKEN];
	begin(&d, state);
	snprintf(foreign, sizeof foreign, "%s", d.owner);
	foreign[0] = foreign[0] == '0' ? '1' : '0';
	for (int i = 0; i < 3; i++) {
		const char *cookie = (const char *[]){NULL, foreign, "x"}[i];
		assert_int_equal(get(&d, "/ho/37?a=b%26c%3D&t=m%E1%BB%9Bi", cookie), 303);
		assert_true(visitor_was_told(
			NULL, "Location: /mo-khoa?ve=/ho/37%3Fa%3Db%2526c%253D%26t%3Dm%25E1%25BB%259Bi\r\n"));
		assert_int_equal(post(&d, "/ho/luu", cookie, "so=37&ghi=nh%C3%A0%20m%E1%BB%9Bi&token=0"), 401);
		assert_true(says(&d, "gate why=ACCESS_ENDED resend=1 path=/ho/luu so=37 ghi=nhà mới"));
		assert_false(says(&d, "wrote"));
	}
	end(&d);
}

static void a_script_is_told_in_its_own_words(void **state)
{
	struct door d;
	begin(&d, state);
	assert_int_equal(ask(&d, "POST /ho/luu", NULL, "X-Tungnha: 1\r\n", "so=37"), 401);
	assert_true(says(&d, "\"login\":\"/mo-khoa\""));
	assert_true(says(&d, "\"code\":\"ACCESS_ENDED\""));
	assert_int_equal(ask(&d, "GET /cai-dat", d.phone, "X-Tungnha: 1\r\n", NULL), 403);
	assert_true(says(&d, "\"code\":\"ACCESS_ENTER_ONLY\""));
	end(&d);
}

static void a_change_needs_the_token_of_its_own_session(void **state)
{
	struct door d;
	char owner[64], phone[64], wrong[64];
	begin(&d, state);
	token_of(&d, d.owner, owner);
	token_of(&d, d.phone, phone);
	assert_string_not_equal(owner, phone);
	assert_int_equal(save(&d, d.owner, owner), 200);
	assert_true(says(&d, "wrote so=37"));
	snprintf(wrong, sizeof wrong, "%s", owner);
	wrong[3] = wrong[3] == '0' ? '1' : '0';
	const char *const bad[] = {"", wrong, phone, d.owner};
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(save(&d, d.owner, bad[i]), 401);
		assert_true(says(&d, "gate why=ACCESS_TOKEN resend=1 path=/ho/luu so=37"));
	}
	char query[200]; /* one in the address would be known to whoever sees it */
	snprintf(query, sizeof query, "/ho/luu?token=%s", owner);
	assert_int_equal(post(&d, query, d.owner, "so=37"), 401);
	assert_null(strstr(d.owner, owner));
	end(&d);
}

static void secrets_are_typed_at_the_machine_alone(void **state)
{
	struct door d;
	struct store *s;
	char token[64], body[100];
	begin(&d, state);
	token_of(&d, d.owner, token);
	snprintf(body, sizeof body, "mk=x&token=%s", token);
	assert_int_equal(post(&d, "/mat-khau", d.owner, body), 200);
	web_stop(d.web);
	MUST(store_open(d.folder, "lúa chín vàng", &s, &e));
	d.behind_proxy = true;
	serve(&d, s);
	assert_int_equal(post(&d, "/mat-khau", d.owner, body), 401);
	assert_true(says(&d, "why=ACCESS_OWNER_HERE resend=0"));
	assert_int_equal(save(&d, d.owner, token), 200); /* anything else is the owner's from there too */
	end(&d);
}

/* Whoever practises gets the made-up store, and the others at the same server their own. */
static void who_practises_touches_nothing_real(void **state)
{
	struct door d;
	struct store *s;
	begin(&d, state);
	assert_int_equal(get(&d, "/ho/37", d.owner), 200);
	assert_true(says(&d, "who=Hòa role=0 practice=0"));
	MUST(store_open(d.folder, "lúa chín vàng", &s, &e));
	MUST(app_session_practice(s, d.owner_id, true, &e));
	store_close(s);
	assert_int_equal(get(&d, "/ho/37", d.owner), 200);
	assert_true(says(&d, "who=Hòa role=0 practice=1"));
	assert_int_equal(get(&d, "/ho/37", d.phone), 200);
	assert_true(says(&d, "who=Lan role=1 practice=0"));
	end(&d);
}

static void secrets_and_files_are_not_carried(void **state)
{
	struct door d;
	begin(&d, state);
	assert_int_equal(post(&d, "/mat-khau", NULL, "mk=bi-mat"), 401);
	assert_true(says(&d, "resend=0"));
	static const char file[] = "--b\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"a.csv\"\r\n\r\n1"
				   "\r\n--b--\r\n";
	char more[300];
	snprintf(more, sizeof more, "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: %zu\r\n\r\n%s",
		sizeof file - 1, file);
	assert_int_equal(ask(&d, "POST /ho/luu", NULL, more, NULL), 401);
	assert_true(says(&d, "resend=0"));
	end(&d);
}

static void a_session_that_begins_has_its_token_at_once(void **state)
{
	struct door d;
	char cookie[APP_TOKEN], token[64];
	begin(&d, state);
	assert_int_equal(post(&d, "/vao", NULL, "a=1"), 200);
	assert_int_equal(sscanf(d.body.data, "%64s %63s", cookie, token), 2);
	assert_true(visitor_was_told(NULL, "; Path=/; HttpOnly; SameSite=Strict\r\n"));
	assert_int_equal(save(&d, cookie, token), 200);
	end(&d);
}

/* A server killed and started anew knows the sessions and the forms that are open in browsers. */
static void a_restart_loses_nobody(void **state)
{
	struct door d;
	struct store *s;
	char token[64];
	begin(&d, state);
	token_of(&d, d.phone, token);
	web_stop(d.web);
	app_access_forget();
	MUST(store_open(d.folder, "lúa chín vàng", &s, &e));
	serve(&d, s);
	assert_int_equal(save(&d, d.phone, token), 200);
	end(&d);
}

/* --- the store closed and opened while the server runs --- */

static void one_look(void)
{
	nanosleep(&(struct timespec){.tv_sec = 2, .tv_nsec = 100 * 1000 * 1000}, NULL);
}

static bool is_open(struct door *d)
{
	return post(d, "/vao", NULL, "a=1") == 200;
}

static void wait_until(struct door *d, bool open)
{
	for (int i = 0; i < 20 && is_open(d) != open; i++)
		one_look();
	assert_int_equal(is_open(d), open);
}

static void a_lock_elsewhere_closes_it_and_an_unlock_opens_it(void **state)
{
	struct door d;
	struct store *s;
	begin(&d, state);
	assert_true(is_open(&d));
	one_look();
	assert_true(is_open(&d)); /* looked at once: how often it was locked before */
	MUST(store_lock_again(d.folder, &e));
	assert_int_equal(get(&d, "/ho/37", d.phone), 303); /* at once, whether it is closed yet or not */
	wait_until(&d, false);
	assert_int_equal(get(&d, "/ho/37", d.owner), 303);
	assert_int_equal(post(&d, "/ho/luu", d.owner, "so=1"), 401);
	MUST(store_open(d.folder, "lúa chín vàng", &s, &e));
	MUST(store_unlock(s, &e));
	store_close(s);
	wait_until(&d, true);
	assert_int_equal(get(&d, "/ho/37", d.owner), 303); /* who was there before the lock asks anew */
	end(&d);
}

static void a_stick_with_its_key_opens_it(void **state)
{
	struct door d;
	struct store *s;
	char sticks[SHELF_PATH], stick[SHELF_PATH + 8], key[SHELF_PATH + 64], away[SHELF_PATH];
	begin(&d, state);
	web_stop(d.web);
	shelf_path(*state, "sticks", sticks);
	snprintf(stick, sizeof stick, "%s/a", sticks);
	snprintf(key, sizeof key, "%s/tungnha-05788-01-4f2a.key", stick);
	shelf_path(*state, "away.key", away);
	MUST(file_make_folders(stick, 0700, &e));
	setenv("TUNGNHA_STICKS", sticks, 1);
	MUST(store_open(d.folder, "lúa chín vàng", &s, &e));
	MUST(store_make_stick(s, key, &e));
	store_close(s);
	serve(&d, NULL);
	wait_until(&d, true);
	assert_int_equal(get(&d, "/ho/37", d.phone), 200); /* paired phones go on after a power cut */
	one_look();
	MUST(store_lock_again(d.folder, &e));
	wait_until(&d, false);
	one_look();
	assert_false(is_open(&d)); /* the stick that still lies there was not meant */
	assert_int_equal(rename(key, away), 0);
	one_look();
	assert_false(is_open(&d));
	assert_int_equal(rename(away, key), 0);
	wait_until(&d, true);
	unsetenv("TUNGNHA_STICKS");
	end(&d);
}

static void a_page_closes_it(void **state)
{
	struct door d;
	char token[64], body[100];
	begin(&d, state);
	token_of(&d, d.owner, token);
	snprintf(body, sizeof body, "token=%s", token);
	assert_int_equal(post(&d, "/dong", d.owner, body), 200);
	assert_int_equal(get(&d, "/ho/37", d.owner), 303);
	assert_int_equal(get(&d, "/ai", d.owner), 200);
	assert_true(says(&d, "who=-"));
	end(&d);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, shelf_setup, shelf_teardown)
	const struct CMUnitTest tests[] = {
		T(a_session_opens_what_its_role_may),
		T(a_phone_that_is_used_stays_paired),
		T(without_a_session_one_is_sent_to_open_it),
		T(a_script_is_told_in_its_own_words),
		T(a_change_needs_the_token_of_its_own_session),
		T(secrets_are_typed_at_the_machine_alone),
		T(who_practises_touches_nothing_real),
		T(secrets_and_files_are_not_carried),
		T(a_session_that_begins_has_its_token_at_once),
		T(a_restart_loses_nobody),
		T(a_lock_elsewhere_closes_it_and_an_unlock_opens_it),
		T(a_stick_with_its_key_opens_it),
		T(a_page_closes_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
