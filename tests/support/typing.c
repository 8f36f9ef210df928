#include "typing.h"

const struct id typing_phone = {{1}}, typing_laptop = {{2}};

const struct form *typing_form(struct store *s)
{
	const struct form *f;
	MUST(store_form(s, NULL, &f, &e));
	return f;
}

void typing_changes(struct store *s, const char *text, struct typing *t)
{
	const struct form *f = typing_form(s);
	char *rest = t->text;
	t->n = 0;
	snprintf(t->text, sizeof t->text, "%s", text);
	for (char *word; (word = strsep(&rest, " "));) {
		char *value = strchr(word, '=');
		if (!value)
			continue;
		*value++ = '\0';
		for (char *p = value; *p; p++)
			*p = *p == '_' ? ' ' : *p;
		t->change[t->n++] =
			(struct form_change){form_field_index(f, word), strcmp(value, "-") == 0 ? NULL : value};
	}
}

struct id typing_id(unsigned n)
{
	return (struct id){{0xf0, (unsigned char)(n >> 8), (unsigned char)n}};
}

int typing_save(struct store *s, struct typing_save x, struct app_put_done *out, struct err *e)
{
	struct id id = typing_id(x.form);
	struct typing t;
	typing_changes(s, x.text ? x.text : TYPING_ANSWERED, &t);
	const struct app_put p = {.unit = SHELF_UNIT,
		.number = x.number,
		.change = t.change,
		.changes = t.n,
		.reason = x.reason,
		.draft = x.form ? &id : NULL,
		.holder = x.holder,
		.based_on = x.based_on,
		.is_new = x.is_new,
		.by = x.by,
		.now = TYPING_NOON};
	int rc = app_household_put(s, &p, out, e);
	if (rc == 0)
		app_sentences_free(&out->warnings);
	return rc;
}

int typing_try_keep(
	struct store *s, unsigned form, struct id who, const char *number, const char *text, int64_t at, struct err *e)
{
	struct id id = typing_id(form);
	struct typing t;
	const struct app_form_shown f = {.unit = SHELF_UNIT, .draft = &id, .holder = &who, .number = number, .now = at};
	typing_changes(s, text, &t);
	return app_draft_keep(s, &f, t.change, t.n, e);
}

void typing_keep(struct store *s, unsigned form, struct id who, const char *number, const char *text)
{
	MUST(typing_try_keep(s, form, who, number, text, TYPING_NOON, &e));
}

const char *typing_value(struct store *s, const struct app_draft *d, const char *field)
{
	const struct form *f = typing_form(s);
	for (size_t i = 0; i < d->changes; i++)
		if (strcmp(f->field[d->change[i].field].id, field) == 0)
			return d->change[i].value ? d->change[i].value : "(gone)";
	return "(not typed)";
}

const char *typing_saved(struct store *s, const char *number, const char *field)
{
	static char text[256];
	struct app_household h;
	struct err why;
	if (app_household_get(s, SHELF_UNIT, number, LANG_VI, &h, &why) != 0)
		return "(none)";
	const struct form_value *v = &h.h.record.value[form_field_index(h.h.form, field)];
	snprintf(text, sizeof text, "%s", v->state == FORM_GIVEN ? v->text : "");
	app_household_free(&h);
	return text;
}

int64_t typing_entries(struct store *s)
{
	struct store_totals t;
	MUST(store_totals(s, SHELF_UNIT, &t, &e));
	return t.entries;
}
