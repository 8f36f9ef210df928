/* export.h - a report's figures for other systems: a table, JSON, and the two formats DHIS2 reads. The members, and
 * what never changes about them, are in src/report/EXPORTS.md. Nothing here counts. */
#ifndef TUNGNHA_EXPORT_H
#define TUNGNHA_EXPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/buf.h>
#include <tungnha/chain.h>
#include <tungnha/err.h>
#include <tungnha/period.h>
#include <tungnha/report.h>

enum export_format { EXPORT_CSV, EXPORT_JSON, EXPORT_DHIS2, EXPORT_ADX };
/* "csv", "json", "dhis2", "adx"; false for anything else. */
bool export_format_read(const char *word, enum export_format *out);

/* A target's figure of one unit, as it was typed from the one-stop system. */
struct export_figure {
	const char *target; /* its id */
	char unit[UNIT_CODE];
	int64_t num, den;
	char source[REPORT_SOURCE], date[CLOCK_DATE];
};

/* What lets anybody compute a statement's check code again without its store (sync/PROTOCOL.md, section 4). */
struct export_proof {
	struct chain chain;
	uint32_t seq;
	struct hash previous;
	const char *entry; /* its canonical bytes */
	size_t bytes;
};

struct export
{
	const struct report *report; /* period.version 0: not closed, figures as things stand */
	struct period period; /* the one that is reported: that of the figures, or a longer one that ends with it */
	struct period_rule rule;
	int64_t exported_at;
	const struct export_figure *figure;
	size_t figures;
	const char *const *late; /* codes, of a closed period */
	size_t lates;
	const char *reason;        /* of a version that replaced another; "" */
	struct export_proof proof; /* entry NULL: there is none */
};

/* Appends the whole file to an empty buf. ERR_DATA: a period DHIS2 has no name for. */
int export_write(const struct export *x, enum export_format format, struct buf *out, struct err *e);

/* The period as DHIS2 names it ("2025ThuW45", "202407", "2023Q3", "2023S1", "2023"), and as ADX does
 * ("2025-11-06/P7D"). Figures are cumulative: a week that ends in the middle of a day is told as the week of DHIS2 that
 * begins that day, one that ends at midnight as the very same seven days. ERR_DATA: the week begins on a day DHIS2
 * knows no weeks of. */
enum { EXPORT_PERIOD = 24 };
int export_period(const struct period_rule *rule, struct period p, char dhis2[static EXPORT_PERIOD],
	char adx[static EXPORT_PERIOD], struct err *e);

#endif
