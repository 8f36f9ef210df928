/* defined.h - definitions the other side holds are named in a message, not sent (sync/PROTOCOL.md, section 7). */
#ifndef TUNGNHA_DEFINED_H
#define TUNGNHA_DEFINED_H

#include <tungnha/message.h>
#include <tungnha/store_journals.h>

/* The line that stands for a `define` entry of one of the definitions held: "=id entry", its text emptied. The caller
 * frees; NULL: the entry is no such, and travels as it is. */
char *defined_shorten(const char *entry, size_t n, const struct id *held, size_t helds, size_t *out_bytes);

/* Which definition such a line names; false: it is none. */
bool defined_names(const char *line, size_t n, struct id *def);
/* The entry it stands for, given the bytes of that definition. The caller frees. NULL: it stands for nothing. */
char *defined_restore(const char *line, size_t n, const char *text, size_t *out_bytes);

/* Only there: other authors' entries may be anything, so what their lines look like says nothing. */
bool defined_may_stand_in(const struct store_scope *scope, const struct run *r);

/* Runs some of whose lines are others; what they own is freed with them. Begun as zeros. */
struct defined_runs {
	struct run *run;
	size_t runs;
	char **line;
	size_t lines;
};
void defined_runs_free(struct defined_runs *d);

/* A copy of the runs, shortened where they may be. */
void defined_send(const struct store_scope *scope, const struct run *run, size_t runs, const struct id *held,
	size_t helds, struct defined_runs *out);
/* A copy of the run, as it was written; false: it names a definition not known here (or too many). */
bool defined_take(struct store *s, const struct run *r, struct defined_runs *out);

#endif
