/* print.c - heading, date, notes and signatures of a sheet. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_submit.h>
#include <tungnha/buf.h>
#include <tungnha/clock.h>
#include <tungnha/utf8.h>

#include "print.h"

enum { SENTENCE_BYTES = 4096 };

enum print_cell print_cell(const struct report *r, const struct report_row *row, int column)
{
	if (r->blank)
		return PRINT_CELL_EMPTY;
	bool never = row != &r->total && (row->source == REPORT_NEVER || row->missing[column]);
	return never ? PRINT_CELL_NEVER : PRINT_CELL_NUMBER;
}

const char *print_label(const struct report *r, int column)
{
	return form_words(&r->form->column[column].label, r->lang);
}

const char *print_number(const struct report *r, const struct report_row *row, int column, char out[static 32])
{
	switch (print_cell(r, row, column)) {
	case PRINT_CELL_EMPTY:
		return memcpy(out, "", 1);
	case PRINT_CELL_NEVER:
		return memcpy(out, PRINT_NEVER, sizeof PRINT_NEVER);
	default:
		return text_number(r->lang, row->sums.value[column], out);
	}
}

const char *print_reference(const struct report *r, const struct report_reference *x, int column, char out[static 32])
{
	if (!x->given[column])
		return memcpy(out, PRINT_NEVER, sizeof PRINT_NEVER);
	return text_number(r->lang, x->value[column], out);
}

const char *print_difference(const struct report *r, const struct report_reference *x, int column, char out[static 32])
{
	char number[32];
	if (!x->compared[column])
		return memcpy(out, PRINT_NEVER, sizeof PRINT_NEVER);
	text_number(r->lang, x->difference[column], number);
	snprintf(out, 32, "%s%.30s", x->difference[column] > 0 ? "+" : "", number);
	return out;
}

const char *print_source(const struct report *r, const struct report_reference *x, char out[static PRINT_SOURCE])
{
	char date[CLOCK_DATE];
	snprintf(date, sizeof date, "%.2s/%.2s/%.4s", x->date + 8, x->date + 5, x->date);
	text_fill(r->lang, TEXT_REPORT_REFERENCE_OF, (const char *const[3]){x->source, date, NULL}, out, PRINT_SOURCE);
	return out;
}

size_t print_code_points(const char *s, size_t bytes)
{
	size_t n = 0;
	for (size_t i = 0; i < bytes; i++)
		n += ((unsigned char)s[i] & 0xc0) != 0x80;
	return n;
}

size_t print_line_bytes(const char *s, size_t width)
{
	size_t end = strcspn(s, " ");
	while (s[end] == ' ') {
		size_t next = end + 1 + strcspn(s + end + 1, " ");
		if (print_code_points(s, next) > width)
			break;
		end = next;
	}
	return end;
}

size_t print_widest_word(const char *s)
{
	size_t widest = 0;
	while (*s) {
		size_t bytes = strcspn(s, " "), n = print_code_points(s, bytes);
		widest = n > widest ? n : widest;
		s += bytes + strspn(s + bytes, " ");
	}
	return widest;
}

size_t print_lines(const char *s, size_t width)
{
	size_t lines = 0;
	for (; *s; s += strspn(s, " ")) {
		s += print_line_bytes(s, width);
		lines++;
	}
	return lines ? lines : 1;
}

static char *sentence(const struct report *r, text_id id, const char *a, const char *b, const char *c)
{
	char out[SENTENCE_BYTES];
	text_fill(r->lang, id, (const char *const[3]){a, b, c}, out, sizeof out);
	return alloc_copy(out);
}

static char *day_text(const struct report *r)
{
	char date[CLOCK_DATE], month[32], day_word[8];
	clock_date(r->as_of, date);
	int day = atoi(date + 8);
	text_month(r->lang, atoi(date + 5), month);
	snprintf(day_word, sizeof day_word, r->lang == LANG_VI ? "%02d" : "%d", day);
	date[4] = '\0';
	return sentence(r, TEXT_REPORT_DATE, day_word, month, date);
}

static char *date_line(const struct report *r)
{
	const char *place = r->campaign ? r->campaign->place : NULL;
	char *day = r->blank ? alloc_copy(text_get(r->lang, TEXT_REPORT_DATE_BLANK)) : day_text(r);
	char *line = alloc_print("%s, %s", place && *place ? place : "....................", day);
	free(day);
	return line;
}

void print_add_head(struct print *p, const char *s)
{
	char *upper = s && *s ? utf8_upper(s) : NULL;
	if (upper)
		p->head[p->heads++] = upper;
}

/* The name of the unit above, as the campaign's list has it, or else as its issuing body signs. */
static const char *name_above(const struct report *r)
{
	const struct campaign *c = r->campaign;
	for (size_t i = 0; c && i < c->units; i++)
		if (strcmp(c->unit[i].code, r->unit.parent) == 0)
			return c->unit[i].name;
	return c && c->issuers > 0 ? c->issuer[c->issuers - 1] : NULL;
}

/* "Xóm Đại Hà", but a hamlet named only by a number gets its word: "Xóm 11". */
static char *own_name(const struct report *r)
{
	const char *name = r->unit.name;
	if (r->campaign && *name >= '0' && *name <= '9')
		return alloc_print("%s %s", form_words(&r->campaign->unit_word, r->lang), name);
	return alloc_copy(name);
}

static void head_lines(struct print *p, const struct report *r)
{
	if (r->own) {
		print_add_head(p, name_above(r));
		p->plain_heads = p->heads;
		char *own = own_name(r);
		print_add_head(p, own);
		free(own);
		return;
	}
	for (size_t i = 0; r->campaign && i < r->campaign->issuers; i++)
		print_add_head(p, r->campaign->issuer[i]);
	if (p->heads == 0)
		print_add_head(p, r->unit.name);
	p->number = r->campaign ? r->campaign->number_line : NULL;
}

static void add_note(struct print *p, char *note)
{
	if (note && *note)
		p->note[p->notes++] = note;
	else
		free(note);
}

/* "19 giờ 40 ngày 12/11/2025" out of the stamp's own digits; in English the month is a word, since 3/11 is read two
 * ways. */
static char *as_of_note(const struct report *r)
{
	char stamp[CLOCK_STAMP], hour[3], minute[3], date[16];
	char *day = day_text(r);
	clock_stamp(r->as_of, stamp);
	snprintf(hour, sizeof hour, "%.2s", stamp + 11);
	snprintf(minute, sizeof minute, "%.2s", stamp + 14);
	snprintf(date, sizeof date, "%.2s/%.2s/%.4s", stamp + 8, stamp + 5, stamp);
	char *note = sentence(r, TEXT_REPORT_AS_OF, hour, minute, r->lang == LANG_VI ? date : day);
	free(day);
	return note;
}

static char *unknown_note(const struct print *p, const struct report *r)
{
	struct buf list;
	buf_init(&list, SENTENCE_BYTES);
	for (size_t i = 0; i < p->columns; i++) {
		char number[32];
		long long unknown = r->total.sums.unknown[p->column[i]];
		if (unknown == 0)
			continue;
		text_number(r->lang, unknown, number);
		char *one = sentence(r, TEXT_REPORT_UNKNOWN_COLUMN, print_label(r, p->column[i]), number, NULL);
		buf_print(&list, "%s%s", list.len ? "; " : "", one);
		free(one);
	}
	char *note = list.len ? sentence(r, TEXT_REPORT_UNKNOWN, list.data, NULL, NULL) : NULL;
	buf_free(&list);
	return note;
}

const char *print_code(const char *code, char out[static PRINT_CODE])
{
	bool eight = strlen(code) == 8 && utf8_length(code) == 8;
	snprintf(out, PRINT_CODE, "%.*s%s%s", eight ? 4 : PRINT_CODE, code, eight ? "-" : "", eight ? code + 4 : "");
	return out;
}

static bool any_never(const struct report *r)
{
	for (size_t i = 0; i < r->rows; i++)
		if (r->row[i].source == REPORT_NEVER)
			return true;
	return false;
}

/* "06/11/2025 10:00" of a time as it is stored. */
static const char *when(const char *stamp, char out[static 20])
{
	snprintf(out, 20, "%.2s/%.2s/%.4s %.5s", stamp + 8, stamp + 5, stamp, stamp + 11);
	return out;
}

/* That the figures were declared, or which closed period they are; a hub's own sheet also, that they are neither. */
static char *period_note(const struct report *r)
{
	const struct report_period *k = &r->period;
	char at[20], version[16], code[PRINT_CODE], period[APP_PERIOD_SAID];
	if (!k->period[0])
		return !r->own && !k->tells_declared ? sentence(r, TEXT_REPORT_OPEN, NULL, NULL, NULL) : NULL;
	snprintf(version, sizeof version, "%d", k->version);
	app_period_said(k->period, r->lang, period);
	if (k->version)
		return sentence(r, TEXT_REPORT_CLOSED, period, version, print_code(k->code, code));
	return sentence(r, k->confirmed ? TEXT_DECLARED_CONFIRMED : TEXT_DECLARED_HERE, period, when(k->at, at), NULL);
}

/* "So với tuần 27/10–02/11/2025 đã chốt: Số hộ +12, Số khẩu +40": of the printed columns. */
static char *increase_note(const struct print *p, const struct report *r)
{
	const struct report_increase *k = &r->increase;
	struct buf list;
	char *note, since[APP_PERIOD_SAID], before[APP_PERIOD_SAID];
	if (!k->since[0])
		return NULL;
	app_period_said(k->since, r->lang, since);
	buf_init(&list, SENTENCE_BYTES);
	for (size_t i = 0; i < p->columns; i++) {
		int64_t n = r->total.increase[p->column[i]];
		char number[32];
		if (r->total.increased[p->column[i]])
			buf_print(&list, "%s%s %s%s", list.len ? ", " : "", print_label(r, p->column[i]),
				n > 0 ? "+" : "", text_number(r->lang, n, number));
	}
	if (!list.len)
		note = NULL;
	else if (strcmp(k->since, k->before) == 0)
		note = sentence(r, TEXT_PERIOD_SINCE, since, list.data, NULL);
	else
		note = sentence(
			r, TEXT_PERIOD_SINCE_GAP, since, app_period_said(k->before, r->lang, before), list.data);
	buf_free(&list);
	return note;
}

static bool any_missing(const struct report *r, const struct print *p)
{
	for (size_t i = 0; i < r->rows; i++)
		for (size_t c = 0; c < p->columns; c++)
			if (r->row[i].source != REPORT_NEVER && r->row[i].missing[p->column[c]])
				return true;
	return false;
}

static void note_lines(struct print *p, const struct report *r)
{
	if (!r->blank) {
		add_note(p, as_of_note(r));
		add_note(p, period_note(r));
		add_note(p, increase_note(p, r));
		add_note(p, unknown_note(p, r));
		if (any_never(r))
			add_note(p, alloc_copy(text_get(r->lang, TEXT_REPORT_NEVER)));
		if (any_missing(r, p))
			add_note(p, alloc_copy(text_get(r->lang, TEXT_REPORT_MISSING)));
	}
	add_note(p, alloc_copy(form_words(&r->form->footnote, r->lang)));
}

static bool is_upper(const char *s)
{
	char *upper = utf8_upper(s);
	bool same = upper && strcmp(upper, s) == 0;
	free(upper);
	return same;
}

/* The titles of who signs are in capitals, the name is not (Nghị định 30/2020, Phụ lục I, mục II.7): that tells them
 * apart. */
void print_issuer_signer(const char *const *line, size_t n, struct print_signer *out)
{
	for (size_t i = 0; i < n; i++) {
		if (!*line[i])
			continue;
		if (i > 0 && i + 1 == n && !is_upper(line[i]))
			out->name = line[i];
		else if (out->titles < CAMPAIGN_LINES_MAX)
			out->title[out->titles++] = line[i];
	}
}

static void unit_signer(const struct report *r, const char *title, struct print_signer *out)
{
	if (!title || !*title)
		return;
	out->title[out->titles++] = title;
	out->hint = text_get(r->lang, TEXT_REPORT_SIGN_HERE);
}

static void signers(struct print *p, const struct report *r)
{
	if (!r->campaign)
		return;
	if (!r->own) {
		print_issuer_signer(r->campaign->signatures, r->campaign->signature_lines, &p->right);
		return;
	}
	unit_signer(r, r->campaign->unit_signatures[0], &p->left);
	unit_signer(r, r->campaign->unit_signatures[1], &p->right);
}

void print_init(struct print *p, const struct report *r)
{
	const struct form *f = r->form;
	*p = (struct print){
		.title = form_words(&f->title, r->lang),
		.subtitle = report_is_above_commune(r)
				    ? ""
				    : form_words(&f->subtitle, r->lang), /* "(Dành cho các xóm, …)" */
		.unit_heading = report_unit_heading(r),
		.note_heading = form_words(&f->note_heading, r->lang),
		.total_label = form_words(&f->total_label, r->lang),
		.national = !r->own,
		.date = date_line(r),
		.empty_rows = r->blank && r->rows == 0 ? PRINT_BLANK_ROWS : 0,
	};
	for (size_t i = 0; i < f->columns; i++)
		if (f->column[i].printed)
			p->column[p->columns++] = (int)i;
	head_lines(p, r);
	note_lines(p, r);
	signers(p, r);
}

void print_free(struct print *p)
{
	for (size_t i = 0; i < p->heads; i++)
		free(p->head[i]);
	for (size_t i = 0; i < p->notes; i++)
		free(p->note[i]);
	free(p->date);
	*p = (struct print){0};
}
