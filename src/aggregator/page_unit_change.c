/* page_unit_change.c - one unit: its official number, a new name, merging, splitting, taking that back. Nothing that
 * was written moves; what follows stands beside each button. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_words.h>

#include "page_units.h"

enum { SIBLINGS_MAX = 150 };

/* The form whose post was refused stands open, with why. */
struct refusal {
	const char *form;
	const struct err *why;
};

static bool is_refused(const struct refusal *r, const char *form)
{
	return r->why && strcmp(r->form, form) == 0;
}

static const char *typed(const struct page *p, const struct refusal *r, const char *form, const char *name)
{
	return is_refused(r, form) ? page_field(p, name) : "";
}

/* --- pieces --- */

static void open_form(
	struct page *p, const struct refusal *r, const char *form, text_id title, text_id what, const struct unit *u)
{
	char action[64];
	html_markup_unescaped(
		&p->out, is_refused(r, form) ? "<details class=\"more\" open>" : "<details class=\"more\">");
	html_print(&p->out, "<summary>%s</summary><p>", page_text(p, title));
	page_say(p, what, u->name, NULL, NULL);
	html_markup_unescaped(&p->out, "</p>");
	if (is_refused(r, form))
		page_box_fail(p, r->why);
	snprintf(action, sizeof action, "/don-vi-ds/%s", form);
	page_form(p, action, "");
	page_hidden(p, "ma", u->code);
}

static void close_form(struct page *p, text_id button)
{
	page_button(p, "", button);
	page_form_end(p);
	html_markup_unescaped(&p->out, "</details>");
}

static void input(struct page *p, const char *id, const char *name, text_id label, text_id hint, const char *value,
	const char *list)
{
	html_print(&p->out, "<div class=\"field\"><label for=\"%s\">%s</label>", id, page_text(p, label));
	if (hint)
		html_print(&p->out, "<p class=\"hint\" id=\"%s-y\">%s</p>", id, page_text(p, hint));
	html_print(&p->out, "<input type=\"text\" id=\"%s\" name=\"%s\" value=\"%s\"", id, name, value);
	if (hint)
		html_print(&p->out, " aria-describedby=\"%s-y\"", id);
	if (*list)
		html_print(&p->out, " list=\"%s\"", list);
	html_markup_unescaped(&p->out, "></div>");
}

/* From which day; today unless another was typed. */
static void day(struct page *p, const struct refusal *r, const char *form)
{
	char id[32], today[CLOCK_DATE];
	snprintf(id, sizeof id, "tu-%s", form);
	input(p, id, "tu", TEXT_DESK_UNIT_FROM, TEXT_DESK_UNIT_FROM_HINT,
		is_refused(r, form) ? page_field(p, "tu") : devices_day(p->now, today), "");
}

static void siblings(struct page *p, const struct unit *u)
{
	struct unit *all;
	struct err none;
	size_t n;
	if (store_units(p->store, u->parent, &all, &n, &none) != 0)
		return;
	html_markup_unescaped(&p->out, "<datalist id=\"xom\">");
	for (size_t i = 0; i < n && i < SIBLINGS_MAX; i++)
		if (strcmp(all[i].code, u->code) != 0)
			html_print(&p->out, "<option value=\"%s\">%s</option>", all[i].code, all[i].name);
	html_markup_unescaped(&p->out, "</datalist>");
	free(all);
}

/* The one it merges into, by name; where there are too many to choose from, by its code. */
static void into_field(struct page *p, const struct refusal *r, const struct unit *u)
{
	struct unit *all;
	struct err none;
	size_t n;
	const char *chosen = typed(p, r, "nhap", "vao");
	if (store_units(p->store, u->parent, &all, &n, &none) != 0)
		return;
	if (n > SIBLINGS_MAX) {
		input(p, "vao-nhap", "vao", TEXT_DESK_UNIT_INTO, TEXT_DESK_UNIT_INTO_HINT, chosen, "xom");
	} else {
		html_print(&p->out,
			"<div class=\"field\"><label for=\"vao-nhap\">%s</label><select id=\"vao-nhap\" name=\"vao\">"
			"<option value=\"\">–</option>",
			page_text(p, TEXT_DESK_UNIT_INTO_WHICH));
		for (size_t i = 0; i < n; i++) {
			struct store_shape shape;
			if (strcmp(all[i].code, u->code) == 0 ||
				store_shape(p->store, all[i].code, &shape, &none) != 0 || shape.into[0])
				continue;
			page_option(p, all[i].code, strcmp(all[i].code, chosen) == 0, all[i].name);
		}
		page_select_end(p);
	}
	free(all);
}

/* --- the forms --- */

static void separations(struct page *p, const struct refusal *r, const struct unit *u)
{
	struct store_predecessor *before;
	struct err none;
	size_t n;
	if (store_predecessors(p->store, u->code, &before, &n, &none) != 0)
		return;
	if (n > 0) {
		open_form(p, r, "roi", TEXT_DESK_UNIT_SEPARATE, TEXT_DESK_UNIT_SEPARATE_WHAT, u);
		html_print(&p->out,
			"<div class=\"field\"><label for=\"roi-xom\">%s</label><select id=\"roi-xom\" name=\"roi\">",
			page_text(p, TEXT_DESK_UNIT_SEPARATE_WHICH));
		for (size_t i = 0; i < n; i++)
			html_print(
				&p->out, "<option value=\"%s\">%s</option>", before[i].unit.code, before[i].unit.name);
		page_select_end(p);
		day(p, r, "roi");
		close_form(p, TEXT_DESK_UNIT_SEPARATE_NOW);
	}
	free(before);
}

static void forms(struct page *p, const struct refusal *r, const struct unit *u)
{
	char listed[16] = "";
	if (u->listed >= 0)
		snprintf(listed, sizeof listed, "%d", u->listed);
	open_form(p, r, "so-ho", TEXT_DESK_UNIT_LISTED, TEXT_DESK_UNIT_LISTED_WHAT, u);
	input(p, "so-ho", "so-ho", TEXT_DESK_UNIT_LISTED, TEXT_DESK_UNIT_LISTED_HINT,
		is_refused(r, "so-ho") ? page_field(p, "so-ho") : listed, "");
	close_form(p, TEXT_DOOR_SET_SAVE);
	open_form(p, r, "ten", TEXT_DESK_UNIT_RENAME, TEXT_DESK_UNIT_RENAME_WHAT, u);
	input(p, "ten", "ten", TEXT_DESK_UNIT_NAME, TEXT_NONE, is_refused(r, "ten") ? page_field(p, "ten") : u->name,
		"");
	day(p, r, "ten");
	close_form(p, TEXT_DESK_UNIT_RENAME_NOW);
	open_form(p, r, "nhap", TEXT_DESK_UNIT_MERGE, TEXT_DESK_UNIT_MERGE_WHAT, u);
	into_field(p, r, u);
	day(p, r, "nhap");
	close_form(p, TEXT_DESK_UNIT_MERGE_NOW);
	open_form(p, r, "tach", TEXT_DESK_UNIT_SPLIT, TEXT_DESK_UNIT_SPLIT_WHAT, u);
	input(p, "so", "so", TEXT_DESK_UNIT_NUMBERS, TEXT_DESK_UNIT_NUMBERS_HINT, typed(p, r, "tach", "so"), "");
	input(p, "vao-tach", "vao", TEXT_DESK_UNIT_SPLIT_INTO, TEXT_DESK_UNIT_SPLIT_INTO_HINT,
		typed(p, r, "tach", "vao"), "xom");
	input(p, "ten-moi", "ten-moi", TEXT_DESK_UNIT_SPLIT_NAME, TEXT_NONE, typed(p, r, "tach", "ten-moi"), "");
	day(p, r, "tach");
	close_form(p, TEXT_DESK_UNIT_SPLIT_NOW);
	separations(p, r, u);
}

static void show(struct page *p, const char *code, const struct refusal *r)
{
	struct err e;
	struct unit u, into;
	struct store_shape shape;
	char listed[32], since[CLOCK_DATE];
	if (desk_unit(p, code, &u, &e) != 0 || store_shape(p->store, u.code, &shape, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	desk_begin(p, DESK_MANAGE, u.name);
	page_crumbs(p, "/don-vi-ds", TEXT_DESK_UNIT_TITLE);
	html_markup_unescaped(&p->out, "<div class=\"card\"><dl class=\"facts\">");
	page_fact(p, TEXT_HUB_COL_CODE, u.code);
	page_fact(p, TEXT_DESK_UNIT_LISTED, u.listed >= 0 ? page_number(p, u.listed, listed) : "–");
	if (shape.since[0])
		page_fact(p, TEXT_DESK_UNIT_SINCE, clock_day(shape.since, since));
	html_markup_unescaped(&p->out, "</dl></div>");
	if (shape.into[0] && store_unit(p->store, shape.into, &into, &e) == 0) {
		page_box_text(p, TONE_NOTE, TEXT_DESK_UNIT_IS_MERGED, u.name, into.name, NULL);
		html_print(&p->out, "<p><a class=\"button second\" href=\"/don-vi-ds/%s\">%s</a></p>", into.code,
			into.name);
	} else {
		siblings(p, &u);
		forms(p, r, &u);
	}
	desk_end_status(p, r->why ? 400 : 200);
}

void desk_unit_one(struct page *p)
{
	show(p, p->tail, &(struct refusal){.form = ""});
}

/* --- doing it --- */

static void again(struct page *p, const char *form, const struct err *e)
{
	show(p, page_field(p, "ma"), &(struct refusal){form, e});
}

/* a, b: of the sentence, after the day. */
static void done(struct page *p, const struct app_units_done *d, const char *form, int rc, const struct err *e,
	text_id id, const char *a, const char *b)
{
	char path[64], on[CLOCK_DATE];
	if (rc != 0) {
		again(p, form, e);
		return;
	}
	snprintf(path, sizeof path, "/don-vi-ds/%s", d->unit.code);
	if (d->written)
		desk_done(p, path, id, clock_day(d->from, on), a, b);
	else
		desk_done(p, path, TEXT_UNITS_AS_BEFORE, NULL, NULL, NULL);
}

void desk_unit_listed(struct page *p)
{
	struct err e;
	struct unit u;
	struct app_hub_units x = {0};
	char path[64], shown[32];
	int n = units_number(page_field(p, "so-ho"));
	int rc = desk_unit(p, page_field(p, "ma"), &u, &e);
	if (rc == 0 && n < 0)
		rc = err_set(&e, ERR_DATA, TEXT_DESK_UNIT_NUMBER, "%s", page_field(p, "so-ho"));
	u.listed = n;
	if (rc == 0)
		rc = app_hub_unit_set(p->store, &u, &x, &e);
	if (rc == 0) {
		snprintf(path, sizeof path, "/don-vi-ds/%s", u.code);
		desk_done(p, path, TEXT_UNITS_LISTED, u.name, page_number(p, n, shown), NULL);
	} else {
		again(p, "so-ho", &e);
	}
	app_hub_units_free(&x);
}

void desk_unit_rename(struct page *p)
{
	struct err e;
	struct app_units_done d = {0};
	int rc = app_units_rename(p->store, page_field(p, "ma"), page_field(p, "ten"), page_field(p, "tu"), &d, &e);
	done(p, &d, "ten", rc, &e, TEXT_UNITS_RENAMED, d.unit.code, d.unit.name);
	app_units_done_free(&d);
}

static const char *name_of(struct page *p, const char *code, struct unit *u)
{
	struct err none;
	return store_unit(p->store, code, u, &none) == 0 ? u->name : code;
}

void desk_unit_merge(struct page *p)
{
	struct err e;
	struct unit u;
	struct app_units_done d = {0};
	const char *from[] = {page_field(p, "ma")};
	int rc = app_units_merge(p->store, from, 1, page_field(p, "vao"), page_field(p, "tu"), &d, &e);
	done(p, &d, "nhap", rc, &e, TEXT_UNITS_MERGED, name_of(p, from[0], &u), d.unit.name);
	app_units_done_free(&d);
}

void desk_unit_split(struct page *p)
{
	struct err e;
	struct app_units_done d = {0};
	char *typed_numbers = alloc_copy(page_field(p, "so")), *rest = typed_numbers, *word, count[32];
	const char **number = alloc_zero(strlen(typed_numbers) / 2 + 1, sizeof *number),
		   *name = page_field(p, "ten-moi");
	struct app_units_split w = {.from = page_field(p, "ma"),
		.into = page_field(p, "vao"),
		.name = *name ? name : NULL,
		.number = number,
		.on = page_field(p, "tu")};
	while ((word = strsep(&rest, " \r\n")))
		if (*word)
			number[w.numbers++] = word;
	int rc = app_units_split(p->store, &w, &d, &e);
	done(p, &d, "tach", rc, &e, TEXT_UNITS_SPLIT, page_number(p, (int64_t)d.households, count), d.unit.name);
	free(number);
	free(typed_numbers);
	app_units_done_free(&d);
}

void desk_unit_separate(struct page *p)
{
	struct err e;
	struct unit into;
	struct app_units_done d = {0};
	const char *code = page_field(p, "ma");
	int rc = app_units_separate(p->store, page_field(p, "roi"), code, page_field(p, "tu"), &d, &e);
	done(p, &d, "roi", rc, &e, TEXT_DESK_UNIT_SEPARATED, d.unit.name, name_of(p, code, &into));
	app_units_done_free(&d);
}
