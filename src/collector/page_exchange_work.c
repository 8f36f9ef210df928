/* page_exchange_work.c - sending, on a thread of its own; what came of it is kept for the pages asked afterwards. */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/app_exchanged.h>
#include <tungnha/app_words.h>
#include <tungnha/clock.h>
#include <tungnha/page.h>

#include "page_papers.h"

enum { TRIES = 2 }; /* somebody is waiting, and can press again */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct papers_sent last;

bool papers_last(struct papers_sent *out)
{
	pthread_mutex_lock(&lock);
	*out = last;
	pthread_mutex_unlock(&lock);
	return out->at != 0;
}

static void keep(const struct papers_sent *x)
{
	pthread_mutex_lock(&lock);
	last = *x;
	pthread_mutex_unlock(&lock);
}

void papers_forget_last(void)
{
	keep(&(struct papers_sent){.at = 0});
}

struct sending {
	struct app_stick stick; /* path "": over the network */
	enum text_lang lang;
};

/* The log tells it, and so do the pages, in the same words: that line was written last. */
static int take_sentence(void *context, const struct app_exchanged *x, struct err *e)
{
	struct papers_sent *out = context;
	(void)e;
	out->done = x->done;
	snprintf(out->sentence, sizeof out->sentence, "%s", x->sentence);
	return 1;
}

/* A full or closed stick in the words of who holds it in his hand. */
static void fail(const struct sending *w, const struct err *e, struct papers_sent *out)
{
	struct err said = *e;
	bool on_stick = w->stick.path[0] && strncmp(e->arg[0], w->stick.path, strlen(w->stick.path)) == 0;
	if (on_stick && (e->text == TEXT_DISK_FULL || e->text == TEXT_FILE_NO_PERMISSION)) {
		bool full = e->text == TEXT_DISK_FULL;
		err_set(&said, e->code, full ? TEXT_PAPER_STICK_FULL : TEXT_PAPER_STICK_CLOSED, "%s", w->stick.name);
	}
	app_words_of(&said, w->lang, out->sentence, sizeof out->sentence);
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
	const struct sending *w = context;
	struct papers_sent out = {.stick = w->stick.path[0] != '\0'};
	struct err e, ignored;
	snprintf(out.name, sizeof out.name, "%s", w->stick.name);
	if (carry(s, w, &e) == 0)
		(void)app_exchanged(s, w->lang, take_sentence, &out, &ignored);
	else
		fail(w, &e, &out);
	out.at = clock_now();
	keep(&out);
}

bool papers_send(struct page *p, const struct app_stick *stick)
{
	struct sending *w = alloc_zero(1, sizeof *w);
	w->lang = p->lang;
	if (stick)
		w->stick = *stick;
	papers_forget_last();
	if (page_work(p, stick ? "stick" : "network", run, w))
		return true;
	free(w);
	return false;
}
