/* app_household_list.c - many households, and what became of one. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "collector.h"

/* --- list --- */

struct listing {
	const struct form *form;
	bool by_status;
	int32_t status;
	char *search; /* folded; NULL = all */
	store_each_household each;
	void *context;
};

static bool field_has(const struct store_household *h, int field, const char *search)
{
	if (field < 0 || h->record.value[field].state != FORM_GIVEN)
		return false;
	char *folded = utf8_fold(h->record.value[field].text);
	bool found = strstr(folded, search) != NULL;
	free(folded);
	return found;
}

static int pass_on(void *context, const struct store_household *h, struct err *e)
{
	const struct listing *l = context;
	const struct form *f = h->form;
	const struct form_value *status = &h->record.value[f->status];
	if (h->voided || (l->by_status && (status->state != FORM_GIVEN || status->number != l->status)))
		return 0;
	if (l->search && !field_has(h, f->number, l->search) && !field_has(h, f->label, l->search) &&
		!field_has(h, f->note, l->search))
		return 0;
	return l->each(l->context, h, e);
}

int app_household_list(struct store *s, const char *unit, const struct app_filter *filter, enum text_lang lang,
	store_each_household each, void *context, struct err *e)
{
	struct listing l = {.each = each, .context = context};
	if (store_form(s, NULL, &l.form, e) != 0)
		return -1;
	if (filter->status) {
		struct form_value v = {0};
		if (form_read(l.form, l.form->status, filter->status, lang, &v, e) != 0)
			return -1;
		l.by_status = v.state == FORM_GIVEN;
		l.status = v.number;
		form_value_free(&v);
	}
	l.search = filter->search ? utf8_fold(filter->search) : NULL;
	int rc = store_households(s, unit, pass_on, &l, e);
	free(l.search);
	return rc;
}

/* --- history --- */

/* Revisions already told, so that a later one can be held against its parent. */
struct telling {
	enum text_lang lang;
	app_each_revision each;
	void *context;
	struct store_revision *told;
	size_t count;
};

/* Of several parents the last told: the one that was shown, and that the new version was made from. */
static const struct store_revision *parent_of(const struct telling *t, const struct store_revision *r)
{
	for (size_t i = t->count; i-- > 0;)
		for (size_t p = 0; p < r->parents; p++)
			if (t->told[i].kind == ENTRY_RECORD && name_compare(&t->told[i].entry, &r->parent[p]) == 0)
				return &t->told[i];
	return NULL;
}

/* Versions of a form may order their fields differently: they are matched by id. */
static const struct form_value *value_of(const struct store_revision *r, const char *id)
{
	int i = r && r->form ? form_field_index(r->form, id) : -1;
	return i >= 0 ? &r->record.value[i] : NULL;
}

static bool same_value(const struct form_value *a, const struct form_value *b)
{
	if (!a || a->state == FORM_ABSENT)
		return !b || b->state == FORM_ABSENT;
	if (!b || a->state != b->state)
		return false;
	return a->state != FORM_GIVEN || strcmp(a->text, b->text) == 0;
}

static void tell_changes(const struct telling *t, const struct store_revision *r, struct app_sentences *out)
{
	const struct store_revision *before = parent_of(t, r);
	if (r->kind != ENTRY_RECORD || !r->form)
		return;
	for (size_t i = 0; i < r->form->fields; i++) {
		const struct form_field *field = &r->form->field[i];
		const struct form_value *now = &r->record.value[i], *was = value_of(before, field->id);
		char a[FORM_SENTENCE] = "", b[FORM_SENTENCE];
		if (field->local || same_value(was, now) || (!before && (int)i == r->form->number))
			continue;
		if (was)
			form_show(r->form, (int)i, was, t->lang, a);
		form_show(r->form, (int)i, now, t->lang, b);
		enum text_id how = before ? TEXT_CHANGE_FROM_TO : TEXT_CHANGE_FIRST;
		collector_sentence(out, t->lang, how, form_words(&field->label, t->lang),
			before ? (*a ? a : "–") : (*b ? b : "–"), *b ? b : "–");
	}
}

static void remember(struct telling *t, const struct store_revision *r)
{
	t->told = alloc_grow(t->told, t->count + 1, sizeof *t->told);
	struct store_revision *to = &t->told[t->count++];
	*to = *r;
	to->parent = NULL;
	to->parents = 0;
	form_record_init(&to->record);
	form_record_copy(&r->record, &to->record);
}

static int tell(void *context, const struct store_revision *r, struct err *e)
{
	struct telling *t = context;
	struct app_sentences changes = {0};
	tell_changes(t, r, &changes);
	int rc = t->each(t->context, r, &changes, e);
	app_sentences_free(&changes);
	remember(t, r);
	return rc;
}

static int history_of(struct store *s, const char *unit, struct id key, struct telling *t, struct err *e)
{
	int rc = store_history(s, unit, key, tell, t, e);
	for (size_t i = 0; i < t->count; i++)
		store_revision_free(&t->told[i]);
	free(t->told);
	t->told = NULL;
	t->count = 0;
	return rc;
}

int app_household_history(struct store *s, const char *unit, const char *typed, enum text_lang lang,
	app_each_revision each, void *context, struct err *e)
{
	enum { KEYS_MAX = 16 };
	struct telling t = {.lang = lang, .each = each, .context = context};
	const struct form *f;
	struct id key[KEYS_MAX];
	char number[COLLECTOR_NUMBER];
	if (store_form(s, NULL, &f, e) != 0 || collector_number(f, typed, lang, number, e) != 0)
		return -1;
	int n = store_find_number(s, unit, number, key, KEYS_MAX, e);
	if (n == 0)
		return err_set(e, ERR_NOT_FOUND, TEXT_HOUSEHOLD_MISSING, "%s", number);
	int rc = n < 0 ? -1 : 0;
	for (int i = 0; rc == 0 && i < n && i < KEYS_MAX; i++)
		rc = history_of(s, unit, key[i], &t, e);
	return rc;
}

/* --- devices, by a name a person knows --- */

void app_device_name(struct store *s, const char *unit, struct id author, enum text_lang lang, char out[static 128])
{
	struct store_device *device = NULL;
	struct store_enrolment en;
	struct err e;
	size_t n = 0;
	char shown[ID_SHOWN];
	const char *name = id_shown(author, shown);
	if (id_equal(author, store_id(s)))
		name = text_get(lang, TEXT_THIS_DEVICE);
	else if (store_enrolment(s, unit, &en, &e) == 0 && en.has_hub && id_equal(en.hub, author))
		name = en.hub_name;
	else if (store_devices(s, unit, &device, &n, &e) == 0)
		for (size_t i = 0; i < n; i++)
			if (id_equal(device[i].node, author) && device[i].label[0])
				name = device[i].label;
	size_t bytes = strnlen(name, 127);
	while (bytes > 0 && ((unsigned char)name[bytes] & 0xc0) == 0x80)
		bytes--;
	memcpy(out, name, bytes);
	out[bytes] = '\0';
	free(device);
}
