/* app_access_pair.c - codes that pair a phone, and one-time tokens that open a browser. Both lie sealed in the store,
 * so that a command in another process can leave one for the server that runs. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "access.h"

/* --- codes --- */

struct pairing {
	char code[APP_PAIR_CODE];
	char by[ENTRY_BY_BYTES + 1];
	int64_t at;
	int tries; /* wrong ones so far */
};

/* false: none is kept. */
static bool pairing_get(struct store *s, struct pairing *out)
{
	char *kept = store_sealed_setting(s, "pair");
	int name = 0;
	bool good = kept && sscanf(kept, "%6[0-9] %" SCNd64 " %d %n", out->code, &out->at, &out->tries, &name) == 3 &&
		    name > 0 && strlen(kept + name) < sizeof out->by;
	if (good)
		memcpy(out->by, kept + name, strlen(kept + name) + 1);
	if (kept)
		sodium_memzero(kept, strlen(kept));
	free(kept);
	return good;
}

/* In a transaction; NULL: none from now on. */
static int pairing_set(struct store *s, const struct pairing *p, struct err *e)
{
	if (!p)
		return store_set_sealed(s, "pair", NULL, e);
	char *kept = alloc_print("%s %" PRId64 " %d %s", p->code, p->at, p->tries, p->by);
	int rc = store_set_sealed(s, "pair", kept, e);
	sodium_memzero(kept, strlen(kept));
	free(kept);
	return rc;
}

static int pairing_keep(struct store *s, const struct pairing *p, struct err *e)
{
	return store_begin(s, e) != 0 ? -1 : access_commit(s, pairing_set(s, p, e), e);
}

int app_pair_show(struct store *s, const char *by, int64_t now, char code[static APP_PAIR_CODE], struct err *e)
{
	struct pairing p = {.at = now};
	char *clean = utf8_clean(by, strlen(by));
	bool good = clean && *clean && strlen(clean) <= ENTRY_BY_BYTES;
	if (good)
		memcpy(p.by, clean, strlen(clean) + 1);
	free(clean);
	if (!good)
		return err_set(e, ERR_DATA, TEXT_ACCESS_NAME, "%d", ENTRY_BY_BYTES);
	snprintf(p.code, sizeof p.code, "%06u", (unsigned)randombytes_uniform(1000000));
	int rc = app_by_add(s, p.by, false, e) != 0 ? -1 : pairing_keep(s, &p, e);
	memcpy(code, p.code, sizeof p.code);
	sodium_memzero(&p, sizeof p);
	return rc;
}

static bool is_late(const struct pairing *p, int64_t now)
{
	return now < p->at || now - p->at > APP_PAIR_S;
}

int app_pair_shown(struct store *s, int64_t now, struct app_pair_shown *out, struct err *e)
{
	struct pairing p;
	*out = (struct app_pair_shown){0};
	if (!pairing_get(s, &p) || is_late(&p, now))
		return err_set(e, ERR_NOT_FOUND, TEXT_ACCESS_CODE_NONE, "");
	memcpy(out->code, p.code, sizeof out->code);
	memcpy(out->by, p.by, sizeof out->by);
	out->left_s = p.at + APP_PAIR_S - now;
	return 0;
}

/* Six digits as typed: whatever stands between them does not matter. */
static bool is_code(const char *typed, const char *code)
{
	char digits[APP_PAIR_CODE] = "";
	size_t n = 0;
	for (; *typed; typed++) {
		if (*typed < '0' || *typed > '9')
			continue;
		if (n == APP_PAIR_CODE - 1)
			return false;
		digits[n++] = *typed;
	}
	return n == APP_PAIR_CODE - 1 && sodium_memcmp(digits, code, n) == 0;
}

/* --- who guesses: by this process, until it ends; of more than these the one silent longest is forgotten --- */

enum { GUESSERS = 64, FROM_BYTES = 48 };
static struct guesser {
	char from[FROM_BYTES], code[APP_PAIR_CODE]; /* the code he guesses at: of another he has guessed nothing */
	int wrong;
	int64_t at;
} guesser[GUESSERS];

void access_guessers_forget(void)
{
	sodium_memzero(guesser, sizeof guesser);
}

static struct guesser *guesser_of(const char *from, const char *code)
{
	struct guesser *g = guesser;
	for (size_t i = 0; i < GUESSERS; i++) {
		if (strncmp(guesser[i].from, from, FROM_BYTES - 1) == 0) {
			g = &guesser[i];
			break;
		}
		if (guesser[i].at < g->at)
			g = &guesser[i];
	}
	if (strncmp(g->from, from, FROM_BYTES - 1) != 0 || strcmp(g->code, code) != 0)
		*g = (struct guesser){.wrong = 0};
	snprintf(g->from, sizeof g->from, "%s", from);
	memcpy(g->code, code, sizeof g->code);
	g->at = app_access_steady();
	return g;
}

/* --- pairing, in a transaction: 0, -1, or 1: refused, and what was counted stays --- */

static int refuse(struct err *e, text_id why, int number)
{
	err_set(e, ERR_DENIED, why, "%d", number);
	return 1;
}

/* A wrong code counts before the answer goes out. */
static int count_wrong(struct store *s, struct pairing *p, struct guesser *g, struct err *e)
{
	bool last = ++p->tries >= APP_PAIR_TRIES_ALL;
	g->wrong++;
	if (pairing_set(s, last ? NULL : p, e) != 0)
		return -1;
	if (last || g->wrong >= APP_PAIR_TRIES)
		return refuse(e, TEXT_ACCESS_CODE_LOCKED, last ? APP_PAIR_TRIES_ALL : APP_PAIR_TRIES);
	return refuse(e, TEXT_ACCESS_CODE_WRONG, APP_PAIR_TRIES - g->wrong);
}

static int pair(struct store *s, const char *code, const char *from, int64_t now, char token[static APP_TOKEN],
	struct app_session *out, struct err *e)
{
	struct pairing p;
	if (!pairing_get(s, &p))
		return refuse(e, TEXT_ACCESS_CODE_NONE, 0);
	if (is_late(&p, now))
		return pairing_set(s, NULL, e) != 0 ? -1 : refuse(e, TEXT_ACCESS_CODE_LATE, APP_PAIR_S / 60);
	struct guesser *g = guesser_of(from, p.code);
	if (g->wrong >= APP_PAIR_TRIES) /* the right one too: else he would be told which it is */
		return refuse(e, TEXT_ACCESS_CODE_LOCKED, APP_PAIR_TRIES);
	if (!is_code(code, p.code))
		return count_wrong(s, &p, g, e);
	*g = (struct guesser){.wrong = 0};
	if (pairing_set(s, NULL, e) != 0)
		return -1;
	return access_put(s, APP_ENTER_ONLY, p.by, now, token, out, e);
}

int app_pair(struct store *s, const char *code, const char *from, int64_t now, char token[static APP_TOKEN],
	struct app_session *out, struct err *e)
{
	struct err failed;
	if (store_begin(s, e) != 0)
		return -1;
	int rc = pair(s, code, from, now, token, out, e);
	if (rc != 1)
		return access_commit(s, rc, e);
	if (access_commit(s, 0, &failed) != 0)
		*e = failed;
	return -1;
}

/* --- one-time tokens --- */

int app_once_show(struct store *s, int64_t now, char token[static APP_TOKEN], struct err *e)
{
	unsigned char hash[KEY_BYTES];
	char hex[2 * KEY_BYTES + 1], kept[sizeof hex + 32];
	access_token(token, hash);
	sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
	snprintf(kept, sizeof kept, "%s %" PRId64, hex, now);
	return store_begin(s, e) != 0 ? -1 : access_commit(s, store_set_sealed(s, "once", kept, e), e);
}

static bool once_matches(struct store *s, const char *once, int64_t now)
{
	unsigned char hash[KEY_BYTES];
	char hex[2 * KEY_BYTES + 1], *kept = store_sealed_setting(s, "once");
	bool good = false;
	if (kept && strlen(kept) > 2 * KEY_BYTES) {
		int64_t at = strtoll(kept + 2 * KEY_BYTES, NULL, 10);
		access_hash(once, hash);
		sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
		good = sodium_memcmp(hex, kept, 2 * KEY_BYTES) == 0 && now >= at && now - at <= APP_ONCE_S;
	}
	free(kept);
	return good;
}

int app_once(struct store *s, const char *once, int64_t now, char token[static APP_TOKEN], struct app_session *out,
	struct err *e)
{
	if (store_begin(s, e) != 0)
		return -1;
	int rc = once_matches(s, once, now) ? store_set_sealed(s, "once", NULL, e)
					    : err_set(e, ERR_DENIED, TEXT_ACCESS_ONCE_WRONG, "%d", APP_ONCE_S / 60);
	if (rc == 0)
		rc = access_put(s, APP_OWNER, "", now, token, out, e);
	return access_commit(s, rc, e);
}
