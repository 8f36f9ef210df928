/* app_totals_list.c - where a unit's figures come from: rows from files beside what it signed; and withdrawing a row.
 */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_submit.h>
#include <tungnha/clock.h>

#include "decide.h"
#include "totals.h"

struct listing {
	struct store *s;
	const char *period; /* NULL: all */
	enum text_lang lang;
	struct app_total_sources *out;
	const struct unit *unit;      /* now */
	struct store_figures figures; /* of it, as they count */
};

static bool is_given(const struct store_row *row)
{
	for (size_t i = 0; i < FORM_COLUMNS_MAX; i++)
		if (row->given[i])
			return true;
	return false;
}

static struct app_total_source *add(struct listing *l)
{
	struct app_total_sources *o = l->out;
	o->source = alloc_grow(o->source, o->count + 1, sizeof *o->source);
	struct app_total_source *x = &o->source[o->count++];
	*x = (struct app_total_source){.unit = *l->unit};
	return x;
}

/* What the unit signed for a period, once. */
static int add_signed(struct listing *l, const char *period, struct err *e)
{
	struct store_submit x;
	int row = store_submit(l->s, l->unit->code, period, &x, e);
	if (row > 0 && x.version == 0)
		store_submit_free(&x); /* what a device declared: its households say so themselves */
	if (row <= 0 || x.version == 0)
		return row < 0 ? -1 : 0;
	struct app_total_source *to = add(l);
	to->is_signed = true;
	to->version = x.version;
	memcpy(to->code, x.code, sizeof to->code);
	to->row.sums = x.sums;
	memcpy(to->row.given, x.given, sizeof to->row.given);
	memcpy(to->row.period, x.period, sizeof to->row.period);
	memcpy(to->row.at, x.at, sizeof to->row.at);
	memcpy(to->row.by, x.by, sizeof to->row.by);
	memcpy(to->row.reason, x.reason, sizeof to->row.reason);
	store_submit_free(&x);
	return 1;
}

static int add_row(void *context, const struct store_row *row, struct err *e)
{
	struct listing *l = context;
	if (l->period && strcmp(l->period, row->period) != 0)
		return 0;
	if (add_signed(l, row->period, e) < 0)
		return -1;
	struct app_total_source *to = add(l);
	to->row = *row;
	to->withdrawn = !is_given(row);
	return 0;
}

/* The newest of what it signed, where no row from a file names its period. */
static int add_newest(struct listing *l, size_t first, struct err *e)
{
	struct store_submit x;
	int row = store_submit(l->s, l->unit->code, l->period, &x, e);
	if (row <= 0)
		return row;
	bool known = false;
	for (size_t i = first; i < l->out->count; i++)
		known = known || strcmp(l->out->source[i].row.period, x.period) == 0;
	row = known ? 0 : add_signed(l, x.period, e);
	store_submit_free(&x);
	return row < 0 ? -1 : 0;
}

static int by_period(const void *a, const void *b)
{
	const struct app_total_source *x = a, *y = b;
	int order = strcmp(x->row.period, y->row.period);
	return order ? order : (int)y->is_signed - (int)x->is_signed;
}

/* Is this what the unit's figures are? */
static bool counts(const struct store_figures *f, const struct app_total_source *x)
{
	enum store_source source = x->is_signed ? SOURCE_STATEMENT : SOURCE_IMPORT;
	return f->source == source && strcmp(f->period, x->row.period) == 0 && !x->withdrawn;
}

/* beside: the unit signed the same period. */
static void judge(const struct listing *l, struct app_total_source *x, bool beside)
{
	char why[FORM_SENTENCE + ENTRY_REASON_BYTES];
	const struct store_figures *f = &l->figures;
	const char *arg = x->withdrawn ? x->row.reason : f->period;
	x->counts = counts(f, x);
	text_id id = x->withdrawn   ? TEXT_TOTALS_WHY_WITHDRAWN
		     : x->counts    ? TEXT_TOTALS_WHY_COUNTS
		     : beside       ? TEXT_TOTALS_WHY_SIGNED
		     : f->period[0] ? TEXT_TOTALS_WHY_LATER
				    : TEXT_TOTALS_WHY_HOUSEHOLDS;
	text_fill(l->lang, id, (const char *const[3]){arg, NULL, NULL}, why, sizeof why);
	x->why = alloc_copy(why);
}

/* Of one unit; nothing where no row from a file is known. */
static int list_unit(struct listing *l, const struct unit *u, struct err *e)
{
	size_t first = l->out->count;
	l->unit = u;
	if (store_imported_rows(l->s, u->code, add_row, l, e) != 0)
		return -1;
	if (l->out->count == first)
		return 0;
	if (add_newest(l, first, e) != 0 || store_figures_at(l->s, u->code, l->period, &l->figures, e) != 0)
		return -1;
	struct app_total_source *x = l->out->source + first;
	size_t n = l->out->count - first;
	qsort(x, n, sizeof *x, by_period);
	for (size_t i = 0; i < n; i++)
		judge(l, &x[i], i > 0 && x[i - 1].is_signed && strcmp(x[i - 1].row.period, x[i].row.period) == 0);
	return 0;
}

static int list_all(struct listing *l, struct err *e)
{
	struct unit *u;
	size_t n;
	int rc = 0;
	if (store_units(l->s, NULL, &u, &n, e) != 0)
		return -1;
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = list_unit(l, &u[i], e);
	free(u);
	return rc;
}

static int read_period(struct store *s, const char *typed, char out[static PERIOD_TEXT], struct err *e)
{
	struct app_calendar c;
	struct period p;
	app_calendar(s, clock_now(), &c);
	if (app_period_read(&c, typed, &p, e) != 0)
		return -1;
	period_text(p, out);
	return 0;
}

int app_totals_list(struct store *s, const char *unit, const char *period, enum text_lang lang,
	struct app_total_sources *out, struct err *e)
{
	struct unit u;
	char of[PERIOD_TEXT];
	struct listing l = {.s = s, .lang = lang, .out = out};
	*out = (struct app_total_sources){.source = NULL};
	int rc = store_form(s, NULL, &out->form, e);
	if (rc == 0 && period) {
		rc = read_period(s, period, of, e);
		l.period = of;
	}
	if (rc == 0 && unit)
		rc = app_hub_child(s, unit, &u, e) != 0 ? -1 : list_unit(&l, &u, e);
	else if (rc == 0)
		rc = list_all(&l, e);
	if (rc != 0)
		app_totals_sources_free(out);
	return rc;
}

void app_totals_sources_free(struct app_total_sources *x)
{
	for (size_t i = 0; i < x->count; i++)
		free(x->source[i].why);
	free(x->source);
	*x = (struct app_total_sources){.source = NULL};
}

/* --- withdrawing --- */

struct clearing {
	const struct app_totals_clear *w;
	char period[PERIOD_TEXT];
	char *reason;
	struct unit *out;
};

static cJSON *fields_of(const struct clearing *c)
{
	cJSON *f = cJSON_CreateObject();
	cJSON_AddObjectToObject(f, "columns");
	cJSON_AddStringToObject(f, "date", "");
	cJSON_AddStringToObject(f, "period", c->period);
	cJSON_AddStringToObject(f, "source", "");
	cJSON_AddStringToObject(f, "use", store_row_use(ROW_IMPORT));
	return f;
}

static int clear(struct store *s, void *context, struct err *e)
{
	struct clearing *c = context;
	struct store_row row;
	char mark[APP_ROW_SEEN];
	if (app_hub_child(s, c->w->unit, c->out, e) != 0 || read_period(s, c->w->period, c->period, e) != 0 ||
		decide_open(s, c->out, e) != 0)
		return -1;
	int there = store_imported_row(s, c->out->code, c->period, &row, e);
	const struct decide_other o = {c->w->seen, app_row_seen(&row, mark),
		there ? TEXT_TOTALS_MEANWHILE : TEXT_TOTALS_MEANWHILE_GONE, row.by, row.at, row.source};
	if (there < 0 || decide_alone(s, &o, e) != 0)
		return -1;
	if (there == 0)
		return err_set(e, ERR_NOT_FOUND, TEXT_TOTALS_CLEAR_NONE, "%s" ERR_AND "%s" ERR_AND "%s", c->out->name,
			c->out->code, c->period);
	char *by = app_by(s);
	struct store_author a = {.by = by, .at = c->w->now, .reason = c->reason};
	int rc = store_write_act(s, c->out->code, ENTRY_ROW, NULL, fields_of(c), &a, NULL, e);
	free(by);
	return rc;
}

int app_totals_clear(struct store *s, const struct app_totals_clear *w, struct unit *out, struct err *e)
{
	struct clearing c = {.w = w, .out = out};
	if (!w->period)
		return app_period_needed(s, TEXT_TOTALS_CLEAR_PERIOD, w->now, e);
	if (app_hub_reason(w->reason, &c.reason, e) != 0)
		return -1;
	int rc = decide_run(s, clear, &c, e);
	free(c.reason);
	return rc;
}
