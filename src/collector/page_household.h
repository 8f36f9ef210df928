/* page_household.h - what the files of the household page share: one household's form, as it is shown or was posted.
 *
 * Fields of the form are posted as "f-ID"; "u-ID" is the tick "Chưa rõ" beside one; the rest are the page's own:
 * kho (the store it was shown from: "that" real, "tap" practice), unit, so (the number, or the code of an entry where
 * two households bear it; "" a new one), nhap (the form's own id), dua-tren (what it showed), ly-do (the reason). */
#ifndef TUNGNHA_COLLECTOR_PAGE_HOUSEHOLD_H
#define TUNGNHA_COLLECTOR_PAGE_HOUSEHOLD_H

#include <tungnha/app_corrections.h>
#include <tungnha/app_draft.h>

#include "pages.h"

enum { SHEET_SO = NAME_TEXT > 40 ? NAME_TEXT : 40, SHEET_PATH = 3 * SHEET_SO + 32 };

struct sheet {
	struct page *p;
	struct unit place; /* whose row counts it: what the page is about */
	struct unit unit;  /* where it was begun: what use cases take */
	const struct form *form;
	char so[SHEET_SO]; /* "" = a new one */
	char number[40];   /* "" = a new one */
	bool known;        /* h is there */
	struct app_household h;
	bool locked;
	struct id draft;              /* this form's own id */
	char based_on[NAME_TEXT];     /* "" = nothing stood there when it was shown */
	char *typed[FORM_FIELDS_MAX]; /* what stands in each field; owned, never NULL */
	bool both[FORM_FIELDS_MAX];   /* a value and "Chưa rõ" at once */
	bool asked[FORM_FIELDS_MAX];  /* of a household somebody was met in */
	char *reason;                 /* owned; NULL = the field is not shown */
	struct app_hints hints;       /* what is said beside fields */
	char next[40];                /* the household to go to next; "" = a new one */
	int focus;                    /* the field to begin in; -1 none */
	bool warned;      /* doubts of the household saved before are told first: the keys for nobody there come last */
	char resumed[20]; /* when it was left half-typed; "" = it was not */
	char taken[SHEET_PATH]; /* of the household that bears the number typed for a new one; "" = none does */
	char refusal[1024];     /* why it was not saved; "" = it was not tried */
	bool beside;            /* another version stands there now: both are shown */
};

/* Which household a request is about, and what stands there: so "" = a new one. 0 also where it is not known (any
 * more): then known is false. *x is freed with sheet_free in every case. */
int sheet_load(struct sheet *x, struct page *p, const char *so, struct err *e);
void sheet_free(struct sheet *x);
/* Takes what was posted; false: the form's id is none. */
bool sheet_posted(struct sheet *x);
/* The value that stands in the store, as a person would type it: "", "?", "4", "yes". */
const char *sheet_standing(const struct sheet *x, size_t field);
void sheet_type(struct sheet *x, size_t field, const char *value);
/* Is the field an answer: none of number, status, day, note, label? */
bool sheet_is_answer(const struct form *f, size_t field);
const struct form_option *sheet_status(const struct sheet *x); /* as it stands; NULL: not known */
bool sheet_visited(const struct sheet *x);
/* What differs from what stands; answers false: only day, note and label. */
size_t sheet_changes(const struct sheet *x, bool answers, struct form_change out[static FORM_FIELDS_MAX + 1]);
struct app_form_shown sheet_shown(const struct sheet *x);
/* Judges what is typed and says it beside the fields; whole: also what is still empty. */
void sheet_judge(struct sheet *x, bool whole);
/* Adds a sentence beside a field (-1: above the form's buttons). */
void sheet_say(struct sheet *x, int field, bool refuses, const char *sentence);
bool sheet_refused(const struct sheet *x);
/* A number typed into the form of a new household that another bears: said beside it, as a refusal where that one was
 * visited, and `taken` is where it is. */
bool sheet_say_taken(struct sheet *x);

/* "/ho/7%2F1", "/ho-moi" for "". */
const char *sheet_path(const char *so, char out[static SHEET_PATH]);
/* "19:40" or, of another day, "12/11/2025 19:40". */
const char *sheet_time(int64_t at, int64_t now, char out[static 20]);
/* "Hộ 12 · nhà cổng xanh" */
void sheet_name(const struct sheet *x, char *out, size_t n);

/* What the key "Không thay đổi" posts as `cham`; the others post a status. */
#define SHEET_UNCHANGED "nhu-cu"

/* --- showing (page_household_form.c, page_household_field.c, page_household_said.c) --- */

void sheet_show(struct sheet *x, unsigned status); /* answers the request */
void sheet_begin(struct sheet *x);                 /* head, title */
void sheet_fields(struct sheet *x);                /* the answers */
void sheet_details(struct sheet *x);               /* note, label, day */
void sheet_number_field(struct sheet *x);
void sheet_problem(struct sheet *x, int field, const char *id);
/* What is to be known before typing: what was saved last, drafts, others at work, the commune's word, conflicts. */
void sheet_said(struct sheet *x);
/* Who else has it open now, as a sentence; "" = nobody. */
void sheet_others(const struct sheet *x, char *out, size_t n);
/* Values side by side: the sheet's own and what stands. */
void sheet_beside(struct sheet *x);
/* Posts from inside the form elsewhere: <button formaction=… name value class>. */
void sheet_button(
	struct page *p, const char *class, const char *action, const char *name, const char *value, const char *label);

/* --- a form of the other store (page_household_elsewhere.c) --- */

/* Was what is posted shown from the store this session does not work with now? Then true: it was answered, and what was
 * typed is kept where it belongs. Of the script's own asking: false, and the page works with the form's store. */
bool sheet_elsewhere(struct page *p);

/* --- routes --- */

void page_household(struct page *p);       /* GET /ho/NO */
void page_household_new(struct page *p);   /* GET /ho-moi */
void page_household_save(struct page *p);  /* POST /ho/luu */
void page_household_touch(struct page *p); /* POST /ho/mot-cham */
void page_household_undo(struct page *p);  /* POST /ho/hoan-tac */
void page_household_drop(struct page *p);  /* POST /ho/bo-nhap */
void page_household_keep(struct page *p);  /* POST /ho/nhap */
void page_session(struct page *p);         /* GET /phien */

#endif
