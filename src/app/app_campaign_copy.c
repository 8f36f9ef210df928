/* app_campaign_copy.c - a campaign of one's own made from another: its words and days changed, all else as it was. What
 * comes out is a campaign file, still to be looked at and put in force. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_hub.h>
#include <tungnha/json.h>

enum { DEPTH = 12, ID_ROOM = 64 };

/* --- words, wherever they stand --- */

static char *replaced(const char *in, const char *from, const char *to)
{
	struct buf b;
	size_t n = strlen(from);
	buf_init(&b, FORM_BYTES_MAX);
	for (const char *at; (at = strstr(in, from)); in = at + n) {
		buf_add(&b, in, (size_t)(at - in));
		buf_add(&b, to, strlen(to));
	}
	buf_add(&b, in, strlen(in));
	char *out = alloc_copy(b.data);
	buf_free(&b);
	return out;
}

/* In every text below v; lists of units keep their names. */
static void replace_all(cJSON *v, const char *from, const char *to)
{
	if (v->string && strcmp(v->string, "units") == 0)
		return;
	if (cJSON_IsString(v) && strstr(v->valuestring, from)) {
		char *text = replaced(v->valuestring, from, to);
		cJSON_SetValuestring(v, text);
		free(text);
	}
	for (cJSON *c = v->child; c; c = c->next)
		replace_all(c, from, to);
}

static void words(cJSON *root, const char *before, const char *after)
{
	if (before && *before && *after && strcmp(before, after) != 0)
		replace_all(root, before, after);
}

/* --- days --- */

static void set(cJSON *object, const char *name, const char *text)
{
	cJSON_DeleteItemFromObjectCaseSensitive(object, name);
	if (*text)
		cJSON_AddStringToObject(object, name, text);
}

static int read_day(const char *typed, char out[static CLOCK_DATE], struct err *e)
{
	out[0] = '\0';
	if (!*typed || clock_read_date(typed, out))
		return 0;
	return err_set(e, ERR_DATA, TEXT_DESK_COPY_DAY, "%s", typed);
}

/* {"from": …, "to": …}; none when neither day is given. */
static int span(cJSON *root, const char *name, const char *to_name, const char *from, const char *to, struct err *e)
{
	char a[CLOCK_DATE], b[CLOCK_DATE];
	if (read_day(from, a, e) != 0 || read_day(to, b, e) != 0)
		return -1;
	if (!a[0] != !b[0])
		return err_set(e, ERR_DATA, TEXT_DESK_COPY_BOTH, "%s", *from ? from : to);
	cJSON_DeleteItemFromObjectCaseSensitive(root, name);
	if (!a[0])
		return 0;
	if (strcmp(a, b) > 0)
		return err_set(e, ERR_DATA, TEXT_DESK_COPY_ORDER, "%s" ERR_AND "%s", from, to);
	cJSON *o = cJSON_AddObjectToObject(root, name);
	cJSON_AddStringToObject(o, "from", a);
	cJSON_AddStringToObject(o, to_name, b);
	return 0;
}

static int days(cJSON *root, const struct app_campaign_wish *w, struct err *e)
{
	char final[CLOCK_DATE];
	if (!*w->starts || !*w->ends)
		return err_set(e, ERR_DATA, TEXT_DESK_COPY_DRIVE, "");
	if (span(root, "drive", "to", w->starts, w->ends, e) != 0 ||
		span(root, "unit_work", "before", w->work_from, w->work_before, e) != 0 ||
		span(root, "dossiers", "to", w->window_from, w->window_to, e) != 0 ||
		read_day(w->final_from, final, e) != 0)
		return -1;
	set(root, "final_from", final);
	return 0;
}

static void due(cJSON *root, const struct app_campaign_wish *w)
{
	cJSON *weekly = cJSON_GetObjectItemCaseSensitive(root, "weekly_due"),
	      *monthly = cJSON_GetObjectItemCaseSensitive(root, "monthly_due");
	if (weekly && w->weekday)
		cJSON_ReplaceItemInObjectCaseSensitive(weekly, "weekday", cJSON_CreateNumber(w->weekday));
	if (weekly)
		set(weekly, "time", w->time);
	if (weekly || monthly)
		set(weekly ? weekly : monthly, "to", w->report_to);
}

/* The same campaign put right keeps its id; that of another place or time is another one. */
static void name_it(cJSON *root, const struct campaign *from, const char *own, const struct app_campaign_wish *w)
{
	char starts[CLOCK_DATE], id[ID_ROOM];
	clock_read_date(w->starts, starts);
	if (strcmp(starts, from->starts) == 0 && strcmp(w->place, from->place) == 0)
		return;
	int n = snprintf(id, sizeof id, "dot-%s-%.4s%.2s%.2s", own, starts, starts + 5, starts + 8);
	for (int i = 0; i < n && i < (int)sizeof id - 1; i++)
		if (id[i] >= 'A' && id[i] <= 'Z')
			id[i] = (char)(id[i] + ('a' - 'A'));
	set(root, "id", id);
}

int app_campaign_copy(
	struct store *s, const struct campaign *from, const struct app_campaign_wish *w, struct buf *out, struct err *e)
{
	struct unit own;
	cJSON *root = json_parse(from->bytes, from->size, DEPTH);
	if (!root || !*w->title)
		return cJSON_Delete(root), err_set(e, ERR_DATA, TEXT_DESK_COPY_TITLE, "");
	int rc = store_own_unit(s, &own, e);
	if (rc == 0)
		rc = days(root, w, e);
	if (rc == 0) {
		words(root, from->plan, w->plan);
		for (int l = 0; l < LANG_COUNT; l++)
			words(root, strcmp(form_words(&from->title, LANG_VI), w->title) ? from->title.in[l] : "",
				w->title);
		words(root, from->issuers ? from->issuer[from->issuers - 1] : "", w->issuer);
		words(root, from->place, w->place);
		due(root, w);
		name_it(root, from, own.code, w);
		char *text = cJSON_Print(root);
		buf_text(out, text);
		cJSON_free(text);
	}
	cJSON_Delete(root);
	return rc;
}
