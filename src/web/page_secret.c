/* page_secret.c - what opens the data, of both programs' pages: a passphrase typed, a new one typed twice, the recovery
 * key to be written down. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/app_settings.h>
#include <tungnha/app_words.h>
#include <tungnha/page_keeping.h>
#include <tungnha/store_keep.h>
#include <tungnha/store_records.h>
#include <tungnha/utf8.h>

/* Wrong ones, by this process: after a few of them one waits, longer each time. Whom the passphrase keeps waiting may
 * reach for the paper at once. */
enum { TRIES_FREE = 5, PAUSE_S = 10, PAUSE_MOST_S = 600 };
static struct tries {
	int wrong;
	int64_t until;
} of_passphrase, of_paper;

static int may_try(const struct tries *t, struct err *e)
{
	int64_t left = t->until - app_access_steady();
	return left <= 0 ? 0 : err_set(e, ERR_DENIED, TEXT_ACCESS_WAIT, "%d", (int)left);
}

static void tried(struct tries *t, bool good)
{
	t->wrong = good ? 0 : t->wrong + 1;
	if (t->wrong < TRIES_FREE)
		return;
	int64_t pause = PAUSE_S;
	for (int i = TRIES_FREE; i < t->wrong && pause < PAUSE_MOST_S; i++)
		pause *= 2;
	t->until = app_access_steady() + (pause < PAUSE_MOST_S ? pause : PAUSE_MOST_S);
}

/* --- what is wrong --- */

bool page_wrong_with(struct page_wrong *w, const struct page *p, const char *field, const struct err *e)
{
	w->field = field;
	app_words_of(e, p->lang, w->sentence, sizeof w->sentence);
	return false;
}

const char *page_wrong_of(const struct page_wrong *w, const char *field)
{
	return w->field && strcmp(w->field, field) == 0 ? w->sentence : "";
}

void page_wrong_box(struct page *p, text_id not_yet, const struct page_wrong *w)
{
	if (!w->field)
		return;
	html_print(&p->out, "<p class=\"box bad\" role=\"alert\">%s ", page_text(p, not_yet));
	if (*w->field)
		html_print(&p->out, "<a href=\"#%s\">%s</a></p>", w->field, w->sentence);
	else
		html_print(&p->out, "%s</p>", w->sentence);
}

/* --- the passphrase --- */

void page_unlock_form(struct page *p, const char *problem)
{
	html_markup_unescaped(&p->out, "<form method=\"post\" action=\"/mo-khoa\" class=\"card\">");
	page_carry(p);
	page_input(p, &(struct page_input){.name = "mk",
			      .type = "password",
			      .label = TEXT_ACCESS_PASSPHRASE,
			      .hint = TEXT_ACCESS_PASSPHRASE_HINT,
			      .attributes = " autocomplete=\"off\" required autofocus",
			      .problem = problem});
	page_button(p, "big", TEXT_ACCESS_UNLOCK);
	page_form_end(p);
	page_to_paper(p, TEXT_ACCESS_FORGOTTEN);
}

void page_to_paper(struct page *p, text_id lost)
{
	html_print(&p->out, "<p><a href=\"/khoi-phuc-khoa\">%s</a></p>", page_text(p, lost));
}

/* Of the other program's data nothing is opened here. */
static int own_or_closed(const struct page *p, struct store *s, struct err *e)
{
	if (page_is_own_store(p, s))
		return 0;
	const char *other = store_role(s) == STORE_COLLECTOR ? "tungnha-collector" : "tungnha-aggregator";
	store_close(s);
	return err_set(e, ERR_DATA, TEXT_DATA_OF_OTHER_PROGRAM, "%s" ERR_AND "%s", p->folder, other);
}

int page_unlock(struct page *p, const char *passphrase, struct err *e)
{
	struct store *s;
	if (may_try(&of_passphrase, e) != 0)
		return -1;
	int rc = p->store ? store_passphrase_is(p->store, passphrase, e) : store_open(p->folder, passphrase, &s, e);
	if (rc == 0 && !p->store && own_or_closed(p, s, e) != 0)
		return -1;
	if (rc == 0 && !p->store)
		page_opened(p, s);
	if (rc == 0 || e->code == ERR_DENIED)
		tried(&of_passphrase, rc == 0);
	return rc;
}

void page_passphrase_fields(struct page *p, text_id label, text_id hint, const struct page_wrong *w)
{
	char least[16];
	snprintf(least, sizeof least, "%d", STORE_PASSPHRASE_LEAST);
	page_input(p, &(struct page_input){.name = "moi",
			      .type = "password",
			      .label = label,
			      .hint = hint,
			      .a0 = least,
			      .attributes = " autocomplete=\"new-password\"",
			      .problem = page_wrong_of(w, "moi")});
	page_input(p, &(struct page_input){.name = "moi2",
			      .type = "password",
			      .label = TEXT_ACCESS_AGAIN,
			      .attributes = " autocomplete=\"new-password\"",
			      .problem = page_wrong_of(w, "moi2")});
}

int page_passphrase_new(struct page *p, const char **out, const char **field, struct err *e)
{
	const char *typed = page_secret(p, "moi");
	size_t n = utf8_length(typed);
	*out = typed;
	*field = "moi";
	if (n < STORE_PASSPHRASE_LEAST)
		return err_set(e, ERR_DATA, TEXT_PASSPHRASE_SHORT, "%zu" ERR_AND "%d", n, STORE_PASSPHRASE_LEAST);
	*field = "moi2";
	return strcmp(typed, page_secret(p, "moi2")) == 0 ? 0 : err_set(e, ERR_DATA, TEXT_PASSPHRASE_DIFFERS, "");
}

void page_recovery_sheet(struct page *p, const char *unit, const char *key, const char *next, text_id on)
{
	char when[PAGE_WHEN];
	html_markup_unescaped(&p->out, "<section class=\"card\"><p>");
	page_say(p, TEXT_ACCESS_RECOVERY_OF, unit, page_when(p->now, when), NULL);
	html_print(&p->out, "</p><p class=\"secret\">%s</p><p>%s</p><p>%s</p></section>", key,
		page_text(p, TEXT_ACCESS_RECOVERY_ONCE), page_text(p, TEXT_ACCESS_RECOVERY_FOR));
	html_print(&p->out,
		"<p class=\"actions no-print\"><button type=\"button\" class=\"second\" data-print hidden>%s</button>"
		"<a class=\"button\" href=\"%s\">%s</a></p>",
		page_text(p, TEXT_ACCESS_PRINT), next, page_text(p, on));
}

/* --- it is forgotten: the paper opens --- */

static void recover_page(struct page *p, const struct page_keeping *k, unsigned status, const struct page_wrong *w)
{
	k->begin(p, page_text(p, TEXT_ACCESS_RECOVER));
	if (!p->here) {
		page_box_text(p, TONE_WARN, TEXT_ACCESS_OWNER_HERE, NULL, NULL, NULL);
		k->end(p, 403);
		return;
	}
	html_print(&p->out, "<p>%s</p><form method=\"post\" action=\"/khoi-phuc-khoa\" class=\"card\">",
		page_text(p, TEXT_ACCESS_RECOVER_SAY));
	page_input(
		p, &(struct page_input){.name = "ma",
			   .type = "text",
			   .label = TEXT_ACCESS_RECOVERY,
			   .hint = TEXT_ACCESS_RECOVERY_HINT,
			   .attributes =
				   " autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" required",
			   .problem = page_wrong_of(w, "ma")});
	page_passphrase_fields(p, TEXT_ACCESS_NEW_PASSPHRASE, TEXT_ACCESS_NEW_PASSPHRASE_HINT, w);
	html_print(&p->out, "<button class=\"big\">%s</button></form><p><a href=\"/\">%s</a></p>",
		page_text(p, TEXT_ACCESS_RECOVER_DO), page_text(p, TEXT_DOOR_HELP_BACK));
	k->end(p, status);
}

/* The store it opened, *s, is nobody's yet. */
static int open_by_paper(struct page *p, struct store **s, struct err *e)
{
	if (may_try(&of_paper, e) != 0)
		return -1;
	int rc = store_open_by(p->folder, &(struct store_key){.recovery = page_field(p, "ma")}, s, e);
	if (rc == 0 || e->code == ERR_DENIED) /* a group that was mistyped is no guess */
		tried(&of_paper, rc == 0);
	return rc == 0 ? own_or_closed(p, *s, e) : -1;
}

static bool recover(struct page *p, char *recovery, struct page_wrong *w)
{
	struct err e;
	const char *passphrase, *field;
	struct store *s;
	if (page_passphrase_new(p, &passphrase, &field, &e) != 0)
		return page_wrong_with(w, p, field, &e);
	const struct store_setup how = {
		.protection = STORE_UNDER_PASSPHRASE, .passphrase = passphrase, .recovery = recovery};
	if (open_by_paper(p, &s, &e) != 0)
		return page_wrong_with(w, p, "ma", &e);
	if (app_protect(s, &how, &e) != 0) {
		store_close(s);
		return page_wrong_with(w, p, "ma", &e);
	}
	of_passphrase = (struct tries){0}; /* of the one before */
	page_opened(p, s);
	return true;
}

static const char *name_of(struct store *s, struct unit *out)
{
	struct err none;
	struct unit *all = NULL;
	size_t n = 0;
	if (store_own_unit(s, out, &none) == 0)
		return out->name;
	if (store_units(s, NULL, &all, &n, &none) != 0 || n == 0)
		return "";
	*out = all[0];
	free(all);
	return out->name;
}

void page_recover(struct page *p, const struct page_keeping *k)
{
	enum store_protection how;
	p->store = page_real(p, &p->folder);
	if (!store_look(p->folder, &how))
		page_redirect(p, "/bat-dau");
	else
		recover_page(p, k, 200, &(struct page_wrong){0});
}

void page_recover_do(struct page *p, const struct page_keeping *k)
{
	struct page_wrong w = {0};
	struct unit u;
	char recovery[STORE_RECOVERY_TEXT] = "";
	p->store = page_real(p, &p->folder);
	if (p->here && recover(p, recovery, &w)) {
		text_id on;
		const char *next = k->enter(p, &on);
		k->begin(p, page_text(p, TEXT_ACCESS_RECOVERY));
		page_recovery_sheet(p, name_of(p->store, &u), recovery, next, TEXT_ACCESS_WRITTEN_ON);
		k->end(p, 200);
	} else {
		recover_page(p, k, 400, &w);
	}
	sodium_memzero(recovery, sizeof recovery);
}
