/* app_form02.c - the form's totals of a unit, in the format asked for. */
#include <tungnha/app_collector.h>

int app_form02(struct store *s, const char *unit, enum report_format format, enum text_lang lang, bool blank,
	struct buf *out, struct err *e)
{
	const struct form *form;
	const struct campaign *campaign = NULL;
	struct report r;
	if (store_form(s, NULL, &form, e) != 0)
		return -1;
	if (store_campaign(s, &campaign) != 0)
		campaign = NULL;
	if (report_gather(s, unit, form, campaign, lang, blank, &r, e) != 0)
		return -1;
	int rc = report_write(&r, format, out, e);
	report_free(&r);
	return rc;
}
