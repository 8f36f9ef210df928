/* json_walk.c - the values of a long array or object one by one, as the bytes they stand in. */
#include <string.h>

#include <tungnha/json.h>

static const char *after_space(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
		p++;
	return p;
}

/* NULL: it does not end. */
static const char *after_string(const char *p, const char *end)
{
	for (p++; p < end; p++) {
		if (*p == '"')
			return p + 1;
		if (*p == '\\')
			p++;
	}
	return NULL;
}

static const char *after_container(const char *p, const char *end)
{
	size_t open = 0;
	while (p && p < end) {
		if (*p == '"') {
			p = after_string(p, end);
			continue;
		}
		open += *p == '[' || *p == '{';
		if ((*p == ']' || *p == '}') && --open == 0)
			return p + 1;
		p++;
	}
	return NULL;
}

/* Only where it ends; whether it is one, json_parse says. */
static const char *after_value(const char *p, const char *end)
{
	if (p < end && *p == '"')
		return after_string(p, end);
	if (p < end && (*p == '[' || *p == '{'))
		return after_container(p, end);
	const char *start = p;
	while (p < end && *p && !strchr(",:]} \t\n\r", *p))
		p++;
	return p > start ? p : NULL;
}

bool json_walk_begin(struct json_walk *w, const char *bytes, size_t n, char kind)
{
	const char *end = bytes + n, *p = after_space(bytes, end);
	*w = (struct json_walk){.end = end, .close = kind == '{' ? '}' : ']'};
	if (p == end || *p != kind)
		return false;
	w->at = p + 1;
	return true;
}

static int finish(struct json_walk *w)
{
	return after_space(w->at + 1, w->end) == w->end ? 0 : -1;
}

static bool read_name(struct json_walk *w)
{
	const char *past = w->at < w->end && *w->at == '"' ? after_string(w->at, w->end) : NULL;
	if (!past)
		return false;
	w->name = w->at + 1;
	w->name_bytes = (size_t)(past - w->name) - 1;
	past = after_space(past, w->end);
	if (past == w->end || *past != ':')
		return false;
	w->at = after_space(past + 1, w->end);
	return true;
}

int json_walk_next(struct json_walk *w)
{
	w->at = after_space(w->at, w->end);
	if (w->at < w->end && *w->at == w->close)
		return finish(w);
	if (w->begun) {
		if (w->at == w->end || *w->at != ',')
			return -1;
		w->at = after_space(w->at + 1, w->end);
	}
	w->begun = true;
	if (w->close == '}' && !read_name(w))
		return -1;
	w->value = w->at;
	w->at = after_value(w->at, w->end);
	if (!w->at)
		return -1;
	w->value_bytes = (size_t)(w->at - w->value);
	return 1;
}
