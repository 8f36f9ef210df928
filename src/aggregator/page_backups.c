/* page_backups.c - the backups there are: how old, read again on demand; the data itself read again; what is to be done
 * when they were needed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_hub.h>
#include <tungnha/app_restore.h>
#include <tungnha/app_settings.h>

#include "page_devices.h"
#include "page_overview.h"

/* --- the files --- */

static void verify_button(struct page *p, const char *path)
{
	page_form(p, "/sao-luu/kiem-ban", "");
	page_hidden(p, "tep", path);
	page_button(p, "second", TEXT_DESK_KEEP_VERIFY);
	page_form_end(p);
}

static void show_one(struct page *p, const struct app_backup_file *f)
{
	const struct store_backup_info *i = &f->info;
	char when[PAGE_WHEN], ago[OVER_WORDS];
	html_markup_unescaped(&p->out, "<li class=\"card\"><p>");
	if (f->good)
		html_print(&p->out, "<b>%s</b>, %s (%s)", i->name[0] ? i->name : i->unit, page_when(i->at, when),
			over_ago(p, i->at, ago));
	else
		html_print(&p->out, "<strong>%s</strong>", page_text(p, TEXT_DOOR_SET_FILE_BAD));
	html_print(&p->out, "</p><p class=\"hint path\">%s</p>", f->path);
	if (f->good && id_equal(i->node, store_id(p->store)))
		verify_button(p, f->path);
	html_markup_unescaped(&p->out, "</li>");
}

static void last_time(struct page *p, enum app_task task)
{
	struct app_task_done done;
	char when[PAGE_WHEN];
	if (!app_task_done(p->store, task, p->lang, &done))
		return;
	html_print(&p->out, "<p>%s: %s</p>", page_text(p, TEXT_DOOR_SET_LAST_TIME), page_when(done.at, when));
	page_box(p, done.good ? TONE_GOOD : TONE_BAD, done.said);
	app_task_done_free(&done);
}

void backups_show(struct page *p)
{
	struct app_backups b;
	app_backups(p->folder, &b);
	page_heading(p, TEXT_DOOR_SET_BACKUP_FILES);
	last_time(p, APP_TASK_VERIFY);
	html_markup_unescaped(&p->out, b.count ? "<ul class=\"todo\">" : "");
	for (size_t i = 0; i < b.count; i++)
		show_one(p, &b.file[i]);
	html_markup_unescaped(&p->out, b.count ? "</ul>" : "");
	page_para(p, "hint", b.count ? TEXT_DESK_KEEP_VERIFY_HOW : TEXT_DOOR_SET_BACKUP_NO_FILES, NULL, NULL, NULL);
	app_backups_free(&b);
	page_heading(p, TEXT_DOOR_SET_CHECK);
	last_time(p, APP_TASK_CHECK);
	page_para(p, "hint", TEXT_DESK_KEEP_CHECK_HOW, NULL, NULL, NULL);
	page_form(p, "/sao-luu/kiem-tra", "");
	page_button(p, "second", TEXT_DOOR_SET_CHECK_NOW);
	page_form_end(p);
}

/* --- reading again --- */

struct work {
	int64_t now;
	char path[];
};

static void run_verify(struct store *s, void *context)
{
	const struct work *w = context;
	app_task_verify(s, w->path, w->now);
}

static void run_check(struct store *s, void *context)
{
	const struct work *w = context;
	app_task_check(s, w->now);
}

static void begin(struct page *p, const char *what, page_work_run run, const char *path)
{
	struct err e;
	struct work *w = alloc_zero(1, sizeof *w + strlen(path) + 1);
	w->now = p->now;
	memcpy(w->path, path, strlen(path));
	if (page_work(p, what, run, w)) {
		page_redirect(p, "/sao-luu");
		return;
	}
	free(w);
	err_set(&e, ERR_BUSY, TEXT_DOOR_SET_OTHER_WORK, "");
	backup_page(p, &e);
}

/* Only what the page lists: a browser names no other file of this machine. */
void desk_backup_verify(struct page *p)
{
	struct err e;
	const char *path = page_field(p, "tep");
	if (app_backup_is(p->folder, path)) {
		begin(p, BACKUPS_VERIFY, run_verify, path);
		return;
	}
	err_set(&e, ERR_NOT_FOUND, TEXT_DESK_KEEP_FILE_GONE, "");
	backup_page(p, &e);
}

void desk_backup_check(struct page *p)
{
	begin(p, BACKUPS_CHECK, run_check, "");
}

/* --- after a restore --- */

/* Which machines had sent something since the backup: what is missing is theirs to send again. */
static void ahead(struct page *p)
{
	struct id *node = NULL;
	struct store_device *d = NULL;
	size_t n = 0, devices = 0;
	struct err none;
	char hex[ID_HEX], shown[ID_SHOWN];
	if (store_ahead(p->store, &node, &n, &none) == 0 && n > 0 &&
		store_devices(p->store, NULL, &d, &devices, &none) == 0) {
		page_para(p, "", TEXT_DESK_KEEP_AHEAD, NULL, NULL, NULL);
		html_markup_unescaped(&p->out, "<ul>");
		for (size_t i = 0; i < n; i++) {
			const struct store_device *known = NULL;
			for (size_t k = 0; k < devices && !known; k++)
				known = id_equal(d[k].node, node[i]) ? &d[k] : NULL;
			html_print(&p->out, "<li><a href=\"/thiet-bi/%s\">%s %s</a></li>", id_hex(node[i], hex),
				known ? known->label : "", id_shown(node[i], shown));
		}
		html_markup_unescaped(&p->out, "</ul>");
	}
	free(node);
	free(d);
}

void backups_restored(struct page *p)
{
	int64_t at, from;
	char when[PAGE_WHEN], back[PAGE_WHEN];
	if (!store_was_restored(p->store, &at, &from))
		return;
	page_box_text(p, TONE_WARN, TEXT_DESK_KEEP_RESTORED, page_when(at, when), page_when(from, back), NULL);
	page_steps(p, page_text(p, TEXT_DESK_KEEP_RESTORED_DO));
	ahead(p);
	page_link(p, "second", "/thiet-bi", TEXT_DESK_DEVICES);
	if (page_may(p, PAGE_ADMIN)) {
		page_form(p, "/sao-luu/khoi-phuc", "");
		page_button(p, "big", TEXT_DESK_KEEP_CONFIRM);
		page_form_end(p);
	}
}

void desk_backup_restored(struct page *p)
{
	struct err e;
	if (app_restored_confirm(p->store, p->session->by, p->now, &e) == 0)
		desk_done(p, "/sao-luu", TEXT_RESTORED_CONFIRMED, NULL, NULL, NULL);
	else
		backup_page(p, &e);
}
