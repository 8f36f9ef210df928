/* world.c - a commune and its hamlets' devices for tests. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "world.h"

#include <tungnha/alloc.h>
#include <tungnha/file.h>

static void must(int rc, const struct err *e, const char *what)
{
	char sentence[600];
	if (rc == 0)
		return;
	err_sentence(e, LANG_EN, sentence, sizeof sentence);
	fail_msg("%s: %s (%s)", what, sentence, text_name(e->text));
}

#define MUST(call)                                                                                                     \
	do {                                                                                                           \
		struct err e;                                                                                          \
		must((call), &e, #call);                                                                               \
	} while (0)

/* -- making -- */

static void put_text(cJSON *fields, const char *name, const char *value)
{
	cJSON_AddStringToObject(fields, name, value);
}

static void hub_act(struct world *w, const char *unit, enum entry_kind kind, const struct id *key, cJSON *fields,
	struct name *written)
{
	struct store_author a = {.by = "", .at = w->now++, .reason = kind == ENTRY_REVOKE ? "mất máy" : NULL};
	MUST(store_write_act(w->hub.store, unit, kind, key, fields, &a, written, &e));
}

static void define(struct world *w, const char *id)
{
	size_t n;
	const char *bytes = form_shipped(id, &n);
	char *text = alloc_copy_n(bytes, n);
	cJSON *fields = cJSON_CreateObject();
	put_text(fields, "name", id);
	put_text(fields, "text", text);
	hub_act(w, WORLD_OWN, ENTRY_DEFINE, NULL, fields, NULL);
	free(text);
}

static void add_unit(struct world *w, const char *code, const char *name, const char *level, const char *parent)
{
	cJSON *fields = cJSON_CreateObject();
	put_text(fields, "code", code);
	put_text(fields, "level", level);
	cJSON_AddNullToObject(fields, "listed");
	put_text(fields, "name", name);
	put_text(fields, "parent", parent);
	hub_act(w, WORLD_OWN, ENTRY_UNIT, NULL, fields, NULL);
}

static void create(struct world *w, struct node *n, enum store_role role)
{
	struct store_setup setup = {.role = role, .protection = STORE_UNPROTECTED};
	snprintf(n->folder, sizeof n->folder, "%s/node-%d", w->dir, ++w->nodes);
	MUST(store_create(n->folder, &setup, &n->store, &e));
}

void world_begin(struct world *w)
{
	const char *tmp = getenv("TMPDIR");
	*w = (struct world){.now = 1763000000, .wish = {.most = MESSAGE_ENTRIES}};
	alloc_init();
	assert_true(sodium_init() >= 0);
	snprintf(w->dir, sizeof w->dir, "%s/tungnha-world-XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(w->dir));
	create(w, &w->hub, STORE_AGGREGATOR);
	MUST(store_begin(w->hub.store, &e));
	MUST(store_set(w->hub.store, "unit", WORLD_OWN, &e));
	define(w, "phu-lac-2025");
	define(w, "mau-02");
	add_unit(w, WORLD_OWN, "Phú Lạc", "commune", "");
	add_unit(w, WORLD_HAMLET, "Xóm 1", "hamlet", WORLD_OWN);
	add_unit(w, WORLD_OTHER, "Xóm 2", "hamlet", WORLD_OWN);
	MUST(store_commit(w->hub.store, &e));
}

void world_close(struct node *n)
{
	store_close(n->store);
	n->store = NULL;
}

static void remove_folder(const char *folder)
{
	char *command = alloc_print("rm -rf '%s'", folder);
	assert_int_equal(system(command), 0);
	free(command);
}

void world_end(struct world *w)
{
	world_close(&w->hub);
	remove_folder(w->dir);
}

struct store_invitation world_invite(struct world *w, const char *unit, int uses)
{
	struct store_invitation v = {.id = id_random(), .uses = uses, .days = 30, .issued_at = w->now};
	strcpy(v.unit, unit);
	randombytes_buf(v.secret, sizeof v.secret);
	MUST(store_begin(w->hub.store, &e));
	MUST(store_next_letter(w->hub.store, unit, v.letter, &e));
	MUST(store_add_invitation(w->hub.store, &v, &e));
	MUST(store_commit(w->hub.store, &e));
	return v;
}

static void enrol(struct world *w, const struct store_invitation *v, struct node *n)
{
	struct store_enrolment en = {.has_hub = true, .hub = store_id(w->hub.store), .invite = v->id};
	strcpy(en.unit.code, v->unit);
	strcpy(en.unit.name, "Xóm 1");
	strcpy(en.unit.level, "hamlet");
	strcpy(en.unit.parent, WORLD_OWN);
	en.unit.listed = -1;
	en.hub_keys = store_keys(w->hub.store)->pub;
	strcpy(en.hub_name, "Phú Lạc");
	strcpy(en.hub_unit, WORLD_OWN);
	memcpy(en.secret, v->secret, sizeof en.secret);
	snprintf(en.label, sizeof en.label, w->says ? "%s%d" : "Máy %.0s%d", w->says ? w->says : "", w->nodes);
	strcpy(en.letter, v->letter);
	MUST(store_enrol(n->store, &en, &e));
}

static void give_definition(struct node *n, const char *id)
{
	size_t bytes;
	const char *text = form_shipped(id, &bytes);
	MUST(store_add_definition(n->store, id, text, bytes, &e));
}

void world_device(struct world *w, const struct store_invitation *v, struct node *out)
{
	create(w, out, STORE_COLLECTOR);
	MUST(store_begin(out->store, &e));
	give_definition(out, "phu-lac-2025");
	give_definition(out, "mau-02");
	enrol(w, v, out);
	MUST(store_commit(out->store, &e));
}

/* -- copies -- */

static void copy_folder(const char *from, const char *to)
{
	char *command = alloc_print("rm -rf '%s' && cp -a '%s' '%s'", to, from, to);
	assert_int_equal(system(command), 0);
	free(command);
}

static void reopen(struct node *n)
{
	MUST(store_open(n->folder, NULL, &n->store, &e));
}

void world_copy(struct world *w, struct node *from, struct node *copy)
{
	snprintf(copy->folder, sizeof copy->folder, "%s/node-%d", w->dir, ++w->nodes);
	world_close(from);
	copy_folder(from->folder, copy->folder);
	reopen(from);
	reopen(copy);
}

void world_roll_back(struct node *n, const struct node *copy)
{
	world_close(n);
	copy_folder(copy->folder, n->folder);
	reopen(n);
}

/* -- households -- */

static void save_one(struct world *w, struct node *n, const char *unit, const struct form *f, int number, int persons)
{
	char no[16], count[16];
	struct form_record r;
	struct id key;
	bool known;
	struct store_author a = {.by = w->says ? w->says : "Lan", .at = w->now++};
	snprintf(no, sizeof no, "%d", number);
	snprintf(count, sizeof count, "%d", persons);
	struct form_change c[] = {
		{form_field_index(f, "household_no"), no},
		{form_field_index(f, "persons"), count},
		{form_field_index(f, "vneid"), "0"},
		{form_field_index(f, "no_vneid"), "0"},
		{form_field_index(f, "online_dossiers"), "0"},
		{form_field_index(f, "eresult_dossiers"), "0"},
		{form_field_index(f, "rated"), "no"},
		{form_field_index(f, "note"), w->says ? w->says : ""},
	};
	form_record_init(&r);
	MUST(form_apply(f, NULL, c, sizeof c / sizeof *c, LANG_EN, &r, &e));
	MUST(store_key_for_number(n->store, unit, no, &key, &known, &e));
	MUST(store_write_record(n->store, unit, key, f, &r, &a, NULL, &e));
	form_record_free(&r);
}

void world_save_in(struct world *w, struct node *n, const char *unit, int from, int count)
{
	const struct form *f;
	MUST(store_form(n->store, "mau-02", &f, &e));
	MUST(store_begin(n->store, &e));
	for (int i = 0; i < count; i++)
		save_one(w, n, unit, f, from + i, 1 + (from + i) % 7);
	MUST(store_commit(n->store, &e));
}

void world_save_many(struct world *w, struct node *n, int from, int count)
{
	world_save_in(w, n, WORLD_HAMLET, from, count);
}

void world_save(struct world *w, struct node *n, int number, int persons)
{
	const struct form *f;
	MUST(store_form(n->store, "mau-02", &f, &e));
	MUST(store_begin(n->store, &e));
	save_one(w, n, WORLD_HAMLET, f, number, persons);
	MUST(store_commit(n->store, &e));
}

static struct id key_of(const struct node *n, int number, bool *known)
{
	struct id key;
	char no[16];
	snprintf(no, sizeof no, "%d", number);
	MUST(store_key_for_number(n->store, WORLD_HAMLET, no, &key, known, &e));
	return key;
}

void world_void(struct world *w, struct node *n, int number)
{
	bool known;
	struct store_author a = {.by = "Lan", .at = w->now++, .reason = "nhập nhầm"};
	MUST(store_begin(n->store, &e));
	MUST(store_write_void(n->store, WORLD_HAMLET, key_of(n, number, &known), &a, NULL, &e));
	MUST(store_commit(n->store, &e));
}

int world_persons(const struct node *n, int number)
{
	bool known;
	struct store_household h;
	struct err e;
	struct id key = key_of(n, number, &known);
	if (store_household(n->store, WORLD_HAMLET, key, &h, &e) != 0) {
		assert_int_equal(e.code, ERR_NOT_FOUND);
		return -1;
	}
	int persons = h.voided ? -1 : h.record.value[form_field_index(h.form, "persons")].number;
	store_household_free(&h);
	return persons;
}

/* -- the hub's acts -- */

struct name world_act(struct world *w, enum entry_kind kind, const struct id *key, cJSON *fields)
{
	struct name n;
	MUST(store_begin(w->hub.store, &e));
	hub_act(w, WORLD_HAMLET, kind, key, fields, &n);
	MUST(store_commit(w->hub.store, &e));
	return n;
}

static cJSON *through(struct world *w, const struct id *node)
{
	struct err e;
	cJSON *rows = store_through(w->hub.store, WORLD_HAMLET, node, &e);
	must(rows ? 0 : -1, &e, "store_through");
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddItemToObject(fields, "through", rows);
	return fields;
}

void world_lock(struct world *w)
{
	world_act(w, ENTRY_LOCK, NULL, through(w, NULL));
}

void world_unlock(struct world *w)
{
	world_act(w, ENTRY_UNLOCK, NULL, NULL);
}

void world_revoke(struct world *w, const struct node *n)
{
	struct id id = store_id(n->store);
	world_act(w, ENTRY_REVOKE, &id, through(w, &id));
}

void world_accept_device(struct world *w, const struct node *n)
{
	char text[BASE64_32];
	const struct keys_public *k = &store_keys(n->store)->pub;
	struct id id = store_id(n->store);
	cJSON *fields = cJSON_CreateObject();
	base64_encode(k->box, KEY_BYTES, text, sizeof text);
	put_text(fields, "box", text);
	cJSON_AddNumberToObject(fields, "compared", 1);
	put_text(fields, "invite", "");
	put_text(fields, "label", "Máy");
	put_text(fields, "letter", "Z");
	base64_encode(k->sign, KEY_BYTES, text, sizeof text);
	put_text(fields, "sign", text);
	world_act(w, ENTRY_DEVICE, &id, fields);
}

/* -- exchanging -- */

void world_message_of(struct world *w, struct node *n, const char *unit, size_t part, struct buf *out)
{
	size_t entries;
	bool more;
	buf_init(out, MESSAGE_BYTES_MAX);
	MUST(exchange_message_wished(n->store, unit, &w->wish, part, w->now++, out, &entries, &more, &e));
}

void world_message(struct world *w, struct node *n, size_t part, struct buf *out)
{
	world_message_of(w, n, WORLD_HAMLET, part, out);
}

int world_take(struct world *w, const struct buf *message, struct exchange_result *r, struct buf *reply)
{
	struct err why;
	bool more;
	struct exchange_answer *a = exchange_answer_new();
	int rc = exchange_take_for(w->hub.store, message->data, message->len, w->now++, a, r, &why);
	if (rc != 0 && why.code != ERR_DATA && why.code != ERR_DENIED)
		must(rc, &why, "exchange_take_for");
	if (reply && (rc == 0 || why.code == ERR_DENIED))
		MUST(exchange_reply(w->hub.store, a, 0, w->now, reply, &more, &e));
	exchange_answer_free(a);
	return rc == 0 ? 0 : (int)why.code;
}

int world_reply(struct world *w, struct node *n, const struct buf *reply, struct exchange_result *r)
{
	struct err e;
	int rc = exchange_take_reply(n->store, reply->data, reply->len, w->now++, r, &e);
	if (rc != 0 && e.code != ERR_DATA)
		must(rc, &e, "exchange_take_reply");
	return rc == 0 ? 0 : (int)e.code;
}

int world_exchange_unit(struct world *w, struct node *n, const char *unit)
{
	struct exchange_result there = {0}, here = {0};
	for (int count = 1; count < 60; count++) {
		struct buf message, reply;
		size_t entries;
		bool more;
		buf_init(&message, MESSAGE_BYTES_MAX);
		buf_init(&reply, MESSAGE_BYTES_MAX);
		MUST(exchange_message_wished(n->store, unit, &w->wish, 0, w->now++, &message, &entries, &more, &e));
		world_take(w, &message, &there, &reply);
		assert_int_equal(world_reply(w, n, &reply, &here), 0);
		buf_free(&message);
		buf_free(&reply);
		if (entries == 0 && !here.changed)
			return count;
	}
	fail_msg("the exchange never ends");
	return -1;
}

int world_exchange(struct world *w, struct node *n)
{
	return world_exchange_unit(w, n, WORLD_HAMLET);
}

/* -- looking -- */

struct store_totals world_totals(const struct node *n)
{
	struct store_totals t;
	MUST(store_totals(n->store, WORLD_HAMLET, &t, &e));
	return t;
}

struct store_progress world_progress(const struct node *n)
{
	struct store_progress p;
	MUST(store_progress(n->store, WORLD_HAMLET, &p, &e));
	return p;
}

enum message_state world_state(const struct node *n)
{
	struct store_enrolment en;
	MUST(store_enrolment(n->store, WORLD_HAMLET, &en, &e));
	return en.state;
}

void world_assert_same(struct world *w, struct node *a, struct node *b)
{
	struct store_scope scope = {.unit = WORLD_HAMLET, .hub_unit = WORLD_OWN, .hub = store_id(w->hub.store)};
	struct name *x, *y;
	size_t xn, yn;
	MUST(store_have(a->store, &scope, NULL, 0, &x, &xn, &e));
	MUST(store_have(b->store, &scope, NULL, 0, &y, &yn, &e));
	assert_int_equal(xn, yn);
	for (size_t i = 0; i < xn; i++)
		assert_int_equal(name_compare(&x[i], &y[i]), 0);
	free(x);
	free(y);
}

void world_assert_sound(const struct node *n)
{
	struct store_check c;
	MUST(store_check(n->store, &c, &e));
	for (size_t i = 0; i < c.problems; i++)
		must(-1, &c.problem[i], "store_check");
	assert_true(c.totals_match);
	store_check_free(&c);
}
