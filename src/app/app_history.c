/* app_history.c - what became of one household, told in the order it happened: its entries and the commune's decisions
 * about it. The same on a hamlet's device and at the commune. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_corrections.h>
#include <tungnha/buf.h>

#include "collector.h"

/* One household's entries, by their clocks, and the decisions about it. */
struct telling {
	struct store *s;
	const char *unit;
	enum text_lang lang;
	app_each_event each;
	void *context;
	struct store_revision *revision; /* owned */
	size_t revisions;
	struct store_act *act; /* owned */
	size_t acts;
	struct id hub;
};

static int remember(void *context, const struct store_revision *r, struct err *e)
{
	struct telling *t = context;
	(void)e;
	t->revision = alloc_grow(t->revision, t->revisions + 1, sizeof *t->revision);
	struct store_revision *to = &t->revision[t->revisions++];
	*to = *r;
	to->parent = alloc_zero(r->parents + 1, sizeof *to->parent);
	for (size_t i = 0; i < r->parents; i++)
		to->parent[i] = r->parent[i];
	form_record_init(&to->record);
	form_record_copy(&r->record, &to->record);
	return 0;
}

static void forget(struct telling *t)
{
	for (size_t i = 0; i < t->revisions; i++)
		store_revision_free(&t->revision[i]);
	free(t->revision);
	free(t->act);
	t->revision = NULL;
	t->act = NULL;
	t->revisions = t->acts = 0;
}

/* The index of an entry, or the number of entries. */
static size_t find(const struct telling *t, const struct name *n)
{
	size_t i = 0;
	while (i < t->revisions && name_compare(&t->revision[i].entry, n) != 0)
		i++;
	return i;
}

/* --- what changed --- */

/* Of several parents the last told: the one that was shown, and that the new version was made from. */
static const struct store_revision *parent_of(const struct telling *t, size_t at)
{
	const struct store_revision *r = &t->revision[at];
	for (size_t i = at; i-- > 0;)
		for (size_t p = 0; p < r->parents; p++)
			if (t->revision[i].kind == ENTRY_RECORD &&
				name_compare(&t->revision[i].entry, &r->parent[p]) == 0)
				return &t->revision[i];
	return NULL;
}

/* Versions of a form may order their fields differently: they are matched by id. */
static const struct form_value *value_of(const struct store_revision *r, const char *id)
{
	int i = r && r->form ? form_field_index(r->form, id) : -1;
	return i >= 0 ? &r->record.value[i] : NULL;
}

static bool same_value(const struct form_value *a, const struct form_value *b)
{
	if (!a || a->state == FORM_ABSENT)
		return !b || b->state == FORM_ABSENT;
	if (!b || a->state != b->state)
		return false;
	return a->state != FORM_GIVEN || strcmp(a->text, b->text) == 0;
}

/* Returns whether nothing but the day of the visit is other than before. */
static bool tell_changes(const struct telling *t, size_t at, struct app_sentences *out)
{
	const struct store_revision *r = &t->revision[at], *before = parent_of(t, at);
	bool again = before != NULL;
	if (r->kind != ENTRY_RECORD || !r->form)
		return false;
	for (size_t i = 0; i < r->form->fields; i++) {
		const struct form_field *field = &r->form->field[i];
		const struct form_value *now = &r->record.value[i], *was = value_of(before, field->id);
		char a[FORM_SENTENCE] = "", b[FORM_SENTENCE];
		if (field->local || same_value(was, now) || (!before && (int)i == r->form->number))
			continue;
		if (was)
			form_show(r->form, (int)i, was, t->lang, a);
		form_show(r->form, (int)i, now, t->lang, b);
		text_id how = before ? TEXT_CHANGE_FROM_TO : TEXT_CHANGE_FIRST;
		collector_sentence(out, t->lang, how, form_words(&field->label, t->lang),
			before ? (*a ? a : "–") : (*b ? b : "–"), *b ? b : "–");
		again = again && (int)i == r->form->visit;
	}
	return again;
}

/* The number the household bore at an entry: its own, else that of the newest before it, else of the first after. */
static void number_at(const struct telling *t, size_t at, char out[static APP_HUB_NUMBER])
{
	const struct store_revision *r = NULL;
	for (size_t i = at + 1; i-- > 0 && !r;)
		if (i < t->revisions && t->revision[i].kind == ENTRY_RECORD && t->revision[i].form)
			r = &t->revision[i];
	for (size_t i = at; i < t->revisions && !r; i++)
		if (t->revision[i].kind == ENTRY_RECORD && t->revision[i].form)
			r = &t->revision[i];
	snprintf(out, APP_HUB_NUMBER, "%s", r ? collector_number_of(r->form, &r->record) : "");
}

/* --- telling --- */

static int tell_revision(const struct telling *t, size_t at, struct err *e)
{
	const struct store_revision *r = &t->revision[at];
	struct app_sentences changes = {0};
	struct app_event ev = {.revision = r, .changes = &changes, .by_hub = id_equal(r->author, t->hub)};
	size_t replaced = 0;
	for (size_t p = 0; p < r->parents; p++) {
		size_t i = find(t, &r->parent[p]);
		replaced += i < t->revisions && t->revision[i].held == 0;
		ev.brings_back = ev.brings_back || (i < t->revisions && t->revision[i].kind == ENTRY_VOID &&
							   t->revision[i].held == 0 && r->kind == ENTRY_RECORD);
	}
	ev.settles = replaced > 1;
	number_at(t, at, ev.number);
	ev.again = tell_changes(t, at, &changes) && !ev.settles;
	int rc = t->each(t->context, &ev, e);
	app_sentences_free(&changes);
	return rc;
}

static int tell_act(const struct telling *t, const struct store_act *a, struct err *e)
{
	struct app_event ev = {.act = a, .by_hub = true};
	number_at(t, find(t, &a->about), ev.number);
	return t->each(t->context, &ev, e);
}

/* Is the entry at `at` to be told before a decision? Certainly, where the decision is about it; else by what the clocks
 * said. */
static bool told_before(const struct telling *t, size_t at, const struct store_act *a)
{
	int64_t then, decided;
	size_t about = find(t, &a->about);
	if (about < t->revisions && at <= about)
		return true;
	return clock_read_stamp(t->revision[at].at, &then) && clock_read_stamp(a->at, &decided) && then < decided;
}

static int tell_all(const struct telling *t, struct err *e)
{
	size_t at = 0;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < t->acts; i++) {
		while (rc == 0 && at < t->revisions && told_before(t, at, &t->act[i]))
			rc = tell_revision(t, at++, e);
		if (rc == 0)
			rc = tell_act(t, &t->act[i], e);
	}
	while (rc == 0 && at < t->revisions)
		rc = tell_revision(t, at++, e);
	return rc;
}

static int history_of(struct telling *t, struct id key, struct err *e)
{
	int rc = store_history(t->s, t->unit, key, remember, t, e);
	if (rc == 0)
		rc = store_acts_of(t->s, t->unit, key, &t->act, &t->acts, e);
	if (rc == 0)
		rc = tell_all(t, e);
	forget(t);
	return rc;
}

/* The keys a number or a code leads to. */
static int keys_of(struct telling *t, const char *typed, struct id *key, int max, struct err *e)
{
	const struct form *f;
	char number[COLLECTOR_NUMBER];
	struct name n;
	bool has_hash;
	if (strchr(typed, ':') && name_read(typed, &n, &has_hash))
		return store_entry_key(t->s, t->unit, &n, has_hash, key, e) != 0 ? -1 : 1;
	if (store_form(t->s, NULL, &f, e) != 0 || collector_number(f, typed, t->lang, number, e) != 0)
		return -1;
	int found = store_find_number(t->s, t->unit, number, key, (size_t)max, e);
	if (found == 0)
		return collector_none(t->s, t->unit, TEXT_HOUSEHOLD_MISSING, number, e);
	return found < max ? found : max;
}

static void find_hub(struct telling *t)
{
	struct store_enrolment en;
	struct err none;
	if (store_role(t->s) == STORE_AGGREGATOR)
		t->hub = store_id(t->s);
	else if (store_enrolment(t->s, t->unit, &en, &none) == 0 && en.has_hub)
		t->hub = en.hub;
}

int app_household_history(struct store *s, const char *unit, const char *typed, enum text_lang lang,
	app_each_event each, void *context, struct err *e)
{
	enum { KEYS_MAX = 16 };
	struct telling t = {.s = s, .unit = unit, .lang = lang, .each = each, .context = context};
	struct id key[KEYS_MAX];
	int n = keys_of(&t, typed, key, KEYS_MAX, e);
	int rc = n < 0 ? -1 : 0;
	find_hub(&t);
	for (int i = 0; rc == 0 && i < n; i++)
		rc = history_of(&t, key[i], e);
	return rc;
}

/* --- a line of it --- */

static text_id act_words(const struct store_act *a)
{
	if (a->kind == ENTRY_REVIEW)
		return a->returned ? TEXT_EVENT_RETURNED : TEXT_EVENT_APPROVED;
	return a->kind == ENTRY_ACCEPT ? TEXT_EVENT_ACCEPTED : TEXT_EVENT_REJECTED;
}

static void add_what(const struct app_event *ev, enum text_lang lang, struct buf *out)
{
	if (ev->act) {
		buf_text(out, text_get(lang, act_words(ev->act)));
		return;
	}
	if (ev->settles)
		buf_print(out, "%s: ", text_get(lang, TEXT_EVENT_SETTLED));
	if (ev->brings_back)
		buf_print(out, "%s: ", text_get(lang, TEXT_EVENT_BROUGHT_BACK));
	if (ev->revision->kind == ENTRY_VOID)
		buf_text(out, text_get(lang, TEXT_EVENT_VOIDED));
	else if (ev->revision->kind != ENTRY_RECORD || !ev->revision->form)
		buf_text(out, text_get(lang, TEXT_EVENT_UNREADABLE));
	else if (ev->again)
		buf_print(out, "%s%s", text_get(lang, TEXT_EVENT_AGAIN), ev->changes->count ? ": " : "");
	else if (ev->changes->count == 0)
		buf_text(out, text_get(lang, TEXT_EVENT_SAME));
	for (size_t i = 0; i < ev->changes->count; i++)
		buf_print(out, "%s%s", i ? "; " : "", ev->changes->sentence[i]);
}

/* "2025-11-12T19:40:00+07:00" as it is written in Vietnam; "" for what is no stamp. */
static void add_when(const char *stamp, struct buf *out)
{
	int64_t when;
	if (clock_read_stamp(stamp, &when))
		buf_print(out, ", %.2s/%.2s/%.4s %.5s", stamp + 8, stamp + 5, stamp, stamp + 11);
}

char *app_event_line(struct store *s, const char *unit, const struct app_event *ev, enum text_lang lang)
{
	const struct store_revision *r = ev->revision;
	const char *by = r ? r->by : ev->act->by, *reason = r ? r->reason : ev->act->reason;
	char device[128];
	struct buf out;
	buf_init(&out, (size_t)FORM_FIELDS_MAX * FORM_SENTENCE);
	if (ev->number[0])
		buf_print(&out, "%s %s: ", text_get(lang, TEXT_EVENT_HOUSEHOLD), ev->number);
	add_what(ev, lang, &out);
	app_device_name(s, unit, r ? r->author : ev->act->author, lang, device);
	buf_print(&out, "%s%s, %s", *by ? ", " : "", by, device);
	add_when(r ? r->at : ev->act->at, &out);
	if (*reason)
		buf_print(&out, ", %s %s", text_get(lang, TEXT_HISTORY_REASON), reason);
	char *line = buf_take(&out);
	buf_free(&out);
	return line;
}
