/* test_vectors_sent.c - what is sent against tests/vectors/: messages, definitions in entries, invitations, labels. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <tungnha/alloc.h>
#include <tungnha/entry.h>
#include <tungnha/file.h>
#include <tungnha/form.h>
#include <tungnha/invite.h>
#include <tungnha/json.h>
#include <tungnha/labels.h>
#include <tungnha/message.h>

#include "../../sync/defined.h"
#include "../support/vectors.h"

/* -- message.json -- */

/* A run of the opened message against its vector; the runs of the vectors begin at 1, so their hashes can be followed.
 */
static bool check_run(const struct run *r, const cJSON *expected, const struct keys_public *author)
{
	struct hash h;
	int64_t last;
	chain_zero(&r->chain, &h);
	bool same = hash_equal(&h, &r->prev) &&
		    vectors_is_base64(json_string(expected, "prev"), r->prev.b, sizeof r->prev.b) &&
		    json_int(expected, "last", 1, JSON_INT_MAX, &last) && r->first == 1 && r->last == last &&
		    id_equal(r->chain.journal, vectors_id(expected, "journal")) &&
		    id_equal(r->chain.author, vectors_id(expected, "author"));
	for (uint32_t i = 0; same && i < r->last; i++)
		chain_next(&h, r->entry[i], r->entry_bytes[i], &h);
	return same && vectors_is_base64(json_string(expected, "head_sig"), r->head_sig.b, sizeof r->head_sig.b) &&
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
		same = vectors_is_base64(cJSON_GetArrayItem(row, 2)->valuestring, list[i].hash.b, KEY_BYTES) &&
		       vectors_is_base64(cJSON_GetArrayItem(row, 3)->valuestring, list[i].signature.b, KEY_SIGNATURE) &&
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
		same = same && id_equal(m->enrol_invite, vectors_id(enrol, "invite")) &&
		       strcmp(m->enrol_label, json_string(enrol, "label")) == 0 &&
		       vectors_is_base64(json_string(enrol, "proof"), m->enrol_proof, sizeof m->enrol_proof);
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
		    vectors_is_hex(out, "sender", &m->sender, sizeof m->sender) &&
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
	char *bytes = vectors_bytes(in, &n);
	vectors_keys(in, "recipient_seed", &recipient);
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
	vectors_each("message", check_message);
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
	vectors_each("defined", check_defined);
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
		vectors_is_base64(json_string(p, "secret"), v->secret, KEY_BYTES) &&
		vectors_is_base64(json_string(p, "box"), v->hub.box, KEY_BYTES) &&
		vectors_is_base64(json_string(p, "sign"), v->hub.sign, KEY_BYTES) &&
		id_equal(v->id, vectors_id(p, "id"));
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
	vectors_each("invite", check_invite);
}

/* -- labels.json -- */

static bool check_opened_labels(const struct labels *l, const cJSON *out)
{
	const char *text = json_string(out, "first");
	const cJSON *line = json_array(out, "labels")->child;
	cJSON *first = json_parse(text, strlen(text), 8);
	char hex_key[ID_HEX];
	bool same = strcmp(l->unit, json_string(first, "unit")) == 0 && strcmp(l->at, json_string(first, "at")) == 0 &&
		    vectors_is_hex(out, "sender", &l->sender, sizeof l->sender);
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
	vectors_keys(in, "device_seed", &device);
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
	vectors_each("labels", check_labels);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_message),
		cmocka_unit_test(test_defined),
		cmocka_unit_test(test_invite),
		cmocka_unit_test(test_labels),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
