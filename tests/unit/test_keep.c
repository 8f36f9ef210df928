/* test_keep.c - what opens a store: recovery keys as people copy them, several ways side by side, alterations. */
#include "../support/shelf.h"

#include <sodium.h>
#include <tungnha/store_keep.h>

#include "../../src/store/store_private.h"
#include "../../src/store/wraps.h"

/* -- the recovery key as text -- */

static void a_recovery_key_survives_the_paper(void **state)
{
	(void)state;
	for (int turn = 0; turn < 200; turn++) {
		unsigned char key[RECOVERY_BYTES], back[RECOVERY_BYTES];
		char text[STORE_RECOVERY_TEXT];
		randombytes_buf(key, sizeof key);
		if (turn == 0)
			memset(key, 0, sizeof key);
		recovery_write(key, text);
		assert_int_equal(strlen(text), STORE_RECOVERY_TEXT - 1);
		MUST(recovery_read(text, back, &e));
		assert_memory_equal(key, back, sizeof key);
	}
}

/* Every single wrong character and every two neighbours exchanged are seen, and told by their group. */
static void every_slip_is_named_by_its_group(void **state)
{
	static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZU*";
	unsigned char key[RECOVERY_BYTES], back[RECOVERY_BYTES];
	char text[STORE_RECOVERY_TEXT], typed[STORE_RECOVERY_TEXT], group[4];
	struct err e;
	(void)state;
	randombytes_buf(key, sizeof key);
	recovery_write(key, text);
	for (size_t i = 0; i < sizeof text - 1; i++) {
		snprintf(group, sizeof group, "%zu", i / 6 + 1);
		for (const char *l = letters; text[i] != '-' && *l; l++) {
			memcpy(typed, text, sizeof text);
			typed[i] = *l;
			if (*l == text[i])
				continue;
			assert_int_equal(recovery_read(typed, back, &e), -1);
			assert_ptr_equal(e.text, TEXT_RECOVERY_GROUP);
			assert_string_equal(e.arg[0], group);
		}
		memcpy(typed, text, sizeof text);
		if (i % 6 < 4 && text[i] != text[i + 1]) {
			typed[i] = text[i + 1];
			typed[i + 1] = text[i];
			assert_int_equal(recovery_read(typed, back, &e), -1);
			assert_string_equal(e.arg[0], group);
		}
	}
	memcpy(typed, text + 6, 5); /* two groups exchanged */
	memcpy(typed + 6, text, 5);
	memcpy(typed + 12, text + 12, sizeof text - 12);
	typed[5] = typed[11] = '-';
	if (memcmp(text, text + 6, 5) != 0)
		assert_int_equal(recovery_read(typed, back, &e), -1);
	assert_int_equal(recovery_read("", back, &e), -1);
	assert_ptr_equal(e.text, TEXT_RECOVERY_LENGTH);
}

/* The vector of sync/PROTOCOL.md, section 12. */
static void the_vector_of_the_protocol(void **state)
{
	unsigned char key[RECOVERY_BYTES], salt[WRAP_SALT], under[KEY_BYTES];
	char text[STORE_RECOVERY_TEXT], hex[2 * KEY_BYTES + 1];
	(void)state;
	for (int i = 0; i < RECOVERY_BYTES; i++)
		key[i] = (unsigned char)i;
	memset(salt, 0x11, sizeof salt);
	recovery_write(key, text);
	assert_string_equal(text, "000G0-40R47-0M30J-E209D-185GT-R38E6-1W81Q-24GK4");
	recovery_under(key, salt, under);
	sodium_bin2hex(hex, sizeof hex, under, sizeof under);
	assert_string_equal(hex, "e1a89f11ae80ab71e3681fc79f1e431adc3fedec4d810106788822bf4193593b");
}

/* -- several ways into one store -- */

static int opens_by(const char *folder, struct store_key key, text_id *why)
{
	struct store *s;
	struct err e = {0};
	int rc = store_open_by(folder, &key, &s, &e);
	store_close(s);
	*why = e.text;
	return rc;
}

static void each_way_opens_alone_and_only_its_own(void **state)
{
	const struct shelf *d = *state;
	char folder[SHELF_PATH], stick[SHELF_PATH], key[SHELF_PATH], recovery[STORE_RECOVERY_TEXT];
	struct store_setup setup = {
		.protection = STORE_UNDER_PASSPHRASE, .passphrase = "lúa chín vàng", .recovery = recovery};
	enum store_protection how;
	text_id why;
	struct store *s;
	shelf_path(d, "p", folder);
	shelf_path(d, "stick.key", stick);
	shelf_path(d, "hub.key", key);
	MUST(store_create(folder, &setup, &s, &e));
	assert_true(store_has_recovery(s));
	MUST(store_make_stick(s, stick, &e));
	store_close(s);
	assert_int_equal(opens_by(folder, (struct store_key){.passphrase = "lúa chín vàng"}, &why), 0);
	assert_int_equal(opens_by(folder, (struct store_key){.recovery = recovery}, &why), 0);
	assert_int_equal(opens_by(folder, (struct store_key){.key_file = stick}, &why), 0);
	assert_int_equal(opens_by(folder, (struct store_key){0}, &why), -1);
	assert_ptr_equal(why, TEXT_STORE_CLOSED);

	/* over to a key file: the passphrase is no way in any more, the two others are */
	MUST(store_open(folder, "lúa chín vàng", &s, &e));
	MUST(store_protect(s, &(struct store_setup){.protection = STORE_UNDER_KEY_FILE, .key_file = key}, &e));
	shelf_sound(s);
	store_close(s);
	assert_true(store_look(folder, &how));
	assert_int_equal(how, STORE_UNDER_KEY_FILE);
	assert_int_equal(opens_by(folder, (struct store_key){0}, &why), 0);
	assert_int_equal(opens_by(folder, (struct store_key){.recovery = recovery}, &why), 0);
	assert_int_equal(opens_by(folder, (struct store_key){.key_file = stick}, &why), 0);
	assert_int_equal(remove(key), 0);
	assert_int_equal(opens_by(folder, (struct store_key){.passphrase = "lúa chín vàng"}, &why), -1);
	assert_ptr_equal(why, TEXT_KEY_FILE_MISSING);
}

static int64_t problems_of(struct store *s)
{
	struct store_check c;
	MUST(store_check(s, &c, &e));
	int64_t n = (int64_t)c.problems;
	store_check_free(&c);
	return n;
}

/* Set by a keyboard that composes nothing, before one form was kept to: it opens as it was typed then. */
static void a_passphrase_kept_as_it_was_typed_still_opens(void **state)
{
	static const char decomposed[] = "lu\xcc\x81"
					 "a chi\xcc\x81n",
			  composed[] = "l\xc3\xba"
				       "a ch\xc3\xadn";
	static const unsigned char data_key[KEY_BYTES] = {7};
	struct wraps w = {.count = 1};
	struct wrap *x = &w.wrap[0];
	unsigned char under[KEY_BYTES], opened[KEY_BYTES];
	struct err why;
	(void)state;
	*x = (struct wrap){.way = "passphrase", .salt_bytes = crypto_pwhash_SALTBYTES, .ops = 1, .memory = 8192};
	x->key_bytes = WRAP_KEY;
	for (int old = 0; old < 2; old++) {
		const char *kept = old ? decomposed : composed;
		const struct place p = place_of("wrap", x->way, strlen(x->way), NULL, 0);
		assert_int_equal(crypto_pwhash(under, sizeof under, kept, strlen(kept), x->salt, 1, 8192,
					 crypto_pwhash_ALG_ARGON2ID13),
			0);
		seal_put(under, &p, data_key, KEY_BYTES, x->key);
		MUST(wraps_open(&w, &(struct store_key){.passphrase = decomposed}, "a", opened, &e));
		assert_memory_equal(opened, data_key, KEY_BYTES);
		assert_int_equal(wraps_open(&w, &(struct store_key){.passphrase = composed}, "a", opened, &why), -old);
		assert_int_equal(wraps_open(&w, &(struct store_key){.passphrase = "lua chin"}, "a", opened, &why), -1);
		assert_int_equal(why.code, ERR_DENIED);
	}
}

static void an_altered_wrap_is_named_before_it_is_needed(void **state)
{
	static const char *const harm[] = {"UPDATE wrap SET key = zeroblob(72) WHERE way = 'recovery'",
		"UPDATE wrap SET salt = zeroblob(32) WHERE way = 'recovery'", "DELETE FROM wrap WHERE way = 'recovery'",
		"UPDATE wrap SET memory = memory - 1024 WHERE way = 'passphrase'"};
	const struct shelf *d = *state;
	for (size_t i = 0; i < sizeof harm / sizeof *harm; i++) {
		char folder[SHELF_PATH], name[8], recovery[STORE_RECOVERY_TEXT];
		struct store_setup setup = {
			.protection = STORE_UNDER_PASSPHRASE, .passphrase = "lúa chín", .recovery = recovery};
		struct store *s;
		snprintf(name, sizeof name, "h%zu", i);
		shelf_path(d, name, folder);
		MUST(store_create(folder, &setup, &s, &e));
		assert_int_equal(problems_of(s), 0);
		shelf_sql(folder, harm[i]);
		assert_int_equal(problems_of(s), 1);
		store_close(s);
	}
}

static void an_unprotected_store_has_nothing_to_recover(void **state)
{
	const struct shelf *d = *state;
	char out[STORE_RECOVERY_TEXT], path[SHELF_PATH];
	struct store *s = shelf_store(d, "u", STORE_COLLECTOR);
	struct err e;
	shelf_path(d, "x.key", path);
	assert_int_equal(store_new_recovery(s, out, &e), -1);
	assert_ptr_equal(e.text, TEXT_KEEP_UNPROTECTED);
	assert_int_equal(store_make_stick(s, path, &e), -1);
	assert_false(store_has_recovery(s));
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_recovery_key_survives_the_paper),
		cmocka_unit_test(every_slip_is_named_by_its_group),
		cmocka_unit_test(the_vector_of_the_protocol),
		cmocka_unit_test_setup_teardown(each_way_opens_alone_and_only_its_own, shelf_setup, shelf_teardown),
		cmocka_unit_test(a_passphrase_kept_as_it_was_typed_still_opens),
		cmocka_unit_test_setup_teardown(
			an_altered_wrap_is_named_before_it_is_needed, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(
			an_unprotected_store_has_nothing_to_recover, shelf_setup, shelf_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
