/* routes.c - what is answered where: health, what the program's service answers, its files, its pages. */
#include <string.h>

#include "web_private.h"

static const struct route own_routes[] = {{.method = "GET", .path = "/health", .now = health_page}, {0}};
static const struct route page_route = {.take = page_serve}, file_route = {.method = "GET", .now = asset_serve};

static bool is_method(const char *known, const char *method)
{
	return strcmp(known, method) == 0 || (strcmp(known, "GET") == 0 && strcmp(method, "HEAD") == 0);
}

/* The row of a table; *other: the path is known, by another method. */
static const struct route *find_route(const struct route *t, const char *method, const char *path, const char **other)
{
	for (; t && t->method; t++) {
		if (strcmp(t->path, path) != 0)
			continue;
		if (is_method(t->method, method))
			return t;
		*other = t->method;
	}
	return NULL;
}

static const struct web_asset *find_file(const struct web_asset *a, const char *path)
{
	for (; a && a->path; a++)
		if (strcmp(a->path, path) == 0)
			return a;
	return NULL;
}

/* "/ho/" takes "/ho/37", but not itself; "/" is home alone. */
static bool takes_tail(const char *known)
{
	size_t n = strlen(known);
	return n > 1 && known[n - 1] == '/';
}

static bool is_under(const char *known, const char *path)
{
	size_t n = strlen(known);
	return takes_tail(known) && strncmp(known, path, n) == 0 && path[n];
}

/* A path of its own comes before one that takes whatever follows, and of those the longest. */
static const struct page_route *find_page(
	const struct page_route *t, const char *method, const char *path, const char **other)
{
	const struct page_route *found = NULL;
	const char *exact = NULL;
	for (; t && t->method; t++) {
		if (strcmp(t->path, path) == 0 && !takes_tail(path)) {
			if (is_method(t->method, method))
				return t;
			exact = t->method;
		} else if (is_under(t->path, path)) {
			bool longer = !found || strlen(t->path) > strlen(found->path);
			if (is_method(t->method, method) && longer)
				found = t;
			else if (!found)
				*other = t->method;
		}
	}
	if (exact)
		*other = exact;
	return exact ? NULL : found;
}

const struct route *routes_find(struct request *r, const char *method, const char *path)
{
	const struct web_options *o = &r->web->options;
	const char *other = NULL;
	const struct route *found = find_route(own_routes, method, path, &other);
	if (found)
		return found;
	r->page = find_page(o->pages, method, path, &other);
	if (r->page)
		return &page_route;
	r->asset = find_file(o->assets, path);
	if (r->asset && is_method("GET", method))
		return &file_route;
	other = r->asset ? "GET" : other;
	found = o->service ? find_route(o->service->routes, method, path, &other) : NULL;
	if (found)
		return found;
	problem_text(r, other ? 405 : 404, other ? TEXT_WEB_METHOD : TEXT_WEB_NOTHING_HERE);
	if (other)
		r->answer.allow = strcmp(other, "GET") == 0 ? "GET, HEAD" : other;
	return NULL;
}
