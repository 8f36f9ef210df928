/* page_settings_keep.c - backups by page, and the check of the data: work on a thread of its own, told when it is done.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_restore.h>
#include <tungnha/app_sticks.h>
#include <tungnha/file.h>

#include "page_settings.h"

#define CHECK "kiem-tra"
#define AT_BACKUP "/cai-dat/sao-luu"
#define AT_CHECK "/cai-dat/kiem-tra"

struct work {
	int64_t now;
	char folder[APP_STICK_PATH + sizeof APP_BACKUPS_FOLDER + 1];
};

static void run_backup(struct store *s, void *context)
{
	const struct work *w = context;
	app_task_backup(s, w->folder, w->now);
}

static void run_check(struct store *s, void *context)
{
	const struct work *w = context;
	app_task_check(s, w->now);
}

/* --- how it stands: what is under way, what came of it --- */

static text_id work_words(const char *what)
{
	if (strcmp(what, APP_BACKUPS_FOLDER) == 0)
		return TEXT_DOOR_SET_BACKING_UP;
	return strcmp(what, CHECK) == 0 ? TEXT_DOOR_SET_CHECKING : TEXT_DOOR_SET_OTHER_WORK;
}

static void show_work(struct page *p, const char *what, int64_t since)
{
	char when[20];
	html_print(&p->out, "<p class=\"box note\" role=\"status\">%s (%s)</p>", page_text(p, work_words(what)),
		page_when(since, when));
}

/* What a script asks for while one waits (data-poll): 205 has it show the page anew. */
static bool answered_part(struct page *p)
{
	int64_t since;
	const char *what = page_working(p, &since);
	if (!page_has(p, "phan"))
		return false;
	if (what)
		show_work(p, what, since);
	page_done(p, what ? 200 : 205);
	return true;
}

static void tell_task(struct page *p, enum app_task task)
{
	struct app_task_done done;
	char when[20];
	if (!app_task_done(p->store, task, p->lang, &done))
		return;
	html_print(&p->out, "<h2>%s: %s</h2>", page_text(p, TEXT_DOOR_SET_LAST_TIME), page_when(done.at, when));
	page_box(p, done.good ? TONE_GOOD : TONE_BAD, done.said);
	app_task_done_free(&done);
}

/* true: something is under way, and nothing else can be begun. */
static bool standing(struct page *p, enum app_task task, const char *path)
{
	int64_t since;
	const char *what = page_working(p, &since);
	if (!what) {
		tell_task(p, task);
		return false;
	}
	html_print(&p->out, "<div data-poll=\"%s?phan=1\" data-every=\"2\">", path);
	show_work(p, what, since);
	html_print(&p->out, "</div><p><a class=\"button second\" href=\"%s\">%s</a></p>", path,
		page_text(p, TEXT_DOOR_SET_DONE_YET));
	return true;
}

static void begin_work(struct page *p, const char *what, page_work_run run, const char *folder, const char *back)
{
	struct err e;
	struct work *w = alloc_zero(1, sizeof *w);
	w->now = p->now;
	snprintf(w->folder, sizeof w->folder, "%s", folder);
	if (page_work(p, what, run, w)) {
		page_redirect(p, back);
		return;
	}
	free(w);
	err_set(&e, ERR_BUSY, TEXT_DOOR_SET_OTHER_WORK, "");
	page_fail(p, &e);
}

/* --- backup --- */

static void button_for(struct page *p, const char *where, const char *class, const char *label)
{
	html_print(&p->out, "<button class=\"%s\" name=\"vao\" value=\"%s\">%s</button>", class, where, label);
}

static void sticks(struct page *p)
{
	struct app_stick stick[APP_STICKS_MAX];
	size_t n = app_sticks(stick, APP_STICKS_MAX), good = 0;
	char label[256];
	for (size_t i = 0; i < n; i++) {
		if (stick[i].read_only)
			continue;
		text_fill(p->lang, TEXT_DOOR_SET_BACKUP_STICK, (const char *const[3]){stick[i].name, NULL, NULL}, label,
			sizeof label);
		button_for(p, stick[i].path, "big", label);
		good++;
	}
	if (good == 0)
		page_para(p, "", TEXT_DOOR_SET_NO_STICK, NULL, NULL, NULL);
}

static void show_file(struct page *p, const struct app_backup_file *f)
{
	char when[PAGE_WHEN];
	html_print(&p->out, "<li class=\"code\">%s – ", f->path);
	if (f->good)
		html_print(&p->out, "%s, %s</li>", f->info.name[0] ? f->info.name : f->info.unit,
			page_when(f->info.at, when));
	else
		html_print(&p->out, "<strong>%s</strong></li>", page_text(p, TEXT_DOOR_SET_FILE_BAD));
}

static void files(struct page *p)
{
	struct app_backups b;
	app_backups(p->folder, &b);
	page_heading(p, TEXT_DOOR_SET_BACKUP_FILES);
	html_markup_unescaped(&p->out, b.count ? "<ul>" : "");
	for (size_t i = 0; i < b.count; i++)
		show_file(p, &b.file[i]);
	html_markup_unescaped(&p->out, b.count ? "</ul>" : "");
	html_print(&p->out, "<p>%s</p>",
		page_text(p, b.count ? TEXT_DOOR_SET_BACKUP_CHECKED : TEXT_DOOR_SET_BACKUP_NO_FILES));
	app_backups_free(&b);
}

void page_settings_backup(struct page *p)
{
	if (!settings_real(p) || answered_part(p))
		return;
	settings_begin(p, TEXT_DOOR_SET_BACKUP);
	page_para(p, "", TEXT_DOOR_SET_BACKUP_ABOUT, NULL, NULL, NULL);
	if (store_protection(p->store) == STORE_UNPROTECTED)
		page_box_text(p, TONE_WARN, TEXT_DOOR_SET_BACKUP_PLAIN, NULL, NULL, NULL);
	if (!standing(p, APP_TASK_BACKUP, AT_BACKUP)) {
		page_form(p, AT_BACKUP, "");
		sticks(p);
		page_para(p, "hint", TEXT_DOOR_SET_BACKUP_HERE_HINT, NULL, NULL, NULL);
		button_for(p, "", "second", page_text(p, TEXT_DOOR_SET_BACKUP_HERE));
		page_form_end(p);
		html_print(&p->out, "<p><a href=\"" AT_BACKUP "\">%s</a></p>", page_text(p, TEXT_DOOR_SET_LOOK_AGAIN));
		files(p);
		html_print(&p->out, "<h2>%s</h2><p>%s</p>", page_text(p, TEXT_DOOR_SET_RESTORE),
			page_text(p, TEXT_DOOR_SET_RESTORE_TEXT));
	}
	door_end(p);
}

void page_settings_backup_now(struct page *p)
{
	const char *where = page_field(p, "vao");
	struct err e;
	if (!settings_real(p))
		return;
	if (*where && !app_stick_is(where)) {
		err_set(&e, ERR_NOT_FOUND, TEXT_DOOR_SET_STICK_GONE, "");
		page_fail(p, &e);
		return;
	}
	char *folder = file_join(*where ? where : p->folder, APP_BACKUPS_FOLDER);
	begin_work(p, APP_BACKUPS_FOLDER, run_backup, folder, AT_BACKUP);
	free(folder);
}

/* --- check --- */

void page_settings_check(struct page *p)
{
	if (!settings_real(p) || answered_part(p))
		return;
	settings_begin(p, TEXT_DOOR_SET_CHECK);
	page_para(p, "", TEXT_DOOR_SET_CHECK_TEXT, NULL, NULL, NULL);
	if (!standing(p, APP_TASK_CHECK, AT_CHECK)) {
		page_form(p, AT_CHECK, "");
		page_button(p, "big", TEXT_DOOR_SET_CHECK_NOW);
		page_form_end(p);
	}
	door_end(p);
}

void page_settings_check_now(struct page *p)
{
	if (settings_real(p))
		begin_work(p, CHECK, run_check, "", AT_CHECK);
}
