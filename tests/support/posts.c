/* posts.c - messages that wait together. */
#include "posts.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <tungnha/alloc.h>

static struct node join(struct world *w, const char *unit)
{
	struct store_invitation v = world_invite(w, unit, 1);
	struct node n;
	world_device(w, &v, &n);
	world_exchange_unit(w, &n, unit);
	return n;
}

int posts_setup(void **state)
{
	struct posts *p = alloc_zero(1, sizeof *p);
	world_begin(&p->w);
	p->a = join(&p->w, WORLD_HAMLET);
	p->b = join(&p->w, WORLD_HAMLET);
	p->c = join(&p->w, WORLD_OTHER);
	*state = p;
	return 0;
}

int posts_teardown(void **state)
{
	struct posts *p = *state;
	for (size_t i = 0; i < p->n; i++)
		buf_free(&p->message[i]);
	world_close(&p->a);
	world_close(&p->b);
	world_close(&p->c);
	world_end(&p->w);
	free(p);
	return 0;
}

struct buf *posts_add(struct posts *p, struct node *n, const char *unit)
{
	assert_true(p->n < POST_MAX);
	world_message_of(&p->w, n, unit, 0, &p->message[p->n]);
	return &p->message[p->n++];
}

/* Of a node invited to a unit that the hub does not know: refused after something was done for it. */
static void posts_add_unknown(struct posts *p)
{
	struct store_invitation v = world_invite(&p->w, WORLD_HAMLET, 1);
	struct node n;
	strcpy(v.unit, "05788-77");
	world_device(&p->w, &v, &n);
	posts_add(p, &n, v.unit);
	world_close(&n);
}

void posts_write(struct posts *p)
{
	world_save_in(&p->w, &p->a, WORLD_HAMLET, 1, 5);
	posts_add(p, &p->a, WORLD_HAMLET);
	world_save_in(&p->w, &p->b, WORLD_HAMLET, 6, 3);
	world_save(&p->w, &p->b, 4, 9); /* two that the other device saw otherwise */
	world_save(&p->w, &p->b, 5, 9);
	posts_add(p, &p->b, WORLD_HAMLET);
	posts_add_unknown(p);
	world_save_in(&p->w, &p->c, WORLD_OTHER, 1, 210);
	struct buf *torn = posts_add(p, &p->c, WORLD_OTHER);
	torn->data[torn->len / 2] ^= 1;
	world_save_in(&p->w, &p->a, WORLD_HAMLET, 6, 2);
	posts_add(p, &p->a, WORLD_HAMLET); /* brings the first one's households again */
	posts_add(p, &p->c, WORLD_OTHER);
	posts_add(p, &p->b, WORLD_HAMLET);
}

void posts_take(struct posts *p, struct fate *fate)
{
	for (size_t i = 0; i < p->n; i++) {
		struct exchange_result r;
		int code = world_take(&p->w, &p->message[i], &r, NULL);
		fate[i] = (struct fate){code, r.stored, r.held};
	}
}

void posts_digest(const struct node *n, unsigned char out[static KEY_BYTES])
{
	MUST(store_digest(n->store, NULL, out, &why_not));
}

size_t posts_log_bytes(const struct node *n)
{
	char *path = alloc_print("%s/tungnha.db-wal", n->folder);
	struct stat st = {.st_size = 0};
	stat(path, &st);
	free(path);
	return (size_t)st.st_size;
}
