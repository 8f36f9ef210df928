/* store_facts.h - what a hub was told about its own work: one-stop figures, tasks, the typed parts of reports (kinds
 * figure, task, text of its journal for its own unit; sync/PROTOCOL.md, section 4). Of each subject the newest stands;
 * older ones stay in the journal. Written with store_write_act(s, own unit, kind, NULL, fields, …).
 *
 *   figure  {"date","den","indicator","num","period","source","unit"}  subject: indicator, period, unit; num null:
 * withdrawn task    {"finish","id","number","result","section","start","state","support","task","unit"}  subject: id;
 * task null: taken off text    {"part","period","report","text"}                          subject: report, part,
 * period; text "": cleared
 */
#ifndef TUNGNHA_STORE_FACTS_H
#define TUNGNHA_STORE_FACTS_H

#include <tungnha/store_records.h>

struct store_fact {
	enum entry_kind kind;
	const cJSON *fields;  /* borrowed for the call */
	char unit[UNIT_CODE]; /* whose journal: the own unit, or a unit below that is a hub itself */
	struct id author;
	struct name act;
	char at[CLOCK_STAMP];
	char by[ENTRY_BY_BYTES + 1];
};
/* The newest of every subject of a kind, by subject. unit: the hub's own, or one below (of its nodes that are not
 * revoked, as far as the revocation lets through). Stops with -1 when each() returns non-zero. */
typedef int (*store_each_fact)(void *context, const struct store_fact *f, struct err *e);
int store_facts(
	struct store *s, const char *unit, enum entry_kind kind, store_each_fact each, void *context, struct err *e);
/* Those they replaced, too: of each subject the oldest first. */
int store_facts_past(
	struct store *s, const char *unit, enum entry_kind kind, store_each_fact each, void *context, struct err *e);

#endif
