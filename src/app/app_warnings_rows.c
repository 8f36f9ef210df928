/* app_warnings_rows.c - what one device wrote one household after the other: with the same figures, too fast, or with a
 * clock that went back. Only a reviewer is shown this. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "warnings.h"

enum {
	/* So many entries of one second come from a list: each one saved at a door is made durable before the next. */
	LIST_AT_ONCE = 100,
	NUMBERS_SHOWN = 12,
	WHAT_BYTES = 512,
};

/* One household as a device wrote it; of several entries about it in a row the last. */
struct step {
	struct name entry;
	struct id key;
	char number[40], at[CLOCK_STAMP], by[ENTRY_BY_BYTES + 1];
	int64_t t;     /* `at`; -1 no time */
	bool answered; /* somebody was asked */
	bool stands;   /* the household is still so */
	bool approved; /* and the commune said that it may */
	bool list;     /* came with a list */
	struct form_record record;
};

struct rows {
	const char *unit;
	const struct form *form; /* in force */
	const struct approved *approved;
	enum text_lang lang;
	struct app_warnings *out;
	struct id author;
	struct step *step;
	size_t steps, room;
};

static void forget(struct rows *r)
{
	for (size_t i = 0; i < r->steps; i++)
		form_record_free(&r->step[i].record);
	r->steps = 0;
}

/* Written under another version of the form its fields may lie elsewhere: it is read again by the one in force. */
static void read_record(const struct rows *r, const struct store_revision *from, struct form_record *out)
{
	form_record_init(out);
	if (from->form == r->form) {
		form_record_copy(&from->record, out);
		return;
	}
	char *text = from->form ? form_record_json(from->form, &from->record) : alloc_copy("{}");
	cJSON *fields = cJSON_Parse(text);
	form_record_read(r->form, fields, out);
	cJSON_Delete(fields);
	free(text);
}

static void add_step(struct rows *r, const struct store_revision *v)
{
	if (r->steps > 0 && id_equal(r->step[r->steps - 1].key, v->key))
		form_record_free(&r->step[--r->steps].record);
	if (r->steps == r->room)
		r->step = alloc_grow(r->step, r->room = r->room ? 2 * r->room : 64, sizeof *r->step);
	struct step *p = &r->step[r->steps++];
	*p = (struct step){.entry = v->entry, .key = v->key, .t = -1};
	read_record(r, v, &p->record);
	const struct form_value *number = &p->record.value[r->form->number];
	snprintf(p->number, sizeof p->number, "%s", number->state == FORM_GIVEN ? number->text : "");
	memcpy(p->at, v->at, sizeof p->at);
	memcpy(p->by, v->by, sizeof p->by);
	if (!clock_read_stamp(v->at, &p->t))
		p->t = -1;
	p->answered = warnings_answered(r->form, &p->record);
	p->stands = v->shown;
	p->approved = v->shown && approved_has(r->approved, v->key);
}

/* --- telling --- */

/* "1, 2, 3, 4, 5"; of many the first ones and how many there are. */
static void name_steps(const struct rows *r, const size_t *at, size_t n, char out[static WHAT_BYTES])
{
	size_t used = 0;
	out[0] = '\0';
	for (size_t i = 0; i < n && i < NUMBERS_SHOWN; i++)
		used += (size_t)snprintf(out + used, WHAT_BYTES - used, "%s%s", i ? ", " : "", r->step[at[i]].number);
	if (n > NUMBERS_SHOWN)
		snprintf(out + used, WHAT_BYTES - used, ", … (%zu)", n);
}

/* The warning is about the first household that still stands so: approving that one answers it. */
static void warn(struct rows *r, enum form_check_kind kind, const struct step *about, const char *sentence)
{
	struct app_warning *w = warnings_add(r->out, form_check_word(kind), sentence);
	snprintf(w->unit, sizeof w->unit, "%s", r->unit);
	memcpy(w->number, about->number, sizeof w->number);
	memcpy(w->at, about->at, sizeof w->at);
	memcpy(w->by, about->by, sizeof w->by);
	w->key = about->key;
	w->entry = about->entry;
	w->author = r->author;
}

/* A run of steps: each household once, by index; and the newest step, of whichever household. */
struct run {
	size_t *at;
	size_t n, newest;
};

static bool run_has(const struct rows *r, const struct run *run, struct id key)
{
	for (size_t i = 0; i < run->n; i++)
		if (id_equal(r->step[run->at[i]].key, key))
			return true;
	return false;
}

static void end_run(struct rows *r, const struct form_checks *check, struct run *run)
{
	char what[WHAT_BYTES], sentence[FORM_SENTENCE];
	size_t stands = 0;
	while (stands < run->n && !r->step[run->at[stands]].stands)
		stands++;
	if (run->n >= (size_t)check->limit && stands < run->n && !r->step[run->at[stands]].approved) {
		name_steps(r, run->at, run->n, what);
		form_check_sentence(check, what, r->lang, sentence);
		warn(r, check->kind, &r->step[run->at[stands]], sentence);
	}
	run->n = 0;
}

/* --- the checks --- */

typedef bool (*goes_on)(
	const struct rows *r, const struct form_checks *check, const struct step *a, const struct step *b);

static bool same(const struct rows *r, const struct form_checks *check, const struct step *a, const struct step *b)
{
	(void)check;
	return warnings_same_figures(r->form, &a->record, &b->record);
}

static bool quick(const struct rows *r, const struct form_checks *check, const struct step *a, const struct step *b)
{
	(void)r;
	return !a->list && !b->list && a->t >= 0 && b->t >= a->t && b->t - a->t < check->seconds;
}

/* Households that were not asked lie between without breaking a run; of those asked, `only_standing` leaves out what
 * was changed since. */
static void find_runs(struct rows *r, enum form_check_kind kind, goes_on on, bool only_standing)
{
	const struct form_checks *check = form_check_of(r->form, kind);
	struct run run = {.at = alloc_zero(r->steps + 1, sizeof *run.at)};
	for (size_t i = 0; check && i < r->steps; i++) {
		const struct step *p = &r->step[i];
		if (!p->answered || (only_standing && !p->stands))
			continue;
		if (run.n > 0 && !on(r, check, &r->step[run.newest], p))
			end_run(r, check, &run);
		run.newest = i;
		if (!run_has(r, &run, p->key))
			run.at[run.n++] = i;
	}
	if (check)
		end_run(r, check, &run);
	free(run.at);
}

/* The first time only: a clock that is wrong for a day goes back once. */
static void find_clock(struct rows *r)
{
	for (size_t i = 1; i < r->steps; i++) {
		char sentence[FORM_SENTENCE];
		if (r->step[i].t < 0 || r->step[i].t >= r->step[i - 1].t || !r->step[i].stands || r->step[i].approved)
			continue;
		if (warnings_clock(r->form, r->step[i - 1].at, r->lang, sentence))
			warn(r, FORM_CHECK_CLOCK_BEHIND, &r->step[i], sentence);
		return;
	}
}

static void mark_lists(struct rows *r)
{
	for (size_t from = 0, to; from < r->steps; from = to) {
		for (to = from + 1; to < r->steps && r->step[to].t == r->step[from].t; to++)
			;
		for (size_t i = from; to - from >= LIST_AT_ONCE && i < to; i++)
			r->step[i].list = true;
	}
}

static void tell(struct rows *r)
{
	mark_lists(r);
	find_runs(r, FORM_CHECK_IDENTICAL_IN_A_ROW, same, true);
	find_runs(r, FORM_CHECK_QUICK_IN_A_ROW, quick, false);
	find_clock(r);
	forget(r);
}

static int take(void *context, const struct store_revision *v, bool apart, struct err *e)
{
	struct rows *r = context;
	(void)e;
	if (apart)
		tell(r);
	r->author = v->author;
	add_step(r, v);
	return 0;
}

int warnings_rows(struct store *s, const char *unit, const struct approved *a, enum text_lang lang,
	struct app_warnings *out, struct err *e)
{
	struct rows r = {.unit = unit, .approved = a, .lang = lang, .out = out};
	if (store_form(s, NULL, &r.form, e) != 0)
		return -1;
	int rc = store_written(s, unit, take, &r, e);
	if (rc == 0)
		tell(&r);
	forget(&r);
	free(r.step);
	return rc;
}
