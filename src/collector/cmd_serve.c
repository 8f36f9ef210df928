/* cmd_serve.c - `serve`: the pages for people, to a browser on this machine and with --hotspot to phones beside it. */
#include <string.h>

#include <tungnha/app_access.h>
#include <tungnha/app_practice.h>
#include <tungnha/clock.h>
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

static int open_practice(void *context, struct store *like, struct store **out, struct err *e)
{
	const struct command_context *c = context;
	return app_practice_open(c->folder, like, clock_now(), c->lang, out, e);
}

/* The page --open opens: who may open the store need not type the passphrase once more. */
static int entry_of(struct command_context *c, char out[static SERVE_ENTRY], struct err *e)
{
	char token[APP_TOKEN];
	snprintf(out, SERVE_ENTRY, "/");
	if (!c->store)
		return 0;
	int rc = app_once_show(c->store, clock_now(), token, e);
	snprintf(out, SERVE_ENTRY, "/mo?ma=%s", token);
	return rc;
}

int cmd_serve(struct command_context *c, struct command_words *w)
{
	struct err e;
	char entry[SERVE_ENTRY];
	bool open = command_option(c, w, "open") != NULL;
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
	const struct serve_words words = {.listening = TEXT_SERVE_LISTENING,
		.reached = hotspot ? TEXT_SERVE_PHONES : TEXT_NONE,
		.near_only = true,
		.stopped = TEXT_SERVE_STOPPED,
		.how = hotspot ? TEXT_SERVE_HOTSPOT_HOW : TEXT_NONE,
		.page = true};
	if (!hotspot && !is_of_this_machine(o.listen)) {
		err_set(&e, ERR_USAGE, TEXT_SERVE_NEEDS_HOTSPOT, "%s", o.listen);
		return command_fail(c, &e);
	}
	serve_begin();
	if (serve_open(c, &e) != 0 || (open && entry_of(c, entry, &e) != 0))
		return command_fail(c, &e);
	return serve_store(c, &o, &words, open ? entry : NULL);
}
