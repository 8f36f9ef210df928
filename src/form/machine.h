/* machine.h - what a loaded form keeps to itself, and what the files of this folder do for one another. */
#ifndef TUNGNHA_FORM_MACHINE_H
#define TUNGNHA_FORM_MACHINE_H

#include <tungnha/form.h>

#include "expr.h"
#include "strict.h"

/* A folded heading or option word, and what it means. */
struct machine_word {
	char *folded;
	const char *text; /* as the definition has it; borrowed */
	int field;
	int option; /* -1: a heading */
	bool weak;
};

struct form_machine {
	cJSON *root; /* owns every string of the form */
	struct expr_engine *engine;
	struct expr_scope fields;  /* fields that are not local, and the options */
	struct expr_scope columns; /* for unit rules and indicators */
	struct expr_set when, rule, column, unit_rule, indicator, remainder; /* indicator: numerator, denominator, … */
	int when_of[FORM_FIELDS_MAX];                                        /* place in `when`, -1 */
	int order[FORM_FIELDS_MAX]; /* fields by id, bytewise: canonical JSON */
	int given, then, otherwise; /* status when not named: field, options; -1: the form has no default */
	struct machine_word *word;
	size_t words;
	const cJSON *headings[FORM_COLUMNS_MAX]; /* of a column, besides id and label; NULL = none */
};

/* fields.c: the fields, their options, headings and conditions. */
int fields_load(struct form *f, const cJSON *root, struct strict *s);

/* rules.c: rules, columns, unit rules, indicators and checks. */
int rules_load(struct form *f, const cJSON *root, struct strict *s);

/* trial.c: every expression on extreme records, then the form's own examples. */
int trial_run(struct form *f, const cJSON *root, struct strict *s);

/* record.c: what the expressions see of a record, by index of field. */
void record_values(const struct form *f, const struct form_record *r, struct expr_value out[FORM_FIELDS_MAX]);

/* count.c: a rule broken by the result of its expression: 0 is broken, NULL and anything else holds. */
bool count_breaks(const struct expr_value *result);

/* value.c: one value, typed or stored. */
enum value_fault {
	VALUE_GOOD,
	VALUE_NOT_WHOLE,
	VALUE_OVER,
	VALUE_NOT_OPTION,
	VALUE_NOT_DATE,
	VALUE_TOO_LONG,
	VALUE_UNREADABLE,
	VALUE_PERSONAL_NUMBER,
	VALUE_NOT_KEY,
	VALUE_NEEDED,  /* explicitly unknown where that is no answer */
	VALUE_LOCAL,   /* in an entry although it stays on the device */
	VALUE_FOREIGN, /* of another JSON type, or not in the form it is stored in */
};
enum value_fault value_typed(const struct form *f, int field, const char *typed, struct form_value *out);
/* Whatever the fault, *out is a value: unknown where it cannot be held. */
enum value_fault value_stored(const struct form *f, int field, const cJSON *item, struct form_value *out);
/* The fault as a sentence; shown is what was given. Always -1. */
int value_refuse(
	const struct form *f, int field, enum value_fault fault, const char *shown, enum text_lang lang, struct err *e);
/* A text of any length spread over the arguments of a sentence, from `first` on. */
int value_say(struct err *e, text_id text, const char *argument, const char *long_text);

/* judge.c: a whole record. field or rule: what refuses it, both -1 when nothing does. */
struct judge_verdict {
	int field, rule;
	uint64_t warned; /* bit i: it keeps all that refuses, and breaks rule i, which warns */
};
int judge_record(
	const struct form *f, const struct form_record *r, enum text_lang lang, struct judge_verdict *v, struct err *e);
/* Reads and judges the `fields` of an entry; *r initialised by the caller. */
int judge_fields(const struct form *f, const cJSON *fields, enum text_lang lang, struct form_record *r,
	struct judge_verdict *v, struct err *e);
/* What is wrong with the presence of one field. */
enum judge_presence { FITS, MISSING, MISSING_MAY_BE_UNKNOWN, NOT_ASKED };
enum judge_presence judge_presence(const struct form *f, const struct form_record *r, size_t i, bool asked);
/* Which fields with a condition are asked of this record; those without are always true. */
void judge_asked(const struct form *f, const struct form_record *r, bool out[FORM_FIELDS_MAX]);

#endif
