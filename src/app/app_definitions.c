/* app_definitions.c - a campaign and all it names, read from a file and what is known; written as acts; another one put
 * in force. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>
#include <tungnha/file.h>

#include "definitions.h"

void app_definitions_free(struct app_definitions *d)
{
	for (size_t i = 0; i < d->forms; i++)
		form_free(d->form[i]);
	campaign_free(d->campaign);
	targets_free(d->targets);
	tasks_free(d->tasks);
	*d = (struct app_definitions){0};
}

/* Loads a definition of one kind; its id. NULL: refused. */
typedef const char *(*load_one)(
	struct app_definitions *d, const char *place, const char *bytes, size_t n, struct err *e);

static const char *load_form(struct app_definitions *d, const char *place, const char *bytes, size_t n, struct err *e)
{
	return form_load(bytes, n, place, &d->form[d->forms], e) == 0 ? d->form[d->forms++]->id : NULL;
}

static const char *load_targets(
	struct app_definitions *d, const char *place, const char *bytes, size_t n, struct err *e)
{
	return targets_load(bytes, n, place, &d->targets, e) == 0 ? d->targets->id : NULL;
}

static const char *load_tasks(struct app_definitions *d, const char *place, const char *bytes, size_t n, struct err *e)
{
	return tasks_load(bytes, n, place, &d->tasks, e) == 0 ? d->tasks->id : NULL;
}

/* The file is called by the id the campaign names, and must bear it: what is in force is looked up by it. */
static int take(struct app_definitions *d, load_one load, const char *id, const char *place, const char *bytes,
	size_t n, struct err *e)
{
	const char *found = load(d, place, bytes, n, e);
	if (!found)
		return -1;
	return strcmp(found, id) == 0
		       ? 0
		       : err_set(e, ERR_DATA, TEXT_HUB_DEFINITION_ID, "%s" ERR_AND "%s" ERR_AND "%s", place, found, id);
}

static int take_file(struct app_definitions *d, load_one load, const char *id, const char *path, struct err *e)
{
	struct buf text;
	buf_init(&text, FORM_BYTES_MAX);
	int rc = file_read(path, &text, e);
	if (rc == 0)
		rc = take(d, load, id, path, text.data, text.len, e);
	buf_free(&text);
	return rc;
}

/* As it is in force here: 1, it is not known. */
static int take_known(struct store *s, struct app_definitions *d, load_one load, const char *id, struct err *e)
{
	const struct form *f;
	const struct targets *t;
	const struct tasks *k;
	struct err none;
	if (s && load == load_form && store_form(s, id, &f, &none) == 0)
		return take(d, load, id, id, f->bytes, f->size, e);
	if (s && load == load_targets && store_targets(s, &t) == 0 && strcmp(t->id, id) == 0)
		return take(d, load, id, id, t->bytes, t->size, e);
	if (s && load == load_tasks && store_tasks(s, &k) == 0 && strcmp(k->id, id) == 0)
		return take(d, load, id, id, k->bytes, k->size, e);
	return 1;
}

/* Beside the campaign, in the folder above it, in force here, then as shipped: a commune's own copy wins. */
static int find(struct store *s, struct app_definitions *d, load_one load, const char *id, const char *campaign_file,
	struct err *e)
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
	rc = take_known(s, d, load, id, e);
	if (rc <= 0)
		return rc;
	size_t n;
	const char *shipped = form_shipped(id, &n);
	if (!shipped)
		return err_set(e, ERR_UNAVAILABLE, TEXT_HUB_FORM_MISSING, "%s" ERR_AND "%s", id, campaign_file);
	return take(d, load, id, id, shipped, n, e);
}

/* What a target says is computed from the household form can be computed from it. */
static int check_indicators(const struct app_definitions *d, struct err *e)
{
	for (size_t i = 0; d->targets && i < d->targets->count; i++) {
		const struct target *t = &d->targets->target[i];
		if (*t->indicator && form_indicator_index(d->form[0], t->indicator) < 0)
			return err_set(e, ERR_DATA, TEXT_TARGETS_INDICATOR_UNKNOWN, "%s" ERR_AND "%s" ERR_AND "%s",
				t->id, t->indicator, d->form[0]->id);
	}
	return 0;
}

static int load_campaign(const char *campaign_file, struct app_definitions *d, struct err *e)
{
	struct buf text;
	buf_init(&text, FORM_BYTES_MAX);
	int rc = file_read(campaign_file, &text, e);
	if (rc == 0)
		rc = campaign_load(text.data, text.len, campaign_file, &d->campaign, e);
	buf_free(&text);
	return rc;
}

int app_definitions_load(struct store *s, const char *campaign_file, struct app_definitions *d, struct err *e)
{
	int rc = load_campaign(campaign_file, d, e);
	for (size_t i = 0; rc == 0 && i < d->campaign->forms; i++)
		rc = find(s, d, load_form, d->campaign->form[i], campaign_file, e);
	if (rc == 0 && *d->campaign->targets)
		rc = find(s, d, load_targets, d->campaign->targets, campaign_file, e);
	if (rc == 0 && *d->campaign->tasks)
		rc = find(s, d, load_tasks, d->campaign->tasks, campaign_file, e);
	return rc == 0 ? check_indicators(d, e) : -1;
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

int app_definitions_write(struct store *s, const char *own, const struct app_definitions *d, int64_t now, struct err *e)
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
