/* docx_body.c - a report's blocks as paragraphs and sections. Children stand in the order the schema asks for. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/html.h>
#include <tungnha/utf8.h>

#include "docx.h"

enum { HEAD_LEFT = 3755, MOTTO_RULE = 3510, ABOUT_RULE = 2400, CAPITAL = 177, INK_LINES = 4 };

void docx_begin(struct buf *out, const char *style, const char *more)
{
	buf_print(out, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>%s</w:pPr>", style, more);
}

void docx_run(struct buf *out, const char *run, const char *text)
{
	if (!text || !*text)
		return;
	html_markup_unescaped(out, "<w:r>");
	if (*run)
		buf_print(out, "<w:rPr>%s</w:rPr>", run);
	html_markup_unescaped(out, "<w:t xml:space=\"preserve\">");
	html_text(out, text);
	html_markup_unescaped(out, "</w:t></w:r>");
}

void docx_end(struct buf *out)
{
	html_markup_unescaped(out, "</w:p>\n");
}

void docx_paragraph(struct buf *out, const char *style, const char *more, const char *run, const char *text)
{
	docx_begin(out, style, more);
	docx_run(out, run, text);
	docx_end(out);
}

/* A drawn line in the middle of a width: the upper border of a line as low as can be. */
static void rule(struct buf *out, int width, int length)
{
	int side = length < width ? (width - length) / 2 : 0;
	buf_print(out, "<w:p><w:pPr><w:pStyle w:val=\"Rule\"/><w:ind w:left=\"%d\" w:right=\"%d\"/></w:pPr></w:p>\n",
		side, side);
}

/* Two cells side by side without borders. */
static void pair_begin(struct buf *out, int left)
{
	buf_print(out,
		"<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>"
		"<w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>\n"
		"<w:tblGrid><w:gridCol w:w=\"%d\"/><w:gridCol w:w=\"%d\"/></w:tblGrid>\n"
		"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/></w:tcPr>\n",
		DOCX_WIDTH, left, DOCX_WIDTH - left, left);
}

static void pair_middle(struct buf *out, int left)
{
	buf_print(out, "</w:tc><w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/></w:tcPr>\n", DOCX_WIDTH - left);
}

static void pair_end(struct buf *out)
{
	html_markup_unescaped(out, "</w:tc></w:tr></w:tbl>\n");
}

static void head(const struct document *d, const struct print *p, struct buf *out)
{
	pair_begin(out, HEAD_LEFT);
	for (size_t i = 0; i < p->heads; i++)
		docx_paragraph(out, "HeadLine", "", "<w:b/>", p->head[i]);
	if (p->heads)
		rule(out, HEAD_LEFT, (int)utf8_length(p->head[p->heads - 1]) * CAPITAL * 45 / 100);
	docx_paragraph(out, "HeadLine", "", "", p->number);
	pair_middle(out, HEAD_LEFT);
	docx_paragraph(out, "HeadLine", "", "<w:b/>", PRINT_NATION);
	docx_paragraph(out, "HeadLine", "", "<w:b/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>", PRINT_MOTTO);
	rule(out, DOCX_WIDTH - HEAD_LEFT, MOTTO_RULE);
	docx_paragraph(out, "HeadLine", "", "<w:i/>", p->date);
	pair_end(out);
	docx_paragraph(out, "Gap", "", "", NULL);
	if (d->state)
		docx_paragraph(out, "State", "", "", d->state);
	docx_paragraph(out, "Title", "", "", d->title);
	if (d->about) {
		docx_paragraph(out, "About", "", "", d->about);
		rule(out, DOCX_WIDTH, ABOUT_RULE);
	}
}

static void recipients(const struct document *d, struct buf *out)
{
	docx_paragraph(out, "Recipients", "", "<w:b/><w:i/><w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>",
		d->recipients ? PRINT_RECIPIENTS : NULL);
	for (size_t i = 0; i < document_recipient_count(d); i++) {
		char *line = document_recipient(d, i);
		docx_paragraph(out, "Recipients", "", "", line);
		free(line);
	}
}

static void closing(const struct document *d, const struct print *p, struct buf *out)
{
	if (!d->recipients && !p->right.titles)
		return;
	docx_paragraph(out, "Gap", "<w:keepNext/>", "", NULL);
	pair_begin(out, DOCX_WIDTH / 2);
	recipients(d, out);
	pair_middle(out, DOCX_WIDTH / 2);
	for (size_t i = 0; i < p->right.titles; i++)
		docx_paragraph(out, "Signer", "", "", p->right.title[i]);
	for (int i = 0; i < INK_LINES; i++)
		docx_paragraph(out, "Signer", "", "", NULL);
	docx_paragraph(out, "Signer", "", "", p->right.name);
	pair_end(out);
	docx_paragraph(out, "Gap", "", "", NULL);
}

/* What the pages of a section are; the first section's first page has no number. */
static void section(const struct document *d, bool wide, bool first, struct buf *out)
{
	html_markup_unescaped(out, "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"head\"/>");
	if (d->code)
		html_markup_unescaped(out, "<w:footerReference w:type=\"default\" r:id=\"foot\"/>");
	if (d->code && first)
		html_markup_unescaped(out, "<w:footerReference w:type=\"first\" r:id=\"foot\"/>");
	buf_print(out, "<w:type w:val=\"nextPage\"/><w:pgSz w:w=\"%d\" w:h=\"%d\"%s/>", wide ? DOCX_LONG : DOCX_SHORT,
		wide ? DOCX_SHORT : DOCX_LONG, wide ? " w:orient=\"landscape\"" : "");
	buf_print(out,
		"<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" w:header=\"%d\" w:footer=\"%d\" "
		"w:gutter=\"0\"/>%s</w:sectPr>",
		DOCX_TOP, DOCX_RIGHT, DOCX_TOP, DOCX_LEFT, DOCX_HEADER, DOCX_HEADER, first ? "<w:titlePg/>" : "");
}

struct place {
	bool wide, first, in_annex;
};

static void annex(const struct document *d, const struct block *b, struct place *at, struct buf *out)
{
	char name[32], *title = document_annex_title(b), *belongs = document_belongs(d);
	html_markup_unescaped(out, "<w:p><w:pPr><w:pStyle w:val=\"Last\"/>");
	section(d, at->wide, at->first, out);
	html_markup_unescaped(out, "</w:pPr></w:p>\n");
	*at = (struct place){.wide = b->wide, .in_annex = true};
	docx_begin(out, "Annex", "");
	docx_run(out, "", document_annex_name(d->lang, document_annex_number(d, (size_t)(b - d->block)), name));
	if (*title)
		html_markup_unescaped(out, "<w:r><w:br/></w:r>");
	docx_run(out, "", title);
	docx_end(out);
	docx_paragraph(out, "Belongs", "", "", belongs);
	free(belongs);
	free(title);
}

static void typed(const struct block *b, struct buf *out)
{
	if (*b->text) {
		docx_paragraph(out, "BodyText", "", "", b->text);
		return;
	}
	for (int i = 0; i < DOCUMENT_DOTS; i++) {
		docx_begin(out, "Dots", i + 1 < DOCUMENT_DOTS ? "<w:keepNext/>" : "");
		html_markup_unescaped(out, "<w:r><w:tab/></w:r>");
		docx_end(out);
	}
}

/* Inside an annex one deeper in the outline, but no other type. */
static void heading(const struct block *b, bool in_annex, struct buf *out)
{
	static const char *const style[] = {"Heading1", "Heading2", "Heading3"};
	static const char *const deeper[] = {
		"<w:outlineLvl w:val=\"1\"/>", "<w:outlineLvl w:val=\"2\"/>", "<w:outlineLvl w:val=\"3\"/>"};
	docx_paragraph(out, style[b->level - 1], in_annex ? deeper[b->level - 1] : "", "", b->text);
}

static void caption_and_table(const struct document *d, const struct block *b, bool wide, struct buf *out)
{
	if (*b->text || b->same)
		docx_paragraph(out, "Caption", b->same ? "<w:pageBreakBefore/>" : "", "", b->text);
	docx_table(d, b, wide ? DOCX_WIDE : DOCX_WIDTH, out);
	docx_paragraph(out, "Gap", "", "", NULL);
}

static void block(const struct document *d, const struct block *b, struct place *at, struct buf *out)
{
	switch (b->kind) {
	case BLOCK_HEADING:
		heading(b, at->in_annex, out);
		break;
	case BLOCK_PARAGRAPH:
		docx_paragraph(out, "BodyText", "", "", b->text);
		break;
	case BLOCK_TYPED:
		typed(b, out);
		break;
	case BLOCK_NOTE:
		docx_paragraph(out, "Note", "", "", b->text);
		break;
	case BLOCK_TABLE:
		caption_and_table(d, b, at->wide, out);
		break;
	case BLOCK_FORM_TITLE:
		docx_paragraph(out, "FormTitle", "", "", b->text);
		break;
	case BLOCK_FORM_SUBTITLE:
		docx_paragraph(out, "FormSubtitle", "", "", b->text);
		break;
	case BLOCK_ANNEX:
		annex(d, b, at, out);
		break;
	}
}

void docx_body(const struct document *d, struct buf *out)
{
	struct print p;
	struct place at = {.first = true};
	document_print(d, &p);
	html_markup_unescaped(out, DOCX_XML "<w:document " DOCX_W " " DOCX_R ">\n<w:body>\n");
	head(d, &p, out);
	for (size_t i = 0; i < d->blocks; i++) {
		if (d->block[i].kind == BLOCK_ANNEX && at.first)
			closing(d, &p, out);
		block(d, &d->block[i], &at, out);
	}
	if (at.first)
		closing(d, &p, out);
	section(d, at.wide, at.first, out);
	html_markup_unescaped(out, "\n</w:body>\n</w:document>\n");
	document_print_free(&p);
}
