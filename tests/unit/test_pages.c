/* test_pages.c - pages over real sockets: what of a query, a form, a file reaches them, what answers are made of, and
 * who is turned away before anything is done. */
#include "../support/visitor.h"
#include "../support/world.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sodium.h>
#include <tungnha/alloc.h>
#include <tungnha/clock.h>
#include <tungnha/page.h>

#define FORM "application/x-www-form-urlencoded"
#define HTML "Accept: text/html\r\n"

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
	page_set_session(p, *p->tail ? NULL : "abc123");
	page_set_look(p, LANG_EN, 2);
	page_set_unit(p, "05788-01");
	page_set_unit(p, "x; Domain=evil");
	page_redirect(p, "/");
}

static void forgets(struct page *p)
{
	(void)p;
}

static sem_t begun, may_end;
static int worked;

static void wait_and_write(struct store *s, void *context)
{
	struct err e;
	sem_post(&begun);
	sem_wait(&may_end);
	assert_int_equal(store_begin(s, &e), 0);
	assert_int_equal(store_set(s, "worked", context, &e), 0);
	assert_int_equal(store_commit(s, &e), 0);
	worked += page_work_must_end(NULL) ? 10 : 1;
}

static void work(struct page *p)
{
	int64_t since = 0;
	char *context = alloc_copy("yes");
	bool taken = page_work(p, "gửi", wait_and_write, context);
	if (!taken)
		free(context);
	const char *what = page_working(p, &since);
	html_print(&p->out, "taken=%d what=%s since=%d", taken, what ? what : "-", since > 0);
	page_done(p, 200);
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
	{"POST", "/lam", PAGE_ANYBODY, false, work},
	{"GET", "/kin", PAGE_ENTER, false, show},
	{0},
};

/* -- a server, and asking it -- */

struct served {
	struct world world;
	struct web *web;
	struct buf body;
	char host[80];
};

static void begin(struct served *d)
{
	struct err e;
	world_begin(&d->world);
	const struct web_options o = {.listen = "127.0.0.1:0",
		.folder = d->world.hub.folder,
		.version = "test",
		.lang = LANG_VI,
		.service = &web_hub,
		.pages = routes,
		.assets = web_assets_door,
		.limits = &web_limits_pages};
	assert_int_equal(web_start(d->world.hub.store, &o, &d->web, &e), 0);
	snprintf(d->host, sizeof d->host, "%s", web_address(d->web));
	buf_init(&d->body, 4 * 1024 * 1024);
}

static void end(struct served *d)
{
	web_stop(d->web);
	world_end(&d->world);
	buf_free(&d->body);
}

/* One request of the server's own host; `more` are lines of its head. */
static int ask(struct served *d, const char *what, const char *more, const char *body, size_t n)
{
	struct buf b;
	struct visitor v;
	buf_init(&b, 4 * 1024 * 1024);
	buf_print(&b, "%s HTTP/1.1\r\nHost: %s\r\n%s", what, d->host, more);
	if (body)
		buf_print(&b, "Content-Length: %zu\r\n", n);
	buf_text(&b, "\r\n");
	buf_add(&b, body, n);
	visitor_come(&v, d->web, NULL);
	visitor_say(&v, b.data, b.len);
	int status = visitor_hear(&v, d->web, &d->body);
	visitor_leave(&v);
	buf_free(&b);
	return status;
}

static int get(struct served *d, const char *path, const char *more)
{
	char what[1024];
	snprintf(what, sizeof what, "GET %s", path);
	return ask(d, what, more, NULL, 0);
}

static int post(struct served *d, const char *path, const char *type, const char *body, size_t n)
{
	char what[100], more[300];
	snprintf(what, sizeof what, "POST %s", path);
	snprintf(more, sizeof more, "Origin: http://%s\r\nContent-Type: %s\r\n", d->host, type);
	return ask(d, what, more, body, n);
}

static void saves(struct served *d, const char *body, const char *listed)
{
	assert_int_equal(post(d, "/ho/luu", FORM, body, strlen(body)), 200);
	assert_string_equal(d->body.data, listed);
}

static bool told(const char *text)
{
	return visitor_was_told(NULL, text);
}

static void says(struct served *d, const char *text)
{
	if (!strstr(d->body.data, text))
		fail_msg("it says: %s", d->body.data);
}

/* -- which page -- */

static void a_page_is_found_by_its_path(void **unused)
{
	(void)unused;
	struct served d;
	begin(&d);
	assert_int_equal(get(&d, "/", ""), 200);
	assert_string_equal(d.body.data, "path=/ tail= lang=vi size=0 unit= here=1 posted=0 fetched=0 a= has=0");
	assert_int_equal(get(&d, "/", "Accept-Language: en-US,en;q=0.9\r\n"), 200);
	says(&d, "lang=vi"); /* as the machine */
	assert_int_equal(get(&d, "/ho/37a", ""), 200);
	says(&d, "path=/ho/37a tail=37a ");
	assert_int_equal(get(&d, "/ho/cu/12%2F3", ""), 200); /* the longest row that fits */
	assert_string_equal(d.body.data, "a=|");
	assert_int_equal(get(&d, "/ho/12%2F3%20%C4%91", "X-Tungnha: 1\r\n"), 200);
	says(&d, "tail=12/3 đ lang=vi size=0 unit= here=1 posted=0 fetched=1");
	assert_int_equal(get(&d, "/ho-moi?a=%3Cb%3E&x", ""), 200);
	says(&d, "a=&lt;b&gt; has=1");
	assert_int_equal(get(&d, "/ho/", ""), 404);
	assert_int_equal(get(&d, "/ho-moi/", ""), 404);
	assert_int_equal(get(&d, "/ho/luu", ""), 405); /* a path of its own, not the household "luu" */
	assert_true(told("Allow: POST\r\n"));
	assert_int_equal(post(&d, "/ho-moi", FORM, "", 0), 405);
	assert_true(told("Allow: GET, HEAD\r\n"));
	assert_int_equal(get(&d, "/health", ""), 200);
	assert_int_equal(get(&d, "/exchange", ""), 405); /* a hub's own rows stand beside its pages */
	assert_int_equal(get(&d, "/ho/%FF", ""), 400);
	end(&d);
}

static void a_head_alone_is_answered_without_a_page(void **unused)
{
	(void)unused;
	struct served d;
	struct visitor v;
	char text[200];
	begin(&d);
	visitor_come(&v, d.web, NULL);
	snprintf(text, sizeof text, "HEAD /ho/1 HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", d.host);
	visitor_text(&v, text);
	assert_int_equal(visitor_hear(&v, d.web, NULL), 0);
	assert_int_equal(strncmp(v.heard.data, "HTTP/1.1 200 ", 13), 0);
	assert_non_null(strstr(v.heard.data, "Content-Type: text/html; charset=utf-8\r\n"));
	assert_string_equal(strstr(v.heard.data, "\r\n\r\n"), "\r\n\r\n");
	visitor_leave(&v);
	end(&d);
}

/* -- what is typed -- */

static void fields_are_clean_text(void **unused)
{
	(void)unused;
	struct served d;
	begin(&d);
	saves(&d, "a=1&b=&c&=x&a=2", "a=1|b=|c=|=x|a=2|a=1|");
	saves(&d, "ten=%C3%94ng+Ba%2B%26&x=100%25&y=%zz%4", "ten=Ông Ba+&amp;|x=100%|y=%zz%4|a=|");
	saves(&d, "a=e%CC%82%CC%81", "a=ế|a=ế|"); /* composed, however it was typed */
	saves(&d, "a=++x%09y%01z%0D%0Ax%0Dv%7F+%0A", "a=x yz\nx\nv|a=x yz\nx\nv|");
	saves(&d, "", "a=|");
	assert_int_equal(post(&d, "/ho/luu?a=hỏi", FORM, "a=thưa", strlen("a=thưa")), 200);
	says(&d, "a=thưa|a=thưa|"); /* what was posted, not what stood in the address */
	assert_int_equal(post(&d, "/ho/luu?a=2", FORM, "b=1", 3), 200);
	assert_string_equal(d.body.data, "b=1|a=2|");
	end(&d);
}

static void what_is_no_form_is_refused(void **unused)
{
	(void)unused;
	struct served d;
	struct buf many;
	begin(&d);
	assert_int_equal(post(&d, "/ho/luu", FORM, "a=%00", 5), 400);
	says(&d, "SERVE_FIELD_BYTES");
	assert_int_equal(post(&d, "/ho/luu", FORM, "a=%C3%28", 8), 400);
	assert_int_equal(post(&d, "/ho/luu", FORM, "a\0b=1", 5), 400);
	assert_int_equal(get(&d, "/?a=%00", ""), 400);
	assert_int_equal(get(&d, "/?a=%ED%A0%80", ""), 400);
	assert_int_equal(post(&d, "/ho/luu", "text/plain", "a=1", 3), 415);
	assert_int_equal(post(&d, "/ho/luu", "application/json", "{}", 2), 415);
	buf_init(&many, 4 * 1024 * 1024);
	for (int i = 0; i < PAGE_FIELDS_MAX; i++)
		buf_print(&many, "%sf%d=1", i ? "&" : "", i);
	assert_int_equal(post(&d, "/ho/luu", FORM, many.data, many.len), 200);
	buf_text(&many, "&g=1");
	assert_int_equal(post(&d, "/ho/luu", FORM, many.data, many.len), 400);
	says(&d, "SERVE_FIELDS_MANY");
	buf_clear(&many);
	buf_text(&many, "a=");
	while (many.len < 2 + PAGE_FIELD_BYTES)
		buf_char(&many, 'x');
	assert_int_equal(post(&d, "/ho/luu", FORM, many.data, many.len), 200);
	buf_char(&many, 'x');
	assert_int_equal(post(&d, "/ho/luu", FORM, many.data, many.len), 400);
	says(&d, "SERVE_FIELD_LONG");
	while (many.len <= web_limits_pages.body_bytes)
		buf_text(&many, "xxxxxxxxxxxxxxxx");
	assert_int_equal(post(&d, "/ho/luu", FORM, many.data, many.len), 413);
	buf_free(&many);
	end(&d);
}

static void a_file_comes_as_it_is(void **unused)
{
	(void)unused;
	static const char part[] = "--B!\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nmột\r\n--B!\r\n"
				   "content-disposition: form-data; name=\"tep\"; filename=\"Xóm 1.xlsx\"\r\n"
				   "Content-Type: x/y\r\n\r\nPK\0\r\n--B\n\xff\r\n--B!\r\nContent-Disposition: "
				   "form-data; name=\"b\"\r\n\r\n\r\n--B!--\r\n";
	struct served d;
	begin(&d);
	assert_int_equal(post(&d, "/ho/luu", "multipart/form-data; boundary=\"B!\"", part, sizeof part - 1), 200);
	says(&d, "a=một|b=|a=một|Xóm 1.xlsx:10:PK");
	assert_int_equal(memcmp(strstr(d.body.data, ":10:") + 4, "PK\0\r\n--B\n\xff", 10), 0);
	static const char none[] =
		"--B\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"\"\r\n\r\n\r\n--B--";
	assert_int_equal(post(&d, "/ho/luu", "multipart/form-data; boundary=B", none, sizeof none - 1), 200);
	assert_string_equal(d.body.data, "a=|");
	static const char *const broken[] = {"", "--C--", "--B", "--B\r\n", "--B\r\nX: y\r\n\r\nz\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nnever ended",
		"--B\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--B--"};
	for (size_t i = 1; i < sizeof broken / sizeof *broken; i++)
		assert_int_equal(
			post(&d, "/ho/luu", "multipart/form-data; boundary=B", broken[i], strlen(broken[i])), 400);
	assert_int_equal(post(&d, "/ho/luu", "multipart/form-data", none, sizeof none - 1), 400);
	end(&d);
}

/* -- what is answered -- */

static void an_answer_says_what_a_browser_may_do_with_it(void **unused)
{
	(void)unused;
	struct served d;
	begin(&d);
	assert_int_equal(get(&d, "/ho/1", "Origin: http://elsewhere\r\n"), 200);
	assert_true(
		told("Content-Security-Policy: default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' "
		     "data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'\r\n"));
	assert_true(told("X-Frame-Options: DENY\r\n") && told("X-Content-Type-Options: nosniff\r\n"));
	assert_true(told("Referrer-Policy: same-origin\r\n") && told("Cache-Control: no-store\r\n"));
	assert_false(told("Access-Control"));
	assert_int_equal(get(&d, "/di", ""), 303);
	assert_true(told("Location: /ho/Nh%C3%A0%203%0D%0AX-Bad:%20y\r\n"));
	assert_int_equal(get(&d, "/json?a=%22", ""), 201);
	assert_string_equal(d.body.data, "{\"a\":\"\\\"\"}");
	assert_int_equal(get(&d, "/tai", ""), 200);
	assert_int_equal(d.body.len, 4);
	assert_true(told("Content-Disposition: attachment; filename=\"Mu 02 _xm___.xlsx\"; "
			 "filename*=UTF-8''M%E1%BA%ABu%2002%20%22x%C3%B3m%22%0D%0A.xlsx\r\n"));
	assert_int_equal(get(&d, "/in", ""), 200);
	assert_true(told("default-src 'none'; style-src 'unsafe-inline'"));
	assert_false(told("script-src"));
	assert_int_equal(get(&d, "/quen", ""), 500);
	end(&d);
}

static void a_refusal_is_a_page_for_a_person(void **unused)
{
	(void)unused;
	struct served d;
	begin(&d);
	assert_int_equal(get(&d, "/loi", HTML), 404);
	says(&d, text_get(LANG_VI, TEXT_DOOR_NO_UNIT));
	assert_int_equal(get(&d, "/loi", HTML "X-Tungnha: 1\r\n"), 404);
	says(&d, "{\"sentence\":\"");
	assert_int_equal(get(&d, "/khong-co", HTML), 404);
	says(&d, text_get(LANG_VI, TEXT_SERVE_NOTHING_HERE));
	assert_true(told("Content-Type: text/html"));
	assert_int_equal(get(&d, "/khong-co", HTML "Cookie: nhin=en.0.\r\n"), 404);
	says(&d, text_get(LANG_EN, TEXT_SERVE_NOTHING_HERE));
	assert_int_equal(get(&d, "/khong-co", ""), 404);
	assert_true(told("Content-Type: application/problem+json"));
	assert_int_equal(ask(&d, "POST /exchange", "Content-Type: text/plain\r\n", "x", 1), 415);
	says(&d, "WEB_TYPE"); /* devices hear what they always heard */
	end(&d);
}

static void a_browser_keeps_who_it_is_and_how_pages_look(void **unused)
{
	(void)unused;
	struct served d;
	begin(&d);
	assert_int_equal(get(&d, "/nho", ""), 303);
	assert_true(told("Set-Cookie: tungnha=abc123; Path=/; HttpOnly; SameSite=Strict\r\n"));
	assert_true(told("Set-Cookie: nhin=en.2.05788-01; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict\r\n"));
	assert_false(told("evil"));
	assert_int_equal(get(&d, "/nho/x", ""), 303);
	assert_true(told("Set-Cookie: tungnha=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0\r\n"));
	assert_int_equal(get(&d, "/", "Cookie: x=nhin=en.1.a; nhin=en.1.05788-02\r\n"), 200);
	says(&d, "lang=en size=1 unit=05788-02 ");
	static const char *const not_ours[] = {
		"nhin=en.3.a", "nhin=en", "nhin=fr.1.a", "nhin=en.1", "nhin", "nhin=", ";;=", "hin=en.1.a"};
	for (size_t i = 0; i < sizeof not_ours / sizeof *not_ours; i++) {
		char line[200];
		snprintf(line, sizeof line, "Cookie: %s\r\n", not_ours[i]);
		assert_int_equal(get(&d, "/", line), 200);
		says(&d, "lang=vi size=0 unit= ");
	}
	assert_int_equal(get(&d, "/", "Cookie: nhin=en.1.x y<z>\r\n"), 200);
	says(&d, "lang=en size=1 unit= ");
	end(&d);
}

/* -- who is turned away -- */

static int with_host(struct served *d, const char *host, const char *what)
{
	char was[80];
	snprintf(was, sizeof was, "%s", d->host);
	snprintf(d->host, sizeof d->host, "%s", host);
	int status = ask(d, what, HTML, NULL, 0);
	snprintf(d->host, sizeof d->host, "%s", was);
	return status;
}

static void another_host_is_turned_away(void **unused)
{
	(void)unused;
	struct served d;
	char host[80];
	begin(&d);
	const char *port = strchr(d.host, ':');
	static const char *const ours[] = {"127.0.0.1", "localhost", "LocalHost", "[::1]"};
	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
		snprintf(host, sizeof host, "%s%s", ours[i], port);
		assert_int_equal(with_host(&d, host, "GET /"), 200);
	}
	static const char *const others[] = {
		"evil.example", "127.0.0.1.evil.example", "10.42.0.1", "127.0.0.2", "", "x@127.0.0.1"};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		snprintf(host, sizeof host, "%s%s", others[i], port);
		assert_int_equal(with_host(&d, host, "GET /"), 421);
		says(&d, text_get(LANG_VI, TEXT_SERVE_OTHER_HOST));
	}
	assert_int_equal(with_host(&d, "127.0.0.1", "GET /"), 421);
	assert_int_equal(with_host(&d, "127.0.0.1:1", "GET /tungnha.css"), 421);
	assert_int_equal(
		with_host(&d, "evil.example", "GET /health"), 200); /* who watches over it may call it anything */
	end(&d);
}

static void another_origin_is_turned_away(void **unused)
{
	(void)unused;
	struct served d;
	char line[300];
	begin(&d);
	static const struct {
		const char *format;
		int status;
	} cases[] = {{"Origin: http://%s\r\n", 200}, {"Origin: http://evil.example\r\n", 421},
		{"Origin: null\r\n", 421}, {"Origin: https://%s\r\n", 421}, {"Origin: http://%s.evil\r\n", 421},
		{"Origin: \r\n", 421}, {"Referer: http://%s/ho/1\r\n", 200}, {"Referer: http://%s\r\n", 200},
		{"Referer: http://evil.example/http://%s/\r\n", 421},
		{"Origin: http://evil.example\r\nReferer: http://%s/\r\n", 421},
		{"Sec-Fetch-Site: same-origin\r\n", 200}, {"Sec-Fetch-Site: cross-site\r\n", 421},
		{"Sec-Fetch-Site: same-site\r\n", 421}, {"", 421}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b;
		buf_init(&b, sizeof line - 1);
		const char *at = strstr(cases[i].format, "%s");
		buf_add(&b, cases[i].format, at ? (size_t)(at - cases[i].format) : strlen(cases[i].format));
		buf_text(&b, at ? d.host : "");
		buf_text(&b, at ? at + 2 : "");
		buf_text(&b, "Content-Type: " FORM "\r\n");
		if (ask(&d, "POST /ho/luu", b.data, "a=1", 3) != cases[i].status)
			fail_msg("%s: not %d", b.data, cases[i].status);
		buf_free(&b);
	}
	end(&d);
}

static void who_has_no_session_gets_no_page(void **unused)
{
	(void)unused;
	struct served d;
	begin(&d);
	assert_int_equal(get(&d, "/kin", HTML), 303);
	assert_int_equal(d.body.len, 0);
	end(&d);
}

/* -- files of the program -- */

static void a_file_is_sent_once_and_asked_after(void **unused)
{
	(void)unused;
	struct served d;
	char line[200];
	begin(&d);
	assert_int_equal(get(&d, "/tungnha.css", "Accept-Encoding: br, gzip\r\n"), 200);
	assert_true(told("Content-Encoding: gzip\r\n") && told("Cache-Control: no-cache\r\n"));
	assert_true(told("Content-Type: text/css; charset=utf-8\r\n"));
	assert_int_equal(memcmp(d.body.data, "\x1f\x8b", 2), 0);
	size_t packed = d.body.len;
	assert_int_equal(get(&d, "/tungnha.css", ""), 200);
	assert_false(told("Content-Encoding"));
	assert_true(d.body.len > packed);
	says(&d, "{");
	assert_int_equal(get(&d, "/tungnha.css", "If-None-Match: \"other\"\r\n"), 200);
	struct visitor v;
	visitor_come(&v, d.web, NULL);
	snprintf(line, sizeof line, "GET /tungnha.css HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", d.host);
	visitor_text(&v, line);
	while (!v.gone && !strstr(v.heard.data, "\r\n\r\n"))
		assert_true(visitor_is_cut(&v, d.web));
	char *tag = strstr(v.heard.data, "ETag: ") + 6;
	snprintf(line, sizeof line, "If-None-Match: W/\"x\", %.*s\r\n", (int)strcspn(tag, "\r"), tag);
	visitor_leave(&v);
	assert_int_equal(get(&d, "/tungnha.css", line), 304);
	assert_int_equal(d.body.len, 0);
	assert_int_equal(ask(&d, "POST /tungnha.css", "", "", 0), 405);
	end(&d);
}

/* PRODUCT.md, 8: together they fit where a phone loads them in a moment. */
static void files_together_are_small(void **unused)
{
	(void)unused;
	enum { MOST = 60 * 1024 };
	struct served d;
	size_t sum = 0;
	begin(&d);
	for (const struct web_asset *a = web_assets_door; a->path; a++) {
		assert_int_equal(get(&d, a->path, ""), 200);
		sum += d.body.len;
	}
	assert_in_range(sum, 1, MOST);
	end(&d);
}

/* -- work that takes long -- */

static void long_work_keeps_no_page_waiting(void **unused)
{
	(void)unused;
	struct served d;
	begin(&d);
	sem_init(&begun, 0, 0);
	sem_init(&may_end, 0, 0);
	worked = 0;
	assert_int_equal(post(&d, "/lam", FORM, "", 0), 200);
	assert_string_equal(d.body.data, "taken=1 what=gửi since=1");
	sem_wait(&begun);
	assert_int_equal(post(&d, "/lam", FORM, "", 0), 200); /* one at a time */
	assert_string_equal(d.body.data, "taken=0 what=gửi since=1");
	assert_int_equal(get(&d, "/", ""), 200);
	sem_post(&may_end);
	do {
		nanosleep(&(struct timespec){.tv_nsec = 20 * 1000 * 1000}, NULL);
		assert_int_equal(post(&d, "/lam", FORM, "", 0), 200);
	} while (strstr(d.body.data, "taken=0"));
	sem_wait(&begun);
	sem_post(&may_end);
	web_stop(d.web); /* waits for it */
	assert_true(worked >= 2);
	char *set = store_setting(d.world.hub.store, "worked");
	assert_string_equal(set, "yes");
	free(set);
	world_end(&d.world);
	buf_free(&d.body);
	sem_destroy(&begun);
	sem_destroy(&may_end);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_is_found_by_its_path),
		cmocka_unit_test(a_head_alone_is_answered_without_a_page),
		cmocka_unit_test(fields_are_clean_text),
		cmocka_unit_test(what_is_no_form_is_refused),
		cmocka_unit_test(a_file_comes_as_it_is),
		cmocka_unit_test(an_answer_says_what_a_browser_may_do_with_it),
		cmocka_unit_test(a_refusal_is_a_page_for_a_person),
		cmocka_unit_test(a_browser_keeps_who_it_is_and_how_pages_look),
		cmocka_unit_test(another_host_is_turned_away),
		cmocka_unit_test(another_origin_is_turned_away),
		cmocka_unit_test(who_has_no_session_gets_no_page),
		cmocka_unit_test(a_file_is_sent_once_and_asked_after),
		cmocka_unit_test(files_together_are_small),
		cmocka_unit_test(long_work_keeps_no_page_waiting),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
