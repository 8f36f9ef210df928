/* test_journal.c - keys, hashes, signatures and names: nothing can be changed under them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include <tungnha/alloc.h>
#include <tungnha/entry.h>
#include <tungnha/json.h>

static struct keys_secret keys(unsigned char seed)
{
	unsigned char bytes[KEY_BYTES];
	struct keys_secret k;
	memset(bytes, seed, sizeof bytes);
	keys_from_seed(bytes, &k);
	return k;
}

static struct chain chain_by(const struct keys_secret *author)
{
	return (struct chain){.author = keys_id(&author->pub),
		.unit = "05788-01",
		.journal = {{1, 2, 3, 4, 5, 6, 7, 8}},
		.generation = 1};
}

/* -- keys -- */

static void test_keys_of_one_seed_are_the_same(void **state)
{
	(void)state;
	struct keys_secret a = keys(1), b = keys(1), c = keys(2);
	assert_true(keys_equal(&a.pub, &b.pub));
	assert_false(keys_equal(&a.pub, &c.pub));
	assert_memory_not_equal(a.sign_secret, a.box_secret, KEY_BYTES);
}

static void test_generated_keys_differ_and_work(void **state)
{
	(void)state;
	struct keys_secret a, b;
	struct hash h = {{7}};
	struct signature s;
	keys_generate(&a);
	keys_generate(&b);
	assert_false(keys_equal(&a.pub, &b.pub));
	assert_false(id_equal(keys_id(&a.pub), keys_id(&b.pub)));
	struct chain c = chain_by(&a);
	chain_sign(&c, 1, &h, &a, &s);
	assert_true(chain_verify(&c, 1, &h, &a.pub, &s));
}

static void test_every_byte_of_both_keys_is_in_the_id(void **state)
{
	(void)state;
	struct keys_secret k = keys(1);
	struct id id = keys_id(&k.pub);
	for (size_t i = 0; i < sizeof k.pub; i++) {
		struct keys_public other = k.pub;
		((unsigned char *)&other)[i] ^= 1;
		assert_false(id_equal(keys_id(&other), id));
		assert_false(keys_equal(&other, &k.pub));
	}
}

static void test_wiped_keys_are_gone(void **state)
{
	(void)state;
	struct keys_secret k = keys(1);
	keys_wipe(&k);
	assert_true(sodium_is_zero((unsigned char *)&k, sizeof k));
}

/* -- chains -- */

static void test_hash_zero_covers_the_whole_journal(void **state)
{
	(void)state;
	struct keys_secret k = keys(1);
	struct chain c = chain_by(&k), other[5] = {c, c, c, c, c};
	struct hash h, changed;
	other[0].author.b[7] ^= 1;
	strcpy(other[1].unit, "05788-02");
	strcpy(other[2].unit, "05788-0");
	other[3].journal.b[0] ^= 1;
	other[4].generation = 2;
	chain_zero(&c, &h);
	for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
		chain_zero(&other[i], &changed);
		assert_false(hash_equal(&h, &changed));
	}
}

/* Where one entry ends and the next begins is part of the hash, and so is which came before. */
static void test_next_hash_covers_prev_and_length(void **state)
{
	(void)state;
	struct hash zero = {{0}}, one = {{1}}, ab, a, b, abc;
	chain_next(&zero, "ab", 2, &ab);
	chain_next(&zero, "a", 1, &a);
	chain_next(&one, "ab", 2, &b);
	chain_next(&zero, "abc", 3, &abc);
	assert_false(hash_equal(&ab, &a));
	assert_false(hash_equal(&ab, &b));
	assert_false(hash_equal(&ab, &abc));
	chain_next(&zero, "ab", 2, &zero); /* may be done in place */
	assert_true(hash_equal(&zero, &ab));
}

static void test_head_signature_covers_everything(void **state)
{
	(void)state;
	struct keys_secret k = keys(1), other = keys(2);
	struct chain c = chain_by(&k), changed = c;
	struct hash h = {{9}}, altered = {{8}};
	struct signature s;
	chain_sign(&c, 200, &h, &k, &s);
	assert_true(chain_verify(&c, 200, &h, &k.pub, &s));
	assert_false(chain_verify(&c, 201, &h, &k.pub, &s));
	assert_false(chain_verify(&c, 200, &altered, &k.pub, &s));
	assert_false(chain_verify(&c, 200, &h, &other.pub, &s));
	changed.generation = 2;
	assert_false(chain_verify(&changed, 200, &h, &k.pub, &s));
	changed = c;
	strcpy(changed.unit, "05788-02");
	assert_false(chain_verify(&changed, 200, &h, &k.pub, &s));
	changed = c;
	changed.journal.b[3] ^= 1;
	assert_false(chain_verify(&changed, 200, &h, &k.pub, &s));
	for (size_t i = 0; i < 8 * sizeof s.b; i++) {
		struct signature flipped = s;
		flipped.b[i / 8] ^= (unsigned char)(1 << i % 8);
		assert_false(chain_verify(&c, 200, &h, &k.pub, &flipped));
	}
}

/* Nobody can sign the head of another's journal, though his own signature is in order. */
static void test_only_the_author_signs_heads(void **state)
{
	(void)state;
	struct keys_secret k = keys(1), other = keys(2);
	struct chain c = chain_by(&k);
	struct hash h = {{9}};
	struct signature s;
	chain_sign(&c, 1, &h, &other, &s);
	assert_false(chain_verify(&c, 1, &h, &other.pub, &s));
	assert_false(chain_verify(&c, 1, &h, &k.pub, &s));
}

static void test_receipt_covers_everything(void **state)
{
	(void)state;
	struct keys_secret hub = keys(3), other = keys(4);
	struct id journal = {{1}}, another = {{2}};
	struct hash h = {{9}}, altered = {{8}};
	struct signature s;
	chain_receipt_sign(journal, 12, &h, &hub, &s);
	assert_true(chain_receipt_verify(journal, 12, &h, &hub.pub, &s));
	assert_false(chain_receipt_verify(another, 12, &h, &hub.pub, &s));
	assert_false(chain_receipt_verify(journal, 13, &h, &hub.pub, &s));
	assert_false(chain_receipt_verify(journal, 12, &altered, &hub.pub, &s));
	assert_false(chain_receipt_verify(journal, 12, &h, &other.pub, &s));
	/* a hub with the same signing key and another box key is another hub */
	struct keys_public half = hub.pub;
	half.box[0] ^= 1;
	assert_false(chain_receipt_verify(journal, 12, &h, &half, &s));
}

static void test_household_keys_keep_unit_and_number_apart(void **state)
{
	(void)state;
	struct id a = chain_household_key("05788-01", "1", 0);
	assert_true(id_equal(a, chain_household_key("05788-01", "1", 0)));
	assert_false(id_equal(a, chain_household_key("05788-0", "11", 0)));
	assert_false(id_equal(a, chain_household_key("05788-01", "1", 1)));
	assert_false(id_equal(a, chain_household_key("05788-01", "1A", 0)));
}

/* -- names -- */

static void test_name_reads_as_written(void **state)
{
	(void)state;
	struct name n = {.journal = {{0xab}}, .seq = 2147483647, .hash = {{0, 1, 2}}}, back;
	char text[NAME_TEXT];
	bool has_hash;
	assert_string_equal(name_text(&n, text), "ab00000000000000:2147483647:0001020000000000");
	assert_true(name_parse(text, &back));
	assert_int_equal(name_compare(&n, &back), 0);
	assert_true(name_read(text, &back, &has_hash));
	assert_true(has_hash);
	assert_true(name_read("ab00000000000000:12", &back, &has_hash));
	assert_false(has_hash);
	assert_int_equal(back.seq, 12);
	assert_false(name_parse("ab00000000000000:12", &back));
}

static void test_name_refuses_everything_else(void **state)
{
	(void)state;
	static const char *const bad[] = {"", ":", "ab", "ab00000000000000", "ab00000000000000:", "ab00000000000000:0",
		"ab00000000000000:01", "ab00000000000000:+1", "ab00000000000000:-1", "ab00000000000000: 1",
		"ab00000000000000:2147483648", "ab00000000000000:99999999999999999999999",
		"ab00000000000000:1:", "ab00000000000000:1:000102000000000", "ab00000000000000:1:00010200000000000",
		"AB00000000000000:1:0001020000000000",
		"ab00000000000000:1:0001020000000000:", "ab00000000000000:1;0001020000000000",
		"ab0000000000000:1:0001020000000000", "ab000000000000000:1:0001020000000000", "ab00000000000000:1x"};
	struct name n;
	bool has_hash;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		if (name_read(bad[i], &n, &has_hash) || name_parse(bad[i], &n))
			fail_msg("taken for a name: %s", bad[i]);
	}
}

static void test_names_are_ordered_by_journal_seq_hash(void **state)
{
	(void)state;
	struct name n[] = {
		{{{0}}, 2, {{9}}}, {{{1}}, 1, {{0}}}, {{{1}}, 9, {{0}}}, {{{1}}, 10, {{0}}}, {{{1}}, 10, {{1}}}};
	for (size_t i = 0; i < 5; i++)
		for (size_t k = 0; k < 5; k++)
			assert_int_equal(
				(name_compare(&n[i], &n[k]) > 0) - (name_compare(&n[i], &n[k]) < 0), (i > k) - (i < k));
}

static void test_row_reads_as_written(void **state)
{
	(void)state;
	struct name n = {.journal = {{0xab}}, .seq = 7, .hash = {{1}}}, back;
	static const char *const bad[] = {"null", "[]", "{}", "[\"ab00000000000000\",7]",
		"[\"ab\",7,\"0100000000000000\"]", "[\"ab00000000000000\",0,\"0100000000000000\"]",
		"[\"ab00000000000000\",7.5,\"0100000000000000\"]", "[\"ab00000000000000\",\"7\",\"0100000000000000\"]",
		"[\"ab00000000000000\",7,\"0100000000000000\",1]", "[\"ab00000000000000\",7,null]",
		"[7,7,\"0100000000000000\"]", "[\"ab00000000000000\",2147483648,\"0100000000000000\"]",
		"{\"a\":\"ab00000000000000\",\"b\":7,\"c\":\"0100000000000000\"}"};
	cJSON *row = entry_row(&n);
	char *text = cJSON_PrintUnformatted(row);
	assert_string_equal(text, "[\"ab00000000000000\",7,\"0100000000000000\"]");
	assert_true(entry_read_row(row, &back));
	assert_int_equal(name_compare(&n, &back), 0);
	free(text);
	cJSON_Delete(row);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		row = json_parse(bad[i], strlen(bad[i]), 8);
		if (entry_read_row(row, &back))
			fail_msg("taken for a row: %s", bad[i]);
		cJSON_Delete(row);
	}
	assert_false(entry_read_row(NULL, &back));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys_of_one_seed_are_the_same),
		cmocka_unit_test(test_generated_keys_differ_and_work),
		cmocka_unit_test(test_every_byte_of_both_keys_is_in_the_id),
		cmocka_unit_test(test_wiped_keys_are_gone),
		cmocka_unit_test(test_hash_zero_covers_the_whole_journal),
		cmocka_unit_test(test_next_hash_covers_prev_and_length),
		cmocka_unit_test(test_head_signature_covers_everything),
		cmocka_unit_test(test_only_the_author_signs_heads),
		cmocka_unit_test(test_receipt_covers_everything),
		cmocka_unit_test(test_household_keys_keep_unit_and_number_apart),
		cmocka_unit_test(test_name_reads_as_written),
		cmocka_unit_test(test_name_refuses_everything_else),
		cmocka_unit_test(test_names_are_ordered_by_journal_seq_hash),
		cmocka_unit_test(test_row_reads_as_written),
	};
	alloc_init();
	return cmocka_run_group_tests_name("journal", tests, NULL, NULL);
}
