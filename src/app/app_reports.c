/* app_reports.c - a report put together: head, what the campaign's file says around it, part by part what was typed and
 * what is computed, annexes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "reports.h"

void app_report_free(struct app_report *x)
{
	for (size_t i = 0; i < x->parts; i++)
		free(x->part[i].text);
	free(x->part);
	cJSON_Delete(x->facts);
	document_free(x->document);
	free(x->notice);
	free(x->about);
	*x = (struct app_report){.version = 0};
}

/* --- the head --- */

/* The State's layout puts a campaign's own words around figures it did not close: then a line says so. */
static char *state_line(const struct reports *r)
{
	if (r->closed)
		return NULL;
	char *when = reports_moment(r, r->sheet.as_of), *line = reports_say(r, TEXT_REPORTS_OPEN, when, NULL, NULL);
	free(when);
	return line;
}

static void frame_people(const struct reports *r, struct document_frame *f)
{
	const struct campaign *c = r->campaign;
	bool own = r->report && r->report->recipient_lines > 0;
	f->recipients = own ? r->report->recipients : c->recipients;
	f->recipient_lines = own ? r->report->recipient_lines : c->recipient_lines;
	f->signatures = c->signatures;
	f->signature_lines = c->signature_lines;
	f->issuer = c->issuer;
	f->issuers = c->issuers;
	f->number = r->report ? c->number_line : NULL; /* a list is published, not sent */
}

/* "Ủy ban nhân dân xã Phú Lạc", where that is what the head says in capitals; else NULL. */
static char *issuer_words(const struct reports *r)
{
	const struct campaign *c = r->campaign;
	struct buf head;
	char *name = reports_unit_name(r);
	char *words = reports_say(r, TEXT_REPORTS_ISSUER, name, NULL, NULL), *upper = utf8_upper(words);
	buf_init(&head, FORM_SENTENCE);
	for (size_t i = 0; i < c->issuers; i++)
		buf_print(&head, "%s%s", head.len ? " " : "", c->issuer[i]);
	bool same = upper && strcmp(upper, head.data) == 0;
	buf_free(&head);
	free(upper), free(name);
	if (!same)
		free(words);
	return same ? words : NULL;
}

static struct document *new_document(const struct reports *r, const char *title, const char *about)
{
	const struct campaign *c = r->campaign;
	const char *own_name[] = {r->own.name};
	struct document_frame f = {.title = title, .about = *about ? about : NULL, .code = NULL};
	char *day = reports_long_day(r, r->sheet.as_of);
	char *date = alloc_print("%s, %s", c->place && *c->place ? c->place : "....................", day);
	char *state = state_line(r), *issuer = issuer_words(r);
	frame_people(r, &f);
	if (f.issuers == 0) {
		f.issuer = own_name;
		f.issuers = 1;
	}
	f.date = date;
	f.state = state;
	f.code = r->closed ? r->statement.code : NULL;
	f.issuer_words = issuer;
	f.at = r->sheet.as_of;
	struct document *d = document_new(r->lang, &f);
	free(issuer), free(state), free(date), free(day);
	return d;
}

/* --- parts --- */

/* "I. …" is a chapter, "1. …" stands in one, "a) …" below that. */
static int level_of(const char *heading)
{
	size_t roman = strspn(heading, "IVX"), digits = strspn(heading, "0123456789");
	if (roman && heading[roman] == '.')
		return 1;
	if (digits && heading[digits] == '.')
		return heading[digits + 1] >= '0' && heading[digits + 1] <= '9' ? 3 : 2;
	return heading[0] && heading[1] == ')' ? 3 : 1;
}

static int show(struct reports *r, enum campaign_shows what, cJSON *facts, struct err *e)
{
	switch (what) {
	case SHOWS_PROGRESS:
		return reports_show_progress(r, facts, e);
	case SHOWS_FORM:
		document_form(r->document, &r->sheet);
		return 0;
	case SHOWS_UNITS:
		return reports_show_units(r, facts, e);
	case SHOWS_LATE:
		return reports_show_late(r, facts, e);
	case SHOWS_TARGETS:
		return reports_show_targets(r, facts, e);
	case SHOWS_TASKS:
		return reports_show_tasks(r, facts, e);
	case SHOWS_PERIODS:
		return reports_show_periods(r, facts, e);
	default:
		return 0;
	}
}

static const char *const shows_word[SHOWS_KINDS] = {[SHOWS_PROGRESS] = "progress",
	[SHOWS_FORM] = "form",
	[SHOWS_UNITS] = "units",
	[SHOWS_LATE] = "late",
	[SHOWS_TARGETS] = "targets",
	[SHOWS_TASKS] = "tasks",
	[SHOWS_PERIODS] = "periods"};

static cJSON *new_facts(cJSON *list, enum campaign_shows what)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddItemToObject(o, "shows", shows_word[what] ? cJSON_CreateString(shows_word[what]) : cJSON_CreateNull());
	cJSON_AddItemToArray(list, o);
	return o;
}

static const struct app_report_part *typed_of(const struct app_report *out, const struct campaign_part *p)
{
	for (size_t i = 0; i < out->parts; i++) {
		if (out->part[i].part == p)
			return &out->part[i];
	}
	return NULL;
}

static int show_part(struct reports *r, const struct app_report *out, const struct campaign_part *p, struct err *e)
{
	const struct app_report_part *typed = typed_of(out, p);
	cJSON *facts = new_facts(r->parts, p->shows);
	char *heading = reports_fill(r, &p->heading);
	document_heading(r->document, level_of(heading), heading);
	cJSON_AddStringToObject(facts, "heading", heading);
	free(heading);
	int rc = show(r, p->shows, facts, e);
	/* Beside computed figures nothing need be said; a part that is only typed leaves lines to write on. */
	if (typed && (*typed->text || p->shows == SHOWS_NOTHING))
		document_typed(r->document, p->id, typed->text);
	if (typed) {
		cJSON_AddStringToObject(facts, "id", p->id);
		cJSON_AddItemToObject(
			facts, "text", *typed->text ? cJSON_CreateString(typed->text) : cJSON_CreateNull());
		cJSON_AddItemToObject(
			facts, "carried_from", typed->from[0] ? cJSON_CreateString(typed->from) : cJSON_CreateNull());
	}
	return rc;
}

/* --- annexes --- */

static int show_annex(struct reports *r, enum campaign_shows what, cJSON *list, struct err *e)
{
	static const text_id title[SHOWS_KINDS] = {[SHOWS_PROGRESS] = TEXT_REPORTS_ANNEX_PROGRESS,
		[SHOWS_UNITS] = TEXT_REPORTS_ANNEX_UNITS,
		[SHOWS_LATE] = TEXT_REPORTS_ANNEX_LATE,
		[SHOWS_TARGETS] = TEXT_REPORTS_ANNEX_TARGETS,
		[SHOWS_TASKS] = TEXT_REPORTS_ANNEX_TASKS,
		[SHOWS_PERIODS] = TEXT_REPORTS_ANNEX_PERIODS};
	bool wide = what != SHOWS_PROGRESS && what != SHOWS_UNITS && what != SHOWS_LATE;
	const char *words =
		what == SHOWS_FORM ? form_words(&r->sheet.form->title, r->lang) : text_get(r->lang, title[what]);
	document_annex(r->document, words, wide);
	return show(r, what, new_facts(list, what), e);
}

/* --- all of it --- */

static void show_words(struct reports *r, const struct form_words *w)
{
	char *text = reports_fill(r, w);
	if (*text)
		document_paragraph(r->document, text);
	free(text);
}

static int build(struct reports *r, struct app_report *out, struct err *e)
{
	const struct campaign_report *x = r->report;
	char *title = reports_fill(r, &x->title), *about = reports_fill(r, &x->about);
	cJSON *annexes = cJSON_CreateArray();
	int rc = 0;
	r->document = new_document(r, title, about);
	show_words(r, &x->basis);
	for (size_t i = 0; rc == 0 && i < x->parts; i++)
		rc = show_part(r, out, &x->part[i], e);
	if (rc == 0)
		show_words(r, &x->closing);
	for (size_t i = 0; rc == 0 && i < x->annexes; i++)
		rc = show_annex(r, x->annex[i], annexes, e);
	cJSON_AddStringToObject(out->facts, "title", title);
	cJSON_AddStringToObject(out->facts, "about", about);
	cJSON_AddItemToObject(out->facts, "annexes", annexes);
	free(title), free(about);
	return rc;
}

static void name_parts(struct app_report *out)
{
	cJSON *carried = cJSON_AddArrayToObject(out->facts, "carried");
	cJSON *missing = cJSON_AddArrayToObject(out->facts, "missing");
	for (size_t i = 0; i < out->parts; i++) {
		const struct app_report_part *p = &out->part[i];
		if (p->from[0])
			cJSON_AddItemToArray(carried, cJSON_CreateString(p->part->id));
		if (!*p->text && p->part->shows == SHOWS_NOTHING && !p->cleared)
			cJSON_AddItemToArray(missing, cJSON_CreateString(p->part->id));
	}
}

static void add_code(cJSON *o, const struct app_report *x)
{
	cJSON_AddBoolToObject(o, "closed", x->closed);
	cJSON_AddItemToObject(o, "version", x->closed ? cJSON_CreateNumber(x->version) : cJSON_CreateNull());
	cJSON_AddItemToObject(o, "code", x->closed ? cJSON_CreateString(x->code) : cJSON_CreateNull());
}

/* Which report, period, statement: what a reader of facts needs first. */
static void head_facts(const struct reports *r, struct app_report *out)
{
	char from[CLOCK_DATE], to[CLOCK_DATE], stamp[CLOCK_STAMP];
	int64_t first, last;
	reports_days(r, &first, &last);
	cJSON *o = out->facts = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "report", r->report ? r->report->id : "late");
	cJSON_AddStringToObject(o, "period", r->period_text);
	cJSON_AddStringToObject(o, "figures_of", r->figures_text);
	cJSON_AddNumberToObject(o, "n", reports_nth(r));
	cJSON_AddStringToObject(o, "from", clock_date(first, from));
	cJSON_AddStringToObject(o, "to", clock_date(last, to));
	cJSON_AddStringToObject(o, "as_of", clock_stamp(r->sheet.as_of, stamp));
	add_code(o, out);
}

static int begin(struct store *s, const struct app_report_wish *w, bool late, struct reports *r, struct app_report *out,
	struct err *e)
{
	*out = (struct app_report){.version = 0};
	if (reports_begin(s, w, late, r, &out->chosen, e) != 0 || reports_load(r, e) != 0)
		return -1;
	out->chosen &= !r->once;
	out->about = r->report ? reports_about(r) : NULL;
	out->report = r->report;
	memcpy(out->period, r->period_text, sizeof out->period);
	memcpy(out->figures, r->figures_text, sizeof out->figures);
	out->closed = r->closed;
	out->version = r->closed ? r->statement.version : 0;
	if (r->closed)
		memcpy(out->code, r->statement.code, sizeof out->code);
	app_period_ends(&r->calendar, out->period, out->ends);
	head_facts(r, out);
	r->parts = cJSON_AddArrayToObject(out->facts, "parts");
	return 0;
}

static int finish(struct reports *r, int rc, struct app_report *out)
{
	if (rc == 0) {
		out->document = r->document;
		r->document = NULL;
	} else {
		app_report_free(out);
	}
	reports_unload(r);
	return rc;
}

int app_report(struct store *s, const struct app_report_wish *w, struct app_report *out, struct err *e)
{
	struct reports r;
	int rc = begin(s, w, false, &r, out, e);
	if (rc == 0)
		rc = reports_typed(s, &r, out, e);
	if (rc == 0)
		rc = build(&r, out, e);
	if (rc == 0)
		name_parts(out);
	return finish(&r, rc, out);
}

int app_report_late(struct store *s, const struct app_report_wish *w, struct app_report *out, struct err *e)
{
	struct reports r;
	int rc = begin(s, w, true, &r, out, e);
	if (rc == 0) {
		char *period = reports_period(&r, r.period);
		char *due = reports_due(&r, period_end(&r.calendar.rule, r.period));
		char *about = reports_say(&r, TEXT_REPORTS_LATE_ABOUT, period, due, NULL);
		r.document = new_document(&r, text_get(r.lang, TEXT_REPORTS_LATE_TITLE), about);
		free(about), free(due), free(period);
		rc = reports_show_sent(&r, new_facts(r.parts, SHOWS_UNITS), e);
	}
	if (rc == 0)
		rc = reports_show_late(&r, new_facts(r.parts, SHOWS_LATE), e);
	if (rc == 0)
		out->notice = reports_late_notice(&r);
	return finish(&r, rc, out);
}
