/* count.c - how a household counts, and what the counts say. */
#include <string.h>

#include "machine.h"

bool count_breaks(const struct expr_value *result)
{
	return result->kind == EXPR_INTEGER && result->n == 0;
}

void form_count(const struct form *f, const struct form_record *r, struct form_counts *out)
{
	struct expr_value in[FORM_FIELDS_MAX], result[EXPR_SET_MAX];
	memset(out, 0, sizeof *out);
	record_values(f, r, in);
	expr_run(&f->machine->column, in, result);
	for (size_t i = 0; i < f->columns; i++) {
		bool held = result[i].kind == EXPR_INTEGER && result[i].n >= -INT32_MAX && result[i].n <= INT32_MAX;
		out->value[i] = held ? (int32_t)result[i].n : 0;
		out->unknown[i] = !held;
	}
}

bool form_rest(const struct form *f, const struct form_record *r, int32_t *out)
{
	struct expr_value in[FORM_FIELDS_MAX], result[EXPR_SET_MAX] = {{.kind = EXPR_NULL}};
	record_values(f, r, in);
	expr_run(&f->machine->remainder, in, result);
	bool held = result[0].kind == EXPR_INTEGER && result[0].n >= 0 && result[0].n <= INT32_MAX;
	*out = held ? (int32_t)result[0].n : 0;
	return held;
}

bool form_again(const struct form *f, const struct form_record *r, const struct form_counts *counts)
{
	const struct form_field *status = &f->field[f->status];
	for (size_t i = 0; i < status->options; i++)
		if (status->option[i].again && r->value[f->status].state == FORM_GIVEN &&
			r->value[f->status].number == status->option[i].value)
			return true;
	for (size_t i = 0; i < f->fields; i++)
		if (r->value[i].state == FORM_UNKNOWN)
			return true;
	for (size_t i = 0; i < f->columns; i++)
		if (counts->unknown[i])
			return true;
	return false;
}

size_t form_warnings(const struct form *f, const struct form_record *r, int out[FORM_RULES_MAX])
{
	struct expr_value in[FORM_FIELDS_MAX], result[EXPR_SET_MAX];
	size_t n = 0;
	record_values(f, r, in);
	expr_run(&f->machine->rule, in, result);
	for (size_t i = 0; i < f->rules; i++)
		if (!f->rule[i].refuses && count_breaks(&result[i]))
			out[n++] = (int)i;
	return n;
}

static void sums_values(
	const struct form *f, const struct form_sums *s, const bool *given, struct expr_value out[FORM_COLUMNS_MAX])
{
	for (size_t i = 0; i < f->columns; i++) {
		out[i] = (struct expr_value){.kind = EXPR_NULL};
		if (!given || given[i])
			out[i] = (struct expr_value){EXPR_INTEGER, s->value[i]};
	}
}

size_t form_unit_warnings(const struct form *f, const struct form_sums *s, int out[FORM_RULES_MAX])
{
	return form_unit_warnings_given(f, s, NULL, out);
}

size_t form_unit_warnings_given(
	const struct form *f, const struct form_sums *s, const bool *given, int out[FORM_RULES_MAX])
{
	struct expr_value in[FORM_COLUMNS_MAX], result[EXPR_SET_MAX];
	size_t n = 0;
	sums_values(f, s, given, in);
	expr_run(&f->machine->unit_rule, in, result);
	for (size_t i = 0; i < f->unit_rules; i++)
		if (!f->unit_rule[i].refuses && count_breaks(&result[i]))
			out[n++] = (int)i;
	return n;
}

size_t form_row_rules(
	const struct form *f, const struct form_sums *s, const bool given[FORM_COLUMNS_MAX], int out[FORM_RULES_MAX])
{
	struct expr_value in[FORM_COLUMNS_MAX], result[EXPR_SET_MAX];
	size_t n = 0;
	sums_values(f, s, NULL, in);
	for (size_t i = 0; i < f->columns; i++)
		if (!given[i])
			in[i] = (struct expr_value){.kind = EXPR_NULL};
	expr_run(&f->machine->unit_rule, in, result);
	for (size_t i = 0; i < f->unit_rules; i++)
		if (count_breaks(&result[i]))
			out[n++] = (int)i;
	return n;
}

void form_indicate(const struct form *f, const struct form_sums *s, int indicator, int64_t *num, int64_t *den)
{
	struct expr_value in[FORM_COLUMNS_MAX], result[EXPR_SET_MAX];
	bool known[FORM_COLUMNS_MAX];
	for (size_t i = 0; i < f->columns; i++)
		known[i] = s->value[i] != 0 || s->unknown[i] == 0; /* nothing but Chưa rõ is not 0 */
	sums_values(f, s, known, in);
	expr_run(&f->machine->indicator, in, result);
	const struct expr_value *pair = &result[2 * indicator];
	bool computed = pair[0].kind == EXPR_INTEGER && pair[1].kind == EXPR_INTEGER;
	*num = computed ? pair[0].n : 0;
	*den = computed ? pair[1].n : 0;
}
