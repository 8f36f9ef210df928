/* Making a backup, and proving it before it is called one. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>

#include "backup_file.h"
#include "store_private.h"

/* A backup on its way. */
struct making {
	struct store *s;
	struct backup_head head;
	char *folder;    /* of the copy */
	int hold;        /* only one at a time */
	int copy;        /* the copy's file, read only */
	char *temporary; /* what is written, hidden beside its later name */
	int fd;
	const char *file;
	store_progress_told told;
	void *context;
	struct store_backup_done *out;
};

/* --- the copy --- */

static int fill_head(struct making *m, int64_t now, struct err *e)
{
	struct store_backup_info *i = &m->head.info;
	struct unit *u = NULL;
	size_t n = 0;

	*i = (struct store_backup_info){
		.role = m->s->role, .node = m->s->id, .at = now, .protection = m->s->protection};
	if (store_units(m->s, NULL, &u, &n, e))
		return -1;
	for (size_t k = 0; k < n; k++) {
		bool own = m->s->role == STORE_COLLECTOR ? k == 0 : !strcmp(u[k].code, m->s->own_unit);

		if (own) {
			memcpy(i->unit, u[k].code, sizeof i->unit);
			memcpy(i->name, u[k].name, sizeof i->name);
		}
	}
	free(u);
	return 0;
}

/* Opens the copy as a store, checks all of it, and takes from it what opens it. */
static int check_copy(struct making *m, struct err *e)
{
	struct store *t;
	struct store_check c = {0};
	int rc = snapshot_open(m->folder, m->s->data_key, &t, e);

	if (rc)
		return -1;
	rc = snapshot_check(t, &c, e);
	if (rc == 0)
		rc = keyring_wraps(t, &m->head.wraps, e);
	m->out->entries = c.entries;
	m->out->problems = c.problems + !c.totals_match;
	store_check_free(&c);
	store_close(t); /* the log goes into the file */
	return rc;
}

static int open_copy(struct making *m, struct err *e)
{
	char *path = file_join(m->folder, STORE_FILE);
	struct stat st;
	int rc = 0;

	m->copy = open(path, O_RDONLY | O_CLOEXEC);
	if (m->copy < 0 || fstat(m->copy, &st) != 0)
		rc = err_errno(e, errno, path);
	else
		m->head.chunks = backup_chunks(st.st_size);
	free(path);
	return rc;
}

/* --- writing --- */

static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return alloc_copy(".");
	return alloc_copy_n(path, slash == path ? 1 : (size_t)(slash - path));
}

/* Hidden, with the node's id: what a power cut leaves of it is swept away by the next backup made there. */
static int open_temporary(struct making *m, struct err *e)
{
	char *folder = folder_of(m->file), *prefix, hex[ID_HEX];
	int rc = 0;

	prefix = alloc_print(".tungnha-%s.tnb.tmp", id_hex(m->s->id, hex));
	m->temporary = file_join(folder, prefix);
	unlink(m->temporary);
	m->fd = open(m->temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (m->fd < 0)
		rc = err_errno(e, errno, folder);
	free(prefix);
	free(folder);
	return rc;
}

static int write_all(struct making *m, struct err *e)
{
	struct backup_file f = {.fd = m->fd, .path = m->file};
	struct buf head;
	int rc = 0;

	buf_init(&head, BACKUP_HEAD_MAX + 8 + KEY_BYTES);
	if (!backup_head_write(&m->head, &head, f.check))
		rc = err_set(e, ERR_BUG, TEXT_STORE_BUG, "backup head");
	else if (file_write_all(m->fd, head.data, head.len) != 0)
		rc = err_errno(e, errno, m->file);
	sodium_memzero(head.data, head.len);
	buf_free(&head);
	if (rc == 0)
		rc = backup_seal(&f, &m->head, m->copy, m->s->data_key, m->told, m->context, e);
	if (rc == 0 && fsync(m->fd) != 0)
		rc = err_errno(e, errno, m->file);
	return rc;
}

/* --- proving --- */

static int same_bytes(void *context, const unsigned char *bytes, size_t n, struct err *e)
{
	struct making *m = context;
	unsigned char *copy = alloc_bytes(n ? n : 1);
	bool same = backup_read(m->copy, copy, n) == (ssize_t)n && memcmp(copy, bytes, n) == 0;

	free(copy);
	return same ? 0 : err_set(e, ERR_IO, TEXT_BACKUP_DIFFERS, "%s", m->file);
}

static bool same_wraps(const struct wraps *a, const struct wraps *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		const struct wrap *x = &a->wrap[i], *y = &b->wrap[i];

		if (strcmp(x->way, y->way) || x->ops != y->ops || x->memory != y->memory ||
			x->salt_bytes != y->salt_bytes || x->key_bytes != y->key_bytes ||
			memcmp(x->salt, y->salt, x->salt_bytes) || memcmp(x->key, y->key, x->key_bytes))
			return false;
	}
	return true;
}

/* Reads it back from the medium, not from what the system still has in memory. */
static int prove(struct making *m, struct err *e)
{
	struct backup_file f = {.fd = m->fd, .path = m->file};
	struct backup_head *again = alloc_zero(1, sizeof *again);
	struct stat st;
	int rc = 0;

	posix_fadvise(m->fd, 0, 0, POSIX_FADV_DONTNEED);
	if (lseek(m->fd, 0, SEEK_SET) != 0 || lseek(m->copy, 0, SEEK_SET) != 0 || fstat(m->fd, &st) != 0)
		rc = err_errno(e, errno, m->file);
	if (rc == 0)
		rc = backup_head_read(&f, again, e);
	if (rc == 0 && (!same_wraps(&again->wraps, &m->head.wraps) || again->chunks != m->head.chunks))
		rc = err_set(e, ERR_IO, TEXT_BACKUP_DIFFERS, "%s", m->file);
	if (rc == 0)
		rc = backup_unseal(&f, again, m->s->data_key, same_bytes, m, e);
	if (rc == -1 && e->text == TEXT_BACKUP_DAMAGED) /* what was just written: the stick is at fault */
		err_set(e, ERR_IO, TEXT_BACKUP_DIFFERS, "%s", m->file);
	m->out->bytes = rc == 0 ? (int64_t)st.st_size : 0;
	sodium_memzero(again, sizeof *again);
	free(again);
	return rc;
}

/* FAT and some network shares cannot fsync a folder (EINVAL): there is nothing more to do then. */
static int give_name(struct making *m, struct err *e)
{
	char *folder = folder_of(m->file);
	int fd, rc = 0;

	if (rename(m->temporary, m->file) != 0) {
		rc = err_errno(e, errno, m->file);
	} else {
		fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd < 0 || (fsync(fd) != 0 && errno != EINVAL))
			rc = err_errno(e, errno, folder);
		if (fd >= 0)
			close(fd);
	}
	free(folder);
	return rc;
}

/* --- the whole --- */

static int note_good(struct making *m, int64_t now, struct err *e)
{
	char text[64];
	struct store *s = m->s;

	snprintf(text, sizeof text, "%lld %lld", (long long)now, (long long)m->out->bytes);
	if (store_begin(s, e))
		return -1;
	if (store_set(s, "backup", text, e) == 0 && store_commit(s, e) == 0)
		return 0;
	store_rollback(s);
	return -1;
}

static int make(struct making *m, int64_t now, struct err *e)
{
	if (fill_head(m, now, e) || check_copy(m, e) || open_copy(m, e) || open_temporary(m, e))
		return -1;
	return write_all(m, e) || prove(m, e) || give_name(m, e) ? -1 : 0;
}

static void clean_up(struct making *m, bool made)
{
	if (m->fd >= 0)
		close(m->fd);
	if (m->temporary && !made)
		unlink(m->temporary);
	if (m->copy >= 0)
		close(m->copy);
	if (m->folder)
		snapshot_remove(m->folder);
	if (m->hold >= 0)
		close(m->hold);
	free(m->temporary);
	free(m->folder);
	sodium_memzero(&m->head, sizeof m->head);
}

int store_backup(struct store *s, const char *file, int64_t now, store_progress_told told, void *context,
	struct store_backup_done *out, struct err *e)
{
	struct making *m = alloc_zero(1, sizeof *m);
	struct err ignored;
	int rc;

	memset(out, 0, sizeof *out);
	*m = (struct making){
		.s = s, .hold = -1, .copy = -1, .fd = -1, .file = file, .told = told, .context = context, .out = out};
	rc = snapshot_make(s, &m->folder, &m->hold, e);
	if (rc == 0)
		rc = make(m, now, e);
	clean_up(m, rc == 0);
	/* a store too busy to note it is none the worse: the file is there, and good */
	if (rc == 0 && out->problems == 0)
		note_good(m, now, &ignored);
	free(m);
	return rc;
}

bool store_last_backup(struct store *s, int64_t *at, int64_t *bytes)
{
	char *text = store_setting(s, "backup");
	long long a = 0, b = 0;
	bool known = text && sscanf(text, "%lld %lld", &a, &b) == 2;

	free(text);
	*at = known ? a : 0;
	*bytes = known ? b : 0;
	return known;
}

/* Opens a backup and reads its head; the descriptor is the caller's. */
int backup_open(const char *path, struct backup_file *f, struct backup_head *h, struct err *e)
{
	struct stat st;

	*f = (struct backup_file){.fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), .path = path};
	if (f->fd < 0)
		return err_errno(e, errno, path);
	if (fstat(f->fd, &st) == 0 && S_ISREG(st.st_mode) && backup_head_read(f, h, e) == 0)
		return 0;
	if (!S_ISREG(st.st_mode))
		err_set(e, ERR_DATA, TEXT_FILE_NOT_REGULAR, "%s", path);
	close(f->fd);
	f->fd = -1;
	return -1;
}

int store_backup_look(const char *file, struct store_backup_info *out, struct err *e)
{
	struct backup_file f;
	struct backup_head *h = alloc_zero(1, sizeof *h);
	int rc = backup_open(file, &f, h, e);

	if (rc == 0)
		close(f.fd);
	*out = h->info;
	sodium_memzero(h, sizeof *h);
	free(h);
	return rc;
}
