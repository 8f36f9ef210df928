/* page_household_save.c - what the household page posts: a save, one key for who was not met, taking back, dropping. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "page_household.h"

/* --- where it goes on --- */

static void go(struct page *p, const char *so, const char *name, const char *value)
{
	char path[SHEET_PATH];
	struct buf to;
	buf_init(&to, 3 * SHEET_PATH);
	buf_text(&to, sheet_path(so, path));
	if (value) {
		buf_print(&to, "?%s=", name);
		html_url(&to, value, "");
	}
	page_redirect(p, to.data);
	buf_free(&to);
}

/* The next household, or the same when only "save" was pressed. */
static void go_on(struct sheet *x, const struct app_put_done *done)
{
	char next[40];
	struct err none;
	if (x->p->unit[0] && strcmp(x->p->unit, x->place.code) != 0)
		page_set_unit(x->p, x->place.code);
	snprintf(next, sizeof next, "%s", done->number);
	if (!page_has(x->p, "luu") && app_next(x->p->store, x->place.code, done->number, next, &none) != 0)
		next[0] = '\0';
	go(x->p, next, "xong", done->number);
}

/* --- not saved --- */

/* Who wrote meanwhile is shown beside what was typed; from here on the form stands on that. */
static void another_stands(struct sheet *x)
{
	struct sheet now;
	struct err none;
	if (sheet_say_taken(x))
		return;
	if (sheet_load(&now, x->p, x->so, &none) == 0 && now.known) {
		x->beside = true;
		memcpy(x->based_on, now.based_on, sizeof x->based_on);
	}
	sheet_free(&now);
}

static void show_refused(struct sheet *x, const struct err *e)
{
	struct err none;
	struct page *p = x->p;
	bool reason = e->text == TEXT_REASON_NEEDED || e->text == TEXT_REASON_EMPTY;
	unsigned status = e->code == ERR_BUSY ? 409 : 422;
	if (e->code == ERR_DATA || e->code == ERR_USAGE)
		sheet_judge(x, true);
	if (e->code == ERR_BUSY)
		another_stands(x);
	if (reason && !x->reason)
		x->reason = alloc_copy("");
	if (reason)
		snprintf(x->refusal, sizeof x->refusal, "%s", page_text(p, TEXT_DOOR_HH_REASON_ASKED));
	else if (e->code == ERR_DATA && sheet_refused(x))
		snprintf(x->refusal, sizeof x->refusal, "%s", page_text(p, TEXT_DOOR_HH_NOT_SAVED));
	else
		err_sentence(e, p->lang, x->refusal, sizeof x->refusal);
	(void)app_next(p->store, x->place.code, x->number, x->next, &none);
	sheet_show(x, status);
}

/* The form had been saved before; what is posted now is something else: nobody's typing goes without a word. */
static void show_saved_twice(struct sheet *x)
{
	struct err none;
	snprintf(x->refusal, sizeof x->refusal, "%s", page_text(x->p, TEXT_DOOR_HH_SAVED_TWICE));
	x->draft = id_random();
	x->beside = x->known;
	if (x->known)
		name_text(&x->h.h.entry, x->based_on);
	(void)app_next(x->p->store, x->place.code, x->number, x->next, &none);
	sheet_show(x, 409);
}

/* --- saving --- */

static struct app_put put_of(struct sheet *x, struct name *based_on, const struct form_change *change, size_t n)
{
	struct page *p = x->p;
	const char *typed = x->typed[x->form->number];
	return (struct app_put){.unit = x->unit.code,
		.number = *x->so   ? x->so
			  : *typed ? typed
				   : NULL,
		.change = change,
		.changes = n,
		.reason = x->reason && *x->reason ? x->reason : NULL,
		.by = p->session->by[0] ? p->session->by : NULL,
		.draft = &x->draft,
		.holder = &p->session->id,
		.based_on = name_parse(x->based_on, based_on) ? based_on : NULL,
		.is_new = !*x->so,
		.now = p->now,
		.lang = p->lang};
}

/* Typed and stored alike, "04" and "4"? */
static bool same(const struct sheet *saved, const struct form_change *c)
{
	struct form_value v;
	struct err none;
	if (!c->value || form_read(saved->form, c->field, c->value, saved->p->lang, &v, &none) != 0)
		return false;
	bool alike = v.state == FORM_GIVEN && strcmp(v.text, sheet_standing(saved, (size_t)c->field)) == 0;
	form_value_free(&v);
	return alike;
}

/* Does what was saved under this form's id differ from what is posted? */
static bool differs(struct sheet *x, const char *number)
{
	struct sheet saved;
	struct err none;
	struct form_change change[FORM_FIELDS_MAX + 1];
	bool other = false;
	if (sheet_load(&saved, x->p, number, &none) == 0) {
		(void)sheet_posted(&saved);
		size_t n = sheet_changes(&saved, true, change);
		for (size_t i = 0; i < n; i++)
			other = other || !same(&saved, &change[i]);
	}
	sheet_free(&saved);
	return other;
}

static void put(struct sheet *x, const struct form_change *change, size_t n, bool touched)
{
	struct app_put_done done;
	struct name based_on;
	struct err e;
	const struct app_put what = put_of(x, &based_on, change, n);
	if (app_household_put(x->p->store, &what, &done, &e) != 0)
		show_refused(x, &e);
	else if (done.repeated && !touched && differs(x, done.number))
		show_saved_twice(x);
	else
		go_on(x, &done);
	app_sentences_free(&done.warnings);
}

/* Whoever presses Save in a form of answers means a household he was in: where the deciding one is empty, that is said,
 * rather than a household saved that nobody visited. A note or a label alone may be put right. */
static bool means_met(const struct sheet *x, const struct form_change *change, size_t n)
{
	const struct form *f = x->form;
	bool small = *x->so && n > 0;
	for (size_t i = 0; i < n; i++)
		small = small && !sheet_is_answer(f, (size_t)change[i].field);
	return f->answered >= 0 && !x->locked && !*x->typed[f->answer] && !small;
}

void page_household_save(struct page *p)
{
	struct sheet x;
	struct form_change change[FORM_FIELDS_MAX + 1];
	struct err e;
	if (sheet_elsewhere(p))
		return;
	if (sheet_load(&x, p, page_field(p, "so"), &e) != 0)
		page_fail(p, &e);
	else if (!sheet_posted(&x))
		page_fail(p, (err_set(&e, ERR_DATA, TEXT_DOOR_HH_NO_FORM, ""), &e));
	else {
		size_t n = sheet_changes(&x, true, change);
		bool both = false;
		for (size_t i = 0; i < x.form->fields; i++)
			both = both || x.both[i];
		if (means_met(&x, change, n))
			change[n++] = (struct form_change){
				x.form->status, x.form->field[x.form->status].option[x.form->answered].id};
		if (both)
			show_refused(&x, (err_set(&e, ERR_DATA, TEXT_DOOR_HH_NOT_SAVED, ""), &e));
		else
			put(&x, change, n, false);
	}
	sheet_free(&x);
}

/* --- one key --- */

static void confirm(struct sheet *x)
{
	struct app_put_done done = {0};
	struct err e;
	struct form_change change[FORM_FIELDS_MAX + 1];
	struct page *p = x->p;
	char now[NAME_TEXT];
	const struct app_correct c = {.unit = x->unit.code,
		.number = x->so,
		.reason = x->reason && *x->reason ? x->reason : NULL,
		.by = p->session->by[0] ? p->session->by : NULL,
		.draft = &x->draft,
		.holder = &p->session->id,
		.now = p->now,
		.lang = p->lang};
	if (sheet_changes(x, true, change) > 0) {
		err_set(&e, ERR_DATA, TEXT_DOOR_HH_TYPED_TOO, "%s", page_text(p, TEXT_DOOR_HH_UNCHANGED));
		show_refused(x, &e);
	} else if (x->known && strcmp(name_text(&x->h.h.entry, now), x->based_on) != 0) {
		go(p, x->so, "xong", x->so); /* pressed twice, or somebody was here meanwhile: what stands is shown */
	} else if (app_household_confirm(p->store, &c, &done, &e) != 0)
		show_refused(x, &e);
	else
		go_on(x, &done);
	app_sentences_free(&done.warnings);
}

static void touch(struct sheet *x, const char *key)
{
	const struct form_field *status = &x->form->field[x->form->status];
	struct form_change change[FORM_FIELDS_MAX + 2];
	struct err e;
	size_t n = sheet_changes(x, false, change);
	for (size_t i = 0; i < status->options; i++)
		if (strcmp(status->option[i].id, key) == 0) {
			change[n++] = (struct form_change){x->form->status, status->option[i].id};
			put(x, change, n, true);
			return;
		}
	page_fail(x->p, (err_set(&e, ERR_DATA, TEXT_DOOR_HH_NO_FORM, ""), &e));
}

void page_household_touch(struct page *p)
{
	struct sheet x;
	struct err e;
	const char *key = page_field(p, "cham");
	if (sheet_elsewhere(p))
		return;
	if (sheet_load(&x, p, page_field(p, "so"), &e) != 0)
		page_fail(p, &e);
	else if (!sheet_posted(&x))
		page_fail(p, (err_set(&e, ERR_DATA, TEXT_DOOR_HH_NO_FORM, ""), &e));
	else if (strcmp(key, SHEET_UNCHANGED) == 0)
		confirm(&x);
	else
		touch(&x, key);
	sheet_free(&x);
}

/* --- taking back, dropping --- */

void page_household_undo(struct page *p)
{
	struct sheet x;
	struct app_undone done;
	struct err e;
	char link[APP_DRAFT_LINK];
	if (sheet_elsewhere(p))
		return;
	if (sheet_load(&x, p, page_field(p, "so"), &e) != 0 ||
		app_undo(p->store, x.unit.code, p->session->id, p->now, p->lang, &done, &e) != 0)
		page_fail(p, &e);
	else
		go(p, done.opens, "hoan-tac", app_draft_link(done.draft, link));
	sheet_free(&x);
}

void page_household_drop(struct page *p)
{
	struct id draft;
	struct err e;
	if (sheet_elsewhere(p))
		return;
	if (id_parse(page_field(p, "nhap"), &draft) && app_draft_forget(p->store, draft, &e) != 0)
		page_fail(p, &e);
	else
		go(p, page_field(p, "so"), NULL, NULL);
}
