/* defined.c - a form is some 30 kB, and came with the invitation: the hub's act that defines it need not bring it once
 * more. */
#include <stdlib.h>
#include <string.h>

#include "defined.h"

#include <tungnha/alloc.h>
#include <tungnha/entry.h>
#include <tungnha/form.h>
#include <tungnha/json.h>

/* Where the text of a definition stands in its entry; within a string such a quote would have a backslash before it. */
#define EMPTY ",\"text\":\"\""

enum {
	NAMED_BYTES = 1 + (ID_HEX - 1) + 1,                /* "=id " */
	DEFINED_RUN_MAX = 512 * 1024 + ENTRY_OWN_BYTES_MAX /* of a run as it was written */
};

bool defined_names(const char *line, size_t n, struct id *def)
{
	char hex[ID_HEX];
	if (n <= NAMED_BYTES || line[0] != '=' || line[NAMED_BYTES - 1] != ' ')
		return false;
	memcpy(hex, line + 1, ID_HEX - 1);
	hex[ID_HEX - 1] = '\0';
	return id_parse(hex, def);
}

char *defined_restore(const char *line, size_t n, const char *text, size_t *out_bytes)
{
	const char *entry = line + NAMED_BYTES, *end = line + n;
	const char *at = memmem(entry, (size_t)(end - entry), EMPTY, sizeof EMPTY - 1);
	struct buf out;
	if (!at)
		return NULL;
	at += sizeof EMPTY - 1 - 2;
	buf_init(&out, ENTRY_OWN_BYTES_MAX);
	buf_add(&out, entry, (size_t)(at - entry));
	bool good = json_canonical_string(text, &out);
	buf_add(&out, at + 2, (size_t)(end - at - 2));
	char *restored = good && !out.full ? alloc_copy_n(out.data, out.len) : NULL;
	*out_bytes = out.len;
	buf_free(&out);
	return restored;
}

/* The text of a `define` act; NULL: it is none. Freed by entry_free. */
static const char *text_of(const char *line, size_t n, struct entry *en)
{
	bool has_key;
	return entry_read(line, n, ENTRY_OWN_BYTES_MAX, en, &has_key) && en->kind == ENTRY_DEFINE
		       ? json_string(en->fields, "text")
		       : NULL;
}

static bool is_held(struct id def, const struct id *held, size_t helds)
{
	for (size_t i = 0; i < helds; i++)
		if (id_equal(def, held[i]))
			return true;
	return false;
}

/* "=id " and the entry without its text, as canonical JSON has it. */
static char *name_it(const char *entry, size_t n, struct id def, const char *text, size_t *out_bytes)
{
	char hex[ID_HEX];
	struct buf quoted, out;
	buf_init(&quoted, ENTRY_OWN_BYTES_MAX);
	buf_init(&out, ENTRY_OWN_BYTES_MAX);
	json_canonical_string(text, &quoted);
	const char *at = memmem(entry, n, quoted.data, quoted.len);
	if (at && !quoted.full) {
		buf_print(&out, "=%s ", id_hex(def, hex));
		buf_add(&out, entry, (size_t)(at - entry));
		buf_text(&out, "\"\"");
		buf_add(&out, at + quoted.len, (size_t)(entry + n - at - (ptrdiff_t)quoted.len));
	}
	char *line = out.len > 0 && !out.full ? alloc_copy_n(out.data, out.len) : NULL;
	*out_bytes = out.len;
	buf_free(&quoted);
	buf_free(&out);
	return line;
}

/* Whatever the entry looks like: what is sent is restored to its very bytes, else it is not shortened. */
static bool stands_for(const char *line, size_t bytes, const char *text, const char *entry, size_t n)
{
	size_t restored_bytes;
	char *restored = defined_restore(line, bytes, text, &restored_bytes);
	bool same = restored && restored_bytes == n && memcmp(restored, entry, n) == 0;
	free(restored);
	return same;
}

char *defined_shorten(const char *entry, size_t n, const struct id *held, size_t helds, size_t *out_bytes)
{
	struct entry en;
	const char *text = text_of(entry, n, &en);
	char *line = NULL;
	struct id def = text ? form_definition_id(text, strlen(text)) : (struct id){{0}};
	if (text && is_held(def, held, helds))
		line = name_it(entry, n, def, text, out_bytes);
	if (line && !stands_for(line, *out_bytes, text, entry, n)) {
		free(line);
		line = NULL;
	}
	entry_free(&en);
	return line;
}

/* -- runs -- */

bool defined_may_stand_in(const struct store_scope *scope, const struct run *r)
{
	return scope->hub_unit && strcmp(r->chain.unit, scope->hub_unit) == 0 && id_equal(r->chain.author, scope->hub);
}

void defined_runs_free(struct defined_runs *d)
{
	for (size_t i = 0; i < d->lines; i++)
		free(d->line[i]);
	for (size_t i = 0; i < d->runs; i++) {
		free((void *)(uintptr_t)d->run[i].entry);
		free((void *)(uintptr_t)d->run[i].entry_bytes);
	}
	free(d->line);
	free(d->run);
	*d = (struct defined_runs){0};
}

/* Adds a copy of the run whose lines may be replaced. */
static void add_run(struct defined_runs *d, const struct run *r, const char ***entry, size_t **bytes)
{
	size_t n = (size_t)r->last - r->first + 1;
	*entry = alloc_zero(n, sizeof **entry);
	*bytes = alloc_zero(n, sizeof **bytes);
	memcpy(*entry, r->entry, n * sizeof **entry);
	memcpy(*bytes, r->entry_bytes, n * sizeof **bytes);
	d->run = alloc_grow(d->run, d->runs + 1, sizeof *d->run);
	d->run[d->runs] = *r;
	d->run[d->runs].entry = *entry;
	d->run[d->runs++].entry_bytes = *bytes;
}

static const char *keep(struct defined_runs *d, char *line)
{
	d->line = alloc_grow(d->line, d->lines + 1, sizeof *d->line);
	return d->line[d->lines++] = line;
}

void defined_send(const struct store_scope *scope, const struct run *run, size_t runs, const struct id *held,
	size_t helds, struct defined_runs *out)
{
	*out = (struct defined_runs){0};
	for (size_t i = 0; i < runs; i++) {
		const char **entry;
		size_t *bytes;
		add_run(out, &run[i], &entry, &bytes);
		if (!defined_may_stand_in(scope, &run[i]))
			continue;
		for (size_t k = 0; k <= run[i].last - run[i].first; k++) {
			size_t n;
			char *line = defined_shorten(entry[k], bytes[k], held, helds, &n);
			if (line) {
				entry[k] = keep(out, line);
				bytes[k] = n;
			}
		}
	}
}

static bool restore(struct store *s, const char **line, size_t *bytes, struct id def, struct defined_runs *d)
{
	size_t n;
	char *text = store_definition(s, def, &n);
	char *entry = text ? defined_restore(*line, *bytes, text, &n) : NULL;
	free(text);
	if (!entry)
		return false;
	*line = keep(d, entry);
	*bytes = n;
	return true;
}

bool defined_take(struct store *s, const struct run *r, struct defined_runs *out)
{
	size_t total = 0;
	const char **entry;
	size_t *bytes;
	add_run(out, r, &entry, &bytes);
	for (size_t i = 0; i <= r->last - r->first; i++) {
		struct id def;
		if (defined_names(entry[i], bytes[i], &def) && !restore(s, &entry[i], &bytes[i], def, out))
			return false;
		total += bytes[i];
		if (total > DEFINED_RUN_MAX)
			return false;
	}
	return true;
}
