/* import_numbers.c - the numbers of a unit and of a file in one table, so that a list of any length costs one look a
 * line. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "import.h"

static size_t hash_bytes(const void *bytes, size_t n)
{
	uint64_t h = 1469598103934665603u; /* FNV-1a: a table of this one run, nobody's to attack but the file's own
					      sender */
	for (size_t i = 0; i < n; i++)
		h = (h ^ ((const unsigned char *)bytes)[i]) * 1099511628211u;
	return (size_t)(h ^ h >> 32);
}

static uint32_t *slot_of_text(const struct import_numbers *n, const char *text)
{
	size_t i = hash_bytes(text, strlen(text)) & (n->slots - 1);
	while (n->by_text[i] && strcmp(n->number[n->by_text[i] - 1].text, text) != 0)
		i = (i + 1) & (n->slots - 1);
	return &n->by_text[i];
}

static uint32_t *slot_of_key(const struct import_numbers *n, struct id key)
{
	size_t i = hash_bytes(key.b, sizeof key.b) & (n->slots - 1);
	while (n->by_key[i] && !id_equal(n->number[n->by_key[i] - 1].key, key))
		i = (i + 1) & (n->slots - 1);
	return &n->by_key[i];
}

/* At most half of the slots are taken. */
static void grow(struct import_numbers *n)
{
	if (n->count < n->room)
		return;
	n->room = n->room ? 2 * n->room : 1024;
	n->number = alloc_grow(n->number, n->room, sizeof *n->number);
	n->slots = 2 * n->room;
	free(n->by_text);
	free(n->by_key);
	n->by_text = alloc_zero(n->slots, sizeof *n->by_text);
	n->by_key = alloc_zero(n->slots, sizeof *n->by_key);
	for (size_t i = 0; i < n->count; i++) {
		uint32_t *text = slot_of_text(n, n->number[i].text);
		if (!*text || (!n->number[*text - 1].living && n->number[i].living))
			*text = (uint32_t)i + 1;
		*slot_of_key(n, n->number[i].key) = (uint32_t)i + 1;
	}
}

static struct import_number *add(struct import_numbers *n, const char *text, struct id key)
{
	grow(n);
	struct import_number *to = &n->number[n->count];
	*to = (struct import_number){.key = key};
	strncpy(to->text, text, sizeof to->text - 1);
	uint32_t *by_text = slot_of_text(n, to->text);
	if (!*by_text)
		*by_text = (uint32_t)n->count + 1;
	*slot_of_key(n, key) = (uint32_t)n->count + 1;
	n->count++;
	return to;
}

/* A number borne twice keeps the living household under its name; the other is found by its key alone. */
static int load(void *context, const struct store_household *h, struct err *e)
{
	struct import_numbers *n = context;
	const char *text = collector_number_of(h->form, &h->record);
	(void)e;
	grow(n);
	uint32_t first = *slot_of_text(n, text);
	struct import_number *made = add(n, text, h->key), *known = first ? &n->number[first - 1] : made;
	made->known = true;
	made->living = !h->voided;
	if (known == made || h->voided)
		return 0;
	if (known->living)
		known->clash = true;
	else
		*slot_of_text(n, text) = (uint32_t)n->count;
	return 0;
}

int import_numbers_load(struct import_numbers *n, struct store *s, const char *unit, struct err *e)
{
	grow(n);
	return store_households(s, unit, load, n, e);
}

struct import_number *import_numbers_get(struct import_numbers *n, const char *unit, const char *text)
{
	uint32_t found = *slot_of_text(n, text);
	if (found)
		return &n->number[found - 1];
	/* PROTOCOL.md, "Key of a record": the first k whose record is not known here. Those that bear this number were
	 * found above. */
	uint32_t k = 0;
	struct id key = chain_household_key(unit, text, k);
	while (*slot_of_key(n, key))
		key = chain_household_key(unit, text, ++k);
	return add(n, text, key);
}

void import_numbers_free(struct import_numbers *n)
{
	free(n->number);
	free(n->by_text);
	free(n->by_key);
	*n = (struct import_numbers){0};
}
