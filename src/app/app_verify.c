/* app_verify.c - a check code and a file: the closed period it is the code of, and whether the file says the same. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>
#include <tungnha/json.h>

#include "verify.h"

bool app_verify_code(const char *typed, char out[static STORE_CHECK_CODE])
{
	static const char digit[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; /* Crockford: no I, L, O, U */
	size_t n = 0;
	for (; *typed; typed++) {
		char c = *typed >= 'a' && *typed <= 'z' ? (char)(*typed - 'a' + 'A') : *typed;
		if (c == ' ' || c == '-')
			continue;
		c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
		if (!strchr(digit, c) || n == STORE_CHECK_CODE - 1)
			return false;
		out[n++] = c;
	}
	out[n] = '\0';
	return n == STORE_CHECK_CODE - 1;
}

void app_verified_free(struct app_verified *x)
{
	free(x->fault);
	x->fault = NULL;
	x->faults = 0;
}

/* --- the statement --- */

/* Whose it is the bytes do not say: the report is made as if it were one's own. */
static int as_own(struct store *s, struct store_statement *x, struct err *e)
{
	struct unit own;
	if (store_own_unit(s, &own, e) != 0) {
		store_statement_free(x);
		return -1;
	}
	memcpy(x->unit, own.code, sizeof x->unit);
	return 0;
}

/* Of this hub or a unit below; else the one the file carries with it. */
static int find(struct store *s, const char *code, const cJSON *json, struct store_statement *out, bool *by_itself,
	struct err *e)
{
	int row = store_statement_coded(s, code, out, e);
	if (row != 0)
		return row < 0 ? -1 : 0;
	*by_itself = verify_proof(json, code, out);
	return *by_itself ? as_own(s, out, e)
			  : err_set(e, ERR_NOT_FOUND, TEXT_VERIFY_NO_STATEMENT, "%.4s-%s", code, code + 4);
}

static int is_replaced(struct store *s, const struct store_statement *x, bool *newer, struct err *e)
{
	struct store_statement now;
	struct unit own;
	if (store_own_unit(s, &own, e) != 0)
		return -1;
	int row = strcmp(own.code, x->unit) == 0 ? store_statement(s, x->period, &now, e)
						 : store_statement_of(s, x->unit, x->period, &now, e);
	*newer = row > 0 && now.version > x->version;
	store_statement_free(&now);
	return row < 0 ? -1 : 0;
}

/* --- the file --- */

static int read_head(const char *path, struct buf *head, struct err *e)
{
	buf_init(head, VERIFY_FILE_MAX);
	return file_read(path, head, e);
}

static cJSON *read_json(const struct buf *head)
{
	size_t skip = strncmp(head->data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	if (head->data[skip + strspn(head->data + skip, " \t\r\n")] != '{')
		return NULL;
	return json_parse(head->data + skip, head->len - skip, 16);
}

static int compare(struct store *s, const struct store_statement *x, const cJSON *json, const char *path,
	const struct buf *head, struct app_verified *out, struct err *e)
{
	const struct campaign *campaign = NULL;
	struct report r;
	if (store_campaign(s, &campaign) != 0)
		campaign = NULL;
	if (report_past(s, x, NULL, campaign, LANG_VI, &r, e) != 0)
		return -1;
	struct verify v = {.closed = &r, .out = out, .seen = alloc_zero(r.rows + 1, sizeof *v.seen)};
	out->form = r.form;
	if (!out->by_itself) {
		memcpy(out->unit, r.unit.code, sizeof out->unit);
		memcpy(out->name, r.unit.name, sizeof out->name);
	}
	int rc = json ? verify_json(&v, json, e) : verify_tables(&v, path, head, e);
	if (rc == 0 && v.tables == 0)
		rc = err_set(e, ERR_DATA, TEXT_VERIFY_NO_TABLE, "%s", path);
	free(v.seen);
	report_free(&r);
	return rc;
}

static int verify(struct store *s, const char *code, const char *path, const struct buf *head, const cJSON *json,
	struct app_verified *out, struct err *e)
{
	struct store_statement x;
	if (find(s, code, json, &x, &out->by_itself, e) != 0)
		return -1;
	memcpy(out->period, x.period, sizeof out->period);
	memcpy(out->at, x.at, sizeof out->at);
	memcpy(out->code, x.code, sizeof out->code);
	out->version = x.version;
	int rc = compare(s, &x, json, path, head, out, e);
	if (rc == 0 && !out->by_itself)
		rc = is_replaced(s, &x, &out->newer, e);
	store_statement_free(&x);
	return rc;
}

int app_verify(struct store *s, const char *code, const char *path, struct app_verified *out, struct err *e)
{
	char clean[STORE_CHECK_CODE];
	struct buf head;
	*out = (struct app_verified){.form = NULL};
	if (!app_verify_code(code, clean))
		return err_set(e, ERR_DATA, TEXT_VERIFY_NO_CODE, "%s", code);
	int rc = read_head(path, &head, e);
	cJSON *json = rc == 0 ? read_json(&head) : NULL;
	if (rc == 0)
		rc = verify(s, clean, path, &head, json, out, e);
	cJSON_Delete(json);
	buf_free(&head);
	if (rc != 0)
		app_verified_free(out);
	return rc;
}
