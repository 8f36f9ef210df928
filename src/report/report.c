/* report.c - choosing a writer. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/report.h>

#include "write.h"

static const char *const format_words[] = {
	[REPORT_TEXT] = "text",
	[REPORT_CSV] = "csv",
	[REPORT_JSON] = "json",
	[REPORT_XLSX] = "xlsx",
	[REPORT_HTML] = "html",
};

bool report_format_read(const char *word, enum report_format *out)
{
	for (size_t i = 0; i < sizeof format_words / sizeof *format_words; i++) {
		if (word && strcmp(word, format_words[i]) == 0) {
			*out = (enum report_format)i;
			return true;
		}
	}
	return false;
}

bool report_is_above_commune(const struct report *r)
{
	static const char *const above[] = {"district", "province", "group"};
	for (size_t i = 0; !r->own && i < sizeof above / sizeof *above; i++)
		if (strcmp(r->unit.level, above[i]) == 0)
			return true;
	return false;
}

const char *report_unit_heading(const struct report *r)
{
	return report_is_above_commune(r) ? text_get(r->lang, TEXT_REPORT_UNIT_HEADING)
					  : form_words(&r->form->unit_heading, r->lang);
}

void report_indicate(const struct report *r, int indicator, int64_t *num, int64_t *den)
{
	*num = *den = 0;
	for (size_t i = 0; i < r->rows; i++) {
		int64_t a, b;
		form_indicate(r->form, &r->row[i].sums, indicator, &a, &b);
		*num += a;
		*den += b;
	}
}

void report_free(struct report *r)
{
	free(r->row);
	free(r->reference);
	r->row = NULL;
	r->reference = NULL;
	r->rows = r->references = 0;
}

int report_write(const struct report *r, enum report_format format, struct buf *out, struct err *e)
{
	switch (format) {
	case REPORT_TEXT:
		write_text(r, out);
		break;
	case REPORT_CSV:
		write_csv(r, out);
		break;
	case REPORT_JSON:
		write_json(r, out);
		break;
	case REPORT_XLSX:
		if (write_xlsx(r, out, e) != 0)
			return -1;
		break;
	case REPORT_HTML:
		write_html(r, out);
		break;
	}
	if (out->full)
		return err_set(e, ERR_CREATE, TEXT_REPORT_TOO_LARGE, "%s", r->unit.name);
	return 0;
}
