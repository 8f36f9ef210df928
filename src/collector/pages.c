/* pages.c - which page answers where. */
#include "page_household.h"
#include "pages.h"

/* Each row: method, path, who may, served without a store, the function. */
const struct page_route door_pages[] = {
	/* who may: unlocking, pairing, first start (page_access*.c) */

	/* home, list, history (page_home.c, page_list.c) */

	/* the household (page_household*.c) */
	{"GET", "/ho/", PAGE_ENTER, false, page_household},
	{"GET", "/ho-moi", PAGE_ENTER, false, page_household_new},
	{"POST", "/ho/luu", PAGE_ENTER, false, page_household_save},
	{"POST", "/ho/nhap", PAGE_ENTER, false, page_household_keep},
	{"POST", "/ho/mot-cham", PAGE_ENTER, false, page_household_touch},
	{"POST", "/ho/hoan-tac", PAGE_ENTER, false, page_household_undo},
	{"POST", "/ho/bo-nhap", PAGE_ENTER, false, page_household_drop},
	{"GET", "/phien", PAGE_ENTER, false, page_session},

	/* Form 02, submit, exchange, import (page_form02.c, page_exchange.c, page_import.c) */

	/* settings, help, practice (page_settings*.c, page_help.c) */

	{0},
};
