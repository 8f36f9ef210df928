/* Does an entry count? sync/PROTOCOL.md, section 5, rule by rule. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>

#include "purge.h"
#include "store_private.h"

/* --- the decisions for a unit --- */

static void barred_free(struct barred *b)
{
	free(b->row);
	free(b->at);
	free(b->reach);
	memset(b, 0, sizeof *b);
}

void acts_free(struct acts *a)
{
	for (size_t i = 0; i < a->revokes; i++)
		barred_free(&a->revoke[i]);
	barred_free(&a->lock);
	free(a->device);
	free(a->revoke);
	free(a->override);
	tree_free(&a->tree);
	memset(a, 0, sizeof *a);
}

static void read_through(const cJSON *fields, struct barred *b)
{
	barred_free(b);
	b->row = rows_through(fields, &b->rows);
}

static void add_device(struct acts *a, const struct id *node, bool compared)
{
	for (size_t i = 0; i < a->devices; i++) {
		if (id_equal(a->device[i].node, *node)) {
			a->device[i].compared = compared;
			return;
		}
	}
	a->device = alloc_grow(a->device, a->devices + 1, sizeof *a->device);
	a->device[a->devices++] = (struct device_act){.node = *node, .compared = compared};
}

static void add_revoke(struct acts *a, const struct id *node, const cJSON *fields)
{
	struct barred *b = NULL;

	for (size_t i = 0; i < a->revokes; i++) {
		if (id_equal(a->revoke[i].node, *node))
			b = &a->revoke[i];
	}
	if (!b) {
		a->revoke = alloc_grow(a->revoke, a->revokes + 1, sizeof *a->revoke);
		b = &a->revoke[a->revokes++];
		memset(b, 0, sizeof *b);
	}
	read_through(fields, b);
	b->node = *node;
}

static void add_override(struct acts *a, const unsigned char *packed, bool accept)
{
	struct override *o;

	if (a->overrides == a->override_room)
		a->override = alloc_grow(
			a->override, a->override_room = a->override_room ? 2 * a->override_room : 16, sizeof *o);
	o = &a->override[a->overrides];
	*o = (struct override){.accept = accept, .order = a->overrides++};
	name_unpack(packed, &o->entry);
}

/* Acts come in the order they are obeyed: each outdoes what it is about. */
static void obey(struct acts *a, enum entry_kind kind, const struct id *subject, const void *packed, size_t bytes,
	const cJSON *fields)
{
	int64_t compared = 0;

	switch (kind) {
	case ENTRY_DEVICE:
		json_int(fields, "compared", 0, 1, &compared);
		add_device(a, subject, compared);
		break;
	case ENTRY_REVOKE:
		add_revoke(a, subject, fields);
		break;
	case ENTRY_LOCK:
		read_through(fields, &a->lock);
		a->locked = true;
		break;
	case ENTRY_UNLOCK:
		barred_free(&a->lock);
		a->locked = false;
		break;
	case ENTRY_ACCEPT:
	case ENTRY_REJECT:
		if (bytes == NAME_PACKED)
			add_override(a, packed, kind == ENTRY_ACCEPT);
		break;
	default:
		break;
	}
}

static int resolve(struct store *s, const struct tree *t, struct barred *b, struct err *e)
{
	b->at = alloc_zero(b->rows + 1, sizeof *b->at);
	b->reach = tree_reach(t);
	for (size_t i = 0; i < b->rows; i++) {
		struct found f;
		size_t end;

		if (journal_find(s, &b->row[i], &f, e) < 0)
			return -1;
		end = f.branch ? tree_index(t, f.branch) : TREE_NONE;
		if (end == TREE_NONE)
			continue; /* not known here (yet), or of another unit */
		b->at[i] = (struct end){.branch = f.branch, .seq = f.seq};
		tree_cover(t, b->reach, end, f.seq);
	}
	return 0;
}

static int compare_overrides(const void *a, const void *b)
{
	return name_compare(&((const struct override *)a)->entry, &((const struct override *)b)->entry);
}

static int compare_overrides_and_order(const void *a, const void *b)
{
	const struct override *x = a, *y = b;
	int by_entry = compare_overrides(a, b);

	return by_entry ? by_entry : (x->order > y->order) - (x->order < y->order);
}

/* Of the decisions about one entry the last stands. */
static void settle_overrides(struct acts *a)
{
	size_t kept = 0;

	if (a->overrides)
		qsort(a->override, a->overrides, sizeof *a->override, compare_overrides_and_order);
	for (size_t i = 0; i < a->overrides; i++) {
		if (kept && compare_overrides(&a->override[kept - 1], &a->override[i]) == 0)
			kept--;
		a->override[kept++] = a->override[i];
	}
	a->overrides = kept;
}

static int load_rows(struct store *s, const char *unit, struct acts *out, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ACTS_JUDGING, "tiiiiii", unit, (int64_t)ENTRY_DEVICE, (int64_t)ENTRY_REVOKE,
		(int64_t)ENTRY_LOCK, (int64_t)ENTRY_UNLOCK, (int64_t)ENTRY_ACCEPT, (int64_t)ENTRY_REJECT);
	int row;

	while ((row = sql_row(s, st, e)) > 0) {
		struct name n = {.journal = sql_id_at(st, 0),
			.seq = (uint32_t)sqlite3_column_int64(st, 1),
			.hash = sql_id_at(st, 2)};
		struct id subject = sql_id_at(st, 4);
		cJSON *fields = act_fields(s, unit, &n, st, 5);

		obey(out, (enum entry_kind)sqlite3_column_int(st, 3), &subject, sqlite3_column_blob(st, 4),
			(size_t)sqlite3_column_bytes(st, 4), fields);
		cJSON_Delete(fields);
	}
	return row;
}

/* What is gone cannot be opened again: a purge closes its unit for good at the rows of its lock, also where somebody
 * who did not know of it unlocked the unit. What came on top of that would else count nowhere and be listed nowhere. */
static int obey_purge(struct store *s, const char *unit, struct acts *out, struct err *e)
{
	struct name act;
	cJSON *fields;
	int row = purge_in_force(s, unit, &act, &fields, e);

	if (row <= 0)
		return row;
	read_through(fields, &out->lock);
	out->locked = true;
	cJSON_Delete(fields);
	return 0;
}

int acts_load(struct store *s, const char *unit, struct acts *out, struct err *e)
{
	char own_unit[UNIT_CODE];
	int rc;

	memset(out, 0, sizeof *out);
	rc = unit_hub(s, unit, &out->hub, own_unit, e) || load_rows(s, unit, out, e) || obey_purge(s, unit, out, e) ? -1
														    : 0;
	settle_overrides(out);
	if (rc == 0 && (out->locked || out->revokes))
		rc = tree_load(s, unit, NULL, &out->tree, e);
	if (rc == 0 && out->locked)
		rc = resolve(s, &out->tree, &out->lock, e);
	for (size_t i = 0; rc == 0 && i < out->revokes; i++)
		rc = resolve(s, &out->tree, &out->revoke[i], e);
	if (rc)
		acts_free(out);
	return rc;
}

int acts_now(struct store *s, const char *unit, const struct acts **out, struct err *e)
{
	*out = s->acts;
	if (s->acts && s->in_transaction && !strcmp(s->acts_unit, unit))
		return 0;
	acts_forget(s);
	s->acts = alloc_zero(1, sizeof *s->acts);
	if (acts_load(s, unit, s->acts, e)) {
		acts_forget(s);
		return -1;
	}
	snprintf(s->acts_unit, sizeof s->acts_unit, "%s", unit);
	*out = s->acts;
	return 0;
}

void acts_forget(struct store *s)
{
	if (s->acts)
		acts_free(s->acts);
	free(s->acts);
	s->acts = NULL;
}

const struct device_act *acts_device(const struct acts *a, const struct id *node)
{
	for (size_t i = 0; i < a->devices; i++) {
		if (id_equal(a->device[i].node, *node))
			return &a->device[i];
	}
	return NULL;
}

const struct barred *acts_revoke(const struct acts *a, const struct id *node)
{
	for (size_t i = 0; i < a->revokes; i++) {
		if (id_equal(a->revoke[i].node, *node))
			return &a->revoke[i];
	}
	return NULL;
}

bool acts_beyond(const struct acts *a, const struct barred *b, int64_t branch, uint32_t seq)
{
	size_t at = tree_index(&a->tree, branch);

	return at == TREE_NONE || seq > b->reach[at];
}

/* --- one entry --- */

static const struct override *overriding(const struct acts *a, const struct name *n)
{
	struct override wanted = {.entry = *n};

	return a->overrides ? bsearch(&wanted, a->override, a->overrides, sizeof *a->override, compare_overrides)
			    : NULL;
}

/* Rule 3 and the clock's part of rule 2: is every parent known, and is the clock what they demand? Found out once. */
static int look_for_parents(struct store *s, struct revision *r, struct err *e)
{
	uint32_t greatest = 0, clock;

	for (size_t i = 0; i < r->parents; i++) {
		int known = journal_clock(s, &r->parent[i], &clock, e);

		if (known < 0)
			return -1;
		if (known == 0) {
			r->waits = true;
			r->missing = r->parent[i];
			return 0;
		}
		if (clock > greatest)
			greatest = clock;
	}
	r->late = r->clock != greatest + 1;
	return 0;
}

/* Rule 4, judged once: 0 keeps the form's rules, 1 breaks one, -1 the definition is not known. */
static int broken(struct store *s, struct revision *r, struct err *e)
{
	const struct form *form;
	struct form_record record;
	struct entry *en;
	struct err why;

	if (r->kind == ENTRY_VOID)
		return 0;
	if (revision_entry(s, r, &en, e))
		return -2;
	if (store_form_of(s, en->def, &form, &why))
		return -1;
	form_record_init(&record);
	r->broken = form_check_warned(form, en->fields, LANG_VI, &record, &r->warned, &why) != 0;
	if (r->broken) {
		form_record_free(&record);
		return r->broken;
	}
	r->record = alloc_bytes(sizeof *r->record);
	*r->record = record;
	r->form = form;
	return r->broken;
}

static int judge_rules(struct store *s, struct revision *r, struct err *e)
{
	if (r->broken < 0)
		r->broken = broken(s, r, e);
	if (r->broken == -2) {
		r->broken = -1;
		return -1;
	}
	return 0;
}

/* Is there a device act for the author, or does it need none? What is known once stays so. */
static int is_known(struct store *s, const char *unit, const struct id *author, bool *known, struct err *e)
{
	char own_unit[UNIT_CODE];
	struct id hub;
	sqlite3_stmt *st;
	int row = 1;

	*known = true;
	if (id_equal(*author, s->id) || (!strcmp(s->known.unit, unit) && id_equal(s->known.author, *author)))
		return 0;
	if (unit_hub(s, unit, &hub, own_unit, e))
		return -1;
	if (!id_equal(*author, hub)) {
		st = sql_start(s, SQL_DEVICE_KNOWN, "tid", unit, (int64_t)ENTRY_DEVICE, author);
		row = sql_row(s, st, e);
		sql_end(st);
	}
	*known = row > 0;
	if (*known) {
		snprintf(s->known.unit, sizeof s->known.unit, "%s", unit);
		s->known.author = *author;
	}
	return row < 0 ? -1 : 0;
}

int judge_ahead(struct store *s, const char *unit, struct revision *r, struct err *e)
{
	bool known;

	if (r->malformed)
		return 0;
	if (is_known(s, unit, &r->author, &known, e))
		return -1;
	if (!known)
		return 0;
	if (judge_rules(s, r, e))
		return -1;
	return r->broken < 0 ? 0 : look_for_parents(s, r, e);
}

static int verdict_by_acts(const struct acts *a, const struct revision *r)
{
	const struct barred *revoke = acts_revoke(a, &r->author);

	if (r->broken == 1)
		return 4;
	if (revoke && acts_beyond(a, revoke, r->branch, r->name.seq))
		return 5;
	if (a->locked && acts_beyond(a, &a->lock, r->branch, r->name.seq))
		return 6;
	return 0;
}

static int held_by(struct store *s, const struct acts *a, struct revision *r, struct err *e)
{
	const struct override *o;

	r->waits = false;
	if (!id_equal(r->author, s->id) && !id_equal(r->author, a->hub) && !acts_device(a, &r->author))
		return 1;
	if (r->malformed)
		return 2;
	if (judge_rules(s, r, e))
		return -1;
	if (r->broken < 0)
		return 3;
	if (r->late < 0 && look_for_parents(s, r, e))
		return -1;
	if (r->late > 0)
		return 2;
	o = overriding(a, &r->name);
	if (r->late < 0)
		return o && o->accept ? 0 : 3;
	if (o)
		return o->accept ? 0 : 7;
	return verdict_by_acts(a, r);
}

int judge(struct store *s, const struct acts *a, struct revision *r, struct err *e)
{
	int held = held_by(s, a, r, e);

	if (held < 0)
		return -1;
	r->held = held;
	return 0;
}
