/* app_draft_judge.c - what can be said of a form while it is typed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "collector.h"
#include "draft.h"
#include "warnings.h"

struct hinting {
	struct app_hints *out;
	int visit; /* the field a warning about the date is said beside */
};

static void add(void *context, int field, bool refuses, const char *sentence)
{
	const struct hinting *h = context;
	struct app_hints *out = h->out;
	out->item = alloc_grow(out->item, out->count + 1, sizeof *out->item);
	out->item[out->count++] = (struct app_hint){field, refuses, alloc_copy(sentence)};
}

static void add_date(void *context, const char *rule, const char *sentence)
{
	const struct hinting *h = context;
	(void)rule;
	add(context, h->visit, false, sentence);
}

/* What the form would be laid over, and its number, which the form as typed need not hold. */
static int base(struct store *s, const struct app_form_shown *f, struct collector_meant *m, struct err *e)
{
	*m = (struct collector_meant){.living = false};
	if (!f->number || !*f->number || collector_find(s, f->unit, f->number, LANG_VI, m, e) == 0)
		return 0;
	return e->code == ERR_NOT_FOUND ? 0 : -1;
}

static void judge(struct store *s, const struct form *form, const struct form_record *old,
	const struct form_change *change, size_t n, bool whole, enum text_lang lang, struct app_hints *out)
{
	struct hinting h = {out, form->visit};
	struct form_record r;
	int32_t rest;
	form_record_init(&r);
	form_hints(form, old, change, n, whole, lang, add, &h, &r);
	if (form->visit >= 0)
		warnings_date(s, form, &r, APP_AT_DOOR, lang, add_date, &h);
	if (form_rest(form, &r, &rest))
		snprintf(out->rest, sizeof out->rest, "%.900s: %d", form_words(&form->remainder, lang), (int)rest);
	form_record_free(&r);
}

int app_draft_judge(struct store *s, const struct app_form_shown *f, const struct form_change *change, size_t n,
	bool whole, enum text_lang lang, struct app_hints *out, struct err *e)
{
	const struct form *form;
	struct collector_meant m;
	*out = (struct app_hints){.rest_field = -1};
	if (store_form(s, NULL, &form, e) != 0 || base(s, f, &m, e) != 0)
		return -1;
	out->rest_field = form->remainder_field;
	judge(s, form, m.living ? &m.h.record : NULL, change, n, whole, lang, out);
	collector_meant_free(&m);
	return 0;
}

void app_hints_free(struct app_hints *h)
{
	for (size_t i = 0; i < h->count; i++)
		free(h->item[i].sentence);
	free(h->item);
	*h = (struct app_hints){.rest_field = -1};
}
