/* cut.c - answers where the library takes none: written to the socket itself, which then ends. */
#include <stdio.h>
#include <string.h>

#include "web_private.h"

void cut_with(int fd, unsigned status, const char *type, const char *body, size_t n)
{
	char head[256];
	int length = snprintf(head, sizeof head,
		"HTTP/1.1 %u %s\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n", status,
		problem_title(status), type, n);
	struct iovec part[] = {{head, (size_t)length}, {(void *)(uintptr_t)body, n}};
	struct msghdr whole = {.msg_iov = part, .msg_iovlen = 2};
	(void)!sendmsg(fd, &whole, MSG_NOSIGNAL | MSG_DONTWAIT);
}

void cut_saying(int fd, unsigned status, const char *sentence)
{
	cut_with(fd, status, "text/plain; charset=utf-8", sentence, strlen(sentence));
	shutdown(fd, SHUT_RDWR);
}

size_t cut_fields(const char *address)
{
	const char *query = strchr(address, '?');
	size_t n = query ? 1 : 0;
	for (; query && *query; query++)
		n += *query == '&';
	return n;
}
