/* prints.c - a hamlet, a commune, an empty form, a commune on paper. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <zip.h>

#include "prints.h"

static const int64_t MORNING = 1762135200; /* 2025-11-03T09:00:00+07:00 */

static struct form *form;

static struct unit place[] = {
	{"05788", "Xã Phú Lạc", "commune", "19", -1},
};

static struct campaign campaign = {
	.id = "phu-lac-2025",
	.unit = place,
	.units = 1,
	.unit_word = {{"Xóm", "Hamlet"}},
	.issuer = {"ỦY BAN NHÂN DÂN", "XÃ PHÚ LẠC"},
	.issuers = 2,
	.number_line = "Số:       /BC-UBND",
	.place = "Phú Lạc",
	.signatures = {"KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Đinh Xuân Tuyên"},
	.signature_lines = 3,
	.unit_signatures = {"Người lập biểu", "Trưởng xóm"},
};

int prints_begin(void **state)
{
	(void)state;
	struct err e;
	size_t n;
	alloc_init();
	const char *json = form_shipped("mau-02", &n);
	assert_non_null(json);
	return form_load(json, n, "mau-02.json", &form, &e);
}

int prints_end(void **state)
{
	(void)state;
	form_free(form);
	return 0;
}

void prints_set(struct form_sums *s, const char *column, int64_t value)
{
	int i = form_column_index(form, column);
	assert_true(i >= 0);
	s->value[i] = value;
}

void prints_set_unknown(struct form_sums *s, const char *column, int64_t households)
{
	int i = form_column_index(form, column);
	assert_true(i >= 0);
	s->unknown[i] = households;
}

struct report prints_make(enum text_lang lang, bool own)
{
	struct report r = {.form = form, .campaign = &campaign, .lang = lang, .own = own, .as_of = MORNING};
	r.unit = own ? (struct unit){"05788-02", "Xóm Đại Hà", "hamlet", "05788", 133} : place[0];
	r.row = alloc_zero(1, sizeof *r.row);
	return r;
}

struct report_row *prints_add_row(struct report *r, const char *code, const char *name, enum report_source source)
{
	r->row = alloc_grow(r->row, r->rows + 1, sizeof *r->row);
	struct report_row *row = &r->row[r->rows++];
	*row = (struct report_row){.source = source};
	snprintf(row->unit.code, sizeof row->unit.code, "%s", code);
	snprintf(row->unit.name, sizeof row->unit.name, "%s", name);
	return row;
}

void prints_numbers(struct report_row *row, const int64_t n[7], int64_t listed, int64_t with_vneid)
{
	static const char *const column[7] = {"households", "persons", "vneid", "no_vneid", "online_dossiers",
		"eresult_dossiers", "rated_households"};
	for (int i = 0; i < 7; i++)
		prints_set(&row->sums, column[i], n[i]);
	prints_set(&row->sums, "listed", listed);
	prints_set(&row->sums, "with_vneid", with_vneid);
	snprintf(row->note, sizeof row->note, "đã rà soát %d/%d hộ", (int)n[0], (int)listed);
}

void prints_add_up(struct report *r)
{
	for (size_t i = 0; i < r->rows; i++) {
		for (size_t c = 0; c < form->columns; c++) {
			r->total.sums.value[c] += r->row[i].sums.value[c];
			r->total.sums.unknown[c] += r->row[i].sums.unknown[c];
		}
	}
}

struct report prints_hamlet(void)
{
	struct report r = prints_make(LANG_VI, true);
	struct report_row *row = prints_add_row(&r, "05788-02", "Xóm Đại Hà", REPORT_DEVICES);
	prints_numbers(row, (const int64_t[]){118, 469, 314, 85, 136, 111, 43}, 133, 117);
	prints_set_unknown(&row->sums, "online_dossiers", 12);
	prints_set_unknown(&row->sums, "eresult_dossiers", 3);
	prints_add_up(&r);
	return r;
}

struct report prints_commune(enum text_lang lang)
{
	struct report r = prints_make(lang, false);
	struct report_row *row = prints_add_row(&r, "05788-01", "Xóm 11", REPORT_DEVICES);
	prints_numbers(row, (const int64_t[]){102, 390, 267, 58, 93, 79, 0}, 111, 99);
	prints_set_unknown(&row->sums, "rated_households", 1);
	row = prints_add_row(&r, "05788-02", "Xóm Đại Hà", REPORT_PAPER);
	prints_numbers(row, (const int64_t[]){1118, 4469, 3314, 385, 1136, 111, 43}, 1133, 1117);
	snprintf(row->note, sizeof row->note, "nhập tay; <b>\"Tổ 2 & 3\"</b> ghi chung");
	row = prints_add_row(&r, "05788-03", "Xóm Đầm Dím", REPORT_NEVER);
	prints_set(&row->sums, "listed", 150);
	row = prints_add_row(&r, "05788-04", "Xóm Đồng Tiến", REPORT_IMPORT);
	prints_numbers(row, (const int64_t[]){108, 430, 278, 73, 100, 80, 40}, 119, 105);
	prints_set_unknown(&row->sums, "online_dossiers", 1204);
	snprintf(row->note, sizeof row->note, "=HYPERLINK(0)");
	prints_add_up(&r);
	return r;
}

struct report prints_blank(bool with_units)
{
	struct report r = prints_commune(LANG_VI);
	r.blank = true;
	if (!with_units)
		r.rows = 0;
	for (size_t i = 0; i < r.rows; i++)
		r.row[i].note[0] = '\0';
	return r;
}

struct report prints_paper(enum text_lang lang)
{
	struct report r = prints_commune(lang);
	struct report_row *row = &r.row[1];
	for (size_t i = 0; i < form->columns; i++) {
		if (i == 0 || (int)i == form_column_index(form, "persons") || form->column[i].listed)
			continue;
		row->missing[i] = true;
		row->sums.value[i] = 0;
		row->sums.unknown[i] = 1118;
	}
	row->typed = row->typed_used = true;
	snprintf(row->typed_source, sizeof row->typed_source, "Trưởng xóm <báo>");
	snprintf(row->typed_date, sizeof row->typed_date, "2025-11-02");
	snprintf(row->note, sizeof row->note, "đã rà soát 1118/1133 hộ; nhập tay theo Trưởng xóm <báo>, 02/11/2025");
	memset(&r.total.sums, 0, sizeof r.total.sums);
	prints_add_up(&r);
	r.references = 2;
	r.reference = alloc_zero(2, sizeof *r.reference);
	for (size_t k = 0; k < 2; k++) {
		struct report_reference *x = &r.reference[k];
		x->unit = r.row[k].unit;
		snprintf(x->source, sizeof x->source, "Công an xã");
		snprintf(x->date, sizeof x->date, "2025-11-01");
		for (int i = 0; i < 4; i++) {
			x->given[i] = i < 3 || k;
			x->value[i] = x->given[i] ? r.row[0].sums.value[i] + 1 - i : 0;
			x->compared[i] = x->given[i] && !r.row[k].missing[i];
			x->difference[i] = x->compared[i] ? x->value[i] - r.row[k].sums.value[i] : 0;
		}
	}
	return r;
}

void prints_write(const struct report *r, enum report_format format, struct buf *out)
{
	struct err e;
	buf_init(out, REPORT_BYTES_MAX);
	assert_int_equal(report_write(r, format, out, &e), 0);
}

void prints_part(const struct buf *xlsx, const char *name, struct buf *out)
{
	zip_error_t error;
	zip_stat_t about;
	zip_source_t *source = zip_source_buffer_create(xlsx->data, xlsx->len, 0, &error);
	zip_t *z = zip_open_from_source(source, ZIP_RDONLY, &error);
	assert_non_null(z);
	assert_int_equal(zip_stat(z, name, 0, &about), 0);
	size_t n = (size_t)about.size;
	char *bytes = alloc_bytes(n);
	zip_file_t *f = zip_fopen(z, name, 0);
	assert_int_equal(zip_fread(f, bytes, n), (zip_int64_t)n);
	buf_add(out, bytes, n);
	free(bytes);
	zip_fclose(f);
	zip_close(z);
}
