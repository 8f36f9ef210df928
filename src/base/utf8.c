/* utf8.c - Vietnamese text over libutf8proc: normal form, cleaning, folding, and the order of the alphabet. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>
#include <utf8proc.h>

enum { UNKNOWN = -1 }; /* what stands for a byte that is not UTF-8 */

/* The character at s, and how many bytes it takes (1 for UNKNOWN). n > 0. */
static size_t decode(const char *s, size_t n, int32_t *c)
{
	if ((unsigned char)*s < 0x80) {
		*c = *s;
		return 1;
	}
	utf8proc_ssize_t got = utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, c);
	if (got > 0)
		return (size_t)got;
	*c = UNKNOWN;
	return 1;
}

bool utf8_valid(const char *s, size_t n)
{
	while (n > 0) {
		int32_t c;
		if (*s > 0 && *s < 0x7f) { /* nearly every byte there is: JSON, CSV, ids */
			s++;
			n--;
			continue;
		}
		size_t taken = decode(s, n, &c);
		if (c == UNKNOWN || c == 0)
			return false;
		s += taken;
		n -= taken;
	}
	return true;
}

size_t utf8_length(const char *s)
{
	size_t count = 0;
	for (; *s; s++)
		count += ((unsigned char)*s & 0xc0) != 0x80;
	return count;
}

void utf8_copy(char *out, size_t size, const char *s)
{
	size_t n = strlen(s);
	if (n >= size)
		for (n = size - 1; n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80;)
			n--;
	memcpy(out, s, n);
	out[n] = '\0';
}

/* A copy under utf8proc's options, the caller frees. s is well-formed. utf8proc_map would do, but reports running out
 * of memory like malformed text. */
static char *transformed(const char *s, size_t n, utf8proc_option_t options, size_t *len)
{
	const utf8proc_uint8_t *in = (const utf8proc_uint8_t *)s;
	utf8proc_ssize_t count = utf8proc_decompose(in, (utf8proc_ssize_t)n, NULL, 0, options);
	if (count < 0)
		abort(); /* options of our own on well-formed text: nothing from outside can bring this about */
	utf8proc_int32_t *chars = alloc_zero((size_t)count + 1, sizeof *chars);
	utf8proc_decompose(in, (utf8proc_ssize_t)n, chars, count, options);
	*len = (size_t)utf8proc_reencode(chars, count, options); /* in place, NUL-ended */
	return alloc_grow(chars, *len + 1, 1);
}

/* Characters that are NFC whatever stands beside them: neither marks nor with another canonical form. They are all a
 * Vietnamese text holds, so that nearly nothing is ever normalised twice. */
static bool is_settled(int32_t c)
{
	return c < 0x300 || (c >= 0x1e00 && c <= 0x1eff) || (c >= 0x2010 && c <= 0x205f) || c == 0x20ab;
}

static bool all_settled(const char *s, size_t n)
{
	while (n > 0) {
		int32_t c;
		size_t taken = decode(s, n, &c);
		if (!is_settled(c))
			return false;
		s += taken;
		n -= taken;
	}
	return true;
}

bool utf8_is_nfc(const char *s, size_t n)
{
	if (!utf8_valid(s, n))
		return false;
	if (all_settled(s, n))
		return true;
	char *nfc = utf8_nfc(s, n);
	bool same = strlen(nfc) == n && memcmp(nfc, s, n) == 0;
	free(nfc);
	return same;
}

char *utf8_nfc(const char *s, size_t n)
{
	size_t len;
	if (!utf8_valid(s, n))
		return NULL;
	if (all_settled(s, n))
		return alloc_copy_n(s, n);
	return transformed(s, n, UTF8PROC_STABLE | UTF8PROC_COMPOSE, &len);
}

static bool is_space(int32_t c)
{
	if (c < 0x80)
		return c == ' ' || (c >= '\t' && c <= '\r');
	utf8proc_category_t category = utf8proc_category(c);
	return c == 0x85 || category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
	       category == UTF8PROC_CATEGORY_ZP;
}

/* Control characters, and the format characters (zero-width, byte order, direction) that make two names look the same
 * and be different. */
static bool is_invisible(int32_t c)
{
	utf8proc_category_t category = utf8proc_category(c);
	return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF;
}

void utf8_plain(char *s)
{
	char *kept = s;
	for (size_t n = strlen(s); n > 0;) {
		int32_t c;
		size_t taken = decode(s, n, &c);
		utf8proc_category_t category = c == UNKNOWN ? UTF8PROC_CATEGORY_CN : utf8proc_category(c);
		bool line = category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
		if (c == UNKNOWN || line || category == UTF8PROC_CATEGORY_CC) {
			*kept++ = c == UNKNOWN ? '?' : ' ';
		} else {
			memmove(kept, s, taken);
			kept += taken;
		}
		s += taken;
		n -= taken;
	}
	*kept = '\0';
}

char *utf8_clean(const char *s, size_t n)
{
	if (!utf8_valid(s, n))
		return NULL;
	char *kept = alloc_bytes(n + 1);
	size_t len = 0;
	bool gap = false;
	while (n > 0) {
		int32_t c;
		size_t taken = decode(s, n, &c);
		if (is_space(c)) {
			gap = len > 0;
		} else if (!is_invisible(c)) {
			if (gap)
				kept[len++] = ' ';
			gap = false;
			memcpy(kept + len, s, taken);
			len += taken;
		}
		s += taken;
		n -= taken;
	}
	char *nfc = utf8_nfc(kept, len);
	free(kept);
	return nfc;
}

/* Everything but letters and digits parts words. */
static bool is_separator(int32_t c)
{
	utf8proc_category_t category = utf8proc_category(c);
	return is_space(c) || category == UTF8PROC_CATEGORY_CC ||
	       (category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_ZP);
}

/* đ is a letter, not a d with a mark; the other two look like it and stand for it in old files. */
static bool is_dyet(int32_t c)
{
	return c == 0x111 || c == 0xf0 || c == 0x256;
}

char *utf8_fold(const char *s)
{
	size_t n = strlen(s), len = 0;
	if (!utf8_valid(s, n))
		return alloc_copy("");
	char *plain = transformed(s, n,
		UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK |
			UTF8PROC_IGNORE,
		&n);
	bool gap = false;
	for (size_t i = 0; i < n;) { /* in place: what is written is never longer than what was read */
		int32_t c;
		size_t taken = decode(plain + i, n - i, &c);
		if (is_separator(c)) {
			gap = len > 0;
		} else {
			if (gap)
				plain[len++] = ' ';
			gap = false;
			size_t kept = is_dyet(c) ? 1 : taken;
			memmove(plain + len, is_dyet(c) ? "d" : plain + i, kept);
			len += kept;
		}
		i += taken;
	}
	plain[len] = '\0';
	return plain;
}

char *utf8_upper(const char *s)
{
	size_t n = strlen(s), len = 0;
	if (!utf8_valid(s, n))
		return NULL;
	char *upper = alloc_zero(utf8_length(s) + 1, 4); /* a letter's capital may be longer than the letter */
	while (n > 0) {
		int32_t c;
		size_t taken = decode(s, n, &c);
		len += (size_t)utf8proc_encode_char(utf8proc_toupper(c), (utf8proc_uint8_t *)upper + len);
		s += taken;
		n -= taken;
	}
	upper[len] = '\0';
	return upper;
}

char *utf8_initial(const char *s, bool upper)
{
	size_t n = strlen(s);
	char *out = alloc_zero(n + 4, 1); /* a letter's capital may be longer than the letter */
	int32_t c;
	if (n == 0 || !utf8_valid(s, n))
		return out;
	size_t taken = decode(s, n, &c);
	size_t len = (size_t)utf8proc_encode_char(
		upper ? utf8proc_toupper(c) : utf8proc_tolower(c), (utf8proc_uint8_t *)out);
	memcpy(out + len, s + taken, n - taken);
	return out;
}

/* -- order --
 *
 * A text is read as words and numbers; everything between them only parts them. Numbers go before words and are
 * compared by value. Words are compared as a dictionary does, syllable by syllable: first by letters in the order of
 * the alphabet, then by the syllable's tone, and only then the next one: Ban 3 < Bàn 1 < Bàn 2. A syllable has one
 * tone, whichever vowel it is written on, so Hòa 1 < Hoà 2 < Hòa 3. What is still equal is put in the order of its
 * bytes. */
enum { PARTS = 16, NOT_UTF8 = 0x110000, BEYOND_Z = 0x100 };
enum {
	GRAVE = 0x300,     /* huyền */
	ACUTE = 0x301,     /* sắc */
	TILDE = 0x303,     /* ngã */
	HOOK = 0x309,      /* hỏi */
	DOT_BELOW = 0x323, /* nặng */
	CIRCUMFLEX = 0x302,
	BREVE = 0x306,
	HORN = 0x31b,
	D_STROKE = 0x111,
};

enum token { TOKEN_END, TOKEN_NUMBER, TOKEN_WORD }; /* in their order */

struct cursor {
	const char *at;
	size_t left;
	int32_t part[PARTS]; /* the last character read, in lower case: base letter, then its marks */
	int count, used;
};

static void read_character(struct cursor *k)
{
	int32_t c;
	int boundary = 0;
	size_t taken = decode(k->at, k->left, &c);
	k->used = 0;
	k->count = 1;
	if (c == UNKNOWN) {
		k->part[0] = NOT_UTF8 + (unsigned char)*k->at;
	} else if (c < 0x80) {
		k->part[0] = c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
	} else {
		utf8proc_option_t options = UTF8PROC_CASEFOLD | UTF8PROC_DECOMPOSE;
		utf8proc_ssize_t n = utf8proc_decompose_char(c, k->part, PARTS, options, &boundary);
		if (n > 0 && n <= PARTS)
			k->count = (int)n;
		else
			k->part[0] = c;
	}
	k->at += taken;
	k->left -= taken;
}

/* The next base letter, digit, mark or whatever stands there; 0 at the end. */
static int32_t peek(struct cursor *k)
{
	if (k->used == k->count) {
		if (k->left == 0)
			return 0;
		read_character(k);
	}
	return k->part[k->used];
}

static bool is_digit(int32_t c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(int32_t c)
{
	if (c < 0x80)
		return c >= 'a' && c <= 'z';
	if (c >= NOT_UTF8)
		return true;
	utf8proc_category_t category = utf8proc_category(c);
	return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

static bool is_mark(int32_t c)
{
	return c >= GRAVE && c < NOT_UTF8 && utf8proc_category(c) == UTF8PROC_CATEGORY_MN;
}

static enum token find_token(struct cursor *k)
{
	for (;; k->used++) {
		int32_t c = peek(k);
		if (c == 0)
			return TOKEN_END;
		if (is_digit(c))
			return TOKEN_NUMBER;
		if (is_letter(c))
			return TOKEN_WORD;
	}
}

static int32_t next_digit(struct cursor *k)
{
	int32_t c = peek(k);
	if (!is_digit(c))
		return 0;
	k->used++;
	return c;
}

static int compare_numbers(struct cursor *x, struct cursor *y)
{
	int first = 0; /* of two numbers of one length, the first different digit decides */
	while (peek(x) == '0')
		x->used++;
	while (peek(y) == '0')
		y->used++;
	for (;;) {
		int32_t a = next_digit(x), b = next_digit(y);
		if (!a || !b)
			return a ? 1 : b ? -1 : first;
		if (!first)
			first = (a > b) - (a < b);
	}
}

/* ngang, huyền, hỏi, ngã, sắc, nặng */
static int tone_of(int32_t mark)
{
	static const int32_t tones[] = {0, GRAVE, HOOK, TILDE, ACUTE, DOT_BELOW};
	for (int i = 1; i < (int)(sizeof tones / sizeof *tones); i++)
		if (tones[i] == mark)
			return i;
	return 0;
}

/* The place of ă â ê ô ơ ư behind their base letter. */
static int variant_of(int32_t base, int32_t mark)
{
	if (mark == BREVE)
		return 1;
	if (mark == CIRCUMFLEX)
		return base == 'a' ? 2 : 1;
	if (mark == HORN)
		return base == 'o' ? 2 : 1;
	return 0;
}

/* The next letter's place in the alphabet, 0 at the end of the word; *tone is the first met in this word. */
static int32_t next_letter(struct cursor *k, int *tone)
{
	int32_t base = peek(k), mark;
	int variant = base == D_STROKE;
	if (!is_letter(base))
		return 0;
	k->used++;
	while (is_mark(mark = peek(k))) {
		int v = variant_of(base, mark);
		variant = v ? v : variant;
		*tone = *tone ? *tone : tone_of(mark);
		k->used++;
	}
	if (base == D_STROKE)
		base = 'd';
	return base <= 'z' ? (base - 'a' + 1) * 4 + variant : BEYOND_Z + base;
}

static int compare_words(struct cursor *x, struct cursor *y)
{
	int tone_x = 0, tone_y = 0;
	for (;;) {
		int32_t a = next_letter(x, &tone_x), b = next_letter(y, &tone_y);
		if (a != b)
			return a < b ? -1 : 1;
		if (a == 0)
			return tone_x - tone_y;
	}
}

int utf8_compare(const char *a, const char *b)
{
	struct cursor x = {.at = a, .left = strlen(a)}, y = {.at = b, .left = strlen(b)};
	for (;;) {
		enum token p = find_token(&x), q = find_token(&y);
		if (p != q)
			return p < q ? -1 : 1;
		if (p == TOKEN_END)
			return strcmp(a, b);
		int order = p == TOKEN_NUMBER ? compare_numbers(&x, &y) : compare_words(&x, &y);
		if (order)
			return order;
	}
}
