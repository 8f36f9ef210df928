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
	text_id here_only; /* only this machine reaches it */
	text_id stopped;
	const char *open; /* with --json: an address to open, as "open"; NULL: none */
};
/* Says where it listens (with --json {"listen","addresses"}), then ticks until a signal and stops w. Returns an exit
 * code. */
int serve_until_told(struct command_context *c, struct web *w, const struct serve_words *words);

#endif
