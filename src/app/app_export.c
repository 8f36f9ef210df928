/* app_export.c - a hub's figures for other systems: of a closed period, or as things stand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_export.h>
#include <tungnha/app_figures.h>
#include <tungnha/app_submit.h>
#include <tungnha/json.h>

/* What is gathered for one file. */
struct gathered {
	struct store_statement statement;
	struct report report;
	const char **late; /* borrowed from the statement */
	size_t lates;
	struct buf entry;
	struct export_figure *figure;
	size_t figures;
	char (*target)[APP_FIGURE_ID]; /* by figure */
	struct export file;
};

static void gathered_free(struct gathered *g)
{
	store_statement_free(&g->statement);
	report_free(&g->report);
	free(g->late);
	free(g->figure);
	free(g->target);
	buf_free(&g->entry);
}

/* The period whose figures a report of `asked` gives. */
static struct period figures_of(const struct app_calendar *c, struct period asked)
{
	return asked.kind == c->rule.kind ? asked : period_last_in(&c->rule, asked);
}

/* 1 closed, 0 as things stand, -1. */
static int choose(
	struct store *s, const struct app_calendar *c, const struct app_export *x, struct gathered *g, struct err *e)
{
	char text[PERIOD_TEXT];
	if (x->period && !period_parse(x->period, &g->file.period))
		return err_set(e, ERR_DATA, TEXT_EXPORT_NO_PERIOD, "%s", x->period);
	if (x->period && g->file.period.kind < c->rule.kind)
		return app_period_read(c, x->period, &g->file.period, e); /* no month is made of weeks nobody closed */
	if (x->period)
		period_text(figures_of(c, g->file.period), text);
	int closed = store_statement(s, x->period ? text : NULL, &g->statement, e);
	if (closed < 0)
		return -1;
	if (!x->period) {
		g->file.period = c->running;
		return closed > 0 && period_parse(g->statement.period, &g->file.period) ? 1 : 0;
	}
	bool runs = !c->clock_unset && period_compare(figures_of(c, g->file.period), c->running) == 0;
	if (!closed && !runs)
		return err_set(e, ERR_NOT_FOUND, TEXT_STATEMENT_NONE, "%s", text);
	return closed;
}

static void read_late(struct gathered *g)
{
	const cJSON *list = json_array(g->statement.fields, "late"), *v;
	g->late = alloc_zero((size_t)cJSON_GetArraySize(list) + 1, sizeof *g->late);
	cJSON_ArrayForEach(v, list) if (cJSON_IsString(v)) g->late[g->lates++] = v->valuestring;
}

/* --- figures of the plan's targets --- */

static struct export_figure *add_figure(
	struct gathered *g, const char *target, const char *unit, int64_t num, int64_t den)
{
	g->figure = alloc_grow(g->figure, g->figures + 1, sizeof *g->figure);
	g->target = alloc_grow(g->target, g->figures + 1, sizeof *g->target);
	struct export_figure *f = &g->figure[g->figures];
	*f = (struct export_figure){.num = num, .den = den};
	snprintf(f->unit, sizeof f->unit, "%s", unit);
	snprintf(g->target[g->figures++], APP_FIGURE_ID, "%s", target);
	return f;
}

/* What the unit closed with the period, whatever is typed since. */
static void read_stated_figures(struct gathered *g)
{
	const cJSON *v;
	int64_t num, den;
	cJSON_ArrayForEach(v, json_object(g->statement.fields, "figures"))
	{
		if (json_is_int(cJSON_GetArrayItem(v, 0), 0, JSON_INT_MAX, &num) &&
			json_is_int(cJSON_GetArrayItem(v, 1), 0, JSON_INT_MAX, &den))
			add_figure(g, v->string, g->report.unit.code, num, den);
	}
}

static bool has_figure(const struct gathered *g, const struct app_figure *f)
{
	for (size_t i = 0; i < g->figures; i++)
		if (strcmp(g->figure[i].unit, f->unit.code) == 0 && strcmp(g->target[i], f->indicator) == 0)
			return true;
	return false;
}

/* Of each target and unit the newest. */
static int read_typed_figures(struct store *s, struct gathered *g, struct err *e)
{
	struct app_figures_wish wish = {.period = NULL};
	struct app_figure_list list;
	if (app_figures(s, &wish, &list, e) != 0)
		return -1;
	for (size_t i = 0; i < list.rows; i++) {
		const struct app_figure *f = &list.row[i];
		if (f->withdrawn || !f->stands || has_figure(g, f))
			continue;
		struct export_figure *out = add_figure(g, f->indicator, f->unit.code, f->num, f->den);
		snprintf(out->source, sizeof out->source, "%s", f->source);
		memcpy(out->date, f->date, sizeof out->date);
	}
	app_figures_free(&list);
	return 0;
}

static int read_closed(
	struct store *s, const struct app_export *x, const struct campaign *campaign, struct gathered *g, struct err *e)
{
	struct export_proof *p = &g->file.proof;
	if (report_past(s, &g->statement, NULL, campaign, x->lang, &g->report, e) != 0)
		return -1;
	read_late(g);
	read_stated_figures(g);
	if (store_statement_bytes(s, &g->statement.entry, &p->chain, &p->previous, &g->entry, e) != 0)
		return -1;
	p->seq = g->statement.entry.seq;
	p->entry = g->entry.data;
	p->bytes = g->entry.len;
	return 0;
}

static int read_now(
	struct store *s, const struct app_export *x, const struct campaign *campaign, struct gathered *g, struct err *e)
{
	const struct form *form;
	struct unit own;
	if (store_form(s, NULL, &form, e) != 0 || store_own_unit(s, &own, e) != 0)
		return -1;
	if (report_gather(s, own.code, form, campaign, x->lang, false, &g->report, e) != 0)
		return -1;
	return read_typed_figures(s, g, e);
}

static int gather(struct store *s, const struct app_export *x, struct gathered *g, struct err *e)
{
	const struct campaign *campaign = NULL;
	struct app_calendar calendar;
	app_calendar(s, x->now, &calendar);
	int closed = choose(s, &calendar, x, g, e);
	if (closed < 0)
		return -1;
	if (store_campaign(s, &campaign) != 0)
		campaign = NULL;
	int rc = closed ? read_closed(s, x, campaign, g, e) : read_now(s, x, campaign, g, e);
	g->file.report = &g->report;
	g->file.rule = calendar.rule;
	g->file.exported_at = x->now;
	g->file.late = g->late;
	g->file.lates = g->lates;
	g->file.reason = g->statement.reason;
	for (size_t i = 0; i < g->figures; i++)
		g->figure[i].target = g->target[i]; /* now that they stay where they are */
	g->file.figure = g->figure;
	g->file.figures = g->figures;
	return rc;
}

static void tell(const struct gathered *g, struct app_exported *out)
{
	period_text(g->file.period, out->period);
	memcpy(out->figures, g->statement.version ? g->statement.period : out->period, sizeof out->figures);
	out->version = g->statement.version;
	memcpy(out->code, g->statement.code, sizeof out->code);
	out->rows = g->report.rows;
}

int app_export(struct store *s, const struct app_export *x, struct app_exported *out, struct buf *file, struct err *e)
{
	struct gathered g;
	memset(&g, 0, sizeof g);
	buf_init(&g.entry, ENTRY_OWN_BYTES_MAX);
	int rc = gather(s, x, &g, e);
	if (rc == 0)
		rc = export_write(&g.file, x->format, file, e);
	if (rc == 0)
		tell(&g, out);
	gathered_free(&g);
	return rc;
}
