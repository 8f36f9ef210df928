/* store_private.h - what the files of src/store share. */
#ifndef TUNGNHA_STORE_PRIVATE_H
#define TUNGNHA_STORE_PRIVATE_H

#include <sqlite3.h>
#include <stdio.h>
#include <stdarg.h>

#include <tungnha/store.h>
#include <tungnha/store_journals.h>
#include <tungnha/store_keep.h>
#include <tungnha/store_records.h>

#define STORE_FILE "tungnha.db"

/* --- statements: src/store/statements.def is the one place with SQL --- */

enum sql_id {
#define S(id, text) SQL_##id,
#include "statements.def"
#undef S
	SQL_COUNT
};

/* What a transaction touched and commit must fold. */
struct touched {
	char unit[UNIT_CODE];
	bool all;       /* every record must be judged again */
	bool reviewed;  /* records of the unit were, and each is asked */
	struct id *key; /* else these */
	size_t keys, room;
	struct fresh *fresh;
	size_t freshes;
	struct revision *kept; /* of records, noted just now (kept.c) */
	size_t kepts, kept_room;
};
/* A branch that got entries, and the first of them. */
struct fresh {
	int64_t branch;
	uint32_t first;
};

struct form_cached {
	struct id def;
	struct form *form;
	struct campaign *campaign;
	struct targets *targets;
	struct tasks *tasks;
	bool doubtful; /* its definition may have gone with a rollback */
	struct form_cached *next;
};

/* Households of `before` count at `code`: all of them (key zero), or the one with that key. */
struct edge {
	char before[UNIT_CODE];
	struct id key;
	char code[UNIT_CODE];
	char since[CLOCK_DATE];
};
struct successions {
	struct edge *edge; /* by before and key */
	size_t edges;
};

struct store {
	sqlite3 *db;
	char *folder;
	sqlite3_stmt *statement[SQL_COUNT];
	unsigned char data_key[KEY_BYTES];
	struct keys_secret keys;
	struct id id;
	enum store_role role;
	enum store_protection protection;
	char acting[ENTRY_BY_BYTES + 1]; /* store_acting_set */
	int64_t unseen;                  /* rows written of which no page tells: who was heard of when */
	char own_unit[UNIT_CODE];        /* aggregator: its own unit's code, "" before init wrote it */
	int64_t busy_since_ms; /* since when another writer is waited for, of a clock that only goes forward */
	bool in_transaction;
	bool viewing;          /* store_view */
	struct recall *recall; /* recall.c */
	bool in_group;         /* a transaction is a part of the group's */
	bool group_lost;       /* SQLite undid all of it: nothing more can be done in it */
	struct err group_why;
	bool recount; /* a definition came: everything is folded again at commit */
	bool renote;  /* a unit got another hub: everything derived is made again at commit */
	bool purged;  /* bytes were overwritten: the log of changes is emptied after the commit */
	struct touched *touched;
	size_t touches, touch_room;
	size_t kept, kept_bytes; /* in all of them */
	struct author_known {
		char unit[UNIT_CODE];
		struct id author;
	} known; /* no stranger to that unit, in this transaction */
	enum { WAITING_UNKNOWN, WAITING_NONE, WAITING_SOME } waiting; /* for a parent, in this transaction */
	struct acts *acts;                                            /* of acts_unit; NULL: none kept */
	char acts_unit[UNIT_CODE];
	struct successions succession;
	bool succession_known;         /* the above is as the table says */
	bool succession_stale;         /* a unit act came that may change who counts whose households */
	bool succession_moved;         /* it was changed: a device may have become one of another unit */
	struct counted_units *counted; /* counted.c */
	struct form_cached *cache;
	bool force_known; /* in_force and campaign below are up to date */
	bool plan_known;  /* and, while it is, targets and tasks */
	const struct form *in_force;
	const struct campaign *campaign;
	const struct targets *targets; /* NULL: the campaign names none, or it is not known here */
	const struct tasks *tasks;
};

struct store *store_new(const char *folder);
void store_read_own_unit(struct store *s); /* as the settings say now */

/* An error happened, perhaps one after which nothing is left of a group. (transaction.c) */
void transaction_failed(struct store *s, const struct err *e);

/* --- the schema (upgrade.c) --- */

bool upgrade_is_empty(sqlite3 *db);                /* a file without any table */
int upgrade_check(struct store *s, struct err *e); /* a store of this program, of no newer version, or an empty file */
int store_upgrade(struct store *s, struct err *e);

/* Binds by letters: i int64_t · t text (NULL = null) · b blob (pointer, size_t) · d struct id * · n null. The statement
 * is reset first and stays the store's. NULL when it cannot be prepared: sql_row then tells why. */
sqlite3_stmt *sql_start(struct store *s, enum sql_id id, const char *types, ...);
int sql_row(struct store *s, sqlite3_stmt *st, struct err *e); /* 1 a row, 0 the end (reset), -1 e */
int sql_run(struct store *s, struct err *e, enum sql_id id, const char *types, ...); /* to its end */
void sql_end(sqlite3_stmt *st);                                                      /* done before the end: reset */
int sql_fail(struct store *s, struct err *e); /* the connection's error as a sentence; -1 */
int sql_error(int rc, sqlite3 *db, const char *path, struct err *e);
/* A column of a damaged file may have any length: these give zeros (and false) unless it has the right one. */
bool sql_bytes_at(sqlite3_stmt *st, int column, void *out, size_t n);
struct id sql_id_at(sqlite3_stmt *st, int column);
struct hash sql_hash_at(sqlite3_stmt *st, int column);
void sql_text_at(sqlite3_stmt *st, int column, char *out, size_t out_bytes);

/* --- sealing (seal.c) --- */

enum { SEAL_MORE = 24 + 16 };

/* A place is what a sealed value is bound to; built with these two, at most PLACE_MAX bytes. */
enum { PLACE_MAX = 160 };
struct place {
	unsigned char b[PLACE_MAX];
	size_t n;
};
struct place place_of(const char *table, const void *a, size_t an, const void *b, size_t bn);
/* out: n + SEAL_MORE bytes. */
void seal_put(const unsigned char key[static KEY_BYTES], const struct place *p, const void *plain, size_t n,
	unsigned char *out);
/* out: n - SEAL_MORE bytes; false: altered, moved, or another key. */
bool seal_get(const unsigned char key[static KEY_BYTES], const struct place *p, const void *sealed, size_t n,
	unsigned char *out);
/* A sealed column into an allocated, NUL-ended copy; NULL: does not open. */
char *seal_column(struct store *s, const struct place *p, sqlite3_stmt *st, int column, size_t *n);

/* --- the data key (keyring.c) --- */

struct wraps; /* wraps.h */
int keyring_create(struct store *s, const struct store_setup *setup, struct err *e);
int keyring_open(struct store *s, const struct store_key *k, struct err *e);
int keyring_wraps(struct store *s, struct wraps *out, struct err *e);
/* In a transaction: the store's key file lies at path now; a file that is not it changes nothing. */
int keyring_moved(struct store *s, const char *path, struct err *e);
int keyring_check(struct store *s, bool *sound, struct err *e); /* false: somebody altered what opens the store */

/* --- definitions (definition.c) --- */

void definition_doubt(
	struct store *s); /* definitions may be gone: what is cached is looked up again before it is used */
void definition_came(struct store *s, const char *kind); /* one more is known */
bool definition_kind(const char *bytes, size_t n,
	char kind[static 16]); /* "form", "campaign", "targets", "tasks"; false: none of them */

/* --- journals (journal.c) --- */

struct branch {
	int64_t id, parent; /* parent 0: none */
	size_t parent_at;   /* index in tree */
	uint32_t fork, last;
	struct hash head;
	size_t journal; /* index in tree */
};
struct journal {
	int64_t id;
	struct chain chain;
	bool own, ended;
};
/* The journals of one or two units, in memory. */
struct tree {
	struct journal *journal;
	size_t journals;
	struct branch *branch;
	size_t branches;
};
struct segment {
	int64_t branch;
	uint32_t upto; /* entries after the previous segment's upto, up to this */
};
/* Bounds on what one author can make everybody carry: of each journal the branches, in all journals for a unit; and the
 * bytes of one run, which must fit into a message beside a have (an honest author signs every 512 KiB). */
enum {
	BRANCHES_MAX = 200,
	RUN_BYTES = 512 * 1024,
	RUN_BYTES_MAX = RUN_BYTES + ENTRY_OWN_BYTES_MAX,
	RUN_PACKED_MAX = 768 * 1024 /* where it is longer than this, what it comes to when deflated */
};
int tree_load(struct store *s, const char *unit, const char *other_unit, struct tree *out, struct err *e);
void tree_free(struct tree *t);
/* The stretches of branches that make up branch b from entry 1; the caller frees. */
struct segment *tree_path(const struct tree *t, size_t b, size_t *n);
int64_t tree_branch_at(const struct segment *path, size_t n, uint32_t seq); /* which branch row holds seq; 0: none */
#define TREE_NONE ((size_t)-1)
size_t tree_index(const struct tree *t, int64_t branch); /* TREE_NONE: not of these journals */

/* How far chains reach into each branch row: by index, the greatest seq of a row that lies on one of them. Starts as
 * zeros; freed by the caller. tree_cover adds the chain that ends at seq in branch `at`; tree_shared: how much of that
 * chain lies within the reach. */
uint32_t *tree_reach(const struct tree *t);
void tree_cover(const struct tree *t, uint32_t *reach, size_t at, uint32_t seq);
uint32_t tree_shared(const struct tree *t, const uint32_t *reach, size_t at, uint32_t seq);

struct place entry_place(const struct chain *c, uint32_t seq, const struct hash *h);

/* Where an entry lies. */
struct found {
	int64_t branch;
	uint32_t seq;
	struct hash hash;
	struct chain chain;
};
int journal_find(struct store *s, const struct name *n, struct found *out, struct err *e); /* 1 found, 0 not, -1 e */
/* The branch row that holds an entry of this very journal, and where that row ends. */
struct spot {
	int64_t journal, branch;
	uint32_t last;
};
int journal_spot(struct store *s, const struct chain *c, uint32_t seq, const struct hash *h, struct spot *out,
	struct err *e);                                                                           /* 1, 0, -1 */
int journal_hash(struct store *s, int64_t branch, uint32_t seq, struct hash *out, struct err *e); /* 1, 0, -1 */
int journal_bytes(
	struct store *s, const struct chain *c, int64_t branch, uint32_t seq, char **out, size_t *n, struct err *e);
int journal_chain(struct store *s, int64_t branch, struct chain *out, struct err *e);

int journal_stub(struct store *s, int64_t branch, uint32_t seq, char **out, size_t *n,
	struct err *e); /* what is sent instead of purged bytes */

/* Appends an own entry: fills seq, clock, by the journal now written for the unit (a new one if none). */
int journal_write(struct store *s, const char *unit, struct entry *en, struct name *written, struct err *e);
/* Inserts one entry of a branch and notes it for the fold; the branch must grow by it (or by several) before the
 * commit. */
int journal_insert(struct store *s, const struct chain *c, int64_t branch, uint32_t seq, const struct hash *h,
	const char *bytes, size_t n, bool own, struct err *e);
/* One whose bytes a purge took before they came here. */
int journal_insert_stub(struct store *s, const struct chain *c, int64_t branch, uint32_t seq, const struct hash *h,
	uint32_t clock, struct err *e);
int journal_grow(
	struct store *s, int64_t branch, uint32_t last, const struct hash *head, size_t own_bytes, struct err *e);

/* Clock of a known entry; 1 found, 0 not known. */
int journal_clock(struct store *s, const struct name *n, uint32_t *clock, struct err *e);

/* Writes no longer in an own journal that was continued elsewhere: what was given out there is not known here, so
 * numbers get new letters. */
int journal_leave(struct store *s, struct id journal, struct err *e);
int number_new_letters(struct store *s, struct err *e); /* a collector's; in a transaction (number.c) */

/* --- folding (note.c, judge.c, fold.c, tally.c) --- */

enum { NAME_PACKED = 20 };
void name_pack(const struct name *n, unsigned char out[static NAME_PACKED]);
void name_unpack(const unsigned char in[static NAME_PACKED], struct name *n);

/* One entry became known: derived rows for it, what must be folded at commit. */
struct noted {
	uint32_t clock; /* 0: unreadable */
	bool submit;    /* when it came is remembered */
};
int note_entry(struct store *s, const struct chain *c, int64_t branch, uint32_t seq, const struct hash *h,
	const char *bytes, size_t n, struct noted *out, struct err *e);
/* The official number of households in place of the counted one, where it is set. (submit_write.c) */
void sums_listed(const struct form *f, const struct unit *u, struct form_sums *sums);
int note_stub(
	struct store *s, const struct chain *c, int64_t branch, uint32_t seq, const struct hash *h, struct err *e);
struct place act_place(const char *unit, const struct name *n);
cJSON *act_fields(
	struct store *s, const char *unit, const struct name *n, sqlite3_stmt *st, int column); /* NULL: damaged */
struct touched *touch(struct store *s, const char *unit); /* to be tallied at commit; valid until the next call */
void touch_key(struct touched *t, struct id key);         /* to be judged and folded again */
bool touch_is_fresh(const struct touched *t, int64_t branch, uint32_t seq);
void touch_forget(struct store *s);
int fold_touched(struct store *s, struct err *e);
int rebuild_derived(struct store *s, struct err *e); /* in a transaction (check.c) */

/* Whoever this node sends a unit's entries to; zero: nobody. */
int unit_receiver(struct store *s, const char *unit, struct id *hub, char hub_unit[static UNIT_CODE], struct err *e);
/* The hub whose acts decide for a unit: an aggregator itself; a collector's enrolment. Zero: none. own_unit: that
 * hub's. */
int unit_hub(struct store *s, const char *unit, struct id *hub, char own_unit[static UNIT_CODE], struct err *e);

/* --- whose households count where (succession.c) --- */

bool succession_is_whole(const struct edge *e);
bool unit_of_act(const cJSON *fields, struct unit *u); /* false: it says nothing (note.c) */
/* One step on from a unit, for a household (key NULL: one that nobody names); NULL: none. Borrowed. */
const struct edge *succession_edge(const struct successions *x, const char *unit, const struct id *key);
const char *succession_place(const struct successions *x, const char *unit, const struct id *key); /* the last step */
/* As the acts known say; borrowed until the next call that writes. Settles first what a unit act made stale. */
int succession_now(struct store *s, const struct successions **out, struct err *e);
int succession_settle(struct store *s, struct err *e);
int succession_note(struct store *s, const cJSON *fields, struct err *e); /* a unit act decides now */
void succession_forget(struct store *s);
void successions_free(struct successions *x);
/* The unit and those that merged into it, itself first; the caller frees. (place.c) */
int succession_whole(struct store *s, const char *unit, char (**out)[UNIT_CODE], size_t *n, struct err *e);
/* A collector's enrolments for predecessors of its units; sets s->renote when one was written. (place.c) */
int succession_enrol(struct store *s, struct err *e);

/* Public keys of an author for a unit: the hub, a device act, or a node heard of; 1 known, 0 not. (peer.c) */
int peer_keys(struct store *s, const char *unit, const struct id *node, struct keys_public *out, struct err *e);

int hub_keys(struct store *s, const struct id *hub, struct keys_public *out, struct err *e);
int device_letter(struct store *s, const char *unit, const struct id *node, char out[static 4],
	struct err *e); /* "" without an act */

/* What an act is about, as bytes: acts with equal kind and subject replace one another. false: the act lacks it. */
bool act_subject(const struct entry *en, struct buf *out);
/* The unit and the entry of an act; its fields are the caller's. ERR_NOT_FOUND. (write.c) */
int act_read(struct store *s, const struct name *act, char unit[static UNIT_CODE], struct entry *out, struct err *e);
/* As store_write_act, replacing also an act somebody else wrote (NULL: none). */
int act_write_after(struct store *s, const char *unit, enum entry_kind kind, cJSON *fields, const struct name *also,
	const struct store_author *a, struct name *written, struct err *e);
/* Does an act know another: is it that one, or did it replace one that knows it? */
int act_knows(struct store *s, struct name from, const struct name *act, bool *yes, struct err *e);

struct override {
	struct name entry;
	bool accept;
	size_t order;
};
struct end {
	int64_t branch; /* 0: not known here */
	uint32_t seq;
};
struct barred {
	struct id node;
	struct name *row; /* through */
	struct end *at;   /* where each row lies */
	size_t rows;
	uint32_t *reach; /* what is not beyond, by index of branch in the acts' tree */
};
struct device_act {
	struct id node;
	bool compared;
};
/* The decisions for one unit that judging needs. */
struct acts {
	struct id hub;
	struct device_act *device;
	size_t devices;
	struct barred *revoke;
	size_t revokes;
	bool locked;
	struct barred lock;
	struct override *override; /* by name, one each */
	size_t overrides, override_room;
	struct tree tree;
};
/* Was any record of the unit reviewed? (review.c) */
int unit_reviewed(struct store *s, const char *unit, bool *yes, struct err *e);
/* What reviewers said of a record as it is shown: STORE_APPROVED, STORE_RETURNED or 0. (review.c) */
int review_marks(
	struct store *s, const char *unit, struct id key, const struct name *shown, unsigned *out, struct err *e);
int acts_load(struct store *s, const char *unit, struct acts *out, struct err *e);
void acts_free(struct acts *a);
/* The same, kept for the unit last asked for until an act is noted or the transaction ends; borrowed. */
int acts_now(struct store *s, const char *unit, const struct acts **out, struct err *e);
void acts_forget(struct store *s);
const struct device_act *acts_device(const struct acts *a, const struct id *node);
const struct barred *acts_revoke(const struct acts *a, const struct id *node);
/* Beyond, unless it lies on a chain that ends at one of the rows, at or before it. */
bool acts_beyond(const struct acts *a, const struct barred *b, int64_t branch, uint32_t seq);

/* A row of table revision in memory. */
struct revision {
	struct name name;
	int64_t branch;
	struct id key, author;
	enum entry_kind kind;
	uint32_t clock;
	bool malformed;
	int broken, late; /* -1: not judged yet */
	bool waits;       /* for a parent not known: */
	struct name missing;
	int held;
	struct name *parent;
	size_t parents;
	bool head;
	bool named;                 /* a known entry of the record names it as parent */
	struct entry *entry;        /* parsed when first wanted */
	struct form_record *record; /* of one that was judged just now and breaks no rule of `form`; else NULL */
	const struct form *form;
	uint64_t warned; /* the rules it breaks that warn */
	char *fields;    /* of one noted just now: as they stand in it; NULL: to be written again */
	size_t fields_bytes;
};
int revisions_load(struct store *s, const char *unit, struct id key, struct revision **out, size_t *n, struct err *e);
void revisions_free(struct revision *r, size_t n);
void revision_forget(struct revision *r); /* what it owns */
int judge(
	struct store *s, const struct acts *a, struct revision *r, struct err *e); /* sets held, broken, late, waits */
/* What of that does not hang on acts, but for the author being known: broken, late, waits of one just noted. */
int judge_ahead(struct store *s, const char *unit, struct revision *r, struct err *e);

/* Heads (set in r, as is `named`), conflict, which is shown (index, or -1) of a record's judged revisions. */
struct verdict {
	int shown;
	bool conflict, voided;
	unsigned review; /* STORE_APPROVED, STORE_RETURNED or 0 */
};
int fold_verdict(struct store *s, struct revision *r, size_t n, struct verdict *out, struct err *e);

/* The entry of a revision, parsed; the revision's own. A malformed one gives what could be read. */
int revision_entry(struct store *s, struct revision *r, struct entry **out, struct err *e);

/* What a person may see of a revision; of a malformed one whatever could be read. (history.c) */
int revision_show(
	struct store *s, const char *unit, struct revision *r, bool shown, struct store_revision *out, struct err *e);

/* Live records that bear a number as stored; how many, at most max keys given. (household.c) */
int store_live_with_number(
	struct store *s, const char *unit, const char *number, struct id *key, size_t max, struct err *e);

/* --- lists of rows (rows.c) --- */

struct name *rows_through(const cJSON *fields, size_t *n); /* `through` of an act; the caller frees */
/* How far the chains that end at the rows reach into each branch; a row not known here reaches nothing yet. */
int rows_reach(struct store *s, const struct tree *t, const struct name *row, size_t n, uint32_t *reach, struct err *e);

/* --- records (record.c), sums over them (tally.c) --- */

/* "2025-11-12" as table tally keeps it, and back; 0, "": none it can keep (tally_days.c) */
unsigned tally_day(const char *date);
struct tally_days { /* households by day */
	struct tally_on {
		unsigned day;
		int64_t n;
	} * on; /* by day */
	size_t days;
};
enum { TALLY_DAYS_BYTES = 6 * 0x10000 };
void tally_days_add(struct tally_days *d, unsigned day, int64_t n);
void tally_days_pack(const struct tally_days *d, struct buf *out);
void tally_days_free(struct tally_days *d);

size_t tally_unpack(sqlite3_stmt *st, int column, struct form_sums *out); /* adds what table tally keeps; columns */

struct place record_place(const char *unit, const struct id *key);
int record_put(struct store *s, const char *unit, struct revision *r, size_t n, const struct verdict *v, struct err *e);
int record_drop(struct store *s, const char *unit, const struct id *key, struct err *e);
/* A keyed hash of a number: finds records without telling their numbers. */
enum { NUMBER_MARK = 16 };
void record_number_mark(struct store *s, const char *unit, const char *number, unsigned char out[static NUMBER_MARK]);
unsigned record_marks(const char *plain, size_t n);     /* of enum store_mark; 0 when voided */
const char *record_fields(const char *plain, size_t n); /* the fields in an opened record; "" when voided */
int tally_unit(struct store *s, const char *unit, struct err *e);
/* What of a unit's own records counts where those go that no act names. */
int tally_of(struct store *s, const char *unit, struct store_totals *out, struct err *e);

#endif
