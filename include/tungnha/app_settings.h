/* app_settings.h - what a person sets on a machine: what opens its data, and long work a page begins and tells of
 * later. As app_collector.h: nothing here prints. */
#ifndef TUNGNHA_APP_SETTINGS_H
#define TUNGNHA_APP_SETTINGS_H

#include <tungnha/app_keep.h>

/* --- what opens the data --- */

/* ERR_DATA: shorter than STORE_PASSPHRASE_LEAST. */
int app_passphrase_check(const char *passphrase, struct err *e);

/* Is this who knows the passphrase? Whoever finds a machine open must not take it over. Data under none: yes.
 * ERR_DENIED: wrong. As slow as opening. */
int app_passphrase_known(struct store *s, const char *passphrase, struct err *e);

/* The data opens under a new passphrase, typed twice, from now on. recovery: a key drawn because there was none yet; ""
 * = the paper there is stays good. ERR_DENIED: old is wrong, or the two differ · ERR_DATA: too short. */
struct app_passphrase {
	const char *old, *fresh, *again;
};
int app_passphrase_set(
	struct store *s, const struct app_passphrase *p, char recovery[static STORE_RECOVERY_TEXT], struct err *e);

/* store_protect; of a hamlet's machine everybody is out who came in with what opened it before. People of a hub sign in
 * with passwords of their own. */
int app_protect(struct store *s, const struct store_setup *how, struct err *e);

/* Writes a key file for a machine nobody types at into a folder, named after the machine: *path, the caller's. */
int app_stick_make(struct store *s, const char *folder, char **path, struct err *e);

/* --- long work --- */

/* Each does it, and keeps what came of it, in every language, for app_task_done; so it does not fail. */
enum app_task { APP_TASK_BACKUP, APP_TASK_CHECK, APP_TASK_VERIFY };
enum { APP_TASK_KEEP = 10, APP_TASK_KEEP_MAX = 1000 }; /* backups of this machine in a folder, unless set otherwise */
int app_task_keep(struct store *s);
int app_task_set_keep(struct store *s, int n, struct err *e); /* ERR_DATA: not 1 to APP_TASK_KEEP_MAX */
void app_task_backup(struct store *s, const char *folder, int64_t now);
void app_task_check(struct store *s, int64_t now);
/* A backup of this machine, read again from its first byte to its last, and everything in it looked for here. */
void app_task_verify(struct store *s, const char *file, int64_t now);

struct app_task_done {
	int64_t at;
	bool good;
	char *said; /* sentences, a line each; owned */
};
/* false: it was never done. */
bool app_task_done(struct store *s, enum app_task task, enum text_lang lang, struct app_task_done *out);
void app_task_done_free(struct app_task_done *d);

/* "3,4 MB"; below a tenth of that, kB. */
void app_size_words(enum text_lang lang, int64_t bytes, char out[static 48]);

#endif
