/* tiers.c - hubs above hubs for tests. */
#include "tiers.h"

#include <sodium.h>

#include <tungnha/alloc.h>
#include <tungnha/exchange.h>

static int64_t now = 1763000000; /* every moment is another, as on a clock */

static struct store_author author(const char *reason)
{
	return (struct store_author){.by = "", .at = now++, .reason = reason};
}

struct name tier_act(struct store *hub, const char *unit, enum entry_kind kind, const struct id *key, cJSON *fields)
{
	struct store_author a = author(kind == ENTRY_REVOKE ? "mất máy" : NULL);
	struct name n;
	MUST(store_begin(hub, &e));
	MUST(store_write_act(hub, unit, kind, key, fields, &a, &n, &e));
	MUST(store_commit(hub, &e));
	return n;
}

static void define(struct store *hub, const char *own, const char *id)
{
	size_t n;
	const char *bytes = form_shipped(id, &n);
	char *text = alloc_copy_n(bytes, n);
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "name", id);
	cJSON_AddStringToObject(fields, "text", text);
	free(text);
	tier_act(hub, own, ENTRY_DEFINE, NULL, fields);
}

static void own_unit(struct store *hub, char out[static UNIT_CODE])
{
	char *code = store_setting(hub, "unit");
	snprintf(out, UNIT_CODE, "%s", code);
	free(code);
}

void tier_unit(struct store *hub, const char *code, const char *name, const char *level, const char *parent)
{
	char own[UNIT_CODE];
	cJSON *fields = cJSON_CreateObject();
	own_unit(hub, own);
	cJSON_AddStringToObject(fields, "code", code);
	cJSON_AddStringToObject(fields, "level", level);
	cJSON_AddNullToObject(fields, "listed");
	cJSON_AddStringToObject(fields, "name", name);
	cJSON_AddStringToObject(fields, "parent", parent);
	tier_act(hub, own, ENTRY_UNIT, NULL, fields);
}

struct store *tier_hub(const struct shelf *d, const char *folder, const char *code, const char *name, const char *level)
{
	struct store *s = shelf_store(d, folder, STORE_AGGREGATOR);
	MUST(store_begin(s, &e));
	MUST(store_set(s, "unit", code, &e));
	MUST(store_commit(s, &e));
	define(s, code, "phu-lac-2025");
	define(s, code, "mau-02");
	tier_unit(s, code, name, level, "");
	return s;
}

/* --- joining, exchanging --- */

void tier_join_device(struct store *device, struct store *hub, const char *unit)
{
	struct store_invitation v = {.id = id_random(), .uses = 1, .days = 30, .issued_at = now};
	struct store_enrolment en = {.has_hub = true, .hub = store_id(hub), .invite = v.id};
	randombytes_buf(v.secret, sizeof v.secret);
	snprintf(v.unit, sizeof v.unit, "%s", unit);
	own_unit(hub, en.hub_unit);
	MUST(store_begin(hub, &e));
	MUST(store_next_letter(hub, v.unit, v.letter, &e));
	MUST(store_add_invitation(hub, &v, &e));
	MUST(store_commit(hub, &e));
	MUST(store_unit(hub, v.unit, &en.unit, &e));
	en.hub_keys = store_keys(hub)->pub;
	memcpy(en.secret, v.secret, sizeof en.secret);
	memcpy(en.letter, v.letter, sizeof en.letter);
	MUST(store_begin(device, &e));
	MUST(store_enrol(device, &en, &e));
	MUST(store_commit(device, &e));
}

void tier_join(struct store *child, struct store *parent)
{
	char own[UNIT_CODE];
	own_unit(child, own);
	tier_join_device(child, parent, own);
}

bool tier_knows(struct store *hub, const char *unit, struct store *node)
{
	enum message_state state;
	MUST(store_peer_state(hub, unit, &store_keys(node)->pub, &state, &e));
	return state == STATE_NEW || state == STATE_ACTIVE;
}

static bool one_message(struct store *child, struct store *parent, const char *unit)
{
	struct exchange_wish wish = {.most = MESSAGE_ENTRIES};
	struct exchange_answer *a = exchange_answer_new();
	struct exchange_result there, here;
	struct buf message, reply;
	size_t entries;
	struct err why;
	bool more;
	buf_init(&message, MESSAGE_BYTES_MAX);
	buf_init(&reply, MESSAGE_BYTES_MAX);
	MUST(exchange_message_wished(child, unit, &wish, 0, now++, &message, &entries, &more, &e));
	if (exchange_take_for(parent, message.data, message.len, now++, a, &there, &why) != 0)
		assert_int_equal(why.code, ERR_DENIED);
	MUST(exchange_reply(parent, a, 0, now++, &reply, &more, &e));
	MUST(exchange_take_reply(child, reply.data, reply.len, now++, &here, &e));
	exchange_answer_free(a);
	buf_free(&message);
	buf_free(&reply);
	return entries > 0 || here.changed;
}

int tier_exchange(struct store *child, struct store *parent, const char *unit)
{
	for (int count = 1; count < 60; count++) {
		if (!one_message(child, parent, unit))
			return count;
	}
	fail_msg("the exchange never ends");
	return -1;
}

/* --- acts --- */

static cJSON *two_columns(struct store *hub, int households, int persons)
{
	const struct form *f;
	cJSON *columns = cJSON_CreateObject();
	MUST(store_form(hub, NULL, &f, &e));
	if (households >= 0)
		cJSON_AddNumberToObject(columns, f->column[0].id, households);
	if (persons >= 0)
		cJSON_AddNumberToObject(columns, f->column[1].id, persons);
	return columns;
}

void tier_paper(struct store *hub, const char *unit, int households, int persons)
{
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddItemToObject(fields, "columns", two_columns(hub, households, persons));
	cJSON_AddStringToObject(fields, "date", "2025-11-05");
	cJSON_AddStringToObject(fields, "source", "sổ của xóm");
	cJSON_AddStringToObject(fields, "use", "paper");
	tier_act(hub, unit, ENTRY_ROW, NULL, fields);
}

void tier_import(struct store *hub, const char *unit, const char *period, int households)
{
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddItemToObject(fields, "columns", two_columns(hub, households, households));
	cJSON_AddStringToObject(fields, "date", "2025-11-06");
	cJSON_AddStringToObject(fields, "period", period);
	cJSON_AddStringToObject(fields, "source", "bao-cao.xlsx, dòng 12");
	cJSON_AddStringToObject(fields, "use", "import");
	tier_act(hub, unit, ENTRY_ROW, NULL, fields);
}

struct name tier_close(struct store *hub, const char *period)
{
	struct store_author a = author("đóng kỳ");
	struct name n;
	MUST(store_begin(hub, &e));
	MUST(store_write_statement(hub, period, NULL, 0, &a, &n, &e));
	MUST(store_commit(hub, &e));
	return n;
}

static cJSON *through(struct store *hub, const char *unit, const struct id *node)
{
	struct err e;
	cJSON *rows = store_through(hub, unit, node, &e), *fields = cJSON_CreateObject();
	shelf_must(rows ? 0 : -1, &e, "store_through", __LINE__);
	cJSON_AddItemToObject(fields, "through", rows);
	return fields;
}

void tier_revoke(struct store *hub, const char *unit, struct store *node)
{
	struct id id = store_id(node);
	tier_act(hub, unit, ENTRY_REVOKE, &id, through(hub, unit, &id));
}

void tier_lock(struct store *hub, const char *unit)
{
	tier_act(hub, unit, ENTRY_LOCK, NULL, through(hub, unit, NULL));
}

/* --- looking --- */

struct store_figures tier_figures(struct store *hub, const char *unit, const char *period)
{
	struct store_figures f;
	MUST(store_figures_at(hub, unit, period, &f, &e));
	return f;
}

int64_t tier_households(struct store *hub, const char *unit, const char *period)
{
	return tier_figures(hub, unit, period).totals.sums.value[0];
}
