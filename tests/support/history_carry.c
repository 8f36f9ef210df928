/* history_carry.c - messages over a bad network and on sticks: lost, late, twice, half copied. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "history_draw.h"

#include <tungnha/alloc.h>
#include <tungnha/file.h>

/* -- network -- */

static void put_in_bag(struct history *h, int to, const struct buf *bytes)
{
	if (h->parcels == HISTORY_BAG)
		return;
	struct parcel *p = &h->bag[h->parcels++];
	p->to = to;
	buf_init(&p->bytes, MESSAGE_BYTES_MAX);
	buf_add(&p->bytes, bytes->data, bytes->len);
}

/* Taken once more at once: nothing may change. */
static void repeat(struct history *h, const struct buf *m)
{
	unsigned char digest[KEY_BYTES];
	int64_t rows[HISTORY_TABLES];
	struct exchange_result r;
	MUST(store_digest(h->hub.store, NULL, digest, &e));
	history_rows(&h->hub, rows);
	history_hub_takes(h, m, &r, NULL);
	if (r.changed || r.stored || r.enrolled)
		trial_broke("P2: a repeat says it changed something", "stored %zu", r.stored);
	history_same_as_before(h, &h->hub, digest, rows, "a message");
	trial_count(SAW_REPEAT);
}

/* One message and its reply; false when it stops here. */
static bool post_and_fetch(
	struct history *h, struct machine *n, struct trial_random *r, const struct buf *m, size_t entries)
{
	struct exchange_result there, here;
	struct buf reply;
	bool go_on = false;
	history_hub_takes(h, m, &there, &reply);
	if (trial_below(r, 10) == 0)
		repeat(h, m);
	if (trial_below(r, 7) == 0) {
		trial_say("  reply lost");
	} else {
		history_reply(h, n, &reply, &here);
		go_on = entries > 0 || here.changed;
		if (trial_below(r, 10) == 0) {
			trial_say("  a copy of the reply stays on the way");
			put_in_bag(h, n->identity, &reply);
		}
	}
	buf_free(&reply);
	return go_on;
}

void history_http(struct history *h, struct machine *n, unsigned c)
{
	struct trial_random r = {.state = c};
	struct exchange_wish wish = history_wish(c);
	bool go_on = true;
	trial_say("%s over the network", history_who(n));
	for (int i = 0; i < 8 && go_on; i++) {
		struct buf m;
		size_t entries;
		history_message(h, n, &wish, 0, &m, &entries);
		if (trial_below(&r, 7) == 0) {
			trial_say("  request lost");
			go_on = false;
		} else {
			go_on = post_and_fetch(h, n, &r, &m, entries);
		}
		buf_free(&m);
	}
}

void history_post(struct history *h, struct machine *n)
{
	struct buf m;
	size_t entries;
	struct exchange_wish wish = history_wish((unsigned)h->now);
	history_message(h, n, &wish, 0, &m, &entries);
	put_in_bag(h, -1, &m);
	buf_free(&m);
	trial_say("%s: a message is on its way", history_who(n));
}

static struct machine *addressee(struct history *h, int identity, unsigned c)
{
	for (int i = 0; i < h->devices; i++) {
		struct machine *m = &h->device[((unsigned)i + c) % (unsigned)h->devices];
		if (m->identity == identity)
			return m;
	}
	return NULL;
}

void history_deliver(struct history *h, unsigned b, unsigned c)
{
	struct exchange_result r;
	struct buf reply;
	if (h->parcels == 0)
		return;
	int i = (int)(b % (unsigned)h->parcels);
	struct parcel p = h->bag[i];
	struct machine *n = addressee(h, p.to, c);
	if (c % 3)
		h->bag[i] = h->bag[--h->parcels];
	if (p.to < 0) {
		trial_say("the hub gets a late message");
		history_hub_takes(h, &p.bytes, &r, &reply);
		for (int k = 0; k < HISTORY_IDENTITIES; k++)
			if ((n = addressee(h, k, c)) && id_equal(store_id(n->store), r.peer))
				put_in_bag(h, k, &reply);
		buf_free(&reply);
	} else if (n) {
		trial_say("%s gets a late reply", history_who(n));
		history_reply(h, n, &p.bytes, &r);
	}
	if (c % 3)
		buf_free(&p.bytes);
}

/* -- sticks -- */

void history_sync(struct history *h, struct machine *n)
{
	struct folder_sync r;
	MUST(folder_sync(n->store, HISTORY_UNIT, h->stick, history_at(h), &r, &e));
	history_note_receipts(h, n);
	trial_say("%s syncs the stick: read %zu, wrote %zu with %zu", history_who(n), r.read, r.messages, r.sent);
	trial_count(SAW_STICK);
}

void history_receive(struct history *h)
{
	struct folder_receive r = {0};
	char *inside = file_join(h->stick, "tungnha");
	bool there = file_is_folder(inside);
	free(inside);
	if (!there)
		return;
	MUST(folder_receive(h->hub.store, h->stick, h->now++, &r, &e));
	trial_say("the hub receives the stick: %zu messages, %zu applied, %zu unreadable", r.messages, r.applied,
		r.unreadable);
	for (size_t i = 0; i < r.unreadable; i++)
		trial_count(SAW_HALF_COPIED);
	folder_receive_free(&r);
}

/* Some file on the stick loses its end. */
void history_half_copy(struct history *h, unsigned b)
{
	char *tungnha = file_join(h->stick, "tungnha");
	struct err e;
	DIR *d = opendir(tungnha);
	for (struct dirent *x; d && (x = readdir(d));) {
		struct file_names names;
		char *folder = file_join(tungnha, x->d_name);
		if (x->d_name[0] == 't' && file_names(folder, ".tnm", 1000, &names, &e) == 0) {
			if (names.count) {
				char *path = file_join(folder, names.name[b % names.count]);
				if (truncate(path, b % 700) == 0)
					trial_say("a file on the stick is half copied");
				free(path);
			}
			file_names_free(&names);
		}
		free(folder);
	}
	if (d)
		closedir(d);
	free(tungnha);
}
