/* docx_parts.c - the parts of the package beside the text: types, relations, styles, settings, head, foot, properties.
 */
#include <stdlib.h>
#include <time.h>

#include <tungnha/html.h>

#include "docx.h"

#define TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"

const char docx_types[] = DOCX_XML
	"<Types xmlns=\"" PACKAGE "content-types\">\n"
	"<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\n"
	"<Default Extension=\"xml\" ContentType=\"application/xml\"/>\n"
	"<Override PartName=\"/word/document.xml\" ContentType=\"" TYPE "document.main+xml\"/>\n"
	"<Override PartName=\"/word/styles.xml\" ContentType=\"" TYPE "styles+xml\"/>\n"
	"<Override PartName=\"/word/settings.xml\" ContentType=\"" TYPE "settings+xml\"/>\n"
	"<Override PartName=\"/word/header1.xml\" ContentType=\"" TYPE "header+xml\"/>\n"
	"<Override PartName=\"/word/footer1.xml\" ContentType=\"" TYPE "footer+xml\"/>\n"
	"<Override PartName=\"/docProps/core.xml\" "
	"ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\n"
	"</Types>\n";

const char docx_package[] =
	DOCX_XML "<Relationships xmlns=\"" PACKAGE "relationships\">\n"
		 "<Relationship Id=\"document\" Type=\"" OFFICE "officeDocument\" Target=\"word/document.xml\"/>\n"
		 "<Relationship Id=\"core\" Type=\"" PACKAGE
		 "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>\n"
		 "</Relationships>\n";

const char docx_relations[] =
	DOCX_XML "<Relationships xmlns=\"" PACKAGE "relationships\">\n"
		 "<Relationship Id=\"styles\" Type=\"" OFFICE "styles\" Target=\"styles.xml\"/>\n"
		 "<Relationship Id=\"settings\" Type=\"" OFFICE "settings\" Target=\"settings.xml\"/>\n"
		 "<Relationship Id=\"head\" Type=\"" OFFICE "header\" Target=\"header1.xml\"/>\n"
		 "<Relationship Id=\"foot\" Type=\"" OFFICE "footer\" Target=\"footer1.xml\"/>\n"
		 "</Relationships>\n";

const char docx_settings[] =
	DOCX_XML "<w:settings " DOCX_W "><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"720\"/><w:compat>"
		 "<w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" "
		 "w:val=\"15\"/>"
		 "</w:compat></w:settings>\n";

const char docx_header[] =
	DOCX_XML "<w:hdr " DOCX_W "><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>"
		 "<w:fldSimple w:instr=\" PAGE \"><w:r><w:t>2</w:t></w:r></w:fldSimple></w:p></w:hdr>\n";

void docx_footer(const struct document *d, struct buf *out)
{
	char *words = document_foot(d);
	html_markup_unescaped(out, DOCX_XML "<w:ftr " DOCX_W ">");
	docx_paragraph(out, "Footer", "", "", words);
	html_markup_unescaped(out, "</w:ftr>\n");
	free(words);
}

void docx_core(const struct document *d, struct buf *out)
{
	char when[32];
	struct tm tm;
	time_t t = (time_t)d->at;
	strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&t, &tm));
	html_markup_unescaped(out, DOCX_XML "<cp:coreProperties xmlns:cp=\"" PACKAGE "metadata/core-properties\" "
					    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
					    "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
					    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n<dc:title>");
	html_text(out, d->about ? d->about : d->title);
	buf_print(out,
		"</dc:title>\n<dc:language>%s</dc:language>\n<dcterms:created xsi:type=\"dcterms:W3CDTF\">%s"
		"</dcterms:created>\n<dcterms:modified xsi:type=\"dcterms:W3CDTF\">%s</dcterms:modified>\n"
		"</cp:coreProperties>\n",
		d->lang == LANG_VI ? "vi-VN" : "en-US", when, when);
}

/* -- styles: sizes and places as Nghị định 30/2020, Phụ lục I -- */

#define SIZE(half) "<w:sz w:val=\"" half "\"/><w:szCs w:val=\"" half "\"/>"
#define MIDDLE "<w:jc w:val=\"center\"/>"
#define FIRST "<w:ind w:firstLine=\"720\"/>"
#define SPACE(before, after) "<w:spacing w:before=\"" before "\" w:after=\"" after "\"/>"
#define OUTLINE(n) "<w:outlineLvl w:val=\"" n "\"/>"
#define ONE_POINT "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/>"

struct style {
	const char *id, *name;
	const char *paragraph, *run; /* children of w:pPr and w:rPr, in the schema's order */
	bool shown;                  /* in the gallery of styles */
};

/* Names in English are the programs' own; a Vietnamese program shows them in Vietnamese. */
static const struct style styles[] = {
	{"BodyText", "Body Text", SPACE("0", "120") FIRST "<w:jc w:val=\"both\"/>", "", true},
	{"Heading1", "heading 1", "<w:keepNext/>" SPACE("120", "120") FIRST OUTLINE("0"), "<w:b/><w:bCs/>", true},
	{"Heading2", "heading 2", "<w:keepNext/>" SPACE("60", "120") FIRST OUTLINE("1"), "<w:b/><w:bCs/>", true},
	{"Heading3", "heading 3", "<w:keepNext/>" SPACE("60", "120") FIRST OUTLINE("2"), "<w:b/><w:bCs/><w:i/><w:iCs/>",
		true},
	{"Title", "Title", "<w:keepNext/>" SPACE("240", "0") MIDDLE, "<w:b/><w:bCs/>", true},
	{"About", "Trích yếu", "<w:keepNext/>" SPACE("0", "40") MIDDLE, "<w:b/><w:bCs/>", true},
	{"State", "Tình trạng số liệu", SPACE("120", "0") MIDDLE, "<w:b/><w:bCs/><w:i/><w:iCs/>", false},
	{"HeadLine", "Đầu văn bản", MIDDLE, SIZE("26"), false},
	{"Rule", "Đường kẻ",
		"<w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"auto\"/></w:pBdr>"
		"<w:spacing w:before=\"20\" w:after=\"60\" w:line=\"80\" w:lineRule=\"exact\"/>",
		SIZE("4"), false},
	{"Dots", "Dòng chấm",
		"<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"9355\"/></w:tabs>" SPACE("0", "120"), "",
		false},
	{"Caption", "caption", "<w:keepNext/>" SPACE("120", "60") MIDDLE, "<w:b/><w:bCs/>" SIZE("24"), true},
	{"Cell", "Ô trong bảng", SPACE("30", "30"), SIZE("24"), false},
	{"CellNumber", "Ô số", SPACE("30", "30") "<w:jc w:val=\"right\"/>", SIZE("24"), false},
	{"HeadCell", "Đầu cột", "<w:keepNext/>" SPACE("30", "30") MIDDLE, "<w:b/><w:bCs/>" SIZE("24"), false},
	{"Note", "Ghi chú dưới bảng", SPACE("0", "20"), SIZE("22"), false},
	{"Gap", "Khoảng cách", "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"120\" w:lineRule=\"exact\"/>",
		SIZE("8"), false},
	{"Last", "Hết phần", ONE_POINT, SIZE("2"), false},
	{"Recipients", "Nơi nhận", "", SIZE("22"), false},
	{"Signer", "Người ký", MIDDLE, "<w:b/><w:bCs/>", false},
	{"Annex", "Phụ lục", "<w:keepNext/>" MIDDLE OUTLINE("0"), "<w:b/><w:bCs/>", true},
	{"Belongs", "Kèm theo", SPACE("0", "240") MIDDLE, "<w:i/><w:iCs/>", false},
	{"FormTitle", "Tên biểu", "<w:keepNext/>" MIDDLE OUTLINE("1"), "<w:b/><w:bCs/>", false},
	{"FormSubtitle", "Tên phụ của biểu", "<w:keepNext/>" SPACE("0", "120") MIDDLE, "", false},
	{"Header", "header", MIDDLE, SIZE("26"), false},
	{"Footer", "footer", MIDDLE, SIZE("22"), false},
};

static void style(const struct style *s, struct buf *out)
{
	buf_print(out,
		"<w:style w:type=\"paragraph\" w:styleId=\"%s\"><w:name w:val=\"%s\"/><w:basedOn w:val=\"Normal\"/>",
		s->id, s->name);
	if (s->shown)
		html_markup_unescaped(out, "<w:qFormat/>");
	if (*s->paragraph)
		buf_print(out, "<w:pPr>%s</w:pPr>", s->paragraph);
	if (*s->run)
		buf_print(out, "<w:rPr>%s</w:rPr>", s->run);
	html_markup_unescaped(out, "</w:style>\n");
}

static const char table_styles[] =
	"<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:tblPr>"
	"<w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/>"
	"<w:left w:w=\"85\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/>"
	"</w:tblCellMar></w:tblPr></w:style>\n"
	"<w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/><w:basedOn "
	"w:val=\"TableNormal\"/>"
	"<w:tblPr><w:tblBorders>"
	"<w:top w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
	"<w:left w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
	"<w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
	"<w:right w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
	"<w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
	"<w:insideV w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
	"</w:tblBorders></w:tblPr></w:style>\n";

void docx_styles(const struct document *d, struct buf *out)
{
	const char *lang = d->lang == LANG_VI ? "vi-VN" : "en-US";
	html_markup_unescaped(out, DOCX_XML "<w:styles " DOCX_W ">\n<w:docDefaults><w:rPrDefault><w:rPr>"
					    "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" "
					    "w:eastAsia=\"Times New Roman\" w:cs=\"Times New Roman\"/>" SIZE("28"));
	buf_print(out,
		"<w:lang w:val=\"%s\" w:eastAsia=\"%s\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault/>"
		"</w:docDefaults>\n",
		lang, lang);
	html_markup_unescaped(out, "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">"
				   "<w:name w:val=\"Normal\"/><w:qFormat/></w:style>\n");
	for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
		style(&styles[i], out);
	html_markup_unescaped(out, table_styles);
	html_markup_unescaped(out, "</w:styles>\n");
}
