/* app_backups.c - which backups there are: in a folder, in this machine's data, on sticks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_restore.h>
#include <tungnha/app_sticks.h>
#include <tungnha/file.h>

enum { FILES_MAX = 10000, LOOKED_AT = 20 };

static void add(struct app_backups *b, const char *stick, char *path)
{
	struct err why;
	struct app_backup_file f = {.path = path};
	snprintf(f.stick, sizeof f.stick, "%s", stick);
	f.good = store_backup_look(path, &f.info, &why) == 0;
	b->file = alloc_grow(b->file, b->count + 1, sizeof *b->file);
	b->file[b->count++] = f;
}

/* Names hold the time, so the newest of a machine come last. */
static int add_folder(struct app_backups *b, const char *stick, const char *folder, size_t most, struct err *e)
{
	struct file_names names;
	if (file_names(folder, ".tnb", FILES_MAX, &names, e) != 0)
		return -1;
	for (size_t i = names.count > most ? names.count - most : 0; i < names.count; i++)
		add(b, stick, file_join(folder, names.name[i]));
	file_names_free(&names);
	return 0;
}

static int newest_first(const void *a, const void *b)
{
	const struct app_backup_file *x = a, *y = b;
	if (x->good != y->good)
		return x->good ? -1 : 1;
	if (x->good && x->info.at != y->info.at)
		return x->info.at < y->info.at ? 1 : -1;
	size_t n = strlen(x->path), m = strlen(y->path); /* of one second: …-2.tnb came later */
	return n != m ? (n < m ? 1 : -1) : -strcmp(x->path, y->path);
}

static void sort(struct app_backups *b)
{
	if (b->count > 1)
		qsort(b->file, b->count, sizeof *b->file, newest_first);
}

int app_backups_in(const char *folder, struct app_backups *out, struct err *e)
{
	*out = (struct app_backups){.count = 0};
	int rc = add_folder(out, "", folder, FILES_MAX, e);
	sort(out);
	return rc;
}

static void add_place(struct app_backups *b, const char *stick, const char *place)
{
	struct err none; /* a stick may be pulled out meanwhile */
	char *folder = file_join(place, APP_BACKUPS_FOLDER);
	(void)add_folder(b, stick, folder, LOOKED_AT, &none);
	free(folder);
}

void app_backups(const char *own, struct app_backups *out)
{
	struct app_stick stick[APP_STICKS_MAX];
	struct err none;
	size_t n = app_sticks(stick, APP_STICKS_MAX);
	*out = (struct app_backups){.count = 0};
	if (own)
		add_place(out, "", own);
	for (size_t i = 0; i < n; i++) {
		(void)add_folder(out, stick[i].name, stick[i].path, LOOKED_AT, &none);
		add_place(out, stick[i].name, stick[i].path);
	}
	sort(out);
	while (out->count > APP_BACKUPS_SHOWN)
		free(out->file[--out->count].path);
}

void app_backups_free(struct app_backups *b)
{
	for (size_t i = 0; i < b->count; i++)
		free(b->file[i].path);
	free(b->file);
	*b = (struct app_backups){.count = 0};
}

bool app_backup_is(const char *own, const char *path)
{
	struct app_backups b;
	bool is = false;
	app_backups(own, &b);
	for (size_t i = 0; i < b.count && !is; i++)
		is = strcmp(b.file[i].path, path) == 0;
	app_backups_free(&b);
	return is;
}
