/* fuzz_file.h - what the targets that read tables share: bytes as a file without a disk, and a table read to its end.
 */
#ifndef TUNGNHA_FUZZ_FILE_H
#define TUNGNHA_FUZZ_FILE_H

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <tungnha/table.h>
#include <tungnha/utf8.h>

enum { FUZZ_PATH = 40 };

/* One file in memory, with other contents each time. */
static inline void fuzz_file(const void *bytes, size_t n, char path[static FUZZ_PATH])
{
	static int fd = -1;
	if (fd < 0)
		fd = memfd_create("fuzz", MFD_CLOEXEC);
	int rc = ftruncate(fd, 0);
	ssize_t put = n ? pwrite(fd, bytes, n, 0) : 0;
	assert(fd >= 0 && rc == 0 && put == (ssize_t)n);
	snprintf(path, FUZZ_PATH, "/proc/self/fd/%d", fd);
}

static inline uint64_t fuzz_mix(uint64_t digest, const char *s)
{
	for (; *s; s++)
		digest = (digest ^ (unsigned char)*s) * 0x100000001b3;
	return digest * 31 + 1;
}

/* Reads to the end or the first refusal, holding every promise of table.h against the rows. What was read, as a number:
 * the same file is the same table. */
static inline uint64_t fuzz_table(const char *path, const char *encoding, const char *sheet)
{
	struct table *t;
	struct table_row row;
	struct err e, again;
	char sentence[1000];
	uint64_t digest = 1;
	long line = 0;
	int got = table_open(path, encoding, sheet, &t, &e);
	bool opened = got == 0;
	while (opened && (got = table_next(t, &row, &e)) == 1) {
		assert(row.line > line && row.line <= (table_is_sheet(t) ? TABLE_ROWS_MAX : row.line));
		assert(row.count >= 1 && row.count <= TABLE_CELLS_MAX);
		assert(!table_is_sheet(t) || *row.cell[row.count - 1]);
		line = row.line;
		for (size_t i = 0; i < row.count; i++) {
			size_t n = strlen(row.cell[i]);
			assert(n <= 4 * CSV_ROW_BYTES && utf8_valid(row.cell[i], n));
			digest = fuzz_mix(digest, row.cell[i]);
		}
		digest = digest * 31 + (uint64_t)row.line;
	}
	if (got < 0) {
		assert(e.code == ERR_DATA || e.code == ERR_NOT_FOUND);
		err_sentence(&e, LANG_VI, sentence, sizeof sentence);
		digest = fuzz_mix(digest, sentence);
	}
	if (opened) {
		assert(table_next(t, &row, &again) == got);
		table_close(t);
	}
	return digest;
}

#endif
