/* cmd_serve.c - `serve`: takes what devices send over a network, and shows people the desk, until told to stop. */
#include <stdio.h>
#include <string.h>

#include <tungnha/app_receive.h>
#include <tungnha/app_users.h>
#include <tungnha/app_words.h>
#include <tungnha/clock.h>
#include <tungnha/serve.h>

#include "commands.h"
#include "pages.h"

#define USUAL_ADDRESS "127.0.0.1:8030"

/* Names given with --host; the list ends with NULL. */
static void hosts(
	const struct command_context *c, const struct command_words *w, const char *out[static COMMAND_REPEAT_MAX + 1])
{
	int n = 0;
	for (int i = 0; c->command->option && c->command->option[i].name; i++)
		for (int j = 0; strcmp(c->command->option[i].name, "host") == 0 && j < w->options[i]; j++)
			out[n++] = w->option[i][j];
	out[n] = NULL;
}

/* The page --open opens; while there is no user yet, the one that makes the first. */
static int entry_of(struct command_context *c, char out[static SERVE_ENTRY], struct err *e)
{
	char token[APP_TOKEN];
	snprintf(out, SERVE_ENTRY, "/");
	if (!c->store || app_users_any(c->store))
		return 0;
	int rc = app_once_show(c->store, clock_now(), token, e);
	snprintf(out, SERVE_ENTRY, "/dau-tien?ma=%s", token);
	return rc;
}

int cmd_serve(struct command_context *c, struct command_words *w)
{
	const char *listen = command_option(c, w, "listen");
	const char *host[COMMAND_REPEAT_MAX + 1];
	char entry[SERVE_ENTRY], address[80];
	struct err e;
	bool open = command_option(c, w, "open") != NULL;
	hosts(c, w, host);
	const struct web_options o = {.listen = listen ? listen : USUAL_ADDRESS,
		.folder = c->folder,
		.version = COMMAND_VERSION,
		.service = &web_hub,
		.pages = desk_pages,
		.assets = web_assets_desk,
		.login = "/dang-nhap",
		.hosts = host,
		.keeps = true,
		.limits = &web_limits_desk,
		.behind_proxy = command_option(c, w, "behind-proxy") != NULL,
		.quiet = c->quiet,
		.lang = c->lang,
		.log = stderr};
	const struct serve_words words = {.listening = TEXT_WEB_LISTENING,
		.reached = TEXT_WEB_REACHED,
		.here_only = o.behind_proxy ? TEXT_NONE : TEXT_WEB_THIS_MACHINE_ONLY,
		.stopped = TEXT_WEB_STOPPED};
	serve_begin();
	if (!web_running(c->folder, address, sizeof address))
		app_receive_clear(c->folder);
	/* a server nobody sits before says at once that it has no data, or that they are closed */
	if ((open ? serve_open(c, &e) : command_open(c, c->role, &e)) != 0)
		return command_fail(c, &e);
	app_words_place(c->store);
	if (open && entry_of(c, entry, &e) != 0) /* before the store is the server's */
		return command_fail(c, &e);
	return serve_store(c, &o, &words, open ? entry : NULL);
}
