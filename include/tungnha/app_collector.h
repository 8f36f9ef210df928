/* app_collector.h - what a hamlet's device does, one function a use case, called by commands and by pages alike.
 *
 * They never print: they fill structs the caller owns. What writes opens and commits its own transaction; on -1 nothing
 * has happened. */
#ifndef TUNGNHA_APP_COLLECTOR_H
#define TUNGNHA_APP_COLLECTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/exchange.h>
#include <tungnha/invite.h>
#include <tungnha/report.h>
#include <tungnha/store.h>
#include <tungnha/store_journals.h>
#include <tungnha/store_records.h>

/* The unit a command is about. code NULL: the device's only one, else ERR_USAGE. ERR_NOT_FOUND: not a unit of this
 * device. */
int app_unit(struct store *s, const char *code, struct unit *out, struct err *e);

/* --- beginning --- */

/* An invitation with every definition it names, before anything is written. */
struct app_join {
	struct invite invite;
	struct invite_definitions defs;     /* from the file, else from the store or the program */
	char *name[INVITE_DEFINITIONS_MAX]; /* "phu-lac-2025", "mau-02"; NULL where the invitation names no campaign */
	bool expired;                       /* by this machine's clock: the hub judges, the device only warns */
};
/* s NULL: no store yet. ERR_DATA: not an invitation, altered, a definition that does not load. ERR_UNAVAILABLE: a
 * definition is neither in the file nor known here. */
int app_join_prepare(const char *bytes, size_t n, struct store *s, int64_t now, struct app_join *out, struct err *e);
/* Enrols this device for the unit. Households collected under a unit begun without an invitation are written again for
 * the invited one; *moved tells how many. by, label: NULL = not given (label: "máy A", by the
 * invitation's letter). ERR_DENIED: the hub revoked this device. */
int app_join_write(struct store *s, const struct app_join *j, const char *by, const char *label, int64_t now,
	size_t *moved, struct err *e);
void app_join_free(struct app_join *j);

/* Begins without an invitation. Members may be NULL: unit "local", its code as name, the form mau-02 as shipped,
 * nobody. */
struct app_init {
	const char *unit, *name, *by;
	const char *form; /* bytes of a definition */
	size_t form_bytes;
	const char *form_place; /* file name, for error sentences */
};
int app_init_check(const struct app_init *i, struct err *e); /* before a store is made */
int app_init_write(struct store *s, const struct app_init *i, struct err *e);

/* --- the enumerator: a name goes into every entry; names are kept sealed --- */

char *app_by(struct store *s); /* never NULL, "" = nobody; the caller frees */
/* The same into out, which is returned. */
const char *app_by_put(struct store *s, char out[static ENTRY_BY_BYTES + 1]);
/* Makes a name known (cleaned, at most ENTRY_BY_BYTES), and the current one if `use`. */
int app_by_add(struct store *s, const char *name, bool use, struct err *e);
struct app_names {
	char **name;
	size_t count;
};
void app_by_list(struct store *s, struct app_names *out); /* natural order */
void app_names_free(struct app_names *n);

/* --- households --- */

/* Sentences for a person, in the language asked for. */
struct app_sentences {
	char **sentence;
	size_t count;
};
void app_sentences_free(struct app_sentences *w);

struct app_put {
	const char *unit;
	const char *number;               /* or the code of an entry; NULL: the program assigns one */
	const struct form_change *change; /* the number is not among them; local fields (the label) may be */
	size_t changes;
	const char *reason; /* NULL = none */
	const char *by;     /* the enumerator; NULL = app_by */
	/* Of a form on a page (app_draft.h); NULL = typed as a command. In the same transaction: */
	const struct id *draft;      /* … the form is marked saved; one that was saved already writes nothing again */
	const struct id *holder;     /* … by this session, which may take it back */
	const struct name *based_on; /* what the form showed: ERR_BUSY when another stands there now */
	bool is_new; /* the form was for a household not known: ERR_BUSY when one was visited under it */
	int64_t now;
	enum text_lang lang;
};
struct app_put_done {
	char number[40];
	struct name entry; /* the one that holds now: the new one, or what stood there already */
	bool written;      /* false: nothing changed, nothing was written */
	bool labelled;     /* the door label was new, or taken away */
	bool brought_back; /* a void had taken the household away */
	bool repeated;     /* this very form had been saved before: *out is what came of it then */
	struct app_sentences warnings;
};
/* Adds or changes a household. The visit date is set to today when the status becomes a visited one and none is given.
 * ERR_DATA: refused by the form, or two households bear the number. ERR_DENIED: figures locked. */
int app_household_put(struct store *s, const struct app_put *p, struct app_put_done *out, struct err *e);

/* The living household with a number; wherever one is typed, the code of one of its entries ("journal:seq") will do, as
 * it must where two bear the number. ERR_NOT_FOUND: none, or voided. ERR_DATA: two bear it. */
struct app_household {
	struct store_household h;
	struct name *head; /* its heads, the shown one among them */
	size_t heads;
	bool provisional; /* visited before the campaign's figures become final */
};
int app_household_get(struct store *s, const char *unit, const char *number, enum text_lang lang,
	struct app_household *out, struct err *e);
void app_household_free(struct app_household *h);

bool app_household_provisional(struct store *s, const struct store_household *h);

struct app_filter {
	const char *status; /* as typed; NULL = all */
	const char *search; /* in number, label and note, without diacritics; NULL = all */
	bool again;         /* only those somebody must visit again: absent, or with a Chưa rõ */
};
/* Living households in natural order of number. each() as store_households. */
int app_household_list(struct store *s, const char *unit, const struct app_filter *f, enum text_lang lang,
	store_each_household each, void *context, struct err *e);

/* Who an author is to a person: "máy này", a device's label, the hub's name (on the hub too), else the id. out: 128
 * bytes. */
void app_device_name(struct store *s, const char *unit, struct id author, enum text_lang lang, char out[static 128]);

/* --- figures --- */

/* Form 02 of a unit as numbers; *out is the caller's (report_free). */
int app_form02_report(
	struct store *s, const char *unit, enum text_lang lang, bool blank, struct report *out, struct err *e);
/* Form 02 of a unit as a whole file, into an empty buf of max REPORT_BYTES_MAX. */
int app_form02(struct store *s, const char *unit, enum report_format format, enum text_lang lang, bool blank,
	struct buf *out, struct err *e);

struct app_status {
	struct unit unit;
	bool locked;
	const struct form *form;    /* borrowed from the store */
	struct store_totals totals; /* `listed` columns hold the official number where one is set */
	struct store_progress progress;
	int64_t returned; /* households the commune sent back */
	enum store_protection protection;
	bool has_hub;
	struct id hub;
	char hub_name[UNIT_NAME];
	bool by_network; /* an address of the hub is known */
	enum message_state state;
	bool clock_unset;            /* not app_clock_set: the machine does not know the date */
	bool clock_behind;           /* before this device's newest entry */
	char last_at[CLOCK_STAMP];   /* that entry; "" = none */
	char merged_into[UNIT_NAME]; /* the unit that counts its figures now; "" = it has its own row */
	char merged_on[CLOCK_DATE];
	char with[512];              /* names of units whose households count here too; "" = none */
	char purged_at[CLOCK_STAMP]; /* the commune had the closed households' rows removed; "" = no */
};
int app_status(struct store *s, const char *unit, int64_t now, struct app_status *out, struct err *e);

/* --- exchange --- */

struct app_synced {
	size_t messages, sent, received;
	size_t unreadable;
	int64_t confirmed, held;     /* in all, of own entries */
	int64_t returned, conflicts; /* households that wait for a person, after this exchange */
	size_t units;
	enum message_state state; /* the least settled of the units */
};
/* Over a stick or share, for every unit of the device that has a hub (`unit` NULL) or for one. ERR_UNAVAILABLE: none
 * has one. */
int app_sync_folder(
	struct store *s, const char *unit, const char *folder, int64_t now, struct app_synced *out, struct err *e);

/* --- self-check --- */

/* store_check; with `deep` the columns are also added up household by household, apart from the fold. */
int app_check(struct store *s, bool deep, enum text_lang lang, struct store_check *out, struct err *e);

#endif
