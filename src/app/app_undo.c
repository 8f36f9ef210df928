/* app_undo.c - the last save of a session taken back: what stood before is written again, and what was typed is a
 * draft again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/store_acts.h>

#include "collector.h"
#include "draft.h"

struct undo {
	struct store *s;
	const char *unit;
	struct id draft;
	struct draft_saved saved;
	struct store_household h; /* as it stands */
	bool found;               /* h is there */
	bool visited;             /* what stands again is a visit too */
};

static void undo_free(struct undo *u)
{
	draft_saved_free(&u->saved);
	if (u->found)
		store_household_free(&u->h);
}

/* What was saved last, and that it still stands, alone. */
static int load(struct undo *u, struct id holder, struct err *e)
{
	struct draft_saved *x = &u->saved;
	if (draft_last(u->s, u->unit, holder, &u->draft, x, e) != 0)
		return e->code == ERR_NOT_FOUND ? err_set(e, ERR_NOT_FOUND, TEXT_DRAFT_UNDO_NONE, "") : -1;
	if (collector_may_write(u->s, u->unit, e) != 0)
		return -1;
	u->found = store_household_alone(u->s, u->unit, x->key, &u->h, e) == 0;
	if (!u->found && e->code != ERR_NOT_FOUND)
		return -1;
	return u->found && !u->h.conflict && name_compare(&u->h.entry, &x->done.entry) == 0
		       ? 0
		       : err_set(e, ERR_DATA, TEXT_DRAFT_UNDO_CHANGED, "%s", x->done.number);
}

/* --- what stood before --- */

struct seeking {
	const struct name *entry;
	const struct form *form;
	struct form_record *out;
	bool found;
};

static int seek(void *context, const struct store_revision *r, struct err *e)
{
	struct seeking *x = context;
	(void)e;
	if (r->kind == ENTRY_RECORD && r->form && name_compare(&r->entry, x->entry) == 0) {
		collector_reread(x->form, r, x->out);
		x->found = true;
	}
	return 0;
}

/* The number it had may be another household's by now. Where two bear the one it has, they did when it was saved. */
static int refuse_taken(struct undo *u, const struct form_record *before, enum text_lang lang, struct err *e)
{
	struct collector_meant there;
	const char *number = collector_number_of(u->h.form, before);
	if (!u->h.voided && strcmp(number, collector_number_of(u->h.form, &u->h.record)) == 0)
		return 0;
	if (collector_find(u->s, u->unit, number, lang, &there, e) != 0)
		return -1;
	bool taken = there.living && !id_equal(there.h.key, u->saved.key);
	collector_meant_free(&there);
	return taken ? err_set(e, ERR_DATA, TEXT_DRAFT_UNDO_CHANGED, "%s", number) : 0;
}

/* To be freed, whatever comes of it. */
static int find_before(struct undo *u, struct form_record *before, enum text_lang lang, struct err *e)
{
	struct seeking x = {&u->saved.before, u->h.form, before, false};
	form_record_init(before);
	int rc = store_history(u->s, u->unit, u->saved.key, seek, &x, e);
	if (rc == 0 && !x.found)
		rc = err_set(e, ERR_DATA, TEXT_DRAFT_UNDO_CHANGED, "%s", u->saved.done.number);
	if (rc == 0)
		rc = refuse_taken(u, before, lang, e);
	return rc;
}

static int write_before(struct undo *u, const struct store_author *a, enum text_lang lang, struct err *e)
{
	struct form_record before;
	int rc = find_before(u, &before, lang, e);
	u->visited = rc == 0 && !collector_unvisited(u->h.form, &before);
	if (rc == 0)
		rc = store_write_record(u->s, u->unit, u->saved.key, u->h.form, &before, a, NULL, e);
	form_record_free(&before);
	return rc;
}

/* --- what was typed --- */

static int draft_again(struct undo *u, struct id holder, int64_t now, struct err *e)
{
	const struct draft_saved *x = &u->saved;
	struct store_draft d = {.id = u->draft, .has_key = x->stood, .key = x->key, .holder = holder, .at = now};
	if (!x->typed)
		return store_draft_drop(u->s, u->draft, e);
	snprintf(d.unit, sizeof d.unit, "%s", u->unit);
	if (u->visited)
		cJSON_AddTrueToObject(x->typed, DRAFT_UNDONE);
	d.fields = cJSON_PrintUnformatted(x->typed);
	int rc = store_draft_put(u->s, &d, e);
	store_draft_free(&d);
	return rc;
}

/* --- both --- */

static int take_back(struct undo *u, struct id holder, int64_t now, enum text_lang lang, struct err *e)
{
	const struct draft_saved *x = &u->saved;
	char by[ENTRY_BY_BYTES + 1];
	if (!draft_of_session(u->s, holder, by))
		draft_by_device(u->s, by);
	const struct store_author a = {.by = by, .at = now, .reason = text_get(lang, TEXT_DRAFT_UNDO_REASON)};
	int rc = 0;
	if (x->done.written && x->stood)
		rc = write_before(u, &a, lang, e);
	else if (x->done.written)
		rc = store_write_void(u->s, u->unit, x->key, &a, NULL, e);
	if (rc == 0 && x->labelled)
		rc = store_set_label(u->s, u->unit, x->key, x->label, e);
	if (rc == 0)
		rc = draft_again(u, holder, now, e);
	return rc == 0 ? collector_note_time(u->s, now, e) : rc;
}

static void tell(const struct undo *u, struct app_undone *out)
{
	struct store_household h;
	struct err none;
	memcpy(out->number, u->saved.done.number, sizeof out->number);
	out->typed = u->saved.typed != NULL;
	out->draft = u->draft;
	if (store_household(u->s, u->unit, u->saved.key, &h, &none) != 0)
		return;
	if (!h.voided && h.clash)
		store_entry_text(u->s, &h.entry, out->opens);
	else if (!h.voided)
		snprintf(out->opens, sizeof out->opens, "%s", collector_number_of(h.form, &h.record));
	store_household_free(&h);
}

int app_undo(struct store *s, const char *unit, struct id holder, int64_t now, enum text_lang lang,
	struct app_undone *out, struct err *e)
{
	struct undo u = {.s = s, .unit = unit};
	*out = (struct app_undone){.number = ""};
	if (store_begin(s, e) != 0)
		return -1;
	int rc = load(&u, holder, e);
	if (rc == 0)
		rc = take_back(&u, holder, now, lang, e);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	else
		tell(&u, out);
	undo_free(&u);
	return rc;
}

int app_undo_what(struct store *s, const char *unit, struct id holder, char number[static 40], struct err *e)
{
	struct undo u = {.s = s, .unit = unit};
	int rc = load(&u, holder, e);
	if (rc == 0 && u.saved.done.written && u.saved.stood) {
		struct form_record before;
		rc = find_before(&u, &before, LANG_VI, e);
		form_record_free(&before);
	}
	snprintf(number, 40, "%s", rc == 0 ? u.saved.done.number : "");
	undo_free(&u);
	bool nothing = rc != 0 && (e->code == ERR_NOT_FOUND || e->code == ERR_DATA || e->code == ERR_DENIED);
	return nothing ? 0 : rc;
}
