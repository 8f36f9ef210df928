/* export.c - choosing a writer of exports, and what all of them ask of a row. */
#include <string.h>

#include "export_write.h"

static const char *const format_words[] = {
	[EXPORT_CSV] = "csv", [EXPORT_JSON] = "json", [EXPORT_DHIS2] = "dhis2", [EXPORT_ADX] = "adx"};

bool export_format_read(const char *word, enum export_format *out)
{
	for (size_t i = 0; i < sizeof format_words / sizeof *format_words; i++) {
		if (word && strcmp(word, format_words[i]) == 0) {
			*out = (enum export_format)i;
			return true;
		}
	}
	return false;
}

bool export_known(const struct report *r, const struct report_row *row, size_t column)
{
	if (row == &r->total)
		return true;
	return !row->missing[column] && (row->source != REPORT_NEVER || r->form->column[column].listed);
}

const char *export_source(enum report_source s)
{
	static const char *const words[] = {
		[REPORT_DEVICES] = "devices", [REPORT_PAPER] = "paper", [REPORT_IMPORT] = "import"};
	return s == REPORT_NEVER ? NULL : words[s];
}

int export_write(const struct export *x, enum export_format format, struct buf *out, struct err *e)
{
	int rc = 0;
	switch (format) {
	case EXPORT_CSV:
		export_csv(x, out);
		break;
	case EXPORT_JSON:
		export_json(x, out);
		break;
	case EXPORT_DHIS2:
		rc = export_dhis2(x, out, e);
		break;
	case EXPORT_ADX:
		rc = export_adx(x, out, e);
		break;
	}
	if (rc == 0 && out->full)
		return err_set(e, ERR_CREATE, TEXT_REPORT_TOO_LARGE, "%s", x->report->unit.name);
	return rc;
}
