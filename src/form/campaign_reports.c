/* campaign_reports.c - which reports a campaign asks for, what they show, and who owes what to whom by when. */
#include <string.h>

#include "campaign_parts.h"

static const char *const report_members[] = {
	"!id", "every", "once", "!title", "about", "basis", "closing", "parts", "annexes", "recipients", NULL};
static const char *const part_members[] = {"id", "!heading", "hint", "shows", NULL};
static const char *const duty_members[] = {
	"!id", "!from", "to", "!what", "!when", "!command", "source", "before", "every", NULL};
static const char *const every[] = {[PERIOD_WEEK] = "week",
	[PERIOD_MONTH] = "month",
	[PERIOD_QUARTER] = "quarter",
	[PERIOD_HALF] = "half",
	[PERIOD_YEAR] = "year",
	[PERIOD_KINDS] = NULL};
static const char *const shows[] = {"progress", "form", "units", "late", "targets", "tasks", "periods", NULL};
static const char *const places[] = {"n", "period", "from", "to", "year", "unit"};

const char *campaign_every_word(enum period_kind kind)
{
	return every[kind];
}

/* One with placeholders. */
static int take_sentence(struct strict *s, const cJSON *object, const char *name, struct form_words *out)
{
	if (strict_words_maybe(s, object, name, STRICT_LONG, out) < 0)
		return -1;
	return out->in[0] ? strict_placeholders(s, name, out, places, sizeof places / sizeof *places) : 0;
}

static int take_id(struct strict *s, const cJSON *object, const char **out)
{
	if (strict_text(s, object, "id", STRICT_ID, out) < 0)
		return -1;
	return **out ? strict_id(s, "id", *out, '-') : 0;
}

/* --- what is computed --- */

static int choose_shows(
	struct strict *s, const char *name, const char *word, const struct campaign *c, enum campaign_shows *out)
{
	int chosen = strict_choose(s, name, word, shows);
	if (chosen < 0)
		return -1;
	*out = (enum campaign_shows)(SHOWS_NOTHING + 1 + chosen);
	if ((*out == SHOWS_TARGETS && !*c->targets) || (*out == SHOWS_TASKS && !*c->tasks))
		return strict_refuse(s, name, TEXT_PERIOD_SHOWS_NONE, word, NULL);
	return 0;
}

static int take_part(struct strict *s, const cJSON *item, const struct campaign *c, struct campaign_part *p)
{
	const char *word;
	if (strict_members(s, item, part_members) < 0 || take_id(s, item, &p->id) < 0 ||
		strict_words_maybe(s, item, "heading", STRICT_LONG, &p->heading) < 0 ||
		strict_words_maybe(s, item, "hint", STRICT_LONG, &p->hint) < 0 ||
		strict_text(s, item, "shows", CAMPAIGN_LINE_BYTES, &word) < 0)
		return -1;
	if (p->hint.in[0] && !*p->id)
		return strict_refuse(s, "hint", TEXT_PERIOD_HINT_ALONE, NULL, NULL);
	return *word ? choose_shows(s, "shows", word, c, &p->shows) : 0;
}

static int take_parts(struct strict *s, const cJSON *item, const struct campaign *c, struct campaign_report *r)
{
	const cJSON *list, *part;
	if (strict_list(s, item, "parts", CAMPAIGN_PARTS_MAX, &list) < 0)
		return -1;
	cJSON_ArrayForEach(part, list)
	{
		struct campaign_part *p = &r->part[r->parts];
		size_t mark = strict_enter_item(s, "parts", r->parts);
		if (take_part(s, part, c, p) < 0)
			return -1;
		for (size_t i = 0; *p->id && i < r->parts; i++)
			if (strcmp(r->part[i].id, p->id) == 0)
				return strict_refuse(s, "id", TEXT_FORM_ID_TWICE, p->id, NULL);
		r->parts++;
		strict_leave(s, mark);
	}
	return 0;
}

static int take_annexes(struct strict *s, const cJSON *item, const struct campaign *c, struct campaign_report *r)
{
	const char *word[CAMPAIGN_ANNEXES_MAX];
	if (campaign_take_lines(s, item, "annexes", CAMPAIGN_ANNEXES_MAX, word, &r->annexes) < 0)
		return -1;
	for (size_t i = 0; i < r->annexes; i++) {
		size_t mark = strict_enter_item(s, "annexes", i);
		if (choose_shows(s, "", word[i], c, &r->annex[i]) < 0)
			return -1;
		strict_leave(s, mark);
	}
	return 0;
}

/* --- how often --- */

static int take_every(struct strict *s, const cJSON *item, const struct campaign *c, bool *given, enum period_kind *out)
{
	const char *word;
	if (strict_text(s, item, "every", CAMPAIGN_LINE_BYTES, &word) < 0)
		return -1;
	*given = *word != '\0';
	int chosen = *word ? strict_choose(s, "every", word, every) : 0;
	if (chosen < 0)
		return -1;
	*out = (enum period_kind)chosen;
	if (*given && *out == PERIOD_WEEK && c->closes != PERIOD_WEEK)
		return strict_refuse(s, "every", TEXT_PERIOD_EVERY_WEEK, NULL, NULL);
	return 0;
}

/* Again and again, or once: one of them, and not both. */
static int take_rhythm(struct strict *s, const cJSON *item, const struct campaign *c, struct campaign_report *r)
{
	bool again;
	if (take_every(s, item, c, &again, &r->every) < 0 || strict_bool(s, item, "once", &r->once) < 0)
		return -1;
	return again != r->once ? 0 : strict_refuse(s, "every", TEXT_PERIOD_EVERY_OR_ONCE, NULL, NULL);
}

/* --- reports --- */

static int take_report(struct strict *s, const cJSON *item, const struct campaign *c, struct campaign_report *r)
{
	if (strict_members(s, item, report_members) < 0 || take_id(s, item, &r->id) < 0 ||
		take_rhythm(s, item, c, r) < 0 || take_sentence(s, item, "title", &r->title) < 0 ||
		take_sentence(s, item, "about", &r->about) < 0 || take_sentence(s, item, "basis", &r->basis) < 0 ||
		take_sentence(s, item, "closing", &r->closing) < 0 || take_parts(s, item, c, r) < 0 ||
		take_annexes(s, item, c, r) < 0)
		return -1;
	return campaign_take_lines(s, item, "recipients", CAMPAIGN_LINES_MAX, r->recipients, &r->recipient_lines);
}

int campaign_take_reports(struct strict *s, const cJSON *root, struct campaign *c)
{
	const cJSON *list, *item;
	if (strict_list(s, root, "reports", CAMPAIGN_REPORTS_MAX, &list) < 0)
		return -1;
	cJSON_ArrayForEach(item, list)
	{
		struct campaign_report *r = &c->report[c->reports];
		size_t mark = strict_enter_item(s, "reports", c->reports);
		if (take_report(s, item, c, r) < 0)
			return -1;
		for (size_t i = 0; i < c->reports; i++)
			if (strcmp(c->report[i].id, r->id) == 0)
				return strict_refuse(s, "id", TEXT_FORM_ID_TWICE, r->id, NULL);
		c->reports++;
		strict_leave(s, mark);
	}
	return 0;
}

/* --- duties --- */

static int take_duty(struct strict *s, const cJSON *item, const struct campaign *c, struct campaign_duty *d)
{
	if (strict_members(s, item, duty_members) < 0 || take_id(s, item, &d->id) < 0 ||
		strict_text(s, item, "from", STRICT_SENTENCE, &d->from) < 0 ||
		strict_text(s, item, "to", STRICT_SENTENCE, &d->to) < 0 ||
		strict_words_maybe(s, item, "what", STRICT_LONG, &d->what) < 0 ||
		strict_words_maybe(s, item, "when", STRICT_LONG, &d->when) < 0 ||
		strict_text(s, item, "command", CAMPAIGN_LINE_BYTES, &d->command) < 0 ||
		strict_text(s, item, "source", STRICT_SENTENCE, &d->source) < 0 ||
		strict_date(s, item, "before", d->before) < 0)
		return -1;
	return take_every(s, item, c, &d->again, &d->every);
}

/* A duty fulfilled by one of the campaign's reports comes as often as the report, unless the file says otherwise. */
static void as_its_report(const struct campaign *c, struct campaign_duty *d)
{
	static const char word[] = "report ";
	if (d->again || *d->before || strncmp(d->command, word, sizeof word - 1) != 0)
		return;
	const char *id = d->command + sizeof word - 1;
	size_t n = strcspn(id, " ");
	for (size_t i = 0; i < c->reports; i++) {
		const struct campaign_report *r = &c->report[i];
		if (r->once || strlen(r->id) != n || memcmp(r->id, id, n) != 0)
			continue;
		d->again = true;
		d->every = r->every;
	}
}

int campaign_take_duties(struct strict *s, const cJSON *root, struct campaign *c)
{
	const cJSON *list, *item;
	if (strict_list(s, root, "duties", CAMPAIGN_DUTIES_MAX, &list) < 0)
		return -1;
	cJSON_ArrayForEach(item, list)
	{
		struct campaign_duty *d = &c->duty[c->duties];
		size_t mark = strict_enter_item(s, "duties", c->duties);
		if (take_duty(s, item, c, d) < 0)
			return -1;
		for (size_t i = 0; i < c->duties; i++)
			if (strcmp(c->duty[i].id, d->id) == 0)
				return strict_refuse(s, "id", TEXT_FORM_ID_TWICE, d->id, NULL);
		as_its_report(c, d);
		c->duties++;
		strict_leave(s, mark);
	}
	return 0;
}
