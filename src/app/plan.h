/* plan.h - what the files of targets and tasks share in printing them. */
#ifndef TUNGNHA_APP_PLAN_H
#define TUNGNHA_APP_PLAN_H

#include <tungnha/app_figures.h>
#include <tungnha/store.h>

/* An official page of the campaign without number, recipients and signatures; about, state, code NULL: none. */
struct document *plan_document(struct store *s, enum text_lang lang, const char *title, const char *about,
	const char *state, const char *code, int64_t at);
/* As text, HTML, XLSX or DOCX. */
int plan_write(const struct document *d, enum app_plan_format format, struct buf *out, struct err *e);

#endif
