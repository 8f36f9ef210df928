/* history_steps.c - what may happen in a hamlet: saving, sending, losing, copying, putting back. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "history_draw.h"

#include <tungnha/alloc.h>
#include <tungnha/file.h>

struct machine *history_pick(struct history *h, unsigned a)
{
	return &h->device[a % (unsigned)h->devices];
}

/* -- households -- */

static struct id key_of(struct machine *m, unsigned b, char number[static 8], bool *twice)
{
	struct id key = {{0}};
	struct err e;
	bool known;
	snprintf(number, 8, "%u", 1 + b % 3);
	*twice = store_key_for_number(m->store, HISTORY_UNIT, number, &key, &known, &e) != 0;
	if (*twice && e.text != TEXT_NUMBER_TWICE)
		history_must(-1, &e, "store_key_for_number");
	return key;
}

/* A save the figures are closed to is no fault. */
static bool written(int rc, const struct err *e)
{
	if (rc == 0)
		return true;
	if (e->code != ERR_DENIED)
		history_must(rc, e, "writing");
	trial_count(SAW_LOCKED_OUT);
	return false;
}

/* What was written must name exactly what section 6 says; seen by the oracle before it was written. */
static void compare_parents(const struct oracle *before, struct machine *m, const struct name *n, struct id key)
{
	struct oracle after;
	oracle_read(&after, m->store, HISTORY_UNIT, HISTORY_OWN, before->hub);
	int at = oracle_find(&after, n);
	const struct entry *en = &after.entry[at].en;
	size_t should = 0;
	for (size_t i = 0; i < before->entries; i++) {
		const struct oracle_entry *x = &before->entry[i];
		bool named = false;
		if (!x->judged || !x->has_key || !id_equal(x->en.key, key) || !oracle_must_name(before, (int)i))
			continue;
		should++;
		for (size_t p = 0; p < en->parents; p++)
			named |= name_compare(&en->parent[p], &x->name) == 0;
		if (!named)
			trial_broke("P2: a new record does not name what it replaces", "held %d", x->held);
	}
	if (should != en->parents)
		trial_broke("P2: a new record names too much", "%zu, should be %zu", en->parents, should);
	oracle_free(&after);
}

static void fill(const struct form *f, const char *number, unsigned c, struct form_record *r)
{
	static const char *const status[] = {"reviewed", "reviewed", "reviewed", "absent", "moved", "not_visited"};
	static const char *const persons[] = {"1", "2", "2", "3", "?"}, *const vneid[] = {"0", "1", "?"};
	static const char *const note[] = {"", "", "nhà có ghi chú riêng"};
	const char *is = status[c % 6];
	bool reviewed = strcmp(is, "reviewed") == 0;
	struct form_change change[] = {
		{form_field_index(f, "household_no"), number},
		{form_field_index(f, "status"), is},
		{form_field_index(f, "persons"), reviewed ? persons[c / 6 % 5] : ""},
		{form_field_index(f, "vneid"), reviewed ? vneid[c / 30 % 3] : ""},
		{form_field_index(f, "note"), note[c / 90 % 3]},
	};
	struct err why;
	form_record_init(r);
	if (form_apply(f, NULL, change, 5, LANG_EN, r, &why) == 0)
		return;
	change[2].value = reviewed ? "1" : ""; /* refused by the third version: what nobody refuses */
	change[3].value = reviewed ? "0" : "";
	MUST(form_apply(f, NULL, change, 5, LANG_EN, r, &e));
}

/* Renumbering: now and then a household is given the number of another. */
void history_record(struct history *h, struct machine *m, unsigned b, unsigned c)
{
	struct store_author a = {.by = "Nguyễn Thị Lan", .at = history_at(h), .reason = c % 5 ? NULL : "sửa số liệu"};
	const struct form *f;
	struct form_record r;
	struct oracle before = {0};
	struct name n;
	struct err why;
	char number[8], other[8];
	bool twice, look = c % 4 == 0;
	struct id key = key_of(m, b, number, &twice);
	snprintf(other, sizeof other, "%u", 1 + c % 3);
	if (twice)
		return;
	MUST(store_form(m->store, NULL, &f, &e));
	fill(f, b % 17 ? number : other, c, &r);
	if (look)
		oracle_read(&before, m->store, HISTORY_UNIT, HISTORY_OWN, h->hub_id);
	MUST(store_begin(m->store, &e));
	bool ok = written(store_write_record(m->store, HISTORY_UNIT, key, f, &r, &a, &n, &why), &why);
	MUST(store_commit(m->store, &e));
	form_record_free(&r);
	trial_say("%s saves %s%s", history_who(m), number, ok ? "" : " (closed)");
	if (ok && look)
		compare_parents(&before, m, &n, key);
	oracle_free(&before);
}

void history_void(struct history *h, struct machine *m, unsigned b)
{
	struct store_author a = {.by = "Nguyễn Thị Lan", .at = history_at(h), .reason = "nhập nhầm"};
	struct err why;
	char number[8];
	bool twice;
	struct id key = key_of(m, b, number, &twice);
	if (twice)
		return;
	MUST(store_begin(m->store, &e));
	bool ok = written(store_write_void(m->store, HISTORY_UNIT, key, &a, NULL, &why), &why);
	MUST(store_commit(m->store, &e));
	trial_say("%s voids %s%s", history_who(m), number, ok ? "" : " (closed)");
}

/* A whole list at once. */
static void save_many(struct history *h, struct machine *m, unsigned b)
{
	struct store_author a = {.by = "Nguyễn Thị Lan", .at = history_at(h)};
	const struct form *f;
	struct err why;
	bool ok = true;
	MUST(store_form(m->store, NULL, &f, &e));
	MUST(store_begin(m->store, &e));
	for (unsigned i = 0; ok && i < 200 + b % 60; i++) {
		struct form_record r;
		char number[8];
		snprintf(number, sizeof number, "%u", 100 + i % 90);
		fill(f, number, b + i, &r);
		ok = written(store_write_record(m->store, HISTORY_UNIT, chain_household_key(HISTORY_UNIT, number, 0), f, &r, &a, NULL, &why), &why);
		form_record_free(&r);
	}
	MUST(store_commit(m->store, &e));
	trial_say("%s saves a long list", history_who(m));
}

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
static bool post_and_fetch(struct history *h, struct machine *n, struct trial_random *r, const struct buf *m, size_t entries)
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

static void http(struct history *h, struct machine *n, unsigned c)
{
	struct trial_random r = {.state = c};
	bool go_on = true;
	trial_say("%s over the network", history_who(n));
	for (int i = 0; i < 8 && go_on; i++) {
		struct buf m;
		size_t entries;
		history_message(h, n, 0, &m, &entries);
		if (trial_below(&r, 7) == 0) {
			trial_say("  request lost");
			go_on = false;
		} else {
			go_on = post_and_fetch(h, n, &r, &m, entries);
		}
		buf_free(&m);
	}
}

static void post(struct history *h, struct machine *n)
{
	struct buf m;
	size_t entries;
	history_message(h, n, 0, &m, &entries);
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

static void deliver(struct history *h, unsigned b, unsigned c)
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

static void sync_stick(struct history *h, struct machine *n)
{
	struct folder_sync r;
	MUST(folder_sync(n->store, HISTORY_UNIT, h->stick, history_at(h), &r, &e));
	history_note_receipts(h, n);
	trial_say("%s syncs the stick: read %zu, wrote %zu with %zu", history_who(n), r.read, r.messages, r.sent);
	trial_count(SAW_STICK);
}

static void receive_stick(struct history *h)
{
	struct folder_receive r = {0};
	char *inside = file_join(h->stick, "tungnha");
	bool there = file_is_folder(inside);
	free(inside);
	if (!there)
		return;
	MUST(folder_receive(h->hub.store, h->stick, h->now++, &r, &e));
	trial_say("the hub receives the stick: %zu messages, %zu applied, %zu unreadable", r.messages, r.applied, r.unreadable);
	for (size_t i = 0; i < r.unreadable; i++)
		trial_count(SAW_HALF_COPIED);
	folder_receive_free(&r);
}

/* Some file on the stick loses its end. */
static void half_copy(struct history *h, unsigned b)
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

/* -- disks -- */

static void take_snapshot(struct history *h, struct machine *m)
{
	if (h->snaps == HISTORY_SNAPS)
		return;
	struct snap *s = &h->snap[h->snaps++];
	s->identity = m->identity;
	disk_read(m->folder, &s->disk);
	for (int i = 0; i < h->acts; i++)
		s->mine[i] = h->act[i].mine;
	trial_say("%s: its disk is copied", history_who(m));
}

static struct snap *find_snapshot(struct history *h, int identity, unsigned c)
{
	struct snap *of[HISTORY_SNAPS];
	unsigned n = 0;
	for (int i = 0; i < h->snaps; i++)
		if (h->snap[i].identity == identity)
			of[n++] = &h->snap[i];
	return n ? of[c % n] : NULL;
}

static void put_back(struct history *h, struct machine *m, unsigned c, bool knowing)
{
	struct snap *s = find_snapshot(h, m->identity, c);
	if (!s)
		return;
	history_close(m);
	disk_put(m->folder, &s->disk);
	MUST(store_open(m->folder, NULL, &m->store, &e));
	if (knowing) {
		MUST(store_begin(m->store, &e));
		MUST(store_leave_all(m->store, &e));
		MUST(store_commit(m->store, &e));
	}
	h->faulty = m->left = true;
	trial_count(m->identity < 0 ? SAW_RESTORED_HUB : SAW_ROLLED_DEVICE);
	trial_say("%s: copy %d is put back%s", history_who(m), (int)(s - h->snap), knowing ? ", by the book" : " unaware");
	if (m->identity >= 0)
		return;
	h->hub_rolled = true;
	for (int i = 0; i < h->acts; i++)
		h->act[i].mine = s->mine[i];
	while (h->takens)
		buf_free(&h->taken[--h->takens]);
}

static void clone(struct history *h, struct machine *m)
{
	struct disk d;
	if (h->devices == HISTORY_PHYSICAL)
		return;
	disk_read(m->folder, &d);
	history_new_machine(h, m->identity, &h->device[h->devices++], &d);
	disk_free(&d);
	h->faulty = true;
	trial_say("%s is cloned", history_who(m));
}

static void die(struct history *h, struct machine *m)
{
	if (h->devices == 1)
		return;
	trial_say("%s drowns", history_who(m));
	history_close(m);
	*m = h->device[--h->devices];
	h->faulty = true;
}

static void jump(struct history *h, unsigned c)
{
	const int64_t to[] = {0, -h->now + 5, 4075000000 - h->now}; /* right, 1970, 2099 */
	h->jump = to[c % 3];
	trial_say("the clocks say %s", (const char *const[]){"what they should", "1970", "2099"}[c % 3]);
}

/* -- one step -- */

static void join(struct history *h, bool invited)
{
	struct machine *m = history_join(h, invited);
	if (m)
		trial_say("%s begins %s", history_who(m), invited ? "invited" : "with an invitation that is used up");
}

void history_step(struct history *h, const struct trial_step *s)
{
	struct machine *n = history_pick(h, s->a);
	switch ((enum step)s->what) {
	case STEP_save: history_record(h, n, s->b, s->c); break;
	case STEP_bulk: save_many(h, n, s->b); break;
	case STEP_void: history_void(h, n, s->b); break;
	case STEP_clerk: history_record(h, &h->hub, s->b, s->c); break;
	case STEP_clerkvoid: history_void(h, &h->hub, s->b); break;
	case STEP_http: http(h, n, s->c); break;
	case STEP_post: post(h, n); break;
	case STEP_deliver: deliver(h, s->b, s->c); break;
	case STEP_sync: sync_stick(h, n); break;
	case STEP_receive: receive_stick(h); break;
	case STEP_half: half_copy(h, s->b); break;
	case STEP_snap: take_snapshot(h, s->b % 3 ? n : &h->hub); break;
	case STEP_roll: put_back(h, s->b % 2 ? n : &h->hub, s->c, false); break;
	case STEP_restore: put_back(h, s->b % 2 ? n : &h->hub, s->c, true); break;
	case STEP_clone: clone(h, n); break;
	case STEP_die: die(h, n); break;
	case STEP_join: join(h, true); break;
	case STEP_joinbad: join(h, false); break;
	case STEP_jump: jump(h, s->c); break;
	case STEP_forge: history_forge(h, n, s->b, s->c); break;
	default: history_act(h, history_step_name(s->what), s->a, s->b, s->c); break;
	}
}
