/* test_vectors.c - what a journal is made of against tests/vectors/: identities, chains, canonical entries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include <tungnha/alloc.h>
#include <tungnha/entry.h>
#include <tungnha/form.h>
#include <tungnha/invite.h>
#include <tungnha/json.h>
#include <tungnha/message.h>

#include "../support/vectors.h"

/* -- identity.json -- */

static bool check_node(const cJSON *in, const cJSON *out)
{
	struct keys_secret k;
	vectors_keys(in, "seed", &k);
	return vectors_is_hex(out, "sign", k.pub.sign, KEY_BYTES) && vectors_is_hex(out, "box", k.pub.box, KEY_BYTES) &&
	       id_equal(keys_id(&k.pub), vectors_id(out, "id"));
}

static bool check_proof(const cJSON *in, const cJSON *out)
{
	struct keys_secret hub, node;
	unsigned char secret[KEY_BYTES], proof[KEY_BYTES];
	vectors_keys(in, "hub_seed", &hub);
	vectors_keys(in, "node_seed", &node);
	vectors_hex(in, "secret", secret, sizeof secret);
	message_enrol_proof(secret, &hub.pub, vectors_id(in, "invite"), &node.pub, json_string(in, "label"), proof);
	return vectors_is_base64(json_string(out, "proof"), proof, sizeof proof);
}

static bool check_identity(const cJSON *in, const cJSON *out)
{
	const char *definition = json_string(in, "definition"), *number = json_string(in, "number");
	if (definition)
		return id_equal(form_definition_id(definition, strlen(definition)), vectors_id(out, "id"));
	if (number) {
		int64_t k;
		assert_true(json_int(in, "k", 0, UINT32_MAX, &k));
		return id_equal(
			chain_household_key(json_string(in, "unit"), number, (uint32_t)k), vectors_id(out, "key"));
	}
	return json_string(in, "seed") ? check_node(in, out) : check_proof(in, out);
}

static void test_identity(void **state)
{
	(void)state;
	vectors_each("identity", check_identity);
}

/* -- chain.json -- */

static struct chain chain_of(const cJSON *in, const struct keys_public *author)
{
	int64_t generation;
	struct chain c = {.author = keys_id(author), .journal = vectors_id(in, "journal")};
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
	vectors_keys(in, "author_seed", &author);
	vectors_keys(in, "hub_seed", &hub);
	struct chain c = chain_of(in, &author.pub);
	bool same = check_hashes(&c, in, out, &h, &seq);
	struct name name = {.journal = c.journal, .seq = seq, .hash = hash_start(&h)};
	same = same && strcmp(name_text(&name, text), json_string(out, "name")) == 0;
	chain_sign(&c, seq, &h, &author, &s);
	same = same && vectors_is_base64(json_string(out, "head_sig"), s.b, sizeof s.b) &&
	       chain_verify(&c, seq, &h, &author.pub, &s);
	chain_receipt_sign(c.journal, seq, &h, &hub, &s);
	return same && vectors_is_base64(json_string(out, "receipt"), s.b, sizeof s.b) &&
	       chain_receipt_verify(c.journal, seq, &h, &hub.pub, &s);
}

static void test_chain(void **state)
{
	(void)state;
	vectors_each("chain", check_chain);
}

/* -- canonical.json, entries.json -- */

static bool check_canonical(const cJSON *in, const cJSON *out)
{
	size_t n;
	char *bytes = vectors_bytes(in, &n);
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
	vectors_each("canonical", check_canonical);
}

static bool check_entry(const cJSON *in, const cJSON *out)
{
	size_t n;
	char *bytes = vectors_bytes(in, &n);
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
	vectors_each("entries", check_entry);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_identity),
		cmocka_unit_test(test_chain),
		cmocka_unit_test(test_canonical),
		cmocka_unit_test(test_entries),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
