/* app_decide_household.c - a clerk types a household's sheet, or gives a household another number. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/clock.h>

#include "decide.h"

/* --- a sheet --- */

/* A door label never leaves the hamlet's devices. */
static int refuse_local(const struct form *f, const struct app_put *p, struct err *e)
{
	for (size_t i = 0; i < p->changes; i++) {
		const struct form_field *field = &f->field[p->change[i].field];
		if (field->local)
			return err_set(e, ERR_DATA, TEXT_DECIDE_LOCAL, "%s", form_words(&field->label, p->lang));
	}
	return 0;
}

/* Said as a commune mends it: it closed the figures itself, and gives the numbers. */
static int judge(struct store *s, const struct app_put *p, struct unit *of, struct err *e)
{
	struct decide_found f;
	const struct store_household *one;
	if (!p->number)
		return err_set(e, ERR_USAGE, TEXT_DECIDE_NUMBER_MISSING, "");
	int rc = decide_find(s, p->unit, p->number, &f, e);
	if (rc == 0)
		rc = refuse_local(f.form, p, e);
	if (rc == 0)
		rc = decide_open(s, &f.unit, e);
	if (rc == 0 && f.livings > 1)
		rc = decide_living(s, &f, &one, e);
	*of = f.unit;
	decide_found_free(&f);
	return rc;
}

int app_decide_put(struct store *s, const struct app_put *p, struct app_put_done *out, bool *row_used, struct err *e)
{
	struct store_figures figures;
	struct err unknown;
	*out = (struct app_put_done){0};
	*row_used = false;
	struct unit of;
	if (judge(s, p, &of, e) != 0)
		return -1;
	struct app_put there = *p;
	there.unit = of.code;
	if (app_household_put(s, &there, out, e) != 0)
		return -1;
	*row_used = store_figures(s, of.code, &figures, &unknown) == 0 && figures.row_used;
	return 0;
}

/* --- another number --- */

struct renumbering {
	const struct app_renumber *r;
	char *reason;
	struct decide_found found;
	struct decide_versions versions;
	struct app_renumbered *out;
};

static int write_number(struct store *s, struct renumbering *w, const struct store_household *h, struct err *e)
{
	const struct decide_version *shown = NULL;
	char *by = app_by(s);
	struct store_author a = {.by = by, .at = clock_now(), .reason = w->reason};
	int rc = decide_heads(s, &w->found, &w->versions, e);
	for (size_t i = 0; rc == 0 && i < w->versions.count; i++) {
		if (w->versions.version[i].revision.shown)
			shown = &w->versions.version[i];
	}
	if (rc == 0)
		rc = shown ? decide_write(s, w->found.unit.code, h->key, &shown->revision, w->out->changed, &a,
				     &w->out->entry, e)
			   : decide_none(&w->found, e);
	free(by);
	return rc;
}

/* A new record would settle a conflict unseen. */
static int renumber(struct store *s, void *context, struct err *e)
{
	struct renumbering *w = context;
	const struct store_household *h;
	if (decide_find(s, w->r->unit, w->r->number, &w->found, e) != 0 || decide_open(s, &w->found.unit, e) != 0 ||
		decide_living(s, &w->found, &h, e) != 0 ||
		(w->r->entry && decide_shown(s, &w->found, w->r->entry, &h, e) != 0) ||
		decide_unreviewed(s, h->unit, h->key, w->r->decided, e) != 0)
		return -1;
	w->out->unit = w->found.unit;
	memcpy(w->out->number, w->found.number, sizeof w->found.number);
	if (h->conflict)
		return err_set(e, ERR_DATA, TEXT_DECIDE_CONFLICT_FIRST, "%s" ERR_AND "%s" ERR_AND "%s", w->found.number,
			w->found.unit.name, w->found.unit.code);
	if (decide_free_number(s, &w->found, w->r->changed, &h->entry, w->out->changed, NULL, e) != 0)
		return -1;
	return write_number(s, w, h, e);
}

int app_decide_renumber(struct store *s, const struct app_renumber *r, struct app_renumbered *out, struct err *e)
{
	struct renumbering w = {.r = r, .out = out};
	memset(out, 0, sizeof *out);
	if (app_hub_reason(r->reason, &w.reason, e) != 0)
		return -1;
	int rc = decide_run(s, renumber, &w, e);
	decide_versions_free(&w.versions);
	decide_found_free(&w.found);
	free(w.reason);
	return rc;
}
