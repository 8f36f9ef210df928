/* page_restore_show.c - restoring as a person sees it: which backup, what opens it, what came of it. */
#include <stdio.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/app_words.h>

#include "page_restore.h"

void page_restore_offer(struct page *p)
{
	html_markup_unescaped(&p->out, "<section class=\"card\">");
	page_para(p, "", TEXT_RESTORE_P_OFFER, NULL, NULL, NULL);
	page_link(p, "second", "/khoi-phuc", TEXT_RESTORE_P);
	html_markup_unescaped(&p->out, "</section>");
}

static const char *unit_of(const struct store_backup_info *i)
{
	return i->name[0] ? i->name : i->unit;
}

static text_id opened_by(const struct store_backup_info *i)
{
	if (i->protection == STORE_UNPROTECTED)
		return TEXT_RESTORE_P_BY_NOTHING;
	return i->protection == STORE_UNDER_PASSPHRASE ? TEXT_RESTORE_P_BY_PASSPHRASE : TEXT_RESTORE_P_BY_KEY;
}

/* --- which --- */

static void use_button(struct page *p, const struct app_backup_file *f, const char *when)
{
	char label[512];
	text_fill(p->lang, TEXT_RESTORE_P_USE_OF, (const char *const[3]){unit_of(&f->info), when, NULL}, label,
		sizeof label);
	html_markup_unescaped(&p->out, "<form method=\"get\" action=\"/khoi-phuc\">");
	page_hidden(p, "tep", f->path);
	html_print(&p->out, "<button aria-label=\"%s\">%s</button></form>", label, page_text(p, TEXT_RESTORE_P_USE));
}

static void one(struct page *p, const struct page_keeping *k, const struct app_backup_file *f)
{
	char when[PAGE_WHEN];
	const char *slash = strrchr(f->path, '/');
	html_markup_unescaped(&p->out, "<section class=\"card\">");
	if (f->good) {
		page_when(f->info.at, when);
		html_print(&p->out, "<p><b>%s</b>, %s</p>", unit_of(&f->info), when);
	}
	page_para(p, "hint path", TEXT_RESTORE_P_ON_STICK, f->stick, slash ? slash + 1 : f->path, NULL);
	if (!f->good)
		html_print(&p->out, "<p><strong>%s</strong></p>", page_text(p, TEXT_DOOR_SET_FILE_BAD));
	else if (f->info.role != k->role)
		page_para(p, "", TEXT_RESTORE_P_OTHER, NULL, NULL, NULL);
	else
		page_para(p, "", opened_by(&f->info), NULL, NULL, NULL);
	if (f->good && f->info.role == k->role)
		use_button(p, f, when);
	html_markup_unescaped(&p->out, "</section>");
}

static void on_sticks(struct page *p, const struct page_keeping *k)
{
	struct app_backups b;
	app_backups(NULL, &b);
	page_heading(p, TEXT_RESTORE_P_STICKS);
	if (b.count == 0)
		page_para(p, "", TEXT_RESTORE_P_NONE, NULL, NULL, NULL);
	for (size_t i = 0; i < b.count; i++)
		one(p, k, &b.file[i]);
	page_link(p, "second", "/khoi-phuc", TEXT_DOOR_SET_LOOK_AGAIN);
	app_backups_free(&b);
}

static void by_file(struct page *p, const struct page_wrong *w)
{
	const char *problem = page_wrong_of(w, "tep");
	html_print(&p->out,
		"<h2>%s</h2><form method=\"post\" action=\"/khoi-phuc/tep\" enctype=\"multipart/form-data\" "
		"class=\"card\">"
		"<div class=\"field\"><label for=\"tep\">%s</label><input type=\"file\" id=\"tep\" name=\"tep\" "
		"accept=\".tnb\" required aria-describedby=\"tep-l\"",
		page_text(p, TEXT_RESTORE_P_ELSE), page_text(p, TEXT_RESTORE_P_FILE));
	html_markup_unescaped(&p->out, *problem ? " aria-invalid=\"true\">" : ">");
	html_print(&p->out, "<p class=\"problem\" id=\"tep-l\">%s</p></div><button class=\"second\">%s</button></form>",
		problem, page_text(p, TEXT_RESTORE_P_FILE_DO));
}

void restore_choose(struct page *p, const struct page_keeping *k, unsigned status, const struct page_wrong *w)
{
	k->begin(p, page_text(p, TEXT_RESTORE_P));
	page_crumbs(p, "/bat-dau", TEXT_ACCESS_BEGIN);
	page_wrong_box(p, TEXT_RESTORE_P_NOT_YET, w);
	page_para(p, "", TEXT_RESTORE_P_SAY, NULL, NULL, NULL);
	on_sticks(p, k);
	by_file(p, w);
	k->end(p, status);
}

/* --- what opens it --- */

static void facts(struct page *p, const struct restore_chosen *c)
{
	char when[PAGE_WHEN], shown[ID_SHOWN];
	html_markup_unescaped(&p->out, "<dl class=\"facts\">");
	page_fact(p, TEXT_RESTORE_P_UNIT, unit_of(&c->info));
	page_fact(p, TEXT_RESTORE_P_AT, page_when(c->info.at, when));
	page_fact(p, TEXT_DOOR_SET_DEVICE, id_shown(c->info.node, shown));
	page_fact(p, TEXT_RESTORE_P_NAME, c->name);
	html_markup_unescaped(&p->out, "</dl>");
}

static void passphrase(struct page *p, const struct page_wrong *w)
{
	page_input(p, &(struct page_input){.name = "mk",
			      .type = "password",
			      .label = TEXT_RESTORE_P_PASSPHRASE,
			      .attributes = " autocomplete=\"off\"",
			      .problem = page_wrong_of(w, "mk")});
}

static void paper(struct page *p, const struct page_wrong *w)
{
	const char *problem = page_wrong_of(w, "ma");
	html_markup_unescaped(&p->out, *problem ? "<details class=\"more\" open>" : "<details class=\"more\">");
	html_print(&p->out, "<summary>%s</summary>", page_text(p, TEXT_RESTORE_P_PAPER));
	page_input(p, &(struct page_input){.name = "ma",
			      .type = "text",
			      .label = TEXT_ACCESS_RECOVERY,
			      .hint = TEXT_ACCESS_RECOVERY_HINT,
			      .attributes = " autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\"",
			      .problem = problem});
	html_markup_unescaped(&p->out, "</details>");
}

/* A number of its own: pressed twice, it restores once. */
static void press(struct page *p)
{
	unsigned char random[16];
	char shown[2 * sizeof random + 1];
	randombytes_buf(random, sizeof random);
	page_hidden(p, "lan", sodium_bin2hex(shown, sizeof shown, random, sizeof random));
}

void restore_ask(struct page *p, const struct page_keeping *k, const struct restore_chosen *c, unsigned status,
	const struct page_wrong *w)
{
	k->begin(p, page_text(p, TEXT_RESTORE_P));
	page_crumbs(p, "/khoi-phuc", TEXT_RESTORE_P_ANOTHER);
	page_wrong_box(p, TEXT_RESTORE_P_NOT_YET, w);
	facts(p, c);
	html_markup_unescaped(&p->out, "<form method=\"post\" action=\"/khoi-phuc\" class=\"card\">");
	page_hidden(p, c->sent ? "giu" : "tep", page_field(p, c->sent ? "giu" : "tep"));
	press(p);
	page_para(p, "", opened_by(&c->info), NULL, NULL, NULL);
	if (c->info.protection == STORE_UNDER_PASSPHRASE)
		passphrase(p, w);
	if (c->info.protection != STORE_UNPROTECTED)
		paper(p, w);
	page_para(p, "hint", TEXT_RESTORE_P_HOW, NULL, NULL, NULL);
	page_button(p, "big", TEXT_RESTORE_P_DO);
	page_form_end(p);
	k->end(p, status);
}

/* --- what came of it --- */

static void para(struct page *p, text_id id)
{
	html_print(&p->out, "<li>%s</li>", page_text(p, app_words(id)));
}

void restore_tell(struct page *p, const struct page_keeping *k, const struct store_restored *r, bool by_paper)
{
	char when[PAGE_WHEN], n[32];
	bool open = store_protection(p->store) == STORE_UNPROTECTED;
	text_id on;
	const char *next = k->enter(p, &on);
	k->begin(p, page_text(p, TEXT_RESTORE_P_DONE));
	page_box_text(p, TONE_GOOD, TEXT_RESTORE_DONE, unit_of(&r->from), page_when(r->from.at, when),
		page_number(p, r->entries, n));
	if (r->problems > 0)
		page_box_number(p, TONE_WARN, app_words(TEXT_RESTORE_PROBLEMS), (int64_t)r->problems);
	if (open)
		page_box_text(p, TONE_WARN, TEXT_DATA_UNPROTECTED, NULL, NULL, NULL);
	html_print(&p->out, "<h2>%s</h2><ol class=\"steps\">", page_text(p, TEXT_RESTORE_P_NEXT));
	para(p, TEXT_RESTORE_OTHER_MACHINE);
	if (by_paper)
		para(p, TEXT_RESTORE_P_NEW);
	if (on == TEXT_USERS_SIGN_IN)
		para(p, TEXT_RESTORE_P_SIGN_IN);
	para(p, r->from.role == STORE_AGGREGATOR ? TEXT_RESTORE_NEXT_HUB : TEXT_RESTORE_NEXT_DEVICE);
	html_markup_unescaped(&p->out, "</ol><p class=\"actions\">");
	if (by_paper)
		page_link(p, "second", "/khoi-phuc-khoa", TEXT_RESTORE_P_NEW_DO);
	page_link(p, "", next, on);
	html_markup_unescaped(&p->out, "</p>");
	k->end(p, 200);
}
