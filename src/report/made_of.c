/* made_of.c - what a unit was made of, in words. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>
#include <tungnha/report.h>
#include <tungnha/store_records.h>

/* Units that merged on one day are told together: where the next one did not. */
static size_t same_day(const struct store_predecessor *p, size_t n, size_t from)
{
	size_t i = from + 1;

	while (i < n && p[from].whole && p[i].whole && !strcmp(p[i].since, p[from].since))
		i++;
	return i;
}

static void add_names(const struct store_predecessor *p, size_t from, size_t to, struct buf *out)
{
	for (size_t i = from; i < to; i++)
		buf_print(out, "%s%s", i > from ? ", " : "", p[i].unit.name);
}

static void add_group(const struct store_predecessor *p, size_t from, size_t to, enum text_lang lang, struct buf *out)
{
	char day[CLOCK_DATE], households[32], text[2 * REPORT_NOTE_BYTES];
	struct buf names;
	text_id how = p[from].since[0] ? TEXT_UNITS_PAST_PART : TEXT_UNITS_PAST_PART_UNDATED;

	buf_init(&names, 16 * UNIT_NAME);
	add_names(p, from, to, &names);
	clock_day(p[from].since, day);
	if (!p[from].whole)
		text_fill(lang, how,
			(const char *const[3]){
				text_number(lang, (long long)p[from].households, households), names.data, day},
			text, sizeof text);
	else if (day[0])
		text_fill(
			lang, TEXT_UNITS_PAST_WHOLE, (const char *const[3]){names.data, day, NULL}, text, sizeof text);
	buf_print(out, "%s%s", out->len ? ", " : "", p[from].whole && !day[0] ? names.data : text);
	buf_free(&names);
}

int report_made_of(
	struct store *s, const char *unit, enum text_lang lang, char out[static REPORT_NOTE_BYTES], struct err *e)
{
	struct store_predecessor *p;
	struct buf all;
	size_t n, to;

	out[0] = '\0';
	if (store_predecessors(s, unit, &p, &n, e))
		return -1;
	buf_init(&all, 4096);
	for (size_t i = 0; i < n; i = to) {
		to = same_day(p, n, i);
		add_group(p, i, to, lang, &all);
	}
	if (n)
		text_fill(lang, TEXT_UNITS_PAST, (const char *const[3]){all.data, NULL, NULL}, out, REPORT_NOTE_BYTES);
	buf_free(&all);
	free(p);
	return 0;
}
