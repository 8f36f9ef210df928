/* html.h - writing HTML so that forgetting to escape is impossible: the short name escapes, the long one does not. */
#ifndef TUNGNHA_HTML_H
#define TUNGNHA_HTML_H

#include <tungnha/buf.h>

void html_text(struct buf *out, const char *s);             /* escapes & < > " ' */
void html_markup_unescaped(struct buf *out, const char *s); /* literals of the program only */

#endif
