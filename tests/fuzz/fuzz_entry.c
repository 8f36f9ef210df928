/* fuzz_entry.c - any bytes as an entry: what is taken writes itself again, what is refused leaves nothing behind. */
#include <assert.h>
#include <string.h>

#include <tungnha/entry.h>
#include <tungnha/utf8.h>

#include "fuzz.h"

static void check_taken(const struct entry *en, const uint8_t *data, size_t size)
{
	struct buf again;
	int64_t t;
	buf_init(&again, ENTRY_OWN_BYTES_MAX);
	assert(entry_write(en, &again));
	assert(again.len == size && memcmp(again.data, data, size) == 0);
	assert(en->seq >= 1 && en->clock >= 1 && en->clock <= ENTRY_CLOCK_MAX && en->parents <= ENTRY_PARENTS_MAX);
	assert(clock_read_stamp(en->at, &t));
	assert(utf8_is_nfc(en->by, strlen(en->by)) && utf8_is_nfc(en->reason, strlen(en->reason)));
	assert((en->kind == ENTRY_VOID || en->kind == ENTRY_UNLOCK) == (en->fields == NULL));
	buf_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct entry en;
	bool has_key;
	if (entry_read((const char *)data, size, ENTRY_OWN_BYTES_MAX, &en, &has_key)) {
		check_taken(&en, data, size);
	} else {
		assert(!en.fields && en.seq == 0 && en.parents == 0 && en.by[0] == '\0');
		assert(has_key || id_is_zero(en.key));
	}
	assert(en.kind < ENTRY_KIND_COUNT);
	entry_free(&en);
	return 0;
}
