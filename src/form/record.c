/* record.c - one household's answers: holding, comparing, and the `fields` of an entry. */
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/buf.h>
#include <tungnha/json.h>

#include "machine.h"

enum { JSON_MAX = 16 * 1024 }; /* an entry's limit (PROTOCOL.md) */

void form_record_init(struct form_record *r)
{
	memset(r, 0, sizeof *r);
}

void form_record_free(struct form_record *r)
{
	for (size_t i = 0; i < FORM_FIELDS_MAX; i++)
		form_value_free(&r->value[i]);
}

void form_record_copy(const struct form_record *from, struct form_record *to)
{
	if (from == to)
		return;
	form_record_free(to);
	for (size_t i = 0; i < FORM_FIELDS_MAX; i++) {
		to->value[i] = from->value[i];
		to->value[i].text = alloc_copy(from->value[i].text);
	}
}

static bool value_equal(const struct form_value *a, const struct form_value *b)
{
	return a->state == b->state && (a->state != FORM_GIVEN || strcmp(a->text, b->text) == 0);
}

bool form_record_equal(const struct form *f, const struct form_record *a, const struct form_record *b)
{
	for (size_t i = 0; i < f->fields; i++)
		if (!f->field[i].local && !value_equal(&a->value[i], &b->value[i]))
			return false;
	return true;
}

static void write_value(const struct form_field *field, const struct form_value *v, struct buf *out)
{
	if (v->state == FORM_UNKNOWN)
		buf_text(out, "null");
	else if (field->type == FORM_COUNT)
		buf_print(out, "%d", (int)v->number);
	else
		json_canonical_string(v->text, out);
}

char *form_record_json(const struct form *f, const struct form_record *r)
{
	struct buf out;
	bool first = true;
	buf_init(&out, JSON_MAX);
	buf_char(&out, '{');
	for (size_t n = 0; n < f->fields; n++) {
		int i = f->machine->order[n];
		if (f->field[i].local || r->value[i].state == FORM_ABSENT)
			continue;
		buf_print(&out, "%s\"%s\":", first ? "" : ",", f->field[i].id);
		write_value(&f->field[i], &r->value[i], &out);
		first = false;
	}
	buf_char(&out, '}');
	return buf_take(&out);
}

void form_record_read(const struct form *f, const cJSON *fields, struct form_record *out)
{
	const cJSON *item;
	form_record_free(out);
	cJSON_ArrayForEach(item, fields)
	{
		int i = item->string ? form_field_index(f, item->string) : -1;
		if (i < 0 || f->field[i].local || out->value[i].state != FORM_ABSENT)
			continue;
		(void)value_stored(f, i, item, &out->value[i]);
	}
}

void form_value_pick(const struct form *f, int field, const char *fields, size_t n, struct form_value *out)
{
	const char *id = f->field[field].id;
	struct json_walk w;
	*out = (struct form_value){.state = FORM_ABSENT};
	if (f->field[field].local || !json_walk_begin(&w, fields, n, '{'))
		return;
	while (json_walk_next(&w) > 0) {
		if (w.name_bytes != strlen(id) || memcmp(w.name, id, w.name_bytes) != 0)
			continue;
		cJSON *item = json_parse(w.value, w.value_bytes, 1);
		if (item)
			(void)value_stored(f, field, item, out);
		cJSON_Delete(item);
		return;
	}
}

void record_values(const struct form *f, const struct form_record *r, struct expr_value out[FORM_FIELDS_MAX])
{
	for (size_t i = 0; i < f->fields; i++) {
		const struct form_value *v = &r->value[i];
		bool is_text = f->field[i].type == FORM_TEXT || f->field[i].type == FORM_KEY;
		out[i].kind = v->state == FORM_GIVEN ? EXPR_INTEGER : EXPR_NULL;
		out[i].n = is_text ? 1 : v->number;
	}
}
