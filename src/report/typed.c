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

void report_typed(enum text_lang lang, struct report_row *row)
{
	char date[CLOCK_DATE], text[sizeof row->note];
	size_t n = strlen(row->note);

	if (row->source != REPORT_PAPER)
		return;
	if (row->typed_used)
		text_fill(lang, TEXT_REPORT_PAPER_ROW,
			(const char *const[3]){row->typed_source, day(row->typed_date, date), NULL}, text, sizeof text);
	else
		text_fill(lang, TEXT_REPORT_PAPER, (const char *const[3]){NULL, NULL, NULL}, text, sizeof text);
	snprintf(row->note + n, sizeof row->note - n, "%s%s", n ? "; " : "", text);
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

void report_take(const struct form *form, const struct store_figures *x, struct report_row *row)
{
	static const enum report_source source[] = {
		[SOURCE_NONE] = REPORT_NEVER, [SOURCE_DEVICES] = REPORT_DEVICES, [SOURCE_PAPER] = REPORT_PAPER};

	row->sums = x->totals.sums;
	row->source = source[x->source];
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
