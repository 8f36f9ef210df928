/* app_init.c - beginning without an invitation: a hamlet of one's own, to be joined to a commune later. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_collector.h>
#include <tungnha/utf8.h>

#define INIT_UNIT "local"
#define INIT_FORM "mau-02"

static const char *form_bytes(const struct app_init *i, size_t *n)
{
	*n = i->form_bytes;
	return i->form ? i->form : form_shipped(INIT_FORM, n);
}

static int load_form(const struct app_init *i, struct form **out, struct err *e)
{
	size_t n;
	const char *bytes = form_bytes(i, &n);
	if (!bytes)
		return err_set(e, ERR_UNAVAILABLE, TEXT_INIT_NO_FORM, "%s", INIT_FORM);
	return form_load(bytes, n, i->form_place ? i->form_place : INIT_FORM, out, e);
}

static int make_unit(const struct app_init *i, struct unit *u, struct err *e)
{
	const char *code = i->unit ? i->unit : INIT_UNIT, *name = i->name ? i->name : code;
	*u = (struct unit){.level = "hamlet", .listed = -1};
	if (!unit_valid_code(code))
		return err_set(e, ERR_DATA, TEXT_UNIT_CODE_WRONG, "%s", code);
	char *clean = utf8_clean(name, strlen(name));
	bool fits = clean && *clean && strlen(clean) < sizeof u->name;
	snprintf(u->code, sizeof u->code, "%s", code);
	snprintf(u->name, sizeof u->name, "%s", fits ? clean : "");
	free(clean);
	return fits ? 0 : err_set(e, ERR_DATA, TEXT_UNIT_NAME_WRONG, "%d", (int)sizeof u->name - 1);
}

int app_init_check(const struct app_init *i, struct err *e)
{
	struct unit u;
	struct form *f;
	if (make_unit(i, &u, e) != 0 || load_form(i, &f, e) != 0)
		return -1;
	form_free(f);
	return 0;
}

static int write_all(struct store *s, const struct app_init *i, const struct form *f, struct err *e)
{
	struct store_enrolment en = {.letter = "A"};
	size_t n;
	const char *bytes = form_bytes(i, &n);
	if (make_unit(i, &en.unit, e) != 0)
		return -1;
	return store_add_definition(s, f->id, bytes, n, e) == 0 ? store_enrol(s, &en, e) : -1;
}

int app_init_write(struct store *s, const struct app_init *i, struct err *e)
{
	struct form *f;
	if (load_form(i, &f, e) != 0)
		return -1;
	int rc = store_begin(s, e);
	if (rc == 0)
		rc = write_all(s, i, f, e);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	form_free(f);
	if (rc == 0 && i->by)
		rc = app_by_add(s, i->by, true, e);
	return rc;
}
