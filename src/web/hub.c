/* hub.c - what a hub answers: messages of devices; and who opens the address in a browser is told what it is for. */
#include <string.h>

#include "web_private.h"

#include <tungnha/app_hub.h>
#include <tungnha/html.h>

static void home_page(struct request *r)
{
	struct buf out;
	if (!r->wants_page) {
		problem_text(r, 404, TEXT_WEB_NOTHING_HERE);
		return;
	}
	buf_init(&out, 8 * 1024);
	html_markup_unescaped(&out, "<!doctype html><html lang=\"");
	html_text(&out, r->lang == LANG_VI ? "vi" : "en");
	html_markup_unescaped(&out, "\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
				    "content=\"width=device-width, initial-scale=1\"><title>");
	html_text(&out, text_get(r->lang, TEXT_WEB_HOME_TITLE));
	html_markup_unescaped(&out, "</title><h1>");
	html_text(&out, text_get(r->lang, TEXT_WEB_HOME_TITLE));
	html_markup_unescaped(&out, "</h1><p>");
	html_text(&out, text_get(r->lang, TEXT_WEB_HOME));
	html_markup_unescaped(&out, "</p></html>\n");
	r->answer = (struct answer){.status = 200,
		.type = "text/html; charset=utf-8",
		.size = out.len,
		.for_people = true,
		.lang = r->lang};
	r->answer.body = buf_take(&out);
	r->answered = true;
}

static const struct route routes[] = {
	{.method = "POST",
		.path = "/exchange",
		.type = "application/vnd.tungnha.message",
		.is_message = true,
		.take = exchange_serve},
	{.method = "GET", .path = "/", .now = home_page},
	{0},
};

const struct web_service web_hub = {.routes = routes, .clock_trusted = app_hub_clock_trusted};
