/* app_household.c - one household: written, read. */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "collector.h"
#include "draft.h"

/* --- writing --- */

struct put {
	struct store *s;
	const struct app_put *p;
	const struct form *form;
	struct collector_meant meant;
	struct collector_change c;
	struct form_change *change; /* the number, then what the caller names */
	struct draft_saved saved;   /* what is remembered of the form */
};

/* A device that serves a former unit only because its own has it as predecessor begins new households in its own. */
static int refuse_former(const struct put *u, struct err *e)
{
	struct store_enrolment en;
	struct unit own;
	struct err none;
	bool former = store_enrolment(u->s, u->p->unit, &en, &none) == 0 && en.by_successor[0];
	sodium_memzero(en.secret, sizeof en.secret);
	if (!former)
		return 0;
	if (store_unit(u->s, en.by_successor, &own, e) != 0)
		return -1;
	return err_set(e, ERR_DATA, TEXT_UNITS_NEW_NUMBER, "%s" ERR_AND "%s", own.name, u->p->unit);
}

/* One that lives, one that was voided, or a new one. */
static int put_find(struct put *u, struct app_put_done *out, struct err *e)
{
	struct collector_meant *m = &u->meant;
	if (collector_find(u->s, u->p->unit, u->p->number, u->p->lang, m, e) != 0)
		return -1;
	memcpy(out->number, m->number, sizeof m->number);
	if (m->living) {
		u->c.key = m->h.key;
		return 0;
	}
	if (m->coded)
		return err_set(e, ERR_NOT_FOUND, m->none, "%s", m->number);
	out->brought_back = m->none == TEXT_HOUSEHOLD_VOIDED;
	if (m->none == TEXT_HOUSEHOLD_MISSING && refuse_former(u, e) != 0)
		return -1;
	return store_key_for_number(u->s, u->p->unit, m->number, &u->c.key, &(bool){false}, e);
}

static int put_number(struct put *u, struct app_put_done *out, struct err *e)
{
	char assigned[16];
	if (u->p->number)
		return put_find(u, out, e);
	if (refuse_former(u, e) != 0 || store_assign_number(u->s, u->p->unit, assigned, e) != 0)
		return -1;
	memcpy(out->number, assigned, sizeof assigned);
	u->c.key = id_random();
	return 0;
}

/* What the page showed when the person began to type must still stand. */
static int put_stands(const struct put *u, const struct app_put_done *out, struct err *e)
{
	const struct app_put *p = u->p;
	const struct store_household *living = u->meant.living ? &u->meant.h : NULL;
	if (p->based_on && draft_still_stands(u->s, p->unit, p->based_on, out->number, living, p->lang, e) != 0)
		return -1;
	return p->is_new ? draft_is_free(u->s, p->unit, out->number, living, p->lang, e) : 0;
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
	u->c.old = u->meant.living ? &u->meant.h : NULL;
	u->c.change = u->change;
	u->c.changes = p->changes + 1;
	u->c.now = p->now;
	u->c.lang = p->lang;
}

static int put_write(struct put *u, const char *reason, struct app_put_done *out, struct err *e)
{
	struct collector_outcome o;
	char *by = u->p->by ? alloc_copy(u->p->by) : app_by(u->s);
	const struct store_author a = {.by = by, .at = u->p->now, .reason = reason};
	int rc = collector_judge(&u->c, &o, e);
	if (rc == 0)
		rc = collector_ask_reason(u->s, &u->c, &o, reason, e);
	if (rc == 0 && u->meant.living)
		out->entry = u->meant.h.entry;
	if (rc == 0 && o.labelled)
		u->saved.label = store_label(u->s, u->p->unit, u->c.key);
	if (rc == 0)
		rc = collector_write(u->s, &u->c, &o, &a, &out->entry, e);
	if (rc == 0) {
		out->written = o.changed;
		out->labelled = o.labelled;
		collector_warnings(u->s, u->form, &o.record, u->p->lang, &out->warnings);
		if (o.changed)
			collector_warn_clock(u->s, u->p->now, u->p->lang, &out->warnings);
	}
	if (rc == 0 && o.changed)
		rc = collector_note_time(u->s, u->p->now, e);
	collector_outcome_free(&o);
	free(by);
	return rc;
}

/* What this device may not write is said before anything is judged; a door label is its own business. */
static int refuse_closed(const struct put *u, struct err *e)
{
	bool local = u->p->changes > 0;
	for (size_t i = 0; i < u->p->changes; i++)
		local = local && u->form->field[u->p->change[i].field].local;
	return local ? 0 : collector_may_write(u->s, u->p->unit, e);
}

/* Nothing but a status was given: one tap, of which nothing comes back as half-typed. */
static bool one_tap(const struct put *u)
{
	for (size_t i = 0; i < u->p->changes; i++)
		if (u->p->change[i].field != u->form->status)
			return false;
	return true;
}

/* The form of a page is marked saved in the transaction that writes what it says. */
static int put_remember(struct put *u, const struct app_put_done *out, struct err *e)
{
	const struct app_put *p = u->p;
	struct draft_saved *x = &u->saved;
	if (!p->draft && !p->holder)
		return 0;
	x->done = *out;
	x->key = u->c.key;
	x->stood = u->meant.living;
	x->labelled = out->labelled;
	if (u->meant.living)
		x->before = u->meant.h.entry;
	if (p->draft && !one_tap(u)) {
		x->typed = draft_typed(u->form, p->change, p->changes);
		if (p->number)
			cJSON_AddStringToObject(x->typed, u->form->field[u->form->number].id, p->number);
	}
	return draft_save(u->s, p->unit, p->draft, p->holder, p->now, x, e);
}

/* Inside the transaction: two puts at once must not both start from what stood before. */
static int put(struct put *u, const char *reason, struct app_put_done *out, struct err *e)
{
	int saved = draft_was_saved(u->s, u->p->draft, out, e);
	if (saved != 0)
		return saved < 0 ? -1 : 0;
	if (refuse_closed(u, e) != 0 || put_number(u, out, e) != 0 || put_stands(u, out, e) != 0)
		return -1;
	put_changes(u, out->number);
	return put_write(u, reason, out, e) == 0 ? put_remember(u, out, e) : -1;
}

int app_household_put(struct store *s, const struct app_put *p, struct app_put_done *out, struct err *e)
{
	struct put u = {.s = s, .p = p};
	char *reason = NULL;
	*out = (struct app_put_done){0};
	int rc = store_form(s, NULL, &u.form, e);
	if (rc == 0)
		rc = collector_reason(p->reason, &reason, e);
	if (rc == 0)
		rc = store_begin(s, e);
	if (rc == 0)
		rc = put(&u, reason, out, e);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0) {
		store_rollback(s);
		app_sentences_free(&out->warnings);
	}
	collector_meant_free(&u.meant);
	draft_saved_free(&u.saved);
	free(u.change);
	free(reason);
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
	struct collector_meant m;
	if (collector_find_living(s, unit, number, lang, &m, e) != 0)
		return -1;
	out->h = m.h;
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
