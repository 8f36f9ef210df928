/* page_import.h - what the files of the import page share. */
#ifndef TUNGNHA_COLLECTOR_PAGE_IMPORT_H
#define TUNGNHA_COLLECTOR_PAGE_IMPORT_H

#include <tungnha/page_upload.h>

#include "page_papers.h"

/* As the fields of the page say: encoding, sheet, only the good lines, a reason. Not a dry run. Borrows from all. */
struct app_import import_asked(struct page *p, const struct unit *u, const struct page_upload *f);
/* What would become of the file, line by line, and the button that takes it in (page_import_show.c). */
void import_preview(struct page *p, const struct unit *u, const struct page_upload *f);

#endif
