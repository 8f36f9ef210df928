/* clock.h - wall clocks, which are shown and never trusted (PROTOCOL.md, P10).
 *
 * Times of day are written for Vietnam, +07:00, whatever the machine's time zone: a Raspberry Pi often has none. */
#ifndef TUNGNHA_CLOCK_H
#define TUNGNHA_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

enum { CLOCK_STAMP = 26, CLOCK_DATE = 11 };

int64_t clock_now(void); /* seconds since 1970-01-01T00:00Z */
int64_t clock_now_ms(void);
const char *clock_stamp(int64_t t, char out[static CLOCK_STAMP]); /* "2025-11-12T19:40:00+07:00" */
bool clock_read_stamp(const char *s, int64_t *t);                 /* exactly that form, any offset; years 1970-2199 */
const char *clock_date(int64_t t, char out[static CLOCK_DATE]);   /* "2025-11-12", in Vietnam */
bool clock_valid_date(const char *s);                             /* a real day written so; years 1900-2199 */
const char *clock_day(const char *date, char out[static CLOCK_DATE]); /* "12/11/2025"; "" for what is no date */
bool clock_read_date(const char *typed, char out[static CLOCK_DATE]); /* also 12/11/2025, 12-11-2025, 5/3/2025 */

#endif
