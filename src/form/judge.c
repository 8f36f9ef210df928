/* judge.c - is this a household the form accepts? At the door before it is saved, at the hub when it arrives. */
#include <stdio.h>
#include <string.h>

#include <tungnha/buf.h>

#include "machine.h"

_Static_assert((int)FORM_RULES_MAX <= 64, "a bit for each rule");

enum { LIST_MAX = 2 * (ERR_ARG_BYTES - 1) };

void judge_asked(const struct form *f, const struct form_record *r, bool out[FORM_FIELDS_MAX])
{
	struct expr_value in[FORM_FIELDS_MAX], result[EXPR_SET_MAX];
	record_values(f, r, in);
	expr_run(&f->machine->when, in, result);
	for (size_t i = 0; i < f->fields; i++) {
		int w = f->machine->when_of[i];
		out[i] = w < 0 || (result[w].kind == EXPR_INTEGER && result[w].n != 0);
	}
}

void form_asked(const struct form *f, const struct form_record *r, bool out[FORM_FIELDS_MAX])
{
	judge_asked(f, r, out);
}

static bool is_required(const struct form *f, size_t i)
{
	return f->field[i].has_when || (int)i == f->number || (int)i == f->status;
}

enum judge_presence judge_presence(const struct form *f, const struct form_record *r, size_t i, bool asked)
{
	bool absent = r->value[i].state == FORM_ABSENT;
	if (!asked)
		return absent ? FITS : NOT_ASKED;
	if (!absent || !is_required(f, i))
		return FITS;
	return f->field[i].may_be_unknown ? MISSING_MAY_BE_UNKNOWN : MISSING;
}

/* Names every field with the same trouble as the first, with the id that the command line takes. */
static int refuse_presence(const struct form *f, const struct form_record *r, const bool asked[],
	enum judge_presence trouble, enum text_lang lang, struct err *e)
{
	struct buf names;
	char status[FORM_SENTENCE];
	buf_init(&names, LIST_MAX);
	for (size_t i = 0; i < f->fields; i++)
		if (judge_presence(f, r, i, asked[i]) == trouble)
			buf_print(&names, "%s%s (%s)", names.len ? ", " : "", form_words(&f->field[i].label, lang),
				f->field[i].id);
	form_show(f, f->status, &r->value[f->status], lang, status);
	if (trouble == NOT_ASKED)
		value_say(e, TEXT_FORM_NOT_ASKED, status, names.data);
	else
		value_say(e, trouble == MISSING ? TEXT_FORM_REQUIRED : TEXT_FORM_NOT_GIVEN, NULL, names.data);
	buf_free(&names);
	return -1;
}

static int judge_all_present(
	const struct form *f, const struct form_record *r, enum text_lang lang, struct judge_verdict *v, struct err *e)
{
	bool asked[FORM_FIELDS_MAX];
	judge_asked(f, r, asked);
	for (size_t i = 0; i < f->fields; i++) {
		enum judge_presence p = judge_presence(f, r, i, asked[i]);
		if (p == FITS)
			continue;
		v->field = (int)i;
		return refuse_presence(f, r, asked, p, lang, e);
	}
	return 0;
}

int judge_record(
	const struct form *f, const struct form_record *r, enum text_lang lang, struct judge_verdict *v, struct err *e)
{
	struct expr_value in[FORM_FIELDS_MAX], result[EXPR_SET_MAX];
	*v = (struct judge_verdict){-1, -1, 0};
	if (judge_all_present(f, r, lang, v, e) < 0)
		return -1;
	record_values(f, r, in);
	expr_run(&f->machine->rule, in, result);
	for (size_t i = 0; i < f->rules; i++) {
		char sentence[FORM_SENTENCE];
		if (!count_breaks(&result[i]))
			continue;
		if (!f->rule[i].refuses) {
			v->warned |= UINT64_C(1) << i;
			continue;
		}
		v->rule = (int)i;
		v->warned = 0;
		form_sentence(f, &f->rule[i], r, lang, sentence);
		return value_say(e, TEXT_FORM_SAYS, NULL, sentence);
	}
	return 0;
}

static int refuse_item(
	const struct form *f, int field, enum value_fault fault, const cJSON *item, enum text_lang lang, struct err *e)
{
	char number[32] = "";
	if (cJSON_IsNumber(item))
		snprintf(number, sizeof number, "%.12g", item->valuedouble);
	return value_refuse(f, field, fault, cJSON_IsString(item) ? item->valuestring : number, lang, e);
}

/* The index of a field, or -1. Fields stand in the order of their ids: each is looked for from where the last was. */
static int find_field(const struct form *f, const char *id, size_t *at)
{
	const int *order = f->machine->order;
	while (*at < f->fields && strcmp(f->field[order[*at]].id, id) < 0)
		++*at;
	if (*at < f->fields && strcmp(f->field[order[*at]].id, id) == 0)
		return order[*at];
	return form_field_index(f, id);
}

int judge_fields(const struct form *f, const cJSON *fields, enum text_lang lang, struct form_record *r,
	struct judge_verdict *v, struct err *e)
{
	const cJSON *item;
	size_t at = 0;
	int rc = 0;
	*v = (struct judge_verdict){-1, -1, 0};
	form_record_free(r);
	if (!cJSON_IsObject(fields))
		return err_set(e, ERR_DATA, TEXT_FORM_FIELD_UNKNOWN, "fields" ERR_AND "%s", f->id);
	cJSON_ArrayForEach(item, fields)
	{
		int i = find_field(f, item->string, &at);
		if (i < 0 || r->value[i].state != FORM_ABSENT) {
			if (rc == 0)
				rc = err_set(
					e, ERR_DATA, TEXT_FORM_FIELD_UNKNOWN, "%s" ERR_AND "%s", item->string, f->id);
			continue;
		}
		enum value_fault fault = value_stored(f, i, item, &r->value[i]);
		if (fault == VALUE_LOCAL)
			form_value_free(&r->value[i]);
		if (fault != VALUE_GOOD && rc == 0) {
			v->field = i;
			rc = refuse_item(f, i, fault, item, lang, e);
		}
	}
	return rc < 0 ? rc : judge_record(f, r, lang, v, e);
}

int form_check_warned(const struct form *f, const cJSON *fields, enum text_lang lang, struct form_record *out,
	uint64_t *warned, struct err *e)
{
	struct judge_verdict v;
	int rc = judge_fields(f, fields, lang, out, &v, e);
	*warned = v.warned;
	return rc;
}

int form_check(const struct form *f, const cJSON *fields, enum text_lang lang, struct form_record *out, struct err *e)
{
	uint64_t warned;
	return form_check_warned(f, fields, lang, out, &warned, e);
}
