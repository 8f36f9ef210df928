/* declared.h - what a unit declared for a period: submits of its devices, statements of its own hub (declared.c). */
#ifndef TUNGNHA_STORE_DECLARED_H
#define TUNGNHA_STORE_DECLARED_H

#include <tungnha/period.h>
#include <tungnha/store_acts.h>

#include "store_private.h"

/* A row of table submit. */
struct declared {
	struct name name;
	int64_t branch;
	struct id author;
	char period[PERIOD_TEXT];
	uint32_t clock;
	struct name *parent;
	size_t parents;
	int version; /* of a statement, from 1; 0: a submit */
	char at[CLOCK_STAMP];
	char *sums; /* of a statement: {column id: [total, unknown]} */
};

/* Of a unit, the greatest first; of one period, or of those before one. */
int declared_load(struct store *s, const char *unit, const char *period, const char *before, struct declared **out,
	size_t *n, struct err *e);
/* Of statements of one period those of a machine that was revoked go last: who was revoked no longer speaks for the
 * unit while another does. */
void declared_settle(const struct acts *a, struct declared *d, size_t n);
void declared_free(struct declared *d, size_t n);
/* Rules 1, 2 and 5 of section 5. */
int declared_counts(struct store *s, const struct acts *a, const struct declared *x, bool *yes, struct err *e);
/* A statement's totals, by the columns of a form. */
void declared_sums(const struct form *f, const struct declared *x, struct form_sums *sums, bool *given);

/* Of the statements of the unit that stand, or stood, the one whose figures count at the end of a period (NULL: the
 * newest): 1 and *out, owned, 0 none, -1. What came after a lock of the unit counts only when it is opened again. */
int declared_standing(struct store *s, const char *unit, const char *period, struct declared *out, struct err *e);

/* One's own for a period, not that of a former machine: 1, 0, -1. */
int statement_greatest(
	struct store *s, const char *period, int *version, struct err *e); /* of all of its own; 0: none */
int statement_own(struct store *s, const char *period, struct store_statement *out, struct err *e);
bool statement_has_shape(const cJSON *fields);

#endif
