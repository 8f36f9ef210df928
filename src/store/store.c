/* The handle of an open store, settings. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "memory.h"
#include "store_private.h"

struct store *store_new(const char *folder)
{
	struct store *s = alloc_zero(1, sizeof *s);

	s->folder = alloc_copy(folder);
	/* Where store_changes counts from: a file opened anew is not what was kept of it before, in whatever memory. */
	s->unseen = -(int64_t)randombytes_uniform(1000 * 1000 * 1000);
	return s;
}

static void cache_free(struct store *s)
{
	while (s->cache) {
		struct form_cached *c = s->cache;

		s->cache = c->next;
		form_free(c->form);
		campaign_free(c->campaign);
		targets_free(c->targets);
		tasks_free(c->tasks);
		free(c);
	}
}

void store_close(struct store *s)
{
	if (!s)
		return;
	store_group_rollback(s);
	store_rollback(s);
	for (int i = 0; i < SQL_COUNT; i++)
		sqlite3_finalize(s->statement[i]);
	sqlite3_close(s->db);
	cache_free(s);
	touch_forget(s);
	counted_close(s);
	acts_forget(s);
	recall_forget(s);
	succession_forget(s);
	free(s->touched);
	keys_wipe(&s->keys);
	sodium_memzero(s->data_key, sizeof s->data_key);
	free(s->folder);
	free(s);
}

enum store_role store_role(const struct store *s)
{
	return s->role;
}

enum store_protection store_protection(const struct store *s)
{
	return s->protection;
}

const struct keys_secret *store_keys(const struct store *s)
{
	return &s->keys;
}

struct id store_id(const struct store *s)
{
	return s->id;
}

/* --- settings --- */

void store_read_own_unit(struct store *s)
{
	char *unit = store_setting(s, "unit");

	snprintf(s->own_unit, sizeof s->own_unit, "%s", unit ? unit : "");
	free(unit);
}

static struct place setting_place(const char *name)
{
	return place_of("setting", name, strlen(name), NULL, 0);
}

static char *setting_get(struct store *s, const char *name, bool sealed)
{
	sqlite3_stmt *st = sql_start(s, SQL_SETTING_GET, "t", name);
	struct place p = setting_place(name);
	char *out = NULL;
	struct err ignored;

	if (sql_row(s, st, &ignored) > 0) {
		if (sqlite3_column_int(st, 0) != sealed)
			out = NULL;
		else if (sealed)
			out = seal_column(s, &p, st, 1, NULL);
		else
			out = alloc_copy_n(sqlite3_column_blob(st, 1), (size_t)sqlite3_column_bytes(st, 1));
		sql_end(st);
	}
	return out;
}

char *store_setting(struct store *s, const char *name)
{
	return setting_get(s, name, false);
}

char *store_sealed_setting(struct store *s, const char *name)
{
	return setting_get(s, name, true);
}

int store_set(struct store *s, const char *name, const char *value, struct err *e)
{
	if (!strcmp(name, "unit"))
		snprintf(s->own_unit, sizeof s->own_unit, "%s", value ? value : "");
	if (!value)
		return sql_run(s, e, SQL_SETTING_DROP, "t", name);
	return sql_run(s, e, SQL_SETTING_PUT, "tib", name, (int64_t)0, value, strlen(value));
}

int store_set_sealed(struct store *s, const char *name, const char *value, struct err *e)
{
	struct place p = setting_place(name);
	unsigned char *sealed;
	size_t n;
	int rc;

	if (!value)
		return sql_run(s, e, SQL_SETTING_DROP, "t", name);
	n = strlen(value);
	sealed = alloc_bytes(n + SEAL_MORE);
	seal_put(s->data_key, &p, value, n, sealed);
	rc = sql_run(s, e, SQL_SETTING_PUT, "tib", name, (int64_t)1, sealed, n + SEAL_MORE);
	free(sealed);
	return rc;
}
