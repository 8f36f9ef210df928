/* test_folder_again.c - sticks that come late, come back, or were left lying: old messages, old replies, a restored
 * hub. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>

#include "../support/trip.h"

static void messages_on_another_stick_are_replaced_when_it_comes_back(void **unused)
{
	(void)unused;
	struct trip t;
	char first[256], first_up[300];
	trip_begin(&t, 2);
	strcpy(first, t.stick);
	strcpy(first_up, t.up);
	trip_sync(&t);
	trip_new_stick(&t, "second");
	world_save(&t.w, &t.a, 9, 1);
	struct folder_sync f = trip_sync(&t);
	assert_int_equal(f.sent, 3); /* whatever was written elsewhere */
	assert_int_equal(trip_files_in(t.up), 1);
	assert_int_equal(trip_files_in(first_up), 1);
	trip_sync(&t);
	assert_int_equal(trip_files_in(t.up), 1);
	strcpy(t.stick, first);
	trip_sync(&t);
	assert_int_equal(trip_files_in(first_up), 1); /* not two */
	trip_end(&t);
}

/* An old message that was never removed: the answer must not leave out what the old have did not show. */
static void an_old_file_left_behind_does_no_harm(void **unused)
{
	(void)unused;
	struct trip t;
	struct node b;
	struct folder_sync f;
	struct err e;
	trip_begin(&t, 3);
	trip_sync(&t);
	char *old = trip_nth_file(t.up, 0);
	char *kept = alloc_print("%s/kept.tnm", t.up);
	trip_copy_file(old, kept, SIZE_MAX);
	struct folder_receive r = trip_receive(&t, t.stick);
	folder_receive_free(&r);
	world_device(&t.w, &t.invitation, &b);
	world_save_many(&t.w, &b, 50, 5);
	assert_int_equal(folder_sync(b.store, WORLD_HAMLET, t.stick, t.w.now++, &f, &e), 0);
	world_save_many(&t.w, &t.a, 10, 2);
	trip_sync(&t);
	r = trip_receive(&t, t.stick);
	assert_int_equal(r.messages, 3);
	assert_int_equal(r.repeated, 1);
	assert_int_equal(r.entries, 7);
	folder_receive_free(&r);
	trip_sync(&t);
	assert_int_equal(world_progress(&t.a).confirmed, 5);
	assert_int_equal(world_totals(&t.a).records, 10);
	free(old);
	free(kept);
	world_close(&b);
	trip_end(&t);
}

static void a_restored_hub_is_made_whole_by_sticks_alone(void **unused)
{
	(void)unused;
	struct trip t;
	struct node copy;
	trip_begin(&t, 5);
	world_copy(&t.w, &t.w.hub, &copy);
	world_close(&copy);
	for (int i = 0; i < 2; i++) {
		trip_sync(&t);
		struct folder_receive r = trip_receive(&t, t.stick);
		folder_receive_free(&r);
	}
	trip_sync(&t);
	assert_int_equal(world_progress(&t.a).confirmed, 5);
	world_roll_back(&t.w.hub, &copy);
	int trips = 0;
	while (world_totals(&t.w.hub).records < 5 && trips++ < 6) {
		struct folder_receive r = trip_receive(&t, t.stick);
		folder_receive_free(&r);
		trip_sync(&t);
	}
	assert_in_range(trips, 1, 4);
	for (int i = 0; i < 2; i++) {
		struct folder_receive r = trip_receive(&t, t.stick);
		folder_receive_free(&r);
		trip_sync(&t);
	}
	assert_int_equal(world_progress(&t.a).confirmed, 5);
	world_assert_same(&t.w, &t.w.hub, &t.a);
	trip_end(&t);
}

/* A device put back to an earlier state finds its own newer message on the stick, which it does not remember. */
static void the_lowest_have_on_a_stick_is_answered(void **unused)
{
	(void)unused;
	struct trip t;
	struct node copy;
	trip_begin(&t, 3);
	world_copy(&t.w, &t.a, &copy);
	world_close(&copy);
	world_save_many(&t.w, &t.a, 10, 3);
	for (int i = 0; i < 2; i++) {
		trip_sync(&t);
		struct folder_receive r = trip_receive(&t, t.stick);
		folder_receive_free(&r);
	}
	trip_sync(&t);
	world_roll_back(&t.a, &copy);
	trip_sync(&t);
	assert_int_equal(trip_files_in(t.up), 2);
	struct folder_receive r = trip_receive(&t, t.stick);
	folder_receive_free(&r);
	trip_sync(&t);
	assert_int_equal(world_totals(&t.a).records, 6);
	trip_end(&t);
}

/* A hub put back to an earlier state does not remember its old reply, so it stays on the stick beside the new one. */
static void an_old_reply_left_on_the_stick_is_taken_once(void **unused)
{
	(void)unused;
	struct trip t;
	trip_begin(&t, 3);
	trip_sync(&t);
	struct folder_receive r = trip_receive(&t, t.stick);
	folder_receive_free(&r);
	struct folder_sync f = trip_sync(&t);
	assert_int_equal(f.read, 1);
	f = trip_sync(&t);
	assert_int_equal(f.read, 0);
	char *old = trip_nth_file(t.down, 0);
	char *kept = alloc_print("%s/0000.tnm", t.down);
	assert_int_equal(rename(old, kept), 0);
	world_revoke(&t.w, &t.a);
	r = trip_receive(&t, t.stick);
	folder_receive_free(&r);
	f = trip_sync(&t); /* in whatever order: the renamed one, taken for new, and the new one */
	f = trip_sync(&t);
	assert_int_equal(f.read, 0);
	free(old);
	free(kept);
	trip_end(&t);
}

/* The hub lost two devices; the stick has both. The stranger's file comes first, the one that says who he is after it.
 */
static void a_stranger_is_tried_again_once_the_hub_knows_more(void **unused)
{
	(void)unused;
	struct trip t;
	struct node b, copy;
	char up[300];
	struct folder_sync f;
	struct err e;
	trip_begin(&t, 2);
	world_copy(&t.w, &t.w.hub, &copy);
	world_close(&copy);
	struct store_invitation later = world_invite(&t.w, WORLD_HAMLET, 1); /* forgotten too */
	world_device(&t.w, &later, &b);
	world_exchange(&t.w, &t.a);
	world_save_many(&t.w, &b, 50, 2);
	world_exchange(&t.w, &b);
	world_exchange(&t.w, &t.a);
	world_roll_back(&t.w.hub, &copy);
	assert_int_equal(folder_sync(b.store, WORLD_HAMLET, t.stick, t.w.now++, &f, &e), 0);
	trip_folder_of(&t, t.stick, store_id(t.w.hub.store), up);
	char *first = trip_nth_file(up, 0);
	char *renamed = alloc_print("%s/0000.tnm", up);
	assert_int_equal(rename(first, renamed), 0);
	for (int i = 0; i < 2; i++) { /* told unknown, then what the hub lacks */
		struct buf message, reply;
		struct exchange_result r;
		world_message(&t.w, &t.a, 0, &message);
		buf_init(&reply, MESSAGE_BYTES_MAX);
		world_take(&t.w, &message, &r, &reply);
		assert_int_equal(world_reply(&t.w, &t.a, &reply, &r), 0);
		buf_free(&message);
		buf_free(&reply);
	}
	f = trip_sync(&t);
	assert_true(f.sent > 0);
	struct folder_receive r = trip_receive(&t, t.stick);
	assert_int_equal(r.messages, 2);
	assert_int_equal(r.refused, 0);
	assert_int_equal(r.problems, 0);
	folder_receive_free(&r);
	free(first);
	free(renamed);
	world_close(&b);
	trip_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_on_another_stick_are_replaced_when_it_comes_back),
		cmocka_unit_test(an_old_file_left_behind_does_no_harm),
		cmocka_unit_test(a_restored_hub_is_made_whole_by_sticks_alone),
		cmocka_unit_test(the_lowest_have_on_a_stick_is_answered),
		cmocka_unit_test(an_old_reply_left_on_the_stick_is_taken_once),
		cmocka_unit_test(a_stranger_is_tried_again_once_the_hub_knows_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
