/* pages.c - which page of the desk answers where. */
#include "pages.h"

/* Each row: method, path, who may, served without a store, the function. */
const struct page_route desk_pages[] = {
	/* signing in, users, the log (page_access.c, page_users*.c) */
	{"GET", "/dang-nhap", PAGE_ANYBODY, true, desk_login},
	{"POST", "/dang-nhap", PAGE_ANYBODY, false, desk_login_do},
	{"POST", "/ra", PAGE_ENTER, false, desk_leave},
	{"GET", "/moi", PAGE_VIEWER, false, desk_changes},

	/* overview, hamlet, household (page_overview*.c, page_unit*.c) */
	{"GET", "/", PAGE_VIEWER, false, desk_overview},

	/* review (page_review*.c) */

	/* devices, invitations, sticks, backup (page_devices*.c, page_sticks.c, page_backup.c) */

	/* units and campaign (page_units*.c, page_campaign.c) */

	/* Form 02, reports, closing (page_reports*.c, page_close*.c) */

	/* tasks, one-stop figures, totals from files, exports, the office above (page_figures*.c, page_totals*.c, …) */

	/* everything that is not for every day */
	{"GET", "/quan-ly", PAGE_VIEWER, false, desk_manage},

	{0},
};
