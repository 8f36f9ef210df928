/* id.c - eight-byte ids, hexadecimal and base64. */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/id.h>

bool id_equal(struct id a, struct id b)
{
	return memcmp(a.b, b.b, ID_BYTES) == 0;
}

int id_compare(struct id a, struct id b)
{
	return memcmp(a.b, b.b, ID_BYTES);
}

bool id_is_zero(struct id a)
{
	static const struct id zero;
	return id_equal(a, zero);
}

const char *id_hex(struct id a, char out[static ID_HEX])
{
	return sodium_bin2hex(out, ID_HEX, a.b, ID_BYTES);
}

const char *id_shown(struct id a, char out[static ID_SHOWN])
{
	char hex[ID_HEX], *to = out;
	id_hex(a, hex);
	for (size_t i = 0; hex[i]; i++) {
		if (i > 0 && i % 4 == 0)
			*to++ = ' ';
		*to++ = hex[i];
	}
	*to = '\0';
	return out;
}

/* 0-15, or -1. Own code, because isxdigit and its like depend on the locale. */
static int digit(char c, bool any_case)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (any_case && c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static bool read_digits(const char *s, bool typed, struct id *out)
{
	struct id id = {{0}};
	size_t count = 0;
	for (; *s; s++) {
		if (typed && (*s == ' ' || *s == '-'))
			continue;
		int d = digit(*s, typed);
		if (d < 0 || count == 2 * ID_BYTES)
			return false;
		id.b[count / 2] = (unsigned char)(id.b[count / 2] << 4 | d);
		count++;
	}
	if (count != 2 * ID_BYTES)
		return false;
	*out = id;
	return true;
}

bool id_parse(const char *s, struct id *out)
{
	return read_digits(s, false, out);
}

bool id_read(const char *s, struct id *out)
{
	return read_digits(s, true, out);
}

struct id id_random(void)
{
	struct id id;
	if (sodium_init() < 0)
		abort(); /* no source of randomness: nothing that follows would be safe */
	randombytes_buf(id.b, ID_BYTES);
	return id;
}

void base64_encode(const void *bytes, size_t n, char *out, size_t out_bytes)
{
	sodium_bin2base64(out, out_bytes, bytes, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool base64_decode(const char *s, void *out, size_t n)
{
	size_t len = 0;
	int failed =
		sodium_base642bin(out, n, s, strlen(s), NULL, &len, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return !failed && len == n;
}
