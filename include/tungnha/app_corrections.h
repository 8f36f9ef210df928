/* app_corrections.h - putting figures right at the hamlet: visited again, another number, voided; what the commune sent
 * back, versions that stand against each other, and what became of one household.
 *
 * As app_collector.h: nothing here prints; what writes opens and commits its own transaction; on -1 nothing has
 * happened. Wherever a household's number is asked, the code of one of its entries ("journal:seq") will do. */
#ifndef TUNGNHA_APP_CORRECTIONS_H
#define TUNGNHA_APP_CORRECTIONS_H

#include <tungnha/app_collector.h>
#include <tungnha/app_hub.h>
#include <tungnha/store_acts.h>

struct app_correct {
	const char *unit;
	const char *number;              /* as typed, or the code of an entry */
	const char *reason;              /* NULL = none */
	const char *by;                  /* the enumerator; NULL = app_by */
	const struct id *draft, *holder; /* of one tap on a page, as struct app_put has them; NULL = a command */
	int64_t now;
	enum text_lang lang;
};

/* Visited again, nothing changed: a new record with today's date and the same figures, which answers a return. Of
 * several versions the one whose code was typed is kept, and the conflict is settled. ERR_DATA: never visited, or
 * several versions and none named. ERR_DENIED: figures locked. */
int app_household_confirm(struct store *s, const struct app_correct *c, struct app_put_done *out, struct err *e);

/* Gives the household another number; it stays the same household. Where several versions stand under one number
 * because two households were written as one, the version named by its code becomes a household of its own under the
 * new number, and the other version keeps the old one. ERR_USAGE without a reason · ERR_DATA: the number is another
 * household's, naming both; several versions and none named, or more than two. *out holds the new number; written
 * false: it bears it already. */
int app_household_renumber(
	struct store *s, const struct app_correct *c, const char *number, struct app_put_done *out, struct err *e);

/* Takes the household away; its history stays, a put brings it back. ERR_USAGE without a reason. out->number: which. */
int app_household_void(struct store *s, const struct app_correct *c, struct app_put_done *out, struct err *e);

/* --- what the commune sent back and nobody answered yet --- */

struct app_return {
	struct store_household h;
	char number[APP_HUB_NUMBER];
	struct store_review review;
};
/* By natural order of numbers. */
int app_returns(struct store *s, const char *unit, struct app_return **out, size_t *n, struct err *e);
void app_returns_free(struct app_return *r, size_t n);

/* --- what became of one household, in the order it happened, as far as that is known --- */

struct app_event {
	char number[APP_HUB_NUMBER];           /* the household's, then; "" when it is not known */
	const struct store_revision *revision; /* an entry of the household, or */
	const struct store_act *act;           /* a decision of the commune about it */
	const struct app_sentences *changes; /* of a revision: "Số khẩu: 5 → 6", against the version it replaced */
	bool settles;                        /* a revision that replaced several versions */
	bool brings_back;                    /* a revision over a void */
	bool again;                          /* a revision with the figures of the one it replaced */
	bool by_hub;                         /* written by the commune */
};
typedef int (*app_each_event)(void *context, const struct app_event *ev, struct err *e);
/* Of every household that bears or bore the number. ERR_NOT_FOUND. Entries come in the order of their clocks; a
 * decision after the entry it is about, else by its time. Works on both sides. */
int app_household_history(struct store *s, const char *unit, const char *number, enum text_lang lang,
	app_each_event each, void *context, struct err *e);

/* "Hộ 12: Số khẩu: 5 → 6, Hoàng Lan, máy B, 12/11/2025 19:40, lý do: …", without line end. The caller frees. */
char *app_event_line(struct store *s, const char *unit, const struct app_event *ev, enum text_lang lang);

#endif
