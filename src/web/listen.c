/* listen.c - the socket a server listens on: an address a person gives, or one systemd holds ready; and one server to a
 * folder. */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "web_private.h"

#include <tungnha/file.h>

enum { BACKLOG = 256, FIRST_HANDED = 3 };

/* "[::1]:8030", "127.0.0.1:8030", ":8030" into host ("" = all addresses) and port. */
static bool split(const char *address, char host[static 256], char port[static 8])
{
	const char *colon = strrchr(address, ':');
	if (!colon || (size_t)(colon - address) >= 256 || !colon[1] || strlen(colon + 1) > 5 ||
		strspn(colon + 1, "0123456789") != strlen(colon + 1) || atoi(colon + 1) > 65535)
		return false;
	size_t n = (size_t)(colon - address);
	bool bracketed = n >= 2 && address[0] == '[' && colon[-1] == ']';
	if (!bracketed && memchr(address, ':', n))
		return false;
	snprintf(host, 256, "%.*s", (int)(bracketed ? n - 2 : n), address + bracketed);
	snprintf(port, 8, "%s", colon + 1);
	return true;
}

static int refuse(struct err *e, int why, const char *address)
{
	if (why == EADDRINUSE)
		return err_set(e, ERR_UNAVAILABLE, TEXT_WEB_ADDRESS_TAKEN, "%s", address);
	if (why == EADDRNOTAVAIL)
		return err_set(e, ERR_UNAVAILABLE, TEXT_WEB_ADDRESS_NOT_HERE, "%s", address);
	if (why == EACCES)
		return err_set(e, ERR_UNAVAILABLE, TEXT_WEB_PORT_DENIED, "%s", address);
	return err_errno(e, why, address);
}

static int bind_to(const struct addrinfo *a, const char *address, int *out, struct err *e)
{
	int yes = 1, no = 0;
	int fd = socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return refuse(e, errno, address);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (a->ai_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
	if (bind(fd, a->ai_addr, a->ai_addrlen) != 0 || listen(fd, BACKLOG) != 0) {
		int why = errno;
		close(fd);
		return refuse(e, why, address);
	}
	*out = fd;
	return 0;
}

static int open_address(const char *address, int *fd, struct err *e)
{
	char host[256], port[8];
	struct addrinfo hints = {
		.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
	struct addrinfo *found = NULL;
	if (!split(address, host, port))
		return err_set(e, ERR_USAGE, TEXT_WEB_ADDRESS, "%s", address);
	if (!host[0])
		hints.ai_family = AF_INET; /* 0.0.0.0: machines without IPv6 have no other */
	if (getaddrinfo(host[0] ? host : NULL, port, &hints, &found) != 0)
		return err_set(e, ERR_USAGE, TEXT_WEB_ADDRESS, "%s", address);
	int rc = bind_to(found, address, fd, e);
	freeaddrinfo(found);
	return rc;
}

static void show(int fd, char *out, size_t out_bytes)
{
	struct sockaddr_storage at;
	socklen_t size = sizeof at;
	char host[INET6_ADDRSTRLEN] = "";
	memset(&at, 0, sizeof at);
	getsockname(fd, (struct sockaddr *)&at, &size);
	if (at.ss_family == AF_INET6) {
		const struct sockaddr_in6 *v6 = (const void *)&at;
		inet_ntop(AF_INET6, &v6->sin6_addr, host, sizeof host);
		snprintf(out, out_bytes, "[%s]:%u", host, ntohs(v6->sin6_port));
	} else if (at.ss_family == AF_INET) {
		const struct sockaddr_in *v4 = (const void *)&at;
		inet_ntop(AF_INET, &v4->sin_addr, host, sizeof host);
		snprintf(out, out_bytes, "%s:%u", host, ntohs(v4->sin_port));
	} else {
		snprintf(out, out_bytes, "unix:%s",
			at.ss_family == AF_UNIX ? ((struct sockaddr_un *)&at)->sun_path : "");
	}
}

/* systemd's socket activation: it holds the socket, so that a restart refuses nobody. */
static bool is_handed(void)
{
	const char *pid = getenv("LISTEN_PID"), *fds = getenv("LISTEN_FDS");
	return pid && fds && atol(pid) == (long)getpid() && atoi(fds) >= 1;
}

int listen_open(const char *address, int *fd, bool *handed, char *shown, size_t shown_bytes, struct err *e)
{
	*handed = is_handed();
	if (*handed) {
		*fd = FIRST_HANDED;
		fcntl(*fd, F_SETFD, FD_CLOEXEC);
		fcntl(*fd, F_SETFL, fcntl(*fd, F_GETFL) | O_NONBLOCK);
	} else if (open_address(address, fd, e) != 0) {
		return -1;
	}
	show(*fd, shown, shown_bytes);
	return 0;
}

/* -- one server a folder -- */

/* Whether the file held is still the one of that name: the last server removes it when it ends. */
static bool is_still_there(int fd, const char *path)
{
	struct stat a, b;
	return fstat(fd, &a) == 0 && stat(path, &b) == 0 && a.st_ino == b.st_ino && a.st_dev == b.st_dev;
}

int listen_hold(const char *folder, int *fd, struct err *e)
{
	char *path = file_join(folder, STORE_SERVED);
	int rc = 0;
	do {
		*fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (*fd < 0)
			rc = err_errno(e, errno, path);
		else if (flock(*fd, LOCK_EX | LOCK_NB) != 0)
			rc = err_set(e, ERR_BUSY, TEXT_WEB_ALREADY, "%s", folder);
		else if (is_still_there(*fd, path))
			break;
		if (*fd >= 0)
			close(*fd);
		*fd = -1;
	} while (rc == 0);
	free(path);
	return rc;
}

void listen_tell(int fd, const char *address)
{
	if (ftruncate(fd, 0) == 0)
		(void)!pwrite(fd, address, strlen(address), 0);
}

bool web_running(const char *folder, char *address, size_t address_bytes)
{
	char *path = file_join(folder, STORE_SERVED);
	int fd = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	free(path);
	address[0] = '\0';
	if (fd < 0)
		return false;
	bool held = flock(fd, LOCK_SH | LOCK_NB) != 0;
	ssize_t n = held ? pread(fd, address, address_bytes - 1, 0) : 0;
	address[n > 0 ? n : 0] = '\0';
	close(fd);
	return n > 0;
}

void listen_release(const char *folder, int fd)
{
	char *path = file_join(folder, STORE_SERVED);
	if (fd >= 0 && is_still_there(fd, path))
		unlink(path);
	if (fd >= 0)
		close(fd);
	free(path);
}

/* -- systemd -- */

void web_notify(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	if (!path || (*path != '/' && *path != '@') || strlen(path) >= sizeof to.sun_path)
		return;
	memcpy(to.sun_path, path, strlen(path));
	if (to.sun_path[0] == '@')
		to.sun_path[0] = '\0';
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
	(void)!sendto(fd, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&to, size);
	close(fd);
}
