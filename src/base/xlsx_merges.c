/* xlsx_merges.c - merged ranges among the headers. They stand behind all the rows in the file, and are needed with the
 * first of them: the sheet is read twice, once for these. What is broken in it shows then, before its first row. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "xlsx_private.h"

/* Merged ranges do not overlap: no more than one for two cells. */
enum { MERGES_MAX = TABLE_MERGED_ROWS * TABLE_CELLS_MAX / 2 };

struct reading {
	struct xlsx_zip *z;
	struct xlsx_merges *m;
	bool in_list;
};

static void add(struct xlsx_merges *m, struct xlsx_merge merge)
{
	if (m->count == m->room) {
		m->room = m->room ? 2 * m->room : 16;
		m->merge = alloc_grow(m->merge, m->room, sizeof *m->merge);
	}
	m->merge[m->count++] = merge;
}

static int take(struct reading *r, const char *range, struct err *e)
{
	struct xlsx_merge m = {0};
	const char *colon = range ? strchr(range, ':') : NULL;
	if (!range || !xlsx_reference(range, &m.first_column, &m.first_row))
		return xlsx_damaged(r->z, "mergeCell", e);
	if (!colon) /* one cell, merged with nothing */
		return 0;
	if (!xlsx_reference(colon + 1, &m.last_column, &m.last_row) || m.last_column < m.first_column ||
		m.last_row < m.first_row)
		return xlsx_damaged(r->z, range, e);
	if (m.last_row > TABLE_MERGED_ROWS || m.first_column >= TABLE_CELLS_MAX)
		return 0;
	if (m.last_column >= TABLE_CELLS_MAX)
		m.last_column = TABLE_CELLS_MAX - 1;
	if (r->m->count == MERGES_MAX)
		return xlsx_too_large(r->z, "mergeCells", e);
	add(r->m, m);
	return 0;
}

static int start(void *context, int depth, const char *name, const char **attributes, struct err *e)
{
	struct reading *r = context;
	if (depth == 1 && strcmp(name, "worksheet") != 0)
		return xlsx_damaged(r->z, name, e);
	if (depth == 2)
		r->in_list = strcmp(name, "mergeCells") == 0;
	if (depth == 3 && r->in_list && strcmp(name, "mergeCell") == 0)
		return take(r, xlsx_attribute(attributes, "ref"), e);
	return 0;
}

static int end(void *context, int depth, const char *name, struct err *e)
{
	(void)context, (void)depth, (void)name, (void)e;
	return 0;
}

int xlsx_merges_read(struct xlsx_merges *m, struct xlsx_zip *z, const char *part, struct err *e)
{
	static const struct xlsx_events events = {start, end, NULL};
	struct reading r = {.z = z, .m = m};
	return xlsx_xml_read(z, part, &events, &r, e);
}

void xlsx_merges_free(struct xlsx_merges *m)
{
	for (size_t i = 0; i < m->count; i++)
		free(m->merge[i].text);
	free(m->merge);
}
