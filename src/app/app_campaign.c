/* app_campaign.c - another campaign in the place of the one in force: looked at, put in force. */
#include <string.h>

#include <tungnha/clock.h>

#include "definitions.h"

static bool same_form(struct store *s, const struct form *f)
{
	const struct form *now;
	struct err none;
	return store_form(s, f->id, &now, &none) == 0 && id_equal(now->def, f->def);
}

/* How many of its files differ from what is in force. */
static size_t differing(struct store *s, const struct app_definitions *d)
{
	const struct campaign *c;
	const struct targets *t;
	const struct tasks *k;
	size_t n = store_campaign(s, &c) != 0 || !id_equal(c->def, d->campaign->def);
	for (size_t i = 0; i < d->forms; i++)
		n += !same_form(s, d->form[i]);
	if (d->targets)
		n += store_targets(s, &t) != 0 || !id_equal(t->def, d->targets->def);
	if (d->tasks)
		n += store_tasks(s, &k) != 0 || !id_equal(k->def, d->tasks->def);
	return n;
}

int app_campaign_look(struct store *s, const char *file, struct app_campaign_look *out, struct err *e)
{
	struct app_definitions d = {0};
	const struct form *now;
	struct err none;
	*out = (struct app_campaign_look){0};
	if (app_definitions_load(s, file, &d, e) != 0) {
		app_definitions_free(&d);
		return -1;
	}
	out->redefined = differing(s, &d);
	out->same = out->redefined == 0;
	out->other_form = store_form(s, NULL, &now, &none) == 0 && strcmp(now->id, d.form[0]->id) != 0;
	out->targets = d.targets ? d.targets->count : 0;
	out->tasks = d.tasks ? d.tasks->count : 0;
	out->campaign = d.campaign;
	d.campaign = NULL;
	app_definitions_free(&d);
	return 0;
}

void app_campaign_look_free(struct app_campaign_look *l)
{
	campaign_free(l->campaign);
	l->campaign = NULL;
}

int app_campaign_put(struct store *s, const char *file, bool *written, struct err *e)
{
	struct app_definitions d = {0};
	struct unit own;
	*written = false;
	int rc = app_definitions_load(s, file, &d, e);
	if (rc == 0 && differing(s, &d) > 0) {
		rc = store_begin(s, e);
		if (rc == 0)
			rc = store_own_unit(s, &own, e);
		if (rc == 0)
			rc = app_definitions_write(s, own.code, &d, clock_now(), e);
		if (rc == 0)
			rc = store_commit(s, e);
		if (rc != 0)
			store_rollback(s);
		*written = rc == 0;
	}
	app_definitions_free(&d);
	return rc;
}
