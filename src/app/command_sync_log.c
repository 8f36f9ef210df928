/* command_sync_log.c - `sync log`: what was sent and taken, newest first. */
#include <tungnha/app_exchanged.h>
#include <tungnha/clock.h>
#include <tungnha/command_shared.h>

struct printing {
	const struct command_context *c;
	cJSON *list; /* NULL: words */
	size_t lines;
};

static void add_json(cJSON *list, const struct app_exchanged *x)
{
	char stamp[CLOCK_STAMP];
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "at", clock_stamp(x->at, stamp));
	cJSON_AddStringToObject(o, "since", clock_stamp(x->since, stamp));
	cJSON_AddNumberToObject(o, "times", (double)x->times);
	cJSON_AddStringToObject(o, "via", x->folder ? "folder" : "http");
	cJSON_AddStringToObject(o, "where", x->via);
	cJSON_AddBoolToObject(o, "done", x->done);
	cJSON_AddNumberToObject(o, "sent", (double)x->sent);
	cJSON_AddNumberToObject(o, "received", (double)x->received);
	cJSON_AddNumberToObject(o, "confirmed", (double)x->confirmed);
	cJSON_AddNumberToObject(o, "held", (double)x->held);
	cJSON_AddNumberToObject(o, "returned", (double)x->returned);
	cJSON_AddNumberToObject(o, "conflicts", (double)x->conflicts);
	cJSON_AddStringToObject(o, "message", x->sentence);
	cJSON_AddItemToArray(list, o);
}

static void print_line(const struct command_context *c, const struct app_exchanged *x)
{
	char stamp[CLOCK_STAMP], when[COMMAND_WHEN], times[32];
	command_say(c, x->folder ? TEXT_PAPER_LOG_FOLDER : TEXT_PAPER_LOG_NETWORK,
		command_when(clock_stamp(x->at, stamp), when), x->sentence, NULL);
	if (x->times > 1)
		command_say(c, TEXT_PAPER_LOG_TIMES, text_number(c->lang, x->times, times),
			command_when(clock_stamp(x->since, stamp), when), NULL);
}

static int print(void *context, const struct app_exchanged *x, struct err *e)
{
	struct printing *p = context;
	(void)e;
	p->lines++;
	if (p->list)
		add_json(p->list, x);
	else
		print_line(p->c, x);
	return 0;
}

int command_sync_log(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct printing p = {.c = c, .list = c->json ? cJSON_CreateArray() : NULL};
	(void)w;
	int rc = app_exchanged(c->store, c->lang, print, &p, &e);
	if (rc == 0 && c->json) {
		command_print_json(c, p.list);
		return 0;
	}
	cJSON_Delete(p.list);
	if (rc != 0)
		return command_fail(c, &e);
	if (p.lines == 0)
		command_say(c, TEXT_PAPER_LOG_NONE, NULL, NULL, NULL);
	return 0;
}
