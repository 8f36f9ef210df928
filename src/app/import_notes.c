/* import_notes.c - what a person is told of the lines: problems, warnings, changes. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "import.h"

void import_note(const struct import *p, struct app_import_line *to, long line, int column, const char *sentence)
{
	const char *heading = column >= 0 && (size_t)column < p->columns.count ? p->columns.heading[column] : "";
	size_t n = strnlen(heading, sizeof to->column - 1);
	while (n > 0 && ((unsigned char)heading[n] & 0xc0) == 0x80)
		n--;
	memcpy(to->column, heading, n);
	to->column[n] = '\0';
	to->line = line;
	to->sentence = alloc_copy(sentence);
}

static bool same_value(const struct form_value *a, const struct form_value *b)
{
	if (a->state != b->state)
		return false;
	return a->state != FORM_GIVEN || strcmp(a->text, b->text) == 0;
}

static void add_change(
	const struct import *p, int field, const struct form_value *was, const struct form_value *now, struct buf *out)
{
	char a[FORM_SENTENCE], b[FORM_SENTENCE], text[2 * FORM_SENTENCE];
	form_show(p->form, field, was, p->ask->lang, a);
	form_show(p->form, field, now, p->ask->lang, b);
	const char *const args[3] = {
		form_words(&p->form->field[field].label, p->ask->lang), *a ? a : "–", *b ? b : "–"};
	text_fill(p->ask->lang, TEXT_CHANGE_FROM_TO, args, text, sizeof text);
	buf_text(out, out->len > 0 ? "; " : "");
	buf_text(out, text);
}

/* A list that was written before the last visit would take newer figures back. */
static bool goes_back(const struct form *f, const struct form_record *old, const struct form_record *now)
{
	if (f->visit < 0 || old->value[f->visit].state != FORM_GIVEN || now->value[f->visit].state != FORM_GIVEN)
		return false;
	return now->value[f->visit].number < old->value[f->visit].number;
}

char *import_changes(
	const struct import *p, const char *number, const struct store_household *old, const struct form_record *now)
{
	const struct form *f = p->form;
	struct buf changes;
	char text[4 * FORM_SENTENCE];
	buf_init(&changes, 2 * FORM_SENTENCE);
	for (size_t i = 0; !old->voided && i < f->fields; i++)
		if (!f->field[i].local && !same_value(&old->record.value[i], &now->value[i]))
			add_change(p, (int)i, &old->record.value[i], &now->value[i], &changes);
	text_id how = old->voided                       ? TEXT_IMPORT_BRINGS_BACK
		      : goes_back(f, &old->record, now) ? TEXT_IMPORT_GOES_BACK
							: TEXT_IMPORT_CHANGES;
	const char *const args[3] = {number, changes.data, NULL};
	text_fill(p->ask->lang, how, args, text, sizeof text);
	buf_free(&changes);
	return alloc_copy(text);
}
