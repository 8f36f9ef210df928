/* app_decide.c - what the decisions of a commune share: finding what is meant, closed figures, free numbers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>

#include <tungnha/app_units.h>

#include "decide.h"

int decide_run(struct store *s, decide_work work, void *context, struct err *e)
{
	if (store_begin(s, e) != 0)
		return -1;
	int rc = work(s, context, e);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	return rc;
}

int decide_alone(struct store *s, const struct decide_other *o, struct err *e)
{
	char when[24];
	struct unit own;
	if (!o->saw || !o->stands || strcmp(o->saw, o->stands) == 0)
		return 0;
	if (store_own_unit(s, &own, e) != 0)
		return -1;
	snprintf(when, sizeof when, "%.2s/%.2s/%.4s %.5s", o->at + 8, o->at + 5, o->at, o->at + 11);
	return err_set(
		e, ERR_BUSY, o->what, "%s" ERR_AND "%s" ERR_AND "%s", *o->by ? o->by : own.name, when, o->reason);
}

int decide_unreviewed(struct store *s, const char *unit, struct id key, const char *saw, struct err *e)
{
	struct store_review now = {.returned = false};
	char text[NAME_TEXT];
	int row = store_review(s, unit, key, &now, e);
	const struct decide_other o = {saw, row > 0 ? name_text(&now.act, text) : NULL,
		now.returned ? TEXT_DECIDE_MEANWHILE_RETURNED : TEXT_DECIDE_MEANWHILE_APPROVED, now.by, now.at,
		now.reason};
	return row < 0 ? -1 : decide_alone(s, &o, e);
}

int app_decide_undecided(struct store *s, const char *unit, struct id key, const char *decided, struct err *e)
{
	return decide_unreviewed(s, unit, key, decided, e);
}

int decide_open(struct store *s, const struct unit *u, struct err *e)
{
	bool locked;
	if (store_locked(s, u->code, &locked, e) != 0)
		return -1;
	if (locked && app_hub_not_purged(s, u, e) != 0)
		return -1;
	return locked ? err_set(e, ERR_DENIED, TEXT_DECIDE_LOCKED, "%s" ERR_AND "%s", u->name, u->code) : 0;
}

/* --- entries by name --- */

int decide_name(const char *typed, struct name *out, bool *has_hash, struct err *e)
{
	return name_read(typed, out, has_hash) ? 0 : err_set(e, ERR_DATA, TEXT_DECIDE_NOT_AN_ENTRY, "%s", typed);
}

bool decide_names(const struct name *asked, bool has_hash, const struct name *entry)
{
	return id_equal(asked->journal, entry->journal) && asked->seq == entry->seq &&
	       (!has_hash || id_equal(asked->hash, entry->hash));
}

void decide_describe(
	struct store *s, const struct name *entry, const char *at, const char *by, char out[static ERR_ARG_BYTES])
{
	char code[NAME_TEXT], when[24] = "";
	int64_t t;
	if (clock_read_stamp(at, &t))
		snprintf(when, sizeof when, "%.2s/%.2s/%.4s %.5s", at + 8, at + 5, at, at + 11);
	char *text = alloc_print("%s (%s%s%s)", store_entry_text(s, entry, code), when, *by ? ", " : "", by);
	size_t n = strlen(text) < ERR_ARG_BYTES ? strlen(text) : ERR_ARG_BYTES - 1;
	while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	memcpy(out, text, n);
	out[n] = '\0';
	free(text);
}

/* --- households by number --- */

static int look(struct store *s, struct id key, struct decide_found *f, struct err *e)
{
	struct store_household h;
	if (store_household_alone(s, f->unit.code, key, &h, e) != 0) {
		f->held += e->code == ERR_NOT_FOUND;
		return e->code == ERR_NOT_FOUND ? 0 : -1;
	}
	if (h.voided)
		f->voided[f->voideds++] = h;
	else
		f->living[f->livings++] = h;
	return 0;
}

int decide_find(struct store *s, const char *unit, const char *number, struct decide_found *out, struct err *e)
{
	struct id key[DECIDE_SAME_MAX];
	memset(out, 0, sizeof *out);
	if (app_hub_child(s, unit, &out->unit, e) != 0 || store_form(s, NULL, &out->form, e) != 0 ||
		collector_number(out->form, number, LANG_VI, out->number, e) != 0)
		return -1;
	struct unit asked = out->unit; /* which may have been made of others: the number says of which */
	if (app_units_of_number(s, &asked, out->number, &out->unit, e) != 0)
		return -1;
	if (app_hub_not_purged(s, &out->unit, e) != 0)
		return -1;
	int n = store_find_number(s, out->unit.code, out->number, key, DECIDE_SAME_MAX, e);
	if (n < 0)
		return -1;
	int rc = 0;
	for (int i = 0; rc == 0 && i < n && i < DECIDE_SAME_MAX; i++)
		rc = look(s, key[i], out, e);
	return rc;
}

void decide_found_free(struct decide_found *f)
{
	for (size_t i = 0; i < f->livings; i++)
		store_household_free(&f->living[i]);
	for (size_t i = 0; i < f->voideds; i++)
		store_household_free(&f->voided[i]);
	f->livings = f->voideds = 0;
}

int decide_none(const struct decide_found *f, struct err *e)
{
	text_id why = f->voideds ? TEXT_DECIDE_VOIDED : f->held ? TEXT_DECIDE_ALL_HELD : TEXT_HUB_NO_HOUSEHOLD;
	return err_set(e, ERR_NOT_FOUND, why, "%s" ERR_AND "%s" ERR_AND "%s", f->number, f->unit.name, f->unit.code);
}

int decide_living(struct store *s, const struct decide_found *f, const struct store_household **out, struct err *e)
{
	char first[ERR_ARG_BYTES], second[ERR_ARG_BYTES];
	if (f->livings == 0)
		return decide_none(f, e);
	*out = &f->living[0];
	if (f->livings == 1)
		return 0;
	decide_describe(s, &f->living[0].entry, f->living[0].at, f->living[0].by, first);
	decide_describe(s, &f->living[1].entry, f->living[1].at, f->living[1].by, second);
	return err_set(
		e, ERR_DATA, TEXT_DECIDE_NUMBER_OF_TWO, "%s" ERR_AND "%s" ERR_AND "%s", f->number, first, second);
}

static const struct store_household *shows(
	const struct store_household *h, size_t n, const struct name *asked, bool has_hash)
{
	for (size_t i = 0; i < n; i++) {
		if (decide_names(asked, has_hash, &h[i].entry))
			return &h[i];
	}
	return NULL;
}

/* Two households written by copies of one machine may show entries of one number: then the whole code is needed. */
static int not_two(struct store *s, const struct decide_found *f, const struct name *asked, bool has_hash,
	const struct store_household *first, struct err *e)
{
	char a[NAME_TEXT], b[NAME_TEXT], typed[NAME_TEXT];
	for (size_t i = 0; !has_hash && i < f->livings + f->voideds; i++) {
		const struct store_household *h = i < f->livings ? &f->living[i] : &f->voided[i - f->livings];
		if (h == first || !decide_names(asked, false, &h->entry))
			continue;
		name_text(asked, typed);
		*strrchr(typed, ':') = '\0';
		return err_set(e, ERR_DATA, TEXT_DECIDE_AMBIGUOUS, "%s" ERR_AND "%s, %s", typed,
			store_entry_text(s, &first->entry, a), store_entry_text(s, &h->entry, b));
	}
	return 0;
}

int decide_shown(struct store *s, const struct decide_found *f, const char *saw, const struct store_household **out,
	struct err *e)
{
	struct name asked;
	bool has_hash;
	if (!saw && f->livings == 0 && f->voideds == 1) {
		*out = &f->voided[0];
		return 0;
	}
	if (!saw)
		return decide_living(s, f, out, e);
	if (decide_name(saw, &asked, &has_hash, e) != 0)
		return -1;
	if (f->livings + f->voideds == 0)
		return decide_none(f, e);
	*out = shows(f->living, f->livings, &asked, has_hash);
	if (!*out)
		*out = shows(f->voided, f->voideds, &asked, has_hash);
	return *out ? not_two(s, f, &asked, has_hash, *out, e)
		    : err_set(e, ERR_DATA, TEXT_DECIDE_NOT_SHOWN, "%s" ERR_AND "%s" ERR_AND "%s", f->number,
			      f->unit.code, saw);
}

static int refuse_taken(
	struct store *s, const char *number, const struct name *who, const struct store_household *other, struct err *e)
{
	char code[NAME_TEXT], taken[ERR_ARG_BYTES];
	decide_describe(s, &other->entry, other->at, other->by, taken);
	return err_set(e, ERR_DATA, TEXT_DECIDE_NUMBER_TAKEN, "%s" ERR_AND "%s" ERR_AND "%s", number,
		store_entry_text(s, who, code), taken);
}

int decide_free_number(struct store *s, const struct decide_found *f, const char *typed, const struct name *who,
	char out[static APP_HUB_NUMBER], struct id *key, struct err *e)
{
	struct decide_found there;
	bool known;
	int rc = decide_find(s, f->unit.code, typed, &there, e);
	if (rc == 0 && strcmp(there.number, f->number) == 0)
		rc = err_set(e, ERR_DATA, TEXT_DECIDE_SAME_NUMBER, "%s", there.number);
	else if (rc == 0 && there.livings > 0)
		rc = refuse_taken(s, there.number, who, &there.living[0], e);
	else if (rc == 0 && there.held > 0 && there.voideds == 0)
		rc = err_set(e, ERR_DATA, TEXT_DECIDE_NUMBER_HELD, "%s", there.number);
	if (rc == 0 && key)
		rc = store_key_for_number(s, f->unit.code, there.number, key, &known, e);
	memcpy(out, there.number, APP_HUB_NUMBER);
	decide_found_free(&there);
	return rc;
}

/* --- versions --- */

int decide_heads(struct store *s, const struct decide_found *f, struct decide_versions *out, struct err *e)
{
	*out = (struct decide_versions){0};
	for (size_t i = 0; i < f->livings; i++) {
		struct app_hub_revisions r = {0};
		if (store_heads(s, f->unit.code, f->living[i].key, app_hub_revisions_add, &r, e) != 0) {
			app_hub_revisions_free(&r);
			return -1;
		}
		out->version = alloc_grow(out->version, out->count + r.count + 1, sizeof *out->version);
		for (size_t k = 0; k < r.count; k++)
			out->version[out->count++] = (struct decide_version){
				.key = f->living[i].key, .revision = r.revision[k], .conflict = f->living[i].conflict};
		free(r.revision);
	}
	return 0;
}

void decide_versions_free(struct decide_versions *v)
{
	for (size_t i = 0; i < v->count; i++)
		store_revision_free(&v->version[i].revision);
	free(v->version);
	*v = (struct decide_versions){0};
}

static void set_number(const struct form *f, const char *number, struct form_record *r)
{
	struct form_value *v = &r->value[f->number];
	free(v->text);
	*v = (struct form_value){.state = FORM_GIVEN, .text = alloc_copy(number)};
}

static bool keeps_rules(const struct form *f, const struct form_record *r)
{
	struct form_record read;
	struct err why;
	char *text = form_record_json(f, r);
	cJSON *fields = json_parse(text, strlen(text), ENTRY_DEPTH_MAX);
	form_record_init(&read);
	bool keeps = form_check(f, fields, LANG_VI, &read, &why) == 0;
	form_record_free(&read);
	cJSON_Delete(fields);
	free(text);
	return keeps;
}

static int accept_own(
	struct store *s, const char *unit, const struct name *entry, const struct store_author *a, struct err *e)
{
	char text[NAME_TEXT];
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "entry", name_text(entry, text));
	return store_write_act(s, unit, ENTRY_ACCEPT, NULL, fields, a, NULL, e);
}

int decide_write(struct store *s, const char *unit, struct id key, const struct store_revision *version,
	const char *number, const struct store_author *a, struct name *written, struct err *e)
{
	struct form_record r;
	if (version->kind == ENTRY_VOID)
		return store_write_void(s, unit, key, a, written, e);
	form_record_init(&r);
	form_record_copy(&version->record, &r);
	if (number)
		set_number(version->form, number, &r);
	int rc = store_write_record(s, unit, key, version->form, &r, a, written, e);
	if (rc == 0 && !keeps_rules(version->form, &r))
		rc = accept_own(s, unit, written, a, e);
	form_record_free(&r);
	return rc;
}
