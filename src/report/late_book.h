/* late_book.h - libxlsxwriter, found at run time under its own names. */
#ifndef TUNGNHA_REPORT_LATE_BOOK_H
#define TUNGNHA_REPORT_LATE_BOOK_H

#include <xlsxwriter.h>

#include <tungnha/late.h>

/* clang-format off */
#define LATE_BOOK(X) \
	X(format_set_align) \
	X(format_set_bold) \
	X(format_set_border) \
	X(format_set_bottom) \
	X(format_set_font_name) \
	X(format_set_font_size) \
	X(format_set_indent) \
	X(format_set_italic) \
	X(format_set_num_format) \
	X(format_set_shrink) \
	X(format_set_text_wrap) \
	X(lxw_rowcol_to_cell) \
	X(lxw_strerror) \
	X(workbook_add_format) \
	X(workbook_add_worksheet) \
	X(workbook_close) \
	X(workbook_new_opt) \
	X(workbook_set_properties) \
	X(worksheet_fit_to_pages) \
	X(worksheet_freeze_panes) \
	X(worksheet_merge_range) \
	X(worksheet_print_area) \
	X(worksheet_repeat_rows) \
	X(worksheet_set_column) \
	X(worksheet_set_footer) \
	X(worksheet_set_header) \
	X(worksheet_set_landscape) \
	X(worksheet_set_margins) \
	X(worksheet_set_paper) \
	X(worksheet_set_row) \
	X(worksheet_write_blank) \
	X(worksheet_write_formula_num) \
	X(worksheet_write_formula_str) \
	X(worksheet_write_number) \
	X(worksheet_write_string)
/* clang-format on */

struct late_book_functions {
#define X(f) __typeof__(f) *f;
	LATE_BOOK(X)
#undef X
};
extern struct late_book_functions late_book_functions;

/* late_load: before any of these is called. */
int late_book(struct err *e);

#ifndef TUNGNHA_REPORT_LATE_BOOK_H_ITSELF
#define format_set_align late_book_functions.format_set_align
#define format_set_bold late_book_functions.format_set_bold
#define format_set_border late_book_functions.format_set_border
#define format_set_bottom late_book_functions.format_set_bottom
#define format_set_font_name late_book_functions.format_set_font_name
#define format_set_font_size late_book_functions.format_set_font_size
#define format_set_indent late_book_functions.format_set_indent
#define format_set_italic late_book_functions.format_set_italic
#define format_set_num_format late_book_functions.format_set_num_format
#define format_set_shrink late_book_functions.format_set_shrink
#define format_set_text_wrap late_book_functions.format_set_text_wrap
#define lxw_rowcol_to_cell late_book_functions.lxw_rowcol_to_cell
#define lxw_strerror late_book_functions.lxw_strerror
#define workbook_add_format late_book_functions.workbook_add_format
#define workbook_add_worksheet late_book_functions.workbook_add_worksheet
#define workbook_close late_book_functions.workbook_close
#define workbook_new_opt late_book_functions.workbook_new_opt
#define workbook_set_properties late_book_functions.workbook_set_properties
#define worksheet_fit_to_pages late_book_functions.worksheet_fit_to_pages
#define worksheet_freeze_panes late_book_functions.worksheet_freeze_panes
#define worksheet_merge_range late_book_functions.worksheet_merge_range
#define worksheet_print_area late_book_functions.worksheet_print_area
#define worksheet_repeat_rows late_book_functions.worksheet_repeat_rows
#define worksheet_set_column late_book_functions.worksheet_set_column
#define worksheet_set_footer late_book_functions.worksheet_set_footer
#define worksheet_set_header late_book_functions.worksheet_set_header
#define worksheet_set_landscape late_book_functions.worksheet_set_landscape
#define worksheet_set_margins late_book_functions.worksheet_set_margins
#define worksheet_set_paper late_book_functions.worksheet_set_paper
#define worksheet_set_row late_book_functions.worksheet_set_row
#define worksheet_write_blank late_book_functions.worksheet_write_blank
#define worksheet_write_formula_num late_book_functions.worksheet_write_formula_num
#define worksheet_write_formula_str late_book_functions.worksheet_write_formula_str
#define worksheet_write_number late_book_functions.worksheet_write_number
#define worksheet_write_string late_book_functions.worksheet_write_string
#endif

#endif
