/* app_totals_columns.c - what the columns of a table of totals mean: the unit, and the form's columns. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/utf8.h>

#include "totals.h"

/* Folded; the form's own words for unit, code and note come to these. */
static const struct {
	const char *word;
	enum totals_meaning meaning;
} words[] = {
	{"code", TOTALS_CODE},
	{"unit code", TOTALS_CODE},
	{"ma", TOTALS_CODE},
	{"ma don vi", TOTALS_CODE},
	{"ma don vi hanh chinh", TOTALS_CODE},
	{"ma dvhc", TOTALS_CODE},
	{"ma so", TOTALS_CODE},
	{"ma xa", TOTALS_CODE},
	{"ma xa phuong", TOTALS_CODE},
	{"ma phuong xa", TOTALS_CODE},
	{"ma xom", TOTALS_CODE},
	{"ma thon", TOTALS_CODE},
	{"ma to", TOTALS_CODE},
	{"unit", TOTALS_NAME},
	{"name", TOTALS_NAME},
	{"commune", TOTALS_NAME},
	{"ten", TOTALS_NAME},
	{"don vi", TOTALS_NAME},
	{"ten don vi", TOTALS_NAME},
	{"don vi hanh chinh", TOTALS_NAME},
	{"ten don vi hanh chinh", TOTALS_NAME},
	{"dia phuong", TOTALS_NAME},
	{"ten dia phuong", TOTALS_NAME},
	{"xa", TOTALS_NAME},
	{"phuong", TOTALS_NAME},
	{"ten xa", TOTALS_NAME},
	{"xa phuong", TOTALS_NAME},
	{"phuong xa", TOTALS_NAME},
	{"ten xa phuong", TOTALS_NAME},
	{"ten phuong xa", TOTALS_NAME},
	{"xa phuong dac khu", TOTALS_NAME},
	{"xa phuong thi tran", TOTALS_NAME},
	{"xom", TOTALS_NAME},
	{"thon", TOTALS_NAME},
	{"ban", TOTALS_NAME},
	{"ten xom", TOTALS_NAME},
	{"ten thon", TOTALS_NAME},
	{"to dan pho", TOTALS_NAME},
	{"level", TOTALS_KIND},
	{"loai", TOTALS_KIND},
	{"loai don vi", TOTALS_KIND},
	{"loai hinh", TOTALS_KIND},
	{"cap", TOTALS_KIND},
	{"cap don vi", TOTALS_KIND},
	{"province", TOTALS_PROVINCE},
	{"tinh", TOTALS_PROVINCE},
	{"ten tinh", TOTALS_PROVINCE},
	{"tinh thanh", TOTALS_PROVINCE},
	{"tinh tp", TOTALS_PROVINCE},
	{"tinh thanh pho", TOTALS_PROVINCE},
	{"ten tinh thanh pho", TOTALS_PROVINCE},
	{"thuoc tinh", TOTALS_PROVINCE},
	{"no", TOTALS_IGNORED},
	{"stt", TOTALS_IGNORED},
	{"tt", TOTALS_IGNORED},
	{"so tt", TOTALS_IGNORED},
	{"so thu tu", TOTALS_IGNORED},
	{"ghi chu", TOTALS_IGNORED},
	{"notes", TOTALS_IGNORED},
};

static bool folds_to(const char *text, const char *folded)
{
	char *f = text ? utf8_fold(text) : NULL;
	bool same = f && *f && strcmp(f, folded) == 0;
	free(f);
	return same;
}

/* What the prints of this campaign call unit, code and note. */
static int own_word(const struct totals_sense *m, const char *folded)
{
	const struct form *f = m->sense.form;
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		if (folds_to(f->unit_heading.in[lang], folded) ||
			folds_to(text_get((enum text_lang)lang, TEXT_REPORT_UNIT_HEADING), folded) ||
			(m->campaign && folds_to(m->campaign->unit_word.in[lang], folded)))
			return TOTALS_NAME;
		if (folds_to(text_get((enum text_lang)lang, TEXT_REPORT_CODE), folded))
			return TOTALS_CODE;
		if (folds_to(f->note_heading.in[lang], folded))
			return TOTALS_IGNORED;
	}
	return -1;
}

/* A column of the form goes before all else; the heading of a field at the door is that of the column of its name. */
static int figure(const struct form *f, const char *heading, bool *weak)
{
	int column = form_column_heading(f, heading);
	*weak = false;
	if (column >= 0)
		return column;
	int field = form_heading(f, heading, weak);
	return field < 0 ? -1 : form_column_index(f, f->field[field].id);
}

static int means(const struct import_sense *sense, const char *heading, bool *weak)
{
	const struct totals_sense *m = sense->context;
	int meaning = figure(sense->form, heading, weak);
	if (meaning >= 0)
		return meaning;
	*weak = false;
	char *folded = utf8_fold(heading);
	meaning = own_word(m, folded);
	for (size_t i = 0; meaning < 0 && i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i].word, folded) == 0)
			meaning = (int)words[i].meaning;
	free(folded);
	return meaning;
}

static bool is_unit(const struct import_sense *m, int meaning)
{
	(void)m;
	return meaning == TOTALS_CODE || meaning == TOTALS_NAME;
}

static bool is_figure(const struct import_sense *m, int meaning)
{
	(void)m;
	return meaning >= 0 && meaning < FORM_COLUMNS_MAX;
}

static const char *label(const struct import_sense *m, int meaning)
{
	static const text_id ids[] = {[TOTALS_CODE - TOTALS_CODE] = TEXT_TOTALS_THE_CODE,
		[TOTALS_NAME - TOTALS_CODE] = TEXT_TOTALS_THE_NAME,
		[TOTALS_KIND - TOTALS_CODE] = TEXT_TOTALS_THE_KIND,
		[TOTALS_PROVINCE - TOTALS_CODE] = TEXT_TOTALS_THE_PROVINCE,
		[TOTALS_IGNORED - TOTALS_CODE] = TEXT_NONE};
	return is_figure(m, meaning) ? form_words(&m->form->column[meaning].label, m->lang)
				     : text_get(m->lang, ids[meaning - TOTALS_CODE]);
}

/* A running number and a note may come twice, and nobody minds. */
static void drop_ignored(struct import_columns *c)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->field[i] == TOTALS_IGNORED) {
			c->field[i] = -1;
			*c->heading[i] = '\0';
		}
}

static int settle(const struct import_sense *m, struct import_columns *c, struct err *e)
{
	drop_ignored(c);
	if (import_headings_settle(m, c, e) != 0)
		return -1;
	int code = totals_column(c, TOTALS_CODE);
	c->number = code >= 0 ? code : totals_column(c, TOTALS_NAME);
	for (size_t i = 0; i < c->count; i++)
		c->adds[i] = is_figure(m, c->field[i]);
	return 0;
}

/* A heading with the unit was seen, or nothing of the kind. */
static int missing(const struct import_sense *m, const struct import_columns *c, struct err *e)
{
	struct buf names;
	bool unit = false;
	for (size_t i = 0; i < c->count; i++)
		unit = unit || is_unit(m, c->field[i]);
	if (!unit)
		return err_set(e, ERR_DATA, TEXT_TOTALS_NO_HEADING, "%d", IMPORT_HEADING_WITHIN);
	buf_init(&names, ERR_ARG_BYTES - 1);
	for (size_t i = 0; i < m->form->columns; i++)
		if (m->form->column[i].printed)
			buf_print(
				&names, "%s%s", names.len ? ", " : "", form_words(&m->form->column[i].label, m->lang));
	err_set(e, ERR_DATA, TEXT_TOTALS_NO_FIGURES, "%s", names.data);
	buf_free(&names);
	return -1;
}

void totals_sense(struct totals_sense *m, const struct form *f, const struct campaign *c, enum text_lang lang)
{
	*m = (struct totals_sense){.sense = {.form = f,
					   .context = m,
					   .lang = lang,
					   .means = means,
					   .is_key = is_unit,
					   .is_answer = is_figure,
					   .label = label,
					   .settle = settle,
					   .missing = missing},
		.campaign = c};
}

int totals_column(const struct import_columns *c, int meaning)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->field[i] == meaning)
			return (int)i;
	return -1;
}
