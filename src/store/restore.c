/* Getting a store back from a backup, and looking into one. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>
#include <tungnha/store_pages.h>

#include "backup_file.h"
#include "store_private.h"

#define RESTORING_PREFIX ".restoring-"

/* --- the file of the store, out of a backup --- */

struct writing_out {
	int fd;
	const char *path;
	const struct store_restore *r; /* whom to tell how far it is; NULL: nobody */
	size_t done, total;
};

static int write_out(void *context, const unsigned char *bytes, size_t n, struct err *e)
{
	struct writing_out *w = context;

	if (file_write_all(w->fd, bytes, n) != 0)
		return err_errno(e, errno, w->path);
	if (w->r && w->r->told)
		w->r->told(w->r->context, ++w->done, w->total);
	return 0;
}

static int unpack(const struct backup_file *f, const struct backup_head *h, const unsigned char *data_key,
	const char *folder, const struct store_restore *r, struct err *e)
{
	char *path = file_join(folder, STORE_FILE);
	struct writing_out w = {.fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600),
		.path = path,
		.r = r,
		.total = h->chunks};
	int rc = w.fd < 0 ? err_errno(e, errno, path) : 0;

	if (rc == 0)
		rc = backup_unseal(f, h, data_key, write_out, &w, e);
	if (rc == 0 && fsync(w.fd) != 0)
		rc = err_errno(e, errno, path);
	if (w.fd >= 0)
		close(w.fd);
	free(path);
	return rc;
}

/* --- restoring --- */

struct restoring {
	const struct store_restore *r;
	struct backup_file f;
	struct backup_head head;
	unsigned char data_key[KEY_BYTES];
	char *folder; /* where it is tested */
	bool made;    /* the data folder was not there before */
	struct store_restored *out;
};

static int open_head(struct restoring *g, struct err *e)
{
	const struct store_restore *r = g->r;

	if (backup_open(r->file, &g->f, &g->head, e))
		return -1;
	g->out->from = g->head.info;
	if (g->head.info.role != r->role)
		return err_set(e, ERR_DATA, TEXT_BACKUP_OF_OTHER_PROGRAM, "%s" ERR_AND "%s", r->file,
			r->role == STORE_COLLECTOR ? "tungnha-aggregator" : "tungnha-collector");
	if (wraps_open(&g->head.wraps, &r->key, r->file, g->data_key, e) == 0)
		return 0;
	/* the key file is looked for where it lay on the machine that is gone */
	if (!r->key.key_file && (e->text == TEXT_KEY_FILE_MISSING || e->text == TEXT_STORE_CLOSED))
		err_set(e, ERR_DENIED, TEXT_RESTORE_CLOSED, "%s", r->file);
	return -1;
}

/* Nothing but what an earlier attempt left behind may be there. */
static int prepare_folder(struct restoring *g, struct err *e)
{
	const char *folder = g->r->folder;

	g->made = !file_exists(folder);
	if (file_make_folders(folder, 0700, e))
		return -1;
	if (snapshot_sweep(folder, RESTORING_PREFIX) > 0)
		return err_set(e, ERR_CREATE, TEXT_RESTORE_NOT_EMPTY, "%s", folder);
	return snapshot_folder(folder, RESTORING_PREFIX, &g->folder, e);
}

/* The key file lies elsewhere on this machine: later commands must find it. */
static int remember_key_file(struct store *s, const struct store_key *k, struct err *e)
{
	return s->protection == STORE_UNDER_KEY_FILE && k->key_file ? keyring_moved(s, k->key_file, e) : 0;
}

static int note_restored(struct store *s, const struct restoring *g, int64_t bytes, struct err *e)
{
	char text[64];

	snprintf(text, sizeof text, "%lld %lld", (long long)g->head.info.at, (long long)bytes);
	/* What was being typed stays; whoever had signed in on the machine that is gone has not done so on this one. */
	if (store_leave_all(s, e) || store_set(s, "backup", text, e) || remember_key_file(s, &g->r->key, e) ||
		store_sessions_drop(s, e))
		return -1;
	if (s->role == STORE_COLLECTOR)
		return 0;
	snprintf(text, sizeof text, "%lld", (long long)g->r->now);
	if (store_set(s, "restored", text, e))
		return -1;
	snprintf(text, sizeof text, "%lld", (long long)g->head.info.at);
	return store_set(s, "restored_from", text, e);
}

static int settle(struct store *s, struct restoring *g, struct err *e)
{
	struct store_check c = {0};
	off_t bytes = lseek(g->f.fd, 0, SEEK_END);

	if (snapshot_check(s, &c, e))
		return -1;
	g->out->entries = c.entries;
	g->out->problems = c.problems + !c.totals_match;
	store_check_free(&c);
	if (store_begin(s, e))
		return -1;
	if (note_restored(s, g, bytes, e) == 0 && store_commit(s, e) == 0)
		return 0;
	store_rollback(s);
	return -1;
}

/* Opened as the store it is going to be, and closed again, so that one file is the whole of it. */
static int test_it(struct restoring *g, struct err *e)
{
	struct store *s;
	int rc = snapshot_open(g->folder, g->data_key, &s, e);

	if (rc)
		return -1;
	rc = settle(s, g, e);
	store_close(s);
	return rc;
}

static int give_place(struct restoring *g, struct store **s, struct err *e)
{
	char *from = file_join(g->folder, STORE_FILE), *to = file_join(g->r->folder, STORE_FILE);
	int rc = 0, fd;

	if (link(from, to) != 0 && (errno == EEXIST || rename(from, to) != 0)) /* FAT has no links */
		rc = err_errno(e, errno, to);
	snapshot_remove(g->folder);
	fd = open(g->r->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(from);
	free(to);
	return rc ? -1 : snapshot_open(g->r->folder, g->data_key, s, e);
}

static int restore(struct restoring *g, struct store **s, struct err *e)
{
	if (open_head(g, e) || prepare_folder(g, e))
		return -1;
	if (unpack(&g->f, &g->head, g->data_key, g->folder, g->r, e) || test_it(g, e))
		return -1;
	return give_place(g, s, e);
}

int store_restore(const struct store_restore *r, struct store_restored *out, struct store **s, struct err *e)
{
	struct restoring *g = alloc_zero(1, sizeof *g);
	int rc;

	*s = NULL;
	memset(out, 0, sizeof *out);
	g->r = r;
	g->f.fd = -1;
	g->out = out;
	rc = restore(g, s, e);
	if (g->folder)
		snapshot_remove(g->folder);
	if (rc && g->made)
		rmdir(r->folder);
	if (g->f.fd >= 0)
		close(g->f.fd);
	free(g->folder);
	sodium_memzero(g, sizeof *g);
	free(g);
	return rc;
}

/* --- a restored hub --- */

bool store_was_restored(struct store *s, int64_t *at, int64_t *from)
{
	char *a = store_setting(s, "restored"), *b = store_setting(s, "restored_from");
	bool was = a != NULL;

	*at = a ? strtoll(a, NULL, 10) : 0;
	*from = b ? strtoll(b, NULL, 10) : 0;
	free(a);
	free(b);
	return was;
}

int store_note_ahead(struct store *s, struct id node, struct err *e)
{
	char name[32], hex[ID_HEX];

	snprintf(name, sizeof name, "ahead %s", id_hex(node, hex));
	return store_set(s, name, "1", e);
}

int store_ahead(struct store *s, struct id **out, size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_AHEAD, "");
	char hex[ID_HEX];
	int row;

	*out = NULL;
	*n = 0;
	while ((row = sql_row(s, st, e)) > 0) {
		*out = alloc_grow(*out, *n + 1, sizeof **out);
		sql_text_at(st, 0, hex, sizeof hex);
		*n += id_parse(hex, &(*out)[*n]);
	}
	return row;
}

int store_restored_confirm(struct store *s, struct err *e)
{
	if (store_begin(s, e))
		return -1;
	if (sql_run(s, e, SQL_AHEAD_DROP, "") == 0 && store_commit(s, e) == 0)
		return 0;
	store_rollback(s);
	return -1;
}

/* --- looking into one --- */

static int each_head(struct store *t, store_each_head each, void *context, struct err *e)
{
	sqlite3_stmt *st = sql_start(t, SQL_BRANCH_ENDS, "");
	int row;

	while ((row = sql_row(t, st, e)) > 0) {
		struct chain c = {.journal = sql_id_at(st, 0),
			.author = sql_id_at(st, 1),
			.generation = (uint32_t)sqlite3_column_int64(st, 3)};
		struct hash h = sql_hash_at(st, 5);

		sql_text_at(st, 2, c.unit, sizeof c.unit);
		if (each(context, &c, (uint32_t)sqlite3_column_int64(st, 4), &h, e)) {
			sql_end(st);
			return -1;
		}
	}
	return row;
}

static int look_into(struct store *s, const struct backup_file *f, const struct backup_head *h, store_each_head each,
	void *context, struct err *e)
{
	char *folder;
	struct store *t = NULL;
	int rc = snapshot_folder(s->folder, SNAPSHOT_PREFIX, &folder, e);

	if (rc)
		return -1;
	rc = unpack(f, h, s->data_key, folder, NULL, e);
	if (rc == 0)
		rc = snapshot_open(folder, s->data_key, &t, e);
	if (rc == 0)
		rc = each_head(t, each, context, e);
	store_close(t);
	snapshot_remove(folder);
	free(folder);
	return rc;
}

int store_backup_heads(struct store *s, const char *file, store_each_head each, void *context, struct err *e)
{
	struct backup_file f;
	struct backup_head *h = alloc_zero(1, sizeof *h);
	int hold = -1, rc = backup_open(file, &f, h, e);

	if (rc == 0 && !id_equal(h->info.node, s->id))
		rc = err_set(e, ERR_DENIED, TEXT_BACKUP_OF_OTHER, "%s" ERR_AND "%s", file, h->info.name);
	else if (rc == 0)
		rc = hold = snapshot_hold(s->folder, e);
	if (rc >= 0)
		rc = look_into(s, &f, h, each, context, e);
	if (hold >= 0)
		close(hold);
	if (f.fd >= 0)
		close(f.fd);
	sodium_memzero(h, sizeof *h);
	free(h);
	return rc;
}

int store_journal(struct store *s, struct id journal, struct chain *out, uint32_t *last, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_JOURNAL_KNOWN, "d", &journal);
	int row = sql_row(s, st, e);

	memset(out, 0, sizeof *out);
	*last = 0;
	if (row <= 0)
		return row;
	out->journal = sql_id_at(st, 0);
	out->author = sql_id_at(st, 1);
	sql_text_at(st, 2, out->unit, sizeof out->unit);
	out->generation = (uint32_t)sqlite3_column_int64(st, 3);
	*last = (uint32_t)sqlite3_column_int64(st, 4);
	sql_end(st);
	return 1;
}
