/* plan.c - a world whose campaign has targets and tasks; see plan.h. */
#include "plan.h"

#include <stdlib.h>
#include <string.h>

#include <tungnha/file.h>
#include <tungnha/json.h>

void plan_act(struct world *w, enum entry_kind kind, cJSON *fields)
{
	struct store_author a = {.by = "", .at = w->now++};
	struct err e;
	assert_int_equal(store_begin(w->hub.store, &e), 0);
	assert_int_equal(store_write_act(w->hub.store, WORLD_OWN, kind, NULL, fields, &a, NULL, &e), 0);
	assert_int_equal(store_commit(w->hub.store, &e), 0);
}

static void define(struct world *w, const char *name, const char *text)
{
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "name", name);
	cJSON_AddStringToObject(fields, "text", text);
	plan_act(w, ENTRY_DEFINE, fields);
}

void plan_campaign(struct world *w)
{
	size_t n;
	const char *bytes = form_shipped("phu-lac-2025", &n);
	cJSON *root = json_parse(bytes, n, 16);
	static const char *const apart[] = {"targets", "tasks", "reports", "duties"};
	for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
		cJSON_DeleteItemFromObjectCaseSensitive(root, apart[i]);
	cJSON_AddStringToObject(root, "targets", "targets-thu");
	cJSON_AddStringToObject(root, "tasks", "tasks-thu");
	char *text = cJSON_PrintUnformatted(root);
	define(w, "phu-lac-2025", text);
	cJSON_free(text);
	cJSON_Delete(root);
}

static void define_file(struct world *w, const char *name, const char *path)
{
	struct buf text;
	struct err e;
	buf_init(&text, FORM_BYTES_MAX);
	assert_int_equal(file_read(path, &text, &e), 0);
	define(w, name, text.data);
	buf_free(&text);
}

void plan_targets(struct world *w)
{
	define_file(w, "targets-thu", "tests/flow/plan/targets-thu.json");
}

void plan_tasks(struct world *w)
{
	define_file(w, "tasks-thu", "tests/flow/plan/tasks-thu.json");
}
