/* typing.h - forms as a page would have them typed, for tests: "persons=4 vneid=3" under an id of their own. */
#ifndef TUNGNHA_TESTS_TYPING_H
#define TUNGNHA_TESTS_TYPING_H

#include "shelf.h"

#include <tungnha/app_draft.h>

#define TYPING_NOON 1763440000 /* 2025-11-18T11:26:40+07:00 */
#define TYPING_ANSWERED "persons=4 vneid=3 no_vneid=1 online_dossiers=0 eresult_dossiers=0 rated=no"

extern const struct id typing_phone, typing_laptop; /* two sessions */

struct typing {
	char text[256];
	struct form_change change[FORM_FIELDS_MAX];
	size_t n;
};
/* Words field=value, "_" for a space, field=- for taken away; *t must stay while they are used. */
void typing_changes(struct store *s, const char *text, struct typing *t);

struct id typing_id(unsigned n); /* of a form */
const struct form *typing_form(struct store *s);

/* A save of form `form` (0: no id); text NULL: TYPING_ANSWERED. Warnings are freed. */
struct typing_save {
	const char *number;
	unsigned form;
	const struct id *holder;
	const struct name *based_on;
	bool is_new;
	const char *text, *by, *reason;
};
int typing_save(struct store *s, struct typing_save x, struct app_put_done *out, struct err *e);

int typing_try_keep(
	struct store *s, unsigned form, struct id who, const char *number, const char *text, int64_t at, struct err *e);
void typing_keep(struct store *s, unsigned form, struct id who, const char *number, const char *text);

/* As typed in a draft; "(not typed)", "(gone)". */
const char *typing_value(struct store *s, const struct app_draft *d, const char *field);
/* As saved: "" when nobody gave it, "(none)" when no living household bears the number. Static, until the next call. */
const char *typing_saved(struct store *s, const char *number, const char *field);
int64_t typing_entries(struct store *s);

#endif
