/* report.h - Form 02 as numbers, and the writers that put it on paper, into a file or on a screen.
 *
 * report_gather counts and never formats; a writer formats and never counts. Columns, headings, titles come from the
 * form; the printed heading and signatures from the campaign. */
#ifndef TUNGNHA_REPORT_H
#define TUNGNHA_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/buf.h>
#include <tungnha/campaign.h>
#include <tungnha/err.h>
#include <tungnha/form.h>
#include <tungnha/id.h>

struct store;

enum { REPORT_SOURCE = 256 }; /* bytes of the words that say where typed figures come from */

enum report_source {
	REPORT_NEVER, /* never heard of: zeros in JSON with source null, "–" in print */
	REPORT_DEVICES,
	REPORT_PAPER,
	REPORT_IMPORT,
};

enum { REPORT_NOTE_BYTES = 256 };

struct report_row {
	struct unit unit;
	struct form_sums sums; /* the column flagged `listed` already holds the official number where one is set */
	enum report_source source;
	bool missing[FORM_COLUMNS_MAX];   /* a typed row does not give it: 0 and unknown in sums, "–" in print */
	char note[REPORT_NOTE_BYTES];     /* Ghi chú, in the language of the report; "" = none */
	bool increased[FORM_COLUMNS_MAX]; /* against the period before (report_increase): false, nothing to compare */
	int64_t increase[FORM_COLUMNS_MAX];
	bool typed, typed_used; /* somebody typed a row from paper; it is what stands here */
	char typed_source[REPORT_SOURCE], typed_date[CLOCK_DATE];
	/* Where the unit closed its figures itself (source REPORT_DEVICES), or a file gave them (REPORT_IMPORT): */
	char period[16];    /* of which period they are, of a sum the oldest; "" = as things stand */
	int stated_version; /* 0: not from a statement of the unit's own */
	char stated_code[9], stated_at[CLOCK_STAMP], stated_node[ID_HEX];
	char import_source[REPORT_SOURCE], import_date[CLOCK_DATE]; /* REPORT_IMPORT: the file and line, the day */
};

/* What somebody else counted for a unit (Công an xã): shown below with the difference, never added. */
struct report_reference {
	struct unit unit;
	char source[REPORT_SOURCE], date[CLOCK_DATE];
	bool given[FORM_COLUMNS_MAX];
	int64_t value[FORM_COLUMNS_MAX];
	bool compared[FORM_COLUMNS_MAX];      /* the form has a figure too: */
	int64_t difference[FORM_COLUMNS_MAX]; /* reference minus form */
};

/* What a report is bound to: a hamlet's own declaration, or a closed period it is read from. */
struct report_period {
	bool tells_declared;  /* a device's own sheet: whether its figures were declared, and for which period */
	char period[16];      /* "" = none was declared */
	char at[CLOCK_STAMP]; /* declared, or closed */
	bool confirmed;       /* declared: a receipt covers it */
	int version;          /* closed: from 1; else 0 */
	char code[9];         /* closed: its check code */
};

/* Which statement the increase is over. */
struct report_increase {
	bool told;       /* somebody asked */
	char since[16];  /* the newest period closed before; "" = none was: nothing to compare with */
	char before[16]; /* the period right before; other than `since` where that was never closed */
	int version;     /* of the statement of `since` */
};

struct report {
	const struct form *form;         /* borrowed */
	const struct campaign *campaign; /* borrowed; NULL when a device has none */
	struct unit unit;                /* whose form this is */
	bool own;                        /* the unit's own sheet (a hamlet): one row; else a row per child unit */
	bool blank;                      /* an empty form to fill in by hand: numbers are left out */
	bool unprotected;                /* reserved for a warning line; false in prints */
	enum text_lang lang;
	int64_t as_of; /* seconds since 1970 */
	struct report_period period;
	struct report_increase increase;
	struct report_row *row; /* natural Vietnamese order of names; owned */
	size_t rows;
	struct report_row total;            /* sums over the rows; note "" */
	struct report_reference *reference; /* of the units that have one, in their order; owned */
	size_t references;
};

enum report_format { REPORT_TEXT, REPORT_CSV, REPORT_JSON, REPORT_XLSX, REPORT_HTML };

enum { REPORT_BYTES_MAX = 64 * 1024 * 1024 };

/* The form's totals for a unit, from the store: one row if the unit has no children here, else a row a child. */
int report_gather(struct store *s, const char *unit, const struct form *form, const struct campaign *campaign,
	enum text_lang lang, bool blank, struct report *out, struct err *e);
/* The same of a closed period, from its statement, the own unit's or that of a unit below which is a hub itself; unit
 * NULL: every row of it, else that unit's own (ERR_NOT_FOUND: it has none). */
struct store_statement;
int report_past(struct store *s, const struct store_statement *x, const char *unit, const struct campaign *campaign,
	enum text_lang lang, struct report *out, struct err *e);
/* Fills in how much more there is than at the end of the newest period closed before `period`. */
int report_increase(struct store *s, const char *period, struct report *r, struct err *e);
void report_free(struct report *r);

/* An indicator of the whole: numerators and denominators added over the rows in which it can be computed, so that a
 * unit which gave only one of the two weighs on neither. 0 of 0: in none. */
void report_indicate(const struct report *r, int indicator, int64_t *num, int64_t *den);

/* What a unit was made of, for a remark: "gồm Xóm A, Xóm B (sáp nhập từ 20/11/2025)"; "" = of itself alone. */
int report_made_of(
	struct store *s, const char *unit, enum text_lang lang, char out[static REPORT_NOTE_BYTES], struct err *e);

/* What heads the column of units: the form's own word, for hamlets; above the commune the rows are other units. */
const char *report_unit_heading(const struct report *r);
bool report_is_above_commune(const struct report *r);

/* "text", "csv", "json", "xlsx", "html"; false for anything else. */
bool report_format_read(const char *word, enum report_format *out);

/* Appends the whole file to an empty buf. JSON is the contract of `form02 --json`:
 * {"form","unit":{"code","name","level"},"as_of","rows":[{"unit","name",<every column not
 * progress>,"note","unknown":{…},"source","paper":{…},"reference":{…}}], "total":{<the same columns>}}
 * statement: {"period","version","code","closed_at","node"} where the unit closed its figures itself; import:
 * {"period","source","date"} where a file gave them; paper: {"source","date","used"} where somebody typed a row;
 * reference:
 * {"source","date","columns":{…},"difference":{…}} where there is one. Of a period, and of a hub's form as things
 * stand, "increase_since":{"period","version","follows"} or null, and in each row and the total "increase":{<columns>}
 * or null. */
int report_write(const struct report *r, enum report_format format, struct buf *out, struct err *e);

#endif
