/* app_figures_set.c - one figure typed, changed or withdrawn; what stood before stays in the journal. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_words.h>

#include "decide.h"
#include "figures.h"

void app_figure_done_free(struct app_figure_done *x)
{
	app_sentences_free(&x->warnings);
}

/* What was said last: that it was withdrawn, too. */
static const struct app_figure *last_here(const struct figures *f, const struct app_figure *x)
{
	for (size_t i = 0; i < f->rows; i++) {
		const struct app_figure *y = &f->row[i];
		if (strcmp(y->indicator, x->indicator) == 0 && strcmp(y->period, x->period) == 0 &&
			strcmp(y->unit.code, x->unit.code) == 0 && strcmp(y->from, f->own.code) == 0)
			return y;
	}
	return NULL;
}

const struct app_figure *figures_here(const struct figures *f, const struct app_figure *x)
{
	const struct app_figure *y = last_here(f, x);
	return y && y->stands ? y : NULL;
}

bool figures_same(const struct app_figure *a, const struct app_figure *b)
{
	return a->num == b->num && a->den == b->den && strcmp(a->source, b->source) == 0 &&
	       strcmp(a->date, b->date) == 0;
}

int figures_write(struct store *s, const struct figures *f, const struct app_figure *x, int64_t now, struct err *e)
{
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "date", x->date);
	cJSON_AddStringToObject(fields, "indicator", x->indicator);
	cJSON_AddStringToObject(fields, "period", x->period);
	cJSON_AddStringToObject(fields, "source", x->source);
	cJSON_AddStringToObject(fields, "unit", x->unit.code);
	cJSON_AddItemToObject(fields, "num", x->withdrawn ? cJSON_CreateNull() : cJSON_CreateNumber((double)x->num));
	cJSON_AddItemToObject(fields, "den", x->withdrawn ? cJSON_CreateNull() : cJSON_CreateNumber((double)x->den));
	char *by = app_by(s);
	struct store_author a = {.by = by, .at = now};
	int rc = store_write_act(s, f->own.code, ENTRY_FIGURE, NULL, fields, &a, NULL, e);
	free(by);
	return rc;
}

/* --- one --- */

struct setting {
	const struct app_figure_wish *w;
	struct app_figure_done *out;
	struct figures f;
};

/* Of which target, period and unit it is. */
static int read_place(struct store *s, struct setting *t, struct err *e)
{
	const struct app_figure_wish *w = t->w;
	struct app_figure *x = &t->out->figure;
	const struct unit *u = w->unit ? figures_unit(&t->f, w->unit) : &t->f.own;
	if (figures_target(t->f.targets, w->indicator, &t->out->target, e) != 0)
		return -1;
	if (!u)
		return err_set(e, ERR_NOT_FOUND, TEXT_UNIT_UNKNOWN, "%s", w->unit);
	x->unit = *u;
	snprintf(x->indicator, sizeof x->indicator, "%s", w->indicator);
	memcpy(x->from, t->f.own.code, sizeof x->from);
	return figures_period(s, &t->f.calendar, w->period, w->now, x->period, e);
}

static int read_wish(struct store *s, struct setting *t, struct err *e)
{
	const struct app_figure_wish *w = t->w;
	struct app_figure *x = &t->out->figure;
	if (read_place(s, t, e) != 0)
		return -1;
	x->withdrawn = !w->typed;
	if (x->withdrawn)
		return 0;
	return figures_ratio(w->typed, &x->num, &x->den, e) != 0 ||
			       figures_fit(t->out->target, x->num, x->den, w->lang, e) != 0 ||
			       figures_source(w->source, x->source, e) != 0 ||
			       figures_date(s, w->date, w->now, x->date, e) != 0
		       ? -1
		       : 0;
}

/* A figure of a week or month that is closed changes nothing in its statement. */
static int warn_closed(struct store *s, struct setting *t, struct err *e)
{
	struct store_statement x;
	const struct app_figure *figure = &t->out->figure;
	if (strcmp(figure->unit.code, t->f.own.code) != 0)
		return 0;
	int row = store_statement(s, figure->period, &x, e);
	store_statement_free(&x);
	if (row > 0)
		collector_sentence(&t->out->warnings, t->w->lang,
			t->w->page ? app_words(TEXT_FIGURE_CLOSED) : TEXT_FIGURE_CLOSED, figure->period, NULL, NULL);
	return row < 0 ? -1 : 0;
}

/* Cumulative figures do not fall: against the newest before it, of the same year. */
static void warn_fall(struct setting *t)
{
	const struct app_figure *x = &t->out->figure, *before = NULL;
	char n[32], d[32], now[64];
	for (size_t i = 0; i < t->f.rows; i++) {
		const struct app_figure *y = &t->f.row[i];
		if (y->stands && strcmp(y->indicator, x->indicator) == 0 && strcmp(y->unit.code, x->unit.code) == 0 &&
			strncmp(y->period, x->period, 4) == 0 &&
			figures_end(&t->f, y->period) < figures_end(&t->f, x->period))
			before = y;
	}
	if (!before || (x->num >= before->num && x->den >= before->den))
		return;
	snprintf(now, sizeof now, "%s/%s", text_number(t->w->lang, before->num, n),
		text_number(t->w->lang, before->den, d));
	collector_sentence(&t->out->warnings, t->w->lang, TEXT_FIGURE_FALLS, before->period, now, NULL);
}

/* Somebody typed or withdrew it since this one looked. */
static int unseen(struct store *s, const struct setting *t, struct err *e)
{
	const struct app_figure *x = last_here(&t->f, &t->out->figure);
	char mark[NAME_TEXT], n[32], d[32], said[APP_FIGURE_SOURCE_BYTES + 80] = "";
	if (!x)
		return 0;
	if (!x->withdrawn)
		snprintf(said, sizeof said, "%s/%s, %s", text_number(t->w->lang, x->num, n),
			text_number(t->w->lang, x->den, d), x->source);
	const struct decide_other o = {t->w->seen, name_text(&x->act, mark),
		x->withdrawn               ? TEXT_FIGURE_MEANWHILE_GONE
		: t->out->figure.withdrawn ? TEXT_FIGURE_MEANWHILE_KEPT
					   : TEXT_FIGURE_MEANWHILE,
		x->by, x->at, said};
	return decide_alone(s, &o, e);
}

static int set(struct store *s, void *context, struct err *e)
{
	struct setting *t = context;
	struct app_figure *x = &t->out->figure;
	if (figures_load(s, false, &t->f, e) != 0 || read_wish(s, t, e) != 0)
		return -1;
	const struct app_figure *here = figures_here(&t->f, x);
	t->out->written = !here || x->withdrawn || !figures_same(here, x);
	if (t->out->written && unseen(s, t, e) != 0)
		return -1;
	if (x->withdrawn && !here)
		return err_set(e, ERR_NOT_FOUND, TEXT_FIGURE_NONE, "%s" ERR_AND "%s" ERR_AND "%s", x->indicator,
			x->period, x->unit.name);
	if (here) {
		t->out->before_num = here->num;
		t->out->before_den = here->den;
	}
	t->out->replaced = here && t->out->written;
	if (warn_closed(s, t, e) != 0)
		return -1;
	if (!x->withdrawn)
		warn_fall(t);
	return t->out->written ? figures_write(s, &t->f, x, t->w->now, e) : 0;
}

int app_figure_seen(struct store *s, const struct app_figure_wish *w, struct app_figure *out,
	char mark[static NAME_TEXT], struct err *e)
{
	struct app_figure_done place = {.written = false};
	struct setting t = {.w = w, .out = &place};
	*out = (struct app_figure){.withdrawn = false};
	mark[0] = '\0';
	int rc = figures_load(s, false, &t.f, e);
	if (rc == 0)
		rc = read_place(s, &t, e);
	const struct app_figure *last = rc == 0 ? last_here(&t.f, &place.figure) : NULL;
	if (last) {
		*out = *last;
		name_text(&last->act, mark);
		rc = last->stands;
	}
	figures_free(&t.f);
	return rc;
}

int app_figure_set(struct store *s, const struct app_figure_wish *w, struct app_figure_done *out, struct err *e)
{
	struct setting t = {.w = w, .out = out};
	memset(out, 0, sizeof *out);
	int rc = decide_run(s, set, &t, e);
	figures_free(&t.f);
	if (rc != 0)
		app_sentences_free(&out->warnings);
	return rc;
}
