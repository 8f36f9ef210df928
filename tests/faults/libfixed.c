/* libfixed.c - preloaded into a program: a clock that stands, and ids and keys that come out the same every time.
 *
 * FIXED_CLOCK=FILE holds the time of day, seconds since 1970; it is read whenever the program asks.
 *
 * FIXED_IDS=PATH says whose ids: the n-th id drawn under PATH's last part is the same in every run. PATH.ids keeps n,
 * outside the data folder: a store that was restored must not draw its ids again.
 *
 * FIXED_KEYS=1: keys too, counted in PATH.keys; for `init`, `join` and `invite`. Every sealed message draws a key as
 * well, how many of these there are depends on the carrier, and they must not shift what comes after.
 *
 * Nonces are as random as ever: the same one twice under a key would be a fault of another kind. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>

enum { ID = 8, KEY = 32, NUMBER = 32, PATH = 4096 };

/* Standing in for the machine, it may not fail in silence. */
static void stop(const char *what, const char *path)
{
	fprintf(stderr, "libfixed: %s %s: %s\n", what, path, strerror(errno));
	_exit(70);
}

static long long number_in(int fd, const char *path)
{
	char text[NUMBER];
	ssize_t n = pread(fd, text, sizeof text - 1, 0);
	if (n < 0)
		stop("cannot read", path);
	text[n] = '\0';
	return atoll(text);
}

/* -- the clock -- */

static bool standing(struct timespec *out)
{
	const char *path = getenv("FIXED_CLOCK");
	int before = errno;
	if (!path)
		return false;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		stop("cannot open", path);
	*out = (struct timespec){.tv_sec = (time_t)number_in(fd, path)};
	close(fd);
	errno = before;
	return true;
}

int clock_gettime(clockid_t which, struct timespec *out)
{
	if ((which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE) && standing(out))
		return 0;
	return (int)syscall(SYS_clock_gettime, which, out);
}

time_t time(time_t *out)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	if (out)
		*out = now.tv_sec;
	return now.tv_sec;
}

int gettimeofday(struct timeval *restrict out, void *restrict zone)
{
	struct timespec now;
	(void)zone;
	clock_gettime(CLOCK_REALTIME, &now);
	*out = (struct timeval){.tv_sec = now.tv_sec, .tv_usec = now.tv_nsec / 1000};
	return 0;
}

/* -- what is drawn -- */

/* Several processes may draw for one store at a time: a hub that serves, and a clerk's command. */
static long long next_number(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 || flock(fd, LOCK_EX) != 0)
		stop("cannot open", path);
	long long n = number_in(fd, path) + 1;
	char text[NUMBER];
	int length = snprintf(text, sizeof text, "%lld\n", n);
	if (pwrite(fd, text, (size_t)length, 0) != length)
		stop("cannot write", path);
	close(fd);
	return n;
}

static void fixed(const char *ids, const char *kind, void *out, size_t n)
{
	char path[PATH], name[PATH + NUMBER];
	const char *slash = strrchr(ids, '/');
	snprintf(path, sizeof path, "%s.%s", ids, kind);
	int length = snprintf(name, sizeof name, "%s %s %lld", slash ? slash + 1 : ids, kind, next_number(path));
	unsigned char hash[crypto_generichash_BYTES];
	crypto_generichash(hash, sizeof hash, (const unsigned char *)name, (unsigned long long)length, NULL, 0);
	memcpy(out, hash, n);
}

static void really_random(void *out, size_t n)
{
	unsigned char *to = out;
	while (n > 0) {
		ssize_t got = getrandom(to, n, 0);
		if (got < 0 && errno != EINTR)
			stop("cannot draw", "random bytes");
		to += got > 0 ? got : 0;
		n -= got > 0 ? (size_t)got : 0;
	}
}

static void draw(void *const out, const size_t n)
{
	const char *ids = getenv("FIXED_IDS");
	if (ids && n == ID)
		fixed(ids, "ids", out, n);
	else if (ids && n == KEY && getenv("FIXED_KEYS"))
		fixed(ids, "keys", out, n);
	else
		really_random(out, n);
}

static uint32_t draw_word(void)
{
	uint32_t word;
	really_random(&word, sizeof word);
	return word;
}

static const char *name_of_this(void)
{
	return "fixed";
}

__attribute__((constructor)) static void begin(void)
{
	static randombytes_implementation fixed_source = {
		.implementation_name = name_of_this, .random = draw_word, .buf = draw};
	randombytes_set_implementation(&fixed_source);
}
