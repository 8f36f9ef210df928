/* author.h - tests write journals by hand, right or wrong, as a device or hub with these keys would, and hand them over
 * as runs. */
#ifndef TUNGNHA_TESTS_AUTHOR_H
#define TUNGNHA_TESTS_AUTHOR_H

#include "shelf.h"

enum { LINE_MAX_ENTRIES = 1200 };

struct author {
	struct keys_secret keys;
	struct id id;
};
struct author author_new(unsigned char seed);
struct author author_of(const struct store *s); /* writes as that node would */

/* One branch of a journal. */
struct line {
	struct author author;
	struct chain chain;
	uint32_t last;
	char *entry[LINE_MAX_ENTRIES];
	size_t bytes[LINE_MAX_ENTRIES];
	uint32_t clock[LINE_MAX_ENTRIES];
	struct hash hash[LINE_MAX_ENTRIES + 1]; /* [0]: hash 0 */
};
struct line *line_new(const struct author *a, const char *unit, uint32_t generation, unsigned char journal);
struct line *line_fork(const struct line *from, uint32_t at); /* shares entries 1 to at */
void line_free(struct line *l);

struct name line_name(const struct line *l, uint32_t seq);
struct name line_bytes(struct line *l, const char *bytes, size_t n); /* any bytes as the next entry */
/* The next entry as it should be; en->seq is filled in, en->clock too when 0: 1, or with parents of this line one more
 * than theirs. */
struct name line_entry(struct line *l, struct entry *en);

/* A record of household `number` with so many persons (0 is against the form's rules; -1: not visited); parents: a list
 * ended by NULL. */
struct name line_record(
	struct line *l, const char *number, int persons, uint32_t clock, const struct name *const *parents);
struct name line_void(struct line *l, const char *number, uint32_t clock, const struct name *const *parents);
struct id line_key(const char *number); /* of a household given that number in SHELF_UNIT */
struct id line_def(void);               /* of the form mau-02 */

/* The run first to last, signed at last; freed with run_free. */
struct run line_run(const struct line *l, uint32_t first, uint32_t last);
void run_free(struct run *r);
/* Takes it in a transaction of its own; the scope is SHELF_UNIT and SHELF_OWN, hub as given (NULL: the store itself).
 */
#define SHELF_OWN "05788"
struct store_take line_take(struct store *s, const struct id *hub, const struct line *l, uint32_t first, uint32_t last);

/* A hub with its own unit, SHELF_UNIT and the form; its acts: */
struct store *author_hub(const struct shelf *d, const char *name);
struct name author_act(struct store *hub, enum entry_kind kind, const struct id *key, cJSON *fields);
cJSON *author_through(struct store *hub, const struct id *node);          /* {"through": …} of everything known now */
cJSON *author_rows(const struct name *const *rows);                       /* {"through": these}, a list ended by NULL */
struct name author_admit(struct store *hub, const struct author *device); /* a device act */
struct name author_decide(struct store *hub, bool accept, struct name entry);

/* What the store makes of it. */
int author_held(struct store *s, struct name entry);     /* the rule, 0: counts; -1: no revision of a record */
int author_persons(struct store *s, const char *number); /* as shown; -1: none, or voided; -2: not visited */
bool author_conflict(struct store *s, const char *number);
size_t author_heads(struct store *s, const char *number);

#endif
