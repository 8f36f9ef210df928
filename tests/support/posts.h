/* posts.h - a commune with three devices in two hamlets, and messages of theirs that wait together. */
#ifndef TUNGNHA_TESTS_POSTS_H
#define TUNGNHA_TESTS_POSTS_H

#include "world.h"

#define MUST(call)                                                                                                     \
	do {                                                                                                           \
		struct err why_not;                                                                                    \
		if ((call) != 0)                                                                                       \
			fail_msg("%s: %s", #call, text_name(why_not.text));                                            \
	} while (0)

enum { POST_MAX = 16 };

struct posts {
	struct world w;
	struct node a, b, c;
	struct buf message[POST_MAX];
	size_t n;
};

/* For cmocka: *state is a struct posts. */
int posts_setup(void **state);
int posts_teardown(void **state);
/* One message more, from the node for the unit. */
struct buf *posts_add(struct posts *p, struct node *n, const char *unit);
/* Seven messages; of those in the middle one is for a unit nobody knows, one does not open. */
void posts_write(struct posts *p);

/* What became of each: the error's code, entries stored. */
struct fate {
	int code;
	size_t stored, held;
};
void posts_take(struct posts *p, struct fate *fate); /* one after the other */
void posts_digest(const struct node *n, unsigned char out[static KEY_BYTES]);
size_t posts_log_bytes(const struct node *n); /* of SQLite's log */

#endif
