/* write.h - the five writers. Each appends a whole file to out and never counts; report_write checks out->full. */
#ifndef TUNGNHA_REPORT_WRITE_H
#define TUNGNHA_REPORT_WRITE_H

#include <tungnha/buf.h>
#include <tungnha/err.h>
#include <tungnha/report.h>

void write_text(const struct report *r, struct buf *out);
void write_csv(const struct report *r, struct buf *out);
void write_json(const struct report *r, struct buf *out);
void write_json_closed(const struct report_row *row, struct cJSON *to); /* "statement" or "import" of a row */
void write_html(const struct report *r, struct buf *out);

/* The only one that touches the disk: the library writes files, so one is made in $TMPDIR (or /tmp) and read back. */
int write_xlsx(const struct report *r, struct buf *out, struct err *e);

#endif
