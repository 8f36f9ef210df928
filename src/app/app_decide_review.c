/* app_decide_review.c - a household is returned to its hamlet with a reason, or approved. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/clock.h>

#include "decide.h"

struct reviewing {
	const struct app_review *r;
	const char *reason; /* cleaned; NULL with approve */
	struct app_reviewed *out;
};

/* The same said again about the same version is said already; otherwise than another just said, only on purpose. */
static int stands(struct store *s, const struct reviewing *w, const struct store_household *h, bool *yes, struct err *e)
{
	struct store_review now;
	int row = store_review(s, h->unit, h->key, &now, e);
	*yes = row > 0 && now.current && now.returned != w->r->approve &&
	       (w->r->approve || strcmp(now.reason, w->reason) == 0);
	if (row <= 0 || *yes)
		return row < 0 ? -1 : 0;
	return decide_unreviewed(s, h->unit, h->key, w->r->decided, e);
}

static int write_review(struct store *s, const struct reviewing *w, const struct store_household *h, struct err *e)
{
	char text[NAME_TEXT], *by = app_by(s);
	struct store_author a = {.by = by, .at = clock_now(), .reason = w->reason};
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "decision", w->r->approve ? "approve" : "return");
	cJSON_AddStringToObject(fields, "entry", name_text(&h->entry, text));
	int rc = store_write_act(s, h->unit, ENTRY_REVIEW, &h->key, fields, &a, NULL, e);
	free(by);
	return rc;
}

/* What is closed cannot be corrected at the hamlet, so it is not returned; what is undecided cannot be approved. */
static int may(struct store *s, const struct reviewing *w, const struct decide_found *f,
	const struct store_household *h, struct err *e)
{
	if (!w->r->approve)
		return decide_open(s, &f->unit, e);
	return h->conflict ? err_set(e, ERR_DATA, TEXT_DECIDE_CONFLICT_FIRST, "%s" ERR_AND "%s" ERR_AND "%s", f->number,
				     f->unit.name, f->unit.code)
			   : 0;
}

static int review(struct store *s, void *context, struct err *e)
{
	struct reviewing *w = context;
	struct decide_found f;
	const struct store_household *h = NULL;
	bool already = false;
	int rc = decide_find(s, w->r->unit, w->r->number, &f, e);
	if (rc == 0)
		rc = decide_shown(s, &f, w->r->entry, &h, e);
	if (rc == 0)
		rc = may(s, w, &f, h, e);
	if (rc == 0)
		rc = stands(s, w, h, &already, e);
	if (rc == 0 && !already)
		rc = write_review(s, w, h, e);
	if (rc == 0) {
		*w->out = (struct app_reviewed){.unit = f.unit, .saw = h->entry, .written = !already};
		memcpy(w->out->number, f.number, sizeof f.number);
	}
	decide_found_free(&f);
	return rc;
}

int app_decide_review(struct store *s, const struct app_review *r, struct app_reviewed *out, struct err *e)
{
	char *reason = NULL;
	struct reviewing w = {.r = r, .out = out};
	*out = (struct app_reviewed){.written = false};
	if (!r->approve && app_hub_reason(r->text, &reason, e) != 0)
		return -1;
	w.reason = reason;
	int rc = decide_run(s, review, &w, e);
	free(reason);
	return rc;
}
