/* A collector's hamlets and the hubs they belong to; a hub's invitations. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "store_private.h"

/* --- a collector's enrolments --- */

static char *join_addresses(const struct store_enrolment *en)
{
	struct buf b;
	char *out;

	buf_init(&b, 4096);
	for (size_t i = 0; i < en->addresses; i++)
		buf_print(&b, "%s%s", i ? "\n" : "", en->address[i]);
	out = buf_take(&b);
	buf_free(&b);
	return out;
}

static void split_addresses(const char *text, struct store_enrolment *en)
{
	while (*text && en->addresses < INVITE_ADDRESSES_MAX) {
		size_t n = strcspn(text, "\n");

		snprintf(en->address[en->addresses++], sizeof en->address[0], "%.*s", (int)n, text);
		text += n + (text[n] == '\n');
	}
}

static struct place secret_place(const char *table, const void *row, size_t n)
{
	return place_of(table, row, n, "secret", 6);
}

/* What a person called the device is mostly the person's name. */
static struct place label_place(const char *unit)
{
	return place_of("enrolment", unit, strlen(unit), "label", 5);
}

int store_enrol(struct store *s, const struct store_enrolment *en, struct err *e)
{
	struct place p = secret_place("enrolment", en->unit.code, strlen(en->unit.code));
	struct place of_label = label_place(en->unit.code);
	unsigned char sealed[KEY_BYTES + SEAL_MORE], label[MESSAGE_LABEL_BYTES + SEAL_MORE];
	size_t label_bytes = strlen(en->label) + SEAL_MORE;
	char *addresses = join_addresses(en);
	int rc;

	seal_put(s->data_key, &p, en->secret, KEY_BYTES, sealed);
	seal_put(s->data_key, &of_label, en->label, strlen(en->label), label);
	if (en->has_hub)
		rc = sql_run(s, e, SQL_ENROLMENT_PUT, "ttttidbbttdbbttiit", en->unit.code, en->unit.name,
			en->unit.level, en->unit.parent, (int64_t)en->unit.listed, &en->hub, en->hub_keys.sign,
			(size_t)KEY_BYTES, en->hub_keys.box, (size_t)KEY_BYTES, en->hub_name, en->hub_unit, &en->invite,
			sealed, sizeof sealed, label, label_bytes, en->letter, addresses, (int64_t)en->state,
			(int64_t)en->told_unknown, en->by_successor);
	else
		rc = sql_run(s, e, SQL_ENROLMENT_PUT, "ttttinnnttnnbttiit", en->unit.code, en->unit.name,
			en->unit.level, en->unit.parent, (int64_t)en->unit.listed, en->hub_name, en->hub_unit, label,
			label_bytes, en->letter, addresses, (int64_t)en->state, (int64_t)en->told_unknown,
			en->by_successor);
	free(addresses);
	s->renote = true;                                              /* whose acts decide may have changed */
	if (rc == 0 && s->role == STORE_AGGREGATOR && en->hub_unit[0]) /* no part of what is closed here, ever after */
		rc = sql_run(s, e, SQL_ABOVE_PUT, "t", en->hub_unit);
	return rc;
}

static void read_enrolment(struct store *s, sqlite3_stmt *st, struct store_enrolment *en)
{
	struct place p;
	char addresses[4096], *label;

	memset(en, 0, sizeof *en);
	sql_text_at(st, 0, en->unit.code, sizeof en->unit.code);
	sql_text_at(st, 1, en->unit.name, sizeof en->unit.name);
	sql_text_at(st, 2, en->unit.level, sizeof en->unit.level);
	sql_text_at(st, 3, en->unit.parent, sizeof en->unit.parent);
	en->unit.listed = sqlite3_column_int(st, 4);
	en->has_hub = sqlite3_column_type(st, 5) != SQLITE_NULL;
	sql_text_at(st, 8, en->hub_name, sizeof en->hub_name);
	sql_text_at(st, 9, en->hub_unit, sizeof en->hub_unit);
	if (en->has_hub) {
		en->hub = sql_id_at(st, 5);
		sql_bytes_at(st, 6, en->hub_keys.sign, KEY_BYTES);
		sql_bytes_at(st, 7, en->hub_keys.box, KEY_BYTES);
		en->invite = sql_id_at(st, 10);
		p = secret_place("enrolment", en->unit.code, strlen(en->unit.code));
		if (sqlite3_column_bytes(st, 11) == KEY_BYTES + SEAL_MORE)
			seal_get(s->data_key, &p, sqlite3_column_blob(st, 11), KEY_BYTES + SEAL_MORE, en->secret);
	}
	p = label_place(en->unit.code);
	label = seal_column(s, &p, st, 12, NULL);
	snprintf(en->label, sizeof en->label, "%s", label ? label : "");
	free(label);
	sql_text_at(st, 13, en->letter, sizeof en->letter);
	sql_text_at(st, 14, addresses, sizeof addresses);
	split_addresses(addresses, en);
	en->state = (enum message_state)sqlite3_column_int(st, 15);
	en->told_unknown = sqlite3_column_int(st, 16);
	sql_text_at(st, 17, en->by_successor, sizeof en->by_successor);
}

int store_enrolment(struct store *s, const char *unit, struct store_enrolment *out, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ENROLMENT_GET, "t", unit);
	int row = sql_row(s, st, e);

	if (row == 0)
		return err_set(e, ERR_NOT_FOUND, TEXT_UNIT_UNKNOWN, "%s", unit);
	if (row > 0) {
		read_enrolment(s, st, out);
		sql_end(st);
	}
	return row < 0 ? -1 : 0;
}

int store_enrolments(struct store *s, struct store_enrolment **out, size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ENROLMENT_GET, "n");
	int row;

	*out = NULL;
	*n = 0;
	while ((row = sql_row(s, st, e)) > 0) {
		*out = alloc_grow(*out, *n + 1, sizeof **out);
		read_enrolment(s, st, &(*out)[(*n)++]);
	}
	if (row == 0)
		return 0;
	free(*out);
	*out = NULL;
	return -1;
}

int store_enrolment_state(struct store *s, const char *unit, enum message_state state, struct err *e)
{
	return sql_run(s, e, SQL_ENROLMENT_STATE, "tii", unit, (int64_t)state, (int64_t)(state == STATE_UNKNOWN));
}

int store_forget_unit(struct store *s, const char *unit, struct err *e)
{
	s->renote = true; /* nobody's acts decide there any more */
	return sql_run(s, e, SQL_ENROLMENT_DROP, "t", unit);
}

/* --- a hub's invitations --- */

int store_add_invitation(struct store *s, const struct store_invitation *v, struct err *e)
{
	struct place p = secret_place("invitation", v->id.b, ID_BYTES);
	unsigned char sealed[KEY_BYTES + SEAL_MORE];

	seal_put(s->data_key, &p, v->secret, KEY_BYTES, sealed);
	return sql_run(s, e, SQL_INVITATION_PUT, "dtbtiiiii", &v->id, v->unit, sealed, sizeof sealed, v->letter,
		(int64_t)v->uses, (int64_t)v->used, (int64_t)v->days, v->issued_at, (int64_t)v->withdrawn);
}

int store_invitation(struct store *s, struct id id, struct store_invitation *out, struct err *e)
{
	struct place p = secret_place("invitation", id.b, ID_BYTES);
	sqlite3_stmt *st = sql_start(s, SQL_INVITATION_GET, "d", &id);
	int row = sql_row(s, st, e);
	char hex[ID_HEX];
	bool opens;

	memset(out, 0, sizeof *out);
	if (row == 0)
		return err_set(e, ERR_NOT_FOUND, TEXT_INVITATION_UNKNOWN, "%s", id_hex(id, hex));
	if (row < 0)
		return -1;
	out->id = id;
	sql_text_at(st, 0, out->unit, sizeof out->unit);
	opens = sqlite3_column_bytes(st, 1) == KEY_BYTES + SEAL_MORE &&
		seal_get(s->data_key, &p, sqlite3_column_blob(st, 1), KEY_BYTES + SEAL_MORE, out->secret);
	sql_text_at(st, 2, out->letter, sizeof out->letter);
	out->uses = sqlite3_column_int(st, 3);
	out->used = sqlite3_column_int(st, 4);
	out->days = sqlite3_column_int(st, 5);
	out->issued_at = sqlite3_column_int64(st, 6);
	out->withdrawn = sqlite3_column_int(st, 7);
	sql_end(st);
	return opens ? 0 : err_set(e, ERR_IO, TEXT_STORE_DAMAGED, "%s" ERR_AND "invitation", s->folder);
}

int store_invitations(struct store *s, const char *unit, struct store_invitation **out, size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_INVITATIONS, "t", unit);
	int row;

	*out = NULL;
	*n = 0;
	while ((row = sql_row(s, st, e)) > 0) {
		*out = alloc_grow(*out, *n + 1, sizeof **out);
		(*out)[(*n)++].id = sql_id_at(st, 0);
	}
	for (size_t i = 0; row == 0 && i < *n; i++)
		row = store_invitation(s, (*out)[i].id, &(*out)[i], e);
	if (row == 0)
		return 0;
	free(*out);
	*out = NULL;
	*n = 0;
	return -1;
}

int store_use_invitation(struct store *s, struct id id, struct err *e)
{
	return sql_run(s, e, SQL_INVITATION_USE, "d", &id);
}

int store_withdraw_invitation(struct store *s, struct id id, struct err *e)
{
	return sql_run(s, e, SQL_INVITATION_WITHDRAW, "d", &id);
}

/* "A" … "Z", "AA" …: one after the greatest of invitations and devices of the unit. */
static void letter_of(int64_t n, char out[static 4])
{
	char reversed[4];
	size_t len = 0;

	for (; n > 0 && len < 3; n = (n - 1) / 26)
		reversed[len++] = (char)('A' + (n - 1) % 26);
	for (size_t i = 0; i < len; i++)
		out[i] = reversed[len - 1 - i];
	out[len] = 0;
}

static int64_t letter_number(const char *letter)
{
	int64_t n = 0;

	for (; *letter >= 'A' && *letter <= 'Z'; letter++)
		n = n * 26 + (*letter - 'A' + 1);
	return n;
}

int store_next_letter(struct store *s, const char *unit, char out[static 4], struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_INVITATION_LETTERS, "t", unit);
	struct store_device *d;
	int64_t greatest = 0;
	size_t n;
	int row;

	while ((row = sql_row(s, st, e)) > 0) {
		char letter[4];

		sql_text_at(st, 0, letter, sizeof letter);
		greatest = letter_number(letter) > greatest ? letter_number(letter) : greatest;
	}
	if (row < 0 || store_devices(s, unit, &d, &n, e))
		return -1;
	for (size_t i = 0; i < n; i++)
		greatest = letter_number(d[i].letter) > greatest ? letter_number(d[i].letter) : greatest;
	free(d);
	letter_of(greatest + 1, out);
	return 0;
}
