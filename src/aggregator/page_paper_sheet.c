/* page_paper_sheet.c - a household's sheet typed by the clerk: a hamlet on paper, or what its people said on the
 * telephone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_units.h>
#include <tungnha/app_words.h>
#include <tungnha/utf8.h>

#include "page_review.h"

struct sheet {
	struct page *p;
	struct unit unit;
	const struct form *form;
	bool known, locked;
	struct app_household h;            /* when known */
	const struct form_record *offered; /* whose values stand in the fields; NULL: none */
	struct form_record other;          /* of a version that does not stand (?theo=) */
	char number[APP_HUB_NUMBER];
	char problem[1024];
};

static const char *value_text(const struct form_value *v)
{
	return v->state == FORM_UNKNOWN ? "?" : v->state == FORM_GIVEN ? v->text : "";
}

static int take_version(void *context, const struct store_revision *r, struct err *e)
{
	struct sheet *x = context;
	struct name asked;
	bool has_hash;
	(void)e;
	if (!name_read(page_field(x->p, "theo"), &asked, &has_hash) || r->kind != ENTRY_RECORD || !r->form ||
		r->form != x->form || name_compare(&asked, &r->entry) != 0)
		return 0;
	form_record_free(&x->other);
	form_record_init(&x->other);
	form_record_copy(&r->record, &x->other);
	x->offered = &x->other;
	return 0;
}

static int load(struct sheet *x, struct page *p, struct err *e)
{
	struct unit asked;
	*x = (struct sheet){.p = p};
	form_record_init(&x->other);
	if (desk_unit(p, p->tail, &asked, e) != 0 || store_form(p->store, NULL, &x->form, e) != 0)
		return -1;
	x->unit = asked;
	utf8_copy(x->number, sizeof x->number, page_field(p, "so"));
	if (store_locked(p->store, x->unit.code, &x->locked, e) != 0)
		return -1;
	if (!x->number[0])
		return 0;
	if (app_units_of_number(p->store, &asked, x->number, &x->unit, e) != 0)
		return -1;
	x->known = app_household_get(p->store, x->unit.code, x->number, p->lang, &x->h, e) == 0;
	if (!x->known)
		return e->code == ERR_NOT_FOUND || e->code == ERR_DATA ? 0 : -1;
	x->offered = &x->h.h.record;
	return *page_field(p, "theo") ? store_history(p->store, x->unit.code, x->h.h.key, take_version, x, e) : 0;
}

static void unload(struct sheet *x)
{
	if (x->known)
		app_household_free(&x->h);
	form_record_free(&x->other);
}

/* --- the page --- */

static void name_of(const struct form_field *f, char out[static 80])
{
	snprintf(out, 80, "f-%s", f->id);
}

static void choice(struct page *p, const struct form_field *f, const char *name, const char *value)
{
	html_print(&p->out, "<select id=\"%s\" name=\"%s\"><option value=\"\">–</option>", name, name);
	for (size_t i = 0; i < f->options; i++)
		page_option(p, f->option[i].id, strcmp(value, f->option[i].id) == 0,
			form_words(&f->option[i].label, p->lang));
	html_markup_unescaped(&p->out, "</select>");
}

static void show_date(const char *stored, char out[static 16])
{
	snprintf(out, 16, "%.2s/%.2s/%.4s", stored + 8, stored + 5, stored);
}

/* Refused: what the household says now stands beside what was typed. */
static void stands(struct sheet *x, size_t i, const char *typed)
{
	char now[FORM_SENTENCE], date[16] = "";
	const char *stored = x->known ? value_text(&x->h.h.record.value[i]) : "";
	if (x->form->field[i].type == FORM_DATE && strlen(stored) == 10)
		show_date(stored, date);
	if (!x->problem[0] || !x->known || strcmp(stored, typed) == 0 || strcmp(date, typed) == 0)
		return;
	form_show(x->form, (int)i, &x->h.h.record.value[i], x->p->lang, now);
	page_para(x->p, "warning", TEXT_REVIEW_STANDS_NOW, *now ? now : "–", NULL, NULL);
}

static void field(struct sheet *x, size_t i)
{
	struct page *p = x->p;
	const struct form_field *f = &x->form->field[i];
	char name[80], date[16];
	name_of(f, name);
	const char *value = page_has(p, name) ? page_field(p, name)
			    : x->offered      ? value_text(&x->offered->value[i])
					      : "";
	if (f->type == FORM_DATE && strlen(value) == 10 && value[4] == '-') {
		show_date(value, date);
		value = date;
	}
	html_print(&p->out, "<div class=\"field\"><label for=\"%s\">%s</label>", name, form_words(&f->label, p->lang));
	if (f->type == FORM_CHOICE)
		choice(p, f, name, value);
	else
		html_print(&p->out, "<input type=\"text\" id=\"%s\" name=\"%s\" value=\"%s\" inputmode=\"%s\">", name,
			name, value, f->type == FORM_COUNT ? "numeric" : "text");
	stands(x, i, value);
	html_markup_unescaped(&p->out, "</div>");
}

static void input(struct page *p, const char *name, text_id label, const char *value, bool required)
{
	html_print(&p->out,
		"<div class=\"field\"><label for=\"%s\">%s</label><input type=\"text\" id=\"%s\" name=\"%s\" "
		"value=\"%s\"",
		name, page_text(p, label), name, name, value);
	if (required)
		html_markup_unescaped(&p->out, *value ? " required" : " required autofocus");
	html_markup_unescaped(&p->out, "></div>");
}

static void fields(struct sheet *x)
{
	struct page *p = x->p;
	char path[REVIEW_PATH], text[NAME_TEXT];
	snprintf(path, sizeof path, "/nhap-phieu/%s", x->unit.code);
	page_form(p, path, "card");
	if (*page_field(p, "ve") || (!p->posted && x->number[0]))
		page_hidden(p, "ve", "1");
	if (x->known) {
		page_hidden(p, "so-cua", x->number); /* whose the marks are, should the number be put right */
		page_hidden(p, "dua-tren", name_text(&x->h.h.entry, text));
		review_decided(p, x->unit.code, x->h.h.key);
	}
	input(p, "so", TEXT_REVIEW_NUMBER, x->number, true);
	html_print(&p->out, "<p class=\"hint\">%s</p><div class=\"columns\">", page_text(p, TEXT_REVIEW_SHEET_HOW));
	for (size_t i = 0; i < x->form->fields; i++)
		if (!x->form->field[i].local && (int)i != x->form->number)
			field(x, i);
	html_markup_unescaped(&p->out, "</div>");
	input(p, "ly-do", TEXT_REVIEW_SHEET_REASON, page_field(p, "ly-do"), false);
	page_button(p, "big", TEXT_REVIEW_SHEET_SAVE);
	page_form_end(p);
}

static void show(struct sheet *x, unsigned status)
{
	struct page *p = x->p;
	char title[UNIT_NAME + 64];
	snprintf(title, sizeof title, "%s – %s", page_text(p, TEXT_REVIEW_SHEET), x->unit.name);
	desk_begin(p, DESK_REVIEW, title);
	page_crumbs(p, "/duyet", TEXT_DESK_REVIEW);
	if (x->locked)
		review_locked(p, &x->unit);
	if (x->problem[0])
		page_box(p, TONE_BAD, x->problem);
	else if (x->known && !x->locked)
		page_box_text(p, TONE_NOTE, TEXT_REVIEW_SHEET_KNOWN, x->number, NULL, NULL);
	if (!x->locked || x->problem[0]) /* what was typed stays, though it cannot be written now */
		fields(x);
	desk_end_status(p, status);
}

void desk_paper_sheet(struct page *p)
{
	struct sheet x;
	struct err e;
	if (load(&x, p, &e) == 0)
		show(&x, 200);
	else
		page_fail(p, &e);
	unload(&x);
}

/* --- what is posted --- */

/* Only what differs from what stands was said; what was wiped is taken away. */
static size_t read_fields(const struct sheet *x, struct form_change out[static FORM_FIELDS_MAX])
{
	size_t n = 0;
	for (size_t i = 0; i < x->form->fields; i++) {
		const struct form_field *f = &x->form->field[i];
		char name[80], date[16] = "";
		name_of(f, name);
		if (f->local || (int)i == x->form->number || !page_has(x->p, name))
			continue;
		const char *typed = page_field(x->p, name),
			   *stands = x->known ? value_text(&x->h.h.record.value[i]) : "";
		if (f->type == FORM_DATE && strlen(stands) == 10)
			show_date(stands, date);
		if (strcmp(typed, stands) != 0 && strcmp(typed, date) != 0)
			out[n++] = (struct form_change){(int)i, *typed ? typed : NULL};
	}
	return n;
}

static void done(struct sheet *x, const struct app_put_done *d, bool row_used)
{
	struct page *p = x->p;
	char sentence[1024], path[REVIEW_PATH];
	struct buf more;
	buf_init(&more, (size_t)64 * FORM_SENTENCE);
	text_fill(p->lang, d->written ? TEXT_DECIDE_PUT_DONE : TEXT_DECIDE_PUT_NOTHING,
		(const char *const[3]){d->number, x->unit.name, NULL}, sentence, sizeof sentence);
	buf_print(&more, "%s", sentence);
	if (row_used) {
		text_fill(p->lang, app_words(TEXT_DECIDE_PUT_ROW_USED),
			(const char *const[3]){x->unit.name, NULL, NULL}, sentence, sizeof sentence);
		buf_print(&more, "\n! %s", sentence);
	}
	for (size_t i = 0; i < d->warnings.count && i < 8; i++)
		buf_print(&more, "\n! %s", d->warnings.sentence[i]);
	snprintf(path, sizeof path, "/nhap-phieu/%s", x->unit.code);
	if (*page_field(p, "ve")) /* from the household's own page, back to it */
		snprintf(path, sizeof path, "/duyet/ho/%s/%s", x->unit.code, d->number);
	desk_done(p, path, TEXT_REVIEW_SAID, more.data, NULL, NULL);
	buf_free(&more);
}

static int put(struct sheet *x, struct err *e)
{
	struct page *p = x->p;
	struct form_change change[FORM_FIELDS_MAX];
	struct app_put_done d;
	struct name saw;
	const char *reason = page_field(p, "ly-do"), *of = page_field(p, "so-cua");
	bool row_used, has_hash,
		based = name_read(page_field(p, "dua-tren"), &saw, &has_hash) && (!*of || strcmp(of, x->number) == 0);
	if (!based && x->known)
		return err_set(e, ERR_BUSY, TEXT_REVIEW_SHEET_THERE, "%s" ERR_AND "%s", x->number, x->unit.name);
	const struct app_put put = {.unit = x->unit.code,
		.number = x->number,
		.change = change,
		.changes = read_fields(x, change),
		.reason = *reason ? reason : NULL,
		.based_on = based ? &saw : NULL,
		.now = p->now,
		.lang = p->lang};
	if ((x->known && app_decide_undecided(p->store, x->unit.code, x->h.h.key, page_field(p, "da-duyet"), e) != 0) ||
		app_decide_put(p->store, &put, &d, &row_used, e) != 0)
		return -1;
	done(x, &d, row_used);
	app_sentences_free(&d.warnings);
	return 0;
}

void desk_paper_sheet_do(struct page *p)
{
	struct sheet x;
	struct err e;
	if (load(&x, p, &e) != 0) {
		page_fail(p, &e);
	} else if (put(&x, &e) != 0) {
		app_words_of(&e, p->lang, x.problem, sizeof x.problem);
		show(&x, e.code == ERR_BUSY ? 409 : 400);
	}
	unload(&x);
}
