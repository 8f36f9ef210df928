/* page_overview_list.c - units sorted, filtered, searched. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "page_overview_list.h"

static const char *const only_word[ONLY_KINDS] = {"", "thieu", "tre", "chua", "viec", "lech", "chot"};
static const char *const sort_word[SORTS] = {"", "tien-do", "nghe", "viec"};

const char *over_only_word(enum over_only only)
{
	return only_word[only];
}

const char *over_sort_word(enum over_sort sort)
{
	return sort_word[sort];
}

static int word_index(const char *const *words, int n, const char *asked)
{
	for (int i = 1; i < n; i++)
		if (strcmp(words[i], asked) == 0)
			return i;
	return 0;
}

static bool is(const struct over *o, size_t i, enum over_only only)
{
	const struct app_hub_standing *r = &o->st.row[i];
	switch (only) {
	case ONLY_MISSING:
		return over_missing(o, r);
	case ONLY_LATE:
		return r->on_time == 0 || r->overdue;
	case ONLY_NEVER:
		return over_never(r);
	case ONLY_WORK:
		return over_work(o, i) > 0;
	case ONLY_DIFFERS:
		return r->differs;
	case ONLY_LOCKED:
		return r->locked;
	default:
		return true;
	}
}

static bool holds(const struct unit *u, const char *folded)
{
	char *name = utf8_fold(u->name);
	bool found = strstr(name, folded) != NULL || strstr(u->code, folded) != NULL;
	free(name);
	return found;
}

/* --- order: what wants looking at first --- */

struct ranked {
	size_t row;
	int64_t a, b; /* a/b ascending; b 0: last */
};

static int by_rank(const void *x, const void *y)
{
	const struct ranked *m = x, *n = y;
	if (!m->b != !n->b)
		return !m->b - !n->b;
	const int64_t left = m->a * n->b, right = n->a * m->b;
	return left != right ? (left > right) - (left < right) : (m->row > n->row) - (m->row < n->row);
}

static struct ranked rank(const struct over_list *l, size_t i)
{
	const struct app_hub_standing *r = &l->o->st.row[i];
	switch (l->sort) {
	case SORT_FAR: /* least done first */
		return (struct ranked){i, r->reviewed, r->listed > 0 ? r->listed : 0};
	case SORT_HEARD: /* silent longest first */
		return (struct ranked){i, r->last_heard, 1};
	case SORT_WORK: /* most first */
		return (struct ranked){i, -over_work(l->o, i), 1};
	case SORT_WRONG:
		return (struct ranked){i,
			over_never(r)            ? 0
			: over_missing(l->o, r)  ? 1
			: over_work(l->o, i) > 0 ? 2
						 : 3,
			1};
	default:
		return (struct ranked){i, 0, 1};
	}
}

static void sort(struct over_list *l)
{
	struct ranked *r = alloc_zero(l->rows + 1, sizeof *r);
	for (size_t i = 0; i < l->rows; i++)
		r[i] = rank(l, l->row[i]);
	qsort(r, l->rows, sizeof *r, by_rank);
	for (size_t i = 0; i < l->rows; i++)
		l->row[i] = r[i].row;
	free(r);
}

void over_list(struct page *p, const struct over *o, enum over_sort usual, struct over_list *out)
{
	*out = (struct over_list){.o = o,
		.only = (enum over_only)word_index(only_word, ONLY_KINDS, page_field(p, "loc")),
		.sort = (enum over_sort)word_index(sort_word, SORTS, page_field(p, "xep")),
		.search = page_field(p, "tim")};
	out->sort = out->sort == SORT_NAME ? usual : out->sort;
	char *folded = utf8_fold(out->search);
	out->row = alloc_zero(o->st.rows + 1, sizeof *out->row);
	for (size_t i = 0; i < o->st.rows; i++) {
		if (*folded && !holds(&o->st.row[i].unit, folded))
			continue;
		for (int k = 0; k < ONLY_KINDS; k++)
			out->of[k] += is(o, i, (enum over_only)k);
		if (is(o, i, out->only))
			out->row[out->rows++] = i;
	}
	free(folded);
	sort(out);
	page_span(p, "trang", out->rows, OVER_ROWS, &out->from, &out->end);
}

void over_list_free(struct over_list *l)
{
	free(l->row);
}
