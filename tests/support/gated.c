/* gated.c - a server whose pages only tell who asks, before a store under a passphrase. */
#include "gated.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <tungnha/app_collector.h>
#include <tungnha/clock.h>
#include <tungnha/page.h>
#include <tungnha/store_keep.h>

#include "visitor.h"

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

static atomic_int gated_works;

int gated_working(void)
{
	return atomic_load(&gated_works);
}

/* Until it is told to end, as one that waits for a network does. */
static void wait_to_be_told(struct store *s, void *context)
{
	(void)s;
	while (!page_work_must_end(context))
		nanosleep(&(struct timespec){.tv_nsec = 20 * 1000 * 1000}, NULL);
	atomic_fetch_sub(&gated_works, 1);
}

static void work(struct page *p)
{
	atomic_fetch_add(&gated_works, 1);
	bool taken = page_work(p, "sync", wait_to_be_told, NULL);
	if (!taken)
		atomic_fetch_sub(&gated_works, 1);
	html_print(&p->out, "taken=%d working=%d", taken, page_working(p, NULL) != NULL);
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
	{"POST", "/lam", PAGE_ANYBODY, false, work},
	{"POST", "/dong", PAGE_OWNER, false, close_it},
	{0},
};

/* --- a server --- */

static int make_up(void *context, struct store *like, struct store **out, struct err *e)
{
	const struct gated *d = context;
	(void)like, (void)e;
	*out = shelf_collector(d->shelf, "made-up");
	return 0;
}

void gated_serve(struct gated *d, struct store *s)
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

void gated_begin(struct gated *d, void **state)
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
	gated_serve(d, s);
}

void gated_end(struct gated *d)
{
	web_stop(d->web);
	buf_free(&d->body);
}

int gated_ask(struct gated *d, const char *what, const char *cookie, const char *more, const char *body)
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

int gated_get(struct gated *d, const char *path, const char *cookie)
{
	char what[300];
	snprintf(what, sizeof what, "GET %s", path);
	return gated_ask(d, what, cookie, "", NULL);
}

int gated_post(struct gated *d, const char *path, const char *cookie, const char *body)
{
	char what[300];
	snprintf(what, sizeof what, "POST %s", path);
	return gated_ask(d, what, cookie, "", body);
}

bool gated_says(const struct gated *d, const char *text)
{
	return strstr(d->body.data, text) != NULL;
}

/* What a form of this session would carry: its script is told when it comes with another's. */
void gated_token_of(struct gated *d, const char *cookie, char out[static 64])
{
	assert_int_equal(gated_ask(d, "POST /ho/luu", cookie, "X-Tungnha: 1\r\n", "so=1"), 403);
	const char *at = strstr(d->body.data, "\"token\":\"");
	assert_non_null(at);
	snprintf(out, 64, "%.*s", (int)strcspn(at + 9, "\""), at + 9);
}

int gated_save(struct gated *d, const char *cookie, const char *token)
{
	char body[200];
	snprintf(body, sizeof body, "so=37&token=%s", token);
	return gated_post(d, "/ho/luu", cookie, body);
}
