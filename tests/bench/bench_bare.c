/*
 * bench_bare - the least anybody could do with these messages: open the sealed box, verify, inflate, parse, verify the
 * chain and its head's signature, insert into a table keyed by locality, add up, commit on disk; a message, a commit.
 * No rules, no sealing at rest, no conflicts, no answer. What the hub does is measured against it.
 *
 * Beyond that the hub, for every household: holds the entry to its one canonical form, judges it by the form's rules
 * and counts its columns, seals it twice at rest (the entry, and the household as shown) with a mark of its number, and
 * inserts three rows and two index entries where this inserts one row (the entry and its name; the revision, by which
 * conflicts are found; the household and its number); for every message: looks up who the sender is and what was
 * decided about it, adds up the whole hamlet, signs a receipt, and signs, packs and seals a reply. Instructions of
 * both:
 *
 *   valgrind --tool=callgrind --toggle-collect=take                 bench_bare HUB MAIL FILE
 *   valgrind --tool=callgrind --toggle-collect=exchange_take_group  bench_take HUB MAIL 1
 *
 *   bench_bare HUB MAIL FILE
 *
 * HUB gives the keys alone; FILE is a new database. Prints seconds, entries, seconds of a processor.
 */
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <sodium.h>
#include <sqlite3.h>
#include <zlib.h>

#include "../../sync/message_parts.h"
#include "../support/mail.h"

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/store.h>

struct bare {
	sqlite3 *db;
	sqlite3_stmt *begin, *insert, *add, *commit;
	const struct keys_secret *keys;
	size_t entries;
};

_Noreturn static void fail(const char *what)
{
	fprintf(stderr, "bench_bare: %s\n", what);
	exit(1);
}

static sqlite3_stmt *prepare(struct bare *b, const char *sql)
{
	sqlite3_stmt *st;
	if (sqlite3_prepare_v2(b->db, sql, -1, &st, NULL) != SQLITE_OK)
		fail(sqlite3_errmsg(b->db));
	return st;
}

static void step(struct bare *b, sqlite3_stmt *st)
{
	int rc = sqlite3_step(st);
	if (rc != SQLITE_DONE && rc != SQLITE_ROW)
		fail(sqlite3_errmsg(b->db));
	sqlite3_reset(st);
}

static void open_table(struct bare *b, const char *file)
{
	static const char schema[] =
		"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000;"
		"CREATE TABLE household (node BLOB, unit TEXT, seq INTEGER, key BLOB, hash BLOB, bytes BLOB,"
		" PRIMARY KEY (node, unit, seq)) WITHOUT ROWID;"
		"CREATE TABLE total (unit TEXT PRIMARY KEY, households, persons, vneid, no_vneid, online) WITHOUT "
		"ROWID;";
	if (sqlite3_open(file, &b->db) != SQLITE_OK || sqlite3_exec(b->db, schema, NULL, NULL, NULL) != SQLITE_OK)
		fail(sqlite3_errmsg(b->db));
	b->begin = prepare(b, "BEGIN IMMEDIATE");
	b->insert = prepare(b, "INSERT INTO household VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
	b->add = prepare(b, "INSERT INTO total VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (unit) DO UPDATE SET"
			    " households = households + ?2, persons = persons + ?3, vneid = vneid + ?4,"
			    " no_vneid = no_vneid + ?5, online = online + ?6");
	b->commit = prepare(b, "COMMIT");
}

/* The body of a message, inflated; the caller frees. */
static char *body_of(struct bare *b, const struct mail_letter *l, struct keys_public *sender, size_t *bytes)
{
	size_t room = l->n - MESSAGE_PREFIX - crypto_box_SEALBYTES, n;
	unsigned char *plain = alloc_bytes(room), signature[KEY_SIGNATURE];
	if (crypto_box_seal_open(plain, l->bytes + MESSAGE_PREFIX, l->n - MESSAGE_PREFIX, b->keys->pub.box,
		    b->keys->box_secret) != 0 ||
		sodium_unpad(&n, plain, room, MESSAGE_PAD) != 0)
		fail("seal");
	memcpy(signature, plain, sizeof signature);
	memcpy(sender->sign, plain + PLAIN_SIGN, sizeof sender->sign);
	memcpy(sender->box, plain + PLAIN_BOX, sizeof sender->box);
	const unsigned char *start = message_signed(plain, n, b->keys->pub.box);
	if (crypto_sign_verify_detached(signature, start, (size_t)(plain + n - start), sender->sign) != 0)
		fail("signature");
	size_t body = PLAIN_HEADER + message_get32(plain + PLAIN_HEADER_BYTES);
	z_stream z = {.next_in = plain + body, .avail_in = (unsigned)(n - body)};
	char *out = alloc_bytes(MESSAGE_INFLATED_MAX + 1);
	z.next_out = (unsigned char *)out;
	z.avail_out = MESSAGE_INFLATED_MAX;
	inflateInit(&z);
	int rc = inflate(&z, Z_FINISH);
	if (rc == Z_NEED_DICT) {
		inflateSetDictionary(&z, message_dictionary, message_dictionary_bytes);
		rc = inflate(&z, Z_FINISH);
	}
	if (rc != Z_STREAM_END)
		fail("zlib");
	*bytes = z.total_out;
	out[*bytes] = '\0';
	inflateEnd(&z);
	free(plain);
	return out;
}

struct sums {
	int64_t value[5];
};

static void add_up(const cJSON *entry, struct sums *sums)
{
	static const char *const field[] = {"persons", "vneid", "no_vneid", "online_dossiers"};
	const cJSON *fields = cJSON_GetObjectItemCaseSensitive(entry, "fields");
	sums->value[0]++;
	for (size_t i = 0; i < 4; i++) {
		const cJSON *v = cJSON_GetObjectItemCaseSensitive(fields, field[i]);
		sums->value[i + 1] += cJSON_IsNumber(v) ? v->valueint : 0;
	}
}

static void insert(struct bare *b, const struct chain *c, uint32_t seq, const cJSON *entry, const struct hash *h,
	const char *bytes, size_t n)
{
	const char *key = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(entry, "key"));
	struct id id = {{0}};
	if (!key || !id_parse(key, &id))
		fail("key");
	sqlite3_bind_blob(b->insert, 1, c->author.b, ID_BYTES, SQLITE_STATIC);
	sqlite3_bind_text(b->insert, 2, c->unit, -1, SQLITE_STATIC);
	sqlite3_bind_int64(b->insert, 3, seq);
	sqlite3_bind_blob(b->insert, 4, id.b, ID_BYTES, SQLITE_STATIC);
	sqlite3_bind_blob(b->insert, 5, h->b, sizeof h->b, SQLITE_STATIC);
	sqlite3_bind_blob(b->insert, 6, bytes, (int)n, SQLITE_STATIC);
	step(b, b->insert);
	b->entries++;
}

static void read_chain(const cJSON *run, struct chain *c, struct hash *prev, struct signature *sig)
{
	const char *text[5] = {"journal", "author", "unit", "prev", "head_sig"};
	for (size_t i = 0; i < 5; i++)
		if (!(text[i] = json_string(run, text[i])))
			fail("run");
	*c = (struct chain){.generation = (uint32_t)cJSON_GetObjectItemCaseSensitive(run, "generation")->valueint};
	snprintf(c->unit, sizeof c->unit, "%s", text[2]);
	if (!id_parse(text[0], &c->journal) || !id_parse(text[1], &c->author) ||
		!base64_decode(text[3], prev->b, sizeof prev->b) || !base64_decode(text[4], sig->b, sizeof sig->b))
		fail("run");
}

/* One run; *at moves behind its lines. */
static void take_run(struct bare *b, const cJSON *run, const struct keys_public *sender, char **at)
{
	struct chain c;
	struct hash h, before;
	struct signature sig;
	struct sums sums = {{0}};
	read_chain(run, &c, &h, &sig);
	uint32_t first = (uint32_t)cJSON_GetObjectItemCaseSensitive(run, "first")->valueint;
	uint32_t last = (uint32_t)cJSON_GetObjectItemCaseSensitive(run, "last")->valueint;
	for (uint32_t seq = first; seq <= last; seq++) {
		char *end = strchr(*at, '\n');
		size_t n = (size_t)(end - *at);
		cJSON *entry = cJSON_ParseWithLength(*at, n);
		before = h;
		chain_next(&before, *at, n, &h);
		insert(b, &c, seq, entry, &h, *at, n);
		add_up(entry, &sums);
		cJSON_Delete(entry);
		*at = end + 1;
	}
	if (!chain_verify(&c, last, &h, sender, &sig))
		fail("head");
	sqlite3_bind_text(b->add, 1, c.unit, -1, SQLITE_STATIC);
	for (int i = 0; i < 5; i++)
		sqlite3_bind_int64(b->add, 2 + i, sums.value[i]);
	step(b, b->add);
}

__attribute__((noinline)) static void take(struct bare *b, const struct mail_letter *l)
{
	struct keys_public sender;
	size_t n;
	char *body = body_of(b, l, &sender, &n), *at = strchr(body, '\n');
	cJSON *line = cJSON_ParseWithLength(body, (size_t)(at - body));
	const cJSON *run;
	at++;
	step(b, b->begin);
	cJSON_ArrayForEach(run, cJSON_GetObjectItemCaseSensitive(line, "runs")) take_run(b, run, &sender, &at);
	step(b, b->commit);
	cJSON_Delete(line);
	free(body);
}

int main(int argc, char **argv)
{
	struct bare b = {0};
	struct store *hub;
	struct mail mail;
	struct err e;
	alloc_init();
	if (argc != 4 || sodium_init() < 0 || store_open(argv[1], NULL, &hub, &e) != 0)
		fail("bench_bare HUB MAIL FILE");
	b.keys = store_keys(hub);
	mail_read(argv[2], &mail);
	open_table(&b, argv[3]);
	double before = mail_seconds(), worked = mail_worked();
	for (size_t i = 0; i < mail.letters; i++)
		take(&b, &mail.letter[i]);
	printf("%.4f %zu %.4f\n", mail_seconds() - before, b.entries, mail_worked() - worked);
	sqlite3_finalize(b.begin);
	sqlite3_finalize(b.insert);
	sqlite3_finalize(b.add);
	sqlite3_finalize(b.commit);
	sqlite3_close(b.db);
	store_close(hub);
	mail_free(&mail);
	return 0;
}
