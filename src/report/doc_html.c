/* doc_html.c - a report as one self-contained page: A4 on paper, its wide annexes on their side, readable on a
 * telephone, no script. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/html.h>

#include "document_parts.h"
#include "page.h"

static const char style[] =
	"@page:first{@top-center{content:none}}\n"
	"@page wide{size:A4 landscape}\n"
	"body{font-size:14pt}\n"
	".head{gap:4mm}\n"
	".head>*{min-width:0}\n"
	".head>:first-child{flex-grow:1}\n"
	".head>:last-child{flex-shrink:0}\n"
	"h1{margin:5mm 0 0}\n"
	"h2,h3,h4,.text,.typed p{margin:0 0 6pt;font-size:14pt;text-align:justify;text-indent:12.7mm;"
	"overflow-wrap:anywhere}\n"
	"h2,h3,h4{break-after:avoid;padding-top:3pt}\n"
	".small{font-style:italic}\n"
	".about{max-width:90%;text-align:center;text-wrap:balance;margin-bottom:4mm}\n"
	".about::after{width:30%}\n"
	".state{margin-top:4mm;text-align:center;font-style:italic;font-weight:bold}\n"
	".open{break-inside:avoid}\n"
	".dots{height:8mm;margin-left:0;border-bottom:1px dotted #000;break-inside:avoid}\n"
	".dots:last-child{margin-bottom:4mm}\n"
	".scroll{margin:2mm 0 3mm}\n"
	"caption{padding-bottom:1mm;font-weight:bold;text-align:center;break-after:avoid}\n"
	"td,th{overflow-wrap:anywhere}\n"
	"thead th{overflow-wrap:break-word}\n"
	"td.none{text-align:center;font-style:italic}\n"
	".tall tbody tr{height:7mm}\n"
	".joined{break-after:avoid}\n"
	".long{break-inside:auto}\n"
	"tbody tr:first-child{break-before:avoid}\n"
	".apart{break-before:page}\n"
	".notes{margin:-1mm 0 2mm}\n"
	".closing{display:flex;justify-content:space-between;gap:6mm;padding-top:6mm;"
	"break-inside:avoid;break-before:avoid}\n"
	".closing>*{flex:1 1 50%}\n"
	".to{font-size:11pt}\n"
	".to>:first-child{font-size:12pt;font-weight:bold;font-style:italic}\n"
	".sign{text-align:center;font-size:14pt}\n"
	".annex{break-before:page}\n"
	".wide{page:wide}\n"
	".annex>h2{padding:0;text-align:center;text-indent:0;text-wrap:balance}\n"
	".annex>h2>span{display:block}\n"
	".belongs{margin-bottom:4mm;text-align:center;font-style:italic;white-space:pre-wrap}\n"
	".form{margin:3mm 0 0;text-align:center;text-indent:0;text-wrap:balance}\n"
	".code{margin-top:8mm;text-align:center;font-size:12pt}\n"
	"@media screen{\n"
	".sheet{max-width:210mm;min-height:297mm}\n"
	".annex{margin:12mm -15mm 0 -30mm;padding:12mm 15mm 0 30mm;border-top:5mm solid #e8e8e4}\n"
	"}\n"
	"@media screen and (max-width:60em){\n"
	"body,h1,h2,h3,h4,.text,.typed p,.sign{font-size:13pt}\n"
	".annex{margin:8mm -4mm 0;padding:6mm 4mm 0;border-top-width:3mm}\n"
	".closing{flex-direction:column-reverse}\n"
	"h2,h3,h4,.text,.typed p{text-align:left;text-indent:0}\n"
	"caption{text-align:left}\n"
	"tbody th{max-width:9em}\n"
	"tbody td+th{position:static}\n"
	"}\n"
	/* A browser that prints the foot of a page itself need not be told twice. */
	"@supports not (-moz-appearance:none){@media print{.code{display:none}}}\n";

struct writer {
	const struct document *d;
	struct buf *out;
	int depth;     /* of the last heading */
	int least;     /* of headings here: one deeper inside an annex */
	bool in_annex; /* a section is open */
	bool in_notes, in_typed;
};

static void page_rule(const struct document *d, struct buf *out)
{
	char *foot = document_foot(d);
	html_markup_unescaped(
		out, "@page{size:A4;margin:20mm 15mm 20mm 30mm;@top-center{content:counter(page);" PAGE_TYPE "}");
	if (foot)
		page_foot(foot, out);
	html_markup_unescaped(out, "}\n");
	free(foot);
}

/* Widths by weight; on a screen a table of many columns scrolls rather than break its numbers. */
static void table_rules(const struct block *b, size_t id, struct buf *out)
{
	size_t whole = 0, used = 0;
	for (size_t i = 0; i < b->columns; i++)
		whole += (size_t)b->column[i].weight;
	for (size_t i = 0; i < b->columns; i++) {
		size_t mille = (size_t)b->column[i].weight * 1000 / whole;
		mille = i + 1 == b->columns ? 1000 - used : mille;
		used += mille;
		buf_print(out, "#t%zu col:nth-child(%zu){width:%zu.%zu%%}\n", id, i + 1, mille / 10, mille % 10);
	}
	buf_print(out, "@media screen{#t%zu table{min-width:%zuem}}\n", id, b->columns < 4 ? 0 : b->columns * 5);
}

static void head_element(const struct document *d, struct buf *out)
{
	page_begin(out, d->lang);
	page_element(out, "<title>", d->title, "");
	page_element(out, d->about ? " – " : "", d->about, "</title>\n<style>\n");
	page_rule(d, out);
	html_markup_unescaped(out, page_style);
	html_markup_unescaped(out, style);
	for (size_t i = 0; i < d->blocks; i++)
		if (d->block[i].kind == BLOCK_TABLE)
			table_rules(&d->block[i], i, out);
	html_markup_unescaped(out, "</style>\n</head>\n<body>\n<main class=\"sheet\">\n");
}

/* No heading is more than one deeper than the last: who hears the page read goes by that. */
static void heading(struct writer *w, int level, const char *class, const char *text)
{
	int depth = w->least + level - 1;
	depth = depth > w->depth + 1 ? w->depth + 1 : depth > 6 ? 6 : depth;
	w->depth = depth;
	buf_print(w->out, "<h%d%s>", depth, class);
	html_text(w->out, text);
	buf_print(w->out, "</h%d>\n", depth);
}

/* What a row is called: its first cell, or the one behind a running number. */
static size_t head_column(const struct block *b, size_t row)
{
	return b->columns > 1 && document_cell_at(b, row, 0)->is.kind != CELL_TEXT ? 1 : 0;
}

static void cell(struct writer *w, const struct block *b, size_t row, size_t column)
{
	char number[DOCUMENT_CELL];
	const struct cell *c = document_cell_at(b, row, column);
	size_t joined = document_joined(b, row, column);
	bool is_head = column == head_column(b, row) && c->is.kind == CELL_TEXT;
	if (!document_begins(b, row, column))
		return;
	html_markup_unescaped(w->out, is_head ? "<th scope=\"row\"" : "<td");
	if (joined > 1)
		buf_print(w->out, " rowspan=\"%zu\"", joined);
	html_markup_unescaped(w->out, document_cell_is_number(c) ? " class=\"n\">" : ">");
	page_element(w->out, "", document_cell_words(w->d, b, row, column, number), is_head ? "</th>" : "</td>");
}

static const char *row_class(const struct block *b, size_t row)
{
	if (b->total[row])
		return "<tr class=\"total\">";
	if (document_goes_on(b, row))
		return "<tr class=\"joined\">";
	return document_row_is_long(b, row) ? "<tr class=\"long\">" : "<tr>";
}

static void rows(struct writer *w, const struct block *b)
{
	for (size_t i = 0; i < b->rows; i++) {
		html_markup_unescaped(w->out, row_class(b, i));
		for (size_t c = 0; c < b->columns; c++)
			cell(w, b, i, c);
		html_markup_unescaped(w->out, "</tr>\n");
	}
	if (b->rows == 0) {
		buf_print(w->out, "<tr><td class=\"none\" colspan=\"%zu\">", b->columns);
		page_element(w->out, "", text_get(w->d->lang, TEXT_DOC_NONE), "</td></tr>\n");
	}
}

/* The container scrolls sideways where a screen is narrow; a keyboard can reach it. References begin a page, as they do
 * below the form: they are no part of it. */
static void table(struct writer *w, const struct block *b)
{
	size_t id = (size_t)(b - w->d->block);
	buf_print(w->out, "<div class=\"scroll%s%s\" id=\"t%zu\" role=\"group\" aria-label=\"", b->tall ? " tall" : "",
		b->rows > PAGE_DENSE && !b->tall ? " dense" : "", id);
	html_text(w->out, *b->text ? b->text : text_get(w->d->lang, TEXT_DOC_TABLE));
	html_markup_unescaped(w->out, "\" tabindex=\"0\">\n<table>\n");
	if (*b->text)
		page_element(w->out, "<caption>", b->text, "</caption>\n");
	html_markup_unescaped(w->out, "<colgroup>");
	for (size_t i = 0; i < b->columns; i++)
		html_markup_unescaped(w->out, "<col>");
	html_markup_unescaped(w->out, "</colgroup>\n<thead>\n<tr>");
	for (size_t i = 0; i < b->columns; i++)
		page_element(w->out, "<th scope=\"col\">", b->column[i].heading, "</th>");
	html_markup_unescaped(w->out, "</tr>\n</thead>\n<tbody>\n");
	rows(w, b);
	html_markup_unescaped(w->out, "</tbody>\n</table>\n</div>\n");
}

static void typed(struct writer *w, const struct block *b)
{
	if (*b->text) {
		page_element(w->out, "<p>", b->text, "</p>\n");
		return;
	}
	for (int i = 0; i < DOCUMENT_DOTS; i++)
		html_markup_unescaped(w->out, "<div class=\"dots\"></div>\n");
}

/* Lines of one kind that follow each other stand in one division. */
static void group(struct writer *w, const struct block *b)
{
	const struct block *last = b > w->d->block ? b - 1 : NULL;
	bool notes = b->kind == BLOCK_NOTE, is_typed = b->kind == BLOCK_TYPED;
	bool other_part = is_typed && last && last->part && b->part && strcmp(last->part, b->part) != 0;
	if ((w->in_notes && !notes) || (w->in_typed && (!is_typed || other_part))) {
		html_markup_unescaped(w->out, "</div>\n");
		w->in_notes = w->in_typed = false;
	}
	if (notes && !w->in_notes)
		html_markup_unescaped(w->out, "<div class=\"notes\">\n");
	if (is_typed && !w->in_typed)
		page_element(w->out,
			*b->text ? "<div class=\"typed\" data-part=\"" : "<div class=\"typed open\" data-part=\"",
			b->part, "\">\n");
	w->in_notes = notes;
	w->in_typed = is_typed;
}

static void end_group(struct writer *w)
{
	if (w->in_notes || w->in_typed)
		html_markup_unescaped(w->out, "</div>\n");
	w->in_notes = w->in_typed = false;
}

static void annex(struct writer *w, const struct block *b)
{
	char name[32];
	size_t n = document_annex_number(w->d, (size_t)(b - w->d->block));
	char *title = document_annex_title(b), *belongs = document_belongs(w->d);
	if (w->in_annex)
		html_markup_unescaped(w->out, "</section>\n");
	buf_print(w->out, "<section class=\"annex%s\" aria-labelledby=\"a%zu\">\n<h2 id=\"a%zu\"><span>",
		b->wide ? " wide" : "", n, n);
	page_element(w->out, "", document_annex_name(w->d->lang, n, name), "</span> ");
	page_element(w->out, "", title, "</h2>\n");
	page_element(w->out, "<p class=\"belongs\">", belongs, "</p>\n");
	w->in_annex = true;
	w->depth = 2;
	w->least = 3;
	free(belongs);
	free(title);
}

static void block(struct writer *w, const struct block *b)
{
	group(w, b);
	switch (b->kind) {
	case BLOCK_HEADING:
		heading(w, b->level, b->level == 3 ? " class=\"small\"" : "", b->text);
		break;
	case BLOCK_PARAGRAPH:
		page_element(w->out, "<p class=\"text\">", b->text, "</p>\n");
		break;
	case BLOCK_TYPED:
		typed(w, b);
		break;
	case BLOCK_NOTE:
		page_element(w->out, "<p>", b->text, "</p>\n");
		break;
	case BLOCK_TABLE:
		table(w, b);
		break;
	case BLOCK_FORM_TITLE:
		heading(w, 1, " class=\"form\"", b->text);
		break;
	case BLOCK_FORM_SUBTITLE:
		page_element(w->out, "<p class=\"subtitle\">", b->text, "</p>\n");
		break;
	case BLOCK_ANNEX:
		annex(w, b);
		break;
	}
}

static void head(const struct document *d, const struct print *p, struct buf *out)
{
	page_head(p, out);
	if (d->state)
		page_element(out, "<p class=\"state\">", d->state, "</p>\n");
	page_element(out, "<h1>", d->title, "</h1>\n");
	if (d->about)
		page_element(out, "<p class=\"strong ruled about\">", d->about, "</p>\n");
}

static void recipients(const struct document *d, struct buf *out)
{
	html_markup_unescaped(out, "<div class=\"to\" lang=\"vi\">");
	if (d->recipients)
		page_element(out, "<p>", PRINT_RECIPIENTS, "</p>\n");
	for (size_t i = 0; i < document_recipient_count(d); i++) {
		char *line = document_recipient(d, i);
		page_element(out, "<p>", line, "</p>\n");
		free(line);
	}
	html_markup_unescaped(out, "</div>\n");
}

static void closing(const struct document *d, const struct print *p, struct buf *out)
{
	if (!d->recipients && !p->right.titles)
		return;
	html_markup_unescaped(out, "<footer class=\"closing\">\n");
	recipients(d, out);
	html_markup_unescaped(out, "<div class=\"sign\">\n");
	page_signer(&p->right, NULL, out);
	html_markup_unescaped(out, "</div>\n</footer>\n");
}

static void foot(const struct document *d, struct buf *out)
{
	char *words = document_foot(d);
	if (words)
		page_element(out, "<p class=\"code\">", words, "</p>\n");
	free(words);
}

void doc_html(const struct document *d, struct buf *out)
{
	struct print p;
	struct writer w = {.d = d, .out = out, .depth = 1, .least = 2};
	bool closed = false;
	document_print(d, &p);
	head_element(d, out);
	head(d, &p, out);
	for (size_t i = 0; i < d->blocks; i++) {
		if (d->block[i].kind == BLOCK_ANNEX && !closed) {
			end_group(&w);
			closing(d, &p, out);
			closed = true;
		}
		block(&w, &d->block[i]);
	}
	end_group(&w);
	if (!closed)
		closing(d, &p, out);
	if (w.in_annex)
		html_markup_unescaped(out, "</section>\n");
	foot(d, out);
	html_markup_unescaped(out, "</main>\n</body>\n</html>\n");
	document_print_free(&p);
}
