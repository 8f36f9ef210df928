/* fuzz_table.c - any bytes as a file to import, in any encoding: opened by content, read twice, previewed.
 *
 * The first byte chooses the encoding, the rest is the file. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/table.h>
#include <tungnha/utf8.h>

#include "fuzz.h"
#include "fuzz_file.h"

static const char *const encodings[] = {NULL, "utf-8", "tcvn3", "cp1258", "vni", "utf-16", "viscii", "klingon"};
enum { ENCODINGS = sizeof encodings / sizeof *encodings };

static void check_readings(const char *path)
{
	struct table_readings r;
	struct err e;
	if (table_readings(path, &r, &e) != 0)
		return;
	assert(r.count <= sizeof r.reading / sizeof *r.reading);
	for (size_t i = 0; i < r.count; i++) {
		assert(utf8_is_nfc(r.reading[i].text, strlen(r.reading[i].text)));
		assert(!strpbrk(r.reading[i].text, "\r\n\t"));
	}
	table_readings_free(&r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[FUZZ_PATH];
	uint64_t first, second;
	if (size == 0)
		return 0;
	const char *encoding = encodings[*data % ENCODINGS];
	fuzz_file(data + 1, size - 1, path);
	first = fuzz_table(path, encoding, NULL);
	second = fuzz_table(path, encoding, NULL);
	assert(first == second);
	check_readings(path);
	return 0;
}
