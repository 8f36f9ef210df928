/* prints.h - reports made by hand, for tests of what is printed. */
#ifndef TUNGNHA_TESTS_PRINTS_H
#define TUNGNHA_TESTS_PRINTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <tungnha/report.h>

int prints_begin(void **state);
int prints_end(void **state);
void prints_set(struct form_sums *s, const char *column, int64_t value);
void prints_set_unknown(struct form_sums *s, const char *column, int64_t households);
struct report prints_make(enum text_lang lang, bool own);
struct report_row *prints_add_row(struct report *r, const char *code, const char *name, enum report_source source);
void prints_numbers(struct report_row *row, const int64_t n[7], int64_t listed, int64_t with_vneid);
void prints_add_up(struct report *r);
struct report prints_hamlet(void);
struct report prints_commune(enum text_lang lang);
struct report prints_blank(bool with_units);
/* A hamlet on paper that left columns out, and what somebody else counted for two hamlets. */
struct report prints_paper(enum text_lang lang);
void prints_write(const struct report *r, enum report_format format, struct buf *out);
/* One part of a spreadsheet, appended as text. */
void prints_part(const struct buf *xlsx, const char *name, struct buf *out);

#endif
