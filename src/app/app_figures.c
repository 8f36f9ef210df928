/* app_figures.c - one-stop figures as they were typed, here or by the hubs below: reading them, which stands when. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>
#include <tungnha/json.h>
#include <tungnha/store_facts.h>
#include <tungnha/utf8.h>

#include "figures.h"

enum { DEEP = 16 };

/* --- units --- */

static int by_code(const void *a, const void *b)
{
	const struct unit *x = a, *y = b;
	return strcmp(x->code, y->code);
}

const struct unit *figures_unit(const struct figures *f, const char *code)
{
	struct unit key = {.listed = 0};
	if (strlen(code) >= sizeof key.code)
		return NULL;
	memcpy(key.code, code, strlen(code) + 1);
	return f->units ? bsearch(&key, f->unit, f->units, sizeof key, by_code) : NULL;
}

static int load_units(struct store *s, struct figures *f, struct err *e)
{
	if (store_own_unit(s, &f->own, e) != 0 || store_units(s, NULL, &f->unit, &f->units, e) != 0)
		return -1;
	size_t i = 0;
	while (i < f->units && strcmp(f->unit[i].code, f->own.code) != 0)
		i++;
	if (i == f->units) {
		f->unit = alloc_grow(f->unit, f->units + 1, sizeof *f->unit);
		f->unit[f->units++] = f->own;
	}
	qsort(f->unit, f->units, sizeof *f->unit, by_code);
	return 0;
}

/* A hub speaks for its own unit and for those below it; this one for all it knows. */
static bool speaks_for(const struct figures *f, const char *from, const struct unit *u)
{
	if (strcmp(from, f->own.code) == 0)
		return true;
	for (int depth = 0; u && depth < DEEP; depth++) {
		if (strcmp(u->code, from) == 0)
			return true;
		u = *u->parent ? figures_unit(f, u->parent) : NULL;
	}
	return false;
}

/* --- one entry --- */

static void read_text(const cJSON *fields, const char *name, char *out, size_t out_bytes)
{
	const char *s = json_string(fields, name);
	size_t n = s ? strlen(s) : 0;
	if (n >= out_bytes)
		for (n = out_bytes - 1; n && ((unsigned char)s[n] & 0xc0) == 0x80;)
			n--;
	if (n)
		memcpy(out, s, n);
	out[n] = '\0';
	utf8_plain(out);
}

/* What a unit below wrote is read as strictly as what is typed here; anything else is no figure. */
static bool read_figure(const struct figures *f, const struct store_fact *x, struct app_figure *out)
{
	const char *indicator = json_string(x->fields, "indicator"), *period = json_string(x->fields, "period");
	const char *code = json_string(x->fields, "unit"), *date = json_string(x->fields, "date");
	const struct unit *u = code ? figures_unit(f, code) : NULL;
	struct period p;
	int t = f->targets && indicator ? targets_index(f->targets, indicator) : -1;
	*out = (struct app_figure){.act = x->act};
	if (t < 0 || !period || !period_parse(period, &p) || !u || !speaks_for(f, x->unit, u))
		return false;
	out->withdrawn = cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(x->fields, "num"));
	if (!out->withdrawn && (!json_int(x->fields, "num", 0, TARGET_NUMBER_MAX, &out->num) ||
				       !json_int(x->fields, "den", 0, TARGET_NUMBER_MAX, &out->den) ||
				       (out->num > out->den && !f->targets->target[t].may_exceed)))
		return false;
	snprintf(out->indicator, sizeof out->indicator, "%s", indicator);
	period_text(p, out->period);
	out->unit = *u;
	read_text(x->fields, "source", out->source, sizeof out->source);
	if (date && clock_valid_date(date))
		memcpy(out->date, date, CLOCK_DATE);
	memcpy(out->from, x->unit, sizeof out->from);
	memcpy(out->at, x->at, sizeof out->at);
	memcpy(out->by, x->by, sizeof out->by);
	return true;
}

struct gathering {
	struct figures *f;
	bool past;
	size_t from; /* rows of the journal that is being read */
};

static int take(void *context, const struct store_fact *x, struct err *e)
{
	struct gathering *g = context;
	struct figures *f = g->f;
	struct app_figure row;
	(void)e;
	if (!read_figure(f, x, &row))
		return 0;
	row.stands = !g->past && !row.withdrawn;
	for (size_t i = g->from; g->past && i < f->rows; i++)
		if (name_compare(&f->row[i].act, &row.act) == 0)
			return 0; /* it is there, as what stands */
	f->row = alloc_grow(f->row, f->rows + 1, sizeof *f->row);
	f->row[f->rows++] = row;
	return 0;
}

/* --- all of them --- */

int64_t figures_end(const struct figures *f, const char *period)
{
	struct period p;
	return period_parse(period, &p) ? period_end(&f->calendar.rule, p) : 0;
}

struct sorted {
	int target;
	int64_t end;
	struct app_figure row;
};

static int by_place(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;
	if (x->target != y->target)
		return x->target < y->target ? -1 : 1;
	int code = strcmp(x->row.unit.code, y->row.unit.code);
	if (code)
		return code;
	if (x->end != y->end)
		return x->end < y->end ? -1 : 1;
	int period = strcmp(x->row.period, y->row.period);
	bool own_x = strcmp(x->row.from, x->row.unit.code) == 0, own_y = strcmp(y->row.from, y->row.unit.code) == 0;
	if (period || own_x != own_y)
		return period ? period : own_x - own_y;
	int from = strcmp(x->row.from, y->row.from);
	return from ? from : name_compare(&x->row.act, &y->row.act);
}

static void sort(struct figures *f)
{
	struct sorted *all = alloc_zero(f->rows + 1, sizeof *all);
	for (size_t i = 0; i < f->rows; i++)
		all[i] = (struct sorted){.target = targets_index(f->targets, f->row[i].indicator),
			.end = figures_end(f, f->row[i].period),
			.row = f->row[i]};
	qsort(all, f->rows, sizeof *all, by_place);
	for (size_t i = 0; i < f->rows; i++)
		f->row[i] = all[i].row;
	free(all);
}

int figures_load(struct store *s, bool history, struct figures *out, struct err *e)
{
	*out = (struct figures){.rows = 0};
	if (store_targets(s, &out->targets) != 0)
		out->targets = NULL;
	app_calendar(s, clock_now(), &out->calendar);
	int rc = load_units(s, out, e);
	for (size_t i = 0; rc == 0 && out->targets && i < out->units; i++) {
		struct gathering g = {.f = out, .from = out->rows};
		rc = store_facts(s, out->unit[i].code, ENTRY_FIGURE, take, &g, e);
		g.past = true;
		if (rc == 0 && history)
			rc = store_facts_past(s, out->unit[i].code, ENTRY_FIGURE, take, &g, e);
	}
	if (rc == 0)
		sort(out);
	else
		figures_free(out);
	return rc;
}

void figures_free(struct figures *f)
{
	free(f->unit);
	free(f->row);
	*f = (struct figures){.rows = 0};
}

/* Where the rows of a target and a unit begin. */
static size_t find(const struct figures *f, int target, const char *unit)
{
	size_t low = 0, high = f->rows;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct app_figure *x = &f->row[middle];
		int t = targets_index(f->targets, x->indicator);
		if (t < target || (t == target && strcmp(x->unit.code, unit) < 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct app_figure *figures_at(
	const struct figures *f, const char *indicator, const char *unit, const char *period)
{
	const struct app_figure *found = NULL;
	int target = f->targets ? targets_index(f->targets, indicator) : -1;
	if (target < 0)
		return NULL;
	int64_t limit = period ? figures_end(f, period) : INT64_MAX;
	for (size_t i = find(f, target, unit); i < f->rows; i++) {
		const struct app_figure *x = &f->row[i];
		if (strcmp(x->indicator, indicator) != 0 || strcmp(x->unit.code, unit) != 0 ||
			figures_end(f, x->period) > limit)
			break;
		bool exact = period && found && strcmp(found->period, period) == 0 && strcmp(x->period, period) != 0;
		if (x->stands && !exact)
			found = x;
	}
	return found;
}

const struct app_figure *figures_before(
	const struct figures *f, const char *indicator, const char *unit, const char *period)
{
	const struct app_figure *found = NULL;
	int target = f->targets ? targets_index(f->targets, indicator) : -1;
	int64_t limit = figures_end(f, period);
	for (size_t i = target < 0 ? f->rows : find(f, target, unit); i < f->rows; i++) {
		const struct app_figure *x = &f->row[i];
		if (strcmp(x->indicator, indicator) != 0 || strcmp(x->unit.code, unit) != 0 ||
			figures_end(f, x->period) >= limit)
			break;
		if (x->stands)
			found = x;
	}
	return found;
}

/* --- as a list --- */

static int by_list(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;
	if (x->target != y->target)
		return x->target < y->target ? -1 : 1;
	int name = utf8_compare(x->row.unit.name, y->row.unit.name);
	if (name == 0)
		name = strcmp(x->row.unit.code, y->row.unit.code);
	if (name || x->end != y->end)
		return name ? name : x->end < y->end ? 1 : -1;
	if (x->row.stands != y->row.stands)
		return x->row.stands ? -1 : 1;
	int at = strcmp(y->row.at, x->row.at);
	return at ? at
		  : name_compare(&y->row.act, &x->row.act); /* of one second: the later one first, as of any other */
}

/* Of what two hubs say of one unit and period, only one stands. */
static void mark_outdone(struct figures *f)
{
	for (size_t i = 0; i < f->rows; i++) {
		struct app_figure *x = &f->row[i];
		if (x->stands && figures_at(f, x->indicator, x->unit.code, x->period) != x)
			x->stands = false;
	}
}

static bool wanted(const struct app_figures_wish *w, const char *period, const struct app_figure *x)
{
	return (w->history || x->stands) && (!w->unit || strcmp(w->unit, x->unit.code) == 0) &&
	       (!w->period || strcmp(period, x->period) == 0);
}

int app_figures(struct store *s, const struct app_figures_wish *w, struct app_figure_list *out, struct err *e)
{
	struct figures f;
	struct period p;
	char period[PERIOD_TEXT] = "";
	*out = (struct app_figure_list){.rows = 0};
	if (w->period && !period_parse(w->period, &p))
		return err_set(e, ERR_DATA, TEXT_FIGURE_PERIOD, "%s", w->period);
	if (w->period)
		period_text(p, period);
	if (figures_load(s, w->history, &f, e) != 0)
		return -1;
	if (w->unit && !figures_unit(&f, w->unit)) {
		figures_free(&f);
		return err_set(e, ERR_NOT_FOUND, TEXT_UNIT_UNKNOWN, "%s", w->unit);
	}
	mark_outdone(&f);
	struct sorted *all = alloc_zero(f.rows + 1, sizeof *all);
	for (size_t i = 0; i < f.rows; i++)
		if (wanted(w, period, &f.row[i]))
			all[out->rows++] = (struct sorted){.target = targets_index(f.targets, f.row[i].indicator),
				.end = figures_end(&f, f.row[i].period),
				.row = f.row[i]};
	qsort(all, out->rows, sizeof *all, by_list);
	out->row = alloc_zero(out->rows + 1, sizeof *out->row);
	for (size_t i = 0; i < out->rows; i++)
		out->row[i] = all[i].row;
	free(all);
	figures_free(&f);
	return 0;
}

void app_figures_free(struct app_figure_list *x)
{
	free(x->row);
	*x = (struct app_figure_list){.rows = 0};
}
