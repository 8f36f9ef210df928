/* hosted.c - a hub that is called. */
#include "hosted.h"

#include <tungnha/clock.h>

void hosted_begin(struct hosted *d, const struct web_limits *limits)
{
	world_begin(&d->world);
	d->world.now = clock_now(); /* the server has no other */
	struct store_invitation v = world_invite(&d->world, WORLD_HAMLET, 1);
	world_device(&d->world, &v, &d->device);
	world_save(&d->world, &d->device, 1, 4);
	world_message(&d->world, &d->device, 0, &d->message);
	buf_init(&d->reply, MESSAGE_BYTES_MAX);
	d->web = visitor_host(d->world.hub.store, d->world.hub.folder, limits, NULL);
	visitor_come(&d->visitor, d->web, NULL);
}

void hosted_end(struct hosted *d)
{
	visitor_leave(&d->visitor);
	web_stop(d->web);
	world_assert_sound(&d->world.hub);
	buf_free(&d->message);
	buf_free(&d->reply);
	world_close(&d->device);
	world_end(&d->world);
}

void hosted_hear(struct hosted *d, size_t receipts)
{
	struct exchange_result r;
	assert_int_equal(visitor_hear(&d->visitor, d->web, &d->reply), 200);
	assert_true(visitor_was_told(&d->visitor, "Content-Type: " HOSTED_MESSAGE "\r\n"));
	assert_int_equal(world_reply(&d->world, &d->device, &d->reply, &r), 0);
	assert_int_equal(world_progress(&d->device).confirmed, receipts);
}
