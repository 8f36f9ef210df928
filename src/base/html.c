/* html.c - HTML text, escaped by default. */
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
