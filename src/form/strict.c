/* strict.c - reading a definition member by member; see strict.h. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <tungnha/buf.h>
#include <tungnha/json.h>
#include <tungnha/utf8.h>

#include "strict.h"

enum { DEPTH = 8, NEAREST_BYTES = 24 };

const char *const strict_levels[] = {"hamlet", "commune", "office", "district", "province", "group", NULL};
static const char *const languages[LANG_COUNT] = {[LANG_VI] = "vi", [LANG_EN] = "en"};

int strict_refuse(struct strict *s, const char *member, text_id text, const char *a, const char *b)
{
	return err_set(s->e, ERR_DATA, text, "%s%s%s%s%s" ERR_AND "%s" ERR_AND "%s", s->place,
		*s->path || *member ? ", " : "", s->path, *s->path && *member ? "." : "", member, a ? a : "",
		b ? b : "");
}

/* The line where cJSON stumbled, or all lines where only our own stricter gate did. */
static void broken_lines(const char *json, size_t n, char *out, size_t out_bytes)
{
	const char *end = json;
	cJSON *lenient = cJSON_ParseWithLengthOpts(json, n, &end, false);
	bool known = !lenient && end >= json && end <= json + n;
	cJSON_Delete(lenient);
	if (!known)
		end = json + n;
	int line = 1;
	for (const char *p = json; p < end; p++)
		line += *p == '\n';
	snprintf(out, out_bytes, known ? "%d" : "1–%d", line);
}

cJSON *strict_parse(struct strict *s, const char *json, size_t n)
{
	if (n > FORM_BYTES_MAX) {
		char max[16];
		snprintf(max, sizeof max, "%d", (int)FORM_BYTES_MAX);
		strict_refuse(s, "", TEXT_FORM_TOO_LARGE, max, NULL);
		return NULL;
	}
	if (n >= 3 && memcmp(json, "\xef\xbb\xbf", 3) == 0) {
		json += 3;
		n -= 3;
	}
	cJSON *root = json_parse(json, n, DEPTH);
	if (!root) {
		char line[24];
		broken_lines(json, n, line, sizeof line);
		strict_refuse(s, "", TEXT_FORM_NOT_JSON, line, NULL);
	}
	return root;
}

size_t strict_enter(struct strict *s, const char *member)
{
	size_t mark = strlen(s->path);
	snprintf(s->path + mark, sizeof s->path - mark, "%s%s", mark ? "." : "", member);
	return mark;
}

size_t strict_enter_item(struct strict *s, const char *member, size_t item)
{
	size_t mark = strlen(s->path);
	snprintf(s->path + mark, sizeof s->path - mark, "%s%s[%zu]", mark && *member ? "." : "", member, item);
	return mark;
}

void strict_leave(struct strict *s, size_t mark)
{
	s->path[mark] = '\0';
}

/* Letters to change, add or leave out to make b of a, case apart; more than NEAREST_BYTES counts as far. */
static size_t distance(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);
	size_t row[NEAREST_BYTES + 1];
	if (n > NEAREST_BYTES || m > NEAREST_BYTES)
		return NEAREST_BYTES;
	for (size_t j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t best = diagonal + (strncasecmp(a + i - 1, b + j - 1, 1) != 0);
			diagonal = row[j];
			best = row[j] + 1 < best ? row[j] + 1 : best;
			row[j] = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
		}
	}
	return row[m];
}

/* The name a person probably meant, or NULL when none is near. */
static const char *nearest(const char *name, const char *const *names, size_t n)
{
	const char *found = NULL;
	size_t least = 1 + strlen(name) / 4;
	for (size_t i = 0; i < n; i++) {
		size_t d = distance(name, names[i] + (names[i][0] == '!'));
		if (d <= least && (!found || d < least)) {
			least = d;
			found = names[i] + (names[i][0] == '!');
		}
	}
	return found;
}

static void list_names(const char *const *names, size_t n, struct buf *out)
{
	buf_init(out, ERR_ARG_BYTES);
	for (size_t i = 0; i < n; i++)
		buf_print(out, "%s%s", i ? ", " : "", names[i] + (names[i][0] == '!'));
}

int strict_unknown(struct strict *s, const char *member, const char *name, const char *const *names, size_t n)
{
	const char *meant = nearest(name, names, n);
	if (meant)
		return strict_refuse(s, member, TEXT_FORM_NAME_UNKNOWN, name, meant);
	struct buf all;
	list_names(names, n, &all);
	strict_refuse(s, member, TEXT_FORM_NAME_UNKNOWN_LIST, name, all.data);
	buf_free(&all);
	return -1;
}

static int unknown_member(struct strict *s, const char *name, const char *const *names, size_t n)
{
	const char *meant = nearest(name, names, n);
	if (meant)
		return strict_refuse(s, name, TEXT_FORM_MEMBER_UNKNOWN, meant, NULL);
	struct buf all;
	list_names(names, n, &all);
	strict_refuse(s, name, TEXT_FORM_MEMBER_UNKNOWN_LIST, all.data, NULL);
	buf_free(&all);
	return -1;
}

static const cJSON *member(const cJSON *object, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(object, name);
}

int strict_members(struct strict *s, const cJSON *object, const char *const *names)
{
	if (!cJSON_IsObject(object))
		return strict_refuse(s, "", TEXT_FORM_NOT_OBJECT, NULL, NULL);
	size_t n = 0;
	while (names[n])
		n++;
	for (const cJSON *m = object->child; m; m = m->next) {
		size_t i = 0;
		while (i < n && strcmp(names[i] + (names[i][0] == '!'), m->string) != 0)
			i++;
		if (i == n)
			return unknown_member(s, m->string, names, n);
		if (member(object, m->string) != m)
			return strict_refuse(s, m->string, TEXT_FORM_MEMBER_TWICE, NULL, NULL);
	}
	for (size_t i = 0; i < n; i++)
		if (names[i][0] == '!' && !member(object, names[i] + 1))
			return strict_refuse(s, names[i] + 1, TEXT_FORM_MEMBER_MISSING, NULL, NULL);
	return 0;
}

/* As a person would type it: NFC, no control characters, no space at either end. Runs of spaces inside may be meant. */
static bool is_tidy(const char *t)
{
	size_t n = strlen(t);
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)t[i] < 0x20 || t[i] == 0x7f)
			return false;
	return t[0] != ' ' && t[n - 1] != ' ' && utf8_is_nfc(t, n);
}

static int take_text(struct strict *s, const cJSON *v, const char *name, size_t max, const char **out)
{
	if (!cJSON_IsString(v) || !*v->valuestring || strlen(v->valuestring) > max) {
		char bytes[24];
		snprintf(bytes, sizeof bytes, "%zu", max);
		return strict_refuse(s, name, TEXT_FORM_NOT_TEXT, bytes, NULL);
	}
	if (!is_tidy(v->valuestring))
		return strict_refuse(s, name, TEXT_FORM_TEXT_BROKEN, NULL, NULL);
	*out = v->valuestring;
	return 0;
}

int strict_text(struct strict *s, const cJSON *object, const char *name, size_t max, const char **out)
{
	const cJSON *v = member(object, name);
	*out = "";
	return v ? take_text(s, v, name, max, out) : 0;
}

int strict_text_item(struct strict *s, const cJSON *item, size_t max, const char **out)
{
	return take_text(s, item, "", max, out);
}

int strict_words_item(struct strict *s, const cJSON *item, size_t max, struct form_words *out)
{
	static const char *const names[] = {"vi", "en", NULL};
	if (strict_members(s, item, names) < 0)
		return -1;
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		if (!member(item, languages[lang]))
			return strict_refuse(s, languages[lang], TEXT_FORM_LANGUAGE_MISSING, NULL, NULL);
		if (strict_text(s, item, languages[lang], max, &out->in[lang]) < 0)
			return -1;
	}
	return 0;
}

int strict_words(struct strict *s, const cJSON *object, const char *name, size_t max, struct form_words *out)
{
	const cJSON *v = member(object, name);
	for (int lang = 0; lang < LANG_COUNT; lang++)
		out->in[lang] = "";
	if (!v)
		return 0;
	size_t mark = strict_enter(s, name);
	if (strict_words_item(s, v, max, out) < 0)
		return -1;
	strict_leave(s, mark);
	return 0;
}

int strict_words_maybe(struct strict *s, const cJSON *object, const char *name, size_t max, struct form_words *out)
{
	if (member(object, name))
		return strict_words(s, object, name, max, out);
	*out = (struct form_words){{NULL}};
	return 0;
}

int strict_date(struct strict *s, const cJSON *object, const char *name, char out[static CLOCK_DATE])
{
	const char *text;
	if (strict_text(s, object, name, STRICT_SENTENCE, &text) < 0)
		return -1;
	if (*text && !clock_valid_date(text))
		return strict_refuse(s, name, TEXT_CAMPAIGN_DATE, text, NULL);
	snprintf(out, CLOCK_DATE, "%s", text);
	return 0;
}

int strict_int(struct strict *s, const cJSON *object, const char *name, int min, int max, int *out)
{
	const cJSON *v = member(object, name);
	int64_t n;
	if (!v)
		return 0;
	if (!json_is_int(v, min, max, &n)) {
		char low[16], high[16];
		snprintf(low, sizeof low, "%d", min);
		snprintf(high, sizeof high, "%d", max);
		return strict_refuse(s, name, TEXT_FORM_NOT_NUMBER, low, high);
	}
	*out = (int)n;
	return 0;
}

int strict_bool(struct strict *s, const cJSON *object, const char *name, bool *out)
{
	const cJSON *v = member(object, name);
	if (!v)
		return 0;
	if (!cJSON_IsBool(v))
		return strict_refuse(s, name, TEXT_FORM_NOT_BOOL, NULL, NULL);
	*out = cJSON_IsTrue(v);
	return 0;
}

int strict_list(struct strict *s, const cJSON *object, const char *name, size_t max, const cJSON **out)
{
	const cJSON *v = member(object, name);
	*out = v;
	if (!v || (cJSON_IsArray(v) && (size_t)cJSON_GetArraySize(v) <= max))
		return 0;
	char most[24];
	snprintf(most, sizeof most, "%zu", max);
	return strict_refuse(s, name, TEXT_FORM_NOT_LIST, most, NULL);
}

int strict_choose(struct strict *s, const char *name, const char *given, const char *const *words)
{
	size_t n = 0;
	for (; words[n]; n++)
		if (strcmp(words[n], given) == 0)
			return (int)n;
	struct buf all;
	list_names(words, n, &all);
	strict_refuse(s, name, TEXT_FORM_CHOOSE, given, all.data);
	buf_free(&all);
	return -1;
}

int strict_id(struct strict *s, const char *name, const char *id, char joint)
{
	size_t n = strlen(id);
	bool good = n >= 1 && n <= STRICT_ID && id[0] >= 'a' && id[0] <= 'z';
	for (size_t i = 0; good && i < n; i++)
		good = (id[i] >= 'a' && id[i] <= 'z') || (id[i] >= '0' && id[i] <= '9') || id[i] == joint;
	return good ? 0 : strict_refuse(s, name, TEXT_FORM_BAD_ID, id, (const char[]){joint, '\0'});
}

int strict_format(struct strict *s, const cJSON *root, const char *format)
{
	const cJSON *v = member(root, "format");
	if (!cJSON_IsObject(root))
		return strict_refuse(s, "", TEXT_FORM_NOT_OBJECT, NULL, NULL);
	if (!cJSON_IsString(v) || strcmp(v->valuestring, format) != 0)
		return strict_refuse(s, "format", TEXT_FORM_WRONG_FORMAT, format, NULL);
	return 0;
}

static bool is_among(const char *word, size_t n, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(names[i]) == n && memcmp(names[i], word, n) == 0)
			return true;
	return false;
}

static int check_placeholders(struct strict *s, const char *name, const char *text, const char *const *names, size_t n)
{
	for (const char *p = strpbrk(text, "{}"); p; p = strpbrk(p + 1, "{}")) {
		size_t length = strcspn(p + 1, "{}");
		if (*p == '{' && p[1 + length] == '}' && is_among(p + 1, length, names, n)) {
			p += 1 + length;
			continue;
		}
		char wrong[ERR_ARG_BYTES];
		struct buf all;
		snprintf(wrong, sizeof wrong, "%.*s", (int)(length + (p[1 + length] ? 2 : 1)), p);
		list_names(names, n, &all);
		strict_refuse(s, name, TEXT_FORM_PLACEHOLDER, wrong, all.data);
		buf_free(&all);
		return -1;
	}
	return 0;
}

int strict_placeholders(
	struct strict *s, const char *name, const struct form_words *w, const char *const *names, size_t n)
{
	size_t mark = strict_enter(s, name);
	for (int lang = 0; lang < LANG_COUNT; lang++)
		if (check_placeholders(s, languages[lang], w->in[lang], names, n) < 0)
			return -1;
	strict_leave(s, mark);
	return 0;
}
