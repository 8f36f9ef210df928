/* test_folder.c - the same exchanges over sticks: shuffled, repeated, half copied, misdirected, read-only, full of old
 * files. */
#include "../support/trip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>

static void a_stick_there_and_back(void **unused)
{
	(void)unused;
	struct trip t;
	trip_begin(&t, 3);
	struct folder_sync f = trip_sync(&t);
	assert_int_equal(f.messages, 1);
	assert_int_equal(f.sent, 3);
	assert_int_equal(f.read, 0);
	assert_int_equal(trip_files_in(t.up), 1);
	assert_int_equal(world_progress(&t.a).sent, 3);
	assert_int_equal(world_progress(&t.a).confirmed, 0); /* a file on a stick confirms nothing */

	struct folder_receive r = trip_receive(&t, t.stick);
	assert_int_equal(r.messages, 1);
	assert_int_equal(r.applied, 1);
	assert_int_equal(r.entries, 3);
	assert_int_equal(r.held, 0);
	assert_int_equal(r.enrolled, 1);
	assert_int_equal(r.replies, 1);
	assert_int_equal(r.problems, 0);
	folder_receive_free(&r);
	assert_int_equal(trip_files_in(t.up), 1); /* nobody removes another's file */

	f = trip_sync(&t);
	assert_int_equal(f.read, 1);
	assert_int_equal(f.state, STATE_NEW);
	assert_int_equal(f.sent, 0);
	assert_int_equal(f.messages, 1);          /* nothing new: one empty exchange */
	assert_int_equal(trip_files_in(t.up), 1); /* in place of the older one */
	assert_int_equal(world_progress(&t.a).confirmed, 3);
	world_assert_same(&t.w, &t.w.hub, &t.a);

	r = trip_receive(&t, t.stick);
	assert_int_equal(r.messages, 1);
	assert_int_equal(r.repeated, 1);
	assert_int_equal(r.entries, 0);
	folder_receive_free(&r);
	assert_int_equal(trip_files_in(t.down), 1);
	trip_end(&t);
}

static void shuffled_and_repeated_files_count_once(void **unused)
{
	(void)unused;
	struct trip t;
	trip_begin(&t, 1100);
	struct folder_sync f = trip_sync(&t);
	assert_int_equal(f.messages, 6);
	assert_int_equal(f.sent, 1100);
	for (size_t i = 0; i < 6; i++) { /* the last part comes first, and every part twice */
		char *from = trip_nth_file(t.up, i * 2);
		char *to = alloc_print("%s.again.tnm", from);
		trip_copy_file(from, to, SIZE_MAX);
		free(from);
		free(to);
	}
	struct folder_receive r = trip_receive(&t, t.stick);
	assert_int_equal(r.messages, 12);
	assert_int_equal(r.applied, 6);
	assert_int_equal(r.repeated, 6);
	assert_int_equal(r.entries, 1100);
	assert_int_equal(r.enrolled, 1);
	assert_int_equal(r.unreadable + r.refused, 0);
	folder_receive_free(&r);
	assert_int_equal(world_totals(&t.w.hub).records, 1100);
	trip_sync(&t);
	assert_int_equal(world_progress(&t.a).confirmed, 1100);
	trip_end(&t);
}

static void the_other_devices_entries_come_back_in_several_replies(void **unused)
{
	(void)unused;
	struct trip t;
	struct node b;
	trip_begin(&t, 450);
	world_device(&t.w, &t.invitation, &b);
	struct folder_sync f;
	struct err e;
	trip_sync(&t);
	assert_int_equal(folder_sync(b.store, WORLD_HAMLET, t.stick, t.w.now++, &f, &e), 0);
	struct folder_receive r = trip_receive(&t, t.stick);
	assert_int_equal(r.enrolled, 2);
	assert_true(r.replies >= 4);
	folder_receive_free(&r);
	assert_int_equal(folder_sync(b.store, WORLD_HAMLET, t.stick, t.w.now++, &f, &e), 0);
	assert_true(f.read >= 3);
	assert_int_equal(world_totals(&b).records, 450);
	world_assert_same(&t.w, &t.w.hub, &b);
	world_close(&b);
	trip_end(&t);
}

static void a_half_copied_file_is_named_and_the_others_are_taken(void **unused)
{
	(void)unused;
	struct trip t;
	trip_begin(&t, 300);
	trip_sync(&t);
	char *whole = trip_nth_file(t.up, 0);
	char *half = alloc_print("%s/half.tnm", t.up);
	char *empty = alloc_print("%s/empty.tnm", t.up);
	char *folder = alloc_print("%s/folder.tnm", t.up);
	char *other = alloc_print("%s/readme.txt", t.up);
	trip_copy_file(whole, half, 700);
	trip_copy_file(whole, empty, 0);
	trip_copy_file(whole, other, 100);
	assert_int_equal(mkdir(folder, 0755), 0);
	struct folder_receive r = trip_receive(&t, t.stick);
	assert_int_equal(r.messages, 5);
	assert_int_equal(r.applied, 2);
	assert_int_equal(r.unreadable, 3);
	assert_int_equal(r.entries, 300);
	assert_int_equal(r.problems, 3);
	assert_string_equal(r.problem[0].file, "empty.tnm");
	assert_string_equal(r.problem[1].file, "folder.tnm");
	assert_string_equal(r.problem[2].file, "half.tnm");
	assert_ptr_equal(r.problem[2].why.text, TEXT_MESSAGE_UNREADABLE);
	folder_receive_free(&r);
	free(whole);
	free(half);
	free(empty);
	free(folder);
	free(other);
	trip_end(&t);
}

static void a_half_copied_part_is_sent_again(void **unused)
{
	(void)unused;
	struct trip t;
	trip_begin(&t, 500);
	trip_sync(&t);
	char *part = trip_nth_file(t.up, 0);
	trip_copy_file(part, part, 900);
	struct folder_receive r = trip_receive(&t, t.stick);
	assert_int_equal(r.unreadable, 1);
	folder_receive_free(&r);
	struct folder_sync f = trip_sync(&t);
	assert_true(f.sent > 0);
	assert_int_equal(access(part, F_OK), -1); /* the broken one was this device's, and is replaced */
	free(part);
	r = trip_receive(&t, t.stick);
	assert_int_equal(r.unreadable, 0);
	folder_receive_free(&r);
	assert_int_equal(world_totals(&t.w.hub).records, 500);
	trip_sync(&t);
	assert_int_equal(world_progress(&t.a).confirmed, 500);
	trip_end(&t);
}

static void a_file_for_another_is_refused(void **unused)
{
	(void)unused;
	struct trip t;
	struct world other;
	trip_begin(&t, 2);
	world_begin(&other);
	struct store_invitation v = world_invite(&other, WORLD_HAMLET, 1);
	struct node b;
	world_device(&other, &v, &b);
	struct folder_sync f;
	struct err e;
	assert_int_equal(folder_sync(b.store, WORLD_HAMLET, t.stick, t.w.now, &f, &e), 0);
	trip_sync(&t);
	char theirs[300];
	trip_folder_of(&t, t.stick, store_id(other.hub.store), theirs);
	char *path = trip_nth_file(theirs, 0);

	struct folder_receive r = trip_receive(&t, t.stick); /* lies where it should: none of this hub's business */
	assert_int_equal(r.messages, 1);
	folder_receive_free(&r);
	r = trip_receive(&t, path);
	assert_int_equal(r.messages, 1);
	assert_int_equal(r.refused, 1);
	assert_ptr_equal(r.problem[0].why.text, TEXT_MESSAGE_OTHER);
	folder_receive_free(&r);
	char *strayed = alloc_print("%s/strayed.tnm", t.up);
	trip_copy_file(path, strayed, SIZE_MAX);
	r = trip_receive(&t, t.stick);
	assert_int_equal(r.messages, 2);
	assert_int_equal(r.refused, 1);
	assert_string_equal(r.problem[0].file, "strayed.tnm");
	folder_receive_free(&r);
	free(strayed);
	free(path);
	world_close(&b);
	world_end(&other);
	trip_end(&t);
}

static void an_unknown_node_is_refused_and_told_so(void **unused)
{
	(void)unused;
	struct trip t;
	trip_begin(&t, 1);
	t.invitation.secret[0] ^= 1;
	struct node b;
	struct folder_sync f;
	struct err e;
	world_device(&t.w, &t.invitation, &b);
	assert_int_equal(folder_sync(b.store, WORLD_HAMLET, t.stick, t.w.now++, &f, &e), 0);
	struct folder_receive r = trip_receive(&t, t.stick);
	assert_int_equal(r.messages, 1);
	assert_int_equal(r.refused, 1);
	assert_ptr_equal(r.problem[0].why.text, TEXT_EXCHANGE_NODE_UNKNOWN);
	folder_receive_free(&r);
	assert_int_equal(folder_sync(b.store, WORLD_HAMLET, t.stick, t.w.now++, &f, &e), 0);
	assert_int_equal(f.state, STATE_UNKNOWN);
	world_close(&b);
	trip_end(&t);
}

static void a_path_may_be_the_stick_the_folder_or_a_file(void **unused)
{
	(void)unused;
	struct trip t;
	struct folder_receive r = {0};
	struct err e;
	trip_begin(&t, 2);
	assert_int_equal(folder_receive(t.w.hub.store, t.stick, t.w.now, &r, &e), -1);
	assert_int_equal(e.code, ERR_NOT_FOUND);
	char *missing = alloc_print("%s/nothing", t.stick);
	assert_int_equal(folder_receive(t.w.hub.store, missing, t.w.now, &r, &e), -1);
	assert_int_equal(e.code, ERR_NOT_FOUND);
	free(missing);

	trip_sync(&t);
	char *tungnha = alloc_print("%s/tungnha/", t.stick);
	char *file = trip_nth_file(t.up, 0);
	r = trip_receive(&t, file);
	assert_int_equal(r.applied, 1);
	assert_int_equal(r.replies, 1);
	folder_receive_free(&r);
	assert_int_equal(trip_files_in(t.down), 1); /* beside the folder the file lies in */
	r = trip_receive(&t, tungnha);
	assert_int_equal(r.repeated, 1);
	folder_receive_free(&r);
	assert_int_equal(trip_files_in(t.down), 1);

	char *loose = alloc_print("%s/mailed.tnm", t.w.dir); /* saved from a mail, somewhere */
	char answers[300];
	trip_copy_file(file, loose, SIZE_MAX);
	r = trip_receive(&t, loose);
	assert_int_equal(r.repeated, 1);
	folder_receive_free(&r);
	trip_folder_of(&t, t.w.dir, store_id(t.a.store), answers);
	assert_int_equal(trip_files_in(answers), 1);

	char *reply = trip_nth_file(t.down, 0);
	r = trip_receive(&t, reply); /* addressed to the device, not to the hub */
	assert_int_equal(r.refused, 1);
	folder_receive_free(&r);
	free(reply);
	free(loose);
	free(file);
	free(tungnha);
	trip_end(&t);
}

/* Something stands where a folder must be made: as with a read-only stick, nothing can be written. */
static void replies_that_cannot_be_written_lose_nothing(void **unused)
{
	(void)unused;
	struct trip t;
	struct folder_receive r = {0};
	struct err e;
	trip_begin(&t, 2);
	trip_sync(&t);
	assert_int_equal(file_write(t.down, "x", 1, 0644, &e), 0);
	assert_int_equal(folder_receive(t.w.hub.store, t.stick, t.w.now, &r, &e), -1);
	assert_int_equal(e.code, ERR_CREATE);
	assert_ptr_equal(e.text, TEXT_FOLDER_REPLIES_LOST);
	assert_int_equal(r.applied, 1);
	assert_int_equal(r.replies, 0);
	assert_int_equal(world_totals(&t.w.hub).records, 2);
	folder_receive_free(&r);
	trip_end(&t);
}

static void a_stick_that_cannot_be_written_stops_a_sync_before_it_begins(void **unused)
{
	(void)unused;
	struct trip t;
	struct folder_sync f;
	struct err e;
	trip_begin(&t, 2);
	trip_sync(&t);
	struct folder_receive r = trip_receive(&t, t.stick);
	folder_receive_free(&r);
	assert_int_equal(chmod(t.up, 0555), 0);
	bool root = geteuid() == 0; /* root may write everywhere: be somebody else for a moment */
	char *command = alloc_print("chown -R 65534 '%s'", t.w.dir);
	if (root) {
		assert_int_equal(system(command), 0);
		assert_int_equal(seteuid(65534), 0);
	}
	int rc = folder_sync(t.a.store, WORLD_HAMLET, t.stick, t.w.now, &f, &e);
	if (root)
		assert_int_equal(seteuid(0), 0);
	free(command);
	assert_int_equal(chmod(t.up, 0755), 0);
	assert_int_equal(rc, -1);
	assert_int_equal(e.code, ERR_CREATE);
	assert_int_equal(f.read, 0);
	assert_int_equal(world_progress(&t.a).confirmed, 0); /* the reply is still there to be read */
	assert_int_equal(trip_files_in(t.up), 1);
	trip_sync(&t);
	assert_int_equal(world_progress(&t.a).confirmed, 2);

	snprintf(t.stick, sizeof t.stick, "%s/pulled-out", t.w.dir);
	assert_int_equal(folder_sync(t.a.store, WORLD_HAMLET, t.stick, t.w.now, &f, &e), -1);
	assert_int_equal(e.code, ERR_NOT_FOUND);
	trip_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stick_there_and_back),
		cmocka_unit_test(shuffled_and_repeated_files_count_once),
		cmocka_unit_test(the_other_devices_entries_come_back_in_several_replies),
		cmocka_unit_test(a_half_copied_file_is_named_and_the_others_are_taken),
		cmocka_unit_test(a_half_copied_part_is_sent_again),
		cmocka_unit_test(a_file_for_another_is_refused),
		cmocka_unit_test(an_unknown_node_is_refused_and_told_so),
		cmocka_unit_test(a_path_may_be_the_stick_the_folder_or_a_file),
		cmocka_unit_test(replies_that_cannot_be_written_lose_nothing),
		cmocka_unit_test(a_stick_that_cannot_be_written_stops_a_sync_before_it_begins),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
