/* oracle.c - entries in a list, every rule as the page says it. Slow on purpose. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "oracle.h"
#include "trial.h"

#include <tungnha/alloc.h>
#include <tungnha/json.h>

/* -- reading -- */

static void must(int rc, const struct err *e, const char *what)
{
	char why[500];
	if (rc == 0)
		return;
	err_sentence(e, LANG_EN, why, sizeof why);
	trial_broke("ERROR: reading a store", "%s: %s", what, why);
}

static int find_hash(const struct oracle *o, const struct hash *h)
{
	for (size_t i = 0; i < o->entries; i++)
		if (hash_equal(&o->entry[i].hash, h))
			return (int)i;
	return -1;
}

int oracle_find(const struct oracle *o, const struct name *n)
{
	for (size_t i = 0; i < o->entries; i++)
		if (name_compare(&o->entry[i].name, n) == 0)
			return (int)i;
	return -1;
}

/* "#clock hash" */
static bool stub_hash(const char *line, size_t n, struct hash *h)
{
	char *text = line[0] == '#' ? alloc_copy_n(line, n) : NULL;
	bool is = text && strchr(text, ' ') && base64_decode(strchr(text, ' ') + 1, h->b, sizeof h->b);
	free(text);
	return is;
}

static unsigned writer(const struct oracle *o, const struct chain *c)
{
	if (!id_equal(c->author, o->hub)) /* a node may be a hub itself, and say what it closed */
		return ENTRY_BY_COLLECTOR | ENTRY_BY_HUB_OWN;
	return strcmp(c->unit, o->own_unit) == 0 ? ENTRY_BY_HUB_OWN : ENTRY_BY_HUB_CHILD;
}

static void add_entry(struct oracle *o, const struct run *r, size_t i, const struct hash *h, int before)
{
	unsigned w = writer(o, &r->chain);
	o->entry = alloc_grow(o->entry, o->entries + 1, sizeof *o->entry);
	struct oracle_entry *x = &o->entry[o->entries++];
	memset(x, 0, sizeof *x);
	x->chain = r->chain;
	x->hash = *h;
	x->before = before;
	x->name = (struct name){.journal = r->chain.journal, .seq = r->first + (uint32_t)i, .hash = hash_start(h)};
	x->good = entry_read(r->entry[i], r->entry_bytes[i],
			  w == ENTRY_BY_HUB_OWN ? ENTRY_OWN_BYTES_MAX : ENTRY_BYTES_MAX, &x->en, &x->has_key) &&
		  x->en.seq == x->name.seq && (entry_kind_writers(x->en.kind) & w);
	x->stub = r->entry[i][0] == '#';
	if (x->stub)
		x->en.clock = (uint32_t)strtoul(r->entry[i] + 1, NULL, 10);
	x->judged = !x->stub && (!x->good || x->en.kind == ENTRY_RECORD || x->en.kind == ENTRY_VOID);
}

static void add_run(struct oracle *o, const struct run *r)
{
	struct hash h = r->prev;
	int before = r->first == 1 ? -1 : find_hash(o, &h);
	if (r->first > 1 && before < 0)
		trial_broke("RUNS: a store gives a run that begins nowhere", "first %u", r->first);
	for (size_t i = 0; i <= r->last - r->first; i++) {
		struct hash prev = h;
		if (!stub_hash(r->entry[i], r->entry_bytes[i], &h))
			chain_next(&prev, r->entry[i], r->entry_bytes[i], &h);
		int known = find_hash(o, &h);
		if (known < 0) {
			add_entry(o, r, i, &h, before);
			known = (int)o->entries - 1;
		}
		before = known;
	}
}

static void read_all(struct oracle *o, struct store *s)
{
	struct store_scope scope = {.unit = o->unit, .hub_unit = o->own_unit, .hub = o->hub};
	struct store_runs runs;
	struct err e;
	must(store_begin(s, &e), &e, "begin");
	must(store_sign_heads(s, &scope, &e), &e, "sign");
	must(store_commit(s, &e), &e, "commit");
	must(store_lacking(s, &scope, NULL, 0, 0, 100000, &runs, &e), &e, "lacking");
	if (runs.more)
		trial_broke("TEST: too many entries", "%zu", runs.entries);
	for (size_t i = 0; i < runs.runs; i++)
		add_run(o, &runs.run[i]);
	store_runs_free(&runs);
}

/* -- acts -- */

int oracle_act_order(const struct oracle_entry *a, const struct oracle_entry *b)
{
	if (a->chain.generation != b->chain.generation)
		return a->chain.generation < b->chain.generation ? -1 : 1;
	return name_compare(&a->name, &b->name);
}

static bool is_act(const struct oracle *o, const struct oracle_entry *x, const char *unit)
{
	return x->good && id_equal(x->chain.author, o->hub) && strcmp(x->chain.unit, unit) == 0;
}

/* The newest act of either kind that `about` says yes to; NULL: to all. */
static int newest_act(const struct oracle *o, enum entry_kind kind, enum entry_kind twin, const struct id *key,
	const struct name *entry)
{
	int newest = -1;
	for (size_t i = 0; i < o->entries; i++) {
		const struct oracle_entry *x = &o->entry[i];
		struct name about;
		if (!is_act(o, x, o->unit) || (x->en.kind != kind && x->en.kind != twin) ||
			(key && !id_equal(x->en.key, *key)))
			continue;
		if (entry &&
			(!name_parse(json_string(x->en.fields, "entry"), &about) || name_compare(&about, entry) != 0))
			continue;
		if (newest < 0 || oracle_act_order(&o->entry[newest], x) < 0)
			newest = (int)i;
	}
	return newest;
}

int oracle_deciding(const struct oracle *o, enum entry_kind kind, enum entry_kind twin, const struct id *key)
{
	return newest_act(o, kind, twin, key, NULL);
}

bool oracle_within(const struct oracle *o, const cJSON *fields, int i)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, json_array(fields, "through"))
	{
		struct name end;
		if (!entry_read_row(row, &end))
			continue;
		for (int at = oracle_find(o, &end); at >= 0; at = o->entry[at].before)
			if (at == i)
				return true;
	}
	return false;
}

/* -- definitions -- */

static void choose_form(struct oracle *o)
{
	const struct oracle_entry *newest = NULL;
	o->form = oracle_definition(0);
	for (size_t i = 0; i < o->entries; i++) {
		const struct oracle_entry *x = &o->entry[i];
		if (!is_act(o, x, o->own_unit) || x->en.kind != ENTRY_DEFINE ||
			(newest && oracle_act_order(x, newest) < 0))
			continue;
		newest = x;
		for (size_t k = 0; k < ORACLE_TEXTS; k++)
			if (strcmp(json_string(x->en.fields, "text"), oracle_texts[k]) == 0)
				o->form = oracle_definition(k);
	}
}

/* The form an entry names, if it is known here. */
static const struct form *form_of(const struct oracle *o, struct id def)
{
	const struct form *f = oracle_definition(0);
	if (id_equal(f->def, def))
		return f;
	for (size_t i = 0; i < o->entries; i++) {
		const struct oracle_entry *x = &o->entry[i];
		if (!is_act(o, x, o->own_unit) || x->en.kind != ENTRY_DEFINE)
			continue;
		for (size_t k = 0; k < ORACLE_TEXTS; k++)
			if (strcmp(json_string(x->en.fields, "text"), oracle_texts[k]) == 0 &&
				id_equal(oracle_definition(k)->def, def))
				return oracle_definition(k);
	}
	return NULL;
}

/* -- section 5 -- */

static bool refused(const struct form *f, const struct oracle_entry *x)
{
	struct form_record r;
	struct err e;
	form_record_init(&r);
	bool no = form_check(f, x->en.fields, LANG_VI, &r, &e) != 0;
	form_record_free(&r);
	return no;
}

/* 1 all known and *clock what they demand; 0 one is missing. */
bool oracle_parents_known(const struct oracle *o, const struct oracle_entry *x, uint32_t *clock)
{
	uint32_t greatest = 0;
	for (size_t i = 0; i < x->en.parents; i++) {
		int p = oracle_find(o, &x->en.parent[i]);
		if (p < 0)
			return false;
		uint32_t c = o->entry[p].good || o->entry[p].stub ? o->entry[p].en.clock : 0;
		greatest = c > greatest ? c : greatest;
	}
	*clock = greatest + 1;
	return true;
}

static int held_by(const struct oracle *o, int i)
{
	const struct oracle_entry *x = &o->entry[i];
	const struct form *f = NULL;
	uint32_t clock;
	if (!x->good && !x->has_key)
		return 2;
	if (!id_equal(x->chain.author, o->self) && !id_equal(x->chain.author, o->hub) &&
		newest_act(o, ENTRY_DEVICE, ENTRY_DEVICE, &x->chain.author, NULL) < 0)
		return 1;
	if (!x->good)
		return 2;
	if (x->en.kind == ENTRY_RECORD && !(f = form_of(o, x->en.def)))
		return 3;
	int over = newest_act(o, ENTRY_ACCEPT, ENTRY_REJECT, NULL, &x->name);
	bool accepted = over >= 0 && o->entry[over].en.kind == ENTRY_ACCEPT;
	if (!oracle_parents_known(o, x, &clock))
		return accepted ? 0 : 3;
	if (clock != x->en.clock)
		return 2;
	if (over >= 0)
		return accepted ? 0 : 7;
	if (f && refused(f, x))
		return 4;
	int revoke = newest_act(o, ENTRY_REVOKE, ENTRY_REVOKE, &x->chain.author, NULL);
	if (revoke >= 0 && !oracle_within(o, o->entry[revoke].en.fields, i))
		return 5;
	int purge = oracle_purge(o); /* closes for good */
	int lock = purge >= 0 ? purge : newest_act(o, ENTRY_LOCK, ENTRY_UNLOCK, NULL, NULL);
	if (lock >= 0 && o->entry[lock].en.kind != ENTRY_UNLOCK && !oracle_within(o, o->entry[lock].en.fields, i))
		return 6;
	return 0;
}

/* -- section 6 -- */

static bool same_record(const struct oracle_entry *a, const struct oracle_entry *b)
{
	return a->judged && b->judged && strcmp(a->chain.unit, b->chain.unit) == 0 && a->has_key && b->has_key &&
	       id_equal(a->en.key, b->en.key);
}

/* Marks every ancestor of i within its record. */
static void mark_ancestors(const struct oracle *o, int i, bool *ancestor)
{
	const struct oracle_entry *x = &o->entry[i];
	for (size_t k = 0; k < x->en.parents; k++) {
		int p = oracle_find(o, &x->en.parent[k]);
		if (p < 0 || ancestor[p] || !same_record(x, &o->entry[p]))
			continue;
		ancestor[p] = true;
		mark_ancestors(o, p, ancestor);
	}
}

static void mark_heads(struct oracle *o)
{
	bool *ancestor = alloc_zero(o->entries + 1, sizeof *ancestor);
	for (size_t i = 0; i < o->entries; i++)
		if (o->entry[i].judged && !o->entry[i].held)
			mark_ancestors(o, (int)i, ancestor);
	for (size_t i = 0; i < o->entries; i++)
		o->entry[i].head = o->entry[i].judged && !o->entry[i].held && !ancestor[i];
	free(ancestor);
}

bool oracle_must_name(const struct oracle *o, int i)
{
	const struct oracle_entry *x = &o->entry[i];
	if (x->head)
		return true;
	if (x->held < 4)
		return false;
	for (size_t k = 0; k < o->entries; k++)
		for (size_t p = 0; same_record(&o->entry[k], x) && p < o->entry[k].en.parents; p++)
			if (name_compare(&o->entry[k].en.parent[p], &x->name) == 0)
				return false;
	return true;
}

static const char *status_of(const struct oracle_entry *x)
{
	return x->en.kind == ENTRY_VOID ? "void" : json_string(x->en.fields, "status");
}

static bool is_live(const struct oracle_entry *x)
{
	return x->en.kind == ENTRY_RECORD && strcmp(status_of(x), "not_visited") != 0;
}

static bool conflicting(const struct oracle_entry *a, const struct oracle_entry *b)
{
	if (strcmp(status_of(a), status_of(b)) != 0)
		return true;
	return is_live(a) && !cJSON_Compare(a->en.fields, b->en.fields, true);
}

static bool shown_before(const struct oracle_entry *a, const struct oracle_entry *b)
{
	return a->en.clock != b->en.clock ? a->en.clock < b->en.clock : name_compare(&a->name, &b->name) < 0;
}

/* The strongest sort of head there is: live, else void, else not visited. Only live ones and voids conflict. */
static int sort_of(const struct oracle_entry *x)
{
	return is_live(x) ? 2 : x->en.kind == ENTRY_VOID ? 1 : 0;
}

static void fold_household(struct oracle *o, struct oracle_household *h, const size_t *head, size_t n)
{
	h->shown = (int)head[0];
	for (size_t i = 0; i < n; i++) {
		const struct oracle_entry *x = &o->entry[head[i]], *best = &o->entry[h->shown];
		if (sort_of(x) > sort_of(best) || (sort_of(x) == sort_of(best) && shown_before(best, x)))
			h->shown = (int)head[i];
		for (size_t k = 0; k < i; k++)
			h->conflict |= sort_of(x) && sort_of(&o->entry[head[k]]) && conflicting(x, &o->entry[head[k]]);
	}
	h->key = o->entry[h->shown].en.key;
	h->voided = o->entry[h->shown].en.kind == ENTRY_VOID;
}

static void fold_households(struct oracle *o)
{
	bool *done = alloc_zero(o->entries + 1, sizeof *done);
	size_t *head = alloc_zero(o->entries + 1, sizeof *head);
	for (size_t i = 0; i < o->entries; i++) {
		size_t n = 0;
		for (size_t k = i; k < o->entries; k++)
			if (!done[k] && o->entry[k].head && same_record(&o->entry[i], &o->entry[k])) {
				head[n++] = k;
				done[k] = true;
			}
		if (n == 0)
			continue;
		o->household = alloc_grow(o->household, o->households + 1, sizeof *o->household);
		memset(&o->household[o->households], 0, sizeof *o->household);
		fold_household(o, &o->household[o->households++], head, n);
	}
	free(done);
	free(head);
}

static const char *number_of(const struct oracle *o, const struct oracle_household *h)
{
	return h->voided ? "" : json_string(o->entry[h->shown].en.fields, "household_no");
}

static void mark_clashes(struct oracle *o)
{
	for (size_t i = 0; i < o->households; i++)
		for (size_t k = 0; k < o->households; k++)
			o->household[i].clash |=
				i != k && !o->household[i].voided && !o->household[k].voided &&
				strcmp(number_of(o, &o->household[i]), number_of(o, &o->household[k])) == 0;
}

static void add_household(const struct oracle *o, const struct oracle_household *h, struct store_totals *t)
{
	struct form_record r;
	struct form_counts c;
	t->conflicts += h->conflict;
	if (h->voided)
		return;
	t->records++;
	form_record_init(&r);
	form_record_read(o->form, o->entry[h->shown].en.fields, &r);
	form_count(o->form, &r, &c);
	form_record_free(&r);
	for (size_t k = 0; k < o->form->columns; k++) {
		t->sums.value[k] += c.value[k];
		t->sums.unknown[k] += c.unknown[k];
	}
}

static void add_up(struct oracle *o)
{
	for (size_t i = 0; i < o->entries; i++) {
		bool here = strcmp(o->entry[i].chain.unit, o->unit) == 0;
		o->totals.held += here && o->entry[i].held && o->entry[i].held != 7;
		o->totals.entries += here && !id_equal(o->entry[i].chain.author, o->hub);
	}
	for (size_t i = 0; i < o->households; i++) {
		add_household(o, &o->household[i], &o->totals);
		if (o->household[i].moved)
			add_household(o, &o->household[i], &o->moved);
	}
}

void oracle_read(struct oracle *o, struct store *s, const char *unit, const char *own_unit, struct id hub)
{
	*o = (struct oracle){.unit = unit, .own_unit = own_unit, .self = store_id(s), .hub = hub};
	read_all(o, s);
	choose_form(o);
	for (size_t i = 0; i < o->entries; i++)
		if (o->entry[i].judged)
			o->entry[i].held = held_by(o, (int)i);
	mark_heads(o);
	fold_households(o);
	mark_clashes(o);
	oracle_place(o);
	add_up(o);
	oracle_purged_totals(o);
	int lock = newest_act(o, ENTRY_LOCK, ENTRY_UNLOCK, NULL, NULL);
	o->locked = oracle_purge(o) >= 0 || (lock >= 0 && o->entry[lock].en.kind == ENTRY_LOCK);
}

void oracle_free(struct oracle *o)
{
	for (size_t i = 0; i < o->entries; i++)
		entry_free(&o->entry[i].en);
	free(o->entry);
	free(o->household);
	memset(o, 0, sizeof *o);
}
