/* cmd_labels.c - `labels export`, `labels import`: door labels for the hamlet's other devices; `roster`: on paper. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>
#include <tungnha/file.h>

#include "commands.h"

/* --- export --- */

static cJSON *exported_json(const struct app_labels_exported *done, const char *file)
{
	char hex[ID_HEX];
	cJSON *o = cJSON_CreateObject();
	cJSON_AddNumberToObject(o, "labels", (double)done->labels);
	cJSON_AddStringToObject(o, "file", file);
	cJSON *devices = cJSON_AddArrayToObject(o, "devices");
	for (size_t i = 0; i < done->devices; i++) {
		cJSON *d = cJSON_CreateObject();
		cJSON_AddStringToObject(d, "node", id_hex(done->device[i].node, hex));
		cJSON_AddStringToObject(d, "label", done->device[i].label);
		cJSON_AddBoolToObject(d, "compared", done->device[i].state == DEVICE_ACTIVE);
		cJSON_AddItemToArray(devices, d);
	}
	return o;
}

/* Every device that can open the file is named: one the hamlet does not know would be seen here. */
static void print_exported(const struct command_context *c, const struct app_labels_exported *done, const char *file)
{
	char count[32], shown[ID_SHOWN];
	command_say(c, TEXT_LABELS_EXPORTED, text_number(c->lang, (long long)done->labels, count), file, NULL);
	for (size_t i = 0; i < done->devices; i++)
		command_say(
			c, TEXT_LABELS_OPENS_ON, done->device[i].label, id_shown(done->device[i].node, shown), NULL);
	command_say(c, TEXT_LABELS_NEXT, file, NULL, NULL);
}

int cmd_labels_export(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	struct buf out;
	struct app_labels_exported done = {0};
	const char *file = command_option(c, w, "o");
	file = file ? file : w->words > 0 ? w->word[0] : NULL;
	bool to_stdout = !file || strcmp(file, "-") == 0;
	if ((to_stdout && (c->json || isatty(STDOUT_FILENO))) || (w->words > 0 && command_option(c, w, "o"))) {
		err_set(&e, ERR_USAGE, TEXT_LABELS_NEED_FILE, "");
		return command_fail(c, &e);
	}
	buf_init(&out, LABELS_FILE_MAX);
	int rc = shared_unit(c, w, &u, &e);
	if (rc == 0)
		rc = app_labels_export(c->store, u.code, clock_now(), &out, &done, &e);
	if (rc == 0)
		rc = file_output(file, out.data, out.len, &e);
	if (rc == 0 && c->json)
		command_print_json(c, exported_json(&done, file));
	else if (rc == 0 && !to_stdout)
		print_exported(c, &done, file);
	buf_free(&out);
	app_labels_exported_free(&done);
	return rc == 0 ? 0 : command_fail(c, &e);
}

/* --- import --- */

static cJSON *imported_json(const struct app_labels_imported *x)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "unit", x->unit);
	cJSON_AddStringToObject(o, "from", x->from);
	cJSON_AddStringToObject(o, "at", x->at);
	cJSON_AddBoolToObject(o, "older", x->newer[0] != '\0');
	cJSON_AddNumberToObject(o, "labels", (double)x->labels);
	cJSON_AddNumberToObject(o, "added", (double)x->added);
	cJSON_AddNumberToObject(o, "same", (double)x->same);
	cJSON_AddNumberToObject(o, "kept", (double)x->kept);
	cJSON *differs = cJSON_AddArrayToObject(o, "differs");
	for (size_t i = 0; i < x->kept && i < APP_LABELS_SHOWN; i++) {
		cJSON *d = cJSON_CreateObject();
		cJSON_AddStringToObject(d, "household_no", x->differs[i].number);
		cJSON_AddStringToObject(d, "here", x->differs[i].here);
		cJSON_AddStringToObject(d, "file", x->differs[i].file);
		cJSON_AddItemToArray(differs, d);
	}
	return o;
}

static void print_differs(const struct command_context *c, const struct app_labels_imported *x)
{
	char count[32];
	const char *headings[] = {text_get(c->lang, TEXT_LISTS_NUMBER), text_get(c->lang, TEXT_LISTS_HERE),
		text_get(c->lang, TEXT_LISTS_FILE)};
	if (x->kept == 0 || c->quiet)
		return;
	command_say(c, TEXT_LABELS_DIFFER, text_number(c->lang, (long long)x->kept, count), NULL, NULL);
	struct command_table *t = command_table_new(3, headings);
	for (size_t i = 0; i < x->kept && i < APP_LABELS_SHOWN; i++) {
		const struct app_label_differs *d = &x->differs[i];
		const char *cells[] = {*d->number ? d->number : "–", d->here, d->file};
		command_table_row(t, cells);
	}
	command_table_print(t);
	command_say(c, TEXT_LABELS_MEND, NULL, NULL, NULL);
}

static void print_imported(const struct command_context *c, const struct app_labels_imported *x)
{
	char added[32], same[32], ahead[32], when[COMMAND_WHEN], newer[COMMAND_WHEN];
	command_say(c, TEXT_LABELS_FROM, x->from, command_when(x->at, when), NULL);
	if (x->newer[0])
		command_warn(c, TEXT_LABELS_OLDER, command_when(x->at, when), command_when(x->newer, newer), NULL);
	command_say(c, TEXT_LABELS_IMPORTED, text_number(c->lang, (long long)x->added, added),
		text_number(c->lang, (long long)x->same, same), NULL);
	if (x->ahead > 0)
		command_say(c, TEXT_LABELS_AHEAD, text_number(c->lang, (long long)x->ahead, ahead), NULL, NULL);
	print_differs(c, x);
}

int cmd_labels_import(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct buf bytes;
	struct app_labels_imported *x = NULL;
	buf_init(&bytes, LABELS_FILE_MAX);
	int rc = file_read(w->word[0], &bytes, &e);
	if (rc == 0) {
		x = alloc_zero(1, sizeof *x);
		rc = app_labels_import(c->store, command_option(c, w, "unit"), bytes.data, bytes.len, c->lang, x, &e);
	}
	if (rc == 0 && c->json)
		command_print_json(c, imported_json(x));
	else if (rc == 0)
		print_imported(c, x);
	if (x)
		app_labels_imported_free(x);
	free(x);
	buf_free(&bytes);
	return rc == 0 ? 0 : command_fail(c, &e);
}

/* --- roster --- */

static int choose_format(
	const struct command_context *c, const struct command_words *w, enum report_format *out, struct err *e)
{
	const char *file = command_option(c, w, "o"), *word = command_option(c, w, "format");
	const char *dot = file ? strrchr(file, '.') : NULL;
	*out = c->json ? REPORT_JSON : REPORT_TEXT;
	if (!word && dot && !c->json && (strcmp(dot, ".html") == 0 || strcmp(dot, ".htm") == 0))
		*out = REPORT_HTML;
	if (!word)
		return 0;
	bool known =
		report_format_read(word, out) && (*out == REPORT_TEXT || *out == REPORT_HTML || *out == REPORT_JSON);
	return known && (!c->json || *out == REPORT_JSON) ? 0 : err_set(e, ERR_USAGE, TEXT_ROSTER_FORMAT, "%s", word);
}

int cmd_roster(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	struct buf out;
	enum report_format format;
	const char *file = command_option(c, w, "o");
	buf_init(&out, REPORT_BYTES_MAX);
	int rc = choose_format(c, w, &format, &e);
	if (rc == 0)
		rc = shared_unit(c, w, &u, &e);
	if (rc == 0)
		rc = app_roster(c->store, u.code, format, c->lang, clock_now(), &out, &e);
	if (rc == 0)
		rc = file_output(file, out.data, out.len, &e);
	buf_free(&out);
	if (rc != 0)
		return command_fail(c, &e);
	if (file && strcmp(file, "-") != 0)
		command_say(c, TEXT_HUB_WRITTEN, file, NULL, NULL);
	return 0;
}
