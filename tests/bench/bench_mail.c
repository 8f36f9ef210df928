/*
 * bench_mail - what the measurements begin with: hubs, and messages of their devices that were sealed beforehand.
 *
 *   bench_mail SCRATCH DIR
 *
 * DIR/hub: a commune of 192 hamlets, 100 households in each · DIR/hub-large: the same and 82,000 households in 100 more
 * · DIR/mail-1, -50, -200: messages with so many households each, of 64 devices, for DIR/hub or DIR/hub-large as they
 * are; a record is u32 device, u32 bytes (little-endian), the message · DIR/hub-stick, DIR/stick: 42 hamlets of 126
 * households on a stick, for a hub that has heard of none.
 *
 * Devices live in SCRATCH, best a file system in memory. Nothing here is random but keys: each run makes the same
 * households.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <sodium.h>

#include "../support/mail.h"

#include <tungnha/alloc.h>
#include <tungnha/exchange.h>
#include <tungnha/file.h>
#include <tungnha/store_acts.h>
#include <tungnha/store_journals.h>

enum {
	DEVICES = 64,
	CLASSES = 3,
	HAMLET = 100, /* households each hamlet begins with */
	LARGE_HAMLETS = 100,
	LARGE_HAMLET = 820,
	LARGE_DEVICES = 4,
	STICK_HAMLETS = 42,
	STICK_HAMLET = 126,
};

#define COMMUNE "05788"

static const struct {
	int households, messages; /* in a message; of each device */
} class[CLASSES] = {{1, 24}, {50, 4}, {200, 2}};

static int64_t now = 1762300000;
static const char *scratch;

static void must(int rc, const struct err *e, const char *what)
{
	char sentence[800];
	if (rc == 0)
		return;
	err_sentence(e, LANG_EN, sentence, sizeof sentence);
	fprintf(stderr, "bench_mail: %s: %s\n", what, sentence);
	exit(1);
}
#define MUST(call)                                                                                                     \
	do {                                                                                                           \
		struct err e;                                                                                          \
		must((call), &e, #call);                                                                               \
	} while (0)

/* --- hubs --- */

static void act(struct store *hub, enum entry_kind kind, cJSON *fields)
{
	struct store_author a = {.by = "", .at = now++};
	MUST(store_write_act(hub, COMMUNE, kind, NULL, fields, &a, NULL, &e));
}

static void define(struct store *hub, const char *id)
{
	size_t n;
	const char *bytes = form_shipped(id, &n);
	char *text = alloc_copy_n(bytes, n);
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "name", id);
	cJSON_AddStringToObject(fields, "text", text);
	free(text);
	act(hub, ENTRY_DEFINE, fields);
}

static void add_unit(struct store *hub, const char *code, const char *level, const char *parent)
{
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "code", code);
	cJSON_AddStringToObject(fields, "level", level);
	cJSON_AddNullToObject(fields, "listed");
	cJSON_AddStringToObject(fields, "name", code);
	cJSON_AddStringToObject(fields, "parent", parent);
	act(hub, ENTRY_UNIT, fields);
}

static void hamlet_code(int number, char out[static UNIT_CODE])
{
	snprintf(out, UNIT_CODE, COMMUNE "-%03d", number);
}

static struct store *make_hub(const char *folder, int hamlets)
{
	struct store_setup setup = {.role = STORE_AGGREGATOR, .protection = STORE_UNPROTECTED};
	struct store *hub;
	MUST(store_create(folder, &setup, &hub, &e));
	MUST(store_begin(hub, &e));
	MUST(store_set(hub, "unit", COMMUNE, &e));
	define(hub, "phu-lac-2025");
	define(hub, "mau-02");
	add_unit(hub, COMMUNE, "commune", "");
	for (int i = 1; i <= hamlets; i++) {
		char code[UNIT_CODE];
		hamlet_code(i, code);
		add_unit(hub, code, "hamlet", COMMUNE);
	}
	MUST(store_commit(hub, &e));
	return hub;
}

static struct store_invitation invite(struct store *hub, const char *unit)
{
	struct store_invitation v = {.id = id_random(), .uses = 1, .days = 14, .issued_at = now};
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
	const char *bytes = form_shipped(id, &n);
	MUST(store_add_definition(device, id, bytes, n, &e));
}

static struct store *make_device(const char *name)
{
	struct store_setup setup = {.role = STORE_COLLECTOR, .protection = STORE_UNPROTECTED};
	char *folder = file_join(scratch, name);
	struct store *device;
	MUST(store_create(folder, &setup, &device, &e));
	MUST(store_begin(device, &e));
	give_definition(device, "phu-lac-2025");
	give_definition(device, "mau-02");
	MUST(store_commit(device, &e));
	free(folder);
	return device;
}

static void enrol(struct store *device, struct store *hub, const char *unit)
{
	struct store_invitation v = invite(hub, unit);
	struct store_enrolment en = {.has_hub = true, .hub = store_id(hub), .invite = v.id, .label = "Máy của tổ"};
	snprintf(en.unit.code, sizeof en.unit.code, "%s", unit);
	snprintf(en.unit.name, sizeof en.unit.name, "%s", unit);
	snprintf(en.unit.level, sizeof en.unit.level, "hamlet");
	snprintf(en.unit.parent, sizeof en.unit.parent, COMMUNE);
	en.unit.listed = -1;
	en.hub_keys = store_keys(hub)->pub;
	snprintf(en.hub_name, sizeof en.hub_name, "Xã Phú Lạc");
	snprintf(en.hub_unit, sizeof en.hub_unit, COMMUNE);
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

static void save(struct store *device, const char *unit, int first, int count)
{
	const struct form *f;
	MUST(store_begin(device, &e));
	MUST(store_form(device, NULL, &f, &e));
	for (int i = first; i < first + count; i++) {
		struct store_author a = {.by = "Lan", .at = now++};
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
static bool exchange(struct store *device, struct store *hub, const char *unit, FILE *mail, size_t number)
{
	struct exchange_post p = {0};
	struct exchange_result r;
	struct buf m;
	size_t entries;
	bool more;
	buf_init(&m, MESSAGE_BYTES_MAX);
	MUST(exchange_message(device, unit, 0, now++, &m, &entries, &more, &e));
	if (mail)
		mail_write(mail, number, m.data, m.len);
	p.bytes = m.data;
	p.n = m.len;
	exchange_take_group(hub, &p, 1, now++);
	must(p.rc, &p.why, "exchange_take_group");
	MUST(exchange_take_reply(device, p.reply.data, p.reply.len, now++, &r, &e));
	buf_free(&p.reply);
	buf_free(&m);
	return entries > 0 || r.stored > 0;
}

static void exchange_all(struct store *device, struct store *hub, const char *unit)
{
	while (exchange(device, hub, unit, NULL, 0))
		;
}

static void first_households(struct store *device, struct store *hub, int hamlet, int households)
{
	char unit[UNIT_CODE];
	hamlet_code(hamlet, unit);
	enrol(device, hub, unit);
	for (int i = 1; i <= households; i += 200)
		save(device, unit, i, households - i + 1 < 200 ? households - i + 1 : 200);
	exchange_all(device, hub, unit);
}

/* --- what is made --- */

static void copy_store(const char *dir, const char *name)
{
	char *command = alloc_print("cp -r '%s/hub' '%s/%s'", scratch, dir, name);
	if (system(command) != 0)
		exit(1);
	free(command);
}

static struct store *reopen_hub(struct store *hub, const char *folder)
{
	store_close(hub);
	MUST(store_open(folder, NULL, &hub, &e));
	return hub;
}

static void make_large(struct store *hub)
{
	for (int d = 0; d < LARGE_DEVICES; d++) {
		char name[32];
		snprintf(name, sizeof name, "large-%d", d);
		struct store *device = make_device(name);
		for (int i = d; i < LARGE_HAMLETS; i += LARGE_DEVICES)
			first_households(device, hub, CLASSES * DEVICES + 1 + i, LARGE_HAMLET);
		store_close(device);
	}
}

static void write_mail(struct store *hub, struct store *const *device, const char *dir, size_t c)
{
	char *path = alloc_print("%s/mail-%d", dir, class[c].households);
	FILE *mail = fopen(path, "wb");
	if (!mail)
		exit(1);
	for (int round = 0; round < class[c].messages; round++)
		for (size_t d = 0; d < DEVICES; d++) {
			char unit[UNIT_CODE];
			hamlet_code((int)(c * DEVICES + d) + 1, unit);
			save(device[d], unit, HAMLET + 1 + round * class[c].households, class[c].households);
			exchange(device[d], hub, unit, mail, d);
		}
	if (fclose(mail) != 0)
		exit(1);
	free(path);
}

static void make_mail(const char *dir)
{
	char *folder = file_join(scratch, "hub");
	struct store *device[DEVICES], *hub = make_hub(folder, CLASSES * DEVICES + LARGE_HAMLETS);
	for (int d = 0; d < DEVICES; d++) {
		char name[32];
		snprintf(name, sizeof name, "device-%d", d);
		device[d] = make_device(name);
		for (int c = 0; c < CLASSES; c++)
			first_households(device[d], hub, c * DEVICES + d + 1, HAMLET);
	}
	hub = reopen_hub(hub, folder); /* closed, its log is in the file */
	copy_store(dir, "hub");
	make_large(hub);
	hub = reopen_hub(hub, folder);
	copy_store(dir, "hub-large");
	for (size_t c = 0; c < CLASSES; c++)
		write_mail(hub, device, dir, c);
	for (int d = 0; d < DEVICES; d++)
		store_close(device[d]);
	store_close(hub);
	free(folder);
}

static void make_stick(const char *dir)
{
	char *folder = file_join(dir, "hub-stick"), *stick = file_join(dir, "stick");
	struct store *hub = make_hub(folder, STICK_HAMLETS);
	mkdir(stick, 0700);
	for (int i = 1; i <= STICK_HAMLETS; i++) {
		struct folder_sync f = {0};
		char name[32], unit[UNIT_CODE];
		snprintf(name, sizeof name, "stick-%d", i);
		hamlet_code(i, unit);
		struct store *device = make_device(name);
		enrol(device, hub, unit);
		save(device, unit, 1, STICK_HAMLET);
		MUST(folder_sync(device, unit, stick, now++, &f, &e));
		store_close(device);
	}
	store_close(hub);
	free(folder);
	free(stick);
}

int main(int argc, char **argv)
{
	alloc_init();
	if (argc != 3 || sodium_init() < 0) {
		fprintf(stderr, "bench_mail SCRATCH DIR\n");
		return 64;
	}
	scratch = argv[1];
	make_mail(argv[2]);
	make_stick(argv[2]);
	return 0;
}
