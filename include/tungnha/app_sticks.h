/* app_sticks.h - USB sticks that are plugged in: devices mounted under /media, /run/media or /mnt (no network share: it
 * may hang), or, where $TUNGNHA_STICKS names a folder, each folder in that and nothing else. */
#ifndef TUNGNHA_APP_STICKS_H
#define TUNGNHA_APP_STICKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/err.h>

enum { APP_STICKS_MAX = 8, APP_STICK_PATH = 512 };
struct app_stick {
	char path[APP_STICK_PATH]; /* where it is mounted */
	char name[128];            /* as a person knows it: the last part of the path */
	bool read_only;            /* its switch, or not this user's */
	int64_t free_bytes;
	bool has_replies; /* a folder "tungnha" with files lies on it */
};
/* How many there are, at most max; never fails. */
size_t app_sticks(struct app_stick *out, size_t max);
/* Is path one of them now? Pages take no other folder from a browser. */
bool app_stick_is(const char *path);
bool app_stick_find(const char *path, struct app_stick *out);
/* Until the stick has it, not this machine's memory: it is pulled out as soon as the page says so. */
void app_stick_flush(const char *path);

#endif
