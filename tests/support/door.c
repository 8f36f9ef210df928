/* door.c - tests fill in Form 02 as it is typed at the door. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <tungnha/alloc.h>

#include "door.h"

struct form *door_mau_02(void)
{
	struct form *f;
	struct err e;
	size_t n;
	alloc_init();
	const char *bytes = form_shipped("mau-02", &n);
	assert_non_null(bytes);
	assert_int_equal(form_load(bytes, n, "mau-02.json", &f, &e), 0);
	return f;
}

int door_apply(const struct form *f, const struct form_record *old, const char *typed, enum text_lang lang,
	struct form_record *out, struct err *e)
{
	struct form_change change[FORM_FIELDS_MAX];
	char copy[1000], *rest = copy, *part;
	size_t n = 0;
	snprintf(copy, sizeof copy, "%s", typed);
	while ((part = strtok_r(rest, "|", &rest))) {
		char *value = strchr(part, '=');
		if (value)
			*value++ = '\0';
		assert_true(n < FORM_FIELDS_MAX);
		change[n].field = form_field_index(f, part);
		assert_true(change[n].field >= 0);
		change[n++].value = value;
	}
	return form_apply(f, old, change, n, lang, out, e);
}
