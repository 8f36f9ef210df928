/* purge.h - entries whose bytes a purge took: the stubs that stand for them, and what stays. */
#ifndef TUNGNHA_STORE_PURGE_H
#define TUNGNHA_STORE_PURGE_H

#include "store_private.h"

/* A line that stands for an entry whose bytes are gone; the longest. */
enum { STUB_BYTES = 1 + 6 + 1 + BASE64_32 - 1 };
bool purge_read_stub(const char *line, size_t n, uint32_t *clock, struct hash *h);
size_t purge_write_stub(uint32_t clock, const struct hash *h, char out[static STUB_BYTES + 1]);
int purge_act_at(struct store *s, const struct name *act, char at[static CLOCK_STAMP], struct err *e); /* 1, 0, -1 */
/* May this entry come as a stub? (a purge of its unit is known and reaches so far) 1, 0, -1. */
int purge_covers(struct store *s, const struct chain *c, uint32_t seq, struct err *e);
/* The purge in force of a unit: 1 and its fields (the caller's), 0 none, -1. */
int purge_in_force(struct store *s, const char *unit, struct name *act, cJSON **fields, struct err *e);
/* Overwrites what a purge in force covers, and what was derived from it; before a unit is folded. */
int purge_fold(struct store *s, const char *unit, struct err *e);
/* The sums a purged unit keeps, by place: 1 and the cells (the caller frees), 0 not purged. */
struct purged_cell {
	char place[UNIT_CODE];
	int64_t records;
	struct form_sums sums;
};
int purge_cells(
	struct store *s, const char *unit, const struct form *form, struct purged_cell **out, size_t *n, struct err *e);

#endif
