/* test_groups_failed.c - messages that wait together when there is no room or the store is busy: all of them on disk or
 * none, and each is answered. */
#include "../support/posts.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../src/store/store_private.h"

#include <tungnha/alloc.h>

static int64_t entries(const struct node *n)
{
	struct store_check c;
	MUST(store_check(n->store, &c, &why_not));
	int64_t count = c.entries;
	assert_int_equal(c.problems, 0);
	store_check_free(&c);
	return count;
}

/* -- no room -- */

static void limit_pages(struct store *s, int more)
{
	sqlite3_stmt *st;
	char sql[64];
	assert_int_equal(sqlite3_prepare_v2(s->db, "PRAGMA page_count", -1, &st, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	snprintf(sql, sizeof sql, "PRAGMA max_page_count = %d", sqlite3_column_int(st, 0) + more);
	sqlite3_finalize(st);
	assert_int_equal(sqlite3_exec(s->db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static int take_one(struct posts *p, size_t i, struct err *e)
{
	struct exchange_result r;
	return exchange_take(p->w.hub.store, p->message[i].data, p->message[i].len, p->w.now++, &r, e);
}

/* The failure that undoes a group: every part after it says the same, and so does the end. */
static void a_full_disk_undoes_the_group(void **state)
{
	struct posts *p = *state;
	struct store *hub = p->w.hub.store;
	unsigned char before[KEY_BYTES], after[KEY_BYTES];
	struct fate fate[POST_MAX];
	struct err e;
	posts_write(p);
	posts_digest(&p->w.hub, before);
	int64_t held = entries(&p->w.hub);
	limit_pages(hub, 6);
	MUST(store_group_begin(hub, &why_not));
	assert_int_equal(take_one(p, 0, &e), 0);
	assert_int_equal(take_one(p, 5, &e), -1);
	assert_ptr_equal(e.text, TEXT_DISK_FULL);
	assert_int_equal(take_one(p, 1, &e), -1);
	assert_ptr_equal(e.text, TEXT_DISK_FULL);
	assert_int_equal(store_group_commit(hub, &e), -1);
	assert_ptr_equal(e.text, TEXT_DISK_FULL);
	store_group_rollback(hub);
	posts_digest(&p->w.hub, after);
	assert_memory_equal(before, after, KEY_BYTES);
	assert_int_equal(entries(&p->w.hub), held);

	assert_int_equal(take_one(p, 0, &e), 0); /* alone it fits */
	assert_int_equal(take_one(p, 5, &e), -1);
	limit_pages(hub, 100000);
	posts_take(p, fate);
	assert_int_equal(world_totals(&p->w.hub).records, 8);
	world_assert_sound(&p->w.hub);
}

/* In a child no assertion may fail. The disk takes nothing any more when the group is committed. */
static int commit_without_room(struct posts *p)
{
	struct rlimit limit;
	unsigned char before[KEY_BYTES], after[KEY_BYTES];
	struct store *hub = p->w.hub.store;
	struct err e;
	signal(SIGXFSZ, SIG_IGN);
	if (store_digest(hub, NULL, before, &e) != 0 || store_group_begin(hub, &e) != 0 || take_one(p, 0, &e) != 0 ||
		take_one(p, 1, &e) != 0)
		return 1;
	if (getrlimit(RLIMIT_FSIZE, &limit) != 0)
		return 2;
	rlim_t room = limit.rlim_cur;
	limit.rlim_cur = posts_log_bytes(&p->w.hub);
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
		return 3;
	if (store_group_commit(hub, &e) == 0 || e.code != ERR_IO)
		return 4;
	store_group_rollback(hub);
	if (store_digest(hub, NULL, after, &e) != 0 || memcmp(before, after, KEY_BYTES) != 0)
		return 5;
	limit.rlim_cur = room;
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
		return 6;
	for (size_t i = 0; i < 2; i++)
		if (take_one(p, i, &e) != 0)
			return 7;
	return 0;
}

static void a_group_that_cannot_be_committed_has_not_happened(void **state)
{
	struct posts *p = *state;
	int status;
	posts_write(p);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(commit_without_room(p));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	struct node again = p->w.hub;
	MUST(store_open(again.folder, NULL, &again.store, &why_not));
	assert_int_equal(world_totals(&again).records, 8);
	world_assert_sound(&again);
	store_close(again.store);
}

/* -- messages that wait together -- */

static struct exchange_post *take_group(struct posts *p)
{
	struct exchange_post *posts = alloc_zero(p->n, sizeof *posts);
	for (size_t i = 0; i < p->n; i++)
		posts[i] = (struct exchange_post){.bytes = p->message[i].data, .n = p->message[i].len};
	exchange_take_group(p->w.hub.store, posts, p->n, p->w.now++);
	return posts;
}

static void answers_free(struct posts *p, struct exchange_post *posts)
{
	for (size_t i = 0; i < p->n; i++)
		buf_free(&posts[i].reply);
	free(posts);
}

static void messages_that_wait_together_are_all_answered(void **state)
{
	struct posts *p = *state;
	struct exchange_result r;
	struct node copy, hub = p->w.hub;
	struct fate fate[POST_MAX];
	posts_write(p);
	world_copy(&p->w, &p->w.hub, &copy);
	hub = p->w.hub;
	p->w.hub = copy;
	posts_take(p, fate);
	p->w.hub = hub;
	struct exchange_post *posts = take_group(p);
	for (size_t i = 0; i < p->n; i++) {
		assert_int_equal(posts[i].rc == 0 ? 0 : (int)posts[i].why.code, fate[i].code);
		assert_int_equal(posts[i].result.stored, fate[i].stored);
	}
	assert_ptr_equal(posts[2].why.text, TEXT_EXCHANGE_UNIT_UNKNOWN);
	assert_ptr_equal(posts[3].why.text, TEXT_MESSAGE_UNREADABLE);
	assert_int_equal(world_reply(&p->w, &p->a, &posts[4].reply, &r), 0);
	assert_int_equal(world_progress(&p->a).confirmed, 7);
	assert_int_equal(world_reply(&p->w, &p->b, &posts[6].reply, &r), 0);
	assert_int_equal(world_progress(&p->b).confirmed, 5);
	unsigned char alone[KEY_BYTES], together[KEY_BYTES];
	posts_digest(&hub, together);
	posts_digest(&copy, alone);
	assert_memory_equal(alone, together, KEY_BYTES);
	answers_free(p, posts);
	world_close(&copy);
}

static void where_there_is_no_room_for_all_each_is_taken_alone(void **state)
{
	struct posts *p = *state;
	posts_write(p);
	limit_pages(p->w.hub.store, 6);
	struct exchange_post *posts = take_group(p);
	assert_int_equal(posts[0].rc, 0);
	assert_int_equal(posts[1].rc, 0);
	assert_int_equal(posts[4].rc, 0);
	assert_int_equal(posts[5].rc, -1);
	assert_ptr_equal(posts[5].why.text, TEXT_DISK_FULL);
	assert_int_equal(posts[5].reply.len, 0);
	assert_int_equal(posts[6].rc, 0);
	answers_free(p, posts);
	assert_int_equal(world_totals(&p->w.hub).records, 8);
	limit_pages(p->w.hub.store, 100000);
	world_assert_sound(&p->w.hub);
}

static void a_busy_store_takes_none_and_says_so_once(void **state)
{
	struct posts *p = *state;
	struct store *clerk;
	posts_write(p);
	MUST(store_open(p->w.hub.folder, NULL, &clerk, &why_not));
	MUST(store_begin(clerk, &why_not));
	sqlite3_busy_timeout(p->w.hub.store->db, 10);
	struct exchange_post *posts = take_group(p);
	for (size_t i = 0; i < p->n; i++) {
		assert_int_equal(posts[i].rc, -1);
		if (i != 3) /* does not open */
			assert_ptr_equal(posts[i].why.text, TEXT_STORE_BUSY);
	}
	answers_free(p, posts);
	store_rollback(clerk);
	store_close(clerk);
	posts = take_group(p);
	assert_int_equal(posts[0].rc, 0);
	answers_free(p, posts);
}

static void a_node_nobody_knows_is_told_so(void **state)
{
	struct posts *p = *state;
	struct store_invitation v = world_invite(&p->w, WORLD_OTHER, 1);
	struct node n;
	world_save(&p->w, &p->a, 1, 4);
	posts_add(p, &p->a, WORLD_HAMLET);
	strcpy(v.unit, WORLD_HAMLET);
	world_device(&p->w, &v, &n);
	posts_add(p, &n, WORLD_HAMLET);
	world_close(&n);
	struct exchange_post *posts = take_group(p);
	assert_int_equal(posts[1].rc, 0);
	assert_int_equal(posts[1].result.state, STATE_UNKNOWN);
	assert_true(posts[1].reply.len > 0);
	assert_int_equal(posts[0].result.stored, 1);
	answers_free(p, posts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, posts_setup, posts_teardown)
		T(a_full_disk_undoes_the_group),
		T(a_group_that_cannot_be_committed_has_not_happened),
		T(messages_that_wait_together_are_all_answered),
		T(where_there_is_no_room_for_all_each_is_taken_alone),
		T(a_busy_store_takes_none_and_says_so_once),
		T(a_node_nobody_knows_is_told_so),
#undef T
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
