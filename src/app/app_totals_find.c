/* app_totals_find.c - which unit a row is of: by its code, never guessed; else by a name only one unit bears. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/buf.h>

#include "totals.h"

enum { NAMED = 5 /* candidates */, LIST_BYTES = 1024 };

/* "05788 Xã Phú Lạc (Tỉnh Thái Nguyên)"; of many the first ones. */
static void list_units(const struct totals *p, struct totals_unit *const *u, size_t n, struct buf *out)
{
	buf_init(out, LIST_BYTES);
	for (size_t i = 0; i < n && i < NAMED; i++) {
		const struct totals_unit *above = totals_by_code(&p->units, u[i]->unit.parent);
		buf_print(out, "%s%s %s", i ? ", " : "", u[i]->unit.code, u[i]->unit.name);
		if (above)
			buf_print(out, " (%s)", above->unit.name);
	}
	if (n > NAMED)
		buf_text(out, ", …");
}

static int code_column(const struct totals *p)
{
	return totals_column(&p->columns, TOTALS_CODE);
}

static int name_column(const struct totals *p)
{
	return totals_column(&p->columns, TOTALS_NAME);
}

/* --- by code --- */

static void no_such_code(struct totals *p, struct totals_line *l, const struct totals_name *n)
{
	struct totals_unit *u[TOTALS_CANDIDATES];
	struct buf list;
	size_t count = totals_by_bare_code(&p->units, l->code, u, NAMED);
	bool zeros = count > 0;
	if (!zeros && *l->name)
		count = totals_by_name(&p->units, n, true, u);
	list_units(p, u, count, &list);
	if (zeros)
		totals_fault_text(p, l->shown, code_column(p), TEXT_TOTALS_LOST_ZERO, l->code, list.data, NULL);
	else if (count == 1)
		totals_fault_text(
			p, l->shown, code_column(p), TEXT_TOTALS_CODE_PERHAPS, l->code, p->units.own.name, list.data);
	else
		totals_fault_text(
			p, l->shown, code_column(p), TEXT_TOTALS_UNKNOWN_CODE, l->code, p->units.own.name, NULL);
	buf_free(&list);
}

/* The file's name beside the code it gives. */
static void check_name(struct totals *p, const struct totals_line *l, const struct totals_name *n)
{
	const struct totals_unit *u = l->unit;
	char *known = alloc_print("%s %s", u->unit.code, u->unit.name);
	if (totals_same(n, &u->name))
		;
	else if (totals_alike(n, &u->name))
		totals_warn(p, l->shown->line, u->unit.code, TEXT_TOTALS_NAME_LOOKS, l->name, known, NULL);
	else
		totals_fault_text(
			p, l->shown, name_column(p), TEXT_TOTALS_NAME_OTHER, u->unit.code, u->unit.name, l->name);
	free(known);
}

static void find_by_code(struct totals *p, struct totals_line *l, const struct totals_name *n)
{
	const struct unit *own = &p->units.own;
	const char *bare = l->code + strspn(l->code, "0"), *own_bare = own->code + strspn(own->code, "0");
	l->unit = totals_by_code(&p->units, l->code);
	if (l->unit && *l->name)
		check_name(p, l, n);
	else if (!l->unit && strcmp(bare, own_bare) == 0)
		totals_fault_text(p, l->shown, code_column(p), TEXT_TOTALS_OWN, l->code, own->name, NULL);
	else if (!l->unit)
		no_such_code(p, l, n);
}

/* --- by name --- */

/* Of several units those that lie where the file says, if any is known to. */
static size_t narrow(const struct totals *p, const char *place, struct totals_unit **u, size_t n)
{
	const char *above;
	size_t kept = 0;
	bool known = false;
	for (size_t i = 0; i < n; i++)
		known = known || totals_within(&p->units, u[i], place, &above) > 0;
	for (size_t i = 0; i < n; i++)
		if (!known || totals_within(&p->units, u[i], place, &above) > 0)
			u[kept++] = u[i];
	return kept;
}

static void no_such_name(struct totals *p, struct totals_line *l, const struct totals_name *n)
{
	struct totals_unit *u[TOTALS_CANDIDATES];
	struct buf list;
	size_t count = totals_by_name(&p->units, n, false, u);
	list_units(p, u, count, &list);
	totals_fault_text(p, l->shown, name_column(p), count ? TEXT_TOTALS_NAME_NEAR : TEXT_TOTALS_NAME_NONE, n->full,
		count ? list.data : NULL, NULL);
	buf_free(&list);
}

static void several(
	struct totals *p, struct totals_line *l, const struct totals_name *n, struct totals_unit **u, size_t count)
{
	char how_many[32];
	struct buf list;
	list_units(p, u, count, &list);
	totals_fault_text(p, l->shown, name_column(p), TEXT_TOTALS_NAME_SEVERAL, n->full,
		text_number(p->ask->lang, (long long)count, how_many), list.data);
	buf_free(&list);
}

/* Another unit whose name looks the same: which of the two was meant should be looked at. */
static void warn_alike(struct totals *p, const struct totals_line *l, const struct totals_name *n)
{
	struct totals_unit *u[TOTALS_CANDIDATES];
	struct buf list;
	size_t count = totals_by_name(&p->units, n, false, u), kept = 0;
	for (size_t i = 0; i < count; i++)
		if (u[i] != l->unit)
			u[kept++] = u[i];
	list_units(p, u, kept, &list);
	if (kept > 0)
		totals_warn(p, l->shown->line, l->unit->unit.code, TEXT_TOTALS_NAME_ALIKE, l->unit->unit.name,
			l->unit->unit.code, list.data);
	buf_free(&list);
}

static void find_by_name(struct totals *p, struct totals_line *l, const struct totals_name *n)
{
	struct totals_unit *u[TOTALS_CANDIDATES];
	const char *above;
	size_t count = totals_by_name(&p->units, n, true, u);
	if (count > 1 && *l->province)
		count = narrow(p, l->province, u, count);
	if (count == 0) {
		no_such_name(p, l, n);
	} else if (count > 1) {
		several(p, l, n, u, count);
	} else if (*l->province && totals_within(&p->units, u[0], l->province, &above) == 0) {
		totals_fault_text(
			p, l->shown, name_column(p), TEXT_TOTALS_OTHER_PROVINCE, u[0]->unit.name, above, l->province);
	} else {
		l->unit = u[0];
		warn_alike(p, l, n);
	}
}

void totals_find(struct totals *p, struct totals_line *l)
{
	struct totals_name n;
	totals_name_read(l->kind, l->name, &n);
	if (*l->code)
		find_by_code(p, l, &n);
	else
		find_by_name(p, l, &n);
	totals_name_free(&n);
}
