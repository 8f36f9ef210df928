/* page_review_queue.c - items of the queue: where each is decided, in which words it is told, which one comes next. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_words.h>
#include <tungnha/utf8.h>

#include "page_review.h"

int review_kind(const char *word)
{
	for (int k = 0; k < QUEUE_KINDS; k++)
		if (strcmp(word, app_queue_word((enum app_queue_kind)k)) == 0)
			return k;
	return -1;
}

bool review_same(const struct app_queue_item *a, const struct app_queue_item *b)
{
	bool held = a->kind == QUEUE_HELD || b->kind == QUEUE_HELD; /* decided entry by entry */
	return strcmp(a->unit.code, b->unit.code) == 0 && strcmp(a->number, b->number) == 0 &&
	       (a->number[0] ? !held : id_equal(a->key, b->key)) &&
	       (!held || name_compare(&a->entry, &b->entry) == 0) && (a->number[0] || a->kind == b->kind);
}

bool review_waits(const struct app_queue_item *i, int kind)
{
	if (kind >= 0)
		return (int)i->kind == kind;
	return i->kind != QUEUE_RETURNED;
}

bool review_of_closed(const struct app_queue_item *i)
{
	return i->kind == QUEUE_HELD || i->kind == QUEUE_FORK || i->kind == QUEUE_LOST;
}

/* --- where --- */

static void add(struct buf *b, const char *path, const char *unit, const char *number)
{
	buf_text(b, path);
	html_url(b, unit, "");
	if (number) {
		buf_text(b, "/");
		html_url(b, number, "");
	}
}

static void put(struct page *p, const struct app_queue_item *i, struct buf *b)
{
	char entry[NAME_TEXT];
	bool lost_entry = i->kind == QUEUE_LOST && i->about.seq;
	if (i->kind == QUEUE_FORK)
		buf_text(b, "/thiet-bi");
	else if (i->kind == QUEUE_HELD || lost_entry)
		buf_print(
			b, "/duyet/tam-giu/%s", store_entry_text(p->store, lost_entry ? &i->about : &i->entry, entry));
	else if (i->number[0])
		add(b, "/duyet/ho/", i->unit.code, i->number);
	else if (i->kind == QUEUE_LOST && i->matter == ENTRY_ROW)
		add(b, "/nhap-giay/", i->unit.code, NULL);
	else if (i->kind == QUEUE_LOST)
		buf_text(b, "/khoa");
	else
		add(b, "/don-vi/", i->unit.code, NULL);
}

const char *review_path(struct page *p, const struct app_queue_item *i, int kind, char out[static REVIEW_PATH])
{
	struct buf b;
	buf_init(&b, REVIEW_PATH - 1);
	put(p, i, &b);
	if (kind >= 0 && strncmp(b.data, "/duyet/", 7) == 0)
		buf_print(&b, "?loai=%s", app_queue_word((enum app_queue_kind)kind));
	snprintf(out, REVIEW_PATH, "%s", b.data);
	buf_free(&b);
	return out;
}

/* --- what comes next --- */

static bool is_at(const struct app_queue_item *i, const struct review_place *at)
{
	if (strcmp(i->unit.code, at->unit) != 0)
		return false;
	if (at->entry)
		return i->kind == QUEUE_HELD && name_compare(&i->entry, at->entry) == 0;
	return i->kind != QUEUE_HELD && strcmp(i->number, at->number) == 0;
}

/* Decided on a page of reviewing, and not what one is just at. */
static bool may_come(const struct app_queue_item *i, const struct review_place *at, bool locked)
{
	return review_waits(i, at->kind) && (i->number[0] || i->kind == QUEUE_HELD) && !is_at(i, at) &&
	       (!locked || review_of_closed(i));
}

static int place(const struct app_queue_item *i, const struct review_place *at)
{
	int order = utf8_compare(i->number, at->number);
	return order ? order : i->kind == QUEUE_HELD && at->entry ? name_compare(&i->entry, at->entry) : 1;
}

static const struct app_queue_item *next_of(
	const struct app_queue *q, const struct review_place *at, bool from_here, bool locked, int64_t *left)
{
	const struct app_queue_item *first = NULL, *next = NULL, *before = NULL;
	for (size_t i = 0; i < q->count; i++) {
		const struct app_queue_item *it = &q->item[i];
		if (!may_come(it, at, locked))
			continue;
		*left += !before || !review_same(before, it);
		before = it;
		if (!first)
			first = it;
		if (!next && from_here && place(it, at) > 0)
			next = it;
	}
	return next ? next : first;
}

static int64_t waiting(const struct app_queue_count *c, int kind)
{
	int64_t n = 0;
	for (int k = 0; k < QUEUE_KINDS; k++)
		if (kind >= 0 ? k == kind : k != QUEUE_RETURNED && k != QUEUE_FORK)
			n += c->of[k];
	return n;
}

static bool is_closed(struct page *p, const char *unit)
{
	struct err none;
	bool locked;
	return store_locked(p->store, unit, &locked, &none) == 0 && locked;
}

/* The first item of the next units, going round once; a few are asked at most, the queue's own page knows them all. */
static bool next_unit(struct page *p, const struct review_place *at, char out[static REVIEW_PATH])
{
	enum { ASKED_MAX = 5 };
	struct app_queue_count *c;
	struct err none;
	size_t n, here = 0;
	bool found = false;
	if (app_queue_counts(p->store, p->now, &c, &n, &none) != 0)
		return false;
	for (size_t i = 0; i < n; i++)
		if (strcmp(c[i].unit.code, at->unit) == 0)
			here = i + 1;
	for (size_t i = 0, asked = 0; i < n && !found && asked < ASKED_MAX; i++) {
		const struct app_queue_count *u = &c[(here + i) % n];
		struct app_queue q;
		int64_t left = 0;
		if (waiting(u, at->kind) == 0 || strcmp(u->unit.code, at->unit) == 0)
			continue;
		asked++;
		if (app_queue(p->store, u->unit.code, p->lang, p->now, &q, &none) != 0)
			break;
		const struct app_queue_item *i2 = next_of(&q, at, false, is_closed(p, u->unit.code), &left);
		if (i2) {
			review_path(p, i2, at->kind, out);
			found = true;
		}
		app_queue_free(&q);
	}
	free(c);
	return found;
}

const char *review_next(struct page *p, const struct review_place *at, const struct app_queue *q, bool far,
	char out[static REVIEW_PATH], int64_t *left)
{
	*left = 0;
	const struct app_queue_item *next = next_of(q, at, true, is_closed(p, at->unit), left);
	if (next)
		return review_path(p, next, at->kind, out);
	if (!far || !next_unit(p, at, out))
		snprintf(out, REVIEW_PATH, "/duyet");
	return out;
}

void review_done(
	struct page *p, const struct review_place *at, text_id id, const char *a0, const char *a1, const char *a2)
{
	struct app_queue q;
	struct err none;
	char next[REVIEW_PATH] = "/duyet";
	int64_t left;
	if (app_queue(p->store, at->unit, p->lang, p->now, &q, &none) == 0) {
		review_next(p, at, &q, true, next, &left);
		app_queue_free(&q);
	}
	desk_done(p, next, id, a0, a1, a2);
}

/* --- words --- */

void review_reason(struct page *p, const struct app_queue_item *i)
{
	html_print(&p->out, "<p><strong>%s:</strong> %s</p>", page_text(p, app_queue_kind_said(i->kind)), i->sentence);
}

void review_way_on(struct page *p, const char *next, int64_t left, const struct unit *u)
{
	char shown[32];
	bool all = strcmp(next, "/duyet") == 0;
	html_markup_unescaped(&p->out, "<p class=\"row no-print\">");
	html_print(&p->out, "<a class=\"button second\" rel=\"next\" accesskey=\"n\" href=\"%s\">%s</a>", next,
		page_text(p, all ? TEXT_REVIEW_TO_QUEUE : TEXT_REVIEW_SKIP));
	if (left)
		page_say(p, TEXT_REVIEW_LEFT, page_number(p, left, shown), u->name, NULL);
	else
		page_say(p, TEXT_REVIEW_LAST, u->name, NULL, NULL);
	html_markup_unescaped(&p->out, "</p>");
}
