/* The other side: devices of a hub, the haves it last showed, receipts, what was sent. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/utf8.h>

#include "store_private.h"

/* --- device acts --- */

struct device_fields {
	struct keys_public keys;
	char label[101], letter[4];
	struct id invite;
	bool compared;
};

static bool read_device(const cJSON *fields, struct device_fields *d)
{
	const char *sign = json_string(fields, "sign"), *box = json_string(fields, "box");
	const char *label = json_string(fields, "label"), *letter = json_string(fields, "letter");
	const char *invite = json_string(fields, "invite");
	int64_t compared = 0;

	memset(d, 0, sizeof *d);
	if (!sign || !box || !base64_decode(sign, d->keys.sign, KEY_BYTES) ||
		!base64_decode(box, d->keys.box, KEY_BYTES))
		return false;
	snprintf(d->label, sizeof d->label, "%s", label ? label : "");
	snprintf(d->letter, sizeof d->letter, "%s", letter ? letter : "");
	if (!invite || !id_parse(invite, &d->invite))
		memset(&d->invite, 0, sizeof d->invite);
	json_int(fields, "compared", 0, 1, &compared);
	d->compared = compared;
	return true;
}

static int device_of(struct store *s, const char *unit, const struct id *node, struct device_fields *out, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ACT_NEWEST, "tid", unit, (int64_t)ENTRY_DEVICE, node);
	int row = sql_row(s, st, e);
	struct name n;
	cJSON *fields;
	bool good;

	if (row <= 0)
		return row;
	n = (struct name){
		.journal = sql_id_at(st, 1), .seq = (uint32_t)sqlite3_column_int64(st, 2), .hash = sql_id_at(st, 3)};
	fields = act_fields(s, unit, &n, st, 4);
	sql_end(st);
	good = read_device(fields, out) && id_equal(keys_id(&out->keys), *node);
	cJSON_Delete(fields);
	return good;
}

int device_letter(struct store *s, const char *unit, const struct id *node, char out[static 4], struct err *e)
{
	struct device_fields d;
	int row = device_of(s, unit, node, &d, e);

	snprintf(out, 4, "%s", row > 0 ? d.letter : "");
	return row < 0 ? -1 : 0;
}

static int keys_of_row(struct store *s, sqlite3_stmt *st, struct keys_public *out, struct err *e)
{
	int row = sql_row(s, st, e);

	if (row > 0) {
		sql_bytes_at(st, 0, out->sign, KEY_BYTES);
		sql_bytes_at(st, 1, out->box, KEY_BYTES);
		sql_end(st);
	}
	return row;
}

int hub_keys(struct store *s, const struct id *hub, struct keys_public *out, struct err *e)
{
	return keys_of_row(s, sql_start(s, SQL_HUB_KEYS, "d", hub), out, e);
}

int peer_keys(struct store *s, const char *unit, const struct id *node, struct keys_public *out, struct err *e)
{
	struct device_fields d;
	int row = device_of(s, unit, node, &d, e);

	if (row > 0)
		*out = d.keys;
	if (row == 0)
		row = hub_keys(s, node, out, e);
	return row ? row : keys_of_row(s, sql_start(s, SQL_PEER_KEYS, "td", unit, node), out, e);
}

/* What a person called the device is mostly the person's name. */
static struct place label_place(const char *unit, const struct id *node)
{
	return place_of("peer", unit, strlen(unit), node->b, ID_BYTES);
}

int store_heard(struct store *s, const char *unit, const struct keys_public *keys, const char *label, struct id invite,
	int64_t now, struct err *e)
{
	struct id node = keys_id(keys);
	struct place p = label_place(unit, &node);
	size_t n = label ? strlen(label) : 0;
	unsigned char sealed[MESSAGE_LABEL_BYTES + SEAL_MORE];

	if (n == 0 || n > MESSAGE_LABEL_BYTES) /* not told: what was noted stays */
		return sql_run(s, e, SQL_PEER_HEARD, "dtbbndi", &node, unit, keys->sign, (size_t)KEY_BYTES, keys->box,
			(size_t)KEY_BYTES, &invite, now);
	seal_put(s->data_key, &p, label, n, sealed);
	return sql_run(s, e, SQL_PEER_HEARD, "dtbbbdi", &node, unit, keys->sign, (size_t)KEY_BYTES, keys->box,
		(size_t)KEY_BYTES, sealed, n + SEAL_MORE, &invite, now);
}

int store_peer_state(
	struct store *s, const char *unit, const struct keys_public *keys, enum message_state *out, struct err *e)
{
	struct id node = keys_id(keys);
	struct device_fields d;
	struct keys_public known;
	struct acts a;
	int row = device_of(s, unit, &node, &d, e);

	*out = STATE_UNKNOWN;
	if (row < 0)
		return -1;
	bool enrolled = row > 0;
	if (!enrolled && (row = peer_keys(s, unit, &node, &known, e)) <= 0)
		return row;
	if (!keys_equal(enrolled ? &d.keys : &known, keys))
		return 0; /* another node's id by chance or malice: unknown */
	if (acts_load(s, unit, &a, e))
		return -1;
	/* A revocation holds also for one that never was more than waiting. */
	*out = acts_revoke(&a, &node) ? STATE_REVOKED
	       : !enrolled            ? STATE_WAITING
	       : d.compared           ? STATE_ACTIVE
				      : STATE_NEW;
	acts_free(&a);
	return 0;
}

/* --- listing devices --- */

struct device_list {
	struct store_device *d;
	size_t n;
};

static struct store_device *add_device(struct device_list *l, const struct id *node, const char *unit)
{
	l->d = alloc_grow(l->d, l->n + 1, sizeof *l->d);
	memset(&l->d[l->n], 0, sizeof *l->d);
	l->d[l->n].node = *node;
	snprintf(l->d[l->n].unit, sizeof l->d->unit, "%s", unit);
	return &l->d[l->n++];
}

/* Acts come unit by unit: it is one of the last, or new. */
static struct store_device *device_of_act(struct device_list *l, const struct id *node, const char *unit)
{
	for (size_t i = l->n; i > 0 && !strcmp(l->d[i - 1].unit, unit); i--) {
		if (id_equal(l->d[i - 1].node, *node))
			return &l->d[i - 1];
	}
	return add_device(l, node, unit);
}

static int compare_places(const void *a, const void *b)
{
	const struct store_device *x = a, *y = b;
	int by_unit = strcmp(x->unit, y->unit);

	return by_unit ? by_unit : id_compare(x->node, y->node);
}

static int list_acts(struct store *s, const char *unit, struct device_list *l, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ACT_DEVICES, "tii", unit, (int64_t)ENTRY_DEVICE, (int64_t)ENTRY_REVOKE);
	int row;

	while ((row = sql_row(s, st, e)) > 0) {
		struct name n = {.journal = sql_id_at(st, 1),
			.seq = (uint32_t)sqlite3_column_int64(st, 2),
			.hash = sql_id_at(st, 3)};
		struct id node = sql_id_at(st, 5);
		struct device_fields f;
		struct store_device *d;
		char of[UNIT_CODE];
		cJSON *fields;

		sql_text_at(st, 0, of, sizeof of);
		d = device_of_act(l, &node, of);
		fields = act_fields(s, of, &n, st, 6);
		if (sqlite3_column_int(st, 4) == ENTRY_REVOKE) {
			d->state = DEVICE_REVOKED;
		} else if (read_device(fields, &f)) {
			d->keys = f.keys;
			d->invite = f.invite;
			snprintf(d->label, sizeof d->label, "%s", f.label);
			snprintf(d->letter, sizeof d->letter, "%s", f.letter);
			if (d->state != DEVICE_REVOKED)
				d->state = f.compared ? DEVICE_ACTIVE : DEVICE_NEW;
		}
		cJSON_Delete(fields);
	}
	return row;
}

static void read_label(struct store *s, sqlite3_stmt *st, struct store_device *d)
{
	struct place p = label_place(d->unit, &d->node);
	char *label = seal_column(s, &p, st, 4, NULL);

	snprintf(d->label, sizeof d->label, "%s", label ? label : "");
	free(label);
}

static int list_heard(struct store *s, const char *unit, struct device_list *l, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_PEER_LIST, "t", unit);
	const size_t told = l->n; /* by acts */
	int row;

	if (told)
		qsort(l->d, told, sizeof *l->d, compare_places);
	while ((row = sql_row(s, st, e)) > 0) {
		struct store_device wanted = {.node = sql_id_at(st, 0)}, *d;

		sql_text_at(st, 1, wanted.unit, sizeof wanted.unit);
		d = told ? bsearch(&wanted, l->d, told, sizeof *l->d, compare_places) : NULL;
		if (d) {
			d->last_heard = sqlite3_column_int64(st, 6);
			if (!d->label[0]) /* revoked while it waited: no act tells its label */
				read_label(s, st, d);
			continue;
		}
		d = add_device(l, &wanted.node, wanted.unit);
		d->last_heard = sqlite3_column_int64(st, 6);
		d->state = DEVICE_WAITING;
		sql_bytes_at(st, 2, d->keys.sign, KEY_BYTES);
		sql_bytes_at(st, 3, d->keys.box, KEY_BYTES);
		read_label(s, st, d);
		d->invite = sql_id_at(st, 5);
	}
	return row;
}

static int count_through(struct store *s, struct store_device *d, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_PEER_THROUGH, "td", d->unit, &d->node);
	int row = sql_row(s, st, e);

	if (row > 0) {
		d->through = sqlite3_column_int64(st, 0);
		sql_end(st);
	}
	return row < 0 ? -1 : 0;
}

static int compare_devices(const void *a, const void *b)
{
	const struct store_device *x = a, *y = b;
	int by_unit = strcmp(x->unit, y->unit);
	int by_label = by_unit ? by_unit : utf8_compare(x->label, y->label);

	return by_label ? by_label : id_compare(x->node, y->node);
}

int store_last_heard(struct store *s, int64_t *at, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_PEER_LAST, "");
	int row = sql_row(s, st, e);

	*at = row > 0 ? sqlite3_column_int64(st, 0) : 0;
	sql_end(st);
	return row < 0 ? -1 : 0;
}

int store_devices(struct store *s, const char *unit, struct store_device **out, size_t *n, struct err *e)
{
	struct device_list l = {NULL, 0};
	int rc = list_acts(s, unit, &l, e) || list_heard(s, unit, &l, e) ? -1 : 0;

	for (size_t i = 0; rc == 0 && i < l.n; i++)
		rc = count_through(s, &l.d[i], e);
	if (rc) {
		free(l.d);
		l = (struct device_list){NULL, 0};
	}
	if (l.n)
		qsort(l.d, l.n, sizeof *l.d, compare_devices);
	*out = l.d;
	*n = l.n;
	return rc;
}

/* --- haves the other side showed --- */

int store_peer_have(struct store *s, struct id node, const char *unit, struct name **out, size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_PEER_HAVE, "dt", &node, unit);
	int row = sql_row(s, st, e);
	const unsigned char *packed;

	*out = NULL;
	*n = 0;
	if (row <= 0)
		return row;
	packed = sqlite3_column_blob(st, 0);
	*n = (size_t)sqlite3_column_bytes(st, 0) / NAME_PACKED;
	*out = alloc_zero(*n + 1, sizeof **out);
	for (size_t i = 0; i < *n; i++)
		name_unpack(packed + i * NAME_PACKED, &(*out)[i]);
	sql_end(st);
	return 0;
}

int store_set_peer_have(
	struct store *s, struct id node, const char *unit, const struct name *rows, size_t n, struct err *e)
{
	unsigned char *packed = alloc_zero(n + 1, NAME_PACKED);
	int rc;

	for (size_t i = 0; i < n; i++)
		name_pack(&rows[i], packed + i * NAME_PACKED);
	rc = sql_run(s, e, SQL_PEER_SET_HAVE, "dtb", &node, unit, packed, n * NAME_PACKED);
	free(packed);
	return rc;
}

/* --- receipts --- */

struct kept {
	uint32_t through;
	struct hash hash;
};

static int kept_of(struct store *s, struct id hub, struct id journal, struct kept **out, size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_RECEIPTS_OF_JOURNAL, "dd", &hub, &journal);
	int row;

	*out = NULL;
	*n = 0;
	while ((row = sql_row(s, st, e)) > 0) {
		*out = alloc_grow(*out, *n + 1, sizeof **out);
		(*out)[*n].through = (uint32_t)sqlite3_column_int64(st, 0);
		(*out)[(*n)++].hash = sql_hash_at(st, 1);
	}
	return row;
}

/* Where a confirmed entry lies; TREE_NONE: not held here, or not with that hash. */
static int locate(struct store *s, const struct tree *t, struct id journal, uint32_t seq, const struct hash *h,
	size_t *at, struct err *e)
{
	struct name n = {.journal = journal, .seq = seq, .hash = hash_start(h)};
	struct found f;

	if (journal_find(s, &n, &f, e) < 0)
		return -1;
	*at = f.branch && hash_equal(&f.hash, h) ? tree_index(t, f.branch) : TREE_NONE;
	return 0;
}

/* Drops the receipts that r makes superfluous; *needed: none of them says as much as r. */
static int outdo(struct store *s, struct id hub, const struct receipt *r, const struct tree *t, size_t at, bool *needed,
	struct err *e)
{
	uint32_t *reach = tree_reach(t);
	struct kept *k;
	size_t n, there;
	int rc = kept_of(s, hub, r->journal, &k, &n, e);

	*needed = true;
	tree_cover(t, reach, at, r->through);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		rc = locate(s, t, r->journal, k[i].through, &k[i].hash, &there, e);
		if (rc || there == TREE_NONE)
			continue;
		if (tree_shared(t, reach, there, k[i].through) == k[i].through && k[i].through < r->through)
			rc = sql_run(s, e, SQL_RECEIPT_DROP, "ddib", &hub, &r->journal, (int64_t)k[i].through,
				k[i].hash.b, sizeof k[i].hash.b);
		else if (tree_shared(t, reach, there, k[i].through) == r->through)
			*needed = false;
	}
	free(k);
	free(reach);
	return rc;
}

int store_add_receipt(struct store *s, struct id hub, const struct receipt *r, struct err *e)
{
	struct name n = {.journal = r->journal, .seq = r->through, .hash = hash_start(&r->hash)};
	bool needed = false;
	struct found f;
	struct tree t;
	size_t at;
	int rc = journal_find(s, &n, &f, e);

	if (rc <= 0)
		return rc;
	if (tree_load(s, f.chain.unit, NULL, &t, e))
		return -1;
	rc = locate(s, &t, r->journal, r->through, &r->hash, &at, e);
	if (rc == 0 && at != TREE_NONE)
		rc = outdo(s, hub, r, &t, at, &needed, e);
	tree_free(&t);
	if (rc || !needed)
		return rc;
	return sql_run(s, e, SQL_RECEIPT_PUT, "ddibbi", &hub, &r->journal, (int64_t)r->through, r->hash.b,
		sizeof r->hash.b, r->signature.b, sizeof r->signature.b, clock_now());
}

int store_drop_receipt(struct store *s, struct id hub, const struct receipt *r, struct err *e)
{
	return sql_run(
		s, e, SQL_RECEIPT_DROP, "ddib", &hub, &r->journal, (int64_t)r->through, r->hash.b, sizeof r->hash.b);
}

int store_receipts(struct store *s, struct id hub, const char *unit, const char *hub_unit, struct receipt **out,
	size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_RECEIPTS, "dtt", &hub, unit, hub_unit && *hub_unit ? hub_unit : unit);
	int row;

	*out = NULL;
	*n = 0;
	while ((row = sql_row(s, st, e)) > 0) {
		struct receipt *r;

		*out = alloc_grow(*out, *n + 1, sizeof **out);
		r = &(*out)[(*n)++];
		r->journal = sql_id_at(st, 0);
		r->through = (uint32_t)sqlite3_column_int64(st, 1);
		r->hash = sql_hash_at(st, 2);
		sql_bytes_at(st, 3, r->signature.b, KEY_SIGNATURE);
	}
	return row;
}
