/* page_chosen.c - a file between two presses of a button: a browser keeps none when its page comes back. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <sodium.h>
#include <tungnha/file.h>
#include <tungnha/page_keeping.h>
#include <tungnha/utf8.h>

enum { KEPT_S = 60 * 60 };

/* The store's thread alone comes here, for a form that this machine alone is shown. */
static struct page_chosen kept;
static void *bytes; /* of it, mapped */
static int fd = -1;
static int64_t kept_at;

void page_chosen_drop(void)
{
	if (bytes) {
		if (kept.n <= PAGE_BYTES_MAX) /* an invitation; a backup is sealed, and large */
			sodium_memzero(bytes, kept.n);
		munmap(bytes, kept.n);
	}
	if (fd >= 0)
		close(fd);
	bytes = NULL;
	fd = -1;
	kept = (struct page_chosen){.n = 0};
}

/* A file without a name: whatever happens, nothing of it stays. */
static int nameless(const char *folder)
{
	if (!folder)
		return memfd_create("tungnha-chosen", MFD_CLOEXEC);
	return open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

static int keep(const char *folder, const void *from, size_t n)
{
	fd = nameless(folder);
	if (fd < 0 && folder) /* such a disk has none */
		fd = nameless(NULL);
	if (fd < 0 || file_write_all(fd, from, n) != 0)
		return -1;
	bytes = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (bytes != MAP_FAILED)
		return 0;
	bytes = NULL;
	return -1;
}

int page_choose(const struct page *p, const char *folder, const char *name, const void *from, size_t n, struct err *e)
{
	unsigned char mark[sizeof kept.mark / 2];
	if (bytes && from == bytes)
		return 0;
	page_chosen_drop();
	if (keep(folder, from, n) != 0) {
		int why = errno;
		page_chosen_drop();
		return err_errno(e, why, name);
	}
	kept_at = p->now;
	kept.bytes = bytes;
	kept.n = n;
	snprintf(kept.path, sizeof kept.path, "/proc/self/fd/%d", fd);
	utf8_copy(kept.name, sizeof kept.name, name);
	randombytes_buf(mark, sizeof mark);
	sodium_bin2hex(kept.mark, sizeof kept.mark, mark, sizeof mark);
	return 0;
}

/* Did this very request bring it? Its form could not carry the mark yet. */
static bool is_brought(const struct page *p)
{
	const char *name;
	const void *now;
	size_t n;
	return page_file(p, "tep", &name, &now, &n) && n == kept.n && memcmp(now, kept.bytes, n) == 0;
}

const struct page_chosen *page_chosen(const struct page *p)
{
	if (bytes && (p->now < kept_at || p->now - kept_at > KEPT_S))
		page_chosen_drop();
	return bytes && (is_brought(p) || strcmp(page_field(p, "giu"), kept.mark) == 0) ? &kept : NULL;
}
