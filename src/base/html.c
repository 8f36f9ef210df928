/* html.c - HTML text, escaped by default. */
#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include <tungnha/html.h>

static const char *entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	default:
		return "&#39;";
	}
}

void html_text(struct buf *out, const char *s)
{
	if (!s)
		return;
	for (;;) {
		size_t n = strcspn(s, "&<>\"'");
		buf_add(out, s, n);
		s += n;
		if (!*s)
			return;
		buf_text(out, entity(*s++));
	}
}

void html_markup_unescaped(struct buf *out, const char *s)
{
	buf_text(out, s);
}

void html_url(struct buf *out, const char *s, const char *also)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s, lower = c | 32;
		bool plain = (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
		if (plain || strchr(also, c))
			buf_char(out, (char)c);
		else
			buf_print(out, "%%%02X", c);
	}
}

/* One conversion at s ("%s", "%lld"), its letters from '%'; returns how many there are. */
static size_t print_one(struct buf *out, const char *s, va_list *args)
{
	switch (s[1]) {
	case 's':
		html_text(out, va_arg(*args, const char *));
		return 2;
	case 'd':
		buf_print(out, "%d", va_arg(*args, int));
		return 2;
	case 'c':
		html_text(out, (const char[]){(char)va_arg(*args, int), '\0'});
		return 2;
	case 'l':
		assert(s[2] == 'l' && s[3] == 'd');
		buf_print(out, "%lld", va_arg(*args, long long));
		return 4;
	case 'z':
		assert(s[2] == 'u');
		buf_print(out, "%zu", va_arg(*args, size_t));
		return 3;
	default:
		assert(s[1] == '%');
		buf_char(out, '%');
		return 2;
	}
}

void html_print(struct buf *out, const char *markup, ...)
{
	va_list args;
	va_start(args, markup);
	for (const char *s = markup; *s;) {
		size_t n = strcspn(s, "%");
		buf_add(out, s, n);
		s += n;
		if (*s)
			s += print_one(out, s, &args);
	}
	va_end(args);
}
