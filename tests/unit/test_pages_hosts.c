/* test_pages_hosts.c - who is turned away before anything is done: another host, another origin, no session. */
#include "../support/served.h"

#include <stdio.h>
#include <string.h>

#include "../../src/web/web_private.h"

static void show(struct page *p)
{
	page_done(p, 200);
}

static const struct page_route routes[] = {
	{"GET", "/", PAGE_ANYBODY, true, show},
	{"POST", "/ho/luu", PAGE_ANYBODY, true, show},
	{"GET", "/kin", PAGE_ENTER, false, show},
	{0},
};

static int with_host(struct served *d, const char *host, const char *what)
{
	char was[80];
	snprintf(was, sizeof was, "%s", d->host);
	snprintf(d->host, sizeof d->host, "%s", host);
	int status = served_ask(d, what, SERVED_HTML, NULL, 0);
	snprintf(d->host, sizeof d->host, "%s", was);
	return status;
}

static void another_host_is_turned_away(void **unused)
{
	(void)unused;
	struct served d;
	char host[80];
	served_begin(&d, routes);
	const char *port = strchr(d.host, ':');
	static const char *const ours[] = {"127.0.0.1", "localhost", "LocalHost", "[::1]"};
	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
		snprintf(host, sizeof host, "%s%s", ours[i], port);
		assert_int_equal(with_host(&d, host, "GET /"), 200);
	}
	static const char *const others[] = {
		"evil.example", "127.0.0.1.evil.example", "10.42.0.1", "127.0.0.2", "", "x@127.0.0.1"};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		snprintf(host, sizeof host, "%s%s", others[i], port);
		assert_int_equal(with_host(&d, host, "GET /"), 421);
		served_says(&d, text_get(LANG_VI, TEXT_SERVE_OTHER_HOST));
	}
	assert_int_equal(with_host(&d, "127.0.0.1", "GET /"), 421);
	assert_int_equal(with_host(&d, "127.0.0.1:1", "GET /tungnha.css"), 421);
	assert_int_equal(
		with_host(&d, "evil.example", "GET /health"), 200); /* who watches over it may call it anything */
	served_end(&d);
}

static void another_origin_is_turned_away(void **unused)
{
	(void)unused;
	struct served d;
	char line[300];
	served_begin(&d, routes);
	static const struct {
		const char *format;
		int status;
	} cases[] = {{"Origin: http://%s\r\n", 200}, {"Origin: http://evil.example\r\n", 421},
		{"Origin: null\r\n", 421}, {"Origin: https://%s\r\n", 421}, {"Origin: http://%s.evil\r\n", 421},
		{"Origin: \r\n", 421}, {"Referer: http://%s/ho/1\r\n", 200}, {"Referer: http://%s\r\n", 200},
		{"Referer: http://evil.example/http://%s/\r\n", 421},
		{"Origin: http://evil.example\r\nReferer: http://%s/\r\n", 421},
		{"Sec-Fetch-Site: same-origin\r\n", 200}, {"Sec-Fetch-Site: cross-site\r\n", 421},
		{"Sec-Fetch-Site: same-site\r\n", 421}, {"", 421}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b;
		buf_init(&b, sizeof line - 1);
		const char *at = strstr(cases[i].format, "%s");
		buf_add(&b, cases[i].format, at ? (size_t)(at - cases[i].format) : strlen(cases[i].format));
		buf_text(&b, at ? d.host : "");
		buf_text(&b, at ? at + 2 : "");
		buf_text(&b, "Content-Type: " SERVED_FORM "\r\n");
		if (served_ask(&d, "POST /ho/luu", b.data, "a=1", 3) != cases[i].status)
			fail_msg("%s: not %d", b.data, cases[i].status);
		buf_free(&b);
	}
	served_end(&d);
}

/* '-' nobody, 'p' a phone of the hotspot, 'h' this machine itself. */
static char who_is_at(const char *address)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
	const struct sockaddr *at = (const void *)&v4;
	if (inet_pton(AF_INET6, address, &v6.sin6_addr) == 1)
		at = (const void *)&v6;
	else
		assert_int_equal(inet_pton(AF_INET, address, &v4.sin_addr), 1);
	bool alone = limits_is_near(at, false), hotspot = limits_is_near(at, true);
	assert_true(hotspot || !alone);
	return alone ? 'h' : hotspot ? 'p' : '-';
}

static void households_are_served_to_near_addresses_alone(void **unused)
{
	(void)unused;
	static const struct {
		const char *address;
		char who;
	} cases[] = {{"127.0.0.1", 'h'}, {"127.8.8.8", 'h'}, {"::1", 'h'}, {"::ffff:127.0.0.1", 'h'},
		{"10.42.0.17", 'p'}, {"172.16.0.1", 'p'}, {"172.31.255.255", 'p'}, {"192.168.1.20", 'p'},
		{"169.254.3.4", 'p'}, {"::ffff:10.42.0.17", 'p'}, {"fe80::1", 'p'}, {"fd00::1", 'p'}, {"fc00::1", 'p'},
		{"11.0.0.1", '-'}, {"172.15.255.255", '-'}, {"172.32.0.0", '-'}, {"192.169.0.1", '-'},
		{"126.0.0.1", '-'}, {"203.162.4.190", '-'}, {"::ffff:203.162.4.190", '-'}, {"2001:ee0::1", '-'},
		{"fe00::1", '-'}, {"::", '-'}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (who_is_at(cases[i].address) != cases[i].who)
			fail_msg("%s is taken for %c", cases[i].address, who_is_at(cases[i].address));
}

static void who_has_no_session_gets_no_page(void **unused)
{
	(void)unused;
	struct served d;
	served_begin(&d, routes);
	assert_int_equal(served_get(&d, "/kin", SERVED_HTML), 303);
	assert_int_equal(d.body.len, 0);
	served_end(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_host_is_turned_away),
		cmocka_unit_test(another_origin_is_turned_away),
		cmocka_unit_test(households_are_served_to_near_addresses_alone),
		cmocka_unit_test(who_has_no_session_gets_no_page),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
