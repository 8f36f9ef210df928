/* workbook.c - workbooks made by hand, over libzip. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/buf.h>
#include <tungnha/table.h>
#include <zip.h>

#include "workbook.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATIONS "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"

static void must(int ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "workbook: %s\n", what);
	abort();
}

void workbook_zip(const char *path, const struct workbook_part *part, size_t count)
{
	int why;
	unlink(path);
	zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &why);
	must(zip != NULL, path);
	for (size_t i = 0; i < count; i++) {
		if (!part[i].text)
			continue;
		size_t n = part[i].n ? part[i].n : strlen(part[i].text);
		zip_source_t *source = zip_source_buffer(zip, part[i].text, n, 0);
		must(source && zip_file_add(zip, part[i].name, source, 0) >= 0, part[i].name);
	}
	must(zip_close(zip) == 0, "zip_close");
}

static char *wrapped(const char *element, const char *inside)
{
	return inside ? alloc_print(XML "<%s xmlns=\"" MAIN "\">%s</%s>", element, inside, element) : NULL;
}

static char *worksheet(const struct workbook *w)
{
	return alloc_print(
		"%s<worksheet xmlns=\"" MAIN "\">%s</worksheet>", w->head ? w->head : XML, w->sheet ? w->sheet : "");
}

void workbook_write(const char *path, const struct workbook *w)
{
	char *sheet = worksheet(w), *strings = wrapped("sst", w->strings), *styles = wrapped("styleSheet", w->styles);
	char *book =
		alloc_print(XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\">%s<sheets><sheet name=\"Sheet1\" "
				"sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
			w->book ? w->book : "");
	const struct workbook_part part[] = {
		{"[Content_Types].xml", XML "<Types/>", 0},
		{"_rels/.rels",
			XML RELATIONS "<Relationship Id=\"rId1\" Type=\"" OFFICE
				      "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
			0},
		{"xl/workbook.xml", book, 0},
		{"xl/_rels/workbook.xml.rels",
			XML RELATIONS
			"<Relationship Id=\"rId1\" Type=\"" OFFICE
			"/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"" OFFICE
			"/styles\" Target=\"/xl/styles.xml\"/><Relationship Id=\"rId3\" Type=\"" OFFICE
			"/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>",
			0},
		{"xl/worksheets/sheet1.xml", sheet, 0},
		{"xl/sharedStrings.xml", strings ? strings : XML "<sst/>", 0},
		{"xl/styles.xml", styles ? styles : XML "<styleSheet/>", 0},
	};
	workbook_zip(path, part, sizeof part / sizeof *part);
	free(book);
	free(sheet);
	free(strings);
	free(styles);
}

static int dump_rows(struct table *t, struct buf *out, struct err *e)
{
	struct table_row row;
	struct err again;
	int got;
	while ((got = table_next(t, &row, e)) > 0) {
		buf_print(out, "%s%ld:", out->len ? " " : "", row.line);
		for (size_t i = 0; i < row.count; i++) {
			struct err fault;
			bool is = table_fault(&row, i, &fault) != 0;
			buf_print(out, "%s%s", i ? "|" : "", is ? "!" : row.cell[i]);
			if (is)
				buf_print(out, "%s %s%s%s", text_name(fault.text), fault.arg[0],
					*fault.arg[1] ? " " : "", fault.arg[1]);
		}
	}
	must(table_next(t, &row, &again) == got && (got == 0 || again.text == e->text), "the end is not the end");
	return got;
}

char *table_dump(const char *path, const char *encoding, const char *sheet)
{
	struct table *t;
	struct err e;
	struct buf out;
	buf_init(&out, 1 << 20);
	int got = table_open(path, encoding, sheet, &t, &e);
	if (got == 0) {
		got = dump_rows(t, &out, &e);
		table_close(t);
	}
	if (got < 0)
		buf_print(&out, "%s!%s", out.len ? " " : "", text_name(e.text));
	for (size_t i = 0; got < 0 && i < ERR_ARGS; i++)
		if (*e.arg[i] && strcmp(e.arg[i], path) != 0)
			buf_print(&out, " %s", e.arg[i]);
	return buf_take(&out);
}
