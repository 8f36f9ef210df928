/* page_upload.h - a file a clerk chose, between looking at what would become of it and writing that. */
#ifndef TUNGNHA_AGGREGATOR_PAGE_UPLOAD_H
#define TUNGNHA_AGGREGATOR_PAGE_UPLOAD_H

#include <tungnha/page.h>

/* In memory, never on the disk; one a session and kind ("totals"); gone after an hour, when written, or when others
 * uploaded many since. */
struct desk_file {
	char path[40];  /* for whoever reads files: good during this page */
	char name[256]; /* as its owner called it */
	char mark[33];  /* of its bytes: a form says with it which file was looked at */
};
int desk_file_put(struct page *p, const char *kind, const char *name, const void *bytes, size_t n, struct err *e);
bool desk_file(const struct page *p, const char *kind, struct desk_file *out);
void desk_file_drop(const struct page *p, const char *kind);
/* The file the field "tep" brings is kept. ERR_USAGE: none was chosen. */
int desk_file_take(struct page *p, const char *kind, struct err *e);
/* In a sentence the file has the name its owner gave it, also where a place in it follows. */
void desk_file_name(struct err *e, const struct desk_file *f);

#endif
