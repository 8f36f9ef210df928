/* app_draft.c - a household while it is being typed: kept as typed, never judged; found again by its name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/utf8.h>

#include "collector.h"
#include "draft.h"

enum { TYPED_DEPTH = 2 };

/* --- as JSON --- */

cJSON *draft_typed(const struct form *f, const struct form_change *change, size_t n)
{
	cJSON *typed = cJSON_CreateObject();
	for (size_t i = 0; i < n; i++) {
		const char *id = f->field[change[i].field].id;
		cJSON_DeleteItemFromObjectCaseSensitive(typed, id); /* named twice: the later one holds */
		cJSON_AddItemToObject(
			typed, id, change[i].value ? cJSON_CreateString(change[i].value) : cJSON_CreateNull());
	}
	return typed;
}

void draft_read(const struct form *f, const cJSON *typed, struct form_change **change, char ***text, size_t *n)
{
	const cJSON *item;
	*n = 0;
	*change = alloc_zero(FORM_FIELDS_MAX, sizeof **change);
	*text = alloc_zero(FORM_FIELDS_MAX, sizeof **text);
	cJSON_ArrayForEach(item, typed)
	{
		int field = item->string ? form_field_index(f, item->string) : -1;
		if (field < 0 || *n == FORM_FIELDS_MAX)
			continue;
		(*text)[*n] = cJSON_IsString(item) ? alloc_copy(item->valuestring) : NULL;
		(*change)[*n] = (struct form_change){field, (*text)[*n]};
		++*n;
	}
}

void draft_read_free(struct form_change *change, char **text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(text[i]);
	free(text);
	free(change);
}

/* --- keeping --- */

/* Of a household that is known, its key; whatever is in the way of finding it must not be in the way of keeping. */
static int begin_row(struct store *s, const struct app_form_shown *f, struct store_draft *d, struct err *e)
{
	struct collector_meant m;
	struct err none;
	*d = (struct store_draft){.id = *f->draft, .holder = *f->holder, .at = f->now};
	if (strlen(f->unit) >= sizeof d->unit)
		return err_set(e, ERR_NOT_FOUND, TEXT_UNIT_UNKNOWN, "%s", f->unit);
	memcpy(d->unit, f->unit, strlen(f->unit) + 1);
	if (!f->number || !*f->number)
		return 0;
	if (collector_find(s, f->unit, f->number, LANG_VI, &m, &none) != 0)
		return none.code == ERR_DATA || none.code == ERR_NOT_FOUND ? 0 : (*e = none, -1);
	d->has_key = m.living;
	if (m.living)
		d->key = m.h.key;
	collector_meant_free(&m);
	return 0;
}

int app_draft_open(struct store *s, const struct app_form_shown *f, struct err *e)
{
	struct store_draft d;
	return begin_row(s, f, &d, e) == 0 ? store_draft_opened(s, &d, APP_OPEN_S, e) : -1;
}

static int refuse_long(const struct form_change *change, size_t n, struct err *e)
{
	size_t bytes = 0;
	for (size_t i = 0; i < n; i++)
		bytes += change[i].value ? strnlen(change[i].value, STORE_DRAFT_BYTES + 1) : 0;
	return n > FORM_FIELDS_MAX || bytes > STORE_DRAFT_BYTES ? err_set(e, ERR_DATA, TEXT_DRAFT_LONG, "") : 0;
}

/* The fields of a form as they are kept; of one shown for a number nobody bears, that number too. */
static char *fields_of(const struct form *f, const struct app_form_shown *shown, bool known,
	const struct form_change *change, size_t n)
{
	cJSON *typed = draft_typed(f, change, n);
	const char *id = f->field[f->number].id;
	if (!known && shown->number && *shown->number && !json_string(typed, id)) {
		cJSON_DeleteItemFromObjectCaseSensitive(typed, id);
		cJSON_AddStringToObject(typed, id, shown->number);
	}
	char *text = cJSON_PrintUnformatted(typed);
	cJSON_Delete(typed);
	return text;
}

/* In a transaction: a save that came first is not undone by what was kept before it and arrives after it. */
static int keep(struct store *s, struct store_draft *d, struct err *e)
{
	struct store_draft there;
	struct err none;
	bool saved = false;
	if (store_draft(s, d->id, &there, &none) == 0) {
		saved = there.saved;
		store_draft_free(&there);
	} else if (none.code != ERR_NOT_FOUND) {
		*e = none;
		return -1;
	}
	return saved ? 0 : store_draft_put(s, d, e);
}

int app_draft_keep(
	struct store *s, const struct app_form_shown *f, const struct form_change *change, size_t n, struct err *e)
{
	const struct form *form;
	struct store_draft d;
	if (refuse_long(change, n, e) != 0 || store_form(s, NULL, &form, e) != 0 || store_begin(s, e) != 0)
		return -1;
	int rc = begin_row(s, f, &d, e);
	if (rc == 0) {
		d.fields = fields_of(form, f, d.has_key, change, n);
		rc = keep(s, &d, e);
		store_draft_free(&d);
	}
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	return rc;
}

int app_draft_forget(struct store *s, struct id draft, struct err *e)
{
	struct store_draft d;
	int rc = store_begin(s, e);
	if (rc == 0)
		rc = store_draft(s, draft, &d, e);
	if (rc == 0) {
		if (!d.saved) /* of one that was saved it is still to be known that it was */
			rc = store_draft_drop(s, draft, e);
		store_draft_free(&d);
	} else if (e->code == ERR_NOT_FOUND) {
		rc = 0;
	}
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	return rc;
}

/* --- reading --- */

static void number_of_key(struct store *s, const struct store_draft *d, char out[static 40])
{
	struct store_household h;
	struct err none;
	if (!d->has_key || store_household_alone(s, d->unit, d->key, &h, &none) != 0)
		return;
	snprintf(out, 40, "%s", collector_number_of(h.form, &h.record));
	store_household_free(&h);
}

/* At most so many bytes, cut between letters. */
static void copy_cut(char *out, size_t out_bytes, const char *text)
{
	size_t n = strlen(text) < out_bytes ? strlen(text) : out_bytes - 1;
	while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	memcpy(out, text, n);
	out[n] = '\0';
}

/* What a draft holds, for a person; false: nothing was typed in it. */
static bool show(struct store *s, const struct form *f, const struct store_draft *d, struct app_draft *out)
{
	cJSON *typed = json_parse(d->fields, strlen(d->fields), TYPED_DEPTH);
	*out = (struct app_draft){.id = d->id, .holder = d->holder, .known = d->has_key, .at = d->at};
	if (!cJSON_IsObject(typed) || !typed->child) {
		cJSON_Delete(typed);
		return false;
	}
	draft_read(f, typed, &out->change, &out->text, &out->changes);
	const char *number = json_string(typed, f->field[f->number].id);
	copy_cut(out->number, sizeof out->number, number ? number : "");
	if (!out->number[0])
		number_of_key(s, d, out->number);
	cJSON_Delete(typed);
	return true;
}

void app_draft_free(struct app_draft *d)
{
	draft_read_free(d->change, d->text, d->changes);
	*d = (struct app_draft){.changes = 0};
}

void app_drafts_free(struct app_draft *d, size_t n)
{
	for (size_t i = 0; i < n; i++)
		app_draft_free(&d[i]);
	free(d);
}

static bool is_undone(const struct store_draft *d)
{
	return strstr(d->fields, "\"" DRAFT_UNDONE "\":true") != NULL; /* within a text a quote has a backslash */
}

struct drafts {
	struct store *s;
	const struct form *form;
	struct app_draft *item;
	size_t count;
};

static int add(void *context, const struct store_draft *d, struct err *e)
{
	struct drafts *x = context;
	struct app_draft one;
	(void)e;
	if (is_undone(d) || !show(x->s, x->form, d, &one))
		return 0;
	x->item = alloc_grow(x->item, x->count + 1, sizeof *x->item);
	x->item[x->count++] = one;
	return 0;
}

int app_drafts(struct store *s, const char *unit, struct app_draft **out, size_t *n, struct err *e)
{
	struct drafts x = {.s = s};
	if (store_form(s, NULL, &x.form, e) != 0 || store_drafts(s, unit, add, &x, e) != 0) {
		app_drafts_free(x.item, x.count);
		return -1;
	}
	for (size_t i = 0; i < x.count; i++)
		draft_of_session(s, x.item[i].holder, x.item[i].by);
	*out = x.item;
	*n = x.count;
	return 0;
}

int app_draft(struct store *s, struct id draft, struct app_draft *out, struct err *e)
{
	const struct form *form;
	struct store_draft d;
	if (store_form(s, NULL, &form, e) != 0 || store_draft(s, draft, &d, e) != 0)
		return -1;
	bool there = !d.saved && show(s, form, &d, out);
	store_draft_free(&d);
	if (there)
		draft_of_session(s, out->holder, out->by);
	return there ? 0 : err_set(e, ERR_NOT_FOUND, TEXT_DRAFT_NONE, "");
}

/* --- named, but not by its id --- */

const char *app_draft_link(struct id draft, char out[static APP_DRAFT_LINK])
{
	static const unsigned char domain[] = "tungnha.draft.link.1";
	unsigned char hash[crypto_generichash_BYTES_MIN];
	crypto_generichash(hash, sizeof hash, draft.b, ID_BYTES, domain, sizeof domain);
	return sodium_bin2hex(out, APP_DRAFT_LINK, hash, (APP_DRAFT_LINK - 1) / 2);
}

struct following {
	const char *link;
	struct id found;
	bool there;
};

static int follow(void *context, const struct store_draft *d, struct err *e)
{
	struct following *x = context;
	char own[APP_DRAFT_LINK];
	(void)e;
	if (!x->there && strcmp(app_draft_link(d->id, own), x->link) == 0) {
		x->found = d->id;
		x->there = true;
	}
	return 0;
}

int app_draft_linked(struct store *s, const char *unit, const char *link, struct app_draft *out, struct err *e)
{
	struct following x = {.link = link};
	if (store_drafts(s, unit, follow, &x, e) != 0)
		return -1;
	return x.there ? app_draft(s, x.found, out, e) : err_set(e, ERR_NOT_FOUND, TEXT_DRAFT_NONE, "");
}

/* --- whose --- */

/* Looks through what is not saved of one household, or of new ones. */
struct looking {
	struct store *s;
	const struct form *form;
	bool has_key;
	struct id key, holder;
	int64_t from, to;
	struct app_draft *mine; /* found: the newest of the holder */
	struct app_open *other; /* found: the newest of anybody else */
	bool found;
};

static int look(void *context, const struct store_draft *d, struct err *e)
{
	struct looking *x = context;
	bool same = x->has_key == d->has_key && (!x->has_key || id_equal(x->key, d->key));
	(void)e;
	if (x->found || !same || id_equal(d->holder, x->holder) != (x->mine != NULL))
		return 0;
	if (x->mine) {
		x->found = !is_undone(d) && show(x->s, x->form, d, x->mine);
	} else if (d->at >= x->from && d->at <= x->to) {
		*x->other = (struct app_open){
			.draft = d->id, .holder = d->holder, .at = d->at, .typed = strcmp(d->fields, "{}") != 0};
		x->found = true;
	}
	return 0;
}

static int find(struct looking *x, const char *unit, const char *number, struct err *e)
{
	struct collector_meant m;
	if (store_form(x->s, NULL, &x->form, e) != 0)
		return -1;
	if (number && *number) {
		if (collector_find_living(x->s, unit, number, LANG_VI, &m, e) != 0)
			return -1;
		x->has_key = true;
		x->key = m.h.key;
		collector_meant_free(&m);
	}
	if (store_drafts(x->s, unit, look, x, e) != 0)
		return -1;
	if (x->found && x->mine)
		draft_of_session(x->s, x->holder, x->mine->by);
	else if (x->found)
		draft_of_session(x->s, x->other->holder, x->other->by);
	return x->found ? 0 : err_set(e, ERR_NOT_FOUND, TEXT_DRAFT_NONE, "");
}

int app_draft_of(
	struct store *s, const char *unit, struct id holder, const char *number, struct app_draft *out, struct err *e)
{
	struct looking x = {.s = s, .holder = holder, .mine = out};
	return find(&x, unit, number, e);
}

int app_open_elsewhere(struct store *s, const char *unit, const char *number, struct id holder, int64_t now,
	struct app_open *out, struct err *e)
{
	struct looking x = {.s = s, .holder = holder, .other = out, .from = now - APP_OPEN_S, .to = now + APP_OPEN_S};
	return find(&x, unit, number, e);
}
