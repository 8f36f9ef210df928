/* reply.c - replies as they come in: statuses and a few headers. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "rude.h"

size_t statuses[1000];
static FILE *body_file;

/* A header's value as far as it is harmless in JSON. */
static void header(const char *head_text, const char *name, char *out, size_t room)
{
	size_t n = strlen(name), k = 0;
	*out = 0;
	for (const char *line = strstr(head_text, "\r\n"); line; line = strstr(line + 2, "\r\n")) {
		if (strncasecmp(line + 2, name, n) != 0 || line[2 + n] != ':')
			continue;
		for (const char *p = line + 3 + n; *p && *p != '\r' && k + 1 < room; p++)
			if (isprint((unsigned char)*p) && *p != '"' && *p != '\\' && (k > 0 || *p != ' '))
				out[k++] = *p;
		out[k] = 0;
		return;
	}
}

/* The reply to HEAD says how long its body would be, and has none. */
static bool is_head(const struct connection *c, size_t index)
{
	const struct bytes *asked = request_of(index, c->replies);
	return asked->n > 5 && memcmp(asked->at, "HEAD ", 5) == 0;
}

/* A whole head is in c->head: what it says, and how much body follows. */
static void take_head(struct connection *c, size_t index)
{
	char value[64];
	struct reply r = {.retry_after = -1};
	r.status = (int)strtol(c->head_n > 12 ? c->head + 9 : "0", NULL, 10);
	header(c->head, "content-length", value, sizeof value);
	c->body_left = is_head(c, index) ? 0 : (size_t)strtoul(value, NULL, 10);
	header(c->head, "retry-after", value, sizeof value);
	if (*value)
		r.retry_after = strtol(value, NULL, 10);
	header(c->head, "content-type", r.type, sizeof r.type);
	header(c->head, "allow", r.allow, sizeof r.allow);
	if (r.status >= 200) {
		if (r.status < 1000)
			statuses[r.status]++;
		c->reply[c->replies++ % REPLIES_MAX] = r;
		if (body_file && !freopen(NULL, "w+b", body_file))
			fail("the body cannot be written");
	}
	c->head_n = 0;
}

static void take_body(struct connection *c, const char *at, size_t n)
{
	struct reply *r = &c->reply[(c->replies - 1) % REPLIES_MAX];
	if (!*r->to && n >= 12 && memcmp(at, "TNM1", 4) == 0)
		for (size_t i = 0; i < 8; i++)
			snprintf(r->to + 2 * i, 3, "%02x", (unsigned char)at[4 + i]);
	if (body_file)
		fwrite(at, 1, n, body_file);
}

void reply_take(struct connection *c, size_t index, const char *at, size_t n)
{
	c->received += n;
	while (n > 0) {
		if (c->body_left > 0) {
			size_t part = n < c->body_left ? n : c->body_left;
			take_body(c, at, part);
			c->body_left -= part, at += part, n -= part;
			continue;
		}
		if (c->head_n + 1 < HEAD_MAX)
			c->head[c->head_n++] = *at;
		at++, n--;
		c->head[c->head_n] = 0;
		if (c->head_n >= 4 && memcmp(c->head + c->head_n - 4, "\r\n\r\n", 4) == 0)
			take_head(c, index);
	}
}

void reply_open(const char *body_path)
{
	if (body_path && !(body_file = fopen(body_path, "w+b")))
		fail("the body cannot be written");
}

void reply_close(void)
{
	if (body_file)
		fclose(body_file);
}
