/* line_verdict.h - what an answer, or none, means to the person who waits for it. */
#ifndef TUNGNHA_LINE_VERDICT_H
#define TUNGNHA_LINE_VERDICT_H

#include "line.h"

/* 0: a message may be in a->body. Else -1 with the sentence; ERR_BUSY: another address or another time may do better.
 */
int line_verdict(const struct line_answer *a, const char *url, struct err *e);

#endif
