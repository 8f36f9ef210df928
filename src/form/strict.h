/* strict.h - reading a definition member by member: nothing unknown, nothing twice, nothing missing. Every refusal says
 * file, member, what is wrong and how to mend it; the first one wins. */
#ifndef TUNGNHA_FORM_STRICT_H
#define TUNGNHA_FORM_STRICT_H

#include <stdbool.h>
#include <stddef.h>

#include <cjson/cJSON.h>
#include <tungnha/clock.h>
#include <tungnha/err.h>
#include <tungnha/form.h>

enum {
	STRICT_ID = 32,
	STRICT_SENTENCE = 500,
	STRICT_LONG = 2000
}; /* greatest bytes of an id, a sentence, a footnote */

/* Where in which file the reading stands. */
struct strict {
	const char *place; /* file name */
	char path[128];    /* "rules[3]" */
	struct err *e;
};

/* One JSON document of at most FORM_BYTES_MAX, or NULL with e. A byte order mark before it is allowed. */
cJSON *strict_parse(struct strict *s, const char *json, size_t n);

/* Goes into a member, or one item of a list; returns what strict_leave needs to come back. */
size_t strict_enter(struct strict *s, const char *member);
size_t strict_enter_item(struct strict *s, const char *member, size_t item);
void strict_leave(struct strict *s, size_t mark);

/* Refuses `member` ("" = where the reading stands) with a sentence whose {1} and {2} are a and b (NULL = ""). -1. */
int strict_refuse(struct strict *s, const char *member, text_id text, const char *a, const char *b);

/* An object with these members and no other, none twice; a name beginning with '!' must be there. */
int strict_members(struct strict *s, const cJSON *object, const char *const *names);

/* Members of an object already held against strict_members. A missing member leaves the fallback (texts: ""). */
int strict_text(struct strict *s, const cJSON *object, const char *name, size_t max, const char **out);
int strict_words(struct strict *s, const cJSON *object, const char *name, size_t max, struct form_words *out);
int strict_words_maybe(struct strict *s, const cJSON *object, const char *name, size_t max,
	struct form_words *out); /* missing: in[0] NULL */
int strict_date(struct strict *s, const cJSON *object, const char *name, char out[static CLOCK_DATE]);
int strict_int(struct strict *s, const cJSON *object, const char *name, int min, int max, int *out);
int strict_bool(struct strict *s, const cJSON *object, const char *name, bool *out);
int strict_list(
	struct strict *s, const cJSON *object, const char *name, size_t max, const cJSON **out); /* NULL if missing */
int strict_text_item(struct strict *s, const cJSON *item, size_t max, const char **out); /* of a list one is in */

int strict_words_item(struct strict *s, const cJSON *item, size_t max, struct form_words *out);

/* One of the NULL-ended words; its index, or -1. */
int strict_choose(struct strict *s, const char *member, const char *given, const char *const *words);

extern const char *const strict_levels[]; /* of units */

/* Small letters, digits and `joint` ('_' or '-'), beginning with a letter, 1 to STRICT_ID. */
int strict_id(struct strict *s, const char *member, const char *id, char joint);

/* The format line of a file: exactly `format`. */
int strict_format(struct strict *s, const cJSON *root, const char *format);

/* A name that nobody knows: refused with the nearest of `names`, or with all of them. Always -1. */
int strict_unknown(struct strict *s, const char *member, const char *name, const char *const *names, size_t n);

/* {name} placeholders of a sentence are all among `names`. */
int strict_placeholders(
	struct strict *s, const char *member, const struct form_words *w, const char *const *names, size_t n);

#endif
