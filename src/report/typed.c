/* Figures somebody typed: a hamlet's row from paper, and a reference that is shown beside. */
#include <stdio.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/report.h>
#include <tungnha/store_acts.h>

#include "gather.h"

/* 2025-11-06 as it is written in Vietnam. */
static const char *day(const char *date, char out[static CLOCK_DATE])
{
	snprintf(out, CLOCK_DATE, "%.2s/%.2s/%.4s", date + 8, date + 5, date);
	return out;
}

void report_remark(struct report_row *row, const char *text)
{
	size_t n = strlen(row->note), room = sizeof row->note - n - (n ? 2 : 0), more = strlen(text);

	if (n + 2 >= sizeof row->note)
		return;
	if (more >= room)
		more = room - 1;
	while (more > 0 && ((unsigned char)text[more] & 0xc0) == 0x80)
		more--; /* not inside a letter */
	snprintf(row->note + n, sizeof row->note - n, "%s%.*s", n ? "; " : "", (int)more, text);
}

void report_imported(enum text_lang lang, struct report_row *row)
{
	char date[CLOCK_DATE], text[sizeof row->note];

	if (row->source != REPORT_IMPORT || !row->import_source[0])
		return;
	text_fill(lang, TEXT_UP_NOTE_IMPORT,
		(const char *const[3]){row->import_source, day(row->import_date, date), NULL}, text, sizeof text);
	report_remark(row, text);
}

void report_periods(struct store *s, struct report *r, const char *period)
{
	char newest[sizeof r->row->period] = "", text[REPORT_NOTE_BYTES];

	for (size_t i = 0; i < r->rows; i++) {
		const char *of = r->row[i].period;

		if (!period && of[0] && (!newest[0] || store_period_order(s, of, newest) > 0))
			memcpy(newest, of, sizeof newest);
	}
	for (size_t i = 0; i < r->rows; i++) {
		const char *of = r->row[i].period;

		if (!of[0] || store_period_order(s, of, period ? period : newest) >= 0)
			continue;
		text_fill(r->lang, TEXT_UP_NOTE_PERIOD, (const char *const[3]){of, NULL, NULL}, text, sizeof text);
		report_remark(&r->row[i], text);
	}
}

void report_typed(enum text_lang lang, struct report_row *row)
{
	char date[CLOCK_DATE], text[sizeof row->note];

	if (row->source != REPORT_PAPER)
		return;
	if (row->typed_used)
		text_fill(lang, TEXT_REPORT_PAPER_ROW,
			(const char *const[3]){row->typed_source, day(row->typed_date, date), NULL}, text, sizeof text);
	else
		text_fill(lang, TEXT_REPORT_PAPER, (const char *const[3]){NULL, NULL, NULL}, text, sizeof text);
	report_remark(row, text);
}

static void copy_source(const struct store_row *from, char source[static REPORT_SOURCE], char date[static CLOCK_DATE])
{
	size_t n = strlen(from->source) < REPORT_SOURCE ? strlen(from->source) : REPORT_SOURCE - 1;

	while (n > 0 && ((unsigned char)from->source[n] & 0xc0) == 0x80)
		n--; /* not inside a letter */
	memcpy(source, from->source, n);
	source[n] = '\0';
	memcpy(date, from->date, CLOCK_DATE);
}

enum report_source report_source_of(enum store_source s)
{
	static const enum report_source source[SOURCES] = {[SOURCE_NONE] = REPORT_NEVER,
		[SOURCE_DEVICES] = REPORT_DEVICES,
		[SOURCE_PAPER] = REPORT_PAPER,
		[SOURCE_STATEMENT] = REPORT_DEVICES,
		[SOURCE_IMPORT] = REPORT_IMPORT};

	return source[s];
}

static void take_closed(const struct store_figures *x, struct report_row *row)
{
	memcpy(row->period, x->period, sizeof row->period);
	if (x->source == SOURCE_IMPORT && !x->summed)
		copy_source(&x->import, row->import_source, row->import_date);
	if (x->source != SOURCE_STATEMENT)
		return;
	row->stated_version = x->statement.version;
	memcpy(row->stated_code, x->statement.code, sizeof row->stated_code);
	memcpy(row->stated_at, x->statement.at, sizeof row->stated_at);
	id_hex(x->statement.node, row->stated_node);
}

void report_take(const struct form *form, const struct store_figures *x, struct report_row *row)
{
	row->sums = x->totals.sums;
	row->source = report_source_of(x->source);
	take_closed(x, row);
	for (size_t i = 0; i < form->columns; i++)
		row->missing[i] = !x->given[i];
	row->typed = x->has_row;
	row->typed_used = x->row_used;
	if (x->has_row)
		copy_source(&x->row, row->typed_source, row->typed_date);
}

/* A figure beside what nobody reported, or what is unknown, differs from nothing. */
static void compare(
	const struct report *r, const struct report_row *row, const struct store_row *x, struct report_reference *out)
{
	*out = (struct report_reference){.unit = row->unit};
	copy_source(x, out->source, out->date);
	for (size_t i = 0; i < r->form->columns; i++) {
		out->given[i] = x->given[i];
		out->value[i] = x->sums.value[i];
		out->compared[i] = x->given[i] && row->source != REPORT_NEVER && !row->missing[i];
		if (out->compared[i])
			out->difference[i] = x->sums.value[i] - row->sums.value[i];
	}
}

int report_beside(struct store *s, struct report *r, const struct report_row *row, struct err *e)
{
	struct store_row beside;
	int has = store_row(s, row->unit.code, ROW_REFERENCE, &beside, e);

	if (has > 0) {
		r->reference = alloc_grow(r->reference, r->references + 1, sizeof *r->reference);
		compare(r, row, &beside, &r->reference[r->references++]);
	}
	return has < 0 ? -1 : 0;
}
