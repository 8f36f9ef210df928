/* history.c - stores that begin alike, disks that are copied and put back, messages. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>
#include <sqlite3.h>

#include "history.h"

#include <tungnha/alloc.h>
#include <tungnha/file.h>

enum { DISK_MAX = 64 * 1024 * 1024, EXCHANGE_MAX = 600 };

/* What history_prepare made. */
static struct {
	char folder[160];
	struct disk hub, device[HISTORY_IDENTITIES];
	struct id hub_id;
	struct keys_public hub_keys;
} prepared;

void history_must(int rc, const struct err *e, const char *what)
{
	char sentence[600];
	if (rc == 0)
		return;
	err_sentence(e, LANG_EN, sentence, sizeof sentence);
	trial_broke("ERROR: a call fails", "%s: %s", what, sentence);
}

/* -- disks -- */

static void read_file(const char *folder, const char *name, struct buf *out)
{
	char *path = file_join(folder, name);
	struct err e;
	buf_init(out, DISK_MAX);
	if (file_exists(path))
		history_must(file_read(path, out, &e), &e, path);
	free(path);
}

/* Whoever has the file open is this process alone, between two transactions. */
void disk_read(const char *folder, struct disk *out)
{
	read_file(folder, "tungnha.db", &out->db);
	read_file(folder, "tungnha.db-wal", &out->wal);
}

static void put_file(const char *folder, const char *name, const struct buf *b)
{
	char *path = file_join(folder, name);
	unlink(path);
	if (b->len) {
		int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		if (fd < 0 || write(fd, b->data, b->len) != (ssize_t)b->len || close(fd) != 0)
			trial_broke("TEST: cannot write", "%s", path);
	}
	free(path);
}

void disk_put(const char *folder, const struct disk *d)
{
	struct buf none = {.len = 0};
	mkdir(folder, 0700);
	put_file(folder, "tungnha.db", &d->db);
	put_file(folder, "tungnha.db-wal", &d->wal);
	put_file(folder, "tungnha.db-shm", &none);
}

void disk_free(struct disk *d)
{
	buf_free(&d->db);
	buf_free(&d->wal);
}

/* -- what every history begins with -- */

static struct store *prepare_store(enum store_role role, const char *name, char **folder)
{
	struct store_setup setup = {.role = role, .protection = STORE_UNPROTECTED};
	struct store *s;
	*folder = file_join(prepared.folder, name);
	MUST(store_create(*folder, &setup, &s, &e));
	MUST(store_begin(s, &e));
	return s;
}

static void seal_off(struct store *s, char *folder, struct disk *out)
{
	MUST(store_commit(s, &e));
	store_close(s);
	disk_read(folder, out);
	free(folder);
}

static void own_act(struct store *s, enum entry_kind kind, cJSON *fields)
{
	struct store_author a = {.by = "", .at = 1763000000};
	MUST(store_write_act(s, HISTORY_OWN, kind, NULL, fields, &a, NULL, &e));
}

static cJSON *unit_fields(const char *code, const char *level, const char *parent)
{
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "code", code);
	cJSON_AddStringToObject(fields, "level", level);
	cJSON_AddNullToObject(fields, "listed");
	cJSON_AddStringToObject(fields, "name", code);
	cJSON_AddStringToObject(fields, "parent", parent);
	return fields;
}

static struct store_invitation prepare_invitation(struct store *s, bool good)
{
	struct store_invitation v = {.id = id_random(),
		.uses = good ? HISTORY_INVITED : 1,
		.used = !good,
		.days = 3650,
		.issued_at = 1763000000};
	strcpy(v.unit, HISTORY_UNIT);
	strcpy(v.letter, good ? "A" : "B");
	randombytes_buf(v.secret, sizeof v.secret);
	MUST(store_add_invitation(s, &v, &e));
	return v;
}

static void prepare_hub(struct store_invitation v[2])
{
	char *folder;
	struct store *s = prepare_store(STORE_AGGREGATOR, "hub", &folder);
	cJSON *form = cJSON_CreateObject();
	MUST(store_set(s, "unit", HISTORY_OWN, &e));
	cJSON_AddStringToObject(form, "name", "ho-thu");
	cJSON_AddStringToObject(form, "text", oracle_texts[0]);
	own_act(s, ENTRY_DEFINE, form);
	own_act(s, ENTRY_UNIT, unit_fields(HISTORY_OWN, "commune", ""));
	own_act(s, ENTRY_UNIT, unit_fields(HISTORY_UNIT, "hamlet", HISTORY_OWN));
	v[0] = prepare_invitation(s, true);
	v[1] = prepare_invitation(s, false);
	prepared.hub_id = store_id(s);
	prepared.hub_keys = store_keys(s)->pub;
	seal_off(s, folder, &prepared.hub);
}

static void prepare_device(int identity, const struct store_invitation *v)
{
	struct store_enrolment en = {
		.has_hub = true, .hub = prepared.hub_id, .hub_keys = prepared.hub_keys, .invite = v->id};
	char *folder, name[16];
	snprintf(name, sizeof name, "device-%d", identity);
	struct store *s = prepare_store(STORE_COLLECTOR, name, &folder);
	strcpy(en.unit.code, HISTORY_UNIT);
	strcpy(en.unit.name, HISTORY_UNIT);
	strcpy(en.unit.level, "hamlet");
	strcpy(en.unit.parent, HISTORY_OWN);
	en.unit.listed = -1;
	strcpy(en.hub_name, "Phú Lạc");
	strcpy(en.hub_unit, HISTORY_OWN);
	memcpy(en.secret, v->secret, sizeof en.secret);
	snprintf(en.label, sizeof en.label, "Máy %d", identity);
	strcpy(en.letter, v->letter);
	MUST(store_add_definition(s, "ho-thu", oracle_texts[0], strlen(oracle_texts[0]), &e));
	MUST(store_enrol(s, &en, &e));
	seal_off(s, folder, &prepared.device[identity]);
}

void history_prepare(const char *folder)
{
	struct store_invitation v[2];
	snprintf(prepared.folder, sizeof prepared.folder, "%s", folder);
	prepare_hub(v);
	for (int i = 0; i < HISTORY_IDENTITIES; i++)
		prepare_device(i, &v[i >= HISTORY_INVITED]);
}

/* -- machines -- */

const char *history_who(const struct machine *m)
{
	static const char *const who[] = {"hub", "A", "B", "C", "D", "E", "F"};
	return who[m->identity + 1];
}

int64_t history_at(struct history *h)
{
	return h->now++ + h->jump;
}

void history_close(struct machine *m)
{
	store_close(m->store);
	m->store = NULL;
}

void history_new_machine(struct history *h, int identity, struct machine *m, const struct disk *d)
{
	*m = (struct machine){.identity = identity};
	snprintf(m->folder, sizeof m->folder, "%s/life-%ld", prepared.folder, (long)getpid());
	mkdir(m->folder, 0700);
	size_t n = strlen(m->folder);
	snprintf(m->folder + n, sizeof m->folder - n, "/node-%d", h->folders++);
	disk_put(m->folder, d ? d : identity < 0 ? &prepared.hub : &prepared.device[identity]);
	MUST(store_open(m->folder, NULL, &m->store, &e));
}

struct machine *history_join(struct history *h, bool invited)
{
	int identity = invited ? h->invited : HISTORY_INVITED + h->uninvited;
	if (h->devices == HISTORY_PHYSICAL || identity >= (invited ? HISTORY_INVITED : HISTORY_IDENTITIES))
		return NULL;
	*(invited ? &h->invited : &h->uninvited) += 1;
	struct machine *m = &h->device[h->devices++];
	history_new_machine(h, identity, m, NULL);
	return m;
}

void history_begin(struct history *h, uint64_t seed)
{
	*h = (struct history){.random = {.state = seed}, .now = 1763000000, .hub_id = prepared.hub_id};
	history_new_machine(h, -1, &h->hub, NULL);
	snprintf(h->stick, sizeof h->stick, "%s/life-%ld/stick", prepared.folder, (long)getpid());
	mkdir(h->stick, 0700);
	int devices = 2 + (int)trial_below(&h->random, 2);
	for (int i = 0; i < devices; i++)
		history_join(h, true);
}

static void remove_all(void)
{
	char *command = alloc_print("rm -rf '%s/life-%ld'", prepared.folder, (long)getpid());
	if (system(command) != 0)
		trial_broke("TEST: cannot clean up", "%s", command);
	free(command);
}

void history_end(struct history *h)
{
	history_close(&h->hub);
	for (int i = 0; i < h->devices; i++)
		history_close(&h->device[i]);
	for (int i = 0; i < h->parcels; i++)
		buf_free(&h->bag[i].bytes);
	for (int i = 0; i < h->snaps; i++)
		disk_free(&h->snap[i].disk);
	for (int i = 0; i < h->takens; i++)
		buf_free(&h->taken[i]);
	for (int i = 0; i < h->acts; i++)
		free(h->act[i].fields);
	free(h->receipt);
	remove_all();
}

/* -- messages -- */

struct store_scope history_scope(const struct history *h)
{
	return (struct store_scope){.unit = HISTORY_UNIT, .hub_unit = HISTORY_OWN, .hub = h->hub_id};
}

struct exchange_wish history_wish(unsigned c)
{
	static const size_t most[] = {MESSAGE_ENTRIES, 50, 10, 3, 1};
	return (struct exchange_wish){.most = most[c % 5], .shown_short = c / 5 % 4 != 0};
}

bool history_message(struct history *h, struct machine *n, const struct exchange_wish *wish, size_t part,
	struct buf *out, size_t *entries)
{
	bool more;
	buf_init(out, MESSAGE_BYTES_MAX);
	MUST(exchange_message_wished(n->store, HISTORY_UNIT, wish, part, history_at(h), out, entries, &more, &e));
	return more;
}

static void note_shown(const struct history *h, const struct buf *message)
{
	struct message m;
	MUST(message_open(message->data, message->len, store_keys(h->hub.store), &m, &e));
	if (m.showns > 0)
		trial_count(m.receipts > 0 && h->hub_rolled ? SAW_SHOWN_AGAIN : SAW_SHOWN);
	message_free(&m);
}

int history_hub_takes(struct history *h, const struct buf *message, struct exchange_result *r, struct buf *reply)
{
	struct err why;
	bool more;
	struct exchange_answer *a = exchange_answer_new();
	int rc = exchange_take_for(h->hub.store, message->data, message->len, h->now++, a, r, &why);
	if (rc != 0 && why.code != ERR_DENIED)
		history_must(rc, &why, "exchange_take_for");
	note_shown(h, message);
	if (reply) {
		buf_init(reply, MESSAGE_BYTES_MAX);
		MUST(exchange_reply(h->hub.store, a, 0, history_at(h), reply, &more, &e));
	}
	exchange_answer_free(a);
	if (rc == 0 && !r->gap && h->takens < HISTORY_TAKEN) { /* what lay beyond a gap may yet change something */
		buf_init(&h->taken[h->takens], MESSAGE_BYTES_MAX);
		buf_add(&h->taken[h->takens++], message->data, message->len);
	}
	for (int i = 0; i < 4; i++)
		if ((const bool[]){r->forked, r->gap, r->refused_run, r->state == STATE_WAITING}[i])
			trial_count((const unsigned[]){SAW_FORK, SAW_GAP, SAW_REFUSED_RUN, SAW_WAITING}[i]);
	return rc == 0 ? 0 : (int)why.code;
}

static bool known_receipt(const struct history *h, const struct receipt *r)
{
	for (size_t i = 0; i < h->receipts; i++)
		if (id_equal(h->receipt[i].journal, r->journal) && h->receipt[i].through == r->through &&
			hash_equal(&h->receipt[i].hash, &r->hash))
			return true;
	return false;
}

void history_note_receipts(struct history *h, struct machine *n)
{
	struct receipt *r;
	size_t count;
	MUST(store_receipts(n->store, h->hub_id, HISTORY_UNIT, HISTORY_OWN, &r, &count, &e));
	for (size_t i = 0; i < count; i++) {
		if (known_receipt(h, &r[i]))
			continue;
		h->receipt = alloc_grow(h->receipt, h->receipts + 1, sizeof *h->receipt);
		h->receipt[h->receipts++] = r[i];
		trial_count(SAW_RECEIPTS);
	}
	free(r);
}

void history_reply(struct history *h, struct machine *n, const struct buf *reply, struct exchange_result *r)
{
	MUST(exchange_take_reply(n->store, reply->data, reply->len, history_at(h), r, &e));
	history_note_receipts(h, n);
}

int history_exchange(struct history *h, struct machine *n)
{
	struct exchange_wish wish = history_wish((unsigned)h->now);
	for (int count = 1; count <= EXCHANGE_MAX; count++) {
		struct buf message, reply;
		struct exchange_result there, here;
		size_t entries;
		history_message(h, n, &wish, 0, &message, &entries);
		history_hub_takes(h, &message, &there, &reply);
		history_reply(h, n, &reply, &here);
		buf_free(&message);
		buf_free(&reply);
		if (entries == 0 && !here.changed)
			return count;
	}
	trial_broke("CONV: an exchange never ends", "%s", history_who(n));
}

/* -- what is stored, seen through a second connection -- */

void history_rows(const struct machine *m, int64_t rows[static HISTORY_TABLES])
{
	static const char *const count[HISTORY_TABLES] = {"SELECT count(*) FROM journal", "SELECT count(*) FROM branch",
		"SELECT count(*) FROM entry", "SELECT count(*) FROM head_signature", "SELECT count(*) FROM receipt"};
	char *path = file_join(m->folder, "tungnha.db");
	sqlite3 *db;
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		trial_broke("TEST: second connection", "%s", path);
	for (int i = 0; i < HISTORY_TABLES; i++) {
		sqlite3_stmt *st;
		if (sqlite3_prepare_v2(db, count[i], -1, &st, NULL) != SQLITE_OK || sqlite3_step(st) != SQLITE_ROW)
			trial_broke("TEST: second connection", "%s", count[i]);
		rows[i] = sqlite3_column_int64(st, 0);
		sqlite3_finalize(st);
	}
	sqlite3_close(db);
	free(path);
}

void history_same_as_before(
	struct history *h, struct machine *m, const unsigned char *digest, const int64_t *rows, const char *what)
{
	unsigned char now[KEY_BYTES];
	int64_t n[HISTORY_TABLES];
	(void)h;
	MUST(store_digest(m->store, NULL, now, &e));
	history_rows(m, n);
	if (memcmp(digest, now, sizeof now) != 0)
		trial_broke("P2: a repeat changes what counts", "%s at %s", what, history_who(m));
	for (int i = 0; i < HISTORY_TABLES; i++)
		if (rows[i] != n[i])
			trial_broke("P2: a repeat stores something", "%s at %s: table %d %lld -> %lld", what,
				history_who(m), i, (long long)rows[i], (long long)n[i]);
}
