/* app_reports_words.c - periods, days and numbers as a report writes them, and the campaign's sentences filled in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_submit.h>
#include <tungnha/targets.h>

#include "reports.h"

enum { SENTENCE_BYTES = 8192 };

char *reports_say(const struct reports *r, text_id id, const char *a, const char *b, const char *c)
{
	char *out = alloc_bytes(SENTENCE_BYTES);
	text_fill(r->lang, id, (const char *const[3]){a, b, c}, out, SENTENCE_BYTES);
	return out;
}

/* --- days --- */

char *reports_long_day(const struct reports *r, int64_t t)
{
	char date[CLOCK_DATE], month[32], day[8];
	clock_date(t, date);
	int n = (date[8] - '0') * 10 + date[9] - '0';
	snprintf(day, sizeof day, r->lang == LANG_VI ? "%02d" : "%d", n);
	text_month(r->lang, (date[5] - '0') * 10 + date[6] - '0', month);
	date[4] = '\0';
	return reports_say(r, TEXT_REPORT_DATE, day, month, date);
}

/* 3/11 is read two ways: in English the month is a word. */
const char *reports_day(const struct reports *r, int64_t t, char out[static 32])
{
	char date[CLOCK_DATE];
	clock_date(t, date);
	if (r->lang == LANG_VI) {
		snprintf(out, 32, "%.2s/%.2s/%.4s", date + 8, date + 5, date);
	} else {
		char *day = reports_long_day(r, t);
		snprintf(out, 32, "%s", day);
		free(day);
	}
	return out;
}

char *reports_moment(const struct reports *r, int64_t t)
{
	char stamp[CLOCK_STAMP], day[32], hour[3], minute[3];
	clock_stamp(t, stamp);
	snprintf(hour, sizeof hour, "%.2s", stamp + 11);
	snprintf(minute, sizeof minute, "%.2s", stamp + 14);
	return reports_say(r, TEXT_REPORTS_MOMENT, hour, minute, reports_day(r, t, day));
}

/* "hết ngày 14/06/2024" where it ends at midnight. */
char *reports_due(const struct reports *r, int64_t t)
{
	char stamp[CLOCK_STAMP], day[32];
	clock_stamp(t, stamp);
	if (strncmp(stamp + 11, "00:00", 5) != 0)
		return reports_moment(r, t);
	return reports_say(r, TEXT_REPORTS_END_OF_DAY, reports_day(r, t - 1, day), NULL, NULL);
}

int64_t reports_midnight(const char *date)
{
	char stamp[CLOCK_STAMP + 8];
	int64_t t = 0;
	snprintf(stamp, sizeof stamp, "%.10sT00:00:00+07:00", date);
	return date[0] && clock_read_stamp(stamp, &t) ? t : 0;
}

/* What ends at midnight ended the day before. */
void reports_days(const struct reports *r, int64_t *from, int64_t *to)
{
	const struct campaign *c = r->campaign;
	int64_t starts = reports_midnight(c->starts), ends = reports_midnight(c->ends);
	*from = r->once ? starts : period_begin(&r->calendar.rule, r->period);
	*to = r->once ? ends : period_end(&r->calendar.rule, r->period) - 1;
	if (c->starts[0] && *from < starts)
		*from = starts;
	if (c->ends[0] && *to > ends)
		*to = ends;
}

/* --- periods --- */

char *reports_period(const struct reports *r, struct period p)
{
	char text[PERIOD_TEXT], said[APP_PERIOD_SAID];
	return alloc_copy(app_period_said(period_text(p, text), r->lang, said));
}

const char *reports_before_word(const struct reports *r)
{
	static const text_id word[PERIOD_KINDS] = {[PERIOD_WEEK] = TEXT_REPORTS_LAST_WEEK,
		[PERIOD_MONTH] = TEXT_REPORTS_LAST_MONTH,
		[PERIOD_QUARTER] = TEXT_REPORTS_LAST_QUARTER,
		[PERIOD_HALF] = TEXT_REPORTS_LAST_HALF,
		[PERIOD_YEAR] = TEXT_REPORTS_LAST_YEAR};
	return text_get(r->lang, word[r->period.kind]);
}

/* --- numbers --- */

const char *reports_percent(enum text_lang lang, int64_t num, int64_t den, char out[static 32])
{
	int64_t h = target_hundredths(num, den);
	char whole[32];
	if (h < 0)
		return memcpy(out, "–", sizeof "–");
	snprintf(out, 32, "%.20s%c%02d%%", text_number(lang, h / 100, whole), lang == LANG_VI ? ',' : '.',
		(int)(h % 100));
	return out;
}

struct document_cell reports_cell_text(const char *text)
{
	return (struct document_cell){.kind = text && *text ? CELL_TEXT : CELL_EMPTY, .text = text};
}

struct document_cell reports_cell_number(int64_t n)
{
	return (struct document_cell){.kind = CELL_NUMBER, .number = n};
}

/* --- the campaign's sentences --- */

/* "xã Phú Lạc" within a sentence: a name that begins with the word of its kind. The caller frees. */
char *reports_unit_name(const struct reports *r)
{
	const char *types = text_get(r->lang, TEXT_REPORTS_TYPE_WORDS);
	char *out = alloc_copy(r->own.name);
	size_t first = strcspn(out, " ");
	for (const char *s = types; *s; s += strspn(s, " ")) {
		size_t n = strcspn(s, " ");
		if (n == first && out[first] && strncmp(s, out, n) == 0)
			*out = (char)(*out - 'A' + 'a'); /* each begins with a plain letter */
		s += n;
	}
	return out;
}

static void put_unit(const struct reports *r, struct buf *out)
{
	char *name = out->len ? reports_unit_name(r) : alloc_copy(r->own.name);
	buf_text(out, name);
	free(name);
}

static void put_place(const struct reports *r, const char *name, size_t n, struct buf *out)
{
	int64_t from, to;
	char day[32];
	reports_days(r, &from, &to);
	if (n == 1 && *name == 'n')
		buf_print(out, "%d", reports_nth(r));
	else if (n == 4 && strncmp(name, "from", n) == 0)
		buf_text(out, reports_day(r, from, day));
	else if (n == 2 && strncmp(name, "to", n) == 0)
		buf_text(out, reports_day(r, to, day));
	else if (n == 4 && strncmp(name, "year", n) == 0)
		buf_print(out, "%d", r->period.year);
	else if (n == 4 && strncmp(name, "unit", n) == 0)
		put_unit(r, out);
	else if (n == 6 && strncmp(name, "period", n) == 0) {
		char *words = reports_period(r, r->period);
		buf_text(out, words);
		free(words);
	} else {
		buf_print(out, "{%.*s}", (int)n, name);
	}
}

char *reports_fill(const struct reports *r, const struct form_words *w)
{
	struct buf out;
	buf_init(&out, SENTENCE_BYTES);
	for (const char *s = w->in[0] ? form_words(w, r->lang) : ""; *s;) {
		size_t plain = strcspn(s, "{"), inside = s[plain] ? strcspn(s + plain + 1, "}") : 0;
		buf_add(&out, s, plain);
		s += plain;
		if (*s && s[1 + inside] == '}') {
			put_place(r, s + 1, inside, &out);
			s += inside + 2;
		} else if (*s) {
			buf_text(&out, s);
			break;
		}
	}
	return buf_take(&out);
}

char *reports_about(const struct reports *r)
{
	return reports_fill(r, r->report->about.in[0] ? &r->report->about : &r->report->title);
}

/* "Xóm" begins a name; within a sentence it is "xóm". */
char *reports_unit_word(const struct reports *r)
{
	bool hamlets = false;
	for (size_t i = 0; i < r->sheet.rows; i++)
		hamlets |= strcmp(r->sheet.row[i].unit.level, "hamlet") == 0;
	const char *word = r->campaign->unit_word.in[0] ? form_words(&r->campaign->unit_word, r->lang) : "";
	if (!*word || (!hamlets && strcmp(r->own.level, "commune") != 0))
		return alloc_copy(text_get(r->lang, TEXT_REPORTS_UNIT));
	char *out = alloc_copy(word);
	if (*out >= 'A' && *out <= 'Z')
		*out = (char)(*out - 'A' + 'a');
	return out;
}
