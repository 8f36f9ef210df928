/* history_forge.c - an enrolled device that lies: entries made by hand, each rightly chained and signed, good ones
 * between bad ones. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "history.h"

#include <tungnha/alloc.h>

enum { ENTRIES_MAX = 6 };

/* What is wrong with an entry, and the rule that must hold it (0: nothing is). */
/* clang-format off */
#define WRONGS(W)                                                                                                      \
	W(NOTHING, 0)                                                                                                  \
	W(A_VOID, 0)                                                                                                   \
	W(A_SUBMIT, 0)                                                                                                 \
	W(OTHER_HOUSEHOLD, 0) W(ELSEWHERE, 0)                                                                                          \
	W(SPACE, 2)                                                                                                    \
	W(ORDER, 2) W(GARBAGE, 2) W(NOT_UTF8, 2) W(CLOCK, 2) W(CLOCK_HUGE, 2) W(SEQ, 2) W(A_LOCK, 2) W(A_DEVICE, 2)    \
		W(A_DEFINE, 0) W(AN_ACCEPT, 2) W(A_KIND, 2) W(PARENT, 3) W(DEFINITION, 3) W(RULE, 4) W(FIELD, 4)
/* clang-format on */

enum wrong {
#define W(id, rule) WRONG_##id,
	WRONGS(W)
#undef W
		WRONG_COUNT
};
static const int rules[] = {
#define W(id, rule) rule,
	WRONGS(W)
#undef W
};

struct forging {
	struct history *h;
	struct chain chain;
	const struct keys_secret *keys;
	struct trial_random r;
	struct buf bytes[ENTRIES_MAX];
	struct name name[ENTRIES_MAX];
	struct id key[ENTRIES_MAX];
	uint32_t clock[ENTRIES_MAX]; /* as a parent: 0 unreadable */
	struct hash hash[ENTRIES_MAX + 1];
	enum wrong wrong[ENTRIES_MAX];
	int n;
};

static cJSON *record_fields(const char *number, int persons, int vneid)
{
	cJSON *f = cJSON_CreateObject();
	cJSON_AddStringToObject(f, "household_no", number);
	cJSON_AddNumberToObject(f, "persons", persons);
	cJSON_AddStringToObject(f, "status", "reviewed");
	cJSON_AddNumberToObject(f, "vneid", vneid);
	return f;
}

static struct id random_key(struct forging *g, char number[static 8])
{
	snprintf(number, 8, "%u", 1 + trial_below(&g->r, 3));
	return chain_household_key(HISTORY_UNIT, number, 0);
}

/* A parent among the entries before, of the same household or (if wanted) of another. */
static void add_parent(struct forging *g, struct entry *en, bool other)
{
	for (int i = g->n - 1; i >= 0; i--) {
		bool same = id_equal(g->key[i], en->key);
		if (g->wrong[i] == WRONG_GARBAGE || same == other || g->clock[i] == ENTRY_CLOCK_MAX)
			continue;
		en->parent[en->parents++] = g->name[i];
		en->clock = g->clock[i] + 1;
		return;
	}
}

/* A parent somebody else wrote, about whatever: the entry waits where that one is not known yet. Of one whose bytes
 * were purged the clock stays. */
static void add_parent_elsewhere(struct forging *g, struct entry *en)
{
	struct oracle o;
	oracle_read(&o, g->h->hub.store, HISTORY_UNIT, HISTORY_OWN, g->h->hub_id);
	const struct oracle_entry *x = &o.entry[trial_below(&g->r, (unsigned)o.entries)];
	uint32_t clock = x->good || x->stub ? x->en.clock : 0;
	en->clock = 1;
	if (clock < ENTRY_CLOCK_MAX) {
		en->parent[en->parents++] = x->name;
		en->clock += clock;
	}
	oracle_free(&o);
}

/* The entry's content; what is wrong with its bytes comes after. */
static void compose(struct forging *g, enum wrong w, struct entry *en)
{
	char number[8];
	entry_init(en);
	en->seq = (uint32_t)g->n + 1 + (w == WRONG_SEQ);
	en->clock = 1;
	clock_stamp(history_at(g->h), en->at);
	strcpy(en->by, "Kẻ gian");
	en->key = random_key(g, number);
	en->kind = ENTRY_RECORD;
	en->def = oracle_definition(0)->def;
	if (w == WRONG_ELSEWHERE)
		add_parent_elsewhere(g, en);
	else if (w != WRONG_PARENT && (w == WRONG_OTHER_HOUSEHOLD || trial_below(&g->r, 2)))
		add_parent(g, en, w == WRONG_OTHER_HOUSEHOLD);
	switch (w) {
	case WRONG_CLOCK:
		en->clock += 1 + trial_below(&g->r, 5);
		break;
	case WRONG_CLOCK_HUGE:
		en->clock = ENTRY_CLOCK_MAX;
		break;
	case WRONG_PARENT:
		en->parent[en->parents++] = (struct name){.journal = id_random(), .seq = 3, .hash = id_random()};
		en->clock = 4;
		break;
	case WRONG_DEFINITION:
		en->def = id_random();
		break;
	case WRONG_A_VOID:
		en->kind = ENTRY_VOID;
		return;
	case WRONG_A_SUBMIT:
		en->kind = ENTRY_SUBMIT;
		break;
	case WRONG_A_LOCK:
		en->kind = ENTRY_LOCK;
		break;
	case WRONG_A_DEVICE:
		en->kind = ENTRY_DEVICE;
		break;
	case WRONG_A_DEFINE:
		en->kind = ENTRY_DEFINE;
		break;
	case WRONG_AN_ACCEPT:
		en->kind = ENTRY_ACCEPT;
		break;
	default:
		break;
	}
	en->fields = record_fields(number, 1 + (int)trial_below(&g->r, 2), w == WRONG_RULE ? 9 : 1);
	if (w == WRONG_FIELD)
		cJSON_AddStringToObject(en->fields, "zzz", "?");
	if (w == WRONG_A_DEFINE) {
		cJSON_AddStringToObject(en->fields, "name", "ho-thu");
		cJSON_AddStringToObject(en->fields, "text", oracle_texts[1]);
	}
}

static void replace(struct buf *b, const char *from, const char *to)
{
	char *at = strstr(b->data, from);
	char *after = alloc_copy(at + strlen(from));
	b->len = (size_t)(at - b->data);
	buf_text(b, to);
	buf_text(b, after);
	free(after);
}

static void spoil_bytes(enum wrong w, struct buf *b)
{
	switch (w) {
	case WRONG_SPACE:
		replace(b, ",\"clock\"", ", \"clock\"");
		break;
	case WRONG_ORDER:
		replace(b, "{\"seq\":", "{\"zeq\":0,\"seq\":");
		break;
	case WRONG_GARBAGE:
		buf_clear(b);
		buf_text(b, "không phải JSON");
		break;
	case WRONG_NOT_UTF8:
		replace(b, "Kẻ gian", "K\xc3\x28 gian");
		break;
	case WRONG_A_KIND:
		replace(b, "\"kind\":\"record\"", "\"kind\":\"recall\"");
		break;
	default:
		break;
	}
}

static void add_entry(struct forging *g, enum wrong w)
{
	struct entry en;
	int i = g->n;
	compose(g, w, &en);
	buf_init(&g->bytes[i], ENTRY_BYTES_MAX);
	if (!entry_write(&en, &g->bytes[i]))
		trial_broke("TEST: forging", "entry not written, wrong %d", w);
	spoil_bytes(w, &g->bytes[i]);
	chain_next(&g->hash[i], g->bytes[i].data, g->bytes[i].len, &g->hash[i + 1]);
	g->name[i] =
		(struct name){.journal = g->chain.journal, .seq = (uint32_t)i + 1, .hash = hash_start(&g->hash[i + 1])};
	g->key[i] = en.key;
	bool readable = rules[w] != 2 || w == WRONG_CLOCK || w == WRONG_CLOCK_HUGE;
	g->clock[i] = readable ? en.clock : 0;
	g->wrong[i] = w;
	g->n++;
	entry_free(&en);
}

static struct run run_of(struct forging *g, int from, int to, const char **entry, size_t *bytes)
{
	struct run r = {.chain = g->chain, .first = (uint32_t)from + 1, .last = (uint32_t)to, .prev = g->hash[from]};
	for (int i = from; i < to; i++) {
		entry[i] = g->bytes[i].data;
		bytes[i] = g->bytes[i].len;
	}
	r.entry = entry + from;
	r.entry_bytes = bytes + from;
	chain_sign(&g->chain, r.last, &g->hash[to], g->keys, &r.head_sig);
	return r;
}

/* Lies no signature covers: refused whole, and nothing else of the message with them. */
static void spoil_run(struct forging *g, struct run *r, unsigned how)
{
	switch (how % 3) {
	case 0:
		r->head_sig.b[5] ^= 1;
		break;
	case 1: /* somebody else's journal */
		r->chain.author = g->h->hub_id;
		break;
	case 2:
		r->chain.generation++;
		break;
	}
}

static void note_forged(struct forging *g)
{
	for (int i = 0; i < g->n && g->h->forgeds < HISTORY_FORGED; i++) {
		g->h->forged[g->h->forgeds++] = (struct forged){.name = g->name[i], .rule = rules[g->wrong[i]]};
		trial_say("  %s", (const char *[]){
#define W(id, rule) #id,
					  WRONGS(W)
#undef W
				  }[g->wrong[i]]);
		trial_count(SAW_FORGED);
	}
}

/* Confirmed as received, bad ones too: the reply brings a receipt for the end of the run. */
static void must_be_confirmed(struct forging *g, const struct buf *reply, const struct run *r)
{
	struct message m;
	bool confirmed = false;
	MUST(message_open(reply->data, reply->len, g->keys, &m, &e));
	for (size_t i = 0; i < m.receipts; i++)
		confirmed |= id_equal(m.receipt[i].journal, r->chain.journal) && m.receipt[i].through == r->last &&
			     hash_equal(&m.receipt[i].hash, &g->hash[r->last]);
	message_free(&m);
	if (!confirmed)
		trial_broke("P7: a run with bad entries is not confirmed", "through %u", r->last);
}

/* In one run or two; now and then one that must be refused between them. */
static void send(struct forging *g, unsigned c)
{
	const char *entry[ENTRIES_MAX];
	size_t bytes[ENTRIES_MAX];
	int cut = g->n > 1 && c % 2 ? 1 + (int)(c % (unsigned)(g->n - 1)) : g->n;
	struct run run[3];
	size_t runs = 0;
	bool bad = c % 5 == 0;
	run[runs++] = run_of(g, 0, cut, entry, bytes);
	if (bad) {
		run[runs] = run_of(g, 0, cut, entry, bytes);
		spoil_run(g, &run[runs++], c / 5);
	}
	if (cut < g->n)
		run[runs++] = run_of(g, cut, g->n, entry, bytes);
	struct message m = {.unit = HISTORY_UNIT, .run = run, .runs = runs};
	struct exchange_result r;
	struct buf sealed, reply;
	clock_stamp(history_at(g->h), m.at);
	buf_init(&sealed, MESSAGE_BYTES_MAX);
	MUST(message_seal(&m, g->keys, &store_keys(g->h->hub.store)->pub, &sealed, &e));
	int rc = history_hub_takes(g->h, &sealed, &r, &reply);
	trial_say("  the hub stores %zu of them%s", r.stored, rc ? ": unknown" : "");
	if (rc == 0 && (r.stored != (size_t)g->n || r.refused_run != bad))
		trial_broke("P7: one bad entry or run blocks the rest", "stored %zu of %d, refused %d", r.stored, g->n,
			r.refused_run);
	if (rc == 0) {
		note_forged(g);
		must_be_confirmed(g, &reply, &run[0]);
		must_be_confirmed(g, &reply, &run[runs - 1]);
	} else if (r.stored) {
		trial_broke("P5: entries of an unknown node are stored", "%zu", r.stored);
	}
	buf_free(&sealed);
	buf_free(&reply);
}

void history_forge(struct history *h, struct machine *n, unsigned b, unsigned c)
{
	struct forging g = {.h = h, .keys = store_keys(n->store), .r = {.state = b}};
	g.chain = (struct chain){.author = store_id(n->store), .journal = id_random(), .generation = 1 + b % 3};
	strcpy(g.chain.unit, HISTORY_UNIT);
	chain_zero(&g.chain, &g.hash[0]);
	trial_say("%s forges", history_who(n));
	int count = 1 + (int)trial_below(&g.r, ENTRIES_MAX);
	for (int i = 0; i < count; i++)
		add_entry(&g, (enum wrong)(trial_below(&g.r, 3) ? trial_below(&g.r, WRONG_COUNT) : 0));
	send(&g, c);
	for (int i = 0; i < g.n; i++)
		buf_free(&g.bytes[i]);
}
