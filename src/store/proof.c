/* proof.c - an act's bytes and the hash before it: what computes its hash again without the journal it stands in. */
#include <stdlib.h>

#include <tungnha/store_acts.h>

#include "store_private.h"

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
