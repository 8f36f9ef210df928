/* command_readings.c - how a file that is not UTF-8 would read in each encoding, for a person to choose from. */
#include <stdio.h>
#include <stdlib.h>

#include <tungnha/alloc.h>
#include <tungnha/command_shared.h>
#include <tungnha/table.h>

cJSON *command_json_readings(const struct table_readings *r)
{
	cJSON *a = cJSON_CreateArray();
	for (size_t i = 0; i < r->count; i++) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "encoding", r->reading[i].encoding);
		cJSON_AddStringToObject(o, "text", r->reading[i].text);
		cJSON_AddItemToArray(a, o);
	}
	return a;
}

void command_print_readings(const struct command_context *c, const char *path, const struct table_readings *r)
{
	for (size_t i = 0; i < r->count; i++) {
		command_warn(c, TEXT_IMPORT_READING, r->reading[i].encoding, NULL, NULL);
		command_put(stderr, "    %s\n", r->reading[i].text);
		char *command = alloc_print("%s import '%s' --encoding %s", c->program, path, r->reading[i].encoding);
		command_warn(c, TEXT_IMPORT_READING_TYPE, command, NULL, NULL);
		free(command);
	}
}
