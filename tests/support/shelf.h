/* shelf.h - single stores in a temporary folder, and hands laid on their files, for tests of the store. */
#ifndef TUNGNHA_TESTS_SHELF_H
#define TUNGNHA_TESTS_SHELF_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <tungnha/store_journals.h>

#define SHELF_UNIT "05788-01"
enum { SHELF_PATH = 512 };

/* Fails the test with the sentence when call, which fills a struct err e, gives other than 0. */
#define MUST(call)                                                                                                     \
	do {                                                                                                           \
		struct err e;                                                                                          \
		shelf_must((call), &e, #call, __LINE__);                                                               \
	} while (0)
void shelf_must(int rc, const struct err *e, const char *what, int line);

struct shelf {
	char dir[200];
};
/* For cmocka: *state is a struct shelf in a new folder; $XDG_RUNTIME_DIR is its folder "run". */
int shelf_setup(void **state);
int shelf_teardown(void **state);
void shelf_path(const struct shelf *d, const char *name, char out[static SHELF_PATH]);

/* An unprotected store in folder `name`; shelf_collector: one with the unit, without a hub, and the form mau-02. */
struct store *shelf_store(const struct shelf *d, const char *name, enum store_role role);
struct store *shelf_collector(const struct shelf *d, const char *name);
void shelf_begin_unit(struct store *s);

/* Writes households first … first + count - 1, persons = their number % 7 + 1, in one transaction; -1 with e on
 * failure. */
int shelf_try_save(struct store *s, int first, int count, struct err *e);
void shelf_save(struct store *s, int first, int count);
int64_t shelf_records(struct store *s); /* that count */
void shelf_sound(struct store *s);      /* store_check finds nothing; and shelf_lines */
void shelf_lines(struct store *s);      /* lists go through what households say */

const char *shelf_file(const char *folder); /* of the database; static, until the next call */
size_t shelf_size(const char *folder);
void shelf_copy(const char *from, const char *to);
char *shelf_bytes(const char *path);                 /* as hexadecimal text; the caller frees */
void shelf_sql(const char *folder, const char *sql); /* behind the store's back */

#endif
