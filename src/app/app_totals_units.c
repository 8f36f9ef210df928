/* app_totals_units.c - the units below a hub, found by code and by name as people write them. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "totals.h"

enum { DEPTH_MAX = 16 };

/* --- names --- */

/* Words that say what kind of unit a name is of; folded. The longer ones come first. */
static const struct {
	const char *word;
	int kind;
} kinds[] = {
	{"to dan pho", 1},
	{"tdp", 1},
	{"khu pho", 2},
	{"thi tran", 3},
	{"thi xa", 4},
	{"dac khu", 5},
	{"thanh pho", 6},
	{"thu do", 6},
	{"tp", 6},
	{"phuong", 7},
	{"p", 7},
	{"xa", 8},
	{"x", 8},
	{"tt", 3},
	{"quan", 9},
	{"huyen", 10},
	{"tinh", 11},
	{"xom", 12},
	{"thon", 13},
	{"ban", 14},
	{"ap", 15},
	{"buon", 16},
	{"khu", 17},
};

/* How many bytes of the folded name are such a word with the space behind it; 0: none. */
static size_t kind_of(const char *folded, int *kind)
{
	*kind = 0;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		size_t n = strlen(kinds[i].word);
		if (strncmp(folded, kinds[i].word, n) == 0 && folded[n] == ' ' && folded[n + 1]) {
			*kind = kinds[i].kind;
			return n + 1;
		}
	}
	return 0;
}

/* The name behind so many words. */
static const char *behind(const char *name, size_t words)
{
	for (; words > 0; words--) {
		name += strcspn(name, " .,");
		name += strspn(name, " .,");
	}
	return name;
}

void totals_name_read(const char *kind, const char *name, struct totals_name *out)
{
	int told;
	char *folded = utf8_fold(name), *word = alloc_print("%s x", kind), *kind_fold = utf8_fold(word);
	size_t skip = kind_of(folded, &told), words = 0;
	kind_of(kind_fold, &out->kind);
	bool beside = out->kind != 0 && told != out->kind; /* the kind stands in a column of its own */
	out->full = beside ? alloc_print("%s %s", kind, name) : alloc_copy(name);
	for (size_t i = 0; !beside && i < skip; i++)
		words += folded[i] == ' ';
	out->bare = alloc_copy(beside ? name : behind(name, words));
	if (!beside)
		out->kind = told;
	out->full_fold = utf8_fold(out->full);
	out->bare_fold = utf8_fold(out->bare);
	free(folded);
	free(word);
	free(kind_fold);
}

void totals_name_free(struct totals_name *n)
{
	free(n->full);
	free(n->bare);
	free(n->full_fold);
	free(n->bare_fold);
	*n = (struct totals_name){.full = NULL};
}

/* A commune may be called "Bản Hồ": what looks like a kind may be part of the name, so both readings are held against
 * both. */
static bool matches(const struct totals_name *a, const struct totals_name *b, bool (*same)(const char *, const char *))
{
	return same(a->full, b->full) || same(a->full, b->bare) || same(a->bare, b->full) ||
	       (a->kind == b->kind && same(a->bare, b->bare));
}

static bool folds(const char *a, const char *b)
{
	char *x = utf8_fold(a), *y = utf8_fold(b);
	bool same = strcmp(x, y) == 0;
	free(x);
	free(y);
	return same;
}

bool totals_same(const struct totals_name *a, const struct totals_name *b)
{
	return matches(a, b, utf8_same_words);
}

bool totals_alike(const struct totals_name *a, const struct totals_name *b)
{
	return matches(a, b, folds) || folds(a->bare, b->bare);
}

/* --- the units --- */

static int by_code(const void *a, const void *b)
{
	const struct totals_unit *x = a, *y = b;
	return strcmp(x->unit.code, y->unit.code);
}

static int by_fold(const void *a, const void *b)
{
	const struct totals_key *x = a, *y = b;
	int order = strcmp(x->fold, y->fold);
	return order ? order : (x->unit > y->unit) - (x->unit < y->unit);
}

static void index_names(struct totals_units *u)
{
	u->key = alloc_zero(2 * u->count + 1, sizeof *u->key);
	for (size_t i = 0; i < u->count; i++) {
		const struct totals_name *n = &u->unit[i].name;
		u->key[u->keys++] = (struct totals_key){n->full_fold, i};
		if (strcmp(n->bare_fold, n->full_fold) != 0)
			u->key[u->keys++] = (struct totals_key){n->bare_fold, i};
	}
	if (u->keys > 0)
		qsort(u->key, u->keys, sizeof *u->key, by_fold);
}

/* Those from which the way up leads to the hub: it may know of others. */
static void keep_below(struct totals_units *u)
{
	bool *below = alloc_zero(u->count + 1, sizeof *below);
	size_t kept = 0;
	for (size_t i = 0; i < u->count; i++) {
		const struct totals_unit *x = &u->unit[i];
		for (int depth = 0; x && depth < DEPTH_MAX && !below[i]; depth++) {
			below[i] = strcmp(x->unit.parent, u->own.code) == 0;
			x = totals_by_code(u, x->unit.parent);
		}
	}
	for (size_t i = 0; i < u->count; i++) {
		if (below[i])
			u->unit[kept++] = u->unit[i];
		else
			totals_name_free(&u->unit[i].name);
	}
	u->count = kept;
	free(below);
}

int totals_units_load(struct totals_units *u, struct store *s, struct err *e)
{
	struct unit *known;
	size_t n;
	if (store_own_unit(s, &u->own, e) != 0 || store_units(s, NULL, &known, &n, e) != 0)
		return -1;
	totals_name_read("", u->own.name, &u->own_name);
	u->unit = alloc_zero(n + 1, sizeof *u->unit);
	for (size_t i = 0; i < n; i++) {
		if (strcmp(known[i].code, u->own.code) == 0)
			continue;
		u->unit[u->count].unit = known[i];
		totals_name_read("", known[i].name, &u->unit[u->count++].name);
	}
	free(known);
	if (u->count > 0)
		qsort(u->unit, u->count, sizeof *u->unit, by_code);
	keep_below(u);
	index_names(u);
	return 0;
}

void totals_units_free(struct totals_units *u)
{
	for (size_t i = 0; i < u->count; i++)
		totals_name_free(&u->unit[i].name);
	totals_name_free(&u->own_name);
	free(u->unit);
	free(u->key);
	*u = (struct totals_units){.unit = NULL};
}

/* --- looking up --- */

struct totals_unit *totals_by_code(const struct totals_units *u, const char *code)
{
	struct totals_unit x;
	memset(&x, 0, sizeof x);
	size_t n = strnlen(code, sizeof x.unit.code);
	if (u->count == 0 || n >= sizeof x.unit.code)
		return NULL;
	memcpy(x.unit.code, code, n + 1);
	return bsearch(&x, u->unit, u->count, sizeof *u->unit, by_code);
}

size_t totals_by_bare_code(const struct totals_units *u, const char *code, struct totals_unit **out, size_t max)
{
	const char *bare = code + strspn(code, "0");
	size_t n = 0;
	for (size_t i = 0; *bare && i < u->count && n < max; i++) {
		const char *known = u->unit[i].unit.code;
		if (strcmp(known + strspn(known, "0"), bare) == 0 && strlen(known) > strlen(code))
			out[n++] = &u->unit[i];
	}
	return n;
}

static void add_fold(const struct totals_units *u, const struct totals_name *n, const char *fold, bool same,
	struct totals_unit *out[static TOTALS_CANDIDATES], size_t *count)
{
	size_t low = 0, high = u->keys;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(u->key[middle].fold, fold) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < u->keys && strcmp(u->key[low].fold, fold) == 0 && *count < TOTALS_CANDIDATES; low++) {
		struct totals_unit *x = &u->unit[u->key[low].unit];
		size_t known = 0;
		while (known < *count && out[known] != x)
			known++;
		if (known == *count && (same ? totals_same(n, &x->name) : totals_alike(n, &x->name)))
			out[(*count)++] = x;
	}
}

size_t totals_by_name(const struct totals_units *u, const struct totals_name *n, bool same,
	struct totals_unit *out[static TOTALS_CANDIDATES])
{
	size_t count = 0;
	add_fold(u, n, n->full_fold, same, out, &count);
	add_fold(u, n, n->bare_fold, same, out, &count);
	return count;
}

/* "Thủ đô Hà Nội" and "Thành phố Hà Nội" are one place. */
static bool is_place(const struct totals_name *place, const struct totals_name *n)
{
	return utf8_same_words(place->bare, n->bare) || utf8_same_words(place->full, n->full);
}

/* 1 it is that place, 0 it is another province, -1 it says nothing about provinces. */
static int places(const struct totals_name *place, const struct unit *u, const struct totals_name *n)
{
	if (is_place(place, n))
		return 1;
	return strcmp(u->level, "province") == 0 ? 0 : -1;
}

int totals_within(const struct totals_units *u, const struct totals_unit *x, const char *place, const char **above)
{
	struct totals_name n;
	int within = -1;
	totals_name_read("", place, &n);
	*above = "";
	for (int depth = 0; within < 0 && depth < DEPTH_MAX && strcmp(x->unit.parent, u->own.code) != 0; depth++) {
		x = totals_by_code(u, x->unit.parent);
		if (!x)
			break;
		*above = x->unit.name;
		within = places(&n, &x->unit, &x->name);
	}
	if (within < 0) {
		*above = u->own.name;
		within = places(&n, &u->own, &u->own_name);
	}
	totals_name_free(&n);
	return within;
}
