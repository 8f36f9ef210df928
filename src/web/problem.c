/* problem.c - refusals as RFC 9457 wants them, with a sentence for a person. */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "web_private.h"

#include <tungnha/json.h>

const char *problem_title(unsigned status)
{
	static const struct {
		unsigned status;
		const char *title;
	} titles[] = {{200, "OK"}, {400, "Bad Request"}, {404, "Not Found"}, {405, "Method Not Allowed"},
		{413, "Content Too Large"}, {415, "Unsupported Media Type"}, {429, "Too Many Requests"},
		{503, "Service Unavailable"}, {507, "Insufficient Storage"}};
	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
		if (titles[i].status == status)
			return titles[i].title;
	return "Internal Server Error";
}

void problem(struct request *r, unsigned status, const struct err *e)
{
	char sentence[1024];
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "title", problem_title(status));
	cJSON_AddNumberToObject(o, "status", status);
	if (e) {
		err_sentence(e, r->lang, sentence, sizeof sentence);
		cJSON_AddStringToObject(o, "detail", sentence);
		cJSON_AddStringToObject(o, "code", text_name(e->text));
		r->line.why = text_name(e->text);
	}
	char *text = cJSON_PrintUnformatted(o);
	cJSON_Delete(o);
	free(r->answer.body);
	r->answer = (struct answer){.status = status,
		.type = "application/problem+json",
		.body = text,
		.for_people = true,
		.lang = r->lang};
	r->answer.size = text ? strlen(text) : 0;
	r->answered = true;
}

void problem_text(struct request *r, unsigned status, text_id text)
{
	struct err e;
	err_set(&e, ERR_DATA, text, "");
	problem(r, status, &e);
}

void problem_later(struct request *r, unsigned status, text_id text, unsigned least_s)
{
	problem_text(r, status, text);
	r->answer.retry_after = least_s + randombytes_uniform(least_s + 2);
}
