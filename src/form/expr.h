/* expr.h - expressions of a form, behind two gates.
 *
 * First gate: a lexical allow-list. Names become bound parameters (":persons"), option ids become integers; what is
 * not on the list cannot be written, so neither strings nor sub-selects nor comments ever reach SQL. Second gate: one
 * SELECT on a private in-memory connection without tables, whose authorizer allows that SELECT and four functions. */
#ifndef TUNGNHA_FORM_EXPR_H
#define TUNGNHA_FORM_EXPR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>
#include <tungnha/buf.h>

#include "strict.h"

enum {
	EXPR_NAMES_MAX = 32,
	EXPR_CONSTANTS_MAX = 512,
	EXPR_BYTES_MAX = 1000, /* of one expression as written */
	EXPR_DEPTH_MAX = 24,   /* parentheses and cases within one another */
	EXPR_SET_MAX = 64,     /* expressions in one SELECT */
};

/* What a name may mean. name[i] == NULL: no expression may use the value at i. */
struct expr_scope {
	const char *name[EXPR_NAMES_MAX]; /* values, bound at each run */
	size_t names;
	const char *constant[EXPR_CONSTANTS_MAX];
	int constant_value[EXPR_CONSTANTS_MAX];
	size_t constants;
};

struct expr_value {
	enum { EXPR_NULL, EXPR_INTEGER, EXPR_WRONG } kind; /* WRONG: neither integer nor NULL, or not computed */
	int64_t n;
};

/* true for a word the expressions themselves use: not to be an id. */
bool expr_is_word(const char *id);

/* The private connection. Never NULL: only memory can fail it. Sets are freed before it is closed. */
struct expr_engine;
struct expr_engine *expr_open(void);
void expr_close(struct expr_engine *g);

/* The second gate alone: prepares one SQL expression and forgets it, so that a refusal names it and not its neighbours.
 */
int expr_try(struct expr_engine *g, const char *expression, struct strict *s, const char *member);

/* Expressions that will be one SELECT, gathered one by one. */
struct expr_draft {
	struct expr_engine *engine;
	struct buf sql;
	size_t count;
};
void expr_draft_init(struct expr_draft *d, struct expr_engine *g);
void expr_draft_free(struct expr_draft *d);

/* Both gates for one expression; refused as `member` of where s stands. */
int expr_add(
	struct expr_draft *d, const struct expr_scope *scope, const char *text, struct strict *s, const char *member);

/* A prepared SELECT of `count` expressions. */
struct expr_set {
	struct expr_engine *engine;
	sqlite3_stmt *statement; /* NULL when there are none */
	size_t count;
	size_t values; /* how many parameters are bound */
	struct {
		int parameter;
		size_t value;
	} bind[EXPR_NAMES_MAX];
};
int expr_finish(struct expr_draft *d, const struct expr_scope *scope, struct expr_set *set, struct strict *s);
void expr_set_free(struct expr_set *set);

/* Computes them all: `in` by index of the scope's names, `out` has room for set->count. */
void expr_run(const struct expr_set *set, const struct expr_value *in, struct expr_value *out);

#endif
