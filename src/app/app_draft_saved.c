/* app_draft_saved.c - a form that was saved: known again when it is sent twice, and by whom it can be taken back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>

#include "collector.h"
#include "draft.h"

enum { SAVED_DEPTH = 3 };

const struct id app_command_line = {{0}};

void draft_saved_free(struct draft_saved *x)
{
	cJSON_Delete(x->typed);
	free(x->label);
	*x = (struct draft_saved){.stood = false};
}

/* --- what a saved form's row holds --- */

static char *write_saved(const struct draft_saved *x)
{
	char text[NAME_TEXT];
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "number", x->done.number);
	cJSON_AddStringToObject(o, "entry", name_text(&x->done.entry, text));
	cJSON_AddBoolToObject(o, "written", x->done.written);
	if (x->stood)
		cJSON_AddStringToObject(o, "before", name_text(&x->before, text));
	if (x->labelled)
		cJSON_AddStringToObject(o, "label", x->label ? x->label : "");
	if (x->typed)
		cJSON_AddItemReferenceToObject(o, "typed", x->typed);
	char *bytes = cJSON_PrintUnformatted(o);
	cJSON_Delete(o);
	return bytes;
}

static bool read_saved(const struct store_draft *d, struct draft_saved *x)
{
	cJSON *o = json_parse(d->fields, strlen(d->fields), SAVED_DEPTH);
	const char *number = json_string(o, "number"), *entry = json_string(o, "entry");
	const char *before = json_string(o, "before"), *label = json_string(o, "label");
	bool whole;
	*x = (struct draft_saved){.key = d->key, .stood = before != NULL, .labelled = label != NULL};
	bool sound = number && entry && name_read(entry, &x->done.entry, &whole) &&
		     (!before || name_read(before, &x->before, &whole));
	if (sound) {
		snprintf(x->done.number, sizeof x->done.number, "%s", number);
		x->done.written = json_bool(o, "written", false);
		x->label = label && *label ? alloc_copy(label) : NULL;
		x->typed = cJSON_DetachItemFromObjectCaseSensitive(o, "typed");
	}
	cJSON_Delete(o);
	return sound;
}

int draft_was_saved(struct store *s, const struct id *draft, struct app_put_done *out, struct err *e)
{
	struct store_draft d;
	struct draft_saved x = {.stood = false};
	if (!draft)
		return 0;
	if (store_draft(s, *draft, &d, e) != 0)
		return e->code == ERR_NOT_FOUND ? 0 : -1;
	bool saved = d.saved && read_saved(&d, &x);
	store_draft_free(&d);
	if (saved) {
		*out = x.done;
		out->written = false;
		out->repeated = true;
	}
	draft_saved_free(&x);
	return saved;
}

int draft_save(struct store *s, const char *unit, const struct id *draft, const struct id *holder, int64_t now,
	const struct draft_saved *x, struct err *e)
{
	struct store_draft d = {.id = draft    ? *draft
				      : holder ? *holder
					       : (struct id){{0}},
		.has_key = true,
		.key = x->key,
		.at = now,
		.saved = true,
		.last = holder && (x->done.written || x->labelled)};
	if (!draft && !d.last)
		return 0;
	if (holder)
		d.holder = *holder;
	snprintf(d.unit, sizeof d.unit, "%s", unit);
	d.fields = write_saved(x);
	int rc = store_draft_put(s, &d, e);
	store_draft_free(&d);
	return rc;
}

int draft_last(
	struct store *s, const char *unit, struct id holder, struct id *draft, struct draft_saved *out, struct err *e)
{
	struct store_draft d;
	if (store_draft_last(s, unit, holder, &d, e) != 0)
		return -1;
	*draft = d.id;
	bool sound = read_saved(&d, out);
	store_draft_free(&d);
	return sound ? 0 : err_set(e, ERR_NOT_FOUND, TEXT_DRAFT_NONE, "");
}

bool draft_of_session(struct store *s, struct id holder, char out[static ENTRY_BY_BYTES + 1])
{
	struct store_session *x = NULL;
	struct err none;
	size_t n = 0, i = 0;
	out[0] = '\0';
	if (store_sessions(s, &x, &n, &none) != 0)
		return false;
	while (i < n && !id_equal(x[i].id, holder))
		i++;
	if (i < n)
		memcpy(out, x[i].name, sizeof x[i].name);
	free(x);
	if (i < n && !out[0]) /* the owner's: whoever is named on this machine */
		draft_by_device(s, out);
	return i < n;
}

void draft_by_device(struct store *s, char out[static ENTRY_BY_BYTES + 1])
{
	char *by = app_by(s);
	snprintf(out, ENTRY_BY_BYTES + 1, "%s", by);
	free(by);
}

/* --- what came in between --- */

static int refuse_busy(struct store *s, const char *unit, text_id text, const char *number,
	const struct store_household *h, enum text_lang lang, struct err *e)
{
	char device[128], when[24] = "";
	int64_t t;
	app_device_name(s, unit, h->author, lang, device);
	if (clock_read_stamp(h->at, &t))
		snprintf(when, sizeof when, "%.2s/%.2s/%.4s %.5s", h->at + 8, h->at + 5, h->at, h->at + 11);
	return err_set(e, ERR_BUSY, text, "%s" ERR_AND "%s" ERR_AND "%s", number, *h->by ? h->by : device, when);
}

int draft_still_stands(struct store *s, const char *unit, const struct name *based_on, const char *number,
	const struct store_household *living, enum text_lang lang, struct err *e)
{
	if (!living)
		return err_set(e, ERR_BUSY, TEXT_DRAFT_GONE_SINCE, "%s", number);
	return name_compare(based_on, &living->entry) == 0
		       ? 0
		       : refuse_busy(s, unit, TEXT_DRAFT_CHANGED_SINCE, number, living, lang, e);
}

int draft_is_free(struct store *s, const char *unit, const char *number, const struct store_household *living,
	enum text_lang lang, struct err *e)
{
	return !living || collector_unvisited(living->form, &living->record)
		       ? 0
		       : refuse_busy(s, unit, TEXT_DRAFT_NUMBER_VISITED, number, living, lang, e);
}
