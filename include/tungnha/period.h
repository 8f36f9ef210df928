/* period.h - spans of reporting: weeks "2025-W45", months "2024-07", quarters "2023-Q3", halves "2023-H1", years
 * "2023".
 *
 * Each ends when its report is due and begins where the last one ended. A week ends in its ISO week, on the rule's
 * weekday and time; the others in their last month, on the rule's day and time (a plan whose figures are those up to
 * the 14th says day 15, 00:00). Times are Vietnam's, whatever the machine's zone. */
#ifndef TUNGNHA_PERIOD_H
#define TUNGNHA_PERIOD_H

#include <stdbool.h>
#include <stdint.h>

enum { PERIOD_TEXT = 16 };

enum period_kind { PERIOD_WEEK, PERIOD_MONTH, PERIOD_QUARTER, PERIOD_HALF, PERIOD_YEAR, PERIOD_KINDS };

struct period {
	int year, number; /* ISO 8601 week: week 1 holds the year's first Thursday; month 1-12; quarter 1-4; half 1-2; a
			     year: 0 */
	enum period_kind kind;
};

struct period_rule {
	int weekday;           /* of a week: 1 = Monday; 0: with the ISO week itself, at midnight after Sunday */
	int hour, minute;      /* on that day; for weeks and months alike */
	enum period_kind kind; /* how often figures are closed: PERIOD_WEEK or PERIOD_MONTH */
	int day; /* of the other kinds: 1 to 28, in their last month; 0: at midnight after the month's last day */
};

bool period_parse(const char *s, struct period *out); /* exactly one of the shapes above; 1971 to 2198 */
const char *period_text(struct period p, char out[static PERIOD_TEXT]);
int period_compare(struct period a, struct period b); /* of one kind */
struct period period_before(struct period p);
struct period period_after(struct period p);

/* The first moment that is no longer in the period: what came before it is in time. period_begin: that of the one
 * before. */
int64_t period_end(const struct period_rule *r, struct period p);
int64_t period_begin(const struct period_rule *r, struct period p);
struct period period_at(const struct period_rule *r, int64_t t); /* the one of the rule's kind that holds t */
struct period period_holding(const struct period_rule *r, enum period_kind kind, int64_t t); /* the one of that kind */
/* The last of the rule's kind that ends in p, at p's own end at the latest: whose figures a longer report gives. */
struct period period_last_in(const struct period_rule *r, struct period p);

#endif
