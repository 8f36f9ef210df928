/* app_hub_unit.c - the units below a hub: added one by one, or taken from a file. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>

#include "hub.h"

void app_hub_units_free(struct app_hub_units *u)
{
	app_hub_notes_free(&u->refused);
	app_hub_notes_free(&u->doubtful);
}

static bool same(const struct unit *a, const struct unit *b)
{
	return strcmp(a->name, b->name) == 0 && strcmp(a->level, b->level) == 0 && strcmp(a->parent, b->parent) == 0 &&
	       a->listed == b->listed;
}

static int write_all(struct store *s, const struct app_hub_list *l, const char *own, const struct unit *known,
	size_t n_known, struct app_hub_units *out, struct err *e)
{
	int64_t now = clock_now();
	for (size_t i = 0; i < l->count; i++) {
		const struct unit *before = app_hub_list_find(known, n_known, l->unit[i].code);
		if (before && same(before, &l->unit[i])) {
			out->same++;
			continue;
		}
		if (app_hub_list_write(s, own, &l->unit[i], now, e) != 0)
			return -1;
		(*(before ? &out->changed : &out->added))++;
	}
	return 0;
}

/* Judged inside the transaction: what was known stays so until it is written. */
static int take(struct store *s, const char *file, struct app_hub_list *l, struct app_hub_units *out, struct err *e)
{
	struct unit own, *known = NULL;
	size_t n = 0;
	if (store_begin(s, e) != 0)
		return -1;
	int rc = store_own_unit(s, &own, e);
	if (rc == 0)
		rc = store_units(s, NULL, &known, &n, e);
	if (rc == 0) {
		app_hub_list_judge(l, file, &own, known, n, &out->refused, &out->doubtful);
		rc = app_hub_list_verdict(file, &out->refused, e);
	}
	if (rc == 0)
		rc = write_all(s, l, own.code, known, n, out, e);
	free(known);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	return rc;
}

int app_hub_unit_set(struct store *s, const struct unit *u, struct app_hub_units *out, struct err *e)
{
	*out = (struct app_hub_units){0};
	struct app_hub_list l = {0};
	app_hub_list_add(&l, u, 0);
	int rc = take(s, u->code, &l, out, e);
	/* Of a single unit there is no list to speak of: its own sentence says it best. */
	if (rc != 0 && out->refused.count > 0) {
		*e = out->refused.note[0];
		app_hub_notes_free(&out->refused);
	}
	app_hub_list_free(&l);
	return rc;
}

int app_hub_unit_import(struct store *s, const struct app_hub_file *file, struct app_hub_units *out, struct err *e)
{
	*out = (struct app_hub_units){0};
	struct app_hub_list l = {0};
	int rc = app_hub_list_read(file, &l, &out->refused, e);
	if (rc == 0)
		rc = take(s, file->path, &l, out, e);
	app_hub_list_free(&l);
	return rc;
}

static void compare(
	const struct app_hub_list *l, const struct unit *known, size_t n_known, struct app_hub_unit_line *line)
{
	for (size_t i = 0; i < l->count; i++) {
		const struct unit *before = app_hub_list_find(known, n_known, l->unit[i].code);
		line[i].unit = l->unit[i];
		line[i].fate = !before ? UNIT_ADDED : same(before, &l->unit[i]) ? UNIT_SAME : UNIT_CHANGED;
		if (before)
			line[i].before = *before;
	}
}

int app_hub_unit_look(struct store *s, const struct app_hub_file *file, struct app_hub_units *out,
	struct app_hub_unit_line **line, size_t *n, struct err *e)
{
	struct unit own, *known = NULL;
	struct app_hub_list l = {0};
	size_t n_known = 0;
	*out = (struct app_hub_units){0};
	*line = NULL;
	*n = 0;
	int rc = app_hub_list_read(file, &l, &out->refused, e);
	if (rc == 0)
		rc = store_own_unit(s, &own, e);
	if (rc == 0)
		rc = store_units(s, NULL, &known, &n_known, e);
	if (rc == 0) {
		app_hub_list_judge(&l, file->path, &own, known, n_known, &out->refused, &out->doubtful);
		rc = app_hub_list_verdict(file->path, &out->refused, e);
	}
	if (rc == 0) {
		*line = alloc_zero(l.count + 1, sizeof **line);
		*n = l.count;
		compare(&l, known, n_known, *line);
	}
	free(known);
	app_hub_list_free(&l);
	return rc;
}
