/* golden.h - what is written, beside the files in tests/golden.
 *
 * After a change that is meant: TUNGNHA_GOLDEN=write, run from the top folder, look at the new papers
 * (TUNGNHA_PAPERS=dir leaves them there; tests/support/html_to_png.sh, office_to_png.sh), and commit them with the
 * change. */
#ifndef TUNGNHA_TESTS_GOLDEN_H
#define TUNGNHA_TESTS_GOLDEN_H

#include <tungnha/buf.h>

/* The test fails where tests/golden/<kind>-<name> holds other bytes. */
void golden_compare(const struct buf *got, const char *kind, const char *name);
/* For whoever wants to look: into $TUNGNHA_PAPERS, if it is set. */
void golden_keep(const struct buf *b, const char *name);
/* Of a part of a zipped file, a line an element, from the first `from` on: what stands before it differs with the
 * library's version. */
void golden_part(const struct buf *file, const char *name, const char *from, struct buf *out);

#endif
