/* page_help.c - help of the desk: one page a task, a few short steps each. */
#include <string.h>

#include "page_devices.h"

static const struct help {
	const char *name;     /* of its address */
	text_id title, steps; /* a bar between two */
} helps[] = {
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
};
enum { HELPS = sizeof helps / sizeof *helps };

static void steps(struct page *p, const char *text)
{
	html_markup_unescaped(&p->out, "<ol class=\"steps\">");
	while (*text) {
		char step[1024];
		size_t n = strcspn(text, "|"), fits = n < sizeof step ? n : sizeof step - 1;
		memcpy(step, text, fits);
		step[fits] = '\0';
		html_print(&p->out, "<li>%s</li>", step);
		text += n + (text[n] == '|');
	}
	html_markup_unescaped(&p->out, "</ol>");
}

static void list(struct page *p, const struct help *but)
{
	html_markup_unescaped(&p->out, "<ul class=\"links no-print\">");
	for (size_t i = 0; i < HELPS; i++)
		if (&helps[i] != but)
			html_print(&p->out, "<li><a href=\"/tro-giup/%s\">%s</a></li>", helps[i].name,
				page_text(p, helps[i].title));
	html_markup_unescaped(&p->out, "</ul>");
}

void desk_help(struct page *p)
{
	const struct help *h = NULL;
	struct err e;
	for (size_t i = 0; i < HELPS && !h; i++)
		if (strcmp(helps[i].name, p->tail) == 0)
			h = &helps[i];
	if (!h && *p->tail) {
		err_set(&e, ERR_NOT_FOUND, TEXT_DOOR_HELP_NONE, "");
		page_fail(p, &e);
		return;
	}
	desk_begin(p, p->session ? DESK_MANAGE : DESK_NONE, page_text(p, h ? h->title : TEXT_DESK_HELP_TITLE));
	if (h) {
		desk_crumbs(p, "/tro-giup", TEXT_DESK_HELP_TITLE);
		steps(p, page_text(p, h->steps));
		html_print(&p->out, "<h2 class=\"no-print\">%s</h2>", page_text(p, TEXT_DOOR_HELP_OTHER));
	}
	list(p, h);
	desk_end(p);
}
