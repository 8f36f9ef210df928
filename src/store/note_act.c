/* A hub's acts: what each is about, and what becomes of it; those that define, name units, or weigh on records. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/store_acts.h>

#include "note.h"

struct place act_place(const char *unit, const struct name *n)
{
	unsigned char packed[NAME_PACKED];

	name_pack(n, packed);
	return place_of("act", unit, strlen(unit), packed, sizeof packed);
}

cJSON *act_fields(struct store *s, const char *unit, const struct name *n, sqlite3_stmt *st, int column)
{
	struct place p = act_place(unit, n);
	size_t bytes;
	char *plain = seal_column(s, &p, st, column, &bytes);
	cJSON *fields = plain ? json_parse(plain, bytes, ENTRY_DEPTH_MAX) : NULL;

	free(plain);
	return fields;
}

/* Members that together say what an act is about, each ended by a NUL but the last. */
static bool joined(const cJSON *fields, const char *const *member, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		const char *text = json_string(fields, member[i]);

		if (!text)
			return false;
		if (i)
			buf_add(out, "", 1);
		buf_text(out, text);
	}
	return true;
}

bool act_subject(const struct entry *en, struct buf *out)
{
	static const char *const figure[] = {"indicator", "period", "unit"};
	static const char *const typed[] = {"report", "part", "period"}, *const imported[] = {"use", "period"};

	const char *member = NULL;
	struct name n;
	unsigned char packed[NAME_PACKED];

	switch (en->kind) {
	case ENTRY_DEVICE:
	case ENTRY_REVOKE:
	case ENTRY_REVIEW:
		buf_add(out, en->key.b, ID_BYTES);
		return true;
	case ENTRY_ACCEPT:
	case ENTRY_REJECT:
		member = json_string(en->fields, "entry");
		if (!member || !name_parse(member, &n))
			return false;
		name_pack(&n, packed);
		buf_add(out, packed, sizeof packed);
		return true;
	case ENTRY_DEFINE:
		member = json_string(en->fields, "name");
		break;
	case ENTRY_UNIT:
		member = json_string(en->fields, "code");
		break;
	case ENTRY_STATEMENT:
		member = json_string(en->fields, "period");
		break;
	case ENTRY_ROW:
		member = json_string(en->fields, "use");
		if (member && !strcmp(member, store_row_use(ROW_IMPORT)))
			return joined(en->fields, imported, 2, out);
		break;
	case ENTRY_FIGURE:
		return joined(en->fields, figure, 3, out);
	case ENTRY_TEXT:
		return joined(en->fields, typed, 3, out);
	case ENTRY_TASK:
		member = json_string(en->fields, "id");
		break;
	default:
		return true; /* locks: one subject */
	}
	buf_text(out, member);
	return member != NULL;
}

static int put_act(struct store *s, const struct chain *c, int64_t branch, const struct name *n, const struct entry *en,
	const struct buf *subject, struct err *e)
{
	struct place p = act_place(c->unit, n);
	struct buf plain;
	unsigned char *sealed;
	int rc;

	buf_init(&plain, ENTRY_OWN_BYTES_MAX);
	if (en->fields)
		json_canonical(en->fields, &plain);
	else
		buf_text(&plain, "{}");
	sealed = alloc_bytes(plain.len + SEAL_MORE);
	seal_put(s->data_key, &p, plain.data, plain.len, sealed);
	rc = sql_run(s, e, SQL_ACT_PUT, "tididiibb", c->unit, (int64_t)c->generation, &n->journal, (int64_t)n->seq,
		&n->hash, branch, (int64_t)en->kind, subject->data, subject->len, sealed, plain.len + SEAL_MORE);
	free(sealed);
	buf_free(&plain);
	return rc;
}

static int put_definition(
	struct store *s, const struct chain *c, const struct name *n, const struct entry *en, struct err *e)
{
	const char *text = json_string(en->fields, "text"), *name = json_string(en->fields, "name");
	struct id def;
	char kind[16];

	if (!text || !name || !definition_kind(text, strlen(text), kind))
		return 0; /* an act without effect; listed by check */
	def = form_definition_id(text, strlen(text));
	definition_came(s, kind);
	return sql_run(s, e, SQL_DEFINITION_PUT, "ididdttt", (int64_t)c->generation, &n->journal, (int64_t)n->seq,
		&n->hash, &def, name, kind, text);
}

bool unit_of_act(const cJSON *fields, struct unit *u)
{
	const char *code = json_string(fields, "code"), *name = json_string(fields, "name");
	const char *level = json_string(fields, "level"), *parent = json_string(fields, "parent");
	int64_t listed = -1;

	if (!code || !unit_valid_code(code) || !name || !level || !parent)
		return false;
	json_int(fields, "listed", 0, 10000000, &listed);
	snprintf(u->code, sizeof u->code, "%s", code);
	snprintf(u->name, sizeof u->name, "%s", name);
	snprintf(u->level, sizeof u->level, "%s", level);
	snprintf(u->parent, sizeof u->parent, "%s", parent);
	u->listed = (int)listed;
	return true;
}

/* The unit as the newest act on its code says; acts may arrive in any order. */
static int put_unit(struct store *s, const char *own_unit, const struct buf *code, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ACT_NEWEST, "tib", own_unit, (int64_t)ENTRY_UNIT, code->data, code->len);
	int row = sql_row(s, st, e);
	const char *from;
	struct unit u;
	cJSON *fields;
	struct name n;
	int rc;

	if (row <= 0)
		return row;
	n = (struct name){
		.journal = sql_id_at(st, 1), .seq = (uint32_t)sqlite3_column_int64(st, 2), .hash = sql_id_at(st, 3)};
	fields = act_fields(s, own_unit, &n, st, 4);
	sql_end(st);
	rc = succession_note(s, fields, e);
	from = json_string(fields, "from");
	if (rc == 0 &&
		!unit_of_act(fields, &u)) /* says nothing, and outdoes what was said before: order must not matter */
		rc = sql_run(s, e, SQL_UNIT_DROP, "t", code->data);
	else if (rc == 0)
		rc = sql_run(s, e, SQL_UNIT_PUT, "ttttit", u.code, u.name, u.level, u.parent, (int64_t)u.listed,
			from && clock_valid_date(from) ? from : "");
	cJSON_Delete(fields);
	return rc;
}

/* --- what an act weighs on --- */

static int touch_strangers(struct store *s, const char *unit, const struct id *author, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_REVISION_STRANGERS, "td", unit, author);
	int row;

	while ((row = sql_row(s, st, e)) > 0)
		touch_key(touch(s, unit), sql_id_at(st, 0));
	return row;
}

/* The record an accept or reject is about, if it is known here. */
static int touch_decided(struct store *s, const char *unit, const struct buf *subject, struct err *e)
{
	struct revision r = {.malformed = true}; /* whatever can be read of it */
	struct found f;
	struct entry *en;
	struct err damaged;
	int row;

	if (subject->len != NAME_PACKED)
		return 0;
	name_unpack((const unsigned char *)subject->data, &r.name);
	row = journal_find(s, &r.name, &f, e);
	if (row <= 0)
		return row;
	r.branch = f.branch;
	if (revision_entry(s, &r, &en, &damaged) == 0)
		touch_key(touch(s, unit), en->key);
	revision_forget(&r);
	return 0;
}

/* An act weighs on what is held or was counted before it. */
static int touch_for_act(
	struct store *s, const char *unit, const struct entry *en, const struct buf *subject, struct err *e)
{
	switch (en->kind) {
	case ENTRY_DEVICE:
		return touch_strangers(s, unit, &en->key, e);
	case ENTRY_ACCEPT:
	case ENTRY_REJECT:
		return touch_decided(s, unit, subject, e);
	case ENTRY_REVIEW:
		touch_key(touch(s, unit), en->key);
		return 0;
	case ENTRY_LOCK:
	case ENTRY_UNLOCK:
	case ENTRY_REVOKE:
	case ENTRY_PURGE:
		touch(s, unit)->all = true;
		return 0;
	default:
		return 0;
	}
}

int note_act(struct store *s, const struct chain *c, int64_t branch, const struct name *n, const struct entry *en,
	struct err *e)
{
	struct buf subject;
	int rc = 0;

	acts_forget(s);
	buf_init(&subject, ENTRY_BYTES_MAX);
	if (act_subject(en, &subject)) {
		rc = put_act(s, c, branch, n, en, &subject, e);
		rc = rc ? rc : touch_for_act(s, c->unit, en, &subject, e);
		if (rc == 0 && en->kind == ENTRY_DEFINE)
			rc = put_definition(s, c, n, en, e);
		if (rc == 0 && en->kind == ENTRY_UNIT)
			rc = put_unit(s, c->unit, &subject, e);
	}
	buf_free(&subject);
	return rc;
}
