/* page_import.h - what the files of the import page share. */
#ifndef TUNGNHA_COLLECTOR_PAGE_IMPORT_H
#define TUNGNHA_COLLECTOR_PAGE_IMPORT_H

#include "page_papers.h"

/* As the fields of the page say: encoding, sheet, only the good lines, a reason. Not a dry run. Borrows from all. */
struct app_import import_asked(struct page *p, const struct unit *u, const struct papers_file *f);
/* In a sentence the file has the name its owner gave it. */
void import_name(struct err *e, const struct papers_file *f);
/* What would become of the file, line by line, and the button that takes it in (page_import_show.c). */
void import_preview(struct page *p, const struct unit *u, const struct papers_file *f);

#endif
