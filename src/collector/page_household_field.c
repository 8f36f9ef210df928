/* page_household_field.c - the fields of a household's form, made from the form's definition. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/clock.h>

#include "page_household.h"

/* --- what is said beside a field --- */

/* All sentences about a field: those that refuse, else those that warn. Returns how grave it is. */
enum gravity { SILENT, WARNS, REFUSES };

static enum gravity gravity(const struct sheet *x, int field)
{
	enum gravity worst = SILENT;
	for (size_t i = 0; i < x->hints.count; i++)
		if (x->hints.item[i].field == field)
			worst = x->hints.item[i].refuses ? REFUSES : worst == SILENT ? WARNS : worst;
	return worst;
}

void sheet_problem(struct sheet *x, int field, const char *id)
{
	struct buf *out = &x->p->out;
	enum gravity g = gravity(x, field);
	html_print(out, "<p class=\"problem%s\" id=\"p-%s\" aria-live=\"polite\">", g == WARNS ? " warn" : "", id);
	for (size_t i = 0, said = 0; i < x->hints.count; i++)
		if (x->hints.item[i].field == field && x->hints.item[i].refuses == (g == REFUSES))
			html_print(out, "%s%s", said++ ? " " : "", x->hints.item[i].sentence);
	html_markup_unescaped(out, "</p>");
}

static void hint(struct sheet *x, const struct form_field *d)
{
	const char *words = form_words(&d->hint, x->p->lang);
	if (*words)
		html_print(&x->p->out, "<p class=\"hint\" id=\"h-%s\">%s</p>", d->id, words);
}

static void described(struct sheet *x, const struct form_field *d, bool invalid)
{
	bool has_hint = *form_words(&d->hint, x->p->lang) != '\0';
	html_print(&x->p->out, " aria-describedby=\"");
	if (has_hint)
		html_print(&x->p->out, "h-%s ", d->id);
	html_print(&x->p->out, "p-%s\"", d->id);
	if (invalid)
		html_markup_unescaped(&x->p->out, " aria-invalid=\"true\"");
}

/* --- one field of each type --- */

static void begin(struct sheet *x, const struct form_field *d)
{
	html_print(&x->p->out, "<div class=\"field\" id=\"o-%s\" data-field=\"%s\"><label for=\"f-%s\">%s</label>",
		d->id, d->id, d->id, form_words(&d->label, x->p->lang));
	hint(x, d);
}

static void end(struct sheet *x, size_t i)
{
	sheet_problem(x, (int)i, x->form->field[i].id);
	html_markup_unescaped(&x->p->out, "</div>");
}

/* <input …>: how it is typed is the caller's, what is in it and what is said of it is the same for all. */
static void input(struct sheet *x, size_t i, const char *how)
{
	const struct form_field *d = &x->form->field[i];
	struct buf *out = &x->p->out;
	const char *value = d->may_be_unknown && strcmp(x->typed[i], "?") == 0 ? "" : x->typed[i];
	html_print(out, "<input id=\"f-%s\" name=\"f-%s\" value=\"%s\" autocomplete=\"off\" ", d->id, d->id, value);
	html_markup_unescaped(out, how);
	described(x, d, gravity(x, (int)i) == REFUSES);
	html_markup_unescaped(out, x->focus == (int)i ? " autofocus>" : ">");
}

static void unknown(struct sheet *x, size_t i)
{
	const struct form_field *d = &x->form->field[i];
	bool on = strcmp(x->typed[i], "?") == 0 || x->both[i];
	if (!d->may_be_unknown)
		return;
	html_print(&x->p->out, "<label class=\"unknown\"><input type=\"checkbox\" name=\"u-%s\" value=\"?\"", d->id);
	html_markup_unescaped(&x->p->out, on ? " checked>" : ">");
	html_print(&x->p->out, "%s<span class=\"visually-hidden\"> – %s</span></label>",
		page_text(x->p, TEXT_FORM_UNKNOWN), form_words(&d->label, x->p->lang));
}

static void count_field(struct sheet *x, size_t i)
{
	char how[128];
	begin(x, &x->form->field[i]);
	html_markup_unescaped(&x->p->out, "<div class=\"stepper\">");
	snprintf(how, sizeof how,
		"type=\"text\" inputmode=\"numeric\" pattern=\"[0-9]*\" enterkeyhint=\"next\" data-max=\"%d\"",
		x->form->field[i].max);
	input(x, i, how);
	unknown(x, i);
	html_markup_unescaped(&x->p->out, "</div>");
	end(x, i);
}

static void text_field(struct sheet *x, size_t i)
{
	begin(x, &x->form->field[i]);
	input(x, i, "type=\"text\" enterkeyhint=\"next\"");
	unknown(x, i);
	end(x, i);
}

/* A browser shows nothing in a date field that holds no date: what was typed stays in sight as text. */
static void date_field(struct sheet *x, size_t i)
{
	const char *typed = x->typed[i];
	char date[CLOCK_DATE], sentence[256];
	begin(x, &x->form->field[i]);
	if ((int)i == x->form->visit && !*sheet_standing(x, i)) {
		text_fill(x->p->lang, TEXT_DOOR_HH_TODAY,
			(const char *const[3]){clock_day(clock_date(x->p->now, date), (char[CLOCK_DATE]){0})}, sentence,
			sizeof sentence);
		html_print(&x->p->out, "<p class=\"hint\">%s</p>", sentence);
	}
	input(x, i, !*typed || clock_valid_date(typed) ? "type=\"date\"" : "type=\"text\"");
	unknown(x, i);
	end(x, i);
}

static void radio(struct sheet *x, size_t i, const char *value, const char *label, bool invalid)
{
	const struct form_field *d = &x->form->field[i];
	struct buf *out = &x->p->out;
	html_print(out, "<label><input type=\"radio\" name=\"f-%s\" value=\"%s\"", d->id, value);
	html_markup_unescaped(out, strcmp(x->typed[i], value) == 0 ? " checked" : "");
	described(x, d, invalid);
	html_print(out, ">%s</label>", label);
}

static void choice_field(struct sheet *x, size_t i)
{
	const struct form_field *d = &x->form->field[i];
	bool invalid = gravity(x, (int)i) == REFUSES;
	html_print(&x->p->out, "<fieldset class=\"field\" id=\"o-%s\" data-field=\"%s\"><legend>%s</legend>", d->id,
		d->id, form_words(&d->label, x->p->lang));
	hint(x, d);
	html_markup_unescaped(&x->p->out, "<div class=\"choices\">");
	for (size_t o = 0; o < d->options; o++)
		radio(x, i, d->option[o].id, form_words(&d->option[o].label, x->p->lang), invalid);
	if (d->may_be_unknown)
		radio(x, i, "?", page_text(x->p, TEXT_FORM_UNKNOWN), invalid);
	html_markup_unescaped(&x->p->out, "</div>");
	sheet_problem(x, (int)i, d->id);
	html_markup_unescaped(&x->p->out, "</fieldset>");
}

static void field(struct sheet *x, size_t i)
{
	switch (x->form->field[i].type) {
	case FORM_COUNT:
		count_field(x, i);
		break;
	case FORM_CHOICE:
		choice_field(x, i);
		break;
	case FORM_DATE:
		date_field(x, i);
		break;
	default:
		text_field(x, i);
	}
}

/* --- all of them --- */

void sheet_number_field(struct sheet *x)
{
	text_field(x, (size_t)x->form->number);
}

void sheet_fields(struct sheet *x)
{
	const struct form *f = x->form;
	for (size_t i = 0; i < f->fields; i++)
		if ((sheet_is_answer(f, i) && x->asked[i]) || ((int)i == f->status && f->answered < 0))
			field(x, i);
}

/* What stays on this device may be put right in closed figures too. */
static bool in_details(const struct sheet *x, size_t i)
{
	const struct form *f = x->form;
	int at = (int)i;
	return (at == f->visit || at == f->note || at == f->label) && (!x->locked || f->field[i].local);
}

/* A note, something new, something doubtful; a label that stands is in the title. */
static bool wants_sight(const struct sheet *x, int i)
{
	return gravity(x, i) != SILENT || (i == x->form->note && *x->typed[i]) ||
	       strcmp(x->typed[i], sheet_standing(x, (size_t)i)) != 0;
}

void sheet_details(struct sheet *x)
{
	const struct form *f = x->form;
	struct buf *out = &x->p->out;
	bool open = x->locked, any = false;
	for (size_t i = 0; i < f->fields; i++) {
		any = any || in_details(x, i);
		open = open || (in_details(x, i) && wants_sight(x, (int)i));
	}
	if (!any)
		return;
	any = false;
	html_markup_unescaped(out, open ? "<details open><summary>" : "<details><summary>");
	for (size_t i = f->fields; i-- > 0;) { /* the label and the note before the day */
		if (!in_details(x, i))
			continue;
		html_print(out, "%s%s", any ? " · " : "", form_words(&f->field[i].label, x->p->lang));
		any = true;
	}
	html_markup_unescaped(out, "</summary>");
	for (size_t i = f->fields; i-- > 0;)
		if (in_details(x, i))
			field(x, i);
	html_markup_unescaped(out, "</details>");
}
