/* Writing one's own entries: records, voids, a hub's acts, and acts a restored hub states again. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>

#include "store_private.h"

static void set_author(struct entry *en, const struct store_author *a)
{
	clock_stamp(a->at, en->at);
	snprintf(en->by, sizeof en->by, "%s", a->by ? a->by : "");
	snprintf(en->reason, sizeof en->reason, "%s", a->reason ? a->reason : "");
}

/* --- records --- */

/* Figures that are closed to this node: locked by the commune, or its device revoked. */
static int may_write(struct store *s, const char *unit, const struct acts *a, struct err *e)
{
	if (a->locked)
		return err_set(e, ERR_DENIED, TEXT_FIGURES_LOCKED, "%s", unit);
	if (acts_revoke(a, &s->id))
		return err_set(e, ERR_DENIED, TEXT_DEVICE_REVOKED, "");
	return 0;
}

/* Every head known, and every entry held under 4 to 7 that no known entry names. Should there be more than an entry can
 * name, heads come first, the newest first: nobody's held entries must keep a record from being settled. */
static int name_parents(
	struct store *s, const char *unit, const struct acts *a, struct id key, struct entry *en, struct err *e)
{
	struct revision *r;
	struct verdict v;
	size_t n;
	int rc = 0;

	if (revisions_load(s, unit, key, &r, &n, e))
		return -1;
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = judge(s, a, &r[i], e);
	if (rc == 0)
		rc = fold_verdict(s, r, n, &v, e);
	for (int held = 0; rc == 0 && held < 2; held++) {
		for (size_t i = n; i-- > 0 && en->parents < ENTRY_PARENTS_MAX;) {
			if (held ? r[i].held >= 4 && !r[i].named : r[i].head)
				en->parent[en->parents++] = r[i].name;
		}
	}
	revisions_free(r, n);
	return rc;
}

static int write_of(struct store *s, const char *unit, struct entry *en, const struct store_author *author,
	struct name *written, struct err *e)
{
	const struct acts *a;
	int rc = acts_now(s, unit, &a, e);

	set_author(en, author);
	if (rc == 0)
		rc = may_write(s, unit, a, e);
	if (rc == 0)
		rc = name_parents(s, unit, a, en->key, en, e);
	if (rc == 0)
		rc = journal_write(s, unit, en, written, e);
	entry_free(en);
	return rc;
}

int store_write_record(struct store *s, const char *unit, struct id key, const struct form *f,
	const struct form_record *r, const struct store_author *a, struct name *written, struct err *e)
{
	char *fields = form_record_json(f, r);
	struct entry en;

	entry_init(&en);
	en.kind = ENTRY_RECORD;
	en.key = key;
	en.def = f->def;
	en.fields = json_parse(fields, strlen(fields), ENTRY_DEPTH_MAX);
	free(fields);
	return write_of(s, unit, &en, a, written, e);
}

int store_write_void(struct store *s, const char *unit, struct id key, const struct store_author *a,
	struct name *written, struct err *e)
{
	struct entry en;

	entry_init(&en);
	en.kind = ENTRY_VOID;
	en.key = key;
	return write_of(s, unit, &en, a, written, e);
}

/* --- acts --- */

/* Kinds that decide about the same thing replace one another. */
static enum entry_kind twin(enum entry_kind k)
{
	switch (k) {
	case ENTRY_LOCK:
		return ENTRY_UNLOCK;
	case ENTRY_UNLOCK:
		return ENTRY_LOCK;
	case ENTRY_ACCEPT:
		return ENTRY_REJECT;
	case ENTRY_REJECT:
		return ENTRY_ACCEPT;
	default:
		return k;
	}
}

/* The act that decides now about a subject: 1 and its name, 0 none. */
static int deciding(struct store *s, const char *unit, enum entry_kind kind, const struct buf *subject,
	struct name *out, struct err *e)
{
	sqlite3_stmt *st = sql_start(
		s, SQL_ACT_DECIDING, "tiib", unit, (int64_t)kind, (int64_t)twin(kind), subject->data, subject->len);
	int row = sql_row(s, st, e);

	if (row > 0) {
		*out = (struct name){.journal = sql_id_at(st, 0),
			.seq = (uint32_t)sqlite3_column_int64(st, 1),
			.hash = sql_id_at(st, 2)};
		sql_end(st);
	}
	return row;
}

/* also: another one it replaces; NULL = none. */
static int write_act(struct store *s, const char *unit, struct entry *en, const struct name *also, struct name *written,
	struct err *e)
{
	struct buf subject;
	struct name before;
	int row = 0;

	buf_init(&subject, ENTRY_BYTES_MAX);
	if (en->kind != ENTRY_PURGE && act_subject(en, &subject))
		row = deciding(s, unit, en->kind, &subject, &before, e);
	buf_free(&subject);
	if (row < 0)
		return -1;
	if (row)
		en->parent[en->parents++] = before;
	if (also)
		en->parent[en->parents++] = *also;
	return journal_write(s, unit, en, written, e);
}

static int write_new_act(struct store *s, const char *unit, enum entry_kind kind, const struct id *key, cJSON *fields,
	const struct name *also, const struct store_author *a, struct name *written, struct err *e)
{
	struct entry en;
	int rc;

	entry_init(&en);
	en.kind = kind;
	en.fields = fields;
	if (key)
		en.key = *key;
	set_author(&en, a);
	rc = write_act(s, unit, &en, also, written, e);
	entry_free(&en);
	return rc;
}

int store_write_act(struct store *s, const char *unit, enum entry_kind kind, const struct id *key, cJSON *fields,
	const struct store_author *a, struct name *written, struct err *e)
{
	return write_new_act(s, unit, kind, key, fields, NULL, a, written, e);
}

int act_write_after(struct store *s, const char *unit, enum entry_kind kind, cJSON *fields, const struct name *also,
	const struct store_author *a, struct name *written, struct err *e)
{
	return write_new_act(s, unit, kind, NULL, fields, also, a, written, e);
}

cJSON *store_through(struct store *s, const char *unit, const struct id *node, struct err *e)
{
	cJSON *rows = cJSON_CreateArray();
	struct tree t;

	if (tree_load(s, unit, NULL, &t, e)) {
		cJSON_Delete(rows);
		return NULL;
	}
	for (size_t i = 0; i < t.branches; i++) {
		const struct branch *b = &t.branch[i];
		const struct chain *c = &t.journal[b->journal].chain;
		struct name n = {.journal = c->journal, .seq = b->last, .hash = hash_start(&b->head)};

		if (b->last && (!node || id_equal(c->author, *node)))
			cJSON_AddItemToArray(rows, entry_row(&n));
	}
	tree_free(&t);
	return rows;
}

/* --- a restored hub --- */

int store_decisions(struct store *s, const char *unit, struct name **out, size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ACTS_WRITTEN_HERE, "tiiii", unit, (int64_t)ENTRY_UNLOCK,
		(int64_t)ENTRY_LOCK, (int64_t)ENTRY_REJECT, (int64_t)ENTRY_ACCEPT);
	int row;

	*out = NULL;
	*n = 0;
	while ((row = sql_row(s, st, e)) > 0) {
		*out = alloc_grow(*out, *n + 1, sizeof **out);
		(*out)[(*n)++] = (struct name){.journal = sql_id_at(st, 0),
			.seq = (uint32_t)sqlite3_column_int64(st, 1),
			.hash = sql_id_at(st, 2)};
	}
	return row;
}

int act_read(struct store *s, const struct name *act, char unit[static UNIT_CODE], struct entry *out, struct err *e)
{
	struct revision r = {.name = *act};
	struct found f;
	struct entry *en;
	int row = journal_find(s, act, &f, e);

	if (row == 0)
		return err_set(e, ERR_NOT_FOUND, TEXT_ENTRY_MISSING, "%u", act->seq);
	if (row < 0)
		return -1;
	snprintf(unit, UNIT_CODE, "%s", f.chain.unit);
	r.branch = f.branch;
	if (revision_entry(s, &r, &en, e)) {
		revision_forget(&r);
		return -1;
	}
	*out = *r.entry;
	free(r.entry);
	return 0;
}

/* Does `from` know `act`: name it, or name one that does? Acts replace one another in short lines; each step goes to an
 * older one. */
int act_knows(struct store *s, struct name from, const struct name *act, bool *yes, struct err *e)
{
	char unit[UNIT_CODE];
	struct entry en;

	*yes = false;
	for (int steps = 0; steps < ENTRY_CLOCK_MAX && !*yes; steps++) {
		struct err missing;

		if (name_compare(&from, act) == 0) {
			*yes = true;
			break;
		}
		if (act_read(s, &from, unit, &en, &missing))
			return missing.code == ERR_NOT_FOUND ? 0 : (*e = missing, -1);
		if (en.parents == 0) {
			entry_free(&en);
			break;
		}
		from = en.parent[0];
		entry_free(&en);
	}
	return 0;
}

int store_outranked(struct store *s, const struct name *act, bool *outranked, struct err *e)
{
	char unit[UNIT_CODE];
	struct name now;
	struct entry en;
	struct buf subject;
	bool known;
	int row = 0;

	*outranked = false;
	if (act_read(s, act, unit, &en, e))
		return -1;
	buf_init(&subject, ENTRY_BYTES_MAX);
	if (act_subject(&en, &subject))
		row = deciding(s, unit, en.kind, &subject, &now, e);
	buf_free(&subject);
	entry_free(&en);
	if (row <= 0 || name_compare(&now, act) == 0)
		return row < 0 ? -1 : 0;
	if (act_knows(s, now, act, &known, e))
		return -1;
	*outranked = !known;
	return 0;
}

int store_write_again(struct store *s, const struct name *act, int64_t at, struct err *e)
{
	char unit[UNIT_CODE];
	struct entry en;
	int rc;

	if (act_read(s, act, unit, &en, e))
		return -1;
	en.parents = 0;
	clock_stamp(at, en.at);
	rc = write_act(s, unit, &en, NULL, NULL, e);
	entry_free(&en);
	return rc;
}
