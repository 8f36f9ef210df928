/* app_verify_json.c - figures out of JSON of these programs (export, form02, statement show), and the statement that an
 * export carries with it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/entry.h>
#include <tungnha/json.h>

#include "verify.h"

static const char *member(const cJSON *o, const char *name)
{
	const char *s = json_string(o, name);
	return s ? s : "";
}

/* A whole number as text; null and nothing as "". */
static const char *shown(const cJSON *v, char out[static APP_VERIFY_CELL])
{
	int64_t n;
	if (!v || cJSON_IsNull(v))
		return "";
	if (json_is_int(v, -((int64_t)1 << 50), (int64_t)1 << 50, &n))
		snprintf(out, APP_VERIFY_CELL, "%lld", (long long)n);
	else
		snprintf(out, APP_VERIFY_CELL, "%s", cJSON_IsString(v) ? v->valuestring : "?");
	return out;
}

/* {"values":{…},"unknown":{…}} of an export, or the columns beside the unit's name. */
static void compare_row(struct verify *v, const cJSON *row, size_t at)
{
	const struct form *f = v->closed->form;
	const cJSON *values = json_object(row, "values"), *unknown = json_object(row, "unknown");
	char text[APP_VERIFY_CELL];
	for (size_t i = 0; i < f->columns; i++) {
		const cJSON *cell = cJSON_GetObjectItemCaseSensitive(values ? values : row, f->column[i].id);
		if (cell || f->column[i].printed)
			verify_cell(v, at, i, false, shown(cell, text));
		if (!unknown || (!values && !f->column[i].printed))
			continue;
		cell = cJSON_GetObjectItemCaseSensitive(unknown, f->column[i].id);
		verify_cell(v, at, i, true, cell ? shown(cell, text) : "0");
	}
}

static int by_name(const void *a, const void *b)
{
	return strcmp((*(const cJSON *const *)a)->string, (*(const cJSON *const *)b)->string);
}

/* A member named twice: whoever reads the file next may take the other of the two. These programs write none. */
static bool says_twice(const cJSON *v)
{
	size_t n = 0, count = cJSON_IsObject(v) ? (size_t)cJSON_GetArraySize(v) : 0;
	const cJSON **sorted = alloc_zero(count + 1, sizeof *sorted), *x;
	bool twice = false;
	cJSON_ArrayForEach(x, v)
	{
		twice = twice || says_twice(x);
		if (n < count)
			sorted[n++] = x;
	}
	qsort(sorted, count, sizeof *sorted, by_name);
	for (size_t i = 1; i < count && !twice; i++)
		twice = strcmp(sorted[i - 1]->string, sorted[i]->string) == 0;
	free(sorted);
	return twice;
}

int verify_json(struct verify *v, const cJSON *root, struct err *e)
{
	const cJSON *rows = json_array(root, "rows"), *total = json_object(root, "total"), *row;
	int only = -1;
	(void)e;
	if (!rows || !total || says_twice(root))
		return 0;
	verify_begin(v);
	cJSON_ArrayForEach(row, rows)
	{
		const char *code = member(row, "unit"), *name = member(row, "name");
		int at = verify_row_of(v, code, name);
		if (at < 0 || v->seen[at]) {
			verify_unit(v, VERIFY_ADDED, code, name);
			continue;
		}
		v->seen[at] = true;
		only = at;
		compare_row(v, row, (size_t)at);
	}
	bool one = cJSON_GetArraySize(rows) == 1 && only >= 0 && v->closed->rows > 1;
	compare_row(v, total, one ? (size_t)only : v->closed->rows);
	verify_end(v, one);
	return 0;
}

/* --- what an export carries --- */

static bool read_hex(const char *s, unsigned char *out, size_t n)
{
	for (size_t i = 0; s && i < 2 * n; i++) {
		static const char digit[] = "0123456789abcdef";
		const char *d = s[i] ? strchr(digit, s[i]) : NULL;
		if (!d)
			return false;
		out[i / 2] = (unsigned char)(i % 2 ? out[i / 2] | (d - digit) : (d - digit) << 4);
	}
	return s && !s[2 * n];
}

bool verify_proof(const cJSON *root, const char *code, struct store_statement *out)
{
	const cJSON *proof = json_object(root, "proof");
	const char *text = json_string(proof, "entry"), *period;
	struct entry en;
	struct hash before, h;
	bool has_key, good = false;
	int64_t version = 0;
	memset(out, 0, sizeof *out);
	if (!text || !read_hex(json_string(proof, "previous"), before.b, sizeof before.b))
		return false;
	chain_next(&before, text, strlen(text), &h);
	struct id start = hash_start(&h);
	store_check_code(&start, out->code);
	if (strcmp(out->code, code) != 0 || !entry_read(text, strlen(text), ENTRY_OWN_BYTES_MAX, &en, &has_key))
		return false;
	period = json_string(en.fields, "period");
	if (en.kind == ENTRY_STATEMENT && period && json_object(en.fields, "rows") &&
		json_array(en.fields, "columns") && json_int(en.fields, "version", 1, JSON_INT_MAX, &version)) {
		out->version = (int)version;
		snprintf(out->period, sizeof out->period, "%s", period);
		memcpy(out->at, en.at, sizeof out->at);
		out->fields = en.fields;
		en.fields = NULL;
		good = true;
	}
	entry_free(&en);
	return good;
}
