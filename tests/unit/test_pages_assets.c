/* test_pages_assets.c - style, script and icon: sent once, asked after, small. */
#include "../support/served.h"

#include <stdio.h>
#include <string.h>

static const struct page_route routes[] = {{0}};

static void a_file_is_sent_once_and_asked_after(void **unused)
{
	(void)unused;
	struct served d;
	char line[200];
	served_begin(&d, routes);
	assert_int_equal(served_get(&d, "/tungnha.css", "Accept-Encoding: br, gzip\r\n"), 200);
	assert_true(served_told("Content-Encoding: gzip\r\n") && served_told("Cache-Control: no-cache\r\n"));
	assert_true(served_told("Content-Type: text/css; charset=utf-8\r\n"));
	assert_int_equal(memcmp(d.body.data, "\x1f\x8b", 2), 0);
	size_t packed = d.body.len;
	assert_int_equal(served_get(&d, "/tungnha.css", ""), 200);
	assert_false(served_told("Content-Encoding"));
	assert_true(d.body.len > packed);
	served_says(&d, "{");
	assert_int_equal(served_get(&d, "/tungnha.css", "If-None-Match: \"other\"\r\n"), 200);
	struct visitor v;
	visitor_come(&v, d.web, NULL);
	snprintf(line, sizeof line, "GET /tungnha.css HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", d.host);
	visitor_text(&v, line);
	while (!v.gone && !strstr(v.heard.data, "\r\n\r\n"))
		assert_true(visitor_is_cut(&v, d.web));
	char *tag = strstr(v.heard.data, "ETag: ") + 6;
	snprintf(line, sizeof line, "If-None-Match: W/\"x\", %.*s\r\n", (int)strcspn(tag, "\r"), tag);
	visitor_leave(&v);
	assert_int_equal(served_get(&d, "/tungnha.css", line), 304);
	assert_int_equal(d.body.len, 0);
	assert_int_equal(served_ask(&d, "POST /tungnha.css", "", "", 0), 405);
	served_end(&d);
}

/* PRODUCT.md, 8: together they fit where a phone loads them in a moment. */
static void files_together_are_small(void **unused)
{
	(void)unused;
	enum { MOST = 60 * 1024 };
	struct served d;
	size_t sum = 0;
	served_begin(&d, routes);
	for (const struct web_asset *a = web_assets_door; a->path; a++) {
		assert_int_equal(served_get(&d, a->path, ""), 200);
		sum += d.body.len;
	}
	assert_in_range(sum, 1, MOST);
	served_end(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_sent_once_and_asked_after),
		cmocka_unit_test(files_together_are_small),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
