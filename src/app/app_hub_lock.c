/* app_hub_lock.c - "Chốt số liệu", and opening again. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/clock.h>
#include <tungnha/store_acts.h>

#include "hub.h"

static int lock_one(struct store *s, const char *unit, size_t *locked, size_t *already, struct err *e)
{
	bool is = false;
	if (store_locked(s, unit, &is, e) != 0)
		return -1;
	if (is) {
		++*already;
		return 0;
	}
	cJSON *through = store_through(s, unit, NULL, e);
	if (!through)
		return -1;
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddItemToObject(fields, "through", through);
	char by[ENTRY_BY_BYTES + 1];
	struct store_author author = {.by = app_by_put(s, by), .at = clock_now()};
	if (store_write_act(s, unit, ENTRY_LOCK, NULL, fields, &author, NULL, e) != 0)
		return -1;
	++*locked;
	return 0;
}

/* Figures are closed when nobody can change what the row shows: every unit of which households count there is closed
 * with it. */
static int lock_with(struct store *s, const char *unit, size_t *locked, size_t *already, struct err *e)
{
	struct store_predecessor *p;
	size_t n;
	if (store_predecessors(s, unit, &p, &n, e) != 0)
		return -1;
	int rc = lock_one(s, unit, locked, already, e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = lock_one(s, p[i].unit.code, locked, already, e);
	free(p);
	return rc;
}

static int lock_all(struct store *s, size_t *locked, size_t *already, struct err *e)
{
	struct unit own, *u = NULL;
	size_t n = 0;
	int rc = store_own_unit(s, &own, e);
	if (rc == 0)
		rc = store_units(s, NULL, &u, &n, e);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (strcmp(u[i].code, own.code) != 0)
			rc = lock_one(s, u[i].code, locked, already, e);
	}
	free(u);
	return rc;
}

int app_hub_lock(struct store *s, const char *unit, size_t *locked, size_t *already, struct err *e)
{
	struct unit u;
	*locked = *already = 0;
	if (store_begin(s, e) != 0)
		return -1;
	int rc = 0;
	if (!unit)
		rc = lock_all(s, locked, already, e);
	else if (app_hub_child(s, unit, &u, e) != 0 || lock_with(s, u.code, locked, already, e) != 0)
		rc = -1;
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	return rc;
}

/* … and opened with it, where all of it counts there; a unit with a row of its own stays as it is. */
static int unlock_merged(
	struct store *s, const char *unit, const struct store_author *author, bool *unlocked, struct err *e)
{
	struct store_predecessor *p;
	char at[CLOCK_STAMP];
	size_t n;
	if (store_predecessors(s, unit, &p, &n, e) != 0)
		return -1;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < n; i++) {
		bool locked;
		int purged = p[i].whole ? store_purged(s, p[i].unit.code, at, e) : 1;
		if (purged < 0 || store_locked(s, p[i].unit.code, &locked, e) != 0)
			rc = -1;
		else if (!purged && locked)
			rc = store_write_act(s, p[i].unit.code, ENTRY_UNLOCK, NULL, NULL, author, NULL, e);
		*unlocked |= rc == 0 && !purged && locked;
	}
	free(p);
	return rc;
}

static int unlock(struct store *s, const char *unit, const char *reason, bool *unlocked, struct err *e)
{
	struct unit u;
	char at[CLOCK_STAMP];
	if (app_hub_child(s, unit, &u, e) != 0 || store_locked(s, u.code, unlocked, e) != 0)
		return -1;
	int purged = store_purged(s, u.code, at, e);
	if (purged != 0)
		return purged < 0 ? -1 : err_set(e, ERR_DENIED, TEXT_PURGED_NO_UNLOCK, "%s", u.name);
	char by[ENTRY_BY_BYTES + 1];
	struct store_author author = {.by = app_by_put(s, by), .at = clock_now(), .reason = reason};
	if (*unlocked && store_write_act(s, u.code, ENTRY_UNLOCK, NULL, NULL, &author, NULL, e) != 0)
		return -1;
	return unlock_merged(s, u.code, &author, unlocked, e);
}

int app_hub_unlock(struct store *s, const char *unit, const char *reason, bool *unlocked, struct err *e)
{
	char *why;
	*unlocked = false;
	if (app_hub_reason(reason, &why, e) != 0)
		return -1;
	int rc = store_begin(s, e);
	if (rc == 0)
		rc = unlock(s, unit, why, unlocked, e);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	free(why);
	return rc;
}
