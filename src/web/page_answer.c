/* page_answer.c - what a page answers: a page, another place to go to, JSON for the script, a download, a refusal. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "web_private.h"

#include <tungnha/alloc.h>
#include <tungnha/app_words.h>
#include <tungnha/html.h>
#include <tungnha/json.h>

/* What a browser may load for a page: the program's own files, no script or style inside the page. */
static const char page_policy[] =
	"default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; "
	"frame-ancestors 'none'; base-uri 'none'; object-src 'none'";
/* A print carries its style in itself, and nothing else. */
static const char print_policy[] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
				   "frame-ancestors 'none'; base-uri 'none'";

static void answer(struct page *p, unsigned status, const char *type, char *body, size_t n)
{
	struct answer *a = &p->request->answer;
	assert(!p->request->answered);
	answer_clear(p->request);
	a->status = status;
	a->type = type;
	a->body = body;
	a->size = n;
	a->for_people = true;
	a->lang = p->lang;
	a->policy = page_policy;
	p->request->answered = true;
}

void page_done(struct page *p, unsigned status)
{
	size_t n = p->out.len;
	if (p->out.full) {
		problem_text(p->request, 500, TEXT_SERVE_FAULT);
		return;
	}
	answer(p, status, "text/html; charset=utf-8", buf_take(&p->out), n);
}

void page_redirect(struct page *p, const char *path)
{
	struct buf where;
	assert(path[0] == '/' && path[1] != '/');
	buf_init(&where, 4096);
	for (const char *c = path; *c; c++)
		if ((unsigned char)*c <= ' ' || (unsigned char)*c >= 0x7f || *c == '"' || *c == '\\')
			buf_print(&where, "%%%02X", (unsigned char)*c);
		else
			buf_char(&where, *c);
	answer(p, 303, "text/plain; charset=utf-8", alloc_copy(""), 0);
	answer_head(p->request, "Location", buf_take(&where));
}

void page_json(struct page *p, unsigned status, cJSON *value)
{
	char *text = cJSON_PrintUnformatted(value);
	cJSON_Delete(value);
	answer(p, status, "application/json", text, strlen(text));
}

/* RFC 6266: a name in plain letters for old programs, and the whole one. */
static char *as_download(const char *filename)
{
	struct buf head;
	buf_init(&head, 4096);
	buf_text(&head, "attachment; filename=\"");
	for (const char *c = filename; *c; c++)
		if ((unsigned char)*c < 0x80)
			buf_char(&head, strchr("\"\\/", *c) || (unsigned char)*c < ' ' ? '_' : *c);
	buf_text(&head, "\"; filename*=UTF-8''");
	html_url(&head, filename, "_");
	return buf_take(&head);
}

void page_send(struct page *p, const char *type, const char *filename, struct buf *bytes)
{
	size_t n = bytes->len;
	answer(p, 200, type, buf_take(bytes), n);
	p->request->answer.policy = print_policy;
	if (filename)
		answer_head(p->request, "Content-Disposition", as_download(filename));
}

static unsigned status_of(const struct err *e)
{
	switch (e->code) {
	case ERR_USAGE:
	case ERR_DATA:
		return 400;
	case ERR_NOT_FOUND:
		return 404;
	case ERR_DENIED:
		return 403;
	case ERR_BUSY:
	case ERR_UNAVAILABLE:
		return 503;
	case ERR_IO:
		return e->text == TEXT_DISK_FULL ? 507 : 500;
	default:
		return 500;
	}
}

void page_fail(struct page *p, const struct err *e)
{
	char sentence[1024];
	app_words_of(e, p->lang, sentence, sizeof sentence);
	p->request->line.why = text_name(e->text);
	if (p->fetched) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "sentence", sentence);
		cJSON_AddStringToObject(o, "code", text_name(e->text));
		page_json(p, status_of(e), o);
		return;
	}
	problem_page(p->request, status_of(e), sentence);
}
