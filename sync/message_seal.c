/* message_seal.c - the sealed envelope, made: header and body, packed, signed, padded, sealed. */
#include <assert.h>
#include <stdlib.h>

#include "message_parts.h"
#include "zip.h"

#include <tungnha/alloc.h>
#include <tungnha/json.h>

static int over(struct err *e, const char *what, size_t limit)
{
	return err_set(e, ERR_DATA, TEXT_MESSAGE_LIMIT, "%s" ERR_AND "%zu", what, limit);
}

static size_t run_entries(const struct run *r)
{
	assert(r->first >= 1 && r->last >= r->first);
	return (size_t)r->last - r->first + 1;
}

static int check_counts(const struct message *m, struct err *e)
{
	size_t entries = 0;
	if (m->haves > MESSAGE_HAVE_MAX)
		return over(e, "have", MESSAGE_HAVE_MAX);
	if (m->runs > MESSAGE_RUNS_MAX)
		return over(e, "runs", MESSAGE_RUNS_MAX);
	if (m->receipts + m->showns > MESSAGE_RECEIPTS_MAX || m->quotes > MESSAGE_RECEIPTS_MAX)
		return over(e, "receipts", MESSAGE_RECEIPTS_MAX);
	if (m->defs > MESSAGE_DEFS_MAX)
		return over(e, "defs", MESSAGE_DEFS_MAX);
	for (size_t i = 0; i < m->runs; i++)
		entries += run_entries(&m->run[i]);
	return entries > MESSAGE_ENTRIES_MAX ? over(e, "entries", MESSAGE_ENTRIES_MAX) : 0;
}

/* -- header and first line: JSON -- */

static void put_text(struct buf *out, const char *before, const char *text)
{
	buf_text(out, before);
	json_canonical_string(text, out);
}

static void put_id(struct buf *out, const char *before, struct id id)
{
	char hex[ID_HEX];
	buf_text(out, before);
	buf_text(out, id_hex(id, hex));
	buf_char(out, '"');
}

static void put_base64(struct buf *out, const char *before, const unsigned char *bytes, size_t n)
{
	char text[BASE64_64];
	base64_encode(bytes, n, text, sizeof text);
	buf_text(out, before);
	buf_text(out, text);
	buf_char(out, '"');
}

static void write_header(const struct message *m, struct buf *out)
{
	put_text(out, "{\"at\":", m->at);
	if (m->enrol) {
		put_id(out, ",\"enrol\":{\"invite\":\"", m->enrol_invite);
		put_text(out, ",\"label\":", m->enrol_label);
		put_base64(out, ",\"proof\":\"", m->enrol_proof, sizeof m->enrol_proof);
		buf_char(out, '}');
	}
	if (m->most > 0 && m->most < MESSAGE_ENTRIES)
		buf_print(out, ",\"most\":%zu", m->most);
	if (m->state != STATE_NONE)
		put_text(out, ",\"state\":", message_state_word(m->state));
	put_text(out, ",\"unit\":", m->unit);
	buf_char(out, '}');
}

static void write_run(const struct run *r, struct buf *out)
{
	put_id(out, "{\"journal\":\"", r->chain.journal);
	put_id(out, ",\"author\":\"", r->chain.author);
	put_text(out, ",\"unit\":", r->chain.unit);
	buf_print(out, ",\"generation\":%u,\"first\":%u,\"last\":%u", (unsigned)r->chain.generation, (unsigned)r->first,
		(unsigned)r->last);
	put_base64(out, ",\"prev\":\"", r->prev.b, sizeof r->prev.b);
	put_base64(out, ",\"head_sig\":\"", r->head_sig.b, sizeof r->head_sig.b);
	buf_char(out, '}');
}

static void write_receipts(const struct receipt *list, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		put_id(out, i ? ",[\"" : "[\"", list[i].journal);
		buf_print(out, ",%u", (unsigned)list[i].through);
		put_base64(out, ",\"", list[i].hash.b, sizeof list[i].hash.b);
		put_base64(out, ",\"", list[i].signature.b, sizeof list[i].signature.b);
		buf_char(out, ']');
	}
}

static void write_rows(const struct name *list, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		put_id(out, i ? ",[\"" : "[\"", list[i].journal);
		buf_print(out, ",%u", (unsigned)list[i].seq);
		put_id(out, ",\"", list[i].hash);
		buf_char(out, ']');
	}
}

static void write_first_line(const struct message *m, struct buf *out)
{
	buf_text(out, "{\"have\":[");
	write_rows(m->have, m->haves, out);
	if (m->showns > 0) {
		buf_text(out, "],\"shown\":[");
		write_rows(m->shown, m->showns, out);
	}
	if (m->defs > 0) {
		buf_text(out, "],\"defs\":[");
		for (size_t i = 0; i < m->defs; i++)
			put_id(out, i ? ",\"" : "\"", m->def[i]);
	}
	buf_text(out, "],\"runs\":[");
	for (size_t i = 0; i < m->runs; i++) {
		buf_text(out, i ? "," : "");
		write_run(&m->run[i], out);
	}
	buf_text(out, "],\"receipts\":[");
	write_receipts(m->receipt, m->receipts, out);
	buf_text(out, "],\"quotes\":[");
	write_receipts(m->quote, m->quotes, out);
	buf_text(out, "]}\n");
}

/* -- plaintext -- */

/* Bytes of the body before packing; 0: too many. */
static size_t body_bytes(const struct message *m, size_t first_line)
{
	size_t n = first_line;
	for (size_t i = 0; i < m->runs; i++) {
		for (size_t k = 0; k < run_entries(&m->run[i]); k++) {
			size_t bytes = m->run[i].entry_bytes[k];
			assert(bytes > 0 && bytes <= ENTRY_OWN_BYTES_MAX);
			n += bytes + 1;
		}
	}
	return n <= MESSAGE_INFLATED_MAX ? n : 0;
}

static size_t pack(const struct message *m, const struct buf *first_line, unsigned char *out, size_t out_max)
{
	struct zip zip;
	zip_begin(&zip, message_zip_dictionary(), out, out_max);
	zip_put(&zip, first_line->data, first_line->len);
	for (size_t i = 0; i < m->runs; i++) {
		for (size_t k = 0; k < run_entries(&m->run[i]); k++) {
			zip_put(&zip, m->run[i].entry[k], m->run[i].entry_bytes[k]);
			zip_put(&zip, "\n", 1);
		}
	}
	return zip_end(&zip);
}

static void sign(unsigned char *plain, size_t n, const struct keys_secret *from, const struct keys_public *to)
{
	unsigned char signature[KEY_SIGNATURE];
	unsigned char *start = message_signed(plain, n, to->box);
	crypto_sign_detached(signature, NULL, start, (size_t)(plain + n - start), from->sign_secret);
	memcpy(plain + PLAIN_SIGNATURE, signature, sizeof signature);
}

/* Everything but the padding, in room bytes at plain; 0: does not fit. */
static size_t make_plain(const struct message *m, const struct buf *header, const struct buf *first_line,
	const struct keys_public *from, unsigned char *plain, size_t room)
{
	size_t start = PLAIN_HEADER + header->len;
	plain[PLAIN_VERSION] = MESSAGE_VERSION;
	plain[PLAIN_ALG] = MESSAGE_ALG;
	memcpy(plain + PLAIN_SIGN, from->sign, sizeof from->sign);
	memcpy(plain + PLAIN_BOX, from->box, sizeof from->box);
	message_put32(plain + PLAIN_HEADER_BYTES, (uint32_t)header->len);
	memcpy(plain + PLAIN_HEADER, header->data, header->len);
	size_t body = pack(m, first_line, plain + start, room - start);
	return body ? start + body : 0;
}

static int seal(const unsigned char *plain, size_t n, const struct keys_public *to, struct buf *out, struct err *e)
{
	size_t size = MESSAGE_PREFIX + n + crypto_box_SEALBYTES;
	unsigned char *sealed = alloc_bytes(size);
	struct id id = keys_id(to);
	memcpy(sealed, MESSAGE_MAGIC, 4);
	memcpy(sealed + 4, id.b, sizeof id.b);
	int rc = crypto_box_seal(sealed + MESSAGE_PREFIX, plain, n, to->box);
	if (rc == 0)
		buf_add(out, sealed, size);
	free(sealed);
	if (rc != 0)
		return err_set(e, ERR_DATA, TEXT_MESSAGE_WEAK_KEY, "");
	return out->full ? over(e, "message", out->max) : 0;
}

static int seal_parts(const struct message *m, const struct buf *header, const struct buf *first_line,
	const struct keys_secret *from, const struct keys_public *to, struct buf *out, struct err *e)
{
	size_t raw = body_bytes(m, first_line->len), padded;
	if (first_line->full || raw == 0)
		return over(e, "inflated", MESSAGE_INFLATED_MAX);
	size_t room = PLAIN_HEADER + header->len + zip_bound(raw);
	if (room > PLAIN_MAX)
		room = PLAIN_MAX;
	unsigned char *plain = alloc_bytes(room + MESSAGE_PAD);
	size_t n = make_plain(m, header, first_line, &from->pub, plain, room);
	int rc = -1;
	if (n == 0) {
		over(e, "message", MESSAGE_BYTES_MAX);
	} else {
		sign(plain, n, from, to);
		sodium_pad(&padded, plain, n, MESSAGE_PAD, room + MESSAGE_PAD);
		rc = seal(plain, padded, to, out, e);
	}
	sodium_memzero(plain, room + MESSAGE_PAD);
	free(plain);
	return rc;
}

int message_seal(const struct message *m, const struct keys_secret *from, const struct keys_public *to, struct buf *out,
	struct err *e)
{
	struct buf header, first_line;
	if (check_counts(m, e) != 0)
		return -1;
	buf_init(&header, MESSAGE_HEADER_MAX);
	buf_init(&first_line, MESSAGE_INFLATED_MAX);
	write_header(m, &header);
	write_first_line(m, &first_line);
	assert(!header.full); /* the longest label and unit, every character escaped, are far below it */
	int rc = seal_parts(m, &header, &first_line, from, to, out, e);
	buf_free(&first_line);
	buf_free(&header);
	return rc;
}
