/* routes.c - what is answered where. A page is one more row. */
#include <string.h>

#include "web_private.h"

static const struct route routes[] = {
	{.method = "POST",
		.path = "/exchange",
		.type = "application/vnd.tungnha.message",
		.is_message = true,
		.take = exchange_serve},
	{.method = "GET", .path = "/health", .now = health_page},
	{.method = "GET", .path = "/", .now = home_page},
};

static bool is_method(const struct route *t, const char *method)
{
	return strcmp(t->method, method) == 0 || (strcmp(t->method, "GET") == 0 && strcmp(method, "HEAD") == 0);
}

const struct route *routes_find(struct request *r, const char *method, const char *path)
{
	const struct route *other = NULL;
	for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
		if (strcmp(routes[i].path, path) != 0)
			continue;
		if (is_method(&routes[i], method))
			return &routes[i];
		other = &routes[i];
	}
	problem_text(r, other ? 405 : 404, other ? TEXT_WEB_METHOD : TEXT_WEB_NOTHING_HERE);
	if (other)
		r->answer.allow = strcmp(other->method, "GET") == 0 ? "GET, HEAD" : other->method;
	return NULL;
}
