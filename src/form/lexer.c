/* lexer.c - the first gate: only what stands in these two tables, names of the scope and whole numbers get through. */
#include <stdio.h>
#include <string.h>

#include "lexer.h"

static const char *const words[] = {"and", "or", "not", "is", "null", "case", "when", "then", "else", "end", "between",
	"in", "coalesce", "min", "max", "abs"};

/* Longer ones first. "--" and comment marks are no sequence of these: the loop refuses them before it looks here. */
static const char *const operators[] = {"<=", ">=", "<>", "!=", "<", ">", "=", "+", "-", "*", "/", "%", "(", ")", ","};

static const char *const forbidden[] = {"--", "/*", "*/", "||", "<<", ">>", "=="};

enum { WORDS = sizeof words / sizeof *words, TOKENS_MAX = 400 };

struct lexer {
	const struct expr_scope *scope;
	struct strict *s;
	const char *member;
	struct buf *sql;
	int open, cases; /* parentheses and cases not yet closed */
	int tokens;
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool expr_is_word(const char *id)
{
	for (size_t i = 0; i < WORDS; i++)
		if (strcmp(words[i], id) == 0)
			return true;
	return false;
}

static int refuse(struct lexer *x, text_id text, const char *what)
{
	return strict_refuse(x->s, x->member, text, what, NULL);
}

/* A name nobody knows, with what could have been written instead. */
static int unknown_name(struct lexer *x, const char *name)
{
	const char *all[EXPR_NAMES_MAX + EXPR_CONSTANTS_MAX + WORDS];
	size_t n = 0;
	for (size_t i = 0; i < x->scope->names; i++)
		if (x->scope->name[i])
			all[n++] = x->scope->name[i];
	for (size_t i = 0; i < x->scope->constants; i++)
		all[n++] = x->scope->constant[i];
	memcpy(all + n, words, sizeof words);
	return strict_unknown(x->s, x->member, name, all, n + WORDS);
}

static int take_name(struct lexer *x, const char *name)
{
	for (size_t i = 0; i < x->scope->names; i++)
		if (x->scope->name[i] && strcmp(x->scope->name[i], name) == 0) {
			buf_print(x->sql, ":%s ", name);
			return 0;
		}
	for (size_t i = 0; i < x->scope->constants; i++)
		if (strcmp(x->scope->constant[i], name) == 0) {
			buf_print(x->sql, "%d ", x->scope->constant_value[i]);
			return 0;
		}
	if (!expr_is_word(name))
		return unknown_name(x, name);
	x->cases += strcmp(name, "case") == 0;
	x->cases -= strcmp(name, "end") == 0;
	buf_print(x->sql, "%s ", name);
	return 0;
}

static int take_word(struct lexer *x, const char **p)
{
	char name[ERR_ARG_BYTES];
	size_t n = 0;
	while (is_letter((*p)[n]) || is_digit((*p)[n]))
		n++;
	snprintf(name, sizeof name, "%.*s", (int)n, *p);
	*p += n;
	return take_name(x, name);
}

static int take_number(struct lexer *x, const char **p)
{
	char shown[ERR_ARG_BYTES];
	size_t n = 0;
	int64_t value = 0;
	bool whole = true;
	for (; is_digit((*p)[n]) || is_letter((*p)[n]) || (*p)[n] == '.'; n++) {
		whole = whole && is_digit((*p)[n]);
		if (value <= INT32_MAX)
			value = value * 10 + ((*p)[n] - '0');
	}
	snprintf(shown, sizeof shown, "%.*s", (int)n, *p);
	if (!whole || value > INT32_MAX)
		return refuse(x, TEXT_EXPR_NUMBER, shown);
	buf_print(x->sql, "%d ", (int)value);
	*p += n;
	return 0;
}

/* The character (all its bytes) or forbidden sequence at p, for the refusal. */
static int refuse_character(struct lexer *x, const char *p)
{
	char shown[8];
	size_t n = 1;
	for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
		if (strncmp(p, forbidden[i], 2) == 0)
			n = 2;
	while (n < 4 && (p[n] & 0xc0) == 0x80)
		n++;
	snprintf(shown, sizeof shown, "%.*s", (int)n, p);
	return refuse(x, TEXT_EXPR_CHARACTER, shown);
}

static int take_operator(struct lexer *x, const char **p)
{
	for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
		if (strncmp(*p, forbidden[i], 2) == 0)
			return refuse_character(x, *p);
	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
		size_t n = strlen(operators[i]);
		if (strncmp(*p, operators[i], n) != 0)
			continue;
		x->open += **p == '(';
		x->open -= **p == ')';
		buf_print(x->sql, "%s ", operators[i]);
		*p += n;
		return 0;
	}
	return refuse_character(x, *p);
}

static int take_token(struct lexer *x, const char **p)
{
	int rc;
	if (is_letter(**p))
		rc = take_word(x, p);
	else if (is_digit(**p))
		rc = take_number(x, p);
	else
		rc = take_operator(x, p);
	if (rc < 0)
		return -1;
	/* A parenthesis closed that was never opened would end the one this expression will stand in. */
	if (x->open < 0 || x->cases < 0)
		return refuse(x, TEXT_EXPR_PARENTHESES, NULL);
	if (x->open + x->cases > EXPR_DEPTH_MAX || ++x->tokens > TOKENS_MAX)
		return refuse(x, TEXT_EXPR_TOO_BIG, NULL);
	return 0;
}

int lexer_translate(
	const struct expr_scope *scope, const char *text, struct buf *sql, struct strict *s, const char *member)
{
	struct lexer x = {.scope = scope, .s = s, .member = member, .sql = sql};
	if (strlen(text) > EXPR_BYTES_MAX)
		return refuse(&x, TEXT_EXPR_TOO_BIG, NULL);
	for (const char *p = text; *p;) {
		if (*p == ' ')
			p++;
		else if (take_token(&x, &p) < 0)
			return -1;
	}
	if (x.open != 0 || x.cases != 0)
		return refuse(&x, TEXT_EXPR_PARENTHESES, NULL);
	return 0;
}
