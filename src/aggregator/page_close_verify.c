/* page_close_verify.c - a check code on paper and a file: are the file's figures those that were closed? */
#include <stdio.h>

#include <tungnha/app_verify.h>
#include <tungnha/page_upload.h>

#include "page_reports.h"

enum { FAULTS_SHOWN = 50 };

static void fields(struct page *p)
{
	const struct page_input code = {.name = "ma", .type = "text", .label = TEXT_COL_CODE_CHECK};
	page_para(p, "", TEXT_DESK_RP_VERIFY_WHAT, NULL, NULL, NULL);
	page_form_of_files(p, "/chot/doi-chieu", "");
	page_input(p, &code);
	page_file_field(p, TEXT_DESK_RP_VERIFY_FILE, TEXT_NONE, " accept=\".xlsx,.docx,.csv,.html,.json\"");
	page_button(p, "", TEXT_DESK_RP_VERIFY_NOW);
	page_form_end(p);
}

void papers_verify(struct page *p)
{
	if (!page_may(p, PAGE_CLERK))
		return;
	html_print(&p->out, "<details class=\"more\"><summary>%s</summary>", page_text(p, TEXT_DESK_RP_VERIFY));
	fields(p);
	html_markup_unescaped(&p->out, "</details>");
}

/* --- what came of it --- */

static void fault(struct page *p, const struct app_verified *x, const struct app_verify_fault *f)
{
	char what[UNIT_NAME + FORM_SENTENCE + 4];
	const char *unit = f->name[0] ? f->name : f->code[0] ? f->code : form_words(&x->form->total_label, p->lang);
	html_markup_unescaped(&p->out, "<li>");
	if (f->kind == VERIFY_DIFFERS) {
		snprintf(what, sizeof what, "%s, %s", unit, form_words(&x->form->column[f->column].label, p->lang));
		page_say(p, f->unknown ? TEXT_DESK_RP_VERIFY_UNKNOWN : TEXT_VERIFY_DIFFERS, what,
			f->shown[0] ? f->shown : "–", f->closed);
	} else {
		page_say(p, f->kind == VERIFY_MISSING ? TEXT_VERIFY_MISSING : TEXT_VERIFY_ADDED, unit, NULL, NULL);
	}
	html_markup_unescaped(&p->out, "</li>");
}

static void faults(struct page *p, const struct app_verified *x)
{
	char n[32];
	if (x->faults == 0)
		return;
	html_markup_unescaped(&p->out, "<ul>");
	for (size_t i = 0; i < x->faults && i < FAULTS_SHOWN; i++)
		fault(p, x, &x->fault[i]);
	html_markup_unescaped(&p->out, "</ul>");
	if (x->faults > FAULTS_SHOWN)
		page_para(p, "", TEXT_DESK_RP_VERIFY_MORE, page_number(p, (int64_t)x->faults - FAULTS_SHOWN, n), NULL,
			NULL);
}

static void found(struct page *p, const struct app_verified *x, const char *file)
{
	char n[32], version[16], when[PAGE_WHEN], said[APP_PERIOD_SAID];
	snprintf(version, sizeof version, "%d", x->version);
	if (x->faults)
		page_box_text(p, TONE_BAD, TEXT_VERIFY_BAD, file, page_number(p, (int64_t)x->faults, n), NULL);
	else
		page_box_text(p, TONE_GOOD, TEXT_VERIFY_GOOD, file, page_number(p, (int64_t)x->cells, n), NULL);
	if (x->newer)
		page_box_text(p, TONE_WARN, TEXT_VERIFY_NEWER, app_period_said(x->period, p->lang, said), NULL, NULL);
	if (x->name[0])
		html_print(&p->out, "<p>%s.</p>", x->name);
	page_para(p, "", x->by_itself ? TEXT_VERIFY_BY_ITSELF : TEXT_VERIFY_OF,
		app_period_said(x->period, p->lang, said), version, page_stamp(x->at, when));
	if (x->one[0])
		page_para(p, "", TEXT_VERIFY_ONE, x->one, NULL, NULL);
	faults(p, x);
	page_para(p, "hint", TEXT_VERIFY_COVERS, NULL, NULL, NULL);
}

static int look(struct page *p, struct app_verified *x, char name[static 256], struct err *e)
{
	struct page_upload f;
	if (page_upload_take(p, "verify", e) != 0)
		return -1;
	page_upload(p, "verify", &f);
	int rc = app_verify(p->store, page_field(p, "ma"), f.path, x, e);
	if (rc != 0)
		page_upload_name(e, &f);
	snprintf(name, 256, "%s", f.name);
	page_upload_drop(p, "verify");
	return rc;
}

void desk_verify(struct page *p)
{
	struct err e;
	struct app_verified x;
	char name[256];
	int rc = look(p, &x, name, &e);
	desk_begin(p, DESK_REPORTS, page_text(p, TEXT_DESK_RP_VERIFY_TITLE));
	page_crumbs(p, "/chot", TEXT_DESK_RP_CLOSE);
	if (rc != 0) {
		page_box_fail(p, &e);
	} else {
		found(p, &x, name);
		app_verified_free(&x);
	}
	fields(p);
	desk_end_status(p, rc == 0 ? 200 : 400);
}
