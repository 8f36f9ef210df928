/* page_lists.c - long lists of both programs: what of them is asked for, which page, and the ways to the rest. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/page_parts.h>

void page_ask(struct buf *path, const char *name, const char *value)
{
	if (!*value)
		return;
	buf_print(path, "%s%s=", strchr(path->data, '?') ? "&" : "?", name);
	html_url(path, value, "_");
}

void page_chip(struct page *p, const char *path, bool chosen, const char *label, int64_t n)
{
	char shown[32];
	html_print(&p->out, "<li><a href=\"%s\"", path);
	html_markup_unescaped(&p->out, chosen ? " aria-current=\"true\">" : ">");
	html_print(&p->out, "%s: %s</a></li>", label, page_number(p, n, shown));
}

/* Counted from 1; beyond the end the last one. */
static size_t asked(const struct page *p, const char *field, size_t n, size_t rows)
{
	long at = strtol(page_field(p, field), NULL, 10);
	size_t pages = n ? (n + rows - 1) / rows : 1;
	return at < 1 ? 1 : (size_t)at > pages ? pages : (size_t)at;
}

void page_span(const struct page *p, const char *field, size_t n, size_t rows, size_t *from, size_t *end)
{
	*from = (asked(p, field, n, rows) - 1) * rows;
	*end = *from + rows < n ? *from + rows : n;
}

static void turn(struct page *p, const char *path, const char *field, size_t to, text_id label)
{
	struct buf at;
	size_t n = strcspn(path, "#");
	buf_init(&at, PAGE_BYTES_MAX);
	buf_print(&at, "%.*s%s%s=%zu%s", (int)n, path, memchr(path, '?', n) ? "&" : "?", field, to, path + n);
	page_link(p, "second", at.data, label);
	buf_free(&at);
}

void page_turns(struct page *p, const char *path, const char *field, size_t n, size_t rows)
{
	char a[32], b[32], c[32];
	size_t from, end, at = asked(p, field, n, rows);
	if (n <= rows)
		return;
	page_span(p, field, n, rows, &from, &end);
	html_markup_unescaped(&p->out, "<p class=\"row\">");
	if (at > 1)
		turn(p, path, field, at - 1, TEXT_PAGE_BEFORE);
	html_markup_unescaped(&p->out, "<span>");
	page_say(p, TEXT_PAGE_SHOWN, page_number(p, (int64_t)from + 1, a), page_number(p, (int64_t)end, b),
		page_number(p, (int64_t)n, c));
	html_markup_unescaped(&p->out, "</span>");
	if (end < n)
		turn(p, path, field, at + 1, TEXT_PAGE_AFTER);
	html_markup_unescaped(&p->out, "</p>");
}
