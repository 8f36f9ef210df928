/* app_receive.h - messages that came as files of a browser, not on a stick: taken as from a stick, and the replies
 * packed to be carried back. */
#ifndef TUNGNHA_APP_RECEIVE_H
#define TUNGNHA_APP_RECEIVE_H

#include <tungnha/exchange.h>

struct app_receive_file {
	const char *name; /* as its owner calls it, for sentences */
	const void *bytes;
	size_t n;
};
/* folder: of the store; what is written there meanwhile is gone afterwards. replies: an empty buf, filled with a .zip
 * of "tungnha/to-…/….tnm" to be unpacked on the stick; stays empty where there are none. *out: as of folder_receive. */
int app_receive_files(struct store *s, const char *folder, const struct app_receive_file *file, size_t n, int64_t now,
	struct folder_receive *out, struct buf *replies, struct err *e);

/* What an upload left behind that never ended; while no other process receives in this folder. */
void app_receive_clear(const char *folder);

/* Where such files lie on a stick, below "tungnha": "to-<this hub's id>" (sync/PROTOCOL.md, section 9). */
enum { APP_RECEIVE_FOLDER = 3 + ID_HEX };
const char *app_receive_folder(struct store *s, char out[static APP_RECEIVE_FOLDER]);

#endif
