/* page_figures_type.c - typing a one-stop figure, beside what stands of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_submit.h>
#include <tungnha/clock.h>

#include "page_figures.h"

void fig_standing(struct page *p, struct fig_standing *x)
{
	struct err none;
	const struct app_figure_wish w = {.indicator = page_field(p, "chi-tieu"),
		.period = page_given(p, "ky"),
		.unit = page_given(p, "don-vi"),
		.now = p->now,
		.lang = p->lang};
	*x = (struct fig_standing){.mark = ""};
	if (page_has(p, "chi-tieu"))
		app_figure_seen(p->store, &w, &x->figure, x->mark, &none);
}

static void choose_target(struct page *p, const struct targets *t)
{
	const char *chosen = page_field(p, "chi-tieu");
	page_select(p, "chi-tieu", TEXT_FIGURE_COL_LABEL);
	for (size_t i = 0; i < t->count; i++) {
		const struct target *x = &t->target[i];
		if (*x->indicator)
			continue;
		html_print(&p->out, "<option value=\"%s\"", x->id);
		html_markup_unescaped(&p->out, strcmp(x->id, chosen) == 0 ? " selected>" : ">");
		html_print(
			&p->out, "%s%s%s</option>", x->number, *x->number ? ". " : "", form_words(&x->label, p->lang));
	}
	page_select_end(p);
}

static void unit_option(struct page *p, const struct unit *u, const char *value, const char *chosen)
{
	page_option(p, value, strcmp(value, chosen) == 0, u->name);
}

/* So many units in one list; beyond it a code is typed. */
enum { UNITS_LISTED = 120 };

static int choose_unit(struct page *p, struct err *e)
{
	struct unit own, *u;
	size_t n;
	const char *chosen = page_field(p, "don-vi");
	if (store_own_unit(p->store, &own, e) != 0 || store_units(p->store, own.code, &u, &n, e) != 0)
		return -1;
	if (n > UNITS_LISTED) {
		free(u);
		page_text_field(
			p, "don-vi", TEXT_FIGURE_COL_UNIT, TEXT_DESK_FIG_UNIT_CODE, chosen, " maxlength=\"40\"");
		return 0;
	}
	page_select(p, "don-vi", TEXT_FIGURE_COL_UNIT);
	unit_option(p, &own, "", chosen);
	for (size_t i = 0; i < n; i++)
		unit_option(p, &u[i], u[i].code, chosen);
	page_select_end(p);
	free(u);
	return 0;
}

/* The running period has its name, so that the form means the same one when it is posted. */
static void choose_period(struct page *p)
{
	struct app_calendar c;
	char running[PERIOD_TEXT];
	app_calendar(p->store, p->now, &c);
	if (c.clock_unset)
		fig_period(p, "ky", page_field(p, "ky"), TEXT_DESK_FIG_RUNNING, true);
	else
		fig_period(p, "ky", page_has(p, "ky") ? page_field(p, "ky") : period_text(c.running, running),
			TEXT_NONE, true);
}

/* What was typed goes before what stands. */
static void typed(struct page *p, const char *name, text_id label, const char *stands, const char *more,
	const struct fig_standing *x, const struct err *refused)
{
	page_text_field(p, name, label, TEXT_NONE, page_has(p, name) ? page_field(p, name) : stands, more);
	if (x->figure.stands)
		desk_stands(p, refused, name, stands, NULL);
}

int fig_type(
	struct page *p, const struct targets *t, const struct fig_standing *x, const struct err *refused, struct err *e)
{
	char day[CLOCK_DATE], today[CLOCK_DATE], num[32] = "", den[32] = "";
	if (x->figure.stands) {
		snprintf(num, sizeof num, "%lld", (long long)x->figure.num);
		snprintf(den, sizeof den, "%lld", (long long)x->figure.den);
	}
	clock_day(x->figure.stands ? x->figure.date : clock_date(p->now, today), day);
	page_form(p, "/mot-cua", "card");
	html_print(&p->out, "<h2 id=\"ghi\">%s</h2>", page_text(p, TEXT_DESK_FIG_TYPE));
	desk_seen(p, refused, x->mark);
	choose_target(p, t);
	html_markup_unescaped(&p->out, "<div class=\"two\">");
	if (choose_unit(p, e) != 0)
		return -1;
	choose_period(p);
	typed(p, "tu-so", TEXT_FIGURE_COL_NUM, num, " inputmode=\"numeric\" maxlength=\"20\" required", x, refused);
	typed(p, "mau-so", TEXT_FIGURE_COL_DEN, den, " inputmode=\"numeric\" maxlength=\"20\" required", x, refused);
	typed(p, "nguon", TEXT_DESK_FIG_SOURCE, x->figure.source, " maxlength=\"100\" required", x, refused);
	typed(p, "ngay", TEXT_DESK_FIG_DATE, day, " maxlength=\"10\" required", x, refused);
	html_markup_unescaped(&p->out, "</div>");
	page_button(p, "", TEXT_DESK_FIG_SAVE);
	page_form_end(p);
	return 0;
}
