/* Lists of rows ["journal",seq,"hash"], as locks, revocations, submits, statements and purges carry them: read, and how
 * far the chains reach that end there. */
#include <stdlib.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>

#include "store_private.h"

struct name *rows_through(const cJSON *fields, size_t *n)
{
	const cJSON *list = json_array(fields, "through"), *row;
	struct name *out = alloc_zero((size_t)cJSON_GetArraySize(list) + 1, sizeof *out);

	*n = 0;
	cJSON_ArrayForEach(row, list)
	{
		if (entry_read_row(row, &out[*n]))
			++*n;
	}
	return out;
}

int rows_reach(struct store *s, const struct tree *t, const struct name *row, size_t n, uint32_t *reach, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		struct found f;
		size_t end;

		if (journal_find(s, &row[i], &f, e) < 0)
			return -1;
		end = f.branch ? tree_index(t, f.branch) : TREE_NONE;
		if (end != TREE_NONE)
			tree_cover(t, reach, end, f.seq);
	}
	return 0;
}
