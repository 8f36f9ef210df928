/* message.c - what can be said of a message without opening it, and what belongs to no single direction. */
#include <stdlib.h>

#include "message_parts.h"

static const char *const words[] = {
	[STATE_NONE] = "",
	[STATE_NEW] = "new",
	[STATE_ACTIVE] = "active",
	[STATE_WAITING] = "waiting",
	[STATE_REVOKED] = "revoked",
	[STATE_UNKNOWN] = "unknown",
};

const char *message_state_word(enum message_state s)
{
	return words[s];
}

void message_free(struct message *m)
{
	struct message_memory *memory = m->memory;
	if (!memory)
		return;
	if (memory->text)
		sodium_memzero(memory->text, memory->text_bytes);
	free(memory->text);
	free(memory->entry);
	free(memory->entry_bytes);
	free(memory);
	free(m->def);
	free(m->have);
	free(m->receipt);
	free(m->shown);
	free(m->quote);
	free(m->run);
	*m = (struct message){0};
}

bool message_recipient(const void *bytes, size_t n, struct id *out)
{
	if (n < MESSAGE_PREFIX || memcmp(bytes, MESSAGE_MAGIC, 4) != 0)
		return false;
	memcpy(out->b, (const unsigned char *)bytes + 4, sizeof out->b);
	return true;
}

const char *message_file_name(const void *bytes, size_t n, char out[static MESSAGE_FILE_NAME])
{
	static const char domain[] = "tungnha.file.1";
	unsigned char length[4], hash[KEY_BYTES];
	crypto_generichash_state state;
	struct id id;
	message_put32(length, (uint32_t)n);
	crypto_generichash_init(&state, NULL, 0, sizeof hash);
	crypto_generichash_update(&state, (const unsigned char *)domain, sizeof domain);
	crypto_generichash_update(&state, length, sizeof length);
	crypto_generichash_update(&state, bytes, n);
	crypto_generichash_final(&state, hash, sizeof hash);
	memcpy(id.b, hash, sizeof id.b);
	id_hex(id, out);
	memcpy(out + ID_HEX - 1, ".tnm", sizeof ".tnm");
	return out;
}

static void auth_keys(crypto_auth_hmacsha512256_state *state, const struct keys_public *k)
{
	crypto_auth_hmacsha512256_update(state, k->sign, sizeof k->sign);
	crypto_auth_hmacsha512256_update(state, k->box, sizeof k->box);
}

void message_enrol_proof(const unsigned char secret[static KEY_BYTES], const struct keys_public *hub, struct id invite,
	const struct keys_public *node, const char *label, unsigned char out[static KEY_BYTES])
{
	static const char domain[] = "tungnha.enrol.1";
	unsigned char length[4];
	crypto_auth_hmacsha512256_state state;
	message_put32(length, (uint32_t)strlen(label));
	crypto_auth_hmacsha512256_init(&state, secret, KEY_BYTES);
	crypto_auth_hmacsha512256_update(&state, (const unsigned char *)domain, sizeof domain);
	auth_keys(&state, hub);
	crypto_auth_hmacsha512256_update(&state, invite.b, sizeof invite.b);
	auth_keys(&state, node);
	crypto_auth_hmacsha512256_update(&state, length, sizeof length);
	crypto_auth_hmacsha512256_update(&state, (const unsigned char *)label, strlen(label));
	crypto_auth_hmacsha512256_final(&state, out);
	sodium_memzero(&state, sizeof state);
}
