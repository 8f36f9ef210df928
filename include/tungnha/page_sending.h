/* page_sending.h - sending to whom this program's figures go, over the network or onto a stick: on a thread of its own,
 * and what its page shows of that. Of both programs. */
#ifndef TUNGNHA_PAGE_SENDING_H
#define TUNGNHA_PAGE_SENDING_H

#include <tungnha/page_parts.h>

/* Its page, at path. path/dang: sending_working; path/usb: GET sending_sticks_part, POST what begins. */
struct sending {
	const char *path;
	text_id sending; /* "Đang gửi …" */
};

/* Begins it over the network, or onto the stick the field "usb" names, and sends back to the page. ERR_BUSY: something
 * is under way. ERR_NOT_FOUND: no such stick is plugged in; a browser names no other folder of this machine. */
int sending_network(struct page *p, const struct sending *x, struct err *e);
int sending_stick(struct page *p, const struct sending *x, struct err *e);

/* What is under way, asking again until it is over; or else what came of the last. true: something is. */
bool sending_state(struct page *p, const struct sending *x);
/* A button for each stick that is plugged in, looked for again every few seconds. */
void sending_sticks(struct page *p, const struct sending *x);
/* The log, newest first. */
void sending_log(struct page *p, size_t most);

/* What the script asks for. */
void sending_working(struct page *p, const struct sending *x);
void sending_sticks_part(struct page *p, const struct sending *x);

#endif
