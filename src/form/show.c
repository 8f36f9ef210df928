/* show.c - values, sentences and headings as people read and write them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/buf.h>
#include <tungnha/utf8.h>

#include "machine.h"

static void copy_out(const char *text, char out[static FORM_SENTENCE])
{
	size_t n = strlen(text);
	if (n >= FORM_SENTENCE) {
		n = FORM_SENTENCE - 1;
		while (n > 0 && (text[n] & 0xc0) == 0x80)
			n--;
	}
	memcpy(out, text, n);
	out[n] = '\0';
}

static void show_given(
	const struct form_field *field, const struct form_value *v, enum text_lang lang, char out[static FORM_SENTENCE])
{
	char number[32];
	switch (field->type) {
	case FORM_COUNT:
		copy_out(text_number(lang, v->number, number), out);
		return;
	case FORM_DATE:
		snprintf(out, FORM_SENTENCE, "%02d/%02d/%04d", (int)(v->number % 100), (int)(v->number / 100 % 100),
			(int)(v->number / 10000));
		return;
	case FORM_CHOICE:
		for (size_t i = 0; i < field->options; i++)
			if (field->option[i].value == v->number)
				copy_out(form_words(&field->option[i].label, lang), out);
		return;
	default:
		copy_out(v->text, out);
	}
}

void form_show(const struct form *f, int field, const struct form_value *v, enum text_lang lang,
	char out[static FORM_SENTENCE])
{
	out[0] = '\0';
	if (v->state == FORM_UNKNOWN)
		copy_out(text_get(lang, TEXT_FORM_UNKNOWN), out);
	else if (v->state == FORM_GIVEN)
		show_given(&f->field[field], v, lang, out);
}

/* Gives what stands for a name in a sentence: the text, in room or not. */
typedef const char *lookup(const void *context, const char *name, enum text_lang lang, char room[static FORM_SENTENCE]);

/* The loader has seen to it that every { has its } and every name is known. */
static void fill(
	const char *text, lookup *find, const void *context, enum text_lang lang, char out[static FORM_SENTENCE])
{
	struct buf b;
	char name[STRICT_ID + 1], room[FORM_SENTENCE];
	buf_init(&b, FORM_SENTENCE - 1);
	for (;;) {
		size_t n = strcspn(text, "{");
		buf_add(&b, text, n);
		if (!text[n])
			break;
		text += n + 1;
		n = strcspn(text, "}");
		snprintf(name, sizeof name, "%.*s", (int)n, text);
		buf_text(&b, find(context, name, lang, room));
		text += n + 1;
	}
	copy_out(b.data, out);
	buf_free(&b);
}

struct of_record {
	const struct form *f;
	const struct form_record *r;
};

static const char *find_field(
	const void *context, const char *name, enum text_lang lang, char room[static FORM_SENTENCE])
{
	const struct of_record *c = context;
	int i = form_field_index(c->f, name);
	form_show(c->f, i, &c->r->value[i], lang, room);
	return room;
}

void form_sentence(const struct form *f, const struct form_rule *rule, const struct form_record *r, enum text_lang lang,
	char out[static FORM_SENTENCE])
{
	const struct of_record context = {f, r};
	fill(form_words(&rule->sentence, lang), find_field, &context, lang, out);
}

struct of_sums {
	const struct form *f;
	const struct form_sums *s;
};

static const char *find_column(
	const void *context, const char *name, enum text_lang lang, char room[static FORM_SENTENCE])
{
	const struct of_sums *c = context;
	return text_number(lang, c->s->value[form_column_index(c->f, name)], room);
}

void form_unit_sentence(const struct form *f, const struct form_rule *rule, const struct form_sums *s,
	enum text_lang lang, char out[static FORM_SENTENCE])
{
	const struct of_sums context = {f, s};
	fill(form_words(&rule->sentence, lang), find_column, &context, lang, out);
}

struct of_check {
	const struct form_checks *check;
	const char *what;
};

static const char *find_parameter(
	const void *context, const char *name, enum text_lang lang, char room[static FORM_SENTENCE])
{
	const struct of_check *c = context;
	if (strcmp(name, "what") == 0)
		return c->what;
	int n = strcmp(name, "limit") == 0     ? c->check->limit
		: strcmp(name, "seconds") == 0 ? c->check->seconds
					       : c->check->percent;
	return text_number(lang, n, room);
}

void form_check_sentence(
	const struct form_checks *check, const char *what, enum text_lang lang, char out[static FORM_SENTENCE])
{
	const struct of_check context = {check, what};
	fill(form_words(&check->sentence, lang), find_parameter, &context, lang, out);
}

int form_heading(const struct form *f, const char *heading, bool *weak)
{
	const struct form_machine *m = f->machine;
	char *folded = utf8_fold(heading);
	int field = -1;
	for (size_t i = 0; i < m->words && field < 0; i++) {
		if (m->word[i].option >= 0 || strcmp(m->word[i].folded, folded) != 0 ||
			!utf8_marks_agree(m->word[i].text, heading))
			continue;
		field = m->word[i].field;
		*weak = m->word[i].weak;
	}
	free(folded);
	return field;
}

static bool heads(const char *word, const char *heading, const char *folded)
{
	char *w = utf8_fold(word);
	bool same = *w && strcmp(w, folded) == 0 && utf8_marks_agree(word, heading);
	free(w);
	return same;
}

static bool heads_column(const struct form *f, size_t i, const char *heading, const char *folded)
{
	const struct form_column *c = &f->column[i];
	const cJSON *word;
	bool same = heads(c->id, heading, folded);
	for (int lang = 0; lang < LANG_COUNT && !same; lang++)
		same = c->label.in[lang] && heads(c->label.in[lang], heading, folded);
	cJSON_ArrayForEach(word, f->machine->headings[i]) same = same || heads(word->valuestring, heading, folded);
	return same;
}

int form_column_heading(const struct form *f, const char *heading)
{
	char *folded = utf8_fold(heading);
	int column = -1;
	for (size_t i = 0; i < f->columns && column < 0; i++)
		if (heads_column(f, i, heading, folded))
			column = (int)i;
	free(folded);
	return column;
}
