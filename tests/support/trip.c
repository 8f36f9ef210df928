/* trip.c - sticks there and back. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <tungnha/file.h>

#include "trip.h"

void trip_folder_of(struct trip *t, const char *stick, struct id recipient, char out[static 300])
{
	char hex[ID_HEX];
	(void)t;
	snprintf(out, 300, "%s/tungnha/to-%s", stick, id_hex(recipient, hex));
}

void trip_new_stick(struct trip *t, const char *name)
{
	snprintf(t->stick, sizeof t->stick, "%s/%s", t->w.dir, name);
	assert_int_equal(mkdir(t->stick, 0755), 0);
	trip_folder_of(t, t->stick, store_id(t->w.hub.store), t->up);
	trip_folder_of(t, t->stick, store_id(t->a.store), t->down);
}

void trip_begin(struct trip *t, int households)
{
	world_begin(&t->w);
	t->invitation = world_invite(&t->w, WORLD_HAMLET, 3);
	world_device(&t->w, &t->invitation, &t->a);
	world_save_many(&t->w, &t->a, 1, households);
	trip_new_stick(t, "stick");
}

void trip_end(struct trip *t)
{
	world_close(&t->a);
	world_end(&t->w);
}

struct folder_sync trip_sync(struct trip *t)
{
	struct folder_sync f;
	struct err e;
	char sentence[600] = "";
	int rc = folder_sync(t->a.store, WORLD_HAMLET, t->stick, t->w.now++, &f, &e);
	if (rc != 0) {
		err_sentence(&e, LANG_EN, sentence, sizeof sentence);
		fail_msg("%s", sentence);
	}
	return f;
}

struct folder_receive trip_receive(struct trip *t, const char *path)
{
	struct folder_receive r = {0};
	struct err e;
	char sentence[600] = "";
	if (folder_receive(t->w.hub.store, path, t->w.now++, &r, &e) != 0) {
		err_sentence(&e, LANG_EN, sentence, sizeof sentence);
		fail_msg("%s", sentence);
	}
	return r;
}

size_t trip_files_in(const char *folder)
{
	struct file_names names;
	struct err e;
	assert_int_equal(file_names(folder, ".tnm", 1000, &names, &e), 0);
	size_t n = names.count;
	file_names_free(&names);
	return n;
}

char *trip_nth_file(const char *folder, size_t i)
{
	struct file_names names;
	struct err e;
	assert_int_equal(file_names(folder, ".tnm", 1000, &names, &e), 0);
	assert_true(i < names.count);
	char *path = file_join(folder, names.name[i]);
	file_names_free(&names);
	return path;
}

void trip_copy_file(const char *from, const char *to, size_t at_most)
{
	struct buf b;
	struct err e;
	buf_init(&b, MESSAGE_BYTES_MAX);
	assert_int_equal(file_read(from, &b, &e), 0);
	assert_int_equal(file_write(to, b.data, b.len < at_most ? b.len : at_most, 0644, &e), 0);
	buf_free(&b);
}
