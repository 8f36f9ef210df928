/* test_folder.c - the same exchanges over sticks: shuffled, repeated, half copied, misdirected, read-only, full of old
 * files. */
#include "../support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>

/* A commune, one device, a stick. */
struct trip {
	struct world w;
	struct node a;
	struct store_invitation invitation;
	char stick[256];
	char up[300];   /* where the device's messages lie */
	char down[300]; /* where the hub's replies lie */
};

static void folder_of(struct trip *t, const char *stick, struct id recipient, char out[static 300])
{
	char hex[ID_HEX];
	(void)t;
	snprintf(out, 300, "%s/tungnha/to-%s", stick, id_hex(recipient, hex));
}

static void new_stick(struct trip *t, const char *name)
{
	snprintf(t->stick, sizeof t->stick, "%s/%s", t->w.dir, name);
	assert_int_equal(mkdir(t->stick, 0755), 0);
	folder_of(t, t->stick, store_id(t->w.hub.store), t->up);
	folder_of(t, t->stick, store_id(t->a.store), t->down);
}

static void begin(struct trip *t, int households)
{
	world_begin(&t->w);
	t->invitation = world_invite(&t->w, WORLD_HAMLET, 3);
	world_device(&t->w, &t->invitation, &t->a);
	world_save_many(&t->w, &t->a, 1, households);
	new_stick(t, "stick");
}

static void end(struct trip *t)
{
	world_close(&t->a);
	world_end(&t->w);
}

static struct folder_sync sync_ok(struct trip *t)
{
	struct folder_sync f;
	struct err e;
	char sentence[600] = "";
	int rc = folder_sync(t->a.store, WORLD_HAMLET, t->stick, t->w.now++, &f, &e);
	if (rc != 0) {
		err_sentence(&e, LANG_EN, sentence, sizeof sentence);
		fail_msg("%s", sentence);
	}
	return f;
}

static struct folder_receive receive_path(struct trip *t, const char *path)
{
	struct folder_receive r = {0};
	struct err e;
	char sentence[600] = "";
	if (folder_receive(t->w.hub.store, path, t->w.now++, &r, &e) != 0) {
		err_sentence(&e, LANG_EN, sentence, sizeof sentence);
		fail_msg("%s", sentence);
	}
	return r;
}

static size_t files_in(const char *folder)
{
	struct file_names names;
	struct err e;
	assert_int_equal(file_names(folder, ".tnm", 1000, &names, &e), 0);
	size_t n = names.count;
	file_names_free(&names);
	return n;
}

static char *nth_file(const char *folder, size_t i)
{
	struct file_names names;
	struct err e;
	assert_int_equal(file_names(folder, ".tnm", 1000, &names, &e), 0);
	assert_true(i < names.count);
	char *path = file_join(folder, names.name[i]);
	file_names_free(&names);
	return path;
}

static void copy_file(const char *from, const char *to, size_t at_most)
{
	struct buf b;
	struct err e;
	buf_init(&b, MESSAGE_BYTES_MAX);
	assert_int_equal(file_read(from, &b, &e), 0);
	assert_int_equal(file_write(to, b.data, b.len < at_most ? b.len : at_most, 0644, &e), 0);
	buf_free(&b);
}

static void a_stick_there_and_back(void **unused)
{
	(void)unused;
	struct trip t;
	begin(&t, 3);
	struct folder_sync f = sync_ok(&t);
	assert_int_equal(f.messages, 1);
	assert_int_equal(f.sent, 3);
	assert_int_equal(f.read, 0);
	assert_int_equal(files_in(t.up), 1);
	assert_int_equal(world_progress(&t.a).sent, 3);
	assert_int_equal(world_progress(&t.a).confirmed, 0); /* a file on a stick confirms nothing */

	struct folder_receive r = receive_path(&t, t.stick);
	assert_int_equal(r.messages, 1);
	assert_int_equal(r.applied, 1);
	assert_int_equal(r.entries, 3);
	assert_int_equal(r.held, 0);
	assert_int_equal(r.enrolled, 1);
	assert_int_equal(r.replies, 1);
	assert_int_equal(r.problems, 0);
	folder_receive_free(&r);
	assert_int_equal(files_in(t.up), 1); /* nobody removes another's file */

	f = sync_ok(&t);
	assert_int_equal(f.read, 1);
	assert_int_equal(f.state, STATE_NEW);
	assert_int_equal(f.sent, 0);
	assert_int_equal(f.messages, 1);     /* nothing new: one empty exchange */
	assert_int_equal(files_in(t.up), 1); /* in place of the older one */
	assert_int_equal(world_progress(&t.a).confirmed, 3);
	world_assert_same(&t.w, &t.w.hub, &t.a);

	r = receive_path(&t, t.stick);
	assert_int_equal(r.messages, 1);
	assert_int_equal(r.repeated, 1);
	assert_int_equal(r.entries, 0);
	folder_receive_free(&r);
	assert_int_equal(files_in(t.down), 1);
	end(&t);
}

static void shuffled_and_repeated_files_count_once(void **unused)
{
	(void)unused;
	struct trip t;
	begin(&t, 1100);
	struct folder_sync f = sync_ok(&t);
	assert_int_equal(f.messages, 6);
	assert_int_equal(f.sent, 1100);
	for (size_t i = 0; i < 6; i++) { /* the last part comes first, and every part twice */
		char *from = nth_file(t.up, i * 2);
		char *to = alloc_print("%s.again.tnm", from);
		copy_file(from, to, SIZE_MAX);
		free(from);
		free(to);
	}
	struct folder_receive r = receive_path(&t, t.stick);
	assert_int_equal(r.messages, 12);
	assert_int_equal(r.applied, 6);
	assert_int_equal(r.repeated, 6);
	assert_int_equal(r.entries, 1100);
	assert_int_equal(r.enrolled, 1);
	assert_int_equal(r.unreadable + r.refused, 0);
	folder_receive_free(&r);
	assert_int_equal(world_totals(&t.w.hub).records, 1100);
	sync_ok(&t);
	assert_int_equal(world_progress(&t.a).confirmed, 1100);
	end(&t);
}

static void the_other_devices_entries_come_back_in_several_replies(void **unused)
{
	(void)unused;
	struct trip t;
	struct node b;
	begin(&t, 450);
	world_device(&t.w, &t.invitation, &b);
	struct folder_sync f;
	struct err e;
	sync_ok(&t);
	assert_int_equal(folder_sync(b.store, WORLD_HAMLET, t.stick, t.w.now++, &f, &e), 0);
	struct folder_receive r = receive_path(&t, t.stick);
	assert_int_equal(r.enrolled, 2);
	assert_true(r.replies >= 4);
	folder_receive_free(&r);
	assert_int_equal(folder_sync(b.store, WORLD_HAMLET, t.stick, t.w.now++, &f, &e), 0);
	assert_true(f.read >= 3);
	assert_int_equal(world_totals(&b).records, 450);
	world_assert_same(&t.w, &t.w.hub, &b);
	world_close(&b);
	end(&t);
}

static void a_half_copied_file_is_named_and_the_others_are_taken(void **unused)
{
	(void)unused;
	struct trip t;
	begin(&t, 300);
	sync_ok(&t);
	char *whole = nth_file(t.up, 0);
	char *half = alloc_print("%s/half.tnm", t.up);
	char *empty = alloc_print("%s/empty.tnm", t.up);
	char *folder = alloc_print("%s/folder.tnm", t.up);
	char *other = alloc_print("%s/readme.txt", t.up);
	copy_file(whole, half, 700);
	copy_file(whole, empty, 0);
	copy_file(whole, other, 100);
	assert_int_equal(mkdir(folder, 0755), 0);
	struct folder_receive r = receive_path(&t, t.stick);
	assert_int_equal(r.messages, 5);
	assert_int_equal(r.applied, 2);
	assert_int_equal(r.unreadable, 3);
	assert_int_equal(r.entries, 300);
	assert_int_equal(r.problems, 3);
	assert_string_equal(r.problem[0].file, "empty.tnm");
	assert_string_equal(r.problem[1].file, "folder.tnm");
	assert_string_equal(r.problem[2].file, "half.tnm");
	assert_int_equal(r.problem[2].why.text, TEXT_MESSAGE_UNREADABLE);
	folder_receive_free(&r);
	free(whole);
	free(half);
	free(empty);
	free(folder);
	free(other);
	end(&t);
}

static void a_half_copied_part_is_sent_again(void **unused)
{
	(void)unused;
	struct trip t;
	begin(&t, 500);
	sync_ok(&t);
	char *part = nth_file(t.up, 0);
	copy_file(part, part, 900);
	struct folder_receive r = receive_path(&t, t.stick);
	assert_int_equal(r.unreadable, 1);
	folder_receive_free(&r);
	struct folder_sync f = sync_ok(&t);
	assert_true(f.sent > 0);
	assert_int_equal(access(part, F_OK), -1); /* the broken one was this device's, and is replaced */
	free(part);
	r = receive_path(&t, t.stick);
	assert_int_equal(r.unreadable, 0);
	folder_receive_free(&r);
	assert_int_equal(world_totals(&t.w.hub).records, 500);
	sync_ok(&t);
	assert_int_equal(world_progress(&t.a).confirmed, 500);
	end(&t);
}

static void a_file_for_another_is_refused(void **unused)
{
	(void)unused;
	struct trip t;
	struct world other;
	begin(&t, 2);
	world_begin(&other);
	struct store_invitation v = world_invite(&other, WORLD_HAMLET, 1);
	struct node b;
	world_device(&other, &v, &b);
	struct folder_sync f;
	struct err e;
	assert_int_equal(folder_sync(b.store, WORLD_HAMLET, t.stick, t.w.now, &f, &e), 0);
	sync_ok(&t);
	char theirs[300];
	folder_of(&t, t.stick, store_id(other.hub.store), theirs);
	char *path = nth_file(theirs, 0);

	struct folder_receive r = receive_path(&t, t.stick); /* lies where it should: none of this hub's business */
	assert_int_equal(r.messages, 1);
	folder_receive_free(&r);
	r = receive_path(&t, path);
	assert_int_equal(r.messages, 1);
	assert_int_equal(r.refused, 1);
	assert_int_equal(r.problem[0].why.text, TEXT_MESSAGE_OTHER);
	folder_receive_free(&r);
	char *strayed = alloc_print("%s/strayed.tnm", t.up);
	copy_file(path, strayed, SIZE_MAX);
	r = receive_path(&t, t.stick);
	assert_int_equal(r.messages, 2);
	assert_int_equal(r.refused, 1);
	assert_string_equal(r.problem[0].file, "strayed.tnm");
	folder_receive_free(&r);
	free(strayed);
	free(path);
	world_close(&b);
	world_end(&other);
	end(&t);
}

static void an_unknown_node_is_refused_and_told_so(void **unused)
{
	(void)unused;
	struct trip t;
	begin(&t, 1);
	t.invitation.secret[0] ^= 1;
	struct node b;
	struct folder_sync f;
	struct err e;
	world_device(&t.w, &t.invitation, &b);
	assert_int_equal(folder_sync(b.store, WORLD_HAMLET, t.stick, t.w.now++, &f, &e), 0);
	struct folder_receive r = receive_path(&t, t.stick);
	assert_int_equal(r.messages, 1);
	assert_int_equal(r.refused, 1);
	assert_int_equal(r.problem[0].why.text, TEXT_EXCHANGE_NODE_UNKNOWN);
	folder_receive_free(&r);
	assert_int_equal(folder_sync(b.store, WORLD_HAMLET, t.stick, t.w.now++, &f, &e), 0);
	assert_int_equal(f.state, STATE_UNKNOWN);
	world_close(&b);
	end(&t);
}

static void a_path_may_be_the_stick_the_folder_or_a_file(void **unused)
{
	(void)unused;
	struct trip t;
	struct folder_receive r = {0};
	struct err e;
	begin(&t, 2);
	assert_int_equal(folder_receive(t.w.hub.store, t.stick, t.w.now, &r, &e), -1);
	assert_int_equal(e.code, ERR_NOT_FOUND);
	char *missing = alloc_print("%s/nothing", t.stick);
	assert_int_equal(folder_receive(t.w.hub.store, missing, t.w.now, &r, &e), -1);
	assert_int_equal(e.code, ERR_NOT_FOUND);
	free(missing);

	sync_ok(&t);
	char *tungnha = alloc_print("%s/tungnha/", t.stick);
	char *file = nth_file(t.up, 0);
	r = receive_path(&t, file);
	assert_int_equal(r.applied, 1);
	assert_int_equal(r.replies, 1);
	folder_receive_free(&r);
	assert_int_equal(files_in(t.down), 1); /* beside the folder the file lies in */
	r = receive_path(&t, tungnha);
	assert_int_equal(r.repeated, 1);
	folder_receive_free(&r);
	assert_int_equal(files_in(t.down), 1);

	char *loose = alloc_print("%s/mailed.tnm", t.w.dir); /* saved from a mail, somewhere */
	char answers[300];
	copy_file(file, loose, SIZE_MAX);
	r = receive_path(&t, loose);
	assert_int_equal(r.repeated, 1);
	folder_receive_free(&r);
	folder_of(&t, t.w.dir, store_id(t.a.store), answers);
	assert_int_equal(files_in(answers), 1);

	char *reply = nth_file(t.down, 0);
	r = receive_path(&t, reply); /* addressed to the device, not to the hub */
	assert_int_equal(r.refused, 1);
	folder_receive_free(&r);
	free(reply);
	free(loose);
	free(file);
	free(tungnha);
	end(&t);
}

/* Something stands where a folder must be made: as with a read-only stick, nothing can be written. */
static void replies_that_cannot_be_written_lose_nothing(void **unused)
{
	(void)unused;
	struct trip t;
	struct folder_receive r = {0};
	struct err e;
	begin(&t, 2);
	sync_ok(&t);
	assert_int_equal(file_write(t.down, "x", 1, 0644, &e), 0);
	assert_int_equal(folder_receive(t.w.hub.store, t.stick, t.w.now, &r, &e), -1);
	assert_int_equal(e.code, ERR_CREATE);
	assert_int_equal(e.text, TEXT_FOLDER_REPLIES_LOST);
	assert_int_equal(r.applied, 1);
	assert_int_equal(r.replies, 0);
	assert_int_equal(world_totals(&t.w.hub).records, 2);
	folder_receive_free(&r);
	end(&t);
}

static void a_stick_that_cannot_be_written_stops_a_sync_before_it_begins(void **unused)
{
	(void)unused;
	struct trip t;
	struct folder_sync f;
	struct err e;
	begin(&t, 2);
	sync_ok(&t);
	struct folder_receive r = receive_path(&t, t.stick);
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
	assert_int_equal(files_in(t.up), 1);
	sync_ok(&t);
	assert_int_equal(world_progress(&t.a).confirmed, 2);

	snprintf(t.stick, sizeof t.stick, "%s/pulled-out", t.w.dir);
	assert_int_equal(folder_sync(t.a.store, WORLD_HAMLET, t.stick, t.w.now, &f, &e), -1);
	assert_int_equal(e.code, ERR_NOT_FOUND);
	end(&t);
}

static void messages_on_another_stick_are_replaced_when_it_comes_back(void **unused)
{
	(void)unused;
	struct trip t;
	char first[256], first_up[300];
	begin(&t, 2);
	strcpy(first, t.stick);
	strcpy(first_up, t.up);
	sync_ok(&t);
	new_stick(&t, "second");
	world_save(&t.w, &t.a, 9, 1);
	struct folder_sync f = sync_ok(&t);
	assert_int_equal(f.sent, 3); /* whatever was written elsewhere */
	assert_int_equal(files_in(t.up), 1);
	assert_int_equal(files_in(first_up), 1);
	sync_ok(&t);
	assert_int_equal(files_in(t.up), 1);
	strcpy(t.stick, first);
	sync_ok(&t);
	assert_int_equal(files_in(first_up), 1); /* not two */
	end(&t);
}

/* An old message that was never removed: the answer must not leave out what the old have did not show. */
static void an_old_file_left_behind_does_no_harm(void **unused)
{
	(void)unused;
	struct trip t;
	struct node b;
	struct folder_sync f;
	struct err e;
	begin(&t, 3);
	sync_ok(&t);
	char *old = nth_file(t.up, 0);
	char *kept = alloc_print("%s/kept.tnm", t.up);
	copy_file(old, kept, SIZE_MAX);
	struct folder_receive r = receive_path(&t, t.stick);
	folder_receive_free(&r);
	world_device(&t.w, &t.invitation, &b);
	world_save_many(&t.w, &b, 50, 5);
	assert_int_equal(folder_sync(b.store, WORLD_HAMLET, t.stick, t.w.now++, &f, &e), 0);
	world_save_many(&t.w, &t.a, 10, 2);
	sync_ok(&t);
	r = receive_path(&t, t.stick);
	assert_int_equal(r.messages, 3);
	assert_int_equal(r.repeated, 1);
	assert_int_equal(r.entries, 7);
	folder_receive_free(&r);
	sync_ok(&t);
	assert_int_equal(world_progress(&t.a).confirmed, 5);
	assert_int_equal(world_totals(&t.a).records, 10);
	free(old);
	free(kept);
	world_close(&b);
	end(&t);
}

static void a_restored_hub_is_made_whole_by_sticks_alone(void **unused)
{
	(void)unused;
	struct trip t;
	struct node copy;
	begin(&t, 5);
	world_copy(&t.w, &t.w.hub, &copy);
	world_close(&copy);
	for (int i = 0; i < 2; i++) {
		sync_ok(&t);
		struct folder_receive r = receive_path(&t, t.stick);
		folder_receive_free(&r);
	}
	sync_ok(&t);
	assert_int_equal(world_progress(&t.a).confirmed, 5);
	world_roll_back(&t.w.hub, &copy);
	int trips = 0;
	while (world_totals(&t.w.hub).records < 5 && trips++ < 6) {
		struct folder_receive r = receive_path(&t, t.stick);
		folder_receive_free(&r);
		sync_ok(&t);
	}
	assert_in_range(trips, 1, 4);
	for (int i = 0; i < 2; i++) {
		struct folder_receive r = receive_path(&t, t.stick);
		folder_receive_free(&r);
		sync_ok(&t);
	}
	assert_int_equal(world_progress(&t.a).confirmed, 5);
	world_assert_same(&t.w, &t.w.hub, &t.a);
	end(&t);
}

/* A device put back to an earlier state finds its own newer message on the stick, which it does not remember. */
static void the_lowest_have_on_a_stick_is_answered(void **unused)
{
	(void)unused;
	struct trip t;
	struct node copy;
	begin(&t, 3);
	world_copy(&t.w, &t.a, &copy);
	world_close(&copy);
	world_save_many(&t.w, &t.a, 10, 3);
	for (int i = 0; i < 2; i++) {
		sync_ok(&t);
		struct folder_receive r = receive_path(&t, t.stick);
		folder_receive_free(&r);
	}
	sync_ok(&t);
	world_roll_back(&t.a, &copy);
	sync_ok(&t);
	assert_int_equal(files_in(t.up), 2);
	struct folder_receive r = receive_path(&t, t.stick);
	folder_receive_free(&r);
	sync_ok(&t);
	assert_int_equal(world_totals(&t.a).records, 6);
	end(&t);
}

/* A hub put back to an earlier state does not remember its old reply, so it stays on the stick beside the new one. */
static void an_old_reply_left_on_the_stick_is_taken_once(void **unused)
{
	(void)unused;
	struct trip t;
	begin(&t, 3);
	sync_ok(&t);
	struct folder_receive r = receive_path(&t, t.stick);
	folder_receive_free(&r);
	struct folder_sync f = sync_ok(&t);
	assert_int_equal(f.read, 1);
	f = sync_ok(&t);
	assert_int_equal(f.read, 0);
	char *old = nth_file(t.down, 0);
	char *kept = alloc_print("%s/0000.tnm", t.down);
	assert_int_equal(rename(old, kept), 0);
	world_revoke(&t.w, &t.a);
	r = receive_path(&t, t.stick);
	folder_receive_free(&r);
	f = sync_ok(&t); /* in whatever order: the renamed one, taken for new, and the new one */
	f = sync_ok(&t);
	assert_int_equal(f.read, 0);
	free(old);
	free(kept);
	end(&t);
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
	begin(&t, 2);
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
	folder_of(&t, t.stick, store_id(t.w.hub.store), up);
	char *first = nth_file(up, 0);
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
	f = sync_ok(&t);
	assert_true(f.sent > 0);
	struct folder_receive r = receive_path(&t, t.stick);
	assert_int_equal(r.messages, 2);
	assert_int_equal(r.refused, 0);
	assert_int_equal(r.problems, 0);
	folder_receive_free(&r);
	free(first);
	free(renamed);
	world_close(&b);
	end(&t);
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
		cmocka_unit_test(messages_on_another_stick_are_replaced_when_it_comes_back),
		cmocka_unit_test(an_old_file_left_behind_does_no_harm),
		cmocka_unit_test(a_restored_hub_is_made_whole_by_sticks_alone),
		cmocka_unit_test(the_lowest_have_on_a_stick_is_answered),
		cmocka_unit_test(an_old_reply_left_on_the_stick_is_taken_once),
		cmocka_unit_test(a_stranger_is_tried_again_once_the_hub_knows_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
