/* lexer.h - the first gate: an expression as SQL of our own making, or a refusal. */
#ifndef TUNGNHA_FORM_LEXER_H
#define TUNGNHA_FORM_LEXER_H

#include "expr.h"

/* Appends the expression to sql, token by token, a space between; parentheses are known to match. */
int lexer_translate(
	const struct expr_scope *scope, const char *text, struct buf *sql, struct strict *s, const char *member);

#endif
