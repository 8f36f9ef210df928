/* page_backup.c - backing up now: onto a stick, into this machine; how old the last one is, how many are kept. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_restore.h>
#include <tungnha/app_settings.h>
#include <tungnha/app_sticks.h>
#include <tungnha/file.h>

#include "page_devices.h"

enum { DAY = 24 * 60 * 60, OLD_DAYS = 7 };

struct work {
	int64_t now;
	char folder[APP_STICK_PATH + sizeof APP_BACKUPS_FOLDER + 1];
};

static void run(struct store *s, void *context)
{
	const struct work *w = context;
	app_task_backup(s, w->folder, w->now);
}

/* --- how it stands --- */

static void age(struct page *p)
{
	int64_t at, bytes;
	char when[PAGE_WHEN], days[32], size[48];
	if (!store_last_backup(p->store, &at, &bytes)) {
		page_box_text(p, TONE_BAD, TEXT_DESK_KEEP_NEVER, NULL, NULL, NULL);
		return;
	}
	int64_t old = at < p->now ? (p->now - at) / DAY : 0;
	app_size_words(p->lang, bytes, size);
	page_box_text(p, old > OLD_DAYS ? TONE_WARN : TONE_GOOD,
		old > OLD_DAYS ? TEXT_DESK_KEEP_OLD : TEXT_DESK_KEEP_LAST, page_when(at, when), size,
		page_number(p, old, days));
}

/* What came of the one begun last; app_task_backup keeps it. */
static void told(struct page *p)
{
	struct app_task_done done;
	if (!app_task_done(p->store, APP_TASK_BACKUP, p->lang, &done))
		return;
	if (!done.good)
		page_box(p, TONE_BAD, done.said);
	else
		html_print(&p->out, "<p>%s</p>", done.said);
	app_task_done_free(&done);
}

static void under_way(struct page *p, const char *what, int64_t since)
{
	text_id id = strcmp(what, APP_BACKUPS_FOLDER) == 0 ? TEXT_DOOR_SET_BACKING_UP
		     : strcmp(what, BACKUPS_VERIFY) == 0   ? TEXT_DESK_KEEP_VERIFYING
		     : strcmp(what, BACKUPS_CHECK) == 0    ? TEXT_DOOR_SET_CHECKING
							   : TEXT_DOOR_SET_OTHER_WORK;
	char when[PAGE_WHEN];
	html_print(
		&p->out, "<p class=\"box note\" role=\"status\">%s (%s)</p>", page_text(p, id), page_when(since, when));
}

/* --- beginning one --- */

static void button(struct page *p, const char *where, const char *class, const char *label)
{
	html_print(&p->out, "<button class=\"%s\" name=\"vao\" value=\"%s\">%s</button>", class, where, label);
}

static void places(struct page *p)
{
	struct app_stick s[APP_STICKS_MAX];
	size_t n = app_sticks(s, APP_STICKS_MAX), good = 0;
	char label[256];
	page_form(p, "/sao-luu", "");
	for (size_t i = 0; i < n; i++) {
		if (s[i].read_only)
			continue;
		text_fill(p->lang, TEXT_DOOR_SET_BACKUP_STICK, (const char *const[3]){s[i].name, NULL, NULL}, label,
			sizeof label);
		button(p, s[i].path, "big", label);
		good++;
	}
	if (good == 0)
		page_para(p, "", TEXT_DOOR_SET_NO_STICK, NULL, NULL, NULL);
	page_para(p, "hint", TEXT_DOOR_SET_BACKUP_HERE_HINT, NULL, NULL, NULL);
	button(p, "", "second", page_text(p, TEXT_DOOR_SET_BACKUP_HERE));
	page_form_end(p);
	html_print(&p->out, "<p><a href=\"/sao-luu\">%s</a></p>", page_text(p, TEXT_DOOR_SET_LOOK_AGAIN));
}

static void keep_form(struct page *p)
{
	char kept[16];
	snprintf(kept, sizeof kept, "%d", app_task_keep(p->store));
	if (!page_may(p, PAGE_ADMIN))
		return;
	page_form(p, "/sao-luu/giu", "");
	page_text_field(p, "giu", TEXT_DESK_KEEP_COUNT, TEXT_DESK_KEEP_COUNT_HINT, kept, NULL);
	page_button(p, "second", TEXT_DOOR_SET_SAVE);
	page_form_end(p);
}

void backup_page(struct page *p, const struct err *refused)
{
	int64_t since;
	const char *what = page_working(p, &since);
	desk_begin(p, DESK_DEVICES, page_text(p, TEXT_DESK_KEEP_TITLE));
	page_crumbs(p, "/thiet-bi", TEXT_DESK_DEVICES);
	if (refused)
		page_box_fail(p, refused);
	backups_restored(p);
	age(p);
	if (what) {
		html_markup_unescaped(&p->out, "<div data-poll=\"/sao-luu?phan=1\" data-every=\"2\">");
		under_way(p, what, since);
		html_print(&p->out, "</div><p><a class=\"button second\" href=\"/sao-luu\">%s</a></p>",
			page_text(p, TEXT_DOOR_SET_DONE_YET));
	} else {
		told(p);
		places(p);
		keep_form(p);
		backups_show(p);
	}
	html_print(&p->out, "<details class=\"more\"><summary>%s</summary>", page_text(p, TEXT_DOOR_SET_RESTORE));
	page_steps(p, page_text(p, TEXT_DESK_KEEP_RESTORE));
	html_markup_unescaped(&p->out, "</details>");
	desk_end_status(p, refused ? 409 : 200);
}

void desk_backup(struct page *p)
{
	int64_t since;
	const char *what = page_working(p, &since);
	if (!page_has(p, "phan")) {
		backup_page(p, NULL);
		return;
	}
	if (what)
		under_way(p, what, since);
	page_done(p, what ? 200 : 205);
}

void desk_backup_now(struct page *p)
{
	struct err e;
	const char *where = page_field(p, "vao");
	if (*where && !app_stick_is(where)) {
		err_set(&e, ERR_NOT_FOUND, TEXT_DOOR_SET_STICK_GONE, "");
		backup_page(p, &e);
		return;
	}
	struct work *w = alloc_zero(1, sizeof *w);
	char *folder = file_join(*where ? where : p->folder, APP_BACKUPS_FOLDER);
	w->now = p->now;
	snprintf(w->folder, sizeof w->folder, "%s", folder);
	free(folder);
	if (page_work(p, APP_BACKUPS_FOLDER, run, w)) {
		desk_did(p, "backup", *where ? where : p->folder);
		page_redirect(p, "/sao-luu");
		return;
	}
	free(w);
	err_set(&e, ERR_BUSY, TEXT_DOOR_SET_OTHER_WORK, "");
	backup_page(p, &e);
}

void desk_backup_set(struct page *p)
{
	struct err e;
	char shown[16];
	int n = atoi(page_field(p, "giu"));
	snprintf(shown, sizeof shown, "%d", n);
	if (app_task_set_keep(p->store, n, &e) == 0) {
		desk_did(p, "keep", shown);
		desk_done(p, "/sao-luu", TEXT_DESK_KEEP_SET, shown, NULL, NULL);
	} else {
		backup_page(p, &e);
	}
}
