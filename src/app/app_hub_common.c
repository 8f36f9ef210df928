/* app_hub_common.c - notes, reasons, copies: what several use cases of a hub need. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "collector.h"
#include "hub.h"

struct err *app_hub_notes_add(struct app_hub_notes *n)
{
	n->note = alloc_grow(n->note, n->count + 1, sizeof *n->note);
	struct err *e = &n->note[n->count++];
	memset(e, 0, sizeof *e);
	return e;
}

void app_hub_notes_free(struct app_hub_notes *n)
{
	free(n->note);
	*n = (struct app_hub_notes){0};
}

int app_hub_child(struct store *s, const char *code, struct unit *out, struct err *e)
{
	struct unit own;
	if (store_unit(s, code, out, e) != 0 || store_own_unit(s, &own, e) != 0)
		return -1;
	if (strcmp(own.code, out->code) == 0)
		return err_set(e, ERR_DATA, TEXT_HUB_UNIT_IS_OWN, "%s" ERR_AND "%s", own.code, own.name);
	return 0;
}

int app_hub_not_purged(struct store *s, const struct unit *u, struct err *e)
{
	char at[CLOCK_STAMP];
	int purged = store_purged(s, u->code, at, e);
	if (purged <= 0)
		return purged;
	return err_set(e, ERR_DENIED, TEXT_PURGED_NO_CHANGE, "%s", u->name);
}

int app_hub_reason(const char *typed, char **out, struct err *e)
{
	*out = NULL;
	if (!typed)
		return err_set(e, ERR_USAGE, TEXT_HUB_REASON_NEEDED, "");
	return collector_reason(typed, out, e);
}

void app_hub_revision_copy(const struct store_revision *from, struct store_revision *to)
{
	*to = *from;
	to->parent = NULL;
	to->parents = 0;
	form_record_init(&to->record);
	form_record_copy(&from->record, &to->record);
}

int app_hub_revisions_add(void *revisions, const struct store_revision *r, struct err *e)
{
	(void)e;
	struct app_hub_revisions *all = revisions;
	all->revision = alloc_grow(all->revision, all->count + 1, sizeof *all->revision);
	app_hub_revision_copy(r, &all->revision[all->count++]);
	return 0;
}

void app_hub_revisions_free(struct app_hub_revisions *r)
{
	for (size_t i = 0; i < r->count; i++)
		store_revision_free(&r->revision[i]);
	free(r->revision);
	*r = (struct app_hub_revisions){0};
}

void app_hub_revision_number(const struct store_revision *r, char out[static APP_HUB_NUMBER])
{
	out[0] = '\0';
	if (r->kind != ENTRY_RECORD || !r->form)
		return;
	const struct form_value *v = &r->record.value[r->form->number];
	if (v->state == FORM_GIVEN && v->text && strlen(v->text) < APP_HUB_NUMBER)
		memcpy(out, v->text, strlen(v->text) + 1);
}

bool app_hub_unvisited(const struct store_revision *r)
{
	return r->kind == ENTRY_RECORD && r->form && collector_unvisited(r->form, &r->record);
}

const char *app_hub_label(const struct store_device *d, size_t n, const char *unit, struct id node)
{
	for (size_t i = 0; i < n; i++) {
		if (id_equal(d[i].node, node) && strcmp(d[i].unit, unit) == 0)
			return d[i].label;
	}
	return "";
}
