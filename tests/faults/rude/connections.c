/* connections.c - many sockets, each at its own pace. */
#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "rude.h"

static void end(struct connection *c, enum end how)
{
	struct linger at_once = {.l_onoff = 1};
	if (c->fd < 0)
		return;
	if (how == LEFT && manner.hang_up)
		setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
	c->end = how;
	c->ended_ms = now_ms();
	close(c->fd);
	c->fd = -1;
}

static void begin(struct connection *c)
{
	int small = 2048;
	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (c->fd < 0)
		fail("too many connections for this machine");
	if (manner.read_rate > 0)
		setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	if (option.from.sin_family && bind(c->fd, (struct sockaddr *)&option.from, sizeof option.from) != 0)
		fail("this machine has no such address");
	c->end = OPEN;
	c->connected = false;
	c->began_ms = now_ms();
	if (connect(c->fd, (struct sockaddr *)&option.to, sizeof option.to) != 0 && errno != EINPROGRESS)
		end(c, REFUSED);
}

/* How many bytes may go now: `prompt` at once, then `rate` a second. */
static size_t allowed(long rate, size_t prompt, const struct connection *c, size_t done)
{
	if (rate == 0)
		return SIZE_MAX;
	size_t most = prompt + (size_t)((now_ms() - c->began_ms) * rate / 1000) + 1;
	return most > done ? most - done : 0;
}

static size_t may_send(const struct connection *c)
{
	return allowed(manner.send_rate, manner.prompt, c, c->sent);
}

static size_t may_read(const struct connection *c)
{
	return allowed(manner.read_rate, 0, c, c->received);
}

/* What is to be sent now; nothing when everything was said, or a reply has to come first. */
static struct bytes next(const struct connection *c, size_t index)
{
	const struct bytes *b = c->asked == manner.count ? &manner.tail : request_of(index, c->asked);
	if (c->sent >= SENT_MAX || (manner.lockstep && (c->replies < c->asked || c->body_left > 0)))
		return (struct bytes){0};
	return (struct bytes){b->at + c->offset, b->n - c->offset};
}

static void sent(struct connection *c, size_t index, size_t n)
{
	bool tail = c->asked == manner.count;
	size_t whole = tail ? manner.tail.n : request_of(index, c->asked)->n;
	c->sent += n;
	c->offset += n;
	if (c->offset < whole)
		return;
	c->offset = 0;
	if (!tail)
		c->asked++;
}

static bool saying(const struct connection *c)
{
	return c->asked < manner.count && (!manner.lockstep || c->replies == c->asked);
}

static void write_some(struct connection *c, size_t index)
{
	struct bytes b = next(c, index);
	size_t most = may_send(c);
	if (b.n > 0) {
		ssize_t n = send(c->fd, b.at, b.n < most ? b.n : most, MSG_NOSIGNAL);
		if (n >= 0)
			sent(c, index, (size_t)n);
		else if (errno != EAGAIN && errno != EINTR)
			end(c, RESET);
	} else if (saying(c)) {
		sent(c, index, 0); /* a manner that says nothing has said it */
	}
	if (c->fd < 0 || c->asked < manner.count)
		return;
	if (manner.half_close && !c->shut)
		c->shut = shutdown(c->fd, SHUT_WR) == 0;
	if (manner.hang_up)
		end(c, LEFT);
}

static void read_some(struct connection *c, size_t index)
{
	char bytes[16384];
	size_t most = may_read(c);
	if (most == 0)
		return;
	ssize_t n = recv(c->fd, bytes, most < sizeof bytes ? most : sizeof bytes, 0);
	if (n > 0)
		reply_take(c, index, bytes, (size_t)n);
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		end(c, n == 0 ? CLOSED : c->connected ? RESET : REFUSED);
}

/* One of a flood that is closed with requests left begins again, as a program in a loop would. */
static void again(struct connection *c)
{
	if (!manner.again || c->asked >= manner.count || c->end == REFUSED || c->end == LEFT)
		return;
	c->head_n = c->body_left = c->offset = 0;
	c->asked = c->replies; /* what had no answer is said again */
	begin(c);
}

static bool finished(struct connection *c)
{
	if (c->fd < 0)
		again(c);
	if (c->fd < 0)
		return true;
	bool enough = option.until > 0 && statuses[option.until] > 0 && c->body_left == 0;
	if (!enough && (manner.stays || c->asked < manner.count || c->replies < manner.count || c->body_left > 0))
		return false;
	end(c, LEFT);
	return true;
}

static short wanted(const struct connection *c, size_t index)
{
	bool more = next(c, index).n > 0 ? may_send(c) > 0 : saying(c);
	bool closing = c->asked == manner.count && (manner.hang_up || (manner.half_close && !c->shut));
	return (short)((may_read(c) > 0 ? POLLIN : 0) | (!c->connected || more || closing ? POLLOUT : 0));
}

static bool is_connected(struct connection *c)
{
	int error = 0;
	socklen_t n = sizeof error;
	getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &n);
	if (error != 0)
		end(c, c->connected ? RESET : REFUSED);
	else
		c->connected = true;
	return error == 0;
}

/* Reading first: the answer may lie before the end. */
static void serve(const struct pollfd *p, struct connection *c, size_t index)
{
	if (c->connected && (p->revents & (POLLIN | POLLHUP)))
		read_some(c, index);
	if (c->fd >= 0 && (p->revents & (POLLOUT | POLLERR)) && is_connected(c))
		write_some(c, index);
}

/* One round over all connections; how many are still open. */
static size_t turn(struct connection *all, struct pollfd *p, size_t *connected)
{
	size_t left = 0;
	*connected = 0;
	for (size_t i = 0; i < manner.connections; i++) {
		bool done = finished(&all[i]);
		*connected += all[i].connected || all[i].end != OPEN;
		left += !done;
		p[i] = (struct pollfd){.fd = all[i].fd, .events = done ? 0 : wanted(&all[i], i)};
	}
	if (left > 0 && poll(p, (nfds_t)manner.connections, 50) > 0)
		for (size_t i = 0; i < manner.connections; i++)
			if (p[i].fd >= 0 && p[i].revents)
				serve(&p[i], &all[i], i);
	return left;
}

void connections_run(struct connection *all, const volatile sig_atomic_t *stopped)
{
	struct pollfd *p = calloc(manner.connections, sizeof *p);
	long until = now_ms() + option.seconds * 1000;
	size_t connected = 0;
	bool told = !option.ready;
	if (!p)
		fail("no memory");
	for (size_t i = 0; i < manner.connections; i++)
		begin(&all[i]);
	while (!*stopped && now_ms() < until && turn(all, p, &connected) > 0) {
		if (!told && connected == manner.connections) {
			FILE *f = fopen(option.ready, "w");
			told = f && fclose(f) == 0;
		}
	}
	free(p);
}
