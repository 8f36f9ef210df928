/* cmd_import_list.c - `import list`, `import clear`: where a unit's figures come from; withdrawing those of a file. */
#include <stdio.h>
#include <stdlib.h>

#include <tungnha/app_totals.h>
#include <tungnha/clock.h>

#include "commands.h"

/* --- JSON --- */

static void add_text(cJSON *o, const char *name, const char *text)
{
	cJSON_AddItemToObject(o, name, *text ? cJSON_CreateString(text) : cJSON_CreateNull());
}

static cJSON *json_source(const struct form *f, const struct app_total_source *x)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddItemToObject(o, "unit", command_json_unit(&x->unit));
	cJSON_AddStringToObject(o, "period", x->row.period);
	cJSON_AddStringToObject(o, "kind", x->is_signed ? "signed" : "import");
	cJSON_AddItemToObject(o, "columns", command_json_row(f, x->row.sums.value, x->row.given));
	if (x->is_signed) {
		cJSON_AddNumberToObject(o, "version", x->version);
		cJSON_AddStringToObject(o, "code", x->code);
	}
	add_text(o, "source", x->row.source);
	add_text(o, "date", x->row.date);
	add_text(o, "at", x->row.at);
	add_text(o, "by", x->row.by);
	add_text(o, "reason", x->row.reason);
	cJSON_AddBoolToObject(o, "withdrawn", x->withdrawn);
	cJSON_AddBoolToObject(o, "counts", x->counts);
	cJSON_AddStringToObject(o, "why", x->why);
	return o;
}

/* --- words --- */

static char *figures(const struct command_context *c, const struct form *f, const struct store_row *row)
{
	char n[32];
	struct buf b;
	buf_init(&b, 4 * FORM_SENTENCE);
	for (size_t i = 0; i < f->columns; i++)
		if (row->given[i] && f->column[i].printed)
			buf_print(&b, "%s%s %s", b.len ? "; " : "", form_words(&f->column[i].label, c->lang),
				text_number(c->lang, row->sums.value[i], n));
	return buf_take(&b);
}

static void source_words(const struct command_context *c, const struct app_total_source *x, char *out, size_t out_bytes)
{
	char day[CLOCK_DATE], when[COMMAND_WHEN];
	if (x->is_signed)
		snprintf(out, out_bytes, "%s %.4s-%.4s, %s", text_get(c->lang, TEXT_TOTALS_SIGNED_SOURCE), x->code,
			x->code + 4, command_when(x->row.at, when));
	else
		snprintf(out, out_bytes, "%s%s%s%s%s", x->row.source, *x->row.date ? ", " : "",
			*x->row.date ? clock_day(x->row.date, day) : "", *x->row.by ? ", " : "", x->row.by);
}

static void print_sources(const struct command_context *c, const struct app_total_sources *s)
{
	static const text_id heading[] = {TEXT_HUB_COL_CODE, TEXT_HUB_COL_NAME, TEXT_TOTALS_COL_PERIOD,
		TEXT_TOTALS_COL_SOURCE, TEXT_TOTALS_COL_WHY, TEXT_TOTALS_COL_FIGURES};
	const char *headings[6];
	char source[ENTRY_REASON_BYTES + ENTRY_BY_BYTES + 64];
	for (size_t i = 0; i < 6; i++)
		headings[i] = text_get(c->lang, heading[i]);
	struct command_table *t = command_table_new(6, headings);
	for (size_t i = 0; i < s->count; i++) {
		const struct app_total_source *x = &s->source[i];
		char *shown = figures(c, s->form, &x->row);
		source_words(c, x, source, sizeof source);
		command_table_row(
			t, (const char *[]){x->unit.code, x->unit.name, x->row.period, source, x->why, shown});
		free(shown);
	}
	command_table_print(t);
}

int cmd_import_list(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_total_sources s;
	const char *unit = w->words > 0 ? w->word[0] : NULL;
	if (app_totals_list(c->store, unit, command_option(c, w, "period"), c->lang, &s, &e) != 0)
		return command_fail(c, &e);
	if (c->json) {
		cJSON *list = cJSON_CreateArray();
		for (size_t i = 0; i < s.count; i++)
			cJSON_AddItemToArray(list, json_source(s.form, &s.source[i]));
		command_print_json(c, list);
	} else if (s.count == 0) {
		command_say(c, TEXT_TOTALS_LIST_NONE, NULL, NULL, NULL);
	} else {
		print_sources(c, &s);
	}
	app_totals_sources_free(&s);
	return 0;
}

int cmd_import_clear(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	const char *period = command_option(c, w, "period");
	const struct app_totals_clear clear = {
		.unit = w->word[0], .period = period, .reason = command_option(c, w, "reason"), .now = clock_now()};
	if (app_totals_clear(c->store, &clear, &u, &e) != 0)
		return command_fail(c, &e);
	if (c->json) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "unit", u.code);
		cJSON_AddStringToObject(o, "period", period);
		command_print_json(c, o);
	}
	command_say(c, TEXT_TOTALS_CLEARED, u.name, period, NULL);
	return 0;
}
