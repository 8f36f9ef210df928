/* app_hub_init.c - a new hub: its campaign, its forms, itself and the units below.
 *
 * Everything that can be refused is looked at before a store is made. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>

#include "definitions.h"

static int check_own(struct unit *own, struct err *e)
{
	if (!own->level[0])
		memcpy(own->level, "commune", sizeof "commune");
	if (!unit_valid_code(own->code))
		return err_set(e, ERR_DATA, TEXT_HUB_OWN_CODE, "%s", own->code);
	if (!own->name[0])
		return err_set(e, ERR_DATA, TEXT_HUB_OWN_NAME, "");
	return 0;
}

static bool is_of(const struct campaign *c, const struct unit *own)
{
	for (size_t i = 0; i < c->units; i++)
		if (strcmp(c->unit[i].parent, own->code) == 0)
			return true;
	return false;
}

static int load_units(const struct app_hub_setup *setup, const struct campaign *c, const struct unit *own,
	struct app_hub_list *l, struct app_hub_notes *refused, struct app_hub_notes *doubtful, struct err *e)
{
	const char *file = setup->units.path ? setup->units.path : setup->campaign_file;
	if (setup->units.path && app_hub_list_read(&setup->units, l, refused, e) != 0)
		return -1;
	bool take = !setup->units.path && (!setup->own_units || is_of(c, own));
	for (size_t i = 0; take && i < c->units; i++)
		app_hub_list_add(l, &c->unit[i], 0);
	app_hub_list_judge(l, file, own, NULL, 0, refused, doubtful);
	return app_hub_list_verdict(file, refused, e);
}

static int write_all(struct store *s, const struct unit *own, const char *parent_name, const struct app_definitions *d,
	const struct app_hub_list *l, struct err *e)
{
	int64_t now = clock_now();
	if (store_begin(s, e) != 0)
		return -1;
	int rc = store_set(s, "unit", own->code, e);
	if (rc == 0)
		rc = store_set(s, "parent_name", parent_name, e);
	if (rc == 0)
		rc = app_definitions_write(s, own->code, d, now, e);
	if (rc == 0)
		rc = app_hub_list_write(s, own->code, own, now, e);
	for (size_t i = 0; rc == 0 && i < l->count; i++)
		rc = app_hub_list_write(s, own->code, &l->unit[i], now, e);
	return rc == 0 ? store_commit(s, e) : -1;
}

static int make(const char *folder, const struct app_hub_setup *setup, const struct unit *own,
	const struct app_definitions *d, const struct app_hub_list *l, struct store **out, struct err *e)
{
	const struct store_setup how = {
		.role = STORE_AGGREGATOR,
		.protection = setup->protection,
		.passphrase = setup->passphrase,
		.key_file = setup->key_file,
		.recovery = setup->recovery,
	};
	struct store *s;
	if (store_create(folder, &how, &s, e) != 0)
		return -1;
	if (write_all(s, own, setup->parent_name, d, l, e) != 0) {
		store_rollback(s);
		store_discard(s);
		return -1;
	}
	*out = s;
	return 0;
}

int app_hub_init(const char *folder, const struct app_hub_setup *setup, struct store **out,
	struct app_hub_notes *refused, struct app_hub_notes *doubtful, struct err *e)
{
	struct app_definitions d = {0};
	struct app_hub_list l = {0};
	struct unit own = setup->unit;
	own.listed = -1;
	own.parent[0] = '\0';
	enum store_protection how;
	if (store_look(folder, &how))
		return err_set(e, ERR_CREATE, TEXT_HUB_STORE_EXISTS, "%s", folder);
	int rc = check_own(&own, e);
	if (rc == 0)
		rc = app_definitions_load(NULL, setup->campaign_file, &d, e);
	if (rc == 0)
		rc = load_units(setup, d.campaign, &own, &l, refused, doubtful, e);
	if (rc == 0)
		rc = make(folder, setup, &own, &d, &l, out, e);
	app_hub_list_free(&l);
	app_definitions_free(&d);
	return rc;
}
