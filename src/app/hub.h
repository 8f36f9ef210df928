/* hub.h - what the use cases of a hub share among themselves. */
#ifndef TUNGNHA_APP_HUB_PRIVATE_H
#define TUNGNHA_APP_HUB_PRIVATE_H

#include <tungnha/app_hub.h>
#include <tungnha/app_submit.h>

/* A further note, to be filled with err_set; borrowed until the next call. */
struct err *app_hub_notes_add(struct app_hub_notes *n);

/* A unit below this hub: ERR_NOT_FOUND, or ERR_DATA for the hub's own. */
/* ERR_DENIED where a unit's household rows are gone: nothing it holds can change any more, whatever is opened. */
int app_hub_not_purged(struct store *s, const struct unit *u, struct err *e);
int app_hub_child(struct store *s, const char *code, struct unit *out, struct err *e);

/* A reason that must be given, cleaned: ERR_USAGE when missing or empty, ERR_DATA when too long or not text. The caller
 * frees *out. */
int app_hub_reason(const char *typed, char **out, struct err *e);

/* A copy, without parents, that outlives the callback it was shown to. */
void app_hub_revision_copy(const struct store_revision *from, struct store_revision *to);

/* Revisions gathered by the store's callbacks. */
struct app_hub_revisions {
	struct store_revision *revision;
	size_t count;
};
int app_hub_revisions_add(void *revisions, const struct store_revision *r, struct err *e); /* a store_each_revision */
void app_hub_revisions_free(struct app_hub_revisions *r);

/* The number a revision bears, "" when it bears none. */
void app_hub_revision_number(const struct store_revision *r, char out[static APP_HUB_NUMBER]);

/* --- closing what was looked at (app_hub_closing.c) --- */

/* What a statement of the period would say now. */
struct hub_closing {
	const struct form *form;
	const struct store_statement_row *row; /* borrowed */
	const bool *late;                      /* of each row */
	size_t rows;
};
/* doubts: facts of the list of late and doubtful units; NULL: it was not shown. The caller frees. */
char *hub_closing_mark(const struct hub_closing *x, const cJSON *doubts);
/* Both marks are of the same figures, whatever is doubtful in them. */
bool hub_closing_same_rows(const char *seen, const char *now);
/* ERR_BUSY: what was seen is not what would be closed; which units' figures changed, and when they came. */
int hub_closing_seen(struct store *s, const struct hub_closing *x, const char *seen, const char *now, struct err *e);

/* --- in time --- */

/* What the submits of one period say together: the first in time decides, a later one only corrects it. */
struct app_hub_arrivals {
	struct store *s;
	const char *unit;
	int64_t end;
	int64_t first; /* when the first of them arrived, as far as known; 0: not */
	bool any, in_time, not_known, accepted;
	char reason[ENTRY_REASON_BYTES + 1];
};
int app_hub_judge_time(struct store *s, const struct app_hub_clock *c, const struct unit *u, const char *period,
	struct app_hub_arrivals *a, enum app_on_time *out, struct err *e);

/* --- lists of units --- */

struct app_hub_list {
	struct unit *unit; /* owned */
	long *line;        /* owned; where each stands in its file, 0 where there are no lines */
	size_t count;
};
void app_hub_list_add(struct app_hub_list *l, const struct unit *u, long line);
void app_hub_list_free(struct app_hub_list *l);

/* Reads a CSV file or a workbook (app_hub_list_read.c). What a cell cannot mean goes into refused; -1 only when the
 * file cannot be read at all. */
int app_hub_list_read(
	const struct app_hub_file *file, struct app_hub_list *out, struct app_hub_notes *refused, struct err *e);
void app_hub_list_refuse(struct app_hub_notes *refused, const char *place, long line, text_id wrong, const char *found,
	const char *more);

/* Judges a list that is to come under `own`, beside the units known already (the list's own codes win over those), and
 * fills in what was left open: level, parent, listed. file: for the sentences. */
void app_hub_list_judge(struct app_hub_list *l, const char *file, const struct unit *own, const struct unit *known,
	size_t n_known, struct app_hub_notes *refused, struct app_hub_notes *doubtful);

/* -1 with the sentence that sums up, when something was refused. */
int app_hub_list_verdict(const char *file, struct app_hub_notes *refused, struct err *e);

/* The fields of a `unit` act; claims: its predecessors, taken over. */
cJSON *app_hub_unit_fields(const struct unit *u, const char *from, cJSON *claims);
/* The act, first day and predecessors as they are known already. */
int app_hub_list_write(struct store *s, const char *own, const struct unit *u, int64_t now, struct err *e);

const struct unit *app_hub_list_find(const struct unit *unit, size_t n, const char *code);

/* How many conflicts and clashes a unit's list holds, without their versions (app_hub_conflict.c); added to both. */
int hub_conflict_counts(struct store *s, const char *unit, int64_t *conflicts, int64_t *clashes, struct err *e);

#endif
