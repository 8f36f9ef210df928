/* app_users_tries.c - who guesses. Wrong passwords of a user are kept with him in the store; those of names nobody has
 * (which must look the same) and those of an address only here, until the process ends. An address waits at most half a
 * minute, and by itself: who guesses keeps nobody else out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/utf8.h>

#include "access.h"

enum { KNOWN = 64, KEY_MAX = 96 };

struct guesser {
	char key[KEY_MAX];
	int wrong;
	int64_t until, at; /* app_access_steady */
};
static struct guesser strangers[KNOWN], places[KNOWN]; /* of the store's thread */

int64_t tries_pause(int wrong)
{
	int64_t pause = APP_USER_WAIT_S;
	if (wrong < APP_USER_TRIES)
		return 0;
	for (int i = APP_USER_TRIES; i < wrong && pause < APP_USER_WAIT_MOST_S; i++)
		pause *= 2;
	return pause < APP_USER_WAIT_MOST_S ? pause : APP_USER_WAIT_MOST_S;
}

static int64_t pause_of_place(int wrong)
{
	int64_t pause = 1;
	if (wrong < APP_FROM_TRIES)
		return 0;
	for (int i = APP_FROM_TRIES; i < wrong && pause < APP_FROM_WAIT_MOST_S; i++)
		pause *= 2;
	return pause < APP_FROM_WAIT_MOST_S ? pause : APP_FROM_WAIT_MOST_S;
}

/* A clock that ran back lengthens nothing. */
int64_t users_waits(const struct store_user *u, int64_t now)
{
	int64_t left = u->until - now;
	return left > 0 && left <= APP_USER_WAIT_MOST_S ? left : 0;
}

/* NULL: it has guessed nothing. With `put` in place of the one silent longest. */
static struct guesser *find(struct guesser *all, const char *key, bool put)
{
	struct guesser *g = all;
	for (size_t i = 0; i < KNOWN; i++) {
		if (strncmp(all[i].key, key, KEY_MAX - 1) == 0)
			return &all[i];
		if (all[i].at < g->at)
			g = &all[i];
	}
	if (!put)
		return NULL;
	*g = (struct guesser){.wrong = 0};
	snprintf(g->key, sizeof g->key, "%s", key);
	return g;
}

static int64_t waits(struct guesser *all, const char *key)
{
	const struct guesser *g = *key ? find(all, key, false) : NULL;
	int64_t left = g ? g->until - app_access_steady() : 0;
	return left > 0 ? left : 0;
}

static void wrong(struct guesser *all, const char *key, int64_t (*pause)(int wrong))
{
	if (!*key)
		return;
	struct guesser *g = find(all, key, true);
	g->wrong++;
	g->at = app_access_steady();
	g->until = g->at + pause(g->wrong);
}

int64_t tries_wait_of_stranger(const char *name)
{
	char *key = utf8_fold(name);
	int64_t left = waits(strangers, key);
	free(key);
	return left;
}

void tries_wrong_stranger(const char *name)
{
	char *key = utf8_fold(name);
	wrong(strangers, key, tries_pause);
	free(key);
}

int64_t tries_wait_from(const char *from)
{
	return waits(places, from);
}

void tries_wrong_from(const char *from)
{
	wrong(places, from, pause_of_place);
}

void tries_right_from(const char *from)
{
	struct guesser *g = *from ? find(places, from, false) : NULL;
	if (g)
		*g = (struct guesser){.wrong = 0};
}

void tries_forget(void)
{
	memset(strangers, 0, sizeof strangers);
	memset(places, 0, sizeof places);
}
