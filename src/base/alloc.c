/* alloc.c - the one place where running out of memory ends the process. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <sqlite3.h>
#include <tungnha/alloc.h>

/* abort, not exit: nothing registered with atexit may run on a heap that is exhausted, and an open transaction is
 * rolled back by the next program that opens the store. */
_Noreturn static void out_of_memory(void)
{
	fputs("tungnha: hết bộ nhớ / out of memory\n", stderr);
	abort();
}

static size_t product(size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		out_of_memory();
	return count * size;
}

void *alloc_bytes(size_t n)
{
	void *p = malloc(n ? n : 1);
	if (!p)
		out_of_memory();
	return p;
}

void *alloc_zero(size_t count, size_t size)
{
	size_t n = product(count, size);
	void *p = calloc(1, n ? n : 1);
	if (!p)
		out_of_memory();
	return p;
}

void *alloc_grow(void *p, size_t count, size_t size)
{
	size_t n = product(count, size);
	void *grown = realloc(p, n ? n : 1);
	if (!grown)
		out_of_memory();
	return grown;
}

char *alloc_copy(const char *s)
{
	return s ? alloc_copy_n(s, strlen(s)) : NULL;
}

char *alloc_copy_n(const char *s, size_t n)
{
	if (n == SIZE_MAX)
		out_of_memory();
	char *copy = alloc_bytes(n + 1);
	if (n)
		memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

char *alloc_print(const char *fmt, ...)
{
	va_list args;
	char *s = NULL;
	va_start(args, fmt);
	int n = vasprintf(&s, fmt, args);
	va_end(args);
	if (n < 0)
		out_of_memory();
	return s;
}

void alloc_init(void)
{
	cJSON_Hooks hooks = {.malloc_fn = alloc_bytes, .free_fn = free};
	cJSON_InitHooks(&hooks);
	/* It would count every piece of memory behind a lock, and nobody asks how much that is. Refused once SQLite is
	 * in use; then it goes on counting. */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
