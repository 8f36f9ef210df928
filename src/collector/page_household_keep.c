/* page_household_keep.c - what the page's script asks while somebody types: keep this, and what is to be said of it. */
#include <stdio.h>
#include <string.h>

#include <tungnha/clock.h>

#include "page_household.h"

/* Beside the number of a household that is known here: where that is. */
static void way_there(const struct sheet *x, cJSON *hint)
{
	char label[128];
	text_fill(x->p->lang, TEXT_DOOR_HH_OPEN_IT, (const char *const[3]){x->typed[x->form->number]}, label,
		sizeof label);
	cJSON_AddStringToObject(hint, "path", x->taken);
	cJSON_AddStringToObject(hint, "label", label);
}

static cJSON *hints_json(const struct sheet *x)
{
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < x->hints.count; i++) {
		const struct app_hint *h = &x->hints.item[i];
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "field", h->field < 0 ? "" : x->form->field[h->field].id);
		cJSON_AddBoolToObject(o, "refuses", h->refuses);
		cJSON_AddStringToObject(o, "sentence", h->sentence);
		if (h->field == x->form->number && *x->taken)
			way_there(x, o);
		cJSON_AddItemToArray(list, o);
	}
	return list;
}

static void say_kept(const struct page *p, cJSON *answer)
{
	char stamp[CLOCK_STAMP], at[9], sentence[256];
	snprintf(at, sizeof at, "%.8s", clock_stamp(p->now, stamp) + strlen("2025-11-12T"));
	text_fill(p->lang, TEXT_DOOR_HH_KEPT, (const char *const[3]){at}, sentence, sizeof sentence);
	cJSON_AddStringToObject(answer, "kept", at);
	cJSON_AddStringToObject(answer, "said", sentence);
}

static void keep(struct sheet *x)
{
	struct form_change change[FORM_FIELDS_MAX + 2];
	struct err e;
	char others[512];
	struct app_form_shown shown = sheet_shown(x);
	const char *number = x->typed[x->form->number];
	size_t n = sheet_changes(x, true, change);
	if (!*x->so && *number)
		change[n++] = (struct form_change){x->form->number, number};
	if (n == 0) /* all is as it stands again */
		(void)app_draft_forget(x->p->store, x->draft, &e);
	if (app_draft_keep(x->p->store, &shown, change, n, &e) != 0) {
		page_fail(x->p, &e);
		return;
	}
	sheet_judge(x, false);
	sheet_say_taken(x);
	sheet_others(x, others, sizeof others);
	cJSON *answer = cJSON_CreateObject();
	say_kept(x->p, answer);
	cJSON_AddItemToObject(answer, "hints", hints_json(x));
	cJSON_AddStringToObject(answer, "rest", x->hints.rest);
	cJSON_AddStringToObject(answer, "others", others);
	page_json(x->p, 200, answer);
}

void page_household_keep(struct page *p)
{
	struct sheet x;
	struct err e;
	if (sheet_elsewhere(p))
		return;
	if (sheet_load(&x, p, page_field(p, "so"), &e) != 0)
		page_fail(p, &e);
	else if (!sheet_posted(&x))
		page_fail(p, (err_set(&e, ERR_DATA, TEXT_DOOR_HH_NO_FORM, ""), &e));
	else
		keep(&x);
	sheet_free(&x);
}

/* A page left open over a new sign-in asks for the token its forms must carry now. Other sites cannot ask: a fetch with
 * a header of its own needs a permission this server never gives. */
void page_session(struct page *p)
{
	struct err e;
	if (!p->fetched) {
		page_fail(p, (err_set(&e, ERR_NOT_FOUND, TEXT_DOOR_HH_NO_FORM, ""), &e));
		return;
	}
	cJSON *answer = cJSON_CreateObject();
	cJSON_AddStringToObject(answer, "token", page_token_text(p));
	page_json(p, 200, answer);
}
