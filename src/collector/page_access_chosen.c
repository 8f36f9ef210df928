/* page_access_chosen.c - an invitation between two presses of one button: in memory, never on the disk. A browser keeps
 * no chosen file when a page comes back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/alloc.h>

#include "page_access.h"

enum { KEPT_S = 60 * 60 };

/* The store's thread alone comes here, for a form that this machine alone is shown. */
static struct access_chosen kept;
static int64_t kept_at;

void access_chosen_drop(void)
{
	if (kept.bytes)
		sodium_memzero(kept.bytes, kept.n);
	free(kept.bytes);
	kept = (struct access_chosen){.n = 0};
}

void access_choose(const struct page *p, const char *name, const void *bytes, size_t n)
{
	unsigned char mark[sizeof kept.mark / 2];
	if (bytes == kept.bytes)
		return;
	access_chosen_drop();
	kept.bytes = alloc_zero(n, 1);
	memcpy(kept.bytes, bytes, n);
	kept.n = n;
	kept_at = p->now;
	snprintf(kept.name, sizeof kept.name, "%s", name);
	randombytes_buf(mark, sizeof mark);
	sodium_bin2hex(kept.mark, sizeof kept.mark, mark, sizeof mark);
}

/* Did this very request bring it? Its form could not carry the mark yet. */
static bool is_brought(const struct page *p)
{
	const char *name;
	const void *bytes;
	size_t n;
	return page_file(p, "tep", &name, &bytes, &n) && n == kept.n && memcmp(bytes, kept.bytes, n) == 0;
}

const struct access_chosen *access_chosen(const struct page *p)
{
	if (kept.bytes && (p->now < kept_at || p->now - kept_at > KEPT_S))
		access_chosen_drop();
	return kept.bytes && (is_brought(p) || strcmp(page_field(p, "giu"), kept.mark) == 0) ? &kept : NULL;
}
