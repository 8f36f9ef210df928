/* app_household_list.c - many households; who wrote them. */
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
	bool again;
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
	if (l->again && !(h->marks & STORE_AGAIN))
		return 0;
	if (l->search && !field_has(h, f->number, l->search) && !field_has(h, f->label, l->search) &&
		!field_has(h, f->note, l->search))
		return 0;
	return l->each(l->context, h, e);
}

int app_household_list(struct store *s, const char *unit, const struct app_filter *filter, enum text_lang lang,
	store_each_household each, void *context, struct err *e)
{
	struct listing l = {.each = each, .context = context, .again = filter->again};
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
	int rc = store_households_at(s, unit, pass_on, &l, e);
	free(l.search);
	return rc;
}

/* --- devices, by a name a person knows --- */

void app_device_name(struct store *s, const char *unit, struct id author, enum text_lang lang, char out[static 128])
{
	struct store_device *device = NULL;
	struct store_enrolment en;
	struct unit own;
	struct err e;
	size_t n = 0;
	char shown[ID_SHOWN];
	const char *name = id_shown(author, shown);
	if (id_equal(author, store_id(s)) && store_role(s) == STORE_AGGREGATOR && store_own_unit(s, &own, &e) == 0)
		name = own.name;
	else if (id_equal(author, store_id(s)))
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
