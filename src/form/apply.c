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

/* --- while it is typed --- */

struct hinting {
	struct applying a;
	bool asked[FORM_FIELDS_MAX], refused[FORM_FIELDS_MAX];
	bool whole;
	enum text_lang lang;
	form_say say;
	void *context;
};

static void refuse(struct hinting *h, int field, const char *sentence)
{
	if (field >= 0 && h->refused[field])
		return;
	if (field >= 0)
		h->refused[field] = true;
	h->say(h->context, field, true, sentence);
}

/* Without the sentence nobody could read what stands in the field: nothing else is said of it. */
static void read_changes(struct hinting *h, const struct form_change *changes, size_t n)
{
	char sentence[FORM_SENTENCE];
	struct err e;
	for (size_t i = 0; i < n; i++) {
		int field = changes[i].field;
		if (take_change(&h->a, &changes[i], h->lang, &e) == 0)
			continue;
		if (e.text == TEXT_FORM_COUNT_NOT_WHOLE_OR_UNKNOWN) /* who is shown a form has a button for it */
			e.text = TEXT_DRAFT_NOT_WHOLE;
		err_sentence(&e, h->lang, sentence, sizeof sentence);
		refuse(h, field, sentence);
		form_value_free(&h->a.record.value[field]);
		h->a.named[field] = true;
	}
}

/* The number is left out: where nobody types one, the program gives one. */
static void say_presence(struct hinting *h)
{
	static const text_id said[] = {[MISSING] = TEXT_DRAFT_MISSING,
		[MISSING_MAY_BE_UNKNOWN] = TEXT_DRAFT_NOT_ANSWERED,
		[NOT_ASKED] = TEXT_DRAFT_NOT_ASKED};
	const struct form *f = h->a.f;
	char sentence[FORM_SENTENCE], status[FORM_SENTENCE];
	form_show(f, f->status, &h->a.record.value[f->status], h->lang, status);
	for (size_t i = 0; i < f->fields; i++) {
		enum judge_presence p = judge_presence(f, &h->a.record, i, h->asked[i]);
		if (p == FITS || (int)i == f->number)
			continue;
		text_fill(h->lang, said[p],
			(const char *const[3]){form_words(&f->field[i].label, h->lang), status, NULL}, sentence,
			sizeof sentence);
		refuse(h, (int)i, sentence);
	}
}

/* Must still be answered, and is about to be. */
static bool is_awaited(const struct hinting *h, int field)
{
	return !h->whole && field >= 0 && judge_presence(h->a.f, &h->a.record, (size_t)field, h->asked[field]) != FITS;
}

static void say_rules(struct hinting *h, bool refusing)
{
	const struct form *f = h->a.f;
	struct expr_value in[FORM_FIELDS_MAX], result[EXPR_SET_MAX];
	char sentence[FORM_SENTENCE];
	record_values(f, &h->a.record, in);
	expr_run(&f->machine->rule, in, result);
	for (size_t i = 0; i < f->rules; i++) {
		const struct form_rule *r = &f->rule[i];
		if (!count_breaks(&result[i]) || r->refuses != refusing || r->reviewers_only || is_awaited(h, r->field))
			continue;
		form_sentence(f, r, &h->a.record, h->lang, sentence);
		if (refusing)
			refuse(h, r->field, sentence);
		else if (r->field < 0 || !h->refused[r->field])
			h->say(h->context, r->field, false, sentence);
	}
}

void form_hints(const struct form *f, const struct form_record *old, const struct form_change *changes, size_t n,
	bool whole, enum text_lang lang, form_say say, void *context, struct form_record *out)
{
	struct hinting h = {.a.f = f, .whole = whole, .lang = lang, .say = say, .context = context};
	form_record_init(&h.a.record);
	if (old)
		take_old(&h.a, old);
	read_changes(&h, changes, n);
	default_status(&h.a);
	clear_unasked(&h.a);
	judge_asked(f, &h.a.record, h.asked);
	if (whole)
		say_presence(&h);
	say_rules(&h, true);
	say_rules(&h, false);
	form_record_free(out);
	*out = h.a.record;
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
