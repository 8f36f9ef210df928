/* import_numbers.c - the numbers a file named so far: a list of any length costs one look a line. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

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

static int look(struct store *s, const char *unit, struct import_number *to, struct err *e)
{
	to->clash = false;
	if (store_key_for_number(s, unit, to->text, &to->key, &to->known, e) == 0)
		return 0;
	to->clash = e->code == ERR_DATA && e->text == TEXT_NUMBER_TWICE;
	return to->clash ? 0 : -1;
}

int import_numbers_get(struct import_numbers *n, struct store *s, const char *unit, const char *text,
	struct import_number **out, struct err *e)
{
	grow(n);
	uint32_t *slot = slot_of(n, text);
	if (!*slot) {
		struct import_number *to = &n->number[n->count];
		*to = (struct import_number){0};
		strncpy(to->text, text, sizeof to->text - 1);
		if (look(s, unit, to, e) != 0)
			return -1;
		*slot = (uint32_t)++n->count;
	}
	*out = &n->number[*slot - 1];
	return 0;
}

int import_numbers_again(struct import_numbers *n, struct store *s, const char *unit, struct err *e)
{
	for (size_t i = 0; i < n->count; i++)
		if (look(s, unit, &n->number[i], e) != 0)
			return -1;
	return 0;
}

void import_numbers_free(struct import_numbers *n)
{
	free(n->number);
	free(n->slot);
	*n = (struct import_numbers){0};
}
