/* A recovery key as a person copies it from paper: eight groups of four characters of Crockford's base 32 (20 bits) and
 * a fifth that tells whether the group was copied rightly. */
#include <sodium.h>
#include <string.h>

#include "wraps.h"

enum { GROUPS = 8, IN_GROUP = 4, CHARACTERS = GROUPS * (IN_GROUP + 1), BITS = 5 };

static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Over GF(32), x⁵ + x² + 1: one wrong character, two neighbours or two groups exchanged give another check. */
static unsigned twice(unsigned c)
{
	return (c << 1 ^ (c & 16 ? 0x25 : 0)) & 31;
}

static unsigned check_of(const unsigned char symbol[static IN_GROUP], unsigned group)
{
	unsigned c = group + 1;

	for (int i = 0; i < IN_GROUP; i++)
		c = twice(c) ^ symbol[i];
	return twice(c);
}

void recovery_write(const unsigned char key[static RECOVERY_BYTES], char out[static STORE_RECOVERY_TEXT])
{
	unsigned char symbol[IN_GROUP];
	unsigned bits = 0, have = 0;
	size_t at = 0;

	for (unsigned g = 0; g < GROUPS; g++) {
		if (g)
			*out++ = '-';
		for (int i = 0; i < IN_GROUP; i++) {
			while (have < BITS) {
				bits = (bits << 8 | key[at++]) & 0xffff;
				have += 8;
			}
			have -= BITS;
			symbol[i] = bits >> have & 31;
			*out++ = letters[symbol[i]];
		}
		*out++ = letters[check_of(symbol, g)];
	}
	*out = 0;
	sodium_memzero(symbol, sizeof symbol);
}

/* -1: not a letter of it. */
static int value_of(char c)
{
	const char *found;

	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'O')
		c = '0';
	if (c == 'I' || c == 'L')
		c = '1';
	found = c ? strchr(letters, c) : NULL;
	return found ? (int)(found - letters) : -1;
}

/* The characters without what stands between them; how many there are, at most CHARACTERS of them kept. A slip in one
 * is kept as 32. */
static size_t symbols_of(const char *typed, unsigned char out[static CHARACTERS])
{
	size_t n = 0;

	for (; *typed; typed++) {
		if (strchr(" -\t\r\n", *typed) || ((unsigned char)*typed & 0xc0) == 0x80)
			continue;
		if (n < CHARACTERS) {
			int v = value_of(*typed);

			out[n] = (unsigned char)(v < 0 ? 32 : v);
		}
		n++;
	}
	return n;
}

static void bytes_of(const unsigned char symbol[static CHARACTERS], unsigned char out[static RECOVERY_BYTES])
{
	unsigned bits = 0, have = 0;

	for (int i = 0; i < CHARACTERS; i++) {
		if (i % (IN_GROUP + 1) == IN_GROUP)
			continue;
		bits = (bits << BITS | symbol[i]) & 0xffff;
		have += BITS;
		if (have >= 8) {
			have -= 8;
			*out++ = (unsigned char)(bits >> have);
		}
	}
}

int recovery_read(const char *typed, unsigned char out[static RECOVERY_BYTES], struct err *e)
{
	unsigned char symbol[CHARACTERS];
	size_t n = symbols_of(typed, symbol);
	int rc = 0;

	if (n != CHARACTERS)
		return err_set(e, ERR_DATA, TEXT_RECOVERY_LENGTH, "%zu" ERR_AND "%d", n, CHARACTERS);
	for (unsigned g = 0; rc == 0 && g < GROUPS; g++) {
		const unsigned char *s = symbol + g * (IN_GROUP + 1);
		bool good = s[IN_GROUP] < 32;

		for (int i = 0; i < IN_GROUP; i++)
			good = good && s[i] < 32;
		if (!good || check_of(s, g) != s[IN_GROUP])
			rc = err_set(e, ERR_DATA, TEXT_RECOVERY_GROUP, "%u", g + 1);
	}
	if (rc == 0)
		bytes_of(symbol, out);
	sodium_memzero(symbol, sizeof symbol);
	return rc;
}

void recovery_under(const unsigned char key[static RECOVERY_BYTES], const unsigned char salt[static WRAP_SALT],
	unsigned char out[static KEY_BYTES])
{
	static const char domain[] = "tungnha.recovery.1";
	crypto_generichash_state h;

	crypto_generichash_init(&h, NULL, 0, KEY_BYTES);
	crypto_generichash_update(&h, (const unsigned char *)domain, sizeof domain);
	crypto_generichash_update(&h, salt, WRAP_SALT);
	crypto_generichash_update(&h, key, RECOVERY_BYTES);
	crypto_generichash_final(&h, out, KEY_BYTES);
	sodium_memzero(&h, sizeof h);
}
