/* cmd_sync.c - `sync`: what the commune lacks, onto a stick; what it answered, from the stick. */
#include <stdio.h>
#include <string.h>

#include <tungnha/clock.h>

#include "commands.h"

static cJSON *facts(const struct app_synced *s)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "via", "folder");
	cJSON_AddNumberToObject(o, "messages", (double)s->messages);
	cJSON_AddNumberToObject(o, "sent", (double)s->sent);
	cJSON_AddNumberToObject(o, "confirmed", (double)s->confirmed);
	cJSON_AddNumberToObject(o, "received", (double)s->received);
	cJSON_AddNumberToObject(o, "held", (double)s->held);
	cJSON_AddNumberToObject(o, "returned", (double)s->returned);
	cJSON_AddNumberToObject(o, "conflicts", (double)s->conflicts);
	return o;
}

static void tell(const struct command_context *c, const struct app_synced *s, const char *folder)
{
	char a[32], b[32];
	if (s->sent > 0)
		command_say(c, TEXT_SYNC_COPIED, text_number(c->lang, (long long)s->sent, a), folder, NULL);
	else
		command_say(c, s->state == STATE_NONE ? TEXT_SYNC_ASKED : TEXT_SYNC_NOTHING_NEW, folder, NULL, NULL);
	if (s->received > 0)
		command_say(c, TEXT_SYNC_RECEIVED, text_number(c->lang, (long long)s->received, a), NULL, NULL);
	command_say(c, TEXT_SYNC_CONFIRMED, text_number(c->lang, s->confirmed, b), NULL, NULL);
	if (s->held > 0)
		command_say(c, TEXT_STATUS_HELD, text_number(c->lang, s->held, a), NULL, NULL);
	if (s->returned > 0)
		command_say(c, TEXT_STATUS_RETURNED, text_number(c->lang, s->returned, a), NULL, NULL);
	if (s->conflicts > 0)
		command_say(c, TEXT_STATUS_CONFLICTS, text_number(c->lang, s->conflicts, a), NULL, NULL);
}

/* Figures were carried all the same; the person must know why they do not count. */
static int tell_state(const struct command_context *c, const struct app_synced *s)
{
	char a[32];
	if (s->unreadable > 0)
		command_warn(c, TEXT_SYNC_UNREADABLE, text_number(c->lang, (long long)s->unreadable, a), NULL, NULL);
	if (s->state == STATE_WAITING)
		command_warn(c, TEXT_STATUS_WAITING, NULL, NULL, NULL);
	if (s->state == STATE_UNKNOWN)
		command_warn(c, TEXT_DEVICE_UNKNOWN, NULL, NULL, NULL);
	if (s->state != STATE_REVOKED)
		return 0;
	command_warn(c, TEXT_STATUS_REVOKED, NULL, NULL, NULL);
	return ERR_DENIED;
}

int cmd_sync(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_synced s;
	const char *via = command_option(c, w, "via");
	int rc = 0;
	if (!via || strstr(via, "://"))
		rc = err_set(&e, ERR_UNAVAILABLE, TEXT_SYNC_NO_NETWORK, "");
	if (rc == 0)
		rc = app_sync_folder(c->store, command_option(c, w, "unit"), via, clock_now(), &s, &e);
	if (rc != 0)
		return command_fail(c, &e);
	if (c->json)
		command_print_json(c, facts(&s));
	else
		tell(c, &s, via);
	return tell_state(c, &s);
}
