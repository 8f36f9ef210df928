/* app_home.h - what a person at a hamlet's device looks at: how things stand, the list of households, versions side by
 * side. As app_collector.h: nothing here prints, and nothing here writes. */
#ifndef TUNGNHA_APP_HOME_H
#define TUNGNHA_APP_HOME_H

#include <tungnha/app_draft.h>
#include <tungnha/app_hub.h>
#include <tungnha/app_submit.h>
#include <tungnha/app_warnings.h>

/* --- how things stand, in one call --- */

struct app_home {
	struct app_status status;
	struct app_declared declared;
	char due[APP_WHEN]; /* when the report of the running period is due; "" = none is, or the date is not known */
	int64_t households, listed; /* visited and counted, of so many */
	char next[40];              /* app_next; "" = none is left to visit */
	struct app_draft *draft;    /* app_drafts; owned */
	size_t drafts;
	int64_t unvisited;            /* nobody has been there yet */
	int64_t conflicts, clashes;   /* households with versions that differ; numbers that several bear */
	struct app_warnings warnings; /* of the unit as a whole; owned */
	bool backed_up, recovery;     /* a backup was made, at backup_at; there is a recovery key, or none is needed */
	int64_t backup_at;
	int64_t free_bytes; /* of the disk the data lies on; -1: not known */
};
/* folder: of the data. */
int app_home(struct store *s, const char *unit, const char *folder, int64_t now, enum text_lang lang,
	struct app_home *out, struct err *e);
void app_home_free(struct app_home *h);

/* How far one hamlet is. */
int app_progress(struct store *s, const struct unit *u, int64_t *households, int64_t *listed, struct err *e);

/* --- the list --- */

enum app_list_mark {
	APP_MARK_AGAIN,    /* somebody must go there again */
	APP_MARK_RETURNED, /* by the commune, not answered yet */
	APP_MARK_CONFLICT, /* versions that differ */
	APP_MARK_CLASH,    /* another household bears the number */
	APP_MARK_DRAFT,    /* half typed */
	APP_MARK_WARNED,   /* a rule of the form warns of it at the door */
	APP_MARKS
};
struct app_list_row {
	char unit[UNIT_CODE]; /* it was begun for */
	struct id key;
	char number[40];
	int status;     /* index of the option */
	unsigned marks; /* bits of enum app_list_mark */
	char *label;    /* owned; "" = none. This and count: app_list_look */
	char count[16]; /* the form's first count as a person reads it; "" = not asked */
};
struct app_list_wish {
	const char *unit;
	int status;         /* index of an option of the form's status; -1: any */
	unsigned marks;     /* only those with any of these; 0: any */
	const char *search; /* in number, label and note, without diacritics; NULL or "" = all */
	enum text_lang lang;
};
struct app_list {
	const struct form *form; /* in force; borrowed */
	struct app_list_row
		*row; /* those asked for, in natural order; of a search whoever bears the very number first */
	size_t rows;
	int64_t all, of_status[FORM_OPTIONS_MAX], of_mark[APP_MARKS]; /* of the search, whatever status and marks ask */
};
int app_list(struct store *s, const struct app_list_wish *w, struct app_list *out, struct err *e);
/* The rows a person is shown, `most` of them from `from` on: these only are looked at. */
int app_list_look(struct store *s, struct app_list *l, size_t from, size_t most, enum text_lang lang, struct err *e);
void app_list_free(struct app_list *l);

/* --- versions side by side --- */

enum { APP_BESIDE_MAX = 4 };
/* A field in which versions differ: what each says ("–": nothing). */
struct app_beside {
	const char *label; /* borrowed */
	char *cell[APP_BESIDE_MAX];
};
/* At most APP_BESIDE_MAX of them; fields that stay on the device are left out. The caller frees with app_beside_free.
 */
size_t app_beside(const struct form *f, const struct store_revision *r, size_t n, enum text_lang lang,
	struct app_beside out[static FORM_FIELDS_MAX]);
void app_beside_free(struct app_beside *b, size_t n);

/* --- kept and not counted --- */

/* app_hub_held of one unit; freed with app_hub_held_free. */
int app_held(
	struct store *s, const char *unit, enum text_lang lang, struct app_hub_held **out, size_t *n, struct err *e);

#endif
