/* cmd_serve.c - `serve`: takes what devices send over a network, until told to stop. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <tungnha/web.h>

#include "commands.h"

#define USUAL_ADDRESS "127.0.0.1:8030"

static void block_signals(sigset_t *waited)
{
	sigemptyset(waited);
	sigaddset(waited, SIGTERM);
	sigaddset(waited, SIGINT);
	sigaddset(waited, SIGHUP);
	pthread_sigmask(SIG_BLOCK, waited, NULL);
}

/* The one line a script reads; written out at once, since it may be a pipe. */
static void say_listening(const struct command_context *c, const struct web *w)
{
	if (c->json) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "listen", web_address(w));
		command_print_json(c, o);
	} else {
		command_say(c, TEXT_WEB_LISTENING, web_address(w), NULL, NULL);
	}
	fflush(stdout);
}

/* A tick a second until a signal comes, or nothing can be taken any more. */
static int wait_for_end(struct web *w, const sigset_t *waited)
{
	const struct timespec second = {.tv_sec = 1};
	for (;;) {
		int got = sigtimedwait(waited, NULL, &second);
		if (got == SIGTERM || got == SIGINT)
			return 0;
		if (!web_tick(w))
			return -1;
	}
}

int cmd_serve(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct web *web;
	sigset_t waited;
	const char *listen = command_option(c, w, "listen");
	struct web_options o = {.listen = listen ? listen : USUAL_ADDRESS,
		.folder = c->folder,
		.version = COMMAND_VERSION,
		.behind_proxy = command_option(c, w, "behind-proxy") != NULL,
		.quiet = c->quiet,
		.lang = c->lang,
		.log = stderr};
	block_signals(&waited);
	if (web_start(c->store, &o, &web, &e) != 0)
		return command_fail(c, &e);
	say_listening(c, web);
	web_notify("READY=1");
	int rc = wait_for_end(web, &waited);
	web_notify("STOPPING=1");
	web_stop(web);
	if (rc == 0)
		return 0;
	err_set(&e, ERR_IO, TEXT_WEB_STORE_LOST, "%s", c->folder);
	return command_fail(c, &e);
}
