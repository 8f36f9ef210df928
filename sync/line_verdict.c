/* line_verdict.c - what an answer, or none, means to the person who waits for it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "line_verdict.h"

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/utf8.h>

enum { DETAIL_DEPTH = 4, DETAIL_MAX = 8 * 1024, DETAIL_WAIT_S = 30 };

static int no_answer(enum line_fate fate, const char *host, struct err *e)
{
	switch (fate) {
	case LINE_ADDRESS:
		return err_set(e, ERR_DATA, TEXT_NET_ADDRESS, "%s", host);
	case LINE_NAME:
		return err_set(e, ERR_BUSY, TEXT_NET_NAME, "%s", host);
	case LINE_REFUSED:
		return err_set(e, ERR_BUSY, TEXT_NET_REFUSED, "%s", host);
	case LINE_SLOW:
		return err_set(e, ERR_BUSY, TEXT_NET_SLOW, "%s", host);
	case LINE_PROXY:
		return err_set(e, ERR_BUSY, TEXT_NET_PROXY, "%s", host);
	case LINE_TLS:
		return err_set(e, ERR_BUSY, TEXT_NET_TLS, "%s", host);
	case LINE_LARGE:
	case LINE_STRANGE:
		return err_set(e, ERR_BUSY, TEXT_NET_STRANGE, "%s", host);
	case LINE_STOPPED:
		return err_set(e, ERR_BUSY, TEXT_NET_STOPPED, "");
	default:
		return err_set(e, ERR_BUSY, TEXT_NET_CUT, "%s", host);
	}
}

/* A text of a problem (RFC 9457), as one line that cannot steer a terminal; the caller frees. NULL: there is none. */
static char *problem_text(const struct line_answer *a, const char *name)
{
	if (strcmp(a->type, "application/problem+json") != 0 || a->body.len > DETAIL_MAX)
		return NULL;
	cJSON *o = json_parse(a->body.data, a->body.len, DETAIL_DEPTH);
	const char *said = o ? json_string(o, name) : NULL;
	char *text = said && *said ? alloc_copy(said) : NULL;
	if (text)
		utf8_plain(text);
	cJSON_Delete(o);
	return text;
}

static int refused(const struct line_answer *a, const char *host, struct err *e)
{
	char *detail = problem_text(a, "detail"), *code = problem_text(a, "code");
	if (code && strcmp(code, text_name(TEXT_MESSAGE_OTHER)) == 0)
		err_set(e, ERR_DATA, TEXT_NET_OTHER_HUB, "%s", host);
	else if (detail)
		err_set(e, ERR_DATA, TEXT_NET_REFUSES, "%s", detail);
	else
		err_set(e, ERR_BUSY, TEXT_NET_NOT_HUB, "%s" ERR_AND "%d", host, a->status);
	free(detail);
	free(code);
	return -1;
}

/* The commune's machine is in trouble: what it says of that is for the person here, who can tell them. */
static int in_trouble(const struct line_answer *a, const char *host, struct err *e)
{
	char *detail = problem_text(a, "detail");
	if (detail)
		err_set(e, ERR_BUSY, TEXT_NET_TROUBLE, "%s", detail);
	else
		err_set(e, ERR_BUSY, TEXT_NET_NOT_HUB, "%s" ERR_AND "%d", host, a->status);
	free(detail);
	return -1;
}

/* A page instead of a message: a network that wants somebody to log in sends everybody to its own page. */
static int elsewhere(const struct line_answer *a, const char *host, struct err *e)
{
	char other[LINE_HOST];
	if (!a->redirect[0])
		return err_set(e, ERR_BUSY, TEXT_NET_PORTAL, "%s", host);
	line_host(a->redirect, other);
	size_t name = strcspn(host, ":");
	if (name == strcspn(other, ":") && strncmp(host, other, name) == 0)
		return err_set(e, ERR_BUSY, TEXT_NET_MOVED, "%s" ERR_AND "%s", host, a->redirect);
	return err_set(e, ERR_BUSY, TEXT_NET_PORTAL, "%s", other);
}

int line_verdict(const struct line_answer *a, const char *url, struct err *e)
{
	char host[LINE_HOST];
	line_host(url, host);
	if (a->fate != LINE_ANSWERED)
		return no_answer(a->fate, host, e);
	if (a->status == 200 && strcmp(a->type, "application/vnd.tungnha.message") == 0)
		return a->body.len > 0 ? 0 : no_answer(LINE_CUT, host, e); /* cut off within its headers */
	if (a->status < 400 || a->status == 511)
		return elsewhere(a, host, e);
	switch (a->status) {
	case 400:
		return refused(a, host, e);
	case 407:
		return err_set(e, ERR_BUSY, TEXT_NET_PROXY, "%s", host);
	case 413:
		return err_set(e, ERR_DATA, TEXT_NET_TOO_LARGE, "%s", host);
	case 429:
	case 503:
		return err_set(e, ERR_BUSY, TEXT_NET_BUSY, "%d", a->retry_after > 0 ? a->retry_after : DETAIL_WAIT_S);
	case 500:
		return in_trouble(a, host, e);
	case 502:
	case 504:
		return err_set(e, ERR_BUSY, TEXT_NET_GATEWAY, "%s" ERR_AND "%d", host, a->status);
	case 507:
		return err_set(e, ERR_BUSY, TEXT_NET_DISK_FULL, "");
	default:
		return err_set(e, ERR_BUSY, TEXT_NET_NOT_HUB, "%s" ERR_AND "%d", host, a->status);
	}
}
