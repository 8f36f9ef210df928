/* value.c - one value: as a person types it, as an entry stores it, and what is wrong with it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/buf.h>
#include <tungnha/clock.h>
#include <tungnha/json.h>
#include <tungnha/utf8.h>
#include <utf8proc.h>

#include "machine.h"

enum { PERSONAL_DIGITS = 9 }; /* CMND 9, telephone 10, CCCD 12; longer runs hold one of them */

void form_value_free(struct form_value *v)
{
	free(v->text);
	*v = (struct form_value){0};
}

/* As "%d", of a count: every household has some. */
static char *count_text(int32_t n)
{
	char text[12], *p = text + sizeof text;
	*--p = '\0';
	do
		*--p = (char)('0' + n % 10);
	while ((n /= 10) > 0);
	return alloc_copy(p);
}

static struct form_value given(int32_t number, char *text)
{
	return (struct form_value){FORM_GIVEN, number, text};
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* --- keys --- */

static bool is_key_letter(utf8proc_int32_t c)
{
	utf8proc_category_t k = utf8proc_category(c);
	if (c < 0x80)
		return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-' || c == '/' || c == '.';
	return k == UTF8PROC_CATEGORY_LU || k == UTF8PROC_CATEGORY_LO || k == UTF8PROC_CATEGORY_ND;
}

/* Letters, digits, '-', '/', '.' only, 1 to max of them, without a leading zero (but "0" itself). */
static bool is_key(const char *s, int max)
{
	int n = 0;
	const char *p = s;
	if (p[0] == '0' && p[1] != '\0')
		return false;
	while (*p) {
		utf8proc_int32_t c;
		utf8proc_ssize_t got = utf8proc_iterate((const utf8proc_uint8_t *)p, -1, &c);
		if (got <= 0 || !is_key_letter(c))
			return false;
		p += got;
		n++;
	}
	return n >= 1 && n <= max && utf8_is_nfc(s, (size_t)(p - s));
}

/* "  007a" -> "7A"; NULL if it cannot be a number of a household. */
static char *make_key(const char *cleaned, int max)
{
	char *upper = utf8_upper(cleaned);
	if (!upper)
		return NULL;
	const char *p = upper;
	while (p[0] == '0' && p[1] != '\0')
		p++;
	char *key = is_key(p, max) ? alloc_copy(p) : NULL;
	free(upper);
	return key;
}

/* --- texts --- */

bool form_personal_number(const char *s)
{
	int digits = 0;
	for (; *s; s++) {
		if (is_digit(*s))
			digits++;
		else if (*s != ' ' && *s != '.' && *s != '-')
			digits = 0;
		if (digits >= PERSONAL_DIGITS)
			return true;
	}
	return false;
}

static enum value_fault text_fault(const struct form_field *field, const char *text)
{
	if (utf8_length(text) > (size_t)field->max)
		return VALUE_TOO_LONG;
	if (field->no_personal_numbers && form_personal_number(text))
		return VALUE_PERSONAL_NUMBER;
	return VALUE_GOOD;
}

/* --- dates --- */

static int32_t date_number(const char *s)
{
	return (int32_t)(atoi(s) * 10000 + atoi(s + 5) * 100 + atoi(s + 8));
}

/* --- typed --- */

static enum value_fault typed_count(const struct form_field *field, const char *s, struct form_value *out)
{
	long long n = 0;
	for (const char *p = s; *p; p++) {
		if (!is_digit(*p))
			return VALUE_NOT_WHOLE;
		if (n <= field->max)
			n = n * 10 + (*p - '0');
	}
	if (n > field->max)
		return VALUE_OVER;
	*out = given((int32_t)n, count_text((int32_t)n));
	return VALUE_GOOD;
}

static enum value_fault typed_option(const struct form *f, int field, const char *s, struct form_value *out)
{
	const struct form_machine *m = f->machine;
	enum value_fault fault = VALUE_NOT_OPTION;
	char *folded = utf8_fold(s);
	for (size_t i = 0; i < m->words; i++) {
		const struct machine_word *w = &m->word[i];
		if (w->field != field || w->option < 0 || strcmp(w->folded, folded) != 0)
			continue;
		const struct form_option *o = &f->field[field].option[w->option];
		*out = given(o->value, alloc_copy(o->id));
		fault = VALUE_GOOD;
		break;
	}
	free(folded);
	return fault;
}

static enum value_fault typed_date(const char *s, struct form_value *out)
{
	char date[CLOCK_DATE];
	if (!clock_read_date(s, date))
		return VALUE_NOT_DATE;
	*out = given(date_number(date), alloc_copy(date));
	return VALUE_GOOD;
}

/* "-1" is no number of a household, though "7-1" may be one. */
static enum value_fault typed_key(const struct form_field *field, const char *s, struct form_value *out)
{
	char *key = strchr("-/.", *s) ? NULL : make_key(s, field->max);
	if (!key)
		return VALUE_NOT_KEY;
	*out = given(0, key);
	return VALUE_GOOD;
}

static enum value_fault typed_text(const struct form_field *field, const char *s, struct form_value *out)
{
	enum value_fault fault = text_fault(field, s);
	if (fault == VALUE_GOOD)
		*out = given(0, alloc_copy(s));
	return fault;
}

/* "?" or "Chưa rõ", in any language, with or without diacritics. */
static bool means_unknown(const char *s)
{
	bool same = strcmp(s, "?") == 0;
	char *folded = utf8_fold(s);
	for (int lang = 0; lang < LANG_COUNT && !same; lang++) {
		char *word = utf8_fold(text_get((enum text_lang)lang, TEXT_FORM_UNKNOWN));
		same = strcmp(word, folded) == 0;
		free(word);
	}
	free(folded);
	return same;
}

static enum value_fault read_clean(const struct form *f, int field, const char *s, struct form_value *out)
{
	const struct form_field *d = &f->field[field];
	if (d->type == FORM_TEXT)
		return typed_text(d, s, out);
	if (d->type == FORM_KEY)
		return typed_key(d, s, out);
	if (means_unknown(s)) {
		out->state = FORM_UNKNOWN;
		return d->may_be_unknown ? VALUE_GOOD : VALUE_NEEDED;
	}
	if (d->type == FORM_COUNT)
		return typed_count(d, s, out);
	return d->type == FORM_CHOICE ? typed_option(f, field, s, out) : typed_date(s, out);
}

/* Digits as wide as a Chinese letter ("１２", EF BC 90 … EF BC 99), which some keyboards give, are digits. */
static void narrow_digits(char *s)
{
	char *out = s;
	while (*s) {
		const unsigned char *u = (const unsigned char *)s;
		bool wide = u[0] == 0xef && u[1] == 0xbc && u[2] >= 0x90 && u[2] <= 0x99;
		*out++ = wide ? (char)('0' + (u[2] - 0x90)) : *s;
		s += wide ? 3 : 1;
	}
	*out = '\0';
}

enum value_fault value_typed(const struct form *f, int field, const char *typed, struct form_value *out)
{
	*out = (struct form_value){0};
	char *cleaned = utf8_clean(typed, strlen(typed));
	if (!cleaned)
		return VALUE_UNREADABLE;
	if (f->field[field].type != FORM_TEXT)
		narrow_digits(cleaned);
	enum value_fault fault = *cleaned ? read_clean(f, field, cleaned, out) : VALUE_GOOD;
	free(cleaned);
	return fault;
}

/* --- stored --- */

static enum value_fault stored_count(const struct form_field *d, const cJSON *item, struct form_value *out)
{
	int64_t n;
	if (!cJSON_IsNumber(item))
		return VALUE_FOREIGN;
	if (!json_is_int(item, 0, JSON_INT_MAX, &n))
		return VALUE_NOT_WHOLE;
	if (n > d->max)
		return VALUE_OVER;
	*out = given((int32_t)n, count_text((int32_t)n));
	return VALUE_GOOD;
}

static enum value_fault stored_option(const struct form_field *d, const char *s, struct form_value *out)
{
	for (size_t i = 0; i < d->options; i++)
		if (strcmp(d->option[i].id, s) == 0) {
			*out = given(d->option[i].value, alloc_copy(s));
			return VALUE_GOOD;
		}
	return VALUE_NOT_OPTION;
}

/* A text is stored as utf8_clean leaves it. */
static enum value_fault stored_text(const struct form_field *d, const char *s, struct form_value *out)
{
	char *cleaned = utf8_clean(s, strlen(s));
	bool same = cleaned && *s && strcmp(cleaned, s) == 0;
	free(cleaned);
	return same ? typed_text(d, s, out) : VALUE_FOREIGN;
}

static enum value_fault read_stored(const struct form *f, int field, const cJSON *item, struct form_value *out)
{
	const struct form_field *d = &f->field[field];
	const char *s = cJSON_GetStringValue(item);
	if (cJSON_IsNull(item))
		return d->may_be_unknown ? VALUE_GOOD : VALUE_NEEDED;
	if (d->type == FORM_COUNT)
		return stored_count(d, item, out);
	if (!s)
		return VALUE_FOREIGN;
	switch (d->type) {
	case FORM_CHOICE:
		return stored_option(d, s, out);
	case FORM_KEY:
		*out = given(0, alloc_copy(s));
		return is_key(s, d->max) ? VALUE_GOOD : VALUE_NOT_KEY;
	case FORM_DATE:
		*out = given(clock_valid_date(s) ? date_number(s) : 0, alloc_copy(s));
		return out->number ? VALUE_GOOD : VALUE_NOT_DATE;
	default:
		return stored_text(d, s, out);
	}
}

enum value_fault value_stored(const struct form *f, int field, const cJSON *item, struct form_value *out)
{
	*out = (struct form_value){.state = FORM_UNKNOWN};
	if (f->field[field].local)
		return VALUE_LOCAL;
	enum value_fault fault = read_stored(f, field, item, out);
	if (fault != VALUE_GOOD) {
		form_value_free(out);
		out->state = FORM_UNKNOWN;
	}
	return fault;
}

/* --- faults --- */

int value_say(struct err *e, text_id text, const char *argument, const char *long_text)
{
	const char *part[ERR_ARGS] = {"", "", ""};
	int bytes[ERR_ARGS] = {0};
	int first = argument ? 1 : 0;
	for (int i = first; i < ERR_ARGS; i++) {
		size_t n = strlen(long_text);
		if (n > ERR_ARG_BYTES - 1) {
			n = ERR_ARG_BYTES - 1;
			while (n > 0 && (long_text[n] & 0xc0) == 0x80)
				n--;
		}
		part[i] = long_text;
		bytes[i] = (int)n;
		long_text += n;
	}
	if (argument) {
		part[0] = argument;
		bytes[0] = ERR_ARG_BYTES;
	}
	return err_set(e, ERR_DATA, text, "%.*s" ERR_AND "%.*s" ERR_AND "%.*s", bytes[0], part[0], bytes[1], part[1],
		bytes[2], part[2]);
}

static int refuse_option(const struct form_field *d, const char *shown, enum text_lang lang, struct err *e)
{
	struct buf all;
	buf_init(&all, ERR_ARG_BYTES);
	for (size_t i = 0; i < d->options; i++)
		buf_print(&all, "%s%s", i ? ", " : "", form_words(&d->option[i].label, lang));
	err_set(e, ERR_DATA, TEXT_FORM_NOT_OPTION, "%s" ERR_AND "%s" ERR_AND "%s", form_words(&d->label, lang), shown,
		all.data);
	buf_free(&all);
	return -1;
}

static int refuse_over(
	const struct form *f, const struct form_field *d, const char *shown, enum text_lang lang, struct err *e)
{
	const char *ask = form_words(&f->ask, lang);
	return err_set(e, ERR_DATA, *ask ? TEXT_FORM_COUNT_OVER : TEXT_FORM_COUNT_NOT_WHOLE,
		*ask ? "%s “%s”" ERR_AND "%d" ERR_AND "%s" : "%s" ERR_AND "%s" ERR_AND "%d",
		form_words(&d->label, lang), shown, d->max, ask);
}

int value_refuse(
	const struct form *f, int field, enum value_fault fault, const char *shown, enum text_lang lang, struct err *e)
{
	static const text_id texts[] = {[VALUE_NOT_DATE] = TEXT_FORM_NOT_DATE,
		[VALUE_TOO_LONG] = TEXT_FORM_TEXT_TOO_LONG,
		[VALUE_UNREADABLE] = TEXT_FORM_TEXT_UNREADABLE,
		[VALUE_PERSONAL_NUMBER] = TEXT_FORM_PERSONAL_NUMBER,
		[VALUE_NOT_KEY] = TEXT_FORM_NOT_KEY,
		[VALUE_NEEDED] = TEXT_FORM_MAY_NOT_BE_UNKNOWN,
		[VALUE_LOCAL] = TEXT_FORM_FIELD_LOCAL,
		[VALUE_FOREIGN] = TEXT_FORM_STORED_WRONG};
	const struct form_field *d = &f->field[field];
	const char *label = form_words(&d->label, lang);
	if (fault == VALUE_NOT_OPTION)
		return refuse_option(d, shown, lang, e);
	if (fault == VALUE_OVER)
		return refuse_over(f, d, shown, lang, e);
	if (fault == VALUE_TOO_LONG)
		return err_set(e, ERR_DATA, TEXT_FORM_TEXT_TOO_LONG, "%s" ERR_AND "%d", label, d->max);
	if (fault == VALUE_NOT_WHOLE)
		return err_set(e, ERR_DATA,
			d->may_be_unknown ? TEXT_FORM_COUNT_NOT_WHOLE_OR_UNKNOWN : TEXT_FORM_COUNT_NOT_WHOLE,
			"%s" ERR_AND "%s" ERR_AND "%d", label, shown, d->max);
	return err_set(e, ERR_DATA, texts[fault], "%s" ERR_AND "%s" ERR_AND "%d", label, shown, d->max);
}

int form_read(
	const struct form *f, int field, const char *typed, enum text_lang lang, struct form_value *out, struct err *e)
{
	enum value_fault fault = value_typed(f, field, typed, out);
	return fault == VALUE_GOOD ? 0 : value_refuse(f, field, fault, typed, lang, e);
}
