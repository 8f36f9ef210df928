/* watch.c - the store opened and closed from outside, while the server runs: a command `lock` in another terminal
 * closes it here too, `unlock` opens it, and so does a stick with its key, on a machine at which nobody types. A hub's
 * too: while it is closed devices are told to come again later, which loses nothing. */
#include <stdlib.h>
#include <string.h>

#include "web_private.h"

#include <tungnha/app_sticks.h>
#include <tungnha/file.h>
#include <tungnha/store_keep.h>

enum { LOOK_MS = 2000, KEYS_MAX = 16 };

static int64_t locked_so_often(struct store *s)
{
	char *mark = store_setting(s, "locked");
	int64_t n = mark ? strtoll(mark, NULL, 10) : 0;
	free(mark);
	return n;
}

void watch_close(struct web *w)
{
	if (w->opened)
		store_close(w->store);
	store_close(w->practice);
	w->store = w->practice = NULL;
	w->opened = false;
	w->watch.of = NULL;
	w->watch.spent = true;
}

void watch_opened(struct web *w, struct store *s)
{
	if (w->opened && w->store != s)
		store_close(w->store);
	w->store = s;
	w->opened = true;
	w->watch.of = NULL;
	w->watch.spent = false;
	health_opened(w->health);
}

/* --- open: was it locked? --- */

static void look_whether_locked(struct web *w)
{
	if (store_protection(w->store) == STORE_UNPROTECTED)
		return;
	int64_t n = locked_so_often(w->store);
	if (w->watch.of == w->store && w->watch.locked != n) {
		app_access_forget();
		works_hurry(w->works); /* it has the data open too */
		watch_close(w);
		return;
	}
	w->watch.of = w->store;
	w->watch.locked = n;
}

/* --- closed: does a key lie there now? --- */

bool watch_is_own(const struct web *w, struct store *s)
{
	return store_role(s) == (w->options.service ? STORE_AGGREGATOR : STORE_COLLECTOR);
}

static bool open_by(struct web *w, const struct store_key *k, struct store **out)
{
	struct err ignored;
	if (store_open_by(w->options.folder, k, out, &ignored) != 0)
		return false;
	if (watch_is_own(w, *out))
		return true;
	store_close(*out);
	return false;
}

static bool open_from(struct web *w, const char *folder, struct store **out)
{
	struct file_names names;
	struct err ignored;
	bool opened = false;
	if (file_names(folder, ".key", KEYS_MAX, &names, &ignored) != 0)
		return false;
	for (size_t i = 0; i < names.count && !opened; i++) {
		char *path = strncmp(names.name[i], "tungnha-", 8) == 0 ? file_join(folder, names.name[i]) : NULL;
		opened = path && open_by(w, &(struct store_key){.key_file = path}, out);
		free(path);
	}
	file_names_free(&names);
	return opened;
}

static bool open_by_stick(struct web *w, struct store **out)
{
	struct app_stick stick[APP_STICKS_MAX];
	size_t n = app_sticks(stick, APP_STICKS_MAX);
	for (size_t i = 0; i < n; i++)
		if (open_from(w, stick[i].path, out))
			return true;
	return false;
}

static void look_for_key(struct web *w)
{
	enum store_protection how;
	struct store *s = NULL;
	if (!store_look(w->options.folder, &how) || how == STORE_UNPROTECTED)
		return;
	if (how == STORE_UNDER_PASSPHRASE && open_by(w, &(struct store_key){0}, &s)) { /* `unlock` left it */
		watch_opened(w, s);
		return;
	}
	bool there = (how == STORE_UNDER_KEY_FILE && open_by(w, &(struct store_key){0}, &s)) || open_by_stick(w, &s);
	if (there && w->watch.spent)
		store_close(s); /* whoever locked it and left the key where it was meant it to be closed */
	else if (there)
		watch_opened(w, s);
	else
		w->watch.spent = false;
}

void watch_look(struct web *w)
{
	int64_t now = limits_now();
	if (!w->options.pages || !w->options.keeps || (w->watch.looked_ms && now - w->watch.looked_ms < LOOK_MS))
		return;
	w->watch.looked_ms = now;
	if (w->store)
		look_whether_locked(w);
	else
		look_for_key(w);
}
