/* app_hub.h - what a hub can be asked to do, one function each, called by commands and pages alike.
 *
 * Nothing here prints. Each function that writes opens and commits its own transaction; on -1 nothing has happened.
 * What is not listed here needs no use case of its own: folder_receive, report_gather, store_units, store_check. */
#ifndef TUNGNHA_APP_HUB_H
#define TUNGNHA_APP_HUB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/exchange.h>
#include <tungnha/invite.h>
#include <tungnha/store.h>
#include <tungnha/store_acts.h>
#include <tungnha/store_records.h>

/* Sentences that go with a result: every line that refuses a list, every name that looks like another. */
struct app_hub_notes {
	struct err *note; /* owned */
	size_t count;
};
void app_hub_notes_free(struct app_hub_notes *n);

enum { APP_HUB_NUMBER = 40 }; /* a household number (8 characters), NUL included */

/* --- beginning --- */

/* A list of units. */
struct app_hub_file {
	const char *path;
	const char *encoding; /* NULL = UTF-8 */
	const char *sheet;    /* of a workbook; NULL = the first */
};

struct app_hub_setup {
	struct unit unit;        /* the hub's own; level "" = "commune" */
	const char *parent_name; /* of the unit above it, NULL = not told */
	const char
		*campaign_file; /* its forms are looked for beside it, in the folder above, then among those shipped */
	struct app_hub_file
		units;  /* as app_hub_unit_import; replaces the campaign's list; path NULL = the campaign's list */
	bool own_units; /* … which is left out where it is another commune's, as of a plan that is taken over */
	enum store_protection protection;
	const char *passphrase, *key_file;
	char *recovery; /* as of struct store_setup */
};

/* What units below one of this level usually are. */
const char *app_hub_level_below(const char *level);

/* A new hub: definitions, own unit and the units below, in one transaction; a failure leaves no store behind. The store
 * is returned open. ERR_CREATE: there is one already · ERR_UNAVAILABLE: a form of the campaign cannot be found ·
 * ERR_DATA: a definition or the list of units is refused (then every line at fault is in `refused`, and e sums up).
 * `doubtful`: names that look alike. */
int app_hub_init(const char *folder, const struct app_hub_setup *setup, struct store **out,
	struct app_hub_notes *refused, struct app_hub_notes *doubtful, struct err *e);

/* --- units --- */

struct app_hub_units {
	size_t added, changed, same;
	struct app_hub_notes refused, doubtful;
};
void app_hub_units_free(struct app_hub_units *u);

/* Adds a unit, or replaces what is known under its code; level "" = "hamlet" or as known, parent "" = the hub or as
 * known, listed -1 = as known. A call that changes nothing writes nothing. */
int app_hub_unit_set(struct store *s, const struct unit *u, struct app_hub_units *out, struct err *e);

/* The same for a file: CSV or a workbook with the columns code, name and, if need be, level, parent, listed, in English
 * or as communes head them, under a title if there is one. A line at fault refuses the whole file: ERR_DATA, every such
 * line in out->refused. */
int app_hub_unit_import(struct store *s, const struct app_hub_file *file, struct app_hub_units *out, struct err *e);

/* What an import would do, line by line, when nothing is refused; writes nothing. */
enum app_hub_unit_fate { UNIT_ADDED, UNIT_CHANGED, UNIT_SAME };
struct app_hub_unit_line {
	struct unit unit, before; /* before: code "" of an added one */
	enum app_hub_unit_fate fate;
};
int app_hub_unit_look(struct store *s, const struct app_hub_file *file, struct app_hub_units *out,
	struct app_hub_unit_line **line, size_t *n, struct err *e);

/* --- the campaign in force --- */

/* What another campaign file would put in its place; its forms, targets and tasks are those beside the file, else those
 * known here by that name, else those shipped. */
struct app_campaign_look {
	struct campaign *campaign;
	bool same;        /* it is in force, with all it names */
	bool other_form;  /* households would be asked by another form than until now */
	size_t redefined; /* how many of its files differ from what is in force */
	size_t targets, tasks;
};
/* ERR_DATA: a definition is refused · ERR_UNAVAILABLE: one it names cannot be found. */
int app_campaign_look(struct store *s, const char *file, struct app_campaign_look *out, struct err *e);
void app_campaign_look_free(struct app_campaign_look *l);
/* Puts it in force: a `define` act for each file that differs. Devices take it at their next exchange. Nothing of the
 * units changes. */
int app_campaign_put(struct store *s, const char *file, bool *written, struct err *e);

/* What of a campaign a commune says otherwise when it makes its own of it: words and days as typed (12/11/2025; "": not
 * said). */
struct app_campaign_wish {
	const char *title, *plan;
	const char *issuer, *place; /* of its prints: "XÃ PHÚ LẠC", "Phú Lạc" */
	const char *starts, *ends, *work_from, *work_before, *window_from, *window_to, *final_from;
	int weekday; /* 1 Monday to 7; 0: as it is */
	const char *time, *report_to;
};
/* A campaign file of its own into out, still to be looked at: the words of `from` (its title, plan, issuer, place) are
 * replaced wherever it says them. ERR_DATA: a day is none, or stands alone. */
int app_campaign_copy(struct store *s, const struct campaign *from, const struct app_campaign_wish *w, struct buf *out,
	struct err *e);

/* --- invitations --- */

struct app_hub_invite_wish {
	const char *unit; /* a unit below the hub */
	int uses, days;   /* 1..1000, 1..3650 */
	const char *const *address;
	size_t addresses;      /* 0: those given last time, if any, */
	bool no_address;       /* … but for this: none at all */
	bool with_definitions; /* a .tni file; else one line of text */
};
/* text: empty buf of max INVITE_FILE_MAX; it and *made hold the invitation's secret: clear both with
 * app_hub_invite_wipe. */
int app_hub_invite(
	struct store *s, const struct app_hub_invite_wish *wish, struct invite *made, struct buf *text, struct err *e);
void app_hub_invite_wipe(struct invite *made, struct buf *text);
/* One for each of these units, whatever wish->unit says: all or none. last: the id of the last one. */
int app_hub_invite_all(struct store *s, const struct app_hub_invite_wish *wish, const struct unit *unit, size_t n,
	struct id *last, struct err *e);
/* Those that can still be used, newest first, without their secrets; unit NULL: of every unit. */
struct app_hub_invitation {
	struct id id;
	struct unit unit;
	int uses, used;
	int64_t issued_at, ends_at;
};
int app_hub_invitations(
	struct store *s, const char *unit, int64_t now, struct app_hub_invitation **out, size_t *n, struct err *e);
/* One of them once more, in the same words but with the addresses given last. ERR_NOT_FOUND: there is no such one, or
 * it is used up, expired, withdrawn. */
int app_hub_invite_again(struct store *s, struct id id, bool with_definitions, int64_t now, struct invite *made,
	struct buf *text, struct err *e);
int app_hub_invite_withdraw(struct store *s, struct id id, struct err *e);
/* The addresses given last, a line each; the caller frees, NULL: none. */
char *app_hub_addresses(struct store *s);

/* --- devices --- */

/* What an acceptance or a revocation found and did; a device may serve several units. */
struct app_hub_devices {
	struct store_device *device; /* in the state they now have; owned */
	size_t devices;
	size_t changed;                 /* acts written; 0: it was so already */
	struct store_device *companion; /* revoke: others that came by the same invitations; owned */
	size_t companions;
};
void app_hub_devices_free(struct app_hub_devices *d);

/* node: its id as a person types it. ERR_NOT_FOUND · ERR_DENIED: revoked (a new invitation is needed). */
int app_hub_device_accept(struct store *s, const char *node, struct app_hub_devices *out, struct err *e);
/* What the device has written up to now still counts; later entries are held. Its invitations are withdrawn. reason:
 * needed. */
int app_hub_device_revoke(
	struct store *s, const char *node, const char *reason, struct app_hub_devices *out, struct err *e);

/* --- how things stand --- */

struct app_hub_standing {
	struct unit unit;
	int64_t listed, reviewed, conflicts, held;
	size_t devices;     /* new and active */
	int64_t last_heard; /* 0 = never */
	bool overdue;       /* heard of before, but not in the reporting period that ended last, nor since */
	bool locked;
	char submitted[16]; /* the newest period it declared figures for; "" = none */
	int on_time;    /* 1, 0, -1 cannot be told: for that period, or for the one that ended last if that is newer */
	bool differs;   /* what it declared is not what counts */
	bool increased; /* there is a period to compare with: */
	int64_t increase; /* households reviewed since it was closed */
	enum store_source source;
	bool row_used, row_idle; /* a row typed from paper stands; or no longer does, since devices have reported */
};
struct app_hub_status {
	struct unit unit;
	struct app_hub_standing *row; /* natural order of names; owned */
	size_t rows;
	struct app_hub_standing total; /* sums; last_heard the newest; locked when all are */
	char since[16],
		before[16]; /* newest period closed before the running one ("" = none), and the one right before it */
	size_t waiting;     /* devices that wait to be accepted */
	size_t uncompared;  /* devices whose id nobody compared yet */
	size_t forks;
	bool restored;      /* shown a receipt of its own for what it does not hold */
	bool clock_trusted; /* false before 2025 (app_clock_set) or before the newest time a device was heard of */
};
int app_hub_clock_trusted(struct store *s, int64_t now, bool *out, struct err *e);
int app_hub_status(struct store *s, int64_t now, struct app_hub_status *out, struct err *e);
void app_hub_status_free(struct app_hub_status *st);

/* --- one household --- */

struct app_hub_household {
	struct store_household shown;
	bool counts;                     /* false: every entry is held; `shown` is then empty but for its key */
	struct store_revision *revision; /* by clock, journal, seq; owned */
	size_t revisions;
};
/* Every record that bears the number: one as a rule, more where there is a clash or a voided one. *out is owned by the
 * caller. ERR_NOT_FOUND: no such unit, or none bears it. */
int app_hub_household(struct store *s, const char *unit, const char *number, struct app_hub_household **out, size_t *n,
	struct err *e);
void app_hub_household_free(struct app_hub_household *h, size_t n);

/* --- lists for a reviewer --- */

struct app_hub_conflict {
	struct unit unit;
	char number[APP_HUB_NUMBER];
	bool clash; /* two records under one number (both count); else versions of one record (one counts) */
	struct store_revision *version; /* owned */
	size_t versions;
};
/* Of one unit, or of all (NULL); on a hamlet's device too. */
int app_conflicts(struct store *s, const struct unit *only, struct app_hub_conflict **out, size_t *n, struct err *e);
/* Of what was begun for one unit and counts there, or of all (NULL). */
int app_hub_conflicts(
	struct store *s, const struct unit *begun, struct app_hub_conflict **out, size_t *n, struct err *e);
void app_hub_conflicts_free(struct app_hub_conflict *c, size_t n);

/* "Nobody has been there yet": stands against nothing, so it is no other version. */
bool app_hub_unvisited(const struct store_revision *r);

struct app_hub_held {
	struct unit unit; /* code "" when it is not known here any more */
	struct store_revision revision;
	char number[APP_HUB_NUMBER]; /* "" when it cannot be known */
	struct err reason;           /* the sentence */
	bool purged;                 /* its unit was: it can count no more, nothing is to be decided */
};
/* Of one unit, or of all (NULL). */
int app_hub_held(
	struct store *s, const char *unit, enum text_lang lang, struct app_hub_held **out, size_t *n, struct err *e);
void app_hub_held_free(struct app_hub_held *h, size_t n);

/* The label a node is known by in a unit, "" when it is not known; borrowed from `d`. */
const char *app_hub_label(const struct store_device *d, size_t n, const char *unit, struct id node);

/* --- closing figures --- */

/* Locks a unit and every unit of which households count there, or with NULL every unit below the hub. Idempotent: a
 * locked unit stays as it is, under its first lock, and is counted in *already. */
int app_hub_lock(struct store *s, const char *unit, size_t *locked, size_t *already, struct err *e);
/* Opens a unit and those that merged into it. ERR_USAGE without a reason. What is open stays as it is: *unlocked false,
 * nothing written. */
int app_hub_unlock(struct store *s, const char *unit, const char *reason, bool *unlocked, struct err *e);

/* --- removing household rows of closed figures (PRODUCT: retention; Luật 91/2025/QH15) --- */

struct app_hub_purge {
	const char *unit, *reason;
	int after_lock_days; /* the lock must be at least so old by this hub's clock */
	int64_t now;
};
struct app_hub_purged {
	struct unit unit;
	bool done;          /* false: it was purged before, at `at` */
	int64_t households; /* whose rows go: those begun for the unit, and for every unit that counts there as a whole
			     */
	int64_t held;       /* entries that never counted, and go too */
	int64_t late;       /* entries that came after the lock: not covered, they stay held */
	char at[CLOCK_STAMP];
};
/* ERR_DENIED: not locked, locked too short a time, or no closed period covers it. */
int app_hub_purge(struct store *s, const struct app_hub_purge *p, struct app_hub_purged *out, struct err *e);

#endif
