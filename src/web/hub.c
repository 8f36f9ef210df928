/* hub.c - what a hub answers beside its pages: messages of devices. */
#include "web_private.h"

#include <tungnha/app_hub.h>

static const struct route routes[] = {
	{.method = "POST",
		.path = "/exchange",
		.type = "application/vnd.tungnha.message",
		.is_message = true,
		.take = exchange_serve},
	{0},
};

const struct web_service web_hub = {.routes = routes, .clock_trusted = app_hub_clock_trusted};
