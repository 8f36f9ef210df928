/* test_verify.c - rows of cells out of pages and documents, whatever stands in them; check codes as people type them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_verify.h>

#include "../../src/app/verify.h"

/* "a|b/c|d/" and "." at the end of a table. */
static int put(void *context, const char *const *cell, size_t cells, struct err *e)
{
	struct buf *out = context;
	(void)e;
	if (!cell)
		buf_char(out, '.');
	for (size_t i = 0; i < cells; i++)
		buf_print(out, "%s%s", i ? "|" : "", cell[i]);
	if (cell)
		buf_char(out, '/');
	return 0;
}

static void reads(const char *text, size_t n, bool w, const char *want)
{
	struct buf out;
	struct err e;
	char *exact = alloc_copy_n(text, n); /* so that reading behind its end is noticed */
	buf_init(&out, 1 << 20);
	assert_int_equal(verify_markup(exact, n, w, put, &out, &e), 0);
	if (want)
		assert_string_equal(out.data, want);
	buf_free(&out);
	free(exact);
}
#define PAGE(text, want) reads(text, sizeof text - 1, false, want)
#define WORD(text, want) reads(text, sizeof text - 1, true, want)

static void pages(void **state)
{
	(void)state;
	PAGE("<table><tr><th>Xóm</th><td class=\"n\">1.390</td></tr></table>", ".Xóm|1.390/..");
	PAGE("<TR><TD>a &amp; b &#x1ED9;&#272; &lt;3&nbsp;&quot;</TD></TR>", "a & b ộĐ <3 \"/.");
	PAGE("<tr><td>a<br>b</td><td title=\"x>y\">c<!-- <td>no</td> --></td></tr>", "a b|c/.");
	PAGE("<tr><td>1<td>2<tr><td>3", "1|2/3/.");                    /* ends left out, as HTML may */
	PAGE("text <b>alone</b> & more", ".");                         /* nothing outside a cell counts */
	PAGE("<tr><td>&bogus; &#xFFFFFFFF; &#12", "&bogus;   &#12/."); /* stands for itself, or a blank */
	PAGE("<tr><td>a</td", "a/.");
	PAGE("<!-- never closed <tr><td>x</td></tr>", ".");
	PAGE("<", ".");
	PAGE("&", ".");
	PAGE("<tr><td>&", "&/.");
}

static void documents(void **state)
{
	(void)state;
	WORD("<w:tbl><w:tr><w:tc><w:tcPr/><w:p><w:r><w:t>Xóm</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>1.</w:t></"
	     "w:r>"
	     "<w:r><w:t xml:space=\"preserve\">390</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
		".Xóm |1.390 /..");
	WORD("<w:tr><w:tc> no text <w:p><w:t>a</w:t></w:p><w:p><w:t>b</w:t></w:p></w:tc></w:tr>", "a  b /.");
	WORD("<w:tr><w:tc><w:p/></w:tc><w:tc/></w:tr>", "|/.");
}

/* Whatever bytes: nothing is read that is not there, and it ends. */
static void anything(void **state)
{
	(void)state;
	static const char piece[] = "<tr><td w:t>&amp;\"'=/<!--x--></th>&#1;\xc3\xa1\x00<w:tr><w:tc><w:t>a";
	uint32_t x = 12345;
	for (int turn = 0; turn < 2000; turn++) {
		char text[200];
		size_t n = (x >> 8) % sizeof text;
		for (size_t i = 0; i < n; i++)
			text[i] = piece[(x = x * 1664525 + 1013904223) >> 16 & 1 ? (x >> 20) % (sizeof piece - 1)
										 : i % (sizeof piece - 1)];
		reads(text, n, turn % 2, NULL);
		x += (uint32_t)turn;
	}
}

static void wide_rows_end(void **state)
{
	(void)state;
	struct buf page, out;
	struct err e;
	buf_init(&page, 1 << 22);
	buf_text(&page, "<table><tr>");
	for (int i = 0; i < 10000; i++)
		buf_text(&page, "<td>1</td>");
	buf_text(&page, "</tr></table>");
	buf_init(&out, 1 << 20);
	assert_int_equal(verify_markup(page.data, page.len, false, put, &out, &e), 0);
	assert_true(out.len < 3 * TABLE_CELLS_MAX);
	buf_free(&page);
	buf_free(&out);
}

static void codes(void **state)
{
	(void)state;
	char code[STORE_CHECK_CODE];
	assert_true(app_verify_code("K7QX-2M9D", code));
	assert_string_equal(code, "K7QX2M9D");
	assert_true(app_verify_code(" k7qx 2m9d ", code));
	assert_string_equal(code, "K7QX2M9D");
	assert_true(app_verify_code("oOiI-lL00", code));
	assert_string_equal(code, "00111100");
	static const char *const bad[] = {"", "K7QX2M9", "K7QX2M9D1", "K7QX2M9U", "K7QX_2M9D", "Mã K7QX2M9D"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(app_verify_code(bad[i], code));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages),
		cmocka_unit_test(documents),
		cmocka_unit_test(anything),
		cmocka_unit_test(wide_rows_end),
		cmocka_unit_test(codes),
	};
	alloc_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
