/* app_receive.c - messages posted by a browser: laid out as on a stick, received, and the replies picked up again. */
#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/app_receive.h>
#include <tungnha/file.h>
#include <tungnha/pack.h>

#define ENDING ".tnm"
#define TUNGNHA "tungnha"
#define ROOT ".nhan-"
enum { NAMES_MAX = 4096, OWN = APP_RECEIVE_FOLDER };

const char *app_receive_folder(struct store *s, char out[static APP_RECEIVE_FOLDER])
{
	char hex[ID_HEX];
	snprintf(out, APP_RECEIVE_FOLDER, "to-%s", id_hex(store_id(s), hex));
	return out;
}

/* Called by their content, as every message is: a name of the browser's never becomes a path. */
static int lay_out(const char *place, const struct app_receive_file *file, size_t n, struct err *e)
{
	int rc = file_make_folders(place, 0700, e);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		char name[MESSAGE_FILE_NAME];
		char *path = file_join(place, message_file_name(file[i].bytes, file[i].n, name));
		rc = file_write(path, file[i].bytes, file[i].n, 0600, e);
		free(path);
	}
	return rc;
}

static const struct app_receive_file *named(const struct app_receive_file *file, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		char its[MESSAGE_FILE_NAME];
		if (strcmp(message_file_name(file[i].bytes, file[i].n, its), name) == 0)
			return &file[i];
	}
	return NULL;
}

/* Problems bear the name their owner knows. */
static void rename_problems(struct folder_receive *r, const struct app_receive_file *file, size_t n)
{
	for (size_t i = 0; i < r->problems; i++) {
		char *its = r->problem[i].file, *slash = strrchr(its, '/');
		const struct app_receive_file *f = named(file, n, slash ? slash + 1 : its);
		if (f)
			snprintf(its, sizeof r->problem[i].file, "%.*s", (int)sizeof r->problem[i].file - 1, f->name);
	}
}

/* "tungnha/to-<device>/<reply>", as it shall lie on the stick. */
static int pack_file(struct pack *k, const char *root, const char *inside, struct err *e)
{
	struct buf bytes;
	char *path = file_join(root, inside);
	buf_init(&bytes, MESSAGE_BYTES_MAX);
	int rc = file_read(path, &bytes, e);
	if (rc == 0)
		rc = pack_add(k, inside, bytes.data, bytes.len, e);
	buf_free(&bytes);
	free(path);
	return rc;
}

static int pack_folder(struct pack *k, const char *root, const char *folder, struct err *e)
{
	struct file_names names;
	char *place = file_join(root, folder);
	int rc = file_names(place, ENDING, NAMES_MAX, &names, e);
	for (size_t i = 0; rc == 0 && i < names.count; i++) {
		char *inside = file_join(folder, names.name[i]);
		rc = pack_file(k, root, inside, e);
		free(inside);
	}
	file_names_free(&names);
	free(place);
	return rc;
}

/* Every folder but the hub's own. */
static int pack_folders(struct pack *k, const char *root, const char *own, struct err *e)
{
	struct file_names names;
	char *tungnha = file_join(root, TUNGNHA);
	int rc = file_names(tungnha, "", NAMES_MAX, &names, e);
	for (size_t i = 0; rc == 0 && i < names.count; i++) {
		char *folder = file_join(TUNGNHA, names.name[i]);
		if (strcmp(names.name[i], own) != 0)
			rc = pack_folder(k, root, folder, e);
		free(folder);
	}
	file_names_free(&names);
	free(tungnha);
	return rc;
}

static int pack_replies(const char *root, const char *own, int64_t now, struct buf *replies, struct err *e)
{
	struct pack k;
	struct err late;
	pack_begin(&k, replies, now);
	int rc = pack_folders(&k, root, own, e);
	size_t files = k.files;
	if (pack_end(&k, &late) != 0 && rc == 0) {
		*e = late;
		rc = -1;
	}
	if (files == 0)
		buf_clear(replies);
	return rc;
}

static int remove_one(const char *path, const struct stat *st, int what, struct FTW *at)
{
	(void)st, (void)what, (void)at;
	(void)remove(path);
	return 0;
}

/* What is in it first; no link is followed. */
static void clear(const char *folder)
{
	(void)nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

void app_receive_clear(const char *folder)
{
	DIR *d = opendir(folder);
	const struct dirent *x;
	while (d && (x = readdir(d)) != NULL) {
		char *path = file_join(folder, x->d_name);
		if (strncmp(x->d_name, ROOT, sizeof ROOT - 1) == 0)
			clear(path);
		free(path);
	}
	if (d)
		closedir(d);
}

/* What came is received all the same. */
static void without_replies(struct folder_receive *out, struct buf *replies, const struct err *why)
{
	buf_clear(replies);
	out->problem = alloc_grow(out->problem, out->problems + 1, sizeof *out->problem);
	out->problem[out->problems++] = (struct folder_problem){.file = "tra-loi.zip", .why = *why};
}

int app_receive_files(struct store *s, const char *folder, const struct app_receive_file *file, size_t n, int64_t now,
	struct folder_receive *out, struct buf *replies, struct err *e)
{
	char *root = file_join(folder, ROOT "XXXXXX"), own[OWN];
	struct err late;
	*out = (struct folder_receive){0};
	if (!mkdtemp(root)) {
		err_errno(e, errno, root);
		free(root);
		return -1;
	}
	app_receive_folder(s, own);
	char *place = alloc_print("%s/" TUNGNHA "/%s", root, own);
	int rc = lay_out(place, file, n, e);
	if (rc == 0)
		rc = folder_receive(s, root, now, out, e);
	rename_problems(out, file, n);
	if (rc == 0 && pack_replies(root, own, now, replies, &late) != 0)
		without_replies(out, replies, &late);
	clear(root);
	free(place);
	free(root);
	return rc;
}
