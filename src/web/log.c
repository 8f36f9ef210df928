/* log.c - a line for each exchange, on stderr: when, from where, which device, how much, how it went. Never what was in
 * it. Under attack only so many lines a minute, and how many more there were. */
#include <stdlib.h>
#include <string.h>

#include "web_private.h"

#include <tungnha/alloc.h>
#include <tungnha/clock.h>

enum { LINES_A_MINUTE = 60, MINUTE_MS = 60 * 1000 };

struct log {
	pthread_mutex_t lock;
	FILE *to;
	bool quiet;
	enum text_lang lang;
	int64_t minute_ms;
	size_t lines, more; /* this minute: written of what was refused, and not written */
};

struct log *log_new(FILE *to, bool quiet, enum text_lang lang)
{
	struct log *l = alloc_zero(1, sizeof *l);
	pthread_mutex_init(&l->lock, NULL);
	l->to = to;
	l->quiet = quiet;
	l->lang = lang;
	l->minute_ms = limits_now();
	return l;
}

void log_free(struct log *l)
{
	if (!l)
		return;
	l->minute_ms -= MINUTE_MS;
	log_tick(l);
	pthread_mutex_destroy(&l->lock);
	free(l);
}

static void write_line(struct log *l, const char *line)
{
	char stamp[CLOCK_STAMP];
	if (!l->to)
		return;
	fprintf(l->to, "%s %s\n", clock_stamp(clock_now(), stamp), line);
	fflush(l->to);
}

/* What is refused may come as often as anybody likes. */
static bool may_write(struct log *l, bool refused)
{
	if (!refused)
		return true;
	if (l->lines < LINES_A_MINUTE) {
		l->lines++;
		return true;
	}
	l->more++;
	return false;
}

static void describe(const struct request *r, int64_t took_ms, struct buf *out)
{
	char shown[ID_SHOWN];
	buf_print(out, "%s %u %lld ms", r->conn->peer.shown, r->answer.status, (long long)took_ms);
	if (r->line.known)
		buf_print(out, " %s [%s] +%zu", r->line.unit, id_shown(r->line.node, shown), r->line.entries);
	if (r->line.held > 0)
		buf_print(out, " held %zu", r->line.held);
	if (r->line.why)
		buf_print(out, " %s", r->line.why);
}

void log_request(struct log *l, const struct request *r, int64_t took_ms)
{
	struct buf line;
	bool refused = r->answer.status >= 400 || r->line.why;
	if (l->quiet && r->answer.status < 500)
		return;
	if (!refused && !(r->route && r->route->is_message))
		return;
	buf_init(&line, 1000);
	pthread_mutex_lock(&l->lock);
	if (may_write(l, refused)) {
		describe(r, took_ms, &line);
		write_line(l, line.data);
	}
	pthread_mutex_unlock(&l->lock);
	buf_free(&line);
}

void log_tick(struct log *l)
{
	char line[600], n[32];
	pthread_mutex_lock(&l->lock);
	if (limits_now() - l->minute_ms >= MINUTE_MS) {
		const char *const args[3] = {text_number(l->lang, (long long)l->more, n)};
		text_fill(l->lang, TEXT_WEB_LOG_MORE, args, line, sizeof line);
		if (l->more > 0)
			write_line(l, line);
		l->lines = l->more = 0;
		l->minute_ms = limits_now();
	}
	pthread_mutex_unlock(&l->lock);
}

void log_error(struct log *l, const struct err *e)
{
	char sentence[1024];
	err_sentence(e, l->lang, sentence, sizeof sentence);
	pthread_mutex_lock(&l->lock);
	if (may_write(l, true))
		write_line(l, sentence);
	pthread_mutex_unlock(&l->lock);
}
