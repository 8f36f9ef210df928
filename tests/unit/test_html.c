/* test_html.c - what a person typed never becomes markup, nor another part of an address. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <tungnha/html.h>

static void text_is_no_markup(void **state)
{
	struct buf b;
	(void)state;
	buf_init(&b, 1000);
	html_text(&b, "<b a=\"1\" c='2'>&amp;</b>");
	assert_string_equal(b.data, "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;&lt;/b&gt;");
	buf_clear(&b);
	html_text(&b, NULL);
	html_text(&b, "");
	html_text(&b, "nhà ông Tư");
	assert_string_equal(b.data, "nhà ông Tư");
	buf_clear(&b);
	html_markup_unescaped(&b, "<p>");
	assert_string_equal(b.data, "<p>");
	buf_free(&b);
}

static void what_is_printed_into_markup_is_escaped(void **state)
{
	struct buf b;
	(void)state;
	buf_init(&b, 1000);
	html_print(&b, "<a b=\"%s\">%c%c %d %lld %zu 100%%</a>", "\"><x>", '<', '7', -3, 1LL << 40, (size_t)9);
	assert_string_equal(b.data, "<a b=\"&quot;&gt;&lt;x&gt;\">&lt;7 -3 1099511627776 9 100%</a>");
	buf_free(&b);
}

static void a_part_of_an_address_stays_one(void **state)
{
	struct buf b;
	(void)state;
	buf_init(&b, 1000);
	html_url(&b, "7/1 a?b#c&d=é%\r\n\"zZ09-._:@[`{", "");
	assert_string_equal(b.data, "7%2F1%20a%3Fb%23c%26d%3D%C3%A9%25%0D%0A%22zZ09-.%5F%3A%40%5B%60%7B");
	buf_clear(&b);
	html_url(&b, "/ho/a_b:c", "_/");
	assert_string_equal(b.data, "/ho/a_b%3Ac");
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_no_markup),
		cmocka_unit_test(what_is_printed_into_markup_is_escaped),
		cmocka_unit_test(a_part_of_an_address_stays_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
