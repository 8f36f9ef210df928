/* door.h - tests fill in Form 02 as it is typed at the door. */
#ifndef TUNGNHA_DOOR_H
#define TUNGNHA_DOOR_H

#include <tungnha/form.h>

#define DOOR_REVIEWED "household_no=1|persons=4|vneid=2|no_vneid=2|online_dossiers=1|eresult_dossiers=1|rated=yes"

/* The shipped form "mau-02", checked and compiled. The caller frees. */
struct form *door_mau_02(void);

/* form_apply of "key=value|key=value" over old; "key" alone takes the value away. A key the form lacks fails the test.
 */
int door_apply(const struct form *f, const struct form_record *old, const char *typed, enum text_lang lang,
	struct form_record *out, struct err *e);

#endif
