/* command_shared.h - commands both programs have, and how both show entries, times and units. */
#ifndef TUNGNHA_COMMAND_SHARED_H
#define TUNGNHA_COMMAND_SHARED_H

#include <cjson/cJSON.h>
#include <tungnha/app_collector.h>
#include <tungnha/campaign.h>
#include <tungnha/chain.h>
#include <tungnha/command.h>
#include <tungnha/form.h>

/* `form02` of a unit: --format, else by the ending of -o, else text (JSON with --json); --blank; -o FILE. Returns an
 * exit code. */
int command_form02(struct command_context *c, struct command_words *w, const struct unit *u);
/* The same of a closed period (--period); unit NULL: of the commune. */
int command_form02_closed(struct command_context *c, struct command_words *w, const char *period, const struct unit *u);

/* `check`: 0, or ERR_IO with every problem named. `rebuild`: makes everything derived again from the journals. */
int command_check(struct command_context *c, struct command_words *w);
int command_rebuild(struct command_context *c, struct command_words *w);

/* `sync` [--via URL|DIR] [--wait] [--tries N] [--unit CODE], and `device`: towards whoever invited this machine. */
int command_sync(struct command_context *c, struct command_words *w);
int command_sync_log(struct command_context *c, struct command_words *w);
int command_device(struct command_context *c, struct command_words *w);

/* One KEY=VALUE word of a household: its number, or a further change (room for every word is the caller's). The word is
 * cut at '=' in place, and borrowed. ERR_USAGE: no such field, no pair, given twice. */
int command_pair(const struct form *f, char *word, struct app_put *p, struct form_change *change, struct err *e);

enum { COMMAND_ENTRY = NAME_TEXT, COMMAND_WHEN = 20 };
/* As commands take it (store_entry_text). */
const char *command_entry(const struct command_context *c, const struct name *n, char out[static COMMAND_ENTRY]);
const char *command_when(
	const char *stamp, char out[static COMMAND_WHEN]); /* "12/11/2025 19:40"; "" for what is no stamp */
cJSON *command_json_unit(const struct unit *u);            /* {"code","name","level"} */
/* {"households":118,…}: every column, or those given; and those of which some are unknown. */
cJSON *command_json_row(const struct form *f, const int64_t *value, const bool *given);
cJSON *command_json_unknown(const struct form *f, const int64_t *unknown);

/* How a file reads in each encoding offered, and what to type for it (on stderr); the same as [{"encoding","text"}]. */
struct table_readings;
void command_print_readings(const struct command_context *c, const char *path, const struct table_readings *r);
cJSON *command_json_readings(const struct table_readings *r);

#endif
