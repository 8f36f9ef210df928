/* commands.h - the commands of tungnha-collector, one function each in cmd_*.c, and the little they share. */
#ifndef TUNGNHA_COLLECTOR_COMMANDS_H
#define TUNGNHA_COLLECTOR_COMMANDS_H

#include <tungnha/app_begin.h>
#include <tungnha/app_collector.h>
#include <tungnha/app_corrections.h>
#include <tungnha/app_draft.h>
#include <tungnha/app_warnings.h>
#include <tungnha/app_lists.h>
#include <tungnha/app_submit.h>
#include <tungnha/command.h>
#include <tungnha/command_keep.h>
#include <tungnha/command_shared.h>

int cmd_join(struct command_context *c, struct command_words *w);
int cmd_init(struct command_context *c, struct command_words *w);
int cmd_lock(struct command_context *c, struct command_words *w);
int cmd_by(struct command_context *c, struct command_words *w);
int cmd_by_list(struct command_context *c, struct command_words *w);
int cmd_by_add(struct command_context *c, struct command_words *w);
int cmd_put(struct command_context *c, struct command_words *w);
int cmd_get(struct command_context *c, struct command_words *w);
int cmd_list(struct command_context *c, struct command_words *w);
int cmd_history(struct command_context *c, struct command_words *w);
int cmd_confirm(struct command_context *c, struct command_words *w);
int cmd_renumber(struct command_context *c, struct command_words *w);
int cmd_void(struct command_context *c, struct command_words *w);
int cmd_returns(struct command_context *c, struct command_words *w);
int cmd_held(struct command_context *c, struct command_words *w);
int cmd_conflicts(struct command_context *c, struct command_words *w);
int cmd_import(struct command_context *c, struct command_words *w);
int cmd_labels_export(struct command_context *c, struct command_words *w);
int cmd_labels_import(struct command_context *c, struct command_words *w);
int cmd_roster(struct command_context *c, struct command_words *w);
int cmd_form02(struct command_context *c, struct command_words *w);
int cmd_status(struct command_context *c, struct command_words *w);
int cmd_submit(struct command_context *c, struct command_words *w);
int cmd_phone_code(struct command_context *c, struct command_words *w);
int cmd_phone_list(struct command_context *c, struct command_words *w);
int cmd_phone_remove(struct command_context *c, struct command_words *w);
int cmd_demo(struct command_context *c, struct command_words *w);

/* pages for people */
int cmd_serve(struct command_context *c, struct command_words *w);

/* what is being typed */
int cmd_drafts(struct command_context *c, struct command_words *w);
int cmd_next(struct command_context *c, struct command_words *w);
int cmd_undo(struct command_context *c, struct command_words *w);

/* What status says of the declaration: {"period","at","confirmed","since"} or null, and in words. */
cJSON *submit_json(const struct app_declared *d);
void submit_tell(const struct command_context *c, const struct app_declared *d, bool has_hub);

/* A name may be given as several words: by Nguyễn Văn A. */
void shared_words(const struct command_words *w, struct buf *out);
/* The unit by --unit, else the device's only one. */
/* The unit a household's number is meant of: as shared_unit, and where no --unit is given, the only former unit that
 * has the number when the device's own does not. */
int shared_unit_of(const struct command_context *c, const struct command_words *w, const char *number, struct unit *out,
	struct err *e);
/* " (Xóm A)" where a household was begun for another unit than the one asked about. */
const char *shared_begun(
	const struct command_context *c, const struct unit *asked, const char *unit, char out[static UNIT_NAME + 4]);
int shared_unit(const struct command_context *c, const struct command_words *w, struct unit *out, struct err *e);

/* A new store in --data for what b is to begin, under a passphrase from a file or typed twice, or with --no-passphrase.
 * Both: ERR_USAGE; neither and no terminal: ERR_USAGE. */
int shared_begin(struct command_context *c, const struct command_words *w, struct app_begin *b, struct err *e);
/* After init and join: says what lies open, when it does; the recovery key, when one was drawn. */
void shared_tell_protection(const struct command_context *c);

/* {"household_no","entry","warnings"} of what was written. */
cJSON *shared_json_put(const struct command_context *c, const struct app_put_done *done);
/* Of one household: the sentences; whether there is any. */
cJSON *shared_json_warnings(const struct app_warnings *w, struct id key);
bool shared_warned(const struct app_warnings *w, struct id key);

cJSON *shared_json_sentences(const struct app_sentences *w);
/* {"persons":4,"vneid":null,…}: what the form asks, unknown as null; the label too where this device has one. */
cJSON *shared_json_fields(const struct form *f, const struct form_record *r);

#endif
