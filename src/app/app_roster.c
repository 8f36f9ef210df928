/* app_roster.c - the printed roster: which number is which house. It stays in the hamlet, as the labels do. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_lists.h>
#include <tungnha/html.h>
#include <tungnha/utf8.h>

#include "collector.h"

struct roster_row {
	struct id key;
	char number[COLLECTOR_NUMBER];
	struct form_value status; /* its text: as it is stored; NULL: none */
	char *label;              /* NULL: none */
};
struct roster {
	const struct form *form;
	struct unit unit;
	enum text_lang lang;
	char date[CLOCK_DATE];
	struct roster_row *row;
	size_t rows, room;
};

static int add(void *roster, const struct store_line *l, struct err *e)
{
	struct roster *r = roster;
	struct roster_row row = {.key = l->key, .status = l->status};
	(void)e;
	if (r->rows == r->room)
		r->row = alloc_grow(r->row, r->room = r->room ? 2 * r->room : 64, sizeof *r->row);
	snprintf(row.number, sizeof row.number, "%s", l->number.state == FORM_GIVEN ? l->number.text : "");
	row.status.text = alloc_copy(l->status.text);
	r->row[r->rows++] = row;
	return 0;
}

static int by_key(const void *a, const void *b)
{
	const struct roster_row *x = a, *y = b;
	return id_compare(x->key, y->key);
}

static int by_number(const void *a, const void *b)
{
	const struct roster_row *x = a, *y = b;
	int order = utf8_compare(x->number, y->number);
	return order ? order : by_key(a, b);
}

static int add_label(void *roster, struct id key, const char *label, struct err *e)
{
	struct roster *r = roster;
	const struct roster_row wanted = {.key = key};
	struct roster_row *row = bsearch(&wanted, r->row, r->rows, sizeof *r->row, by_key);
	(void)e;
	if (row)
		row->label = alloc_copy(label);
	return 0;
}

static int load(struct store *s, struct roster *r, struct err *e)
{
	if (store_lines(s, r->unit.code, add, r, e) != 0)
		return -1;
	if (r->rows == 0)
		return err_set(e, ERR_NOT_FOUND, TEXT_ROSTER_EMPTY, "");
	qsort(r->row, r->rows, sizeof *r->row, by_key);
	if (r->form->label >= 0 && store_labels(s, r->unit.code, add_label, r, e) != 0)
		return -1;
	qsort(r->row, r->rows, sizeof *r->row, by_number);
	return 0;
}

static const char *label_of(const struct roster_row *row)
{
	return row->label ? row->label : "";
}

static const char *status_of(const struct roster *r, const struct roster_row *row, char out[static FORM_SENTENCE])
{
	*out = '\0';
	form_show(r->form, r->form->status, &row->status, r->lang, out);
	return out;
}

static void roster_free(struct roster *r)
{
	for (size_t i = 0; i < r->rows; i++) {
		free(r->row[i].label);
		form_value_free(&r->row[i].status);
	}
	free(r->row);
}

static const char *heading(const struct roster *r, int field)
{
	return field < 0 ? "" : form_words(&r->form->field[field].label, r->lang);
}

static const char *text(const struct roster *r, text_id id)
{
	return text_get(r->lang, id);
}

/* "Xóm 11 (05788-01) – 126 hộ – in ngày 12/11/2025" */
static char *below_title(const struct roster *r)
{
	char count[32], day[CLOCK_DATE], filled[FORM_SENTENCE];
	snprintf(day, sizeof day, "%.2s/%.2s/%.4s", r->date + 8, r->date + 5, r->date);
	char *unit = alloc_print("%s (%s)", r->unit.name, r->unit.code);
	const char *const args[3] = {unit, text_number(r->lang, (long long)r->rows, count), day};
	text_fill(r->lang, TEXT_ROSTER_BELOW, args, filled, sizeof filled);
	free(unit);
	return alloc_copy(filled);
}

/* --- text --- */

static void pad(struct buf *out, const char *s, size_t width)
{
	size_t n = utf8_length(s);
	buf_text(out, s);
	for (; n < width; n++)
		buf_char(out, ' ');
}

static size_t widest(size_t width, const char *s)
{
	size_t n = utf8_length(s);
	return n > width ? n : width;
}

static void write_text(const struct roster *r, struct buf *out)
{
	const char *number = text(r, TEXT_LISTS_NUMBER), *label = heading(r, r->form->label);
	size_t numbers = utf8_length(number), labels = utf8_length(label);
	char *below = below_title(r), status[FORM_SENTENCE];
	for (size_t i = 0; i < r->rows; i++) {
		numbers = widest(numbers, r->row[i].number);
		labels = widest(labels, label_of(&r->row[i]));
	}
	buf_print(out, "%s\n%s\n\n", text(r, TEXT_ROSTER_TITLE), below);
	pad(out, number, numbers + 2);
	pad(out, label, labels + 2);
	buf_print(out, "%s\n", heading(r, r->form->status));
	for (size_t i = 0; i < r->rows; i++) {
		pad(out, r->row[i].number, numbers + 2);
		pad(out, label_of(&r->row[i]), labels + 2);
		buf_print(out, "%s\n", status_of(r, &r->row[i], status));
	}
	buf_print(out, "\n%s\n", text(r, TEXT_ROSTER_STAYS));
	free(below);
}

/* --- JSON --- */

static void write_json(const struct roster *r, struct buf *out)
{
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < r->rows; i++) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, r->form->field[r->form->number].id, r->row[i].number);
		if (r->form->label >= 0)
			cJSON_AddStringToObject(o, r->form->field[r->form->label].id, label_of(&r->row[i]));
		if (r->row[i].status.text)
			cJSON_AddStringToObject(o, r->form->field[r->form->status].id, r->row[i].status.text);
		cJSON_AddItemToArray(list, o);
	}
	char *printed = cJSON_PrintUnformatted(list);
	buf_print(out, "%s\n", printed);
	cJSON_free(printed);
	cJSON_Delete(list);
}

/* --- HTML: A4 upright; large, for old eyes; a column for the pencil --- */

static const char style[] =
	"@page{size:A4 portrait;margin:20mm 15mm 20mm 25mm;"
	"@bottom-center{content:counter(page) \" / \" counter(pages);font:12pt \"Times New Roman\",\"Liberation "
	"Serif\",serif}}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0;color:#000;background:#fff;font:14pt/1.25 \"Times New Roman\",\"Liberation "
	"Serif\",Tinos,serif}\n"
	"h1{margin:0;font-size:15pt;text-align:center;text-wrap:balance}\n"
	".below{margin:1mm 0 4mm;text-align:center}\n"
	"table{width:100%;border-collapse:collapse}\n"
	"thead{display:table-header-group}\n"
	"tr{break-inside:avoid}\n"
	"th,td{border:1px solid #000;padding:.7mm 2mm;text-align:left;overflow-wrap:anywhere}\n"
	"thead th{text-align:center}\n"
	"col.no{width:12%}col.status{width:21%}col.pencil{width:20%}\n"
	"tbody th{text-align:right;font-weight:bold;font-variant-numeric:tabular-nums;white-space:nowrap}\n"
	".stays{margin-top:3mm;font-style:italic;break-inside:avoid;break-before:avoid}\n"
	"@media screen{body{background:#e8e8e4}main{max-width:210mm;margin:0 auto;padding:10mm;background:#fff}"
	"main{overflow-x:auto}}\n"
	"@media screen and (max-width:50em){main{padding:3mm}th,td{padding:1mm}}\n";

/* <open>text</close>, the text escaped. */
static void element(struct buf *out, const char *open, const char *inside, const char *close)
{
	html_markup_unescaped(out, open);
	html_text(out, inside);
	html_markup_unescaped(out, close);
}

static void write_head(const struct roster *r, const char *below, struct buf *out)
{
	html_markup_unescaped(out, r->lang == LANG_VI ? "<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n"
						      : "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n");
	html_markup_unescaped(out, "<meta charset=\"utf-8\">\n"
				   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
	element(out, "<title>", text(r, TEXT_ROSTER_TITLE), " – ");
	element(out, "", r->unit.name, "</title>\n<style>\n");
	html_markup_unescaped(out, style);
	html_markup_unescaped(out, "</style>\n</head>\n<body>\n<main>\n");
	element(out, "<h1 id=\"title\">", text(r, TEXT_ROSTER_TITLE), "</h1>\n");
	element(out, "<p class=\"below\">", below, "</p>\n");
}

static void write_html(const struct roster *r, struct buf *out)
{
	char *below = below_title(r), status[FORM_SENTENCE];
	write_head(r, below, out);
	html_markup_unescaped(out, "<table aria-labelledby=\"title\">\n<colgroup><col class=\"no\"><col><col "
				   "class=\"status\"><col class=\"pencil\"></colgroup>\n<thead>\n<tr>");
	element(out, "<th scope=\"col\">", text(r, TEXT_LISTS_NUMBER), "</th>");
	element(out, "<th scope=\"col\">", heading(r, r->form->label), "</th>");
	element(out, "<th scope=\"col\">", heading(r, r->form->status), "</th>");
	element(out, "<th scope=\"col\">", text(r, TEXT_ROSTER_PENCIL), "</th></tr>\n</thead>\n<tbody>\n");
	for (size_t i = 0; i < r->rows; i++) {
		element(out, "<tr><th scope=\"row\">", r->row[i].number, "</th>");
		element(out, "<td>", label_of(&r->row[i]), "</td>");
		element(out, "<td>", status_of(r, &r->row[i], status), "</td><td></td></tr>\n");
	}
	html_markup_unescaped(out, "</tbody>\n</table>\n");
	element(out, "<p class=\"stays\">", text(r, TEXT_ROSTER_STAYS), "</p>\n</main>\n</body>\n</html>\n");
	free(below);
}

int app_roster(struct store *s, const char *unit, enum report_format format, enum text_lang lang, int64_t now,
	struct buf *out, struct err *e)
{
	struct roster r = {.lang = lang};
	if (app_unit(s, unit, &r.unit, e) != 0 || store_form(s, NULL, &r.form, e) != 0)
		return -1;
	clock_date(now, r.date);
	int rc = load(s, &r, e);
	if (rc == 0 && format == REPORT_HTML)
		write_html(&r, out);
	else if (rc == 0 && format == REPORT_JSON)
		write_json(&r, out);
	else if (rc == 0)
		write_text(&r, out);
	roster_free(&r);
	return rc;
}
