/* collector.c - judging and writing one change to one household, and small things several use cases need. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/alloc.h>
#include <tungnha/app_submit.h>
#include <tungnha/utf8.h>

#include "collector.h"
#include "hub.h"
#include "warnings.h"

void collector_sentence_plain(struct app_sentences *w, const char *s)
{
	w->sentence = alloc_grow(w->sentence, w->count + 1, sizeof *w->sentence);
	w->sentence[w->count++] = alloc_copy(s);
}

void collector_sentence(
	struct app_sentences *w, enum text_lang lang, text_id id, const char *a0, const char *a1, const char *a2)
{
	const char *const args[3] = {a0, a1, a2};
	char text[2 * FORM_SENTENCE];
	text_fill(lang, id, args, text, sizeof text);
	collector_sentence_plain(w, text);
}

void app_sentences_free(struct app_sentences *w)
{
	for (size_t i = 0; i < w->count; i++)
		free(w->sentence[i]);
	free(w->sentence);
	*w = (struct app_sentences){0};
}

int collector_number(
	const struct form *f, const char *typed, enum text_lang lang, char out[static COLLECTOR_NUMBER], struct err *e)
{
	struct form_value v = {0};
	if (form_read(f, f->number, typed, lang, &v, e) != 0)
		return -1;
	if (v.state != FORM_GIVEN || !v.text || strlen(v.text) >= COLLECTOR_NUMBER) {
		form_value_free(&v);
		return err_set(e, ERR_DATA, TEXT_NUMBER_NEEDED, "%s", form_words(&f->field[f->number].label, lang));
	}
	memcpy(out, v.text, strlen(v.text) + 1);
	form_value_free(&v);
	return 0;
}

const char *collector_number_of(const struct form *f, const struct form_record *r)
{
	const struct form_value *v = &r->value[f->number];
	return v->state == FORM_GIVEN && v->text ? v->text : "";
}

int collector_reason(const char *typed, char **out, struct err *e)
{
	*out = typed ? utf8_clean(typed, strlen(typed)) : NULL;
	if (!typed)
		return 0;
	if (!*out)
		return err_set(e, ERR_DATA, TEXT_REASON_NOT_TEXT, "");
	if (**out && strlen(*out) <= ENTRY_REASON_BYTES)
		return 0;
	bool empty = !**out;
	free(*out);
	*out = NULL;
	return empty ? err_set(e, ERR_USAGE, TEXT_REASON_EMPTY, "")
		     : err_set(e, ERR_DATA, TEXT_REASON_LONG, "%d", ENTRY_REASON_BYTES);
}

int collector_may_write(struct store *s, const char *unit, struct err *e)
{
	struct store_enrolment en;
	struct err none;
	bool locked;
	if (store_locked(s, unit, &locked, e) != 0)
		return -1;
	struct unit u;
	if (locked && store_unit(s, unit, &u, &none) == 0 && app_hub_not_purged(s, &u, e) != 0)
		return -1;
	if (locked)
		return err_set(e, ERR_DENIED, TEXT_FIGURES_LOCKED, "%s", unit);
	/* A revoked device is not shown the act that revoked it; it was told all the same. */
	bool revoked = store_enrolment(s, unit, &en, &none) == 0 && en.has_hub && en.state == STATE_REVOKED;
	sodium_memzero(&en, sizeof en);
	return revoked ? err_set(e, ERR_DENIED, TEXT_DEVICE_REVOKED, "") : 0;
}

/* --- the clock --- */

int collector_note_time(struct store *s, int64_t now, struct err *e)
{
	char *last = store_setting(s, "last_at"), stamp[CLOCK_STAMP];
	int64_t then = 0;
	bool newer = !last || !clock_read_stamp(last, &then) || now > then;
	free(last);
	return newer ? store_set(s, "last_at", clock_stamp(now, stamp), e) : 0;
}

void collector_clock(struct store *s, int64_t now, bool *unset, bool *behind, char last[static CLOCK_STAMP])
{
	char *kept = store_setting(s, "last_at");
	int64_t then = 0;
	bool known = kept && clock_read_stamp(kept, &then);
	last[0] = '\0';
	if (known)
		clock_stamp(then, last);
	free(kept);
	*unset = !app_clock_set(s, now);
	*behind = known && now < then;
}

void collector_warn_clock(struct store *s, int64_t now, enum text_lang lang, struct app_sentences *out)
{
	bool unset, behind;
	char last[CLOCK_STAMP], stamp[CLOCK_STAMP], sentence[FORM_SENTENCE];
	const struct form *f;
	struct err none;
	collector_clock(s, now, &unset, &behind, last);
	if (unset)
		collector_sentence(out, lang, TEXT_CLOCK_UNSET, clock_stamp(now, stamp), NULL, NULL);
	else if (behind && store_form(s, NULL, &f, &none) == 0 && warnings_clock(f, last, lang, sentence))
		collector_sentence_plain(out, sentence);
}

/* --- one change --- */

bool collector_unvisited_as(const struct form *f, const struct form_value *v)
{
	const struct form_field *status = &f->field[f->status];
	for (size_t i = 0; i < status->options; i++)
		if (v->state == FORM_GIVEN && status->option[i].value == v->number)
			return status->option[i].unvisited;
	return true;
}

bool collector_unvisited(const struct form *f, const struct form_record *r)
{
	return collector_unvisited_as(f, &r->value[f->status]);
}

static bool names(const struct collector_change *c, int field)
{
	for (size_t i = 0; i < c->changes; i++)
		if (c->change[i].field == field && c->change[i].value && *c->change[i].value)
			return true;
	return false;
}

/* Nobody types the date of today at the door: it is taken from the clock when the status becomes a visited one. */
static bool wants_today(const struct collector_change *c, const struct form_record *old, const struct form_record *now)
{
	const struct form *f = c->form;
	if (f->visit < 0 || names(c, f->visit) || collector_unvisited(f, now))
		return false;
	return !old || old->value[f->status].state != FORM_GIVEN ||
	       old->value[f->status].number != now->value[f->status].number;
}

static bool label_differs(const struct form *f, const struct form_record *old, const struct form_record *now)
{
	if (f->label < 0)
		return false;
	const struct form_value *was = old ? &old->value[f->label] : NULL, *is = &now->value[f->label];
	bool stood = was && was->state == FORM_GIVEN, stands = is->state == FORM_GIVEN;
	return stood != stands || (stands && strcmp(was->text, is->text) != 0);
}

void collector_outcome_free(struct collector_outcome *o)
{
	form_record_free(&o->record);
}

/* The answers of a household not known yet: most often somebody has been there. */
static bool guess_today(const struct collector_change *c, const struct form_record *old)
{
	if (old || c->form->visit < 0 || names(c, c->form->visit))
		return false;
	for (size_t i = 0; i < c->changes; i++)
		if (c->form->field[c->change[i].field].type == FORM_COUNT)
			return true;
	return false;
}

static int apply(const struct collector_change *c, const struct form_record *old, bool today, struct form_record *out,
	struct err *e)
{
	char date[CLOCK_DATE];
	struct form_change more[FORM_FIELDS_MAX + 1];
	const struct form_change *change = c->change;
	if (today) {
		assert(c->changes <= FORM_FIELDS_MAX);
		memcpy(more, c->change, c->changes * sizeof *more);
		more[c->changes] = (struct form_change){c->form->visit, clock_date(c->now, date)};
		change = more;
	}
	form_record_free(out);
	form_record_init(out);
	return form_apply(c->form, old, change, c->changes + today, c->lang, out, e);
}

int collector_judge(const struct collector_change *c, struct collector_outcome *out, struct err *e)
{
	const struct form_record *old = c->old && !c->old->voided ? &c->old->record : NULL;
	bool today = guess_today(c, old);
	form_record_init(&out->record);
	if (apply(c, old, today, &out->record, e) != 0)
		return -1;
	if (wants_today(c, old, &out->record) != today && apply(c, old, !today, &out->record, e) != 0)
		return -1;
	/* Saying the same again over several versions settles them; over a void it brings the household back. */
	out->changed = !old || c->old->conflict || !form_record_equal(c->form, old, &out->record);
	out->labelled = label_differs(c->form, old, &out->record);
	return 0;
}

int collector_write(struct store *s, const struct collector_change *c, const struct collector_outcome *o,
	const struct store_author *a, struct name *written, struct err *e)
{
	if (o->changed && store_write_record(s, c->unit, c->key, c->form, &o->record, a, written, e) != 0)
		return -1;
	if (o->labelled && store_set_label(s, c->unit, c->key, o->record.value[c->form->label].text, e) != 0)
		return -1;
	return 0;
}

static void add_sentence(void *context, const char *rule, const char *sentence)
{
	(void)rule;
	collector_sentence_plain(context, sentence);
}

void collector_warnings(struct store *s, const struct form *f, const struct form_record *r, enum text_lang lang,
	struct app_sentences *out)
{
	warnings_of_record(s, f, r, APP_AT_DOOR, lang, add_sentence, out);
}
