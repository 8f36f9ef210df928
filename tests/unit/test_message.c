/* test_message.c - the sealed envelope: opens as sealed, and not otherwise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include <tungnha/alloc.h>
#include <tungnha/message.h>

#include "../support/envelope.h"

static struct keys_secret node, hub, other;

static int set_up(void **state)
{
	(void)state;
	node = envelope_keys()->node;
	hub = envelope_keys()->hub;
	other = envelope_keys()->other;
	return 0;
}

/* -- a message of our own making -- */

static struct message empty(void)
{
	return (struct message){.unit = "05788-01", .at = "2025-11-12T19:40:00+07:00"};
}

static int seal(const struct message *m, struct buf *out, struct err *e)
{
	buf_init(out, MESSAGE_BYTES_MAX);
	return message_seal(m, &node, &hub.pub, out, e);
}

/* A run of `count` entries "e1", "e2", … beginning at `first`. */
struct sample {
	char text[MESSAGE_ENTRIES_MAX + 1][8];
	const char *entry[MESSAGE_ENTRIES_MAX + 1];
	size_t bytes[MESSAGE_ENTRIES_MAX + 1];
};

static struct run sample_run(struct sample *s, uint32_t first, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		snprintf(s->text[i], sizeof s->text[i], "e%u", (unsigned)(first + i));
		s->entry[i] = s->text[i];
		s->bytes[i] = strlen(s->text[i]);
	}
	return (struct run){
		.chain = {.author = keys_id(&node.pub), .unit = "05788-01", .journal = {{5}}, .generation = 2},
		.first = first,
		.last = first + count - 1,
		.prev = {{0xfe}},
		.head_sig = {{0xed}},
		.entry = s->entry,
		.entry_bytes = s->bytes};
}

/* -- what is sealed opens -- */

static void assert_same_run(const struct run *a, const struct run *b)
{
	assert_true(id_equal(a->chain.author, b->chain.author) && id_equal(a->chain.journal, b->chain.journal));
	assert_string_equal(a->chain.unit, b->chain.unit);
	assert_int_equal(a->chain.generation, b->chain.generation);
	assert_int_equal(a->first, b->first);
	assert_int_equal(a->last, b->last);
	assert_memory_equal(&a->prev, &b->prev, sizeof a->prev);
	assert_memory_equal(&a->head_sig, &b->head_sig, sizeof a->head_sig);
	for (uint32_t i = 0; i <= a->last - a->first; i++) {
		assert_int_equal(a->entry_bytes[i], b->entry_bytes[i]);
		assert_memory_equal(a->entry[i], b->entry[i], a->entry_bytes[i]);
	}
}

static void test_everything_comes_out_as_it_went_in(void **state)
{
	(void)state;
	static struct sample one, two;
	struct name have[] = {{{{1}}, 7, {{2}}}, {{{3}}, 2147483647, {{4}}}}, shown[] = {{{{3}}, 5, {{6}}}};
	struct receipt receipt[] = {{{{1}}, 7, {{9}}, {{8}}}},
		       quote[] = {{{{2}}, 9, {{7}}, {{6}}}, {{{3}}, 1, {{5}}, {{4}}}};
	struct run run[] = {sample_run(&one, 1, 3), sample_run(&two, 41, 2)};
	struct message m = empty(), back;
	struct buf sealed;
	struct err e;
	m.enrol = true;
	m.enrol_invite = (struct id){{1, 2}};
	strcpy(m.enrol_label, "máy \"của\" Hà");
	memset(m.enrol_proof, 0x5a, sizeof m.enrol_proof);
	m.state = STATE_WAITING;
	m.most = 50;
	struct id def[] = {{{7}}, {{8}}};
	m.shown = shown, m.showns = 1, m.def = def, m.defs = 2;
	m.have = have, m.haves = 2, m.receipt = receipt, m.receipts = 1, m.quote = quote, m.quotes = 2, m.run = run,
	m.runs = 2;
	assert_int_equal(seal(&m, &sealed, &e), 0);
	assert_int_equal(message_open(sealed.data, sealed.len, &hub, &back, &e), 0);
	assert_true(keys_equal(&back.sender, &node.pub));
	assert_string_equal(back.unit, m.unit);
	assert_string_equal(back.at, m.at);
	assert_true(back.enrol && id_equal(back.enrol_invite, m.enrol_invite));
	assert_string_equal(back.enrol_label, m.enrol_label);
	assert_memory_equal(back.enrol_proof, m.enrol_proof, sizeof m.enrol_proof);
	assert_int_equal(back.state, STATE_WAITING);
	assert_int_equal(back.most, 50);
	assert_int_equal(back.haves, 2);
	assert_int_equal(name_compare(&back.have[0], &have[0]) | name_compare(&back.have[1], &have[1]), 0);
	assert_int_equal(back.defs, 2);
	assert_memory_equal(back.def, def, sizeof def);
	assert_int_equal(back.showns, 1);
	assert_int_equal(name_compare(&back.shown[0], &shown[0]), 0);
	assert_int_equal(back.receipts, 1);
	assert_memory_equal(back.receipt, receipt, sizeof receipt);
	assert_int_equal(back.quotes, 2);
	assert_memory_equal(back.quote, quote, sizeof quote);
	assert_int_equal(back.runs, 2);
	assert_same_run(&back.run[0], &run[0]);
	assert_same_run(&back.run[1], &run[1]);
	message_free(&back);
	message_free(&back); /* harmless twice */
	buf_free(&sealed);
}

static void test_an_empty_exchange_is_legal(void **state)
{
	(void)state;
	struct message m = empty(), back;
	struct buf sealed;
	struct err e;
	assert_int_equal(seal(&m, &sealed, &e), 0);
	assert_int_equal((sealed.len - 12 - crypto_box_SEALBYTES) % 256, 0);
	assert_int_equal(message_open(sealed.data, sealed.len, &hub, &back, &e), 0);
	assert_int_equal(back.haves + back.runs + back.receipts + back.quotes, 0);
	assert_false(back.enrol);
	assert_int_equal(back.state, STATE_NONE);
	message_free(&back);
	buf_free(&sealed);
}

static void test_recipient_stands_in_clear(void **state)
{
	(void)state;
	struct message m = empty();
	struct buf sealed;
	struct err e;
	struct id id;
	assert_int_equal(seal(&m, &sealed, &e), 0);
	assert_true(message_recipient(sealed.data, 12, &id));
	assert_true(id_equal(id, keys_id(&hub.pub)));
	assert_false(message_recipient(sealed.data, 11, &id));
	assert_false(message_recipient("TNM2abcdefgh", 12, &id));
	assert_ptr_equal(envelope_opens(sealed.data, sealed.len, &other), TEXT_MESSAGE_OTHER);
	buf_free(&sealed);
}

/* Two seals of one message differ, and so do their file names; the same bytes have the same name. */
static void test_file_name_is_of_the_bytes(void **state)
{
	(void)state;
	struct message m = empty();
	struct buf a, b;
	struct err e;
	char first[MESSAGE_FILE_NAME], second[MESSAGE_FILE_NAME];
	assert_int_equal(seal(&m, &a, &e), 0);
	assert_int_equal(seal(&m, &b, &e), 0);
	assert_string_not_equal(message_file_name(a.data, a.len, first), message_file_name(b.data, b.len, second));
	assert_string_equal(message_file_name(a.data, a.len, second), first);
	assert_int_equal(strlen(first), 20);
	assert_string_equal(first + 16, ".tnm");
	buf_free(&a);
	buf_free(&b);
}

static void test_proof_covers_everything(void **state)
{
	(void)state;
	unsigned char secret[KEY_BYTES] = {1}, wrong[KEY_BYTES] = {2}, good[KEY_BYTES], p[KEY_BYTES];
	struct id id = {{1}}, another = {{2}};
	message_enrol_proof(secret, &hub.pub, id, &node.pub, "A", good);
	message_enrol_proof(secret, &hub.pub, id, &node.pub, "A", p);
	assert_memory_equal(p, good, sizeof p);
	message_enrol_proof(wrong, &hub.pub, id, &node.pub, "A", p);
	assert_memory_not_equal(p, good, sizeof p);
	message_enrol_proof(secret, &other.pub, id, &node.pub, "A", p);
	assert_memory_not_equal(p, good, sizeof p);
	message_enrol_proof(secret, &hub.pub, another, &node.pub, "A", p);
	assert_memory_not_equal(p, good, sizeof p);
	message_enrol_proof(secret, &hub.pub, id, &other.pub, "A", p);
	assert_memory_not_equal(p, good, sizeof p);
	message_enrol_proof(secret, &hub.pub, id, &node.pub, "B", p);
	assert_memory_not_equal(p, good, sizeof p);
	message_enrol_proof(secret, &node.pub, id, &hub.pub, "A", p);
	assert_memory_not_equal(p, good, sizeof p);
}

/* -- the seal -- */

static void test_a_message_cut_anywhere_does_not_open(void **state)
{
	(void)state;
	static struct sample s;
	struct run run = sample_run(&s, 1, 20);
	struct message m = empty();
	struct buf sealed;
	struct err e;
	m.run = &run, m.runs = 1;
	assert_int_equal(seal(&m, &sealed, &e), 0);
	assert_ptr_equal(envelope_opens(sealed.data, sealed.len, &hub), TEXT_NONE);
	for (size_t n = 0; n < sealed.len; n++)
		assert_int_equal(
			envelope_opens(sealed.data, n, &hub), n < 12 ? TEXT_MESSAGE_NOT_ONE : TEXT_MESSAGE_UNREADABLE);
	buf_add(&sealed, "", 1);
	assert_ptr_equal(envelope_opens(sealed.data, sealed.len, &hub), TEXT_MESSAGE_UNREADABLE);
	buf_free(&sealed);
}

static void test_no_flipped_bit_goes_unseen(void **state)
{
	(void)state;
	struct message m = empty();
	struct buf sealed;
	struct err e;
	assert_int_equal(seal(&m, &sealed, &e), 0);
	for (size_t i = 0; i < 8 * sealed.len; i++) {
		text_id expected = i < 32   ? TEXT_MESSAGE_NOT_ONE
				   : i < 96 ? TEXT_MESSAGE_OTHER
					    : TEXT_MESSAGE_UNREADABLE;
		sealed.data[i / 8] = (char)(sealed.data[i / 8] ^ (1 << i % 8));
		assert_int_equal(envelope_opens(sealed.data, sealed.len, &hub), expected);
		sealed.data[i / 8] = (char)(sealed.data[i / 8] ^ (1 << i % 8));
	}
	assert_ptr_equal(envelope_opens(sealed.data, sealed.len, &hub), TEXT_NONE);
	buf_free(&sealed);
}

static void test_a_message_is_not_handed_on_to_another_hub(void **state)
{
	(void)state;
	struct message m = empty();
	struct buf sealed;
	struct err e;
	struct id id = keys_id(&other.pub);
	assert_int_equal(seal(&m, &sealed, &e), 0);
	/* the hub opens it and seals the plaintext anew for its neighbour */
	size_t n = sealed.len - 12 - crypto_box_SEALBYTES;
	unsigned char *plain = alloc_bytes(n), *again = alloc_bytes(sealed.len);
	assert_int_equal(crypto_box_seal_open(plain, (unsigned char *)sealed.data + 12, sealed.len - 12, hub.pub.box,
				 hub.box_secret),
		0);
	memcpy(again, "TNM1", 4);
	memcpy(again + 4, id.b, sizeof id.b);
	assert_int_equal(crypto_box_seal(again + 12, plain, n, other.pub.box), 0);
	assert_ptr_equal(envelope_opens(again, sealed.len, &other), TEXT_MESSAGE_NOT_AUTHENTIC);
	free(plain);
	free(again);
	buf_free(&sealed);
}

/* -- limits of sealing -- */

static text_id seals(const struct message *m)
{
	struct buf sealed;
	struct err e = {0};
	int rc = seal(m, &sealed, &e);
	assert_int_equal(rc, e.code == ERR_DATA ? -1 : 0);
	if (rc == 0)
		assert_ptr_equal(envelope_opens(sealed.data, sealed.len, &hub), TEXT_NONE);
	else
		assert_int_equal(sealed.len, 0);
	buf_free(&sealed);
	return e.text;
}

static void test_sealing_keeps_the_limits(void **state)
{
	(void)state;
	static struct sample s;
	static struct name have[MESSAGE_HAVE_MAX + 1];
	static struct run run[MESSAGE_RUNS_MAX + 1];
	static struct receipt receipt[MESSAGE_RECEIPTS_MAX + 1];
	struct message m = empty();
	for (size_t i = 0; i <= MESSAGE_HAVE_MAX; i++)
		have[i].seq = 1;
	for (size_t i = 0; i <= MESSAGE_RUNS_MAX; i++)
		run[i] = sample_run(&s, 1, 1);
	for (size_t i = 0; i <= MESSAGE_RECEIPTS_MAX; i++)
		receipt[i].through = 1;
	m.have = have, m.run = run, m.receipt = receipt, m.quote = receipt;
	m.haves = MESSAGE_HAVE_MAX, m.runs = MESSAGE_RUNS_MAX, m.receipts = m.quotes = MESSAGE_RECEIPTS_MAX;
	assert_ptr_equal(seals(&m), TEXT_NONE);
	m.haves++;
	assert_ptr_equal(seals(&m), TEXT_MESSAGE_LIMIT);
	m.haves--, m.runs++;
	assert_ptr_equal(seals(&m), TEXT_MESSAGE_LIMIT);
	m.runs--, m.receipts++;
	assert_ptr_equal(seals(&m), TEXT_MESSAGE_LIMIT);
	m.receipts--, m.quotes++;
	assert_ptr_equal(seals(&m), TEXT_MESSAGE_LIMIT);
	m = empty();
	run[0] = sample_run(&s, 1, MESSAGE_ENTRIES_MAX);
	m.run = run, m.runs = 1;
	assert_ptr_equal(seals(&m), TEXT_NONE);
	run[0] = sample_run(&s, 1, MESSAGE_ENTRIES_MAX + 1);
	assert_ptr_equal(seals(&m), TEXT_MESSAGE_LIMIT);
}

/* `count` entries of `bytes` random characters each, what cannot be packed, and one of `more`. */
static text_id seal_noise(size_t count, size_t bytes, size_t more)
{
	static const unsigned char seed[randombytes_SEEDBYTES] = {7};
	static struct sample s;
	struct run run = sample_run(&s, 1, (uint32_t)count + 1);
	struct message m = empty();
	unsigned char *noise = alloc_bytes(bytes);
	randombytes_buf_deterministic(noise, bytes, seed);
	for (size_t i = 0; i < bytes; i++)
		noise[i] = noise[i] == '\n' || noise[i] == 0 ? 'x' : noise[i];
	for (size_t i = 0; i <= count; i++) {
		s.entry[i] = (const char *)noise;
		s.bytes[i] = i < count ? bytes : more;
	}
	m.run = &run, m.runs = 1;
	text_id text = seals(&m);
	free(noise);
	return text;
}

/* Around the greatest size that fits, byte by byte: either the whole message opens again or there is none. */
static void test_sealing_fits_or_says_so(void **state)
{
	(void)state;
	size_t fits = 1, over = 256 * 1024;
	assert_ptr_equal(seal_noise(3, 256 * 1024, fits), TEXT_NONE);
	assert_ptr_equal(seal_noise(3, 256 * 1024, over), TEXT_MESSAGE_LIMIT);  /* over a megabyte when packed */
	assert_ptr_equal(seal_noise(16, 256 * 1024, over), TEXT_MESSAGE_LIMIT); /* over four before */
	while (over - fits > 1) {
		size_t middle = (fits + over) / 2;
		if (seal_noise(3, 256 * 1024, middle) == TEXT_NONE)
			fits = middle;
		else
			over = middle;
	}
	for (size_t more = fits - 8; more < fits + 8; more++) {
		text_id text = seal_noise(3, 256 * 1024, more);
		assert_true(text == TEXT_NONE || text == TEXT_MESSAGE_LIMIT);
	}
}

static void test_sealing_counts_what_is_packed_too(void **state)
{
	(void)state;
	static struct sample s;
	struct run run = sample_run(&s, 1, 17);
	struct message m = empty();
	char *blanks = alloc_bytes(ENTRY_OWN_BYTES_MAX);
	memset(blanks, ' ', ENTRY_OWN_BYTES_MAX);
	for (size_t i = 0; i < 17; i++) {
		s.entry[i] = blanks;
		s.bytes[i] = MESSAGE_INFLATED_MAX / 16;
	}
	m.run = &run, m.runs = 1;
	assert_ptr_equal(seals(&m), TEXT_MESSAGE_LIMIT); /* four megabytes of blanks, a few kilobytes when packed */
	run.last = 15;
	assert_ptr_equal(seals(&m), TEXT_NONE);
	free(blanks);
}

static void test_a_weak_key_is_not_sealed_to(void **state)
{
	(void)state;
	struct keys_public zero = {0};
	struct message m = empty();
	struct buf sealed;
	struct err e;
	buf_init(&sealed, MESSAGE_BYTES_MAX);
	assert_int_equal(message_seal(&m, &node, &zero, &sealed, &e), -1);
	assert_ptr_equal(e.text, TEXT_MESSAGE_WEAK_KEY);
	buf_free(&sealed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_everything_comes_out_as_it_went_in),
		cmocka_unit_test(test_an_empty_exchange_is_legal),
		cmocka_unit_test(test_recipient_stands_in_clear),
		cmocka_unit_test(test_file_name_is_of_the_bytes),
		cmocka_unit_test(test_proof_covers_everything),
		cmocka_unit_test(test_a_message_cut_anywhere_does_not_open),
		cmocka_unit_test(test_no_flipped_bit_goes_unseen),
		cmocka_unit_test(test_a_message_is_not_handed_on_to_another_hub),
		cmocka_unit_test(test_sealing_keeps_the_limits),
		cmocka_unit_test(test_sealing_fits_or_says_so),
		cmocka_unit_test(test_sealing_counts_what_is_packed_too),
		cmocka_unit_test(test_a_weak_key_is_not_sealed_to),
	};
	alloc_init();
	return cmocka_run_group_tests_name("message", tests, set_up, NULL);
}
