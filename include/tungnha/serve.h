/* serve.h - `serve` of both programs: signals, the line that says where, a tick a second until told to stop. */
#ifndef TUNGNHA_SERVE_H
#define TUNGNHA_SERVE_H

#include <tungnha/command.h>
#include <tungnha/web.h>

/* Blocks the signals waited for; before web_start. */
void serve_begin(void);
/* Says where it listens (with --json {"listen","addresses"}), then ticks until a signal. Returns an exit code. */
int serve_until_told(struct command_context *c, struct web *w, bool behind_proxy);

#endif
