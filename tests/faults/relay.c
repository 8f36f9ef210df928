/*
 * relay - a bad line between a node and a hub, on this machine. It passes bytes between whoever connects and --to,
 * and does to them what the options say, by byte count and connection; of HTTP it knows nothing (meddler does).
 *
 *   relay --to 127.0.0.1:PORT [--listen 127.0.0.1:0] [options]
 *
 * Its first line is the address it listens on. SIGTERM or SIGINT end it, and it prints what it did as a line of JSON
 * ("up" is towards the hub, "down" towards the node). SIGUSR1: the line is good from now on, for new connections.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "relay/relay.h"

enum { CONNECTIONS = 512, SEGMENTS = 128, SEGMENT_BYTES = 2048, RATED_BYTES = 128, BACKLOG_MS = 50, STRIDE = 256 };

struct segment {
	int64_t due;
	size_t used, sent;
	unsigned char bytes[SEGMENT_BYTES];
};

/* One way of a connection. What was read waits in `queue` until it is due. */
struct way {
	int from, to;
	bool up, ended, shut;
	unsigned head, count;
	int64_t passed;
	struct segment *queue;
};

struct connection {
	bool open, swallow;
	int64_t born;
	int64_t cut[2], cut_both;
	struct way way[2]; /* 0: towards the hub, 1: towards the node */
};

static struct connection connections[CONNECTIONS];
static int64_t line_free[2]; /* when the line will have carried what was put on it */
static struct {
	int64_t connections, cut, refused, dropped, unreachable, bytes[2];
} seen;
static volatile sig_atomic_t stopping, good;

static void on_signal(int number)
{
	if (number == SIGUSR1)
		good = 1;
	else
		stopping = 1;
}

static int64_t now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* splitmix64: the same draws for the same seed and connection, whatever the time. */
static uint64_t draw(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static bool happens(uint64_t *state, double percent)
{
	return (double)(draw(state) >> 11) / (double)(UINT64_C(1) << 53) * 100.0 < percent;
}

static void end_connection(struct connection *c, bool reset)
{
	struct linger now = {.l_onoff = 1, .l_linger = 0};
	int fds[2] = {c->way[0].from, c->way[0].to};
	for (int i = 0; i < 2; i++) {
		if (fds[i] < 0)
			continue;
		if (reset)
			setsockopt(fds[i], SOL_SOCKET, SO_LINGER, &now, sizeof now);
		else
			shutdown(fds[i], SHUT_WR);
		close(fds[i]);
	}
	free(c->way[0].queue);
	free(c->way[1].queue);
	c->open = false;
}

/* Whether the faults that are counted by connection concern this one. */
static bool concerned(int64_t number)
{
	return !good && number > line.skip && number - line.skip <= line.first;
}

static void draw_fate(struct connection *c, int64_t number)
{
	c->cut[0] = c->cut[1] = c->cut_both = NEVER;
	if (!concerned(number))
		return;
	c->cut[0] = line.cut[0];
	c->cut[1] = line.cut[1];
	c->cut_both = line.cut_both;
	uint64_t state = (uint64_t)line.seed * 1000003u + (uint64_t)number;
	if (happens(&state, line.lose))
		c->cut[1] = 0;
	for (int64_t at = 0; line.random > 0 && at < (INT64_C(1) << 24); at += STRIDE) {
		if (!happens(&state, line.random))
			continue;
		int64_t fate = at + (int64_t)(draw(&state) % STRIDE);
		if (fate < c->cut_both)
			c->cut_both = fate;
		break;
	}
}

static int connect_hub(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	if (connect(fd, (struct sockaddr *)&line.to, sizeof line.to) == 0 || errno == EINPROGRESS)
		return fd;
	close(fd);
	return -1;
}

static struct connection *free_place(void)
{
	for (size_t i = 0; i < CONNECTIONS; i++)
		if (!connections[i].open)
			return &connections[i];
	return NULL;
}

static void start_way(struct way *w, int from, int to, bool up)
{
	int one = 1;
	setsockopt(from, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	*w = (struct way){.from = from, .to = to, .up = up, .queue = malloc(SEGMENTS * sizeof *w->queue)};
	if (!w->queue)
		abort();
}

static void accept_one(int listener)
{
	int node = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (node < 0)
		return;
	int64_t number = ++seen.connections;
	struct connection *c = free_place();
	bool refuse = concerned(number) && line.refuse && (number - line.skip) % line.refuse == 0;
	bool swallow = concerned(number) && line.drop >= 0;
	int hub = c && !refuse && !swallow ? connect_hub() : -1;
	seen.refused += refuse;
	seen.dropped += swallow;
	if (!c || refuse || (hub < 0 && !swallow)) {
		seen.unreachable += !refuse;
		struct connection gone = {.way[0] = {.from = node, .to = -1}};
		end_connection(&gone, true);
		return;
	}
	*c = (struct connection){.open = true, .swallow = swallow, .born = now_us()};
	start_way(&c->way[0], node, hub, true);
	start_way(&c->way[1], hub, node, false);
	draw_fate(c, number);
}

/* When bytes that are put on the line now will be at its other end. */
static int64_t on_line(const struct connection *c, const struct way *w, size_t bytes)
{
	int64_t now = now_us(), due = now;
	int64_t rate = line.rate_both ? line.rate_both : line.rate[!w->up];
	if (good)
		return now;
	if (rate) {
		int64_t *until = &line_free[line.rate_both ? 0 : !w->up];
		*until = (*until > now ? *until : now) + (int64_t)bytes * 8 * 1000000 / rate;
		due = *until;
	}
	if (line.trickle > 0) {
		const struct segment *last = w->count ? &w->queue[(w->head + w->count - 1) % SEGMENTS] : NULL;
		due = (last ? last->due : due) + line.trickle * 1000;
	}
	int64_t set_up = c->born + (line.delay[0] + line.delay[1]) * 1000;
	return (due > set_up ? due : set_up) + line.delay[!w->up] * 1000;
}

static bool line_is_free(const struct way *w)
{
	int64_t until = line_free[line.rate_both ? 0 : !w->up];
	return until - now_us() < BACKLOG_MS * 1000;
}

static void read_way(struct connection *c, struct way *w)
{
	struct segment *s = &w->queue[(w->head + w->count) % SEGMENTS];
	bool rated = line.rate_both || line.rate[!w->up];
	size_t most = line.trickle >= 0 && !good ? 1 : rated ? RATED_BYTES : SEGMENT_BYTES;
	ssize_t n = recv(w->from, s->bytes, most, 0);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n < 0) {
		end_connection(c, true);
		return;
	}
	if (n == 0) {
		w->ended = true;
		return;
	}
	if (c->swallow)
		return;
	s->used = (size_t)n;
	s->sent = 0;
	s->due = on_line(c, w, (size_t)n);
	w->count++;
}

/* How many of n bytes may pass before the connection is to be cut. */
static size_t until_cut(const struct connection *c, const struct way *w, size_t n)
{
	int64_t own = c->cut[!w->up] - w->passed;
	int64_t both = c->cut_both - c->way[0].passed - c->way[1].passed;
	int64_t left = own < both ? own : both;
	return left < (int64_t)n ? (size_t)left : n;
}

static void write_way(struct connection *c, struct way *w)
{
	struct segment *s = &w->queue[w->head];
	size_t wanted = s->used - s->sent, most = until_cut(c, w, wanted);
	ssize_t n = most ? send(w->to, s->bytes + s->sent, most, MSG_NOSIGNAL) : 0;
	if (n < 0 && (errno == EAGAIN || errno == EINTR || errno == ENOTCONN))
		return;
	if (n < 0) { /* whoever does not listen any more may have said why: the other way goes on */
		w->count = 0;
		w->ended = w->shut = true;
		return;
	}
	s->sent += (size_t)n;
	w->passed += n;
	seen.bytes[!w->up] += n;
	if (most < wanted && (size_t)n == most) {
		seen.cut++;
		end_connection(c, !line.fin);
	} else if (s->sent == s->used) {
		w->head = (w->head + 1) % SEGMENTS;
		w->count--;
	}
}

/* The end of a way travels behind its bytes; a connection ends when both ways have. */
static void pass_end(struct connection *c, struct way *w)
{
	if (w->ended && !w->count && !w->shut) {
		if (w->to >= 0)
			shutdown(w->to, SHUT_WR);
		w->shut = true;
	}
	if (c->way[0].shut && c->way[1].shut)
		end_connection(c, false);
	else if (c->swallow && w->shut)
		end_connection(c, false);
}

/* Adds what this way waits for to the two poll entries of its connection; returns when it has to be looked at again. */
static int64_t wishes(const struct way *w, struct pollfd *from, struct pollfd *to)
{
	int64_t now = now_us(), again = INT64_MAX;
	if (!w->ended && w->count < SEGMENTS) {
		if (good || line_is_free(w))
			from->events |= POLLIN;
		else
			again = now + 5000;
	}
	if (w->count) {
		int64_t due = w->queue[w->head].due;
		if (due <= now)
			to->events |= POLLOUT;
		else if (due < again)
			again = due;
	}
	return again;
}

static void serve_connection(struct connection *c, const struct pollfd *p)
{
	for (int i = 0; c->open && i < 2; i++) {
		struct way *w = &c->way[i];
		short in = p[i].revents, out = p[!i].revents;
		if ((p[i].events & POLLIN) && (in & (POLLIN | POLLHUP | POLLERR)))
			read_way(c, w);
		if (c->open && w->count && w->queue[w->head].due <= now_us() && (out & (POLLOUT | POLLHUP | POLLERR)))
			write_way(c, w);
		if (c->open)
			pass_end(c, w);
	}
	if (c->open && c->swallow && now_us() - c->born > line.drop * 1000)
		end_connection(c, false);
}

/* One turn of the loop: waits for the first thing to do, does what can be done. */
static void turn(int listener)
{
	static struct pollfd polled[1 + 2 * CONNECTIONS];
	static struct connection *whose[CONNECTIONS];
	size_t n = 0;
	int64_t again = now_us() + 200000;
	polled[0] = (struct pollfd){.fd = listener, .events = POLLIN};
	for (size_t i = 0; i < CONNECTIONS; i++) {
		struct connection *c = &connections[i];
		if (!c->open)
			continue;
		struct pollfd *p = &polled[1 + 2 * n];
		p[0] = (struct pollfd){.fd = c->way[0].from};
		p[1] = (struct pollfd){.fd = c->way[1].from};
		for (int k = 0; k < 2; k++) {
			int64_t due = wishes(&c->way[k], &p[k], &p[!k]);
			again = due < again ? due : again;
		}
		for (int k = 0; k < 2; k++) /* an end nobody waits for would be told without pause */
			if (!p[k].events)
				p[k].fd = -1;
		whose[n++] = c;
	}
	int64_t left = again - now_us();
	struct timespec wait = {
		.tv_sec = left > 0 ? left / 1000000 : 0, .tv_nsec = left > 0 ? left % 1000000 * 1000 : 0};
	if (ppoll(polled, 1 + 2 * n, &wait, NULL) < 0)
		return;
	for (size_t i = 0; i < n; i++)
		serve_connection(whose[i], &polled[1 + 2 * i]);
	if (polled[0].revents)
		accept_one(listener);
}

static int listen_here(void)
{
	struct sockaddr_in at;
	socklen_t size = sizeof at;
	char text[INET_ADDRSTRLEN];
	int one = 1, small = 4096, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (line.rate_both || line.rate[0]) /* what the line has not carried yet shall not look sent */
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	if (bind(fd, (struct sockaddr *)&line.listen, sizeof line.listen) != 0 || listen(fd, 128) != 0 ||
		getsockname(fd, (struct sockaddr *)&at, &size) != 0)
		return -1;
	printf("%s:%u\n", inet_ntop(AF_INET, &at.sin_addr, text, sizeof text), ntohs(at.sin_port));
	fflush(stdout);
	return fd;
}

int main(int argc, char **argv)
{
	struct sigaction action = {.sa_handler = on_signal};
	relay_options(argc, argv);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGUSR1, &action, NULL);
	int listener = listen_here();
	if (listener < 0) {
		perror("relay");
		return 73;
	}
	while (!stopping)
		turn(listener);
	printf("{\"connections\":%" PRId64 ",\"cut\":%" PRId64 ",\"refused\":%" PRId64 ",\"dropped\":%" PRId64
	       ",\"unreachable\":%" PRId64 ",\"up\":%" PRId64 ",\"down\":%" PRId64 "}\n",
		seen.connections, seen.cut, seen.refused, seen.dropped, seen.unreachable, seen.bytes[0], seen.bytes[1]);
	for (size_t i = 0; i < CONNECTIONS; i++)
		if (connections[i].open)
			end_connection(&connections[i], true);
	close(listener);
	return 0;
}
