/* exchange_node.c - a node towards its hub: what it sends, and what a reply changes (sync/PROTOCOL.md, section 8). */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "exchange_private.h"

#include <tungnha/alloc.h>

/* -- on the way out -- */

static int no_hub(const char *unit, struct err *e)
{
	return err_set(e, ERR_UNAVAILABLE, TEXT_EXCHANGE_NO_HUB, "%s", unit);
}

static int find_hub(struct store *s, const char *unit, struct store_enrolment *en, struct err *e)
{
	if (store_enrolment(s, unit, en, e) != 0)
		return e->code == ERR_NOT_FOUND ? no_hub(unit, e) : -1;
	return en->has_hub ? 0 : no_hub(unit, e);
}

/* Shown are only the journals whose authors the hub can know: another's it would pass over, and the same would stand
 * before everything else in each message. */
static void set_scope(struct store *s, struct exchange_parts *p, const char *unit, const struct store_enrolment *en)
{
	p->node = store_id(s);
	snprintf(p->unit, sizeof p->unit, "%s", unit);
	snprintf(p->hub_unit, sizeof p->hub_unit, "%s", en->hub_unit);
	p->scope = (struct store_scope){.unit = p->unit, .hub_unit = p->hub_unit, .hub = en->hub, .viewer = &p->node};
	p->to = en->hub_keys;
}

/* The heads of what is written here; of a short message the one at which it is to end. */
static int sign_heads(struct store *s, const struct exchange_parts *p, bool step, struct err *e)
{
	if (store_begin(s, e) != 0)
		return -1;
	int rc = step ? store_sign_steps(s, &p->scope, p->other, p->others, p->most, e)
		      : store_sign_heads(s, &p->scope, e);
	if (rc == 0 && store_commit(s, e) == 0)
		return 0;
	store_rollback(s);
	return -1;
}

/* What the hub is taken to hold: the newest have read of it, and what it confirmed. */
static int load_other(struct store *s, struct exchange_parts *p, struct err *e)
{
	size_t receipts = 0, rows = 0;
	if (store_receipts(s, p->scope.hub, p->unit, p->hub_unit, &p->receipt, &receipts, e) != 0 ||
		store_peer_have(s, p->scope.hub, p->unit, &p->other, &rows, e) != 0)
		return -1;
	p->message.receipt = p->receipt;
	p->message.receipts = receipts;
	/* rungs of the own have are given where a row of the hub's have, alone, cannot be placed */
	if (store_have(s, &p->scope, p->other, rows, &p->have, &p->message.haves, e) != 0)
		return -1;
	p->message.have = p->have;
	p->other = alloc_grow(p->other, rows + receipts + 1, sizeof *p->other);
	for (size_t i = 0; i < receipts; i++)
		p->other[rows + i] = exchange_receipt_name(&p->receipt[i]);
	p->others = rows + receipts;
	return 0;
}

/* A receipt that the hub's newest have bears out proves nothing new: its row is enough to keep it from being confirmed
 * once more. Where that have was lowered since, the hub lost something: then the receipt is shown whole. */
static int shorten_receipts(struct store *s, struct exchange_parts *p, struct err *e)
{
	size_t n = p->message.receipts, rows = p->others - n, whole = 0;
	bool *borne = alloc_zero(n + 1, sizeof *borne);
	p->shown = alloc_zero(n + 1, sizeof *p->shown);
	int rc = store_borne_out(s, &p->scope, p->other, rows, p->other + rows, n, borne, e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		if (borne[i])
			p->shown[p->message.showns++] = p->other[rows + i];
		else
			p->receipt[whole++] = p->receipt[i];
	p->message.receipts = whole;
	p->message.shown = p->shown;
	free(borne);
	return rc;
}

static void ask_to_enrol(struct message *m, const struct store_enrolment *en, const struct keys_public *self)
{
	m->enrol = true;
	m->enrol_invite = en->invite;
	snprintf(m->enrol_label, sizeof m->enrol_label, "%s", en->label);
	message_enrol_proof(en->secret, &en->hub_keys, en->invite, self, en->label, m->enrol_proof);
}

/* What came with the invitation need not come again. */
static int say_definitions(struct store *s, struct exchange_parts *p, struct err *e)
{
	p->def = alloc_zero(MESSAGE_DEFS_MAX, sizeof *p->def);
	p->message.def = p->def;
	return store_given_definitions(s, p->def, MESSAGE_DEFS_MAX, &p->message.defs, e);
}

static bool asks_to_enrol(const struct exchange_parts *p, const struct store_enrolment *en)
{
	return p->message.receipts == 0 || en->told_unknown || en->state == STATE_NONE || en->state == STATE_WAITING;
}

int exchange_node_parts(struct store *s, const char *unit, const struct exchange_wish *wish, int64_t now,
	struct exchange_parts *p, struct err *e)
{
	struct store_enrolment en = {0};
	*p = (struct exchange_parts){.most = wish ? wish->most : MESSAGE_ENTRIES};
	assert(p->most >= 1 && p->most <= MESSAGE_ENTRIES);
	int rc = find_hub(s, unit, &en, e);
	if (rc == 0) {
		set_scope(s, p, unit, &en);
		snprintf(p->message.unit, sizeof p->message.unit, "%s", unit);
		clock_stamp(now, p->message.at);
		p->message.most = p->most;
		rc = sign_heads(s, p, false, e);
	}
	if (rc == 0)
		rc = load_other(s, p, e);
	if (rc == 0 && p->most < MESSAGE_ENTRIES)
		rc = sign_heads(s, p, true, e);
	if (rc == 0 && asks_to_enrol(p, &en)) {
		ask_to_enrol(&p->message, &en, &store_keys(s)->pub);
		rc = say_definitions(s, p, e);
	} else if (rc == 0 && wish && wish->shown_short)
		rc = shorten_receipts(s, p, e);
	sodium_memzero(&en, sizeof en);
	return rc;
}

int exchange_message_wished(struct store *s, const char *unit, const struct exchange_wish *wish, size_t part,
	int64_t now, struct buf *out, size_t *entries, bool *more, struct err *e)
{
	struct exchange_parts p;
	int rc = exchange_node_parts(s, unit, wish, now, &p, e);
	if (rc == 0)
		rc = exchange_parts_at(s, &p, part, out, entries, more, e);
	exchange_parts_free(&p);
	return rc;
}

int exchange_message(struct store *s, const char *unit, size_t part, int64_t now, struct buf *out, size_t *entries,
	bool *more, struct err *e)
{
	return exchange_message_wished(s, unit, NULL, part, now, out, entries, more, e);
}

/* -- on the way in -- */

/* A reply being taken. */
struct taking {
	struct store *s;
	const struct message *m;
	struct store_enrolment en;
	struct store_scope scope;
	int64_t now;
	struct name
		*decided; /* what this store had decided for its unit before: a hub that gets back acts of its own */
	size_t decisions;
	struct exchange_result *out;
	struct exchange_intake *in;
};

/* Only the hub that invited this node for the unit may answer it: any other's acts and receipts mean nothing here. */
static int check_sender(struct taking *t, struct err *e)
{
	char shown[ID_SHOWN];
	if (t->m->state == STATE_NONE)
		return err_set(e, ERR_DATA, TEXT_EXCHANGE_NOT_REPLY, "");
	int rc = store_enrolment(t->s, t->m->unit, &t->en, e);
	if (rc != 0 && e->code != ERR_NOT_FOUND)
		return -1;
	if (rc != 0 || !t->en.has_hub || !keys_equal(&t->en.hub_keys, &t->m->sender))
		return err_set(e, ERR_DATA, TEXT_EXCHANGE_NOT_OUR_HUB, "%s" ERR_AND "%s", t->m->unit,
			id_shown(keys_id(&t->m->sender), shown));
	t->scope = (struct store_scope){.unit = t->en.unit.code, .hub_unit = t->en.hub_unit, .hub = t->en.hub};
	return 0;
}

static int list_receipts(struct taking *t, struct receipt **out, size_t *n, struct err *e)
{
	return store_receipts(t->s, t->en.hub, t->m->unit, t->en.hub_unit, out, n, e);
}

static int note_state(struct taking *t, struct err *e)
{
	t->out->changed |= t->en.state != t->m->state;
	return store_enrolment_state(t->s, t->m->unit, t->m->state, e);
}

/* Which of those the have of the hub, as noted, bears out. */
static int borne_out(struct taking *t, const struct name *confirmed, size_t n, bool *out, struct err *e)
{
	struct name *have = NULL;
	size_t haves = 0;
	int rc = store_peer_have(t->s, t->en.hub, t->m->unit, &have, &haves, e);
	if (rc == 0)
		rc = store_borne_out(t->s, &t->scope, have, haves, confirmed, n, out, e);
	free(have);
	return rc;
}

/* Notes the have; *lost: it no longer bears out something that the hub confirmed and the one before did. */
static int replace_have(struct taking *t, const struct name *row, size_t rows, const struct name *confirmed, size_t n,
	bool *lost, struct err *e)
{
	bool *before = alloc_zero(n + 1, sizeof *before), *after = alloc_zero(n + 1, sizeof *after);
	int rc = borne_out(t, confirmed, n, before, e);
	if (rc == 0)
		rc = store_set_peer_have(t->s, t->en.hub, t->m->unit, row, rows, e);
	if (rc == 0)
		rc = borne_out(t, confirmed, n, after, e);
	*lost = false;
	for (size_t i = 0; rc == 0 && i < n; i++)
		*lost |= before[i] && !after[i];
	free(before);
	free(after);
	return rc;
}

/* A hub that shows less than it confirmed is to be shown its receipts: one more message is due. */
static int compare_have(struct taking *t, const struct name *row, size_t rows, struct err *e)
{
	struct receipt *r = NULL;
	size_t n = 0;
	bool lost = false;
	int rc = list_receipts(t, &r, &n, e);
	struct name *confirmed = alloc_zero(n + 1, sizeof *confirmed);
	for (size_t i = 0; i < n; i++)
		confirmed[i] = exchange_receipt_name(&r[i]);
	if (rc == 0)
		rc = replace_have(t, row, rows, confirmed, n, &lost, e);
	t->out->changed |= lost;
	free(confirmed);
	free(r);
	return rc;
}

/* What the hub now holds; and if it shows more of an own journal than this store has, another copy of this store wrote
 * there. */
static int note_have(struct taking *t, struct err *e)
{
	size_t n = t->m->haves + t->m->receipts;
	struct name *row = alloc_zero(n + 1, sizeof *row);
	for (size_t i = 0; i < t->m->haves; i++)
		row[i] = t->m->have[i];
	for (size_t i = 0; i < t->m->receipts; i++)
		row[t->m->haves + i] = exchange_receipt_name(&t->m->receipt[i]);
	int rc = compare_have(t, row, n, e);
	if (rc == 0)
		rc = store_leave_unplaced(t->s, t->m->unit, row, n, e);
	free(row);
	return rc;
}

static bool genuine(const struct taking *t, const struct receipt *r)
{
	return chain_receipt_verify(r->journal, r->through, &r->hash, &t->en.hub_keys, &r->signature);
}

/* The hub lost what it had confirmed by these: they confirm nothing any more. */
static int drop_quoted(struct taking *t, struct err *e)
{
	for (size_t i = 0; i < t->m->quotes; i++) {
		const struct receipt *r = &t->m->quote[i];
		if (!genuine(t, r))
			continue;
		if (store_drop_receipt(t->s, t->en.hub, r, e) != 0)
			return -1;
		t->out->changed = true;
	}
	return 0;
}

/* Confirmed is only what is held here with the very hash the hub signed. */
static int keep_receipt(struct taking *t, const struct receipt *r, struct err *e)
{
	struct name n = exchange_receipt_name(r);
	bool held;
	if (store_holds(t->s, &n, &r->hash, &held, e) != 0)
		return -1;
	return held && genuine(t, r) ? store_add_receipt(t->s, t->en.hub, r, e) : 0;
}

static int keep_receipts(struct taking *t, struct err *e)
{
	struct receipt *before = NULL, *after = NULL;
	size_t befores = 0, afters = 0;
	int rc = list_receipts(t, &before, &befores, e);
	for (size_t i = 0; rc == 0 && i < t->m->receipts; i++)
		if (!exchange_receipt_among(&t->m->receipt[i], before, befores))
			rc = keep_receipt(t, &t->m->receipt[i], e);
	if (rc == 0)
		rc = list_receipts(t, &after, &afters, e);
	for (size_t i = 0; rc == 0 && i < afters; i++) /* an older one than those kept is not kept */
		t->out->receipts += !exchange_receipt_among(&after[i], before, befores);
	t->out->changed |= t->out->receipts > 0;
	free(before);
	free(after);
	return rc;
}

/* A hub below this one that lost its newest state gets its own acts back from here. */
static int note_decisions(struct taking *t, struct err *e)
{
	bool lacking;
	if (store_role(t->s) != STORE_AGGREGATOR)
		return 0;
	if (exchange_own_runs(t->s, t->m, &lacking, e) != 0)
		return -1;
	return !lacking ? 0 : store_decisions(t->s, t->m->unit, &t->decided, &t->decisions, e);
}

/* In journals begun after what came back. */
static int restate(struct taking *t, struct err *e)
{
	if (t->decisions == 0)
		return 0;
	return store_leave_all(t->s, e) != 0 ? -1 : exchange_restate(t->s, t->decided, t->decisions, t->now, e);
}

static int take_in(struct taking *t, struct err *e)
{
	if (check_sender(t, e) != 0 || note_state(t, e) != 0)
		return -1;
	if (t->m->state == STATE_UNKNOWN)
		return 0;
	if (note_decisions(t, e) != 0)
		return -1;
	/* what the hub decided comes first: its device acts hold the other authors' keys */
	if (exchange_take_runs(t->s, &t->scope, t->m, true, t->out, t->in, e) != 0 ||
		exchange_take_runs(t->s, &t->scope, t->m, false, t->out, t->in, e) != 0 || note_have(t, e) != 0 ||
		drop_quoted(t, e) != 0)
		return -1;
	return keep_receipts(t, e) != 0 ? -1 : restate(t, e);
}

int exchange_take_opened_reply(struct store *s, const struct message *m, int64_t now, struct exchange_result *out,
	struct exchange_intake *in, struct err *e)
{
	/* clocks are shown, never trusted: but for what is written again nothing a reply changes depends on one */
	struct taking t = {.s = s, .m = m, .now = now, .out = out, .in = in};
	size_t ranges = in->ranges;
	*out = (struct exchange_result){.peer = keys_id(&m->sender), .state = m->state};
	snprintf(out->unit, sizeof out->unit, "%s", m->unit);
	if (store_begin(s, e) != 0)
		return -1;
	int rc = take_in(&t, e);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0) {
		store_rollback(s);
		in->ranges = ranges;
		*out = (struct exchange_result){.peer = out->peer, .state = m->state};
	}
	free(t.decided);
	sodium_memzero(&t.en, sizeof t.en);
	return rc == 0 ? exchange_intake_held(s, in, ranges, &out->held, e) : -1;
}

int exchange_take_reply(
	struct store *s, const void *bytes, size_t n, int64_t now, struct exchange_result *out, struct err *e)
{
	struct message m;
	struct exchange_intake in = {0};
	if (message_open(bytes, n, store_keys(s), &m, e) != 0)
		return -1;
	int rc = exchange_take_opened_reply(s, &m, now, out, &in, e);
	exchange_intake_free(&in);
	message_free(&m);
	return rc;
}
