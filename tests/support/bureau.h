/* bureau.h - a made-up office under one of the plans: a hub of a campaign file, figures from paper, periods closed, at
 * moments the test names. Failures end the test. */
#ifndef TUNGNHA_TESTS_BUREAU_H
#define TUNGNHA_TESTS_BUREAU_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <tungnha/app_reports.h>

struct bureau {
	char dir[200];
	struct store *hub;
};

/* campaign: below forms/campaigns. units: lines "code,name,level,listed"; NULL: the campaign's own. */
void bureau_begin(struct bureau *b, const char *campaign, const struct unit *own, const char *units);
void bureau_end(struct bureau *b);
int64_t bureau_time(const char *at); /* "2025-11-06 09:40" */

/* A row on paper; households, persons, vneid, no_vneid, online, eresult, rated. */
void bureau_row(struct bureau *b, const char *at, const char *unit, const int64_t n[7]);
void bureau_close(struct bureau *b, const char *at, const char *period);
void bureau_type(
	struct bureau *b, const char *at, const char *report, const char *period, const char *part, const char *text);
/* What the report says then; freed by the caller. */
struct app_report bureau_report(
	struct bureau *b, const char *at, const char *report, const char *period, enum text_lang lang);
/* ERR code it fails with; 0: it does not. */
int bureau_fails(struct bureau *b, const char *at, const char *report, const char *period);

#endif
