/* history_steps.c - what may happen in a hamlet: saving, copying disks and putting them back; each step by its name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "history_draw.h"

#include <tungnha/alloc.h>
#include <tungnha/store_acts.h>

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
		ok = written(store_write_record(m->store, HISTORY_UNIT, chain_household_key(HISTORY_UNIT, number, 0), f,
				     &r, &a, NULL, &why),
			&why);
		form_record_free(&r);
	}
	MUST(store_commit(m->store, &e));
	trial_say("%s saves a long list", history_who(m));
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
	trial_say("%s: copy %d is put back%s", history_who(m), (int)(s - h->snap),
		knowing ? ", by the book" : " unaware");
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

/* A hamlet declares its row. */
static void submit(struct history *h, struct machine *m, unsigned b)
{
	struct store_author a = {.by = "Nguyễn Thị Lan", .at = history_at(h)};
	struct err why;
	char period[16];
	snprintf(period, sizeof period, "2025-W%02u", 45 + b % 3);
	MUST(store_begin(m->store, &e));
	bool ok = written(store_write_submit(m->store, HISTORY_UNIT, period, &a, NULL, &why), &why);
	MUST(store_commit(m->store, &e));
	trial_say("%s declares %s%s", history_who(m), period, ok ? "" : " (barred)");
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
	case STEP_save:
		history_record(h, n, s->b, s->c);
		break;
	case STEP_bulk:
		save_many(h, n, s->b);
		break;
	case STEP_void:
		history_void(h, n, s->b);
		break;
	case STEP_clerk:
		history_record(h, &h->hub, s->b, s->c);
		break;
	case STEP_clerkvoid:
		history_void(h, &h->hub, s->b);
		break;
	case STEP_http:
		history_http(h, n, s->c);
		break;
	case STEP_post:
		history_post(h, n);
		break;
	case STEP_deliver:
		history_deliver(h, s->b, s->c);
		break;
	case STEP_sync:
		history_sync(h, n);
		break;
	case STEP_receive:
		history_receive(h);
		break;
	case STEP_half:
		history_half_copy(h, s->b);
		break;
	case STEP_snap:
		take_snapshot(h, s->b % 3 ? n : &h->hub);
		break;
	case STEP_roll:
		put_back(h, s->b % 2 ? n : &h->hub, s->c, false);
		break;
	case STEP_restore:
		put_back(h, s->b % 2 ? n : &h->hub, s->c, true);
		break;
	case STEP_clone:
		clone(h, n);
		break;
	case STEP_die:
		die(h, n);
		break;
	case STEP_join:
		join(h, true);
		break;
	case STEP_joinbad:
		join(h, false);
		break;
	case STEP_submit:
		submit(h, n, s->b);
		break;
	case STEP_jump:
		jump(h, s->c);
		break;
	case STEP_forge:
		history_forge(h, n, s->b, s->c);
		break;
	default:
		history_act(h, history_step_name(s->what), s->a, s->b, s->c);
		break;
	}
}
