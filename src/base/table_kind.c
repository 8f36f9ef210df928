/* table_kind.c - what a file is by its first bytes: text, a workbook, or something that only bears the name of one. */
#include <errno.h>
#include <string.h>
#include <strings.h>

#include "table_private.h"

enum { HEAD_BYTES = 4096, ENTRY_BYTES = 128 /* of a compound file's directory */ };

struct head {
	unsigned char byte[HEAD_BYTES];
	size_t n;
};

static bool begins(const struct head *h, const char *bytes, size_t n)
{
	return h->n >= n && memcmp(h->byte, bytes, n) == 0;
}

/* -- compound files: what Office wrote before 2007, and what it wraps a file with a password in -- */

/* An entry's name is UTF-16, its length with the NUL in bytes at 64. */
static bool is_entry(const unsigned char *entry, const char *name)
{
	size_t n = strlen(name);
	if (entry[64] != 2 * (n + 1) || entry[65] != 0)
		return false;
	for (size_t i = 0; i <= n; i++)
		if (entry[2 * i] != (unsigned char)name[i] || entry[2 * i + 1] != 0)
			return false;
	return true;
}

/* The directory's sectors may lie anywhere; its entries lie at multiples of their size. */
static text_id compound_kind(FILE *in)
{
	static const struct {
		const char *entry;
		text_id text;
	} known[] = {{"EncryptedPackage", TEXT_TABLE_PASSWORD}, {"Workbook", TEXT_TABLE_OLD_EXCEL},
		{"Book", TEXT_TABLE_OLD_EXCEL}, {"WordDocument", TEXT_TABLE_WORD}};
	unsigned char entry[ENTRY_BYTES];
	rewind(in);
	while (fread(entry, 1, sizeof entry, in) == sizeof entry)
		for (size_t i = 0; i < sizeof known / sizeof *known; i++)
			if (is_entry(entry, known[i].entry))
				return known[i].text;
	return TEXT_TABLE_NOT_ONE;
}

/* -- signatures -- */

static text_id signature_kind(const struct head *h)
{
	static const struct {
		const char *bytes;
		size_t n;
		text_id text;
	} known[] = {{"%PDF-", 5, TEXT_TABLE_PDF}, {"\xff\xd8\xff", 3, TEXT_TABLE_PICTURE},
		{"\x89PNG", 4, TEXT_TABLE_PICTURE}, {"GIF8", 4, TEXT_TABLE_PICTURE}, {"II*\0", 4, TEXT_TABLE_PICTURE},
		{"MM\0*", 4, TEXT_TABLE_PICTURE}, {"RIFF", 4, TEXT_TABLE_PICTURE}, {"Rar!", 4, TEXT_TABLE_ARCHIVE},
		{"7z\xbc\xaf", 4, TEXT_TABLE_ARCHIVE}, {"\x1f\x8b", 2, TEXT_TABLE_ARCHIVE},
		{"PK\5\6", 4, TEXT_TABLE_ARCHIVE}, {"{\\rtf", 5, TEXT_TABLE_WORD}};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (begins(h, known[i].bytes, known[i].n))
			return known[i].text;
	if (h->n > 12 && memcmp(h->byte + 4, "ftyp", 4) == 0) /* a telephone's HEIC */
		return TEXT_TABLE_PICTURE;
	return TEXT_NONE;
}

/* What systems give out as "Excel" and is a web page, in one byte or two a character. */
static bool is_markup(const struct head *h)
{
	static const char *const known[] = {
		"<html", "<!doctype", "<table", "<head", "<meta", "<style", "<?xml", "MIME-Version:"};
	char text[64];
	size_t n = 0;
	for (size_t i = 0; i < h->n && n < sizeof text - 1; i++) {
		unsigned char c = h->byte[i];
		if (c != 0 && c < 0x80 && (n > 0 || c > ' '))
			text[n++] = (char)c;
	}
	text[n] = '\0';
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strncasecmp(text, known[i], strlen(known[i])) == 0)
			return true;
	return false;
}

/* -- text -- */

/* Text in one byte a character holds no NUL; two bytes a character have them all on one side. */
static bool find_charset(const struct head *h, struct table_kind *out)
{
	size_t nul[2] = {0, 0};
	for (size_t i = 0; i < h->n; i++)
		nul[i % 2] += h->byte[i] == 0;
	if (begins(h, "\xef\xbb\xbf", 3))
		out->charset = "UTF-8";
	else if (begins(h, "\xff\xfe", 2) || (nul[1] > 0 && nul[0] == 0))
		out->charset = "UTF-16LE";
	else if (begins(h, "\xfe\xff", 2) || (nul[0] > 0 && nul[1] == 0))
		out->charset = "UTF-16BE";
	return out->charset || nul[0] + nul[1] == 0;
}

static text_id judge(FILE *in, const struct head *h, struct table_kind *out)
{
	out->zip = begins(h, "PK\3\4", 4);
	if (out->zip)
		return TEXT_NONE;
	if (begins(h, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8))
		return compound_kind(in);
	text_id text = signature_kind(h);
	if (text != TEXT_NONE)
		return text;
	if (is_markup(h))
		return TEXT_TABLE_WEB_PAGE;
	return find_charset(h, out) ? TEXT_NONE : TEXT_TABLE_NOT_ONE;
}

int table_kind(FILE *in, const char *path, struct table_kind *out, struct err *e)
{
	struct head h;
	*out = (struct table_kind){0};
	rewind(in);
	h.n = fread(h.byte, 1, sizeof h.byte, in);
	text_id text = ferror(in) ? TEXT_NONE : judge(in, &h, out);
	if (ferror(in))
		return err_errno(e, errno ? errno : EIO, path);
	rewind(in);
	return text == TEXT_NONE ? 0 : err_set(e, ERR_DATA, text, "%s", path);
}
