/* utf8.h - Vietnamese text: one form (NFC), one order, search without diacritics. */
#ifndef TUNGNHA_UTF8_H
#define TUNGNHA_UTF8_H

#include <stdbool.h>
#include <stddef.h>

bool utf8_valid(const char *s, size_t n);  /* well-formed, no NUL */
bool utf8_is_nfc(const char *s, size_t n); /* valid and already NFC */
char *utf8_nfc(const char *s, size_t n);   /* NFC copy, the caller frees; NULL if not well-formed */
size_t utf8_length(const char *s);         /* code points */

/* As much of it as fits into `size` bytes, its NUL among them: no letter is cut in two. */
void utf8_copy(char *out, size_t size, const char *s);

/* Trimmed, inner runs of white space (no-break space too) made one space, control characters dropped, NFC. The caller
 * frees; NULL if not well-formed. What every typed text goes through. */
char *utf8_clean(const char *s, size_t n);

/* In place: control characters and line separators become spaces, what is not UTF-8 `?`. For what others wrote, before
 * a terminal shows it: it can neither steer the terminal nor forge a second line. */
void utf8_plain(char *s);

/* For search and for headings: lower case, without tone and vowel marks, đ -> d, Hòa = Hoà, punctuation and
 * white space made one space, trimmed. The caller frees; "" for text that is not well-formed. */
char *utf8_fold(const char *s);

/* Of two texts that fold alike: do they also mean the same? No if both bear marks and these differ in more than half of
 * the words: "Hồ sơ" is not "Hộ số"; "Hộ sô" with a slip, "HO SO" without marks may be. */
bool utf8_marks_agree(const char *a, const char *b);

/* Letter by letter the same but for case, punctuation and where in a word its tone is put: "Xã Hòa An" and "xã Hoà An",
 * not "Xã Hoa An". */
bool utf8_same_words(const char *a, const char *b);

/* Natural Vietnamese order: a ă â b c d đ e ê …, then tones (ngang huyền hỏi ngã sắc nặng), numbers by value:
 * "Xóm 2" < "Xóm 10", "Xóm Dầm" < "Xóm Đầm". <0, 0, >0; 0 only for equal bytes. */
int utf8_compare(const char *a, const char *b);

/* Upper case by Unicode (đ -> Đ, ữ -> Ữ). The caller frees; NULL if not well-formed. */
char *utf8_upper(const char *s);
/* With only its first letter in that case: "thôn", "Thôn". The caller frees; "" for text that is not well-formed. */
char *utf8_initial(const char *s, bool upper);

#endif
