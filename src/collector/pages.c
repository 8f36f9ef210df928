/* pages.c - which page answers where. */
#include "pages.h"

/* Each row: method, path, who may, served without a store, the function. */
const struct page_route door_pages[] = {
	/* who may: unlocking, pairing, first start (page_access*.c) */

	/* home, list, history (page_home.c, page_list.c) */

	/* the household (page_household*.c) */

	/* Form 02, submit, exchange, import (page_form02.c, page_exchange.c, page_import.c) */

	/* settings, help, practice (page_settings*.c, page_help.c) */

	{0},
};
