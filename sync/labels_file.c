/* labels_file.c - door labels as a sealed file. What is read is authentic before a line of it is looked at. */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <tungnha/alloc.h>
#include <tungnha/campaign.h>
#include <tungnha/json.h>
#include <tungnha/labels.h>
#include <tungnha/utf8.h>

#define LABELS_MAGIC "TNL1"
#define LABELS_DOMAIN "tungnha.labels.1" /* its NUL is signed too */

enum {
	LABELS_VERSION = 1,
	LABELS_ALG = 1,
	LABELS_PAD = 256,

	/* offsets in the head, which is in the clear and bound to all that follows */
	HEAD_VERSION = 4,
	HEAD_ALG = 5,
	HEAD_DEVICES = 6,
	HEAD_KEYS = 7,
	SEALED_KEY = KEY_BYTES + crypto_box_SEALBYTES,
	DEVICE_BYTES = ID_BYTES + SEALED_KEY,

	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,

	/* offsets in the plaintext */
	PLAIN_SENDER = KEY_SIGNATURE,
	PLAIN_TEXT = PLAIN_SENDER + 2 * KEY_BYTES,

	LINE_KEY = ID_HEX - 1, /* then a space, then the label */
};

_Static_assert((int)KEY_BYTES == (int)crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "a file's key is of the usual size");

static int over(struct err *e, const char *what, size_t limit)
{
	return err_set(e, ERR_DATA, TEXT_MESSAGE_LIMIT, "%s" ERR_AND "%zu", what, limit);
}

static int altered(struct err *e)
{
	return err_set(e, ERR_DATA, TEXT_LABELS_ALTERED, "");
}

void labels_add(struct labels *l, struct id key, const char *text)
{
	l->label = alloc_grow(l->label, l->count + 1, sizeof *l->label);
	l->label[l->count++] = (struct label){key, alloc_copy(text)};
}

void labels_free(struct labels *l)
{
	for (size_t i = 0; i < l->count; i++) {
		sodium_memzero(l->label[i].text, strlen(l->label[i].text));
		free(l->label[i].text);
	}
	free(l->label);
	*l = (struct labels){0};
}

/* --- the signature --- */

/* H of the domain, the head and what follows the signature: who it was sealed for is signed too, so nobody can seal
 * another's labels anew and pass them on as that one's. */
static void digest(const unsigned char *head, size_t head_bytes, const unsigned char *plain, size_t n,
	unsigned char out[static KEY_BYTES])
{
	crypto_generichash_state state;
	const struct {
		const unsigned char *bytes;
		size_t n;
	} part[] = {{head, head_bytes}, {plain + PLAIN_SENDER, n - PLAIN_SENDER}};
	crypto_generichash_init(&state, NULL, 0, KEY_BYTES);
	crypto_generichash_update(&state, (const unsigned char *)LABELS_DOMAIN, sizeof LABELS_DOMAIN);
	for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
		unsigned char length[4];
		for (int k = 0; k < 4; k++)
			length[k] = (unsigned char)(part[i].n >> (8 * k));
		crypto_generichash_update(&state, length, sizeof length);
		crypto_generichash_update(&state, part[i].bytes, part[i].n);
	}
	crypto_generichash_final(&state, out, KEY_BYTES);
}

/* --- sealing --- */

static void write_text(const struct labels *l, struct buf *out)
{
	char hex[ID_HEX];
	buf_text(out, "{\"at\":");
	json_canonical_string(l->at, out);
	buf_text(out, ",\"unit\":");
	json_canonical_string(l->unit, out);
	buf_text(out, "}\n");
	for (size_t i = 0; i < l->count; i++) {
		buf_text(out, id_hex(l->label[i].key, hex));
		buf_char(out, ' ');
		buf_text(out, l->label[i].text);
		buf_char(out, '\n');
	}
}

/* The file's key for each device; -1: a public key that is none. */
static int write_head(unsigned char *head, const struct keys_public *to, size_t devices,
	const unsigned char key[static KEY_BYTES], struct err *e)
{
	memcpy(head, LABELS_MAGIC, 4);
	head[HEAD_VERSION] = LABELS_VERSION;
	head[HEAD_ALG] = LABELS_ALG;
	head[HEAD_DEVICES] = (unsigned char)devices;
	for (size_t i = 0; i < devices; i++) {
		unsigned char *at = head + HEAD_KEYS + i * DEVICE_BYTES;
		struct id id = keys_id(&to[i]);
		memcpy(at, id.b, sizeof id.b);
		if (crypto_box_seal(at + ID_BYTES, key, KEY_BYTES, to[i].box) != 0)
			return err_set(e, ERR_DATA, TEXT_MESSAGE_WEAK_KEY, "");
	}
	return 0;
}

/* Signature, sender and text, padded, in *room bytes the caller wipes and frees. */
static unsigned char *make_plain(const struct buf *text, const struct keys_secret *from, const unsigned char *head,
	size_t head_bytes, size_t *padded)
{
	size_t n = PLAIN_TEXT + text->len, room = n + LABELS_PAD;
	unsigned char *plain = alloc_bytes(room), hash[KEY_BYTES];
	memcpy(plain + PLAIN_SENDER, from->pub.sign, KEY_BYTES);
	memcpy(plain + PLAIN_SENDER + KEY_BYTES, from->pub.box, KEY_BYTES);
	memcpy(plain + PLAIN_TEXT, text->data, text->len);
	digest(head, head_bytes, plain, n, hash);
	crypto_sign_detached(plain, NULL, hash, sizeof hash, from->sign_secret);
	sodium_pad(padded, plain, n, LABELS_PAD, room);
	return plain;
}

static int seal(const struct buf *text, const struct keys_secret *from, const struct keys_public *to, size_t devices,
	struct buf *out, struct err *e)
{
	size_t head_bytes = HEAD_KEYS + devices * DEVICE_BYTES, padded;
	unsigned char key[KEY_BYTES], nonce[NONCE], *head = alloc_bytes(head_bytes);
	randombytes_buf(key, sizeof key);
	randombytes_buf(nonce, sizeof nonce);
	int rc = write_head(head, to, devices, key, e);
	if (rc == 0) {
		unsigned char *plain = make_plain(text, from, head, head_bytes, &padded);
		unsigned char *sealed = alloc_bytes(padded + TAG);
		crypto_aead_xchacha20poly1305_ietf_encrypt(
			sealed, NULL, plain, padded, head, head_bytes, NULL, nonce, key);
		buf_add(out, head, head_bytes);
		buf_add(out, nonce, sizeof nonce);
		buf_add(out, sealed, padded + TAG);
		sodium_memzero(plain, padded);
		free(plain);
		free(sealed);
		if (out->full)
			rc = over(e, "labels", out->max);
	}
	sodium_memzero(key, sizeof key);
	free(head);
	return rc;
}

int labels_seal(const struct labels *l, const struct keys_secret *from, const struct keys_public *to, size_t devices,
	struct buf *out, struct err *e)
{
	struct buf text;
	if (l->count > LABELS_MAX)
		return over(e, "labels", LABELS_MAX);
	if (devices > LABELS_DEVICES_MAX)
		return over(e, "devices", LABELS_DEVICES_MAX);
	buf_init(&text, LABELS_FILE_MAX);
	write_text(l, &text);
	int rc = text.full ? over(e, "labels", LABELS_FILE_MAX) : seal(&text, from, to, devices, out, e);
	sodium_memzero(text.data, text.len);
	buf_free(&text);
	return rc;
}

/* --- opening --- */

/* What was unsealed. */
struct plain {
	unsigned char *bytes;
	size_t room, n; /* n: without padding */
};

static int check_head(const unsigned char *bytes, size_t n, size_t *head_bytes, struct err *e)
{
	if (n > LABELS_FILE_MAX)
		return over(e, "labels", LABELS_FILE_MAX);
	if (n < HEAD_KEYS || memcmp(bytes, LABELS_MAGIC, 4) != 0)
		return err_set(e, ERR_DATA, TEXT_LABELS_NOT_ONE, "");
	if (bytes[HEAD_VERSION] != LABELS_VERSION || bytes[HEAD_ALG] != LABELS_ALG)
		return err_set(e, ERR_DATA, TEXT_LABELS_VERSION, "");
	*head_bytes = HEAD_KEYS + (size_t)bytes[HEAD_DEVICES] * DEVICE_BYTES;
	return n < *head_bytes + NONCE + LABELS_PAD + TAG ? altered(e) : 0;
}

static int find_key(
	const unsigned char *head, const struct keys_secret *to, unsigned char key[static KEY_BYTES], struct err *e)
{
	struct id me = keys_id(&to->pub);
	for (size_t i = 0; i < head[HEAD_DEVICES]; i++) {
		const unsigned char *at = head + HEAD_KEYS + i * DEVICE_BYTES;
		if (memcmp(at, me.b, sizeof me.b) != 0)
			continue;
		return crypto_box_seal_open(key, at + ID_BYTES, SEALED_KEY, to->pub.box, to->box_secret) == 0
			       ? 0
			       : altered(e);
	}
	return err_set(e, ERR_DATA, TEXT_LABELS_NOT_FOR_US, "");
}

static int unseal(const unsigned char *bytes, size_t n, size_t head_bytes, const unsigned char *key, struct plain *p,
	struct err *e)
{
	const unsigned char *nonce = bytes + head_bytes, *sealed = nonce + NONCE;
	size_t sealed_bytes = n - head_bytes - NONCE;
	p->room = sealed_bytes - TAG;
	p->bytes = alloc_bytes(p->room);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(
		    p->bytes, NULL, NULL, sealed, sealed_bytes, bytes, head_bytes, nonce, key) != 0)
		return altered(e);
	if (p->room % LABELS_PAD != 0 || sodium_unpad(&p->n, p->bytes, p->room, LABELS_PAD) != 0 || p->n < PLAIN_TEXT)
		return altered(e);
	unsigned char hash[KEY_BYTES];
	digest(bytes, head_bytes, p->bytes, p->n, hash);
	return crypto_sign_verify_detached(p->bytes, hash, sizeof hash, p->bytes + PLAIN_SENDER) == 0 ? 0 : altered(e);
}

static bool read_first_line(const char *line, size_t n, struct labels *out)
{
	int64_t t;
	cJSON *o = json_parse(line, n, 2);
	const char *unit = json_string(o, "unit"), *at = json_string(o, "at");
	bool good = unit && unit_valid_code(unit) && strlen(unit) < sizeof out->unit && at &&
		    strlen(at) < sizeof out->at && clock_read_stamp(at, &t);
	if (good) {
		memcpy(out->unit, unit, strlen(unit) + 1);
		memcpy(out->at, at, strlen(at) + 1);
	}
	cJSON_Delete(o);
	return good;
}

/* Sixteen digits, a space, a label that is as utf8_clean leaves it; keys ascend. */
static bool read_line(const char *line, size_t n, struct labels *out)
{
	char hex[ID_HEX] = "";
	struct id key;
	if (n <= LINE_KEY + 1 || n > LINE_KEY + 1 + LABEL_BYTES_MAX || line[LINE_KEY] != ' ')
		return false;
	memcpy(hex, line, LINE_KEY);
	if (!id_parse(hex, &key) || (out->count > 0 && id_compare(out->label[out->count - 1].key, key) >= 0))
		return false;
	const char *label = line + LINE_KEY + 1;
	size_t label_bytes = n - LINE_KEY - 1;
	char *clean = utf8_clean(label, label_bytes);
	bool good = clean && *clean && strlen(clean) == label_bytes && memcmp(clean, label, label_bytes) == 0;
	if (good)
		labels_add(out, key, clean);
	free(clean);
	return good;
}

static int read_text(const struct plain *p, struct labels *out, struct err *e)
{
	const char *at = (const char *)p->bytes + PLAIN_TEXT, *end = (const char *)p->bytes + p->n;
	for (size_t line = 0; at < end; line++) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		if (!stop)
			return altered(e);
		size_t n = (size_t)(stop - at);
		if (line > LABELS_MAX)
			return over(e, "labels", LABELS_MAX);
		if (!(line == 0 ? read_first_line(at, n, out) : read_line(at, n, out)))
			return altered(e);
		at = stop + 1;
	}
	return out->unit[0] ? 0 : altered(e);
}

int labels_open(const void *bytes, size_t n, const struct keys_secret *to, struct labels *out, struct err *e)
{
	unsigned char key[KEY_BYTES] = {0};
	size_t head_bytes = 0;
	struct plain p = {0};
	*out = (struct labels){0};
	int rc = check_head(bytes, n, &head_bytes, e);
	if (rc == 0)
		rc = find_key(bytes, to, key, e);
	if (rc == 0)
		rc = unseal(bytes, n, head_bytes, key, &p, e);
	if (rc == 0) {
		memcpy(out->sender.sign, p.bytes + PLAIN_SENDER, KEY_BYTES);
		memcpy(out->sender.box, p.bytes + PLAIN_SENDER + KEY_BYTES, KEY_BYTES);
		rc = read_text(&p, out, e);
	}
	if (rc != 0)
		labels_free(out);
	sodium_memzero(key, sizeof key);
	if (p.bytes)
		sodium_memzero(p.bytes, p.room);
	free(p.bytes);
	return rc;
}
