/* app_verify_compare.c - a file's figures beside those that were closed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "verify.h"

static struct app_verify_fault *add_fault(struct verify *v)
{
	struct app_verified *x = v->out;
	static struct app_verify_fault spare;
	x->faults++;
	if (x->faults > VERIFY_FAULTS_MAX)
		return &spare;
	x->fault = alloc_grow(x->fault, x->faults, sizeof *x->fault);
	x->fault[x->faults - 1] = (struct app_verify_fault){.kind = VERIFY_DIFFERS};
	return &x->fault[x->faults - 1];
}

void verify_begin(struct verify *v)
{
	memset(v->seen, 0, (v->closed->rows + 1) * sizeof *v->seen);
}

int verify_row_of(const struct verify *v, const char *code, const char *name)
{
	const struct report *r = v->closed;
	for (size_t i = 0; *code && i < r->rows; i++)
		if (strcmp(r->row[i].unit.code, code) == 0)
			return (int)i;
	for (size_t i = 0; !*code && i < r->rows; i++)
		if (!v->seen[i] && strcmp(r->row[i].unit.name, name) == 0)
			return (int)i;
	return -1;
}

/* Whole numbers with or without groups of three: 21105, 21.105, 21,105. false: something else. */
static bool read_number(const char *s, int64_t *out)
{
	size_t digits = 0;
	bool grouped = false, negative = *s == '-';
	*out = 0;
	for (s += negative; *s; s++) {
		if (*s >= '0' && *s <= '9' && digits < 15) {
			*out = 10 * *out + (*s - '0');
			digits++;
		} else if ((*s == '.' || *s == ',') && digits > 0 && strspn(s + 1, "0123456789") == 3 &&
			   (grouped || digits <= 3)) {
			grouped = true;
		} else {
			return false;
		}
	}
	*out = negative ? -*out : *out;
	return digits > 0;
}

static bool is_nothing(const char *s)
{
	return !*s || strcmp(s, "–") == 0 || strcmp(s, "-") == 0;
}

/* What was never heard of prints as nothing, and stands as a nought in some files. */
static bool equal(const char *shown, bool known, int64_t closed)
{
	int64_t n;
	if (!known && is_nothing(shown))
		return true;
	return read_number(shown, &n) && n == (known ? closed : 0);
}

static void copy(char *to, size_t room, const char *from)
{
	size_t n = strlen(from) < room ? strlen(from) : room - 1;
	while (n > 0 && from[n] && ((unsigned char)from[n] & 0xc0) == 0x80)
		n--;
	memcpy(to, from, n);
	to[n] = '\0';
	utf8_plain(to);
}

void verify_cell(struct verify *v, size_t row, size_t column, bool unknown, const char *shown)
{
	const struct report *r = v->closed;
	const struct report_row *x = row < r->rows ? &r->row[row] : &r->total;
	bool total = row >= r->rows;
	bool known = total || (x->source != REPORT_NEVER && !x->missing[column]) || r->form->column[column].listed;
	int64_t closed = unknown ? x->sums.unknown[column] : x->sums.value[column];
	char *clean = utf8_clean(shown, strlen(shown));
	v->out->cells++;
	if (!clean || !equal(clean, known, closed)) {
		struct app_verify_fault *f = add_fault(v);
		*f = (struct app_verify_fault){.kind = VERIFY_DIFFERS, .column = (int)column, .unknown = unknown};
		copy(f->code, sizeof f->code, total ? "" : x->unit.code);
		copy(f->name, sizeof f->name, total ? "" : x->unit.name);
		copy(f->shown, sizeof f->shown, clean ? clean : "?");
		snprintf(f->closed, sizeof f->closed, "%lld", (long long)closed);
		if (!known)
			memcpy(f->closed, "–", sizeof "–");
	}
	free(clean);
}

void verify_unit(struct verify *v, enum app_verify_kind kind, const char *code, const char *name)
{
	struct app_verify_fault *f = add_fault(v);
	*f = (struct app_verify_fault){.kind = kind};
	copy(f->code, sizeof f->code, code);
	copy(f->name, sizeof f->name, name);
}

static size_t count_seen(const struct verify *v, size_t *which)
{
	size_t n = 0;
	for (size_t i = 0; i < v->closed->rows; i++) {
		if (v->seen[i]) {
			n++;
			*which = i;
		}
	}
	return n;
}

/* A sheet of one unit alone says so; otherwise everybody must be there. */
void verify_end(struct verify *v, bool one)
{
	const struct report *r = v->closed;
	size_t which = 0, n = count_seen(v, &which);
	v->tables++;
	if (n > v->out->units)
		v->out->units = n;
	if (one && n == 1) {
		copy(v->out->one, sizeof v->out->one, r->row[which].unit.name);
		return;
	}
	for (size_t i = 0; i < r->rows; i++)
		if (!v->seen[i])
			verify_unit(v, VERIFY_MISSING, r->row[i].unit.code, r->row[i].unit.name);
}
