/* page_import_file.c - an uploaded list between looking at it and taking it in: in memory, never on the disk. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <sodium.h>
#include <tungnha/file.h>

#include "page_papers.h"

enum { KEPT_S = 60 * 60 };

/* The store's thread alone comes here. */
static struct {
	int fd; /* -1: none */
	struct id session;
	int64_t at;
	char name[256];
	char mark[33];
} kept = {.fd = -1};

void papers_file_drop(void)
{
	if (kept.fd >= 0)
		close(kept.fd);
	kept.fd = -1;
}

static void keep_mark(const void *bytes, size_t n)
{
	unsigned char hash[16];
	crypto_generichash(hash, sizeof hash, bytes, n, NULL, 0);
	sodium_bin2hex(kept.mark, sizeof kept.mark, hash, sizeof hash);
}

int papers_file_put(struct page *p, const char *name, const void *bytes, size_t n, struct err *e)
{
	papers_file_drop();
	kept.fd = memfd_create("tungnha-list", MFD_CLOEXEC);
	if (kept.fd < 0 || file_write_all(kept.fd, bytes, n) != 0) {
		int why = errno;
		papers_file_drop();
		return err_errno(e, why, name);
	}
	kept.session = p->session->id;
	kept.at = p->now;
	snprintf(kept.name, sizeof kept.name, "%s", name);
	keep_mark(bytes, n);
	return 0;
}

bool papers_file(const struct page *p, struct papers_file *out)
{
	if (kept.fd >= 0 && (p->now < kept.at || p->now - kept.at > KEPT_S))
		papers_file_drop();
	if (kept.fd < 0 || !id_equal(kept.session, p->session->id))
		return false;
	snprintf(out->path, sizeof out->path, "/proc/self/fd/%d", kept.fd);
	memcpy(out->name, kept.name, sizeof out->name);
	memcpy(out->mark, kept.mark, sizeof out->mark);
	return true;
}
