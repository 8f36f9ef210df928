/* page_overview_list.h - which units are shown, in which order. */
#ifndef TUNGNHA_AGGREGATOR_PAGE_OVERVIEW_LIST_H
#define TUNGNHA_AGGREGATOR_PAGE_OVERVIEW_LIST_H

#include "page_overview.h"

/* What only some units are; the first is all of them. */
enum over_only { ONLY_ALL, ONLY_MISSING, ONLY_LATE, ONLY_NEVER, ONLY_WORK, ONLY_DIFFERS, ONLY_LOCKED, ONLY_KINDS };
enum over_sort { SORT_NAME, SORT_FAR, SORT_HEARD, SORT_WORK, SORTS, SORT_WRONG = SORTS };
/* SORT_WRONG: the wall's own, nobody asks for it: never heard of, undeclared, with work to do, the rest */

/* Of a page: with all that a row may say it stays below 30 kB. */
enum { OVER_ROWS = 45 };

struct over_list {
	const struct over *o;
	enum over_only only;
	enum over_sort sort;
	const char *search;
	size_t *row;            /* indexes into o->st.row, those asked for, in order; owned */
	size_t rows, from, end; /* of the page shown */
	size_t of[ONLY_KINDS];  /* of the search, whatever `only` asks */
};
/* As the page's fields ask (?loc= ?xep= ?tim= ?trang=); `usual` where they ask for no order. */
void over_list(struct page *p, const struct over *o, enum over_sort usual, struct over_list *out);
void over_list_free(struct over_list *l);
const char *over_only_word(enum over_only only); /* "tre" */
const char *over_sort_word(enum over_sort sort);

#endif
