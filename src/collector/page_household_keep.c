/* page_household_keep.c - what the page's script asks while somebody types: keep this, and what is to be said of it. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "page_household.h"

static cJSON *hints_json(const struct sheet *x)
{
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < x->hints.count; i++) {
		const struct app_hint *h = &x->hints.item[i];
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "field", h->field < 0 ? "" : x->form->field[h->field].id);
		cJSON_AddBoolToObject(o, "refuses", h->refuses);
		cJSON_AddStringToObject(o, "sentence", h->sentence);
		cJSON_AddItemToArray(list, o);
	}
	return list;
}

/* The number typed into a new form is a household's that is known here: it is named, and where it is. */
static void number_known(struct sheet *x, cJSON *answer)
{
	char said[FORM_SENTENCE], path[SHEET_PATH], sentence[2 * FORM_SENTENCE];
	const char *number = x->typed[x->form->number];
	int taken = sheet_number_taken(x, said, path);
	if (!taken)
		return;
	text_fill(
		x->p->lang, TEXT_DOOR_HH_NUMBER_HERE, (const char *const[3]){number, said}, sentence, sizeof sentence);
	sheet_say(x, x->form->number, taken == 1, sentence);
	text_fill(x->p->lang, TEXT_DOOR_HH_OPEN_IT, (const char *const[3]){number}, sentence, sizeof sentence);
	cJSON *open = cJSON_AddObjectToObject(answer, "open");
	cJSON_AddStringToObject(open, "path", path);
	cJSON_AddStringToObject(open, "label", sentence);
}

static void say_kept(const struct page *p, cJSON *answer)
{
	struct tm t;
	time_t now = (time_t)p->now;
	char at[16] = "", sentence[256];
	if (localtime_r(&now, &t))
		(void)strftime(at, sizeof at, "%H:%M:%S", &t);
	text_fill(p->lang, TEXT_DOOR_HH_KEPT, (const char *const[3]){at}, sentence, sizeof sentence);
	cJSON_AddStringToObject(answer, "kept", at);
	cJSON_AddStringToObject(answer, "said", sentence);
}

static void keep(struct sheet *x)
{
	struct form_change change[FORM_FIELDS_MAX + 2];
	struct err e;
	struct app_form_shown shown = sheet_shown(x);
	const char *number = x->typed[x->form->number];
	size_t n = sheet_changes(x, true, change);
	if (!*x->so && *number)
		change[n++] = (struct form_change){x->form->number, number};
	if (app_draft_keep(x->p->store, &shown, change, n, &e) != 0) {
		page_fail(x->p, &e);
		return;
	}
	cJSON *answer = cJSON_CreateObject();
	say_kept(x->p, answer);
	sheet_judge(x, false);
	number_known(x, answer);
	cJSON_AddItemToObject(answer, "hints", hints_json(x));
	cJSON_AddStringToObject(answer, "rest", x->hints.rest);
	page_json(x->p, 200, answer);
}

void page_household_keep(struct page *p)
{
	struct sheet x;
	struct err e;
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
