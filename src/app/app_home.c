/* app_home.c - how a hamlet stands, for the first page: one call, nothing written. */
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

#include <tungnha/app_home.h>
#include <tungnha/store_keep.h>

#include "collector.h"

/* The households that count are those of the form's first printed column. */
static int64_t counted(const struct form *f, const struct store_totals *t)
{
	for (size_t i = 0; i < f->columns; i++)
		if (f->column[i].printed)
			return t->sums.value[i];
	return t->records;
}

static int64_t listed(const struct form *f, const struct store_totals *t, const struct unit *u)
{
	for (size_t i = 0; u->listed < 0 && i < f->columns; i++)
		if (f->column[i].listed)
			return t->sums.value[i];
	return u->listed >= 0 ? u->listed : t->records;
}

int app_progress(struct store *s, const struct unit *u, int64_t *households, int64_t *of, struct err *e)
{
	const struct form *f;
	struct store_totals t;
	if (store_form(s, NULL, &f, e) != 0 || store_totals(s, u->code, &t, e) != 0)
		return -1;
	*households = counted(f, &t);
	*of = listed(f, &t, u);
	return 0;
}

/* A status is counted in a column of its own name. */
static int64_t unvisited(const struct form *f, const struct store_totals *t)
{
	const struct form_field *status = &f->field[f->status];
	for (size_t i = 0; i < status->options; i++) {
		int column = status->option[i].unvisited ? form_column_index(f, status->option[i].id) : -1;
		if (column >= 0)
			return t->sums.value[column];
	}
	return 0;
}

static int look_conflicts(struct store *s, struct app_home *out, struct err *e)
{
	struct app_hub_conflict *k;
	size_t n;
	if (app_conflicts(s, &out->status.unit, &k, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		++*(k[i].clash ? &out->clashes : &out->conflicts);
	app_hub_conflicts_free(k, n);
	return 0;
}

static int look_warnings(struct store *s, int64_t now, enum text_lang lang, struct app_home *out, struct err *e)
{
	struct app_figures f;
	struct app_before before;
	if (app_figures_of(s, &out->status.unit, &f, e) != 0 || app_before_load(s, now, &before, e) != 0)
		return -1;
	int rc = app_warnings_figures(s, &f, &before, APP_AT_DOOR, lang, &out->warnings, e);
	app_before_free(&before);
	return rc;
}

static void look_due(struct store *s, int64_t now, struct app_home *out)
{
	struct app_calendar c;
	app_calendar(s, now, &c);
	if (c.duty && out->declared.now[0])
		app_period_ends(&c, out->declared.now, out->due);
}

static void look_machine(struct store *s, const char *folder, struct app_home *out)
{
	struct statvfs disk;
	int64_t bytes;
	out->backed_up = store_last_backup(s, &out->backup_at, &bytes);
	out->recovery = out->status.protection == STORE_UNPROTECTED || store_has_recovery(s);
	out->free_bytes = folder && statvfs(folder, &disk) == 0 ? (int64_t)disk.f_bavail * (int64_t)disk.f_frsize : -1;
}

int app_home(struct store *s, const char *unit, const char *folder, int64_t now, enum text_lang lang,
	struct app_home *out, struct err *e)
{
	*out = (struct app_home){0};
	int rc = app_status(s, unit, now, &out->status, e);
	const char *code = out->status.unit.code;
	if (rc == 0)
		rc = app_declared(s, code, now, &out->declared, e);
	if (rc == 0)
		rc = app_next(s, code, "", out->next, e);
	if (rc == 0)
		rc = app_drafts(s, code, &out->draft, &out->drafts, e);
	if (rc == 0)
		rc = look_conflicts(s, out, e);
	if (rc == 0)
		rc = look_warnings(s, now, lang, out, e);
	if (rc != 0) {
		app_home_free(out);
		return -1;
	}
	out->households = counted(out->status.form, &out->status.totals);
	out->listed = listed(out->status.form, &out->status.totals, &out->status.unit);
	out->unvisited = unvisited(out->status.form, &out->status.totals);
	look_due(s, now, out);
	look_machine(s, folder, out);
	return 0;
}

void app_home_free(struct app_home *h)
{
	app_drafts_free(h->draft, h->drafts);
	app_warnings_free(&h->warnings);
	h->draft = NULL;
	h->drafts = 0;
}

int app_held(
	struct store *s, const char *unit, enum text_lang lang, struct app_hub_held **out, size_t *n, struct err *e)
{
	size_t kept = 0;
	if (app_hub_held(s, NULL, lang, out, n, e) != 0)
		return -1;
	for (size_t i = 0; i < *n; i++) {
		if (strcmp((*out)[i].revision.unit, unit) == 0)
			(*out)[kept++] = (*out)[i];
		else
			store_revision_free(&(*out)[i].revision);
	}
	*n = kept;
	return 0;
}
