/* cmd_serve.c - `serve`: takes what devices send over a network, until told to stop. */
#include <tungnha/serve.h>

#include "commands.h"

#define USUAL_ADDRESS "127.0.0.1:8030"

int cmd_serve(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct web *web;
	const char *listen = command_option(c, w, "listen");
	struct web_options o = {.listen = listen ? listen : USUAL_ADDRESS,
		.folder = c->folder,
		.version = COMMAND_VERSION,
		.service = &web_hub,
		.behind_proxy = command_option(c, w, "behind-proxy") != NULL,
		.quiet = c->quiet,
		.lang = c->lang,
		.log = stderr};
	const struct serve_words words = {.listening = TEXT_WEB_LISTENING,
		.reached = TEXT_WEB_REACHED,
		.here_only = o.behind_proxy ? TEXT_NONE : TEXT_WEB_THIS_MACHINE_ONLY,
		.stopped = TEXT_WEB_STOPPED};
	serve_begin();
	if (web_start(c->store, &o, &web, &e) != 0)
		return command_fail(c, &e);
	return serve_until_told(c, web, &words);
}
