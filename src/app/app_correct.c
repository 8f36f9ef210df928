/* app_correct.c - visited again, another number, voided. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_corrections.h>

#include "collector.h"
#include "draft.h"

/* One correction on its way. */
struct correction {
	struct store *s;
	const struct app_correct *c;
	struct store_author author;
	struct collector_meant meant;
	struct app_put_done *out;
};

/* --- versions that stand against each other --- */

struct versions {
	struct store_revision *revision; /* heads, parents left out */
	size_t count;
};

static int add_version(void *context, const struct store_revision *r, struct err *e)
{
	struct versions *v = context;
	(void)e;
	v->revision = alloc_grow(v->revision, v->count + 1, sizeof *v->revision);
	struct store_revision *to = &v->revision[v->count++];
	*to = *r;
	to->parent = NULL;
	to->parents = 0;
	form_record_init(&to->record);
	form_record_copy(&r->record, &to->record);
	return 0;
}

static void versions_free(struct versions *v)
{
	for (size_t i = 0; i < v->count; i++)
		store_revision_free(&v->revision[i]);
	free(v->revision);
	*v = (struct versions){0};
}

/* The version that was named by its code, as the form in force reads it. It must be one of those that stand. */
static int named_version(struct correction *x, struct versions *v, struct form_record *out, struct err *e)
{
	const struct form *f = x->meant.h.form;
	if (store_heads(x->s, x->c->unit, x->meant.h.key, add_version, v, e) != 0)
		return -1;
	for (size_t i = 0; i < v->count; i++) {
		const struct store_revision *r = &v->revision[i];
		if (name_compare(&r->entry, &x->meant.code) != 0 || r->kind != ENTRY_RECORD || !r->form)
			continue;
		form_record_free(out);
		form_record_init(out);
		collector_reread(f, r, out);
		return 0;
	}
	return err_set(e, ERR_DATA, TEXT_VERSION_REPLACED, "%s", x->meant.number);
}

/* Nobody chooses between versions without knowing: the one meant is named by its code. */
static int refuse_unnamed(const struct correction *x, struct err *e)
{
	bool unnamed = x->meant.h.conflict && !x->meant.coded;
	return unnamed ? err_set(e, ERR_DATA, TEXT_VERSION_NEEDED, "%s", x->meant.number) : 0;
}

/* --- the frame of all three --- */

typedef int (*correction_step)(struct correction *x, void *more, struct err *e);

/* Finds the living household inside the transaction, so that two corrections at once do not both start from what stood
 * before; then does what step says. */
/* One tap on a page: known again when it comes twice, and to be taken back. */
static int remember(const struct correction *x, struct err *e)
{
	const struct app_correct *c = x->c;
	const struct draft_saved saved = {
		.done = *x->out, .key = x->meant.h.key, .stood = true, .before = x->meant.h.entry};
	return c->draft || c->holder ? draft_save(x->s, c->unit, c->draft, c->holder, c->now, &saved, e) : 0;
}

static int found(struct correction *x, correction_step step, void *more, struct err *e)
{
	const struct app_correct *c = x->c;
	int saved = draft_was_saved(x->s, c->draft, x->out, e);
	if (saved != 0)
		return saved < 0 ? -1 : 0;
	if (collector_may_write(x->s, c->unit, e) != 0 ||
		collector_find_living(x->s, c->unit, c->number, c->lang, &x->meant, e) != 0)
		return -1;
	memcpy(x->out->number, x->meant.number, sizeof x->meant.number);
	if (step(x, more, e) != 0)
		return -1;
	if (!x->out->written)
		return 0;
	collector_warn_clock(x->s, c->now, c->lang, &x->out->warnings);
	return collector_note_time(x->s, c->now, e) == 0 ? remember(x, e) : -1;
}

static int correct(struct store *s, const struct app_correct *c, bool needs_reason, correction_step step, void *more,
	struct app_put_done *out, struct err *e)
{
	struct correction x = {.s = s, .c = c, .out = out};
	char *reason = NULL, *by = c->by ? alloc_copy(c->by) : app_by(s);
	*out = (struct app_put_done){0};
	int rc = collector_reason(needs_reason && !c->reason ? "" : c->reason, &reason, e);
	x.author = (struct store_author){.by = by, .at = c->now, .reason = reason};
	if (rc == 0)
		rc = store_begin(s, e);
	if (rc == 0)
		rc = found(&x, step, more, e);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0) {
		store_rollback(s);
		app_sentences_free(&out->warnings);
	}
	collector_meant_free(&x.meant);
	free(reason);
	free(by);
	return rc;
}

/* Writes the household again from `from` with one field changed. */
static int write_changed(
	struct correction *x, const struct form_record *from, struct id key, struct form_change change, struct err *e)
{
	struct store_household old = x->meant.h;
	struct collector_change c = {.unit = x->c->unit,
		.form = old.form,
		.key = key,
		.old = &old,
		.change = &change,
		.changes = change.field >= 0,
		.now = x->c->now,
		.lang = x->c->lang};
	struct collector_outcome o;
	old.record = *from;
	int rc = collector_judge(&c, &o, e);
	o.changed = true;
	o.labelled = false;
	if (rc == 0)
		rc = collector_write(x->s, &c, &o, &x->author, &x->out->entry, e);
	x->out->written = rc == 0;
	if (rc == 0)
		collector_warnings(x->s, old.form, &o.record, x->c->lang, &x->out->warnings);
	collector_outcome_free(&o);
	return rc;
}

/* --- visited again --- */

static int write_confirmed(struct correction *x, const struct form_record *kept, struct err *e)
{
	const struct form *f = x->meant.h.form;
	char today[CLOCK_DATE];
	if (collector_unvisited(f, kept))
		return err_set(e, ERR_DATA, TEXT_CONFIRM_UNVISITED, "%s", x->meant.number);
	const struct form_change visit = {f->visit, clock_date(x->c->now, today)};
	return write_changed(x, kept, x->meant.h.key, visit, e);
}

static int confirm(struct correction *x, void *more, struct err *e)
{
	struct versions v = {0};
	struct form_record named;
	(void)more;
	if (refuse_unnamed(x, e) != 0)
		return -1;
	if (!x->meant.coded)
		return write_confirmed(x, &x->meant.h.record, e);
	form_record_init(&named);
	int rc = named_version(x, &v, &named, e);
	if (rc == 0)
		rc = write_confirmed(x, &named, e);
	form_record_free(&named);
	versions_free(&v);
	return rc;
}

int app_household_confirm(struct store *s, const struct app_correct *c, struct app_put_done *out, struct err *e)
{
	return correct(s, c, false, confirm, NULL, out, e);
}

/* --- another number --- */

/* The number as the form keeps it; -1 when another living household bears it. */
static int free_number(
	struct correction *x, const char *typed, char out[static COLLECTOR_NUMBER], bool *same, struct err *e)
{
	struct collector_meant there;
	if (collector_number(x->meant.h.form, typed, x->c->lang, out, e) != 0 ||
		collector_find(x->s, x->c->unit, out, x->c->lang, &there, e) != 0)
		return -1;
	*same = there.living && id_equal(there.h.key, x->meant.h.key);
	int rc = 0;
	if (there.living && !*same)
		rc = collector_refuse_two(x->s, TEXT_RENUMBER_TAKEN, out, &x->meant.h, &there.h, e);
	collector_meant_free(&there);
	return rc;
}

/* Two households that were written as versions of one: the one named goes out under the new number. */
static int split(struct correction *x, const char *number, struct err *e)
{
	struct versions v = {0};
	struct form_record named, other;
	struct collector_meant stays = x->meant;
	struct id key;
	bool known;
	form_record_init(&named);
	form_record_init(&other);
	int rc = named_version(x, &v, &named, e);
	if (rc == 0 && v.count != 2)
		rc = err_set(e, ERR_DATA, TEXT_RENUMBER_OF_MANY, "%s", x->meant.number);
	if (rc == 0) {
		x->meant.code = v.revision[name_compare(&v.revision[0].entry, &x->meant.code) == 0].entry;
		versions_free(&v);
		rc = named_version(x, &v, &other, e);
		x->meant.code = stays.code;
	}
	if (rc == 0)
		rc = write_changed(x, &other, x->meant.h.key, (struct form_change){-1, NULL}, e);
	app_sentences_free(&x->out->warnings);
	if (rc == 0)
		rc = store_key_for_number(x->s, x->c->unit, number, &key, &known, e);
	if (rc == 0)
		rc = write_changed(x, &named, key, (struct form_change){x->meant.h.form->number, number}, e);
	form_record_free(&named);
	form_record_free(&other);
	versions_free(&v);
	return rc;
}

static int renumber(struct correction *x, void *number, struct err *e)
{
	char new[COLLECTOR_NUMBER];
	bool same;
	if (refuse_unnamed(x, e) != 0 || free_number(x, number, new, &same, e) != 0)
		return -1;
	memcpy(x->out->number, new, sizeof new);
	x->out->entry = x->meant.h.entry;
	if (same && !x->meant.h.conflict)
		return 0;
	if (same)
		return err_set(e, ERR_DATA, TEXT_RENUMBER_SAME, "%s", new);
	if (x->meant.h.conflict)
		return split(x, new, e);
	return write_changed(
		x, &x->meant.h.record, x->meant.h.key, (struct form_change){x->meant.h.form->number, new}, e);
}

int app_household_renumber(
	struct store *s, const struct app_correct *c, const char *number, struct app_put_done *out, struct err *e)
{
	char *copy = alloc_copy(number);
	int rc = correct(s, c, true, renumber, copy, out, e);
	free(copy);
	return rc;
}

/* --- voided --- */

static int take_away(struct correction *x, void *more, struct err *e)
{
	(void)more;
	x->out->written = store_write_void(x->s, x->c->unit, x->meant.h.key, &x->author, &x->out->entry, e) == 0;
	return x->out->written ? 0 : -1;
}

int app_household_void(struct store *s, const struct app_correct *c, struct app_put_done *out, struct err *e)
{
	return correct(s, c, true, take_away, NULL, out, e);
}
