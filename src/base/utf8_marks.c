/* utf8_marks.c - whether two texts that fold alike also agree in their marks: "Hồ sơ" is not "Hộ số". */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/utf8.h>
#include <utf8proc.h>

enum { WORDS_MAX = 32 };

/* The marks of a Vietnamese letter, whichever of the vowels of a word they are put on (Hòa, Hoà). */
static unsigned mark_of(int32_t c)
{
	static const int32_t marks[] = {0x300, 0x301, 0x303, 0x309, 0x323, 0x302, 0x306, 0x31b, 0x111};
	for (unsigned i = 0; i < sizeof marks / sizeof *marks; i++)
		if (marks[i] == c)
			return 1u << i;
	return 0;
}

/* A set of marks for each word; returns how many words, at most WORDS_MAX. */
static size_t marks_of(const char *s, unsigned out[static WORDS_MAX], unsigned *all)
{
	utf8proc_uint8_t *plain = NULL;
	size_t words = 0;
	bool inside = false;
	*all = 0;
	utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)strlen(s), &plain,
		UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD);
	for (utf8proc_ssize_t at = 0, taken; at < n; at += taken) {
		int32_t c;
		taken = utf8proc_iterate(plain + at, n - at, &c);
		if (taken <= 0)
			break;
		utf8proc_category_t k = utf8proc_category(c);
		bool letter = k <= UTF8PROC_CATEGORY_NO && k != UTF8PROC_CATEGORY_CN;
		if (letter && !inside && words < WORDS_MAX)
			out[words++] = 0;
		inside = letter;
		if (words > 0)
			out[words - 1] |= mark_of(c);
		*all |= mark_of(c);
	}
	free(plain);
	return words;
}

bool utf8_marks_agree(const char *a, const char *b)
{
	unsigned x[WORDS_MAX], y[WORDS_MAX], any_x, any_y;
	size_t n = marks_of(a, x, &any_x), m = marks_of(b, y, &any_y), same = 0;
	if (any_x == 0 || any_y == 0 || n != m)
		return true;
	for (size_t i = 0; i < n; i++)
		same += x[i] == y[i];
	return 2 * same >= n;
}

bool utf8_same_words(const char *a, const char *b)
{
	unsigned x[WORDS_MAX] = {0}, y[WORDS_MAX] = {0}, any;
	char *f = utf8_fold(a), *g = utf8_fold(b);
	bool same = strcmp(f, g) == 0;
	free(f);
	free(g);
	return same && marks_of(a, x, &any) == marks_of(b, y, &any) && memcmp(x, y, sizeof x) == 0;
}
