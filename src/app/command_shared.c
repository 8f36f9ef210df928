/* command_shared.c - commands both programs have: the form, the check, the rebuild; and how both show things. */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <tungnha/app_submit.h>
#include <tungnha/app_keep.h>
#include <tungnha/command_shared.h>
#include <tungnha/file.h>

/* --- form02 --- */

/* What stands behind the last dot of a file's name, in lower case; "" for none. */
static const char *ending_of(const char *file, char out[static 8])
{
	const char *slash = file ? strrchr(file, '/') : NULL;
	const char *dot = file ? strrchr(slash ? slash : file, '.') : NULL;
	size_t n = 0;
	for (const char *p = dot ? dot + 1 : ""; *p && n < 7; p++)
		out[n++] = (char)(*p >= 'A' && *p <= 'Z' ? *p + 'a' - 'A' : *p);
	out[n] = '\0';
	return strcmp(out, "htm") == 0 ? "html" : strcmp(out, "txt") == 0 ? "text" : out;
}

/* --format, else what the file's name asks for, else text; --json is JSON and nothing else. */
static int choose_format(
	const struct command_context *c, const struct command_words *w, enum report_format *out, struct err *e)
{
	const char *file = command_option(c, w, "o"), *word = command_option(c, w, "format");
	char room[8];
	if (!word && !c->json)
		word = ending_of(file, room);
	*out = c->json ? REPORT_JSON : REPORT_TEXT;
	if (word && *word && (!report_format_read(word, out) || (c->json && *out != REPORT_JSON)))
		return err_set(e, ERR_USAGE, TEXT_HUB_FORMAT_UNKNOWN, "%s", word);
	if (*out == REPORT_XLSX && !file && isatty(STDOUT_FILENO))
		return err_set(e, ERR_USAGE, TEXT_HUB_FORMAT_NEEDS_FILE, "%s", word);
	return 0;
}

static int write_out(struct command_context *c, const char *file, int rc, struct buf *out, struct err *e)
{
	if (rc == 0)
		rc = file_output(file, out->data, out->len, e);
	buf_free(out);
	if (rc != 0)
		return command_fail(c, e);
	if (file && strcmp(file, "-") != 0)
		command_say(c, TEXT_HUB_WRITTEN, file, NULL, NULL);
	return 0;
}

int command_form02(struct command_context *c, struct command_words *w, const struct unit *u)
{
	struct err e;
	struct buf out;
	enum report_format format;
	if (choose_format(c, w, &format, &e) != 0)
		return command_fail(c, &e);
	buf_init(&out, REPORT_BYTES_MAX);
	int rc = app_form02(c->store, u->code, format, c->lang, command_option(c, w, "blank") != NULL, &out, &e);
	return write_out(c, command_option(c, w, "o"), rc, &out, &e);
}

int command_form02_closed(struct command_context *c, struct command_words *w, const char *period, const struct unit *u)
{
	struct err e;
	struct buf out;
	enum report_format format;
	if (choose_format(c, w, &format, &e) != 0)
		return command_fail(c, &e);
	buf_init(&out, REPORT_BYTES_MAX);
	int rc = app_form02_closed(c->store, period, u ? u->code : NULL, format, c->lang, &out, &e);
	return write_out(c, command_option(c, w, "o"), rc, &out, &e);
}

/* --- check, rebuild --- */

static cJSON *check_facts(const struct command_context *c, const struct store_check *k)
{
	cJSON *o = cJSON_CreateObject(), *problems;
	cJSON_AddBoolToObject(o, "ok", k->problems == 0 && k->totals_match);
	cJSON_AddNumberToObject(o, "entries", (double)k->entries);
	cJSON_AddNumberToObject(o, "heads_verified", (double)k->heads_verified);
	cJSON_AddNumberToObject(o, "purged", (double)k->purged);
	cJSON_AddBoolToObject(o, "totals_match", k->totals_match);
	problems = cJSON_AddArrayToObject(o, "problems");
	for (size_t i = 0; i < k->problems; i++) {
		char sentence[2 * FORM_SENTENCE];
		err_sentence(&k->problem[i], c->lang, sentence, sizeof sentence);
		cJSON_AddItemToArray(problems, cJSON_CreateString(sentence));
	}
	return o;
}

static void check_print(const struct command_context *c, const struct store_check *k)
{
	char entries[32], heads[32], sentence[2 * FORM_SENTENCE];
	for (size_t i = 0; i < k->problems; i++) {
		err_sentence(&k->problem[i], c->lang, sentence, sizeof sentence);
		fprintf(stderr, "%s\n", sentence);
	}
	bool ok = k->problems == 0 && k->totals_match;
	command_say(c, ok ? TEXT_HUB_CHECK_GOOD : TEXT_HUB_CHECK_BAD, text_number(c->lang, k->entries, entries),
		text_number(c->lang, k->heads_verified, heads), NULL);
}

/* The paths given with --against; NULL beyond the last, and where the program has no such option. */
static const char *against_at(const struct command_context *c, const struct command_words *w, size_t at)
{
	for (size_t i = 0; at < COMMAND_REPEAT_MAX && c->command->option && c->command->option[i].name; i++)
		if (strcmp(c->command->option[i].name, "against") == 0)
			return w->option[i][at];
	return NULL;
}

/* Everything named after --against, the words that follow it too. */
static int check_against(struct command_context *c, struct command_words *w, struct store_check *k, struct err *e)
{
	size_t proofs = 0, before = k->problems;
	char shown[32], missing[32];
	if (!against_at(c, w, 0))
		return w->words == 0 ? 0 : err_set(e, ERR_USAGE, TEXT_AGAINST_WORDS, "%s", c->program);
	for (size_t i = 0; against_at(c, w, i); i++)
		if (app_check_against(c->store, against_at(c, w, i), k, &proofs, e) != 0)
			return -1;
	for (int i = 0; i < w->words; i++)
		if (app_check_against(c->store, w->word[i], k, &proofs, e) != 0)
			return -1;
	command_say(c, TEXT_AGAINST_GOOD, text_number(c->lang, (long long)proofs, shown),
		text_number(c->lang, (long long)(k->problems - before), missing), NULL);
	return 0;
}

static int check(struct command_context *c, struct command_words *w, bool deep)
{
	struct err e;
	struct store_check k = {0};
	if (app_check(c->store, deep, c->lang, &k, &e) != 0)
		return command_fail(c, &e);
	if (w && check_against(c, w, &k, &e) != 0) {
		store_check_free(&k);
		return command_fail(c, &e);
	}
	if (c->json)
		command_print_json(c, check_facts(c, &k));
	else
		check_print(c, &k);
	int code = k.problems == 0 && k.totals_match ? 0 : ERR_IO;
	store_check_free(&k);
	return code;
}

int command_check(struct command_context *c, struct command_words *w)
{
	return check(c, w, command_option(c, w, "deep") != NULL);
}

int command_rebuild(struct command_context *c, struct command_words *w)
{
	struct err e;
	(void)w;
	if (store_rebuild(c->store, &e) != 0)
		return command_fail(c, &e);
	command_say(c, TEXT_REBUILD_DONE, NULL, NULL, NULL);
	return check(c, NULL, false);
}

/* --- showing --- */

const char *command_when(const char *stamp, char out[static COMMAND_WHEN])
{
	/* 2025-11-12T19:40:00+07:00 */
	out[0] = '\0';
	if (strlen(stamp) == CLOCK_STAMP - 1)
		snprintf(out, COMMAND_WHEN, "%.2s/%.2s/%.4s %.5s", stamp + 8, stamp + 5, stamp, stamp + 11);
	return out;
}

const char *command_entry(const struct command_context *c, const struct name *n, char out[static COMMAND_ENTRY])
{
	return store_entry_text(c->store, n, out);
}

cJSON *command_json_unit(const struct unit *u)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "code", u->code);
	cJSON_AddStringToObject(o, "name", u->name);
	cJSON_AddStringToObject(o, "level", u->level);
	return o;
}

cJSON *command_json_row(const struct form *f, const int64_t *value, const bool *given)
{
	cJSON *o = cJSON_CreateObject();
	for (size_t i = 0; i < f->columns; i++)
		if (!given || given[i])
			cJSON_AddNumberToObject(o, f->column[i].id, (double)value[i]);
	return o;
}

cJSON *command_json_unknown(const struct form *f, const int64_t *unknown)
{
	cJSON *o = cJSON_CreateObject();
	for (size_t i = 0; i < f->columns; i++)
		if (unknown[i] > 0)
			cJSON_AddNumberToObject(o, f->column[i].id, (double)unknown[i]);
	return o;
}
