/* Key files, and the runtime directory where `unlock` leaves a data key for later commands. */
#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tungnha/file.h>

#include "wraps.h"

int keyfile_read(const char *path, unsigned char out[static KEY_BYTES], struct err *e)
{
	char hex[2 * KEY_BYTES + 2];
	size_t n;
	int got = file_secret(path, hex, sizeof hex, e);
	int rc = -1;

	if (got < 0)
		return -1;
	if (sodium_hex2bin(out, KEY_BYTES, hex, (size_t)got, NULL, &n, NULL) == 0 && n == KEY_BYTES &&
		got == 2 * KEY_BYTES)
		rc = 0;
	else
		err_set(e, ERR_DENIED, TEXT_KEY_FILE_WRONG, "%s", path);
	sodium_memzero(hex, sizeof hex);
	return rc;
}

int keyfile_make(const char *path, struct err *e)
{
	unsigned char key[KEY_BYTES];
	char hex[2 * KEY_BYTES + 2];
	int rc;

	randombytes_buf(key, sizeof key);
	sodium_bin2hex(hex, sizeof hex, key, sizeof key);
	hex[2 * KEY_BYTES] = '\n';
	rc = file_write(path, hex, 2 * KEY_BYTES + 1, 0600, e);
	if (rc != 0 && e->code == ERR_NOT_FOUND)
		rc = err_set(e, ERR_NOT_FOUND, TEXT_KEY_FILE_NO_FOLDER, "%s", path);
	sodium_memzero(key, sizeof key);
	sodium_memzero(hex, sizeof hex);
	return rc;
}

/* The folder `unlock` leaves data keys in: a tmpfs of this user, gone at log-out or restart. */
static int runtime_folder(bool make, char *out, size_t out_bytes, struct err *e)
{
	const char *given = getenv("XDG_RUNTIME_DIR");
	char base[256];
	struct stat st;

	if (given && given[0] == '/') {
		if (snprintf(base, sizeof base, "%s/tungnha", given) >= (int)sizeof base)
			return err_set(e, ERR_CREATE, TEXT_RUNTIME_FOLDER, "%s", given);
	} else {
		snprintf(base, sizeof base, "/run/user/%u", (unsigned)getuid());
		if (stat(base, &st) == 0 && st.st_uid == getuid())
			snprintf(base, sizeof base, "/run/user/%u/tungnha", (unsigned)getuid());
		else
			snprintf(base, sizeof base, "/dev/shm/tungnha-%u", (unsigned)getuid());
	}
	if (make && mkdir(base, 0700) != 0 && errno != EEXIST)
		return err_errno(e, errno, base);
	if (lstat(base, &st) != 0)
		return err_errno(e, errno, base);
	if (!S_ISDIR(st.st_mode) || st.st_uid != getuid() || (st.st_mode & 077))
		return err_set(e, ERR_CREATE, TEXT_RUNTIME_FOLDER, "%s", base);
	snprintf(out, out_bytes, "%s", base);
	return 0;
}

static int runtime_path(struct id node, bool make, char *out, size_t out_bytes, struct err *e)
{
	char folder[300], hex[ID_HEX];

	if (runtime_folder(make, folder, sizeof folder, e))
		return -1;
	snprintf(out, out_bytes, "%s/%s.key", folder, id_hex(node, hex));
	return 0;
}

int runtime_leave(struct id node, const unsigned char data_key[static KEY_BYTES], struct err *e)
{
	char path[400], hex[2 * KEY_BYTES + 1];
	int rc;

	if (runtime_path(node, true, path, sizeof path, e))
		return -1;
	sodium_bin2hex(hex, sizeof hex, data_key, KEY_BYTES);
	rc = file_write(path, hex, 2 * KEY_BYTES, 0600, e);
	sodium_memzero(hex, sizeof hex);
	return rc;
}

int runtime_remove(struct id node, struct err *e)
{
	char path[400];

	if (runtime_path(node, false, path, sizeof path, e))
		return e->code == ERR_NOT_FOUND ? 0 : -1;
	return file_remove(path, e);
}

bool runtime_take(struct id node, unsigned char data_key[static KEY_BYTES])
{
	char path[400];
	struct err ignored;

	return runtime_path(node, false, path, sizeof path, &ignored) == 0 && file_exists(path) &&
	       keyfile_read(path, data_key, &ignored) == 0;
}
