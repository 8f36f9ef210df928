/* docx.h - a word-processor file: the parts of a WordprocessingML package (ECMA-376), as few as a report needs.
 *
 *     [Content_Types].xml           what each part is
 *     _rels/.rels                   where the document and its properties are
 *     word/document.xml             the text (docx_body.c)
 *     word/_rels/document.xml.rels  its styles, settings, head and foot
 *     word/styles.xml               headings, body, tables: what a clerk changes in one place
 *     word/settings.xml             that today's layout rules apply; without it Word says "compatibility mode"
 *     word/header1.xml              the page number
 *     word/footer1.xml              the check code
 *     docProps/core.xml             the title and the report's own time
 *
 * No fonts, themes, numbering: "I.", "1." are the report's own words, and a clerk may change them. */
#ifndef TUNGNHA_REPORT_DOCX_H
#define TUNGNHA_REPORT_DOCX_H

#include "document_parts.h"

/* A4 in twentieths of a point; margins 20, 15, 20, 30 mm. */
enum {
	DOCX_SHORT = 11906,
	DOCX_LONG = 16838,
	DOCX_LEFT = 1701,
	DOCX_RIGHT = 850,
	DOCX_TOP = 1134,
	DOCX_HEADER = 624,
	DOCX_WIDTH = DOCX_SHORT - DOCX_LEFT - DOCX_RIGHT,
	DOCX_WIDE = DOCX_LONG - DOCX_LEFT - DOCX_RIGHT,
};

#define DOCX_XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define DOCX_W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define DOCX_R "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""

/* A paragraph of a style. more: further w:pPr children, in the schema's order behind w:pStyle; run: w:rPr children. */
void docx_paragraph(struct buf *out, const char *style, const char *more, const char *run, const char *text);
void docx_begin(struct buf *out, const char *style, const char *more);
void docx_run(struct buf *out, const char *run, const char *text);
void docx_end(struct buf *out);

void docx_table(const struct document *d, const struct block *b, int width, struct buf *out);
void docx_body(const struct document *d, struct buf *out);

/* The smaller parts. */
extern const char docx_types[], docx_package[], docx_relations[], docx_settings[], docx_header[];
void docx_styles(const struct document *d, struct buf *out);
void docx_footer(const struct document *d, struct buf *out);
void docx_core(const struct document *d, struct buf *out);

#endif
