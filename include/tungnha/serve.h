/* serve.h - `serve` of both programs: signals, the line that says where, a tick a second until told to stop. */
#ifndef TUNGNHA_SERVE_H
#define TUNGNHA_SERVE_H

#include <tungnha/command.h>
#include <tungnha/web.h>

/* Blocks the signals waited for; before a store is opened for it. */
void serve_begin(void);
/* Opens the context's store if it can be; one that is closed, or not there yet, is opened or made by a page. */
int serve_open(struct command_context *c, struct err *e);
/* What a program says; TEXT_NONE: nothing. */
struct serve_words {
	text_id listening; /* {0}: where */
	text_id reached;   /* {0}: an address other machines reach it at, one sentence each */
	bool near_only;    /* … of private networks alone */
	text_id here_only; /* only this machine reaches it */
	text_id stopped;
	text_id how; /* said before: what else a person has to do */
	bool page;   /* {0} of listening is the page to open, also where nobody asked to open it; with --json "open" */
};
/* Serves o over the context's store, which is the server's from then on, until a signal. Says where it listens (with
 * --json {"listen","addresses"}). entry: the page to open in a browser, "/mo?ma=…", here or where another server runs
 * on this folder already; NULL: none. Returns an exit code. */
int serve_store(
	struct command_context *c, const struct web_options *o, const struct serve_words *words, const char *entry);
enum { SERVE_ENTRY = 160 }; /* room for an entry with a one-time token */

#endif
