/* page.c - a page for a person, on the store's thread: what it is told, and which store it works with. */
#include <stdlib.h>
#include <string.h>

#include "web_private.h"

#include <tungnha/alloc.h>
#include <tungnha/app_practice.h>
#include <tungnha/clock.h>
#include <tungnha/file.h>
#include <tungnha/store_users.h>

const char *page_field(const struct page *p, const char *name)
{
	const struct field *f = fields_find(&p->request->fields, name, false);
	return f ? f->value : "";
}

bool page_has(const struct page *p, const char *name)
{
	return fields_find(&p->request->fields, name, false) != NULL;
}

const char *page_secret(const struct page *p, const char *name)
{
	const struct field *f = fields_find(&p->request->fields, name, false);
	return f ? f->typed ? f->typed : f->value : "";
}

bool page_file(const struct page *p, const char *name, const char **filename, const void **bytes, size_t *n)
{
	const struct field *f = fields_find(&p->request->fields, name, true);
	if (!f)
		return false;
	*filename = f->filename;
	*bytes = f->bytes;
	*n = f->n;
	return true;
}

bool page_file_at(
	const struct page *p, const char *name, size_t i, const char **filename, const void **bytes, size_t *n)
{
	const struct fields *f = &p->request->fields;
	for (size_t at = 0; at < f->count; at++) {
		const struct field *x = &f->item[at];
		if (!x->filename || strcmp(x->name, name) != 0 || i-- > 0)
			continue;
		*filename = x->filename;
		*bytes = x->bytes;
		*n = x->n;
		return true;
	}
	return false;
}

const char *page_field_at(const struct page *p, size_t i, const char **value)
{
	const struct fields *f = &p->request->fields;
	for (size_t at = 0; at < f->count; at++) {
		if (!f->item[at].posted || f->item[at].filename || i-- > 0)
			continue;
		*value = f->item[at].value;
		return f->item[at].name;
	}
	return NULL;
}

/* --- the stores --- */

void page_opened(struct page *p, struct store *s)
{
	watch_opened(p->request->web, s);
	p->store = s;
}

bool page_is_own_store(const struct page *p, struct store *s)
{
	return watch_is_own(p->request->web, s);
}

void page_closed(struct page *p)
{
	watch_close(p->request->web);
	p->store = NULL;
}

size_t page_addresses(const struct page *p, char out[static PAGE_ADDRESSES_MAX][PAGE_ADDRESS])
{
	const struct web *w = p->request->web;
	return w->options.hotspot ? web_reached(w, true, out) : 0;
}

size_t page_reached(const struct page *p, char out[static PAGE_ADDRESSES_MAX][PAGE_ADDRESS])
{
	return web_reached(p->request->web, false, out);
}

struct store *page_real(const struct page *p, const char **folder)
{
	if (folder)
		*folder = p->request->web->options.folder;
	return p->request->web->store;
}

void page_practice_close(struct page *p)
{
	struct web *w = p->request->web;
	if (p->store == w->practice)
		p->store = NULL;
	store_close(w->practice);
	w->practice = NULL;
}

static int practise(struct page *p, struct err *e)
{
	struct web *w = p->request->web;
	if (!w->practice && w->options.practice(w->options.practice_context, w->store, &w->practice, e) != 0)
		return -1;
	p->store = w->practice;
	p->folder = w->practice_folder;
	p->practice = true;
	p->unit[0] = '\0'; /* the hamlet chosen is a real one */
	return 0;
}

int page_practise(struct page *p, bool on, struct err *e)
{
	struct web *w = p->request->web;
	if (on == p->practice)
		return 0;
	if (on ? !w->options.practice : p->store == w->store)
		return err_set(e, ERR_NOT_FOUND, TEXT_SERVE_NOTHING_HERE, "");
	if (on)
		return practise(p, e);
	p->store = w->store;
	p->folder = w->options.folder;
	p->practice = false;
	snprintf(p->unit, sizeof p->unit, "%s", p->request->unit);
	return 0;
}

/* --- one page --- */

static void begin(struct page *p, struct web *w, struct request *r)
{
	*p = (struct page){.request = r,
		.store = w->store,
		.folder = w->options.folder,
		.lang = r->lang,
		.size = r->size,
		.here = r->conn->peer.here && !w->options.behind_proxy,
		.from = w->options.behind_proxy ? "" : r->conn->peer.shown,
		.phone = r->head.agent && (strstr(r->head.agent, "Mobile") || strstr(r->head.agent, "Android")),
		.posted = r->posted,
		.fetched = r->fetched,
		.practice = w->store && app_is_practice(w->store),
		.path = r->path,
		.now = clock_now()};
	size_t own = strlen(r->page->path);
	p->tail = strlen(r->path) > own ? r->path + own : "";
	snprintf(p->unit, sizeof p->unit, "%s", r->unit);
	buf_init(&p->out, PAGE_BYTES_MAX);
}

/* What a person of a hub decides on a page bears his name. */
static void act_as(struct web *w, const struct app_session *session)
{
	if (w->store)
		store_acting_set(w->store, session && session->role >= APP_VIEWER ? session->by : "");
}

/* What is only shown comes from one state of the store, whatever others write meanwhile. */
static void show(struct web *w, struct page *p, const struct page_route *route)
{
	struct store *s = p->posted ? NULL : p->store;
	if (s)
		store_view(s);
	route->serve(p);
	if (s && (s == w->store || s == w->practice)) /* still open */
		store_view_end(s);
}

static void serve(struct web *w, struct request *r)
{
	struct page p;
	struct err e;
	begin(&p, w, r);
	bool again = aside_is_done(r);
	bool enters = gate_enter(&p, r->page);
	bool to_practice = enters && p.session && p.session->practice && !p.practice && w->options.practice;
	act_as(w, p.session);
	if (to_practice && practise(&p, &e) != 0)
		page_fail(&p, &e);
	else if (enters && gate_stays(&p, r->page)) {
		if (again)
			aside_then(&p);
		else
			show(w, &p, r->page);
	}
	act_as(w, NULL);
	if (!r->answered && !aside_is_waited_for(r))
		problem_text(r, 500, TEXT_SERVE_FAULT);
	buf_free(&p.out);
}

void page_serve(struct web *w, struct request *const *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		serve(w, r[i]);
}
