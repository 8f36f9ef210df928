/* page_upload.c - uploaded files between looking at them and writing what they say: in memory, never on the disk. */
#include "page_upload.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <sodium.h>
#include <tungnha/file.h>

enum { KEPT = 12, KEPT_S = 60 * 60 };

/* The store's thread alone comes here. */
static struct kept {
	bool there;
	int fd;
	struct id session;
	char kind[16];
	int64_t at;
	uint64_t turn;
	char name[256];
	char mark[33];
} kept[KEPT];
static uint64_t turns;

/* So many bytes of a name, at most: no letter is cut in two. */
static int whole(const char *name, size_t most)
{
	size_t n = strlen(name);
	if (n <= most)
		return (int)n;
	while (most > 0 && ((unsigned char)name[most] & 0xc0) == 0x80)
		most--;
	return (int)most;
}

static void drop(struct kept *k)
{
	if (k->there)
		close(k->fd);
	k->there = false;
}

static struct kept *find(const struct page *p, const char *kind)
{
	for (size_t i = 0; i < KEPT; i++) {
		struct kept *k = &kept[i];
		if (k->there && (p->now < k->at || p->now - k->at > KEPT_S))
			drop(k);
		if (k->there && id_equal(k->session, p->session->id) && strcmp(k->kind, kind) == 0)
			return k;
	}
	return NULL;
}

static struct kept *room(void)
{
	struct kept *oldest = &kept[0];
	for (size_t i = 0; i < KEPT; i++) {
		if (!kept[i].there)
			return &kept[i];
		if (kept[i].turn < oldest->turn)
			oldest = &kept[i];
	}
	drop(oldest);
	return oldest;
}

void desk_file_drop(const struct page *p, const char *kind)
{
	struct kept *k = find(p, kind);
	if (k)
		drop(k);
}

int desk_file_put(struct page *p, const char *kind, const char *name, const void *bytes, size_t n, struct err *e)
{
	unsigned char hash[16];
	desk_file_drop(p, kind);
	struct kept *k = room();
	*k = (struct kept){.there = true, .at = p->now, .turn = ++turns, .session = p->session->id};
	k->fd = memfd_create("tungnha-file", MFD_CLOEXEC);
	if (k->fd < 0 || file_write_all(k->fd, bytes, n) != 0) {
		int why = errno;
		if (k->fd < 0)
			k->there = false;
		drop(k);
		return err_errno(e, why, name);
	}
	snprintf(k->kind, sizeof k->kind, "%s", kind);
	snprintf(k->name, sizeof k->name, "%.*s", whole(name, sizeof k->name - 1), name);
	crypto_generichash(hash, sizeof hash, bytes, n, NULL, 0);
	sodium_bin2hex(k->mark, sizeof k->mark, hash, sizeof hash);
	return 0;
}

bool desk_file(const struct page *p, const char *kind, struct desk_file *out)
{
	const struct kept *k = find(p, kind);
	if (!k)
		return false;
	snprintf(out->path, sizeof out->path, "/proc/self/fd/%d", k->fd);
	memcpy(out->name, k->name, sizeof out->name);
	memcpy(out->mark, k->mark, sizeof out->mark);
	return true;
}

int desk_file_take(struct page *p, const char *kind, struct err *e)
{
	const char *name;
	const void *bytes;
	size_t n;
	if (!page_file(p, "tep", &name, &bytes, &n) || n == 0)
		return err_set(e, ERR_USAGE, TEXT_PAPER_NO_FILE, "");
	return desk_file_put(p, kind, name, bytes, n, e);
}

void desk_file_name(struct err *e, const struct desk_file *f)
{
	const size_t n = strlen(f->path);
	for (int i = 0; i < ERR_ARGS; i++) {
		char was[sizeof e->arg[i]];
		if (n == 0 || strncmp(e->arg[i], f->path, n) != 0 || (e->arg[i][n] >= '0' && e->arg[i][n] <= '9'))
			continue;
		memcpy(was, e->arg[i], sizeof was);
		snprintf(e->arg[i], sizeof e->arg[i], "%.*s%.*s", whole(f->name, 150), f->name, whole(was + n, 100),
			was + n);
	}
}
