/* app_upwards.c - a hub towards the office above it; and what a hub below closed, version by version. */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/alloc.h>
#include <tungnha/app_upwards.h>
#include <tungnha/json.h>
#include <tungnha/network.h>

/* --- joining --- */

static int check(struct store *s, const struct invite *v, struct err *e)
{
	struct unit own, below;
	struct err none;
	if (store_own_unit(s, &own, e) != 0)
		return -1;
	if (strcmp(v->unit.code, own.code) != 0)
		return err_set(e, ERR_DATA, TEXT_UP_JOIN_OTHER_UNIT, "%s" ERR_AND "%s" ERR_AND "%s", v->unit.name,
			v->unit.code, own.name);
	if (id_equal(keys_id(&v->hub), store_id(s)))
		return err_set(e, ERR_DATA, TEXT_UP_JOIN_SELF, "");
	if (strcmp(v->hub_unit, own.code) == 0 || store_unit(s, v->hub_unit, &below, &none) == 0)
		return err_set(e, ERR_DATA, TEXT_UP_JOIN_BELOW, "%s" ERR_AND "%s", v->hub_name, v->hub_unit);
	return 0;
}

int app_upwards_join(struct store *s, const struct app_join *j, const char *label, int64_t now, struct err *e)
{
	size_t moved;
	return check(s, &j->invite, e) != 0 ? -1 : app_join_write(s, j, NULL, label, now, &moved, e);
}

/* --- what the parent says --- */

static int newest_statement(struct store *s, const char *own, struct app_upwards *out, struct err *e)
{
	struct store_statement x;
	int row = store_statement(s, NULL, &x, e);
	if (row <= 0)
		return row;
	out->stated = true;
	memcpy(out->period, x.period, sizeof out->period);
	out->version = x.version;
	int rc = store_confirmed(s, own, &x.entry, &out->confirmed, e);
	if (rc == 0)
		rc = store_submit_accepted(s, own, &x.entry, &out->accepted, out->accepted_reason, e);
	store_statement_free(&x);
	return rc;
}

/* Its newest statement, and which of this unit's it counted. */
static int parent_closed(struct store *s, const char *own, struct app_upwards *out, struct err *e)
{
	struct store_statement x;
	int row = store_statement_above(s, out->unit, &x, e);
	if (row <= 0)
		return row;
	const cJSON *said = json_array(json_object(x.fields, "declared"), own);
	const char *period = cJSON_GetStringValue(cJSON_GetArrayItem(said, 0));
	int64_t version = 0;
	memcpy(out->closed, x.period, sizeof out->closed);
	if (period && json_is_int(cJSON_GetArrayItem(said, 1), 1, JSON_INT_MAX, &version)) {
		snprintf(out->counted_period, sizeof out->counted_period, "%s", period);
		out->counted_version = (int)version;
	}
	store_statement_free(&x);
	return 0;
}

int app_upwards(struct store *s, struct app_upwards *out, struct err *e)
{
	struct store_enrolment en;
	struct unit own;
	*out = (struct app_upwards){.joined = false};
	if (store_own_unit(s, &own, e) != 0)
		return -1;
	if (store_enrolment(s, own.code, &en, e) != 0)
		return e->code == ERR_NOT_FOUND ? 0 : -1;
	out->joined = en.has_hub;
	memcpy(out->unit, en.hub_unit, sizeof out->unit);
	memcpy(out->name, en.hub_name, sizeof out->name);
	out->hub = en.hub;
	out->state = en.state;
	sodium_memzero(&en, sizeof en);
	if (!out->joined)
		return 0;
	out->by_network = network_knows_address(s, own.code);
	if (store_progress(s, own.code, &out->progress, e) != 0 || store_locked(s, own.code, &out->locked, e) != 0 ||
		newest_statement(s, own.code, out, e) != 0)
		return -1;
	return parent_closed(s, own.code, out, e);
}

/* --- versions --- */

struct versions {
	struct app_stated *item;
	size_t n;
	struct store_submit newer; /* the one looked at before; its `have` is not kept */
};

static int add_version(void *context, const struct store_submit *x, struct err *e)
{
	struct versions *v = context;
	(void)e;
	if (x->version == 0)
		return 0;
	if (v->n > 0) {
		struct app_stated *newer = &v->item[v->n - 1];
		for (size_t i = 0; i < FORM_COLUMNS_MAX; i++) {
			newer->given[i] = v->newer.sums.value[i] != x->sums.value[i];
			newer->before[i] = x->sums.value[i];
			newer->after[i] = v->newer.sums.value[i];
		}
	}
	v->item = alloc_grow(v->item, v->n + 1, sizeof *v->item);
	struct app_stated *to = &v->item[v->n++];
	*to = (struct app_stated){.version = x->version, .arrived_at = x->arrived_at, .node = x->author};
	memcpy(to->at, x->at, sizeof to->at);
	memcpy(to->code, x->code, sizeof to->code);
	memcpy(to->reason, x->reason, sizeof to->reason);
	v->newer = *x;
	return 0;
}

int app_upwards_versions(
	struct store *s, const char *unit, const char *period, struct app_stated **out, size_t *n, struct err *e)
{
	struct versions *v = alloc_zero(1, sizeof *v);
	int rc = store_submits(s, unit, period, add_version, v, e);
	*out = v->item;
	*n = v->n;
	free(v);
	return rc;
}
