/* sending.c - sending, on a thread of its own; what came of it is kept for the pages asked afterwards. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sending_parts.h"

#include <tungnha/alloc.h>
#include <tungnha/app_exchanged.h>
#include <tungnha/app_words.h>
#include <tungnha/clock.h>

enum { TRIES = 2 }; /* somebody is waiting, and can press again */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct sent last;

bool sent_last(struct sent *out)
{
	pthread_mutex_lock(&lock);
	*out = last;
	pthread_mutex_unlock(&lock);
	return out->at != 0;
}

static void keep(const struct sent *x)
{
	pthread_mutex_lock(&lock);
	last = *x;
	pthread_mutex_unlock(&lock);
}

struct work {
	struct app_stick stick; /* path "": over the network */
	enum text_lang lang;
	int64_t began;
	struct sent out;
};

/* The log tells it, and so do the pages, in the same words: that line was written last. */
static int take_sentence(void *context, const struct app_exchanged *x, struct err *e)
{
	struct work *w = context;
	(void)e;
	if (x->at < w->began)
		return 1;
	w->out.done = x->done;
	snprintf(w->out.sentence, sizeof w->out.sentence, "%s", x->sentence);
	return 1;
}

/* A full or closed stick in the words of who holds it in his hand. */
static bool fail_stick(struct work *w, const struct err *e)
{
	struct err said;
	bool full = e->text == TEXT_DISK_FULL;
	if (!w->stick.path[0] || strncmp(e->arg[0], w->stick.path, strlen(w->stick.path)) != 0 ||
		(!full && e->text != TEXT_FILE_NO_PERMISSION))
		return false;
	err_set(&said, e->code, full ? TEXT_PAPER_STICK_FULL : TEXT_PAPER_STICK_CLOSED, "%s", w->stick.name);
	err_sentence(&said, w->lang, w->out.sentence, sizeof w->out.sentence);
	return true;
}

static int carry(struct store *s, const struct work *w, struct err *e)
{
	struct app_synced synced;
	struct app_network_done done;
	const struct app_network how = {.tries = TRIES, .watch = {.stopped = page_work_must_end}};
	if (!w->stick.path[0])
		return app_sync_network(s, &how, &done, e);
	int rc = app_sync_folder(s, NULL, w->stick.path, clock_now(), &synced, e);
	app_stick_flush(w->stick.path);
	return rc;
}

static void run(struct store *s, void *context)
{
	struct work *w = context;
	struct err e, ignored;
	w->began = clock_now();
	int rc = carry(s, w, &e);
	w->out.done = rc == 0;
	if (rc == 0 || !fail_stick(w, &e))
		(void)app_exchanged(s, w->lang, take_sentence, w, &ignored);
	if (!w->out.sentence[0] && rc != 0)
		app_words_of(&e, w->lang, w->out.sentence, sizeof w->out.sentence);
	w->out.at = clock_now();
	keep(&w->out);
}

/* stick NULL: over the network. */
static int begin(struct page *p, const struct sending *x, const struct app_stick *stick, struct err *e)
{
	struct work *w = alloc_zero(1, sizeof *w);
	w->lang = p->lang;
	w->out.stick = stick != NULL;
	if (stick) {
		w->stick = *stick;
		snprintf(w->out.name, sizeof w->out.name, "%s", stick->name);
	}
	if (page_work(p, stick ? SENDING_STICK : SENDING_NETWORK, run, w)) {
		page_redirect(p, x->path);
		return 0;
	}
	free(w);
	return err_set(e, ERR_BUSY, TEXT_PAPER_BUSY, "");
}

int sending_network(struct page *p, const struct sending *x, struct err *e)
{
	return begin(p, x, NULL, e);
}

int sending_stick(struct page *p, const struct sending *x, struct err *e)
{
	struct app_stick s;
	if (!app_stick_find(page_field(p, "usb"), &s))
		return err_set(e, ERR_NOT_FOUND, TEXT_PAPER_STICK_GONE, "");
	return begin(p, x, &s, e);
}
