/* dial.h - measurements talk to a hub over sockets of their own, each from an address of 127/8 of its own. A failure
 * ends the program. */
#ifndef TUNGNHA_TESTS_DIAL_H
#define TUNGNHA_TESTS_DIAL_H

#include <stddef.h>
#include <stdint.h>

enum { DIAL_ANSWER_MAX = 2 * 1024 * 1024 };

void dial_to(const char *address); /* "127.0.0.1:43021", once, before the others */
int dial(uint32_t number);         /* from 127.0.0.1 + number; the socket */
void dial_put(int fd, const void *bytes, size_t n);
/* One answer, its head and the whole body, NUL-ended; answer: DIAL_ANSWER_MAX + 1 bytes. Gives its length. */
size_t dial_hear(int fd, char *answer);

#endif
