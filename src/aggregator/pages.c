/* pages.c - which page of the desk answers where. */
#include "page_devices.h"
#include "page_figures.h"
#include "page_overview.h"
#include "page_reports.h"
#include "page_review.h"
#include "page_units.h"
#include "page_users.h"
#include "pages.h"

/* Each row: method, path, who may, served without a store, the function. */
const struct page_route desk_pages[] = {
	/* signing in, users, the log (page_access.c, page_users*.c, page_mine.c, page_audit.c) */
	{"GET", "/dang-nhap", PAGE_ANYBODY, true, users_login},
	{"POST", "/dang-nhap", PAGE_ANYBODY, false, users_login_do},
	{"GET", "/dau-tien", PAGE_ANYBODY, false, users_first},
	{"POST", "/dau-tien", PAGE_OWNER_HERE, false, users_first_do},
	{"GET", "/bat-dau", PAGE_ANYBODY, true, users_begin},
	{"POST", "/bat-dau", PAGE_ANYBODY, true, users_begin_do},
	{"POST", "/mo-khoa", PAGE_ANYBODY, true, users_unlock},
	{"POST", "/ra", PAGE_ENTER, false, users_leave},
	{"GET", "/moi", PAGE_VIEWER, false, users_changes},
	{"GET", "/toi", PAGE_VIEWER, false, users_mine},
	{"POST", "/toi/mat-khau", PAGE_VIEWER, false, users_mine_password},
	{"POST", "/toi/nhin", PAGE_VIEWER, false, users_mine_look},
	{"POST", "/toi/phien", PAGE_VIEWER, false, users_mine_end},
	{"GET", "/nguoi-dung", PAGE_ADMIN, false, users_list},
	{"POST", "/nguoi-dung", PAGE_ADMIN, false, users_add},
	{"POST", "/nguoi-dung/phien", PAGE_ADMIN, false, users_end},
	{"GET", "/nguoi-dung/", PAGE_ADMIN, false, users_one},
	{"POST", "/nguoi-dung/quyen", PAGE_ADMIN, false, users_one_role},
	{"POST", "/nguoi-dung/mat-khau", PAGE_ADMIN, false, users_one_password},
	{"POST", "/nguoi-dung/xoa", PAGE_ADMIN, false, users_one_remove},
	{"GET", "/nhat-ky", PAGE_APPROVER, false, users_audit},
	{"GET", "/nhat-ky/tep", PAGE_APPROVER, false, users_audit_file},

	/* overview, hamlet, household (page_overview*.c, page_unit*.c) */
	{"GET", "/", PAGE_VIEWER, false, desk_overview},
	{"GET", "/con-thieu", PAGE_VIEWER, false, desk_missing},
	{"GET", "/tien-do", PAGE_VIEWER, false, desk_progress},
	{"GET", "/don-vi/", PAGE_VIEWER, false, desk_hamlet},
	{"GET", "/ho/", PAGE_VIEWER, false, desk_household},

	/* review (page_review*.c, page_paper*.c) */
	{"GET", "/duyet", PAGE_VIEWER, false, desk_review},
	{"GET", "/duyet/ho/", PAGE_VIEWER, false, desk_review_household},
	{"POST", "/duyet/ho/", PAGE_CLERK, false, desk_review_do},
	{"POST", "/duyet/phe-duyet/", PAGE_APPROVER, false, desk_review_approve},
	{"GET", "/duyet/tam-giu/", PAGE_VIEWER, false, desk_held},
	{"POST", "/duyet/tam-giu/", PAGE_CLERK, false, desk_held_do},
	{"GET", "/nhap-phieu/", PAGE_CLERK, false, desk_paper_sheet},
	{"POST", "/nhap-phieu/", PAGE_CLERK, false, desk_paper_sheet_do},
	{"GET", "/nhap-giay/", PAGE_CLERK, false, desk_paper_row},
	{"POST", "/nhap-giay/", PAGE_CLERK, false, desk_paper_row_do},

	/* devices, invitations, sticks, backup (page_devices*.c, page_sticks.c, page_backup.c) */
	{"GET", "/thiet-bi", PAGE_VIEWER, false, desk_devices},
	{"GET", "/thiet-bi/", PAGE_VIEWER, false, desk_device},
	{"POST", "/thiet-bi/nhan", PAGE_CLERK, false, desk_device_accept},
	{"POST", "/thiet-bi/thu-hoi", PAGE_ADMIN, false, desk_device_revoke},
	{"GET", "/moi-may", PAGE_CLERK, false, desk_invite},
	{"POST", "/moi-may", PAGE_CLERK, false, desk_invite_do},
	{"GET", "/moi-may/", PAGE_CLERK, false, desk_invitation},
	{"POST", "/moi-may/huy", PAGE_CLERK, false, desk_invitation_withdraw},
	{"GET", "/usb", PAGE_CLERK, false, desk_sticks},
	{"POST", "/usb", PAGE_CLERK, false, desk_stick_receive},
	{"POST", "/usb/tep", PAGE_CLERK, false, desk_upload},
	{"GET", "/usb/tra-loi", PAGE_CLERK, false, desk_stick_replies},
	{"GET", "/sao-luu", PAGE_CLERK, false, desk_backup},
	{"POST", "/sao-luu", PAGE_CLERK, false, desk_backup_now},
	{"POST", "/sao-luu/giu", PAGE_ADMIN, false, desk_backup_set},

	/* units and campaign (page_units*.c, page_campaign.c) */
	{"GET", "/don-vi-ds", PAGE_VIEWER, false, desk_units},
	{"POST", "/don-vi-ds", PAGE_ADMIN, false, desk_unit_add},
	{"GET", "/don-vi-ds/tep", PAGE_ADMIN, false, desk_units_file},
	{"POST", "/don-vi-ds/tep", PAGE_ADMIN, false, desk_units_file_take},
	{"POST", "/don-vi-ds/tep/ghi", PAGE_ADMIN, false, desk_units_file_write},
	{"POST", "/don-vi-ds/so-ho", PAGE_ADMIN, false, desk_unit_listed},
	{"POST", "/don-vi-ds/ten", PAGE_ADMIN, false, desk_unit_rename},
	{"POST", "/don-vi-ds/nhap", PAGE_ADMIN, false, desk_unit_merge},
	{"POST", "/don-vi-ds/tach", PAGE_ADMIN, false, desk_unit_split},
	{"POST", "/don-vi-ds/roi", PAGE_ADMIN, false, desk_unit_separate},
	{"GET", "/don-vi-ds/", PAGE_ADMIN, false, desk_unit_one},
	{"GET", "/chien-dich", PAGE_VIEWER, false, desk_campaign},
	{"POST", "/chien-dich", PAGE_ADMIN, false, desk_campaign_take},
	{"POST", "/chien-dich/ghi", PAGE_ADMIN, false, desk_campaign_write},

	/* Form 02, reports, closing (page_reports*.c, page_close*.c, page_lock.c) */
	{"GET", "/mau-02", PAGE_VIEWER, false, desk_form02},
	{"GET", "/mau-02/in", PAGE_VIEWER, false, desk_form02_print},
	{"GET", "/mau-02.xlsx", PAGE_VIEWER, false, desk_form02_xlsx},
	{"GET", "/mau-02.csv", PAGE_VIEWER, false, desk_form02_csv},
	{"GET", "/mau-02/trong", PAGE_VIEWER, false, desk_form02_blank},
	{"GET", "/bao-cao", PAGE_VIEWER, false, desk_reports},
	{"GET", "/bao-cao/", PAGE_VIEWER, false, desk_report},
	{"POST", "/bao-cao/", PAGE_CLERK, false, desk_report_type},
	{"GET", "/khai", PAGE_VIEWER, false, desk_declared},
	{"GET", "/khai/", PAGE_VIEWER, false, desk_accept},
	{"POST", "/khai/", PAGE_CLERK, false, desk_accept_do},
	{"GET", "/chot", PAGE_VIEWER, false, desk_close},
	{"POST", "/chot", PAGE_APPROVER, false, desk_close_do},
	{"GET", "/chot/ban", PAGE_VIEWER, false, desk_statement},
	{"POST", "/chot/doi-chieu", PAGE_CLERK, false, desk_verify},
	{"GET", "/khoa", PAGE_VIEWER, false, desk_lock},
	{"GET", "/khoa/", PAGE_VIEWER, false, desk_lock},
	{"POST", "/khoa", PAGE_APPROVER, false, desk_lock_do},
	{"POST", "/khoa/", PAGE_APPROVER, false, desk_lock_do},

	/* tasks, one-stop figures, totals from files, exports, the office above (page_figures*.c, page_totals*.c, …) */
	{"GET", "/mot-cua", PAGE_VIEWER, false, desk_figures},
	{"POST", "/mot-cua", PAGE_CLERK, false, desk_figures_set},
	{"POST", "/mot-cua/bo", PAGE_CLERK, false, desk_figures_clear},
	{"GET", "/mot-cua/tep", PAGE_CLERK, false, desk_figures_file},
	{"POST", "/mot-cua/tep", PAGE_CLERK, false, desk_figures_file_take},
	{"POST", "/mot-cua/tep/ghi", PAGE_CLERK, false, desk_figures_file_write},
	{"GET", "/chi-tieu", PAGE_VIEWER, false, desk_targets},
	{"GET", "/chi-tieu/tep", PAGE_VIEWER, false, desk_targets_get},
	{"GET", "/chi-tieu/", PAGE_VIEWER, false, desk_target},
	{"GET", "/nhiem-vu", PAGE_VIEWER, false, desk_tasks},
	{"GET", "/nhiem-vu/tai", PAGE_VIEWER, false, desk_tasks_get},
	{"GET", "/nhiem-vu/tep", PAGE_CLERK, false, desk_tasks_file},
	{"POST", "/nhiem-vu/tep", PAGE_CLERK, false, desk_tasks_file_take},
	{"POST", "/nhiem-vu/tep/ghi", PAGE_CLERK, false, desk_tasks_file_write},
	{"POST", "/nhiem-vu/luu", PAGE_CLERK, false, desk_task_set},
	{"POST", "/nhiem-vu/bo", PAGE_CLERK, false, desk_task_remove},
	{"GET", "/nhiem-vu/", PAGE_CLERK, false, desk_task},
	{"GET", "/nhap-tong", PAGE_VIEWER, false, desk_totals},
	{"POST", "/nhap-tong", PAGE_CLERK, false, desk_totals_take},
	{"POST", "/nhap-tong/ghi", PAGE_CLERK, false, desk_totals_write},
	{"GET", "/nhap-tong/rut", PAGE_CLERK, false, desk_totals_clear},
	{"POST", "/nhap-tong/rut", PAGE_CLERK, false, desk_totals_clear_do},
	{"GET", "/xuat", PAGE_VIEWER, false, desk_exports},
	{"GET", "/xuat/tep", PAGE_VIEWER, false, desk_exports_get},
	{"GET", "/cap-tren", PAGE_VIEWER, false, desk_above},
	{"POST", "/cap-tren/nhan", PAGE_ADMIN, false, desk_above_join},
	{"POST", "/cap-tren/gui", PAGE_CLERK, false, desk_above_send},
	{"GET", "/cap-tren/dang", PAGE_VIEWER, false, desk_above_working},
	{"GET", "/cap-tren/usb", PAGE_CLERK, false, desk_above_sticks},
	{"POST", "/cap-tren/usb", PAGE_CLERK, false, desk_above_stick},

	/* everything that is not for every day */
	{"GET", "/tro-giup", PAGE_ANYBODY, true, desk_help},
	{"GET", "/tro-giup/", PAGE_ANYBODY, true, desk_help},
	{"GET", "/quan-ly", PAGE_VIEWER, false, desk_manage},

	{0},
};
