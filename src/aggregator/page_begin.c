/* page_begin.c - a machine without data becomes a commune's, or again what it was: its name, its campaign, what opens
 * its data. On the machine itself, once; the first administrator is made next (page_access.c). */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <sodium.h>
#include <tungnha/app_figures.h>
#include <tungnha/file.h>
#include <tungnha/page_keeping.h>
#include <tungnha/store_keep.h>

#include "page_units.h"
#include "page_users.h"

/* --- the page --- */

static const char *const levels[] = {"commune", "district", "province"};
enum { LEVELS = sizeof levels / sizeof *levels };

static void select_begin(struct page *p, const char *name, text_id label)
{
	html_print(&p->out, "<div class=\"field\"><label for=\"%s\">%s</label><select id=\"%s\" name=\"%s\">", name,
		page_text(p, label), name, name);
}

static void choice(struct page *p, const char *name, const char *value, const char *shown)
{
	html_print(&p->out, "<option value=\"%s\"", value);
	html_markup_unescaped(&p->out, strcmp(page_field(p, name), value) == 0 ? " selected>" : ">");
	html_print(&p->out, "%s</option>", shown);
}

static void which_unit(struct page *p, const struct page_wrong *w)
{
	page_input(p, &(struct page_input){.name = "ten",
			      .type = "text",
			      .label = TEXT_BEGIN_NAME,
			      .hint = TEXT_BEGIN_NAME_HINT,
			      .attributes = " autocomplete=\"off\" required",
			      .problem = page_wrong_of(w, "ten")});
	page_input(p, &(struct page_input){.name = "ma",
			      .type = "text",
			      .label = TEXT_BEGIN_CODE,
			      .hint = TEXT_BEGIN_CODE_HINT,
			      .attributes = " autocomplete=\"off\" spellcheck=\"false\" required",
			      .problem = page_wrong_of(w, "ma")});
	select_begin(p, "cap", TEXT_HUB_COL_LEVEL);
	for (size_t i = 0; i < LEVELS; i++)
		choice(p, "cap", levels[i], app_level_words(levels[i], p->lang));
	html_markup_unescaped(&p->out, "</select></div>");
	page_input(p, &(struct page_input){.name = "tren",
			      .type = "text",
			      .label = TEXT_BEGIN_ABOVE,
			      .hint = TEXT_BEGIN_ABOVE_HINT,
			      .attributes = " autocomplete=\"off\""});
}

static void which_campaign(struct page *p)
{
	char id[80], title[256];
	size_t i = 0, n;
	html_print(&p->out,
		"<div class=\"field\"><label for=\"san\">%s</label><p class=\"hint\" id=\"san-y\">%s</p>"
		"<select id=\"san\" name=\"san\" aria-describedby=\"san-y\">",
		page_text(p, TEXT_BEGIN_CAMPAIGN), page_text(p, TEXT_BEGIN_CAMPAIGN_HINT));
	while (campaign_shipped(p, &i, &n, id, title))
		choice(p, "san", id, title);
	html_markup_unescaped(&p->out, "</select></div>");
}

static void which_secret(struct page *p, const struct page_wrong *w)
{
	html_print(&p->out, "<h2>%s</h2>", page_text(p, TEXT_BEGIN_SECRET));
	page_passphrase_fields(p, TEXT_ACCESS_PASSPHRASE, TEXT_BEGIN_SECRET_HINT, w);
	html_markup_unescaped(
		&p->out, "<p class=\"choices\"><label><input type=\"checkbox\" name=\"khong\" value=\"1\"");
	html_markup_unescaped(&p->out, page_has(p, "khong") ? " checked>" : ">");
	html_print(&p->out, "%s</label></p>", page_text(p, TEXT_BEGIN_NO_SECRET));
}

static void show(struct page *p, unsigned status, const struct page_wrong *w)
{
	desk_begin(p, DESK_NONE, page_text(p, TEXT_ACCESS_BEGIN));
	if (!p->here) {
		page_box_text(p, TONE_WARN, TEXT_ACCESS_BEGIN_ELSEWHERE, NULL, NULL, NULL);
		desk_end_status(p, 403);
		return;
	}
	html_print(&p->out, "<p>%s</p>", page_text(p, TEXT_BEGIN_SAY));
	page_wrong_box(p, TEXT_ACCESS_BEGIN_NOT_YET, w);
	page_restore_offer(p);
	html_markup_unescaped(&p->out, "<form method=\"post\" action=\"/bat-dau\" class=\"card\">");
	which_unit(p, w);
	which_campaign(p);
	which_secret(p, w);
	html_print(&p->out, "<div class=\"actions\"><button class=\"big\">%s</button></div></form>",
		page_text(p, TEXT_BEGIN_DO));
	desk_end_status(p, status);
}

/* There is one already: made a moment ago, by the same form sent twice perhaps. */
static bool begun(struct page *p)
{
	enum store_protection how;
	if (!store_look(p->folder, &how))
		return false;
	page_redirect(p, "/");
	return true;
}

void users_begin(struct page *p)
{
	if (!begun(p))
		show(p, 200, &(struct page_wrong){0});
}

/* --- what was posted --- */

static bool take_word(const char *typed, char *out, size_t out_bytes)
{
	size_t n = strlen(typed);
	if (n == 0 || n >= out_bytes)
		return false;
	memcpy(out, typed, n + 1);
	return true;
}

static bool read_unit(struct page *p, struct unit *u, struct page_wrong *w)
{
	struct err e;
	if (!take_word(page_field(p, "ten"), u->name, sizeof u->name)) {
		err_set(&e, ERR_DATA, TEXT_BEGIN_NO_NAME, "");
		return page_wrong_with(w, p, "ten", &e);
	}
	if (!take_word(page_field(p, "ma"), u->code, sizeof u->code) || !unit_valid_code(u->code)) {
		err_set(&e, ERR_DATA, TEXT_HUB_OWN_CODE, "%s", page_field(p, "ma"));
		return page_wrong_with(w, p, "ma", &e);
	}
	for (size_t i = 0; i < LEVELS; i++)
		if (strcmp(levels[i], page_field(p, "cap")) == 0)
			snprintf(u->level, sizeof u->level, "%s", levels[i]);
	return true;
}

static bool read_secret(struct page *p, struct app_hub_setup *setup, struct page_wrong *w)
{
	struct err e;
	const char *field;
	setup->protection = page_has(p, "khong") ? STORE_UNPROTECTED : STORE_UNDER_PASSPHRASE;
	if (setup->protection == STORE_UNPROTECTED)
		return true;
	return page_passphrase_new(p, &setup->passphrase, &field, &e) == 0 || page_wrong_with(w, p, field, &e);
}

/* The campaign chosen, as a file for as long as fd is open. */
static int open_campaign(struct page *p, char path[static 40], struct err *e)
{
	char id[80], title[256];
	const char *bytes;
	size_t i = 0, n = 0;
	while ((bytes = campaign_shipped(p, &i, &n, id, title)) && strcmp(id, page_field(p, "san")) != 0)
		;
	if (!bytes)
		return err_set(e, ERR_DATA, TEXT_DESK_CAMP_NONE, "");
	int fd = memfd_create("tungnha-campaign", MFD_CLOEXEC);
	if (fd < 0 || file_write_all(fd, bytes, n) != 0) {
		int why = errno;
		if (fd >= 0)
			close(fd);
		return err_errno(e, why, id);
	}
	snprintf(path, 40, "/proc/self/fd/%d", fd);
	return fd;
}

static bool make(struct page *p, struct app_hub_setup *setup, struct store **s, struct page_wrong *w)
{
	struct err e;
	struct app_hub_notes refused = {0}, doubtful = {0};
	char path[40];
	int fd = open_campaign(p, path, &e);
	if (fd < 0)
		return page_wrong_with(w, p, "", &e);
	setup->campaign_file = path;
	int rc = app_hub_init(p->folder, setup, s, &refused, &doubtful, &e);
	close(fd);
	app_hub_notes_free(&refused);
	app_hub_notes_free(&doubtful);
	return rc == 0 || page_wrong_with(w, p, "", &e);
}

/* While there is no user, this browser may make the first administrator, and nothing else. Users of a backup sign in as
 * on the machine that is gone. */
static const char *enter(struct page *p, text_id *on)
{
	struct err e;
	struct app_session session;
	char token[APP_TOKEN];
	*on = TEXT_USERS_SIGN_IN;
	if (app_users_any(p->store))
		return "/dang-nhap";
	if (app_session_begin(p->store, APP_OWNER, NULL, p->now, token, &session, &e) == 0)
		page_set_session(p, token, APP_OWNER);
	*on = TEXT_USERS_FIRST;
	return "/dau-tien"; /* which says how, where there is no session */
}

static void go_on(struct page *p, struct store *s, const char *unit, const char *recovery)
{
	text_id on;
	page_opened(p, s);
	const char *next = enter(p, &on);
	if (!*recovery) {
		page_redirect(p, next);
		return;
	}
	desk_begin(p, DESK_NONE, page_text(p, TEXT_ACCESS_RECOVERY));
	page_recovery_sheet(p, unit, recovery, next, TEXT_BEGIN_WRITTEN);
	desk_end(p);
}

void users_begin_do(struct page *p)
{
	char recovery[STORE_RECOVERY_TEXT] = "";
	struct app_hub_setup setup = {.own_units = true, .recovery = recovery};
	struct store *s;
	struct page_wrong w = {0};
	if (begun(p))
		return;
	setup.parent_name = *page_field(p, "tren") ? page_field(p, "tren") : NULL;
	if (p->here && read_unit(p, &setup.unit, &w) && read_secret(p, &setup, &w) && make(p, &setup, &s, &w))
		go_on(p, s, setup.unit.name, recovery);
	else
		show(p, 400, &w);
	sodium_memzero(recovery, sizeof recovery);
}

/* --- a passphrase forgotten, a machine gone: pages both programs have --- */

static void begin_keeping(struct page *p, const char *title)
{
	desk_begin(p, DESK_NONE, title);
}

static const struct page_keeping keeping = {STORE_AGGREGATOR, begin_keeping, desk_end_status, enter};

void users_recover(struct page *p)
{
	page_recover(p, &keeping);
}

void users_recover_do(struct page *p)
{
	page_recover_do(p, &keeping);
}

void users_restore(struct page *p)
{
	page_restore(p, &keeping);
}

void users_restore_file(struct page *p)
{
	page_restore_file(p, &keeping);
}

void users_restore_do(struct page *p)
{
	page_restore_do(p, &keeping);
}
