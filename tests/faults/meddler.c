/*
 * meddler - somebody on the way between a node and a hub who knows HTTP: a hotspot's login page, a proxy, a machine
 * that repeats, holds back, mixes up or alters what passes. What a line does by byte count is relay's.
 *
 *   meddler --to 127.0.0.1:PORT [--listen 127.0.0.1:0] [--keep FOLDER] WHAT [--skip A] [--first K]
 *
 * An exchange is one request and its answer. The first A are passed as they are, then WHAT is done to K (default: all),
 * the others are passed again. Prints its address first; ended by SIGTERM it prints a line of JSON.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { HEAD_BYTES = 16384, BODY_BYTES = 4 << 20, PATIENCE_S = 30 };

static const char *const help =
	"meddler --to 127.0.0.1:PORT [--listen 127.0.0.1:0] [--keep FOLDER] WHAT [--skip A] [--first K]\n"
	"  --portal page|redirect|511   answered as a hotspot does before somebody logged in; nothing passes\n"
	"  --lost             the request passes, its connection ends without the reply\n"
	"  --hold             the reply comes only after the next exchange was answered\n"
	"  --late             the reply is lost, and comes as the answer of the exchange after the next\n"
	"  --twice            the request is sent twice at the same time, the answer is the reply that came last\n"
	"  --shorten N        of the reply's body only N bytes, and its head says so\n"
	"  --flip N           a bit of byte N of the reply's body is another\n"
	"  --instead FILE     the request passes, the answer's body is FILE\n"
	"  --unasked FILE     … the request does not even pass\n"
	"  --proxy            takes requests as a proxy does, for any machine 127.x.y.z (without --to)\n"
	"  --denies           a proxy that wants a name and password\n"
	"  --keep FOLDER      bodies as they came, before anything was done to them: FOLDER/N.request, "
	"FOLDER/N.reply\n";

static struct {
	struct sockaddr_in to, listen;
	const char *keep, *what, *value;
	long skip, first;
} way = {.first = 1L << 30};

/* A request or a reply: its head with the empty line, its body. */
struct half {
	char head[HEAD_BYTES + 1];
	size_t head_bytes, body_bytes;
	unsigned char *body;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t answered = PTHREAD_COND_INITIALIZER;
static long exchanges, meddled, answers; /* under lock */
static struct half *late;
static long late_due;
static volatile sig_atomic_t stopping;

static void on_signal(int number)
{
	(void)number;
	stopping = 1;
}

static void half_free(struct half *h)
{
	if (h)
		free(h->body);
	free(h);
}

static bool send_all(int fd, const void *bytes, size_t n)
{
	const char *at = bytes;
	while (n) {
		ssize_t sent = send(fd, at, n, MSG_NOSIGNAL);
		if (sent <= 0)
			return false;
		at += sent;
		n -= (size_t)sent;
	}
	return true;
}

/* The value of a head's field; NULL without it. */
static const char *field(const struct half *h, const char *name)
{
	size_t n = strlen(name);
	for (const char *line = strstr(h->head, "\r\n"); line; line = strstr(line + 2, "\r\n"))
		if (strncasecmp(line + 2, name, n) == 0 && line[2 + n] == ':')
			return line + 2 + n + 1 + strspn(line + 3 + n, " ");
	return NULL;
}

/* Reads one half; NULL when the other end is gone before it is whole. */
static struct half *read_half(int fd)
{
	struct half *h = calloc(1, sizeof *h);
	if (!h)
		abort();
	while (h->head_bytes < 4 || memcmp(h->head + h->head_bytes - 4, "\r\n\r\n", 4) != 0) {
		if (h->head_bytes == HEAD_BYTES || recv(fd, h->head + h->head_bytes, 1, 0) != 1) {
			half_free(h);
			return NULL;
		}
		h->head_bytes++;
	}
	const char *length = field(h, "Content-Length");
	size_t n = length ? strtoul(length, NULL, 10) : 0;
	h->body = n <= BODY_BYTES ? malloc(n + 1) : NULL;
	while (h->body && h->body_bytes < n) {
		ssize_t got = recv(fd, h->body + h->body_bytes, n - h->body_bytes, 0);
		if (got <= 0)
			break;
		h->body_bytes += (size_t)got;
	}
	if (h->body && h->body_bytes == n)
		return h;
	half_free(h);
	return NULL;
}

static bool write_half(int fd, const struct half *h)
{
	return send_all(fd, h->head, h->head_bytes) && send_all(fd, h->body, h->body_bytes);
}

/* An answer of our own making. Takes body over. */
static struct half *make_answer(const char *status, const char *fields, unsigned char *body, size_t n)
{
	struct half *h = calloc(1, sizeof *h);
	if (!h || !body)
		abort();
	h->body = body;
	h->body_bytes = n;
	h->head_bytes = (size_t)snprintf(
		h->head, HEAD_BYTES, "HTTP/1.1 %s\r\nContent-Length: %zu\r\n%s\r\n", status, n, fields);
	return h;
}

static struct half *make_page(const char *status, const char *fields)
{
	static const char page[] = "<!DOCTYPE html><html><head><title>Wi-Fi</title></head><body><form action=/login>"
				   "<p>Nhập số điện thoại để dùng Wi-Fi</form></body></html>\n";
	return make_answer(status, fields, (unsigned char *)strdup(page), sizeof page - 1);
}

static struct half *make_portal(const char *kind)
{
	if (strcmp(kind, "redirect") == 0)
		return make_page("302 Found",
			"Location: http://login.wifi-mien-phi.example/?next=x\r\nContent-Type: text/html\r\n");
	return make_page(strcmp(kind, "511") == 0 ? "511 Network Authentication Required" : "200 OK",
		"Content-Type: text/html\r\n");
}

static struct half *make_from_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	unsigned char *body = malloc(BODY_BYTES);
	if (!f || !body) {
		perror(path);
		exit(66);
	}
	size_t n = fread(body, 1, BODY_BYTES, f);
	fclose(f);
	return make_answer("200 OK", "Content-Type: application/vnd.tungnha.message\r\n", body, n);
}

static void keep(long number, const char *kind, const struct half *h)
{
	char path[1024];
	if (!way.keep || !h)
		return;
	snprintf(path, sizeof path, "%s/%ld.%s", way.keep, number, kind);
	FILE *f = fopen(path, "wb");
	if (!f || fwrite(h->body, 1, h->body_bytes, f) != h->body_bytes || fclose(f) != 0)
		perror(path);
}

/* 127.x.y.z:PORT, nothing else: a test leaves this machine alone. */
static bool loopback(const char *text, size_t n, struct sockaddr_in *address)
{
	char host[64];
	if (n >= sizeof host)
		return false;
	memcpy(host, text, n);
	host[n] = '\0';
	char *colon = strrchr(host, ':');
	if (!colon)
		return false;
	*colon = '\0';
	unsigned long port = strtoul(colon + 1, NULL, 10);
	*address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	return port <= 65535 && inet_pton(AF_INET, host, &address->sin_addr) == 1 &&
	       ntohl(address->sin_addr.s_addr) >> 24 == 127;
}

static void be_patient(int fd)
{
	struct timeval t = {.tv_sec = PATIENCE_S};
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &t, sizeof t);
}

static int connect_to(const struct sockaddr_in *to)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	be_patient(fd);
	if (connect(fd, (const struct sockaddr *)to, sizeof *to) == 0)
		return fd;
	close(fd);
	return -1;
}

/* "POST http://127.0.0.1:80/exchange HTTP/1.1" becomes "POST /exchange HTTP/1.1", and the machine is *to. */
static bool from_proxy_form(struct half *h, struct sockaddr_in *to)
{
	char *url = strstr(h->head, " http://");
	if (!url)
		return false;
	char *host = url + 8;
	size_t n = strcspn(host, "/ ");
	if (!loopback(host, n, to))
		return false;
	size_t behind = (size_t)(h->head + h->head_bytes + 1 - (host + n));
	memmove(url + 1, host + n, behind);
	h->head_bytes = strlen(h->head);
	return true;
}

/* Passes a request on; the reply, NULL when there is none. */
static struct half *pass_on(const struct half *request, const struct sockaddr_in *to)
{
	int hub = connect_to(to);
	struct half *reply = hub >= 0 && write_half(hub, request) ? read_half(hub) : NULL;
	if (hub >= 0)
		close(hub);
	return reply;
}

struct errand {
	const struct half *request;
	struct half *reply;
};

static void *run_errand(void *context)
{
	struct errand *r = context;
	r->reply = pass_on(r->request, &way.to);
	return NULL;
}

static struct half *pass_twice(const struct half *request)
{
	pthread_t thread[2];
	struct errand errand[2] = {{.request = request}, {.request = request}};
	for (int i = 0; i < 2; i++)
		if (pthread_create(&thread[i], NULL, run_errand, &errand[i]) != 0)
			abort();
	for (int i = 0; i < 2; i++)
		pthread_join(thread[i], NULL);
	half_free(errand[0].reply);
	return errand[1].reply;
}

static bool is(const char *what)
{
	return strcmp(way.what, what) == 0;
}

static void wait_for_next(long mine)
{
	struct timespec until;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += PATIENCE_S;
	pthread_mutex_lock(&lock);
	while (answers <= mine && pthread_cond_timedwait(&answered, &lock, &until) == 0)
		;
	pthread_mutex_unlock(&lock);
}

/* What becomes of a reply that is meddled with; NULL: the connection ends without one. */
static struct half *meddle_reply(struct half *reply, long number, long answers_before)
{
	size_t n = way.value ? strtoul(way.value, NULL, 10) : 0;
	if (is("lost")) {
		half_free(reply);
		return NULL;
	}
	if (is("hold"))
		wait_for_next(answers_before);
	if (is("late")) {
		pthread_mutex_lock(&lock);
		late = reply;
		late_due = number + 2;
		pthread_mutex_unlock(&lock);
		return NULL;
	}
	if (is("flip") && n < reply->body_bytes)
		reply->body[n] ^= 4;
	if (is("shorten") || is("instead")) {
		struct half *other = is("instead") ? make_from_file(way.value) : NULL;
		if (!other) {
			unsigned char *body = malloc(n + 1);
			memcpy(body, reply->body, n < reply->body_bytes ? n : reply->body_bytes);
			other = make_answer("200 OK", "Content-Type: application/vnd.tungnha.message\r\n", body, n);
		}
		half_free(reply);
		return other;
	}
	return reply;
}

/* The answer of the exchange; NULL: the connection ends without one. */
static struct half *answer_of(struct half *request, long number, bool meddling, long answers_before)
{
	struct sockaddr_in to = way.to;
	if (meddling && is("portal"))
		return make_portal(way.value);
	if (meddling && is("denies"))
		return make_page("407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"x\"\r\n");
	if (meddling && is("unasked"))
		return make_from_file(way.value);
	if (is("proxy") && !from_proxy_form(request, &to))
		return make_page("400 Bad Request", "");
	struct half *reply = meddling && is("twice") ? pass_twice(request) : pass_on(request, &to);
	keep(number, "reply", reply);
	return reply && meddling ? meddle_reply(reply, number, answers_before) : reply;
}

/* In place of this exchange's own answer, one that was held back. */
static struct half *maybe_late(struct half *own, long number)
{
	pthread_mutex_lock(&lock);
	struct half *other = late && late_due == number ? late : NULL;
	if (other)
		late = NULL;
	pthread_mutex_unlock(&lock);
	if (!other)
		return own;
	half_free(own);
	return other;
}

static bool one_exchange(int node)
{
	struct half *request = read_half(node);
	if (!request)
		return false;
	pthread_mutex_lock(&lock);
	long number = ++exchanges, answers_before = answers;
	bool meddling = number > way.skip && number - way.skip <= way.first;
	meddled += meddling;
	pthread_mutex_unlock(&lock);
	keep(number, "request", request);
	struct half *answer = maybe_late(answer_of(request, number, meddling, answers_before), number);
	bool sent = answer && write_half(node, answer);
	pthread_mutex_lock(&lock);
	answers++;
	pthread_cond_broadcast(&answered);
	pthread_mutex_unlock(&lock);
	half_free(answer);
	half_free(request);
	return sent;
}

static void *serve(void *context)
{
	int node = (int)(intptr_t)context;
	be_patient(node);
	while (one_exchange(node))
		;
	close(node);
	return NULL;
}

static bool takes_value(const char *what)
{
	static const char *const with[] = {"portal", "shorten", "flip", "instead", "unasked"};
	for (size_t i = 0; i < sizeof with / sizeof *with; i++)
		if (strcmp(with[i], what) == 0)
			return true;
	return false;
}

static bool take_option(const char *name, const char *value, bool *used)
{
	static const char *const alone[] = {"lost", "hold", "late", "twice", "proxy", "denies"};
	*used = true;
	if (value && strcmp(name, "to") == 0)
		return loopback(value, strlen(value), &way.to);
	if (value && strcmp(name, "listen") == 0)
		return loopback(value, strlen(value), &way.listen);
	if (value && strcmp(name, "keep") == 0)
		return (way.keep = value) != NULL;
	if (value && strcmp(name, "skip") == 0)
		return (way.skip = atol(value)) >= 0;
	if (value && strcmp(name, "first") == 0)
		return (way.first = atol(value)) >= 0;
	way.what = name;
	way.value = value;
	if (value && takes_value(name))
		return true;
	*used = false;
	for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
		if (strcmp(alone[i], name) == 0)
			return true;
	return false;
}

static void take_options(int argc, char **argv)
{
	bool fine = loopback("127.0.0.1:0", 11, &way.listen), used;
	for (int i = 1; fine && i < argc; i++) {
		fine = strncmp(argv[i], "--", 2) == 0 && take_option(argv[i] + 2, argv[i + 1], &used);
		i += used;
	}
	if (fine && (way.to.sin_port || (way.what && (is("proxy") || is("denies"))))) {
		if (!way.what)
			way.what = "";
		return;
	}
	fputs(help, stderr);
	exit(64);
}

static int listen_here(void)
{
	struct sockaddr_in at;
	socklen_t size = sizeof at;
	char text[INET_ADDRSTRLEN];
	int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (bind(fd, (struct sockaddr *)&way.listen, sizeof way.listen) != 0 || listen(fd, 64) != 0 ||
		getsockname(fd, (struct sockaddr *)&at, &size) != 0)
		return -1;
	printf("%s:%u\n", inet_ntop(AF_INET, &at.sin_addr, text, sizeof text), ntohs(at.sin_port));
	fflush(stdout);
	return fd;
}

int main(int argc, char **argv)
{
	struct sigaction action = {.sa_handler = on_signal};
	sigset_t ends, before;
	take_options(argc, argv);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	pthread_sigmask(SIG_BLOCK, &ends, &before); /* they come while this thread waits, and to no other */
	int listener = listen_here();
	if (listener < 0) {
		perror("meddler");
		return 73;
	}
	while (!stopping) {
		pthread_t thread;
		struct pollfd knock = {.fd = listener, .events = POLLIN};
		if (ppoll(&knock, 1, NULL, &before) <= 0)
			continue;
		int node = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		if (node >= 0 && pthread_create(&thread, NULL, serve, (void *)(intptr_t)node) == 0)
			pthread_detach(thread);
	}
	pthread_mutex_lock(&lock);
	printf("{\"exchanges\":%ld,\"meddled\":%ld}\n", exchanges, meddled);
	fflush(stdout);
	_exit(0); /* threads may still be waiting for a node */
}
