/* history_verdict.c - what must hold after whatever happened, once everybody who is left exchanged with everybody. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "history_verdict.h"

#include <tungnha/alloc.h>

enum { ROUNDS_MAX = 14, PASSES_MAX = 200 };

static const char *const derived[] = {
	"act", "revision", "record", "tally", "unit", "definition", "submit", "predecessor"};
enum { DERIVED = sizeof derived / sizeof derived[0] };

static void read_oracle(struct history *h, struct machine *m, struct oracle *o)
{
	oracle_read(o, m->store, HISTORY_UNIT, HISTORY_OWN, h->hub_id);
}

/* -- settling -- */

struct verdict_rows verdict_have(struct history *h, struct machine *m, const struct id *viewer)
{
	struct store_scope scope = history_scope(h);
	struct verdict_rows r;
	scope.viewer = viewer;
	MUST(store_have(m->store, &scope, NULL, 0, &r.row, &r.n, &e));
	return r;
}

bool verdict_same_rows(const struct verdict_rows *a, const struct verdict_rows *b)
{
	bool same = a->n == b->n;
	for (size_t i = 0; same && i < a->n; i++)
		same = name_compare(&a->row[i], &b->row[i]) == 0;
	return same;
}

/* A stick of its own goes to the hub and back twice; true if nothing was left to say. */
static bool exchange_by_stick(struct history *h, struct machine *n, const char *stick)
{
	struct folder_sync sent = {0};
	for (int i = 0; i < 3; i++) {
		MUST(folder_sync(n->store, HISTORY_UNIT, stick, history_at(h), &sent, &e));
		history_note_receipts(h, n);
		if (i < 2) {
			struct folder_receive r = {0};
			MUST(folder_receive(h->hub.store, stick, h->now++, &r, &e));
			folder_receive_free(&r);
		}
	}
	return sent.sent == 0 && sent.received == 0;
}

static bool exchange(struct history *h, struct machine *n, bool by_stick)
{
	if (!by_stick)
		return history_exchange(h, n) == 1;
	char *stick = alloc_print("%s-%td", h->stick, n - h->device);
	mkdir(stick, 0700);
	bool quiet = exchange_by_stick(h, n, stick);
	free(stick);
	return quiet;
}

/* One round: every device in turn. True when nothing moved. */
static bool settle_round(struct history *h, bool by_stick)
{
	bool quiet = true;
	struct verdict_rows before = verdict_have(h, &h->hub, NULL);
	unsigned first = trial_below(&h->random, (unsigned)h->devices);
	for (int i = 0; i < h->devices; i++) {
		struct machine *n = &h->device[(first + (unsigned)i) % (unsigned)h->devices];
		struct verdict_rows mine = verdict_have(h, n, NULL);
		quiet &= exchange(h, n, by_stick);
		struct verdict_rows now = verdict_have(h, n, NULL);
		quiet &= verdict_same_rows(&mine, &now);
		free(mine.row);
		free(now.row);
	}
	struct verdict_rows after = verdict_have(h, &h->hub, NULL);
	quiet &= verdict_same_rows(&before, &after);
	free(before.row);
	free(after.row);
	return quiet;
}

static void settle(struct history *h)
{
	bool by_stick = trial_below(&h->random, 3) == 0;
	trial_say("and everybody exchanges until nothing moves%s", by_stick ? ", by stick" : "");
	for (int i = 0; i < ROUNDS_MAX; i++) {
		trial_count(SAW_ROUNDS);
		if (settle_round(h, by_stick))
			return;
	}
	trial_broke("CONV: exchanges never come to rest", "%d rounds", ROUNDS_MAX);
}

/* -- P1, P8, P9: nothing anybody alive held is missing at the hub; nothing confirmed is -- */

struct held_before {
	struct name *name;
	struct chain *chain;
	size_t n;
};

static void note_all(struct history *h, struct machine *m, struct held_before *all)
{
	struct oracle o;
	read_oracle(h, m, &o);
	all->name = alloc_grow(all->name, all->n + o.entries + 1, sizeof *all->name);
	all->chain = alloc_grow(all->chain, all->n + o.entries + 1, sizeof *all->chain);
	for (size_t i = 0; i < o.entries; i++) {
		all->name[all->n] = o.entry[i].name;
		all->chain[all->n++] = o.entry[i].chain;
	}
	oracle_free(&o);
}

static void nothing_lost(const struct oracle *hub, const struct held_before *all, const struct history *h)
{
	char text[NAME_TEXT];
	for (size_t i = 0; i < all->n; i++)
		if (oracle_find(hub, &all->name[i]) < 0)
			trial_broke(id_equal(all->chain[i].author, h->hub_id)
					    ? "P8: an act of the hub did not come back"
					    : "P1: an entry somebody holds is not at the hub",
				"%s", name_text(&all->name[i], text));
	for (size_t i = 0; !h->hub_rolled && i < h->receipts; i++) {
		struct name n = {h->receipt[i].journal, h->receipt[i].through, hash_start(&h->receipt[i].hash)};
		if (oracle_find(hub, &n) < 0)
			trial_broke("P1: a confirmed entry is lost", "%s", name_text(&n, text));
	}
}

static void all_confirmed(struct machine *n)
{
	struct store_progress p;
	MUST(store_progress(n->store, HISTORY_UNIT, &p, &e));
	if (p.written != p.confirmed)
		trial_broke("STUCK: own entries are never confirmed", "%s: %lld of %lld", history_who(n),
			(long long)p.confirmed, (long long)p.written);
}

/* -- P3: same set, same result -- */

void verdict_digest(struct machine *m, const char *table, unsigned char out[static KEY_BYTES])
{
	MUST(store_digest(m->store, table, out, &e));
}

void verdict_same_tables(struct machine *a, struct machine *b, const char *what)
{
	unsigned char x[KEY_BYTES], y[KEY_BYTES];
	for (int i = 0; i < DERIVED; i++) {
		verdict_digest(a, derived[i], x);
		verdict_digest(b, derived[i], y);
		if (memcmp(x, y, sizeof x) != 0)
			trial_broke(what, "table %s differs at %s and %s", derived[i], history_who(a), history_who(b));
	}
}

static void sound(struct machine *m)
{
	struct store_check c;
	char sentence[500] = "totals";
	MUST(store_check(m->store, &c, &e));
	if (c.problems)
		err_sentence(&c.problem[0], LANG_EN, sentence, sizeof sentence);
	if (c.problems || !c.totals_match)
		trial_broke("P6: check finds fault with an honest store", "%s: %s", history_who(m), sentence);
	store_check_free(&c);
}

bool verdict_is_active(struct history *h, struct machine *n)
{
	enum message_state state;
	MUST(store_peer_state(h->hub.store, HISTORY_UNIT, &store_keys(n->store)->pub, &state, &e));
	return state == STATE_ACTIVE || state == STATE_NEW;
}

/* Whatever the hub thinks of it, a device gets its own entries back; but of what was purged only who may learn of it.
 */
static void has_its_own(struct history *h, struct machine *n)
{
	struct store_scope scope = history_scope(h);
	if (h->purged && !verdict_is_active(h, n))
		return;
	struct id id = store_id(n->store);
	struct verdict_rows own, has = verdict_have(h, n, NULL);
	char text[NAME_TEXT];
	scope.only = &id;
	MUST(store_have(h->hub.store, &scope, NULL, 0, &own.row, &own.n, &e));
	for (size_t i = 0, k = 0; i < own.n; i++) {
		while (k < has.n && name_compare(&has.row[k], &own.row[i]) < 0)
			k++;
		if (k == has.n || name_compare(&has.row[k], &own.row[i]) != 0)
			trial_broke("P9: a device does not get its own entries back", "%s %s", history_who(n),
				name_text(&own.row[i], text));
	}
	free(own.row);
	free(has.row);
}

/* An active device must hold what the hub would show it, and make the same of it. */
static void compare_device(struct history *h, struct machine *n)
{
	struct id id = store_id(n->store);
	if (!verdict_is_active(h, n))
		return;
	struct verdict_rows shown = verdict_have(h, &h->hub, &id), all = verdict_have(h, &h->hub, NULL),
			    has = verdict_have(h, n, NULL);
	if (!verdict_same_rows(&shown, &has))
		trial_broke(
			"CONV: sets differ at rest", "%s %zu rows, the hub shows %zu", history_who(n), has.n, shown.n);
	if (verdict_same_rows(&shown, &all)) {
		verdict_same_tables(&h->hub, n, "P3: same set, other result");
		trial_count(SAW_SAME_SETS);
	}
	free(shown.row);
	free(all.row);
	free(has.row);
}

static void see(const struct oracle *o)
{
	for (size_t i = 0; i < o->entries; i++) {
		const struct oracle_entry *x = &o->entry[i];
		if (x->held)
			trial_count(SAW_HELD + (unsigned)x->held);
		if (x->good && x->en.kind == ENTRY_SUBMIT)
			trial_count(SAW_SUBMIT);
		if (x->good && x->en.kind == ENTRY_REVIEW)
			trial_count(SAW_REVIEW);
		if (x->good && x->en.kind == ENTRY_ROW)
			trial_count(SAW_ROW);
	}
	for (size_t i = 0; i < o->households; i++) {
		const struct oracle_household *x = &o->household[i];
		if (x->conflict)
			trial_count(SAW_CONFLICT);
		if (x->clash)
			trial_count(SAW_CLASH);
		if (x->voided)
			trial_count(SAW_VOIDED);
	}
}

/* -- P7, and that nothing honest is held for good -- */

static const struct forged *forged_of(const struct history *h, const struct name *n)
{
	for (int i = 0; i < h->forgeds; i++)
		if (name_compare(&h->forged[i].name, n) == 0)
			return &h->forged[i];
	return NULL;
}

static void compare_forged(const struct history *h, const struct oracle_entry *x, int rule)
{
	bool fits = x->held == 1;
	if (rule == 2)
		fits |= x->held == 2;
	else if (rule == 3)
		fits |= x->held == 3 || x->held == 0;
	else if (rule == 4)
		fits |= x->held == 4 || x->held == 0 || x->held == 7;
	else
		fits |= x->held == 0 || x->held >= 5 || (x->held == 3 && h->faulty); /* its parent may be lost */
	if (!fits)
		trial_broke("P7: a forged entry is held by another rule", "%d, should be %d", x->held, rule);
}

static void compare_origins(const struct history *h, const struct oracle *o)
{
	for (size_t i = 0; i < o->entries; i++) {
		const struct oracle_entry *x = &o->entry[i];
		const struct forged *f = forged_of(h, &x->name);
		if (x->stub)
			continue;
		if (f)
			compare_forged(h, x, f->rule);
		else if (x->held == 2 || x->held == 4)
			trial_broke("P2: an honest entry is held as bad", "rule %d", x->held);
		else if (x->held == 3 && !h->faulty)
			trial_broke("P2: an honest entry waits for a parent for ever", "%u", x->name.seq);
	}
}

/* -- acts: of those alive the newest decides -- */

static const struct history_act *act_of(const struct history *h, const struct oracle_entry *x)
{
	const struct history_act *found = NULL;
	char *fields = x->en.fields ? cJSON_PrintUnformatted(x->en.fields) : NULL;
	for (int i = 0; i < h->acts; i++) {
		const struct history_act *a = &h->act[i];
		bool same = a->kind == x->en.kind && id_equal(a->key, x->en.key) &&
			    (a->fields != NULL) == (fields != NULL) && (!fields || strcmp(a->fields, fields) == 0);
		if (same || name_compare(&a->name, &x->name) == 0)
			found = a; /* written again after a restore it has another name */
	}
	free(fields);
	return found;
}

static void newest_decides(const struct history *h, const struct oracle *o, enum entry_kind kind, enum entry_kind twin,
	const struct id *key)
{
	const struct history_act *newest = NULL;
	int now = oracle_deciding(o, kind, twin, key);
	for (int i = 0; i < h->acts; i++) {
		const struct history_act *a = &h->act[i];
		if ((a->kind == kind || a->kind == twin) && (!key || id_equal(a->key, *key)) &&
			oracle_find(o, &a->name) >= 0)
			newest = a;
	}
	if (!newest || !newest->mine || now < 0)
		return;
	if (act_of(h, &o->entry[now]) < newest && o->entry[now].en.kind != newest->kind)
		trial_broke("ACT: an older act outranks the newest one alive", "%s", entry_kind_word(newest->kind));
}

static void compare_acts(const struct history *h, const struct oracle *o)
{
	newest_decides(h, o, ENTRY_LOCK, ENTRY_UNLOCK, NULL);
	for (int i = 0; i < h->acts; i++)
		if (h->act[i].kind == ENTRY_REVOKE)
			newest_decides(h, o, ENTRY_REVOKE, ENTRY_REVOKE, &h->act[i].key);
}

/* -- P9: whoever met a fork of his own journal goes on in another -- */

static struct name write_on(struct history *h, struct machine *m, bool *written)
{
	struct store_author a = {.by = "", .at = history_at(h), .reason = "thử"};
	struct name n = {.seq = 0};
	struct err why;
	MUST(store_begin(m->store, &e));
	*written = store_write_void(
			   m->store, HISTORY_UNIT, chain_household_key(HISTORY_UNIT, "900", 0), &a, &n, &why) == 0;
	MUST(store_commit(m->store, &e));
	return n;
}

static void goes_on_alone(struct history *h, struct machine *m)
{
	struct store_fork *f;
	size_t forks;
	bool written;
	struct name now = write_on(h, m, &written);
	if (!written) /* closed */
		return;
	MUST(store_forks(m->store, &f, &forks, &e));
	for (size_t i = 0; i < forks; i++)
		if (id_equal(f[i].journal, now.journal))
			trial_broke("P9: goes on in a journal that forked", "%s", history_who(m));
	free(f);
}

/* -- all of it -- */

void history_verdict(struct history *h)
{
	struct held_before before = {0};
	struct oracle o;
	h->jump = 0;
	note_all(h, &h->hub, &before);
	for (int i = 0; i < h->devices; i++)
		note_all(h, &h->device[i], &before);
	settle(h);
	read_oracle(h, &h->hub, &o);
	oracle_compare(&o, h->hub.store);
	nothing_lost(&o, &before, h);
	compare_origins(h, &o);
	compare_acts(h, &o);
	see(&o);
	oracle_free(&o);
	sound(&h->hub);
	for (int i = 0; i < h->devices; i++) {
		all_confirmed(&h->device[i]);
		has_its_own(h, &h->device[i]);
		compare_device(h, &h->device[i]);
	}
	struct machine *some = history_pick(h, trial_below(&h->random, 1000));
	sound(some);
	read_oracle(h, some, &o);
	oracle_compare(&o, some->store);
	oracle_free(&o);
	verdict_reorder(h);
	if (trial_below(&h->random, 4) == 0)
		verdict_repeat(h);
	goes_on_alone(h, &h->hub);
	for (int i = 0; i < h->devices; i++)
		goes_on_alone(h, &h->device[i]);
	free(before.name);
	free(before.chain);
}
