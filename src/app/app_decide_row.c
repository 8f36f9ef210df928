/* app_decide_row.c - a hamlet's row typed from paper, or a reference beside it; set, or withdrawn. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/clock.h>
#include <tungnha/utf8.h>

#include "decide.h"

enum {
	NUMBER_MAX = 10000000,
	SOURCE_MAX = 200, /* bytes: it goes into a note beside the row */
};

struct rowing {
	struct store *s;
	const struct app_row *r;
	const struct form *form;
	char *source;
	char date[CLOCK_DATE];
	struct store_row row;
	struct app_rowed *out;
};

text_id app_rowed_said(const struct app_row *asked, const struct app_rowed *done)
{
	bool paper = asked->use == ROW_PAPER;
	if (asked->values == 0)
		return paper ? TEXT_DECIDE_ROW_CLEARED : TEXT_DECIDE_REFERENCE_CLEARED;
	if (!done->written)
		return TEXT_DECIDE_ROW_SAME;
	if (!paper)
		return TEXT_DECIDE_REFERENCE_DONE;
	return done->figures.row_used ? TEXT_DECIDE_ROW_DONE : TEXT_DECIDE_ROW_DEVICES;
}

void app_rowed_free(struct app_rowed *r)
{
	app_sentences_free(&r->warnings);
}

/* --- what was typed --- */

static int read_number(const struct form_column *c, const char *typed, enum text_lang lang, int64_t *out, struct err *e)
{
	int64_t n = 0;
	bool good = *typed != '\0';
	for (const char *p = typed; good && *p; p++) {
		good = *p >= '0' && *p <= '9' && n <= NUMBER_MAX;
		n = 10 * n + (*p - '0');
	}
	*out = n;
	return good && n <= NUMBER_MAX ? 0
				       : err_set(e, ERR_DATA, TEXT_DECIDE_ROW_NUMBER, "%s" ERR_AND "%s" ERR_AND "%d",
						 form_words(&c->label, lang), typed, NUMBER_MAX);
}

static int read_values(struct rowing *w, struct err *e)
{
	for (size_t i = 0; i < w->r->values; i++) {
		int c = w->r->value[i].column;
		if (read_number(&w->form->column[c], w->r->value[i].typed, w->r->lang, &w->row.sums.value[c], e) != 0)
			return -1;
		w->row.given[c] = true;
	}
	return 0;
}

static int read_source(struct rowing *w, struct err *e)
{
	const char *typed = w->r->source;
	if (!typed)
		return err_set(e, ERR_USAGE, TEXT_DECIDE_ROW_SOURCE, "");
	w->source = utf8_clean(typed, strlen(typed));
	if (w->source && *w->source && strlen(w->source) <= SOURCE_MAX)
		return 0;
	return err_set(e, ERR_DATA, TEXT_HUB_OPTION_TEXT, "--source" ERR_AND "%d", SOURCE_MAX);
}

static int read_date(struct rowing *w, struct err *e)
{
	char today[CLOCK_DATE];
	clock_date(w->r->now, today);
	if (!w->r->date && w->r->use == ROW_PAPER)
		return err_set(e, ERR_USAGE, TEXT_DECIDE_ROW_DATE, "");
	if (!w->r->date)
		memcpy(w->date, today, sizeof w->date);
	else if (!clock_read_date(w->r->date, w->date))
		return err_set(e, ERR_DATA, TEXT_DECIDE_ROW_DATE_WRONG, "%s", w->r->date);
	if (app_clock_set(w->s, w->r->now) && strcmp(w->date, today) > 0)
		return err_set(e, ERR_DATA, TEXT_DECIDE_ROW_TO_COME, "%s", w->r->date);
	return 0;
}

static int read_row(struct rowing *w, struct err *e)
{
	if (w->r->values == 0)
		return 0;
	return read_values(w, e) != 0 || read_source(w, e) != 0 || read_date(w, e) != 0 ? -1 : 0;
}

/* Figures that cannot be are refused on paper; what the police counted is theirs, and only doubted. */
static int judge(struct rowing *w, struct err *e)
{
	int rule[FORM_RULES_MAX];
	char text[FORM_SENTENCE];
	size_t n = w->r->values ? form_row_rules(w->form, &w->row.sums, w->row.given, rule) : 0;
	for (size_t i = 0; i < n; i++) {
		const struct form_rule *broken = &w->form->unit_rule[rule[i]];
		form_unit_sentence(w->form, broken, &w->row.sums, w->r->lang, text);
		if (broken->refuses && w->r->use == ROW_PAPER)
			return err_set(e, ERR_DATA, TEXT_DECIDE_ROW_REFUSED, "%s", text);
		collector_sentence_plain(&w->out->warnings, text);
	}
	return 0;
}

/* --- writing --- */

static bool stands(const struct rowing *w, const struct store_row *now)
{
	for (size_t i = 0; i < w->form->columns; i++) {
		if (now->given[i] != w->row.given[i] || now->sums.value[i] != w->row.sums.value[i])
			return false;
	}
	return strcmp(now->source, w->source) == 0 && strcmp(now->date, w->date) == 0;
}

const char *app_row_seen(const struct store_row *row, char out[static APP_ROW_SEEN])
{
	snprintf(out, APP_ROW_SEEN, "%s%s%s", row->at, row->at[0] ? " " : "", row->by);
	return out;
}

/* Another clerk wrote or withdrew it since this one looked: he is told, and decides again over what stands. */
static int row_seen(const struct rowing *w, const struct store_row *now, bool is_there, struct err *e)
{
	char mark[APP_ROW_SEEN];
	const struct decide_other o = {w->r->seen, app_row_seen(now, mark),
		is_there ? TEXT_DECIDE_MEANWHILE_ROW : TEXT_DECIDE_MEANWHILE_ROW_GONE, now->by, now->at, now->source};
	return decide_alone(w->s, &o, e);
}

static cJSON *fields_of(const struct rowing *w)
{
	cJSON *f = cJSON_CreateObject(), *columns = cJSON_AddObjectToObject(f, "columns");
	for (size_t i = 0; i < w->form->columns; i++) {
		if (w->row.given[i])
			cJSON_AddNumberToObject(columns, w->form->column[i].id, (double)w->row.sums.value[i]);
	}
	cJSON_AddStringToObject(f, "date", w->date);
	cJSON_AddStringToObject(f, "source", w->source ? w->source : "");
	cJSON_AddStringToObject(f, "use", store_row_use(w->r->use));
	return f;
}

static int write_row(struct store *s, const struct rowing *w, const char *unit, struct err *e)
{
	char *by = app_by(s);
	struct store_author a = {.by = by, .at = w->r->now};
	int rc = store_write_act(s, unit, ENTRY_ROW, NULL, fields_of(w), &a, NULL, e);
	free(by);
	return rc;
}

/* Its row stands for what was begun there: beside what merged units count themselves. */
static int warn_of_merged(struct store *s, const struct rowing *w, struct err *e)
{
	struct store_predecessor *p = NULL;
	struct buf names;
	size_t n = 0;
	if (store_predecessors(s, w->out->unit.code, &p, &n, e) != 0)
		return -1;
	buf_init(&names, FORM_SENTENCE);
	for (size_t i = 0; i < n && names.len + UNIT_NAME < FORM_SENTENCE; i++)
		buf_print(&names, "%s%s", i ? ", " : "", p[i].unit.name);
	if (n > 0 && w->r->values > 0 && w->r->use == ROW_PAPER)
		collector_sentence(
			&w->out->warnings, w->r->lang, TEXT_DECIDE_ROW_MERGED, w->out->unit.name, names.data, NULL);
	buf_free(&names);
	free(p);
	return 0;
}

static int set_row(struct store *s, void *context, struct err *e)
{
	struct rowing *w = context;
	struct store_row now;
	struct unit *u = &w->out->unit;
	if (app_hub_child(s, w->r->unit, u, e) != 0 || store_form(s, NULL, &w->form, e) != 0 || read_row(w, e) != 0 ||
		judge(w, e) != 0 || warn_of_merged(s, w, e) != 0 ||
		(w->r->use == ROW_PAPER && decide_open(s, u, e) != 0))
		return -1;
	int row = store_row(s, u->code, w->r->use, &now, e);
	if (row < 0 || row_seen(w, &now, row > 0, e) != 0)
		return -1;
	if (w->r->values == 0 && row == 0)
		return err_set(e, ERR_NOT_FOUND,
			w->r->use == ROW_PAPER ? TEXT_DECIDE_ROW_NONE : TEXT_DECIDE_REFERENCE_NONE, "%s" ERR_AND "%s",
			u->name, u->code);
	w->out->written = w->r->values == 0 || row == 0 || !stands(w, &now);
	return w->out->written ? write_row(s, w, u->code, e) : 0;
}

int app_decide_row(struct store *s, const struct app_row *r, struct app_rowed *out, struct err *e)
{
	struct rowing w = {.s = s, .r = r, .out = out};
	struct err unknown;
	memset(out, 0, sizeof *out);
	int rc = decide_run(s, set_row, &w, e);
	free(w.source);
	if (rc != 0) {
		app_sentences_free(&out->warnings);
		return -1;
	}
	store_figures(s, out->unit.code, &out->figures, &unknown);
	store_row(s, out->unit.code, r->use, &out->row, &unknown);
	return 0;
}
