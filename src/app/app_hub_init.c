/* app_hub_init.c - a new hub: its campaign, its forms, itself and the units below.
 *
 * Everything that can be refused is looked at before a store is made. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>
#include <tungnha/file.h>

#include "hub.h"

/* Definitions read and checked; their bytes are those of what was loaded. */
struct definitions {
	struct campaign *campaign;
	struct form *form[CAMPAIGN_FORMS_MAX];
	size_t forms;
	struct targets *targets; /* NULL: the campaign names none */
	struct tasks *tasks;
};

static void definitions_free(struct definitions *d)
{
	for (size_t i = 0; i < d->forms; i++)
		form_free(d->form[i]);
	campaign_free(d->campaign);
	targets_free(d->targets);
	tasks_free(d->tasks);
	*d = (struct definitions){0};
}

/* Loads a definition of one kind; its id. NULL: refused. */
typedef const char *(*load_one)(struct definitions *d, const char *place, const char *bytes, size_t n, struct err *e);

static const char *load_form(struct definitions *d, const char *place, const char *bytes, size_t n, struct err *e)
{
	return form_load(bytes, n, place, &d->form[d->forms], e) == 0 ? d->form[d->forms++]->id : NULL;
}

static const char *load_targets(struct definitions *d, const char *place, const char *bytes, size_t n, struct err *e)
{
	return targets_load(bytes, n, place, &d->targets, e) == 0 ? d->targets->id : NULL;
}

static const char *load_tasks(struct definitions *d, const char *place, const char *bytes, size_t n, struct err *e)
{
	return tasks_load(bytes, n, place, &d->tasks, e) == 0 ? d->tasks->id : NULL;
}

/* The file is called by the id the campaign names, and must bear it: what is in force is looked up by it. */
static int take(struct definitions *d, load_one load, const char *id, const char *place, const char *bytes, size_t n,
	struct err *e)
{
	const char *found = load(d, place, bytes, n, e);
	if (!found)
		return -1;
	return strcmp(found, id) == 0
		       ? 0
		       : err_set(e, ERR_DATA, TEXT_HUB_DEFINITION_ID, "%s" ERR_AND "%s" ERR_AND "%s", place, found, id);
}

static int take_file(struct definitions *d, load_one load, const char *id, const char *path, struct err *e)
{
	struct buf text;
	buf_init(&text, FORM_BYTES_MAX);
	int rc = file_read(path, &text, e);
	if (rc == 0)
		rc = take(d, load, id, path, text.data, text.len, e);
	buf_free(&text);
	return rc;
}

/* Beside the campaign, in the folder above it, then as shipped: a commune's own copy wins. */
static int find(struct definitions *d, load_one load, const char *id, const char *campaign_file, struct err *e)
{
	const char *slash = strrchr(campaign_file, '/');
	char *folder = slash ? alloc_copy_n(campaign_file, (size_t)(slash - campaign_file) + 1) : alloc_copy("./");
	static const char *const from[] = {"", "../"};
	int rc = 1;
	for (size_t i = 0; i < 2 && rc > 0; i++) {
		char *path = alloc_print("%s%s%s.json", folder, from[i], id);
		if (file_exists(path))
			rc = take_file(d, load, id, path, e);
		free(path);
	}
	free(folder);
	if (rc <= 0)
		return rc;
	size_t n;
	const char *shipped = form_shipped(id, &n);
	if (!shipped)
		return err_set(e, ERR_UNAVAILABLE, TEXT_HUB_FORM_MISSING, "%s" ERR_AND "%s", id, campaign_file);
	return take(d, load, id, id, shipped, n, e);
}

/* What a target says is computed from the household form can be computed from it. */
static int check_indicators(const struct definitions *d, struct err *e)
{
	for (size_t i = 0; d->targets && i < d->targets->count; i++) {
		const struct target *t = &d->targets->target[i];
		if (*t->indicator && form_indicator_index(d->form[0], t->indicator) < 0)
			return err_set(e, ERR_DATA, TEXT_TARGETS_INDICATOR_UNKNOWN, "%s" ERR_AND "%s" ERR_AND "%s",
				t->id, t->indicator, d->form[0]->id);
	}
	return 0;
}

static int load_campaign(const char *campaign_file, struct definitions *d, struct err *e)
{
	struct buf text;
	buf_init(&text, FORM_BYTES_MAX);
	int rc = file_read(campaign_file, &text, e);
	if (rc == 0)
		rc = campaign_load(text.data, text.len, campaign_file, &d->campaign, e);
	buf_free(&text);
	return rc;
}

static int load_definitions(const char *campaign_file, struct definitions *d, struct err *e)
{
	int rc = load_campaign(campaign_file, d, e);
	for (size_t i = 0; rc == 0 && i < d->campaign->forms; i++)
		rc = find(d, load_form, d->campaign->form[i], campaign_file, e);
	if (rc == 0 && *d->campaign->targets)
		rc = find(d, load_targets, d->campaign->targets, campaign_file, e);
	if (rc == 0 && *d->campaign->tasks)
		rc = find(d, load_tasks, d->campaign->tasks, campaign_file, e);
	return rc == 0 ? check_indicators(d, e) : -1;
}

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

static int load_units(const struct app_hub_setup *setup, const struct campaign *c, const struct unit *own,
	struct app_hub_list *l, struct app_hub_notes *refused, struct app_hub_notes *doubtful, struct err *e)
{
	const char *file = setup->units.path ? setup->units.path : setup->campaign_file;
	if (setup->units.path && app_hub_list_read(&setup->units, l, refused, e) != 0)
		return -1;
	for (size_t i = 0; !setup->units.path && i < c->units; i++)
		app_hub_list_add(l, &c->unit[i], 0);
	app_hub_list_judge(l, file, own, NULL, 0, refused, doubtful);
	return app_hub_list_verdict(file, refused, e);
}

static int define(
	struct store *s, const char *own, const char *name, const char *bytes, size_t n, int64_t now, struct err *e)
{
	char *text = alloc_copy_n(bytes, n);
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "name", name);
	cJSON_AddStringToObject(fields, "text", text);
	free(text);
	char by[ENTRY_BY_BYTES + 1];
	struct store_author author = {.by = app_by_put(s, by), .at = now};
	return store_write_act(s, own, ENTRY_DEFINE, NULL, fields, &author, NULL, e);
}

static int define_all(struct store *s, const char *own, const struct definitions *d, int64_t now, struct err *e)
{
	int rc = define(s, own, d->campaign->id, d->campaign->bytes, d->campaign->size, now, e);
	for (size_t i = 0; rc == 0 && i < d->forms; i++)
		rc = define(s, own, d->form[i]->id, d->form[i]->bytes, d->form[i]->size, now, e);
	if (rc == 0 && d->targets)
		rc = define(s, own, d->targets->id, d->targets->bytes, d->targets->size, now, e);
	if (rc == 0 && d->tasks)
		rc = define(s, own, d->tasks->id, d->tasks->bytes, d->tasks->size, now, e);
	return rc;
}

static int write_all(struct store *s, const struct unit *own, const char *parent_name, const struct definitions *d,
	const struct app_hub_list *l, struct err *e)
{
	int64_t now = clock_now();
	if (store_begin(s, e) != 0)
		return -1;
	int rc = store_set(s, "unit", own->code, e);
	if (rc == 0)
		rc = store_set(s, "parent_name", parent_name, e);
	if (rc == 0)
		rc = define_all(s, own->code, d, now, e);
	if (rc == 0)
		rc = app_hub_list_write(s, own->code, own, now, e);
	for (size_t i = 0; rc == 0 && i < l->count; i++)
		rc = app_hub_list_write(s, own->code, &l->unit[i], now, e);
	return rc == 0 ? store_commit(s, e) : -1;
}

static int make(const char *folder, const struct app_hub_setup *setup, const struct unit *own,
	const struct definitions *d, const struct app_hub_list *l, struct store **out, struct err *e)
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
	struct definitions d = {0};
	struct app_hub_list l = {0};
	struct unit own = setup->unit;
	own.listed = -1;
	own.parent[0] = '\0';
	enum store_protection how;
	if (store_look(folder, &how))
		return err_set(e, ERR_CREATE, TEXT_HUB_STORE_EXISTS, "%s", folder);
	int rc = check_own(&own, e);
	if (rc == 0)
		rc = load_definitions(setup->campaign_file, &d, e);
	if (rc == 0)
		rc = load_units(setup, d.campaign, &own, &l, refused, doubtful, e);
	if (rc == 0)
		rc = make(folder, setup, &own, &d, &l, out, e);
	app_hub_list_free(&l);
	definitions_free(&d);
	return rc;
}
