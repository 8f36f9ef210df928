/* multipart.c - a form with a file in it (RFC 7578), whole in memory: the file's bytes are lent, not copied. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "web_private.h"

#include <tungnha/alloc.h>

enum { BOUNDARY_BYTES = 200, HEAD_BYTES = 2048, PARAMETER_BYTES = 300 };

/* The value of name="…" (or without quotes) in a header; false: not there, or too long. */
static bool parameter(const char *header, const char *name, char *out, size_t out_bytes)
{
	size_t n = strlen(name);
	for (const char *at = strchr(header, ';'); at; at = strchr(at, ';')) {
		at += 1 + strspn(at + 1, " \t");
		if (strncasecmp(at, name, n) != 0 || at[n] != '=')
			continue;
		const char *value = at + n + 1;
		bool quoted = *value == '"';
		size_t length = quoted ? strcspn(value + 1, "\"") : strcspn(value, "; \t\r\n");
		if (length >= out_bytes || (quoted && !value[1 + length]))
			return false;
		memcpy(out, value + quoted, length);
		out[length] = '\0';
		return true;
	}
	return false;
}

/* The line of a part's head that names it. */
static const char *disposition(const char *head)
{
	static const char name[] = "Content-Disposition:";
	for (const char *line = head; line; line = strstr(line, "\r\n")) {
		line += *line == '\r' ? 2 : 0;
		if (strncasecmp(line, name, sizeof name - 1) == 0)
			return line;
	}
	return NULL;
}

static text_id add_part(struct fields *f, const char *head, const char *bytes, size_t n)
{
	char name[PARAMETER_BYTES], filename[PARAMETER_BYTES], line[HEAD_BYTES];
	const char *about = disposition(head);
	if (!about)
		return TEXT_SERVE_FORM_BROKEN;
	snprintf(line, sizeof line, "%.*s", (int)strcspn(about, "\r\n"), about);
	if (!parameter(line, "name", name, sizeof name))
		return TEXT_SERVE_FORM_BROKEN;
	if (!strstr(line, "filename="))
		return fields_add(f, name, strlen(name), bytes, n, true);
	if (!parameter(line, "filename", filename, sizeof filename))
		snprintf(filename, sizeof filename, "-");
	if (!*filename && n == 0) /* none was chosen */
		return TEXT_NONE;
	return fields_add_file(f, name, filename, bytes, n);
}

static const char *find(const char *from, const char *end, const char *what)
{
	return memmem(from, (size_t)(end - from), what, strlen(what));
}

/* One part, from its head to the mark that ends it; *at moves behind that. */
static text_id take_part(struct fields *f, const char **at, const char *end, const char *mark)
{
	char head[HEAD_BYTES];
	const char *body = find(*at, end, "\r\n\r\n");
	if (!body || body - *at >= HEAD_BYTES)
		return TEXT_SERVE_FORM_BROKEN;
	const char *stop = find(body + 2, end, mark);
	if (!stop || memchr(*at, '\0', (size_t)(body - *at)))
		return TEXT_SERVE_FORM_BROKEN;
	snprintf(head, sizeof head, "%.*s", (int)(body - *at), *at);
	body = stop < body + 4 ? stop : body + 4;
	*at = stop + strlen(mark);
	return add_part(f, head, body, (size_t)(stop - body));
}

text_id fields_multipart(struct fields *f, const char *type, const char *body, size_t n)
{
	char boundary[BOUNDARY_BYTES], mark[BOUNDARY_BYTES + 8];
	const char *end = body + n, *at;
	if (!parameter(type, "boundary", boundary, sizeof boundary) || !*boundary)
		return TEXT_SERVE_FORM_BROKEN;
	snprintf(mark, sizeof mark, "\r\n--%s", boundary);
	at = find(body, end, mark + 2); /* the first stands at the beginning */
	if (!at)
		return TEXT_SERVE_FORM_BROKEN;
	at += strlen(mark + 2);
	text_id why = TEXT_NONE;
	while (why == TEXT_NONE && !(end - at >= 2 && memcmp(at, "--", 2) == 0)) {
		if (end - at < 2 || memcmp(at, "\r\n", 2) != 0)
			return TEXT_SERVE_FORM_BROKEN;
		at += 2;
		why = take_part(f, &at, end, mark);
	}
	return why;
}
