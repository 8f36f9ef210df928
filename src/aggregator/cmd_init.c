/* cmd_init.c - `init`: a new hub from a campaign file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/utf8.h>

#include "commands.h"

/* Exactly one way to keep the data key; a passphrase comes from a file or is asked twice on a terminal. */
static int choose_protection(struct command_context *c, struct command_words *w, struct app_hub_setup *setup,
	char **passphrase, struct err *e)
{
	const char *key_file = command_option(c, w, "key-file");
	bool none = command_option(c, w, "no-passphrase") != NULL;
	if ((key_file != NULL) + none + (c->passphrase_file != NULL) > 1)
		return err_set(e, ERR_USAGE, TEXT_HUB_ONE_PROTECTION, "");
	setup->key_file = key_file;
	setup->protection = key_file ? STORE_UNDER_KEY_FILE : none ? STORE_UNPROTECTED : STORE_UNDER_PASSPHRASE;
	if (key_file || none)
		return 0;
	if (command_passphrase(c, NULL, true, passphrase, e) != 0)
		return -1;
	if (!*passphrase)
		return err_set(e, ERR_USAGE, TEXT_HUB_NO_PROTECTION, "");
	setup->passphrase = *passphrase;
	return 0;
}

static int take_word(const char *option, const char *typed, bool needed, char *out, size_t out_bytes, struct err *e)
{
	out[0] = '\0';
	if (!typed && !needed)
		return 0;
	if (!typed)
		return err_set(e, ERR_USAGE, TEXT_HUB_OPTION_MISSING, "%s", option);
	char *clean = utf8_clean(typed, strlen(typed));
	bool fits = clean && *clean && strlen(clean) < out_bytes;
	if (fits)
		memcpy(out, clean, strlen(clean) + 1);
	free(clean);
	return fits ? 0 : err_set(e, ERR_DATA, TEXT_HUB_OPTION_TEXT, "%s" ERR_AND "%zu", option, out_bytes - 1);
}

static int read_options(struct command_context *c, struct command_words *w, struct app_hub_setup *setup, struct err *e)
{
	struct unit *u = &setup->unit;
	if (take_word("--unit", command_option(c, w, "unit"), true, u->code, sizeof u->code, e) != 0 ||
		take_word("--name", command_option(c, w, "name"), true, u->name, sizeof u->name, e) != 0 ||
		take_word("--level", command_option(c, w, "level"), false, u->level, sizeof u->level, e) != 0)
		return -1;
	setup->parent_name = command_option(c, w, "parent-name");
	setup->campaign_file = command_option(c, w, "campaign");
	setup->units = (struct app_hub_file){.path = command_option(c, w, "units"),
		.encoding = command_option(c, w, "encoding"),
		.sheet = command_option(c, w, "sheet")};
	return setup->campaign_file ? 0 : err_set(e, ERR_USAGE, TEXT_HUB_OPTION_MISSING, "%s", "--campaign");
}

static void tell(struct command_context *c, const struct app_hub_setup *setup)
{
	struct unit *u = NULL;
	size_t n = 0;
	struct err e;
	char units[32], node[ID_SHOWN], hex[ID_HEX];
	(void)store_units(c->store, setup->unit.code, &u, &n, &e);
	free(u);
	if (c->json) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddItemToObject(o, "unit", command_json_unit(&setup->unit));
		cJSON_AddNumberToObject(o, "units", (double)n);
		cJSON_AddStringToObject(o, "node", id_hex(store_id(c->store), hex));
		command_json_recovery(c, o);
		command_print_json(c, o);
	}
	command_say(c, TEXT_HUB_INIT_DONE, setup->unit.name, text_number(c->lang, (long long)n, units),
		id_shown(store_id(c->store), node));
	if (setup->protection == STORE_UNPROTECTED)
		command_warn(c, TEXT_DATA_UNPROTECTED, NULL, NULL, NULL);
	command_show_recovery(c);
	command_say(c, TEXT_HUB_INIT_NEXT, c->program, NULL, NULL);
}

int cmd_init(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_hub_setup setup = {.recovery = c->recovery};
	struct app_hub_notes refused = {0}, doubtful = {0};
	char *passphrase = NULL;
	int rc = read_options(c, w, &setup, &e);
	if (rc == 0)
		rc = choose_protection(c, w, &setup, &passphrase, &e);
	if (rc == 0)
		rc = app_hub_init(c->folder, &setup, &c->store, &refused, &doubtful, &e);
	command_passphrase_free(passphrase);
	shared_notes(c, &refused);
	shared_notes(c, &doubtful);
	app_hub_notes_free(&refused);
	app_hub_notes_free(&doubtful);
	if (rc != 0)
		return command_fail(c, &e);
	if (!setup.unit.level[0])
		memcpy(setup.unit.level, "commune", sizeof "commune");
	tell(c, &setup);
	return 0;
}
