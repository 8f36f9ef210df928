/* Definitions known here: those that came with an invitation, and those the hub's `define` acts carry. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>

#include "store_private.h"

bool definition_kind(const char *bytes, size_t n, char kind[static 16])
{
	static const char *const kinds[] = {"form", "campaign", "targets", "tasks"};
	static const char begins[] = "tungnha-";
	cJSON *root = json_parse(bytes, n, 16);
	const char *format = json_string(root, "format");

	kind[0] = 0;
	if (format && !strncmp(format, begins, sizeof begins - 1)) {
		const char *word = format + sizeof begins - 1;
		size_t length = strcspn(word, " ");

		for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
			if (length == strlen(kinds[i]) && word[length] == ' ' && !strncmp(word, kinds[i], length))
				snprintf(kind, 16, "%s", kinds[i]);
		}
	}
	cJSON_Delete(root);
	return kind[0] != 0;
}

void definition_came(struct store *s, const char *kind)
{
	s->force_known = false;
	if (!strcmp(kind, "form") || !strcmp(kind, "campaign"))
		s->recount = true; /* targets and tasks count no household */
}

int store_add_definition(struct store *s, const char *name, const char *bytes, size_t n, struct err *e)
{
	struct id def = form_definition_id(bytes, n);
	char kind[16];

	if (!definition_kind(bytes, n, kind))
		return err_set(e, ERR_DATA, TEXT_NOT_A_DEFINITION, "%s", name);
	if (sql_run(s, e, SQL_DEFINITION_GIVE, "dttt", &def, name, kind, bytes))
		return -1;
	if (sqlite3_changes(s->db) == 0)
		return 0; /* known already: nothing is counted otherwise */
	definition_came(s, kind);
	return 0;
}

/* NULL: not known here. Freed by the caller. */
static char *find_bytes(struct store *s, struct id def, size_t *n, char kind[static 16])
{
	sqlite3_stmt *st = sql_start(s, SQL_DEFINITION_BYTES, "d", &def);
	char *out = NULL;
	struct err ignored;

	if (sql_row(s, st, &ignored) > 0) {
		*n = (size_t)sqlite3_column_bytes(st, 0);
		out = alloc_copy_n((const char *)sqlite3_column_text(st, 0), *n);
		sql_text_at(st, 1, kind, 16);
		sql_end(st);
	}
	return out;
}

char *store_definition(struct store *s, struct id def, size_t *n)
{
	char kind[16];

	return find_bytes(s, def, n, kind);
}

int store_given_definitions(struct store *s, struct id *out, size_t max, size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_DEFINITIONS_GIVEN_IDS, "i", (int64_t)max);
	int row;

	*n = 0;
	while ((row = sql_row(s, st, e)) > 0)
		out[(*n)++] = sql_id_at(st, 0);
	return row;
}

static struct form_cached *cached(struct store *s, struct id def)
{
	for (struct form_cached *c = s->cache; c; c = c->next) {
		if (id_equal(c->def, def))
			return c;
	}
	return NULL;
}

/* Pointers to forms are borrowed until the store closes, so they stay although their definition is known no longer. */
void definition_doubt(struct store *s)
{
	s->force_known = false;
	for (struct form_cached *c = s->cache; c; c = c->next)
		c->doubtful = true;
}

static bool still_known(struct store *s, struct form_cached *c)
{
	if (c->doubtful) {
		sqlite3_stmt *st = sql_start(s, SQL_DEFINITION_KNOWN, "d", &c->def);
		struct err ignored;

		c->doubtful = sql_row(s, st, &ignored) <= 0 || !sqlite3_column_int(st, 0);
		sql_end(st);
	}
	return !c->doubtful;
}

static int unknown(struct id def, struct err *e)
{
	char hex[ID_HEX];

	return err_set(e, ERR_UNAVAILABLE, TEXT_DEFINITION_UNKNOWN, "%s", id_hex(def, hex));
}

static int load(const char *kind, const char *bytes, size_t n, struct form_cached *c, struct err *e)
{
	char place[ID_HEX];

	id_hex(c->def, place);
	if (!strcmp(kind, "campaign"))
		return campaign_load(bytes, n, place, &c->campaign, e);
	if (!strcmp(kind, "targets"))
		return targets_load(bytes, n, place, &c->targets, e);
	if (!strcmp(kind, "tasks"))
		return tasks_load(bytes, n, place, &c->tasks, e);
	return form_load(bytes, n, place, &c->form, e);
}

/* A definition compiled once and kept until the store closes. */
static int compile(struct store *s, struct id def, struct form_cached **out, struct err *e)
{
	char *bytes, kind[16];
	struct form_cached *c = cached(s, def);
	size_t n;
	int rc;

	*out = c;
	if (c)
		return still_known(s, c) ? 0 : unknown(def, e);
	bytes = find_bytes(s, def, &n, kind);
	if (!bytes)
		return unknown(def, e);
	c = alloc_zero(1, sizeof *c);
	c->def = def;
	rc = load(kind, bytes, n, c, e);
	free(bytes);
	if (rc) {
		free(c);
		return -1;
	}
	c->next = s->cache;
	s->cache = c;
	*out = c;
	return 0;
}

int store_form_of(struct store *s, struct id def, const struct form **out, struct err *e)
{
	struct form_cached *c;

	*out = NULL;
	if (compile(s, def, &c, e))
		return -1;
	*out = c->form;
	return c->form ? 0 : unknown(def, e);
}

/* The newest of a kind: by `define` act, else as given here. name NULL: whatever its name. */
static int newest(struct store *s, const char *kind, const char *name, struct id *def, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_DEFINITION_NEWEST, "tt", kind, name);
	int row = sql_row(s, st, e);

	if (row > 0) {
		*def = sql_id_at(st, 0);
		sql_end(st);
	}
	return row;
}

/* The newest of a kind and name as it loads; *out NULL: there is none, or it does not load. */
static int forced(struct store *s, const char *kind, const char *name, struct form_cached **out, struct err *e)
{
	struct id def;
	int row = newest(s, kind, name, &def, e);

	*out = NULL;
	if (row > 0 && compile(s, def, out, e))
		*out = NULL;
	return row < 0 ? -1 : 0;
}

/* Reads which campaign and household form are in force; once a transaction. */
static int know_force(struct store *s, struct err *e)
{
	struct form_cached *campaign, *form;
	const struct campaign *c;

	if (s->force_known)
		return 0;
	if (forced(s, "campaign", NULL, &campaign, e))
		return -1;
	c = campaign ? campaign->campaign : NULL;
	if (forced(s, "form", c && c->forms ? c->form[0] : NULL, &form, e))
		return -1;
	s->campaign = c;
	s->in_force = form ? form->form : NULL;
	s->plan_known = false;
	s->force_known = true;
	return 0;
}

/* The targets and tasks of that campaign: who records households never asks for them. */
static int know_plan(struct store *s, struct err *e)
{
	struct form_cached *targets = NULL, *tasks = NULL;
	const struct campaign *c;

	if (know_force(s, e))
		return -1;
	if (s->plan_known)
		return 0;
	c = s->campaign;
	if ((c && c->targets && *c->targets && forced(s, "targets", c->targets, &targets, e)) ||
		(c && c->tasks && *c->tasks && forced(s, "tasks", c->tasks, &tasks, e)))
		return -1;
	s->targets = targets ? targets->targets : NULL;
	s->tasks = tasks ? tasks->tasks : NULL;
	s->plan_known = true;
	return 0;
}

int store_form(struct store *s, const char *name, const struct form **out, struct err *e)
{
	struct id def;
	int row;

	*out = NULL;
	if (name) {
		row = newest(s, "form", name, &def, e);
		if (row < 0)
			return -1;
		return row ? store_form_of(s, def, out, e)
			   : err_set(e, ERR_UNAVAILABLE, TEXT_DEFINITION_UNKNOWN, "%s", name);
	}
	if (know_force(s, e))
		return -1;
	*out = s->in_force;
	return s->in_force ? 0 : err_set(e, ERR_UNAVAILABLE, TEXT_FORM_MISSING, "");
}

int store_campaign(struct store *s, const struct campaign **out)
{
	struct err ignored;

	*out = NULL;
	if (know_force(s, &ignored))
		return -1;
	*out = s->campaign;
	return s->campaign ? 0 : -1;
}

int store_targets(struct store *s, const struct targets **out)
{
	struct err ignored;

	*out = NULL;
	if (know_plan(s, &ignored))
		return -1;
	*out = s->targets;
	return s->targets ? 0 : -1;
}

int store_tasks(struct store *s, const struct tasks **out)
{
	struct err ignored;

	*out = NULL;
	if (know_plan(s, &ignored))
		return -1;
	*out = s->tasks;
	return s->tasks ? 0 : -1;
}
