/* page_manage.c - what is not for every day: one link each, for who may. */
#include "pages.h"

static const struct link {
	enum page_who who;
	const char *path;
	text_id label, what;
} links[] = {
	{PAGE_VIEWER, "/don-vi-ds", TEXT_DESK_UNIT_TITLE, TEXT_DESK_UNIT_WHAT},
	{PAGE_VIEWER, "/chien-dich", TEXT_DESK_CAMP_TITLE, TEXT_DESK_CAMP_WHAT},
	{PAGE_VIEWER, "/mot-cua", TEXT_DESK_FIG, TEXT_DESK_FIG_LINK},
	{PAGE_VIEWER, "/chi-tieu", TEXT_DESK_FIG_TARGETS, TEXT_DESK_FIG_TARGETS_LINK},
	{PAGE_VIEWER, "/nhiem-vu", TEXT_DESK_TASK, TEXT_DESK_TASK_LINK},
	{PAGE_VIEWER, "/nhap-tong", TEXT_DESK_TOT, TEXT_DESK_TOT_LINK},
	{PAGE_VIEWER, "/xuat", TEXT_DESK_EXP, TEXT_DESK_EXP_LINK},
	{PAGE_VIEWER, "/cap-tren", TEXT_DESK_UP, TEXT_DESK_UP_LINK},
	{PAGE_ADMIN, "/nguoi-dung", TEXT_USERS_PAGE, TEXT_USERS_PAGE_WHAT},
	{PAGE_APPROVER, "/nhat-ky", TEXT_AUDIT_PAGE, TEXT_AUDIT_PAGE_WHAT},
	{PAGE_CLERK, "/sao-luu", TEXT_DESK_KEEP_TITLE, TEXT_DESK_KEEP_WHAT},
	{PAGE_VIEWER, "/tro-giup", TEXT_DESK_HELP_TITLE, TEXT_DESK_HELP_WHAT},
	{PAGE_VIEWER, "/toi", TEXT_DESK_MINE, TEXT_DESK_MINE_WHAT},
};

void desk_manage(struct page *p)
{
	desk_begin(p, DESK_MANAGE, page_text(p, TEXT_DESK_MANAGE));
	html_markup_unescaped(&p->out, "<ul class=\"links\">");
	for (size_t i = 0; i < sizeof links / sizeof *links; i++)
		if (page_may(p, links[i].who))
			page_entry(p, links[i].path, links[i].label, page_text(p, links[i].what));
	html_markup_unescaped(&p->out, "</ul>");
	desk_end(p);
}
