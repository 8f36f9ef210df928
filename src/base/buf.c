/* buf.c - a growing run of bytes whose maximum is fixed at birth. */
#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/buf.h>

enum { FIRST_ROOM = 256 };

/* What data points to while nothing is allocated (room == 0). Only ever read: every write is behind make_room. */
static char nothing[1];

void buf_init(struct buf *b, size_t max)
{
	assert(max < SIZE_MAX / 2);
	*b = (struct buf){.data = nothing, .max = max};
}

void buf_free(struct buf *b)
{
	if (b->room)
		free(b->data);
	buf_init(b, b->max);
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	b->full = false;
	if (b->room)
		b->data[0] = '\0';
}

/* Room for n more bytes and the NUL; false (and full) when that would pass the maximum, or something already did. */
static bool make_room(struct buf *b, size_t n)
{
	if (b->full || n > b->max - b->len) {
		b->full = true;
		return false;
	}
	size_t need = b->len + n + 1;
	if (need <= b->room)
		return true;
	size_t room = b->room ? b->room : FIRST_ROOM;
	while (room < need)
		room *= 2;
	if (room > b->max + 1)
		room = b->max + 1;
	b->data = alloc_grow(b->room ? b->data : NULL, room, 1);
	b->room = room;
	return true;
}

void buf_reserve(struct buf *b, size_t n)
{
	size_t most = b->max - b->len, need = b->len + (n < most ? n : most) + 1;
	if (need <= b->room)
		return;
	char *data = alloc_grow(b->room ? b->data : NULL, need, 1);
	if (b->room == 0)
		data[0] = '\0';
	b->data = data;
	b->room = need;
}

void buf_add(struct buf *b, const void *bytes, size_t n)
{
	if (n == 0 || !make_room(b, n))
		return;
	memcpy(b->data + b->len, bytes, n);
	b->len += n;
	b->data[b->len] = '\0';
}

void buf_text(struct buf *b, const char *s)
{
	if (s)
		buf_add(b, s, strlen(s));
}

void buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_print(struct buf *b, const char *fmt, ...)
{
	va_list args, again;
	va_start(args, fmt);
	va_copy(again, args);
	size_t spare = b->room ? b->room - b->len : 0;
	int n = vsnprintf(spare ? b->data + b->len : NULL, b->full ? 0 : spare, fmt, args);
	assert(n >= 0);
	if (make_room(b, (size_t)n)) {
		if ((size_t)n >= spare)
			vsnprintf(b->data + b->len, (size_t)n + 1, fmt, again);
		b->len += (size_t)n;
	} else if (b->room) {
		b->data[b->len] = '\0'; /* the first try may have written a piece behind the end */
	}
	va_end(again);
	va_end(args);
}

char *buf_take(struct buf *b)
{
	char *data = b->room ? b->data : alloc_copy("");
	buf_init(b, b->max);
	return data;
}
