/* app_task.c - long work a page begins: a backup, a check. It runs on a thread of its own, so what came of it is kept
 * in the store, sealed (sentences may name a unit), until somebody looks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_collector.h>
#include <tungnha/app_settings.h>
#include <tungnha/json.h>

enum { MEGABYTE = 1000 * 1000, PROBLEMS_SHOWN = 10, SENTENCE = 2048, SAID_DEPTH = 4 };

static const char *const setting[] = {
	[APP_TASK_BACKUP] = "task-backup", [APP_TASK_CHECK] = "task-check", [APP_TASK_VERIFY] = "task-verify"};
static const char *const lang_word[LANG_COUNT] = {[LANG_VI] = "vi", [LANG_EN] = "en"};

void app_size_words(enum text_lang lang, int64_t bytes, char out[static 48])
{
	char n[32];
	if (bytes < MEGABYTE / 10)
		snprintf(out, 48, "%s kB", text_number(lang, (long long)(bytes + 999) / 1000, n));
	else
		snprintf(out, 48, "%s%s%d MB", text_number(lang, (long long)(bytes / MEGABYTE), n),
			lang == LANG_VI ? "," : ".", (int)(bytes % MEGABYTE * 10 / MEGABYTE));
}

/* --- keeping --- */

struct said {
	struct buf text[LANG_COUNT];
	bool good;
};

static void said_init(struct said *x)
{
	x->good = true;
	for (int l = 0; l < LANG_COUNT; l++)
		buf_init(&x->text[l], 64 * 1024);
}

static void add_line(struct said *x, enum text_lang lang, const char *sentence)
{
	buf_print(&x->text[lang], "%s%s", x->text[lang].len > 0 ? "\n" : "", sentence);
}

static void add_err(struct said *x, const struct err *e)
{
	char sentence[SENTENCE];
	x->good = false;
	for (int l = 0; l < LANG_COUNT; l++) {
		err_sentence(e, (enum text_lang)l, sentence, sizeof sentence);
		add_line(x, (enum text_lang)l, sentence);
	}
}

static void add_text(struct said *x, enum text_lang lang, text_id id, const char *a0, const char *a1, const char *a2)
{
	char sentence[SENTENCE];
	text_fill(lang, id, (const char *const[3]){a0, a1, a2}, sentence, sizeof sentence);
	add_line(x, lang, sentence);
}

static int write_setting(struct store *s, enum app_task task, const char *json, struct err *e)
{
	int rc = store_begin(s, e);
	if (rc == 0)
		rc = store_set_sealed(s, setting[task], json, e);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	return rc;
}

/* What cannot be kept is not told: the page says then that it was not done. */
static void keep(struct store *s, enum app_task task, int64_t now, struct said *x)
{
	struct err ignored;
	cJSON *o = cJSON_CreateObject();
	cJSON_AddNumberToObject(o, "at", (double)now);
	cJSON_AddBoolToObject(o, "good", x->good);
	for (int l = 0; l < LANG_COUNT; l++)
		cJSON_AddStringToObject(o, lang_word[l], x->text[l].len > 0 ? x->text[l].data : "");
	char *json = cJSON_PrintUnformatted(o);
	(void)write_setting(s, task, json, &ignored);
	free(json);
	cJSON_Delete(o);
	for (int l = 0; l < LANG_COUNT; l++)
		buf_free(&x->text[l]);
}

bool app_task_done(struct store *s, enum app_task task, enum text_lang lang, struct app_task_done *out)
{
	char *kept = store_sealed_setting(s, setting[task]);
	cJSON *o = kept ? json_parse(kept, strlen(kept), SAID_DEPTH) : NULL;
	const cJSON *at = cJSON_GetObjectItemCaseSensitive(o, "at");
	const char *said = json_string(o, lang_word[lang]);
	*out = (struct app_task_done){0};
	if (said && cJSON_IsNumber(at)) {
		out->at = (int64_t)at->valuedouble;
		out->good = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(o, "good"));
		out->said = alloc_copy(said);
	}
	cJSON_Delete(o);
	free(kept);
	return out->said != NULL;
}

void app_task_done_free(struct app_task_done *d)
{
	free(d->said);
	d->said = NULL;
}

/* --- the work --- */

static void say_backup(struct said *x, const struct app_backed_up *b)
{
	x->good = b->done.problems == 0;
	for (int l = 0; l < LANG_COUNT; l++) {
		enum text_lang lang = (enum text_lang)l;
		char entries[32], size[48];
		app_size_words(lang, b->done.bytes, size);
		if (x->good)
			add_text(x, lang, TEXT_TASK_BACKUP_GOOD, b->file,
				text_number(lang, (long long)b->done.entries, entries), size);
		else
			add_text(x, lang, TEXT_TASK_BACKUP_UNSOUND, b->file, NULL, NULL);
	}
}

static const char kept[] = "backup-keep";

int app_task_keep(struct store *s)
{
	char *set = store_setting(s, kept);
	int n = set ? atoi(set) : 0;
	free(set);
	return n >= 1 && n <= APP_TASK_KEEP_MAX ? n : APP_TASK_KEEP;
}

int app_task_set_keep(struct store *s, int n, struct err *e)
{
	char text[16];
	if (n < 1 || n > APP_TASK_KEEP_MAX)
		return err_set(e, ERR_DATA, TEXT_DESK_KEEP_WRONG, "%d", APP_TASK_KEEP_MAX);
	snprintf(text, sizeof text, "%d", n);
	int rc = store_begin(s, e);
	if (rc == 0)
		rc = store_set(s, kept, text, e);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	return rc;
}

void app_task_backup(struct store *s, const char *folder, int64_t now)
{
	struct err e;
	struct said x;
	struct app_backed_up done;
	const struct app_backup b = {.path = folder, .folder = true, .keep = app_task_keep(s), .now = now};
	said_init(&x);
	if (app_backup(s, &b, &done, &e) == 0)
		say_backup(&x, &done);
	else
		add_err(&x, &e);
	app_backup_free(&done);
	keep(s, APP_TASK_BACKUP, now, &x);
}

static void say_check(struct said *x, const struct store_check *c)
{
	for (size_t i = 0; i < c->problems && i < PROBLEMS_SHOWN; i++)
		add_err(x, &c->problem[i]);
	for (int l = 0; l < LANG_COUNT; l++) {
		enum text_lang lang = (enum text_lang)l;
		char n[32], heads[32];
		if (c->problems > 0)
			add_text(
				x, lang, TEXT_TASK_CHECK_BAD, text_number(lang, (long long)c->problems, n), NULL, NULL);
		else
			add_text(x, lang, TEXT_TASK_CHECK_GOOD, text_number(lang, (long long)c->entries, n),
				text_number(lang, (long long)c->heads_verified, heads), NULL);
	}
}

void app_task_check(struct store *s, int64_t now)
{
	struct err e;
	struct said x;
	struct store_check c = {0};
	said_init(&x);
	if (app_check(s, true, LANG_VI, &c, &e) == 0)
		say_check(&x, &c);
	else
		add_err(&x, &e);
	store_check_free(&c);
	keep(s, APP_TASK_CHECK, now, &x);
}

void app_task_verify(struct store *s, const char *file, int64_t now)
{
	struct err e;
	struct said x;
	struct store_check c = {0};
	size_t proofs = 0;
	said_init(&x);
	if (app_check_against(s, file, &c, &proofs, &e) != 0)
		add_err(&x, &e);
	for (size_t i = 0; i < c.problems && i < PROBLEMS_SHOWN; i++)
		add_err(&x, &c.problem[i]);
	for (int l = 0; x.good && l < LANG_COUNT; l++)
		add_text(&x, (enum text_lang)l, TEXT_TASK_VERIFY_GOOD, file, NULL, NULL);
	store_check_free(&c);
	keep(s, APP_TASK_VERIFY, now, &x);
}
