/* cmd_serve.c - `serve`: the pages for people, to a browser on this machine and with --hotspot to phones beside it. */
#include <string.h>

#include <tungnha/app_access.h>
#include <tungnha/app_practice.h>
#include <tungnha/clock.h>
#include <tungnha/file.h>
#include <tungnha/serve.h>

#include "commands.h"
#include "pages.h"

#define USUAL_ADDRESS "127.0.0.1:8020"
#define HOTSPOT_ADDRESS ":8020"

static bool is_of_this_machine(const char *listen)
{
	return strncmp(listen, "127.", 4) == 0 || strncmp(listen, "[::1]:", 6) == 0 ||
	       strncmp(listen, "localhost:", 10) == 0;
}

/* A store that is closed, or not there yet, is opened or made by a page. */
static int open_if_possible(struct command_context *c, struct err *e)
{
	enum store_protection how;
	if (!store_look(c->folder, &how))
		return file_make_folders(c->folder, 0700, e);
	if (c->passphrase_file)
		return command_open(c, c->role, e);
	int rc = command_open_by(c, &(struct store_key){0}, e);
	/* the stick with the key may be put in later */
	bool closed = e->code == ERR_DENIED || (how == STORE_UNDER_KEY_FILE && e->code == ERR_NOT_FOUND);
	return rc != 0 && closed ? 0 : rc;
}

static int open_practice(void *context, struct store *like, struct store **out, struct err *e)
{
	const struct command_context *c = context;
	return app_practice_open(c->folder, like, clock_now(), c->lang, out, e);
}

/* --- --open: who may open the store need not type the passphrase once more --- */

enum { URL_BYTES = 256 };

static int draw_token(struct command_context *c, char token[static APP_TOKEN], struct err *e)
{
	token[0] = '\0';
	return c->store ? app_once_show(c->store, clock_now(), token, e) : 0;
}

/* The page to open: with a token where there is one, else the first. */
static void door_url(const char *address, const char *token, char out[static URL_BYTES])
{
	char url[URL_BYTES - APP_TOKEN - 16];
	serve_url(address, url, sizeof url);
	snprintf(out, URL_BYTES, *token ? "%s/mo?ma=%s" : "%s/", url, token);
}

/* Another server runs on this folder: it is opened instead. */
static int open_running(const struct command_context *c, const char *address, const char *token)
{
	char url[URL_BYTES];
	door_url(address, token, url);
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
	struct serve_words words = {.listening = TEXT_SERVE_LISTENING,
		.reached = o->hotspot ? TEXT_SERVE_PHONES : TEXT_NONE,
		.near_only = true,
		.stopped = TEXT_SERVE_STOPPED,
		.open = url};
	if (open && draw_token(c, token, &e) != 0) /* before the store is the server's */
		return command_fail(c, &e);
	if (web_start(c->store, o, &web, &e) != 0) {
		bool running = open && web_running(c->folder, address, sizeof address);
		return running ? open_running(c, address, token) : command_fail(c, &e);
	}
	c->store = NULL; /* kept by the server, which closes it when it is locked */
	door_url(web_address(web), token, url);
	if (o->hotspot && !c->json && !c->quiet)
		command_warn(c, TEXT_SERVE_HOTSPOT_HOW, NULL, NULL, NULL);
	if (open)
		serve_browse(url);
	return serve_until_told(c, web, &words);
}

int cmd_serve(struct command_context *c, struct command_words *w)
{
	struct err e;
	bool hotspot = command_option(c, w, "hotspot") != NULL;
	const char *listen = command_option(c, w, "listen");
	const struct web_options o = {.listen = listen    ? listen
						: hotspot ? HOTSPOT_ADDRESS
							  : USUAL_ADDRESS,
		.folder = c->folder,
		.version = COMMAND_VERSION,
		.quiet = c->quiet,
		.lang = c->lang,
		.log = stderr,
		.pages = door_pages,
		.assets = web_assets_door,
		.hotspot = hotspot,
		.keeps = true,
		.practice = open_practice,
		.practice_context = c,
		.limits = &web_limits_pages};
	if (!hotspot && !is_of_this_machine(o.listen)) {
		err_set(&e, ERR_USAGE, TEXT_SERVE_NEEDS_HOTSPOT, "%s", o.listen);
		return command_fail(c, &e);
	}
	serve_begin();
	if (open_if_possible(c, &e) != 0)
		return command_fail(c, &e);
	return serve(c, &o, command_option(c, w, "open") != NULL);
}
