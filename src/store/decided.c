/* decided.c - what this machine wrote, newest first: the branches of its own journals, merged. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/store_decided.h>

#include "store_private.h"

struct line {
	struct chain chain;
	int64_t branch;
	uint32_t first, next; /* not yet told: up to here, first - 1 when none is left */
	char unit[UNIT_CODE];
	struct entry entry; /* at `next` */
	bool loaded;
};

struct merging {
	struct store *s;
	struct line *line;
	size_t lines;
};

int store_decided_order(const struct store_decided_at *a, const struct store_decided_at *b)
{
	int by_time = strcmp(b->at, a->at);
	if (by_time)
		return by_time;
	if (a->branch != b->branch)
		return a->branch > b->branch ? -1 : 1;
	return a->seq == b->seq ? 0 : a->seq > b->seq ? -1 : 1;
}

static int load_lines(struct merging *m, const char *unit, struct err *e)
{
	sqlite3_stmt *st = sql_start(m->s, SQL_DECIDED_BRANCHES, "t", unit ? unit : "");
	int row;
	while ((row = sql_row(m->s, st, e)) > 0) {
		m->line = alloc_grow(m->line, m->lines + 1, sizeof *m->line);
		struct line *l = &m->line[m->lines++];
		*l = (struct line){.chain = {.journal = sql_id_at(st, 1)},
			.branch = sqlite3_column_int64(st, 0),
			.first = (uint32_t)sqlite3_column_int64(st, 3) + 1,
			.next = (uint32_t)sqlite3_column_int64(st, 4)};
		sql_text_at(st, 2, l->unit, sizeof l->unit);
	}
	return row;
}

/* 1: read, 0: there is nothing to read (purged, damaged), -1. */
static int read_at(struct store *s, const struct line *l, uint32_t seq, struct entry *out, struct err *e)
{
	char *bytes;
	size_t n;
	bool has_key;
	if (journal_bytes(s, &l->chain, l->branch, seq, &bytes, &n, e) != 0)
		return e->code == ERR_NOT_FOUND || e->text == TEXT_ENTRY_DAMAGED ? 0 : -1;
	bool good = entry_read(bytes, n, ENTRY_OWN_BYTES_MAX, out, &has_key);
	free(bytes);
	return good;
}

static struct store_decided_at place_in(const struct line *l, uint32_t seq, const struct entry *en)
{
	struct store_decided_at at = {.branch = l->branch, .seq = seq};
	memcpy(at.at, en->at, sizeof at.at);
	return at;
}

/* The newest at or before `next` that can be read, into l->entry. */
static int load(struct store *s, struct line *l, struct err *e)
{
	while (!l->loaded && l->next >= l->first) {
		int rc = read_at(s, l, l->next, &l->entry, e);
		if (rc < 0)
			return -1;
		l->loaded = rc > 0;
		if (!l->loaded)
			l->next--;
	}
	return 0;
}

static void pass(struct line *l)
{
	if (l->loaded)
		entry_free(&l->entry);
	l->loaded = false;
	l->next--;
}

/* Times in a branch only grow, but for a clock set back: halved until few are left, the rest one by one. */
static int skip_to(struct store *s, struct line *l, const struct store_decided_at *before, struct err *e)
{
	uint32_t low = l->first, high = l->next + 1; /* all from high on are newer */
	enum { FEW = 4 };
	while (high > low + FEW) {
		uint32_t middle = low + (high - low) / 2;
		struct entry en;
		int rc = read_at(s, l, middle, &en, e);
		if (rc < 0)
			return -1;
		if (rc == 0)
			break; /* purged: from here one by one */
		struct store_decided_at at = place_in(l, middle, &en);
		entry_free(&en);
		if (store_decided_order(&at, before) > 0)
			low = middle;
		else
			high = middle;
	}
	l->next = high - 1;
	for (;;) {
		if (load(s, l, e) != 0)
			return -1;
		struct store_decided_at at = place_in(l, l->next, &l->entry);
		if (!l->loaded || store_decided_order(&at, before) > 0)
			return 0;
		pass(l);
	}
}

/* The line whose next is the newest; NULL: none is left. */
static struct line *newest(struct merging *m)
{
	struct line *best = NULL;
	struct store_decided_at at, best_at = {.branch = 0};
	for (size_t i = 0; i < m->lines; i++) {
		struct line *l = &m->line[i];
		if (!l->loaded)
			continue;
		at = place_in(l, l->next, &l->entry);
		if (!best || store_decided_order(&at, &best_at) < 0) {
			best = l;
			best_at = at;
		}
	}
	return best;
}

static int tell_all(struct merging *m, store_each_decided each, void *context, struct err *e)
{
	struct line *l;
	while ((l = newest(m)) != NULL) {
		struct store_decided x = {.place = place_in(l, l->next, &l->entry), .entry = &l->entry};
		memcpy(x.unit, l->unit, sizeof x.unit);
		int rc = each(context, &x, e);
		if (rc != 0)
			return rc < 0 ? -1 : 0;
		pass(l);
		if (load(m->s, l, e) != 0)
			return -1;
	}
	return 0;
}

int store_decided(struct store *s, const char *unit, const struct store_decided_at *before, store_each_decided each,
	void *context, struct err *e)
{
	struct merging m = {.s = s};
	int rc = load_lines(&m, unit, e);
	for (size_t i = 0; rc == 0 && i < m.lines; i++)
		rc = before ? skip_to(s, &m.line[i], before, e) : load(s, &m.line[i], e);
	if (rc == 0)
		rc = tell_all(&m, each, context, e);
	for (size_t i = 0; i < m.lines; i++)
		if (m.line[i].loaded)
			entry_free(&m.line[i].entry);
	free(m.line);
	return rc;
}
