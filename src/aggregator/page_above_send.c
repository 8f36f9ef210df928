/* page_above_send.c - sending to the office above, on a thread of its own; what came of it is kept for the pages asked
 * afterwards. */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/app_exchanged.h>
#include <tungnha/app_sticks.h>
#include <tungnha/app_words.h>
#include <tungnha/clock.h>

#include "page_figures.h"

enum { TRIES = 2 }; /* somebody is waiting, and can press again */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct above_sent last;

bool above_last(struct above_sent *out)
{
	pthread_mutex_lock(&lock);
	*out = last;
	pthread_mutex_unlock(&lock);
	return out->at != 0;
}

static void keep(const struct above_sent *x)
{
	pthread_mutex_lock(&lock);
	last = *x;
	pthread_mutex_unlock(&lock);
}

struct sending {
	struct app_stick stick; /* path "": over the network */
	enum text_lang lang;
	int64_t began;
	struct above_sent out;
};

/* The log tells it, and so does the page, in the same words: that line was written last. */
static int take_sentence(void *context, const struct app_exchanged *x, struct err *e)
{
	struct sending *w = context;
	(void)e;
	if (x->at >= w->began)
		snprintf(w->out.sentence, sizeof w->out.sentence, "%s", x->sentence);
	return 1;
}

/* A full or closed stick in the words of who holds it in his hand. */
static bool fail_stick(struct sending *w, const struct err *e)
{
	struct err said;
	bool full = e->text == TEXT_DISK_FULL;
	if (!w->stick.path[0] || (!full && e->text != TEXT_FILE_NO_PERMISSION))
		return false;
	err_set(&said, e->code, full ? TEXT_PAPER_STICK_FULL : TEXT_PAPER_STICK_CLOSED, "%s", w->stick.name);
	err_sentence(&said, w->lang, w->out.sentence, sizeof w->out.sentence);
	return true;
}

/* Until the stick has it, not the machine's memory: it is pulled out as soon as the page says so. */
static void flush(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		(void)syncfs(fd);
		close(fd);
	}
}

static int carry(struct store *s, const struct sending *w, struct err *e)
{
	struct app_synced synced;
	struct app_network_done done;
	const struct app_network how = {.tries = TRIES, .watch = {.stopped = page_work_must_end}};
	if (!w->stick.path[0])
		return app_sync_network(s, &how, &done, e);
	int rc = app_sync_folder(s, NULL, w->stick.path, clock_now(), &synced, e);
	flush(w->stick.path);
	return rc;
}

static void run(struct store *s, void *context)
{
	struct sending *w = context;
	struct err e, ignored;
	w->began = clock_now();
	w->out = (struct above_sent){.stick = w->stick.path[0] != '\0'};
	snprintf(w->out.name, sizeof w->out.name, "%s", w->stick.name);
	int rc = carry(s, w, &e);
	w->out.done = rc == 0;
	if (rc == 0 || !fail_stick(w, &e))
		(void)app_exchanged(s, w->lang, take_sentence, w, &ignored);
	if (!w->out.sentence[0] && rc != 0)
		app_words_of(&e, w->lang, w->out.sentence, sizeof w->out.sentence);
	w->out.at = clock_now();
	keep(&w->out);
}

bool above_send(struct page *p, const struct app_stick *stick)
{
	struct sending *w = alloc_zero(1, sizeof *w);
	w->lang = p->lang;
	if (stick)
		w->stick = *stick;
	keep(&(struct above_sent){.at = 0});
	if (page_work(p, stick ? "above-stick" : "above", run, w))
		return true;
	free(w);
	return false;
}
