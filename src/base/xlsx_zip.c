/* xlsx_zip.c - the parts of a workbook out of its zip; what inflates is counted while it does. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/late_zip.h>

#include "xlsx_private.h"

enum { END_BYTES = 22, LOCATOR_BYTES = 20, END64_BYTES = 56, COMMENT_MAX = 65535 };

struct xlsx_zip {
	char *path;
	zip_t *zip;
	size_t inflated;
};

struct xlsx_part {
	struct xlsx_zip *z;
	zip_file_t *file;
	char name[XLSX_NAME_BYTES];
	size_t done, whole;
};

int xlsx_damaged(const struct xlsx_zip *z, const char *what, struct err *e)
{
	return err_set(e, ERR_DATA, TEXT_TABLE_DAMAGED, "%s" ERR_AND "%s", z->path, what);
}

int xlsx_too_large(const struct xlsx_zip *z, const char *what, struct err *e)
{
	return err_set(e, ERR_DATA, TEXT_TABLE_TOO_LARGE, "%s" ERR_AND "%s", z->path, what);
}

/* -- how many parts there are, before libzip takes them all into memory -- */

static uint64_t number(const unsigned char *p, size_t n)
{
	uint64_t v = 0;
	while (n > 0)
		v = v << 8 | p[--n];
	return v;
}

/* The entries a zip64 end record counts; 0 when there is none at that place. */
static uint64_t entries64(FILE *in, uint64_t at)
{
	unsigned char end[END64_BYTES];
	if (at > INT64_MAX || fseeko(in, (off_t)at, SEEK_SET) != 0 || fread(end, 1, sizeof end, in) != sizeof end)
		return 0;
	uint64_t here = number(end + 24, 8), all = number(end + 32, 8);
	return memcmp(end, "PK\6\6", 4) != 0 ? 0 : here > all ? here : all;
}

static uint64_t entries(FILE *in, const unsigned char *tail, size_t at)
{
	const unsigned char *locator = tail + at - LOCATOR_BYTES;
	uint64_t n = number(tail + at + 10, 2), n64 = 0;
	if (at >= LOCATOR_BYTES && memcmp(locator, "PK\6\7", 4) == 0)
		n64 = entries64(in, number(locator + 8, 8));
	return n64 > n ? n64 : n;
}

/* Whichever end record libzip settles for, none may count too many. */
static bool too_many(FILE *in)
{
	enum { TAIL = LOCATOR_BYTES + END_BYTES + COMMENT_MAX };
	unsigned char *tail = alloc_bytes(TAIL);
	bool many = false;
	if (fseeko(in, -(off_t)TAIL, SEEK_END) != 0)
		rewind(in);
	size_t n = fread(tail, 1, TAIL, in);
	for (size_t i = 0; !many && i + END_BYTES <= n; i++)
		many = memcmp(tail + i, "PK\5\6", 4) == 0 && entries(in, tail, i) > TABLE_PARTS_MAX;
	free(tail);
	rewind(in);
	return many;
}

/* -- the zip -- */

int xlsx_zip_open(FILE *in, const char *path, struct xlsx_zip **out, struct err *e)
{
	struct xlsx_zip *z = alloc_zero(1, sizeof *z);
	int why = 0, fd = -1;
	z->path = alloc_copy(path);
	*out = z;
	if (too_many(in))
		return xlsx_too_large(z, "zip", e);
	if (late_zip(e) != 0)
		return -1;
	fd = dup(fileno(in));
	z->zip = fd < 0 ? NULL : zip_fdopen(fd, 0, &why);
	if (z->zip)
		return 0;
	if (fd >= 0)
		close(fd);
	return xlsx_damaged(z, "zip", e);
}

void xlsx_zip_close(struct xlsx_zip *z)
{
	if (!z)
		return;
	if (z->zip)
		zip_discard(z->zip);
	free(z->path);
	free(z);
}

const char *xlsx_zip_path(const struct xlsx_zip *z)
{
	return z->path;
}

/* Excel takes part names without regard to case, and some programs write them so. */
static zip_int64_t locate(struct xlsx_zip *z, const char *name)
{
	zip_int64_t i = zip_name_locate(z->zip, name, ZIP_FL_ENC_RAW);
	return i >= 0 ? i : zip_name_locate(z->zip, name, ZIP_FL_NOCASE);
}

bool xlsx_zip_has(struct xlsx_zip *z, const char *name)
{
	return locate(z, name) >= 0;
}

size_t xlsx_zip_inflated(const struct xlsx_zip *z)
{
	return z->inflated;
}

void xlsx_zip_set_inflated(struct xlsx_zip *z, size_t inflated)
{
	z->inflated = inflated;
}

/* -- a part -- */

/* zip_stat_t as a libzip with a time of 32 bits fills it: Debian 12's on armhf, where our own time has 64. */
struct narrow_stat {
	zip_uint64_t valid;
	const char *name;
	zip_uint64_t index, size, comp_size;
	zip_int32_t mtime;
	zip_uint32_t crc;
	zip_uint16_t comp_method, encryption_method;
	zip_uint32_t flags;
};

union part_stat {
	zip_stat_t wide;
	struct narrow_stat narrow;
};

/* An unknown time is -1, as wide as the library has it. */
static bool time_is_narrow(void)
{
	union part_stat st = {0};
	zip_stat_init(&st.wide);
	return st.wide.mtime != -1;
}

/* Stored or deflated, as workbooks have it; libzip knows more ways, whose memory is not ours to bound. */
static int judge(struct xlsx_zip *z, zip_uint64_t i, const char *name, size_t *size, struct err *e)
{
	union part_stat st = {0};
	if (zip_stat_index(z->zip, i, 0, &st.wide) != 0)
		return xlsx_damaged(z, name, e);
	bool narrow = time_is_narrow();
	zip_uint64_t valid = st.wide.valid; /* this and the size stand before the time */
	int sealed = narrow ? st.narrow.encryption_method : st.wide.encryption_method;
	int packed = narrow ? st.narrow.comp_method : st.wide.comp_method;
	if ((valid & ZIP_STAT_ENCRYPTION_METHOD) && sealed != ZIP_EM_NONE)
		return err_set(e, ERR_DATA, TEXT_TABLE_PASSWORD, "%s", z->path);
	if ((valid & ZIP_STAT_COMP_METHOD) && packed != ZIP_CM_STORE && packed != ZIP_CM_DEFLATE)
		return xlsx_damaged(z, name, e);
	*size = valid & ZIP_STAT_SIZE && st.wide.size < TABLE_INFLATED_MAX ? (size_t)st.wide.size : TABLE_INFLATED_MAX;
	return 0;
}

int xlsx_part_open(struct xlsx_zip *z, const char *name, struct xlsx_part **out, struct err *e)
{
	size_t whole = 0;
	zip_int64_t i = locate(z, name);
	*out = NULL;
	if (i < 0)
		return xlsx_damaged(z, name, e);
	if (judge(z, (zip_uint64_t)i, name, &whole, e) != 0)
		return -1;
	zip_file_t *file = zip_fopen_index(z->zip, (zip_uint64_t)i, 0);
	if (!file)
		return xlsx_damaged(z, name, e);
	struct xlsx_part *p = alloc_zero(1, sizeof *p);
	p->z = z;
	p->file = file;
	p->whole = whole;
	snprintf(p->name, sizeof p->name, "%s", name);
	*out = p;
	return 0;
}

void xlsx_part_close(struct xlsx_part *p)
{
	if (!p)
		return;
	zip_fclose(p->file);
	free(p);
}

long xlsx_part_read(struct xlsx_part *p, void *out, size_t n, struct err *e)
{
	zip_int64_t got = zip_fread(p->file, out, n);
	if (got < 0)
		return xlsx_damaged(p->z, p->name, e);
	p->done += (size_t)got;
	p->z->inflated += (size_t)got;
	if (p->z->inflated > TABLE_INFLATED_MAX)
		return xlsx_too_large(p->z, p->name, e);
	return (long)got;
}

const char *xlsx_part_name(const struct xlsx_part *p)
{
	return p->name;
}

void xlsx_part_progress(const struct xlsx_part *p, size_t *done, size_t *whole)
{
	*done = p->done < p->whole ? p->done : p->whole;
	*whole = p->whole;
}
