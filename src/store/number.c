/* Numbers the program assigns to households no list knows: the device's letter and a counter. Two devices must not
 * offer the same, so a device that shares its letter, or may not remember what it gave out, has letters of its own. */
#include <stdlib.h>
#include <string.h>

#include "store_private.h"

enum { LETTERS = 3 };

void store_letters_of(struct id id, char out[static 4])
{
	static const char consonants[] = "BCDGHKLMNPQRSTVX"; /* no vowel, no word */

	for (size_t i = 0; i < LETTERS; i++)
		out[i] = consonants[id.b[i] % (sizeof consonants - 1)];
	out[LETTERS] = '\0';
}

int number_new_letters(struct store *s, struct err *e)
{
	char letters[LETTERS + 1];

	if (s->role != STORE_COLLECTOR)
		return 0;
	store_letters_of(id_random(), letters);
	return store_set(s, "letters", letters, e);
}

/* New letters first; then the hub's, who knows what the others have; then the invitation's. */
static int letters_now(struct store *s, const char *unit, const char *invited, char out[static 4], struct err *e)
{
	char *own = store_setting(s, "letters");

	snprintf(out, 4, "%s", own ? own : "");
	free(own);
	if (!out[0] && device_letter(s, unit, &s->id, out, e))
		return -1;
	if (!out[0])
		snprintf(out, 4, "%s", invited);
	return 0;
}

static int next_number(struct store *s, const char *unit, char out[static 16], struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ENROLMENT_COUNTER, "t", unit);
	char invited[4], letters[4];
	int64_t counter;
	int row = sql_row(s, st, e);

	if (row == 0)
		return err_set(e, ERR_NOT_FOUND, TEXT_UNIT_UNKNOWN, "%s", unit);
	if (row < 0)
		return -1;
	counter = sqlite3_column_int64(st, 0);
	sql_text_at(st, 1, invited, sizeof invited);
	while ((row = sql_row(s, st, e)) > 0)
		;
	if (row < 0 || letters_now(s, unit, invited, letters, e))
		return -1;
	snprintf(out, 16, "%s%lld", letters, (long long)counter);
	return 0;
}

int store_assign_number(struct store *s, const char *unit, char out[static 16], struct err *e)
{
	struct id found;
	int n;

	do {
		if (next_number(s, unit, out, e))
			return -1;
		n = store_find_number(s, unit, out, &found, 1, e);
	} while (n > 0);
	return n;
}
