/* app_household_find.c - which household a person means: by its number, or by the code of one of its versions where a
 * number is borne by two. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include <tungnha/store_acts.h>

#include "collector.h"

enum { SAME_NUMBER_MAX = 8 };

/* The keys that bear a number, and how many of them are living: these come first. */
struct borne {
	struct id key[SAME_NUMBER_MAX];
	size_t keys, living;
	bool voided; /* one that a void took away; keys without it or a living one: every entry is held */
	struct store_household first, second; /* the living ones, as far as there are any */
};

static void borne_free(struct borne *b)
{
	if (b->living > 0)
		store_household_free(&b->first);
	if (b->living > 1)
		store_household_free(&b->second);
	b->living = 0;
}

static int borne_find(struct store *s, const char *unit, const char *number, struct borne *b, struct err *e)
{
	*b = (struct borne){0};
	int n = store_find_number(s, unit, number, b->key, SAME_NUMBER_MAX, e);
	if (n < 0)
		return -1;
	b->keys = n < SAME_NUMBER_MAX ? (size_t)n : SAME_NUMBER_MAX;
	for (size_t i = 0; i < b->keys && b->living < 2; i++) {
		struct store_household *h = b->living ? &b->second : &b->first;
		struct err gone;
		if (store_household(s, unit, b->key[i], h, &gone) != 0) {
			if (gone.code == ERR_NOT_FOUND)
				continue; /* only entries that do not count */
			*e = gone;
			borne_free(b);
			return -1;
		}
		if (h->voided) {
			store_household_free(h);
			b->voided = true;
		} else {
			b->living++;
		}
	}
	return 0;
}

/* What tells one household from another with the same number: its label, else who wrote it and when. */
static void describe(struct store *s, const struct store_household *h, char *out, size_t out_bytes)
{
	char code[NAME_TEXT], when[24] = "";
	const struct form *f = h->form;
	const struct form_value *label = f->label >= 0 ? &h->record.value[f->label] : NULL;
	bool has = label && label->state == FORM_GIVEN && *label->text;
	int64_t t;
	if (clock_read_stamp(h->at, &t)) /* as every list shows it: 12/11/2025 19:40 */
		snprintf(when, sizeof when, "%.2s/%.2s/%.4s %.5s", h->at + 8, h->at + 5, h->at, h->at + 11);
	char *text = alloc_print("%s (%s%s%s%s%s)", store_entry_text(s, &h->entry, code), has ? label->text : "",
		has ? ", " : "", when, *h->by ? ", " : "", h->by);
	size_t n = strlen(text) < out_bytes ? strlen(text) : out_bytes - 1;
	memcpy(out, text, n);
	while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--; /* cut between letters */
	out[n] = '\0';
	free(text);
}

static text_id none_living(const struct borne *b)
{
	if (b->voided)
		return TEXT_HOUSEHOLD_VOIDED;
	return b->keys ? TEXT_HOUSEHOLD_ALL_HELD : TEXT_HOUSEHOLD_MISSING;
}

int collector_refuse_two(struct store *s, text_id text, const char *number, const struct store_household *a,
	const struct store_household *b, struct err *e)
{
	char first[ERR_ARG_BYTES], second[ERR_ARG_BYTES];
	describe(s, a, first, sizeof first);
	describe(s, b, second, sizeof second);
	return err_set(e, ERR_DATA, text, "%s" ERR_AND "%s" ERR_AND "%s", number, first, second);
}

void collector_meant_free(struct collector_meant *m)
{
	if (m->living)
		store_household_free(&m->h);
	m->living = false;
}

static int by_number(struct store *s, const char *unit, const char *typed, enum text_lang lang,
	struct collector_meant *out, struct err *e)
{
	const struct form *f;
	struct borne b;
	if (store_form(s, NULL, &f, e) != 0 || collector_number(f, typed, lang, out->number, e) != 0 ||
		borne_find(s, unit, out->number, &b, e) != 0)
		return -1;
	out->living = b.living == 1;
	out->none = none_living(&b);
	if (out->living)
		out->h = b.first;
	if (b.living < 2)
		return 0;
	collector_refuse_two(s, TEXT_NUMBER_OF_TWO, out->number, &b.first, &b.second, e);
	borne_free(&b);
	return -1;
}

static int by_code(struct store *s, const char *unit, const char *typed, struct collector_meant *out, struct err *e)
{
	struct id key;
	out->coded = true;
	if (store_entry_key(s, unit, &out->code, out->has_hash, &key, e) != 0)
		return -1;
	if (store_household(s, unit, key, &out->h, e) != 0) {
		out->none = TEXT_HOUSEHOLD_ALL_HELD;
		snprintf(out->number, sizeof out->number, "%.*s", (int)sizeof out->number - 1, typed);
		return e->code == ERR_NOT_FOUND ? 0 : -1;
	}
	out->living = !out->h.voided;
	out->none = TEXT_HOUSEHOLD_VOIDED;
	snprintf(out->number, sizeof out->number, "%.*s", (int)sizeof out->number - 1,
		out->living ? collector_number_of(out->h.form, &out->h.record) : typed);
	if (!out->living)
		store_household_free(&out->h);
	return 0;
}

int collector_find(struct store *s, const char *unit, const char *typed, enum text_lang lang,
	struct collector_meant *out, struct err *e)
{
	*out = (struct collector_meant){.living = false};
	return strchr(typed, ':') && name_read(typed, &out->code, &out->has_hash)
		       ? by_code(s, unit, typed, out, e)
		       : by_number(s, unit, typed, lang, out, e);
}

int collector_find_living(struct store *s, const char *unit, const char *typed, enum text_lang lang,
	struct collector_meant *out, struct err *e)
{
	if (collector_find(s, unit, typed, lang, out, e) != 0)
		return -1;
	return out->living ? 0 : collector_none(s, unit, out->none, out->number, e);
}

int collector_none(struct store *s, const char *unit, text_id none, const char *number, struct err *e)
{
	char at[CLOCK_STAMP], day[CLOCK_DATE];
	struct unit u;
	struct err unknown;
	int purged = store_purged(s, unit, at, e);
	if (purged < 0)
		return -1;
	at[CLOCK_DATE - 1] = '\0';
	return purged ? err_set(e, ERR_NOT_FOUND, TEXT_PURGED_UNIT, "%s" ERR_AND "%s",
				store_unit(s, unit, &u, &unknown) == 0 ? u.name : unit, clock_day(at, day))
		      : err_set(e, ERR_NOT_FOUND, none, "%s", number);
}
