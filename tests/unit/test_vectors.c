/* test_vectors.c - the programs against tests/vectors/, whose values come from an implementation that shares no line
 * with them (tests/vectors/check.py). Run from the project's folder, or with TUNGNHA_VECTORS set. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include <tungnha/alloc.h>
#include <tungnha/entry.h>
#include <tungnha/file.h>
#include <tungnha/form.h>
#include <tungnha/invite.h>
#include <tungnha/json.h>
#include <tungnha/labels.h>
#include <tungnha/message.h>

#include "../../sync/defined.h"

/* -- reading a vector file -- */

static cJSON *load(const char *name)
{
	const char *folder = getenv("TUNGNHA_VECTORS");
	char *path = alloc_print("%s/%s.json", folder ? folder : "tests/vectors", name);
	struct buf text;
	struct err e;
	buf_init(&text, 1024 * 1024);
	if (file_read(path, &text, &e) != 0)
		fail_msg("%s cannot be read: run the tests from the project's folder", path);
	cJSON *cases = json_parse(text.data, text.len, 8);
	assert_true(cJSON_IsArray(cases));
	assert_true(cJSON_GetArraySize(cases) > 0);
	buf_free(&text);
	free(path);
	return cases;
}

/* Runs one check over every case of a file, naming the case that fails. */
static void each(const char *file, bool (*check)(const cJSON *in, const cJSON *out))
{
	cJSON *cases = load(file);
	int failed = 0;
	for (const cJSON *c = cases->child; c; c = c->next) {
		if (!check(json_object(c, "in"), json_object(c, "out"))) {
			print_error("%s.json: %s\n", file, json_string(c, "name"));
			failed++;
		}
	}
	cJSON_Delete(cases);
	assert_int_equal(failed, 0);
}

static void hex(const cJSON *object, const char *name, void *out, size_t n)
{
	size_t got;
	const char *s = json_string(object, name);
	assert_non_null(s);
	assert_int_equal(sodium_hex2bin(out, n, s, strlen(s), NULL, &got, NULL), 0);
	assert_int_equal(got, n);
}

static bool is_hex(const cJSON *object, const char *name, const void *bytes, size_t n)
{
	unsigned char expected[128];
	hex(object, name, expected, n);
	return memcmp(expected, bytes, n) == 0;
}

static bool is_base64(const char *expected, const void *bytes, size_t n)
{
	char text[BASE64_64];
	base64_encode(bytes, n, text, sizeof text);
	return expected && strcmp(expected, text) == 0;
}

static void keys(const cJSON *object, const char *name, struct keys_secret *out)
{
	unsigned char seed[KEY_BYTES];
	hex(object, name, seed, sizeof seed);
	keys_from_seed(seed, out);
}

static struct id id_of(const cJSON *object, const char *name)
{
	struct id id;
	assert_true(id_parse(json_string(object, name), &id));
	return id;
}

/* The bytes of a case: "text" as it is, or "b64" where they are no text. */
static char *bytes_of(const cJSON *object, size_t *n)
{
	const char *text = json_string(object, "text"), *coded = json_string(object, text ? "text" : "b64");
	if (!coded)
		coded = json_string(object, "message");
	size_t len = strlen(coded);
	if (text) {
		*n = len;
		return alloc_copy(text);
	}
	*n = len / 4 * 3 + (len % 4 ? len % 4 - 1 : 0);
	char *bytes = alloc_bytes(*n);
	assert_true(base64_decode(coded, bytes, *n));
	return bytes;
}

/* -- identity.json -- */

static bool check_node(const cJSON *in, const cJSON *out)
{
	struct keys_secret k;
	keys(in, "seed", &k);
	return is_hex(out, "sign", k.pub.sign, KEY_BYTES) && is_hex(out, "box", k.pub.box, KEY_BYTES) &&
	       id_equal(keys_id(&k.pub), id_of(out, "id"));
}

static bool check_proof(const cJSON *in, const cJSON *out)
{
	struct keys_secret hub, node;
	unsigned char secret[KEY_BYTES], proof[KEY_BYTES];
	keys(in, "hub_seed", &hub);
	keys(in, "node_seed", &node);
	hex(in, "secret", secret, sizeof secret);
	message_enrol_proof(secret, &hub.pub, id_of(in, "invite"), &node.pub, json_string(in, "label"), proof);
	return is_base64(json_string(out, "proof"), proof, sizeof proof);
}

static bool check_identity(const cJSON *in, const cJSON *out)
{
	const char *definition = json_string(in, "definition"), *number = json_string(in, "number");
	if (definition)
		return id_equal(form_definition_id(definition, strlen(definition)), id_of(out, "id"));
	if (number) {
		int64_t k;
		assert_true(json_int(in, "k", 0, UINT32_MAX, &k));
		return id_equal(chain_household_key(json_string(in, "unit"), number, (uint32_t)k), id_of(out, "key"));
	}
	return json_string(in, "seed") ? check_node(in, out) : check_proof(in, out);
}

static void test_identity(void **state)
{
	(void)state;
	each("identity", check_identity);
}

/* -- chain.json -- */

static struct chain chain_of(const cJSON *in, const struct keys_public *author)
{
	int64_t generation;
	struct chain c = {.author = keys_id(author), .journal = id_of(in, "journal")};
	assert_true(json_int(in, "generation", 1, JSON_INT_MAX, &generation));
	c.generation = (uint32_t)generation;
	strcpy(c.unit, json_string(in, "unit"));
	return c;
}

/* Every hash from hash_0 on; the last is left in *h, its seq in *seq. */
static bool check_hashes(const struct chain *c, const cJSON *in, const cJSON *out, struct hash *h, uint32_t *seq)
{
	char text[2 * KEY_BYTES + 1];
	const cJSON *expected = json_array(out, "hashes")->child;
	bool same = true;
	*seq = 0;
	chain_zero(c, h);
	for (const cJSON *e = json_array(in, "entries")->child;; e = e->next, ++*seq) {
		sodium_bin2hex(text, sizeof text, h->b, sizeof h->b);
		same = same && strcmp(text, expected->valuestring) == 0;
		if (!e)
			return same && !expected->next;
		expected = expected->next;
		chain_next(h, e->valuestring, strlen(e->valuestring), h);
	}
}

static bool check_chain(const cJSON *in, const cJSON *out)
{
	struct keys_secret author, hub;
	struct hash h;
	struct signature s;
	uint32_t seq;
	char text[NAME_TEXT];
	keys(in, "author_seed", &author);
	keys(in, "hub_seed", &hub);
	struct chain c = chain_of(in, &author.pub);
	bool same = check_hashes(&c, in, out, &h, &seq);
	struct name name = {.journal = c.journal, .seq = seq, .hash = hash_start(&h)};
	same = same && strcmp(name_text(&name, text), json_string(out, "name")) == 0;
	chain_sign(&c, seq, &h, &author, &s);
	same = same && is_base64(json_string(out, "head_sig"), s.b, sizeof s.b) &&
	       chain_verify(&c, seq, &h, &author.pub, &s);
	chain_receipt_sign(c.journal, seq, &h, &hub, &s);
	return same && is_base64(json_string(out, "receipt"), s.b, sizeof s.b) &&
	       chain_receipt_verify(c.journal, seq, &h, &hub.pub, &s);
}

static void test_chain(void **state)
{
	(void)state;
	each("chain", check_chain);
}

/* -- canonical.json, entries.json -- */

static bool check_canonical(const cJSON *in, const cJSON *out)
{
	size_t n;
	char *bytes = bytes_of(in, &n);
	struct buf again;
	buf_init(&again, 2 * n + 16);
	cJSON *v = json_parse(bytes, n, 8);
	bool good = v && json_canonical(v, &again) && again.len == n && memcmp(again.data, bytes, n) == 0;
	cJSON_Delete(v);
	buf_free(&again);
	free(bytes);
	return good == json_bool(out, "good", !good);
}

static void test_canonical(void **state)
{
	(void)state;
	each("canonical", check_canonical);
}

static bool check_entry(const cJSON *in, const cJSON *out)
{
	size_t n;
	char *bytes = bytes_of(in, &n);
	struct entry en;
	bool has_key;
	bool good = entry_read(bytes, n, ENTRY_BYTES_MAX, &en, &has_key);
	char key[ID_HEX],
		*said = has_key ? alloc_print("%s %s", entry_kind_word(en.kind), id_hex(en.key, key)) : alloc_copy("");
	bool same = good == json_bool(out, "good", !good);
	same = same && strcmp(said, json_string(out, "key")) == 0;
	entry_free(&en);
	free(said);
	free(bytes);
	return same;
}

static void test_entries(void **state)
{
	(void)state;
	each("entries", check_entry);
}

/* -- message.json -- */

/* A run of the opened message against its vector; the runs of the vectors begin at 1, so their hashes can be followed.
 */
static bool check_run(const struct run *r, const cJSON *expected, const struct keys_public *author)
{
	struct hash h;
	int64_t last;
	chain_zero(&r->chain, &h);
	bool same = hash_equal(&h, &r->prev) && is_base64(json_string(expected, "prev"), r->prev.b, sizeof r->prev.b) &&
		    json_int(expected, "last", 1, JSON_INT_MAX, &last) && r->first == 1 && r->last == last &&
		    id_equal(r->chain.journal, id_of(expected, "journal")) &&
		    id_equal(r->chain.author, id_of(expected, "author"));
	for (uint32_t i = 0; same && i < r->last; i++)
		chain_next(&h, r->entry[i], r->entry_bytes[i], &h);
	return same && is_base64(json_string(expected, "head_sig"), r->head_sig.b, sizeof r->head_sig.b) &&
	       chain_verify(&r->chain, r->last, &h, author, &r->head_sig);
}

static bool check_entries(const struct message *m, const cJSON *expected)
{
	const cJSON *line = expected->child;
	for (size_t i = 0; i < m->runs; i++) {
		for (uint32_t k = 0; k <= m->run[i].last - m->run[i].first; k++, line = line->next) {
			const struct run *r = &m->run[i];
			if (!line || r->entry_bytes[k] != strlen(line->valuestring) ||
				memcmp(r->entry[k], line->valuestring, r->entry_bytes[k]) != 0)
				return false;
		}
	}
	return line == NULL;
}

static bool check_receipts(const struct receipt *list, size_t n, const cJSON *expected, const struct keys_public *hub)
{
	bool same = (int)n == cJSON_GetArraySize(expected);
	for (size_t i = 0; same && i < n; i++) {
		const cJSON *row = cJSON_GetArrayItem(expected, (int)i);
		same = is_base64(cJSON_GetArrayItem(row, 2)->valuestring, list[i].hash.b, KEY_BYTES) &&
		       is_base64(cJSON_GetArrayItem(row, 3)->valuestring, list[i].signature.b, KEY_SIGNATURE) &&
		       chain_receipt_verify(list[i].journal, list[i].through, &list[i].hash, hub, &list[i].signature);
	}
	return same;
}

static bool check_rows(const struct name *list, size_t n, const cJSON *expected)
{
	bool same = (int)n == cJSON_GetArraySize(expected);
	for (size_t i = 0; same && i < n; i++) {
		struct name row;
		same = entry_read_row(cJSON_GetArrayItem(expected, (int)i), &row) && name_compare(&row, &list[i]) == 0;
	}
	return same;
}

static bool check_ids(const struct id *list, size_t n, const cJSON *expected)
{
	bool same = (int)n == cJSON_GetArraySize(expected);
	for (size_t i = 0; same && i < n; i++) {
		struct id id;
		same = id_parse(cJSON_GetArrayItem(expected, (int)i)->valuestring, &id) && id_equal(id, list[i]);
	}
	return same;
}

static bool check_header(const struct message *m, const cJSON *out)
{
	const char *text = json_string(out, "header");
	cJSON *header = json_parse(text, strlen(text), 8);
	const cJSON *enrol = json_object(header, "enrol");
	const char *said = json_string(header, "state");
	bool same = strcmp(m->unit, json_string(header, "unit")) == 0 &&
		    strcmp(m->at, json_string(header, "at")) == 0 &&
		    strcmp(message_state_word(m->state), said ? said : "") == 0 && m->enrol == (enrol != NULL);
	int64_t most = 0;
	json_int(header, "most", 1, MESSAGE_ENTRIES, &most);
	same = same && m->most == (size_t)most;
	if (enrol)
		same = same && id_equal(m->enrol_invite, id_of(enrol, "invite")) &&
		       strcmp(m->enrol_label, json_string(enrol, "label")) == 0 &&
		       is_base64(json_string(enrol, "proof"), m->enrol_proof, sizeof m->enrol_proof);
	cJSON_Delete(header);
	return same;
}

static const struct keys_public *author_of(
	const struct run *r, const struct keys_public *a, const struct keys_public *b)
{
	return id_equal(keys_id(a), r->chain.author) ? a : b;
}

static bool check_opened(const struct message *m, const struct keys_secret *recipient, const cJSON *out)
{
	const char *text = json_string(out, "first");
	cJSON *first = json_parse(text, strlen(text), 8);
	const cJSON *runs = json_array(first, "runs");
	const struct keys_public *hub = m->state == STATE_NONE ? &recipient->pub : &m->sender;
	bool same = check_header(m, out) && check_entries(m, json_array(out, "entries")) &&
		    is_hex(out, "sender", &m->sender, sizeof m->sender) &&
		    check_rows(m->have, m->haves, json_array(first, "have")) &&
		    check_rows(m->shown, m->showns, json_array(first, "shown")) &&
		    check_ids(m->def, m->defs, json_array(first, "defs")) && (int)m->runs == cJSON_GetArraySize(runs) &&
		    check_receipts(m->receipt, m->receipts, json_array(first, "receipts"), hub) &&
		    check_receipts(m->quote, m->quotes, json_array(first, "quotes"), hub);
	for (size_t i = 0; same && i < m->runs; i++)
		same = check_run(&m->run[i], cJSON_GetArrayItem(runs, (int)i),
			author_of(&m->run[i], &recipient->pub, &m->sender));
	cJSON_Delete(first);
	return same;
}

static bool check_message(const cJSON *in, const cJSON *out)
{
	struct keys_secret recipient;
	struct message m;
	struct err e;
	char name[MESSAGE_FILE_NAME];
	size_t n;
	const char *refused = json_string(out, "refused");
	char *bytes = bytes_of(in, &n);
	keys(in, "recipient_seed", &recipient);
	bool same = strcmp(message_file_name(bytes, n, name), json_string(out, "file")) == 0;
	if (message_open(bytes, n, &recipient, &m, &e) == 0)
		same = same && !refused && check_opened(&m, &recipient, out);
	else
		same = same && refused && strcmp(text_name(e.text), refused) == 0;
	message_free(&m);
	free(bytes);
	return same;
}

static void test_message(void **state)
{
	(void)state;
	each("message", check_message);
}

/* -- defined.json: entries that name a definition -- */

static bool check_defined(const cJSON *in, const cJSON *out)
{
	const char *entry = json_string(in, "entry"), *text = json_string(in, "definition");
	const char *expected = json_string(out, "line");
	struct id held = form_definition_id(text, strlen(text)), named;
	size_t bytes, restored_bytes;
	char *line = defined_shorten(entry, strlen(entry), &held, 1, &bytes);
	bool same = (line ? 1 : 0) == (*expected ? 1 : 0);
	if (line && same) {
		char *restored = defined_restore(line, bytes, text, &restored_bytes);
		same = bytes == strlen(expected) && memcmp(line, expected, bytes) == 0 &&
		       defined_names(line, bytes, &named) && id_equal(named, held) && restored &&
		       restored_bytes == strlen(entry) && memcmp(restored, entry, restored_bytes) == 0;
		free(restored);
	}
	free(line);
	return same;
}

static void test_defined(void **state)
{
	(void)state;
	each("defined", check_defined);
}

/* -- invite.json -- */

static bool check_definitions(const struct invite *v, const struct invite_definitions *defs, const cJSON *expected)
{
	bool same = (int)v->definitions == cJSON_GetArraySize(expected);
	for (size_t i = 0; same && i < v->definitions; i++) {
		const char *text = cJSON_GetArrayItem(expected, (int)i)->valuestring;
		same = defs->text[i] && defs->bytes[i] == strlen(text) &&
		       memcmp(defs->text[i], text, defs->bytes[i]) == 0;
	}
	return same;
}

/* The members the payload of the vector has, read from the vector by this test. */
static bool check_members(const struct invite *v, const char *payload)
{
	cJSON *p = json_parse(payload, strlen(payload), 8);
	int64_t n;
	bool same =
		strcmp(v->hub_name, json_string(p, "hub")) == 0 && strcmp(v->unit.name, json_string(p, "name")) == 0 &&
		strcmp(v->unit.code, json_string(p, "unit")) == 0 && strcmp(v->letter, json_string(p, "letter")) == 0 &&
		(int)v->addresses == cJSON_GetArraySize(json_array(p, "addresses")) &&
		json_int(p, "uses", 1, 1000, &n) && v->uses == n && json_int(p, "days", 1, 3650, &n) && v->days == n &&
		v->unit.listed == (json_int(p, "listed", 0, 9999, &n) ? n : -1) &&
		is_base64(json_string(p, "secret"), v->secret, KEY_BYTES) &&
		is_base64(json_string(p, "box"), v->hub.box, KEY_BYTES) &&
		is_base64(json_string(p, "sign"), v->hub.sign, KEY_BYTES) && id_equal(v->id, id_of(p, "id"));
	cJSON_Delete(p);
	return same;
}

static bool check_invite(const cJSON *in, const cJSON *out)
{
	struct invite v;
	struct invite_definitions defs;
	struct err e;
	struct buf again;
	const char *file = json_string(in, "file"), *payload = json_string(out, "payload");
	buf_init(&again, INVITE_LINE_MAX);
	bool good = invite_read(file, strlen(file), &v, &defs, &e) == 0, same = good == (payload[0] != '\0');
	if (good) {
		/* our own line of what was read is the one an independent program wrote */
		same = same && invite_write(&v, &again, &e) == 0 && strncmp(again.data, file, again.len) == 0 &&
		       file[again.len] == '\n' && check_members(&v, payload) &&
		       check_definitions(&v, &defs, json_array(out, "definitions"));
	}
	buf_free(&again);
	invite_definitions_free(&defs);
	return same;
}

static void test_invite(void **state)
{
	(void)state;
	each("invite", check_invite);
}

/* -- labels.json -- */

static bool check_opened_labels(const struct labels *l, const cJSON *out)
{
	const char *text = json_string(out, "first");
	const cJSON *line = json_array(out, "labels")->child;
	cJSON *first = json_parse(text, strlen(text), 8);
	char hex_key[ID_HEX];
	bool same = strcmp(l->unit, json_string(first, "unit")) == 0 && strcmp(l->at, json_string(first, "at")) == 0 &&
		    is_hex(out, "sender", &l->sender, sizeof l->sender);
	for (size_t i = 0; same && i < l->count; i++, line = line->next) {
		char *said = alloc_print("%s %s", id_hex(l->label[i].key, hex_key), l->label[i].text);
		same = line && strcmp(said, line->valuestring) == 0;
		free(said);
	}
	cJSON_Delete(first);
	return same && !line;
}

static bool check_labels(const cJSON *in, const cJSON *out)
{
	struct keys_secret device;
	struct labels l;
	struct err e;
	const char *refused = json_string(out, "refused"), *coded = json_string(in, "file");
	size_t len = strlen(coded), n = len / 4 * 3 + (len % 4 ? len % 4 - 1 : 0);
	char *bytes = alloc_bytes(n);
	assert_true(base64_decode(coded, bytes, n));
	keys(in, "device_seed", &device);
	bool same;
	if (labels_open(bytes, n, &device, &l, &e) == 0)
		same = !refused && check_opened_labels(&l, out);
	else
		same = refused && strcmp(text_name(e.text), refused) == 0 && !l.label && !l.unit[0];
	labels_free(&l);
	free(bytes);
	return same;
}

static void test_labels(void **state)
{
	(void)state;
	each("labels", check_labels);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_identity),
		cmocka_unit_test(test_chain),
		cmocka_unit_test(test_canonical),
		cmocka_unit_test(test_entries),
		cmocka_unit_test(test_message),
		cmocka_unit_test(test_defined),
		cmocka_unit_test(test_invite),
		cmocka_unit_test(test_labels),
	};
	alloc_init();
	return cmocka_run_group_tests_name("vectors", tests, NULL, NULL);
}
