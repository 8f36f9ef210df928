/* problem.c - refusals as RFC 9457 wants them, with a sentence for a person. */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "web_private.h"

#include <tungnha/alloc.h>
#include <tungnha/html.h>
#include <tungnha/json.h>

const char *problem_title(unsigned status)
{
	static const struct {
		unsigned status;
		const char *title;
	} titles[] = {{200, "OK"}, {400, "Bad Request"}, {404, "Not Found"}, {405, "Method Not Allowed"},
		{413, "Content Too Large"}, {415, "Unsupported Media Type"}, {421, "Misdirected Request"},
		{429, "Too Many Requests"}, {503, "Service Unavailable"}, {507, "Insufficient Storage"}};
	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
		if (titles[i].status == status)
			return titles[i].title;
	return "Internal Server Error";
}

void answer_head(struct request *r, const char *name, char *value)
{
	struct answer *a = &r->answer;
	if (a->mores == ANSWER_MORE) {
		free(value);
		return;
	}
	a->more[a->mores].name = name;
	a->more[a->mores++].value = value;
}

void answer_clear(struct request *r)
{
	struct answer was = r->answer;
	free(was.body);
	r->answer = (struct answer){.mores = was.mores};
	memcpy(r->answer.more, was.more, sizeof was.more);
}

/* --- for people --- */

/* The person at the door is told something else than a hamlet's program. */
static text_id for_people(const struct request *r, text_id text)
{
	const struct {
		text_id program, people;
	} both[] = {{TEXT_WEB_NOTHING_HERE, TEXT_SERVE_NOTHING_HERE}, {TEXT_WEB_METHOD, TEXT_SERVE_METHOD},
		{TEXT_WEB_TOO_LARGE, TEXT_SERVE_TOO_LARGE}, {TEXT_WEB_TOO_MANY, TEXT_SERVE_TOO_MANY},
		{TEXT_WEB_FULL, TEXT_SERVE_BUSY}, {TEXT_WEB_STOPPING, TEXT_SERVE_STOPPING},
		{TEXT_WEB_STORE_GONE, TEXT_SERVE_STORE_GONE}, {TEXT_WEB_TYPE, TEXT_SERVE_FORM_BROKEN},
		{TEXT_MESSAGE_NOT_ONE, TEXT_SERVE_FORM_BROKEN}};
	const struct web_options *o = &r->web->options;
	bool person = o->pages && (!o->service || r->wants_page || r->fetched) && !(r->route && r->route->is_message);
	for (size_t i = 0; person && i < sizeof both / sizeof *both; i++)
		if (both[i].program == text)
			return both[i].people;
	return text;
}

void problem_page(struct request *r, unsigned status, const char *sentence)
{
	struct buf out;
	buf_init(&out, 16 * 1024);
	html_print(&out,
		"<!doctype html><html lang=\"%s\" class=\"size-%d\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
		"content=\"width=device-width, initial-scale=1\"><title>%s</title><link rel=\"stylesheet\" "
		"href=\"/tungnha.css\"><main id=\"main\"><h1>%s</h1><p class=\"box bad\" role=\"alert\">%s</p><p><a "
		"class=\"button\" href=\"/\">%s</a></p></main></html>\n",
		r->lang == LANG_VI ? "vi" : "en", r->size, text_get(r->lang, TEXT_SERVE_PROBLEM),
		text_get(r->lang, TEXT_SERVE_PROBLEM), sentence, text_get(r->lang, TEXT_SERVE_TO_HOME));
	answer_clear(r);
	r->answer.status = status;
	r->answer.type = "text/html; charset=utf-8";
	r->answer.size = out.len;
	r->answer.body = buf_take(&out);
	r->answer.for_people = true;
	r->answer.lang = r->lang;
	r->answer.policy = "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri "
			   "'none'; form-action 'none'";
	r->answered = true;
}

/* --- for programs --- */

static void problem_json(struct request *r, unsigned status, const struct err *e)
{
	char sentence[1024];
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "title", problem_title(status));
	cJSON_AddNumberToObject(o, "status", status);
	if (e) {
		err_sentence(e, r->lang, sentence, sizeof sentence);
		cJSON_AddStringToObject(o, "detail", sentence);
		cJSON_AddStringToObject(o, "code", text_name(e->text));
		if (r->fetched)
			cJSON_AddStringToObject(o, "sentence", sentence);
	}
	char *text = cJSON_PrintUnformatted(o);
	cJSON_Delete(o);
	answer_clear(r);
	r->answer.status = status;
	r->answer.type = "application/problem+json";
	r->answer.body = text;
	r->answer.size = text ? strlen(text) : 0;
	r->answer.for_people = true;
	r->answer.lang = r->lang;
	r->answered = true;
}

void problem(struct request *r, unsigned status, const struct err *e)
{
	char sentence[1024];
	if (e)
		r->line.why = text_name(e->text);
	if (!e || !r->web->options.pages || !r->wants_page || r->fetched || (r->route && r->route->is_message)) {
		problem_json(r, status, e);
		return;
	}
	err_sentence(e, r->lang, sentence, sizeof sentence);
	problem_page(r, status, sentence);
}

void problem_text(struct request *r, unsigned status, text_id text)
{
	struct err e;
	err_set(&e, ERR_DATA, for_people(r, text), "");
	problem(r, status, &e);
}

void problem_later(struct request *r, unsigned status, text_id text, unsigned least_s)
{
	problem_text(r, status, text);
	r->answer.retry_after = least_s + randombytes_uniform(least_s + 2);
}
