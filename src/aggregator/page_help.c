/* page_help.c - help of the desk: one page a task, a few short steps each. */
#include "page_devices.h"

static const struct page_help_task helps[] = {
	{"mot-tuan", TEXT_DESK_HELP_WEEK_TITLE, TEXT_DESK_HELP_WEEK},
	{"moi-may", TEXT_DESK_HELP_INVITE_TITLE, TEXT_DESK_HELP_INVITE},
	{"so-ma", TEXT_DESK_HELP_COMPARE_TITLE, TEXT_DESK_HELP_COMPARE},
	{"nhan-usb", TEXT_DESK_HELP_STICK_TITLE, TEXT_DESK_HELP_STICK},
	{"ra-duyet", TEXT_DESK_HELP_REVIEW_TITLE, TEXT_DESK_HELP_REVIEW},
	{"bao-cao", TEXT_DESK_HELP_REPORT_TITLE, TEXT_DESK_HELP_REPORT},
	{"chot", TEXT_DESK_HELP_CLOSE_TITLE, TEXT_DESK_HELP_CLOSE},
	{"mat-may", TEXT_DESK_HELP_LOST_TITLE, TEXT_DESK_HELP_LOST},
	{"nhap-tach-xom", TEXT_DESK_HELP_UNITS_TITLE, TEXT_DESK_HELP_UNITS},
	{"sao-luu", TEXT_DESK_HELP_BACKUP_TITLE, TEXT_DESK_HELP_BACKUP},
	{0},
};

void desk_help(struct page *p)
{
	const struct page_help_task *h;
	struct err e;
	if (page_help_asked(p, helps, &h, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	desk_begin(p, p->session ? DESK_MANAGE : DESK_NONE, page_text(p, h ? h->title : TEXT_DESK_HELP_TITLE));
	if (h)
		page_crumbs(p, "/tro-giup", TEXT_DESK_HELP_TITLE);
	page_help_body(p, helps, h);
	desk_end(p);
}
