/* page_household_form.c - the household page as a whole: one form, the ways to save it, one key for who was not met. */
#include <stdio.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>

#include "page_household.h"

void sheet_begin(struct sheet *x)
{
	char title[512];
	sheet_name(x, title, sizeof title);
	door_begin(x->p, DOOR_LIST, title);
}

void sheet_button(
	struct page *p, const char *class, const char *action, const char *name, const char *value, const char *label)
{
	html_print(&p->out, "<button type=\"submit\" class=\"%s\"", class);
	if (action)
		html_print(&p->out, " formaction=\"%s\"", action);
	html_print(&p->out, " name=\"%s\" value=\"%s\">%s</button>", name, value, label);
}

/* --- the form's head --- */

/* What the script says, in this reader's language. */
static void words_for_script(struct sheet *x)
{
	static const struct {
		const char *name;
		text_id text;
	} words[] = {{"less", TEXT_DOOR_HH_LESS}, {"more", TEXT_DOOR_HH_MORE}, {"unsaved", TEXT_DOOR_HH_UNSAVED},
		{"why", TEXT_DOOR_HH_UNSAVED_WHY}, {"ended", TEXT_DOOR_HH_ENDED}, {"enter", TEXT_DOOR_HH_ENTER}};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		html_print(&x->p->out, " data-%s=\"%s\"", words[i].name, page_text(x->p, words[i].text));
}

static void hidden(struct sheet *x, const char *name, const char *value)
{
	html_print(&x->p->out, "<input type=\"hidden\" name=\"%s\" value=\"%s\">", name, value);
}

static void open_form(struct sheet *x)
{
	char draft[ID_HEX];
	html_markup_unescaped(&x->p->out, "<form method=\"post\" action=\"/ho/luu\" class=\"household\" novalidate "
					  "autocomplete=\"off\" data-draft=\"/ho/nhap\"");
	words_for_script(x);
	html_markup_unescaped(&x->p->out, ">");
	page_token(x->p);
	hidden(x, "unit", x->place.code);
	hidden(x, "so", x->so);
	hidden(x, "nhap", id_hex(x->draft, draft));
	hidden(x, "dua-tren", x->based_on);
}

/* --- one key for a household nobody was met in --- */

static void touch(struct sheet *x, const char *value, const char *label)
{
	sheet_button(x->p, "second", "/ho/mot-cham", "cham", value, label);
}

enum { TOUCHES = 3 }; /* so many statuses in a row; the others are rare */

/* The i-th status that is one key: neither the one a filled form means, nor "nobody was there yet". */
static bool is_touch(const struct sheet *x, size_t i)
{
	return (int)i != x->form->answered && !x->form->field[x->form->status].option[i].unvisited;
}

/* Of an absent household, and of two versions of one, "nothing changed" says nothing. */
static bool may_be_unchanged(const struct sheet *x)
{
	const struct form_option *o = sheet_status(x);
	return o && !o->unvisited && !o->again && !x->h.h.conflict;
}

static void touches(struct sheet *x)
{
	const struct form_field *status = &x->form->field[x->form->status];
	struct page *p = x->p;
	if (x->form->answered < 0 || x->locked || x->beside)
		return;
	if (may_be_unchanged(x)) {
		html_markup_unescaped(&p->out, "<div class=\"row touches\">");
		touch(x, SHEET_UNCHANGED, page_text(p, TEXT_DOOR_HH_UNCHANGED));
		html_markup_unescaped(&p->out, "</div>");
	}
	html_print(&p->out,
		"<p class=\"hint\" id=\"cham\">%s</p><div class=\"row touches\" role=\"group\" "
		"aria-labelledby=\"cham\">",
		page_text(p, TEXT_DOOR_HH_TOUCHES));
	for (size_t i = 0, shown = 0; i < status->options && shown < TOUCHES; i++)
		if (is_touch(x, i) && ++shown)
			touch(x, status->option[i].id, form_words(&status->option[i].label, p->lang));
	html_markup_unescaped(&p->out, "</div>");
}

/* The rest, behind one line at the end of the form; of a new household also "nobody was there yet". */
static void touches_rare(struct sheet *x)
{
	const struct form_field *status = &x->form->field[x->form->status];
	struct page *p = x->p;
	if (x->form->answered < 0 || x->locked || x->beside)
		return;
	html_print(&p->out, "<details class=\"more\"><summary>%s</summary><div class=\"row\">",
		page_text(p, TEXT_DOOR_HH_OTHER_CASES));
	for (size_t i = 0, seen = 0; i < status->options; i++) {
		bool rare = is_touch(x, i) && seen++ >= TOUCHES;
		if (rare || (!*x->so && status->option[i].unvisited))
			touch(x, status->option[i].id, form_words(&status->option[i].label, p->lang));
	}
	html_markup_unescaped(&p->out, "</div></details>");
}

/* --- its end --- */

static void save_label(struct sheet *x, char out[static 128])
{
	text_fill(x->p->lang,
		x->beside  ? TEXT_DOOR_HH_OVERWRITE
		: *x->next ? TEXT_DOOR_HH_SAVE_NEXT
			   : TEXT_DOOR_HH_SAVE_NEW,
		(const char *const[3]){x->next}, out, 128);
}

static void actions(struct sheet *x)
{
	struct page *p = x->p;
	char label[128];
	save_label(x, label);
	html_markup_unescaped(&p->out, "<div class=\"actions\">");
	if (!x->locked)
		sheet_button(p, "big", NULL, "sang", x->next, label);
	if (!x->beside)
		sheet_button(p, x->locked ? "big" : "second", NULL, "luu", "1", page_text(p, TEXT_DOOR_HH_SAVE));
	html_markup_unescaped(&p->out, "</div><p class=\"kept\" id=\"kept\" role=\"status\"></p>");
}

/* Enter in any field does what the first button of a form does: this one, ahead of the keys above. */
static void first_button(struct sheet *x)
{
	html_print(&x->p->out,
		"<button class=\"visually-hidden\" name=\"%s\" value=\"%s\" tabindex=\"-1\" aria-hidden=\"true\">%s"
		"</button>",
		x->locked ? "luu" : "sang", x->next, page_text(x->p, TEXT_DOOR_HH_SAVE));
}

static void reason(struct sheet *x)
{
	struct page *p = x->p;
	if (!x->reason)
		return;
	html_print(&p->out,
		"<div class=\"field\"><label for=\"ly-do\">%s</label><p class=\"hint\" id=\"h-ly-do\">%s</p>"
		"<input type=\"text\" id=\"ly-do\" name=\"ly-do\" value=\"%s\" aria-describedby=\"h-ly-do\" "
		"autocomplete=\"off\"",
		page_text(p, TEXT_DOOR_HH_REASON), page_text(p, TEXT_DOOR_HH_REASON_ASKED), x->reason);
	html_markup_unescaped(&p->out, *x->reason ? "></div>" : " autofocus aria-invalid=\"true\"></div>");
}

/* Closed figures are read, not typed. */
static void facts(struct sheet *x)
{
	char shown[FORM_SENTENCE];
	const struct form *f = x->form;
	html_markup_unescaped(&x->p->out, "<dl class=\"facts\">");
	for (size_t i = 0; i < f->fields; i++) {
		form_show(f, (int)i, &x->h.h.record.value[i], x->p->lang, shown);
		if (*shown && (int)i != f->number && !f->field[i].local)
			html_print(&x->p->out, "<dt>%s</dt><dd>%s</dd>", form_words(&f->field[i].label, x->p->lang),
				shown);
	}
	html_markup_unescaped(&x->p->out, "</dl>");
}

static void links(struct sheet *x)
{
	char path[SHEET_PATH];
	struct page *p = x->p;
	if (!x->known)
		return;
	sheet_path(x->so, path);
	html_print(&p->out, "<p><a href=\"/ho-lich-su/%s\">%s</a></p>", path + strlen("/ho/"),
		page_text(p, TEXT_DOOR_HH_HISTORY));
}

/* Where the number typed is another's, the two ways on are named: that household, or a number of the program's. */
static void number(struct sheet *x)
{
	struct page *p = x->p;
	char label[128];
	sheet_number_field(x);
	if (!*x->taken)
		return;
	text_fill(
		p->lang, TEXT_DOOR_HH_OPEN_IT, (const char *const[3]){x->typed[x->form->number]}, label, sizeof label);
	html_print(&p->out, "<div class=\"actions\"><a class=\"button second\" href=\"%s\">%s</a>", x->taken, label);
	sheet_button(p, "second", NULL, "so-moi", "1", page_text(p, TEXT_DOOR_HH_OWN_NUMBER));
	html_markup_unescaped(&p->out, "</div>");
}

void sheet_show(struct sheet *x, unsigned status)
{
	struct page *p = x->p;
	sheet_begin(x);
	sheet_said(x);
	if (x->locked && x->known)
		facts(x);
	if (!x->locked || x->known) {
		open_form(x);
		first_button(x);
		if (!x->warned)
			touches(x);
		if (!*x->so)
			number(x);
		if (!x->locked)
			sheet_fields(x);
		html_print(&p->out, "<p class=\"rest\" id=\"rest\" aria-live=\"polite\">%s</p>", x->hints.rest);
		sheet_details(x);
		reason(x);
		sheet_problem(x, -1, "");
		actions(x);
		if (x->warned)
			touches(x);
		touches_rare(x);
		html_markup_unescaped(&p->out, "</form>");
	}
	links(x);
	door_end_status(p, status);
}
