/* app_indicators_show.c - judged targets as facts, as a table of a document, as a sheet for Excel. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_figures.h>
#include <tungnha/clock.h>
#include <tungnha/csv.h>

static const char *const verdicts[] = {[TARGET_NO_FIGURE] = "no_figure",
	[TARGET_NOT_JUDGED] = "not_judged",
	[TARGET_MET] = "met",
	[TARGET_NOT_MET] = "not_met"};

const char *app_verdict_word(enum target_verdict v, enum text_lang lang)
{
	static const text_id word[] = {[TARGET_NO_FIGURE] = TEXT_FIGURE_VERDICT_NONE,
		[TARGET_NOT_JUDGED] = TEXT_FIGURE_VERDICT_FOLLOWED,
		[TARGET_MET] = TEXT_FIGURE_VERDICT_MET,
		[TARGET_NOT_MET] = TEXT_FIGURE_VERDICT_NOT_MET};
	return text_get(lang, word[v]);
}

void app_goal_words(const struct target_goal *g, enum text_lang lang, char out[static 64])
{
	char percent[16];
	if (g->percent < 0) {
		snprintf(out, 64, "–");
		return;
	}
	snprintf(percent, sizeof percent, "%d%%", g->percent);
	if (g->percent == 100 && !g->more_than) { /* there is nothing above it */
		snprintf(out, 64, "%s", percent);
		return;
	}
	text_fill(lang, g->more_than ? TEXT_FIGURE_MORE_THAN : TEXT_FIGURE_AT_LEAST,
		(const char *const[3]){percent, NULL, NULL}, out, 64);
}

void app_percent_words(int64_t hundredths, enum text_lang lang, char out[static 32])
{
	char whole[32];
	if (hundredths < 0)
		snprintf(out, 32, "–");
	else
		snprintf(out, 32, "%s%c%02d%%", text_number(lang, hundredths / 100, whole), lang == LANG_VI ? ',' : '.',
			(int)(hundredths % 100));
}

const char *app_level_words(const char *level, enum text_lang lang)
{
	static const struct {
		const char *level;
		text_id word;
	} words[] = {{"hamlet", TEXT_HUB_LEVEL_HAMLET}, {"commune", TEXT_HUB_LEVEL_COMMUNE},
		{"office", TEXT_HUB_LEVEL_OFFICE}, {"district", TEXT_HUB_LEVEL_DISTRICT},
		{"province", TEXT_HUB_LEVEL_PROVINCE}, {"group", TEXT_HUB_LEVEL_GROUP}};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i].level, level) == 0)
			return text_get(lang, words[i].word);
	return "";
}

/* --- facts --- */

static void maybe_number(cJSON *o, const char *name, bool known, int64_t n)
{
	cJSON_AddItemToObject(o, name, known ? cJSON_CreateNumber((double)n) : cJSON_CreateNull());
}

static void maybe_text(cJSON *o, const char *name, const char *s)
{
	cJSON_AddItemToObject(o, name, s && *s ? cJSON_CreateString(s) : cJSON_CreateNull());
}

static cJSON *goal_json(const struct app_goal *g)
{
	cJSON *o = cJSON_CreateObject(), *missing;
	maybe_text(o, "level", g->goal->level);
	maybe_number(o, "at_least", g->goal->percent >= 0 && !g->goal->more_than, g->goal->percent);
	maybe_number(o, "more_than", g->goal->percent >= 0 && g->goal->more_than, g->goal->percent);
	cJSON_AddBoolToObject(o, "here", g->here);
	maybe_number(o, "num", g->has, g->num);
	maybe_number(o, "den", g->has, g->den);
	maybe_number(o, "hundredths", g->hundredths >= 0, g->hundredths);
	cJSON_AddStringToObject(o, "verdict", verdicts[g->verdict]);
	maybe_number(o, "needed", g->needed >= 0, g->needed);
	maybe_number(o, "per_day", g->per_day >= 0, g->per_day);
	maybe_text(o, "period", g->has ? g->period : NULL);
	maybe_text(o, "source", g->source);
	maybe_text(o, "date", g->date);
	cJSON_AddBoolToObject(o, "summed", g->summed);
	cJSON_AddNumberToObject(o, "units", (double)g->units);
	cJSON_AddNumberToObject(o, "known", (double)g->known);
	missing = cJSON_AddArrayToObject(o, "missing");
	for (size_t i = 0; i < g->units - g->known; i++)
		cJSON_AddItemToArray(missing, cJSON_CreateString(g->missing[i].code));
	return o;
}

static cJSON *target_json(const struct app_indicators *x, const struct app_indicator *r, enum text_lang lang)
{
	const struct target *t = r->target;
	cJSON *o = cJSON_CreateObject(), *goals;
	cJSON_AddStringToObject(o, "id", t->id);
	cJSON_AddStringToObject(o, "number", t->number);
	maybe_text(o, "section", t->section >= 0 ? form_words(&x->targets->section[t->section], lang) : NULL);
	cJSON_AddStringToObject(o, "label", form_words(&t->label, lang));
	maybe_text(o, "numerator", form_words(&t->numerator, lang));
	maybe_text(o, "denominator", form_words(&t->denominator, lang));
	cJSON_AddBoolToObject(o, "computed", r->computed);
	maybe_text(o, "lead", t->lead);
	maybe_text(o, "support", t->support);
	maybe_text(o, "basis", t->basis);
	maybe_text(o, "due", t->due);
	maybe_text(o, "due_words", t->due_words.in[0] ? form_words(&t->due_words, lang) : NULL);
	goals = cJSON_AddArrayToObject(o, "goals");
	for (size_t i = 0; i < t->goals; i++)
		cJSON_AddItemToArray(goals, goal_json(&r->goal[i]));
	return o;
}

static cJSON *ratio_json(const struct app_ratio *r, enum text_lang lang)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "id", r->indicator->id);
	cJSON_AddStringToObject(o, "label", form_words(&r->indicator->label, lang));
	cJSON_AddNumberToObject(o, "num", (double)r->num);
	cJSON_AddNumberToObject(o, "den", (double)r->den);
	cJSON_AddNumberToObject(o, "per", r->indicator->per);
	maybe_number(o, "hundredths", r->hundredths >= 0, r->hundredths);
	return o;
}

cJSON *app_indicators_json(const struct app_indicators *x, enum text_lang lang)
{
	cJSON *o = cJSON_CreateObject(), *list, *part;
	part = cJSON_AddObjectToObject(o, "unit");
	cJSON_AddStringToObject(part, "code", x->unit.code);
	cJSON_AddStringToObject(part, "name", x->unit.name);
	cJSON_AddStringToObject(part, "level", x->unit.level);
	cJSON_AddStringToObject(o, "period", x->period);
	cJSON_AddBoolToObject(o, "closed", x->closed);
	maybe_text(o, "figures", x->figures);
	maybe_number(o, "version", x->closed, x->version);
	maybe_text(o, "code", x->code);
	maybe_text(o, "plan", x->targets ? x->targets->plan : NULL);
	list = cJSON_AddArrayToObject(o, "targets");
	for (size_t i = 0; i < x->rows; i++)
		cJSON_AddItemToArray(list, target_json(x, &x->row[i], lang));
	list = cJSON_AddArrayToObject(o, "ratios");
	for (size_t i = 0; i < x->ratios; i++)
		cJSON_AddItemToArray(list, ratio_json(&x->ratio[i], lang));
	part = cJSON_AddObjectToObject(o, "households");
	cJSON_AddNumberToObject(part, "done", (double)x->reviewed);
	cJSON_AddNumberToObject(part, "listed", (double)x->listed);
	maybe_text(part, "due", x->due);
	maybe_number(part, "per_day", x->per_day >= 0, x->per_day);
	part = cJSON_AddObjectToObject(o, "on_time");
	cJSON_AddNumberToObject(part, "units", (double)x->units);
	cJSON_AddNumberToObject(part, "timed", (double)x->timed);
	cJSON_AddNumberToObject(part, "on_time", (double)x->on_time);
	return o;
}

/* --- words of a row --- */

static void due_words(const struct target *t, enum text_lang lang, char *out, size_t out_bytes)
{
	char day[CLOCK_DATE];
	snprintf(out, out_bytes, "%s",
		t->due_words.in[0] ? form_words(&t->due_words, lang)
		: *t->due          ? clock_day(t->due, day)
				   : "");
}

static void figure_words(const struct app_goal *g, enum text_lang lang, char *out, size_t out_bytes)
{
	char num[32], den[32];
	if (g->has)
		snprintf(out, out_bytes, "%s/%s", text_number(lang, g->num, num), text_number(lang, g->den, den));
	else
		snprintf(out, out_bytes, "–");
}

static void say(struct buf *out, enum text_lang lang, text_id id, const char *a, const char *b)
{
	char text[FORM_SENTENCE];
	text_fill(lang, id, (const char *const[3]){a, b, NULL}, text, sizeof text);
	buf_print(out, "%s%s", out->len ? "; " : "", text);
}

/* "Chưa đạt; cần thêm 1.234 (mỗi ngày 95); còn thiếu số của 2/38 đơn vị" */
static void verdict_words(const struct app_goal *g, enum text_lang lang, struct buf *out)
{
	char n[32], m[32];
	buf_text(out, g->here ? app_verdict_word(g->verdict, lang) : text_get(lang, TEXT_FIGURE_VERDICT_ELSEWHERE));
	if (g->needed > 0)
		say(out, lang, TEXT_FIGURE_NEEDED, text_number(lang, g->needed, n), NULL);
	if (g->per_day > 0)
		say(out, lang, TEXT_FIGURE_PER_DAY, text_number(lang, g->per_day, n), NULL);
	if (g->units > 1 && g->known < g->units)
		say(out, lang, TEXT_FIGURE_MISSING, text_number(lang, (long long)(g->units - g->known), n),
			text_number(lang, (long long)g->units, m));
}

static void source_words(const struct app_indicator *r, const struct app_goal *g, enum text_lang lang, struct buf *out)
{
	char day[CLOCK_DATE];
	if (!g->has)
		return;
	if (r->computed)
		buf_text(out, text_get(lang, TEXT_FIGURE_FROM_FORM));
	else if (g->summed)
		say(out, lang, TEXT_FIGURE_SUMMED, text_number(lang, (long long)g->known, (char[32]){0}), NULL);
	else
		buf_text(out, g->source);
	if (g->date[0])
		buf_print(out, "%s%s", out->len ? ", " : "", clock_day(g->date, day));
}

/* --- a document --- */

enum { NUMBER, LABEL, GOAL, FIGURE, PERCENT, VERDICT, SOURCE, LEAD, COLUMNS };

static struct document_cell text_cell(const char *s)
{
	return (struct document_cell){.kind = s && *s ? CELL_TEXT : CELL_EMPTY, .text = s};
}

static struct document_cell percent_cell(int64_t hundredths)
{
	struct document_cell cell = {.kind = CELL_PERCENT, .number = hundredths};
	if (hundredths < 0)
		cell = (struct document_cell){.kind = CELL_NEVER};
	return cell;
}

/* "Trung tâm PVHCC xã. Căn cứ: … Thời hạn: 15/12/2025" */
static void lead_words(const struct target *t, enum text_lang lang, struct buf *out)
{
	char due[FORM_SENTENCE];
	due_words(t, lang, due, sizeof due);
	buf_text(out, t->lead);
	if (*t->support)
		say(out, lang, TEXT_FIGURE_SUPPORT, t->support, NULL);
	if (*t->basis)
		say(out, lang, TEXT_FIGURE_BASIS, t->basis, NULL);
	if (*due)
		say(out, lang, TEXT_FIGURE_DUE, due, NULL);
}

/* A plan that counts nothing is counted here. */
static bool numbered(const struct app_indicators *x)
{
	for (size_t i = 0; i < x->rows; i++)
		if (*x->row[i].target->number)
			return true;
	return false;
}

static void goal_row(const struct app_indicators *x, const struct app_indicator *r, size_t i, enum text_lang lang,
	struct document *d)
{
	const struct app_goal *g = &r->goal[i];
	struct document_cell cell[COLUMNS];
	struct buf verdict, source, lead, goal;
	char words[64], figure[80], number[24];
	buf_init(&verdict, FORM_SENTENCE);
	buf_init(&source, FORM_SENTENCE);
	buf_init(&lead, 3 * FORM_SENTENCE);
	buf_init(&goal, FORM_SENTENCE);
	app_goal_words(g->goal, lang, words);
	bool levels = r->target->goals > 1 && *g->goal->level;
	buf_print(&goal, "%s%s%s", levels ? app_level_words(g->goal->level, lang) : "", levels ? ": " : "", words);
	figure_words(g, lang, figure, sizeof figure);
	verdict_words(g, lang, &verdict);
	source_words(r, g, lang, &source);
	if (i == 0)
		lead_words(r->target, lang, &lead);
	snprintf(number, sizeof number, "%zu", (size_t)(r - x->row) + 1);
	cell[NUMBER] = text_cell(i > 0 ? "" : numbered(x) ? r->target->number : number);
	cell[LABEL] = text_cell(i == 0 ? form_words(&r->target->label, lang) : "");
	cell[GOAL] = text_cell(goal.data);
	cell[FIGURE] = text_cell(figure);
	cell[PERCENT] = percent_cell(g->hundredths);
	cell[VERDICT] = text_cell(verdict.data);
	cell[SOURCE] = text_cell(source.data);
	cell[LEAD] = text_cell(lead.data);
	document_row(d, cell, false);
	buf_free(&verdict);
	buf_free(&source);
	buf_free(&lead);
	buf_free(&goal);
}

static void begin_targets(const char *caption, enum text_lang lang, struct document *d)
{
	const struct document_column column[COLUMNS] = {
		[NUMBER] = {text_get(lang, TEXT_FIGURE_COL_NUMBER), 8},
		[LABEL] = {text_get(lang, TEXT_FIGURE_COL_LABEL), 24},
		[GOAL] = {text_get(lang, TEXT_FIGURE_COL_GOAL), 13},
		[FIGURE] = {text_get(lang, TEXT_FIGURE_COL_FIGURE), 20},
		[PERCENT] = {text_get(lang, TEXT_FIGURE_COL_PERCENT), 13},
		[VERDICT] = {text_get(lang, TEXT_FIGURE_COL_VERDICT), 15},
		[SOURCE] = {text_get(lang, TEXT_FIGURE_COL_SOURCE), 18},
		[LEAD] = {text_get(lang, TEXT_FIGURE_COL_LEAD), 19},
	};
	document_table(d, caption, column, COLUMNS);
}

static void targets_table(const struct app_indicators *x, enum text_lang lang, struct document *d)
{
	int section = -2;
	for (size_t i = 0; i < x->rows; i++) {
		const struct target *t = x->row[i].target;
		if (t->section != section) {
			section = t->section;
			begin_targets(section >= 0 ? form_words(&x->targets->section[section], lang) : "", lang, d);
		}
		for (size_t k = 0; k < t->goals; k++)
			goal_row(x, &x->row[i], k, lang, d);
	}
}

static void ratios_table(const struct app_indicators *x, enum text_lang lang, struct document *d)
{
	const struct document_column column[] = {{text_get(lang, TEXT_FIGURE_COL_RATIO), 60},
		{text_get(lang, TEXT_FIGURE_COL_NUM), 15}, {text_get(lang, TEXT_FIGURE_COL_DEN), 15},
		{text_get(lang, TEXT_FIGURE_COL_PERCENT), 15}};
	document_table(d, text_get(lang, TEXT_FIGURE_RATIOS), column, 4);
	for (size_t i = 0; i < x->ratios; i++) {
		const struct app_ratio *r = &x->ratio[i];
		struct document_cell cell[] = {text_cell(form_words(&r->indicator->label, lang)),
			{.kind = CELL_NUMBER, .number = r->num}, {.kind = CELL_NUMBER, .number = r->den},
			percent_cell(r->hundredths)};
		char plain[32];
		if (!r->indicator->percent && r->hundredths >= 0) {
			app_percent_words(r->hundredths, lang, plain);
			plain[strlen(plain) - 1] = '\0'; /* so many, not so many of a hundred */
			cell[3] = text_cell(plain);
		}
		document_row(d, cell, false);
	}
}

static void notes(const struct app_indicators *x, enum text_lang lang, struct document *d)
{
	char a[32], b[32], day[CLOCK_DATE], text[FORM_SENTENCE];
	text_fill(lang, TEXT_FIGURE_HOUSEHOLDS,
		(const char *const[3]){text_number(lang, x->reviewed, a), text_number(lang, x->listed, b), NULL}, text,
		sizeof text);
	document_note(d, text);
	if (x->per_day > 0) {
		text_fill(lang, TEXT_FIGURE_HOUSEHOLDS_DAY,
			(const char *const[3]){text_number(lang, x->per_day, a), clock_day(x->due, day), NULL}, text,
			sizeof text);
		document_note(d, text);
	}
	if (x->timed == 0)
		return;
	text_fill(lang, TEXT_FIGURE_ON_TIME,
		(const char *const[3]){
			text_number(lang, (long long)x->on_time, a), text_number(lang, (long long)x->units, b), NULL},
		text, sizeof text);
	document_note(d, text);
}

void app_indicators_blocks(const struct app_indicators *x, enum text_lang lang, struct document *d)
{
	if (x->rows == 0)
		document_note(d, text_get(lang, TEXT_FIGURE_NO_TARGETS));
	targets_table(x, lang, d);
	if (x->ratios)
		ratios_table(x, lang, d);
	notes(x, lang, d);
}

/* --- a sheet for Excel --- */

static void csv_row(const struct app_indicator *r, const struct app_goal *g, enum text_lang lang, struct buf *out)
{
	struct buf source;
	char words[64], due[FORM_SENTENCE];
	buf_init(&source, FORM_SENTENCE);
	source_words(r, g, lang, &source);
	csv_text(out, r->target->id, true);
	csv_text(out, r->target->number, false);
	csv_text(out, form_words(&r->target->label, lang), false);
	csv_text(out, app_level_words(g->goal->level, lang), false);
	app_goal_words(g->goal, lang, words);
	csv_text(out, words, false);
	for (int i = 0; i < 2; i++) {
		if (g->has)
			csv_number(out, i ? g->den : g->num, false);
		else
			csv_text(out, "", false);
	}
	app_percent_words(g->hundredths, lang, words);
	csv_text(out, words, false);
	csv_text(out, g->here ? app_verdict_word(g->verdict, lang) : text_get(lang, TEXT_FIGURE_VERDICT_ELSEWHERE),
		false);
	if (g->needed >= 0)
		csv_number(out, g->needed, false);
	else
		csv_text(out, "", false);
	csv_text(out, g->has ? g->period : "", false);
	csv_text(out, source.data, false);
	csv_text(out, r->target->lead, false);
	csv_text(out, r->target->support, false);
	csv_text(out, r->target->basis, false);
	due_words(r->target, lang, due, sizeof due);
	csv_text(out, due, false);
	csv_end_row(out);
	buf_free(&source);
}

void app_indicators_csv(const struct app_indicators *x, enum text_lang lang, struct buf *out)
{
	static const text_id heading[] = {TEXT_FIGURE_COL_ID, TEXT_FIGURE_COL_NUMBER, TEXT_FIGURE_COL_LABEL,
		TEXT_FIGURE_COL_LEVEL, TEXT_FIGURE_COL_GOAL, TEXT_FIGURE_COL_NUM, TEXT_FIGURE_COL_DEN,
		TEXT_FIGURE_COL_PERCENT, TEXT_FIGURE_COL_VERDICT, TEXT_FIGURE_COL_NEEDED, TEXT_FIGURE_COL_PERIOD,
		TEXT_FIGURE_COL_SOURCE, TEXT_FIGURE_COL_LEADS, TEXT_FIGURE_COL_SUPPORT, TEXT_FIGURE_COL_BASIS,
		TEXT_FIGURE_COL_DUE};
	csv_begin(out);
	for (size_t i = 0; i < sizeof heading / sizeof *heading; i++)
		csv_text(out, text_get(lang, heading[i]), i == 0);
	csv_end_row(out);
	for (size_t i = 0; i < x->rows; i++)
		for (size_t k = 0; k < x->row[i].target->goals; k++)
			csv_row(&x->row[i], &x->row[i].goal[k], lang, out);
}
