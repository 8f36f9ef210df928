/* limits.c - how many, how fast, how much: every connection, who is behind it, and how it behaves.
 *
 * One lock. The thread of sockets reports what happens; the tick cuts off who is too slow. A connection is cut by
 * shutdown(): its descriptor stays the library's, and limits_gone runs before it is closed, so that no other
 * connection's number is ever hit. */
#include <netinet/in.h>
#include <linux/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <linux/sockios.h>
#include <time.h>

#include <sodium.h>

#include "web_private.h"

#include <tungnha/alloc.h>

/* Descriptors for the store, its log, streams, the library's own. */
enum { OTHER_DESCRIPTORS = 32 };

/* The same for all: a head is small, a person or a machine that is slow has a slow line. */
#define OF_ALL                                                                                                         \
	.head_bytes = 8 * 1024, .queue = 64, .idle_ms = 15000, .head_ms = 20000, .slow_ms = 20000,                     \
	.slow_bytes = 20 * 256

const struct web_limits web_limits_usual = {OF_ALL, .connections = 160, .connections_address = 96, .rate_address = 20,
	.burst_address = 256, .body_bytes = 1024 * 1024, .bodies_bytes = 4 * 1024 * 1024, .stop_ms = 10000};

/* A hamlet's machine: a few people, whose pages ask for more files at once; a workbook may be large. Ten phones behind
 * one address have sixty connections, and a save asks for six things: the page after it and its files. */
const struct web_limits web_limits_pages = {OF_ALL, .connections = 160, .connections_address = 96, .rate_address = 200,
	.burst_address = 2000, .body_bytes = 2 * 1024 * 1024, .bodies_bytes = 6 * 1024 * 1024, .stop_ms = 5000};

/* A hub with pages: hamlets' machines and clerks' browsers, several of both behind one address. */
const struct web_limits web_limits_desk = {OF_ALL, .connections = 192, .connections_address = 128, .rate_address = 100,
	.burst_address = 1000, .body_bytes = 2 * 1024 * 1024, .bodies_bytes = 6 * 1024 * 1024, .stop_ms = 10000};

/* CLOSE_WAIT: TCP_CLOSE_WAIT of <netinet/tcp.h>, whose tcp_info is an older one. */
enum { LEFT_MS = 500, CLOSE_WAIT = 8 };

/* A bucket of requests an address may still make. Few addresses, few ways: who is quiet longest is forgotten. */
enum { BUCKETS = 1024, WAYS = 4 };
struct bucket {
	unsigned char key[8];
	int64_t at_ms;
	int64_t filled; /* thousandths of a request */
};

struct limits {
	pthread_mutex_t lock;
	struct web_limits limit;
	bool by_address;
	struct conn *first;
	size_t bodies;
	struct bucket bucket[BUCKETS];
	unsigned char secret[crypto_shorthash_KEYBYTES];
};

int64_t limits_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void limits_fit(struct web_limits *l)
{
	struct rlimit most;
	if (getrlimit(RLIMIT_NOFILE, &most) != 0)
		return;
	if (most.rlim_cur < l->connections + LIBRARY_CONNECTIONS + OTHER_DESCRIPTORS) {
		most.rlim_cur = most.rlim_max < 1024 ? most.rlim_max : 1024;
		setrlimit(RLIMIT_NOFILE, &most);
	}
	rlim_t left = most.rlim_cur > 2 * OTHER_DESCRIPTORS ? most.rlim_cur - OTHER_DESCRIPTORS : OTHER_DESCRIPTORS;
	if (l->connections > left)
		l->connections = (size_t)left; /* it is less than that */
}

struct limits *limits_new(const struct web_limits *limit, bool behind_proxy)
{
	struct limits *l = alloc_zero(1, sizeof *l);
	pthread_mutex_init(&l->lock, NULL);
	l->limit = *limit;
	l->by_address = !behind_proxy;
	randombytes_buf(l->secret, sizeof l->secret);
	return l;
}

void limits_free(struct limits *l)
{
	if (!l)
		return;
	pthread_mutex_destroy(&l->lock);
	free(l);
}

/* 127/8; 10/8, 172.16/12, 192.168/16, 169.254/16. */
static void place_v4(struct peer *p, uint32_t a)
{
	p->here = a >> 24 == 127;
	p->near = p->here || a >> 24 == 10 || a >> 20 == (172 << 4 | 1) || a >> 16 == (192 << 8 | 168) ||
		  a >> 16 == (169 << 8 | 254);
}

static void place_v6(struct peer *p, const struct in6_addr *a)
{
	p->here = IN6_IS_ADDR_LOOPBACK(a);
	p->near = p->here || IN6_IS_ADDR_LINKLOCAL(a) || (a->s6_addr[0] & 0xfe) == 0xfc;
}

static struct peer peer_of(const struct sockaddr *from)
{
	struct peer p = {.shown = "-"};
	p.known = from && (from->sa_family == AF_INET || from->sa_family == AF_INET6);
	if (from && from->sa_family == AF_INET) {
		const struct sockaddr_in *v4 = (const void *)from;
		memcpy(p.key, &v4->sin_addr, 4);
		place_v4(&p, ntohl(v4->sin_addr.s_addr));
		inet_ntop(AF_INET, &v4->sin_addr, p.shown, sizeof p.shown);
	} else if (from && from->sa_family == AF_INET6) {
		const struct sockaddr_in6 *v6 = (const void *)from;
		bool mapped = IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr);
		uint32_t low;
		memcpy(&low, v6->sin6_addr.s6_addr + 12, sizeof low);
		if (mapped)
			place_v4(&p, ntohl(low));
		else
			place_v6(&p, &v6->sin6_addr);
		memcpy(p.key, v6->sin6_addr.s6_addr + (mapped ? 12 : 0), mapped ? 4 : 8);
		inet_ntop(mapped ? AF_INET : AF_INET6, v6->sin6_addr.s6_addr + (mapped ? 12 : 0), p.shown,
			sizeof p.shown);
	}
	return p;
}

bool limits_is_near(const struct sockaddr *from, bool hotspot)
{
	struct peer p = peer_of(from);
	return hotspot ? p.near : p.here;
}

/* -- cutting -- */

/* What is under way is thrown away too, for who does not take it; an idle one is closed in good order. */
static void cut(struct conn *c)
{
	struct linger at_once = {.l_onoff = 1};
	if (c->cut)
		return;
	c->cut = true;
	if (c->phase != PHASE_IDLE)
		setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
	shutdown(c->fd, SHUT_RDWR);
}

static bool is_from(const struct conn *c, const struct peer *p)
{
	return !p || memcmp(c->peer.key, p->key, sizeof p->key) == 0;
}

static size_t count(const struct limits *l, const struct peer *p)
{
	size_t n = 0;
	for (const struct conn *c = l->first; c; c = c->next)
		n += !c->cut && is_from(c, p);
	return n;
}

/* Who held something longest: idle ones first, then a body that should have been here long ago. */
static struct conn *least_missed(const struct limits *l, const struct peer *p, bool bodies)
{
	struct conn *found = NULL;
	int64_t patience = limits_now() - l->limit.slow_ms;
	for (struct conn *c = l->first; c; c = c->next) {
		bool may = bodies ? c->phase == PHASE_BODY && c->since_ms < patience : c->phase == PHASE_IDLE;
		if (may && !c->cut && is_from(c, p) && (!found || c->since_ms <= found->since_ms))
			found = c;
	}
	return found;
}

static bool make_room(struct limits *l, const struct peer *p, size_t most)
{
	if (count(l, p) < most)
		return true;
	struct conn *c = least_missed(l, p, false);
	if (!c)
		c = least_missed(l, p, true);
	if (c)
		cut(c);
	return c != NULL;
}

/* -- coming and going -- */

bool limits_may_come(struct limits *l, const struct sockaddr *from)
{
	struct peer p = peer_of(from);
	pthread_mutex_lock(&l->lock);
	bool may = !l->by_address || !p.known || make_room(l, &p, l->limit.connections_address);
	may = may && make_room(l, NULL, l->limit.connections);
	pthread_mutex_unlock(&l->lock);
	return may;
}

struct conn *limits_come(struct limits *l, int fd, const struct sockaddr *from)
{
	struct conn *c = alloc_zero(1, sizeof *c);
	c->fd = fd;
	c->peer = peer_of(from);
	c->since_ms = c->mark_ms = limits_now();
	pthread_mutex_lock(&l->lock);
	c->next = l->first;
	if (l->first)
		l->first->before = c;
	l->first = c;
	pthread_mutex_unlock(&l->lock);
	return c;
}

void limits_gone(struct limits *l, struct conn *c)
{
	pthread_mutex_lock(&l->lock);
	l->bodies -= c->held;
	if (c->next)
		c->next->before = c->before;
	if (c->before)
		c->before->next = c->next;
	else
		l->first = c->next;
	pthread_mutex_unlock(&l->lock);
	free(c);
}

/* -- bytes of a connection, as the machine's network counts them -- */

static bool counters(const struct conn *c, struct tcp_info *info)
{
	socklen_t size = sizeof *info;
	memset(info, 0, sizeof *info);
	return getsockopt(c->fd, IPPROTO_TCP, TCP_INFO, info, &size) == 0;
}

static bool is_unsent(const struct conn *c)
{
	int left = 0;
	return ioctl(c->fd, SIOCOUTQ, &left) == 0 && left > 0;
}

static uint64_t progress(const struct conn *c)
{
	struct tcp_info info;
	if (c->phase == PHASE_BODY)
		return c->taken;
	return counters(c, &info) ? info.tcpi_bytes_acked : 0;
}

void limits_phase(struct limits *l, struct conn *c, enum phase phase)
{
	pthread_mutex_lock(&l->lock);
	struct tcp_info info;
	c->phase = phase;
	c->since_ms = c->mark_ms = limits_now();
	c->taken = 0;
	c->mark = phase == PHASE_IDLE && counters(c, &info) ? info.tcpi_bytes_received : progress(c);
	pthread_mutex_unlock(&l->lock);
}

/* Enough bytes in each stretch of time: an average over everything would let who began fast stop afterwards. */
static bool is_too_slow(const struct limits *l, struct conn *c, int64_t now)
{
	if (now - c->mark_ms < l->limit.slow_ms)
		return false;
	uint64_t bytes = progress(c);
	bool slow = bytes - c->mark < l->limit.slow_bytes;
	c->mark = bytes;
	c->mark_ms = now;
	return slow;
}

static bool is_idle_too_long(const struct limits *l, struct conn *c, int64_t now)
{
	struct tcp_info info;
	if (is_unsent(c)) { /* an answer the library has given away already still goes out */
		c->phase = PHASE_ANSWER;
		c->mark_ms = now;
		c->mark = progress(c);
		return false;
	}
	if (now - c->since_ms < l->limit.idle_ms)
		return false;
	bool begun = counters(c, &info) && info.tcpi_bytes_received > c->mark;
	return !begun || now - c->since_ms >= l->limit.head_ms;
}

/* The other side is gone in good order, and all it sent was read: what it began will never be whole. The library is not
 * told when the end comes together with the last bytes. Twice seen, so that what was just read is not taken for it. */
static bool has_left(struct conn *c, int64_t now)
{
	struct tcp_info info;
	int unread = 0;
	bool left = counters(c, &info) && info.tcpi_state == CLOSE_WAIT && ioctl(c->fd, FIONREAD, &unread) == 0 &&
		    unread == 0 && !is_unsent(c);
	if (!left || c->phase == PHASE_STORE || c->phase == PHASE_ANSWER)
		c->left_ms = 0;
	else if (c->left_ms == 0)
		c->left_ms = now;
	return c->left_ms && now - c->left_ms >= LEFT_MS;
}

void limits_tick(struct limits *l)
{
	int64_t now = limits_now();
	pthread_mutex_lock(&l->lock);
	for (struct conn *c = l->first; c; c = c->next) {
		bool over = c->phase == PHASE_IDLE ? is_idle_too_long(l, c, now)
						   : c->phase != PHASE_STORE && is_too_slow(l, c, now);
		if (over || has_left(c, now))
			cut(c);
	}
	pthread_mutex_unlock(&l->lock);
}

size_t limits_busy(struct limits *l)
{
	size_t n = 0;
	pthread_mutex_lock(&l->lock);
	for (const struct conn *c = l->first; c; c = c->next)
		n += !c->cut && c->phase != PHASE_IDLE;
	pthread_mutex_unlock(&l->lock);
	return n;
}

void limits_cut_idle(struct limits *l)
{
	pthread_mutex_lock(&l->lock);
	for (struct conn *c = l->first; c; c = c->next)
		if (c->phase == PHASE_IDLE)
			cut(c);
	pthread_mutex_unlock(&l->lock);
}

/* -- bodies -- */

bool limits_body(struct limits *l, struct conn *c, size_t n, bool keep)
{
	pthread_mutex_lock(&l->lock);
	c->taken += n;
	bool room = !keep || l->bodies + n <= l->limit.bodies_bytes;
	if (room && keep) {
		c->held += n;
		l->bodies += n;
	}
	struct conn *oldest = room ? NULL : least_missed(l, NULL, true);
	if (oldest && oldest != c)
		cut(oldest); /* whoever comes next finds room */
	pthread_mutex_unlock(&l->lock);
	return room;
}

void limits_release(struct limits *l, struct conn *c)
{
	pthread_mutex_lock(&l->lock);
	l->bodies -= c->held;
	c->held = 0;
	pthread_mutex_unlock(&l->lock);
}

/* -- requests a second -- */

/* The address's own bucket, or the one of the same few that was not used longest. */
static struct bucket *bucket_of(struct limits *l, const struct peer *p)
{
	unsigned char hash[crypto_shorthash_BYTES];
	crypto_shorthash(hash, p->key, sizeof p->key, l->secret);
	struct bucket *set = l->bucket + (size_t)(hash[0] | hash[1] << 8) % (BUCKETS / WAYS) * WAYS, *oldest = set;
	for (int i = 0; i < WAYS; i++) {
		if (set[i].at_ms && memcmp(set[i].key, p->key, sizeof p->key) == 0)
			return set + i;
		if (set[i].at_ms < oldest->at_ms)
			oldest = set + i;
	}
	*oldest = (struct bucket){.at_ms = limits_now(), .filled = (int64_t)l->limit.burst_address * 1000};
	memcpy(oldest->key, p->key, sizeof p->key);
	return oldest;
}

bool limits_rate(struct limits *l, const struct conn *c)
{
	if (!l->by_address || !c->peer.known)
		return true;
	pthread_mutex_lock(&l->lock);
	struct bucket *b = bucket_of(l, &c->peer);
	int64_t now = limits_now(), most = (int64_t)l->limit.burst_address * 1000;
	b->filled += (now - b->at_ms) * (int64_t)l->limit.rate_address;
	b->filled = b->filled > most ? most : b->filled;
	b->at_ms = now;
	bool may = b->filled >= 1000;
	b->filled -= may ? 1000 : 0;
	pthread_mutex_unlock(&l->lock);
	return may;
}
