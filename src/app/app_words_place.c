/* app_words_place.c - sentences are written for a commune of hamlets ("xóm", "xã"); where others stand below, or
 * another office speaks, its own words stand in their place: "thôn" and "phường", "xã" and "tỉnh". */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "words_parts.h"

#include <tungnha/alloc.h>
#include <tungnha/app_hub.h>
#include <tungnha/campaign.h>
#include <tungnha/store_records.h>
#include <tungnha/store_users.h>
#include <tungnha/utf8.h>

enum { WORD = 64, PAIRS = 10, SLOTS = 8192, SENTENCE = 4096 };

/* Longer ones first: the first that fits is taken. */
struct words {
	struct pair {
		char said[WORD], instead[WORD];
	} pair[LANG_COUNT][PAIRS];
};
static const struct words as_written;
/* What became of each sentence, found by its address. It stands as long as the program runs: somebody may be reading
 * it. */
struct place {
	struct words words;
	struct {
		const char *said, *retold;
	} slot[SLOTS];
	size_t used;
	struct place *before; /* of words that held earlier */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct place *here; /* NULL: as they are written */

/* --- one sentence --- */

/* A quotation mark or dash is no letter. */
static bool letter_before(const char *s, const char *at)
{
	unsigned char c = at > s ? (unsigned char)at[-1] : ' ';
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	return !(at - s >= 3 && (unsigned char)at[-3] == 0xe2);
}

static bool letter_after(const char *at)
{
	unsigned char c = (unsigned char)*at;
	return c < 0x80 ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') : c != 0xe2;
}

static const struct pair *pair_at(const struct pair *p, const char *s, const char *at)
{
	for (int i = 0; i < PAIRS && p[i].said[0]; i++) {
		size_t n = strlen(p[i].said);
		if (strncmp(at, p[i].said, n) == 0 && !letter_before(s, at) && !letter_after(at + n))
			return &p[i];
	}
	return NULL;
}

/* s itself where nothing of it changes. */
static const char *retell(const struct pair *p, const char *s)
{
	char out[SENTENCE];
	size_t len = 0;
	bool changed = false;
	for (const char *at = s; *at && len + WORD < sizeof out;) {
		const struct pair *found = pair_at(p, s, at);
		const char *piece = found ? found->instead : at;
		size_t n = found ? strlen(piece) : 1;
		memcpy(out + len, piece, n);
		len += n;
		at += found ? strlen(found->said) : 1;
		changed |= found != NULL;
	}
	return changed ? alloc_copy_n(out, len) : s;
}

/* Names of levels are what they are, wherever they are read; so are words that are looked for in names. */
static bool is_fixed(text_id id)
{
	return id == TEXT_HUB_LEVEL_HAMLET || id == TEXT_HUB_LEVEL_COMMUNE || id == TEXT_HUB_LEVEL_DISTRICT ||
	       id == TEXT_HUB_LEVEL_PROVINCE || id == TEXT_HUB_LIST_LEVEL || id == TEXT_REPORTS_TYPE_WORDS;
}

static const char *retold(enum text_lang lang, text_id id, const char *said)
{
	const char *out = said;
	if (is_fixed(id))
		return said;
	pthread_mutex_lock(&lock);
	struct place *k = here;
	size_t i = k ? ((uintptr_t)said * 2654435761u >> 7) % SLOTS : 0;
	while (k && k->slot[i].said && k->slot[i].said != said)
		i = (i + 1) % SLOTS;
	if (k && k->slot[i].said) {
		out = k->slot[i].retold;
	} else if (k && k->used < SLOTS / 2) {
		k->used++;
		k->slot[i].said = said;
		out = k->slot[i].retold = retell(k->words.pair[lang], said);
	}
	pthread_mutex_unlock(&lock);
	return out;
}

/* --- which words --- */

/* What a level is called: of units, of several, of the office itself. */
static const struct level {
	const char *level, *vi, *en, *several;
} levels[] = {{"hamlet", "xóm", "hamlet", "hamlets"}, {"commune", "xã", "commune", "communes"},
	{"district", "huyện", "district", "districts"}, {"province", "tỉnh", "province", "provinces"},
	{"", "đơn vị", "unit", "units"}};
enum { LEVELS = sizeof levels / sizeof *levels };

static const struct level *level_of(const char *word)
{
	size_t i = 0;
	while (i + 1 < LEVELS && strcmp(levels[i].level, word) != 0)
		i++;
	return &levels[i];
}

/* Of the units right below; of several kinds, or none, "units", where nothing else is usual. */
static const struct level *below(struct store *s, const struct unit *own)
{
	struct err none;
	struct unit *u = NULL;
	size_t n = 0;
	const struct level *is = NULL, *usual = level_of(app_hub_level_below(own->level));
	if (store_units(s, own->code, &u, &n, &none) != 0)
		return usual;
	for (size_t i = 0; i < n; i++) {
		const struct level *l = level_of(u[i].level);
		if (strcmp(u[i].level, "office") != 0)
			is = is && is != l ? &levels[LEVELS - 1] : l;
	}
	free(u);
	return is ? is : usual;
}

static void pair(struct pair *p, const char *said, const char *instead)
{
	int i = 0;
	while (i < PAIRS && p[i].said[0])
		i++;
	if (i == PAIRS || strcmp(said, instead) == 0)
		return;
	snprintf(p[i].said, WORD, "%s", said);
	snprintf(p[i].instead, WORD, "%s", instead);
}

/* At the beginning of a sentence, too. */
static void both(struct pair *p, const char *said, const char *instead)
{
	char *a = utf8_initial(said, true), *b = utf8_initial(instead, true);
	pair(p, said, instead);
	pair(p, a, b);
	free(a);
	free(b);
}

/* "Thôn, tổ dân phố" of the campaign: "thôn". */
static void first_word(const char *words, char out[static WORD])
{
	char *lower = utf8_initial(words, false);
	snprintf(out, WORD, "%.*s", (int)strcspn(lower, ","), lower);
	free(lower);
}

/* "Phường Tân Lập": "phường". */
static void own_word(const struct unit *own, char out[static WORD])
{
	static const char *const kinds[] = {
		"xã", "phường", "thị trấn", "đặc khu", "thị xã", "huyện", "quận", "tỉnh", "thành phố", "thủ đô"};
	char *name = utf8_initial(own->name, false);
	snprintf(out, WORD, "%s", level_of(own->level)->vi);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		size_t n = strlen(kinds[i]);
		if (strncmp(name, kinds[i], n) == 0 && name[n] == ' ')
			snprintf(out, WORD, "%s", kinds[i]);
	}
	free(name);
}

static void choose(struct store *s, const struct unit *own, struct words *w)
{
	const struct level *unit = below(s, own), *office = level_of(own->level);
	const struct campaign *c;
	char vi[WORD], en[WORD], several[WORD + 1], own_vi[WORD];
	bool hamlets = strcmp(unit->level, "hamlet") == 0;
	struct pair *p = w->pair[LANG_VI], *q = w->pair[LANG_EN];
	snprintf(vi, sizeof vi, "%s", unit->vi);
	snprintf(en, sizeof en, "%s", unit->en);
	if (hamlets && store_campaign(s, &c) == 0 && c->unit_word.in[LANG_VI] && c->unit_word.in[LANG_EN]) {
		first_word(c->unit_word.in[LANG_VI], vi);
		first_word(c->unit_word.in[LANG_EN], en);
	}
	snprintf(several, sizeof several, "%ss", en);
	own_word(own, own_vi);
	if (!hamlets) { /* below is another hub: its page has another name */
		pair(p, "Gửi về xã", text_get(LANG_VI, TEXT_DESK_UP));
		pair(q, "Send to the commune", text_get(LANG_EN, TEXT_DESK_UP));
		pair(p, "Trưởng xóm", "Lãnh đạo xã");
	}
	both(p, "xóm", vi);
	both(p, "xã", own_vi);
	both(q, "hamlets", several);
	both(q, "hamlet", en);
	both(q, "commune", office->en);
}

void app_words_place(struct store *s)
{
	static struct id store;
	static int64_t changes = -1;
	struct unit own;
	struct err none;
	if (!s || (id_equal(store_id(s), store) && store_changes(s) == changes) || store_own_unit(s, &own, &none) != 0)
		return;
	store = store_id(s);
	changes = store_changes(s);
	struct words w = {0};
	choose(s, &own, &w);
	pthread_mutex_lock(&lock);
	if (memcmp(here ? &here->words : &as_written, &w, sizeof w) != 0) {
		struct place *k = alloc_zero(1, sizeof *k);
		k->words = w;
		k->before = here;
		here = k;
	}
	pthread_mutex_unlock(&lock);
	text_retold(retold);
}
