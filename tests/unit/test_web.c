/* test_web.c - a hub's server over real sockets: messages, refusals, what a person is told. */
#include "../support/hosted.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <tungnha/alloc.h>

/* -- messages -- */

static void a_message_is_answered_as_on_a_stick(void **unused)
{
	(void)unused;
	struct hosted d;
	hosted_begin(&d, NULL);
	visitor_post(&d.visitor, d.message.data, d.message.len);
	hosted_hear(&d, 1);
	visitor_post(&d.visitor, d.message.data, d.message.len); /* the same connection, the same message */
	hosted_hear(&d, 1);
	hosted_end(&d);
	assert_true(true);
}

static void two_messages_in_one_go_are_answered_in_order(void **unused)
{
	(void)unused;
	struct hosted d;
	struct buf both;
	hosted_begin(&d, NULL);
	buf_init(&both, 100000);
	buf_print(&both, HOSTED_POST("/exchange", HOSTED_MESSAGE, "Content-Length: %zu\r\n\r\n"), d.message.len);
	buf_add(&both, d.message.data, d.message.len);
	buf_text(&both, HOSTED_POST("/exchange", HOSTED_MESSAGE, "Content-Length: 3\r\n\r\nabc"));
	buf_text(&both, HOSTED_GET("/health", ""));
	visitor_say(&d.visitor, both.data, both.len);
	hosted_hear(&d, 1);
	assert_int_equal(visitor_hear(&d.visitor, d.web, NULL), 400);
	assert_int_equal(visitor_hear(&d.visitor, d.web, NULL), 200);
	buf_free(&both);
	hosted_end(&d);
}

static void who_said_all_and_closed_that_side_is_answered(void **unused)
{
	(void)unused;
	struct hosted d;
	hosted_begin(&d, NULL);
	visitor_post(&d.visitor, d.message.data, d.message.len);
	shutdown(d.visitor.fd, SHUT_WR);
	hosted_hear(&d, 1);
	hosted_end(&d);
}

static void a_body_may_come_in_chunks_and_after_a_question(void **unused)
{
	(void)unused;
	struct hosted d;
	char line[32];
	hosted_begin(&d, NULL);
	visitor_text(
		&d.visitor, HOSTED_POST("/exchange", HOSTED_MESSAGE "; x=y", "Transfer-Encoding: chunked\r\n\r\n"));
	size_t half = d.message.len / 2;
	snprintf(line, sizeof line, "%zx\r\n", half);
	visitor_text(&d.visitor, line);
	visitor_say(&d.visitor, d.message.data, half);
	snprintf(line, sizeof line, "\r\n%zx\r\n", d.message.len - half);
	visitor_text(&d.visitor, line);
	visitor_say(&d.visitor, d.message.data + half, d.message.len - half);
	visitor_text(&d.visitor, "\r\n0\r\n\r\n");
	hosted_hear(&d, 1);
	snprintf(line, sizeof line, "%zu\r\n\r\n", d.message.len);
	visitor_text(&d.visitor, HOSTED_POST("/exchange", HOSTED_MESSAGE, "Expect: 100-continue\r\nContent-Length: "));
	visitor_text(&d.visitor, line);
	assert_int_equal(visitor_hear(&d.visitor, d.web, NULL), 100);
	visitor_say(&d.visitor, d.message.data, d.message.len);
	hosted_hear(&d, 1);
	hosted_end(&d);
}

static void who_goes_away_meanwhile_harms_nobody(void **unused)
{
	(void)unused;
	struct hosted d;
	struct visitor v;
	hosted_begin(&d, NULL);
	for (int i = 0; i < 20; i++) {
		visitor_come(&v, d.web, NULL);
		visitor_post(&v, d.message.data, i % 2 ? d.message.len : d.message.len / 2);
		visitor_leave(&v);
	}
	visitor_post(&d.visitor, d.message.data, d.message.len);
	hosted_hear(&d, 1);
	hosted_end(&d);
}

/* -- refusals -- */

static void what_is_no_message_is_refused_by_its_own_status(void **unused)
{
	(void)unused;
	static const struct {
		const char *say, *told, *code;
		int status;
	} cases[] = {
		{HOSTED_GET("/", ""), "application/problem+json", "WEB_NOTHING_HERE", 404},
		{HOSTED_GET("/exchange?x", ""), "Allow: POST\r\n", "WEB_METHOD", 405},
		{HOSTED_GET("/Exchange", ""), "", "WEB_NOTHING_HERE", 404},
		{HOSTED_POST("/health", HOSTED_MESSAGE, "Content-Length: 3\r\n\r\nabc"), "Allow: GET, HEAD\r\n",
			"WEB_METHOD", 405},
		{HOSTED_POST("/exchange", "text/plain", "Content-Length: 3\r\n\r\nabc"), "", "WEB_TYPE", 415},
		{HOSTED_POST("/exchange", HOSTED_MESSAGE "x", "Content-Length: 3\r\n\r\nabc"), "", "WEB_TYPE", 415},
		{"POST /exchange HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "", "WEB_TYPE", 415},
		{HOSTED_POST("/exchange", HOSTED_MESSAGE, "Content-Length: 0\r\n\r\n"), "", "MESSAGE_NOT_ONE", 400},
		{HOSTED_POST("/exchange", HOSTED_MESSAGE, "Content-Length: 5\r\n\r\nTNM1x"), "", "MESSAGE_NOT_ONE",
			400},
		{HOSTED_POST("/exchange", HOSTED_MESSAGE, "Content-Length: 1048577\r\n\r\nTNM1"), "", "WEB_TOO_LARGE",
			413},
		{HOSTED_POST("/exchange", HOSTED_MESSAGE, "Content-Length: 4294967296\r\n\r\nTNM1"), "",
			"WEB_TOO_LARGE", 413},
		{HOSTED_POST("/nowhere", HOSTED_MESSAGE, "Content-Length: 4294967296\r\n\r\nTNM1"), "", "WEB_TOO_LARGE",
			413},
		{HOSTED_POST("/exchange", HOSTED_MESSAGE, "Content-Length: 9223372036854775807\r\n\r\nTNM1"), "",
			"WEB_TOO_LARGE", 413},
	};
	struct hosted d;
	struct buf body;
	hosted_begin(&d, NULL);
	buf_init(&body, 100000);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(visitor_ask(d.web, cases[i].say, &body), cases[i].status);
		assert_true(visitor_was_told(NULL, cases[i].told));
		assert_true(visitor_was_told(NULL, "Content-Type: application/problem+json\r\n"));
		assert_non_null(strstr(body.data, cases[i].code));
	}
	buf_free(&body);
	hosted_end(&d);
}

static void a_message_for_another_hub_is_no_secret(void **unused)
{
	(void)unused;
	struct hosted d;
	struct buf body;
	hosted_begin(&d, NULL);
	buf_init(&body, 100000);
	d.message.data[4] ^= 1; /* to whom it goes stands in the clear */
	visitor_post(&d.visitor, d.message.data, d.message.len);
	assert_int_equal(visitor_hear(&d.visitor, d.web, &body), 400);
	assert_non_null(strstr(body.data, "\"MESSAGE_OTHER\""));
	d.message.data[4] ^= 1;
	d.message.data[200] ^= 1;
	visitor_post(&d.visitor, d.message.data, d.message.len);
	assert_int_equal(visitor_hear(&d.visitor, d.web, &body), 400);
	assert_non_null(strstr(body.data, "\"MESSAGE_UNREADABLE\""));
	buf_free(&body);
	hosted_end(&d);
}

static void a_node_nobody_knows_is_told_so_under_seal(void **unused)
{
	(void)unused;
	struct hosted d;
	struct exchange_result r;
	hosted_begin(&d, NULL);
	struct store_invitation v = world_invite(&d.world, WORLD_OTHER, 1);
	struct node stranger;
	struct buf m;
	v.secret[0] ^= 1; /* not what the hub wrote down */
	v.id.b[0] ^= 1;
	memcpy(v.unit, WORLD_HAMLET, sizeof WORLD_HAMLET);
	world_device(&d.world, &v, &stranger);
	world_save(&d.world, &stranger, 9, 9);
	world_message(&d.world, &stranger, 0, &m);
	visitor_post(&d.visitor, m.data, m.len);
	assert_int_equal(visitor_hear(&d.visitor, d.web, &d.reply), 200);
	assert_int_equal(world_reply(&d.world, &stranger, &d.reply, &r), 0);
	assert_int_equal(r.state, STATE_UNKNOWN);
	buf_free(&m);
	world_close(&stranger);
	hosted_end(&d);
}

/* -- how it stands -- */

static void health_tells_whether_messages_can_be_taken(void **unused)
{
	(void)unused;
	struct hosted d;
	struct buf body;
	hosted_begin(&d, NULL);
	buf_init(&body, 100000);
	assert_int_equal(visitor_ask(d.web, HOSTED_GET("/health", ""), &body), 200);
	assert_non_null(strstr(body.data, "\"status\":\"ok\",\"version\":\"test\",\"waiting\":0"));
	assert_true(web_tick(d.web));

	/* the folder was emptied, or replaced, under the running server: nothing more is taken into a file without a
	 * name */
	char *file = store_file(d.world.hub.folder), *away = alloc_print("%s.away", file);
	assert_int_equal(rename(file, away), 0);
	fclose(fopen(file, "w"));
	visitor_post(&d.visitor, d.message.data, d.message.len);
	assert_int_equal(visitor_hear(&d.visitor, d.web, NULL), 503);
	assert_int_equal(visitor_ask(d.web, HOSTED_GET("/health", ""), &body), 503);
	assert_non_null(strstr(body.data, "\"status\":\"lost\""));
	assert_false(web_tick(d.web));
	assert_int_equal(rename(away, file), 0);
	free(file);
	free(away);
	buf_free(&body);
	hosted_end(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_is_answered_as_on_a_stick),
		cmocka_unit_test(two_messages_in_one_go_are_answered_in_order),
		cmocka_unit_test(who_said_all_and_closed_that_side_is_answered),
		cmocka_unit_test(a_body_may_come_in_chunks_and_after_a_question),
		cmocka_unit_test(who_goes_away_meanwhile_harms_nobody),
		cmocka_unit_test(what_is_no_message_is_refused_by_its_own_status),
		cmocka_unit_test(a_message_for_another_hub_is_no_secret),
		cmocka_unit_test(a_node_nobody_knows_is_told_so_under_seal),
		cmocka_unit_test(health_tells_whether_messages_can_be_taken),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
