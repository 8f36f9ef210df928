/* dial.c - blocking sockets, one request and one answer at a time. */
#include "dial.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

static struct sockaddr_in hub;

_Noreturn static void fail(const char *what)
{
	perror(what);
	exit(1);
}

void dial_to(const char *address)
{
	char host[64] = "";
	const char *colon = strrchr(address, ':');
	if (colon && (size_t)(colon - address) < sizeof host)
		snprintf(host, sizeof host, "%.*s", (int)(colon - address), address);
	hub = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(colon ? (uint16_t)atoi(colon + 1) : 0)};
	if (inet_pton(AF_INET, host, &hub.sin_addr) != 1) {
		fprintf(stderr, "not an address of a hub: %s\n", address);
		exit(64);
	}
}

int dial(uint32_t number)
{
	struct sockaddr_in own = {.sin_family = AF_INET};
	int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	own.sin_addr.s_addr = htonl(INADDR_LOOPBACK + number);
	if (fd < 0 || bind(fd, (struct sockaddr *)&own, sizeof own) != 0 ||
		connect(fd, (struct sockaddr *)&hub, sizeof hub) != 0)
		fail("connect");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	return fd;
}

void dial_put(int fd, const void *bytes, size_t n)
{
	const char *at = bytes;
	while (n > 0) {
		ssize_t sent = send(fd, at, n, MSG_NOSIGNAL);
		if (sent <= 0)
			fail("send");
		at += sent;
		n -= (size_t)sent;
	}
}

static size_t body_bytes(const char *head)
{
	const char *line = strcasestr(head, "\r\nContent-Length:");
	if (!line)
		fail("an answer without a length");
	return (size_t)strtoul(line + 17, NULL, 10);
}

size_t dial_hear(int fd, char *answer)
{
	size_t n = 0, whole = DIAL_ANSWER_MAX;
	while (n < whole) {
		ssize_t got = recv(fd, answer + n, DIAL_ANSWER_MAX - n, 0);
		if (got <= 0)
			fail("recv");
		n += (size_t)got;
		answer[n] = '\0';
		const char *end = whole == DIAL_ANSWER_MAX ? strstr(answer, "\r\n\r\n") : NULL;
		if (end)
			whole = (size_t)(end + 4 - answer) + body_bytes(answer);
	}
	return n;
}
