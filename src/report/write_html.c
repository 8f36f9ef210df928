/* write_html.c - the sheet as one self-contained page: A4 landscape on paper, readable on a telephone, no script. */
#include <tungnha/html.h>

#include "page.h"
#include "write.h"

static const char style[] =
	"@page:first{@top-center{content:none}}\n"
	".end{break-before:avoid}\n"
	".end td{padding:0;border:0;text-align:left;font-weight:normal}\n"
	"@media screen and (max-width:60em){.end td>div{position:sticky;left:0;max-width:calc(100vw - 8mm)}}\n";

/* On a page of its own: it is no part of what is signed. */
static const char reference_style[] = ".reference{margin-top:6mm;break-before:page}\n"
				      ".reference tbody{break-inside:avoid}\n"
				      "h2{margin:0 0 1.5mm;font-size:13pt;break-after:avoid}\n";

/* Figures that were closed have their check code on every page. */
static void page_rule(const struct report *r, struct buf *out)
{
	char code[PRINT_CODE], foot[PRINT_CODE + 64];
	html_markup_unescaped(out, "@page{size:A4 landscape;margin:20mm 15mm 20mm 30mm;"
				   "@top-center{content:counter(page);" PAGE_TYPE "}");
	if (r->period.version) {
		text_fill(r->lang, TEXT_DOC_CODE, (const char *const[3]){print_code(r->period.code, code), NULL, NULL},
			foot, sizeof foot);
		page_foot(foot, out);
	}
	html_markup_unescaped(out, "}\n");
}

static void head_element(const struct print *p, const struct report *r, struct buf *out)
{
	page_begin(out, r->lang);
	page_element(out, "<title>", p->title, " – ");
	page_element(out, "", r->unit.name, "</title>\n<style>\n");
	page_rule(r, out);
	html_markup_unescaped(out, page_style);
	html_markup_unescaped(out, style);
	if (r->references)
		html_markup_unescaped(out, reference_style);
	size_t width = p->columns ? (size_t)PAGE_NUMBERS / p->columns : 0;
	buf_print(out, "col.n{width:%zu.%zu%%}\n", width / 10, width % 10);
	html_markup_unescaped(out, "</style>\n</head>\n");
}

static void heading(const struct print *p, struct buf *out)
{
	page_head(p, out);
	page_element(out, "<h1 id=\"title\">", p->title, "</h1>\n");
	if (*p->subtitle)
		page_element(out, "<p class=\"subtitle\">", p->subtitle, "</p>\n");
}

static void table_head(const struct print *p, const struct report *r, struct buf *out)
{
	html_markup_unescaped(out, "<colgroup><col class=\"unit\">");
	for (size_t i = 0; i < p->columns; i++)
		html_markup_unescaped(out, "<col class=\"n\">");
	html_markup_unescaped(out, "<col class=\"note\"></colgroup>\n<thead>\n<tr>");
	page_element(out, "<th scope=\"col\">", p->unit_heading, "</th>");
	for (size_t i = 0; i < p->columns; i++)
		page_element(out, "<th scope=\"col\">", print_label(r, p->column[i]), "</th>");
	page_element(out, "<th scope=\"col\">", p->note_heading, "</th></tr>\n</thead>\n");
}

static void table_row(
	const struct print *p, const struct report *r, const struct report_row *row, const char *name, struct buf *out)
{
	char number[32];
	html_markup_unescaped(out, row == &r->total ? "<tr class=\"total\">" : "<tr>");
	page_element(out, "<th scope=\"row\">", name, "</th>");
	for (size_t i = 0; i < p->columns; i++)
		page_element(out, "<td class=\"n\">", print_number(r, row, p->column[i], number), "</td>");
	page_element(out, "<td class=\"note\">", row->note, "</td></tr>\n");
}

static void empty_row(const struct print *p, struct buf *out)
{
	html_markup_unescaped(out, "<tr><th scope=\"row\"></th>");
	for (size_t i = 0; i < p->columns + 1; i++)
		html_markup_unescaped(out, "<td></td>");
	html_markup_unescaped(out, "</tr>\n");
}

static void notes(const struct print *p, struct buf *out)
{
	html_markup_unescaped(out, "<div class=\"notes\">\n");
	for (size_t i = 0; i < p->notes; i++)
		page_element(out, "<p>", p->note[i], "</p>\n");
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
	page_signer(&p->left, date ? NO_BREAK_SPACE : NULL, out);
	page_signer(&p->right, date, out);
	html_markup_unescaped(out, "</footer>\n");
}

/* A row of the table: so browsers keep it on one page with the total and the unit before it, and nobody signs an empty
 * sheet. Behind the table, Chromium cut the signatures through rather than break before the total. */
static void end(const struct print *p, struct buf *out)
{
	buf_print(out, "<tr class=\"end\"><td colspan=\"%zu\"><div>\n", p->columns + 2);
	notes(p, out);
	signatures(p, out);
	html_markup_unescaped(out, "</div></td></tr>\n");
}

/* The container scrolls sideways where a screen is narrow; a keyboard can reach it. */
static void table(const struct print *p, const struct report *r, struct buf *out)
{
	buf_print(out, "<div class=\"scroll%s\" role=\"region\" aria-labelledby=\"title\" tabindex=\"0\">\n",
		r->rows > PAGE_DENSE ? " dense" : "");
	html_markup_unescaped(out, r->blank ? "<table class=\"blank\">\n" : "<table>\n");
	table_head(p, r, out);
	html_markup_unescaped(out, "<tbody>\n");
	for (size_t i = 0; i < r->rows; i++)
		table_row(p, r, &r->row[i], r->row[i].unit.name, out);
	for (size_t i = 0; i < p->empty_rows; i++)
		empty_row(p, out);
	table_row(p, r, &r->total, p->total_label, out);
	end(p, out);
	html_markup_unescaped(out, "</tbody>\n</table>\n</div>\n");
}

static void reference_row(const struct print *p, const struct report *r, const struct report_reference *x,
	bool difference, struct buf *out)
{
	char number[32], source[PRINT_SOURCE];
	html_markup_unescaped(out, "<tr>");
	if (!difference)
		page_element(out, "<th scope=\"rowgroup\" rowspan=\"2\">", x->unit.name, "</th>");
	for (size_t i = 0; i < p->columns; i++)
		page_element(out, "<td class=\"n\">",
			difference ? print_difference(r, x, p->column[i], number)
				   : print_reference(r, x, p->column[i], number),
			"</td>");
	page_element(out, "<td class=\"note\">",
		difference ? text_get(r->lang, TEXT_REPORT_DIFFERENCE) : print_source(r, x, source), "</td></tr>\n");
}

/* Below the sheet and its signatures: the form itself stays as the plan prints it. */
static void references(const struct print *p, const struct report *r, struct buf *out)
{
	if (r->references == 0)
		return;
	html_markup_unescaped(out, "<section class=\"reference\">\n");
	page_element(out, "<h2 id=\"reference\">", text_get(r->lang, TEXT_REPORT_REFERENCE), "</h2>\n");
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

void write_html(const struct report *r, struct buf *out)
{
	struct print p;
	print_init(&p, r);
	head_element(&p, r, out);
	html_markup_unescaped(out, "<body>\n<main class=\"sheet\">\n");
	heading(&p, out);
	table(&p, r, out);
	references(&p, r, out);
	html_markup_unescaped(out, "</main>\n</body>\n</html>\n");
	print_free(&p);
}
