/* app_practice.h - practice: made-up households in a store of its own, DATA/practice, which no hub knows and which can
 * never be sent: it takes no invitation, has no address, and its sync says so. */
#ifndef TUNGNHA_APP_PRACTICE_H
#define TUNGNHA_APP_PRACTICE_H

#include <tungnha/app_collector.h>

/* Is this a practice store? */
bool app_is_practice(struct store *s);
/* Begins practice in a data folder anew: a hamlet of its own with thirty made-up households (to visit, visited, absent,
 * refused, with a Chưa rõ, with a warning) on the form `like` has in force (NULL: mau-02 as shipped), in place of the
 * one before. Whoever has the practice store open goes on with it, and finds the new hamlet. The caller frees *folder.
 * ERR_CREATE: a store that is no practice store lies there. */
int app_practice_make(
	const char *data, struct store *like, int64_t now, enum text_lang lang, char **folder, struct err *e);
/* Opens it, made if it is not there. */
int app_practice_open(
	const char *data, struct store *like, int64_t now, enum text_lang lang, struct store **out, struct err *e);

#endif
