/* line.h - one HTTP line to a hub: a message out, whatever comes back counted and bounded, and a name for what went
 * wrong. Knows nothing of stores or seals.
 *
 * libcurl is loaded when the first line is opened, never linked: it would cost every command of the day its start. */
#ifndef TUNGNHA_LINE_H
#define TUNGNHA_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include <tungnha/buf.h>
#include <tungnha/err.h>

struct line; /* keeps its connection open from one post to the next */

enum line_fate {
	LINE_ANSWERED, /* a whole answer with a status is there; whether it is worth anything is the caller's to judge
			*/
	LINE_ADDRESS,  /* not an address of http or https, or one with a name and password in it */
	LINE_NAME,     /* the name could not be found */
	LINE_REFUSED,  /* nobody takes the call there */
	LINE_CUT,      /* broken off on the way, either way */
	LINE_SLOW,     /* nothing moved for half a minute, or no end after twenty */
	LINE_PROXY,    /* the network's proxy does not let it through */
	LINE_TLS,      /* no agreement on a secure line */
	LINE_LARGE,    /* more came back than a message may be */
	LINE_STRANGE,  /* what answered does not speak HTTP */
	LINE_STOPPED,  /* the caller said so */
};

enum { LINE_TYPE = 64, LINE_HOST = 128, LINE_URL = 300 };

struct line_answer {
	enum line_fate fate;
	int status;              /* LINE_ANSWERED: 200 to 599 */
	char type[LINE_TYPE];    /* media type in lower case without parameters; "" = none */
	char redirect[LINE_URL]; /* where a redirect points; "" = nowhere */
	int retry_after;         /* seconds the other side asks to wait; 0 = it does not say */
	bool uploaded;           /* all of the request left this machine */
	bool doubtful;           /* the certificate could not be verified: the line was used all the same */
	struct buf body;         /* at most MESSAGE_BYTES_MAX; the caller's to free */
};

/* stopped (NULL: never) is asked now and then while something is under way. ERR_UNAVAILABLE: no libcurl here. */
int line_open(bool (*stopped)(void *context), void *context, struct line **out, struct err *e);
void line_close(struct line *l);                /* NULL is fine */
void line_silence(struct line *l, int seconds); /* without a byte, until it is LINE_SLOW; 30 when not said */

/* Sends n bytes and waits for the answer. Redirects are not followed. a->body is to be freed whatever the fate. */
void line_post(struct line *l, const char *url, const void *bytes, size_t n, struct line_answer *a);

/* The part of an address between "//" and the path, without it ("" for what has none). */
const char *line_host(const char *url, char out[static LINE_HOST]);

#endif
