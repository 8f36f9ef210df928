/* app_doubts.c - the units below a hub at a glance: how many households are warned of, what is doubtful in their
 * figures. From tallies, never from households. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_queue.h>

void app_doubts_free(struct app_doubts *d)
{
	for (size_t i = 0; i < d->rows; i++)
		app_warnings_free(&d->row[i].figures);
	app_warnings_free(&d->total.figures);
	free(d->row);
	*d = (struct app_doubts){0};
}

static void add_up(struct app_figures *total, const struct app_figures *f)
{
	for (size_t i = 0; f->any && i < f->form->columns; i++) {
		total->sums.value[i] += f->sums.value[i];
		total->sums.unknown[i] += f->sums.unknown[i];
		total->given[i] &= f->given[i];
	}
	total->any |= f->any;
}

/* A unit never heard of adds its list all the same: the commune's list is that of all its hamlets. */
static void add_listed(struct app_figures *total, const struct app_figures *f)
{
	for (size_t i = 0; !f->any && i < f->form->columns; i++)
		if (f->form->column[i].listed)
			total->sums.value[i] += f->sums.value[i];
}

static int rows(struct store *s, enum text_lang lang, const struct app_before *before, struct app_doubts *d,
	struct app_figures *total, struct err *e)
{
	struct app_figures f;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < d->rows; i++) {
		struct app_doubt *r = &d->row[i];
		rc = app_warned(s, r->unit.code, false, &r->households, e);
		if (rc == 0)
			rc = app_figures_of(s, &r->unit, &f, e);
		if (rc == 0)
			rc = app_warnings_figures(s, &f, before, APP_REVIEWER, lang, &r->figures, e);
		if (rc != 0)
			break;
		add_up(total, &f);
		add_listed(total, &f);
		d->total.households += r->households;
	}
	return rc;
}

/* A look-alike name is told beside the unit that bears it. */
static void names(const struct form *f, const struct unit *u, size_t n, enum text_lang lang, struct app_doubts *d)
{
	struct app_warnings alike = {0};
	app_warnings_names(f, u, n, lang, &alike);
	for (size_t i = 0; i < alike.count; i++) {
		size_t r = 0;
		while (r < d->rows && strcmp(d->row[r].unit.code, alike.item[i].unit) != 0)
			r++;
		if (r == d->rows) {
			free(alike.item[i].sentence);
			continue;
		}
		struct app_warnings *to = &d->row[r].figures;
		to->item = alloc_grow(to->item, to->count + 1, sizeof *to->item);
		to->item[to->count++] = alike.item[i];
	}
	free(alike.item);
}

/* n units, of which a row each, or one of them. */
static int of_units(struct store *s, const struct unit *u, size_t n, const char *only, enum text_lang lang,
	const struct app_before *before, struct app_doubts *d, struct err *e)
{
	struct app_figures *total = &d->sums;
	total->unit = d->total.unit;
	if (store_form(s, NULL, &total->form, e) != 0)
		return -1;
	for (size_t i = 0; i < FORM_COLUMNS_MAX; i++)
		total->given[i] = true;
	for (size_t i = 0; i < n; i++)
		if (!only || strcmp(only, u[i].code) == 0)
			d->row[d->rows++].unit = u[i];
	if (rows(s, lang, before, d, total, e) != 0)
		return -1;
	names(total->form, u, n, lang, d);
	return only ? 0 : app_warnings_figures(s, total, before, APP_REVIEWER, lang, &d->total.figures, e);
}

int app_doubts(
	struct store *s, const char *only, enum text_lang lang, int64_t now, struct app_doubts *out, struct err *e)
{
	struct app_before before = {.closed = false};
	struct unit *u = NULL;
	size_t n = 0;
	*out = (struct app_doubts){0};
	if (store_own_unit(s, &out->total.unit, e) != 0 || store_units(s, out->total.unit.code, &u, &n, e) != 0)
		return -1;
	out->row = alloc_zero(n + 1, sizeof *out->row);
	int rc = app_before_load(s, now, &before, e);
	if (rc == 0)
		rc = of_units(s, u, n, only, lang, &before, out, e);
	app_before_free(&before);
	free(u);
	if (rc != 0)
		app_doubts_free(out);
	return rc;
}
