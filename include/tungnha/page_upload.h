/* page_upload.h - a file somebody chose, between looking at what would become of it and writing that. */
#ifndef TUNGNHA_PAGE_UPLOAD_H
#define TUNGNHA_PAGE_UPLOAD_H

#include <tungnha/app_collector.h>
#include <tungnha/page_parts.h>
#include <tungnha/table.h>

/* In memory, never on the disk; one a session and kind ("totals"); gone after an hour, when written, or when others
 * uploaded many since. */
struct page_upload {
	char path[40];  /* for whoever reads files: good during this page */
	char name[256]; /* as its owner called it */
	char mark[33];  /* of its bytes: a form says with it which file was looked at */
};
int page_upload_put(struct page *p, const char *kind, const char *name, const void *bytes, size_t n, struct err *e);
bool page_upload(const struct page *p, const char *kind, struct page_upload *out);
void page_upload_drop(const struct page *p, const char *kind);
/* The file the field "tep" brings is kept. ERR_USAGE: none was chosen. */
int page_upload_take(struct page *p, const char *kind, struct err *e);
/* The one a form was made of: its mark came back as "dau". ERR_NOT_FOUND: it is gone, or another by now. */
int page_upload_seen(struct page *p, const char *kind, struct page_upload *out, struct err *e);
/* In a sentence the file has the name its owner gave it, also where a place in it follows. */
void page_upload_name(struct err *e, const struct page_upload *f);

/* A form that posts files, ended by page_form_end; the field "tep" of one; attributes begin with a space. */
void page_form_of_files(struct page *p, const char *action, const char *class);
void page_file_field(struct page *p, text_id label, text_id hint, const char *attributes);
#define PAGE_TABLES " accept=\".xlsx,.csv,.txt,.tsv\""

/* How a file that was not understood may be read: its encodings, another sheet. Forms that look at it again. */
void page_readings(struct page *p, const char *path, const struct table_readings *r, bool sheet);
/* Columns of it that nothing here asks for; none: nothing. */
void page_left_out(struct page *p, const struct app_names *x);

#endif
