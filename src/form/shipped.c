/* shipped.c - the definitions inside the program (shipped_data.S), by id. */
#include <string.h>

#include <tungnha/form.h>

extern const char shipped_mau_02[], shipped_mau_02_end[];
extern const char shipped_phu_lac_2025[], shipped_phu_lac_2025_end[];

static const struct {
	const char *id, *bytes, *end;
} shipped[] = {
	{"mau-02", shipped_mau_02, shipped_mau_02_end},
	{"phu-lac-2025", shipped_phu_lac_2025, shipped_phu_lac_2025_end},
};

enum { SHIPPED = sizeof shipped / sizeof *shipped };

const char *form_shipped_at(size_t i, size_t *n)
{
	if (i >= SHIPPED)
		return NULL;
	*n = (size_t)(shipped[i].end - shipped[i].bytes);
	return shipped[i].bytes;
}

const char *form_shipped(const char *id, size_t *n)
{
	for (size_t i = 0; i < SHIPPED; i++)
		if (strcmp(shipped[i].id, id) == 0)
			return form_shipped_at(i, n);
	return NULL;
}
