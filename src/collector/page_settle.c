/* page_settle.c - putting right at the hamlet by page: one version kept, another number, a household taken away. The
 * forms, what they do, and the page of one household's corrections. */
#include <stdio.h>
#include <string.h>

#include "page_home.h"

enum { SETTLE_ID = 96 };

/* --- forms --- */

static bool is_about(const struct settling *x, const char *no, const char *what)
{
	return x && strcmp(x->no, no) == 0 && strcmp(x->what, what) == 0;
}

static void begin(struct page *p, const struct settle *t, const char *what)
{
	page_form(p, "/ho-sua", "");
	page_hidden(p, "tu", t->from);
	page_hidden(p, "don-vi", t->unit);
	page_hidden(p, "ho", t->no);
	page_hidden(p, "so-cu", t->number);
	page_hidden(p, "viec", what);
}

static void refused(struct page *p, const char *sentence, const char *id)
{
	html_print(&p->out, "<p class=\"problem\" id=\"%s-loi\" role=\"alert\">%s</p>", id, sentence);
}

/* An id is a word: of "journal:seq" the colon becomes a hyphen. */
static const char *field_id(const char *what, const char *no, char out[static SETTLE_ID])
{
	snprintf(out, SETTLE_ID, "%s-%s", what, no);
	for (char *c = out; *c; c++)
		if (!((*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z')))
			*c = '-';
	return out;
}

static void field(
	struct page *p, const char *id, const char *name, text_id label, text_id hint, const char *value, bool problem)
{
	html_print(&p->out,
		"<div class=\"field\"><label for=\"%s-%s\">%s</label><p class=\"hint\" id=\"%s-%s-g\">%s</p><input "
		"type=\"text\" id=\"%s-%s\" name=\"%s\" value=\"%s\" autocomplete=\"off\" ",
		id, name, page_text(p, label), id, name, page_text(p, hint), id, name, name, value);
	html_print(&p->out, "aria-describedby=\"%s-%s-g%s", id, name, problem ? " " : "");
	if (problem)
		html_print(&p->out, "%s-loi", id);
	html_markup_unescaped(&p->out, problem ? "\" aria-invalid=\"true\"></div>" : "\"></div>");
}

static void end(struct page *p, text_id label, const char *class)
{
	html_print(&p->out, "<p><button class=\"%s\">%s</button></p>", class, page_text(p, label));
	page_form_end(p);
}

void settle_keep(struct page *p, const struct settling *x, const struct settle *t, text_id label)
{
	char id[SETTLE_ID];
	begin(p, t, "giu");
	if (is_about(x, t->no, "giu"))
		refused(p, x->sentence, field_id("giu", t->no, id));
	end(p, label, "second");
}

void settle_renumber(struct page *p, const struct settling *x, const struct settle *t)
{
	char id[SETTLE_ID];
	bool again = is_about(x, t->no, "doi-so");
	field_id("doi-so", t->no, id);
	begin(p, t, "doi-so");
	if (again)
		refused(p, x->sentence, id);
	field(p, id, "so", TEXT_DOOR_HOME_NEW_NUMBER, TEXT_DOOR_HOME_NEW_NUMBER_HINT, again ? x->number : "", again);
	field(p, id, "ly-do", TEXT_DOOR_HOME_REASON, TEXT_DOOR_HOME_REASON_RENUMBER, again ? x->reason : "", again);
	end(p, TEXT_DOOR_HOME_RENUMBER_NOW, "second");
}

void settle_void(struct page *p, const struct settling *x, const struct settle *t)
{
	char id[SETTLE_ID];
	bool again = is_about(x, t->no, "huy");
	field_id("huy", t->no, id);
	begin(p, t, "huy");
	if (again)
		refused(p, x->sentence, id);
	field(p, id, "ly-do", TEXT_DOOR_HOME_REASON, TEXT_DOOR_HOME_REASON_VOID, again ? x->reason : "", again);
	end(p, TEXT_DOOR_HOME_VOID_NOW, "danger");
}

/* --- what was asked --- */

static int settle(struct page *p, const struct settling *x, const char *unit, struct app_put_done *done, struct err *e)
{
	const struct app_correct c = {.unit = unit,
		.number = x->no,
		.reason = x->reason,
		.by = p->session->by[0] ? p->session->by : NULL,
		.now = p->now,
		.lang = p->lang};
	if (strcmp(x->what, "doi-so") == 0 && !*x->number)
		return err_set(e, ERR_USAGE, TEXT_DOOR_HOME_NUMBER_NEEDED, "");
	if (strcmp(x->what, "doi-so") == 0)
		return app_household_renumber(p->store, &c, x->number, done, e);
	if (strcmp(x->what, "huy") == 0)
		return app_household_void(p->store, &c, done, e);
	const struct app_correct keep = {.unit = unit, .number = x->no, .by = c.by, .now = p->now, .lang = p->lang};
	return app_household_confirm(p->store, &keep, done, e);
}

/* The page the form stood on, and its address; "" as last: the household's own. */
static const char *came_from(struct page *p)
{
	static const char *const pages[] = {"/tra-lai", "/xung-dot", "/danh-sach"};
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		if (strcmp(page_field(p, "tu"), pages[i]) == 0)
			return pages[i];
	return "/danh-sach";
}

static void show_again(struct page *p, const struct settling *x, const char *unit)
{
	const char *from = came_from(p);
	if (strcmp(from, "/tra-lai") == 0)
		returns_show(p, x);
	else if (strcmp(from, "/xung-dot") == 0)
		conflicts_show(p, x);
	else
		change_show(p, x, unit, x->no);
}

static void go_back(struct page *p, const struct settling *x, const struct app_put_done *done)
{
	struct buf path;
	buf_init(&path, 1024);
	buf_print(&path, "%s?viec=", came_from(p));
	html_url(&path, x->what, "_");
	buf_text(&path, "&xong=");
	html_url(&path, done->number, "_");
	if (strcmp(x->what, "doi-so") == 0) {
		buf_text(&path, "&truoc=");
		html_url(&path, x->shown, "_");
	}
	page_redirect(p, path.data);
	buf_free(&path);
}

static bool is_known(const char *what)
{
	return strcmp(what, "giu") == 0 || strcmp(what, "doi-so") == 0 || strcmp(what, "huy") == 0;
}

/* A phone may say that what was returned is as it was; choosing between versions, numbers and voids are the owner's. */
static bool may(const struct page *p, const struct settling *x)
{
	return door_is_owner(p) || (strcmp(x->what, "giu") == 0 && !strchr(x->no, ':'));
}

void page_settle(struct page *p)
{
	struct settling x = {.no = page_field(p, "ho"),
		.what = page_field(p, "viec"),
		.shown = page_field(p, "so-cu"),
		.number = page_field(p, "so"),
		.reason = page_field(p, "ly-do")};
	struct app_put_done done;
	struct err e;
	char sentence[2048];
	const char *unit = page_field(p, "don-vi");
	if (!may(p, &x)) {
		err_set(&e, ERR_DENIED, TEXT_DOOR_HOME_OWNER, "");
		page_fail(p, &e);
		return;
	}
	if (!is_known(x.what)) {
		err_set(&e, ERR_NOT_FOUND, TEXT_SERVE_NOTHING_HERE, "");
		page_fail(p, &e);
		return;
	}
	if (settle(p, &x, unit, &done, &e) == 0) {
		app_sentences_free(&done.warnings);
		go_back(p, &x, &done);
		return;
	}
	err_sentence(&e, p->lang, sentence, sizeof sentence);
	x.sentence = sentence;
	show_again(p, &x, unit);
}

void settle_told(struct page *p)
{
	const char *what = page_field(p, "viec"), *number = page_field(p, "xong");
	if (!*number)
		return;
	text_id id = strcmp(what, "doi-so") == 0 ? TEXT_RENUMBER_DONE
		     : strcmp(what, "huy") == 0  ? TEXT_VOID_DONE
						 : TEXT_CONFIRM_DONE;
	page_box_text(p, TONE_GOOD, id, number, page_field(p, "truoc"), NULL);
}

/* --- one household --- */

void change_show(struct page *p, const struct settling *x, const char *unit, const char *no)
{
	struct app_household a;
	struct unit shown;
	struct err e;
	char title[256], label[FORM_SENTENCE] = "";
	if (door_unit_chosen(p, &shown, &e) != 0 || app_household_get(p->store, unit, no, p->lang, &a, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	const struct form *f = a.h.form;
	const struct settle t = {"/danh-sach", unit, no, a.h.record.value[f->number].text};
	if (f->label >= 0)
		form_show(f, f->label, &a.h.record.value[f->label], p->lang, label);
	text_fill(p->lang, TEXT_DOOR_HOME_CHANGE_OF, (const char *const[3]){t.number}, title, sizeof title);
	door_begin(p, DOOR_LIST, title);
	page_crumbs(p, "/danh-sach", TEXT_DOOR_LIST);
	if (label[0])
		html_print(&p->out, "<p>%s</p>", label);
	html_print(&p->out, "<section class=\"card\"><h2>%s</h2>", page_text(p, TEXT_DOOR_HOME_RENUMBER));
	settle_renumber(p, x, &t);
	html_print(&p->out, "</section><section class=\"card\"><h2>%s</h2><p>%s</p>", page_text(p, TEXT_DOOR_HOME_VOID),
		page_text(p, TEXT_DOOR_HOME_VOID_MEANS));
	settle_void(p, x, &t);
	html_markup_unescaped(&p->out, "</section><p><a ");
	home_href(p, "/ho/", no, &shown, unit);
	html_print(&p->out, ">%s</a></p>", page_text(p, TEXT_DOOR_HOME_BACK));
	app_household_free(&a);
	door_end_status(p, x ? 422 : 200);
}

void page_change(struct page *p)
{
	struct unit shown, u;
	struct err e;
	if (home_units(p, p->tail, &shown, &u, &e) != 0)
		page_fail(p, &e);
	else
		change_show(p, NULL, u.code, p->tail);
}
