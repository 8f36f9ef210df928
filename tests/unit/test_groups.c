/* test_groups.c - messages that share one commit: each whole or not at all, all of them or none on disk. */
#include "../support/world.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../src/store/store_private.h"

#include <tungnha/alloc.h>
#include <tungnha/store_acts.h>

#define MUST(call)                                                                                                     \
	do {                                                                                                           \
		struct err why_not;                                                                                    \
		if ((call) != 0)                                                                                       \
			fail_msg("%s: %s", #call, text_name(why_not.text));                                            \
	} while (0)

enum { POST_MAX = 16 };

/* A commune with three devices in two hamlets, and what they send. */
struct post {
	struct world w;
	struct node a, b, c;
	struct buf message[POST_MAX];
	size_t n;
};

static struct node join(struct world *w, const char *unit)
{
	struct store_invitation v = world_invite(w, unit, 1);
	struct node n;
	world_device(w, &v, &n);
	world_exchange_unit(w, &n, unit);
	return n;
}

static int setup(void **state)
{
	struct post *p = alloc_zero(1, sizeof *p);
	world_begin(&p->w);
	p->a = join(&p->w, WORLD_HAMLET);
	p->b = join(&p->w, WORLD_HAMLET);
	p->c = join(&p->w, WORLD_OTHER);
	*state = p;
	return 0;
}

static int teardown(void **state)
{
	struct post *p = *state;
	for (size_t i = 0; i < p->n; i++)
		buf_free(&p->message[i]);
	world_close(&p->a);
	world_close(&p->b);
	world_close(&p->c);
	world_end(&p->w);
	free(p);
	return 0;
}

static struct buf *post(struct post *p, struct node *n, const char *unit)
{
	assert_true(p->n < POST_MAX);
	world_message_of(&p->w, n, unit, 0, &p->message[p->n]);
	return &p->message[p->n++];
}

/* Of a node invited to a unit that the hub does not know: refused after something was done for it. */
static void post_for_an_unknown_unit(struct post *p)
{
	struct store_invitation v = world_invite(&p->w, WORLD_HAMLET, 1);
	struct node n;
	strcpy(v.unit, "05788-77");
	world_device(&p->w, &v, &n);
	post(p, &n, v.unit);
	world_close(&n);
}

/* Seven messages; of those in the middle one is for a unit nobody knows, one does not open. */
static void write_all(struct post *p)
{
	world_save_in(&p->w, &p->a, WORLD_HAMLET, 1, 5);
	post(p, &p->a, WORLD_HAMLET);
	world_save_in(&p->w, &p->b, WORLD_HAMLET, 6, 3);
	world_save(&p->w, &p->b, 4, 9); /* two that the other device saw otherwise */
	world_save(&p->w, &p->b, 5, 9);
	post(p, &p->b, WORLD_HAMLET);
	post_for_an_unknown_unit(p);
	world_save_in(&p->w, &p->c, WORLD_OTHER, 1, 210);
	struct buf *torn = post(p, &p->c, WORLD_OTHER);
	torn->data[torn->len / 2] ^= 1;
	world_save_in(&p->w, &p->a, WORLD_HAMLET, 6, 2);
	post(p, &p->a, WORLD_HAMLET); /* brings the first one's households again */
	post(p, &p->c, WORLD_OTHER);
	post(p, &p->b, WORLD_HAMLET);
}

/* What became of each: the error's code, entries stored. */
struct fate {
	int code;
	size_t stored, held;
};

static void take_all(struct post *p, struct fate *fate)
{
	for (size_t i = 0; i < p->n; i++) {
		struct exchange_result r;
		int code = world_take(&p->w, &p->message[i], &r, NULL);
		fate[i] = (struct fate){code, r.stored, r.held};
	}
}

static void digest(const struct node *n, unsigned char out[static KEY_BYTES])
{
	MUST(store_digest(n->store, NULL, out, &why_not));
}

static int64_t entries(const struct node *n)
{
	struct store_check c;
	MUST(store_check(n->store, &c, &why_not));
	int64_t count = c.entries;
	assert_int_equal(c.problems, 0);
	store_check_free(&c);
	return count;
}

static void a_group_is_as_one_message_after_the_other(void **state)
{
	struct post *p = *state;
	struct node copy;
	unsigned char alone[KEY_BYTES], together[KEY_BYTES];
	struct fate one[POST_MAX], other[POST_MAX];
	write_all(p);
	world_copy(&p->w, &p->w.hub, &copy);
	take_all(p, one);
	digest(&p->w.hub, alone);

	struct node hub = p->w.hub;
	p->w.hub = copy;
	MUST(store_group_begin(copy.store, &why_not));
	take_all(p, other);
	MUST(store_group_commit(copy.store, &why_not));
	digest(&copy, together);
	p->w.hub = hub;
	for (size_t i = 0; i < p->n; i++) {
		assert_int_equal(one[i].code, i == 2 || i == 3 ? ERR_DATA : 0);
		assert_int_equal(one[i].code, other[i].code);
		assert_int_equal(one[i].stored, other[i].stored);
		assert_int_equal(one[i].held, other[i].held);
	}
	assert_int_equal(one[5].stored, 200);
	assert_memory_equal(alone, together, KEY_BYTES);
	world_assert_same(&p->w, &hub, &copy);
	assert_int_equal(world_totals(&copy).records, 8);
	assert_int_equal(world_totals(&copy).conflicts, 2);
	world_assert_sound(&copy);
	world_close(&copy);
}

static void nobody_sees_a_group_before_it_is_committed(void **state)
{
	struct post *p = *state;
	unsigned char before[KEY_BYTES], after[KEY_BYTES];
	struct fate fate[POST_MAX];
	struct store *other;
	write_all(p);
	digest(&p->w.hub, before);
	MUST(store_open(p->w.hub.folder, NULL, &other, &why_not));
	MUST(store_group_begin(p->w.hub.store, &why_not));
	take_all(p, fate);
	assert_int_equal(world_totals(&p->w.hub).records, 8);
	MUST(store_digest(other, NULL, after, &why_not));
	assert_memory_equal(before, after, KEY_BYTES);
	store_group_rollback(p->w.hub.store);
	store_group_rollback(p->w.hub.store); /* harmless */
	digest(&p->w.hub, after);
	assert_memory_equal(before, after, KEY_BYTES);

	MUST(store_group_begin(p->w.hub.store, &why_not));
	take_all(p, fate);
	MUST(store_group_commit(p->w.hub.store, &why_not));
	digest(&p->w.hub, before);
	MUST(store_digest(other, NULL, after, &why_not));
	assert_memory_equal(before, after, KEY_BYTES);
	store_close(other);
}

/* An invitation for one device: of two in one group the second waits, as it would later. */
static void what_a_part_did_is_known_to_the_next(void **state)
{
	struct post *p = *state;
	struct store_invitation v = world_invite(&p->w, WORLD_HAMLET, 1);
	struct exchange_result r[2];
	struct node n[2];
	for (size_t i = 0; i < 2; i++) {
		world_device(&p->w, &v, &n[i]);
		post(p, &n[i], WORLD_HAMLET);
		world_close(&n[i]);
	}
	MUST(store_group_begin(p->w.hub.store, &why_not));
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(world_take(&p->w, &p->message[i], &r[i], NULL), 0);
	MUST(store_group_commit(p->w.hub.store, &why_not));
	assert_int_equal(r[0].state, STATE_NEW);
	assert_int_equal(r[1].state, STATE_WAITING);
	world_assert_sound(&p->w.hub);
}

/* -- what a part did that is undone -- */

static void define_anew(struct world *w)
{
	struct store_author a = {.by = "", .at = w->now++};
	cJSON *fields = cJSON_CreateObject();
	size_t n;
	const char *bytes = form_shipped("mau-02", &n);
	char *text = alloc_print("%.*s\n", (int)n, bytes);
	cJSON_AddStringToObject(fields, "name", "mau-02");
	cJSON_AddStringToObject(fields, "text", text);
	MUST(store_write_act(w->hub.store, WORLD_OWN, ENTRY_DEFINE, NULL, fields, &a, NULL, &why_not));
	free(text);
}

static const struct form *in_force(const struct world *w)
{
	const struct form *f;
	MUST(store_form(w->hub.store, NULL, &f, &why_not));
	return f;
}

static void own_unit_is(const struct world *w, const char *code)
{
	struct unit own;
	MUST(store_own_unit(w->hub.store, &own, &why_not));
	assert_string_equal(own.code, code);
}

static void an_undone_part_leaves_no_trace_in_memory(void **state)
{
	struct post *p = *state;
	struct world *w = &p->w;
	struct store *hub = w->hub.store;
	const struct form *before = in_force(w);
	struct fate fate[POST_MAX];
	write_all(p);
	MUST(store_group_begin(hub, &why_not));
	MUST(store_begin(hub, &why_not));
	define_anew(w);
	MUST(store_commit(hub, &why_not));
	const struct form *anew = in_force(w);
	assert_ptr_not_equal(before, anew);
	MUST(store_begin(hub, &why_not));
	MUST(store_set(hub, "unit", WORLD_OTHER, &why_not));
	own_unit_is(w, WORLD_OTHER);
	store_rollback(hub);
	own_unit_is(w, WORLD_OWN);
	assert_ptr_equal(in_force(w), anew); /* of the part before */
	take_all(p, fate);
	store_group_rollback(hub);
	assert_ptr_equal(in_force(w), before);
	assert_int_equal(world_totals(&w->hub).records, 0);
	take_all(p, fate);
	assert_int_equal(world_totals(&w->hub).records, 8);
	world_assert_sound(&w->hub);
}

/* -- a purge in a group -- */

static size_t log_bytes(const struct node *n)
{
	char *path = alloc_print("%s/tungnha.db-wal", n->folder);
	struct stat st = {.st_size = 0};
	stat(path, &st);
	free(path);
	return (size_t)st.st_size;
}

static void close_unit(struct world *w)
{
	struct store_author a = {.by = "", .at = w->now++, .reason = "Hết đợt"};
	cJSON *fields = cJSON_CreateObject(), *rows;
	struct err e;
	world_lock(w);
	rows = store_through(w->hub.store, WORLD_HAMLET, NULL, &e);
	assert_non_null(rows);
	cJSON_AddStringToObject(fields, "period", "2025-W45");
	cJSON_AddItemToObject(fields, "through", rows);
	MUST(store_begin(w->hub.store, &why_not));
	MUST(store_write_act(w->hub.store, WORLD_OWN, ENTRY_STATEMENT, NULL, fields, &a, NULL, &why_not));
	MUST(store_commit(w->hub.store, &why_not));
}

static void purge_part(struct world *w)
{
	struct store_author a = {.by = "", .at = w->now++, .reason = "Hết đợt"};
	MUST(store_begin(w->hub.store, &why_not));
	MUST(store_write_purge(w->hub.store, WORLD_HAMLET, &a, NULL, &why_not));
	MUST(store_commit(w->hub.store, &why_not));
}

static void what_a_purge_overwrote_leaves_the_log_with_the_group(void **state)
{
	struct post *p = *state;
	struct world *w = &p->w;
	struct store_totals before;
	world_save_in(w, &p->a, WORLD_HAMLET, 1, 20);
	world_exchange(w, &p->a);
	close_unit(w);
	before = world_totals(&w->hub);
	MUST(store_group_begin(w->hub.store, &why_not));
	purge_part(w);
	MUST(store_begin(w->hub.store, &why_not)); /* another part after it is undone: the purge is not */
	store_rollback(w->hub.store);
	MUST(store_group_commit(w->hub.store, &why_not));
	assert_int_equal(log_bytes(&w->hub), 0);
	assert_int_equal(world_totals(&w->hub).records, before.records);
	assert_int_equal(world_persons(&w->hub, 3), -1);
	world_assert_sound(&w->hub);
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

static int take_one(struct post *p, size_t i, struct err *e)
{
	struct exchange_result r;
	return exchange_take(p->w.hub.store, p->message[i].data, p->message[i].len, p->w.now++, &r, e);
}

/* The failure that undoes a group: every part after it says the same, and so does the end. */
static void a_full_disk_undoes_the_group(void **state)
{
	struct post *p = *state;
	struct store *hub = p->w.hub.store;
	unsigned char before[KEY_BYTES], after[KEY_BYTES];
	struct fate fate[POST_MAX];
	struct err e;
	write_all(p);
	digest(&p->w.hub, before);
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
	digest(&p->w.hub, after);
	assert_memory_equal(before, after, KEY_BYTES);
	assert_int_equal(entries(&p->w.hub), held);

	assert_int_equal(take_one(p, 0, &e), 0); /* alone it fits */
	assert_int_equal(take_one(p, 5, &e), -1);
	limit_pages(hub, 100000);
	take_all(p, fate);
	assert_int_equal(world_totals(&p->w.hub).records, 8);
	world_assert_sound(&p->w.hub);
}

/* In a child no assertion may fail. The disk takes nothing any more when the group is committed. */
static int commit_without_room(struct post *p)
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
	limit.rlim_cur = log_bytes(&p->w.hub);
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
	struct post *p = *state;
	int status;
	write_all(p);
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

static struct exchange_post *take_group(struct post *p)
{
	struct exchange_post *posts = alloc_zero(p->n, sizeof *posts);
	for (size_t i = 0; i < p->n; i++)
		posts[i] = (struct exchange_post){.bytes = p->message[i].data, .n = p->message[i].len};
	exchange_take_group(p->w.hub.store, posts, p->n, p->w.now++);
	return posts;
}

static void posts_free(struct post *p, struct exchange_post *posts)
{
	for (size_t i = 0; i < p->n; i++)
		buf_free(&posts[i].reply);
	free(posts);
}

static void messages_that_wait_together_are_all_answered(void **state)
{
	struct post *p = *state;
	struct exchange_result r;
	struct node copy, hub = p->w.hub;
	struct fate fate[POST_MAX];
	write_all(p);
	world_copy(&p->w, &p->w.hub, &copy);
	hub = p->w.hub;
	p->w.hub = copy;
	take_all(p, fate);
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
	digest(&hub, together);
	digest(&copy, alone);
	assert_memory_equal(alone, together, KEY_BYTES);
	posts_free(p, posts);
	world_close(&copy);
}

static void where_there_is_no_room_for_all_each_is_taken_alone(void **state)
{
	struct post *p = *state;
	write_all(p);
	limit_pages(p->w.hub.store, 6);
	struct exchange_post *posts = take_group(p);
	assert_int_equal(posts[0].rc, 0);
	assert_int_equal(posts[1].rc, 0);
	assert_int_equal(posts[4].rc, 0);
	assert_int_equal(posts[5].rc, -1);
	assert_ptr_equal(posts[5].why.text, TEXT_DISK_FULL);
	assert_int_equal(posts[5].reply.len, 0);
	assert_int_equal(posts[6].rc, 0);
	posts_free(p, posts);
	assert_int_equal(world_totals(&p->w.hub).records, 8);
	limit_pages(p->w.hub.store, 100000);
	world_assert_sound(&p->w.hub);
}

static void a_busy_store_takes_none_and_says_so_once(void **state)
{
	struct post *p = *state;
	struct store *clerk;
	write_all(p);
	MUST(store_open(p->w.hub.folder, NULL, &clerk, &why_not));
	MUST(store_begin(clerk, &why_not));
	sqlite3_busy_timeout(p->w.hub.store->db, 10);
	struct exchange_post *posts = take_group(p);
	for (size_t i = 0; i < p->n; i++) {
		assert_int_equal(posts[i].rc, -1);
		if (i != 3) /* does not open */
			assert_ptr_equal(posts[i].why.text, TEXT_STORE_BUSY);
	}
	posts_free(p, posts);
	store_rollback(clerk);
	store_close(clerk);
	posts = take_group(p);
	assert_int_equal(posts[0].rc, 0);
	posts_free(p, posts);
}

static void a_node_nobody_knows_is_told_so(void **state)
{
	struct post *p = *state;
	struct store_invitation v = world_invite(&p->w, WORLD_OTHER, 1);
	struct node n;
	world_save(&p->w, &p->a, 1, 4);
	post(p, &p->a, WORLD_HAMLET);
	strcpy(v.unit, WORLD_HAMLET);
	world_device(&p->w, &v, &n);
	post(p, &n, WORLD_HAMLET);
	world_close(&n);
	struct exchange_post *posts = take_group(p);
	assert_int_equal(posts[1].rc, 0);
	assert_int_equal(posts[1].result.state, STATE_UNKNOWN);
	assert_true(posts[1].reply.len > 0);
	assert_int_equal(posts[0].result.stored, 1);
	posts_free(p, posts);
}

/* After an error that undid a transaction nothing may be written on its own, whoever overlooked the error. */
static void nothing_is_written_after_a_transaction_was_undone(void **state)
{
	struct post *p = *state;
	struct store *hub = p->w.hub.store;
	struct err e;
	MUST(store_begin(hub, &why_not));
	assert_int_equal(sqlite3_exec(hub->db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(store_set(hub, "restored", "1", &e), -1);
	assert_int_equal(store_commit(hub, &e), -1);
	store_rollback(hub);
	assert_null(store_setting(hub, "restored"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(a_group_is_as_one_message_after_the_other),
		T(nobody_sees_a_group_before_it_is_committed),
		T(what_a_part_did_is_known_to_the_next),
		T(an_undone_part_leaves_no_trace_in_memory),
		T(what_a_purge_overwrote_leaves_the_log_with_the_group),
		T(a_full_disk_undoes_the_group),
		T(a_group_that_cannot_be_committed_has_not_happened),
		T(messages_that_wait_together_are_all_answered),
		T(where_there_is_no_room_for_all_each_is_taken_alone),
		T(a_busy_store_takes_none_and_says_so_once),
		T(a_node_nobody_knows_is_told_so),
		T(nothing_is_written_after_a_transaction_was_undone),
#undef T
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
