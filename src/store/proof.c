/* proof.c - the statement of a check code; its bytes and the hash before it, which give the code again. */
#include <stdlib.h>

#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/store_acts.h>

#include "declared.h"

/* The hash before entry seq of the branch it lies on. */
static int hash_before(struct store *s, const struct found *f, struct hash *out, struct err *e)
{
	struct tree t;
	struct segment *path = NULL;
	size_t n = 0;
	int rc;

	if (f->seq == 1) {
		chain_zero(&f->chain, out);
		return 0;
	}
	if (tree_load(s, f->chain.unit, NULL, &t, e))
		return -1;
	if (tree_index(&t, f->branch) != TREE_NONE)
		path = tree_path(&t, tree_index(&t, f->branch), &n);
	rc = path ? journal_hash(s, tree_branch_at(path, n, f->seq - 1), f->seq - 1, out, e) : 0;
	free(path);
	tree_free(&t);
	if (rc == 0)
		return err_set(e, ERR_NOT_FOUND, TEXT_EXPORT_PROOF_GONE, "%s", f->chain.unit);
	return rc < 0 ? -1 : 0;
}

int store_statement_bytes(struct store *s, const struct name *act, struct chain *chain, struct hash *previous,
	struct buf *bytes, struct err *e)
{
	struct found f;
	char *text;
	size_t n;
	int row = journal_find(s, act, &f, e);

	if (row <= 0)
		return row < 0 ? -1 : err_set(e, ERR_NOT_FOUND, TEXT_EXPORT_PROOF_GONE, "");
	*chain = f.chain;
	if (hash_before(s, &f, previous, e) || journal_bytes(s, &f.chain, f.branch, f.seq, &text, &n, e))
		return -1;
	buf_add(bytes, text, n);
	free(text);
	return 0;
}

/* What another hub wrote counts as far as its declarations do; one's own always. */
static int counts(struct store *s, const char *unit, const struct name *act, bool *yes, struct err *e)
{
	struct declared *d;
	struct acts a;
	size_t n;
	int rc;

	*yes = !strcmp(unit, s->own_unit);
	if (*yes)
		return 0;
	if (declared_load(s, unit, NULL, NULL, &d, &n, e))
		return -1;
	rc = acts_load(s, unit, &a, e);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (name_compare(&d[i].name, act) == 0)
			rc = declared_counts(s, &a, &d[i], yes, e);
	}
	acts_free(&a);
	declared_free(d, n);
	return rc;
}

/* Names of all statements with the code; the caller frees. */
static int list_coded(struct store *s, const char *code, struct name **out, size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_STATEMENTS_KNOWN, "ti", s->own_unit, (int64_t)ENTRY_STATEMENT);
	char found[STORE_CHECK_CODE];
	int row;

	*out = NULL;
	*n = 0;
	while ((row = sql_row(s, st, e)) > 0) {
		struct name name = {.journal = sql_id_at(st, 0),
			.seq = (uint32_t)sqlite3_column_int64(st, 1),
			.hash = sql_id_at(st, 2)};

		store_check_code(&name.hash, found);
		if (strcmp(found, code))
			continue;
		*out = alloc_grow(*out, *n + 1, sizeof **out);
		(*out)[(*n)++] = name;
	}
	return row;
}

int store_statement_coded(struct store *s, const char *code, struct store_statement *out, struct err *e)
{
	struct name *name;
	size_t n;
	int row = list_coded(s, code, &name, &n, e);

	memset(out, 0, sizeof *out);
	for (size_t i = 0; row == 0 && i < n; i++) {
		bool yes = false;

		row = store_statement_named(s, &name[i], out, e);
		if (row > 0 && counts(s, out->unit, &name[i], &yes, e))
			row = -1;
		else if (row > 0)
			row = yes;
		if (row <= 0)
			store_statement_free(out);
	}
	free(name);
	return row;
}
