/* app_access.c - sessions of browsers: begun, found by what a browser holds, ended. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sodium.h>
#include <tungnha/alloc.h>
#include <tungnha/app_submit.h>

#include "access.h"

/* --- who was heard lately, as long as this process runs --- */

static int64_t seconds_awake_or_asleep(void)
{
	struct timespec t;
	clock_gettime(CLOCK_BOOTTIME, &t); /* a laptop's lid that was shut counts */
	return t.tv_sec;
}

int64_t (*app_access_steady)(void) = seconds_awake_or_asleep;

static struct heard {
	struct id id;
	int64_t at;
} heard[2 * STORE_SESSIONS_MAX];
static size_t heard_count;

void app_access_forget(void)
{
	heard_count = 0;
	access_guessers_forget();
	tries_forget();
}

static struct heard *heard_of(struct id id)
{
	for (size_t i = 0; i < heard_count; i++)
		if (id_equal(heard[i].id, id))
			return &heard[i];
	return NULL;
}

/* In a full table, in place of the one silent longest. */
static void hear(struct id id)
{
	struct heard *h = heard_of(id);
	if (!h && heard_count < sizeof heard / sizeof *heard)
		h = &heard[heard_count++];
	if (!h) {
		h = heard;
		for (size_t i = 1; i < heard_count; i++)
			if (heard[i].at < h->at)
				h = &heard[i];
	}
	*h = (struct heard){.id = id, .at = app_access_steady()};
}

/* --- tokens --- */

void access_token(char token[static APP_TOKEN], unsigned char hash[static KEY_BYTES])
{
	unsigned char random[(APP_TOKEN - 1) / 2];
	randombytes_buf(random, sizeof random);
	sodium_bin2hex(token, APP_TOKEN, random, sizeof random);
	access_hash(token, hash);
	sodium_memzero(random, sizeof random);
}

void access_hash(const char *token, unsigned char hash[static KEY_BYTES])
{
	static const unsigned char domain[] = "tungnha.session.1";
	crypto_generichash(hash, KEY_BYTES, (const unsigned char *)token, strlen(token), domain, sizeof domain);
}

int access_commit(struct store *s, int rc, struct err *e)
{
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	return rc;
}

/* --- beginning and ending --- */

static void fill(struct store *s, const struct store_session *x, struct app_session *out)
{
	*out = (struct app_session){.id = x->id,
		.role = (enum app_role)x->role, /* sealed with the name: nobody else wrote it */
		.begun = x->begun,
		.heard = x->heard,
		.practice = x->practice};
	memcpy(out->by, x->name, sizeof out->by);
	memcpy(out->device, x->device, sizeof out->device);
	if (out->role == APP_OWNER && !out->by[0]) {
		char *by = app_by(s);
		if (strlen(by) < sizeof out->by)
			memcpy(out->by, by, strlen(by) + 1);
		free(by);
	}
}

int access_put(struct store *s, enum app_role role, const char *by, int64_t now, char token[static APP_TOKEN],
	struct app_session *out, struct err *e)
{
	return access_put_on(s, role, by, "", now, token, out, e);
}

int access_put_on(struct store *s, enum app_role role, const char *by, const char *device, int64_t now,
	char token[static APP_TOKEN], struct app_session *out, struct err *e)
{
	struct store_session x = {.id = id_random(), .role = role, .begun = now, .heard = now};
	access_token(token, x.token);
	snprintf(x.device, sizeof x.device, "%s", device);
	snprintf(x.name, sizeof x.name, "%s", by);
	if (store_session_put(s, &x, e) != 0)
		return -1;
	fill(s, &x, out);
	hear(x.id);
	return 0;
}

int app_session_begin(struct store *s, enum app_role role, const char *by, int64_t now, char token[static APP_TOKEN],
	struct app_session *out, struct err *e)
{
	if (store_begin(s, e) != 0)
		return -1;
	return access_commit(s, access_put(s, role, role == APP_OWNER || !by ? "" : by, now, token, out, e), e);
}

bool access_is_over(struct store *s, const struct store_session *x, int64_t now)
{
	int64_t most = x->role == APP_ENTER_ONLY ? APP_PHONE_IDLE_S : APP_OWNER_IDLE_S;
	const struct heard *h = heard_of(x->id);
	bool dated = app_clock_set(s, now) && app_clock_set(s, x->begun);
	if (x->role == APP_ENTER_ONLY && dated && now - x->begun > APP_PHONE_MOST_S)
		return true;
	if (h)
		return app_access_steady() - h->at > most;
	return app_clock_set(s, now) && app_clock_set(s, x->heard) && now - x->heard > most;
}

static int write_one(struct store *s, const struct store_session *x, struct err *e)
{
	return store_begin(s, e) != 0 ? -1 : access_commit(s, store_session_put(s, x, e), e);
}

int app_session_find(
	struct store *s, const char *token, bool polled, int64_t now, struct app_session *out, struct err *e)
{
	struct store_session x;
	struct err ignored;
	unsigned char hash[KEY_BYTES];
	if (strlen(token) != APP_TOKEN - 1)
		return err_set(e, ERR_DENIED, TEXT_ACCESS_ENDED, "");
	access_hash(token, hash);
	if (store_session_find(s, hash, &x, e) != 0)
		return e->code == ERR_NOT_FOUND ? err_set(e, ERR_DENIED, TEXT_ACCESS_ENDED, "") : -1;
	if (access_is_over(s, &x, now)) {
		app_session_end(s, x.id, &ignored);
		return err_set(e, ERR_DENIED, TEXT_ACCESS_ENDED, "");
	}
	bool clicked = !polled || x.role == APP_VIEWER;
	bool note = clicked && (now - x.heard >= APP_HEARD_S || now < x.heard);
	if (clicked)
		hear(x.id);
	if (note) {
		x.heard = now;
		write_one(s, &x, &ignored); /* a full disk or a busy store must not shut the person out */
	}
	fill(s, &x, out);
	out->noted = note;
	return 0;
}

int app_session_end(struct store *s, struct id id, struct err *e)
{
	struct heard *h = heard_of(id);
	if (h)
		*h = heard[--heard_count];
	return store_begin(s, e) != 0 ? -1 : access_commit(s, store_session_drop(s, id, e), e);
}

int app_sessions_end(struct store *s, struct err *e)
{
	app_access_forget();
	return store_begin(s, e) != 0 ? -1 : access_commit(s, store_sessions_drop(s, e), e);
}

int app_sessions_end_others(struct store *s, struct id mine, struct err *e)
{
	struct store_session *all = NULL;
	size_t n = 0;
	if (store_begin(s, e) != 0)
		return -1;
	int rc = store_sessions(s, &all, &n, e);
	for (size_t i = 0; i < n && rc == 0; i++)
		if (!id_equal(all[i].id, mine))
			rc = store_session_drop(s, all[i].id, e);
	free(all);
	return access_commit(s, rc, e);
}

int app_session_practice(struct store *s, struct id id, bool practice, struct err *e)
{
	struct store_session *all;
	size_t n;
	int rc = store_sessions(s, &all, &n, e);
	if (rc != 0)
		return -1;
	rc = err_set(e, ERR_NOT_FOUND, TEXT_ACCESS_ENDED, "");
	for (size_t i = 0; i < n; i++)
		if (id_equal(all[i].id, id)) {
			all[i].practice = practice;
			rc = write_one(s, &all[i], e);
		}
	free(all);
	return rc;
}

int app_phones(struct store *s, struct app_session **out, size_t *n, struct err *e)
{
	struct store_session *all;
	size_t count;
	*out = NULL;
	*n = 0;
	if (store_sessions(s, &all, &count, e) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (all[i].role != APP_ENTER_ONLY)
			continue;
		*out = alloc_grow(*out, *n + 1, sizeof **out);
		fill(s, &all[i], &(*out)[(*n)++]);
	}
	free(all);
	return 0;
}

/* ERR_DATA: more than one of that name. */
static int phone_of(const struct app_session *all, size_t n, const char *typed, struct app_session *out, struct err *e)
{
	struct id id;
	bool by_id = id_read(typed, &id);
	size_t found = 0;
	for (size_t i = 0; i < n; i++)
		if (by_id ? id_equal(all[i].id, id) : strcmp(all[i].by, typed) == 0) {
			*out = all[i];
			found++;
		}
	if (found == 0)
		return err_set(e, ERR_NOT_FOUND, TEXT_ACCESS_PHONE_UNKNOWN, "%s", typed);
	return found == 1 ? 0 : err_set(e, ERR_DATA, TEXT_ACCESS_PHONE_SEVERAL, "%s", typed);
}

int app_phone_remove(struct store *s, const char *typed, struct app_session *out, struct err *e)
{
	struct app_session *all;
	size_t n;
	if (app_phones(s, &all, &n, e) != 0)
		return -1;
	int rc = phone_of(all, n, typed, out, e);
	free(all);
	return rc == 0 ? app_session_end(s, out->id, e) : -1;
}
