/* serve.h - `serve` of both programs: signals, the line that says where, a tick a second until told to stop. */
#ifndef TUNGNHA_SERVE_H
#define TUNGNHA_SERVE_H

#include <tungnha/command.h>
#include <tungnha/web.h>

/* Blocks the signals waited for; before web_start. */
void serve_begin(void);
/* What a program says; TEXT_NONE: nothing. */
struct serve_words {
	text_id listening; /* {0}: where */
	text_id reached;   /* {0}: an address other machines reach it at, one sentence each */
	bool near_only;    /* … of private networks alone */
	text_id here_only; /* only this machine reaches it */
	text_id stopped;
	const char *open; /* the page to open in a browser: {0} of listening, with --json "open"; NULL: none */
};
/* Says where it listens (with --json {"listen","addresses"}), then ticks until a signal and stops w. Returns an exit
 * code. */
int serve_until_told(struct command_context *c, struct web *w, const struct serve_words *words);

/* "http://127.0.0.1:8020" of a server's address as this machine's browser asks for it. */
void serve_url(const char *address, char *out, size_t out_bytes);
/* Opens an address in the person's browser; nothing happens where there is none. */
void serve_browse(const char *url);

#endif
