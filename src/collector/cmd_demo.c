/* cmd_demo.c - `demo`: made-up households to practise on. */
#include <stdio.h>
#include <stdlib.h>

#include <tungnha/app_practice.h>
#include <tungnha/clock.h>

#include "commands.h"

/* On the form the real data asks, where that lies open; a passphrase is not asked for just to practise. */
static int make(const struct command_context *c, char **folder, struct err *e)
{
	struct store *like = NULL;
	struct err closed;
	if (store_open(c->folder, NULL, &like, &closed) != 0 || store_role(like) != STORE_COLLECTOR) {
		store_close(like);
		like = NULL;
	}
	int rc = app_practice_make(c->folder, like, clock_now(), c->lang, folder, e);
	store_close(like);
	return rc;
}

static void tell(const struct command_context *c, const struct unit *u, int64_t households, const char *folder)
{
	static const char *const tries[] = {"list",
		"put household_no=6 persons=4 vneid=2 no_vneid=2 "
		"online_dossiers=0 eresult_dossiers=0 rated=no",
		"put household_no=9 status=absent", "form02"};
	char n[32];
	command_say(c, TEXT_DEMO_MADE, u->name, text_number(c->lang, households, n), folder);
	command_say(c, TEXT_DEMO_PAGE, NULL, NULL, NULL);
	if (!c->quiet)
		printf("    %s --data %s serve --open\n", c->program, folder);
	command_say(c, TEXT_DEMO_TRY, NULL, NULL, NULL);
	for (size_t i = 0; !c->quiet && i < sizeof tries / sizeof *tries; i++)
		printf("    %s --data %s %s\n", c->program, folder, tries[i]);
	command_say(c, TEXT_DEMO_ANEW, c->program, NULL, NULL);
}

static int look(const struct command_context *c, const char *folder, struct err *e)
{
	struct store *s;
	struct app_status status;
	if (store_open(folder, NULL, &s, e) != 0)
		return -1;
	int rc = app_status(s, NULL, clock_now(), &status, e);
	if (rc == 0 && c->json) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "folder", folder);
		cJSON_AddItemToObject(o, "unit", command_json_unit(&status.unit));
		cJSON_AddNumberToObject(o, "households", (double)status.totals.records);
		rc = command_print_json(c, o);
	} else if (rc == 0) {
		tell(c, &status.unit, status.totals.records, folder);
	}
	store_close(s);
	return rc;
}

int cmd_demo(struct command_context *c, struct command_words *w)
{
	struct err e;
	char *folder = NULL;
	(void)w;
	int rc = make(c, &folder, &e);
	if (rc == 0)
		rc = look(c, folder, &e);
	free(folder);
	return rc == 0 ? 0 : command_fail(c, &e);
}
