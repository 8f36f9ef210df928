/* app_plan.c - targets and tasks as files: the head of the page is the campaign's, the table the plan's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>

#include "plan.h"

bool app_plan_format_read(const char *word, enum app_plan_format *out)
{
	static const char *const words[] = {[PLAN_TEXT] = "text",
		[PLAN_CSV] = "csv",
		[PLAN_JSON] = "json",
		[PLAN_HTML] = "html",
		[PLAN_XLSX] = "xlsx",
		[PLAN_DOCX] = "docx"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i], word) == 0) {
			*out = (enum app_plan_format)i;
			return true;
		}
	return false;
}

struct document *plan_document(struct store *s, enum text_lang lang, const char *title, const char *about,
	const char *state, const char *code, int64_t at)
{
	const struct campaign *c;
	struct unit own;
	struct err none;
	const char *name[1] = {""};
	struct document_frame f = {.title = title, .about = about, .state = state, .code = code, .at = at};
	if (store_own_unit(s, &own, &none) == 0)
		name[0] = own.name;
	f.issuer = name;
	f.issuers = 1;
	if (store_campaign(s, &c) == 0 && c->issuers) {
		f.issuer = c->issuer;
		f.issuers = c->issuers;
	}
	return document_new(lang, &f);
}

int plan_write(const struct document *d, enum app_plan_format format, struct buf *out, struct err *e)
{
	static const enum document_format as[] = {[PLAN_TEXT] = DOCUMENT_TEXT,
		[PLAN_HTML] = DOCUMENT_HTML,
		[PLAN_XLSX] = DOCUMENT_XLSX,
		[PLAN_DOCX] = DOCUMENT_DOCX};
	return document_write(d, as[format], out, e);
}

static void print_json(cJSON *facts, struct buf *out)
{
	char *text = cJSON_PrintUnformatted(facts);
	buf_text(out, text);
	buf_char(out, '\n');
	cJSON_free(text);
	cJSON_Delete(facts);
}

static int indicators_document(struct store *s, const struct app_indicators *x, enum app_plan_format format,
	enum text_lang lang, int64_t now, struct buf *out, struct err *e)
{
	char state[FORM_SENTENCE];
	text_fill(lang, TEXT_FIGURE_STATE_OPEN, (const char *const[3]){x->period, NULL, NULL}, state, sizeof state);
	const char *title = x->targets ? form_words(&x->targets->title, lang) : text_get(lang, TEXT_FIGURE_RATIOS);
	struct document *d = plan_document(s, lang, title, x->targets ? x->targets->plan : NULL,
		x->closed ? NULL : state, x->closed ? x->code : NULL, now);
	app_indicators_blocks(x, lang, d);
	int rc = plan_write(d, format, out, e);
	document_free(d);
	return rc;
}

int app_indicators_file(struct store *s, const struct app_indicators *x, enum app_plan_format format,
	enum text_lang lang, int64_t now, struct buf *out, struct err *e)
{
	if (format == PLAN_JSON)
		print_json(app_indicators_json(x, lang), out);
	else if (format == PLAN_CSV)
		app_indicators_csv(x, lang, out);
	else
		return indicators_document(s, x, format, lang, now, out, e);
	return 0;
}
