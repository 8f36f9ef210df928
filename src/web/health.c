/* health.c - can messages be taken now? For who watches over the machine; nothing about any household, nothing secret.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "web_private.h"

#include <tungnha/alloc.h>
#include <tungnha/clock.h>
#include <tungnha/file.h>
#include <tungnha/json.h>

enum { ROOM_LEAST = 16 * 1024 * 1024, LOOK_MS = 5000 };

struct health {
	pthread_mutex_t lock;
	char *folder, *file;
	struct stat was; /* the store's file, as it was opened */
	bool there;      /* one is open */
	bool lost;       /* it is gone, or another */
	bool closed;     /* of a hub: by the command lock; messages are not taken */
	int (*clock_of_hub)(struct store *s, int64_t now, bool *trusted, struct err *e);
	bool clock_trusted;
	enum err_code failed; /* what the last message met that was not its own fault; written by one thread */
	int64_t looked_ms;
};

struct health *health_new(const struct web *w)
{
	struct health *h = alloc_zero(1, sizeof *h);
	pthread_mutex_init(&h->lock, NULL);
	h->folder = alloc_copy(w->options.folder);
	h->file = store_file(w->options.folder);
	h->there = w->store != NULL;
	h->lost = h->there && stat(h->file, &h->was) != 0;
	h->clock_of_hub = w->options.service ? w->options.service->clock_trusted : NULL;
	return h;
}

void health_opened(struct health *h)
{
	struct stat is = {0};
	bool there = stat(h->file, &is) == 0;
	pthread_mutex_lock(&h->lock);
	h->was = is;
	h->there = true;
	h->lost = !there;
	pthread_mutex_unlock(&h->lock);
}

void health_free(struct health *h)
{
	if (!h)
		return;
	pthread_mutex_destroy(&h->lock);
	free(h->folder);
	free(h->file);
	free(h);
}

/* After a failure nobody may send for hours; whether the fault is mended is tried by writing a little. */
static enum err_code try_to_write(struct store *s)
{
	struct err e;
	int rc = store_begin(s, &e);
	if (rc == 0)
		rc = store_set(s, "tried", "1", &e);
	if (rc == 0)
		rc = store_set(s, "tried", NULL, &e);
	if (rc == 0)
		rc = store_commit(s, &e);
	if (rc != 0)
		store_rollback(s);
	return rc == 0 ? ERR_NONE : e.code;
}

static bool is_fault(enum err_code failed)
{
	return failed != ERR_NONE && failed != ERR_BUSY; /* a clerk's command ends soon */
}

/* Once gone is gone: what is open here is a file without a name, and whatever it took would be lost. */
bool health_look(struct health *h, struct store *s)
{
	struct stat is;
	struct err ignored;
	bool trusted = false;
	if (!s) {
		pthread_mutex_lock(&h->lock);
		h->closed = h->clock_of_hub != NULL;
		pthread_mutex_unlock(&h->lock);
		return true;
	}
	int64_t now = limits_now();
	bool there = stat(h->file, &is) == 0 && is.st_ino == h->was.st_ino && is.st_dev == h->was.st_dev;
	bool again = there && (h->looked_ms == 0 || now - h->looked_ms >= LOOK_MS);
	if (again && h->clock_of_hub && h->clock_of_hub(s, clock_now(), &trusted, &ignored) != 0)
		trusted = false;
	enum err_code failed = again && is_fault(h->failed) ? try_to_write(s) : h->failed;
	pthread_mutex_lock(&h->lock);
	h->closed = false;
	h->lost |= !there;
	h->failed = failed;
	if (again) {
		h->clock_trusted = trusted;
		h->looked_ms = now;
	}
	bool lost = h->lost;
	pthread_mutex_unlock(&h->lock);
	return !lost;
}

void health_took(struct health *h, const struct err *failed)
{
	pthread_mutex_lock(&h->lock);
	h->failed = failed ? failed->code : ERR_NONE;
	pthread_mutex_unlock(&h->lock);
}

bool health_lost(struct health *h)
{
	pthread_mutex_lock(&h->lock);
	bool lost = h->lost;
	pthread_mutex_unlock(&h->lock);
	return lost;
}

/* Free megabytes on the store's disk; -1: cannot be told. */
static int64_t free_room(const struct health *h)
{
	struct statvfs v;
	return statvfs(h->folder, &v) == 0 ? (int64_t)(v.f_bavail * (uint64_t)v.f_frsize) : -1;
}

/* What is written but not yet in its place: it grows when some program reads for very long. */
static int64_t log_bytes(const struct health *h)
{
	struct stat is;
	char *path = alloc_print("%s-wal", h->file);
	int64_t n = stat(path, &is) == 0 ? is.st_size : 0;
	free(path);
	return n;
}

void health_page(struct request *r)
{
	struct health *h = r->web->health;
	int64_t room = free_room(h);
	pthread_mutex_lock(&h->lock);
	bool lost = h->lost, closed = h->closed, trusted = h->clock_trusted, failed = is_fault(h->failed);
	pthread_mutex_unlock(&h->lock);
	bool full = room >= 0 && room < ROOM_LEAST, stopping = atomic_load(&r->web->stopping);
	const char *status = lost       ? "lost"
			     : closed   ? "closed"
			     : stopping ? "stopping"
			     : full     ? "full"
			     : failed   ? "failing"
					: "ok";
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "status", status);
	cJSON_AddStringToObject(o, "version", r->web->options.version);
	cJSON_AddNumberToObject(o, "waiting", (double)jobs_waiting(r->web->jobs));
	cJSON_AddNumberToObject(o, "free_mb", room < 0 ? -1 : (double)(room / 1000000));
	cJSON_AddNumberToObject(o, "wal_mb", (double)(log_bytes(h) / 1000000));
	if (h->clock_of_hub)
		cJSON_AddBoolToObject(o, "clock_trusted", trusted);
	char *text = cJSON_PrintUnformatted(o);
	cJSON_Delete(o);
	r->answer = (struct answer){.status = strcmp(status, "ok") == 0 ? 200 : 503,
		.type = "application/json",
		.body = text,
		.size = text ? strlen(text) : 0};
	r->answered = true;
}
