/* gate.c - who may ask for a page. A browser here, or a phone on this machine's own network, that opened this server's
 * own address: what another site's page makes a browser ask, and names of others that lead here, are turned away. */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "web_private.h"

enum { PLACE_BYTES = 80 };

/* The address the asker reached this machine at, as browsers write it: nothing between them and us changes it. */
static bool reached_at(const struct request *r, char host[static PLACE_BYTES], unsigned *port, bool *loopback)
{
	struct sockaddr_storage at;
	socklen_t size = sizeof at;
	char text[INET6_ADDRSTRLEN];
	memset(&at, 0, sizeof at);
	if (getsockname(r->conn->fd, (struct sockaddr *)&at, &size) != 0)
		return false;
	if (at.ss_family == AF_INET) {
		const struct sockaddr_in *v4 = (const void *)&at;
		inet_ntop(AF_INET, &v4->sin_addr, host, PLACE_BYTES);
		*port = ntohs(v4->sin_port);
		*loopback = strncmp(host, "127.", 4) == 0;
		return true;
	}
	const struct sockaddr_in6 *v6 = (const void *)&at;
	bool mapped = IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr);
	if (at.ss_family != AF_INET6)
		return false;
	inet_ntop(mapped ? AF_INET : AF_INET6, v6->sin6_addr.s6_addr + (mapped ? 12 : 0), text, sizeof text);
	snprintf(host, PLACE_BYTES, mapped ? "%s" : "[%s]", text);
	*port = ntohs(v6->sin6_port);
	*loopback = mapped ? strncmp(text, "127.", 4) == 0 : IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
	return true;
}

static bool is_place(const char *given, size_t n, const char *host, unsigned port)
{
	char place[PLACE_BYTES + 8];
	int length = snprintf(place, sizeof place, "%s:%u", host, port);
	if (n == (size_t)length && strncasecmp(given, place, n) == 0)
		return true;
	return port == 80 && n == strlen(host) && strncasecmp(given, host, n) == 0;
}

/* A name whoever started the server gave it, with our port or, behind a proxy, with the proxy's own. */
static bool is_told(const struct request *r, const char *given, size_t n, unsigned port)
{
	const char *const *name = r->web->options.hosts;
	for (; name && *name; name++) {
		size_t length = strlen(*name);
		if (is_place(given, n, *name, port))
			return true;
		if (r->web->options.behind_proxy && n >= length && strncasecmp(given, *name, length) == 0 &&
			(n == length || given[length] == ':'))
			return true;
	}
	return false;
}

/* Is this name, as the browser was given it, one of ours? */
static bool is_ours(const struct request *r, const char *given, size_t n)
{
	static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
	char host[PLACE_BYTES];
	unsigned port;
	bool loopback;
	if (!given || !reached_at(r, host, &port, &loopback))
		return false;
	if (is_place(given, n, host, port))
		return true;
	for (size_t i = 0; loopback && i < sizeof names / sizeof *names; i++)
		if (is_place(given, n, names[i], port))
			return true;
	return is_told(r, given, n, port);
}

/* Does an origin or an address ("http://127.0.0.1:8020/ho/37") lie at the very host that was asked? */
static bool is_same(const struct request *r, const char *from)
{
	size_t scheme = strncasecmp(from, "http://", 7) == 0 ? 7 : 0;
	if (r->web->options.behind_proxy && strncasecmp(from, "https://", 8) == 0)
		scheme = 8; /* the proxy's */
	if (scheme == 0)
		return false;
	from += scheme;
	size_t n = strcspn(from, "/?#");
	return n == strlen(r->head.host) && strncasecmp(from, r->head.host, n) == 0;
}

/* A change is asked for by a page of this server: old browsers say so in one way, newer ones in another; who says
 * nothing is none. */
static bool comes_from_here(const struct request *r)
{
	if (r->head.origin)
		return is_same(r, r->head.origin);
	if (r->head.referer)
		return is_same(r, r->head.referer);
	return r->head.fetch_site && strcmp(r->head.fetch_site, "same-origin") == 0;
}

text_id gate_place(const struct request *r)
{
	if (!is_ours(r, r->head.host, r->head.host ? strlen(r->head.host) : 0))
		return TEXT_SERVE_OTHER_HOST;
	if (r->posted && !comes_from_here(r))
		return TEXT_SERVE_OTHER_ORIGIN;
	return TEXT_NONE;
}
