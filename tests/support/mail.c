/* mail.c - messages sealed beforehand: u32 device, u32 bytes (little-endian), the message; and so on. */
#include "mail.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <tungnha/alloc.h>

_Noreturn static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void put32(FILE *to, size_t n)
{
	for (int i = 0; i < 4; i++)
		putc((int)(n >> (8 * i) & 0xff), to);
}

void mail_write(FILE *to, size_t device, const void *bytes, size_t n)
{
	put32(to, device);
	put32(to, n);
	if (fwrite(bytes, 1, n, to) != n)
		fail("mail");
}

static size_t get32(const unsigned char *in)
{
	return (size_t)in[0] | (size_t)in[1] << 8 | (size_t)in[2] << 16 | (size_t)in[3] << 24;
}

void mail_read(const char *path, struct mail *out)
{
	FILE *f = fopen(path, "rb");
	long size;
	*out = (struct mail){0};
	if (!f || fseek(f, 0, SEEK_END) != 0 || (size = ftell(f)) < 0 || fseek(f, 0, SEEK_SET) != 0)
		fail(path);
	out->file = alloc_bytes((size_t)size + 1);
	if (fread(out->file, 1, (size_t)size, f) != (size_t)size)
		fail(path);
	fclose(f);
	for (size_t at = 0; at + 8 <= (size_t)size;) {
		const unsigned char *head = out->file + at;
		out->letter = alloc_grow(out->letter, out->letters + 1, sizeof *out->letter);
		out->letter[out->letters] = (struct mail_letter){get32(head), head + 8, get32(head + 4)};
		at += 8 + out->letter[out->letters++].n;
	}
}

void mail_free(struct mail *m)
{
	free(m->letter);
	free(m->file);
	*m = (struct mail){0};
}

double mail_seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double mail_worked(void)
{
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

long mail_greatest_kb(const char *status)
{
	FILE *f = fopen(status, "r");
	char line[200];
	long kb = 0;
	while (f && fgets(line, sizeof line, f))
		if (strncmp(line, "VmHWM:", 6) == 0)
			kb = strtol(line + 6, NULL, 10);
	if (f)
		fclose(f);
	return kb;
}
