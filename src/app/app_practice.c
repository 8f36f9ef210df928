/* app_practice.c - a store of made-up households to try everything with; it has no hub and never gets one. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_lists.h>
#include <tungnha/app_practice.h>
#include <tungnha/file.h>

#define FOLDER "practice"
#define LIST "tap.csv"
#define FORM "mau-02"
#define TURN "practice" /* a setting: how often it was begun; only a practice store has it */

extern const char practice_list[]; /* practice.csv */

static int turn_of(struct store *s)
{
	char *value = store_setting(s, TURN);
	int turn = value ? atoi(value) : 0;
	free(value);
	return turn;
}

bool app_is_practice(struct store *s)
{
	return turn_of(s) > 0;
}

/* --- the hamlet --- */

/* "tap", "tap-2", …: each beginning is a hamlet of its own, so that whoever has the store open just finds another one.
 */
static void make_code(int turn, char out[static UNIT_CODE])
{
	if (turn == 1)
		snprintf(out, UNIT_CODE, "tap");
	else
		snprintf(out, UNIT_CODE, "tap-%d", turn);
}

static int add_form(struct store *s, struct store *like, struct err *e)
{
	const struct form *f;
	size_t n;
	if (like && store_form(like, NULL, &f, e) == 0)
		return store_add_definition(s, f->id, f->bytes, f->size, e);
	const char *bytes = form_shipped(FORM, &n);
	return bytes ? store_add_definition(s, FORM, bytes, n, e)
		     : err_set(e, ERR_UNAVAILABLE, TEXT_INIT_NO_FORM, "%s", FORM);
}

static int write_hamlet(struct store *s, struct store *like, int turn, char code[static UNIT_CODE], struct err *e)
{
	struct store_enrolment en = {.unit = {.level = "hamlet", .listed = -1}, .letter = "B"};
	char before[UNIT_CODE], number[16];
	make_code(turn, en.unit.code);
	make_code(turn - 1, before);
	memcpy(code, en.unit.code, UNIT_CODE);
	snprintf(en.unit.name, sizeof en.unit.name, "%s", text_get(LANG_VI, TEXT_PRACTICE_HAMLET));
	snprintf(number, sizeof number, "%d", turn);
	if (add_form(s, like, e) != 0 || (turn > 1 && store_forget_unit(s, before, e) != 0) ||
		store_enrol(s, &en, e) != 0)
		return -1;
	return store_set(s, TURN, number, e);
}

static int begin_hamlet(struct store *s, struct store *like, char code[static UNIT_CODE], struct err *e)
{
	int turn = turn_of(s) < INT_MAX ? turn_of(s) + 1 : 1;
	int rc = store_begin(s, e);
	if (rc == 0)
		rc = write_hamlet(s, like, turn, code, e);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	return rc;
}

/* --- the households: a list taken in as any other --- */

/* The first columns, number and label: what a form that asks other questions can take as well. */
static void cut_columns(char *list, int columns)
{
	char *to = list;
	int column = 0;
	for (const char *p = list; *p; p++) {
		column = *p == '\n' ? 0 : column + (*p == ';');
		if (column < columns)
			*to++ = *p;
	}
	*to = '\0';
}

static int import_text(struct store *s, const struct app_import *i, const char *text, struct err *e)
{
	struct app_imported *done = alloc_zero(1, sizeof *done);
	int rc = file_write(i->path, text, strlen(text), 0600, e);
	if (rc == 0)
		rc = app_import(s, i, done, e);
	app_import_free(done);
	free(done);
	return rc;
}

static int fill(struct store *s, const char *folder, const char *unit, int64_t now, enum text_lang lang, struct err *e)
{
	struct err later;
	char *path = file_join(folder, LIST), *list = alloc_copy(practice_list);
	const struct app_import i = {.unit = unit, .path = path, .good_lines = true, .now = now, .lang = lang};
	cut_columns(list, 2);
	int rc = import_text(s, &i, list, e);
	if (rc == 0) /* answers as far as the form takes them */
		(void)import_text(s, &i, practice_list, &later);
	(void)file_remove(path, &later);
	free(list);
	free(path);
	return rc;
}

static int begin_anew(
	struct store *s, const char *folder, struct store *like, int64_t now, enum text_lang lang, struct err *e)
{
	char code[UNIT_CODE];
	int rc = store_group_begin(s, e);
	if (rc == 0)
		rc = begin_hamlet(s, like, code, e);
	if (rc == 0)
		rc = fill(s, folder, code, now, lang, e);
	if (rc == 0)
		rc = store_group_commit(s, e);
	if (rc != 0)
		store_group_rollback(s);
	return rc;
}

/* --- the store --- */

/* Made-up households need no passphrase. What is there and is no practice store is somebody's data, and stays. */
static int open_in(const char *folder, struct store **out, bool *made, struct err *e)
{
	const struct store_setup open = {.role = STORE_COLLECTOR, .protection = STORE_UNPROTECTED};
	enum store_protection how;
	*made = !store_look(folder, &how);
	if (*made)
		return store_create(folder, &open, out, e);
	if (store_open(folder, NULL, out, e) != 0)
		return -1;
	if (app_is_practice(*out))
		return 0;
	store_close(*out);
	*out = NULL;
	return err_set(e, ERR_CREATE, TEXT_PRACTICE_TAKEN, "%s", folder);
}

static int make_or_open(const char *data, struct store *like, bool anew, int64_t now, enum text_lang lang,
	struct store **out, struct err *e)
{
	char *folder = file_join(data, FOLDER);
	bool made = false;
	*out = NULL;
	int rc = file_make_folders(folder, 0700, e);
	if (rc == 0)
		rc = open_in(folder, out, &made, e);
	if (rc == 0 && (made || anew))
		rc = begin_anew(*out, folder, like, now, lang, e);
	if (rc != 0 && made)
		store_discard(*out);
	else if (rc != 0)
		store_close(*out);
	if (rc != 0)
		*out = NULL;
	free(folder);
	return rc;
}

int app_practice_open(
	const char *data, struct store *like, int64_t now, enum text_lang lang, struct store **out, struct err *e)
{
	return make_or_open(data, like, false, now, lang, out, e);
}

int app_practice_make(
	const char *data, struct store *like, int64_t now, enum text_lang lang, char **folder, struct err *e)
{
	struct store *s;
	*folder = NULL;
	if (make_or_open(data, like, true, now, lang, &s, e) != 0)
		return -1;
	store_close(s);
	*folder = file_join(data, FOLDER);
	return 0;
}
