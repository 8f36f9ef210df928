/* inbox.c - messages lying in a folder, read again until nothing moves. */
#include <stdlib.h>
#include <string.h>

#include "inbox.h"

#include <tungnha/alloc.h>
#include <tungnha/file.h>

enum { INBOX_FILES_MAX = 100000 };

void inbox_add(struct inbox *in, const char *path)
{
	in->file = alloc_grow(in->file, in->files + 1, sizeof *in->file);
	in->file[in->files++] = (struct inbox_file){.path = alloc_copy(path), .again = true};
}

int inbox_list(struct inbox *in, const char *folder, struct err *e)
{
	struct file_names names;
	if (file_names(folder, ".tnm", INBOX_FILES_MAX + 1, &names, e) != 0)
		return -1;
	bool too_many = names.count > INBOX_FILES_MAX;
	in->files = too_many ? 0 : names.count;
	in->file = alloc_zero(in->files, sizeof *in->file);
	for (size_t i = 0; i < in->files; i++)
		in->file[i] = (struct inbox_file){.path = file_join(folder, names.name[i]), .again = true};
	file_names_free(&names);
	return too_many ? err_set(e, ERR_DATA, TEXT_FOLDER_TOO_MANY, "%s" ERR_AND "%d", folder, INBOX_FILES_MAX) : 0;
}

void inbox_free(struct inbox *in)
{
	for (size_t i = 0; i < in->files; i++) {
		free(in->file[i].path);
		free(in->file[i].why);
	}
	free(in->file);
	*in = (struct inbox){0};
}

const char *inbox_name(const struct inbox_file *f)
{
	const char *slash = strrchr(f->path, '/');
	return slash ? slash + 1 : f->path;
}

void inbox_refuse(struct inbox_file *f, enum inbox_fate fate, const struct err *why)
{
	f->fate = fate;
	if (!f->why)
		f->why = alloc_bytes(sizeof *f->why);
	*f->why = *why;
}

/* A file that cannot be read is one bad file, never a reason to leave the others lying. */
static void refuse_unread(struct inbox_file *f, struct err *why)
{
	if (why->code == ERR_IO)
		err_set(why, ERR_DATA, TEXT_FOLDER_FILE_LOST, "%s", f->path);
	inbox_refuse(f, INBOX_UNREADABLE, why);
}

static bool is_for_another(const struct buf *bytes, const struct keys_secret *keys)
{
	struct id recipient;
	return message_recipient(bytes->data, bytes->len, &recipient) && !id_equal(recipient, keys_id(&keys->pub));
}

static int read_one(struct inbox_file *f, const struct keys_secret *keys, struct buf *bytes, inbox_take take,
	void *context, bool *moved, struct err *e)
{
	struct err why;
	struct message m;
	f->again = f->beyond = false;
	f->gap = (struct exchange_gap){0};
	buf_clear(bytes);
	if (file_read(f->path, bytes, &why) != 0) {
		refuse_unread(f, &why);
		return 0;
	}
	if (message_open(bytes->data, bytes->len, keys, &m, &why) != 0) {
		inbox_refuse(f, is_for_another(bytes, keys) ? INBOX_REFUSED : INBOX_UNREADABLE, &why);
		return 0;
	}
	bool changed = false;
	int rc = take(context, &m, f, &changed, e);
	f->applied |= changed;
	*moved |= changed;
	message_free(&m);
	return rc;
}

static int by_gap(const void *a, const void *b)
{
	const struct inbox_file *x = a, *y = b;
	int order = id_compare(x->gap.journal, y->gap.journal);
	if (order == 0)
		order = (x->gap.first > y->gap.first) - (x->gap.first < y->gap.first);
	return order != 0 ? order : strcmp(x->path, y->path);
}

int inbox_read(struct inbox *in, const struct keys_secret *keys, inbox_take take, void *context, struct err *e)
{
	struct buf bytes;
	bool moved = true;
	int rc = 0;
	buf_init(&bytes, MESSAGE_BYTES_MAX);
	while (rc == 0 && moved) {
		moved = false;
		for (size_t i = 0; rc == 0 && i < in->files; i++)
			if (in->file[i].again)
				rc = read_one(&in->file[i], keys, &bytes, take, context, &moved, e);
		/* in the order of what they wait for, the next pass closes a whole row of gaps */
		if (in->files > 1)
			qsort(in->file, in->files, sizeof *in->file, by_gap);
	}
	buf_free(&bytes);
	return rc;
}
