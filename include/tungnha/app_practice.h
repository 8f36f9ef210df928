/* app_practice.h - practice: made-up households in a store of its own, DATA/practice, which no hub knows and which can
 * never be sent: it takes no invitation, has no address, and its sync says so. */
#ifndef TUNGNHA_APP_PRACTICE_H
#define TUNGNHA_APP_PRACTICE_H

#include <tungnha/app_collector.h>

/* Is this a practice store? */
bool app_is_practice(struct store *s);
/* Makes the practice store of a data folder anew (what was there goes), with the form `like` has in force (NULL: mau-02
 * as shipped) and some thirty made-up households: to visit, visited, absent, one returned to. The caller frees *folder.
 */
int app_practice_make(
	const char *data, struct store *like, int64_t now, enum text_lang lang, char **folder, struct err *e);
/* Opens it, made if it is not there. */
int app_practice_open(
	const char *data, struct store *like, int64_t now, enum text_lang lang, struct store **out, struct err *e);

#endif
