/* test_exchange_random.c - random histories: saves, lost, late and doubled messages, sticks, roll-backs, clones, locks;
 * then everybody exchanges until nothing moves, in two orders. What anybody held must be at the hub, all must hold the
 * same, and the households must not depend on the order. A seed as argument runs that history alone. */
#include "../support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>

enum { DEVICES = 4, HISTORIES = 15, COPIES = 4, KEPT = 4, ROUNDS = 14 };

struct history {
	struct world w;
	unsigned seed;
	uint64_t state;
	struct store_invitation invitation;
	struct node device[DEVICES];
	int devices;
	struct node copy[COPIES];
	int copy_of[COPIES]; /* -1: the hub */
	int copies;
	struct buf late[KEPT];
	int late_of[KEPT];
	int kept;
	char stick[256];
};

static unsigned draw(struct history *h, unsigned below)
{
	h->state = h->state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(h->state >> 33) % below;
}

static struct node *some_device(struct history *h, int *index)
{
	*index = (int)draw(h, (unsigned)h->devices);
	return &h->device[*index];
}

static void new_stick(struct history *h, const char *name)
{
	snprintf(h->stick, sizeof h->stick, "%s/%s", h->w.dir, name);
	assert_int_equal(mkdir(h->stick, 0755), 0);
}

/* -- what happens -- */

static bool is_locked(const struct node *n)
{
	bool locked;
	struct err e;
	assert_int_equal(store_locked(n->store, WORLD_HAMLET, &locked, &e), 0);
	return locked;
}

static void save(struct history *h)
{
	int i;
	struct node *n = some_device(h, &i);
	unsigned number = 1 + draw(h, 5), persons = 1 + draw(h, 3), many = draw(h, 12);
	if (is_locked(n))
		return;
	if (many == 0)
		world_save_many(
			&h->w, n, 100 + (int)draw(h, 3) * 100, 230); /* beyond one message, beyond one signature */
	else if (many == 1 && world_persons(n, (int)number) >= 0)
		world_void(&h->w, n, (int)number);
	else
		world_save(&h->w, n, (int)number, (int)persons);
}

static void keep_late(struct history *h, int of, const struct buf *reply)
{
	if (h->kept == KEPT)
		return;
	struct buf *b = &h->late[h->kept];
	buf_init(b, MESSAGE_BYTES_MAX);
	buf_add(b, reply->data, reply->len);
	h->late_of[h->kept++] = of;
}

static void network(struct history *h)
{
	int of;
	struct node *n = some_device(h, &of);
	for (unsigned steps = 1 + draw(h, 5); steps > 0; steps--) {
		struct buf message, reply;
		struct exchange_result r;
		world_message(&h->w, n, 0, &message);
		buf_init(&reply, MESSAGE_BYTES_MAX);
		bool request_lost = draw(h, 7) == 0, reply_lost = draw(h, 7) == 0;
		if (!request_lost)
			world_take(&h->w, &message, &r, &reply);
		if (!request_lost && draw(h, 9) == 0)
			world_take(&h->w, &message, &r, NULL);
		if (!request_lost && draw(h, 6) == 0)
			keep_late(h, of, &reply);
		if (!request_lost && !reply_lost)
			world_reply(&h->w, n, &reply, &r);
		buf_free(&message);
		buf_free(&reply);
		if (request_lost || reply_lost)
			return;
	}
}

static void late_reply(struct history *h)
{
	struct exchange_result r;
	if (h->kept == 0)
		return;
	h->kept--;
	world_reply(&h->w, &h->device[h->late_of[h->kept]], &h->late[h->kept], &r);
	buf_free(&h->late[h->kept]);
}

/* Cuts one message to the hub short, as a stick pulled out too early. */
static void damage(struct history *h)
{
	char hex[ID_HEX];
	struct file_names names;
	struct buf b;
	struct err e;
	char *folder = alloc_print("%s/tungnha/to-%s", h->stick, id_hex(store_id(h->w.hub.store), hex));
	assert_int_equal(file_names(folder, ".tnm", 1000, &names, &e), 0);
	if (names.count > 0) {
		char *path = file_join(folder, names.name[draw(h, (unsigned)names.count)]);
		buf_init(&b, MESSAGE_BYTES_MAX);
		assert_int_equal(file_read(path, &b, &e), 0);
		assert_int_equal(file_write(path, b.data, b.len / 2, 0644, &e), 0);
		buf_free(&b);
		free(path);
	}
	file_names_free(&names);
	free(folder);
}

static void stick_up(struct history *h, struct node *n)
{
	struct folder_sync f;
	struct err e;
	assert_int_equal(folder_sync(n->store, WORLD_HAMLET, h->stick, h->w.now++, &f, &e), 0);
}

static void stick_in(struct history *h)
{
	struct folder_receive r = {0};
	struct err e;
	char *tungnha = file_join(h->stick, "tungnha");
	if (file_is_folder(tungnha))
		assert_int_equal(folder_receive(h->w.hub.store, h->stick, h->w.now++, &r, &e), 0);
	folder_receive_free(&r);
	free(tungnha);
}

static void copy_somebody(struct history *h)
{
	if (h->copies == COPIES)
		return;
	int of = (int)draw(h, (unsigned)h->devices + 1) - 1;
	world_copy(&h->w, of < 0 ? &h->w.hub : &h->device[of], &h->copy[h->copies]);
	world_close(&h->copy[h->copies]);
	h->copy_of[h->copies++] = of;
}

static void roll_back(struct history *h)
{
	if (h->copies == 0)
		return;
	int i = (int)draw(h, (unsigned)h->copies);
	world_roll_back(h->copy_of[i] < 0 ? &h->w.hub : &h->device[h->copy_of[i]], &h->copy[i]);
}

static void clone_device(struct history *h)
{
	int of;
	if (h->devices == DEVICES)
		return;
	struct node *n = some_device(h, &of);
	world_copy(&h->w, n, &h->device[h->devices++]);
}

static void lock_or_unlock(struct history *h)
{
	if (is_locked(&h->w.hub) || draw(h, 4) == 0)
		world_unlock(&h->w);
	else
		world_lock(&h->w);
}

static void step(struct history *h)
{
	int of;
	unsigned what = draw(h, 30);
	if (what < 10)
		save(h);
	else if (what < 16)
		network(h);
	else if (what < 18)
		late_reply(h);
	else if (what < 20)
		stick_up(h, some_device(h, &of));
	else if (what < 22)
		stick_in(h);
	else if (what == 22)
		damage(h);
	else if (what < 25)
		copy_somebody(h);
	else if (what < 27)
		roll_back(h);
	else if (what == 27)
		clone_device(h);
	else
		lock_or_unlock(h);
}

/* -- what must hold -- */

struct rows {
	struct name *row;
	size_t n;
};

static struct rows rows_of(struct history *h, struct node *n)
{
	struct store_scope scope = {.unit = WORLD_HAMLET, .hub_unit = WORLD_OWN, .hub = store_id(h->w.hub.store)};
	struct rows r;
	struct err e;
	assert_int_equal(store_have(n->store, &scope, NULL, 0, &r.row, &r.n, &e), 0);
	return r;
}

static bool same_rows(struct history *h, struct node *a, struct node *b)
{
	struct rows x = rows_of(h, a), y = rows_of(h, b);
	bool same = x.n == y.n;
	for (size_t i = 0; same && i < x.n; i++)
		same = name_compare(&x.row[i], &y.row[i]) == 0;
	free(x.row);
	free(y.row);
	return same;
}

static void settle(struct history *h, bool backwards, bool sticks)
{
	for (int round = 0; round < ROUNDS; round++) {
		bool rest = true;
		for (int i = 0; i < h->devices; i++) {
			struct node *n = &h->device[backwards ? h->devices - 1 - i : i];
			if (sticks) {
				for (int k = 0; k < 2; k++) {
					stick_up(h, n);
					stick_in(h);
				}
				stick_up(h, n);
			} else {
				world_exchange(&h->w, n);
			}
		}
		for (int i = 0; i < h->devices; i++)
			rest &= same_rows(h, &h->w.hub, &h->device[i]) &&
				world_progress(&h->device[i]).confirmed == world_progress(&h->device[i]).written;
		if (rest)
			return;
	}
	fail_msg("seed %u: no rest after %d rounds", h->seed, ROUNDS);
}

static void digest(const struct node *n, unsigned char out[static KEY_BYTES])
{
	struct err e;
	assert_int_equal(store_digest(n->store, "record", out, &e), 0);
}

static void assert_nothing_lost(struct history *h, const struct rows *held, int count)
{
	for (int i = 0; i < count; i++)
		for (size_t k = 0; k < held[i].n; k++) {
			bool there;
			struct err e;
			assert_int_equal(store_holds(h->w.hub.store, &held[i].row[k], NULL, &there, &e), 0);
			if (!there)
				fail_msg("seed %u: an entry of node %d is lost", h->seed, i);
		}
}

static void assert_all_alike(struct history *h, unsigned char common[static KEY_BYTES])
{
	digest(&h->w.hub, common);
	world_assert_sound(&h->w.hub);
	for (int i = 0; i < h->devices; i++) {
		unsigned char own[KEY_BYTES];
		digest(&h->device[i], own);
		if (memcmp(own, common, KEY_BYTES) != 0)
			fail_msg("seed %u: device %d counts otherwise than the hub", h->seed, i);
		world_assert_sound(&h->device[i]);
	}
}

/* The whole history at rest, twice from the same state. */
static void finish(struct history *h)
{
	struct node before[DEVICES + 1];
	struct rows held[DEVICES + 1];
	unsigned char first[KEY_BYTES], second[KEY_BYTES];
	new_stick(h, "last"); /* what lies on the old one may be more than anybody holds */
	for (int i = 0; i <= h->devices; i++) {
		struct node *n = i < h->devices ? &h->device[i] : &h->w.hub;
		held[i] = rows_of(h, n);
		world_copy(&h->w, n, &before[i]);
		world_close(&before[i]);
	}
	settle(h, false, false);
	assert_nothing_lost(h, held, h->devices + 1);
	assert_all_alike(h, first);
	for (int i = 0; i <= h->devices; i++)
		world_roll_back(i < h->devices ? &h->device[i] : &h->w.hub, &before[i]);
	settle(h, true, draw(h, 2));
	assert_nothing_lost(h, held, h->devices + 1);
	assert_all_alike(h, second);
	if (memcmp(first, second, KEY_BYTES) != 0)
		fail_msg("seed %u: households depend on the order of exchange", h->seed);
	for (int i = 0; i <= h->devices; i++)
		free(held[i].row);
}

static void run_history(unsigned seed)
{
	struct history *h = alloc_zero(1, sizeof *h);
	h->seed = seed;
	h->state = seed * 2654435761u + 1;
	world_begin(&h->w);
	h->invitation = world_invite(&h->w, WORLD_HAMLET, 9);
	h->devices = 2;
	for (int i = 0; i < h->devices; i++)
		world_device(&h->w, &h->invitation, &h->device[i]);
	new_stick(h, "stick");
	for (unsigned steps = 6 + draw(h, 35); steps > 0; steps--)
		step(h);
	finish(h);
	while (h->kept > 0)
		buf_free(&h->late[--h->kept]);
	for (int i = 0; i < h->devices; i++)
		world_close(&h->device[i]);
	world_end(&h->w);
	free(h);
}

static unsigned first_seed = 1, histories = HISTORIES;

static void random_histories_come_to_rest_and_lose_nothing(void **unused)
{
	(void)unused;
	for (unsigned i = 0; i < histories; i++)
		run_history(first_seed + i);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(random_histories_come_to_rest_and_lose_nothing)};
	if (argc > 1) {
		first_seed = (unsigned)strtoul(argv[1], NULL, 10);
		histories = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
