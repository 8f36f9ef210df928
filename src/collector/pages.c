/* pages.c - which page answers where. */
#include "page_home.h"
#include "page_household.h"
#include "page_papers.h"
#include "page_settings.h"
#include "page_access.h"
#include "pages.h"

/* Each row: method, path, who may, served without a store, the function. */
const struct page_route door_pages[] = {
	/* who may: unlocking, pairing, first start (page_access*.c) */
	{"GET", "/mo-khoa", PAGE_ANYBODY, true, access_gate},
	{"POST", "/mo-khoa", PAGE_ANYBODY, true, access_unlock},
	{"GET", "/mo", PAGE_ANYBODY, true, access_once},
	{"GET", "/khoa", PAGE_ENTER, false, access_leave},
	{"POST", "/khoa", PAGE_OWNER, PAGE_EITHER_STORE, access_lock},
	{"POST", "/ra", PAGE_ENTER, PAGE_EITHER_STORE, access_sign_out},
	{"GET", "/ghep", PAGE_ANYBODY, true, access_pair},
	{"POST", "/ghep", PAGE_ANYBODY, true, access_pair},
	{"GET", "/dien-thoai", PAGE_OWNER_HERE, false, access_phones},
	{"POST", "/dien-thoai/ma", PAGE_OWNER_HERE, false, access_phone_code},
	{"POST", "/dien-thoai/ngung", PAGE_OWNER_HERE, false, access_phone_stop},
	{"GET", "/bat-dau", PAGE_ANYBODY, true, access_begin},
	{"POST", "/bat-dau", PAGE_ANYBODY, true, access_begin_do},
	{"GET", "/khoi-phuc-khoa", PAGE_ANYBODY, true, access_recover},
	{"POST", "/khoi-phuc-khoa", PAGE_ANYBODY, true, access_recover_do},
	{"GET", "/khoi-phuc", PAGE_ANYBODY, true, access_restore},
	{"POST", "/khoi-phuc", PAGE_ANYBODY, true, access_restore_do},
	{"POST", "/khoi-phuc/tep", PAGE_ANYBODY, PAGE_LARGE, access_restore_file},

	/* home, list, history (page_home.c, page_list.c) */
	{"GET", "/", PAGE_ENTER, false, page_home},
	{"GET", "/xom/", PAGE_ENTER, false, page_home_unit},
	{"GET", "/danh-sach", PAGE_ENTER, false, page_list},
	{"GET", "/ho-lich-su/", PAGE_ENTER, false, page_history},
	{"GET", "/tra-lai", PAGE_ENTER, false, page_returns},
	{"GET", "/xung-dot", PAGE_ENTER, false, page_conflicts},
	{"GET", "/tam-giu", PAGE_ENTER, false, page_held},
	{"GET", "/ho-sua/", PAGE_OWNER, false, page_change},
	{"POST", "/ho-sua", PAGE_ENTER, false, page_settle},

	/* the household (page_household*.c) */
	{"GET", "/ho/", PAGE_ENTER, false, page_household},
	{"GET", "/ho-moi", PAGE_ENTER, false, page_household_new},
	{"POST", "/ho/luu", PAGE_ENTER, PAGE_EITHER_STORE, page_household_save},
	{"POST", "/ho/nhap", PAGE_ENTER, PAGE_EITHER_STORE, page_household_keep},
	{"POST", "/ho/mot-cham", PAGE_ENTER, PAGE_EITHER_STORE, page_household_touch},
	{"POST", "/ho/hoan-tac", PAGE_ENTER, PAGE_EITHER_STORE, page_household_undo},
	{"POST", "/ho/bo-nhap", PAGE_ENTER, PAGE_EITHER_STORE, page_household_drop},
	{"GET", "/phien", PAGE_ENTER, false, page_session},

	/* Form 02, submit, exchange, import (page_form02.c, page_exchange.c, page_import.c) */
	{"GET", "/mau-02", PAGE_ENTER, false, page_form02},
	{"GET", "/mau-02/in", PAGE_ENTER, false, page_form02_print},
	{"GET", "/mau-02/trong", PAGE_ENTER, false, page_form02_blank},
	{"GET", "/mau-02.xlsx", PAGE_ENTER, false, page_form02_xlsx},
	{"GET", "/mau-02.csv", PAGE_ENTER, false, page_form02_csv},
	{"GET", "/so-nha", PAGE_OWNER, false, page_roster},
	{"GET", "/khai", PAGE_OWNER, false, page_submit},
	{"POST", "/khai", PAGE_OWNER, false, page_submit_now},
	{"GET", "/gui", PAGE_OWNER, false, page_exchange},
	{"GET", "/gui/dang", PAGE_OWNER, false, page_exchange_working},
	{"POST", "/gui/mang", PAGE_OWNER, false, page_exchange_network},
	{"GET", "/gui/usb", PAGE_OWNER, false, page_exchange_sticks},
	{"POST", "/gui/usb", PAGE_OWNER, false, page_exchange_stick},
	{"GET", "/dua-danh-sach", PAGE_OWNER, false, page_import},
	{"POST", "/dua-danh-sach", PAGE_OWNER, false, page_import_take},
	{"POST", "/dua-danh-sach/ghi", PAGE_OWNER, false, page_import_write},
	{"GET", "/nhan-nha", PAGE_OWNER, false, page_labels},
	{"GET", "/nhan-nha/tep", PAGE_OWNER, false, page_labels_file},
	{"POST", "/nhan-nha", PAGE_OWNER, false, page_labels_take},

	/* settings, help, practice (page_settings*.c, page_help.c) */
	{"GET", "/cai-dat", PAGE_ENTER, false, page_settings},
	{"GET", "/cai-dat/hien-thi", PAGE_ENTER, false, page_settings_look},
	{"POST", "/cai-dat/hien-thi", PAGE_ENTER, PAGE_EITHER_STORE, page_settings_look_set},
	{"GET", "/cai-dat/chuong-trinh", PAGE_ENTER, false, page_settings_about},
	{"GET", "/cai-dat/xom", PAGE_OWNER, false, page_settings_units},
	{"POST", "/cai-dat/xom/chon", PAGE_OWNER, false, page_settings_units_choose},
	{"POST", "/cai-dat/xom/nhan", PAGE_OWNER, false, page_settings_units_take},
	{"GET", "/cai-dat/nguoi-ghi", PAGE_OWNER, false, page_settings_by},
	{"POST", "/cai-dat/nguoi-ghi", PAGE_OWNER, false, page_settings_by_set},
	{"GET", "/cai-dat/mat-khau", PAGE_OWNER_HERE, false, page_settings_passphrase},
	{"POST", "/cai-dat/mat-khau", PAGE_OWNER_HERE, false, page_settings_passphrase_set},
	{"GET", "/cai-dat/ma-khoi-phuc", PAGE_OWNER_HERE, false, page_settings_recovery},
	{"POST", "/cai-dat/ma-khoi-phuc", PAGE_OWNER_HERE, false, page_settings_recovery_draw},
	{"GET", "/cai-dat/usb-khoa", PAGE_OWNER_HERE, false, page_settings_stick},
	{"POST", "/cai-dat/usb-khoa", PAGE_OWNER_HERE, false, page_settings_stick_make},
	{"GET", "/cai-dat/sao-luu", PAGE_OWNER, false, page_settings_backup},
	{"POST", "/cai-dat/sao-luu", PAGE_OWNER, false, page_settings_backup_now},
	{"GET", "/cai-dat/kiem-tra", PAGE_OWNER, false, page_settings_check},
	{"POST", "/cai-dat/kiem-tra", PAGE_OWNER, false, page_settings_check_now},
	{"GET", "/thong-bao", PAGE_ENTER, false, page_notice},
	{"GET", "/tro-giup", PAGE_ANYBODY, true, page_help},
	{"GET", "/tro-giup/", PAGE_ANYBODY, true, page_help},
	{"GET", "/tap", PAGE_ENTER, false, page_practice},
	{"POST", "/tap", PAGE_ENTER, PAGE_EITHER_STORE, page_practice_set},

	{0},
};
