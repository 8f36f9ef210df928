/* exchange_hub.c - a hub takes one message, in one transaction: what it decided itself and got back, who the sender is,
 * then everything else (sync/PROTOCOL.md, section 8). What is answered is in exchange_reply.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "exchange_private.h"

#include <tungnha/alloc.h>
#include <tungnha/store_keep.h>

enum { DAY_SECONDS = 24 * 60 * 60 };

/* A message being taken. */
struct taking {
	struct store *s;
	const struct message *m;
	int64_t now;
	struct unit own;
	struct id self, sender;
	struct store_scope scope;
	enum message_state state;
	bool elsewhere;          /* the proof is of an invitation that made the sender a device of another unit */
	bool own_runs;           /* the message brings entries of this hub's journals that it does not hold */
	bool own_stored;         /* and such were taken */
	struct name *decided[2]; /* what this hub had decided itself before: for the unit, for its own unit */
	size_t decisions[2];
	struct receipt *quote; /* of this hub, for entries it does not hold: it was restored */
	size_t quotes;
	struct exchange_result *out;
	struct exchange_intake *in;
};

static int begin_taking(struct taking *t, struct err *e)
{
	if (t->m->state != STATE_NONE)
		return err_set(e, ERR_DATA, TEXT_EXCHANGE_IS_REPLY, "");
	if (store_own_unit(t->s, &t->own, e) != 0)
		return -1;
	t->self = store_id(t->s);
	t->sender = keys_id(&t->m->sender);
	t->scope = (struct store_scope){.unit = t->m->unit, .hub_unit = t->own.code, .hub = t->self};
	return 0;
}

/* -- restored from an earlier copy -- */

/* A receipt signed here for an entry that is not held here: this hub was restored. The node shows what it was told. */
static int find_quotes(struct taking *t, struct err *e)
{
	const struct keys_public *own = &store_keys(t->s)->pub;
	t->quote = alloc_zero(t->m->receipts + 1, sizeof *t->quote);
	for (size_t i = 0; i < t->m->receipts; i++) {
		const struct receipt *r = &t->m->receipt[i];
		struct name n = exchange_receipt_name(r);
		bool held;
		if (store_holds(t->s, &n, &r->hash, &held, e) != 0)
			return -1;
		if (!held && chain_receipt_verify(r->journal, r->through, &r->hash, own, &r->signature))
			t->quote[t->quotes++] = *r;
	}
	return 0;
}

/* Journals begun before the copy was made may have gone on elsewhere: nothing more is written in them. */
static int note_restored(struct taking *t, struct err *e)
{
	if (find_quotes(t, e) != 0)
		return -1;
	if (t->quotes == 0)
		return 0;
	int64_t at, from;
	if (!store_was_restored(t->s, &at, &from) && store_set(t->s, "restored", "1", e) != 0)
		return -1;
	return store_note_ahead(t->s, t->sender, e) != 0 ? -1 : store_leave_all(t->s, e);
}

/* This hub's own journals come first, whoever brings them: signed by itself, they may say who the sender is. */
static int take_own_runs(struct taking *t, struct err *e)
{
	if (exchange_own_runs(t->s, t->m, &t->own_runs, e) != 0)
		return -1;
	if (!t->own_runs)
		return 0;
	if (store_decisions(t->s, t->m->unit, &t->decided[0], &t->decisions[0], e) != 0 ||
		store_decisions(t->s, t->own.code, &t->decided[1], &t->decisions[1], e) != 0)
		return -1;
	if (exchange_take_runs(t->s, &t->scope, t->m, true, t->out, t->in, e) != 0)
		return -1;
	/* What is restated must come after what came back: a journal begun before may have no greater generation. */
	t->own_stored = t->out->stored > 0;
	return t->own_stored ? store_leave_all(t->s, e) : 0;
}

static int restate(struct taking *t, struct err *e)
{
	for (size_t k = 0; k < 2 && t->own_stored; k++)
		if (exchange_restate(t->s, t->decided[k], t->decisions[k], t->now, e) != 0)
			return -1;
	return 0;
}

/* -- who the sender is -- */

enum proof { PROOF_NONE, PROOF_USABLE, PROOF_SPENT };

/* By the invitation of a unit that was made of others a device asks for those too; and goes on asking until it hears
 * that they were separated again. */
static int look_elsewhere(struct taking *t, const char *unit, struct err *e)
{
	enum message_state there;
	if (store_peer_state(t->s, unit, &t->m->sender, &there, e) != 0)
		return -1;
	t->elsewhere = there == STATE_NEW || there == STATE_ACTIVE;
	return 0;
}

/* Does the message prove that its sender was invited for this unit, and is the invitation still good? By the hub's
 * clock, which may be wrong: before the day of issue counts as in time. */
static int check_proof(struct taking *t, struct store_invitation *v, enum proof *proof, struct err *e)
{
	unsigned char expected[KEY_BYTES];
	*proof = PROOF_NONE;
	if (!t->m->enrol)
		return 0;
	if (store_invitation(t->s, t->m->enrol_invite, v, e) != 0)
		return e->code == ERR_NOT_FOUND ? 0 : -1;
	message_enrol_proof(v->secret, &store_keys(t->s)->pub, v->id, &t->m->sender, t->m->enrol_label, expected);
	if (sodium_memcmp(expected, t->m->enrol_proof, sizeof expected) != 0)
		return 0;
	if (strcmp(v->unit, t->m->unit) != 0)
		return look_elsewhere(t, v->unit, e);
	bool in_time = t->now - v->issued_at <= (int64_t)v->days * DAY_SECONDS;
	*proof = v->used < v->uses && in_time && !v->withdrawn ? PROOF_USABLE : PROOF_SPENT;
	return 0;
}

/* The act that takes the sender in; of `d` what it says of label, letter, invitation, and whether ids were compared. */
static int write_device(struct taking *t, const struct store_device *d, struct err *e)
{
	char text[BASE64_32];
	struct store_author a = {.by = "", .at = t->now};
	cJSON *fields = cJSON_CreateObject();
	base64_encode(t->m->sender.box, KEY_BYTES, text, sizeof text);
	cJSON_AddStringToObject(fields, "box", text);
	cJSON_AddNumberToObject(fields, "compared", d->state == DEVICE_ACTIVE);
	cJSON_AddStringToObject(fields, "invite", id_is_zero(d->invite) ? "" : id_hex(d->invite, text));
	cJSON_AddStringToObject(fields, "label", d->label);
	cJSON_AddStringToObject(fields, "letter", d->letter);
	base64_encode(t->m->sender.sign, KEY_BYTES, text, sizeof text);
	cJSON_AddStringToObject(fields, "sign", text);
	t->state = d->state == DEVICE_ACTIVE ? STATE_ACTIVE : STATE_NEW;
	t->out->enrolled = t->out->changed = true;
	return store_write_act(t->s, t->m->unit, ENTRY_DEVICE, &t->sender, fields, &a, NULL, e);
}

/* The first device of an invitation has the letter it was given at the door already; later ones get one of their own.
 */
static int enrol_invited(struct taking *t, const struct store_invitation *v, struct err *e)
{
	struct store_device d = {.invite = v->id, .state = DEVICE_NEW};
	snprintf(d.label, sizeof d.label, "%s", t->m->enrol_label);
	snprintf(d.letter, sizeof d.letter, "%s", v->letter);
	if ((v->used > 0 && store_next_letter(t->s, t->m->unit, d.letter, e) != 0) || write_device(t, &d, e) != 0)
		return -1;
	return store_use_invitation(t->s, v->id, e);
}

/* A device of a unit that now counts this one's households is a device of this one too; with a letter of its own. */
static int enrol_successor(struct taking *t, struct err *e)
{
	struct store_device d;
	int found = store_successor_device(t->s, t->m->unit, &t->m->sender, &d, e);
	if (found <= 0)
		return found;
	return store_next_letter(t->s, t->m->unit, d.letter, e) != 0 ? -1 : write_device(t, &d, e);
}

static bool is_outside(const struct taking *t)
{
	return t->state == STATE_UNKNOWN || t->state == STATE_WAITING;
}

/* Whoever shows receipts this hub gave and forgot was enrolled before the copy it was restored from: it may wait. */
static void let_wait(struct taking *t, enum proof proof)
{
	if (t->state != STATE_UNKNOWN || !t->m->enrol || (proof == PROOF_NONE && t->quotes == 0))
		return;
	t->state = STATE_WAITING;
	t->out->changed = true;
}

/* A have row of a stranger must not make this hub leave its journals: only nodes that are known or were invited tell it
 * that. */
static int leave_unplaced(struct taking *t, enum proof proof, struct err *e)
{
	if (t->state == STATE_UNKNOWN && proof == PROOF_NONE)
		return 0;
	if (store_leave_unplaced(t->s, t->m->unit, t->m->have, t->m->haves, e) != 0)
		return -1;
	return store_leave_unplaced(t->s, t->own.code, t->m->have, t->m->haves, e);
}

static int judge_sender(struct taking *t, struct err *e)
{
	struct store_invitation v = {0};
	enum proof proof = PROOF_NONE;
	int rc = store_peer_state(t->s, t->m->unit, &t->m->sender, &t->state, e);
	if (rc == 0)
		rc = check_proof(t, &v, &proof, e);
	if (rc == 0)
		rc = leave_unplaced(t, proof, e);
	if (rc == 0)
		rc = restate(t, e);
	if (rc == 0 && proof == PROOF_USABLE && is_outside(t))
		rc = enrol_invited(t, &v, e);
	if (rc == 0 && is_outside(t))
		rc = enrol_successor(t, e);
	if (rc == 0)
		let_wait(t, proof);
	sodium_memzero(&v, sizeof v);
	return rc;
}

/* A unit this hub knows; or one it may have forgotten, by what it signed itself. Who only says that it has such
 * receipts is told that it is unknown, and shows them whole. */
static int check_unit(const struct taking *t, struct err *e)
{
	struct unit u;
	if (t->state != STATE_UNKNOWN || t->quotes > 0 || (t->m->showns > 0 && !t->m->enrol))
		return 0;
	int rc = store_unit(t->s, t->m->unit, &u, e);
	if (rc != 0 && e->code != ERR_NOT_FOUND)
		return -1;
	if (rc != 0 || strcmp(t->m->unit, t->own.code) == 0)
		return err_set(e, ERR_DATA, TEXT_EXCHANGE_UNIT_UNKNOWN, "%s", t->m->unit);
	return 0;
}

/* -- the whole message -- */

static int take_in(struct taking *t, struct err *e)
{
	if (note_restored(t, e) != 0 || take_own_runs(t, e) != 0 || judge_sender(t, e) != 0 || check_unit(t, e) != 0)
		return -1;
	if (t->state == STATE_UNKNOWN)
		return 0;
	if (store_heard(t->s, t->m->unit, &t->m->sender, t->m->enrol_label, t->m->enrol_invite, t->now, e) != 0 ||
		exchange_take_runs(t->s, &t->scope, t->m, false, t->out, t->in, e) != 0)
		return -1;
	return store_sign_heads(t->s, &t->scope, e);
}

static int take_committed(struct taking *t, struct err *e)
{
	if (store_begin(t->s, e) != 0)
		return -1;
	size_t ranges = t->in->ranges;
	int rc = take_in(t, e);
	if (rc == 0)
		rc = store_commit(t->s, e);
	if (rc != 0) {
		store_rollback(t->s);
		t->in->ranges = ranges;
		return -1;
	}
	return exchange_intake_held(t->s, t->in, ranges, &t->out->held, e);
}

/* Nothing is lost where a device only asks: that it brought nothing but what this hub wrote itself. */
static bool only_asks(const struct taking *t)
{
	for (size_t i = 0; i < t->m->runs; i++)
		if (!id_equal(t->m->run[i].chain.author, t->self))
			return false;
	return t->elsewhere;
}

static int refuse_stranger(const struct taking *t, struct err *e)
{
	char shown[ID_SHOWN];
	return err_set(
		e, ERR_DENIED, TEXT_EXCHANGE_NODE_UNKNOWN, "%s" ERR_AND "%s", id_shown(t->sender, shown), t->m->unit);
}

int exchange_take_opened(struct store *s, const struct message *m, int64_t now, struct exchange_answer *a,
	struct exchange_result *out, struct exchange_intake *in, struct err *e)
{
	struct taking t = {.s = s, .m = m, .now = now, .out = out, .in = in};
	*out = (struct exchange_result){0};
	int rc = begin_taking(&t, e);
	if (rc == 0)
		rc = take_committed(&t, e);
	if (rc != 0)
		*out = (struct exchange_result){0};
	out->peer = t.sender;
	out->state = t.state;
	snprintf(out->unit, sizeof out->unit, "%s", m->unit);
	if (rc == 0 && a)
		exchange_answer_note(a, m, t.state, t.quote, t.quotes);
	out->let_go = rc == 0 && t.state == STATE_UNKNOWN && only_asks(&t);
	if (rc == 0 && t.state == STATE_UNKNOWN && !out->let_go)
		rc = refuse_stranger(&t, e);
	free(t.decided[0]);
	free(t.decided[1]);
	free(t.quote);
	return rc;
}

int exchange_take_for(struct store *s, const void *bytes, size_t n, int64_t now, struct exchange_answer *a,
	struct exchange_result *out, struct err *e)
{
	struct message m;
	struct exchange_intake in = {0};
	if (message_open(bytes, n, store_keys(s), &m, e) != 0)
		return -1;
	int rc = exchange_take_opened(s, &m, now, a, out, &in, e);
	exchange_intake_free(&in);
	message_free(&m);
	return rc;
}

int exchange_take(struct store *s, const void *bytes, size_t n, int64_t now, struct exchange_result *out, struct err *e)
{
	return exchange_take_for(s, bytes, n, now, NULL, out, e);
}
