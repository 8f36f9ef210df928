/* app_join.c - the normal start: an invitation makes this device collect for a hamlet at once. */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/alloc.h>
#include <tungnha/app_practice.h>
#include <tungnha/json.h>
#include <tungnha/utf8.h>

#include "collector.h"

enum { OTHER_DEPTH = 16 };

/* Definitions compiled into the program go by name; an invitation names them by the hash of their bytes. */
static char *find_shipped(struct id def, size_t *n)
{
	const char *bytes;
	for (size_t i = 0; (bytes = form_shipped_at(i, n)) != NULL; i++)
		if (id_equal(form_definition_id(bytes, *n), def))
			return alloc_copy_n(bytes, *n);
	return NULL;
}

static int find_definition(struct app_join *j, size_t i, struct store *s, struct err *e)
{
	char hex[ID_HEX];
	struct id def = j->invite.definition[i];
	if (j->defs.text[i] || id_is_zero(def))
		return 0;
	j->defs.text[i] = s ? store_definition(s, def, &j->defs.bytes[i]) : NULL;
	if (!j->defs.text[i])
		j->defs.text[i] = find_shipped(def, &j->defs.bytes[i]);
	return j->defs.text[i] ? 0 : err_set(e, ERR_UNAVAILABLE, TEXT_JOIN_NO_DEFINITION, "%s", id_hex(def, hex));
}

static int load_campaign(struct app_join *j, size_t *forms, struct err *e)
{
	struct campaign *campaign;
	char place[ID_HEX];
	*forms = j->invite.definitions - 1;
	if (!j->defs.text[0])
		return 0;
	id_hex(j->invite.definition[0], place);
	if (campaign_load(j->defs.text[0], j->defs.bytes[0], place, &campaign, e) != 0)
		return -1;
	j->name[0] = alloc_copy(campaign->id);
	*forms = campaign->forms < *forms ? campaign->forms : *forms;
	campaign_free(campaign);
	return 0;
}

static int load_form(struct app_join *j, size_t i, struct err *e)
{
	struct form *form;
	char place[ID_HEX];
	if (form_load(j->defs.text[i], j->defs.bytes[i], id_hex(j->invite.definition[i], place), &form, e) != 0)
		return -1;
	j->name[i] = alloc_copy(form->id);
	form_free(form);
	return 0;
}

/* Targets and tasks are kept for the hub's acts to name; a device that collects does not read them. */
static void name_other(struct app_join *j, size_t i)
{
	cJSON *root = json_parse(j->defs.text[i], j->defs.bytes[i], OTHER_DEPTH);
	const char *id = json_string(root, "id"), *format = json_string(root, "format");
	if (id && format &&
		(strncmp(format, "tungnha-targets ", 16) == 0 || strncmp(format, "tungnha-tasks ", 14) == 0))
		j->name[i] = alloc_copy(id);
	cJSON_Delete(root);
}

/* A definition that does not load here would leave a device that cannot collect: it is tried before anything is
 * written. */
static int load_definitions(struct app_join *j, struct store *s, struct err *e)
{
	struct err ignored;
	size_t forms;
	if (find_definition(j, 0, s, e) != 0 || load_campaign(j, &forms, e) != 0)
		return -1;
	for (size_t i = 1; i < j->invite.definitions; i++) {
		if (i <= forms && (find_definition(j, i, s, e) != 0 || (j->defs.text[i] && load_form(j, i, e) != 0)))
			return -1;
		if (i > forms && find_definition(j, i, s, &ignored) == 0 && j->defs.text[i])
			name_other(j, i);
	}
	return 0;
}

static bool expired(const struct invite *v, int64_t now)
{
	char stamp[CLOCK_STAMP];
	int64_t issued;
	memcpy(stamp, v->issued, CLOCK_DATE - 1);
	memcpy(stamp + CLOCK_DATE - 1, "T00:00:00+07:00", sizeof "T00:00:00+07:00");
	return clock_read_stamp(stamp, &issued) && now >= issued + ((int64_t)v->days + 1) * 86400;
}

int app_join_prepare(const char *bytes, size_t n, struct store *s, int64_t now, struct app_join *out, struct err *e)
{
	*out = (struct app_join){0};
	if (invite_read(bytes, n, &out->invite, &out->defs, e) != 0)
		return -1;
	out->expired = expired(&out->invite, now);
	return load_definitions(out, s, e);
}

void app_join_free(struct app_join *j)
{
	invite_wipe(&j->invite);
	invite_definitions_free(&j->defs);
	for (size_t i = 0; i < INVITE_DEFINITIONS_MAX; i++) {
		free(j->name[i]);
		j->name[i] = NULL;
	}
}

/* --- writing --- */

/* What the commune sees in its list of devices. The letter of the invitation unless another was given: a machine's name
 * is often its owner's, and names of people stay here. */
static int device_label(const char *given, const char *letter, char out[static MESSAGE_LABEL_BYTES + 1], struct err *e)
{
	if (!given) {
		text_fill(LANG_VI, TEXT_JOIN_LABEL, (const char *const[3]){letter, NULL, NULL}, out,
			MESSAGE_LABEL_BYTES + 1);
		return 0;
	}
	char *clean = utf8_clean(given, strlen(given));
	bool fits = clean && *clean && strlen(clean) <= MESSAGE_LABEL_BYTES;
	if (fits)
		memcpy(out, clean, strlen(clean) + 1);
	free(clean);
	return fits ? 0 : err_set(e, ERR_DATA, TEXT_JOIN_LABEL_WRONG, "%d", MESSAGE_LABEL_BYTES);
}

/* A revoked device stays revoked: its keys are known to the hub as such, whatever invitation it shows. */
static int refuse_revoked(struct store *s, const struct invite *v, struct err *e)
{
	struct store_enrolment before;
	struct id hub = keys_id(&v->hub);
	if (store_enrolment(s, v->unit.code, &before, e) != 0)
		return e->code == ERR_NOT_FOUND ? 0 : -1;
	bool revoked = before.has_hub && before.state == STATE_REVOKED && id_equal(before.hub, hub);
	sodium_memzero(&before, sizeof before);
	return revoked ? err_set(e, ERR_DENIED, TEXT_DEVICE_REVOKED, "") : 0;
}

static int enrol(struct store *s, const struct invite *v, const char *label, struct err *e)
{
	struct store_enrolment en = {.unit = v->unit,
		.has_hub = true,
		.hub = keys_id(&v->hub),
		.hub_keys = v->hub,
		.invite = v->id,
		.addresses = v->addresses};
	memcpy(en.letter, v->letter, sizeof en.letter);
	if (v->uses > 1) /* others have that letter as well */
		store_letters_of(store_id(s), en.letter);
	if (refuse_revoked(s, v, e) != 0 || device_label(label, en.letter, en.label, e) != 0)
		return -1;
	memcpy(en.hub_name, v->hub_name, sizeof en.hub_name);
	memcpy(en.hub_unit, v->hub_unit, sizeof en.hub_unit);
	memcpy(en.secret, v->secret, sizeof en.secret);
	memcpy(en.address, v->address, sizeof en.address);
	return store_enrol(s, &en, e);
}

/* --- households collected before the invitation came --- */

struct collected {
	struct store_household *h;
	size_t count;
};

static int collect(void *context, const struct store_household *h, struct err *e)
{
	struct collected *all = context;
	(void)e;
	if (h->voided)
		return 0;
	all->h = alloc_grow(all->h, all->count + 1, sizeof *all->h);
	struct store_household *to = &all->h[all->count++];
	*to = *h;
	form_record_init(&to->record);
	form_record_copy(&h->record, &to->record);
	return 0;
}

/* A number the program assigned ("A1") may have been assigned by others too; what a person or a list gave makes a key.
 */
static bool was_assigned(const struct store_household *h, const char *letter)
{
	const char *number = collector_number_of(h->form, &h->record);
	size_t letters = strlen(letter);
	bool looks = strncmp(number, letter, letters) == 0 && number[letters] &&
		     strspn(number + letters, "0123456789") == strlen(number + letters);
	return looks && !id_equal(h->key, chain_household_key(h->unit, number, 0));
}

/* own_key: others may bear this number, written before it or elsewhere; all must live on. */
static int write_again(
	struct store *s, const char *unit, const struct store_household *h, bool own_key, int64_t now, struct err *e)
{
	const struct form *f = h->form;
	const struct store_author a = {.by = h->by, .at = now};
	struct id key = id_random();
	bool known;
	if ((!own_key && store_key_for_number(s, unit, collector_number_of(f, &h->record), &key, &known, e) != 0) ||
		store_write_record(s, unit, key, f, &h->record, &a, NULL, e) != 0)
		return -1;
	if (f->label < 0 || h->record.value[f->label].state != FORM_GIVEN)
		return 0;
	return store_set_label(s, unit, key, h->record.value[f->label].text, e);
}

static bool same_number(const struct store_household *a, const struct store_household *b)
{
	return strcmp(collector_number_of(a->form, &a->record), collector_number_of(b->form, &b->record)) == 0;
}

static int move_unit(
	struct store *s, const struct store_enrolment *from, const char *to, int64_t now, size_t *moved, struct err *e)
{
	struct collected all = {0};
	int rc = store_households(s, from->unit.code, collect, &all, e);
	for (size_t i = 0; rc == 0 && i < all.count; i++) { /* in order of number: equal ones are neighbours */
		bool twice = i > 0 && same_number(&all.h[i - 1], &all.h[i]);
		rc = write_again(s, to, &all.h[i], twice || was_assigned(&all.h[i], from->letter), now, e);
	}
	*moved += all.count;
	for (size_t i = 0; i < all.count; i++)
		form_record_free(&all.h[i].record);
	free(all.h);
	return rc;
}

/* Units begun without an invitation give their households to the invited one. Journals stay: nothing written is ever
 * dropped. */
static int move_uninvited(struct store *s, const char *to, int64_t now, size_t *moved, struct err *e)
{
	struct store_enrolment *en = NULL;
	size_t n = 0;
	int rc = store_enrolments(s, &en, &n, e);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (en[i].has_hub || strcmp(en[i].unit.code, to) == 0)
			continue;
		rc = move_unit(s, &en[i], to, now, moved, e);
		if (rc == 0)
			rc = store_forget_unit(s, en[i].unit.code, e);
	}
	free(en);
	return rc;
}

static int write_all(
	struct store *s, const struct app_join *j, const char *label, int64_t now, size_t *moved, struct err *e)
{
	for (size_t i = 0; i < j->invite.definitions; i++)
		if (j->name[i] && store_add_definition(s, j->name[i], j->defs.text[i], j->defs.bytes[i], e) != 0)
			return -1;
	if (enrol(s, &j->invite, label, e) != 0)
		return -1;
	return move_uninvited(s, j->invite.unit.code, now, moved, e);
}

int app_join_write(struct store *s, const struct app_join *j, const char *by, const char *label, int64_t now,
	size_t *moved, struct err *e)
{
	*moved = 0;
	if (app_is_practice(s))
		return err_set(e, ERR_DENIED, TEXT_PRACTICE_NO_JOIN, "");
	int rc = store_begin(s, e);
	if (rc == 0)
		rc = write_all(s, j, label, now, moved, e);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	if (rc == 0 && by)
		rc = app_by_add(s, by, true, e);
	return rc;
}
