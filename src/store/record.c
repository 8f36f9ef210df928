/* Records as they are shown and counted: one row for each household, made of the version that is shown. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>

#include "memory.h"
#include "store_private.h"

struct place record_place(const char *unit, const struct id *key)
{
	return place_of("record", unit, strlen(unit), key->b, ID_BYTES);
}

/* What a list of warnings or of second visits needs to know before it looks at a household. */
static unsigned marks_of(struct store *s, const struct form *form, const struct form_record *r, uint64_t warned,
	const struct form_counts *counts)
{
	const struct form_checks *date = form_check_of(form, FORM_CHECK_DATE_OUTSIDE);
	const struct campaign *campaign;
	unsigned marks = warned ? STORE_WARNED : 0;

	for (size_t i = 0; i < form->rules; i++) {
		if (warned >> i & 1 && !form->rule[i].reviewers_only)
			marks |= STORE_WARNED_AT_DOOR;
	}
	if (date && store_campaign(s, &campaign) == 0 && campaign_outside(campaign, form, r))
		marks |= STORE_WARNED | (date->reviewers_only ? 0 : STORE_WARNED_AT_DOOR);
	return marks | (form_again(form, r, counts) ? STORE_AGAIN : 0);
}

/* 0 where nothing was said, or nothing a campaign could be about. */
static unsigned day_of(const struct form *form, const struct form_record *record)
{
	const struct form_value *v = form->visit >= 0 ? &record->value[form->visit] : NULL;

	return v && v->state == FORM_GIVEN && v->text ? tally_day(v->text) : 0;
}

static void put_counts(
	struct store *s, struct buf *out, const struct form *form, const struct form_record *record, uint64_t warned)
{
	unsigned char packed[CONTENT_HEAD + FORM_COLUMNS_MAX * COLUMN_BYTES], *at = packed;
	struct form_counts counts;
	unsigned day = day_of(form, record);

	form_count(form, record, &counts);
	*at++ = (unsigned char)form->columns;
	*at++ = (unsigned char)marks_of(s, form, record, warned, &counts);
	*at++ = (unsigned char)day;
	*at++ = (unsigned char)(day >> 8);
	for (size_t i = 0; i < form->columns; i++) {
		uint32_t v = (uint32_t)counts.value[i];

		for (int byte = 0; byte < 4; byte++)
			*at++ = (unsigned char)(v >> (8 * byte));
		*at++ = counts.unknown[i];
	}
	buf_add(out, packed, (size_t)(at - packed));
}

void record_number_mark(struct store *s, const char *unit, const char *number, unsigned char out[static NUMBER_MARK])
{
	crypto_generichash_state h;

	crypto_generichash_init(&h, s->data_key, KEY_BYTES, NUMBER_MARK);
	crypto_generichash_update(&h, (const unsigned char *)unit, strlen(unit) + 1);
	crypto_generichash_update(&h, (const unsigned char *)number, strlen(number));
	crypto_generichash_final(&h, out, NUMBER_MARK);
}

/* The number a record bears; of a voided one that of its newest entry that gave it any. NULL: none. Borrowed from r. */
static const char *number_of(
	struct store *s, struct revision *r, size_t n, const struct verdict *v, const struct form *form)
{
	const char *number = NULL;
	struct entry *en;
	struct err none;

	for (size_t i = v->voided ? n : (size_t)v->shown + 1; form && !number && i-- > 0;) {
		if (r[i].kind == ENTRY_RECORD && !r[i].malformed && revision_entry(s, &r[i], &en, &none) == 0)
			number = json_string(en->fields, form->field[form->number].id);
		if (!v->voided)
			break;
	}
	return number;
}

static void read_counts(struct store *s, struct buf *out, const struct form *form, const cJSON *fields)
{
	struct form_record record;
	int rule[FORM_RULES_MAX];
	uint64_t warned = 0;
	size_t n;

	form_record_init(&record);
	form_record_read(form, fields, &record);
	n = form_warnings(form, &record, rule);
	for (size_t i = 0; i < n; i++)
		warned |= UINT64_C(1) << rule[i];
	put_counts(s, out, form, &record, warned);
	form_record_free(&record);
}

/* The content of record.sealed. */
static int put_content(struct store *s, struct revision *shown, const struct form *form, struct buf *out, struct err *e)
{
	struct entry *en;

	if (revision_entry(s, shown, &en, e))
		return -1;
	if (form && shown->record &&
		shown->form == form) { /* it keeps the strict rules: read leniently it is the same */
		put_counts(s, out, form, shown->record, shown->warned);
	} else if (form) {
		read_counts(s, out, form, en->fields);
	} else {
		buf_add(out, "\0\0\0", CONTENT_HEAD);
	}
	if (shown->fields)
		buf_add(out, shown->fields, shown->fields_bytes);
	else
		json_canonical(en->fields, out);
	return 0;
}

int record_put(struct store *s, const char *unit, struct revision *r, size_t n, const struct verdict *v, struct err *e)
{
	struct revision *shown = &r[v->shown];
	struct place p = record_place(unit, &shown->key);
	unsigned char mark[NUMBER_MARK], *sealed;
	struct counted *counted = counted_of(s, unit);
	const struct form *form = NULL;
	const char *number;
	struct buf plain;
	struct err none;
	int rc;

	store_form(s, NULL, &form, &none);
	buf_init(&plain, 2 * ENTRY_OWN_BYTES_MAX);
	if (v->voided)
		buf_add(&plain, "\0\0\0", CONTENT_HEAD);
	rc = v->voided ? 0 : put_content(s, shown, form, &plain, e);
	if (rc == 0)
		plain.data[CONTENT_MARKS] = (char)((unsigned char)plain.data[CONTENT_MARKS] | v->review);
	number = number_of(s, r, n, v, form);
	if (number)
		record_number_mark(s, unit, number, mark);
	sealed = alloc_bytes(plain.len + SEAL_MORE);
	seal_put(s->data_key, &p, plain.data, plain.len, sealed);
	if (rc == 0)
		rc = sql_run(s, e, SQL_RECORD_PUT, "tdiiiibb", unit, &shown->key, shown->branch,
			(int64_t)shown->name.seq, (int64_t)v->voided, (int64_t)v->conflict, sealed,
			plain.len + SEAL_MORE, mark, number ? sizeof mark : (size_t)0);
	if (rc == 0 && counted)
		counted_put(s, counted,
			&(struct counted_record){.key = shown->key,
				.voided = v->voided,
				.conflict = v->conflict,
				.plain = (const unsigned char *)plain.data,
				.bytes = plain.len});
	free(sealed);
	buf_free(&plain);
	return rc;
}

int record_drop(struct store *s, const char *unit, const struct id *key, struct err *e)
{
	struct counted *counted = counted_of(s, unit);

	if (counted)
		counted_drop(s, counted, key);
	return sql_run(s, e, SQL_RECORD_DROP, "td", unit, key);
}

const char *record_fields(const char *plain, size_t n)
{
	size_t columns = n ? (unsigned char)plain[0] : 0;

	return n > CONTENT_HEAD + columns * COLUMN_BYTES ? plain + CONTENT_HEAD + columns * COLUMN_BYTES : "";
}

unsigned record_marks(const char *plain, size_t n)
{
	return n < CONTENT_HEAD ? 0 : (unsigned char)plain[CONTENT_MARKS];
}
