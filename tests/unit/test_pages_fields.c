/* test_pages_fields.c - what of a query, a form, a file reaches a page: limited, and clean text. */
#include "../support/served.h"

#include <string.h>

static void list(struct page *p)
{
	const char *name, *value, *filename;
	const void *bytes;
	size_t n;
	for (size_t i = 0; (name = page_field_at(p, i, &value)); i++)
		html_print(&p->out, "%s=%s|", name, value);
	html_print(&p->out, "a=%s|", page_field(p, "a"));
	if (page_file(p, "tep", &filename, &bytes, &n)) {
		html_print(&p->out, "%s:%zu:", filename, n);
		buf_add(&p->out, bytes, n);
	}
	page_done(p, 200);
}

static const struct page_route routes[] = {
	{"GET", "/", PAGE_ANYBODY, true, list},
	{"POST", "/ho/luu", PAGE_ANYBODY, true, list},
	{0},
};

static void saves(struct served *d, const char *body, const char *listed)
{
	assert_int_equal(served_post(d, "/ho/luu", SERVED_FORM, body, strlen(body)), 200);
	assert_string_equal(d->body.data, listed);
}

static void fields_are_clean_text(void **unused)
{
	(void)unused;
	struct served d;
	served_begin(&d, routes);
	saves(&d, "a=1&b=&c&=x&a=2", "a=1|b=|c=|=x|a=2|a=1|");
	saves(&d, "ten=%C3%94ng+Ba%2B%26&x=100%25&y=%zz%4", "ten=Ông Ba+&amp;|x=100%|y=%zz%4|a=|");
	saves(&d, "a=e%CC%82%CC%81", "a=ế|a=ế|"); /* composed, however it was typed */
	saves(&d, "a=++x%09y%01z%0D%0Ax%0Dv%7F+%0A", "a=x yz\nx\nv|a=x yz\nx\nv|");
	saves(&d, "", "a=|");
	assert_int_equal(served_post(&d, "/ho/luu?a=hỏi", SERVED_FORM, "a=thưa", strlen("a=thưa")), 200);
	served_says(&d, "a=thưa|a=thưa|"); /* what was posted, not what stood in the address */
	assert_int_equal(served_post(&d, "/ho/luu?a=2", SERVED_FORM, "b=1", 3), 200);
	assert_string_equal(d.body.data, "b=1|a=2|");
	served_end(&d);
}

static void what_is_no_form_is_refused(void **unused)
{
	(void)unused;
	struct served d;
	struct buf many;
	served_begin(&d, routes);
	assert_int_equal(served_post(&d, "/ho/luu", SERVED_FORM, "a=%00", 5), 400);
	served_says(&d, "SERVE_FIELD_BYTES");
	assert_int_equal(served_post(&d, "/ho/luu", SERVED_FORM, "a=%C3%28", 8), 400);
	assert_int_equal(served_post(&d, "/ho/luu", SERVED_FORM, "a\0b=1", 5), 400);
	assert_int_equal(served_get(&d, "/?a=%00", ""), 400);
	assert_int_equal(served_get(&d, "/?a=%ED%A0%80", ""), 400);
	assert_int_equal(served_post(&d, "/ho/luu", "text/plain", "a=1", 3), 415);
	assert_int_equal(served_post(&d, "/ho/luu", "application/json", "{}", 2), 415);
	buf_init(&many, 4 * 1024 * 1024);
	for (int i = 0; i < PAGE_FIELDS_MAX; i++)
		buf_print(&many, "%sf%d=1", i ? "&" : "", i);
	assert_int_equal(served_post(&d, "/ho/luu", SERVED_FORM, many.data, many.len), 200);
	buf_text(&many, "&g=1");
	assert_int_equal(served_post(&d, "/ho/luu", SERVED_FORM, many.data, many.len), 400);
	served_says(&d, "SERVE_FIELDS_MANY");
	buf_clear(&many);
	buf_text(&many, "a=");
	while (many.len < 2 + PAGE_FIELD_BYTES)
		buf_char(&many, 'x');
	assert_int_equal(served_post(&d, "/ho/luu", SERVED_FORM, many.data, many.len), 200);
	buf_char(&many, 'x');
	assert_int_equal(served_post(&d, "/ho/luu", SERVED_FORM, many.data, many.len), 400);
	served_says(&d, "SERVE_FIELD_LONG");
	while (many.len <= web_limits_pages.body_bytes)
		buf_text(&many, "xxxxxxxxxxxxxxxx");
	assert_int_equal(served_post(&d, "/ho/luu", SERVED_FORM, many.data, many.len), 413);
	buf_free(&many);
	served_end(&d);
}

static void a_file_comes_as_it_is(void **unused)
{
	(void)unused;
	static const char part[] = "--B!\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nmột\r\n--B!\r\n"
				   "content-disposition: form-data; name=\"tep\"; filename=\"Xóm 1.xlsx\"\r\n"
				   "Content-Type: x/y\r\n\r\nPK\0\r\n--B\n\xff\r\n--B!\r\nContent-Disposition: "
				   "form-data; name=\"b\"\r\n\r\n\r\n--B!--\r\n";
	struct served d;
	served_begin(&d, routes);
	assert_int_equal(
		served_post(&d, "/ho/luu", "multipart/form-data; boundary=\"B!\"", part, sizeof part - 1), 200);
	served_says(&d, "a=một|b=|a=một|Xóm 1.xlsx:10:PK");
	assert_int_equal(memcmp(strstr(d.body.data, ":10:") + 4, "PK\0\r\n--B\n\xff", 10), 0);
	static const char none[] =
		"--B\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"\"\r\n\r\n\r\n--B--";
	assert_int_equal(served_post(&d, "/ho/luu", "multipart/form-data; boundary=B", none, sizeof none - 1), 200);
	assert_string_equal(d.body.data, "a=|");
	static const char *const broken[] = {"", "--C--", "--B", "--B\r\n", "--B\r\nX: y\r\n\r\nz\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nnever ended",
		"--B\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--B--"};
	for (size_t i = 1; i < sizeof broken / sizeof *broken; i++)
		assert_int_equal(
			served_post(&d, "/ho/luu", "multipart/form-data; boundary=B", broken[i], strlen(broken[i])),
			400);
	assert_int_equal(served_post(&d, "/ho/luu", "multipart/form-data", none, sizeof none - 1), 400);
	served_end(&d);
}

/* The library alone would let such a connection hang. */
static void an_address_with_too_many_fields_is_answered(void **unused)
{
	(void)unused;
	struct served d;
	struct buf path;
	served_begin(&d, routes);
	for (int n = PAGE_FIELDS_MAX; n <= 1500; n += n < 200 ? 1 : 650) {
		buf_init(&path, 8 * 1024);
		buf_text(&path, "GET /?a=1");
		for (int i = 1; i < n; i++)
			buf_text(&path, "&a=1");
		assert_int_equal(served_ask(&d, path.data, SERVED_HTML, NULL, 0), n <= PAGE_FIELDS_MAX ? 200 : 400);
		buf_free(&path);
	}
	assert_int_equal(served_get(&d, "/", SERVED_HTML), 200);
	served_end(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_clean_text),
		cmocka_unit_test(what_is_no_form_is_refused),
		cmocka_unit_test(an_address_with_too_many_fields_is_answered),
		cmocka_unit_test(a_file_comes_as_it_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
