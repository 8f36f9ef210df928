/* book.c - making a spreadsheet and reading it back; numbers, page and properties alike in all of them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>
#include <tungnha/utf8.h>

#include "book.h"

const char *book_number_format(enum text_lang lang)
{
	return lang == LANG_VI ? "[$-42A]#,##0" : "#,##0";
}

const char *book_change_format(enum text_lang lang)
{
	return lang == LANG_VI ? "[$-42A]+#,##0;[$-42A]-#,##0;0" : "+#,##0;-#,##0;0";
}

/* The font a column's width is counted in. The library has no call for it and takes one that few machines outside
 * Windows have, which prints a sheet of this width a quarter too small there; its first format is the standard one. */
void book_standard_font(lxw_workbook *book)
{
	lxw_format *standard = STAILQ_FIRST(book->formats);
	format_set_font_name(standard, "Times New Roman");
	format_set_font_size(standard, 11);
}

lxw_error book_properties(lxw_workbook *book, const char *title, int64_t at)
{
	char *copy = alloc_copy(title);
	lxw_doc_properties about = {.title = copy, .created = (time_t)at};
	lxw_error error = workbook_set_properties(book, &about);
	free(copy);
	return error;
}

void book_page(lxw_worksheet *ws, bool landscape)
{
	worksheet_set_margins(ws, 30 / BOOK_INCH, 15 / BOOK_INCH, 20 / BOOK_INCH, 20 / BOOK_INCH);
	worksheet_set_paper(ws, 9); /* A4 */
	if (landscape)
		worksheet_set_landscape(ws);
	worksheet_fit_to_pages(ws, 1, 0);
}

void book_dashes(const char *text, double share, char *out, size_t out_bytes)
{
	static const char dash[] = "—";
	size_t n = (size_t)((double)utf8_length(text) * share), used = 0;
	for (size_t i = 0; i < n && used + sizeof dash < out_bytes; i++, used += sizeof dash - 1)
		memcpy(out + used, dash, sizeof dash);
	out[used] = '\0';
}

static int make_and_read(book_maker *make, const void *what, char *folder, struct buf *out, struct err *e)
{
	struct err ignored;
	char *path = file_join(folder, "form.xlsx");
	lxw_error error = make(what, folder, path);
	int rc = error == LXW_NO_ERROR
			 ? file_read(path, out, e)
			 : err_set(e, ERR_IO, TEXT_REPORT_XLSX, "%s" ERR_AND "%s", folder, lxw_strerror(error));
	file_remove(path, &ignored);
	free(path);
	return rc;
}

int book_write(book_maker *make, const void *what, struct buf *out, struct err *e)
{
	if (late_book(e) != 0)
		return -1;
	const char *tmp = getenv("TMPDIR");
	char *folder = alloc_print("%s/tungnha-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	int rc = mkdtemp(folder) ? 0 : err_errno(e, errno, folder);
	if (rc == 0) {
		rc = make_and_read(make, what, folder, out, e);
		rmdir(folder);
	}
	free(folder);
	return rc;
}
