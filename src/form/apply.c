/* apply.c - what a person typed, laid over what is known of a household. */
#include <string.h>

#include "machine.h"

struct applying {
	const struct form *f;
	struct form_record record;
	bool named[FORM_FIELDS_MAX]; /* the person said something about it */
};

/* What an older version of the form stored and this one cannot hold reads as unknown; where that is no answer, it is
 * as if never given. */
static void take_old(struct applying *a, const struct form_record *old)
{
	form_record_copy(old, &a->record);
	for (size_t i = 0; i < a->f->fields; i++)
		if (a->record.value[i].state == FORM_UNKNOWN && !a->f->field[i].may_be_unknown)
			form_value_free(&a->record.value[i]);
}

static int take_change(struct applying *a, const struct form_change *c, enum text_lang lang, struct err *e)
{
	struct form_value v = {0};
	if (c->value && form_read(a->f, c->field, c->value, lang, &v, e) < 0)
		return -1;
	if (c->value && v.state == FORM_ABSENT)
		return 0; /* not given: what is known stays */
	form_value_free(&a->record.value[c->field]);
	a->record.value[c->field] = v;
	a->named[c->field] = c->value != NULL;
	return 0;
}

static void set_status(struct applying *a, int option)
{
	const struct form *f = a->f;
	const struct form_option *o = &f->field[f->status].option[option];
	struct form_change change = {f->status, o->id};
	struct err e;
	(void)take_change(a, &change, LANG_VI, &e); /* an option's own id always reads */
}

/* A status nobody named: reviewed once the deciding field is given; of a household not known yet, the other one. */
static void default_status(struct applying *a)
{
	const struct form_machine *m = a->f->machine;
	if (a->named[a->f->status] || m->given < 0)
		return;
	if (a->named[m->given])
		set_status(a, m->then);
	else if (a->record.value[a->f->status].state == FORM_ABSENT)
		set_status(a, m->otherwise);
}

/* What the new status no longer asks goes, unless it was named: that is refused later. Clearing one field can make
 * another, later one not asked; conditions look back only, so this ends. */
static void clear_unasked(struct applying *a)
{
	bool asked[FORM_FIELDS_MAX], cleared = true;
	while (cleared) {
		cleared = false;
		judge_asked(a->f, &a->record, asked);
		for (size_t i = 0; i < a->f->fields; i++)
			if (!asked[i] && !a->named[i] && a->record.value[i].state != FORM_ABSENT) {
				form_value_free(&a->record.value[i]);
				cleared = true;
			}
	}
}

int form_apply(const struct form *f, const struct form_record *old, const struct form_change *changes, size_t n,
	enum text_lang lang, struct form_record *out, struct err *e)
{
	struct applying a = {.f = f};
	struct judge_verdict v;
	int rc = 0;
	form_record_init(&a.record);
	if (old)
		take_old(&a, old);
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = take_change(&a, &changes[i], lang, e);
	if (rc == 0) {
		default_status(&a);
		clear_unasked(&a);
		rc = judge_record(f, &a.record, lang, &v, e);
	}
	if (rc < 0) {
		form_record_free(&a.record);
		return -1;
	}
	form_record_free(out);
	*out = a.record;
	return 0;
}
