/* table_decode.c - text of an older encoding as a stream of UTF-8, converted piece by piece. */
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <tungnha/alloc.h>

#include "table_private.h"

enum { PIECE_BYTES = 16 * 1024, NAME_BYTES = 40 };

const char *table_charset(const char *encoding)
{
	/* What people call them; the ABC fonts (.VnTime) and TCVN3 are the lower half of TCVN 5712-1. VNI is
	 * Windows text under fonts of its own. */
	static const struct {
		const char *said, *charset;
	} known[] = {{"utf-8", "UTF-8"}, {"utf8", "UTF-8"}, {"tcvn3", "TCVN5712-1"}, {"tcvn-3", "TCVN5712-1"},
		{"tcvn", "TCVN5712-1"}, {"abc", "TCVN5712-1"}, {"vni", "CP1252"}, {"cp1258", "CP1258"},
		{"windows-1258", "CP1258"}, {"1258", "CP1258"}, {"utf-16", "UTF-16LE"}, {"utf16", "UTF-16LE"}};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcasecmp(encoding, known[i].said) == 0)
			return known[i].charset;
	if (!*encoding || strlen(encoding) > NAME_BYTES || strchr(encoding, '/')) /* "//IGNORE" would lose letters */
		return NULL;
	iconv_t cd = iconv_open("UTF-8", encoding);
	if (cd == (iconv_t)-1)
		return NULL;
	iconv_close(cd);
	return encoding;
}

struct decoder {
	FILE *in;
	iconv_t cd;
	char raw[PIECE_BYTES]; /* read and not yet converted: n bytes from 0 */
	size_t n;
	char text[PIECE_BYTES]; /* converted and not yet handed on */
	size_t at, len;
	bool in_ended, flushed;
};

static bool read_more(struct decoder *d)
{
	size_t got = fread(d->raw + d->n, 1, sizeof d->raw - d->n, d->in);
	d->n += got;
	d->in_ended = got == 0;
	return !ferror(d->in);
}

/* One step; false with errno when what is left is not of the charset, and nothing before it is left to hand on. */
static bool convert(struct decoder *d)
{
	char *from = d->raw, *to = d->text;
	size_t n = d->n, room = sizeof d->text;
	errno = 0;
	size_t rc = n > 0 ? iconv(d->cd, &from, &n, &to, &room) : 0;
	int failed = rc == (size_t)-1 ? errno : 0;
	if (d->in_ended && n == 0 && !d->flushed) {
		iconv(d->cd, NULL, NULL, &to, &room); /* a letter that might still have got its tone */
		d->flushed = true;
	}
	memmove(d->raw, from, n);
	d->n = n;
	d->at = 0;
	d->len = sizeof d->text - room;
	if (d->len > 0 || failed == 0 || failed == E2BIG || (failed == EINVAL && !d->in_ended))
		return true;
	errno = EILSEQ;
	return false;
}

static ssize_t decoder_read(void *cookie, char *out, size_t size)
{
	struct decoder *d = cookie;
	while (d->at == d->len && !d->flushed)
		if ((!d->in_ended && !read_more(d)) || !convert(d))
			return -1;
	size_t n = d->len - d->at < size ? d->len - d->at : size;
	memcpy(out, d->text + d->at, n);
	d->at += n;
	return (ssize_t)n;
}

static int decoder_close(void *cookie)
{
	struct decoder *d = cookie;
	iconv_close(d->cd);
	free(d);
	return 0;
}

FILE *table_decoder(FILE *in, const char *charset)
{
	struct decoder *d = alloc_zero(1, sizeof *d);
	d->in = in;
	d->cd = iconv_open("UTF-8", charset);
	if (d->cd == (iconv_t)-1)
		abort(); /* table_charset opened it a moment ago */
	FILE *out = fopencookie(d, "r", (cookie_io_functions_t){.read = decoder_read, .close = decoder_close});
	if (!out)
		abort(); /* out of memory */
	return out;
}

/* Line ends as csv.c counts them: LF, CR, CR LF as one. */
static long count_lines(FILE *text)
{
	char piece[PIECE_BYTES], last = 0;
	long lines = 1;
	size_t n;
	while ((n = fread(piece, 1, sizeof piece, text)) > 0)
		for (size_t i = 0; i < n; i++) {
			lines += piece[i] == '\r' || (piece[i] == '\n' && last != '\r');
			last = piece[i];
		}
	return lines;
}

int table_scan(FILE *in, const char *path, const char *charset, long *bad_line, struct err *e)
{
	rewind(in);
	FILE *text = table_decoder(in, charset);
	long lines = count_lines(text);
	int failed = ferror(text) ? errno : 0;
	fclose(text);
	*bad_line = failed ? lines : 0;
	if (ferror(in))
		return err_errno(e, failed ? failed : EIO, path);
	rewind(in);
	return 0;
}
