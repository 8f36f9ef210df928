/* app_labels.c - door labels from one device of a hamlet to the others, past every hub. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_lists.h>
#include <tungnha/utf8.h>

#include "collector.h"
#include "hub.h"

/* --- export --- */

static int gather(void *labels, struct id key, const char *label, struct err *e)
{
	(void)e;
	labels_add(labels, key, label);
	return 0;
}

/* Who may open it: devices the commune enrolled for this unit and did not revoke. The commune itself never. */
static int choose(struct store *s, const char *unit, struct app_labels_exported *done, struct err *e)
{
	struct store_enrolment en;
	size_t n = 0;
	if (store_enrolment(s, unit, &en, e) != 0 || store_devices(s, unit, &done->device, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct store_device *d = &done->device[i];
		bool known = d->state == DEVICE_NEW || d->state == DEVICE_ACTIVE;
		bool hub = en.has_hub && id_equal(d->node, en.hub);
		if (known && !hub && !id_equal(d->node, store_id(s)) && done->devices < LABELS_DEVICES_MAX - 1)
			done->device[done->devices++] = *d;
	}
	return done->devices > 0 ? 0 : err_set(e, ERR_UNAVAILABLE, TEXT_LABELS_NO_DEVICES, "");
}

static int seal(
	struct store *s, const struct labels *l, const struct app_labels_exported *done, struct buf *out, struct err *e)
{
	struct keys_public to[LABELS_DEVICES_MAX];
	to[0] = store_keys(s)->pub;
	for (size_t i = 0; i < done->devices; i++)
		to[i + 1] = done->device[i].keys;
	return labels_seal(l, store_keys(s), to, done->devices + 1, out, e);
}

int app_labels_export(struct store *s, const char *unit, int64_t now, struct buf *out, struct app_labels_exported *done,
	struct err *e)
{
	struct labels l = {0};
	*done = (struct app_labels_exported){0};
	memcpy(l.unit, unit, strnlen(unit, sizeof l.unit - 1));
	clock_stamp(now, l.at);
	int rc = store_labels(s, unit, gather, &l, e);
	if (rc == 0 && l.count == 0)
		rc = err_set(e, ERR_NOT_FOUND, TEXT_LABELS_NONE, "");
	if (rc == 0)
		rc = choose(s, unit, done, e);
	if (rc == 0)
		rc = seal(s, &l, done, out, e);
	done->labels = l.count;
	labels_free(&l);
	return rc;
}

void app_labels_exported_free(struct app_labels_exported *x)
{
	free(x->device);
	*x = (struct app_labels_exported){0};
}

/* --- import --- */

struct taking {
	struct store *s;
	const struct form *form;
	const struct labels *from;
	enum text_lang lang;
	struct app_labels_imported *out;
};

/* The file's unit must be one this device collects for, and the one that was asked for. */
static int check_unit(struct store *s, const char *unit, const struct labels *l, struct err *e)
{
	struct store_enrolment en;
	if ((!unit || strcmp(unit, l->unit) == 0) && store_enrolment(s, l->unit, &en, e) == 0)
		return 0;
	return err_set(e, ERR_DATA, TEXT_LABELS_OTHER_UNIT, "%s", l->unit);
}

/* After the look-up by id the full keys are compared. */
static int check_sender(struct store *s, const struct labels *l, struct err *e)
{
	struct id node = keys_id(&l->sender);
	struct store_device *d = NULL;
	size_t n = 0, at = 0;
	char shown[ID_SHOWN];
	if (keys_equal(&l->sender, &store_keys(s)->pub))
		return 0;
	if (store_devices(s, l->unit, &d, &n, e) != 0)
		return -1;
	while (at < n && !keys_equal(&d[at].keys, &l->sender))
		at++;
	int rc = 0;
	if (at < n && d[at].state == DEVICE_REVOKED)
		rc = err_set(e, ERR_DENIED, TEXT_LABELS_REVOKED, "%s", d[at].label);
	else if (at == n || d[at].state == DEVICE_WAITING)
		rc = err_set(e, ERR_DENIED, TEXT_LABELS_STRANGER, "%s", id_shown(node, shown));
	free(d);
	return rc;
}

/* An older file than one already taken fills gaps as well, but a person should know. Clocks decide nothing here. */
static int note_time(struct taking *t, struct err *e)
{
	char node[ID_HEX], *name = alloc_print("labels:%s:%s", t->from->unit, id_hex(keys_id(&t->from->sender), node));
	char *before = store_setting(t->s, name);
	int64_t now = 0, then = 0;
	int rc = 0;
	bool older = before && clock_read_stamp(before, &then) && clock_read_stamp(t->from->at, &now) && now < then;
	if (older)
		memcpy(t->out->newer, before, strlen(before) + 1);
	else
		rc = store_set(t->s, name, t->from->at, e);
	free(before);
	free(name);
	return rc;
}

static void number_of(struct taking *t, struct id key, char out[static COLLECTOR_NUMBER])
{
	struct store_household h;
	struct err unknown;
	out[0] = '\0';
	if (store_household_alone(t->s, t->from->unit, key, &h, &unknown) != 0)
		return;
	const char *number = collector_number_of(t->form, &h.record);
	memcpy(out, number, strnlen(number, COLLECTOR_NUMBER - 1) + 1);
	store_household_free(&h);
}

static void differ(struct taking *t, const struct label *l, const char *here)
{
	if (t->out->kept < APP_LABELS_SHOWN) {
		struct app_label_differs *d = &t->out->differs[t->out->kept];
		number_of(t, l->key, d->number);
		d->here = alloc_copy(here);
		d->file = alloc_copy(l->text);
	}
	t->out->kept++;
}

static int take_label(struct taking *t, const struct label *l, struct err *e)
{
	char number[COLLECTOR_NUMBER];
	struct form_value v = {0};
	if (form_read(t->form, t->form->label, l->text, t->lang, &v, e) != 0)
		return -1;
	form_value_free(&v);
	char *here = store_label(t->s, t->from->unit, l->key);
	int rc = 0;
	if (!here) {
		number_of(t, l->key, number);
		t->out->ahead += !*number;
		t->out->added++;
		rc = store_set_label(t->s, t->from->unit, l->key, l->text, e);
	} else if (strcmp(here, l->text) == 0) {
		t->out->same++;
	} else {
		differ(t, l, here);
	}
	free(here);
	return rc;
}

static int take(struct taking *t, struct err *e)
{
	if (store_begin(t->s, e) != 0)
		return -1;
	int rc = note_time(t, e);
	for (size_t i = 0; rc == 0 && i < t->from->count; i++)
		rc = take_label(t, &t->from->label[i], e);
	if (rc == 0)
		rc = store_commit(t->s, e);
	if (rc != 0)
		store_rollback(t->s);
	return rc;
}

int app_labels_import(struct store *s, const char *unit, const void *bytes, size_t n, enum text_lang lang,
	struct app_labels_imported *out, struct err *e)
{
	struct labels l;
	struct taking t = {.s = s, .from = &l, .lang = lang, .out = out};
	*out = (struct app_labels_imported){0};
	if (labels_open(bytes, n, store_keys(s), &l, e) != 0)
		return -1;
	out->labels = l.count;
	memcpy(out->unit, l.unit, strlen(l.unit) + 1);
	memcpy(out->at, l.at, sizeof out->at);
	int rc = check_unit(s, unit, &l, e);
	if (rc == 0)
		rc = check_sender(s, &l, e);
	struct unit u; /* what was removed does not come back by a file that was kept */
	if (rc == 0)
		rc = store_unit(s, l.unit, &u, e) != 0 ? -1 : app_hub_not_purged(s, &u, e);
	if (rc == 0)
		rc = store_form(s, NULL, &t.form, e);
	if (rc == 0 && t.form->label < 0)
		rc = err_set(e, ERR_UNAVAILABLE, TEXT_LABELS_FORM, "");
	if (rc == 0) {
		app_device_name(s, l.unit, keys_id(&l.sender), lang, out->from);
		rc = take(&t, e);
	}
	labels_free(&l);
	return rc;
}

void app_labels_imported_free(struct app_labels_imported *x)
{
	for (size_t i = 0; i < APP_LABELS_SHOWN; i++) {
		free(x->differs[i].here);
		free(x->differs[i].file);
	}
	*x = (struct app_labels_imported){0};
}
