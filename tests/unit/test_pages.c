/* test_pages.c - pages over real sockets: which page answers, and what answers are made of. */
#include "../support/served.h"

#include <stdio.h>
#include <string.h>

/* -- pages that tell what they were told -- */

static void show(struct page *p)
{
	html_print(&p->out, "path=%s tail=%s lang=%s size=%d unit=%s here=%d posted=%d fetched=%d a=%s has=%d", p->path,
		p->tail, p->lang == LANG_VI ? "vi" : "en", p->size, p->unit, p->here, p->posted, p->fetched,
		page_field(p, "a"), page_has(p, "a"));
	page_done(p, 200);
}

static void list(struct page *p)
{
	const char *name, *value, *filename;
	const void *bytes;
	size_t n;
	for (size_t i = 0; (name = page_field_at(p, i, &value)); i++)
		html_print(&p->out, "%s=%s|", name, value);
	html_print(&p->out, "a=%s|", page_field(p, "a"));
	if (page_file(p, "tep", &filename, &bytes, &n)) {
		html_print(&p->out, "%s:%zu:", filename, n);
		buf_add(&p->out, bytes, n);
	}
	page_done(p, 200);
}

static void elsewhere(struct page *p)
{
	page_redirect(p, "/ho/Nhà 3\r\nX-Bad: y");
}

static void facts(struct page *p)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "a", page_field(p, "a"));
	page_json(p, 201, o);
}

static void download(struct page *p)
{
	struct buf b;
	buf_init(&b, 100);
	buf_add(&b, "PK\0\3", 4);
	page_send(p, "application/zip", "Mẫu 02 \"xóm\"\r\n.xlsx", &b);
}

static void print_it(struct page *p)
{
	struct buf b;
	buf_init(&b, 100);
	buf_text(&b, "<style>p{}</style>");
	page_send(p, "text/html; charset=utf-8", NULL, &b);
}

static void refuse(struct page *p)
{
	struct err e;
	err_set(&e, ERR_NOT_FOUND, TEXT_DOOR_NO_UNIT, "");
	page_fail(p, &e);
}

static void remember(struct page *p)
{
	page_set_session(p, *p->tail ? NULL : "abc123", APP_OWNER);
	page_set_look(p, LANG_EN, 2);
	page_set_unit(p, "05788-01");
	page_set_unit(p, "x; Domain=evil");
	page_redirect(p, "/");
}

static void forgets(struct page *p)
{
	(void)p;
}

static const struct page_route routes[] = {
	{"GET", "/", PAGE_ANYBODY, true, show},
	{"GET", "/ho/", PAGE_ANYBODY, true, show},
	{"GET", "/ho/cu/", PAGE_ANYBODY, true, list},
	{"GET", "/ho-moi", PAGE_ANYBODY, true, show},
	{"POST", "/ho/luu", PAGE_ANYBODY, true, list},
	{"GET", "/di", PAGE_ANYBODY, true, elsewhere},
	{"GET", "/json", PAGE_ANYBODY, true, facts},
	{"GET", "/tai", PAGE_ANYBODY, true, download},
	{"GET", "/in", PAGE_ANYBODY, true, print_it},
	{"GET", "/loi", PAGE_ANYBODY, true, refuse},
	{"GET", "/nho", PAGE_ANYBODY, true, remember},
	{"GET", "/nho/", PAGE_ANYBODY, true, remember},
	{"GET", "/quen", PAGE_ANYBODY, true, forgets},
	{0},
};

/* -- which page -- */

static void a_page_is_found_by_its_path(void **unused)
{
	(void)unused;
	struct served d;
	served_begin(&d, routes);
	assert_int_equal(served_get(&d, "/", ""), 200);
	assert_string_equal(d.body.data, "path=/ tail= lang=vi size=0 unit= here=1 posted=0 fetched=0 a= has=0");
	assert_int_equal(served_get(&d, "/", "Accept-Language: en-US,en;q=0.9\r\n"), 200);
	served_says(&d, "lang=vi"); /* as the machine */
	assert_int_equal(served_get(&d, "/ho/37a", ""), 200);
	served_says(&d, "path=/ho/37a tail=37a ");
	assert_int_equal(served_get(&d, "/ho/cu/12%2F3", ""), 200); /* the longest row that fits */
	assert_string_equal(d.body.data, "a=|");
	assert_int_equal(served_get(&d, "/ho/12%2F3%20%C4%91", "X-Tungnha: 1\r\n"), 200);
	served_says(&d, "tail=12/3 đ lang=vi size=0 unit= here=1 posted=0 fetched=1");
	assert_int_equal(served_get(&d, "/ho-moi?a=%3Cb%3E&x", ""), 200);
	served_says(&d, "a=&lt;b&gt; has=1");
	assert_int_equal(served_get(&d, "/ho/", ""), 404);
	assert_int_equal(served_get(&d, "/ho-moi/", ""), 404);
	assert_int_equal(served_get(&d, "/ho/luu", ""), 405); /* a path of its own, not the household "luu" */
	assert_true(served_told("Allow: POST\r\n"));
	assert_int_equal(served_post(&d, "/ho-moi", SERVED_FORM, "", 0), 405);
	assert_true(served_told("Allow: GET, HEAD\r\n"));
	assert_int_equal(served_get(&d, "/health", ""), 200);
	assert_int_equal(served_get(&d, "/exchange", ""), 405); /* a hub's own rows stand beside its pages */
	assert_int_equal(served_get(&d, "/ho/%FF", ""), 400);
	served_end(&d);
}

static void a_head_alone_is_answered_without_a_page(void **unused)
{
	(void)unused;
	struct served d;
	struct visitor v;
	char text[200];
	served_begin(&d, routes);
	visitor_come(&v, d.web, NULL);
	snprintf(text, sizeof text, "HEAD /ho/1 HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", d.host);
	visitor_text(&v, text);
	assert_int_equal(visitor_hear(&v, d.web, NULL), 0);
	assert_int_equal(strncmp(v.heard.data, "HTTP/1.1 200 ", 13), 0);
	assert_non_null(strstr(v.heard.data, "Content-Type: text/html; charset=utf-8\r\n"));
	assert_string_equal(strstr(v.heard.data, "\r\n\r\n"), "\r\n\r\n");
	visitor_leave(&v);
	served_end(&d);
}

/* -- what is answered -- */

static void an_answer_says_what_a_browser_may_do_with_it(void **unused)
{
	(void)unused;
	struct served d;
	served_begin(&d, routes);
	assert_int_equal(served_get(&d, "/ho/1", "Origin: http://elsewhere\r\n"), 200);
	assert_true(served_told(
		"Content-Security-Policy: default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' "
		"data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'\r\n"));
	assert_true(served_told("X-Frame-Options: DENY\r\n") && served_told("X-Content-Type-Options: nosniff\r\n"));
	assert_true(served_told("Referrer-Policy: same-origin\r\n") && served_told("Cache-Control: no-store\r\n"));
	assert_false(served_told("Access-Control"));
	assert_int_equal(served_get(&d, "/di", ""), 303);
	assert_true(served_told("Location: /ho/Nh%C3%A0%203%0D%0AX-Bad:%20y\r\n"));
	assert_int_equal(served_get(&d, "/json?a=%22", ""), 201);
	assert_string_equal(d.body.data, "{\"a\":\"\\\"\"}");
	assert_int_equal(served_get(&d, "/tai", ""), 200);
	assert_int_equal(d.body.len, 4);
	assert_true(served_told("Content-Disposition: attachment; filename=\"Mu 02 _xm___.xlsx\"; "
				"filename*=UTF-8''M%E1%BA%ABu%2002%20%22x%C3%B3m%22%0D%0A.xlsx\r\n"));
	assert_int_equal(served_get(&d, "/in", ""), 200);
	assert_true(served_told("default-src 'none'; style-src 'unsafe-inline'"));
	assert_false(served_told("script-src"));
	assert_int_equal(served_get(&d, "/quen", ""), 500);
	served_end(&d);
}

static void a_refusal_is_a_page_for_a_person(void **unused)
{
	(void)unused;
	struct served d;
	served_begin(&d, routes);
	assert_int_equal(served_get(&d, "/loi", SERVED_HTML), 404);
	served_says(&d, text_get(LANG_VI, TEXT_DOOR_NO_UNIT));
	assert_int_equal(served_get(&d, "/loi", SERVED_HTML "X-Tungnha: 1\r\n"), 404);
	served_says(&d, "{\"sentence\":\"");
	assert_int_equal(served_get(&d, "/khong-co", SERVED_HTML), 404);
	served_says(&d, text_get(LANG_VI, TEXT_SERVE_NOTHING_HERE));
	assert_true(served_told("Content-Type: text/html"));
	char english[200];
	snprintf(english, sizeof english, SERVED_HTML "Cookie: nhin-%s=en.0.\r\n", strchr(d.host, ':') + 1);
	assert_int_equal(served_get(&d, "/khong-co", english), 404);
	served_says(&d, text_get(LANG_EN, TEXT_SERVE_NOTHING_HERE));
	assert_int_equal(served_get(&d, "/khong-co", ""), 404);
	assert_true(served_told("Content-Type: application/problem+json"));
	assert_int_equal(served_ask(&d, "POST /exchange", "Content-Type: text/plain\r\n", "x", 1), 415);
	served_says(&d, "WEB_TYPE"); /* devices hear what they always heard */
	served_end(&d);
}

/* A line of the answer that sets "name-PORT". */
static bool keeps(const struct served *d, const char *name, const char *rest)
{
	char line[200];
	snprintf(line, sizeof line, "Set-Cookie: %s-%s=%s\r\n", name, strchr(d->host, ':') + 1, rest);
	return served_told(line);
}

static int get_with(struct served *d, const char *name, const char *value)
{
	char line[200];
	snprintf(line, sizeof line, "Cookie: x=nhin=en.1.a; %s%s=%s\r\n", name, strchr(d->host, ':') + 1, value);
	return served_get(d, "/", line);
}

static void a_browser_keeps_who_it_is_and_how_pages_look(void **unused)
{
	(void)unused;
	struct served d;
	served_begin(&d, routes);
	assert_int_equal(served_get(&d, "/nho", ""), 303);
	assert_true(keeps(&d, "tungnha", "abc123; Path=/; HttpOnly; SameSite=Strict"));
	assert_true(keeps(&d, "nhin", "en.2.05788-01; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict"));
	assert_false(served_told("evil"));
	assert_int_equal(served_get(&d, "/nho/x", ""), 303);
	assert_true(keeps(&d, "tungnha", "; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"));
	assert_int_equal(get_with(&d, "nhin-", "en.1.05788-02"), 200);
	served_says(&d, "lang=en size=1 unit=05788-02 ");
	static const char *const not_ours[] = {"en.3.a", "en", "fr.1.a", "en.1", "", ";=", "hin=en.1.a"};
	for (size_t i = 0; i < sizeof not_ours / sizeof *not_ours; i++) {
		assert_int_equal(get_with(&d, "nhin-", not_ours[i]), 200);
		served_says(&d, "lang=vi size=0 unit= ");
	}
	assert_int_equal(get_with(&d, "nhin-", "en.1.x y<z>"), 200);
	served_says(&d, "lang=en size=1 unit= ");
	served_end(&d);
}

/* A browser sends what one port set to every port of the machine. */
static void what_another_server_of_this_machine_set_is_not_ours(void **unused)
{
	(void)unused;
	struct served d;
	served_begin(&d, routes);
	static const char *const others[] = {"nhin-1", "nhin", "nhin--", "nhin-0"};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		assert_int_equal(get_with(&d, others[i], "en.1.05788-02"), 200);
		served_says(&d, "lang=vi size=0 unit= ");
	}
	served_end(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_is_found_by_its_path),
		cmocka_unit_test(a_head_alone_is_answered_without_a_page),
		cmocka_unit_test(an_answer_says_what_a_browser_may_do_with_it),
		cmocka_unit_test(a_refusal_is_a_page_for_a_person),
		cmocka_unit_test(a_browser_keeps_who_it_is_and_how_pages_look),
		cmocka_unit_test(what_another_server_of_this_machine_set_is_not_ours),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
