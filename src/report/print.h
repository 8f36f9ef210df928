/* print.h - what stands on the printed sheet around the numbers, worked out once for HTML, XLSX and the terminal.
 *
 * A commune's sheet is headed and signed as Nghị định 30/2020/NĐ-CP, Phụ lục I asks of an issuing body. A hamlet is no
 * issuing body: its sheet says which hamlet and commune, has no number, and is signed by two people. */
#ifndef TUNGNHA_REPORT_PRINT_H
#define TUNGNHA_REPORT_PRINT_H

#include <stdbool.h>
#include <stddef.h>

#include <tungnha/report.h>

/* The same in every language: they are the State's, not ours. */
#define PRINT_NATION "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
#define PRINT_MOTTO "Độc lập - Tự do - Hạnh phúc"
#define PRINT_NEVER "–"
#define PRINT_RECIPIENTS "Nơi nhận:"
#define PRINT_FILED "- Lưu: VT."

enum { PRINT_NOTES_MAX = 8, PRINT_BLANK_ROWS = 8 };

/* One who signs: titles, a hint, room for ink, and the name where the campaign gives one. No titles: nobody signs. */
struct print_signer {
	const char *title[CAMPAIGN_LINES_MAX];
	size_t titles;
	const char *hint; /* "(Ký, ghi rõ họ tên)"; NULL on a commune's print */
	const char *name; /* NULL: written by hand */
};

struct print {
	const char *title, *subtitle, *unit_heading, *note_heading, *total_label; /* borrowed from the form */
	int column[FORM_COLUMNS_MAX];                                             /* indexes of the printed columns */
	size_t columns;
	bool national;                  /* the nation's name and motto, number and date stand above the title */
	char *head[CAMPAIGN_LINES_MAX]; /* upper left, upper case */
	size_t heads;
	size_t plain_heads; /* the first of them are not bold: the commune above a hamlet's name */
	const char *number; /* "Số:       /BC-UBND"; NULL = none */
	char *date;         /* "Phú Lạc, ngày 03 tháng 11 năm 2025", with dots to fill in on a blank form */
	char *note[PRINT_NOTES_MAX]; /* under the table */
	size_t notes;
	struct print_signer left, right;
	size_t empty_rows; /* of a blank form without units */
};

void print_init(struct print *p, const struct report *r);
void print_free(struct print *p);

/* A check code as people read it: "36S0-R5GT"; what is none, as it stands. */
enum { PRINT_CODE = 64 };
const char *print_code(const char *code, char out[static PRINT_CODE]);

/* A line of the upper left, in capitals; who signs for an issuing body, its lines borrowed. */
void print_add_head(struct print *p, const char *s);
void print_issuer_signer(const char *const *line, size_t n, struct print_signer *out);

/* What stands in a row's cell. */
enum print_cell { PRINT_CELL_EMPTY, PRINT_CELL_NEVER, PRINT_CELL_NUMBER };
enum print_cell print_cell(const struct report *r, const struct report_row *row, int column);
const char *print_label(const struct report *r, int column);

/* A cell as text, 21.105 style; "" on a blank form. out: 32 bytes. */
const char *print_number(const struct report *r, const struct report_row *row, int column, char out[static 32]);

/* Below the sheet: what a reference says of a column, or by how much it differs ("+3", "-2", "0"); "–" where it says
 * nothing. out: 32 bytes. print_source: "Công an xã, 06/11/2025". */
const char *print_reference(const struct report *r, const struct report_reference *x, int column, char out[static 32]);
const char *print_difference(const struct report *r, const struct report_reference *x, int column, char out[static 32]);
enum { PRINT_SOURCE = REPORT_SOURCE + 32 };
const char *print_source(const struct report *r, const struct report_reference *x, char out[static PRINT_SOURCE]);

/* Breaking text at spaces: the bytes of the words at s that fit into width code points (at least one word), and the
 * number of such lines (1 for ""). */
size_t print_line_bytes(const char *s, size_t width);
size_t print_lines(const char *s, size_t width);
size_t print_widest_word(const char *s);
size_t print_code_points(const char *s, size_t bytes);

#endif
