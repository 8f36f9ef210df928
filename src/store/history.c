/* Entries of a household one by one: history, heads, held. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/store_acts.h>

#include "store_private.h"

static void copy_parents(const struct revision *r, struct store_revision *out)
{
	out->parents = r->parents;
	out->parent = alloc_zero(r->parents + 1, sizeof *out->parent);
	if (r->parents)
		memcpy(out->parent, r->parent, r->parents * sizeof *out->parent);
}

int revision_show(
	struct store *s, const char *unit, struct revision *r, bool shown, struct store_revision *out, struct err *e)
{
	struct entry *en;
	struct err none;

	memset(out, 0, sizeof *out);
	form_record_init(&out->record);
	out->entry = r->name;
	snprintf(out->unit, sizeof out->unit, "%s", unit);
	out->key = r->key;
	out->author = r->author;
	out->kind = r->kind;
	out->held = r->held;
	out->head = r->head;
	out->shown = shown;
	copy_parents(r, out);
	if (revision_entry(s, r, &en, e)) {
		store_revision_free(out);
		return -1;
	}
	snprintf(out->at, sizeof out->at, "%s", en->at);
	snprintf(out->by, sizeof out->by, "%s", en->by);
	snprintf(out->reason, sizeof out->reason, "%s", en->reason);
	if (r->kind == ENTRY_RECORD && !r->malformed && store_form_of(s, en->def, &out->form, &none) == 0)
		form_record_read(out->form, en->fields, &out->record);
	return 0;
}

static int each_of(struct store *s, const char *unit, struct id key, bool heads_only, store_each_revision each,
	void *context, struct err *e)
{
	struct revision *r;
	struct verdict v;
	size_t n;
	int rc;

	if (revisions_load(s, unit, key, &r, &n, e))
		return -1;
	rc = n ? fold_verdict(s, r, n, &v, e) : err_set(e, ERR_NOT_FOUND, TEXT_HOUSEHOLD_MISSING, "");
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct store_revision shown;

		if (heads_only && !r[i].head)
			continue;
		rc = revision_show(s, unit, &r[i], (int)i == v.shown, &shown, e);
		if (rc == 0) {
			rc = each(context, &shown, e) ? -1 : 0;
			store_revision_free(&shown);
		}
	}
	revisions_free(r, n);
	return rc;
}

int store_history(
	struct store *s, const char *unit, struct id key, store_each_revision each, void *context, struct err *e)
{
	return each_of(s, unit, key, false, each, context, e);
}

int store_heads(
	struct store *s, const char *unit, struct id key, store_each_revision each, void *context, struct err *e)
{
	return each_of(s, unit, key, true, each, context, e);
}

/* --- held --- */

struct held_list {
	struct revision *r;
	char (*unit)[UNIT_CODE];
	size_t n;
};

static int load_held(struct store *s, const char *unit, struct held_list *l, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_REVISIONS_HELD, "t", unit);
	int row;

	while ((row = sql_row(s, st, e)) > 0) {
		struct revision *r;

		l->r = alloc_grow(l->r, l->n + 1, sizeof *l->r);
		l->unit = alloc_grow(l->unit, l->n + 1, sizeof *l->unit);
		r = &l->r[l->n];
		memset(r, 0, sizeof *r);
		sql_text_at(st, 0, l->unit[l->n], UNIT_CODE);
		r->key = sql_id_at(st, 1);
		r->branch = sqlite3_column_int64(st, 2);
		r->name = (struct name){.seq = (uint32_t)sqlite3_column_int64(st, 3),
			.journal = sql_id_at(st, 4),
			.hash = sql_id_at(st, 5)};
		r->author = sql_id_at(st, 6);
		r->kind = (enum entry_kind)sqlite3_column_int(st, 7);
		r->malformed = sqlite3_column_int(st, 8);
		r->held = sqlite3_column_int(st, 9);
		l->n++;
	}
	return row;
}

int store_held(struct store *s, const char *unit, store_each_revision each, void *context, struct err *e)
{
	struct held_list l = {NULL, NULL, 0};
	int rc = load_held(s, unit, &l, e);

	for (size_t i = 0; rc == 0 && i < l.n; i++) {
		struct store_revision shown;

		rc = revision_show(s, l.unit[i], &l.r[i], false, &shown, e);
		if (rc == 0) {
			rc = each(context, &shown, e) ? -1 : 0;
			store_revision_free(&shown);
		}
	}
	revisions_free(l.r, l.n);
	free(l.unit);
	return rc;
}

int store_held_in(struct store *s, const struct chain *c, uint32_t first, uint32_t last, size_t *held, struct err *e)
{
	sqlite3_stmt *st = sql_start(
		s, SQL_REVISIONS_HELD_IN, "tddii", c->unit, &c->journal, &c->author, (int64_t)first, (int64_t)last);
	int row = sql_row(s, st, e);

	*held = 0;
	if (row > 0) {
		*held = (size_t)sqlite3_column_int64(st, 0);
		sql_end(st);
	}
	return row < 0 ? -1 : 0;
}

static void refusal(struct store *s, const struct store_revision *r, enum text_lang lang, struct err *e)
{
	struct revision rev = {.name = r->entry};
	struct form_record record;
	struct found f;
	struct entry *en;
	struct err none;

	form_record_init(&record);
	if (r->form && journal_find(s, &r->entry, &f, &none) > 0) {
		rev.branch = f.branch;
		if (revision_entry(s, &rev, &en, &none) == 0)
			form_check(r->form, en->fields, lang, &record, e);
		revision_forget(&rev);
	}
	form_record_free(&record);
}

void store_held_reason(struct store *s, const struct store_revision *r, enum text_lang lang, struct err *e)
{
	static const text_id why[] = {TEXT_NONE, TEXT_HELD_STRANGER, TEXT_HELD_MALFORMED, TEXT_HELD_MISSING,
		TEXT_HELD_REFUSED, TEXT_HELD_REVOKED, TEXT_HELD_LOCKED, TEXT_HELD_REJECTED};
	size_t rule = r->held > 0 && r->held < (int)(sizeof why / sizeof why[0]) ? (size_t)r->held : 0;

	char at[CLOCK_STAMP];
	struct err unknown;

	err_set(e, ERR_DATA, why[rule], "");
	if (rule > 0 && rule < 7 && store_purged(s, r->unit, at, &unknown) == 1)
		err_set(e, ERR_DATA, TEXT_HELD_PURGED, "");
	else if (rule == 4)
		refusal(s, r, lang, e);
}

/* --- an entry as a person names it --- */

static int key_of(struct store *s, const struct name *n, int64_t branch, struct id *key, struct err *e)
{
	struct revision r = {.name = *n, .branch = branch};
	struct entry *en;
	struct err damaged;
	bool of_household =
		revision_entry(s, &r, &en, &damaged) == 0 && (en->kind == ENTRY_RECORD || en->kind == ENTRY_VOID);

	if (of_household)
		*key = en->key;
	revision_forget(&r);
	return of_household ? 0 : err_set(e, ERR_NOT_FOUND, TEXT_ENTRY_OF_NOTHING, "%u", n->seq);
}

static int refuse_several(const struct name *a, const struct name *b, struct err *e)
{
	char first[NAME_TEXT], second[NAME_TEXT];

	return err_set(e, ERR_DATA, TEXT_ENTRY_OF_TWO, "%s" ERR_AND "%s", name_text(a, first), name_text(b, second));
}

int store_entry_key(struct store *s, const char *unit, struct name *n, bool has_hash, struct id *key, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ENTRY_NAMED, "dit", &n->journal, (int64_t)n->seq, unit);
	struct name found[2];
	int64_t branch = 0;
	size_t count = 0;
	int row;

	while ((row = sql_row(s, st, e)) > 0) {
		struct name x = {.journal = sql_id_at(st, 0),
			.seq = (uint32_t)sqlite3_column_int64(st, 1),
			.hash = sql_id_at(st, 2)};

		if (has_hash && name_compare(&x, n) != 0)
			continue;
		branch = sqlite3_column_int64(st, 3);
		found[count < 2 ? count : 1] = x;
		count++;
	}
	if (row < 0)
		return -1;
	if (count > 1)
		return refuse_several(&found[0], &found[1], e);
	if (count == 0)
		return err_set(e, ERR_NOT_FOUND, TEXT_ENTRY_OF_NOTHING, "%u", n->seq);
	*n = found[0];
	return key_of(s, n, branch, key, e);
}
