/* queue.h - what the files of the reviewer's queue share. */
#ifndef TUNGNHA_APP_QUEUE_PRIVATE_H
#define TUNGNHA_APP_QUEUE_PRIVATE_H

#include <tungnha/app_queue.h>

/* The queue being made. */
struct queueing {
	struct store *s;
	const struct unit *unit; /* every unit known, natural order */
	size_t units;
	const char *only; /* a unit asked for; NULL: all */
	enum text_lang lang;
	int64_t now;
	struct app_queue *out;
};

bool queue_wants(const struct queueing *q, const char *unit);
/* A further item with its sentence filled; to be completed. Borrowed until the next call. */
struct app_queue_item *queue_add(struct queueing *q, enum app_queue_kind kind, const char *unit, text_id sentence,
	const char *a0, const char *a1, const char *a2);
/* The command, as printf. */
void queue_command(struct app_queue_item *i, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The commune answered what stands: approved it, or sent it back and waits for the hamlet. */
bool queue_answered(const struct queueing *q, const char *unit, struct id key);
/* The number a household bears now, "" when it bears none. */
void queue_number(struct queueing *q, const char *unit, struct id key, char out[static 40]);

/* Doubtful figures; their sentences are copied. */
void queue_doubts(struct queueing *q, struct app_doubts *d);
/* What the store has flagged and no walk is needed for: forks, held entries. */
int queue_flagged(struct queueing *q, struct err *e);
/* Households of a unit an enumerator settled and nobody approved (app_queue_settled.c). */
int queue_settled(struct queueing *q, const char *unit, struct err *e);
/* Numbers of a merged unit's own households that one of a former unit bears too (app_queue_merged.c). */
int queue_merged(struct queueing *q, const char *unit, struct err *e);

#endif
