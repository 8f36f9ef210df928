/* app_decide_held.c - a held entry is accepted or rejected; the newest decision stands. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>

#include "decide.h"

enum { CANDIDATES_MAX = 16 };

struct holding {
	const struct app_hold *h;
	char *reason;                  /* cleaned, or NULL */
	struct app_hub_revisions held; /* of the unit */
	struct store_named candidate[CANDIDATES_MAX];
	size_t candidates;
	struct app_hold_done *out;
};

/* --- which entry --- */

static const struct store_revision *find_held(const struct holding *w, const struct name *n)
{
	for (size_t i = 0; i < w->held.count; i++) {
		if (name_compare(&w->held.revision[i].entry, n) == 0)
			return &w->held.revision[i];
	}
	return NULL;
}

static int find_candidates(struct store *s, struct holding *w, struct err *e)
{
	struct name asked;
	bool has_hash;
	if (decide_name(w->h->entry, &asked, &has_hash, e) != 0)
		return -1;
	int n = store_entries_named(s, &asked, has_hash, w->candidate, CANDIDATES_MAX, e);
	if (n < 0)
		return -1;
	if (n == 0)
		return err_set(e, ERR_NOT_FOUND, TEXT_DECIDE_NO_ENTRY, "%s", w->h->entry);
	w->candidates = n < CANDIDATES_MAX ? (size_t)n : CANDIDATES_MAX;
	for (size_t i = 0; i < w->candidates; i++) {
		const char *unit = w->candidate[i].unit;
		if ((i == 0 || strcmp(unit, w->candidate[i - 1].unit) != 0) &&
			store_held(s, unit, app_hub_revisions_add, &w->held, e) != 0)
			return -1;
	}
	return 0;
}

/* A rejection may also be the second thought about what was accepted. */
static int may_mean(struct store *s, const struct holding *w, const struct store_named *c, bool *yes, struct err *e)
{
	struct store_decision d;
	*yes = find_held(w, &c->name) != NULL;
	if (*yes || w->h->accept)
		return 0;
	int row = store_decision(s, c->unit, &c->name, &d, e);
	*yes = row > 0 && d.accepted;
	return row < 0 ? -1 : 0;
}

static int refuse_ambiguous(const struct holding *w, struct err *e)
{
	struct buf names;
	buf_init(&names, (size_t)CANDIDATES_MAX * (NAME_TEXT + 2));
	for (size_t i = 0; i < w->candidates; i++) {
		char text[NAME_TEXT];
		buf_print(&names, "%s%s", i ? ", " : "", name_text(&w->candidate[i].name, text));
	}
	err_set(e, ERR_DATA, TEXT_DECIDE_AMBIGUOUS, "%s" ERR_AND "%s", w->h->entry, names.data);
	buf_free(&names);
	return -1;
}

static int choose(struct store *s, const struct holding *w, const struct store_named **out, struct err *e)
{
	size_t hits = 0;
	for (size_t i = 0; i < w->candidates; i++) {
		bool means;
		if (may_mean(s, w, &w->candidate[i], &means, e) != 0)
			return -1;
		if (means)
			*out = &w->candidate[i];
		hits += means;
	}
	if (hits == 0)
		return err_set(e, ERR_DENIED, w->h->accept ? TEXT_DECIDE_NOT_HELD : TEXT_DECIDE_NOT_HELD_REJECT, "%s",
			w->h->entry);
	return hits == 1 ? 0 : refuse_ambiguous(w, e);
}

/* --- deciding --- */

/* Some rules no decision overrides: each says what helps instead. */
static int may(const struct holding *w, const struct store_revision *r, struct err *e)
{
	char shown[ID_SHOWN];
	if (!r)
		return 0;
	if (r->held == 2)
		return err_set(e, ERR_DENIED, TEXT_DECIDE_MALFORMED, "%s", w->h->entry);
	if (!w->h->accept)
		return 0;
	if (r->held == 1)
		return err_set(e, ERR_DENIED, TEXT_DECIDE_STRANGER, "%s" ERR_AND "%s", w->h->entry,
			id_shown(r->author, shown));
	if (r->held == 3 && r->kind == ENTRY_RECORD && !r->form)
		return err_set(e, ERR_DENIED, TEXT_DECIDE_NO_FORM, "%s", w->h->entry);
	return 0;
}

static int write_decision(struct store *s, const struct holding *w, const struct store_named *c, struct err *e)
{
	struct store_decision d;
	char text[NAME_TEXT], *by;
	int row = store_decision(s, c->unit, &c->name, &d, e);
	if (row < 0)
		return -1;
	if (row > 0 && d.accepted == w->h->accept && (d.accepted || strcmp(d.reason, w->reason) == 0))
		return 0; /* said already */
	const struct decide_other o = {w->h->decided, row > 0 ? name_text(&d.act, text) : NULL,
		d.accepted ? TEXT_DECIDE_MEANWHILE_ACCEPTED : TEXT_DECIDE_MEANWHILE_REJECTED, d.by, d.at, d.reason};
	if (row > 0 && decide_alone(s, &o, e) != 0)
		return -1;
	by = app_by(s);
	struct store_author a = {.by = by, .at = clock_now(), .reason = w->reason};
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "entry", name_text(&c->name, text));
	w->out->written = true;
	int rc = store_write_act(s, c->unit, w->h->accept ? ENTRY_ACCEPT : ENTRY_REJECT, NULL, fields, &a, NULL, e);
	free(by);
	return rc;
}

static int decide(struct store *s, void *context, struct err *e)
{
	struct holding *w = context;
	const struct store_named *c = NULL;
	struct err unknown;
	if (find_candidates(s, w, e) != 0 || choose(s, w, &c, e) != 0 || may(w, find_held(w, &c->name), e) != 0)
		return -1;
	w->out->entry = c->name;
	if (store_unit(s, c->unit, &w->out->unit, &unknown) != 0) {
		w->out->unit = (struct unit){.listed = -1};
		memcpy(w->out->unit.code, c->unit, sizeof w->out->unit.code);
	}
	if (w->h->accept && app_hub_not_purged(s, &w->out->unit, e) != 0)
		return -1;
	return write_decision(s, w, c, e);
}

/* --- what came of it --- */

static int find_outcome(void *context, const struct store_revision *r, struct err *e)
{
	struct app_hold_done *out = context;
	(void)e;
	if (name_compare(&r->entry, &out->entry) == 0) {
		out->held = r->held;
		out->shown = r->shown;
		app_hub_revision_number(r, out->number);
	}
	return 0;
}

/* The decision is made: what cannot be told now is left out, and nothing of it is undone. */
static void look_afterwards(struct store *s, struct app_hold_done *out)
{
	struct store_household h;
	struct err none;
	struct name entry = out->entry;
	struct id key;
	if (store_entry_key(s, out->unit.code, &entry, true, &key, &none) != 0 ||
		store_history(s, out->unit.code, key, find_outcome, out, &none) != 0 || out->number[0] ||
		store_household_alone(s, out->unit.code, key, &h, &none) != 0)
		return;
	const char *number = collector_number_of(h.form, &h.record);
	if (strlen(number) < APP_HUB_NUMBER)
		memcpy(out->number, number, strlen(number) + 1);
	store_household_free(&h);
}

int app_decide_held(struct store *s, const struct app_hold *h, struct app_hold_done *out, struct err *e)
{
	struct holding w = {.h = h, .out = out};
	*out = (struct app_hold_done){.written = false};
	if (h->accept ? collector_reason(h->reason, &w.reason, e) : app_hub_reason(h->reason, &w.reason, e))
		return -1;
	int rc = decide_run(s, decide, &w, e);
	if (rc == 0)
		look_afterwards(s, out);
	app_hub_revisions_free(&w.held);
	free(w.reason);
	return rc;
}
