/* page_access_begin.c - a machine without data begins; one whose passphrase is forgotten opens with the paper. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/app_begin.h>
#include <tungnha/store_keep.h>
#include <tungnha/utf8.h>

#include "page_access.h"

/* --- the paper --- */

void access_show_recovery(struct page *p, const char *key)
{
	struct unit u;
	struct err none;
	bool known = door_unit(p, &u, &none) == 0;
	door_begin(p, DOOR_NONE, page_text(p, TEXT_ACCESS_RECOVERY));
	if (known)
		page_box_text(p, TONE_GOOD, TEXT_ACCESS_BEGUN, u.name, NULL, NULL);
	page_recovery_sheet(p, known ? u.name : "", key, "/", TEXT_ACCESS_WRITTEN);
	door_end(p);
}

/* --- a new passphrase, typed twice --- */

/* What is wrong, by the field it is about. */
struct wrong {
	const char *field;
	char sentence[1024];
};

static bool wrong_with(struct wrong *w, const struct page *p, const char *field, const struct err *e)
{
	w->field = field;
	access_sentence(p, e, w->sentence);
	return false;
}

static const char *of(const struct wrong *w, const char *field)
{
	return w->field && strcmp(w->field, field) == 0 ? w->sentence : "";
}

static bool read_new(struct page *p, const char **out, struct wrong *w)
{
	struct err e;
	const char *field;
	return page_passphrase_new(p, out, &field, &e) == 0 || wrong_with(w, p, field, &e);
}

static void new_passphrase(struct page *p, const struct wrong *w)
{
	char least[8];
	snprintf(least, sizeof least, "%d", STORE_PASSPHRASE_LEAST);
	page_input(p, &(struct page_input){.name = "moi",
			      .type = "password",
			      .label = TEXT_ACCESS_NEW_PASSPHRASE,
			      .a0 = least,
			      .hint = TEXT_ACCESS_NEW_PASSPHRASE_HINT,
			      .attributes = " autocomplete=\"new-password\"",
			      .problem = of(w, "moi")});
	page_input(p, &(struct page_input){.name = "moi2",
			      .type = "password",
			      .label = TEXT_ACCESS_AGAIN,
			      .attributes = " autocomplete=\"new-password\"",
			      .problem = of(w, "moi2")});
}

/* From here on this browser is the owner's. */
static void enter_new(struct page *p, struct store *s, const char *recovery)
{
	struct err e;
	char token[APP_TOKEN];
	struct app_session session;
	page_opened(p, s);
	if (app_session_begin(s, APP_OWNER, NULL, p->now, token, &session, &e) == 0)
		page_set_session(p, token, APP_OWNER);
	if (*recovery)
		access_show_recovery(p, recovery);
	else
		page_redirect(p, "/");
}

/* --- beginning --- */

static void tick(struct page *p, const char *name, text_id label)
{
	html_print(&p->out, "<p class=\"choices\"><label><input type=\"checkbox\" name=\"%s\" value=\"1\"", name);
	html_markup_unescaped(&p->out, page_has(p, name) ? " checked>" : ">");
	html_print(&p->out, "%s</label></p>", page_text(p, label));
}

static void invitation(struct page *p, const struct wrong *w)
{
	const struct access_chosen *kept = access_chosen(p);
	html_print(
		&p->out, "<div class=\"field\"><label for=\"tep\">%s</label>", page_text(p, TEXT_ACCESS_INVITE_FILE));
	if (kept) {
		html_print(&p->out, "<input type=\"hidden\" name=\"giu\" value=\"%s\">", kept->mark);
		page_box_text(p, TONE_GOOD, TEXT_ACCESS_INVITE_KEPT, kept->name, NULL, NULL);
	}
	html_print(&p->out,
		"<input type=\"file\" id=\"tep\" name=\"tep\" "
		"accept=\".tni\" aria-describedby=\"tep-l\"><p class=\"problem\" id=\"tep-l\">%s</p></div>"
		"<div class=\"field\"><label for=\"thu\">%s</label><textarea id=\"thu\" name=\"thu\" rows=\"3\">%s"
		"</textarea></div>",
		of(w, "tep"), page_text(p, TEXT_ACCESS_INVITE_LINE), page_field(p, "thu"));
	page_input(p, &(struct page_input){.name = "xom",
			      .type = "text",
			      .label = TEXT_ACCESS_HAMLET,
			      .attributes = " autocomplete=\"off\"",
			      .problem = of(w, "xom")});
}

/* The form is longer than a screen: what is wrong stands on top, and leads to its field. */
static void not_yet(struct page *p, const struct wrong *w)
{
	html_print(&p->out, "<p class=\"box bad\" role=\"alert\">%s ", page_text(p, TEXT_ACCESS_BEGIN_NOT_YET));
	if (*w->field)
		html_print(&p->out, "<a href=\"#%s\">%s</a></p>", w->field, w->sentence);
	else
		html_print(&p->out, "%s</p>", w->sentence);
}

static void begin_page(struct page *p, unsigned status, const struct wrong *w)
{
	enum store_protection how;
	if (store_look(p->folder, &how)) {
		page_redirect(p, p->session ? "/" : "/mo-khoa");
		return;
	}
	door_begin(p, DOOR_NONE, page_text(p, TEXT_ACCESS_BEGIN));
	if (!p->here) {
		page_box_text(p, TONE_WARN, TEXT_ACCESS_BEGIN_ELSEWHERE, NULL, NULL, NULL);
		door_end(p);
		return;
	}
	html_print(&p->out, "<p>%s</p>", page_text(p, TEXT_ACCESS_BEGIN_SAY));
	if (w->field)
		not_yet(p, w);
	html_markup_unescaped(&p->out, "<form method=\"post\" action=\"/bat-dau\" enctype=\"multipart/form-data\">");
	invitation(p, w);
	page_input(p, &(struct page_input){.name = "ten",
			      .type = "text",
			      .label = TEXT_ACCESS_WHO,
			      .hint = TEXT_ACCESS_WHO_HINT,
			      .attributes = " autocomplete=\"off\"",
			      .problem = of(w, "ten")});
	new_passphrase(p, w);
	tick(p, "khong", TEXT_ACCESS_NO_PASSPHRASE);
	html_print(&p->out, "<button class=\"big\">%s</button></form>", page_text(p, TEXT_ACCESS_BEGIN_DO));
	door_end_status(p, status);
}

void access_begin(struct page *p)
{
	access_real(p);
	begin_page(p, 200, &(struct wrong){0});
}

/* The file, now or with an earlier press of the button; else the line. NULL: none of them. */
static const void *given(struct page *p, const char **name, size_t *n)
{
	const void *bytes;
	const struct access_chosen *kept = access_chosen(p);
	const char *line = page_field(p, "thu");
	if (page_file(p, "tep", name, &bytes, n) && *n > 0)
		return bytes;
	*name = kept && !*line ? kept->name : NULL;
	*n = *name ? kept->n : strlen(line);
	if (*name)
		return kept->bytes;
	return *line ? line : NULL;
}

static bool is_invited(struct page *p)
{
	const char *name;
	size_t n;
	return !*page_field(p, "xom") || given(p, &name, &n);
}

/* false: none is there or it is no good. A good file is kept: what else is wrong does not ask for it again. */
static bool read_invitation(struct page *p, struct app_join *j, struct wrong *w)
{
	struct err e;
	const char *name;
	size_t n;
	const void *bytes = given(p, &name, &n);
	if (!bytes) {
		err_set(&e, ERR_DATA, TEXT_ACCESS_INVITE_NEEDED, "");
		return wrong_with(w, p, "tep", &e);
	}
	if (app_join_prepare(bytes, n, NULL, p->now, j, &e) != 0) {
		access_chosen_drop();
		return wrong_with(w, p, name ? "tep" : "thu", &e);
	}
	if (name)
		access_choose(p, name, bytes, n);
	return true;
}

static bool read_hamlet(struct page *p, struct app_init *i, struct wrong *w)
{
	struct err e;
	i->name = page_field(p, "xom");
	i->by = *page_field(p, "ten") ? page_field(p, "ten") : NULL;
	return app_init_check(i, &e) == 0 || wrong_with(w, p, "xom", &e);
}

static bool begin(struct page *p, struct app_join *j, struct store **s, char *recovery, struct wrong *w)
{
	struct err e;
	struct app_init init = {0};
	bool invited = is_invited(p);
	const char *passphrase = NULL;
	struct app_begin b = {.folder = p->folder, .now = p->now};
	if (invited ? !read_invitation(p, j, w) : !read_hamlet(p, &init, w))
		return false;
	if (!page_has(p, "khong") && !read_new(p, &passphrase, w))
		return false;
	b.setup = (struct store_setup){.protection = passphrase ? STORE_UNDER_PASSPHRASE : STORE_UNPROTECTED,
		.passphrase = passphrase,
		.recovery = recovery};
	b.join = invited ? j : NULL;
	b.init = invited ? NULL : &init;
	b.by = *page_field(p, "ten") ? page_field(p, "ten") : NULL;
	return app_begin(&b, s, &e) == 0 || wrong_with(w, p, "", &e);
}

void access_begin_do(struct page *p)
{
	struct app_join j = {0};
	struct store *s = NULL;
	struct wrong w = {0};
	char recovery[STORE_RECOVERY_TEXT] = "";
	enum store_protection how;
	access_real(p);
	if (!p->here || store_look(p->folder, &how)) { /* sent twice, or by somebody else */
		begin_page(p, 400, &w);
		return;
	}
	if (begin(p, &j, &s, recovery, &w)) {
		access_chosen_drop();
		enter_new(p, s, recovery);
	} else
		begin_page(p, 400, &w);
	app_join_free(&j);
	sodium_memzero(recovery, sizeof recovery);
}

/* --- the passphrase is forgotten --- */

static void recover_page(struct page *p, unsigned status, const struct wrong *w)
{
	door_begin(p, DOOR_NONE, page_text(p, TEXT_ACCESS_RECOVER));
	if (!p->here) {
		page_box_text(p, TONE_WARN, TEXT_ACCESS_OWNER_HERE, NULL, NULL, NULL);
		door_end_status(p, 403);
		return;
	}
	html_print(&p->out, "<p>%s</p><form method=\"post\" action=\"/khoi-phuc-khoa\" class=\"card\">",
		page_text(p, TEXT_ACCESS_RECOVER_SAY));
	page_input(
		p, &(struct page_input){.name = "ma",
			   .type = "text",
			   .label = TEXT_ACCESS_RECOVERY,
			   .attributes =
				   " autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" required",
			   .problem = of(w, "ma")});
	new_passphrase(p, w);
	html_print(&p->out, "<button class=\"big\">%s</button></form>", page_text(p, TEXT_ACCESS_RECOVER_DO));
	door_end_status(p, status);
}

void access_recover(struct page *p)
{
	access_real(p);
	recover_page(p, 200, &(struct wrong){0});
}

static bool recover(struct page *p, struct store **s, char *recovery, struct wrong *w)
{
	struct err e;
	const char *passphrase;
	if (!read_new(p, &passphrase, w))
		return false;
	struct store_setup how = {.protection = STORE_UNDER_PASSPHRASE, .passphrase = passphrase, .recovery = recovery};
	if (store_open_by(p->folder, &(struct store_key){.recovery = page_field(p, "ma")}, s, &e) != 0)
		return wrong_with(w, p, "ma", &e);
	if (store_protect(*s, &how, &e) == 0 && app_sessions_end(*s, &e) == 0) /* whoever knew the old one is out */
		return true;
	store_close(*s);
	return wrong_with(w, p, "ma", &e);
}

void access_recover_do(struct page *p)
{
	struct store *s;
	struct wrong w = {0};
	char recovery[STORE_RECOVERY_TEXT] = "";
	access_real(p);
	if (p->here && recover(p, &s, recovery, &w))
		enter_new(p, s, recovery);
	else
		recover_page(p, p->here ? 400 : 403, &w);
	sodium_memzero(recovery, sizeof recovery);
}
