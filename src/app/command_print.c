/* command_print.c - what a command says: facts as JSON, sentences, failures, progress. */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command_parts.h"

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

static void put_plain(FILE *to, const char *s)
{
	char *plain = alloc_copy(s);
	utf8_plain(plain);
	fputs(plain, to);
	free(plain);
}

void command_put(FILE *to, const char *format, ...)
{
	va_list texts;
	va_start(texts, format);
	while (*format) {
		size_t n = strcspn(format, "%");
		fwrite(format, 1, n, to);
		format += n;
		if (!*format)
			break;
		assert(format[1] == 's');
		put_plain(to, va_arg(texts, const char *));
		format += 2;
	}
	va_end(texts);
}

static void sentence(FILE *to, enum text_lang lang, text_id id, const char *a0, const char *a1, const char *a2)
{
	const char *const args[3] = {a0, a1, a2};
	char text[2 * FORM_SENTENCE];
	text_fill(lang, id, args, text, sizeof text);
	command_put(to, "%s\n", text);
}

int command_print_json(const struct command_context *c, cJSON *facts)
{
	(void)c;
	char *text = cJSON_PrintUnformatted(facts);
	cJSON_Delete(facts);
	printf("%s\n", text);
	cJSON_free(text);
	return 0;
}

int command_fail(const struct command_context *c, const struct err *e)
{
	char text[2 * FORM_SENTENCE];
	struct err said = *e;
	said.text = command_above(c, e->text);
	err_sentence(&said, c->lang, text, sizeof text);
	fprintf(stderr, "%s\n", text);
	if (c->json) {
		cJSON *facts = cJSON_CreateObject();
		cJSON_AddStringToObject(facts, "error", text_name(e->text));
		cJSON_AddStringToObject(facts, "message", text);
		cJSON_AddNumberToObject(facts, "code", e->code);
		command_print_json(c, facts);
	}
	return (int)e->code;
}

void command_say(const struct command_context *c, text_id id, const char *a0, const char *a1, const char *a2)
{
	if (!c->quiet && !c->json)
		sentence(stdout, c->lang, command_above(c, id), a0, a1, a2);
}

void command_warn(const struct command_context *c, text_id id, const char *a0, const char *a1, const char *a2)
{
	sentence(stderr, c->lang, command_above(c, id), a0, a1, a2);
}

void command_progress(const struct command_context *c, size_t done, size_t total)
{
	char a[32], b[32];
	if (c->quiet || c->json || !isatty(STDERR_FILENO))
		return;
	fprintf(stderr, "\r%s / %s%s", text_number(c->lang, (long long)done, a),
		text_number(c->lang, (long long)total, b), done == total ? "\n" : "");
}
