/* import_numbers.c - the numbers a file named so far: a list of any length costs one look a line. */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/alloc.h>
#include <tungnha/app_units.h>

#include "import.h"

enum { NUMBERS_ROOM = 1024 };

static size_t hash(const char *text)
{
	uint64_t h = 1469598103934665603u; /* FNV-1a: a table of this one run, nobody's to attack but the file's own
					      sender */
	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * 1099511628211u;
	return (size_t)(h ^ h >> 32);
}

static uint32_t *slot_of(const struct import_numbers *n, const char *text)
{
	size_t i = hash(text) & (n->slots - 1);
	while (n->slot[i] && strcmp(n->number[n->slot[i] - 1].text, text) != 0)
		i = (i + 1) & (n->slots - 1);
	return &n->slot[i];
}

/* At most half of the slots are taken. */
static void grow(struct import_numbers *n)
{
	if (n->count < n->room)
		return;
	n->room = n->room ? 2 * n->room : NUMBERS_ROOM;
	n->number = alloc_grow(n->number, n->room, sizeof *n->number);
	n->slots = 2 * n->room;
	free(n->slot);
	n->slot = alloc_zero(n->slots, sizeof *n->slot);
	for (size_t i = 0; i < n->count; i++)
		*slot_of(n, n->number[i].text) = (uint32_t)i + 1;
}

/* A device of this unit carries the former one since they merged, and has heard nothing of it yet. */
static int not_received(struct store *s, const struct unit *u, struct err *e)
{
	struct store_enrolment *en = NULL;
	struct unit former;
	struct err none;
	size_t n = 0, i = 0;
	if (store_enrolments(s, &en, &n, e) != 0)
		return -1;
	while (i < n &&
		(strcmp(en[i].by_successor, u->code) != 0 || en[i].state == STATE_NEW || en[i].state == STATE_ACTIVE))
		i++;
	int rc = 0;
	if (i < n)
		rc = err_set(e, ERR_UNAVAILABLE, TEXT_IMPORT_BEFORE_MERGED, "%s" ERR_AND "%s", u->name,
			store_unit(s, en[i].unit.code, &former, &none) == 0 ? former.name : en[i].unit.code);
	if (n > 0)
		sodium_memzero(en, n * sizeof *en);
	free(en);
	return rc;
}

static int find_successor(struct import_numbers *n, struct store *s, struct err *e)
{
	struct store_enrolment en;
	struct unit u;
	if (store_enrolment(s, n->unit.code, &en, e) != 0)
		return e->code == ERR_NOT_FOUND ? 0 : -1;
	sodium_memzero(en.secret, sizeof en.secret);
	if (en.by_successor[0] && store_unit(s, en.by_successor, &u, e) != 0)
		return -1;
	if (en.by_successor[0])
		memcpy(n->successor, u.name, sizeof n->successor);
	return 0;
}

int import_numbers_begin(struct import_numbers *n, struct store *s, const char *unit, struct err *e)
{
	struct store_predecessor *p = NULL;
	size_t former = 0;
	if (store_unit(s, unit, &n->unit, e) != 0 || store_predecessors(s, unit, &p, &former, e) != 0)
		return -1;
	free(p);
	n->merged = former > 0;
	if (find_successor(n, s, e) != 0)
		return -1;
	return n->merged ? not_received(s, &n->unit, e) : 0;
}

/* Of a merged hamlet's list a number is the household that bears it, in whichever former hamlet it was begun: as `put`
 * has it. */
static int look_unit(const struct import_numbers *n, struct store *s, struct import_number *to, struct err *e)
{
	struct unit u = n->unit;
	int rc = n->merged ? app_units_of_number(s, &n->unit, to->text, &u, e) : 0;
	to->several = rc != 0 && e->text == TEXT_UNITS_NUMBER_TWICE;
	memcpy(to->unit, u.code, sizeof to->unit);
	return to->several ? 0 : rc;
}

static int look(const struct import_numbers *n, struct store *s, struct import_number *to, struct err *e)
{
	to->clash = false;
	if (look_unit(n, s, to, e) != 0)
		return -1;
	if (store_key_for_number(s, to->unit, to->text, &to->key, &to->known, e) == 0)
		return 0;
	to->clash = e->code == ERR_DATA && e->text == TEXT_NUMBER_TWICE;
	return to->clash ? 0 : -1;
}

int import_numbers_get(
	struct import_numbers *n, struct store *s, const char *text, struct import_number **out, struct err *e)
{
	grow(n);
	uint32_t *slot = slot_of(n, text);
	if (!*slot) {
		struct import_number *to = &n->number[n->count];
		*to = (struct import_number){0};
		strncpy(to->text, text, sizeof to->text - 1);
		if (look(n, s, to, e) != 0)
			return -1;
		*slot = (uint32_t)++n->count;
	}
	*out = &n->number[*slot - 1];
	return 0;
}

int import_numbers_refuse(
	const struct import_numbers *n, struct store *s, const struct import_number *number, struct err *why)
{
	struct unit u;
	struct err two;
	if (number->several && app_units_of_number(s, &n->unit, number->text, &u, &two) != 0)
		return err_set(why, ERR_DATA, TEXT_IMPORT_NUMBER_OF_UNITS, "%s" ERR_AND "%s" ERR_AND "%s", two.arg[0],
			two.arg[1], two.arg[2]);
	if (number->clash)
		return err_set(why, ERR_DATA, TEXT_IMPORT_NUMBER_OF_TWO, "%s", number->text);
	if (!number->known && n->successor[0])
		return err_set(why, ERR_DATA, TEXT_UNITS_NEW_NUMBER, "%s" ERR_AND "%s", n->successor, n->unit.code);
	return 0;
}

int import_numbers_again(struct import_numbers *n, struct store *s, struct err *e)
{
	for (size_t i = 0; i < n->count; i++)
		if (look(n, s, &n->number[i], e) != 0)
			return -1;
	return 0;
}

int import_numbers_may_write(const struct import_numbers *n, struct store *s, struct err *e)
{
	const char *asked = n->unit.code;
	if (collector_may_write(s, asked, e) != 0)
		return -1;
	for (size_t i = 0; i < n->count; i++) {
		if (strcmp(n->number[i].unit, asked) != 0 && collector_may_write(s, n->number[i].unit, e) != 0)
			return -1;
		asked = n->number[i].unit;
	}
	return 0;
}

void import_numbers_free(struct import_numbers *n)
{
	free(n->number);
	free(n->slot);
	*n = (struct import_numbers){0};
}
