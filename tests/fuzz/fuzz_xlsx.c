/* fuzz_xlsx.c - workbooks, changed where it matters: in the XML of their parts, then zipped.
 *
 * An input is either a zip as it is, or parts as text, each after a line "@its/name"; a mutator that knows XML edits
 * those. Flipping bytes of a zip would only ever find its checksums. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/buf.h>
#include <zlib.h>

#include "fuzz.h"
#include "fuzz_file.h"

enum { PARTS_MAX = 16, ZIP_MAX = 8 * 1024 * 1024 };

/* -- a zip of stored parts -- */

struct part {
	const char *name, *bytes;
	size_t name_n, n, at;
};

static void put_number(struct buf *out, uint64_t v, int n)
{
	for (; n > 0; n--, v >>= 8)
		buf_char(out, (char)(v & 0xff));
}

/* What a local header and a directory entry have in common. */
static void put_common(struct buf *out, const struct part *p)
{
	put_number(out, 20, 2);         /* version needed */
	put_number(out, 0x800, 2);      /* names in UTF-8 */
	put_number(out, 0, 2);          /* stored */
	put_number(out, 0x5a210000, 4); /* a day in 2025 */
	put_number(out, crc32(0, (const unsigned char *)p->bytes, (uInt)p->n), 4);
	put_number(out, p->n, 4);
	put_number(out, p->n, 4);
	put_number(out, p->name_n, 2);
	put_number(out, 0, 2);
}

static void zip_parts(struct part *part, size_t count, struct buf *out)
{
	for (size_t i = 0; i < count; i++) {
		part[i].at = out->len;
		buf_add(out, "PK\3\4", 4);
		put_common(out, &part[i]);
		buf_add(out, part[i].name, part[i].name_n);
		buf_add(out, part[i].bytes, part[i].n);
	}
	size_t directory = out->len;
	for (size_t i = 0; i < count; i++) {
		buf_add(out, "PK\1\2", 4);
		put_number(out, 20, 2);
		put_common(out, &part[i]);
		put_number(out, 0, 10); /* no comment, first disk, no attributes */
		put_number(out, part[i].at, 4);
		buf_add(out, part[i].name, part[i].name_n);
	}
	size_t end = out->len;
	buf_add(out, "PK\5\6", 4);
	put_number(out, 0, 4);
	put_number(out, count, 2);
	put_number(out, count, 2);
	put_number(out, end - directory, 4);
	put_number(out, directory, 4);
	put_number(out, 0, 2);
}

static const char *line_end(const char *s, const char *end)
{
	const char *at = memchr(s, '\n', (size_t)(end - s));
	return at ? at : end;
}

static size_t split(const char *s, const char *end, struct part part[static PARTS_MAX])
{
	size_t count = 0;
	for (const char *next; s < end; s = next) {
		next = line_end(s, end);
		next += next < end;
		if (*s == '@' && count < PARTS_MAX)
			part[count++] = (struct part){
				.name = s + 1, .name_n = (size_t)(line_end(s, end) - s - 1), .bytes = next};
		else if (count > 0)
			part[count - 1].n = (size_t)(next - part[count - 1].bytes);
	}
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct part part[PARTS_MAX];
	struct buf zip;
	char path[FUZZ_PATH];
	buf_init(&zip, ZIP_MAX);
	if (size >= 2 && memcmp(data, "PK", 2) == 0)
		buf_add(&zip, data, size);
	else
		zip_parts(part, split((const char *)data, (const char *)data + size, part), &zip);
	fuzz_file(zip.data, zip.len, path);
	uint64_t first = fuzz_table(path, NULL, NULL), second = fuzz_table(path, NULL, NULL);
	assert(first == second);
	fuzz_table(path, "tcvn3", "Sheet1");
	buf_free(&zip);
	return 0;
}

/* -- the mutator -- */

static const char *const pieces[] = {"<row>", "<row r=\"2\">", "</row>", "<c r=\"B2\" t=\"s\"><v>1</v></c>", "<c>",
	"</c>", "<c t=\"inlineStr\"><is><t>S\xc3\xa8</t></is></c>", "<c t=\"e\"><v>#REF!</v></c>",
	"<c s=\"1\"><v>45973.5</v></c>", "<c s=\"2\" t=\"str\"><f>A1</f><v>x</v></c>", "<f>1+1</f>", "<v>1E2</v>",
	"<v/>", "<is>", "</is>", "<t>", "</t>", "<r>", "</r>", "<rPh>", "</rPh>", "<rPr><rFont val=\".VnTime\"/></rPr>",
	"<rPr><rFont val=\"VNI-Times\"/></rPr>", "<rPr><rFont val=\"Arial\"/></rPr>", "<si>", "</si>",
	"<si><t>ho\xc3\xa4</t></si>", "<mergeCells>", "</mergeCells>", "<mergeCell ref=\"A1:C2\"/>",
	"<mergeCell ref=\"B1:XFD1\"/>", "<mergeCell ref=\"A39:B41\"/>", "<sheetData>", "</sheetData>",
	"<numFmt numFmtId=\"14\" formatCode=\"000\"/>", "<numFmt numFmtId=\"170\" formatCode=\"dd/mm/yyyy\"/>",
	"<xf numFmtId=\"14\" fontId=\"1\"/>", "<xf numFmtId=\"170\"/>", "<font><name val=\".VnArialH\"/></font>",
	"<workbookPr date1904=\"1\"/>", "<sheet name=\"A\" state=\"hidden\" id=\"rId1\"/>",
	"<sheet name=\"B\" r:id=\"rId2\"/>", "<Relationship Id=\"rId2\" Type=\"/worksheet\" Target=\"../a.xml\"/>",
	"<!DOCTYPE a [<!ENTITY b \"c\">]>", "&amp;", "&b;", "&#10;", "_x000D_", "_x0000_", "<![CDATA[", "]]>", "<!--",
	"-->", "\n@xl/sharedStrings.xml\n", "\n@xl/styles.xml\n"};
enum { PIECES = sizeof pieces / sizeof *pieces };

static const char *const values[] = {"", "0", "1", "2", "40", "255", "256", "16384", "1048576", "99999999999999999999",
	"-1", "A1", "B2", "IV1", "IW1", "XFD1048576", "XFE1", "A1:B2", "C3:A1", "s", "str", "inlineStr", "b", "e", "d",
	"n", "rId1", "rId2", "hidden", "veryHidden", "/xl/workbook.xml", "../x", "External", "general", "yyyy",
	"[h]:mm", "mm:ss", "0000", ".VnTime", "VNI-Times", "14", "170"};
enum { VALUES = sizeof values / sizeof *values };

static uint64_t state;

static size_t below(size_t n)
{
	uint64_t z = state += 0x9e3779b97f4a7c15;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return n ? (size_t)((z ^ (z >> 31)) % n) : 0;
}

/* The place of some c at or behind a place chosen by chance, else the end. */
static size_t some(const uint8_t *data, size_t size, char c)
{
	size_t from = below(size);
	const uint8_t *at = size ? memchr(data + from, c, size - from) : NULL;
	return at ? (size_t)(at - data) : size;
}

/* Bytes from..to become these; unchanged when there is no room. */
static size_t replace(uint8_t *data, size_t size, size_t max, size_t from, size_t to, const void *bytes, size_t n)
{
	if (size - (to - from) + n > max)
		return size;
	memmove(data + from + n, data + to, size - to);
	memcpy(data + from, bytes, n);
	return size - (to - from) + n;
}

static size_t replace_value(uint8_t *data, size_t size, size_t max)
{
	size_t open = some(data, size, '"');
	if (open == size)
		return size;
	const uint8_t *close = memchr(data + open + 1, '"', size - open - 1);
	const char *value = values[below(VALUES)];
	return close ? replace(data, size, max, open + 1, (size_t)(close - data), value, strlen(value)) : size;
}

/* An element's tag, or several, removed or written once more somewhere else. */
static size_t move_tags(uint8_t *data, size_t size, size_t max)
{
	uint8_t copy[512];
	size_t from = some(data, size, '<'), to = from;
	for (size_t tags = 1 + below(6); tags > 0 && to < size; tags--) {
		const uint8_t *close = memchr(data + to, '>', size - to);
		to = close ? (size_t)(close - data) + 1 : size;
	}
	if (to - from > sizeof copy)
		to = from + sizeof copy;
	memcpy(copy, data + from, to - from);
	if (below(2))
		return replace(data, size, max, from, to, "", 0);
	size_t at = some(data, size, '<');
	return replace(data, size, max, at, at, copy, to - from);
}

static size_t insert_piece(uint8_t *data, size_t size, size_t max)
{
	const char *piece = pieces[below(PIECES)];
	size_t at = some(data, size, below(4) ? '<' : '>');
	return replace(data, size, max, at, at, piece, strlen(piece));
}

/* libFuzzer's own, for what this one does not think of. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max) __attribute__((weak));

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	state = seed;
	for (size_t times = 1 + below(3); times > 0; times--) {
		switch (below(LLVMFuzzerMutate ? 5 : 4)) {
		case 0:
			size = move_tags(data, size, max);
			break;
		case 1:
			size = insert_piece(data, size, max);
			break;
		case 2:
		case 3:
			size = replace_value(data, size, max);
			break;
		default:
			size = LLVMFuzzerMutate(data, size, max);
		}
	}
	return size;
}
