/* trial.c - a form is tried before it is used: every expression on extreme values, then its own examples. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <tungnha/buf.h>
#include <tungnha/json.h>

#include "machine.h"

enum { EXAMPLES_MAX = 200, GREATEST_DATE = 21991231 };

/* The greatest sum a column is expected to reach: every person of the country, many times over. */
static const int64_t greatest_sum = 2000000000;

/* --- extremes --- */

/* One run of one set, and how its expressions are called in the file. */
struct trial {
	struct strict *s;
	const struct expr_scope *scope;
	const struct expr_value *in;
};

static void describe(const struct trial *t, struct buf *out)
{
	buf_init(out, 2 * (ERR_ARG_BYTES - 1));
	for (size_t i = 0; i < t->scope->names; i++) {
		if (!t->scope->name[i])
			continue;
		buf_print(out, "%s%s=", out->len ? ", " : "", t->scope->name[i]);
		if (t->in[i].kind == EXPR_NULL)
			buf_text(out, "null");
		else
			buf_print(out, "%" PRId64, t->in[i].n);
	}
}

#define NO_LIST ((size_t)-1)

static int refuse_result(const struct trial *t, const char *list, size_t item, const char *member)
{
	struct buf values;
	char where[ERR_ARG_BYTES];
	describe(t, &values);
	if (item == NO_LIST)
		snprintf(where, sizeof where, "%s, %s.%s", t->s->place, list, member);
	else
		snprintf(where, sizeof where, "%s, %s[%zu].%s", t->s->place, list, item, member);
	value_say(t->s->e, TEXT_EXPR_RESULT, where, values.data);
	buf_free(&values);
	return -1;
}

/* Expressions of a set, `each` per item of the list (indicators have two), with the members they stand in. */
static int try_set(const struct trial *t, const struct expr_set *set, const char *list, size_t each,
	const char *const members[], int64_t greatest)
{
	struct expr_value out[EXPR_SET_MAX];
	expr_run(set, t->in, out);
	for (size_t i = 0; i < set->count; i++)
		if (out[i].kind == EXPR_WRONG ||
			(out[i].kind == EXPR_INTEGER && (out[i].n > greatest || out[i].n < -greatest)))
			return refuse_result(t, list, i / each, members[i % each]);
	return 0;
}

static int try_remainder(const struct trial *t, const struct form *f)
{
	struct expr_value out[EXPR_SET_MAX];
	expr_run(&f->machine->remainder, t->in, out);
	bool wrong = f->machine->remainder.count > 0 &&
		     (out[0].kind == EXPR_WRONG ||
			     (out[0].kind == EXPR_INTEGER && (out[0].n > INT32_MAX || out[0].n < -INT32_MAX)));
	return wrong ? refuse_result(t, "remainder", NO_LIST, "value") : 0;
}

static size_t field_of_when(const struct form *f, size_t when)
{
	size_t i = 0;
	while (f->machine->when_of[i] != (int)when)
		i++;
	return i;
}

static int try_whens(const struct trial *t, const struct form *f)
{
	struct expr_value out[EXPR_SET_MAX];
	expr_run(&f->machine->when, t->in, out);
	for (size_t i = 0; i < f->machine->when.count; i++)
		if (out[i].kind == EXPR_WRONG)
			return refuse_result(t, "fields", field_of_when(f, i), "when");
	return 0;
}

static int try_record(struct form *f, const struct expr_value in[], struct strict *s)
{
	static const char *const must[] = {"must"}, *const counts[] = {"counts"};
	const struct form_machine *m = f->machine;
	const struct trial t = {s, &m->fields, in};
	if (try_whens(&t, f) < 0 || try_remainder(&t, f) < 0 || try_set(&t, &m->rule, "rules", 1, must, INT64_MAX) < 0)
		return -1;
	return try_set(&t, &m->column, "columns", 1, counts, INT32_MAX);
}

enum extreme { ALL_ZERO, ALL_GREATEST, ALL_UNKNOWN, EXTREMES };

static int64_t extreme_option(const struct form_field *field, enum extreme x)
{
	int value = field->option[0].value;
	for (size_t i = 1; i < field->options; i++)
		if ((field->option[i].value > value) == (x == ALL_GREATEST))
			value = field->option[i].value;
	return value;
}

static struct expr_value extreme_value(const struct form_field *field, enum extreme x)
{
	if (x == ALL_UNKNOWN)
		return (struct expr_value){.kind = EXPR_NULL};
	switch (field->type) {
	case FORM_CHOICE:
		return (struct expr_value){EXPR_INTEGER, extreme_option(field, x)};
	case FORM_COUNT:
		return (struct expr_value){EXPR_INTEGER, x == ALL_GREATEST ? field->max : 0};
	case FORM_DATE:
		return (struct expr_value){EXPR_INTEGER, x == ALL_GREATEST ? GREATEST_DATE : 0};
	default:
		return (struct expr_value){x == ALL_GREATEST ? EXPR_INTEGER : EXPR_NULL, 1};
	}
}

/* Every status with everything else at zero, at its greatest and unknown; and the status itself unknown. */
static int try_extremes(struct form *f, struct strict *s)
{
	struct expr_value in[FORM_FIELDS_MAX];
	const struct form_field *status = &f->field[f->status];
	for (int x = ALL_ZERO; x < EXTREMES; x++) {
		for (size_t i = 0; i < f->fields; i++)
			in[i] = extreme_value(&f->field[i], (enum extreme)x);
		if (try_record(f, in, s) < 0)
			return -1;
		for (size_t o = 0; o < status->options; o++) {
			in[f->status] = (struct expr_value){EXPR_INTEGER, status->option[o].value};
			if (try_record(f, in, s) < 0)
				return -1;
		}
	}
	return 0;
}

static int try_sums(struct form *f, struct strict *s)
{
	static const char *const must[] = {"must"}, *const pair[] = {"num", "den"};
	const struct form_machine *m = f->machine;
	for (int greatest = 0; greatest < 2; greatest++) {
		struct expr_value in[FORM_COLUMNS_MAX];
		for (size_t i = 0; i < f->columns; i++)
			in[i] = (struct expr_value){EXPR_INTEGER, greatest ? greatest_sum : 0};
		const struct trial t = {s, &m->columns, in};
		if (try_set(&t, &m->unit_rule, "unit_rules", 1, must, INT64_MAX) < 0 ||
			try_set(&t, &m->indicator, "indicators", 2, pair, INT64_MAX) < 0)
			return -1;
	}
	return 0;
}

/* --- examples --- */

static const char *const example_members[] = {"!fields", "columns", "warns", "refused_by", NULL};

static void show_count(const struct form_counts *counts, int column, char out[static 16])
{
	if (counts->unknown[column])
		snprintf(out, 16, "null");
	else
		snprintf(out, 16, "%d", (int)counts->value[column]);
}

static int compare_column(const struct form *f, const struct form_counts *counts, const cJSON *want, struct strict *s)
{
	const char *ids[FORM_COLUMNS_MAX];
	int64_t n = 0;
	int i = form_column_index(f, want->string);
	for (size_t c = 0; c < f->columns; c++)
		ids[c] = f->column[c].id;
	if (i < 0)
		return strict_unknown(s, want->string, want->string, ids, f->columns);
	if (!cJSON_IsNull(want) && !json_is_int(want, -INT32_MAX, INT32_MAX, &n))
		return strict_refuse(s, want->string, TEXT_FORM_NOT_NUMBER, "-2147483647", "2147483647");
	if (cJSON_IsNull(want) ? counts->unknown[i] : !counts->unknown[i] && counts->value[i] == n)
		return 0;
	char said[16], came[16];
	snprintf(said, sizeof said, cJSON_IsNull(want) ? "null" : "%d", (int)n);
	show_count(counts, i, came);
	return strict_refuse(s, want->string, TEXT_FORM_EXAMPLE_COLUMN, said, came);
}

static int compare_columns(const struct form *f, const struct form_record *r, const cJSON *example, struct strict *s)
{
	const cJSON *columns = cJSON_GetObjectItemCaseSensitive(example, "columns"), *want;
	struct form_counts counts;
	if (!columns)
		return 0;
	if (!cJSON_IsObject(columns))
		return strict_refuse(s, "columns", TEXT_FORM_NOT_OBJECT, NULL, NULL);
	form_count(f, r, &counts);
	size_t mark = strict_enter(s, "columns");
	cJSON_ArrayForEach(want, columns) if (compare_column(f, &counts, want, s) < 0) return -1;
	strict_leave(s, mark);
	return 0;
}

/* The warnings an example lists, in the order of the file, against those that come out in the order of the rules. */
static int compare_warnings(const struct form *f, const struct form_record *r, const cJSON *example, struct strict *s)
{
	int broken[FORM_RULES_MAX];
	const cJSON *list, *item;
	struct buf said, came;
	if (strict_list(s, example, "warns", FORM_RULES_MAX, &list) < 0)
		return -1;
	if (!list)
		return 0;
	buf_init(&said, FORM_BYTES_MAX);
	buf_init(&came, FORM_BYTES_MAX);
	cJSON_ArrayForEach(item, list)
		buf_print(&said, "%s%s", said.len ? ", " : "", cJSON_IsString(item) ? item->valuestring : "?");
	size_t n = form_warnings(f, r, broken);
	for (size_t i = 0; i < n; i++)
		buf_print(&came, "%s%s", i ? ", " : "", f->rule[broken[i]].id);
	int rc = strcmp(said.data, came.data) == 0
			 ? 0
			 : strict_refuse(s, "warns", TEXT_FORM_EXAMPLE_WARNS, said.data, came.data);
	buf_free(&said);
	buf_free(&came);
	return rc;
}

static const char *refused_by(const struct form *f, const struct judge_verdict *v)
{
	if (v->field >= 0)
		return f->field[v->field].id;
	return v->rule >= 0 ? f->rule[v->rule].id : "fields";
}

static int compare(const struct form *f, const cJSON *example, struct form_record *r, struct strict *s)
{
	const cJSON *fields = cJSON_GetObjectItemCaseSensitive(example, "fields");
	const char *expected;
	struct judge_verdict v;
	struct err e;
	if (strict_text(s, example, "refused_by", STRICT_ID, &expected) < 0)
		return -1;
	bool refused = judge_fields(f, fields, LANG_VI, r, &v, &e) < 0;
	const char *by = refused ? refused_by(f, &v) : "";
	if (*expected)
		return strcmp(by, expected) == 0 ? 0
						 : strict_refuse(s, "refused_by", TEXT_FORM_EXAMPLE_ACCEPTED, expected,
							   refused ? by : "–");
	if (refused)
		return strict_refuse(s, "fields", TEXT_FORM_EXAMPLE_REFUSED, by, NULL);
	return compare_columns(f, r, example, s) < 0 ? -1 : compare_warnings(f, r, example, s);
}

static int try_example(struct form *f, const cJSON *example, struct strict *s)
{
	struct form_record r;
	if (strict_members(s, example, example_members) < 0)
		return -1;
	form_record_init(&r);
	int rc = compare(f, example, &r, s);
	form_record_free(&r);
	return rc;
}

int trial_run(struct form *f, const cJSON *root, struct strict *s)
{
	const cJSON *list, *item;
	size_t i = 0;
	if (try_extremes(f, s) < 0 || try_sums(f, s) < 0 || strict_list(s, root, "examples", EXAMPLES_MAX, &list) < 0)
		return -1;
	cJSON_ArrayForEach(item, list)
	{
		size_t mark = strict_enter_item(s, "examples", i++);
		if (try_example(f, item, s) < 0)
			return -1;
		strict_leave(s, mark);
	}
	return 0;
}
