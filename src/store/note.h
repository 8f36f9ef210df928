/* note.h - what becomes of one entry, by what it is (note.c asks, the others answer). */
#ifndef TUNGNHA_STORE_NOTE_H
#define TUNGNHA_STORE_NOTE_H

#include "store_private.h"

/* An act that decides here: it replaces those of its subject and weighs on what came before. (note_act.c) */
int note_act(struct store *s, const struct chain *c, int64_t branch, const struct name *n, const struct entry *en,
	struct err *e);
/* A submit, or a statement of a unit's own hub; without the fields of its kind it says nothing. (declared.c) */
int note_submit(struct store *s, const struct chain *c, int64_t branch, const struct name *n, const struct entry *en,
	struct err *e);
int note_statement(struct store *s, const struct chain *c, int64_t branch, const struct name *n, const struct entry *en,
	bool *noted, struct err *e);

#endif
