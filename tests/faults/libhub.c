/* libhub.c - what befalls a hub while it serves, preloaded into it; each at the wish of a file in $FAULTS.
 *
 *   kill-write    killed as it next writes to the store         kill-sync   … as it makes a commit last
 *   kill-send     killed when it next sends, after a commit
 *   full          no room on its disk                           read-only   its disk went read-only under it
 *   slow          every commit takes half a second
 *
 * Only files of a store are meant (…/tungnha.db and what SQLite keeps beside it). The program knows nothing of it. */
#undef _TIME_BITS
#undef _FILE_OFFSET_BITS /* pwrite and pwrite64 are two names to stand before */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static atomic_bool committed;

static bool wished(const char *name)
{
	char path[4096];
	const char *folder = getenv("FAULTS");
	int error = errno;
	snprintf(path, sizeof path, "%s/%s", folder ? folder : "/nonexistent", name);
	bool there = access(path, F_OK) == 0;
	errno = error;
	return there;
}

static bool of_store(int fd)
{
	char link[64], path[4096];
	int error = errno;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t n = readlink(link, path, sizeof path - 1);
	errno = error;
	if (n < 0)
		return false;
	path[n] = 0;
	return strstr(path, "/tungnha.db") != NULL;
}

static bool is_socket(int fd)
{
	int domain = 0, error = errno;
	socklen_t n = sizeof domain;
	bool yes = getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &n) == 0 && domain == AF_INET;
	errno = error;
	return yes;
}

static void die(void)
{
	kill(getpid(), SIGKILL);
	pause();
}

/* The function of that name which this one stands before. */
#define NEXT(name)                                                                                                     \
	__extension__({                                                                                                \
		__typeof__(&name) next_;                                                                               \
		*(void **)&next_ = dlsym(RTLD_NEXT, #name);                                                            \
		next_;                                                                                                 \
	})

/* true: the call is to fail, errno says how. */
static bool refused(int fd)
{
	if (wished("kill-write") && of_store(fd))
		die();
	int error = wished("full") ? ENOSPC : wished("read-only") ? EROFS : 0;
	if (error == 0 || !of_store(fd))
		return false;
	errno = error;
	return true;
}

static void before_sync(int fd)
{
	struct timespec half = {.tv_nsec = 500000000};
	if (!of_store(fd))
		return;
	if (wished("kill-sync"))
		die();
	if (wished("slow"))
		nanosleep(&half, NULL);
	committed = wished("kill-send");
}

static void before_send(int fd)
{
	if (committed && is_socket(fd))
		die();
}

int fdatasync(int fd)
{
	before_sync(fd);
	return NEXT(fdatasync)(fd);
}

int fsync(int fd)
{
	before_sync(fd);
	return NEXT(fsync)(fd);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
	return refused(fd) ? -1 : NEXT(pwrite64)(fd, bytes, n, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
	return refused(fd) ? -1 : NEXT(pwrite)(fd, bytes, n, at);
}

ssize_t write(int fd, const void *bytes, size_t n)
{
	return refused(fd) ? -1 : NEXT(write)(fd, bytes, n);
}

int ftruncate64(int fd, off64_t length)
{
	return refused(fd) ? -1 : NEXT(ftruncate64)(fd, length);
}

ssize_t send(int fd, const void *bytes, size_t n, int flags)
{
	before_send(fd);
	return NEXT(send)(fd, bytes, n, flags);
}

ssize_t sendmsg(int fd, const struct msghdr *m, int flags)
{
	before_send(fd);
	return NEXT(sendmsg)(fd, m, flags);
}

ssize_t writev(int fd, const struct iovec *v, int n)
{
	before_send(fd);
	return NEXT(writev)(fd, v, n);
}

ssize_t sendfile64(int out, int in, off64_t *at, size_t n)
{
	before_send(out);
	return NEXT(sendfile64)(out, in, at, n);
}
