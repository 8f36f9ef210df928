/* page.c - type, head and signer of a printed page. */
#include <string.h>

#include <tungnha/html.h>

#include "page.h"

/* dense: a list of many rows, so that forty hamlets and who signs for them stand on two sheets.
 * Margins, sizes and the page number (in the middle above, not on the first page): Nghị định 30/2020/NĐ-CP, Phụ lục I.
 * Rules under the issuing body (a third to a half of its length) and under the motto (all of it): the same, mục II. */
const char page_style[] =
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
	"@media print{.dense table{font-size:11pt;line-height:1.1}.dense tbody th,.dense tbody td{padding:.1mm 1.2mm}"
	".dense td.note{font-size:10pt}}\n"
	".notes{margin-top:1.5mm;font-size:11pt;line-height:1.15}\n"
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

void page_element(struct buf *out, const char *open, const char *text, const char *close)
{
	html_markup_unescaped(out, open);
	html_text(out, text);
	html_markup_unescaped(out, close);
}

/* Letters, digits, spaces and hyphens may stand in a string of CSS as they are; the rest as \XXXXXX. */
static void css_text(struct buf *out, const char *s)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c < 0x80 && !strchr(" -:.", c) && !(c >= '0' && c <= '9') &&
			!((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			buf_print(out, "\\%06x", c);
		else
			buf_char(out, *s);
	}
}

void page_foot(const char *text, struct buf *out)
{
	html_markup_unescaped(out, "@bottom-center{content:\"");
	css_text(out, text);
	html_markup_unescaped(out, "\";" PAGE_TYPE ";font-size:11pt}");
}

void page_begin(struct buf *out, enum text_lang lang)
{
	html_markup_unescaped(out, "<!DOCTYPE html>\n<html lang=\"");
	html_markup_unescaped(out, lang == LANG_VI ? "vi" : "en");
	html_markup_unescaped(out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
				   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
}

static const char *head_class(const struct print *p, size_t i)
{
	if (i + 1 == p->heads)
		return "<p class=\"strong ruled\" lang=\"vi\">";
	return i < p->plain_heads ? "<p lang=\"vi\">" : "<p class=\"strong\" lang=\"vi\">";
}

void page_head(const struct print *p, struct buf *out)
{
	html_markup_unescaped(out, "<header class=\"head\">\n<div>\n");
	for (size_t i = 0; i < p->heads; i++)
		page_element(out, head_class(p, i), p->head[i], "</p>\n");
	if (p->number)
		page_element(out, "<p class=\"number\" lang=\"vi\">", p->number, "</p>\n");
	html_markup_unescaped(out, "</div>\n");
	if (p->national) {
		page_element(out, "<div>\n<p class=\"strong\" lang=\"vi\">", PRINT_NATION, "</p>\n");
		page_element(out, "<p class=\"strong ruled motto\" lang=\"vi\">", PRINT_MOTTO, "</p>\n");
		page_element(out, "<p class=\"date\">", p->date, "</p>\n</div>\n");
	}
	html_markup_unescaped(out, "</header>\n");
}

void page_signer(const struct print_signer *s, const char *date, struct buf *out)
{
	html_markup_unescaped(out, "<div>");
	if (s->titles && date)
		page_element(out, "<p class=\"date\">", date, "</p>\n");
	for (size_t i = 0; i < s->titles; i++)
		page_element(out, "<p class=\"strong\" lang=\"vi\">", s->title[i], "</p>\n");
	if (s->hint)
		page_element(out, "<p class=\"hint\">", s->hint, "</p>\n");
	if (s->titles)
		html_markup_unescaped(out, "<div class=\"ink\"></div>\n");
	if (s->name)
		page_element(out, "<p class=\"strong\" lang=\"vi\">", s->name, "</p>\n");
	html_markup_unescaped(out, "</div>\n");
}
