/* hamlets.c - a commune of hamlets, what people say at their doors, and what their devices send. */
#include "hamlets.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>

#include "mail.h"

struct hamlets hamlets;

void hamlets_must(int rc, const struct err *e, const char *what)
{
	char sentence[800];
	if (rc == 0)
		return;
	err_sentence(e, LANG_EN, sentence, sizeof sentence);
	fprintf(stderr, "hamlets: %s: %s\n", what, sentence);
	exit(1);
}
#define CAMPAIGN "phu-lac-2025"

static const char *definition(const char *id, size_t *n)
{
	if (!hamlets.campaign || strcmp(id, CAMPAIGN) != 0)
		return form_shipped(id, n);
	*n = strlen(hamlets.campaign);
	return hamlets.campaign;
}

/* --- hubs --- */

void hamlets_act(struct store *hub, enum entry_kind kind, cJSON *fields)
{
	struct store_author a = {.by = "", .at = hamlets.now++};
	MUST(store_write_act(hub, HAMLETS_COMMUNE, kind, NULL, fields, &a, NULL, &e));
}

void hamlets_define(struct store *hub, const char *id)
{
	size_t n;
	const char *bytes = definition(id, &n);
	char *text = alloc_copy_n(bytes, n);
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "name", id);
	cJSON_AddStringToObject(fields, "text", text);
	free(text);
	hamlets_act(hub, ENTRY_DEFINE, fields);
}

static void add_unit(struct store *hub, const char *code, const char *name, const char *level, const char *parent)
{
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "code", code);
	cJSON_AddStringToObject(fields, "level", level);
	cJSON_AddNullToObject(fields, "listed");
	cJSON_AddStringToObject(fields, "name", name);
	cJSON_AddStringToObject(fields, "parent", parent);
	hamlets_act(hub, ENTRY_UNIT, fields);
}

void hamlets_code(int number, char out[static UNIT_CODE])
{
	snprintf(out, UNIT_CODE, HAMLETS_COMMUNE "-%03d", number);
}

struct store *hamlets_hub(const char *folder, int count)
{
	struct store_setup setup = {.role = STORE_AGGREGATOR, .protection = STORE_UNPROTECTED};
	struct store *hub;
	MUST(store_create(folder, &setup, &hub, &e));
	MUST(store_begin(hub, &e));
	MUST(store_set(hub, "unit", HAMLETS_COMMUNE, &e));
	hamlets_define(hub, CAMPAIGN);
	hamlets_define(hub, "mau-02");
	add_unit(hub, HAMLETS_COMMUNE, "Xã Phú Lạc", "commune", "");
	for (int i = 1; i <= count; i++) {
		char code[UNIT_CODE], name[32];
		hamlets_code(i, code);
		snprintf(name, sizeof name, "Xóm %d", i);
		add_unit(hub, code, name, "hamlet", HAMLETS_COMMUNE);
	}
	MUST(store_commit(hub, &e));
	return hub;
}

static struct store_invitation invite(struct store *hub, const char *unit)
{
	struct store_invitation v = {.id = id_random(), .uses = 1, .days = 14, .issued_at = hamlets.now};
	snprintf(v.unit, sizeof v.unit, "%s", unit);
	randombytes_buf(v.secret, sizeof v.secret);
	MUST(store_begin(hub, &e));
	MUST(store_next_letter(hub, unit, v.letter, &e));
	MUST(store_add_invitation(hub, &v, &e));
	MUST(store_commit(hub, &e));
	return v;
}

/* --- devices --- */

static void give_definition(struct store *device, const char *id)
{
	size_t n;
	const char *bytes = definition(id, &n);
	MUST(store_add_definition(device, id, bytes, n, &e));
}

struct store *hamlets_device(const char *name)
{
	struct store_setup setup = {.role = STORE_COLLECTOR, .protection = STORE_UNPROTECTED};
	char *folder = file_join(hamlets.scratch, name);
	struct store *device;
	MUST(store_create(folder, &setup, &device, &e));
	MUST(store_begin(device, &e));
	give_definition(device, CAMPAIGN);
	give_definition(device, "mau-02");
	MUST(store_commit(device, &e));
	free(folder);
	return device;
}

void hamlets_enrol(struct store *device, struct store *hub, const char *unit)
{
	struct store_invitation v = invite(hub, unit);
	struct store_enrolment en = {.has_hub = true, .hub = store_id(hub), .invite = v.id, .label = "Máy của tổ"};
	snprintf(en.unit.code, sizeof en.unit.code, "%s", unit);
	snprintf(en.unit.name, sizeof en.unit.name, "%s", unit);
	snprintf(en.unit.level, sizeof en.unit.level, "hamlet");
	snprintf(en.unit.parent, sizeof en.unit.parent, HAMLETS_COMMUNE);
	en.unit.listed = -1;
	en.hub_keys = store_keys(hub)->pub;
	snprintf(en.hub_name, sizeof en.hub_name, "Xã Phú Lạc");
	snprintf(en.hub_unit, sizeof en.hub_unit, HAMLETS_COMMUNE);
	memcpy(en.secret, v.secret, sizeof en.secret);
	memcpy(en.letter, v.letter, sizeof en.letter);
	MUST(store_begin(device, &e));
	MUST(store_enrol(device, &en, &e));
	MUST(store_commit(device, &e));
}

static unsigned drawn = 20251105;

static unsigned below(unsigned n)
{
	drawn = drawn * 1664525u + 1013904223u;
	return (drawn >> 8) % n;
}

/* What people say at a door; nine fields as a rule, a note now and then. */
static void answer(const struct form *f, int number, struct form_record *out)
{
	static const char *const field[] = {"household_no", "persons", "vneid", "no_vneid", "online_dossiers",
		"eresult_dossiers", "rated", "visited_on", "note"};
	enum { FIELDS = sizeof field / sizeof *field };
	char text[FIELDS][40];
	struct form_change c[FIELDS];
	unsigned persons = 1 + below(6), vneid = below(persons + 1), online = below(4);
	unsigned value[] = {(unsigned)number, persons, vneid, persons - vneid, online, online / 2};
	size_t n = below(20) == 0 ? FIELDS : FIELDS - 1;
	for (size_t i = 0; i < 6; i++)
		snprintf(text[i], sizeof *text, "%u", value[i]);
	snprintf(text[6], sizeof *text, "%s", online && below(2) ? "yes" : "no");
	snprintf(text[7], sizeof *text, "%02u/11/2025", 1 + below(28));
	snprintf(text[8], sizeof *text, "đi làm xa, tối mới về");
	for (size_t i = 0; i < n; i++)
		c[i] = (struct form_change){form_field_index(f, field[i]), text[i]};
	form_record_init(out);
	MUST(form_apply(f, NULL, c, n, LANG_EN, out, &e));
}

void hamlets_save(struct store *device, const char *unit, int first, int count)
{
	const struct form *f;
	MUST(store_begin(device, &e));
	MUST(store_form(device, NULL, &f, &e));
	for (int i = first; i < first + count; i++) {
		struct store_author a = {.by = "Lan", .at = hamlets.now++};
		struct form_record r;
		char no[16];
		struct id key;
		bool known;
		snprintf(no, sizeof no, "%d", i);
		answer(f, i, &r);
		MUST(store_key_for_number(device, unit, no, &key, &known, &e));
		MUST(store_write_record(device, unit, key, f, &r, &a, NULL, &e));
		form_record_free(&r);
	}
	MUST(store_commit(device, &e));
}

/* --- exchanging --- */

/* One message and its reply; true while either had something for the other. */
bool hamlets_exchange(struct store *device, struct store *hub, const char *unit, FILE *mail, size_t number)
{
	struct exchange_post p = {0};
	struct exchange_result r;
	struct buf m;
	size_t entries;
	bool more;
	buf_init(&m, MESSAGE_BYTES_MAX);
	MUST(exchange_message(device, unit, 0, hamlets.now++, &m, &entries, &more, &e));
	if (mail)
		mail_write(mail, number, m.data, m.len);
	p.bytes = m.data;
	p.n = m.len;
	exchange_take_group(hub, &p, 1, hamlets.now++);
	hamlets_must(p.rc, &p.why, "exchange_take_group");
	MUST(exchange_take_reply(device, p.reply.data, p.reply.len, hamlets.now++, &r, &e));
	buf_free(&p.reply);
	buf_free(&m);
	return entries > 0 || r.stored > 0;
}

void hamlets_exchange_all(struct store *device, struct store *hub, const char *unit)
{
	while (hamlets_exchange(device, hub, unit, NULL, 0))
		;
}

void hamlets_begin(struct store *device, struct store *hub, int hamlet, int households)
{
	char unit[UNIT_CODE];
	hamlets_code(hamlet, unit);
	hamlets_enrol(device, hub, unit);
	for (int i = 1; i <= households; i += 200)
		hamlets_save(device, unit, i, households - i + 1 < 200 ? households - i + 1 : 200);
	hamlets_exchange_all(device, hub, unit);
}
