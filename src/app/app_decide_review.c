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

static const struct store_household *shows(
	const struct store_household *h, size_t n, const struct name *asked, bool has_hash)
{
	for (size_t i = 0; i < n; i++) {
		if (decide_names(asked, has_hash, &h[i].entry))
			return &h[i];
	}
	return NULL;
}

/* Two households written by copies of one machine may show entries of one number: then the whole code is needed. */
static int not_two(struct store *s, const struct decide_found *f, const struct name *asked, bool has_hash,
	const struct store_household *first, struct err *e)
{
	char a[NAME_TEXT], b[NAME_TEXT], typed[NAME_TEXT];
	for (size_t i = 0; !has_hash && i < f->livings + f->voideds; i++) {
		const struct store_household *h = i < f->livings ? &f->living[i] : &f->voided[i - f->livings];
		if (h == first || !decide_names(asked, false, &h->entry))
			continue;
		name_text(asked, typed);
		*strrchr(typed, ':') = '\0';
		return err_set(e, ERR_DATA, TEXT_DECIDE_AMBIGUOUS, "%s" ERR_AND "%s, %s", typed,
			store_entry_text(s, &first->entry, a), store_entry_text(s, &h->entry, b));
	}
	return 0;
}

/* Which household: the one that shows what the reviewer saw; without that the only one, a voided one too: a void may be
 * questioned like any entry. */
static int choose(struct store *s, const struct decide_found *f, const char *saw, const struct store_household **out,
	struct err *e)
{
	struct name asked;
	bool has_hash;
	if (!saw && f->livings == 0 && f->voideds == 1) {
		*out = &f->voided[0];
		return 0;
	}
	if (!saw)
		return decide_living(s, f, out, e);
	if (decide_name(saw, &asked, &has_hash, e) != 0)
		return -1;
	if (f->livings + f->voideds == 0)
		return decide_none(f, e);
	*out = shows(f->living, f->livings, &asked, has_hash);
	if (!*out)
		*out = shows(f->voided, f->voideds, &asked, has_hash);
	return *out ? not_two(s, f, &asked, has_hash, *out, e)
		    : err_set(e, ERR_DATA, TEXT_DECIDE_NOT_SHOWN, "%s" ERR_AND "%s" ERR_AND "%s", f->number,
			      f->unit.code, saw);
}

/* The same said again about the same version is said already; otherwise than another just said, only on purpose. */
static int stands(struct store *s, const struct reviewing *w, const struct store_household *h, bool *yes, struct err *e)
{
	struct store_review now;
	int row = store_review(s, h->unit, h->key, &now, e);
	*yes = row > 0 && now.current && now.returned != w->r->approve &&
	       (w->r->approve || strcmp(now.reason, w->reason) == 0);
	if (row <= 0 || *yes)
		return row < 0 ? -1 : 0;
	const struct decide_other o = {w->r->decided, &now.act,
		now.returned ? TEXT_DECIDE_MEANWHILE_RETURNED : TEXT_DECIDE_MEANWHILE_APPROVED, now.by, now.at,
		now.reason};
	return decide_alone(s, &o, e);
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
		rc = choose(s, &f, w->r->entry, &h, e);
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
