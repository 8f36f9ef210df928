/* app_units.h - what a hub does when hamlets are renamed, merged or split, and back again.
 *
 * Nothing that was written moves: the new `unit` act says at which unit households count from then on. Each function
 * opens and commits its own transaction; on -1 nothing has happened. `on`: the first day, as a person types it, not in
 * the future; it is shown, and decides nothing. ERR_USAGE: no day given · ERR_DATA: refused, the sentence says why ·
 * ERR_NOT_FOUND: no such unit or household · ERR_DENIED: figures of a unit concerned are locked. */
#ifndef TUNGNHA_APP_UNITS_H
#define TUNGNHA_APP_UNITS_H

#include <tungnha/app_hub.h>

struct app_units_done {
	struct unit unit;              /* as it now is: the renamed one, or the one that counts the households */
	char from[CLOCK_DATE];         /* the day */
	bool written;                  /* false: it was so already */
	size_t households;             /* split: how many moved */
	size_t gaps;                   /* split: numbers within the ranges given that no household bears */
	struct app_hub_notes doubtful; /* names that look alike */
};
void app_units_done_free(struct app_units_done *d);

int app_units_rename(
	struct store *s, const char *code, const char *name, const char *on, struct app_units_done *out, struct err *e);

/* Everything of the units `from` counts at `into`, which may be one of them. Official numbers of households are summed;
 * where one is not known, that of `into` becomes unknown. */
int app_units_merge(struct store *s, const char *const *from, size_t n, const char *into, const char *on,
	struct app_units_done *out, struct err *e);

struct app_units_split {
	const char *from, *into;
	const char *name;          /* of a new unit, NULL: `into` is there */
	const char *const *number; /* "12", "1-40", "3,5,8-10"; "05788-01:12" where several units of a merger have it */
	size_t numbers;
	const char *on;
};
int app_units_split(struct store *s, const struct app_units_split *w, struct app_units_done *out, struct err *e);

/* Takes a merger or a split back: what is of `from` no longer counts at `into`. out->unit: `from`. */
int app_units_separate(
	struct store *s, const char *from, const char *into, const char *on, struct app_units_done *out, struct err *e);

/* "Xóm A, Xóm B": units of which households count at this one; only_whole: those that merged. "" = none. */
enum { APP_UNITS_NAMES = 512 };
int app_units_names(
	struct store *s, const char *unit, bool only_whole, char out[static APP_UNITS_NAMES], struct err *e);

/* The unit and those of which households count there, itself first; the caller frees. */
int app_units_group(struct store *s, const struct unit *unit, struct unit **out, size_t *n, struct err *e);

/* Does this household count at the unit, or was it begun for it? (a list of the unit shows it) 1, 0, -1. */
int app_units_shows(struct store *s, const char *unit, const char *begun, const struct id *key, struct err *e);

/* The unit a typed number is meant of: `unit`, or, where it does not have the number, the only one of those that count
 * there which has. ERR_DATA: several have it, naming two. */
int app_units_of_number(struct store *s, const struct unit *unit, const char *number, struct unit *out, struct err *e);

#endif
