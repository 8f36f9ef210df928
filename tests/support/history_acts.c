/* history_acts.c - what the hub's operator may decide. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "history.h"

#include <tungnha/store_acts.h>

static void note_act(
	struct history *h, enum entry_kind kind, const struct id *key, const struct name *n, const cJSON *fields)
{
	if (h->acts == HISTORY_ACTS)
		return;
	struct history_act *a = &h->act[h->acts++];
	*a = (struct history_act){.kind = kind, .name = *n, .mine = true};
	a->fields = fields ? cJSON_PrintUnformatted(fields) : NULL;
	if (key)
		a->key = *key;
}

static void write_act(struct history *h, const char *unit, enum entry_kind kind, const struct id *key, cJSON *fields)
{
	struct store_author a = {.by = "Trần Văn Bình",
		.at = history_at(h),
		.reason = kind == ENTRY_REVOKE || kind == ENTRY_REJECT ? "có lý do" : NULL};
	char text[NAME_TEXT];
	struct name n;
	cJSON *copy = cJSON_Duplicate(fields, true);
	MUST(store_begin(h->hub.store, &e));
	MUST(store_write_act(h->hub.store, unit, kind, key, fields, &a, &n, &e));
	MUST(store_commit(h->hub.store, &e));
	note_act(h, kind, key, &n, copy);
	cJSON_Delete(copy);
	trial_say("hub: %s as %s", entry_kind_word(kind), name_text(&n, text));
}

static cJSON *through(struct history *h, const struct id *node)
{
	struct err e;
	cJSON *fields = cJSON_CreateObject(), *rows = store_through(h->hub.store, HISTORY_UNIT, node, &e);
	history_must(rows ? 0 : -1, &e, "store_through");
	cJSON_AddItemToObject(fields, "through", rows);
	return fields;
}

/* Some entry of the hamlet: of those held half the time. */
static bool pick_entry(struct history *h, unsigned b, unsigned c, struct name *out, struct id *key)
{
	struct oracle o;
	size_t n = 0;
	oracle_read(&o, h->hub.store, HISTORY_UNIT, HISTORY_OWN, h->hub_id);
	for (int round = 0; round < 2; round++) {
		size_t at = n ? b % n : 0;
		n = 0;
		for (size_t i = 0; i < o.entries; i++) {
			const struct oracle_entry *x = &o.entry[i];
			if (!x->judged || !x->has_key || (c % 2 && !x->held))
				continue;
			if (round && n == at) {
				*out = x->name;
				*key = x->en.key;
			}
			n++;
		}
	}
	oracle_free(&o);
	return n > 0;
}

static void judge_entry(struct history *h, enum entry_kind kind, unsigned b, unsigned c)
{
	char text[NAME_TEXT];
	struct name entry;
	struct id key;
	if (!pick_entry(h, b, c, &entry, &key))
		return;
	cJSON *fields = cJSON_CreateObject();
	if (kind == ENTRY_REVIEW)
		cJSON_AddStringToObject(fields, "decision", c % 3 ? "return" : "approve");
	cJSON_AddStringToObject(fields, "entry", name_text(&entry, text));
	trial_say("  about %s", text);
	write_act(h, HISTORY_UNIT, kind, kind == ENTRY_REVIEW ? &key : NULL, fields);
}

static void define(struct history *h, unsigned b)
{
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "name", "ho-thu");
	cJSON_AddStringToObject(fields, "text", oracle_texts[b % ORACLE_TEXTS]);
	write_act(h, HISTORY_OWN, ENTRY_DEFINE, NULL, fields);
	trial_count(SAW_NEW_FORM);
}

static void rename_unit(struct history *h, unsigned b)
{
	char name[16];
	cJSON *fields = cJSON_CreateObject();
	snprintf(name, sizeof name, "Xóm %u", b % 100);
	cJSON_AddStringToObject(fields, "code", HISTORY_UNIT);
	cJSON_AddStringToObject(fields, "level", "hamlet");
	cJSON_AddNumberToObject(fields, "listed", b % 50);
	cJSON_AddStringToObject(fields, "name", name);
	cJSON_AddStringToObject(fields, "parent", HISTORY_OWN);
	write_act(h, HISTORY_OWN, ENTRY_UNIT, NULL, fields);
}

/* The other hamlet takes this one over, or some of its households, or gives it all back; or this one claims the other,
 * which may close a circle. */
static void place(struct history *h, unsigned b, unsigned c)
{
	bool other = c % 4 != 0;
	cJSON *fields = cJSON_CreateObject(), *before = cJSON_CreateObject(), *keys = cJSON_CreateArray();
	char hex[ID_HEX], number[2] = {(char)('1' + b % 3), '\0'};
	cJSON_AddItemToArray(keys, cJSON_CreateString(id_hex(chain_household_key(HISTORY_UNIT, number, 0), hex)));
	cJSON_AddStringToObject(fields, "code", other ? ORACLE_OTHER : HISTORY_UNIT);
	cJSON_AddStringToObject(fields, "from", "2025-11-20");
	cJSON_AddStringToObject(fields, "level", "hamlet");
	cJSON_AddNullToObject(fields, "listed");
	cJSON_AddStringToObject(fields, "name", other ? "Xóm mới" : "Xóm cũ");
	cJSON_AddStringToObject(fields, "parent", HISTORY_OWN);
	if (c / 4 % 3 == 0)
		cJSON_AddItemToObject(before, other ? HISTORY_UNIT : ORACLE_OTHER, keys);
	else if (c / 4 % 3 == 1)
		cJSON_AddNullToObject(before, other ? HISTORY_UNIT : ORACLE_OTHER);
	if (c / 4 % 3 != 0)
		cJSON_Delete(keys);
	cJSON_AddItemToObject(fields, "predecessors", before);
	write_act(h, HISTORY_OWN, ENTRY_UNIT, NULL, fields);
	trial_count(SAW_PLACE);
}

/* Of the nodes heard of one that waits, or (rarely) one known already whose id was compared now. */
static void accept_device(struct history *h, unsigned b, unsigned c)
{
	struct store_device *d;
	char text[BASE64_32];
	size_t n;
	MUST(store_devices(h->hub.store, HISTORY_UNIT, &d, &n, &e));
	for (size_t k = 0; k < n; k++) {
		const struct store_device *x = &d[(b + k) % n];
		if (x->state != DEVICE_WAITING && (c % 4 || x->state == DEVICE_REVOKED))
			continue;
		cJSON *fields = cJSON_CreateObject();
		base64_encode(x->keys.box, KEY_BYTES, text, sizeof text);
		cJSON_AddStringToObject(fields, "box", text);
		cJSON_AddNumberToObject(fields, "compared", 1);
		cJSON_AddStringToObject(fields, "invite", "");
		cJSON_AddStringToObject(fields, "label", "Máy");
		cJSON_AddStringToObject(fields, "letter", "Z");
		base64_encode(x->keys.sign, KEY_BYTES, text, sizeof text);
		cJSON_AddStringToObject(fields, "sign", text);
		write_act(h, HISTORY_UNIT, ENTRY_DEVICE, &x->node, fields);
		break;
	}
	free(d);
}

static void revoke(struct history *h, unsigned a, unsigned c)
{
	struct id node = store_id(history_pick(h, a)->store);
	struct store_device *d;
	size_t n;
	bool known = false;
	if (c % 2)
		return;
	MUST(store_devices(h->hub.store, HISTORY_UNIT, &d, &n, &e));
	for (size_t i = 0; i < n; i++)
		known |= id_equal(d[i].node, node) && d[i].state != DEVICE_WAITING;
	free(d);
	if (known)
		write_act(h, HISTORY_UNIT, ENTRY_REVOKE, &node, through(h, &node));
}

/* A row typed from paper, or one shown beside; now and then withdrawn, or one that says nothing sensible. */
static void type_row(struct history *h, unsigned b, unsigned c)
{
	cJSON *fields = cJSON_CreateObject(), *columns = cJSON_AddObjectToObject(fields, "columns");
	if (c % 5)
		cJSON_AddNumberToObject(columns, c % 7 ? "persons" : "no such column", b % 1000);
	cJSON_AddStringToObject(fields, "date", "2025-11-12");
	cJSON_AddStringToObject(fields, "source", "sổ xóm");
	cJSON_AddStringToObject(fields, "use", c % 2 ? "paper" : "reference");
	write_act(h, HISTORY_UNIT, ENTRY_ROW, NULL, fields);
}

static void close_period(struct history *h, unsigned b)
{
	char period[16];
	cJSON *fields = through(h, NULL);
	snprintf(period, sizeof period, "2025-W%02u", 45 + b % 3);
	cJSON_AddStringToObject(fields, "period", period);
	write_act(h, HISTORY_OWN, ENTRY_STATEMENT, NULL, fields);
}

/* By the book: figures are closed, then the period, and much later the rows go. */
static void purge(struct history *h, unsigned b, unsigned c)
{
	struct store_author a = {.by = "", .at = history_at(h), .reason = "hết hạn lưu"};
	struct err why;
	bool locked;
	if (c % 3)
		return;
	MUST(store_locked(h->hub.store, HISTORY_UNIT, &locked, &e));
	if (!locked)
		write_act(h, HISTORY_UNIT, ENTRY_LOCK, NULL, through(h, NULL));
	close_period(h, b);
	MUST(store_begin(h->hub.store, &e));
	history_must(store_write_purge(h->hub.store, HISTORY_UNIT, &a, NULL, &why), &why, "store_write_purge");
	MUST(store_commit(h->hub.store, &e));
	trial_count(SAW_PURGED);
	h->purged = true;
	trial_say("hub: the households' rows go");
}

void history_act(struct history *h, const char *kind, unsigned a, unsigned b, unsigned c)
{
	if (strcmp(kind, "lock") == 0)
		write_act(h, HISTORY_UNIT, ENTRY_LOCK, NULL, through(h, NULL));
	else if (strcmp(kind, "unlock") == 0)
		write_act(h, HISTORY_UNIT, ENTRY_UNLOCK, NULL, NULL);
	else if (strcmp(kind, "accept") == 0)
		judge_entry(h, ENTRY_ACCEPT, b, c);
	else if (strcmp(kind, "reject") == 0)
		judge_entry(h, ENTRY_REJECT, b, c);
	else if (strcmp(kind, "review") == 0)
		judge_entry(h, ENTRY_REVIEW, b, c);
	else if (strcmp(kind, "define") == 0)
		define(h, b);
	else if (strcmp(kind, "rename") == 0)
		rename_unit(h, b);
	else if (strcmp(kind, "devaccept") == 0)
		accept_device(h, b, c);
	else if (strcmp(kind, "revoke") == 0)
		revoke(h, a, c);
	else if (strcmp(kind, "row") == 0)
		type_row(h, b, c);
	else if (strcmp(kind, "close") == 0)
		close_period(h, b);
	else if (strcmp(kind, "place") == 0)
		place(h, b, c);
	else if (strcmp(kind, "purge") == 0)
		purge(h, b, c);
	else
		trial_broke("TEST: a step nobody knows", "%s", kind);
}
