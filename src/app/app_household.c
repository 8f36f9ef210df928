/* app_household.c - one household: written, read, voided. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "collector.h"

enum { SAME_NUMBER_MAX = 8 };

/* --- finding --- */

/* The keys that bear a number, and how many of them are living: these come first. */
struct borne {
	struct id key[SAME_NUMBER_MAX];
	size_t keys, living;
	bool voided; /* one that a void took away; keys without it or a living one: every entry is held */
	struct store_household first, second; /* the living ones, as far as there are any */
};

static void borne_free(struct borne *b)
{
	if (b->living > 0)
		store_household_free(&b->first);
	if (b->living > 1)
		store_household_free(&b->second);
	b->living = 0;
}

static int borne_find(struct store *s, const char *unit, const char *number, struct borne *b, struct err *e)
{
	*b = (struct borne){0};
	int n = store_find_number(s, unit, number, b->key, SAME_NUMBER_MAX, e);
	if (n < 0)
		return -1;
	b->keys = n < SAME_NUMBER_MAX ? (size_t)n : SAME_NUMBER_MAX;
	for (size_t i = 0; i < b->keys && b->living < 2; i++) {
		struct store_household *h = b->living ? &b->second : &b->first;
		struct err gone;
		if (store_household(s, unit, b->key[i], h, &gone) != 0) {
			if (gone.code == ERR_NOT_FOUND)
				continue; /* only entries that do not count */
			*e = gone;
			borne_free(b);
			return -1;
		}
		if (h->voided) {
			store_household_free(h);
			b->voided = true;
		} else {
			b->living++;
		}
	}
	return 0;
}

/* What tells one household from another with the same number: its label, else who wrote it and when. */
static void describe(const struct store_household *h, char *out, size_t out_bytes)
{
	char hex[ID_HEX];
	const struct form *f = h->form;
	const struct form_value *label = f->label >= 0 ? &h->record.value[f->label] : NULL;
	bool has = label && label->state == FORM_GIVEN && *label->text;
	char *text = alloc_print("%s:%u (%s%s%.16s%s%s)", id_hex(h->entry.journal, hex), h->entry.seq,
		has ? label->text : "", has ? ", " : "", h->at, *h->by ? ", " : "", h->by);
	size_t n = strlen(text) < out_bytes ? strlen(text) : out_bytes - 1;
	memcpy(out, text, n);
	out[n] = '\0';
	free(text);
}

static enum text_id none_living(const struct borne *b)
{
	if (b->voided)
		return TEXT_HOUSEHOLD_VOIDED;
	return b->keys ? TEXT_HOUSEHOLD_ALL_HELD : TEXT_HOUSEHOLD_MISSING;
}

static int refuse_two(const struct borne *b, const char *number, struct err *e)
{
	char first[ERR_ARG_BYTES], second[ERR_ARG_BYTES];
	describe(&b->first, first, sizeof first);
	describe(&b->second, second, sizeof second);
	return err_set(e, ERR_DATA, TEXT_NUMBER_OF_TWO, "%s" ERR_AND "%s" ERR_AND "%s", number, first, second);
}

/* The one living household. out is the caller's to free. */
static int find_living(struct store *s, const char *unit, const char *typed, enum text_lang lang,
	struct store_household *out, struct err *e)
{
	const struct form *f;
	char number[COLLECTOR_NUMBER];
	struct borne b;
	if (store_form(s, NULL, &f, e) != 0 || collector_number(f, typed, lang, number, e) != 0 ||
		borne_find(s, unit, number, &b, e) != 0)
		return -1;
	if (b.living == 1) {
		*out = b.first;
		return 0;
	}
	int rc = b.living > 1 ? refuse_two(&b, number, e) : err_set(e, ERR_NOT_FOUND, none_living(&b), "%s", number);
	borne_free(&b);
	return rc;
}

/* --- writing --- */

struct put {
	struct store *s;
	const struct app_put *p;
	const struct form *form;
	struct store_household old;
	bool has_old;
	struct collector_change c;
	struct form_change *change; /* the number, then what the caller names */
};

/* Which household is meant: one that lives, one that was voided, or a new one. */
static int put_find(struct put *u, const char *number, struct err *e)
{
	struct borne b;
	bool known;
	if (borne_find(u->s, u->p->unit, number, &b, e) != 0)
		return -1;
	if (b.living > 1) {
		refuse_two(&b, number, e);
		borne_free(&b);
		return -1;
	}
	if (b.living == 1) {
		u->old = b.first;
		u->has_old = true;
		u->c.key = b.first.key;
		return 0;
	}
	return store_key_for_number(u->s, u->p->unit, number, &u->c.key, &known, e);
}

static int put_number(struct put *u, struct app_put_done *out, struct err *e)
{
	char assigned[16];
	if (u->p->number)
		return collector_number(u->form, u->p->number, u->p->lang, out->number, e) == 0
			       ? put_find(u, out->number, e)
			       : -1;
	if (store_assign_number(u->s, u->p->unit, assigned, e) != 0)
		return -1;
	memcpy(out->number, assigned, sizeof assigned);
	u->c.key = id_random();
	return 0;
}

static void put_changes(struct put *u, const char *number)
{
	const struct app_put *p = u->p;
	u->change = alloc_zero(p->changes + 1, sizeof *u->change);
	u->change[0] = (struct form_change){u->form->number, number};
	if (p->changes > 0)
		memcpy(u->change + 1, p->change, p->changes * sizeof *p->change);
	u->c.unit = p->unit;
	u->c.form = u->form;
	u->c.old = u->has_old ? &u->old : NULL;
	u->c.change = u->change;
	u->c.changes = p->changes + 1;
	u->c.now = p->now;
	u->c.lang = p->lang;
}

static void warn_clock(struct put *u, bool unset, bool behind, const char *last, struct app_put_done *out)
{
	char stamp[CLOCK_STAMP];
	if (unset)
		collector_sentence(
			&out->warnings, u->p->lang, TEXT_CLOCK_UNSET, clock_stamp(u->p->now, stamp), NULL, NULL);
	else if (behind)
		collector_sentence(
			&out->warnings, u->p->lang, TEXT_CLOCK_BEHIND, clock_stamp(u->p->now, stamp), last, NULL);
}

static int put_write(struct put *u, const char *reason, struct app_put_done *out, struct err *e)
{
	struct collector_outcome o;
	bool unset, behind;
	char last[CLOCK_STAMP], *by = app_by(u->s);
	const struct store_author a = {.by = by, .at = u->p->now, .reason = reason};
	int rc = collector_judge(&u->c, &o, e);
	if (rc == 0 && u->has_old)
		out->entry = u->old.entry;
	collector_clock(u->s, u->p->now, &unset, &behind, last);
	if (rc == 0)
		rc = collector_write(u->s, &u->c, &o, &a, &out->entry, e);
	if (rc == 0 && o.changed)
		rc = collector_note_time(u->s, u->p->now, e);
	if (rc == 0) {
		out->written = o.changed;
		out->labelled = o.labelled;
		collector_warnings(u->s, u->form, &o.record, u->p->lang, &out->warnings);
		if (o.changed)
			warn_clock(u, unset, behind, last, out);
	}
	collector_outcome_free(&o);
	free(by);
	return rc;
}

/* Closed figures are said before anything is judged; a door label is this device's own business. */
static int refuse_locked(const struct put *u, struct err *e)
{
	bool locked = false, local = u->p->changes > 0;
	for (size_t i = 0; i < u->p->changes; i++)
		local = local && u->form->field[u->p->change[i].field].local;
	if (local || store_locked(u->s, u->p->unit, &locked, e) != 0)
		return local ? 0 : -1;
	return locked ? err_set(e, ERR_DENIED, TEXT_FIGURES_LOCKED, "%s", u->p->unit) : 0;
}

int app_household_put(struct store *s, const struct app_put *p, struct app_put_done *out, struct err *e)
{
	struct put u = {.s = s, .p = p};
	char *reason = NULL;
	*out = (struct app_put_done){0};
	/* Two puts at once must not both start from what stood before: the household is read inside the transaction. */
	int rc = store_form(s, NULL, &u.form, e);
	if (rc == 0)
		rc = collector_reason(p->reason, &reason, e);
	if (rc == 0)
		rc = store_begin(s, e);
	if (rc == 0)
		rc = refuse_locked(&u, e);
	if (rc == 0)
		rc = put_number(&u, out, e);
	if (rc == 0) {
		put_changes(&u, out->number);
		rc = put_write(&u, reason, out, e);
	}
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0) {
		store_rollback(s);
		app_sentences_free(&out->warnings);
	}
	if (u.has_old)
		store_household_free(&u.old);
	free(u.change);
	free(reason);
	return rc;
}

int app_household_void(struct store *s, const char *unit, const char *number, const char *reason, int64_t now,
	enum text_lang lang, struct name *written, struct err *e)
{
	struct store_household h;
	char *clean = NULL, *by = app_by(s);
	int rc = collector_reason(reason ? reason : "", &clean, e);
	if (rc == 0)
		rc = store_begin(s, e);
	if (rc == 0)
		rc = find_living(s, unit, number, lang, &h, e);
	if (rc == 0) {
		const struct store_author a = {.by = by, .at = now, .reason = clean};
		rc = store_write_void(s, unit, h.key, &a, written, e);
		store_household_free(&h);
	}
	if (rc == 0)
		rc = collector_note_time(s, now, e);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	free(clean);
	free(by);
	return rc;
}

/* --- reading --- */

bool app_household_provisional(struct store *s, const struct store_household *h)
{
	const struct campaign *c;
	int visit = h->form->visit;
	if (visit < 0 || h->record.value[visit].state != FORM_GIVEN || store_campaign(s, &c) != 0 || !c->final_from[0])
		return false;
	return strcmp(h->record.value[visit].text, c->final_from) < 0;
}

static int add_head(void *context, const struct store_revision *r, struct err *e)
{
	struct app_household *out = context;
	(void)e;
	out->head = alloc_grow(out->head, out->heads + 1, sizeof *out->head);
	out->head[out->heads++] = r->entry;
	return 0;
}

int app_household_get(struct store *s, const char *unit, const char *number, enum text_lang lang,
	struct app_household *out, struct err *e)
{
	*out = (struct app_household){0};
	if (find_living(s, unit, number, lang, &out->h, e) != 0)
		return -1;
	if (store_heads(s, unit, out->h.key, add_head, out, e) != 0) {
		app_household_free(out);
		return -1;
	}
	out->provisional = app_household_provisional(s, &out->h);
	return 0;
}

void app_household_free(struct app_household *h)
{
	store_household_free(&h->h);
	free(h->head);
	h->head = NULL;
}
