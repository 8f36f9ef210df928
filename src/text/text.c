/* text.c - sentences, and numbers as a person writes them. */
#include <assert.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <tungnha/text.h>

/* Offsets and not pointers: those would be put right by the loader at every start, and take four times the room. */
_Static_assert(LANG_COUNT == sizeof(struct text) / sizeof(int32_t), "sentences.S knows another number of languages");

static _Atomic(text_retell) retell;

const char *text_get(enum text_lang lang, text_id id)
{
	assert(lang < LANG_COUNT);
	if (id == TEXT_NONE)
		return "";
	const char *said = (const char *)&id->away[lang] + id->away[lang];
	text_retell f = atomic_load(&retell);
	return f ? f(lang, id, said) : said;
}

void text_retold(text_retell f)
{
	atomic_store(&retell, f);
}

const char *text_name(text_id id)
{
	return id == TEXT_NONE ? "NONE" : (const char *)(id + 1);
}

struct line {
	char *out;
	size_t len;
	size_t room; /* without the NUL */
	bool cut;
};

static void line_add(struct line *l, const char *s, size_t n)
{
	if (l->cut)
		return;
	size_t fits = l->room - l->len;
	if (n > fits) {
		l->cut = true;
		while (fits > 0 && ((unsigned char)s[fits] & 0xc0) == 0x80)
			fits--;
		n = fits;
	}
	memcpy(l->out + l->len, s, n);
	l->len += n;
}

/* "{0:household|households}" at s: the first word where argument 0 is one, else the second. Returns its length, 0 when
 * this is none. */
static size_t add_counted(struct line *l, const char *s, const char *const args[3])
{
	if (s[0] != '{' || s[1] < '0' || s[1] > '2' || s[2] != ':')
		return 0;
	const char *one = s + 3, *bar = one + strcspn(one, "|}"), *end = bar + strcspn(bar, "}");
	if (*bar != '|' || *end != '}')
		return 0;
	const char *arg = args[s[1] - '0'];
	bool is_one = arg && strcmp(arg, "1") == 0;
	line_add(l, is_one ? one : bar + 1, (size_t)(is_one ? bar - one : end - bar - 1));
	return (size_t)(end - s) + 1;
}

void text_fill(enum text_lang lang, text_id id, const char *const args[3], char *out, size_t out_bytes)
{
	assert(out_bytes > 0);
	struct line l = {.out = out, .room = out_bytes - 1};
	const char *s = text_get(lang, id);
	while (*s) {
		size_t n = strcspn(s, "{"), counted = n ? 0 : add_counted(&l, s, args);
		if (counted) {
			s += counted;
			continue;
		}
		if (n == 0 && s[1] >= '0' && s[1] <= '2' && s[2] == '}') {
			const char *arg = args[s[1] - '0'];
			line_add(&l, arg ? arg : "", arg ? strlen(arg) : 0);
			s += 3;
			continue;
		}
		n = n ? n : 1; /* a brace that is no argument */
		line_add(&l, s, n);
		s += n;
	}
	out[l.len] = '\0';
}

enum text_lang text_lang_of(const char *name, enum text_lang fallback)
{
	if (name && strncasecmp(name, "vi", 2) == 0)
		return LANG_VI;
	if (name && strncasecmp(name, "en", 2) == 0)
		return LANG_EN;
	return fallback;
}

static unsigned long long magnitude(long long n)
{
	return n < 0 ? 0 - (unsigned long long)n : (unsigned long long)n;
}

static const char *grouped(enum text_lang lang, bool minus, unsigned long long n, char out[static 32])
{
	char digits[24];
	int count = snprintf(digits, sizeof digits, "%llu", n);
	char *to = out;
	if (minus)
		*to++ = '-';
	for (int i = 0; i < count; i++) {
		if (i > 0 && (count - i) % 3 == 0)
			*to++ = lang == LANG_VI ? '.' : ',';
		*to++ = digits[i];
	}
	*to = '\0';
	return out;
}

const char *text_number(enum text_lang lang, long long n, char out[static 32])
{
	return grouped(lang, n < 0, magnitude(n), out);
}

/* Halving both keeps figures no count of households reaches from overflowing, at the price of their last digits. */
const char *text_percent(enum text_lang lang, long long num, long long den, char out[static 32])
{
	if (den == 0)
		return memcpy(out, "–", sizeof "–");
	unsigned long long a = magnitude(num), b = magnitude(den);
	while (a > 1000000000000000ULL || b > 1000000000000000ULL) {
		a /= 2;
		b = b > 1 ? b / 2 : 1;
	}
	unsigned long long tenths = (a * 2000 + b) / (2 * b);
	grouped(lang, tenths > 0 && (num < 0) != (den < 0), tenths / 10, out);
	size_t len = strlen(out);
	snprintf(out + len, 32 - len, "%c%d%%", lang == LANG_VI ? ',' : '.', (int)(tenths % 10));
	return out;
}

/* The list knows that January and February are written 01 and 02 in Vietnamese. */
const char *text_month(enum text_lang lang, int month, char out[static 32])
{
	const char *s = text_get(lang, TEXT_REPORT_MONTHS);
	for (int i = 1; i < month; i++)
		s += strcspn(s, " ") + 1;
	snprintf(out, 32, "%.*s", (int)strcspn(s, " "), s);
	return out;
}
