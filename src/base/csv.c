/* csv.c - reading what spreadsheets write, in bounded memory, and writing what Vietnamese Excel reads. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/csv.h>
#include <tungnha/utf8.h>

enum { INPUT_BYTES = CSV_ROW_BYTES, END = -1 };

struct csv_reader {
	FILE *in;
	char input[INPUT_BYTES]; /* read and not yet consumed: from at, n bytes */
	size_t at, n;
	bool at_end;    /* nothing more to read behind the input */
	bool began;     /* the BOM, if any, is behind us */
	char separator; /* 0 = not found yet */
	long line;      /* of the next byte, from 1 */
	bool quote_open;
	char text[CSV_ROW_BYTES]; /* the row's fields, each NUL-ended */
	size_t len;
	size_t start[CSV_FIELDS_MAX];
	size_t count;
	int failed;         /* errno of a read, or 0 */
	struct err stopped; /* why there are no more rows; its code is ERR_NONE until then */
};

struct csv_reader *csv_open(FILE *in)
{
	struct csv_reader *r = alloc_zero(1, sizeof *r);
	r->in = in;
	r->line = 1;
	return r;
}

void csv_close(struct csv_reader *r)
{
	free(r);
}

/* -- input -- */

/* Makes the unread input as long as it can be; false if that brought nothing. */
static bool fill(struct csv_reader *r)
{
	if (r->at_end || r->n == INPUT_BYTES)
		return false;
	memmove(r->input, r->input + r->at, r->n);
	r->at = 0;
	size_t got = fread(r->input + r->n, 1, INPUT_BYTES - r->n, r->in);
	if (got < INPUT_BYTES - r->n) {
		r->at_end = true;
		r->failed = ferror(r->in) ? (errno ? errno : EIO) : 0;
	}
	r->n += got;
	return got > 0;
}

/* The byte i places on, or END. i < INPUT_BYTES. */
static int peek(struct csv_reader *r, size_t i)
{
	if (i >= r->n && !(fill(r) && i < r->n))
		return END;
	return (unsigned char)r->input[r->at + i];
}

static void skip(struct csv_reader *r, size_t n)
{
	r->at += n;
	r->n -= n;
}

static void skip_bom(struct csv_reader *r)
{
	if (peek(r, 0) == 0xef && peek(r, 1) == 0xbb && peek(r, 2) == 0xbf)
		skip(r, 3);
	r->began = true;
}

/* Consumes a line end: LF, CR, or CR LF as one. */
static bool take_line_end(struct csv_reader *r)
{
	int c = peek(r, 0);
	if (c != '\n' && c != '\r')
		return false;
	skip(r, c == '\r' && peek(r, 1) == '\n' ? 2 : 1);
	r->line++;
	return true;
}

/* -- the separator -- */

static bool is_candidate(int c)
{
	return c == ';' || c == ',' || c == '\t';
}

/* Of several in one line the one that stands least often in a text wins: a heading may hold a comma, hardly a tab. */
static char better(char found, int c)
{
	static const char rank[] = "\t;,";
	if (!found || strchr(rank, c) < strchr(rank, found))
		return (char)c;
	return found;
}

/* Looks along the line ahead, consuming nothing. A quote opens only where a field may begin. */
static void find_separator(struct csv_reader *r)
{
	bool quoted = false, may_open = true;
	char found = 0;
	int c;
	for (size_t i = 0; i < INPUT_BYTES && (c = peek(r, i)) != END; i++) {
		if (quoted) {
			quoted = c != '"';
			may_open = true; /* a second quote would make the two a quote inside the text */
			continue;
		}
		if (c == '\n' || c == '\r')
			break;
		quoted = c == '"' && may_open;
		may_open = is_candidate(c);
		if (may_open)
			found = better(found, c);
	}
	r->separator = found;
}

/* -- rows -- */

static int refuse(const struct csv_reader *r, const struct csv_row *row, text_id text, long limit, struct err *e)
{
	if (r->failed)
		return err_errno(e, r->failed, "CSV");
	return err_set(e, ERR_DATA, text, "%ld" ERR_AND "%ld", row->line, limit);
}

static bool put(struct csv_reader *r, int c)
{
	if (r->len == CSV_ROW_BYTES)
		return false;
	r->text[r->len++] = (char)c;
	return true;
}

/* Behind the opening quote: up to the closing one, which is consumed. Line ends are kept as they are. */
static bool read_quoted(struct csv_reader *r)
{
	int c;
	r->quote_open = true;
	while ((c = peek(r, 0)) != END) {
		if (c == '"' && peek(r, 1) != '"') {
			skip(r, 1);
			r->quote_open = false;
			return true;
		}
		if (c == '\n' || (c == '\r' && peek(r, 1) != '\n'))
			r->line++;
		skip(r, c == '"' ? 2 : 1);
		if (!put(r, c))
			return false;
	}
	return false;
}

/* ="05788", what spreadsheets keep as text: the text between the quotes. Nothing else of formulas is looked at. */
static void take_from_formula(struct csv_reader *r)
{
	char *s = r->text + r->start[r->count - 1];
	size_t n = r->len - r->start[r->count - 1] - 1; /* the NUL */
	if (n < 3 || s[0] != '=' || s[1] != '"' || memchr(s + 2, '"', n - 2) != s + n - 1)
		return;
	memmove(s, s + 2, n - 3);
	s[n - 3] = '\0';
	r->len -= 3;
}

/* One field, up to its separator, the line's end or the end. What follows a closing quote is taken as it stands. */
static bool read_field(struct csv_reader *r)
{
	int c;
	r->start[r->count++] = r->len;
	if (peek(r, 0) == '"') {
		skip(r, 1);
		if (!read_quoted(r))
			return false;
	}
	while ((c = peek(r, 0)) != END && c != '\n' && c != '\r' && !(r->separator && c == r->separator)) {
		skip(r, 1);
		if (!put(r, c))
			return false;
	}
	if (!put(r, '\0'))
		return false;
	take_from_formula(r);
	return true;
}

static int read_row(struct csv_reader *r, const struct csv_row *row, struct err *e)
{
	for (;;) {
		if (r->count == CSV_FIELDS_MAX)
			return refuse(r, row, TEXT_CSV_TOO_MANY_FIELDS, CSV_FIELDS_MAX, e);
		if (!read_field(r)) {
			text_id text = r->quote_open ? TEXT_CSV_QUOTE_OPEN : TEXT_CSV_ROW_TOO_LONG;
			return refuse(r, row, text, CSV_ROW_BYTES, e);
		}
		if (peek(r, 0) == END)
			return r->failed ? refuse(r, row, TEXT_NONE, 0, e) : 0;
		if (take_line_end(r))
			return 0;
		skip(r, 1); /* the separator */
	}
}

static int hand_out(struct csv_reader *r, struct csv_row *row, struct err *e)
{
	for (size_t i = 0; i < r->count; i++) {
		size_t next = i + 1 < r->count ? r->start[i + 1] : r->len;
		row->field[i] = r->text + r->start[i];
		if (!utf8_valid(row->field[i], next - r->start[i] - 1)) /* which refuses a NUL too */
			return refuse(r, row, TEXT_CSV_NOT_UTF8, 0, e);
	}
	row->count = r->count;
	return 1;
}

static int next_row(struct csv_reader *r, struct csv_row *row, struct err *e)
{
	if (!r->began)
		skip_bom(r);
	row->line = r->line;
	row->count = 0;
	r->count = 0;
	r->len = 0;
	if (peek(r, 0) == END)
		return r->failed ? refuse(r, row, TEXT_NONE, 0, e) : 0;
	if (!r->separator)
		find_separator(r);
	return read_row(r, row, e) < 0 ? -1 : hand_out(r, row, e);
}

int csv_next(struct csv_reader *r, struct csv_row *row, struct err *e)
{
	if (r->stopped.code) { /* what follows a broken row cannot be told apart from it */
		*e = r->stopped;
		return -1;
	}
	int got = next_row(r, row, e);
	if (got < 0)
		r->stopped = *e;
	return got;
}

/* -- writing -- */

void csv_begin(struct buf *out)
{
	buf_text(out, "\xef\xbb\xbf");
}

/* Comma and tab too: a reader that has to find the separator must not find one of them. */
static bool must_be_quoted(const char *s)
{
	return s[strcspn(s, ";,\t\"\r\n")] != '\0';
}

static void write_field(struct buf *out, const char *s, bool apostrophe)
{
	bool quoted = must_be_quoted(s);
	if (quoted)
		buf_char(out, '"');
	if (apostrophe)
		buf_char(out, '\'');
	for (; *s; s++) {
		if (*s == '"')
			buf_char(out, '"');
		buf_char(out, *s);
	}
	if (quoted)
		buf_char(out, '"');
}

void csv_text(struct buf *out, const char *s, bool first)
{
	const char *text = s ? s : "";
	if (!first)
		buf_char(out, ';');
	write_field(out, text, *text && strchr("=+-@", *text));
}

void csv_number(struct buf *out, long long n, bool first)
{
	buf_print(out, first ? "%lld" : ";%lld", n);
}

void csv_end_row(struct buf *out)
{
	buf_add(out, "\r\n", 2);
}
