/* app_decide_conflict.c - one of several versions is kept, or it is told apart as a household of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>

#include "decide.h"

struct resolving {
	const struct app_resolve *r;
	char *reason; /* cleaned, or NULL */
	struct decide_found found;
	struct decide_versions versions;
	struct store_author author;
	struct app_resolved *out;
};

/* --- versions side by side --- */

static bool alike(const struct store_revision *a, const struct store_revision *b)
{
	if (a->kind != b->kind || a->kind == ENTRY_VOID)
		return a->kind == b->kind;
	char *x = form_record_json(a->form, &a->record), *y = form_record_json(b->form, &b->record);
	bool same = strcmp(x, y) == 0;
	free(x);
	free(y);
	return same;
}

static void list_versions(
	struct store *s, const struct resolving *w, const struct name *asked, char out[static ERR_ARG_BYTES])
{
	struct buf names;
	buf_init(&names, ERR_ARG_BYTES);
	for (size_t i = 0; i < w->versions.count; i++) {
		char text[NAME_TEXT];
		const struct name *n = &w->versions.version[i].revision.entry;
		if (asked && !decide_names(asked, false, n))
			continue;
		buf_print(&names, "%s%s", names.len ? ", " : "", store_entry_text(s, n, text));
	}
	snprintf(out, ERR_ARG_BYTES, "%s", names.len ? names.data : "");
	buf_free(&names);
}

/* The index of the version a person names; the count of versions: none of these. */
static int find_version(struct store *s, const struct resolving *w, const char *typed, size_t *at, struct err *e)
{
	struct name asked;
	bool has_hash;
	size_t hits = 0;
	char candidates[ERR_ARG_BYTES];
	*at = w->versions.count;
	if (decide_name(typed, &asked, &has_hash, e) != 0)
		return -1;
	for (size_t i = 0; i < w->versions.count; i++) {
		if (!decide_names(&asked, has_hash, &w->versions.version[i].revision.entry))
			continue;
		*at = i;
		hits++;
	}
	if (hits < 2)
		return 0;
	list_versions(s, w, &asked, candidates);
	return err_set(e, ERR_DATA, TEXT_DECIDE_AMBIGUOUS, "%s" ERR_AND "%s", typed, candidates);
}

/* --- somebody was here before --- */

/* What history tells of the version a person names, and of the one that stands. */
struct before {
	struct name asked;
	bool has_hash, known, follows, same;
	struct store_revision named;
};

static int look_back(void *context, const struct store_revision *r, struct err *e)
{
	struct before *b = context;
	(void)e;
	if (decide_names(&b->asked, b->has_hash, &r->entry)) {
		if (b->known)
			store_revision_free(&b->named);
		app_hub_revision_copy(r, &b->named);
		b->known = true;
	}
	for (size_t i = 0; r->shown && i < r->parents; i++)
		b->follows |= decide_names(&b->asked, b->has_hash, &r->parent[i]);
	if (r->shown && b->known)
		b->same = r->kind == ENTRY_RECORD && r->form && b->named.form && alike(r, &b->named);
	return 0;
}

static void say_figures(const struct store_household *h, enum text_lang lang, char out[static ERR_ARG_BYTES])
{
	struct buf figures;
	buf_init(&figures, (size_t)FORM_FIELDS_MAX * FORM_SENTENCE);
	for (size_t i = 0; i < h->form->fields; i++) {
		char value[FORM_SENTENCE];
		if ((int)i == h->form->number || h->record.value[i].state == FORM_ABSENT)
			continue;
		form_show(h->form, (int)i, &h->record.value[i], lang, value);
		buf_print(&figures, "%s%s: %s", figures.len ? "; " : "", form_words(&h->form->field[i].label, lang),
			value);
	}
	size_t n = figures.len < ERR_ARG_BYTES ? figures.len : ERR_ARG_BYTES - 1;
	while (n > 0 && n < figures.len && ((unsigned char)figures.data[n] & 0xc0) == 0x80)
		n--;
	memcpy(out, figures.len ? figures.data : "", n);
	out[n] = '\0';
	buf_free(&figures);
}

/* Written by this hub with the figures of the version named, under the new number. */
static bool same_but_number(struct store *s, struct store_household *h, const struct store_revision *named)
{
	const struct form_value *number = &named->record.value[named->form->number];
	struct form_value *own = &h->record.value[h->form->number];
	if (!id_equal(h->author, store_id(s)) || h->form != named->form || !number->text)
		return false;
	form_value_free(own);
	*own = (struct form_value){.state = FORM_GIVEN, .text = alloc_copy(number->text)};
	return form_record_equal(h->form, &h->record, &named->record);
}

/* Does a household under the new number follow the version named (of two households one was moved), or say the same (a
 * version was told apart)? */
static bool is_moved(struct store *s, const struct before *of_old, struct store_household *h)
{
	struct before b = {.asked = of_old->asked, .has_hash = of_old->has_hash};
	struct err none;
	if (of_old->known && of_old->named.form)
		return same_but_number(s, h, &of_old->named);
	bool moved = store_history(s, h->unit, h->key, look_back, &b, &none) == 0 && b.follows &&
		     id_equal(h->author, store_id(s));
	if (b.known)
		store_revision_free(&b.named);
	return moved;
}

static bool moved_already(struct store *s, const struct resolving *w, const struct before *b)
{
	struct decide_found there;
	struct err none;
	bool moved = false;
	int rc = decide_find(s, w->found.unit.code, w->r->changed, &there, &none);
	for (size_t i = 0; rc == 0 && i < there.livings && !moved; i++) {
		moved = is_moved(s, b, &there.living[i]);
		w->out->moved = there.living[i].entry;
	}
	if (moved)
		memcpy(w->out->changed, there.number, sizeof there.number);
	decide_found_free(&there);
	return moved;
}

/* The version named is none of those that stand. Decided just so before: nothing is to be done. Decided otherwise: the
 * second to decide is told, and nothing of the first is overwritten. */
static int decided_before(struct store *s, struct resolving *w, const char *typed, struct err *e)
{
	const struct store_household *h = &w->found.living[0];
	struct before b = {.known = false};
	char what[ERR_ARG_BYTES], figures[ERR_ARG_BYTES];
	if (decide_name(typed, &b.asked, &b.has_hash, e) != 0 ||
		store_history(s, w->found.unit.code, h->key, look_back, &b, e) != 0)
		return -1;
	bool done = w->r->renumber ? moved_already(s, w, &b)
				   : b.known && b.follows && b.same && id_equal(h->author, store_id(s));
	int rc = 0;
	w->out->kept = h->entry;
	decide_describe(s, &h->entry, h->at, h->by, what);
	say_figures(h, w->r->lang, figures);
	if (!done && b.known)
		rc = err_set(e, ERR_DATA, TEXT_DECIDE_RESOLVED, "%s" ERR_AND "%s" ERR_AND "%s", w->found.number, what,
			figures);
	else if (!done)
		rc = err_set(e, ERR_NOT_FOUND, TEXT_DECIDE_NOT_A_VERSION, "%s" ERR_AND "%s" ERR_AND "%s", typed,
			w->found.number, what);
	if (b.known)
		store_revision_free(&b.named);
	return rc;
}

static int no_such_version(struct store *s, const struct resolving *w, const char *typed, struct err *e)
{
	char versions[ERR_ARG_BYTES];
	list_versions(s, w, NULL, versions);
	return err_set(e, ERR_NOT_FOUND, TEXT_DECIDE_NOT_A_VERSION, "%s" ERR_AND "%s" ERR_AND "%s", typed,
		w->found.number, versions);
}

/* A version that came while the others were looked at must be looked at too. */
static int all_seen(struct store *s, const struct resolving *w, struct err *e)
{
	char text[NAME_TEXT], code[NAME_TEXT];
	for (size_t i = 0; w->r->seen && i < w->versions.count; i++) {
		const struct store_revision *r = &w->versions.version[i].revision;
		if (!strstr(w->r->seen, name_text(&r->entry, text)))
			return err_set(e, ERR_BUSY, TEXT_DECIDE_ANOTHER_VERSION, "%s" ERR_AND "%s", w->found.number,
				store_entry_text(s, &r->entry, code));
	}
	return 0;
}

/* --- deciding --- */

/* Of the versions of one record besides `v` the one that stays: as named, else the only one that differs. */
static int other_version(struct store *s, const struct resolving *w, size_t v, size_t *other, struct err *e)
{
	const struct decide_version *all = w->versions.version;
	*other = w->versions.count;
	if (w->r->keep && find_version(s, w, w->r->keep, other, e) != 0)
		return -1;
	if (w->r->keep && (*other == w->versions.count || !id_equal(all[*other].key, all[v].key) || *other == v))
		return no_such_version(s, w, w->r->keep, e);
	for (size_t i = 0; !w->r->keep && i < w->versions.count; i++) {
		const struct store_revision *r = &all[i].revision;
		if (!id_equal(all[i].key, all[v].key) || alike(r, &all[v].revision) || app_hub_unvisited(r))
			continue;
		if (*other < w->versions.count && !alike(r, &all[*other].revision))
			return err_set(e, ERR_DATA, TEXT_DECIDE_WHICH_STAYS, "%s", w->found.number);
		*other = i;
	}
	return *other < w->versions.count ? 0 : no_such_version(s, w, w->r->renumber, e);
}

/* A version becomes a household of its own, the other one keeps the number. */
static int split(struct store *s, struct resolving *w, size_t v, struct err *e)
{
	const struct decide_version *all = w->versions.version;
	struct id key;
	size_t other;
	char text[2 * FORM_SENTENCE], from[NAME_TEXT];
	struct store_author a = w->author;
	store_entry_text(s, &all[v].revision.entry, from);
	text_fill(
		w->r->lang, TEXT_DECIDE_SPLIT, (const char *const[3]){w->found.number, from, NULL}, text, sizeof text);
	if (!a.reason)
		a.reason = text;
	if (other_version(s, w, v, &other, e) != 0 ||
		decide_free_number(s, &w->found, w->r->changed, &all[v].revision.entry, w->out->changed, &key, e) !=
			0 ||
		decide_write(s, w->found.unit.code, key, &all[v].revision, w->out->changed, &a, &w->out->moved, e) != 0)
		return -1;
	return decide_write(
		s, w->found.unit.code, all[v].key, &all[other].revision, NULL, &w->author, &w->out->kept, e);
}

static const struct store_household *another(const struct resolving *w, struct id key)
{
	for (size_t i = 0; i < w->found.livings; i++) {
		if (!id_equal(w->found.living[i].key, key))
			return &w->found.living[i];
	}
	return NULL;
}

/* One of two households under a number gets another. */
static int move(struct store *s, struct resolving *w, size_t v, struct err *e)
{
	const struct decide_version *it = &w->versions.version[v];
	w->out->kept = another(w, it->key)->entry;
	if (decide_free_number(s, &w->found, w->r->changed, &it->revision.entry, w->out->changed, NULL, e) != 0)
		return -1;
	return decide_write(
		s, w->found.unit.code, it->key, &it->revision, w->out->changed, &w->author, &w->out->moved, e);
}

/* Two records turn out to be one household: all but one are taken away. */
static int keep_of_two(struct store *s, struct resolving *w, size_t v, struct err *e)
{
	const struct decide_version *it = &w->versions.version[v];
	if (!w->reason)
		return err_set(e, ERR_USAGE, TEXT_DECIDE_VOID_REASON, "%s", w->found.number);
	w->out->kept = it->revision.entry;
	for (size_t i = 0; i < w->found.livings; i++) {
		if (id_equal(w->found.living[i].key, it->key))
			continue;
		if (store_write_void(s, w->found.unit.code, w->found.living[i].key, &w->author, NULL, e) != 0)
			return -1;
		w->out->voided++;
	}
	return 0;
}

/* The version named is the only one. It may be so because somebody decided it: then nothing is to be done. */
static int stands_alone(struct store *s, struct resolving *w, const struct decide_version *it, struct err *e)
{
	w->out->kept = it->revision.entry;
	if (!w->r->renumber && (w->found.voideds > 0 || id_equal(it->revision.author, store_id(s))))
		return 0;
	return err_set(e, ERR_DATA, TEXT_DECIDE_NO_CONFLICT, "%s" ERR_AND "%s", w->found.number, w->found.unit.name);
}

static int decide(struct store *s, struct resolving *w, size_t v, struct err *e)
{
	const struct decide_version *it = &w->versions.version[v];
	if (decide_unreviewed(s, w->found.unit.code, it->key, w->r->decided, e) != 0)
		return -1;
	if (!it->conflict && w->found.livings < 2)
		return stands_alone(s, w, it, e);
	w->out->written = true;
	if (!w->r->renumber)
		return it->conflict ? decide_write(s, w->found.unit.code, it->key, &it->revision, NULL, &w->author,
					      &w->out->kept, e)
				    : keep_of_two(s, w, v, e);
	if (it->revision.kind != ENTRY_RECORD)
		return err_set(e, ERR_DATA, TEXT_DECIDE_NOT_A_HOUSEHOLD, "%s", w->r->renumber);
	return it->conflict ? split(s, w, v, e) : move(s, w, v, e);
}

static int resolve(struct store *s, void *context, struct err *e)
{
	struct resolving *w = context;
	const char *typed = w->r->renumber ? w->r->renumber : w->r->keep;
	size_t v;
	if (decide_find(s, w->r->unit, w->r->number, &w->found, e) != 0 || decide_open(s, &w->found.unit, e) != 0)
		return -1;
	if (w->found.livings == 0)
		return decide_none(&w->found, e);
	if (decide_heads(s, &w->found, &w->versions, e) != 0 || find_version(s, w, typed, &v, e) != 0)
		return -1;
	w->out->unit = w->found.unit;
	memcpy(w->out->number, w->found.number, sizeof w->found.number);
	bool open = w->found.livings > 1 || w->found.living[0].conflict;
	if (open && all_seen(s, w, e) != 0)
		return -1;
	if (v < w->versions.count)
		return decide(s, w, v, e);
	return open ? no_such_version(s, w, typed, e) : decided_before(s, w, typed, e);
}

int app_decide_conflict(struct store *s, const struct app_resolve *r, struct app_resolved *out, struct err *e)
{
	struct resolving w = {.r = r, .out = out};
	char *by;
	*out = (struct app_resolved){.written = false};
	if (collector_reason(r->reason, &w.reason, e) != 0)
		return -1;
	by = app_by(s);
	w.author = (struct store_author){.by = by, .at = clock_now(), .reason = w.reason};
	int rc = decide_run(s, resolve, &w, e);
	decide_versions_free(&w.versions);
	decide_found_free(&w.found);
	free(w.reason);
	free(by);
	return rc;
}
