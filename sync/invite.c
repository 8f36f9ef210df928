/* invite.c - what an invitation may say, and its payload.
 *
 * The payload holds the secret that lets a device enrol: every place it passes through is of fixed size and wiped. */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "invite_parts.h"

#include <tungnha/alloc.h>
#include <tungnha/json.h>

void invite_wipe(struct invite *v)
{
	sodium_memzero(v, sizeof *v);
}

void invite_definitions_free(struct invite_definitions *defs)
{
	for (size_t i = 0; i < INVITE_DEFINITIONS_MAX; i++)
		free(defs->text[i]);
	*defs = (struct invite_definitions){0};
}

int invite_definition_error(struct err *e, struct id id)
{
	char hex[ID_HEX];
	return err_set(e, ERR_DATA, TEXT_INVITE_DEFINITION, "%s", id_hex(id, hex));
}

/* -- what an invitation may say -- */

static bool valid_letter(const char *s)
{
	size_t n = strlen(s);
	return n >= 1 && n <= 3 && strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == n;
}

/* The name of the first member that is wrong; NULL: all are right. Text not NFC is found when writing. */
const char *invite_wrong_member(const struct invite *v)
{
	if (v->addresses > INVITE_ADDRESSES_MAX)
		return "addresses";
	for (size_t i = 0; i < v->addresses; i++)
		if (v->address[i][0] == '\0')
			return "addresses";
	if (v->definitions < 2 || v->definitions > INVITE_DEFINITIONS_MAX)
		return "forms";
	if (v->days < 1 || v->days > INVITE_DAYS_MAX)
		return "days";
	if (v->hub_name[0] == '\0')
		return "hub";
	if (!unit_valid_code(v->hub_unit))
		return "hub_unit";
	if (!clock_valid_date(v->issued))
		return "issued";
	if (!valid_letter(v->letter))
		return "letter";
	if (v->unit.level[0] == '\0')
		return "level";
	if (v->unit.listed < -1)
		return "listed";
	if (v->unit.name[0] == '\0')
		return "name";
	if (!unit_valid_code(v->unit.code))
		return "unit";
	return v->uses < 1 || v->uses > INVITE_USES_MAX ? "uses" : NULL;
}

/* -- the payload -- */

void invite_buf_init(struct buf *b, size_t max)
{
	char *blank = alloc_zero(max, 1);
	buf_init(b, max);
	buf_add(b, blank, max);
	buf_clear(b);
	free(blank);
}

void invite_buf_free(struct buf *b)
{
	sodium_memzero(b->data, b->room);
	buf_free(b);
}

static void put_id(struct buf *out, struct id id)
{
	char hex[ID_HEX];
	buf_char(out, '"');
	buf_text(out, id_hex(id, hex));
	buf_char(out, '"');
}

static void put_base64(struct buf *out, const char *before, const unsigned char bytes[static KEY_BYTES])
{
	char text[BASE64_32];
	base64_encode(bytes, KEY_BYTES, text, sizeof text);
	buf_text(out, before);
	buf_char(out, '"');
	buf_text(out, text);
	buf_char(out, '"');
	sodium_memzero(text, sizeof text);
}

static bool put_text(struct buf *out, const char *before, const char *text)
{
	buf_text(out, before);
	return json_canonical_string(text, out);
}

static bool put_addresses(const struct invite *v, struct buf *out)
{
	bool good = true;
	buf_text(out, "{\"addresses\":[");
	for (size_t i = 0; i < v->addresses; i++)
		good = put_text(out, i ? "," : "", v->address[i]) && good;
	buf_char(out, ']');
	return good;
}

static void put_definitions(const struct invite *v, struct buf *out)
{
	buf_text(out, ",\"campaign\":");
	put_id(out, v->definition[0]);
	buf_print(out, ",\"days\":%d,\"forms\":[", v->days);
	for (size_t i = 1; i < v->definitions; i++) {
		buf_text(out, i > 1 ? "," : "");
		put_id(out, v->definition[i]);
	}
	buf_char(out, ']');
}

/* Members in ascending order; false: a text is not NFC, or it does not fit. */
bool invite_payload(const struct invite *v, struct buf *out)
{
	bool good = put_addresses(v, out);
	put_base64(out, ",\"box\":", v->hub.box);
	put_definitions(v, out);
	good = put_text(out, ",\"hub\":", v->hub_name) && good;
	good = put_text(out, ",\"hub_unit\":", v->hub_unit) && good;
	buf_text(out, ",\"id\":");
	put_id(out, v->id);
	good = put_text(out, ",\"issued\":", v->issued) && good;
	good = put_text(out, ",\"letter\":", v->letter) && good;
	good = put_text(out, ",\"level\":", v->unit.level) && good;
	if (v->unit.listed < 0)
		buf_text(out, ",\"listed\":null");
	else
		buf_print(out, ",\"listed\":%d", v->unit.listed);
	good = put_text(out, ",\"name\":", v->unit.name) && good;
	put_base64(out, ",\"secret\":", v->secret);
	put_base64(out, ",\"sign\":", v->hub.sign);
	good = put_text(out, ",\"unit\":", v->unit.code) && good;
	buf_print(out, ",\"uses\":%d}", v->uses);
	return good && !out->full;
}

void invite_check(const void *payload, size_t n, unsigned char out[static INVITE_CHECK_BYTES])
{
	static const char domain[] = "tungnha.invite.1";
	unsigned char length[4], hash[KEY_BYTES];
	crypto_generichash_state state;
	for (int i = 0; i < 4; i++)
		length[i] = (unsigned char)(n >> (8 * i));
	crypto_generichash_init(&state, NULL, 0, sizeof hash);
	crypto_generichash_update(&state, (const unsigned char *)domain, sizeof domain);
	crypto_generichash_update(&state, length, sizeof length);
	crypto_generichash_update(&state, payload, n);
	crypto_generichash_final(&state, hash, sizeof hash);
	memcpy(out, hash, INVITE_CHECK_BYTES);
}
