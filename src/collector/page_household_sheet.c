/* page_household_sheet.c - one household's form: which one, what stands, what was typed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_units.h>
#include <tungnha/utf8.h>

#include "page_household.h"

/* --- which household --- */

static int load_known(struct sheet *x, struct err *e)
{
	struct page *p = x->p;
	if (app_units_of_number(p->store, &x->place, x->so, &x->unit, e) != 0 ||
		app_household_get(p->store, x->unit.code, x->so, p->lang, &x->h, e) != 0)
		return e->code == ERR_NOT_FOUND ? 0 : -1;
	x->known = true;
	snprintf(x->number, sizeof x->number, "%s", sheet_standing(x, (size_t)x->form->number));
	if (x->h.h.clash)
		store_entry_text(p->store, &x->h.h.entry, x->so);
	else
		snprintf(x->so, sizeof x->so, "%s", x->number);
	name_text(&x->h.h.entry, x->based_on);
	return 0;
}

const struct form_option *sheet_status(const struct sheet *x)
{
	const struct form_field *status = &x->form->field[x->form->status];
	const struct form_value *v = &x->h.h.record.value[x->form->status];
	for (size_t i = 0; x->known && i < status->options; i++)
		if (v->state == FORM_GIVEN && status->option[i].value == v->number)
			return &status->option[i];
	return NULL;
}

bool sheet_visited(const struct sheet *x)
{
	const struct form_option *o = sheet_status(x);
	return o && !o->unvisited;
}

/* The fields are those of a household somebody was met in; the other statuses are one key each. */
static void ask(struct sheet *x)
{
	const struct form *f = x->form;
	struct form_record r;
	for (size_t i = 0; i < f->fields; i++)
		x->asked[i] = true;
	if (f->answered < 0)
		return;
	const struct form_option *o = &f->field[f->status].option[f->answered];
	form_record_init(&r);
	r.value[f->status] = (struct form_value){FORM_GIVEN, o->value, alloc_copy(o->id)};
	form_asked(f, &r, x->asked);
	form_record_free(&r);
}

int sheet_load(struct sheet *x, struct page *p, const char *so, struct err *e)
{
	*x = (struct sheet){.p = p, .focus = -1};
	if (door_unit(p, &x->place, e) != 0 || store_form(p->store, NULL, &x->form, e) != 0 ||
		store_locked(p->store, x->place.code, &x->locked, e) != 0)
		return -1;
	x->unit = x->place;
	utf8_copy(x->so, sizeof x->so, so);
	if (*so) {
		utf8_copy(x->number, sizeof x->number, so);
		if (load_known(x, e) != 0)
			return -1;
	}
	x->draft = id_random();
	ask(x);
	for (size_t i = 0; i < x->form->fields; i++)
		x->typed[i] = alloc_copy(sheet_standing(x, i));
	return 0;
}

void sheet_free(struct sheet *x)
{
	if (x->known)
		app_household_free(&x->h);
	for (size_t i = 0; i < FORM_FIELDS_MAX; i++)
		free(x->typed[i]);
	free(x->reason);
	app_hints_free(&x->hints);
}

/* --- values --- */

const char *sheet_standing(const struct sheet *x, size_t field)
{
	const struct form_value *v = &x->h.h.record.value[field];
	if (!x->known || v->state == FORM_ABSENT)
		return "";
	return v->state == FORM_UNKNOWN ? "?" : v->text;
}

void sheet_type(struct sheet *x, size_t field, const char *value)
{
	free(x->typed[field]);
	x->typed[field] = alloc_copy(value);
}

bool sheet_is_answer(const struct form *f, size_t field)
{
	int i = (int)field;
	return i != f->number && i != f->status && i != f->visit && i != f->note && i != f->label;
}

/* A field that was not on the page says nothing. */
static void take_posted(struct sheet *x, size_t i)
{
	char name[80];
	const struct form_field *d = &x->form->field[i];
	snprintf(name, sizeof name, "u-%s", d->id);
	bool unknown = d->may_be_unknown && *page_field(x->p, name);
	name[0] = 'f';
	const char *value = page_field(x->p, name);
	x->both[i] = unknown && *value && strcmp(value, "?") != 0;
	if (unknown && !*value)
		sheet_type(x, i, "?");
	else if (page_has(x->p, name))
		sheet_type(x, i, value);
}

bool sheet_posted(struct sheet *x)
{
	struct page *p = x->p;
	const char *based_on = page_field(p, "dua-tren");
	utf8_copy(x->based_on, sizeof x->based_on, based_on);
	for (size_t i = 0; i < x->form->fields; i++)
		take_posted(x, i);
	if (*page_field(p, "so-moi")) /* let the program give a number */
		sheet_type(x, (size_t)x->form->number, "");
	if (*page_field(p, "ly-do"))
		x->reason = alloc_copy(page_field(p, "ly-do"));
	return id_parse(page_field(p, "nhap"), &x->draft);
}

size_t sheet_changes(const struct sheet *x, bool answers, struct form_change out[static FORM_FIELDS_MAX + 1])
{
	const struct form *f = x->form;
	size_t n = 0;
	for (size_t i = 0; i < f->fields; i++) {
		const char *stands = sheet_standing(x, i);
		bool status = (int)i == f->status && f->answered >= 0;
		bool undated = (int)i == f->visit && !*x->typed[i]; /* the program dates it; no day is ever wiped */
		if ((int)i == f->number || status || undated || (!answers && sheet_is_answer(f, i)) ||
			strcmp(stands, x->typed[i]) == 0)
			continue;
		out[n++] = (struct form_change){(int)i, *x->typed[i] ? x->typed[i] : NULL};
	}
	return n;
}

struct app_form_shown sheet_shown(const struct sheet *x)
{
	return (struct app_form_shown){.unit = x->unit.code,
		.draft = &x->draft,
		.holder = &x->p->session->id,
		.number = x->so,
		.now = x->p->now};
}

/* --- what is said of it --- */

void sheet_say(struct sheet *x, int field, bool refuses, const char *sentence)
{
	struct app_hints *h = &x->hints;
	h->item = alloc_grow(h->item, h->count + 1, sizeof *h->item);
	h->item[h->count++] = (struct app_hint){field, refuses, alloc_copy(sentence)};
}

bool sheet_refused(const struct sheet *x)
{
	for (size_t i = 0; i < x->hints.count; i++)
		if (x->hints.item[i].refuses)
			return true;
	return false;
}

static void say_both(struct sheet *x)
{
	char sentence[512];
	const char *unknown = page_text(x->p, TEXT_FORM_UNKNOWN);
	for (size_t i = 0; i < x->form->fields; i++) {
		if (!x->both[i])
			continue;
		text_fill(x->p->lang, TEXT_DOOR_HH_BOTH, (const char *const[3]){unknown, x->typed[i]}, sentence,
			sizeof sentence);
		sheet_say(x, (int)i, true, sentence);
	}
}

void sheet_judge(struct sheet *x, bool whole)
{
	struct form_change change[FORM_FIELDS_MAX + 2];
	struct err e;
	char sentence[1024];
	struct app_form_shown shown = sheet_shown(x);
	size_t n = sheet_changes(x, true, change);
	if (!*x->so && *x->typed[x->form->number])
		change[n++] = (struct form_change){x->form->number, x->typed[x->form->number]};
	app_hints_free(&x->hints);
	x->hints = (struct app_hints){0};
	if (app_draft_judge(x->p->store, &shown, change, n, whole, x->p->lang, &x->hints, &e) != 0) {
		x->hints = (struct app_hints){0};
		err_sentence(&e, x->p->lang, sentence, sizeof sentence);
		sheet_say(x, -1, true, sentence);
	}
	say_both(x);
}

/* "Đã rà soát, nhà cổng xanh" */
static void household_in_words(const struct sheet *x, char out[static FORM_SENTENCE])
{
	char status[FORM_SENTENCE];
	const struct form *f = x->form;
	const char *label = f->label >= 0 ? sheet_standing(x, (size_t)f->label) : "";
	form_show(f, f->status, &x->h.h.record.value[f->status], x->p->lang, status);
	snprintf(out, FORM_SENTENCE, "%.500s%s%.400s", status, *label ? ", " : "", label);
}

bool sheet_say_taken(struct sheet *x)
{
	struct sheet other;
	struct err none;
	char said[FORM_SENTENCE], sentence[2 * FORM_SENTENCE];
	const char *typed = x->typed[x->form->number];
	if (*x->so || !*typed)
		return false;
	if (sheet_load(&other, x->p, typed, &none) == 0 && other.known) {
		household_in_words(&other, said);
		sheet_path(other.so, x->taken);
		text_fill(x->p->lang, TEXT_DOOR_HH_NUMBER_HERE, (const char *const[3]){other.number, said}, sentence,
			sizeof sentence);
		sheet_say(x, x->form->number, sheet_visited(&other), sentence);
	}
	sheet_free(&other);
	return *x->taken;
}

/* --- words --- */

const char *sheet_path(const char *so, char out[static SHEET_PATH])
{
	struct buf b;
	buf_init(&b, SHEET_PATH - 1);
	buf_text(&b, *so ? "/ho/" : "/ho-moi");
	html_url(&b, so, ":");
	memcpy(out, b.data, b.len + 1);
	buf_free(&b);
	return out;
}

const char *sheet_time(int64_t at, int64_t now, char out[static 20])
{
	char today[20];
	page_when(now, today);
	page_when(at, out);
	if (strlen(out) == 16 && strncmp(out, today, 11) == 0)
		memmove(out, out + 11, 6);
	return out;
}

void sheet_name(const struct sheet *x, char *out, size_t n)
{
	const struct form *f = x->form;
	const char *label = f->label >= 0 ? sheet_standing(x, (size_t)f->label) : "";
	text_fill(x->p->lang, *x->so ? TEXT_DOOR_HH_TITLE : TEXT_DOOR_HH_TITLE_NEW,
		(const char *const[3]){x->number, NULL, NULL}, out, n);
	size_t used = strlen(out);
	if (*label && used < n)
		snprintf(out + used, n - used, " · %s", label);
}
