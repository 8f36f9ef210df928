/* app_users_work.c - a password tried or hashed, which is slow on purpose: begun and taken on the store's thread,
 * worked on by any other. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "access.h"

enum { PASSES = 2, MEMORY = 64 * 1024 * 1024 };

/* Tried where there is no such user, so that this takes as long; nobody knows what it was made of, and whatever comes
 * of it counts as wrong. */
static const char nobody[] =
	"$argon2id$v=19$m=65536,t=2,p=1$NeUOK3fkEr2reGEH4zMAmw$t61MQcBUiX6TVOCQz9ZNiTdn441E7//TXaIplFPmcq8";

/* One form, however it was typed; otherwise byte for byte. */
static char *as_typed(const char *password)
{
	char *nfc = utf8_nfc(password, strlen(password));
	return nfc ? nfc : alloc_copy(password);
}

static void wipe(char *secret)
{
	if (secret)
		sodium_memzero(secret, strlen(secret));
	free(secret);
}

void app_user_work_free(void *work)
{
	struct app_user_work *w = work;
	if (!w)
		return;
	wipe(w->old);
	wipe(w->fresh);
	sodium_memzero(w, sizeof *w);
	free(w);
}

void app_user_work(void *work)
{
	struct app_user_work *w = work;
	if (w->old && strlen(w->old) <= APP_PASSWORD_MAX) {
		int rc = crypto_pwhash_str_verify(w->known ? w->against : nobody, w->old, strlen(w->old));
		w->right = rc == 0 && w->known;
	}
	if (w->fresh && (w->right || !w->old))
		w->failed = crypto_pwhash_str(w->hash, w->fresh, strlen(w->fresh), PASSES, MEMORY) != 0;
}

/* --- begun --- */

static int wait_refused(int64_t left, struct err *e)
{
	if (left > 90)
		return err_set(e, ERR_DENIED, TEXT_USERS_WAIT_MINUTES, "%d", (int)(left + 59) / 60);
	return err_set(e, ERR_DENIED, TEXT_USERS_WAIT_SECONDS, "%d", (int)left);
}

/* Whose password is to be tried, and whether it may be now. */
static int look_up(struct store *s, struct app_user_work *w, bool typed, int64_t now, struct err *e)
{
	struct store_user u;
	int rc = typed ? users_find_typed(s, w->name, &u, e) : users_find(s, w->name, &u, e);
	if (rc != 0 && e->code != ERR_NOT_FOUND)
		return -1;
	w->known = rc == 0;
	int64_t left = w->known ? users_waits(&u, now) : tries_wait_of_stranger(w->name);
	int64_t here = tries_wait_from(w->from);
	if (w->known) {
		w->user = u.id;
		memcpy(w->against, u.secret, sizeof w->against);
		snprintf(w->name, sizeof w->name, "%s", u.name);
	}
	sodium_memzero(&u, sizeof u);
	left = left > here ? left : here;
	return left > 0 ? wait_refused(left, e) : 0;
}

static struct app_user_work *work_of(const char *name, const char *from, const char *device)
{
	struct app_user_work *w = alloc_zero(1, sizeof *w);
	char *clean = utf8_clean(name, strlen(name));
	snprintf(w->name, sizeof w->name, "%s", clean ? clean : "");
	snprintf(w->from, sizeof w->from, "%s", from);
	snprintf(w->device, sizeof w->device, "%s", device);
	free(clean);
	return w;
}

int app_user_work_in(struct store *s, const char *name, const char *password, const char *from, const char *device,
	int64_t now, struct app_user_work **out, struct err *e)
{
	struct app_user_work *w = work_of(name, from, device);
	w->old = as_typed(password);
	if (look_up(s, w, true, now, e) != 0) {
		app_user_work_free(w);
		return -1;
	}
	*out = w;
	return 0;
}

int app_user_work_new(struct store *s, const char *name, const char *old, const char *password, int64_t now,
	struct app_user_work **out, struct err *e)
{
	struct app_user_work *w = work_of(name, "", "");
	int rc = 0;
	w->old = old ? as_typed(old) : NULL;
	w->fresh = as_typed(password);
	if (utf8_length(w->fresh) < APP_PASSWORD_MIN || strlen(w->fresh) > APP_PASSWORD_MAX)
		rc = err_set(e, ERR_DATA, TEXT_USERS_PASSWORD_SHORT, "%d", APP_PASSWORD_MIN);
	if (rc == 0 && old)
		rc = look_up(s, w, false, now, e);
	if (rc != 0) {
		app_user_work_free(w);
		return -1;
	}
	*out = w;
	return 0;
}

/* --- taken --- */

/* In a transaction: the wrong one counts before the answer goes out. Who it was nobody knows. */
static int count_wrong(struct store *s, struct store_user *u, const char *from, int64_t now, struct err *e)
{
	u->wrong++;
	int64_t pause = tries_pause(u->wrong);
	if (pause > 0)
		u->until = now + pause;
	if (store_user_put(s, u, e) != 0)
		return -1;
	return pause > 0 ? users_log(s, now, "wait", u->name, "–", from, e) : 0;
}

static bool still(const struct app_user_work *w, const struct store_user *u)
{
	return id_equal(w->user, u->id) && strcmp(w->against, u->secret) == 0;
}

/* 0, -1, or 1: refused, and what was counted stays. */
static int judge(struct store *s, const struct app_user_work *w, struct store_user *u, int64_t now, struct err *e)
{
	if (w->known && users_find(s, w->name, u, e) != 0)
		return err_set(e, ERR_DENIED, TEXT_USERS_WRONG, ""); /* taken away meanwhile */
	int64_t left = w->known ? users_waits(u, now) : 0;
	if (left > 0) /* many were tried at one time */
		return wait_refused(left, e);
	if (w->right && still(w, u)) {
		tries_right_from(w->from);
		return 0;
	}
	tries_wrong_from(w->from);
	if (!w->known)
		tries_wrong_stranger(w->name);
	else if (count_wrong(s, u, w->from, now, e) != 0)
		return -1;
	err_set(e, ERR_DENIED, TEXT_USERS_WRONG, "");
	return 1;
}

static int enter(struct store *s, const struct app_user_work *w, struct store_user *u, int64_t now,
	char token[static APP_TOKEN], struct app_session *out, struct err *e)
{
	if (u->wrong > 0 || u->until > 0) {
		u->wrong = 0;
		u->until = 0;
		if (store_user_put(s, u, e) != 0)
			return -1;
	}
	if (users_sessions_crowd(s, u->name, e) != 0 || users_log(s, now, "in", u->name, u->name, w->from, e) != 0)
		return -1;
	return access_put_on(s, (enum app_role)u->role, u->name, w->device, now, token, out, e);
}

/* Commits also what was counted of a refusal. */
static int finish(struct store *s, int rc, struct err *e)
{
	struct err failed;
	if (rc != 1)
		return access_commit(s, rc, e);
	if (access_commit(s, 0, &failed) != 0)
		*e = failed;
	return -1;
}

int app_user_in_done(struct store *s, const struct app_user_work *w, int64_t now, char token[static APP_TOKEN],
	struct app_session *out, struct err *e)
{
	struct store_user u = {0};
	if (store_begin(s, e) != 0)
		return -1;
	int rc = judge(s, w, &u, now, e);
	if (rc == 0)
		rc = enter(s, w, &u, now, token, out, e);
	sodium_memzero(&u, sizeof u);
	return finish(s, rc, e);
}

int app_user_password_done(struct store *s, const struct app_user_work *w, const char *name, const char *by,
	const struct id *keep, int64_t now, struct err *e)
{
	struct store_user u = {0};
	if (w->old) {
		if (store_begin(s, e) != 0)
			return -1;
		int rc = judge(s, w, &u, now, e);
		sodium_memzero(&u, sizeof u);
		if (finish(s, rc, e) != 0)
			return -1;
	}
	if (w->failed)
		return err_set(e, ERR_IO, TEXT_USERS_NO_MEMORY, "");
	return users_set_secret(s, name, w->hash, by, keep, now, e);
}

/* --- in one go --- */

int app_user_add(struct store *s, const char *name, enum app_role role, const char *password, const char *by,
	int64_t now, struct app_user *out, struct err *e)
{
	struct app_user_work *w;
	if (app_user_work_new(s, name, NULL, password, now, &w, e) != 0)
		return -1;
	app_user_work(w);
	int rc = app_user_add_done(s, w, name, role, by, now, out, e);
	app_user_work_free(w);
	return rc;
}

int app_user_password(
	struct store *s, const char *name, const char *password, const char *by, int64_t now, struct err *e)
{
	struct app_user_work *w;
	if (app_user_work_new(s, name, NULL, password, now, &w, e) != 0)
		return -1;
	app_user_work(w);
	int rc = app_user_password_done(s, w, name, by, NULL, now, e);
	app_user_work_free(w);
	return rc;
}

int app_user_in(struct store *s, const char *name, const char *password, int64_t now, char token[static APP_TOKEN],
	struct app_session *out, struct err *e)
{
	struct app_user_work *w;
	if (app_user_work_in(s, name, password, "", "", now, &w, e) != 0)
		return -1;
	app_user_work(w);
	int rc = app_user_in_done(s, w, now, token, out, e);
	app_user_work_free(w);
	return rc;
}
