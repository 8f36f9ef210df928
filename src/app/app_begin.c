/* app_begin.c - a new store with what it is for; one that could not be set up is taken away again. */
#include <tungnha/app_begin.h>

static int set_up(struct store *s, const struct app_begin *b, struct err *e)
{
	size_t moved;
	return b->join ? app_join_write(s, b->join, b->by, b->label, b->now, &moved, e) : app_init_write(s, b->init, e);
}

int app_begin(const struct app_begin *b, struct store **out, struct err *e)
{
	struct store_setup setup = b->setup;
	struct store *s;
	*out = NULL;
	setup.role = STORE_COLLECTOR;
	if (b->init && app_init_check(b->init, e) != 0)
		return -1;
	if (store_create(b->folder, &setup, &s, e) != 0)
		return -1;
	if (set_up(s, b, e) != 0) {
		store_discard(s);
		return -1;
	}
	*out = s;
	return 0;
}
