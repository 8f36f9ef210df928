/* commands.h - the commands of tungnha-aggregator, one function each in cmd_*.c, and the little they share. */
#ifndef TUNGNHA_AGGREGATOR_COMMANDS_H
#define TUNGNHA_AGGREGATOR_COMMANDS_H

#include <tungnha/app_decide.h>
#include <tungnha/app_figures.h>
#include <tungnha/app_hub.h>
#include <tungnha/app_submit.h>
#include <tungnha/command.h>
#include <tungnha/command_keep.h>
#include <tungnha/command_shared.h>

int cmd_init(struct command_context *c, struct command_words *w);
int cmd_unit_list(struct command_context *c, struct command_words *w);
int cmd_unit_add(struct command_context *c, struct command_words *w);
int cmd_unit_import(struct command_context *c, struct command_words *w);
int cmd_unit_rename(struct command_context *c, struct command_words *w);
int cmd_unit_merge(struct command_context *c, struct command_words *w);
int cmd_unit_split(struct command_context *c, struct command_words *w);
int cmd_unit_separate(struct command_context *c, struct command_words *w);
int cmd_invite(struct command_context *c, struct command_words *w);
int cmd_device_list(struct command_context *c, struct command_words *w);
int cmd_device_accept(struct command_context *c, struct command_words *w);
int cmd_device_revoke(struct command_context *c, struct command_words *w);
int cmd_receive(struct command_context *c, struct command_words *w);
int cmd_serve(struct command_context *c, struct command_words *w);
int cmd_user_add(struct command_context *c, struct command_words *w);
int cmd_user_passwd(struct command_context *c, struct command_words *w);
int cmd_user_role(struct command_context *c, struct command_words *w);
int cmd_user_list(struct command_context *c, struct command_words *w);
int cmd_user_remove(struct command_context *c, struct command_words *w);
int cmd_status(struct command_context *c, struct command_words *w);
int cmd_form02(struct command_context *c, struct command_words *w);
int cmd_household(struct command_context *c, struct command_words *w);
int cmd_review_list(struct command_context *c, struct command_words *w);
int cmd_conflict_list(struct command_context *c, struct command_words *w);
int cmd_held_list(struct command_context *c, struct command_words *w);
int cmd_purge(struct command_context *c, struct command_words *w);
int cmd_review(struct command_context *c, struct command_words *w);
int cmd_conflict_resolve(struct command_context *c, struct command_words *w);
int cmd_held_accept(struct command_context *c, struct command_words *w);
int cmd_held_reject(struct command_context *c, struct command_words *w);
int cmd_household_put(struct command_context *c, struct command_words *w);
int cmd_renumber(struct command_context *c, struct command_words *w);
int cmd_row_set(struct command_context *c, struct command_words *w);
int cmd_row_clear(struct command_context *c, struct command_words *w);
int cmd_reference_set(struct command_context *c, struct command_words *w);
int cmd_reference_clear(struct command_context *c, struct command_words *w);
int cmd_lock(struct command_context *c, struct command_words *w);
int cmd_unlock(struct command_context *c, struct command_words *w);
int cmd_submit_list(struct command_context *c, struct command_words *w);
int cmd_submit_accept(struct command_context *c, struct command_words *w);
int cmd_close(struct command_context *c, struct command_words *w);
int cmd_statement_list(struct command_context *c, struct command_words *w);
int cmd_statement_show(struct command_context *c, struct command_words *w);
int cmd_statement_diff(struct command_context *c, struct command_words *w);
int cmd_figures_set(struct command_context *c, struct command_words *w);
int cmd_figures_clear(struct command_context *c, struct command_words *w);
int cmd_figures_list(struct command_context *c, struct command_words *w);
int cmd_figures_import(struct command_context *c, struct command_words *w);
int cmd_indicators(struct command_context *c, struct command_words *w);
int cmd_join(struct command_context *c, struct command_words *w);
/* Of `status`: towards the office above (cmd_status_above.c). */
void shared_json_above(const struct command_context *c, cJSON *o);
void shared_say_above(const struct command_context *c);
int cmd_tasks_list(struct command_context *c, struct command_words *w);
int cmd_tasks_set(struct command_context *c, struct command_words *w);
int cmd_tasks_add(struct command_context *c, struct command_words *w);
int cmd_tasks_remove(struct command_context *c, struct command_words *w);
int cmd_tasks_import(struct command_context *c, struct command_words *w);
int cmd_import(struct command_context *c, struct command_words *w);
int cmd_import_list(struct command_context *c, struct command_words *w);
int cmd_import_clear(struct command_context *c, struct command_words *w);

int cmd_report(struct command_context *c, struct command_words *w);
int cmd_report_list(struct command_context *c, struct command_words *w);
int cmd_report_late(struct command_context *c, struct command_words *w);
int cmd_report_text(struct command_context *c, struct command_words *w);

int cmd_duty_list(struct command_context *c, struct command_words *w);
int cmd_export(struct command_context *c, struct command_words *w);
int cmd_verify(struct command_context *c, struct command_words *w);

/* A whole number given as an option; `fallback` when it is not given. ERR_DATA names the option and the range. */
int shared_int(const struct command_context *c, const struct command_words *w, const char *name, int min, int max,
	int fallback, int *out, struct err *e);

/* Every sentence on stderr, a line each. */
void shared_notes(const struct command_context *c, const struct app_hub_notes *notes);

/* Facts as JSON, with why they are not written (e; NULL: they are), which goes to stderr too; returns the exit code. */
int shared_facts(const struct command_context *c, cJSON *facts, const struct err *e);

/* --format, else what the file's name asks for, else text; --json is JSON and nothing else. */
int shared_plan_format(
	const struct command_context *c, const struct command_words *w, enum app_plan_format *out, struct err *e);
/* Writes a file to -o, or to standard output. rc: of making it. */
int shared_plan_out(
	const struct command_context *c, const struct command_words *w, int rc, struct buf *file, const struct err *e);

/* "12/11/2025 19:40"; "" for 0. */
const char *shared_when(int64_t t, char out[static COMMAND_WHEN]);

/* An RFC 3339 time, null for 0. */
cJSON *shared_json_time(int64_t t);

/* true, false, null where it cannot be told. */
cJSON *shared_json_on_time(enum app_on_time t);

/* {"entry","node","label","by","at","kind","fields"}: one version of a household. */
cJSON *shared_json_revision(
	const struct command_context *c, const struct store_revision *r, const struct store_device *d, size_t n);

/* Who wrote it, for a person: "05a1 b2c3 d4e5 f607 (máy nhà văn hóa), Lan"; of this hub's own "nhập tay tại xã". */
enum { SHARED_WHO = 512 };
const char *shared_who(const struct command_context *c, const struct store_revision *r, const struct store_device *d,
	size_t n, char out[static SHARED_WHO]);

#endif
