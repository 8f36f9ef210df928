/* export_json.c - figures with everything that says where they come from ("tungnha-export 1", EXPORTS.md). */
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <tungnha/alloc.h>
#include <tungnha/clock.h>

#include "export_write.h"
#include "write.h"

static void add_text(cJSON *to, const char *name, const char *text)
{
	cJSON_AddItemToObject(to, name, text && *text ? cJSON_CreateString(text) : cJSON_CreateNull());
}

static void add_values(const struct report *r, const struct report_row *row, cJSON *to)
{
	cJSON *values = cJSON_AddObjectToObject(to, "values"), *unknown = cJSON_AddObjectToObject(to, "unknown");
	for (size_t i = 0; i < r->form->columns; i++) {
		const char *id = r->form->column[i].id;
		if (!export_known(r, row, i)) {
			cJSON_AddNullToObject(values, id);
			continue;
		}
		cJSON_AddNumberToObject(values, id, (double)row->sums.value[i]);
		if (row->sums.unknown[i])
			cJSON_AddNumberToObject(unknown, id, (double)row->sums.unknown[i]);
	}
}

static cJSON *json_row(const struct export *x, const struct report_row *row)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "unit", row->unit.code);
	cJSON_AddStringToObject(o, "name", row->unit.name);
	add_values(x->report, row, o);
	add_text(o, "source", export_source(row->source));
	write_json_closed(row, o);
	return o;
}

static cJSON *json_words(const struct form_words *w)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "vi", form_words(w, LANG_VI));
	cJSON_AddStringToObject(o, "en", form_words(w, LANG_EN));
	return o;
}

static void add_columns(const struct form *f, cJSON *to)
{
	cJSON *list = cJSON_AddArrayToObject(to, "columns");
	for (size_t i = 0; i < f->columns; i++) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "id", f->column[i].id);
		cJSON_AddItemToObject(o, "label", json_words(&f->column[i].label));
		cJSON_AddBoolToObject(o, "printed", f->column[i].printed);
		cJSON_AddItemToArray(list, o);
	}
}

static void add_statement(const struct export *x, cJSON *to)
{
	const struct report_period *p = &x->report->period;
	if (!p->version) {
		cJSON_AddNullToObject(to, "statement");
		return;
	}
	cJSON *o = cJSON_AddObjectToObject(to, "statement"), *late;
	cJSON_AddStringToObject(o, "period", p->period);
	cJSON_AddNumberToObject(o, "version", p->version);
	cJSON_AddStringToObject(o, "code", p->code);
	cJSON_AddStringToObject(o, "closed_at", p->at);
	add_text(o, "reason", x->reason);
	late = cJSON_AddArrayToObject(o, "late");
	for (size_t i = 0; i < x->lates; i++)
		cJSON_AddItemToArray(late, cJSON_CreateString(x->late[i]));
}

static void add_figures(const struct export *x, cJSON *to)
{
	cJSON *list = cJSON_AddArrayToObject(to, "targets");
	for (size_t i = 0; i < x->figures; i++) {
		const struct export_figure *f = &x->figure[i];
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "target", f->target);
		cJSON_AddStringToObject(o, "unit", f->unit);
		cJSON_AddNumberToObject(o, "num", (double)f->num);
		cJSON_AddNumberToObject(o, "den", (double)f->den);
		add_text(o, "source", f->source);
		add_text(o, "date", f->date);
		cJSON_AddItemToArray(list, o);
	}
}

static void add_hex(cJSON *to, const char *name, const unsigned char *bytes, size_t n)
{
	static const char digit[] = "0123456789abcdef";
	char hex[2 * KEY_BYTES + 1];
	for (size_t i = 0; i < n; i++) {
		hex[2 * i] = digit[bytes[i] >> 4];
		hex[2 * i + 1] = digit[bytes[i] & 15];
	}
	hex[2 * n] = '\0';
	cJSON_AddStringToObject(to, name, hex);
}

static void add_proof(const struct export_proof *p, cJSON *to)
{
	if (!p->entry) {
		cJSON_AddNullToObject(to, "proof");
		return;
	}
	cJSON *o = cJSON_AddObjectToObject(to, "proof");
	struct hash h;
	char *text = alloc_bytes(p->bytes + 1);
	memcpy(text, p->entry, p->bytes);
	text[p->bytes] = '\0';
	chain_next(&p->previous, p->entry, p->bytes, &h);
	add_hex(o, "author", p->chain.author.b, ID_BYTES);
	add_hex(o, "journal", p->chain.journal.b, ID_BYTES);
	cJSON_AddNumberToObject(o, "seq", (double)p->seq);
	add_hex(o, "previous", p->previous.b, KEY_BYTES);
	add_hex(o, "hash", h.b, KEY_BYTES);
	cJSON_AddStringToObject(o, "entry", text);
	free(text);
}

static void add_head(const struct export *x, cJSON *root)
{
	const struct report *r = x->report;
	char text[PERIOD_TEXT], stamp[CLOCK_STAMP];
	cJSON_AddStringToObject(root, "format", "tungnha-export 1");
	cJSON_AddStringToObject(root, "form", r->form->id);
	add_text(root, "campaign", r->campaign ? r->campaign->id : NULL);
	cJSON *unit = cJSON_AddObjectToObject(root, "unit");
	cJSON_AddStringToObject(unit, "code", r->unit.code);
	cJSON_AddStringToObject(unit, "name", r->unit.name);
	cJSON_AddStringToObject(unit, "level", r->unit.level);
	cJSON_AddStringToObject(root, "exported_at", clock_stamp(x->exported_at, stamp));
	cJSON_AddStringToObject(root, "period", period_text(x->period, text));
	cJSON_AddBoolToObject(root, "closed", r->period.version > 0);
}

void export_json(const struct export *x, struct buf *out)
{
	const struct report *r = x->report;
	cJSON *root = cJSON_CreateObject(), *rows, *total;
	add_head(x, root);
	add_statement(x, root);
	add_columns(r->form, root);
	rows = cJSON_AddArrayToObject(root, "rows");
	for (size_t i = 0; i < r->rows; i++)
		cJSON_AddItemToArray(rows, json_row(x, &r->row[i]));
	total = cJSON_AddObjectToObject(root, "total");
	add_values(r, &r->total, total);
	add_figures(x, root);
	add_proof(&x->proof, root);
	char *text = cJSON_PrintUnformatted(root);
	buf_text(out, text);
	buf_char(out, '\n');
	cJSON_free(text);
	cJSON_Delete(root);
}
