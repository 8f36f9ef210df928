/* exchange_group.c - messages that wait together share a commit: opened first, so that others may write meanwhile,
 * taken in parts of one group, answered only when it is on disk. */
#include <stdlib.h>

#include "exchange_private.h"
#include "message_parts.h"

#include <tungnha/alloc.h>

/* Of opened messages at once (and one more): what came in small may be large when inflated. */
enum { OPENED_BYTES = 256 * 1024 };

struct opened {
	struct exchange_post *post;
	struct message m;
	struct exchange_answer *answer;
};

static size_t inflated(const struct message *m)
{
	const struct message_memory *memory = m->memory;
	return memory->text_bytes;
}

/* Opens the first of them, as many as one group holds; returns how many that were. *n: those that open. */
static size_t open_some(struct store *s, struct exchange_post *post, size_t posts, struct opened *o, size_t *n)
{
	size_t i, bytes = 0;
	*n = 0;
	for (i = 0; i < posts && bytes < OPENED_BYTES; i++) {
		struct opened *next = &o[*n];
		*next = (struct opened){.post = &post[i]};
		post[i].rc = message_open(post[i].bytes, post[i].n, store_keys(s), &next->m, &post[i].why);
		if (post[i].rc != 0)
			continue;
		bytes += inflated(&next->m);
		++*n;
	}
	return i;
}

/* A node that is not known here is answered as well: that it is not known. */
static void take(struct store *s, struct opened *o, int64_t now)
{
	struct exchange_post *p = o->post;
	struct exchange_intake in = {0};
	exchange_answer_free(o->answer);
	o->answer = exchange_answer_new();
	p->rc = exchange_take_opened(s, &o->m, now, o->answer, &p->result, &in, &p->why);
	if (p->rc != 0 && p->why.code == ERR_DENIED)
		p->rc = 0;
	exchange_intake_free(&in);
}

/* false: nothing has happened, each must be taken by itself. */
static bool take_together(struct store *s, struct opened *o, size_t n, int64_t now)
{
	struct err e;
	if (n < 2)
		return false;
	if (store_group_begin(s, &e) != 0) {
		for (size_t i = 0; i < n; i++) {
			o[i].post->rc = -1;
			o[i].post->why = e;
		}
		return true;
	}
	for (size_t i = 0; i < n; i++)
		take(s, &o[i], now);
	if (store_group_commit(s, &e) == 0)
		return true;
	store_group_rollback(s);
	return false;
}

static void answer(struct store *s, struct opened *o, int64_t now)
{
	struct exchange_post *p = o->post;
	bool more;
	if (p->rc == 0)
		p->rc = exchange_reply(s, o->answer, 0, now, &p->reply, &more, &p->why);
	exchange_answer_free(o->answer);
	message_free(&o->m);
}

static void take_opened(struct store *s, struct opened *o, size_t n, int64_t now)
{
	bool together = take_together(s, o, n, now);
	for (size_t i = 0; i < n && !together; i++)
		take(s, &o[i], now);
	for (size_t i = 0; i < n; i++)
		answer(s, &o[i], now);
}

void exchange_take_group(struct store *s, struct exchange_post *post, size_t n, int64_t now)
{
	struct opened *o = alloc_zero(n + 1, sizeof *o);
	for (size_t i = 0; i < n; i++) {
		post[i].result = (struct exchange_result){0};
		buf_init(&post[i].reply, MESSAGE_BYTES_MAX);
	}
	for (size_t done = 0, opened; done < n;) {
		done += open_some(s, post + done, n - done, o, &opened);
		take_opened(s, o, opened, now);
	}
	free(o);
}
