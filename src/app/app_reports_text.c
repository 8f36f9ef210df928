/* app_reports_text.c - what a clerk typed into a report: the newest text of each part and period; a part nothing was
 * typed into yet carries the one of the newest period before. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/store_facts.h>
#include <tungnha/utf8.h>

#include "reports.h"

/* --- reading --- */

struct looking {
	const struct reports *r;
	struct app_report *out;
};

/* Of two texts that might stand, the one of this period, else of the later period. */
static bool is_nearer(const struct reports *r, const struct app_report_part *known, const char *period)
{
	struct period p, before;
	if (strcmp(period, r->once ? "" : r->period_text) == 0)
		return true;
	if (r->once || !period_parse(period, &p) || p.kind != r->period.kind || period_compare(p, r->period) > 0)
		return false;
	if (!known->at[0])
		return true;
	return period_parse(known->from, &before) && period_compare(p, before) > 0;
}

static void take(const struct reports *r, struct app_report_part *x, const char *period, const char *text,
	const struct store_fact *f)
{
	bool here = strcmp(period, r->once ? "" : r->period_text) == 0;
	free(x->text);
	x->text = alloc_copy(text);
	x->cleared = here && !*text;
	snprintf(x->from, sizeof x->from, "%s", here ? "" : period);
	snprintf(x->at, sizeof x->at, "%s", f->at);
	snprintf(x->by, sizeof x->by, "%s", f->by);
}

static int look(void *context, const struct store_fact *f, struct err *e)
{
	struct looking *l = context;
	const char *report = json_string(f->fields, "report"), *part = json_string(f->fields, "part");
	const char *period = json_string(f->fields, "period"), *text = json_string(f->fields, "text");
	(void)e;
	if (!report || !part || !period || !text || strlen(period) >= PERIOD_TEXT ||
		strcmp(report, l->r->report->id) != 0)
		return 0;
	for (size_t i = 0; i < l->out->parts; i++) {
		struct app_report_part *x = &l->out->part[i];
		if (strcmp(x->part->id, part) == 0 && is_nearer(l->r, x, period))
			take(l->r, x, period, text, f);
	}
	return 0;
}

int reports_typed(struct store *s, const struct reports *r, struct app_report *out, struct err *e)
{
	struct looking l = {r, out};
	if (!r->report)
		return 0;
	out->part = alloc_zero(r->report->parts + 1, sizeof *out->part);
	for (size_t i = 0; i < r->report->parts; i++) {
		if (*r->report->part[i].id)
			out->part[out->parts++] =
				(struct app_report_part){.part = &r->report->part[i], .text = alloc_copy("")};
	}
	if (store_facts(s, r->own.code, ENTRY_TEXT, look, &l, e) != 0)
		return -1;
	for (size_t i = 0; i < out->parts; i++) {
		if (!*out->part[i].text)
			out->part[i].from[0] = '\0';
	}
	return 0;
}

/* --- writing --- */

/* Line by line: spaces made one, control characters dropped; at most one empty line between two others, none at the
 * ends. NULL: not UTF-8. */
static char *clean(const char *text)
{
	struct buf out;
	size_t empty = 0;
	buf_init(&out, 2 * APP_REPORT_TEXT_BYTES);
	for (const char *s = text; *s; s += *s == '\n') {
		size_t n = strcspn(s, "\n");
		char *line = utf8_clean(s, n);
		if (!line) {
			buf_free(&out);
			return NULL;
		}
		if (*line && out.len)
			buf_text(&out, empty ? "\n\n" : "\n");
		empty = *line ? 0 : empty + 1;
		buf_text(&out, line);
		free(line);
		s += n;
	}
	if (out.full)
		buf_char(&out, ' '); /* longer than any text may be: refused by its length */
	return buf_take(&out);
}

static const struct app_report_part *find(const struct app_report *x, const char *part)
{
	for (size_t i = 0; i < x->parts; i++) {
		if (strcmp(x->part[i].part->id, part) == 0)
			return &x->part[i];
	}
	return NULL;
}

static int refuse_part(const struct app_report *x, const char *part, struct err *e)
{
	struct buf list;
	buf_init(&list, ERR_ARG_BYTES);
	for (size_t i = 0; i < x->parts; i++)
		buf_print(&list, "%s%s", list.len ? ", " : "", x->part[i].part->id);
	err_set(e, ERR_DATA, x->parts ? TEXT_REPORTS_NO_PART : TEXT_REPORTS_NO_PARTS, "%s" ERR_AND "%s", part,
		list.data);
	buf_free(&list);
	return -1;
}

static int write_text(struct store *s, const struct reports *r, const char *part, const char *text, struct err *e)
{
	char by[ENTRY_BY_BYTES + 1];
	struct store_author author = {.by = app_by_put(s, by), .at = r->now};
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "report", r->report->id);
	cJSON_AddStringToObject(fields, "part", part);
	cJSON_AddStringToObject(fields, "period", r->once ? "" : r->period_text);
	cJSON_AddStringToObject(fields, "text", text);
	int rc = store_begin(s, e);
	if (rc != 0)
		cJSON_Delete(fields);
	else
		rc = store_write_act(s, r->own.code, ENTRY_TEXT, NULL, fields, &author, NULL, e);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	return rc;
}

static int begin(
	struct store *s, const struct app_report_wish *w, struct reports *r, struct app_report *out, struct err *e)
{
	bool chosen;
	*out = (struct app_report){.version = 0};
	if (reports_begin(s, w, false, r, &chosen, e) != 0)
		return -1;
	out->report = r->report;
	out->about = reports_about(r);
	out->chosen = chosen && !r->once;
	memcpy(out->period, r->period_text, sizeof out->period);
	memcpy(out->figures, r->figures_text, sizeof out->figures);
	app_period_ends(&r->calendar, out->period, out->ends);
	if (reports_typed(s, r, out, e) == 0)
		return 0;
	app_report_free(out);
	return -1;
}

int app_report_parts(struct store *s, const struct app_report_wish *w, struct app_report *out, struct err *e)
{
	struct reports r;
	return begin(s, w, &r, out, e);
}

static int type_part(struct store *s, const struct reports *r, const char *part, const char *text,
	const struct app_report *known, bool *changed, struct err *e)
{
	const struct app_report_part *x = find(known, part);
	char *cleaned = clean(text ? text : "");
	int rc = 0;
	if (!x)
		rc = refuse_part(known, part, e);
	else if (!cleaned)
		rc = err_set(e, ERR_DATA, TEXT_REPORTS_NOT_TEXT, "");
	else if (strlen(cleaned) > APP_REPORT_TEXT_BYTES)
		rc = err_set(e, ERR_DATA, TEXT_REPORTS_TEXT_LONG, "%d", (int)APP_REPORT_TEXT_BYTES / 1000);
	else if (text && !*cleaned)
		rc = err_set(e, ERR_USAGE, TEXT_REPORTS_TEXT_EMPTY, "");
	*changed = rc == 0 && (!x->at[0] || x->from[0] || (!*cleaned && !x->cleared) || strcmp(x->text, cleaned) != 0);
	if (*changed)
		rc = write_text(s, r, part, cleaned, e);
	free(cleaned);
	return rc;
}

int app_report_type(struct store *s, const struct app_report_wish *w, const char *part, const char *text,
	struct app_report *out, bool *changed, struct err *e)
{
	struct reports r;
	*changed = false;
	if (begin(s, w, &r, out, e) != 0)
		return -1;
	int rc = type_part(s, &r, part, text, out, changed, e);
	if (rc != 0)
		app_report_free(out);
	return rc;
}
