/* proofs.c - what messages show without being taken in: receipts a hub signed are proofs of what it held. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "inbox.h"

#include <tungnha/file.h>

struct looking {
	struct store *s;
	folder_each_proof each;
	void *context;
	size_t messages;
};

static int look_at(void *context, const struct message *m, struct inbox_file *f, bool *moved, struct err *e)
{
	struct looking *l = context;
	const struct keys_public *own = &store_keys(l->s)->pub;
	(void)moved;
	f->fate = INBOX_TAKEN;
	l->messages++;
	for (size_t i = 0; i < m->receipts; i++) {
		const struct receipt *r = &m->receipt[i];
		if (chain_receipt_verify(r->journal, r->through, &r->hash, own, &r->signature) &&
			l->each(l->context, inbox_name(f), m, r, e) != 0)
			return -1;
	}
	return 0;
}

/* One file that a person named must open; in a folder, what does not is passed over. */
static int look_all(struct looking *l, struct inbox *in, bool one, struct err *e)
{
	if (inbox_read(in, store_keys(l->s), look_at, l, e) != 0)
		return -1;
	if (one && l->messages == 0) {
		*e = *in->file[0].why;
		return -1;
	}
	return 0;
}

int folder_proofs(
	struct store *s, const char *path, folder_each_proof each, void *context, size_t *messages, struct err *e)
{
	struct looking l = {.s = s, .each = each, .context = context};
	struct inbox in = {0};
	bool one = !file_is_folder(path);
	char *tungnha = one ? NULL : folder_find(path), *folder = NULL;
	int rc = 0;
	*messages = 0;
	if (one)
		inbox_add(&in, path);
	else if (tungnha) {
		folder = folder_to(tungnha, store_id(s));
		rc = inbox_list(&in, folder, e);
	}
	if (rc == 0 && in.files > 0)
		rc = look_all(&l, &in, one, e);
	*messages = l.messages;
	inbox_free(&in);
	free(folder);
	free(tungnha);
	return rc;
}
