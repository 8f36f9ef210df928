/* app_exchanged.c - the log of exchanges: facts are kept, and of a failure its sentence; words are made when read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_exchanged.h>
#include <tungnha/app_words.h>
#include <tungnha/json.h>
#include <tungnha/store_pages.h>
#include <tungnha/utf8.h>

#include "command_parts.h"

enum { SENTENCE = 1024, LOG_DEPTH = 3 };
#define LOG_MAX (INT64_C(1) << 53)

/* A hub speaks of the office above it, a device of its commune; neither of commands. */
static text_id words(struct store *s, text_id id)
{
	const struct command_context asks = {.role = store_role(s)};
	return app_words(asks.role == STORE_COLLECTOR ? id : command_above(&asks, id));
}

/* --- writing --- */

static void add_why(struct store *s, cJSON *o, const struct err *why)
{
	static const char *const lang[LANG_COUNT] = {[LANG_VI] = "vi", [LANG_EN] = "en"};
	char sentence[SENTENCE];
	struct err said = *why;
	said.text = words(s, why->text);
	cJSON *all = cJSON_AddObjectToObject(o, "why");
	for (int i = 0; i < LANG_COUNT; i++) {
		err_sentence(&said, (enum text_lang)i, sentence, sizeof sentence);
		cJSON_AddStringToObject(all, lang[i], sentence);
	}
}

/* Of an address what a person would type; of a folder what a page can show. */
static void add_via(cJSON *o, const char *via)
{
	static const char end[] = "/exchange";
	char shown[256];
	snprintf(shown, sizeof shown, "%s", via ? via : "");
	size_t n = strlen(shown);
	if (n > sizeof end - 1 && strcmp(shown + n - (sizeof end - 1), end) == 0)
		shown[n - (sizeof end - 1)] = '\0';
	utf8_plain(shown);
	cJSON_AddStringToObject(o, "via", shown);
}

static cJSON *line_of(struct store *s, const struct app_exchange *x)
{
	const struct app_synced *d = x->done;
	cJSON *o = cJSON_CreateObject();
	cJSON_AddBoolToObject(o, "folder", x->folder);
	add_via(o, x->via);
	cJSON_AddStringToObject(o, "unit", x->unit ? x->unit : "");
	cJSON_AddNumberToObject(o, "sent", (double)d->sent);
	cJSON_AddNumberToObject(o, "now", (double)x->confirmed);
	cJSON_AddNumberToObject(o, "received", (double)d->received);
	cJSON_AddNumberToObject(o, "confirmed", (double)d->confirmed);
	cJSON_AddNumberToObject(o, "held", (double)d->held);
	cJSON_AddNumberToObject(o, "returned", (double)d->returned);
	cJSON_AddNumberToObject(o, "conflicts", (double)d->conflicts);
	cJSON_AddNumberToObject(o, "unreadable", (double)d->unreadable);
	cJSON_AddNumberToObject(o, "state", d->state);
	if (x->failed)
		add_why(s, o, x->failed);
	return o;
}

struct newest {
	cJSON *line;
	int64_t at;
};

static int take_newest(void *context, int64_t at, const char *json, struct err *e)
{
	struct newest *n = context;
	(void)e;
	n->line = json_parse(json, strlen(json), LOG_DEPTH);
	n->at = at;
	return 1;
}

/* A device that asks every ten minutes and has nothing to say does not push out what was sent: the line that stands is
 * told again, with how often and since when. */
static bool repeats(struct store *s, cJSON *line, const struct app_exchange *x)
{
	struct newest n = {.line = NULL};
	struct err ignored;
	int64_t times = 1, since;
	if (x->done->sent > 0 || x->done->received > 0 || x->confirmed > 0)
		return false;
	(void)store_exchanged(s, take_newest, &n, &ignored);
	since = n.at;
	(void)json_int(n.line, "times", 2, LOG_MAX, &times);
	(void)json_int(n.line, "since", 0, LOG_MAX, &since);
	cJSON_DeleteItemFromObjectCaseSensitive(n.line, "times");
	cJSON_DeleteItemFromObjectCaseSensitive(n.line, "since");
	bool same = n.line && cJSON_Compare(n.line, line, true);
	cJSON_Delete(n.line);
	if (same) {
		cJSON_AddNumberToObject(line, "times", (double)times + 1);
		cJSON_AddNumberToObject(line, "since", (double)since);
	}
	return same;
}

void app_exchanged_note(struct store *s, const struct app_exchange *x)
{
	struct err ignored;
	if (store_begin(s, &ignored) != 0)
		return;
	cJSON *line = line_of(s, x);
	bool instead = repeats(s, line, x);
	char *text = cJSON_PrintUnformatted(line);
	if (store_exchanged_add(s, x->now, text, instead, &ignored) != 0 || store_commit(s, &ignored) != 0)
		store_rollback(s);
	cJSON_free(text);
	cJSON_Delete(line);
}

/* --- reading --- */

struct reading {
	struct store *s;
	enum text_lang lang;
	app_each_exchanged each;
	void *context;
};

static void say(const struct reading *r, struct app_exchanged *x, text_id id, const char *a0, const char *a1)
{
	size_t len = strlen(x->sentence);
	if (len > 0 && len + 1 < sizeof x->sentence)
		x->sentence[len++] = ' ';
	x->sentence[len] = '\0';
	text_fill(r->lang, words(r->s, id), (const char *const[3]){a0, a1, NULL}, x->sentence + len,
		sizeof x->sentence - len);
}

static void say_number(const struct reading *r, struct app_exchanged *x, text_id id, int64_t n, const char *second)
{
	char number[32];
	say(r, x, id, text_number(r->lang, n, number), second);
}

/* By what is written on it or shown of it: where it was mounted means nothing to who holds it. */
static const char *stick(const struct app_exchanged *x)
{
	const char *name = strrchr(x->via, '/');
	return name && name[1] ? name + 1 : x->via;
}

/* What was carried, whether or not all of it was. */
static void say_carried(const struct reading *r, struct app_exchanged *x, int64_t now, enum message_state state)
{
	if (!x->folder && now > 0)
		say_number(r, x, TEXT_NET_SENT, now, NULL);
	else if (!x->folder && x->done)
		say(r, x, TEXT_NET_NOTHING_NEW, NULL, NULL);
	else if (x->folder && x->sent > 0)
		say_number(r, x, TEXT_SYNC_COPIED, x->sent, stick(x));
	else if (x->folder && x->done)
		say(r, x, state == STATE_NONE ? TEXT_SYNC_ASKED : TEXT_SYNC_NOTHING_NEW, stick(x), NULL);
	if (x->received > 0)
		say_number(r, x, TEXT_SYNC_RECEIVED, x->received, NULL);
}

static void say_state(const struct reading *r, struct app_exchanged *x, enum message_state state)
{
	if (state == STATE_WAITING)
		say(r, x, TEXT_STATUS_WAITING, NULL, NULL);
	if (state == STATE_REVOKED)
		say(r, x, TEXT_STATUS_REVOKED, NULL, NULL);
	if (state == STATE_UNKNOWN)
		say(r, x, x->folder ? TEXT_DEVICE_UNKNOWN : TEXT_NET_UNKNOWN, NULL, NULL);
}

static void add_sentence(struct app_exchanged *x, const char *s)
{
	size_t n = strlen(x->sentence);
	if (n + strlen(s) + 2 <= sizeof x->sentence) {
		snprintf(x->sentence + n, sizeof x->sentence - n, "%s%s", n > 0 ? " " : "", s);
	}
}

static void read_words(const struct reading *r, const cJSON *line, struct app_exchanged *x)
{
	const cJSON *why = json_object(line, "why");
	const char *sentence = json_string(why, r->lang == LANG_VI ? "vi" : "en");
	int64_t state = STATE_NONE, unreadable = 0, now = 0;
	(void)json_int(line, "state", STATE_NONE, STATE_UNKNOWN, &state);
	(void)json_int(line, "unreadable", 0, LOG_MAX, &unreadable);
	(void)json_int(line, "now", 0, LOG_MAX, &now);
	bool refused = state == STATE_UNKNOWN || state == STATE_REVOKED;
	x->done = !why && !refused;
	say_carried(r, x, now, (enum message_state)state);
	if (unreadable > 0)
		say_number(r, x, TEXT_SYNC_UNREADABLE, unreadable, NULL);
	if (sentence)
		add_sentence(x, sentence);
	else
		say_state(r, x, (enum message_state)state);
}

static void copy(char *out, size_t bytes, const char *s)
{
	snprintf(out, bytes, "%.*s", (int)bytes - 1, s ? s : "");
}

static int read_line(void *context, int64_t at, const char *json, struct err *e)
{
	const struct reading *r = context;
	struct app_exchanged x = {.at = at, .since = at, .times = 1};
	cJSON *line = json_parse(json, strlen(json), LOG_DEPTH);
	if (!line)
		return 0;
	x.folder = json_bool(line, "folder", false);
	copy(x.via, sizeof x.via, json_string(line, "via"));
	copy(x.unit, sizeof x.unit, json_string(line, "unit"));
	struct {
		const char *name;
		int64_t *to;
	} numbers[] = {{"times", &x.times}, {"since", &x.since}, {"sent", &x.sent}, {"received", &x.received},
		{"confirmed", &x.confirmed}, {"held", &x.held}, {"returned", &x.returned}, {"conflicts", &x.conflicts}};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		(void)json_int(line, numbers[i].name, 0, LOG_MAX, numbers[i].to);
	read_words(r, line, &x);
	cJSON_Delete(line);
	return r->each(r->context, &x, e);
}

int app_exchanged(struct store *s, enum text_lang lang, app_each_exchanged each, void *context, struct err *e)
{
	struct reading r = {.s = s, .lang = lang, .each = each, .context = context};
	return store_exchanged(s, read_line, &r, e);
}
