/* text.h - every sentence a person reads, by id, in every language.
 *
 * One file per language: src/text/vi.def (the first one: it names the ids) and src/text/en.def. A line is
 *     T(STORE_BUSY, "Số liệu đang được chương trình khác dùng. Chờ một lát rồi làm lại.")
 * {0} {1} {2} stand for arguments; {0:household|households} for the first word where argument 0 is 1, else the second
 * (a language without plurals, as Vietnamese, has none). A test holds the two files against each other: same ids, same
 * order, same arguments, NFC. Sentences of forms, rules and columns are data in forms/, not here. */
#ifndef TUNGNHA_TEXT_H
#define TUNGNHA_TEXT_H

#include <stddef.h>
#include <stdint.h>

enum text_lang { LANG_VI, LANG_EN, LANG_COUNT };

/* A sentence is an object of its own, so that a program holds those it says and no others. */
struct text {
	int32_t away[2]; /* from this member to its sentence; the name follows (sentences.S) */
};
typedef const struct text *text_id;
#define T(id, sentence) extern const struct text TEXT_##id[1];
#include "../../src/text/vi.def"
#undef T
#define TEXT_NONE ((text_id)0) /* none: reads as "" */

/* The sentence as stored, arguments unfilled. Borrowed, never NULL. */
const char *text_get(enum text_lang lang, text_id id);

/* From now on text_get answers what f makes of a sentence, `said`, which stays when nothing is to change. What it
 * answers must stand as long as the program runs; it is called from every thread. */
typedef const char *(*text_retell)(enum text_lang lang, text_id id, const char *said);
void text_retold(text_retell f);

/* The name of an id ("STORE_BUSY"): for logs, tests and JSON. */
const char *text_name(text_id id);

/* The sentence with {0} {1} {2} replaced (NULL = ""), cut at out_bytes - 1 on a character boundary. */
void text_fill(enum text_lang lang, text_id id, const char *const args[3], char *out, size_t out_bytes);

/* "vi", "vi_VN.UTF-8" -> LANG_VI; "en…" -> LANG_EN; anything else, NULL included -> fallback. */
enum text_lang text_lang_of(const char *name, enum text_lang fallback);

/* A whole number as printed for a person: 21.105 in Vietnamese, 21,105 in English. out: 32 bytes. */
const char *text_number(enum text_lang lang, long long n, char out[static 32]);

/* The month-th word of the list of months: "01", "3", "November". */
const char *text_month(enum text_lang lang, int month, char out[static 32]);

/* num/den in per cent, one decimal, half up: "92,5%", "92.5%"; "–" when den is 0. out: 32 bytes. */
const char *text_percent(enum text_lang lang, long long num, long long den, char out[static 32]);

#endif
