/* form.h - a form as data: fields, rules, columns, indicators (forms/README.md is the format).
 *
 * A form says what is asked at one door, what is refused, what is warned of, and how a household counts. Nothing of a
 * particular form is named in C. Its expressions are SQLite expressions behind two gates: a lexical allow-list
 * (no strings, no sub-selects can even be written), then one prepared SELECT on a private in-memory connection
 * without tables whose authorizer knows only arithmetic. A struct form may be used by one thread at a time: judging and
 * counting run its prepared statements. */
#ifndef TUNGNHA_FORM_H
#define TUNGNHA_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>
#include <tungnha/err.h>
#include <tungnha/id.h>
#include <tungnha/text.h>

enum {
	FORM_FIELDS_MAX = 32,
	FORM_OPTIONS_MAX = 16,
	FORM_RULES_MAX = 64,
	FORM_COLUMNS_MAX = 32,
	FORM_INDICATORS_MAX = 32,
	FORM_CHECKS_MAX = 16,
	FORM_HEADINGS_MAX = 40, /* of a field or column */
	FORM_HEADING_BYTES = 200,
	FORM_BYTES_MAX = 128 * 1024, /* of a definition file */
	FORM_SENTENCE = 1024,        /* room for any sentence of a form, filled */
};

/* A text in both languages; both always present. */
struct form_words {
	const char *in[LANG_COUNT];
};

enum form_type {
	FORM_KEY,    /* the number of the household: 1 to 8 characters, NFC, upper case, no leading zeros */
	FORM_CHOICE, /* one of its options */
	FORM_COUNT,  /* a whole number from 0 to max */
	FORM_DATE,   /* YYYY-MM-DD */
	FORM_TEXT,   /* free text of at most max characters */
};

struct form_option {
	const char *id; /* stored in records; in expressions it stands for `value` */
	int value;      /* the same for the same id throughout a form */
	struct form_words label;
	bool unvisited; /* this status means "nobody has been there yet": never conflicts, never wins */
	bool again;     /* this status puts the household on the second-visit list */
};

struct form_field {
	const char *id;
	enum form_type type;
	struct form_words label;
	struct form_words hint;   /* "" where the form has none */
	int max;                  /* FORM_COUNT: greatest value; FORM_TEXT, FORM_KEY: characters */
	bool may_be_unknown;      /* "?" (Chưa rõ) is an answer */
	bool local;               /* stays on the device, never in an entry (a door label) */
	bool no_personal_numbers; /* refuses text holding a 12-, 9- or 10-digit number, spaces or dots between digits
				     included */
	bool has_when;            /* asked, and required, only when its `when` holds; must be absent otherwise */
	struct form_option option[FORM_OPTIONS_MAX];
	size_t options;
};

struct form_rule {
	const char *id;
	struct form_words sentence; /* {field} stands for the value as a person reads it */
	bool refuses;               /* else it warns */
	bool reviewers_only;        /* shown to a reviewer, not at the door */
	int field; /* of a rule about a household: the last field it names, beside which it is said; -1: none */
};

struct form_column {
	const char *id;
	struct form_words label;
	bool printed;  /* a column of the printed form; else carried beside it (in JSON and in totals) */
	bool progress; /* one of the counts by status */
	bool listed;   /* replaced by the unit's official number of households where one is set */
};

struct form_indicator {
	const char *id;
	struct form_words label;
	int per;      /* 100: of every hundred */
	bool percent; /* shown with % */
};

/* What looks beyond one household and one set of totals, and so is no expression; carried out by the store and app. */
enum form_check_kind {
	FORM_CHECK_IDENTICAL_IN_A_ROW, /* `limit` reviewed households written one after the other with the same figures
					*/
	FORM_CHECK_QUICK_IN_A_ROW,     /* `limit` households, each under `seconds` after the one before */
	FORM_CHECK_TOTAL_FALLS,        /* a printed column lower than at the end of the last period */
	FORM_CHECK_TOTAL_GROWS,        /* a printed column more than `percent` above it */
	FORM_CHECK_NAME_ALIKE,         /* two units whose names fold alike under different codes */
	FORM_CHECK_SAME_LABEL_AND_COUNTS, /* two households with one door label and the same figures (on the device) */
	FORM_CHECK_CLOCK_BEHIND,          /* the clock stands before the last entry */
	FORM_CHECK_DATE_OUTSIDE,          /* a visit date outside the campaign's drive */
};

struct form_checks {
	enum form_check_kind kind;   /* at most one of each kind in a form */
	int limit, seconds, percent; /* 0 where the kind has no such parameter */
	struct form_words sentence;  /* {what}, {limit}, {seconds}, {percent}: form_check_sentence */
	bool reviewers_only;
};

struct form_machine; /* compiled expressions */

struct form {
	const char *id;    /* "mau-02" */
	struct id def;     /* first 8 bytes of the hash of the definition's bytes: what entries name */
	const char *bytes; /* the definition exactly as it was read */
	size_t size;
	struct form_words title, subtitle, unit_heading, note_heading, total_label, footnote;
	struct form_words
		remainder;     /* what the answers leave over, shown while they are typed; "" where the form has none */
	int remainder_field;   /* the last field it is made of; -1 */
	struct form_words ask; /* whom to ask when a limit is in the way; "" where the form has none */
	struct form_field field[FORM_FIELDS_MAX];
	size_t fields;
	int number, status, visit, note, label; /* indexes of the fields with that role, -1 where the form has none
						   (number, status: always there) */
	int answer; /* the field whose answer alone says that a household was visited (default of the status); -1: none
		     */
	int answered; /* the option of the status it then has; -1: none */
	struct form_rule rule[FORM_RULES_MAX];
	size_t rules;
	struct form_rule
		unit_rule[FORM_RULES_MAX]; /* about a unit's totals; refusing ones: of a row typed from paper */
	size_t unit_rules;
	struct form_column column[FORM_COLUMNS_MAX];
	size_t columns;
	struct form_indicator indicator[FORM_INDICATORS_MAX];
	size_t indicators;
	struct form_checks check[FORM_CHECKS_MAX];
	size_t checks;
	struct form_machine *machine;
};

/* A value: given, explicitly unknown, or not there at all (another status, or an older definition). */
enum form_state { FORM_ABSENT, FORM_UNKNOWN, FORM_GIVEN };

struct form_value {
	enum form_state state;
	int32_t number; /* count; value of the option; date as yyyymmdd; 0 for key and text */
	char *text;     /* as stored: digits, option id, date, text; owned by the record; NULL unless given */
};

/* One household's answers, by index of form->field. */
struct form_record {
	struct form_value value[FORM_FIELDS_MAX];
};

/* --- definitions --- */

/* The id of any definition (form or campaign): BLAKE2b over its bytes (PROTOCOL.md, "Definitions"). */
struct id form_definition_id(const char *bytes, size_t n);

/* Checks and compiles a definition. `place` (a file name) goes into error sentences. A broken definition is refused
 * with ERR_DATA: place, member ("rules[3].must"), what is wrong and how to mend it. Every expression is run on
 * all-zero, all-greatest and all-unknown records and on the form's own examples; a result that is neither integer
 * nor NULL, or an example that does not come out as it says, refuses the definition. */
int form_load(const char *json, size_t n, const char *place, struct form **out, struct err *e);
void form_free(struct form *f);

/* A definition (form or campaign) as shipped inside the program, by its id ("mau-02", "phu-lac-2025"); NULL for an id
 * that is not shipped. Bytes borrowed for ever. form_shipped_at: the i-th of them, NULL after the last. */
const char *form_shipped(const char *id, size_t *n);
const char *form_shipped_at(size_t i, size_t *n);

int form_field_index(const struct form *f, const char *id); /* -1: no such field */
int form_column_index(const struct form *f, const char *id);
int form_indicator_index(const struct form *f, const char *id);
const char *form_words(const struct form_words *w, enum text_lang lang);

/* --- records --- */

void form_record_init(struct form_record *r);
void form_record_free(struct form_record *r);
void form_record_copy(const struct form_record *from, struct form_record *to); /* to: initialised */
bool form_record_equal(
	const struct form *f, const struct form_record *a, const struct form_record *b); /* local fields apart */

/* The `fields` of an entry: canonical JSON, local and absent fields left out, unknown as null, counts as numbers,
 * everything else as strings. The caller frees. */
char *form_record_json(const struct form *f, const struct form_record *r);

/* The reverse, leniently: members this form does not know are skipped, values it cannot hold become unknown, missing
 * fields stay absent. For counting records written under another version. */
void form_record_read(const struct form *f, const cJSON *fields, struct form_record *out);
/* One value of it, without reading the others: fields are n bytes of canonical JSON. The caller frees it. */
void form_value_pick(const struct form *f, int field, const char *fields, size_t n, struct form_value *out);

/* --- what a person types --- */

/* key=value as typed at the door, or a cell of a list. value "" = not given (the change is ignored), "?" = unknown,
 * NULL = taken away (a note the person wiped). */
struct form_change {
	int field;
	const char *value;
};

/* Reads one typed value: NFC, trimmed; a number with a range; an option by id, label or synonym, any language, with
 * or without diacritics; a date in the usual ways. "" reads as absent. *out is overwritten, not freed. ERR_DATA names
 * the field, the value and what is allowed. */
int form_read(
	const struct form *f, int field, const char *typed, enum text_lang lang, struct form_value *out, struct err *e);
void form_value_free(struct form_value *v); /* then absent */

/* The record after `changes`, from `old` (NULL: a household not known yet): what is not named stays; a status not
 * named follows the form's default; where the new status makes a field not asked, it is cleared unless named; where
 * it makes a field asked and it was never given, ERR_DATA names all such fields. Then every refusing rule is run:
 * ERR_DATA with the rule's sentence. *out: initialised by the caller; on success a record form_check finds no refusal
 * in, on failure left alone. */
int form_apply(const struct form *f, const struct form_record *old, const struct form_change *changes, size_t n,
	enum text_lang lang, struct form_record *out, struct err *e);

/* The same while it is being typed, field by field: what each field is refused or warned for; of a field
 * that refuses only the first of it, and nothing of one that must be answered and was not reached yet, unless
 * `whole`. What only reviewers are shown is left out. *out: initialised by the caller; the record as far as it could be
 * read. */
typedef void (*form_say)(void *context, int field, bool refuses, const char *sentence);
void form_hints(const struct form *f, const struct form_record *old, const struct form_change *changes, size_t n,
	bool whole, enum text_lang lang, form_say say, void *context, struct form_record *out);

/* What the answers leave over; false: not all of them are known yet, or they cannot be right. */
bool form_rest(const struct form *f, const struct form_record *r, int32_t *out);

/* --- judging --- */

/* Strictly: is this a record the form would accept? Used by the hub on what arrives (held, rule 4). fields is the
 * member of the entry. Returns 0, or -1 with the sentence; fills *out (initialised by the caller) as form_record_read.
 */
int form_check(const struct form *f, const cJSON *fields, enum text_lang lang, struct form_record *out, struct err *e);
/* The same, and *warned: bit i for each rule i that form_warnings would list; 0 on failure. */
int form_check_warned(const struct form *f, const cJSON *fields, enum text_lang lang, struct form_record *out,
	uint64_t *warned, struct err *e);

/* Indexes of the warning rules a record breaks; returns how many (at most FORM_RULES_MAX). */
size_t form_warnings(const struct form *f, const struct form_record *r, int out[FORM_RULES_MAX]);

/* Which fields are asked of this record; those without a `when` always are. */
void form_asked(const struct form *f, const struct form_record *r, bool out[FORM_FIELDS_MAX]);

/* A rule's sentence with its {fields} filled from a record. */
void form_sentence(const struct form *f, const struct form_rule *rule, const struct form_record *r, enum text_lang lang,
	char out[static FORM_SENTENCE]);

/* Digits that spaces, dots or hyphens join into one run, as people write long numbers: 9 or more of them may be a
 * telephone or an identity number. */
bool form_personal_number(const char *text);

/* A value as a person reads it: "4", "Chưa rõ", "Đã rà soát", "12/11/2025"; "" when absent. */
void form_show(const struct form *f, int field, const struct form_value *v, enum text_lang lang,
	char out[static FORM_SENTENCE]);

/* A check's sentence with its parameters and `what` (household numbers, a column's label, a date) filled in. */
void form_check_sentence(
	const struct form_checks *check, const char *what, enum text_lang lang, char out[static FORM_SENTENCE]);

/* The form's check of a kind, NULL where it has none; its word ("date_outside"). */
const struct form_checks *form_check_of(const struct form *f, enum form_check_kind kind);
const char *form_check_word(enum form_check_kind kind);

/* --- counting --- */

/* Every column of one record: value 0 and unknown 1 where the expression is NULL, else the value and 0. */
struct form_counts {
	int32_t value[FORM_COLUMNS_MAX];
	uint8_t unknown[FORM_COLUMNS_MAX];
};
void form_count(const struct form *f, const struct form_record *r, struct form_counts *out);

/* Somebody must go there again: an answer or a column is Chưa rõ, or the status says so. */
bool form_again(const struct form *f, const struct form_record *r, const struct form_counts *counts);

/* Sums of columns over records, units, communes. Where a unit has an official number of households, the caller has
 * put it in place of the column marked `listed`. */
struct form_sums {
	int64_t value[FORM_COLUMNS_MAX];
	int64_t unknown[FORM_COLUMNS_MAX]; /* records whose column is unknown */
};
/* 0 of 0 where the indicator cannot be computed: also where nothing is known of a column it needs. */
void form_indicate(const struct form *f, const struct form_sums *s, int indicator, int64_t *num, int64_t *den);

/* Indexes of the unit rules that warn, and that the sums break. */
size_t form_unit_warnings(const struct form *f, const struct form_sums *s, int out[FORM_RULES_MAX]);
/* The same where not every column is known (a row on paper): given[i] false, its column is null. */
size_t form_unit_warnings_given(
	const struct form *f, const struct form_sums *s, const bool *given, int out[FORM_RULES_MAX]);
/* The same of figures somebody typed, refusing rules too; a column that is not given is NULL. */
size_t form_row_rules(
	const struct form *f, const struct form_sums *s, const bool given[FORM_COLUMNS_MAX], int out[FORM_RULES_MAX]);
void form_unit_sentence(const struct form *f, const struct form_rule *rule, const struct form_sums *s,
	enum text_lang lang, char out[static FORM_SENTENCE]);

/* --- importing lists --- */

/* Which field a column heading of somebody's list means; -1: none (such columns are never stored). *weak: the heading
 * ("STT") means that field only if no other heading of the row does. */
int form_heading(const struct form *f, const char *heading, bool *weak);
/* Which column a heading of somebody's table of totals means, by the column's id, label or headings; -1: none. */
int form_column_heading(const struct form *f, const char *heading);

#endif
