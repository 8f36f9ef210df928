/* table_font.c - text that only looks Vietnamese under its font: .VnTime and its kin (TCVN3, "ABC"), and VNI-Times.
 *
 * Until Unicode came, and in many an office long after, a font drew "ế" where the file holds the Latin letter of the
 * same byte. A spreadsheet saved as .xlsx keeps those Latin letters, and the font's name. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <tungnha/utf8.h>
#include <utf8proc.h>

#include "table_private.h"

enum table_font table_font_of(const char *encoding)
{
	const char *charset = encoding ? table_charset(encoding) : NULL;
	if (!charset)
		return TABLE_FONT_UNICODE;
	if (strcasecmp(encoding, "vni") == 0)
		return TABLE_FONT_VNI;
	return strcmp(charset, "TCVN5712-1") == 0 ? TABLE_FONT_TCVN3 : TABLE_FONT_UNICODE;
}

enum table_font table_font_named(const char *name)
{
	size_t n = strlen(name);
	if (strncasecmp(name, "VNI-", 4) == 0)
		return TABLE_FONT_VNI;
	if (strncasecmp(name, ".Vn", 3) != 0)
		return TABLE_FONT_UNICODE;
	return name[n - 1] == 'H' ? TABLE_FONT_TCVN3_CAPITALS : TABLE_FONT_TCVN3;
}

static void put(struct buf *out, utf8proc_int32_t c)
{
	utf8proc_uint8_t bytes[4];
	utf8proc_ssize_t n = utf8proc_encode_char(c, bytes);
	buf_add(out, bytes, (size_t)n);
}

/* -- TCVN3: one letter, one byte; 0: what such fonts do not draw -- */

static utf8proc_int32_t tcvn3(utf8proc_int32_t c)
{
	static const utf8proc_uint16_t from_a1[] = {0x102, 0xc2, 0xca, 0xd4, 0x1a0, 0x1af, 0x110, 0x103, 0xe2, 0xea,
		0xf4, 0x1a1, 0x1b0, 0x111, 0, 0, 0, 0, 0, 0, 0xe0, 0x1ea3, 0xe3, 0xe1, 0x1ea1, 0, 0x1eb1, 0x1eb3,
		0x1eb5, 0x1eaf, 0, 0, 0, 0, 0, 0, 0, 0x1eb7, 0x1ea7, 0x1ea9, 0x1eab, 0x1ea5, 0x1ead, 0xe8, 0, 0x1ebb,
		0x1ebd, 0xe9, 0x1eb9, 0x1ec1, 0x1ec3, 0x1ec5, 0x1ebf, 0x1ec7, 0xec, 0x1ec9, 0, 0, 0, 0x129, 0xed,
		0x1ecb, 0xf2, 0, 0x1ecf, 0xf5, 0xf3, 0x1ecd, 0x1ed3, 0x1ed5, 0x1ed7, 0x1ed1, 0x1ed9, 0x1edd, 0x1edf,
		0x1ee1, 0x1edb, 0x1ee3, 0xf9, 0, 0x1ee7, 0x169, 0xfa, 0x1ee5, 0x1eeb, 0x1eed, 0x1eef, 0x1ee9, 0x1ef1,
		0x1ef3, 0x1ef7, 0x1ef9, 0xfd, 0x1ef5};
	enum { LETTERS = sizeof from_a1 / sizeof *from_a1 };
	if (c < 0xa1 || c >= 0xa1 + LETTERS || from_a1[c - 0xa1] == 0)
		return c;
	return from_a1[c - 0xa1];
}

/* -- VNI: a vowel, then a letter that stands for its marks -- */

static utf8proc_int32_t vni_alone(utf8proc_int32_t c)
{
	static const utf8proc_uint16_t known[][2] = {{0xf4, 0x1a1}, {0xf6, 0x1b0}, {0xf1, 0x111}, {0xe6, 0x1ec9},
		{0xf3, 0x129}, {0xf2, 0x1ecb}, {0xee, 0x1ef5}, {0xd4, 0x1a0}, {0xd6, 0x1af}, {0xd1, 0x110},
		{0xc6, 0x1ec8}, {0xd3, 0x128}, {0xd2, 0x1eca}, {0xce, 0x1ef4}};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i][0] == c)
			return known[i][1];
	return c;
}

/* The marks c puts on the letter before it, as combining characters (the vowel's first); NULL: c puts none. */
static const utf8proc_uint16_t *vni_marks(utf8proc_int32_t before, utf8proc_int32_t c)
{
	static const struct {
		utf8proc_uint16_t letter, marks[3];
		const char *vowels; /* in Latin-1, lower case: `ô` stands for ơ, `ö` for ư */
	} known[] = {{0xf9, {0x301}, "aeouy\xf4\xf6"}, {0xf8, {0x300}, "aeouy\xf4\xf6"},
		{0xfb, {0x309}, "aeouy\xf4\xf6"}, {0xf5, {0x303}, "aeouy\xf4\xf6"}, {0xef, {0x323}, "aeouy\xf4\xf6"},
		{0xe2, {0x302}, "aeo"}, {0xe1, {0x302, 0x301}, "aeo"}, {0xe0, {0x302, 0x300}, "aeo"},
		{0xe5, {0x302, 0x309}, "aeo"}, {0xe3, {0x302, 0x303}, "aeo"}, {0xe4, {0x302, 0x323}, "aeo"},
		{0xea, {0x306}, "a"}, {0xe9, {0x306, 0x301}, "a"}, {0xe8, {0x306, 0x300}, "a"},
		{0xfa, {0x306, 0x309}, "a"}, {0xfc, {0x306, 0x303}, "a"}, {0xeb, {0x306, 0x323}, "a"}};
	utf8proc_int32_t vowel = utf8proc_tolower(before), mark = utf8proc_tolower(c);
	if (vowel <= 0 || vowel > 0xff)
		return NULL;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i].letter == mark && strchr(known[i].vowels, (char)vowel))
			return known[i].marks;
	return NULL;
}

static void vni(const char *s, struct buf *out)
{
	utf8proc_int32_t c, before = 0;
	for (; *s; before = c) {
		s += utf8proc_iterate((const utf8proc_uint8_t *)s, -1, &c);
		const utf8proc_uint16_t *marks = vni_marks(before, c);
		if (!marks)
			put(out, vni_alone(c));
		for (; marks && *marks; marks++)
			put(out, *marks);
	}
}

/* -- all of them -- */

static void add_composed(struct buf *out, char *text)
{
	char *nfc = utf8_nfc(text, strlen(text));
	buf_text(out, nfc);
	free(nfc);
	free(text);
}

void table_font_decode(enum table_font font, const char *s, struct buf *out)
{
	struct buf text;
	utf8proc_int32_t c;
	if (font == TABLE_FONT_UNICODE || s[strspn(s, "\t\n\r !\"#$%&'()*+,-./0123456789:;<=>?")] == '\0') {
		buf_text(out, s);
		return;
	}
	buf_init(&text, 4 * strlen(s) + 4);
	if (font == TABLE_FONT_VNI)
		vni(s, &text);
	else
		for (; *s; put(&text, tcvn3(c)))
			s += utf8proc_iterate((const utf8proc_uint8_t *)s, -1, &c);
	char *seen = font == TABLE_FONT_TCVN3_CAPITALS ? utf8_upper(text.data) : buf_take(&text);
	buf_free(&text);
	add_composed(out, seen);
}
