/* command_sync.c - `sync`, of a device towards its commune and of a hub towards its parent: what that lacks, over the
 * network or onto a stick; what it answered. */
#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tungnha/app_network.h>
#include <tungnha/clock.h>
#include <tungnha/command_shared.h>

#include "command_parts.h"

static cJSON *facts(const struct app_synced *s, const char *via)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "via", via);
	cJSON_AddNumberToObject(o, "messages", (double)s->messages);
	cJSON_AddNumberToObject(o, "sent", (double)s->sent);
	cJSON_AddNumberToObject(o, "confirmed", (double)s->confirmed);
	cJSON_AddNumberToObject(o, "received", (double)s->received);
	cJSON_AddNumberToObject(o, "held", (double)s->held);
	cJSON_AddNumberToObject(o, "returned", (double)s->returned);
	cJSON_AddNumberToObject(o, "conflicts", (double)s->conflicts);
	return o;
}

static void say_number(const struct command_context *c, text_id id, long long n)
{
	char a[32];
	command_say(c, id, text_number(c->lang, n, a), NULL, NULL);
}

/* What stands now, whatever carried it. */
static void tell_standing(const struct command_context *c, const struct app_synced *s)
{
	if (s->received > 0)
		say_number(c, TEXT_SYNC_RECEIVED, (long long)s->received);
	say_number(c, TEXT_SYNC_CONFIRMED, s->confirmed);
	if (s->held > 0)
		say_number(c, TEXT_STATUS_HELD, s->held);
	if (s->returned > 0)
		say_number(c, TEXT_STATUS_RETURNED, s->returned);
	if (s->conflicts > 0)
		say_number(c, TEXT_STATUS_CONFLICTS, s->conflicts);
}

static void tell_folder(const struct command_context *c, const struct app_synced *s, const char *folder)
{
	char a[32];
	if (s->sent > 0)
		command_say(c, TEXT_SYNC_COPIED, text_number(c->lang, (long long)s->sent, a), folder, NULL);
	else
		command_say(c, s->state == STATE_NONE ? TEXT_SYNC_ASKED : TEXT_SYNC_NOTHING_NEW, folder, NULL, NULL);
	tell_standing(c, s);
}

/* Figures were carried all the same; the person must know why they do not count. */
static int tell_state(const struct command_context *c, const struct app_synced *s)
{
	char a[32];
	if (s->unreadable > 0)
		command_warn(c, TEXT_SYNC_UNREADABLE, text_number(c->lang, (long long)s->unreadable, a), NULL, NULL);
	if (s->state == STATE_WAITING)
		command_warn(c, TEXT_STATUS_WAITING, NULL, NULL, NULL);
	if (s->state != STATE_REVOKED)
		return 0;
	command_warn(c, TEXT_STATUS_REVOKED, NULL, NULL, NULL);
	return ERR_DENIED;
}

static int sync_folder(struct command_context *c, const char *unit, const char *folder)
{
	struct err e;
	struct app_synced s;
	if (app_sync_folder(c->store, unit, folder, clock_now(), &s, &e) != 0)
		return command_fail(c, &e);
	if (c->json)
		command_print_json(c, facts(&s, "folder"));
	else
		tell_folder(c, &s, folder);
	if (s.state == STATE_UNKNOWN)
		command_warn(c, TEXT_DEVICE_UNKNOWN, NULL, NULL, NULL);
	return tell_state(c, &s);
}

/* --- over the network --- */

static volatile sig_atomic_t stop_asked;

static void ask_stop(int number)
{
	(void)number;
	stop_asked = 1;
}

static bool is_stop_asked(void *context)
{
	(void)context;
	return stop_asked;
}

/* The transfer under way is cut off or done, and what was confirmed is kept; a connection gone is told by errors. */
static void heed_signals(void)
{
	struct sigaction a = {.sa_handler = ask_stop};
	sigaction(SIGTERM, &a, NULL);
	sigaction(SIGINT, &a, NULL);
	signal(SIGPIPE, SIG_IGN);
}

struct showing {
	const struct command_context *c;
	bool shown; /* a line is begun */
};

static void show_sent(void *context, int64_t done, int64_t total)
{
	struct showing *w = context;
	char a[32], b[32], line[128];
	if (w->c->quiet || w->c->json || !isatty(STDERR_FILENO))
		return;
	const char *const args[3] = {text_number(w->c->lang, done, a), text_number(w->c->lang, total, b), NULL};
	text_fill(w->c->lang, TEXT_NET_PROGRESS, args, line, sizeof line);
	fprintf(stderr, "\r%s", line);
	w->shown = true;
}

static void show_waiting(void *context, const struct err *why)
{
	struct showing *w = context;
	char line[2 * ERR_ARG_BYTES];
	struct err said = *why;
	said.text = command_above(w->c, why->text);
	err_sentence(&said, w->c->lang, line, sizeof line);
	command_warn(w->c, TEXT_NET_WAITS, line, NULL, NULL);
}

/* What is wrong has been said; what became of the figures, and what to do, follows. */
static int network_failed(const struct command_context *c, const struct app_network_done *d, const struct err *e)
{
	char a[32];
	int code = command_fail(c, e);
	if (d->left > 0 && e->text != TEXT_NET_WAITING)
		command_warn(c, TEXT_NET_SAVED, text_number(c->lang, d->left, a), NULL, NULL);
	return code;
}

static int network_unknown(const struct command_context *c)
{
	struct err e;
	err_set(&e, ERR_DENIED, TEXT_NET_UNKNOWN, "");
	return command_fail(c, &e);
}

static int network_done(struct command_context *c, const struct app_network_done *d)
{
	if (d->synced.state == STATE_UNKNOWN)
		return network_unknown(c);
	if (c->json) {
		command_print_json(c, facts(&d->synced, "http"));
	} else {
		if (d->confirmed > 0)
			say_number(c, TEXT_NET_SENT, d->confirmed);
		else
			command_say(c, TEXT_NET_NOTHING_NEW, NULL, NULL, NULL);
		tell_standing(c, &d->synced);
	}
	return tell_state(c, &d->synced);
}

static int sync_network(struct command_context *c, struct app_network *how)
{
	struct err e;
	struct app_network_done d;
	struct showing w = {.c = c};
	how->folder = c->folder;
	how->watch = (struct network_watch){.stopped = is_stop_asked, .sent = show_sent, .context = &w};
	how->waits = show_waiting;
	heed_signals();
	int rc = app_sync_network(c->store, how, &d, &e);
	if (w.shown)
		fputc('\n', stderr);
	if (d.doubtful[0])
		command_warn(c, TEXT_NET_DOUBTFUL, d.doubtful, NULL, NULL);
	return rc != 0 ? network_failed(c, &d, &e) : network_done(c, &d);
}

static int read_tries(const char *typed, int *tries, struct err *e)
{
	char *end;
	long n = typed ? strtol(typed, &end, 10) : 0;
	if (typed && (*typed == '\0' || *end != '\0' || n < 1 || n > 1000))
		return err_set(e, ERR_USAGE, TEXT_NET_TRIES, "%s", typed);
	*tries = (int)n;
	return 0;
}

/* "192.168.1.20:8030" is an address unless there is a folder of that name: so people copy it from the commune's wall.
 */
static bool is_address(const char *via)
{
	struct stat st;
	const char *bracket = via[0] == '[' ? strchr(via, ']') : NULL; /* [::1]:8030 */
	size_t name = bracket ? (size_t)(bracket - via) + 1 : strcspn(via, ":/");
	if (strstr(via, "://"))
		return true;
	return name > 0 && via[name] == ':' && isdigit((unsigned char)via[name + 1]) && stat(via, &st) != 0;
}

int command_sync(struct command_context *c, struct command_words *w)
{
	struct err e;
	const char *via = command_option(c, w, "via");
	struct app_network how = {.unit = c->role == STORE_COLLECTOR ? command_option(c, w, "unit") : NULL,
		.via = via,
		.wait = command_option(c, w, "wait") != NULL};
	if (read_tries(command_option(c, w, "tries"), &how.tries, &e) != 0)
		return command_fail(c, &e);
	if (via && !is_address(via))
		return sync_folder(c, how.unit, via);
	return sync_network(c, &how);
}
