/* golden.c - what is written, beside the files in tests/golden. */
#include "golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <tungnha/file.h>

#include "prints.h"

enum { GOLDEN_MAX = 32 * 1024 * 1024 };

void golden_compare(const struct buf *got, const char *kind, const char *name)
{
	struct err e;
	struct buf want;
	char path[200];
	snprintf(path, sizeof path, "tests/golden/%s-%s", kind, name);
	const char *mode = getenv("TUNGNHA_GOLDEN");
	if (mode && strcmp(mode, "write") == 0)
		assert_int_equal(file_write(path, got->data, got->len, 0644, &e), 0);
	buf_init(&want, GOLDEN_MAX);
	assert_int_equal(file_read(path, &want, &e), 0);
	if (want.len != got->len || memcmp(want.data, got->data, got->len) != 0)
		print_message("%s differs. Written now:\n%s\n", path, got->data);
	assert_int_equal(want.len, got->len);
	assert_memory_equal(want.data, got->data, got->len);
	buf_free(&want);
}

void golden_keep(const struct buf *b, const char *name)
{
	struct err e;
	const char *folder = getenv("TUNGNHA_PAPERS");
	if (!folder)
		return;
	char *path = file_join(folder, name);
	assert_int_equal(file_write(path, b->data, b->len, 0644, &e), 0);
	free(path);
}

void golden_part(const struct buf *file, const char *name, const char *from, struct buf *out)
{
	struct buf xml;
	buf_init(&xml, GOLDEN_MAX);
	prints_part(file, name, &xml);
	const char *s = strstr(xml.data, from);
	assert_non_null(s);
	buf_print(out, "== %s\n", name);
	for (; *s; s++) {
		if (*s == '\n')
			continue;
		buf_char(out, *s);
		if (s[0] == '>' && s[1] == '<')
			buf_char(out, '\n');
	}
	buf_char(out, '\n');
	buf_free(&xml);
}
