/* html.h - writing HTML so that forgetting to escape is impossible: the short name escapes, the long one does not. */
#ifndef TUNGNHA_HTML_H
#define TUNGNHA_HTML_H

#include <tungnha/buf.h>

void html_text(struct buf *out, const char *s);             /* escapes & < > " ' */
void html_markup_unescaped(struct buf *out, const char *s); /* literals of the program only */

/* For a part of an address or of a header: letters, digits, "-", "." and what stands in `also` as they are, every other
 * byte as %XX. */
void html_url(struct buf *out, const char *s, const char *also);

/* printf with %s, %d, %lld, %zu, %c, %% and nothing else: the format is markup, every %s is escaped. */
void html_print(struct buf *out, const char *markup, ...) __attribute__((format(printf, 2, 3)));

#endif
