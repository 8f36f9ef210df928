/* line.c - one HTTP line to a hub, over libcurl. */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <time.h>

#include "line.h"
#include "line_curl.h"

#include <tungnha/alloc.h>
#include <tungnha/message.h>

enum {
	CONNECT_S = 20,
	SILENCE_S = 30,          /* without a byte either way */
	WHOLE_S = 20 * 60,       /* a whole message of 1 MiB at 10 kbit/s */
	HEADERS_MAX = 16 * 1024, /* what the other side may say before its body */
	SEND_BUFFER = 16 * 1024, /* small, so that what left is what moved: else a slow line looks silent */
};

struct line {
	const struct line_curl *c;
	CURL *handle;
	struct curl_slist *headers;
	bool (*stopped)(void *context);
	void *context;
	int dialled;                /* the port last called; 0 = none since the post began */
	char unverified[LINE_HOST]; /* whose certificate was found wanting; "" = nobody's */
	int silence_ms;
	bool silent;                /* for so long, in the post under way */
	curl_off_t moved;           /* bytes, either way, when last looked at */
	int64_t moved_at;           /* 0 = not looked at yet */
	size_t header_bytes;        /* of the answer under way */
	struct line_answer *answer; /* being filled */
};

/* -- what libcurl calls -- */

static size_t take_body(char *bytes, size_t size, size_t n, void *context)
{
	struct line *l = context;
	buf_add(&l->answer->body, bytes, size * n);
	return l->answer->body.full ? 0 : size * n;
}

static size_t count_headers(char *bytes, size_t size, size_t n, void *context)
{
	struct line *l = context;
	(void)bytes;
	l->header_bytes += size * n;
	return l->header_bytes > HEADERS_MAX ? 0 : size * n;
}

static int64_t running_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Has nothing moved for too long? (libcurl's own measure is an average: it notices seconds later.) */
static bool is_silent(struct line *l, curl_off_t moved)
{
	int64_t now = running_ms();
	if (moved != l->moved || l->moved_at == 0) {
		l->moved = moved;
		l->moved_at = now;
	}
	return now - l->moved_at > l->silence_ms;
}

/* Called about once a second at least. */
static int watch(void *context, curl_off_t total_in, curl_off_t in, curl_off_t total_out, curl_off_t out)
{
	struct line *l = context;
	(void)total_in, (void)total_out;
	l->silent = is_silent(l, in + out + (curl_off_t)l->header_bytes);
	return l->silent || (l->stopped && l->stopped(l->context));
}

static curl_socket_t dial(void *context, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct line *l = context;
	int bytes = SEND_BUFFER;
	(void)purpose;
	if (to->family == AF_INET)
		l->dialled = ntohs(((const struct sockaddr_in *)(const void *)&to->addr)->sin_port);
	if (to->family == AF_INET6)
		l->dialled = ntohs(((const struct sockaddr_in6 *)(const void *)&to->addr)->sin6_port);
	int fd = socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
	if (fd >= 0)
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
	return fd >= 0 ? fd : CURL_SOCKET_BAD;
}

/* -- opening -- */

static void only_http(struct line *l)
{
#if LIBCURL_VERSION_NUM >= 0x075500
	l->c->set(l->handle, CURLOPT_PROTOCOLS_STR, "http,https");
#else
	l->c->set(l->handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

/* Each header costs a household's bytes on every exchange: only what is needed is said. */
static void set_headers(struct line *l)
{
	static const char *const header[] = {
		"Content-Type: application/vnd.tungnha.message", "Expect:", "Accept:", "User-Agent:"};
	for (size_t i = 0; i < sizeof header / sizeof *header; i++)
		l->headers = l->c->append(l->headers, header[i]);
	l->c->set(l->handle, CURLOPT_HTTPHEADER, l->headers);
}

static void set_limits(struct line *l)
{
	l->c->set(l->handle, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
	l->c->set(l->handle, CURLOPT_TIMEOUT, (long)WHOLE_S);
	l->c->set(l->handle, CURLOPT_NOSIGNAL, 1L);
	l->c->set(l->handle, CURLOPT_TCP_KEEPALIVE, 1L);
	l->c->set(l->handle, CURLOPT_FOLLOWLOCATION, 0L);
	l->c->set(l->handle, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
	l->c->set(l->handle, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
}

static void set_callbacks(struct line *l)
{
	curl_write_callback body = take_body, headers = count_headers;
	curl_xferinfo_callback ask = watch;
	curl_opensocket_callback call = dial;
	l->c->set(l->handle, CURLOPT_WRITEFUNCTION, body);
	l->c->set(l->handle, CURLOPT_WRITEDATA, l);
	l->c->set(l->handle, CURLOPT_HEADERFUNCTION, headers);
	l->c->set(l->handle, CURLOPT_HEADERDATA, l);
	l->c->set(l->handle, CURLOPT_XFERINFOFUNCTION, ask);
	l->c->set(l->handle, CURLOPT_XFERINFODATA, l);
	l->c->set(l->handle, CURLOPT_NOPROGRESS, 0L);
	l->c->set(l->handle, CURLOPT_OPENSOCKETFUNCTION, call);
	l->c->set(l->handle, CURLOPT_OPENSOCKETDATA, l);
}

void line_silence(struct line *l, int seconds)
{
	l->silence_ms = seconds * 1000;
}

int line_open(bool (*stopped)(void *context), void *context, struct line **out, struct err *e)
{
	const struct line_curl *c = line_curl();
	CURL *handle = c ? c->init() : NULL;
	*out = NULL;
	if (!handle)
		return err_set(e, ERR_UNAVAILABLE, TEXT_NET_NO_LIBRARY, "");
	struct line *l = *out = alloc_zero(1, sizeof *l);
	*l = (struct line){.c = c, .handle = handle, .stopped = stopped, .context = context};
	only_http(l);
	set_headers(l);
	set_limits(l);
	line_silence(l, SILENCE_S);
	set_callbacks(l);
	return 0;
}

void line_close(struct line *l)
{
	if (!l)
		return;
	l->c->cleanup(l->handle);
	l->c->free_all(l->headers);
	free(l);
}

/* -- addresses -- */

const char *line_host(const char *url, char out[static LINE_HOST])
{
	const char *host = strstr(url, "://");
	host = host ? host + 3 : url;
	snprintf(out, LINE_HOST, "%.*s", (int)strcspn(host, "/?#"), host);
	return out;
}

static bool is_http(const char *url)
{
	return strncasecmp(url, "http://", 7) == 0 || strncasecmp(url, "https://", 8) == 0;
}

/* -- what went wrong -- */

static int port_of(const char *url)
{
	char host[LINE_HOST];
	const char *end = strrchr(line_host(url, host), ']'); /* the colons of an IPv6 address are not the port's */
	const char *colon = strrchr(end ? end : host, ':');
	if (colon)
		return (int)strtol(colon + 1, NULL, 10);
	return strncasecmp(url, "https", 5) == 0 ? 443 : 80;
}

/* Somebody at another door than the address names was called: the proxy. */
static bool was_proxy(const struct line *l, const char *url)
{
	return l->dialled != 0 && l->dialled != port_of(url);
}

static bool connected(const struct line *l)
{
	double s = 0;
	l->c->get(l->handle, CURLINFO_CONNECT_TIME, &s);
	return s > 0;
}

static bool proxy_said_no(const struct line *l)
{
	long code = 0;
	l->c->get(l->handle, CURLINFO_HTTP_CONNECTCODE, &code);
	return code >= 300;
}

static bool is_doubt(CURLcode code)
{
	return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE ||
	       code == CURLE_SSL_ISSUER_ERROR || code == CURLE_SSL_INVALIDCERTSTATUS;
}

static enum line_fate fate_of(const struct line *l, const char *url, CURLcode code)
{
	switch ((int)code) {
	case CURLE_OK:
		return LINE_ANSWERED;
	case CURLE_URL_MALFORMAT:
	case CURLE_LOGIN_DENIED:
		return LINE_ADDRESS;
	case CURLE_COULDNT_RESOLVE_HOST:
		return LINE_NAME;
	case CURLE_COULDNT_CONNECT:
		return was_proxy(l, url) ? LINE_PROXY : LINE_REFUSED;
	case CURLE_COULDNT_RESOLVE_PROXY:
	case CURLE_PROXY:
		return LINE_PROXY;
	case CURLE_OPERATION_TIMEDOUT:
		return connected(l) ? LINE_SLOW : LINE_REFUSED;
	case CURLE_ABORTED_BY_CALLBACK:
		return l->silent ? LINE_SLOW : LINE_STOPPED;
	case CURLE_WRITE_ERROR:
		return LINE_LARGE;
	case CURLE_SSL_CONNECT_ERROR:
		return LINE_TLS;
	case CURLE_PARTIAL_FILE:
	case CURLE_GOT_NOTHING:
	case CURLE_SEND_ERROR:
	case CURLE_RECV_ERROR:
		return proxy_said_no(l) ? LINE_PROXY : LINE_CUT;
	default:
		return LINE_STRANGE;
	}
}

/* -- posting -- */

static CURLcode perform(struct line *l, const char *url, struct line_answer *a)
{
	char host[LINE_HOST];
	bool verify = strcmp(line_host(url, host), l->unverified) != 0 || !host[0];
	buf_clear(&a->body);
	l->answer = a;
	l->header_bytes = 0;
	l->dialled = 0;
	l->moved_at = 0;
	l->silent = false;
	a->doubtful = !verify;
	l->c->set(l->handle, CURLOPT_SSL_VERIFYPEER, verify ? 1L : 0L);
	l->c->set(l->handle, CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
	return l->c->perform(l->handle);
}

static void read_type(const struct line *l, struct line_answer *a)
{
	char *type = NULL;
	size_t n = 0;
	l->c->get(l->handle, CURLINFO_CONTENT_TYPE, &type);
	for (; type && type[n] && !strchr("; \t", type[n]) && n < sizeof a->type - 1; n++)
		a->type[n] = (char)tolower((unsigned char)type[n]);
	a->type[n] = '\0';
}

static void read_head(const struct line *l, struct line_answer *a)
{
	long status = 0;
	char *redirect = NULL;
	curl_off_t wait = 0;
	l->c->get(l->handle, CURLINFO_RESPONSE_CODE, &status);
	l->c->get(l->handle, CURLINFO_REDIRECT_URL, &redirect);
	l->c->get(l->handle, CURLINFO_RETRY_AFTER, &wait);
	read_type(l, a);
	a->status = (int)status;
	a->retry_after = wait > 86400 ? 86400 : wait < 0 ? 0 : (int)wait;
	snprintf(a->redirect, sizeof a->redirect, "%s", redirect ? redirect : "");
}

/* Messages are sealed and signed end to end, and a Raspberry Pi in 1970 can verify nobody: what the certificate is
 * worth is said, and the line is used. */
void line_post(struct line *l, const char *url, const void *bytes, size_t n, struct line_answer *a)
{
	*a = (struct line_answer){.fate = LINE_ADDRESS};
	buf_init(&a->body, MESSAGE_BYTES_MAX);
	if (!is_http(url) || l->c->set(l->handle, CURLOPT_URL, url) != CURLE_OK)
		return;
	l->c->set(l->handle, CURLOPT_POSTFIELDS, bytes);
	l->c->set(l->handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)n);
	CURLcode code = perform(l, url, a);
	if (is_doubt(code)) {
		line_host(url, l->unverified);
		code = perform(l, url, a);
	}
	l->c->set(l->handle, CURLOPT_POSTFIELDS, NULL);
	l->answer = NULL;
	curl_off_t left = 0;
	l->c->get(l->handle, CURLINFO_SIZE_UPLOAD_T, &left);
	a->uploaded = left == (curl_off_t)n;
	a->fate = fate_of(l, url, code);
	if (a->fate == LINE_ANSWERED)
		read_head(l, a);
}
