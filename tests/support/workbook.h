/* workbook.h - workbooks made by hand, part by part: what no honest program writes, a test has to. */
#ifndef SUPPORT_WORKBOOK_H
#define SUPPORT_WORKBOOK_H

#include <stddef.h>

struct workbook_part {
	const char *name, *text; /* text NULL = the part is left out */
	size_t n;                /* its bytes, 0 = strlen(text) */
};

/* A zip of these parts in this order; an existing file is replaced. Anything that fails ends the program. */
void workbook_zip(const char *path, const struct workbook_part *part, size_t count);

/* A whole workbook of one sheet ("Sheet1", xl/worksheets/sheet1.xml) whose worksheet element holds `sheet`; strings:
 * what sst holds, styles: what styleSheet holds; NULL: empty. */
struct workbook {
	const char *sheet, *strings, *styles;
	const char *book; /* what stands before sheets in the workbook element: <workbookPr …/>; NULL = nothing */
	const char *head; /* before the root of the sheet; NULL = an XML declaration */
};
void workbook_write(const char *path, const struct workbook *w);

/* The rows of a table, whatever the file is: "1:a|b 4:c"; a refusal as "!TEXT_NAME" and its arguments but the file's
 * own path. The caller frees. Reading on behind the end, or behind a refusal, must say the same again. */
char *table_dump(const char *path, const char *encoding, const char *sheet);

#endif
