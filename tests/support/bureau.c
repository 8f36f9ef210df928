/* bureau.c - an office, its rows on paper, its closed periods. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/app_decide.h>
#include <tungnha/app_hub.h>
#include <tungnha/clock.h>
#include <tungnha/file.h>

#include "bureau.h"

static void must(int rc, const struct err *e, const char *what)
{
	char sentence[2 * FORM_SENTENCE];
	if (rc == 0)
		return;
	err_sentence(e, LANG_EN, sentence, sizeof sentence);
	fail_msg("%s: %s", what, sentence);
}

int64_t bureau_time(const char *at)
{
	char stamp[64];
	int64_t t;
	snprintf(stamp, sizeof stamp, "%.10sT%.5s:00+07:00", at, at + 11);
	assert_true(clock_read_stamp(stamp, &t));
	return t;
}

void bureau_begin(struct bureau *b, const char *campaign, const struct unit *own, const char *units)
{
	struct err e;
	struct app_hub_notes refused = {0}, doubtful = {0};
	char file[200], *folder, *list;
	alloc_init();
	snprintf(b->dir, sizeof b->dir, "%s/tungnha-bureau.XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	assert_non_null(mkdtemp(b->dir));
	folder = file_join(b->dir, "hub");
	list = file_join(b->dir, "units.csv");
	snprintf(file, sizeof file, "forms/campaigns/%s", campaign);
	struct app_hub_setup setup = {.unit = *own, .campaign_file = file, .protection = STORE_UNPROTECTED};
	if (units) {
		char *text = alloc_print("code,name,level,listed\n%s", units);
		must(file_write(list, text, strlen(text), 0600, &e), &e, list);
		free(text);
		setup.units.path = list;
	}
	must(app_hub_init(folder, &setup, &b->hub, &refused, &doubtful, &e), &e, "init");
	app_hub_notes_free(&refused);
	app_hub_notes_free(&doubtful);
	free(list), free(folder);
}

void bureau_end(struct bureau *b)
{
	char command[300];
	store_close(b->hub);
	snprintf(command, sizeof command, "rm -rf '%s'", b->dir);
	assert_int_equal(system(command), 0);
}

void bureau_row(struct bureau *b, const char *at, const char *unit, const int64_t n[7])
{
	static const char *const column[7] = {"households", "persons", "vneid", "no_vneid", "online_dossiers",
		"eresult_dossiers", "rated_households"};
	const struct form *f;
	struct err e;
	struct app_row_value value[7];
	struct app_rowed done;
	char number[7][24];
	must(store_form(b->hub, NULL, &f, &e), &e, "form");
	for (int i = 0; i < 7; i++) {
		snprintf(number[i], sizeof number[i], "%lld", (long long)n[i]);
		value[i] = (struct app_row_value){form_column_index(f, column[i]), number[i]};
	}
	struct app_row row = {.unit = unit,
		.use = ROW_PAPER,
		.value = value,
		.values = 7,
		.source = "Sổ của trưởng xóm",
		.date = "2023-01-01",
		.now = bureau_time(at),
		.lang = LANG_VI};
	must(app_decide_row(b->hub, &row, &done, &e), &e, unit);
	app_rowed_free(&done);
}

void bureau_close(struct bureau *b, const char *at, const char *period)
{
	struct err e;
	struct app_closed done;
	struct app_close close = {.period = period, .now = bureau_time(at)};
	must(app_hub_close(b->hub, &close, &done, &e), &e, period);
	app_closed_free(&done);
}

static struct app_report_wish wish_of(const char *at, const char *report, const char *period, enum text_lang lang)
{
	return (struct app_report_wish){.report = report, .period = period, .now = bureau_time(at), .lang = lang};
}

void bureau_type(
	struct bureau *b, const char *at, const char *report, const char *period, const char *part, const char *text)
{
	struct err e;
	struct app_report done;
	bool changed;
	struct app_report_wish wish = wish_of(at, report, period, LANG_VI);
	must(app_report_type(b->hub, &wish, part, text, &done, &changed, &e), &e, part);
	assert_true(changed);
	app_report_free(&done);
}

struct app_report bureau_report(
	struct bureau *b, const char *at, const char *report, const char *period, enum text_lang lang)
{
	struct err e;
	struct app_report x;
	struct app_report_wish wish = wish_of(at, report, period, lang);
	if (strcmp(report, "late") == 0)
		must(app_report_late(b->hub, &wish, &x, &e), &e, report);
	else
		must(app_report(b->hub, &wish, &x, &e), &e, report);
	return x;
}

int bureau_fails(struct bureau *b, const char *at, const char *report, const char *period)
{
	struct err e = {.code = ERR_NONE};
	struct app_report x;
	struct app_report_wish wish = wish_of(at, report, period, LANG_VI);
	if (app_report(b->hub, &wish, &x, &e) == 0)
		app_report_free(&x);
	return (int)e.code;
}
