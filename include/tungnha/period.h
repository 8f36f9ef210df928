/* period.h - weeks of reporting: "2025-W45" ends when the weekly report is due in that ISO week, and begins where the
 * last one ended. Times are Vietnam's, whatever the machine's zone (clock.h). */
#ifndef TUNGNHA_PERIOD_H
#define TUNGNHA_PERIOD_H

#include <stdbool.h>
#include <stdint.h>

enum { PERIOD_TEXT = 16 };

struct period {
	int year, week; /* ISO 8601: week 1 holds the year's first Thursday */
};

/* When periods end. weekday 0: with the ISO week itself, at midnight after Sunday. */
struct period_rule {
	int weekday, hour, minute; /* 1 = Monday */
};

bool period_parse(const char *s, struct period *out); /* exactly "2025-W45", a week that year has; 1971 to 2198 */
const char *period_text(struct period p, char out[static PERIOD_TEXT]);
int period_compare(struct period a, struct period b);
struct period period_before(struct period p);
struct period period_after(struct period p);

/* The first moment that is no longer in the period: what came before it is in time. period_begin: that of the one
 * before. */
int64_t period_end(const struct period_rule *r, struct period p);
int64_t period_begin(const struct period_rule *r, struct period p);
struct period period_at(const struct period_rule *r, int64_t t); /* the one that holds t */

#endif
