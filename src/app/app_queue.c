/* app_queue.c - the reviewer's queue: what waits for a person at the commune, unit by unit. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_hub.h>
#include <tungnha/app_words.h>
#include <tungnha/store_acts.h>
#include <tungnha/store_journals.h>
#include <tungnha/utf8.h>

#include "queue.h"

static const char *const words[QUEUE_KINDS] = {[QUEUE_CONFLICT] = "conflict",
	[QUEUE_CLASH] = "clash",
	[QUEUE_HELD] = "held",
	[QUEUE_SETTLED] = "settled",
	[QUEUE_RETURNED] = "returned",
	[QUEUE_WARNING] = "warning",
	[QUEUE_FORK] = "fork",
	[QUEUE_LOST] = "lost"};

static const text_id kind_text[QUEUE_KINDS] = {[QUEUE_CONFLICT] = TEXT_QUEUE_KIND_CONFLICT,
	[QUEUE_CLASH] = TEXT_QUEUE_KIND_CLASH,
	[QUEUE_HELD] = TEXT_QUEUE_KIND_HELD,
	[QUEUE_SETTLED] = TEXT_QUEUE_KIND_SETTLED,
	[QUEUE_RETURNED] = TEXT_QUEUE_KIND_RETURNED,
	[QUEUE_WARNING] = TEXT_QUEUE_KIND_WARNING,
	[QUEUE_FORK] = TEXT_QUEUE_KIND_FORK,
	[QUEUE_LOST] = TEXT_QUEUE_KIND_LOST};

text_id app_queue_kind_said(enum app_queue_kind kind)
{
	return kind_text[kind];
}

const char *app_queue_word(enum app_queue_kind kind)
{
	return words[kind];
}

void app_queue_free(struct app_queue *q)
{
	for (size_t i = 0; i < q->count; i++) {
		free(q->item[i].sentence);
		free(q->item[i].command);
	}
	free(q->item);
	*q = (struct app_queue){0};
}

/* --- making items --- */

bool queue_wants(const struct queueing *q, const char *unit)
{
	return !q->only || strcmp(q->only, unit) == 0;
}

static const struct unit *unit_of(const struct queueing *q, const char *code)
{
	for (size_t i = 0; i < q->units; i++)
		if (strcmp(q->unit[i].code, code) == 0)
			return &q->unit[i];
	return NULL;
}

static struct app_queue_item *add(struct queueing *q, enum app_queue_kind kind, const char *unit)
{
	const struct unit *u = unit_of(q, unit);
	q->out->item = alloc_grow(q->out->item, q->out->count + 1, sizeof *q->out->item);
	struct app_queue_item *i = &q->out->item[q->out->count++];
	*i = (struct app_queue_item){.kind = kind, .unit = {.listed = -1}};
	if (u)
		i->unit = *u;
	else
		snprintf(i->unit.code, sizeof i->unit.code, "%s", unit);
	return i;
}

struct app_queue_item *queue_add(struct queueing *q, enum app_queue_kind kind, const char *unit, text_id sentence,
	const char *a0, const char *a1, const char *a2)
{
	const char *const args[3] = {a0, a1, a2};
	char text[2 * FORM_SENTENCE];
	struct app_queue_item *i = add(q, kind, unit);
	text_fill(q->lang, sentence, args, text, sizeof text);
	i->sentence = alloc_copy(text);
	return i;
}

void queue_command(struct app_queue_item *i, const char *format, ...)
{
	char text[512];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	i->command = alloc_copy(text);
}

void queue_number(struct queueing *q, const char *unit, struct id key, char out[static 40])
{
	struct store_household h;
	struct err none;
	out[0] = '\0';
	if (store_household_alone(q->s, unit, key, &h, &none) != 0)
		return;
	const struct form_value *number = &h.record.value[h.form->number];
	if (number->state == FORM_GIVEN)
		snprintf(out, 40, "%s", number->text);
	store_household_free(&h);
}

bool queue_answered(const struct queueing *q, const char *unit, struct id key)
{
	struct store_review now;
	struct err unknown;
	return store_review(q->s, unit, key, &now, &unknown) > 0 && now.current;
}

static void written_by(struct app_queue_item *i, const struct store_revision *r)
{
	i->key = r->key;
	i->entry = r->entry;
	i->author = r->author;
	memcpy(i->at, r->at, sizeof i->at);
	memcpy(i->by, r->by, sizeof i->by);
}

/* --- conflicts, numbers borne twice --- */

/* The version shown, the last of several: the one a reviewer keeps, or gives another number. */
static const struct store_revision *offered(const struct app_hub_conflict *c)
{
	size_t at = c->versions - 1;
	for (size_t i = 0; i < c->versions; i++)
		if (c->version[i].shown)
			at = i;
	return &c->version[at];
}

static void add_conflict(struct queueing *q, const struct app_hub_conflict *c)
{
	char count[32], entry[NAME_TEXT];
	struct app_queue_item *i = queue_add(q, c->clash ? QUEUE_CLASH : QUEUE_CONFLICT, c->unit.code,
		c->clash ? TEXT_QUEUE_CLASH : TEXT_QUEUE_CONFLICT, text_number(q->lang, (long long)c->versions, count),
		NULL, NULL);
	memcpy(i->number, c->number, sizeof i->number);
	if (c->versions == 0)
		return;
	const struct store_revision *r = offered(c);
	written_by(i, r);
	if (c->clash)
		queue_command(i, "conflict resolve %s %s --renumber %s …", c->unit.code, c->number,
			store_entry_text(q->s, &r->entry, entry));
	else
		queue_command(i, "conflict resolve %s %s --keep %s", c->unit.code, c->number,
			store_entry_text(q->s, &r->entry, entry));
}

static int conflicts(struct queueing *q, struct err *e)
{
	struct app_hub_conflict *c = NULL;
	size_t n = 0;
	if (app_hub_conflicts(q->s, q->only ? unit_of(q, q->only) : NULL, &c, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		add_conflict(q, &c[i]);
	app_hub_conflicts_free(c, n);
	return 0;
}

/* --- held --- */

enum { RULE_STRANGER = 1, RULE_MALFORMED = 2, RULE_WAITS = 3, RULE_REJECTED = 7 };

static void add_held(struct queueing *q, const struct app_hub_held *h)
{
	const struct store_revision *r = &h->revision;
	char sentence[2 * FORM_SENTENCE], entry[NAME_TEXT], node[ID_HEX];
	struct app_queue_item *i = add(q, QUEUE_HELD, r->unit);
	app_words_of(&h->reason, q->lang, sentence, sizeof sentence); /* the command stands beside it */
	i->sentence = alloc_copy(sentence);
	memcpy(i->number, h->number, sizeof i->number);
	written_by(i, r);
	if (r->held == RULE_STRANGER)
		queue_command(i, "device accept %s", id_hex(r->author, node));
	else if (r->held == RULE_MALFORMED)
		queue_command(i, "held reject %s --reason …", store_entry_text(q->s, &r->entry, entry));
	else
		queue_command(i, "held accept %s", store_entry_text(q->s, &r->entry, entry));
}

/* What the commune rejected it has decided on; in a purged unit nobody decides any more. */
static int held(struct queueing *q, struct err *e)
{
	struct app_hub_held *h = NULL;
	size_t n = 0;
	if (app_hub_held(q->s, q->only, q->lang, &h, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (h[i].revision.held != RULE_REJECTED && !h[i].purged)
			add_held(q, &h[i]);
	app_hub_held_free(h, n);
	return 0;
}

/* --- returned --- */

struct of_unit {
	struct queueing *q;
	const char *unit;
};

static int add_returned(void *context, const struct store_review *r, struct err *e)
{
	const struct of_unit *u = context;
	(void)e;
	if (!r->returned || !r->current)
		return 0;
	struct app_queue_item *i = queue_add(u->q, QUEUE_RETURNED, u->unit,
		r->reason[0] ? TEXT_QUEUE_RETURNED : TEXT_QUEUE_RETURNED_PLAIN, r->reason, NULL, NULL);
	i->key = r->key;
	i->entry = r->saw;
	i->author = store_id(u->q->s);
	memcpy(i->at, r->at, sizeof i->at);
	memcpy(i->by, r->by, sizeof i->by);
	queue_number(u->q, u->unit, r->key, i->number);
	queue_command(i, "household %s %s --history", u->unit, i->number);
	return 0;
}

/* --- warnings --- */

static void add_warnings(struct queueing *q, struct app_warnings *w)
{
	for (size_t k = 0; k < w->count; k++) {
		struct app_warning *from = &w->item[k];
		if (from->number[0] && queue_answered(q, from->unit, from->key))
			continue;
		struct app_queue_item *i = add(q, QUEUE_WARNING, from->unit);
		i->rule = from->rule;
		i->sentence = alloc_copy(from->sentence);
		i->key = from->key;
		i->entry = from->entry;
		i->author = from->author;
		memcpy(i->number, from->number, sizeof i->number);
		memcpy(i->at, from->at, sizeof i->at);
		memcpy(i->by, from->by, sizeof i->by);
		if (from->number[0])
			queue_command(i, "review %s %s --approve", from->unit, from->number);
		else
			queue_command(i, "form02 --unit %s", from->unit);
	}
}

/* --- forks --- */

static int forks(struct queueing *q, struct err *e)
{
	struct store_fork *f = NULL;
	size_t n = 0;
	char count[32], shown[ID_SHOWN];
	if (store_forks(q->s, &f, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (!queue_wants(q, f[i].unit) || id_equal(f[i].author, store_id(q->s)))
			continue;
		struct app_queue_item *item = queue_add(q, QUEUE_FORK, f[i].unit, TEXT_QUEUE_FORK,
			id_shown(f[i].author, shown), text_number(q->lang, (long long)f[i].branches, count), NULL);
		item->author = f[i].author;
		queue_command(item, "device list");
	}
	free(f);
	return 0;
}

/* --- decided twice --- */

static text_id said(const struct store_side *side)
{
	switch (side->kind) {
	case ENTRY_REVIEW:
		return side->returned ? TEXT_QUEUE_SAID_RETURN : TEXT_QUEUE_SAID_APPROVE;
	case ENTRY_LOCK:
		return TEXT_QUEUE_SAID_LOCK;
	case ENTRY_UNLOCK:
		return TEXT_QUEUE_SAID_UNLOCK;
	case ENTRY_ACCEPT:
		return TEXT_QUEUE_SAID_ACCEPT;
	case ENTRY_REJECT:
		return TEXT_QUEUE_SAID_REJECT;
	default:
		return TEXT_QUEUE_SAID_ROW;
	}
}

/* "phê duyệt (12/11/2025 10:00)"; out: 128 bytes. */
static const char *said_at(const struct queueing *q, const struct store_side *side, char out[static 128])
{
	const char *at = side->at;
	snprintf(out, 128, "%s (%.2s/%.2s/%.4s %.5s)", text_get(q->lang, said(side)), at + 8, at + 5, at, at + 11);
	return out;
}

static int add_split(void *context, const struct store_split *x, struct err *e)
{
	const struct of_unit *u = context;
	char decides[128], other[128], entry[NAME_TEXT];
	(void)e;
	struct app_queue_item *i = queue_add(u->q, QUEUE_LOST, u->unit, TEXT_QUEUE_LOST,
		said_at(u->q, &x->decides, decides), said_at(u->q, &x->other, other), NULL);
	i->entry = x->decides.act;
	i->matter = x->decides.kind;
	i->about = x->about;
	i->author = store_id(u->q->s);
	memcpy(i->at, x->decides.at, sizeof i->at);
	memcpy(i->by, x->decides.by, sizeof i->by);
	if (x->decides.kind == ENTRY_REVIEW) {
		i->key = x->key;
		queue_number(u->q, u->unit, x->key, i->number);
		queue_command(i, "review %s %s --approve", u->unit, i->number);
	} else if (x->about.seq) {
		queue_command(i, "held accept %s", store_entry_text(u->q->s, &x->about, entry));
	} else if (x->decides.kind == ENTRY_ROW) {
		queue_command(i, "row set %s …", u->unit);
	} else {
		queue_command(i, "lock %s", u->unit);
	}
	return 0;
}

/* --- the whole --- */

static int of_unit(struct queueing *q, const struct unit *u, const struct unit *own, struct err *e)
{
	struct app_warnings w = {0};
	struct of_unit context = {q, u->code};
	char place[UNIT_CODE];
	if (!queue_wants(q, u->code) || strcmp(u->code, own->code) == 0)
		return 0;
	if (queue_settled(q, u->code, e) != 0 || store_reviews(q->s, u->code, add_returned, &context, e) != 0 ||
		store_splits(q->s, u->code, add_split, &context, e) != 0 ||
		store_place(q->s, u->code, NULL, place, e) != 0)
		return -1;
	if (strcmp(place, u->code) != 0)
		return 0; /* merged: its households are warned of where they count */
	int rc = queue_merged(q, u->code, e);
	if (rc == 0)
		rc = app_warnings_households(q->s, u->code, APP_REVIEWER, q->lang, &w, e);
	if (rc == 0)
		add_warnings(q, &w);
	app_warnings_free(&w);
	return rc;
}

void queue_doubts(struct queueing *q, struct app_doubts *d)
{
	for (size_t i = 0; i < d->rows; i++)
		add_warnings(q, &d->row[i].figures);
	add_warnings(q, &d->total.figures);
}

/* Those of the hub's own unit come of all; those of another of its own alone. */
static int of_figures(struct queueing *q, const struct unit *own, struct err *e)
{
	const bool one = q->only && strcmp(q->only, own->code) != 0;
	struct app_doubts d;
	if (app_doubts(q->s, one ? q->only : NULL, q->lang, q->now, &d, e) != 0)
		return -1;
	if (q->only && !one)
		add_warnings(q, &d.total.figures);
	else
		queue_doubts(q, &d);
	app_doubts_free(&d);
	return 0;
}

int queue_flagged(struct queueing *q, struct err *e)
{
	return forks(q, e) != 0 || held(q, e) != 0 ? -1 : 0;
}

static int gather(struct queueing *q, struct err *e)
{
	struct unit own;
	if (store_own_unit(q->s, &own, e) != 0 || of_figures(q, &own, e) != 0 || queue_flagged(q, e) != 0 ||
		conflicts(q, e) != 0)
		return -1;
	for (size_t i = 0; i < q->units; i++)
		if (of_unit(q, &q->unit[i], &own, e) != 0)
			return -1;
	return 0;
}

/* Items keep the order they were found in where nothing else tells them apart. */
struct ranked {
	struct app_queue_item item;
	size_t place;
};

static int compare(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	int order = utf8_compare(x->item.unit.name, y->item.unit.name);
	order = order ? order : strcmp(x->item.unit.code, y->item.unit.code);
	order = order ? order : utf8_compare(x->item.number, y->item.number);
	order = order ? order : id_compare(x->item.key, y->item.key);
	order = order ? order : (int)x->item.kind - (int)y->item.kind;
	return order ? order : (x->place > y->place) - (x->place < y->place);
}

static void sort(struct app_queue *q)
{
	struct ranked *r = alloc_zero(q->count + 1, sizeof *r);
	for (size_t i = 0; i < q->count; i++)
		r[i] = (struct ranked){q->item[i], i};
	qsort(r, q->count, sizeof *r, compare);
	for (size_t i = 0; i < q->count; i++)
		q->item[i] = r[i].item;
	free(r);
}

int app_queue(struct store *s, const char *unit, enum text_lang lang, int64_t now, struct app_queue *out, struct err *e)
{
	struct queueing q = {.s = s, .only = unit, .lang = lang, .now = now, .out = out};
	struct unit *all = NULL, asked;
	*out = (struct app_queue){0};
	if (unit && store_unit(s, unit, &asked, e) != 0)
		return -1;
	int rc = store_units(s, NULL, &all, &q.units, e);
	q.unit = all;
	if (rc == 0)
		rc = gather(&q, e);
	if (rc == 0)
		sort(out);
	else
		app_queue_free(out);
	free(all);
	return rc;
}
