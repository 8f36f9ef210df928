/* outbox.c - messages written into a folder, and the older ones they replace removed. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inbox.h"
#include "outbox.h"

#include <tungnha/alloc.h>
#include <tungnha/file.h>

/* Messages being written for one recipient and unit. */
struct outbox {
	struct store *s;
	struct exchange_parts *p;
	char *folder;
	char recipient[ID_HEX];
	char (*name)[MESSAGE_FILE_NAME];
	size_t names, entries;
	struct run *own; /* own runs in them, without their entries: to be marked as sent */
	size_t owns;
};

int outbox_folder(const char *tungnha, struct id recipient, char **folder, struct err *e)
{
	char hex[ID_HEX];
	char *name = alloc_print("to-%s", id_hex(recipient, hex));
	*folder = file_join(tungnha, name);
	free(name);
	if (file_make_folders(*folder, 0777, e) != 0)
		return -1;
	return faccessat(AT_FDCWD, *folder, W_OK, AT_EACCESS) == 0 ? 0 : err_errno(e, errno, *folder);
}

static void note_part(struct outbox *o, const struct buf *bytes, const struct store_runs *runs)
{
	struct id self = store_id(o->s);
	o->name = alloc_grow(o->name, o->names + 1, sizeof *o->name);
	message_file_name(bytes->data, bytes->len, o->name[o->names++]);
	o->entries += runs->entries;
	o->own = alloc_grow(o->own, o->owns + runs->runs + 1, sizeof *o->own);
	for (size_t i = 0; i < runs->runs; i++) {
		if (!id_equal(runs->run[i].chain.author, self))
			continue;
		struct run *r = &o->own[o->owns++];
		*r = runs->run[i];
		r->entry = NULL;
		r->entry_bytes = NULL;
	}
}

static int write_part(struct outbox *o, bool *more, struct err *e)
{
	struct buf bytes;
	struct store_runs runs;
	buf_init(&bytes, MESSAGE_BYTES_MAX);
	int rc = exchange_parts_next(o->s, o->p, &bytes, &runs, e);
	if (rc == 0) {
		note_part(o, &bytes, &runs);
		char *path = file_join(o->folder, o->name[o->names - 1]);
		rc = file_write(path, bytes.data, bytes.len, 0666, e);
		free(path);
		*more = runs.more;
		store_runs_free(&runs);
	}
	buf_free(&bytes);
	return rc;
}

static void take_back(const struct outbox *o)
{
	struct err ignored;
	for (size_t i = 0; i < o->names; i++) {
		char *path = file_join(o->folder, o->name[i]);
		file_remove(path, &ignored);
		free(path);
	}
}

/* A message noted but not in this folder lies on another stick: it is replaced when that one comes back. */
static int remove_older(struct outbox *o, const char *name, struct err *e)
{
	char *path = file_join(o->folder, name);
	int rc = 0;
	if (file_exists(path)) {
		rc = file_remove(path, e);
		if (rc == 0)
			rc = store_folder_file_forget(o->s, o->recipient, name, e);
	}
	free(path);
	return rc;
}

static int replace_older(struct outbox *o, struct err *e)
{
	char(*older)[MESSAGE_FILE_NAME] = NULL;
	size_t n = 0;
	int rc = store_folder_files(o->s, o->recipient, o->p->message.unit, &older, &n, e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = remove_older(o, older[i], e);
	for (size_t i = 0; rc == 0 && i < o->names; i++)
		rc = store_folder_file_add(o->s, o->recipient, o->p->message.unit, o->name[i], e);
	free(older);
	return rc;
}

/* The new messages are whole by now: older ones may go. */
static int settle(struct outbox *o, struct err *e)
{
	if (store_begin(o->s, e) != 0)
		return -1;
	if (replace_older(o, e) == 0 && store_mark_sent(o->s, o->own, o->owns, e) == 0 && store_commit(o->s, e) == 0)
		return 0;
	store_rollback(o->s);
	return -1;
}

int outbox_write(
	struct store *s, const char *tungnha, struct exchange_parts *p, size_t *files, size_t *entries, struct err *e)
{
	struct outbox o = {.s = s, .p = p};
	struct id recipient = keys_id(&p->to);
	bool more = true;
	id_hex(recipient, o.recipient);
	int rc = outbox_folder(tungnha, recipient, &o.folder, e);
	while (rc == 0 && more)
		rc = write_part(&o, &more, e);
	if (rc == 0) {
		*files += o.names;
		*entries += o.entries;
		rc = settle(&o, e);
	} else {
		take_back(&o);
	}
	free(o.folder);
	free(o.name);
	free(o.own);
	return rc;
}

static int remove_left(struct outbox *o, struct err *e)
{
	char(*left)[MESSAGE_FILE_NAME] = NULL;
	size_t n = 0;
	int rc = store_folder_files_left(o->s, o->recipient, &left, &n, e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = remove_older(o, left[i], e);
	free(left);
	return rc;
}

int outbox_remove_left(struct store *s, const char *tungnha, struct id recipient, struct err *e)
{
	struct outbox o = {.s = s};
	id_hex(recipient, o.recipient);
	if (store_begin(s, e) != 0)
		return -1;
	o.folder = folder_to(tungnha, recipient);
	int rc = remove_left(&o, e);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	free(o.folder);
	return rc;
}
