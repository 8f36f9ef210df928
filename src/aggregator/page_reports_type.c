/* page_reports_type.c - typed parts of a report taken: each is written that was changed here and by nobody else since;
 * the others come back, with both texts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "page_reports_parts.h"

/* What the part was when the form was shown: the last word of its mark. */
static const char *shown_sum(const char *mark)
{
	const char *last = strrchr(mark, '|');
	return last ? last + 1 : mark;
}

/* false: nothing is to be written. */
static bool wants(struct page *p, const struct app_report_part *x, const char *typed, const char *mark)
{
	char name[PART_FIELD], sum[24], stands[24];
	if (!*mark)
		return false; /* it was not in the form */
	if (page_has(p, part_field("xong", x, name)))
		return true;
	part_sum(typed, sum);
	return strcmp(sum, shown_sum(mark)) != 0 && strcmp(sum, part_sum(x->text, stands)) != 0;
}

static int write_part(struct page *p, const struct app_report_wish *w, const char *part, const char *typed,
	bool *changed, struct err *e)
{
	struct app_report done;
	bool empty = typed[strspn(typed, " \r\n\t")] == '\0';
	if (app_report_type(p->store, w, part, empty ? NULL : typed, &done, changed, e) != 0)
		return -1;
	app_report_free(&done);
	return 0;
}

/* How many were written; what was not is in back. */
static int64_t take(
	struct page *p, const struct app_report_wish *w, const struct app_report *x, struct part_back *back, bool *all)
{
	int64_t written = 0;
	*all = true;
	for (size_t i = 0; i < x->parts; i++) {
		const struct app_report_part *part = &x->part[i];
		char name[PART_FIELD], mark[PART_MARK];
		const char *typed = page_field(p, part_field("phan", part, name));
		const char *was = page_field(p, part_field("goc", part, name));
		bool changed = false;
		if (!wants(p, part, typed, was))
			continue;
		back[i].other = strcmp(was, part_mark(part, mark)) != 0;
		if (!back[i].other && write_part(p, w, part->part->id, typed, &changed, &back[i].refused) == 0)
			back[i].refused.text = TEXT_NONE;
		written += changed;
		back[i].posted = back[i].other || back[i].refused.text;
		*all &= !back[i].posted;
	}
	return written;
}

static void answer(struct page *p, const char *word, const struct app_report_wish *w, const struct part_back *back)
{
	struct err e;
	struct app_report now; /* what was written stands there already */
	if (app_report_parts(p->store, w, &now, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	report_page(p, word, &now, back, 409);
	app_report_free(&now);
}

void desk_report_type(struct page *p)
{
	struct err e;
	struct app_report x;
	char word[64], path[256], n[32];
	bool all;
	report_word(p, word);
	struct app_report_wish w = report_wish(p, word);
	if (app_report_parts(p->store, &w, &x, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	struct part_back *back = alloc_zero(x.parts + 1, sizeof *back);
	int64_t written = take(p, &w, &x, back, &all);
	snprintf(path, sizeof path, "/bao-cao/%s%s%s", word,
		x.report->once ? "" : "?ky=", x.report->once ? "" : x.period);
	if (!all)
		answer(p, word, &w, back);
	else if (written)
		desk_done(p, path, TEXT_DESK_RP_SAVED, page_number(p, written, n), NULL, NULL);
	else
		desk_done(p, path, TEXT_DESK_RP_NOTHING, NULL, NULL, NULL);
	free(back);
	app_report_free(&x);
}
