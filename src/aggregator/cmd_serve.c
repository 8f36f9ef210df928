/* cmd_serve.c - `serve`: takes what devices send over a network, and shows people the desk, until told to stop. */
#include <stdio.h>
#include <string.h>

#include <tungnha/app_users.h>
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

/* --- --open: the desk in a browser; while there is no user yet, the page that makes the first one --- */

enum { URL_BYTES = 256 };

static int draw_token(struct command_context *c, char token[static APP_TOKEN], struct err *e)
{
	token[0] = '\0';
	return app_users_any(c->store) ? 0 : app_once_show(c->store, clock_now(), token, e);
}

static void desk_url(const char *address, const char *token, char out[static URL_BYTES])
{
	char url[URL_BYTES - APP_TOKEN - 16];
	serve_url(address, url, sizeof url);
	snprintf(out, URL_BYTES, *token ? "%s/dau-tien?ma=%s" : "%s/", url, token);
}

/* Another server runs on this folder: it is opened instead. */
static int open_running(const struct command_context *c, const char *address, const char *token)
{
	char url[URL_BYTES];
	desk_url(address, token, url);
	if (c->json) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "listen", address);
		cJSON_AddStringToObject(o, "open", url);
		command_print_json(c, o);
	} else {
		command_say(c, TEXT_SERVE_RUNNING, url, NULL, NULL);
	}
	serve_browse(url);
	return 0;
}

static int serve(struct command_context *c, const struct web_options *o, bool open)
{
	struct err e;
	struct web *web;
	char url[URL_BYTES], token[APP_TOKEN] = "", address[80];
	struct serve_words words = {.listening = TEXT_WEB_LISTENING,
		.reached = TEXT_WEB_REACHED,
		.here_only = o->behind_proxy ? TEXT_NONE : TEXT_WEB_THIS_MACHINE_ONLY,
		.stopped = TEXT_WEB_STOPPED,
		.open = open ? url : NULL};
	if (open && draw_token(c, token, &e) != 0) /* before the store is the server's */
		return command_fail(c, &e);
	if (web_start(c->store, o, &web, &e) != 0) {
		bool running = open && web_running(c->folder, address, sizeof address);
		return running ? open_running(c, address, token) : command_fail(c, &e);
	}
	c->store = NULL; /* kept by the server, which closes it when it is locked */
	desk_url(web_address(web), token, url);
	if (open)
		serve_browse(url);
	return serve_until_told(c, web, &words);
}

int cmd_serve(struct command_context *c, struct command_words *w)
{
	const char *listen = command_option(c, w, "listen");
	const char *host[COMMAND_REPEAT_MAX + 1];
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
	serve_begin();
	return serve(c, &o, command_option(c, w, "open") != NULL);
}
