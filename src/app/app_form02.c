/* app_form02.c - the form's totals of a unit, in the format asked for; of a closed period as it was closed. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_submit.h>
#include <tungnha/clock.h>

/* A hamlet's own sheet says for which period its figures were declared. */
static int tell_declared(struct store *s, const char *unit, struct report *r, struct err *e)
{
	struct app_declared d;
	if (store_role(s) != STORE_COLLECTOR || r->blank)
		return 0;
	if (app_declared(s, unit, r->as_of, &d, e) != 0)
		return -1;
	r->period.tells_declared = true;
	memcpy(r->period.period, d.period, sizeof d.period);
	memcpy(r->period.at, d.at, sizeof d.at);
	r->period.confirmed = d.confirmed;
	return 0;
}

/* What a unit below that is a hub itself closed, row by row, where its figures come from there. 1, 0, -1. */
static int own_closing(struct store *s, const char *unit, struct store_statement *out, struct err *e)
{
	struct store_figures *f = alloc_zero(1, sizeof *f);
	*out = (struct store_statement){.version = 0};
	int rc = store_role(s) == STORE_AGGREGATOR ? store_figures(s, unit, f, e) : 0;
	if (rc == 0 && f->source == SOURCE_STATEMENT)
		rc = store_statement_named(s, &f->statement.entry, out, e);
	free(f);
	return rc;
}

static int gather(struct store *s, const char *unit, const struct form *form, const struct campaign *campaign,
	enum text_lang lang, bool blank, struct report *out, struct err *e)
{
	struct store_statement x = {.version = 0};
	int closed = blank ? 0 : own_closing(s, unit, &x, e);
	int rc = closed < 0   ? -1
		 : closed > 0 ? report_past(s, &x, NULL, campaign, lang, out, e)
			      : report_gather(s, unit, form, campaign, lang, blank, out, e);
	store_statement_free(&x);
	return rc;
}

/* A hub's form as things stand: how much more than the newest period closed before the running one. */
static int tell_increase(struct store *s, struct report *r, struct err *e)
{
	struct app_calendar c;
	char running[PERIOD_TEXT];
	if (store_role(s) != STORE_AGGREGATOR || r->blank || r->period.version)
		return 0;
	app_calendar(s, r->as_of, &c);
	return c.clock_unset ? 0 : report_increase(s, period_text(c.running, running), r, e);
}

int app_form02_report(
	struct store *s, const char *unit, enum text_lang lang, bool blank, struct report *out, struct err *e)
{
	const struct form *form;
	const struct campaign *campaign = NULL;
	if (store_form(s, NULL, &form, e) != 0)
		return -1;
	if (store_campaign(s, &campaign) != 0)
		campaign = NULL;
	if (gather(s, unit, form, campaign, lang, blank, out, e) != 0)
		return -1;
	int rc = tell_declared(s, unit, out, e);
	if (rc == 0)
		rc = tell_increase(s, out, e);
	if (rc != 0)
		report_free(out);
	return rc;
}

int app_form02(struct store *s, const char *unit, enum report_format format, enum text_lang lang, bool blank,
	struct buf *out, struct err *e)
{
	struct report r;
	if (app_form02_report(s, unit, lang, blank, &r, e) != 0)
		return -1;
	int rc = report_write(&r, format, out, e);
	report_free(&r);
	return rc;
}

/* Of the own unit, or what a unit below that is a hub itself closed for it; then all its rows are shown. 1, 0, -1. */
static int find_closed(
	struct store *s, const char *period, const char **unit, struct store_statement *out, struct err *e)
{
	int row = *unit && store_role(s) == STORE_AGGREGATOR ? store_statement_of(s, *unit, period, out, e) : 0;
	if (row > 0)
		*unit = NULL;
	return row ? row : store_statement(s, period, out, e);
}

int app_form02_closed_report(
	struct store *s, const char *period, const char *unit, enum text_lang lang, struct report *out, struct err *e)
{
	const struct campaign *campaign = NULL;
	struct app_calendar calendar;
	struct store_statement x;
	struct period p;
	app_calendar(s, clock_now(), &calendar);
	if (app_period_read(&calendar, period, &p, e) != 0)
		return -1;
	int row = find_closed(s, period, &unit, &x, e);
	if (row <= 0)
		return row < 0 ? -1 : err_set(e, ERR_NOT_FOUND, TEXT_STATEMENT_NONE, "%s", period);
	if (store_campaign(s, &campaign) != 0)
		campaign = NULL;
	int rc = report_past(s, &x, unit, campaign, lang, out, e);
	store_statement_free(&x);
	if (rc == 0 && report_increase(s, period, out, e) != 0) {
		report_free(out);
		rc = -1;
	}
	return rc;
}

int app_form02_closed(struct store *s, const char *period, const char *unit, enum report_format format,
	enum text_lang lang, struct buf *out, struct err *e)
{
	struct report r;
	if (app_form02_closed_report(s, period, unit, lang, &r, e) != 0)
		return -1;
	int rc = report_write(&r, format, out, e);
	report_free(&r);
	return rc;
}
