/* page_access_begin.c - a machine without data begins, or gets them back; one whose passphrase is forgotten opens with
 * the paper. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/app_begin.h>
#include <tungnha/page_keeping.h>
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

/* --- a passphrase forgotten, a machine gone: pages both programs have --- */

/* From here on this browser is the owner's. */
static const char *enter(struct page *p, text_id *on)
{
	struct err e;
	char token[APP_TOKEN];
	struct app_session session;
	if (app_session_begin(p->store, APP_OWNER, NULL, p->now, token, &session, &e) == 0)
		page_set_session(p, token, APP_OWNER);
	*on = TEXT_ACCESS_TO_HOME;
	return "/";
}

static void begin_keeping(struct page *p, const char *title)
{
	door_begin(p, DOOR_NONE, title);
}

static const struct page_keeping keeping = {STORE_COLLECTOR, begin_keeping, door_end_status, enter};

void access_recover(struct page *p)
{
	page_recover(p, &keeping);
}

void access_recover_do(struct page *p)
{
	page_recover_do(p, &keeping);
}

void access_restore(struct page *p)
{
	page_restore(p, &keeping);
}

void access_restore_file(struct page *p)
{
	page_restore_file(p, &keeping);
}

void access_restore_do(struct page *p)
{
	page_restore_do(p, &keeping);
}

static void enter_new(struct page *p, struct store *s, const char *recovery)
{
	text_id on;
	page_opened(p, s);
	const char *next = enter(p, &on);
	if (*recovery)
		access_show_recovery(p, recovery);
	else
		page_redirect(p, next);
}

/* --- beginning --- */

static void tick(struct page *p, const char *name, text_id label)
{
	html_print(&p->out, "<p class=\"choices\"><label><input type=\"checkbox\" name=\"%s\" value=\"1\"", name);
	html_markup_unescaped(&p->out, page_has(p, name) ? " checked>" : ">");
	html_print(&p->out, "%s</label></p>", page_text(p, label));
}

static void invitation(struct page *p, const struct page_wrong *w)
{
	const struct page_chosen *kept = page_chosen(p);
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
		page_wrong_of(w, "tep"), page_text(p, TEXT_ACCESS_INVITE_LINE), page_field(p, "thu"));
	page_input(p, &(struct page_input){.name = "xom",
			      .type = "text",
			      .label = TEXT_ACCESS_HAMLET,
			      .attributes = " autocomplete=\"off\"",
			      .problem = page_wrong_of(w, "xom")});
}

static void begin_page(struct page *p, unsigned status, const struct page_wrong *w)
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
	page_wrong_box(p, TEXT_ACCESS_BEGIN_NOT_YET, w);
	page_restore_offer(p);
	html_markup_unescaped(&p->out, "<form method=\"post\" action=\"/bat-dau\" enctype=\"multipart/form-data\">");
	invitation(p, w);
	page_input(p, &(struct page_input){.name = "ten",
			      .type = "text",
			      .label = TEXT_ACCESS_WHO,
			      .hint = TEXT_ACCESS_WHO_HINT,
			      .attributes = " autocomplete=\"off\"",
			      .problem = page_wrong_of(w, "ten")});
	page_passphrase_fields(p, TEXT_ACCESS_NEW_PASSPHRASE, TEXT_ACCESS_NEW_PASSPHRASE_HINT, w);
	tick(p, "khong", TEXT_ACCESS_NO_PASSPHRASE);
	html_print(&p->out, "<button class=\"big\">%s</button></form>", page_text(p, TEXT_ACCESS_BEGIN_DO));
	door_end_status(p, status);
}

void access_begin(struct page *p)
{
	access_real(p);
	begin_page(p, 200, &(struct page_wrong){0});
}

/* The file, now or with an earlier press of the button; else the line. NULL: none of them. */
static const void *given(struct page *p, const char **name, size_t *n)
{
	const void *bytes;
	const struct page_chosen *kept = page_chosen(p);
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
static bool read_invitation(struct page *p, struct app_join *j, struct page_wrong *w)
{
	struct err e;
	const char *name;
	size_t n;
	const void *bytes = given(p, &name, &n);
	if (!bytes) {
		err_set(&e, ERR_DATA, TEXT_ACCESS_INVITE_NEEDED, "");
		return page_wrong_with(w, p, "tep", &e);
	}
	if (app_join_prepare(bytes, n, NULL, p->now, j, &e) != 0) {
		page_chosen_drop();
		return page_wrong_with(w, p, name ? "tep" : "thu", &e);
	}
	return !name || page_choose(p, NULL, name, bytes, n, &e) == 0 || page_wrong_with(w, p, "tep", &e);
}

static bool read_hamlet(struct page *p, struct app_init *i, struct page_wrong *w)
{
	struct err e;
	i->name = page_field(p, "xom");
	i->by = *page_field(p, "ten") ? page_field(p, "ten") : NULL;
	return app_init_check(i, &e) == 0 || page_wrong_with(w, p, "xom", &e);
}

static bool begin(struct page *p, struct app_join *j, struct store **s, char *recovery, struct page_wrong *w)
{
	struct err e;
	struct app_init init = {0};
	bool invited = is_invited(p);
	const char *passphrase = NULL, *field;
	struct app_begin b = {.folder = p->folder, .now = p->now};
	if (invited ? !read_invitation(p, j, w) : !read_hamlet(p, &init, w))
		return false;
	if (!page_has(p, "khong") && page_passphrase_new(p, &passphrase, &field, &e) != 0)
		return page_wrong_with(w, p, field, &e);
	b.setup = (struct store_setup){.protection = passphrase ? STORE_UNDER_PASSPHRASE : STORE_UNPROTECTED,
		.passphrase = passphrase,
		.recovery = recovery};
	b.join = invited ? j : NULL;
	b.init = invited ? NULL : &init;
	b.by = *page_field(p, "ten") ? page_field(p, "ten") : NULL;
	return app_begin(&b, s, &e) == 0 || page_wrong_with(w, p, "", &e);
}

void access_begin_do(struct page *p)
{
	struct app_join j = {0};
	struct store *s = NULL;
	struct page_wrong w = {0};
	char recovery[STORE_RECOVERY_TEXT] = "";
	enum store_protection how;
	access_real(p);
	if (!p->here || store_look(p->folder, &how)) { /* sent twice, or by somebody else */
		begin_page(p, 400, &w);
		return;
	}
	if (begin(p, &j, &s, recovery, &w)) {
		page_chosen_drop();
		enter_new(p, s, recovery);
	} else
		begin_page(p, 400, &w);
	app_join_free(&j);
	sodium_memzero(recovery, sizeof recovery);
}
