/* test_line.c - what a line to a hub does with everything that may stand at its other end: a message, a hotspot's login
 * page, half an answer, one without end, none at all; and what the person is told. */
#include "../support/loopback.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "../../sync/line_verdict.h"

#include <tungnha/message.h>

#define MESSAGE "Content-Type: application/vnd.tungnha.message\r\n"
#define PROBLEM "Content-Type: application/problem+json\r\n"

/* Somebody at the other end who says the same to everybody. */
struct other {
	struct loopback v;
	const char *head, *body; /* of a whole answer; head NULL: body as it is, then the end */
	bool hold;               /* then silence */
	char asked[2048];        /* the head of the newest request */
};

static bool answers(struct loopback *v, int fd, const char *head, const struct buf *body)
{
	struct other *o = v->context;
	(void)body;
	snprintf(o->asked, sizeof o->asked, "%s", head);
	if (o->head)
		return loopback_reply(fd, o->head, o->body, strlen(o->body));
	loopback_text(fd, o->body);
	if (o->hold)
		loopback_hold(v, fd);
	return false;
}

static bool answers_without_end(struct loopback *v, int fd, const char *head, const struct buf *body)
{
	static char piece[4000];
	const char *line = v->context;
	(void)head, (void)body;
	memset(piece, 'x', sizeof piece);
	memcpy(piece, line, strlen(line));
	piece[sizeof piece - 2] = '\r';
	piece[sizeof piece - 1] = '\n';
	bool there = loopback_text(fd, *line ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.1 200 OK\r\n" MESSAGE "\r\n");
	while (there)
		there = loopback_send(fd, piece, sizeof piece);
	return false;
}

static void begin(struct other *o, const char *head, const char *body)
{
	*o = (struct other){.head = head, .body = body};
	loopback_begin(&o->v, answers, o);
}

static struct line *open_line(bool (*stopped)(void *context), void *context)
{
	struct line *l;
	struct err e;
	assert_int_equal(line_open(stopped, context, &l, &e), 0);
	return l;
}

/* One post on a line of its own; the sentence, TEXT_NONE for a message. *e holds its arguments. */
static text_id post(const char *url, struct line_answer *a, struct err *e)
{
	struct line *l = open_line(NULL, NULL);
	*e = (struct err){0};
	line_silence(l, 1);
	line_post(l, url, "hello", 5, a);
	text_id told = line_verdict(a, url, e) == 0 ? TEXT_NONE : e->text;
	line_close(l);
	return told;
}

static text_id told(const char *head, const char *body, struct err *e)
{
	struct other o;
	struct line_answer a;
	begin(&o, head, body);
	text_id id = post(o.v.url, &a, e);
	buf_free(&a.body);
	loopback_end(&o.v);
	return id;
}

static void a_message_comes_whole_and_little_is_said_around_it(void **state)
{
	struct other o;
	struct line_answer a;
	char url[128], expected[512];
	struct line *l = open_line(NULL, NULL);
	(void)state;
	begin(&o, "200 OK\r\nContent-Type: Application/vnd.tungnha.message; x=y\r\n", "sealed");
	snprintf(url, sizeof url, "%s/exchange", o.v.url);
	for (int i = 0; i < 2; i++) {
		line_post(l, url, "hello", 5, &a);
		assert_int_equal(a.fate, LINE_ANSWERED);
		assert_int_equal(a.status, 200);
		assert_string_equal(a.type, "application/vnd.tungnha.message");
		assert_string_equal(a.body.data, "sealed");
		assert_false(a.doubtful);
		buf_free(&a.body);
	}
	assert_int_equal(o.v.connections, 1);
	assert_int_equal(o.v.requests, 2);
	snprintf(expected, sizeof expected,
		"POST /exchange HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" MESSAGE "Content-Length: 5\r\n\r\n", o.v.port);
	assert_string_equal(o.asked, expected);
	line_close(l);
	loopback_end(&o.v);
}

static void a_connection_the_other_side_closed_is_opened_again(void **state)
{
	struct other o;
	struct line_answer a;
	struct line *l = open_line(NULL, NULL);
	(void)state;
	begin(&o, NULL, "HTTP/1.1 200 OK\r\n" MESSAGE "Content-Length: 2\r\n\r\nok"); /* and closes */
	for (int i = 0; i < 3; i++) {
		line_post(l, o.v.url, "hello", 5, &a);
		assert_int_equal(a.fate, LINE_ANSWERED);
		buf_free(&a.body);
	}
	assert_int_equal(o.v.connections, 3);
	line_close(l);
	loopback_end(&o.v);
}

static void a_login_page_is_named(void **state)
{
	struct err e;
	(void)state;
	assert_ptr_equal(told("200 OK\r\nContent-Type: text/html\r\n", "<html>Wifi", &e), TEXT_NET_PORTAL);
	assert_int_equal(e.code, ERR_BUSY);
	assert_int_equal(strncmp(e.arg[0], "127.0.0.1:", 10), 0);
	assert_ptr_equal(told("200 OK\r\n", "", &e), TEXT_NET_PORTAL);
	assert_ptr_equal(told("204 No Content\r\n", "", &e), TEXT_NET_PORTAL);
	assert_ptr_equal(told("511 Network Authentication Required\r\n", "<html>", &e), TEXT_NET_PORTAL);
	assert_ptr_equal(told("302 Found\r\nLocation: http://wifi.quan.vn/login?x=1\r\n", "", &e), TEXT_NET_PORTAL);
	assert_string_equal(e.arg[0], "wifi.quan.vn");
	assert_ptr_equal(told("301 Moved\r\nLocation: https://127.0.0.1/exchange\r\n", "", &e), TEXT_NET_MOVED);
	assert_string_equal(e.arg[1], "https://127.0.0.1/exchange");
}

static void a_hub_that_cannot_now_is_told_from_one_that_will_not(void **state)
{
	struct err e;
	(void)state;
	assert_ptr_equal(told("503 Busy\r\nRetry-After: 7\r\n" PROBLEM, "{}", &e), TEXT_NET_BUSY);
	assert_string_equal(e.arg[0], "7");
	assert_ptr_equal(told("429 Slow down\r\n", "", &e), TEXT_NET_BUSY);
	assert_ptr_equal(told("507 Full\r\n" PROBLEM, "{}", &e), TEXT_NET_DISK_FULL);
	assert_ptr_equal(told("502 Bad Gateway\r\n", "<html>", &e), TEXT_NET_GATEWAY);
	assert_ptr_equal(told("413 Large\r\n", "", &e), TEXT_NET_TOO_LARGE);
	assert_int_equal(e.code, ERR_DATA);
	assert_ptr_equal(told("407 Proxy\r\n", "", &e), TEXT_NET_PROXY);
	assert_ptr_equal(told("404 Not Found\r\nContent-Type: text/html\r\n", "no", &e), TEXT_NET_NOT_HUB);
	assert_ptr_equal(told("400 Bad\r\n" PROBLEM, "{\"detail\":\"gửi nhầm\\u001b[2J\\nxã\"}", &e), TEXT_NET_REFUSES);
	assert_string_equal(e.arg[0], "gửi nhầm [2J xã");
	assert_ptr_equal(told("400 Bad\r\n", "{\"detail\":\"x\"}", &e), TEXT_NET_NOT_HUB);
	assert_int_equal(
		told("400 Bad\r\n" PROBLEM, "{\"detail\":\"x\",\"code\":\"MESSAGE_OTHER\"}", &e), TEXT_NET_OTHER_HUB);
	assert_int_equal(e.code, ERR_DATA);
	assert_ptr_equal(told("500 Broken\r\n" PROBLEM, "{\"detail\":\"ổ hỏng\"}", &e), TEXT_NET_TROUBLE);
	assert_string_equal(e.arg[0], "ổ hỏng");
	assert_ptr_equal(told("500 Broken\r\n", "<html>", &e), TEXT_NET_NOT_HUB);
	assert_ptr_equal(told("400 Bad\r\n" PROBLEM, "{\"detail\":", &e), TEXT_NET_NOT_HUB);
}

static void half_an_answer_is_none(void **state)
{
	static const char *const half[] = {"", "HTTP/1.1 20", "HTTP/1.1 200 OK\r\n" MESSAGE,
		"HTTP/1.1 200 OK\r\n" MESSAGE "Content-Length: 100\r\n\r\nhalf",
		"HTTP/1.1 200 OK\r\n" MESSAGE "Transfer-Encoding: chunked\r\n\r\n5\r\nhal"};
	struct err e;
	(void)state;
	assert_ptr_equal(told(NULL, half[0], &e), TEXT_NET_CUT);
	assert_ptr_equal(told(NULL, half[3], &e), TEXT_NET_CUT);
	assert_ptr_equal(told(NULL, half[4], &e), TEXT_NET_CUT);
	for (size_t i = 1; i < 3; i++)
		assert_int_not_equal(told(NULL, half[i], &e), TEXT_NONE);
	assert_ptr_equal(told(NULL, "SSH-2.0-OpenSSH_9.2\r\n", &e), TEXT_NET_STRANGE);
}

static void an_answer_without_end_is_given_up(void **state)
{
	static char body[] = "", header[] = "X: ";
	char *const what[] = {body, header};
	struct line_answer a;
	struct err e;
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct loopback v;
		loopback_begin(&v, answers_without_end, what[i]);
		assert_ptr_equal(post(v.url, &a, &e), TEXT_NET_STRANGE);
		assert_int_equal(a.fate, LINE_LARGE);
		assert_true(a.body.len <= MESSAGE_BYTES_MAX);
		buf_free(&a.body);
		loopback_end(&v);
	}
}

static void silence_is_given_up(void **state)
{
	static const char *const said[] = {"", "HTTP/1.1 200 OK\r\n" MESSAGE "Content-Length: 100\r\n\r\nhalf"};
	struct line_answer a;
	struct err e;
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct other o;
		begin(&o, NULL, said[i]);
		o.hold = true;
		assert_ptr_equal(post(o.v.url, &a, &e), TEXT_NET_SLOW);
		buf_free(&a.body);
		loopback_end(&o.v);
	}
}

static bool stop_after(void *context)
{
	int *asked = context;
	return --*asked < 0;
}

static void a_request_to_stop_cuts_off_what_is_under_way(void **state)
{
	struct other o;
	struct line_answer a;
	int times = 3;
	struct line *l = open_line(stop_after, &times);
	(void)state;
	begin(&o, NULL, "");
	o.hold = true;
	line_post(l, o.v.url, "hello", 5, &a);
	assert_int_equal(a.fate, LINE_STOPPED);
	buf_free(&a.body);
	line_close(l);
	loopback_end(&o.v);
}

static text_id reach(const char *url, struct err *e)
{
	struct line_answer a;
	text_id id = post(url, &a, e);
	buf_free(&a.body);
	return id;
}

static void nobody_there_is_told_from_a_bad_address(void **state)
{
	struct err e;
	char url[160];
	(void)state;
	snprintf(url, sizeof url, "http://127.0.0.1:%d/", loopback_dead_port());
	assert_ptr_equal(reach(url, &e), TEXT_NET_REFUSED);
	assert_ptr_equal(reach("ftp://127.0.0.1/", &e), TEXT_NET_ADDRESS);
	assert_ptr_equal(reach("file:///etc/passwd", &e), TEXT_NET_ADDRESS);
	assert_ptr_equal(reach("http://lan:secret@127.0.0.1/", &e), TEXT_NET_ADDRESS);
	assert_ptr_equal(reach("http:///", &e), TEXT_NET_ADDRESS);
	/* longer than a name may be: the resolver refuses it before it asks anybody */
	memset(url, 'a', sizeof url);
	memcpy(url, "http://", 7);
	strcpy(url + 100, ".invalid/");
	assert_ptr_equal(reach(url, &e), TEXT_NET_NAME);
}

static void the_proxy_of_the_environment_is_used_and_blamed(void **state)
{
	struct other o;
	struct line_answer a;
	struct err e;
	char proxy[64], dead[64];
	(void)state;
	begin(&o, "200 OK\r\n" MESSAGE, "sealed");
	snprintf(dead, sizeof dead, "http://127.0.0.1:%d", loopback_dead_port());
	assert_int_equal(setenv("http_proxy", o.v.url, 1), 0);
	assert_ptr_equal(post("http://xa.example:8030/exchange", &a, &e), TEXT_NONE);
	assert_non_null(strstr(o.asked, "POST http://xa.example:8030/exchange HTTP/1.1"));
	buf_free(&a.body);
	snprintf(proxy, sizeof proxy, "%s", dead);
	setenv("http_proxy", proxy, 1);
	assert_ptr_equal(post("http://xa.example:8030/exchange", &a, &e), TEXT_NET_PROXY);
	buf_free(&a.body);
	setenv("no_proxy", "127.0.0.1", 1);
	assert_ptr_equal(post(o.v.url, &a, &e), TEXT_NONE);
	buf_free(&a.body);
	unsetenv("http_proxy");
	unsetenv("no_proxy");
	loopback_end(&o.v);
}

static void a_proxy_that_refuses_the_way_to_a_secure_hub_is_blamed(void **state)
{
	struct err e;
	struct other o;
	(void)state;
	begin(&o, "403 Forbidden\r\n", "");
	setenv("https_proxy", o.v.url, 1);
	assert_ptr_equal(reach("https://xa.example/exchange", &e), TEXT_NET_PROXY);
	assert_non_null(strstr(o.asked, "CONNECT xa.example:443"));
	unsetenv("https_proxy");
	loopback_end(&o.v);
	begin(&o, "200 OK\r\n", "no TLS here");
	char url[64];
	snprintf(url, sizeof url, "https://127.0.0.1:%d", o.v.port);
	assert_ptr_equal(reach(url, &e), TEXT_NET_TLS);
	loopback_end(&o.v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_comes_whole_and_little_is_said_around_it),
		cmocka_unit_test(a_connection_the_other_side_closed_is_opened_again),
		cmocka_unit_test(a_login_page_is_named),
		cmocka_unit_test(a_hub_that_cannot_now_is_told_from_one_that_will_not),
		cmocka_unit_test(half_an_answer_is_none),
		cmocka_unit_test(an_answer_without_end_is_given_up),
		cmocka_unit_test(silence_is_given_up),
		cmocka_unit_test(a_request_to_stop_cuts_off_what_is_under_way),
		cmocka_unit_test(nobody_there_is_told_from_a_bad_address),
		cmocka_unit_test(the_proxy_of_the_environment_is_used_and_blamed),
		cmocka_unit_test(a_proxy_that_refuses_the_way_to_a_secure_hub_is_blamed),
	};
	static const char *const variable[] = {
		"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"};
	for (size_t i = 0; i < sizeof variable / sizeof *variable; i++)
		unsetenv(variable[i]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
