/* app_by.c - who is typing: a name in every entry, sealed on this machine. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_collector.h>
#include <tungnha/store_users.h>
#include <tungnha/utf8.h>

enum { NAMES_MAX = 200, NAMES_BYTES_MAX = 64 * 1024 };

char *app_by(struct store *s)
{
	if (*store_acting(s))
		return alloc_copy(store_acting(s));
	char *by = store_sealed_setting(s, "by");
	return by ? by : alloc_copy("");
}

const char *app_by_put(struct store *s, char out[static ENTRY_BY_BYTES + 1])
{
	char *by = app_by(s);
	snprintf(out, ENTRY_BY_BYTES + 1, "%s", by);
	free(by);
	return out;
}

static int compare(const void *a, const void *b)
{
	return utf8_compare(*(char *const *)a, *(char *const *)b);
}

/* Kept one a line; a cleaned name holds no line end. */
void app_by_list(struct store *s, struct app_names *out)
{
	char *all = store_sealed_setting(s, "enumerators");
	*out = (struct app_names){0};
	for (const char *p = all ? all : ""; *p;) {
		size_t n = strcspn(p, "\n");
		out->name = alloc_grow(out->name, out->count + 1, sizeof *out->name);
		out->name[out->count++] = alloc_copy_n(p, n);
		p += n + (p[n] == '\n');
	}
	free(all);
	if (out->count > 0)
		qsort(out->name, out->count, sizeof *out->name, compare);
}

void app_names_free(struct app_names *n)
{
	for (size_t i = 0; i < n->count; i++)
		free(n->name[i]);
	free(n->name);
	*n = (struct app_names){0};
}

static bool known(struct store *s, const char *name, size_t *count)
{
	struct app_names all;
	bool found = false;
	app_by_list(s, &all);
	*count = all.count;
	for (size_t i = 0; i < all.count; i++)
		found = found || strcmp(all.name[i], name) == 0;
	app_names_free(&all);
	return found;
}

static int add(struct store *s, const char *name, struct err *e)
{
	char *before = store_sealed_setting(s, "enumerators");
	char *after = alloc_print("%s%s\n", before ? before : "", name);
	int rc = store_set_sealed(s, "enumerators", after, e);
	free(before);
	free(after);
	return rc;
}

static int write_all(struct store *s, const char *name, bool use, struct err *e)
{
	size_t count;
	bool there = known(s, name, &count);
	if (!there && count >= NAMES_MAX)
		return err_set(e, ERR_DATA, TEXT_BY_TOO_MANY, "%d", NAMES_MAX);
	if (!there && add(s, name, e) != 0)
		return -1;
	return use ? store_set_sealed(s, "by", name, e) : 0;
}

int app_by_add(struct store *s, const char *name, bool use, struct err *e)
{
	char *clean = utf8_clean(name, strlen(name));
	int rc;
	if (!clean || !*clean || strlen(clean) > ENTRY_BY_BYTES)
		rc = err_set(e, ERR_DATA, TEXT_BY_NOT_A_NAME, "%d", ENTRY_BY_BYTES);
	else if ((rc = store_begin(s, e)) == 0) {
		rc = write_all(s, clean, use, e);
		if (rc == 0)
			rc = store_commit(s, e);
		if (rc != 0)
			store_rollback(s);
	}
	free(clean);
	return rc;
}
