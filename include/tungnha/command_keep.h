/* command_keep.h - commands both programs have so that nothing is lost: what opens the data, backups. */
#ifndef TUNGNHA_COMMAND_KEEP_H
#define TUNGNHA_COMMAND_KEEP_H

#include <cjson/cJSON.h>
#include <tungnha/command.h>

/* `passphrase`: the passphrase, or what opens the data at all, is set anew. `recover`: the same with the recovery key.
 * `unlock` without a unit: --make-key, --key-file, or as it is. Each returns an exit code. */
int command_change_passphrase(struct command_context *c, struct command_words *w);
int command_recover(struct command_context *c, struct command_words *w);
int command_unlock(struct command_context *c, struct command_words *w);
extern const struct command_option command_passphrase_options[];
extern const struct command_option command_recover_options[];

/* After a set-up, whatever --quiet says: the recovery key that was drawn into c->recovery; nothing when there is none.
 */
void command_show_recovery(const struct command_context *c);
void command_json_recovery(const struct command_context *c, cJSON *o); /* "recovery_key", null when there is none */

/* `backup -o DIR|FILE [--keep N]` of an open store; `restore FILE`, or a hub's `restore --confirmed`. */
int command_backup(struct command_context *c, struct command_words *w);
int command_restore(struct command_context *c, struct command_words *w);
extern const struct command_option command_backup_options[];
extern const struct command_option command_restore_options[];

/* What `status` says of the last backup; "backup_at" and "backup_bytes", null when there is none. */
void command_say_backup(const struct command_context *c);
void command_json_backup(const struct command_context *c, cJSON *o);

#endif
