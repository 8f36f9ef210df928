/* test_message_inside.c - what lies behind the seal: wrong headers, bodies and streams, and every limit.
 *
 * The test makes its own plaintexts, well signed and well sealed. It knows the layout from PROTOCOL.md, not from the
 * code's private header. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>
#include <zlib.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>
#include <tungnha/message.h>

#include "../support/envelope.h"

static struct keys_secret node, hub;
static struct buf dictionary;

static int set_up(void **state)
{
	(void)state;
	node = envelope_keys()->node;
	hub = envelope_keys()->hub;
	struct err e;
	buf_init(&dictionary, 32 * 1024);
	return file_read("sync/dictionary.txt", &dictionary, &e);
}

static int tear_down(void **state)
{
	(void)state;
	buf_free(&dictionary);
	return 0;
}

struct forged {
	const char *header;
	const void *body; /* not yet packed */
	size_t body_bytes;
	unsigned char version, alg;
	uint32_t header_bytes;  /* 0: as long as the header is */
	size_t cut, add;        /* of the packed body: bytes cut from its end, zeros added to it */
	const char *dictionary; /* NULL: ours; "": none */
	size_t block;           /* of the padding; 0: 256 */
	bool bad_padding, bad_signature, no_padding;
};

#define GOOD_HEADER "{\"at\":\"2025-11-12T19:40:00+07:00\",\"unit\":\"05788-01\"}"
#define GOOD_BODY "{\"have\":[],\"runs\":[],\"receipts\":[],\"quotes\":[]}\n"
#define ID "\"0102030405060708\""
#define B32 "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\""
#define B64 "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\""
#define RUN(first, last)                                                                                               \
	"{\"journal\":" ID ",\"author\":" ID ",\"unit\":\"05788-01\",\"generation\":1,\"first\":" first                \
	",\"last\":" last ",\"prev\":" B32 ",\"head_sig\":" B64 "}"
#define RUNS(runs) "{\"have\":[],\"runs\":[" runs "],\"receipts\":[],\"quotes\":[]}\n"

static size_t pack(const struct forged *f, unsigned char *out, size_t room)
{
	z_stream z = {0};
	const char *d = f->dictionary ? f->dictionary : dictionary.data;
	assert_int_equal(deflateInit(&z, 9), Z_OK);
	if (*d)
		assert_int_equal(deflateSetDictionary(&z, (const unsigned char *)d, (unsigned)strlen(d)), Z_OK);
	z.next_in = (unsigned char *)(size_t)f->body;
	z.avail_in = (unsigned)f->body_bytes;
	z.next_out = out;
	z.avail_out = (unsigned)room;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	size_t n = z.total_out;
	deflateEnd(&z);
	assert_true(f->cut <= n);
	memset(out + n, 0, f->add);
	return n - f->cut + f->add;
}

static void put32(unsigned char *out, size_t n)
{
	for (int i = 0; i < 4; i++)
		out[i] = (unsigned char)(n >> (8 * i));
}

/* n bytes of plaintext with its signature in place; the signed text is put together apart. */
static void sign(unsigned char *plain, size_t n)
{
	static const char domain[] = "tungnha.message.1";
	size_t start = sizeof domain + KEY_BYTES + 4, rest = n - KEY_SIGNATURE;
	unsigned char *text = alloc_bytes(start + rest);
	memcpy(text, domain, sizeof domain);
	memcpy(text + sizeof domain, hub.pub.box, KEY_BYTES);
	put32(text + start - 4, rest);
	memcpy(text + start, plain + KEY_SIGNATURE, rest);
	crypto_sign_detached(plain, NULL, text, start + rest, node.sign_secret);
	free(text);
}

static text_id seal_plain(unsigned char *plain, size_t padded)
{
	struct id id = keys_id(&hub.pub);
	size_t size = 12 + padded + crypto_box_SEALBYTES;
	unsigned char *sealed = alloc_bytes(size);
	memcpy(sealed, "TNM1", 4);
	memcpy(sealed + 4, id.b, sizeof id.b);
	assert_int_equal(crypto_box_seal(sealed + 12, plain, padded, hub.pub.box), 0);
	text_id text = envelope_opens(sealed, size, &hub);
	free(sealed);
	return text;
}

static text_id forge(struct forged f)
{
	f.header = f.header ? f.header : GOOD_HEADER;
	if (!f.body) {
		f.body = GOOD_BODY;
		f.body_bytes = strlen(GOOD_BODY);
	}
	size_t header_bytes = strlen(f.header), room = 134 + header_bytes + compressBound(f.body_bytes) + f.add + 512,
	       padded;
	unsigned char *plain = alloc_bytes(room);
	plain[64] = f.version ? f.version : 1;
	plain[65] = f.alg ? f.alg : 1;
	memcpy(plain + 66, node.pub.sign, KEY_BYTES);
	memcpy(plain + 98, node.pub.box, KEY_BYTES);
	put32(plain + 130, f.header_bytes ? f.header_bytes : header_bytes);
	memcpy(plain + 134, f.header, header_bytes);
	size_t n = 134 + header_bytes + pack(&f, plain + 134 + header_bytes, room - 134 - header_bytes);
	sign(plain, n);
	if (f.bad_signature)
		plain[5] ^= 1;
	assert_int_equal(sodium_pad(&padded, plain, n, f.block ? f.block : 256, room), 0);
	if (f.bad_padding)
		plain[padded - 1] = 7;
	text_id text = seal_plain(plain, f.no_padding ? n : padded);
	free(plain);
	return text;
}

static text_id forge_header(const char *header)
{
	return forge((struct forged){.header = header});
}

static text_id forge_body(const char *body)
{
	return forge((struct forged){.body = body, .body_bytes = strlen(body)});
}

static void test_forging_as_such_works(void **state)
{
	(void)state;
	assert_ptr_equal(forge((struct forged){0}), TEXT_NONE);
	assert_ptr_equal(forge_body(RUNS(RUN("1", "2") "," RUN("7", "7")) "a\nb\nc\n"), TEXT_NONE);
	assert_int_equal(
		forge_header("{\"unit\":\"05788-01\",\"later\":{\"x\":[1]},\"at\":\"2025-11-12T19:40:00+07:00\"}"),
		TEXT_NONE);
}

static void test_wrong_outside(void **state)
{
	(void)state;
	assert_ptr_equal(forge((struct forged){.bad_signature = true}), TEXT_MESSAGE_NOT_AUTHENTIC);
	assert_ptr_equal(forge((struct forged){.bad_padding = true}), TEXT_MESSAGE_MALFORMED);
	assert_ptr_equal(forge((struct forged){.no_padding = true, .add = 301}), TEXT_MESSAGE_MALFORMED);
	assert_int_equal(forge((struct forged){.block = 32,
				 .header = GOOD_HEADER "                                        "
						       "                                        "}),
		TEXT_MESSAGE_MALFORMED); /* well padded, to another size */
	assert_string_equal(envelope_what, "plaintext");
	assert_ptr_equal(forge((struct forged){.version = 2}), TEXT_MESSAGE_VERSION);
	assert_ptr_equal(forge((struct forged){.alg = 2}), TEXT_MESSAGE_VERSION);
	unsigned char tiny[256] = {0x80}, zeros[512] = {0};
	assert_ptr_equal(seal_plain(tiny, sizeof tiny), TEXT_MESSAGE_MALFORMED);   /* nothing but padding */
	assert_ptr_equal(seal_plain(zeros, sizeof zeros), TEXT_MESSAGE_MALFORMED); /* no padding to be found */
	assert_ptr_equal(seal_plain(tiny, 0), TEXT_MESSAGE_UNREADABLE);
}

static void test_header_length_lies(void **state)
{
	(void)state;
	const uint32_t lies[] = {1, strlen(GOOD_HEADER) - 1, strlen(GOOD_HEADER) + 1, 400, 16 * 1024};
	const uint32_t huge[] = {16 * 1024 + 1, 0x7fffffff, 0x80000000, 0xffffff7a, 0xffffffff};
	for (size_t i = 0; i < sizeof lies / sizeof *lies; i++)
		assert_ptr_equal(forge((struct forged){.header_bytes = lies[i]}), TEXT_MESSAGE_MALFORMED);
	for (size_t i = 0; i < sizeof huge / sizeof *huge; i++)
		assert_ptr_equal(forge((struct forged){.header_bytes = huge[i]}), TEXT_MESSAGE_LIMIT);
}

static void test_wrong_headers(void **state)
{
	(void)state;
#define AT "\"at\":\"2025-11-12T19:40:00+07:00\""
#define UNIT "\"unit\":\"05788-01\""
#define IN "{" AT "," UNIT ","
	static const char *const bad[] = {"", "{}", "[]", "{" AT "}", "{" UNIT "}", "{" AT ",\"unit\":\"\"}",
		"{" AT ",\"unit\":\"05788/01\"}", "{" AT ",\"unit\":\"123456789012345678901234567890123\"}",
		"{" AT ",\"unit\":5788}", "{\"at\":\"2025-11-12\"," UNIT "}", "{\"at\":\"\"," UNIT "}",
		IN "\"state\":\"old\"}", IN "\"state\":\"\"}", IN "\"state\":null}", IN "\"enrol\":{}}",
		IN "\"most\":0}", IN "\"most\":201}", IN "\"most\":\"10\"}", IN "\"most\":null}", IN "\"enrol\":true}",
		IN "\"enrol\":null}", IN "\"enrol\":{\"invite\":\"01\",\"label\":\"\",\"proof\":" B32 "}}",
		IN "\"enrol\":{\"invite\":" ID ",\"proof\":" B32 "}}",
		IN "\"enrol\":{\"invite\":" ID ",\"label\":\"\",\"proof\":" B64 "}}",
		IN "\"enrol\":{\"invite\":" ID ",\"label\":\"Xo\xcc\x81m\",\"proof\":" B32 "}}",
		IN "\"x\":[[[[[[[[1]]]]]]]]}", "{" AT "," UNIT "}}", "{" AT "," UNIT};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		if (forge_header(bad[i]) != TEXT_MESSAGE_MALFORMED)
			fail_msg("taken for a header: %s", bad[i]);
	}
	char label[200], header[500];
	for (size_t n = 100; n <= 101; n++) {
		snprintf(label, sizeof label, "%.*s", (int)n,
			"1234567890123456789012345678901234567890123456789012345678901234567890"
			"1234567890123456789012345678901234567890");
		snprintf(header, sizeof header, IN "\"enrol\":{\"invite\":" ID ",\"label\":\"%s\",\"proof\":" B32 "}}",
			label);
		assert_ptr_equal(forge_header(header), n == 100 ? TEXT_NONE : TEXT_MESSAGE_MALFORMED);
	}
}

static void test_wrong_streams(void **state)
{
	(void)state;
	assert_ptr_equal(forge((struct forged){.dictionary = "another"}), TEXT_MESSAGE_MALFORMED);
	assert_ptr_equal(forge((struct forged){.dictionary = ""}), TEXT_MESSAGE_MALFORMED);
	assert_ptr_equal(forge((struct forged){.add = 1}), TEXT_MESSAGE_MALFORMED);
	for (size_t cut = 1; cut <= 14; cut++)
		assert_ptr_equal(forge((struct forged){.cut = cut}), TEXT_MESSAGE_MALFORMED);
}

static void test_wrong_bodies(void **state)
{
	(void)state;
#define LISTS "{\"have\":[],\"runs\":[],\"receipts\":[],\"quotes\":[]}"
	static const char *const bad[] = {"\n", "{}\n", "[]\n", LISTS, LISTS "\n\n", LISTS "\na\n", LISTS "\na",
		"{\"have\":[],\"runs\":[],\"receipts\":[]}\n",
		"{\"have\":{},\"runs\":[],\"receipts\":[],\"quotes\":[]}\n",
		"{\"have\":[[]],\"runs\":[],\"receipts\":[],\"quotes\":[]}\n",
		"{\"have\":[[" ID ",0," ID "]],\"runs\":[],\"receipts\":[],\"quotes\":[]}\n",
		"{\"have\":[],\"defs\":\"\",\"runs\":[],\"receipts\":[],\"quotes\":[]}\n",
		"{\"have\":[],\"defs\":[1],\"runs\":[],\"receipts\":[],\"quotes\":[]}\n",
		"{\"have\":[],\"defs\":[\"01020304\"],\"runs\":[],\"receipts\":[],\"quotes\":[]}\n",
		"{\"have\":[],\"shown\":{},\"runs\":[],\"receipts\":[],\"quotes\":[]}\n",
		"{\"have\":[],\"shown\":null,\"runs\":[],\"receipts\":[],\"quotes\":[]}\n",
		"{\"have\":[],\"shown\":[[" ID ",1]],\"runs\":[],\"receipts\":[],\"quotes\":[]}\n",
		"{\"have\":[],\"shown\":[[" ID ",0," ID "]],\"runs\":[],\"receipts\":[],\"quotes\":[]}\n",
		"{\"have\":[],\"runs\":[],\"receipts\":[[" ID ",1," B32 "]],\"quotes\":[]}\n",
		"{\"have\":[],\"runs\":[],\"receipts\":[],\"quotes\":[[" ID ",1," B32 "," B32 "]]}\n",
		"{\"have\":[],\"runs\":[],\"receipts\":[],\"quotes\":[[" ID ",1," B32 "," B64 ",1]]}\n", RUNS("1"),
		RUNS("{}"), RUNS(RUN("1", "1")), RUNS(RUN("1", "1")) "\n", RUNS(RUN("1", "1")) "a",
		RUNS(RUN("1", "1")) "a\nb\n", RUNS(RUN("1", "3")) "a\n\nb\n", RUNS(RUN("1", "2")) "a\n",
		RUNS(RUN("0", "1")) "a\nb\n", RUNS(RUN("2", "1")), RUNS(RUN("1", "1.5")) "a\n", RUNS(RUN("1", "-1")),
		RUNS(RUN("2147483647", "2147483648")) "a\nb\n"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		if (forge_body(bad[i]) != TEXT_MESSAGE_MALFORMED)
			fail_msg("taken for a body: %s", bad[i]);
	}
	static const char nul[] = RUNS(RUN("1", "1")) "a\0b\n";
	assert_ptr_equal(forge((struct forged){.body = nul, .body_bytes = sizeof nul - 1}), TEXT_MESSAGE_MALFORMED);
	assert_ptr_equal(forge((struct forged){.body = "", .body_bytes = 0}), TEXT_MESSAGE_MALFORMED);
}

/* -- limits -- */

/* The first line with `count` times `item` in one of its lists, and `lines` entries behind it. */
static text_id forge_many(const char *list, const char *item, size_t count, size_t lines)
{
	static const char *const names[] = {"have", "runs", "receipts", "quotes", "shown", "defs"};
	struct buf b;
	buf_init(&b, 16 * 1024 * 1024);
	for (size_t l = 0; l < 6; l++) {
		buf_print(&b, "%s\"%s\":[", l ? "," : "{", names[l]);
		for (size_t i = 0; strcmp(list, names[l]) == 0 && i < count; i++) {
			buf_text(&b, i ? "," : "");
			buf_text(&b, item);
		}
		buf_char(&b, ']');
	}
	buf_text(&b, "}\n");
	for (size_t i = 0; i < lines; i++)
		buf_text(&b, "x\n");
	assert_false(b.full);
	text_id text = forge((struct forged){.body = b.data, .body_bytes = b.len});
	buf_free(&b);
	return text;
}

static void test_limits_of_lists(void **state)
{
	(void)state;
	const char *have = "[" ID ",1," ID "]", *receipt = "[" ID ",1," B32 "," B64 "]";
	assert_ptr_equal(forge_many("have", have, 4096, 0), TEXT_NONE);
	assert_ptr_equal(forge_many("have", have, 4097, 0), TEXT_MESSAGE_LIMIT);
	assert_ptr_equal(forge_many("receipts", receipt, MESSAGE_RECEIPTS_MAX, 0), TEXT_NONE);
	assert_ptr_equal(forge_many("receipts", receipt, MESSAGE_RECEIPTS_MAX + 1, 0), TEXT_MESSAGE_LIMIT);
	assert_ptr_equal(forge_many("quotes", receipt, MESSAGE_RECEIPTS_MAX + 1, 0), TEXT_MESSAGE_LIMIT);
	assert_ptr_equal(forge_many("defs", ID, MESSAGE_DEFS_MAX, 0), TEXT_NONE);
	assert_ptr_equal(forge_many("defs", ID, MESSAGE_DEFS_MAX + 1, 0), TEXT_MESSAGE_LIMIT);
	assert_ptr_equal(forge_many("shown", have, MESSAGE_RECEIPTS_MAX, 0), TEXT_NONE);
	assert_ptr_equal(forge_many("shown", have, MESSAGE_RECEIPTS_MAX + 1, 0), TEXT_MESSAGE_LIMIT);
	assert_ptr_equal(forge_many("runs", RUN("1", "2"), 256, 512), TEXT_NONE);
	assert_ptr_equal(forge_many("runs", RUN("1", "1"), 257, 257), TEXT_MESSAGE_LIMIT);
	assert_ptr_equal(forge_many("runs", RUN("1", "3"), 171, 513), TEXT_MESSAGE_LIMIT);
	assert_ptr_equal(forge_many("runs", RUN("1", "512"), 1, 512), TEXT_NONE);
	assert_ptr_equal(forge_many("runs", RUN("1", "513"), 1, 513), TEXT_MESSAGE_LIMIT);
	assert_ptr_equal(forge_many("runs", RUN("1", "2147483647"), 3, 1), TEXT_MESSAGE_LIMIT);
}

/* Rows in place of receipts and receipts are bounded together. */
static void test_limit_of_receipts_and_their_rows(void **state)
{
	(void)state;
	for (size_t more = 0; more < 2; more++) {
		struct buf b;
		buf_init(&b, 4 * 1024 * 1024);
		buf_text(&b, "{\"have\":[],\"runs\":[],\"quotes\":[],\"receipts\":[[" ID ",1," B32 "," B64
			     "]],\"shown\":[[" ID ",1," ID "]");
		for (size_t i = 2; i < MESSAGE_RECEIPTS_MAX + more; i++)
			buf_text(&b, ",[" ID ",1," ID "]");
		buf_text(&b, "]}\n");
		assert_int_equal(forge((struct forged){.body = b.data, .body_bytes = b.len}),
			more ? TEXT_MESSAGE_LIMIT : TEXT_NONE);
		buf_free(&b);
	}
}

/* A line that would fill the memory once parsed is refused before it is. */
static void test_limit_of_values(void **state)
{
	(void)state;
	assert_ptr_equal(forge_many("have", "0", 1000 * 1000, 0), TEXT_MESSAGE_LIMIT);
	assert_string_equal(envelope_what, "values");
	assert_ptr_equal(forge_many("have", "[]", 1000 * 1000, 0), TEXT_MESSAGE_LIMIT);
	assert_string_equal(envelope_what, "values");
}

static text_id forge_entry(size_t bytes)
{
	struct buf b;
	char *blank = alloc_bytes(bytes);
	memset(blank, 'x', bytes);
	buf_init(&b, bytes + 1000);
	buf_text(&b, RUNS(RUN("1", "1")));
	buf_add(&b, blank, bytes);
	buf_char(&b, '\n');
	text_id text = forge((struct forged){.body = b.data, .body_bytes = b.len});
	buf_free(&b);
	free(blank);
	return text;
}

static void test_limit_of_an_entry(void **state)
{
	(void)state;
	assert_ptr_equal(forge_entry(2 * 1024 * 1024), TEXT_NONE);
	assert_ptr_equal(forge_entry(2 * 1024 * 1024 + 1), TEXT_MESSAGE_LIMIT);
}

/* A body of exactly n bytes: valid JSON and then white space, so that only its size is in question. */
static text_id forge_size(size_t n)
{
	char *body = alloc_bytes(n + 1);
	memset(body, ' ', n);
	memcpy(body, GOOD_BODY, strlen(GOOD_BODY) - 1);
	body[n - 1] = '\n';
	body[n] = '\0';
	text_id text = forge((struct forged){.body = body, .body_bytes = n});
	free(body);
	return text;
}

static void test_a_bomb_does_not_go_off(void **state)
{
	(void)state;
	assert_ptr_equal(forge_size(4 * 1024 * 1024), TEXT_NONE);
	assert_ptr_equal(forge_size(4 * 1024 * 1024 + 1), TEXT_MESSAGE_LIMIT);
	assert_ptr_equal(forge_size(64 * 1024 * 1024), TEXT_MESSAGE_LIMIT); /* 64 kB of packed blanks */
}

static void test_limit_of_a_message(void **state)
{
	(void)state;
	char *bytes = alloc_zero(MESSAGE_BYTES_MAX + 1, 1);
	struct id id = keys_id(&hub.pub);
	memcpy(bytes, "TNM1", 4);
	memcpy(bytes + 4, id.b, sizeof id.b);
	assert_ptr_equal(envelope_opens(bytes, MESSAGE_BYTES_MAX + 1, &hub), TEXT_MESSAGE_LIMIT);
	assert_ptr_equal(envelope_opens(bytes, MESSAGE_BYTES_MAX, &hub), TEXT_MESSAGE_UNREADABLE);
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forging_as_such_works),
		cmocka_unit_test(test_wrong_outside),
		cmocka_unit_test(test_header_length_lies),
		cmocka_unit_test(test_wrong_headers),
		cmocka_unit_test(test_wrong_streams),
		cmocka_unit_test(test_wrong_bodies),
		cmocka_unit_test(test_limits_of_lists),
		cmocka_unit_test(test_limit_of_receipts_and_their_rows),
		cmocka_unit_test(test_limit_of_values),
		cmocka_unit_test(test_limit_of_an_entry),
		cmocka_unit_test(test_a_bomb_does_not_go_off),
		cmocka_unit_test(test_limit_of_a_message),
	};
	alloc_init();
	return cmocka_run_group_tests_name("message, inside", tests, set_up, tear_down);
}
