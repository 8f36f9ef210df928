/* spool.c - the body of a request that may be very large, as a backup sent by this machine's own browser: in a file
 * without a name beside the data, so that neither memory nor a power cut minds it. On the thread of sockets. */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "web_private.h"

#include <tungnha/file.h>

bool spool_may(const struct request *r)
{
	return r->page && r->page->store == PAGE_LARGE && r->conn->peer.here && !r->web->options.behind_proxy;
}

static int begin(struct request *r)
{
	r->spool.fd = open(r->web->options.folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (r->spool.fd < 0) /* such a disk has none */
		r->spool.fd = memfd_create("tungnha-spool", MFD_CLOEXEC);
	r->spool.begun = r->spool.fd >= 0;
	return r->spool.begun ? 0 : -1;
}

int spool_take(struct request *r, const char *data, size_t n, struct err *e)
{
	if ((!r->spool.begun && begin(r) != 0) || file_write_all(r->spool.fd, data, n) != 0)
		return err_errno(e, errno, r->web->options.folder);
	r->spool.n += n;
	return 0;
}

const char *spool_map(struct request *r, size_t *n)
{
	*n = 0;
	if (r->spool.n == 0)
		return NULL;
	void *map = mmap(NULL, r->spool.n, PROT_READ, MAP_PRIVATE, r->spool.fd, 0);
	if (map == MAP_FAILED)
		return NULL;
	r->spool.map = map;
	*n = r->spool.n;
	return r->spool.map;
}

void spool_free(struct request *r)
{
	if (r->spool.map)
		munmap(r->spool.map, r->spool.n);
	if (r->spool.begun)
		close(r->spool.fd);
	r->spool.map = NULL;
	r->spool.begun = false;
}
