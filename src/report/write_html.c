/* write_html.c - the sheet as one self-contained page: A4 landscape on paper, readable on a telephone, no script. */
#include <tungnha/html.h>

#include "print.h"
#include "write.h"

enum { NUMBERS_PER_MILLE = 630 }; /* of the width; the unit has 170, the note 200 */
#define NO_BREAK_SPACE "\xc2\xa0"

/* Margins, sizes and the page number (in the middle above, not on the first page): Nghị định 30/2020/NĐ-CP, Phụ lục I.
 * Rules under the issuing body (a third to a half of its length) and under the motto (all of it): the same, mục II. */
static const char style[] =
	"@page{size:A4 landscape;margin:20mm 15mm 20mm 30mm;"
	"@top-center{content:counter(page);font:13pt \"Times New Roman\",\"Liberation Serif\",serif}}\n"
	"@page:first{@top-center{content:none}}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0;color:#000;background:#fff;"
	"font:13pt/1.25 \"Times New Roman\",\"Liberation Serif\",Tinos,serif}\n"
	"p{margin:0}\n"
	".head{display:flex;justify-content:space-between;gap:8mm;text-align:center;font-size:13pt}\n"
	".head>*{flex:0 1 auto;min-width:38%}\n"
	".strong{font-weight:bold}\n"
	".ruled{display:table;margin:0 auto}\n"
	".ruled::after{content:\"\";display:block;width:45%;margin:.5mm auto 1.5mm;border-top:1px solid}\n"
	".motto{font-size:14pt}\n"
	".motto::after{width:100%}\n"
	".number{white-space:pre-wrap}\n"
	".date{font-style:italic}\n"
	"h1{margin:4mm 0 0;font-size:14pt;text-align:center;text-wrap:balance}\n"
	".subtitle{text-align:center;margin-bottom:3mm}\n"
	"table{width:calc(100% - 2px);margin:0 auto;border-collapse:collapse;font-size:12pt}\n"
	"col.unit{width:17%}\n"
	"col.note{width:20%}\n"
	"th,td{border:1px solid #000;padding:.8mm 1.5mm}\n"
	"thead{display:table-header-group}\n"
	"thead th{text-align:center;vertical-align:middle}\n"
	"tr{break-inside:avoid}\n"
	"tbody th{text-align:left;font-weight:normal}\n"
	"tbody th,td.note{overflow-wrap:anywhere}\n"
	"td.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}\n"
	".total th,.total td{font-weight:bold}\n"
	".blank tbody tr{height:7mm}\n"
	".total{break-before:avoid}\n"
	".notes{margin-top:1.5mm;font-size:11pt;line-height:1.15}\n"
	".end{break-inside:avoid;break-before:avoid}\n"
	".signatures{display:flex;justify-content:space-between;margin-top:3mm;text-align:center}\n"
	".signatures>*{width:42%}\n"
	".hint{font-style:italic}\n"
	".ink{height:18mm}\n"
	"@media screen{\n"
	"body{background:#e8e8e4}\n"
	".sheet{max-width:297mm;margin:0 auto;padding:20mm 15mm 20mm 30mm;background:#fff}\n"
	".scroll{overflow-x:auto}\n"
	".scroll table{min-width:52em}\n"
	"tbody th,thead th:first-child{position:sticky;left:0;background:#fff}\n"
	"}\n"
	"@media screen and (max-width:60em){\n"
	".sheet{padding:4mm}\n"
	".head,.signatures{flex-direction:column;align-items:center;gap:4mm}\n"
	".signatures>*{width:auto}\n"
	".scroll table{min-width:46em}\n"
	".head{font-size:11pt}\n"
	".motto{font-size:12pt}\n"
	".signatures>:empty{display:none}\n"
	".ink{height:6mm}\n"
	"}\n";

/* On a page of its own: it is no part of what is signed. */
static const char reference_style[] = ".reference{margin-top:6mm;break-before:page}\n"
				      ".reference tbody{break-inside:avoid}\n"
				      "h2{margin:0 0 1.5mm;font-size:13pt;break-after:avoid}\n";

/* <open>text</close>, the text escaped. */
static void element(struct buf *out, const char *open, const char *text, const char *close)
{
	html_markup_unescaped(out, open);
	html_text(out, text);
	html_markup_unescaped(out, close);
}

static void head_element(const struct print *p, const struct report *r, struct buf *out)
{
	html_markup_unescaped(out, "<!DOCTYPE html>\n<html lang=\"");
	html_markup_unescaped(out, r->lang == LANG_VI ? "vi" : "en");
	html_markup_unescaped(out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
				   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
	element(out, "<title>", p->title, " – ");
	element(out, "", r->unit.name, "</title>\n<style>\n");
	html_markup_unescaped(out, style);
	if (r->references)
		html_markup_unescaped(out, reference_style);
	size_t width = p->columns ? NUMBERS_PER_MILLE / p->columns : 0;
	buf_print(out, "col.n{width:%zu.%zu%%}\n", width / 10, width % 10);
	html_markup_unescaped(out, "</style>\n</head>\n");
}

static const char *head_class(const struct print *p, size_t i)
{
	if (i + 1 == p->heads)
		return "<p class=\"strong ruled\" lang=\"vi\">";
	return i < p->plain_heads ? "<p lang=\"vi\">" : "<p class=\"strong\" lang=\"vi\">";
}

static void heading(const struct print *p, struct buf *out)
{
	html_markup_unescaped(out, "<header class=\"head\">\n<div>\n");
	for (size_t i = 0; i < p->heads; i++)
		element(out, head_class(p, i), p->head[i], "</p>\n");
	if (p->number)
		element(out, "<p class=\"number\" lang=\"vi\">", p->number, "</p>\n");
	html_markup_unescaped(out, "</div>\n");
	if (p->national) {
		element(out, "<div>\n<p class=\"strong\" lang=\"vi\">", PRINT_NATION, "</p>\n");
		element(out, "<p class=\"strong ruled motto\" lang=\"vi\">", PRINT_MOTTO, "</p>\n");
		element(out, "<p class=\"date\">", p->date, "</p>\n</div>\n");
	}
	html_markup_unescaped(out, "</header>\n");
	element(out, "<h1 id=\"title\">", p->title, "</h1>\n");
	element(out, "<p class=\"subtitle\">", p->subtitle, "</p>\n");
}

static void table_head(const struct print *p, const struct report *r, struct buf *out)
{
	html_markup_unescaped(out, "<colgroup><col class=\"unit\">");
	for (size_t i = 0; i < p->columns; i++)
		html_markup_unescaped(out, "<col class=\"n\">");
	html_markup_unescaped(out, "<col class=\"note\"></colgroup>\n<thead>\n<tr>");
	element(out, "<th scope=\"col\">", p->unit_heading, "</th>");
	for (size_t i = 0; i < p->columns; i++)
		element(out, "<th scope=\"col\">", print_label(r, p->column[i]), "</th>");
	element(out, "<th scope=\"col\">", p->note_heading, "</th></tr>\n</thead>\n");
}

static void table_row(
	const struct print *p, const struct report *r, const struct report_row *row, const char *name, struct buf *out)
{
	char number[32];
	html_markup_unescaped(out, row == &r->total ? "<tr class=\"total\">" : "<tr>");
	element(out, "<th scope=\"row\">", name, "</th>");
	for (size_t i = 0; i < p->columns; i++)
		element(out, "<td class=\"n\">", print_number(r, row, p->column[i], number), "</td>");
	element(out, "<td class=\"note\">", row->note, "</td></tr>\n");
}

static void empty_row(const struct print *p, struct buf *out)
{
	html_markup_unescaped(out, "<tr><th scope=\"row\"></th>");
	for (size_t i = 0; i < p->columns + 1; i++)
		html_markup_unescaped(out, "<td></td>");
	html_markup_unescaped(out, "</tr>\n");
}

/* The container scrolls sideways where a screen is narrow; a keyboard can reach it. */
static void table(const struct print *p, const struct report *r, struct buf *out)
{
	html_markup_unescaped(out, "<div class=\"scroll\" role=\"region\" aria-labelledby=\"title\" tabindex=\"0\">\n");
	html_markup_unescaped(out, r->blank ? "<table class=\"blank\">\n" : "<table>\n");
	table_head(p, r, out);
	html_markup_unescaped(out, "<tbody>\n");
	for (size_t i = 0; i < r->rows; i++)
		table_row(p, r, &r->row[i], r->row[i].unit.name, out);
	for (size_t i = 0; i < p->empty_rows; i++)
		empty_row(p, out);
	table_row(p, r, &r->total, p->total_label, out);
	html_markup_unescaped(out, "</tbody>\n</table>\n</div>\n");
}

static void reference_row(const struct print *p, const struct report *r, const struct report_reference *x,
	bool difference, struct buf *out)
{
	char number[32], source[PRINT_SOURCE];
	html_markup_unescaped(out, "<tr>");
	if (!difference)
		element(out, "<th scope=\"rowgroup\" rowspan=\"2\">", x->unit.name, "</th>");
	for (size_t i = 0; i < p->columns; i++)
		element(out, "<td class=\"n\">",
			difference ? print_difference(r, x, p->column[i], number)
				   : print_reference(r, x, p->column[i], number),
			"</td>");
	element(out, "<td class=\"note\">",
		difference ? text_get(r->lang, TEXT_REPORT_DIFFERENCE) : print_source(r, x, source), "</td></tr>\n");
}

/* Below the sheet and its signatures: the form itself stays as the plan prints it. */
static void references(const struct print *p, const struct report *r, struct buf *out)
{
	if (r->references == 0)
		return;
	html_markup_unescaped(out, "<section class=\"reference\">\n");
	element(out, "<h2 id=\"reference\">", text_get(r->lang, TEXT_REPORT_REFERENCE), "</h2>\n");
	html_markup_unescaped(
		out, "<div class=\"scroll\" role=\"region\" aria-labelledby=\"reference\" tabindex=\"0\">\n<table>\n");
	table_head(p, r, out);
	for (size_t i = 0; i < r->references; i++) {
		html_markup_unescaped(out, "<tbody>\n");
		reference_row(p, r, &r->reference[i], false, out);
		reference_row(p, r, &r->reference[i], true, out);
		html_markup_unescaped(out, "</tbody>\n");
	}
	html_markup_unescaped(out, "</table>\n</div>\n</section>\n");
}

static void notes(const struct print *p, struct buf *out)
{
	html_markup_unescaped(out, "<div class=\"notes\">\n");
	for (size_t i = 0; i < p->notes; i++)
		element(out, "<p>", p->note[i], "</p>\n");
	html_markup_unescaped(out, "</div>\n");
}

/* An empty division keeps the other signer on his side of the sheet. */
static void signer(const struct print_signer *s, const char *date, struct buf *out)
{
	html_markup_unescaped(out, "<div>");
	if (s->titles && date)
		element(out, "<p class=\"date\">", date, "</p>\n");
	for (size_t i = 0; i < s->titles; i++)
		element(out, "<p class=\"strong\" lang=\"vi\">", s->title[i], "</p>\n");
	if (s->hint)
		element(out, "<p class=\"hint\">", s->hint, "</p>\n");
	if (s->titles)
		html_markup_unescaped(out, "<div class=\"ink\"></div>\n");
	if (s->name)
		element(out, "<p class=\"strong\" lang=\"vi\">", s->name, "</p>\n");
	html_markup_unescaped(out, "</div>\n");
}

/* A commune's date stands above, beside its number; a hamlet's over the head's signature, and as high on the left there
 * is nothing, so that the two titles stand on one line. */
static void signatures(const struct print *p, struct buf *out)
{
	if (!p->left.titles && !p->right.titles)
		return;
	const char *date = p->national ? NULL : p->date;
	html_markup_unescaped(out, "<footer class=\"signatures\">\n");
	signer(&p->left, date ? NO_BREAK_SPACE : NULL, out);
	signer(&p->right, date, out);
	html_markup_unescaped(out, "</footer>\n");
}

void write_html(const struct report *r, struct buf *out)
{
	struct print p;
	print_init(&p, r);
	head_element(&p, r, out);
	html_markup_unescaped(out, "<body>\n<main class=\"sheet\">\n");
	heading(&p, out);
	table(&p, r, out);
	html_markup_unescaped(out, "<div class=\"end\">\n"); /* stays together, so that nobody signs an empty sheet */
	notes(&p, out);
	signatures(&p, out);
	html_markup_unescaped(out, "</div>\n");
	references(&p, r, out);
	html_markup_unescaped(out, "</main>\n</body>\n</html>\n");
	print_free(&p);
}
